"""OpenFisca-Core: variables of one entity, with formulas over NumPy arrays.

It has no unknown, so a truth is an Enum of three (false, unknown, true: 0, 1, 2), Kleene's conjunction is the minimum
and his disjunction the maximum. It has neither lists nor records, so each kind of error is a truth of its own, and a
finding is its conclusion, its body, and whether date and basis are recorded. The simulation is built before anything is
timed, and the facts are put into this form before or within the time; a run forgets what was calculated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any

from benchmarks.handwritten import GROUNDS
from benchmarks.peers.task import FINDINGS, FLAGS, ON, OUTCOMES, column_names, common

if TYPE_CHECKING:
    import polars as pl

FALSE, UNKNOWN, TRUE = 0, 1, 2
ALWAYS = "eternity"
_KINDS = ("negligence", "mistake", "short_of_expectation", "deviation", "error")
_UTILITIES = ("public_utility", "public_utility_staff", "intermediary", "intermediary_staff", "other")
_LIABLE = (*_UTILITIES, "agency", "window_staff")
_BODIES = ("agency", "management_body", "development_zone", "public_utility", "intermediary")
_BY_REFERENCE = ("public_utility_staff", "intermediary_staff", "other")
_ACCOUNTABILITY = ("efficiency_body", "personnel_department", "discipline_body")
_JUDGES = (*_ACCOUNTABILITY, "judicial_body")
_AUTHORITY = dict(zip(FINDINGS, (_ACCOUNTABILITY, _JUDGES, _JUDGES), strict=True))


def simulation(frame: pl.DataFrame) -> tuple[Callable[[], Any], Callable[[Any], pl.DataFrame]]:
    """Return a simulation of the rows whose facts are in place, and how its answers are read."""
    made = _Simulation(frame)
    made.take(frame)
    return made.answer, _read


def simulation_of_frame(frame: pl.DataFrame) -> tuple[Callable[[], Any], Callable[[Any], pl.DataFrame]]:
    """Return the same where a run also takes the facts out of the frame, as the engines of frames do."""
    made = _Simulation(frame)

    def run() -> dict[str, Any]:
        made.take(frame)
        return made.answer()

    return run, _read


class _Simulation:
    """A simulation of so many rows."""

    def __init__(self, frame: pl.DataFrame) -> None:
        from openfisca_core.simulations import SimulationBuilder

        system = _system(frame)
        self._made = SimulationBuilder().build_default_simulation(system, count=len(frame))
        self._formulas = [name for name, variable in system.variables.items() if variable.formulas]

    def take(self, frame: pl.DataFrame) -> None:
        for name, values in _inputs(frame).items():
            self._made.set_input(name, ALWAYS, values)

    def answer(self) -> dict[str, Any]:
        for name in self._formulas:
            self._made.delete_arrays(name)
        return {name: self._made.calculate(_variable(name), ON.isoformat()) for name in column_names()}


def _read(found: dict[str, Any]) -> pl.DataFrame:
    import polars as pl

    columns: dict[str, pl.Series] = {}
    for name, values in found.items():
        policy, _, what = name.partition(".")
        numbers = pl.Series(_numbers(values)).cast(pl.UInt32)
        meant = pl.Series([*OUTCOMES[policy], None] if what == "outcome" else [False, None, True])
        columns[name] = numbers if what == "possible" else meant.gather(numbers)
    return common(columns)


def _variable(column: str) -> str:
    """Return the variable of a column of the answers: its name has letters, digits and underscores only."""
    policy, _, what = column.partition(".")
    return f"{policy}_{what}" if what in ("outcome", "possible") else f"{policy}_{GROUNDS[policy].index(what)}"


def _inputs(frame: pl.DataFrame) -> dict[str, Any]:
    """Return the facts as OpenFisca takes them."""
    import polars as pl

    def truth(known: pl.Expr) -> pl.Expr:
        return pl.when(known).then(TRUE).when(~known).then(FALSE).otherwise(UNKNOWN).cast(pl.Int16)

    def option(known: pl.Expr, codes: Sequence[str]) -> pl.Expr:
        return known.to_physical().cast(pl.Int16).fill_null(len(codes))

    c, schema = pl.col, frame.schema
    columns = {name: truth(c(name)) for name in FLAGS}
    for name in ("subject", "item_category"):
        columns[name] = option(c(name), schema[name].categories)  # type: ignore[attr-defined]
    chain: Any = pl
    for bit, kind in enumerate(_KINDS):
        chain = chain.when(pl.element() == kind).then(pl.lit(1 << bit, dtype=pl.UInt8))
    frame = frame.with_columns(kinds=c("error_kind").list.eval(chain).list.sum())
    for bit, kind in enumerate(_KINDS):
        columns[f"error_{kind}"] = truth(c("kinds") & (1 << bit) != 0)
    for name in FINDINGS:
        part = c(name).struct.field
        bodies = dict(schema[name])["body"].categories  # type: ignore[call-overload]
        columns[f"{name}_conclusion"] = truth(part("conclusion"))
        columns[f"{name}_body"] = option(part("body"), bodies)
        columns[f"{name}_recorded"] = part("date").is_not_null() & part("basis").is_not_null()
    columns["conduct_date"] = c("conduct_date")
    made = frame.select(**columns)
    return {name: made[name].to_numpy() for name in columns}


def _numbers(array: Any) -> Any:
    """Return the numbers of an array of Enum members."""
    import numpy as np

    return array.view(np.ndarray)


def _system(frame: pl.DataFrame) -> Any:  # noqa: PLR0915 - the variables, straight down
    import numpy as np
    from openfisca_core.entities import Entity
    from openfisca_core.indexed_enums import Enum, EnumArray
    from openfisca_core.periods import DateUnit
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    case = Entity("case", "cases", "A case", "")
    system = TaxBenefitSystem([case])
    truth = Enum("Truth", ["false", "unknown", "true"])

    def options(name: str, codes: Sequence[str]) -> Any:
        return Enum(name, [*codes, "unknown"])

    def variable(name: str, kind: Any, formula: Callable[..., Any] | None = None) -> None:
        body: dict[str, Any] = {"entity": case, "definition_period": DateUnit.ETERNITY, "label": name}
        if isinstance(kind, type) and issubclass(kind, Enum):
            body |= {"value_type": Enum, "possible_values": kind, "default_value": list(kind)[-1]}
        else:
            body |= {"value_type": kind}
        if formula is not None:
            body["formula"] = formula
        system.add_variable(type(name, (Variable,), body))

    def truths(name: str, formula: Callable[[Callable[[str], Any]], Any]) -> None:
        """Add a truth; its formula reads other variables as numbers."""
        variable(name, truth, lambda cases, period: EnumArray(formula(_reader(cases, period)), truth))

    def flags(name: str, formula: Callable[[Callable[[str], Any]], Any]) -> None:
        """Add what is never unknown."""
        variable(name, bool, lambda cases, period: formula(_reader(cases, period)))

    def _reader(cases: Any, period: Any) -> Callable[[str], Any]:
        return lambda name: _numbers(cases(name, period))

    def among(codes: Sequence[str], wanted: Sequence[str]) -> Any:
        """Return by option whether it is one of those; whether the unknown one is, is unknown."""
        return np.array([*(TRUE if code in wanted else FALSE for code in codes), UNKNOWN], np.int16)

    def all_of(*parts: Any) -> Any:
        return reduce(np.minimum, parts)

    def any_of(*parts: Any) -> Any:
        return reduce(np.maximum, parts)

    def negated(part: Any) -> Any:
        return np.int16(TRUE) - part

    unknown = np.int16(UNKNOWN)

    # facts
    subjects, categories = frame.schema["subject"].categories, frame.schema["item_category"].categories  # type: ignore[attr-defined]
    variable("subject", options("Subject", subjects))
    variable("item_category", options("Category", categories))
    variable("conduct_date", date)
    for name in (*FLAGS, *(f"error_{kind}" for kind in _KINDS)):
        variable(name, truth)
    for name in FINDINGS:
        codes = dict(frame.schema[name])["body"].categories  # type: ignore[call-overload]
        variable(f"{name}_conclusion", truth)
        variable(f"{name}_body", options(f"Body_{name}", codes))
        variable(f"{name}_recorded", bool)
        entitled = among(codes, _AUTHORITY[name]) == TRUE
        truths(
            name,
            lambda of, name=name, entitled=entitled: np.where(
                of(f"{name}_recorded") & entitled[of(f"{name}_body")], of(f"{name}_conclusion"), unknown
            ),
        )

    # what both policies ask
    def force(of: Callable[[str], Any]) -> Any:
        day = of("conduct_date")
        within = (day >= np.datetime64("2026-01-01")) & (day <= np.datetime64("2030-12-31"))
        return np.where(np.isnat(day), unknown, within * np.int16(TRUE))

    def one_of(name: str, fact: str, codes: Sequence[str], wanted: Sequence[str]) -> None:
        table = among(codes, wanted)
        truths(name, lambda of: table[of(fact)])

    truths("force", force)
    one_of("utility", "subject", subjects, _UTILITIES)
    one_of("liable", "subject", subjects, _LIABLE)
    one_of("body", "subject", subjects, _BODIES)
    one_of("by_reference", "subject", subjects, _BY_REFERENCE)
    one_of("window", "subject", subjects, ["window_staff"])
    one_of("ex_officio", "item_category", categories, ["ex_officio"])
    truths("outside", lambda of: all_of(of("force"), of("utility"), negated(of("related_to_service"))))
    flags("may", lambda of: of("force") > FALSE)
    flags("lapsed", lambda of: of("force") < TRUE)

    # 第二十一条
    truths("liability_applies", lambda of: all_of(of("liable"), negated(of("outside"))))
    truths("liability_holds", lambda of: all_of(of("force"), of("liability_applies")))
    truths("unsure", lambda of: all_of(negated(of("ex_officio")), unknown))
    truths(
        "away",
        lambda of: all_of(
            negated(of("ex_officio")),
            negated(of("window")),
            any_of(
                negated(any_of(of("stationed"), of("in_convenience_centre"), of("on_negative_list"))),
                all_of(of("stationed"), unknown),
            ),
        ),
    )
    truths(
        "gained",
        lambda of: all_of(
            of("in_service"), any_of(of("solicited_property"), of("accepted_property"), of("other_benefit"))
        ),
    )
    truths("faulty", lambda of: all_of(of("in_service"), unknown))
    truths("ground", lambda of: any_of(of("unsure"), of("away"), of("gained"), of("faulty")))
    for number, name in enumerate(("unsure", "unsure", "away", "unsure", "unsure", "gained", "faulty")):
        truths(f"liability_{number}", lambda of, name=name: all_of(of("liability_holds"), of(name)))
    truths("liability_7", lambda of: np.zeros(len(of("subject")), np.int16))

    # 第二十三条
    truths("tolerance_applies", lambda of: all_of(negated(of("body")), negated(of("outside"))))
    truths("tolerance_holds", lambda of: all_of(of("force"), of("tolerance_applies")))
    truths("negligent", lambda of: all_of(of("error_negligence"), unknown))
    truths(
        "tried",
        lambda of: all_of(
            of("pioneering"),
            of("lack_of_experience"),
            any_of(of("error_mistake"), of("error_short_of_expectation")),
        ),
    )
    truths("tolerant", lambda of: all_of(any_of(of("error_mistake"), of("error_deviation")), unknown))
    truths("mistaken", lambda of: all_of(of("error_mistake"), unknown))
    truths("objective", lambda of: all_of(any_of(of("error_mistake"), of("error_error")), unknown))
    truths("excused", lambda of: any_of(*(of(name) for name in _EXCUSES)))
    for number, name in enumerate(_EXCUSES):
        truths(f"tolerance_{number}", lambda of, name=name: all_of(of("tolerance_holds"), of(name)))

    # the decision lists: as far as the list is read, and what is possible there
    flags("l0", lambda of: of("may") & (of("liability_applies") > FALSE))
    flags("l1", lambda of: of("l0") & (of("utility") < TRUE))
    flags("t0", lambda of: of("may") & (of("tolerance_applies") > FALSE))
    flags("t1", lambda of: of("t0") & (of("by_reference") < TRUE))
    flags("t2", lambda of: of("t1") & (of("subjective_intent") < TRUE))
    flags("t3", lambda of: of("t2") & (of("private_gain") < TRUE))
    flags("t4", lambda of: of("t3") & (of("in_duty_or_reform") > FALSE))

    def possible(policy: str, flags_of: Callable[[Callable[[str], Any]], Sequence[tuple[Any, int]]]) -> None:
        def formula(cases: Any, period: Any) -> Any:
            return reduce(np.bitwise_or, (flag * np.int32(bits) for flag, bits in flags_of(_reader(cases, period))))

        codes = OUTCOMES[policy]
        decided = np.full(1 << len(codes), len(codes), np.int16)
        decided[[1 << bit for bit in range(len(codes))]] = range(len(codes))
        outcomes = Enum(f"{policy}_outcomes", [*codes, "undetermined"])
        variable(f"{policy}_possible", int, formula)
        variable(
            f"{policy}_outcome",
            outcomes,
            lambda cases, period: EnumArray(decided[cases(f"{policy}_possible", period)], outcomes),
        )

    possible(
        "liability",
        lambda of: (
            (of("l0") & (of("utility") > FALSE), 1),
            (of("l1") & (of("ground") > FALSE), 62),
            (of("l1") & (of("ground") < TRUE), 64),
            (of("may") & (of("liability_applies") < TRUE), 128),
            (of("lapsed"), 256),
        ),
    )
    possible(
        "tolerance",
        lambda of: (
            (of("t0") & (of("by_reference") > FALSE), 1),
            (of("t1") & (of("subjective_intent") > FALSE), 2),
            (of("t2") & (of("private_gain") > FALSE), 4),
            (of("t3") & (of("in_duty_or_reform") < TRUE), 8),
            (of("t4") & (of("excused") < TRUE), 16),
            (of("t4") & (of("excused") > FALSE), 32),
            (of("may") & (of("tolerance_applies") < TRUE), 64),
            (of("lapsed"), 128),
        ),
    )
    return system


_EXCUSES = ("negligent", "tried", "tolerant", "mistaken", "objective")
