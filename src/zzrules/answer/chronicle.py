"""How a case stands on a day, as Chinese prose: what is pressing, every obligation, and what the policies say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zzrules.answer.determination import Determination, Format
from zzrules.answer.obligation import ObligationAnswer
from zzrules.answer.rendering import Page, holding
from zzrules.ground.errors import Problem


@dataclass(frozen=True)
class Chronicle:
    """What is rendered."""

    title: str
    name: str
    determination: Determination
    obligations: tuple[ObligationAnswer, ...]
    open: tuple[ObligationAnswer, ...]
    problems: tuple[Problem, ...]


def render(chronicle: Chronicle, form: Format) -> str:
    """Return the chronicle as plain text or Markdown."""
    return "\n".join(_lines(chronicle, markdown=form == "markdown"))


def _lines(chronicle: Chronicle, *, markdown: bool) -> Iterator[str]:
    made = Page(markdown=markdown)
    name = f"{chronicle.name}　" if chronicle.name else ""
    yield from made.heading(f"{name}到{chronicle.determination.evaluated_on}为止的义务", 1)[1:]
    if not chronicle.open:
        yield "没有待办、逾期或者待查明的义务。"
    for one in chronicle.open:
        yield from _obligation(one)
    settled = [one for one in chronicle.obligations if not one.open and one.state not in _SILENT]
    if settled:
        yield from made.heading("已经了结的", 2)
        yield from (f"- {_head(one)}" for one in settled)
    if chronicle.problems:
        yield from made.heading("流水的差错（所涉及的事实不明，其余照常）", 2)
        yield from (f"- {problem}" for problem in chronicle.problems)
    yield ""
    yield from made.lines(chronicle.determination, chronicle.title)


_SILENT = ("not_set_off", "not_applicable", "not_in_force")


def _head(one: ObligationAnswer) -> str:
    done = f"，{one.done}履行" if one.done else ""
    return f"{one.title}：{one.label}{_when(one)}{done}（{one.citation}）"


def _when(one: ObligationAnswer) -> str:
    """Return by when, and how far that is."""
    if one.waits_for:
        return f"，期限须待《{one.waits_for}》"
    if not one.due:
        return ""
    if not one.due[0].isdigit():
        return f"，期限是「{one.due}」，由人认定"
    if one.status == "suspended":
        return f"，期限中止计算（至今最早是{one.due}）"
    distance = ""
    if one.left is not None and one.status in ("pending", "due_soon"):
        distance = f"，还有{one.left}个工作日" if one.left else "，就在当天"
    elif one.left is not None and one.status == "breached":
        distance = f"，已过{-one.left}个工作日"
    return f"，期限{one.due}{distance}"


def _obligation(one: ObligationAnswer) -> Iterator[str]:
    yield f"- {one.title}：{one.label}{_when(one)}"
    forms = f"（{'、'.join(one.forms)}）" if one.forms else ""
    yield f"  {one.subject}应当{one.content}{forms}（{one.citation}）"
    since = f"自{one.since}" if one.since else ""
    events = f"流水{'、'.join(one.events)}" if one.events else ""
    if since or events:
        yield f"  {'，依据'.join(part for part in (since, events) if part)}"
    if one.state is None:
        asked = [f"「{fact.label}」" for fact in one.missing]
        yield f"  尚缺{'、'.join(asked)}" if asked else "  尚不能确定"
    else:
        for step in one.why():
            yield from (f"  {line}" for line in holding(step))
