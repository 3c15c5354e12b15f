"""By what commands answer: as the calendar was known on a day, and with what is assumed of a year."""

import json

import pytest

THEN = ("--known-on", "2025-11-03")  # the notice for 2026 was issued on 4 November
SAID = "工作日历只用到2025-11-03为止印发的通知。"
AWAITED = "国务院办公厅关于2026年部分节假日安排的通知"
ABOUT = "第二十条第二款"
ASSUMED = "假定日历: 2026\n依据: 测算\n放假:\n  春节: 2026-02-16至2026-02-23\n上班: []\n"
RECORD = """\
主体: 政务服务机构
机构收到评价日期: 2026-02-13
评价等次: 差评
实名: 是
联系日期: 无
核实日期: 无
"""


@pytest.fixture
def files(here):
    (here / "review.yaml").write_text(RECORD, encoding="utf-8")
    (here / "log.yaml").write_text(
        "事实: {主体: 政务服务机构}\n流水: [{日期: 2026-02-13, 事件: 收到差评, 实名: 是}]\n", encoding="utf-8"
    )
    (here / "2026.yaml").write_text(ASSUMED, encoding="utf-8")


def asked(command):
    """Return the words of a question whose answer rests on the calendar of 2026."""
    file = "log.yaml" if command in ("casefile", "due") else "review.yaml"
    about = ("--policy", ABOUT) if command == "why" else ("--about", ABOUT)
    return (command, file, "--on", "2026-02-25", *about)


COMMANDS = ("evaluate", "explain", "why", "casefile", "due")


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_answer_as_the_calendar_was_known(run, files, command):
    code, out, err = run(*asked(command), *THEN)
    assert (out.startswith(SAID), err) == (True, "")
    assert code == (0 if command == "due" else 3)
    assert (AWAITED in out) == (command not in ("evaluate", "why"))
    code, out, _ = run(*asked(command), "--known-on", "2025-11-04")
    assert code == 0
    assert AWAITED not in out


@pytest.mark.parametrize("command", [*COMMANDS, "calendar"])
def test_a_year_may_be_assumed_whose_notice_was_not_known(run, files, command):
    words = ("calendar", "2026-02-24") if command == "calendar" else asked(command)
    code, out, err = run(*words, *THEN, "--assume", "2026.yaml")
    assert (code, err) == (0, "")
    assert "假定的2026年日历" in out
    code, _, err = run(*words, "--assume", "2026.yaml")
    assert (code, "ZZ530" in err) == (1, True)


@pytest.mark.parametrize("command", ["evaluate", "explain", "why", "casefile"])
def test_data_say_on_which_day_the_calendar_was_known(run, files, command):
    [entry] = json.loads(run(*asked(command), *THEN, "--format", "json")[1])
    assert entry["known_on"] == "2025-11-03"
    assert "known_on" not in json.loads(run(*asked(command), "--format", "json")[1])[0]


def test_tables_and_data_sets_say_so_too(run, files, here):
    assert run(*asked("evaluate"), *THEN, "--format", "table")[1].startswith(SAID)
    (here / "cases.csv").write_text(
        "主体,机构收到评价日期,评价等次,实名,联系日期,核实日期\n政务服务机构,2026-02-13,差评,是,无,无\n",
        encoding="utf-8",
    )
    words = ("evaluate", "cases.csv", "--on", "2026-02-25", "--about", ABOUT, *THEN)
    code, out, _ = run(*words, "-o", "answers.csv")
    assert (code, out.startswith(SAID)) == (3, True)
    assert json.loads(run(*words, "-o", "answers.csv", "--format", "json")[1])["known_on"] == "2025-11-03"
    code, _, err = run(*words, "-o", "-")
    assert (code, err.startswith(SAID)) == (3, True)
