"""`zzrules explain --format html` in the browser: nothing runs or is loaded, and everybody can read it."""

import pytest
from tests.browser import checks
from tests.browser.conftest import PHONE, ZOOMED
from tests.pages.test_determination import HARM, LATE, ON

from zzrules import loading
from zzrules.pages.determination import to_html


@pytest.fixture(scope="module")
def determinations(tmp_path_factory):
    """A determination as a page, of a record whose name does harm."""
    folder = tmp_path_factory.mktemp("determinations")
    determination = loading.load().evaluate(LATE, ON, ["第二十一条", "第二十四条"])
    (folder / "a.html").write_text(to_html(determination, f"{HARM}{'长' * 2000}"), encoding="utf-8")
    return folder


def test_a_determination_is_for_everybody(page_of, axe, determinations):
    page = page_of(determinations, "a.html")
    faults = checks.violations(page, axe) + checks.unreached(page) + checks.controls(page)
    faults += checks.violations(page_of(determinations, "a.html", scheme="dark"), axe, "color-contrast")
    for size in (PHONE, ZOOMED):
        faults += checks.overflowing(page_of(determinations, "a.html", size=size))
    assert faults == []


def test_the_words_of_the_law_unfold_in_place(page_of, determinations):
    page = page_of(determinations, "a.html")
    item = page.locator("li", has_text="第二十一条第（五）项「超过承诺时限」").first
    words = item.locator("blockquote").first
    assert not words.is_visible()
    item.locator("summary").first.press("Enter")
    assert words.inner_text().startswith("超过承诺办理时限未办结政务服务事项")
    page.emulate_media(media="print")
    assert page.locator("h3 ~ details.law").last.locator("blockquote").is_visible()
    assert not item.locator("details.law").first.is_visible()
