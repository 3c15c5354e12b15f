"""What must hold between the files of a folder: one policy for an article on a day, one meaning for a name."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from itertools import chain

from zzrules.base.citation import Citation
from zzrules.base.diagnostics import meanings as wrong, policies
from zzrules.base.regulation import term
from zzrules.plan.files import Files
from zzrules.plan.governing import overlap
from zzrules.plan.references import texts_of
from zzrules.policy import syntax
from zzrules.policy.forms import suggest_name
from zzrules.policy.vocabulary import RESERVED, Kind, Vocabulary
from zzrules.policy.yamltree import Problems, Scalar


def note_overlaps(texts: Sequence[syntax.Policy], problems: Problems) -> None:
    """Note policies that claim the same article on the same day: each once, with one that stands before it."""
    names: dict[str, syntax.Policy] = {}
    at: dict[Citation | str, list[syntax.Policy]] = {}  # by citation, and by code
    within: dict[Citation, list[syntax.Policy]] = {}
    for later in texts:
        first = names.setdefault(later.name, later)
        if first.code != later.code:
            problems.add(wrong.POLICY_NAME_TAKEN, later.place, name=later.name, first=first.place)
        own, *around = _around(later.citation)
        keys: tuple[Citation | str, ...] = (own, *around, later.code)
        for other in chain(*(at.get(key, ()) for key in keys), within.get(own, ())):
            if overlap(other, later):
                same = other.code == later.code
                days = term(max(other.in_force, later.in_force), min(other.last_day, later.last_day), " ")
                common = f"代码都是「{other.code}」" if same else f"都以{later.citation}为依据"
                words = {"other": other.place, "name": other.name, "days": days, "common": common}
                problems.add(wrong.POLICIES_OVERLAP, later.place, **words)
                break
        for key in (own, later.code):
            at.setdefault(key, []).append(later)
        for place in around:
            within.setdefault(place, []).append(later)


def note_names(files: Files, vocabulary: Vocabulary, problems: Problems) -> None:
    """Note a name that stands for two things, and an authority given twice."""
    facts = dict.fromkeys(vocabulary.by_label, "事实")
    facts |= {name.text: "词汇的推算" for name, _ in vocabulary.derived}
    findings = [fact.label for fact in vocabulary.by_label.values() if fact.kind is Kind.FINDING]
    for policy in files.texts:
        seen = ChainMap({}, facts)
        named: list[tuple[Scalar, str]] = [(parameter.name, "参数") for parameter in policy.parameters]
        named += [(reading.name, "口径") for reading in policy.readings]
        named += [(name, "推算") for name, _ in policy.derived]
        named += [(ground.name, "情形") for ground in policy.grounds]
        named += [(obligation.name, "义务") for obligation in policy.obligations]
        for name, part in named:
            if name.text in seen:
                problems.add(wrong.NAME_TAKEN, name.place, name=name.text, first=seen[name.text], second=part)
            if name.text in RESERVED:
                problems.add(policies.RESERVED_NAME, name.place, part=part, name=name.text)
            seen[name.text] = part
        for authority in policy.authorities:
            name = authority.name
            if not _is_finding(name.text, vocabulary) and name.text not in problems.lost:
                known = name.text in vocabulary.by_label
                problems.add(
                    wrong.NOT_A_FINDING if known else wrong.NO_FINDING,
                    name.place,
                    name=name.text,
                    hint=suggest_name(name.text, findings),
                )
        for override in policy.exceptions:
            texts_of(override.policy, files, problems)
        for name in (part.name for section in (policy.questions, policy.presumptions) for part in section):
            if name.text not in vocabulary.by_label and name.text not in problems.lost:
                hint = suggest_name(name.text, vocabulary.by_label)
                problems.add(wrong.NO_FACT, name.place, name=name.text, hint=hint)


def note_derived_days(texts: Sequence[syntax.Policy], problems: Problems) -> None:
    """Note a day of conduct that two policies derive: a record has only one.

    Two readings that are not taken may name the same day: no record is read with both unless somebody asks.
    """
    leading: dict[str | None, list[syntax.Policy]] = {}
    naming: dict[str | None, list[syntax.Policy]] = {}
    for policy in texts:
        if not policy.conduct_derived:
            continue
        taken = policy.deriving
        twice = [(taken[0], other) for other in naming.get(taken[0], ())]
        twice += [(fact, other) for fact in taken for other in leading.get(fact, ())]
        for fact, other in twice:
            if fact is not None and other.code != policy.code:
                problems.add(
                    wrong.DAY_DERIVED_TWICE,
                    policy.conduct_derived[0].name.place,
                    policy=policy.name,
                    other=other.name,
                    first=other.place,
                    fact=fact,
                )
                break
        leading.setdefault(taken[0], []).append(policy)
        for fact in {*taken} - {None}:
            naming.setdefault(fact, []).append(policy)


def _is_finding(label: str, vocabulary: Vocabulary) -> bool:
    fact = vocabulary.by_label.get(label)
    return fact is not None and fact.kind is Kind.FINDING


def _around(citation: Citation) -> list[Citation]:
    """Return a citation, and the places within which it lies."""
    article, paragraph, item, of = citation.article, citation.paragraph, citation.item, citation.of
    around = [citation.undated]
    around += [Citation(article, paragraph, of=of)] if item is not None and paragraph is not None else []
    return [*around, Citation(article, of=of)] if around[-1] != Citation(article, of=of) else around
