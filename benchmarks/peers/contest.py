"""The contestants: made ready for a task, held to the same answers, and timed in turns."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.measure import Job, timed, without_collector
from benchmarks.peers import articles, suspension
from benchmarks.peers.task import Answer, Record, Task

if TYPE_CHECKING:
    import polars as pl

TASKS = (articles.TASK, suspension.TASK)
NOT_INSTALLED = Path(sys.prefix) / "bench-not-installed.json"
"""What could not be installed, with the reason, as `benchmarks.peers.install` leaves it."""


@dataclass(frozen=True)
class Contestant:
    """Who takes part: its packages with what is imported of each, and the function that makes it ready for any task.

    ``engine`` says whether it is an engine (not a function written for the task), ``checks`` whether it checks the
    record, and so is given what a record must say to be valid.
    """

    name: str
    packages: dict[str, str]
    function: str
    engine: bool = True
    checks: bool = False

    def missing(self) -> str:
        """Return why it cannot take part; empty if it can."""
        for package, imported in self.packages.items():
            try:
                version(package)
                import_module(imported)
            except PackageNotFoundError:
                return _why_not(package)
            except ImportError as error:
                return f"{package} does not import: {error}"
        return ""

    def version(self) -> str:
        """Return its package with its version; empty if it has none of its own."""
        return next((f"{package} {version(package)}" for package in self.packages), "")

    def ready(self, task: Task, *rows: pl.DataFrame) -> tuple[Callable[..., Any], Callable[[Any], Any]]:
        """Return what runs it, and what reads its answers; one that answers columns takes its rows here."""
        module, function = self.function.split(".")
        return getattr(import_module(f"benchmarks.peers.{module}"), function)(task, *rows)  # type: ignore[no-any-return]

    def records(self, task: Task, frame: pl.DataFrame) -> list[Record]:
        """Return rows as it takes them."""
        records = task.records(frame)
        return [record | task.constants for record in records] if self.checks else records


def _why_not(package: str) -> str:
    """Return why a package is not there: what the installer said, or where zzrules asks for it at all."""
    if NOT_INSTALLED.is_file():
        reason = json.loads(NOT_INSTALLED.read_text(encoding="utf-8")).get(package)
        if reason:
            return str(reason)
    markers = [line.partition(";")[2].strip() for line in requires("zzrules") or () if line.startswith(package)]
    return f"{package}, only for {markers[0]}" if markers and "extra" not in markers[0] else f"{package} is missing"


OURS = Contestant("zzrules", {"zzrules": "zzrules"}, "zzrules_book.record", checks=True)
BARE = Contestant("Python by hand, unchecked", {}, "python_by_hand.bare", engine=False)
CHECKING = Contestant("Python by hand, checking", {}, "python_by_hand.checking", engine=False, checks=True)
RECORDS = (
    OURS,
    BARE,
    CHECKING,
    Contestant("zen-engine, expression", {"zen-engine": "zen"}, "zen_engine.expression"),
    Contestant("zen-engine, decision model", {"zen-engine": "zen"}, "zen_engine.decision"),
    Contestant("CEL", {"common-expression-language": "cel"}, "cel_rust.program"),
    Contestant("rule-engine", {"rule-engine": "rule_engine"}, "rule_engine_rules.rules"),
    Contestant("durable_rules", {"durable-rules": "durable.engine"}, "durable.rules"),
)
"""Who answers one record after the other; all are held to the first one's answers."""
_OPENFISCA = {"openfisca-core": "openfisca_core.simulations", "numpy": "numpy"}
OUR_COLUMNS = Contestant("zzrules", {"zzrules": "zzrules", "polars": "polars"}, "zzrules_book.columns", checks=True)
POLARS = Contestant("Polars by hand", {"polars": "polars"}, "polars_by_hand.expressions", engine=False)
COLUMNS = (
    OUR_COLUMNS,
    POLARS,
    Contestant("DuckDB SQL", {"duckdb": "duckdb", "pyarrow": "pyarrow"}, "duckdb_sql.query"),
    Contestant("OpenFisca, from the frame", _OPENFISCA, "openfisca.simulation_of_frame"),
    Contestant("OpenFisca, from arrays of its own", _OPENFISCA, "openfisca.simulation"),
)
"""Who answers all rows at once; all are held to the first one's answers."""
SCAN = "scan of the flags"
BATCHES, FEW = 3, 25


class DisagreementError(Exception):
    """A contestant answers a row otherwise than zzrules."""


@dataclass
class Contest:
    """Nanoseconds by contestant and round, for one record or row; and who is left out, with the reason."""

    times: dict[str, list[float]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def median(self, name: str) -> float:
        """Return the median of the rounds."""
        return median(self.times[name])

    def ratio(self, name: str, base: str) -> float:
        """Return the median of the rounds' ratios."""
        return median(took / of_base for took, of_base in zip(self.times[name], self.times[base], strict=True))


def agree(name: str, records: Iterable[Record], expected: list[Answer], answers: Iterable[Answer]) -> None:
    """Raise `DisagreementError` for the first row that is answered otherwise."""
    for record, ours, theirs in zip(records, expected, answers, strict=True):
        if theirs != ours:
            raise DisagreementError(f"{name} answers {theirs} where zzrules answers {ours}: {record}")


def same_columns(task: Task, name: str, rows: pl.DataFrame, expected: pl.DataFrame, answers: pl.DataFrame) -> None:
    """Raise `DisagreementError` for the first row of which a column differs."""
    for column in expected.columns:
        differs = ~answers[column].eq_missing(expected[column])
        if differs.any():
            row = differs.arg_true()[0]
            [record] = task.records(rows[row])
            said = f"{name} answers {answers[column][row]} in {column} where zzrules answers {expected[column][row]}"
            raise DisagreementError(f"{said}: {record}")


def one_record(task: Task, rows: int, compared: int, rounds: int) -> Contest:
    """Time all who answer the same records one after the other, after comparing more answers than are timed."""
    contest, frame = Contest(), task.data(compared)
    jobs: dict[str, list[Job]] = {}
    expected: list[Answer] = []
    for contestant in RECORDS:
        if why := contestant.missing():
            contest.left_out[contestant.name] = f"not installed: {why}"
            continue
        run, read = contestant.ready(task)
        records = contestant.records(task, frame)
        answers = [read(run(record)) for record in records]
        expected = expected or answers
        try:
            agree(contestant.name, records, expected, answers)
        except DisagreementError as error:
            contest.left_out[contestant.name] = f"answers otherwise: {error}"
        else:
            jobs[contestant.name] = _over(records[:rows], run)
    contest.times = {name: [ns / rows for ns in took] for name, took in _in_turns(jobs, rounds, BATCHES).items()}
    return contest


def all_columns(task: Task, rows: int, rounds: int) -> Contest:
    """Time all who answer all rows at once, after comparing all answers."""
    contest, frame = Contest(), task.data(rows)
    jobs: dict[str, list[Job]] = {}
    expected: pl.DataFrame | None = None
    for contestant in COLUMNS:
        if why := contestant.missing():
            contest.left_out[contestant.name] = f"not installed: {why}"
            continue
        run, read = contestant.ready(task, frame)
        answers = read(run())
        expected = answers if expected is None else expected
        try:
            same_columns(task, contestant.name, frame, expected, answers)
        except DisagreementError as error:
            contest.left_out[contestant.name] = f"answers otherwise: {error}"
        else:
            jobs[contestant.name] = [run]
    jobs[SCAN] = [import_module("benchmarks.peers.polars_by_hand").scan(frame)]
    contest.times = {name: [ns / rows for ns in took] for name, took in _in_turns(jobs, rounds, 1).items()}
    return contest


def _in_turns(jobs: dict[str, list[Job]], rounds: int, batches: int) -> dict[str, list[float]]:
    """Return by contestant and round the nanoseconds for all of its jobs, of each the fastest of some batches.

    Jobs are short where they can be, so that other work on the machine falls on few of them. The contestants take
    turns.
    """
    times: dict[str, list[float]] = {name: [] for name in jobs}
    with without_collector():
        for _ in range(rounds):
            gc.collect()
            for name, parts in jobs.items():
                times[name].append(sum(min(timed(job) for _ in range(batches)) for job in parts))
    return times


def _over(records: list[Record], job: Callable[[Record], Any]) -> list[Job]:
    """Return jobs that answer records one after the other, a few each."""

    def some(few: list[Record]) -> Job:
        def run() -> None:
            for record in few:
                job(record)

        return run

    return [some(records[start : start + FEW]) for start in range(0, len(records), FEW)]
