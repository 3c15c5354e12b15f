"""The log of determinations: a line each, whole or not at all, whoever else appends."""

import errno
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from tests.unit.cli.samples import DAY, ROTATED, shipped

import zzrules
from zzrules.base.errors import OutputError
from zzrules.batch import decisions
from zzrules.batch.decisions import DecisionLog
from zzrules.cli import main

NOON = datetime(2026, 5, 6, 4, tzinfo=UTC)
PROCESSES, EACH = 4, 25
APPENDING = f"""
import sys, zzrules
from zzrules.batch.decisions import DecisionLog
answer = zzrules.load().evaluate({{"主体": "其他"}}, "{DAY}", ["第二十三条", "第二十一条"])
for number in range({EACH}):
    DecisionLog(sys.argv[1]).append(answer, source=sys.argv[2] * 3000, number=number)
"""


@pytest.fixture
def answer():
    return shipped().evaluate({"主体": "其他"}, DAY, ["第二十三条"])


@pytest.fixture
def log(tmp_path):
    return DecisionLog(tmp_path / "决定.jsonl", lambda: NOON)


def lines(folder):
    return (folder / "决定.jsonl").read_text(encoding="utf-8").splitlines()


def test_a_line_says_when_whose_and_what(tmp_path, log, answer):
    log.append(answer, source="案卷.yaml", number=2)
    log.append(answer)
    first, second = map(json.loads, lines(tmp_path))
    assert first == {
        "at": "2026-05-06T04:00:00.000+00:00",
        "zzrules": zzrules.__version__,
        "source": "案卷.yaml",
        "number": 2,
        "determination": json.loads(answer.to_json()),
    }
    assert (second["source"], second["number"]) == ("", 0)


def test_processes_append_beside_one_another(tmp_path):
    """Each line is longer than what a system writes at once."""
    commands = [[sys.executable, "-c", APPENDING, tmp_path / "决定.jsonl", name] for name in "甲乙丙丁"[:PROCESSES]]
    running = [subprocess.Popen(command) for command in commands]
    assert [process.wait() for process in running] == [0] * PROCESSES
    found = [json.loads(line) for line in lines(tmp_path)]
    assert len(found) == PROCESSES * EACH
    for name in "甲乙丙丁":
        assert [line["number"] for line in found if line["source"] == name * 3000] == list(range(EACH))


def test_what_a_killed_process_left_stays_a_line_of_its_own(tmp_path, log, answer):
    (tmp_path / "决定.jsonl").write_text('{"at": "2026', encoding="utf-8")
    log.append(answer)
    torn, whole = lines(tmp_path)
    assert torn == '{"at": "2026'
    assert json.loads(whole)["number"] == 0


def test_a_write_in_pieces_is_one_line_and_without_room_none(tmp_path, log, answer, monkeypatch):
    log.append(answer)
    before = (tmp_path / "决定.jsonl").read_bytes()
    write, room = os.write, [10, 10, 10_000_000]

    def written(descriptor, data):
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data[: room.pop(0)])

    monkeypatch.setattr(os, "write", written)
    log.append(answer)
    assert (tmp_path / "决定.jsonl").read_bytes() == before * 2
    room[:] = [10]
    with pytest.raises(OutputError, match="ZZ11"):
        log.append(answer)
    assert (tmp_path / "决定.jsonl").read_bytes() == before * 2


@pytest.mark.parametrize("name", ["没有/决定.jsonl", ".", "/dev/null", "a\0b"])
def test_where_it_cannot_be_kept_it_is_said(tmp_path, answer, name):
    with pytest.raises(OutputError):
        DecisionLog(tmp_path / name).append(answer)


def test_windows_locks_a_byte_that_nobody_reads(tmp_path, log, answer, monkeypatch):
    calls, busy = [], [True, False]

    def locking(descriptor, mode, count):
        calls.append((mode, os.lseek(descriptor, 0, os.SEEK_CUR), count))
        if mode == "lock" and busy.pop(0):
            raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK="lock", LK_UNLCK="free"))
    monkeypatch.setattr(decisions, "sys", SimpleNamespace(platform="win32"))
    log.append(answer)
    assert len(lines(tmp_path)) == 1
    assert calls == [("lock", 2**31 - 2, 1), ("lock", 2**31 - 2, 1), ("free", 2**31 - 2, 1)]


def test_the_command_keeps_each_determination_before_it_answers(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(ROTATED, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"主体": "其他"}\n{"主体": 1}\n{"主体": "政务服务机构"}\n', encoding="utf-8")
    words = ["evaluate", "a.yaml", "b.jsonl", "--on", DAY, "--format", "jsonl", "--decision-log", "决定.jsonl"]
    assert main(words) == 1
    kept = [json.loads(line) for line in lines(tmp_path)]
    answered = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["source"], line["number"]) for line in kept] == [("a.yaml", 1), ("b.jsonl", 1), ("b.jsonl", 3)]
    assert [line["source"] for line in answered] == ["a.yaml", *["b.jsonl"] * 3]
    assert kept[0]["determination"].items() <= answered[0].items()
    words[-1] = "没有/决定.jsonl"
    assert main(words) == 74
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("没有/决定.jsonl: ZZ110")
    assert main(["evaluate", "b.jsonl", "--on", DAY, "-o", "c.csv", "--decision-log", "决定.jsonl"]) == 2
    assert "ZZ631" in capsys.readouterr().err
    assert main(["evaluate", "b.jsonl", "--on", DAY, "--decision-log", "-"]) == 2
    assert "--decision-log 要写到文件" in capsys.readouterr().err
