"""How a case stands on a day, as Chinese prose: what is pressing, every obligation, and what the policies say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zzrules.answer.determination import Determination, Format
from zzrules.answer.obligation import SILENT, ObligationAnswer
from zzrules.answer.rendering import Line, Page, holding, obligation_line, plain
from zzrules.base.errors import Problem


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
    return "\n".join(map(str, lines(chronicle, markdown=form == "markdown")))


def lines(chronicle: Chronicle, *, markdown: bool) -> Iterator[Line]:
    """Yield the chronicle in lines."""
    return map(plain, _lines(chronicle, markdown=markdown))


def _lines(chronicle: Chronicle, *, markdown: bool) -> Iterator[Line | str]:
    made = Page(markdown=markdown)
    name = f"{chronicle.name}　" if chronicle.name else ""
    yield from made.heading(f"{name}到{chronicle.determination.evaluated_on}为止的义务", 1)[1:]
    if not chronicle.open:
        yield "没有待办、逾期或者待查明的义务。"
    for one in chronicle.open:
        yield from _obligation(one)
    settled = [one for one in chronicle.obligations if not one.open and one.state not in SILENT]
    if settled:
        yield from made.heading("已经了结的", 2)
        for one in settled:
            done = f"，{one.done}履行" if one.done else ""
            yield _head(one, f"{done}（{one.citation}）")
    if chronicle.problems:
        yield from made.heading("流水的差错（所涉及的事实不明，其余照常）", 2)
        yield from (f"- {problem}" for problem in chronicle.problems)
    yield ""
    yield from made.lines(chronicle.determination, chronicle.title)


def _head(one: ObligationAnswer, after: str = "") -> Line:
    return obligation_line(one, (f"，{one.when}" if one.when else "") + after)


def _obligation(one: ObligationAnswer) -> Iterator[Line | str]:
    yield _head(one)
    yield f"  {one.duty}"
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
