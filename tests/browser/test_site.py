"""The site in the browser: every page loads, and each kind of page is for everybody."""

import re
from urllib.parse import unquote, urldefrag

import pytest
from tests.browser import checks
from tests.browser.conftest import PHONE, ZOOMED

OF_ONE_KIND = re.compile(r"(-\w+)?\.html$")


def names_of(folder):
    """Return the names of all pages of a site."""
    return sorted(path.name for path in folder.glob("*.html"))


def largest(folder):
    """Return the largest page of each kind: 「article-21.html」 of the articles."""
    kinds: dict[str, list[str]] = {}
    for name in names_of(folder):
        kinds.setdefault(OF_ONE_KIND.sub("", name), []).append(name)
    return {kind: max(names, key=lambda name: (folder / name).stat().st_size) for kind, names in kinds.items()}


@pytest.fixture(scope="session")
def kinds(site, other_site):
    """The folder and the name of the largest page of each kind."""
    of_one, of_other = largest(site), largest(other_site)
    only = [of_other[kind] for kind in of_other if kind not in of_one]
    return [(site, name) for name in of_one.values()] + [(other_site, name) for name in only]


@pytest.fixture(scope="session")
def samples(site, other_site):
    """The same of a small folder, where it has the kind: axe needs long for what is long."""
    of_one, of_other = largest(site), largest(other_site)
    only = [of_one[kind] for kind in of_one if kind not in of_other]
    return [(other_site, name) for name in of_other.values()] + [(site, name) for name in (*only, "article-7.html")]


@pytest.mark.parametrize("which", ["site", "other_site"])
def test_every_page_loads_and_every_link_leads_somewhere(page_of, request, which):
    folder = request.getfixturevalue(which)
    links: dict[str, str] = {}
    anchors: dict[str, list[str]] = {}
    for name in names_of(folder):
        found, anchors[name] = checks.ties(page_of(folder, name))
        links |= dict.fromkeys(found, name)
    base = folder.as_uri() + "/"

    def leads_somewhere(link):
        address, anchor = urldefrag(link)
        target = unquote(address.removeprefix(base))
        if not address.startswith(base):
            return address.startswith("https://")
        return unquote(anchor) in ["", *anchors[target]] if target in anchors else (folder / target).is_file()

    assert [(name, unquote(link)) for link, name in links.items() if not leads_somewhere(link)] == []


def test_each_kind_of_page_is_for_everybody(page_of, axe, samples):
    faults = []
    for folder, name in samples:
        found = checks.violations(page_of(folder, name), axe)
        phone = page_of(folder, name, scheme="dark", size=PHONE)
        found += checks.violations(phone, axe, "color-contrast", "target-size", "scrollable-region-focusable")
        faults += [f"{name}: {fault}" for fault in found]
    assert faults == []


def test_at_400_percent_nothing_is_lost(page_of, kinds):
    faults = [
        f"{name}: {fault}" for folder, name in kinds for fault in checks.overflowing(page_of(folder, name, size=ZOOMED))
    ]
    assert faults == []


def test_the_keyboard_alone_reaches_everything(page_of, kinds):
    faults = [f"{name}: {fault}" for folder, name in kinds for fault in checks.unreached(page_of(folder, name))]
    assert faults == []


def test_without_scripts_everything_is_there_but_search_filters_and_counters(page_of, samples):
    faults = []
    for folder, name in samples:
        shown = [checks.words(page_of(folder, name, scripts=scripts)) for scripts in (True, False)]
        faults += [f"{name}: only with scripts: {word}" for word in sorted(shown[0] - shown[1])]
        faults += [f"{name}: does nothing: {one}" for one in checks.controls(page_of(folder, name, scripts=False))]
    assert faults == []
