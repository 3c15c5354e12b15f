"""The keys of a policy file (政策)."""

from __future__ import annotations

from typing import Final, Literal, get_args

from zzrules.base.periods import PERIODS
from zzrules.policy.keys.clauses import LISTED_BY_READING, NAMED_DERIVATIONS
from zzrules.policy.keys.common import (
    A_DAY,
    CITED,
    CITED_MAYBE,
    CITED_SEVERAL,
    CODED,
    CONDITION,
    DERIVATION,
    FIRST_DAY,
    LAST_DAY,
    NUMBER,
    OF_SEVERAL,
    QUOTED,
    REMARK,
    SPAN,
    TEXT,
    TEXTS,
)
from zzrules.policy.keys.shape import Key, Keys, Many, Marked, Named, OneKey, Word, Words, either, needed

Section = Literal[
    "政策",
    "代码",
    "依据",
    "原文",
    "施行",
    "有效期至",
    "行为日期",
    "说明",
    "参数",
    "口径",
    "问",
    "有权认定",
    "分工",
    "推定",
    "推算",
    "办公时间",
    "适用",
    "情形",
    "结论",
    "归类",
    "统辖",
    "后果",
    "义务",
    "先后",
    "推出",
    "矛盾",
    "例外于",
    "核对",
    "留意",
]
"""The keys of a policy file."""
SECTIONS: tuple[Section, ...] = get_args(Section)
MODALITIES: Final = ("应当", "不得", "可以", "有权", "予以", "由", "参照")
KINDS_OF_FINDING: Final = {"查明": "declaratory", "设权": "constitutive"}
_MODALITY: Final = Word(options=MODALITIES)
_BODIES: Final = Words(TEXT, empty=True)

CONDUCT: Final = Keys(
    {
        "取": needed("哪个日期事实（或者口径）是行为日期，就适用那一天有效的那一版", TEXT),
        "未记载则": Key("案卷没有记载那个日期时，由哪个推算得出", either(TEXT, Named(TEXT))),
        "尚无则": Key("那个日期是「无」（还没有发生）时，以评价日为准", Word(options=("评价日",))),
    }
)
PARAMETER: Final = Keys(
    {
        "依据": CITED,
        "原文": QUOTED,
        "说明": Key("数出自别的法律等，给人看的话", TEXT),
        "取值": needed("从哪一天（行为日期）起用哪个值：「2026-01-01: 5工作日」", Named(TEXT, form=A_DAY.form)),
        "有效期至": Key("最后一个取值到哪一天止，当天在内；不写的，和政策一样长久", A_DAY),
    }
)
READING: Final = Keys(
    {
        "采": needed("采用的一说", TEXT),
        "另说": needed("没有采用的各说", TEXTS),
        "依据": needed("为什么采这一说，一句话", TEXT),
        "说明": Key("两说差在哪里", TEXT),
    }
)
AUTHORITY: Final = Keys(
    {
        "机构": needed("哪些机构的认定算数；按口径的，每一说各写哪些", Marked({"按口径": LISTED_BY_READING}, _BODIES)),
        "同级": Key("认定里的「层级」要与案卷的这个选项事实相同", TEXT),
        "性质": Key("查明：没有认定是不明；设权：没有作出就是没有", Word(options=tuple(KINDS_OF_FINDING))),
        "依据": CITED,
        "原文": QUOTED,
        **SPAN,
    }
)
DIVISION: Final = Keys(
    {"口径": needed("本政策的口径采这一说时才分：「口径: {名字: 说法}」", OneKey({}, others=TEXT))}, others=TEXTS
)
PRESUMPTION: Final = Keys(
    {
        "查不清则": needed("案卷记为「查不清」时，推定为什么", TEXT),
        "依据": needed("为什么这样推定，一句话", TEXT),
        "说明": REMARK,
    }
)
REQUIREMENT: Final = Keys(
    {
        "条件": needed("满足了，本条才适用", CONDITION),
        "否则": needed("不满足的，不适用的理由", TEXT),
    }
)
BRANCH: Final = Keys({"条件": needed("这一支的要件", CONDITION)})
PROCEDURE: Final = Keys({"依据": CITED, "原文": QUOTED, "条件": needed("手续怎样才算办了", CONDITION)})
CATCH_ALL: Final = Keys(
    {
        "援引": needed("一个或者几个事实：没有记载，就是没有援引，不成立", TEXTS),
        "须有": Key("援引了而没有它，待查明", CONDITION),
        "条件": needed("援引了的，才看它", CONDITION),
    }
)
GROUND: Final = Keys(
    {
        "依据": CITED,
        "原文": QUOTED,
        "条件": Key("要件", CONDITION),
        "分支": Key("条文里“或者”的各支，各起一个名，有一支成立即可", Named(BRANCH)),
        "手续": Key("情形成立以外还要办的手续", PROCEDURE),
        "兜底": Key("“其他情形”：有人援引了，才看条件", CATCH_ALL),
        **SPAN,
    }
)
_OUTCOME: Final = needed("结论的名字", TEXT)
_OUTCOME_CODE: Final = needed("结论的代码，小写字母起头；一经使用不要再改", CODED)
_SAID: Final = Key("条文用的词；单纯的认定不写", _MODALITY)
OUTCOME: Final = Keys(
    {
        "得出": _OUTCOME,
        "代码": _OUTCOME_CODE,
        "情态": _SAID,
        "依据": Key("结论另有出处的写", TEXT),
        "原文": QUOTED,
        "条件": Key("什么时候得出它；最后一项不写，是其余情况", CONDITION),
        **SPAN,
    }
)
GOVERNANCE: Final = Keys(
    {
        "结论": needed("本政策的一个或者几个结论", TEXTS),
        "得出": Key("那时，别的政策的结论都是它", TEXT),
        "代码": Key(_OUTCOME_CODE.says, CODED),
        "情态": _SAID,
        "依据": CITED_MAYBE,
        "原文": QUOTED,
        "归类": Key("归入哪一类；不写，它自成一类", TEXT),
        "否则": Key("那时，别的政策都不适用，这是理由；不与「得出」写在同一项", TEXT),
    }
)
_SUBJECT: Final = needed("谁", TEXT)
_CONTENT: Final = needed("做什么", TEXT)
CONSEQUENCE: Final = Keys(
    {
        "依据": CITED,
        "原文": QUOTED,
        "主体": _SUBJECT,
        "情态": needed("条文用的词", _MODALITY),
        "内容": _CONTENT,
        "时限": Key("推算或者日期事实的名字，或者条文的原词（及时、立即）", TEXT),
        "形式": Key("可以（应当、有权）做的几种形式，由有权机关选", TEXTS),
        "条件": Key("不写，就是只要适用就有", CONDITION),
        **SPAN,
    }
)
RECURRENCE: Final = Keys(
    {
        "每": needed("多久一期，都是日历上的", Word(options=tuple(PERIODS))),
        "自": needed("从哪一天起", TEXT),
        "至": needed("到哪一天止", TEXT),
    }
)
OBLIGATION: Final = Keys(
    {
        "依据": CITED,
        "原文": QUOTED,
        "逐项": Key("列表事实：每一项各有一个义务", TEXT),
        "逐期": Key("每个月、每季度、每半年、每年各有一个义务", RECURRENCE),
        "行为日期": Key("以哪个日期事实定适用哪一版；不写，就是本政策的行为日期", TEXT),
        "主体": _SUBJECT,
        "内容": _CONTENT,
        "形式": Key("可以怎样做的几种形式，由义务人选", TEXTS),
        "条件": Key("什么时候产生；不写，就是只要本政策适用就有", CONDITION),
        "起": Key("从哪一天产生，用来说明和排序", DERIVATION),
        "时限": Key("哪一天届满，或者条文的原词（及时、立即）；不写，没有期限", DERIVATION),
        "履行": Key("哪一天履行的；没有日期可记的，写条件", either(DERIVATION, CONDITION)),
        "免除": Key("什么时候不必再做", CONDITION),
        "违反": Key("日历判断不了的违反，由人认定", CONDITION),
        **SPAN,
    }
)
IMPLICATION: Final = Keys(
    {
        "条件": needed("一定成立时，就推得出", CONDITION),
        "则": needed("推出哪个是否事实或者认定是「是」还是「否」", OneKey({}, others=TEXT)),
        "说明": needed("记载相反时要说的话", TEXT),
        "依据": CITED_SEVERAL,
        **SPAN,
    }
)
CONTRADICTION: Final = Keys(
    {
        "条件": needed("不能并立的记载", CONDITION),
        "说明": needed("矛盾时要说的话", TEXT),
        "依据": CITED_SEVERAL,
        **SPAN,
    }
)
OVERRIDE: Final = Keys(
    {
        "政策": needed("例外于哪个政策", TEXT),
        "情形": Key("那个政策的哪一情形", TEXT),
        "结论": Key("那个政策的哪个结论", TEXT),
        "后果": Key("那个政策的哪个后果", TEXT),
        "条件": Key("什么时候是例外；不写，就是总是", CONDITION),
        "改为": Key("例外时改用这个条件；不写，就是去掉那一处", CONDITION),
        "优先": Key("几个政策对同一处都是例外时，数大的优先", NUMBER),
    }
)
_SECTIONS: Final[dict[Section, Key]] = {
    "政策": needed("名称，别的政策用它来参见", TEXT),
    "代码": needed("小写字母起头；结论表里的列名由它而来，一经使用不要再改", CODED),
    "依据": CITED,
    "原文": QUOTED,
    "施行": FIRST_DAY,
    "有效期至": LAST_DAY,
    "行为日期": needed("以哪一天定适用哪一版", CONDUCT),
    "说明": REMARK,
    "参数": Key("条文里的数，每个数从哪一天起用", Named(PARAMETER)),
    "口径": Key("条文没有写明、实务有不同读法的地方：采哪一说，凭什么", Named(READING)),
    "问": Key("只改本政策问法的：「事实: 问话」", Named(TEXT)),
    "有权认定": Key("哪些机构的认定算数", Named(AUTHORITY)),
    "分工": Key("统称的几个机构，各可以认定哪些", Named(DIVISION)),
    "推定": Key("案卷记为「查不清」时，推定为什么", Named(PRESUMPTION)),
    "推算": Key("给算出来的东西起名，条件里就能用", NAMED_DERIVATIONS),
    "办公时间": OF_SEVERAL["办公时间"],
    "适用": Key("不满足其中一项，本条就不适用", Many(REQUIREMENT)),
    "情形": Key("条文的各项，一项一块", Named(GROUND)),
    "结论": needed("从上往下读，第一个成立的就是结论；最后一项不写条件", Many(OUTCOME)),
    "归类": Key("接下来谁该做什么都一样的几个结论，归为一类", Named(TEXTS)),
    "统辖": Key("结论是它时，别的政策怎样", Many(GOVERNANCE)),
    "后果": Key("结论之外，谁还要做什么", Named(CONSEQUENCE)),
    "义务": Key("有人应当做的事：什么时候产生，到哪一天为止，做了没有", Named(OBLIGATION)),
    "先后": OF_SEVERAL["先后"],
    "推出": Key("由一些事实推出另一个事实", Named(IMPLICATION)),
    "矛盾": Key("不能并立的记载", Named(CONTRADICTION)),
    "例外于": Key("别的政策的情形、结论、后果，什么时候不算", Many(OVERRIDE)),
    "核对": OF_SEVERAL["核对"],
    "留意": OF_SEVERAL["留意"],
}
POLICY: Final = Keys({section: _SECTIONS[section] for section in SECTIONS})
