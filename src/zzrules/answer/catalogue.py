"""The catalogue: what a rulebook has, found by code, by name or by the place in the regulation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, cached_property
from typing import NamedTuple

from zzrules.answer.coverage import PlaceCoverage, coverage, stated_in
from zzrules.answer.obligation import ObligationSheet
from zzrules.answer.parts import OutcomeName
from zzrules.answer.places import Places
from zzrules.answer.questions import Questioner
from zzrules.answer.sheets import Desk, ObligationVersionSheet, PolicySheet
from zzrules.answer.wording import Names
from zzrules.base.citation import Citation
from zzrules.base.diagnostics.citations import NO_ARTICLE, NO_REGULATION
from zzrules.base.diagnostics.use import (
    NO_OUTCOME,
    NO_POLICY,
    NO_POLICY_NAMED,
    NO_POLICY_OF_PLACE,
    NOT_THEN,
    ONLY_CITED,
    PLACE_NOT_ASSESSED,
    SEVERAL_POLICIES,
)
from zzrules.base.errors import CitationError, UsageError
from zzrules.base.foreign import is_plain, text_of
from zzrules.base.frozen import replaced
from zzrules.base.regulation import Text
from zzrules.base.regulations import Regulations
from zzrules.case.values import printable
from zzrules.engines.compiled import CompiledPlan, Raw
from zzrules.plan import model, nodes, walks
from zzrules.plan.reads import Reads, definition
from zzrules.policy.vocabulary import Fact

AskedAbout = Mapping[str, Sequence[str] | None]
"""The policies asked about, by code, each with the grounds asked about (None for the whole policy)."""
MOST_SCOPES = 256
"""How many ways to narrow a question are kept: a program asks the same few of every record."""


class Meaning(NamedTuple):
    """What a key means: a policy, or a ground of it, in the versions (by index) in which it means that."""

    code: str
    ground: str
    versions: frozenset[int]


class Meant:
    """All that a key may mean; ``dated``: that depends on the day of the conduct. ``newest`` is what it means now.

    That is the policies, and the ground if it means one.
    """

    __slots__ = ("dated", "meanings", "newest")

    def __init__(self, meanings: tuple[Meaning, ...], *, dated: bool) -> None:
        """Take what a key may mean, the newest last."""
        codes = tuple(dict.fromkeys(one.code for one in meanings))
        self.meanings = meanings
        self.dated = dated
        self.newest = codes, meanings[-1].ground if len(codes) == 1 else ""


class DatedScope(dict[str, list[str] | None]):
    """A scope whose keys mean this or that by the day of the conduct; ``of`` returns what they mean of a record."""

    def __init__(
        self, scope: Mapping[str, list[str] | None], of: Callable[[Sequence[Raw]], dict[str, list[str] | None]]
    ) -> None:
        """Take all that the keys may mean, and what tells which of it they do, by the raw judgements of a record."""
        super().__init__(scope)
        self.of = of


class Catalogue:
    """A plan with its compiled form and the regulation; shared by all determinations of a rulebook."""

    def __init__(
        self,
        plan: model.Plan,
        compiled: CompiledPlan,
        regulations: Regulations,
        digest: str,
        variant: Callable[[str, str, str], CompiledPlan],
        announced: Callable[[], Catalogue],
    ) -> None:
        """Take the plan and what belongs to it.

        ``variant`` returns it with one reading taken otherwise, ``announced`` without what is assumed of the calendar.
        """
        self.plan = plan
        self.compiled = compiled
        self.regulations = regulations
        self.digest = digest
        self.variant = variant
        self.announced = announced
        self.reads = Reads(plan)
        self.index = {policy.code: number for number, policy in enumerate(plan.policies)}
        self._found: dict[str, Meant] = {}
        self._asked: dict[tuple[str, ...], tuple[AskedAbout, tuple[int, ...]]] = {}
        self._sheets: dict[str, PolicySheet] = {}
        self._obligations: dict[tuple[tuple[str, str], int], ObligationSheet] = {}
        self._named: dict[tuple[int, str], set[str]] = {}  # the facts that a name of a version reads
        self._obligation_versions: dict[tuple[str, str], tuple[ObligationVersionSheet | None, ...]] = {}
        self.affected = cache(self._affected_by)
        """The positions of a policy (code) and of those that it refers to, as far as they depend on a fact (name)."""
        self.dependents = cache(self._dependents)
        """The positions of some policies (codes) and of those that refer to them, also through others."""
        self.obligations_touched = cache(self._obligations_touched)
        """The obligations that can stand otherwise if some policies (codes) are read otherwise, in the plan's order."""

    # ── sheets ──────────────────────────────────────────────────────

    def sheet(self, code: str) -> PolicySheet:
        """Return what is said of a policy whatever the record."""
        sheet = self._sheets.get(code)
        if sheet is None:
            policy = self.plan.policy(code)
            sheet = self._sheets[code] = PolicySheet(policy, self.index[code], self.compiled.layout_of, self._desk)
        return sheet

    def obligation(self, key: tuple[str, str], versions: Sequence[int] = ()) -> ObligationSheet:
        """Return what is said of an obligation whatever the record, as the newest of some versions (indexes) states it.

        Where none of them does, the newest version of all that does is meant.
        """
        stating = self.compiled.obligation(key).versions
        index = next((index for index in reversed(versions) if stating[index] is not None), -1)
        sheet = self._obligations.get((key, index))
        if sheet is None:
            policy, version = self.plan.policy(key[0]), stating[index]
            obligation = version.obligation if index >= 0 and version is not None else policy.obligation(key[1])
            cited = self.places.at(obligation.citation)
            sheet = self._obligations[key, index] = ObligationSheet(key[0], obligation, cited)
        return sheet

    def obligation_versions(self, key: tuple[str, str]) -> tuple[ObligationVersionSheet | None, ...]:
        """Return an obligation as each version of its policy states it; None for a version that does not."""
        sheets = self._obligation_versions.get(key)
        if sheets is None:
            conduct = self.plan.policy(key[0]).conduct
            sheets = self._obligation_versions[key] = tuple(
                ObligationVersionSheet(version.obligation, conduct, version.layout, self._desk) if version else None
                for version in self.compiled.obligation(key).versions
            )
        return sheets

    @cached_property
    def places(self) -> Places:
        """The places of the regulation that the policies cite."""
        return Places(self.plan, self.regulations)

    @cached_property
    def questioner(self) -> Questioner:
        """Whoever turns gaps into questions."""
        return Questioner(self.plan)

    @cached_property
    def _desk(self) -> Desk:
        names = Names.of(self.plan)
        return Desk(self.plan, names, self.places, self._bits_read)

    def _bits_read(self, node: nodes.Node, version: model.Version, conduct: Fact) -> int:
        """Return the facts on which a condition can depend, other policies' facts among them, as bits."""
        facts = self._facts_read(node, version, conduct)
        return sum(self.questioner.bits[name] for name in self.reads.with_those_behind(facts))

    def _facts_read(self, node: nodes.Node, version: model.Version, conduct: Fact) -> set[str]:
        facts: set[str] = set()
        for mention in map(walks.mentions, walks.walk(node)):
            facts |= {conduct.name} if mention.conduct else set()
            facts.update(fact.name for fact in mention.facts)
            for code in filter(None, (mention.policy, mention.obligation and mention.obligation[0])):
                facts |= self.reads.rests_on(code)
            if name := mention.derived or mention.ground:
                if (key := (id(version), name)) not in self._named:
                    meant = definition(name, version)
                    self._named[key] = set().union(*(self._facts_read(one, version, conduct) for one in meant))
                facts |= self._named[key]
        return facts

    def outcome(self, code: str, key: str) -> OutcomeName:
        """Return an outcome of a policy by its code or its name. Raises `UsageError` (ZZ602) if there is none."""
        asked = text_of(code)
        if asked not in self.index:
            raise UsageError(NO_POLICY(key=printable(asked or ""), known="、".join(self.index)))
        outcomes, policy = self.sheet(code).outcomes, self.plan.policy(code)
        word = text_of(key) or ""
        for outcome in outcomes.values():
            if word in (outcome.code, outcome.name, model.COMMON_OUTCOMES.get(outcome.code)):
                return outcome
        for entry in (entry for version in policy.versions for entry in version.entries):
            if word == entry.name:  # as an earlier version calls it
                return outcomes[entry.code]
        known = "、".join(f"{outcome.name}（{outcome.code}）" for outcome in outcomes.values())
        raise UsageError(NO_OUTCOME(policy=policy.name, key=word, known=known))

    # ── what there is ───────────────────────────────────────────────

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """The policies' codes in the order of the regulation."""
        return tuple(policy.code for policy in sorted(self.plan.policies, key=lambda policy: policy.citation))

    def _affected_by(self, code: str, fact: str) -> tuple[int, ...]:
        policies = self.plan.policies
        return tuple(index for index in self.needed([code]) if fact in self.reads.rests_on(policies[index].code))

    def find(self, key: str) -> tuple[tuple[str, ...], str]:
        """Return the policies that a code, name or citation means, and the ground if it means one.

        A place that is another ground after an amendment means the newest. Raises `UsageError` (ZZ602) if it means
        none.
        """
        return self._meant(key).newest

    def find_on(self, key: str, raws: Sequence[Raw]) -> tuple[tuple[str, ...], str]:
        """Return the same for the days of conduct of a record, by its raw judgements.

        Raises `UsageError` (ZZ602) also where it means something on other days only.
        """
        return self._find_then(key, self._by(raws))

    def find_then(self, key: str, day: int) -> tuple[tuple[str, ...], str]:
        """Return the same for conduct on a day (an ordinal)."""
        return self._find_then(key, lambda code: _in_force(self.plan.policy(code), day))

    def _by(self, raws: Sequence[Raw]) -> Callable[[str], Collection[int]]:
        return lambda code: raws[self.index[code]][0]

    def _find_then(self, key: str, applying: Callable[[str], Collection[int]]) -> tuple[tuple[str, ...], str]:
        meant = self._meant(key)
        if not meant.dated:
            return meant.newest
        then = self._then(meant, applying)
        if not then:
            other = meant.meanings[-1]
            part = f"情形「{other.ground}」" if other.ground else f"政策「{self.plan.policy(other.code).name}」"
            raise UsageError(NOT_THEN(key=key, part=part))
        return Meant(then, dated=False).newest

    def _then(self, meant: Meant, applying: Callable[[str], Collection[int]]) -> tuple[Meaning, ...]:
        """Return what a key means in the versions of each policy (code) that may apply."""
        if not meant.dated:
            return meant.meanings
        versions = ((one, applying(one.code)) for one in meant.meanings)
        return tuple(one for one, may_apply in versions if not may_apply or not one.versions.isdisjoint(may_apply))

    def _meant(self, key: str) -> Meant:
        word = key if type(key) is str else text_of(key)
        if word is None:
            raise UsageError(NO_POLICY_NAMED())
        meant = self._found.get(word)
        if meant is None:
            meant = self._found[word] = self._find(word)  # keys that mean nothing raise, and are not kept
        return meant

    def _find(self, key: str) -> Meant:
        """Return what a key means: a place whatever the texts of the regulation have there, the newest last.

        What was repealed, and nothing else stands in its place, can still be asked about: it is not in force.
        """
        named = [policy for policy in self.plan.policies if key in (policy.code, policy.name)]
        if named:
            whole = [Meaning(policy.code, "", frozenset(range(len(policy.versions)))) for policy in named]
            return Meant(tuple(whole), dated=False)
        if grounds := self._grounds_called(key):
            return Meant(grounds, dated=False)
        cited = self._cited(key)
        meanings = self._grounds_at(cited) or self._policies_at(cited)
        if not meanings:
            place = [*cited.values()][-1]
            within = ((one, self.regulations.resolve(one.citation)) for one in self._coverage(place))
            reasons = [one.reason for one, other in within if place.covers(other) or other.covers(place)]
            if reason := "；".join(dict.fromkeys(filter(None, reasons))):
                raise UsageError(PLACE_NOT_ASSESSED(place=place, reason=reason, near=self._near(place)))
            if place.of and not any(policy.citation.of == place.of for policy in self.plan.policies):
                raise UsageError(ONLY_CITED(regulation=self.regulations.of(place).called, near=self._near(place)))
            raise UsageError(NO_POLICY_OF_PLACE(place=place, near=self._near(place)))
        partly = any(len(one.versions) < len(self.plan.policy(one.code).versions) for one in meanings)
        texts = self.regulations.of([*cited.values()][-1]).texts
        moved = len(meanings) > 1 or len(set(cited.values())) > 1 or len(cited) < len(texts)
        return Meant(meanings, dated=partly and moved)

    def _grounds_called(self, key: str) -> tuple[Meaning, ...]:
        """Return the ground of a name, repealed or not. Raises `UsageError` (ZZ603) if several policies have one."""
        having: dict[str, set[int]] = {}
        for policy in self.plan.policies:
            for index, version in enumerate(policy.versions):
                if version.ground(key) is not None:
                    having.setdefault(policy.code, set()).add(index)
        if len(having) > 1:
            places = (self.sheet(code).ground(key).citation for code in having)
            raise UsageError(SEVERAL_POLICIES(key=key, places="、".join(places)))
        return tuple(Meaning(code, key, frozenset(versions)) for code, versions in having.items())

    def _cited(self, key: str) -> dict[Text, Citation]:
        """Return the place that a key cites in each text that has it. Raises `UsageError` (ZZ602) if none has."""
        cited: dict[Text, Citation] = {}
        wrong: list[CitationError] = []
        try:
            asked = self.regulations.parse(key)
        except CitationError as error:
            wrong.append(error)
        else:
            for text in self.regulations.of(asked).texts:
                try:
                    cited[text] = text.resolve(asked)
                except CitationError as error:
                    wrong.append(error)
        if cited:
            return cited
        problem = wrong[-1].problems[0]
        if problem.code in (NO_ARTICLE.code, NO_REGULATION.code):  # well written, but no text has such a place
            raise UsageError(replaced(problem, code=NO_POLICY.code)) from None
        known = [name for policy in self.plan.policies for name in (policy.code, policy.name, *policy.ground_names())]
        close = get_close_matches(key, known, n=2, cutoff=0.4)
        every = (f"{policy.name}（{policy.code}，{policy.citation}）" for policy in self.plan.policies)
        raise UsageError(NO_POLICY(key=key, known="、".join(close or every))) from None

    def _coverage(self, place: Citation) -> Iterator[PlaceCoverage]:
        regulation = self.regulations.of(place)
        yield from coverage(self.plan, regulation) if regulation.newest.has(place) else ()

    def _grounds_at(self, cited: Mapping[Text, Citation]) -> tuple[Meaning, ...]:
        """Return the grounds that state an item; none if several do at once."""
        places = {place for place in cited.values() if place.item is not None}
        found: dict[tuple[str, str], set[int]] = {}
        for policy in self.plan.policies if places else ():
            for index, version in enumerate(policy.versions):
                own = [ground.name for ground in version.grounds if ground.citation in places]
                for name in own:
                    found.setdefault((policy.code, name), set()).add(index)
                if len(own) > 1:
                    return ()
        if len({code for code, _ in found}) > 1:
            return ()
        dated = sorted(found.items(), key=lambda one: max(one[1]))
        return tuple(Meaning(code, name, frozenset(versions)) for (code, name), versions in dated)

    def _policies_at(self, cited: Mapping[Text, Citation]) -> tuple[Meaning, ...]:
        """Return the policies that state a place in any text, each with the versions in which it does."""
        found: dict[str, set[int]] = {}
        for code in self.in_order:
            for index, version in enumerate(self.plan.policy(code).versions):
                if any(_states(version, text, place) for text, place in cited.items()):
                    found.setdefault(code, set()).add(index)
        return tuple(Meaning(code, "", frozenset(versions)) for code, versions in found.items())

    def _near(self, cited: Citation) -> str:
        """Return the policies nearest to a place that has none of its own.

        They are those with a part that states it, else those of its article, else those of the articles beside it. Of a
        regulation without policies they are those that cite it.
        """
        every = [self.plan.policy(code) for code in self.in_order]
        near = [policy for policy in every if any(map(cited.covers, stated_in(policy)))]
        policies = [policy for policy in every if policy.citation.of == cited.of]
        if not near and not policies:
            near = [policy for policy in every if any(place.of == cited.of for place in stated_in(policy))]
        if not near:
            near = [policy for policy in policies if policy.citation.article == cited.article]
        if not near:
            numbers = [policy.citation.article for policy in policies]
            beside = {
                max((number for number in numbers if number < cited.article), default=0),
                min((number for number in numbers if number > cited.article), default=0),
            }
            near = [policy for policy in policies if policy.citation.article in beside]
        return "、".join(f"「{policy.citation}」（{policy.name}）" for policy in near)

    def single(self, key: str, codes: Sequence[str]) -> str:
        """Return the only one of the policies that a key means. Raises `UsageError` (ZZ603) if there are several."""
        if len(codes) > 1:
            places = "、".join(f"「{self.plan.policy(code).citation}」" for code in codes)
            raise UsageError(SEVERAL_POLICIES(key=key, places=places))
        return codes[0]

    def scope(self, about: Sequence[str] | None) -> dict[str, list[str] | None]:
        """Return the policies asked about, each with the grounds asked about (None for the whole policy).

        Where that depends on the day of the conduct, it is all that it may be, and a `DatedScope`.
        """
        if about is None:
            return dict.fromkeys(self.in_order)
        meant = [self._meant(key) for key in about]
        scope = self._merged(one for each in meant for one in each.meanings)
        if not any(each.dated for each in meant):
            return scope
        return DatedScope(
            scope,
            lambda raws: self._merged(
                one for each in meant for one in self._then(each, self._by(raws)) or each.meanings
            ),
        )

    def _merged(self, meanings: Iterable[Meaning]) -> dict[str, list[str] | None]:
        scope: dict[str, list[str] | None] = {}
        for code, ground, _ in meanings:
            if not ground or scope.get(code, []) is None:
                scope[code] = None
            else:
                scope.setdefault(code, [])
                chosen = scope[code]
                if chosen is not None and ground not in chosen:
                    chosen.append(ground)
        return {code: scope[code] for code in self.in_order if code in scope}

    def asked(self, about: tuple[str, ...]) -> tuple[AskedAbout, tuple[int, ...]]:
        """Return the policies and grounds asked about, and the positions of those needed; kept for the next record."""
        try:
            known = self._asked.get(about)
        except Exception:  # noqa: BLE001 - what is no plain text may not be hashable, or raise; `find` says so
            known = None
        if known is None:
            scope = self.scope(about)
            known = scope, self.needed(list(scope))
            if len(self._asked) < MOST_SCOPES and is_plain(about):
                self._asked[about] = known
        return known

    def readers(self, code: str, findings: frozenset[str]) -> frozenset[str]:
        """Return a policy (code) with those that stand otherwise if it is read otherwise.

        They are all that there are if it governs them; else those that ask for some ``findings``, which the same bodies
        may make for all.
        """
        if self.plan.policies[self.index[code]].governs:
            return frozenset(self.index)
        return frozenset((code, *(other for other, asked in self._asks.items() if findings & asked)))

    @cached_property
    def _asks(self) -> dict[str, set[str]]:
        """The facts that each policy asks of bodies."""
        return {policy.code: model.asks_of(policy) for policy in self.plan.policies}

    def _dependents(self, codes: frozenset[str]) -> tuple[int, ...]:
        read = {self.index[code] for code in codes}
        return tuple(
            index for index, policy in enumerate(self.plan.policies) if not read.isdisjoint(self.needed([policy.code]))
        )

    @cached_property
    def _rests_on(self) -> dict[tuple[str, str], set[tuple[str, str]]]:
        """The obligations of which each obligation speaks, in any version."""
        return {
            key: {other for stated in model.statements_of(self.plan, key) for other in model.rests_on(stated)}
            for key in self.plan.obligations
        }

    def _obligations_touched(self, codes: frozenset[str]) -> tuple[tuple[str, str], ...]:
        judged = {self.plan.policies[index].code for index in self.dependents(codes)}
        touched: dict[tuple[str, str], None] = {}
        for key in self.plan.obligations:
            if key[0] in codes or judged & self.reads.state(*key).policies or touched.keys() & self._rests_on[key]:
                touched[key] = None
        return tuple(touched)

    def reached(self, codes: frozenset[str]) -> set[str]:
        """Return the policies (codes) of which an outcome or an obligation can stand otherwise if these are read so."""
        judged = {self.plan.policies[index].code for index in self.dependents(codes)}
        return judged | {owner for owner, _ in self.obligations_touched(codes)}

    def needed(self, codes: Sequence[str]) -> tuple[int, ...]:
        """Return the positions of the policies with those that they refer to."""
        wanted = set(codes)
        while more := {other for code in wanted for other in self.references[code]} - wanted:
            wanted |= more
        return tuple(sorted(self.index[code] for code in wanted))

    @cached_property
    def references(self) -> dict[str, set[str]]:
        """The policies to which each policy refers, by their codes."""
        return {policy.code: model.referred(policy) for policy in self.plan.policies}


def _in_force(policy: model.Policy, day: int) -> list[int]:
    return [index for index, version in enumerate(policy.versions) if version.first <= day <= version.last]


def _states(version: model.Version, text: Text, cited: Citation) -> bool:
    """Return whether a version is in force with a text, and states a place of it, or lies in it."""
    own = version.citation
    if own is None or version.last < text.first.toordinal() or version.first > text.last.toordinal():
        return False
    return cited.covers(own) or (own.covers(cited) and cited.item is None)
