"""How much of the policies scenarios show: by article, with what is left, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zzrules.analysis.coverage.holes import Hole, Holes, Variant
from zzrules.analysis.coverage.kinds import GROUND, READING
from zzrules.analysis.coverage.points import Point, Points, is_open, reading_point
from zzrules.analysis.searching.scenario import key_of, scenario
from zzrules.answer.determination import Determination
from zzrules.base.citation import Citation
from zzrules.base.errors import Place
from zzrules.plan import model
from zzrules.plan.sources import Sources


@dataclass(frozen=True, slots=True)
class Share:
    """How many points are shown, of how many that can be, and how many are proven to be out of reach."""

    shown: int
    reachable: int
    unreachable: int

    @property
    def percent(self) -> float:
        """The share of what can be shown, in percent; 100 where nothing can be."""
        return 100 * self.shown / self.reachable if self.reachable else 100.0

    def __str__(self) -> str:
        """Say it in Chinese."""
        never = f"（另有 {self.unreachable} 点到不了）" if self.unreachable else ""
        return f"{self.shown}/{self.reachable}，{told(self.percent)}%{never}"


def told(percent: float) -> str:
    """Return a share as it is told: never rounded up to all of it.

    >>> told(100.0), told(99.97), told(85.88)
    ('100', '99.9', '85.8')
    """
    return "100" if percent == 100 else f"{int(percent * 10) / 10}"  # noqa: PLR2004 - percent


class Showing:
    """Takes what scenarios show of a plan."""

    def __init__(self, plan: model.Plan, variant: Variant, sources: Sources) -> None:
        """Take the plan, of which nothing is shown yet, what returns it with another reading, and its sources."""
        self.plan, self._variant, self._sources = plan, variant, sources
        self.points = Points(plan)
        self._shown: set[Point] = set()

    @property
    def shown(self) -> frozenset[Point]:
        """The points that are shown so far."""
        return frozenset(self._shown)

    def note(
        self, determination: Determination, policies: Collection[str], readings: Collection[tuple[str, str, str]] = ()
    ) -> bool:
        """Take what a determination shows of some policies (codes), and which other readings matter (`Shown`).

        Returns whether it is one by the policies of this plan; else nothing is taken.
        """
        inquiry = determination.inquiry
        if inquiry.catalogue.plan.policies is not self.plan.policies:
            return False
        asked = [policy.code for policy in self.plan.policies if policy.code in policies]
        compiled = inquiry.catalogue.compiled
        self._shown.update(self.points.shown(compiled, inquiry.record, inquiry.every_raw(), asked))
        for policy, name, other in readings:
            for version in self.plan.policy(policy).versions:
                taken = next((one.taken for one in version.readings if one.name == name), "")
                self._shown.add(reading_point(policy, name, taken, other))
        return True

    def coverage(self, seconds: float, codes: Collection[str] | None = None) -> ScenarioCoverage:
        """Return how much is shown of all policies or of some; each hole is looked for so long at most."""
        holes, found = Holes(self.plan, self.points, self._variant), list[Hole]()
        for policy in self.plan.policies:
            wanted = [point for point in self.points.all if point.policy == policy.code and point not in self._shown]
            if wanted and (codes is None or policy.code in codes):
                found += holes.of(policy.code, wanted, seconds)
        every = {point: place for point, place in self.points.all.items() if codes is None or point.policy in codes}
        return ScenarioCoverage(self.plan, every, tuple(found), self._sources)

    def out_of_reach(self, points: Collection[Point]) -> frozenset[Point]:
        """Return of which points it is proven that no record shows them; of readings nothing is proven."""
        holes, never = Holes(self.plan, self.points, self._variant), set[Point]()
        for code in dict.fromkeys(point.policy for point in points):
            never |= holes.out_of_reach(code, [one for one in points if one.policy == code and one.kind != READING])
        return frozenset(never)

    def scenarios(self, code: str, wanted: Sequence[Point], seconds: float) -> ScenarioCoverage:
        """Return what shows some points of a policy, shown already or not; a ground that is known, with one outcome."""
        deciding = [point for point in wanted if point.kind == GROUND and not is_open(point)]
        holes = tuple(Holes(self.plan, self.points, self._variant).of(code, wanted, seconds, deciding))
        return ScenarioCoverage(self.plan, {point: self.points.all[point] for point in wanted}, holes, self._sources)


@dataclass(frozen=True)
class ScenarioCoverage:
    """What scenarios show of policies: all points with the places that they show, and those that are not shown."""

    plan: model.Plan
    points: Mapping[Point, Citation]
    holes: tuple[Hole, ...]
    sources: Sources

    @cached_property
    def _missing(self) -> Mapping[Point, Hole]:
        return {hole.point: hole for hole in self.holes}

    def share(self, points: Collection[Point] | None = None) -> Share:
        """Return how much is shown of all points, or of some."""
        asked = self.points if points is None else points
        missing = [self._missing[point] for point in asked if point in self._missing]
        never = sum(hole.found == "unreachable" for hole in missing)
        return Share(len(asked) - len(missing), len(asked) - never, never)

    @cached_property
    def by_place(self) -> Mapping[str, Share]:
        """How much is shown of each article, by what it is called, in the order of the plan."""
        places: dict[str, list[Point]] = {}
        for point, place in self.points.items():
            places.setdefault(str(Citation(place.article, of=place.of)), []).append(point)
        return {place: self.share(points) for place, points in places.items()}

    # ── as a page ───────────────────────────────────────────────────

    def lines(self, *, unreachable: bool = False) -> Iterator[str]:
        """Yield the page in lines; ``unreachable``: with the points that are proven to be out of reach."""
        yield f"场景覆盖：{self.share()}"
        yield ""
        yield from (f"  {place}：{share}" for place, share in self.by_place.items())
        left = [hole for hole in self.holes if hole.found != "unreachable"]
        if left:
            yield ""
            yield f"没有场景的 {len(left)} 点："
            for hole in left:
                yield ""
                yield from self._of_hole(hole)
        never = [hole for hole in self.holes if hole.found == "unreachable"]
        if unreachable and never:
            yield ""
            yield f"到不了的 {len(never)} 点（已证明，没有一份案卷能到）："
            yield ""
            yield from (f"  {self._title(hole.point)}：{hole.point}" for hole in never)

    def place(self, point: Point) -> Place | None:
        """Return where the part stands of which a point is one, or else its policy: of the newest version."""
        section, name = point.written
        return self.sources.place(point.policy, section, name) or self.sources.place(point.policy)

    def _title(self, point: Point) -> str:
        return str(self.points[point])

    def _of_hole(self, hole: Hole) -> Iterator[str]:
        place = self.place(hole.point)
        where = f"（{place.source}:{place.line}）" if place is not None else ""
        yield f"- {self._title(hole.point)}：{hole.point}{where}"
        yield from self.scenario(hole) or [f"  没有找到这样的案卷，也没有证明到不了（试了 {hole.tried} 份）"]

    def scenario(self, hole: Hole) -> list[str]:
        """Return a scenario that shows a point, in its lines; none where no record is known."""
        if hole.facts is None or hole.on is None:
            return []
        policy = self.plan.policy(hole.point.policy)
        name = f"{policy.name}：{hole.point}"
        return scenario(name, hole.facts, hole.on, key_of(self.plan, policy), hole.asserted, self.plan.vocabulary)

    # ── as data ─────────────────────────────────────────────────────

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            **_plain(self.share()),
            "places": [{"citation": place, **_plain(share)} for place, share in self.by_place.items()],
            "holes": [
                {
                    "policy": hole.point.policy,
                    "citation": str(self.points[hole.point]),
                    "part": hole.point.kind,
                    "name": hole.point.name,
                    "way": hole.point.way,
                    "found": hole.found,
                    "position": (place := self.place(hole.point)) and place.to_dict(),
                    "record": dict(hole.facts) if hole.facts is not None else None,
                    "on": str(hole.on) if hole.on is not None else None,
                    "scenario": "\n".join(self.scenario(hole)) or None,
                }
                for hole in self.holes
            ],
        }


def _plain(share: Share) -> dict[str, Any]:
    return {
        "shown": share.shown,
        "reachable": share.reachable,
        "unreachable": share.unreachable,
        "percent": round(share.percent, 2),
    }
