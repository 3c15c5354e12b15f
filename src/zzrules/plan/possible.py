"""Conditions without what readings have settled."""

from __future__ import annotations

from zzrules.plan import nodes

FALSE = nodes.Constant(truth=False)


def possible(condition: nodes.Condition) -> nodes.Condition:
    """Return a condition without what readings have settled; false where they exclude it."""
    match condition:
        case nodes.All(parts):
            kept = [part for part in map(possible, parts) if part != nodes.TRUE]
            if FALSE in kept:
                return FALSE
            return kept[0] if len(kept) == 1 else nodes.All(tuple(kept)) if kept else nodes.TRUE
        case nodes.Any(parts):
            kept = [part for part in map(possible, parts) if part != FALSE]
            if nodes.TRUE in kept:
                return nodes.TRUE
            return kept[0] if len(kept) == 1 else nodes.Any(tuple(kept)) if kept else FALSE
        case _:
            return condition
