"""Layout: whatever way a policy is written in, `fmt` changes nothing that it says, and loses no comment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from random import Random

import pytest
from tests.property.mutators import POLICIES, SHIPPED, any_mutation, seeded, shipped

from zzrules.base.regulations import Regulations
from zzrules.policy.editing import quoted
from zzrules.policy.folder import read_folder
from zzrules.policy.formatting import formatted
from zzrules.policy.forms import Reader
from zzrules.policy.policies import read_policy
from zzrules.policy.shapes import Shapes
from zzrules.policy.syntax import Policy
from zzrules.policy.yamlreading import read_bytes, read_text
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar, Sequence

pytestmark = pytest.mark.no_cover  # tracing takes several times as long as what is traced

MORE = int(os.environ.get("ZZRULES_EXAMPLES", "1"))
SEED = int(os.environ.get("ZZRULES_SEED", "20260101"))
NAME = "a.yaml"


class Folder:
    """What the shipped policies say beside the one that is laid out."""

    def __init__(self) -> None:
        read = read_folder([SHIPPED], Problems())
        assert read.regulations is not None
        self.regulations: Regulations = read.regulations
        self.bodies = dict(read.vocabulary.bodies)

    def read(self, text: str) -> tuple[Policy | None, Shapes, Problems]:
        """Return the policy in a text, what its parts were taken for, and what is wrong with it."""
        problems, shapes = Problems(), Shapes()
        tree = read_bytes(text.encode(), NAME, problems)
        reader = Reader(problems, self.regulations, shapes=shapes)
        policy = read_policy(tree, self.bodies, reader) if tree is not None else None
        return policy, shapes, problems

    def laid_out(self, text: str) -> str:
        """Return a text laid out, once that is known to say the same, and to stay as it is."""
        policy, shapes, problems = self.read(text)
        assert not problems, problems.in_order()
        done = formatted(text, NAME, shapes)
        again, shapes, problems = self.read(done)
        assert not problems
        assert again == policy
        assert formatted(done, NAME, shapes) == done
        assert max(map(len, done.splitlines())) <= 500
        return done


@pytest.fixture(scope="module")
def folder() -> Folder:
    return Folder()


def comments(text: str) -> list[str]:
    return sorted(line.strip() for line in re.findall(r"(?:^|\s)(#.*)$", text, re.MULTILINE))


@pytest.mark.parametrize("name", POLICIES)
def test_mutated_files_say_the_same(name, folder):
    """Layout says the same: of what is left of a policy by mutations that can be read."""
    random = seeded(f"{SEED} {name}")
    for _ in range(12 * MORE):
        text = any_mutation(shipped()[name], random).decode("utf-8", "replace").removeprefix("\ufeff")
        policy, _, problems = folder.read(text)
        if not problems and policy is not None:
            done = folder.laid_out(text)
            if '"' not in text and "'" not in text:
                assert comments(done) == comments(text)


# ── a policy written in another way ─────────────────────────────────────


class Scribe:
    """Writes a tree in a layout of its own: brackets, indentation and blank lines as they fall, comments anywhere."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.beside: dict[str, str] = {}  # the comments, each with the word that begins what it stands above or beside

    def block(self, node: Node, indent: int) -> Iterator[str]:
        margin, deeper = " " * indent, indent + self.random.choice((1, 2, 2, 4))
        entries = node.entries if isinstance(node, Mapping) else ((None, item) for item in _items(node))
        for key, value in entries:
            head = f"{margin}{_word(key)}:" if key is not None else f"{margin}-"
            if self.random.random() < 0.15:
                yield ""
            if self.random.random() < 0.15:
                yield margin + self.comment(_first(key, value))
            tail = "  " + self.comment(_first(key, value)) if self.random.random() < 0.15 else ""
            if isinstance(value, Scalar):
                yield f"{head}{' ' * self.random.randint(1, 3)}{_word(value)}{tail}"
            elif _fits_brackets(value) and (self.random.random() < 0.4 or not _entries(value)):
                yield f"{head} {self.flow(value)}{tail}"
            else:
                yield head + tail
                yield from self.block(value, deeper)

    def flow(self, node: Node) -> str:
        gap = " " * self.random.randint(0, 2)
        if isinstance(node, Scalar):
            return _word(node)
        if isinstance(node, Mapping):
            return f"{{{gap}{', '.join(f'{_word(key)}: {self.flow(value)}' for key, value in node.entries)}{gap}}}"
        return f"[{gap}{f',{gap}'.join(map(self.flow, node.items))}{gap}]"

    def comment(self, word: str) -> str:
        text = f"# 注{len(self.beside)}"
        self.beside[text] = word
        return text


def _fits_brackets(node: Node) -> bool:
    """Return whether brackets change nothing of what the texts in a node are taken for."""
    if isinstance(node, Scalar):
        return not (node.plain and re.search(r"[,\[\]{}?:#、，；]", node.text))
    if isinstance(node, Mapping):
        return all(_fits_brackets(key) and _fits_brackets(value) for key, value in node.entries)
    return all(map(_fits_brackets, node.items))


def _items(node: Node) -> tuple[Node, ...]:
    assert isinstance(node, Sequence)
    return node.items


def _entries(node: Mapping | Sequence) -> tuple[object, ...]:
    return node.entries if isinstance(node, Mapping) else node.items


def _word(scalar: Scalar) -> str:
    return scalar.text if scalar.plain else quoted(scalar.text)


def _first(key: Scalar | None, value: Node) -> str:
    """Return the word with which an entry begins."""
    if key is not None:
        return key.text
    while not isinstance(value, Scalar):
        value = value.entries[0][0] if isinstance(value, Mapping) else value.items[0]
    return value.text


def _words(node: Node) -> object:
    """Return what a tree says, whatever the order of keys."""
    if isinstance(node, Mapping):
        return {key.text: _words(value) for key, value in node.entries}
    return [_words(item) for item in node.items] if isinstance(node, Sequence) else (node.text, node.plain)


@pytest.mark.parametrize("name", POLICIES)
def test_another_layout_becomes_the_same(name, folder):
    """Layout keeps comments: of a policy in any layout, each stays above or beside what it is about."""
    tree = read_text(shipped()[name].decode(), NAME, Problems())
    assert tree is not None
    for number in range(3 * MORE):
        scribe = Scribe(seeded(f"{SEED} {name} {number}"))
        text = "\n".join(scribe.block(tree, 0)) + "\n"
        done = folder.laid_out(text)
        again = read_text(done, NAME, Problems())
        assert again is not None
        assert _words(again) == _words(tree)
        lines = done.splitlines()
        found = {}
        for at, line in enumerate(lines):
            if mark := re.search(r"# 注\d+$", line):
                bare = line[: mark.start()].strip()
                if not bare:
                    bare = next(later for later in map(str.strip, lines[at:]) if later and not later.startswith("#"))
                found[mark.group()] = bare
        assert found.keys() == scribe.beside.keys()
        for comment, word in scribe.beside.items():
            assert word in found[comment], (comment, word, found[comment])
