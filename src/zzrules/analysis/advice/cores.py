"""Which few conditions already bring about what is proven of one: of those beside it, none of which can be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from zzrules.analysis.advice.idle import Cases, Claim, Region, enough
from zzrules.analysis.advice.sites import Site, said
from zzrules.analysis.proving.diagrams import Diagrams
from zzrules.base.diagnostics.advice import ENTAILS, ENTAILS_BESIDE, FOLLOWS, FOLLOWS_ANYWAY
from zzrules.base.diagnostics.meanings import NOT_TOGETHER, TOGETHER_CONTRADICTORY
from zzrules.base.errors import NOWHERE, Place, Shown
from zzrules.base.frozen import inside
from zzrules.plan import model, nodes
from zzrules.plan.constraints import order_broken
from zzrules.plan.formulas import TooLargeError
from zzrules.policy import expressions, syntax
from zzrules.policy.yamltree import Scalar


class Part(NamedTuple):
    """A condition beside another: what messages call it, where it is written, where it holds."""

    called: str
    place: Place
    holds: int
    section: str = ""
    """The part of the policy in which it is written, where that is another one."""


Holds = Callable[[nodes.Condition], int]
"""Returns where a condition, in its plain form, holds."""


class Cores:
    """Says of claims on a condition which others show them."""

    def __init__(
        self,
        text: syntax.Policy,
        versions: tuple[model.Version, model.Version],
        site: Site,
        region: Region,
        beside: Sequence[nodes.Condition],
    ) -> None:
        """Take the file, the version as it is and in its plain form, and what is ``beside`` the site in that form."""
        self._text, (self._stated, self._version), self._site = text, versions, site
        self._region, self._beside = region, beside
        self._claimed: list[tuple[int, ...]] = []

    def shown(self, claim: Claim) -> Shown | None:
        """Return what shows a claim; None where it says all that there is, or the answer takes too much.

        Claims come in the order in which they are made: each is made without those before it.
        """
        try:
            found = self._shown(claim)
        except TooLargeError:
            return None
        self._claimed.append(claim.path)
        return found

    def _shown(self, claim: Claim) -> Shown | None:
        diagrams = self._region.board.diagrams
        surface, condition, siblings = self._at(claim.path)
        holds = self._region.holds(condition)
        own = [*self._apart(surface, condition)]
        if claim.kind == "covered":
            return self._covered(claim, holds, siblings)
        if claim.kind in ("always", "beside"):
            parts = [*self._required(), *self._others(), *siblings]
            core = smallest(diagrams, diagrams.both(self._complete(), diagrams.negated(holds)), parts)
            says = FOLLOWS if claim.kind == "always" else FOLLOWS_ANYWAY
            return Shown(says(parts=named(core)), placed(core)) if core else None
        excluded = [*self._excluded()] if claim.kind == "contradicted" else []
        parts = own if claim.kind == "never" else [*self._required(), *self._others(), *siblings, *own]
        core = smallest(diagrams, self._complete(), [*excluded, *parts])
        clashes = [part for part in core if part in excluded]
        rest = [part for part in core if part not in excluded]
        if clashes:
            words = {"parts": named(rest), "named": named(clashes)}
            return Shown(TOGETHER_CONTRADICTORY(**words), placed((*rest, *clashes)))
        return Shown(NOT_TOGETHER(parts=named(rest)), placed(rest)) if len(rest) > 1 else None

    def _covered(self, claim: Claim, holds: int, siblings: Sequence[Part]) -> Shown | None:
        """Return which of the alternatives holds, too."""
        diagrams = self._region.board.diagrams
        *above, _ = claim.path
        surface, condition, _ = self._at((*above,))
        assert isinstance(surface, expressions.Junction)
        assert isinstance(condition, nodes.Any)
        fail = [
            part._replace(holds=diagrams.negated(part.holds))
            for at, (one, node) in enumerate(zip(surface.parts, condition.parts, strict=True))
            if (*above, at) != claim.path and (*above, at) not in self._claimed
            for part in [Part(said(one), place_of(one), self._region.holds(node))]
        ]
        parts = [*self._required(), *self._others(), *siblings, *fail]
        core = smallest(diagrams, diagrams.both(self._complete(), holds), parts)
        given, others = [part for part in core if part not in fail], [part for part in core if part in fail]
        if not others:
            return None
        if given:
            told = ENTAILS_BESIDE(beside=named(given), parts=named(others, "或"))
        else:
            told = ENTAILS(parts=named(others, "或"))
        return Shown(told, placed((*others, *given)))

    # ── what is beside it ───────────────────────────────────────────

    def _complete(self) -> int:
        return self._region.board.complete()

    def _apart(self, surface: expressions.Condition, condition: nodes.Condition) -> Iterator[Part]:
        return apart(surface, condition, self._region.holds)

    def _at(self, path: Sequence[int]) -> tuple[expressions.Condition, nodes.Condition, list[Part]]:
        """Return a part of the condition, as written and bound, and what has to hold beside it, farthest first."""
        surface, condition = self._site.surface, self._region.condition
        siblings: list[Part] = []
        for depth, at in enumerate(path):
            match surface, condition:
                case expressions.Negation(part), nodes.Not(inner):
                    surface, condition = part, inner
                case expressions.Junction(_, written), nodes.All(parts) | nodes.Any(parts):
                    if isinstance(condition, nodes.All):
                        siblings += (
                            one
                            for other, pair in enumerate(zip(written, parts, strict=True))
                            if other != at and (*path[:depth], other) not in self._claimed
                            for one in self._apart(*pair)
                        )
                    surface, condition = written[at], parts[at]
                case _:
                    raise AssertionError(condition)
        return surface, condition, siblings

    def _required(self) -> Iterator[Part]:
        """Yield what has to hold for the policy to apply, where that matters."""
        if self._site.within == "applies":
            yield from required(self._text, (self._stated, self._version), self._region.holds)

    def _others(self) -> Iterator[Part]:
        duties = {one.name.text: one.condition for one in self._text.obligations if self._site.section == "义务"}
        surface = duties.get(self._site.name)
        called, place = ("别的政策加的限制", NOWHERE) if surface is None else (said(surface), place_of(surface))
        for condition in self._beside:
            yield Part(called, place, self._region.holds(condition), "条件" if surface is not None else "")

    def _excluded(self) -> Iterator[Part]:
        """Yield that what the policy calls contradictory is not so."""
        negated = self._region.board.diagrams.negated
        for one in self._version.contradictions:
            section, name, place = stated_as(one, self._text)
            yield Part(name, place, negated(self._region.holds(one.condition)), section)


def apart(
    surface: expressions.Condition, condition: nodes.Condition, holds: Holds, section: str = ""
) -> Iterator[Part]:
    """Yield the parts of a condition that have to hold together."""
    match surface, condition:
        case expressions.Junction(True, written), nodes.All(parts) if len(written) == len(parts):
            for one, node in zip(written, parts, strict=True):
                yield from apart(one, node, holds, section)
        case _:
            yield Part(said(surface), place_of(surface), holds(condition), section)


def required(text: syntax.Policy, versions: tuple[model.Version, model.Version], holds: Holds) -> Iterator[Part]:
    """Yield what has to hold for a version to apply, given as it is and in its plain form."""
    stated, plain = versions
    written = [*text.requirements]
    own = sum(one.stated != nodes.TRUE for one in stated.requirements) == len(written)
    for one, bound in zip(stated.requirements, plain.requirements, strict=True):
        if own and one.stated != nodes.TRUE:
            yield from apart(written.pop(0).condition, bound.condition, holds, "适用")
        else:
            yield Part("别的政策加的限制", NOWHERE, holds(bound.condition), "适用")


def requirements_apart(
    text: syntax.Policy, versions: tuple[model.Version, model.Version], cases: Cases
) -> Sequence[Part]:
    """Return the requirements of a version that never hold together, if none ever does; none can be left out."""
    region = Region(cases, nodes.TRUE, applying=False)
    parts = [*required(text, versions, region.holds)]
    return smallest(region.board.diagrams, region.board.complete(), parts)


def stated_as(contradiction: model.Contradiction, text: syntax.Policy) -> tuple[str, str, Place]:
    """Return the section of a file that states a contradiction, what it is called there, and where."""
    for section, stated in (("推出", text.implications), ("矛盾", text.contradictions)):
        for one in stated:
            if one.name.text == contradiction.name:
                return section, one.name.text, one.name.place
    for order in text.orders:
        if contradiction.name in {order_broken(*pair) for pair in combinations(order.days, 2)}:
            return "先后", order.name, order.place
    return "", contradiction.name, NOWHERE


def smallest(diagrams: Diagrams, within: int, parts: Sequence[Part]) -> list[Part]:
    """Return those of some parts that are enough to leave nothing of a region; earlier ones are left out first."""
    return [parts[at] for at in enough(diagrams, within, [diagrams.negated(part.holds) for part in parts])]


def named(parts: Iterable[Part], between: str = "、") -> str:
    """Return the parts in words, each with its line."""
    return between.join(dict.fromkeys(f"「{part.called}」{_where(part)}" for part in parts))


def _where(part: Part) -> str:
    where = [part.section] if part.section else []
    where += [f"第 {part.place.line} 行"] if part.place.line else []
    return f"（{'，'.join(where)}）" if where else ""


def placed(parts: Iterable[Part]) -> tuple[tuple[str, Place], ...]:
    """Return what the parts are called, with their places, where these are known."""
    return tuple(dict.fromkeys((part.called, part.place) for part in parts if part.place.line))


def place_of(surface: object) -> Place:
    """Return where a condition begins."""
    return next((part.place for part in inside(surface) if isinstance(part, Scalar) and part.place.line), NOWHERE)
