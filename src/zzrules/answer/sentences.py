"""Steps as sentences: what holds, and where nothing else applies, what the other outcomes lacked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from zzrules.answer.parts import Reason, Step

_NOT_INVOKED = 1_000
"""How far off a catch-all item is that nobody invoked: farther than any ground."""


def otherwise(entries: Sequence[Step]) -> Step:
    """Return the step of an entry without a condition: it holds as far as the ``entries`` before it do not."""
    truth = None if any(entry.truth is None for entry in entries) else True
    text = "其他各项结论都不成立" if entries else "只要适用，就是这一结论"
    return Step(text, truth, "", tuple(entries), "otherwise")


def holding(step: Step) -> Iterator[Reason]:
    """Yield the conditions that hold, down to single facts; of alternatives, only those that hold."""
    if step.truth is not True:
        return
    match step.kind:
        case "reading":
            return
        case "otherwise":
            yield Reason(step.text, tuple(_excluded(step.parts)))
        case "all" | "any" | "entry":
            yield from _parts(step)
        case "list" if any(part.truth for part in step.parts):
            yield Reason(step.text, tuple(_parts(step)))
        case "not":
            yield Reason(clause(step), tuple(reason for part in step.parts for reason in _lacked(part)))
        case "ground" | "derived" | "catch_all" | "obligation" | "list" | "element" | "condition":
            yield Reason(clause(step), tuple(_parts(step)))
        case _:
            assert_never(step.kind)


def failing(step: Step) -> Iterator[Reason]:
    """Yield the single conditions that make a step false."""
    yield from (Reason(text) for text in dict.fromkeys(clause(reason) for reason in against(step)))


def _lacked(step: Step) -> Iterator[Reason]:
    """Yield what a condition that fails lacked; nothing of a single one."""
    match step.kind:
        case "ground" | "derived":
            for part in step.parts:
                yield from failing(part)
        case "all" | "any":
            yield from failing(step)


def denied(step: Step) -> Iterator[Step]:
    """Yield the grounds that a step holds for want of, each by itself."""
    if step.truth is not True:
        return
    if step.kind == "not":
        yield from (part for part in step.parts if part.kind == "ground")
    elif step.kind in ("all", "any", "derived", "entry"):
        for part in step.parts:
            yield from denied(part)


def _parts(step: Step) -> Iterator[Reason]:
    return (reason for part in step.parts for reason in holding(part))


def _excluded(entries: Sequence[Step]) -> list[Reason]:
    """Return a sentence on each ground or outcome that does not hold, the nearest first: what it lacked.

    An outcome that a ground excludes comes with the ground. One that fails for want of a ground has no sentence of its
    own: its grounds do.
    """
    others: dict[str, list[Step]] = {}
    wanting: dict[str, list[Step]] = {}
    for entry in entries:
        lacked = [ground for ground in against(entry) if ground.kind == "ground" and ground.truth is False]
        for ground in lacked:
            wanting.setdefault(ground.name, []).append(ground)
        if entry.truth is False and not lacked:
            others.setdefault(entry.name, []).append(entry)
    lines = [(min(map(_distance, same)), _without(name, same)) for name, same in others.items()]
    for same in wanting.values():
        ground = min(same, key=_distance)  # without its procedure, if an entry asks for it alone
        lines.append((_distance(ground), Reason(f"{clause(ground)}：{_joined(_inside(ground))}")))
    return [reason for _, reason in sorted(lines, key=lambda line: line[0])]


def _without(name: str, entries: Sequence[Step]) -> Reason:
    """Return why an outcome does not follow; with the grounds that exclude it, if any do."""
    reasons = list(dict.fromkeys(reason for entry in entries for reason in against(entry)))
    grounds = [reason for reason in reasons if reason.kind == "ground"]
    if len(grounds) > 1:
        rest = [reason for reason in reasons if reason.kind != "ground"]
        shown = tuple(reason for ground in grounds for reason in holding(ground))
        return Reason(f"「{name}」不成立：{_joined(rest) or '因为下列情形成立'}", shown)
    return Reason(f"「{name}」不成立：{_joined(reasons)}", tuple(_parts(grounds[0])) if grounds else ())


def deciding(step: Step, *, truth: bool) -> Iterator[Step]:
    """Yield the single conditions, and the grounds, that give a step this truth; nothing of one that has another."""
    if step.truth is not truth:
        return
    match step.kind:
        case "all" | "any" | "derived" | "entry":
            yield from (reason for part in step.parts for reason in deciding(part, truth=truth))
        case "not":
            yield from (reason for part in step.parts for reason in deciding(part, truth=not truth))
        case "catch_all" if step.parts and not truth:
            yield from (reason for part in step.parts for reason in deciding(part, truth=truth))
        case "catch_all" | "ground" | "obligation" | "list" | "element" | "reading" | "otherwise" | "condition":
            yield step
        case _:
            assert_never(step.kind)


def against(step: Step) -> Iterator[Step]:
    """Yield what makes a step false."""
    return deciding(step, truth=False)


def lacking(step: Step) -> Iterator[str]:
    """Yield what keeps a step from being true, one clause for each single condition that fails or is open."""
    match step.truth:
        case True:
            return
        case None:
            yield from map(clause, _open(step))
        case False if step.kind in ("all", "any", "ground", "derived", "catch_all", "entry") and step.parts:
            for part in step.parts:
                yield from lacking(part)
        case False:
            yield from map(clause, against(step))


def _open(step: Step) -> Iterator[Step]:
    """Yield the single conditions that keep a step open."""
    if step.truth is not None:
        return
    match step.kind:
        case "all" | "any" | "not" | "ground" | "derived" | "entry" | "otherwise":
            yield from (reason for part in step.parts for reason in _open(part))
        case "catch_all" | "list" | "element" if any(part.truth is None for part in step.parts):
            yield from (reason for part in step.parts for reason in _open(part))
        case "catch_all" | "obligation" | "list" | "element" | "reading" | "condition":
            yield step
        case _:
            assert_never(step.kind)


def _inside(ground: Step) -> Iterator[Step]:
    """Yield what a ground that does not hold lacked."""
    for part in ground.parts:
        yield from against(part)


def _distance(step: Step) -> int:
    """Return how many single conditions a step that does not hold lacked; what is open counts for nothing."""
    if step.truth is not False:
        return 0
    match step.kind:
        case "all" | "ground" | "derived" | "entry":
            return sum(_distance(part) for part in step.parts)
        case "any":
            return min(map(_distance, step.parts), default=1)
        case "catch_all":
            return sum(_distance(part) for part in step.parts) if step.parts else _NOT_INVOKED
        case "not" | "obligation" | "list" | "element" | "reading" | "otherwise" | "condition":
            return 1
        case _:
            assert_never(step.kind)


def _joined(reasons: Iterable[Step]) -> str:
    return "；".join(dict.fromkeys(clause(reason) for reason in reasons))


def clause(step: Step) -> str:
    """Return what is the case of a single condition."""
    return step.said or f"{step.text}" + (f"（{step.shown}）" if step.shown else "")
