"""What stands in files of several kinds: texts, days, citations, the days on which a part is law."""

from __future__ import annotations

from typing import Final

from zzrules.policy.forms import CODE, DAY, FLAGS, INTEGER
from zzrules.policy.keys.shape import Defined, Key, Keys, Many, Named, Word, Words, needed

TEXT: Final = Word()
TEXTS: Final = Words(TEXT)
CODED: Final = Word(form=CODE.pattern)
A_DAY: Final = Word(form=DAY.pattern)
NUMBER: Final = Word(form=INTEGER.pattern)
FLAG: Final = Word(options=tuple(FLAGS))
DIGEST: Final = Word(form="[0-9a-f]{8}")
CONDITION: Final = Defined("condition")
DERIVATION: Final = Defined("derivation")

CITED: Final = needed("条文的哪一条、款、项", TEXT)
CITED_MAYBE: Final = Key(CITED.says, TEXT)
CITED_SEVERAL: Final = needed("条文的条、款、项，可以是几处", TEXTS)
QUOTED: Final = Key("依据那一处的条文，一字不差", TEXT)
REMARK: Final = Key("给人看的话，程序不用", TEXT)
FIRST_DAY: Final = Key("从哪一天起，当天在内；不写的，随它所在的文件", A_DAY)
LAST_DAY: Final = Key("到哪一天止，当天在内；不写的，随它所在的文件", A_DAY)
SPAN: Final = {"施行": FIRST_DAY, "有效期至": LAST_DAY}

OFFICE: Final = Keys(
    {
        "依据": needed("哪一份文件定的办公时间，不限于本细则的条文", TEXT),
        "取值": needed(
            "从哪一天起，几点到几点：「2026-01-01: [8:30-12:00, 14:30-17:30]」", Named(TEXTS, form=DAY.pattern)
        ),
    }
)
ORDER: Final = Keys(
    {
        "日期": needed("日期事实的名字，先发生的写在前面，至少两个", TEXTS),
        "说明": needed("为什么有这个先后", TEXT),
        "依据": CITED_SEVERAL,
        **SPAN,
    }
)
NOTED: Final = Keys(
    {
        "所在": needed("提醒的是哪一部分，如 情形「离开机构」", TEXT),
        "编号": needed("提醒的编号，ZZ 起头", TEXT),
        "理由": needed("看过以后为什么不改", TEXT),
        "摘要": Key("那一处文字的摘要，由程序记；文字改了，就要再看", DIGEST),
    }
)
OF_SEVERAL: Final = {
    "先后": Key("日期的先后：排在前面的不会晚于后面的", Named(ORDER)),
    "办公时间": Key("一天里从几点到几点办公，工作小时只数这些时间", OFFICE),
    "核对": Key("写时所据条文的摘要，由 zzrules check --confirm 记", Named(Words(DIGEST))),
    "留意": Key("看过、不用改的提醒，各写理由", Many(NOTED)),
}
