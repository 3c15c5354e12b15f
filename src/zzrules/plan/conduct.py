"""On which day the conduct of a record lies, which versions may apply to it, and which obligations there may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from zzrules.base.bounds import Bounds, highest, lowest, settled, spread
from zzrules.case.record import Record
from zzrules.case.values import NONE, Element, Perhaps, covering, unknown
from zzrules.plan import model
from zzrules.plan.recurring import Occurrence, occurrences
from zzrules.policy.vocabulary import Fact, Kind


def conduct_day(policy: model.Policy, record: Record) -> int | None:
    """Return the day of the conduct, which selects the version; None if it is unknown."""
    day = record.values.get(policy.conduct.name)
    if day is NONE:
        return record.on if policy.conduct_falls_back else None
    return day


def conduct_extent(policy: model.Policy, record: Record) -> int | Bounds:
    """Return the day of the conduct, or the days on which it may lie."""
    return extent_of(policy.conduct, _known(policy.conduct, record), record.on, falls_back=policy.conduct_falls_back)


def _known(fact: Fact, record: Record) -> Any:
    return record.values.get(fact.name, record.partial.get(fact.name))


def extent_of(fact: Fact, known: Any, on: int, *, falls_back: bool) -> int | Bounds:
    """Return the day that a fact gives, or the days that it may be; 无 is the evaluation day, or else any.

    ``known`` is what the record says of it: a day, 无, bounds, or nothing (None).
    """
    if known is NONE and falls_back:
        return on
    if type(known) is int:
        return known
    return _dated(known if isinstance(known, Bounds) else None, fact, on, falls_back=falls_back)


def _dated(partial: Any, fact: Fact, on: int, *, falls_back: bool = False) -> Bounds:
    low, high, none = spread(partial or unknown(fact, on))
    if none:
        low, high = (lowest((low, on)), highest((high, on))) if falls_back else (None, high)
    return Bounds(low, high)


def lacks_day(conduct: Fact, record: Record) -> bool:
    """Return whether no record of a day of conduct counts, not even in part."""
    return conduct.name not in record.values and conduct.name not in record.partial


def with_day(policy: model.Policy, days: Sequence[Any], record: Record) -> Record:
    """Return the record with the day of conduct that a policy derives: ``days`` has what each version makes of it.

    A day that may not exist, or that is still to come, is no day of conduct.
    """
    derived = covering(days, Kind.DATE)
    low, high, none = spread(None if derived is NONE else derived)
    latest = None if policy.conduct.may_be_future else record.on
    if latest is None or (high is not None and high < latest):
        latest = high
    elif low is None:  # no more than is known of any day
        return record
    if none or (low is None and latest is None) or (low is not None and latest is not None and latest < low):
        return record
    day = settled(Bounds(low, latest))
    if isinstance(day, Bounds):
        name = policy.conduct.name
        return record._replace(unclear=record.unclear - {name}, partial={**record.partial, name: day})
    return record.with_value(policy.conduct.name, day)


def possible_versions(policy: model.Policy, day: int | Bounds) -> tuple[int, ...]:
    """Return the indexes of the versions that may apply to conduct on a day, or within bounds."""
    low, high, _ = spread(day)
    return tuple(
        index
        for index, version in enumerate(policy.versions)
        if (high is None or version.first <= high) and (low is None or low <= version.last)
    )


def within_version(day: int | Bounds, first: int, last: int) -> Any:
    """Return the day of a conduct; where it is unknown, it lies within the days of the version at hand."""
    if not isinstance(day, Bounds):
        return day
    low, high = day.low, day.high
    return settled(Bounds(first if low is None else max(low, first), last if high is None else min(high, last)))


def may_lapse(policy: model.Policy, day: int | Bounds) -> bool:
    """Return whether no version may be in force on a day, or on one within bounds."""
    low, high, _ = spread(day)
    if low is None or high is None:
        return True
    for version in policy.versions:
        if version.first <= low <= version.last:
            low = version.last + 1
    return bool(low <= high)


class ObligationCase(NamedTuple):
    """One obligation that there may be: for an element (``number`` from 1) or for the record (0), on a day of conduct.

    ``day`` is the day, or the days within which it lies. ``versions`` are the indexes of those that may apply.
    ``lapsed``: it may not be in force; ``unheard``: whether there is such an element at all is not known. One for a
    period has its ``occurrence``, and the number of that.
    """

    policy: model.Policy
    number: int
    day: int | Bounds
    versions: tuple[int, ...]
    element: tuple[Any, ...]
    lapsed: bool
    unheard: bool
    occurrence: Occurrence | None = None

    def seen(self, record: Record) -> Record:
        """Return the record as the obligation sees it: with the days of its period, if it has one."""
        return record if self.occurrence is None else self.occurrence.seen(record)


class ObligationCases:
    """Finds the obligations of one name: one, or one for each element of a list, dated by the element's own date.

    One that recurs has one for each period, dated by the first day on which it is owed.
    """

    __slots__ = ("_conduct", "_dating", "_order", "_recurrences", "_source", "policy")

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
        self._recurrences = model.recurrences_of(policy, name)
        self._dating = newest.conduct or (policy.conduct if order is None else fields[order])

    def of(self, record: Record) -> list[ObligationCase]:
        """Return the obligations that there may be for a record."""
        source, order, common = self._source, self._order, self._common(record)
        if self._recurrences:
            own = None if self._conduct is None else common
            return [
                self._case(one.conduct if own is None else own, one.number, (), occurrence=one)
                for one in occurrences(self._recurrences, record)
            ]
        if source is None:
            assert common is not None
            return [self._case(common, 0, ())]
        elements = record.values.get(source.name)
        if elements is None:
            nothing = (None,) * (len(source.fields) + 1)
            return [self._case(common or _dated(None, self._dating, record.on), 0, nothing, unheard=True)]
        return [
            self._case(
                common or self._dated(element, order, record.on), number, element, unheard=isinstance(element, Perhaps)
            )
            for number, element in enumerate(elements, 1)
        ]

    def _common(self, record: Record) -> int | Bounds | None:
        """Return the day of conduct of the obligation's own fact, or of its policy; None where elements have theirs."""
        if self._conduct is not None:
            return extent_of(self._conduct, _known(self._conduct, record), record.on, falls_back=True)
        return conduct_extent(self.policy, record) if self._source is None else None

    def _dated(self, element: tuple[Any, ...], order: int, on: int) -> int | Bounds:
        day = element[order + 1]
        if type(day) is int:
            return day
        partial = element.bounds.get(order) if isinstance(element, Element) else None
        return _dated(partial if day is None else None, self._dating, on)

    def _case(
        self,
        day: int | Bounds,
        number: int,
        element: tuple[Any, ...],
        *,
        unheard: bool = False,
        occurrence: Occurrence | None = None,
    ) -> ObligationCase:
        versions = possible_versions(self.policy, day)
        lapsed = may_lapse(self.policy, day)
        return ObligationCase(self.policy, number, day, versions, element, lapsed, unheard, occurrence)
