"""The English pages: their Python runs and prints what they say, their links lead somewhere, their claims are true."""

import doctest
import pkgutil
import re
from typing import Any

import pytest
from tests.unit.documents import ROOT, broken_links

import zzrules

README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES = sorted(
    page for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "tests" / "README.md") if page.name.isascii()
)
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def named(page: Any) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if EXAMPLE.search(page.read_text(encoding="utf-8"))], ids=named
)
def test_the_python_of_a_page_prints_what_it_says(page):
    text = page.read_text(encoding="utf-8")
    parser = doctest.DocTestParser()
    names: dict[str, Any] = {}
    for fence in EXAMPLE.finditer(text):
        line = text.count("\n", 0, fence.start(1))
        example = parser.get_doctest(fence[1], names, named(page), str(page), line)
        assert example.examples, f"{page}:{line}: no example in ```python"
        printed: list[str] = []
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        result = runner.run(example, out=printed.append, clear_globs=False)
        names = example.globs
        assert result.failed == 0, "".join(printed)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_the_links_of_a_page_lead_somewhere(page):
    assert broken_links(page) == set()


def test_the_readme_and_the_page_for_integrators_have_examples():
    for page, least in ((README, 5), (ROOT / "docs" / "integrating.md", 10)):
        assert len(EXAMPLE.findall(page.read_text(encoding="utf-8"))) >= least


def test_the_first_screen_has_the_two_commands_and_leads_chinese_readers_on():
    screen = TEXT.split("\n## ")[0]
    assert "make demo" in screen
    assert "make test" in screen
    assert "docs/政策编写指南.md" in screen
    assert "features/" in screen


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_what_a_page_tells_to_make_can_be_made(page):
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    words = re.findall(r"(?:^|`)make ([\w-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert {target for target in words if f"\n{target}:" not in targets} == set()


def test_the_floors_are_those_of_the_source():
    floors = re.findall(r"^\| `(\w+)/` \|", CONTRIBUTING, re.MULTILINE)
    face = {"bdd", "cli", "editor", "pages", "papers"}
    packages = {path.parent.name for path in (ROOT / "src/zzrules").glob("*/__init__.py")} - face
    assert {*floors} == packages
    assert floors[-1] == "base"


def test_the_glossary_names_what_there_is():
    table = CONTRIBUTING.split("\n## Glossary\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1:-1] for line in re.findall(r"^\|.*\|$", table, re.MULTILINE)][2:]
    homes = [home for row in rows for home in re.findall(r"`([\w.]+)`", row[-1])]
    assert len(homes) >= len(rows) > 20
    for home in homes:
        pkgutil.resolve_name(f"zzrules.{home}")


def test_the_files_of_the_recipes_are_there():
    recipes = CONTRIBUTING.split("\n## Recipes\n")[1].split("\n## ")[0]
    named_in = [re.findall(r"^\| `([^`]+)` \|", recipe, re.MULTILINE) for recipe in recipes.split("\n### ")[1:]]
    assert len(named_in) == 8
    assert all(len(files) >= 5 for files in named_in)
    assert {file for files in named_in for file in files if not (ROOT / file).exists()} == set()


def test_the_recipe_of_nodes_names_every_walk():
    """A walk over nodes is a module that names them and ends in `assert_never`."""
    recipe = CONTRIBUTING.split("\n### Add a node type\n")[1].split("\n### ")[0]
    walks = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "src").rglob("*.py")
        if (text := path.read_text(encoding="utf-8")).count("assert_never") and "case nodes.Literal" in text
    }
    assert len(walks) > 5
    assert {walk for walk in walks if f"`{walk}`" not in recipe} == set()


def test_the_articles_covered_are_those_of_the_policies():
    limits = TEXT.split("\n## Limits\n")[1].split("\n- ")[1]
    for policy in zzrules.load().plan.policies:
        assert str(policy.citation) in limits


def test_the_calendar_ends_where_the_readme_says():
    calendar = zzrules.load().calendar
    assert str(calendar.last) == "2026-12-28"
    assert "from 29 December 2026 on" in TEXT
    assert f"{calendar.first.year} to {calendar.last.year}" in TEXT
    assert calendar.first.year == 2007


def test_the_articles_in_the_regulation_are_as_many_as_said():
    assert len(zzrules.load().regulation.newest.articles) == 25
    assert "all 25 articles" in TEXT
