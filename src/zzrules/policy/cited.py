"""What cites the regulation in a policy, and the words for which a person confirmed it, or noted advice on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zzrules.base.citation import Citation
from zzrules.base.errors import NOWHERE, Place
from zzrules.base.frozen import frozen, hidden
from zzrules.policy.validity import WHENEVER, Span


@frozen
class Cited:
    """A part of a policy that cites a place: what messages call it; ``quoted`` if it has the words beside it (原文).

    ``span``: the part's own days, if it has any.
    """

    part: str
    citation: Citation
    quoted: bool
    span: Span = WHENEVER
    place: Place = hidden(default=NOWHERE)


@frozen
class Anchor:
    """核对: a place as the file cites it, with the digests of the words for which a person confirmed its rules."""

    citation: Citation
    digests: tuple[str, ...]
    place: Place = hidden(default=NOWHERE)

    def means(self, other: Citation) -> bool:
        """Return whether this is another citation's place; the one or the other may leave out an item's paragraph."""
        own = self.citation
        same = (own.of, own.article, own.item) == (other.of, other.article, other.item)
        short = own.item is not None and None in (own.paragraph, other.paragraph)
        return same and (own.paragraph == other.paragraph or short)


@frozen
class Noted:
    """An entry of 留意: the part (情形「甲」) whose advice of one code may stay, why, and what the words come to.

    ``digest`` is empty where nobody wrote down for which words it may.
    """

    part: str
    code: str
    reason: str
    digest: str
    place: Place = hidden(default=NOWHERE)


@frozen
class CitingFile:
    """A file of rules that hold on all days of the regulation, and cite the text first published: a vocabulary."""

    name: str
    in_force: date
    last_day: date
    anchors: tuple[Anchor, ...]
    cited: tuple[Cited, ...]
    place: Place = hidden(default=NOWHERE)
    code: str = ""


def confirmed(anchors: Iterable[Anchor], cited: Citation) -> frozenset[str]:
    """Return the digests of the words for which a person confirmed what rests on a place; none for nobody."""
    return frozenset(digest for anchor in anchors if anchor.means(cited) for digest in anchor.digests)
