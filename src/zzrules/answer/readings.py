"""What another reading would change: the policy is bound anew with it, and whatever depends on it judged again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zzrules.answer.inquiry import Inquiry
from zzrules.answer.parts import ReadingEffect
from zzrules.case.record import Record
from zzrules.engines.compiled import CompiledPlan, Raw
from zzrules.plan import model


def effects(inquiry: Inquiry, codes: Sequence[str]) -> Iterator[ReadingEffect]:
    """Yield the readings of these policies that, taken otherwise, would change an outcome or obligation of theirs."""
    catalogue = inquiry.catalogue
    for code in codes:
        policy = catalogue.plan.policy(code)
        readings = {reading.name: reading for version in policy.versions for reading in version.readings}
        for reading in readings.values():
            for other in reading.others:
                variant = catalogue.variant(code, reading.name, other)
                yield from _effects(inquiry, codes, code, reading, other, variant)


def _effects(
    inquiry: Inquiry, codes: Sequence[str], code: str, reading: model.Reading, other: str, variant: CompiledPlan
) -> Iterator[ReadingEffect]:
    catalogue = inquiry.catalogue
    mine = inquiry.every_raw()
    readers = catalogue.readers(code, reading.findings)
    positions: Sequence[int] = catalogue.dependents(readers)
    record = variant.clashes.settled(inquiry.given)
    same = record.disputed == inquiry.record.disputed
    places = {policy.code: index for index, policy in enumerate(variant.plan.policies)}
    if same and [*places] == [*catalogue.index]:
        theirs = [*mine]
        variant.rerun(record, positions, theirs)
    else:  # other facts contradict one another, or policies refer to one another in another order
        positions, theirs = range(len(mine)), variant.run(record)
    moved = _obligations_moved(inquiry, record, readers, theirs, variant)
    otherwise = [theirs[places[name]] for name in catalogue.index]
    touched = {catalogue.plan.policies[index].code for index in positions} | {owner for owner, _ in moved}
    for affected in codes:
        if affected not in touched:
            continue
        sheet = catalogue.sheet(affected)
        before, after = mine[sheet.index], otherwise[sheet.index]
        names = [name for name, was, now in zip(sheet.consequences, before[4], after[4], strict=True) if was != now]
        names += [name for owner, name in moved if owner == affected]
        if before[1] != after[1] or names:
            yield ReadingEffect(
                affected,
                reading.name,
                reading.taken,
                other,
                reading.basis,
                tuple(sheet.outcomes[known].name for known in catalogue.compiled.possible(sheet.index, before)),
                tuple(sheet.outcomes[known].name for known in catalogue.compiled.possible(sheet.index, after)),
                tuple(names),
            )


def _obligations_moved(
    inquiry: Inquiry, record: Record, readers: frozenset[str], raws: Sequence[Raw], variant: CompiledPlan
) -> list[tuple[str, str]]:
    """Return the obligations that stand otherwise, in the order of the plan."""
    mine = inquiry.obligations.bits
    same = record.disputed == inquiry.record.disputed
    touched = inquiry.catalogue.obligations_touched(readers) if same else inquiry.catalogue.plan.obligations
    keys = [key for key in variant.plan.obligations if key in touched]
    traced = variant.trace_obligations(record, raws, keys, mine)
    return [key for key in touched if tuple(case.bits for case in traced[key]) != mine[key]]
