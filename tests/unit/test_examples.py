"""examples/: records and logs come out as their headers and the tables say, the integration and the overlay too."""

import csv
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.unit.documents import OVERLAY, ROOT, broken_links, overlay

import zzrules
from zzrules.batch.files import read_cases
from zzrules.batch.logs import LogFile, read_logs
from zzrules.cli import main

FOLDER = ROOT / "examples"
NOTICE_OF_2027 = (
    "{文号: 示例〔2026〕9号, 印发: 2026-11-03, 上班: [2026-12-27], 放假: {"
    "元旦: 2027-01-01至2027-01-03, 春节: 2027-02-05至2027-02-11, 清明节: 2027-04-05, 劳动节: 2027-05-01至2027-05-02, "
    "端午节: 2027-06-09, 中秋节: 2027-09-15, 国庆节: 2027-10-01至2027-10-03}}"
)
RECORDS = sorted(FOLDER.glob("*.yaml"))
TABLE = (FOLDER / "README.md").read_text(encoding="utf-8")

# By hand from the regulation's text: the outcome of each policy that the record speaks of, with the ground it rests on.
# A tuple is what is still possible, and the facts that are missing.
OUTCOMES: dict[str, dict[str, str | tuple[set[str], list[str]]]] = {
    "rotation-request": {"rotation": "rotate", "replacement": "no_ground", "scope": "direct"},
    "rotation-before-filing": {"rotation": "pending_application"},
    "replacement-without-reason": {"replacement": "must_replace"},
    "second-correction-notice": {"liability": "order_correction", "tolerance": "not_applicable", "scope": "direct"},
    "overdue-licence-spring-festival": {"liability": "order_correction", "tolerance": "not_applicable"},
    "deadline-beyond-the-calendar": {
        "liability": ({"order_correction", "no_ground"}, ["国务院办公厅关于2027年部分节假日安排的通知"]),
    },
    "ladder-transfer": {"liability": "transfer", "tolerance": "not_applicable"},
    "catch-all-without-basis": {"liability": "no_ground"},
    "bribe-dressed-as-reform": {"tolerance": "private_gain", "liability": "order_correction"},
    "contradictory-findings": {
        "tolerance": (
            {"private_gain", "may_tolerate"},
            ["谋取私利", "收受他人财物", "利益归属", "索取他人财物", "谋取其他利益"],
        ),
    },
    "tolerance-intent-not-established": {"tolerance": ({"intent", "may_tolerate"}, ["主观故意", "滥用职权"])},
    "agency-claims-tolerance": {"tolerance": "not_applicable", "liability": "order_correction"},
    "bad-review": {"bad_review": "late", "tolerance": "not_applicable"},
    "utility-by-reference": {"scope": "by_reference", "liability": "by_reference", "tolerance": "by_reference"},
    "before-the-rules": {"liability": "not_in_force", "tolerance": "not_in_force", "scope": "not_in_force"},
}

# The grounds that hold, each with the day or the words that decide it.
GROUNDS = {
    "rotation-request": ["第八条第二款第（二）项"],
    "rotation-before-filing": ["第八条第二款第（二）项"],
    "replacement-without-reason": ["第七条第二款"],
    "second-correction-notice": ["第二十一条第（一）项"],
    "overdue-licence-spring-festival": ["第二十一条第（五）项"],
    "deadline-beyond-the-calendar": [],
    "ladder-transfer": ["第二十一条第（三）项"],
    "catch-all-without-basis": [],
    "bribe-dressed-as-reform": ["第二十一条第（六）项", "第二十三条第一款第（二）项", "第二十三条第一款第（三）项"],
    "contradictory-findings": ["第二十三条第一款第（二）项"],
    "tolerance-intent-not-established": ["第二十三条第一款第（二）项"],
    "agency-claims-tolerance": ["第二十一条第（四）项"],
    "bad-review": [],
    "utility-by-reference": ["第二十一条第（五）项"],
    "before-the-rules": [],
}


@pytest.fixture(scope="module")
def book() -> zzrules.Rulebook:
    return zzrules.load()


def record_of(name: str) -> dict[str, Any]:
    [case] = read_cases([FOLDER / f"{name}.yaml"])
    return dict(case.facts())


def day_of(name: str) -> str:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return str(re.findall(r"^# 评价日：(\d{4}-\d{2}-\d{2})", text, re.MULTILINE)[0])


def evaluate(book: zzrules.Rulebook, name: str, on: str = "", about: list[str] | None = None) -> zzrules.Determination:
    return book.evaluate(record_of(name), on or day_of(name), about)


def test_every_record_has_its_outcomes_here_and_its_row_in_the_table():
    assert {path.stem for path in RECORDS} == {*OUTCOMES} == {*GROUNDS}
    assert len(RECORDS) >= 8
    for path in RECORDS:
        [row] = [line for line in TABLE.splitlines() if line.startswith(f"| [{path.name}]({path.name}) |")]
        assert f"| {day_of(path.stem)} |" in row


@pytest.mark.parametrize("name", OUTCOMES)
def test_the_record_comes_out_as_the_regulation_says(book, name):
    d = evaluate(book, name)
    for code, expected in OUTCOMES[name].items():
        if isinstance(expected, str):
            assert d[code].possible == (expected,), code
        else:
            assert ({*d[code].possible}, [fact.label for fact in d[code].missing]) == expected, code


@pytest.mark.parametrize("name", GROUNDS)
def test_the_grounds_that_hold_are_those_of_the_text(book, name):
    holding = {ground.citation for answer in evaluate(book, name) for ground in answer.grounds.values() if ground.truth}
    assert sorted(holding) == sorted(GROUNDS[name])


@pytest.mark.parametrize("name", OUTCOMES)
def test_the_table_tells_the_outcome(book, name):
    [row] = [line for line in TABLE.splitlines() if line.startswith(f"| [{name}.yaml]")]
    d = evaluate(book, name)
    said = row.split(" | ")[3]
    outcomes = [d[code].outcome_name or "待查明" for code in OUTCOMES[name]]
    assert outcomes[0] in said


@pytest.mark.parametrize("name", OUTCOMES)
def test_the_record_is_explained_with_its_articles(book, name):
    """Each ground is named, and its text is quoted once: with that of its article, if that is quoted."""
    text = evaluate(book, name).explain()
    for citation in GROUNDS[name]:
        assert f"{citation}「" in text
        assert text.count(book.regulation.newest.text(citation)) == 1


def test_the_make_up_saturday_is_the_last_day(book):
    d = evaluate(book, "overdue-licence-spring-festival")
    shown = str(d["liability"].why("order_correction"))
    assert "2026-02-28" in shown
    in_time = record_of("overdue-licence-spring-festival") | {"办结日期": "2026-02-28"}
    answer = book.evaluate(in_time, day_of("overdue-licence-spring-festival"))["第二十一条第（五）项"]
    assert answer.truth is False


def test_the_new_notice_decides_what_waits_for_it(book, tmp_path):
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "2027.yaml").write_text(f"日历: 2027\n通知: [{NOTICE_OF_2027}]\n", encoding="utf-8")
    later = zzrules.load(over=tmp_path)
    assert evaluate(later, "deadline-beyond-the-calendar")["liability"].outcome == "order_correction"
    assert evaluate(later, "deadline-beyond-the-calendar", about=["第二十一条第（五）项"]).decided


def test_the_last_day_on_which_the_rotation_may_still_be_filed(book):
    answers = [evaluate(book, "rotation-before-filing", on)["rotation"].outcome for on in ("2026-06-02", "2026-06-03")]
    assert answers == ["pending_application", "not_applicable"]
    assert "还差28天" in evaluate(book, "rotation-before-filing").explain()


def test_the_crime_is_handed_over_beside_the_order(book):
    d = evaluate(book, "bribe-dressed-as-reform")
    duties = {one.name: one for one in d["liability"].obligations}
    assert duties["责令限期改正"].state == "pending"
    # set off; whether it was handed over the record doesn't say
    assert {*duties["移送有权机关"].possible} == {"pending", "fulfilled"}
    assert [fact.label for fact in duties["移送有权机关"].missing] == ["移送日期"]
    assert duties["移交"].state == "not_set_off"
    handed = book.evaluate(record_of("bribe-dressed-as-reform") | {"移送日期": "2026-06-12"}, "2026-06-15")
    assert {one.name: one.state for one in handed["liability"].obligations}["移送有权机关"] == "fulfilled"
    assert not any(one.truth for one in d["tolerance"].consequences)


def test_contradictory_findings_are_reported_and_no_others(book):
    told = {name: [one.name for one in evaluate(book, name).contradictions] for name in OUTCOMES}
    assert {name: names for name, names in told.items() if names} == {
        "contradictory-findings": ["为本人收受即谋取私利"]
    }


def test_the_other_reading_of_contact_and_verify_is_told(book):
    [effect] = [one for one in evaluate(book, "bad-review").readings() if one.policy == "bad_review"]
    assert (effect.reading, effect.other, effect.other_outcome) == ("联系核实的完成", "联系即可", ("按期联系核实",))


def test_no_record_holds_a_finding_without_its_document():
    for path in RECORDS:
        for label, value in record_of(path.stem).items():
            if isinstance(value, dict):
                assert {"结论", "机构", "层级", "日期", "依据"} == {*value}, (path.name, label)


# ── logs ────────────────────────────────────────────────────────────────

LOGS = sorted((FOLDER / "logs").iterdir())
Standing = list[tuple[str, int, str, str, int | None]]

# By hand from the regulation's text and the notice for 2026: what is open on the log's day, the most pressing first
# (name, number of the element, status, last day, working days left), and what is done with.
OPEN: dict[str, Standing] = {
    # complicated, so rectified by the day that the agency set: Tuesday 10 March; from Friday the 6th that is the second
    # working day
    "bad-review-spring-festival.yaml": [("限期整改", 0, "due_soon", "2026-03-10", 2)],
    # Accepted on Tuesday 10 March. The 11th to 13th are three working days; 16 to 20 March don't count; the 23rd to the
    # 27th are the fourth to eighth, the 30th and 31st the ninth and tenth. Since then 1 to 3 April, 7 to 10, 13 to 17
    # and 20 to 22 April have passed (4 to 6 April: 清明节), fifteen working days; since 16 April the 17th and 20 to 22
    # April. Nobody has found whether there is a crime.
    "licence-to-transfer.jsonl": [
        ("办结", 0, "breached", "2026-03-31", -15),
        ("改正", 1, "breached", "2026-04-16", -4),
        ("移送有权机关", 0, "undetermined", "", None),
    ],
    # The second (9 May) and the fifth (10 October) are make-up working Saturdays; the first and sixth are made good.
    # The third: an ordinary Saturday, to be made good by 16 August; how many working days ago, no notice for 2027 says.
    # The fourth: 国庆节, without a last day. The seventh: whether 2 January 2027 is a working day, no notice says.
    "overtime-and-leave.yaml": [
        ("给予相应补休", 3, "breached", "2026-08-16", None),
        ("给予相应补休", 4, "pending", "", None),
        ("给予相应补休", 7, "undetermined", "", None),
    ],
    "complaint-partly-true.yaml": [("回访投诉举报人", 0, "pending", "", None)],
}
SETTLED: dict[str, list[tuple[str, int, str]]] = {
    "bad-review-spring-festival.yaml": [("联系核实", 0, "fulfilled"), ("确定整改期限", 0, "fulfilled")],
    "licence-to-transfer.jsonl": [("责令限期改正", 0, "fulfilled"), ("移交", 0, "fulfilled")],
    "overtime-and-leave.yaml": [("给予相应补休", 1, "fulfilled"), ("给予相应补休", 6, "fulfilled")],
    "complaint-partly-true.yaml": [
        ("核实投诉举报", 0, "fulfilled"),
        ("处理属实部分", 0, "fulfilled"),
        ("澄清不实部分", 0, "fulfilled"),
        ("回复投诉举报人", 0, "fulfilled"),
    ],
}
REVIEW, LICENCE, OVERTIME, COMPLAINT = OPEN


def log_of(name: str) -> LogFile:
    [log] = read_logs([FOLDER / "logs" / name])
    assert not log.problems
    return log


def day_of_log(name: str) -> str:
    """The day is in the header; JSON Lines has none: there it is the day until which the log is complete."""
    if name.endswith(".jsonl"):
        return str(log_of(name).kept_until)
    first = (FOLDER / "logs" / name).read_text(encoding="utf-8").splitlines()[0]
    return first.removeprefix("# 到哪一天：")


def case_of(
    book: zzrules.Rulebook, name: str, but: Callable[[dict[str, Any]], bool] = lambda _: False
) -> zzrules.CaseFile:
    """Return the case of an example, without some of its events."""
    log = log_of(name)
    events = [dict(one) for one in log.events if not but(one)]
    return book.casefile(events, facts=log.facts, kept_until=log.kept_until)


def states(answer: zzrules.CaseAnswer, *names: str) -> list[str]:
    return [one.status for name in names for one in answer[name]]


def test_every_log_has_its_obligations_here_and_its_row_in_the_table():
    assert {path.name for path in LOGS} == {*OPEN} == {*SETTLED}
    for path in LOGS:
        [row] = [line for line in TABLE.splitlines() if line.startswith(f"| [{path.name}](logs/{path.name}) |")]
        assert f"| {day_of_log(path.name)} |" in row


@pytest.mark.parametrize("name", OPEN)
def test_the_log_stands_as_the_regulation_says(book, name):
    answer = book.casefile(FOLDER / "logs" / name).on(day_of_log(name))
    assert answer.problems == ()
    assert [(one.name, one.number, one.status, one.due, one.left) for one in answer.open] == OPEN[name]
    done = [one for one in answer.obligations if one.status in ("fulfilled", "fulfilled_late", "discharged")]
    assert [(one.name, one.number, one.status) for one in done] == SETTLED[name]


@pytest.mark.parametrize("name", OPEN)
def test_the_table_tells_what_is_open(book, name):
    [row] = [line for line in TABLE.splitlines() if line.startswith(f"| [{name}]")]
    answer = book.casefile(FOLDER / "logs" / name).on(day_of_log(name))
    assert row.split(" | ")[3] == "；".join(f"{one.title}（{one.label}）" for one in answer.open)


def test_the_correction_makes_the_contact_timely(book):
    assert states(case_of(book, REVIEW).on("2026-03-06"), "联系核实") == ["fulfilled"]
    uncorrected = case_of(book, REVIEW, lambda event: "更正" in event)
    assert states(uncorrected.on("2026-03-06"), "联系核实") == ["fulfilled_late"]
    assert states(uncorrected.on("2026-02-24"), "联系核实") == ["due_soon"]


@pytest.mark.parametrize(("on", "status"), [("2026-03-10", "due_soon"), ("2026-03-11", "breached")])
def test_the_day_that_the_agency_set_is_the_last(book, on, status):
    assert states(case_of(book, REVIEW).on(on), "限期整改") == [status]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-03-10", ["pending", "not_set_off"]),
        ("2026-03-16", ["suspended", "not_set_off"]),
        ("2026-03-20", ["suspended", "not_set_off"]),
        ("2026-03-23", ["pending", "not_set_off"]),
        ("2026-03-31", ["due_soon", "not_set_off"]),
        ("2026-04-01", ["breached", "not_set_off"]),
        ("2026-04-20", ["breached", "pending"]),
        ("2026-04-22", ["breached", "fulfilled"]),
        ("2026-04-23", ["undetermined", "undetermined"]),  # the log is complete until the day before
    ],
)
def test_the_licence_day_by_day(book, on, expected):
    answer = case_of(book, LICENCE).on(on)
    assert states(answer, "办结")[0] == expected[0]
    if on >= "2026-04-01":  # before the day of the conduct, the conduct is not known
        assert states(answer, "移交") == expected[1:]


def test_the_overdue_licence_asks_who_finds_a_crime(book):
    [handed] = case_of(book, LICENCE).on("2026-04-22")["移送有权机关"]
    assert [fact.label for fact in handed.missing] == ["构成犯罪"]


def test_the_make_up_saturdays_are_no_overtime(book):
    leave = case_of(book, OVERTIME).on("2027-01-04")["给予相应补休"]
    assert [one.status for one in leave] == [
        *("fulfilled", "not_set_off", "breached", "pending", "not_set_off", "fulfilled", "undetermined"),
    ]
    assert [fact.label for fact in leave[-1].missing] == ["国务院办公厅关于2027年部分节假日安排的通知"]


@pytest.mark.parametrize(("on", "status"), [("2026-08-16", "due_soon"), ("2026-08-17", "breached")])
def test_the_leave_is_overdue_behind_its_last_day(book, on, status):
    assert case_of(book, OVERTIME).on(on)["给予相应补休"][2].status == status


def test_the_notice_for_2027_decides_about_the_overtime(book, tmp_path):
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "2027.yaml").write_text(f"日历: 2027\n通知: [{NOTICE_OF_2027}]\n", encoding="utf-8")
    leave = case_of(zzrules.load(over=tmp_path), OVERTIME).on("2027-01-04")["给予相应补休"]
    assert leave[-1].status == "pending"


def test_the_return_visit_has_no_last_day(book):
    for on in ("2026-07-15", "2026-12-28", "2029-01-01"):
        assert states(case_of(book, COMPLAINT).on(on), "回访投诉举报人") == ["pending"]
    visited = case_of(book, COMPLAINT).with_event({"日期": "2026-08-11", "事件": "回访投诉举报人"})
    assert list(visited.on("2026-08-11")) == []


# ── the folder that is laid over, and the program ───────────────────────


def test_the_overlay_changes_the_outcome_from_its_day_only(book):
    own = zzrules.load(over=FOLDER / "own-policies")
    days = ("2026-06-30", "2026-07-01", "2027-06-02", "2027-06-03")
    name = "rotation-before-filing"
    assert [evaluate(book, name, on)["rotation"].outcome for on in days] == ["not_applicable"] * 4
    assert [evaluate(own, name, on)["rotation"].outcome for on in days] == [
        "not_applicable",
        "pending_application",
        "pending_application",
        "not_applicable",
    ]
    assert own.digest != book.digest


def test_the_overlay_is_the_shipped_policy_with_one_line_changed():
    """After a change to the shipped policy: ``python -m tests.unit.documents`` copies it anew."""
    assert OVERLAY.read_text(encoding="utf-8") == overlay()


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=60
    )


def test_the_integration_runs_and_prints_what_it_promises():
    done = run("-W", "error", FOLDER / "integrate.py")
    assert (done.returncode, done.stderr) == (0, "")
    *lines, version = done.stdout.splitlines()
    assert version == f"政策版本 {zzrules.load().digest[:12]}"
    assert "  第八条第二款　予以轮换调整（rotate）" in lines
    assert [line.split()[1] for line in lines if line.startswith("  请更正")] == ["ZZ404", "ZZ407", "ZZ401", "ZZ432"]
    assert "  结论：情形和手续具备，待报请，问了 6 项" in lines
    batch, story = lines.index("── 一批案卷"), lines.index("── 一份流水")
    assert lines[batch + 1 : story] == [
        "受理日期,on,liability.超过承诺时限",
        "2026-02-06,2026-05-06,True",
        "2026-02-09,2026-05-06,True",
        "2026-02-10,2026-05-06,False",
    ]
    asked = "政务服务机构何时整改完毕（尚未整改完毕，填无）？"
    assert lines[story + 1 :] == [
        "  2026-02-13　政务服务机构应当联系评价人并核实：临近届满，期限2026-02-24，还有2个工作日",
        "  2026-02-24　政务服务机构应当联系评价人并核实：临近届满，期限2026-02-24，就在当天",
        "  2026-02-25　政务服务机构应当联系评价人并核实：逾期未履行，期限2026-02-24，已过1个工作日",
        "  2026-02-25　政务服务机构应当整改：待履行，时限是「立即」，由人认定",
        "  请更正　ZZ432 第4件的日期不是历法上有的日子。改成实有的日期",
        f"  2026-02-25　政务服务机构应当对整改情况跟踪回访：待查明　问：{asked}",
        f"  2026-02-25　政务服务机构应当整改：履行情况待查明，时限是「立即」，由人认定　问：{asked}",
    ]


def test_the_register_is_judged_as_its_page_says(tmp_path):
    """Row by row what the page says of a licence over the Spring Festival; the row with the mistake is told apart."""
    [about] = re.findall(r"^## 台账\n(.*?)^其他：", TABLE, re.MULTILINE | re.DOTALL)
    told = dict(re.findall(r"^\| (\d+号) \| (\S+) \|", about, re.MULTILINE))
    answers = tmp_path / "answers.parquet"
    summary = zzrules.load().evaluate_files(FOLDER / "register.csv", answers, "2026-05-06", ["第二十一条"])
    words = {True: "成立", False: "不成立", None: "待查明"}
    rows = pl.read_parquet(answers).select("案号", "liability.超过承诺时限").rows()
    judged = {number.partition("〕")[2]: words[truth] for number, truth in rows}
    with Path(summary.bad_file).open(encoding="utf-8-sig", newline="") as stream:
        (bad,) = csv.DictReader(stream)
    assert (bad["行号"], bad["列"], bad["错误代码"]) == ("7", "受理日期", "ZZ402")
    assert judged | {"36号": "没有评价"} == told


COMMANDS = [
    line.partition("#")[0].strip()
    for block in re.findall(r"^```sh\n(.*?)^```$", TABLE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_of_the_readme_run(capsys, monkeypatch, command):
    monkeypatch.chdir(ROOT)
    program, *words = shlex.split(command)
    paths = [[str(one) for one in sorted(Path().glob(word))] if "*" in word else [word] for word in words]
    assert program == "zzrules"
    code = main([word for found in paths for word in found])
    printed = capsys.readouterr()
    assert (code, printed.err) == (3 if words[0] == "evaluate" else 0, "")
    expected = {"explain": "予以轮换调整", "casefile": "限期整改：临近届满，期限2026-03-10，还有2个工作日"}
    expected |= {"evaluate": "谋取私利，不符合容错条件", "due": "示例"}
    assert expected[words[0]] in printed.out


def test_the_readme_shows_each_command():
    assert [line.split()[1] for line in COMMANDS] == ["explain", "evaluate", "casefile", "due", "due"]


def test_its_links_lead_somewhere():
    assert broken_links(FOLDER / "README.md") == set()
