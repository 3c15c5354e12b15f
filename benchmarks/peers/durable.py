"""durable_rules: one fact for the record, and rules for all that is certain of it.

It has no unknown, and a comparison with what is not there does not match. So each rule says when something is
certain: that a ground holds, that it does not, that an outcome is excluded. What no rule has said is open. The rules
are written in its language and run by its engine alone, since its host starts threads that never end; the state that a
record opens is deleted after it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from itertools import count
from operator import and_, or_
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
)
from benchmarks.peers.task import Answer, PolicyAnswer, Record, Task, only

_serial = count(1)
Certain = tuple[Any, Any]
"""When something certainly holds, and when it certainly does not; None: never."""
Conclusion = tuple[str, str, int]
"""A policy, what is certain (a ground holds, it fails, an outcome is excluded), and of which ground or outcome."""


def rules(task: Task) -> tuple[Callable[[Record], Any], Callable[[Any], Answer]]:
    """Return the ruleset's run, which collects what rules conclude from a record, and how that is read."""
    from durable import engine, lang

    drawn: set[Conclusion] = set()
    failed: list[BaseException] = []
    ruleset = lang.ruleset(f"task{next(_serial)}")
    with ruleset:
        for condition, conclusions in _rules(task, lang.m, lang.item):
            lang.when_all(condition)(_drawing(drawn, conclusions))
        lang.when_all(lang.m.case == True)(lambda _: None)  # noqa: E712 - a fact that no rule matches is an error
    name, definition = ruleset.define()
    running = engine.Ruleset(name, None, definition)
    numbers = count(1)

    def done(error: BaseException | None, _state: Any) -> None:
        if error is not None:
            failed.append(error)

    def run(record: Record) -> set[Conclusion]:
        drawn.clear()
        sid = str(next(numbers))
        running.do_actions(running.assert_fact(_known(record) | {"sid": sid, "case": True}), done)
        running.delete_state(sid)
        if failed:
            raise failed.pop()
        return drawn.copy()

    return run, lambda drawn: _read(task, drawn)


def _known(record: Record) -> Record:
    """Return what a record says, without null, which a test for presence matches, and with something in every list."""
    return {
        name: _known(value) if type(value) is dict else value if value != [] else ["none"]
        for name, value in record.items()
        if value is not None
    }


def _drawing(drawn: set[Conclusion], conclusions: list[Conclusion]) -> Callable[[Any], None]:
    """Return an action; the engine counts its arguments."""
    return lambda _: drawn.update(conclusions)


def _read(task: Task, drawn: set[Conclusion]) -> Answer:
    answers = []
    for policy in task.policies:
        code = policy.code
        grounds = tuple(
            True if (code, "holds", number) in drawn else False if (code, "fails", number) in drawn else None
            for number in range(len(policy.grounds))
        )
        outcomes = enumerate(policy.outcomes)
        possible = [outcome for number, outcome in outcomes if (code, "excluded", number) not in drawn]
        answers.append(PolicyAnswer(grounds, frozenset(possible) if task.asks_possible else None, only(possible)))
    return tuple(answers)


def _rules(task: Task, m: Any, item: Any) -> list[tuple[Any, list[Conclusion]]]:
    """Return conditions, each with what is certain under it; ``m`` is the fact, ``item`` an item of its lists."""
    rules: list[tuple[Any, list[Conclusion]]] = []

    def certain(condition: Condition) -> Certain:
        return _certain(condition, task, m, item)

    force = certain(task.force)
    for policy in task.policies:
        code, last = policy.code, len(policy.entries)
        listed, not_applicable, not_in_force = range(last + 1), last + 1, last + 2
        applies = certain(policy.applies)
        none = [(code, "fails", number) for number in range(len(policy.grounds))]
        rules += [
            (force[0], [(code, "excluded", not_in_force)]),
            (force[1], [*none, *((code, "excluded", number) for number in (*listed, not_applicable))]),
            (applies[0], [(code, "excluded", not_applicable)]),
            (applies[1], [*none, *((code, "excluded", number) for number in listed)]),
        ]
        for number, condition in enumerate(policy.grounds.values()):
            rules.append((certain(all_of(task.force, policy.applies, condition))[0], [(code, "holds", number)]))
            rules.append((certain(condition)[1], [(code, "fails", number)]))
        for number, entry in enumerate(policy.entries):
            ends, fails = certain(entry.ends)[0], certain(entry.condition)[1]
            rules.append((ends, [(code, "excluded", later) for later in listed[number + 1 :]]))
            rules.append((fails, [(code, "excluded", number)]))
    return [(condition, conclusions) for condition, conclusions in rules if condition is not None]


def _certain(condition: Condition, task: Task, m: Any, item: Any) -> Certain:
    always = m.case == True  # noqa: E712 - rules, not truths
    match condition:
        case Constant(constant):
            return always if constant else None, always if constant is False else None
        case Step(name):
            return _certain(task.steps[name], task, m, item)
        case Not(part):
            return _certain(part, task, m, item)[::-1]
        case AllOf(parts):
            holds, fails = zip(*(_certain(part, task, m, item) for part in parts), strict=True)
            return _all(*holds), _any(*fails)
        case AnyOf(parts):
            holds, fails = zip(*(_certain(part, task, m, item) for part in parts), strict=True)
            return _any(*holds), _all(*fails)
        case Flag() | Among() | Has() | AtLeast() | Within() | Found():
            pass
        case _:
            assert_never(condition)
    fact = getattr(m, condition.fact)
    match condition:
        case Flag():
            return fact == True, fact == False  # noqa: E712
        case Among(_, options):
            return _any(*(fact == option for option in options)), _all(*(fact != option for option in options))
        case Has(_, option):
            return fact.anyItem(item == option), fact.allItems(item != option)
        case AtLeast(_, number):
            return fact >= number, fact < number
        case Within(_, first, last):
            return (fact >= first) & (fact <= last), (fact < first) | (fact > last)
        case Found(_, bodies):
            known = _all(+fact.date, +fact.basis, _any(*(fact.body == body for body in bodies)))
            return known & (fact.conclusion == True), known & (fact.conclusion == False)  # noqa: E712
        case _:
            assert_never(condition)


def _all(*parts: Any) -> Any:
    return None if any(part is None for part in parts) else reduce(and_, parts)


def _any(*parts: Any) -> Any:
    given = [part for part in parts if part is not None]
    return reduce(or_, given) if given else None
