"""The site as a whole: source → pages → files.

A maker of pages is ``def pages(source: Source) -> Iterator[Page | Asset]``. To add one, name it in `MAKERS`: the
navigation lists its pages that say where (`Page.listed`), in the order of this table. What is made of all other pages,
as the search is, is named in `COLLECTORS`: it is given the pages that were made, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from zzrules.base.version import __version__
from zzrules.pages import articles, calendar, indexes, relations, search
from zzrules.pages.page import Asset, Page, assets, rendered
from zzrules.pages.source import Source

Maker = Callable[[Source], Iterator[Page | Asset]]
Collector = Callable[[Source, Sequence[Page]], Iterator[Page | Asset]]

MAKERS: Final[Sequence[Maker]] = (articles.pages, relations.pages, indexes.pages, calendar.pages)
COLLECTORS: Final[Sequence[Collector]] = (search.pages,)
ASSETS: Final = (
    "site.css",
    "article.css",
    "article.js",
    "drawing.css",
    "lists.css",
    "workdays.js",
    "counter.js",
    "words.js",
    "filter.js",
    "search.js",
)
KEPT_RUN: Final = "run.json.gz"
"""The file of the site in which the run is kept whose results it shows."""


def files(source: Source) -> dict[str, bytes]:
    """Return the files of the site, by their paths: the same bytes for the same source."""
    made = [one for maker in MAKERS for one in maker(source)]
    pages = [one for one in made if isinstance(one, Page)]
    made += [one for collector in COLLECTORS for one in collector(source, pages)]
    pages = [one for one in made if isinstance(one, Page)]
    shared = {"site": _of(source), "navigation": navigation(pages), "source": source, "at": source.addresses}
    found = {one.path: one.content for one in (*assets(ASSETS), *made) if isinstance(one, Asset)}
    if source.run is not None:
        found[KEPT_RUN] = source.run.to_gzip()
    return found | {page.path: rendered(page, shared).encode() for page in pages}


def navigation(pages: Sequence[Page]) -> dict[str, list[Page]]:
    """Return the pages that are listed, by the groups in which they are."""
    groups: dict[str, list[Page]] = {}
    for page in pages:
        if page.listed is not None:
            groups.setdefault(page.listed[0], []).append(page)
    return groups


def _of(source: Source) -> dict[str, Any]:
    """Return what is said of the site at the foot of every page."""
    return {
        "title": source.regulations.own.title,
        "digest": source.book.digest,
        "on": source.on,
        "version": __version__,
    }
