"""ZZ6: the library is asked for what it does not have, or given files and frames that it cannot use."""

from __future__ import annotations

from typing import Final

from zzrules.base.diagnostics import Diagnostic

_NAME_COLUMNS: Final = "第一行（表头）写事实的中文名或者代码，见 zzrules facts"
_OTHER_FILE: Final = "写到另一个文件"
_SAVE_AS_XLSX: Final = "用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”"
_WRITE_RECORDS: Final = "写上表头和案卷"

UNFIT_ARGUMENT = Diagnostic(
    "ZZ600", "{function} 的 {name} 不是所要的那一种值，或者读不了", "怎样写，见 help({function})"
)

# ── questions ────────────────────────────────────────────────────────

NOT_AN_EVALUATION_DAY = Diagnostic("ZZ601", "评价日（on）不是日期", 'on="2026-05-06" 或者 datetime.date(2026, 5, 6)')
COLUMN_WITHOUT_DAY = Diagnostic(
    "ZZ601", "「{column}」作为评价日，没有写或者不是日期", "四位年-两位月-两位日，如 2026-01-01"
)
NO_POLICY = Diagnostic("ZZ602", "没有政策「{key}」", "{known}")
NO_POLICY_NAMED = Diagnostic("ZZ602", "问的是哪个政策，要用文字写明", "代码、名字或者条款，如「rotation」")
PLACE_NOT_ASSESSED = Diagnostic("ZZ602", "{place}没有政策：{reason}", "{near}")
NO_POLICY_OF_PLACE = Diagnostic("ZZ602", "没有写{place}的政策", "{near}")
ONLY_CITED = Diagnostic("ZZ602", "{regulation}只供引用，没有依据它写的政策", "引用它的：{near}")
NO_OUTCOME = Diagnostic("ZZ602", "政策「{policy}」没有结论「{key}」", "{known}")
NO_GROUND = Diagnostic("ZZ602", "「{key}」不是一个情形", "写到项，或者用 policy() 问整个政策")
NO_OBLIGATION = Diagnostic("ZZ602", "没有义务「{key}」", "{known}")
NOT_ASKED = Diagnostic("ZZ602", "这次没有问「{key}」", 'about=["{key}"]，或者不写 about')
ABOUT_NO_LIST = Diagnostic("ZZ602", "about 应当是若干政策或者条款", "about=[…]")
NOT_THEN = Diagnostic("ZZ602", "按行为发生之日的条文，「{key}」没有政策；在别的日子，它是{part}", "按那一天的条文写")
SEVERAL_POLICIES = Diagnostic("ZZ603", "「{key}」有几个政策", "{places}")
NO_NUMBER_OF_DAYS = Diagnostic("ZZ604", "提前几个工作日提醒（within）不是非负整数", "within=3")
NO_ICALENDAR = Diagnostic("ZZ605", "写日历文件要用 {package} 软件包，没有安装", 'pip install "zzrules[ics]"')

# ── columns ──────────────────────────────────────────────────────────

UNFIT_COLUMN = Diagnostic("ZZ606", "列「{column}」的类型 {dtype} 不是{kind}所用的", "{types}")
UNFIT_STATE = Diagnostic(
    "ZZ606", "列「{column}」的类型 {dtype} 不是文字", "String，只写「{absent}」「{unclear}」，或者空着"
)
FACT_IN_TWO_COLUMNS = Diagnostic("ZZ607", "列「{first}」和「{second}」是同一事实", "只留一列")
FACT_IN_TWO_FORMS = Diagnostic("ZZ607", "列「{column}」和「{part}」是同一事实", "只留一种写法")
REPEATED_SPARK_COLUMN = Diagnostic("ZZ607", "有两列都叫「{column}」", "只留一列")
UNSUPPORTED = Diagnostic("ZZ608", "按列评价（columnar）还不能处理{subject}", "逐份评价：book.evaluate(…)")
COLUMNS_NO_LIST = Diagnostic("ZZ609", "columns 应当是若干种结果列", 'columns=["outcome"]')
UNKNOWN_RESULT_COLUMN = Diagnostic("ZZ609", "没有「{kind}」这种结果列", "{known}")
NO_POLARS = Diagnostic("ZZ610", "按列评价要用 {package} 软件包，没有安装", 'pip install "zzrules[columns]"')
NO_POLARS_FOR_FILES = Diagnostic("ZZ610", "按列评价要用 {package} 软件包，没有安装", 'pip install "zzrules[files]"')
NOT_A_FRAME = Diagnostic(
    "ZZ611",
    "要评价的不是表",
    "Polars、pandas、pyarrow、DuckDB 的表，或者别的有 __arrow_c_stream__ 的；惰性的先取回（collect）",
)
UNREADABLE_FRAME = Diagnostic(
    "ZZ611", "这张表不能读成 Arrow 的列", "列名各不相同，一列里只有一种类型；先试 pyarrow.table(…)"
)
NO_PART = Diagnostic("ZZ612", "结论里没有「{part}」这一部分", "{known}")
NO_FORMAT = Diagnostic("ZZ612", "解释没有「{format}」这种格式", "{known}")
NO_GHERKIN = Diagnostic("ZZ613", "读场景要用 {package} 软件包，没有安装", 'pip install "zzrules[bdd]"')
NO_PYTEST_BDD = Diagnostic("ZZ613", "运行场景要用 {package} 软件包，没有安装", 'pip install "zzrules[bdd]"')
NO_PYGLS = Diagnostic("ZZ613", "语言服务要用 {package} 软件包，没有安装", 'pip install "zzrules[editor]"')
NO_JINJA2 = Diagnostic("ZZ613", "做网页要用 {package} 软件包，没有安装", 'pip install "zzrules[site]"')
NOT_WRITTEN = Diagnostic(
    "ZZ614", "这份评价是从数据读回的，数据里没有写这一部分", "有当时的政策和案卷的，重新评价：book.replay(评价, 案卷)"
)
NOT_A_DETERMINATION = Diagnostic(
    "ZZ615", "不是写成数据的评价，或者是别的版本写的", "to_dict()、to_json() 写的，schema_version 为 {version}"
)
ANOTHER_RECORD = Diagnostic("ZZ616", "这不是评价时的那份案卷", "用当时的案卷；要评价别的案卷，用 book.evaluate")
NO_SCHEMA = Diagnostic("ZZ617", "没有这种 JSON Schema", "{known}")
CLOSE_COLUMN = Diagnostic("ZZ618", "列「{column}」和事实相近，但不是事实，没有用来评价", "改成{close}")
SAME_FLAT_NAME = Diagnostic(
    "ZZ619", "列「{first}」和「{second}」在 SQL 里同名：「{name}」", "换一个 separator，或者先改掉其中一列的名称"
)

# ── files ────────────────────────────────────────────────────────────

UNKNOWN_FORM = Diagnostic("ZZ620", "没有「{form}」这种文件", "{known}")
UNKNOWN_EXTENSION = Diagnostic(
    "ZZ620", "看扩展名，不知道是哪一种文件", "用扩展名 {extensions}；扩展名不能改的，写明 --input csv 之类"
)
UNKNOWN_RESULT_EXTENSION = Diagnostic(
    "ZZ620", "看扩展名，不知道结果写成哪一种文件", "用扩展名 {extensions} 或者 {last}"
)
MIXED_FORMS = Diagnostic("ZZ621", "文件不是同一种：{files}", "一次评价一种；文件夹里只读一种的，写明 --input csv 之类")
NO_FILES_NAMED = Diagnostic("ZZ622", "没有写明评价哪些文件", "写上文件或者文件夹")
NO_FILES_IN_FOLDER = Diagnostic("ZZ622", "文件夹里没有可以评价的文件", "放进 {extensions} 文件，或者检查路径")
TYPES_DIFFER = Diagnostic(
    "ZZ623", "列「{column}」的类型不一：{first} 是 {expected}，这里是 {dtype}", "改成同一类型，或者分开评价"
)
RESERVED_COLUMN = Diagnostic("ZZ624", "列名「{column}」是程序自用的", "改成别的名称")
UNNAMED_COLUMN = Diagnostic("ZZ624", "第{number}列没有名称", "第一行给每一列写上名称；上面的标题、空的一列删去")
REPEATED_COLUMN = Diagnostic("ZZ624", "有两列都叫「{column}」", "只留一列，或者改名")
UNMATCHED_QUOTES = Diagnostic(
    "ZZ625",
    "这一行的引号不成对，或者一格太长",
    "有引号、逗号、换行的格子，整格用半角引号括起来，里面的引号写两遍",
)
UNEVEN_ROW = Diagnostic(
    "ZZ625", "这一行有 {cells} 格，表头有 {width} 格", "补上或者删去逗号；格子里有逗号的，整格用半角引号括起来"
)
BROKEN_FILE = Diagnostic("ZZ626", "文件损坏，或者没有传完整", "重新导出或者拷贝；扩展名要和内容一致")
BROKEN_FILE_OF_FORM = Diagnostic(
    "ZZ626", "文件损坏、没有传完整，或者不是 {form} 文件", "重新导出或者拷贝；扩展名要和内容一致"
)
BAD_JSON_CELL = Diagnostic("ZZ627", "格子里的 JSON 写得不对", '写成 [{{"字段": "值"}}, …]，用半角的引号、逗号')
RESULT_OVER_SOURCE = Diagnostic("ZZ628", "结果会盖掉要评价的文件", _OTHER_FILE)
RESULT_AMONG_SOURCES = Diagnostic("ZZ628", "结果不能写在要评价的文件夹里：下一次会被当成案卷", "写到这个文件夹以外")
RESULT_OVER_MAPPING = Diagnostic("ZZ628", "已经有这个文件，起草的对照不盖掉它", _OTHER_FILE)
REFUSED_ROWS_OVER_RESULT = Diagnostic("ZZ628", "有错的行和结果写在同一个文件", _OTHER_FILE)
NO_DAY_COLUMN = Diagnostic("ZZ629", "没有评价日那一列「{column}」", "{known}")
NO_COLUMN = Diagnostic("ZZ630", "一列也没有", _NAME_COLUMNS)
NO_FACT_COLUMN = Diagnostic("ZZ630", "没有一列是事实", _NAME_COLUMNS)
NO_FACT_COLUMN_BUT_CLOSE = Diagnostic("ZZ630", "没有一列是事实", "{close}")
UNSEPARATED_COLUMNS = Diagnostic("ZZ630", "没有一列是事实", "各列之间用半角逗号「,」隔开")
BATCH_WITHOUT_OUTPUT = Diagnostic(
    "ZZ631", "表格和文件夹成批评价，要写明结果写到哪个文件", "加上 -o 结论.parquet（或者 .csv、.xlsx、.jsonl）"
)
FORMAT_WITH_OUTPUT = Diagnostic("ZZ631", "写了 -o，就没有 --format {format}", "text 或者 json")
TO_WITHOUT_STDOUT = Diagnostic("ZZ631", "--to 只和 -o - 一起用", "写到文件的，看文件的扩展名；去掉 --to")
LOG_WITH_OUTPUT = Diagnostic(
    "ZZ631",
    "--decision-log 不和 -o 一起用：成批评价不逐份写出答案",
    "去掉 -o，用 --format jsonl；或者去掉 --decision-log",
)
OPTION_WITHOUT_OUTPUT = Diagnostic("ZZ631", "--{option} 只和 -o 一起用", "加上 -o 文件，或者去掉 --{option}")
COLUMNS_WITHOUT_LINES = Diagnostic(
    "ZZ631",
    "--columns 只和 -o 或者 --format jsonl 一起用",
    "加上 -o 文件或者 --format jsonl，或者去掉 --columns",
)
UNWRITABLE_COLUMN = Diagnostic(
    "ZZ632", "列「{column}」的类型 {dtype} 写不进 {form}", "改写成 Parquet，或者先去掉这一列"
)

# ── workbooks ────────────────────────────────────────────────────────

LIST_IN_PART = Diagnostic(
    "ZZ633", "列表「{fact}」只知道一部分，列里写不下", "写出整个列表；不知道的，删去这一项；或者单独评价这份案卷"
)
NO_EXCEL_PACKAGE = Diagnostic("ZZ640", "读写 Excel 要用 {package} 软件包，没有安装", 'pip install "zzrules[excel]"')
OLD_WORKBOOK = Diagnostic("ZZ641", "文件不是 .xlsx，是旧版的 .xls", _SAVE_AS_XLSX)
TEXT_FOR_WORKBOOK = Diagnostic(
    "ZZ641", "文件不是 .xlsx，像是文字（CSV、网页）改了扩展名", f"{_SAVE_AS_XLSX}；CSV 用扩展名 .csv"
)
OTHER_ARCHIVE = Diagnostic("ZZ641", "文件不是 .xlsx，是别的压缩文件（.xlsb、.ods、.docx……）", _SAVE_AS_XLSX)
ENCRYPTED_WORKBOOK = Diagnostic("ZZ642", "文件加了密码", "用 Excel 打开，在“文件—信息—保护工作簿”里去掉密码再保存")
BROKEN_WORKBOOK = Diagnostic("ZZ643", "文件损坏，或者没有传完整", "重新下载或者拷贝；能打开的，打开后另存一份")
NO_SHEET = Diagnostic("ZZ644", "没有工作表「{sheet}」", "{known}")
EMPTY_SHEETS = Diagnostic("ZZ645", "工作表里没有数据", _WRITE_RECORDS)
EMPTY_VISIBLE_SHEETS = Diagnostic(
    "ZZ645", "工作表里没有数据", "数据在隐藏的工作表里的，取消隐藏，或者写明读哪一张（--sheet）"
)
HEADER_ONLY = Diagnostic("ZZ645", "只有表头，没有案卷", "在表头下面一行写一份案卷")
SEVERAL_SHEETS = Diagnostic("ZZ646", "有数据的工作表不止一张：{sheets}", "写明读哪一张（--sheet 名称），或者删去其余的")
MERGED_CELLS = Diagnostic("ZZ647", "有合并的单元格：{cells}", "取消合并，每一格都写上内容")
UNCALCULATED_FORMULAS = Diagnostic("ZZ648", "{cells}的公式还没有计算过", "用 Excel 或 WPS 打开，保存一次")
HEADER_BELOW = Diagnostic(
    "ZZ649",
    "第 {row} 行不是表头，像表头的是第 {header} 行",
    "删去第 {header} 行上面的标题和说明；不改表的，用 zzrules map 起草一份对照，里面写明「表头行: {header}」",
)
NO_HEADING = Diagnostic("ZZ650", "表头{cells}空着，下面却有内容", "写上列名，或者清空这一列")
REPEATED_HEADING = Diagnostic("ZZ651", "表头「{cell}」（{word}）和「{first}」是同一列", "删去一列，或者改用别的列名")
RESERVED_HEADING = Diagnostic("ZZ651", "表头「{cell}」（{word}）是程序自己用的列名", "删去一列，或者改用别的列名")
HEADING_NOT_TEXT = Diagnostic(
    "ZZ652", "表头{cells}不是文字", "表头写事实的中文名或者代码；第一行就是案卷的，在上面加一行表头"
)
NO_FACT_IN_HEADER = Diagnostic("ZZ653", "第 {row} 行的表头里没有一个事实", "用事实的中文名或者代码作表头，如{known}")
SHEET_TOO_LARGE = Diagnostic(
    "ZZ654",
    "内容一直铺到「{cell}」，表格装不下（至多 {most} 万格）",
    "删去表格以外的行和列（不只是清除内容）；确有这么多的，改用 CSV 或者 Parquet",
)
RESULT_TOO_LARGE_FOR_EXCEL = Diagnostic(
    "ZZ655",
    "结果有 {rows} 行、{columns} 列，Excel 一张表只容 {most_rows} 行案卷、{most_columns} 列",
    "改写成 CSV 或者 Parquet，或者分批评价",
)
UNBOUNDED_WORKBOOK = Diagnostic(
    "ZZ656",
    "文件里的「{part}」解压以后大得不合常理，没有打开",
    "用 Excel 或 WPS 打开，另存一份；是别人传来的，先问清来历",
)

# ── Spark ────────────────────────────────────────────────────────────

NO_SPARK_PACKAGE = Diagnostic("ZZ660", "在 Spark 上评价要用 {package} 软件包，没有安装", 'pip install "zzrules[spark]"')
NOT_A_SPARK_FRAME = Diagnostic(
    "ZZ661",
    "要评价的不是 Spark 的表",
    "pyspark.sql.DataFrame（Spark Connect 的表不能用）；Polars 的表用 book.frame",
)
NOT_A_SPARK_SESSION = Diagnostic("ZZ661", "这不是 Spark 的会话", "pyspark.sql.SparkSession（Spark Connect 的不能用）")
VERSIONS_DIFFER = Diagnostic("ZZ662", "工作进程上的 zzrules 是 {worker}，发起评价的是 {driver}", "各台机器装同一版本")
OTHER_PYTHON = Diagnostic(
    "ZZ663",
    "工作进程会用 {python}，那里没有 zzrules",
    "写明用哪个 Python：环境变量 PYSPARK_PYTHON，或者 spark.pyspark.python，如 {own}",
)
COLUMNS_DIFFER = Diagnostic("ZZ664", "各文件的列不同：{first} 和 {second}", "先写成一样的列，或者分开评价")
RESULT_FOLDER_IN_USE = Diagnostic("ZZ665", "结果的文件夹里已经有东西", "换一个文件夹，或者先删去它")
NOT_PARQUET = Diagnostic("ZZ666", "在集群上只评价 Parquet 文件", "先写成 Parquet，或者用 book.evaluate_files")

# ── other packages ───────────────────────────────────────────────────

NO_DURABLE_RULES = Diagnostic(
    "ZZ670",
    "义务按前向链推理要用 durable-rules：{why}",
    'pip install "zzrules[durable]"（要有 C 编译器，Python 3.13 以前）；或者用缺省引擎，答案相同',
)
NO_HOLIDAYS = Diagnostic(
    "ZZ671", "核对工作日历要用 {package} 软件包，没有安装", 'pip install "zzrules[calendar-check]"'
)

# ── interviews ───────────────────────────────────────────────────────

NOTHING_TO_ASK = Diagnostic("ZZ680", "没有要问的了", "要补充的，写明是哪个事实：answer(值, 事实)")
NOT_ANSWERED = Diagnostic("ZZ681", "没有回答过「{fact}」，收不回来", "{known}")

# ── what a change does ───────────────────────────────────────────────

NO_REVISION = Diagnostic(
    "ZZ690",
    "在 git 里取不到版本「{revision}」的文件夹「{folder}」",
    "文件夹要在 git 仓库里，那个版本要有它；版本写提交、分支或者标签，如 HEAD~1",
)
NOT_A_RULEBOOK = Diagnostic(
    "ZZ691", "要比较的旧政策（older）不是规则书", '先读成规则书：zzrules.load("旧的文件夹或者规则包")'
)
OTHER_REGULATION = Diagnostic(
    "ZZ692",
    "两边不是同一部法规的政策：旧的是《{older}》，新的是《{newer}》，没有一项政策的代码相同",
    "比较同一部法规的两个文件夹；法规改了名称的，政策的代码照旧",
)
NO_SUCH_READING = Diagnostic(
    "ZZ695",
    "所问的政策没有口径（或者那一说）「{reading}」",
    "{hint}；zzrules check --readings 列出全部口径，一说写成「口径：另说」",
)

# ── new names ────────────────────────────────────────────────────────

NOT_WHILE_WRONG = Diagnostic("ZZ696", "文件夹里还有错，不知道哪些地方提到了这个名字", "改好了错误再改名")
TOO_MUCH_BESIDE = Diagnostic(
    "ZZ696",
    "政策旁边的场景、案卷有 {count} 份，一共太大，不能都看一遍哪里提到了这个名字",
    "在编辑器里只打开政策和它的场景、案卷所在的文件夹",
)
UNREADABLE_BESIDE = Diagnostic(
    "ZZ696", "「{file}」读不懂，不知道哪里提到了这个名字", "改好这份文件，或者移到别的文件夹，再改名"
)
NAME_UNFIT = Diagnostic("ZZ696", "「{name}」不能做名字", "没有空格、引号、冒号、括号和逗号的名字")
NAME_BREAKS = Diagnostic("ZZ696", "{kind}「{name}」改成「{new}」就有错了：{problem}", "换一个名字")

# ── papers ───────────────────────────────────────────────────────────

NO_TEMPLATE = Diagnostic("ZZ697", "模板读不出来", "写明 .docx 文件所在的路径")
NOT_A_DOCX = Diagnostic(
    "ZZ697", "模板不是 .docx 文件，或者已经损坏", "用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”"
)
TEMPLATE_TOO_LARGE = Diagnostic("ZZ697", "模板展开以后超过 {most} MB", "去掉大的图片，或者从随程序的模板改起")
TEMPLATE_REFUSED = Diagnostic("ZZ697", "模板不能用：{what}。{why}", "删去它，另存为“Word 文档（*.docx）”")
UNKNOWN_FIELD_OF_TEMPLATE = Diagnostic("ZZ698", "模板{where}（「{around}」）：没有「{name}」这个字段", "{hint}")
LIST_AS_A_FIELD = Diagnostic(
    "ZZ698",
    "模板{where}（「{around}」）：「{name}」有若干项，不能只写一处",
    "上一段写 {{{{逐个：{name}}}}}，下一段写 {{{{完：{name}}}}}，中间写一项的样子",
)
TEXT_AS_A_LIST = Diagnostic("ZZ698", "模板{where}（「{around}」）：「{name}」只有一处，不用「逐个」", "{{{{{name}}}}}")
SECTION_NOT_ENDED = Diagnostic(
    "ZZ698",
    "模板{where}（「{around}」）：「{kind}：{name}」没有写到哪里为止",
    "同一层的后面另起一段，写 {{{{完：{name}}}}}",
)
SECTION_NOT_BEGUN = Diagnostic(
    "ZZ698",
    "模板{where}（「{around}」）：「{kind}：{name}」前面没有「逐个」「如有」或者「如无」",
    "同一层的前面另起一段，写 {{{{逐个：{name}}}}}；用不着的，删去",
)
SECTION_IN_A_PARAGRAPH = Diagnostic(
    "ZZ698",
    "模板{where}（「{around}」）：「{kind}：{name}」和别的文字写在一段",
    "单独写一段；表格里重复一行的，起止写在同一行的各格",
)
BROKEN_TAG = Diagnostic(
    "ZZ698",
    "模板{where}（「{around}」）：字段的括号「{mark}」不成对，或者不是半角",
    "两边都用半角的两个花括号，如 {{{{结论}}}}",
)
TEMPLATE_WITHOUT_DRAFT = Diagnostic(
    "ZZ698", "模板没有「草稿」这个字段：所成的文书供人审核、签署，要写明", "在正文、页眉或者页脚写 {{{{草稿}}}}"
)
UNKNOWN_IN_PAPERS = Diagnostic("ZZ699", "文书「{paper}」：{part}没有「{name}」", "{hint}")
PAPER_FOR_NOTHING = Diagnostic(
    "ZZ699",
    "文书「{paper}」的「用于」有一项没有写明什么时候要它",
    "写政策，再写「结论」「义务」和「状态」「后果」或者「待查明: 是」",
)
SAME_PAPER = Diagnostic("ZZ699", "有两种文书都叫「{paper}」", "各起一个名称")
NO_PAPERS = Diagnostic(
    "ZZ699", "「{folder}」里没有 {file}", "写明放着 {file} 和模板的文件夹；随程序的一套：zzrules papers 文件夹"
)
PAPERS_OVER_SOMETHING = Diagnostic("ZZ699", "「{folder}」里已经有东西，不改写", "写到一个还没有的、或者空的文件夹")
NO_NAMING_COLUMN = Diagnostic("ZZ699", "表里没有「{column}」这一列，不能用它给文书起名", "{known}")
ONE_CASE_ONLY = Diagnostic(
    "ZZ699",
    "{form} 一次只写一份案卷，给的不止一份",
    "一次给一份；成批写文书，用 zzrules evaluate … --papers 文件夹",
)
PAPER_TO_TERMINAL = Diagnostic("ZZ699", "docx 不是文字，不能写在屏幕上", "用 -o 写明文件，如 -o 评价意见.docx")
