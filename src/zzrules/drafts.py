"""What whoever drafts policies asks of a rulebook: what another reading changes, what scenarios do not show."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Self

from zzrules.base.errors import UsageError

if TYPE_CHECKING:
    from zzrules.analysis.impact import Impact
    from zzrules.analysis.showing import Showing
    from zzrules.answer.evaluator import Evaluator
    from zzrules.plan import model
    from zzrules.plan.bound import Bound


class Drafts(ABC):
    """The questions of whoever drafts; a rulebook answers them."""

    _bound: Bound

    @abstractmethod
    def __init__(self, bound: Bound) -> None:
        """Take what was read and bound."""

    @property
    @abstractmethod
    def plan(self) -> model.Plan:
        """The policies as engines see them."""

    @property
    @abstractmethod
    def digest(self) -> str:
        """The digest of all that was read."""

    @property
    @abstractmethod
    def _evaluator(self) -> Evaluator:
        """What answers questions."""

    @abstractmethod
    def find(self, key: str) -> tuple[str, str]:
        """Return the policy's code, and the ground's name or an empty text, that a key means."""

    @abstractmethod
    def scope(self, about: Sequence[str] | None = None) -> Mapping[str, Sequence[str] | None]:
        """Return the policies asked about."""

    # ── readings ────────────────────────────────────────────────────

    def taking(self, policy: str, reading: str, option: str) -> Self:
        """Return this rulebook with one reading taken otherwise, as if its policy said so.

        ``policy`` is a code, a name or a citation, ``option`` one of the sides that the policy states. Its digest is
        another one. Raises `UsageError` for a policy (ZZ602) or a reading or side (ZZ695) that there is not.

        >>> from zzrules import load
        >>> book = load()
        >>> other = book.taking("第八条第二款", "届满之日", "对应日次日")
        >>> facts = {"subject": "window_staff", "window_start_date": "2024-04-20", "report_date": "2026-04-20"}
        >>> [one.evaluate(facts, "2026-05-06", ["第八条第二款"])["第八条第二款"].outcome for one in (book, other)]
        ['not_applicable', None]
        """
        from zzrules.base.packed import Packed
        from zzrules.plan.build import build_plan
        from zzrules.policy.digest import digest_of
        from zzrules.policy.taking import taken_otherwise
        from zzrules.policy.yamltree import Problems

        code, _ = self.find(policy)
        policies = taken_otherwise(self._bound.policies.value, code, reading, option)
        if policies is None:
            raise self._no_such_reading([code], f"{reading}：{option}")
        plan = build_plan(policies, self.plan.vocabulary, self.plan.calendar, Problems())
        assert plan is not None, "every side of a reading was bound when the folder was read"
        digest = digest_of([(self.digest, f"{code} {reading} {option}".encode())])
        return type(self)(self._bound._replace(plan=plan, policies=Packed.of(policies), digest=digest))

    def alternatives(
        self, about: Sequence[str] | None = None, reading: str | None = None
    ) -> tuple[tuple[str, str, str], ...]:
        """Return the other sides of the readings that policies take: (policy's code, reading, side), in order.

        ``about`` narrows it to some policies, ``reading`` to one by its name, or to one side (届满之日：对应日次日).
        Raises `UsageError` for a policy (ZZ602) or a reading (ZZ695) that there is not.

        >>> from zzrules import load
        >>> load().alternatives(["第八条第二款"], "届满之日")
        (('rotation', '届满之日', '对应日次日'),)
        """
        from zzrules.analysis.impact import alternatives

        codes = self.scope(about)
        found = [(code, one.name, other) for code in codes for one, other in alternatives(self.plan.policy(code))]
        if reading is None:
            return tuple(found)
        asked = tuple(one for one in found if reading in (one[1], f"{one[1]}：{one[2]}"))
        if not asked:
            raise self._no_such_reading(codes, reading)
        return asked

    def _no_such_reading(self, codes: Iterable[str], reading: str) -> UsageError:
        from zzrules.base.diagnostics.use import NO_SUCH_READING
        from zzrules.policy.forms import suggest

        readings = [one for code in codes for version in self.plan.policy(code).versions for one in version.readings]
        known = [word for one in readings for word in (one.name, *(f"{one.name}：{side}" for side in one.others))]
        return UsageError(NO_SUCH_READING(reading=reading, hint=suggest(reading, known)))

    def impact(self, policy: str, reading: str, option: str, *, seconds: float = 2.0) -> Impact:
        """Return what one reading, taken otherwise, changes; see `taking`, which says what is raised.

        >>> from zzrules import load
        >>> impact = load().impact("第八条第二款", "届满之日", "对应日次日", seconds=1)
        >>> impact.difference.found, impact.turned
        ('otherwise', ('rotation',))
        """
        from zzrules.analysis.impact import Impact
        from zzrules.analysis.report import Difference

        other = self.taking(policy, reading, option)
        stated = self.plan.policy(self.find(policy)[0])
        taken = next(one for version in reversed(stated.versions) for one in version.readings if one.name == reading)
        return Impact(stated, taken, option, Difference.of(self._bound, other._bound, None, seconds))  # noqa: SLF001 - of its own class

    # ── scenarios ───────────────────────────────────────────────────

    def showing(self) -> Showing:
        """Return what takes note of what scenarios show of the policies, and says what is left.

        >>> from zzrules import load
        >>> book = load()
        >>> showing = book.showing()
        >>> d = book.evaluate({"subject": "agency"}, on="2026-05-06", about=["第二十三条"])
        >>> showing.note(d, {"tolerance"})
        True
        >>> coverage = showing.coverage(0.1, ["scope"])
        >>> coverage.share().shown
        0
        """
        from zzrules.analysis.showing import Showing

        return Showing(self.plan, lambda *otherwise: self._evaluator.variant(*otherwise).plan)
