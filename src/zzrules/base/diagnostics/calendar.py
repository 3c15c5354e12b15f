"""ZZ5: the calendar of working days."""

from __future__ import annotations

from zzrules.base.diagnostics import Diagnostic

NOT_COVERED = Diagnostic("ZZ501", "工作日历未覆盖{day}，须待《{notice}》", "把这份通知补入工作日历后再计算")
BEFORE_FIRST_NOTICE = Diagnostic(
    "ZZ501", "工作日历自{first}起，未覆盖{day}", "核对日期；确是这一天的，把《{notice}》补入工作日历后再计算"
)
SUSPENSIONS_OVERLAP = Diagnostic("ZZ502", "扣除期间「{first}」与「{second}」重叠")
SUSPENSION_REVERSED = Diagnostic("ZZ503", "扣除期间「{span}」的止日早于起日")
NOT_A_COUNT = Diagnostic("ZZ504", "工作日数「{number}」不是非负整数", "0或者正整数")
NOT_A_DATE = Diagnostic("ZZ505", "「{day}」不是日期", "不带时刻的日期，例如2026-05-06")
YEAR_MISSING = Diagnostic("ZZ506", "工作日历缺少{years}的通知", "补入该年的通知，各年须连续")
OFF_AND_ON = Diagnostic("ZZ507", "通知「{numbers}」的{day}既放假又上班", "只留其一")
ORDINARY_WORKING_DAY = Diagnostic("ZZ508", "通知「{number}」的上班日{day}本来就是工作日", "调休上班的周六或者周日")
SPAN_OUTSIDE_YEAR = Diagnostic(
    "ZZ509",
    "通知「{number}」的「{name}」{first}至{last}前后颠倒，或者不在{year}年（可以自上一年12月起）",
    "核对起止日期",
)
ISSUED_IN_OTHER_YEAR = Diagnostic("ZZ510", "通知「{number}」印发于{issued}，不会是{year}年的安排")
NOTICE_OF_OTHER_YEAR = Diagnostic(
    "ZZ510", "通知印发于{issued}，不会是{year}年的安排", "改正印发日期，或者文件起头的年份"
)
BAD_NUMBER = Diagnostic("ZZ511", "通知「{number}」的文号空缺或者重复", "逐份写明文号")
CLOSURE_WITHOUT_NUMBER = Diagnostic("ZZ511", "停工日{day}没有文号", "写明停工文件的文号")
BEYOND_LAST_DATE = Diagnostic("ZZ512", "自{start}起{number}个工作日超出公历9999年")
NOTHING_KNOWN = Diagnostic("ZZ520", "到{day}还没有印发过通知，最早的一份印发于{first}", "{first}以后的日期")
NO_MEASURES = Diagnostic(
    "ZZ521",
    "没有{day}施行的放假办法，不知道这天是不是法定节假日",
    "把《全国年节及纪念日放假办法》写进日历的文件夹（放假办法）",
)
HOLIDAY_UNREADABLE = Diagnostic(
    "ZZ522", "「{name}」的放假日「{text}」读不懂", "「1月1日」「10月1日至3日」「除夕至初三」「当日」这样的写法"
)
FESTIVAL_WITHOUT_DAY = Diagnostic(
    "ZZ523", "{year}年「{name}」放假，而「节日」里没有它那一年的日期", "在「节日」的「{name}」里补上那一天"
)
STATUTORY_DAY_WORKED = Diagnostic(
    "ZZ524", "{day}是法定节假日「{name}」，{year}年的通知却没有安排放假", "核对通知；法定节假日改了的，改「放假办法」"
)
NOTICE_UNREADABLE = Diagnostic("ZZ525", "通知里的「{text}」读不懂", "{hint}")
NOTICE_CONTRADICTS = Diagnostic("ZZ526", "通知写的「{text}」对不上：{actual}", "照公布的原文核对这一句")
NOTICE_INCOMPLETE = Diagnostic("ZZ527", "通知没有{part}", "{hint}")
YEAR_HAS_NOTICE = Diagnostic(
    "ZZ528", "{year}年的日历已有通知「{number}」", "同一份不必再加；要改已有的，改「{file}」，或者先删去那一份"
)
YEAR_INHERITED = Diagnostic(
    "ZZ528",
    "{year}年的日历已有通知「{number}」，随程序发布",
    "同一份不必再加；这个文件夹要另有安排的，在「{file}」里自备那一年的日历",
)
NOT_EXTENDED = Diagnostic(
    "ZZ529", "这个文件的写法不能自动续写", "「通知」写成块式列表，放在文件最后；或者照手册把这份通知写进去"
)
NOTHING_TO_ASSUME = Diagnostic("ZZ530", "{year}年已经有「{number}」，不能再假定", "删去这个假定日历")
MEASURES_TWICE = Diagnostic(
    "ZZ531",
    "{first} 已经写了放假办法",
    "合成一个文件，历次修订都列在「放假办法」下面；叠上去代替它的，用同一个文件名",
)
FESTIVALS_ALONE = Diagnostic("ZZ531", "「{key}」要和「放假办法」写在一个文件里", "移到写「放假办法」的文件里")
