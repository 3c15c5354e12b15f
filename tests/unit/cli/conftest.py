"""Fixtures of the tests of the command line."""

import contextlib
import io
import shutil
from pathlib import Path

import pytest
from tests.unit.cli.samples import BROKEN, LICENSED, OPEN, REVIEWED, ROOT, ROTATED

from zzrules.cli import main


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with records in it, as the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    (tmp_path / "rotated.yaml").write_text(ROTATED, encoding="utf-8")
    (tmp_path / "open.yaml").write_text(OPEN, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("主体: 秘密人\n实名: 秘密\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(here, capsys):
    """Run a command line and return its exit code, what it printed, and what it complained of."""

    def run(*words):
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def policies(here):
    """A copy of the shipped policies, to be changed."""
    return Path(shutil.copytree(ROOT / "policies", here / "政策"))


@pytest.fixture
def logs(here):
    """A folder with a log in a folder below it, another in JSON Lines, and a file that is none."""
    folder = here / "流水"
    (folder / "二月").mkdir(parents=True)
    (folder / "二月" / "review.yaml").write_text(REVIEWED, encoding="utf-8")
    (folder / "licence.jsonl").write_text(LICENSED, encoding="utf-8")
    (folder / "说明.txt").write_text("这不是流水", encoding="utf-8")
    (here / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    return folder


class Screen(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(here, monkeypatch):
    """Run a command line on a terminal and return what is seen."""
    monkeypatch.setenv("TERM", "xterm")

    def run(*words):
        out = Screen()
        with contextlib.redirect_stdout(out):
            main([str(word) for word in words])
        return out.getvalue()

    return run
