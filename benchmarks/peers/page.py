"""The page's part on the tasks: for each two tables of ratios and the aims, and the plot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import met, table
from benchmarks.peers import contest
from benchmarks.peers.contest import (
    BARE,
    CHECKING,
    COLUMNS,
    OUR_COLUMNS,
    OURS,
    POLARS,
    RECORDS,
    TASKS,
    Contest,
    Contestant,
    all_columns,
    one_record,
)
from benchmarks.peers.task import Task

PLOT = "benchmarks-peers.svg"
RECORD_ROWS, COMPARED, RECORD_ROUNDS = 300, 3_000, 15
COLUMN_ROWS, COLUMN_ROUNDS = 1_000_000, 11
OF_FASTEST, TIMES_BY_HAND, TIMES_POLARS, TIMES_FASTER = 0.8, 5, 1.5, 10
Panel = tuple[str, Contest, float]
"""Of the plot: a title, what it shows, and how many nanoseconds its unit has."""


def report(folder: Path | None) -> str:
    """Return the part; with a folder, draw the plot into it."""
    sections: list[str] = []
    panels: list[Panel] = []
    for task in TASKS:
        single = one_record(task, RECORD_ROWS, COMPARED, RECORD_ROUNDS)
        columns = all_columns(task, COLUMN_ROWS, COLUMN_ROUNDS)
        sections += [_about(task), _records(single), _columns(columns)]
        panels += [
            (f"{task.name}, one record: µs", single, 1000),
            (f"{task.name}, columns: ns a row, of {COLUMN_ROWS:,} rows", columns, 1),
        ]
    if folder is not None:
        draw(folder / PLOT, panels)
    shown = "\n\n".join(sections)
    return f"""\
## Two tasks, many engines

A task is a policy, rows, and what is asked of them, written once as conditions of three values
(`benchmarks/peers/articles.py`, `benchmarks/peers/suspension/`); each engine is given them in its own language, the
functions by hand are written for each task. Each fact is unknown in a fifth of the rows. All answers are compared with
zzrules' before anything is timed: who answers a row otherwise is left out, with the reason. Engines without an unknown
write null out, on two rails or as a third value. Everything is compiled or prepared once, before; contestants take
turns, ratios are taken within a round, and medians are reported.

One record: from a plain dict to the answer, {RECORD_ROWS} records one after the other, {contest.FEW} at a time, on one
core; {RECORD_ROUNDS} rounds, each the fastest of {contest.BATCHES}; {COMPARED:,} answers compared. zzrules checks every
value of the record (spelling, days, who may make a finding) and keeps what it needs to explain itself; of the others
only the checking function by hand checks.

Columns: {COLUMN_ROWS:,} rows, {COLUMN_ROUNDS} rounds, all answers compared; {_threads()} threads for Polars and DuckDB,
one for NumPy. zzrules checks every value, takes a Polars frame and gives one, the possible outcomes as lists. DuckDB
reads a table of its own in memory and writes one, possible outcomes as bits. OpenFisca has neither lists nor records:
it takes the frame apart into arrays within its time, or gets these ready, and gives arrays, with bits as well. The scan
sums the flags and answers nothing.

{shown}

![Time for one record and for one row of a column, by task and contestant]({PLOT})
"""


def _about(task: Task) -> str:
    possible = ", the outcomes still possible" if task.asks_possible else ""
    return f"""\
### {task.title}

{task.rows_are[0].upper()}{task.rows_are[1:]}; asked are the truth of every ground{possible}, and the outcome."""


def _records(times: Contest) -> str:
    engines = [contestant.name for contestant in RECORDS if contestant.engine and contestant.name in times.times]
    best = min((name for name in engines if name != OURS.name), key=times.median)
    against = times.ratio(OURS.name, best)
    bare, checking = times.ratio(OURS.name, BARE.name), times.ratio(OURS.name, CHECKING.name)
    return f"""\
{table(("one record", "version", "µs", "times zzrules"), _rows(times, RECORDS, 1000, 1))}

zzrules takes {times.median(OURS.name) / 1000:.1f} µs, the fastest peer ({best}) {times.median(best) / 1000:.1f} µs, the
function by hand that checks nothing {times.median(BARE.name) / 1000:.1f} µs. Aims: at most {OF_FASTEST} times the
fastest peer ({met(against, OF_FASTEST)}), at most {TIMES_BY_HAND} times the unchecked function by hand
({met(bare, TIMES_BY_HAND)}; {checking:.3g} times the one that checks)."""


def _columns(times: Contest) -> str:
    polars = times.ratio(OUR_COLUMNS.name, POLARS.name)
    aims = [f"at most {TIMES_POLARS} times Polars by hand ({met(polars, TIMES_POLARS)})"]
    for contestant in COLUMNS:
        if contestant.engine and contestant is not OUR_COLUMNS and contestant.name in times.times:
            faster = times.ratio(contestant.name, OUR_COLUMNS.name)
            verdict = "met" if faster >= TIMES_FASTER else "NOT met"
            aims.append(f"at least {TIMES_FASTER} times as fast as {contestant.name} ({verdict}: {faster:.3g})")
    listed = "\n".join(f"- {aim}" for aim in aims)
    return f"""\
{table(("columns", "version", "ns a row", "times zzrules"), _rows(times, COLUMNS, 1, 1))}

Aims:

{listed}"""


def _threads() -> int:
    import polars as pl

    return pl.thread_pool_size()


def _rows(times: Contest, contestants: Sequence[Contestant], unit: float, digits: int) -> list[list[str]]:
    """Return the contestants, the fastest first, then those that could not take part."""
    versions = {contestant.name: contestant.version() for contestant in contestants if contestant.name in times.times}
    rows = []
    for name in sorted(times.times, key=times.median):
        took = f"{times.median(name) / unit:,.{digits}f}"
        shown = f"**{name}**" if name == OURS.name else name
        rows.append([shown, versions.get(name, ""), took, f"{times.ratio(name, OURS.name):.2f}"])
    return rows + [[name, why, "", ""] for name, why in times.left_out.items()]


# ── the plot ────────────────────────────────────────────────────────────


def draw(path: Path, panels: Sequence[Panel]) -> None:
    """Draw tables as bars over a logarithm, the fastest on top; the same figures give the same file."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    heights = [len(times.times) for _, times, _ in panels]
    with mpl.rc_context({"svg.hashsalt": "zzrules", "svg.fonttype": "path", "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(9, 0.45 * sum(heights)), layout="constrained")
        drawn = figure.subplots(len(panels), 1, height_ratios=heights, squeeze=False)[:, 0]
        for axes, (title, times, unit) in zip(drawn, panels, strict=True):
            names = sorted(times.times, key=times.median, reverse=True)
            figures = [times.median(name) / unit for name in names]
            bars = axes.barh(names, figures, color=["#c0392b" if name == OURS.name else "#8fa3b0" for name in names])
            axes.bar_label(bars, [f"{figure:,.1f}" for figure in figures], padding=3)
            axes.set_xscale("log")
            axes.set_xlim(min(figures) / 2, max(figures) * 3)
            axes.set_title(f"{title} (log scale, less is better)", loc="left", fontsize=10)
            axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, metadata={"Date": None})
