"""Two texts of a regulation side by side: what was reworded, moved, inserted, repealed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zzrules.base.citation import Citation
from zzrules.base.frozen import frozen
from zzrules.base.regulation import Regulation, Text, parts_of

Kind = Literal["改", "移", "增", "删"]


@frozen
class Difference:
    """A paragraph or an item that is not the same in two texts: where it stood and stands (None: nowhere), its words.

    The words of a paragraph are those above its items.
    """

    was: Citation | None
    now: Citation | None
    old: str
    new: str

    @property
    def kind(self) -> Kind:
        """改: it reads otherwise (and may stand elsewhere, too); 移: it only stands elsewhere; 增; 删."""
        if self.was is None:
            return "增"
        if self.now is None:
            return "删"
        return "改" if self.old != self.new else "移"


def differences(regulation: Regulation, before: Text, after: Text) -> Iterator[Difference]:
    """Yield how the later of two texts differs from the earlier, in the order of the later; what is repealed is last.

    >>> from datetime import date
    >>> from zzrules.base.amending import Amendment, Change, amended
    >>> from zzrules.base.regulation import Paragraph
    >>> first = Text(
    ...     "某市细则", 0, "", date(2026, 1, 1), date(2030, 12, 31), {1: (Paragraph("甲："), Paragraph("乙。"))}
    ... )
    >>> strikes = Amendment("某政〔2027〕2号", date(2027, 7, 1), (Change("删去", Citation(1, 1)),))
    >>> texts = amended(first, strikes, print)
    >>> days = date(2025, 11, 20), date(2026, 1, 1), date(2030, 12, 31)
    >>> regulation = Regulation("某市细则", "某政〔2025〕1号", "某市", *days, Citation(1), "", (), texts)
    >>> [(one.kind, str(one.was), str(one.now)) for one in differences(regulation, *texts)]
    [('移', '第一条第二款', '第一条'), ('删', '第一条第一款', 'None')]
    """
    origins: dict[Citation, Citation] = {}
    gone: list[Citation] = []
    for part in _leaves(before):
        stands: Citation | None = part
        for text in regulation.texts[before.number + 1 : after.number + 1]:
            stands = text.follow(stands) if stands is not None else None
        if stands is None:
            gone.append(part)
        else:
            origins[stands] = part
    for part in _leaves(after):
        was = origins.get(part)
        old, new = _own_words(before, was) if was is not None else "", _own_words(after, part)
        if was != part or old != new:
            yield Difference(before.resolve(was) if was is not None else None, after.resolve(part), old, new)
    yield from (Difference(before.resolve(part), None, _own_words(before, part), "") for part in gone)


def _leaves(text: Text) -> Iterator[Citation]:
    return (part for part in parts_of(text.articles) if part.paragraph is not None)


def _own_words(text: Text, part: Citation) -> str:
    """Return the words of an item, or of a paragraph without its items."""
    paragraph = text.articles[part.article][(part.paragraph or 1) - 1]
    return paragraph.text if part.item is None else paragraph.items[part.item - 1]
