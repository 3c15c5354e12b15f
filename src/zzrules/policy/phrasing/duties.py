"""Duties in sentences: who shall do what, from when, by when, and what fulfils, ends or breaches it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from zzrules.policy import syntax
from zzrules.policy.expressions import Deadline, Definition, Derivation, Word
from zzrules.policy.phrasing.naming import measure
from zzrules.policy.phrasing.sentence import Said, Sentence, joined
from zzrules.policy.phrasing.values import Values

_PERIODS: Final = {"月": "每个月", "季度": "每个季度", "半年": "每半年", "年": "每年"}


class Duties(Values):
    """Says duties, derived values, and conditions."""

    def duty(self, one: syntax.Obligation, begins: Said = ()) -> tuple[Sentence, ...]:
        """Return a duty: who shall do what, and below it what settles how it stands."""
        said = self if one.each is None else Duties(self.names.within(one.each))
        head = joined(begins, f"{one.subject}应当", self.names.text(one.content.text))
        if one.forms:
            head = joined(head, f"，可以采取的形式是{'、'.join(one.forms)}")
        return (Sentence(head, tuple(said.stages(one))),)

    def stages(self, one: syntax.Obligation) -> Iterator[Sentence]:
        """Yield when a duty arises, from when, by when it is due, and what fulfils, ends and breaches it."""
        if one.each is not None:
            word = measure(self.names.source)
            yield Sentence(joined(self.names.name(one.each), f"的每一{word}各有一项"))
        if one.recurs is not None:
            since, until = (self.value(Word(word)).said for word in (one.recurs.since, one.recurs.until))
            yield Sentence(
                joined(
                    f"{_PERIODS.get(one.recurs.every.text, one.recurs.every.text)}一项，自",
                    since,
                    "起，至",
                    until,
                    "止",
                )
            )
        unit = self.names.policy.citation.unit if self.names.policy is not None else "条"
        if one.condition is None:
            yield Sentence(joined(f"凡适用本{unit}的，产生这项义务"))
        else:
            yield self.framed("", one.condition, "，产生这项义务")
        if one.since is not None:
            yield self._after("自", one.since, "起承担")
        yield self.deadline(one)
        if one.fulfilment is not None:
            yield self._fulfilled(one.fulfilment)
        if one.discharge is not None:
            yield self.framed("", one.discharge, "，不必再做")
        if one.breach is not None:
            late = "，是违反（已经履行的，也算逾期履行）" if one.fulfilment is not None else "，是违反"
            yield self.framed("", one.breach, late)
        if one.conduct is not None:
            yield Sentence(joined("适用", self.names.name(one.conduct), "那一日有效的规定"))

    def deadline(self, one: syntax.Obligation) -> Sentence:
        """Return by when a duty is to be fulfilled."""
        if one.due is None:
            return Sentence(joined("没有规定期限，不会自行逾期"))
        if isinstance(one.due, Word):
            return Sentence(
                self.by_when(one.due, one.quoted and self.names.mention(one.due.word.text) is None, whole=True)
            )
        inner = self.value(one.due)
        return Sentence(joined("期限是", inner.said, "，当日仍在期限内"), inner.below)

    def by_when(self, due: Word, quoted: bool, *, whole: bool = False) -> Said:
        """Return a deadline in a word: one of the article, which no calendar judges, or what names a date."""
        if quoted:
            told = f"条文写“{due.word.text}”，没有天数，是否做到由人认定"
            return joined(told if whole else f"，{told}")
        if self.names.is_moment(due.word.text):
            moment = joined("至", self.names.name(due.word), self._length(due), "那一刻为止")
            return joined("期限", moment, "，过了才做的是逾期") if whole else joined("，期限", moment)
        day = joined("至", self.names.name(due.word), self._length(due), "当日为止")
        fact = self.names.fact(due.word.text) if self.names.own(due.word.text) is None else None
        none = "；确无这一日的，没有期限" if fact is not None and fact.may_be_none else ""
        return joined("期限", day, "，次日起逾期", none) if whole else joined("，期限", day)

    def _length(self, due: Word) -> Said:
        """Return in brackets how a deadline runs that a derived day names, if it is a plain one."""
        value = self.names.derivation(due.word.text)
        return (
            joined("（", self.value(value).said, "）") if isinstance(value, Deadline) and not value.suspension else ()
        )

    def _fulfilled(self, fulfilment: Derivation) -> Sentence:
        if isinstance(fulfilment, Definition):
            return self.framed("", fulfilment.condition, "，已经履行")
        return self._after("以", fulfilment, "为履行之日；确无的，尚未履行")

    def _after(self, before: str, value: Derivation, after: str) -> Sentence:
        inner = self.value(value)
        if inner.below:
            return Sentence(joined(before, "依下列方式确定之日", after, "，即", inner.said), inner.below)
        return Sentence(joined(before, inner.said, after))
