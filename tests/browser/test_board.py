"""`zzrules due --format html` in the browser: nothing runs or is loaded, and everybody can read it."""

from datetime import date

import pytest
from tests.browser import checks
from tests.browser.conftest import PHONE, SCREEN, ZOOMED
from tests.unit.test_board import BOARD, reminder

from zzrules.batch.board import Board
from zzrules.pages.board import board_page

HOSTILE = (
    "<script>alert(1)</script>]]>",
    "\u202e倒过来",
    "长" * 2000,
    "🙂",
    "</style><img src=https://example.org/a.png>",
)


@pytest.fixture(scope="module")
def boards(tmp_path_factory):
    """Boards as pages: of every state, of nothing, of names that do harm."""
    folder = tmp_path_factory.mktemp("boards")
    hostile = tuple(reminder(name, "2026-03-05", -5, "breached") for name in HOSTILE)
    made = {
        "all.html": BOARD,
        "none.html": Board(date(2026, 3, 12), 3, 0, "ab12", ()),
        "hostile.html": Board(date(2026, 3, 12), 3, 9, "ab12", hostile, date(2025, 11, 5)),
    }
    for name, board in made.items():
        (folder / name).write_text(board_page(board), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["all.html", "none.html", "hostile.html"])
def test_a_board_is_for_everybody(page_of, axe, boards, name):
    page = page_of(boards, name)
    faults = checks.violations(page, axe) + checks.unreached(page) + checks.controls(page)
    faults += checks.violations(page_of(boards, name, scheme="dark"), axe, "color-contrast")
    for size in (PHONE, ZOOMED):
        faults += checks.overflowing(page_of(boards, name, size=size))
    faults += checks.violations(page_of(boards, name, size=PHONE), axe)
    assert faults == []


def test_names_are_shown_as_they_are(page_of, boards):
    page = page_of(boards, "hostile.html")
    shown = page.locator("tbody th[scope=row]").all_inner_texts()
    assert sorted(shown) == sorted([*HOSTILE[:1], "‹U+202E›倒过来", *HOSTILE[2:]])


def test_letters_grow_with_the_screen_and_with_the_zoom(page_of, boards):
    def size(window):
        page = page_of(boards, "all.html", size=window)
        return page.evaluate("parseFloat(getComputedStyle(document.querySelector('tbody td')).fontSize)")

    assert size((3840, 2160)) > 1.9 * size((1920, 1080)) > 1.9 * 1.2 * size(SCREEN) > 0
    assert size(ZOOMED) * 4 >= 2 * size(SCREEN)


def test_it_prints_on_a4_with_every_entry(page_of, boards):
    page = page_of(boards, "all.html")
    page.emulate_media(media="print")
    assert page.locator("tbody tr").count() == len(BOARD.entries)
    colours = page.evaluate(
        "[...document.querySelectorAll('.state, h1, small')].map((one) => getComputedStyle(one).color)"
    )
    assert set(colours) <= {"rgb(0, 0, 0)", "rgb(68, 68, 68)"}
    sizes = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 842" in sizes or b"/MediaBox [0 0 841" in sizes
