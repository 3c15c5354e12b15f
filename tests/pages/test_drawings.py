"""The pictures: whatever policies say, no text lies over another or leaves the picture, and boxes lead somewhere."""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from tests.property.strategies import folders
from tests.unit.sentences import FOLDERS, ROOT

import zzrules
from zzrules.base.citation import Citation
from zzrules.base.frozen import replaced
from zzrules.base.regulations import Regulations
from zzrules.pages.drawing.duty import duty
from zzrules.pages.drawing.ladder import ladder
from zzrules.pages.drawing.model import Box, Drawing, Label, Rectangle, wrapped
from zzrules.pages.drawing.references import references, references_of
from zzrules.pages.drawing.rising import rising
from zzrules.pages.drawing.svg import boxed, svg
from zzrules.policy import syntax
from zzrules.policy.phrasing.policies import say
from zzrules.policy.phrasing.sentence import text
from zzrules.policy.vocabulary import Vocabulary
from zzrules.policy.yamltree import Scalar

_SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture: str) -> ET.Element:
    """Return a picture that is well-formed."""
    return ET.fromstring(picture)  # noqa: S314 - what the library itself made


def pictures(policies: Sequence[syntax.Policy], vocabulary: Vocabulary, regulations: Regulations) -> Iterator[Drawing]:
    """Yield every picture of some policies."""
    around = [None, *sorted({Citation(policy.citation.article, of=policy.citation.of) for policy in policies})]
    found = references_of(policies, vocabulary, regulations)
    made = [references(policies, vocabulary, regulations, place, found) for place in around]
    for policy in policies:
        made += [ladder(policy, vocabulary, policies), rising(policy, vocabulary, policies)]
        made += [duty(policy, one, vocabulary, policies) for one in policy.obligations]
    yield from (drawing for drawing in made if drawing is not None)


def _over_one_another(places: Sequence[Rectangle]) -> list[tuple[Rectangle, Rectangle]]:
    lying = sorted(places, key=lambda place: place.top)
    found = []
    for number, one in enumerate(lying):
        for other in lying[number + 1 :]:
            if other.top >= one.bottom:
                break
            if one.overlaps(other):
                found.append((one, other))
    return found


def check(drawing: Drawing) -> None:
    """Hold that nothing in a picture lies over anything else, or outside of it, or of its box."""
    whole = Rectangle(0, 0, drawing.width, drawing.height)
    texts = [*drawing.text_places()]
    assert [place for place in texts if not place.within(whole)] == [], drawing.name
    assert _over_one_another(texts) == [], drawing.name
    parts: list[Box | Label] = [*drawing.boxes, *drawing.labels]
    assert _over_one_another([part.at for part in parts]) == [], drawing.name
    for box in drawing.boxes:
        assert all(place.within(box.at) for place in Drawing("", "", "", 0, 0, (box,), (), ()).text_places()), box
    for x, y in (point for link in drawing.links for point in link.points):
        assert 0 <= x <= drawing.width, drawing.name
        assert 0 <= y <= drawing.height, drawing.name


@pytest.fixture(scope="module")
def book():
    return zzrules.load(ROOT / "policies")


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_overlaps_in_the_pictures_of_a_folder(folder):
    book = zzrules.load(ROOT / folder)
    drawings = [*pictures(book.written, book.vocabulary, book.regulations)]
    assert len(drawings) >= len(book.written)
    for drawing in drawings:
        check(drawing)
    assert len({drawing.name for drawing in drawings}) >= len(drawings) - len(book.written)  # versions share a name


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(folders())
def test_nothing_overlaps_whatever_policies_say(drawn):
    """Drawn policies are said in sentences and drawn, the same each time."""
    book = drawn.book()
    policies = drawn.read.policies
    for policy in policies:
        for section in say(policy, book.vocabulary, policies):
            assert all(text(part.sentences) for part in section.parts)
    for drawing in pictures(policies, book.vocabulary, book.regulations):
        check(drawing)
        parsed(svg(drawing, lambda mention: f"#{mention.kind}"))


def test_they_are_the_same_each_time(book):
    first, second = (
        [svg(one, lambda mention: mention.name) for one in pictures(book.written, book.vocabulary, book.regulations)]
        for _ in range(2)
    )
    assert first == second


def test_names_of_any_length_and_any_letters_stay_text_and_stay_inside(book):
    policy = next(one for one in book.written if one.code == "bad_review")
    hostile = "甲" * 2000 + "<script>alert(1)</script>]]>\u202e" + "W" * 300 + "&\"'"
    outcomes = tuple(replaced(one, name=Scalar(f"{hostile}{number}")) for number, one in enumerate(policy.outcomes))
    duties = tuple(replaced(one, content=Scalar(hostile), subject=hostile) for one in policy.obligations)
    odd = replaced(policy, name=hostile, outcomes=outcomes, classes=(), obligations=duties)
    for drawing in pictures([odd], book.vocabulary, book.regulations):
        check(drawing)
        picture = boxed(drawing, lambda mention: f'#"><script>{mention.kind}')
        assert "<script" not in picture
        assert "\u202e" not in picture
        parsed(picture)


# ── what they show ──────────────────────────────────────────────────────


def _named(box: Box) -> str:
    assert box.means is not None
    return box.means.name


def _shown(drawing: Drawing) -> str:
    parts: tuple[Box | Label, ...] = (*drawing.boxes, *drawing.labels)
    return "".join(line for part in parts for line in part.lines)


def test_a_ladder_shows_each_outcome_in_its_place_with_its_class_and_why_a_policy_does_not_apply(book):
    for policy in book.written:
        drawing = ladder(policy, book.vocabulary, book.written)
        ends = [box for box in drawing.boxes if box.role == "outcome"]
        assert [_named(box) for box in ends] == [outcome.name.text for outcome in policy.outcomes]
        assert [box.at.top for box in ends] == sorted(box.at.top for box in ends)
        assert len([box for box in drawing.boxes if box.role == "exit"]) == len(policy.requirements)
        for one in policy.classes:
            if {word.text for word in one.outcomes} != {one.name.text}:
                assert f"归入「{one.name.text}」" in _shown(drawing) or "{" in one.name.text


def test_a_duty_has_only_the_states_in_which_it_can_be(book):
    states = {}
    for policy in book.written:
        for one in policy.obligations:
            drawing = duty(policy, one, book.vocabulary, book.written)
            states[one.name.text] = {box.lines[0] for box in drawing.boxes}
    common = {"未发生", "待履行", "已履行"}
    assert states["办结"] == {*common, "逾期未履行", "逾期履行", "中止"}  # 特别程序 suspends its term
    assert states["跟踪回访"] == {*common, "逾期未履行", "逾期履行", "已免除"}
    assert states["移交"] == common  # without a term or a finding of a breach, it never falls behind by itself
    assert states["更换人员"] == {*common, "逾期未履行", "逾期履行"}


def test_duties_rise_where_one_follows_from_what_became_of_another(book):
    shown = {policy.code: rising(policy, book.vocabulary, book.written) for policy in book.written}
    steps = {
        code: [_named(box) for box in sorted(drawing.boxes, key=lambda box: box.at.left) if box.role == "step"]
        for code, drawing in shown.items()
        if drawing is not None
    }
    assert steps["liability"] == ["责令限期改正", "改正", "移交"]
    assert steps["bad_review"] == ["联系核实", "立即整改", "确定整改期限", "限期整改", "跟踪回访"]
    drawing = shown["liability"]
    assert drawing is not None
    tops = [box.at.top for box in drawing.boxes if box.role == "step"]
    assert tops == sorted(tops, reverse=True)
    aside = [_named(box) for box in drawing.boxes if box.role == "aside"]
    assert aside == ["办结", "移送有权机关", "管理机构移送有权机关"]


def test_references_are_those_that_policies_make(book):
    found = {
        (str(one.of), str(one.to), one.how) for one in references_of(book.written, book.vocabulary, book.regulations)
    }
    assert ("第二十一条", "第十六条", "refers") in found  # whether it was a study under Article 16
    assert ("第八条", "第七条", "applies") in found
    assert not any(of == to for of, to, _ in found)
    whole, around = (references(book.written, book.vocabulary, book.regulations, of) for of in (None, Citation(16)))
    assert whole is not None
    assert around is not None
    assert len([link for link in whole.links if len(link.points) == 4]) == len(found)
    assert {box.means.name for box in around.boxes if box.means} == {"第十六条", "第二十一条"}


def test_a_picture_is_a_group_of_links_or_an_image_and_has_no_style_of_its_own(book):
    policy = book.written[0]
    drawing = ladder(policy, book.vocabulary, book.written)
    linked = parsed(svg(drawing, lambda mention: f"#{mention.kind}", "a"))
    plain = parsed(svg(drawing, lambda _: None))
    assert linked.get("role") == "group"
    assert plain.get("role") == "img"
    assert len([*linked.iter(f"{_SVG}a")]) == len(drawing.boxes)
    title, described = linked[0], linked[1]
    assert title.get("id") == linked.get("aria-labelledby") == "a-title"
    assert (title.text, described.text) == (drawing.title, drawing.described)
    assert not [part for part in linked.iter() if {"style", "fill", "stroke", "font-size"} & part.attrib.keys()]
    words = "".join(text for part in linked.iter(f"{_SVG}text") for text in part.itertext())
    assert words == _shown(drawing)


def test_a_page_has_the_pictures_of_what_no_article_has_alone(shipped, own):
    drawn = shipped.files["relations.html"].decode()
    rising_ = [*pictures(shipped.source.policies, shipped.source.vocabulary, shipped.source.regulations)]
    assert drawn.count("<svg") == 1 + sum(one.name.startswith("rising") for one in rising_) > 1
    assert "relations.html" not in own.pages  # where articles do not speak of one another
    assert [*shipped.pages["relations.html"].all("svg", role="group")]
    assert 'href="article-16.html"' in drawn
    assert "第二十一条</a>参见<a" in drawn


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("甲乙丙丁", ("甲乙丙", "丁")),
        ("甲乙丙，丁", ("甲乙", "丙，丁")),
        ("甲乙（丙丁", ("甲乙", "（丙丁")),
        ("甲abcd乙", ("甲", "abcd", "乙")),
        ("甲\n乙", ("甲", "乙")),
        ("", ("",)),
    ],
)
def test_lines_break_where_chinese_may_be_broken(words, lines):
    assert wrapped(words, 3 * 14) == lines
