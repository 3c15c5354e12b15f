"""Duties each of which follows from what became of another, as a staircase: from what is asked first to the last.

Which follows which is read from what is written: a duty follows another one whose state it asks for, or of whose
fulfilment, list or term it reads a fact in order to arise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from zzrules.pages.drawing.model import LINE, MARGIN, PADDING, Box, Drawing, Link, Role, box, extent, moved
from zzrules.pages.drawing.summing import summary
from zzrules.policy import syntax
from zzrules.policy.expressions import (
    ByReading,
    Cases,
    Condition,
    Definition,
    Derivation,
    Extremum,
    FirstGiven,
    Junction,
    OutcomeIs,
    Picked,
    Test,
    Word,
)
from zzrules.policy.phrasing.duties import Duties
from zzrules.policy.phrasing.naming import Names
from zzrules.policy.phrasing.sentence import Mention
from zzrules.policy.vocabulary import Vocabulary

_STEP, _APART, _RISE, _BELOW = 230, 44, 56, 28
_FEWEST: Final = 3
"""From how many steps on it is a staircase."""


def rising(policy: syntax.Policy, vocabulary: Vocabulary, policies: Sequence[syntax.Policy] = ()) -> Drawing | None:
    """Return the picture of a policy's duties as they follow one another; None for fewer than three in a row.

    Those that follow from none, and from which none follows, stand beside the steps.
    """
    order = _Order(Names.of(policy, vocabulary, policies), policy.obligations)
    levels = order.levels()
    if max(levels.values(), default=0) < _FEWEST - 1:
        return None
    duties = {one.name.text: one for one in policy.obligations}
    columns: dict[int, list[str]] = {}
    for name in duties:
        if order.after[name] or order.before(name):
            columns.setdefault(levels[name], []).append(name)
    placed: dict[str, Box] = {}
    for level, names in columns.items():
        top: float = MARGIN + (max(columns) - level) * _RISE
        for name in names:
            placed[name] = moved(order.box(duties[name], "step"), MARGIN + level * (_STEP + _APART), top)
            top = placed[name].at.bottom + _BELOW
    links = [
        _joining(placed[first], placed[name])
        for name in placed
        for first in order.after[name]
        if levels[first] == levels[name] - 1
    ]
    aside = [order.box(one, "aside") for name, one in duties.items() if name not in placed]
    below = max(made.at.bottom for made in placed.values()) + 2 * _BELOW
    beside = [moved(made, MARGIN + number * (_STEP + _APART), below) for number, made in enumerate(aside)]
    boxes_ = (*placed.values(), *beside)
    width, height = extent(boxes_, (), links)
    told = "；".join(
        f"{levels[name] + 1}. {made.lines[0]}" for name, made in sorted(placed.items(), key=lambda one: levels[one[0]])
    )
    described = f"自左下至右上，有了前一步的结果，才有后一步：{told}。" + ("虚线框里的各自独立。" if aside else "")
    title = f"「{policy.name}」的义务逐步递进"
    return Drawing(f"rising-{policy.code}", title, described, width, height, boxes_, tuple(links), ())


def _joining(before: Box, after: Box) -> Link:
    """Return the line from a step to a later one: straight, if that lies at the same height."""
    half = (before.at.right + after.at.left) / 2
    start = before.at.top + LINE
    end = min(max(start, after.at.top + PADDING), after.at.bottom - PADDING)
    if start == end:
        return Link(((before.at.right, start), (after.at.left, end)))
    return Link(((before.at.right, start), (half, start), (half, end), (after.at.left, end)))


class _Order:
    """Which duty follows which."""

    def __init__(self, names: Names, duties: Sequence[syntax.Obligation]) -> None:
        self.names = names
        self.duties = duties
        self.after = {one.name.text: self._after(number) for number, one in enumerate(duties)}

    def before(self, name: str) -> bool:
        """Return whether a duty follows this one."""
        return any(name in names for names in self.after.values())

    def levels(self) -> dict[str, int]:
        """Return for each duty how many come before it, at most, one after another."""
        levels: dict[str, int] = {}
        for one in self.duties:
            levels[one.name.text] = max((levels[name] + 1 for name in self.after[one.name.text]), default=0)
        return levels

    def box(self, one: syntax.Obligation, role: Role) -> Box:
        """Return the box of a duty: who shall do what, when it arises, and by when it is due."""
        said = self._saying(one)
        text = f"{one.subject}应当{self.names.read(one.content.text)}"
        if one.condition is not None:
            text += f"\n产生：{summary(said.framed('', one.condition, ''))}"
            text += "".join(f"\n即{summary(said.framed('', stated, ''))}" for stated in self._stated(one.condition))
        if one.since is not None:
            text += f"\n自{summary(said.value(one.since))}起"
        text += f"\n{summary(said.deadline(one))}"
        means = Mention("obligation", one.name.text, self.names.code)
        return box(0, 0, _STEP, text, role, means)

    def _stated(self, condition: Condition) -> Iterator[Condition]:
        """Yield what has to be the case for the one outcome of this policy that is asked for."""
        policy = self.names.policy
        if policy is not None and isinstance(condition, OutcomeIs) and condition.policy is None:
            names = {word.text for word in condition.outcomes}
            stated = [one.condition for one in policy.outcomes if one.name.text in names]
            yield from (one for one in stated if one is not None and len(stated) == 1)

    def _saying(self, one: syntax.Obligation) -> Duties:
        return Duties(self.names if one.each is None else self.names.within(one.each))

    def _after(self, number: int) -> tuple[str, ...]:
        """Return the duties before this one in the file that it follows."""
        this = self.duties[number]
        said = self._saying(this)
        stated = [said.clause(this.condition)] if this.condition is not None else []
        stated += [said.value(this.since)] if this.since is not None else []
        read = self._closed([mention for sentence in stated for mention in sentence.mentions()])
        if this.each is not None:
            read.add(Mention("fact", this.each.text))
        found = []
        for other in self.duties[:number]:
            asked = Mention("obligation", other.name.text, self.names.code) in read
            if asked or not read.isdisjoint(self._left_by(other)):
                found.append(other.name.text)
        return tuple(found)

    def _left_by(self, one: syntax.Obligation) -> set[Mention]:
        """Return the facts that say what became of a duty: of its fulfilment, and of its term."""
        names = self._saying(one).names
        return {*_days(names, one.fulfilment), *(_days(names, one.due) if not one.quoted else ())}

    def _closed(self, mentions: Sequence[Mention]) -> set[Mention]:
        """Return what mentions come to, if whatever is derived or concluded from others is followed to those."""
        found: set[Mention] = set()
        waiting = list(mentions)
        while waiting:
            mention = waiting.pop()
            if mention not in found:
                found.add(mention)
                waiting += self._within(mention)
        return found

    def _within(self, mention: Mention) -> Iterator[Mention]:
        policy, vocabulary = self.names.policy, self.names.vocabulary
        said = Duties(self.names)
        conditions: list[Condition | None] = []
        if policy is None or vocabulary is None or (mention.policy and mention.policy != policy.code):
            return
        match mention.kind:
            case "derived":
                for name, value in (*policy.derived, *vocabulary.derived):
                    if name.text == mention.name:
                        yield from said.value(value).mentions()
            case "outcome":
                conditions = [one.condition for one in policy.outcomes if one.name.text == mention.name]
            case "class":
                outcomes = {
                    word.text for one in policy.classes if one.name.text == mention.name for word in one.outcomes
                }
                conditions = [one.condition for one in policy.outcomes if one.name.text in outcomes]
            case "ground":
                conditions = [one.condition for one in policy.grounds if one.name.text == mention.name]
            case _:
                pass
        for condition in conditions:
            if condition is not None:
                yield from said.clause(condition).mentions()


def _days(names: Names, value: Derivation | None) -> Iterator[Mention]:
    """Yield the facts whose days a value takes, or of whose day a condition speaks; not those that only choose."""
    match value:
        case Word(word):
            mention = names.mention(word.text)
            policy = names.policy
            if mention is not None and mention.kind == "derived" and policy is not None:
                for name, inner in policy.derived:
                    if name.text == word.text:
                        yield from _days(names, inner)
            elif mention is not None and mention.kind in ("fact", "field"):
                yield mention
        case Picked(name, _, _, _):
            yield Mention("fact", name.text)
        case Extremum(_, words) | FirstGiven(words):
            for word in words:
                yield from _days(names, Word(word))
        case ByReading(_, options):
            for _, inner in options:
                yield from _days(names, inner)
        case Cases(cases, _):
            for _, taken in cases:
                yield from _days(names, taken)
        case Definition(condition):
            yield from _spoken_of(names, condition)
        case _:
            return


def _spoken_of(names: Names, condition: Condition) -> Iterator[Mention]:
    match condition:
        case Junction(_, parts):
            for part in parts:
                yield from _spoken_of(names, part)
        case Test(name, _, _):
            yield from _days(names, Word(name))
        case _:
            return
