"""The site of the shipped policies in the browser: every page loads, and each kind of page is for everybody."""

import re
from urllib.parse import unquote, urldefrag

import pytest
from tests.browser import checks
from tests.browser.conftest import PHONE, ZOOMED

KIND = re.compile(r"(-[\w]+)?\.html$")


def pages_of(site):
    """Return all pages of a site."""
    return sorted(path.name for path in site.glob("*.html"))


def largest(site):
    """Return the largest page of each kind: 「article-21.html」 of the articles."""
    kinds = {}
    for name in pages_of(site):
        kinds.setdefault(KIND.sub("", name), []).append(name)
    return [max(names, key=lambda name: (site / name).stat().st_size) for names in kinds.values()]


def test_every_page_loads_and_every_link_leads_somewhere(page_of, site):
    links, anchors = {}, {}
    for name in pages_of(site):
        found, anchors[name] = checks.ties(page_of(site, name))
        links |= dict.fromkeys(found, name)
    base = site.as_uri() + "/"
    lost = []
    for link, name in links.items():
        address, anchor = urldefrag(link)
        target = unquote(address.removeprefix(base))
        there = target in anchors and (not anchor or unquote(anchor) in anchors[target]) or (site / target).is_file()
        if not (there if address.startswith("file:") else address.startswith("https:")):
            lost.append(f"{name}: {link}")
    assert lost == []


def test_pages_of_each_kind_are_for_everybody(page_of, axe, site):
    faults = []
    for name in largest(site):
        page = page_of(site, name)
        found = checks.violations(page, axe)
        phone = page_of(site, name, scheme="dark", size=PHONE)
        found += checks.violations(phone, axe, "color-contrast", "target-size", "scrollable-region-focusable")
        found += checks.overflowing(page_of(site, name, size=ZOOMED))
        found += checks.controls(page_of(site, name, scripts=False))
        faults += [f"{name}: {fault}" for fault in found]
    assert faults == []


def test_the_keyboard_alone_reaches_everything(page_of, site):
    faults = []
    for name in largest(site):
        faults += [f"{name}: {fault}" for fault in checks.unreached(page_of(site, name))]
    assert faults == []
