"""What whoever drafts policies asks of a rulebook: what another reading changes, what scenarios do not show."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from zzrules.base.doors import door
from zzrules.base.errors import UsageError
from zzrules.tables import Tables

if TYPE_CHECKING:
    from zzrules.analysis.changes.impact import Impact
    from zzrules.analysis.coverage.showing import ScenarioCoverage, Showing
    from zzrules.base.errors import Place
    from zzrules.batch.turns import CaseChanges
    from zzrules.plan.bound import Bound
    from zzrules.plan.sources import Sources


class Drafts(Tables):
    """The questions of whoever drafts; a rulebook answers them."""

    _bound: Bound

    @abstractmethod
    def __init__(self, bound: Bound) -> None:
        """Take what was read and bound."""

    @abstractmethod
    def find(self, key: str, *, on: date | str | None = None) -> tuple[str, str]:
        """Return the policy's code, and the ground's name or an empty text, that a key means."""

    @abstractmethod
    def scope(self, about: Sequence[str] | None = None) -> Mapping[str, Sequence[str] | None]:
        """Return the policies asked about."""

    # ── readings ────────────────────────────────────────────────────

    @door
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
        from zzrules.analysis.changes.impact import alternatives

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
        known = [f"{one.name}：{side}" if "：" in reading else one.name for one in readings for side in one.others]
        known = [*dict.fromkeys(known)]
        return UsageError(NO_SUCH_READING(reading=reading, hint=suggest(reading, known)))

    @door
    def impact(self, policy: str, reading: str, option: str, *, seconds: float = 2.0) -> Impact:
        """Return what one reading, taken otherwise, changes; all others stay as they are taken.

        ``policy`` is a code, a name or a citation, ``option`` one of the other sides. Cases are looked for ``seconds``
        long for each policy. Raises `UsageError` for a policy (ZZ602), a reading or a side (ZZ695) that there is not.

        >>> from zzrules import load
        >>> impact = load().impact("第八条第二款", "届满之日", "对应日次日", seconds=1)
        >>> impact.difference.found, impact.turned
        ('otherwise', ('rotation',))
        """
        from zzrules.analysis.changes.impact import Impact, alternatives
        from zzrules.analysis.changes.report import Difference

        code, _ = self.find(policy)
        sides = {(one.name, other): one for one, other in alternatives(self.plan.policy(code))}
        if (reading, option) not in sides:
            raise self._no_such_reading([code], f"{reading}：{option}")
        plan = self._evaluator.variant(code, reading, option).plan
        other = self._bound._replace(plan=plan)
        stated = self.plan.policy(code)
        return Impact(stated, sides[reading, option], option, Difference.of(self._bound, other, None, seconds))

    @door
    def flips(
        self,
        impact: Impact,
        sources: str | PathLike[str] | Sequence[str | PathLike[str]],
        on: date | str,
        *,
        output: str | Path | None = None,
    ) -> CaseChanges:
        """Return how the cases of files fare under another reading, in the policies that it touches.

        Otherwise as `Rulebook.changes`.
        """
        other = type(self)(impact.difference.after)
        return other.changes(self, sources, on, impact.turned, output=output)

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
        from zzrules.analysis.coverage.showing import Showing

        return Showing(self.plan, lambda *otherwise: self._evaluator.variant(*otherwise).plan, self._sources)

    @door
    def scenarios(self, about: str, *, seconds: float = 2.0) -> ScenarioCoverage:
        """Return scenarios that show a policy, in each outcome and each state of an obligation, or a ground.

        ``about`` is a code, a name or a citation. Of a ground they show that it holds, fails, and is open. Each is
        looked for so long at most. Raises `UsageError` for what there is not (ZZ602), or what several are (ZZ603).

        >>> from zzrules import load
        >>> found = load().scenarios("第八条第二款第（一）项")
        >>> [str(hole.point) for hole in found.holes]
        ['情形「离开机构」成立，左右结论', '情形「离开机构」不成立，左右结论', '情形「离开机构」待查明，左右结论']
        """
        from zzrules.analysis.coverage.points import asked_of

        code, ground = self.find(about)
        showing = self.showing()
        return showing.scenarios(code, asked_of(showing.points, code, ground), seconds)

    # ── where policies are written ──────────────────────────────────

    @door
    def place_of(self, key: str, section: str = "", name: str = "", *, on: date | str | None = None) -> Place | None:
        """Return where something is written: file, line and column, with where it ends; None if the policies do not.

        ``key`` means a policy, or a ground, as in `find` on the same day; ``section`` and ``name`` one of its parts, as
        answers name them: 参数, 口径, 问, 有权认定, 推定, 推算, 适用, 情形, 结论, 归类, 后果, 义务, 推出, 矛盾. Of
        what was written anew it is the version in force ``on`` a day of conduct (by default the newest). Where a fact
        stands, ``vocabulary.by_label[…].place`` says. Raises `UsageError` as `find` does.

        >>> from zzrules import load
        >>> book = load()
        >>> book.place_of("第八条第二款", "结论", "予以轮换调整").source
        'article-08-rotation.yaml'
        >>> book.place_of("第八条第二款第（一）项") == book.place_of("rotation", "情形", "离开机构")
        True
        """
        from zzrules.case.record import evaluation_day
        from zzrules.plan.sources import GROUND, POLICY

        code, ground = self.find(key, on=on)
        if not section and ground:
            section, name = GROUND, ground
        return self._sources.place(
            code, section or POLICY, name, None if on is None else date.fromordinal(evaluation_day(on))
        )

    @cached_property
    def _sources(self) -> Sources:
        from zzrules.plan.sources import Sources

        return Sources(self._bound.policies)
