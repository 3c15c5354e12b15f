"""How articles refer to one another: a row of articles, and brackets from each to those of which it speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from zzrules.base.citation import Citation
from zzrules.base.frozen import frozen
from zzrules.base.regulations import Regulations
from zzrules.pages.drawing.model import MARGIN, Box, Drawing, Label, Link, Stroke, box, extent
from zzrules.policy import syntax
from zzrules.policy.phrasing.policies import say
from zzrules.policy.phrasing.sentence import Mention
from zzrules.policy.vocabulary import Vocabulary

_PLACE, _BELOW, _LANE, _FIRST = 400, 16, 14, 26
_WORDS: Final[dict[Stroke, str]] = {"refers": "参见它的结论、情形", "applies": "依据它的条文"}


@frozen
class Reference:
    """That an article speaks of another one: by citing it as its basis, or by asking what its policy says."""

    of: Citation
    to: Citation
    how: Stroke
    why: str


def references_of(
    policies: Sequence[syntax.Policy], vocabulary: Vocabulary, regulations: Regulations
) -> tuple[Reference, ...]:
    """Return which articles speak of which others, in the order of the articles, each kind of it once."""
    found: dict[tuple[Citation, Citation, Stroke], list[str]] = {}
    for policy in policies:
        for one in _of(policy, policies, vocabulary, regulations):
            if one.of != one.to and one.why not in (why := found.setdefault((one.of, one.to, one.how), [])):
                why.append(one.why)
    several = {key: f"{why[0]}等{len(why)}处" if why[1:] else why[0] for key, why in found.items()}
    return tuple(Reference(of, to, how, several[of, to, how]) for of, to, how in sorted(several))


def references(
    policies: Sequence[syntax.Policy],
    vocabulary: Vocabulary,
    regulations: Regulations,
    around: Citation | None = None,
    found: Sequence[Reference] | None = None,
) -> Drawing | None:
    """Return the picture of all references, or of those from and to one article; None where there are none.

    ``found`` is what `references_of` returned, for whoever makes several pictures.
    """
    wanted = None if around is None else _article(around)
    all_ = references_of(policies, vocabulary, regulations) if found is None else found
    shown = [one for one in all_ if wanted is None or wanted in (one.of, one.to)]
    governing = [policy for policy in policies if policy.governs and wanted in (None, _article(policy.citation))]
    if not shown and not governing:
        return None
    places = sorted(
        {place for one in shown for place in (one.of, one.to)} | {_article(one.citation) for one in governing}
    )
    top: float = MARGIN
    boxes: dict[Citation, Box] = {}
    for place in places:
        at_home = dict.fromkeys(one.name for one in policies if _article(one.citation) == place)
        told = [f"{place}　{'、'.join(f'「{name}」' for name in at_home)}".rstrip()]
        told += [f"{_HOW[one.how]}{one.to}：{one.why}" for one in shown if one.of == place]
        ruled = (
            word.text
            for one in governing
            if _article(one.citation) == place
            for rule in one.governs
            for word in rule.outcomes
        )
        if outcomes := "、".join(f"「{name}」" for name in ruled):
            told.append(f"统辖全部政策：结论是{outcomes}的")
        boxes[place] = box(MARGIN, top, _PLACE, "\n".join(told), "place", Mention("citation", str(place)))
        top = boxes[place].at.bottom + _BELOW
    links = _brackets(shown, boxes)
    width, height = extent(boxes.values(), (), links)
    used: list[Stroke] = [how for how in _WORDS if any(one.how == how for one in shown)]
    legend = [
        box(MARGIN, height + 4 + number * 44, _PLACE, f"{_LINES[how]}：{_WORDS[how]}", "aside")
        for number, how in enumerate(used)
    ]
    samples = [
        Link(((one.at.right + 6, one.at.centre), (one.at.right + 60, one.at.centre)), how)
        for how, one in zip(used, legend, strict=True)
    ]
    all_boxes, all_links = (*boxes.values(), *legend), (*links, *samples)
    width, height = extent(all_boxes, (), all_links)
    name = "references" if wanted is None else f"references-{wanted.article}"
    title = "各条怎样相互引用" if wanted is None else f"{wanted}引用哪些条，被哪些条引用"
    described = "；".join(f"{one.of}{_HOW[one.how]}{one.to}（{one.why}）" for one in shown) or title
    labels: tuple[Label, ...] = ()
    return Drawing(name, title, f"{described}。", width, height, all_boxes, all_links, labels)


_HOW: Final[dict[Stroke, str]] = {"refers": "参见", "applies": "依据"}
_LINES: Final[dict[Stroke, str]] = {"refers": "实线", "applies": "点线"}


def _article(place: Citation) -> Citation:
    return Citation(place.article, of=place.of)


def _of(
    policy: syntax.Policy, policies: Sequence[syntax.Policy], vocabulary: Vocabulary, regulations: Regulations
) -> Iterator[Reference]:
    home = _article(regulations.standing(policy.citation))
    articles = {one.code: _article(regulations.standing(one.citation)) for one in policies}
    for section in say(policy, vocabulary, policies):
        for part in section.parts:
            for cited in part.citations:
                place = _article(regulations.standing(cited))
                yield Reference(home, place, "applies", f"{section.key}「{_called(part.means)}」")
            for sentence in part.sentences:
                for mention in sentence.mentions():
                    other = articles.get(mention.policy)
                    if mention.policy != policy.code and other is not None:
                        yield Reference(home, other, "refers", f"{section.key}「{_called(part.means)}」")


def _called(mention: Mention) -> str:
    return mention.name


def _brackets(shown: Sequence[Reference], boxes: dict[Citation, Box]) -> list[Link]:
    """Return a bracket for each reference, in the first lane on the right in which it meets no other one.

    They leave and reach a box at heights of their own, what leaves it above what reaches it.
    """
    ends = {place: [one for one in shown if place in (one.of, one.to)] for place in boxes}
    lanes: list[list[tuple[float, float]]] = []
    links = []

    def height(place: Citation, one: Reference) -> float:
        at, several = boxes[place].at, ends[place]
        return at.top + at.height * (several.index(one) + 1) / (len(several) + 1)

    spans = sorted(
        ((height(one.of, one), height(one.to, one), one) for one in shown),
        key=lambda span: (abs(span[0] - span[1]), span[0]),
    )
    for start, end, one in spans:
        low, high = min(start, end), max(start, end)
        lane = next(
            (number for number, taken in enumerate(lanes) if all(high < a or b < low for a, b in taken)), len(lanes)
        )
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append((low, high))
        edge = MARGIN + _PLACE
        x = edge + _FIRST + lane * _LANE
        links.append(Link(((edge, start), (x, start), (x, end), (edge, end)), one.how))
    return links
