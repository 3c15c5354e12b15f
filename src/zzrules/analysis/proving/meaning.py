"""Policies by what they mean alone: every name followed, every text left out. What means the same is equal.

Two plans can be compared in this form: what one of them means by a fact or a policy of the same name is another thing
where it is defined otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from zzrules.base.frozen import replaced
from zzrules.plan import model, nodes, walks
from zzrules.policy.vocabulary import Fact

_OTHER = "\0"
"""Marks the name of a policy or a fact that another plan defines otherwise."""


def code_of(referred: str) -> str:
    """Return the code by which a plan knows a policy to which a condition refers, as `Meaning` has it."""
    return referred.partition(_OTHER)[0]


def as_named(part: Any) -> Any:
    """Return a node, or what nodes are made of, with the codes by which a plan knows policies."""
    match part:
        case nodes.OutcomeIs(code, codes):
            return nodes.OutcomeIs(code_of(code), codes)
        case nodes.OtherGround(code, ground):
            return nodes.OtherGround(code_of(code), ground)
        case tuple() if type(part) is tuple:
            return tuple(map(as_named, part))
        case _ if type(part) in walks.NODES:
            return replaced(part, **{name: as_named(getattr(part, name)) for name in part.__match_args__})
        case _:
            return part


class Meaning:
    """The policies of one plan in their plain form, by code.

    ``beside`` is the plan with which they are to be compared: a policy whose meaning differs from what that plan means
    by its code stands under another code in conditions that refer to it, and so does a fact.
    """

    def __init__(
        self, plan: model.Plan, beside: Meaning | None = None, alike: Callable[[Meaning, str], bool] | None = None
    ) -> None:
        """Take the plan; ``alike`` may know of a policy that is written otherwise that it answers as the other does."""
        self.plan = plan
        self._facts = {fact.name: fact for fact in plan.vocabulary.facts}
        self._shared: dict[str, Fact] = {}
        self._renamed: dict[str, str] = {}
        self._meanings: dict[Any, int] = {} if beside is None else beside._meanings  # noqa: SLF001 - of its own class
        # One value for all that mean the same: what derived values share stays shared, and compares at once.
        self._interned: dict[Any, Any] = {} if beside is None else beside._interned  # noqa: SLF001 - of its own class
        self._places = {
            id(one): (policy.code, at) for policy in plan.policies for at, one in enumerate(policy.versions)
        }
        self._known_others: tuple[tuple[int, int], Mapping[str, model.Policy]] = (0, 0), {}
        self.policies: dict[str, model.Policy] = {}
        """The policies without their consequences and obligations, on which no outcome rests."""
        self.consequences: dict[str, tuple[tuple[model.Consequence, ...], ...]] = {}
        """What follows in each version of a policy."""
        self.amounts: dict[str, tuple[tuple[tuple[str, Any], ...], ...]] = {}
        """The amounts that each version of a policy derives, by their names."""
        self.obligations: dict[tuple[str, str], tuple[model.Obligation | None, ...]] = {}
        """Each obligation in each version of its policy; None in one that does not have it."""
        if beside is not None:
            for name, fact in self._facts.items():
                other = beside._facts.get(name)  # noqa: SLF001 - of its own class
                same = other is not None and _plain_fact(fact) == _plain_fact(other)
                self._shared[name] = other if same and other is not None else replaced(fact, name=name + _OTHER)
        for policy in plan.policies:
            plain = self._policy(policy)
            self.policies[policy.code] = plain
            same = beside is None or plain == beside.policies.get(policy.code)
            if not same and not (alike is not None and alike(self, policy.code)):
                self._renamed[policy.code] = policy.code + _OTHER
            self.consequences[policy.code] = tuple(
                tuple(self._consequence(one, version) for one in version.consequences) for version in policy.versions
            )
            self.amounts[policy.code] = tuple(
                tuple((name, self._node(amount, version, {})) for name, amount in model.amounts_of(version))
                for version in policy.versions
            )
        for key in plan.obligations:
            self.obligations[key] = tuple(
                None if (stated := version.obligation(key[1])) is None else self._obligation(stated, version)
                for version in plan.policy(key[0]).versions
            )

    @property
    def others(self) -> Mapping[str, model.Policy]:
        """The policies by the codes under which conditions refer to them."""
        known = len(self.policies), len(self._renamed)  # both grow while the policies are read
        if self._known_others[0] != known:
            named = {self._renamed.get(code, code): policy for code, policy in self.policies.items()}
            self._known_others = known, named
        return self._known_others[1]

    def changed(self, version: model.Version, original: model.Version) -> model.Version:
        """Return what became of a version of the plan in its plain form."""
        place = self._places[id(original)]
        self._places[id(version)] = place
        try:
            return self._version(version)
        finally:
            if version is not original:
                del self._places[id(version)]

    def condition(self, condition: nodes.Condition, version: model.Version) -> nodes.Condition:
        """Return a condition of a version in its plain form."""
        plain: nodes.Condition = self._node(condition, version, {})
        return plain

    def _policy(self, policy: model.Policy) -> model.Policy:
        return replaced(
            policy,
            code="",
            name="",
            citation=None,
            conduct=self._fact(policy.conduct),
            versions=tuple(self._version(version) for version in policy.versions),
            outcomes=dict.fromkeys(policy.outcomes, ""),
            classes=_grouped(policy.classes),
            questions=model.NO_QUESTIONS,
        )

    def _version(self, version: model.Version) -> model.Version:
        known: dict[str, Any] = {}

        def plain(part: Any) -> Any:
            return self._node(part, version, known)

        return replaced(
            version,
            parameters=(),
            readings=(),
            presumptions=(),
            derived={},
            requirements=tuple(
                replaced(one, condition=plain(one.condition), otherwise="", stated=nodes.TRUE)
                for one in version.requirements
            ),
            grounds=tuple(
                replaced(
                    one,
                    citation=None,
                    condition=plain(one.condition),
                    alternatives=(),
                    procedure=plain(one.procedure),
                    procedure_citation=None,
                )
                for one in version.grounds
            ),
            entries=_entries(version.entries, plain),
            consequences=(),
            obligations=(),
            contradictions=tuple(
                replaced(one, condition=plain(one.condition), note="", citations=()) for one in version.contradictions
            ),
            derived_day=plain(version.derived_day),
            unless=nodes.NEVER,
            questions=model.NO_QUESTIONS,
            citation=None,
        )

    def _consequence(self, one: model.Consequence, version: model.Version) -> model.Consequence:
        condition, deadline = (self._node(part, version, {}) for part in (one.condition, one.deadline))
        silent = {"citation": None, "subject": "", "modality": "", "content": "", "forms": ()}
        return replaced(one, condition=condition, deadline=deadline, **silent)

    def _obligation(self, one: model.Obligation, version: model.Version) -> model.Obligation:
        def plain(part: Any) -> Any:
            return self._node(part, version, {})

        return replaced(
            one,
            citation=None,
            subject="",
            content="",
            forms=(),
            source=plain(one.source),
            conduct=plain(one.conduct),
            since=plain(one.since),
            due=plain(one.due),
            done=plain(one.done),
            entries=_entries(one.entries, plain),
            recurs=one.recurs and replaced(one.recurs, since=plain(one.recurs.since), until=plain(one.recurs.until)),
        )

    def _duty(self, code: str, name: str, version: model.Version) -> str:
        """Return what stands for an obligation in conditions: one name for each meaning, whichever plan has it."""
        stated = self.obligations[code, name]
        own, at = self._places[id(version)]
        meaning = name, stated[at] if own == code else stated
        return f"{code}{_OTHER}{self._meanings.setdefault(meaning, len(self._meanings))}"

    def _fact(self, fact: Fact) -> Fact:
        return self._shared.get(fact.name, fact)

    def _stated(self, part: Any, version: model.Version) -> Any:  # noqa: ARG002 - others look at them
        """Return what stands for a node or a part of one; None for what is read like any other."""
        return None

    def _node(self, part: Any, version: model.Version, known: dict[str, Any]) -> Any:
        """Return a node, or what nodes are made of, in its plain form."""
        if (stated := self._stated(part, version)) is not None:
            return stated
        match part:
            case nodes.DerivedValue(name, _) | nodes.DerivedCondition(name):
                if name not in known:
                    known[name] = self._node(version.derived[name], version, known)
                return known[name]
            case nodes.GroundHolds(name, complete):
                ground = version.ground(name)
                assert ground is not None
                parts = (ground.condition, ground.procedure) if complete else (ground.condition,)
                return nodes.All(tuple(self._node(one, version, known) for one in parts))
            case nodes.Literal(value, _, kind):
                return nodes.Literal(value, "", kind)
            case nodes.Constant(truth):
                return nodes.Constant(truth)
            case nodes.OutcomeIs(code, codes):
                return nodes.OutcomeIs(self._renamed.get(code, code), codes)
            case nodes.OtherGround(code, ground):
                return nodes.OtherGround(self._renamed.get(code, code), ground)
            case nodes.ObligationIs(code, name, states):
                return nodes.ObligationIs(self._duty(code, name, version), name, states)
            case Fact():
                return self._fact(part)
            case _ if type(part) in walks.NODES or isinstance(part, nodes.Suspension):
                fields = {name: self._node(getattr(part, name), version, known) for name in part.__match_args__}
                plain = _decided(replaced(part, **fields))
                return self._interned.setdefault(plain, plain)
            case tuple() if type(part) is tuple:
                return tuple(self._node(one, version, known) for one in part)
            case _:
                return part


def _decided(node: nodes.Node) -> nodes.Node:
    """Return a node without what is settled in it: parts that always hold, or never, whatever the record says."""
    match node:
        case nodes.All(parts) | nodes.Any(parts):
            decisive = nodes.Constant(isinstance(node, nodes.Any))
            if decisive in parts:
                return decisive
            return type(node)(tuple(part for part in parts if not isinstance(part, nodes.Constant)))
        case nodes.Not(nodes.Constant(truth)):
            return nodes.Constant(not truth)
        case _:
            return node


def _entries(entries: Iterable[model.Entry], plain: Callable[[Any], Any]) -> tuple[model.Entry, ...]:
    return tuple(
        replaced(
            one,
            name="",
            modality="",
            citation=None,
            condition=plain(one.condition),
            unless=plain(one.unless),
            stated=None,
        )
        for one in entries
    )


def _grouped(classes: Mapping[str, str]) -> dict[str, str]:
    """Return which outcomes are one class, whatever it is called: each is named by the first of its outcomes."""
    firsts: dict[str, str] = {}
    return {code: firsts.setdefault(name, code) for code, name in classes.items()}


def _plain_fact(fact: Fact) -> Fact:
    """Return a fact by what records may say of it."""
    options = {code: code for code in fact.options.values()}
    fields = tuple(map(_plain_fact, fact.fields))
    return replaced(fact, label="", question="", options=options, fields=fields)
