"""Obligations of a case chained forwards on durable_rules: what one concludes sets off, ends or changes another.

Whatever a condition says of facts has been decided before, in the traces; such truths are the atoms that are fed in.
The engine chains from there: gates of Kleene's logic, the decision lists of states, and what a state says to other
obligations. Obligations that stand for the elements of a list, or for periods, and speak of no others have nothing to
chain: their traces say how they stand.

Rails: each truth is a fact ``{"k": key, "t": 1 or 0}``, with rules for 1 and rules for 0; unknown is neither.

durable_rules 2.0.28 as measured, and what is done about it:

* it does not import on Python 3.13 and later: `available` says so, and the traces serve;
* a ruleset is never freed: one is built for a plan, and kept;
* 1,024 open states, then MemoryError: a run deletes every state that it opens, also after an error, and a case that
  needs more is left to the traces;
* an exception in an action is swallowed into the state: actions keep it, and `Chain.judge` raises it;
* an action that takes ten seconds by the wall clock (which may be set meanwhile) is dropped without a word, and what
  follows with it: then the traces serve;
* a disjunction fires once for each true branch: a fact is asserted once in a state;
* a comparison of two properties fires where one is missing: no rule compares two, and an element's obligations have a
  state of their own;
* a fact that no rule mentions raises MessageNotHandled: each key has rules on both of its rails;
* rules with three or more antecedents make rulesets of some hundred rules hang: no rule has more than two;
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

from zzrules.base.diagnostics.use import NO_DURABLE_RULES
from zzrules.base.errors import UsageError
from zzrules.base.forks import told_of_forks
from zzrules.base.truth import Truth, any_of
from zzrules.engines.judgement import (
    TRUE,
    TRUTHS,
    ObligationJudgement,
    ObligationJudgements,
    Trace,
    TracedObligation,
    TracedObligations,
    united,
)
from zzrules.plan import model, nodes, walks
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.layout import Layout

Key = tuple[str, str]
"""A policy's code and the name of one of its obligations."""
_Assert = Callable[[dict[str, Any]], None]
_ENTRY = "entry"
TOO_NEW = (3, 13)
"""The first Python on which durable_rules cannot be imported."""
MOST_STATES = 1_000
"""How many states a run may open: after 1,024 durable_rules runs out of memory."""

_serial = count(1)


class UnfinishedError(Exception):
    """The engine dropped an action, so that what it concluded is not all that follows."""


@cache
def unavailable() -> str:
    """Return why durable_rules cannot serve, in Chinese; empty if it can."""
    too_new = "durable-rules 从 Python 3.13 起不能用" if sys.version_info >= TOO_NEW else ""
    if importlib.util.find_spec("durable") is None:
        return too_new or "没有安装 durable-rules"
    try:
        import durable.engine  # noqa: F401 - whether it can be imported is the question
    except ImportError as error:
        version = ".".join(map(str, sys.version_info[:2]))
        return too_new or f"durable-rules 装了，在 Python {version} 上却不能导入（{type(error).__name__}），要重新编译"
    return ""


def available() -> bool:
    """Return whether durable_rules can be imported."""
    return not unavailable()


@dataclass(frozen=True, slots=True)
class Atom:
    """A condition that says nothing of other obligations: its cell in the trace is fed in by its key.

    ``ends``: it is a whole entry of the decision list, so that nothing after it matters once it holds.
    """

    key: str
    slot: int
    ends: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """What one obligation says of another: that it is in one of these states."""

    key: str
    obligation: Key
    states: frozenset[str]


@dataclass(slots=True)
class ChainedVersion:
    """The rules of one obligation in one version: its atoms and leaves, and the states in the order of their list."""

    number: int
    states: tuple[str, ...]
    applicable: str
    required: tuple[int, ...]
    atoms: list[Atom] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)

    def truths(self, trace: Trace) -> dict[str, Truth]:
        """Return the truths of the atoms, up to the one after which nothing matters."""
        applicable = TRUE
        for slot in self.required:
            applicable &= trace.cells[slot]
        truths = {self.applicable: TRUTHS[applicable]}
        for atom in self.atoms if applicable else ():
            truths[atom.key] = TRUTHS[trace.cells[atom.slot]]
            if atom.ends and truths[atom.key]:
                break
        return truths


@dataclass(slots=True)
class RunningVersion:
    """An obligation in one version, in a run: the truths of its atoms, and the states excluded so far."""

    version: ChainedVersion
    truths: Mapping[str, Truth]
    excluded: set[str] = field(default_factory=set)

    @property
    def possible(self) -> frozenset[str]:
        """The states not excluded."""
        return frozenset(self.version.states) - self.excluded


@dataclass(slots=True)
class RunningCase:
    """One obligation that there may be, in a run; ``absent``: some version that may apply does not have it."""

    traced: TracedObligation
    versions: list[RunningVersion]
    absent: bool

    def judgement(self) -> ObligationJudgement:
        """Return the states that are possible by what is known so far."""
        states = [version.possible for version in self.versions]
        return united(self.traced.case, [*states, frozenset((NOT_IN_FORCE,))] if self.absent else states)


class Chain:
    """The obligations of a plan as one ruleset.

    Those of the case itself are all chained; those that stand for the elements of a list, or for periods, only if they
    speak of others: each element and each period needs a state of its own.
    """

    def __init__(self, plan: model.Plan, layout_of: Callable[[Key, int], Layout]) -> None:
        """Write the rules of every chained obligation, and build the ruleset.

        ``layout_of`` returns the layout of an obligation's traces, in a version of its policy. Raises `UsageError`
        (ZZ670) where durable_rules cannot be imported.
        """
        self.versions: dict[tuple[Key, int], ChainedVersion] = {}
        rules = _Rules(self._fire)
        for code, name in plan.obligations:
            for index, version in enumerate(plan.policy(code).versions):
                obligation = version.obligation(name)
                if obligation is not None and _chained(plan, (code, name)):
                    layout = layout_of((code, name), index)
                    self.versions[(code, name), index] = rules.version(obligation, layout)
        self.chained = frozenset(key for key, _ in self.versions)
        self.rules = rules.definition
        self._lock = threading.Lock()
        self._current: _Run | None = None
        self._ruleset = self._built() if self.rules else None
        told_of_forks(self)

    def forked(self) -> None:
        """Have a lock of one's own in a child process, and the engine anew if another thread was inside it."""
        self._lock = threading.Lock()
        if self._current is not None:
            self._current, self._ruleset = None, self._built()

    def _built(self) -> Any:
        if why := unavailable():
            raise UsageError(NO_DURABLE_RULES(why=why))
        from durable.engine import Ruleset

        return Ruleset(f"zzrules-{next(_serial)}", None, {name: dict(rule) for name, rule in self.rules.items()})

    def judge(self, traced: TracedObligations) -> ObligationJudgements:
        """Return every obligation of a record: those that are chained from the atoms of their traces.

        Raises whatever an action of the engine raised: nothing is swallowed.
        """
        judged = {key: tuple(case.judgement for case in cases) for key, cases in traced.items()}
        chained = {key: [self._case(key, case) for case in traced[key]] for key in traced if key in self.chained}
        if self._ruleset is None or max((len(cases) for cases in chained.values()), default=0) >= MOST_STATES:
            return judged
        settled = {key: judged[key] for key in judged if key not in chained}
        with self._lock:  # the engine's own state is not safe to share
            run = self._current = _Run(self._ruleset, settled, chained)
            try:
                run.go()
            except UnfinishedError:
                return judged
            finally:
                self._current = None
                run.close()
        return judged | {key: tuple(case.judgement() for case in cases) for key, cases in chained.items()}

    def _case(self, key: Key, traced: TracedObligation) -> RunningCase:
        pairs = [
            (self.versions.get((key, index)), trace)
            for index, trace in zip(traced.case.versions, traced.traces, strict=True)
        ]
        running = [RunningVersion(version, version.truths(trace)) for version, trace in pairs if version is not None]
        return RunningCase(traced, running, len(running) < len(pairs))

    def _fire(self, sid: str, assert_fact: _Assert, version: int, key: str, truth: int) -> None:
        assert self._current is not None
        self._current.fire(sid, assert_fact, version, key, truth)


def _chained(plan: model.Plan, key: Key) -> bool:
    newest = plan.policy(key[0]).obligation(key[1])
    alone = newest.source is None and newest.recurs is None
    return alone or any(map(model.rests_on, model.statements_of(plan, key)))


class _Run:
    """One run, until nothing new follows: a short-lived state for the case, and one for each element or period."""

    def __init__(self, ruleset: Any, settled: ObligationJudgements, cases: Mapping[Key, Sequence[RunningCase]]) -> None:
        self.ruleset = ruleset
        self.settled = settled
        self.cases = cases
        self.serial = next(_serial)
        self.running: dict[tuple[str, int], tuple[Key, RunningVersion]] = {}
        self.listening: dict[Key, list[tuple[str, Leaf]]] = {}
        for key, listed in cases.items():
            for case in listed:
                for version in case.versions:
                    self._enter(key, f"{self.serial}.{case.traced.case.number}", version)
        self.known: set[tuple[str, str]] = set()
        self.waiting: dict[str, list[dict[str, Any]]] = {}
        self.opened: set[str] = set()
        self.errors: list[BaseException] = []

    def _enter(self, key: Key, sid: str, running: RunningVersion) -> None:
        self.running[sid, running.version.number] = key, running
        for leaf in running.version.leaves:
            self.listening.setdefault(leaf.obligation, []).append((sid, leaf))

    def go(self) -> None:
        for (sid, _), (_, running) in self.running.items():
            for atom, truth in running.truths.items():
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

    def fire(self, sid: str, assert_fact: _Assert, version: int, key: str, truth: int) -> None:
        """Take what a rule concluded: a truth of a gate, or of an entry of the decision list."""
        try:
            if key.startswith(_ENTRY):
                owner, running = self.running[sid, version]
                self._exclude(owner, running, int(key.removeprefix(_ENTRY)), truth)
            elif (sid, key) not in self.known:
                self.known.add((sid, key))
                assert_fact({"k": key, "t": truth, "sid": sid})
        except BaseException as error:  # noqa: BLE001 - durable_rules would swallow it; `go` raises it
            self.errors.append(error)

    def _exclude(self, owner: Key, running: RunningVersion, entry: int, truth: int) -> None:
        states = running.version.states
        excluded = set(states[entry + 1 :]) if truth else {states[entry]}
        if not excluded <= running.excluded:
            running.excluded |= excluded
            self._tell(owner)

    def _tell(self, key: Key) -> None:
        """Put what is known of an obligation to every version that speaks of it."""
        listening = self.listening.get(key, ())
        if not listening:
            return
        judged = self.settled[key] if key in self.settled else [case.judgement() for case in self.cases[key]]
        for sid, leaf in listening:
            if (sid, leaf.key) not in self.known:
                self._put(sid, leaf.key, any_of(_within(judgement.possible, leaf.states) for judgement in judged))

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

    def version(self, obligation: model.Obligation, layout: Layout) -> ChainedVersion:
        """Write the rules of an obligation as one version states it."""
        self._number += 1
        states = (NOT_APPLICABLE, *(entry.code for entry in obligation.entries))
        required = tuple(layout.slots[requirement.condition] for requirement in layout.version.requirements)
        version = ChainedVersion(self._number, states, self._key("a"), required)
        for truth in (1, 0):
            self._rule([(version.applicable, truth)], f"{_ENTRY}0", 1 - truth)
        for number, entry in enumerate(obligation.entries, 1):
            key = self._condition(entry.condition, version, layout, ends=True)
            for truth in (1, 0):
                self._rule([(key, truth)], f"{_ENTRY}{number}", truth)
        return version

    def _condition(self, node: nodes.Condition, version: ChainedVersion, layout: Layout, *, ends: bool = False) -> str:
        """Return the key under which a condition's truth is a fact."""
        if not any(walks.mentions(part).obligation for part in walks.walk(node)):
            version.atoms.append(Atom(self._key("a"), layout.slots[node], ends))
            return version.atoms[-1].key
        match node:
            case nodes.ObligationIs(policy, name, states):
                version.leaves.append(Leaf(self._key("l"), (policy, name), states))
                return version.leaves[-1].key
            case nodes.Not(part):
                inner, own = self._condition(part, version, layout), self._key("g")
                for truth in (1, 0):
                    self._rule([(inner, truth)], own, 1 - truth)
                return own
            case nodes.All(parts) | nodes.Any(parts):
                every = isinstance(node, nodes.All)
                keys = [self._condition(part, version, layout) for part in parts]
                own = keys[0]
                for key in keys[1:]:
                    own = self._gate(own, key, every=every)
                return own
            case _:  # binding lets an obligation's state stand in these only
                raise TypeError(f"{type(node).__name__} does not join conditions")

    def _gate(self, one: str, other: str, *, every: bool) -> str:
        """Return the key of the conjunction (or disjunction) of two: both settle it one way, either the other."""
        own, both = self._key("g"), int(every)
        self._rule([(one, both), (other, both)], own, both)
        self._rule([(one, 1 - both)], own, 1 - both)
        self._rule([(other, 1 - both)], own, 1 - both)
        return own

    def _rule(self, antecedents: list[tuple[str, int]], key: str, truth: int) -> None:
        version = self._number

        def conclude(context: Any) -> None:
            self._fire(context.s.sid, context.assert_fact, version, key, truth)

        patterns = [
            {f"m_{number}": {"$and": [{"k": asked}, {"t": wanted}]}}
            for number, (asked, wanted) in enumerate(antecedents)
        ]
        self.definition[f"r{len(self.definition)}"] = {"all": patterns, "run": conclude}

    def _key(self, prefix: str) -> str:
        return f"{prefix}{next(self._names)}"
