"""What is missing for an answer: the questions that would decide the class of an outcome, its reason, or a ground."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from zzrules.answer.inquiry import Inquiry
from zzrules.answer.parts import MissingFact
from zzrules.answer.questions import EVERY_FACT, Trial, Turns, witnesses
from zzrules.answer.sheets import VersionSheet
from zzrules.answer.walk import Gap
from zzrules.base.diagnostics.use import NO_GROUND
from zzrules.base.errors import UsageError
from zzrules.base.foreign import text_of
from zzrules.case.values import printable
from zzrules.engines.compiled import Raw
from zzrules.engines.compiled.table import Possible
from zzrules.engines.judgement import FALSE, TRUTHS
from zzrules.policy.vocabulary import Fact


class Missing:
    """Finds what is missing for what one policy says of a record."""

    def __init__(self, inquiry: Inquiry, code: str) -> None:
        """Take whom to ask, and the policy's code."""
        self._inquiry = inquiry
        self._catalogue = inquiry.catalogue
        self._sheet = inquiry.catalogue.sheet(code)
        self.code = code

    def of_class(self) -> tuple[MissingFact, ...]:
        """Return the unknown facts that keep open which class the outcome is of."""
        gaps: dict[str, Gap] = {}
        self._inquiry.ask(gaps, self.code)
        alone = len(self._inquiry.views(self.code)) == 1
        possible = (
            self._possible(self._inquiry.raws)[0] if alone else ()
        )  # what each version leaves possible is unknown
        return self._questions(
            gaps.values(),
            lambda version, turns, among: turns.decides(version.points, possible, among),
            self._class,
            lapses=True,
        )

    def of_reason(self) -> tuple[MissingFact, ...]:
        """Return the unknown facts that keep open which outcome it is, be it within one class."""
        gaps: dict[str, Gap] = {}
        self._inquiry.ask_reason(gaps, self.code)
        return self._questions(gaps.values(), lambda _version, _turns, _among: EVERY_FACT, self._outcome)

    def _possible(self, raws: Sequence[Raw]) -> Possible:
        index = self._sheet.index
        return self._catalogue.compiled.outcomes[index][raws[index][1]]

    def _outcome(self, raws: Sequence[Raw]) -> str | None:
        """Return the outcome's name, if only one is possible."""
        _, single, _ = self._possible(raws)
        versions = raws[self._sheet.index][0]
        return self._sheet.named(versions)[single].name if single is not None else None

    def _class(self, raws: Sequence[Raw]) -> str | None:
        """Return the outcome's name, if only one is possible, else the class that all share, if they do."""
        return self._outcome(raws) or self._possible(raws)[2]

    def of_ground(self, name: str) -> tuple[MissingFact, ...]:
        """Return the unknown facts that keep a ground open. Raises `UsageError` (ZZ602) if there is no such ground."""
        if (word := text_of(name)) not in self._sheet.grounds:
            raise UsageError(NO_GROUND(key=printable(word or "")))
        index, position = self._sheet.index, self._sheet.grounds.index(name)
        if TRUTHS[self._inquiry.raws[index][2][position]] is not None:
            return ()
        words = {True: "成立", False: "不成立", None: None}

        def decided(raws: Sequence[Raw]) -> str | None:
            return words[TRUTHS[raws[index][2][position]]]

        def deciding(version: VersionSheet, turns: Turns, among: int) -> int:
            ground = version.grounds.get(name)
            return turns.settles(version.points, ground.point) & among if ground is not None else 0

        gaps: dict[str, Gap] = {}
        self._inquiry.ask(gaps, self.code, ground=name)
        return self._questions(gaps.values(), deciding, decided)

    def _freeing(self, bits: int) -> int:
        """Return the facts that contradict some of these (as bits): once they are put right, those count again."""
        freeing = 0
        for one in self._inquiry.contradictions if self._inquiry.record.disputed else ():
            own = sum(self._catalogue.questioner.bits[fact.name] for fact in one.facts)
            freeing |= own if bits & own else 0
        return freeing

    def _questions(
        self,
        gaps: Iterable[Gap],
        deciding: Callable[[VersionSheet, Turns, int], int],
        decided: Callable[[Sequence[Raw]], str | None],
        *,
        lapses: bool = False,
    ) -> tuple[MissingFact, ...]:
        """Return gaps as questions; ``decided`` reads from raw judgements what follows.

        ``lapses``: on an unknown day of conduct little else decides, since the policy may not be in force.
        """
        inquiry, catalogue = self._inquiry, self._catalogue
        policy = self._sheet.policy
        behind = catalogue.reads.with_those_behind([policy.conduct.name])
        dating = sum(catalogue.questioner.bits[name] for name in behind)
        views = inquiry.views(self.code)
        undated = inquiry.may_lapse(self.code) and any(not isinstance(view.day, int) for _, view in views)
        among = dating if undated and lapses else EVERY_FACT
        bits = 0
        for version, view in views:
            bits |= deciding(version, Turns(view), among)
        bits |= self._freeing(bits)
        dates_decide = bool(bits & dating)
        refused = all(any(view.cells[slot] == FALSE for slot, _ in version.required) for version, view in views)

        def trial(fact: Fact) -> Trial:
            learn = inquiry.learning(fact.name)
            raws = [*inquiry.raws]
            positions = catalogue.affected(self.code, fact.name)

            def decide(value: Any) -> str | None:
                learnt = learn(value)
                if learnt is None:
                    return None
                if learnt.disputed != inquiry.record.disputed:  # other facts count again, or no longer
                    return decided(catalogue.compiled.run(learnt))
                catalogue.compiled.rerun(learnt, positions, raws)
                return decided(raws)

            days = inquiry.days()
            partly = fact.name in inquiry.record.partial  # then the one witness may be a day that others contradict
            if fact == policy.conduct and not partly and (refused or not dates_decide):
                days = witnesses(days, self._sheet.spans, in_force=refused)
            return Trial(decide, days)

        among = bits | dating if undated else bits
        return catalogue.questioner.questions(gaps, inquiry.record, among, trial, inquiry.clashing)
