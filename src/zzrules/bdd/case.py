"""A scenario's case: its facts and events as the scenario writes them, and the answers about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as FilePath
from typing import Any, NoReturn

import pytest
from pytest_bdd import parsers

from zzrules.answer.determination import Determination, PolicyAnswer
from zzrules.answer.ground import GroundAnswer
from zzrules.answer.parts import ConsequenceAnswer, MissingFact
from zzrules.base.diagnostics import Told
from zzrules.base.diagnostics.use import NOT_ASKED
from zzrules.base.errors import NOWHERE, CitationError, Path, Place, Problem, RecordError, UsageError, ZzrulesError
from zzrules.base.frozen import replaced
from zzrules.case.values import FINDING_PARTS
from zzrules.casefile import CaseAnswer, CaseFile
from zzrules.policy.event_files import LOG_KEYS
from zzrules.policy.forms import parse_day
from zzrules.policy.meant import day_instead
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary
from zzrules.rulebook import Rulebook


@dataclass
class Shown:
    """A determination, and what a scenario shows with it.

    ``policies`` are those (codes) that it asks about or looks at; ``readings`` those (policy's code, name, the other
    side) of which it says that the other side gives another answer. ``facts`` are the record as it was written, of a
    log with its ``events`` those without a date, and ``kept_until`` is how far it goes.
    """

    determination: Determination
    facts: Mapping[str, Any] = field(default_factory=dict)
    events: Sequence[Mapping[str, Any]] = ()
    kept_until: str | None = None
    policies: set[str] = field(default_factory=set)
    readings: set[tuple[str, str, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Running:
    """The step that runs: its feature, with what that is called, and where it stands (line, column).

    ``rows`` is where each row of its table stands, the head first.
    """

    feature: FilePath
    source: str
    at: tuple[int, int]
    rows: Sequence[tuple[int, int]] = ()


RUNNING = pytest.StashKey[Running]()
SHOWN = pytest.StashKey[Sequence[Shown]]()
_NOT_ASKED = "这次没有问「{0}」；评价的时候一并问：于「日期」就「{0}」评价，或者于「日期」评价"
_LEVEL = re.compile("(?P<body>.+)（(?P<level>[^）]+)）")
_IN_PART = re.compile("(?P<how>不?属于)(?P<options>.+)")
_QUOTED = re.compile("「([^」]+)」")
_FINDING_PARTS = tuple(part.label for part in FINDING_PARTS if part.code != "level")  # in brackets after the body


def step(pattern: str) -> parsers.re:
    """Return a parser: ``{name}`` is what stands between 「 and 」 (the last may hold 「」), ``{names}`` several."""
    pattern = re.sub(r"\{(\w+)s\}", r"(?P<\1s>(?:「[^」]+」)+)", pattern)
    pattern = re.sub(r"\{(\w+)\}$", r"「(?P<\1>.+)」", pattern)
    return parsers.re(re.sub(r"\{(\w+)\}", r"「(?P<\1>[^」]+)」", pattern))


def fail(message: str) -> NoReturn:
    """Fail the step with a message in Chinese."""
    pytest.fail(message, pytrace=False)


def quoted(text: str) -> list[str]:
    """Return what stands between each 「 and 」."""
    return _QUOTED.findall(text)


def listed(names: Sequence[str]) -> str:
    """Return names in their brackets."""
    return "".join(f"「{name}」" for name in names) or "（没有）"


def day_of(text: str) -> date:
    """Return the day that a step means; the step fails if it is none."""
    day = parse_day(text)
    if day is None:
        fail(f"「{text}」不是日期；写成{day_instead(text) or '四位年-两位月-两位日，如 2026-01-01'}")
    return date.fromordinal(day)


def _is_not_asked(error: ZzrulesError) -> bool:
    said = error.problems[0].said
    return isinstance(said, Told) and said.diagnostic == NOT_ASKED


# ── the case of a scenario ──────────────────────────────────────────────


@dataclass
class Case:
    """A scenario's case: facts as text by label, lists as rows, and the determination or the mistakes in the record.

    A determination counts only for what the case is: once facts, events or policies change, there is none.
    """

    policies: Rulebook
    facts: dict[str, str | list[dict[str, str]]] = field(default_factory=dict)
    events: list[dict[str, str]] = field(default_factory=list)
    kept_until: str | None = None
    known_on: date | None = None
    running: Callable[[], Running | None] = lambda: None
    error_seen: bool = False
    log_problems_seen: set[str] = field(default_factory=set)
    shown: list[Shown] = field(default_factory=list)
    """What the scenario has shown so far."""
    _result: Determination | None = None
    _error: RecordError | None = None
    _judged: object = None
    _known: tuple[Rulebook, date | None, Rulebook] | None = None
    _places: dict[Path, Place] = field(default_factory=dict)

    @property
    def book(self) -> Rulebook:
        """The policies, with the calendar as it was known on the day that the scenario states. Raises CalendarError."""
        if self._known is None or self._known[0] is not self.policies or self._known[1] != self.known_on:
            known = self.policies if self.known_on is None else self.policies.as_known_on(self.known_on)
            self._known = self.policies, self.known_on, known
        return self._known[2]

    def know_until(self, day: date) -> None:
        """Take the calendar as it was known on a day. Raises CalendarError for one before the first notice."""
        self.policies.as_known_on(day)
        self.known_on = day

    def put(self, label: str, value: str | list[dict[str, str]], row: int | None = None) -> None:
        """Record a fact; a blank value removes it, because an empty cell records nothing.

        It stands in the step that runs: in that ``row`` of its table, or a list's elements row by row.
        """
        self.facts.pop(label, None)
        self._places = {path: place for path, place in self._places.items() if path[0] != label}
        if value not in ("", []):
            self.facts[label] = value
            self._places[label,] = self._place(row)
            if isinstance(value, list):
                self._places |= {(label, number): self._place(number) for number in range(len(value))}

    def enter(self, event: Mapping[str, str], row: int | None = None) -> None:
        """Enter an event of the log; it stands in the step that runs, or in that ``row`` of its table."""
        self._places[len(self.events),] = self._place(row)
        self.events.append({name: text for name, text in event.items() if text})

    def _place(self, row: int | None = None) -> Place:
        """Return where the step stands that runs, or a row of its table; nowhere outside of a feature."""
        running = self.running()
        if running is None:
            return NOWHERE
        return Place(running.source, *(running.at if row is None else running.rows[row + 1]))

    def folder(self, name: str) -> FilePath:
        """Return the folder of a name in that of the feature, or in the nearest above it; the step fails without."""
        running = self.running()
        above = running.feature.resolve().parents if running is not None else [FilePath.cwd()]
        found = next((folder / name for folder in above if (folder / name).is_dir()), None)
        if found is None:
            fail(f"没有文件夹「{name}」；它在场景文件所在的文件夹里找，没有的，在上一级里找，直到最上一级")
        return found

    def told(self, problems: Iterable[Problem]) -> str:
        """Return what is wrong with the record or the log, each with the step or the row that brought it."""
        return "\n".join(str(self._placed(problem)) for problem in problems)

    def _placed(self, problem: Problem) -> Problem:
        for path in (problem.path[:2], problem.path[:1]):
            if path in self._places:
                return replaced(problem, place=self._places[path])
        return problem

    def record(self) -> dict[str, Any]:
        """Return the record as `Rulebook.evaluate` takes it."""
        words = self.book.vocabulary
        return {label: _read(label, value, words) for label, value in self.facts.items()}

    def log(self) -> CaseFile:
        """Return the case file of the scenario's events; the record gives the facts without a date."""
        return self._opened(self._log())

    def _log(self) -> tuple[dict[str, Any], list[dict[str, Any]], str | None]:
        """Return the facts without a date, the events, and until when they are kept, as a case file takes them."""
        words = self.book.vocabulary
        return self.record(), [_event(row, words) for row in self.events], self.kept_until

    def _opened(self, log: tuple[dict[str, Any], list[dict[str, Any]], str | None]) -> CaseFile:
        facts, events, kept_until = log
        return self.book.casefile(events, facts=facts, kept_until=kept_until)

    def log_problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the scenario's events."""
        return self.log().problems if self.events else ()

    def at(self, day: str) -> CaseAnswer:
        """Return how the case stands on a day; later steps are about its determination."""
        log = self._log()
        answer = self._opened(log).on(day_of(day))
        self._keep(answer.determination, None, log)
        return answer

    def evaluate(self, on: str, about: Sequence[str] | None = None) -> None:
        """Judge the record; mistakes in it are kept for a step to assert."""
        day = day_of(on)
        try:
            record = self.record()
            self._keep(result := self.book.evaluate(record, day, about), None, (record,))
            self.look_at(*(result.scope if about is not None else ()))
        except RecordError as error:
            self._keep(None, error)

    def _keep(self, result: Determination | None, error: RecordError | None, given: tuple[Any, ...] = ()) -> None:
        """Keep what came of judging the case as it is; the step fails if what was wrong before was never mentioned."""
        self.need_mentioned()
        self._result, self._error, self.error_seen = result, error, False
        self._judged = self._state()
        if result is not None:
            self.shown.append(Shown(result, *given))

    def look_at(self, *policies: str) -> None:
        """Note that a step looks at what the determination says of some policies (codes)."""
        self.shown[-1].policies.update(policies)

    def read_otherwise(self, policy: str, reading: str, other: str) -> None:
        """Note that a step says what another reading changes."""
        self.shown[-1].readings.add((policy, reading, other))

    def _state(self) -> object:
        return self.book, deepcopy((self.facts, self.events, self.kept_until))

    def need_mentioned(self) -> None:
        """Fail if the record was refused and no step said so."""
        if self._error is not None and not self.error_seen:
            error, self._error = self._error, None
            fail(f"案卷有误，而场景没有说到：\n{self.told(error.problems)}")

    def need_all_mentioned(self) -> None:
        """Fail, at the end of the scenario, if something is wrong with its log or its record and no step said so."""
        if unsaid := [problem for problem in self.log_problems() if str(problem) not in self.log_problems_seen]:
            fail(f"流水有误，而场景没有说到：\n{self.told(unsaid)}")
        self.need_mentioned()

    def need_evaluation(self) -> None:
        """Fail if the case was not judged, or has changed since."""
        if self._judged is None:
            fail("还没有评价；先写「当 于「日期」评价」")
        if self._judged != self._state():
            fail("还没有评价：上次评价以后，案卷、流水、工作日历或者政策又改了；再写「当 于「日期」评价」")

    @property
    def error(self) -> RecordError | None:
        """What is wrong with the record; None if it was judged. The step fails if neither is known."""
        self.need_evaluation()
        return self._error

    def canonical(self, citation: str) -> set[str]:
        """Return how a citation is written in answers, by any text of the regulation; the step fails if none has it."""
        wanted, errors = set[str](), list[CitationError]()
        regulations = self.book.regulations
        try:
            asked = regulations.parse(citation)
        except CitationError as error:
            fail(str(error))
        for text in regulations.of(asked).texts:
            try:
                wanted.add(str(text.resolve(asked)))
            except CitationError as error:
                errors.append(error)
        if not wanted:
            fail(str(errors[-1]))
        return wanted

    @property
    def determination(self) -> Determination:
        """The determination; the step fails where there is none."""
        if self.error is not None:
            self.error_seen = True
            fail(f"案卷有误，没有评价：\n{self.told(self.error.problems)}")
        assert self._result is not None, "judged: either there is a mistake, or a result"
        return self._result

    def answer(self, key: str) -> PolicyAnswer | GroundAnswer:
        """Return the answer of a policy or a ground."""
        try:
            answer: PolicyAnswer | GroundAnswer = self.determination[key]
        except (UsageError, CitationError) as error:
            fail(_NOT_ASKED.format(key) if _is_not_asked(error) else str(error))
        except KeyError:
            fail(_NOT_ASKED.format(key))
        if isinstance(answer, PolicyAnswer):
            self.look_at(answer.code)
        else:
            self.look_at(*(one.code for one in self.determination if answer in one.grounds.values()))
        return answer

    def policy(self, key: str) -> PolicyAnswer:
        """Return the answer of a policy."""
        answer = self.answer(key)
        if not isinstance(answer, PolicyAnswer):
            fail(f"「{key}」是一个情形，不是一个政策；情形只问成立、不成立、待查明、未援引")
        return answer

    def ground(self, name: str) -> GroundAnswer:
        """Return the ground of that name, of the policy that has it."""
        grounds = [(answer.code, ground) for answer in self.determination for ground in answer.grounds.values()]
        named = [(code, ground) for code, ground in grounds if ground.name == name]
        if not named:
            fail(f"所问的政策没有情形「{name}」；有{listed([ground.name for _, ground in grounds])}")
        if len(named) > 1:
            fail(f"几个政策都有情形「{name}」；改用条款来指明")
        [(code, found)] = named
        self.look_at(code)
        return found

    def consequence(self, name: str) -> ConsequenceAnswer:
        """Return the consequence of that name, which follows or may follow, of the policy that has it."""
        consequences = [
            (answer.code, consequence) for answer in self.determination for consequence in answer.consequences
        ]
        named = [(code, consequence) for code, consequence in consequences if consequence.name == name]
        if not named:
            fail(f"没有后果「{name}」；有{listed([consequence.name for _, consequence in consequences])}")
        if len(named) > 1:
            fail(f"几个政策都有后果「{name}」；评价时用「就「第…条」评价」只问一个政策")
        [(code, found)] = named
        self.look_at(code)
        return found

    def missing(self) -> list[MissingFact]:
        """Return every missing fact, of policies and of their grounds."""
        answers = list(self.determination)
        of_grounds = [fact for answer in answers for ground in answer.grounds.values() for fact in ground.missing]
        return [fact for answer in answers for fact in answer.missing] + of_grounds


# ── how values are written ──────────────────────────────────────────────


def read_cell(text: str, fact: Fact, vocabulary: Vocabulary) -> Any:
    """Return what a record holds for the text of a cell.

    Most values are written as in a record (是、查不清、无、2026-03-02、5工作日、an option); several options are
    separated by 、; a finding is 是，机构，日期，文号, with the body's level in brackets: 管理机构（市级）; an option
    known in part is 属于甲、乙 or 不属于甲、乙. What cannot be read is returned as it is, for the record to refuse.

    >>> from zzrules import load
    >>> words = load().vocabulary
    >>> read_cell("过失、偏差", words.by_label["后果形态"], words)
    ['过失', '偏差']
    >>> read_cell("不属于政务服务机构、其他", words.by_label["主体"], words)
    {'不属于': ['政务服务机构', '其他']}
    >>> read_cell("否，政务服务中心管理机构（市级），2026-04-28，漳政管〔2026〕3号", words.by_label["审核同意"], words)
    {'结论': '否', '机构': '政务服务中心管理机构', '层级': '市级', '日期': '2026-04-28', '依据': '漳政管〔2026〕3号'}
    """
    match fact.kind:
        case Kind.INTEGER if re.fullmatch(r"-?\d{1,17}", text):
            return int(text)
        case Kind.OPTIONS if text not in ("无", "查不清"):
            return [text] if text in fact.options else text.split("、")
        case Kind.FINDING if "，" in text:
            return _finding(text, vocabulary)
        case Kind.OPTION | Kind.BODY if (part := _IN_PART.fullmatch(text)) and text not in fact.options:
            return {part["how"]: part["options"].split("、")}
        case _:
            return text


def _finding(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    parts = [part.strip() for part in text.split("，", len(_FINDING_PARTS) - 1)]
    finding: dict[str, str] = {}
    for name, part in zip(_FINDING_PARTS, parts, strict=False):
        levelled = _LEVEL.fullmatch(part) if name == "机构" and part not in vocabulary.bodies else None
        if levelled:
            finding |= {"机构": levelled["body"], "层级": levelled["level"]}
        elif part:
            finding[name] = part
    return finding


def _read(label: str, value: str | list[dict[str, str]], vocabulary: Vocabulary) -> Any:
    fact = vocabulary.by_label.get(label) or vocabulary.by_name.get(label)
    if fact is None:
        return value
    if isinstance(value, str):
        return read_cell(value, fact, vocabulary)
    rows = []
    for row in value:
        fields = {name: fact.field_by_label(name) for name in row}
        rows.append(
            {name: read_cell(row[name], field, vocabulary) if field else row[name] for name, field in fields.items()}
        )
    return rows


def _event(row: dict[str, str], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return an event as a log holds it, its facts read as those of a record."""
    kind = vocabulary.event(row.get("事件", ""))
    source = kind.source if kind is not None else None
    event: dict[str, Any] = {}
    for name, text in row.items():
        fact = source.field_by_label(name) if source is not None else vocabulary.by_label.get(name)
        event[name] = read_cell(text, fact, vocabulary) if fact is not None and name not in LOG_KEYS else text
    return event
