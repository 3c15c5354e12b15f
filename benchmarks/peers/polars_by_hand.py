"""Polars: expressions written by hand for this task, and the bare scan of its columns.

The query is built once; a run collects it. Null is unknown, and Polars' ``&``, ``|`` and ``~`` are Kleene's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import polars as pl
from benchmarks.peers.task import OUTCOMES, common

_UTILITIES = ("public_utility", "public_utility_staff", "intermediary", "intermediary_staff")
_LIABLE = ("agency", "window_staff", *_UTILITIES, "other")
_BODIES = ("agency", "management_body", "development_zone", "public_utility", "intermediary")
_JUDGES = ("efficiency_body", "personnel_department", "discipline_body")
_KINDS = ("negligence", "mistake", "short_of_expectation", "deviation", "error")
_UNKNOWN = pl.lit(None, dtype=pl.Boolean)


def expressions(frame: pl.DataFrame) -> tuple[Callable[[], pl.DataFrame], Callable[[pl.DataFrame], pl.DataFrame]]:
    """Return the query over the rows, and how its answers are read."""
    query = _asked(frame.lazy())
    return query.collect, lambda answers: common(answers.to_dict())


def scan(frame: pl.DataFrame) -> Callable[[], pl.DataFrame]:
    """Return what reads every flag and nothing else."""
    return frame.lazy().select(pl.col(pl.Boolean).sum()).collect


def _found(name: str, *bodies: str) -> pl.Expr:
    """Return what a body with authority found, null if none did."""
    part = pl.col(name).struct.field
    whole = part("date").is_not_null() & part("basis").is_not_null() & part("body").is_in(bodies).fill_null(False)
    return pl.when(whole).then(part("conclusion"))


def _subsets(codes: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """Return for each set of bits the only outcome, and the outcomes that it stands for."""
    kind = pl.Enum(codes)
    lists = [[code for bit, code in enumerate(codes) if mask >> bit & 1] for mask in range(1 << len(codes))]
    return (
        pl.Series([found[0] if len(found) == 1 else None for found in lists], dtype=kind),
        pl.Series(lists, dtype=pl.List(kind)),
    )


def _decided(
    frame: pl.LazyFrame, policy: str, entries: list[tuple[str, pl.Expr]], codes: Sequence[str]
) -> pl.LazyFrame:
    """Add as bits the outcomes that a decision list leaves possible; each step is a column, or it costs its square."""
    width = pl.UInt8 if len(codes) <= 8 else pl.UInt16
    c, applies = pl.col, pl.col(f"{policy}.applies")
    bits = {"not_in_force": ~c("force").fill_null(False), "not_applicable": c("may") & ~applies.fill_null(False)}
    frame = frame.with_columns(reached0=c("may") & applies.fill_null(True))
    for number, (code, holds) in enumerate(entries):
        possible, reached = c(f"possible{number}"), c(f"reached{number}")
        frame = frame.with_columns(
            **{f"possible{number}": reached & holds.fill_null(True)},
            **{f"reached{number + 1}": reached & ~holds.fill_null(False)},
        )
        bits[code] = possible
    mask = pl.lit(0, dtype=width)
    for code, possible in bits.items():
        bit = pl.lit(1 << codes.index(code), dtype=width)
        mask = mask | pl.when(possible).then(bit).otherwise(pl.lit(0, dtype=width))
    return frame.with_columns(**{policy: mask})


def _asked(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the grounds, the outcome and the possible outcomes of both policies."""
    c = pl.col
    bits = pl.lit(0, dtype=pl.UInt8)
    for bit, kind in enumerate(_KINDS):
        bits = pl.when(pl.element() == kind).then(pl.lit(1 << bit, dtype=pl.UInt8)).otherwise(bits)
    subject, category = c("subject"), c("item_category")
    utility = subject.is_in(_UTILITIES)
    related = c("related_to_service")
    frame = frame.with_columns(
        force=c("conduct_date").is_between(date(2026, 1, 1), date(2030, 12, 31)),
        service=category != "ex_officio",
        outside=((utility & ~related) | ((subject == "other") & ~related)),
        intent=_found("subjective_intent", *_JUDGES, "judicial_body"),
        gain=_found("private_gain", *_JUDGES, "judicial_body"),
        duty=_found("in_duty_or_reform", *_JUDGES),
        kinds=c("error_kind").list.eval(bits).list.sum(),
    )
    frame = frame.with_columns(**{kind: c("kinds") & (1 << bit) != 0 for bit, kind in enumerate(_KINDS)})
    # possible outcomes of 第二十四条: outside is decided where it is known and the policy is in force
    unrelated = c("force").fill_null(True) & c("outside").fill_null(True)
    other = ~(c("force").fill_null(False) & c("outside").fill_null(False))
    frame = frame.with_columns(elsewhere=~(unrelated & (~other | _UNKNOWN)))
    # 第二十一条
    service, u = c("service"), _UNKNOWN
    grounds = {
        "不一次性告知": service & u,
        "应受理不受理": service & u,
        "不实质进驻": service
        & (subject != "window_staff")
        & ((~c("stationed") & ~c("in_convenience_centre") & ~c("on_negative_list")) | (c("stationed") & u)),
        "体外循环": service & u,
        "超过承诺时限": service & u,
        "索取收受谋利": c("in_service") & (c("solicited_property") | c("accepted_property") | c("other_benefit")),
        "失职滥权": c("in_service") & u,
        "法律法规规章规定的其他情形": pl.lit(False),
    }
    mistaken = {
        "贯彻落实中的过失": u & c("negligence"),
        "先行先试的失误": c("pioneering") & c("lack_of_experience") & (c("mistake") | c("short_of_expectation")),
        "容缺的失误": u & (c("mistake") | c("deviation")),
        "破除障碍的失误": u & c("mistake"),
        "客观因素的失误": u & (c("mistake") | c("error")),
    }
    frame = frame.with_columns(
        may=c("force").fill_null(True),
        **{"liability.applies": subject.is_in(_LIABLE) & c("elsewhere")},
        **{"tolerance.applies": ~subject.is_in(_BODIES) & c("elsewhere")},
        **{f"g.{name}": ground for name, ground in grounds.items()},
        **{f"m.{name}": ground for name, ground in mistaken.items()},
    )
    some = pl.any_horizontal(*(c(f"g.{name}") for name in grounds))
    excused = pl.any_horizontal(*(c(f"m.{name}") for name in mistaken))
    frame = frame.with_columns(some=some, excused=excused)
    frame = _decided(
        frame,
        "liability",
        [
            ("by_reference", subject.is_in([*_UTILITIES, "other"])),
            *((code, c("some") & u) for code in ("transfer", "correcting", "overdue", "corrected")),
            ("order_correction", c("some")),
            ("no_ground", pl.lit(True)),
        ],
        OUTCOMES["liability"],
    )
    frame = _decided(
        frame,
        "tolerance",
        [
            ("by_reference", subject.is_in(["public_utility_staff", "intermediary_staff", "other"])),
            ("intent", c("intent")),
            ("private_gain", c("gain")),
            ("not_in_duty", ~c("duty")),
            ("no_ground", ~c("excused")),
            ("may_tolerate", pl.lit(True)),
        ],
        OUTCOMES["tolerance"],
    )
    shown: dict[str, pl.Expr] = {}
    for code, truths, mark in (("liability", grounds, "g"), ("tolerance", mistaken, "m")):
        one, several = _subsets(OUTCOMES[code])
        shown[f"{code}.outcome"] = pl.lit(one).gather(c(code))
        shown[f"{code}.possible"] = pl.lit(several).gather(c(code))
        shown |= {f"{code}.{name}": c("force") & c(f"{code}.applies") & c(f"{mark}.{name}") for name in truths}
    return frame.select(**shown)
