"""How exact open answers are: whether what an answer calls possible can still come about.

``python -m benchmarks.exactness [--records N] [--about POLICY …] [--output FILE.jsonl]``. Half-known records about each
policy are judged; those whose answer is open are completed (`benchmarks.completions`), and each completion is judged.

- *One outcome only*: an open answer of which every completion has the same outcome: it waited for nothing.
- *Never*: an outcome that an open answer calls possible and that no completion has. Before it counts as never, further
  completions directed at it are tried (``--search``), so that the figure measures the library and not the sampler.
- Completions that the rulebook refuses, or in which it finds a contradiction, are drawn anew and not counted; a record
  that contradicts itself before it is completed is judged, and not counted as open.
- A completion may itself be open: a finding in it does not count, or a day is reached for which no notice is published
  yet. The notices to come are unknown, too: such a completion is judged once more with each of several calendars for
  the coming years, three that resemble those of past years and two extremes (every day works, nearly none does).
  An outcome that comes about with one of them comes about; how many did so with an extreme only is reported apart.
- An outcome that a completion has although the answer did not call it possible would be *unsound*: it is reported.

Nothing here is a test, and the seed is fixed: two trees are compared on the same records as long as their policies
are the same.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from benchmarks.measure import met, table

import zzrules
from zzrules.analysis.searching.completions import HalfKnown, Sampler
from zzrules.analysis.searching.court import Court, Facts
from zzrules.analysis.searching.drawing import Draw, iso, ordinal
from zzrules.analysis.searching.wishes import FAILS, HOLDS

RECORDS, COMPLETIONS, SEARCH, SEED = 2_000, 200, 3_000, 10
ONLY_AT_MOST, NEVER_AT_MOST = 0.1, 0.5
KEPT = 6  # completions remembered of each outcome, to vary
NARROWED = 6  # completions that a record is narrowed towards
CAUSES_SHOWN = 25


@dataclass(frozen=True)
class Books:
    """The rulebook measured, and the same with notices for the years to come: plausible ones, and extremes."""

    shipped: zzrules.Rulebook
    plausible: tuple[zzrules.Rulebook, ...] = ()
    extreme: tuple[zzrules.Rulebook, ...] = ()


@dataclass
class Explored:
    """An open answer, what came about in its completions, and what is left unknown where never stays never.

    A claim is an outcome by its code, or a ground by its name with the truth that it has.
    """

    record: HalfKnown
    claims: frozenset[str]
    outcomes: tuple[str, ...]
    grounds: tuple[str, ...]
    seen: set[str] = field(default_factory=set)
    extreme: set[str] = field(default_factory=set)
    unsound: set[str] = field(default_factory=set)
    tries: int = 0
    unknown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    narrowed: dict[str, Facts] = field(default_factory=dict)

    @property
    def targets(self) -> list[str]:
        """What the answer leaves open."""
        return [*self.outcomes, *(claim for name in self.grounds for claim in _both(name))]

    @property
    def never(self) -> list[str]:
        return [claim for claim in self.targets if claim not in self.seen]

    @property
    def only(self) -> bool:
        """Whether the answer waited for nothing: no two completions differ in their outcome."""
        return bool(self.outcomes) and len(self.seen & {*self.outcomes}) <= 1

    @property
    def settled_grounds(self) -> list[str]:
        """The open grounds of which no two completions differ."""
        return [name for name in self.grounds if not self.seen.issuperset(_both(name))]

    def line(self) -> dict[str, Any]:
        """Return what somebody needs to look at the cause."""
        record = self.record
        return {
            "policy": record.policy,
            "on": record.day,
            "record": record.known,
            "possible": self.targets,
            "seen": sorted(self.seen & {*self.targets}),
            "never": self.never,
            "unsound": sorted(self.unsound),
            "tries": self.tries,
            "narrowed": {
                claim: {"unknown": self.unknown[claim], "record": known} for claim, known in self.narrowed.items()
            },
        }


def _both(name: str) -> tuple[str, str]:
    """Return the claims that a ground holds and that it does not."""
    return f"{name}{HOLDS}", f"{name}{FAILS}"


def possible_claims(answer: zzrules.PolicyAnswer) -> frozenset[str]:
    """Return every outcome that an answer calls possible, and each ground with each truth that it leaves possible."""
    grounds = (
        claim
        for name, truth in answer.truths.items()
        for claim, ruled_out in zip(_both(name), (False, True), strict=True)
        if truth is not ruled_out
    )
    return frozenset((*answer.possible, *grounds))


def settled_claims(answer: zzrules.PolicyAnswer) -> set[str]:
    """Return the outcome of an answer and the truths of its grounds, as far as they are settled."""
    grounds = {_both(name)[not truth] for name, truth in answer.truths.items() if truth is not None}
    return grounds if answer.outcome is None else grounds | {answer.outcome}


@dataclass
class Tally:
    """The figures of a policy, or of all."""

    records: int = 0
    open: int = 0
    only: int = 0
    possible: int = 0
    never: int = 0
    extreme: int = 0
    unsound: int = 0
    grounds: int = 0
    settled_grounds: int = 0

    def add(self, explored: Explored) -> None:
        self.open += bool(explored.outcomes)
        self.only += explored.only
        self.possible += len(explored.outcomes)
        self.never += len({*explored.outcomes} - explored.seen)
        self.extreme += len(explored.extreme & {*explored.outcomes})
        self.unsound += len(explored.unsound)
        self.grounds += len(explored.grounds)
        self.settled_grounds += len(explored.settled_grounds)

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)))


# ── one answer ──────────────────────────────────────────────────────────


class Explorer:
    """Finds out which outcomes the completions of a half-known record have."""

    def __init__(self, books: Books, sampler: Sampler, completions: int, search: int) -> None:
        """Take the rulebooks, what draws completions, how many are judged and how many more are tried."""
        self.books, self.sampler = books, sampler
        self.completions, self.search = completions, search
        self.about = (sampler.policy.code,)

    def explore(self, record: HalfKnown) -> Explored | None:
        """Return what came of an open answer; None for one that is decided, or open for a contradiction."""
        determination = self.books.shipped.evaluate(record.known, record.day, self.about)
        if determination.contradictions:
            return None
        answer = determination.policy(record.policy)
        outcomes = answer.possible if len(answer.possible) > 1 else ()
        grounds = tuple(name for name, truth in answer.truths.items() if truth is None)
        if not outcomes and not grounds:
            return None
        explored = Explored(record, possible_claims(answer), outcomes, grounds)
        draw = Draw(self.sampler, record.on, record.known)
        kept: dict[str, list[Facts]] = {}
        random = self.sampler.random
        targets = cycle(explored.targets)
        counted = refused = 0
        self._judge(explored, record.full, kept)
        while counted < self.completions and refused < self.completions * 20:
            wishes = self.sampler.wisher.toward(next(targets)) if random.random() < 0.5 else {}
            if self._judge(explored, draw.complete(wishes), kept):
                counted += 1
            else:
                refused += 1
        while explored.never and explored.tries < self.search:
            self._search(explored, draw, kept, random.choice(explored.never))
        for claim in explored.never:
            self._narrow(explored, kept, claim)
        for claim in explored.seen & explored.unknown.keys():
            del explored.unknown[claim], explored.narrowed[claim]
        return explored

    def _search(self, explored: Explored, draw: Draw, kept: dict[str, list[Facts]], target: str) -> None:
        """Try a completion directed at an outcome: a new one, or a few facts of an earlier one changed."""
        explored.tries += 1
        random = self.sampler.random
        wishes = self.sampler.wisher.toward(target)
        base = random.choice(random.choice([*kept.values()])) if kept and random.random() < 0.6 else None
        due = self._due(explored.record, base) if base is not None and random.random() < 0.15 else []
        self._judge(explored, draw.complete(wishes, base, random.choice((1, 2, 3, 5)), due), kept)

    def _due(self, record: HalfKnown, whole: Facts) -> list[int]:
        """Return the days on which obligations fall due in a completion: just these decide."""
        answer = self.books.shipped.evaluate(whole, record.day, self.about).policy(record.policy)
        return [ordinal(obligation.due) for obligation in answer.obligations if obligation.dated] * 4

    def _judge(self, explored: Explored, whole: Facts, kept: dict[str, list[Facts]]) -> bool:
        """Note the outcome of a completion; return whether it is one."""
        record = explored.record
        try:
            usual, extreme = self._settled(explored, whole)
        except zzrules.RecordError:
            return False
        if not (usual | extreme) <= explored.seen and self.books.shipped.evaluate(whole, record.day).contradictions:
            return False
        for claim in usual | extreme:
            examples = kept.setdefault(claim, [])
            if len(examples) < KEPT:
                examples.append(whole)
            elif self.sampler.random.random() < 0.05:
                examples[self.sampler.random.randrange(KEPT)] = whole
        explored.extreme = (explored.extreme | (extreme - usual - explored.seen)) - usual
        explored.seen |= usual | extreme
        explored.unsound |= (usual | extreme) - explored.claims
        return True

    def _settled(self, explored: Explored, whole: Facts) -> tuple[set[str], set[str]]:
        """Return what a completion settles, and what it settles with an extreme calendar.

        Raises `RecordError` for a record that is refused, or contradicts itself.
        """
        day, code = explored.record.day, self.about[0]
        determination = self.books.shipped.evaluate(whole, day, self.about)
        if determination.contradictions:
            raise zzrules.RecordError([])
        answer = determination.policy(code)
        settled = settled_claims(answer)
        open_still = set() if answer.outcome is not None else {*answer.possible}
        open_still |= {claim for name, truth in answer.truths.items() if truth is None for claim in _both(name)}
        if open_still <= explored.seen:
            return settled, set()
        usual, extreme = (
            [settled_claims(book.evaluate(whole, day, self.about).policy(code)) for book in books]
            for books in (self.books.plausible, self.books.extreme)
        )
        return settled.union(*usual), settled.union(*extreme)

    def _narrow(self, explored: Explored, kept: dict[str, list[Facts]], claim: str) -> None:
        """Find few facts that are enough to keep a claim possible that never comes about, and search there once more.

        Facts of a completion become known one by one as long as the claim stays possible. The completions of a
        narrower record are completions of the wider one, so never stays never; what is found there was missed before.
        """
        record, random = explored.record, self.sampler.random
        wholes = [whole for examples in kept.values() for whole in examples] or [record.full]
        best: Facts | None = None
        for whole in random.sample(wholes, min(len(wholes), NARROWED)):
            known = dict(record.known)
            unknown = [name for name in self.sampler.unknown(known) if name in whole]
            for name in random.sample(unknown, len(unknown)):
                tried = {**known, name: whole[name]}
                answer = self.books.shipped.evaluate(tried, record.day, self.about).policy(record.policy)
                if claim in possible_claims(answer) and claim not in settled_claims(answer):
                    known = tried
            draw = Draw(self.sampler, record.on, known)
            for _ in range(self.search // 20):
                self._judge(explored, draw.complete(self.sampler.wisher.toward(claim)), kept)
                if claim in explored.seen:
                    return
            if best is None or len(self.sampler.unknown(known)) < len(self.sampler.unknown(best)):
                best = known
        assert best is not None
        explored.narrowed[claim], explored.unknown[claim] = best, tuple(sorted(self.sampler.unknown(best)))


# ── all answers ─────────────────────────────────────────────────────────


@dataclass
class Measured:
    """The figures by policy, and the answers that are not exact."""

    tallies: dict[str, Tally]
    inexact: list[Explored]


def measure(
    books: Books,
    codes: Sequence[str],
    records: int = RECORDS,
    completions: int = COMPLETIONS,
    search: int = SEARCH,
    seed: int = SEED,
) -> Measured:
    """Return how exact the answers about policies are, over so many half-known records in all."""
    tallies = {code: Tally() for code in codes}
    inexact = []
    for number, code in enumerate(codes):
        random = Random()  # noqa: S311 - seeded for each record
        sampler = Sampler(Court(books.shipped.plan), code, random)
        explorer = Explorer(books, sampler, completions, search)
        for turn in range(records // len(codes) + (number < records % len(codes))):
            tallies[code].records += 1
            random.seed(f"{seed} {code} {turn}")  # whatever was drawn before, the record is the same
            record = sampler.half_known()
            random.seed(f"{seed} {code} {turn} completed")
            explored = explorer.explore(record)
            if explored is not None:
                tallies[code].add(explored)
                if explored.never or explored.unsound:
                    inexact.append(explored)
    return Measured(tallies, inexact)


def report(books: Books, measured: Measured, settings: str) -> str:
    """Return the section: the figures of each policy, the aims, and what inexact answers wait for."""
    whole = sum(measured.tallies.values(), Tally())
    rows = [_row(code, tally) for code, tally in measured.tallies.items()]
    rows.append([f"**{cell}**" if cell else "" for cell in _row("all", whole)])
    outcomes = ("open", "one outcome only", "%", "possible outcomes", "never", "%", "extreme", "unsound")
    head = ("policy", "records", *outcomes, "open grounds", "one truth only", "%")
    return f"""\
## How exact open answers are

{settings}

{table(head, rows)}

Aims: at most {ONLY_AT_MOST} % of open answers with one outcome only
({met(_percent(whole.only, whole.open), ONLY_AT_MOST)}), at most {NEVER_AT_MOST} % of possible outcomes that never occur
({met(_percent(whole.never, whole.possible), NEVER_AT_MOST)}). *Extreme*: outcomes that occur only with a calendar in
which, in the years without a notice, every day works or nearly none; they count as occurring. *Unsound*: outcomes and
truths of completions that the answer did not call possible; there must be none.

A ground, too, can be open although it has only one truth in all completions; its policy's answer may be open or not.

What it takes to keep an outcome (or the truth of a ground) possible that never comes about: the facts that had to stay
unknown.

{_causes(books, measured.inexact)}
"""


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _row(name: str, tally: Tally) -> list[str]:
    return [
        name,
        f"{tally.records:,}",
        f"{tally.open:,}",
        str(tally.only),
        f"{_percent(tally.only, tally.open):.2f}",
        f"{tally.possible:,}",
        str(tally.never),
        f"{_percent(tally.never, tally.possible):.2f}",
        str(tally.extreme),
        str(tally.unsound),
        f"{tally.grounds:,}",
        str(tally.settled_grounds),
        f"{_percent(tally.settled_grounds, tally.grounds):.2f}",
    ]


def _causes(books: Books, inexact: Sequence[Explored]) -> str:
    labels = {fact.name: fact.label for fact in books.shipped.vocabulary.facts}
    causes = Counter(
        (explored.record.policy, "、".join(labels[name] for name in explored.unknown[claim]) or "（没有）", claim)
        for explored in inexact
        for claim in explored.never
    )
    rows = [
        [policy, unknown, claim, str(times)] for (policy, unknown, claim), times in causes.most_common(CAUSES_SHOWN)
    ]
    return table(("policy", "unknown", "never", "times"), rows)


# ── calendars of the years to come ──────────────────────────────────────

_COMING = range(2027, 2032)
_NOTICE = """\
日历: {year}
通知: [{{文号: 示例〔{year}〕, 印发: {issued}, 放假: {{{days_off}}}, 上班: [{worked}]}}]
"""


def shipped() -> Books:
    """Return the shipped rulebook, and the same with notices for the coming years."""
    plausible = [
        lambda year: (f"元旦: {year}-01-01, 春节: {year}-02-04至{year}-02-11, 国庆节: {year}-10-01至{year}-10-07", ()),
        lambda year: (f"元旦: {year - 1}-12-31至{year}-01-02, 国庆节: {year}-10-01至{year}-10-05", ()),
        lambda year: (f"元旦: {year - 1}-12-30至{year}-01-01, 春节: {year}-01-25至{year}-02-01", ()),
    ]
    extreme = [
        lambda year: (f"示例节: {year}-07-01", _weekends(year)),
        lambda year: (f"示例节: {year - 1}-12-29至{year}-12-20", ()),
    ]
    return Books(
        zzrules.load(),
        tuple(_with_notices(notice) for notice in plausible),
        tuple(_with_notices(notice) for notice in extreme),
    )


def _weekends(year: int) -> Iterator[str]:
    first, last = ordinal(f"{year - 1}-12-29"), ordinal(f"{year}-12-28")
    return (iso(day) for day in range(first, last + 1) if day % 7 in (6, 0) and iso(day) != f"{year}-07-01")


def _with_notices(notice: Any) -> zzrules.Rulebook:
    with TemporaryDirectory() as name:
        folder = Path(name, "calendar")
        folder.mkdir()
        for year in _COMING:
            days_off, worked = notice(year)
            text = _NOTICE.format(year=year, issued=f"{year - 1}-11-01", days_off=days_off, worked=", ".join(worked))
            (folder / f"{year}.yaml").write_text(text, encoding="utf-8")
        return zzrules.load(over=name)


def section(
    codes: Sequence[str] = (),
    records: int = RECORDS,
    completions: int = COMPLETIONS,
    search: int = SEARCH,
    seed: int = SEED,
    output: Path | None = None,
) -> str:
    """Measure and return the section; write the inexact answers to ``output``, one a line."""
    start = process_time()
    books = shipped()
    everything = [policy.code for policy in books.shipped.plan.policies]
    measured = measure(books, codes or everything, records, completions, search, seed)
    if output is not None:
        lines = (json.dumps(explored.line(), ensure_ascii=False) + "\n" for explored in measured.inexact)
        output.write_text("".join(lines), encoding="utf-8")
    settings = f"""\
{records:,} half-known records (seed {seed}), each about one policy, their days close to one another, to holidays,
deadlines and the end of the published calendar; {completions} completions of each open answer, and up to {search:,}
more that are directed at an outcome before it counts as never. {process_time() - start:.0f} s of processor time."""
    return report(books, measured, settings)


def main(arguments: list[str] | None = None) -> None:
    """Measure, print the section and, with ``--output``, write the inexact answers."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exactness", description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS, help=f"half-known records in all ({RECORDS})")
    parser.add_argument("--completions", type=int, default=COMPLETIONS, help=f"completions of each ({COMPLETIONS})")
    parser.add_argument("--search", type=int, default=SEARCH, help=f"tries before an outcome is never ({SEARCH})")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--about", nargs="+", default=(), metavar="POLICY", help="codes of policies (all)")
    parser.add_argument("--output", type=Path, metavar="FILE.jsonl", help="write inexact answers, one a line")
    chosen = parser.parse_args(arguments)
    print(section(chosen.about, chosen.records, chosen.completions, chosen.search, chosen.seed, chosen.output))


if __name__ == "__main__":
    main()
