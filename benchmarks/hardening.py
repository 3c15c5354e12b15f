"""How cost grows with what is handed in: `python -m benchmarks.hardening [--only WORDS] [--quick]`.

What once grew faster than its size, and its like, each in sizes that double: processor time, the least of several runs.
The exponent is the slope of its logarithm over that of the size, by least squares: 1 is linear, 2 quadratic. Beside it
stands how far the times lie from that line at most. It ends with 1 if an exponent is above 1.2 even without that
distance: what a fixed cost, a cache or other work on the machine makes of a few points is no growth. The cyclic
collector is off: what it costs grows by steps.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, Final

import polars as pl
from benchmarks import grown
from benchmarks.grown import FIRST
from benchmarks.measure import table, without_collector
from benchmarks.synthetic import write_folder

import zzrules
from zzrules.batch.files import read_cases
from zzrules.bdd.features import problems_of
from zzrules.bdd.formatting import formatted_feature
from zzrules.loading import bound_of
from zzrules.policy.formatting import formatted
from zzrules.policy.shapes import Shapes
from zzrules.rulebook import Rulebook

DAY: Final = "2026-05-06"
AT_MOST: Final = 1.2
SIZES: Final = 5
RUNS: Final = 3
Work = Callable[[Any], object]
_numbers = count()


@dataclass(frozen=True)
class Grown:
    """A kind of work: what it is given in any size, the smallest that is measured, and what is done with it."""

    made: Callable[[int], Any]
    small: int
    work: Work


@dataclass(frozen=True)
class Fit:
    """By how much the time of work grows, and how far the times lie from the line at most, as an exponent."""

    exponent: float
    off: float
    largest: int
    seconds: float

    @property
    def passes(self) -> bool:
        """Whether it grows no faster than it may."""
        return self.exponent - self.off <= AT_MOST


def fit(took: dict[int, float]) -> Fit:
    """Return the slope of the times over the sizes, both as logarithms.

    >>> fit({10: 0.1, 20: 0.2, 40: 0.4}).exponent, fit({10: 0.1, 20: 0.4, 40: 1.6}).passes
    (1.0, False)
    """
    points = [(math.log(size), math.log(max(seconds, 1e-6))) for size, seconds in took.items()]
    middle_x, middle_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    across = sum((x - middle_x) ** 2 for x, _ in points)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in points) / across
    width = max(x for x, _ in points) - min(x for x, _ in points)
    off = max(abs(y - middle_y - slope * (x - middle_x)) for x, y in points) / width
    largest = max(took)
    return Fit(round(slope, 2), round(off, 2), largest, took[largest])


def measured(kind: Grown, sizes: int = SIZES, runs: int = RUNS) -> Fit:
    """Return how the time of a kind grows over so many sizes, each twice the one before."""
    took = {}
    for size in (kind.small * 2**step for step in range(sizes)):
        given = kind.made(size)
        took[size] = min(_seconds(kind.work, given) for _ in range(runs))
    return fit(took)


def _seconds(work: Work, given: Any) -> float:
    with without_collector():
        start = process_time()
        work(given)
        return process_time() - start


# ── what grows ──────────────────────────────────────────────────────────


def kinds(home: Path) -> dict[str, Grown]:
    """Return every kind by name; files are written into a folder."""
    return dict([*_plans(home), *_texts(), *_registers(home), *_logs(), *_editing(home)])


def _folder(home: Path, *policies: str) -> Path:
    return grown.write(home / str(next(_numbers)), *policies)


def _fresh(book: Rulebook) -> Rulebook:
    return Rulebook(book._bound)  # noqa: SLF001 - one that has not answered anything yet


def _answers(book: Rulebook, ask: Callable[[zzrules.Determination], object]) -> object:
    return [ask(_fresh(book).evaluate(record, DAY)) for record in (grown.KNOWN, grown.FULL)]


_ASKED: Final[dict[str, Work]] = {
    "one record": lambda book: _answers(book, lambda one: one["p"].possible),
    "why": lambda book: _answers(book, lambda one: one.policy("p").why_not("a")),
    "missing": lambda book: _answers(book, lambda one: one.missing),
    "explain": lambda book: _answers(book, lambda one: one.explain()),
    "data": lambda book: _answers(book, lambda one: one.to_dict()),
    "columns": lambda book: _fresh(book).frame(pl.DataFrame([grown.FULL, grown.KNOWN]), DAY),
    "difference": lambda book: _fresh(book).difference(_fresh(book)),
}


def _plans(home: Path) -> Iterator[tuple[str, Grown]]:
    written: dict[str, tuple[Callable[[int], str], int]] = {
        "derived conditions named twice": (grown.conditions, 2),
        "derived days named twice": (grown.days, 2),
        "choices named twice": (grown.choices, 2),
        "readings one in another": (grown.readings, 2),
        "parts of a condition": (grown.parts, 100),
        "grounds": (grown.grounds, 60),
    }
    for name, (policy, small) in written.items():

        def folder(size: int, policy: Callable[[int], str] = policy) -> Path:
            return _folder(home, policy(size))

        def loaded(size: int, folder: Callable[[int], Path] = folder) -> Rulebook:
            return zzrules.load(folder(size))

        yield f"{name}: load", Grown(folder, small, zzrules.load)
        for asked, work in _ASKED.items():
            yield f"{name}: {asked}", Grown(loaded, small, work)
    yield (
        "policies that overlap: check",
        Grown(lambda size: _folder(home, *grown.overlapping(size)), 20, lambda folder: len(zzrules.check(folder))),
    )
    yield "articles: load", Grown(lambda size: write_folder(home / str(next(_numbers)), size), 6, zzrules.load)


def _read(form: Any, text: str) -> int:
    return len([*read_cases(["-"], form, stdin=io.BytesIO(text.encode()))])


def _texts() -> Iterator[tuple[str, Grown]]:
    for name, (form, begin, again, end) in grown.TEXTS.items():
        deep = name == "JSON, brackets that are not closed"  # deeper than any Python's decoder goes
        yield (
            f"{name}",
            Grown(
                partial(_repeated, begin, again, end), 20_000 if deep else 16_000 // len(again), partial(_read, form)
            ),
        )
    book = zzrules.load()
    yield (
        "unknown keys of a record",
        Grown(lambda size: {f"不明的事实{number}": "是" for number in range(size)}, 500, partial(_refused, book)),
    )
    told = {"告知日期": "2026-02-03", "新增内容首次即可发现": "否"}
    yield (
        "elements of a list",
        Grown(
            lambda size: {"主体": "政务服务机构", "行为发生日期": "2026-03-02", "补正告知": [told] * size},
            20,
            lambda record: book.evaluate(record, DAY, ["liability"]).explain("markdown"),
        ),
    )


def _repeated(begin: str, again: str, end: str, times: int) -> str:
    return f"{begin}{again * times}{end}"


def _refused(book: Rulebook, record: Any) -> None:
    with contextlib.suppress(zzrules.RecordError):
        book.evaluate(record, DAY)


def _registers(home: Path) -> Iterator[tuple[str, Grown]]:
    book = zzrules.load()

    def file(extension: str, made: Callable[[int], bytes], size: int) -> Path:
        path = home / f"{next(_numbers)}{extension}"
        path.write_bytes(made(size))
        return path

    def judged(source: Path) -> None:
        with contextlib.suppress(zzrules.ZzrulesError):
            book.evaluate_files(source, home / f"{next(_numbers)}.csv", DAY, ["rotation"])

    def workbook(rows: int) -> bytes:
        target = io.BytesIO()
        pl.DataFrame({"主体": ["派驻窗口工作人员"] * rows, "报请日期": ["2026-03-02"] * rows}).write_excel(target)
        return target.getvalue()

    def rows(row: str, size: int) -> bytes:
        return f"主体,报请日期\n{row * size}".encode()

    tables: dict[str, tuple[str, Callable[[int], bytes], int]] = {
        "rows of a CSV file": (".csv", partial(rows, "派驻窗口工作人员,2026-03-02\n"), 4_000),
        "bad rows of a CSV file": (".csv", partial(rows, "甲,乙\n"), 1_000),
        "columns of a CSV file": (".csv", lambda size: ",".join(f"列{at}" for at in range(size)).encode() + b"\n", 500),
        "one header again and again": (".csv", lambda size: ",".join(["主体"] * size).encode() + b"\n", 500),
        "rows of a workbook": (".xlsx", workbook, 1_000),
    }
    for name, (extension, made, small) in tables.items():
        yield name, Grown(partial(file, extension, made), small, judged)


def _logs() -> Iterator[tuple[str, Grown]]:
    book = zzrules.load()
    review = {"日期": "2026-03-02", "事件": "收到差评", "实名": "是"}

    def asked(log: Any) -> object:
        return book.casefile(log, facts={"主体": "政务服务机构"}).on(DAY, ["bad_review"]).explain()

    yield "events of a case", Grown(lambda size: [review] * size, 40, asked)
    yield (
        "corrections of corrections",
        Grown(
            lambda size: (
                [{"编号": 1, **review}]
                + [{"编号": at, "日期": "2026-03-03", "更正": at - 1, "实名": "否"} for at in range(2, size + 2)]
            ),
            200,
            asked,
        ),
    )
    yield (
        "events that there are not",
        Grown(lambda size: [{"日期": "2026-03-02", "事件": f"不明的事件{at}"} for at in range(size)], 200, asked),
    )


def _editing(home: Path) -> Iterator[tuple[str, Grown]]:
    policy = partial(_checked, home)
    yield (
        "a policy whose string is not closed: check",
        Grown(lambda size: grown.HEAD + '说明: "' + "未完\n" * size, 500, policy),
    )
    yield (
        "a policy with one key again and again: check",
        Grown(lambda size: grown.HEAD + "结论: []\n" * size, 100, policy),
    )
    yield (
        "a policy: fmt",
        Grown(
            lambda size: _shaped(_folder(home, grown.grounds(size))),
            50,
            lambda read: formatted(read[0], FIRST, read[1]),
        ),
    )
    scenario = "  场景: 甲{at}\n    假如案卷「主体」为「政务服务机构」\n    当评价\n    那么没有这样的步骤\n\n"
    feature = "# language: zh-CN\n功能: 甲\n\n{}"
    written = partial(_feature, feature, scenario)
    yield (
        "a feature: check",
        Grown(written, 50, lambda text: problems_of(Path("甲.feature"), "甲.feature", raw=text.encode())),
    )
    yield "a feature: fmt", Grown(written, 50, formatted_feature)


def _shaped(folder: Path) -> tuple[str, Shapes]:
    shapes = Shapes()
    bound_of([folder], shapes)
    return (folder / FIRST).read_text(encoding="utf-8"), shapes


def _feature(feature: str, scenario: str, size: int) -> str:
    return feature.format("".join(scenario.format(at=at) for at in range(size)))


def _checked(home: Path, policy: str) -> int:
    return len(zzrules.check(_folder(home, policy)))


# ── the page ────────────────────────────────────────────────────────────


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each kind, print a line for it at once, and at the end those that grow too fast."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hardening", description=__doc__)
    parser.add_argument("--only", default="", metavar="WORDS", help="only kinds whose names contain this")
    parser.add_argument("--quick", action="store_true", help="three small sizes, once each: no figures to rely on")
    chosen = parser.parse_args(arguments)
    fits: dict[str, Fit] = {}
    with TemporaryDirectory() as home:
        for name, kind in kinds(Path(home)).items():
            if chosen.only in name:
                fits[name] = measured(kind, 3, 1) if chosen.quick else measured(kind)
                print(f"{fits[name].exponent:5.2f}  {name}", file=sys.stderr, flush=True)
    print(report(fits))
    return 0 if all(one.passes for one in fits.values()) else 1


def report(fits: dict[str, Fit]) -> str:
    """Return the exponents as a table, with those that grow too fast below it."""
    rows = [
        [name, f"{one.largest:,}", f"{1000 * one.seconds:,.1f}", f"{one.exponent:.2f}", f"{one.off:.2f}"]
        for name, one in fits.items()
    ]
    page = table(("what grows", "largest", "ms", "exponent", "off by"), rows)
    fast = [name for name, one in fits.items() if not one.passes]
    return f"{page}\n\n{'Too fast: ' + '; '.join(fast) if fast else f'None grows faster than {AT_MOST}.'}"


if __name__ == "__main__":
    sys.exit(main())
