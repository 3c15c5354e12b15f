"""What a large regulation costs: `python -m benchmarks.articles [ARTICLES …]`, of an invented one (`synthetic`).

Processor time of a fresh process for each size: loading the folder, reading what was kept of it, advice, and the whole
of `zzrules check`. The exponent is that of the last size over the first: 1 is linear.
"""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import table
from benchmarks.synthetic import write_folder

SIZES = (25, 50, 100, 200)
ROUNDS = 3
_MEASURED = """
import contextlib, io, pickle, sys
from pathlib import Path
from time import process_time as now
begun = now()
import zzrules
from zzrules.cli import main
start = now()
book = zzrules.load(Path(sys.argv[1]))
loaded = now()
kept = pickle.dumps(book)
before = now()
pickle.loads(kept)
after = now()
_ = book.advice
advised = now()
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main(["check", sys.argv[1]])
print(loaded - start, after - before, advised - after, now() - advised)
"""
_TITLES = ("load", "load what was kept", "advice", "zzrules check")


def main(arguments: list[str]) -> None:
    """Measure each size several times, and print the least of each with its exponent."""
    sizes = tuple(map(int, arguments)) or SIZES
    took: dict[int, list[float]] = {}
    with TemporaryDirectory() as folder:
        for size in sizes:
            written = write_folder(Path(folder, str(size)), size)
            took[size] = [min(figures) for figures in zip(*(_measured(written) for _ in range(ROUNDS)), strict=True)]
    print(report(took))


def report(took: dict[int, list[float]]) -> str:
    """Return the figures of each size as a table; with an exponent, if there are several sizes."""
    rows = [
        [title, *(f"{of_size[at]:.2f}" for of_size in took.values()), *_exponent(took, at)]
        for at, title in enumerate(_TITLES)
    ]
    return table(("seconds", *(f"{size} articles" for size in took), *["exponent"] * (len(took) > 1)), rows)


def _measured(folder: Path) -> list[float]:
    command = [sys.executable, "-c", _MEASURED, str(folder)]
    return [float(figure) for figure in subprocess.check_output(command, text=True).split()]  # noqa: S603 - our own


def _exponent(took: dict[int, list[float]], at: int) -> Iterator[str]:
    first, last = min(took), max(took)
    if first < last:
        yield f"{math.log(took[last][at] / took[first][at]) / math.log(last / first):.2f}"


if __name__ == "__main__":
    main(sys.argv[1:])
