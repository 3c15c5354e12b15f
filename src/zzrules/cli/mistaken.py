"""Records given to a command that reads logs, and the other way round: told in one line, with who reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from zzrules.base.diagnostics import Told
from zzrules.base.diagnostics.cases import DECISIONS_GIVEN, LOG_FOR_RECORD, RECORD_FOR_LOG, UNKNOWN_LOG_KEY
from zzrules.base.errors import Place, Problem
from zzrules.batch.files import Case
from zzrules.batch.logs import EVENTS, FACTS, KEPT_UNTIL, LogFile
from zzrules.policy.vocabulary import Vocabulary

_KIND: Final = ("事件", "event")
_DECISION: Final = {"at", "zzrules", "determination"}


def no_record(case: Case, vocabulary: Vocabulary) -> Problem | None:
    """Return what a case is, if it is no record but a log, an event of one, or a line of a decision log."""
    keys = {key for key in case.record or () if key not in vocabulary.by_label and key not in vocabulary.by_name}
    if keys >= _DECISION:
        return DECISIONS_GIVEN(Place(case.source))
    if keys.intersection(EVENTS + FACTS + KEPT_UNTIL + _KIND):
        return LOG_FOR_RECORD(Place(case.source))
    return None


def no_log(log: LogFile, vocabulary: Vocabulary) -> Problem | None:
    """Return what a file is, if it is no log but records, or a decision log."""
    keys = {key for event in log.events if isinstance(event, Mapping) for key in event}
    keys |= {_unknown_key(problem) for problem in log.problems}
    if keys >= _DECISION:
        return DECISIONS_GIVEN(Place(log.source))
    known = log.facts or keys.intersection(_KIND)
    return RECORD_FOR_LOG(Place(log.source)) if not known and keys & _facts(vocabulary) else None


def _unknown_key(problem: Problem) -> str:
    match problem.said:
        case Told(diagnostic=diagnostic, words=words) if diagnostic == UNKNOWN_LOG_KEY:
            return str(words["key"])
        case _:
            return ""


def _facts(vocabulary: Vocabulary) -> set[str]:
    return {*vocabulary.by_label, *vocabulary.by_name}
