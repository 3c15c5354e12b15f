"""Conditions without what readings have settled."""

from __future__ import annotations

from zzrules.plan import nodes, walks


def possible(condition: nodes.Condition) -> nodes.Condition:
    """Return a condition without what readings have settled; `nodes.TRUE` or `nodes.NEVER` where they settle it all."""
    truth = walks.settled(condition)
    if truth is not None:
        return nodes.TRUE if truth else nodes.NEVER
    match condition:
        case nodes.All(parts) | nodes.Any(parts):
            kept = [possible(part) for part in parts if walks.settled(part) is None]
            return kept[0] if len(kept) == 1 else type(condition)(tuple(kept))
        case _:
            return condition
