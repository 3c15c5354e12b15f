"""What pip installs: the extras that messages and pages name are there, and nothing else is compiled."""

import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import zzrules.base.diagnostics
from zzrules.base.diagnostics import Diagnostic
from zzrules.cli.doctor import _PACKAGES

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
FOR_DEVELOPERS = {"bench", "dev", "dev-without-compiler", "docs", "test", "test-without-compiler"}
EXTRA = re.compile(r"zzrules\[([\w,-]+)\]")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def names(requirement):
    match = EXTRA.match(requirement)
    return match[1].split(",") if match else []


def whole(extra):
    """Return every requirement of an extra, through others."""
    inner = [name for requirement in EXTRAS[extra] for name in names(requirement)]
    return {one for one in EXTRAS[extra] if not names(one)}.union(*map(whole, inner))


def hints():
    for module in iter_modules(zzrules.base.diagnostics.__path__):
        for value in vars(import_module(f"zzrules.base.diagnostics.{module.name}")).values():
            if isinstance(value, Diagnostic):
                yield value.hint


def test_what_messages_tell_to_install_can_be_installed():
    named = {name for hint in hints() for extra in EXTRA.findall(hint) for name in extra.split(",")}
    assert {"durable", "calendar-check", "files"} <= named <= set(EXTRAS)


@pytest.mark.parametrize("package", _PACKAGES, ids=lambda package: package.name)
def test_doctor_names_the_extra_that_installs_a_package(package):
    assert any(re.match(rf"{package.name}\b", requirement) for requirement in whole(package.extra))


def test_all_holds_whatever_a_user_may_want():
    wanted = set(EXTRAS) - FOR_DEVELOPERS - {"all", "service"}  # the service is an example
    assert whole("all") == set().union(*map(whole, wanted))
    table = README.split("\n## Install\n")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `'\.\[([\w-]+)\]'` \|", table, re.MULTILINE)) == (wanted | {"all"}) - {"excel"}


def test_only_the_extra_durable_is_compiled():
    def compiled(requirements):
        return any(requirement.startswith("durable-rules") for requirement in requirements)

    assert not compiled(PROJECT["dependencies"])
    assert {extra for extra in EXTRAS if compiled(whole(extra))} == {"durable", "all", "test", "dev"}
    for extra in ("test", "dev"):
        assert whole(extra) == whole(f"{extra}-without-compiler") | whole("durable")


LACKING = """
import sys
class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in set(sys.argv[1].split(",")):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Lacking())
from zzrules.cli import main
sys.exit(main(sys.argv[2:]))
"""
EXAMPLE = ["examples/rotation-request.yaml", "--on", "2026-05-06"]


@pytest.mark.parametrize(
    ("lacking", "words", "told"),
    [
        ("pytest,pytest_bdd,jinja2,polars", ["explain", *EXAMPLE, "--format", "docx", "-o"], ""),
        ("pytest,pytest_bdd,polars", ["explain", *EXAMPLE, "--format", "html", "-o"], ""),
        ("jinja2", ["explain", *EXAMPLE, "--format", "html", "-o"], "ZZ613"),
        ("jinja2", ["due", "examples/logs", "--on", "2026-03-10", "--format", "html", "-o"], "ZZ613"),
        ("jinja2", ["site"], "ZZ613"),
        ("pytest,pytest_bdd", ["site"], "ZZ613"),
    ],
)
def test_pages_and_papers_take_no_more_than_they_need_and_say_what_is_missing(tmp_path, lacking, words, told):
    out = tmp_path / "写到这里"
    command = [sys.executable, "-c", LACKING, lacking, *words, str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "缺陷" not in done.stderr
    assert told in done.stderr
    assert out.exists() == (not told)
