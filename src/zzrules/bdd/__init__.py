"""Steps for pytest-bdd (9 or later) in Chinese, for the features of any city's policies.

A project of one's own needs two lines in ``conftest.py`` and a fixture that says which policies to use::

    pytest_plugins = ["zzrules.bdd"]


    @pytest.fixture(scope="session")
    def rulebook():
        return zzrules.load("my-policies")

Without the fixture, the policies that come with the package are used; 「假如 采用"文件夹"中的政策」 uses a folder,
relative to pytest's root, for one scenario. Facts are written by their Chinese labels, values as records write them
(`read_cell`); a step that fails says in Chinese what was found instead. Never imported by ``zzrules`` itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, then, when

import zzrules
from zzrules.answer.determination import PolicyAnswer
from zzrules.answer.policy import GroundAnswer
from zzrules.base.errors import CitationError
from zzrules.base.truth import Truth
from zzrules.bdd.case import Case, fail, listed, read_cell, step
from zzrules.engines.judgement import ObligationJudgements
from zzrules.rulebook import Rulebook

pytest_plugins = ["zzrules.bdd.calendar", "zzrules.bdd.casefiles"]

__all__ = ["Case", "case", "read_cell", "rulebook"]

_TRUTHS: dict[str, Truth] = {"成立": True, "不成立": False, "待查明": None}
_WORDS = {True: "成立", False: "不成立", None: "待查明"}
_PROCEDURES: dict[str, Truth] = {"手续齐备": True, "手续未齐": False, "手续待查明": None}
_QUOTED = re.compile("「([^」]+)」")


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The rulebook that scenarios use: the policies that come with the package. Override it to test your own."""
    return zzrules.load()


@pytest.fixture
def case(rulebook: Rulebook) -> Iterator[Case]:
    """The scenario's case file; a wrong record that no step speaks of fails the scenario."""
    made = Case(rulebook)
    yield made
    if made.events and not made.log_errors_seen and (problems := made.log().problems):
        fail("流水有误，而场景没有说到：\n" + "\n".join(map(str, problems)))
    if made.error is not None and not made.error_seen:
        fail(f"案卷有误，而场景没有说到：\n{made.error}")


# ── 假如 ────────────────────────────────────────────────────────────────


@cache
def _loaded(folder: Path) -> Rulebook:
    return zzrules.load(folder)


@given(parsers.re('采用["“「](?P<folder>[^"”」]+)["”」]中的政策'))
def use_folder(folder: str, case: Case, request: pytest.FixtureRequest) -> None:
    """Use the policies of a folder, relative to pytest's root."""
    case.book = _loaded(request.config.rootpath / folder)


@given("案卷如下")
def given_facts(case: Case, datatable: list[list[str]]) -> None:
    """Record the facts of a table | 事实 | 值 |."""
    header, *rows = datatable
    if header != ["事实", "值"]:
        fail(f"案卷的表头应当是 | 事实 | 值 |，写的是 | {' | '.join(header)} |")
    labels = [label for label, _ in rows]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        fail(f"案卷里重复：{listed(twice)}")
    for label, value in rows:
        case.put(label, value)


@given(parsers.re("「(?P<label>[^」]+)」为「(?P<value>.*)」"))
@when(parsers.re("「(?P<label>[^」]+)」为「(?P<value>.*)」"))
def given_fact(label: str, value: str, case: Case) -> None:
    """Record one fact; it replaces what was recorded before."""
    case.put(label, value)


@given(step("没有记载{label}"))
@when(step("没有记载{label}"))
def without_fact(label: str, case: Case) -> None:
    """Remove a fact from the record, so that it is unknown."""
    if label not in case.book.vocabulary.by_label:
        fail(f"词汇里没有事实「{label}」")
    case.put(label, "")


@given(step("{label}有以下各次"))
def given_list(label: str, case: Case, datatable: list[list[str]]) -> None:
    """Record a list: a column for each field, a row for each element; an empty cell is not recorded."""
    header, *rows = datatable
    elements = [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in rows]
    if not elements:
        fail(f"「{label}」一次也没有列出；已知没有的，写：「{label}」为「无」")
    case.put(label, elements)


# ── 当 ──────────────────────────────────────────────────────────────────


@when(step("于{on}评价"))
def evaluate(on: str, case: Case) -> None:
    """Evaluate by every policy."""
    case.evaluate(on)


@when(parsers.re("于「(?P<on>[^」]+)」就(?P<about>「[^」]+」(?:、?「[^」]+」)*)评价"))
def evaluate_about(on: str, about: str, case: Case) -> None:
    """Evaluate by some policies or grounds."""
    case.evaluate(on, [key for quoted in _QUOTED.findall(about) for key in quoted.split("、")])


# ── 那么：结论 ──────────────────────────────────────────────────────────


def _found(answer: PolicyAnswer) -> str:
    """Return in Chinese what was found: the outcome, or those possible with what is missing, or why not."""
    if answer.status == "undetermined":
        possible = listed([one.name for one in answer.possible_names])
        return f"「{answer.name}」待查明，可能的结论是{possible}，尚缺{listed([one.label for one in answer.missing])}"
    because = f"，因为{listed(answer.not_applicable_because)}" if answer.not_applicable_because else ""
    return f"「{answer.name}」的结论是「{answer.outcome_name}」{because}"


def _known_outcome(answer: PolicyAnswer, name: str, case: Case) -> str:
    """Return an outcome's name for its name or code; the step fails if the policy has none such."""
    outcomes = case.book.plan.policy(answer.code).outcomes
    if name not in outcomes and name not in outcomes.values():
        fail(f"政策「{answer.name}」没有结论「{name}」；有{listed(list(outcomes.values()))}")
    return outcomes.get(name, name)


@then(step("{key}的结论是{name}"))
def outcome_is(key: str, name: str, case: Case) -> None:
    """Assert the outcome, by its name or code."""
    answer = case.policy(key)
    if answer.outcome_name != _known_outcome(answer, name, case):
        fail(f"结论应为「{name}」，然而{_found(answer)}")


@then(step("{key}可能的结论是{names}"))
def outcomes_possible(key: str, names: str, case: Case) -> None:
    """Assert exactly which outcomes are still possible, in any order."""
    answer = case.policy(key)
    wanted = {_known_outcome(answer, name, case) for name in _QUOTED.findall(names)}
    if {one.name for one in answer.possible_names} != wanted:
        fail(f"可能的结论应为{names}，然而{_found(answer)}")


@then(step("{key}不适用，因为{reason}"))
def not_applicable(key: str, reason: str, case: Case) -> None:
    """Assert that the policy does not apply, with a part of the reason."""
    answer = case.policy(key)
    if answer.status != "not_applicable" or not any(reason in one for one in answer.not_applicable_because):
        fail(f"应当不适用，因为「{reason}」，然而{_found(answer)}")


@then(step("{key}不在有效期内"))
def not_in_force(key: str, case: Case) -> None:
    """Assert that the policy is not in force on the day of the conduct."""
    answer = case.policy(key)
    if answer.status != "not_in_force":
        fail(f"应当不在有效期内，然而{_found(answer)}")


@then(step("{key}不是{name}，因为{reason}"))
def why_not(key: str, name: str, reason: str, case: Case) -> None:
    """Assert that an outcome is excluded, with a part of what it lacks."""
    answer = case.policy(key)
    reasons = answer.why_not(_known_outcome(answer, name, case))
    if reasons.possible is not False:
        fail(f"「{name}」并未排除：{_found(answer)}")
    if not any(reason in text for text in (*reasons.lacking, reasons.summary)):
        fail(f"「{name}」不成立的理由里没有「{reason}」，有：\n" + "\n".join((reasons.summary, *reasons.lacking)))


# ── 那么：情形 ──────────────────────────────────────────────────────────


def _ground_is(ground: GroundAnswer, state: str) -> None:
    if state == "未援引":
        if not (ground.not_invoked and ground.truth is False):
            fail(f"情形「{ground.name}」应当未援引，然而已经援引，{_WORDS[ground.truth]}")
    elif ground.truth is not _TRUTHS[state]:
        missing = f"，尚缺{listed([fact.label for fact in ground.missing])}" if ground.missing else ""
        invoked = "（未援引）" if ground.not_invoked else ""
        fail(f"情形「{ground.name}」应当{state}，然而{_WORDS[ground.truth]}{invoked}{missing}")


@then(parsers.re("情形「(?P<name>[^」]+)」(?P<state>成立|不成立|待查明|未援引)"))
def ground_is(name: str, state: str, case: Case) -> None:
    """Assert whether a ground holds; one that was not invoked does not hold either."""
    _ground_is(case.ground(name), state)


@then(parsers.re("情形「(?P<name>[^」]+)」成立，(?P<procedure>手续齐备|手续未齐|手续待查明)"))
def ground_with_procedure(name: str, procedure: str, case: Case) -> None:
    """Assert that a ground holds, and whether its procedure was followed."""
    ground = case.ground(name)
    _ground_is(ground, "成立")
    if not ground.has_procedure:
        fail(f"情形「{name}」没有另外规定手续")
    if ground.complete is not _PROCEDURES[procedure]:
        found = next(word for word, truth in _PROCEDURES.items() if truth is ground.complete)
        fail(f"情形「{name}」应当{procedure}，然而{found}")


@then(parsers.re("「(?P<key>[^」]+)」(?P<state>成立|不成立|待查明|未援引)"))
def cited_ground_is(key: str, state: str, case: Case) -> None:
    """Assert whether a ground, given by its citation, holds; or that a policy's outcome is undetermined."""
    answer = case.answer(key)
    if isinstance(answer, GroundAnswer):
        _ground_is(answer, state)
    elif state != "待查明":
        fail(f"「{key}」是一个政策，不是一个情形；政策有结论，情形才成立或者不成立")
    elif answer.status != "undetermined":
        fail(f"应当待查明，然而{_found(answer)}")


# ── 那么：尚缺的事实 ────────────────────────────────────────────────────


def _missing(answer: PolicyAnswer | GroundAnswer) -> str:
    return listed([fact.label for fact in answer.missing])


@then(step("{key}尚缺{label}"))
def lacks(key: str, label: str, case: Case) -> None:
    """Assert that a fact is among those missing."""
    answer = case.answer(key)
    if label not in [fact.label for fact in answer.missing]:
        fail(f"应当尚缺「{label}」，然而尚缺的是{_missing(answer)}")


@then(step("{key}最先要问{label}"))
def asks_first(key: str, label: str, case: Case) -> None:
    """Assert which fact is to be asked for first."""
    answer = case.answer(key)
    if [fact.label for fact in answer.missing[:1]] != [label]:
        fail(f"最先要问的应当是「{label}」，然而依次是{_missing(answer)}")


@then(step("{key}不缺事实"))
def lacks_nothing(key: str, case: Case) -> None:
    """Assert that no fact is missing."""
    answer = case.answer(key)
    if answer.missing:
        fail(f"应当不缺事实，然而尚缺{_missing(answer)}")


@then(step("缺少{label}是因为{note}"))
def lacks_because(label: str, note: str, case: Case) -> None:
    """Assert why a fact counts as missing, by a part of the note."""
    missing = case.missing()
    notes = [fact.note for fact in missing if fact.label == label]
    if not notes:
        fail(f"并不缺少「{label}」；尚缺{listed(list(dict.fromkeys(fact.label for fact in missing)))}")
    if not any(note in one for one in notes):
        fail(f"缺少「{label}」应当是因为「{note}」，然而是因为{listed(list(dict.fromkeys(notes)))}")


# ── 那么：后果、矛盾、依据、口径 ────────────────────────────────────────


@then(parsers.re("「(?P<key>[^」]+)」(?P<state>有|没有)后果「(?P<name>[^」]+)」"))
def consequence_is(key: str, state: str, name: str, case: Case) -> None:
    """Assert that a consequence follows, or that it does not."""
    _consequence_is(case.policy(key), name, state == "有", case)


@then(parsers.re("(?:「(?P<key>[^」]+)」的?)?后果「(?P<name>[^」]+)」待查明"))
def consequence_is_open(key: str | None, name: str, case: Case) -> None:
    """Assert that it is not known whether a consequence follows."""
    if key is not None:
        _consequence_is(case.policy(key), name, None, case)
    elif case.consequence(name).truth is not None:
        fail(f"后果「{name}」应当待查明，然而有此后果")


def _consequence_is(answer: PolicyAnswer, name: str, wanted: Truth, case: Case) -> None:
    versions = case.book.plan.policy(answer.code).versions
    known = dict.fromkeys(one.name for version in versions for one in version.consequences)
    if name not in known:
        fail(f"政策「{answer.name}」没有写后果「{name}」；写有{listed(list(known))}")
    truth = next((one.truth for one in answer.consequences if one.name == name), False)
    if truth is not wanted:
        words = {True: "有此后果", False: "没有此后果", None: "此后果待查明"}
        fail(f"后果「{name}」：应当{words[wanted]}，然而{words[truth]}；{_found(answer)}")


@then(step("后果{name}的期限是{by}"))
def consequence_due(name: str, by: str, case: Case) -> None:
    """Assert a consequence's last day (or open term)."""
    found = case.consequence(name)
    if found.by != by:
        fail(f"后果「{name}」的期限应当是「{by}」，然而是「{found.by}」")


@then(step("后果{name}没有规定期限"))
def consequence_without_term(name: str, case: Case) -> None:
    """Assert that nothing says by when."""
    found = case.consequence(name)
    if found.by:
        fail(f"后果「{name}」应当没有规定期限，然而期限是「{found.by}」")


@then(step("后果{name}的形式是{names}"))
def consequence_forms(name: str, names: str, case: Case) -> None:
    """Assert exactly which forms a consequence may take, in any order."""
    found = case.consequence(name)
    if sorted(found.forms) != sorted(_QUOTED.findall(names)):
        fail(f"后果「{name}」的形式应当是{names}，然而是{listed(found.forms)}")


@then(step("记载相互矛盾：{name}"))
def contradicts(name: str, case: Case) -> None:
    """Assert that a contradiction is reported."""
    found = [one.name for one in case.determination.contradictions]
    if name not in found:
        fail(f"应当指出矛盾「{name}」，然而指出的是{listed(found)}")


@then("记载没有矛盾")
def contradicts_nothing(case: Case) -> None:
    """Assert that no contradiction is reported."""
    found = case.determination.contradictions
    if found:
        fail(f"应当没有矛盾，然而有{listed([f'{one.name}：{one.note}' for one in found])}")


@then(step("依据包括{citation}"))
def cites(citation: str, case: Case) -> None:
    """Assert that some answer cites a place of the regulation, however that is written."""
    try:
        wanted = str(case.book.regulation.resolve(citation))
    except CitationError as error:
        fail(str(error))
    found = list(dict.fromkeys(cited.citation for answer in case.determination for cited in answer.citations))
    if wanted not in found:
        fail(f"依据应当包括「{wanted}」，然而是{listed(found)}")


def other_reading_duties(case: Case, reading: str) -> ObligationJudgements:
    """Return every obligation of the case if a reading (口径：另说) is taken otherwise, others as they are."""
    taken = {
        f"{one.name}：{other}": (asked.code, one.name, other)
        for asked in case.determination
        for version in case.book.plan.policy(asked.code).versions
        for one in version.readings
        for other in one.others
    }
    if reading not in taken:
        fail(f"没有口径「{reading}」；有{listed(sorted(taken))}")
    return case.book.obligations_otherwise(case.determination.record, *taken[reading])


def _other_reading(reading: str, answer: PolicyAnswer, case: Case) -> tuple[str, ...]:
    """Return the names of the outcomes possible if a reading (口径：另说) is taken otherwise."""
    name, _, option = reading.partition("：")
    known = {
        f"{one.name}：{other}"
        for asked in case.determination
        for version in case.book.plan.policy(asked.code).versions
        for one in version.readings
        for other in one.others
    }
    if reading not in known:
        fail(f"没有口径「{reading}」；有{listed(sorted(known))}")
    for effect in case.determination.readings():
        if (effect.policy, effect.reading, effect.other) == (answer.code, name, option):
            return effect.other_outcome
    return tuple(one.name for one in answer.possible_names)


@then(step("换一种口径{reading}，{key}(?P<many>的|可能的)结论是{names}"))
def outcome_by_other_reading(reading: str, key: str, many: str, names: str, case: Case) -> None:
    """Assert the outcome (or the outcomes possible) if a reading is taken otherwise, others as they are."""
    answer = case.policy(key)
    wanted = {_known_outcome(answer, name, case) for name in _QUOTED.findall(names)}
    if many == "的" and len(wanted) != 1:
        fail(f"几个结论，写成：「{key}」可能的结论是{names}")
    found = _other_reading(reading, answer, case)
    if set(found) != wanted:
        fail(f"换一种口径「{reading}」，结论应为{names}，然而是{listed(found)}；照现在的口径，{_found(answer)}")


@then("没有口径会改变结论")
def no_reading_matters(case: Case) -> None:
    """Assert that no other reading would change an outcome."""
    effects = case.determination.readings()
    if effects:
        shown = [f"{one.reading}：{one.other} → {'、'.join(one.other_outcome)}" for one in effects]
        fail(f"应当没有口径会改变结论，然而有{listed(shown)}")


@then(step("案卷有误：{part}"))
def record_is_wrong(part: str, case: Case) -> None:
    """Assert that the record was refused, by a part of the message."""
    if case.error is None:
        fail(f"案卷应当有误（{part}），然而照常评价了" if case.result else "还没有评价；先写「当 于「日期」评价」")
    case.error_seen = True
    if part not in str(case.error):
        fail(f"案卷的差错里没有「{part}」，有：\n{case.error}")
