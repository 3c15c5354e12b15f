"""Whole records, drawn to agree with what is known: at random, or directed at what is wished for.

Days lie where they matter: on, before and after the days of the record, of the policy, and the deadlines counted from
them. The record reader accepts what is drawn: dates not after the evaluation day unless the fact may lie in the future,
intervals of a list disjoint, findings whole (by bodies with or without authority) or 无, lists of up to three elements.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Final

from zzrules.analysis.searching.court import Facts
from zzrules.analysis.searching.loosening import Ways, loosened
from zzrules.analysis.searching.survey import Survey
from zzrules.analysis.searching.wishes import LONGEST, OFFSETS, PLACE, Wish, Wishes
from zzrules.base import money
from zzrules.base.durations import moved
from zzrules.case.values import ABSENT
from zzrules.plan import nodes
from zzrules.policy.forms import UNIT_NAMES, parse_day, parse_duration
from zzrules.policy.vocabulary import Fact, Kind


@cache
def iso(day: int) -> str:
    """Return a day as records write it."""
    return date.fromordinal(day).isoformat()


@cache
def ordinal(day: str) -> int:
    """Return the ordinal of a day that records write."""
    return date.fromisoformat(day).toordinal()


_LAST_DAY: Final = date.max.toordinal()
_NO_WISH = Wish()
_NO_ROW: Mapping[str, Any] = {}
_TIMES = ("00:00", "08:29", "08:30", "12:00", "17:30", "17:31", "23:59")
_PLAIN: Final = 0.5
"""How often a number is drawn without regard to those that the policies state."""
_TIMES_AS_MUCH: Final = (1, 1, 1, 2, 10, 100)
_AMOUNTS = ("0", "0.01", "1", "99.99", "100", "1000", "50000", "100000.01")


class Draw:
    """Draws whole records that agree with what is known, on one evaluation day."""

    def __init__(self, sampler: Survey, on: int, known: Facts | None, days: Collection[int] = ()) -> None:
        """Take what is known, and days about which the unknown ones are to lie beside those of the record.

        None instead of facts: there is no record yet, and catch-all items may be invoked.
        """
        self.sampler, self.random = sampler, sampler.random
        self.open = [fact for fact in sampler.facts.values() if known is None or sampler.is_open(fact, known)]
        known = known or {}
        self.levelled = [
            sampler.facts[name]
            for name, authority in sampler.authority.items()
            if isinstance(known.get(name), dict)
            and authority.same_level is not None
            and sampler.counts(name, known[name], known)
            and authority.same_level.name not in known
        ]
        self.on, self.known = on, known
        levels = [value.get("level") for value in known.values() if isinstance(value, dict)]
        self.level = next(
            (
                level
                for level in (*(known.get(name) for name in sampler.levels_asked), *levels)
                if level in sampler.levels
            ),
            None,
        )
        self._fixed = [on, *days, *_days_in(known)]
        self._lengths = [*sampler.lengths, *_lengths_in(known)]
        self._record: Facts = {}
        self._days: list[int] = []
        self._level = self.level

    def complete(self, wishes: Wishes, base: Facts | None = None, again: int = 0, days: Collection[int] = ()) -> Facts:
        """Return a whole record; of a ``base`` that is one, only ``again`` many of its unknown facts are drawn anew."""
        random = self.random
        record = self._record = {**(base if base is not None else self.known)}
        self._level = self.level or random.choice(self.sampler.levels or [None])
        self._days = [*self._fixed, *days]
        chosen = self.open
        if base is not None:
            wished = [fact for fact in chosen if fact.name in wishes]
            among = wished if wished and random.random() < 0.7 else chosen
            chosen = random.sample(among, min(len(among), again))
        waiting = random.sample(chosen, len(chosen))
        for fact in sorted(waiting, key=lambda one: self._waits(wishes.get(one.name, _NO_WISH))):
            record[fact.name] = self._value(fact, wishes.get(fact.name, _NO_WISH))
        for fact in self.levelled:  # the level, now that it is drawn, may take a known finding's authority away
            known = self.known[fact.name]
            record[fact.name] = known
            if not self.sampler.counts(fact.name, known, record) and random.random() < 0.8:
                record[fact.name] = self._finding(fact, replace(wishes.get(fact.name, _NO_WISH), competent=True))
        return record

    def _waits(self, wish: Wish) -> int:
        """Return whether a day is wished for beside one that is not known yet: then it is drawn after others."""
        return int(wish.day is not None and self._known_day(wish.day[1]) is None)

    def loosened(self, facts: Facts, ways: Ways) -> Facts:
        """Return the record that was drawn last, or a part of it, with some variables as open as they are to be."""
        return loosened(facts, ways, self._known_day, self.random)

    def _value(self, fact: Fact, wish: Wish) -> Any:
        if fact.kind is Kind.FINDING:
            return self._finding(fact, wish)
        if fact.kind is Kind.LIST:
            known = self.known.get(fact.name)
            return self._rows(fact, wish) if known is None else self._filled(fact, known, wish)
        return self._scalar(fact, wish, {})

    def _scalar(self, fact: Fact, wish: Wish, row: Facts) -> Any:
        random = self.random
        if wish.given is False and fact.may_be_none:
            return ABSENT
        if fact.may_be_none and wish.given is None and random.random() < 0.35:
            return ABSENT
        match fact.kind:
            case Kind.FLAG:
                return random.choice([*wish.codes]) if wish.codes else random.random() < 0.5
            case Kind.OPTION | Kind.BODY:
                codes = [*fact.options.values()] if fact.options else [*self.sampler.bodies]
                if fact.name in self.sampler.levels_asked and random.random() < 0.8:
                    return self._level if self._level in codes else random.choice(codes)
                return random.choice(sorted(wish.codes) if wish.codes else codes)
            case Kind.OPTIONS:
                codes = random.sample(sorted(fact.options.values()), random.randrange(len(fact.options) + 1))
                if wish.includes is not None:
                    code, inside = wish.includes
                    codes = [other for other in codes if other != code] + [code] * inside
                return codes
            case Kind.INTEGER:
                low = 0 if fact.minimum is None else fact.minimum
                if (figure := self._figure(fact.kind)) is not None:
                    return max(low, figure if fact.maximum is None else min(figure, fact.maximum))
                return random.randint(low, low + 10 if fact.maximum is None else fact.maximum)
            case Kind.DATE:
                day = self._day(wish, row, future=fact.may_be_future)
                self._days.append(day)
                return iso(day)
            case Kind.MOMENT:
                day = self._day(wish, row, future=fact.may_be_future)
                return f"{iso(day)} {random.choice(_TIMES)}"
            case Kind.MONEY:
                figure = self._figure(fact.kind)
                return f"{random.choice(_AMOUNTS) if figure is None else money.decimal(max(0, figure))}元"
            case Kind.DURATION:
                unit = random.choice(fact.units)
                number, same = random.choice((0, 1, 2, 3, 5, 8, 10, 30)), [*self._lengths]
                if same and random.random() < 0.3:
                    length = random.choice(same)
                    number, unit = length if length[1] in fact.units else (number, unit)
                return f"{number}{UNIT_NAMES[unit]}"
            case _:
                return "示例"

    def _figure(self, kind: Kind) -> int | None:
        """Return, now and then, a number at one that the policies state, or far above it."""
        figures = self.sampler.figures[kind]
        if not figures or self.random.random() < _PLAIN:
            return None
        return self.random.choice(figures) * self.random.choice(_TIMES_AS_MUCH) + self.random.choice((-1, 0, 1))

    # ── days ────────────────────────────────────────────────────────

    def _day(self, wish: Wish, row: Facts, *, future: bool) -> int:
        """Return a day near the others, and in the order wished for where the other day is known."""
        return min(max(1, self._any_day(wish, row, future=future)), _LAST_DAY)

    def _any_day(self, wish: Wish, row: Facts, *, future: bool) -> int:
        """Return such a day, or one that lies before the calendar's first or after its last."""
        random, latest = self.random, None if future else self.on
        if wish.day is not None and random.random() < 0.85:
            operator, other = wish.day
            against = self._known_day(other, row)
            if against is not None:
                day = against + random.choice(OFFSETS[operator])
                if latest is None or day <= latest:
                    return day
        for _ in range(4):
            day = self._near()
            if latest is None or day <= latest:
                return day
        return self.on - random.choice((0, 0, 1, 2, 5))

    def _near(self) -> int:
        random = self.random
        chance = random.random()
        landmarks = self.sampler.landmarks
        base = random.choice(landmarks) if landmarks and chance < 0.06 else random.choice(self._days)
        if chance < 0.45:
            return base + random.choice((-1, 0, 0, 1))
        if chance < 0.85 and self._lengths:
            number, unit = random.choice(self._lengths)
            return random.choice(self.sampler.deadlines(base, number, unit)) + random.choice((-1, 0, 0, 1))
        return base + random.randint(-25, 25)

    def _known_day(self, value: nodes.Value, row: Mapping[str, Any] = _NO_ROW) -> int | None:
        """Return a day as far as it is settled already; suspended periods and ends that roll are left to chance."""
        record = self._record
        match value:
            case nodes.Literal(int(day), _, Kind.DATE):
                return day
            case nodes.EvaluationDay():
                return self.on
            case nodes.ConductDay():
                word = record.get(self.sampler.policy.conduct.name)
                return self.on if word == ABSENT else _as_day(word)
            case nodes.FactValue(fact, _):
                return _as_day(record.get(fact.name))
            case nodes.FieldValue(fact, _):
                return _as_day(row.get(fact.name))
            case nodes.FindingDay(fact):
                finding = record.get(fact.name)
                return _as_day(finding.get("date")) if isinstance(finding, dict) else None
            case nodes.Picked(source, position, last, _):
                rows = record.get(source.name)
                chosen = rows[-1 if last else 0] if rows and rows != ABSENT else {}
                return _as_day(chosen.get(source.fields[position].name))
            case nodes.Deadline(start, amounts, backwards, _, _):
                reached = self._known_day(start, row)
                for amount in amounts:
                    length = self._known_length(amount)
                    if reached is not None and length is not None:
                        reached = moved(reached, *length, self.sampler.plan.calendar, back=backwards)
                return reached
            case nodes.Rolled(start):
                return self._known_day(start, row)
            case nodes.Extremum(latest, inners):
                known = [found for inner in inners if (found := self._known_day(inner, row)) is not None]
                return (max if latest else min)(known) if known else None
            case nodes.FirstGiven(inners, _):
                return next((found for inner in inners if (found := self._known_day(inner, row)) is not None), None)
            case _:
                return None

    def _known_length(self, amount: nodes.Value) -> tuple[int, str] | None:
        match amount:
            case nodes.Literal((int(number), str(unit)), _, _):
                return number, unit
            case nodes.FactValue(fact, _):
                return _as_length(self._record.get(fact.name))
            case _:
                return None

    # ── findings and lists ──────────────────────────────────────────

    def _finding(self, fact: Fact, wish: Wish) -> Any:
        """Return a whole finding, mostly by a body with authority, or 无."""
        random = self.random
        authority = self.sampler.authority.get(fact.name)
        constitutive = authority is not None and authority.constitutive
        stated = self.known.get(fact.name)
        partial = stated if isinstance(stated, dict) else {}
        absent = wish.given is False or (wish.given is None and random.random() < (0.3 if constitutive else 0.05))
        if absent and (not partial or constitutive):
            return ABSENT
        bodies = sorted(wish.bodies) or self.sampler.bodies
        if not wish.bodies and authority is not None and (wish.competent or random.random() < 0.9):
            bodies = sorted(authority.bodies)
        levels = self.sampler.levels
        level = self._record.get(authority.same_level.name) if authority is not None and authority.same_level else None
        if level not in levels:
            level = self._level
        if not wish.competent and random.random() < 0.1 and levels:
            level = random.choice(levels)
        finding = {
            "conclusion": random.choice([*wish.codes]) if wish.codes else random.random() < 0.5,
            "body": random.choice(bodies),
            "level": level,
            "date": iso(self._day(wish, {}, future=False)),
            "basis": "示例文号",
        }
        self._days.append(ordinal(finding["date"]))
        kept = {**partial}
        asked = self._record.get(authority.same_level.name) if authority is not None and authority.same_level else None
        if authority is not None and kept.get("body", bodies[0]) not in authority.bodies:
            kept = {part: kept[part] for part in ("date", "basis", "level") if part in kept}
        if asked in levels and kept.get("level") not in (None, asked):
            kept = {part: kept[part] for part in ("date", "basis", "body") if part in kept}
        if len(partial) < len(finding) and random.random() < 0.3:
            kept.pop("conclusion", None)
        return {**finding, **kept}

    def _rows(self, fact: Fact, wish: Wish) -> Any:
        """Return a list of up to three elements, those wished for among them."""
        random = self.random
        if wish.given is False:
            return ABSENT
        asked = wish.some[:LONGEST]
        number = random.choice((0, 0, 1, 1, 2, 3))
        places = {at: place for at, inner in enumerate(asked) if (place := _place(inner)) is not None}
        number = max(len(asked), number, 1 if wish.given else 0, *(place + 1 for place in places.values()))
        each = [part for wishes in wish.each for part in wishes.items()]
        rows = []
        for inner in [*asked, *([{}] * (number - len(asked)))]:
            row: Facts = {}
            wishes = {**dict(each), **inner}
            for field_ in random.sample(fact.fields, len(fact.fields)):
                row[field_.name] = self._scalar(field_, wishes.get(field_.name, _NO_WISH), row)
            rows.append(row)
        rows = self._placed(rows, places)
        if fact.interval is not None:
            self._set_apart(fact, rows)
        return rows or random.choice((ABSENT, []))

    def _placed(self, rows: list[Facts], places: Mapping[int, int]) -> list[Facts]:
        """Return rows by chance, but for those that have their places."""
        free = [row for at, row in enumerate(rows) if at not in places]
        self.random.shuffle(free)
        taken: dict[int, Facts] = {}
        for at, place in places.items():
            taken[next(other for other in (*range(place, len(rows)), *range(place)) if other not in taken)] = rows[at]
        return [taken[at] if at in taken else free.pop() for at in range(len(rows))]

    def _filled(self, fact: Fact, known: list[Facts], wish: Wish) -> Any:
        """Return the elements of a list with the fields that are not known filled in."""
        rows = []
        asked = [dict(part) for part in wish.some]
        for element in known:
            wishes = asked.pop(0) if asked else {}
            row = dict(element)
            for field_ in fact.fields:
                if field_.name not in row:
                    row[field_.name] = self._scalar(field_, wishes.get(field_.name, _NO_WISH), row)
            rows.append(row)
        if fact.interval is not None:
            self._straighten(fact, known, rows)
        return rows

    def _set_apart(self, fact: Fact, rows: list[Facts]) -> None:
        """Move intervals so that none shares a day with another, and none ends before it begins."""
        random = self.random
        first, last = (fact.fields[position] for position in fact.interval or ())
        rows.sort(key=lambda row: str(row[first.name]))
        free = 0
        for number, row in enumerate(rows):
            start = max(ordinal(row[first.name]), free)
            if start > self.on and not first.may_be_future:
                del rows[number:]
                return
            row[first.name] = iso(start)
            if row[last.name] == ABSENT:
                if number + 1 < len(rows):
                    row[last.name] = iso(start)
                free = start + 1
                continue
            end = max(start + random.choice((0, 0, 1, 4)), min(ordinal(row[last.name]), start + 60))
            end = end if last.may_be_future else min(end, self.on)
            row[last.name] = iso(end)
            free = end + random.choice((1, 1, 2, 5))

    def _straighten(self, fact: Fact, known: list[Facts], rows: list[Facts]) -> None:
        """Let no interval end before it begins, as far as its days were drawn."""
        first, last = (fact.fields[position].name for position in fact.interval or ())
        for element, row in zip(known, rows, strict=True):
            if row[last] != ABSENT and row[last] < row[first]:
                row[last if last not in element else first] = row[first if last not in element else last]


def _place(inner: Wishes) -> int | None:
    """Return where in its list an element is wished for, from 0; None where that does not matter."""
    match inner.get(PLACE, _NO_WISH).day:
        case operator, nodes.Literal(int(number)):
            wanted = (at for at in range(LONGEST) if nodes.COMPARISONS[operator](at + 1, number))
            return next(wanted, None)
        case _:
            return None


def _as_day(word: Any) -> int | None:
    return parse_day(word) if isinstance(word, str) else None


def _as_length(word: Any) -> tuple[int, str] | None:
    return parse_duration(word) if isinstance(word, str) else None


def _days_in(value: Any) -> list[int]:
    if isinstance(value, dict):
        return [day for part in value.values() for day in _days_in(part)]
    if isinstance(value, list):
        return [day for part in value for day in _days_in(part)]
    day = _as_day(value)
    return [] if day is None else [day]


def _lengths_in(known: Facts) -> list[tuple[int, str]]:
    return [length for value in known.values() if (length := _as_length(value)) is not None]
