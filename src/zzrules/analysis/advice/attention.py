"""留意: which advice was looked at and may stay, as long as the words that it is about stay as they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Final, NamedTuple

from zzrules.analysis.changes.written import SECTION_WORDS, name_of
from zzrules.base.diagnostics import Told
from zzrules.base.diagnostics.advice import LOOKED_AT_OTHERWISE, NOT_LOOKED_AT, NOTED_IDLY
from zzrules.base.errors import Place, Problem
from zzrules.base.frozen import Value, inside
from zzrules.base.regulation import digest_of
from zzrules.policy import syntax
from zzrules.policy.cited import Noted
from zzrules.policy.vocabulary import Vocabulary
from zzrules.policy.yamltree import Scalar

_LINE: Final = re.compile("（第 [0-9]+ 行）")
_NAMED: Final = re.compile("「([^「」]+)」")


class _Part(NamedTuple):
    """A part of a file: what 留意 calls it, its name, the places of its words, and what it says."""

    called: str
    name: str
    places: tuple[Place, ...]
    words: str

    def beside(self, other: _Part) -> _Part:
        """Return the part that this and another of the same name are together."""
        return _Part(self.called, self.name, (*self.places, *other.places), f"{self.words} {other.words}")


def heeded(
    advice: Iterable[Problem],
    policies: Sequence[syntax.Policy],
    vocabulary: Vocabulary,
    without: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Return advice without what 留意 accepts, and what is to be said of 留意 itself, in the order of the files.

    ZZ911: what was accepted for other words, or for no words in particular. ZZ912: what accepts nothing. ``without``
    are the codes of advice that nobody asked for: what accepts them accepts it for another time.
    """
    files = _Files(policies, vocabulary)
    told: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in advice:
        told.setdefault((problem.place.source, files.part_at(problem.place).called, problem.code), []).append(problem)
    left = dict(told)
    said: list[Problem] = []
    for one in files.noted:
        key = one.place.source, one.part, one.code
        found = told.get(key)
        if found is None:
            if one.code not in without:
                said.append(NOTED_IDLY(one.place, part=one.part, code=one.code, known=_known(told, one.place.source)))
            continue
        digest = files.digest(key[0], one.part, found)
        if one.digest == digest:
            del left[key]
        elif one.digest:
            said.append(LOOKED_AT_OTHERWISE(one.place, part=one.part, code=one.code, digest=digest))
        else:
            del left[key]
            said.append(NOT_LOOKED_AT(one.place, part=one.part, code=one.code, digest=digest))
    said += (problem for problems in left.values() for problem in problems)
    return tuple(sorted(said, key=lambda problem: (problem.place, problem.code)))


def _known(told: Mapping[tuple[str, str, str], list[Problem]], source: str) -> str:
    here = [f"{part}的 {code}" for of, part, code in told if of == source]
    return f"这个文件里的提醒是{'、'.join(here)}" if here else "这个文件里没有提醒"


class _Files:
    """The parts of all files, and what their 留意 says."""

    def __init__(self, policies: Sequence[syntax.Policy], vocabulary: Vocabulary) -> None:
        self._parts: dict[str, dict[str, _Part]] = {}
        texts = {text.place.source: text for text in policies}  # an amendment makes several of one file
        for source, text in texts.items():
            parts = [_Part(f"参数「{one.name.text}」", one.name.text, *_told(one)) for one in text.parameters]
            for word, section in SECTION_WORDS.items():
                named = ((name_of(one), one) for one in getattr(text, section))
                parts += (_Part(f"{word}「{name}」", name, *_told(one)) for name, one in named)
            for one in parts:  # several entries of 结论 may be one outcome's
                known = self._parts.setdefault(source, {}).get(one.called)
                self._parts[source][one.called] = one if known is None else known.beside(one)
        for fact in vocabulary.facts:
            part = _Part(f"事实「{fact.label}」", fact.label, *_told(fact))
            self._parts.setdefault(fact.place.source, {})[part.called] = part
        for event in vocabulary.events:
            words = " ".join((event.label, event.note, *(fact.label for fact in event.settled)))
            part = _Part(f"事件「{event.label}」", event.label, (event.place,), words)
            self._parts.setdefault(event.place.source, {})[part.called] = part
        for name, derivation in vocabulary.derived:
            part = _Part(f"推算「{name.text}」", name.text, *_told((name, derivation)))
            self._parts.setdefault(name.place.source, {})[part.called] = part
        for order in vocabulary.orders:
            part = _Part(f"先后「{order.name}」", order.name, *_told(order))
            self._parts.setdefault(order.place.source, {})[part.called] = part
        for label, place in vocabulary.body_places.items():
            part = _Part(f"机构「{label}」", label, (place,), label)
            self._parts.setdefault(place.source, {})[part.called] = part
        self.noted: tuple[Noted, ...] = (
            *(one for text in texts.values() for one in text.noted),
            *vocabulary.noted,
        )

    def part_at(self, place: Place) -> _Part:
        """Return the part to which a place belongs: that of which a word stands there, or last before it."""
        parts = self._parts.get(place.source, {}).values()
        there = [
            (max(one for one in part.places if not place < one), part)
            for part in parts
            if any(not place < one for one in part.places) and any(not one < place for one in part.places)
        ]
        if not there:
            return _Part("整个文件", "", (), "")
        return max(there, key=lambda pair: pair[0])[1]

    def digest(self, source: str, called: str, problems: Iterable[Problem]) -> str:
        """Return what the words come to that some advice on a part is about: its own, and those of parts it names."""
        parts = self._parts.get(source, {})
        words = [parts[called].words] if called in parts else []
        for problem in problems:
            assert isinstance(problem.said, Told)
            said = [_LINE.sub("", str(word)) for name, word in problem.said.words.items() if name != "line"]
            named = {name for word in said for name in (word, *_NAMED.findall(word))}
            words += (problem.code, *said, *(part.words for part in parts.values() if part.name in named))
        return digest_of("\n".join(words))


def _told(part: object) -> tuple[tuple[Place, ...], str]:
    """Return the places of the words of a part, in order, and the words."""
    places = {one for one in inside(part) if isinstance(one, Place) and one.line}
    return tuple(sorted(places)), " ".join(_words(part))


def _words(part: object) -> Iterator[str]:
    """Yield what a part says, without where; what is not said is left out."""
    match part:
        case Place():
            return
        case Scalar(text, _):
            yield text
        case tuple() if part:
            yield "["
            for member in part:
                yield from _words(member)
            yield "]"
        case Value():
            for name in part.__match_args__:
                yield from _words(getattr(part, name))
        case None | False | "" | ():
            return
        case Enum():
            yield str(part.value)
        case Mapping():
            yield from (f"{key}:{value}" for key, value in part.items())
        case _:
            yield str(part)
