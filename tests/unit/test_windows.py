"""Results on Windows, as its system calls answer there; the rest of the library meets no difference."""

import errno
import fcntl
import os
import signal

import pytest
from tests.unit.test_data_files import DAY_, PEOPLE, TOLERANCE, book, csv_file, everything

from zzrules.batch.delivery import write_whole
from zzrules.cli import main
from zzrules.cli.progress import interruptible


@pytest.fixture
def windows(monkeypatch):
    """Let the calls that differ answer as on Windows with Python 3.11."""
    fsync, open_ = os.fsync, os.open

    def forced(descriptor):
        if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "Bad file descriptor")
        fsync(descriptor)

    def opened(path, *more, **named):
        if "dir_fd" not in named and os.path.isdir(path):  # noqa: PTH112 - with it, shutil removes a folder
            raise PermissionError(errno.EACCES, "Permission denied")
        return open_(path, *more, **named)

    monkeypatch.setattr(os, "fsync", forced)
    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("ends the process on Windows, without a signal"))
    monkeypatch.delattr(os, "set_blocking")
    monkeypatch.delattr(signal, "SIGHUP")


def test_a_result_is_written_and_replaced(windows, tmp_path):
    for text in ("甲", "乙"):
        write_whole(tmp_path / "结论.txt", text.encode())
    assert (tmp_path / "结论.txt").read_text(encoding="utf-8") == "乙"
    assert everything(tmp_path) == ["结论.txt"]


@pytest.mark.parametrize("extension", [".csv", ".parquet", ".xlsx"])
def test_a_data_set_is_judged_from_file_to_file(windows, tmp_path, extension):
    bad = csv_file(tmp_path, PEOPLE + "其他,四月,丙\n")
    result = tmp_path / f"结论{extension}"
    assert book().evaluate_files(bad, result, DAY_, TOLERANCE).bad == 1
    assert everything(tmp_path) == sorted(["案卷.csv", result.name, f"{result.name}.bad.csv"])


def test_the_command_writes_it_and_nothing_waits_for_signals(windows, tmp_path, capsys):
    cases = csv_file(tmp_path, PEOPLE)
    with interruptible():
        pass
    assert main(["evaluate", str(cases), "--on", DAY_, "--about", "第二十三条", "-o", str(tmp_path / "结论.csv")]) == 3
    assert "评价了 2 行" in capsys.readouterr().out


def test_the_concordance_may_lie_on_another_drive(windows, monkeypatch, tmp_path):
    def no_way(*_):
        raise ValueError("path is on mount 'C:', start on mount 'D:'")

    monkeypatch.setattr(os.path, "relpath", no_way)
    page = tmp_path / "对照.md"
    assert main(["concordance", "-o", str(page)]) == 0
    assert "](file:///" in page.read_text(encoding="utf-8")
