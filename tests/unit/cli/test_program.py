"""How the program ends, and what it loads."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.cli.samples import DAY, ROOT, ROTATED

import zzrules
from zzrules.base.errors import RecordError
from zzrules.cli import main

PLAIN = {**os.environ, "PYTHONPATH": str(ROOT / "src")}


def test_a_broken_pipe_ends_quietly(here):
    line = b'{"subject": "agency"}\n'
    command = [sys.executable, "-c", "import sys; from zzrules.cli import main; sys.exit(main())"]
    command += ["evaluate", "-", "--on", DAY, "--about", "8.2", "--format", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(line * 200)
            process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize("when", ["write", "flush"])
def test_a_full_disk_is_reported(run, capsys, monkeypatch, when):
    class Full(io.StringIO):
        pass

    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    setattr(Full, when, fail)
    with contextlib.redirect_stdout(Full()):
        assert main(["check"]) == 74
    assert capsys.readouterr().err == "写不出结果：检查磁盘空间\n"


def test_closed_streams_are_no_fault(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    assert run("evaluate", "-", "--on", DAY)[0] == 1
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    assert main(["check"]) == 0


def test_an_interrupt_ends_with_130(run, monkeypatch):
    def interrupt(*_arguments, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr("zzrules.cli.records.read_cases", interrupt)
    assert run("evaluate", "rotated.yaml", "--on", DAY) == (130, "", "已中断\n")


def test_a_fault_of_the_program_is_one_line_without_the_record(run, monkeypatch):
    def fail(*_arguments, **_named):
        raise KeyError("秘密人")

    monkeypatch.setattr("zzrules.cli.records.read_cases", fail)
    code, out, err = run("evaluate", "rotated.yaml", "--on", DAY)
    assert (code, out) == (70, "")
    assert re.fullmatch(r"程序出错了（KeyError, test_program\.py:\d+）。.*\n", err)


def test_errors_of_the_library_exit_with_1(run, monkeypatch):
    def fail(*_arguments, **_named):
        raise RecordError(zzrules.Problem("ZZ400", "甲"))

    monkeypatch.setattr("zzrules.cli.records.read_cases", fail)
    assert run("evaluate", "rotated.yaml", "--on", DAY) == (1, "", "ZZ400 甲\n")


def program(*words, **settings):
    """Run the installed program."""
    script = Path(sys.executable).parent / "zzrules"
    return subprocess.run([script, *words], capture_output=True, check=False, **settings)


def test_the_installed_program_evaluates(here):
    done = program("evaluate", "-", "--on", DAY, "--about", "8.2", input=ROTATED.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().endswith("予以轮换调整\n")
    assert program("evaluate").returncode == 2


@pytest.mark.parametrize("words", [["--help"], ["evaluate", "--help"], ["--version"]])
def test_help_loads_nothing_but_the_commands(words):
    """Every module of the library that a command imports with itself is paid for by all commands."""
    script = f"import sys; from zzrules.cli import main; main({words})\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True, env=PLAIN)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not loaded & {"yaml", "pydantic", "holidays", "json", "tempfile", "decimal", "fractions"}
    ours = {name for name in loaded if name.startswith("zzrules.") and name.count(".") > 1}
    assert {name.split(".")[1] for name in ours} <= {"base", "batch", "cli"}
    assert {name for name in ours if name.split(".")[1] != "cli"} <= {
        *("zzrules.base.errors", "zzrules.base.frozen", "zzrules.base.packages", "zzrules.base.truth"),
        *("zzrules.base.version", "zzrules.base.widths"),
        *("zzrules.base.diagnostics", "zzrules.batch.formats"),
    }


@pytest.mark.parametrize("reads", [("evaluate",), ("explain",), ("why", "--policy", "8.2")])
@pytest.mark.parametrize("log", ["流水/二月/review.yaml", "流水/licence.jsonl", "broken.yaml"])
def test_a_log_given_as_a_record_is_told_in_a_line(run, logs, reads, log):
    command, *more = reads
    code, out, err = run(command, log, "--on", DAY, *more)
    assert (code, out) == (1, "")
    assert err == f"{log}: ZZ440 这是流水，不是案卷。应改为：用 zzrules casefile 或者 zzrules due 读它\n"


@pytest.mark.parametrize("command", ["casefile", "due"])
@pytest.mark.parametrize("form", ["yaml", "list.yaml", "json", "jsonl"])
def test_a_record_given_as_a_log_is_told_in_a_line(run, here, command, form):
    record = {"主体": "政务服务机构", "实名": "是"}
    text = json.dumps([record, record] if "list" in form else record, ensure_ascii=False)
    (here / f"案卷.{form}").write_text(text + "\n" + (text if form == "jsonl" else ""), encoding="utf-8")
    code, out, err = run(command, f"案卷.{form}", "--on", DAY)
    assert (code, out.splitlines()[1:]) == (1, [])
    assert err.startswith(f"案卷.{form}: ZZ440 这是案卷，不是流水。应改为：用 zzrules evaluate、")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("command", ["evaluate", "casefile"])
def test_a_decision_log_is_told_in_a_line(run, here, command):
    run("evaluate", "rotated.yaml", "open.yaml", "--on", DAY, "--decision-log", "决定.jsonl")
    code, out, err = run(command, "决定.jsonl", "--on", DAY)
    assert (code, out) == (1, "")
    assert err == "决定.jsonl: ZZ440 这是决定日志，不是案卷，也不是流水。应改为：评价当时的案卷文件\n"


def test_a_log_among_records_is_an_entry_of_the_data(run, logs):
    entries = json.loads(run("evaluate", "open.yaml", "流水/licence.jsonl", "--on", DAY, "--format", "json")[1])
    assert [[problem["code"] for problem in entry.get("error", ())] for entry in entries] == [[], ["ZZ440"]]
