"""A task for expression languages of two values, in the syntax that most of them share.

Their connectives refuse null or take it for false. So each truth is written on two rails, the only way
to have three values there: ``…T`` (certainly true) and ``…M`` (may be true). A step may use the steps before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, assert_never

from benchmarks.peers.logic import (
    AllOf,
    Among,
    AnyOf,
    AtLeast,
    Condition,
    Constant,
    Flag,
    Found,
    Has,
    Not,
    Step,
    Within,
    all_of,
    any_of,
    walk,
)
from benchmarks.peers.task import Answer, Policy, PolicyAnswer, Task, flagged

Text = str | bool
"""An expression, or what it is for every row."""


class Rails:
    """The steps of a task and the expression of its answers."""

    def __init__(
        self, task: Task, within: str = "{fact} >= '{first}' and {fact} <= '{last}'", growth: float = 0
    ) -> None:
        """Take how the language says that a day lies between two, and by how many characters inlining may lengthen."""
        self.task = task
        self.steps: dict[str, str] = {}
        """Expressions by name, each after those that it uses."""
        self._within = within
        self._rails: dict[tuple[str, bool], Text] = {}
        self.answers = f"[{', '.join(self._answer(policy) for policy in task.policies)}]"
        self._inline(growth)

    def answered(self, native: Sequence[Sequence[Any]]) -> Answer:
        """Return the answer that the expression gives: of each policy grounds, outcome, flags of the possible."""
        return tuple(
            PolicyAnswer(
                tuple(grounds), flagged(policy.outcomes, possible[0]) if self.task.asks_possible else None, outcome
            )
            for policy, (grounds, outcome, *possible) in zip(self.task.policies, native, strict=True)
        )

    # ── answers ─────────────────────────────────────────────────────────

    def _answer(self, policy: Policy) -> str:
        holds = all_of(self.task.force, policy.applies)
        certain, possible = self._step(f"{policy.code}T", self._text(holds)), self._may(holds)
        possible = self._step(f"{policy.code}M", possible)
        grounds = [
            _chosen(
                (_and(certain, self._text(ground)), "true"), (_and(possible, self._may(ground)), "null"), ("", "false")
            )
            for ground in policy.grounds.values()
        ]
        parts = [f"[{', '.join(grounds)}]", self._outcome(policy)]
        if self.task.asks_possible:
            parts.append(f"[{', '.join(self._possible(policy, possible))}]")
        return f"[{', '.join(parts)}]"

    def _outcome(self, policy: Policy) -> str:
        """Return the outcome: each link of the chain is reached only if all before it are certain."""
        force, applies = self.task.force, policy.applies
        links: list[tuple[Text, str]] = [
            (_negated(self._may(force)), "'not_in_force'"),
            (_negated(self._text(force)), "null"),
            (_negated(self._may(applies)), "'not_applicable'"),
            (_negated(self._text(applies)), "null"),
        ]
        for entry in policy.entries:
            open_still = any_of(entry.condition, entry.ends)
            links += [(self._text(entry.condition), f"'{entry.code}'"), (self._may(open_still), "null")]
        return _chosen(*dict.fromkeys(links), ("", f"'{policy.rest}'"))

    def _possible(self, policy: Policy, reached: Text) -> list[str]:
        flags: list[Text] = []
        for number, entry in enumerate(policy.entries, 1):
            flags.append(_and(reached, self._may(entry.condition)))
            passed = self._may(entry.ends, False)
            if passed is not True:
                reached = self._step(f"{policy.code}{number}", _and(reached, passed))
        force = self.task.force
        flags += [reached, _and(self._may(force), self._may(policy.applies, False)), self._may(force, False)]
        return [_shown(flag) for flag in flags]

    # ── conditions ──────────────────────────────────────────────────────

    def _text(self, condition: Condition, truth: bool = True) -> Text:
        """Return that a condition is certainly true, or certainly false."""
        return self._rail(condition, truth, certain=True)

    def _may(self, condition: Condition, truth: bool = True) -> Text:
        """Return that a condition may be true, or may be false."""
        return self._rail(condition, truth, certain=False)

    def _rail(self, condition: Condition, truth: bool, *, certain: bool) -> Text:
        match condition:
            case Constant(constant):
                return not certain if constant is None else constant is truth
            case Step(name):
                text = self._named(name, certain=certain is truth)
                return text if truth else _negated(text)
            case Not(part):
                return self._rail(part, not truth, certain=certain)
            case AllOf(parts):
                return (_and if truth else _or)(*(self._rail(part, truth, certain=certain) for part in parts))
            case AnyOf(parts):
                return (_or if truth else _and)(*(self._rail(part, truth, certain=certain) for part in parts))
            case Flag(fact):
                return f"{fact} == {_word(truth)}" if certain else f"{fact} != {_word(not truth)}"
            case Among() | Has() | AtLeast() | Within() | Found():
                return self._atom(condition, truth, certain=certain)
            case _:
                assert_never(condition)

    def _atom(self, atom: Among | Has | AtLeast | Within | Found, truth: bool, *, certain: bool) -> str:
        """Return an atom on a rail; where null already gives the right answer, it is not asked about."""
        fact = atom.fact
        known, unknown = f"{fact} != null", f"{fact} == null"
        of_null: bool | None = None
        match atom:
            case Among(_, [option]):
                texts, of_null = (f"{fact} == '{option}'", f"{fact} != '{option}'"), False
            case Among(_, options):
                listed = f"{fact} in {list(options)}"
                texts, of_null = (listed, f"not ({listed})"), False
            case Has(_, option):
                listed = f"'{option}' in {self._every(fact)}"
                texts, of_null = (listed, f"not ({listed})"), True
            case AtLeast(_, number):
                texts = f"{fact} >= {number}", f"{fact} < {number}"
            case Within(_, first, last):
                between = self._within.format(fact=fact, first=first, last=last)
                texts = between, f"not ({between})"
            case Found(_, bodies):
                known = self._found(fact, bodies)
                unknown = f"not {known}"
                texts = f"{fact}.conclusion == true", f"{fact}.conclusion == false"
            case _:
                assert_never(atom)
        text = texts[0] if truth else texts[1]
        if of_null is not None and of_null is (truth is not certain):
            return text
        return f"{known} and {text}" if certain else f"({unknown} or {text})"

    # ── steps ───────────────────────────────────────────────────────────

    def _named(self, name: str, *, certain: bool) -> Text:
        """Return a step of the task on a rail; it is written down when it is first used."""
        key = name, certain
        if key not in self._rails:
            text = self._rail(self.task.steps[name], truth=True, certain=certain)
            self._rails[key] = self._step(f"{name}{'T' if certain else 'M'}", text)
        return self._rails[key]

    def _step(self, name: str, text: Text) -> Text:
        """Return the name under which an expression is noted; what is short is not noted, but written where used."""
        if isinstance(text, bool) or not _COMPOUND.search(text):
            return text
        self.steps[name] = text
        return name

    def _every(self, fact: str) -> str:
        """Return the set of options that a fact may hold: null may hold all that anybody asks about."""
        name = f"{fact}K"
        if name not in self.steps:
            parts = (part for condition in self.task.conditions() for part in walk(condition))
            options = dict.fromkeys(part.option for part in parts if isinstance(part, Has) and part.fact == fact)
            self.steps[name] = f"{fact} != null ? {fact} : {list(options)}"
        return name

    def _found(self, fact: str, bodies: Sequence[str]) -> str:
        """Return whether there is a finding that counts."""
        name = f"{fact}K"
        self.steps[name] = (
            f"{fact} != null and {fact}.date != null and {fact}.basis != null and {fact}.body in {list(bodies)}"
        )
        return name

    def _inline(self, growth: float) -> None:
        """Write steps out where they are used if that adds at most so many characters."""
        for name in list(self.steps):
            step, used = self.steps[name], re.compile(_USE.format(name))
            uses = sum(len(used.findall(text)) for text in (*self.steps.values(), self.answers))
            if (uses - 1) * len(step) <= growth:
                del self.steps[name]
                written = f"({step})"
                self.steps = {step_name: used.sub(written, text) for step_name, text in self.steps.items()}
                self.answers = used.sub(written, self.answers)


_USE = r"(?<![\w.'])({})\b(?!')"
_COMPOUND = re.compile(r" and | or | in ")


def _word(truth: bool) -> str:
    return "true" if truth else "false"


def _shown(text: Text) -> str:
    return _word(text) if isinstance(text, bool) else text


def _and(*texts: Text) -> Text:
    if False in texts:
        return False
    return " and ".join(dict.fromkeys(text for text in texts if isinstance(text, str))) or True


def _or(*texts: Text) -> Text:
    if True in texts:
        return True
    parts = list(dict.fromkeys(text for text in texts if isinstance(text, str)))
    return f"({' or '.join(parts)})" if len(parts) > 1 else parts[0] if parts else False


def _negated(text: Text) -> Text:
    if isinstance(text, bool):
        return not text
    return f"not {text}" if text.isidentifier() else f"not ({text})"


def _chosen(*links: tuple[Text, str]) -> str:
    """Return a chain that gives the value of the first condition that holds, or the last value if none does."""
    chain, last = [], links[-1][1]
    for condition, value in links[:-1]:
        if condition is True:
            last = value
            break
        if condition is not False:
            chain.append(f"{condition} ? {value} : ")
    return "".join(chain) + last


def renamed(expression: str, steps: Sequence[str], form: str) -> str:
    r"""Return an expression with the steps that it uses in another form, ``\1`` being the name."""
    return (
        re.sub(_USE.format("|".join(sorted(steps, key=len, reverse=True))), form, expression) if steps else expression
    )
