"""What is held of a page in a browser: each returns a line for each fault, which says where it is (checks.js)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SCRIPT: Final = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def violations(page: Page, axe: str, *only: str) -> list[str]:
    """Return what axe finds by its rules of WCAG 2.2 AA and of good practice, or by some of them."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(axe)
    return _asked(page, "violations", list(only))


def unreached(page: Page, most: int = 40) -> list[str]:
    """Return the links and controls that the Tab key does not reach, and those on which it is not seen to be.

    Of a page with more than twice as many as ``most``, the first and the last are tried.
    """
    first, last = _asked(page, "await_keys", most)
    _press_tab(page, first)
    if last:
        _asked(page, "skip_to_the_end")
        _press_tab(page, last)
    return _asked(page, "unreached")


def _press_tab(page: Page, times: int) -> None:
    keys = page.context.new_cdp_session(page)
    tab = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
    for _ in range(times):
        keys.send("Input.dispatchKeyEvent", tab)
    keys.detach()


def overflowing(page: Page) -> list[str]:
    """Return what makes the page scroll sideways at its width, and text that is cut off."""
    return _asked(page, "overflowing")


def controls(page: Page) -> list[str]:
    """Return the buttons and fields that are seen: where no script runs, they would do nothing."""
    return _asked(page, "controls")


def words(page: Page) -> set[str]:
    """Return the lines of text that are seen, but for those of forms, and for what only scripts can say."""
    return set(_asked(page, "words"))


def ties(page: Page) -> tuple[list[str], list[str]]:
    """Return the addresses to which the page links, and the anchors that it has."""
    found = _asked(page, "ties")
    return found["links"], found["ids"]


def _asked(page: Page, check: str, *given: Any) -> Any:
    if not page.evaluate("typeof checks !== 'undefined'"):
        page.evaluate(_SCRIPT)
    return page.evaluate(f"(given) => checks.{check}(...given)", list(given))
