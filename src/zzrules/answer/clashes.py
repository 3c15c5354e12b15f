"""What contradicts itself in a record, as an answer says it: which facts, on what basis, and what to find out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from zzrules.answer.parts import ContradictionAnswer, DisputedFact
from zzrules.base.regulations import Regulations
from zzrules.case.record import Record
from zzrules.engines.judgement import Broken
from zzrules.policy.vocabulary import Vocabulary


def answers(
    broken: Iterable[Broken],
    given: Record,
    vocabulary: Vocabulary,
    regulations: Regulations,
    entries: Mapping[str, Sequence[str]],
) -> tuple[ContradictionAnswer, ...]:
    """Return contradictions as answers; what is stated once is one, in however many ways the record breaks it.

    They name the facts that the record gives. ``entries`` are those of a log from which facts come. What the vocabulary
    states has no day of conduct: its places are cited as they stand on the day of evaluation.
    """
    stated: dict[tuple[str, str], list[Broken]] = {}
    for one in broken:
        stated.setdefault((one.policy, one.contradiction.name), []).append(one)
    found, on = [], date.fromordinal(given.on)
    for (policy, name), several in stated.items():
        first = several[0].contradiction
        names = dict.fromkeys(fact for one in several for fact in one.contradiction.facts if given.gives((fact,)))
        facts = [vocabulary.by_name[fact] for fact in names]
        disputed = (DisputedFact(one.name, one.label, one.question, (*entries.get(one.name, ()),)) for one in facts)
        places = first.citations if policy else (regulations.standing(one, on) for one in first.citations)
        found.append(ContradictionAnswer(policy, name, first.note, tuple(map(str, places)), tuple(disputed)))
    return tuple(found)


def notes(contradictions: Iterable[ContradictionAnswer]) -> dict[str, str]:
    """Return of each disputed fact what it contradicts, and what to find out, in words."""
    others: dict[str, dict[str, None]] = {}
    for one in contradictions:
        for fact in one.facts:
            others.setdefault(fact.name, {}).update(dict.fromkeys(also.label for also in one.facts if also != fact))
    return {name: _against(labels) for name, labels in others.items()}


def _against(labels: Iterable[str]) -> str:
    others = "、".join(f"「{label}」" for label in labels)
    return f"与{others}矛盾，须查明哪一项有误" if others else "自相矛盾，须查明哪一处有误"


def in_words(contradiction: ContradictionAnswer) -> str:
    """Return a contradiction in a sentence: what it is, on what basis, which facts and entries it concerns."""
    facts = "、".join(
        f"「{fact.label}」" + (f"（{'、'.join(fact.entries)}）" if fact.entries else "") for fact in contradiction.facts
    )
    return f"{contradiction.note}（{'、'.join(contradiction.citations)}）。须查明哪一项有误：{facts}"
