"""The life of a duty as a diagram of states: only those that it can be in, with what leads from one to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from zzrules.pages.drawing.model import (
    LINE,
    MARGIN,
    Box,
    Drawing,
    Label,
    Link,
    Role,
    box,
    extent,
    moved,
    widest,
    wrapped,
)
from zzrules.pages.drawing.summing import summary
from zzrules.policy import syntax
from zzrules.policy.expressions import ByReading, Deadline, Definition, Derivation, Word
from zzrules.policy.phrasing.duties import Duties
from zzrules.policy.phrasing.naming import Names
from zzrules.policy.phrasing.sentence import Mention, Sentence
from zzrules.policy.vocabulary import Vocabulary

_STATE, _GAP, _APART, _BETWEEN = 150, 230, 36, 10
_BESIDE: Final = 170
"""How wide what stands beside a line that goes down may be."""


def duty(
    policy: syntax.Policy,
    obligation: syntax.Obligation,
    vocabulary: Vocabulary,
    policies: Sequence[syntax.Policy] = (),
) -> Drawing:
    """Return the picture of a duty's states, from not having arisen to having been met, or breached."""
    names = Names.of(policy, vocabulary, policies)
    said = Duties(names if obligation.each is None else names.within(obligation.each))
    means = Mention("obligation", obligation.name.text, policy.code)
    life = _Life(said, obligation)
    grid = _Grid(means)
    grid.state(0, 1, "未发生", "state")
    grid.state(1, 1, f"待履行\n{life.until}" if life.until else "待履行", "state")
    grid.across(0, 1, life.arises)
    if obligation.fulfilment is not None:
        grid.state(2, 1, "已履行", "met")
        grid.across(1, 1, life.met)
    if life.suspended:
        grid.state(1, 0, "中止", "state")
        grid.there_and_back(1, life.suspended, "期间结束")
    if life.breached:
        grid.state(1, 2, "逾期未履行\n（没有期限的，称违反）" if life.untimed else "逾期未履行", "breached")
        grid.down(1, life.breached)
        if obligation.fulfilment is not None:
            grid.state(2, 2, "逾期履行", "breached")
            grid.across(1, 2, "这时才履行的")
            if obligation.breach is not None:
                grid.down(2, "另有违反的")
    if obligation.discharge is not None:
        discharged = summary(said.framed("", obligation.discharge, "，不必再做"))
        grid.state(0, 2, f"已免除\n{discharged}", "aside")
        grid.out(both=bool(life.breached))
    each = f"（「{obligation.each.text}」每一项各有一项）" if obligation.each is not None else ""
    each += f"（每{obligation.recurs.every.text}一项）" if obligation.recurs is not None else ""
    title = f"义务「{obligation.name.text}」的各个状态{each}"
    described = f"{obligation.subject}应当{names.read(obligation.content.text)}。{grid.told()}"
    index = [one.name for one in policy.obligations].index(obligation.name) + 1
    return grid.drawn(f"duty-{policy.code}-{index}", title, described)


class _Life:
    """What leads a duty from one state to another, in words."""

    def __init__(self, said: Duties, one: syntax.Obligation) -> None:
        names = said.names
        quoted = isinstance(one.due, Word) and one.quoted and names.mention(one.due.word.text) is None
        self.untimed = one.due is None or quoted
        day = "" if one.due is None else _named(said, one.due)
        self.until = f"期限：“{day}”" if quoted else f"期限：{day}" if day else "没有规定期限"
        when = "凡适用的" if one.condition is None else summary(said.framed("", one.condition, ""))
        since = "" if one.since is None else f"\n自{_named(said, one.since)}起"
        self.arises = f"{when}{since}"
        self.met = ""
        if isinstance(one.fulfilment, Definition):
            self.met = summary(said.framed("", one.fulfilment.condition, ""))
        elif one.fulfilment is not None:
            limit = "" if self.untimed else "\n不晚于期限的"
            self.met = f"有{_named(said, one.fulfilment)}{limit}"
        breach = "" if one.breach is None else summary(said.framed("", one.breach, ""))
        late = "" if self.untimed else "期限届满次日起"
        self.breached = f"{late}\n或者：{breach}" if late and breach else late or breach
        suspended = _suspension(names, one.due)
        self.suspended = f"「{suspended}」开始" if suspended else ""


def _named(said: Duties, value: Derivation) -> str:
    """Return what a day is called; one without a name, in short."""
    if isinstance(value, Word):
        return f"「{value.word.text}」" if said.names.mention(value.word.text) is not None else value.word.text
    inner: Sentence = said.value(value)
    return inner.text if not inner.below else f"{inner.text}（{len(inner.below)}种情况，见正文）"


def _suspension(names: Names, due: Derivation | None) -> str:
    """Return the list whose periods do not count towards a deadline; empty if there is none."""
    seen: set[str] = set()
    waiting = [due]
    while waiting:
        value = waiting.pop()
        match value:
            case Deadline(start, _, _, _, suspension):
                if suspension is not None:
                    return suspension.name.text
                waiting.append(Word(start))
            case ByReading(_, options):
                waiting += [inner for _, inner in options]
            case Word(word) if word.text not in seen:
                seen.add(word.text)
                own = names.policy.derived if names.policy is not None else ()
                shared = names.vocabulary.derived if names.vocabulary is not None else ()
                waiting += [inner for name, inner in (*own, *shared) if name.text == word.text]
            case _:
                pass
    return ""


class _Grid:
    """States in rows and columns; what leads along a row stands above its line, what leads down beside it."""

    def __init__(self, means: Mention) -> None:
        self._means = means
        self._states: dict[tuple[int, int], Box] = {}
        self._across: dict[tuple[int, int], tuple[str, ...]] = {}
        self._down: dict[int, tuple[str, ...]] = {}
        self._back: tuple[tuple[str, ...], tuple[str, ...]] | None = None
        self._out = False
        self._out_of_both = False
        self._steps: list[str] = []

    def state(self, column: int, row: int, text: str, role: Role) -> None:
        """Put a state in its place."""
        self._states[column, row] = box(0, 0, _STATE, text, role, self._means)

    def across(self, column: int, row: int, text: str) -> None:
        """Say what leads from a state to the one on its right."""
        self._across[column, row] = wrapped(text, _GAP - 2 * _BETWEEN)
        self._say(column, row, column + 1, row, text)

    def down(self, column: int, text: str) -> None:
        """Say what leads from a state of the second row to the one below it."""
        self._down[column] = wrapped(text, _BESIDE)
        self._say(column, 1, column, 2, text)

    def there_and_back(self, column: int, there: str, back: str) -> None:
        """Say what leads from the second row to the first, and back."""
        self._back = wrapped(there, _BESIDE), wrapped(back, _BESIDE)
        self._say(column, 1, column, 0, there)

    def out(self, *, both: bool) -> None:
        """Lead from what is pending, and from what is breached, to what ends the duty."""
        self._out, self._out_of_both = True, both

    def _say(self, column: int, row: int, to_column: int, to_row: int, text: str) -> None:
        states = (self._states[at].lines[0] for at in ((column, row), (to_column, to_row)))
        before, after = states
        self._steps.append(f"{before}到{after}：{text.replace(chr(10), '')}")

    def told(self) -> str:
        """Return in words what the picture shows."""
        return "；".join(self._steps) + "。"

    def drawn(self, name: str, title: str, described: str) -> Drawing:
        """Return the picture: rows and the spaces between them as high as what stands in them."""
        placed = self._placed()
        links: list[Link] = []
        labels: list[Label] = []
        for (column, row), lines in self._across.items():
            left, right = placed[column, row].at, placed[column + 1, row].at
            links.append(Link(((left.right, left.centre), (right.left, left.centre))))
            labels.append(Label(left.right + _BETWEEN, left.centre - len(lines) * LINE - 2, lines))
        for column, lines in self._down.items():
            above, below = placed[column, 1].at, placed[column, 2].at
            at = above.middle + (20 if column == 1 else 0)
            links.append(Link(((at, above.bottom), (at, below.top)), "else"))
            labels.append(Label(at + 8 if column == 1 else at - 8 - widest(lines), above.bottom + _APART / 2, lines))
        if self._back is not None:
            above, below = placed[1, 0].at, placed[1, 1].at
            there, back = self._back
            links.append(Link(((above.middle - 20, below.top), (above.middle - 20, above.bottom)), "else"))
            links.append(Link(((above.middle + 20, above.bottom), (above.middle + 20, below.top)), "else"))
            labels.append(Label(above.middle - 28 - widest(there), above.bottom + _APART / 2, there))
            labels.append(Label(above.middle + 28, above.bottom + _APART / 2, back))
        if self._out:
            pending, ended = placed[1, 1].at, placed[0, 2].at
            half = ended.top - _APART / 4
            at = pending.middle - 30
            links.append(
                Link(((at, pending.bottom), (at, half), (ended.middle, half), (ended.middle, ended.top)), "else")
            )
            if self._out_of_both:
                breached = placed[1, 2].at
                level = min(breached.centre, ended.bottom - 6)
                links.append(Link(((breached.left, level), (ended.right, level)), "else"))
        width, height = extent(placed.values(), labels, links)
        return Drawing(name, title, described, width, height, tuple(placed.values()), tuple(links), tuple(labels))

    def _placed(self) -> dict[tuple[int, int], Box]:
        placed: dict[tuple[int, int], Box] = {}
        top: float = MARGIN
        rows = sorted({row for _, row in self._states})
        for row in rows:
            boxes = {column: one for (column, of), one in self._states.items() if of == row}
            above = max((len(lines) * LINE for (_, of), lines in self._across.items() if of == row), default=0)
            half = max(one.at.height / 2 for one in boxes.values())
            centre = top + max(half, above + 4)
            for column, one in boxes.items():
                left = MARGIN + column * (_STATE + _GAP)
                placed[column, row] = moved(one, left, centre - one.at.height / 2)
            top = centre + half + _APART + self._beside(row)
        return placed

    def _beside(self, row: int) -> float:
        """Return how high what stands beside the lines below a row is."""
        told = self._down.values() if row == 1 else self._back or () if row == 0 else ()
        return max((len(lines) * LINE for lines in told), default=0)
