"""Assumed calendars: whatever rests on one says so, in every form; nothing else changes."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from tests.conformance_update import base

import zzrules
from zzrules.answer.policy import PolicyAnswer
from zzrules.base.errors import CalendarError
from zzrules.cli import main
from zzrules.engines.columns import KINDS

ASSUMED = """
假定日历: 2027
依据: 按放假办法测算
放假:
  元旦: 2027-01-01至2027-01-03
  春节: 2027-02-05至2027-02-11
上班: [2027-02-13]
"""
SAID = "假定的2027年日历（依据：按放假办法测算）"
LOG = [{"日期": "2026-12-28", "事件": "收到差评", "实名": "是"}]
AGENCY = {"主体": "政务服务机构"}
ABOUT = ["第二十条第二款"]
RECORD = AGENCY | {
    "机构收到评价日期": "2026-12-28",
    "评价等次": "差评",
    "实名": "是",
    "联系日期": "无",
    "核实日期": "无",
}


@cache
def book() -> zzrules.Rulebook:
    return zzrules.load()


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path: Path = tmp_path_factory.mktemp("假定") / "2027.yaml"
    path.write_text(ASSUMED, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trial(file) -> zzrules.Rulebook:
    return book().assuming(file)


def test_what_rests_on_an_assumption_says_so(trial):
    answer = trial.evaluate(RECORD, "2026-12-31", ABOUT).policy("bad_review")
    assert book().evaluate(RECORD, "2026-12-31", ABOUT).policy("bad_review").outcome is None
    assert answer.decided
    assert answer.assumptions == (SAID,)
    assert answer.to_dict()["assumptions"] == [SAID]
    assert answer.announced.outcome is None
    assert f"- 以{SAID}为准，通知公布后应当重新评价" in trial.evaluate(RECORD, "2026-12-31", ABOUT).explain()
    assert trial.evaluate(RECORD, "2026-12-31").row()["bad_review.assumptions"] == SAID
    assert trial.digest != book().digest


def test_what_does_not_rest_on_it_is_as_before(trial):
    early = RECORD | {"机构收到评价日期": "2026-03-02"}
    for answer in trial.evaluate(early, "2026-05-06"):
        assert answer.assumptions == ()
        assert answer.to_dict() == book().evaluate(early, "2026-05-06").policy(answer.code).to_dict()
    assert book().evaluate(RECORD, "2026-12-31").policy("bad_review").assumptions == ()


LATE = """\
政策: 试验
代码: test
依据: 第八条
行为日期: {取: 行为发生日期}
参数:
  时限: {依据: 第八条, 取值: {2026-01-01: 3工作日}}
推算:
  届满日: {期限: {起: 受理日期, 加: 时限}}
结论:
  - {得出: 办结, 代码: "yes", 条件: {办结日期: {不早于: 2026-01-01}}}
  - {得出: 没有, 代码: "no"}
矛盾:
  早于届满: {条件: {办结日期: {早于: 届满日}}, 说明: 办结早于届满之日, 依据: 第八条}
"""


def test_a_contradiction_may_rest_on_it(tmp_path, file):
    """What is in dispute only by the assumed calendar is as recorded without it."""
    (tmp_path / "policy.yaml").write_text(LATE, encoding="utf-8")
    record = {"行为发生日期": "2026-03-02", "受理日期": "2026-12-31", "办结日期": "2027-01-04"}
    without = zzrules.load(base(), over=tmp_path)
    assumed = without.assuming(file)
    before, answer = (one.evaluate(record, "2027-01-08").policy("test") for one in (without, assumed))
    assert (before.outcome, answer.outcome) == ("yes", None)
    assert answer.announced.to_dict() == before.to_dict()
    assert answer.assumptions == (SAID,)


def test_a_number_that_is_only_shown_is_no_reason(tmp_path, file):
    """How many working days lie between two days is not asked by the policy."""
    (tmp_path / "policy.yaml").write_text(
        LATE.partition("矛盾:")[0].replace("不早于: 2026-01-01", "晚于: 受理日期"), "utf-8"
    )
    record = {"行为发生日期": "2026-03-02", "受理日期": "2027-01-05", "办结日期": "2027-01-08"}
    answer = zzrules.load(base(), over=tmp_path).assuming(file).evaluate(record, "2027-01-08", ["test"]).policy("test")
    assert answer.reasons[0].text.endswith("，晚3天")  # not in working days: nobody knows them
    assert answer.assumptions == ()


def test_tables_and_lists_of_others_say_so(trial, monkeypatch):
    found = trial.evaluate(RECORD | {"联系日期": "2026-12-28", "核实日期": None}, "2027-01-08")
    assert found.policy("bad_review").assumptions == (SAID,)
    assert f"（以{SAID}为准）" in found._repr_html_()
    monkeypatch.setattr(PolicyAnswer, "aside", property(lambda answer: answer.code == "bad_review"))
    [line] = [line for line in found.explain().splitlines() if line.startswith("- 实名差评联系核实")]
    assert f"以{SAID}为准" in line


def test_a_duty_says_so_with_its_last_day(trial):
    case = trial.casefile(LOG, facts=AGENCY).on("2026-12-29")
    [duty] = case["联系核实"]
    assert (duty.due, duty.assumptions) == ("2026-12-30", (SAID,))
    assert duty.to_dict()["assumptions"] == [SAID]
    [reminder] = case.reminders()
    assert reminder.cells()[-1] == f"以{SAID}为准"
    assert f"以{SAID}为准" in case.explain()
    again = zzrules.Determination.from_dict(case.determination.to_dict())
    assert again.policy("bad_review").obligations[0].assumptions == (SAID,)
    assert again.policy("bad_review").assumptions == (SAID,)


@pytest.mark.parametrize("columns", [None, ["outcome"], ["possible", "class", "missing", "deadlines", "gaps"]])
def test_columns_and_lines_of_json_say_so_where_they_would_be_others(trial, columns):
    from zzrules.batch.lines import AnswerColumns
    from zzrules.engines.columns import USUAL

    rows = [RECORD, RECORD | {"机构收到评价日期": "2026-03-02"}, AGENCY]
    frame = pl.DataFrame([{name: row.get(name) for name in RECORD} for row in rows]).rename(
        {"联系日期": "联系日期.state"}
    )
    frame = frame.rename({"核实日期": "核实日期.state"})
    found = trial.frame(frame, "2026-12-31", ABOUT, columns=columns)
    assert found["bad_review.assumptions"].to_list() == [SAID, None, None]
    plain = book().frame(frame, "2026-12-31", ABOUT, columns=columns)
    assert found.columns == [*plain.columns, "bad_review.assumptions"]
    lines = AnswerColumns(trial.plan, ["bad_review"], columns or USUAL)
    said = [lines.of(trial.evaluate(row, "2026-12-31", ABOUT))["bad_review.assumptions"] for row in rows]
    assert said == [SAID, None, None]


@pytest.mark.parametrize("kind", KINDS)
def test_columns_of_one_kind_say_so(trial, kind):
    """Whatever is asked for: also columns that the policy has none of, and none that an assumption changes."""
    frame = pl.DataFrame([RECORD | {"联系日期": None, "核实日期": None}])
    found = trial.frame(frame, "2026-12-31", ABOUT, columns=[kind])
    plain = book().frame(frame, "2026-12-31", ABOUT, columns=[kind])
    own = [name for name in plain.columns if name.startswith("bad_review.")]
    others = not found.select(own).equals(plain.select(own))
    assert found["bad_review.assumptions"].to_list() == [SAID if others else None]


def test_answers_of_an_earlier_run_are_replaced(trial):
    columns = ["outcome", "possible", "problems"]
    frame = pl.DataFrame([{name: RECORD.get(name) for name in RECORD}]).rename(
        {"联系日期": "联系日期.state", "核实日期": "核实日期.state"}
    )
    once = trial.frame(frame, "2026-12-31", ABOUT, columns=columns)
    stale = once.select(
        *frame.columns, "bad_review.outcome", *(set(once.columns) - {*frame.columns, "bad_review.outcome"})
    )
    stale = stale.with_columns(pl.lit("旧").alias("bad_review.outcome"), pl.lit("旧").alias("bad_review.assumptions"))
    assert trial.frame(stale, "2026-12-31", ABOUT, columns=columns).equals(once)
    for some in (["bad_review.outcome"], ["problems", "bad_review.possible"], ["bad_review.assumptions"]):
        again = trial.frame(stale.select(*frame.columns, *some), "2026-12-31", ABOUT, columns=columns)
        assert again.equals(once)


def test_files_say_so(trial, tmp_path):
    (tmp_path / "案卷.csv").write_text(
        "主体,机构收到评价日期,评价等次,实名\n政务服务机构,2026-12-28,差评,是\n", encoding="utf-8"
    )
    for extension in ("parquet", "csv", "xlsx"):
        summary = trial.evaluate_files(tmp_path / "案卷.csv", tmp_path / f"结论.{extension}", "2026-12-31", ABOUT)
        assert f"工作日历用了{SAID}" in "".join(map(str, summary.lines()))
    assert pl.read_parquet(tmp_path / "结论.parquet")["bad_review.assumptions"].to_list() == [SAID]
    assert pl.read_csv(tmp_path / "结论.csv")["实名差评联系核实.所依的假定"].to_list() == [SAID]
    sheet = openpyxl.load_workbook(tmp_path / "结论.xlsx").worksheets[0]
    assert any("所依的假定" in str(cell.value) for cell in next(sheet.iter_rows()))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ASSUMED.replace("2027", "2026"), "ZZ530"),
        (ASSUMED.replace("2027", "2028"), "ZZ506"),
        (ASSUMED.replace("[2027-02-13]", "[2027-02-16]"), "ZZ508"),
        (ASSUMED.replace("2027-02-05至2027-02-11", "2027-02-11至2027-02-05"), "ZZ509"),
        (ASSUMED.replace("依据: 按放假办法测算\n", ""), "ZZ202"),
        (ASSUMED.replace("依据", "依具"), "ZZ201"),
        (ASSUMED.replace("日历: 2027", "日历: 27"), "ZZ209"),
        ("主体: 其他\n", "ZZ202"),
    ],
)
def test_a_bad_assumption_is_told(tmp_path, text, code):
    (tmp_path / "假定.yaml").write_text(text, encoding="utf-8")
    with pytest.raises((zzrules.PolicyError, CalendarError)) as caught:
        book().assuming(tmp_path / "假定.yaml")
    assert code in {problem.code for problem in caught.value.problems}
    assert all(problem.place.source.endswith("假定.yaml") for problem in caught.value.problems if code != "ZZ506")


def test_a_folder_may_assume_until_the_notice_is_there(tmp_path, file):
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "2027.yaml").write_text(ASSUMED, encoding="utf-8")
    calendar = zzrules.load(over=tmp_path).calendar
    assert calendar.covers(date(2027, 2, 5))
    assert calendar.announced == book().calendar
    (tmp_path / "calendar" / "2026.yaml").write_text(
        ASSUMED.replace("2027", "2026").replace("[2026-02-13]", "[]"), encoding="utf-8"
    )
    assert zzrules.load(over=tmp_path).calendar.assumptions[0].year == 2026  # in place of the notice


def test_the_commands_take_assumptions(tmp_path, file, capsys):
    (tmp_path / "流水.yaml").write_text(
        "流水: [{日期: 2026-12-28, 事件: 收到差评, 实名: 是}]\n事实: {主体: 政务服务机构}\n", encoding="utf-8"
    )
    (tmp_path / "案卷.yaml").write_text(
        "\n".join(f"{name}: {value}" for name, value in RECORD.items()), encoding="utf-8"
    )
    log, record = str(tmp_path / "流水.yaml"), str(tmp_path / "案卷.yaml")
    asked: list[Any] = ["--on", "2026-12-31", "--assume", str(file)]
    for command in (
        ["evaluate", record, *asked, "--about", *ABOUT],
        ["evaluate", record, *asked, "--about", *ABOUT, "--format", "table"],
        ["explain", record, *asked, "--about", *ABOUT],
        ["why", record, *asked, "--policy", *ABOUT],
        ["casefile", log, *asked],
        ["due", log, *asked],
    ):
        main(command)
        assert SAID in capsys.readouterr().out, command[0]
    assert main(["calendar", "2027-02-05", "--assume", str(file)]) == 0
    assert "假定的2027年日历" in capsys.readouterr().out
