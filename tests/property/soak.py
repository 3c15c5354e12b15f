"""Mutants by the hundred thousand: `make soak`, or `python -m tests.property.soak [--mutants N] [--seconds S]`.

Each mutant has a seed of its own, by its kind and number: the same in every run, on however many processes. What comes
through is written to build/soak, the mutant and what it raised; the run goes on, and fails at the end.
``--only policies:12`` tries one mutant again, ``--first`` goes on where a run was stopped.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import islice
from time import monotonic, process_time
from typing import Final

from tests.property.mutants import KINDS, Kind
from tests.property.mutators import SHIPPED, seeded

MILLION: Final = 1_000_000
CHUNK: Final = 1_000
FOUND: Final = SHIPPED.parent / "build" / "soak"
SEED: Final = 20260101
_MINUTE: Final = 60


def order() -> Iterator[str]:
    """Yield the kinds of a thousand mutants, spread evenly, each as often as its share says."""
    credit = dict.fromkeys(KINDS, 0)
    for _ in range(CHUNK):
        for name, kind in KINDS.items():
            credit[name] += kind.share
        name = max(credit, key=lambda one: credit[one])
        credit[name] -= CHUNK
        yield name


_KINDS: dict[str, Kind] = {}  # those of this process, with what they have read


def tried(kind: str, number: int, seed: int) -> str:
    """Return what became of a mutant: ``refused``, ``taken``, or the file in which it stands with what it raised."""
    if kind not in _KINDS:
        _KINDS[kind] = KINDS[kind]()
    maker = _KINDS[kind]
    mutant = maker.drawn(seeded(f"{seed} {kind} {number}"))
    try:
        return "refused" if maker.refused(mutant) else "taken"
    except Exception:  # noqa: BLE001 - whatever comes through is what is looked for
        FOUND.mkdir(parents=True, exist_ok=True)
        file = FOUND / f"{seed}-{kind}-{number}.txt"
        file.write_bytes(traceback.format_exc().encode("utf-8", "replace") + b"\n\n" + maker.shown(mutant))
        return str(file)


def chunk(first: int, seed: int) -> tuple[Counter[tuple[str, str]], list[str], float]:
    """Try a thousand mutants; return what became of them by kind, the files of what came through, and the time."""
    start, counted, found = process_time(), Counter[tuple[str, str]](), []
    for number, kind in enumerate(order(), first):
        outcome = tried(kind, number, seed)
        if outcome not in ("refused", "taken"):
            found.append(outcome)
            outcome = "came through"
        counted[kind, outcome] += 1
    return counted, found, process_time() - start


def main(arguments: Sequence[str] | None = None) -> int:
    """Try mutants on every processor, say each minute how far it is, and at the end what became of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.property.soak", description=__doc__)
    parser.add_argument("--mutants", type=int, default=MILLION, help="so many, in thousands (%(default)s)")
    parser.add_argument("--seconds", type=float, help="stop after so many")
    parser.add_argument("--first", type=int, default=0, help="the number of the first (%(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="%(default)s")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="%(default)s")
    parser.add_argument("--only", metavar="KIND:NUMBER", help="try one mutant")
    chosen = parser.parse_args(arguments)
    if chosen.only:
        kind, _, number = chosen.only.partition(":")
        print(tried(kind, int(number), chosen.seed))
        return 0
    start = said = monotonic()
    counted, found, spent, next_ = Counter[tuple[str, str]](), list[str](), 0.0, chosen.first
    numbers = iter(range(chosen.first, chosen.first + chosen.mutants, CHUNK))
    with ProcessPoolExecutor(chosen.processes) as pool:
        running = {pool.submit(chunk, number, chosen.seed) for number in islice(numbers, chosen.processes)}
        while running:
            done = next(as_completed(running))
            running.remove(done)
            of_chunk, files, took = done.result()
            counted += of_chunk
            found += files
            spent += took
            next_ += CHUNK
            over = chosen.seconds is not None and monotonic() - start > chosen.seconds
            if not over and (number := next(numbers, None)) is not None:
                running.add(pool.submit(chunk, number, chosen.seed))
            for file in files:
                print(f"came through: {file}", flush=True)
            if monotonic() - said > _MINUTE:
                said = monotonic()
                print(_line(counted.total(), spent, said - start), flush=True)
    print(_line(counted.total(), spent, monotonic() - start))
    for name in KINDS:
        outcomes = {outcome: counted[name, outcome] for outcome in ("refused", "taken", "came through")}
        print(f"  {name:10} " + ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.items()))
    print(f"next: --first {next_}; came through: {len(found)}")
    return 1 if found else 0


def _line(mutants: int, spent: float, seconds: float) -> str:
    return f"{mutants:,} mutants, {seconds:,.0f} s, {1000 * spent / max(mutants, 1):.2f} ms of the processor each"


if __name__ == "__main__":
    sys.exit(main())
