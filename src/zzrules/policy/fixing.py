"""Edits that repair a mistake, for whoever notes it: one name for another, a key that is missing, one too many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from zzrules.base.errors import Edit, Fix, Place
from zzrules.policy.yamltree import Mapping, Node, Scalar

PLACEHOLDER: Final = "待补"
"""What stands, without quotation marks, for a value that a person has yet to write."""


def inserted(place: Place, text: str, title: str, *, sure: bool = False) -> Fix:
    """Return that a text is put in before a place."""
    return Fix(title, (Edit(place.until(place.line, place.column), text),), sure)


def missing(node: Mapping, key: str) -> tuple[Fix, ...]:
    """Return that a key is put in before the others of a mapping, with its content to be filled in."""
    if not node.entries:
        return ()
    first = node.entries[0][0].place
    if first == node.place and first is not node.place:  # a pair in brackets, without braces of its own
        return ()
    after = ", " if first != node.place else "\n" + " " * (first.column - 1)
    return (inserted(first, f"{key}: {PLACEHOLDER}{after}", f"补上「{key}: {PLACEHOLDER}」"),)


def without_entry(lines: Sequence[str], key: Scalar, value: Node, *, in_braces: bool, same: bool) -> tuple[Fix, ...]:
    """Return that a key is deleted with what stands under it, which is sure if the ``same`` stands elsewhere.

    What cannot be told from its neighbours by its lines, or by the comma before it, is left to a person.
    """
    place, indent = key.place, key.place.column - 1
    before, end = lines[place.line - 1][:indent], value.place
    if in_braces:
        comma = len(before.rstrip())
        if not before.rstrip().endswith(","):
            return ()
        whole = Place(place.source, place.line, comma, end.end_line, end.end_column)
    else:
        following = range(place.line, len(lines))
        stop = next((at for at in following if lines[at].strip() and indent_of(lines[at]) <= indent), len(lines))
        while not lines[stop - 1].strip() or lines[stop - 1].lstrip().startswith("#"):
            stop -= 1
        if stop == len(lines) or stop < max(value.place.line, value.place.end_line):
            return ()
        whole = Place(place.source, place.line, 1, stop + 1, 1)
    return (Fix("删去这一处", (Edit(whole, ""),), sure=same),)


def indent_of(line: str) -> int:
    """Return by how many spaces a line is indented."""
    return len(line) - len(line.lstrip(" "))
