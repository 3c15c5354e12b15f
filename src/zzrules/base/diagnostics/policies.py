"""ZZ201 to ZZ249: what policies, vocabularies and their folder say, as it is written."""

from __future__ import annotations

from zzrules.base.diagnostics import Diagnostic

# ── any part of a file ──────────────────────────────────────────────────

UNKNOWN_KEY = Diagnostic("ZZ201", "{part}没有「{key}」这一键", "{hint}")
MISSING_KEY = Diagnostic("ZZ202", "{part}缺「{key}」", "加上一行「{key}: …」")
NO_YEAR_OR_NOTICES = Diagnostic("ZZ202", "日历文件要写「日历: 年份」和「通知」", "日历: 2027")
NO_NOTICES = Diagnostic("ZZ202", "「通知」没有内容", "写上该年的通知；通知还没有印发的，不放这个文件")
NO_ARTICLES = Diagnostic("ZZ202", "条文没有内容", "加上「{article}: …」")
CORRECTED_OR_KEPT = Diagnostic("ZZ202", "更正要写「更正为」或者「保留: 是」，只写一个", "更正为: …")
NO_OPTIONS = Diagnostic("ZZ202", "{part}缺「选项」", "加上「选项: {{中文名: code, …}}」")
NO_NUMBER_IN_NAME = Diagnostic("ZZ202", "{part}的「每项称」要有一个「几」，代这一项的序号", "每项称: 第几次")
NO_UNITS = Diagnostic("ZZ202", "{part}缺「单位」", "加上「单位: [工作日]」")
ADD_OR_SUBTRACT = Diagnostic("ZZ202", "期限要写「加」或「减」多长时间，只写一个", "加: 5工作日")
NOTHING_INVOKES = Diagnostic("ZZ202", "{part}的「援引」没有内容", "援引: 记载谁主张这一项的事实")
EMPTY_QUESTION = Diagnostic("ZZ202", "{part}没有内容", "写上怎样问，或者删去这一行，用词汇里的问")
NO_CONDITION = Diagnostic("ZZ202", "{part}没有写条件", "加上「条件」「分支」或者「兜底」")
TEXT_FOR_MAPPING = Diagnostic(
    "ZZ203", "{part}应当是若干「键: 内容」，这里是「{text}」", "写成「键: 内容」，冒号用半角，后面加空格"
)
VALUE_WITHOUT_DAY = Diagnostic("ZZ203", "{part}的取值要写明从哪一天起，这里只有「{text}」", "取值: {{{day}: {value}}}")
OFFICE_HOURS_ALONE = Diagnostic("ZZ203", "{part}只写了几点到几点，没有写{lacking}", "{instead}")
LIST_OF_ENTRIES = Diagnostic("ZZ203", "{part}应当是若干「键: 内容」，这里是列表", "{instead}")
LIST_FOR_MAPPING = Diagnostic("ZZ203", "{part}应当是若干「键: 内容」，这里是列表", "删去短横或方括号")
TEXT_FOR_LIST = Diagnostic("ZZ204", "{part}应当是列表，这里是「{text}」", "[{item}]")
MAPPING_FOR_LIST = Diagnostic("ZZ204", "{part}应当是列表，这里是若干「键: 内容」", "每项前面加「- 」")
EMPTY_LIST = Diagnostic("ZZ204", "{part}：列表是空的", "至少写一项；可以不写的，删去这一键")
NO_BODIES = Diagnostic("ZZ204", "{part}：列表是空的，照此谁都无权认定", "[有权认定的机构的名字]")
NOT_A_TEXT = Diagnostic("ZZ205", "{part}应当是一个词或一句话", "写在冒号后面，不另起层次")
ONE_BASIS = Diagnostic(
    "ZZ205", "{part}的依据只能是一处条文", "写最主要的一处；其余各处，写在参数、情形、结论、后果、义务自己的「依据」里"
)
CASE_TAKES_NEITHER = Diagnostic(
    "ZZ205", "按情形的「取」不能写这一种推算", "另起一个推算，这里写它的名字；加、减、乘、取小、取大可以就写在这里"
)
BAD_CODE = Diagnostic(
    "ZZ206", "{part}「{text}」不合写法", "小写字母起头，只用小写字母、数字和下划线，如 window_start_date"
)
NO_SUCH_DAY = Diagnostic(
    "ZZ207", "{part}「{text}」：历法上没有这一天", "{last}（那个月的最后一天），或者别的实有的日期"
)
DAY_IN_NO_MONTH = Diagnostic("ZZ207", "{part}「{text}」：历法上没有这一天，月份只有一至十二", "改正月份")
NO_SUCH_TIME = Diagnostic("ZZ207", "「{text}」不是一天里的时刻", "{hint}")
NOT_A_DATE = Diagnostic("ZZ207", "{part}「{text}」不是日期", "{hint}")
NOT_YES_OR_NO = Diagnostic("ZZ208", "{part}只能写「是」或「否」，这里是「{text}」", "「是」或「否」")
NOT_AN_INTEGER = Diagnostic("ZZ209", "{part}「{text}」不是整数", "{hint}")
YEAR_OUT_OF_RANGE = Diagnostic("ZZ209", "日历的年份不在 {first} 至 {last} 之间", "日历: 2027")
NOT_A_CHOICE = Diagnostic("ZZ210", "{part}没有「{text}」", "{hint}")
UNKNOWN_UNIT = Diagnostic("ZZ210", "没有「{unit}」这一单位", "{hint}")
NO_DATE_FIELD = Diagnostic("ZZ210", "{part}没有日期字段「{field}」", "{hint}")
NOT_AN_INTERVAL = Diagnostic("ZZ210", "{part}的期间要写起、止两个日期字段", "期间: [起, 止]")

# ── the vocabulary ──────────────────────────────────────────────────────

REPEATED_FACT = Diagnostic("ZZ211", "事实「{name}」已在 {first} 定义", "换一个名字，或者删去其中一处")
REPEATED_CODE = Diagnostic("ZZ211", "{part}的代码「{code}」重复", "换一个代码")
REPEATED_EVENT = Diagnostic(
    "ZZ211", "事件「{event}」的名字或者代码已用于 {first}", "换一个名字和代码，或者删去其中一处"
)
NOT_IN_A_LIST = Diagnostic("ZZ212", "{part}在列表里，不能是{kind}", "改用是否、选项、日期等类型")
KEY_OF_ANOTHER_KIND = Diagnostic("ZZ213", "{part}是{kind}，没有「{key}」", "删去这一键")
RESERVED_NAME = Diagnostic("ZZ214", "{part}不能叫「{name}」，它另有意思", "换一个名字")
STATE_AS_OPTION = Diagnostic("ZZ214", "{part}不能叫「{name}」，它是事实的一种状态", "换一个名字")
LIST_BROUGHT_AND_GROWN = Diagnostic(
    "ZZ216",
    "事件「{event}」不能带列表「{source}」：它由事件「{grower}」逐项添入",
    "逐项添入，或者整个带来，只用一种",
)
ELEMENT_BRINGS_ALL = Diagnostic("ZZ216", "{part}说的是列表的一项，不能带全部事实", "写明带哪些字段")
BEGINS_AND_CONTINUES = Diagnostic("ZZ216", "{part}的「列表」和「续」只能写一个", "起头的写「列表」，接续的写「续」")
NOT_FIXED = Diagnostic("ZZ216", "{part}不能把「{fact}」记为「{word}」", "{hint}")
SETTLED_TWICE = Diagnostic("ZZ216", "{part}写了两次「{fact}」", "只留一处")
BRINGS_LOG_KEY = Diagnostic(
    "ZZ216", "「{fact}」{named}与流水自己的键同名，事件不能带它", "在词汇里给它换一个名字、代码"
)
SILENCE_SETTLES_NOTHING = Diagnostic(
    "ZZ216",
    "{part}没有记下发生日期，也不带认定，「未登记则」用不上",
    "记: {{某日期: 发生日期}}，或者删去「未登记则」",
)
SILENCE_CANNOT_BE_NONE = Diagnostic(
    "ZZ216",
    "{part}的「未登记则: 无」用不上：「{fact}」不能是「无」",
    "在词汇里给它加上「可无: 是」，或者删去「未登记则」",
)

# ── decision tables ─────────────────────────────────────────────────────

ROW_LENGTH = Diagnostic(
    "ZZ217", "对照表第{row}行有{cells}格，应有{wanted}格：{columns}", "一列一格；哪一种都可以的，写「任意」"
)
COLUMN_TWICE = Diagnostic("ZZ217", "对照表的「{name}」写了两次", "只写一处；同一列有几个条件的，写在一格里")
NOT_ANY = Diagnostic("ZZ217", "「{text}」不能写在格子里", "哪一种都可以的，写「任意」")
LIST_IN_TABLE = Diagnostic(
    "ZZ217", "「{name}」的各项不能写在格子里", "在「推算」里用计数、合计等起个名，再用这个名字作列"
)
NOT_A_COLUMN = Diagnostic(
    "ZZ217",
    "「{name}」是{kind}，不能作对照表的列",
    "写是否、选项、机构、认定、整数、金额、时长、日期的事实或者推算；别的，先在「推算」里写成条件、计数等",
)
CELL_NOT_FIXED = Diagnostic(
    "ZZ217", "对照表的格子里不能写「{word}」：看不出各行有没有重叠、遗漏", "和写明的数、日期或者参数比"
)
RESULTS_HERE = Diagnostic(
    "ZZ217", "「得」只能写在「推算」下面的对照表里", "各个得数分成几张对照表，或者把对照表移到推算里"
)
NOT_A_RESULT = Diagnostic(
    "ZZ217",
    "对照表不能得出「{text}」",
    "写数、金额、时长、日期、别的词，或者算式，如 {{乘: [损失金额, 百分之八十], 四舍五入: 到分}}",
)
GIVES_NOTHING = Diagnostic("ZZ217", "对照表不能得出{kind}", "写数、金额、时长、日期、选项，或者一个词")
UNLIKE_RESULTS = Diagnostic(
    "ZZ217", "对照表这一行得出的是{kind}，第1行得出的是{first}", "各行得出的，写成同一类型、同样的选项"
)
TABLE_TOO_LARGE = Diagnostic(
    "ZZ217", "对照表太大，查不完各行有没有重叠、遗漏", "分成几张：先用一张得出几类，再按类列表"
)
TABLE_WITH_HOLE = Diagnostic(
    "ZZ218", "对照表有遗漏：没有一行管这样的情况：{example}", "补上一行；取「首个」的，可以在最后写一行各格都是「任意」"
)
ROWS_OVERLAP = Diagnostic(
    "ZZ219",
    "对照表第{row}行和第{first}行重叠，都管这样的情况：{example}",
    "改正其中一行的格子；应当以前面一行为准的，写「取: 首个」",
)
ROW_TWICE = Diagnostic("ZZ219", "对照表第{row}行和第{first}行的条件相同", "删去其中一行，或者改正它的格子")
ROW_NEVER_REACHED = Diagnostic(
    "ZZ219",
    "对照表第{row}行轮不到：它管的情况，前面各行都管了，例如第{first}行管了：{example}",
    "删去它，或者把它移到前面",
)
ROW_OF_NOTHING = Diagnostic(
    "ZZ219", "对照表第{row}行永远用不上：「{column}」不会有这样的值", "改正这一格，或者删去这一行"
)

# ── conditions and derived facts as written ─────────────────────────────

LIST_FOR_CONDITION = Diagnostic("ZZ220", "条件写成了列表，没有说要全部成立还是任一成立", "全部: [ … ] 或 任一: [ … ]")
SEVERAL_KEYS = Diagnostic("ZZ221", "一个条件只能有一个键，这里有{keys}", "全部: [{parts}]")
NOT_ONE_READING = Diagnostic("ZZ221", "「口径」下面写一个口径的名字和所采的说法", "口径: {{名字: 说法}}")
NOT_ONE_OBLIGATION = Diagnostic(
    "ZZ221",
    "「义务」下面写一个义务的名字和它的状态",
    "义务: {{义务的名字: 状态}}，别的政策的义务加上「政策: 名字」",
)
NOT_ONE_COMPARISON = Diagnostic("ZZ221", "「{name}」后面只能有一个比较", "全部: [{name}: {{…}}, {name}: {{…}}]")
NOT_ONE_COUNT = Diagnostic("ZZ221", "「次数」下面写一个比较", "次数: {{以上: 2}}")
NOT_ONE_DERIVATION = Diagnostic("ZZ221", "一项推算只能有一种算法", "{hint}")
EMPTY_JUNCTION = Diagnostic("ZZ222", "「{key}」下面没有条件", "补上条件")
NOT_A_GROUND_SET = Diagnostic("ZZ223", "「情形」没有「{word}」这一说法", "{hint}")
NO_GROUNDS = Diagnostic("ZZ223", "本政策没有情形", "写上「情形」一节，或者用事实作条件")
OUTCOME_OR_GROUND = Diagnostic(
    "ZZ224", "「参见」要写明参见的是「得出」「归类」还是「情形」，只写一个", "得出: 结论的名字"
)
NOT_A_JUNCTION = Diagnostic("ZZ225", "没有「{key}」这种连接几个条件的词", "「全部」或「任一」")
NOT_A_NEGATION = Diagnostic("ZZ225", "没有「{key}」这种否定一个条件的词", "「非」")
LIST_WITHOUT_COMPARISON = Diagnostic("ZZ225", "「{name}」后面是列表，没有说怎样比较", "{{属于: [{items}]}}")
NOT_A_COMPARISON = Diagnostic("ZZ226", "没有「{operator}」这种比较", "{hint}")
SYMBOL_FOR_COMPARISON = Diagnostic("ZZ226", "不能用「{symbol}」比较", "{hint}")
NOT_A_DERIVATION = Diagnostic("ZZ227", "没有「{key}」这种推算", "{hint}")
LAST_CASE_HAS_CONDITION = Diagnostic("ZZ228", "按情形的最后一项不写条件，作为其余情况", "{{取: …}}")
CASE_WITHOUT_CONDITION = Diagnostic("ZZ228", "按情形的这一项缺条件，后面的各项读不到", "{{条件: …, 取: …}}")
TO_FILL_IN = Diagnostic("ZZ229", "{part}待补", "{hint}")

# ── a policy's parts as written ─────────────────────────────────────────

VALIDITY_REVERSED = Diagnostic("ZZ230", "有效期的末日 {last} 早于施行日 {first}", "改正其中一个日期")
POLICY_NEVER_LAW = Diagnostic("ZZ230", "政策的有效期里，没有一天在法规的有效期（{days}）内", "改正日期")
TAKEN_AMONG_OTHERS = Diagnostic("ZZ231", "{part}的「另说」里又写了所采的「{taken}」", "从「另说」里删去它")
CONDITION_BESIDE_CATCH_ALL = Diagnostic("ZZ232", "{part}是兜底项，条件写在「兜底」里", "把条件移到「兜底」下面")
OUTCOME_WITHOUT_CONDITION = Diagnostic("ZZ233", "这一项没有条件，下面的各项读不到", "{{得出: …, 代码: …, 条件: …}}")
LAST_OUTCOME_HAS_CONDITION = Diagnostic("ZZ233", "结论的最后一项不写条件，作为其余情况", "{{得出: …, 代码: …}}")
LAST_OUTCOME_ENDS = Diagnostic(
    "ZZ233",
    "结论「{outcome}」是最后一项，作为其余情况，要和政策一样长久",
    "删去它的「施行」「有效期至」；其余情况先后不同的，分作两份文件",
)
NO_OUTCOMES = Diagnostic("ZZ233", "没有结论", "- {{得出: …, 代码: …}}")
COMMON_OUTCOME = Diagnostic("ZZ234", "代码「{code}」是通用的结论，不能自己定义", "换一个代码")
OUTCOME_CODE_TAKEN = Diagnostic("ZZ234", "代码「{code}」已用于结论「{outcome}」", "换一个代码，或者用同一个名字")
FORMS_WITHOUT_CHOICE = Diagnostic("ZZ235", "{part}列了形式，情态应为可以、应当或者有权", "情态: 可以")
NOT_ONE_EXCEPTED = Diagnostic("ZZ236", "「例外于」要写明是哪一个情形、结论或者后果，只写一个", "情形: 名字")
EMPTY_CLASS = Diagnostic("ZZ237", "归类「{name}」下面没有结论", "{name}: [结论的名字]；没有结论的一类，删去它")
OUTCOME_WITHOUT_CLASS = Diagnostic(
    "ZZ238", "结论「{outcome}」没有列入 {stated} 的「归类」", "列入其中一类，或者给它另起一类"
)
OUTCOME_IN_TWO_CLASSES = Diagnostic(
    "ZZ239", "结论「{outcome}」列入了两处：归类「{name}」，又在 {first} 的归类「{other}」", "只留一处"
)

# ── a folder ────────────────────────────────────────────────────────────

FILES_ABSENT = Diagnostic(
    "ZZ240",
    "文件夹里没有{kinds}文件",
    "放入以「{first}: …」起头的文件；只放自己改的文件的，叠在原来的文件夹上（over）",
)
SECOND_REGULATION = Diagnostic(
    "ZZ241", "有两份法规文件", "文件夹自己的法规只留一份；引用的别的法规，起头写「其他法规」"
)
OTHER_EXTENSION = Diagnostic("ZZ242", "政策文件的扩展名应为 .yaml，这个文件没有读", "改名为 {stem}.yaml")
HIDDEN_EXTENSION = Diagnostic(
    "ZZ242",
    "文件名的末尾是 .txt（Windows 会把它藏起来），这个文件没有读",
    "改名为 {stem}.yaml；另存时，“保存类型”选“所有文件”",
)
UNKNOWN_FILE = Diagnostic("ZZ243", "看不出文件是什么：第一个键是「{key}」", "{hint}起头")
CASE_AMONG_POLICIES = Diagnostic(
    "ZZ243", "这是案卷或者流水：第一个键是「{key}」", "移到别的文件夹：政策的文件夹里只放政策、词汇、法规、日历、对照"
)

# ── recurring duties ────────────────────────────────────────────────────

RECURS_FOREVER = Diagnostic(
    "ZZ244",
    "义务「{obligation}」一期接一期，没有写到哪一天为止",
    "至: 日期事实、参数或者日期；一直要做的，写法规有效期的末日，如 至: 2030-12-31",
)
RECURS_BACKWARDS = Diagnostic(
    "ZZ245", "义务「{obligation}」没有开始就结束了：至 {until}，自 {since}", "先开始，后结束：改正其中一个日期"
)
NO_SUCH_PERIOD = Diagnostic("ZZ246", "「每」没有「{text}」这一说", "{hint}")
RECURS_BY_DERIVED = Diagnostic(
    "ZZ247",
    "「{key}」要写记载的或者写明的日期，「{word}」不是",
    "写日期事实、「（认定的名字）的日期」、参数或者日期；还要看别的，写在「条件」里",
)
EACH_AND_RECURRING = Diagnostic(
    "ZZ248", "义务「{obligation}」又是「逐项」，又是「逐期」", "只写一样；一项有几期的，条件里写那一项"
)
OTHER_PERIOD_BEFORE = Diagnostic(
    "ZZ248", "义务「{obligation}」先后两版「逐期」的「每」不同", "换一个名字，作为另一个义务"
)
SAME_IN_EVERY_PERIOD = Diagnostic(
    "ZZ249", "义务「{obligation}」是逐期的，「{key}」没有说到期初、期末，各期就都是同一天、同一次", "{hint}"
)
