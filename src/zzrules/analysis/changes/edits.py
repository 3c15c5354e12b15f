"""What a change of policies is made of: written changes, each of which can be made without the others."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from zzrules.analysis.changes import written
from zzrules.base.frozen import replaced
from zzrules.plan import model
from zzrules.plan.bound import Bound
from zzrules.plan.build import build_plan
from zzrules.policy import syntax
from zzrules.policy.validity import Parameter
from zzrules.policy.vocabulary import Fact, Vocabulary
from zzrules.policy.yamltree import Problems

_WHOLE: Final = "the whole"
_CALENDAR: Final = "calendar"
_FACTS: Final = "facts"
_LOCAL: Final = frozenset(
    ("questions", "requirements", "grounds", "outcomes", "classes", "consequences", "obligations")
)
"""What a policy says in these sections concerns it, and those that refer to it, alone."""
_FOR_OTHERS: Final = ("authorities", "divisions", "orders", "implications", "contradictions", "exceptions", "governs")


class Edit(NamedTuple):
    """A written change: of a policy (its code), or of all of them (empty), as `written` tells it."""

    policy: str
    line: str
    section: str
    key: Hashable = ""


class Edits:
    """The written changes from one rulebook to another, and the plans with some of them."""

    def __init__(self, before: Bound, after: Bound) -> None:
        """Take what both are made of."""
        self._before, self._after = before, after
        self.digests = before.digest, after.digest
        self._old, self._new = _files(before), _files(after)
        self._words = _Words(before.plan.vocabulary, after.plan.vocabulary)
        self._plans: dict[frozenset[Edit], model.Plan | None] = {}
        self.all = tuple(self._found())

    def _found(self) -> Iterator[Edit]:
        yield from self._words.edits()
        if lines := tuple(written.of_calendar(self._before.plan, self._after.plan)):
            yield Edit("", "；".join(lines), _CALENDAR)
        elif self._before.plan.calendar != self._after.plan.calendar:
            yield Edit("", "工作日历：改写", _CALENDAR)
        for code in dict.fromkeys((*self._new, *self._old)):
            yield from self._of_policy(code, self._old.get(code, ()), self._new.get(code, ()))

    @staticmethod
    def _of_policy(code: str, old: Sequence[syntax.Policy], new: Sequence[syntax.Policy]) -> Iterator[Edit]:
        """Yield the changes of a policy; one alone, if they cannot be told apart."""
        if not old or not new:
            yield Edit(code, "增加了这项政策" if new else "删去了这项政策", _WHOLE)
            return
        edits = [Edit(code, *one) for one in written.of_policy(old, new)]
        made = _merged(old, new, frozenset((one.section, one.key) for one in edits)) if len(old) == len(new) else ()
        if tuple(made) == tuple(new):
            yield from edits
        else:
            yield Edit(code, "；".join(one.line for one in edits) or "文件的分合", _WHOLE)

    def of(self, code: str, plans: Sequence[model.Plan]) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
        """Return the changes of a policy and of those that it refers to, and others that may bear on it."""
        near, waiting = set[str](), [code]
        while waiting:
            one = waiting.pop()
            if one not in near:
                near.add(one)
                for plan in plans:
                    for policy in plan.policies:
                        waiting += model.referred(policy) if policy.code == one else ()
        own = tuple(edit for edit in self.all if edit.policy in near)
        return own, tuple(edit for edit in self.all if edit not in own and self._bears(edit))

    def _bears(self, edit: Edit) -> bool:
        """Return whether a change of one policy can bear on policies that do not refer to it."""
        if not edit.policy or edit.section not in _LOCAL:
            files = (*self._old.get(edit.policy, ()), *self._new.get(edit.policy, ()))
            return not files or any(getattr(one, name) for one in files for name in (*_FOR_OTHERS, "conduct_derived"))
        return False

    def plan(self, made: Collection[Edit]) -> model.Plan | None:
        """Return the older plan with some changes made; None if what they make is no rulebook."""
        key = frozenset(made)
        if key not in self._plans:
            self._plans[key] = self._built(key)
        return self._plans[key]

    def _built(self, made: frozenset[Edit]) -> model.Plan | None:
        policies: list[syntax.Policy] = []
        for code in dict.fromkeys((*self._old, *self._new)):
            own = frozenset((one.section, one.key) for one in made if one.policy == code)
            old, new = self._old.get(code, ()), self._new.get(code, ())
            policies += (new if (_WHOLE, "") in own else old) if len(old) != len(new) else _merged(old, new, own)
        of_all = frozenset((one.section, one.key) for one in made if not one.policy)
        calendar = (self._after if (_CALENDAR, "") in of_all else self._before).plan.calendar
        problems = Problems()
        plan = build_plan(policies, self._words.with_made(of_all), calendar, problems)
        return None if problems else plan


_Made = frozenset[tuple[str, Hashable]]
"""Which changes are made: the section and the key of each."""


def _files(bound: Bound) -> dict[str, list[syntax.Policy]]:
    found: dict[str, list[syntax.Policy]] = {}
    for policy in bound.policies.value:
        found.setdefault(policy.code, []).append(policy)
    return {code: sorted(files, key=lambda one: one.in_force) for code, files in found.items()}


def _merged(old: Sequence[syntax.Policy], new: Sequence[syntax.Policy], made: _Made) -> Sequence[syntax.Policy]:
    """Return the files of a policy with some changes made; what changes nothing (notes, anchors) is as it is now."""
    if (_WHOLE, "") in made:
        return new
    if not made:
        return old
    files = []
    for was, now in zip(old, new, strict=True):
        fields: dict[str, Any] = {
            field: getattr(was, field)
            for word, names in written.HEAD_FIELDS.items()
            for field in names
            if (word, "") not in made
        }
        fields["parameters"] = tuple(_parameters(was.parameters, now.parameters, made))
        fields |= {section: _parts(section, was, now, made) for section in written.SECTIONS}
        files.append(replaced(now, **fields))
    return files


def _parts(section: str, was: Any, now: Any, made: _Made) -> tuple[Any, ...]:
    """Return the parts of a section with some changes made, as they stand; what is new stands where it does now."""
    old, new = (_by_name(getattr(side, section)) for side in (was, now))
    chosen = {
        name: parts
        for name in (*old, *new)
        if (parts := (new if (section, name) in made else old).get(name)) is not None
    }
    ordered = section != "outcomes" or (section, written.ORDER) in made
    first, then = (new, old) if ordered else (old, new)
    names = model.united_in_order([[*(name for name in side if name in chosen)] for side in (first, then)])
    return tuple(part for name in names for part in chosen[name])


def _by_name(parts: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for part in parts:
        found.setdefault(written.name_of(part), []).append(part)
    return found


def _parameters(was: Sequence[Parameter], now: Sequence[Parameter], made: _Made) -> Iterator[Parameter]:
    old, new = ({one.name.text: one for one in side} for side in (was, now))
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        histories = [dict(one.history) if one is not None else {} for one in (before, after)]
        history = {
            since: text
            for since in sorted({*histories[0], *histories[1]})
            if (text := histories[("parameters", (name, since)) in made].get(since)) is not None
        }
        if history:
            kept = after or before
            assert kept is not None
            ended = kept.ended if ("parameters", (name, written.END)) in made or before is None else before.ended
            yield replaced(kept, history=tuple(history.items()), ended=ended)


class _Words:
    """Two vocabularies: what only one of them has stands in all plans, where it does not matter."""

    def __init__(self, before: Vocabulary, after: Vocabulary) -> None:
        self._before, self._after = before, after
        labels = {fact.name: fact.label for fact in after.facts}
        gone = [fact for fact in before.facts if fact.name not in labels]
        free = not {fact.label for fact in gone} & {*after.by_label}
        same = all(labels.get(fact.name, fact.label) == fact.label for fact in before.facts)
        bodies = all(after.bodies.get(label, code) == code for label, code in before.bodies.items())
        clear = before.levels == after.levels and before.members == after.members
        self._together = free and same and bodies and clear
        self._gone = gone

    def edits(self) -> Iterator[Edit]:
        """Yield the changes that can be made: a fact or a body that is only new, or gone, is none."""
        found: dict[tuple[str, Hashable], list[str]] = {}
        shared = self._before.by_name.keys() & self._after.by_name.keys()
        for line, section, key in written.of_vocabulary(self._before, self._after):
            if section in ("derived", "orders", "office"):
                found.setdefault((section, key), []).append(line)
            elif not self._together:
                found.setdefault((_WHOLE, ""), []).append(line)
            elif section == _FACTS and key in shared:
                found.setdefault((section, key), []).append(line)
        for (section, key), lines in found.items():
            yield Edit("", "；".join(lines), section, key)

    def with_made(self, made: _Made) -> Vocabulary:
        """Return the older vocabulary with some changes made."""
        before, after = self._before, self._after
        whole = not self._together
        base = before if whole and (_WHOLE, "") not in made else after
        fields: dict[str, Any] = {
            section: _parts(section, before, after, made) for section in ("derived", "orders")
        } | {"office": (after if ("office", "") in made else before).office}
        if not whole:
            facts = [self._fact(fact, made) for fact in after.facts] + self._gone
            fields |= {
                "facts": tuple(facts),
                "by_label": {fact.label: fact for fact in facts},
                "by_name": {fact.name: fact for fact in facts},
                "bodies": {**after.bodies, **before.bodies},
            }
        return replaced(base, **fields)

    def _fact(self, fact: Fact, made: _Made) -> Fact:
        return fact if (_FACTS, fact.name) in made else self._before.by_name.get(fact.name, fact)


def told(edits: Collection[Edit], names: Mapping[str, str], code: str) -> str:
    """Return changes in words, as they bear on a policy (its code); those of others say whose they are."""
    ordered = sorted(edits, key=lambda one: (one.policy != code, one.policy, one.line))
    return "；".join(
        one.line if one.policy in ("", code) else f"{names.get(one.policy, one.policy)}的{one.line}" for one in ordered
    )
