"""The columns of `Rulebook.frame`, of one record at a time: a flat dict for JSON, in flat memory and without Polars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, assert_never

from zzrules.answer.determination import Determination, PolicyAnswer
from zzrules.base.diagnostics.use import UNKNOWN_RESULT_COLUMN
from zzrules.base.errors import UsageError
from zzrules.engines.columns import ASSUMPTIONS, KINDS, USUAL, ColumnKind
from zzrules.plan import model
from zzrules.plan.reads import Reads
from zzrules.policy.forms import suggest

_Values = Callable[[PolicyAnswer], Iterable[Any]]


class AnswerColumns:
    """The columns of the answers of some policies, of the kinds asked for: names and meanings as in `Rulebook.frame`.

    Values are fit for JSON: days are ISO dates, ``gaps`` a dict of truths by fact. What differs from a frame:
    ``missing`` is in the order of `PolicyAnswer.missing`, and ``problems`` are always null: what cannot be read has no
    determination.
    """

    def __init__(self, plan: model.Plan, codes: Sequence[str], kinds: Sequence[str] = USUAL) -> None:
        """Take the policies by code. Raises `UsageError` (ZZ609) for kinds that do not exist."""
        if odd := [kind for kind in kinds if kind not in KINDS]:
            raise UsageError(UNKNOWN_RESULT_COLUMN(kind=kind, known=suggest(kind, KINDS)) for kind in odd)
        self._plan = plan
        self._reads = Reads(plan)
        self._contradictions = "contradictions" in kinds
        self._assumed = "；".join(map(str, plan.calendar.assumptions))
        self._problems = ("problems",) if "problems" in kinds else ()
        self._columns = {
            code: [columns for kind in KINDS if kind in kinds for columns in self._of_kind(kind, plan.policy(code))]
            for code in codes
        }

    def of(self, determination: Determination) -> dict[str, Any]:
        """Return the columns of a determination about whole policies, these among them."""
        row: dict[str, Any] = {}
        for code, groups in self._columns.items():
            assert determination.scope[code] is None
            answer = determination.policy(code)
            for names, values in groups:
                row.update(zip(names, values(answer), strict=True))
            if self._assumed:
                there = answer.announced
                others = any([*values(answer)] != [*values(there)] for _, values in groups)
                row[f"{code}.{ASSUMPTIONS}"] = self._assumed if others else None
        if self._contradictions:
            concerning = {one for code in self._columns for one in determination.policy(code).contradictions}
            found = dict.fromkeys(one.name for one in determination.contradictions if one in concerning)
            row["contradictions"] = [*found] or None
        return row | dict.fromkeys(self._problems)

    def _of_kind(self, kind: ColumnKind, policy: model.Policy) -> Iterator[tuple[list[str], _Values]]:
        """Yield the columns of a kind that a policy has, with the function that returns their values."""
        code, grounds = policy.code, policy.ground_names()
        match kind:
            case "outcome":
                yield [f"{code}.outcome"], lambda answer: [answer.outcome]
            case "class":
                yield [f"{code}.class"], lambda answer: [answer.outcome_class]
            case "possible":
                yield [f"{code}.possible"], lambda answer: [list(answer.possible)]
            case "grounds":
                yield (
                    [f"{code}.{name}" for name in grounds],
                    lambda answer: (answer.truths[name] for name in grounds),
                )
            case "complete":
                names = [f"{code}.complete.{name}" for name in grounds]
                yield names, lambda answer: (answer.grounds[name].complete for name in grounds)
            case "consequences":
                stated = policy.consequence_names()
                yield [f"{code}.consequence.{name}" for name in stated], lambda answer: _follow(stated, answer)
            case "deadlines":
                days = dict.fromkeys(name for version in policy.versions for name, _ in model.days_of(version))
                yield [f"{code}.{name}" for name in days], lambda answer: answer.days.values()
            case "amounts":
                amounts = dict.fromkeys(name for version in policy.versions for name, _ in model.amounts_of(version))
                yield [f"{code}.{name}" for name in amounts], lambda answer: map(_written, answer.amounts.values())
            case "missing":
                yield [f"{code}.missing"], lambda answer: [_missing(answer)]
            case "gaps":
                read = self._read(policy)
                yield [f"{code}.gaps"], lambda answer: [_gaps(read, answer)]
            case "versions":
                yield [f"{code}.versions"], lambda answer: [[version.first for version in answer.versions]]
            case "contradictions" | "problems":
                pass  # columns of the record, not of a policy
            case _:
                assert_never(kind)

    def _read(self, policy: model.Policy) -> list[str]:
        """Return the facts on which a policy's outcome can rest, also through policies that it refers to."""
        codes = {policy.code}
        for other in reversed(self._plan.policies):
            if other.code in codes:
                codes |= model.referred(other)
        referred = [other.code for other in reversed(self._plan.policies) if other.code in codes]
        return list(dict.fromkeys(name for code in referred for name in self._reads.judged(code)))


def _written(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _follow(names: Iterable[str], answer: PolicyAnswer) -> Iterator[bool | None]:
    """Yield whether each consequence follows; an answer lists only those that do or may."""
    truths = {consequence.name: consequence.truth for consequence in answer.consequences}
    return (truths.get(name, False) for name in names)


def _missing(answer: PolicyAnswer) -> list[str]:
    """Return the facts that keep an outcome open, each once; what waits for the calendar is no fact."""
    return list(dict.fromkeys(fact.name for fact in answer.missing if fact.name))


def _gaps(read: Iterable[str], answer: PolicyAnswer) -> dict[str, bool]:
    missing = _missing(answer)
    return dict.fromkeys(read, False) | dict.fromkeys(missing, True)
