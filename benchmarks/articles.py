"""What a large regulation costs: `python -m benchmarks.articles [ARTICLES …]`, of an invented one (`synthetic`).

Processor time of a fresh process for each size: loading the folder, reading what was kept of it, advice, and the whole
of `zzrules check`. The exponent is that of the last size over the first: 1 is linear.
"""

from __future__ import annotations

import math
import subprocess
import sys
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
    rows = [
        [title, *(f"{took[size][at]:.2f}" for size in sizes), f"{_exponent(took, sizes, at):.2f}"]
        for at, title in enumerate(_TITLES)
    ]
    print(table(("seconds", *(f"{size} articles" for size in sizes), "exponent"), rows))


def _measured(folder: Path) -> list[float]:
    command = [sys.executable, "-c", _MEASURED, str(folder)]
    return [float(figure) for figure in subprocess.check_output(command, text=True).split()]  # noqa: S603 - our own


def _exponent(took: dict[int, list[float]], sizes: tuple[int, ...], at: int) -> float:
    return math.log(took[sizes[-1]][at] / took[sizes[0]][at]) / math.log(sizes[-1] / sizes[0])


if __name__ == "__main__":
    main(sys.argv[1:])
