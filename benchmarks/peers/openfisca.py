"""OpenFisca-Core: variables of one entity, with formulas over NumPy arrays.

It has no unknown, so a truth is an Enum of three (false, unknown, true: 0, 1, 2), Kleene's conjunction is the minimum
and his disjunction the maximum. It has neither lists nor records, so each kind of error is a truth of its own, and a
finding is its conclusion, its body, and whether date and basis are recorded. The simulation is built before anything is
timed, and the facts are put into this form before or within the time; a run forgets what was calculated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any, assert_never

from benchmarks.peers.logic import (
    AllOf,
    Among,
    AnyOf,
    AtLeast,
    Condition,
    Constant,
    Flag,
    Found,
    Has,
    Not,
    Step,
    Within,
    all_of,
    never_true,
    perhaps,
)
from benchmarks.peers.task import Policy, Task

if TYPE_CHECKING:
    import polars as pl

FALSE, UNKNOWN, TRUE = 0, 1, 2
ALWAYS = "eternity"
NO_NUMBER = -1
_OF_TRUTH = {False: FALSE, None: UNKNOWN, True: TRUE}
Read = Callable[[str], Any]
"""Returns a variable as numbers."""


def simulation(task: Task, frame: pl.DataFrame) -> tuple[Callable[[], Any], Callable[[Any], pl.DataFrame]]:
    """Return a simulation of the rows whose facts are in place, and how its answers are read."""
    simulated = _Simulation(task, frame)
    simulated.take(frame)
    return simulated.answer, simulated.read


def simulation_of_frame(task: Task, frame: pl.DataFrame) -> tuple[Callable[[], Any], Callable[[Any], pl.DataFrame]]:
    """Return the same where a run also takes the facts out of the frame, as the engines of frames do."""
    simulated = _Simulation(task, frame)

    def run() -> dict[str, Any]:
        simulated.take(frame)
        return simulated.answer()

    return run, simulated.read


class _Simulation:
    """A simulation of so many rows."""

    def __init__(self, task: Task, frame: pl.DataFrame) -> None:
        from openfisca_core.simulations import SimulationBuilder

        system = _System(task, frame).system
        self._task = task
        self._simulation = SimulationBuilder().build_default_simulation(system, count=len(frame))
        self._formulas = [name for name, variable in system.variables.items() if variable.formulas]
        self._asked = {
            f"{policy.code}.{name}": f"{policy.code}_{variable}"
            for policy in task.policies
            for variable, name in [*enumerate(policy.grounds), ("outcome", "outcome"), ("possible", "possible")]
        }
        self._asked = {name: self._asked[name] for name in task.column_names()}

    def take(self, frame: pl.DataFrame) -> None:
        for name, values in _inputs(frame).items():
            self._simulation.set_input(name, ALWAYS, values)

    def answer(self) -> dict[str, Any]:
        for name in self._formulas:
            self._simulation.delete_arrays(name)
        on = self._task.on.isoformat()
        return {column: self._simulation.calculate(variable, on) for column, variable in self._asked.items()}

    def read(self, answers: Mapping[str, Any]) -> pl.DataFrame:
        import polars as pl

        outcomes = {f"{policy.code}.outcome": [*policy.outcomes, None] for policy in self._task.policies}
        columns: dict[str, pl.Series] = {}
        for name, values in answers.items():
            numbers = pl.Series(_numbers(values)).cast(pl.UInt32)
            meant = pl.Series(outcomes.get(name, [False, None, True]))
            columns[name] = numbers if name.endswith(".possible") else meant.gather(numbers)
        return self._task.common(columns)


def _inputs(frame: pl.DataFrame) -> dict[str, Any]:
    """Return the facts as OpenFisca takes them."""
    import polars as pl

    def truth(known: pl.Expr) -> pl.Expr:
        return pl.when(known).then(TRUE).when(~known).then(FALSE).otherwise(UNKNOWN).cast(pl.Int16)

    def option(known: pl.Expr, codes: Sequence[str]) -> pl.Expr:
        return known.to_physical().cast(pl.Int16).fill_null(len(codes))

    columns: dict[str, pl.Expr] = {}
    sets: dict[str, pl.Expr] = {}
    for name, dtype in frame.schema.items():
        column = pl.col(name)
        match dtype:
            case pl.Boolean():
                columns[name] = truth(column)
            case pl.Enum():
                columns[name] = option(column, dtype.categories)
            case pl.Int64():
                columns[name] = column.cast(pl.Int32).fill_null(NO_NUMBER)
            case pl.Date():
                columns[name] = column
            case pl.List():
                chain: Any = pl
                codes = dtype.inner.categories
                for bit, code in enumerate(codes):
                    chain = chain.when(pl.element() == code).then(pl.lit(1 << bit, dtype=pl.UInt8))
                    columns[f"{name}_{code}"] = truth(column & (1 << bit) != 0)
                sets[name] = column.list.eval(chain).list.sum()
            case pl.Struct():
                part = column.struct.field
                columns[f"{name}_conclusion"] = truth(part("conclusion"))
                columns[f"{name}_body"] = option(part("body"), _bodies(dtype))
                columns[f"{name}_recorded"] = part("date").is_not_null() & part("basis").is_not_null()
            case _:
                raise TypeError(f"no form for {name}: {dtype}")
    prepared = frame.with_columns(**sets).select(**columns)
    return {name: prepared[name].to_numpy() for name in columns}


def _numbers(array: Any) -> Any:
    """Return the numbers of an array of Enum members."""
    import numpy as np

    return array.view(np.ndarray)


def _bodies(dtype: pl.Struct) -> Sequence[str]:
    return dict(dtype)["body"].categories  # type: ignore[no-any-return]


class _System:
    """The variables of a task: its facts, its steps, and of each policy the grounds, the possible, the outcome."""

    def __init__(self, task: Task, frame: pl.DataFrame) -> None:
        from openfisca_core.entities import Entity
        from openfisca_core.indexed_enums import Enum
        from openfisca_core.taxbenefitsystems import TaxBenefitSystem

        self._schema = frame.schema
        self._case = Entity("case", "cases", "A case", "")
        self._truth = Enum("Truth", ["false", "unknown", "true"])
        self.system = TaxBenefitSystem([self._case])
        self._facts()
        for name, condition in task.steps.items():
            self._truths(name, self._formula(condition))
        for policy in task.policies:
            holds = all_of(task.force, policy.applies)
            self._truths(f"{policy.code}_holds", self._formula(holds))
            for number, condition in enumerate(policy.grounds.values()):
                self._truths(f"{policy.code}_{number}", self._formula(all_of(Step(f"{policy.code}_holds"), condition)))
            self._decided(task, policy)

    def _variable(self, name: str, kind: Any, formula: Callable[..., Any] | None = None) -> None:
        from openfisca_core.indexed_enums import Enum
        from openfisca_core.periods import DateUnit
        from openfisca_core.variables import Variable

        body: dict[str, Any] = {"entity": self._case, "definition_period": DateUnit.ETERNITY, "label": name}
        if isinstance(kind, type) and issubclass(kind, Enum):
            body |= {"value_type": Enum, "possible_values": kind, "default_value": list(kind)[-1]}
        else:
            body |= {"value_type": kind}
        if formula is not None:
            body["formula"] = formula
        self.system.add_variable(type(name, (Variable,), body))

    def _truths(self, name: str, formula: Callable[[Read], Any]) -> None:
        """Add a truth; its formula reads other variables as numbers."""
        import numpy as np
        from openfisca_core.indexed_enums import EnumArray

        def calculated(cases: Any, period: Any) -> Any:
            numbers = formula(_reader(cases, period))
            whole = np.full(cases.count, numbers, np.int16) if np.ndim(numbers) == 0 else numbers
            return EnumArray(whole, self._truth)

        self._variable(name, self._truth, calculated)

    def _facts(self) -> None:
        import polars as pl
        from openfisca_core.indexed_enums import Enum

        for name, dtype in self._schema.items():
            match dtype:
                case pl.Boolean():
                    self._variable(name, self._truth)
                case pl.Enum():
                    self._variable(name, Enum(f"Options_{name}", [*dtype.categories, "unknown"]))
                case pl.Int64():
                    self._variable(name, int)
                case pl.Date():
                    self._variable(name, date)
                case pl.List():
                    for code in dtype.inner.categories:
                        self._variable(f"{name}_{code}", self._truth)
                case pl.Struct():
                    self._variable(f"{name}_conclusion", self._truth)
                    self._variable(f"{name}_body", Enum(f"Body_{name}", [*_bodies(dtype), "unknown"]))
                    self._variable(f"{name}_recorded", bool)
                case _:
                    raise TypeError(f"no form for {name}: {dtype}")

    def _among(self, codes: Sequence[str], wanted: Sequence[str]) -> Any:
        """Return by option whether it is among those; whether the unknown one is, is unknown."""
        import numpy as np

        return np.array([*(TRUE if code in wanted else FALSE for code in codes), UNKNOWN], np.int16)

    def _formula(self, condition: Condition) -> Callable[[Read], Any]:
        import numpy as np

        match condition:
            case Constant(constant):
                return lambda _: np.int16(_OF_TRUTH[constant])
            case Step(name) | Flag(name):
                return lambda of: of(name)
            case Not(part):
                whole = self._formula(part)
                return lambda of: np.int16(TRUE) - whole(of)
            case AllOf(parts):
                formulas = [self._formula(part) for part in parts]
                return lambda of: reduce(np.minimum, (formula(of) for formula in formulas))
            case AnyOf(parts):
                formulas = [self._formula(part) for part in parts]
                return lambda of: reduce(np.maximum, (formula(of) for formula in formulas))
            case Among(fact, options):
                table = self._among(self._schema[fact].categories, options)  # type: ignore[attr-defined]
                return lambda of: table[of(fact)]
            case Has(fact, option):
                return lambda of: of(f"{fact}_{option}")
            case AtLeast(fact, number):
                return lambda of: np.where(of(fact) == NO_NUMBER, UNKNOWN, (of(fact) >= number) * np.int16(TRUE))
            case Within(fact, first, last):
                return lambda of: np.where(
                    np.isnat(of(fact)),
                    UNKNOWN,
                    ((of(fact) >= np.datetime64(first)) & (of(fact) <= np.datetime64(last))) * np.int16(TRUE),
                )
            case Found(fact, bodies):
                entitled = self._among(_bodies(self._schema[fact]), bodies) == TRUE  # type: ignore[arg-type]
                return lambda of: np.where(
                    of(f"{fact}_recorded") & entitled[of(f"{fact}_body")], of(f"{fact}_conclusion"), np.int16(UNKNOWN)
                )
            case _:
                assert_never(condition)

    def _decided(self, task: Task, policy: Policy) -> None:
        """Add the possible outcomes as bits, and the outcome looked up by them."""
        import numpy as np
        from openfisca_core.indexed_enums import Enum, EnumArray

        code, codes = policy.code, policy.outcomes
        force, applies = self._formula(task.force), self._formula(policy.applies)
        links: dict[tuple[Condition, Condition | None], int] = {}
        for bit, entry in enumerate(policy.entries):
            link = perhaps(entry.condition), None if never_true(entry.ends) else entry.ends
            links[link] = links.get(link, 0) | 1 << bit
        entries = [
            (weight, self._formula(condition), ends == condition, None if ends is None else self._formula(ends))
            for (condition, ends), weight in links.items()
        ]

        def possible(cases: Any, period: Any) -> Any:
            of = _reader(cases, period)
            may = force(of) > FALSE
            reached = may & (applies(of) > FALSE)
            mask = np.zeros(cases.count, np.int32)
            for weight, formula, same, ends in entries:
                truth = formula(of)
                mask |= (reached & (truth > FALSE)) * np.int32(weight)
                if ends is not None:
                    reached = reached & ((truth if same else ends(of)) < TRUE)
            mask |= reached * np.int32(1 << len(policy.entries))
            mask |= (may & (applies(of) < TRUE)) * np.int32(1 << codes.index("not_applicable"))
            mask |= (force(of) < TRUE) * np.int32(1 << codes.index("not_in_force"))
            return mask

        decided = np.full(1 << len(codes), len(codes), np.int16)
        decided[[1 << bit for bit in range(len(codes))]] = range(len(codes))
        outcomes = Enum(f"{code}_outcomes", [*codes, "undetermined"])
        self._variable(f"{code}_possible", int, possible)
        self._variable(
            f"{code}_outcome",
            outcomes,
            lambda cases, period: EnumArray(decided[cases(f"{code}_possible", period)], outcomes),
        )


def _reader(cases: Any, period: Any) -> Read:
    return lambda name: _numbers(cases(name, period))
