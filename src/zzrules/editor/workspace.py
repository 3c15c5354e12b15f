"""Folders of policies as they are edited: what lies on disk, with what is being typed laid over it, checked as it is.

A `Desk` is one folder; `study` returns what was found as it is now, a `Study`, which never changes. What cannot be
read just now is taken from the last study in which it could be.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from zzrules.base.errors import Problem, ZzrulesError
from zzrules.editor.positions import Text
from zzrules.editor.words import Words
from zzrules.loading import note_mappings, read_sources, shipped_policies
from zzrules.plan.build import note_mistakes
from zzrules.policy.folder import Held, hold, is_policy_text, may_be_policy_file
from zzrules.policy.remembering import Remembered
from zzrules.policy.shapes import Shapes
from zzrules.policy.vocabulary import Vocabulary
from zzrules.policy.whereabouts import is_feature, nearest, regulations
from zzrules.policy.yamlreading import MAX_BYTES
from zzrules.policy.yamltree import Node, Problems

if TYPE_CHECKING:
    from zzrules.base.regulations import Regulations
    from zzrules.base.workdays import Calendar
    from zzrules.policy import syntax

POLICY_FILE = ".yaml"
_LEVELS = 3
"""How many folders above a feature are looked into for its policies."""


@dataclass(frozen=True)
class Known:
    """What the files say, as far as it could be read now or, failing that, before: policies by their files."""

    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary("", (), {}, {}, {}, {}))
    regulations: Regulations | None = None
    calendar: Calendar | None = None
    policies: Mapping[str, syntax.Policy] = field(default_factory=dict)

    @cached_property
    def by_word(self) -> Mapping[str, syntax.Policy]:
        """The policies by name, by code and by citation; of several files the newest."""
        found: dict[str, syntax.Policy] = {}
        for policy in sorted(self.policies.values(), key=lambda policy: policy.in_force):
            found |= dict.fromkeys((policy.name, policy.code, str(policy.citation)), policy)
        return found


@dataclass(frozen=True)
class Study:
    """What was found of a folder: the texts of its files by name, what is wrong with each, what they say.

    ``paths`` has where each file lies, ``words`` the words of each that is YAML.
    """

    texts: Mapping[str, bytes] = field(default_factory=dict)
    paths: Mapping[str, Path] = field(default_factory=dict)
    problems: Mapping[str, Sequence[Problem]] = field(default_factory=dict)
    shapes: Shapes = field(default_factory=Shapes)
    known: Known = field(default_factory=Known)
    words: Mapping[str, Words] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with any file."""
        return not any(self.problems.values())

    @cached_property
    def names(self) -> Mapping[Path, str]:
        """The files by where they lie."""
        return {path: name for name, path in self.paths.items()}

    @cached_property
    def _cached_texts(self) -> dict[str, Text]:
        return {}

    def warm(self) -> None:
        """Find every word of the files, so that nobody who asks for one has to wait."""
        for words in self.words.values():
            _ = words.named

    def words_of(self, name: str) -> Words:
        """Return the words of a file; none for one that is no YAML now."""
        return self.words.get(name) or Words(None)

    def text(self, name: str) -> Text:
        """Return the text of a file; empty for none of the folder's."""
        if name not in self._cached_texts:
            raw = self.texts.get(name, b"")
            self._cached_texts[name] = Text(raw.decode("utf-8-sig", "replace"))
        return self._cached_texts[name]


class Desk:
    """One folder of policies with what it lies over, as it is being edited."""

    def __init__(self, layers: Sequence[Path], *, inherits: bool) -> None:
        """Take the folders, each laid over those before it; ``inherits``: with the shipped calendar below them."""
        self.layers = tuple(layers)
        self.inherits = inherits
        self.last = Study()
        self._remembered = Remembered()
        self._held: dict[Path, Held] = {}
        self._stale = True  # whether the disk is to be looked at
        self._edited: dict[Path, str] = {}
        self._one_at_a_time = Lock()

    @property
    def root(self) -> Path:
        """The folder itself."""
        return self.layers[-1]

    def holds(self, path: Path) -> bool:
        """Return whether a file is, or may become, one of the folder's."""
        return path.suffix == POLICY_FILE and any(path.is_relative_to(layer) for layer in self.layers)

    def name_of(self, path: Path) -> str:
        """Return the name of a file in the folder; a path that lies in none of the layers stays whole."""
        layer = next((layer for layer in reversed(self.layers) if path.is_relative_to(layer)), None)
        return path.relative_to(layer).as_posix() if layer is not None else path.as_posix()

    def refresh(self) -> None:
        """Look at the disk again at the next study."""
        self._stale = True

    def tried(self, changed: Mapping[Path, str]) -> Sequence[Problem]:
        """Return what would be wrong if some files had other texts."""
        with self._one_at_a_time:
            tried = self._study({**self._edited, **changed})
        return [problem for problems in tried.problems.values() for problem in problems]

    def study(self, edited: Mapping[Path, str]) -> Study:
        """Return what the folder says as it is now, with the texts of the files that are being edited.

        What is found is the same as `zzrules.check` finds in the files. Nothing is raised for what they hold.
        """
        with self._one_at_a_time:
            self._edited = dict(edited)
            self.last = self._study(edited)
            return self.last

    def _study(self, edited: Mapping[Path, str]) -> Study:
        collecting = gc.isenabled()
        gc.disable()  # it would look again and again through what stays
        try:
            return self._found(edited)
        finally:
            if collecting:
                gc.enable()

    def _found(self, edited: Mapping[Path, str]) -> Study:
        if self._stale:
            self._stale = False  # whoever says so while the disk is read is heard at the next study
            self._held = {layer: _taken_up(layer) for layer in self.layers}
        sources, paths, texts = [], dict[str, Path](), dict[str, bytes]()
        for layer, held in self._held.items():
            files = dict(held.files)
            for path, text in edited.items():
                if path.suffix == POLICY_FILE and path.is_relative_to(layer):
                    files[path.relative_to(layer).as_posix()] = text.encode("utf-8", "surrogatepass")
            sources.append(Held(tuple(files.items()), held.problems))
            paths |= {name: layer / name for name in files}
            texts |= {name: raw for name, raw in files.items() if isinstance(raw, bytes)}
        problems, shapes = Problems(), Shapes()
        known = self.last.known
        try:
            known = self._read(sources, problems, shapes)
        except ZzrulesError as error:  # a layer is no folder any more
            for problem in error.problems:
                problems.note(problem)
        self._remembered.turn()
        found: dict[str, list[Problem]] = {}
        for problem in problems.in_order():
            found.setdefault(problem.place.source, []).append(problem)
        read = ((name, self._remembered.result((name, raw))) for name, raw in texts.items())
        words = {name: self._words_of(name, tree) for name, tree in read if tree is not None}
        return Study(texts, paths, found, shapes, known, words)

    def _words_of(self, name: str, tree: Node) -> Words:
        """Return the words of a file: those found before, if it was read so."""
        before = self.last.words.get(name)
        return before if before is not None and before.tree is tree else Words(tree)

    def _read(self, sources: Sequence[Held], problems: Problems, shapes: Shapes) -> Known:
        read = read_sources(sources, problems, shapes, self._remembered, inherits=self.inherits)
        note_mistakes(read.policies, read.vocabulary, problems)
        note_mappings(read, problems)
        before = self.last.known
        names = {name for name, _ in read.files}
        policies = {name: policy for name, policy in before.policies.items() if name in names}
        policies |= {
            one.place.source: one for one in read.policies if one.place.source not in {*policies} & read.partly
        }
        broken = "词汇" in problems.unread or not read.vocabulary.facts
        return Known(
            before.vocabulary if broken and before.vocabulary.facts else read.vocabulary,
            read.regulations or before.regulations,
            read.calendar or before.calendar,
            policies,
        )


class Workspace:
    """All that is being edited: the open documents, and the desks of the folders in which they lie.

    ``base`` and ``over`` are folders, the second laid over the first, as `zzrules.check` does; without them a file that
    lies in no folder with a regulation is laid over the shipped policies.
    """

    def __init__(self, base: Path | None = None, over: Path | None = None) -> None:
        """Begin with no document open."""
        self.documents: dict[Path, str] = {}
        self.desks: dict[Path, Desk] = {}
        self._base, self._over = base or shipped_policies(), over

    def desk_of(self, path: Path) -> Desk | None:
        """Return the desk to which a file belongs; None if it is none of policies or their features."""
        root = self._root_of(path)
        if root is None:
            return None
        if root not in self.desks:
            shipped = shipped_policies().resolve()
            over = self._over is not None and root == self._over.resolve()
            layers = (self._base, root) if over else (root,) if regulations(root.glob("*.yaml")) else (shipped, root)
            self.desks[root] = Desk(layers, inherits=shipped not in {layer.resolve() for layer in layers})
        return self.desks[root]

    def _root_of(self, path: Path) -> Path | None:
        for root, desk in self.desks.items():
            if desk.holds(path):
                return root
        if not is_feature(path) and path.suffix != POLICY_FILE:
            return None
        if self._over is not None and path.is_relative_to(self._over.resolve()):
            return self._over.resolve()
        if is_feature(path):
            return next((homes[0] for homes in homes_of(path.resolve())), shipped_policies().resolve())
        if (found := nearest(path)) is not None:
            return found
        begins = self.documents.get(path, "").encode("utf-8", "replace")
        return path.parent if is_policy_text(begins) or may_be_policy_file(path) else None

    def refresh(self) -> None:
        """Look at the disk again."""
        for desk in self.desks.values():
            desk.refresh()


def homes_of(path: Path, known: Collection[Path] = ()) -> Iterator[list[Path]]:
    """Yield the folders of policies that a file may be about, the likeliest first.

    That is the nearest one above it; where there is none, those beside it and beside each of some folders above it.
    ``known`` are folders of policies that hold no regulation.
    """

    def is_home(folder: Path) -> bool:
        return folder in known or bool(regulations(folder.glob("*.yaml")))

    if (above := next(filter(is_home, path.parents), None)) is not None:
        yield [above]
        return
    for folder in [*path.parents][:_LEVELS]:
        beside = sorted(child for child in folder.iterdir() if child.is_dir()) if folder.is_dir() else []
        if homes := [*filter(is_home, beside)]:
            yield homes


def _taken_up(layer: Path) -> Held:
    """Return a folder with the bytes of its files; one that cannot be read stays a path, and is told of each time."""
    if not layer.is_dir():
        return Held(())
    held = hold(layer)
    files: list[tuple[str, Path | bytes]] = []
    for name, path in held.files:
        assert isinstance(path, Path)
        try:
            files.append((name, path if path.stat().st_size > MAX_BYTES else path.read_bytes()))
        except OSError:
            files.append((name, path))
    return Held(tuple(files), held.problems)
