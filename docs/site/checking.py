"""What holds of every page of a site: its links lead somewhere, and it asks for nothing that lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_ASKING = {
    "audio": "src",
    "embed": "src",
    "iframe": "src",
    "image": "href",
    "img": "src",
    "object": "data",
    "script": "src",
    "source": "src",
    "track": "src",
    "video": "src",
}
"""The elements that make a browser ask for something, with the attribute that says what."""
_STYLES = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s;]+)""")


class _Page(HTMLParser):
    """A page: the places that links may lead to, where its own lead, and what it asks for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: set[str] = {""}
        self.links: list[str] = []
        self.asked: list[str] = []
        self._styled = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.places |= {said[name] for name in ("id", "name") if name in said}
        self._styled = tag == "style"
        if tag in ("a", "area") and "href" in said:
            self.links.append(said["href"])
        elif tag == "link" and {*said.get("rel", "").split()} - {"next", "prev", "index", "search", "canonical"}:
            self.asked.append(said.get("href", ""))
        elif tag in _ASKING and said.get(_ASKING[tag]):
            self.asked.append(said[_ASKING[tag]])
        if "srcset" in said:
            self.asked += [one.split()[0] for one in said["srcset"].split(",") if one.strip()]
        self.asked += _STYLES.findall(said.get("style", ""))

    def handle_data(self, data: str) -> None:
        if self._styled:
            self.asked += _STYLES.findall(data)


def wrong(site: Path) -> Iterator[str]:
    """Yield what is wrong with the pages of a folder: links that lead nowhere, and what is asked for from elsewhere."""

    @cache
    def page(path: Path) -> _Page:
        return _Page(path.read_text(encoding="utf-8"))

    def told(source: Path, address: str, *, asked: bool) -> str | None:
        parts = urlsplit(address)
        if parts.scheme in ("data", "javascript") or (parts.scheme and not asked):
            return None
        if parts.scheme or parts.netloc:
            return f"asks for {address}"
        target = (source.parent / unquote(parts.path)).resolve() if parts.path else source
        if not target.is_relative_to(site) or not target.is_file():
            return f"leads to {address}, which is not there"
        if target.suffix == ".html" and unquote(parts.fragment) not in page(target).places:
            return f"leads to {address}, a page without that place"
        return None

    site = site.resolve()
    for path in sorted(site.rglob("*.html")):
        for addresses, asked in ((page(path).links, False), (page(path).asked, True)):
            for address in dict.fromkeys(addresses):
                if problem := told(path, address, asked=asked):
                    yield f"{path.relative_to(site)} {problem}"
    for path in sorted(site.rglob("*.css")):
        for address in dict.fromkeys(_STYLES.findall(path.read_text(encoding="utf-8"))):
            if problem := told(path, address, asked=True):
                yield f"{path.relative_to(site)} {problem}"
