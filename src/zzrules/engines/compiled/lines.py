"""Lines of Python, the names in them, and the constants that they refer to.

Every name is generated and every text of a policy is a constant passed beside the lines or, a fact's code, a literal:
no text of a policy can become code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

from zzrules.base.frozen import frozen
from zzrules.case.values import UNSETTLED


@frozen
class Atom:
    """An expression without effects, cheap enough to repeat, and whether it can be NONE or unknown."""

    text: str
    none: bool = True
    unknown: bool = True


class Lines:
    """Lines as they are written: their indent, their locals, and what is remembered in which block."""

    def __init__(self) -> None:
        """Begin with no line."""
        self.constants: dict[str, Any] = {"Z": UNSETTLED}
        self._lines: list[str] = []
        self._depth = 0
        self._outermost = 0
        self._names = count()
        self._known: list[dict[Any, Any]] = []
        self._elements = ["x"]
        self._initial = 0
        self._kept: dict[Any, str] = {}

    @property
    def source(self) -> str:
        """The lines written so far; ``constants`` holds what they refer to."""
        return "\n".join(self._lines) + "\n"

    def _begin(self) -> None:
        """Write what every function begins with."""
        self._emit("g = v.get")
        self._initial, self._kept = len(self._lines), {}

    def _remember(self, key: Any, expression: str) -> str:
        """Return the local that holds an expression, written where it is first needed."""
        for known in self._known:
            if key in known:
                return str(known[key])
        name = self._name()
        self._emit(f"{name} = {expression}")
        self._known[-1][key] = name
        return name

    def _constant(self, value: Any) -> str:
        name = f"k{next(self._names)}"
        self.constants[name] = value
        return name

    def _once(self, key: Any, expression: str) -> str:
        """Return an expression that works a value out where it is first needed in a function, and keeps it."""
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self._name()
            self._lines.insert(self._initial, f"    {kept} = Z")
            self._outermost += 1
        return f"({kept} if {kept} is not Z else ({kept} := {expression}))"

    def _keeping(self) -> str:
        """Return the expression of what keeps, for one call of a function, what others work out for it."""
        return self._once("kept", "{}")

    def _in_local(self, atom: Atom) -> Atom:
        """Return an atom as a local, written before if need be; what is a local or a number already stays it."""
        if atom.text.isalnum():
            return atom
        local = self._name()
        self._emit(f"{local} = {atom.text}")
        return Atom(local, atom.none, atom.unknown)

    def _name(self) -> str:
        return f"n{next(self._names)}"

    def _emit(self, line: str) -> None:
        self._lines.append("    " * self._depth + line)

    @contextmanager
    def _block(self, head: str) -> Iterator[None]:
        """Indent; what is remembered inside a block is forgotten behind it."""
        if self._depth == 1:
            self._outermost = len(self._lines)
        self._emit(head)
        self._depth += 1
        self._known.append({})
        try:
            yield
        finally:
            self._known.pop()
            self._depth -= 1

    @contextmanager
    def _hoisted(self) -> Iterator[None]:
        """Write at the level of the function, before the block at hand: a derived value is no block's own."""
        if self._depth == 1:
            yield
            return
        here = self._lines, self._depth, self._known, self._outermost
        before, after = self._lines[: self._outermost], self._lines[self._outermost :]
        self._lines, self._depth, self._known = before, 1, self._known[:1]
        try:
            yield
        finally:
            written = self._lines
            self._lines, self._depth, self._known, _ = here
            self._outermost = len(written)
            self._lines[:] = [*written, *after]

    @contextmanager
    def _each(self, rows: str) -> Iterator[str]:
        """Write a loop over elements; each has a name of its own, since loops may stand in one another."""
        self._elements.append(f"x{len(self._elements)}")
        with self._block(f"for {self._elements[-1]} in {rows}:"):
            yield self._elements[-1]
        self._elements.pop()


def tuple_of(expressions: Sequence[str]) -> str:
    """Return the expression of a tuple."""
    return f"({', '.join(expressions)}{',' if expressions else ''})"
