"""What a rulebook answers with: made when the first question is asked, so that a rulebook is loaded without it."""

from __future__ import annotations

import copyreg
import threading
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from weakref import WeakValueDictionary

from zzrules.answer.catalogue import AskedAbout, Catalogue
from zzrules.answer.determination import Determination
from zzrules.answer.inquiry import FromLog, Inquiry, digest_of_record
from zzrules.base.diagnostics.use import ABOUT_NO_LIST, ANOTHER_RECORD
from zzrules.base.errors import Place, UsageError
from zzrules.base.foreign import each_of
from zzrules.base.forks import told_of_forks
from zzrules.base.frozen import replaced
from zzrules.base.packed import Packed
from zzrules.case.record import Record, RecordReader, evaluation_day
from zzrules.engines.compiled import CompiledPlan
from zzrules.plan.bound import Bound
from zzrules.plan.build import build_plan, in_order, rebind
from zzrules.policy.digest import digest_of
from zzrules.policy.yamltree import Problems

_LIVING: WeakValueDictionary[str, Evaluator] = WeakValueDictionary()
"""An evaluator of each rulebook that is in use, by its digest: what is unpickled asks it, and compiles nothing."""


class Evaluator:
    """Checks records of one rulebook, has them judged and answers; threads may share it."""

    def __init__(self, bound: Bound) -> None:
        """Take what a rulebook is made of."""
        plan = bound.plan
        self.plan = plan
        self.reader = RecordReader(plan.vocabulary)
        self.compiled = CompiledPlan(plan)
        self.catalogue = Catalogue(plan, self.compiled, bound.regulations, bound.digest, self.variant, self.announced)
        self.everything: AskedAbout = self.catalogue.scope(None)
        self._policies = bound.policies
        self._variants: dict[tuple[str, str, str], CompiledPlan] = {}
        self._announced: Catalogue | None = None
        self._lock = threading.Lock()
        told_of_forks(self)
        self.packed = Packed.of(bound)
        _LIVING.setdefault(bound.digest, self)

    def forked(self) -> None:
        """Have a lock of one's own in a child process."""
        self._lock = threading.Lock()

    def evaluate(
        self, record: Any, on: date | str, about: Sequence[str] | None, places: Mapping[str, Place] | None
    ) -> Determination:
        """Return the determination of a record that has yet to be checked; see `Rulebook.evaluate`."""
        day = on.toordinal() if type(on) is date else evaluation_day(on)
        checked = self.reader.quick(record, day) or self.reader.careful(record, day, places)
        needed: tuple[int, ...] | None
        if about is None:
            scope, needed = self.everything, None
        else:
            scope, needed = self.catalogue.asked(about if type(about) is tuple else _keys(about))
        return Determination(Inquiry.of(self.catalogue, checked, scope, needed))

    def scope(self, about: Sequence[str] | None) -> AskedAbout:
        """Return the policies asked about, each with the grounds asked about (None for the whole policy)."""
        return self.everything if about is None else self.catalogue.scope(_keys(about))

    def determine(self, record: Record, scope: AskedAbout, needed: tuple[int, ...] | None) -> Determination:
        """Return the determination of a checked record; ``needed`` are positions in the plan, None stands for all."""
        return Determination(Inquiry.of(self.catalogue, record, scope, needed))

    def replay(self, determination: Determination, record: Any = None) -> Determination:
        """Return the determination of the same record, on its day, as far as the policies asked about still exist.

        ``record`` is the record where the determination was read from data. Raises as `Rulebook.replay` does.
        """
        scope = {code: grounds for code, grounds in determination.scope.items() if code in self.catalogue.index}
        if record is None:
            checked = determination.record
        else:
            checked = self.reader.read(record, determination.evaluated_on.toordinal())
        replayed = self.determine(checked, scope, self.catalogue.needed(list(scope)))
        if record is not None and replayed.record_digest != determination.record_digest:
            raise UsageError(ANOTHER_RECORD())
        return replayed

    def record_digest(self, record: Any, on: date | str) -> str:
        """Return the digest of a record that has yet to be checked, on a day; see `Rulebook.record_digest`."""
        return digest_of_record(self.reader.read(record, evaluation_day(on)))

    def announced(self) -> Catalogue:
        """Return the same without what is assumed of the calendar, made once."""
        if self._announced is None:
            plan = replaced(self.plan, calendar=self.plan.calendar.announced)
            digest = digest_of([(self.catalogue.digest, b"announced")])
            self._announced = Evaluator(self.packed.value._replace(plan=plan, digest=digest)).catalogue
        return self._announced

    def variant(self, policy: str, reading: str, option: str) -> CompiledPlan:
        """Return the plan with one reading taken otherwise, compiled once."""
        key = policy, reading, option
        with self._lock:
            if key not in self._variants:
                self._variants[key] = self._read_otherwise(policy, {(policy, reading): option})
            return self._variants[key]

    def _read_otherwise(self, code: str, readings: Mapping[tuple[str, str], str]) -> CompiledPlan:
        """Return the plan with other readings of one policy; policies that don't read them are shared, if in order."""
        policies, vocabulary = self._policies.value, self.plan.vocabulary
        known = (reading for version in self.plan.policy(code).versions for reading in version.readings)
        findings = frozenset[str]().union(*(one.findings for one in known if (code, one.name) in readings))
        readers = self.catalogue.readers(code, findings)
        if len(readers) < len(self.plan.policies):
            bound = [rebind(policies, self.plan, one, readings) for one in sorted(readers)]
            if all(in_order(self.plan, policy, self.catalogue.references) for policy in bound):
                compiled = self.compiled
                for policy in bound:
                    compiled = compiled.with_policy(policy)
                return compiled
        plan = build_plan(policies, vocabulary, self.plan.calendar, Problems(), readings)
        assert plan is not None
        return CompiledPlan(plan)


# ── pickled answers ─────────────────────────────────────────────────────
# An answer is pickled as its rulebook, its record and what was asked. Whoever unpickles it has the whole answer, with
# reasons and readings, and needs no file.


def _living(digest: str, packed: Packed[Bound]) -> Catalogue:
    """Return the catalogue of a rulebook: of one in use, if there is any."""
    evaluator = _LIVING.get(digest) or Evaluator(packed.value)
    return evaluator.catalogue


def _reduced_catalogue(catalogue: Catalogue) -> tuple[Any, ...]:
    evaluator = catalogue.variant.__self__  # type: ignore[attr-defined]
    return _living, (catalogue.digest, evaluator.packed)


def _inquiry(catalogue: Catalogue, given: Record, scope: AskedAbout, whole: bool, from_log: FromLog) -> Inquiry:
    """Return what is known of a record, judged again."""
    return Inquiry.of(catalogue, given, scope, None if whole else catalogue.needed(list(scope)), from_log)


def _reduced_inquiry(inquiry: Inquiry) -> tuple[Any, ...]:
    return _inquiry, (inquiry.catalogue, inquiry.given, dict(inquiry.scope), inquiry.whole, inquiry.from_log.sent())


copyreg.pickle(Catalogue, _reduced_catalogue)
copyreg.pickle(Inquiry, _reduced_inquiry)


def _keys(about: Sequence[str]) -> tuple[str, ...]:
    """Return what is asked about, one by one."""
    keys = each_of(about)
    if keys is None:
        raise UsageError(ABOUT_NO_LIST())
    return keys
