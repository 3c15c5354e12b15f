"""What is settled before there is a record: conditions on an element of which nothing is known."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import Any, Final, assert_never

from zzrules.base.bounds import Bounds
from zzrules.case.values import NONE, unknown
from zzrules.engines.compiled import support
from zzrules.engines.judgement import FALSE, TRUE, UNKNOWN
from zzrules.plan import nodes
from zzrules.policy.vocabulary import DATED

_MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def of_unknown_element(node: nodes.Condition) -> int | None:
    """Return the truth of a condition on an unknown element; None where it depends on more than the element."""
    match node:
        case nodes.Constant(truth):
            return TRUE if truth else FALSE
        case nodes.All(parts):
            return _joined([of_unknown_element(part) for part in parts], TRUE, FALSE)
        case nodes.Any(parts):
            return _joined([of_unknown_element(part) for part in parts], FALSE, TRUE)
        case nodes.Not(part):
            inner = of_unknown_element(part)
            return inner if inner is None else {FALSE: TRUE, UNKNOWN: UNKNOWN, TRUE: FALSE}[inner]
        case nodes.IsTrue(value) | nodes.Includes(value):
            return UNKNOWN if _of_element(value) else None
        case nodes.Given(value):
            return support.given(_widest(value)) if _of_element(value) else None
        case nodes.Among(value, codes, inside):
            return support.among(_widest(value), codes, inside) if _of_element(value) else None
        case nodes.Compare(operator, left, right):
            return _compared(operator, left, right)
        case (
            nodes.Workday()
            | nodes.Lasted()
            | nodes.Found()
            | nodes.Concluded()
            | nodes.Quantified()
            | nodes.Times()
            | nodes.DerivedCondition()
            | nodes.GroundHolds()
            | nodes.OutcomeIs()
            | nodes.OtherGround()
            | nodes.ObligationIs()
            | nodes.CatchAll()
        ):
            return None
        case _:
            assert_never(node)


def _joined(truths: list[int | None], neutral: int, decisive: int) -> int | None:
    if decisive in truths:
        return decisive
    known = [truth for truth in truths if truth is not None]
    return reduce(and_ if neutral == TRUE else or_, known, neutral) if len(known) == len(truths) else None


def _of_element(value: nodes.Value) -> bool:
    return isinstance(value, nodes.FieldValue | nodes.OrderNumber)


def _compared(operator: str, left: nodes.Value, right: nodes.Value) -> int | None:
    """Compare what is settled of both sides, whatever the day of evaluation."""
    if _of_element(right) and not _of_element(left):
        return _compared(_MIRRORED[operator], right, left)
    if not _of_element(left):
        return None
    if _past(left):
        return _compared_past(operator, left, right)
    if _past(right) or not _plain(right):
        return None
    sides = [side.value if isinstance(side, nodes.Literal) else _widest(side) for side in (left, right)]
    return UNKNOWN if None in sides else support.compare(operator, *sides)  # nothing is known of texts


def _compared_past(operator: str, field: nodes.Value, other: nodes.Value) -> int | None:
    """Compare a day that is not after the evaluation with another one that may be it, but none later, and not 无."""
    if isinstance(other, nodes.EvaluationDay):
        return support.compare(operator, _widest(field), 0)
    lasting = isinstance(other, nodes.FactValue) and _past(other) and not other.fact.may_be_none
    return UNKNOWN if lasting and operator in ("<", ">=", "==", "!=") else None


def _widest(value: nodes.Value) -> Any:
    """Return within what an unknown field lies, a number of the order not less than 1; the day of evaluation aside."""
    return unknown(value.field, 0) if isinstance(value, nodes.FieldValue) else Bounds(1)


def _past(value: nodes.Value) -> bool:
    """Return whether a value is a day that cannot be after the evaluation."""
    match value:
        case nodes.FieldValue(fact, _) | nodes.FactValue(fact, _):
            return fact.kind in DATED and not fact.may_be_future
        case _:
            return False


def _plain(value: nodes.Value) -> bool:
    """Return whether a value is no 无, which would make any comparison false."""
    return _of_element(value) or (isinstance(value, nodes.Literal) and value.value is not NONE)
