"""How a point can come about: proven that it cannot, of any record, or told in conditions that lead to one.

The diagrams are over all records, also those known in part: of each of these, some completion must be possible.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from random import Random
from typing import Final

from zzrules.analysis.changes.proof import excluded
from zzrules.analysis.coverage.kinds import OUTCOME, STATE
from zzrules.analysis.coverage.parts import HOLE, Part
from zzrules.analysis.coverage.points import Point, Points, case_point, part_point, result_point, side_point, state_name
from zzrules.analysis.proving.board import MOST_ASKED, Board, Decisions, VersionFormulas
from zzrules.analysis.proving.diagrams import FALSE
from zzrules.analysis.proving.meaning import Meaning
from zzrules.base.frozen import replaced
from zzrules.base.truth import Truth
from zzrules.engines import judgement
from zzrules.plan import model, nodes
from zzrules.plan.formulas import FALSE as NEVER, TRUE as ALWAYS, And, Formula, Literal, Or, TooLargeError
from zzrules.plan.model import COMMON_OUTCOMES
from zzrules.plan.shadows import Reader

_OPPOSITE: Final = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">=": "<", ">": "<="}
_HOLDS, _FAILS, _OPEN = judgement.TRUE, judgement.FALSE, judgement.UNKNOWN
_WAYS: Final = 24
"""So many ways to a point are told, drawn at random."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a point: conditions that have to hold, and such whose alternatives have to stay open."""

    holding: tuple[nodes.Condition, ...]
    open: tuple[nodes.Condition, ...]


Ways = dict[Point, tuple[Way, ...]]
"""Ways to points: none to one that cannot come about."""


_Asked = Callable[[Board], Iterator[tuple[Point, int]]]
"""Gives the diagrams of points on a board."""


class Reach:
    """Finds ways to points of one version of a policy."""

    def __init__(self, points: Points, meaning: Meaning, code: str, version: int, random: Random) -> None:
        """Take the points of a plan, what its policies mean, and which version of which of them."""
        self._points, self._meaning, self._random = points, meaning, random
        self._code, self._at = code, version
        self._policy = meaning.policies[code]
        policy = meaning.plan.policy(code)
        self._stated = policy.versions[version]
        self._since = None if policy.conduct.may_be_future else self._stated.first
        self._excluded = [*excluded(meaning.plan, policy)]

    def ways(self, wanted: Collection[Point]) -> Ways:
        """Return ways to some points; nothing is said of those of which nothing is known."""
        found: Ways = {}
        for point in wanted:
            if point not in found and (result := self._results.get(point)) is not None:
                found |= self._told(*result, wanted)
        for part in self._points.parts(self._code, self._at):
            if any((point.kind, point.name) == (part.kind, part.name) for point in wanted):
                found |= self._told(partial(self._of_part, part), self._since, wanted)
        return found

    def _told(self, asked: _Asked, since: int | None, wanted: Collection[Point]) -> Ways:
        board, found = Board(), Ways()
        try:
            diagrams = {point: way for point, way in asked(board) if point in wanted}
            reader = Reader(board.variables, self._policy, self._stated, self._meaning.others, most=MOST_ASKED)
            excluded = [self._read(reader, condition) for condition in self._excluded]
            possible = board.diagrams.both(board.possible(since), board.without(excluded))
            for point, diagram in diagrams.items():
                found[point] = tuple(self._paths(board, possible, board.diagrams.both(possible, diagram)))
        except TooLargeError:
            return {}
        return found

    def _paths(self, board: Board, possible: int, diagram: int) -> Iterator[Way]:
        for _ in range(_WAYS if diagram != FALSE else 0):
            bits = board.reduced(board.diagrams.some_path(diagram, self._random), diagram, possible)
            yield Way(tuple(board.told(bits)), tuple(board.open(bits)))

    # ── as diagrams ─────────────────────────────────────────────────

    def _formulas(self, board: Board, version: model.Version) -> VersionFormulas:
        plain = self._meaning.changed(version, self._stated)
        return VersionFormulas(board, self._policy, plain, self._meaning.others)

    def _read(self, reader: Reader, condition: nodes.Condition) -> Formula:
        return reader.formula(self._meaning.condition(condition, self._stated))

    @cached_property
    def _results(self) -> Mapping[Point, tuple[_Asked, int | None]]:
        """What to ask of each point that is no part's, with the day before which it is not judged.

        That is when an outcome or a state comes about, a boundary is met, a case is taken.
        """
        code, since, found = self._code, self._since, dict[Point, tuple[_Asked, int | None]]()
        names = {**COMMON_OUTCOMES, **self._meaning.plan.policy(code).outcomes}
        for name in names.values():
            for truth in (True, None):
                found[result_point(code, OUTCOME, name, truth)] = self._of_outcomes, since
        dated = {"": since}
        for duty in self._stated.obligations:
            dated[duty.name] = None if duty.conduct or duty.source or duty.recurs else since
            for entry in duty.entries:
                for truth in (True, None):
                    point = result_point(code, STATE, state_name(duty.name, entry.code), truth)
                    found[point] = partial(self._of_duty, duty.name), dated[duty.name]
        for name, node, of in self._points.boundaries(code, self._at):
            for holds, side in ((True, node), (False, _opposite(node))):
                point = side_point(code, name, holds=holds)
                known = found.get(point, (None, since))[1]
                found[point] = partial(self._of_condition, point, side), known and dated[of]
        for name, condition in self._points.cases(code, self._at):
            point = case_point(code, name)
            found[point] = partial(self._of_condition, point, condition), since
        return found

    def _of_condition(self, point: Point, condition: nodes.Condition, board: Board) -> Iterator[tuple[Point, int]]:
        formulas = self._formulas(board, self._stated)
        board.holds(formulas.applies)
        yield point, board.surely(self._read(formulas.reader, condition))

    def _of_outcomes(self, board: Board) -> Iterator[tuple[Point, int]]:
        names = {**COMMON_OUTCOMES, **self._meaning.plan.policy(self._code).outcomes}
        decisions = self._formulas(board, self._stated).decisions
        for outcome, truth, way in _results(board, decisions):
            yield result_point(self._code, OUTCOME, names[outcome], truth), way

    def _of_duty(self, name: str, board: Board) -> Iterator[tuple[Point, int]]:
        plain = self._meaning.obligations[self._code, name][self._at]
        assert plain is not None
        decisions = self._formulas(board, self._stated).of_obligation(plain)
        for state, truth, way in _results(board, decisions):
            yield result_point(self._code, STATE, state_name(name, state), truth), way

    def _of_part(self, part: Part, board: Board) -> Iterator[tuple[Point, int]]:
        """Yield where a part has each truth, and the outcome turns on it or does not."""
        diagrams = board.diagrams
        formulas = self._formulas(board, part.holed)
        formula = self._read(formulas.reader, part.condition)
        holds, surely = board.holds(formula), board.surely(formula)
        truths = {
            _HOLDS: surely,
            _FAILS: diagrams.negated(holds),
            _OPEN: diagrams.both(holds, diagrams.negated(surely)),
        }
        turns = _turns(board, formulas)
        for truth, way in truths.items():
            yield part_point(self._code, part, truth, turns=True), diagrams.both(way, turns)
            yield part_point(self._code, part, truth, turns=False), diagrams.both(way, diagrams.negated(turns))


def _results(board: Board, decisions: Decisions) -> Iterator[tuple[str, Truth, int]]:
    """Yield where each outcome of a list is the only one left, and where it is left at all: among others, perhaps.

    Which others there are rests on more than the list: on a day of conduct that is not known, on other versions.
    """
    possible = decisions.possible()
    for code, way in possible.items():
        others = board.diagrams.any_of(other for name, other in possible.items() if name != code)
        yield code, True, board.diagrams.both(way, board.diagrams.negated(others))
        yield code, None, way


def _turns(board: Board, formulas: VersionFormulas) -> int:
    """Return where the outcome turns on what stands in the hole."""
    hole = formulas.reader.formula(HOLE)
    assert isinstance(hole, Literal)
    one, other = (
        formulas.decisions.left(lambda formula, put=put: _filled(formula, hole, put))  # type: ignore[misc]
        for put in (ALWAYS, NEVER)
    )
    return board.diagrams.any_of(board.diagrams.differ(one[code], other[code]) for code in one)


def _opposite(node: nodes.Condition) -> nodes.Condition:
    """Return how what is compared stands where a comparison fails, though it is there."""
    if isinstance(node, nodes.Compare | nodes.Lasted):
        return replaced(node, operator=_OPPOSITE[node.operator])
    return nodes.Not(node)


def _filled(formula: Formula, hole: Literal, put: Formula) -> Formula:
    """Return a formula with what holds, or fails, in the place of a literal."""
    match formula:
        case Literal(variable, ways) if variable == hole.variable:
            return put if ways == hole.ways else (NEVER if put == ALWAYS else ALWAYS)
        case And(parts):
            return And(tuple(_filled(part, hole, put) for part in parts))
        case Or(parts):
            return Or(tuple(_filled(part, hole, put) for part in parts))
        case _:
            return formula
