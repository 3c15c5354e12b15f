"""How many questions an interview asks, beside the fewest that would do.

``python -m benchmarks.interviews [--about POLICY …] [--states N]``. An interview about each policy begins with an empty
record and ends when the class of the outcome is decided, or nothing that may be asked can decide it. Each answer to a
question is taken to be as likely as any other: all options, both truths, 无 where that may be, days around those that
the policies know, a finding by a body with authority either way, of a list an empty one and one that is not known.
Answers that contradict earlier ones are left out.

- *Interview*: the expected number of questions, over the whole tree of its answers.
- *Fewest*: the least expected number that any order of questions has, found by trying all (with bounds): the order may
  depend on what was answered. It has the same questions to choose from, those that the engine says keep the class open.
- Where there are more than ``--states`` half-known records to try, the fewest are not known; the expected number of the
  interview is then that of drawn answers.

Nothing here is a test, and the seed is fixed.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from statistics import mean
from typing import Any

from benchmarks.measure import met, table

import zzrules
from zzrules.answer.inquiry import Inquiry
from zzrules.answer.settling import Settling, Target, answers_to_try
from zzrules.case.record import Record

DAY, STATES, DRAWN, SEED = "2026-05-06", 60_000, 200, 7
AT_MOST = 1.1
TEXT = """\
## Interviews

How many questions an interview about a policy asks on the average until the class of the outcome is decided, each
answer as likely as any other, beside the fewest that any order of questions needs (`benchmarks/interviews.py`; without
a figure where there are too many half-known records to try all orders).
"""

State = tuple[int, ...]
"""The position of the answer of each fact; -1 for one that was not asked for."""


class TooManyError(Exception):
    """There are more half-known records than are tried."""


@dataclass
class Field:
    """One policy, the facts that may be asked for, and their answers."""

    book: zzrules.Rulebook
    code: str
    most: int
    known: Mapping[str, Any] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    answers: list[tuple[Any, ...]] = field(default_factory=list)
    met: dict[State, tuple[int, ...] | None] = field(default_factory=dict)
    asked: dict[State, int | None] = field(default_factory=dict)
    least: dict[State, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.empty: Record = self.book.evaluate(self.known, DAY, [self.code]).record
        self.catalogue = self.book._evaluator.catalogue  # noqa: SLF001 - measured from inside
        self.needed = self.catalogue.needed([self.code])
        inquiry = self._inquiry(())
        read, facts = self.catalogue.reads.through(self.code), self.book.vocabulary.facts
        for fact in dict.fromkeys([*self._open(inquiry), *(fact for fact in facts if fact.name in read)]):
            self.names.append(fact.name)
            self.answers.append(tuple(answers_to_try(fact, inquiry)))

    @property
    def first(self) -> int:
        """How many facts keep the class of an empty record open."""
        return len(self.open(self.start) or ())

    @property
    def start(self) -> State:
        return (-1,) * len(self.names)

    def _inquiry(self, state: State) -> Inquiry:
        chosen = zip(self.names, self.answers, state, strict=False)
        values = {name: answers[at] for name, answers, at in chosen if at >= 0}
        record = self.empty._replace(values={**self.empty.values, **values})
        return Inquiry.of(self.catalogue, record, {self.code: None}, self.needed)

    def _open(self, inquiry: Inquiry) -> Iterator[Any]:
        gaps: dict[str, Any] = {}
        inquiry.ask(gaps, self.code)
        yield from {gap.fact.name: gap.fact for gap in gaps.values() if gap.fact is not None}.values()

    def open(self, state: State) -> tuple[int, ...] | None:
        """Return the questions that keep the class open; none where it is decided, None for contradictory answers."""
        if state not in self.met:
            if len(self.met) >= self.most:
                raise TooManyError
            inquiry = self._inquiry(state)
            index = self.catalogue.index[self.code]
            if inquiry.record.disputed:
                self.met[state] = None
            elif self.catalogue.compiled.outcomes[index][inquiry.raws[index][1]][2] is not None:
                self.met[state] = ()
            else:
                names = {fact.name for fact in self._open(inquiry)}
                self.met[state] = tuple(
                    at for at, name in enumerate(self.names) if name in names and state[at] < 0 and self.answers[at]
                )
        return self.met[state]

    def after(self, state: State, at: int) -> list[State]:
        """Return what is known after each answer to a question that contradicts nothing."""
        after = [(*state[:at], answer, *state[at + 1 :]) for answer in range(len(self.answers[at]))]
        return [one for one in after if self.open(one) is not None]

    def next(self, state: State) -> int | None:
        """Return the question of the interview."""
        if state not in self.asked:
            known = frozenset(name for name, at in zip(self.names, state, strict=True) if at >= 0)
            asked = Settling(self._inquiry(state), known).next([Target(self.code)])
            self.asked[state] = None if asked is None else self.names.index(asked.fact.name)
        return self.asked[state]

    def interview(self, state: State) -> float:
        """Return how many questions the interview asks from here, on the average."""
        at = self.next(state) if self.open(state) else None
        after = self.after(state, at) if at is not None else []
        return 1 + mean(map(self.interview, after)) if after else 0.0

    def drawn(self, random: Random) -> int:
        """Return how many questions the interview asks, with answers drawn."""
        state, count = self.start, 0
        while self.open(state) and (at := self.next(state)) is not None and (after := self.after(state, at)):
            state, count = random.choice(after), count + 1
        return count

    def fewest(self, state: State) -> float:
        """Return the fewest questions that settle from here what can be settled, on the average."""
        if state in self.least:
            return self.least[state]
        best = math.inf
        asked = [(at, after) for at in self.open(state) or () if (after := self.after(state, at))]
        choices = [(1 + mean(map(self._can_settle, after)), at, after) for at, after in asked]
        for bound, _, after in sorted(choices) if self._can_settle(state) else ():
            if bound < best - 1e-12:
                best = min(best, 1 + mean(map(self.fewest, after)))
        self.least[state] = best if best < math.inf else 0.0
        return self.least[state]

    def _can_settle(self, state: State) -> bool:
        """Return whether a question is left that may change anything: only then is another one asked, in any order."""
        return bool(self.open(state)) and self.next(state) is not None


def section(about: list[str] | None = None, states: int = STATES) -> str:
    """Return the table."""
    book = zzrules.load()
    rows, ratios = [], []
    for policy in book.plan.policies:
        if about and policy.code not in about:
            continue
        bench = Field(book, policy.code, states)
        try:
            fewest, asked = bench.fewest(bench.start), bench.interview(bench.start)
        except TooManyError:
            bench.met, bench.most = {}, states * 100
            random = Random(SEED)  # noqa: S311 - the same answers in every run
            drawn = mean(bench.drawn(random) for _ in range(DRAWN))
            rows.append([str(policy.citation), policy.name, str(bench.first), f"{drawn:.2f}", "", ""])
            print(*rows[-1], file=sys.stderr, flush=True)
            continue
        ratios.append(asked / fewest)
        cells = [f"{asked:.3f}", f"{fewest:.3f}", f"{asked / fewest:.3f}"]
        rows.append([str(policy.citation), policy.name, str(bench.first), *cells])
        print(*rows[-1], file=sys.stderr, flush=True)
    head = ("article", "policy", "facts", "interview", "fewest", "times the fewest")
    known = ""
    if ratios:
        figures = f"{met(max(ratios), AT_MOST)} at worst, {mean(ratios):.3f} on the average"
        known = (
            f"At most {AT_MOST} times the fewest: {figures}, of the {len(ratios)} policies of which these are known.\n"
        )
    return f"{TEXT}\n{known}\n{table(head, rows)}\n"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interviews", description=__doc__)
    parser.add_argument("--about", nargs="+", metavar="POLICY")
    parser.add_argument("--states", type=int, default=STATES)
    chosen = parser.parse_args()
    print(section(chosen.about, chosen.states))


if __name__ == "__main__":
    main()
