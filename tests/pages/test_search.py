"""The search: words of any length, however numbers and widths are written, in Node as in the page."""

import json
from datetime import date
from random import Random

import pytest
from tests.pages.node import answers

from zzrules.base.citation import LARGEST_ORDINAL, to_chinese
from zzrules.loading import shipped_policies
from zzrules.pages import articles, calendar, indexes
from zzrules.pages.page import Page
from zzrules.pages.search import data_of
from zzrules.pages.source import Source

SCRIPTS = ("words.js", "search.js")
LARGEST = 1_000_000
FOUND = """
(queries) => {
  const find = zzFind.finder(zzSearch);
  const told = (entry) => [entry.title, entry.address];
  return queries.map((query) => find(query).map(({ kind, found }) => [kind, found.map((one) => told(one.entry))]));
}
"""


@pytest.fixture(scope="module")
def data():
    source = Source.read([shipped_policies()], date(2026, 11, 28))
    made = [one for maker in (articles.pages, indexes.pages, calendar.pages) for one in maker(source)]
    return data_of([one for one in made if isinstance(one, Page)])


def found(data, *queries):
    """Return what each query finds: kind, title and address, in the order in which they are shown."""
    told = answers(SCRIPTS, FOUND, queries, zzSearch=data)
    return [[(kind, *one) for kind, several in groups for one in several] for groups in told]


def test_numbers_are_read_and_written_as_citations_are():
    numbers = range(1, LARGEST_ORDINAL + 1)
    asked = "(numbers) => numbers.map((one) => [zzWords.toChinese(one), zzWords.fromChinese(zzWords.toChinese(one))])"
    assert answers(SCRIPTS[:1], asked, [*numbers]) == [[to_chinese(number), number] for number in numbers]
    assert answers(SCRIPTS[:1], "(all) => all.map(zzWords.fromChinese)", ["二一", "一百五", "两", "零", ""]) == [
        *[None, None, 2, None, None]
    ]


def test_any_piece_of_any_text_is_found_where_it_stands(data):
    """No dictionary, no least length: a thousand pieces of one to twelve characters, drawn from all texts."""
    random = Random(8)  # noqa: S311 - a sample
    pieces: list[str] = []
    places: list[tuple[str, str, str]] = []
    entries = [entry for entry in data["entries"] if entry[4].strip()]
    while len(pieces) < 1000:
        kind, page, anchor, title, text = random.choice(entries)
        at, length = random.randrange(len(text)), random.randrange(1, 13)
        piece = text[at : at + length].strip()
        if piece:
            pieces.append(piece)
            places.append((data["kinds"][kind], title, data["pages"][page] + (f"#{anchor}" if anchor else "")))
    for piece, place, rows in zip(pieces, places, found(data, *pieces), strict=True):
        assert place in rows, piece


def test_however_a_number_or_a_width_is_written_the_same_is_found(data):
    ways = [
        ["第八条", "第8条", "第８条", "第8条　"],
        ["第二十一条", "第21条", "第２１条"],
        ["两个工作日", "2个工作日", "２个工作日", "2工作日"],
        ["2026-01-01", "2026年1月1日", "２０２６－０１－０１"],
        ["ZZ501", "zz501", "ＺＺ５０１"],
        ["第（一）项", "第(一)项", "第(1)项", "第１项"],
    ]
    for several in ways:
        first, *others = found(data, *several)
        assert first
        for query, rows in zip(several[1:], others, strict=True):
            assert {*rows} == {*first}, query


def test_a_number_is_no_part_of_a_longer_one(data):
    eight, eighteen = found(data, "8条", "18条")
    assert {title[:3] for kind, title, _ in eight if kind == "条文"} == {"第八条"}
    assert {title[:4] for kind, title, _ in eighteen if kind == "条文"} == {"第十八条"}


def test_all_words_have_to_be_there_and_titles_come_first(data):
    both, first, second, nothing, blank = found(data, "联系 核实", "联系", "核实", "联系 没有这样的词", "　 ")
    assert {*both} == {*first} & {*second}
    assert not nothing
    assert not blank
    facts = [title for kind, title, _ in found(data, "实名")[0] if kind == "事实"]
    assert facts[0] == "实名"


def test_what_is_shown_of_a_text_is_its_words_with_what_was_found_among_them(data):
    asked = """
    (query) => zzFind.finder(zzSearch)(query).flatMap(({ found, words }) =>
      found.map(({ entry }) => [entry.text, zzFind.around(entry, words), zzFind.titled(entry, words), entry.title]))
    """
    rows = answers(SCRIPTS, asked, "工作日", zzSearch=data)
    assert rows
    for text, around, titled, title in rows:
        said = "".join(piece for piece, _ in around).removeprefix("…").removesuffix("…")
        assert said in text
        assert "".join(piece for piece, _ in titled) == title
        marked = [piece for piece, found in (*around, *titled) if found]
        assert marked
        assert {*marked} == {"工作日"}


def test_what_is_searched_is_small_and_has_every_page(data):
    assert len(json.dumps(data, ensure_ascii=False).encode()) < LARGEST
    assert {"facts.html", "bodies.html", "readings.html", "codes.html", "article-8.html"} <= {*data["pages"]}
