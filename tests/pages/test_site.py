"""The site as a whole: links, what may run, what is written where; the pages of articles."""

import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from tests.pages.conftest import DAY, LONG, SCRIPT, site
from tests.pages.html import Document

from zzrules.base.errors import OutputError
from zzrules.bdd.evidence import Run
from zzrules.cli import main
from zzrules.pages.page import CONTENT_SECURITY_POLICY
from zzrules.pages.site import KEPT_RUN, files
from zzrules.pages.writing import MANIFEST, write_site

EVENTS = re.compile("on[a-z]+")


@pytest.fixture(params=["own", "shipped"])
def made(request):
    return request.getfixturevalue(request.param)


def test_every_link_leads_to_a_place_on_the_site(made):
    for name, page in made.pages.items():
        for target in page.links:
            if target.startswith("https://"):  # the notices of days off
                continue
            file, _, anchor = target.partition("#")
            assert file in ("", *made.files), (name, target)
            assert not anchor or anchor in made.pages[file or name].ids, (name, target)
        loaded = {one["src"] for one in page.all("script")}
        styles = {one["href"] for one in page.all("link", rel="stylesheet")}
        assert loaded | styles <= {*made.files}, name


def test_no_page_has_two_places_of_one_name(made):
    for name, page in made.pages.items():
        assert [one for one, count in Counter(page.ids).items() if count > 1] == [], name


def test_nothing_can_run_that_is_not_ours(made):
    for name, page in made.pages.items():
        [policy] = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
        assert policy["content"] == CONTENT_SECURITY_POLICY
        for tag, attributes in page.elements:
            assert not any(EVENTS.fullmatch(one) or one == "style" for one in attributes), (name, tag, attributes)
            assert tag != "style", name
            assert tag != "script" or "src" in attributes, name


def test_each_page_says_what_it_is_to_those_who_do_not_see_it(made):
    for name, page in made.pages.items():
        assert page.all("html", lang="zh-CN"), name
        headings = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert headings.count(1) == 1, name
        assert headings[0] == 1, name
        assert all(below <= above + 1 for above, below in pairwise(headings)), (name, headings)
        assert len(page.all("main")) == 1, name
        assert "#main" in page.links, name


def test_the_same_source_gives_the_same_bytes(own, own_folder):
    again = site(own_folder, own_folder)
    assert files(again) == own.files


def test_names_that_do_harm_are_shown_as_text(own):
    page = own.pages["article-1.html"]
    for text in (f"{SCRIPT}]]>", f"{SCRIPT}]]>😀", LONG, "甲‹U+202E›乙", "没有<i>"):
        assert text in page.text
    assert not any("\u202e" in content.decode() for name, content in own.files.items() if name.endswith(".html"))
    assert not page.all("i")
    assert "窗口应当整洁。<b>]]>" in own.pages["article-3.html"].text


def test_an_item_stands_beside_its_ground_and_the_words_are_lit_with_it(shipped):
    page = shipped.pages["article-8.html"]
    at = shipped.source.addresses
    anchor = at.part("rotation", "情形", "业务取消调整").partition("#")[2]
    [part] = page.all("article", id=anchor)
    assert "p2-i3" in part["data-of"].split()
    order = [one.get("id") for _, one in page.elements]
    assert order.index("p2-i3") < order.index(anchor) < order.index("p2-i4")
    review = shipped.pages["article-20.html"]
    contact = at.part("bad_review", "义务", "联系核实").partition("#")[2]
    assert any(contact in one["data-of"].split() for one in review.all("a", **{"class": "phrase"}))


def test_scenarios_are_shown_as_they_ran(own):
    page = own.pages["article-1.html"]
    assert f"{DAY} 运行，政策摘要 {own.source.book.digest[:12]}：1 个没有通过" in page.text
    assert "第 27 行 那么 情形「甲😀」成立：情形「甲😀」应当成立，然而待查明，尚缺「一次性告知」" in page.text
    assert len(page.all("p", **{"class": "failed"})) == 1
    ground = own.source.results.ways("liability", "情形", "甲😀")
    assert [(way.word, way.ranges) for way in ground] == [("成立", ((1, 1),)), ("不成立", ((2, 2),))]
    assert "情形「甲😀」待查明，左右结论" in page.text  # what fails shows nothing
    assert "一次性告知: 否" in page.text
    told = own.source.results.of("liability")
    assert [(one.name, len(one.runs), one.failed) for one in told] == [
        ("没有一次性告知<b>", 1, False),
        ("超过没有超过：<超过>", 2, False),
        ("期待落空", 1, True),
    ]


BOTH = """# language: zh-CN
功能: 都看
  场景大纲: 两个政策都看：<超过>
    假如 「超过承诺时限」为「<超过>」
    当 于「2026-03-10」评价
    那么 「第一条」待查明
    而且 「第二条」待查明
    例子:
      | 超过 |
      | 是   |
      | 否   |
"""


def test_each_row_of_an_outline_is_reached_with_its_record_and_its_result(own_folder, tmp_path):
    """Beside the first policy that it is about, each row; beside others, a link to there."""
    (tmp_path / "都看.feature").write_text(BOTH, encoding="utf-8")
    made = site(own_folder, tmp_path)
    first, second = (Document(files(made)[f"article-{number}.html"].decode()) for number in (1, 2))
    assert [len(page.all("details", **{"class": "row-of"})) for page in (first, second)] == [2, 1]
    home = made.results.shown_at(made.results.scenarios[0])
    assert all(ran.asked[0].to_yaml() in first.text for ran in made.run.ran)
    assert first.text.count("通过 超过") == 2
    to = made.addresses.scenario(*home)
    assert to in second.links
    assert to.partition("#")[2] in first.ids


def test_nothing_is_said_twice_and_nothing_stands_empty(shipped):
    """No name in the navigation is there twice; an article without policies leaves no line for them."""
    text = shipped.files["index.html"].decode()
    [navigation] = re.findall("<nav[^>]*>(.*?)</nav>", text, re.DOTALL)
    names = re.sub("<[^>]*>", " ", navigation).split()
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert re.findall(r"<span>\s*</span>", text) == []


def test_what_was_amended_is_shown_with_its_days(own):
    page = own.pages["article-2.html"]
    assert "2026-07-01起，经某政〔2026〕20号修正" in page.text
    assert "对实名差评，应当在两个工作日内联系核实。" in page.text
    assert "2026-01-01至2026-06-30" in page.text
    assert page.text.count("3工作日") >= 1


def test_a_blank_record_of_each_policy_can_be_judged(shipped):
    book = shipped.source.book
    for policy in shipped.source.policies:
        from zzrules.blanks import blank_json, blank_row

        blank = json.loads(blank_json(book, policy.code))
        assert book.evaluate(blank, on=DAY, about=[policy.code])[policy.code].status == "undetermined"
        assert blank_row(book, policy.code).count("\n") == 1


def test_the_book_has_every_article_on_a_sheet_of_its_own(shipped):
    page = shipped.pages["book.html"]
    articles = [one["id"] for one in page.all("section", **{"class": "book-article"})]
    assert articles == [f"article-{number}" for number in range(1, 26)]
    assert all(f"#{one}" in page.links for one in articles)


def test_the_site_is_small(shipped):
    assert sum(map(len, shipped.files.values())) < 10_000_000


# ── a run that is kept ──────────────────────────────────────────────────


def test_a_run_that_is_kept_stands_for_another_as_long_as_nothing_changed(own, own_folder):
    run = own.source.run
    assert run is not None
    kept = Run.read(own.files[KEPT_RUN])
    assert kept is not None
    assert kept == run
    assert Run.read(run.to_json().encode()) == run
    assert [Run.read(one) for one in (b"", b"{}", b"\x1f\x8b", own.files[KEPT_RUN][:40], b"[]")] == [None] * 5
    features = {"责任.feature": own_folder / "责任.feature"}
    assert kept.fits(own.source.book, features)
    assert not replace(kept, rulebook="").fits(own.source.book, features)
    assert not kept.fits(own.source.book, {"别的.feature": own_folder / "责任.feature"})


def test_processes_side_by_side_show_what_one_shows(own, own_folder, tmp_path, monkeypatch):
    """The same scenarios, failed ones among them, in the same order; of few features, none is begun."""
    text = (own_folder / "责任.feature").read_text(encoding="utf-8")
    features = {name: tmp_path / name for name in ("甲.feature", "乙.feature", "丙.feature")}
    for path in features.values():
        path.write_text(text, encoding="utf-8")
    alone = Run.of(own.source.book, features, DAY, 1)
    assert len(alone.ran) == 3 * len(own.source.run.ran)
    assert alone.failed
    with monkeypatch.context() as patched:
        patched.setattr("zzrules.bdd.evidence.get_context", lambda _: pytest.fail("a process for a little text"))
        assert Run.of(own.source.book, features, DAY, 2) == alone
    monkeypatch.setattr("zzrules.bdd.evidence._WORTH_A_PROCESS", 1)
    assert Run.of(own.source.book, features, DAY, 2) == alone


# ── where it is written ─────────────────────────────────────────────────


def test_what_is_not_ours_is_never_overwritten(tmp_path):
    out = tmp_path / "网站"
    write_site(out, {"index.html": b"1", "assets/a.css": b"2"})
    write_site(out, {"index.html": b"3"})
    assert sorted(path.name for path in out.rglob("*")) == ["index.html", MANIFEST]
    for spoil in (
        lambda: (out / "别人的.docx").write_bytes(b""),
        lambda: (out / "index.html").write_bytes(b"changed"),
        lambda: (out / MANIFEST).write_text("{}", encoding="utf-8"),
        lambda: (out / "链接").symlink_to(tmp_path),
    ):
        shutil.rmtree(out)
        write_site(out, {"index.html": b"3"})
        spoil()
        before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
        with pytest.raises(OutputError, match="ZZ868"):
            write_site(out, {"index.html": b"4"})
        assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["网站"]


# ── the command ─────────────────────────────────────────────────────────


def test_the_command_says_that_scenarios_fail_and_keeps_their_run(own_folder, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["site", "网站", "--policies", str(own_folder), "--on", str(DAY)]
    assert main(words) == 4
    first = capsys.readouterr()
    assert "运行 1 个场景文件" in first.err
    assert "没有通过：责任.feature:24 期待落空" in first.err
    made = {path.name: path.read_bytes() for path in (tmp_path / "网站").iterdir() if path.is_file()}
    assert main(words) == 4
    assert "运行" not in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in (tmp_path / "网站").iterdir() if path.is_file()} == made


def test_a_folder_with_mistakes_builds_nothing_and_says_what_check_says(own_folder, tmp_path, capsys):
    bad = shutil.copytree(own_folder, tmp_path / "政策")
    text = (bad / "review.yaml").read_text(encoding="utf-8")
    (bad / "review.yaml").write_text(text.replace("依据: 第二条\n", "依据: 第九条\n", 1), encoding="utf-8")
    assert main(["check", str(bad)]) == 1
    [problem, *_] = capsys.readouterr().err.splitlines()
    assert main(["site", str(tmp_path / "网站"), "--policies", str(bad)]) == 1
    assert problem in capsys.readouterr().err
    feature = bad / "责任.feature"
    (bad / "review.yaml").write_text(text, encoding="utf-8")
    feature.write_text(feature.read_text(encoding="utf-8").replace("当 于", "当 与"), encoding="utf-8")
    assert main(["site", str(tmp_path / "网站"), "--policies", str(bad)]) == 1
    assert "ZZ80" in capsys.readouterr().err
    assert not (tmp_path / "网站").exists()
