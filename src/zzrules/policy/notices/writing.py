"""A notice written into the file of its year: a new file, or below the notices that the file has."""

from __future__ import annotations

from collections.abc import Iterable

from zzrules.base.diagnostics.calendar import NOT_EXTENDED
from zzrules.base.errors import Place, PolicyError
from zzrules.base.workdays import Notice
from zzrules.policy.calendar_files import read_calendar
from zzrules.policy.editing import scalar
from zzrules.policy.forms import Reader
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Mapping, Node, Problems, Sequence

_HEAD = """\
# {year}年工作日历，依据国务院办公厅关于{year}年部分节假日安排的通知。
# 放假：首尾两日都计入，期间的周末一并列入；单日只写一天。上班：调休上班日，是工作日。
日历: {year}
通知:
"""


def new_file(notice: Notice) -> str:
    """Return the text of a file for the year of a notice."""
    return _HEAD.format(year=notice.year) + _entry(notice, "  ")


def extended(text: str, notice: Notice, source: str) -> str:
    """Return the text of a year's file, called ``source``, with one more notice; what stands there stays as it is.

    Raises `PolicyError` (ZZ529) unless the notices are a list in block style at the end of the file.
    """
    tree = read_text(text, "", Problems())
    listed = tree.entries[-1] if isinstance(tree, Mapping) and tree.entries else None
    if listed is None or listed[0].text != "通知" or not isinstance(listed[1], Sequence) or not listed[1].items:
        raise PolicyError(NOT_EXTENDED(Place(source)))
    indent = " " * (listed[1].place.column - 1)
    ending = "\r\n" if "\r\n" in text else "\n"
    whole = text if text.endswith("\n") else text + ending
    added = whole + _entry(notice, indent).replace("\n", ending)
    before, after = _notices(tree), _notices(read_text(added, "", Problems()))
    if before is None or after != (*before, notice):
        raise PolicyError(NOT_EXTENDED(Place(source)))
    return added


def _notices(tree: Node | None) -> tuple[Notice, ...] | None:
    calendar = read_calendar([tree], Reader(Problems())) if tree is not None else None
    return calendar.notices if calendar else None


def _entry(notice: Notice, indent: str) -> str:
    lines = [f"文号: {scalar(notice.number)}", f"印发: {notice.issued}"]
    lines += [f"出处: {scalar(notice.source)}"] if notice.source else []
    lines += [f"说明: {scalar(notice.remark)}"] if notice.remark else []
    spans: dict[str, list[str]] = {}
    for name, first, last in notice.days_off:
        spans.setdefault(name, []).append(str(first) if first == last else f"{first}至{last}")
    lines.append("放假:")
    for name, listed in spans.items():
        lines.append(f"  {scalar(name)}: {listed[0] if len(listed) == 1 else _list(listed)}")
    lines += [f"另行放假: {_list(map(str, notice.extra))}"] if notice.extra else []
    lines.append(f"上班: {_list(map(str, notice.workdays))}")
    first_line, *rest = lines
    return "".join([f"{indent}- {first_line}\n", *(f"{indent}  {line}\n" for line in rest)])


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(words)}]"
