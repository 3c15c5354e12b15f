"""What of a condition is idle: cannot hold, always holds, or says nothing beside its other parts.

Each claim is proven for all complete cases in which the policy applies, under whichever readings (`openly`); of what
cannot hold, for those that do not contradict themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from zzrules.analysis.board import MOST_ASKED, Board
from zzrules.analysis.diagrams import FALSE, TRUE, Diagrams
from zzrules.base.frozen import replaced
from zzrules.plan import model, nodes, walks
from zzrules.plan.formulas import And, Formula, Or
from zzrules.plan.shadows import Reader
from zzrules.policy import expressions
from zzrules.policy.vocabulary import Fact

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

    _own: tuple[Formula, Sequence[tuple[str, Formula]]] | None = None

    def knowing(self, applies: Formula, entries: Sequence[tuple[str, Formula]]) -> None:
        """Take when the version applies, and its entries with their codes."""
        self._own = applies, entries

    def _single(self, condition: nodes.Condition) -> Formula:
        if isinstance(condition, nodes.OutcomeIs) and not condition.policy and self._own is not None:
            applies, entries = self._own
            found: list[Formula] = []
            reached: tuple[Formula, ...] = (applies,)
            for code, holds in entries:
                if code in condition.codes:
                    found.append(And((*reached, holds)))
                reached = (*reached, self._variables.negated(holds))
            if model.NOT_APPLICABLE in condition.codes:
                found.append(self._variables.negated(applies))
            return Or(tuple(found))
        return super()._single(condition)


class Region:
    """The cases in which a condition of a version is read, on a board of their own."""

    def __init__(
        self,
        policy: model.Policy,
        version: model.Version,
        others: Mapping[str, model.Policy],
        condition: nodes.Condition,
        *beside: nodes.Condition,
        applying: bool,
    ) -> None:
        """Take the policy, the version and the condition in their plain form, and the policies to which they refer.

        The condition is read only where others ``beside`` it hold and, if ``applying``, where the version applies.
        """
        self.board = Board()
        variables = self.board.variables
        self._reader = OwnReader(variables, policy, version, others, most=MOST_ASKED)
        for one in (condition, *beside):
            self._reader.hold_to_limit(one)
        required = And(tuple(self._reader.formula(one.condition) for one in version.requirements))
        every = (condition, *beside)
        asks = any(isinstance(one, nodes.OutcomeIs) and not one.policy for part in every for one in walks.walk(part))
        if asks:
            entries = [(one.code, self._reader.formula(one.condition)) for one in version.entries]
            self._reader.knowing(required, entries)
        diagrams = self.board.diagrams
        self.condition = condition
        for read in (condition, nodes.Not(condition)):  # either way, so that all of it that is asked is known
            self.holds(read)
        held = [self.board.holds(required)] if applying else []
        held += map(self.holds, beside)
        known = {fact.name for part in every for fact in _facts(part)}
        if applying:
            known |= {fact.name for one in version.requirements for fact in _facts(one.condition)}
        excluded = [self.holds(one.condition) for one in version.contradictions if known.issuperset(one.facts)]
        there = diagrams.all_of((self.board.complete(), *held))
        self.cases = Ground(there, diagrams.all_of((there, *map(diagrams.negated, excluded))))

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
        match surface, condition:
            case expressions.Negation(part), nodes.Not(inner):
                yield from self._parts(part, inner, ground, (*path, 0))
            case expressions.Junction(every, written), nodes.All(parts) | nodes.Any(parts) if every is isinstance(
                condition, nodes.All
            ) and len(written) == len(parts):
                yield from self._junction(written, condition, ground, path)

    def _junction(
        self,
        written: Sequence[expressions.Condition],
        condition: nodes.All | nodes.Any,
        ground: Ground,
        path: tuple[int, ...],
    ) -> Iterator[Claim]:
        diagrams = self.board.diagrams
        every = isinstance(condition, nodes.All)
        held = [self.holds(part) for part in condition.parts]
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
                yield from self._parts(written[at], condition.parts[at], within, (*path, at))

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


def never_first(
    policy: model.Policy,
    version: model.Version,
    others: Mapping[str, model.Policy],
    conditions: Sequence[nodes.Condition],
) -> dict[int, tuple[int, ...]]:
    """Return those of several conditions that are never the first to hold, by position: which before it hold then.

    None do of one that does not hold at all. The position after the last stands for none of them.
    """
    board = Board()
    reader = Reader(board.variables, policy, version, others, most=MOST_ASKED)
    diagrams = board.diagrams
    held = [board.holds(reader.formula(one)) for one in conditions]
    complete = board.complete()
    found, left = dict[int, tuple[int, ...]](), complete
    for at, holds in enumerate((*held, TRUE)):
        if diagrams.both(left, holds) == FALSE:
            found[at] = enough(diagrams, diagrams.both(complete, holds), held[:at])
        left = diagrams.both(left, diagrams.negated(holds))
    return found


def enough(diagrams: Diagrams, region: int, held: Sequence[int]) -> tuple[int, ...]:
    """Return the positions of some conditions, one of which holds wherever in a region; none can be left out."""
    kept = [*range(len(held))]
    for at in range(len(held)):
        fewer = [other for other in kept if other != at]
        if diagrams.all_of((region, *(diagrams.negated(held[other]) for other in fewer))) == FALSE:
            kept = fewer
    return tuple(kept)


def unreached(
    policy: model.Policy, version: model.Version, others: Mapping[str, model.Policy], obligation: model.Obligation
) -> Mapping[str, tuple[str, ...]]:
    """Return the states that an obligation is never in where its policy applies, though a condition of theirs holds.

    Beside each stand those before it, in one of which it is then.
    """
    board = Board()
    variables, diagrams = board.variables, board.diagrams
    reader = OwnReader(variables, policy, version, others, most=MOST_ASKED)
    required = And(tuple(reader.formula(one.condition) for one in version.requirements))
    reader.knowing(required, [(one.code, reader.formula(one.condition)) for one in version.entries])
    entries = [(one.code, board.holds(reader.formula(one.condition))) for one in obligation.entries]
    there = diagrams.both(board.complete(), board.holds(required))
    left, found = there, dict[str, tuple[str, ...]]()
    for number, (code, holds) in enumerate(entries):
        here = diagrams.both(there, holds)
        if here != FALSE and diagrams.both(left, holds) == FALSE:
            before = enough(diagrams, here, [other for _, other in entries[:number]])
            found[code] = tuple(entries[at][0] for at in before)
        left = diagrams.both(left, diagrams.negated(holds))
    return found


def _facts(condition: nodes.Condition) -> Iterator[Fact]:
    """Yield the facts of which a condition asks by itself."""
    return (fact for part in walks.walk(condition) for fact in walks.mentions(part).facts)


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
