"""A folder of policies, read whole: the regulations, the vocabulary, the policies and the calendar, with one digest.

Every ``*.yaml`` file counts; its first key says what it is: 法规, 其他法规, 词汇, 日历 / 本地停工, 政策, or 对照.
The last says how registers are read: it is kept beside the policies, but is none of them, and not in the digest.
A folder may be laid over another: a file with the same path replaces the one below. Years of the national calendar
that no folder brings are taken from elsewhere, and are in the digest like all that was read. A bundle stands for the
folders that were put into it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from zzrules.base.diagnostics import policies as wrong
from zzrules.base.diagnostics.text import NO_FOLDER
from zzrules.base.errors import NOWHERE, Place, Problem
from zzrules.base.frozen import frozen, replaced
from zzrules.base.listing import files_below
from zzrules.base.regulations import Regulations
from zzrules.base.workdays import Calendar
from zzrules.policy.anchors import note_words
from zzrules.policy.bundle import Bundle, read_bundle
from zzrules.policy.calendar_files import read_calendar
from zzrules.policy.digest import digest_of
from zzrules.policy.editions import editions
from zzrules.policy.fixing import PLACEHOLDER
from zzrules.policy.forms import REGULATION, Reader, suggest
from zzrules.policy.keys.regulations import OTHER
from zzrules.policy.placeholders import without_placeholders
from zzrules.policy.policies import read_policy
from zzrules.policy.recovering import recovered
from zzrules.policy.regulation_files import read_regulations
from zzrules.policy.remembering import Remembered, Same, read_anew
from zzrules.policy.shapes import Shapes
from zzrules.policy.syntax import Policy
from zzrules.policy.vocabulary import Vocabulary
from zzrules.policy.vocabulary_files import read_vocabulary
from zzrules.policy.yamlreading import MAX_BYTES, read_bytes, read_file
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar

INHERITED = "随程序发布的日历/"
"""What the source of a calendar file begins with that is none of the folder's own."""
SHIPPED_CALENDAR = "calendar"
"""Where such files lie in the folder that they are shipped in."""
# Words that stand where keys do, in a vocabulary that cannot be read: what it would have defined.
_KEYS = re.compile(r"([^\s,:：{}\[\]\"'#、，]{1,60})[:：]")
# Names that were meant to end in .yaml; Windows adds .txt and hides it.
_ALMOST_YAML = re.compile(r"(.+?)\.ya?ml(\.txt)?", re.IGNORECASE | re.DOTALL)
# Characters that cannot be seen, before the first key.
_PASTED = "[\u00a0\u200b-\u200f\ufeff]*"
_YEAR, _CLOSURES = "日历", "本地停工"
_REGULATIONS = f"^(?:\ufeff)? *[\"']?({REGULATION}|{OTHER})".encode()
KINDS: Final = {
    **{kind: kind for kind in ("法规", OTHER, "词汇", "日历", "政策", "对照")},
    **dict.fromkeys(("通知", "放假办法", "本地停工", "假定日历"), "日历"),
}
"""The keys that files begin with, each with the kind of file."""
_OF_CASES = ("案号", "流水", "登记至")
"""What a file of a case begins with."""
_POLICY_FILE = re.compile(f"^(?:\ufeff)?[\"']?(?:{'|'.join(KINDS)})[\"']? *[:：]".encode(), re.MULTILINE)


@frozen
class Held:
    """A folder as somebody holds it who edits it: the texts of its files, and those that could not be taken up.

    ``problems`` are files whose names keep them from being read.
    """

    files: tuple[tuple[str, Path | bytes], ...]
    problems: tuple[Problem, ...] = ()


_T = TypeVar("_T")

Source = Path | Bundle | Held
"""A folder, a file that is a bundle, or a bundle or folder that was read."""


@frozen
class Folder:
    """What the files say, as far as they can be read; ``digest`` is the SHA-256 over their names and bytes.

    ``mappings`` are the trees of mapping files (对照), which the floor that reads registers makes sense of; ``files``
    are all others, in the order in which they make the digest. Of the files ``partly`` read a section is missing.
    """

    regulations: Regulations | None
    vocabulary: Vocabulary
    policies: tuple[Policy, ...]
    calendar: Calendar | None
    digest: str
    mappings: tuple[Node, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    partly: frozenset[str] = frozenset()


def read_folder(
    folders: Sequence[Source],
    problems: Problems,
    calendar: Path | None = None,
    shapes: Shapes | None = None,
    remembered: Remembered | None = None,
) -> Folder:
    """Return what the folders say together, each laid over those before it; mistakes are noted.

    ``calendar`` is a folder of calendar files that are inherited: those for years that no other file brings. Closures
    of a city are never inherited. ``shapes`` takes down what the parts of the files turned out to be. What is
    ``remembered`` of files that say the same is not read again. Raises `BundleError` for a bundle that cannot be used.
    """
    raws: list[tuple[str, bytes]] = []
    trees: dict[str, list[Node]] = {"法规": [], "词汇": [], "日历": [], "政策": [], OTHER: []}
    mappings: list[Node] = []
    partly: set[str] = set()
    for name, file in _files(folders, problems).items():
        node, raw = _read(file, name, problems, remembered)
        kind = _kind(node, problems) if node is not None else None
        if node is None and (left := _recovered(raw, name, problems, remembered)) is not None:
            trees["政策"].append(left)
            partly.add(name)
        if kind == "对照" and node is not None:
            mappings.append(node)
            continue
        raws.append((name, raw))
        if kind is not None and node is not None:
            to_fill_in = PLACEHOLDER.encode() in raw
            trees[kind].append(_filled(node, problems, remembered) if to_fill_in else node)
        else:
            text = _as_far_as_readable(raw)
            unread = {word for word in KINDS if re.search(f"^{_PASTED}{word}", text, re.MULTILINE)}
            problems.unread |= unread
            if "词汇" in unread or ("政策" in unread and node is None and name not in partly):
                problems.lost |= set(_KEYS.findall(text))
    if OTHER in problems.unread:
        problems.unread.add(REGULATION)
    inherited = list(_inherited(calendar, trees["日历"], problems, remembered))
    raws += [(name, raw) for name, raw, _ in inherited]
    trees["日历"][:0] = [node for *_, node in inherited]  # what is wrong with all together is told at the last
    digest = digest_of(raws) if remembered is None else ""  # whoever edits files asks for none
    found = _assembled(trees, digest, problems, shapes, remembered)
    return replaced(found, mappings=tuple(mappings), files=tuple(raws), partly=frozenset(partly))


def _as_far_as_readable(raw: bytes) -> str:
    """Return the text of a file, in whichever encoding it was saved: what it names is missing nowhere else."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8-sig")
    utf_8, gbk = raw.decode("utf-8-sig", "replace"), raw.decode("gb18030", "replace")
    return min(utf_8, gbk, key=lambda text: text.count("\ufffd"))


def find_regulations(folders: Sequence[Source], problems: Problems) -> Regulations | None:
    """Return the regulations in folders, each laid over those before it, whatever else is wrong in them.

    What is wrong with the folders or with their own files is noted; None if none is the folder's own (ZZ240), or it
    cannot be read.
    """
    trees: dict[str, list[Node]] = {"法规": [], OTHER: []}
    for name, file in _files(folders, problems).items():
        read = Problems()
        node, raw = _read(file, name, read) if _may_be_regulation(file) else (None, b"")
        kind = (_kind(node, Problems()) if node is not None else None) or ""
        if kind in trees or (node is None and re.search(_REGULATIONS, raw, re.MULTILINE)):
            for problem in read.in_order():
                problems.note(problem)
            if node is not None:
                trees[kind].append(node)
    if trees["法规"]:
        return _regulations(trees, Reader(problems))
    if not problems:
        problems.add(wrong.FILES_ABSENT, NOWHERE, kinds="法规", first="法规")
    return None


def may_be_policy_file(file: Path) -> bool:
    """Return whether a file has a line that begins as one that makes it part of a folder of policies."""
    try:
        return is_policy_text(file.read_bytes())
    except OSError:
        return True


def is_policy_text(raw: bytes) -> bool:
    """Return whether a text has a line that begins as one that makes its file part of a folder of policies."""
    return _POLICY_FILE.search(raw) is not None


def _may_be_regulation(file: Path | bytes) -> bool:
    """Return whether a file has a line that begins as one of a regulation's does; what cannot be read may be one."""
    try:
        raw = file if isinstance(file, bytes) else _beginning(file)
    except OSError:
        return True
    return re.search(_REGULATIONS, raw, re.MULTILINE) is not None


def _beginning(file: Path) -> bytes:
    """Return as much of a file as is ever read."""
    with file.open("rb") as stream:
        return stream.read(MAX_BYTES)


def _regulations(trees: dict[str, list[Node]], reader: Reader) -> Regulations | None:
    if len(trees["法规"]) > 1:
        reader.note(wrong.SECOND_REGULATION, trees["法规"][1].place)
    return read_regulations(trees["法规"][0], trees[OTHER], reader)


def _assembled(
    trees: dict[str, list[Node]],
    digest: str,
    problems: Problems,
    shapes: Shapes | None,
    remembered: Remembered | None,
) -> Folder:
    def read(key: Hashable, into: Problems, how: Callable[[Reader], _T], law: Regulations | None = None) -> _T:
        return read_anew(
            remembered, key, into, shapes, lambda problems, shapes: how(Reader(problems, law, shapes=shapes))
        )

    of_law = Same(*trees["法规"], None, *trees[OTHER])
    regulations = read(of_law, problems, lambda reader: _regulations(trees, reader)) if trees["法规"] else None
    of_days, calendar_problems = trees["日历"], Problems()
    calendar = read(Same(*of_days), calendar_problems, lambda one: read_calendar(of_days, one)) if of_days else None
    for problem in calendar_problems.in_order():
        problems.note(problem)
    words = trees["词汇"]
    vocabulary = read(
        ("词汇", Same(regulations, *words)), problems, lambda reader: read_vocabulary(words, reader), regulations
    )
    bodies = dict(vocabulary.bodies)
    given = Same(regulations), tuple(bodies.items())
    stated = [
        (policy, tree)
        for tree in trees["政策"]
        if (policy := read((Same(tree), *given), problems, partial(read_policy, tree, bodies), regulations)) is not None
    ]
    if len(stated) < len(trees["政策"]):
        problems.unread.add("政策")
    policies = tuple(policy for policy, _ in stated)
    if regulations is not None and note_words(policies, vocabulary, regulations, problems):
        policies = tuple(
            edition
            for policy, tree in stated
            for edition in read(
                (Same(policy, tree), *given), problems, partial(editions, policy, tree, bodies), regulations
            )
        )
    absent = [kind for kind, files in trees.items() if not files and kind != OTHER]
    if absent and not problems:
        problems.add(wrong.FILES_ABSENT, NOWHERE, kinds="、".join(absent), first=absent[0])
    return Folder(regulations, vocabulary, policies, calendar, digest)


def hold(folder: Path) -> Held:
    """Return a folder with the files that make it, as they are now; what cannot be read is tried again each time."""
    files: dict[str, Path | bytes] = {}
    problems = Problems()
    listing = files_below(folder, lambda name: _ALMOST_YAML.fullmatch(name) is not None)
    for problem in listing.problems:
        problems.note(problem)
    for name, path in listing.files:
        if path.suffix == ".yaml":
            files[name] = path
        elif found := _ALMOST_YAML.fullmatch(path.name):
            mistake = wrong.HIDDEN_EXTENSION if found[2] else wrong.OTHER_EXTENSION
            problems.add(mistake, Place(name), stem=found[1])
    return Held(tuple(files.items()), problems.in_order())


def _files(sources: Sequence[Source], problems: Problems) -> dict[str, Path | bytes]:
    """Return the files by name, in the order in which they make the digest: those inherited by a bundle are last."""
    files: dict[str, Path | bytes] = {}
    for source in sources:
        if isinstance(source, Bundle) or (isinstance(source, Path) and source.is_file()):
            files |= (source if isinstance(source, Bundle) else read_bundle(source)).files
            continue
        if isinstance(source, Path) and not source.is_dir():
            problems.add(NO_FOLDER, Place(str(source)))
            continue
        held = source if isinstance(source, Held) else hold(source)
        files |= held.files
        for problem in held.problems:
            problems.note(problem)
    return dict(sorted(files.items(), key=lambda file: (file[0].startswith(INHERITED), file[0])))


def _filled(node: Node, problems: Problems, remembered: Remembered | None) -> Node:
    """Return a tree without what is left to be filled in, which is noted."""
    left = ("待补", Same(node))
    return read_anew(remembered, left, problems, None, lambda noted, _: without_placeholders(node, noted))


def _read(
    file: Path | bytes, name: str, problems: Problems, remembered: Remembered | None = None
) -> tuple[Node | None, bytes]:
    if isinstance(file, Path):
        return read_file(file, name, problems)
    return read_anew(remembered, (name, file), problems, None, lambda noted, _: read_bytes(file, name, noted)), file


def _recovered(raw: bytes, name: str, problems: Problems, remembered: Remembered | None) -> Node | None:
    """Return what is left of a policy that cannot be read whole."""
    noted = problems.of(name)
    return read_anew(
        remembered,
        ("其余", name, raw),
        problems,
        None,
        lambda into, _: recovered(raw.decode("utf-8", "replace"), name, noted, into.lost),
    )


def _inherited(
    calendar: Path | None, own: Sequence[Node], problems: Problems, remembered: Remembered | None
) -> Iterator[tuple[str, bytes, Node]]:
    """Yield the calendar files that state what no other file does, each with the name by which it is told."""
    stated = {_stated(node) for node in own} | {(_CLOSURES, "")}
    for path in sorted(calendar.glob("*.yaml")) if calendar is not None else ():
        if (_YEAR, path.stem) in stated:
            continue
        name = INHERITED + path.name
        node, raw = _read(path if remembered is None else path.read_bytes(), name, problems, remembered)
        if node is not None and _stated(node) not in stated:
            yield name, raw, node


def _stated(node: Node) -> tuple[str, str]:
    """Return what a calendar file states, and the year if it is one's notices."""
    held = {key.text: value for key, value in node.entries} if isinstance(node, Mapping) else {}
    kind = next((kind for kind in (_YEAR, "放假办法", _CLOSURES) if kind in held), "")
    year = held.get(_YEAR)
    return kind, year.text if isinstance(year, Scalar) else ""


def _kind(node: Node, problems: Problems) -> str | None:
    if isinstance(node, Mapping):
        for key, _ in node.entries:
            if key.text in KINDS:
                return KINDS[key.text]
        first = node.entries[0][0] if node.entries else Scalar("", place=node.place)
        if first.text in _OF_CASES:
            problems.add(wrong.CASE_AMONG_POLICIES, first.place, key=first.text)
            return None
        hint = suggest(first.text, ("政策", "词汇", "法规", OTHER, "日历", "对照"))
        problems.add(wrong.UNKNOWN_FILE, first.place, key=first.text, hint=hint)
        return None
    Reader(problems).entries(node, "文件")
    return None
