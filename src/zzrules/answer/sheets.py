"""What a rulebook says of its policies, versions and obligations whatever the record, each worked out once.

A sheet joins a part of the plan with its texts, its points (for reasons) and its questions (for what is missing).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from zzrules.answer.findings import FindingsSheet
from zzrules.answer.gaps import Asker
from zzrules.answer.known import told
from zzrules.answer.outline import Outliner, Point
from zzrules.answer.parts import OutcomeName, VersionAnswer
from zzrules.answer.places import Places
from zzrules.answer.reasons import EntryPoint, RequirementPoint, VersionPoints
from zzrules.answer.shown import Shower, Shown, nothing
from zzrules.answer.view import Cell, View, cell_of
from zzrules.answer.walk import Ask
from zzrules.answer.wording import Names, day_text, end_of_day, term_text
from zzrules.base.frozen import replaced
from zzrules.engines.judgement import FALSE, TRUE
from zzrules.plan import model, nodes, walks
from zzrules.plan.build import COMMON_OUTCOMES, NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.layout import Layout
from zzrules.plan.reads import mentioned
from zzrules.plan.states import FULFILLED, FULFILLED_LATE, NOT_SET_OFF
from zzrules.policy.vocabulary import Fact, Kind


class Desk:
    """What all sheets of a rulebook are made with."""

    def __init__(
        self,
        plan: model.Plan,
        names: Names,
        places: Places,
        reads: Callable[[nodes.Condition, model.Version, Fact], int],
    ) -> None:
        """Take the plan, what policies are called, the places they cite, and which facts a condition reads, as bits."""
        self.plan = plan
        self.vocabulary = plan.vocabulary
        self.calendar = plan.calendar
        self.names = names
        self.places = places
        self.reads = reads

    def outliner(self, layout: Layout, conduct: Fact) -> Outliner:
        """Return the maker of a layout's points; ``conduct`` is the fact that dates the conduct."""
        version = layout.version
        return Outliner(layout, self.plan, self.names, lambda node: self.reads(node, version, conduct))


class GroundSheet:
    """A ground of a version: its words and its alternatives."""

    __slots__ = (
        *("alternatives", "citation", "cited", "has_procedure", "invoked"),
        *("name", "point", "procedure", "reads", "text"),
    )

    def __init__(self, ground: model.Ground, outliner: Outliner, desk: Desk) -> None:
        """Take the ground, and the maker of points of its version."""
        self.name = ground.name
        self.citation = str(ground.citation)
        self.cited = desk.places.at(ground.citation)
        self.text = self.cited.text
        self.has_procedure = ground.procedure != nodes.TRUE
        slots = outliner.layout.slots
        self.alternatives = tuple((label, slots[condition]) for label, condition in ground.alternatives)
        self.point = outliner.point(ground.condition)
        self.procedure = outliner.point(ground.procedure) if self.has_procedure else None
        catch_all = ground.condition
        self.invoked = catch_all.invoked if isinstance(catch_all, nodes.CatchAll) else ()
        version = outliner.layout.version
        self.reads = frozenset(fact.name for mention in mentioned(catch_all, version) for fact in mention.facts)


class VersionSheet:
    """A version of a policy, read through the traces of its layout."""

    def __init__(self, policy: model.Policy, version: model.Version, layout: Layout, desk: Desk) -> None:
        """Take a policy, its version, and the layout of the version's traces."""
        self.version = version
        self._layout = layout
        self._classes = policy.classes
        self._open_among: dict[frozenset[str], Ask] = {}
        self._desk = desk
        self._outliner = desk.outliner(layout, policy.conduct)
        self._asker = Asker(layout, desk.calendar, desk.vocabulary)
        self.required = tuple(
            (layout.slots[requirement.condition], requirement.otherwise) for requirement in version.requirements
        )
        self.answer = VersionAnswer(
            day_text(version.first),
            day_text(version.last),
            tuple((parameter.name, parameter.text, str(parameter.citation)) for parameter in version.parameters),
            tuple((reading.name, reading.taken) for reading in version.readings),
        )
        self.deadlines: Mapping[str, Cell | str] = {
            consequence.name: _date(consequence.deadline, layout) for consequence in version.consequences
        }
        self.within: Mapping[str, Shown] = {
            one.name: told(one.deadline, layout, desk.plan)
            for one in version.consequences
            if isinstance(one.deadline, nodes.Value)
        }
        """Within what each last day lies that is not known, in words."""
        self.days = tuple((name, cell_of(day, layout, None)) for name, day in model.days_of(version))
        self.amounts = tuple((name, cell_of(amount, layout, None)) for name, amount in model.amounts_of(version))
        self._shower = Shower(layout, None, desk.plan)
        rank, grounds, consequences = desk.places.rank, policy.ground_names(), policy.consequence_names()
        self.cites_grounds = tuple(
            (
                grounds.index(ground.name),
                [rank(place) for place in (ground.citation, ground.procedure_citation) if place is not None],
            )
            for ground in version.grounds
            if ground.citation is not None
        )
        self.cites_outcomes = tuple(
            (entry.code, rank(entry.citation)) for entry in version.entries if entry.citation is not None
        )
        self.cites_consequences = tuple(
            (consequences.index(consequence.name), rank(consequence.citation))
            for consequence in version.consequences
            if consequence.citation is not None
        )

    @cached_property
    def arithmetic(self) -> Mapping[str, Shown]:
        """How each amount comes about, by its name: of what it was put together, by which row of a table."""
        return {name: self._shower.how(amount) for name, amount in model.amounts_of(self.version)}

    @cached_property
    def findings(self) -> FindingsSheet:
        """The findings for which the version asks."""
        return FindingsSheet(self._layout, self._desk.vocabulary)

    @cached_property
    def points(self) -> VersionPoints:
        """The requirements and the entries of the decision list."""
        return points_of(self.version, self.version.entries, self._outliner, self._classes)

    def reckoned(self, view: View) -> Iterator[tuple[str, str]]:
        """Yield for each requirement that fails its reason, and the days or lengths of time for which it does."""
        for one in self.points.requirements:
            stated = one.stated is not None and one.stated.cell(view) == one.point.cell(view)
            for text in _reckoned(one.stated if stated and one.stated is not None else one.point, view):
                yield one.otherwise, text

    @cached_property
    def open(self) -> Ask:
        """What keeps the class of the outcome open."""
        return self._open(self._classes)

    @cached_property
    def open_reason(self) -> Ask:
        """What keeps the outcome open, also within its class."""
        return self._open({code: code for code in self._classes})

    def open_among(self, outcomes: frozenset[str]) -> Ask:
        """Return what keeps open whether the outcome is one of these."""
        ask = self._open_among.get(outcomes)
        if ask is None:
            groups = {code: "in" if code in outcomes else "out" for code in self._classes}
            ask = self._open_among[outcomes] = self._open(groups)
        return ask

    def _open(self, groups: Mapping[str, str]) -> Ask:
        """Return what keeps open in which group the outcome is."""
        required = [requirement.condition for requirement in self.version.requirements]
        entries = [(entry.condition, groups[entry.code]) for entry in self.version.entries]
        return self._asker.decision(required, entries, groups[NOT_APPLICABLE])

    @cached_property
    def grounds(self) -> Mapping[str, GroundSheet]:
        """The grounds by name, in the order of the text."""
        return {ground.name: GroundSheet(ground, self._outliner, self._desk) for ground in self.version.grounds}

    @cached_property
    def open_grounds(self) -> Mapping[str, Ask]:
        """What keeps each ground open, the requirements of the version among it."""
        required = [requirement.condition for requirement in self.version.requirements]
        return {ground.name: self._asker.entries(required, [ground.condition]) for ground in self.version.grounds}


class PolicySheet:
    """A policy: what it and its outcomes are called, and its versions."""

    def __init__(self, policy: model.Policy, index: int, layout_of: Callable[[str, int], Layout], desk: Desk) -> None:
        """Take the policy, its position in the plan, and where the layouts of its versions are found."""
        self.policy = policy
        self.code = policy.code
        self.index = index
        self.citation = str(policy.citation)
        self.citations = tuple(str(version.citation) for version in policy.versions)
        """The place that each version states."""
        self.obligations = policy.obligation_names()
        self.cited = tuple(desk.places.rank(version.citation or policy.citation) for version in policy.versions)
        self.grounds = policy.ground_names()
        self.consequences = policy.consequence_names()
        self._layout_of = layout_of
        self._desk = desk
        self._versions: dict[int, VersionSheet] = {}

    def version(self, index: int) -> VersionSheet:
        """Return the sheet of a version by its index."""
        sheet = self._versions.get(index)
        if sheet is None:
            layout = self._layout_of(self.code, index)
            sheet = self._versions[index] = VersionSheet(self.policy, self.policy.versions[index], layout, self._desk)
        return sheet

    @cached_property
    def outcomes(self) -> Mapping[str, OutcomeName]:
        """The outcomes by code, each with its name and the modality of the newest version that has it."""
        modalities = {entry.code: entry.modality for version in self.policy.versions for entry in version.entries}
        return {code: OutcomeName(code, name, modalities.get(code, "")) for code, name in self.policy.outcomes.items()}

    def named(self, versions: Sequence[int]) -> Mapping[str, OutcomeName]:
        """Return the outcomes by code, each called as the newest of some versions (indexes) calls it."""
        if not self._renamed:
            return self.outcomes
        names = {entry.code: entry.name for index in versions for entry in self.policy.versions[index].entries}
        return {
            code: OutcomeName(code, names.get(code, outcome.name), outcome.modality)
            for code, outcome in self.outcomes.items()
        }

    @cached_property
    def _renamed(self) -> bool:
        """Whether some version calls an outcome otherwise than the newest."""
        entries = (entry for version in self.policy.versions for entry in version.entries)
        return any(entry.name != self.policy.outcomes[entry.code] for entry in entries)

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The intervals of days on which some version is in force, ascending."""
        return model.united(self.policy.versions)

    def ground(self, name: str) -> GroundSheet:
        """Return a ground as the newest version that has it states it."""
        held = (index for index, version in enumerate(self.policy.versions) if version.ground(name) is not None)
        return self.version(max(held)).grounds[name]

    def validity_of(self, name: str) -> str:
        """Return the days on which a ground is law, in words."""
        held = [version for version in self.policy.versions if version.ground(name) is not None]
        return "、".join(term_text(first, last) for first, last in model.united(held))

    @cached_property
    def validity(self) -> str:
        """The days on which any version is in force, in words."""
        return term_text(self.policy.versions[0].first, self.policy.versions[-1].last)


class ObligationVersionSheet:
    """An obligation as one version states it, read through its traces."""

    def __init__(self, obligation: model.Obligation, conduct: Fact, layout: Layout, desk: Desk) -> None:
        """Take the obligation, the fact that dates the conduct, and the layout of its traces."""
        version = layout.version
        self.obligation = obligation
        self._layout, self._desk = layout, desk
        self._outliner = desk.outliner(layout, conduct)
        self._asker = Asker(layout, desk.calendar, desk.vocabulary)
        self.since, self.due = (_date(day, layout) for day in (obligation.since, obligation.due))
        self.done = _done(obligation, layout)
        done = obligation.done
        self._done_at = cell_of(done.moment, layout, None) if isinstance(done, nodes.DayOf) else None
        self._version = version

    @cached_property
    def points(self) -> VersionPoints:
        """The requirements and the decision list of the states."""
        own = {entry.code: entry.code for entry in self.obligation.entries} | {code: code for code in COMMON_OUTCOMES}
        done = self.obligation.done
        if done is not None:  # that it was done by the day of evaluation means no more than that it was
            for entry in self.obligation.entries:
                if entry.code == FULFILLED:
                    self._outliner.tell_as(entry.condition, nodes.Given(done))
        return points_of(self._version, self.obligation.entries, self._outliner, own, self._shown)

    def _shown(self, entry: model.Entry) -> nodes.Condition:
        """Return the condition of a state.

        Of what was not set off, the one that would set it off; of what was done late, that it was late.
        """
        match entry.condition:
            case nodes.Not(trigger) if entry.code == NOT_SET_OFF:
                return trigger
            case nodes.All((_, late)) if entry.code == FULFILLED_LATE and self.obligation.done is not None:
                return late
            case condition:
                return condition

    def due_within(self, view: View) -> str:
        """Return within what the last day lies, in words, where it is not known; empty where nothing shows it."""
        due, cell = self.obligation.due, self.due
        if not isinstance(due, nodes.Value) or isinstance(cell, str) or cell(view) is not None:
            return ""
        return told(due, self._layout, self._desk.plan)(view)

    def done_at(self, view: View) -> int | None:
        """Return the moment at which it was done; None where only a day is recorded, or nothing."""
        moment = self._done_at and self._done_at(view)
        return moment if type(moment) is int else None

    def passed_over(self, view: View) -> Iterator[str]:
        """Yield the days recorded that do not fulfil it, since they come before what they have to follow."""
        for entry in self.points.entries:
            if entry.entry.code == FULFILLED and self.obligation.done is None:
                yield from self._too_early(entry.point, view)

    def _too_early(self, point: Point, view: View) -> Iterator[str]:
        """Yield the comparisons for which a condition fails since a day lies before the one that it has to follow."""
        if point.kind == "list" or point.cell(view) != FALSE:
            return
        node = point.node
        if isinstance(node, nodes.Compare) and _follows(node) and self._known(view, node.left, node.right):
            yield point.said(view)
        for part in point.parts:
            yield from self._too_early(part, view)

    def _known(self, view: View, *days: nodes.Value) -> bool:
        """Return whether days are known, or within what they lie."""
        cells = [(cell_of(day, self._layout, None)(view), told(day, self._layout, self._desk.plan)) for day in days]
        return all(type(known) is int or (known is None and bool(within(view))) for known, within in cells)

    @cached_property
    def open(self) -> Ask:
        """What keeps the state open."""
        required = [requirement.condition for requirement in self._version.requirements]
        return self._asker.entries(required, [entry.condition for entry in self.obligation.entries])

    @cached_property
    def rolling(self) -> Shown:
        """Whether the last day moves off a day off, or when it ends, in words; nothing where it comes to neither."""
        due, ends, desk = self.obligation.due, self.obligation.ends, self._desk
        if ends is not None:
            return _until(cell_of(ends, self._layout, None))
        shower = Shower(self._layout, None, desk.plan)
        return shower.rolling(due) if isinstance(due, nodes.Value) else nothing

    @cached_property
    def open_due(self) -> Ask | None:
        """What keeps the last day open; None where it is no date."""
        due = self.obligation.due
        return self._asker.value(due) if isinstance(due, nodes.Value) else None


def points_of(
    version: model.Version,
    entries: Sequence[model.Entry],
    outliner: Outliner,
    groups: Mapping[str, str],
    shown: Callable[[model.Entry], nodes.Condition] = lambda entry: entry.condition,
) -> VersionPoints:
    """Return the points of a version's requirements and of a decision list; ``shown`` is what reasons show of it.

    ``groups`` has the class of each outcome.
    """

    def told(part: nodes.Condition) -> Point | None:
        return outliner.point(part) if part in outliner.layout.slots and part != nodes.TRUE else None

    return VersionPoints(
        tuple(
            RequirementPoint(
                outliner.point(requirement.condition),
                told(requirement.stated),
                requirement.otherwise,
            )
            for requirement in version.requirements
        ),
        tuple(
            EntryPoint(
                entry,
                outliner.point(shown(entry)),
                told(shown(replaced(entry, condition=entry.stated))) if entry.stated is not None else None,
                entry.condition == nodes.TRUE,
                groups[entry.code],
                outliner.reads(entry.unless),
            )
            for entry in entries
        ),
        groups[NOT_APPLICABLE],
        groups[NOT_IN_FORCE],
        outliner.reads(version.unless),
    )


def _reckoned(point: Point, view: View) -> Iterator[str]:
    """Yield the comparisons of days and of lengths of time for which a condition fails."""
    if point.cell(view) != FALSE or point.kind == "list":
        return
    if isinstance(point.node, nodes.Lasted | nodes.Compare):
        yield point.said(view)
    for part in point.parts:
        yield from _reckoned(part, view)


def _follows(node: nodes.Compare) -> bool:
    """Return whether a comparison asks that a day follow another."""
    return node.operator in (">", ">=") and walks.kind_of(node.left) is Kind.DATE


def _done(obligation: model.Obligation, layout: Layout) -> Cell | str:
    """Return how the day of fulfilment is read: the one stated or, where one has to follow another, that one."""
    if obligation.done is not None:
        return _date(obligation.done, layout)
    conditions = [entry.condition for entry in obligation.entries if entry.code == FULFILLED]
    parts = [part for whole in conditions for part in (whole.parts if isinstance(whole, nodes.Any) else (whole,))]
    days = [
        (cell_of(part, layout, None), cell_of(part.left, layout, None))
        for part in parts
        if isinstance(part, nodes.Compare) and _follows(part)
    ]
    return (lambda view: next((day(view) for holds, day in days if holds(view) == TRUE), None)) if days else ""


def _date(day: nodes.Value | str | None, layout: Layout) -> Cell | str:
    """Return how a date is read from a trace; an open term, or none (empty), as it is."""
    return cell_of(day, layout, None) if isinstance(day, nodes.Value) else day or ""


def _until(ends: Cell) -> Shown:
    """Return until which time of the last day there is time."""
    return lambda view: end_of_day(moment) if type(moment := ends(view)) is int else ""
