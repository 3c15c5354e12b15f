"""How a case stands on a day, as Chinese prose: what is pressing, every obligation, and what the policies say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from zzrules.answer.account import Report, assumed, listed, pressing, standing
from zzrules.answer.blocks import Item, Span, plainly
from zzrules.answer.obligation import LABELS, PRESSING, ObligationAnswer, whole_of
from zzrules.answer.rendering import Line, Page, plain
from zzrules.answer.sentences import holding
from zzrules.base.errors import Problem


@dataclass(frozen=True)
class Chronicle:
    """What is rendered."""

    report: Report
    name: str
    obligations: tuple[ObligationAnswer, ...]
    open: tuple[ObligationAnswer, ...]
    problems: tuple[Problem, ...]


def render(chronicle: Chronicle, form: Literal["text", "markdown"]) -> str:
    """Return the chronicle as plain text or Markdown."""
    return "\n".join(map(str, lines(chronicle, markdown=form == "markdown")))


def lines(chronicle: Chronicle, *, markdown: bool) -> Iterator[Line]:
    """Yield the chronicle in lines."""
    return map(plain, _lines(chronicle, markdown=markdown))


def _lines(chronicle: Chronicle, *, markdown: bool) -> Iterator[Line | str]:
    page = Page(markdown=markdown)
    name = f"{chronicle.name}　" if chronicle.name else ""
    yield from page.heading(f"{name}到{chronicle.report.evaluated_on}为止的义务", 1)[1:]
    if not chronicle.open:
        yield "没有待办、逾期或者待查明的义务。"
    settled = [answer for answer in chronicle.obligations if not answer.open and not answer.silent]
    for item in _recurring((*chronicle.open, *settled)):
        yield from page.item(item)
    for obligation in chronicle.open:
        yield from _obligation(obligation, page)
    if settled:
        yield from page.heading("已经了结的", 2)
        for obligation in settled:
            done = f"，{obligation.done_at}履行" if obligation.done else ""
            yield from page.item(_head(obligation, f"{done}（{obligation.citation}）"))
    if chronicle.problems:
        yield from page.heading("流水的差错（所涉及的事实不明，其余照常）", 2)
        for problem in chronicle.problems:
            yield from page.item(plainly(str(problem)))
    yield ""
    yield from page.lines(chronicle.report)


def _recurring(obligations: Iterable[ObligationAnswer]) -> Iterator[Item]:
    """Yield how each obligation of several periods stands as a whole, with how many of them stand how."""
    periods: dict[tuple[str, str], list[str]] = {}
    for answer in obligations:
        if answer.period:
            periods.setdefault((answer.policy, answer.name), []).append(answer.status)
    for (_, name), statuses in periods.items():
        if len(statuses) == 1:
            continue
        whole, counts = whole_of(statuses), Counter(statuses)
        told = "，".join(f"{LABELS[status]}{counts[status]}期" for status in PRESSING if counts[status])
        stands = Span(LABELS[whole], pressing(whole, told))
        yield Item((Span(f"{name}（总的）："), stands, Span(f"，共{len(statuses)}期：{told}")))


def _head(obligation: ObligationAnswer, after: str = "") -> Item:
    return Item(standing(obligation, (f"，{obligation.when}" if obligation.when else "") + after))


def _obligation(obligation: ObligationAnswer, page: Page) -> Iterator[Line]:
    yield from page.item(_head(obligation))
    yield page.line((Span(obligation.clause),), "  ")
    for assumption in obligation.assumptions:
        yield from page.item(plainly(assumed(assumption)), depth=1)
    for text in _details(obligation):
        yield page.line((Span(text),), "  ")
    if obligation.state is not None:
        for step in obligation.why():
            for reason in listed(holding(step)):
                yield from page.item(reason, depth=1)


def _details(obligation: ObligationAnswer) -> Iterator[str]:
    """Yield since when it is owed, by which entries of the log, and what is missing."""
    since = f"自{obligation.since}" if obligation.since else ""
    events = f"流水{'、'.join(obligation.events)}" if obligation.events else ""
    if since or events:
        yield "，依据".join(part for part in (since, events) if part)
    if obligation.state is None:
        asked = [f"「{fact.label}」" for fact in obligation.missing]
        yield f"尚缺{'、'.join(asked)}" if asked else "尚不能确定"
