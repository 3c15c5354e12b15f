"""Writing down for which words advice was looked at: 摘要 under 「留意」, in policy and vocabulary files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping as AbstractMapping
from pathlib import Path
from typing import Final

from zzrules.base.errors import Place
from zzrules.policy.editing import Edited, edit_policies, lines_of, mapping_of
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar, Sequence

NOTED: Final = "留意"
_DIGEST: Final = "摘要"
_PART: Final = "所在"


def note_digests(folder: Path, wanted: AbstractMapping[Place, str], problems: Problems) -> tuple[Edited, ...]:
    """Write digests into the entries of 留意 in files of a folder; return the files that changed.

    ``wanted`` has the digests by where the part (所在) of each entry is written. An entry that cannot be given one
    stays as it is: the check goes on asking for it. A file that cannot be written is noted (ZZ110).
    """

    def edit(text: str, tree: Mapping) -> tuple[str, int]:
        digests = {
            (place.line, place.column): one for place, one in wanted.items() if place.source == tree.place.source
        }
        count = 0
        for at in sorted(digests, reverse=True):  # the last first, so that the others stay where they are
            edited = _with_digest(text, at, digests[at]) if lines_of(text) else None
            text, count = (text, count) if edited is None else (edited, count + 1)
        return text, count

    return edit_policies(folder, edit, problems, ("政策", "词汇"))


def _with_digest(text: str, at: tuple[int, int], digest: str) -> str | None:
    """Return a file with the digest of one entry; None where it cannot be given one."""
    read = mapping_of(text)
    entry = next((one for one in _entries(read) if _stands(one) == at), None) if read is not None else None
    if read is None or entry is None:
        return None
    stated = _stated(read, at, digest)
    return next((edited for edited in _edits(text, entry, digest) if mapping_of(edited) == stated), None)


def _edits(text: str, entry: Mapping, digest: str) -> Iterator[str]:
    """Yield the text with the digest where it may belong: in the place of the old one, or at the end of the entry."""
    lines = text.split("\n")
    old = next((value for key, value in entry.entries if key.text == _DIGEST), None)
    if isinstance(old, Scalar):
        at, column = old.place.line - 1, old.place.column - 1
        before, after = lines[at][:column], lines[at][column:]
        yield "\n".join([*lines[:at], before + after.replace(old.text, digest, 1), *lines[at + 1 :]])
        return
    first = entry.entries[0][0].place
    last = max(value.place.line for _, value in entry.entries if isinstance(value, Scalar))
    if lines[entry.place.line - 1][entry.place.column - 1] == "{":
        for number in range(last - 1, len(lines)):
            for column, sign in enumerate(lines[number]):
                if sign == "}":
                    before = lines[number][:column]
                    line = f"{before}, {_DIGEST}: {digest}{lines[number][column:]}"
                    yield "\n".join([*lines[:number], line, *lines[number + 1 :]])
        return
    ending = "\r" if lines[0].endswith("\r") else ""
    for number in range(last, len(lines) + 1):
        line = f"{' ' * (first.column - 1)}{_DIGEST}: {digest}{ending}"
        yield "\n".join([*lines[:number], line, *lines[number:]])


def _entries(tree: Mapping) -> Iterator[Mapping]:
    for key, value in tree.entries:
        if key.text == NOTED and isinstance(value, Sequence):
            yield from (one for one in value.items if isinstance(one, Mapping))


def _stands(entry: Mapping) -> tuple[int, int] | None:
    """Return where the part of an entry is written."""
    part = next((value for key, value in entry.entries if key.text == _PART), None)
    return (part.place.line, part.place.column) if isinstance(part, Scalar) else None


def _stated(tree: Mapping, at: tuple[int, int], digest: str) -> Mapping:
    """Return a file as it reads with the digest of one entry, at the end of it if it has none."""

    def noted(value: Node) -> Node:
        if not isinstance(value, Sequence):
            return value
        return Sequence(tuple(_given(one, digest) if _stands_at(one, at) else one for one in value.items))

    return Mapping(tuple((key, noted(value) if key.text == NOTED else value) for key, value in tree.entries))


def _stands_at(entry: Node, at: tuple[int, int]) -> bool:
    return isinstance(entry, Mapping) and _stands(entry) == at


def _given(entry: Node, digest: str) -> Node:
    assert isinstance(entry, Mapping)
    if any(key.text == _DIGEST for key, _ in entry.entries):
        return Mapping(
            tuple(
                (key, Scalar(digest, value.plain) if key.text == _DIGEST and isinstance(value, Scalar) else value)
                for key, value in entry.entries
            )
        )
    return Mapping((*entry.entries, (Scalar(_DIGEST), Scalar(digest))))
