"""Binding: from the words of a policy on a day to plan nodes, every name looked up and every kind checked."""

from __future__ import annotations

from contextlib import suppress
from typing import Final, assert_never

from zzrules.base.diagnostics import meanings as wrong, policies
from zzrules.base.errors import Place
from zzrules.base.frozen import replaced
from zzrules.plan import nodes
from zzrules.plan.classes import no_outcome
from zzrules.plan.comparing import HOLDS, ORDER_OPERATORS, Comparisons
from zzrules.plan.names import (
    PRESENCE,
    ElapsedTime,
    Standing,
    Typed,
    UnboundError,
)
from zzrules.plan.periodic import THIS_PERIOD, within_period
from zzrules.plan.possible import possible
from zzrules.plan.states import STATE_WORDS
from zzrules.policy import expressions, syntax
from zzrules.policy.comparisons import OF_DATES
from zzrules.policy.forms import FLAGS, or_new, suggest, suggest_name
from zzrules.policy.vocabulary import DATED, Fact, Kind
from zzrules.policy.yamltree import Scalar

DAYS = {"工作日": True, "休息日": False}
NEVER: Final[nodes.Condition] = nodes.NEVER
_DATE_OPERATORS = {**OF_DATES, "为": "=="}


class Binder(Comparisons):
    """Binds a policy as it stands on a day."""

    # ── entry points ────────────────────────────────────────────────

    def condition(
        self, surface: expressions.Condition | None, standing: Standing = Standing.ELEMENT
    ) -> nodes.Condition:
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
        if word.text in self._derivable or word.text in self.vocabulary.by_label:
            try:
                return self._date(word)
            except UnboundError:
                return None
        return word.text

    def conduct(self) -> Fact | None:
        """Return the fact that dates the conduct: the one named, or the one taken of a reading between such facts."""
        word = self.policy.conduct
        if word.text in self.readings:
            taken, options = self.readings[word.text]
            facts = {option: self._conduct(replaced(word, text=option)) for option in options}
            word, fact = replaced(word, text=taken), facts[taken]
        else:
            fact = self._conduct(word)
        if fact is not None and self.policy.conduct_falls_back and not fact.may_be_none:
            self.problems.add(wrong.CONDUCT_NEVER_NONE, word.place, fact=word.text)
        return fact

    def derived_day(self, conduct: Fact | None) -> tuple[Scalar, nodes.Value] | None:
        """Return what derives the day that a fact gives, with its name; None where the policy does not say so."""
        names = [name.text for name, _ in self.policy.derived]
        dating = self.policy.dating
        found = None
        for one in self.policy.conduct_derived:
            fact, word = one.fact, one.name
            if fact is not None and fact.text not in dating and self.policy.conduct.text not in self.problems.lost:
                self.problems.add(wrong.NOT_DATING, fact.place, name=fact.text, hint=suggest(fact.text, dating))
            if word.text in names:
                if fact is None or (conduct is not None and fact.text == conduct.label):
                    found = word
            elif word.text not in self.problems.lost:
                dates = [name.text for name, _ in self.policy.derived if self._is_date(name)]
                hint = suggest(word.text, dates) or "在「推算」里写明怎样从别的事实推算出行为日期"
                self.problems.add(wrong.NO_DERIVED_DAY, word.place, name=word.text, hint=hint)
        if found is None:
            return None
        try:
            return found, self._date(found)
        except UnboundError:
            return None

    def _is_date(self, name: Scalar) -> bool:
        """Return whether a derivation of the policy gives a date."""
        try:
            bound = self._derived(name)
        except UnboundError:
            return False
        return isinstance(bound, Typed) and bound.kind is Kind.DATE

    def _conduct(self, word: Scalar) -> Fact | None:
        fact = self.vocabulary.by_label.get(word.text)
        if fact is None or fact.kind is not Kind.DATE:
            dates = [date.label for date in self.vocabulary.facts if date.kind is Kind.DATE]
            if word.text not in self.problems.lost:
                known = suggest_name(word.text, dates)
                hint = known if fact is not None else or_new(known)
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
        self._spare = True
        for name, _ in self.policy.derived:
            try:
                self._derived(name)
            except UnboundError:
                continue
        self._spare = False

    def everything_shared(self) -> None:
        """Bind also what the vocabulary derives and no condition uses."""
        with self.idly():
            for name, _ in self.vocabulary.derived:
                with suppress(UnboundError):
                    self._derived(name)

    # ── conditions ──────────────────────────────────────────────────

    def _condition(self, surface: expressions.Condition) -> nodes.Condition:
        match surface:
            case expressions.Junction(every, parts):
                bound = self._each(parts)
                return nodes.All(bound) if every else nodes.Any(bound)
            case expressions.Negation(part):
                return nodes.Not(self._condition(part))
            case expressions.Test():
                return self._test(surface)
            case expressions.Occurs(name, every, number, condition):
                source = self._list(name)
                with self._within(source):
                    inner = self._condition(condition)
                if number is not None:
                    order = self._order_number(source, name)
                    written = nodes.Literal(number, str(number), Kind.INTEGER)
                    inner = nodes.All((nodes.Compare("==", order, written), inner))
                return nodes.Quantified(every, source, inner)
            case expressions.Times(name, operator, count, where):
                source = self._list(name)
                with self._within(source):
                    counted = self._condition(where) if where else nodes.TRUE
                least = self._written(count)
                literal = self._literal(least, Kind.INTEGER).value
                assert isinstance(literal, nodes.Literal)
                assert isinstance(literal.value, int)
                return nodes.Times(source, counted, ORDER_OPERATORS[operator], literal.value)
            case expressions.GroundSet(word, place):
                self._may_speak_of_grounds("情形", place)
                if not self.policy.grounds and not self.problems:
                    self.problems.add(policies.NO_GROUNDS, place)
                complete = word == "有其一且手续齐备"
                names = [ground.name.text for ground in self.policy.grounds if ground.span.has(self.day)]
                some = nodes.Any(tuple(nodes.GroundHolds(ground, complete) for ground in names)) if names else NEVER
                return nodes.Not(some) if word == "均无" else some
            case expressions.ReadingIs(name, option):
                taken, options = self._reading(name)
                if option.text not in options:
                    hint = suggest(option.text, options)
                    self._fail(wrong.NO_SUCH_READING, option, reading=name.text, option=option.text, hint=hint)
                return nodes.Constant(option.text == taken, name.text, option.text)
            case expressions.OutcomeIs(None, outcomes, place):
                return nodes.OutcomeIs(self._own("结论", place), self._own_outcomes(outcomes))
            case expressions.ObligationIs():
                return self._obligation_is(surface)
            case expressions.OutcomeIs(policy, outcomes, _):
                assert policy is not None
                meant = self.references.outcome(policy, outcomes)
                if meant is None:
                    raise UnboundError
                return nodes.OutcomeIs(*meant)
            case expressions.ClassIs():
                return self._class_is(surface)
            case expressions.GroundOf(policy, ground):
                named = self.references.ground(policy, ground)
                if named is None:
                    raise UnboundError
                return nodes.OtherGround(*named)
            case _:
                assert_never(surface)

    def _own(self, word: str, place: Place) -> str:
        """Return how a condition names its own policy, of whose outcome it speaks: in 义务 by the code."""
        if self._standing not in (Standing.EFFECT, Standing.OBLIGATION):
            self.problems.add(wrong.OWN_OUTCOME_HERE, place, word=word)
            raise UnboundError
        return self.policy.code if self._standing is Standing.OBLIGATION else ""

    def _class_is(self, surface: expressions.ClassIs) -> nodes.Condition:
        own = self._own("归类", surface.place) if surface.policy is None else None
        meant = self.references.outcome_class(surface.policy, surface.classes)
        if meant is None or not meant[1]:
            raise UnboundError
        code, outcomes = meant
        return nodes.OutcomeIs(code if own is None else own, outcomes)

    def _obligation_is(self, surface: expressions.ObligationIs) -> nodes.Condition:
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
        return nodes.ObligationIs(*named, frozenset(states)) if self.references.ever_owed(*named) else NEVER

    def _each(self, parts: tuple[expressions.Condition, ...]) -> tuple[nodes.Condition, ...]:
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
                self._note(no_outcome(self.policy, word, codes), word)
        return frozenset(codes[word.text] for word in words)

    def _test(self, test: expressions.Test) -> nodes.Condition:
        bound = self._named(test.name)
        if isinstance(bound, ElapsedTime):
            return self._aged(bound, test) if bound.age else self._lasted(bound, test)
        if isinstance(bound, nodes.GroundHolds | nodes.Constant):
            return _signed(bound, self._sign(test, HOLDS, "情形"))
        if isinstance(bound, nodes.DerivedCondition):
            return _signed(bound, self._sign(test, HOLDS | FLAGS, "推算的条件"))
        if test.operator == "为" and test.words[0].text in PRESENCE and bound.kind is not Kind.FLAG:
            return _signed(nodes.Given(bound.value), PRESENCE[test.words[0].text])
        if bound.kind in DATED and test.operator == "为" and test.words[0].text == THIS_PERIOD:
            self._may_speak_of_periods(test.words[0])
            return within_period(bound.value)
        match bound.kind:
            case Kind.FLAG:
                sign = self._sign(test, FLAGS, "是否事实")
                return self._concluded(bound, sign, _signed(nodes.IsTrue(bound.value), sign))
            case Kind.FINDING:
                found = self._found(test, bound)
                return self._concluded(bound, found.expected, found)
            case Kind.OPTION | Kind.BODY:
                return self._among(test, bound)
            case Kind.OPTIONS:
                self._allow(test, bound)
                return nodes.Includes(bound.value, self._option(test.words[0], bound), test.operator == "包含")
            case Kind.DATE if test.operator == "为" and test.words[0].text in DAYS:
                return nodes.Workday(bound.value, DAYS[test.words[0].text])
            case Kind.DATE:
                self._allow(test, bound)
                return nodes.Compare(_DATE_OPERATORS[test.operator], bound.value, self._date(test.words[0]))
            case Kind.MOMENT if test.operator == "为" and test.words[0].text in DAYS:
                return self._fail(wrong.MOMENT_FOR_DATE, test.name, word=test.name.text)
            case Kind.MOMENT:
                self._allow(test, bound)
                right = self._operand(test.words[0], Kind.MOMENT)
                return nodes.Compare(_DATE_OPERATORS[test.operator], bound.value, right.value)
            case Kind.INTEGER | Kind.MONEY | Kind.DURATION:
                self._allow(test, bound, alone=True)
                right = self._operand(test.words[0], bound.kind)
                if bound.kind is Kind.DURATION:
                    self._same_unit(test.words[0], bound, right)
                return nodes.Compare(ORDER_OPERATORS[test.operator], bound.value, right.value)
            case Kind.TEXT:
                self._allow(test, bound)
                text = test.words[0].text
                return nodes.Compare(ORDER_OPERATORS[test.operator], bound.value, nodes.Literal(text, text, Kind.TEXT))
            case Kind.LIST:
                return self._fail(wrong.LIST_COMPARED, test.words[0], name=test.name.text)
            case _:
                assert_never(bound.kind)

    # ── what follows from other facts ───────────────────────────────

    def _concluded(self, bound: Typed, sign: bool, own: nodes.Condition) -> nodes.Condition:
        """Return what is asked of a fact, ``own``, with what the policy concludes of it from other facts."""
        if not isinstance(bound.value, nodes.FactValue) or self._barely:
            return own
        for implication in self.policy.implications:
            if implication.fact.text == bound.value.fact.label and implication.span.has(self.day):
                premise = self.premise(implication)
                if premise != nodes.NEVER:
                    own = nodes.Concluded(own, premise, FLAGS.get(implication.sign.text) is sign)
        return own

    def premise(self, implication: syntax.Implication) -> nodes.Condition:
        """Return the condition of an implication; false, with the problems noted, where it has no meaning."""
        name = implication.name.text
        if name in self._premises:
            return self._premises[name]
        if name in self._concluding:
            circle = [*self._concluding[self._concluding.index(name) :], name]
            cycle = " → ".join(f"「{one}」" for one in circle)
            self.problems.add(wrong.IMPLICATIONS_IN_CIRCLE, implication.name.place, cycle=cycle)
            raise UnboundError
        around = self._element, self._recurring, self._standing
        self._element, self._recurring = None, False
        self._concluding.append(name)
        try:
            bound = possible(self.condition(implication.condition))
        finally:
            self._concluding.pop()
            self._element, self._recurring, self._standing = around
        self._premises[name] = bound
        return bound

    def opposed(self, implication: syntax.Implication) -> tuple[Fact, nodes.Condition] | None:
        """Return the fact that an implication concludes, and that it was recorded otherwise; None, noted, for others.

        What the policy concludes of the fact is left aside.
        """
        fact = self.vocabulary.by_label.get(implication.fact.text)
        if fact is None or fact.kind not in (Kind.FLAG, Kind.FINDING):
            if implication.fact.text not in self.problems.lost:
                known = [one.label for one in self.vocabulary.facts if one.kind in (Kind.FLAG, Kind.FINDING)]
                hint = suggest_name(implication.fact.text, known)
                self.problems.add(wrong.NO_CONCLUSION, implication.fact.place, fact=implication.fact.text, hint=hint)
            return None
        if implication.sign.text not in FLAGS:
            self.problems.add(wrong.NOT_ONE_CONCLUSION, implication.sign.place, implication=implication.name.text)
            return None
        other = next(word for word, sign in FLAGS.items() if sign is not FLAGS[implication.sign.text])
        self._barely = True
        try:
            test = expressions.Test(implication.fact, "为", (replaced(implication.sign, text=other),))
            return fact, self.condition(test)
        finally:
            self._barely = False


def _signed(condition: nodes.Condition, sign: bool) -> nodes.Condition:
    return condition if sign else nodes.Not(condition)
