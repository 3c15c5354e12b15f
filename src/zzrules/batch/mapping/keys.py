"""The keys of a mapping file (对照)."""

from __future__ import annotations

from typing import Final

from zzrules.base.money import DECIMALS
from zzrules.batch.mapping.cells import DATE_FORMS
from zzrules.batch.mapping.model import UNRECORDED
from zzrules.case.values import ABSENT, UNCLEAR
from zzrules.policy.keys.common import FLAG, NUMBER, TEXT, TEXTS
from zzrules.policy.keys.shape import Key, Keys, Many, Named, Word, Words, either, needed

SAME: Final = "各格相同"
_DATES: Final = Words(Word(options=tuple(name for name, _ in DATE_FORMS.values()), open=True))

OMISSION: Final = Keys(
    {
        "列": needed("看台账的哪一列", TEXT),
        "是": Key("那一列是这个词（这几个词之一）的行不计", TEXTS),
        "空": Key("写「是」，那一列空着的行不计", FLAG),
    }
)
COLUMN: Final = Keys(
    {
        "事实": needed("这一列是哪个事实", TEXT),
        "值": Key("格子里的词，在案卷里是什么", Named(TEXT)),
        "空": Key("空着的格子，在案卷里是什么", TEXT),
        "日期写法": Key("这一列的日期怎样写", _DATES),
        "单位": Key("没有写单位的金额，以什么计", Word(options=tuple(DECIMALS))),
    }
)
MAPPING: Final = Keys(
    {
        "对照": needed("这份对照的名称", TEXT),
        "工作表": Key("读哪一张工作表；不写，读唯一有数据的那一张", TEXT),
        "表头行": Key("列名在第几行；不写，是第一个不空的行", NUMBER),
        "合并的格": Key("合并的单元格，每一格都是显示的内容", Word(options=(SAME,))),
        "不计的行": Key(
            "哪些行不是案卷：写「合计」，是以它开头的行；也可以看某一列", either(TEXT, Many(either(TEXT, OMISSION)))
        ),
        "规范写法": Key("写「是」，只有一种读法的别的写法照读", FLAG),
        "日期写法": Key("日期另外还有哪些写法；写在一列里的，只用于那一列", _DATES),
        "时区": Key("毫秒、秒的时间戳是哪个时区的，如 Asia/Shanghai", TEXT),
        "视为空": Key("哪些词和空着一样", TEXTS),
        "各行相同": Key("台账没有列、每一行都一样的事实：「事实: 值」", Named(TEXT)),
        "列": needed("台账的各列，各是哪个事实", Named(either(TEXT, COLUMN))),
        "一项也没有": Key(
            "由几列拼成的列表，一行里各列都空着的，是什么", Named(Word(options=(ABSENT, UNCLEAR, UNRECORDED)))
        ),
        "不用的列": Key("不读、也不带进结果的列", TEXTS),
    }
)
