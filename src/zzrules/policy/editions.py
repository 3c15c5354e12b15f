"""A policy over the texts of the regulation: its file cites that of its first day, and is read again for later ones."""

from __future__ import annotations

from datetime import timedelta

from zzrules.base.frozen import replaced
from zzrules.base.regulation import Regulation, Text
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
    regulation = reader.regulation
    if regulation is None or len(regulation.texts) == 1:
        return (policy,)
    original, *later = texts_of(policy, regulation)
    found, last = [policy], policy.last_day
    for text, before in zip(later, (original, *later), strict=False):
        if _touched(policy, text, before, regulation):
            again = read_policy(node, bodies, replaced(reader, written_for=original, carried_to=text))
            found[-1] = replaced(found[-1], last_day=text.first - timedelta(days=1))
            if again is None:
                return tuple(found)
            found.append(replaced(again, in_force=text.first, last_day=last, anchors=(), cited=()))
    return tuple(found)


def _touched(policy: Policy, text: Text, before: Text, regulation: Regulation) -> bool:
    """Return whether a text moves or rewords anything that a policy cites in the text before."""
    return any(
        regulation.carried(one.citation, text) != regulation.carried(one.citation, before)
        for one in policy.cited
        if one.span.meets(text.first, text.last) and one.span.meets(before.first, before.last)
    )
