"""Sentences about a policy: nested, each made of spans that say what their words mention.

A page links each `Span` by its `Mention`; a text numbers the sentences as laws number items (`lines`, `text`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

from zzrules.base.citation import to_chinese
from zzrules.base.frozen import frozen

MentionKind = Literal[
    "policy",
    "citation",
    "fact",
    "field",
    "word",
    "requirement",
    "ground",
    "outcome",
    "class",
    "governance",
    "consequence",
    "obligation",
    "derived",
    "office",
    "parameter",
    "reading",
    "division",
    "implication",
    "order",
    "contradiction",
    "override",
]
"""What words may mention: a place of the law, a fact or its field, a day that every record has, a part of a policy."""
SECTIONS: Final[Mapping[MentionKind, str]] = {
    "requirement": "适用",
    "ground": "情形",
    "outcome": "结论",
    "class": "归类",
    "governance": "统辖",
    "consequence": "后果",
    "obligation": "义务",
    "derived": "推算",
    "office": "办公时间",
    "parameter": "参数",
    "reading": "口径",
    "division": "分工",
    "implication": "推出",
    "order": "先后",
    "contradiction": "矛盾",
    "override": "例外于",
}
"""The section of a policy in which what is mentioned stands, where it is part of one."""


@frozen
class Mention:
    """What words stand for: its kind and its name, as policies write it.

    ``policy`` is the code of the policy whose part it is; empty for what all share. ``source`` is the list of a field.
    """

    kind: MentionKind
    name: str
    policy: str = ""
    source: str = ""


@frozen
class Span:
    """Some words, and what they mention, if anything."""

    text: str
    means: Mention | None = None


Said = tuple[Span, ...]
"""A sentence, or a part of one, without the mark that ends it."""


@frozen
class Sentence:
    """A sentence with those below it, which it announces: items of a list."""

    said: Said
    below: tuple[Sentence, ...] = ()

    @property
    def text(self) -> str:
        """The words of the sentence itself.

        >>> Sentence(joined("自", Span("「受理日期」"), "起")).text
        '自「受理日期」起'
        """
        return "".join(span.text for span in self.said)

    def mentions(self) -> Iterator[Mention]:
        """Yield what the sentence and those below it mention, in the order of the words; some of it twice."""
        yield from (span.means for span in self.said if span.means is not None)
        for sentence in self.below:
            yield from sentence.mentions()


@frozen
class Line:
    """A sentence in its place: how deep, by which number it goes, its words, and the mark that ends it."""

    depth: int
    number: str
    said: Said
    ending: str


def joined(*parts: str | Span | Said) -> Said:
    """Return parts as one row of spans.

    >>> [span.text for span in joined("自", Span("「受理日期」", Mention("fact", "受理日期")), "起", "数")]
    ['自', '「受理日期」', '起数']
    """
    row: list[Span] = []
    for part in parts:
        for span in (Span(part),) if isinstance(part, str) else (part,) if isinstance(part, Span) else part:
            if span.means is None and row and row[-1].means is None:
                row[-1] = Span(row[-1].text + span.text)
            elif span.text:
                row.append(span)
    return tuple(row)


def listed(parts: Iterable[str | Span | Said], between: str = "、") -> Said:
    """Return parts in a row, with a mark between them."""
    row: Said = ()
    for part in parts:
        row = joined(row, between if row else "", part)
    return row


def either(parts: Iterable[str | Span | Said]) -> Said:
    """Return alternatives in a row.

    >>> "".join(span.text for span in either(["甲", "乙", "丙"]))
    '甲、乙或者丙'
    """
    *first, last = parts
    return joined(listed(first), "或者" if first else "", last)


_ENDED: Final = ("。", "！", "？", "；", "：")
_SIGNS: Final = ("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥")
"""What stands for the numbers of items from the fourth list within one another on."""


def lines(sentences: Sequence[Sentence]) -> Iterator[Line]:
    """Yield sentences in lines, as laws number what is in a list: （一）, below it 1., （1）, ① and 甲.

    The sentences themselves have no number. A list ends with a full stop, what comes before its end with a semicolon.
    """
    for sentence in sentences:
        yield from _lines(sentence, 0, "", last=True)


def _lines(sentence: Sentence, depth: int, number: str, *, last: bool) -> Iterator[Line]:
    ending = "：" if sentence.below else "。" if last else "；"
    yield Line(depth, number, sentence.said, "" if sentence.text.endswith(_ENDED) else ending)
    for index, part in enumerate(sentence.below, 1):
        yield from _lines(part, depth + 1, _number(depth, index), last=last and index == len(sentence.below))


def _number(depth: int, index: int) -> str:
    """Return the number of an item in a list that a sentence so deep announces.

    >>> [_number(depth, 2) for depth in range(6)]
    ['（二）', '2.', '（2）', '②', '乙.', '丑.']
    """
    written = ("（{}）", "{}.", "（{}）", "{}", "{}.", "{}.")[min(depth, len(_SIGNS) + 2)]
    if not depth:
        return written.format(to_chinese(index))
    signs = _SIGNS[min(depth - 3, len(_SIGNS) - 1)] if depth >= len(_SIGNS) else ""
    return written.format(signs[index - 1] if index <= len(signs) else index)


def text(sentences: Sequence[Sentence], indent: str = "　　") -> str:
    """Return sentences as a text of lines, what is in a list indented.

    >>> items = Sentence(joined("逾期")), Sentence(joined("拒绝"))
    >>> text([Sentence(joined("有下列情形之一的，责令改正"), items)], "  ").splitlines()
    ['有下列情形之一的，责令改正：', '  （一）逾期；', '  （二）拒绝。']
    """
    return "\n".join(
        indent * line.depth + line.number + "".join(span.text for span in line.said) + line.ending
        for line in lines(sentences)
    )


def outlined(sentence: Sentence, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Yield a sentence and those below it as (depth, line), without numbers; one that announces others has a colon."""
    yield depth, sentence.text + ("：" if sentence.below else "")
    for part in sentence.below:
        yield from outlined(part, depth + 1)
