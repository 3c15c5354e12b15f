"""On which day the conduct of a record lies, which versions may apply to it, and which obligations there may be."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from zzrules.case.record import Record
from zzrules.case.values import NONE, Perhaps
from zzrules.plan import model
from zzrules.policy.vocabulary import Fact


def conduct_day(policy: model.Policy, record: Record) -> int | None:
    """Return the day of the conduct, which selects the version; None if it is unknown."""
    day = record.values.get(policy.conduct.name)
    if day is NONE:
        return record.on if policy.conduct_falls_back else None
    return day


def possible_versions(
    policy: model.Policy, record: Record, day: int | None, dating: Fact | None = None
) -> tuple[int, ...]:
    """Return the indexes of the versions that may apply: on an unknown day, all up to the latest that it can be.

    ``dating`` is the fact or field that dates the conduct, where it is not the policy's own.
    """
    if day is None:
        last = date.max.toordinal() if (dating or policy.conduct).may_be_future else record.on
        return tuple(index for index, version in enumerate(policy.versions) if version.first <= last)
    for index, version in enumerate(policy.versions):
        if version.first <= day <= version.last:
            return (index,)
    return ()


class ObligationCase(NamedTuple):
    """One obligation that there may be: for an element (``number`` from 1) or for the record (0), on a day of conduct.

    ``versions`` are the indexes of those that may apply. ``lapsed``: it may not be in force; ``unheard``: whether there
    is such an element at all is not known.
    """

    policy: model.Policy
    number: int
    day: int | None
    versions: tuple[int, ...]
    element: tuple[Any, ...]
    lapsed: bool
    unheard: bool


class ObligationCases:
    """Finds the obligations of one name: one, or one for each element of a list, dated by the element's own date."""

    __slots__ = ("_conduct", "_dating", "_order", "_source", "policy")

    def __init__(self, policy: model.Policy, name: str) -> None:
        """Take the policy and the name of its obligation."""
        newest = policy.obligation(name)
        source = newest.source
        fields = source.fields if source is not None else ()
        order = next((at for at, field in enumerate(fields) if source and field.name == source.order_by), None)
        self.policy = policy
        self._source = source if order is not None else None
        self._order = order or 0
        self._conduct = newest.conduct
        self._dating = newest.conduct or (policy.conduct if order is None else fields[order])

    def of(self, record: Record) -> list[ObligationCase]:
        """Return the obligations that there may be for a record."""
        source, order = self._source, self._order
        common = self._common(record)
        if source is None:
            return [self._case(record, common, 0, ())]
        elements = record.values.get(source.name)
        if elements is None:
            return [self._case(record, None, 0, (None,) * (len(source.fields) + 1), unheard=True)]
        days = [element[order + 1] if type(element[order + 1]) is int else None for element in elements]
        if self._conduct is not None:
            days = [common] * len(elements)
        return [
            self._case(record, day, number, element, unheard=isinstance(element, Perhaps))
            for number, (element, day) in enumerate(zip(elements, days, strict=True), 1)
        ]

    def _common(self, record: Record) -> int | None:
        """Return the day of conduct of the obligation's own fact, or of its policy."""
        if self._conduct is None:
            return conduct_day(self.policy, record)
        day = record.values.get(self._conduct.name)
        return record.on if day is NONE else day

    def _case(
        self, record: Record, day: int | None, number: int, element: tuple[Any, ...], *, unheard: bool = False
    ) -> ObligationCase:
        versions = possible_versions(self.policy, record, day, self._dating)
        return ObligationCase(self.policy, number, day, versions, element, day is None or not versions, unheard)
