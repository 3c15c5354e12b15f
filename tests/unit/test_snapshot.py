"""The snapshot of the shipped policies: when it serves, when it does not, and that no answer depends on it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

import zzrules
from zzrules import loading, snapshot
from zzrules.plan.bound import Bound
from zzrules.policy.folder import Folder

RECORD = {"主体": "派驻窗口工作人员"}
ON = "2026-05-06"


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """The shipped policies, in a copy that may be changed, and bytecode that is kept elsewhere."""
    folder = tmp_path / "policies"
    copytree(loading.shipped_policies(), folder)
    monkeypatch.setattr(loading, "shipped_policies", lambda: folder)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "bytecode"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return folder


@pytest.fixture
def readings(monkeypatch):
    """The folders that were read as YAML, so far."""
    read: list[Sequence[Path]] = []
    bound = loading.bound_of

    def noting(folders: Sequence[Path]) -> tuple[Folder, Bound]:
        read.append(folders)
        return bound(folders)

    monkeypatch.setattr(loading, "bound_of", noting)
    return read


def files(tmp_path: Path) -> list[Path]:
    """Return what lies where bytecode is kept, the bytecode of modules that a test is the first to import aside."""
    return [path for path in (tmp_path / "bytecode").rglob("*") if path.is_file() and ".pyc" not in path.name]


def test_the_second_load_reads_no_yaml(shipped, readings, tmp_path):
    first = zzrules.load()
    assert files(tmp_path) == [snapshot.location()]
    second = zzrules.load()
    assert readings == [[shipped]]
    assert second.digest == first.digest


def test_nothing_depends_on_the_snapshot(shipped, readings):
    read, kept = zzrules.load(), zzrules.load()
    assert readings == [[shipped]]
    assert (kept.plan, kept.regulations, kept.digest) == (read.plan, read.regulations, read.digest)
    assert (kept.calendar.ordinals, kept.advice) == (read.calendar.ordinals, read.advice)
    answers = [book.evaluate(RECORD, ON) for book in (read, kept, deepcopy(kept))]
    assert len({answer.to_json() for answer in answers}) == 1
    assert len({answer.readings() for answer in answers}) == 1


def test_changed_policies_are_read(shipped, readings):
    digest = zzrules.load().digest
    with (shipped / "regulation.yaml").open("a", encoding="utf-8") as file:
        file.write("# 改过\n")
    changed = zzrules.load()
    assert changed.digest == zzrules.load(shipped).digest != digest
    assert zzrules.load().digest == changed.digest
    assert readings == [[shipped]] * 3  # the first, the changed, and the folder by name


def test_a_file_more_or_less_is_noticed(shipped, readings):
    zzrules.load()
    (shipped / "calendar" / "2007.yaml").unlink()
    assert zzrules.load().calendar.first.year == 2008
    (shipped / "more.yml").touch()
    with pytest.raises(zzrules.PolicyError, match=r"more\.yml"):
        zzrules.load()
    assert len(readings) == 3


def test_other_code_reads_for_itself(shipped, readings, monkeypatch):
    zzrules.load()
    monkeypatch.setattr(snapshot, "_code", lambda: "other code")
    zzrules.load()
    zzrules.load()
    assert len(readings) == 2


END = 1_000_000


@pytest.mark.parametrize(
    ("start", "stop", "put"),
    [
        pytest.param(0, END, b"", id="empty"),
        pytest.param(40, END, b"", id="cut within its head"),
        pytest.param(-1, END, b"", id="cut before its end"),
        pytest.param(END, END, b"?", id="too long"),
        pytest.param(64, END, bytes(1000), id="other content"),
        pytest.param(5000, 5001, b"?", id="another byte"),
        pytest.param(0, END, b"\x80\x04K\x01.", id="another pickle"),
    ],
)
def test_a_damaged_snapshot_is_written_anew(shipped, readings, start, stop, put):
    zzrules.load()
    whole = snapshot.location().read_bytes()
    snapshot.location().write_bytes(whole[:start] + put + whole[stop:])
    zzrules.load()
    zzrules.load()
    assert len(readings) == 2
    assert len(snapshot.location().read_bytes()) == len(whole)


def test_no_bytecode_no_snapshot(shipped, readings, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    zzrules.load()
    assert files(tmp_path) == []
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    zzrules.load()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    zzrules.load()  # what was written before serves, as bytecode does
    assert len(readings) == 2


def test_where_nothing_can_be_written_policies_are_read(shipped, readings, tmp_path):
    (tmp_path / "bytecode").touch()
    zzrules.load()
    assert zzrules.load().evaluate(RECORD, ON, ["第八条第二款"])["第八条第二款"].name
    assert len(readings) == 2


def test_a_python_without_bytecode_and_a_package_without_sources_keep_nothing(shipped, readings, tmp_path, monkeypatch):
    with monkeypatch.context() as without:
        without.setattr(sys.implementation, "cache_tag", None)
        zzrules.load()
    snapshot._code.cache_clear()
    with monkeypatch.context() as without:
        without.setattr(snapshot, "_FLOORS", ())
        zzrules.load()
    assert (len(readings), files(tmp_path)) == (2, [])


def test_what_could_not_be_finished_leaves_nothing(shipped, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    zzrules.load()
    assert files(tmp_path) == []


def test_folders_that_users_name_are_read_every_time(shipped, readings, tmp_path, monkeypatch):
    (tmp_path / "over").mkdir()
    monkeypatch.setattr(snapshot, "read", lambda _: pytest.fail("a snapshot was asked for"))
    for _ in range(2):
        zzrules.load(shipped)
        zzrules.load(over=tmp_path / "over")
    assert (len(readings), files(tmp_path)) == (4, [])


# ── in processes of their own ───────────────────────────────────────────


LOADED = "import sys, zzrules; print(zzrules.load().digest, *sorted(sys.modules))"


def started(
    tmp_path: Path, code: str = LOADED, source: Path = Path(zzrules.__file__).parents[1]
) -> subprocess.Popen[str]:
    settings = {name: setting for name, setting in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    settings |= {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONPATH": str(source)}
    return subprocess.Popen([sys.executable, "-c", code], env=settings, stdout=subprocess.PIPE, text=True)


def test_processes_at_once_do_not_disturb_one_another_and_the_next_imports_little(tmp_path):
    at_once = [started(tmp_path) for _ in range(3)]
    digests = {process.communicate()[0].split()[0] for process in at_once}
    assert [process.returncode for process in at_once] == [0, 0, 0]
    kept = list(tmp_path.rglob("*.pickle*"))
    assert [path.suffix for path in kept] == [".pickle"]
    digest, *modules = started(tmp_path).communicate()[0].split()
    assert digests == {digest}
    unneeded = {
        "yaml",
        "pydantic",
        "dataclasses",
        "inspect",
        "difflib",
        "zoneinfo",
        "zzrules.answer",
        "zzrules.engines",
    }
    assert unneeded.isdisjoint(modules)


def test_code_that_changes_under_a_process_leaves_no_snapshot_of_the_old_code(tmp_path):
    package = tmp_path / "zzrules"
    copytree(Path(zzrules.__file__).parent, package, ignore=ignore_patterns("__pycache__"))
    copytree(loading.shipped_policies(), package / "policies", dirs_exist_ok=True)
    loaded_before = (
        "import zzrules, pathlib\n"
        "from zzrules import loading, snapshot\n"
        "folder = loading.shipped_policies()\n"
        "zzrules.load(folder)\n"
        "code = pathlib.Path(zzrules.__file__).parent / 'policy' / 'policies.py'\n"
        "code.write_text(code.read_text(encoding='utf-8') + '# changed\\n', encoding='utf-8')\n"
        "zzrules.load()\n"
        "print(snapshot.location().exists())\n"
    )
    loaded_after = "from zzrules import loading, snapshot\nprint(snapshot.read(loading.shipped_policies()) is None)\n"
    said = [started(tmp_path / "bytecode", code, tmp_path).communicate()[0] for code in (loaded_before, loaded_after)]
    assert said == ["True\n", "True\n"]


@pytest.mark.parametrize("module", ["loading.py", "rulebook.py", "snapshot.py", "plan/build.py"])
def test_every_module_that_decides_what_is_kept_is_in_the_key(tmp_path, monkeypatch, module):
    copytree(Path(zzrules.__file__).parent, tmp_path / "zzrules", ignore=ignore_patterns("__pycache__", "policies"))
    monkeypatch.setattr(snapshot, "_PACKAGE", tmp_path / "zzrules")
    before = snapshot._code.__wrapped__()
    with (tmp_path / "zzrules" / module).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert snapshot._code.__wrapped__() != before
