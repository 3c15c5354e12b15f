"""What the translation of all policies shares: columns, layers, what has been judged, and when nodes mean the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, assert_never

from zzrules.engines.columnar.columns import Columns
from zzrules.engines.columnar.days import Days
from zzrules.engines.columnar.lists import Sweep
from zzrules.engines.columnar.terms import Layers, Part, Term, all_of, any_of, negate
from zzrules.plan import model, nodes, walks
from zzrules.policy.vocabulary import Fact


@dataclass(slots=True)
class Judged:
    """What a policy, or one version of it, says of all rows: where each outcome is possible, and its truths."""

    possible: dict[str, Part | bool]
    grounds: dict[str, Term] = field(default_factory=dict)
    complete: dict[str, Term] = field(default_factory=dict)
    consequences: dict[str, Term] = field(default_factory=dict)

    def within(self, codes: frozenset[str]) -> Term:
        """Return whether the outcome is one of ``codes``: true if no other is possible, false if none of them is."""
        inside = any_of(possible for code, possible in self.possible.items() if code in codes)
        outside = any_of(possible for code, possible in self.possible.items() if code not in codes)
        return all_of((inside, any_of((negate(outside), None))))


@dataclass(slots=True)
class Context:
    """What all policies of one translation share."""

    columns: Columns
    layers: Layers
    days: Days
    on: Part
    uses: Counter[Any]
    judged: dict[str, Judged] = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict)
    sweeps: dict[tuple[str, int], Sweep] = field(default_factory=dict)

    def sweep(self, source: Fact, layer: int) -> Sweep:
        """Return the sweep over a list's elements on a layer, or on the first one after it that has the list."""
        listed = self.columns.listed(source)
        assert listed.rows is not None
        layer = max(layer, listed.rows.layer)
        if isinstance(listed.ordered, Part):
            layer = max(layer, listed.ordered.layer)
        key = source.name, layer
        if key not in self.sweeps:
            self.sweeps[key] = Sweep(listed, self.on, self.layers, layer)
        return self.sweeps[key]


Key = tuple[str, int]
"""What gives a node its meaning: the version, by its policy and first day, or `ANY`."""

ANY: Key = "", 0


class Rests(Enum):
    """On what the meaning of a node rests, beside its children."""

    ANYTHING = "the record, the list's element at hand and the other policies"
    VERSION = "the version"


def rests_on(node: nodes.Node) -> Rests:
    """Return on what the meaning of a node rests, its children aside."""
    match node:
        case nodes.DerivedValue() | nodes.DerivedCondition() | nodes.GroundHolds() | nodes.ConductDay():
            return Rests.VERSION
        case nodes.OutcomeIs(policy, _):
            return Rests.ANYTHING if policy else Rests.VERSION
        case nodes.Literal() | nodes.FactValue() | nodes.FindingDay() | nodes.EvaluationDay():
            return Rests.ANYTHING
        case nodes.FieldValue() | nodes.OrderNumber():
            return Rests.ANYTHING
        case nodes.Deadline() | nodes.Counted() | nodes.Rolled() | nodes.Extremum() | nodes.FirstGiven():
            return Rests.ANYTHING
        case nodes.Choice() | nodes.Picked() | nodes.Quantified() | nodes.Times():
            return Rests.ANYTHING
        case nodes.Combined() | nodes.Product() | nodes.Gathered():
            return Rests.ANYTHING
        case nodes.DayOf() | nodes.MonthDay() | nodes.HoursLater():
            return Rests.ANYTHING
        case nodes.Constant() | nodes.All() | nodes.Any() | nodes.Not() | nodes.IsTrue() | nodes.Given():
            return Rests.ANYTHING
        case nodes.Compare() | nodes.Workday() | nodes.Among() | nodes.Includes() | nodes.Lasted() | nodes.Found():
            return Rests.ANYTHING
        case nodes.OtherGround() | nodes.ObligationIs() | nodes.CatchAll() | nodes.Concluded():
            return Rests.ANYTHING
        case _:
            assert_never(node)


def key_of(policy: model.Policy, version: model.Version) -> Key:
    """Return the key of a version's nodes."""
    return policy.code, version.first


def common(node: nodes.Node) -> bool:
    """Return whether a node means the same in every version of every policy."""
    return not any(rests_on(inner) is Rests.VERSION for inner in walks.walk(node))


def uses_of(version: model.Version, key: Key) -> Iterator[tuple[Key, nodes.Node]]:
    """Yield every node as often as it is read, with the key of what gives it its meaning."""
    parts: list[nodes.Node] = list(model.conditions_of(version))
    parts += [effect.deadline for effect in version.consequences if isinstance(effect.deadline, nodes.Value)]
    for part in parts:
        for node in walks.walk(part):
            yield (ANY if common(node) else key), node
