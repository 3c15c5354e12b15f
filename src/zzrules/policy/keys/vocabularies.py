"""The keys of a vocabulary file (词汇)."""

from __future__ import annotations

from typing import Final

from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.keys.clauses import NAMED_DERIVATIONS
from zzrules.policy.keys.common import CODED, FLAG, NUMBER, OF_SEVERAL, TEXT, TEXTS
from zzrules.policy.keys.shape import Defined, Key, Keys, Named, Shape, Word, Words, needed
from zzrules.policy.vocabulary import Kind

_FACT: Final = Defined("fact")
_CODES: Final = Named(CODED)
EVERYTHING: Final = "全部"

FACT: Final = Keys(
    {
        "代码": needed("小写字母起头；一经使用不要再改：案卷和表格认它", CODED),
        "类型": needed("是哪一种事实", Word(options=tuple(kind.value for kind in Kind))),
        "选项": Key("选项、多选必写：中文名和代码", _CODES),
        "单位": Key("时长必写：可用哪些单位", Words(Word(options=tuple(UNIT_NAMES.values()), open=True))),
        "可无": Key("写「是」，案卷就可以记「无」：已知没有发生", FLAG),
        "可为将来": Key("写「是」，日期可以晚于评价日", FLAG),
        "最小": Key("整数最小是几", NUMBER),
        "最大": Key("整数最大是几", NUMBER),
        "顺序": Key("列表按哪个日期字段排", TEXT),
        "期间": Key("列表的每一项是一段期间：起、止两个日期字段", TEXTS),
        "每项称": Key("列表的一项怎样称呼，「几」代序号", TEXT),
        "个人信息": Key("写「是」，提示里从不引用它的内容；不写，文本算是", FLAG),
        "问": needed("缺这个事实时拿来问人的话", TEXT),
        "字段": Key("列表必写：每一项里记什么", Named(_FACT)),
    }
)
EVENT: Final = Keys(
    {
        "代码": needed("小写字母起头；一经使用不要再改", CODED),
        "说明": Key("给人看的话", TEXT),
        "列表": Key("每发生一次，给这个列表添一项", TEXT),
        "续": Key("接着哪种事件所添的一项", TEXT),
        "记": Key("事件发生了，哪个事实就是什么：「办结日期: 发生日期」", Named(TEXT)),
        "带": Key("登记时可以一并写明的事实；写「全部」，任何事实都可以带", TEXTS),
        "未登记则": Key("流水里没有这种事件，就是「无」", Word(options=("无",))),
        "多次": Key("发生几次的，日期取第一次，还是最近一次", Word(options=("首次", "末次"))),
    }
)
VOCABULARY: Final = Keys(
    {
        "词汇": needed("这份词汇的名称", TEXT),
        "机构": Key("有权认定、作出决定的机构：中文名和代码", _CODES),
        "统称": Key("一个名称统称几个机构的", Named(TEXTS)),
        "层级": Key("机构的层级：中文名和代码", _CODES),
        "事实": Key("每一个事实：中文名，下面是它的键", Named(FACT)),
        "推算": Key("几个政策共用的推算", NAMED_DERIVATIONS),
        "事件": Key("每一种事件：中文名，下面是它的键", Named(EVENT)),
        **OF_SEVERAL,
    }
)
DEFINITIONS: Final[dict[str, Shape]] = {_FACT.name: FACT}
"""The shapes that may stand inside themselves: the fields of a list are facts."""
