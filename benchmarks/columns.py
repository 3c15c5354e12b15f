"""A million rows of 第二十一条 and 第二十三条: `Rulebook.frame` against Polars expressions written by hand.

``python -m benchmarks.columns [ROWS]``. One task: from 17 nullable facts the truth of every ground, the outcome and the
outcomes still possible of both policies; all other facts of the policies have no column. The answers are compared
before anything is timed; then the contestants take turns, and of a contestant's rounds the fastest and the median are
told.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from statistics import median
from time import perf_counter

import polars as pl

import zzrules

ON = date(2026, 12, 1)
ROUNDS = 9
FLAGS = (
    *("related_to_service", "stationed", "in_convenience_centre", "on_negative_list", "in_service"),
    *("solicited_property", "accepted_property", "other_benefit", "pioneering", "lack_of_experience"),
)
FINDINGS = ("in_duty_or_reform", "subjective_intent", "private_gain")
ABOUT = ("第二十一条", "第二十三条")


def data(book: zzrules.Rulebook, rows: int) -> pl.DataFrame:
    """Return the facts, each unknown in a fifth of the rows."""
    random = Random(21)  # noqa: S311 - the same rows in every run
    facts = book.vocabulary.by_name

    def drawn(values: list[object], dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
        base = pl.Series([*values, *[None] * max(1, len(values) // 4)], dtype=dtype)
        return base.gather(pl.Series(random.choices(range(len(base)), k=rows), dtype=pl.UInt32))

    columns: dict[str, pl.Series] = {}
    for name in ("subject", "item_category"):
        codes = list(facts[name].options.values())
        often = ["window_staff", "agency"] * 6 if name == "subject" else []
        columns[name] = drawn([*codes, *often], pl.Enum(codes))
    columns["conduct_date"] = drawn([date(2025, 11, 1) + timedelta(day) for day in range(395)], pl.Date)
    for name in FLAGS:
        columns[name] = drawn([True, False] * 2, pl.Boolean)
    kinds = list(facts["error_kind"].options.values())
    lists = [[kind for bit, kind in enumerate(kinds) if mask >> bit & 1] for mask in range(1 << len(kinds))]
    columns["error_kind"] = drawn(lists, pl.List(pl.Enum(kinds)))
    bodies = ["efficiency_body", "discipline_body", "agency"]
    parts = {"conclusion": pl.Boolean, "body": pl.Enum(list(book.vocabulary.bodies.values())), "date": pl.Date}
    for name in FINDINGS:
        found = [
            {"conclusion": said, "body": body, "date": day, "basis": "示例核〔2026〕9号"}
            for said in (True, False)
            for body in bodies
            for day in (date(2026, 5, 22), None)
        ]
        columns[name] = drawn(found, pl.Struct({**parts, "basis": pl.String}))
    return pl.DataFrame(columns)


# ── written by hand ─────────────────────────────────────────────────────

_UTILITIES = ("public_utility", "public_utility_staff", "intermediary", "intermediary_staff")
_LIABLE = ("agency", "window_staff", *_UTILITIES, "other")
_BODIES = ("agency", "management_body", "development_zone", "public_utility", "intermediary")
_JUDGES = ("efficiency_body", "personnel_department", "discipline_body")
_KINDS = ("negligence", "mistake", "short_of_expectation", "deviation", "error")
_UNKNOWN = pl.lit(None, dtype=pl.Boolean)


def found(name: str, *bodies: str) -> pl.Expr:
    """Return what a body with authority found, null if none did."""
    part = pl.col(name).struct.field
    whole = part("date").is_not_null() & part("basis").is_not_null() & part("body").is_in(bodies).fill_null(False)
    return pl.when(whole).then(part("conclusion"))


def subsets(codes: list[str]) -> tuple[pl.Series, pl.Series]:
    """Return for each set of bits the only outcome, and the outcomes that it stands for."""
    kind = pl.Enum(codes)
    lists = [[code for bit, code in enumerate(codes) if mask >> bit & 1] for mask in range(1 << len(codes))]
    return (
        pl.Series([found[0] if len(found) == 1 else None for found in lists], dtype=kind),
        pl.Series(lists, dtype=pl.List(kind)),
    )


def decided(frame: pl.LazyFrame, policy: str, entries: list[tuple[str, pl.Expr]], codes: list[str]) -> pl.LazyFrame:
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


def by_hand(frame: pl.LazyFrame, codes: dict[str, list[str]]) -> pl.LazyFrame:
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
        intent=found("subjective_intent", *_JUDGES, "judicial_body"),
        gain=found("private_gain", *_JUDGES, "judicial_body"),
        duty=found("in_duty_or_reform", *_JUDGES),
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
    frame = decided(
        frame,
        "liability",
        [
            ("by_reference", subject.is_in([*_UTILITIES, "other"])),
            *((code, c("some") & u) for code in ("transfer", "correcting", "overdue", "corrected")),
            ("order_correction", c("some")),
            ("no_ground", pl.lit(True)),
        ],
        codes["liability"],
    )
    frame = decided(
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
        codes["tolerance"],
    )
    shown: dict[str, pl.Expr] = {}
    for code, truths, mark in (("liability", grounds, "g"), ("tolerance", mistaken, "m")):
        one, several = subsets(codes[code])
        shown[f"{code}.outcome"] = pl.lit(one).gather(c(code))
        shown[f"{code}.possible"] = pl.lit(several).gather(c(code))
        shown |= {f"{code}.{name}": c("force") & c(f"{code}.applies") & c(f"{mark}.{name}") for name in truths}
    return frame.select(**shown)


# ── measuring ───────────────────────────────────────────────────────────


def main(arguments: list[str]) -> None:
    """Compare the answers, then time both."""
    rows = int(arguments[0]) if arguments else 1_000_000
    book = zzrules.load()
    frame = data(book, rows)
    codes = {code: list(book.plan.policy(code).outcomes) for code in ("liability", "tolerance")}
    asked = ("outcome", "possible", "grounds")

    def ours() -> pl.DataFrame:
        return book.frame(frame, ON, ABOUT, columns=asked)

    def theirs() -> pl.DataFrame:
        return by_hand(frame.lazy(), codes).collect()

    def scan() -> pl.DataFrame:
        return frame.lazy().select(pl.col(pl.Boolean).sum()).collect()

    answers, expected = ours().select(pl.exclude(frame.columns)), theirs()
    for name in expected.columns:
        if not answers[name].equals(expected[name], null_equal=True):
            first = (~answers[name].eq_missing(expected[name])).arg_true()[:1]
            print(f"{name} differs:", frame[first].to_dicts(), answers[name][first], expected[name][first])
            return
    times: dict[str, list[float]] = {}
    jobs: dict[str, Callable[[], pl.DataFrame]] = {"zzrules": ours, "by hand": theirs, "counting the flags": scan}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            start = perf_counter()
            job()
            times.setdefault(name, []).append(perf_counter() - start)
    for name, took in times.items():
        print(f"{name:20s} fastest {min(took) * 1e9 / rows:7.2f} median {median(took) * 1e9 / rows:7.2f} ns a row")
    pairs = zip(times["zzrules"], times["by hand"], strict=True)
    print(
        f"zzrules / by hand: median of rounds {median(one / other for one, other in pairs):.2f}, "
        f"fastest {min(times['zzrules']) / min(times['by hand']):.2f}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
