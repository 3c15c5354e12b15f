"""The pages of articles: the words of the law, and beside them what was made of each; all of them as a book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from zzrules.base.citation import Citation
from zzrules.base.errors import CitationError
from zzrules.base.regulation import Regulation, Text
from zzrules.pages.addresses import part_anchor
from zzrules.pages.beside import Beside, Row
from zzrules.pages.page import Page, Words
from zzrules.pages.source import Source
from zzrules.policy.phrasing.policies import say_shared
from zzrules.policy.phrasing.sentence import lines

_SCRIPTS = ("assets/article.js",)
_STYLES = ("assets/article.css", "assets/drawing.css")


def pages(source: Source) -> Iterator[Page]:
    """Yield the first page, which lists the articles, a page for each of them, and the book."""
    beside = Beside(source)
    articles = articles_of(source, beside)
    rows = {article: tuple(beside.rows(article)) for article in articles}
    shared: dict[str, Any] = {"links": beside.links, "results": source.results}
    chapters = [*_chapters(source, articles)]
    whole = {"chapters": chapters, "rows": rows, **shared}
    yield Page("index.html", "条文", "index.html", whole, listed=("条文", "逐条"), styles=_STYLES)
    for number, article in enumerate(articles):
        before = articles[number - 1] if number else None
        after = articles[number + 1] if number + 1 < len(articles) else None
        context = {
            "article": article,
            "rows": rows[article],
            "chapter": _chapter(source, article),
            "earlier": tuple(_earlier(source.regulations.of(article), article)),
            "before": before,
            "after": after,
            **shared,
        }
        found = (Words("条文", str(article), context["chapter"]), *_words(rows[article]))
        path = source.addresses.article(article)
        yield Page(path, str(article), "article.html", context, scripts=_SCRIPTS, styles=_STYLES, found=found)
    yield Page("book.html", "全书", "book.html", whole, listed=("条文", "全书"), styles=_STYLES)
    if source.results is not None:
        yield Page("scenarios.html", "场景", "runs.html", shared, listed=("条文", "场景"), styles=_STYLES)
    if sections := say_shared(source.vocabulary):
        context = {"sections": sections, "anchor": part_anchor, "lines": lines, **shared}
        yield Page("shared.html", "各政策共用的推算、先后", "shared.html", context, styles=_STYLES)


def articles_of(source: Source, beside: Beside) -> list[Citation]:
    """Return the articles of the folder's own regulation, and those of others of which something is cited."""
    found = []
    for regulation in source.regulations:
        text = regulation.newest
        every = [Citation(number, of=text.name) for number, _ in text.articles_in_order()]
        found += [one for one in every if not text.name or beside.cites(one)]
    return found


def _chapters(source: Source, articles: Sequence[Citation]) -> Iterator[tuple[str, list[Citation]]]:
    """Yield the chapters of the regulations with their articles; what has none is under the regulation's title."""
    for regulation in source.regulations:
        own = [one for one in articles if one.of == regulation.newest.name]
        titled: dict[str, list[Citation]] = {}
        for one in own:
            chapter = _chapter(source, one)
            titled.setdefault(chapter if not one.of else f"《{regulation.title}》{chapter}", []).append(one)
        yield from titled.items()


def _chapter(source: Source, article: Citation) -> str:
    text = source.regulations.of(article).newest
    found = (f"{one.label}　{one.name}" for one in text.chapters if one.first <= article.article <= one.last)
    return next(found, "")


def _earlier(regulation: Regulation, article: Citation) -> Iterator[dict[str, Any]]:
    """Yield the words that an article had before, the latest first, where an amendment changed them."""
    for before, after in zip(reversed(regulation.texts[:-1]), reversed(regulation.texts[1:]), strict=True):
        was, now = (_text(text, article) for text in (before, after))
        if was != now:
            yield {
                "first": before.first,
                "last": after.first - timedelta(days=1),
                "changed": after.first,
                "document": after.document,
                "lines": was,
            }


def _text(text: Text, article: Citation) -> list[str]:
    try:
        return text.text(Citation(article.article, of=article.of)).splitlines()
    except CitationError:
        return []


def _words(rows: Sequence[Row]) -> Iterator[Words]:
    """Yield what the search finds on an article's page: its places, and the parts of its policies."""
    for row in rows:
        words = "".join(phrase.text for phrase in row.words)
        yield Words("条文", str(row.place), words, row.anchor)
        for view in row.policies:
            yield Words("政策", view.policy.name, view.policy.note, view.anchor)
            for part in view.parts:
                said = "".join(span.text for line in part.said for span in line.said)
                title = view.policy.name if part.name.isdecimal() else part.name  # what only has a number
                yield Words(part.section, title, said, part.anchor)
            for number, one in enumerate(view.told, 1):
                yield Words("场景", one.name, one.rule, f"{view.anchor}-s{number}")
