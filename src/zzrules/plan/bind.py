"""Binding: from the words of a policy on one day to plan nodes, every name looked up and every type checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, assert_never

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
    """Binds one policy as it stands on one day."""

    # ── entry points ────────────────────────────────────────────────

    def condition(self, surface: syntax.Condition | None, place: Standing = Standing.ELEMENT) -> nodes.Condition:
        """Return the condition's node; false, with problems noted, where something in it has no meaning."""
        if surface is None:
            return nodes.TRUE
        self._place = place
        try:
            return self._condition(surface)
        except UnboundError:
            return nodes.Constant(truth=False)
        finally:
            self._place = Standing.ELEMENT

    def deadline(self, word: Scalar | None) -> nodes.Value | str | None:
        """Return a consequence's deadline: a date of the policy, or an open term as it is written."""
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
            hint = "删去「尚无则」，或者在词汇里给它加上「可无: 是」"
            self.problems.add("ZZ266", f"「{word.text}」不能是「无」，「尚无则」永远用不上", word.place, hint)
        return fact

    def _conduct(self, word: Scalar) -> Fact | None:
        fact = self.vocabulary.by_label.get(word.text)
        if fact is None or fact.kind is not Kind.DATE:
            dates = [one.label for one in self.vocabulary.facts if one.kind is Kind.DATE]
            message = f"行为日期要取案卷记载的日期，没有日期事实「{word.text}」"
            self.problems.add("ZZ251", message, word.place, suggest(word.text, dates))
            return None
        return fact

    def everything(self) -> None:
        """Bind what no condition may have reached, so that its mistakes are noted too."""
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
                every_part = self._each(parts)
                return nodes.All(every_part) if every else nodes.Any(every_part)
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
                    self.problems.add("ZZ223", "本政策没有情形", place, "写上「情形」一节，或者用事实作条件")
                complete = word == "有其一且手续齐备"
                some = nodes.Any(tuple(nodes.GroundHolds(one.name.text, complete) for one in self.policy.grounds))
                return nodes.Not(some) if word == "均无" else some
            case syntax.ReadingIs(name, option):
                taken, options = self._reading(name)
                if option.text not in options:
                    self._fail(
                        "ZZ258",
                        f"口径「{name.text}」没有「{option.text}」这一说",
                        option,
                        suggest(option.text, options),
                    )
                return nodes.Constant(truth=option.text == taken)
            case syntax.OutcomeIs(None, outcomes, place):
                if self._place not in (Standing.EFFECT, Standing.DUTY):
                    hint = "写成所依据的事实或者情形"
                    self.problems.add("ZZ259", "「结论」只能写在后果、义务、矛盾的条件里", place, hint)
                    raise UnboundError
                own = self.policy.code if self._place is Standing.DUTY else ""
                return nodes.OutcomeIs(own, self._own_outcomes(outcomes))
            case syntax.ObligationIs():
                return self._obligation_is(surface)
            case syntax.OutcomeIs(policy, outcomes, _):
                assert policy is not None
                found = self.references.outcome(policy, outcomes)
                if found is None:
                    raise UnboundError
                return nodes.OutcomeIs(*found)
            case syntax.GroundOf(policy, ground):
                other = self.references.ground(policy, ground)
                if other is None:
                    raise UnboundError
                return nodes.OtherGround(*other)
            case _:
                assert_never(surface)

    def _obligation_is(self, surface: syntax.ObligationIs) -> nodes.Condition:
        if self._place is not Standing.DUTY:
            hint = "写成所依据的事实或者情形"
            self.problems.add("ZZ259", "「义务」只能写在义务的条件里", surface.place, hint)
            raise UnboundError
        if self._element is not self._each_element:
            hint = "移到列表的条件外面，用「全部」「任一」与它并列"
            self.problems.add("ZZ259", "「义务」不能写在列表各项的条件里", surface.place, hint)
            raise UnboundError
        found = self.references.obligation(surface.policy, surface.name)
        states: set[str] = set()
        for word in surface.states:
            if word.text not in STATE_WORDS:
                self._fail("ZZ253", f"义务没有「{word.text}」这一状态", word, suggest(word.text, STATE_WORDS))
            states |= STATE_WORDS[word.text]
        if found is None:
            raise UnboundError
        return nodes.ObligationIs(*found, frozenset(states))

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
                self._fail("ZZ251", f"本政策没有结论「{word.text}」", word, suggest(word.text, codes))
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
                hint = f"{test.name.text}: {{有一次: {{…}}}} 或 {test.name.text}: 有"
                return self._fail("ZZ252", f"「{test.name.text}」是列表，不能这样比较", test.words[0], hint)
            case _:
                assert_never(bound.kind)

    def _sign(self, test: syntax.Test, words: Mapping[str, bool], what: str) -> bool:
        word = test.words[0]
        if test.operator != "为" or word.text not in words:
            shown = "、".join(f"「{one}」" for one in words)
            message = f"「{test.name.text}」是{what}，只能写{shown}"
            self._fail("ZZ252", message, word, f"{test.name.text}: {next(iter(words))}")
        return words[word.text]

    def _allow(self, test: syntax.Test, operators: tuple[str, ...], bound: Typed) -> None:
        if test.operator not in operators:
            word = test.words[0]
            kind = bound.kind.value
            shown = "、".join(one for one in operators if one != "为")
            written = f"「{test.operator}」" if test.operator != "为" else f"直接写「{word.text}」"
            hint = f"{test.name.text}: {{{operators[0]}: {word.text}}}"
            self._fail("ZZ252", f"「{test.name.text}」是{kind}，不能{written}，可用{shown}", word, hint)

    def _among(self, test: syntax.Test, bound: Typed) -> nodes.Condition:
        self._allow(test, ("属于", "不属于", "为"), bound)
        codes = frozenset(self._option(word, bound) for word in test.words)
        return nodes.Among(bound.value, codes, inside=test.operator != "不属于")

    def _option(self, word: Scalar, bound: Typed) -> str:
        if not bound.options:
            raise UnboundError  # its definition is what is wrong, and somebody has said so
        code = bound.options.get(word.text)
        if code is None:
            self._fail("ZZ253", f"没有「{word.text}」这一选项", word, suggest(word.text, bound.options))
        if word.text in self._names():
            message = f"「{word.text}」既是选项，又是别的名字"
            self._fail("ZZ250", message, word, "给其中一个换一个名字")
        return code

    def _found(self, test: syntax.Test, bound: Typed) -> nodes.Condition:
        expected = self._sign(test, YES_NO | PRESENCE, "认定")
        assert isinstance(bound.value, nodes.FactValue)
        fact = bound.value.fact
        authority = self.authorities.get(fact.label)
        if authority is None:
            if fact.label in self.problems.lost or "政策" in self.problems.unread:
                raise UnboundError
            hint = f"有权认定: {{{fact.label}: {{机构: [ … ], 依据: … }}}}"
            self._fail("ZZ256", f"没有写明哪些机构有权认定「{fact.label}」", test.name, hint)
        level = None
        if authority.same_level is not None:
            level = self.vocabulary.by_label.get(authority.same_level.text)
            if level is None or level.kind is not Kind.OPTION:
                self._fail("ZZ251", f"没有选项事实「{authority.same_level.text}」", authority.same_level, "所属层级")
        presumed = bound.value.presumed
        assert presumed is None or isinstance(presumed, bool)
        bodies = frozenset(authority.bodies)
        return nodes.Found(fact, expected, bodies, level, authority.constitutive, presumed)

    def _lasted(self, elapsed: ElapsedTime, test: syntax.Test) -> nodes.Condition:
        operators = ("以上", "以下", "未满", "超过")
        if test.operator not in operators:
            hint = f"{test.name.text}: {{未满: 2年}}"
            shown = "、".join(operators)
            self._fail("ZZ252", f"「{test.name.text}」是一段历时，只能用{shown}与时长比较", test.words[0], hint)
        duration = self._operand(test.words[0], Kind.DURATION)
        operator = _ORDER_OPERATORS[test.operator]
        return nodes.Lasted(operator, elapsed.start, elapsed.end, duration.value, elapsed.full_after)

    # ── derived facts ───────────────────────────────────────────────

    def _derived(self, name: Scalar) -> Bound:
        text = name.text
        if text in self._kinds:
            return self._kinds[text]
        if text in self._busy:
            cycle = " → ".join([*self._busy[self._busy.index(text) :], text])
            if text not in self.problems.lost:
                self.problems.add("ZZ255", f"推算绕成了圈：{cycle}", name.place, "改写其中一项，使它不依赖自己")
            self.problems.lost |= set(self._busy)
            raise UnboundError
        surface = next(derivation for derived, derivation in self.policy.derived if derived.text == text)
        if len(self._busy) >= MAX_CHAIN:
            self._fail("ZZ255", f"推算一个靠一个，超过 {MAX_CHAIN} 层", name, "合并其中几项")
        around = self._element, self._place
        self._element, self._place = None, Standing.ELEMENT
        self._busy.append(text)
        try:
            bound = self._derive(surface)
        finally:
            self._busy.pop()
            self._element, self._place = around
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
        """Return names or literals that are all of one kind."""
        bound = [self._any_kind(word) for word in words]
        for word, one in zip(words, bound, strict=True):
            if one.kind is not bound[0].kind:
                message = f"「{word.text}」是{one.kind.value}，前面的是{bound[0].kind.value}"
                self._fail("ZZ252", message, word, f"都用{bound[0].kind.value}")
            if one.kind in (Kind.LIST, Kind.FINDING):
                self._fail("ZZ252", f"「{word.text}」是{one.kind.value}，不能另起名字", word, f"直接用「{word.text}」")
            if dict(one.options) != dict(bound[0].options):
                self._fail("ZZ252", f"「{word.text}」与前面的选项不同", word, "用可选项相同的事实")
        return bound

    def _may_go_back(
        self, words: tuple[Scalar, ...], lengths: list[Typed], suspension: syntax.Suspension | None
    ) -> None:
        """Refuse to count working days, or suspensions, backwards: no rule of law says how."""
        for word, length in zip(words, lengths, strict=True):
            if "workday" in length.units:
                self._fail("ZZ252", "「减」不能用工作日", word, "用日、个月或者年")
        if suspension is not None:
            self._fail("ZZ252", "「减」不能与「扣除」同用", suspension.name, "删去「扣除」")

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
            self._fail("ZZ252", f"「{word.text}」是条件，不是一个值", word, "用「条件: {…}」给条件起名")
        return bound

    def _cases(self, cases: tuple[tuple[syntax.Condition | None, Scalar], ...]) -> Typed:
        values = self._alike(tuple(word for _, word in cases))
        conditions = [self._condition(condition) for condition, _ in cases if condition is not None]
        pairs = tuple(zip(conditions, (one.value for one in values), strict=False))
        return Typed(nodes.Choice(pairs, values[-1].value, values[0].kind), values[0].options, _units(values))

    def _by_reading(
        self, reading: Scalar, options: tuple[tuple[Scalar, syntax.Derivation], ...]
    ) -> Typed | ElapsedTime | nodes.Condition:
        taken, known = self._reading(reading)
        for option, _ in options:
            if option.text not in known:
                self._fail(
                    "ZZ258", f"口径「{reading.text}」没有「{option.text}」这一说", option, suggest(option.text, known)
                )
        missing = [option for option in known if option not in {written.text for written, _ in options}]
        if missing:
            message = f"口径「{reading.text}」的「{'」「'.join(missing)}」没有写怎样推算"
            self._fail("ZZ258", message, reading, f"加上「{missing[0]}: …」")
        for option, surface in options:
            if option.text != taken:  # bound for its mistakes only
                before = dict(self.derived), dict(self._kinds)
                self._derive(surface)
                self.derived, self._kinds = before
        return self._derive(next(surface for option, surface in options if option.text == taken))

    def _chosen(self, word: Scalar, choices: Mapping[str, _Choice], key: str) -> _Choice:
        """Return what a word stands for, or the option taken of a reading that chooses between such words."""
        text = self.readings[word.text][0] if word.text in self.readings else word.text
        if text not in choices:
            hint = "、".join(choices) + "，或者只在这几说之间选择的口径"
            self._fail("ZZ258", f"「{key}」没有「{text}」这一说", word, hint)
        return choices[text]

    def _suspension(self, surface: syntax.Suspension | None) -> nodes.Suspension | None:
        if surface is None:
            return None
        source = self._list(surface.name)
        with self._within(source):
            where = self._condition(surface.where) if surface.where else nodes.TRUE
        if source.interval is None:
            hint = "在词汇里给它加上「期间: [起, 止]」"
            self._fail("ZZ252", f"列表「{source.label}」不是期间，不能扣除", surface.name, hint)
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
            hint = suggest(word.text, [one.label for one in source.fields])
            self._fail("ZZ251", f"「{source.label}」没有字段「{word.text}」", word, hint)
        return source.fields.index(fact)


def _units(values: list[Typed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit for one in values for unit in one.units))


def _signed(condition: nodes.Condition, sign: bool) -> nodes.Condition:
    return condition if sign else nodes.Not(condition)
