"""What the first import and the first `load()` cost in a fresh process, beside what any such library imports."""

from __future__ import annotations

from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.measure import met, table
from benchmarks.trees import NOW, Tree, digits, ratio

ROUNDS = 15
IMPORT_AT_MOST, LOAD_AT_MOST = 1.3, 1.5

_CLOCK = "from time import process_time_ns as now\nstart = now()\n"
_BARE = _CLOCK + "import pydantic, yaml\nprint(now() - start)"
_NAMES = _CLOCK + "from zzrules import *\nprint(now() - start)"
_LOAD = (
    _CLOCK
    + """import zzrules
imported = now()
book = zzrules.load()
loaded = now()
book.evaluate({"subject": "window_staff"}, "2026-05-06")
print(imported - start, loaded - imported, loaded - start, now() - start)"""
)
_TITLES = (
    "`from zzrules import *` (every public name)",
    "`import zzrules` (names are imported when used)",
    "the first `load()` by itself",
    "`import zzrules` and the first `load()`",
    "… and the first determination",
)
_HEAVY = ("pydantic", "polars", "pandas", "durable", "holidays", "z3", "pyspark")


def report(trees: list[Tree]) -> str:
    """Return the section; processes take turns, and of every one the bytecode is written before."""
    bare: list[float] = []
    figures: dict[str, dict[str, list[float]]] = {title: {tree.name: [] for tree in trees} for title in _TITLES}
    with TemporaryDirectory() as bytecode:
        for number in range(-1, ROUNDS):
            started = _milliseconds(trees[0], _BARE, bytecode)
            loaded = {
                tree.name: [*_milliseconds(tree, _NAMES, bytecode), *_milliseconds(tree, _LOAD, bytecode)]
                for tree in trees
            }
            if number < 0:  # the first round writes the bytecode and fills the disk's cache
                continue
            bare += started
            for name, took in loaded.items():
                for title, milliseconds in zip(_TITLES, took, strict=True):
                    figures[title][name].append(milliseconds)
        heavy = trees[0].run(
            f"import sys, zzrules\nzzrules.load()\nprint(*[name for name in {_HEAVY} if name in sys.modules])"
        )
    times = {
        title: median(took / base for took, base in zip(by_tree[NOW], bare, strict=True))
        for title, by_tree in figures.items()
    }
    rows = [["`import pydantic, yaml`", digits(median(bare)), "1.00", "", ""]]
    for title, by_tree in figures.items():
        shown = [digits(median(by_tree[tree.name])) for tree in trees]
        rows.append([title, shown[0], f"{times[title]:.2f}", *shown[1:], *([""] * (2 - len(shown))), ratio(by_tree)])
    names, imported, _, loading, _ = times.values()
    return f"""\
## Cold starts

Processor time of fresh processes, {ROUNDS} of each kind taking turns; all bytecode is written, the disk's cache warm.

{table(("a fresh process", "ms", "times the bare import", "before ms", "ratio"), rows)}

Aims: the import at most {IMPORT_AT_MOST} times the bare import ({met(imported, IMPORT_AT_MOST)}; with every public
name {met(names, IMPORT_AT_MOST)}); with the first `load()` at most {LOAD_AT_MOST} times
({met(loading, LOAD_AT_MOST)}). Of {", ".join(_HEAVY)}, loading imports {heavy.strip() or "none"}.
"""


def _milliseconds(tree: Tree, source: str, bytecode: str) -> list[float]:
    """Return what a source prints, which are nanoseconds, in milliseconds; its bytecode is kept in a folder."""
    return [int(figure) / 1e6 for figure in tree.run(source, PYTHONPYCACHEPREFIX=bytecode).split()]
