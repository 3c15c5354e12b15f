"""`zzrules due` as its users meet it."""

import io
import json
import sys
from pathlib import Path

import openpyxl
import pytest
from tests.unit.cli.samples import BEYOND, BROKEN, DAY, REVIEWED

import zzrules
from zzrules.base.widths import width


def reminded(run, *words):
    """Return the reminders that due gives as JSON: case, obligation, status, last day, working days left."""
    code, out, _ = run("due", *words, "--format", "json")
    return code, [(one["case"], one["name"], one["status"], one["due"], one["left"]) for one in json.loads(out)]


def test_a_line_with_a_log_is_a_case_of_its_own(run, here):
    review = {"日期": "2026-02-13", "事件": "收到差评", "实名": "是"}
    lines = [{"案号": name, "事实": {"主体": "政务服务机构"}, "流水": [review]} for name in ("甲", "乙")]
    Path("all.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    code, found = reminded(run, "all.jsonl", "--on", "2026-02-24")
    assert (code, found) == (0, [(name, "联系核实", "due_soon", "2026-02-24", 0) for name in ("乙", "甲")])


def test_due_of_the_standard_input_to_the_standard_output(run, logs, monkeypatch):
    words = ["--on", "2026-03-06", "--within", "30", "--format", "csv"]
    expected = run("due", "流水/二月/review.yaml", *words)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(REVIEWED.encode())))
    assert run("due", "-", *words, "-o", "-") == expected
    assert not Path("-").exists()


def test_due_lists_all_logs_of_a_folder_by_their_last_day(run, logs):
    code, out, err = run("due", "流水", "--on", "2026-03-05")
    head, blank, titles, _, *rows = out.splitlines()
    assert (code, err, blank) == (0, "", "")
    assert head == "到2026-03-05为止，2份流水，逾期1项，3个工作日以内届满或者期限待定1项："
    assert titles.split() == ["状态", "期限", "工作日", "案卷", "义务", "主体", "内容", "依据"]
    assert [" ".join(row.split()) for row in rows] == [
        "逾期未履行 2026-02-24 已过8 差评-1 联系核实 政务服务机构 联系评价人并核实 第二十条第二款",
        "临近届满 2026-03-09 还有2 许可-1 办结 政务服务机构 在承诺的时限内办结 第二十一条第（五）项",
    ]
    assert len({width(row[: row.index("2026-0")]) for row in rows}) == 1


@pytest.mark.parametrize(
    ("on", "within", "expected"),
    [
        ("2026-02-10", 3, []),
        ("2026-02-13", 3, [("差评-1", "联系核实", "due_soon", "2026-02-24", 2)]),
        ("2026-02-13", 1, []),
        ("2026-02-24", 0, [("差评-1", "联系核实", "due_soon", "2026-02-24", 0)]),
        ("2026-02-25", 0, [("差评-1", "联系核实", "breached", "2026-02-24", -1)]),
        (
            "2026-03-09",
            0,
            [("差评-1", "联系核实", "breached", "2026-02-24", -10), ("许可-1", "办结", "due_soon", "2026-03-09", 0)],
        ),
        (
            "2026-03-10",
            0,
            [("差评-1", "联系核实", "breached", "2026-02-24", -11), ("许可-1", "办结", "breached", "2026-03-09", -1)],
        ),
    ],
)
def test_due_counts_working_days(run, logs, on, within, expected):
    assert reminded(run, "流水", "--on", on, "--within", within) == (0, expected)


def test_due_says_that_there_is_nothing(run, logs):
    (logs / "empty").mkdir()
    assert run("due", "流水/empty", "--on", DAY) == (
        0,
        f"到{DAY}为止，0份流水，没有逾期的，3个工作日以内也没有届满的义务。\n",
        "",
    )
    assert json.loads(run("due", "流水/empty", "--on", DAY, "--format", "json")[1]) == []
    assert run("due", "流水/empty", "--on", DAY, "--format", "csv")[1].count("\n") == 1


def test_due_puts_last_what_waits_for_a_notice(run, logs):
    (logs / "beyond.yaml").write_text(BEYOND, encoding="utf-8")
    code, out, _ = run("due", "流水", "--on", "2026-12-21", "--about", "第二十一条")
    rows = [line.split() for line in out.splitlines()[4:] if line.split()[0] in ("待履行", "逾期未履行")]
    assert code == 0
    assert [(row[0], row[-1][:6]) for row in rows] == [("逾期未履行", "第二十一条第"), ("待履行", "国务院办公厅")]
    assert "须待的通知或者所依的假定" in out.splitlines()[2]
    ics = run("due", "流水", "--on", "2026-12-21", "--about", "第二十一条", "--format", "ics")[1]
    assert ics.count("BEGIN:VEVENT") == 1  # without a last day there is no entry


def test_due_goes_on_after_what_is_wrong(run, logs):
    (logs / "bad.yaml").write_text(BROKEN, encoding="utf-8")
    (logs / "binary.json").write_bytes(b"\xff\xfe\x00")
    code, out, err = run("due", "流水", "没有", "--on", "2026-02-25")
    assert code == 1
    assert out.startswith("到2026-02-25为止，3份流水，逾期1项，")
    assert {line.partition(":")[0] for line in err.splitlines()} == {"没有", "流水/bad.yaml", "流水/binary.json"}
    assert "秘密人" not in out + err


def test_due_as_csv_for_a_spreadsheet(run, logs):
    text = REVIEWED.replace("差评-1", '"=cmd|秘密"')
    (logs / "二月" / "review.yaml").write_text(text, encoding="utf-8")
    code, out, _ = run("due", "流水", "--on", "2026-02-25", "--format", "csv", "-o", "due.csv")
    assert (code, out) == (0, "")
    assert Path("due.csv").read_bytes().decode("utf-8").split("\r\n") == [
        "\ufeff状态,期限,工作日,案卷,义务,主体,内容,依据,须待的通知或者所依的假定",
        "逾期未履行,2026-02-24,已过1,'=cmd|秘密,联系核实,政务服务机构,联系评价人并核实,第二十条第二款,",
        "",
    ]


def test_due_as_a_calendar_keeps_the_identity_of_its_entries(run, logs):
    def entries(on):
        assert run("due", "流水", "--on", on, "--format", "ics", "-o", "due.ics")[:2] == (0, "")
        text = Path("due.ics").read_bytes().decode()
        assert text.count("\n") == text.count("\r\n")
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        lines = text.replace("\r\n ", "").split("\r\n")
        return {
            key: [line.partition(":")[2] for line in lines if line.startswith(key)]
            for key in ("UID", "SUMMARY", "DTSTART")
        }

    before, after = entries("2026-02-24"), entries("2026-02-25")
    assert before["UID"] == after["UID"]
    assert (before["SUMMARY"], after["SUMMARY"]) == (
        ["〔临近届满〕联系核实　差评-1"],
        ["〔逾期未履行〕联系核实　差评-1"],
    )
    assert before["DTSTART"] == after["DTSTART"] == ["20260224"]


def test_due_as_a_workbook(run, logs):
    text = REVIEWED.replace("差评-1", "'=cmd|甲'")
    (logs / "二月" / "review.yaml").write_text(text, encoding="utf-8")
    words = ("due", "流水", "--on", "2026-03-05", "--format", "xlsx", "-o")
    assert run(*words, "due.xlsx") == run(*words, "again.xlsx") == (0, "", "")
    assert Path("due.xlsx").read_bytes() == Path("again.xlsx").read_bytes()
    book = openpyxl.load_workbook("due.xlsx")
    due, tallies, basis = ([*sheet.iter_rows(values_only=True)] for sheet in book)
    assert book.sheetnames == ["到期", "按主体和条文", "依据"]
    head, *rows = [[str(cell).removesuffix(" 00:00:00") for cell in row] for row in due]
    assert head == ["序号", "状态", "期限", "工作日", "案卷", "义务", "主体", "内容", "依据"]
    assert [" ".join(row) for row in rows] == [
        "1 逾期 2026-02-24 已过8个工作日 =cmd|甲 联系核实 政务服务机构 联系评价人并核实 第二十条第二款",
        "2 临近届满 2026-03-09 还有2个工作日 许可-1 办结 政务服务机构 在承诺的时限内办结 第二十一条第（五）项",
    ]
    assert book["到期"]["C2"].is_date
    assert book["到期"]["E2"].data_type == "s"  # a text, not a formula
    assert tallies[2] == ("政务服务机构", 1, 0, 0, 1, 0, 2, "1、2")
    assert [row[:2] for row in tallies[6:]] == [("第二十条", 1), ("第二十一条", 0)]
    digest = zzrules.load().digest
    assert ("评价日：2026-03-05",) in [row[:1] for row in basis]
    assert (f"政策文件摘要（SHA-256）：{digest}",) in [row[:1] for row in basis]


def test_due_as_a_page(run, logs):
    text = REVIEWED.replace("差评-1", '"</style><script>alert(1)</script>\\u202e"')
    (logs / "二月" / "review.yaml").write_text(text, encoding="utf-8")
    words = ("due", "流水", "--on", "2026-03-05", "--format", "html")
    code, page, err = run(*words)
    assert (code, err) == (0, "")
    assert run(*words) == (code, page, err)
    assert "<bdi>&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;‹U+202E›</bdi>" in page
    assert '到<time datetime="2026-03-05">2026-03-05</time>（星期四）为止，2份流水' in page
    assert zzrules.load().digest in page
    assert "<script" not in page
    quiet = run("due", "流水", "--on", "2026-02-12", "--format", "html")[1]
    assert "没有逾期的，3个工作日以内也没有届满的义务。" in quiet
    assert "工作日历只用到2025-11-05为止印发的通知。" in run(*words, "--known-on", "2025-11-05")[1]


@pytest.mark.parametrize(
    ("missing", "form", "code"),
    [("jinja2", "html", "ZZ613"), ("xlsxwriter", "xlsx", "ZZ640"), ("polars", "xlsx", "ZZ640")],
)
def test_due_without_a_package(run, logs, monkeypatch, missing, form, code):
    monkeypatch.setitem(sys.modules, missing, None)
    assert run("due", "流水", "--on", "2026-02-25", "--format", form, "-o", "due")[2].startswith(code)
    assert not Path("due").exists()


def test_due_without_icalendar(run, logs, monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    code, out, err = run("due", "流水", "--on", "2026-02-25", "--format", "ics")
    assert (code, out) == (2, "")
    assert err.startswith("ZZ605 写日历文件要用 icalendar 软件包，没有安装。")


@pytest.mark.parametrize("form", ["table", "csv", "html", "ics", "json"])
def test_due_writes_a_file_whole(run, logs, form):
    assert run("due", "流水", "--on", "2026-02-25", "--format", form, "-o", "due") == (0, "", "")
    written = Path("due").read_bytes()
    assert "联系核实".encode() in written
    assert Path("due").stat().st_mode & 0o777 == 0o644
    assert run("due", "流水", "--on", "2026-02-12", "--format", form, "-o", "due") == (0, "", "")
    assert Path("due").read_bytes() != written
    assert sorted(one.name for one in Path().iterdir() if "due" in one.name) == ["due"]


@pytest.mark.parametrize("name", ["没有/due.csv", "流水"])
def test_due_says_where_it_cannot_write(run, logs, name):
    before = sorted(Path().rglob("*"))
    code, out, err = run("due", "流水", "--on", "2026-02-25", "--format", "csv", "-o", name)
    assert (code, out) == (74, "")
    assert err == f"{name}: ZZ110 写不进这个文件。应改为：检查文件夹在不在、有没有权限、磁盘满了没有\n"
    assert sorted(Path().rglob("*")) == before


def test_due_leaves_the_old_file_when_the_disk_is_full(run, logs, monkeypatch):
    Path("due.csv").write_text("上一次的", encoding="utf-8")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zzrules.batch.delivery.os.fsync", full)
    assert run("due", "流水", "--on", "2026-02-25", "--format", "csv", "-o", "due.csv")[0] == 74
    assert Path("due.csv").read_text(encoding="utf-8") == "上一次的"
    assert not list(Path().glob(".due*"))
