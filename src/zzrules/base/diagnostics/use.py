"""ZZ6: the library is asked for what it does not have, or given frames that it cannot use."""

from __future__ import annotations

from zzrules.base.diagnostics import Diagnostic

NOT_AN_EVALUATION_DAY = Diagnostic("ZZ601", "评价日（on）不是日期", 'on="2026-05-06" 或者 datetime.date(2026, 5, 6)')
COLUMN_WITHOUT_DAY = Diagnostic(
    "ZZ601", "「{column}」作为评价日，没有写或者不是日期", "四位年-两位月-两位日，如 2026-01-01"
)
UNFIT_COLUMN = Diagnostic("ZZ606", "列「{column}」的类型 {dtype} 不是{kind}所用的", "{types}")
UNFIT_STATE = Diagnostic(
    "ZZ606", "列「{column}」的类型 {dtype} 不是文字", "String，只写「{absent}」「{unclear}」，或者空着"
)
FACT_IN_TWO_COLUMNS = Diagnostic("ZZ607", "列「{first}」和「{second}」是同一事实", "只留一列")
UNSUPPORTED = Diagnostic("ZZ608", "按列评价（columnar）还不能处理{subject}", "逐份评价：book.evaluate(…)")
UNKNOWN_RESULT_COLUMN = Diagnostic("ZZ609", "没有「{kind}」这种结果列", "{known}")
