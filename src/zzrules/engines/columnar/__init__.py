"""The engine for whole frames: the plan as Polars expressions, translated for a frame's schema and run lazily.

**Three values.** A truth is a Boolean column, null is unknown: ``&``, ``|`` and ``~`` are Kleene's. Whatever takes a
null for false (``when``, ``filter``, ``is_in``, a sum) is only given columns without nulls. A value is two columns:
what is known of it, and where it is 无; null in the first and false in the second is unknown. What holds for all rows
(a literal, a reading, a column that the frame does not have) is folded away before any expression is made.

**Columns.** A fact is a column named by its code or its label. It has four states:

- null: nobody has recorded it;
- a value of the fact's type: Boolean, String or Enum (code or label of an option), List(String), integers, Date,
  Datetime without a time zone if it is midnight, Struct {number, unit}, Struct {conclusion, body, level, date, basis},
  List(Struct of the list's fields);
- 无 or 查不清, which only text can hold, in a companion column ``<fact>.state``;
- or any of these as text, as records are written: 是, 否, 无, 查不清, 2026-01-01, 5工作日, options joined by 、.

What is known of a fact in part stands in companion columns, ``<fact>.<word>`` with the words and codes of records
(``办结日期.不晚于``, ``subject.among``), and in 「有」 as a state or as text. Bounds that exclude each other, or beside
a value, 无 or 查不清, make the row bad. Of lists nothing can be known in part.

A column of a type that the fact does not have is an error. A value that the fact cannot have makes the row bad: all
its answers are null, and its ``problems`` name the column and the code (`problems` has the sentence). It is never read
as something else.

**Bounds.** A value of an ordered kind also has an extent: its lowest and its highest, and where it may be 无; one of
options has the options that it may be, as bits (`within`). What is made of others is worked out as an extent, and known
where only one value is left. Comparisons of what is read are exact, and ask bounds only for what these may decide.

**Layers.** What is read more than once, each ground and each entry of a decision list is a column of its own, on the
first layer on which everything that it rests on exists; each layer is one ``with_columns``. Nothing is computed twice,
and no expression is deep. Dates are ordinals; the calendar's arithmetic is a gather from its two arrays (`days`).
Possible outcomes are bits until the end, when a gather from the table of subsets turns them into codes (`judge`).

**Versions.** Whether a version is in force is a truth of each row: unknown where the day of conduct is unknown and the
version may apply. It is joined by ``&`` to everything that the version says, and the versions are joined by ``|``, as
in the reference, since on an unknown day the policy may also not be in force. Where the day lies within bounds,
versions that agree are certain, if one of them is in force on all of these days.

**Lists.** Polars evaluates no expression over a list's elements and other columns at once. A sweep over a list is one
function of whole columns (`lists`): it lays the elements out as a long frame, runs the same translation on them, and
counts for each row of how many elements a condition holds, and of how many that is unknown. Suspensions are intervals
chosen in this way, the fewest and the most; what they take from a deadline is a sum in closed form (`suspensions`).

Modules, from the ground up: `exact`, `terms`, `days`, `intake`, `partly`, `lists`, `columns`, `problems`, `within`,
`choices`, `suspensions`, `moving`, `combining`, `context`, `findings`, `translate`, `elements`, `clashes`, `gaps`,
`judge`; beside them `foreign`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from zzrules.base.diagnostics import use
from zzrules.base.errors import UsageError
from zzrules.base.frozen import replaced
from zzrules.case.record import evaluation_day
from zzrules.case.values import LONGEST_KEY, printable
from zzrules.engines.columnar.clashes import listed, names_of
from zzrules.engines.columnar.columns import Mistakes, first_of
from zzrules.engines.columnar.days import Days, as_day, day_of_moment, is_moment, read_days
from zzrules.engines.columnar.exact import col, plain
from zzrules.engines.columnar.intake import unfit
from zzrules.engines.columnar.judge import Judge
from zzrules.engines.columnar.partly import fact_of
from zzrules.engines.columnar.problems import problems_of
from zzrules.engines.columnar.terms import Part, any_of, apply, column, literal, negate, present, run, spread, where
from zzrules.engines.columns import ASSUMPTIONS, KINDS, USUAL
from zzrules.plan import model
from zzrules.plan.reads import Reads
from zzrules.policy.forms import DAY, suggest
from zzrules.policy.vocabulary import Fact, Kind

if TYPE_CHECKING:
    import polars as pl

_REMEMBERED = 16
_NO_COLUMN = "__zz.row"
_ASSUMED = "__zz.assumed."
_A_DAY = "日期，如 2026-05-06"


@dataclass(frozen=True, slots=True)
class _Translation:
    """A plan translated for one schema: the layers, and the columns shown of them."""

    layers: tuple[Mapping[str, pl.Expr], ...]
    shown: Mapping[str, pl.Expr]


class ColumnarPlan:
    """A plan ready to judge frames; immutable, so threads may share it."""

    def __init__(self, plan: model.Plan) -> None:
        """Take the plan; it is translated when a frame of a new schema comes."""
        self.plan = plan
        self._days = Days(plan.calendar)
        announced = plan.calendar.announced
        self._announced = None if announced is plan.calendar else ColumnarPlan(replaced(plan, calendar=announced))
        self._reads = Reads(plan)
        self._translations: dict[Any, _Translation] = {}

    def judge(
        self,
        frame: pl.DataFrame | pl.LazyFrame,
        on: date | str,
        kinds: Sequence[str] = USUAL,
        policies: Sequence[str] | None = None,
    ) -> pl.LazyFrame:
        """Return a lazy frame: the frame's columns, then those of the answers.

        Where the calendar assumes something, ``<policy>.assumptions`` says what, in the rows whose answers would be
        others without it. ``on`` is a day, or a column of days. Raises `UsageError` if it is neither (ZZ601, ZZ629);
        with every column of another type than its fact (ZZ606) and every fact in two columns (ZZ607); for a policy that
        cannot be translated (ZZ608), and for kinds that do not exist (ZZ609).
        """
        answered, answers = self._judge(frame, on, kinds, policies)
        if self._announced is None:
            return answered
        codes = [policy.code for policy in self.plan.policies] if policies is None else policies
        marks = {f"{code}.{ASSUMPTIONS}": self._mark(code, answers) for code in codes}
        given = [col(name) for name in frame.lazy().collect_schema() if name not in {*answers, *marks}]
        put_by = answered.select(*given, *(col(name).alias(_ASSUMED + name) for name in answers))
        announced, _ = self._announced._judge(put_by, on, kinds, policies)  # noqa: SLF001 - of its own class
        assumed = (col(_ASSUMED + name).alias(name) for name in answers)
        return announced.select(*given, *assumed, **marks)

    def _judge(
        self,
        frame: pl.DataFrame | pl.LazyFrame,
        on: date | str,
        kinds: Sequence[str],
        policies: Sequence[str] | None,
    ) -> tuple[pl.LazyFrame, tuple[str, ...]]:
        """Return what `judge` does as the calendar is, and the names of the answers' columns."""
        lazy = frame.lazy()
        schema = dict(lazy.collect_schema())
        day = on if isinstance(on, str) and on in schema else None
        if isinstance(on, str) and day is None and not DAY.fullmatch(on):
            names = [name for name in schema if not name.startswith("__")]
            raise UsageError(use.NO_DAY_COLUMN(column=printable(on), known=suggest(on[:LONGEST_KEY], names) or _A_DAY))
        fixed = None if day is not None else on.toordinal() if type(on) is date else evaluation_day(on)
        if odd := [kind for kind in kinds if kind not in KINDS]:
            raise UsageError(use.UNKNOWN_RESULT_COLUMN(kind=kind, known=suggest(kind, KINDS)) for kind in odd)
        codes = tuple(policy.code for policy in self.plan.policies) if policies is None else tuple(policies)
        key = tuple(schema.items()), day, fixed, tuple(kinds), codes
        translation = self._translations.get(key)
        if translation is None:
            translation = self._translate(schema, day, fixed, tuple(kinds), codes)
            if len(self._translations) >= _REMEMBERED:
                self._translations.clear()
            self._translations[key] = translation
        if not schema:  # nothing else says how many rows there are
            lazy = lazy.with_row_index(_NO_COLUMN)
        if renamed := {name: other for name in schema if (other := plain(name)) != name}:
            lazy = lazy.rename(renamed)
        answered: pl.LazyFrame = run(lazy, translation.layers)
        answers = tuple(translation.shown)
        kept = [col(plain(name)).alias(name) for name in schema if name not in translation.shown]
        if not schema:
            return answered.select(_NO_COLUMN, **translation.shown).drop(_NO_COLUMN), answers
        return answered.select(*kept, **translation.shown), answers

    def _mark(self, code: str, answers: Sequence[str]) -> pl.Expr:
        """Return the column of what is assumed, where a policy's answers are others without it."""
        import polars as pl

        own = [name for name in answers if name.startswith(f"{code}.")]
        others = pl.any_horizontal(pl.lit(False), *(col(name).ne_missing(col(_ASSUMED + name)) for name in own))
        return pl.when(others).then(pl.lit("；".join(map(str, self.plan.calendar.assumptions))))

    def absent(self, schema: Mapping[str, Any], policies: Sequence[str] | None = None) -> tuple[Fact, ...]:
        """Return the facts that policies read and a schema lacks: unknown for all rows."""
        needed = self._needed(tuple(policies) if policies is not None else None)
        read = {name for policy in needed for name in self._reads.judged(policy.code)}
        beside = set(map(fact_of, schema))
        return tuple(
            fact for fact in self.plan.vocabulary.facts if fact.name in read and not {fact.name, fact.label} & beside
        )

    def _needed(self, codes: Sequence[str] | None) -> list[model.Policy]:
        """Return policies and those that they refer to, each after those that it refers to."""
        if codes is None:
            return list(self.plan.policies)
        needed = set(codes)
        for policy in reversed(self.plan.policies):
            if policy.code in needed:
                needed |= model.referred(policy)
        return [policy for policy in self.plan.policies if policy.code in needed]

    def _translate(
        self, schema: Mapping[str, Any], on: str | None, fixed: int | None, kinds: Sequence[str], codes: Sequence[str]
    ) -> _Translation:
        import polars as pl

        day = literal(fixed, pl.Int32) if on is None else _day_of(on, schema[on])
        policies = self._needed(codes)
        judge = Judge(self.plan, self._days, schema, day, policies=policies, reads=self._reads, fixed_on=fixed)
        bad = judge.columns.bad()
        if on is not None:
            unset = apply(lambda expr: expr.is_null(), judge.on, total=True)
            code = use.COLUMN_WITHOUT_DAY.code
            bad.append(Mistakes(on, (code,), judge.layers.let(first_of({code: unset}))))
        fine = negate(any_of(present(mistakes.number) for mistakes in bad))
        if isinstance(fine, Part):
            fine = judge.layers.let(fine)
        assert fine is not None
        shown: dict[str, Part] = {}
        for policy in policies:
            if policy.code in codes:
                shown |= judge.outputs(policy, kinds, fine)
        if "contradictions" in kinds:
            named = where(fine, listed(names_of(judge.broken, codes, self._reads)))
            assert named is not None
            shown["contradictions"] = named
        if "problems" in kinds:
            shown["problems"] = problems_of(bad)
        layers = tuple(judge.layers.read_by(part.expr for part in shown.values()))
        return _Translation(layers, {name: spread(part.expr) for name, part in shown.items()})


def _day_of(name: str, dtype: Any) -> Part:
    """Return a column of days as ordinals, null where no day stands. Raises `UsageError` (ZZ606) for other types."""
    import polars as pl

    if dtype == pl.String:
        return apply(lambda expr: as_day(read_days(expr)), column(name))
    if is_moment(dtype):
        return apply(lambda expr: as_day(day_of_moment(expr)), column(name))
    if dtype != pl.Date:
        raise unfit(Fact(name, name, Kind.DATE, ""), name, dtype)
    return apply(as_day, column(name))
