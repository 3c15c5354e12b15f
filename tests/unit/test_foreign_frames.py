"""Frames of other libraries: whatever offers an Arrow stream is judged as the same frame of Polars, and goes back."""

from __future__ import annotations

import sys
from datetime import date, datetime
from functools import cache
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests import needs

import zzrules
from zzrules.engines.columnar.foreign import polars_frame
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

ON = "2026-05-06"
ASKED = ["第二十三条", "第二十四条"]
SUBJECTS = ["派驻窗口工作人员", "政务服务机构", None, "机构"]
DAYS = [date(2026, 3, 2), date(2025, 3, 2), None, date(2026, 4, 16)]


@cache
def book() -> zzrules.Rulebook:
    return zzrules.load()


def cases() -> pl.DataFrame:
    return pl.DataFrame({"id": [1, 2, 3, 4], "主体": SUBJECTS, "行为发生日期": DAYS})


def expected() -> pl.DataFrame:
    return book().frame(cases(), ON, ASKED)


def of_pandas() -> Any:
    return pd.DataFrame({"id": [1, 2, 3, 4], "主体": SUBJECTS, "行为发生日期": pd.to_datetime(pd.Series(DAYS))})


def of_duckdb() -> Any:
    duckdb = needs.package("duckdb")
    frame = cases().to_arrow()
    return duckdb.from_arrow(frame)


def of_narwhals() -> Any:
    narwhals = needs.package("narwhals")
    return narwhals.from_native(of_pandas())


@pytest.mark.parametrize(
    "given",
    [of_pandas, lambda: cases().to_arrow(), of_duckdb, of_narwhals],
    ids=["pandas", "pyarrow", "DuckDB", "narwhals"],
)
def test_frames_of_other_libraries_are_judged_alike(given):
    answers = book().frame(given(), ON, ASKED)
    assert isinstance(answers, pl.DataFrame)
    told = [name for name in answers.columns if name.startswith(("tolerance", "scope"))] + ["problems", "id"]
    assert answers.select(told).equals(expected().select(told))
    assert pa.table(answers).column_names == answers.columns == expected().columns  # and back


def test_the_stream_alone_is_enough():
    class Offers:
        def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
            return cases().__arrow_c_stream__(requested_schema)

    assert book().frame(Offers(), ON, ASKED).equals(expected())


COUNT = Fact("count", "件数", Kind.INTEGER, "多少件？")
COUNTS = Vocabulary("", (COUNT,), {}, {}, {"件数": COUNT}, {"count": COUNT})


def test_pandas_has_fractions_only_for_want_of_a_type():
    """A column in which nothing stands is unknown, and whole fractions are integers; a row's label is no column."""
    read = polars_frame(pd.DataFrame({"件数": [2, None], "单价": [1.0, None]}, index=["甲", "乙"]), COUNTS)
    assert read.collect_schema() == {"件数": pl.Int64, "单价": pl.Float64}
    assert polars_frame(pd.DataFrame({"件数": [2.5]}), COUNTS).collect_schema() == {"件数": pl.Float64}
    nothing = pd.DataFrame({"主体": [float("nan")] * 2, "行为发生日期": [float("nan")] * 2})
    assert book().frame(nothing, ON, ASKED)["problems"].to_list() == [None, None]


@pytest.mark.parametrize(
    "beside", ["办结日期.不早于", "办结日期.state", "主观故意.结论", "主观故意.日期", "补正次数.以上", "主体.属于"]
)
def test_pandas_has_fractions_beside_a_fact_too(beside):
    """What stands beside a fact is empty in most registers."""
    nothing = pd.DataFrame({"行为发生日期": ["2026-03-02"] * 2, beside: [float("nan")] * 2})
    expected = book().frame(pl.DataFrame({"行为发生日期": ["2026-03-02"] * 2}), ON, ASKED)
    assert book().frame(nothing, ON, ASKED).select(expected.columns).equals(expected)
    counted = polars_frame(pd.DataFrame({"件数.以上": [2, None]}), COUNTS)
    assert counted.collect_schema() == {"件数.以上": pl.Int64}


def test_sums_of_duckdb_are_integers():
    duckdb = needs.package("duckdb")
    assert polars_frame(duckdb.sql('select 2::hugeint as "count"'), COUNTS).collect_schema() == {"count": pl.Int64}


@pytest.mark.parametrize(
    "given",
    [
        [{"主体": "政务服务机构"}],
        pl.Series([1]),
        pa.chunked_array([[1]]),
        pd.DataFrame([["甲", "乙"]], columns=["主体", "主体"]),
        pa.table([[1], [2]], names=["甲", "甲"]),
        pd.DataFrame({"主体": [1, "政务服务机构"]}),
        pl.DataFrame,
    ],
    ids=["records", "a series", "an array", "two columns of a name", "the same", "mixed", "a class"],
)
def test_what_is_no_frame_is_refused(given):
    with pytest.raises(zzrules.UsageError) as raised:
        book().frame(given, ON)
    assert [problem.code for problem in raised.value.problems] == ["ZZ611"]


def moments(*moments: Any, unit: Any = "us", zone: str | None = None) -> pl.Series:
    return pl.Series(moments, dtype=pl.Datetime(unit, zone))


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_midnight_is_a_day_and_any_other_time_is_bad(unit):
    at = moments(datetime(2026, 3, 2), datetime(2026, 3, 2, 0, 0, 0, 1000), None, unit=unit)  # noqa: DTZ001 - as files have it
    frame = pl.DataFrame({"主体": ["派驻窗口工作人员"] * 3, "行为发生日期": at})
    answers = book().frame(frame, ON, ASKED)
    plain = book().frame(frame.with_columns(行为发生日期=pl.Series([DAYS[0], None, None])), ON, ASKED)
    told = "tolerance.possible"
    assert answers[told].to_list() == [plain[told][0].to_list(), None, plain[told][2].to_list()]
    assert answers["problems"].to_list() == [None, [{"column": "行为发生日期", "code": "ZZ402"}], None]
    assert book().frame(frame.lazy(), ON, ASKED).collect().equals(answers)


def test_the_day_of_evaluation_may_be_midnight():
    at = moments(datetime(2026, 5, 6), datetime(2026, 5, 6, 8), None)  # noqa: DTZ001 - as files have it
    answers = book().frame(cases().head(3).with_columns(at=at), "at", ASKED)
    assert answers["tolerance.possible"][0].to_list() == expected()["tolerance.possible"][0].to_list()
    assert answers["problems"].to_list()[1:] == [[{"column": "at", "code": "ZZ601"}]] * 2


def test_bounds_and_parts_may_be_midnight():
    at = moments(datetime(2026, 5, 1))  # noqa: DTZ001 - as files have it
    frame = pl.DataFrame({"主体": ["agency"], "办结日期.不早于": at, "审核同意": pl.struct(date=at, eager=True)})
    told = frame.with_columns(
        pl.col("办结日期.不早于").cast(pl.Date), 审核同意=pl.struct(pl.lit(date(2026, 5, 1)).alias("date"))
    )
    columns = [name for name in book().frame(told, ON).columns if name not in frame.columns]
    assert book().frame(frame, ON).select(columns).equals(book().frame(told, ON).select(columns))


def test_a_moment_with_a_time_zone_is_refused():
    """Which day it is depends on the zone: whoever has it says so."""
    at = moments(datetime(2026, 3, 1, 16), zone="UTC")  # noqa: DTZ001 - in the zone of its column
    with pytest.raises(zzrules.UsageError, match="ZZ606"):
        book().frame(pl.DataFrame({"行为发生日期": at}), ON)


def test_files_with_moments_are_judged_alike(tmp_path):
    """What pandas writes as Parquet; the column of days too."""
    of_pandas().assign(至=pd.Timestamp("2026-05-06")).to_parquet(tmp_path / "案卷.parquet")
    summary = book().evaluate_files(tmp_path / "案卷.parquet", tmp_path / "结论.parquet", "至", ASKED)
    assert (summary.judged, summary.bad) == (3, 1)


def test_a_column_that_is_almost_a_fact_warns():
    frame = cases().rename({"主体": "主体类型"})
    with pytest.warns(zzrules.ColumnWarning, match="ZZ618 列「主体类型」.*「主体」") as warned:
        book().frame(frame, ON, ASKED)
    assert warned[0].filename == __file__


def test_answers_of_an_earlier_run_and_other_columns_do_not_warn():
    answers = expected().drop("problems").with_columns(经办人=pl.lit("甲"))
    assert book().frame(answers, ON, ASKED).drop("problems", "经办人").equals(expected().drop("problems"))


def test_without_polars_nothing_is_read(monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(zzrules.UsageError, match="ZZ610"):
        book().frame(object(), ON)  # type: ignore[call-overload]
