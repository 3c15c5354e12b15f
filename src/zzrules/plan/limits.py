"""Within what numbers lie, whatever a record says: arithmetic that could leave 64 bits is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, assert_never

from zzrules.base.arithmetic import combined, product
from zzrules.base.bounds import Bounds, spread
from zzrules.case.values import LARGEST, LONGEST_LIST
from zzrules.plan import nodes

WIDEST: Final = 10**18
"""What no number of a policy exceeds: sums and comparisons of such numbers fit into 64 bits."""
_DAYS: Final = date.max.toordinal()


def limits(node: nodes.Value, derived: Mapping[str, nodes.Node]) -> tuple[int, int]:
    """Return the least and the greatest that a number of a version may be, 无 aside."""
    return _Limits(derived).of(node)


def may_be_none(node: nodes.Value, derived: Mapping[str, nodes.Node], known: dict[str, bool] | None = None) -> bool:
    """Return whether a value may be 无, whatever a record says; ``known`` keeps what is found of derived values."""
    known = {} if known is None else known

    def some(values: Iterable[nodes.Value]) -> Iterable[bool]:
        return (may_be_none(value, derived, known) for value in values)

    match node:
        case nodes.Literal() | nodes.OrderNumber() | nodes.EvaluationDay() | nodes.ConductDay():
            return False
        case nodes.FactValue(fact, _) | nodes.FieldValue(fact, _):
            return fact.may_be_none
        case nodes.FindingDay() | nodes.Picked():
            return True
        case nodes.DerivedValue(name, _):
            inner = derived[name]
            assert isinstance(inner, nodes.Value)
            if name not in known:
                known[name] = may_be_none(inner, derived, known)
            return known[name]
        case nodes.Deadline(start, _, _, _, _) | nodes.Rolled(start) | nodes.DayOf(start) | nodes.MonthDay(start):
            return may_be_none(start, derived, known)
        case nodes.HoursLater(start):
            return may_be_none(start, derived, known)
        case nodes.Counted(_, start, end, _):
            return any(some((start, end)))
        case nodes.Extremum(latest, days):
            return (any if latest else all)(some(days))
        case nodes.FirstGiven(values, _):
            return all(some(values))
        case nodes.Choice(cases, otherwise, _, _):
            return any(some((*(value for _, value in cases), otherwise)))
        case nodes.Combined(_, values, _) | nodes.Product(values, _, _, _, _, _):
            return any(some(values))
        case nodes.Gathered(operator):
            return operator in ("min", "max")
        case _:
            assert_never(node)


def reach(node: nodes.Product, derived: Mapping[str, nodes.Node]) -> int:
    """Return what the product may come to on the way, before it is divided and rounded."""
    low, high = _ends(product(_Limits(derived).spread(node.values), 1, 1, 1, None))
    return 2 * max(abs(low), abs(high)) * node.numerator + node.denominator * node.step


class _Limits:
    """Finds within what numbers lie, of each derived value once: others may name it many times."""

    def __init__(self, derived: Mapping[str, nodes.Node]) -> None:
        self._derived = derived
        self._known: dict[str, tuple[int, int]] = {}

    def of(self, node: nodes.Value) -> tuple[int, int]:
        """Return the least and the greatest that a number may be."""
        match node:
            case nodes.Literal(value, _, _):
                assert isinstance(value, int)
                return value, value
            case nodes.FactValue(fact, _) | nodes.FieldValue(fact, _):
                least, most = fact.limits
                return -LARGEST if least is None else least, LARGEST if most is None else most
            case nodes.OrderNumber():
                return 1, LONGEST_LIST
            case nodes.Counted():
                return -_DAYS, _DAYS
            case nodes.DerivedValue(name, _):
                if name not in self._known:
                    inner = self._derived[name]
                    assert isinstance(inner, nodes.Value)
                    self._known[name] = self.of(inner)
                return self._known[name]
            case nodes.FirstGiven(values, _):
                return _hull([self.of(value) for value in values])
            case nodes.Choice(cases, otherwise, _):
                return _hull([self.of(value) for value in (*(value for _, value in cases), otherwise)])
            case nodes.Picked(source, position, _, _):
                return self.of(nodes.FieldValue(source.fields[position], position))
            case nodes.Combined(operator, values, _):
                return _ends(combined(operator, self.spread(values), None))
            case nodes.Product(values, numerator, denominator, step, _):
                return _ends(product(self.spread(values), numerator, denominator, step, None))
            case nodes.Gathered("count" | "run"):
                return 0, LONGEST_LIST
            case nodes.Gathered(operator, source, position, _):
                least, most = self.of(nodes.FieldValue(source.fields[position], position))
                if operator == "sum":
                    return min(0, least * LONGEST_LIST), max(0, most * LONGEST_LIST)
                return least, most
            case (
                nodes.FindingDay()
                | nodes.EvaluationDay()
                | nodes.ConductDay()
                | nodes.Deadline()
                | nodes.Rolled()
                | nodes.Extremum()
                | nodes.DayOf()
                | nodes.MonthDay()
                | nodes.HoursLater()
            ):
                raise AssertionError(node)  # a date or a moment
            case _:
                assert_never(node)

    def spread(self, values: tuple[nodes.Value, ...]) -> list[Bounds]:
        """Return the bounds of several numbers."""
        return [Bounds(*self.of(value)) for value in values]


def _ends(extent: object) -> tuple[int, int]:
    low, high, _ = spread(extent)
    return low, high


def _hull(all_limits: list[tuple[int, int]]) -> tuple[int, int]:
    return min(low for low, _ in all_limits), max(high for _, high in all_limits)
