"""ZZ4: mistakes in case records and logs."""

from __future__ import annotations

from zzrules.base.diagnostics import Diagnostic

NO_RECORD = Diagnostic("ZZ400", "案卷应当是一组「事实: 值」", "每份案卷写成若干「事实: 值」，事实用中文名或者代码")

# ── JSON ────────────────────────────────────────────────────────────────

JSON_UNREADABLE = Diagnostic("ZZ420", "不是能读懂的 JSON", "检查括号、引号和逗号")
JSON_NO_KEY = Diagnostic("ZZ420", "这里应当是加双引号的键", "检查是否多了逗号，或者键用了单引号、没有引号")
JSON_EXTRA_COMMA = Diagnostic("ZZ420", "最后一项后面多了逗号", "删去逗号")
JSON_NO_VALUE = Diagnostic(
    "ZZ420", "这里应当是一个值", "文字加双引号；不知道的，删去这一项，或者写 null；检查是否多了逗号"
)
JSON_NO_COLON = Diagnostic("ZZ420", "键后面没有冒号", "键后面写半角冒号")
JSON_NO_COMMA = Diagnostic("ZZ420", "两项之间没有逗号，或者括号没有合上", "各项之间用半角逗号隔开，括号成对")
JSON_OPEN_STRING = Diagnostic("ZZ420", "引号没有合上", "补上半角的双引号")
JSON_CONTROL_CHARACTER = Diagnostic("ZZ420", "文字里有换行、制表符等控制字符", "换行写成 \\n，制表符写成 \\t")
JSON_BACKSLASH = Diagnostic("ZZ420", "反斜杠后面写得不对", "反斜杠写成 \\\\")
JSON_MORE_IN_FILE = Diagnostic(
    "ZZ420",
    "案卷写完了，后面还有内容",
    "几份案卷写成一个列表 [ , ]；一行一份的，用扩展名 .jsonl 或者 --input jsonl",
)
JSON_MORE_IN_LINE = Diagnostic("ZZ420", "案卷写完了，这一行后面还有内容", "一行只写一份案卷，行末不加逗号")
JSON_RECORDS_UNSEPARATED = Diagnostic(
    "ZZ420",
    "两份案卷之间没有逗号，或者列表没有合上（这以后的案卷没有读）",
    "各份之间用半角逗号隔开，最后写「]」",
)
JSON_CONSTANT = Diagnostic("ZZ421", "JSON 没有「{word}」这个值", "不知道的，删去这一项，或者写 null")
JSON_NUMBER_TOO_LARGE = Diagnostic(
    "ZZ422", "数太大，整数最多 {most} 位", "改成范围内的数；编号一类的写成文字，加双引号"
)
LINE_TOO_LONG = Diagnostic("ZZ423", "这一行超过 {megabytes} MB", "一行一份案卷；检查是否漏了换行，或者混入了别的内容")

# ── logs ────────────────────────────────────────────────────────────────

NO_LOG = Diagnostic("ZZ430", "流水文件应当是若干事件，或者「流水」「事实」", "流水: [{{日期: 2026-01-01, 事件: …}}]")
NO_EVENTS = Diagnostic("ZZ430", "「{key}」应当是一件一件事件的列表", "每件前面加「- 」")
NO_FACTS = Diagnostic("ZZ430", "「{key}」应当是一组「事实: 值」", "事实: {{主体: …}}")
UNKNOWN_LOG_KEY = Diagnostic("ZZ430", "流水文件没有「{key}」这一键", "{known}；事件写在「流水」下面")
