"""Advice on what changes nothing: taken away, or taken otherwise, it leaves every complete case answered as it was.

A policy is bound anew without it and compared part by part: each ground, entry, consequence and duty has to come to the
same in all complete cases in which the policy applies, each date and amount has to be worked out alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from zzrules.analysis.advice.idle import OwnReader
from zzrules.analysis.changes.proof import stretches
from zzrules.analysis.proving.board import MOST_ASKED, Board
from zzrules.analysis.proving.diagrams import FALSE
from zzrules.analysis.proving.meaning import Meaning
from zzrules.base.diagnostics.advice import CHANGES_NOTHING
from zzrules.base.errors import Problem
from zzrules.base.frozen import inside, replaced
from zzrules.plan import model, nodes, walks
from zzrules.plan.bound import Bound
from zzrules.plan.build import bound_alone
from zzrules.plan.formulas import And, TooLargeError
from zzrules.policy import expressions, syntax
from zzrules.policy.vocabulary import DATED, Kind

_SHOWN: Final = (*DATED, Kind.MONEY)
"""Of these kinds, answers say derived values."""
_ALIKE: Final = "事实齐备的案卷，结论、后果、义务、期限处处相同"
_REMOVE: Final = "删去它；本来要它起作用的，检查用它的地方"


def advice(bound: Bound) -> Iterator[Problem]:
    """Yield ZZ903: the readings, values of parameters, exceptions and implications that change nothing."""
    without = _Without(bound)
    for text in {one.place: one for one in bound.policies.value}.values():
        yield from _readings(text, without)
        yield from _values(text, without)
        yield from _exceptions(text, without)
        yield from _implications(text, without)


def _readings(text: syntax.Policy, without: _Without) -> Iterator[Problem]:
    policy = without.plan.policy(text.code)
    known = {one.name: one for version in policy.versions for one in version.readings}
    for reading in text.readings:
        bound = known.get(reading.name.text)
        for other in reading.others if bound is not None else ():
            assert bound is not None
            codes = without.readers(policy, bound.findings)
            if without.same(codes, {(text.code, reading.name.text): other.text}):
                because = f"采「{other.text}」和采「{reading.taken.text}」，{_ALIKE}"
                yield CHANGES_NOTHING(
                    other.place,
                    part="口径",
                    name=reading.name.text,
                    because=because,
                    hint="删去这一说，或者检查用它的地方",
                )


def _values(text: syntax.Policy, without: _Without) -> Iterator[Problem]:
    for at, parameter in enumerate(text.parameters):
        for since, value in parameter.history[1:]:
            changed = without.fewer(text, partial(_shorter, at=at, since=since))
            if without.unmoved(parameter, [text.code], changed):
                because = f"沿用以前的取值，{_ALIKE}"
                part = f"参数「{parameter.name.text}」{since} 起的取值"
                yield CHANGES_NOTHING(value.place, part=part, name=value.text, because=because, hint=_REMOVE)


def _shorter(text: syntax.Policy, at: int, since: date) -> syntax.Policy:
    """Return a file whose parameter at a position keeps its value on a day."""
    parameter = text.parameters[at]
    kept = replaced(parameter, history=tuple(one for one in parameter.history if one[0] != since))
    return replaced(text, parameters=(*text.parameters[:at], kept, *text.parameters[at + 1 :]))


def _exceptions(text: syntax.Policy, without: _Without) -> Iterator[Problem]:
    for at, override in enumerate(text.exceptions):
        changed = without.fewer(text, partial(_without_exception, at=at))
        names = (override.policy.text,)
        codes = dict.fromkeys(one.code for one in without.policies if one.name in names or one.code in names)
        if without.unmoved(override, [*codes], changed):
            part, name = f"例外于「{override.policy.text}」的", f"{override.section}「{override.entry.text}」"
            place = override.entry.place
            yield CHANGES_NOTHING(place, part=part, name=name, because=f"没有它，{_ALIKE}", hint=_REMOVE)


def _implications(text: syntax.Policy, without: _Without) -> Iterator[Problem]:
    for at, implication in enumerate(text.implications):
        changed = without.fewer(text, partial(_without_implication, at=at))
        if without.unmoved(implication, [text.code], changed, contradictions=False):
            because = f"没有它，{_ALIKE}，它只说明相反的记载是矛盾"
            hint = "只要它说明矛盾的，写成「矛盾」；不是的，检查条件"
            word = implication.name
            yield CHANGES_NOTHING(word.place, part="推出", name=word.text, because=because, hint=hint)


def _without_exception(text: syntax.Policy, at: int) -> syntax.Policy:
    return replaced(text, exceptions=text.exceptions[:at] + text.exceptions[at + 1 :])


def _without_implication(text: syntax.Policy, at: int) -> syntax.Policy:
    return replaced(text, implications=text.implications[:at] + text.implications[at + 1 :])


class _ApartError(Exception):
    """Two versions do not come to the same, as far as is proven."""


class _Plain(Meaning):
    """Nodes in their plain form, also of versions that are not of the plan."""

    def plain(self, part: Any, version: model.Version) -> Any:
        """Return a node of a version in its plain form."""
        return self._node(part, version, {})

    def _duty(self, code: str, name: str, version: model.Version) -> str:  # noqa: ARG002 - whichever it is
        return f"{code}\0{name}"


class _Without:
    """Binds policies without something, and compares them with those of the plan."""

    def __init__(self, bound: Bound) -> None:
        self.plan, self.policies = bound.plan, bound.policies.value
        self._meaning = _Plain(bound.plan)
        self._asks = {policy.code: model.asks_of(policy) for policy in bound.plan.policies}

    def readers(self, policy: model.Policy, findings: frozenset[str]) -> list[str]:
        """Return the policies that may stand otherwise under another reading: all, if the policy governs them."""
        asking = (code for code, asked in self._asks.items() if policy.governs or findings & asked)
        return [*dict.fromkeys((policy.code, *asking))]

    def fewer(self, text: syntax.Policy, change: Callable[[syntax.Policy], syntax.Policy]) -> tuple[syntax.Policy, ...]:
        """Return all files with one changed: an amendment makes several of it, which are alike in their parts."""
        return tuple(change(one) if one.place == text.place else one for one in self.policies)

    def same(self, codes: Iterable[str], readings: Mapping[tuple[str, str], str]) -> bool:
        """Return whether policies (codes) come to the same with other readings."""
        return all(self._alike(self.plan.policy(code), self._bound(self.policies, code, readings)) for code in codes)

    def unmoved(
        self, part: object, codes: Sequence[str], policies: Sequence[syntax.Policy], *, contradictions: bool = True
    ) -> bool:
        """Return whether policies (codes) come to the same with other files, which lack a part.

        They have to under each other reading, too; first under those of which the part speaks.
        """
        return all(
            self._alike(
                self._bound(self.policies, code, readings),
                self._bound(policies, code, readings),
                contradictions=contradictions,
            )
            for readings in ({}, *self._each_otherwise(part, codes))
            for code in codes
        )

    def _each_otherwise(self, part: object, codes: Sequence[str]) -> list[Mapping[tuple[str, str], str]]:
        named = {one.name.text for one in inside(part) if isinstance(one, expressions.ReadingIs)}
        texts = [text for text in self.policies if text.code in codes]
        readings = [(text.code, reading) for text in texts for reading in text.readings]
        readings.sort(key=lambda pair: pair[1].name.text not in named)
        return [{(code, reading.name.text): other.text} for code, reading in readings for other in reading.others]

    def _bound(
        self, policies: Sequence[syntax.Policy], code: str, readings: Mapping[tuple[str, str], str]
    ) -> model.Policy | None:
        if policies is self.policies and not readings:
            return self.plan.policy(code)
        return bound_alone(policies, self.plan, code, readings)

    def _alike(self, before: model.Policy | None, after: model.Policy | None, *, contradictions: bool = True) -> bool:
        if before is None or after is None:
            return False
        if (before.conduct, before.conduct_falls_back, before.outcomes) != (
            after.conduct,
            after.conduct_falls_back,
            after.outcomes,
        ):
            return False
        try:
            for _, (old, new) in stretches(before, after):
                if old is None or new is None:
                    return False
                _Pair(self._meaning, before, before.versions[old], after.versions[new]).check(
                    contradictions=contradictions
                )
        except (_ApartError, TooLargeError):
            return False
        return True


class _Pair:
    """Two versions of a policy."""

    def __init__(self, meaning: _Plain, policy: model.Policy, before: model.Version, after: model.Version) -> None:
        self._meaning, self._policy, self._before, self._after = meaning, policy, before, after
        self._required = [self._plain(one.condition, before) for one in before.requirements]

    def _plain(self, part: Any, version: model.Version) -> Any:
        return self._meaning.plain(part, version)

    def check(self, *, contradictions: bool) -> None:
        """Return if both come to the same; raise `_ApartError` if that is not proven."""
        before, after = self._before, self._after
        _equal([one.otherwise for one in before.requirements], [one.otherwise for one in after.requirements])
        stated = [[one.condition for one in side.requirements] for side in (before, after)]
        self._conditions(stated[0], stated[1], applying=False)
        self._value(before.derived_day, after.derived_day)
        _equal([one.name for one in before.grounds], [one.name for one in after.grounds])
        for one, other in zip(before.grounds, after.grounds, strict=True):
            self._conditions([one.condition, one.procedure], [other.condition, other.procedure])
        _equal([(one.code, one.name) for one in before.entries], [(one.code, one.name) for one in after.entries])
        self._conditions([one.condition for one in before.entries], [one.condition for one in after.entries])
        if contradictions:
            told = [
                {(one.name, self._plain(one.condition, side)) for one in side.contradictions}
                for side in (before, after)
            ]
            _equal(*told)
        self._consequences()
        self._obligations()
        shown = [
            {name: node for name, node in side.derived.items() if isinstance(node, nodes.Value) and _is_shown(node)}
            for side in (before, after)
        ]
        _equal([*shown[0]], [*shown[1]])
        for name, node in shown[0].items():
            self._value(node, shown[1][name])

    def _consequences(self) -> None:
        before, after = self._before.consequences, self._after.consequences
        silent: dict[str, Any] = {"condition": nodes.TRUE, "deadline": None}
        _equal([replaced(one, **silent) for one in before], [replaced(one, **silent) for one in after])
        self._conditions([one.condition for one in before], [one.condition for one in after])
        for one, other in zip(before, after, strict=True):
            self._value(one.deadline, other.deadline)

    def _obligations(self) -> None:
        before, after = self._before.obligations, self._after.obligations
        silent: dict[str, Any] = {"since": None, "due": None, "done": None, "ends": None, "entries": ()}
        _equal([replaced(one, **silent) for one in before], [replaced(one, **silent) for one in after])
        for one, other in zip(before, after, strict=True):
            for name in ("since", "due", "done", "ends"):
                self._value(getattr(one, name), getattr(other, name))
            _equal([entry.code for entry in one.entries], [entry.code for entry in other.entries])
            self._conditions([entry.condition for entry in one.entries], [entry.condition for entry in other.entries])

    def _value(self, one: nodes.Value | str | None, other: nodes.Value | str | None) -> None:
        _equal(self._plain(one, self._before), self._plain(other, self._after))

    def _conditions(
        self, before: Sequence[nodes.Condition], after: Sequence[nodes.Condition], *, applying: bool = True
    ) -> None:
        _equal(len(before), len(after))
        for one, other in zip(before, after, strict=True):
            was, now = self._plain(one, self._before), self._plain(other, self._after)
            if was != now and not self._come_to_the_same(was, now, applying=applying):
                raise _ApartError

    def _come_to_the_same(self, one: nodes.Condition, other: nodes.Condition, *, applying: bool) -> bool:
        """Return whether two conditions hold in the same complete cases, at least where the policy applies."""
        board = Board()
        diagrams = board.diagrams
        reader = OwnReader(board.variables, self._policy, self._before, self._meaning.others, most=MOST_ASKED)
        holds = [board.holds(reader.formula(condition)) for condition in (one, other)]
        applies = board.holds(And(tuple(reader.formula(part) for part in self._required if applying)))
        return diagrams.all_of((diagrams.differ(*holds), board.complete(), applies)) == FALSE


def _is_shown(node: nodes.Value) -> bool:
    return walks.kind_of(node) in _SHOWN


def _equal(one: object, other: object) -> None:
    if one != other:
        raise _ApartError
