"""The search: all words of all pages in one script, looked through in the page as they are.

No index is needed: to look through a million characters for a word takes a browser a few milliseconds, and finds words
of any length. Half-width and full-width forms, and numbers in Chinese or in figures, are made alike in the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from zzrules.pages.page import Asset, Page, Words, script
from zzrules.pages.source import Source

DATA: Final = "assets/search-data.js"
_PAGE: Final = "页面"


def pages(source: Source, made: Sequence[Page]) -> Iterator[Page | Asset]:  # noqa: ARG001 - as all that collect
    """Yield the page of the search, and the words that it looks through: those of all pages made so far."""
    yield Asset(DATA, script("zzSearch", data_of(made)))
    scripts = (DATA, "assets/words.js", "assets/search.js")
    yield Page("search.html", "搜索", "search.html", {}, ("搜索", "搜索"), scripts, ("assets/lists.css",))


def data_of(made: Sequence[Page]) -> dict[str, Any]:
    """Return what is searched, as plain data: kinds and pages, and of each entry their numbers, anchor, title, text.

    A page that says nothing of what is on it is found by its title. What several pages say alike is found on the first.

    >>> words = Words("事实", "实名", "是不是实名？", "fact-real_name")
    >>> data_of([Page("facts.html", "事实", "facts.html", {}, found=[words])])
    {'kinds': ['事实'], 'pages': ['facts.html'], 'entries': [[0, 0, 'fact-real_name', '实名', '是不是实名？']]}
    """
    kinds: dict[str, int] = {}
    paths: dict[str, int] = {}
    entries = []
    said = set[tuple[str, str, str]]()
    for page in made:
        for words in page.found or (Words(_PAGE, page.title, ""),):
            if (key := (words.kind, words.title, words.text)) in said:
                continue
            said.add(key)
            kind, path = (table.setdefault(key, len(table)) for table, key in ((kinds, words.kind), (paths, page.path)))
            entries.append([kind, path, words.anchor, words.title, " ".join(words.text.split())])
    return {"kinds": [*kinds], "pages": [*paths], "entries": entries}
