"""A browser for the tests of pages: Chromium of the machine, without a window and without a network.

Playwright drives it. Without Chromium, or without Node and npm for the rules of axe, tests are skipped, except under
CI=true.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import pytest
from tests import needs

from zzrules.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

T = TypeVar("T")
HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
AXE: Final = HERE / "node_modules" / "axe-core" / "axe.min.js"
NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
OFFLINE: Final = ("--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking")
SCREEN: Final = (1280, 900)
PHONE: Final = (390, 844)
ZOOMED: Final = (320, 256)
"""What a window of 1280 × 1024 shows at 400 %, in CSS pixels (WCAG 2.2, 1.4.10)."""

_THREAD: Final = ThreadPoolExecutor(1, "browser")


def in_its_thread(function: Callable[..., T], *given: Any, **named: Any) -> T:
    """Return what a function returns in the thread of the browser.

    Playwright leaves its event loop running wherever it was started: no other test could run one there.
    """
    return _THREAD.submit(function, *given, **named).result()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> object | None:
    """Run a test that asks for the browser in the browser's thread."""
    if "browser" not in pyfuncitem.fixturenames:
        return None
    given = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    in_its_thread(pyfuncitem.obj, **given)
    return True


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, for all tests of a process."""
    playwright = needs.package("playwright.sync_api")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    needs.lacking("" if found else f"pages are looked at in Chromium, which is not installed ({', '.join(NAMES)})")

    def start() -> tuple[Any, Browser]:
        driver = playwright.sync_playwright().start()
        return driver, driver.chromium.launch(executable_path=found, args=[*OFFLINE])

    def stop() -> None:
        started.close()
        driver.stop()

    driver, started = in_its_thread(start)
    yield started
    in_its_thread(stop)


class Visitor:
    """Opens pages of folders, one tab for each look, and notes whatever goes wrong on them."""

    def __init__(self, browser: Browser) -> None:
        """Take the browser."""
        self._browser = browser
        self._tabs: dict[object, Page] = {}
        self._contexts: list[BrowserContext] = []
        self._folder = ""
        self._at = ""
        self.problems: list[str] = []
        """A line for each error or warning on the console, and each request that leaves the folder or fails."""

    def __call__(
        self,
        folder: Path,
        path: str,
        *,
        scheme: str = "light",
        size: tuple[int, int] = SCREEN,
        scripts: bool = True,
    ) -> Page:
        """Return a page of a folder, loaded: its address within the folder, with an anchor or not."""
        self._folder, self._at = folder.as_uri().rstrip("/") + "/", path
        tab = self._tabs.get((scheme, size, scripts))
        if tab is None:
            tab = self._tabs[scheme, size, scripts] = self._tab(scheme, size, scripts=scripts)
        tab.emulate_media(media="screen")
        page, _, anchor = path.partition("#")
        address = (folder / page).as_uri() + (f"#{anchor}" if anchor else "")
        if tab.url.partition("#")[0] == address.partition("#")[0]:
            tab.goto("about:blank")  # another anchor alone would not load the page again
        tab.goto(address)
        return tab

    def _tab(self, scheme: Any, size: tuple[int, int], *, scripts: bool) -> Page:
        context = self._browser.new_context(
            color_scheme=scheme,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._said)
        page.on("pageerror", lambda error: self._note(f"error: {error}"))
        page.on("request", self._asked)
        page.on("requestfailed", self._missed)
        return page

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            self._note(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self._folder, "data:", "about:blank")):
            self._note(f"leaves the folder: {request.url}")

    def _missed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a link was followed before all of the page was loaded
            self._note(f"not there: {request.url} ({request.failure})")

    def _note(self, what: str) -> None:
        self.problems.append(f"{self._at}: {what}")

    def close(self) -> None:
        """Close all tabs."""
        for context in self._contexts:
            context.close()


@pytest.fixture(scope="session")
def _visitor(browser: Browser) -> Iterator[Visitor]:
    visitor = Visitor(browser)
    yield visitor
    in_its_thread(visitor.close)


@pytest.fixture
def page_of(_visitor: Visitor) -> Iterator[Visitor]:
    """Open pages; at the end nothing may have gone wrong on any of them."""
    _visitor.problems = []
    yield _visitor
    assert _visitor.problems == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe, installed from the lock file with the first run."""
    lock = HERE / "package-lock.json"
    if not AXE.is_file() or AXE.stat().st_mtime < lock.stat().st_mtime:
        _install(lock)
    return AXE.read_text(encoding="utf-8")


def _install(lock: Path) -> None:
    npm = shutil.which("npm")
    needs.lacking("" if npm else "the rules of axe come with npm, which is not installed")
    done = subprocess.run(
        [str(npm), "ci", "--prefer-offline", "--ignore-scripts"],
        cwd=HERE,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    needs.lacking(f"npm cannot install the rules of axe: {done.stderr}" if done.returncode else "")
    os.utime(AXE)


def _site(out: Path, *words: str) -> Path:
    """Return the folder of a site that the command has written."""
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = main(["site", str(out), "--on", "2026-11-28", *words])
    assert code == 0, said.getvalue()
    return out


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped policies; without features, which take long."""
    folder = tmp_path_factory.mktemp("网站")
    policies = shutil.copytree(ROOT / "policies", folder / "政策")
    return _site(folder / "site", "--policies", str(policies))


@pytest.fixture(scope="session")
def other_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a regulation that was amended, with a feature and what came of running it."""
    folder = tmp_path_factory.mktemp("网站")
    features = folder / "features"
    features.mkdir()
    shutil.copy(ROOT / "features" / "法规修正.feature", features)
    policies = folder / "examples" / "amended-policies"  # where the feature says that they are
    shutil.copytree(ROOT / "examples" / "amended-policies", policies)
    return _site(folder / "site", "--policies", str(policies), "--features", str(features))
