"""Help with mappings of registers (对照): their keys, the facts that columns are, and what their words may mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from zzrules.batch.mapping.model import DAY_OF_EVALUATION, UNRECORDED
from zzrules.case.partial import CODES
from zzrules.case.values import ABSENT, PART_LABELS, UNCLEAR
from zzrules.editor import describing
from zzrules.editor.completion import Item, Offer, as_keys, distinct, values_of
from zzrules.editor.explaining import keys_at, words_at
from zzrules.editor.half_typed import Gap, gaps_at, word_at
from zzrules.editor.symbols import holder_written
from zzrules.editor.workspace import Study
from zzrules.policy.forms import FLAGS
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary
from zzrules.policy.yamltree import Mapping, Scalar

KIND: Final = "对照"


def offer(study: Study, text: str, offset: int) -> Offer:
    """Return what may stand at an offset of a mapping as it is being typed; nothing where nobody can tell."""
    for gap in gaps_at(text, offset, study.known):
        if items := distinct(as_keys(_keys(gap, study), gap) if gap.is_key else _values(gap, study)):
            return Offer(gap.span, items)
    return Offer(word_at(text, offset), ())


def _keys(gap: Gap, study: Study) -> Iterator[Item]:
    within, vocabulary = gap.path[:-1], study.known.vocabulary
    node = gap.way[-1].node
    present = {key.text for key, _ in node.entries} if isinstance(node, Mapping) else set()
    present |= {*gap.around} if not within else set()
    yield from (Item(key, "key", says) for key, says in keys_at(KIND, within).items() if key not in present)
    if within == ("各行相同",):
        yield from (item for item in _targets(gap.typed, vocabulary) if item.label not in present)
    elif within == ("一项也没有",):
        lists = (fact for fact in vocabulary.facts if fact.kind is Kind.LIST and fact.label not in present)
        yield from (Item(fact.label, "fact", describing.kind_of(fact)) for fact in lists)


def _values(gap: Gap, study: Study) -> Iterator[Item]:
    vocabulary = study.known.vocabulary
    match gap.path:
        case ("列", _) | ("列", _, "事实"):
            yield from _targets(gap.typed, vocabulary)
        case ("列", _, "空") | ("列", _, "值", _):
            yield from _meanings(_stated(gap), vocabulary)
        case ("各行相同", str(target)):
            yield from _meanings(target, vocabulary)
        case path:
            yield from (
                Item(word, "value", keys_at(KIND, path[:-1]).get(str(path[-1]), "")) for word in words_at(KIND, path)
            )


def _stated(gap: Gap) -> str:
    """Return the fact of the column in which a gap is; empty where none is named yet."""
    column = gap.way[2].node
    entries = column.entries if isinstance(column, Mapping) else ()
    return next((node.text for key, node in entries if key.text == "事实" and isinstance(node, Scalar)), "")


def _targets(typed: str, vocabulary: Vocabulary) -> Iterator[Item]:
    """Yield what a column may be: facts, fields of lists, the day of evaluation; behind 「事实.」 the parts of that."""
    begun = vocabulary.by_label.get(typed.partition(".")[0]) if "." in typed else None
    if begun is not None:
        yield from (Item(f"{begun.label}.{part}", "fact", part) for part in _parts(begun))
    for fact in vocabulary.facts:
        if fact.kind is not Kind.LIST:
            yield Item(fact.label, "fact", describing.kind_of(fact))
    for fact in vocabulary.facts:
        yield from (Item(f"{fact.label}.{one.label}", "fact", describing.kind_of(one)) for one in fact.fields)
    yield Item(DAY_OF_EVALUATION, "fact", "这一行的评价日")


def _parts(fact: Fact) -> Iterator[str]:
    if fact.kind is Kind.FINDING:
        yield from PART_LABELS.values()
    yield from CODES.get(fact.kind, {})


def _meanings(target: str, vocabulary: Vocabulary) -> Iterator[Item]:
    """Yield what a word of a register may mean in a column that is a fact, or a part of one."""
    holder = holder_written(target, vocabulary)
    if holder is None:
        return
    fact, part = holder.fact, target.rpartition(".")[2]
    if fact.kind is Kind.FINDING and part == PART_LABELS["body"]:
        yield from (Item(body, "value", target) for body in vocabulary.bodies)
    elif fact.kind in (Kind.FLAG, Kind.FINDING):
        yield from (Item(word, "value", target) for word in FLAGS)
    elif fact.kind is not Kind.DATE:
        yield from values_of(fact)
    absent = [ABSENT] if fact.may_be_none else []
    yield from (Item(word, "value", target) for word in (*absent, UNCLEAR, UNRECORDED))
