"""The parts of a policy on which its outcome may turn, and whether it turns on one of them.

A part is a condition that the policy states under a name: a requirement, a ground, one of its alternatives, its
procedure, a derived condition, an entry of the decision list. The outcome turns on a part where, all else being as it
is, the decision list leaves other outcomes if the part holds than if it fails. So each version is read once more with
a hole in the part's place: of a trace that says on which cases it turns, of formulas whether it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from zzrules.analysis.coverage.kinds import ALTERNATIVE, DERIVED, ENTRY, GROUND, PROCEDURE, REQUIREMENT
from zzrules.base.citation import Citation
from zzrules.base.frozen import frozen, replaced
from zzrules.engines.judgement import FALSE, NUMBERS, TRUE, UNKNOWN
from zzrules.plan import model, nodes
from zzrules.plan.layout import Layout, beneath
from zzrules.policy.vocabulary import Fact, Kind

HOLE: Final = nodes.IsTrue(nodes.FactValue(Fact("\0", "\0", Kind.FLAG, "")))
"""Stands for a part that may hold or fail, whatever the rest is."""

_NEGATED: Final = {FALSE: TRUE, UNKNOWN: UNKNOWN, TRUE: FALSE}
_Reading = Callable[[Sequence[int]], int]


@frozen
class Part:
    """A named condition of a version: what it is (as policies say it), its name, its place, and itself.

    ``holed`` is the version with the hole in its place.
    """

    kind: str
    name: str
    citation: Citation | None
    condition: nodes.Condition
    holed: model.Version


def parts_of(policy: model.Policy, version: model.Version) -> Iterator[Part]:
    """Yield the parts of a version, in the order in which policies state them: not what another policy gave it."""
    for at, requirement in enumerate(version.requirements):
        if requirement.stated == nodes.TRUE != requirement.condition:
            continue
        required = (*version.requirements[:at], replaced(requirement, condition=HOLE), *version.requirements[at + 1 :])
        name = requirement.otherwise or f"第{at + 1}项"
        yield Part(REQUIREMENT, name, version.citation, requirement.condition, replaced(version, requirements=required))
    for name, derived in version.derived.items():
        if isinstance(derived, nodes.Condition):
            holed = replaced(version, derived={**version.derived, name: HOLE})
            yield Part(DERIVED, name, version.citation, derived, holed)
    for at, ground in enumerate(version.grounds):
        yield from _of_ground(version, at, ground)
    codes = [entry.code for entry in version.entries]
    for at, entry in enumerate(version.entries):
        if entry.stated is not None or entry.code == model.NOT_APPLICABLE:
            continue
        entries = (*version.entries[:at], replaced(entry, condition=HOLE), *version.entries[at + 1 :])
        several = f"（第{codes[: at + 1].count(entry.code)}条）" if codes.count(entry.code) > 1 else ""
        name = policy.outcomes.get(entry.code, entry.name) + several
        yield Part(ENTRY, name, entry.citation, entry.condition, replaced(version, entries=entries))


def _of_ground(version: model.Version, at: int, ground: model.Ground) -> Iterator[Part]:
    def holed(**fields: nodes.Condition) -> model.Version:
        grounds = (*version.grounds[:at], replaced(ground, **fields), *version.grounds[at + 1 :])
        return replaced(version, grounds=grounds)

    yield Part(GROUND, ground.name, ground.citation, ground.condition, holed(condition=HOLE))
    for name, alternative in ground.alternatives:
        within = _with_hole(ground.condition, alternative)
        yield Part(ALTERNATIVE, f"{ground.name}：{name}", ground.citation, alternative, holed(condition=within))
    if ground.procedure != nodes.TRUE:
        place = ground.procedure_citation or ground.citation
        yield Part(PROCEDURE, ground.name, place, ground.procedure, holed(procedure=HOLE))


def _with_hole(condition: nodes.Condition, part: nodes.Condition) -> nodes.Condition:
    """Return a condition with a hole wherever a part stands in it."""
    match condition:
        case _ if condition == part:
            return HOLE
        case nodes.All(inner) | nodes.Any(inner):
            return type(condition)(tuple(_with_hole(one, part) for one in inner))
        case nodes.Not(one):
            return nodes.Not(_with_hole(one, part))
        case _:
            return condition


class Turning:
    """Whether the outcome of a version turns on one of its parts, by the cells of a trace."""

    def __init__(self, part: Part, layout: Layout) -> None:
        """Take the part, and where the conditions of its version stand in traces."""
        self._layout, self._version = layout, part.holed
        self._slot = layout.slots[part.condition]
        self._whole: set[nodes.Node] = set()
        self._applies = [self._read(one.condition) for one in part.holed.requirements]
        self._entries = [(self._read(one.condition), one.code) for one in part.holed.entries]

    def truth(self, cells: Sequence[int]) -> int:
        """Return the truth of the part, as a number."""
        return cells[self._slot]

    def turns(self, cells: Sequence[int]) -> bool:
        """Return whether the decision list leaves other outcomes if the part holds than if it fails."""
        return self._left((*cells, TRUE)) != self._left((*cells, FALSE))

    def _left(self, cells: Sequence[int]) -> frozenset[str]:
        applies = TRUE
        for read in self._applies:
            applies &= read(cells)
        left = set() if applies == TRUE else {model.NOT_APPLICABLE}
        if applies:
            for read, code in self._entries:
                holds = read(cells)
                if holds:
                    left.add(code)
                    if holds == TRUE:
                        break
        return frozenset(left)

    def _read(self, node: nodes.Condition) -> _Reading:
        """Return what reads a condition: from its cell, unless it rests on the hole, which stands after all cells."""
        if node == HOLE:
            return lambda cells: cells[-1]
        if not self._rests(node):
            if isinstance(node, nodes.Constant):
                truth = NUMBERS[node.truth]
                return lambda _: truth
            slot = self._layout.slots[node]
            return lambda cells: cells[slot]
        match node:
            case nodes.All(parts):
                return _joined([self._read(part) for part in parts], every=True)
            case nodes.Any(parts):
                return _joined([self._read(part) for part in parts], every=False)
            case nodes.Not(part):
                inner = self._read(part)
                return lambda cells: _NEGATED[inner(cells)]
            case nodes.DerivedCondition(name):
                derived = self._version.derived[name]
                assert isinstance(derived, nodes.Condition)
                return self._read(derived)
            case nodes.GroundHolds(name, complete):
                ground = self._version.ground(name)
                assert ground is not None
                return self._read(nodes.All((ground.condition, ground.procedure)) if complete else ground.condition)
            case nodes.Concluded(own, premise, conclusion):
                return _concluded(self._read(own), self._read(premise), conclusion=conclusion)
            case _:  # what else is made of parts has values of its own
                slot = self._layout.slots[node]
                return lambda cells: cells[slot]

    def _rests(self, node: nodes.Node) -> bool:
        """Return whether a node is made of the hole, if only through what it names."""
        if node == HOLE:
            return True
        if isinstance(node, nodes.Constant) or node in self._whole:
            return False
        rests = any(map(self._rests, beneath(node, self._version)))
        if not rests:
            self._whole.add(node)
        return rests


def _joined(readings: Sequence[_Reading], *, every: bool) -> _Reading:
    def read(cells: Sequence[int]) -> int:
        found = TRUE if every else FALSE
        for one in readings:
            found = found & one(cells) if every else found | one(cells)
        return found

    return read


def _concluded(own: _Reading, premise: _Reading, *, conclusion: bool) -> _Reading:
    def read(cells: Sequence[int]) -> int:
        if premise(cells) == TRUE:
            return NUMBERS[conclusion]
        return own(cells)

    return read
