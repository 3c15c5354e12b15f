"""`zzrules calendar` as its users meet it: the days of a year, and a published notice added."""

import json
import shutil
from pathlib import Path

import pytest
from tests.unit.cli.samples import ROOT

import zzrules
from zzrules.policy.calendar_files import load_calendar
from zzrules.policy.notices.adding import addition
from zzrules.policy.yamltree import Problems

NOTICES = ROOT / "tests" / "unit" / "notices"


@pytest.fixture
def last_year(policies, monkeypatch):
    """A copy of the shipped policies as they were before the notice for 2026, as if they were those shipped."""
    (policies / "calendar" / "2026.yaml").unlink()
    monkeypatch.setattr("zzrules.loading.shipped_policies", lambda: policies)
    return policies


@pytest.fixture
def notice(here):
    """The notice for 2026, as somebody saved it."""
    path = here / "通知.txt"
    path.write_text((NOTICES / "2026.txt").read_text(encoding="utf-8"), encoding="utf-8")
    return path


def test_each_year_with_its_notices(run):
    code, out, err = run("calendar")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[2].split() == ["2007", "10", "10", "0", "7", "国办发明电〔2006〕49号（2006-12-14）"]
    assert lines[-2].split()[:5] == ["2026", "13", "9", "0", "6"]
    assert lines[-1] == "2007-01-01 至 2026-12-28；以后的须待《国务院办公厅关于2027年部分节假日安排的通知》"
    data = json.loads(run("calendar", "--format", "json")[1])
    assert data[-1] == {
        "year": 2026,
        "notices": [{"number": "国办发明电〔2025〕7号", "issued": "2025-11-04"}],
        "assumption": None,
        "days": {"法定节假日": 13, "调休放假": 9, "另行放假": 0, "调休上班": 6},
    }


def test_a_month(run):
    out = run("calendar", "2026-02")[1]
    assert out.splitlines() == [
        "2026年2月",
        "  一   二   三   四   五   六   日",
        "                               1休",
        " 2    3    4    5    6    7休  8休",
        " 9   10   11   12   13   14班 15休",
        "16假 17假 18假 19假 20调 21休 22休",
        "23调 24   25   26   27   28班",
        "",
        "班 调休上班　假 法定节假日　调 调休放假　休 休息日",
    ]
    assert run("calendar", "2026")[1].count("年") == 12
    assert "31？" in run("calendar", "2026-12")[1]
    assert "31特" in run("calendar", "2020-01")[1]


def test_a_day(run):
    for day, told in (
        ("2026-02-16", "2026-02-16（周一）　法定节假日　春节　国办发明电〔2025〕7号"),
        ("2026-02-14", "2026-02-14（周六）　调休上班　国办发明电〔2025〕7号"),
        ("2026-02-13", "2026-02-13（周五）　工作日"),
        ("2026-02-28", "2026-02-28（周六）　调休上班　国办发明电〔2025〕7号"),
        ("2026-03-01", "2026-03-01（周日）　休息日"),
        ("2026-12-30", "2026-12-30（周三）　尚未公布，须待《国务院办公厅关于2027年部分节假日安排的通知》"),
    ):
        assert run("calendar", day) == (0, f"{told}\n", "")
    known = json.loads(run("calendar", "2026-02-16", "--format", "json")[1])
    assert known == [
        {
            "day": "2026-02-16",
            "kind": "法定节假日",
            "name": "春节",
            "document": "国办发明电〔2025〕7号",
            "awaits": None,
            "assumption": None,
        }
    ]
    waiting = json.loads(run("calendar", "2027-01-01", "--format", "json")[1])
    assert (waiting[0]["kind"], waiting[0]["awaits"]) == (None, "国务院办公厅关于2027年部分节假日安排的通知")


def test_as_it_was_known(run):
    out = run("calendar", "2020-01-31", "--known-on", "2020-01-25")[1]
    assert out == "2020-01-31（周五）　工作日\n"
    assert run("calendar", "2020-01-31")[1].startswith("2020-01-31（周五）　另行放假　春节延长")
    code, _, err = run("calendar", "2020", "--known-on", "2006-01-01")
    assert code == 1
    assert err.startswith("ZZ520 到2006-01-01还没有印发过通知，最早的一份印发于2006-12-14")


def test_a_case_as_its_deadline_was_known(run, logs):
    log = logs / "二月" / "review.yaml"
    assert "期限2026-" in run("casefile", log, "--on", "2026-03-06")[1]
    then = ("casefile", log, "--on", "2026-03-06", "--known-on", "2025-11-03")
    out = run(*then)[1]
    assert out.startswith("工作日历只用到2025-11-03为止印发的通知。\n")
    assert "国务院办公厅关于2026年部分节假日安排的通知" in out
    assert json.loads(run(*then, "--format", "json")[1])[0]["known_on"] == "2025-11-03"


ASSUMED = "假定日历: 2027\n依据: 测算\n放假:\n  元旦: 2027-01-01至2027-01-03\n上班: [2027-02-13]\n"
SAID = "假定的2027年日历（依据：测算）"


@pytest.fixture
def trial(here):
    """The words that assume the calendar of 2027."""
    (here / "2027.yaml").write_text(ASSUMED, encoding="utf-8")
    return "--assume", "2027.yaml"


def test_what_is_assumed_is_marked_wherever_it_is_shown(run, trial):
    for day, told in (
        ("2027-01-01", f"2027-01-01（周五）　法定节假日　元旦　{SAID}"),
        ("2027-03-01", f"2027-03-01（周一）　工作日　{SAID}"),
        ("2027-03-06", f"2027-03-06（周六）　休息日　{SAID}"),
        ("2027-02-13", f"2027-02-13（周六）　调休上班　{SAID}"),
        ("2026-12-30", f"2026-12-30（周三）　工作日　{SAID}"),
        ("2026-12-28", "2026-12-28（周一）　工作日"),
    ):
        assert run("calendar", day, *trial) == (0, f"{told}\n", "")
    [plain] = json.loads(run("calendar", "2027-03-01", *trial, "--format", "json")[1])
    assert (plain["kind"], plain["assumption"]) == ("工作日", SAID)
    assert run("calendar", "2027-03", *trial)[1].startswith(f"2027年3月　以{SAID}为准\n")
    assert run("calendar", "2026-12", *trial)[1].startswith(f"2026年12月　29日、30日、31日以{SAID}为准\n")
    assert run("calendar", "2026-11", *trial)[1].startswith("2026年11月\n")


def test_the_table_of_years_marks_what_is_assumed(run, trial):
    *_, year, last = run("calendar", *trial)[1].splitlines()
    assert year.split() == ["2027", "7", "0", "0", "1", SAID]
    awaited = "国务院办公厅关于2028年部分节假日安排的通知"
    assert last == f"2007-01-01 至 2026-12-28，再到 2027-12-28 以{SAID}为准；以后的须待《{awaited}》"
    data = json.loads(run("calendar", *trial, "--format", "json")[1])
    assert [one["assumption"] for one in data[-2:]] == [None, SAID]


@pytest.mark.parametrize("word", ["明年", "2026-13", "2026-02-30", "26"])
def test_what_is_no_year_month_or_day(run, word):
    code, _, err = run("calendar", word)
    assert code == 2
    assert word in err
    assert run("calendar", "2026", "2025")[0] == 2


# ── a notice added ──────────────────────────────────────────────────────


def test_a_notice_is_read_and_shown_and_not_written_where_no_folder_is_named(run, notice, last_year):
    code, out, err = run("calendar", "add", notice, "--policies", last_year)
    assert (code, err) == (0, "")
    assert out.startswith("国办发明电〔2025〕7号，2025-11-04印发，2026年：放假 33 天，调休上班 6 天\n\n2026年1月\n")
    assert "16假 17假 18假 19假 20调 21休 22休\n" in out
    assert out.endswith("没有写入：在通知后面写明政策的文件夹，才写进去。\n")
    assert not (last_year / "calendar" / "2026.yaml").exists()


def test_a_notice_becomes_the_file_of_its_year(run, notice, last_year):
    address = "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"
    code, out, _ = run("calendar", "add", notice, last_year, "--source", address)
    written = last_year / "calendar" / "2026.yaml"
    assert (code, out.splitlines()[-1]) == (0, f"已写入 {written}")
    assert written.read_text(encoding="utf-8") == (ROOT / "policies/calendar/2026.yaml").read_text(encoding="utf-8")
    assert run("check", last_year)[0] == 0
    before = written.read_bytes()
    code, out, err = run("calendar", "add", notice, last_year)
    assert (code, out) == (1, "")
    assert "ZZ528 2026年的日历已有通知「国办发明电〔2025〕7号」" in err
    assert written.read_bytes() == before


def test_what_cannot_be_read_is_told_and_nothing_is_written(run, notice, last_year):
    notice.write_text(notice.read_text(encoding="utf-8").replace("放假调休，共3天", "休假，共3天"), encoding="utf-8")
    code, out, err = run("calendar", "add", notice, last_year)
    assert (code, out) == (1, "")
    assert err.startswith(f"{notice}:7:23: ZZ525 通知里的「休假」读不懂。应改为：")
    assert not (last_year / "calendar" / "2026.yaml").exists()


def test_an_amendment_goes_below_the_notice_that_it_amends(run, policies, here):
    file = policies / "calendar" / "2020.yaml"
    text = file.read_text(encoding="utf-8")
    alone = text[: text.index("  - 文号: 国办发明电〔2020〕1号")]
    file.write_text(alone, encoding="utf-8")
    assert run("calendar", "add", NOTICES / "2020-extension.txt", policies)[0] == 0
    assert file.read_text(encoding="utf-8").startswith(alone)
    assert run("calendar", "2020-01-31", "--policies", policies)[1].startswith("2020-01-31（周五）　另行放假")
    file.write_text(alone.replace("日历: 2020\n", "") + "日历: 2020\n", encoding="utf-8")
    code, _, err = run("calendar", "add", NOTICES / "2020-extension.txt", policies)
    assert code == 1
    assert err.startswith(f"{file}: ZZ529 这个文件的写法不能自动续写")


def test_a_folder_laid_over_gets_the_whole_file_of_the_year(run, here):
    own = here / "本市"
    own.mkdir()
    amending = (NOTICES / "2019-amendment.txt").read_text(encoding="utf-8")
    later = here / "调整.txt"
    for old, new in (
        (
            "2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。",
            "2026年5月1日至6日放假调休，共6天。4月26日（星期日）、5月9日（星期六）上班。",
        ),
        ("2019年劳动节", "2026年劳动节"),
        ("国办发明电〔2019〕3号", "示例电〔2026〕3号"),
        ("2019年3月22日", "2026年3月20日"),
    ):
        assert old in amending
        amending = amending.replace(old, new)
    later.write_text(amending, encoding="gb18030")
    code, out, err = run("calendar", "add", later, "--over", own)
    assert (code, err, out.splitlines()[-1]) == (0, "", f"已写入 {own / 'calendar' / '2026.yaml'}")
    shipped = (ROOT / "policies/calendar/2026.yaml").read_text(encoding="utf-8")
    assert (own / "calendar" / "2026.yaml").read_text(encoding="utf-8").startswith(shipped)
    assert run("calendar", "2026-05-06", "--over", own)[1].startswith("2026-05-06（周三）　调休放假　劳动节　示例电")


@pytest.fixture
def own(policies, here):
    """A folder of one's own that inherits the whole calendar."""
    return shutil.copytree(policies, here / "本市", ignore=shutil.ignore_patterns("calendar"))


def test_a_folder_that_inherits_a_year_gets_the_whole_file_with_an_amendment_of_it(run, own):
    code, out, err = run("calendar", "add", NOTICES / "2019-amendment.txt", own)
    assert (code, out) == (1, "")
    assert "ZZ528 2019年的日历已有通知「国办发明电〔2019〕3号」，随程序发布。" in err
    assert "在「calendar/2019.yaml」里自备那一年的日历" in err
    text = (NOTICES / "2020-extension.txt").read_text(encoding="utf-8")
    again = own / "再延长.txt"
    again.write_text(text.replace("国办发明电〔2020〕1号", "示例电〔2020〕9号"), encoding="utf-8")
    code, out, err = run("calendar", "add", again, own)
    assert (code, err, out.splitlines()[-1]) == (0, "", f"已写入 {own / 'calendar' / '2020.yaml'}")
    whole = (ROOT / "policies/calendar/2020.yaml").read_text(encoding="utf-8")
    assert (own / "calendar" / "2020.yaml").read_text(encoding="utf-8").startswith(whole)
    assert run("check", own)[0] == 0


def test_what_is_written_into_a_new_file_is_read_back_as_it_was(run, notice, last_year):
    address = "见政府网: 公告 # 第一号"
    assert run("calendar", "add", notice, last_year, "--source", address)[0] == 0
    written = last_year / "calendar" / "2026.yaml"
    assert f'    出处: "{address}"\n' in written.read_text(encoding="utf-8")
    assert [one.source for one in load_calendar(written.parent).notices if one.year == 2026] == [address]


def test_what_a_folder_assumes_stays_and_gives_way_to_its_notice(run, notice, last_year):
    assumption = last_year / "假定.yaml"
    assumption.write_text("假定日历: 2026\n依据: 测算\n放假: {元旦: 2026-01-01}\n上班: []\n", encoding="utf-8")
    code, out, err = run("calendar", "add", notice, last_year)
    assert (code, out, err.count("ZZ530")) == (1, "", 1)
    assert "假定.yaml:1:7: ZZ530" in err
    text = (NOTICES / "2020-extension.txt").read_text(encoding="utf-8")
    calendar = zzrules.load(last_year).calendar
    added = addition(text.replace("国办发明电〔2020〕1号", "示例电〔2020〕9号"), "", calendar, Problems())
    assert added is not None
    assert added.calendar.assumptions == calendar.assumptions != ()


def test_a_notice_as_data(run, notice, last_year):
    data = json.loads(run("calendar", "add", notice, last_year, "--format", "json")[1])
    assert (data["number"], data["year"], Path(data["written"]).name) == ("国办发明电〔2025〕7号", 2026, "2026.yaml")
    assert {"day": "2026-02-16", "kind": "法定节假日"}.items() <= data["days"][46].items()


def test_a_file_that_is_not_there_or_no_text(run, here):
    code, _, err = run("calendar", "add", "没有.txt")
    assert (code, err.startswith("没有.txt: ZZ110 没有这个文件")) == (1, True)
    (here / "图.txt").write_bytes(b"\xff\xfe\x00\xd8")
    code, _, err = run("calendar", "add", "图.txt")
    assert (code, err.startswith("图.txt: ZZ101 不是 UTF-8 编码")) == (1, True)
    assert run("calendar", "add", here)[0] == 1
    assert run("calendar", "add")[0] == 2
    assert run("calendar", "add", "通知.txt", "甲", "--over", "乙")[0] == 2
