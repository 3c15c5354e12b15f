"""Editing policy files as text: comments, order and layout stay; a file changes whole or not at all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from zzrules.base.diagnostics.text import YAML_FILE_UNWRITABLE
from zzrules.base.errors import BOM, Place
from zzrules.base.frozen import frozen
from zzrules.base.listing import files_below
from zzrules.base.unfinished import unfinished_file
from zzrules.policy.yamlreading import read_file, read_text
from zzrules.policy.yamltree import Mapping, Problems, Scalar

# Where YAML ends a line and `lines_of` does not.
_OTHER_BREAK = re.compile("[\x85\u2028\u2029]|\r(?!\n)")


@frozen
class Edited:
    """A file that was changed: its path, and in how many places."""

    path: Path
    count: int


Edit = Callable[[str, Mapping], tuple[str, int]]
"""Returns the text of a policy file, given with its tree, as it should be, and how many places changed."""


def edit_policies(
    folder: Path, edit: Edit, problems: Problems, kinds: Collection[str] = ("政策",)
) -> tuple[Edited, ...]:
    """Edit every policy file of a folder (or those that have a key of other ``kinds``); return those that changed.

    A file with mistakes of form stays as it is: `check` says what is wrong with it. One that cannot be written is noted
    (ZZ110).
    """
    changed = []
    for name, path in files_below(folder, lambda name: name.endswith(".yaml")).files:
        own = Problems()
        tree, raw = read_file(path, name, own)
        if own or not isinstance(tree, Mapping) or not any(key.text in kinds for key, _ in tree.entries):
            continue
        text = raw.decode()
        mark = BOM if text.startswith(BOM) else ""
        edited, count = edit(text.removeprefix(BOM), tree)
        if not count:
            continue
        try:
            replace_file(path, mark + edited)
        except OSError:
            problems.add(YAML_FILE_UNWRITABLE, Place(name))
        else:
            changed.append(Edited(path, count))
    return tuple(changed)


def scalar(text: str) -> str:
    """Return a text as it is written in YAML: in quotation marks where it would otherwise be read as anything else.

    >>> print(scalar("国办发明电〔2025〕7号"), scalar("调休: 见通知"), scalar("2026 # 注"))
    国办发明电〔2025〕7号 "调休: 见通知" "2026 # 注"
    """
    problems = Problems()
    read = read_text(f"{text}: {text}\n", "", problems)
    if (
        not problems
        and isinstance(read, Mapping)
        and [(key.text, value) for key, value in read.entries] == [(text, Scalar(text))]
    ):
        return text
    return quoted(text)


def scalar_in_brackets(text: str) -> str:
    """Return a text as it is written between braces or brackets, where commas and brackets have a meaning.

    >>> print(scalar_in_brackets("公开 [甲], 乙"), scalar_in_brackets("公开甲，乙"), scalar_in_brackets("何时?"))
    "公开 [甲], 乙" 公开甲，乙 "何时?"
    """
    return quoted(text) if set(",?[]{}") & set(text) else scalar(text)


def mapping_of(text: str) -> Mapping | None:
    """Return the tree of a text; None of one that has mistakes, or is no mapping."""
    problems = Problems()
    tree = read_text(text, "", problems)
    return tree if isinstance(tree, Mapping) and not problems else None


def quoted(text: str) -> str:
    r"""Return a text in quotation marks.

    >>> print(quoted('甲"乙'))
    "甲\"乙"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def lines_of(text: str) -> list[str]:
    """Return the lines of a text as the places in its tree count them; none if YAML ends lines where we don't."""
    return [] if _OTHER_BREAK.search(text) else text.split("\n")


def replace_file(path: Path, text: str) -> None:
    """Write a file whole or not at all, with the permissions that it had. Raises `OSError`."""
    target = path.resolve()
    with unfinished_file(target.parent) as (unfinished, _):
        unfinished.write_bytes(text.encode())
        shutil.copymode(target, unfinished)
        unfinished.replace(target)
