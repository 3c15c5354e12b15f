"""Fixes of texts that anything may be wrong with: they fit the text, change it, and the sure ones repair it."""

from hypothesis import given, settings, strategies as st
from tests.conformance_update import SHIPPED

from zzrules.base.errors import edited
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Problems

TEXTS = [(SHIPPED / name).read_text("utf-8") for name in ("article-20-bad-review.yaml", "article-15-veto.yaml")]
MARKS = "：:，,、；[]{}｛］“”\"' \n\t\u3000-－•#?&*!@|>（）甲是1\u00a0\u200b"


def problems_of(text):
    """Return what is wrong with the form of a text."""
    problems = Problems()
    read_text(text, "甲.yaml", problems)
    return problems.in_order()


@st.composite
def slips(draw):
    """A text of a policy, with a character or a few put in, left out or exchanged."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text) - 1))
        text = text[:at] + draw(st.sampled_from(["", *MARKS])) + text[at + draw(st.integers(0, 1)) :]
    return text


@settings(max_examples=150)
@given(slips())
def test_a_fix_fits_its_text_and_a_sure_one_repairs_it(text):
    """Sure fixes repair: what was wrong at the place is not wrong there any more."""
    lines = text.split("\n")
    for problem in problems_of(text):
        place = problem.place
        assert (place.line, place.column) < (place.end_line, place.end_column)
        assert place.end_line <= len(lines)
        for at, fix in enumerate(problem.fixes):
            after = edited(text, [fix], fix.edits[0].place.source)[0]
            assert after != text
            found = [(one.code, one.place) for one in problems_of(after)]
            assert not (fix.sure and at == 0) or (problem.code, place) not in found
