"""ZZ6: the library is asked for what it does not have, or given files and frames that it cannot use."""

from __future__ import annotations

from zzrules.base.diagnostics import Diagnostic

BATCH_WITHOUT_OUTPUT = Diagnostic(
    "ZZ631", "表格和文件夹成批评价，要写明结果写到哪个文件", "加上 -o 结论.parquet（或者 .csv、.xlsx、.jsonl）"
)
OPTION_WITHOUT_OUTPUT = Diagnostic("ZZ631", "--{option} 只和 -o 一起用", "加上 -o 文件，或者去掉 --{option}")
FORMAT_WITH_OUTPUT = Diagnostic("ZZ631", "写了 -o，就没有 --format {format}", "text 或者 json")
