"""Logs of cases from files: YAML, JSON and JSON Lines, each event with its place or with what is wrong with it.

A YAML or JSON file holds one log: a list of events, or 流水 with 事实 and 登记至. A line of JSON Lines that has 流水
is a log of its own; other lines are the events of one. A mistake never stops the rest: an event that cannot be read,
because the form of its text is wrong, keeps its position as one of which nothing is known.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, BinaryIO, Final, assert_never

from zzrules.base.diagnostics.cases import NOT_A_LOG, NOT_EVENTS, NOT_FACTS, UNKNOWN_LOG_KEY
from zzrules.base.diagnostics.text import FILE_TOO_LARGE, UNREADABLE_FILE
from zzrules.base.errors import NOWHERE, Place, Problem
from zzrules.base.frozen import replaced
from zzrules.base.listing import files_below, shown_path
from zzrules.batch.files import STDIN, STDIN_NAME, Case, form_of_text, read_cases, standard_input
from zzrules.batch.formats import FORMATS, RecordForm, form_of
from zzrules.batch.yamlrecords import discreet_problems, owner, plain_data
from zzrules.case.events import UNREADABLE
from zzrules.case.values import ABSENT, printable
from zzrules.policy import yamlreading, yamltree
from zzrules.policy.forms import CLOSE

EVENTS: Final = ("流水", "log")
FACTS: Final = ("事实", "facts")
KEPT_UNTIL: Final = ("登记至", "kept_until")
NAME: Final = ("案号", "name")
_HEAD: Final = (*FACTS, *KEPT_UNTIL, *NAME)


@dataclass(frozen=True, slots=True)
class LogFile:
    """A log as a file has it: events and undated facts, not yet checked, with their places.

    ``source`` is the file as it was named, ``name`` what a report calls the case. The log is not ``whole`` if a part of
    it could not be read: what is not on file may have been in that part.
    """

    source: str
    name: str
    events: tuple[Any, ...] = field(default=(), repr=False)
    places: tuple[Place, ...] = field(default=(), repr=False)
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    fact_places: Mapping[str, Place] = field(default_factory=dict, repr=False)
    kept_until: Any = None
    whole: bool = True
    problems: tuple[Problem, ...] = ()
    place: Place = NOWHERE

    @property
    def unreadable(self) -> bool:
        """Whether nothing of it could be read."""
        return bool(self.problems) and not self.facts and all(event is UNREADABLE for event in self.events)


def read_logs(
    sources: Iterable[str | Path], form: RecordForm | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[LogFile]:
    r"""Yield the logs of files, in order; ``-`` is the standard input. Nothing is raised for what cannot be read.

    A folder stands for the logs in it and in the folders below it, but hidden ones, in the order of their names.
    The form follows from the extension, else from how the text begins.

    >>> import io
    >>> lines = io.BytesIO('{"日期": "2026-03-02", "事件": "收到差评"}\n{"日期": "2026-03-03", "事件":\n'.encode())
    >>> for log in read_logs(["-"], stdin=lines):
    ...     print(log.name, len(log.events), *(f"{problem.place} {problem.message}" for problem in log.problems))
    标准输入 2 标准输入:2:27 这里应当是一个值
    """
    for source in sources:
        if str(source) == STDIN:
            yield from _of_stream(stdin or standard_input(), form)
        elif os.path.isdir(source):  # noqa: PTH112 - False for what is no path at all
            yield from _of_folder(Path(source), form)
        elif (form or form_of(Path(source))) == "yaml":
            yield _of_yaml(Path(source))
        else:
            yield from _of_cases(str(source), read_cases([source], form))


def log_of(raw: Mapping[Any, Any], source: str = "") -> LogFile:
    """Return a log given as plain data: 流水 with 事实, 登记至 and 案号."""
    return _headed(LogFile(source, source), raw, {}, NOWHERE)


class _Begun(io.RawIOBase):
    """A stream whose beginning was read before."""

    def __init__(self, begun: bytes, rest: BinaryIO) -> None:
        self._begun, self._rest = io.BytesIO(begun), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._begun.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _of_stream(stream: BinaryIO, form: RecordForm | None) -> Iterator[LogFile]:
    """Yield the logs of the standard input; YAML is read as in a file, where each event has its place."""
    most = yamlreading.MAX_BYTES
    try:
        raw = stream.read(most + 1)
    except (OSError, ValueError):
        yield LogFile(STDIN_NAME, STDIN_NAME, problems=(UNREADABLE_FILE(Place(STDIN_NAME)),))
        return
    if not raw.strip() or (form or form_of_text(raw)) != "yaml":
        rest = io.BufferedReader(_Begun(raw, stream))
        yield from _of_cases(STDIN, read_cases([STDIN], form, stdin=rest))
    elif len(raw) > most:
        problem = FILE_TOO_LARGE(Place(STDIN_NAME), megabytes=f"{most / 2**20:.0f}")
        yield LogFile(STDIN_NAME, STDIN_NAME, problems=(problem,))
    else:
        noted = yamltree.Problems()
        yield _of_tree(yamlreading.read_bytes(raw, STDIN_NAME, noted), STDIN_NAME, noted)


def _of_cases(source: str, cases: Iterator[Case]) -> Iterator[LogFile]:
    """Yield the logs among the records of a file; its other records are the events of one more log."""
    gathered, seen = LogFile(source, source), False
    events: list[Any] = []
    places: list[Place] = []
    unread: list[Problem] = []
    for case in cases:
        if case.record is not None and any(key in case.record for key in EVENTS):
            name = case.source if case.alone else case.name
            yield _headed(LogFile(case.source, name, place=case.place), case.record, case.places, case.place)
            continue
        if not seen:
            gathered, seen = LogFile(case.source, case.source), True
        if case.record is None:
            unread += case.problems
            if case.number:  # an event, and not the whole file
                events.append(UNREADABLE)
                places.append(case.problems[0].place)
        elif case.record and all(key in _HEAD for key in case.record):
            gathered = _headed(gathered, case.record, case.places, case.place)
        else:
            events.append(case.record)
            places.append(case.place)
    if seen:
        problems = sorted((*gathered.problems, *unread), key=lambda problem: problem.place)
        yield replace(gathered, events=tuple(events), places=tuple(places), problems=tuple(problems))


def _of_folder(folder: Path, form: RecordForm | None) -> Iterator[LogFile]:
    found = files_below(folder, _is_log, hidden=(".",))
    for problem in found.problems:
        place = replaced(problem.place, source=shown_path(folder / problem.place.source))
        yield LogFile(place.source, place.source, problems=(replaced(problem, place=place),), place=place)
    yield from read_logs((path for _, path in found.files), form)


def _is_log(name: str) -> bool:
    """Return whether a file in a folder may be a log."""
    form = form_of(Path(name))
    return form is not None and FORMATS[form].reader == "records"


def _of_yaml(path: Path) -> LogFile:
    source = shown_path(path)
    noted = yamltree.Problems()
    node, _ = yamlreading.read_file(path, source, noted)
    return _of_tree(node, source, noted)


def _of_tree(node: yamltree.Node | None, source: str, noted: yamltree.Problems) -> LogFile:
    problems = discreet_problems(noted)
    log = LogFile(source, source, problems=problems, place=Place(source, 1, 1))
    match node:
        case None:
            return log
        case yamltree.Sequence(items):
            events = _of_sequence(node, [problem.place for problem in problems])
            return replace(log, events=events, places=tuple(item.place for item in items))
        case yamltree.Mapping():
            return _of_mapping(node, log)
        case yamltree.Scalar():
            return replace(log, problems=(*problems, NOT_A_LOG(node.place)))
        case _:
            assert_never(node)


def _of_mapping(node: yamltree.Mapping, log: LogFile) -> LogFile:
    starts = [key.place for key, _ in node.entries]
    spoilt: dict[int, list[Place]] = {}
    for problem in log.problems:
        spoilt.setdefault(owner(problem.place, starts), []).append(problem.place)
    entries = {key.text: (key, value) for key, value in node.entries}
    raw = {
        key: _of_sequence(value, spoilt.get(number, []))
        if key in EVENTS and isinstance(value, yamltree.Sequence)
        else plain_data(value)
        for number, (key, (_, value)) in enumerate(entries.items())
    }
    log = _headed(log, raw, {key: word.place for key, (word, _) in entries.items()}, node.place)
    for key, (_, value) in entries.items():
        if key in EVENTS and isinstance(value, yamltree.Sequence):
            log = replace(log, places=tuple(item.place for item in value.items))
        if key in FACTS and isinstance(value, yamltree.Mapping):
            log = replace(log, fact_places={word.text: word.place for word, _ in value.entries})
    return log


def _of_sequence(node: yamltree.Sequence, spoilt: Sequence[Place]) -> tuple[Any, ...]:
    """Return the events of a list; one in whose text something is wrong counts as unreadable."""
    starts = [item.place for item in node.items]
    lost = {owner(place, starts) for place in spoilt}
    return tuple(UNREADABLE if number in lost else plain_data(item) for number, item in enumerate(node.items))


def _headed(log: LogFile, raw: Mapping[Any, Any], places: Mapping[str, Place], start: Place) -> LogFile:
    """Return the log with what a mapping says of it as a whole."""
    problems = list(log.problems)
    for word, value in raw.items():
        key = word if isinstance(word, str) else ""
        place = places.get(key, start)
        if key in EVENTS:
            if isinstance(value, Sequence) and not isinstance(value, str):
                log = replace(log, events=(*log.events, *value), places=(*log.places, *(place for _ in value)))
            elif value is not None and not (isinstance(value, str) and value == ABSENT):
                log = replace(log, whole=False)
                problems.append(NOT_EVENTS(place, key=key))
        elif key in FACTS:
            if isinstance(value, Mapping):
                fact_places = {**log.fact_places, **dict.fromkeys(value, place)}
                log = replace(log, facts={**log.facts, **value}, fact_places=fact_places)
            elif value is not None:
                log = replace(log, whole=False)
                problems.append(NOT_FACTS(place, key=key))
        elif key in KEPT_UNTIL:
            log = replace(log, kept_until=value)
        elif key in NAME:
            log = replace(log, name=_text(value) or log.name)
        else:
            shown = printable(key)
            if not shown or get_close_matches(shown, (*EVENTS, *FACTS, *KEPT_UNTIL), n=1, cutoff=CLOSE):
                log = replace(log, whole=False)
            known = "、".join(f"「{label}」" for label, _ in (EVENTS, FACTS, KEPT_UNTIL, NAME))
            problems.append(UNKNOWN_LOG_KEY(place, key=shown, known=known))
    return replace(log, problems=tuple(problems))


def _text(value: Any) -> str:
    """Return what a case is called; empty for what can be no name."""
    if not isinstance(value, str | int | date):
        return ""
    try:
        return str(value)
    except ValueError:  # an integer of more digits than Python writes out
        return ""
