"""A case before it is shown: nothing is left in it that does not matter, and every engine says the same of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple, TypeVar

from zzrules.analysis.searching import columns
from zzrules.analysis.searching.court import Answer, Court, Facts
from zzrules.engines import reference

Shown = TypeVar("Shown")
_SILENT: Final = object()


@dataclass(frozen=True, slots=True)
class Case:
    """A case that is answered otherwise: its record, its day, and what either side says of the policy.

    ``assumed``: its days lie beyond the notices there are; weekends were taken to be off, and all other days to work.
    """

    facts: Mapping[str, object]
    on: date
    before: Answer
    after: Answer
    assumed: bool

    @property
    def decided(self) -> bool:
        """Whether either side leaves one outcome only."""
        return len(self.before.possible) == len(self.after.possible) == 1

    @property
    def turn(self) -> object:
        """From what to what the answer turns: its outcome, if that turns; else what does."""
        if self.before.possible != self.after.possible:
            return self.before.possible, self.after.possible
        parts = zip(self.before.said[1:], self.after.said[1:], strict=True)
        return tuple(
            tuple(sorted(str(key) for key in {*one, *other} if one.get(key, _SILENT) != other.get(key, _SILENT)))
            for one, other in parts
        )


class Said(NamedTuple):
    """What a court's default engine says of a policy in a case."""

    court: Court
    answer: Answer


def smallest(facts: Facts, shown: Callable[[Facts], Shown | None]) -> tuple[Facts, Shown | None]:
    """Return a record of which no fact, no element and no part can be dropped, with what it shows.

    ``shown`` is what a record shows; None of one that does not show what the first does.

    >>> smallest({"a": 1, "b": [{"c": 1}, {"c": 2}]}, lambda facts: "a" in facts or None)
    ({'a': 1}, True)
    """
    result = shown(facts)
    smaller = True
    while smaller:
        smaller = False
        for less in _less(facts):
            told = shown(less)
            if told is not None:
                facts, result, smaller = less, told, True
                break
    return facts, result


def _less(facts: Mapping[str, object]) -> Iterator[Facts]:
    """Yield a record without each of its facts, and without each element of its lists."""
    for name, value in facts.items():
        yield {other: known for other, known in facts.items() if other != name}
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for at in range(len(value)):
                yield {**facts, name: value[:at] + value[at + 1 :]}


def confirmed(facts: Mapping[str, object], on: int, code: str, sides: Iterable[Said]) -> bool:
    """Return whether the reference and the columnar engine leave the same outcomes possible as the default engine.

    What no frame can hold (a list of which some is not known), and whatever there is without Polars, the reference
    alone confirms.
    """
    for court, answer in sides:
        record = court.settled(facts, on)
        if record is None or reference.judge(court.plan, record)[code].possible != answer.possible:
            return False
        if columns.available():
            told = columns.possible(court.plan, court.own(facts), date.fromordinal(on).isoformat(), code)
            if told not in (None, answer.possible):
                return False
    return True
