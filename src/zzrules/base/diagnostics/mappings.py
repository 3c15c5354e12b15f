"""ZZ7: mapping files (对照), and registers that are read by one.

What stands in a cell is quoted only where the vocabulary doesn't take it for personal data.
"""

from __future__ import annotations

from typing import Final

from zzrules.base.diagnostics import Diagnostic

_MAP_OR_IGNORE: Final = "在「列」里写明它是哪个事实，或者写进「不用的列」"

# ── the file ─────────────────────────────────────────────────────────

NO_TARGET = Diagnostic("ZZ701", "{part}：词汇里没有事实「{target}」", "{hint}")
NO_PART_OF_TARGET = Diagnostic("ZZ701", "{part}：「{fact}」没有「{rest}」这一部分", "{hint}")
LIST_WITHOUT_FIELD = Diagnostic("ZZ701", "{part}：列表「{fact}」要写明是哪一个字段", "{hint}")
FACT_MAPPED_TWICE = Diagnostic("ZZ702", "「{target}」对照了两次", "只留一处")
FACT_MAPPED_IN_TWO_FORMS = Diagnostic("ZZ702", "「{target}」既是一整列，又分成几列", "只留一种写法")
COLUMN_USED_AND_UNUSED = Diagnostic("ZZ702", "列「{column}」既在「列」里，又在「不用的列」里", "只留一处")
VALUE_NOT_OF_FACT = Diagnostic("ZZ703", "{part}：「{target}」不能是「{value}」", "{hint}")
DATES_OF_OTHER_KIND = Diagnostic("ZZ704", "{part}：「{target}」的类型是{kind}，不写「日期写法」", "删去「日期写法」")
UNKNOWN_DATE_FORM = Diagnostic("ZZ704", "{part}：不认识「{form}」这种日期写法", "{hint}")
AMOUNTS_OF_OTHER_KIND = Diagnostic("ZZ704", "{part}：「{target}」的类型是{kind}，不写「单位」", "删去「单位」")
UNKNOWN_UNIT_OF_AMOUNTS = Diagnostic("ZZ704", "{part}：金额的单位不能是「{unit}」", "「元」或「万元」")
NO_ZONE = Diagnostic("ZZ705", "时间戳换成日期，要知道是哪里的时间", "加上「时区: Asia/Shanghai」")
UNKNOWN_ZONE = Diagnostic("ZZ705", "没有时区「{zone}」", "时区: Asia/Shanghai")
BAD_HEADER_ROW = Diagnostic("ZZ706", "表头行是行号，从 1 起：「{text}」不是", "在表格软件里看到的行号，如 表头行: 3")
BAD_OMISSION = Diagnostic(
    "ZZ706", "不计的行要写明是哪些", "「合计」，{{列: 状态, 是: [作废]}}，或者 {{列: 序号, 空: 是}}"
)
NOT_A_LIST_OF_FACTS = Diagnostic("ZZ706", "「{target}」不是由几列拼成的列表", "{hint}")

# ── the register ─────────────────────────────────────────────────────

COLUMN_MISSING = Diagnostic("ZZ710", "对照里的列「{column}」，表里没有", "{hint}")
FACT_COLUMN_UNMAPPED = Diagnostic("ZZ711", "列「{column}」是事实的名字，对照里没有提到", _MAP_OR_IGNORE)
UNREADABLE_CELL = Diagnostic("ZZ712", "{cell}（{column}）不能读作「{target}」：{what}", "{hint}")
UNREADABLE_QUOTED_CELL = Diagnostic("ZZ712", "{cell}（{column}）的「{text}」不能读作「{target}」：{what}", "{hint}")
NOT_A_CASE = Diagnostic(
    "ZZ713", "这一行像是合计、小计或者附注，不是案卷", "删去这一行；或者写一份对照，列在「不计的行」里"
)
MAPPING_WITHOUT_TABLE = Diagnostic("ZZ714", "对照用于表格，{form} 文件里的案卷已经写明事实", "去掉对照")
NO_HEADER_THERE = Diagnostic("ZZ715", "第 {row} 行没有表头", "把「表头行」改成列名所在的那一行")
OTHER_HEADER = Diagnostic(
    "ZZ715",
    "对照提到 {count} 列，表头里只找到 {found} 列：多半表头不在这一行，或者不是这种台账",
    "把对照的「表头行」改成列名所在的那一行；列名都换了的，改「列」，或者用 zzrules map 另起草一份",
)
MERGED_IN_REGISTER = Diagnostic(
    "ZZ716", "有合并的单元格：{cells}", "各格内容相同的，在对照里写「合并的格: 各格相同」；否则取消合并"
)
