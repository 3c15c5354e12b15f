"""README.md: its Python runs and prints what it says, its claims about files and articles are true."""

import doctest
import re
from typing import Any

from tests.unit.documents import ROOT, broken_links

import zzrules

PAGE = ROOT / "README.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_python_of_the_readme_prints_what_it_says():
    fences = list(re.finditer(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))
    assert len(fences) >= 5
    parser = doctest.DocTestParser()
    names: dict[str, Any] = {}
    for fence in fences:
        line = TEXT.count("\n", 0, fence.start(1))
        example = parser.get_doctest(fence[1], names, "README.md", str(PAGE), line)
        assert example.examples, f"README.md:{line}: no example in ```python"
        told: list[str] = []
        result = doctest.DocTestRunner().run(example, out=told.append, clear_globs=False)
        names = example.globs
        assert result.failed == 0, "".join(told)


def test_its_links_lead_somewhere():
    assert broken_links(PAGE) == set()


def test_the_first_screen_has_the_two_commands_and_leads_chinese_readers_on():
    screen = TEXT.split("\n## ")[0]
    assert "make demo" in screen
    assert "make test" in screen
    assert "docs/政策编写指南.md" in screen
    assert "features/" in screen
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {
        target for target in re.findall(r"(?:^|`)make (\w+)", TEXT, re.MULTILINE) if f"\n{target}:" not in targets
    } == set()


def test_the_floors_are_those_of_the_source():
    floors = re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)
    packages = {path.parent.name for path in (ROOT / "src/zzrules").glob("*/__init__.py")} - {"bdd", "cli"}
    assert {*floors} == packages
    assert floors[-1] == "base"


def test_the_articles_covered_are_those_of_the_policies():
    limits = TEXT.split("\n## Limits\n")[1].split("\n- ")[1]
    for policy in zzrules.load().plan.policies:
        assert str(policy.citation) in limits


def test_the_calendar_ends_where_the_readme_says():
    calendar = zzrules.load().calendar
    assert str(calendar.last) == "2026-12-28"
    assert "from 29 December 2026 on" in TEXT
    assert "2015 to 2026" in TEXT
    assert calendar.first.year == 2015


def test_the_articles_in_the_regulation_are_as_many_as_said():
    assert len(zzrules.load().regulation.articles) == 25
    assert "all 25 articles" in TEXT
