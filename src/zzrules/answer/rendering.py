"""Determinations as Chinese prose: plain text and Markdown, with every citation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, assert_never, get_args

from zzrules.answer.account import Report, account
from zzrules.answer.blocks import Account, Block, Item, Items, Kind, Paragraph, Quotes, Section, Span
from zzrules.base.diagnostics.use import NO_FORMAT
from zzrules.base.errors import UsageError
from zzrules.base.foreign import text_of
from zzrules.base.quoting import markdown, one_line
from zzrules.case.values import printable

Format = Literal["text", "markdown", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of prose and its kind: ``text`` is the part that the kind speaks of, ``str(line)`` the whole line.

    >>> str(Line("outcome", "予以轮换调整", before="结论："))
    '结论：予以轮换调整'
    """

    kind: Kind
    text: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """Return the whole line."""
        return f"{self.before}{self.text}{self.after}"


def checked_format(asked: str) -> Format:
    """Return a format of explanations. Raises `UsageError` (ZZ612) for one that there is not.

    >>> checked_format("markdown")
    'markdown'
    """
    word = text_of(asked) or ""
    if word not in FORMATS:
        raise UsageError(NO_FORMAT(format=printable(word), known="、".join(FORMATS)))
    return word


def plain(line: Line | str) -> Line:
    """Return a line as it is, and a text as a line of no special kind."""
    return line if isinstance(line, Line) else Line("text", line)


def render(report: Report, form: Literal["text", "markdown"]) -> str:
    """Return a report as plain text or Markdown."""
    return "\n".join(map(str, Page(markdown=form == "markdown").lines(report)))


class Page:
    """Writes what is told of a determination, with headings and lists as plain text or as Markdown."""

    def __init__(self, *, markdown: bool) -> None:
        """Choose between Markdown and plain text."""
        self.markdown = markdown

    def heading(self, text: str, level: int) -> list[str]:
        """Return a heading in its lines."""
        if self.markdown:
            return ["", f"{'#' * level} {self.words(text)}", ""]
        text = self.words(text)
        rule = ("═" if level == 1 else "─") * min(40, sum(1 if character.isascii() else 2 for character in text))
        return ["", text, rule]

    def words(self, text: str, *, leading: bool = False) -> str:
        """Return words that may be of a record, so that they stay words; ``leading``: they stand first on their line.

        They also stay on their line.
        """
        return markdown(text, leading=leading) if self.markdown else one_line(text)

    def bold(self, text: str) -> str:
        """Return words in bold."""
        return f"**{text}**" if self.markdown else text

    def lines(self, report: Report) -> Iterator[Line]:
        """Yield a report in lines."""
        return map(plain, self._lines(account(report)))

    def _lines(self, told: Account) -> Iterator[Line | str]:
        yield from self.heading(told.title, 1)[1:]
        yield self.words(told.lead)
        for section in told.sections:
            yield from self.section(section)
        yield from ("", self.words(told.foot))

    def section(self, section: Section) -> Iterator[Line | str]:
        """Yield a section in lines."""
        yield from self.heading(section.title, 2)
        if section.note:
            yield self.words(section.note)
        for block in section.blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Line | str]:
        match block:
            case Paragraph():
                if block.apart:
                    yield ""
                yield self.line(block.spans)
            case Items():
                if block.title:
                    yield from ("", f"{self.bold(self.words(block.title))}{self.words(block.note)}：")
                for number, item in enumerate(block.items, 1):
                    yield from self.item(item, f"{number}. " if block.numbered else "- ")
            case Quotes():
                yield ""
                yield from self._quotes(block)
            case _:
                assert_never(block)

    def item(self, item: Item, mark: str = "- ", depth: int = 0) -> Iterator[Line]:
        """Yield an item of a list in lines, with what it rests on."""
        yield self.line(item.spans, "  " * depth + mark)
        for part in item.parts:
            yield from self.item(part, depth=depth + 1)

    def line(self, spans: Iterable[Span], before: str = "") -> Line:
        """Return spans as one line, of the kind of the first that has one, which takes those after it of its kind."""
        head, marked, tail = [before], list[str](), list[str]()
        kind: Kind = "text"
        for number, span in enumerate(spans):
            words = self.words(span.text, leading=not number)
            words = self.bold(words) if span.strong else words
            if kind == "text" and span.kind != "text":
                kind = span.kind
            part = head if kind == "text" else marked if span.kind == kind and not tail else tail
            part.append(words)
        if kind == "text":
            return Line(kind, "".join(head))
        return Line(kind, "".join(marked), "".join(head), "".join(tail))

    def _quotes(self, block: Quotes) -> Iterator[str]:
        title = self.bold(block.title)
        if not block.places:
            yield f"{title}：{'、'.join(self.words(place.headed) for place in block.before)}，见前。"
            return
        yield f"{title}："
        for place in block.places:
            head, text = self.words(place.headed), self.words(place.text.replace("\n", "　"))
            yield f"> {head}：{text}" if self.markdown else f"  {head}：「{text}」"
            if self.markdown:
                yield ""
