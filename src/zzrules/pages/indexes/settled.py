"""The indexes of what policies settle for themselves: readings, parameters with their history, what changes when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from zzrules.base.citation import Citation
from zzrules.base.frozen import frozen
from zzrules.base.regulation import NO_END
from zzrules.pages.indexes.parts import Part, Parts, parts_in
from zzrules.policy.phrasing.naming import Names

_ONE_DAY = timedelta(days=1)


@frozen
class ReadingTaken:
    """A reading: the side taken, the others, on what it rests, what it changes."""

    part: Part
    taken: str
    others: tuple[str, ...]
    basis: str
    note: str


@frozen
class Value:
    """A parameter's value, the first day on which it applies, and the last; None where it has no end."""

    first: date
    last: date | None
    text: str


@frozen
class ParameterHistory:
    """A parameter: its values in order, the place on which it rests, and what is said of it."""

    part: Part
    citation: Citation | None
    values: tuple[Value, ...]
    note: str


@frozen
class Change:
    """What changes with a day: the part that does, or None for what is of the regulation itself, and how."""

    part: Part | None
    said: str


def readings_of(parts: Parts) -> Iterator[ReadingTaken]:
    """Yield the readings of all policies as they are written last, in the order of the regulation."""
    source = parts.source
    for policy in source.newest:
        names = Names.of(policy, source.vocabulary, source.policies)
        for one in policy.readings:
            part = parts.part(policy.code, "口径", one.name.text)
            others = tuple(other.text for other in one.others)
            yield ReadingTaken(part, one.taken.text, others, one.basis, names.read(one.note.text))


def parameters_of(parts: Parts) -> Iterator[ParameterHistory]:
    """Yield the parameters of all policies as they are written last, in the order of the regulation."""
    for policy in parts.source.newest:
        for one in policy.parameters:
            days = [first for first, _ in one.history]
            ends = [day - _ONE_DAY for day in days[1:]]
            last = one.ended.last if one.ended.last != NO_END else None
            values = zip(one.history, (*ends, last), strict=True)
            history = tuple(Value(first, end, value.text) for (first, value), end in values)
            yield ParameterHistory(parts.part(policy.code, "参数", one.name.text), one.citation, history, one.note)


def changes_by_day(parts: Parts) -> dict[date, list[Change]]:
    """Return what begins, ends or changes on which day, by the day, ascending: texts, policies, parts and values.

    What ends with a day is listed on the day after it. A policy that begins or ends together with the regulation is not
    listed by itself.
    """
    found: dict[date, dict[Change, None]] = {}
    for day, change in _changes(parts):
        found.setdefault(day, {})[change] = None
    return {day: [*changes] for day, changes in sorted(found.items())}


def _changes(parts: Parts) -> Iterator[tuple[date, Change]]:
    source, own = parts.source, parts.source.regulations.own
    for regulation in source.regulations:
        for text in regulation.texts:
            said = f"{text.document}修正后的{regulation.called}" if text.number else regulation.called
            yield text.first, Change(None, f"{said}施行")
        yield from _after(regulation.last_day, Change(None, f"{regulation.called}有效期届满"))
    files = {(policy.code, policy.in_force) for policy in source.policies}
    for policy in source.policies:
        whole = parts.part(policy.code)
        continued = any((policy.code, day) in files for day, _ in _after(policy.last_day, Change(whole, "")))
        begun = any(other.code == policy.code and other.in_force < policy.in_force for other in source.policies)
        if begun or policy.in_force != own.in_force:
            yield policy.in_force, Change(whole, "改写" if begun else "施行")
        if not continued and policy.last_day != own.last_day:
            yield from _after(policy.last_day, Change(whole, "不再施行"))
        for one in policy.parameters:
            part = parts.part(policy.code, "参数", one.name.text)
            for (_, before), (first, value) in pairwise(one.history):
                yield first, Change(part, f"由{before.text}改为{value.text}")
        for section, name, span in parts_in(policy):
            part = parts.part(policy.code, section, name)
            if span.first is not None:
                yield span.first, Change(part, "增加")
            if span.last is not None:
                yield from _after(span.last, Change(part, "不再适用"))


def _after(last: date, change: Change) -> Iterator[tuple[date, Change]]:
    """Yield a change on the day after a last day, if there is an end at all."""
    if last < NO_END:
        yield last + _ONE_DAY, change
