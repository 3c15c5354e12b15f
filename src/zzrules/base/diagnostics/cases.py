"""ZZ4: mistakes in case records, files and columns of records, and logs.

``{value}`` is the fact of which a bad value was given, with the part or the element where it has any, as the caller
names it: 「报请日期」, 「特别程序期间第1项的起」, 第2件的「核实日期」.
"""

from __future__ import annotations

from typing import Final

from zzrules.base.diagnostics import Diagnostic

_WRITTEN_DAY: Final = "四位年-两位月-两位日，如 2026-01-01"
_WRITTEN_MOMENT: Final = "日期、空格、时刻，如 2026-01-01 08:30"
_WRITTEN_AMOUNT: Final = '加引号、带单位，如 "1,000.50元"、"5万元"'
_NOT_NONE: Final = "{value}不能是「无」"
_CORRECT_ONE_DAY: Final = "改正其中一个日期"
_KEEP_ONE: Final = "只留一处"
_ONE_INTERVAL: Final = "同一天只能属于一个期间，合并或者改正"

# ── records ─────────────────────────────────────────────────────────────

NOT_A_RECORD = Diagnostic("ZZ400", "案卷应当是一组「事实: 值」", "用字典 {{事实: 值}} 或 pydantic 模型")
NOT_A_RECORD_IN_FILE = Diagnostic(
    "ZZ400", "案卷应当是一组「事实: 值」", "每份案卷写成若干「事实: 值」，事实用中文名或者代码"
)
FACT_NAME_NOT_TEXT = Diagnostic("ZZ401", "事实的名字不是文字", "用事实的代码或者中文名作键")
UNKNOWN_FACT = Diagnostic("ZZ401", "词汇里没有事实「{fact}」", "{known}")
UNKNOWN_PART = Diagnostic("ZZ401", "{value}里有不认识的键", "{known}")
UNKNOWN_FIELD = Diagnostic("ZZ401", "{value}里有不认识的字段", "{known}")

# ── values ──────────────────────────────────────────────────────────────

NOT_A_FLAG = Diagnostic("ZZ402", "{value}不是「是」或「否」", "「是」或者「否」；查过而查不清的，写「查不清」")
NOT_AN_OPTION = Diagnostic("ZZ402", "{value}不是{kind}", "{options}")
NOT_OPTIONS = Diagnostic("ZZ402", "{value}不是多选", "列表，如 [{options}]")
NOT_AN_INTEGER = Diagnostic("ZZ402", "{value}不是整数", "不带引号的整数，如 12")
NOT_AN_AMOUNT = Diagnostic("ZZ402", "{value}不是金额", _WRITTEN_AMOUNT)
BINARY_FRACTION = Diagnostic(
    "ZZ402", "{value}是带小数点、不带引号的数，读进来已经不准确", f"写成文字，{_WRITTEN_AMOUNT}；程序里也可以用 Decimal"
)
NOT_A_WRITTEN_DAY = Diagnostic("ZZ402", "{value}不是日期", _WRITTEN_DAY)
NOT_A_DAY = Diagnostic("ZZ402", "{value}不是日期", "日期，如 2026-01-01")
DAY_WITH_TIME = Diagnostic("ZZ402", "{value}带有时刻，期限按日计算", "只写日期，如 2026-01-01")
NOT_A_MOMENT = Diagnostic("ZZ402", "{value}不是日期时间", _WRITTEN_MOMENT)
MOMENT_WITHOUT_TIME = Diagnostic(
    "ZZ402", "{value}没有写明时刻", "日期后面写上几点几分，如 2026-01-01 08:30；只知道哪一天的，用「不早于」「不晚于」"
)
MOMENT_WITH_ZONE = Diagnostic(
    "ZZ402", "{value}带有时区，这里记当地时间", "换算成当地时间，不写时区，如 2026-01-01 08:30"
)
NOT_A_DURATION = Diagnostic("ZZ402", "{value}不是时长", "数字加单位（{units}），如 5{unit}")
NOT_A_TEXT = Diagnostic("ZZ402", "{value}不是文本", "加引号的文字")
NOT_A_FINDING = Diagnostic("ZZ402", "{value}不是认定", "{{结论: 是, 机构: …, 日期: 2026-01-01, 依据: 文号}}")
NOT_A_LIST = Diagnostic("ZZ402", "{value}不是列表", "列表，每一项是一组「字段: 值」；没有的，写「无」")
NOT_AN_ELEMENT = Diagnostic("ZZ402", "{value}不是一组「字段: 值」", "{{{fields}}}")
UNREADABLE_VALUE = Diagnostic("ZZ402", "{value}读不出来", "用文字、数字、日期、列表、字典，不用自定义类型的对象")
STATE_NOT_A_WORD = Diagnostic("ZZ402", "「{column}」不能这样写", "只写「无」「查不清」，或者空着")
GIVEN_TWICE = Diagnostic("ZZ403", "事实「{fact}」给了两次（中文名和代码）", _KEEP_ONE)
EVENT_FACT_TWICE = Diagnostic("ZZ403", "{event}的「{key}」给了两次（中文名和代码）", _KEEP_ONE)
VALUE_AND_COMPANION = Diagnostic("ZZ403", "「{column}」给了两次：值，和旁边一列的状态或者范围", "只留一处")
BOUND_TWICE = Diagnostic("ZZ403", "{value}的「{key}」给了两次（中文和代码）", _KEEP_ONE)
UNKNOWN_OPTION = Diagnostic("ZZ404", "{value}不是可选的一项", "{known}")
UNKNOWN_AMONG_OPTIONS = Diagnostic("ZZ404", "{value}里有一项不可选", "{known}")
FLAG_NOT_NONE = Diagnostic("ZZ405", _NOT_NONE, "否")
NOT_NONE = Diagnostic("ZZ405", _NOT_NONE, "不知道的，删去这一项；查过而查不清的，写「查不清」")
STATE_NOT_NONE = Diagnostic("ZZ405", "「{column}」不能这样写", "只写「无」「查不清」，或者空着")
OUT_OF_RANGE = Diagnostic("ZZ406", "{value}超出范围", "{low} 至 {high} 之间的整数")
AMOUNT_SIZE = Diagnostic("ZZ406", "{value}超出范围", "不小于零、不超过{most}的金额")
BLANK_OR_LONG_TEXT = Diagnostic("ZZ406", "{value}是空的，或者超过 {longest} 字", "删去这一项，或者写短")
BROKEN_CHARACTERS = Diagnostic("ZZ406", "{value}里有不成字的编码", "用 UTF-8 重新录入")
LONG_LIST = Diagnostic("ZZ406", "{value}超过 {longest} 项", "检查是否混入了别的案卷")
NO_SUCH_DAY = Diagnostic("ZZ407", "{value}不是历法上有的日子", "改成实有的日期")
NO_SUCH_MOMENT = Diagnostic("ZZ407", "{value}不是历法和钟表上有的时刻", "改成实有的日期，和 00:00 至 23:59 之间的时刻")
AFTER_EVALUATION = Diagnostic("ZZ408", "{value}晚于评价日", "改正日期，或者用不早于它的评价日；尚未发生的，写「无」")
AFTER_EVENT = Diagnostic("ZZ408", "{value}晚于这件事的日期", _CORRECT_ONE_DAY)
OUTSIDE_CALENDAR = Diagnostic("ZZ408", "「{column}」的值不对", "见 docs/错误代码.md 的 ZZ408")
AMOUNT_UNIT = Diagnostic("ZZ409", "{value}没有写明单位，或者不止一个单位", "写一个单位，如 1,000.50元、5万元")
WRONG_UNIT = Diagnostic("ZZ409", "{value}的单位不对", "单位用{units}")
INTERVAL_REVERSED = Diagnostic("ZZ410", "{value}第{number}项的止期早于起期", _CORRECT_ONE_DAY)
COLUMN_REVERSED = Diagnostic("ZZ410", "「{column}」里有一项的止期早于起期", _CORRECT_ONE_DAY)
INTERVALS_SHARE_DAY = Diagnostic("ZZ411", "{value}第{number}项与第{later}项的期间重叠", _ONE_INTERVAL)
COLUMN_SHARES_DAY = Diagnostic("ZZ411", "「{column}」里有两项的期间重叠", _ONE_INTERVAL)

BOUNDS_EXCLUDE = Diagnostic("ZZ412", "{value}的上限和下限之间没有可能的值", "改正其中一个")
NO_OPTION_LEFT = Diagnostic("ZZ412", "{value}排除了每一个选项", "至少留下一个可能的选项")
BOUNDS_IN_TWO_UNITS = Diagnostic("ZZ412", "{value}的上限和下限单位不同，不能相比", "用同一个单位")
BOUNDS_WITHOUT_ORDER = Diagnostic("ZZ413", "{value}的类型是{kind}，不能写「{key}」", "{words}")
UNKNOWN_BOUND = Diagnostic("ZZ413", "{value}里有不认识的键", "{known}")
NOTHING_KNOWN = Diagnostic("ZZ413", "{value}没有写明知道什么", "{words}；一无所知的，删去这一项")
PART_IN_PART = Diagnostic("ZZ413", "{value}不能只写范围", "写出值；不知道的，删去这一部分")
NOT_MORE_OR_COMPLETE = Diagnostic("ZZ413", "{value}不能这样写", "还有没记载的项的，写「是」；可能有的，写「不详」")
AMOUNT_FRACTION = Diagnostic(
    "ZZ414", "{value}不到一分，金额记到分为止", "以元计的，最多两位小数；以万元计的，最多六位小数"
)

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

# ── events of a log ─────────────────────────────────────────────────────

NOT_AN_EVENT = Diagnostic("ZZ430", "{event}不是一组「键: 值」", "{{日期: 2026-01-01, 事件: …}}")
WITHDRAWAL_SAYS_MORE = Diagnostic("ZZ430", "{event}是撤回，不能又说别的", "{{编号: …, 撤回: …}}")
EVENT_KEY_NOT_TEXT = Diagnostic("ZZ430", "{event}有一个键不是文字", "用事实的代码或者中文名作键")
EVENT_KEY_TWICE = Diagnostic("ZZ430", "{event}的「{key}」写了两次", _KEEP_ONE)
NOT_A_NUMBER = Diagnostic("ZZ430", "{event}的「{key}」不是编号", "写成文字或者整数，如 12")
NO_EVENT_KIND = Diagnostic("ZZ430", "{event}没有写是什么事件", "加上「事件: …」")
NOT_A_LOG = Diagnostic("ZZ430", "流水文件应当是若干事件，或者「流水」「事实」", "流水: [{{日期: 2026-01-01, 事件: …}}]")
NOT_EVENTS = Diagnostic("ZZ430", "「{key}」应当是一件一件事件的列表", "每件前面加「- 」")
NOT_FACTS = Diagnostic("ZZ430", "「{key}」应当是一组「事实: 值」", "事实: {{主体: …}}")
NOT_ONE_LOG = Diagnostic("ZZ430", "这里有{count}份流水", "一个文件一份流水；几份的，用 zzrules due，或者逐份给出")
NO_EVENTS = Diagnostic("ZZ430", "流水应当是一件一件的事件", "流水文件、{{流水: [ … ]}}，或者一件一件的事件")
UNKNOWN_LOG_KEY = Diagnostic("ZZ430", "流水文件没有「{key}」这一键", "{known}；事件写在「流水」下面")
UNKNOWN_EVENT_KIND = Diagnostic("ZZ431", "{event}：没有「{kind}」这种事件", "{known}")
NO_SUCH_EVENT_DAY = Diagnostic("ZZ432", "{event}的日期不是历法上有的日子", "改成实有的日期")
NO_EVENT_DAY = Diagnostic("ZZ432", "{event}没有日期", "日期: 2026-01-01，四位年-两位月-两位日")
KEPT_UNTIL_NOT_A_DAY = Diagnostic(
    "ZZ432", "「登记至」不是日期，当作没有登记完整", "2026-01-01 这样的日期；写不明的，不写这一键"
)
EVENT_DAY_NOT_A_DAY = Diagnostic(
    "ZZ432", "{event}的日期不是日期", "日期: 2026-01-01，四位年-两位月-两位日；有钟点的，后面写 24 小时制的时刻"
)
CONTINUES_NOTHING = Diagnostic(
    "ZZ433", "{event}：事件「{kind}」不接续别的事件，不写「对」", "删去「对」；要更正、撤回的，写「更正」「撤回」"
)
NOT_BROUGHT = Diagnostic("ZZ433", "{event}：事件「{kind}」不带「{key}」", "{instead}")

# ── the log as a whole ──────────────────────────────────────────────────

NUMBER_TAKEN = Diagnostic(
    "ZZ434",
    "{event}的编号已用于{earlier}，两件说的不同",
    "给其中一件另编一个号；是更正前一件的，写「更正」",
)
CIRCLE = Diagnostic("ZZ435", "{events}的更正、撤回绕成了圈", "写最初那一件的编号")
CORRECTED_NOT_ON_FILE = Diagnostic("ZZ435", "{event}更正的那一件不在流水里", "写被更正、撤回的那一件的编号")
WITHDRAWN_NOT_ON_FILE = Diagnostic("ZZ435", "{event}撤回的那一件不在流水里", "写被更正、撤回的那一件的编号")
CORRECTED_TWICE = Diagnostic(
    "ZZ435", "{event}和{earlier}更正、撤回的是同一件", "后一次更正前一次的更正，编号写前一次的"
)
CONTINUES_ONE_OF_SEVERAL = Diagnostic(
    "ZZ436", "{event}接续的是哪一件，分不清：在它以前有{waiting}件还没有接续", "加上「对: 那一件的编号」"
)
CONTINUED_BEFORE = Diagnostic("ZZ436", "{event}所接续的，前面已经接续过", "记错的，用「更正」「撤回」")
NOT_BEGUN = Diagnostic(
    "ZZ436",
    "{event}没有起头：在它以前没有登记它所接续的那一件",
    "补登起头的那一件，或者改正日期、「对」的编号",
)
STATED_OTHERWISE = Diagnostic(
    "ZZ437",
    "{event}和{earlier}在同一天，「{fact}」记载不同",
    "先后有变的，写各自的日期；记错的，用「更正」",
)
EVENT_INTERVAL_REVERSED = Diagnostic("ZZ438", "{event}的期间，止期早于起期", _CORRECT_ONE_DAY)
EVENT_INTERVALS_CLASH = Diagnostic(
    "ZZ438", "{event}与{earlier}期间重叠，或者止期早于起期", "同一天只能属于一个期间；改正日期，或者登记结束"
)
CORRECTION_OUT_OF_ORDER = Diagnostic(
    "ZZ439",
    "{event}更正以后，与{other}先后颠倒：{note}",
    "再更正记错的那一件；两件都没有记错的，检查编号、更正的是不是同一件事",
)
LOG_FOR_RECORD = Diagnostic("ZZ440", "这是流水，不是案卷", "用 zzrules casefile 或者 zzrules due 读它")
RECORD_FOR_LOG = Diagnostic("ZZ440", "这是案卷，不是流水", "用 zzrules evaluate、zzrules explain 或者 zzrules why 读它")
DECISIONS_GIVEN = Diagnostic("ZZ440", "这是决定日志，不是案卷，也不是流水", "评价当时的案卷文件")
