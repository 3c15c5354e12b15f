"""What is printed: colour where it is seen, columns that align in Chinese, no control characters."""

import io
import json
import re
from pathlib import Path

import pytest
from tests.unit.cli.samples import DAY, ROTATED

from zzrules.base.widths import pad, width
from zzrules.cli import main
from zzrules.cli.terminal import Output, columns, markdown, table, wrap


def test_outcomes_are_coloured_on_a_terminal(screen):
    out = screen("evaluate", "rotated.yaml", "open.yaml", "--on", DAY, "--about", "8.2")
    assert "\x1b[32m予以轮换调整\x1b[0m" in out
    assert "\x1b[33m待查明（缺 1 项）\x1b[0m" in out
    assert "\x1b[32m" in screen("explain", "rotated.yaml", "--on", DAY, "--about", "8.2")
    assert "结论：\x1b[33m待查明" in screen("explain", "open.yaml", "--on", DAY, "--about", "8.2")
    assert "\x1b[31m[不成立]\x1b[0m" in screen("why", "rotated.yaml", "--on", DAY, "--policy", "8.2")


def test_nothing_is_coloured_elsewhere(screen, run, monkeypatch):
    words = ["evaluate", "rotated.yaml", "open.yaml", "--on", DAY]
    assert "\x1b" not in run(*words)[1]
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert "\x1b" not in screen(*words)
    with monkeypatch.context() as patch:
        patch.setenv("NO_COLOR", "")  # empty counts as not set: no-color.org
        assert "\x1b" in screen(*words)
    assert json.loads(screen(*words, "--format", "json"))


def test_what_a_record_says_does_not_steer_the_terminal(screen, run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"\\u001b[2J\\u202e": 1}')))
    err = run("evaluate", "-", "--on", DAY)[2]
    assert "‹U+001B›[2J‹U+202E›" in err
    assert not re.search("[\x1b\u202e]", err)
    Path("a.yaml").write_text(ROTATED.replace("秘密批复3号", '"甲\\e[2J乙"'), encoding="utf-8")
    out = screen("explain", "a.yaml", "--on", DAY, "--about", "8.2")
    assert "甲‹U+001B›[2J乙" in out


def test_what_a_stream_cannot_write_is_escaped():
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="gbk", newline="\n")
    output = Output(out, out)
    output.say("案卷 é🀄")
    output.flush()
    assert raw.getvalue().decode("gbk") == "案卷 é\\U0001f004\n"


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_data_is_utf_8_with_plain_line_feeds_whatever_the_terminal(here, monkeypatch, form):
    """As on a Chinese Windows: the console is GBK and turns line feeds into two characters."""
    Path("\U00020bb7.yaml").write_text(ROTATED, encoding="utf-8")
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding="gbk", newline="\r\n") as out:
        monkeypatch.setattr("sys.stdout", out)
        assert main(["evaluate", "\U00020bb7.yaml", "--on", DAY, "--about", "8.2", "--format", form]) == 0
        data = raw.getvalue()
    assert b"\r" not in data
    [entry] = json.loads(data) if form == "json" else [json.loads(line) for line in data.splitlines()]
    assert entry["source"] == "\U00020bb7.yaml"
    assert "\U00020bb7" in data.decode("utf-8")


@pytest.mark.parametrize("form", ["csv", "ics", "json"])
def test_what_falls_due_is_utf_8_with_the_line_ends_of_its_form(logs, monkeypatch, form):
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding="gbk", newline="\r\n") as out:
        monkeypatch.setattr("sys.stdout", out)
        assert main(["due", str(logs), "--on", "2026-03-06", "--within", "30", "--format", form]) == 0
        data = raw.getvalue()
    assert "联系核实" in data.decode("utf-8-sig")
    assert b"\r\r" not in data
    assert data.count(b"\r\n") == (0 if form == "json" else data.count(b"\n"))


def test_data_after_text_comes_after_it_and_half_a_pair_is_escaped():
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="gbk", newline="\n")
    output = Output(out, out)
    output.say("先")
    output.data(json.dumps("\ud800", ensure_ascii=False))
    output.flush()
    first, second = raw.getvalue().split(b"\n")
    assert first.decode("gbk") == "先"
    assert json.loads(second) == "\ud800"


def test_width_counts_columns():
    assert [width(one) for one in ("abc", "第八条", "（）", "ｱ", "e\u0301", "")] == [3, 6, 4, 1, 1, 0]
    assert pad("第八条", 8) == "第八条  "


def test_columns_and_tables_align():
    assert columns([("条", "a"), ("abc", "b")], indent="> ") == ["> 条   a", "> abc  b"]
    assert table(("名", "x"), [("第八条", "1"), ("a", "22")]) == [
        "名      x",
        "──────  ──",
        "第八条  1",
        "a       22",
    ]
    assert table(("名", "x"), [("第八条，第九条", "1")], {0: (8, "")})[2:] == ["第八条，  1", "第九条"]
    assert table(("名", "x"), [("甲乙、丙丁、戊", "1")], {0: (10, "、")})[2:] == ["甲乙、    1", "丙丁、戊"]


def test_wrap_breaks_where_chinese_may_break():
    assert wrap("一二三四", 4) == ["一二", "三四"]
    assert wrap("一二。三", 4) == ["一", "二。", "三"]
    assert wrap("一「二」三", 6) == ["一", "「二」", "三"]
    assert wrap("甲、乙；丙丁", 6, "、；") == ["甲、", "乙；", "丙丁"]
    assert wrap("读 zzrules 的", 8) == ["读", "zzrules", "的"]
    assert wrap("", 4) == [""]


def test_markdown_escapes_what_would_break_a_table():
    assert markdown(("甲",), [("a|b\nc",)]) == ["| 甲 |", "| --- |", "| a\\|b c |"]
