"""Case files as callers meet them: what one answers on a day, and what becomes of mistakes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.property.mutants import refusal
from tests.property.mutators import JUNK, KEYS

import zzrules
from zzrules.batch.logs import read_logs
from zzrules.casefile import CaseAnswer, CaseFile

AGENCY = {"主体": "政务服务机构"}


@pytest.fixture(scope="module")
def book() -> zzrules.Rulebook:
    return zzrules.load()


def event(day: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"日期": day, "事件": kind, **more}


def standing(answer: CaseAnswer, name: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.title, one.label, one.events) for one in answer[name]]


# ── a file that grows answers as one made at once ───────────────────────


def test_elements_that_move_keep_their_own_numbers(book):
    """What is remembered of an element is told of it where it stands now, also while their order is not known."""
    events = [
        event("2026-03-01", "提供加班报务"),
        event("2026-03-08", "提供加班服务"),
        event("2026-03-03", "提供加班服务"),
    ]
    growing: CaseFile = book.casefile(events[:2], facts=AGENCY)
    assert len(growing.on("2026-03-20")["给予相应补休"]) == 2
    growing = growing.with_event(events[2])
    at_once = book.casefile(events, facts=AGENCY)
    told = standing(growing.on("2026-03-20"), "给予相应补休")
    assert told == standing(at_once.on("2026-03-20"), "给予相应补休")
    assert [title for title, _, _ in told] == [f"给予相应补休（第{number}次加班）" for number in (1, 2, 3)]


# ── what is missing ─────────────────────────────────────────────────────


def test_a_determination_of_which_obligations_alone_speak_has_its_witnesses(book):
    """A determination that nothing but an obligation reads is asked for with what either finding would decide."""
    record = AGENCY | {"评价等次": "差评", "实名": "是", "机构收到评价日期": "2026-02-12", "核实日期": "2026-02-13"}
    record |= {"情况清楚": "是", "诉求合理": "是", "整改完成日期": "无"}
    (one,) = [
        duty for duty in book.evaluate(record, on="2026-03-01")["第二十条第二款"].obligations if duty.name == "立即整改"
    ]
    (asked,) = one.missing
    assert asked.label == "未立即整改"
    assert dict(asked.would_decide) == {
        "有权机构认定为是": "逾期未履行",
        "有权机构认定为否": "待履行",
        "没有认定": "待履行",
    }


# ── a value ─────────────────────────────────────────────────────────────

REVIEW = event("2026-03-02", "收到差评", 编号=1, 实名="是")
CONTACT = event("2026-03-03", "联系评价人", 编号=2)
VERIFIED = event("2026-03-09", "核实完毕", 编号=3, 情况清楚="是", 诉求合理="是")


def label(file: CaseFile, on: str, name: str = "联系核实") -> str:
    (one,) = file.on(on)[name]
    return one.label


def test_a_case_file_is_a_value(book):
    """An event gives another case file; the one that it was added to says what it said."""
    before = book.casefile([REVIEW], facts=AGENCY)
    after = before.with_event(CONTACT).with_event(VERIFIED)
    assert (len(before), len(after)) == (1, 3)
    assert label(before, "2026-03-10") == "逾期未履行"
    assert label(after, "2026-03-10") == "逾期履行"
    assert label(before, "2026-03-10") == "逾期未履行"
    assert repr(after) == "<CaseFile of 3 events>"


def test_several_events_may_be_added_at_once(book):
    """Events may come together, late, and twice; what arrives twice under its number is there once."""
    file = book.casefile(facts=AGENCY).with_events([VERIFIED, CONTACT, REVIEW, REVIEW])
    assert len(file) == 3
    assert label(file, "2026-03-10") == "逾期履行"


def test_every_entry_has_a_place_of_its_own(book):
    """Entries are called by their place in the order of arrival, duplicates counted: no two by the same."""
    file = book.casefile([REVIEW, REVIEW, {"事件": "联系评价人"}], facts=AGENCY).with_event({"事件": "核实完毕"})
    assert [problem.message[:3] for problem in file.problems] == ["第3件", "第4件"]


def test_an_answer_holds_how_the_case_stands(book):
    """An answer gives its day, what is open, the most pressing first, what is breached, and obligations by name."""
    answer = book.casefile([REVIEW], facts=AGENCY).on(date(2026, 3, 9))
    assert answer.day == date(2026, 3, 9)
    assert [one.name for one in answer.breached] == ["联系核实"]
    assert next(iter(answer)).name == "联系核实"
    assert answer["联系核实"][0].events == ("第1件（编号1）",)
    assert answer["联系核实"][0].when == "期限2026-03-04，已过3个工作日"
    assert answer["联系核实"][0].left == -3
    assert set(answer.open) <= set(answer.obligations)


def test_on_the_saturday_behind_the_last_day_no_working_day_has_passed(book):
    """Breached by then all the same: neither does anything remain, nor have "0 working days" passed."""
    answer = book.casefile([REVIEW | {"日期": "2026-03-11"}], facts=AGENCY).on("2026-03-14")
    (duty,) = answer["联系核实"]
    assert (duty.status, duty.left) == ("breached", 0)
    assert duty.when == "期限2026-03-13，已过，其后还没有工作日"
    (reminder,) = [one for one in answer.reminders() if one.name == "联系核实"]
    assert reminder.distance == "已过"


def test_what_is_about_to_fall_due_is_said_as_early_as_one_asks(book):
    """`within` is the number of working days ahead."""
    file = book.casefile([REVIEW], facts=AGENCY)
    assert file.on("2026-03-02")["联系核实"][0].status == "due_soon"
    assert file.on("2026-03-02", within=1)["联系核实"][0].status == "pending"
    assert file.on("2026-03-04", within=0)["联系核实"][0].status == "due_soon"


def test_about_narrows_the_answer(book):
    """An answer about one article has its obligations alone, and they stand as in the whole answer."""
    file = book.casefile([REVIEW], facts=AGENCY)
    narrow = file.on("2026-03-09", ["第二十条第二款"])
    assert {one.policy for one in narrow.obligations} == {"bad_review"}
    whole = [one for one in file.on("2026-03-09").obligations if one.policy == "bad_review"]
    assert [one.to_dict() for one in narrow.obligations] == [one.to_dict() for one in whole]


def test_an_answer_explains_itself_in_three_forms(book):
    """Text and Markdown say what is pressing, what is settled and what is wrong; JSON holds all of it as data."""
    answer = book.casefile([REVIEW, event("2026-03-03", "连系评价人")], facts=AGENCY).on("2026-03-09")
    text, markdown = answer.explain(), answer.explain("markdown")
    for form in (text, markdown):
        assert "联系核实：履行情况待查明" in form
        assert "ZZ431 第2件：没有「连系评价人」这种事件" in form
    assert "## 流水的差错" in markdown
    assert "## " not in text
    plain = json.loads(answer.explain("json"))
    assert plain == json.loads(json.dumps(answer.to_dict()))
    assert plain["on"] == "2026-03-09"
    assert {one["name"] for one in plain["obligations"]} >= {"联系核实"}
    assert [problem["code"] for problem in plain["problems"]] == ["ZZ431"]


# ── mistakes ────────────────────────────────────────────────────────────


def test_mistakes_of_a_log_are_told_in_the_order_of_its_events(book):
    """Everything wrong is among the problems; nothing is raised, and the rest counts."""
    file = book.casefile([{"日期": "2026-03-02"}, REVIEW, event("昨天", "联系评价人"), "核实完毕"], facts=AGENCY)
    assert [problem.code for problem in file.problems] == ["ZZ430", "ZZ432", "ZZ430"]
    assert [problem.message[:3] for problem in file.problems] == ["第1件", "第3件", "第4件"]
    assert file.on("2026-03-02").problems == file.problems
    assert label(file, "2026-03-09") == "履行情况待查明"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"day": "2026-02-30"}, "ZZ601"),
        ({"day": datetime(2026, 3, 2)}, "ZZ601"),  # noqa: DTZ001 - a time is no day
        ({"day": None}, "ZZ601"),
        ({"day": "2026-03-02", "about": "第八条第二款"}, "ZZ602"),
        ({"day": "2026-03-02", "about": ["第九十条"]}, "ZZ602"),
        ({"day": "2026-03-02", "within": -1}, "ZZ604"),
        ({"day": "2026-03-02", "within": True}, "ZZ604"),
    ],
    ids=["no such day", "a time", "nothing", "about a text", "about no article", "a negative number", "a truth"],
)
def test_a_question_that_is_none_is_refused(book, asked, code):
    """What is asked of a case file is checked as for a record: wrong use raises UsageError."""
    with pytest.raises(zzrules.UsageError) as refused:
        book.casefile().on(**asked)
    assert [problem.code for problem in refused.value.problems] == [code]


@pytest.mark.parametrize("name", ["联系核买", "", 3, None, ("联系核实",)])
def test_an_obligation_that_there_is_not_is_refused(book, name):
    """An answer has no obligation of another name than the policies'."""
    answer = book.casefile().on("2026-03-02")
    with pytest.raises(zzrules.UsageError) as refused:
        answer[name]
    assert refused.value.problems[0].code == "ZZ602"


@pytest.mark.parametrize("log", [None, 3, b"abc", object()], ids=["nothing", "a number", "bytes", "an object"])
def test_what_is_no_log_is_refused(book, log):
    """A log is a file, a mapping or events: anything else raises RecordError."""
    with pytest.raises(zzrules.RecordError) as refused:
        book.casefile(log)
    assert refused.value.problems[0].code == "ZZ430"


def test_facts_that_are_none_are_refused(book):
    """Undated facts are a mapping or a model; a mistake in one of them is among the problems."""
    with pytest.raises(zzrules.RecordError):
        book.casefile(facts=["主体"])
    file = book.casefile([REVIEW], facts={"主体": "政务服务机关", "实明": "是"})
    assert [problem.code for problem in file.problems] == ["ZZ404", "ZZ401"]


@pytest.mark.parametrize("kept_until", ["三月", 3, datetime(2026, 3, 2)])  # noqa: DTZ001 - a time is no day
def test_a_day_up_to_which_a_log_is_kept_that_is_none_leaves_silence_open(book, kept_until):
    """A 登记至 that cannot be read is reported, and nothing is taken not to have happened."""
    file = book.casefile([REVIEW], facts=AGENCY, kept_until=kept_until)
    assert [problem.code for problem in file.problems] == ["ZZ432"]
    assert label(file, "2026-03-09") == "履行情况待查明"


def test_junk_raises_nothing_but_errors_of_the_library(book):
    """Whatever is handed in as a log, a part of it, a fact or a question is answered, or refused in our own words."""
    for junk in (*JUNK, *KEYS):
        for call in calls_with(book, junk):
            refusal(zzrules.ZzrulesError, call)


def calls_with(book: zzrules.Rulebook, junk: Any) -> Iterator[Callable[[], object]]:
    yield lambda: book.casefile(junk).problems
    yield lambda: book.casefile(facts=junk).problems
    yield lambda: book.casefile(facts={"机构收到评价日期": junk}, kept_until=junk).problems
    yield lambda: book.casefile().with_event(junk).problems
    yield lambda: book.casefile().on(junk)
    yield lambda: book.casefile().on("2026-03-02", junk, within=junk)
    yield from (partial(casefile_problems, book, {key: junk}) for key in ("流水", "事实", "登记至", "案号"))


def casefile_problems(book: zzrules.Rulebook, log: Any) -> tuple[zzrules.Problem, ...]:
    return book.casefile(log).problems


# ── files ───────────────────────────────────────────────────────────────

YAML = """
案号: 示例〔2026〕7号
事实: {主体: 政务服务机构}
登记至: 2026-03-20
流水:
  - {编号: 1, 日期: 2026-03-02, 事件: 收到差评, 实名: 是}
  - {编号: 2, 日期: 2026-03-03, 事件: 联系评价人}
"""
LINES = """\
{"name": "示例〔2026〕7号", "facts": {"subject": "agency"}, "kept_until": "2026-03-20"}
{"id": 1, "date": "2026-03-02", "event": "review_received", "real_name": true}
{"id": 2, "date": "2026-03-03", "event": "reviewer_contacted"}
"""
WHOLE = {"案号": "示例〔2026〕7号", "事实": AGENCY, "登记至": "2026-03-20", "流水": [REVIEW, CONTACT]}


@pytest.mark.parametrize(
    ("name", "text"),
    [("log.yaml", YAML), ("log.jsonl", LINES), ("log.json", json.dumps(WHOLE, ensure_ascii=False))],
)
def test_a_log_reads_the_same_from_every_kind_of_file(book, tmp_path, name, text):
    """YAML, JSON and JSON Lines hold the same log: name, facts, the day up to which it is kept, events."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    file = book.casefile(path)
    assert file.problems == ()
    assert (file.name, len(file)) == ("示例〔2026〕7号", 2)
    for day in ("2026-03-03", "2026-03-20", "2026-03-23"):
        expected = book.casefile(WHOLE).on(day).determination.record
        assert file.on(day).determination.record == expected
    assert book.casefile(str(path)).name == file.name


def test_a_mistake_in_a_file_has_its_place(book, tmp_path):
    """What is wrong with an event of a file is told with file, line and column."""
    path = tmp_path / "log.yaml"
    path.write_text(YAML.replace("联系评价人", "连系评价人").replace("主体:", "主休:"), encoding="utf-8")
    file = book.casefile(path)
    assert [(problem.code, problem.place.line, problem.place.column) for problem in file.problems] == [
        ("ZZ401", 3, 6),
        ("ZZ431", 7, 5),
    ]
    assert {problem.place.source for problem in file.problems} == {str(path)}


@pytest.mark.parametrize("text", ["", "流水: [", "收到差评", "[1"], ids=["empty", "broken", "text", "broken list"])
def test_a_file_that_holds_no_log_is_refused(book, tmp_path, text):
    """A file that cannot be read at all, or holds nothing, raises RecordError."""
    path = tmp_path / "log.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(zzrules.RecordError) as refused:
        book.casefile(path)
    assert {problem.place.source for problem in refused.value.problems} == {str(path)}


def test_several_logs_in_a_file_are_not_one(book, tmp_path):
    """A file of JSON Lines may hold several logs: a case file is one of them, and says so."""
    path = tmp_path / "logs.jsonl"
    path.write_text(
        json.dumps(WHOLE, ensure_ascii=False) + "\n" + json.dumps(WHOLE, ensure_ascii=False), encoding="utf-8"
    )
    with pytest.raises(zzrules.RecordError) as refused:
        book.casefile(path)
    assert "2份流水" in str(refused.value)
    assert [len(book.casefile(log)) for log in read_logs([path])] == [2, 2]


def test_a_folder_of_logs(book, tmp_path):
    """A folder stands for the logs in it and below it, in order; hidden ones and other files are none."""
    for name in ("b.yaml", "a/c.yml", "a/.hidden.yaml", ".git/d.yaml", "notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(YAML, encoding="utf-8")
    found = [Path(log.source).relative_to(tmp_path).as_posix() for log in read_logs([tmp_path])]
    assert found == ["a/c.yml", "b.yaml"]
    assert [len(book.casefile(log)) for log in read_logs([tmp_path])] == [2, 2]


def test_a_log_from_the_standard_input(book):
    """``-`` reads JSON Lines from the standard input."""
    (log,) = read_logs(["-"], stdin=io.BytesIO(LINES.encode()))
    assert len(book.casefile(log)) == 2
