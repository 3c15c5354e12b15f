"""Each check sees the fault that it is for, and nothing on a page without one."""

import pytest
from tests.browser import checks
from tests.browser.conftest import SCREEN, ZOOMED

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:"
STYLE = """
:root { color-scheme: light dark; }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
a, button { display: inline-block; min-height: 24px; min-width: 24px; }
.pale { color: #aaaaaa; background: #ffffff; }
.blind:focus-visible { outline: none; }
.wide { width: 900px; }
.cut { overflow: hidden; height: 1em; width: 100px; }
.box { overflow-x: auto; }
.low { position: absolute; bottom: 0; }
.bar { position: fixed; inset: auto 0 0; height: 9em; background: white; }
"""


@pytest.fixture
def written(tmp_path):
    """Write a page of which the body is given, in a folder of its own."""
    folder = tmp_path / "页面"

    def written(body, head=""):
        folder.mkdir(exist_ok=True)
        (folder / "site.css").write_text(STYLE, encoding="utf-8")
        (folder / "page.html").write_text(
            f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>一页</title>
            <meta name="viewport" content="width=device-width">
            <meta http-equiv="Content-Security-Policy" content="{POLICY}"><link rel="stylesheet" href="site.css">{head}
            </head><body><main><h1>一页</h1>{body}</main></body></html>""",
            encoding="utf-8",
        )
        return folder

    return written


def found(page_of, axe, folder):
    """Return what each check finds."""
    page = page_of(folder, "page.html")
    zoomed = page_of(folder, "page.html", size=ZOOMED)
    return [*checks.violations(page, axe), *checks.unreached(page), *checks.overflowing(zoomed), *checks.controls(page)]


def test_a_good_page_has_no_fault(page_of, axe, written):
    folder = written(
        """<p><a href="page.html">这一页</a></p><p id="place">下文</p>
        <details><summary>展开</summary><p><a href="#place">在里面的</a></p></details>
        <div class="box" tabindex="0" role="region" aria-label="宽的表"><table class="wide">
        <tr><th scope="col">期限</th></tr><tr><td>2026-03-10</td></tr></table></div>"""
    )
    assert found(page_of, axe, folder) == []
    assert checks.ties(page_of(folder, "page.html")) == (
        [(folder / "page.html").as_uri(), f"{(folder / 'page.html').as_uri()}#place"],
        ["place"],
    )


FAULTS = {
    '<p class="pale">看不清的字</p>': "color-contrast: .pale",
    "<h3>跳了一级</h3>": "heading-order: h3",
    '<p><a href="page.html" tabindex="-1">到不了</a></p>': "not reached by keyboard: a「到不了」",
    '<p><a href="page.html" class="blind">看不见</a></p>': "focus is not visible: a.blind「看不见」",
    '<p class="cut">一二三四五六七八九十一二三四五六七八九十</p>': "cut off: p.cut「一二三四",
    "<p><button>按</button></p>": "button「按」",
    '<p class="wide">宽</p>': "the page scrolls sideways: 908 px in 320 px: p.wide「宽」",
    '<p class="low"><a href="page.html">盖住</a></p><div class="bar"></div>': "focus is covered: a「盖住」",
}


def test_every_fault_is_seen(page_of, axe, written):
    seen = found(page_of, axe, written("\n".join(FAULTS)))
    for fault in FAULTS.values():
        assert [one for one in seen if one.startswith(fault)], (fault, seen)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<p>好</p>", None),
        ('<p style="color: red">就地写的样式</p>', "console: Applying inline style violates"),
        ('<p><img src="https://example.org/a.png" alt="外面的"></p>', "leaves the folder: https://example.org/a.png"),
        ('<p><img src="../a.png" alt="上一级的"></p>', "leaves the folder: file://"),
        ('<p><img src="a.png" alt="没有的"></p>', "not there: file://"),
        ("<script>alert(1)</script>", "console: Executing inline script violates"),
        ('<script src="bad.js"></script>', "error: "),
        ('<script src="warn.js"></script>', "console: 当心"),
    ],
)
def test_what_goes_wrong_is_noted(page_of, written, body, problem):
    folder = written(body)
    (folder / "bad.js").write_text("no_such_thing();", encoding="utf-8")
    (folder / "warn.js").write_text("console.warn('当心');", encoding="utf-8")
    page_of(folder, "page.html")
    noted, page_of.problems = page_of.problems, []
    assert [one for one in noted if one.startswith(f"page.html: {problem}")] if problem else not noted, noted


def test_looks_are_what_they_are_called(page_of, written):
    folder = written("<p>好</p>")
    (folder / "mark.js").write_text("document.documentElement.dataset.ran = 'yes';", encoding="utf-8")
    asked = "[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]"
    assert page_of(folder, "page.html").evaluate(asked) == [SCREEN[0], False]
    assert page_of(folder, "page.html", scheme="dark", size=ZOOMED).evaluate(asked) == [ZOOMED[0], True]
    folder = written('<script src="mark.js"></script>')
    for scripts, ran in ((True, "yes"), (False, None)):
        page = page_of(folder, "page.html", scripts=scripts)
        assert page.evaluate("document.documentElement.dataset.ran ?? null") == ran
