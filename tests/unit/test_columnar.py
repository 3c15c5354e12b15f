"""Frames: the calendar's arithmetic on columns, what a column may hold, what is bad in one, eager and lazy."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from random import Random
from typing import Any

import polars as pl
import pytest
from tests.columns import dtype_in_words
from tests.conformance_update import base, cases, loaded

import zzrules
from zzrules.base.durations import counted, moved, rolled
from zzrules.base.errors import UsageError
from zzrules.batch.cells import beside_name, companions_of, dtype_of
from zzrules.case.record import RecordReader
from zzrules.case.values import LARGEST
from zzrules.engines import reference
from zzrules.engines.columnar import ColumnarPlan
from zzrules.engines.columnar.columns import Columns
from zzrules.engines.columnar.days import Days
from zzrules.engines.columnar.judge import subsets
from zzrules.engines.columnar.problems import ColumnProblems
from zzrules.engines.columnar.suspensions import Suspended
from zzrules.engines.columnar.terms import UNITS, Layers, Part, Val, column, literal, run
from zzrules.engines.columns import KINDS
from zzrules.policy.vocabulary import Kind

ON = date(2026, 5, 6)
ROWS = 3000


@cache
def book() -> zzrules.Rulebook:
    return zzrules.load()


def random_days(random: Random, number: int) -> list[int]:
    """Draw days: around the ends of the calendar, of February and of years, and anywhere in it."""
    calendar = book().calendar
    first, last = calendar.first.toordinal(), calendar.last.toordinal()
    ends = [first, last, date(2024, 2, 29).toordinal(), date(2023, 12, 31).toordinal(), date(2024, 1, 31).toordinal()]
    near = [day + step for day in (*ends, 1, date.max.toordinal()) for step in range(-3, 4)]
    known = [day for day in near if 1 <= day <= date.max.toordinal()]
    return [random.choice(known) if random.random() < 0.4 else random.randint(first, last) for _ in range(number)]


def evaluated(layers: Layers, part: Part, **columns: Any) -> list[Any]:
    """Return a part's values over columns."""
    return run(pl.DataFrame(columns), layers.expressions()).select(part.expr.alias("x")).to_series().to_list()


@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("unit", UNITS)
def test_days_are_moved_as_for_a_record(unit, back):
    random, calendar = Random(1), book().calendar  # noqa: S311 - the same in every run
    days, numbers = random_days(random, ROWS), [random.choice((0, 1, 2, 12, 24, 5000, 99_999)) for _ in range(ROWS)]
    numbers = [random.randint(0, 60) if random.random() < 0.7 else number for number in numbers]
    expected = [moved(day, number, unit, calendar, back=back) for day, number in zip(days, numbers, strict=True)]
    made = Days(calendar).moved(column("day"), Val(column("number"), unit=unit), back=back)
    if not (back and unit == "workday"):  # which no rule of law knows: null for all rows
        assert evaluated(Layers(), made, day=days, number=numbers) == expected
    mixed = Days(calendar).moved(column("day"), Val(column("number"), unit=column("unit")), back=back)
    units = pl.Series([UNITS.index(unit)] * ROWS, dtype=pl.UInt8)
    assert evaluated(Layers(), mixed, day=days, number=numbers, unit=units) == expected


@pytest.mark.parametrize("number", [0, 1, 5, 20])
def test_working_days_of_a_parameter_are_added_by_one_table(number):
    days, calendar = random_days(Random(2), ROWS), book().calendar  # noqa: S311 - the same in every run
    length = Val(column("number"), unit="workday", constant=(number, "workday"))
    found = evaluated(Layers(), Days(calendar).moved(column("day"), length), day=days, number=[number] * ROWS)
    assert found == [moved(day, number, "workday", calendar) for day in days]


def test_days_are_rolled_and_known_to_be_working_days():
    days, calendar = random_days(Random(3), ROWS), book().calendar  # noqa: S311 - the same in every run
    read = Days(calendar)
    assert evaluated(Layers(), read.rolled(column("day")), day=days) == [rolled(day, calendar) for day in days]
    assert evaluated(Layers(), read.works(column("day")), day=days) == [calendar.working_ordinal(day) for day in days]


def random_spans(random: Random, around: int) -> list[tuple[int, int]]:
    """Draw up to four disjoint intervals around a day."""
    edges = sorted(random.sample(range(around - 15, around + 70), 2 * random.randint(0, 4)))
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    if random.random() < 0.1:
        last = book().calendar.last.toordinal()
        spans.append((last - random.randint(0, 3), last + random.randint(0, 3)))
        spans = [spans[-1]] if len(spans) > 1 and spans[-2][1] >= spans[-1][0] else spans
    random.shuffle(spans)
    return spans


@pytest.mark.parametrize("unit", UNITS)
def test_suspended_days_are_left_out_as_for_a_record(unit):
    random, calendar = Random(4), book().calendar  # noqa: S311 - the same in every run
    days = random_days(random, ROWS)
    days = [day for day in days if 800 < day < date.max.toordinal() - 800]
    spans = [random_spans(random, day) for day in days]
    most = {"workday": 40, "day": 60, "month": 3, "year": 1}[unit]
    numbers = [random.randint(0, most) for _ in days]
    expected = [moved(day, n, unit, calendar, span) for day, n, span in zip(days, numbers, spans, strict=True)]
    layers = Layers()
    kind = pl.List(pl.Struct({"first": pl.Int32, "last": pl.Int32}))
    lists = pl.Series([[{"first": first, "last": last} for first, last in one] for one in spans], dtype=kind)
    suspended = Suspended(column("spans"), column("spans"), False, True, Days(calendar), layers)
    length = Val(column("number"), unit=unit)
    made = Days(calendar).moved(column("day"), length, lost=suspended.on_the_way)
    assert evaluated(layers, made, day=days, number=numbers, spans=lists) == expected


@pytest.mark.parametrize("working", [False, True])
def test_days_between_are_counted_without_the_suspended_ones(working):
    random, calendar = Random(5), book().calendar  # noqa: S311 - the same in every run
    days = [day for day in random_days(random, ROWS) if 800 < day < date.max.toordinal() - 800]
    ends = [day + random.randint(-10, 60) for day in days]
    spans = [random_spans(random, day) for day in days]
    expected = [
        counted(day, end, calendar, span, working=working) for day, end, span in zip(days, ends, spans, strict=True)
    ]
    layers = Layers()
    kind = pl.List(pl.Struct({"first": pl.Int32, "last": pl.Int32}))
    lists = pl.Series([[{"first": first, "last": last} for first, last in one] for one in spans], dtype=kind)
    suspended = Suspended(column("spans"), column("spans"), False, True, Days(calendar), layers)
    low, high = Part(pl.min_horizontal("day", "end")), Part(pl.max_horizontal("day", "end"))
    lost = suspended.between(low, high, working=working)
    made = Days(calendar).counted(column("day"), column("end"), lost, working=working)
    assert evaluated(layers, made, day=days, end=ends, spans=lists) == expected
    plain = Days(calendar).counted(column("day"), column("end"), None, working=working)
    alone = [counted(day, end, calendar, working=working) for day, end in zip(days, ends, strict=True)]
    assert evaluated(Layers(), plain, day=days, end=ends) == alone


@pytest.mark.parametrize("working", [False, True])
def test_days_from_or_to_an_unknown_day_are_not_counted(working):
    """Beside days that are suspended, too: the lesser of a day and of none is that day."""
    first, end = ON.toordinal(), ON.toordinal() + 9
    days = pl.DataFrame({"day": [first, None, first], "end": [end, end, None], "lost": [2, 2, 2]})
    for lost in (None, column("lost")):
        made = Days(book().calendar).counted(column("day"), column("end"), lost, working=working)
        known, *unknown = evaluated(Layers(), made, **days.to_dict(as_series=False))
        assert known is not None
        assert unknown == [None, None]


# ── what a column may hold ──────────────────────────────────────────────


def judged(**columns: Any) -> pl.DataFrame:
    return book().frame(pl.DataFrame(columns), on=ON)


TEXTS = {
    "materials_defective": ["是", "否", "查不清", "无", "true", "", "对"],
    "subject": ["agency", "政务服务机构", "查不清", "无", "机构"],
    "leave_reason": ["resignation", "辞职", "无", "有", "查不清", "退休"],
    "report_date": [
        "2026-05-06",
        "2026-05-07",
        "2026-02-30",
        "2026-1-1",
        "20260101",
        "无",
        "有",
        "查不清",
        "9999-99-99",
    ],
    "conduct_date": ["2026-05-06", "无", "查不清", "2026-05-07", "二〇二六年"],
    "rectify_by": ["2026-05-07", "2026-02-30", "无"],
    "promised_time": ["5工作日", "5 工作日", "2年", "3个月", "05日", "五日", "5", "无", "查不清", "100000日"],
    "case_number": [
        "甲1号",
        " ",
        "\u3000",
        "\u2003甲",
        "甲 ",
        "无",
        "查不清",
        "x" * 10_000,
        "x" * 10_001,
        "字" * 9_000,
    ],
    "approval": ["无", "查不清", "是"],
    "correction_notices": ["无", "查不清"],
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_read_as_in_a_record(name):
    """A text that a record cannot have makes its row bad, with the code that the record gets; every other is read."""
    reader, plan = RecordReader(book().vocabulary), book().plan
    frame = pl.DataFrame({name: [*TEXTS[name], None]})
    answers = ColumnarPlan(plan).judge(frame, ON, ["possible", "problems"]).collect()
    for text, row in zip([*TEXTS[name], None], answers.iter_rows(named=True), strict=True):
        record, problems = reader.sift({name: text}, ON.toordinal())
        codes = [one.code for one in problems]
        told = [one["code"] for one in row["problems"] or ()]
        assert told == codes, text
        expected = {} if codes else reference.judge(plan, record)
        for policy in plan.policies:
            possible = row[f"{policy.code}.possible"]
            if codes:
                assert possible is None
            else:
                assert set(possible) == expected[policy.code].possible


def bad_rows(answers: pl.DataFrame) -> list[bool]:
    return answers["problems"].is_not_null().to_list()


def test_whole_numbers_keep_to_their_limits():
    """An integer may be of any width, or text; not one that is too large, nor a fraction."""
    own = loaded(next(case for case in cases("good") if case.name == "amended-by-one-line"))
    fact = next(one for one in own.vocabulary.facts if one.kind is Kind.INTEGER)
    least = fact.minimum if fact.minimum is not None else -LARGEST
    frame = pl.DataFrame({fact.name: [least, least - 1, LARGEST + 1, None]})
    assert bad_rows(own.frame(frame, on=ON)) == [False, True, True, False]
    words = frame.cast(pl.String).vstack(pl.DataFrame({fact.name: ["01", "1.5", "查不清", "7"]}))
    assert bad_rows(own.frame(words, on=ON)) == [False, True, True, False, True, True, False, False]
    assert bad_rows(own.frame(frame.cast(pl.Int128), on=ON)) == [False, True, True, False]
    assert bad_rows(own.frame(pl.DataFrame({fact.name: pl.Series([1, 2], dtype=pl.UInt8)}), on=ON)) == [False, False]


def test_what_is_bad_is_told_by_column_and_code():
    answers = judged(
        subject=["机构", "agency", "agency"],
        报请日期=[date(2026, 5, 6), date(2026, 5, 7), date(2026, 1, 1)],
        **{"报请日期.state": [None, None, "无"], "level.state": ["查不清", "没有", None]},
    )
    assert answers["problems"].to_list() == [
        [{"column": "subject", "code": "ZZ404"}],
        [{"column": "level.state", "code": "ZZ402"}, {"column": "报请日期", "code": "ZZ408"}],
        [{"column": "报请日期", "code": "ZZ403"}],
    ]
    assert answers["rotation.possible"].null_count() == answers["rotation.离开机构"].null_count() == 3


@pytest.mark.parametrize("type_of", [dtype_of, dtype_in_words, lambda _: pl.String()], ids=["typed", "words", "text"])
def test_every_code_of_a_column_has_its_problem(type_of):
    vocabulary = book().vocabulary
    schema = {fact.label: type_of(fact) for fact in vocabulary.facts}
    schema |= {f"{name}.state": pl.String() for name in schema}
    for fact in vocabulary.facts:
        schema |= {beside_name(fact.label, fact, name): dtype for name, dtype in companions_of(fact).items()}
    alone = {name: dtype for name, dtype in schema.items() if "." in name}
    for given in (schema, alone):
        columns = Columns(Layers(), pl.DataFrame(schema=given).schema, vocabulary, literal(ON.toordinal()))
        for mistakes in columns.bad():
            for code in mistakes.codes:
                assert ColumnProblems(vocabulary).of(mistakes.column, code).code == code


@pytest.mark.parametrize("value", ["2026-03-01", "无", "查不清"])
def test_a_value_and_its_bounds_are_given_once(value):
    """Whether they agree or not: nobody can say which of both was meant to be kept."""
    rows = pl.DataFrame({"办结日期": [value, None], "办结日期.不早于": ["2026-03-02"] * 2})
    answers = ColumnarPlan(book().plan).judge(rows, ON, ["problems"]).collect()
    told = [[one["code"] for one in problems or ()] for problems in answers["problems"].to_list()]
    assert told == [["ZZ403"], []]


def test_what_is_known_in_part_is_read_as_in_a_record():
    """Companion columns say it, by code or by label, typed or as text; contradictions have the codes of a record."""
    reader = RecordReader(book().vocabulary)
    parts: list[dict[str, Any]] = [
        {"report_date": {"不晚于": "2026-03-02"}},
        {"report_date": {"不早于": "2026-03-02", "早于": "2026-03-04"}},
        {"report_date": {"不早于": "2026-03-05", "不晚于": "2026-03-04"}},
        {"report_date": {"晚于": "2026-05-06"}},
        {"report_date": {"不晚于": "2026-02-30"}},
        {"report_date": "有"},
        {"subject": {"属于": ["政务服务机构", "window_staff"]}},
        {"subject": {"不属于": ["政务服务机构"], "属于": ["政务服务机构"]}},
        {"subject": {"属于": ["没有这一种"]}},
        {"promised_time": {"以上": "5工作日", "未满": "8工作日"}},
        {"promised_time": {"以上": "5工作日", "以下": "4工作日"}},
        {"promised_time": {"以上": "5工作日", "以下": "4日"}},
        {"promised_time": {"以上": "5工作日", "超过": "4日"}},
        {"promised_time": {"未满": "0工作日"}},
        {"report_date": {"早于": "0001-01-01"}},
        {"rectify_by": {"晚于": "9999-12-31"}},
    ]
    for given in parts:
        ((name, part),) = given.items()
        columns = {f"{name}.state": [part]} if isinstance(part, str) else {}
        if isinstance(part, dict):
            words = {key: "、".join(bound) if isinstance(bound, list) else bound for key, bound in part.items()}
            columns = {f"{name}.{key}": [word] for key, word in words.items()}
        answers = ColumnarPlan(book().plan).judge(pl.DataFrame(columns), ON, ["possible", "problems"]).collect()
        record, problems = reader.sift(given, ON.toordinal())
        told = [one["code"] for one in answers["problems"].to_list()[0] or ()]
        assert told == [one.code for one in problems], given
        if not problems:
            expected = reference.judge(book().plan, record)
            for policy in book().plan.policies:
                assert set(answers[f"{policy.code}.possible"][0]) == expected[policy.code].possible


def test_bounds_of_what_has_no_order_are_refused():
    with pytest.raises(UsageError) as refused:
        judged(**{"主体.不早于": [date(2026, 1, 1)]})
    assert [one.code for one in refused.value.problems] == ["ZZ413"]
    with pytest.raises(UsageError) as twice:
        judged(**{"报请日期.早于": [date(2026, 1, 1)], "report_date.早于": [date(2026, 1, 1)]})
    assert [one.code for one in twice.value.problems] == ["ZZ607"]


FOUND = {"conclusion": True, "body": "management_body", "level": "city", "date": date(2026, 5, 1), "basis": "1号"}


def test_the_parts_of_a_determination_are_checked():
    parts = [FOUND, FOUND | {"date": date(2026, 5, 7)}, FOUND | {"body": "nobody"}, FOUND | {"basis": ""}]
    told = [[one["code"] for one in row or ()] for row in judged(approval=parts)["problems"].to_list()]
    assert told == [[], ["ZZ408"], ["ZZ404"], ["ZZ406"]]


def test_the_elements_of_a_list_are_checked():
    """As in a record: their values, intervals that end too early or share a day, an element that is nothing."""

    def span(first: str, last: str, kind: str = "hearing") -> dict[str, Any]:
        return {"kind": kind, "from": date.fromisoformat(first), "to": date.fromisoformat(last)}

    lists = [
        [span("2026-02-01", "2026-02-03"), span("2026-01-05", "2026-01-31")],
        [span("2026-02-03", "2026-02-01")],
        [span("2026-02-01", "2026-02-03"), span("2026-01-05", "2026-02-01")],
        [span("2026-02-01", "2026-02-03", "talk")],
        [span("2026-02-01", "2026-02-03"), None],
        [],
        None,
        [span("2026-01-01", "2026-01-01")] * 1001,
    ]
    frame = pl.DataFrame({"special_procedures": lists})
    told = [[one["code"] for one in row or ()] for row in book().frame(frame, on=ON)["problems"].to_list()]
    assert told == [[], ["ZZ410"], ["ZZ411"], ["ZZ404"], ["ZZ402"], [], [], ["ZZ406"]]


def test_elements_are_put_in_order():
    """The first and the last of a list are so by their dates, however they are listed."""
    random, reader = Random(6), RecordReader(book().vocabulary)  # noqa: S311 - the same in every run
    notices = [
        [{"date": date(2026, 1, random.randint(1, 9)), "omits": random.random() < 0.5} for _ in range(4)]
        for _ in range(200)
    ]
    frame = pl.DataFrame({"correction_notices": notices}).with_columns(
        subject=pl.lit("agency"),
        item_category=pl.lit("licence"),
        materials_defective=True,
        conduct_date=date(2026, 1, 9),
    )
    answers = book().frame(frame, on=ON, about=["第二十一条"])
    for row, answer in zip(frame.iter_rows(named=True), answers.iter_rows(named=True), strict=True):
        record = reader.read(row, ON.toordinal())
        found = reference.judge(book().plan, record)["liability"]
        assert answer["liability.不一次性告知"] is found.grounds["不一次性告知"]
        assert set(answer["liability.possible"]) == found.possible


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(["other", "政务服务机构", "agency", "无", "window_staff"])])
def test_options_may_be_coded(dtype):
    """An Enum or a Categorical is read by its words, in whatever order they come."""
    words = ["agency", "政务服务机构", "window_staff", "other", None]
    coded = judged(subject=pl.Series(words, dtype=dtype))
    assert coded.drop("subject").equals(judged(subject=words).drop("subject"))


@pytest.mark.parametrize("dtype", [pl.List(pl.Enum(["失误", "negligence", "过失"])), pl.List(pl.Categorical)])
def test_sets_of_options_may_be_coded_and_hold_one_twice(dtype):
    sets = [["失误", "过失"], ["失误", "失误"], [], None, ["negligence"]]
    plain = judged(error_kind=sets).drop("error_kind")
    assert plain["problems"].null_count() == 5
    assert judged(error_kind=pl.Series(sets, dtype=dtype)).drop("error_kind").equals(plain)
    assert judged(error_kind=["失误、过失", "失误、失误", "无", None, "negligence"]).drop("error_kind").equals(plain)
    bad = judged(error_kind=[*sets, ["笔误"], ["失误", None]])
    assert bad_rows(bad) == [False] * 5 + [True] * 2


# ── frames as a whole ───────────────────────────────────────────────────


def sample() -> pl.DataFrame:
    days = [date(2026, 2, 3), None, date(2025, 12, 31), date(2026, 4, 30)]
    return pl.DataFrame({"id": range(4), "subject": ["agency"] * 4, "conduct_date": days})


def test_lazy_in_lazy_out():
    """A lazy frame stays lazy, whichever engine collects it, and the rows keep their order."""
    frame = sample()
    eager = book().frame(frame, on=ON)
    lazy = book().frame(frame.lazy(), on=ON)
    assert isinstance(lazy, pl.LazyFrame)
    for engine in ("in-memory", "streaming"):
        assert lazy.collect(engine=engine).equals(eager)
    assert eager.columns[:3] == frame.columns
    assert eager["id"].to_list() == [0, 1, 2, 3]


def test_the_day_may_be_a_column():
    """Each row is judged as of its own day, as if it were the day of all; without a day it is not judged."""
    frame = sample().with_columns(until=pl.Series([ON, date(2025, 12, 31), ON, None]))
    answers = book().frame(frame, on="until", columns=KINDS)
    for day in (ON, date(2025, 12, 31)):
        alone = book().frame(frame.filter(pl.col("until") == day), on=day, columns=KINDS)
        assert answers.filter(pl.col("until") == day).equals(alone)
    assert answers["problems"].to_list()[3] == [{"column": "until", "code": "ZZ601"}]
    words = frame.with_columns(until=pl.Series([ON.isoformat(), "2025-12-31", ON.isoformat(), "2026-2-30"]))
    assert book().frame(words, on="until", columns=KINDS).drop("until").equals(answers.drop("until"))
    assert answers["liability.possible"].to_list()[3] is None


def test_an_empty_frame_has_the_same_columns():
    frame = sample()
    assert book().frame(frame.clear(), on=ON).schema == book().frame(frame, on=ON).schema


@pytest.mark.parametrize("frame", [pl.DataFrame(), pl.LazyFrame()])
def test_a_frame_without_columns_has_no_rows(frame):
    answers = book().frame(frame, on=ON).lazy().collect()
    assert answers.height == 0
    assert answers.columns == [name for name in book().frame(sample(), on=ON).columns if name not in sample().columns]


def test_one_kind_of_columns_may_be_named_alone():
    """As one policy may be, in ``about``; not letter by letter."""
    named = [book().frame(sample(), ON, ["第二十四条"], columns=kinds) for kinds in ("outcome", ["outcome"])]
    assert named[0].equals(named[1])
    wrong: Any
    for wrong in (3, [3], object()):
        with pytest.raises(zzrules.UsageError) as raised:
            book().frame(sample(), ON, columns=wrong)
        assert [problem.code for problem in raised.value.problems] == ["ZZ609"]


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_a_frame_without_a_fact_is_unknown_in_each_row(rows):
    frame = pl.DataFrame({"id": pl.Series(range(rows), dtype=pl.Int64)})
    answers = book().frame(frame, on=ON, columns=KINDS)
    assert answers["id"].to_list() == list(range(rows))
    assert answers["scope.outcome"].to_list() == answers["problems"].to_list() == [None] * rows
    alone = book().frame(frame.with_columns(subject=pl.lit(None, dtype=pl.String)), on=ON, columns=KINDS)
    assert alone.drop("subject").equals(answers)


def test_absent_facts_are_named_once():
    absent = {fact.name for fact in ColumnarPlan(book().plan).absent({"主体": pl.String}, ["scope"])}
    assert absent == {"conduct_date", "related_to_service"}


def test_only_what_is_asked_for_comes_out():
    answers = book().frame(sample(), on=ON, about=["第二十四条"], columns=["outcome", "versions"])
    assert answers.columns == ["id", "subject", "conduct_date", "scope.outcome", "scope.versions"]
    assert answers["scope.versions"].to_list() == [[date(2026, 1, 1)], [date(2026, 1, 1)], [], [date(2026, 1, 1)]]


def test_the_days_that_a_policy_derives_are_columns():
    """Told five working days after 29 April 2026, over Labour Day: by the make-up Saturday; unknown where that is."""
    received = pl.DataFrame({"materials_received_on": [date(2026, 4, 29), None], "item_category": "licence"})
    answers = book().frame(received.with_columns(conduct_date=date(2026, 4, 29)), on=ON, columns=["deadlines"])
    assert answers["liability.day.一次性告知届满日"].to_list() == [date(2026, 5, 9), None]


def test_all_columns_that_do_not_fit_are_told_at_once():
    with pytest.raises(zzrules.UsageError) as raised:
        judged(报请日期=[1.5], subject=["agency"], 主体=["agency"], conduct_date=[2.5])
    assert sorted(problem.code for problem in raised.value.problems) == ["ZZ606", "ZZ606", "ZZ607"]
    with pytest.raises(zzrules.UsageError) as raised:
        book().frame(sample(), on=ON, columns=["outcomes", "why"])
    assert [problem.code for problem in raised.value.problems] == ["ZZ609", "ZZ609"]


def test_columns_of_any_name_are_passed_on():
    """Also those that are called as the engine calls its own."""
    frame = sample().with_columns(__zz0=pl.lit("a"), __zz_1=pl.lit("b"))
    answers = book().frame(frame, on=ON)
    assert answers.select(frame.columns).equals(frame)
    assert answers.drop(frame.columns).equals(book().frame(sample(), on=ON).drop(sample().columns))


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"subject": [1]}, "ZZ606"),
        ({"conduct_date": [datetime(2026, 1, 1, tzinfo=UTC)]}, "ZZ606"),
        ({"conduct_date.state": [1]}, "ZZ606"),
        ({"approval": [True]}, "ZZ606"),
        ({"approval": [{"conclusion": True, "who": "x"}]}, "ZZ606"),
        ({"correction_notices": [["x"]]}, "ZZ606"),
        ({"correction_notices": [[{"day": date(2026, 1, 1)}]]}, "ZZ606"),
        ({"promised_time": [5]}, "ZZ606"),
        ({"subject": ["agency"], "主体": ["agency"]}, "ZZ607"),
        ({"subject.state": ["无"], "主体.state": ["无"]}, "ZZ607"),
    ],
)
def test_columns_of_another_type_are_refused_before_anything_is_read(columns, code):
    with pytest.raises(zzrules.UsageError) as raised:
        book().frame(pl.LazyFrame(columns), on=ON)
    assert [problem.code for problem in raised.value.problems] == [code]


@pytest.mark.parametrize(
    ("on", "code", "said"),
    [
        ("2026-13-01", "ZZ601", "不是日期"),
        ("id", "ZZ606", "「id」的类型"),
        ("conduct_dat", "ZZ629", "没有评价日那一列「conduct_dat」"),
        ("*", "ZZ629", "没有评价日那一列「*」"),
    ],
)
def test_a_day_that_is_no_date_is_refused(on, code, said):
    with pytest.raises(zzrules.UsageError) as raised:
        book().frame(sample(), on=on)
    [problem] = raised.value.problems
    assert problem.code == code
    assert said in problem.message
    assert code != "ZZ629" or on == "*" or problem.hint == "「conduct_date」"


def test_more_members_than_a_table_holds_are_listed_all_the_same():
    """Sets of many members have no table of all their subsets: those that occur are looked up; null stays null."""
    members = [f"m{number}" for number in range(40)]
    masks = [0, 1, 1 << 39, None, 0b1010, (1 << 40) - 1, 1]
    expected = [None if mask is None else [one for bit, one in enumerate(members) if mask >> bit & 1] for mask in masks]
    made = subsets(column("mask"), members, pl.String())
    kind = pl.Series(masks, dtype=pl.UInt64)
    assert evaluated(Layers(), made, mask=kind) == expected
    assert evaluated(Layers(), made, mask=pl.Series([None, None], dtype=pl.UInt64)) == [None, None]
    assert evaluated(Layers(), subsets(column("mask"), members[:3], pl.String()), mask=[5, 0]) == [["m0", "m2"], []]


def test_gaps_are_what_is_missing_as_truths():
    frame = sample().with_columns(conduct_date=pl.Series([date(2026, 2, 3), None, date(2026, 6, 1), date(2026, 4, 30)]))
    answers = book().frame(frame, ON, columns=["missing", "gaps", "problems"])
    assert answers["problems"].null_count() == 3
    for policy in book().plan.policies:
        for row in answers.select(f"{policy.code}.missing", f"{policy.code}.gaps").rows():
            missing, gaps = row
            assert (missing is None) == (gaps is None)
            assert gaps is None or {name for name, wanting in gaps.items() if wanting} == set(missing)


# ── names that are patterns to Polars ───────────────────────────────────

PATTERNS = {
    "vocabulary.yaml": """
词汇: 像模式的名字
事实:
  "*": {代码: star, 类型: 是否, 问: 是否？}
  "^.*$": {代码: any_day, 类型: 日期, 问: 哪一天？}
  "^主体$":
    代码: listed
    类型: 列表
    问: 哪些？
    字段:
      "*": {代码: star, 类型: 是否, 问: 是否？}
      "^.*$": {代码: any_day, 类型: 日期, 问: 哪一天？}
""",
    "test.yaml": """
政策: 试验
代码: test
依据: 第八条
行为日期: {取: 行为发生日期}
情形:
  星: {依据: 第八条, 条件: {"*": 是}}
  日: {依据: 第八条, 条件: {"^.*$": {早于: 2026-03-02}}}
  项的星: {依据: 第八条, 条件: {"^主体$": {有一次: {"*": 是}}}}
  项的日: {依据: 第八条, 条件: {"^主体$": {有一次: {"^.*$": {早于: 2026-03-02}}}}}
结论:
  - {得出: 有, 代码: yes, 条件: {情形: 有其一}}
  - {得出: 没有, 代码: no}
""",
}


def test_facts_may_be_called_as_patterns_are(tmp_path):
    """Polars takes ``*`` for every column, and ``^…$`` for those that a pattern fits."""
    for name, text in PATTERNS.items():
        (tmp_path / f"像模式-{name}").write_text(text, encoding="utf-8")
    day = date(2026, 1, 5)
    cases = pl.DataFrame(
        {
            "*": [True, False],
            "^.*$": [day, ON],
            "^主体$": [[{"*": True, "^.*$": day}], [{"*": False, "^.*$": ON}]],
            "行为发生日期": [ON, ON],
        }
    )
    answers = zzrules.load(base(), over=tmp_path).frame(cases, ON, columns=["grounds", "problems"])
    assert answers.columns == [*cases.columns, "test.星", "test.日", "test.项的星", "test.项的日", "problems"]
    assert answers.rows()[0][4:] == (True, True, True, True, None)
    assert answers.rows()[1][4:] == (False, False, False, False, None)


@pytest.mark.parametrize("name", ["*", "^备注$", "^.*$", "__named.*"])
@pytest.mark.parametrize("lazy", [False, True])
def test_columns_called_as_patterns_are_passed_on_and_may_hold_the_day(lazy, name):
    cases = pl.DataFrame({name: ["2026-05-06", "四月"], "备注": ["甲", "乙"], "主体": ["政务服务机构"] * 2})
    cases = cases.with_columns(**{"__named.__named.*": pl.lit(1), "" if name == "*" else "*": pl.lit(2)})
    given: Any = cases.lazy() if lazy else cases
    answers: Any = book().frame(given, on=name, about=["第二十三条"], columns=["problems"])
    rows = answers.lazy().collect()
    assert rows.columns == [*cases.columns, "problems"]
    assert rows.select(pl.nth(range(5))).equals(cases)
    assert rows["problems"].to_list() == [None, [{"column": name, "code": "ZZ601"}]]


# ── findings in columns of their parts ──────────────────────────────────

PARTS: dict[str, list[Any]] = {
    "主观故意.结论": ["是", "否", None, "不好说"],
    "主观故意.body": ["效能工作机构", "效能工作机构", None, "效能工作机构"],
    "主观故意.日期": [ON, ON, None, ON],
    "主观故意.依据": ["文号", "文号", None, "文号"],
}


@pytest.mark.parametrize("lazy", [False, True])
def test_a_finding_may_be_a_column_for_each_of_its_parts(lazy):
    """As it is in files; the frame's own columns come back as they were."""
    common = {"主体": ["派驻窗口工作人员"] * 4, "行为发生日期": [ON] * 4}
    parts = pl.DataFrame({**common, **PARTS})
    inner = {"conclusion": 0, "body": 1, "date": 2, "basis": 3}
    columns: list[list[Any]] = list(PARTS.values())
    whole = [
        {part: columns[at][row] for part, at in inner.items()} if columns[0][row] is not None else None
        for row in range(4)
    ]
    expected = book().frame(pl.DataFrame({**common, "主观故意": whole}), ON, ["第二十三条"], columns=KINDS)
    given: Any = parts.lazy() if lazy else parts
    answers = book().frame(given, ON, ["第二十三条"], columns=KINDS).lazy().collect()
    assert answers.select(parts.columns).equals(parts)
    assert answers.drop(parts.columns).equals(expected.drop(*common, "主观故意"))
    assert [one is None for one in answers["problems"]] == [True, True, True, False]


@pytest.mark.parametrize(
    "more", [{"主观故意.机构": ["效能工作机构"] * 4}, {"主观故意": [True] * 4}, {"subjective_intent.state": ["无"] * 4}]
)
def test_a_finding_in_parts_and_otherwise_is_refused(more):
    with pytest.raises(zzrules.UsageError) as raised:
        book().frame(pl.DataFrame({**PARTS, **more, "主观故意.state": ["无"] * 4}), ON)
    assert {problem.code for problem in raised.value.problems} == {"ZZ607"}
