"""Time one tree's answers: a process that `benchmarks.answers` starts for each tree, with that tree on its path.

It reads requests from standard input and writes nanoseconds to standard output, one JSON value a line. The clock is
the processor's, which stands still while another process runs. Nothing is imported but the public API of zzrules, so
that an earlier commit can be timed as well.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from statistics import median
from time import process_time_ns
from typing import Any

import zzrules

REPEAT = 20
"""How many determinations share one reading of the clock where an answer takes microseconds."""


class Timer:
    """Times the questions about one record; every question is asked of a new determination."""

    def __init__(self, book: zzrules.Rulebook, record: dict[str, Any], on: str, turn: int) -> None:
        self.book, self.record, self.on, self.turn = book, record, on, turn

    def determinations(self, count: int) -> list[Any]:
        return [self.book.evaluate(self.record, self.on) for _ in range(count)]

    def policies(self) -> list[tuple[str, str]]:
        """Return the key of each policy with an outcome that it may have."""
        return [(answer.citation, answer.possible[0]) for answer in self.book.evaluate(self.record, self.on)]

    def evaluate(self) -> float:
        start = process_time_ns()
        self.determinations(REPEAT)
        return (process_time_ns() - start) / REPEAT

    def each_policy(self, ask: Callable[[Any, str, str], object], repeat: int, share: int) -> float:
        """Return the median over policies; of several turns each asks about another ``share``-th of them."""
        policies = self.policies()[self.turn % share :: share]
        took = []
        for key, outcome in policies:
            determinations = self.determinations(repeat)
            start = process_time_ns()
            for determination in determinations:
                ask(determination, key, outcome)
            took.append((process_time_ns() - start) / repeat)
        return median(took)

    def outcome(self) -> float:
        return self.each_policy(_outcome, REPEAT, 1)

    def grounds(self) -> float:
        return self.each_policy(_grounds, 4, 2)

    def why(self) -> float:
        return self.each_policy(_why, 1, 4)

    def whole(self, ask: Callable[[Any], object]) -> float:
        [determination] = self.determinations(1)
        start = process_time_ns()
        ask(determination)
        return process_time_ns() - start

    def dumps(self) -> float:
        """Return the time of `json.dumps` for what `to_dict` returns."""
        data = self.determinations(1)[0].to_dict()
        start = process_time_ns()
        json.dumps(data, ensure_ascii=False)
        return process_time_ns() - start

    def first_readings(self) -> float:
        determination = zzrules.load().evaluate(self.record, self.on)
        start = process_time_ns()
        determination.readings()
        return process_time_ns() - start


def _outcome(determination: Any, key: str, _outcome: str) -> object:
    answer = determination[key]
    return answer.outcome, answer.truths


def _grounds(determination: Any, key: str, _outcome: str) -> object:
    return [(ground.truth, ground.citation) for ground in determination[key].grounds.values()]


def _why(determination: Any, key: str, outcome: str) -> object:
    reasons = determination[key].why(outcome)
    return reasons.summary, reasons.lacking, reasons.steps


WHOLE: dict[str, Callable[[Any], object]] = {
    "missing": lambda determination: [(fact.question, fact.would_decide) for fact in determination.missing],
    "obligations": lambda determination: [
        obligation.status for answer in determination for obligation in answer.obligations
    ],
    "to_dict": lambda determination: determination.to_dict(),
    "explain": lambda determination: determination.explain(),
    "explain_json": lambda determination: determination.explain("json"),
    "row": lambda determination: determination.row(),
    "readings": lambda determination: determination.readings(),
    "record_digest": lambda determination: determination.record_digest,
}


def main() -> None:
    """Answer requests until the input ends; the collector of cycles runs between measurements only."""
    book = zzrules.load()
    print(json.dumps(zzrules.__file__), flush=True)
    gc.collect()
    gc.freeze()
    gc.disable()
    for line in sys.stdin:
        request = json.loads(line)
        timer = Timer(book, request["record"], request["on"], request["turn"])
        ask = WHOLE.get(request["ask"])
        took = getattr(timer, request["ask"])() if ask is None else timer.whole(ask)
        gc.collect()
        print(json.dumps(took), flush=True)


if __name__ == "__main__":
    main()
