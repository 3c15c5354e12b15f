"""Whether a change is seen: `python -m benchmarks.mutations [--number N] [--seconds S]`.

The shipped policies are changed in one place each, at random: an operator, a bound, an option, a body, the order of two
entries, a condition dropped or turned round. For each change, `zzrules.analysis` is to show a case that is answered
otherwise, or to prove that there is none. What it does neither for is open. Processor time is counted.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from time import process_time
from typing import Any

from benchmarks.measure import table

import zzrules
from zzrules.analysis.difference import Comparison, Found
from zzrules.base.frozen import replaced
from zzrules.plan import model, nodes, walks
from zzrules.plan.shadows import shadowed
from zzrules.policy.vocabulary import Kind

NUMBER, SECONDS, SEED = 500, 2.0, 14
_OTHERS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}


@dataclass(frozen=True)
class Mutation:
    """A change of one policy: its kind, where it is, the plan with it."""

    kind: str
    policy: str
    place: str
    plan: model.Plan


def changed(node: Any, random: Random) -> tuple[str, Any] | None:
    """Return a node otherwise, with the kind of the change; None if there is nothing to change in it itself."""
    match node:
        case nodes.Compare(operator, left, right) if operator in _OTHERS:
            return "operator", nodes.Compare(_OTHERS[operator], left, right)
        case nodes.Lasted(operator=operator) if operator in _OTHERS:
            return "operator", replaced(node, operator=_OTHERS[operator])
        case nodes.Literal((int(number), unit), text, Kind.DURATION):
            return "bound", nodes.Literal((number + 1, unit), text, Kind.DURATION)
        case nodes.Literal(int(number), text, kind) if kind in (Kind.INTEGER, Kind.DATE):
            return "bound", nodes.Literal(number + 1, text, kind)
        case nodes.Among(nodes.FactValue(fact) as value, codes, inside) if fact.options:
            others = sorted({*fact.options.values()} - codes)
            more = random.choice(others) if others else ""
            fewer = frozenset(sorted(codes)[1:]) if len(codes) > 1 else frozenset[str]()
            return "option", nodes.Among(value, codes | {more} if more else fewer, inside)
        case nodes.Found(expected=expected, bodies=bodies):
            if random.random() < 0.5 and len(bodies) > 1:
                return "body", replaced(node, bodies=frozenset(sorted(bodies)[1:]))
            return "turned round", replaced(node, expected=not expected)
        case nodes.IsTrue():
            return "turned round", nodes.Not(node)
        case nodes.All(parts) | nodes.Any(parts) if len(parts) > 1:
            if random.random() < 0.5:
                at = random.randrange(len(parts))
                return "dropped", type(node)(parts[:at] + parts[at + 1 :])
            return "all and any", (nodes.Any if isinstance(node, nodes.All) else nodes.All)(parts)
        case _:
            return None


def rewritten(part: Any, target: int, counter: list[int], random: Random, kinds: list[str]) -> Any:
    """Return a part in which the node of a number (in walking order) is otherwise."""
    if isinstance(part, tuple) and type(part) is tuple:
        return tuple(rewritten(one, target, counter, random, kinds) for one in part)
    if type(part) not in walks.NODES and not isinstance(part, nodes.Suspension):
        return part
    counter[0] += 1
    if counter[0] == target and (other := changed(part, random)) is not None:
        kinds.append(other[0])
        return other[1]
    fields = {name: rewritten(getattr(part, name), target, counter, random, kinds) for name in part.__match_args__}
    return replaced(part, **fields)


def mutations(plan: model.Plan, number: int) -> Iterator[Mutation]:
    """Yield so many changes, the same in every run."""
    random = Random(SEED)  # noqa: S311 - the same changes in every run
    made = 0
    while made < number:
        found = _changed(plan, random)
        if found is not None:
            made += 1
            yield found


def changed_plan(plan: model.Plan, random: Random) -> tuple[str, model.Plan] | None:
    """Return a plan changed in one place, with the code of the policy; None where chance found nothing to change."""
    found = _changed(plan, random)
    return (found.policy, found.plan) if found is not None else None


def _changed(plan: model.Plan, random: Random) -> Mutation | None:
    policy = random.choice(plan.policies)
    at = random.randrange(len(policy.versions))
    found = _mutated(policy.versions[at], random)
    if found is None:
        return None
    kind, place, other = found
    cleared = replaced(
        other, unless=nodes.NEVER, entries=tuple(replaced(one, unless=nodes.NEVER) for one in other.entries)
    )
    versions = (*policy.versions[:at], cleared, *policy.versions[at + 1 :])
    others = {one.code: one for one in plan.policies}
    mutant = shadowed(replaced(policy, versions=versions), others, plan.contradictions)
    policies = tuple(mutant if one.code == policy.code else one for one in plan.policies)
    return Mutation(kind, policy.code, place, replaced(plan, policies=policies))


def _mutated(version: model.Version, random: Random) -> tuple[str, str, model.Version] | None:
    where = random.choice(("requirements", "grounds", "entries", "entries", "derived", "order"))
    if where == "order":
        if len(version.entries) < 2:
            return None
        at = random.randrange(len(version.entries) - 1)
        entries = [*version.entries]
        entries[at], entries[at + 1] = entries[at + 1], entries[at]
        return "order", f"entry {at}", replaced(version, entries=tuple(entries))
    if where == "derived":
        if not version.derived:
            return None
        name = random.choice(sorted(version.derived))
        found = _of_node(version.derived[name], random)
        if found is None:
            return None
        kind, node = found
        return kind, f"derived {name}", replaced(version, derived={**version.derived, name: node})
    parts = getattr(version, where)
    if not parts:
        return None
    at = random.randrange(len(parts))
    found = _of_node(parts[at].condition, random)
    if found is None:
        return None
    kind, node = found
    other = (*parts[:at], replaced(parts[at], condition=node), *parts[at + 1 :])
    return kind, f"{where} {at}", replaced(version, **{where: other})


def _of_node(node: nodes.Node, random: Random) -> tuple[str, nodes.Node] | None:
    kinds: list[str] = []
    total = sum(1 for _ in walks.walk(node))
    other = rewritten(node, random.randint(1, total), [0], random, kinds)
    return (kinds[0], other) if kinds and other != node else None


def study(number: int, seconds: float) -> str:
    """Return the figures as a section in Markdown."""
    plan = zzrules.load().plan
    found: dict[str, Counter[Found]] = {}
    spent: list[float] = []
    left: list[str] = []
    for mutation in mutations(plan, number):
        start = process_time()
        compared = Comparison(plan, mutation.plan, seconds, enough=1)
        code = mutation.policy
        result = compared.policy(code, plan.policy(code), mutation.plan.policy(code))
        spent.append(process_time() - start)
        found.setdefault(mutation.kind, Counter())[result.found] += 1
        if result.found == "open":
            whole = all(one.whole for one in result.stretches if one.found == "open")
            tried = sum(one.tried for one in result.stretches)
            note = "complete cases proven the same" if whole else f"{tried} cases tried"
            left.append(f"{mutation.kind}: {code}, {mutation.place} ({note})")
    spent.sort()
    rows = [
        [kind, str(told.total()), str(told["otherwise"]), str(told["same"]), str(told["open"])]
        for kind, told in sorted(found.items())
    ]
    every = sum((told for told in found.values()), Counter[Found]())
    rows.append(["all", str(every.total()), str(every["otherwise"]), str(every["same"]), str(every["open"])])
    settled = 100 * (every.total() - every["open"]) / every.total()
    head = ("change", "number", "shown by a case", "proven to change nothing", "open")
    return "\n".join(
        [
            table(head, rows),
            "",
            (
                f"Settled: {settled:.1f} %. Processor time of one: median {spent[len(spent) // 2]:.2f} s, "
                f"95 % within {spent[int(len(spent) * 0.95)]:.2f} s, the longest {spent[-1]:.2f} s."
            ),
            *([] if not left else ["", "Open:", "", *(f"- {one}" for one in left)]),
            "",
        ]
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__)
    parser.add_argument("--number", type=int, default=NUMBER)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    chosen = parser.parse_args()
    print(study(chosen.number, chosen.seconds))


if __name__ == "__main__":
    main()
