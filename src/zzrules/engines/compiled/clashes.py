"""What cannot be true together, looked for in a record as it is given: cheap for records that have no such thing.

A contradiction can only be certain where the facts that it needs are given, and a day of conduct follows from the rest
only where some of it is: which are worth reading at all follows from the facts that a record gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from zzrules.base.bounds import Bounds
from zzrules.base.workdays import Calendar
from zzrules.case.record import Record
from zzrules.case.values import unknown
from zzrules.engines.compiled import support
from zzrules.engines.compiled.recorded import DayWriter, RecordWriter
from zzrules.engines.compiled.table import Table
from zzrules.engines.judgement import UNKNOWN, Broken, set_aside
from zzrules.plan import model, nodes, walks
from zzrules.plan.conduct import conduct_extent, lacks_day, possible_versions, with_day
from zzrules.plan.constraints import COMMON
from zzrules.plan.reads import behind, definition, mentioned
from zzrules.policy.vocabulary import Fact

Found = tuple[int, ...]
"""The numbers of the statements whose condition certainly holds."""
_Reader = Callable[[Mapping[str, Any], frozenset[str], int], Found]
_DayReader = Callable[[Mapping[str, Any], frozenset[str], int], tuple[Any, ...]]
_ALWAYS = ""
"""Where the contradictions are filed that need no fact."""


class Statement(NamedTuple):
    """A contradiction as a version states it; the vocabulary's have no policy."""

    policy: model.Policy | None
    at: int
    version: model.Version
    contradiction: model.Contradiction

    @property
    def key(self) -> tuple[str, str, bool]:
        """What it is called, in whichever version and way."""
        return self.policy.code if self.policy else "", self.contradiction.name, self.contradiction.whenever


class Clashes:
    """Finds the contradictions of a plan that certainly hold of a record."""

    def __init__(
        self,
        plan: model.Plan,
        tables: Mapping[str, tuple[int, Table]],
        compiled: Callable[[str, dict[str, Any], str], Any],
    ) -> None:
        """Take the plan, the tables of its policies, and what makes a function of source."""
        self._statements = [Statement(None, 0, COMMON, one) for one in plan.contradictions]
        for policy in plan.policies:
            for index, version in enumerate(policy.versions):
                self._statements += [Statement(policy, index, version, one) for one in version.contradictions]
        self._ranks: dict[tuple[str, str, bool], int] = {}  # where it is first stated
        for number, one in enumerate(self._statements):
            self._ranks.setdefault(one.key, number)
        self._tables, self._calendar, self._compiled = tables, plan.calendar, compiled
        self._filed: dict[frozenset[str], list[int]] = {}
        for number, one in enumerate(self._statements):
            names = _needed(one.contradiction.condition).union(one.contradiction.needed)
            self._filed.setdefault(names, []).append(number)
        self._needed = frozenset[str]().union(*self._filed)
        self.telling = self._needed.union(*behind(plan).values())
        """The facts that some contradiction needs, or from which a day of conduct follows."""
        often = Counter(name for names in self._filed for name in names)
        self._by_fact: dict[str, list[frozenset[str]]] = {}  # under the fact that the fewest others need
        for names in self._filed:
            rarest = min(names, key=lambda name: (often[name], name), default=_ALWAYS)
            self._by_fact.setdefault(rarest, []).append(names)
        self._readers: dict[tuple[frozenset[str], bool], _Reader] = {}
        self._deriving = [(policy, _deciding(policy)) for policy in plan.policies if policy.derives_day]
        self._day_readers: dict[str, _DayReader] = {}

    def settled(self, record: Record) -> Record:
        """Return the record as it is judged.

        The facts that contradict one another are disputed; a day of conduct that nobody has recorded is the one that
        follows from the rest.
        """
        found = self._found(record)
        if found:
            record = set_aside(record, self._confirmed(record, found))
        for policy, deciding in self._deriving:
            if lacks_day(policy.conduct, record) and any(map(record.gives, deciding)):
                read = self._day_readers.get(policy.code) or self._day_reader(policy)
                record = with_day(policy, read(record.within, record.unclear, record.on), record)
        return record

    def broken(self, record: Record) -> tuple[Broken, ...]:
        """Return the contradictions that certainly hold of a record as it is given, in the order of the plan."""
        found = self._found(record)
        return tuple(self._confirmed(record, found)) if found else ()

    def _found(self, record: Record) -> Found:
        partial = bool(record.partial)
        values = record.within if partial else record.values
        found: Found = ()
        for reader in self._worth_reading(record, partial=partial):
            found += reader(values, record.unclear, record.on)
        return found

    def _worth_reading(self, record: Record, *, partial: bool) -> Iterator[_Reader]:
        """Yield what is worth reading: each contradiction needs facts, all of which the record gives."""
        given = self._needed.intersection(record.values)
        if record.unclear or partial:
            given |= self._needed.intersection((*record.unclear, *record.partial))
        for name in (*given, _ALWAYS):
            for names in self._by_fact.get(name, ()):
                if names <= given:
                    yield self._readers.get((names, partial)) or self._reader(names, partial)

    def _reader(self, names: frozenset[str], partial: bool) -> _Reader:
        listed = [(number, self._statements[number]) for number in self._filed[names]]
        writer = ClashWriter(self._tables, self._calendar, listed, partial=partial)
        reader: _Reader = self._compiled(writer.source, writer.constants, "clash")
        self._readers[names, partial] = reader
        return reader

    def _day_reader(self, policy: model.Policy) -> _DayReader:
        writer = DayWriter(self._tables, self._calendar, policy)
        reader: _DayReader = self._compiled(writer.source, writer.constants, "days")
        self._day_readers[policy.code] = reader
        return reader

    def _confirmed(self, record: Record, found: Found) -> Sequence[Broken]:
        """Return what holds in every version that may apply, of facts that are all recorded."""
        told: dict[tuple[str, str, bool], list[Statement]] = {}
        for one in map(self._statements.__getitem__, sorted(found)):
            if record.gives(one.contradiction.needed):
                told.setdefault(one.key, []).append(one)
        broken: dict[Broken, None] = {}
        for key in sorted(told, key=self._ranks.__getitem__):
            (code, _, whenever), policy = key, told[key][0].policy
            versions: Sequence[int] = (0,)
            if policy is not None:
                anywhere = range(len(policy.versions))
                versions = anywhere if whenever else possible_versions(policy, conduct_extent(policy, record))
            if versions and {one.at for one in told[key]}.issuperset(versions):
                broken.update((Broken(code, one.contradiction), None) for one in told[key] if one.at in versions)
        return [*broken]


def settle_alike(one: model.Policy, other: model.Policy) -> bool:
    """Return whether records are settled alike, whichever of two policies of one code is in a plan."""
    return (one.conduct, one.conduct_falls_back) == (other.conduct, other.conduct_falls_back) and [
        *map(_settling, one.versions)
    ] == [*map(_settling, other.versions)]


def _settling(version: model.Version) -> tuple[Any, ...]:
    """Return what of a version says of a record what is disputed in it, and which day of conduct it has."""
    parts: list[nodes.Node] = [one.condition for one in version.contradictions]
    parts += [version.derived_day] if version.derived_day is not None else []
    names = {one.derived or one.ground for part in parts for one in mentioned(part, version)} - {""}
    named = {name: definition(name, version) for name in names}
    return version.first, version.last, version.contradictions, version.derived_day, named


class ClashWriter(RecordWriter):
    """Writes ``clash(v, u, on)``: the numbers of the statements that certainly hold."""

    def __init__(
        self,
        tables: Mapping[str, tuple[int, Table]],
        calendar: Calendar,
        listed: Sequence[tuple[int, Statement]],
        *,
        partial: bool,
    ) -> None:
        """Write the function of some statements, each with its number; conditions that read the same are read once."""
        super().__init__(tables, calendar, partial=partial)
        alike: dict[tuple[nodes.Condition, tuple[str, int] | None], list[tuple[int, Statement]]] = {}
        for number, one in listed:
            owner = (one.policy.code, one.at) if one.policy and not _common(one.contradiction.condition) else None
            alike.setdefault((one.contradiction.condition, owner), []).append((number, one))
        with self._block("def clash(v, u, on):"):
            self._begin()
            self._emit("found, R = (), ()")
            for (condition, owner), several in alike.items():
                _, one = several[0]
                self.version, self._owner, self._kept = one.version, owner, {}
                if one.policy is not None:
                    self.policy = one.policy
                if owner is not None:
                    self._known.append({})  # what a version derives is its own
                    self._conduct()
                truth = self.condition(condition)
                if owner is not None:
                    self._known.pop()
                self._emit(f"if {truth} == 3: found += {tuple(number for number, _ in several)}")
            self._emit("return found")

    def _conduct(self) -> None:
        policy = self._constant(self.policy)
        self._emit(f"day = {self._constant(support.conduct_extent)}({policy}, v, on)")
        self._open_day()


def _deciding(policy: model.Policy) -> tuple[frozenset[str], ...]:
    """Return lists of facts, one of which a record has to give for more to be known of the day than of any."""
    needed = set[frozenset[str]]()
    for version in policy.versions:
        assert version.derived_day is not None
        *cases, (_, rest) = model.cases_of(version.derived_day, version.derived)
        if rest != nodes.FactValue(policy.conduct):
            return (frozenset(),)
        needed |= {_needed(condition) for condition, _ in cases}
    return tuple(needed)


def _common(condition: nodes.Condition) -> bool:
    """Return whether a condition reads the same in every version."""
    mentioned = [walks.mentions(node) for node in walks.walk(condition)]
    return not any(mention.derived or mention.conduct for mention in mentioned)


def _needed(condition: nodes.Condition) -> frozenset[str]:
    """Return facts without which a condition is not certainly true: some of those that it reads."""
    match condition:
        case nodes.All(parts):
            return frozenset[str]().union(*map(_needed, parts))
        case nodes.Any(parts):
            several = [*map(_needed, parts)]
            return several[0].intersection(*several[1:]) if several else frozenset()
        case nodes.Not(nodes.IsTrue() | nodes.Compare() | nodes.Given() | nodes.Among() | nodes.Includes() as inner):
            return _given(inner)
        case nodes.IsTrue() | nodes.Compare() | nodes.Given() | nodes.Among() | nodes.Includes() | nodes.Lasted():
            return _given(condition)
        case nodes.Found(fact, _, _, _, _, presumed):
            return frozenset((fact.name,)) if presumed is None else frozenset()
        case nodes.Quantified(False, source, _) | nodes.Times(source, _, _, _):
            return frozenset((source.name,))
        case _:
            return frozenset()


def _given(condition: nodes.Condition) -> frozenset[str]:
    """Return the facts of which a condition compares the values themselves, and of which nothing else decides it."""
    sides = walks.children(condition)
    return frozenset(
        side.fact.name
        for side in sides
        if isinstance(side, nodes.FindingDay)
        or (isinstance(side, nodes.FactValue) and side.presumed is None and _undecided(condition, side.fact))
    )


def _undecided(condition: nodes.Condition, fact: Fact) -> bool:
    """Return whether a condition stays open where nobody has recorded a fact: its widest bounds do not decide it."""
    widest = unknown(fact, 0)
    match condition:
        case nodes.Given():
            return support.given(widest) == UNKNOWN
        case nodes.Among(_, codes, inside):
            return support.among(widest, codes, inside) == UNKNOWN
        case _:
            return not isinstance(widest, Bounds) or widest.none or widest == Bounds()
