"""A policy over the texts of the regulation: its file cites that of its first day, and is read again for later ones."""

from __future__ import annotations

from datetime import date, timedelta

from zzrules.base.frozen import replaced
from zzrules.base.regulations import Regulations
from zzrules.policy.anchors import texts_of
from zzrules.policy.forms import Reader
from zzrules.policy.policies import read_policy
from zzrules.policy.syntax import Policy
from zzrules.policy.yamltree import Node


def editions(policy: Policy, node: Node, bodies: dict[str, str], reader: Reader) -> tuple[Policy, ...]:
    """Return a policy as it is on the days of each text in which what it cites reads, or stands, otherwise.

    ``node`` is the file from which it was read. Its citations are those of the days; whether its words still fit is
    for `zzrules.policy.anchors` to say.
    """
    law = reader.regulations
    if law is None or not law.amended:
        return (policy,)
    days = sorted({text.first for regulation in law for text in texts_of(policy, regulation)[1:]})
    found, last = [policy], policy.last_day
    for day in days:
        if _touched(policy, day, law):
            again = read_policy(node, bodies, replaced(reader, written_on=policy.in_force, carried_to=day))
            found[-1] = replaced(found[-1], last_day=day - timedelta(days=1))
            if again is None:
                return tuple(found)
            found.append(replaced(again, in_force=day, last_day=last, anchors=(), cited=()))
    return tuple(found)


def _touched(policy: Policy, day: date, law: Regulations) -> bool:
    """Return whether anything that a policy cites reads, or stands, otherwise from a day on."""
    for one in policy.cited:
        text, before = law.wording(one.citation, day), law.wording(one.citation, day - timedelta(days=1))
        lasts = one.span.meets(text.first, text.last) and one.span.meets(before.first, before.last)
        if text is not before and lasts:
            regulation = law.of(one.citation)
            if regulation.carried(one.citation, text) != regulation.carried(one.citation, before):
                return True
    return False
