"""How the program ends, and what it loads."""

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.cli.samples import DAY, ROTATED

import zzrules
from zzrules.base.errors import RecordError
from zzrules.cli import main


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


def test_help_reads_no_policy_and_loads_no_package():
    script = (
        "import sys; from zzrules.cli import main; main(['evaluate', '--help'])\n"
        "print(sorted({'yaml', 'pydantic', 'holidays', 'zzrules.rulebook', 'zzrules.batch.files'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
