"""Properties of citations: every written variant reads the same, and nothing else gets through."""

import string
from itertools import product

from hypothesis import example, given, strategies as st

from zzrules.base.citation import LARGEST_ORDINAL, Citation, from_chinese, to_chinese
from zzrules.base.errors import CitationError

ordinals = st.integers(1, LARGEST_ORDINAL)
citations = st.builds(Citation, ordinals, st.none() | ordinals, st.none() | ordinals)
# Few numbers, so that drawn citations often lie within one another.
neighbours = st.builds(Citation, *[st.integers(1, 2), *[st.sampled_from([None, 1, 2])] * 2])

TITLE = "漳州市政务服务条例实施细则"
TITLES = ["", "本细则", "本实施细则", "实施细则", "《实施细则》", TITLE, f"《{TITLE}》"]
SPACES = ["", " ", "\u3000", "\n", "\t "]
FULL_WIDTH = str.maketrans({char: chr(ord(char) + 0xFEE0) for char in string.digits + "()."})
ALPHABET = "第条款项一二三四五六七八九十〇零百两()（）0123456789０１．.《》①⑴㈠本实施细则前之至、 \u3000\n"


@st.composite
def numerals(draw: st.DrawFn, number: int) -> str:
    return draw(st.sampled_from([to_chinese(number), str(number), str(number).translate(FULL_WIDTH)]))


@st.composite
def bracketed(draw: st.DrawFn, number: int) -> list[str]:
    forms = [[draw(st.sampled_from("(（")), draw(numerals(number)), draw(st.sampled_from(")）"))]]
    forms += [[chr(first + number - 1)] for first, last in [(0x2460, 20), (0x2474, 20), (0x3220, 10)] if number <= last]
    return draw(st.sampled_from(forms))


@st.composite
def long_forms(draw: st.DrawFn, citation: Citation) -> list[str]:
    def counter() -> str:
        return draw(st.sampled_from(["第", ""]))

    tokens = [counter(), draw(numerals(citation.article)), "条"]
    if citation.paragraph is not None:
        tokens += [counter(), draw(numerals(citation.paragraph)), "款"]
    if citation.item is not None:
        bare = [counter(), draw(numerals(citation.item)), "项"]
        enclosed = [counter(), *draw(bracketed(citation.item)), draw(st.sampled_from(["项", ""]))]
        tokens += draw(st.sampled_from([bare, enclosed]))
    return tokens


@st.composite
def short_forms(draw: st.DrawFn, citation: Citation) -> list[str]:
    tokens = [str(citation.article)]
    if citation.paragraph is not None:
        tokens += [".", str(citation.paragraph)]
    if citation.item is not None:
        pointed = [".", str(citation.item)]
        enclosed = draw(bracketed(citation.item))
        tokens += enclosed if citation.paragraph is None else draw(st.sampled_from([pointed, enclosed]))
    return [token.translate(FULL_WIDTH) for token in tokens] if draw(st.booleans()) else tokens


@st.composite
def written(draw: st.DrawFn) -> tuple[Citation, str]:
    """A citation and one of the ways to write it, with spaces anywhere between its parts."""
    citation = draw(citations)
    forms = [long_forms(citation)]
    if citation.paragraph is not None or citation.item is not None:
        forms.append(short_forms(citation))
    tokens = [draw(st.sampled_from(TITLES)), *draw(st.one_of(forms))]
    return citation, "".join(part for token in tokens for part in (token, draw(st.sampled_from(SPACES))))


@given(citations)
def test_reading_what_was_printed_is_the_identity(citation: Citation) -> None:
    assert Citation.parse(str(citation)) == citation


@given(written())
def test_every_way_of_writing_reads_the_same(case: tuple[Citation, str]) -> None:
    citation, text = case
    assert Citation.parse(text, title=TITLE) == citation


@given(st.text() | st.text(ALPHABET, max_size=20))
@example("第" + "9" * 5000 + "条")
@example("\ud800")
def test_any_text_is_a_citation_or_a_citation_error(text: str) -> None:
    try:
        citation = Citation.parse(text)
    except CitationError as error:
        assert [problem.code for problem in error.problems] == ["ZZ301"]  # noqa: PT017  # either way is right
    else:
        assert Citation.parse(str(citation)) == citation


@given(ordinals)
def test_numerals_read_as_they_are_written(number: int) -> None:
    assert from_chinese(to_chinese(number)) == number


@given(neighbours, neighbours)
def test_order_is_total(left: Citation, right: Citation) -> None:
    assert [left < right, left == right, left > right].count(True) == 1


@given(st.lists(neighbours, min_size=3, max_size=3))
def test_cover_is_a_partial_order_that_the_text_order_respects(three: list[Citation]) -> None:
    for outer, middle, inner in product(three, repeat=3):
        assert outer.covers(outer)
        if outer.covers(middle):
            assert outer <= middle
            assert not middle.covers(outer) or outer == middle
            assert not middle.covers(inner) or outer.covers(inner)
