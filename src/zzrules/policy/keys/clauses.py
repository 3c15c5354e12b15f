"""The keys of conditions (条件) and of derived values (推算)."""

from __future__ import annotations

from typing import Final

from zzrules.policy.comparisons import OF_DATES, OF_NUMBERS, OF_SETS
from zzrules.policy.keys.common import CONDITION, DERIVATION, TEXT, TEXTS
from zzrules.policy.keys.shape import (
    Defined,
    Key,
    Keys,
    Many,
    Marked,
    Named,
    OneKey,
    Shape,
    Word,
    either,
    needed,
)

QUANTIFIERS: Final = ("有一次", "每一次", "次数")
GROUND_SETS: Final = ("有其一", "有其一且手续齐备", "均无")
HIT_POLICIES: Final = {"唯一": "single", "首个": "first"}
NTH: Final = r"第([1-9]\d?)次"
_STATES: Final = ("是", "否", "有", "无", "成立", "不成立", "工作日", "休息日", "本期")
_OBLIGED: Final = ("未发生", "已履行", "逾期履行", "已免除", "逾期未履行", "中止", "待履行", "违反")
_ROLLING: Final = Word(options=("顺延至工作日", "不顺延"), open=True)

# ── conditions ──────────────────────────────────────────────────────────

REFERENCE: Final = Keys(
    {
        "政策": needed("别的政策的名称", TEXT),
        "得出": Key("那个政策的结论是它，或者几个之一", TEXTS),
        "归类": Key("那个政策的结论属于这一类，或者几类之一", TEXTS),
        "情形": Key("那个政策的这一情形成立", TEXT),
    }
)
_COUNTS: Final = {
    "以上": "包括本数",
    "以下": "包括本数",
    "未满": "不包括本数",
    "超过": "不包括本数",
    "等于": "相同",
    "不等于": "不同",
}
TIMES: Final = Keys(
    {word: Key(f"有几项，{_COUNTS[word]}", TEXT) for word in OF_NUMBERS} | {"其中": Key("只数如此的项", CONDITION)}
)
_COMPARED: Final = _COUNTS | {
    "早于": "在那一天以前",
    "晚于": "在那一天以后",
    "不早于": "那一天或者以后",
    "不晚于": "那一天或者以前",
    "属于": "是列出的几项之一",
    "不属于": "不是列出的任何一项",
    "包含": "多选里有它",
    "不包含": "多选里没有它",
}
_OPERATORS: Final = {
    **{word: Key(_COMPARED[word], TEXT) for word in (*OF_NUMBERS, *OF_DATES)},
    "属于": Key(_COMPARED["属于"], Many(TEXT)),
    "不属于": Key(_COMPARED["不属于"], Many(TEXT)),
    **{word: Key(_COMPARED[word], TEXT) for word in ("包含", "不包含")},
    "有一次": Key("列表里至少有一项如此", CONDITION),
    "每一次": Key("列表里每一项都如此；没有项，也算成立", CONDITION),
    "次数": Key("列表里（如此的）有几项", TIMES),
}
OPERATORS: Final = tuple(_OPERATORS)
assert {*OF_SETS, *QUANTIFIERS} < {*OPERATORS}
TEST: Final = Defined("comparison")
_TEST: Final = either(
    Word(options=_STATES, open=True),
    OneKey(_OPERATORS, forms={NTH: Key("按「顺序」排的第几项如此", CONDITION)}),
)
_ALL: Final = Many(CONDITION)
CONDITIONS: Final = {
    "全部": Key("每一个都成立", _ALL),
    "任一": Key("至少有一个成立", _ALL),
    "非": Key("它不成立", CONDITION),
    "情形": Key("本政策的情形：有其一、有其一且手续齐备、均无", Word(options=GROUND_SETS)),
    "口径": Key("采的是这一说：「口径: {名字: 说法}」", OneKey({}, others=TEXT)),
    "结论": Key("本政策的结论是它，或者几个之一", TEXTS),
    "归类": Key("本政策的结论属于这一类，或者几类之一", TEXTS),
    "参见": Key("别的政策的结论、归类或者情形", REFERENCE),
    "义务": Key(
        "某一项义务是什么状态：「义务: {名字: 状态}」",
        Keys(
            {"政策": Key("别的政策的义务，写那个政策的名称", TEXT)},
            others=either(Word(options=_OBLIGED, open=True), Many(Word(options=_OBLIGED, open=True))),
        ),
    ),
}
"""The keys of conditions that are no fact's name."""

# ── derived values ──────────────────────────────────────────────────────


def _either_day(day: str) -> Word:
    return Word(options=(f"{day}当日", f"{day}次日"), open=True)


_START: Final = needed("起日：事实或者推算的名字", TEXT)
_END: Final = needed("止日：事实或者推算的名字", TEXT)
_LIST: Final = needed("列表事实的名字", TEXT)
_FIELD: Final = needed("列表的哪个字段", TEXT)
_WHERE: Final = Key("只算如此的项", CONDITION)
SUSPENSION: Final = Keys(
    {
        "列表": needed("期间的列表：首尾两日都在内，不计入", TEXT),
        "止日": Key("期间结束的那一日扣除还是不扣除；不写就是扣除", Word(options=("扣除", "不扣除"), open=True)),
        "其中": Key("只扣除如此的期间", CONDITION),
    }
)
_SUSPENDED: Final = Key("不计入的期间", SUSPENSION)
ELAPSED: Final = Keys(
    {
        "起": _START,
        "止": _END,
        "满于": Key("对应日当天满，还是次日；也可以写一个口径的名字", _either_day("对应日")),
    }
)
AGE: Final = Keys(
    {
        "生于": needed("出生日期", TEXT),
        "止": needed("到哪一天", TEXT),
        "满于": needed("生日当天满，还是次日；也可以写一个口径的名字", _either_day("生日")),
    }
)
DEADLINE: Final = Keys(
    {
        "起": needed("从哪一天（哪一刻）数起，当天不算", TEXT),
        "加": Key("往后数多久，可以是几段", TEXTS),
        "减": Key("往前推多久", TEXTS),
        "顺延": Key("末日是休息日的，顺延不顺延；也可以写一个口径的名字", _ROLLING),
        "扣除": _SUSPENDED,
    }
)
MONTH_DAY: Final = Keys(
    {
        "起": _START,
        "月": needed("起日所在的月以后的哪个月", Word(options=("本月", "次月", "次季首月", "次年一月"), open=True)),
        "日": needed("几日，可以是参数，或者「末日」", TEXT),
        "没有这一日": Key("没有 29、30、31 日的月份怎样算", Word(options=("末日",), open=True)),
        "顺延": Key("末日是休息日的，顺延不顺延；也可以写一个口径的名字", _ROLLING),
    }
)
DAY_TAKEN: Final = Keys(
    {
        "时间": needed("日期时间的事实", TEXT),
        "截止": Key('过了这个时刻的，算下一个工作日，如 "17:30"', TEXT),
    }
)
CASE: Final = Keys(
    {
        "条件": Key("成立时取这一项；最后一项不写，是其余情况", CONDITION),
        "取": needed("名字、数，或者一个算式", DERIVATION),
    }
)
COUNTED: Final = Keys({"起": _START, "止": _END, "扣除": _SUSPENDED})
PICKED: Final = Keys({"列表": _LIST, "取": _FIELD, "其中": _WHERE})
GATHERED: Final = PICKED
COUNTING: Final = Keys({"列表": _LIST, "其中": _WHERE})
RUN: Final = Keys({"列表": _LIST, "其中": needed("哪些项算连着", CONDITION)})
PRODUCT: Final = Keys(
    {
        "乘": needed("金额乘整数、比例，或者整数乘整数", Many(DERIVATION)),
        "四舍五入": Key("到分、到角还是到元", Word(options=("到分", "到角", "到元"), open=True)),
    }
)
_CELL: Final = either(TEXT, Many(TEXT), Named(either(TEXT, Many(TEXT)), form="|".join(OPERATORS)), DERIVATION)
TABLE: Final = Keys(
    {
        "列": needed("各列的名字", TEXTS),
        "得": Key("得出几样的，各样的名字", TEXTS),
        "取": needed("唯一：一种情况只合一行；首个：从上往下第一个合的", Word(options=tuple(HIT_POLICIES))),
        "行": needed("一行一个列表：各列的条件，最后是得数", Many(Many(_CELL))),
    }
)
_OPERANDS: Final = Many(DERIVATION)
DERIVATIONS: Final = {
    "历时": Key("两个日期之间经过的时间，与时长比较", ELAPSED),
    "期限": Key("从起日次日数起，数到的那一天", DEADLINE),
    "最早": Key("几个日期里最早的；「无」的不算", TEXTS),
    "最晚": Key("几个日期里最晚的；有一个是「无」就是「无」", TEXTS),
    "按序取": Key("第一个不是「无」的", TEXTS),
    "按情形": Key("第一个条件成立的；最后一项不写条件", Many(CASE)),
    "顺延至工作日": Key("这一天是休息日的，顺延到下一个工作日", TEXT),
    "工作日数": Key("起日次日到止日有几个工作日", COUNTED),
    "日数": Key("起日次日到止日有几天", COUNTED),
    "首次": Key("列表（如此的）第一项的某个字段", PICKED),
    "末次": Key("列表（如此的）最后一项的某个字段", PICKED),
    "加": Key("金额、整数相加", _OPERANDS),
    "减": Key("从第一项里减去其余各项", _OPERANDS),
    "乘": PRODUCT.of["乘"],
    "取小": Key("较小的：说最高多少", _OPERANDS),
    "取大": Key("较大的：说最低多少", _OPERANDS),
    "合计": Key("列表里（如此的）各项的金额、整数加起来", GATHERED),
    "计数": Key("列表里（如此的）有几项", COUNTING),
    "最大": Key("列表里（如此的）各项中最大的", GATHERED),
    "最小": Key("列表里（如此的）各项中最小的", GATHERED),
    "取日期": Key("日期时间的那一天；可以写截止时刻", either(TEXT, DAY_TAKEN)),
    "月日": Key("起日所在的月以后的那一天，如次月10日", MONTH_DAY),
    "条件": Key("给条件起名", CONDITION),
    "对照表": Key("条件和得数列成表", TABLE),
    "周岁": Key("到那一天几周岁", AGE),
    "最长连续": Key("列表里如此的各项，最多连着几次", RUN),
}
"""The keys of derived values but 按口径, beside which stand the options of a reading."""
_BY_READING: Final = Key("口径的每一说各写一种算法：写口径的名字，下面是各说", TEXT)
BY_READING: Final = Keys({"按口径": _BY_READING}, others=DERIVATION)
LISTED_BY_READING: Final = Keys({"按口径": _BY_READING}, others=TEXTS)

DEFINITIONS: Final[dict[str, Shape]] = {
    TEST.name: _TEST,
    CONDITION.name: OneKey(CONDITIONS, others=TEST),
    DERIVATION.name: either(
        TEXT,
        Marked({"按口径": BY_READING, "乘": PRODUCT}, OneKey(DERIVATIONS | {"按口径": _BY_READING})),
    ),
}
"""The shapes that may stand inside themselves."""
NAMED_DERIVATIONS: Final = Named(DERIVATION)
