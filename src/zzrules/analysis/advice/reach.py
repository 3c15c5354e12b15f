"""What can never come about in a policy, and what comes to the same: proven for all complete cases, told as advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations

from zzrules.analysis.advice.sites import entries_of
from zzrules.analysis.proving.board import Board, VersionFormulas
from zzrules.analysis.proving.diagrams import FALSE
from zzrules.analysis.proving.meaning import Meaning
from zzrules.analysis.proving.openly import Openly
from zzrules.analysis.proving.samples import Samples
from zzrules.base.diagnostics.meanings import GROUND_WITHIN, NEVER_HOLDS, SAME_GROUNDS, UNREACHED_OUTCOME
from zzrules.base.errors import Problem
from zzrules.plan import model, walks
from zzrules.plan.bound import Bound
from zzrules.plan.formulas import Formula, TooLargeError
from zzrules.policy import syntax

_ALONE, _APPLIES = "它的条件自相矛盾", "它的条件和适用条件互相排斥"


def advice(bound: Bound, meaning: Openly) -> tuple[Problem, ...]:
    """Return what is proven of the policies of a rulebook and worth a second look, in the order of the files.

    ZZ290: an entry or a ground that cannot hold. ZZ294: grounds that come to the same, or of which one lies within
    another. ZZ296: an entry of 结论 that those before it keep from being reached. It is proven whichever readings are
    taken, and of every version that has the parts.
    """
    files: dict[str, list[syntax.Policy]] = {}
    for one in bound.policies.value:
        files.setdefault(one.code, []).append(one)
    problems = [
        problem for policy in bound.plan.policies for problem in _of_policy(meaning, policy, files[policy.code])
    ]
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.place, problem.code)))


# ── what is proven of a version ─────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry that is never the first to hold: why it cannot hold, or the entries of which one holds with it."""

    why: str
    above: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proven:
    """What is proven of a version: of entries by position, of grounds by name, of pairs of grounds."""

    entries: Mapping[int, _Entry] = field(default_factory=dict)
    grounds: Mapping[str, str] = field(default_factory=dict)
    same: frozenset[tuple[str, str]] = frozenset()
    within: frozenset[tuple[str, str]] = frozenset()


def proven(meaning: Meaning, code: str, version: int) -> Proven:
    """Return what is proven of a version (index) of a policy; nothing of one that asks too much."""
    policy = meaning.policies[code]
    stated = policy.versions[version]
    board = Board()
    diagrams = board.diagrams
    try:
        formulas = VersionFormulas(board, policy, stated, meaning.others)
        decisions = formulas.decisions
        written = meaning.plan.policy(code).versions[version].entries
        own = [entry.stated is None and entry.code != model.NOT_APPLICABLE for entry in written]
        if _seen(board, formulas, own):
            return Proven()
        applies = board.holds(formulas.applies)
        firsts, alone = decisions.firsts(), decisions.alone()
        grounds = {name: (board.holds(own), board.holds(formulas.grounds[name])) for name, own in formulas.own.items()}
        complete = board.complete()
        entries = {}
        for at, first in enumerate(firsts):
            if diagrams.both(complete, first) == FALSE:
                reached = diagrams.both(diagrams.both(complete, applies), alone[at])
                above = [other for other in range(at) if diagrams.both(reached, alone[other]) != FALSE]
                covering = [other for other in above if diagrams.both(reached, diagrams.negated(alone[other])) == FALSE]
                above = covering[:1] or above
                entries[at] = _Entry(_why(diagrams.both(complete, alone[at]), reached), tuple(above))
        held = {name: diagrams.both(complete, there) for name, (_, there) in grounds.items()}
        never = {
            name: _why(diagrams.both(complete, own), held[name])
            for name, (own, _) in grounds.items()
            if held[name] == FALSE
        }
        same, within = set(), set()
        for one, other in combinations([name for name in held if name not in never], 2):
            if held[one] == held[other]:
                same.add((one, other))
            elif diagrams.both(held[one], diagrams.negated(held[other])) == FALSE:
                within.add((one, other))
            elif diagrams.both(held[other], diagrams.negated(held[one])) == FALSE:
                within.add((other, one))
    except TooLargeError:
        return Proven()
    return Proven(entries, never, frozenset(same), frozenset(within))


def _seen(board: Board, formulas: VersionFormulas, own: Sequence[bool]) -> bool:
    """Return whether cases are known that show each entry as the first, and each ground, with and without each other.

    Of entries that are not the policy's own nothing is asked.
    """
    negated, applies = board.variables.negated, formulas.applies
    samples, above = Samples(board.variables, [applies]), list[Formula]()
    for formula, asked in zip(formulas.decisions.entries, own, strict=True):
        if asked and not samples.show(applies, formula, *above):
            return False
        above.append(negated(formula))
    grounds = formulas.own.values()
    return all(samples.show(applies, one) for one in grounds) and all(
        samples.show(applies, one, negated(other)) for one, other in permutations(grounds, 2)
    )


def _why(alone: int, there: int) -> str:
    """Return why a condition cannot hold, given where it holds alone and where the policy applies, too."""
    return _ALONE if alone == FALSE else _APPLIES if there == FALSE else ""


# ── as advice ───────────────────────────────────────────────────────────


def _of_policy(meaning: Meaning, policy: model.Policy, files: Sequence[syntax.Policy]) -> Iterator[Problem]:
    told = [proven(meaning, policy.code, at) for at in range(len(policy.versions))]
    yield from _of_entries(policy, told, files)
    grounds = {ground.name.text: ground for one in files for ground in one.grounds}
    for name, ground in grounds.items():
        having = [one for one, version in zip(told, policy.versions, strict=True) if version.ground(name) is not None]
        settled = [
            walks.settled(stated.condition) is False
            for version in policy.versions
            if (stated := version.ground(name)) is not None
        ]
        if having and not any(settled) and all(name in one.grounds for one in having):
            yield NEVER_HOLDS(ground.name.place, part="情形", name=name, because=having[-1].grounds[name])
    for diagnostic, kind in ((SAME_GROUNDS, "same"), (GROUND_WITHIN, "within")):
        for pair in dict.fromkeys(pair for one in told for pair in sorted(getattr(one, kind))):
            having = [
                one
                for one, version in zip(told, policy.versions, strict=True)
                if all(version.ground(name) is not None for name in pair)
            ]
            if all(pair in getattr(one, kind) for one in having) and all(name in grounds for name in pair):
                one, other = (grounds[name].name for name in pair)
                yield diagnostic(one.place, name=one.text, other=other.text, there=other.place)


def _of_entries(policy: model.Policy, told: Sequence[Proven], files: Sequence[syntax.Policy]) -> Iterator[Problem]:
    """Yield the entries that no version reaches in which they stand."""
    written: dict[syntax.Outcome, list[tuple[_Entry | None, list[syntax.Outcome]]]] = {}
    for one, version in zip(told, policy.versions, strict=True):
        stated = entries_of(version, files)
        for at, outcome in enumerate(stated):
            if outcome is not None and walks.settled(version.entries[at].condition) is not False:
                found = one.entries.get(at)
                above = [stated[other] for other in found.above] if found is not None else []
                known = [other for other in above if other is not None]
                written.setdefault(outcome, []).append((found, known))
    for outcome, entries in written.items():
        entry, firsts = entries[-1]
        if entry is None or any(found is None for found, _ in entries):
            continue
        if entry.why or not firsts:  # where another policy governs, this one does not apply
            because = entry.why or _APPLIES
            yield NEVER_HOLDS(outcome.name.place, part="结论", name=outcome.name.text, because=because)
        else:
            named = "或者".join(f"「{one.name.text}」（第 {one.name.place.line} 行）" for one in firsts)
            there = tuple(one.name.place for one in firsts)
            yield UNREACHED_OUTCOME(outcome.name.place, outcome=outcome.name.text, firsts=named, there=there)
