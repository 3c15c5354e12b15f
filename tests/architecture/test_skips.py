"""Whoever skips a test says so in tests/README.md: a proof that is skipped in silence is none."""

import re
from pathlib import Path

import pytest
from tests import needs

TESTS = Path(__file__).parents[1]
SKIPS = re.compile(r"pytest\.skip\(|importorskip\(|mark\.skip|mark\.xfail|pytest\.xfail\(")
TABLE = re.findall(r"^\| `([^`]+\.py)`", (TESTS / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_what_skips_is_declared() -> None:
    found = {
        path.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("*.py")
        if SKIPS.search(path.read_text(encoding="utf-8"))
    }
    assert found - {"needs.py", "architecture/test_skips.py"} == set(TABLE)


def test_what_is_missing_fails_on_ci_and_is_skipped_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    for asked in (lambda: needs.package("no_such_package"), lambda: needs.lacking("no Java")):
        with pytest.raises(pytest.fail.Exception, match="not tested: no"):
            asked()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="no_such_package is not installed"):
        needs.package("no_such_package")
    needs.lacking("")
    assert needs.package("json").__name__ == "json"
