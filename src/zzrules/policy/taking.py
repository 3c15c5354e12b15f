"""Policies with a reading taken otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from zzrules.base.frozen import replaced
from zzrules.policy import syntax


def taken_otherwise(
    policies: Sequence[syntax.Policy], code: str, reading: str, option: str
) -> tuple[syntax.Policy, ...] | None:
    """Return policies of which one (code) takes another side of a reading; None if it has no such reading or side."""
    found = False
    changed: list[syntax.Policy] = []
    for policy in policies:
        readings: list[syntax.Reading] = []
        for one in policy.readings:
            sides = {side.text: side for side in (one.taken, *one.others)}
            if policy.code == code and one.name.text == reading and option in sides:
                found = True
                others = tuple(side for side in sides.values() if side.text != option)
                readings.append(replaced(one, taken=sides[option], others=others))
            else:
                readings.append(one)
        changed.append(replaced(policy, readings=tuple(readings)) if policy.code == code else policy)
    return tuple(changed) if found else None
