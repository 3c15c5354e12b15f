"""What outcomes are called, and how facts are asked for, on the days of a version: parameters stand in these texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zzrules.base.frozen import replaced
from zzrules.plan import model
from zzrules.plan.bind import Binder
from zzrules.policy.texts import names_in


def named(entries: Sequence[model.Entry], binder: Binder) -> Iterator[model.Entry]:
    """Yield entries with the names of their outcomes as they are read on the day."""
    names = {outcome.name.text: outcome.name for outcome in binder.policy.outcomes}
    for entry in entries:
        name = binder.text(names[entry.name])
        yield entry if name == entry.name else replaced(entry, name=name)


def newest_names(versions: Sequence[model.Version]) -> dict[str, str]:
    """Return what the newest version with each outcome calls it, by their codes."""
    return {entry.code: entry.name for version in versions for entry in version.entries}


def questions(binder: Binder) -> dict[str, str]:
    """Return how the policy words its questions on the day, by the facts (names).

    Those that name a parameter without a value then are worded by the vocabulary.
    """
    known, unset = binder.vocabulary.by_label, {name for name, value in binder.parameters.items() if value is None}
    asked = ((known.get(question.name.text), question.text) for question in binder.policy.questions)
    worded = ((fact, text) for fact, text in asked if fact is not None and unset.isdisjoint(names_in(text.text)))
    return {fact.name: binder.text(text) for fact, text in worded}
