"""The keys of a calendar file (日历): the notices of a year, the measures on holidays, local closures."""

from __future__ import annotations

from typing import Final

from zzrules.policy.keys.common import A_DAY, FLAG, NUMBER, REMARK, TEXT, TEXTS
from zzrules.policy.keys.shape import Key, Keys, Many, Named, Word, Words, needed

ASSUMED: Final = "假定日历"
_NUMBER: Final = needed("文件的文号", TEXT)
_DAYS: Final = Words(Word(form=f"{A_DAY.form}(\\s*至\\s*{A_DAY.form})?"))
_DAYS_OFF: Final = needed("节名，放假的日子：「2026-01-01至2026-01-03」", Named(_DAYS))
_MADE_UP: Final = needed("调休上班的日子；没有的写 []", Words(A_DAY, empty=True))

NOTICE: Final = Keys(
    {
        "文号": _NUMBER,
        "印发": needed("通知印发的日期", A_DAY),
        "出处": Key("通知登在哪里", TEXT),
        "说明": REMARK,
        "放假": _DAYS_OFF,
        "另行放假": Key("节名以外另行放假的日子", Words(A_DAY)),
        "上班": _MADE_UP,
    }
)
MEASURES: Final = Keys(
    {
        "文号": _NUMBER,
        "公布": needed("公布的日期", A_DAY),
        "施行": needed("施行的日期", A_DAY),
        "说明": REMARK,
        "放假": needed("节名，放假的日子：「10月1日至3日」「除夕至初三」「当日」", Named(TEXT)),
    }
)
CLOSURE: Final = Keys(
    {
        "日期": needed("停工的哪一天", A_DAY),
        "文号": needed("停工通知的文号", TEXT),
        "印发": Key("通知印发的日期", A_DAY),
        "说明": REMARK,
    }
)
CLOSURES: Final = Keys(
    {
        "采用": needed("是：下列停工日不计入本市的工作日；否：照常计入", FLAG),
        "依据": needed("为什么采用或者不采用", TEXT),
        "停工": needed("各个停工日，每一日都须有文号；没有的写 []", Many(CLOSURE, empty=True)),
    }
)
ASSUMPTION: Final = Keys(
    {
        ASSUMED: needed("假定哪一年的放假安排", NUMBER),
        "依据": needed("凭什么这样假定", TEXT),
        "放假": _DAYS_OFF,
        "上班": _MADE_UP,
    }
)
CALENDAR: Final = Keys(
    {
        "日历": Key("哪一年", NUMBER),
        "通知": Key("这一年的各次放假通知", Many(NOTICE, empty=True)),
        "放假办法": Key("全国年节及纪念日放假办法的历次修订", Many(MEASURES)),
        "节日": Key("随农历、节气走的节日，各年在哪一天", Named(Words(A_DAY))),
        "又称": Key("节日在通知里的别的叫法", Named(TEXTS)),
        "本地停工": Key("台风等停工日，及本市是否采用", CLOSURES),
    }
)
