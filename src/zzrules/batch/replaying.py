"""Stored determinations judged again under the rulebook that each names: equal to the last byte, or what differs.

They are read from decision logs, and from what ``evaluate`` printed as JSON or JSON Lines. The record of a
determination is in the entry itself (``facts``), among files of records by its digest, or where ``source`` and
``number`` say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

from zzrules.answer.determination import Determination
from zzrules.answer.parts import PARTS
from zzrules.base.diagnostics.folders import ANSWER_OF_A_LOG, NO_RECORD
from zzrules.base.errors import Place, Problem, RecordError, UsageError
from zzrules.base.frozen import replaced
from zzrules.batch.files import Case, read_cases
from zzrules.batch.formats import RecordForm

_ANSWERED_BY: Final = ("library_version", "engine_version")
"""What says which library answered, not what it answered."""
_BESIDE: Final = ("source", "number", "known_on", "readings")
"""What commands write beside a determination."""
_KEYS: Final = ("code", "title", "name", "label", "place", "citation")
"""By which of these the elements of a list are told apart, the first that they all have."""
_Facts: TypeAlias = Mapping[str, Any]


class Book(Protocol):
    """A rulebook, as far as it is asked here."""

    def replay(self, determination: Determination, record: Any = None) -> Determination:
        """Return what it says of the record of an earlier determination."""
        ...

    def record_digest(self, record: Any, on: str) -> str:
        """Return the digest of a record on a day."""
        ...


@dataclass(frozen=True, slots=True)
class Difference:
    """What is said otherwise: where in the data, and both values; None for what is not said at all."""

    path: tuple[str, ...]
    was: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Replayed:
    """A stored determination, judged again: what differs, or the problems that kept it from being judged.

    ``case`` is the entry, ``source`` and ``number`` say whose record it was, ``rulebook`` by which rulebook it was
    judged; ``answered_by`` are the versions of the library and of its code, then and now. ``facts`` is the record,
    ``again`` what is said of it now.
    """

    case: Case
    source: str = ""
    number: int = 0
    rulebook: str = ""
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()
    answered_by: tuple[str, str] = ("", "")
    facts: _Facts | None = field(default=None, repr=False)
    again: Determination | None = field(default=None, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        place = self.case.place
        head = {"file": self.case.source, "line": place.line or None, "entry": self.case.number}
        named = {"source": self.source, "number": self.number, "rulebook": self.rulebook}
        if self.problems:
            return head | named | {"error": [problem.to_dict() for problem in self.problems]}
        different = [{"path": [*one.path], "was": one.was, "now": one.now} for one in self.differences]
        return head | named | {"differences": different}


def replayed(
    files: Sequence[str],
    book: Callable[[str], Book],
    records: Sequence[str] | None = None,
    form: RecordForm | None = None,
) -> Iterator[Replayed]:
    """Yield each determination of files, judged again; entries with an error instead of one are passed over.

    ``book`` gives the rulebook of a digest, and raises `UsageError` for one that there is not. ``records`` are files
    of records; without them, those that the entries name are read, one after another. Nothing is raised for what is
    wrong with an entry.
    """
    known = _Records(records)
    for case in read_cases(files, form):
        if case.record is not None and "error" in case.record and "determination" not in case.record:
            continue
        yield _replayed(case, book, known)


def _replayed(case: Case, book: Callable[[str], Book], records: _Records) -> Replayed:
    source, number, digest = "", 0, ""
    try:
        entry = case.facts()
        if "source" in entry:
            at = entry.get("number")
            source, number = str(entry["source"]), at if type(at) is int else 0
        stored = _stored(entry)
        digest = stored.rulebook_digest
        judge = book(digest)
        facts = entry["facts"] if "facts" in entry else records.find(stored, judge, source, number)
        again = judge.replay(stored, facts)
    except (RecordError, UsageError) as error:
        problems = tuple(_placed(problem, case.place) for problem in error.problems)
        return Replayed(case, source, number, digest, problems=problems)
    was = {name: value for name, value in stored.to_dict().items() if name not in _BESIDE}
    now = again.to_dict(_parts(was))
    versions = tuple(" ".join(str(data.pop(name, "")) for name in _ANSWERED_BY).strip() for data in (was, now))
    found = differences(was, now)
    return Replayed(case, source, number, digest, found, (), (versions[0], versions[1]), facts, again)


def _stored(entry: _Facts) -> Determination:
    """Return the determination in an entry. Raises `UsageError` if there is none (ZZ615, ZZ882)."""
    if "determination" in entry and "obligations" in entry:
        raise UsageError(ANSWER_OF_A_LOG())
    return Determination.from_dict(entry.get("determination", entry))


def _placed(problem: Problem, place: Place) -> Problem:
    return problem if str(problem.place) else replaced(problem, place=place)


def _parts(data: _Facts) -> Any:
    """Return the parts of its answers that a determination was written with."""
    for policy in data["policies"]:
        return [part for part in PARTS if part in policy]
    return None


# ── the records ─────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Records:
    """The records of determinations that don't bring their own."""

    files: Sequence[str] | None
    _held: list[_Facts] | None = None
    _by_digest: dict[tuple[str, str], dict[str, _Facts]] = field(default_factory=dict)
    _open: tuple[str, Iterator[Case]] = ("", iter(()))
    _reached: int = 0

    def find(self, stored: Determination, judge: Book, source: str, number: int) -> _Facts:
        """Return the record of a determination. Raises `UsageError` (ZZ881) if it is not to be found."""
        if self.files is not None:
            found = self._among(stored, judge)
        else:
            found = self._numbered(source, number) if number and Path(source).is_file() else None
        if found is None:
            raise UsageError(NO_RECORD())
        return found

    def _among(self, stored: Determination, judge: Book) -> _Facts | None:
        """Return the record with the digest of a determination; digests are made once for a rulebook and a day."""
        if self._held is None:
            self._held = [case.record for case in read_cases(self.files or ()) if case.record is not None]
        key = stored.rulebook_digest, str(stored.on)
        if key not in self._by_digest:
            self._by_digest[key] = {}
            for record in self._held:
                try:
                    self._by_digest[key][judge.record_digest(record, key[1])] = record
                except RecordError:
                    continue
        return self._by_digest[key].get(stored.record_digest)

    def _numbered(self, source: str, number: int) -> _Facts | None:
        """Return a record of a file by its number; determinations mostly come in the order of their records."""
        if self._open[0] != source or self._reached >= number:
            self._open, self._reached = (source, read_cases([source])), 0
        for case in self._open[1]:
            self._reached = case.number
            if case.number == number:
                return case.record
        return None


# ── what differs ────────────────────────────────────────────────────────


def differences(was: Any, now: Any) -> tuple[Difference, ...]:
    """Return what two pieces of plain data say otherwise; empty if they are written with the same bytes.

    Elements of a list are told apart by their code or name. What has its parts in another order differs as a whole.

    >>> differences({"policies": [{"code": "a", "outcome": "x"}]}, {"policies": [{"code": "a", "outcome": "y"}]})
    (Difference(path=('policies', 'a', 'outcome'), was='x', now='y'),)
    """
    return tuple(_differences(was, now, ()))


def _differences(was: Any, now: Any, path: tuple[str, ...]) -> Iterator[Difference]:
    if _written(was) == _written(now):
        return
    before, after = _named(was, now)
    found = False
    for name in {**before, **after}:
        if name not in before or name not in after:
            found = True
            yield Difference((*path, name), before.get(name), after.get(name))
        else:
            for difference in _differences(before[name], after[name], (*path, name)):
                found = True
                yield difference
    if not found:
        yield Difference(path, was, now)


def _named(was: Any, now: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the parts of two pieces of data by their names; none if they have no names in common."""
    if isinstance(was, dict) and isinstance(now, dict):
        return was, now
    if isinstance(was, list) and isinstance(now, list):
        for key in _KEYS:
            if all(isinstance(one, dict) and isinstance(one.get(key), str) for one in (*was, *now)):
                named = [{one[key]: one for one in part} for part in (was, now)]
                if all(len(names) == len(part) for names, part in zip(named, (was, now), strict=True)):
                    return named[0], named[1]
    return {}, {}


def _written(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)
