"""What the words of a policy mean on one day: names looked up, literals read, each with its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from enum import Enum
from typing import Never

from zzrules.base.errors import Place
from zzrules.base.frozen import frozen, replaced
from zzrules.plan import nodes
from zzrules.policy import syntax
from zzrules.policy.forms import CLOSE, DAY, INTEGER, UNIT_NAMES, UNITS, parse_duration, suggest
from zzrules.policy.vocabulary import NO_OPTIONS, Fact, Kind, Vocabulary
from zzrules.policy.yamltree import Problems, Scalar

EVALUATION_DAY, CONDUCT_DAY, ORDER_NUMBER = "评价日", "行为日期", "序号"
OF_DAY = "的日期"
YES_NO = {"是": True, "否": False}


@frozen
class Typed:
    """A value with its options and its units, if it has any."""

    value: nodes.Value
    options: Mapping[str, str] = NO_OPTIONS
    units: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """What kind of value it is."""
        return nodes.kind_of(self.value)


@frozen
class ElapsedTime:
    """A derived 历时, which only a comparison makes a condition of."""

    start: nodes.Value
    end: nodes.Value
    full_after: int


class Standing(Enum):
    """Where a condition stands, which settles what it may speak of."""

    ELEMENT = "element"  # 适用, 情形, 推算: facts only
    ENTRY = "entry"  # 结论: also the policy's own grounds
    EFFECT = "effect"  # 后果, 矛盾: also the policy's own outcome
    DUTY = "duty"  # 义务: also other obligations


class UnboundError(Exception):
    """A name or a word has no meaning here; the problem has been noted."""


@frozen
class Taken:
    """What is taken on the day: the parameters' values, each reading with all its options, who may find what."""

    parameters: Mapping[str, Scalar]
    readings: Mapping[str, tuple[str, tuple[str, ...]]]
    authorities: Mapping[str, syntax.Authority]


@frozen
class References:
    """What a policy may say of other policies: their outcomes, grounds and obligations, checked by who knows them."""

    outcome: Callable[[Scalar, tuple[Scalar, ...]], tuple[str, frozenset[str]] | None]
    ground: Callable[[Scalar, Scalar], tuple[str, str] | None]
    obligation: Callable[[Scalar | None, Scalar], tuple[str, str] | None]


Bound = Typed | ElapsedTime | nodes.DerivedCondition | nodes.GroundHolds


class Names:
    """The names of one policy as it stands on one day; where a word has no meaning, the problem is noted."""

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
        self.parameters = taken.parameters
        self.readings = taken.readings
        self.authorities = taken.authorities
        self.references = references
        self.problems = problems
        self.derived: dict[str, nodes.Node] = {}
        self._kinds: dict[str, Bound] = {}
        self._busy: list[str] = []
        self._element: Fact | None = None
        self._each_element: Fact | None = None  # the list for whose elements an obligation stands
        self._place = Standing.ELEMENT

    def _derived(self, name: Scalar) -> Bound:
        """Return a derived fact, bound where it is first read."""
        raise NotImplementedError

    def _may_speak_of_grounds(self, word: str, place: Place) -> None:
        if self._place is Standing.ELEMENT:
            hint = "把这一条件移到结论、后果、义务里"
            self.problems.add("ZZ259", f"「{word}」只能写在结论、后果、义务、矛盾的条件里", place, hint)
            raise UnboundError

    def _names(self) -> set[str]:
        policy = self.policy
        parts = (policy.parameters, policy.readings, policy.grounds)
        own = {part.name.text for group in parts for part in group} | {name.text for name, _ in policy.derived}
        return own | set(self.vocabulary.by_label)

    def _named(self, name: Scalar) -> Bound:
        """Return what stands under a name: an element's field, a derived fact, a fact, a ground."""
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
        if any(text == derived.text for derived, _ in self.policy.derived):
            return self._derived(name)
        if text in self.vocabulary.by_label:
            fact = self.vocabulary.by_label[text]
            return Typed(nodes.FactValue(fact, self._presumed(fact)), fact.options, fact.units)
        if any(text == ground.name.text for ground in self.policy.grounds):
            self._may_speak_of_grounds(text, name.place)
            return nodes.GroundHolds(text, complete=False)
        owner = self.vocabulary.by_label.get(text.removesuffix(OF_DAY)) if text.endswith(OF_DAY) else None
        if owner is not None and owner.kind is Kind.FINDING:
            return Typed(nodes.FindingDay(owner))
        if any(text == duty.name.text for duty in self.policy.obligations):
            self._only_in_obligations(f"「{text}」是义务", name, f"义务: {{{text}: 已履行}}")
        owner = next((one for one in self.vocabulary.facts if one.field_by_label(text) is not None), None)
        if owner is not None and self._element is None:
            hint = f"{owner.label}: {{有一次: {{{text}: …}}}}；义务可以写「逐项: {owner.label}」"
            self._fail("ZZ251", f"「{text}」是列表「{owner.label}」的字段，不是单独的事实", name, hint)
        known = sorted(self._names()) + [one.label for one in (self._element.fields if self._element else ())]
        return self._fail("ZZ251", f"不认识「{text}」：它不是事实、推算或者情形", name, suggest(text, known))

    def _only_in_obligations(self, what: str, word: Scalar, instead: str) -> Never:
        """Note that an obligation is spoken of where that may not be, or not in these words."""
        if self._place is Standing.DUTY:
            self._fail("ZZ251", f"{what}，条件里要写它的状态", word, instead)
        self._fail("ZZ259", f"{what}，义务的状态只能写在义务的条件里", word, "写成所依据的事实或者情形")

    def _presumed(self, fact: Fact) -> object:
        for presumption in self.policy.presumptions:
            if presumption.name.text == fact.label:
                if fact.kind in (Kind.FLAG, Kind.FINDING):
                    if presumption.value.text not in YES_NO:
                        self._fail("ZZ254", f"「{presumption.value.text}」不是「是」或「否」", presumption.value, "是")
                    return YES_NO[presumption.value.text]
                if fact.kind is Kind.OPTION and presumption.value.text in fact.options:
                    return fact.options[presumption.value.text]
                self._fail("ZZ254", f"不能这样推定「{fact.label}」", presumption.value, "推定只及于是否、选项和认定")
        return None

    def _operand(self, word: Scalar, kind: Kind) -> Typed:
        """Return the word as a name of the kind, or as a literal of it."""
        if word.text in self.parameters:
            typed = self._literal(self.parameters[word.text], kind)
            assert isinstance(typed.value, nodes.Literal)
            named = replaced(typed.value, text=f"{word.text}（{typed.value.text}）")
            return replaced(typed, value=named)
        known = self._names() | {EVALUATION_DAY, CONDUCT_DAY, ORDER_NUMBER}
        fields = {one.label for one in self._element.fields} if self._element else set()
        if word.text in known | fields or word.text.endswith(OF_DAY):
            bound = self._named(word)
            if isinstance(bound, Typed) and bound.kind is kind:
                return bound
            return self._fail("ZZ252", f"「{word.text}」不是{kind.value}", word, f"这里要写一个{kind.value}")
        return self._literal(word, kind)

    def _literal(self, word: Scalar, kind: Kind) -> Typed:
        text = word.text
        if kind is Kind.INTEGER and INTEGER.fullmatch(text):
            return Typed(nodes.Literal(int(text), text, kind))
        if kind is Kind.DURATION and (duration := parse_duration(text)) is not None:
            return Typed(nodes.Literal(duration, text, kind), units=(duration[1],))
        if kind is Kind.DATE and DAY.fullmatch(text):
            try:
                return Typed(nodes.Literal(date.fromisoformat(text).toordinal(), text, kind))
            except ValueError:
                self._fail("ZZ207", f"「{text}」不是历法上有的日子", word, "改成实有的日期")
        examples = {Kind.INTEGER: "12", Kind.DURATION: "5工作日、2年、30日", Kind.DATE: "2026-01-01"}
        hint = f"{examples.get(kind, '')}这样的{kind.value}"
        if kind is Kind.DURATION and text.endswith(tuple(UNITS)):
            hint = "阿拉伯数字加单位，如 5工作日、30日、2年"
        elif close := get_close_matches(text, sorted(self._names()), n=2, cutoff=CLOSE):
            hint += f"，或者一个名字，如{'、'.join(f'「{name}」' for name in close)}"
        return self._fail("ZZ254", f"「{text}」不是{kind.value}，也不是认识的名字", word, hint)

    def _date(self, word: Scalar) -> nodes.Value:
        return self._operand(word, Kind.DATE).value

    def _same_unit(self, word: Scalar, left: Typed, right: Typed) -> None:
        units = set(left.units) | set(right.units)
        if len(left.units) > 1:
            hint = "在词汇里只留一种单位，或者用「期限」推算出日期再比较"
            self._fail("ZZ252", "可以用几种单位的时长不能比较", word, hint)
        if len(units) > 1:
            shown = "、".join(UNIT_NAMES[unit] for unit in sorted(units))
            self._fail("ZZ252", f"不同单位的时长（{shown}）不能直接比较", word, "两边用同一单位")

    def _list(self, name: Scalar) -> Fact:
        fact = self.vocabulary.by_label.get(name.text)
        if fact is None or fact.kind is not Kind.LIST:
            lists = [one.label for one in self.vocabulary.facts if one.kind is Kind.LIST]
            self._fail("ZZ251", f"没有列表事实「{name.text}」", name, suggest(name.text, lists))
        if self._element is not None:
            hint = "分成两项条件，或者在「推算」里用「条件: {…}」给它起名，这里写那个名字"
            self._fail("ZZ252", "列表里不能再套列表", name, hint)
        return fact

    def _order_number(self, source: Fact, name: Scalar) -> nodes.Value:
        if not source.order_by:
            self._fail(
                "ZZ252", f"列表「{source.label}」没有顺序，不能用序号", name, "在词汇里给它加上「顺序: 日期字段」"
            )
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
            self._fail("ZZ258", f"没有口径「{name.text}」", name, suggest(name.text, self.readings))
        return self.readings[name.text]

    def _fail(self, code: str, message: str, word: Scalar, hint: str) -> Never:
        if word.text not in self.problems.lost:  # else its definition is what is wrong, and somebody has said so
            self.problems.add(code, message, word.place, hint)
        raise UnboundError
