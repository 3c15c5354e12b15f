"""What another reading would change: the policy is bound anew with it, and whatever depends on it judged again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zzrules.answer.inquiry import Inquiry
from zzrules.answer.obligation import labels_of, title_of
from zzrules.answer.parts import ReadingEffect
from zzrules.answer.sheets import PolicySheet
from zzrules.answer.standing import Key
from zzrules.answer.wording import either
from zzrules.case.record import Record
from zzrules.engines.compiled import CompiledPlan, Raw
from zzrules.engines.judgement import STATE_BITS, TRUTHS, states_of
from zzrules.plan import model
from zzrules.plan.states import NOT_SET_OFF

_HOLDS = {True: "成立", False: "不成立", None: "待查明"}
_FOLLOWS = {True: "发生", False: "不发生", None: "待查明"}
_NONE = STATE_BITS[NOT_SET_OFF]


Otherwise = tuple[str, str, str]
"""A reading taken otherwise: the policy's code, the reading's name, the other option."""


def effects(inquiry: Inquiry, codes: Sequence[str], only: Otherwise | None = None) -> Iterator[ReadingEffect]:
    """Yield the readings that, taken otherwise, would change an outcome or obligation of these policies.

    They are those of the policies themselves, and of all on which these rest; ``only`` that one, if it is among them.
    """
    catalogue = inquiry.catalogue
    for code in catalogue.in_order:
        policy = catalogue.plan.policy(code)
        readings = {reading.name: reading for version in policy.versions for reading in version.readings}
        for reading in readings.values():
            others = [other for other in reading.others if only in (None, (code, reading.name, other))]
            if not others or catalogue.reached(catalogue.readers(code, reading.findings)).isdisjoint(codes):
                continue
            for other in others:
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
    same = record == inquiry.record
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
        was, now = (_possible(inquiry, sheet, raw) for raw in (before, after))
        asked = inquiry.scope.get(affected)
        if asked is not None:
            changes, names = _grounds_changed(sheet, before, after, asked), list[str]()
            if not changes:
                continue
        else:
            names = [name for name, was, now in zip(sheet.consequences, before[4], after[4], strict=True) if was != now]
            changes = [f"结论{_moved(was, now)}"] if was != now else []
            changes += _consequences_changed(sheet, before, after)
            for owner, name in moved:
                if owner == affected:
                    names.append(name)
                    changes += _obligation_changed(inquiry, (owner, name), moved[owner, name])
        if changes:
            yield ReadingEffect(
                affected,
                code,
                reading.name,
                reading.taken,
                other,
                reading.basis,
                was,
                now,
                tuple(names),
                tuple(changes),
            )


def _possible(inquiry: Inquiry, sheet: PolicySheet, raw: Raw) -> tuple[str, ...]:
    names = sheet.named(raw[0])
    return tuple(names[code].name for code in inquiry.catalogue.compiled.possible(sheet.index, raw))


def _moved(before: Sequence[str], after: Sequence[str]) -> str:
    """Return how what is possible changes; where it stays open, what is no longer possible and what is besides.

    >>> _moved(["甲"], ["乙"]), _moved(["甲", "乙"], ["乙", "丙"])
    ('由「甲」变为「乙」', '仍待查明，不再可能是「甲」，另有可能是「丙」')
    """
    if len(before) > 1 and len(after) > 1:
        gone, added = ([name for name in one if name not in other] for one, other in ((before, after), (after, before)))
        told = [f"不再可能是{_quoted(gone)}" if gone else "", f"另有可能是{_quoted(added)}" if added else ""]
        return "，".join(("仍待查明", *filter(None, told)))
    was = _quoted(before) if len(before) == 1 else "待查明"
    now = _quoted(after) if len(after) == 1 else f"待查明（{_quoted(after)}）"
    return f"由{was}变为{now}"


def _quoted(names: Sequence[str]) -> str:
    """Return names in quotation marks, as alternatives."""
    return either([f"「{name}」" for name in names])


def _grounds_changed(sheet: PolicySheet, before: Raw, after: Raw, asked: Sequence[str]) -> list[str]:
    """Return from what to what each ground asked about changes, or its procedure, in words."""
    changes = []
    for position, name in enumerate(sheet.grounds):
        for cells, others, what in ((before[2], after[2], ""), (before[3], after[3], "及其手续")):
            was, now = TRUTHS[cells[position]], TRUTHS[others[position]]
            if name in asked and was != now:
                changes.append(f"情形「{name}」{what}由{_HOLDS[was]}变为{_HOLDS[now]}")
                break
    return changes


def _consequences_changed(sheet: PolicySheet, before: Raw, after: Raw) -> list[str]:
    return [
        f"后果「{name}」由{_FOLLOWS[TRUTHS[was]]}变为{_FOLLOWS[TRUTHS[now]]}"
        for name, was, now in zip(sheet.consequences, before[4], after[4], strict=True)
        if was != now
    ]


def _obligation_changed(inquiry: Inquiry, key: Key, otherwise: tuple[tuple[int, int], ...]) -> Iterator[str]:
    """Yield from what to what an obligation changes, for each element for which it stands; ``otherwise``: with bits."""
    obligation = inquiry.catalogue.obligation(key).obligation
    cases = zip(inquiry.obligations.traced[key], inquiry.obligations.bits[key], strict=True)
    mine = {traced.case.number: bits for traced, bits in cases}
    theirs = dict(otherwise)
    for number in sorted({*mine, *theirs}):
        was, now = mine.get(number, _NONE), theirs.get(number, _NONE)
        if was != now:
            words = (labels_of(states_of(bits), obligation) for bits in (was, now))
            yield f"义务「{title_of(obligation, number)}」{_moved(*words)}"


def _obligations_moved(
    inquiry: Inquiry, record: Record, readers: frozenset[str], raws: Sequence[Raw], variant: CompiledPlan
) -> dict[Key, tuple[tuple[int, int], ...]]:
    """Return the obligations that stand otherwise, in the order of the plan, each with its numbers and states."""
    mine = inquiry.obligations.bits
    same = record == inquiry.record
    touched = inquiry.catalogue.obligations_touched(readers) if same else inquiry.catalogue.plan.obligations
    keys = [key for key in variant.plan.obligations if key in touched]
    traced = variant.trace_obligations(record, raws, keys, mine)
    return {
        key: tuple((case.case.number, case.bits) for case in traced[key])
        for key in touched
        if tuple(case.bits for case in traced[key]) != mine[key]
    }
