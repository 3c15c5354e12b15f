"""What lies in a folder is read, or told: nothing that should have been read is passed over, nothing hangs."""

import os
import socket
from pathlib import Path

import pytest

import zzrules
from zzrules.base.errors import OutputError, PolicyError, RecordError
from zzrules.base.listing import files_below
from zzrules.batch.files import read_cases
from zzrules.batch.logs import read_logs
from zzrules.cli import main
from zzrules.loading import shipped_policies
from zzrules.pages.writing import need_ours
from zzrules.policy.whereabouts import nearest

NO_END = "这不是文件，是管道或者设备，读不到头。应改为：换成文件，或者移走"
NOT_UTF_8 = os.fsdecode(b"\xc4\xe3")


@pytest.fixture(scope="module")
def book():
    return zzrules.load()


@pytest.fixture
def policies(tmp_path):
    """A folder of its own that adds nothing to the shipped one."""
    folder = tmp_path / "政策"
    folder.mkdir()
    return folder


def _pipe(folder, ending):
    os.mkfifo(folder / f"甲{ending}")


def _device(folder, ending):
    (folder / f"甲{ending}").symlink_to("/dev/zero")


def _link_to_nothing(folder, ending):
    (folder / f"甲{ending}").symlink_to("没有")


def _circle(folder, ending):
    (folder / f"甲{ending}").symlink_to(f"甲{ending}")


def _socket(folder, ending):
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(folder)
        try:
            one.bind(f"甲{ending}")
        finally:
            os.chdir(here)


def _name(folder, ending):
    (folder / f"{NOT_UTF_8}{ending}").write_text("", encoding="utf-8")


UNREAD = [
    pytest.param(_pipe, "ZZ110", "这不是文件", id="pipe"),
    pytest.param(_device, "ZZ110", "这不是文件", id="device"),
    pytest.param(_socket, "ZZ110", "这不是文件", id="socket"),
    pytest.param(_link_to_nothing, "ZZ110", "链接指向的文件不在了", id="link to nothing"),
    pytest.param(_circle, "ZZ110", "链接指向的文件不在了", id="circle"),
    pytest.param(_name, "ZZ101", "文件名不是 UTF-8", id="name"),
]


@pytest.mark.parametrize(("make", "code", "said"), UNREAD)
def test_what_cannot_be_read_among_policies_is_told(policies, make, code, said):
    (policies / "内").mkdir()
    make(policies / "内", ".yaml")
    with pytest.raises(PolicyError) as refused:
        zzrules.load(shipped_policies(), over=policies)
    [problem] = [one for one in refused.value.problems if one.place.source.startswith("内/")]
    assert problem.code == code
    assert problem.message.startswith(said)
    assert str(problem).encode()  # can be printed


@pytest.mark.parametrize(("make", "code", "said"), UNREAD)
@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_what_cannot_be_read_among_data_is_told(book, tmp_path, make, code, said, ending):
    make(tmp_path, ending)
    with pytest.raises(RecordError) as refused:
        book.evaluate_files(tmp_path, tmp_path.with_name("结果.csv"), "2026-05-06")
    assert [(one.code, one.message.startswith(said)) for one in refused.value.problems] == [(code, True)]


@pytest.mark.parametrize(("make", "code", "said"), UNREAD)
def test_what_cannot_be_read_among_logs_is_told(tmp_path, make, code, said):
    make(tmp_path, ".yaml")
    [log] = read_logs([tmp_path])
    assert log.unreadable
    assert [(one.code, one.message.startswith(said)) for one in log.problems] == [(code, True)]


def test_a_folder_that_may_not_be_entered_is_told(policies, monkeypatch):
    (policies / "密").mkdir()
    real = os.scandir

    def guarded(path):
        if os.fspath(path).endswith("密"):
            raise PermissionError
        return real(path)

    monkeypatch.setattr(os, "scandir", guarded)
    with pytest.raises(PolicyError) as refused:
        zzrules.load(shipped_policies(), over=policies)
    assert [f"{one.place} {one.code}" for one in refused.value.problems] == ["密 ZZ110"]


def test_folders_may_be_as_deep_as_paths_can_name(tmp_path):
    """Deeper than Python's own walk goes."""
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1_200):
            Path("n").mkdir()
            os.chdir("n")
        Path("甲.yaml").touch()
        os.chdir(tmp_path)
        found = files_below(tmp_path, lambda name: name.endswith(".yaml"))
        assert [name.count("/") for name, _ in found.files] == [1_200]
        assert not found.problems
    finally:
        os.chdir(tmp_path)
        os.system("rm -rf n")  # noqa: S605, S607 - shutil is recursive
        os.chdir(here)


def test_a_link_to_a_folder_stands_for_it_and_circles_end(tmp_path):
    (tmp_path / "真").mkdir()
    (tmp_path / "真" / "甲.yaml").touch()
    (tmp_path / "真" / "圈").symlink_to(tmp_path)
    home = tmp_path / "家"
    home.mkdir()
    (home / "到").symlink_to(tmp_path / "真")
    found = files_below(home, lambda name: name.endswith(".yaml"))
    assert [name for name, _ in found.files] == ["到/甲.yaml"]


def test_what_is_hidden_is_passed_over(tmp_path):
    for name in (".git/甲.yaml", ".乙.yaml", "~$丙.yaml", "丁/戊.yaml", "丁.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = files_below(tmp_path, lambda name: name.endswith(".yaml"), hidden=(".", "~$"))
    assert [name for name, _ in found.files] == ["丁/戊.yaml", "丁.yaml"]


def test_a_line_break_in_the_name_of_a_policy_hides_nothing(policies):
    name = "甲 --> \n::error::\x1b[31m.yaml"
    (policies / name).write_text("政策: [\n", encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        zzrules.load(shipped_policies(), over=policies)
    assert {one.place.source for one in refused.value.problems} == {name}
    assert all(str(one).isprintable() for one in refused.value.problems)


NAMED = [_pipe, _device]


@pytest.mark.parametrize("make", NAMED)
@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".arrow", ".jsonl"])
def test_what_is_named_and_has_no_end_is_told(book, tmp_path, make, ending):
    make(tmp_path, ending)
    named = tmp_path / f"甲{ending}"
    with pytest.raises(RecordError) as refused:
        book.evaluate_files(named, tmp_path / "结果.csv", "2026-05-06")
    assert [str(one) for one in refused.value.problems] == [f"{named}: ZZ110 {NO_END}"]


@pytest.mark.parametrize("make", NAMED)
@pytest.mark.parametrize(
    "words",
    [
        ["evaluate", "甲.jsonl", "--on", "2026-05-06"],
        ["map", "甲.csv"],
        ["test", ".", "--policies", str(shipped_policies())],
        ["fmt", "."],
    ],
    ids=lambda words: words[0],
)
def test_commands_tell_what_has_no_end(tmp_path, monkeypatch, capsys, make, words):
    monkeypatch.chdir(tmp_path)
    for ending in (".jsonl", ".csv", ".feature", ".yaml"):
        make(tmp_path, ending)
    assert main(words) == 1
    assert f"ZZ110 {NO_END}" in capsys.readouterr().err


def test_a_pipe_that_a_shell_opened_is_read():
    reading, writing = os.pipe()
    os.write(writing, b'{"subject": "agency"}')
    os.close(writing)
    try:
        [case] = read_cases([f"/dev/fd/{reading}"])
        assert case.record == {"subject": "agency"}
    finally:
        os.close(reading)


@pytest.mark.parametrize(
    "words",
    [["evaluate", "{}", "--on", "2026-05-06"], ["fmt", "{}"], ["map", "{}.csv"]],
    ids=lambda words: words[0],
)
def test_a_name_longer_than_any_file_has_is_no_full_disk(capsys, words):
    assert main([word.format("长" * 90) for word in words]) == 1
    assert ": ZZ110 读不了这个文件" in capsys.readouterr().err


def test_a_pipe_beside_policies_stops_nobody_who_looks_for_a_regulation(tmp_path):
    _pipe(tmp_path, ".yaml")
    assert nearest(tmp_path / "乙.yaml") is None
    _pipe(tmp_path, "")
    with pytest.raises(OutputError):
        need_ours(tmp_path)
