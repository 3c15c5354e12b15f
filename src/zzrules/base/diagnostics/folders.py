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
NO_SUCH_STEP = Diagnostic("ZZ809", "没有这样的步骤：「{step}」", "{meant}")
NO_STEP_NEAR = Diagnostic(
    "ZZ809",
    "没有这样的步骤，也没有相近的：「{step}」",
    f"{_ALL_STEPS}；这一行是说明的，不要以「假如」「当」「那么」起头",
)
TABLE_MISSING = Diagnostic("ZZ810", "「{step}」下面要有一张表", "| {columns} |")
NEEDLESS_TABLE = Diagnostic("ZZ810", "「{step}」下面不该有表", f"删去它；{_ALL_STEPS}")
NO_EXAMPLES = Diagnostic(
    "ZZ811", "场景大纲「{scenario}」没有例子，一次也不会运行", "例子: 下面一张表；没有的，改成「场景」"
)
NO_SUCH_COLUMN = Diagnostic("ZZ811", "「<{column}>」不是例子里的列", "{columns}")
BEGINS_WITH_AND = Diagnostic("ZZ812", "第一步不能以「{keyword}」起头", "假如、当或者那么")
NO_FEATURES = Diagnostic("ZZ813", "文件夹里没有场景文件（.feature）", "放进场景文件，或者检查路径")
