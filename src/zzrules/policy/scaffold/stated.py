"""What a folder states already, as far as its files can be read: skeletons of policies are among them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zzrules.base.citation import Citation
from zzrules.base.errors import CitationError, Place
from zzrules.base.frozen import frozen
from zzrules.base.regulation import Regulation
from zzrules.base.regulations import Regulations
from zzrules.policy.folder import Folder
from zzrules.policy.forms import parse_day
from zzrules.policy.scaffold.articles import Standing, Words
from zzrules.policy.vocabulary import Kind
from zzrules.policy.yamlreading import read_bytes
from zzrules.policy.yamltree import Mapping, Problems, Scalar

_POLICY, _WORDS = "政策", "词汇"


@frozen
class Stated:
    """A policy file: the policy's name and code, the place that it states (None if unreadable), and its days."""

    name: str
    code: str
    citation: Citation | None
    first: date | None
    last: date | None
    place: Place


def stated_in(folder: Folder, law: Regulations) -> tuple[Stated, ...]:
    """Return the policies of a folder, whatever else is wrong with them."""
    return tuple(_stated(tree, law) for _, tree in _trees(folder, _POLICY))


def vocabularies_in(folder: Folder) -> tuple[str, ...]:
    """Return the names of the vocabulary files of a folder."""
    return tuple(name for name, _ in _trees(folder, _WORDS))


def words_in(folder: Folder) -> Words:
    """Return what the vocabulary of a folder has, facts of which something is still to be filled in among them."""
    places = {fact.label: fact.place for fact in folder.vocabulary.facts}
    codes = {code: fact.label for code, fact in folder.vocabulary.by_name.items()}
    for _, tree in _trees(folder, _WORDS):
        for key, section in tree.entries:
            for name, value in section.entries if key.text in ("事实", "推算") and isinstance(section, Mapping) else ():
                places.setdefault(name.text, name.place)
                parts = value.entries if isinstance(value, Mapping) else ()
                found = (part for word, part in parts if word.text == "代码" and isinstance(part, Scalar))
                codes = {part.text: name.text for part in found} | codes
    dates = tuple(fact.label for fact in folder.vocabulary.facts if fact.kind is Kind.DATE)
    return Words(places, codes, dates)


def overlapping(policies: tuple[Stated, ...], at: Standing) -> Iterator[Stated]:
    """Yield the policies that state a place, a part of it or what it is a part of, on a day on which it reads so."""
    for one in policies:
        if one.citation is None or not (one.citation.covers(at.place) or at.place.covers(one.citation)):
            continue
        first, last = _days(one.first, one.last, at.regulation)
        own_first, own_last = _days(at.first, at.last, at.regulation)
        if first <= own_last and own_first <= last:
            yield one


def _days(first: date | None, last: date | None, regulation: Regulation) -> tuple[date, date]:
    return first or regulation.in_force, last or regulation.last_day


def _trees(folder: Folder, kind: str) -> Iterator[tuple[str, Mapping]]:
    for name, raw in folder.files:
        if kind.encode() in raw:
            tree = read_bytes(raw, name, Problems())
            if isinstance(tree, Mapping) and any(key.text == kind for key, _ in tree.entries):
                yield name, tree


def _stated(tree: Mapping, law: Regulations) -> Stated:
    form = {key.text: value.text for key, value in tree.entries if isinstance(value, Scalar)}
    place = next(value.place for key, value in tree.entries if key.text == _POLICY)
    first, last = (_day(form.get(key, "")) for key in ("施行", "有效期至"))
    citation = None
    try:
        asked = law.parse(form.get("依据", ""))
        citation = law.wording(asked, first).resolve(asked)
    except CitationError:
        pass
    return Stated(form.get(_POLICY, ""), form.get("代码", ""), citation, first, last, place)


def _day(text: str) -> date | None:
    number = parse_day(text)
    return date.fromordinal(number) if number is not None else None
