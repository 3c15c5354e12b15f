"""A fact added to a vocabulary file, as a line under 「事实」; every other line stays as it is."""

from __future__ import annotations

from typing import Final

from zzrules.base.errors import BOM
from zzrules.policy.editing import lines_of, mapping_of, scalar, scalar_in_brackets
from zzrules.policy.fixing import PLACEHOLDER
from zzrules.policy.formatting import formatted
from zzrules.policy.shapes import Shapes
from zzrules.policy.yamltree import Mapping, Node

_FACTS: Final = "事实"


def fact_line(label: str, code: str | None, kind: str | None, question: str | None) -> str:
    """Return a fact as a vocabulary states it, with 待补 for what is not given.

    >>> fact_line("报请日期", None, "日期", "何时报请？")
    '报请日期: {代码: 待补, 类型: 日期, 问: 何时报请？}'
    """
    asked = scalar_in_brackets(question) if question is not None else PLACEHOLDER
    return f"{scalar(label)}: {{代码: {code or PLACEHOLDER}, 类型: {kind or PLACEHOLDER}, 问: {asked}}}"


def new_vocabulary(title: str, entry: str) -> str:
    """Return a vocabulary file with one fact, in the layout of all files."""
    return formatted(f"词汇: {scalar(title)}\n\n{_FACTS}:\n  {entry}\n", "", Shapes())


def with_fact(text: str, entry: str) -> str | None:
    r"""Return a vocabulary file with a fact more, the last one; None where its facts do not stand one to a line.

    >>> print(
    ...     with_fact("词汇: 甲\n事实:\n  乙: {代码: b, 类型: 是否, 问: 乙？}\n\n# 事件\n", "丙: {代码: c}"),
    ...     end="",
    ... )
    词汇: 甲
    事实:
      乙: {代码: b, 类型: 是否, 问: 乙？}
      丙: {代码: c}
    <BLANKLINE>
    # 事件
    """
    mark = BOM if text.startswith(BOM) else ""
    bare = text.removeprefix(BOM)
    lines, before = lines_of(bare), mapping_of(bare)
    if not lines or before is None:
        return None
    ending = "\r" if lines[0].endswith("\r") else ""
    added = [f"{line}{ending}" for line in new_vocabulary("词汇", entry).splitlines()[3:]]
    number = _where(before, lines)
    if number is None:
        while lines and not lines[-1].strip():
            lines.pop()
        lines += [ending, f"{_FACTS}:{ending}", *added, ""]
    else:
        lines[number:number] = added
    edited = "\n".join(lines)
    after = mapping_of(edited)
    return mark + edited if after is not None and _says(after, before, entry) else None


def _where(tree: Mapping, lines: list[str]) -> int | None:
    """Return after how many lines the facts end, comments below them left below; None if there are none."""
    keys = [key for key, _ in tree.entries]
    position = next((at for at, key in enumerate(keys) if key.text == _FACTS), None)
    if position is None:
        return None
    end = keys[position + 1].place.line - 1 if position + 1 < len(keys) else len(lines)
    while end > keys[position].place.line and (not (line := lines[end - 1].strip()) or line.startswith("#")):
        end -= 1
    return end


def _says(after: Mapping, before: Mapping, entry: str) -> bool:
    """Return whether a file says what it said, and the fact as the last one."""
    added = mapping_of(f"{entry}\n")
    if added is None:
        return False
    was, now = ({key.text: value for key, value in tree.entries} for tree in (before, after))
    facts = was.pop(_FACTS, Mapping(()))
    told: Node | None = now.pop(_FACTS, None)
    wanted = (*facts.entries, *added.entries) if isinstance(facts, Mapping) else ()
    return was == now and isinstance(told, Mapping) and told.entries == wanted
