"""Which fact a word of a mapping means: 办结日期, 主观故意.机构, 办结日期.不晚于, 特别程序期间.第2项.起."""

from __future__ import annotations

import re
from typing import Final

from zzrules.base.diagnostics import mappings as wrong
from zzrules.batch.cells import fact_of
from zzrules.batch.mapping.model import DAY_OF_EVALUATION, Target
from zzrules.case.partial import CODES, WORDS
from zzrules.case.values import PART_CODES, PART_LABELS, finding_facts
from zzrules.engines.columnar.partly import bound_of
from zzrules.policy.forms import Reader, suggest, suggest_name
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary
from zzrules.policy.yamltree import Scalar, short

_ELEMENT: Final = re.compile("第([1-9][0-9]?)项")
_DAY: Final = Fact(DAY_OF_EVALUATION, DAY_OF_EVALUATION, Kind.DATE, "")


class Targets:
    """Finds what columns are in one vocabulary; what there is not is noted."""

    def __init__(self, vocabulary: Vocabulary, reader: Reader) -> None:
        """Take the vocabulary, and the reader that notes mistakes."""
        self._vocabulary, self._reader = vocabulary, reader
        self._parts = {fact.name: fact for fact in finding_facts(vocabulary)}
        self._labels = [fact.label for fact in vocabulary.facts]

    def of(self, word: Scalar, part: str) -> Target | None:
        """Return what a word means; None, noted, if it means nothing."""
        if word.text == DAY_OF_EVALUATION:
            return Target(word.text, _DAY, _DAY, word.text)
        head, *rest = word.text.split(".")
        fact = fact_of(self._vocabulary, head)
        if fact is None:
            known = self._vocabulary.by_name if head.isascii() else self._labels
            self._reader.note(
                wrong.NO_TARGET, word.place, part=part, target=short(word.text), hint=suggest_name(head, known)
            )
            return None
        if fact.kind is Kind.LIST and rest:
            return self._field(word, fact, rest, part)
        match rest:
            case []:
                return Target(word.text, fact, fact, fact.label)
            case [name] if fact.kind is Kind.FINDING and name in PART_CODES:
                cell = self._parts[PART_CODES[name]]
                return Target(word.text, fact, cell, f"{fact.label}.{cell.label}")
            case [name] if name in WORDS.get(fact.kind, {}):
                chinese = next(word for word, code in CODES[fact.kind].items() if name in (word, code))
                return Target(word.text, fact, bound_of(fact), f"{fact.label}.{chinese}")
        known_rest = [*PART_LABELS.values()] if fact.kind is Kind.FINDING else [*CODES.get(fact.kind, {})]
        hint = suggest(rest[0], known_rest) if known_rest else f"只写「{fact.label}」"
        self._reader.note(
            wrong.NO_PART_OF_TARGET, word.place, part=part, fact=fact.label, rest=short(".".join(rest)), hint=hint
        )
        return None

    def _field(self, word: Scalar, fact: Fact, rest: list[str], part: str) -> Target | None:
        number = 1
        if match := _ELEMENT.fullmatch(rest[0]):
            number, rest = int(match[1]), rest[1:]
        labels = [field.label for field in fact.fields]
        if len(rest) != 1:
            hint = f"「{fact.label}.{labels[0]}」，第二项起写「{fact.label}.第2项.{labels[0]}」"
            self._reader.note(wrong.LIST_WITHOUT_FIELD, word.place, part=part, fact=fact.label, hint=hint)
            return None
        field = next((one for one in fact.fields if rest[0] in (one.label, one.name, *one.other_names)), None)
        if field is None:
            hint = suggest(rest[0], labels)
            self._reader.note(
                wrong.NO_PART_OF_TARGET, word.place, part=part, fact=fact.label, rest=short(rest[0]), hint=hint
            )
            return None
        return Target(word.text, fact, field, f"{fact.label}.{number}.{field.name}", number)
