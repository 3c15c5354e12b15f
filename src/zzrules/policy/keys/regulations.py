"""The keys of the file of a regulation (法规, 其他法规): its text, and how it was amended."""

from __future__ import annotations

from typing import Final

from zzrules.policy.keys.common import A_DAY, FLAG, NUMBER, REMARK, TEXT, TEXTS
from zzrules.policy.keys.shape import Key, Keys, Many, Named, Words, either, needed

OTHER: Final = "其他法规"
"""The first key of the file of a regulation that is cited by its title."""
_NUMBER: Final = needed("文号", TEXT)
_ISSUED: Final = needed("印发的日期", A_DAY)
_UNASSESSED: Final = Key("没有案卷可以检验的条款，各写理由", Named(either(TEXT, Named(TEXT))))

PARAGRAPH: Final = Keys(
    {
        "款": needed("这一款的文字", TEXT),
        "项": Key("这一款的各项", Words(TEXT, empty=True)),
    }
)
CHAPTER: Final = Keys(
    {
        "章": needed("第几章，如「第一章」", TEXT),
        "名称": needed("章名", TEXT),
        "起": needed("从第几条起，写数字", NUMBER),
        "止": needed("到第几条止，写数字", NUMBER),
    }
)
CORRECTION: Final = Keys(
    {
        "位置": needed("公布的文本里的哪一处", TEXT),
        "原作": needed("原来印的是什么", TEXT),
        "更正为": Key("改成什么；不改的，写「保留」", TEXT),
        "保留": Key("照原样保留", TEXT),
        "理由": needed("为什么", TEXT),
    }
)
_CHANGED: Final = Named(either(TEXT, PARAGRAPH, Many(either(TEXT, PARAGRAPH))))
AMENDED_HEAD: Final = {"文号": _NUMBER, "印发": _ISSUED, "施行": needed("从哪一天起施行", A_DAY)}
AMENDMENT: Final = Keys(
    {
        **AMENDED_HEAD,
        "说明": REMARK,
        "改为": Key("哪一处改成什么文字", _CHANGED),
        "增加": Key("增加哪一处，什么文字", _CHANGED),
        "删去": Key("删去哪几处", TEXTS),
        "改序": Key("哪一处改作哪一处", Named(TEXT)),
        "不评价": _UNASSESSED,
    }
)
_VALIDITY: Final = {
    "依据": needed("哪一条规定了施行日期", TEXT),
    "施行": needed("从哪一天起施行", A_DAY),
    "有效期至": Key("到哪一天止，当天在内；没有写明的不写", A_DAY),
    "说明": REMARK,
}
VALIDITY: Final = Keys(_VALIDITY)
VALIDITY_OF_OTHER: Final = Keys(_VALIDITY | {"依据": Key(_VALIDITY["依据"].says, TEXT)})
_HEAD: Final = {"文号": _NUMBER, "发布机关": needed("哪个机关发布的", TEXT), "印发": _ISSUED}
_TEXT: Final = {
    "更正": Key("公布的文本里的错字，怎样处理", Many(CORRECTION)),
    "章": Key("各章从第几条到第几条", Many(CHAPTER)),
    "条文": needed("第几条，下面是它的各款", Named(Many(PARAGRAPH))),
    "修正": Key("历次修正", Many(AMENDMENT)),
}
REGULATION: Final = Keys(
    {
        "法规": needed("法规的名称", TEXT),
        **_HEAD,
        "效力": needed("从哪一天起有效", VALIDITY),
        **_TEXT,
        "不评价": _UNASSESSED,
    }
)
OTHER_REGULATION: Final = Keys(
    {
        OTHER: needed("法规的名称，引用时写在《》里", TEXT),
        "简称": Key("引用时用的短名称", TEXT),
        "节录": Key("写「是」，只有引用到的条文；不写，就是全文", FLAG),
        **_HEAD,
        "效力": needed("从哪一天起有效", VALIDITY_OF_OTHER),
        **_TEXT,
    }
)
