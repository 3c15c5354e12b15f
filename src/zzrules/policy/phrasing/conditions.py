"""Conditions in sentences: what has to be the case, whichever side of its readings is taken.

They say exactly what a condition asks. 确无 is what is known not to be, other than what is not on record; what is not
known satisfies neither a condition nor its opposite, so that nothing here is said by denying something else, but where
the policy itself denies it (并非).
"""

from __future__ import annotations

from typing import Final, assert_never

from zzrules.base import money
from zzrules.policy.expressions import (
    ClassIs,
    Condition,
    GroundOf,
    GroundSet,
    Junction,
    Negation,
    ObligationIs,
    Occurs,
    OutcomeIs,
    ReadingIs,
    Test,
    Times,
)
from zzrules.policy.forms import INTEGER
from zzrules.policy.phrasing.naming import Names, measure
from zzrules.policy.phrasing.sentence import Mention, Said, Sentence, Span, either, joined
from zzrules.policy.vocabulary import Kind
from zzrules.policy.yamltree import Scalar

ALL, ANY = "同时具备下列条件", "具备下列条件之一"
_POSITIONS: Final = {
    "以上": "是第{}次或者更后的",
    "以下": "是第{}次或者更前的",
    "未满": "是第{}次以前的",
    "超过": "是第{}次以后的",
    "等于": "是第{}次的",
    "不等于": "是第{}次以外的",
}
_ORDER: Final = {"以上": "已满", "以下": "不超过"}
_TIMES: Final = {
    "以上": ("有", "以上"),
    "以下": ("不超过", ""),
    "未满": ("不满", ""),
    "超过": ("超过", ""),
    "等于": ("正好", ""),
    "不等于": ("不是", ""),
}
_THIS_PERIOD: Final = "本期"
_GROUNDS: Final = {
    "有其一": "所列情形有其一成立",
    "均无": "所列情形都不成立",
    "有其一且手续齐备": "所列情形有其一成立，并且该情形的手续齐备",
}


class Clauses:
    """Says conditions as clauses without an end, so that 的 and what follows from them can be added.

    >>> from zzrules.policy.phrasing.sentence import text
    >>> both = Junction(True, (Test(Scalar("离开原因"), "为", (Scalar("有"),)),) * 2)
    >>> text([Clauses(Names()).clause(both)], "").splitlines()
    ['同时具备下列条件：', '（一）有「离开原因」；', '（二）有「离开原因」。']
    """

    def __init__(self, names: Names) -> None:
        """Take the names that conditions use."""
        self.names = names

    def clause(self, condition: Condition) -> Sentence:
        """Return a condition; what it is made of, if that is several things, stands below it."""
        match condition:
            case Junction(_, (part,)):
                return self.clause(part)
            case Junction(every, parts):
                return Sentence(joined(ALL if every else ANY), self._all(parts))
            case Negation(Junction(_, (part,))):
                return self.clause(Negation(part))
            case Negation(Junction(every, parts)):
                return Sentence(joined("并非同时具备下列条件" if every else "下列条件一项也不具备"), self._all(parts))
            case Negation(Test(name, "为", (word,))) if self._is_finding(name, word):
                found = "有权机构确未认定" if word.text == "是" else "有权机构确未认定并非"
                return Sentence(joined(found, self.names.name(name)))
            case Negation(OutcomeIs(policy, outcomes, _)):
                named = (self.names.part_of(policy, "outcome", one.text) for one in outcomes)
                return Sentence(joined(self._of(policy), "结论不是", either(named)))
            case Negation(ClassIs(policy, classes, _)):
                named = (self.names.part_of(policy, "class", one.text) for one in classes)
                return Sentence(joined(self._of(policy), "结论不归入", either(named), "一类"))
            case Negation(part):
                inner = self.clause(part)
                return Sentence(joined("并非", inner.said), inner.below)
            case Occurs(name, every, number, part):
                return self._occurs(name, every, number, part)
            case Times(name, operator, count, where):
                before, after = _TIMES[operator]
                times = joined(before, self.names.name(count), measure(self.names.fact(name.text)), after)
                said = joined(self.names.name(name), "中", times)
                return self._of_elements(said, name, where, "每次都是", behind=True)
            case Test():
                return Sentence(self.test(condition))
            case GroundSet(word, _):
                return Sentence(joined(_GROUNDS.get(word, f"所列情形{word}")))
            case ReadingIs(name, option):
                return Sentence(joined("口径", self.names.own_part("reading", name.text), f"采“{option.text}”一说"))
            case OutcomeIs(policy, outcomes, _):
                named = (self.names.part_of(policy, "outcome", one.text) for one in outcomes)
                return Sentence(joined(self._of(policy), "结论是", either(named)))
            case ClassIs(policy, classes, _):
                named = (self.names.part_of(policy, "class", one.text) for one in classes)
                return Sentence(joined(self._of(policy), "结论归入", either(named), "一类"))
            case GroundOf(policy, ground):
                named_ = self.names.part_of(policy, "ground", ground.text)
                return Sentence(joined(self._of(policy), "情形", named_, "成立"))
            case ObligationIs(policy, name, states, _):
                duty = self.names.part_of(policy, "obligation", name.text)
                told = "或者".join(state.text for state in states)
                return Sentence(joined(self._of(policy) if policy is not None else "", "义务", duty, told))
            case _:
                assert_never(condition)

    def framed(self, before: Said | str, condition: Condition, after: Said | str) -> Sentence:
        """Return what follows from a condition: before it, the condition with 的, and what follows.

        >>> from zzrules.policy.phrasing.sentence import text
        >>> read = Test(Scalar("实名"), "为", (Scalar("是"),))
        >>> print(text([Clauses(Names()).framed("", read, "，应当联系核实")]))
        「实名」为是的，应当联系核实。
        """
        inner = self.clause(condition)
        return Sentence(joined(before, inner.said, "" if _ends_in_de(inner.said) else "的", after), inner.below)

    def test(self, test: Test) -> Said:
        """Return a comparison of a name with words."""
        name, words = self.names.name(test.name), tuple(word.text for word in test.words)
        match test.operator:
            case "为":
                return self._is(test.name, words[0])
            case "属于" | "不属于":
                inside = test.operator == "属于"
                several = "" if len(words) == 1 else "之一" if inside else "中的任何一种"
                return joined(name, f"{'' if inside else '不'}是{'、'.join(words)}{several}")
            case "包含" | "不包含":
                return joined(name, f"{'包括' if test.operator == '包含' else '不包括'}“{words[0]}”")
            case operator if test.name.text == "序号":
                said = _POSITIONS[operator].format(words[0])
                return joined(said.replace("次", measure(self.names.source), 1))
            case operator:
                parameter = self.names.parameter(words[0])
                right = words[0] if parameter is None else parameter.history[0][1].text
                number = INTEGER.fullmatch(right) or money.read(right) is not None
                number = number or self.names.kind(test.name.text) in (Kind.INTEGER, Kind.MONEY)
                order = "不少于" if operator == "以上" and number else _ORDER.get(operator, operator)
                return joined(name, order, self.names.name(test.words[0]))

    def _is_finding(self, name: Scalar, word: Scalar) -> bool:
        return word.text in ("是", "否") and self.names.kind(name.text) is Kind.FINDING

    def test_of(self, name: Scalar, word: str) -> Said:
        """Return that a name is what a word says."""
        return self._is(name, word)

    def _is(self, name: Scalar, word: str) -> Said:
        """Return what a name is said to be with 为: a truth, something there or not, or an option."""
        named, kind = self.names.name(name), self.names.kind(name.text)
        if word in ("有", "无"):
            if kind is Kind.FINDING:
                return joined("有权机构已就" if word == "有" else "有权机构确未就", named, "作出认定")
            return joined("有" if word == "有" else "确无", named)
        if word in ("成立", "不成立", "是", "否") and self.names.own(name.text) == "ground":
            return joined("情形", named, "成立" if word in ("成立", "是") else "不成立")
        if word in ("成立", "不成立"):
            return joined(named, word)
        if word in ("是", "否"):
            if kind is Kind.FINDING:
                return joined("有权机构认定" if word == "是" else "有权机构认定并非", named)
            if kind is Kind.FLAG:
                return joined(named, "属实" if word == "是" else "不属实")
            if self.names.is_condition(name.text):
                return joined(named, "成立" if word == "是" else "不成立")
        return joined(named, "在本期之内") if word == _THIS_PERIOD else joined(named, "为", word)

    def _occurs(self, name: Scalar, every: bool, number: int | None, part: Condition) -> Sentence:
        word = measure(self.names.fact(name.text))
        which = f"的第{number}{word}" if number is not None else f"的每一{word}都" if every else f"中有一{word}"
        said = joined(self.names.name(name), which)
        inner = Clauses(self.names.within(name)).clause(part)
        which = "是" if number is None and every and inner.said[0].means is not None else ""
        said = joined(said, which)
        none = f"（一{word}也没有的，视为都具备）" if every and number is None else ""
        return Sentence(joined(said, inner.said, none), inner.below)

    def _of_elements(
        self, said: Said, name: Scalar, where: Condition | None, head: str, *, behind: bool = False
    ) -> Sentence:
        """Return what is said of the elements of a list, those alone that meet a condition, if there is one."""
        if where is None:
            return Sentence(said)
        inner = Clauses(self.names.within(name)).clause(where)
        if behind:
            return Sentence(joined(said, f"，{head}", inner.said), inner.below)
        return Sentence(joined(said, f"（只看{head}", inner.said, "的）"), inner.below)

    def _all(self, parts: tuple[Condition, ...]) -> tuple[Sentence, ...]:
        return tuple(self.clause(part) for part in parts)

    def _of(self, policy: Scalar | None) -> Said:
        if policy is None:
            return joined("本政策的")
        return joined(
            "政策", Span(f"「{policy.text}」", Mention("policy", policy.text, self.names.code_of(policy.text))), "的"
        )


def _ends_in_de(said: Said) -> bool:
    return bool(said) and said[-1].text.endswith("的")
