"""What the last run of the features showed of each policy, and what no scenario shows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Final

from zzrules.analysis.coverage.kinds import CONSEQUENCE, GROUND, OUTCOME, READING, STATE
from zzrules.analysis.coverage.points import Point
from zzrules.answer.witnesses import Scenario
from zzrules.bdd.evidence import KEPT, Ran, Run
from zzrules.rulebook import Rulebook

TRUE, FALSE, OPEN, STATED = "true", "false", "open", "state"
_TRUTHS: Final[Mapping[str, str]] = {
    "成立": TRUE,
    "不成立": FALSE,
    "待查明": OPEN,
    "得出": TRUE,
    "排除": FALSE,
    "发生": TRUE,
    "不发生": FALSE,
    "是": TRUE,
    "不是": FALSE,
}
"""How the ways in which points turn out are marked."""
_MARKS: Final = (STATED, TRUE, FALSE, OPEN)
_PASSED_OVER: Final = frozenset(((OUTCOME, "排除"), (STATE, "不是")))
"""What nearly every scenario shows of nearly every part, and nobody looks for."""


@dataclass(frozen=True)
class Told:
    """A scenario with its runs: one, of an outline one for each row of its examples."""

    file: str
    rule: str
    name: str
    line: int
    runs: tuple[Ran, ...]

    @property
    def failed(self) -> bool:
        """Whether a run of it did not pass."""
        return any(one.why for one in self.runs)


@dataclass(frozen=True)
class Way:
    """A way in which a part turns out, with the numbers of the scenarios that show it, in runs of neighbours."""

    word: str
    mark: str
    ranges: tuple[tuple[int, int], ...]
    count: int


class Results:
    """What a run shows, policy by policy."""

    def __init__(self, run: Run, scenarios: Sequence[Scenario], book: Rulebook) -> None:
        """Take a run, the scenarios as they are written, and the rulebook by which they ran."""
        self.run, self._book = run, book
        self._written = {(one.file, one.line): one for one in scenarios}

    @cached_property
    def scenarios(self) -> tuple[Told, ...]:
        """Every scenario that ran, in the order of the files and of their text."""
        return tuple(
            self._told(file, line, tuple(runs))
            for (file, line), runs in groupby(self.run.ran, lambda one: (one.file, one.line))
        )

    def _told(self, file: str, line: int, runs: tuple[Ran, ...]) -> Told:
        written = self._written.get((file, line))
        return Told(file, written.rule if written else "", written.name if written else runs[0].name, line, runs)

    @cached_property
    def _by_policy(self) -> Mapping[str, tuple[Told, ...]]:
        found: dict[str, list[Told]] = {policy.code: [] for policy in self._book.plan.policies}
        for one in self.scenarios:
            for code in dict.fromkeys(code for ran in one.runs for asked in ran.asked for code in asked.policies):
                found[code].append(one)
        return {code: tuple(told) for code, told in found.items()}

    @property
    def failed(self) -> tuple[Told, ...]:
        """The scenarios that did not pass."""
        return tuple(one for one in self.scenarios if one.failed)

    @staticmethod
    def by_file(told: Sequence[Told]) -> list[tuple[str, list[tuple[str, list[tuple[int, Told]]]]]]:
        """Return scenarios by file and, in it, by rule, each with its number."""
        numbered = list(enumerate(told, 1))
        return [
            (file, [(rule, list(ones)) for rule, ones in groupby(in_file, lambda one: one[1].rule)])
            for file, in_file in groupby(numbered, lambda one: one[1].file)
        ]

    def of(self, code: str) -> tuple[Told, ...]:
        """Return the scenarios that ask about a policy or look at it; each is named by its number in them, from 1."""
        return self._by_policy.get(code, ())

    @cached_property
    def _first(self) -> Mapping[tuple[str, int], tuple[str, int]]:
        shown = [(one, (code, number)) for code, told in self._by_policy.items() for number, one in enumerate(told, 1)]
        return {(one.file, one.line): at for one, at in reversed(shown)}

    def shown_at(self, told: Told) -> tuple[str, int] | None:
        """Return the first policy (code) beside which a scenario is shown, with its number there; None for none."""
        return self._first.get((told.file, told.line))

    def ways(self, code: str, kind: str, name: str) -> tuple[Way, ...]:
        """Return how scenarios show a part of a policy to turn out: a ground, an outcome, a duty, a reading."""
        return self._ways.get((code, kind, name), ())

    @cached_property
    def _ways(self) -> Mapping[tuple[str, str, str], tuple[Way, ...]]:
        found: dict[tuple[str, str, str], dict[str, list[int]]] = {}
        for code, told in self._by_policy.items():
            for number, one in enumerate(told, 1):
                for key, word in dict.fromkeys(
                    shown for ran in one.runs for point in ran.points if point.policy == code for shown in _shown(point)
                ):
                    found.setdefault(key, {}).setdefault(word, []).append(number)
        return {
            key: tuple(
                Way(word, _TRUTHS.get(word, STATED), _ranges(words[word]), len(words[word]))
                for word in sorted(words, key=lambda word: (_MARKS.index(_TRUTHS.get(word, STATED)), word))
            )
            for key, words in found.items()
        }

    @cached_property
    def _left(self) -> Mapping[str, tuple[Point, ...]]:
        """What no scenario shows of each policy, of what is not proven to be out of reach."""
        showing = self._book.showing()
        shown = {point for one in self.run.ran for point in one.points}
        left = [point for point in showing.points.all if point.kind in KEPT and point not in shown]
        never = showing.out_of_reach(left)
        found: dict[str, list[Point]] = {}
        for point in left:
            if point not in never:
                found.setdefault(point.policy, []).append(point)
        return {code: tuple(points) for code, points in found.items()}

    def left(self, code: str) -> tuple[Point, ...]:
        """Return what no scenario shows of a policy, of what is not proven to be out of reach."""
        return self._left.get(code, ())


def _shown(point: Point) -> list[tuple[tuple[str, str, str], str]]:
    """Return under which part, and as which way, a point is told; nothing for what is passed over."""
    if (point.kind, point.way) in _PASSED_OVER:
        return []
    if point.kind == STATE:
        name, _, state = point.name.rpartition("：")
        return [((point.policy, STATE, name), state if point.way == "是" else point.way)]
    word = (
        next((word for word in _TRUTHS if point.way.startswith(word)), point.way) if point.kind == GROUND else point.way
    )
    return [((point.policy, point.kind, point.name), word)]


def _ranges(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return ascending numbers as runs of neighbours.

    >>> _ranges([1, 2, 3, 7])
    ((1, 3), (7, 7))
    """
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(runs)


KINDS: Final[Mapping[str, str]] = {"情形": GROUND, "结论": OUTCOME, "后果": CONSEQUENCE, "义务": STATE, "口径": READING}
"""The kinds of points, by the sections of policies whose parts they are about."""
