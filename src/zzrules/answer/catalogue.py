"""The catalogue: what a rulebook has, found by code, by name or by the place in the regulation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property

from zzrules.base.citation import Citation
from zzrules.base.errors import CitationError, Problem, UsageError
from zzrules.base.frozen import replaced
from zzrules.base.regulation import Regulation
from zzrules.engines.compiled import CompiledPlan
from zzrules.plan import model
from zzrules.plan.reads import Reads

Scope = Mapping[str, Sequence[str] | None]
"""The policies asked about, by code, each with the grounds asked about (None for the whole policy)."""
MOST_SCOPES = 256
"""How many ways to narrow a question are kept: a program asks the same few of every record."""


class Catalogue:
    """A plan with its compiled form and the regulation; shared by all determinations of a rulebook."""

    def __init__(
        self,
        plan: model.Plan,
        compiled: CompiledPlan,
        regulation: Regulation,
        digest: str,
        variant: Callable[[str, str, str], CompiledPlan],
    ) -> None:
        """Take the plan and what belongs to it; ``variant`` returns it with one reading taken otherwise."""
        self.plan = plan
        self.compiled = compiled
        self.regulation = regulation
        self.digest = digest
        self.variant = variant
        self.reads = Reads(plan)
        self._words: dict[Citation, str] = {}
        self._asked: dict[tuple[str, ...], tuple[Scope, tuple[int, ...]]] = {}

    @cached_property
    def index(self) -> dict[str, int]:
        """The position of each policy in the plan."""
        return {policy.code: number for number, policy in enumerate(self.plan.policies)}

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """The policies' codes in the order of the regulation."""
        return tuple(policy.code for policy in sorted(self.plan.policies, key=lambda one: one.citation))

    @cached_property
    def names(self) -> dict[str, str]:
        """What policies and their outcomes are called: by code, and by code.outcome."""
        names = {policy.code: policy.name for policy in self.plan.policies}
        for policy in self.plan.policies:
            names |= {f"{policy.code}.{code}": name for code, name in policy.outcomes.items()}
            names |= {f".{code}": name for code, name in policy.outcomes.items()}
        return names

    def words(self, citation: Citation) -> str:
        """Return the verbatim text of a place of the regulation."""
        if citation not in self._words:
            self._words[citation] = self.regulation.text(citation)
        return self._words[citation]

    def find(self, key: str) -> tuple[list[str], str]:
        """Return the policies that a code, name or citation means, and the ground if it means one.

        Raises `UsageError` (ZZ602) if it means none.
        """
        if not isinstance(key, str):
            raise UsageError(
                Problem("ZZ602", "问的是哪个政策，要用文字写明", hint="代码、名字或者条款，如「rotation」")
            )
        named = [policy.code for policy in self.plan.policies if key in (policy.code, policy.name)]
        if named:
            return named, ""
        try:
            cited = self.regulation.resolve(key)
        except CitationError as error:
            if error.problems[0].code == "ZZ302":
                raise UsageError(replaced(error.problems[0], code="ZZ602")) from None
            known = [name for policy in self.plan.policies for name in (policy.code, policy.name)]
            close = get_close_matches(key, known, n=2, cutoff=0.4)
            hint = "、".join(
                close or (f"{policy.name}（{policy.code}，{policy.citation}）" for policy in self.plan.policies)
            )
            raise UsageError(Problem("ZZ602", f"没有政策「{key}」", hint=hint)) from None
        grounds = [
            (policy.code, ground.name)
            for policy in self.plan.policies
            for ground in policy.versions[-1].grounds
            if ground.citation == cited
        ]
        if cited.item is not None and len(grounds) == 1:
            return [grounds[0][0]], grounds[0][1]
        covering = [code for code in self.in_order if self._states(code, cited)]
        if not covering:
            hint = "、".join(str(self.plan.policy(code).citation) for code in self.in_order)
            raise UsageError(Problem("ZZ602", f"没有写{cited}的政策", hint=f"现有{hint}"))
        return covering, ""

    def single(self, key: str, codes: Sequence[str]) -> str:
        """Return the only one of the policies that a key means. Raises `UsageError` (ZZ603) if there are several."""
        if len(codes) > 1:
            hint = "、".join(f"「{self.plan.policy(code).citation}」" for code in codes)
            raise UsageError(Problem("ZZ603", f"「{key}」有几个政策", hint=hint))
        return codes[0]

    def outcome(self, code: str, key: str) -> str:
        """Return the code of a policy's outcome that a code or a name means.

        Raises `UsageError` (ZZ602) if it means none.
        """
        policy = self.plan.policy(code)
        for known, name in policy.outcomes.items():
            if key in (known, name):
                return known
        hint = "、".join(f"{name}（{known}）" for known, name in policy.outcomes.items())
        raise UsageError(Problem("ZZ602", f"政策「{policy.name}」没有结论「{key}」", hint=hint))

    def _states(self, code: str, cited: Citation) -> bool:
        citation = self.plan.policy(code).citation
        return cited.covers(citation) or (citation.covers(cited) and cited.item is None)

    def scope(self, about: Sequence[str] | None) -> dict[str, list[str] | None]:
        """Return the policies asked about, each with the grounds asked about (None for the whole policy)."""
        if about is None:
            return dict.fromkeys(self.in_order)
        scope: dict[str, list[str] | None] = {}
        for key in about:
            codes, ground = self.find(key)
            for code in codes:
                if not ground or scope.get(code, []) is None:
                    scope[code] = None
                else:
                    scope.setdefault(code, [])
                    chosen = scope[code]
                    if chosen is not None and ground not in chosen:
                        chosen.append(ground)
        return {code: scope[code] for code in self.in_order if code in scope}

    def asked(self, about: tuple[str, ...]) -> tuple[Scope, tuple[int, ...]]:
        """Return the policies and grounds asked about, and the positions of those needed; kept for the next record."""
        try:
            known = self._asked.get(about)
        except TypeError:  # what is no text may not be hashable either; `find` says so
            known = None
        if known is None:
            scope = self.scope(about)
            known = scope, self.needed(list(scope))
            if len(self._asked) < MOST_SCOPES:
                self._asked[about] = known
        return known

    def needed(self, codes: Sequence[str]) -> tuple[int, ...]:
        """Return the positions of the policies with those that they refer to."""
        wanted = set(codes)
        while more := {other for code in wanted for other in self._references[code]} - wanted:
            wanted |= more
        return tuple(sorted(self.index[code] for code in wanted))

    @cached_property
    def _references(self) -> dict[str, set[str]]:
        return {policy.code: model.referred(policy) for policy in self.plan.policies}
