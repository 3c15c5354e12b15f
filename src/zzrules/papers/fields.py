"""What the fields of papers hold: names in Chinese, with what a determination says under each.

The texts are those of `zzrules.answer.blocks`, which text, Markdown and pages render as well. A word of a record stays
on its line, and what would not be seen is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, assert_never

from zzrules.answer.account import account
from zzrules.answer.blocks import Item, Items, Paragraph, Quotes, Section, Topic, said
from zzrules.answer.determination import Determination
from zzrules.answer.ground import GroundAnswer
from zzrules.answer.obligation import ObligationAnswer
from zzrules.answer.parts import CitedText
from zzrules.answer.wording import show
from zzrules.base.quoting import one_line
from zzrules.papers.template import DRAFT, Schema
from zzrules.policy.vocabulary import Vocabulary

DRAFT_TEXT: Final = "草稿：根据案卷自动起草，供经办人审核、签署，不是决定"
BLANK: Final = "＿＿＿＿＿＿"
"""What a person is to fill in."""
FACT: Final = "事实："
"""Before the name of a fact, in a field that holds what the record says of it."""
COLUMN: Final = "台账："
"""Before the name of a column of a register, in a field that holds what stands there."""
UNRECORDED: Final = "（案卷没有记载）"

_ITEM: Final[Schema] = {"编号": None, "内容": None}
_PLACE: Final[Schema] = {"编号": None, "条款": None, "原文": None, "段": {"内容": None}}
_GROUND: Final[Schema] = {"编号": None, "条款": None, "情形": None, "状态": None, "原文": None}
_LISTS: Final[Mapping[str, tuple[Topic, ...]]] = {
    "理由": ("reasons",),
    "情形": ("grounds",),
    "不算数的认定": ("uncounted",),
    "后果": ("consequences",),
    "义务": ("obligations",),
    "金额": ("amounts",),
    "尚缺": ("missing", "missing for the reason"),
    "未定的后果和义务": ("open consequences", "open obligations"),
}
"""The lists of what is said of a policy, by name, with the blocks that they are made of."""
_HEADINGS: Final[Mapping[Topic, str]] = {
    "outcome": "结论",
    "reasons": "理由",
    "missing for the reason": "只影响理由的事实",
}
"""What blocks without a title of their own are called."""
POLICY: Final[Schema] = {
    "序号": None,
    "条款": None,
    "政策名称": None,
    "文本": None,
    "结论": None,
    "结论全文": None,
    "部分": {"序号": None, "小标题": None, "段": _ITEM},
    **dict.fromkeys(_LISTS, _ITEM),
    "成立的情形": _GROUND,
    "条文": _PLACE,
}
OPINION: Final[Schema] = {
    DRAFT: None,
    "标题": None,
    "文书名称": None,
    "主送机关": None,
    "署名": None,
    "成文日期": None,
    "案卷": None,
    "评价日": None,
    "法规": None,
    "依据": None,
    "政策版本": None,
    "案卷摘要": None,
    "政策": POLICY,
    "未涉及": _ITEM,
    "矛盾": _ITEM,
    "附件": _PLACE,
}
"""The fields of an opinion on whatever was asked."""
_DUTY: Final[Schema] = {
    "义务名称": None,
    "义务人": None,
    "应当做的": None,
    "履行情况": None,
    "期限": None,
    "起算": None,
    "义务依据": None,
}
ACT: Final[Schema] = {**OPINION, **POLICY, "所涉义务": _DUTY}
"""The fields of a paper that one policy calls for: those of an opinion, and of the policy."""
_NUMERALS: Final = "〇一二三四五六七八九"
_CIRCLED: Final = 0x2460
_MOST_CIRCLED: Final = 20


def numeral(number: int) -> str:
    """Return a number as headings count.

    >>> numeral(3), numeral(10), numeral(12), numeral(21)
    ('三', '十', '十二', '二十一')
    """
    tens, ones = divmod(number, 10)
    if number >= 100:  # noqa: PLR2004 - no paper has so many headings; digits are plain then
        return str(number)
    return (("" if tens == 1 else _NUMERALS[tens]) + "十" if tens else "") + (
        _NUMERALS[ones] if ones or not tens else ""
    )


def written_day(day: date) -> str:
    """Return a day as papers write it.

    >>> written_day(date(2026, 5, 6))
    '2026年5月6日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def schema_with(schema: Schema, vocabulary: Vocabulary, columns: Iterable[str] = ()) -> Schema:
    """Return the fields of a schema with those of the facts and of the columns of a register."""
    facts = {f"{FACT}{fact.label}": None for fact in vocabulary.facts}
    return {**schema, **facts, **{f"{COLUMN}{column}": None for column in columns}}


def opinion(determination: Determination, name: str, more: Mapping[str, str]) -> dict[str, Any]:
    """Return what the fields of an opinion hold; ``more`` gives those that no record has, such as 主送机关."""
    told = account(determination.report())
    policies = [section for section in told.sections if section.code]
    aside = [section for section in told.sections if not section.code]
    values: dict[str, Any] = {
        DRAFT: DRAFT_TEXT,
        "标题": "评价意见",
        "文书名称": "评价意见",
        "主送机关": BLANK,
        "署名": BLANK,
        "成文日期": f"{BLANK[:3]}年{BLANK[:2]}月{BLANK[:2]}日",
        "案卷": one_line(name) or "本案卷",
        "评价日": written_day(determination.on),
        "法规": determination.source,
        "依据": told.lead,
        "政策版本": determination.rulebook_digest[:12],
        "案卷摘要": determination.record_digest[:12],
        "政策": [_policy(section, number, determination) for number, section in enumerate(policies, 1)],
        "未涉及": [*_rows(_items(aside, "aside"))],
        "矛盾": [*_rows(_items(aside, "contradictions"))],
        "附件": _places(place for section in policies for place in _cited(section)),
    }
    return values | facts_of(determination) | {key: one_line(value) for key, value in more.items()}


def act(determination: Determination, code: str, name: str, more: Mapping[str, str]) -> dict[str, Any]:
    """Return what the fields of a paper hold that a policy calls for."""
    values = opinion(determination, name, more)
    of = next((one for one in values["政策"] if one["政策名称"] == determination.policy(code).name), None)
    own = of if of is not None else {name: "" if inner is None else [] for name, inner in POLICY.items()}
    duties = [_duty(one) for one in determination.policy(code).obligations if one.owed]
    return own | {"所涉义务": duties} | values


def facts_of(determination: Determination) -> dict[str, str]:
    """Return what the record says of each fact, as fields."""
    record, vocabulary = determination.record, determination.inquiry.catalogue.plan.vocabulary
    facts = {}
    for fact in vocabulary.facts:
        value = record.values.get(fact.name)
        told = "查不清" if fact.name in record.unclear else UNRECORDED
        facts[f"{FACT}{fact.label}"] = told if value is None else one_line(show(value, fact.kind, fact, vocabulary))
    return facts


def _policy(section: Section, number: int, determination: Determination) -> dict[str, Any]:
    answer = determination.policy(section.code)
    paragraphs = [block for block in section.blocks if isinstance(block, Paragraph) and block.topic == "outcome"]
    outcome = [span for block in paragraphs for span in block.spans if span.kind != "text"]
    lists = {name: [*_rows(_items([section], *topics))] for name, topics in _LISTS.items()}
    return {
        "序号": numeral(number),
        "条款": answer.edition.heading,
        "政策名称": answer.name,
        "文本": section.note,
        "结论": one_line("；".join(span.text for span in outcome if span.strong)),
        "结论全文": one_line("；".join(block.text.removeprefix("结论：") for block in paragraphs)),
        "部分": [*_parts(section)],
        **lists,
        "成立的情形": _holding(answer.grounds.values()),
        "条文": _places(_cited(section)),
    }


def _holding(grounds: Iterable[GroundAnswer]) -> list[dict[str, str]]:
    holding = (ground for ground in grounds if ground.truth is True)
    return [
        {
            "编号": _number(number, 0),
            "条款": ground.citation,
            "情形": ground.name,
            "状态": ground.state,
            "原文": ground.text,
        }
        for number, ground in enumerate(holding, 1)
    ]


def _parts(section: Section) -> Iterator[dict[str, Any]]:
    """Yield what is said of a policy part by part, in order, each with its heading."""
    number = 0
    for block in section.blocks:
        match block:
            case Paragraph():
                rows = [{"编号": "", "内容": one_line(block.text.removeprefix("结论："))}]
                title = _HEADINGS[block.topic]
            case Items():
                rows, title = [*_rows(block.items)], block.title or _HEADINGS[block.topic]
            case Quotes():
                continue
            case _:
                assert_never(block)
        number += 1
        yield {"序号": numeral(number), "小标题": title, "段": rows}


def _items(sections: Iterable[Section], *topics: Topic) -> Iterator[Item]:
    for section in sections:
        for block in section.blocks:
            if block.topic not in topics:
                continue
            if isinstance(block, Items):
                yield from block.items
            elif isinstance(block, Paragraph):
                yield Item(block.spans)


def _rows(items: Iterable[Item], depth: int = 0) -> Iterator[dict[str, str]]:
    """Yield items with their numbers, each followed by what it rests on: 1. （1） ① and further down none."""
    for number, item in enumerate(items, 1):
        yield {"编号": _number(number, depth), "内容": one_line(said(item.spans))}
        yield from _rows(item.parts, depth + 1)


def _number(number: int, depth: int) -> str:
    match depth:
        case 0:
            return f"{number}."
        case 1:
            return f"（{number}）"
        case 2 if number <= _MOST_CIRCLED:
            return chr(_CIRCLED + number - 1)
        case _:
            return ""


def _cited(section: Section) -> Iterator[CitedText]:
    for block in section.blocks:
        if isinstance(block, Quotes):
            yield from block.places or block.before


def _places(places: Iterable[CitedText]) -> list[dict[str, Any]]:
    return [
        {
            "编号": f"{number}.",
            "条款": place.headed,
            "原文": place.text,
            "段": [{"内容": line} for line in place.text.split("\n")],
        }
        for number, place in enumerate(dict.fromkeys(places), 1)
    ]


def _duty(duty: ObligationAnswer) -> dict[str, str]:
    return {
        "义务名称": duty.title,
        "义务人": duty.subject,
        "应当做的": duty.content,
        "履行情况": duty.label,
        "期限": duty.due_at or "没有写明",
        "起算": duty.since or "没有记载",
        "义务依据": duty.citation,
    }
