"""Which facts policies read: three questions, and how their answers differ."""

import pytest
from tests.conformance_update import HOME, loaded

import zzrules
from zzrules.plan.model import referred
from zzrules.plan.reads import Reads, mentioned


@pytest.fixture(scope="module")
def plan():
    return zzrules.load().plan


@pytest.fixture(scope="module")
def reads(plan):
    return Reads(plan)


def test_its_own_facts_are_those_of_its_judgement_and_of_its_obligations(plan, reads):
    for policy in plan.policies:
        names = {obligation.name for version in policy.versions for obligation in version.obligations}
        of_obligations = set().union(*(reads.obligation(policy.code, name) for name in names))
        contradicted = {fact for version in policy.versions for one in version.contradictions for fact in one.facts}
        assert reads.own(policy.code) == {*reads.judged(policy.code), *of_obligations, *contradicted}


def test_an_obligation_may_read_what_the_judgement_does_not(reads):
    assert reads.own("complaints") - set(reads.judged("complaints"))


def test_what_another_policy_reads_is_read_through_it():
    reads = Reads(loaded(HOME / "references/good/outcome-and-ground").plan)
    assert reads.through("test") - reads.own("test") == {*reads.own("scope")} - reads.own("test") != set()


def test_what_governs_a_policy_is_its_own(plan, reads):
    for policy in plan.policies:
        assert {"subject", "related_to_service"} <= reads.own(policy.code)
        assert "scope" not in referred(policy)


def test_what_no_reading_taken_uses_is_its_own_and_not_for_gathering(reads):
    """有效延长 is derived, and under the reading taken nothing is counted with it."""
    assert "extension" in reads.own("liability")
    assert "extension" not in reads.through("liability")


def test_a_ground_needs_less_than_its_policy(plan, reads):
    for policy in plan.policies:
        for ground in policy.ground_names():
            assert reads.through(policy.code, [ground]) <= reads.through(policy.code)
    assert reads.through("rotation", ["离开机构"]) < reads.through("rotation")


def test_a_list_bears_on_the_state_for_its_elements_only_where_it_is_read_whole(reads):
    assert "overtime" in reads.obligation("compensatory_leave", "给予相应补休")
    assert "overtime" not in reads.state("compensatory_leave", "给予相应补休").facts


def test_each_answer_is_found_once(reads):
    assert reads.own("rotation") is reads.own("rotation")
    key = "compensatory_leave", "给予相应补休"
    assert reads.state(*key) is reads.state(*key)


def test_what_keeps_a_version_from_applying_on_an_unknown_day_is_read(plan, reads):
    found = {
        (policy.code, fact.name)
        for policy in plan.policies
        for version in policy.versions
        for mention in mentioned(version.unless, version)
        for fact in mention.facts
    }
    assert ("tolerance", "liability_decided_on") in found
    assert all(name in reads.through(code) for code, name in found)
