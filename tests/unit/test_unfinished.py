"""What a killed process leaves beside a result is swept by the next; what somebody works on is not."""

import os
import subprocess
import sys
import threading

import pytest

from zzrules.base import unfinished
from zzrules.base.unfinished import PREFIX, sweep, unfinished_file, unfinished_folder
from zzrules.batch.delivery import write_whole

HELD = """
import sys
from pathlib import Path
from zzrules.base.unfinished import unfinished_file, unfinished_folder
with unfinished_folder(Path(sys.argv[1])) as folder, unfinished_file(Path(sys.argv[1])):
    (folder / "案卷").write_text("内容")
    print(flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def _old(monkeypatch):
    """Everything is older than a minute."""
    monkeypatch.setattr("time.time", lambda: 4e9)


@pytest.mark.usefixtures("_old")
def test_what_another_process_works_on_stays_and_is_swept_when_it_was_killed(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HELD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        sweep(tmp_path)
        assert len(list(tmp_path.iterdir())) == 2
        other.kill()
        other.wait()
    assert len(list(tmp_path.iterdir())) == 2
    write_whole(tmp_path / "结论", b"")
    assert [one.name for one in tmp_path.iterdir()] == ["结论"]


@pytest.mark.usefixtures("_old")
def test_what_another_thread_works_on_stays(tmp_path):
    with unfinished_folder(tmp_path) as folder, unfinished_file(tmp_path) as (file, _):
        thread = threading.Thread(target=sweep, args=(tmp_path,))
        thread.start()
        thread.join()
        assert folder.exists()
        assert file.exists()


def test_what_is_young_or_of_another_machine_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(unfinished, "_ours", lambda: f"{PREFIX}另一台-")
    with unfinished_folder(tmp_path) as folder:
        (folder / "x").touch()
        folder.rename(tmp_path / "甲")
    monkeypatch.undo()
    (tmp_path / "甲").rename(tmp_path / f"{PREFIX}另一台-1")
    young = tmp_path / unfinished._name()
    young.touch()
    (tmp_path / f"{PREFIX}链接").symlink_to("没有")
    sweep(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    for path in tmp_path.iterdir():
        os.utime(path, (0, 0), follow_symlinks=False)
    sweep(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [f"{PREFIX}链接"]


def test_a_result_has_the_mode_that_files_get_and_nobody_else_reads_it_before(tmp_path):
    previous = os.umask(0o027)
    try:
        with unfinished_file(tmp_path) as (file, mode):
            assert (file.stat().st_mode & 0o777, mode) == (0o600, 0o640)
        write_whole(tmp_path / "结论", b"")
        assert (tmp_path / "结论").stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(previous)
