"""What diagrams prove of two versions of a policy: that they answer alike, or which outcomes only one can reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from zzrules.analysis.proving.board import MOST_ASKED, Board, Decisions, VersionFormulas
from zzrules.analysis.proving.diagrams import FALSE
from zzrules.analysis.proving.meaning import Meaning
from zzrules.base.frozen import replaced
from zzrules.plan import model, nodes
from zzrules.plan.formulas import TooLargeError
from zzrules.plan.shadows import Reader

Pair = tuple[int | None, int | None]
"""The versions (indexes) of either side that apply; None where the policy is not in force."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proven of a pair of versions.

    ``alike``: every case is answered alike; ``whole``: every complete case is. ``differing`` is the diagram of the
    complete cases that are not, on a ``board``, or, if all are alike, ``in_part`` that of the cases known in part that
    are not; false also where nothing is known of them. ``gone`` and ``come`` are the outcomes that only the older or
    only the newer side can reach. ``obligations`` are those, by name, whose states or days may differ, ``consequences``
    and ``amounts`` whether these may. ``framed``: nothing but what diagrams speak of is written otherwise;
    ``contradicting`` are the conditions that are a contradiction on one side only.
    """

    board: Board
    alike: bool = False
    whole: bool = False
    differing: int = FALSE
    in_part: int = FALSE
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    consequences: bool = False
    amounts: bool = False
    framed: bool = True
    contradicting: tuple[nodes.Condition, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nothing is left to look for."""
        return self.alike and not self.beside

    @property
    def beside(self) -> bool:
        """Whether what is said beside the outcome and the grounds may differ."""
        return bool(self.obligations) or self.consequences or self.amounts


class Proofs:
    """Proves what it can of two plans."""

    def __init__(self, before: model.Plan, after: model.Plan) -> None:
        """Take the plans, and compare their policies in their order: what one refers to is compared before it."""
        self._meant = Meaning(before)
        self._known: dict[tuple[str, Pair], Proof] = {}
        self._means = Meaning(after, self._meant, self._same)

    def same(self, code: str) -> bool:
        """Return whether a policy of both plans is the same in all that it says."""
        meant, means = (
            (
                side.policies[code],
                side.consequences[code],
                side.amounts[code],
                [side.obligations[key] for key in sorted(side.obligations) if key[0] == code],
            )
            for side in (self._meant, self._means)
        )
        return bool(meant == means)

    def of(self, code: str, pair: Pair) -> Proof:
        """Return what is proven of two versions of a policy."""
        old, new = pair
        if old is None or new is None:
            return Proof(Board())
        proof = self._outcomes(self._means, code, old, new)
        return self._with_parts(proof, code, old, new)

    # ── outcomes and grounds ────────────────────────────────────────

    def _same(self, means: Meaning, code: str) -> bool:
        """Return whether a policy of the newer plan, as far as it is read, answers as that of the older one does."""
        was = self._meant.policies.get(code)
        return was is not None and all(
            old is not None and new is not None and self._outcomes(means, code, old, new).alike
            for _, (old, new) in stretches(was, means.policies[code])
        )

    def _outcomes(self, means: Meaning, code: str, old: int, new: int) -> Proof:
        key = code, (old, new)
        if key not in self._known:
            self._known[key] = self._proven(means, code, old, new)
        return self._known[key]

    def _proven(self, means: Meaning, code: str, old: int, new: int) -> Proof:
        was, now = self._meant.policies[code], means.policies[code]
        before, after = was.versions[old], now.versions[new]
        board = Board()
        framed = (was.conduct, was.conduct_falls_back, was.classes, before.contradictions, before.derived_day) == (
            now.conduct,
            now.conduct_falls_back,
            now.classes,
            after.contradictions,
            after.derived_day,
        )
        if framed and replaced(before, first=0, last=0) == replaced(after, first=0, last=0):
            return Proof(board, alike=True, whole=True)
        stated = [[one.condition for one in side.contradictions] for side in (before, after)]
        contradicting = tuple(one for side, rest in (stated, stated[::-1]) for one in side if one not in rest)
        try:
            one = VersionFormulas(board, was, before, self._meant.others)
            other = VersionFormulas(board, now, after, means.others)
            differing, gone, come = _differing(board, one, other)
            judged = board.without(map(one.reader.formula, self._disputed(means, code, old, new)))
            differing = board.diagrams.both(differing, judged)
            whole = framed and differing == FALSE
            in_part = board.diagrams.both(_differing_in_part(board, one, other), judged) if whole else FALSE
        except TooLargeError:
            return Proof(Board(), framed=framed, contradicting=contradicting)
        return Proof(
            board,
            whole and in_part == FALSE,
            whole,
            differing,
            in_part,
            gone,
            come,
            framed=framed,
            contradicting=contradicting,
        )

    def _disputed(self, means: Meaning, code: str, old: int, new: int) -> list[nodes.Condition]:
        """Return what cannot be so for certain in a record that is judged, by either plan."""
        stated = []
        for side, at in ((self._meant, old), (means, new)):
            policy = side.plan.policy(code)
            stated.append([side.condition(one, policy.versions[at]) for one in excluded(side.plan, policy)])
        return [one for one in stated[0] if one in stated[1]]

    # ── consequences, amounts and obligations ────────────────────────────────

    def _with_parts(self, proof: Proof, code: str, old: int, new: int) -> Proof:
        names = {name for side in (self._meant, self._means) for of, name in side.obligations if of == code}
        return replace(
            proof,
            obligations=tuple(name for name in sorted(names) if not self._same_obligation(code, name, old, new)),
            consequences=not self._same_consequences(code, old, new, alike=proof.alike),
            amounts=self._meant.amounts[code][old] != self._means.amounts[code][new],
        )

    def _same_consequences(self, code: str, old: int, new: int, *, alike: bool) -> bool:
        """Return whether the same follows in both versions, which may answer ``alike``."""
        before, after = self._meant.consequences[code][old], self._means.consequences[code][new]
        if before == after:
            return True
        if not alike or [*map(_unconditional, before)] != [*map(_unconditional, after)]:
            return False
        was, now = self._meant.policies[code], self._means.policies[code]
        board = Board()
        try:
            one = Reader(board.variables, was, was.versions[old], self._meant.others, most=MOST_ASKED)
            other = Reader(board.variables, now, now.versions[new], self._means.others, most=MOST_ASKED)
            pairs = [
                (one.formula(mine.condition), other.formula(its.condition))
                for mine, its in zip(before, after, strict=True)
            ]
            differing = [
                board.diagrams.differ(*map(read, pair)) for pair in pairs for read in (board.holds, board.surely)
            ]
            return board.diagrams.both(board.left(), board.diagrams.any_of(differing)) == FALSE
        except TooLargeError:
            return False

    def _same_obligation(self, code: str, name: str, old: int, new: int) -> bool:
        """Return whether an obligation is in the same state, and due on the same day, in both versions."""
        key = code, name
        before, after = (
            side.obligations[key][at] if key in side.obligations else None
            for side, at in ((self._meant, old), (self._means, new))
        )
        if before is None or after is None or before == after:
            return before is after or before == after
        if replaced(before, entries=()) != replaced(after, entries=()):
            return False
        was, now = self._meant.policies[code], self._means.policies[code]
        board = Board()
        try:
            one = VersionFormulas(board, was, was.versions[old], self._meant.others).of_obligation(before)
            other = VersionFormulas(board, now, now.versions[new], self._means.others).of_obligation(after)
            return board.diagrams.both(board.left(), _list_in_part(board, one, other)) == FALSE
        except TooLargeError:
            return False


def _unconditional(consequence: model.Consequence) -> model.Consequence:
    return replaced(consequence, condition=nodes.TRUE)


def excluded(plan: model.Plan, policy: model.Policy) -> Iterator[nodes.Condition]:
    """Yield what cannot be so for certain in a record that is judged: facts of which it would be so are disputed.

    Not what is said of a day of conduct that may be derived: only then is it too late to be disputed.
    """
    derived = {one.conduct.name for one in plan.policies if one.derives_day}
    own = policy.versions[0].contradictions if len(policy.versions) == 1 else ()
    for contradiction in (*plan.contradictions, *own):
        if derived.isdisjoint(contradiction.facts):
            yield contradiction.condition


def stretches(before: model.Policy, after: model.Policy) -> Iterator[tuple[tuple[int, int], Pair]]:
    """Yield the days (first, last) on which the same version of either side applies; where neither does, nothing."""
    edges = {day for one in (*before.versions, *after.versions) for day in (one.first, one.last + 1)}
    for first, beyond in pairwise(sorted(edges)):
        pair = _applying(before, first), _applying(after, first)
        if pair != (None, None):
            yield (first, beyond - 1), pair


def _applying(policy: model.Policy, day: int) -> int | None:
    return next((at for at, one in enumerate(policy.versions) if one.first <= day <= one.last), None)


def _differing(
    board: Board, old: VersionFormulas, new: VersionFormulas
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Return where complete cases are answered otherwise, and the outcomes that only one side can reach."""
    diagrams = board.diagrams
    was, now = old.decisions.outcomes(), new.decisions.outcomes()
    pairs = [(was.get(key, FALSE), now.get(key, FALSE)) for key in dict.fromkeys((*was, *now))]
    for one, other in ((old.grounds, new.grounds), (old.complete, new.complete)):
        held = [{name: board.holds(formula) for name, formula in side.items()} for side in (one, other)]
        pairs += [(held[0].get(name, FALSE), held[1].get(name, FALSE)) for name in dict.fromkeys((*one, *other))]
    complete = board.complete()
    differing = diagrams.any_of(diagrams.both(complete, diagrams.differ(*pair)) for pair in pairs)
    reached = {
        key: [diagrams.both(complete, side.get(key, FALSE)) != FALSE for side in (was, now)]
        for key in dict.fromkeys((*was, *now))
    }
    gone = tuple(key for key, (before, after) in reached.items() if before and not after)
    come = tuple(key for key, (before, after) in reached.items() if after and not before)
    return differing, gone, come


def _differing_in_part(board: Board, old: VersionFormulas, new: VersionFormulas) -> int:
    """Return where cases known in part may be answered otherwise."""
    diagrams = board.diagrams
    differing = [_list_in_part(board, old.decisions, new.decisions)]
    reads: tuple[Callable[..., int], ...] = (board.holds, board.surely)
    for one, other in ((old.grounds, new.grounds), (old.complete, new.complete)):
        for name in dict.fromkeys((*one, *other)):
            for read in reads:
                was, now = (read(side[name]) if name in side else FALSE for side in (one, other))
                differing.append(diagrams.differ(was, now))
    return diagrams.both(board.left(), diagrams.any_of(differing))


def _list_in_part(board: Board, old: Decisions, new: Decisions) -> int:
    """Return where two decision lists may leave other outcomes."""
    was, now = old.possible(), new.possible()
    keys = dict.fromkeys((*was, *now))
    return board.diagrams.any_of(board.diagrams.differ(was.get(key, FALSE), now.get(key, FALSE)) for key in keys)
