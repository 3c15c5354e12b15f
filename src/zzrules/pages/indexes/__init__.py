"""The indexes: facts, bodies, readings, parameters, time limits, duties by who owes them, codes, and what changes.

What each lists is a pure function of the source, in a module of its own; here they become pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from zzrules.pages.addresses import key_of
from zzrules.pages.indexes.bodies import Body, bodies_of
from zzrules.pages.indexes.codes import families
from zzrules.pages.indexes.duties import Owner, duties_of, owners_of
from zzrules.pages.indexes.facts import facts_of
from zzrules.pages.indexes.parts import Part, Parts
from zzrules.pages.indexes.settled import changes_by_day, parameters_of, readings_of
from zzrules.pages.page import Page, Words
from zzrules.pages.source import Source
from zzrules.rulebook import Rulebook

FILTERS: Final = ("assets/words.js", "assets/filter.js")
STYLES: Final = ("assets/lists.css",)
_GROUP: Final = "目录"
_OWED: Final = "谁应当做什么"


def pages(source: Source) -> Iterator[Page]:
    """Yield the pages of all indexes."""
    parts = Parts(source)
    owners = owners_of(parts)
    yield _facts(parts)
    yield _bodies(parts, owners)
    yield from _duties(owners)
    yield _limits(parts)
    yield _readings(parts)
    yield _parameters(parts)
    yield _days(parts)
    if source.older is not None:
        yield _changes(source.book, source.older)
    yield _codes()


def anchor_of(part: Part) -> str:
    """Return the anchor of a part in an index of such parts."""
    return f"i{key_of(part.address)}"


def _index(path: str, label: str, title: str, found: list[Words], **context: Any) -> Page:
    shared = {"anchor_of": anchor_of, **context}
    return Page(f"{path}.html", title, f"{path}.html", shared, (_GROUP, label), FILTERS, STYLES, found)


def _facts(parts: Parts) -> Page:
    facts = tuple(facts_of(parts))
    found = [Words("事实", one.fact.label, one.words, f"fact-{one.fact.name}") for one in facts]
    return _index("facts", "事实", "事实", found, facts=facts)


def _bodies(parts: Parts, owners: tuple[Owner, ...]) -> Page:
    bodies = tuple(bodies_of(parts))
    owed = {owner.code: owner for owner in owners if owner.code}
    found = [Words("机构", body.label, _words_of(body), f"body-{key_of(body.code)}") for body in bodies]
    return _index("bodies", "机构", "机构", found, bodies=bodies, owed=owed, key_of=key_of)


def _words_of(body: Body) -> str:
    findings = "、".join(one.fact.label for one in body.findings)
    return f"可以认定：{findings}" if findings else ""


def _duties(owners: tuple[Owner, ...]) -> Iterator[Page]:
    """Yield the list of who owes something, and a page for each of them, to print and hang up."""
    yield _index("duties", "义务", _OWED, [], owners=owners)
    for owner in owners:
        title = f"{owner.name}应当做的事" if owner.duties else owner.name
        deeds = "；".join(f"{duty.modality}{duty.content} {duty.length}" for duty in (*owner.duties, *owner.others))
        found = (Words(_OWED, title, deeds),)
        context = {"owner": owner, "anchor_of": anchor_of}
        yield Page(owner.address, title, "owner.html", context, None, (), STYLES, found)


def _limits(parts: Parts) -> Page:
    limits = [duty for duty in duties_of(parts) if duty.length]
    found = [
        Words("时限", f"{one.part.name}：{one.length}", f"{one.subject} {one.content}", anchor_of(one.part))
        for one in limits
    ]
    return _index("limits", "时限", "时限", found, limits=limits)


def _readings(parts: Parts) -> Page:
    """Return the page of readings; the search finds each beside its article."""
    return _index("readings", "口径", "口径", [], readings=tuple(readings_of(parts)))


def _parameters(parts: Parts) -> Page:
    """Return the page of parameters; the search finds each beside its article."""
    return _index("parameters", "参数", "参数", [], parameters=tuple(parameters_of(parts)))


def _days(parts: Parts) -> Page:
    days = changes_by_day(parts)
    found = [
        Words(
            "何时起变",
            str(day),
            "；".join(f"{one.part.policy + one.part.said if one.part else ''}{one.said}" for one in changes),
            f"d{day}",
        )
        for day, changes in days.items()
    ]
    return _index("days", "何时起变", "何时起变", found, days=days)


def _changes(book: Rulebook, older: Rulebook) -> Page:
    """Return the page of what a rulebook says otherwise than an older one: what ``zzrules diff`` says of it."""
    _title, *blocks = book.difference(older).blocks()
    grouped = [(kind, [*group]) for kind, group in groupby(blocks, key=lambda block: block.kind)]
    return _index("changes", "改动", "与另一版本相比的改动", [], grouped=grouped, older=older.digest[:12])


def _codes() -> Page:
    listed = tuple(families())
    found = [
        Words(
            "错误代码", code.code, " ".join(f"{one.message}。{one.hint}" for one in code.sentences), code.code.lower()
        )
        for family in listed
        for code in family.codes
    ]
    return _index("codes", "错误代码", "错误代码", found, families=listed)
