"""What every node of a plan comes to, as the reference says it: what the compiled traces must agree with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zzrules.base.bounds import Bounds, Options
from zzrules.engines.judgement import NUMBERS, Trace
from zzrules.engines.reference import with_outcomes
from zzrules.engines.reference.meaning import Scope, truth, value
from zzrules.plan import nodes
from zzrules.plan.layout import Layout


def reference_trace(layout: Layout, scope: Scope) -> Trace:
    """Return what every node of a version, or of an obligation, comes to."""
    scope = with_outcomes(scope)
    elements = []
    for walk in layout.lists:
        rows = scope.record.values.get(walk.source.name)
        cells = None if rows is None else tuple(_cells(walk.nodes, scope.at(row)) for row in rows)
        elements.append(cells)
    return Trace(_cells(layout.nodes, scope), tuple(elements))


def _cells(listed: Sequence[nodes.Node], scope: Scope) -> tuple[Any, ...]:
    return tuple(
        NUMBERS[truth(node, scope)] if isinstance(node, nodes.Condition) else _certain(value(node, scope))
        for node in listed
    )


def _certain(known: Any) -> Any:
    """Return a value as traces hold it: what is known only in part is None."""
    return None if isinstance(known, Bounds | Options) else known
