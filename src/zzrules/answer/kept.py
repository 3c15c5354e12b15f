"""Answers read back from data: they say what was written, and need no rulebook for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NoReturn

from zzrules.answer.account import Report
from zzrules.answer.ground import GroundAnswer
from zzrules.answer.obligation import DUE_SOON, ObligationAnswer
from zzrules.answer.parts import (
    CitedText,
    ConsequenceAnswer,
    ContradictionAnswer,
    DisputedFact,
    Doubt,
    MissingFact,
    OutcomeName,
    Part,
    Reason,
    UncountedFinding,
    VersionAnswer,
    checked_parts,
)
from zzrules.answer.policy import PolicyAnswer, Status
from zzrules.base.citation import Citation
from zzrules.base.diagnostics.use import NOT_A_DETERMINATION, NOT_ASKED, NOT_WRITTEN, SEVERAL_POLICIES
from zzrules.base.doors import door
from zzrules.base.errors import CitationError, UsageError
from zzrules.base.truth import Truth
from zzrules.base.version import SCHEMA_VERSION
from zzrules.case.values import printable

Data = Mapping[str, Any]
_ASKED: Final = frozenset(("_asked", "_index", "_inquiry", "_policy", "_raw", "_sheet"))
_HEAD: Final = ("code", "name", "citation", "status", "outcome", "outcome_name", "class")


class Kept:
    """What was read back. Whatever was not written down is asked of a rulebook that is not there."""

    __slots__ = ()

    def __getattr__(self, name: str) -> NoReturn:
        """Refuse what only a rulebook can tell. Raises `UsageError` (ZZ614)."""
        if name in _ASKED:
            raise UsageError(NOT_WRITTEN())
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


def _tuples(rows: Any) -> tuple[Any, ...]:
    return tuple(tuple(row) for row in rows)


def contradiction_of(data: Data) -> ContradictionAnswer:
    """Return a contradiction that was written as data."""
    facts = (DisputedFact(one["name"], one["label"], one["question"], tuple(one["entries"])) for one in data["facts"])
    return ContradictionAnswer(data["policy"], data["name"], data["note"], tuple(data["citations"]), tuple(facts))


def missing_of(data: Data) -> MissingFact:
    """Return a missing fact that was written as data."""
    lists = {name: tuple(data[name]) for name in ("bodies", "samples", "asks")}
    return MissingFact(**{**data, **lists, "would_decide": _tuples(data["would_decide"])})


def _reason(data: Data) -> Reason:
    return Reason(data["text"], tuple(map(_reason, data["parts"])))


class KeptGround(Kept, GroundAnswer):
    """A ground as it was written."""

    __slots__ = ("_data",)

    def __init__(self, data: Data) -> None:
        """Take what was written."""
        self._data = data
        self.truth: Truth = data["truth"]
        self.complete: Truth = data["complete"]
        self.applies: Truth = data["applies"]

    def __repr__(self) -> str:
        """Return the name with its truth."""
        return f"<GroundAnswer {self.name}: {self.truth}>"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the data."""
        return KeptGround, (self._data,)

    @property
    def name(self) -> str:
        """The ground's name."""
        return str(self._data["name"])

    @property
    def citation(self) -> str:
        """Its place in the regulation."""
        return str(self._data["citation"])

    @property
    def text(self) -> str:
        """The verbatim text of that place."""
        return str(self._data["text"])

    @property
    def has_procedure(self) -> bool:
        """Whether it asks for a procedure besides its elements."""
        return bool(self._data["has_procedure"])

    @property
    def alternatives(self) -> tuple[tuple[str, Truth], ...]:
        """Its named alternatives, each with its truth."""
        return tuple(self._data["alternatives"].items())

    @property
    def not_invoked(self) -> bool:
        """Whether it is a catch-all item that nobody has invoked."""
        return bool(self._data["not_invoked"])

    @property
    def invoked_by(self) -> tuple[str, ...]:
        """The labels of the facts that invoke it."""
        return tuple(self._data["invoked_by"])

    @property
    def state(self) -> str:
        """Whether it holds, in words."""
        return str(self._data["state"])

    def to_dict(self) -> dict[str, Any]:
        """Return what was written."""
        return dict(self._data)


class KeptObligation(Kept, ObligationAnswer):
    """An obligation as it was written."""

    __slots__ = ("_data",)

    def __init__(self, data: Data) -> None:
        """Take what was written."""
        self._data = data
        self.number = data["number"]
        self.possible = tuple(data["possible"])
        self.since, self.due, self.done = data["since"], data["due"], data["done"]
        self.dated, self.left, self.rolling = data["dated"], data["left"], data["rolling"]
        self.soon = data["status"] == DUE_SOON
        self.waits_for = data["waits_for"]

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the data."""
        return KeptObligation, (self._data,)

    @property
    def policy(self) -> str:
        """The code of its policy."""
        return str(self._data["policy"])

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self._data["name"])

    @property
    def title(self) -> str:
        """The name, with the element or the period for which it stands."""
        return str(self._data["title"])

    @property
    def period(self) -> str:
        """What the period is called for which it stands; empty for one that does not recur, or of an older version."""
        return str(self._data.get("period", ""))

    @property
    def citation(self) -> str:
        """Its place in the regulation."""
        return str(self._data["citation"])

    @property
    def text(self) -> str:
        """The verbatim text of that place."""
        return str(self._data["text"])

    @property
    def subject(self) -> str:
        """Who owes it."""
        return str(self._data["subject"])

    @property
    def content(self) -> str:
        """What is owed."""
        return str(self._data["content"])

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms in which it may be done."""
        return tuple(self._data["forms"])

    @property
    def events(self) -> tuple[str, ...]:
        """The entries of the log that it rests on."""
        return tuple(self._data["events"])

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What is assumed of the calendar, if the answer would be another without it."""
        return tuple(self._data["assumptions"])

    def said(self) -> dict[str, Any]:
        """Return what was written, without what is assumed."""
        return {name: value for name, value in self._data.items() if name != "assumptions"}

    def to_dict(self) -> dict[str, Any]:
        """Return what was written."""
        return dict(self._data)


class KeptPolicy(Kept, PolicyAnswer):
    """What a policy said, as far as it was written."""

    __slots__ = ("_data",)

    def __init__(self, data: Data) -> None:
        """Take what was written."""
        self._data = data
        self.code = data["code"]
        self.outcome = data["outcome"]
        self.outcome_class = data["class"]
        known = (self.outcome,) if self.outcome is not None else ()
        self.possible = tuple(one["code"] for one in data["possible"]) if "possible" in data else known
        self.truths = {one["name"]: one["truth"] for one in data.get("grounds", ())}

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the data."""
        return KeptPolicy, (self._data,)

    def _written(self, part: Part) -> Any:
        """Return a part. Raises `UsageError` (ZZ614) if it was left out."""
        if part not in self._data:
            raise UsageError(NOT_WRITTEN())
        return self._data[part]

    @property
    def name(self) -> str:
        """The policy's Chinese name."""
        return str(self._data["name"])

    @property
    def citation(self) -> str:
        """The place in the regulation that the policy states."""
        return str(self._data["citation"])

    @property
    def outcome_name(self) -> str | None:
        """The outcome's Chinese name; None while more than one is possible."""
        name: str | None = self._data["outcome_name"]
        return name

    @property
    def possible_classes(self) -> tuple[str, ...]:
        """The classes of the outcomes still possible."""
        return tuple(dict.fromkeys(one["class"] for one in self._written("possible")))

    @property
    def status(self) -> Status:
        """Return decided, undetermined, not_applicable or not_in_force."""
        status: Status = self._data["status"]
        return status

    @property
    def possible_names(self) -> tuple[OutcomeName, ...]:
        """The outcomes still possible, with their names."""
        return tuple(OutcomeName(one["code"], one["name"], one["modality"]) for one in self._written("possible"))

    @property
    def not_applicable_because(self) -> tuple[str, ...]:
        """The reasons for which the policy does not apply."""
        return tuple(self._written("not_applicable_because"))

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The options that keep the policy from applying."""
        lists = ("fitting", "own")
        return tuple(Doubt(**{**one, **{name: tuple(one[name]) for name in lists}}) for one in self._written("doubts"))

    @property
    def grounds(self) -> Mapping[str, GroundAnswer]:
        """Each ground by its name."""
        return {one["name"]: KeptGround(one) for one in self._written("grounds")}

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that matter."""
        return tuple(map(missing_of, self._written("missing")))

    @property
    def missing_for_reason(self) -> tuple[MissingFact, ...]:
        """The unknown facts that change the reason alone."""
        return tuple(map(missing_of, self._written("missing_for_reason")))

    @property
    def consequences(self) -> tuple[ConsequenceAnswer, ...]:
        """The consequences that follow, or may."""
        return tuple(
            ConsequenceAnswer(**{**one, "forms": tuple(one["forms"])}) for one in self._written("consequences")
        )

    @property
    def obligations(self) -> tuple[ObligationAnswer, ...]:
        """How each obligation stands."""
        return tuple(map(KeptObligation, self._written("obligations")))

    @property
    def obligation_names(self) -> tuple[str, ...]:
        """The names of the obligations that were written."""
        return tuple(dict.fromkeys(one["name"] for one in self._written("obligations")))

    @property
    def versions(self) -> tuple[VersionAnswer, ...]:
        """The versions that apply, or may."""
        return tuple(
            VersionAnswer(one["first"], one["last"], _tuples(one["parameters"]), _tuples(one["readings"]))
            for one in self._written("versions")
        )

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What is assumed of the calendar, if the answer would be another without it."""
        return tuple(self._written("assumptions"))

    @property
    def citations(self) -> tuple[CitedText, ...]:
        """What the answer rests on, with verbatim text."""
        return tuple(CitedText(**one) for one in self._written("citations"))

    @property
    def conduct_day(self) -> str:
        """The day of the conduct (ISO); empty if it is unknown."""
        return self._written("conduct_day") or ""

    @property
    def conduct_day_from(self) -> str:
        """From which derived value the day of the conduct follows."""
        return self._written("conduct_day_from") or ""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What the outcome rests on, in sentences."""
        return tuple(map(_reason, self._written("reasons")))

    @property
    def uncounted(self) -> tuple[UncountedFinding, ...]:
        """The recorded findings that do not count."""
        return tuple(UncountedFinding(**{**one, "bodies": tuple(one["bodies"])}) for one in self._written("uncounted"))

    @door
    def to_dict(self, parts: Any = None) -> dict[str, Any]:
        """Return what was written, or some parts of it."""
        if parts is None:
            return dict(self._data)
        return {name: self._data[name] for name in _HEAD} | {part: self._written(part) for part in checked_parts(parts)}


def _place(key: str) -> Citation | None:
    try:
        return Citation.parse(key)
    except (CitationError, TypeError, AttributeError):
        return None


def _covers(asked: Citation | None, stated: Citation | None) -> bool:
    """Return whether a place that is asked for means the policy that states another."""
    if asked is None or stated is None:
        return False
    return asked.covers(stated) or (stated.covers(asked) and asked.item is None)


_REQUIRED: Final = ("regulation", "on", "scope", "decided", "rulebook", "record", "policies", "contradictions")


def policies_of(data: Data) -> dict[str, PolicyAnswer]:
    """Return the answers of a determination's data. Raises `UsageError` (ZZ615) for data of anything else."""
    policies: dict[str, PolicyAnswer] = {}
    try:
        fits = data["schema_version"] == SCHEMA_VERSION and all(key in data for key in _REQUIRED)
        policies |= {policy["code"]: KeptPolicy(policy) for policy in data["policies"]}
        date.fromisoformat(data["on"])
    except (TypeError, KeyError, ValueError, AttributeError):
        fits = False
    if not fits:
        raise UsageError(NOT_A_DETERMINATION(version=SCHEMA_VERSION))
    return policies


class KeptDetermination(Kept):
    """A determination read back from data; `Determination.from_dict` makes it one."""

    __slots__ = ()
    _data: Data
    _policies: dict[str, PolicyAnswer]

    def __iter__(self) -> Iterator[PolicyAnswer]:
        """Yield the answer of each policy asked about."""
        return iter(self._policies.values())

    @door
    def __getitem__(self, key: str) -> Any:
        """Return the answer of a policy (by code, name or place) or of a ground (by 项)."""
        place = _place(key)
        if place is not None and place.item is not None:
            for answer in self:
                for ground in answer.grounds.values():
                    if _place(ground.citation) == place:
                        return ground
        return self.policy(key)

    @door
    def policy(self, key: str) -> PolicyAnswer:
        """Return the answer of a policy by code, name or place; raises as indexing does."""
        word: Any = key
        place, shown = _place(key), printable(word) if isinstance(word, str) else ""
        found = [one for one in self if shown and (key in (one.code, one.name) or _covers(place, _place(one.citation)))]
        if not found:
            raise UsageError(NOT_ASKED(key=shown))
        if len(found) > 1:
            raise UsageError(SEVERAL_POLICIES(key=shown, places="、".join(f"「{one.citation}」" for one in found)))
        return found[0]

    @property
    def _assumes(self) -> bool:
        return any(answer.assumptions for answer in self)

    @property
    def scope(self) -> Mapping[str, Sequence[str] | None]:
        """The codes of the policies asked about, each with the grounds asked about."""
        scope: Mapping[str, Sequence[str] | None] = self._data["scope"]
        return scope

    @property
    def decided(self) -> bool:
        """Whether every policy asked about is decided."""
        return bool(self._data["decided"])

    @property
    def evaluated_on(self) -> date:
        """The day as of which the record was evaluated."""
        return date.fromisoformat(self._data["on"])

    @property
    def contradictions(self) -> tuple[ContradictionAnswer, ...]:
        """What contradicts itself in the record."""
        return tuple(map(contradiction_of, self._data["contradictions"]))

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that matter to any policy asked about, each once."""
        missing = {fact.label: fact for answer in self for fact in reversed(answer.missing)}
        return tuple(sorted(missing.values(), key=lambda fact: (fact.why != "contradicted", not fact.decides_alone)))

    @property
    def rulebook_digest(self) -> str:
        """SHA-256 over the policy files."""
        return str(self._data["rulebook"])

    @property
    def record_digest(self) -> str:
        """SHA-256 over the record's facts and the day."""
        return str(self._data["record"])

    @property
    def source(self) -> str:
        """The regulation's title and number."""
        return str(self._data["regulation"])

    def _shows(self, answer: PolicyAnswer) -> bool:
        """Return whether a policy may apply."""
        return answer.status in ("decided", "undetermined")

    def report(self) -> Report:
        """Refuse: reasons are told by a rulebook. Raises `UsageError` (ZZ614)."""
        raise UsageError(NOT_WRITTEN())

    @door
    def to_dict(self, parts: Collection[Part] | None = None) -> dict[str, Any]:
        """Return what was written, or some parts of it."""
        return {**self._data, "policies": [answer.to_dict(parts) for answer in self]}
