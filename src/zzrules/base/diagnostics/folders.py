"""ZZ8: a folder of one's own: its features (.feature) before they are run, its text, and it as one file."""

from __future__ import annotations

from typing import Final

from zzrules.base.diagnostics import Diagnostic

_ALL_STEPS: Final = "全部步骤见 zzrules test --steps"
NOT_UTF_8 = Diagnostic("ZZ801", "场景文件不是 UTF-8 编码，像是 {encoding}", "用 UTF-8（不带 BOM）编码另存")
BYTE_ORDER_MARK = Diagnostic(
    "ZZ802", "场景文件开头有看不见的 BOM，第一行因此读不出来", "另存为 UTF-8，不选“带有 BOM”的"
)
NO_LANGUAGE = Diagnostic("ZZ803", "第一行没有写明场景是中文的", "# language: zh-CN")
WIDE_COLON = Diagnostic("ZZ804", "「{keyword}」后面的冒号是全角的", "{keyword}: {rest}")
NO_COLON = Diagnostic("ZZ804", "「{keyword}」后面没有冒号", "{keyword}: {rest}")
NOT_GHERKIN = Diagnostic("ZZ805", "看不懂这一行：「{line}」", "这里可以是{expected}")
BROKEN_OFF = Diagnostic("ZZ805", "文件没有写完", "这里还应当有{expected}")
UNEVEN_TABLE = Diagnostic("ZZ806", "这一行的格数和表头不一样", "每一行的格数相同；格子里有竖线的，写成「\\|」")
NO_FEATURE = Diagnostic("ZZ807", "场景文件里没有功能", "功能: 名字")
NO_SCENARIO = Diagnostic("ZZ807", "场景文件里没有场景", "场景: 名字")
NO_STEP = Diagnostic("ZZ807", "场景「{scenario}」没有步骤", "以「假如」「当」「那么」起头的行")
REPEATED_SCENARIO = Diagnostic(
    "ZZ808", "场景「{scenario}」和第 {first.line} 行的同名", "各起一个名字：同名的只运行后面一个"
)
UNNAMED_SCENARIO = Diagnostic("ZZ808", "场景没有名字", "{keyword}: 名字")
NO_SUCH_STEP = Diagnostic("ZZ809", "没有这样的步骤：{step}", "{meant}")
NO_STEP_NEAR = Diagnostic(
    "ZZ809",
    "没有这样的步骤，也没有相近的：{step}",
    f"{_ALL_STEPS}；这一行是说明的，不要以「假如」「当」「那么」起头",
)
TABLE_MISSING = Diagnostic("ZZ810", "这一步下面要有一张表：{step}", "| {columns} |")
NEEDLESS_TABLE = Diagnostic("ZZ810", "这一步下面不该有表：{step}", f"删去它；{_ALL_STEPS}")
NO_EXAMPLES = Diagnostic(
    "ZZ811", "场景大纲「{scenario}」没有例子，一次也不会运行", "例子: 下面一张表；没有的，改成「场景」"
)
NO_SUCH_COLUMN = Diagnostic("ZZ811", "「<{column}>」不是例子里的列", "{columns}")
BEGINS_WITH_AND = Diagnostic("ZZ812", "第一步不能以「{keyword}」起头", "假如、当或者那么")
NO_FEATURES = Diagnostic("ZZ813", "文件夹里没有场景文件（.feature）", "放进场景文件，或者检查路径")
TAG_UNDERSCORED = Diagnostic("ZZ814", "标签「@{tag}」以下划线起头，不能用", "@{name}")
TAG_OF_PYTEST = Diagnostic("ZZ814", "标签「@{tag}」会让场景不运行，或者不算数", "删去它，或者换一个名字")
NOT_COLLECTED = Diagnostic(
    "ZZ815", "场景文件里没有查出错，却没有能运行（{reason}）", "这是 zzrules 的缺陷，请连同这个文件报告给维护者"
)
STEP_IN_DESCRIPTION = Diagnostic("ZZ816", "「{line}」没有以关键字起头，会当成说明，不会运行", "{step}")
STEP_WITHOUT_KEYWORD = Diagnostic("ZZ816", "「{line}」没有以关键字起头", "{step}")
TABLE_IN_DESCRIPTION = Diagnostic(
    "ZZ816",
    "表的上一行「{above}」没有以关键字起头，这张表会当成说明，不会运行",
    "表的上一行写一个步骤，如 假如 案卷如下",
)
WIDE_BAR = Diagnostic("ZZ817", "表的竖线是全角的", "半角的「|」")
TO_FILL_IN_CELL = Diagnostic("ZZ818", "表里这一格待补", "照政策和词汇填上事实的名字、值；用不着的，删去这一行")

# ── the plain text of a law ─────────────────────────────────────────────

NOT_A_TEXT = Diagnostic("ZZ850", "文本不是 UTF-8 编码，也不是 GBK", "用 UTF-8 编码另存为纯文本（.txt）")
NO_ARTICLE_IN_TEXT = Diagnostic("ZZ851", "文本里一条条文也没有读到", "每一条另起一行，以条号起头")
ARTICLE_SKIPPED = Diagnostic("ZZ852", "{article}前面不是它的上一条，是{before}", "核对有没有漏掉、读错的条")
ARTICLE_BEFORE = Diagnostic("ZZ852", "{article}已经有了，这一行当作条文里的一款", "核对条号")
NO_SUCH_NUMBER = Diagnostic(
    "ZZ853",
    "「{label}」没有记入：法规文件没有这样的条号",
    "核对条号；确是这样的，文字照录在法规文件末尾的注释里，要引用的，移作上一条最后的款，在「更正」里写明",
)
EMPTY_ARTICLE = Diagnostic("ZZ853", "{article}没有内容，没有记入", "核对是不是漏了文字")
ITEM_OUT_OF_ORDER = Diagnostic("ZZ854", "这里应当是第（{expected}）项，写的是（{number}）", "核对有没有漏掉、读错的项")
ITEM_WITHOUT_PARAGRAPH = Diagnostic("ZZ854", "项的前面没有款的文字", "核对这一条的起头")
POINTS_JOINED = Diagnostic("ZZ855", "目（1. 2. 3.）没有单独的位置，连在{place}的文字里", "引用时引到{place}")
HEADING_LEFT_OUT = Diagnostic("ZZ856", "「{heading}」没有记入：法规文件只记章和条", "不必改；条文不受影响")
LINES_JOINED = Diagnostic("ZZ857", "上一行没有写完，这一行接在它后面", "核对；确是另一款的，在法规文件里分开")
NO_FULL_STOP = Diagnostic("ZZ858", "这一行没有以句号结束，当作了一款", "核对；不是条文的（标题、落款），删去")
FOREIGN_WORD = Diagnostic("ZZ859", "汉字中间夹着「{word}」", "核对是不是转录的差错")
REST_LEFT_OUT = Diagnostic("ZZ860", "从这一行起没有记入：「{line}」", "核对后面没有条文")
NOT_STATED = Diagnostic("ZZ861", "没有读到{what}，先写成「{value}」", "在法规文件里改成公布时写的")
NO_LAST_DAY = Diagnostic(
    "ZZ861", "从「{words}」算不出有效期的末日，先没有写", "在法规文件的「效力」里写上「有效期至」和末日"
)
FOLDER_IN_USE = Diagnostic("ZZ862", "已经有这个文件夹，里面有东西", "换一个名字：新文件夹不盖掉任何文件")
FILE_IN_USE = Diagnostic("ZZ863", "已经有这个文件", "改那个文件，或者把它挪开：起草不盖掉任何文件")
STATED_ALREADY = Diagnostic("ZZ864", "{place}已经有政策「{policy}」", "{hint}")
CODE_KNOWN = Diagnostic("ZZ865", "代码「{code}」已经是词汇里「{fact}」的", "换一个代码")
FACT_KNOWN = Diagnostic("ZZ865", "词汇里已经有事实「{fact}」", "用已有的，或者换一个名字")
NO_VOCABULARY = Diagnostic("ZZ866", "文件夹里没有词汇文件", "写 --依据 条款，另起一份词汇文件")
SEVERAL_VOCABULARIES = Diagnostic(
    "ZZ866", "有几份词汇文件（{files}），不知道写进哪一份", "写 --依据 条款，写进那一条自己的词汇文件"
)
FACTS_NOT_IN_LINES = Diagnostic("ZZ867", "这份词汇文件的「事实」不是一行一个写的，添不进去", "手工添上：{entry}")
FOREIGN_IN_SITE = Diagnostic(
    "ZZ868", "文件夹里有别的东西，或者改动过的东西：{file}", "换一个文件夹，或者把它挪开：网站只盖掉自己写的文件"
)

# ── a rulebook as one file ──────────────────────────────────────────────

NOT_A_BUNDLE = Diagnostic("ZZ870", "这个文件不是规则包", "写政策的文件夹，或者 zzrules bundle 写出来的文件")
BUNDLE_CHANGED = Diagnostic(
    "ZZ871", "规则包改动过，或者没有传完整，没有用它", "向出具的单位重新要一份；不要用编辑器打开保存"
)
LATER_BUNDLE = Diagnostic("ZZ872", "规则包是更新的 zzrules 写的", "升级 zzrules")
NOT_SIGNED = Diagnostic("ZZ873", "规则包没有签名", "用 zzrules bundle --sign 签过的")
SIGNED_BY_ANOTHER = Diagnostic(
    "ZZ874", "规则包不是「{key}」的私钥签的，是别的钥匙签的", "核对来历；换了钥匙的，用新的公钥"
)
SIGNATURE_OF_ANOTHER = Diagnostic("ZZ874", "签名不是这个规则包的", "核对来历，重新要一份")
NOT_A_PRIVATE_KEY = Diagnostic(
    "ZZ875", "这不是能用的私钥", "Ed25519 的私钥，PEM 格式，没有密码，如 zzrules bundle --new-key 写出来的"
)
NOT_A_PUBLIC_KEY = Diagnostic(
    "ZZ875", "这不是能用的公钥", "Ed25519 的公钥，PEM 格式，如 zzrules bundle --new-key 写出来的"
)
NO_CRYPTOGRAPHY = Diagnostic("ZZ876", "签名和验证签名要用 {package} 软件包，没有安装", 'pip install "zzrules[sign]"')
NO_BUNDLES = Diagnostic("ZZ877", "文件夹里没有规则包（.zzrules）", "放进规则包，或者检查路径")
KEY_IN_USE = Diagnostic("ZZ878", "已经有这个文件，钥匙不盖掉任何文件", "换一个名字")

# ── determinations judged again ─────────────────────────────────────────

NO_RULEBOOK = Diagnostic(
    "ZZ880", "没有当时的政策（摘要 {digest}）", "把那时的规则包放进归档的文件夹，写明 --archive 文件夹"
)
NO_RECORD = Diagnostic("ZZ881", "没有当时的案卷", "写明 --records 案卷文件")
ANSWER_OF_A_LOG = Diagnostic(
    "ZZ882", "这是按流水回答的，不能用案卷重新评价", "zzrules casefile 流水 --on 那一天 --policies 当时的规则包"
)
