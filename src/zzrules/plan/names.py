"""What the words of a policy mean on a day: names looked up, literals read, each with its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from enum import Enum
from typing import Final, Never, assert_never

from zzrules.base import clock, money
from zzrules.base.diagnostics import Diagnostic, Proposal, meanings as wrong
from zzrules.base.errors import Fix, Place, Problem
from zzrules.base.frozen import frozen, replaced
from zzrules.base.regulation import term
from zzrules.plan import nodes, walks
from zzrules.plan.proposing import new_fact
from zzrules.plan.recurring import PERIOD_DAYS
from zzrules.plan.references import References
from zzrules.policy import syntax
from zzrules.policy.forms import (
    CLOSE,
    FLAGS,
    INTEGER,
    UNIT_NAMES,
    no_day,
    no_moment,
    parse_day,
    parse_duration,
    suggest,
    suggest_fact,
)
from zzrules.policy.meant import (
    amount_instead,
    day_instead,
    duration_instead,
    integer_instead,
    is_day,
    moment_instead,
    proposed,
)
from zzrules.policy.texts import filled, misbraced, said
from zzrules.policy.vocabulary import NO_OPTIONS, OF_DAY, Fact, Kind, Vocabulary
from zzrules.policy.yamltree import Problems, Scalar

EVALUATION_DAY, CONDUCT_DAY, ORDER_NUMBER = "评价日", "行为日期", "序号"
PRESENCE = {"有": True, "无": False}
_TIMED_OTHERWISE: Mapping[tuple[Kind, Kind], Diagnostic] = {
    (Kind.MOMENT, Kind.DATE): wrong.MOMENT_FOR_DATE,
    (Kind.DATE, Kind.MOMENT): wrong.DATE_FOR_MOMENT,
}


@frozen
class Typed:
    """A value with its options and its units, if it has any."""

    value: nodes.Value
    options: Mapping[str, str] = NO_OPTIONS
    units: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """What kind of value it is."""
        return walks.kind_of(self.value)


@frozen
class ElapsedTime:
    """A derived 历时, or 周岁 (``age``), which only a comparison makes a condition of."""

    start: nodes.Value
    end: nodes.Value
    full_after: int | None
    age: bool = False

    @property
    def timed(self) -> bool:
        """Whether it goes from a moment to a moment."""
        return walks.kind_of(self.start) is Kind.MOMENT


class Standing(Enum):
    """Where a condition stands: this settles what it may speak of."""

    ELEMENT = "element"  # 适用, 情形, 推算, 推出, 矛盾: facts only
    ENTRY = "entry"  # 结论: also the policy's own grounds
    EFFECT = "effect"  # 后果: also the policy's own outcome
    OBLIGATION = "obligation"  # 义务: also other obligations


class UnboundError(Exception):
    """A name or a word has no meaning here; the problem has been noted."""


@frozen
class Taken:
    """What applies on the day: the parameters' values, each reading taken with all its options, who may find what.

    A parameter may have no value on the day (None).
    """

    day: date
    parameters: Mapping[str, Scalar | None]
    readings: Mapping[str, tuple[str, tuple[str, ...]]]
    authorities: Mapping[str, syntax.Authority]


def _nothing(_text: str) -> str:
    return ""


_BRACES: Final = frozenset("{}｛｝")
# What a text that is none of a kind may say of it.
_INSTEAD: Final[Mapping[Kind, Callable[[str], str]]] = {
    Kind.DATE: day_instead,
    Kind.MOMENT: moment_instead,
    Kind.DURATION: duration_instead,
    Kind.MONEY: amount_instead,
    Kind.INTEGER: integer_instead,
}
Bound = Typed | ElapsedTime | nodes.DerivedCondition | nodes.GroundHolds | nodes.Constant


def _no_ground(name: str) -> nodes.Constant:
    """Return that a ground does not hold, not being law on the day."""
    return nodes.Constant(truth=False, ground=name)


class Names:
    """The names of a policy as it stands on a day; a word without a meaning is noted."""

    def __init__(
        self,
        policy: syntax.Policy,
        vocabulary: Vocabulary,
        taken: Taken,
        references: References,
        problems: Problems,
    ) -> None:
        """Take the policy and what it is read with."""
        self.policy = policy
        self.vocabulary = vocabulary
        self.day = taken.day
        self.parameters = taken.parameters
        self.readings = taken.readings
        self.authorities = taken.authorities
        self.references = references
        self.problems = problems
        self.derived: dict[str, nodes.Node] = {}
        self._shared = {name.text: derivation for name, derivation in vocabulary.derived}
        self._derivable = self._shared | {name.text: derivation for name, derivation in policy.derived}
        self._sharing = False  # in a derivation of the vocabulary, which knows no policy's own names
        self._kinds: dict[str, Bound] = {}
        self._uses: dict[str, dict[str, None]] = {}  # what a derived value reads; under "" what is read otherwise
        self._levels: dict[
            str, int
        ] = {}  # how deep derived values are nested in one another, with what they are made of
        self._unbound: set[str] = set()  # the derived values that have no meaning; why has been noted
        self._idle: int | None = None  # how deep in derivations what is bound is not used
        self._busy: list[str] = []
        self._element: Fact | None = None
        self._each_element: Fact | None = None  # the list whose elements an obligation stands for
        self._recurring = False  # in an obligation that recurs: the days of its period have names
        self._standing = Standing.ELEMENT
        self._premises: dict[str, nodes.Condition] = {}  # of implications, by name
        self._concluding: list[str] = []
        self._barely = False  # leaves aside what is concluded of a fact
        self._spare = False  # binds what nothing in force uses
        self._lasting = False  # binds what lasts as long as the policy

    @property
    def used(self) -> dict[str, nodes.Node]:
        """The derived values that are used, each after those that it reads."""
        found: dict[str, nodes.Node] = {}
        seen: set[str] = set()

        def take(name: str) -> None:
            if name not in seen:
                seen.add(name)
                for other in self._uses.get(name, ()):
                    take(other)
                if name in self.derived:
                    found[name] = self.derived[name]

        take("")
        return found

    @contextmanager
    def idly(self) -> Iterator[None]:
        """Bind what is not used, so that its mistakes are noted."""
        before, self._idle = self._idle, len(self._busy)
        try:
            yield
        finally:
            self._idle = before

    @contextmanager
    def lasting(self) -> Iterator[None]:
        """Bind what has no days of its own: 适用, 口径, 统辖."""
        self._lasting = True
        try:
            yield
        finally:
            self._lasting = False

    def _derived(self, name: Scalar) -> Bound:
        """Return a derived value, bound where it is first read."""
        raise NotImplementedError

    def _may_speak_of_grounds(self, word: str, place: Place) -> None:
        if self._standing is Standing.ELEMENT:
            named = any(word == ground.name.text for ground in self.policy.grounds)
            close = get_close_matches(word, self.vocabulary.by_label, n=1, cutoff=CLOSE) if named else ()
            if named:
                meant = Proposal("".join(f"，如「{one}」" for one in close), close)
                self.problems.add(wrong.GROUND_NAMED_HERE, place, word=word, meant=meant)
            else:
                self.problems.add(wrong.GROUND_HERE, place, word=word)
            raise UnboundError

    def _may_speak_of_periods(self, word: Scalar) -> None:
        if not self._recurring:
            self._fail(wrong.PERIOD_HERE, word, word=word.text)

    def _names(self) -> set[str]:
        grounds = {ground.name.text for ground in self.policy.grounds}
        return {*self.parameters, *self.readings, *grounds, *self._derivable, *self.vocabulary.by_label}

    def _has(self, text: str) -> bool:
        """Return whether a text is one of the names."""
        grounds = (text == ground.name.text for ground in self.policy.grounds)
        known = (self._derivable, self.vocabulary.by_label, self.parameters, self.readings)
        return any(text in names for names in known) or any(grounds)

    def _knows(self, text: str) -> bool:
        """Return whether a text is a name, a field of the element, or the name of a day that every record has."""
        fields = self._element.fields if self._element is not None else ()
        days = (EVALUATION_DAY, CONDUCT_DAY, *PERIOD_DAYS)
        return self._has(text) or text in days or any(text == field.label for field in fields)

    def _named(self, name: Scalar) -> Bound:
        """Return what a name stands for: a field of the element, a derived value, a fact, a ground."""
        text = name.text
        if self._element is not None:
            if text == ORDER_NUMBER:
                return Typed(self._order_number(self._element, name))
            fact = self._element.field_by_label(text)
            if fact is not None:
                position = self._element.fields.index(fact)
                return Typed(nodes.FieldValue(fact, position), fact.options, fact.units)
        if text == EVALUATION_DAY:
            return Typed(nodes.EvaluationDay())
        if text == CONDUCT_DAY:
            return Typed(nodes.ConductDay())
        if text in PERIOD_DAYS:
            self._may_speak_of_periods(name)
            return Typed(nodes.FactValue(PERIOD_DAYS[text]))
        if text in self._derivable:
            return self._derived(name)
        if text in self.vocabulary.by_label:
            fact = self.vocabulary.by_label[text]
            return Typed(nodes.FactValue(fact, self._presumed(fact)), fact.options, fact.units)
        ground = next((ground for ground in self.policy.grounds if text == ground.name.text), None)
        if ground is not None:
            self._may_speak_of_grounds(text, name.place)
            return nodes.GroundHolds(text, complete=False) if ground.span.has(self.day) else _no_ground(text)
        finding = self.vocabulary.by_label.get(text.removesuffix(OF_DAY)) if text.endswith(OF_DAY) else None
        if finding is not None and finding.kind is Kind.FINDING:
            return Typed(nodes.FindingDay(finding))
        if any(text == obligation.name.text for obligation in self.policy.obligations):
            stands = self._standing is Standing.OBLIGATION
            self._fail(wrong.OBLIGATION_WITHOUT_STATE if stands else wrong.OBLIGATION_NAMED_HERE, name, name=text)
        source = next((fact for fact in self.vocabulary.facts if fact.field_by_label(text) is not None), None)
        if source is not None and self._element is None:
            self._fail(wrong.FIELD_OUTSIDE_LIST, name, field=text, source=source.label)
        if text in self.parameters:
            self._fail(wrong.PARAMETER_ALONE, name, name=text)
        if text in self.readings:
            self._fail(wrong.READING_ALONE, name, name=text, option=self.readings[text][0])
        if not self._sharing and {text, text.removesuffix(OF_DAY)} & self.problems.lost:
            raise UnboundError  # whose definition is wrong, and noted: nobody needs a hint
        known = sorted(self._names() | self.problems.lost) + [
            field.label for field in (self._element.fields if self._element else ())
        ]
        fixes = new_fact(name, self.policy, self.vocabulary.facts)
        return self._fail(wrong.UNKNOWN_NAME, name, fixes, name=text, hint=suggest_fact(text, known))

    def _presumed(self, fact: Fact) -> object:
        for presumption in self.policy.presumptions:
            if presumption.name.text == fact.label:
                if fact.kind in (Kind.FLAG, Kind.FINDING):
                    if presumption.value.text not in FLAGS:
                        self._fail(wrong.PRESUMED_YES_OR_NO, presumption.value, word=presumption.value.text)
                    return FLAGS[presumption.value.text]
                if fact.kind is Kind.OPTION and presumption.value.text in fact.options:
                    return fact.options[presumption.value.text]
                self._fail(wrong.NOT_PRESUMABLE, presumption.value, fact=fact.label)
        return None

    def _operand(self, word: Scalar, kind: Kind) -> Typed:
        """Return what a word stands for: a name of the kind, or a literal."""
        if word.text in self.parameters:
            typed = self._literal(self._value_of(word), kind)
            assert isinstance(typed.value, nodes.Literal)
            named = replaced(typed.value, text=f"{word.text}（{typed.value.text}）")
            return replaced(typed, value=named)
        if not self._is_name(word):
            return self._literal(word, kind)
        bound = self._named(word)
        if isinstance(bound, Typed):
            if bound.kind is kind:
                return bound
            if (bound.kind, kind) in _TIMED_OTHERWISE:
                self._fail(_TIMED_OTHERWISE[bound.kind, kind], word, word=word.text)
        return self._fail(wrong.OF_ANOTHER_KIND, word, word=word.text, kind=kind.value)

    def _is_name(self, word: Scalar) -> bool:
        """Return whether a word is the name of something, no literal."""
        return self._knows(word.text) or word.text == ORDER_NUMBER or word.text.endswith(OF_DAY)

    def _written(self, word: Scalar) -> Scalar:
        """Return what stands for a word: the value of a parameter, or the word itself."""
        return self._value_of(word) if word.text in self.parameters else word

    def _value_of(self, word: Scalar) -> Scalar:
        """Return the value of the parameter that a word names; where it has none, that is noted if it is needed."""
        value = self.parameters[word.text]
        if value is not None:
            return value
        if not self._spare:
            name = next(one.name for one in self.policy.parameters if one.name.text == word.text)
            first, days = self.references.first, term(self.references.first, self.references.last, " ")
            needed = wrong.PARAMETER_ALWAYS_NEEDED if self._lasting else wrong.PARAMETER_WITHOUT_VALUE
            self.problems.add(needed, name.place, parameter=name.text, use=word.place, days=days, first=first)
        raise UnboundError

    def text(self, word: Scalar, *, of_amounts: bool = False) -> str:
        """Return a text with the values of the parameters that it names in braces; what names none is noted.

        ``of_amounts``: an amount that the policy derives stays in its braces, since each record has its own.
        """

        def value(name: str) -> str:
            if of_amounts and name in self._derivable and self._is_amount(replaced(word, text=name)):
                return f"{{{name}}}"
            if name not in self.parameters:
                if name not in self.problems.lost:
                    hint = str(suggest(name, self.parameters)) or "在「参数」里加上它"
                    self.problems.add(wrong.NO_PARAMETER_IN_TEXT, word.place, name=name, hint=hint)
                return name
            try:
                return said(self._value_of(replaced(word, text=name)).text)
            except UnboundError:
                return name

        if not _BRACES.intersection(word.text):
            return word.text
        if (bad := misbraced(word.text, self.parameters)) is not None:
            self.problems.add(wrong.MISBRACED, word.place, written=bad[0], instead=bad[1])
            return word.text
        return filled(word.text, value)

    def _is_amount(self, name: Scalar) -> bool:
        """Return whether a derived value is an amount of money; true for one that is noted as wrong."""
        try:
            bound = self._derived(name)
        except UnboundError:
            return True
        return isinstance(bound, Typed) and bound.kind is Kind.MONEY

    def _literal(self, word: Scalar, kind: Kind) -> Typed:
        text = word.text
        if kind is Kind.INTEGER and INTEGER.fullmatch(text):
            return Typed(nodes.Literal(int(text), text, kind))
        if kind is Kind.MONEY and (amount := money.read(text)) is not None:
            return Typed(nodes.Literal(self._amount(word, amount), text, kind))
        if kind is Kind.DURATION and (duration := parse_duration(text)) is not None:
            return Typed(nodes.Literal(duration, text, kind), units=(duration[1],))
        if kind is Kind.MOMENT and (moment := clock.read(text)) is not None:
            if isinstance(moment, int):
                return Typed(nodes.Literal(moment, clock.written(moment), kind))
            self._note(no_moment(text, moment, word.place), word)
        if kind is Kind.DATE and (day := parse_day(text)) is not None:
            return Typed(nodes.Literal(day, text, kind))
        if kind is Kind.DATE and is_day(text) and not day_instead(text):
            self._note(no_day(text, "", word.place), word)
        if kind is Kind.DURATION and clock.HOURS.fullmatch(text):
            self._fail(wrong.HOURS_FOR_DAYS, word, text=text)
        examples = {Kind.INTEGER: "12", Kind.DURATION: "5工作日、2年、30日", Kind.DATE: "2026-01-01"}
        examples[Kind.MOMENT] = "2026-01-01 08:30"
        examples[Kind.MONEY] = "1,000.50元、5万元"
        instead = _INSTEAD.get(kind, _nothing)(text)
        hint = proposed(instead) or f"{examples.get(kind, '')}这样的{kind.value}"
        if not instead and (close := get_close_matches(text, sorted(self._names()), n=2, cutoff=CLOSE)):
            hint = Proposal(f"{hint}，或者一个名字，如{'、'.join(f'「{name}」' for name in close)}", close)
        return self._fail(wrong.NOT_A_LITERAL, word, text=text, kind=kind.value, hint=hint)

    def _amount(self, word: Scalar, amount: int | money.Flaw) -> int:
        """Return an amount in 分; one that is badly written is noted."""
        match amount:
            case int():
                return amount
            case money.Flaw.UNIT:
                return self._without_unit(word)
            case money.Flaw.FRACTION:
                return self._fail(wrong.AMOUNT_FRACTION, word, text=word.text)
            case money.Flaw.SIZE:
                return self._fail(wrong.AMOUNT_SIZE, word, text=word.text, most=money.CEILING_WORDS)
            case _:
                assert_never(amount)

    def _without_unit(self, word: Scalar) -> Never:
        """Note that an amount has no unit, or more than one."""
        hint = proposed(amount_instead(word.text)) or "写一个单位，如 1,000.50元、5万元"
        self._fail(wrong.AMOUNT_UNIT, word, text=word.text, hint=hint)

    def _bare(self, word: Scalar) -> Scalar | None:
        """Return the number without a unit that a word is, or that a parameter has; None for anything else."""
        written = self._written(word)
        return written if INTEGER.fullmatch(written.text) else None

    def _when(self, word: Scalar) -> nodes.Value:
        """Return the moment that a word stands for, or else the date."""
        if word.text not in self.parameters and self._is_name(word):
            bound = self._named(word)
            moment = isinstance(bound, Typed) and bound.kind is Kind.MOMENT
        else:
            moment = type(clock.read((self.parameters.get(word.text) or word).text)) is int
        return self._operand(word, Kind.MOMENT).value if moment else self._date(word)

    def _date(self, word: Scalar) -> nodes.Value:
        return self._operand(word, Kind.DATE).value

    def _same_unit(self, word: Scalar, left: Typed, right: Typed) -> None:
        units = set(left.units) | set(right.units)
        if len(left.units) > 1:
            self._fail(wrong.SEVERAL_UNITS, word)
        if len(units) > 1:
            self._fail(wrong.UNLIKE_UNITS, word, units="、".join(UNIT_NAMES[unit] for unit in sorted(units)))

    def _list(self, name: Scalar) -> Fact:
        fact = self.vocabulary.by_label.get(name.text)
        if fact is None or fact.kind is not Kind.LIST:
            lists = [source.label for source in self.vocabulary.facts if source.kind is Kind.LIST]
            self._fail(wrong.NO_LIST, name, name=name.text, hint=suggest(name.text, lists))
        if self._element is not None:
            self._fail(wrong.LIST_IN_LIST, name)
        return fact

    def _order_number(self, source: Fact, name: Scalar) -> nodes.Value:
        if not source.order_by:
            self._fail(wrong.NO_ORDER_NUMBERS, name, source=source.label)
        return nodes.OrderNumber()

    @contextmanager
    def _within(self, source: Fact) -> Iterator[None]:
        self._element = source
        try:
            yield
        finally:
            self._element = None

    def _reading(self, name: Scalar) -> tuple[str, tuple[str, ...]]:
        if name.text not in self.readings:
            hint = suggest(name.text, self.readings)
            self._fail(wrong.NO_READING, name, reading=name.text, hint=hint)
        return self.readings[name.text]

    def _fail(self, diagnostic: Diagnostic, word: Scalar, fixes: tuple[Fix, ...] = (), /, **words: object) -> Never:
        self._note(diagnostic(word.place, (), fixes, **words), word)

    def _note(self, problem: Problem, word: Scalar) -> Never:
        if self._sharing and self.references.owned(word.text):
            self.problems.add(wrong.POLICYS_OWN_NAME, word.place, name=word.text)
        elif (
            not {word.text, word.text.removesuffix(OF_DAY)} & self.problems.lost
        ):  # whose definition is wrong, and noted
            self.problems.note(problem)
        raise UnboundError
