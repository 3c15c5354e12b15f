"""ZZ6: questions that cannot be answered as they are asked."""

from zzrules.base.diagnostics import Diagnostic

NOT_AN_EVALUATION_DAY = Diagnostic("ZZ601", "评价日（on）不是日期", 'on="2026-05-06" 或者 datetime.date(2026, 5, 6)')
COLUMN_WITHOUT_DAY = Diagnostic(
    "ZZ601", "「{column}」作为评价日，没有写或者不是日期", "四位年-两位月-两位日，如 2026-01-01"
)
NO_POLICY = Diagnostic("ZZ602", "没有政策「{key}」", "{known}")
NO_POLICY_NAMED = Diagnostic("ZZ602", "问的是哪个政策，要用文字写明", "代码、名字或者条款，如「rotation」")
NO_POLICY_OF_PLACE = Diagnostic("ZZ602", "没有写{place}的政策", "现有{known}")
NO_OUTCOME = Diagnostic("ZZ602", "政策「{policy}」没有结论「{key}」", "{known}")
NO_GROUND = Diagnostic("ZZ602", "「{key}」不是一个情形", "写到项，或者用 policy() 问整个政策")
NO_OBLIGATION = Diagnostic("ZZ602", "没有义务「{key}」", "{known}")
NOT_ASKED = Diagnostic("ZZ602", "这次没有问「{key}」", 'about=["{key}"]，或者不写 about')
ABOUT_NO_LIST = Diagnostic("ZZ602", "about 应当是若干政策或者条款", "about=[…]")
SEVERAL_POLICIES = Diagnostic("ZZ603", "「{key}」有几个政策", "{places}")
NO_NUMBER_OF_DAYS = Diagnostic("ZZ604", "提前几个工作日提醒（within）不是非负整数", "within=3")
UNFIT_COLUMN = Diagnostic("ZZ606", "列「{column}」的类型 {dtype} 不是{kind}所用的", "{types}")
UNFIT_STATE = Diagnostic(
    "ZZ606", "列「{column}」的类型 {dtype} 不是文字", "String，只写「{absent}」「{unclear}」，或者空着"
)
FACT_IN_TWO_COLUMNS = Diagnostic("ZZ607", "列「{first}」和「{second}」是同一事实", "只留一列")
UNSUPPORTED = Diagnostic("ZZ608", "按列评价（columnar）还不能处理{subject}", "逐份评价：book.evaluate(…)")
UNKNOWN_RESULT_COLUMN = Diagnostic("ZZ609", "没有「{kind}」这种结果列", "{known}")
NO_PART = Diagnostic("ZZ612", "结论里没有「{part}」这一部分", "{known}")
