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
from zzrules.pages.indexes.parts import Part
from zzrules.pages.indexes.settled import changes_by_day, parameters_of, readings_of
from zzrules.pages.page import Page, Words
from zzrules.pages.source import Source

FILTERS: Final = ("assets/words.js", "assets/filter.js")
STYLES: Final = ("assets/lists.css",)
_GROUP: Final = "目录"


def pages(source: Source) -> Iterator[Page]:
    """Yield the pages of all indexes."""
    owners = owners_of(source)
    yield _facts(source)
    yield _bodies(source, owners)
    yield from _duties(owners)
    yield _limits(source)
    yield _readings(source)
    yield _parameters(source)
    yield _days(source)
    if source.older is not None:
        yield _changes(source)
    yield _codes()


def anchor_of(part: Part) -> str:
    """Return the anchor of a part in an index of such parts."""
    return f"i{key_of(part.address)}"


def _index(path: str, label: str, title: str, found: list[Words], **context: Any) -> Page:
    shared = {"anchor_of": anchor_of, **context}
    return Page(f"{path}.html", title, f"{path}.html", shared, (_GROUP, label), FILTERS, STYLES, found)


def _facts(source: Source) -> Page:
    facts = tuple(facts_of(source))
    found = [Words("事实", one.fact.label, one.words, f"fact-{one.fact.name}") for one in facts]
    return _index("facts", "事实", "事实", found, facts=facts)


def _bodies(source: Source, owners: tuple[Owner, ...]) -> Page:
    bodies = tuple(bodies_of(source))
    owed = {owner.code: owner for owner in owners if owner.code}
    found = [Words("机构", body.label, _words_of(body), f"body-{key_of(body.code)}") for body in bodies]
    return _index("bodies", "机构", "机构", found, bodies=bodies, owed=owed, key_of=key_of)


def _words_of(body: Body) -> str:
    findings = "、".join(one.fact.label for one in body.findings)
    return f"可以认定：{findings}" if findings else ""


def _duties(owners: tuple[Owner, ...]) -> Iterator[Page]:
    """Yield the list of who owes something, and a page for each of them, to print and hang up."""
    yield _index("duties", "义务", "谁应当做什么", [], owners=owners)
    for owner in owners:
        found = [
            Words(
                "义务",
                f"{owner.name}：{duty.part.name}",
                f"{duty.modality}{duty.content} {duty.length}",
                anchor_of(duty.part),
            )
            for duty in (*owner.duties, *owner.others)
        ]
        title = f"{owner.name}应当做的事" if owner.duties else owner.name
        yield Page(
            owner.address, title, "owner.html", {"owner": owner, "anchor_of": anchor_of}, None, (), STYLES, found
        )


def _limits(source: Source) -> Page:
    limits = [duty for duty in duties_of(source) if duty.length]
    found = [
        Words("时限", f"{one.part.name}：{one.length}", f"{one.subject} {one.content}", anchor_of(one.part))
        for one in limits
    ]
    return _index("limits", "时限", "时限", found, limits=limits)


def _readings(source: Source) -> Page:
    readings = tuple(readings_of(source))
    found = [
        Words(
            "口径",
            one.part.name,
            f"采“{one.taken}”；另说“{'”“'.join(one.others)}”。{one.basis}。{one.note}",
            anchor_of(one.part),
        )
        for one in readings
    ]
    return _index("readings", "口径", "口径", found, readings=readings)


def _parameters(source: Source) -> Page:
    parameters = tuple(parameters_of(source))
    found = [
        Words(
            "参数",
            one.part.name,
            f"{'；'.join(f'自{value.first}起{value.text}' for value in one.values)} {one.citation} {one.note}",
            anchor_of(one.part),
        )
        for one in parameters
    ]
    return _index("parameters", "参数", "参数", found, parameters=parameters)


def _days(source: Source) -> Page:
    days = changes_by_day(source)
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


def _changes(source: Source) -> Page:
    assert source.older is not None
    _title, *blocks = source.book.difference(source.older).blocks()
    grouped = [(kind, [*group]) for kind, group in groupby(blocks, key=lambda block: block.kind)]
    return _index("changes", "改动", "与另一版本相比的改动", [], grouped=grouped, older=source.older.digest[:12])


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
