"""统辖: what the conclusion of one policy says for all others, written into each of them while the plan is built.

Whether a policy is governed hangs on the governing policy's own conditions, read for the day of conduct of the policy
that is governed; so they are spelt out there, and engines know nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

from zzrules.base.diagnostics import meanings as wrong
from zzrules.base.frozen import Value, frozen, replaced
from zzrules.plan import model, nodes, walks
from zzrules.plan.classes import no_outcome
from zzrules.plan.possible import possible
from zzrules.plan.shadows import firsts
from zzrules.plan.states import NOT_SET_OFF, STATES
from zzrules.policy import syntax
from zzrules.policy.yamltree import Problems, Scalar

_NEVER: Final[nodes.Condition] = nodes.NEVER


def overlap(one: syntax.Policy, other: syntax.Policy) -> bool:
    """Return whether two files are in force on a common day."""
    return one.in_force <= other.last_day and other.in_force <= one.last_day


def governing(text: syntax.Policy, ruling: Sequence[syntax.Policy]) -> tuple[syntax.Policy, ...]:
    """Return those of the files that govern others which govern a file on some day.

    None governs one that governs others, or its own policy.
    """
    if text.governs:
        return ()
    return tuple(one for one in ruling if one.code != text.code and overlap(one, text))


def spread(policies: Sequence[syntax.Policy], problems: Problems) -> tuple[syntax.Policy, ...]:
    """Return the files with the outcomes that others give them, first and with their classes; mistakes are noted."""
    ruling = [text for text in policies if text.governs]
    for text in ruling:
        _check(text, problems)
    for first, second in combinations(ruling, 2):
        if first.code != second.code and overlap(first, second):
            later = max(first, second, key=lambda text: text.place)
            other = first if later is second else second
            problems.add(wrong.GOVERNED_TWICE, later.place, name=later.name, other=other.name, first=other.place)
    return tuple(_given(text, governing(text, ruling), problems) for text in policies)


def _check(text: syntax.Policy, problems: Problems) -> None:
    """Note the words under 统辖 that are no outcomes of the policy, and those that stand there twice."""
    names = {outcome.name.text for outcome in text.outcomes}
    seen: set[str] = set()
    for word in (word for rule in text.governs for word in rule.outcomes):
        if word.text not in names and word.text not in problems.lost:
            problems.note(no_outcome(text, word, names))
        if word.text in seen:
            problems.add(wrong.GOVERNS_TWICE_BY, word.place, outcome=word.text)
        seen.add(word.text)


def _given(text: syntax.Policy, ruling: Sequence[syntax.Policy], problems: Problems) -> syntax.Policy:
    """Return a file with the outcomes, and their classes, that others give it."""
    given: dict[str, syntax.Outcome] = {}
    classes = {group.name.text: group for group in text.classes}
    listed = {word.text for group in text.classes for word in group.outcomes}
    for one in ruling:
        for rule in one.governs:
            outcome = rule.outcome
            if outcome is None or outcome.code in given:
                continue
            same = [own for own in text.outcomes if own.code == outcome.code or own.name.text == outcome.name.text]
            for own in same:
                problems.add(wrong.OUTCOME_GOVERNED, own.name.place, outcome=own.name.text, name=one.name)
            if same:
                continue
            given[outcome.code] = outcome
            if classes and outcome.name.text not in listed:
                name = rule.group or outcome.name
                group = classes.get(name.text, syntax.OutcomeClass(name, ()))
                classes[name.text] = replaced(group, outcomes=(*group.outcomes, outcome.name))
    if not given:
        return text
    return replaced(text, outcomes=(*given.values(), *text.outcomes), classes=tuple(classes.values()))


# ── what a version says where it is governed ────────────────────────────


@frozen
class _Rule:
    """Where the governing policy has one of a rule's outcomes, and what then holds of all others.

    ``said`` is what the outcome is called on the day, or why they do not apply.
    """

    where: nodes.Condition
    outcome: syntax.Outcome | None
    said: str


@frozen
class Governed:
    """What another policy says of a version: under ``anyhow`` its own requirements don't matter, nor what follows.

    ``required`` are the version's own requirements, which hold where it applies directly.
    """

    rules: tuple[_Rule, ...]
    anyhow: nodes.Condition
    required: tuple[nodes.Condition, ...] = ()

    def beside(self, own: Sequence[model.Requirement]) -> Governed:
        """Return the same, for a version with requirements of its own."""
        conditions = (one.condition for one in own if walks.settled(one.condition) is not True)
        # Where both ask for options of one fact, a requirement that may hold says enough.
        apart = (one for one in conditions if isinstance(_either([one, self.anyhow]), nodes.Any))
        return self if self.anyhow == _NEVER else replaced(self, required=tuple(apart))

    def requirements(self, own: Sequence[model.Requirement]) -> tuple[model.Requirement, ...]:
        """Return the requirements of a version: its own, then what rules it out altogether."""
        out = (rule for rule in self.rules if rule.outcome is None)
        return (
            *(replaced(one, condition=self._or_anyhow(one.condition)) for one in own),
            *(model.Requirement(_fails(rule.where), rule.said, nodes.TRUE) for rule in out),
        )

    def _or_anyhow(self, condition: nodes.Condition) -> nodes.Condition:
        settled = walks.settled(condition) or self.anyhow == _NEVER
        return condition if settled else _either([condition, self.anyhow])

    def entries(self) -> tuple[model.Entry, ...]:
        """Return what stands in the decision list before the version's own outcomes: what the other concludes."""
        first = [rule for rule in self.rules if rule.outcome is not None]
        given = []
        for rule in first:
            text = rule.outcome
            assert text is not None
            where, unless = rule.where, _NEVER
            if rule is first[-1] and where != self.anyhow:
                # It ends the list as soon as it is known that the version's own outcomes don't matter.
                where, unless = self.anyhow, nodes.Not(where)
            entry = model.Entry(rule.said, text.code, text.modality, text.citation, where, unless, rule.where)
            given.append(entry)
        return tuple(given)

    @property
    def refused(self) -> tuple[nodes.Condition, ...]:
        """That the version does not apply directly, which ends its decision list even where it may be governed."""
        return (nodes.Not(nodes.All(self.required)),) if self.required else ()

    def consequence(self, own: model.Consequence) -> model.Consequence:
        """Return a consequence that does not follow as if the text applied directly."""
        if self.anyhow == _NEVER or self._excluded(own.condition, ""):
            return own
        return replaced(own, condition=self._directly(own.condition))

    def obligation(self, own: model.Obligation, code: str) -> model.Obligation:
        """Return an obligation, of the policy of a code, that is not owed as if the text applied directly."""
        first = own.entries[0]
        trigger: nodes.Condition = nodes.TRUE
        states = own.entries
        if first.code == NOT_SET_OFF and isinstance(first.condition, nodes.Not):
            trigger, states = first.condition.part, states[1:]
        if self.anyhow == _NEVER or self._excluded(trigger, code):
            return own
        condition, stated = nodes.Not(self._directly(trigger)), nodes.Not(trigger)
        entry = model.Entry(STATES[NOT_SET_OFF], NOT_SET_OFF, "", None, condition, stated=stated)
        return replaced(own, entries=(entry, *states))

    def _directly(self, condition: nodes.Condition) -> nodes.Condition:
        """Return that a condition holds, and the version applies directly."""
        direct = (nodes.Not(self.anyhow), *self.required)
        parts = direct if condition == nodes.TRUE else (condition, *direct)
        return parts[0] if len(parts) == 1 else nodes.All(parts)

    def _excluded(self, condition: nodes.Condition, code: str) -> bool:
        """Return whether a condition asks for an outcome of the version's own, and so fails where it is governed."""
        given = {rule.outcome.code for rule in self.rules if rule.outcome is not None}
        match condition:
            case nodes.OutcomeIs(policy, codes):
                return policy == code and not codes & given
            case nodes.All(parts):
                return any(self._excluded(part, code) for part in parts)
            case nodes.Any(parts):
                return all(self._excluded(part, code) for part in parts)
            case _:
                return False


NOTHING: Final = Governed((), _NEVER)


@frozen
class Deciding:
    """An entry of the governing policy's decision list, which names nothing.

    ``outcome`` is its code; that the policy does not apply has none.
    """

    outcome: str
    condition: nodes.Condition


def deciding(
    requirements: Sequence[model.Requirement],
    grounds: Sequence[model.Ground],
    entries: Sequence[model.Entry],
    names: Mapping[str, nodes.Node],
) -> tuple[Deciding, ...]:
    """Return what decides a policy on a day, from its parts bound on that day: first that it does not apply."""
    speller = _Speller(names, grounds)
    refused = (("", nodes.Not(one.condition)) for one in requirements)
    own = ((entry.code, entry.condition) for entry in entries)
    return tuple(Deciding(outcome, possible(speller.spelt(condition))) for outcome, condition in (*refused, *own))


def governed(text: syntax.Policy, entries: Sequence[Deciding], worded: Callable[[Scalar], str]) -> Governed:
    """Return what a governing file, decided by ``entries``, says of others; ``worded`` gives the words of its texts.

    Nothing where they rest on other policies, which `note_rests` notes.
    """
    if _rests_on_others(entries):
        return NOTHING
    conditions = [entry.condition for entry in entries]

    def where(outcomes: set[str]) -> nodes.Condition:
        return _either(firsts(conditions, [at for at, entry in enumerate(entries) if entry.outcome in outcomes]))

    codes = {outcome.name.text: outcome.code for outcome in text.outcomes}
    meant = [({codes[word.text] for word in rule.outcomes if word.text in codes}, rule) for rule in text.governs]
    rules = tuple(_Rule(where(outcomes), rule.outcome, worded(_said(rule))) for outcomes, rule in meant)
    if all(rule.outcome is None for rule in rules):
        return Governed(rules, _NEVER)
    return Governed(rules, where(set().union(*(outcomes for outcomes, _ in meant))))


def worded_for_others(text: syntax.Policy) -> Iterator[Scalar]:
    """Yield the texts of a file that are shown of the policies that it governs."""
    return map(_said, text.governs)


def _said(rule: syntax.Governance) -> Scalar:
    """Return what an outcome of others is called, or else why they do not apply."""
    return rule.outcome.name if rule.outcome is not None else rule.otherwise or Scalar("")


def note_rests(text: syntax.Policy, entries: Sequence[Deciding], problems: Problems) -> None:
    """Note that what decides a file that governs others rests on what these say."""
    if _rests_on_others(entries):
        problems.add(wrong.GOVERNS_BY_ANSWERS, text.governs[0].place, name=text.name)


def _rests_on_others(entries: Sequence[Deciding]) -> bool:
    return any(_speaks_of_others(node) for entry in entries for node in walks.walk(entry.condition))


def _speaks_of_others(node: nodes.Node) -> bool:
    mention = walks.mentions(node)
    return bool(mention.policy) or mention.obligation is not None


class _Speller:
    """Spells out what conditions of one version name: its derived values and its grounds."""

    def __init__(self, names: Mapping[str, nodes.Node], grounds: Sequence[model.Ground]) -> None:
        self._names = names
        self._grounds = {ground.name: ground for ground in grounds}

    def spelt(self, part: Any) -> Any:
        """Return a condition or a value, or what holds such, without the names."""
        match part:
            case nodes.DerivedValue(name, _) | nodes.DerivedCondition(name):
                return self.spelt(self._names[name])
            case nodes.GroundHolds(name, complete):
                ground = self._grounds[name]
                whole = nodes.All((ground.condition, ground.procedure)) if complete else ground.condition
                return self.spelt(whole)
            case nodes.Literal():
                return part
            case tuple():
                return tuple(self.spelt(inner) for inner in part)
            case Value() if isinstance(part, nodes.Suspension | nodes.Node):
                return replaced(part, **{name: self.spelt(getattr(part, name)) for name in part.__match_args__})
            case _:
                return part


# ── one condition of several ways ───────────────────────────────────────


def _either(ways: Sequence[nodes.Condition]) -> nodes.Condition:
    """Return that one of several conditions holds: those that differ in one option are one, implied ones left out."""
    left: list[nodes.Condition] = []
    for way in (way for way in ways if way != _NEVER):
        for at, other in enumerate(left):
            if (joined := _joined(other, way)) is not None:
                left[at] = joined
                break
        else:
            left.append(way)
    for way in tuple(left):
        if any(other is not way and _implies(way, other) for other in left):
            left.remove(way)
    return left[0] if len(left) == 1 else nodes.Any(tuple(left)) if left else _NEVER


def _fails(way: nodes.Condition) -> nodes.Condition:
    """Return that a condition does not hold, said of its parts."""
    match way:
        case nodes.All(parts):
            return nodes.Any(tuple(map(_fails, parts)))
        case nodes.Not(part):
            return part
        case _:
            return nodes.Not(way)


def _parts(condition: nodes.Condition) -> Iterator[nodes.Condition]:
    if isinstance(condition, nodes.All):
        for part in condition.parts:
            yield from _parts(part)
    else:
        yield condition


def _joined(one: nodes.Condition, other: nodes.Condition) -> nodes.Condition | None:
    """Return one condition for two that differ in one option at most; None if they differ otherwise."""
    parts, more = tuple(_parts(one)), tuple(_parts(other))
    if len(parts) != len(more):
        return None
    unlike = [at for at, (left, right) in enumerate(zip(parts, more, strict=True)) if left != right]
    if len(unlike) != 1:
        return None if unlike else one
    (at,) = unlike
    united = _united(parts[at], more[at])
    if united is None or len(parts) == 1:
        return united
    return nodes.All((*parts[:at], united, *parts[at + 1 :]))


def _united(one: nodes.Condition, other: nodes.Condition) -> nodes.Condition | None:
    """Return that one of two conditions on an option holds; None if they don't ask for options of the same value."""
    match one, other:
        case nodes.Among(value, codes, True), nodes.Among(same, more, True) if value == same:
            return nodes.Among(value, codes | more, inside=True)
        case nodes.Among(value, codes, False), nodes.Among(same, more, True) if value == same and codes - more:
            return nodes.Among(value, codes - more, inside=False)
        case _:
            return None


def _implies(one: nodes.Condition, other: nodes.Condition) -> bool:
    return all(any(_narrower(part, wide) for part in _parts(one)) for wide in _parts(other))


def _narrower(part: nodes.Condition, wide: nodes.Condition) -> bool:
    match part, wide:
        case nodes.Among(value, codes, True), nodes.Among(same, more, True):
            return value == same and codes <= more
        case _:
            return part == wide
