"""Following a case: from its log to the record of a day, to a determination with its obligations.

The forward-chaining engine serves where durable_rules can be imported; elsewhere the default engine gives the same
answers.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, product, repeat
from typing import Any

from zzrules.answer.catalogue import Catalogue
from zzrules.answer.determination import Determination
from zzrules.answer.inquiry import FromLog, Inquiry
from zzrules.base.ceiling import MOST_MISTAKES
from zzrules.base.diagnostics.cases import CORRECTION_OUT_OF_ORDER
from zzrules.base.diagnostics.use import ABOUT_NO_LIST
from zzrules.base.errors import NOWHERE, Place, Problem, UsageError
from zzrules.base.foreign import each_of, text_of
from zzrules.base.forks import told_of_forks
from zzrules.case.events import Event, EventReader
from zzrules.case.log import Log, LogVocabulary
from zzrules.case.record import RecordReader
from zzrules.engines.chaining import Chain, available
from zzrules.plan import nodes


class Follower:
    """Answers for the case files of one rulebook; threads may share it."""

    def __init__(self, catalogue: Catalogue, records: RecordReader) -> None:
        """Take the catalogue and the reader of undated facts."""
        self.catalogue = catalogue
        self.records = records
        self.events = EventReader(catalogue.plan.vocabulary)
        self.shared = LogVocabulary(catalogue.plan.vocabulary)
        self._chain: Chain | None = None
        self._lock = threading.Lock()
        told_of_forks(self)

    def forked(self) -> None:
        """Have a lock of one's own in a child process."""
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the rulebook."""
        return _follower, (self.catalogue,)

    def read(
        self, events: Iterable[Mapping[str, Any]], places: Iterable[Place], before: int
    ) -> Iterable[tuple[Event, tuple[Problem, ...]]]:
        """Yield events as far as they can be read, numbered after those ``before`` them."""
        wrong = 0
        for number, (event, place) in enumerate(zip(events, chain(places, repeat(NOWHERE)), strict=False), before + 1):
            read, problems = self.events.read(event, number, place, close=wrong < MOST_MISTAKES)
            wrong += len(problems)
            yield read, problems

    def out_of_order(self, log: Log) -> tuple[Problem, ...]:
        """Return what corrections have made impossible: a date after one that it comes before, by two entries."""
        if not any(event.corrects for event in log.events):
            return ()
        folded = log.fold(max((event.day for event in log.events if event.day is not None), default=0))
        found: dict[tuple[str, str], Problem] = {}
        for broken in self.catalogue.compiled.clashes.broken(folded.record):
            match broken.contradiction.facts:
                case (first, second) if isinstance(broken.contradiction.condition, nodes.Compare):
                    earlier, later = (
                        [event for part in folded.sources.get(name, ()) for event in part] for name in (first, second)
                    )
                case _:
                    continue
            for event, other in [*product(earlier, later), *product(later, earlier)]:
                key = min(event.name, other.name), max(event.name, other.name)
                if event.corrects and event is not other and key not in found:
                    path, note = (event.number - 1,), broken.contradiction.note
                    found[key] = CORRECTION_OUT_OF_ORDER(
                        event.place, path, event=event.name, other=other.name, note=note
                    )
        return tuple(sorted(found.values(), key=lambda problem: problem.place))

    def ask(self, log: Log, on: int, about: Sequence[str] | None, within: int) -> Determination:
        """Return the determination of a log's record as of a day."""
        asked = None if text_of(about) is not None else each_of(about)
        if asked is None and about is not None:
            raise UsageError(ABOUT_NO_LIST())
        folded = log.fold(on)
        sources = {
            fact: tuple(tuple((event.number, event.name) for event in part) for part in parts)
            for fact, parts in folded.sources.items()
        }
        judge = self.chain().judge if available() else None
        from_log = FromLog(judge, sources, folded.given, within)
        return Determination(Inquiry.of(self.catalogue, folded.record, self.catalogue.scope(asked), None, from_log))

    def chain(self) -> Chain:
        """Return the forward-chaining engine of the plan, built once."""
        with self._lock:
            if self._chain is None:
                self._chain = Chain(self.catalogue.plan, self.catalogue.compiled.obligation_layout)
            return self._chain


def _follower(catalogue: Catalogue) -> Follower:
    return Follower(catalogue, RecordReader(catalogue.plan.vocabulary))
