"""Binding: from the words of a policy on a day to plan nodes, every name looked up and every kind checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, assert_never

from zzrules.base.diagnostics import policies as wrong
from zzrules.plan import nodes
from zzrules.plan.names import (
    YES_NO,
    Bound,
    ElapsedTime,
    Names,
    Standing,
    Typed,
    UnboundError,
)
from zzrules.plan.states import STATE_WORDS
from zzrules.policy import syntax
from zzrules.policy.forms import DAY, INTEGER, parse_duration, suggest
from zzrules.policy.vocabulary import Fact, Kind
from zzrules.policy.yamltree import Scalar

HOLDS = {"成立": True, "不成立": False}
PRESENCE = {"有": True, "无": False}
DAYS = {"工作日": True, "休息日": False}
FULL_AFTER = {"对应日当日": 0, "对应日次日": 1}
ROLLS = {"顺延至工作日": True, "不顺延": False}
MAX_CHAIN = 40
_DATE_OPERATORS = {"早于": "<", "晚于": ">", "不早于": ">=", "不晚于": "<=", "等于": "==", "不等于": "!=", "为": "=="}
_ORDER_OPERATORS = {"以上": ">=", "以下": "<=", "未满": "<", "超过": ">", "等于": "==", "不等于": "!=", "为": "=="}

_Choice = TypeVar("_Choice")


class Binder(Names):
    """Binds a policy as it stands on a day."""

    # ── entry points ────────────────────────────────────────────────

    def condition(self, surface: syntax.Condition | None, standing: Standing = Standing.ELEMENT) -> nodes.Condition:
        """Return a condition's node; false, with the problems noted, where something in it has no meaning."""
        if surface is None:
            return nodes.TRUE
        self._standing = standing
        try:
            return self._condition(surface)
        except UnboundError:
            return nodes.Constant(truth=False)
        finally:
            self._standing = Standing.ELEMENT

    def deadline(self, word: Scalar | None) -> nodes.Value | str | None:
        """Return a consequence's deadline: a date, or an open term such as 及时 as it is written."""
        if word is None:
            return None
        if word.text in {name.text for name, _ in self.policy.derived} or word.text in self.vocabulary.by_label:
            try:
                return self._date(word)
            except UnboundError:
                return None
        return word.text

    def conduct(self) -> Fact | None:
        """Return the fact that dates the conduct."""
        word = self.policy.conduct
        fact = self._conduct(word)
        if fact is not None and self.policy.conduct_falls_back and not fact.may_be_none:
            self.problems.add(wrong.CONDUCT_NEVER_NONE, word.place, fact=word.text)
        return fact

    def _conduct(self, word: Scalar) -> Fact | None:
        fact = self.vocabulary.by_label.get(word.text)
        if fact is None or fact.kind is not Kind.DATE:
            dates = [date.label for date in self.vocabulary.facts if date.kind is Kind.DATE]
            hint = suggest(word.text, dates)
            self.problems.add(wrong.NO_DATE_FOR_CONDUCT, word.place, name=word.text, hint=hint)
            return None
        return fact

    def everything(self) -> None:
        """Bind also what no condition uses, so that its mistakes are noted."""
        for presumption in self.policy.presumptions:
            try:
                self._presumed(self.vocabulary.by_label[presumption.name.text])
            except (KeyError, UnboundError):
                continue
        for name, _ in self.policy.derived:
            try:
                self._derived(name)
            except UnboundError:
                continue

    # ── conditions ──────────────────────────────────────────────────

    def _condition(self, surface: syntax.Condition) -> nodes.Condition:
        match surface:
            case syntax.Junction(every, parts):
                bound = self._each(parts)
                return nodes.All(bound) if every else nodes.Any(bound)
            case syntax.Negation(part):
                return nodes.Not(self._condition(part))
            case syntax.Test():
                return self._test(surface)
            case syntax.Occurs(name, every, number, condition):
                source = self._list(name)
                with self._within(source):
                    inner = self._condition(condition)
                if number is not None:
                    order = self._order_number(source, name)
                    written = nodes.Literal(number, str(number), Kind.INTEGER)
                    inner = nodes.All((nodes.Compare("==", order, written), inner))
                return nodes.Quantified(every, source, inner)
            case syntax.Times(name, operator, count, where):
                source = self._list(name)
                with self._within(source):
                    counted = self._condition(where) if where else nodes.TRUE
                literal = self._literal(count, Kind.INTEGER).value
                assert isinstance(literal, nodes.Literal)
                assert isinstance(literal.value, int)
                return nodes.Times(source, counted, _ORDER_OPERATORS[operator], literal.value)
            case syntax.GroundSet(word, place):
                self._may_speak_of_grounds("情形", place)
                if not self.policy.grounds and not self.problems:
                    self.problems.add(wrong.NO_GROUNDS, place)
                complete = word == "有其一且手续齐备"
                names = (ground.name.text for ground in self.policy.grounds)
                some = nodes.Any(tuple(nodes.GroundHolds(ground, complete) for ground in names))
                return nodes.Not(some) if word == "均无" else some
            case syntax.ReadingIs(name, option):
                taken, options = self._reading(name)
                if option.text not in options:
                    hint = suggest(option.text, options)
                    self._fail(wrong.NO_SUCH_READING, option, reading=name.text, option=option.text, hint=hint)
                return nodes.Constant(truth=option.text == taken)
            case syntax.OutcomeIs(None, outcomes, place):
                if self._standing not in (Standing.EFFECT, Standing.OBLIGATION):
                    self.problems.add(wrong.OWN_OUTCOME_HERE, place)
                    raise UnboundError
                own = self.policy.code if self._standing is Standing.OBLIGATION else ""
                return nodes.OutcomeIs(own, self._own_outcomes(outcomes))
            case syntax.ObligationIs():
                return self._obligation_is(surface)
            case syntax.OutcomeIs(policy, outcomes, _):
                assert policy is not None
                meant = self.references.outcome(policy, outcomes)
                if meant is None:
                    raise UnboundError
                return nodes.OutcomeIs(*meant)
            case syntax.GroundOf(policy, ground):
                named = self.references.ground(policy, ground)
                if named is None:
                    raise UnboundError
                return nodes.OtherGround(*named)
            case _:
                assert_never(surface)

    def _obligation_is(self, surface: syntax.ObligationIs) -> nodes.Condition:
        if self._standing is not Standing.OBLIGATION:
            self.problems.add(wrong.OBLIGATION_HERE, surface.place)
            raise UnboundError
        if self._element is not self._each_element:
            self.problems.add(wrong.OBLIGATION_IN_LIST, surface.place)
            raise UnboundError
        named = self.references.obligation(surface.policy, surface.name)
        states: set[str] = set()
        for word in surface.states:
            if word.text not in STATE_WORDS:
                self._fail(wrong.NO_STATE, word, state=word.text, hint=suggest(word.text, STATE_WORDS))
            states |= STATE_WORDS[word.text]
        if named is None:
            raise UnboundError
        return nodes.ObligationIs(*named, frozenset(states))

    def _each(self, parts: tuple[syntax.Condition, ...]) -> tuple[nodes.Condition, ...]:
        """Bind all parts before giving up, so that every part's mistakes are noted."""
        bound: list[nodes.Condition] = []
        for part in parts:
            try:
                bound.append(self._condition(part))
            except UnboundError:
                continue
        if len(bound) < len(parts):
            raise UnboundError
        return tuple(bound)

    def _own_outcomes(self, words: tuple[Scalar, ...]) -> frozenset[str]:
        codes = {outcome.name.text: outcome.code for outcome in self.policy.outcomes}
        for word in words:
            if word.text not in codes:
                self._fail(wrong.NO_OUTCOME, word, name=word.text, hint=suggest(word.text, codes))
        return frozenset(codes[word.text] for word in words)

    def _test(self, test: syntax.Test) -> nodes.Condition:
        bound = self._named(test.name)
        if isinstance(bound, ElapsedTime):
            return self._lasted(bound, test)
        if isinstance(bound, nodes.GroundHolds):
            return _signed(bound, self._sign(test, HOLDS, "情形"))
        if isinstance(bound, nodes.DerivedCondition):
            return _signed(bound, self._sign(test, HOLDS | YES_NO, "推算的条件"))
        if test.operator == "为" and test.words[0].text in PRESENCE and bound.kind is not Kind.FLAG:
            return _signed(nodes.Given(bound.value), PRESENCE[test.words[0].text])
        match bound.kind:
            case Kind.FLAG:
                return _signed(nodes.IsTrue(bound.value), self._sign(test, YES_NO, "是否事实"))
            case Kind.FINDING:
                return self._found(test, bound)
            case Kind.OPTION | Kind.BODY:
                return self._among(test, bound)
            case Kind.OPTIONS:
                self._allow(test, ("包含", "不包含"), bound)
                return nodes.Includes(bound.value, self._option(test.words[0], bound), test.operator == "包含")
            case Kind.DATE if test.operator == "为" and test.words[0].text in DAYS:
                return nodes.Workday(bound.value, DAYS[test.words[0].text])
            case Kind.DATE:
                self._allow(test, ("早于", "晚于", "不早于", "不晚于", "等于", "不等于"), bound)
                return nodes.Compare(_DATE_OPERATORS[test.operator], bound.value, self._date(test.words[0]))
            case Kind.INTEGER | Kind.DURATION:
                self._allow(test, tuple(_ORDER_OPERATORS), bound)
                right = self._operand(test.words[0], bound.kind)
                if bound.kind is Kind.DURATION:
                    self._same_unit(test.words[0], bound, right)
                return nodes.Compare(_ORDER_OPERATORS[test.operator], bound.value, right.value)
            case Kind.TEXT:
                self._allow(test, ("等于", "不等于"), bound)
                text = test.words[0].text
                return nodes.Compare(_ORDER_OPERATORS[test.operator], bound.value, nodes.Literal(text, text, Kind.TEXT))
            case Kind.LIST:
                return self._fail(wrong.LIST_COMPARED, test.words[0], name=test.name.text)
            case _:
                assert_never(bound.kind)

    def _sign(self, test: syntax.Test, signs: Mapping[str, bool], kind: str) -> bool:
        """Return whether a word affirms; ``kind`` is what a message calls the tested name."""
        word = test.words[0]
        if test.operator != "为" or word.text not in signs:
            self._fail(
                wrong.OTHER_WORDS_ONLY,
                word,
                name=test.name.text,
                kind=kind,
                words="、".join(f"「{sign}」" for sign in signs),
                example=next(iter(signs)),
            )
        return signs[word.text]

    def _allow(self, test: syntax.Test, operators: tuple[str, ...], bound: Typed) -> None:
        if test.operator not in operators:
            word = test.words[0]
            self._fail(
                wrong.OTHER_OPERATORS_ONLY,
                word,
                name=test.name.text,
                kind=bound.kind.value,
                written=f"「{test.operator}」" if test.operator != "为" else f"直接写「{word.text}」",
                operators="、".join(operator for operator in operators if operator != "为"),
                example=operators[0],
                operand=word.text,
            )

    def _among(self, test: syntax.Test, bound: Typed) -> nodes.Condition:
        self._allow(test, ("属于", "不属于", "为"), bound)
        codes = frozenset(self._option(word, bound) for word in test.words)
        return nodes.Among(bound.value, codes, inside=test.operator != "不属于")

    def _option(self, word: Scalar, bound: Typed) -> str:
        if not bound.options:
            raise UnboundError  # its definition is wrong, and noted
        code = bound.options.get(word.text)
        if code is None:
            self._fail(wrong.NO_OPTION, word, option=word.text, hint=suggest(word.text, bound.options))
        if word.text in self._names():
            self._fail(wrong.OPTION_NAME_TAKEN, word, option=word.text)
        return code

    def _found(self, test: syntax.Test, bound: Typed) -> nodes.Condition:
        expected = self._sign(test, YES_NO | PRESENCE, "认定")
        assert isinstance(bound.value, nodes.FactValue)
        fact = bound.value.fact
        authority = self.authorities.get(fact.label)
        if authority is None:
            if fact.label in self.problems.lost or "政策" in self.problems.unread:
                raise UnboundError
            self._fail(wrong.NO_AUTHORITY, test.name, fact=fact.label)
        level = None
        if authority.same_level is not None:
            level = self.vocabulary.by_label.get(authority.same_level.text)
            if level is None or level.kind is not Kind.OPTION:
                self._fail(wrong.NO_LEVEL, authority.same_level, name=authority.same_level.text)
        presumed = bound.value.presumed
        assert presumed is None or isinstance(presumed, bool)
        bodies = frozenset(authority.bodies)
        return nodes.Found(fact, expected, bodies, level, authority.constitutive, presumed)

    def _lasted(self, elapsed: ElapsedTime, test: syntax.Test) -> nodes.Condition:
        operators = ("以上", "以下", "未满", "超过")
        if test.operator not in operators:
            shown = "、".join(operators)
            self._fail(wrong.ELAPSED_COMPARED, test.words[0], name=test.name.text, operators=shown)
        duration = self._operand(test.words[0], Kind.DURATION)
        operator = _ORDER_OPERATORS[test.operator]
        return nodes.Lasted(operator, elapsed.start, elapsed.end, duration.value, elapsed.full_after)

    # ── derived values ──────────────────────────────────────────────

    def _derived(self, name: Scalar) -> Bound:
        text = name.text
        if text in self._kinds:
            return self._kinds[text]
        if text in self._busy:
            cycle = " → ".join([*self._busy[self._busy.index(text) :], text])
            if text not in self.problems.lost:
                self.problems.add(wrong.DERIVATIONS_IN_CIRCLE, name.place, cycle=cycle)
            self.problems.lost |= set(self._busy)
            raise UnboundError
        surface = next(derivation for derived, derivation in self.policy.derived if derived.text == text)
        if len(self._busy) >= MAX_CHAIN:
            self._fail(wrong.DERIVATIONS_TOO_DEEP, name, most=MAX_CHAIN)
        around = self._element, self._standing
        self._element, self._standing = None, Standing.ELEMENT
        self._busy.append(text)
        try:
            bound = self._derive(surface)
        finally:
            self._busy.pop()
            self._element, self._standing = around
        if isinstance(bound, Typed):
            self.derived[text] = bound.value
            bound = Typed(nodes.DerivedValue(text, bound.kind), bound.options, bound.units)
        elif not isinstance(bound, ElapsedTime):
            self.derived[text] = bound
            bound = nodes.DerivedCondition(text)
        self._kinds[text] = bound
        return bound

    def _derive(self, surface: syntax.Derivation) -> Typed | ElapsedTime | nodes.Condition:
        match surface:
            case syntax.Elapsed(start, end, full_on):
                return ElapsedTime(
                    self._date(start),
                    self._date(end),
                    0 if full_on is None else self._chosen(full_on, FULL_AFTER, "满于"),
                )
            case syntax.Deadline(start, add, subtract, rolling, suspension):
                lengths = [self._operand(word, Kind.DURATION) for word in add or subtract]
                if subtract:
                    self._may_go_back(subtract, lengths, suspension)
                amounts = tuple(length.value for length in lengths)
                rolls = rolling is not None and self._chosen(rolling, ROLLS, "顺延")
                suspended = self._suspension(suspension)
                return Typed(nodes.Deadline(self._date(start), amounts, bool(subtract), rolls, suspended))
            case syntax.Extremum(latest, words):
                return Typed(nodes.Extremum(latest, tuple(self._date(word) for word in words)))
            case syntax.FirstGiven(words):
                given = self._alike(words)
                values = tuple(value.value for value in given)
                return Typed(nodes.FirstGiven(values, given[0].kind), given[0].options, _units(given))
            case syntax.Cases(cases, _):
                return self._cases(cases)
            case syntax.ByReading(reading, options):
                return self._by_reading(reading, options)
            case syntax.Rolled(word):
                return Typed(nodes.Rolled(self._date(word)))
            case syntax.Counted(unit, start, end, suspension):
                days = self._date(start), self._date(end)
                return Typed(nodes.Counted(unit == "workday", *days, self._suspension(suspension)))
            case syntax.Picked(name, wanted, last, where):
                return self._picked(name, wanted, where, last=last)
            case syntax.Definition(condition):
                return self._condition(condition)
            case syntax.Word(word):
                return self._alike((word,))[0]
            case _:
                assert_never(surface)

    def _alike(self, words: tuple[Scalar, ...]) -> list[Typed]:
        """Return what words stand for, names or literals that are all of one kind with the same options."""
        values = [self._any_kind(word) for word in words]
        first = values[0]
        for word, typed in zip(words, values, strict=True):
            kind = typed.kind.value
            if typed.kind is not first.kind:
                self._fail(wrong.UNLIKE_KINDS, word, word=word.text, kind=kind, first=first.kind.value)
            if typed.kind in (Kind.LIST, Kind.FINDING):
                self._fail(wrong.NOT_RENAMED, word, word=word.text, kind=kind)
            if dict(typed.options) != dict(first.options):
                self._fail(wrong.UNLIKE_OPTIONS, word, word=word.text)
        return values

    def _may_go_back(
        self, words: tuple[Scalar, ...], lengths: list[Typed], suspension: syntax.Suspension | None
    ) -> None:
        """Refuse to count working days or suspensions back: no law says how."""
        for word, length in zip(words, lengths, strict=True):
            if "workday" in length.units:
                self._fail(wrong.WORKDAYS_BACK, word)
        if suspension is not None:
            self._fail(wrong.SUSPENDED_BACK, suspension.name)

    def _any_kind(self, word: Scalar) -> Typed:
        text = self.parameters.get(word.text, word)
        if DAY.fullmatch(text.text):
            return self._literal(text, Kind.DATE)
        if INTEGER.fullmatch(text.text):
            return self._literal(text, Kind.INTEGER)
        if parse_duration(text.text):
            return self._literal(text, Kind.DURATION)
        bound = self._named(word)
        if not isinstance(bound, Typed):
            self._fail(wrong.CONDITION_FOR_VALUE, word, name=word.text)
        return bound

    def _cases(self, cases: tuple[tuple[syntax.Condition | None, Scalar], ...]) -> Typed:
        values = self._alike(tuple(word for _, word in cases))
        conditions = [self._condition(condition) for condition, _ in cases if condition is not None]
        pairs = tuple(zip(conditions, (typed.value for typed in values), strict=False))
        return Typed(nodes.Choice(pairs, values[-1].value, values[0].kind), values[0].options, _units(values))

    def _by_reading(
        self, reading: Scalar, options: tuple[tuple[Scalar, syntax.Derivation], ...]
    ) -> Typed | ElapsedTime | nodes.Condition:
        taken, known = self._reading(reading)
        for option, _ in options:
            if option.text not in known:
                hint = suggest(option.text, known)
                self._fail(wrong.NO_SUCH_READING, option, reading=reading.text, option=option.text, hint=hint)
        missing = [option for option in known if option not in {written.text for written, _ in options}]
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
                before = dict(self.derived), dict(self._kinds)
                self._derive(surface)
                self.derived, self._kinds = before
        return self._derive(next(surface for option, surface in options if option.text == taken))

    def _chosen(self, word: Scalar, choices: Mapping[str, _Choice], key: str) -> _Choice:
        """Return what a word, or the option taken of a reading between such words, stands for."""
        text = self.readings[word.text][0] if word.text in self.readings else word.text
        if text not in choices:
            self._fail(wrong.NOT_A_READING_OF_KEY, word, key=key, word=text, words="、".join(choices))
        return choices[text]

    def _suspension(self, surface: syntax.Suspension | None) -> nodes.Suspension | None:
        if surface is None:
            return None
        source = self._list(surface.name)
        with self._within(source):
            where = self._condition(surface.where) if surface.where else nodes.TRUE
        if source.interval is None:
            self._fail(wrong.LIST_WITHOUT_INTERVAL, surface.name, source=source.label)
        return nodes.Suspension(source, *source.interval, where)

    def _picked(self, name: Scalar, wanted: Scalar, where: syntax.Condition | None, *, last: bool) -> Typed:
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


def _units(values: list[Typed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit for typed in values for unit in typed.units))


def _signed(condition: nodes.Condition, sign: bool) -> nodes.Condition:
    return condition if sign else nodes.Not(condition)
