"""The days on which a policy changes: a version of it is what lies between two of them."""

from __future__ import annotations

from datetime import date

from zzrules.plan.exceptions import meant
from zzrules.plan.files import Files
from zzrules.plan.governing import governing
from zzrules.plan.references import ONE_DAY
from zzrules.policy import syntax
from zzrules.policy.validity import Parameter, over_from


def slices(text: syntax.Policy, files: Files) -> list[tuple[date, date]]:
    """Return the first and the last days of the versions of one file, in order."""
    firsts = _firsts(text, files)
    lasts = [following - ONE_DAY for following in firsts[1:]]
    return list(zip(firsts, [*lasts, text.last_day], strict=True))


def _firsts(text: syntax.Policy, files: Files) -> list[date]:
    days = {text.in_force, *files.changes}
    days |= {day for parameter in text.parameters for day in _changes(parameter)}
    for parts in (text.grounds, text.outcomes, text.consequences, text.obligations):
        days |= {day for part in parts for day in part.span.changes}
    for stated in (text.orders, text.implications, text.contradictions):
        days |= {day for one in stated for day in one.span.changes}
    for policy in files.excepting:
        if any(meant(override, text) for override in policy.exceptions):
            days |= {policy.in_force, *over_from(policy.last_day)}
    for one in governing(text, files.governing):
        days |= {*_firsts(one, files), *over_from(one.last_day)}
    return sorted(day for day in days if text.in_force <= day <= text.last_day)


def _changes(parameter: Parameter) -> set[date]:
    return {day for day, _ in parameter.history} | parameter.ended.changes
