"""Derived values in sentences: how a day, a length of time, a number or a truth comes about."""

from __future__ import annotations

from typing import Final, assert_never

from zzrules.policy.expressions import (
    Age,
    ByReading,
    Cases,
    Computed,
    Condition,
    Counted,
    DayTaken,
    Deadline,
    Definition,
    Derivation,
    Elapsed,
    Extremum,
    FirstGiven,
    Gathered,
    MonthDay,
    Picked,
    Rolled,
    Row,
    Suspension,
    Table,
    Word,
)
from zzrules.policy.phrasing.conditions import Clauses
from zzrules.policy.phrasing.naming import measure, values_of
from zzrules.policy.phrasing.sentence import Said, Sentence, joined, listed
from zzrules.policy.yamltree import Scalar

_PAIR: Final = 2
_TIMED: Final = ("小时", "分钟")
_GATHERED: Final = {
    "合计": "的合计",
    "最大": "中最大的",
    "最小": "中最小的",
    "计数": "的项数",
    "最长连续": "最多连续的次数",
}
# What may be written outright where a reading may stand, and how it is said.
_OUTRIGHT: Final = {
    "对应日当日": "，到对应日当日为满",
    "对应日次日": "，到对应日次日为满",
    "生日当日": "，到生日当日为满",
    "生日次日": "，到生日次日为满",
    "顺延至工作日": "；这一日是休息日的，顺延至下一个工作日",
    "不顺延": "；这一日是休息日的，不顺延",
    "扣除": "，期间的止日也不计入",
    "不扣除": "，期间的止日仍计入",
}


class Values(Clauses):
    """Says derived values, and conditions."""

    def value(self, derivation: Derivation) -> Sentence:
        """Return how a value comes about; its cases stand below it."""
        name = self.names.name
        match derivation:
            case Word(word):
                return Sentence(name(word))
            case Definition(condition):
                return self.clause(condition)
            case Elapsed(start, end, full_on):
                full = self._either_way("满几年、几个月是哪一日", full_on)
                return Sentence(joined("自", name(start), "起至", name(end), "止的时间", full))
            case Age(born, end, full_on):
                full = self._either_way("周岁自哪一日算满", full_on)
                return Sentence(joined("生于", name(born), "的人到", name(end), "的周岁", full))
            case Deadline():
                return self._deadline(derivation)
            case MonthDay(start, month, day, otherwise, rolling):
                last = day.text == "末日"
                which: Said = joined("末日") if last else self._day(day)
                said = joined(name(start), f"的{month.text}", which, "，没有这一日的，是末日" if otherwise else "")
                return Sentence(joined(said, self._either_way("这一日是休息日的顺延不顺延", rolling)))
            case DayTaken(moment, None):
                return Sentence(joined(name(moment), "的那一天"))
            case DayTaken(moment, cutoff):
                assert cutoff is not None
                after = joined("的那一天，过了", name(cutoff), "的计入次日；是休息日的，顺延至下一个工作日")
                return Sentence(joined(name(moment), after))
            case Extremum(latest, words):
                none = "有一个确无的，就是无" if latest else "确无的不计"
                when = "一刻" if self.names.is_moment(words[0].text) else "一日"
                most = f"{'最' if words[_PAIR:] else '较'}{'晚' if latest else '早'}的{when}"
                return Sentence(joined(listed(map(name, words)), f"中{most}（{none}）"))
            case FirstGiven(words):
                return Sentence(listed(map(name, words), "；确无的，取"))
            case Cases(cases, _):
                return Sentence(joined("依次看下列情况，取先合乎的一项"), tuple(map(self._case, cases)))
            case Table(_, _, single, rows):
                head = "按对照表，取唯一合乎的一行" if single else "按对照表自上而下，取先合乎的一行"
                return Sentence(joined(head), tuple(self.row(number, row) for number, row in enumerate(rows, 1)))
            case ByReading(reading, options):
                sides = tuple(self._side(option, inner) for option, inner in options)
                return Sentence(joined("按口径", self.names.own_part("reading", reading.text), "所采的一说"), sides)
            case Rolled(word):
                return Sentence(joined(name(word), "当日；是休息日的，顺延至下一个工作日"))
            case Counted(working, start, end, suspension):
                said = joined(name(start), "次日至", name(end), f"的{'工作日' if working else '日'}数")
                return self._with_suspension(said, suspension)
            case Picked(source, field, last, where):
                place = f"{'末' if last else '首'}{measure(self.names.fact(source.text))}"
                inner = Clauses(self.names.within(source)).names.name(field)
                return self._of_elements(joined(name(source), f"{place}的", inner), source, where, "")
            case Computed():
                return Sentence(self.computed(derivation))
            case Gathered(word, source, field, where):
                gathered = _GATHERED[word]
                of = joined("各项", Clauses(self.names.within(source)).names.name(field)) if field is not None else ()
                return self._of_elements(joined(name(source), of, gathered), source, where, "")
            case _:
                assert_never(derivation)

    def _deadline(self, deadline: Deadline) -> Sentence:
        """Return from when how long a deadline runs: what is counted by the day, from the day after."""
        start, lengths = self.names.name(deadline.start), deadline.add or deadline.subtract
        timed = self.names.is_moment(deadline.start.text) or any(one.text.endswith(_TIMED) for one in lengths)
        long = listed(map(self.names.name, lengths), "，再加" if deadline.add else "，再减")
        if deadline.subtract:
            said = joined("自", start, "往前推", long, "的那一刻" if timed else "的那一日")
        elif timed:
            said = joined("自", start, "起，满", long, "的那一刻")
        else:
            said = joined("自", start, "的次日起数，满", long, "的那一日")
        rolled = self._either_way("这一日是休息日的顺延不顺延", deadline.rolling)
        return self._with_suspension(joined(said, rolled), deadline.suspension)

    def _day(self, day: Scalar) -> Said:
        """Return which day of a month is meant; a parameter after its number."""
        parameter = self.names.parameter(day.text)
        if parameter is None:
            return joined(day.text, "日")
        return joined(values_of(parameter), "日（", self.names.own_part("parameter", day.text), "）")

    def row(self, number: int, row: Row) -> Sentence:
        """Return which cases a row of a table takes, and what it gives."""
        given = listed(map(self._operand, row.results), "；")
        return Sentence(joined(f"第{number}行：", self.takes(row), "的，取", given))

    def takes(self, row: Row) -> Said:
        """Return which cases a row of a table takes."""
        return listed((self.test(test) for tests in row.cells for test in tests), "，") or joined("其余各种情况")

    def computed(self, derivation: Computed) -> Said:
        """Return arithmetic, in one sentence."""
        parts = [self._operand(operand) for operand in derivation.operands]
        if derivation.word in ("取小", "取大"):
            what = "较小的" if derivation.word == "取小" else "较大的"
            several = bool(parts[_PAIR:])
            return joined(listed(parts, "、" if several else "与"), f"中{f'最{what[1:]}' if several else what}")
        rounding = f"，四舍五入{derivation.rounding.text}" if derivation.rounding is not None else ""
        return joined(listed(parts, " × " if derivation.word == "乘" else derivation.word), rounding)

    def _operand(self, operand: Derivation) -> Said:
        """Return a part of arithmetic, in brackets if it is arithmetic itself."""
        if isinstance(operand, Word):
            return self.names.name(operand.word)
        inner = self.value(operand)
        return joined("（", inner.said, *(joined("；", part.said) for part in inner.below), "）")

    def _case(self, case: tuple[Condition | None, Word | Computed]) -> Sentence:
        when, taken = case
        given = joined("，取", self._operand(taken))
        return Sentence(joined("其余的", given)) if when is None else self.framed("", when, given)

    def _side(self, option: Scalar, inner: Derivation) -> Sentence:
        if isinstance(inner, Definition):
            return self.framed(f"采“{option.text}”的，", inner.condition, "，成立")
        value = self.value(inner)
        return Sentence(joined(f"采“{option.text}”的，是", value.said), value.below)

    def _with_suspension(self, said: Said, suspension: Suspension | None) -> Sentence:
        if suspension is None:
            return Sentence(said)
        last = self._either_way("期间的止日计入不计入", suspension.last_day)
        head = joined(said, "；", self.names.name(suspension.name))
        if suspension.where is None:
            return Sentence(joined(head, "的期间不计入", last))
        inner = Clauses(self.names.within(suspension.name)).clause(suspension.where)
        return Sentence(joined(head, "中", inner.said, "的期间不计入", last), inner.below)

    def _either_way(self, key: str, word: Scalar | None) -> Said:
        """Return how something is to be done, as it is written or as a reading has it; nothing for None."""
        if word is None:
            return ()
        outright = _OUTRIGHT.get(word.text)
        return joined(outright or joined(f"；{key}，按口径", self.names.own_part("reading", word.text)))
