"""Binding obligations: what sets them off, their dates, and their states as a decision list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from zzrules.base import clock
from zzrules.base.diagnostics import meanings as wrong, policies
from zzrules.base.frozen import replaced
from zzrules.base.periods import PERIODS
from zzrules.plan import model, nodes, walks
from zzrules.plan.bind import Binder
from zzrules.plan.names import Standing, Typed, UnboundError
from zzrules.plan.periodic import dates_recurrence, in_period, reaches_the_end
from zzrules.plan.recurring import FIRST_DAY, Recurrence
from zzrules.plan.states import Terms, entries
from zzrules.policy import expressions, syntax
from zzrules.policy.forms import CLOSE, DAY, parse_duration, suggest
from zzrules.policy.vocabulary import DATED, OF_DAY, Fact, Kind
from zzrules.policy.yamltree import Scalar

_DUE_BY_PERIOD = "时限: {月日: {起: 期末, 月: 次月, 日: 10}}"
_DONE_BY_PERIOD = "履行: {首次: {列表: …, 取: 日期, 其中: {日期: 本期}}}"


class ObligationBinder(Binder):
    """Binds a policy as it stands on a day, with its obligations."""

    def obligation(self, surface: syntax.Obligation) -> model.Obligation | None:
        """Return an obligation with its states; None, with the problem noted, if it stands for no list's elements."""
        try:
            source = self._each_of(surface.each) if surface.each is not None else None
        except UnboundError:
            return None
        recurs = self._recurrence(surface)
        self._each_element = source
        with self._within(source) if source is not None else self._of_a_period(surface):
            trigger, discharge, breach = (
                self.condition(part, Standing.OBLIGATION) if part is not None else None
                for part in (surface.condition, surface.discharge, surface.breach)
            )
            since, due = _day_of(self._day(surface.since, surface.name, "起")), self._due(surface)
            done = self._fulfilment(surface)
        if recurs is not None:
            self._differ_by_period(surface, due, done)
            recurs = replaced(recurs, ahead=not reaches_the_end(due))
            trigger = in_period(recurs, _day_of(due) if isinstance(due, nodes.Value) else due, trigger)
            since = since or nodes.Extremum(latest=True, days=(nodes.FactValue(FIRST_DAY), recurs.since))
        ended = done if isinstance(done, nodes.Value) else None
        if ended is not None and isinstance(due, nodes.Value) and walks.kind_of(ended) is not walks.kind_of(due):
            self.problems.add(wrong.DUE_AND_DONE_DIFFER, surface.name.place, obligation=surface.name.text)
            ended = due
        day, last = _day_of(ended), _day_of(due) if isinstance(due, nodes.Value) else due
        # What is dated after the evaluation is not done yet.
        holds = nodes.Compare("<=", day, nodes.EvaluationDay()) if day is not None else done
        assert not isinstance(holds, nodes.Value)
        return model.Obligation(
            surface.name.text,
            surface.citation,
            surface.subject,
            self.text(surface.content),
            surface.forms,
            source,
            self._conduct(surface.conduct) if surface.conduct is not None else None,
            since,
            last,
            day,
            entries(Terms(trigger, discharge, breach, holds, ended, due), self.derived),
            due if last is not due and isinstance(due, nodes.Value) else None,
            recurs,
        )

    @contextmanager
    def _of_a_period(self, surface: syntax.Obligation) -> Iterator[None]:
        """Let the days of a period have their names, in an obligation that recurs."""
        self._recurring = surface.recurs is not None
        try:
            yield
        finally:
            self._recurring = False

    def _recurrence(self, surface: syntax.Obligation) -> Recurrence | None:
        """Return how an obligation recurs; None, with the problem noted, for days that no record has."""
        stated = surface.recurs
        if stated is None:
            return None
        days = []
        for key, word in (("自", stated.since), ("至", stated.until)):
            try:
                day = _day_of(self._when(word))
            except UnboundError:
                return None
            if day is None or not dates_recurrence(day):
                self.problems.add(policies.RECURS_BY_DERIVED, word.place, key=key, word=word.text)
                return None
            days.append(day)
        since, until = days
        match since, until:
            case nodes.Literal(int(first), begin), nodes.Literal(int(last), end) if last < first:
                words = {"obligation": surface.name.text, "since": begin, "until": end}
                self.problems.add(policies.RECURS_BACKWARDS, stated.until.place, **words)
        return Recurrence(PERIODS[stated.every.text], since, until, ahead=False)

    def _differ_by_period(
        self, surface: syntax.Obligation, due: nodes.Value | str | None, done: nodes.Node | None
    ) -> None:
        """Note a last day, or a fulfilment, that is the same in every period."""
        for key, part, node, hint in (
            ("时限", surface.due, due, _DUE_BY_PERIOD),
            ("履行", surface.fulfilment, done, _DONE_BY_PERIOD),
        ):
            noted = part is not None and (node is None or isinstance(node, nodes.Constant))
            noted = noted or (isinstance(node, str) and not surface.quoted)
            if not noted and (node is None or isinstance(node, str) or not walks.speaks_of_period(node)):
                name = surface.name
                self.problems.add(policies.SAME_IN_EVERY_PERIOD, name.place, obligation=name.text, key=key, hint=hint)

    def _each_of(self, word: Scalar) -> Fact:
        source = self._list(word)
        if not source.order_by:
            self._fail(wrong.NO_ORDER_FOR_EACH, word, source=source.label)
        return source

    def _day(self, surface: expressions.Derivation | None, owner: Scalar, key: str) -> nodes.Value | None:
        """Return the date or moment that a derivation gives; None, with the problem noted, for anything else."""
        if surface is None:
            return None
        try:
            if isinstance(surface, expressions.Word):
                return self._when(surface.word)
            bound = self._derive(surface)
        except UnboundError:
            return None
        if isinstance(bound, Typed) and bound.kind in DATED:
            return bound.value
        self.problems.add(wrong.DAY_IS_NO_DATE, owner.place, obligation=owner.text, key=key)
        return None

    def _due(self, surface: syntax.Obligation) -> nodes.Value | str | None:
        """Return the date of a deadline, or the article's own word for it."""
        if not isinstance(surface.due, expressions.Word):
            return self._day(surface.due, surface.name, "时限")
        word = surface.due.word
        if self._knows(word.text) or DAY.match(word.text) or word.text.endswith(OF_DAY):
            return self._day(surface.due, surface.name, "时限")
        if not surface.quoted and word.text not in self.problems.lost:
            hint = self._instead_of(word)
            self.problems.add(wrong.NOT_A_DUE_DAY, word.place, word=word.text, citation=surface.citation, hint=hint)
        return word.text

    def _fulfilment(self, surface: syntax.Obligation) -> nodes.Value | nodes.Condition | None:
        if isinstance(surface.fulfilment, expressions.Definition):
            return self.condition(surface.fulfilment.condition, Standing.OBLIGATION)
        return self._day(surface.fulfilment, surface.name, "履行")

    def _instead_of(self, word: Scalar) -> str:
        """Return what to write for a deadline that is neither a date's name nor a word of the article."""
        if parse_duration(word.text) is not None:
            return f"时限: {{期限: {{起: …, 加: {word.text}}}}}"
        fields = {field.label for field in self._element.fields} if self._element is not None else set()
        if get_close_matches(word.text, names := self._names() | fields, n=1, cutoff=CLOSE):
            return suggest(word.text, names)
        return "写推算、事实的名字，或者照抄条文里的词（及时、立即、限期）"


def _day_of(value: nodes.Value | None) -> nodes.Value | None:
    """Return the day on which a moment lies; a date, or none, as it is."""
    if value is None or walks.kind_of(value) is not Kind.MOMENT:
        return value
    return nodes.DayOf(value, clock.DAY)
