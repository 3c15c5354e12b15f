"""Conditions of three values as data: what a task says once, and every engine translates into its own language.

A truth is True, False or None (unknown); connectives are Kleene's. Facts are as in a record: None is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

Truth = bool | None


@dataclass(frozen=True)
class Constant:
    """The same for every row; a condition on a fact that no row states is `UNKNOWN`."""

    truth: Truth


@dataclass(frozen=True)
class Flag:
    """A fact is true."""

    fact: str


@dataclass(frozen=True)
class Among:
    """An option is one of these."""

    fact: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Has:
    """A set of options holds this one."""

    fact: str
    option: str


@dataclass(frozen=True)
class AtLeast:
    """A number is at least this one."""

    fact: str
    number: int


@dataclass(frozen=True)
class Within:
    """A day lies between two days in ISO format, both included."""

    fact: str
    first: str
    last: str


@dataclass(frozen=True)
class Found:
    """A finding is positive; unknown unless it has a date, a basis, and one of these bodies made it."""

    fact: str
    bodies: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A condition that the task has named."""

    name: str


@dataclass(frozen=True)
class Not:
    part: Condition


@dataclass(frozen=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Condition, ...]


Atom = Flag | Among | Has | AtLeast | Within | Found
Condition = Constant | Atom | Step | Not | AllOf | AnyOf
TRUE, FALSE, UNKNOWN = Constant(True), Constant(False), Constant(None)


def all_of(*parts: Condition) -> Condition:
    """Return the conjunction, without constants that do not matter."""
    kept = [part for part in dict.fromkeys(parts) if part != TRUE]
    if FALSE in kept:
        return FALSE
    return AllOf(tuple(kept)) if len(kept) > 1 else kept[0] if kept else TRUE


def any_of(*parts: Condition) -> Condition:
    """Return the disjunction, without constants that do not matter."""
    kept = [part for part in dict.fromkeys(parts) if part != FALSE]
    if TRUE in kept:
        return TRUE
    return AnyOf(tuple(kept)) if len(kept) > 1 else kept[0] if kept else FALSE


def never_true(condition: Condition) -> bool:
    """Return whether a condition is false or unknown in every row."""
    return condition in (FALSE, UNKNOWN) or (isinstance(condition, AllOf) and UNKNOWN in condition.parts)


def perhaps(condition: Condition) -> Condition:
    """Return a condition that may be true in the same rows, and is simpler if this one is never true."""
    if not never_true(condition):
        return condition
    return all_of(*(part for part in condition.parts if part != UNKNOWN)) if isinstance(condition, AllOf) else condition


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield a condition and all its parts; steps are not followed."""
    yield condition
    match condition:
        case Not(part):
            yield from walk(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from walk(part)
        case Constant() | Step() | Flag() | Among() | Has() | AtLeast() | Within() | Found():
            pass
        case _:
            assert_never(condition)


def levels(steps: Mapping[str, Condition]) -> list[dict[str, Condition]]:
    """Return the steps in layers: each refers to steps of earlier layers only."""
    level: dict[str, int] = {}
    layers: list[dict[str, Condition]] = []
    for name, condition in steps.items():
        level[name] = max((level[part.name] + 1 for part in walk(condition) if isinstance(part, Step)), default=0)
        if level[name] == len(layers):
            layers.append({})
        layers[level[name]][name] = condition
    return layers
