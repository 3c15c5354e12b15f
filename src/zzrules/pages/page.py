"""A page, and how it becomes HTML: one environment of templates for all of them.

Every text that a template fills in is escaped, and so is every character that would turn the direction of what follows
or cannot be seen: it is shown as ‹U+202E›. A name that a template does not have is an error, not a blank.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.diagnostics.use import NO_JINJA2
from zzrules.base.packages import need
from zzrules.base.quoting import seen

if TYPE_CHECKING:
    from jinja2 import Environment

HERE: Final = Path(__file__).parent
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True)
class Words:
    """What the search finds on a page: words, their kind, their title, and the anchor at which they stand."""

    kind: str
    title: str
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the site: its file, its title, the template that makes it and what that needs.

    ``listed`` is its place in the navigation, as group and label; empty for a page that is reached from others.
    ``scripts`` and ``styles`` are files of the site that it loads; ``found`` is what the search finds on it.
    """

    path: str
    title: str
    template: str
    context: Mapping[str, Any]
    listed: tuple[str, str] | None = None
    scripts: Sequence[str] = ()
    styles: Sequence[str] = ()
    found: Sequence[Words] = ()


@dataclass(frozen=True)
class Asset:
    """A file of the site that is no page: a script with data, a style."""

    path: str
    content: bytes


@cache
def environment() -> Environment:
    """Return the environment of all templates. Raises `UsageError` (ZZ613) without Jinja."""
    need(NO_JINJA2, "jinja2")
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def finalized(value: object) -> object:
        return seen(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["content_security_policy"] = CONTENT_SECURITY_POLICY
    return made


def rendered(page: Page, shared: Mapping[str, Any]) -> str:
    """Return a page as HTML; ``shared`` is what every page is given: the navigation, what the site is made from."""
    template = environment().get_template(page.template)
    return template.render({**shared, **page.context, "page": page})


def assets(names: Iterable[str]) -> list[Asset]:
    """Return files of the package's assets, under ``assets/``."""
    return [Asset(f"assets/{name}", (HERE / "assets" / name).read_bytes()) for name in names]


def script(name: str, data: object) -> bytes:
    r"""Return a script that assigns data to one global, for what runs in pages: they are opened from the disk.

    >>> script("zzrulesDays", {"甲": "</script>"}).decode()
    'window.zzrulesDays = {"甲":"<\\/script>"};\n'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"window.{name} = {text};\n".encode()
