"""The contestants: made ready, held to the same answers, and timed in turns."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.measure import Job, timed, without_collector
from benchmarks.peers import task, zzrules_book
from benchmarks.peers.task import Answer, Record

import zzrules

if TYPE_CHECKING:
    import polars as pl

NOT_INSTALLED = Path(sys.prefix) / "bench-not-installed.json"
"""What could not be installed, with the reason, as `benchmarks.peers.install` leaves it."""


@dataclass(frozen=True)
class Peer:
    """A contestant: its packages with what is imported of each, the module and function that make it ready."""

    name: str
    packages: dict[str, str]
    module: str
    function: str
    engine: bool = True

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
        return next((f"{one} {version(one)}" for one in self.packages), "")

    def ready(self, *given: Any) -> tuple[Callable[..., Any], Callable[[Any], Any]]:
        """Return what runs it, and what reads its answers."""
        made = getattr(import_module(f"benchmarks.peers.{self.module}"), self.function)
        return made(*given)  # type: ignore[no-any-return]


def _why_not(package: str) -> str:
    """Return why a package is not there: what the installer said, or where zzrules asks for it at all."""
    if NOT_INSTALLED.is_file():
        said = json.loads(NOT_INSTALLED.read_text(encoding="utf-8")).get(package)
        if said:
            return str(said)
    asked = [one.partition(";")[2].strip() for one in requires("zzrules") or () if one.startswith(package)]
    return f"{package}, only for {asked[0]}" if asked and "extra" not in asked[0] else f"{package} is missing"


RECORD_PEERS = (
    Peer("Python by hand, unchecked", {}, "python_by_hand", "bare", engine=False),
    Peer("Python by hand, checking", {}, "python_by_hand", "checking", engine=False),
    Peer("zen-engine, expression", {"zen-engine": "zen"}, "zen_engine", "expression"),
    Peer("zen-engine, decision model", {"zen-engine": "zen"}, "zen_engine", "decision"),
    Peer("CEL", {"common-expression-language": "cel"}, "cel_rust", "program"),
    Peer("rule-engine", {"rule-engine": "rule_engine"}, "rule_engine_rules", "rules"),
    Peer("durable_rules", {"durable-rules": "durable.engine"}, "durable", "rules"),
)
_OPENFISCA = {"openfisca-core": "openfisca_core.simulations", "numpy": "numpy"}
COLUMN_PEERS = (
    Peer("Polars by hand", {"polars": "polars"}, "polars_by_hand", "expressions", engine=False),
    Peer("DuckDB SQL", {"duckdb": "duckdb", "pyarrow": "pyarrow"}, "duckdb_sql", "query"),
    Peer("OpenFisca, from the frame", _OPENFISCA, "openfisca", "simulation_of_frame"),
    Peer("OpenFisca, from arrays of its own", _OPENFISCA, "openfisca", "simulation"),
)
BATCHES, FEW = 3, 25
OURS = "zzrules"
SCAN = "scan of the flags"


class DisagreementError(Exception):
    """A contestant answers a row otherwise than zzrules."""


def record_jobs(book: zzrules.Rulebook, frame: pl.DataFrame) -> dict[str, Callable[[Record], Any]]:
    """Return what answers one record, by contestant, after all have given the same answers for every row."""
    records = task.records(frame)
    run, read = zzrules_book.record(book)
    expected = [read(run(record)) for record in records]
    jobs = {OURS: run}
    for peer in RECORD_PEERS:
        if not peer.missing():
            jobs[peer.name], read = peer.ready()
            agree(peer.name, records, expected, (read(jobs[peer.name](record)) for record in records))
    return jobs


def agree(name: str, records: list[Record], expected: list[Answer], answers: Any) -> None:
    """Raise for the first row that is answered otherwise."""
    for record, wanted, found in zip(records, expected, answers, strict=True):
        if found != wanted:
            raise DisagreementError(f"{name} answers {found} where zzrules answers {wanted}: {record}")


def column_jobs(book: zzrules.Rulebook, frame: pl.DataFrame) -> dict[str, Job]:
    """Return what answers all rows, by contestant, after all have given the same answers."""
    run, read = zzrules_book.columns(book, frame)
    expected = read(run())
    jobs: dict[str, Job] = {OURS: run}
    for peer in COLUMN_PEERS:
        if not peer.missing():
            jobs[peer.name], read = peer.ready(frame)
            same_columns(peer.name, frame, expected, read(jobs[peer.name]()))
    scan = import_module("benchmarks.peers.polars_by_hand").scan
    jobs[SCAN] = scan(frame)
    return jobs


def same_columns(name: str, frame: pl.DataFrame, expected: pl.DataFrame, found: pl.DataFrame) -> None:
    """Raise for the first row of which a column differs."""
    for column in expected.columns:
        other = ~found[column].eq_missing(expected[column])
        if other.any():
            row = other.arg_true()[0]
            [record] = task.records(frame[row])
            told = f"{name} answers {found[column][row]} in {column} where zzrules answers {expected[column][row]}"
            raise DisagreementError(f"{told}: {record}")


def in_turns(jobs: dict[str, list[Job]], rounds: int, batches: int) -> dict[str, list[float]]:
    """Return by contestant and round the nanoseconds for all of its jobs, of each the fastest of some batches.

    Jobs are short where they can be: what else the machine does falls on few of them. The contestants take turns.
    """
    found: dict[str, list[float]] = {name: [] for name in jobs}
    with without_collector():
        for _ in range(rounds):
            gc.collect()
            for name, parts in jobs.items():
                found[name].append(sum(min(timed(job) for _ in range(batches)) for job in parts))
    return found


def over(records: list[Record], job: Callable[[Record], Any]) -> list[Job]:
    """Return jobs that answer records one after the other, a few each."""

    def some(few: list[Record]) -> Job:
        def run() -> None:
            for record in few:
                job(record)

        return run

    return [some(records[start : start + FEW]) for start in range(0, len(records), FEW)]


def ratio(figures: dict[str, list[float]], name: str, base: str) -> float:
    """Return the median of the rounds' ratios."""
    return median(one / other for one, other in zip(figures[name], figures[base], strict=True))


def record_figures(book: zzrules.Rulebook, rows: int, compared: int, rounds: int) -> dict[str, list[float]]:
    """Return by contestant and round the nanoseconds for one record: all of them answer the same ones."""
    frame = task.data(book, compared)
    jobs = record_jobs(book, frame)
    records = task.records(frame[:rows])
    found = in_turns({name: over(records, job) for name, job in jobs.items()}, rounds, BATCHES)
    return {name: [took / rows for took in times] for name, times in found.items()}


def column_figures(book: zzrules.Rulebook, rows: int, rounds: int) -> dict[str, list[float]]:
    """Return by contestant and round the nanoseconds for one row."""
    frame = task.data(book, rows)
    found = in_turns({name: [job] for name, job in column_jobs(book, frame).items()}, rounds, 1)
    return {name: [took / rows for took in times] for name, times in found.items()}
