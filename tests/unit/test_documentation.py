"""docs/site: what is checked of every page of the site is seen where it is wrong; Chinese is found by any word."""

import pytest
from docs.site.checking import wrong
from docs.site.staging import ROOT, stage
from tests import needs

PAGE = """<!doctype html><title>页</title><link rel="stylesheet" href="a.css"><link rel="next" href="https://a.example/">
<h1 id="上">上</h1><a href="#%E4%B8%8A">上</a> <a href="https://a.example/">外</a> <a href="下/页.html#尾">下</a>
<img src="data:image/png;base64,AA" alt="">"""


@pytest.fixture
def site(tmp_path):
    (tmp_path / "下").mkdir()
    (tmp_path / "index.html").write_text(PAGE, "utf-8")
    (tmp_path / "下" / "页.html").write_text('<p id="尾">尾</p>', "utf-8")
    (tmp_path / "a.css").write_text("p { background: url(data:image/png;base64,AA) }", "utf-8")
    return tmp_path


def test_a_site_is_right_whose_links_lead_somewhere(site):
    assert [*wrong(site)] == []


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ('<a href="#下">', "leads to #下, a page without that place"),
        ('<a href="下/页.html#上">', "leads to 下/页.html#上, a page without that place"),
        ('<a href="没有.html">', "leads to 没有.html, which is not there"),
        ('<a href="../别处.html">', "leads to ../别处.html, which is not there"),
        ('<script src="https://a.example/a.js"></script>', "asks for https://a.example/a.js"),
        ('<link rel="preconnect" href="//a.example">', "asks for //a.example"),
        ('<img srcset="a.css 1x, https://a.example/2.png 2x">', "asks for https://a.example/2.png"),
        ("<style>@import 'https://a.example/a.css';</style>", "asks for https://a.example/a.css"),
        ('<p style="background: url(http://a.example/a.png)">', "asks for http://a.example/a.png"),
    ],
)
def test_what_is_wrong_with_a_page_is_told(site, added, told):
    (site / "index.html").write_text(PAGE + added, "utf-8")
    assert [*wrong(site)] == [f"index.html {told}"]


def test_fonts_from_the_net_are_told(site):
    (site / "a.css").write_text('@font-face { src: url("https://a.example/a.woff2") }', "utf-8")
    assert [*wrong(site)] == ["a.css asks for https://a.example/a.woff2"]


def test_every_pair_of_neighbours_is_a_word():
    words = needs.package("docs.site.searching").Bigrams({}).split("实名差评，Rulebook.evaluate 2 日")
    assert {"实", "实名", "名差", "差评", "rulebook", "evaluate", "2", "日"} <= {*words}
    assert "评r" not in words


def test_every_page_and_every_public_name_is_on_the_site(tmp_path):
    stage(tmp_path)
    index = (tmp_path / "index.md").read_text("utf-8")
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/**/README.md")]:
        assert page.relative_to(ROOT).with_suffix("").as_posix() in index, page
    names = (tmp_path / "api" / "index.rst").read_text("utf-8").splitlines()
    assert {"   Rulebook", "   load", "   ZzrulesError"} <= {*names}
    assert "(examples/index.md)" not in (tmp_path / "README.md").read_text("utf-8")
    assert "(features/index.md)" in (tmp_path / "README.md").read_text("utf-8")
