"""Forward chaining of obligations on durable_rules: what sets off, ends or breaches one in consequence of another.

Whatever a condition says of facts is decided before; such truths are the atoms that are fed in. The engine chains from
there: gates of Kleene's logic, the decision lists of states, and what a state says to other obligations.

Rails: each truth is a fact ``{"k": what, "t": 1 or 0}``, with rules for 1 and rules for 0; neither of them is unknown.

durable_rules 2.0.28 as measured, and what is done about it:

* it does not import on Python 3.13 and later: `available` says so, and the reference engine serves;
* a ruleset is never freed: one is built for a plan, and kept;
* 1,024 open states, then MemoryError: a run deletes every state that it opens, also after an error;
* an exception in an action is swallowed into the state: actions keep it, and `Chain.run` raises it;
* an action that takes ten seconds by the wall clock (which may be set meanwhile) is dropped without a word, and what
  follows with it: `Chain.run` raises `UnfinishedError`, and the reference engine answers;
* a disjunction fires once for each true branch: a fact is asserted once in a state;
* a comparison of two properties fires where one is missing: no rule compares two, an element's obligations have a
  state of their own;
* a fact that no rule mentions raises MessageNotHandled: each key has rules on both of its rails;
* rules with three and more antecedents make rulesets of some hundred rules hang: no rule has more than two;
* ``"3" < 5`` matches and ``0`` equals ``false``: facts hold generated keys and the numbers 1 and 0 only;
* ``Host`` starts two timer threads that never stop: `durable.engine.Ruleset` is used alone.
"""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any

from zzrules.base.truth import Truth, any_of
from zzrules.engines.judgement import ObligationJudgement, ObligationJudgements
from zzrules.plan import model, nodes
from zzrules.plan.build import NOT_APPLICABLE

Key = tuple[str, str]
"""A policy's code and the name of one of its obligations."""
_Assert = Callable[[dict[str, Any]], None]
_ENTRY = "entry"
MOST_STATES = 1_000
"""How many states a run may open: behind 1,024 durable_rules runs out of memory."""

_serial = count(1)


class UnfinishedError(Exception):
    """The engine dropped an action, so that what it concluded is not all that follows."""


@cache
def unavailable() -> str:
    """Return why durable_rules cannot serve, in Chinese; empty if it can."""
    if importlib.util.find_spec("durable") is None:
        return "没有安装 durable-rules（Python 3.13 起不随 zzrules 安装）"
    try:
        import durable.engine  # noqa: F401 - whether it can be imported is the question
    except ImportError as error:
        version = ".".join(map(str, sys.version_info[:2]))
        return f"durable-rules 在 Python {version} 上不能导入（{type(error).__name__}）"
    return ""


def available() -> bool:
    """Return whether durable_rules can be imported."""
    return not unavailable()


@dataclass(frozen=True, slots=True)
class Atom:
    """A condition that says nothing of other obligations: decided before, and fed in by its key.

    ``ends``: it is a whole entry of the decision list, so that nothing behind it matters once it holds.
    """

    key: str
    condition: nodes.Condition
    ends: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """What one obligation says of another: that it is in one of these states."""

    key: str
    obligation: Key
    states: frozenset[str]


@dataclass(slots=True)
class Program:
    """The rules of one obligation in one version: its atoms and leaves, and the states in the order of their list."""

    number: int
    states: tuple[str, ...]
    applicable: str
    atoms: list[Atom] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """One obligation as one version reads it, in a run: the truths of its atoms, and the states excluded so far."""

    program: Program
    truths: Mapping[str, Truth]
    excluded: set[str] = field(default_factory=set)

    @property
    def possible(self) -> frozenset[str]:
        """The states not excluded."""
        return frozenset(self.program.states) - self.excluded


@dataclass(slots=True)
class ChainCase:
    """One obligation that there may be, in a run: its element's number, its readings, what makes a duty of them."""

    number: int
    readings: list[Reading]
    unite: Callable[[list[frozenset[str]]], ObligationJudgement]

    def duty(self) -> ObligationJudgement:
        """Return the states that are possible by what is known so far."""
        return self.unite([reading.possible for reading in self.readings])


class Chain:
    """The obligations of a plan as one ruleset.

    Those of the case itself are all chained; those that stand for the elements of a list only if they speak of others:
    each element needs a state of its own.
    """

    def __init__(self, plan: model.Plan) -> None:
        """Write the rules of every chained obligation, and build the ruleset."""
        self.programs: dict[tuple[Key, int], Program] = {}
        rules = _Rules(self._fire)
        for code, name in plan.obligations:
            for index, version in enumerate(plan.policy(code).versions):
                obligation = version.obligation(name)
                if obligation is not None and _chained(plan.policy(code), name):
                    self.programs[(code, name), index] = rules.program(obligation)
        self.chained = frozenset(key for key, _ in self.programs)
        self.rules = rules.definition
        self._lock = threading.Lock()
        self._current: _Run | None = None
        self._ruleset = self._built() if self.rules else None

    def _built(self) -> Any:
        from durable.engine import Ruleset

        return Ruleset(f"zzrules-{next(_serial)}", None, {name: dict(rule) for name, rule in self.rules.items()})

    def run(self, settled: ObligationJudgements, cases: Mapping[Key, Sequence[ChainCase]]) -> ObligationJudgements:
        """Return the duties of the chained obligations; ``settled`` are the others.

        Raises whatever an action of the engine raised, and `UnfinishedError`: nothing is swallowed.
        """
        if self._ruleset is not None and cases:
            with self._lock:  # the engine's own state is not safe to share
                run = self._current = _Run(self._ruleset, settled, cases)
                try:
                    run.go()
                finally:
                    self._current = None
                    run.close()
        return {key: tuple(case.duty() for case in ones) for key, ones in cases.items()}

    def _fire(self, sid: str, assert_fact: _Assert, program: int, key: str, truth: int) -> None:
        assert self._current is not None
        self._current.fire(sid, assert_fact, program, key, truth)


def _chained(policy: model.Policy, name: str) -> bool:
    texts = [one for version in policy.versions if (one := version.obligation(name)) is not None]
    return policy.obligation(name).source is None or any(model.rests_on(one) for one in texts)


class _Run:
    """One run, until nothing new follows: a short-lived state for the case, and one for each element of its lists."""

    def __init__(self, ruleset: Any, settled: ObligationJudgements, cases: Mapping[Key, Sequence[ChainCase]]) -> None:
        self.ruleset = ruleset
        self.settled = settled
        self.cases = cases
        self.serial = next(_serial)
        self.readings: dict[tuple[str, int], tuple[Key, Reading]] = {}
        self.listening: dict[Key, list[tuple[str, Leaf]]] = {}
        for key, ones in cases.items():
            for case in ones:
                for reading in case.readings:
                    self._enter(key, f"{self.serial}.{case.number}", reading)
        self.known: set[tuple[str, str]] = set()
        self.waiting: dict[str, list[dict[str, Any]]] = {}
        self.opened: set[str] = set()
        self.errors: list[BaseException] = []

    def _enter(self, key: Key, sid: str, reading: Reading) -> None:
        self.readings[sid, reading.program.number] = key, reading
        for leaf in reading.program.leaves:
            self.listening.setdefault(leaf.obligation, []).append((sid, leaf))

    def go(self) -> None:
        for (sid, _), (_, reading) in self.readings.items():
            for atom, truth in reading.truths.items():
                self._put(sid, atom, truth)
        for key in self.listening:
            self._tell(key)
        while self.waiting and not self.errors:
            sid, facts = self.waiting.popitem()
            self.opened.add(sid)
            finished: list[Any] = []
            handle = self.ruleset.assert_facts(facts)
            self.ruleset.do_actions(handle, lambda error, _state, finished=finished: finished.append(error))
            self.errors += [error for error in finished if isinstance(error, BaseException)]
            if not finished:
                self.errors.append(UnfinishedError())
        if self.errors:
            raise self.errors[0]

    def close(self) -> None:
        for sid in self.opened:
            with suppress(Exception):  # of a state that was never made the engine says so; the others are still there
                self.ruleset.delete_state(sid)

    def fire(self, sid: str, assert_fact: _Assert, program: int, key: str, truth: int) -> None:
        """Take what a rule concluded: a truth of a gate, or of an entry of the decision list."""
        try:
            if key.startswith(_ENTRY):
                owner, reading = self.readings[sid, program]
                self._exclude(owner, reading, int(key.removeprefix(_ENTRY)), truth)
            elif (sid, key) not in self.known:
                self.known.add((sid, key))
                assert_fact({"k": key, "t": truth, "sid": sid})
        except BaseException as error:  # noqa: BLE001 - durable_rules would swallow it; `go` raises it
            self.errors.append(error)

    def _exclude(self, owner: Key, reading: Reading, entry: int, truth: int) -> None:
        states = reading.program.states
        excluded = set(states[entry + 1 :]) if truth else {states[entry]}
        if not excluded <= reading.excluded:
            reading.excluded |= excluded
            self._tell(owner)

    def _tell(self, key: Key) -> None:
        """Put what is known of an obligation to every reading that speaks of it."""
        listening = self.listening.get(key, ())
        if not listening:
            return
        duties = self.settled[key] if key in self.settled else [case.duty() for case in self.cases[key]]
        for sid, leaf in listening:
            if (sid, leaf.key) not in self.known:
                self._put(sid, leaf.key, any_of(_within(one.possible, leaf.states) for one in duties))

    def _put(self, sid: str, key: str, truth: Truth) -> None:
        if truth is not None and (sid, key) not in self.known:
            self.known.add((sid, key))
            self.waiting.setdefault(sid, []).append({"k": key, "t": int(truth), "sid": sid})


def _within(possible: frozenset[str], wanted: frozenset[str]) -> Truth:
    return True if possible <= wanted else None if possible & wanted else False


class _Rules:
    """Writes rules: a condition becomes keys, and gates that conclude from one or two of them."""

    def __init__(self, fire: Callable[[str, _Assert, int, str, int], None]) -> None:
        self.definition: dict[str, dict[str, Any]] = {}
        self._fire = fire
        self._names = count()
        self._number = 0

    def program(self, obligation: model.Obligation) -> Program:
        self._number += 1
        states = (NOT_APPLICABLE, *(entry.code for entry in obligation.entries))
        made = Program(self._number, states, self._key("a"))
        for truth in (1, 0):
            self._rule([(made.applicable, truth)], f"{_ENTRY}0", 1 - truth)
        for number, entry in enumerate(obligation.entries, 1):
            key = self._condition(entry.condition, made, ends=True)
            for truth in (1, 0):
                self._rule([(key, truth)], f"{_ENTRY}{number}", truth)
        return made

    def _condition(self, node: nodes.Condition, made: Program, *, ends: bool = False) -> str:
        """Return the key under which a condition's truth is a fact."""
        if not any(isinstance(part, nodes.ObligationIs) for part in nodes.walk(node)):
            made.atoms.append(Atom(self._key("a"), node, ends))
            return made.atoms[-1].key
        match node:
            case nodes.ObligationIs(policy, name, states):
                made.leaves.append(Leaf(self._key("l"), (policy, name), states))
                return made.leaves[-1].key
            case nodes.Not(part):
                inner, own = self._condition(part, made), self._key("g")
                for truth in (1, 0):
                    self._rule([(inner, truth)], own, 1 - truth)
                return own
            case nodes.All(parts) | nodes.Any(parts):
                every = isinstance(node, nodes.All)
                keys = [self._condition(part, made) for part in parts]
                own = keys[0]
                for key in keys[1:]:
                    own = self._gate(own, key, every=every)
                return own
            case _:
                raise TypeError(f"{type(node).__name__} does not join conditions")

    def _gate(self, one: str, other: str, *, every: bool) -> str:
        """Return the key of the conjunction (or disjunction) of two: both settle it one way, either the other."""
        own, both = self._key("g"), int(every)
        self._rule([(one, both), (other, both)], own, both)
        self._rule([(one, 1 - both)], own, 1 - both)
        self._rule([(other, 1 - both)], own, 1 - both)
        return own

    def _rule(self, antecedents: list[tuple[str, int]], key: str, truth: int) -> None:
        program = self._number

        def conclude(context: Any) -> None:
            self._fire(context.s.sid, context.assert_fact, program, key, truth)

        patterns = [
            {f"m_{number}": {"$and": [{"k": asked}, {"t": wanted}]}}
            for number, (asked, wanted) in enumerate(antecedents)
        ]
        self.definition[f"r{len(self.definition)}"] = {"all": patterns, "run": conclude}

    def _key(self, prefix: str) -> str:
        return f"{prefix}{next(self._names)}"
