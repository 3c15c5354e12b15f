"""The pages of articles: the words of the law, and beside them what was made of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zzrules.base.citation import Citation
from zzrules.pages.addresses import place_anchor
from zzrules.pages.page import Page, Words
from zzrules.pages.source import Source


def pages(source: Source) -> Iterator[Page]:
    """Yield the first page, which lists the articles, and a page for each of them."""
    articles = [Citation(number) for number, _ in source.regulations.own.newest.articles_in_order()]
    yield Page("index.html", "条文", "index.html", {"articles": articles}, listed=("条文", "条文"))
    for place in articles:
        words = source.regulations.text(place)
        found = (Words("条文", str(place), words),)
        context = {"paragraphs": list(_paragraphs(source, place))}
        yield Page(
            source.addresses.article(place),
            str(place),
            "article.html",
            context,
            None,
            ("assets/article.js",),
            found=found,
        )


def _paragraphs(source: Source, article: Citation) -> Iterator[dict[str, Any]]:
    text = source.regulations.own.newest
    for number, paragraph in enumerate(text.articles[article.article], 1):
        place = text.resolve(Citation(article.article, number))
        yield {"anchor": place_anchor(place) or "p1", "text": paragraph.text}
