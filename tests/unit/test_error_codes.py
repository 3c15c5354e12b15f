"""docs/错误代码.md: every entry has an example that the library answers with its code.

That the page has all codes, `tests/architecture/test_diagnostics.py` holds.
"""

import re

import pytest
from tests.unit.documents import ROOT, Example, broken_links, examples, parameters, problems_of, told

PAGE = ROOT / "docs" / "错误代码.md"
EXAMPLES = examples(PAGE)
ENTRIES = re.findall(r"^### (ZZ[0-9]{3})$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_entries_are_in_order_each_once():
    assert sorted(set(ENTRIES)) == ENTRIES


def test_every_entry_has_an_example_and_what_is_told_begins_with_its_code():
    assert [example.told[0].partition(" ")[0] for example in EXAMPLES if example.told] == ENTRIES


@pytest.mark.parametrize("example", parameters(EXAMPLES))
def test_the_example_is_answered_as_the_page_says(example: Example):
    """If a message was changed on purpose: ``python -m tests.unit.documents docs/错误代码.md``."""
    assert tuple(told(problem) for problem in problems_of(example)) == example.told


def test_one_mistake_is_told_once():
    assert {example.told for example in EXAMPLES if len(example.told or ()) != 1} == set()


def test_its_links_lead_somewhere():
    assert broken_links(PAGE) == set()
