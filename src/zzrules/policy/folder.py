"""A folder of policies, read whole: the regulation, the vocabulary, the policies and the calendar, with one digest.

Every ``*.yaml`` file counts; what it is, its first key says: 法规, 词汇, 日历 / 本地停工, or 政策.
A folder of one's own may lay over another one: a file with the same path replaces the other's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from zzrules.base.errors import Place
from zzrules.base.frozen import frozen
from zzrules.base.regulation import Regulation
from zzrules.base.workdays import Calendar
from zzrules.policy.calendar_files import read_calendar
from zzrules.policy.forms import Reader, suggest
from zzrules.policy.policies import read_policy
from zzrules.policy.regulation_files import read_regulation
from zzrules.policy.syntax import Policy
from zzrules.policy.vocabulary import Vocabulary
from zzrules.policy.vocabulary_files import read_vocabulary
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar, read_file

_KINDS = {"法规": "法规", "词汇": "词汇", "日历": "日历", "通知": "日历", "本地停工": "日历", "政策": "政策"}


@frozen
class Folder:
    """What the files say, as far as they could be read; ``digest`` is the SHA-256 over their names and bytes."""

    regulation: Regulation | None
    vocabulary: Vocabulary
    policies: tuple[Policy, ...]
    calendar: Calendar | None
    digest: str


def read_folder(folders: Sequence[Path], problems: Problems) -> Folder:
    """Return what the folders say together, later ones laid over earlier ones; mistakes are noted."""
    digest = hashlib.sha256()
    trees: dict[str, list[Node]] = {"法规": [], "词汇": [], "日历": [], "政策": []}
    for name, path in _files(folders, problems).items():
        node, raw = read_file(path, name, problems)
        digest.update(name.encode() + b"\0" + hashlib.sha256(raw).digest())
        kind = _kind(node, problems) if node is not None else None
        if kind is not None and node is not None:
            trees[kind].append(node)
        else:
            problems.unread |= {word for word in _KINDS if re.search(f"^{word}".encode(), raw, re.MULTILINE)}
    return _assembled(trees, digest.hexdigest(), problems)


def _assembled(trees: dict[str, list[Node]], digest: str, problems: Problems) -> Folder:
    bare = Reader(problems)
    if len(trees["法规"]) > 1:
        problems.add("ZZ241", "有两份法规文件", trees["法规"][1].place, "只留一份")
    regulation = read_regulation(trees["法规"][0], bare) if trees["法规"] else None
    calendar = read_calendar(trees["日历"], Reader(calendar_problems := Problems())) if trees["日历"] else None
    problems.found.update(calendar_problems.found if trees["日历"] else {})
    vocabulary = read_vocabulary(trees["词汇"], bare)
    reader = Reader(problems, regulation)
    read = (read_policy(tree, dict(vocabulary.bodies), reader) for tree in trees["政策"])
    policies = tuple(policy for policy in read if policy is not None)
    if len(policies) < len(trees["政策"]):
        problems.unread.add("政策")
    absent = [kind for kind, files in trees.items() if not files]
    if absent and not problems:
        hint = f"放入以「{absent[0]}: …」起头的文件；只放自己改的文件的，叠在原来的文件夹上（over）"
        problems.add("ZZ240", f"文件夹里没有{'、'.join(absent)}文件", Place(), hint)
    return Folder(regulation, vocabulary, policies, calendar, digest)


def _files(folders: Sequence[Path], problems: Problems) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            problems.add("ZZ110", "没有这个文件夹", Place(str(folder)), "检查路径")
            continue
        for path in sorted(folder.rglob("*.yaml")):
            files[path.relative_to(folder).as_posix()] = path
        for path in sorted(folder.rglob("*.yml")):
            name = path.relative_to(folder).as_posix()
            problems.add("ZZ242", "政策文件的扩展名应为 .yaml，这个文件没有读", Place(name), f"改名为 {path.stem}.yaml")
    return dict(sorted(files.items()))


def _kind(node: Node, problems: Problems) -> str | None:
    if isinstance(node, Mapping):
        for key, _ in node.entries:
            if key.text in _KINDS:
                return _KINDS[key.text]
        first = node.entries[0][0] if node.entries else Scalar("", place=node.place)
        hint = suggest(first.text, ("政策", "词汇", "法规", "日历")) + "起头"
        problems.add("ZZ243", f"看不出文件是什么：第一个键是「{first.text}」", first.place, hint)
        return None
    Reader(problems).entries(node, "文件")
    return None
