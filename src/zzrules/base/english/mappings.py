"""ZZ7 in English."""

from __future__ import annotations

MESSAGES = {
    "NO_TARGET": ("{part}: the vocabulary has no fact “{target}”", "{hint}"),
    "NO_PART_OF_TARGET": ("{part}: “{fact}” has no part “{rest}”", "{hint}"),
    "LIST_WITHOUT_FIELD": ("{part}: say which field of the list “{fact}”", "{hint}"),
    "FACT_MAPPED_TWICE": ("“{target}” is mapped twice", "keep one of them"),
    "FACT_MAPPED_IN_TWO_FORMS": ("“{target}” is one whole column, and parts in several", "keep one of the forms"),
    "COLUMN_USED_AND_UNUSED": ("the column “{column}” stands under 「列」 and under 「不用的列」", "keep one of them"),
    "VALUE_NOT_OF_FACT": ("{part}: “{target}” cannot be “{value}”", "{hint}"),
    "DATES_OF_OTHER_KIND": ("{part}: “{target}” is {kind}, and has no 「日期写法」", "remove 「日期写法」"),
    "UNKNOWN_DATE_FORM": ("{part}: “{form}” is no known form of a date", "{hint}"),
    "AMOUNTS_OF_OTHER_KIND": ("{part}: “{target}” is {kind}, and has no 「单位」", "remove 「单位」"),
    "UNKNOWN_UNIT_OF_AMOUNTS": ("{part}: amounts cannot be in “{unit}”", "“元” or “万元”"),
    "NO_ZONE": ("to make a date of a timestamp, say in which time zone", "add “时区: Asia/Shanghai”"),
    "UNKNOWN_ZONE": ("there is no time zone “{zone}”", "时区: Asia/Shanghai"),
    "BAD_HEADER_ROW": (
        "the row of the header is a number from 1 on: “{text}” is none",
        "the number of the row as the spreadsheet shows it, like 表头行: 3",
    ),
    "BAD_OMISSION": ("say which rows do not count", "“合计”, {{列: 状态, 是: [作废]}}, or {{列: 序号, 空: 是}}"),
    "NOT_A_LIST_OF_FACTS": ("“{target}” is no list made of several columns", "{hint}"),
    "COLUMN_MISSING": ("the table has no column “{column}”, which the mapping names", "{hint}"),
    "FACT_COLUMN_UNMAPPED": (
        "the column “{column}” is called as a fact, and the mapping does not mention it",
        "say under 「列」 which fact it is, or list it under 「不用的列」",
    ),
    "UNREADABLE_CELL": ("{cell} ({column}) cannot be read as “{target}”: {what}", "{hint}"),
    "UNREADABLE_QUOTED_CELL": ("“{text}” in {cell} ({column}) cannot be read as “{target}”: {what}", "{hint}"),
    "NOT_A_CASE": (
        "this row looks like a total or a note, not a case",
        "remove the row; or write a mapping that lists it under 「不计的行」",
    ),
    "MAPPING_WITHOUT_TABLE": (
        "a mapping is for tables; the records of a {form} file state facts already",
        "leave out the mapping",
    ),
    "NO_HEADER_THERE": ("row {row} has no header", "set 「表头行」 to the row that has the names of the columns"),
    "OTHER_HEADER": (
        "the mapping speaks of {count} columns, and the header has {found} of them: it may stand in another row",
        "「表头行」 is the row that has the names of the columns; for other names, zzrules map drafts another mapping",
    ),
    "MERGED_IN_REGISTER": (
        "there are merged cells: {cells}",
        "if each has the same content, add “合并的格: 各格相同” to the mapping; else split them",
    ),
}
