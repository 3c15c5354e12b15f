"""The page's part on the one task: two tables of ratios, the aims, and the plot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.measure import met, table
from benchmarks.peers import contest
from benchmarks.peers.contest import COLUMN_PEERS, OURS, RECORD_PEERS, Peer, column_figures, ratio, record_figures

import zzrules

PLOT = "benchmarks-peers.svg"
RECORDS, COMPARED, RECORD_ROUNDS = 300, 3_000, 15
ROWS, COLUMN_ROUNDS = 1_000_000, 11
TIMES_BY_HAND, TIMES_POLARS, TIMES_FASTER = 5, 1.5, 10
Figures = dict[str, list[float]]


def report(book: zzrules.Rulebook, folder: Path | None) -> str:
    """Return the part; with a folder, draw the plot into it."""
    single = record_figures(book, RECORDS, COMPARED, RECORD_ROUNDS)
    columns = column_figures(book, ROWS, COLUMN_ROUNDS)
    if folder is not None:
        draw(folder / PLOT, single, columns)
    return f"""\
## One task, many engines

第二十一条 and 第二十三条 on 17 facts (10 flags, 2 options, a date, a set of options, 3 findings), each unknown in a
fifth of the rows; asked are the truth of every ground, the outcomes still possible, and the outcome. All get the same
rows (`benchmarks/peers/task.py`), and all answers are compared with zzrules' before anything is timed: a row answered
otherwise ends the run. Engines without an unknown write null out, on two rails or as a third value; all then answer
right. Everything is compiled or prepared once, before; contestants take turns, ratios are taken within a round, and
medians are told.

{_records(single)}

{_columns(columns)}

![Time for one record and for one row of a column, by contestant]({PLOT})
"""


# ── one record ──────────────────────────────────────────────────────────


def _records(figures: Figures) -> str:
    best = min((name for name in figures if name in _engines(RECORD_PEERS)), key=lambda name: median(figures[name]))
    against = ratio(figures, OURS, best)
    checking, bare = (ratio(figures, OURS, peer.name) for peer in (RECORD_PEERS[1], RECORD_PEERS[0]))
    rows = _rows(figures, RECORD_PEERS, 1000, 1)
    return f"""\
### One record

From a plain dict to the answer, {RECORDS} records one after the other, {contest.FEW} at a time, on one core;
{RECORD_ROUNDS} rounds, each the fastest of {contest.BATCHES}; {COMPARED:,} answers compared. zzrules checks every value
of the record (spelling, dates, who may find what) and keeps what it needs to explain itself; of the others only the
checking function by hand checks.

{table(("contestant", "version", "µs", "times zzrules"), rows)}

Aims: faster than every engine ({met(against, 1)} times the fastest, {best}); at most {TIMES_BY_HAND} times the function
by hand: the one that checks as zzrules does ({met(checking, TIMES_BY_HAND)}), the one that checks nothing
({met(bare, TIMES_BY_HAND)})."""


# ── columns ─────────────────────────────────────────────────────────────


def _columns(figures: Figures) -> str:
    polars = COLUMN_PEERS[0].name
    aims = [f"at most {TIMES_POLARS} times Polars by hand ({met(ratio(figures, OURS, polars), TIMES_POLARS)})"]
    for peer in COLUMN_PEERS[1:]:
        if peer.name in figures:
            faster = ratio(figures, peer.name, OURS)
            verdict = "met" if faster >= TIMES_FASTER else "NOT met"
            aims.append(f"at least {TIMES_FASTER} times as fast as {peer.name} ({verdict}: {faster:.3g})")
    rows = _rows(figures, COLUMN_PEERS, 1, 1)
    told = "\n".join(f"- {aim}" for aim in aims)
    return f"""\
### Columns

{ROWS:,} rows, {COLUMN_ROUNDS} rounds, all answers compared; {_threads()} threads for Polars and DuckDB, one for NumPy.
zzrules checks every value, takes a Polars frame and gives one with the possible outcomes as lists. DuckDB reads a table
of its own in memory and writes one, possible outcomes as bits. OpenFisca has neither lists nor records: it takes the
frame apart into arrays within its time, or gets these ready, and gives arrays, with bits as well. The scan sums the
flags and answers nothing.

{table(("contestant", "version", "ns a row", "times zzrules"), rows)}

Aims:

{told}"""


def _engines(peers: Sequence[Peer]) -> list[str]:
    return [peer.name for peer in peers if peer.engine]


def _threads() -> int:
    import polars as pl

    return pl.thread_pool_size()


def _rows(figures: Figures, peers: Sequence[Peer], unit: float, digits: int) -> list[list[str]]:
    """Return the contestants, the fastest first, and behind them those that could not take part."""
    versions = {peer.name: peer.version() for peer in peers if peer.name in figures}
    versions |= {OURS: f"zzrules {zzrules.__version__}"}
    rows = []
    for name in sorted(figures, key=lambda one: median(figures[one])):
        took = f"{median(figures[name]) / unit:,.{digits}f}"
        rows.append([f"**{name}**" if name == OURS else name, versions.get(name, ""), took])
        rows[-1].append(f"{ratio(figures, name, OURS):.2f}")
    return rows + [[peer.name, f"not installed: {peer.missing()}", "", ""] for peer in peers if peer.missing()]


# ── the plot ────────────────────────────────────────────────────────────


def draw(path: Path, single: Figures, columns: Figures) -> None:
    """Draw both tables as bars over a logarithm, the fastest on top; the same figures give the same file."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "zzrules", "svg.fonttype": "path", "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(9, 6.2), layout="constrained")
        for axes, figures, unit, what in zip(
            figure.subplots(2, 1, height_ratios=(len(single), len(columns))),
            (single, columns),
            (1000, 1),
            ("One record: µs", f"Columns: ns a row, of {ROWS:,} rows"),
            strict=True,
        ):
            names = sorted(figures, key=lambda name: -median(figures[name]))
            times = [median(figures[name]) / unit for name in names]
            bars = axes.barh(names, times, color=["#c0392b" if name == OURS else "#8fa3b0" for name in names])
            axes.bar_label(bars, [f"{took:,.1f}" for took in times], padding=3)
            axes.set_xscale("log")
            axes.set_xlim(min(times) / 2, max(times) * 3)
            axes.set_title(f"{what} (log scale, less is better)", loc="left", fontsize=10)
            axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, metadata={"Date": None})
