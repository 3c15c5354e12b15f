"""What is settled before there is a record: conditions on an element of which nothing is known."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import assert_never

from zzrules.case.values import NONE
from zzrules.engines.judgement import FALSE, TRUE, UNKNOWN
from zzrules.plan import nodes


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
        case nodes.IsTrue(value) | nodes.Given(value) | nodes.Among(value) | nodes.Includes(value):
            return UNKNOWN if _of_element(value) else None
        case nodes.Compare(_, left, right):
            if (_of_element(left) and _plain(right)) or (_of_element(right) and _plain(left)):
                return UNKNOWN
            return None
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


def _plain(value: nodes.Value) -> bool:
    """Return whether a value is no 无, which would make any comparison false."""
    return _of_element(value) or (isinstance(value, nodes.Literal) and value.value is not NONE)
