"""A determination as one file of HTML: the answer first, then why, what is missing, and the nearest other outcome.

It is a rendering of what text and Markdown render (`zzrules.answer.blocks`). The file needs nothing beside it, loads
nothing and runs nothing: its Content-Security-Policy lets in the one style, by its digest.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from zzrules.answer.account import account
from zzrules.answer.blocks import Paragraph, Section, Span
from zzrules.answer.determination import Determination
from zzrules.answer.parts import OutcomeName
from zzrules.base.diagnostics.use import NO_JINJA2
from zzrules.base.packages import need
from zzrules.base.version import __version__
from zzrules.pages.page import HERE, environment
from zzrules.plan.model import COMMON_OUTCOMES

_SHEETS: Final = ("site.css", "determination.css")
_MARKS: Final = {
    "outcome": "true",
    "open outcome": "open",
    "undetermined": "open",
    "pending": "open",
    "due_soon": "open",
    "breached": "false",
}
"""With which mark a span of a kind is shown."""


@dataclass(frozen=True)
class Way:
    """What another outcome lacks; ``open``: it is still possible."""

    name: str
    lacking: tuple[str, ...]
    open: bool


@dataclass(frozen=True)
class Part:
    """A section of the page: its anchor, the outcome in short, and the ways to other outcomes, the nearest first."""

    anchor: str
    section: Section
    outcome: tuple[Span, ...]
    ways: tuple[Way, ...]


def to_html(determination: Determination, name: str = "") -> str:
    """Return a determination as a page: one file, without anything that runs or is loaded.

    ``name`` is what the record is called. Raises `UsageError` (ZZ613) without Jinja, which ``zzrules[site]`` installs.

    >>> import zzrules
    >>> page = to_html(zzrules.load().evaluate({"subject": "agency"}, on="2026-05-06", about=["第二十三条"]))
    >>> page.startswith("<!DOCTYPE html>"), "<script" in page
    (True, False)
    """
    need(NO_JINJA2, "jinja2")
    from markupsafe import Markup

    style, digest = _style()
    told = account(determination.report())
    parts = tuple(_parts(determination, told.sections))
    return (
        environment()
        .get_template("determination.html")
        .render(
            told=told,
            name=name,
            parts=parts,
            marks=_MARKS,
            style=Markup(style),  # noqa: S704 - our own style
            digest=digest,
            version=__version__,
        )
        .lstrip()  # the macros stand before the page
    )


@cache
def _style() -> tuple[str, str]:
    """Return the style of the page with its digest, as policies name it."""
    style = "\n".join((HERE / "assets" / sheet).read_text(encoding="utf-8") for sheet in _SHEETS)
    return style, b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _parts(determination: Determination, sections: tuple[Section, ...]) -> Iterator[Part]:
    for number, section in enumerate(sections, 1):
        outcomes = [block for block in section.blocks if isinstance(block, Paragraph) and block.topic == "outcome"]
        whole = section.code and determination.scope[section.code] is None
        short = tuple(span for block in outcomes[:1] for span in block.spans if span.strong and span.kind != "text")
        ways = tuple(ways_of(determination, section.code)) if whole else ()
        yield Part(f"p{number}", section, short, ways)


def ways_of(determination: Determination, code: str) -> list[Way]:
    """Return what the other outcomes of a policy lack, those first that lack least.

    Empty where the policy does not apply.

    >>> import zzrules
    >>> record = {"subject": "window_staff", "conduct_date": "2026-03-02", "in_service": False}
    >>> ways_of(zzrules.load().evaluate(record, on="2026-05-06"), "scope") != []
    True
    """
    answer = determination.policy(code)
    if answer.excluded:
        return []
    names = determination.inquiry.catalogue.plan.policy(code).outcomes
    others = [OutcomeName(one, name) for one, name in names.items() if one not in COMMON_OUTCOMES]
    reasons = [answer.why(one.code) for one in others if one.code != answer.outcome]
    ways = [Way(one.outcome.name, one.lacking, one.possible is None) for one in reasons if one.lacking]
    return sorted(ways, key=lambda way: (not way.open, len(way.lacking)))
