"""The indexes: each lists what the plan and the policies have, all of it, and links that lead somewhere."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from zzrules.loading import shipped_policies
from zzrules.pages import calendar, indexes, search
from zzrules.pages.indexes.bodies import bodies_of
from zzrules.pages.indexes.codes import families
from zzrules.pages.indexes.duties import duties_of, named_in, owners_of
from zzrules.pages.indexes.facts import facts_of
from zzrules.pages.indexes.parts import Parts
from zzrules.pages.indexes.settled import changes_by_day, parameters_of, readings_of
from zzrules.pages.page import Page, rendered
from zzrules.pages.site import navigation
from zzrules.pages.source import Source
from zzrules.plan.model import findings_of
from zzrules.plan.reads import Reads

ROOT = Path(__file__).parents[2]
ON = date(2026, 11, 28)


@pytest.fixture(scope="session")
def shipped():
    return Parts(Source.read([shipped_policies()], ON))


@pytest.fixture(scope="session")
def amended():
    return Parts(Source.read([ROOT / "examples" / "amended-policies"], ON))


@pytest.fixture(scope="session")
def written(shipped):
    """Return the pages of indexes, calendar and search as HTML, by their paths."""
    made = [one for maker in (indexes.pages, calendar.pages) for one in maker(shipped.source) if isinstance(one, Page)]
    made += [one for one in search.pages(shipped.source, made) if isinstance(one, Page)]
    site = {
        "title": shipped.source.regulations.own.title,
        "digest": shipped.source.book.digest,
        "on": ON,
        "version": "0",
    }
    shared = {"site": site, "navigation": navigation(made), "source": shipped.source, "at": shipped.source.addresses}
    return {page.path: rendered(page, shared) for page in made}


def test_every_fact_is_listed_with_all_that_reads_and_finds_it(shipped):
    listed = {one.fact.name: one for one in facts_of(shipped)}
    assert [*listed] == [fact.name for fact in shipped.source.vocabulary.facts]
    reads = Reads(shipped.source.plan)
    governed = frozenset().union(*(reads.own(policy.code) for policy in shipped.source.plan.policies if policy.governs))
    for policy in shipped.source.plan.policies:
        found = {one.fact.name for version in policy.versions for one in findings_of(version)}
        for name in found:
            assert policy.name in {part.policy for _, parts in listed[name].found for part in parts}
        levels = {one.same_level.name for version in policy.versions for one in findings_of(version) if one.same_level}
        for name in reads.own(policy.code) - governed - levels:
            assert policy.name in {part.policy for part, _ in listed[name].read}, (policy.name, name)
    unread = [name for name, one in listed.items() if not one.read]
    own = frozenset().union(*(reads.own(policy.code) for policy in shipped.source.plan.policies))
    assert own.isdisjoint(unread)


def test_a_body_may_find_what_the_plan_says_it_may(shipped):
    told = {
        (body.label, one.fact.name, part.policy)
        for body in bodies_of(shipped)
        for one in body.findings
        for part in one.policies
    }
    label = shipped.source.vocabulary.body_labels
    assert told == {
        (body, one.fact.name, policy.name)
        for policy in shipped.source.plan.policies
        for version in policy.versions
        for one in findings_of(version)
        for body in label(one.bodies)
    }


def test_a_reading_may_let_a_body_find_what_it_may_not_now(shipped):
    """Article 20 leaves open who finds that nothing was done: both bodies, as it is read, or the one alone."""
    [efficiency] = [body for body in bodies_of(shipped) if body.code == "efficiency_body"]
    assert {"未立即整改", "未跟踪回访"} <= {one.fact.label for one in efficiency.findings}
    sides = {(body.label, one.reading.name, one.option) for body in bodies_of(shipped) for one in body.otherwise}
    taken = {(one.part.name, one.taken) for one in readings_of(shipped)}
    assert sides
    assert not {side[1:] for side in sides} & taken


def test_every_duty_is_on_the_page_of_each_who_owes_it_and_on_no_other(shipped):
    owners = owners_of(shipped)
    assert len({owner.address for owner in owners}) == len(owners)
    assert all(owner.address.isascii() for owner in owners)
    by_part = {duty.part: duty for duty in duties_of(shipped)}
    stated = sum(len(policy.obligations) + len(policy.consequences) for policy in shipped.source.policies)
    assert len(by_part) == stated
    for part, duty in by_part.items():
        on = {owner.name for owner in owners if part in {one.part for one in (*owner.duties, *owner.others)}}
        assert on == {*named_in(duty.subject, shipped.source.vocabulary)}
        assert on


def test_a_limit_is_told_by_its_length_or_by_the_word_of_the_law(shipped):
    lengths = {(one.part.policy, one.part.name): (one.length, one.is_term) for one in duties_of(shipped)}
    assert lengths["实名差评联系核实", "联系核实"] == ("两个工作日", False)
    assert lengths["实名差评联系核实", "立即整改"] == ("立即", True)
    assert lengths["窗口工作人员派驻", "先经同意再派驻"] == ("至「派驻日期」", False)
    assert lengths["加班补休", "给予相应补休"] == ("至「规定的补休期限」", False)
    assert lengths["窗口工作人员派驻", "派驻的人符合标准"] == ("", False)


def test_readings_and_parameters_are_those_of_the_policies(shipped, amended):
    assert sum(1 for _ in readings_of(shipped)) == sum(len(policy.readings) for policy in shipped.source.policies)
    assert not [one for one in readings_of(shipped) if "{" in one.note]
    [history] = [one.values for one in parameters_of(amended)]  # of the newest file alone
    assert [(str(value.first), str(value.last), value.text) for value in history] == [
        ("2026-01-01", "2026-06-30", "2工作日"),
        ("2026-07-01", "None", "3工作日"),
    ]


def test_what_changes_on_a_day_is_told_by_the_day(amended):
    told = {
        str(day): [(one.part.said or one.part.policy if one.part else "", one.said) for one in changes]
        for day, changes in changes_by_day(amended).items()
    }
    assert told == {
        "2026-01-01": [("", "《某市窗口服务规定》施行")],
        "2026-07-01": [
            ("", "某政〔2026〕20号修正后的《某市窗口服务规定》施行"),
            ("窗口责任", "改写"),
            ("参数「联系核实时限」", "由2工作日改为3工作日"),
            ("差评联系核实", "改写"),
        ],
        "2031-01-01": [("", "《某市窗口服务规定》有效期届满")],
    }


def test_the_codes_are_those_of_the_page_under_the_same_titles():
    page = (ROOT / "docs" / "错误代码.md").read_text(encoding="utf-8")
    listed = [*families()]
    assert [code.code for family in listed for code in family.codes] == re.findall(
        "^### (ZZ[0-9]{3})$", page, re.MULTILINE
    )
    heads = re.findall("^## (ZZ[0-9])\\.\\. (.+)$", page, re.MULTILINE)
    assert [(family.prefix, family.title) for family in listed] == heads
    assert all(one.message and one.english for family in listed for code in family.codes for one in code.sentences)


def test_links_between_these_pages_lead_to_what_is_there_and_nothing_is_named_twice(written):
    anchors = {path: re.findall(' id="([^"]+)"', html) for path, html in written.items()}
    for path, found in anchors.items():
        assert len(found) == len({*found}), path
    for path, html in written.items():
        for link in re.findall(' href="([^"]+)"', html):
            file, _, anchor = link.partition("#")
            target = file or path
            if target in written and anchor:
                assert anchor in anchors[target], (path, link)
            known = target in written or target.startswith(("article-", "assets/", "https://", "data:", "index.html"))
            assert known, (path, link)


def test_every_table_has_its_heads_and_no_page_has_code_or_styles_of_its_own(written):
    for path, html in written.items():
        assert len(re.findall("<h1[ >]", html)) == 1, path
        assert not re.search(r"<script(?! src=)|<style| style=| on[a-z]+=", html), path
        levels = [int(level) for level in re.findall("<h([1-6])[ >]", html)]
        assert all(after - before <= 1 for before, after in pairwise(levels)), path
        for head in re.findall("<thead.*?</thead>", html, re.DOTALL):
            assert all('scope="col"' in cell for cell in re.findall("<th[ >].*?</th>", head)), path


def test_what_changed_since_another_version_is_the_difference_as_blocks(shipped, amended):
    source = replace(amended.source, older=amended.source.book)
    [page] = [page for page in indexes.pages(source) if page.path == "changes.html"]
    assert page.context["grouped"][-1][1][0].lines == (
        f"全部 {len(amended.source.plan.policies)} 项政策：结论处处相同（已证明）。",
    )
    assert "changes.html" not in {page.path for page in indexes.pages(shipped.source)}
