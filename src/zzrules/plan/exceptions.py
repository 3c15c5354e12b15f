"""Exceptions: the parts of a policy as other policies in force change them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import TypeVar

from zzrules.base.diagnostics import meanings as wrong
from zzrules.base.frozen import replaced
from zzrules.plan import model, nodes
from zzrules.plan.bind import Binder
from zzrules.plan.names import Standing
from zzrules.policy import syntax
from zzrules.policy.forms import suggest
from zzrules.policy.yamltree import Problems

_STANDINGS = {"情形": Standing.ELEMENT, "结论": Standing.ENTRY, "后果": Standing.EFFECT}
_STATED: dict[str, Callable[[syntax.Policy], Iterable[syntax.Ground | syntax.Outcome | syntax.Consequence]]] = {
    "情形": attrgetter("grounds"),
    "结论": attrgetter("outcomes"),
    "后果": attrgetter("consequences"),
}
_Part = TypeVar("_Part", model.Ground, model.Entry, model.Consequence)


def meant(override: syntax.Override, text: syntax.Policy) -> bool:
    """Return whether an exception is to a policy, by its name or code."""
    return override.policy.text in (text.name, text.code)


def excepted(
    section: str, parts: list[_Part], binder: Binder, excepting: Sequence[syntax.Policy], day: date
) -> list[_Part]:
    """Return the parts of the binder's policy with the exceptions that files in force on a day make to them."""
    text, problems = binder.policy, binder.problems
    live = [
        (policy, override)
        for policy in excepting
        if policy.in_force <= day <= policy.last_day
        for override in policy.exceptions
        if override.section == section and meant(override, text)
    ]
    names = [part.name for part in parts]
    names += [one.name.text for one in _STATED[section](text) if not one.span.has(day)]
    for _, override in live:
        entry = override.entry
        if entry.text not in names and entry.text not in problems.lost:
            problems.add(
                wrong.NOT_IN_POLICY,
                entry.place,
                policy=text.name,
                section=section,
                entry=entry.text,
                hint=suggest(entry.text, names),
            )
    changed = []
    for part in parts:
        own = [(policy, override) for policy, override in live if override.entry.text == part.name]
        _check_priorities(text, part.name, own, problems)
        if own and section == "结论" and part is parts[-1]:
            problems.add(wrong.LAST_OUTCOME_EXCEPTED, own[0][1].entry.place, outcome=part.name)
        for _, override in sorted(own, key=lambda pair: pair[1].priority or 0):
            when = binder.condition(override.condition, _STANDINGS[section])
            instead = binder.condition(override.replacement, _STANDINGS[section]) if override.replacement else None
            part = _excepted(part, when, instead)  # noqa: PLW2901 - each exception changes what the last one left
        changed.append(part)
    return changed


def _check_priorities(
    text: syntax.Policy, name: str, live: list[tuple[syntax.Policy, syntax.Override]], problems: Problems
) -> None:
    """Note exceptions to the same part of which none comes first."""
    priorities = [override.priority for _, override in live]
    if len(live) > 1 and (None in priorities or len(set(priorities)) < len(priorities)):
        exceptions = "、".join(f"{policy.citation}（{policy.name}）" for policy, _ in live)
        for _, override in live[1:]:
            problems.add(
                wrong.NO_PRIORITY,
                override.place,
                citation=text.citation,
                policy=text.name,
                entry=name,
                exceptions=exceptions,
            )


def _excepted(part: _Part, when: nodes.Condition, instead: nodes.Condition | None) -> _Part:
    condition: nodes.Condition = nodes.All((part.condition, nodes.Not(when)))
    if instead is not None:
        condition = nodes.Any((condition, nodes.All((when, instead))))
    return replaced(part, condition=condition)
