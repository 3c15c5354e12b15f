"""Rules are anchored to words: what a policy cites still has to read as it did when a person confirmed it.

Without a confirmation, a policy stands for the text in force on its first day; what was amended since has to be
confirmed all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from zzrules.base.citation import Citation
from zzrules.base.diagnostics.citations import (
    NOT_LAW_THEN,
    WORDS_AMENDED,
    WORDS_CHANGED,
    WORDS_GONE,
    WORDS_MOVED,
    WORDS_NEW,
    WORDS_REPLACED,
)
from zzrules.base.errors import Problem
from zzrules.base.frozen import frozen, inside
from zzrules.base.regulation import Regulation, Text, term
from zzrules.base.regulations import Regulations
from zzrules.policy import expressions, syntax
from zzrules.policy.cited import Cited, CitingFile, confirmed
from zzrules.policy.forms import REGULATION
from zzrules.policy.validity import Span
from zzrules.policy.vocabulary import Vocabulary
from zzrules.policy.yamltree import Problems, Scalar, short

Citing = syntax.Policy | CitingFile
"""A file whose rules cite places of the regulation."""
_AROUND = 8
_SEVERAL = 6
_NAME = re.compile("「[^」]*」")


@frozen
class Standing:
    """How a place reads in one of the texts of a policy's days; ``place`` is None if it is gone."""

    text: Text
    place: Citation | None
    digest: str


def texts_of(policy: Citing, regulation: Regulation) -> tuple[Text, ...]:
    """Return the texts that are in force on the days of a policy."""
    first = regulation.on(policy.in_force)
    return tuple(text for text in regulation.texts[first.number :] if text.first <= policy.last_day)


def standings(policy: Citing, cited: Citation, span: Span, law: Regulations) -> Iterator[Standing]:
    """Yield how a place that a policy cites on some days reads in each text of them, as far as it is not repealed."""
    regulation = law.of(cited)
    for text in texts_of(policy, regulation):
        if not span.meets(text.first, text.last):
            continue
        place = regulation.carried(cited, text)
        yield Standing(text, place, text.digest(place) if place is not None else "")
        if place is None:
            return


def cited_by(policy: Citing) -> dict[tuple[Citation, Span], list[Cited]]:
    """Return what cites each place, in the order of the text; what does on other days stands apart."""
    found: dict[tuple[Citation, Span], list[Cited]] = {}
    for one in sorted(policy.cited, key=lambda one: one.citation):
        found.setdefault((one.citation, one.span), []).append(one)
    return found


def unconfirmed(policy: Citing) -> tuple[Citation, ...]:
    """Return the places that a policy cites, and for which nobody confirmed its words, in the order of the text."""
    return tuple(
        sorted({one.citation for one in policy.cited if not one.quoted and not confirmed(policy.anchors, one.citation)})
    )


def note_words(policies: Sequence[syntax.Policy], vocabulary: Vocabulary, law: Regulations, problems: Problems) -> bool:
    """Return whether every place that is cited reads as it did when the rules were written or confirmed.

    Each that does not is noted. ZZ304: it reads otherwise; ZZ305: its words stand elsewhere; ZZ306: it was repealed;
    ZZ313: its regulation is not in force on the days of what cites it. Nothing is said where the amendments could not
    be read.
    """
    if REGULATION in problems.unread:
        return False
    whole = True
    files: tuple[Citing, ...] = (*policies, *vocabulary.files)
    for policy in files:
        for (place, span), ones in cited_by(policy).items():
            for problem in (
                *_not_law_then(policy, span, ones, law.of(place)),
                *_of_place(policy, place, span, ones, (policies, law)),
            ):
                problems.note(problem)
                whole = False
    return whole


def _not_law_then(policy: Citing, span: Span, ones: list[Cited], regulation: Regulation) -> Iterator[Problem]:
    """Yield the days on which a policy cites a regulation that is not in force then."""
    first = max(policy.in_force, span.first or policy.in_force)
    last = min(policy.last_day, span.last or policy.last_day)
    if first <= last and not regulation.in_force <= first <= last <= regulation.last_day:
        days = {"days": term(regulation.in_force, regulation.last_day), "others": term(first, last)}
        parts = "、".join(_named([one.part for one in ones]))
        place = ones[0].citation
        yield NOT_LAW_THEN(ones[0].place, regulation=regulation.called, place=place, parts=parts, **days)


def _of_place(
    policy: Citing,
    cited: Citation,
    span: Span,
    ones: list[Cited],
    among: tuple[Sequence[syntax.Policy], Regulations],
) -> Iterator[Problem]:
    """Yield what is wrong with a place that a policy cites, in each text of the days on which it does."""
    policies, law = among
    known = confirmed(policy.anchors, cited)
    before: Standing | None = None
    for one in standings(policy, cited, span, law):
        if before is None and (not known or all(part.quoted for part in ones)):
            known |= {one.digest}  # the words beside them were compared; or nobody says what they were written for
        if one.digest not in known:
            if before is None and _of_another(policy, cited, known, law):
                yield _new(policy, cited, ones, policies, one)
            else:
                yield _problem(policy, cited, ones, policies, (before, one), known)
        before = one


def _of_another(policy: Citing, cited: Citation, known: frozenset[str], law: Regulations) -> bool:
    """Return whether the words confirmed for a place are those that stood there before, and that the file cites, too.

    A new item has taken the number of one that is cited for other days.
    """
    others = ((one.citation, one.span) for one in policy.cited if one.citation.undated == cited.undated)
    return any(
        one.digest in known for place, span in others if place != cited for one in standings(policy, place, span, law)
    )


def _words(policy: Citing, cited: Citation, ones: list[Cited], policies: Sequence[syntax.Policy]) -> dict[str, str]:
    """Return in words what cites a place, and what it concerns besides."""
    return {
        "parts": "、".join(_named([one.part for one in ones])),
        "others": "、".join(dict.fromkeys(_resting(policy, cited, policies))) or "没有别的",
    }


def _new(
    policy: Citing, cited: Citation, ones: list[Cited], policies: Sequence[syntax.Policy], one: Standing
) -> Problem:
    """Return that nobody confirmed the words of a place that has the number of another one, which was."""
    words = _words(policy, cited, ones, policies)
    return WORDS_NEW(ones[0].place, place=cited, since=one.text.first, words=short(one.text.text(cited)), **words)


def _problem(
    policy: Citing,
    cited: Citation,
    ones: list[Cited],
    policies: Sequence[syntax.Policy],
    standing: tuple[Standing | None, Standing],
    known: frozenset[str],
) -> Problem:
    """Return what is wrong with a place as it stands in a text, after how it stood in the text before."""
    words = _words(policy, cited, ones, policies)
    place, (before, one) = ones[0].place, standing
    if one.place is None:
        until = one.text.first - timedelta(days=1)
        return WORDS_GONE(place, place=cited, since=one.text.first, until=until, **words)
    if before is not None and before.place is not None:
        old, new = _difference(before.text.text(before.place), one.text.text(one.place))
        return WORDS_AMENDED(place, place=cited, since=one.text.first, old=old, words=new, **words)
    shown = short(one.text.text(cited))
    now = next((other for other in one.text.citations() if one.text.digest(other) in known), None)
    if now is not None:
        return WORDS_MOVED(place, place=cited, words=shown, now=now, **words)
    slid = next((anchor.citation for anchor in policy.anchors if one.digest in anchor.digests), None)
    if slid is not None:
        return WORDS_REPLACED(place, place=cited, other=slid, words=shown, **words)
    return WORDS_CHANGED(place, place=cited, words=shown, **words)


def _difference(old: str, new: str) -> tuple[str, str]:
    """Return in what two texts differ, with some words around it."""
    first = _alike(old, new)
    ending = min(_alike(old[::-1], new[::-1]), min(len(old), len(new)) - first)

    def around(words: str) -> str:
        start, end = max(first - _AROUND, 0), min(len(words) - ending + _AROUND, len(words))
        shown = short(words[start:end].replace("\n", ""))
        return f"{'…' if start else ''}{shown}{'…' if end < len(words) and not shown.endswith('…') else ''}"

    return around(old), around(new)


def _named(parts: Sequence[str]) -> Iterator[str]:
    """Yield what parts of a policy are called; of many of one section the first, and how many they are."""
    sections: dict[tuple[str, ...], list[str]] = {}
    for part in dict.fromkeys(parts):
        sections.setdefault(tuple(_NAME.split(part)), []).append(part)
    for named in sections.values():
        yield from named if len(named) <= _SEVERAL else (f"{named[0]}等{len(named)}项",)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (left, right) in pairs if left != right), min(len(one), len(other)))


def _resting(policy: Citing, cited: Citation, policies: Sequence[syntax.Policy]) -> Iterator[str]:
    """Yield what rests on a place without citing it: readings that mention it, policies that refer to this one."""
    own = str(cited)
    for other in policies:
        yield from (f"口径「{one.name.text}」" for one in other.readings if own in one.basis or own in one.note.text)
    for other in policies:
        if other.code != policy.code and any(_refers(part, policy) for part in inside(other)):
            yield f"政策「{other.name}」"


def _refers(part: object, policy: Citing) -> bool:
    """Return whether a part of another policy refers to this one."""
    match part:
        case (
            expressions.OutcomeIs(policy=Scalar(name))
            | expressions.ClassIs(policy=Scalar(name))
            | expressions.GroundOf(policy=Scalar(name))
            | expressions.ObligationIs(policy=Scalar(name))
            | syntax.Override(policy=Scalar(name))
        ):
            return name in (policy.name, policy.code)
        case _:
            return False
