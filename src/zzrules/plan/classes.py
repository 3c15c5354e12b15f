"""归类: the classes of a policy's outcomes. Outcomes of one class come to the same and differ only in their reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from zzrules.base.diagnostics import Proposal, meanings, policies as wrong
from zzrules.base.errors import Place, Problem
from zzrules.base.frozen import inside
from zzrules.plan.model import COMMON_OUTCOMES
from zzrules.policy import expressions, syntax
from zzrules.policy.forms import CLOSE, suggest
from zzrules.policy.yamltree import Problems, Scalar

COMMON_CLASS = "不适用"
"""The class of the common outcomes that no class lists, where a policy has classes."""


def classes_of(texts: Sequence[syntax.Policy], common: Mapping[str, str], problems: Problems) -> dict[str, str]:
    """Return the class of each outcome of a policy, by code, over all its files; what is wrong with them is noted.

    An outcome of a file without 归类 is a class of its own. ``common`` are the outcomes that every policy has, by code.
    """
    listed: dict[str, tuple[syntax.Policy, Scalar, Place]] = {}
    for text in texts:
        codes = _codes(text, common)
        for group in text.classes:
            for word in group.outcomes:
                for code in codes.get(word.text, ()):
                    first, other, place = listed.setdefault(code, (text, group.name, word.place))
                    if place is not word.place and (first is text or other.text != group.name.text):
                        places = {"name": group.name.text, "other": other.text, "first": place}
                        problems.add(wrong.OUTCOME_IN_TWO_CLASSES, word.place, outcome=word.text, **places)
        _check(text, codes, common, problems)
    of = {code: group.text for code, (_, group, _) in listed.items()}
    if any(text.classes for text in texts):
        of |= {code: COMMON_CLASS for code in common if code not in of}
    for code, name in (*_outcomes(texts), *common.items()):
        if code not in of:
            of[code] = f"{name}（{code}）" if name in of.values() else name
    return of


def no_outcome(text: syntax.Policy, word: Scalar, known: Iterable[str]) -> Problem:
    """Return the mistake of a word that is none of the ``known`` outcomes.

    Where a file uses the word several times, and nowhere the outcome that it is close to, that one is misspelt.
    """
    uses = Counter(_uses(text))
    spare = {outcome.name.text: outcome.name for outcome in text.outcomes if outcome.name.text not in uses}
    if uses[word.text] > 1 and (close := get_close_matches(word.text, spare, n=1, cutoff=CLOSE)):
        name = spare[close[0]]
        return meanings.OUTCOME_NAMED_OTHERWISE(name.place, outcome=name.text, name=Proposal(word.text, [word.text]))
    return meanings.NO_OUTCOME(word.place, name=word.text, hint=suggest(word.text, known))


def _uses(text: syntax.Policy) -> Iterator[str]:
    """Yield the names of a file's own outcomes as it uses them: in classes, in consequences, where it governs."""
    for part in inside(text):
        match part:
            case expressions.OutcomeIs(None, words) | syntax.OutcomeClass(_, words) | syntax.Governance(words):
                yield from (word.text for word in words)


def stated(text: syntax.Policy, classes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the classes of a file, that of the common outcomes among them if no class lists these."""
    names = dict.fromkeys(group.name.text for group in text.classes)
    return (*names, COMMON_CLASS) if names and COMMON_CLASS in {*classes.values()} - {*names} else tuple(names)


def _outcomes(texts: Sequence[syntax.Policy]) -> Iterator[tuple[str, str]]:
    for text in texts:
        for outcome in text.outcomes:
            yield outcome.code, outcome.name.text


def _codes(text: syntax.Policy, common: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the codes that the names of a file's outcomes, and of the common ones, stand for."""
    codes: dict[str, set[str]] = {}
    for code, name in (*_outcomes([text]), *common.items(), *COMMON_OUTCOMES.items()):
        codes.setdefault(name, set()).add(code)
    return codes


def _check(text: syntax.Policy, codes: Mapping[str, set[str]], common: Mapping[str, str], problems: Problems) -> None:
    """Note the words of a file's classes that are no outcomes, and its outcomes that no class lists."""
    words = [word for group in text.classes for word in group.outcomes]
    unknown = [word for word in words if word.text not in codes and word.text not in problems.lost]
    for word in unknown:
        problems.note(no_outcome(text, word, [*dict(_outcomes([text])).values(), *common.values()]))
    if not words or not all(group.outcomes for group in text.classes):
        return  # what an empty class should list is noted already
    known = {word.text for word in words}
    for outcome in text.outcomes:
        name = outcome.name.text
        misspelt = any(get_close_matches(word.text, [name], cutoff=CLOSE) for word in unknown)
        if name not in known and not misspelt:
            problems.add(
                wrong.OUTCOME_WITHOUT_CLASS, outcome.name.place, outcome=name, stated=text.classes[0].name.place
            )
