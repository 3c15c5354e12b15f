"""What a comparison means, for each kind of what is compared; a word that its kind does not have is noted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zzrules.base.diagnostics import meanings as wrong
from zzrules.base.frozen import replaced
from zzrules.base.regulation import term
from zzrules.plan import nodes
from zzrules.plan.derive import Derivations
from zzrules.plan.names import EVALUATION_DAY, PRESENCE, ElapsedTime, Typed, UnboundError
from zzrules.policy import expressions
from zzrules.policy.comparisons import BY_KIND, OF_NUMBERS, compared, negative, same_relation
from zzrules.policy.forms import AGE, FLAGS, several_as_one, suggest, suggest_fact
from zzrules.policy.meant import age_instead, day_instead, duration_instead, proposed
from zzrules.policy.vocabulary import DATED, Kind
from zzrules.policy.yamltree import Scalar

HOLDS = {"成立": True, "不成立": False}
ORDER_OPERATORS = {**OF_NUMBERS, "为": "=="}
# What people write for 是 and 否.
_TRUTHS = {"true": True, "yes": True, "y": True, "√": True, "false": False, "no": False, "n": False, "×": False}

# What people write before a length of time, and the comparison that it is.
_SAID_FOR = {"以上": ("满", "已满"), "未满": ("未满", "不满", "不足"), "超过": ("超过",)}
_SAID = re.compile("|".join(word for words in _SAID_FOR.values() for word in words))


class Comparisons(Derivations):
    """Binds what a name is compared with, by the kind of the name."""

    def _sign(self, test: expressions.Test, signs: Mapping[str, bool], kind: str) -> bool:
        """Return whether a word affirms; ``kind`` is what a message calls the tested name."""
        word = test.words[0]
        if test.operator != "为" or word.text not in signs:
            self._fail(
                wrong.OTHER_WORDS_ONLY,
                word,
                name=test.name.text,
                kind=kind,
                words="、".join(f"「{sign}」" for sign in signs),
                instead=" 或 ".join(f"{test.name.text}: {sign}" for sign in _meant(test, signs)),
            )
        return signs[word.text]

    def _allow(self, test: expressions.Test, bound: Typed, *, alone: bool = False) -> None:
        """Refuse a comparison that a kind does not have; ``alone``: a word may stand without any."""
        operators = BY_KIND[bound.kind]
        if test.operator not in operators and not (alone and test.operator == "为"):
            word = test.words[0]
            self._fail(
                wrong.OTHER_OPERATORS_ONLY,
                word,
                name=test.name.text,
                kind=bound.kind.value,
                written=f"「{test.operator}」" if test.operator != "为" else f"直接写「{word.text}」",
                operators="、".join((*PRESENCE, *operators)),
                instead=self._instead(test, bound, operators),
            )

    def _instead(self, test: expressions.Test, bound: Typed, operators: tuple[str, ...]) -> str:
        """Return how to compare what a kind does not compare so: whether there is a day, or how it stands to one."""
        name, word = test.name.text, test.words[0]
        if test.operator == "为" and (truth := truth_of(word.text)) is not None:
            return f"{name}: {next(one for one, there in PRESENCE.items() if there is truth)}"
        if bound.kind in DATED and test.operator == "为" and not (day_instead(word.text) or self._is_name(word)):
            return f"{name}: 有，或者 {compared(name, '不晚于', [replaced(word, text=EVALUATION_DAY)])} 这样的比较"
        return compared(name, same_relation(test.operator, operators) or operators[0], test.words)

    def _among(self, test: expressions.Test, bound: Typed) -> nodes.Condition:
        self._allow(test, bound, alone=True)
        several = "{{属于: [{items}]}}" if test.operator == "为" else "[{items}]"
        codes = frozenset(self._option(word, bound, several if len(test.words) == 1 else "") for word in test.words)
        return nodes.Among(bound.value, codes, inside=test.operator != "不属于")

    def _option(self, word: Scalar, bound: Typed, several: str = "") -> str:
        """Return the code of an option; ``several`` is how more than one are written in its place, if they may be."""
        if not bound.options:
            raise UnboundError  # its definition is wrong, and noted
        code = bound.options.get(word.text)
        if code is None:
            if several and (found := several_as_one(word, bound.options, several)) is not None:
                self._note(found[0], word)
            self._fail(wrong.NO_OPTION, word, option=word.text, hint=suggest(word.text, bound.options))
        if self._has(word.text):
            self._fail(wrong.OPTION_NAME_TAKEN, word, option=word.text)
        return code

    def _found(self, test: expressions.Test, bound: Typed) -> nodes.Found:
        expected = self._sign(test, FLAGS | PRESENCE, "认定")
        assert isinstance(bound.value, nodes.FactValue)
        fact = bound.value.fact
        authority = self.authorities.get(fact.label)
        if authority is None:
            if fact.label in self.problems.lost or "政策" in self.problems.unread:
                raise UnboundError
            if not self.references.has_authority(fact.label):
                self._fail(wrong.NO_AUTHORITY, test.name, fact=fact.label)
            if self._spare:
                raise UnboundError
            days = term(self.references.first, self.references.last)
            self._fail(wrong.NO_AUTHORITY_THEN, test.name, fact=fact.label, days=days)
        level = None
        if authority.same_level is not None:
            level = self.vocabulary.by_label.get(authority.same_level.text)
            if level is None or level.kind is not Kind.OPTION:
                options = [fact.label for fact in self.vocabulary.facts if fact.kind is Kind.OPTION]
                hint = suggest_fact(authority.same_level.text, options)
                self._fail(wrong.NO_LEVEL, authority.same_level, name=authority.same_level.text, hint=hint)
        presumed = bound.value.presumed
        assert presumed is None or isinstance(presumed, bool)
        assert isinstance(authority.bodies, tuple)  # those of the reading taken
        return nodes.Found(fact, expected, frozenset(authority.bodies), level, authority.constitutive, presumed)

    def _lasted(self, elapsed: ElapsedTime, test: expressions.Test) -> nodes.Condition:
        operators = ("以上", "以下", "未满", "超过")
        if test.operator not in operators:
            self._fail(
                wrong.ELAPSED_COMPARED,
                test.words[0],
                name=test.name.text,
                operators="、".join(operators),
                instead=_lasting(test, operators, "24小时" if elapsed.timed else "2年"),
            )
        operator = ORDER_OPERATORS[test.operator]
        word = test.words[0]
        if (hours := self._hours(word)) is not None or elapsed.timed:
            if hours is None:
                self._operand(word, Kind.DURATION)  # what is no length at all is told as such
                self._fail(wrong.ELAPSED_IN_DAYS, word, word=word.text, name=test.name.text)
            if not elapsed.timed:
                self._fail(wrong.HOURS_FOR_DATE, word, word=word.text, start=test.name.text)
            if elapsed.full_after is not None:
                self._fail(wrong.HOURS_WITH, word, key="满于")
            return nodes.Compare(operator, elapsed.end, self._hours_later(elapsed.start, hours, word))
        duration = self._operand(word, Kind.DURATION)
        return nodes.Lasted(operator, elapsed.start, elapsed.end, duration.value, elapsed.full_after or 0)

    def _aged(self, elapsed: ElapsedTime, test: expressions.Test) -> nodes.Condition:
        """Return how an age compares with a whole number of years: somebody is 14 until the day of being 15."""
        word = test.words[0]
        if test.operator not in ORDER_OPERATORS:
            operator = same_relation(test.operator, (*OF_NUMBERS,)) or "未满"
            known = word.text in self.parameters or AGE.fullmatch(word.text)
            right = word if known else replaced(word, text=age_instead(word.text) or "18周岁")
            instead = compared(test.name.text, operator, [right])
            self._fail(wrong.AGE_COMPARED, word, name=test.name.text, operators="、".join(OF_NUMBERS), instead=instead)
        named = word.text in self.parameters
        written = self._value_of(word).text if named else word.text
        match = AGE.fullmatch(written)
        if match is None:
            hint = proposed(age_instead(word.text)) or "阿拉伯数字加「周岁」，如 18周岁"
            self._fail(wrong.NOT_A_LITERAL, word, text=word.text, kind="周岁", hint=hint)
        years = int(match.group(1))

        def past(full: int) -> nodes.Condition:
            text = written if full == years else f"{full}周岁"
            length = nodes.Literal((full, "year"), f"{word.text}（{text}）" if named else text, Kind.DURATION)
            return nodes.Lasted(">=", elapsed.start, elapsed.end, length, elapsed.full_after or 0, age=True)

        def before(full: int) -> nodes.Condition:
            lasted = past(full)
            assert isinstance(lasted, nodes.Lasted)
            return replaced(lasted, operator="<")

        match ORDER_OPERATORS[test.operator]:
            case ">=":
                return past(years)
            case ">":
                return past(years + 1)
            case "<":
                return before(years)
            case "<=":
                return before(years + 1)
            case "==":
                return nodes.All((past(years), before(years + 1)))
            case _:
                return nodes.Any((before(years), past(years + 1)))


def truth_of(text: str) -> bool | None:
    """Return what a word affirms or denies, also one that policies do not use; None for any other.

    >>> truth_of("是"), truth_of("No"), truth_of("已报请")
    (True, False, None)
    """
    return (_TRUTHS | FLAGS).get(text.strip("“”‘’「」").lower())


def _meant(test: expressions.Test, signs: Mapping[str, bool]) -> list[str]:
    """Return the words that a test may have meant, of those that affirm or deny: one, or the first of each."""
    word, denied = test.words[0].text.strip("“”‘’「」"), negative(test.operator)
    truth = signs.get(word, truth_of(word))
    if len(test.words) == 1 and truth is not None:
        said = word if word in signs and not denied else ""
        sign = truth is not denied
        return [said or next(one for one, value in signs.items() if value is sign)]
    return [next(one for one, value in signs.items() if value is sign) for sign in (True, False)]


def _lasting(test: expressions.Test, operators: tuple[str, ...], example: str) -> str:
    """Return how to compare a length of time that has passed: 等于 is both 以上 and 以下, its opposite neither."""
    name, duration = test.name.text, test.words[:1]
    said = _SAID.match(duration[0].text)
    if said and (written := duration_instead(duration[0].text[said.end() :])):
        meant = next(one for one, words in _SAID_FOR.items() if said.group() in words)
        return compared(name, meant, [replaced(duration[0], text=written)])
    if duration[0].text in {**PRESENCE, **HOLDS, **FLAGS}:
        return compared(name, operators[0], [replaced(duration[0], text=example)])
    if (operator := same_relation(test.operator, operators)) is not None:
        return compared(name, operator, duration)
    first, second = ("未满", "超过") if negative(test.operator) else ("以上", "以下")
    joined = "任一" if negative(test.operator) else "全部"
    return f"{joined}: [{compared(name, first, duration)}, {compared(name, second, duration)}]"
