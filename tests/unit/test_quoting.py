"""What a record says stays on its line wherever it is shown: it forges no heading, turns no text, drives no screen."""

import csv
import io
import json
import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import zzrules
from zzrules.base.errors import Problem, RecordError
from zzrules.base.quoting import as_json, markdown, one_line
from zzrules.batch.reminders import Reminder, csv_text, ics_bytes
from zzrules.cli import main

UNSEEN = "\x00\x07\x1b[31m\x9b31m\x85\u2028\u2029\u202e\u2066\u200b\ufeff\U000e0041"
FORGED = f"示例〔2026〕9号\n\n## 结论\n\n**免责**<script>alert(1)</script>[见](http://示例.invalid)\r\n- 甲{UNSEEN}"
DUTY = {"主体": "政务服务机构", "评价等次": "差评", "实名": "是", "机构收到评价日期": "2026-03-02"}


@cache
def book():
    return zzrules.load()


def answered(words):
    finding = {"结论": "是", "机构": "政务服务中心管理机构", "层级": "县级", "日期": "2026-04-01", "依据": words}
    record = {"主体": "派驻窗口工作人员", "到窗口工作日期": "2025-03-10", "报请日期": "2026-03-07", "审核同意": finding}
    record |= {"所属层级": "县级", "离开所属政务服务机构": "是", "离开原因": "辞职"}
    return book().evaluate(record, on="2026-05-06", about=["第八条第二款"])


def unseen(text):
    """Return the characters of a text that nobody sees, but line feeds."""
    return {one for one in text if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")}


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_what_a_finding_says_adds_no_line_and_nothing_unseen(form):
    plain, forged = answered("示例〔2026〕9号").explain(form), answered(FORGED).explain(form)
    assert "示例〔2026〕9号" in forged
    assert unseen(forged) == set()
    assert len(forged.splitlines()) == len(plain.splitlines())


def test_markdown_shows_what_was_written():
    forged = answered(FORGED).explain("markdown")
    assert "<script>" not in forged.replace("\\<", "")
    assert "\\](http" in forged
    assert re.search(r"(?<!\\)(\]\(|\*\*免责)", forged) is None


def test_json_says_the_same_texts():
    assert json.loads(as_json({"甲": [FORGED, "\ud800"]})) == {"甲": [FORGED, "\ud800"]}
    assert unseen(as_json({FORGED: FORGED})) == set()
    again = zzrules.Determination.from_dict(json.loads(answered(FORGED).to_json()))
    assert again == answered(FORGED)


def test_reminders_have_no_line_of_their_own():
    said: dict[str, Any] = {name: FORGED for name, kind in Reminder.__annotations__.items() if kind == "str"}
    reminder = Reminder(**said | {"number": 1, "left": 1, "due": "2026-03-10", "status": "pending"})
    written = ics_bytes([reminder], date(2026, 3, 6), "示例").decode()
    unfolded = written.replace("\r\n ", "")
    assert unseen(unfolded.replace("\r\n", "\n")) == set()
    assert [line for line in unfolded.split("\r\n") if line.startswith("#")] == []
    [_, row] = csv.reader(io.StringIO(csv_text([reminder]).lstrip("\ufeff")))
    assert unseen("".join(row)) == set()
    assert all("\n" not in cell for cell in row)


def test_a_problem_is_told_on_one_line():
    with pytest.raises(RecordError) as refused:
        book().evaluate({f"主体{FORGED}": "派驻窗口工作人员"}, on="2026-05-06")
    [problem] = refused.value.problems
    for told in (str(problem), str(refused.value), str(Problem("ZZ0", FORGED, hint=FORGED))):
        assert unseen(told) == set()
        assert "\n" not in told


def test_a_line_of_markdown_is_a_line():
    assert "\n" not in markdown(FORGED)
    assert "\n" not in one_line(FORGED)


@pytest.mark.parametrize("form", ["text", "table"])
def test_neither_what_a_record_says_nor_its_name_adds_a_line_to_short_answers(tmp_path, monkeypatch, capsys, form):
    monkeypatch.chdir(tmp_path)
    finding = {"结论": "是", "机构": "政务服务中心管理机构", "层级": "县级", "日期": "2026-04-01"}
    record = {"主体": "派驻窗口工作人员", "行为发生日期": "2026-03-02", "所属层级": "市级"}
    printed = []
    for name, words in (("甲.json", "示例〔2026〕9号"), (f"{FORGED[:40].replace('/', '')}\u2028\x1b[31m.json", FORGED)):
        facts = {"审核同意": finding | {"依据": words}, "主观故意": finding | {"依据": words}}
        Path(name).write_text(as_json(record | facts), encoding="utf-8")
        assert main(["evaluate", name, "--on", "2026-05-06", "--format", form]) in (0, 3)
        printed.append(capsys.readouterr().out)
    plain, forged = printed
    assert "示例〔2026〕9号" in forged
    assert unseen(forged) == set()
    assert len(forged.splitlines()) == len(plain.splitlines())
