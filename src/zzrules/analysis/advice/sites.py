"""Where the conditions of a policy are written: each with its node, as a version has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from zzrules.base.errors import Place
from zzrules.plan import model, nodes
from zzrules.plan.states import BREACHED, DISCHARGED, FULFILLED, NOT_SET_OFF
from zzrules.policy import expressions, syntax
from zzrules.policy.phrasing import outline
from zzrules.policy.yamltree import Scalar, short

_UNMARKED: Final = str.maketrans("", "", "「」")
Within = Literal["applies", "anywhere"]


class Site(NamedTuple):
    """A condition: what messages call it, where it is written, as it is written, and its node in a version.

    ``section`` and ``name`` are of the part of the policy, ``key`` is what the condition is called in it. ``within``:
    whether it is read only where the policy applies; ``beside`` are conditions under which alone it is.
    """

    section: str
    name: str
    key: str
    place: Place
    surface: expressions.Condition
    node: nodes.Condition
    within: Within = "applies"
    beside: tuple[nodes.Condition, ...] = ()

    @property
    def called(self) -> tuple[str, str]:
        """What messages call it: the part of the policy, and the name of the condition in it."""
        if self.section == "适用":
            return "适用里的", said(self.surface)
        if self.key == "条件" and self.section in ("情形", "结论"):
            return self.section, self.name
        return f"{self.section}「{self.name}」的", self.key

    @property
    def inside(self) -> str:
        """What messages say before what stands in the condition."""
        if self.section == "适用":
            return "适用里的"
        return f"{self.section}「{self.name}」{'' if self.key == '条件' else f'的{self.key}'}里的"


def said(surface: expressions.Condition) -> str:
    """Return a condition in a few words, without marks around its names.

    >>> from zzrules.policy.expressions import Junction, Test
    >>> from zzrules.policy.yamltree import Scalar
    >>> given, left = Test(Scalar("离开原因"), "为", (Scalar("有"),)), Test(Scalar("离开"), "为", (Scalar("是"),))
    >>> said(Junction(True, (left, given)))
    '离开为是，并且有离开原因'
    """
    match surface:
        case expressions.Junction(every, parts):
            words = ("，并且" if every else "，或者").join(map(said, parts))
        case expressions.Negation(part):
            words = f"并非{said(part)}"
        case _:
            words = "".join(line for _, line in outline(surface))
    return short(words.translate(_UNMARKED))


def sites_of(text: syntax.Policy, version: model.Version, entries: Sequence[syntax.Outcome | None]) -> Iterator[Site]:
    """Yield the conditions that a file states, as a version of its days has them.

    ``entries`` says which outcome of the file stands for each entry of the version.
    """
    yield from _of_requirements(text, version)
    yield from derived_sites(text.derived, version)
    for ground in text.grounds:
        yield from _of_ground(ground, version)
    before: tuple[nodes.Condition, ...] = ()
    for outcome, entry in zip(entries, version.entries, strict=True):
        if outcome is None:  # another policy gave it, and decides by it
            before = (*before, nodes.Not(entry.condition))
        elif outcome.condition is not None:
            word = outcome.name
            yield Site("结论", word.text, "条件", word.place, outcome.condition, entry.condition, beside=before)
    for consequence in text.consequences:
        word = consequence.name
        follows = next((one for one in version.consequences if one.name == word.text), None)
        if follows is not None and consequence.condition is not None:
            own, beside = _own(follows.condition, consequence.condition)
            yield Site("后果", word.text, "条件", word.place, consequence.condition, own, beside=beside)
    for obligation in text.obligations:
        stated = version.obligation(obligation.name.text)
        if stated is not None:
            yield from _of_obligation(obligation, stated)


def derived_sites(derived: Iterable[tuple[Scalar, expressions.Derivation]], version: model.Version) -> Iterator[Site]:
    """Yield the derived values that are conditions, as a version has them."""
    for name, derivation in derived:
        node = version.derived.get(name.text)
        if isinstance(derivation, expressions.Definition) and isinstance(node, nodes.Condition):
            yield Site("推算", name.text, "条件", name.place, derivation.condition, node, "anywhere")


def _own(
    condition: nodes.Condition, surface: expressions.Condition
) -> tuple[nodes.Condition, tuple[nodes.Condition, ...]]:
    """Return what was written of a condition to which other policies added that they do not govern or except it."""
    match condition:
        case nodes.All((own, nodes.Not() as first, *others)) if not (
            isinstance(surface, expressions.Junction) and len(surface.parts) == len(others) + 2
        ):
            return own, (first, *others)
        case _:
            return condition, ()


def _of_requirements(text: syntax.Policy, version: model.Version) -> Iterator[Site]:
    own = [one for one in version.requirements if one.stated != nodes.TRUE]
    if len(own) != len(text.requirements):
        return
    for written, bound in zip(text.requirements, own, strict=True):
        name = written.otherwise
        yield Site("适用", name.text, "条件", name.place, written.condition, bound.stated, "anywhere")


def _of_ground(ground: syntax.Ground, version: model.Version) -> Iterator[Site]:
    stated = version.ground(ground.name.text)
    if stated is None:
        return
    name, place = ground.name.text, ground.name.place
    if ground.catch_all is None and ground.condition is not None and not ground.alternatives:
        yield Site("情形", name, "条件", place, ground.condition, stated.condition)
    branches = dict(stated.alternatives)
    for label, branch in ground.alternatives:
        yield Site("情形", name, f"分支{label}", place, branch, branches[label])
    if ground.procedure is not None:
        yield Site("情形", name, "手续", place, ground.procedure, stated.procedure)


def _of_obligation(written: syntax.Obligation, stated: model.Obligation) -> Iterator[Site]:
    """Yield what sets off, fulfils, discharges or breaches an obligation, as far as the states say it by itself."""
    name, place = written.name.text, written.name.place
    first = stated.entries[0]
    states = {entry.code: entry.condition for entry in stated.entries}
    owed: tuple[nodes.Condition, ...] = ()
    if first.code == NOT_SET_OFF and isinstance(first.condition, nodes.Not):
        owed = (first.condition.part,)
        own = first.stated or first.condition
        if written.condition is not None and isinstance(own, nodes.Not):
            direct = owed[0].parts[1:] if first.stated is not None and isinstance(owed[0], nodes.All) else ()
            yield Site("义务", name, "条件", place, written.condition, own.part, beside=direct)
    if isinstance(written.fulfilment, expressions.Definition) and FULFILLED in states:
        yield Site("义务", name, "履行", place, written.fulfilment.condition, states[FULFILLED], beside=owed)
    if written.discharge is not None and DISCHARGED in states:
        yield Site("义务", name, "免除", place, written.discharge, states[DISCHARGED], beside=owed)
    if written.breach is not None and BREACHED in states:
        missed = states[BREACHED]
        breach = missed.parts[-1] if isinstance(stated.due, nodes.Value) and isinstance(missed, nodes.Any) else missed
        yield Site("义务", name, "违反", place, written.breach, breach, beside=owed)


def entries_of(version: model.Version, files: Sequence[syntax.Policy]) -> list[syntax.Outcome | None]:
    """Return what was written for each entry of a version; None for one that another policy gave it."""
    waiting = [
        outcome
        for one in files
        if one.in_force.toordinal() <= version.first <= one.last_day.toordinal()
        for outcome in one.outcomes
    ]
    found: list[syntax.Outcome | None] = []
    for entry in version.entries:
        own = next((at for at, outcome in enumerate(waiting) if outcome.code == entry.code), None)
        if entry.stated is not None or own is None:
            found.append(None)
        else:
            found.append(waiting[own])
            del waiting[: own + 1]
    return found
