"""ZZ8: a folder of one's own: its features (.feature), before they are run."""

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
REPEATED_SCENARIO = Diagnostic("ZZ808", "场景「{scenario}」和第 {line} 行的同名", "各起一个名字：同名的只运行后面一个")
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
STEP_IN_DESCRIPTION = Diagnostic("ZZ816", "「{line}」没有以关键字起头，会当成说明，不会运行", "{step}")
STEP_WITHOUT_KEYWORD = Diagnostic("ZZ816", "「{line}」没有以关键字起头", "{step}")
TABLE_IN_DESCRIPTION = Diagnostic(
    "ZZ816",
    "表的上一行「{above}」没有以关键字起头，这张表会当成说明，不会运行",
    "表的上一行写一个步骤，如 假如 案卷如下",
)
WIDE_BAR = Diagnostic("ZZ817", "表的竖线是全角的", "半角的「|」")

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
FOLDER_IN_USE = Diagnostic("ZZ862", "已经有这个文件夹，里面有东西", "换一个名字：新文件夹不盖掉任何文件")
