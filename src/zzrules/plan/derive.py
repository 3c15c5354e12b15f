"""Binding derivations: from 推算 as written to values, periods and conditions, each with its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar, assert_never

from zzrules.base import clock, money, shares
from zzrules.base.diagnostics import meanings as wrong
from zzrules.plan import nodes, walks
from zzrules.plan.names import Bound, ElapsedTime, Standing, Typed, UnboundError
from zzrules.plan.tables import Tables
from zzrules.plan.timing import Timing
from zzrules.policy import expressions
from zzrules.policy.forms import AGE, DAY, INTEGER, parse_duration, suggest
from zzrules.policy.vocabulary import Fact, Kind
from zzrules.policy.yamltree import Scalar

FULL_AFTER = {"对应日当日": 0, "对应日次日": 1}
BIRTHDAYS = {"生日当日": 0, "生日次日": 1}
ROLLS = {"顺延至工作日": True, "不顺延": False}
LAST_DAYS = {"扣除": True, "不扣除": False}
MAX_CHAIN = 40
MAX_LEVELS = 180
"""How deep conditions and values may be nested through derived ones: every engine follows them, each in its stack."""

_Choice = TypeVar("_Choice")


class Derivations(Tables, Timing):
    """Binds the derivations of a policy as it stands on a day, each where it is first read."""

    def _derived(self, name: Scalar) -> Bound:
        text = name.text
        if len(self._busy) != self._idle:
            self._uses.setdefault(self._busy[-1] if self._busy else "", {})[text] = None
        if text in self._kinds:
            return self._kinds[text]
        if text in self._unbound:
            raise UnboundError
        if text in self._busy:
            cycle = " → ".join([*self._busy[self._busy.index(text) :], text])
            if text not in self.problems.lost:
                self.problems.add(wrong.DERIVATIONS_IN_CIRCLE, name.place, cycle=cycle)
            self.problems.lost |= set(self._busy)
            raise UnboundError
        surface = self._derivable[text]
        if len(self._busy) >= MAX_CHAIN:
            self._fail(wrong.DERIVATIONS_TOO_DEEP, name, most=MAX_CHAIN)
        around = self._element, self._recurring, self._standing
        self._element, self._recurring, self._standing = None, False, Standing.ELEMENT
        self._busy.append(text)
        try:
            with self._alone(shared=surface is self._shared.get(text)):
                bound = self._derive(surface)
        except UnboundError:
            self._unbound.add(text)
            raise
        finally:
            self._busy.pop()
            self._element, self._recurring, self._standing = around
        node = bound.value if isinstance(bound, Typed) else bound
        self._levels[text] = max(map(self._level, _made_of(node)), default=0)
        if self._levels[text] > MAX_LEVELS:
            self.problems.lost.add(text)
            self._unbound.add(text)
            self.problems.add(wrong.DERIVATIONS_NESTED, name.place, most=MAX_LEVELS)
            raise UnboundError
        if isinstance(bound, Typed):
            self.derived[text] = bound.value
            bound = Typed(nodes.DerivedValue(text, bound.kind), bound.options, bound.units)
        elif not isinstance(bound, ElapsedTime):
            self.derived[text] = bound
            bound = nodes.DerivedCondition(text)
        self._kinds[text] = bound
        return bound

    def _level(self, node: nodes.Node) -> int:
        """Return how deep a node is nested, through the derived values that it names."""
        if isinstance(node, nodes.DerivedValue | nodes.DerivedCondition):
            return 1 + self._levels.get(node.name, 0)
        return 1 + max(map(self._level, walks.children(node)), default=0)

    @contextmanager
    def _alone(self, *, shared: bool) -> Iterator[None]:
        """Hide the policy's own names from a derivation of the vocabulary: it means the same in every policy."""
        own = self._derivable, self.parameters, self.readings, self._sharing
        if shared:
            self._derivable, self.parameters, self.readings, self._sharing = self._shared, {}, {}, True
        try:
            yield
        finally:
            self._derivable, self.parameters, self.readings, self._sharing = own

    def _derive(self, surface: expressions.Derivation) -> Typed | ElapsedTime | nodes.Condition:
        match surface:
            case expressions.Elapsed(start, end, full_on):
                full_after = None if full_on is None else self._chosen(full_on, FULL_AFTER, "满于")
                return ElapsedTime(*self._from_to(start, end), full_after)
            case expressions.Age(born, end, full_on):
                days = self._date(born), self._date(end)
                return ElapsedTime(*days, self._chosen(full_on, BIRTHDAYS, "满于"), age=True)
            case expressions.Deadline(start, add, subtract, rolling, suspension):
                if (hours := self._hour_deadline(surface)) is not None:
                    return Typed(hours)
                lengths = [self._operand(word, Kind.DURATION) for word in add or subtract]
                if subtract:
                    self._may_go_back(subtract, lengths, suspension)
                amounts = tuple(length.value for length in lengths)
                rolls = self._rolls(rolling)
                suspended = self._suspension(suspension)
                day = self._counted_from(start, (add or subtract)[0])
                return Typed(nodes.Deadline(day, amounts, bool(subtract), rolls, suspended))
            case expressions.MonthDay():
                month_day = self._month_day(surface)
                return Typed(nodes.Rolled(month_day) if self._rolls(surface.rolling) else month_day)
            case expressions.DayTaken(moment, cutoff):
                return Typed(self._day_taken(moment, cutoff))
            case expressions.Extremum(latest, words):
                return Typed(nodes.Extremum(latest, tuple(self._date(word) for word in words)))
            case expressions.FirstGiven(words):
                given = self._alike(words)
                values = tuple(value.value for value in given)
                return Typed(nodes.FirstGiven(values, given[0].kind), given[0].options, _units(given))
            case expressions.Cases(cases, _):
                return self._cases(cases)
            case expressions.Table():
                return self._table(surface)
            case expressions.ByReading(reading, options):
                return self._by_reading(reading, options)
            case expressions.Rolled(word):
                return Typed(nodes.Rolled(self._date(word)))
            case expressions.Counted(working, start, end, suspension):
                days = self._date(start), self._date(end)
                return Typed(nodes.Counted(working, *days, self._suspension(suspension)))
            case expressions.Picked(name, wanted, last, where):
                return self._picked(name, wanted, where, last=last)
            case expressions.Computed():
                return self._computed(surface)
            case expressions.Gathered():
                return self._gathered(surface)
            case expressions.Definition(condition):
                return self._condition(condition)
            case expressions.Word(word):
                return self._alike((word,))[0]
            case _:
                assert_never(surface)

    def _alike(self, given: tuple[Scalar | expressions.Computed, ...]) -> list[Typed]:
        """Return what names, literals and arithmetic stand for, all of one kind with the same options."""
        values = [self._any_kind(one) if isinstance(one, Scalar) else self._computed(one) for one in given]
        words = [one if isinstance(one, Scalar) else Scalar(one.word, place=one.place) for one in given]
        first = values[0]
        for word, typed in zip(words, values, strict=True):
            kind = typed.kind.value
            if typed.kind is not first.kind:
                if {typed.kind, first.kind} == {Kind.INTEGER, Kind.MONEY}:
                    bare = self._bare(word if typed.kind is Kind.INTEGER else words[0])
                    if bare is not None:
                        self._without_unit(bare)
                self._fail(wrong.UNLIKE_KINDS, word, word=word.text, kind=kind, first=first.kind.value)
            if typed.kind in (Kind.LIST, Kind.FINDING):
                self._fail(wrong.NOT_RENAMED, word, word=word.text, kind=kind)
            if dict(typed.options) != dict(first.options):
                self._fail(wrong.UNLIKE_OPTIONS, word, word=word.text)
        return values

    def _may_go_back(
        self, words: tuple[Scalar, ...], lengths: list[Typed], suspension: expressions.Suspension | None
    ) -> None:
        """Refuse to count working days or suspensions back: no law says how."""
        for word, length in zip(words, lengths, strict=True):
            if "workday" in length.units:
                self._fail(wrong.WORKDAYS_BACK, word)
        if suspension is not None:
            self._fail(wrong.SUSPENDED_BACK, suspension.name)

    def _any_kind(self, word: Scalar) -> Typed:
        text = self._written(word)
        if DAY.fullmatch(text.text):
            return self._literal(text, Kind.DATE)
        if INTEGER.fullmatch(text.text):
            return self._literal(text, Kind.INTEGER)
        if money.read(text.text) is not None:
            return self._literal(text, Kind.MONEY)
        if type(clock.read(text.text)) is int:
            return self._literal(text, Kind.MOMENT)
        if parse_duration(text.text):
            return self._literal(text, Kind.DURATION)
        if text is not word:
            if clock.HOURS.fullmatch(text.text):
                self._fail(wrong.HOURS_FOR_DAYS, text, text=text.text)
            kind = "周岁" if AGE.fullmatch(text.text) else "比例" if shares.read(text.text) is not None else "时刻"
            self._fail(wrong.PARAMETER_OF_ANOTHER_KIND, text, name=word.text, value=text.text, kind=kind)
        bound = self._named(word)
        if not isinstance(bound, Typed):
            self._fail(wrong.CONDITION_FOR_VALUE, word, name=word.text)
        return bound

    def _cases(
        self, cases: tuple[tuple[expressions.Condition | None, expressions.Word | expressions.Computed], ...]
    ) -> Typed:
        values = self._alike(tuple(taken.word if isinstance(taken, expressions.Word) else taken for _, taken in cases))
        conditions = [self._condition(condition) for condition, _ in cases if condition is not None]
        pairs = tuple(zip(conditions, (typed.value for typed in values), strict=False))
        return Typed(nodes.Choice(pairs, values[-1].value, values[0].kind), values[0].options, _units(values))

    def _by_reading(
        self, reading: Scalar, options: tuple[tuple[Scalar, expressions.Derivation], ...]
    ) -> Typed | ElapsedTime | nodes.Condition:
        taken, known = self._reading(reading)
        for option, _ in options:
            if option.text not in known:
                hint = suggest(option.text, known)
                self._fail(wrong.NO_SUCH_READING, option, reading=reading.text, option=option.text, hint=hint)
        written = {option.text for option, _ in options} | self.problems.lost
        missing = [option for option in known if option not in written]
        if missing:
            self._fail(
                wrong.READING_WITHOUT_DERIVATION,
                reading,
                reading=reading.text,
                options="」「".join(missing),
                first=missing[0],
            )
        for option, surface in options:
            if option.text != taken:  # bound only so that its mistakes are noted
                with self.idly():
                    self._derive(surface)
        chosen = next((surface for option, surface in options if option.text == taken), None)
        if chosen is None:  # it could not be read
            raise UnboundError
        return self._derive(chosen)

    def _chosen(self, word: Scalar, choices: Mapping[str, _Choice], key: str) -> _Choice:
        """Return what a word, or the option taken of a reading between such words, stands for."""
        text = self.readings[word.text][0] if word.text in self.readings else word.text
        if text not in choices:
            self._fail(wrong.NOT_A_READING_OF_KEY, word, key=key, word=text, words="、".join(choices))
        return choices[text]

    def _rolls(self, rolling: Scalar | None) -> bool:
        """Return whether an end that falls on a day off is the next working day."""
        return rolling is not None and self._chosen(rolling, ROLLS, "顺延")

    def _suspension(self, surface: expressions.Suspension | None) -> nodes.Suspension | None:
        if surface is None:
            return None
        source = self._list(surface.name)
        with self._within(source):
            where = self._condition(surface.where) if surface.where else nodes.TRUE
        if source.interval is None:
            self._fail(wrong.LIST_WITHOUT_INTERVAL, surface.name, source=source.label)
        through = surface.last_day is None or self._chosen(surface.last_day, LAST_DAYS, "止日")
        return nodes.Suspension(source, *source.interval, where, through)

    def _picked(self, name: Scalar, wanted: Scalar, where: expressions.Condition | None, *, last: bool) -> Typed:
        source = self._list(name)
        self._order_number(source, name)
        with self._within(source):
            bound = self._condition(where) if where else nodes.TRUE
        position = self._position(source, wanted)
        fact = source.fields[position]
        return Typed(nodes.Picked(source, position, last, bound), fact.options, fact.units)

    def _position(self, source: Fact, word: Scalar) -> int:
        fact = source.field_by_label(word.text)
        if fact is None:
            hint = suggest(word.text, [field.label for field in source.fields])
            self._fail(wrong.NO_FIELD, word, source=source.label, field=word.text, hint=hint)
        return source.fields.index(fact)


def _made_of(node: nodes.Node | ElapsedTime) -> tuple[nodes.Node, ...]:
    return (node.start, node.end) if isinstance(node, ElapsedTime) else (node,)


def _units(values: list[Typed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit for typed in values for unit in typed.units))
