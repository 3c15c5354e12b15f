"""Which question settles most: of those that can still change an answer, the one after which least is left open.

The unknown facts are given answers at random, or every combination of answers where there are few; each completes the
record to one that has an answer. A question is the better, the more alike the answers are of completions that agree on
it: the measure is Gini's, as in decision trees (Breiman et al., Classification and Regression Trees, 1984). A question
can matter if two completions that differ in nothing else have different answers. Where the unknown facts are few, all
orders of the questions are tried instead, for the one that needs the fewest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from random import Random
from typing import Any, Final

from zzrules.answer.catalogue import Catalogue
from zzrules.answer.inquiry import Inquiry
from zzrules.answer.walk import Gap
from zzrules.case.parsing import element_of
from zzrules.engines.compiled import Raw
from zzrules.engines.judgement import TRUTHS
from zzrules.policy.vocabulary import Fact, Kind

_ALL: Final = 4_000
"""Up to how many combinations of answers are all tried."""
_SOME: Final = 400
"""How many are tried of more."""
_ORDERS: Final = 2_000
"""Up to how many half-known records all orders of the questions are tried."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be settled: the class of a policy's outcome, its outcome (``reason``), or the truth of a ground."""

    code: str
    ground: str = ""
    reason: bool = False


@dataclass(frozen=True, slots=True)
class Worth:
    """What a question is worth: how much less is open after it, and the share of its answers that settle all alone."""

    gain: float
    alone: float

    def __add__(self, other: Worth) -> Worth:
        """Return what it is worth for both of two answers."""
        return Worth(self.gain + other.gain, self.alone + other.alone)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to ask: the fact, what is known of it, and for which policies."""

    fact: Fact
    gap: Gap
    codes: tuple[str, ...]


class Settling:
    """Finds what to ask next about one record."""

    def __init__(self, inquiry: Inquiry, passed_over: frozenset[str]) -> None:
        """Take the record, and the facts (by name) that are not to be asked for."""
        self._inquiry, self._passed_over = inquiry, passed_over

    def next(self, targets: Sequence[Target]) -> Asked | None:
        """Return the question that settles most of what is still open; None if no question can change anything."""
        worths: dict[str, Worth] = {}
        trials = [trial for target in targets if (trial := self._trial(target)) is not None]
        for trial in trials:
            for name, worth in trial.worths().items():
                worths[name] = worths[name] + worth if name in worths else worth
        order = list(worths)
        fewest = trials[0].fewest() if len(trials) == 1 and trials[0].few else {}

        def rank(name: str) -> tuple[float, ...]:
            worth = worths[name]
            return fewest.get(name, 0), -round(worth.gain, 9), -worth.alone, order.index(name)

        ranked = sorted(worths, key=rank)
        by_name = {name: [trial for trial in trials if name in trial.domains] for name in ranked}
        best = _shown(ranked, by_name)
        if best is None:
            for trial in trials:
                trial.try_more()
            best = _shown(ranked, by_name)
        if best is None:  # where not all completions were tried, the engine's word has to do that it keeps this open
            best = next((name for name in ranked if not all(trial.whole for trial in by_name[name])), None)
        if best is None:
            return None
        fact, gap = by_name[best][0].gaps[best]
        return Asked(fact, gap, tuple(dict.fromkeys(trial.target.code for trial in by_name[best])))

    def _trial(self, target: Target) -> _Trial | None:
        """Return the answers to try for a target that is open; None for one that is settled, or can't be."""
        inquiry, catalogue = self._inquiry, self._inquiry.catalogue
        if _Verdict(catalogue, target)(inquiry.raws) is not None:
            return None
        found: dict[str, Gap] = {}
        if target.reason:
            inquiry.ask_reason(found, target.code)
        else:
            inquiry.ask(found, target.code, ground=target.ground)
        gaps = {
            gap.fact.name: (gap.fact, gap)
            for gap in found.values()
            if gap.fact is not None and gap.why not in ("element", "more") and gap.fact.name not in self._passed_over
        }
        domains = {name: tuple(answers_to_try(fact, inquiry)) for name, (fact, _) in gaps.items()}
        domains = {name: answers for name, answers in domains.items() if answers}
        return _Trial(inquiry, target, gaps, domains) if domains else None


def _shown(ranked: Sequence[str], by_name: Mapping[str, Sequence[_Trial]]) -> str | None:
    """Return the first question that a completion shows to matter."""
    return next((name for name in ranked if any(trial.shows(name) for trial in by_name[name])), None)


class _Trial:
    """Completions of a record, and what follows for one target."""

    def __init__(
        self,
        inquiry: Inquiry,
        target: Target,
        gaps: Mapping[str, tuple[Fact, Gap]],
        domains: Mapping[str, tuple[Any, ...]],
    ) -> None:
        """Take the unknown facts, and the answers to try of each."""
        self.target, self.gaps, self.domains = target, gaps, domains
        catalogue, given = inquiry.catalogue, inquiry.given
        self._judge, self._verdict = catalogue.compiled, _Verdict(catalogue, target)
        self._needed = catalogue.needed([target.code])
        self._names = tuple(domains)
        values = {name: value for name, value in given.values.items() if name not in domains}
        partial = {name: extent for name, extent in given.partial.items() if name not in domains}
        self._base = given._replace(values=values, unclear=given.unclear - domains.keys(), partial=partial)
        self.whole = prod(map(len, domains.values())) <= _ALL
        self._known: dict[tuple[int, ...], Hashable] = {}
        self._random = Random(0)  # noqa: S311 - the same record is always asked the same question
        self._sizes = [len(answers) for answers in domains.values()]
        tried = product(*map(range, self._sizes)) if self.whole else self._drawn(_SOME)
        self._completions = [one for one in tried if self._follows(one) is not _IMPOSSIBLE]

    def _drawn(self, count: int) -> Iterator[tuple[int, ...]]:
        return (tuple(map(self._random.randrange, self._sizes)) for _ in range(count))

    def try_more(self) -> None:
        """Try more completions, where there are more."""
        if not self.whole:
            self._completions += [one for one in self._drawn(_ALL) if self._follows(one) is not _IMPOSSIBLE]

    def _follows(self, completion: tuple[int, ...]) -> Hashable:
        """Return what follows from a completion: None if that stays open."""
        if completion not in self._known:
            chosen = zip(self._names, completion, strict=True)
            self._known[completion] = self._of({name: self.domains[name][at] for name, at in chosen})
        return self._known[completion]

    def _of(self, answers: Mapping[str, Any]) -> Hashable:
        record = self._judge.clashes.settled(self._base._replace(values={**self._base.values, **answers}))
        if not record.disputed.isdisjoint(answers):
            return _IMPOSSIBLE
        return self._verdict(self._judge.run(record, self._needed))

    def worths(self) -> dict[str, Worth]:
        """Return what each question is worth."""
        whole = Counter(map(self._follows, self._completions))
        found: dict[str, Worth] = {}
        for at, name in enumerate(self._names):
            split = [Counter[Hashable]() for _ in self.domains[name]]
            for completion in self._completions:
                split[completion[at]][self._follows(completion)] += 1
            left = sum(_mixed(part) * part.total() for part in split) / max(whole.total(), 1)
            alone = sum(self._of({name: value}) not in (None, _IMPOSSIBLE) for value in self.domains[name])
            found[name] = Worth(_mixed(whole) - left, alone / len(self.domains[name]))
        return found

    @property
    def few(self) -> bool:
        """Whether every order of the questions can be tried."""
        return prod(size + 1 for size in self._sizes) <= _ORDERS

    def fewest(self) -> dict[str, float]:
        """Return how many questions are asked at best, on the average, if this one is the first.

        All answers are as likely as each other; no more is asked once the same follows from all that are left.
        """
        known: dict[tuple[int, ...], tuple[float, frozenset[Hashable]]] = {}

        def after(state: tuple[int, ...], at: int) -> list[tuple[float, frozenset[Hashable]]]:
            answers = ((*state[:at], answer, *state[at + 1 :]) for answer in range(self._sizes[at]))
            return [one for one in map(reckoned, answers) if one[1]]

        def reckoned(state: tuple[int, ...]) -> tuple[float, frozenset[Hashable]]:
            if state not in known:
                chosen = zip(self._names, state, strict=True)
                verdict = self._of({name: self.domains[name][at] for name, at in chosen if at >= 0})
                open_ = [at for at, answer in enumerate(state) if answer < 0]
                if verdict is not None or not open_:
                    known[state] = 0.0, frozenset() if verdict is _IMPOSSIBLE else frozenset((verdict,))
                else:
                    orders = [after(state, at) for at in open_]
                    verdicts = frozenset[Hashable]().union(*(one[1] for one in orders[0]))
                    asked = len(verdicts) > 1
                    known[state] = 1 + min(map(_mean, orders)) if asked else 0.0, verdicts
            return known[state]

        start = (-1,) * len(self._names)
        return {name: 1 + _mean(after(start, at)) for at, name in enumerate(self._names)}

    def shows(self, name: str) -> bool:
        """Return whether a completion shows that a question matters: something else follows from another answer."""
        at, size = self._names.index(name), len(self.domains[name])
        for one in self._completions:
            others = (self._follows((*one[:at], other, *one[at + 1 :])) for other in range(size))
            if len({verdict for verdict in others if verdict is not _IMPOSSIBLE}) > 1:
                return True
        return False


_IMPOSSIBLE: Final = object()
"""What follows from answers that contradict one another."""


class _Verdict:
    """Reads from raw judgements what a target comes to; None while that is open."""

    def __init__(self, catalogue: Catalogue, target: Target) -> None:
        self._index = catalogue.index[target.code]
        self._outcomes = catalogue.compiled.outcomes[self._index]
        self._ground = catalogue.sheet(target.code).grounds.index(target.ground) if target.ground else None
        self._reason = target.reason

    def __call__(self, raws: Sequence[Raw]) -> Hashable:
        raw = raws[self._index]
        if self._ground is not None:
            return TRUTHS[raw[2][self._ground]]
        _, single, shared = self._outcomes[raw[1]]
        return single if self._reason else shared


def _mean(reckoned: Sequence[tuple[float, object]]) -> float:
    return sum(cost for cost, _ in reckoned) / len(reckoned) if reckoned else 0.0


def _mixed(part: Counter[Hashable]) -> float:
    """Return how mixed the verdicts are: the chance that two of them differ."""
    total = part.total()
    return 1 - sum((count / total) ** 2 for count in part.values()) if total else 0.0


def answers_to_try(fact: Fact, inquiry: Inquiry) -> Iterator[Any]:
    """Yield the answers to try for a fact: those that questions try, and of a list one of which no more is known."""
    yield from inquiry.catalogue.questioner.candidates(fact, inquiry.record, inquiry.days())
    if fact.kind is Kind.LIST:
        yield (element_of([1, *[None] * len(fact.fields)]),)
