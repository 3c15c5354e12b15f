"""What of a condition is idle: cannot hold, always holds, or says nothing beside its other parts.

Each claim is proven for all complete cases in which the policy applies, under whichever readings (`openly`); of what
cannot hold, for those that do not contradict themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Final, Literal, NamedTuple

from zzrules.analysis.proving.board import MOST_ASKED, Board
from zzrules.analysis.proving.diagrams import FALSE, TRUE, Diagrams
from zzrules.analysis.proving.links import Links
from zzrules.analysis.proving.samples import Samples
from zzrules.base.frozen import replaced
from zzrules.plan import model, nodes, walks
from zzrules.plan.formulas import And, Formula, Or, TooLargeError, Variables, parts_of
from zzrules.plan.shadows import Reader
from zzrules.policy import expressions

Kind = Literal["never", "excluded", "contradicted", "always", "beside", "covered"]
"""It cannot hold; not where the policy applies and what must hold beside it does; only in cases that contradict
themselves; it always holds; it does where what must hold beside it does; where it holds, what holds instead does."""
_GIVEN: Final = ("有",)


class Claim(NamedTuple):
    """What is proven of a part of a condition: where in it the part stands (positions, from the outside)."""

    kind: Kind
    path: tuple[int, ...]


class Ground(NamedTuple):
    """A region of cases: the complete ones in question, and those of them that do not contradict themselves."""

    there: int
    sound: int


class OwnReader(Reader):
    """Reads conditions that may speak of the outcomes of their own version."""

    _reads_own = False

    def _single(self, condition: nodes.Condition) -> Formula:
        if not isinstance(condition, nodes.OutcomeIs) or condition.policy or self._reads_own:
            return super()._single(condition)
        self._reads_own = True
        applies = And(tuple(self.formula(one.condition) for one in self._version.requirements))
        entries = [(one.code, self.formula(one.condition)) for one in self._version.entries]
        self._reads_own = False
        found: list[Formula] = []
        reached: tuple[Formula, ...] = (applies,)
        for code, holds in entries:
            if code in condition.codes:
                found.append(And((*reached, holds)))
            reached = (*reached, self._variables.negated(holds))
        if model.NOT_APPLICABLE in condition.codes:
            found.append(self._variables.negated(applies))
        return Or(tuple(found))


class Cases:
    """The cases of a version, of which its conditions are asked: what they have in common is read once.

    Each question has a board of its own, on which stands nothing but what has to do with it.
    """

    def __init__(self, policy: model.Policy, version: model.Version, others: Mapping[str, model.Policy]) -> None:
        """Take the policy and the version in their plain form, and the policies to which they refer."""
        self.variables = Variables()
        self.reader = OwnReader(self.variables, policy, version, others, most=MOST_ASKED)
        self._version = version
        self._links = Links(self.variables)

    @cached_property
    def required(self) -> tuple[Formula, ...]:
        """What must hold for the version to apply."""
        read = (self.reader.formula(one.condition) for one in self._version.requirements)
        return tuple(part for formula in read for part in parts_of(formula))

    def contradictions(self, known: Collection[str]) -> list[Formula]:
        """Return the contradictions that speak of none but some facts (names)."""
        there = [one for one in self._version.contradictions if all(name in known for name in one.facts)]
        return [self.reader.formula(one.condition) for one in there]

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts (names) of which the requirements ask."""
        return frozenset(fact for one in self._version.requirements for fact in _facts(one.condition))

    def facts_of(self, condition: nodes.Condition, beside: Iterable[nodes.Condition], applying: bool) -> frozenset[str]:
        """Return the facts (names) of which is asked where a condition is read."""
        own = frozenset(fact for one in (condition, *beside) for fact in _facts(one))
        return own | self.facts if applying else own

    @cached_property
    def applying(self) -> Ground:
        """Where the version applies."""
        board = Board(self.variables)
        diagrams = board.diagrams
        held = [*map(board.holds, self.required)]
        excluded = [board.holds(one) for one in self.contradictions(self.facts)]
        there = diagrams.all_of((board.complete(), *held))
        return Ground(there, diagrams.all_of((there, *map(diagrams.negated, excluded))))

    def read(self, conditions: Iterable[nodes.Condition]) -> None:
        """Read conditions of which is asked later, so that the same samples show of all what they show."""
        for one in (*conditions, *(one.condition for one in self._version.contradictions)):
            with suppress(TooLargeError):
                self.reader.formula(one)

    @cached_property
    def samples(self) -> Samples:
        """Cases, most of them such that the version applies."""
        return Samples(self.variables, self.required)

    def linked(self, formulas: Sequence[Formula], to: Sequence[Formula]) -> list[Formula]:
        """Return those of some formulas that have to do with others."""
        return self._links.among(formulas, to)

    # ── questions about the whole list ──────────────────────────────────

    def never_first(self, conditions: Sequence[nodes.Condition]) -> dict[int, tuple[int, ...]]:
        """Return those of several conditions that are never the first to hold, by position: which before it hold then.

        None do of one that does not hold at all. The position after the last stands for none of them.
        """
        formulas = [*map(self.reader.formula, conditions)]
        if self.samples.firsts(formulas) and self.samples.show(*map(self.variables.negated, formulas)):
            return {}
        board = Board(self.variables)
        diagrams = board.diagrams
        held = [*map(board.holds, formulas)]
        complete = board.complete()
        found, left = dict[int, tuple[int, ...]](), complete
        for at, holds in enumerate((*held, TRUE)):
            if diagrams.both(left, holds) == FALSE:
                found[at] = enough(diagrams, diagrams.both(complete, holds), held[:at])
            left = diagrams.both(left, diagrams.negated(holds))
        return found

    def unreached(self, obligation: model.Obligation) -> Mapping[str, tuple[str, ...]]:
        """Return the states that an obligation is never in where the version applies, though their conditions hold.

        Beside each stand those before it, in one of which it is then.
        """
        formulas = [self.reader.formula(one.condition) for one in obligation.entries]
        if self.samples.firsts(formulas, *self.required) or self.applying.there == FALSE:
            return {}
        board = Board(self.variables)
        diagrams = board.diagrams
        entries = [(one.code, board.holds(formula)) for one, formula in zip(obligation.entries, formulas, strict=True)]
        required = [board.holds(one) for one in self.linked(self.required, formulas)]
        there = diagrams.all_of((board.complete(), *required))
        left, found = there, dict[str, tuple[str, ...]]()
        for number, (code, holds) in enumerate(entries):
            here = diagrams.both(there, holds)
            if here != FALSE and diagrams.both(left, holds) == FALSE:
                before = enough(diagrams, here, [other for _, other in entries[:number]])
                found[code] = tuple(entries[at][0] for at in before)
            left = diagrams.both(left, diagrams.negated(holds))
        return found

    # ── questions about one condition ───────────────────────────────────

    def can_hold(self, condition: nodes.Condition) -> bool:
        """Return whether a case is known in which a condition holds."""
        return self.samples.show(self.reader.formula(condition))

    def seen(
        self, surface: expressions.Condition, condition: nodes.Condition, *beside: nodes.Condition, applying: bool
    ) -> bool:
        """Return whether cases are known that show that nothing in a condition is idle: `Region` has nothing to say."""
        ground = [*(self.required if applying else ()), *map(self.reader.formula, beside)]
        sound = [self.variables.negated(one) for one in self.contradictions(self.facts_of(condition, beside, applying))]
        holds = self.reader.formula(condition)
        if not self.samples.show(*ground, *sound, holds):
            return False
        if not self.samples.show(*ground, self.variables.negated(holds)):
            return False
        return self._parts_seen(surface, condition, ground, sound)

    def _parts_seen(
        self,
        surface: expressions.Condition,
        condition: nodes.Condition,
        ground: Sequence[Formula],
        sound: Sequence[Formula],
    ) -> bool:
        negated = self.variables.negated
        if isinstance(surface, expressions.Negation) and isinstance(condition, nodes.Not):
            return self._parts_seen(surface.part, condition.part, ground, sound)
        if (junction := _junction(surface, condition)) is None:
            return True
        written, parts, every = junction
        held = [*map(self.reader.formula, parts)]
        for at, (one, part) in enumerate(zip(written, parts, strict=True)):
            others = [formula for other, formula in enumerate(held) if other != at]
            within = [*ground, *others] if every else ground
            if every:
                shown = self.samples.show(*(ground if _only_given(one) else within), negated(held[at]))
            else:
                shown = self.samples.show(*within, *sound, held[at], *map(negated, others))
            if not (shown or _settled(one)) or not self._parts_seen(one, part, within, sound):
                return False
        return True


class Region:
    """The cases in which a condition of a version is read."""

    def __init__(
        self,
        cases: Cases,
        condition: nodes.Condition,
        *beside: nodes.Condition,
        applying: bool,
        contradicted: bool = True,
    ) -> None:
        """Take the cases of the version, and the condition in its plain form.

        The condition is read only where others ``beside`` it hold and, if ``applying``, where the version applies.
        ``contradicted``: the contradictions of the version are told apart.
        """
        self.board = Board(cases.variables)
        self._reader, self.condition = cases.reader, condition
        every = (condition, *beside)
        for one in every:
            self._reader.hold_to_limit(one)
        formulas = [self._reader.formula(one) for one in every]
        required = cases.required if applying else ()
        excluded = cases.contradictions(cases.facts_of(condition, beside, applying)) if contradicted else []
        linked = dict.fromkeys(cases.linked([*required, *excluded], formulas))  # in their order
        diagrams = self.board.diagrams
        for read in (formulas[0], cases.variables.negated(formulas[0])):  # either way, so that all asked is known
            self.board.holds(read)
        held = [self.board.holds(one) for one in (*(one for one in required if one in linked), *formulas[1:])]
        never = [diagrams.negated(self.board.holds(one)) for one in excluded if one in linked]
        there = diagrams.all_of((self.board.complete(), *held))
        sound = diagrams.all_of((there, *never))
        if applying:  # what has nothing to do with the condition may still exclude every case
            there = FALSE if cases.applying.there == FALSE else there
            sound = FALSE if cases.applying.sound == FALSE else sound
        self.cases = Ground(there, sound)

    def holds(self, condition: nodes.Condition) -> int:
        """Return where a condition, in its plain form, holds in a complete case."""
        return self.board.holds(self._reader.formula(condition))

    # ── claims ──────────────────────────────────────────────────────

    def whole(self) -> Kind | None:
        """Return what is proven of the condition as a whole."""
        diagrams, holds, ground = self.board.diagrams, self.holds(self.condition), self.cases
        if ground.there == FALSE:
            return None
        if diagrams.both(ground.there, holds) == FALSE:
            return "never" if diagrams.both(self.board.complete(), holds) == FALSE else "excluded"
        if ground.sound != FALSE and diagrams.both(ground.sound, holds) == FALSE:
            return "contradicted"
        if diagrams.both(ground.there, diagrams.negated(holds)) == FALSE:
            return "always"
        return None

    def parts(self, surface: expressions.Condition) -> Iterator[Claim]:
        """Yield what is proven of the parts of the condition, given as it is written.

        A part of which something is said is left out of what is asked of those before it, and not looked into.
        """
        yield from self._parts(surface, self.condition, self.cases, ())

    def _parts(
        self, surface: expressions.Condition, condition: nodes.Condition, ground: Ground, path: tuple[int, ...]
    ) -> Iterator[Claim]:
        if isinstance(surface, expressions.Negation) and isinstance(condition, nodes.Not):
            yield from self._parts(surface.part, condition.part, ground, (*path, 0))
        elif (junction := _junction(surface, condition)) is not None:
            yield from self._junction(*junction, ground, path)

    def _junction(
        self,
        written: Sequence[expressions.Condition],
        parts: Sequence[nodes.Condition],
        every: bool,
        ground: Ground,
        path: tuple[int, ...],
    ) -> Iterator[Claim]:
        diagrams = self.board.diagrams
        held = [self.holds(part) for part in parts]
        kept = set(range(len(held)))
        for at in reversed(range(len(held))):
            others = [held[other] for other in sorted(kept - {at})]
            beside = diagrams.all_of(others) if every else diagrams.negated(diagrams.any_of(others))
            within = Ground(*(diagrams.both(one, beside) for one in ground)) if every else ground
            kind = None
            if within.there != FALSE and not _settled(written[at]):
                kind = self._kind(held[at], within, beside, every=every)
            if kind is not None and not (kind == "beside" and _only_given(written[at])):
                kept.discard(at)
                yield Claim(kind, (*path, at))
            else:
                yield from self._parts(written[at], parts[at], within, (*path, at))

    def _kind(self, holds: int, within: Ground, beside: int, *, every: bool) -> Kind | None:
        diagrams = self.board.diagrams
        fails = diagrams.negated(holds)
        if every:
            if diagrams.both(within.there, fails) != FALSE:
                return None
            return "always" if diagrams.both(self.cases.there, fails) == FALSE else "beside"
        if diagrams.both(within.there, holds) == FALSE:
            return "never" if diagrams.both(self.board.complete(), holds) == FALSE else "excluded"
        if within.sound != FALSE and diagrams.both(within.sound, holds) == FALSE:
            return "contradicted"
        return "covered" if diagrams.all_of((within.there, holds, beside)) == FALSE else None


class _Junction(NamedTuple):
    """The parts of a condition, as they are written and as they are read: all of them are to hold, or one."""

    written: Sequence[expressions.Condition]
    parts: Sequence[nodes.Condition]
    every: bool


def _junction(surface: expressions.Condition, condition: nodes.Condition) -> _Junction | None:
    """Return the parts of a condition, if it is read as it is written."""
    match surface, condition:
        case expressions.Junction(every, written), nodes.All(parts) | nodes.Any(parts) if every is isinstance(
            condition, nodes.All
        ) and len(written) == len(parts):
            return _Junction(written, parts, every)
        case _:
            return None


def enough(diagrams: Diagrams, region: int, held: Sequence[int]) -> tuple[int, ...]:
    """Return the positions of some conditions, one of which holds wherever in a region; none can be left out."""
    kept = [*range(len(held))]
    for at in range(len(held)):
        fewer = [other for other in kept if other != at]
        if diagrams.all_of((region, *(diagrams.negated(held[other]) for other in fewer))) == FALSE:
            kept = fewer
    return tuple(kept)


def _facts(condition: nodes.Condition) -> Iterator[str]:
    """Yield the facts (names) of which a condition asks by itself."""
    return (fact.name for part in walks.walk(condition) for fact in walks.mentions(part).facts)


def _settled(surface: expressions.Condition) -> bool:
    """Return whether a condition asks for readings alone."""
    match surface:
        case expressions.ReadingIs():
            return True
        case expressions.Junction(_, parts):
            return all(map(_settled, parts))
        case expressions.Negation(part):
            return _settled(part)
        case _:
            return False


def _only_given(surface: expressions.Condition) -> bool:
    """Return whether a condition says that something is there, as people do before they compare it."""
    return isinstance(surface, expressions.Test) and tuple(word.text for word in surface.words) == _GIVEN


def without(condition: nodes.Condition, claim: Claim) -> nodes.Condition:
    """Return a condition with the part of a claim replaced by what the claim says of it."""
    return _replaced(condition, claim.path, nodes.Constant(truth=claim.kind in ("always", "beside")))


def _replaced(condition: nodes.Condition, path: tuple[int, ...], other: nodes.Condition) -> nodes.Condition:
    if not path:
        return other
    at, *rest = path
    match condition:
        case nodes.Not(part):
            return nodes.Not(_replaced(part, tuple(rest), other))
        case nodes.All(parts) | nodes.Any(parts):
            changed = tuple(
                _replaced(part, tuple(rest), other) if number == at else part for number, part in enumerate(parts)
            )
            return replaced(condition, parts=changed)
        case _:
            raise AssertionError(condition)


def written(surface: expressions.Condition, path: tuple[int, ...]) -> expressions.Condition:
    """Return the part of a condition that stands at some positions, as it is written."""
    for at in path:
        match surface:
            case expressions.Negation(part):
                surface = part
            case expressions.Junction(_, parts):
                surface = parts[at]
            case _:
                raise AssertionError(surface)
    return surface
