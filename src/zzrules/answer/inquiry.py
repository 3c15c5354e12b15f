"""One record, judged: what engines said of it, read as answers need it. Worked out when it is first asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from zzrules.answer.catalogue import Catalogue, Scope
from zzrules.answer.gaps import Gap, Walk, absent
from zzrules.answer.obligation import SOON
from zzrules.answer.obligations import ObligationInquiry, Sources
from zzrules.answer.sheets import VersionSheet
from zzrules.answer.view import View
from zzrules.case.record import Record
from zzrules.case.values import Nothing, Perhaps
from zzrules.engines.compiled import Raw
from zzrules.engines.judgement import FALSE, Judgement, ObligationJudgements, TracedObligations
from zzrules.plan.conduct import conduct_day

JudgeObligations = Callable[[TracedObligations], ObligationJudgements]
"""Another engine that judges the obligations of a record, given their traces."""


class Inquiry:
    """What is known of one record, for all answers about it."""

    __slots__ = (
        "__weakref__",
        "_days",
        "_judge_obligations",
        "_obligations",
        "_raws",
        "_views",
        "_whole",
        "catalogue",
        "given",
        "record",
        "scope",
        "sources",
        "within",
    )

    def __init__(  # noqa: PLR0913 - those of a case file have defaults for a single record
        self,
        catalogue: Catalogue,
        record: Record,
        raws: list[Raw],
        scope: Scope,
        *,
        whole: bool,
        judge_obligations: JudgeObligations | None = None,
        sources: Sources | None = None,
        given: frozenset[str] | None = None,
        within: int = SOON,
    ) -> None:
        """Take the record with its raw judgements; ``whole``: those of every policy, not only of those in ``scope``.

        For a case file: who judges obligations, the entries from which each fact comes, the facts that somebody gave,
        and how many working days ahead an obligation is about to fall due.
        """
        self.catalogue = catalogue
        self.record = record
        self.scope = scope
        self.sources: Sources = sources or {}
        self.given = given
        self.within = within
        self._raws = raws
        self._whole = whole
        self._judge_obligations = judge_obligations
        self._views: dict[str, tuple[tuple[VersionSheet, View], ...]] = {}
        self._obligations: ObligationInquiry | None = None
        self._days: list[int] | None = None

    def raw(self, index: int) -> Raw:
        """Return the raw judgement of a policy by its position in the plan."""
        return self._raws[index]

    def copied_raws(self) -> list[Raw]:
        """Return the raw judgements, to be changed."""
        return [*self._raws]

    def judgement(self, code: str) -> Judgement:
        """Return what the engine says of a policy."""
        index = self.catalogue.index[code]
        return self.catalogue.compiled.judgement(index, self._raws[index])

    def raws(self) -> list[Raw]:
        """Return the raw judgements of every policy, those not asked about among them."""
        if not self._whole:
            self._raws = self.catalogue.compiled.run(self.record)
            self._whole = True
        return self._raws

    def views(self, code: str) -> tuple[tuple[VersionSheet, View], ...]:
        """Return each version of a policy that may apply, with its view of the record."""
        views = self._views.get(code)
        if views is None:
            sheet, compiled = self.catalogue.sheet(code), self.catalogue.compiled
            day = conduct_day(sheet.policy, self.record)
            traces = (
                (index, compiled.trace(code, index, self.record, day, self._raws))
                for index in self._raws[sheet.index][0]
            )
            views = tuple((sheet.version(index), View(trace, self.record, day)) for index, trace in traces)
            self._views[code] = views
        return views

    @property
    def obligations(self) -> ObligationInquiry:
        """The obligations of the record, judged when they are first asked for."""
        if self._obligations is None:
            raws = self.raws()
            traced = self.catalogue.compiled.trace_obligations(self.record, raws)
            judged = self._judge_obligations(traced) if self._judge_obligations is not None else None
            self._obligations = ObligationInquiry(self.catalogue, self.record, traced, judged, self)
        return self._obligations

    def concerns(self, code: str) -> bool:
        """Return whether the record gives a fact that no other policy reads."""
        given = self.given if self.given is not None else {*self.record.values, *self.record.unclear}
        return not given.isdisjoint(self.catalogue.reads.alone(code))

    def days(self) -> list[int]:
        """Return the days near those that the record and the policies know, ascending."""
        if self._days is None:
            self._days = self.catalogue.questioner.days(self.record)
        return self._days

    # ── what keeps something open ───────────────────────────────────

    def ask(self, gaps: dict[str, Gap], policy: str, *, ground: str = "", obligation: str = "") -> bool:
        """Note what keeps a policy's outcome open, or one of its grounds or obligations; whether anything does."""
        if obligation:
            return self.obligations.ask(gaps, (policy, obligation))
        return self._ask_ground(gaps, policy, ground) if ground else self._ask_outcome(gaps, policy)

    def _ask_outcome(self, gaps: dict[str, Gap], code: str) -> bool:
        asked = self._ask_conduct(gaps, code)
        for sheet, view in self.views(code):
            asked |= sheet.open(Walk(view, gaps, self.ask))
        return asked

    def _ask_ground(self, gaps: dict[str, Gap], code: str, name: str) -> bool:
        views = self.views(code)
        asked = self._ask_conduct(gaps, code) if views else False
        for sheet, view in views:
            ask = sheet.open_grounds.get(name)
            if ask is not None:
                asked |= ask(Walk(view, gaps, self.ask))
        return asked

    def _ask_conduct(self, gaps: dict[str, Gap], code: str) -> bool:
        """Note the fact that dates the conduct, where the day is unknown."""
        policy = self.catalogue.sheet(code).policy
        if conduct_day(policy, self.record) is not None:
            return False
        return absent(gaps, policy.conduct, self.record)

    def not_applicable(self, code: str) -> tuple[str, ...]:
        """Return the reasons for which a policy does not apply."""
        reasons = [
            otherwise
            for sheet, view in self.views(code)
            for slot, otherwise in sheet.required
            if view.cells[slot] == FALSE
        ]
        return tuple(dict.fromkeys(reasons))

    # ── digests ─────────────────────────────────────────────────────

    def record_digest(self) -> str:
        """Return the SHA-256 over the record's facts and the day."""
        plain = {
            "on": self.record.on,
            "facts": {name: _plain(value) for name, value in sorted(self.record.values.items())},
            "unclear": sorted(self.record.unclear),
        }
        return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Nothing):
        return {"none": True}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Perhaps):
        return {"perhaps": True}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value
