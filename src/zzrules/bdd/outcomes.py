"""Steps about outcomes, grounds, and the facts that are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_bdd import parsers

from zzrules.answer.determination import PolicyAnswer
from zzrules.answer.ground import GroundAnswer
from zzrules.answer.parts import Reason
from zzrules.base.truth import Truth
from zzrules.bdd.case import Case, fail, listed, quoted, step
from zzrules.bdd.steps import then
from zzrules.plan.model import COMMON_OUTCOMES

_TRUTHS: dict[str, Truth] = {"成立": True, "不成立": False, "待查明": None}
_WORDS = {truth: word for word, truth in _TRUTHS.items()}
_PROCEDURES: dict[str, Truth] = {"手续齐备": True, "手续未齐": False, "手续待查明": None}

# ── 那么：结论 ──────────────────────────────────────────────────────────


def standing(answer: PolicyAnswer) -> str:
    """Return in Chinese the outcome, or the possible ones with what is missing, and why the policy does not apply."""
    if answer.outcome is None and answer.decided:
        possible = listed([outcome.name for outcome in answer.possible_names])
        return f"「{answer.name}」的归类是「{answer.outcome_class}」，可能的结论是{possible}"
    if answer.status == "undetermined":
        possible = listed([outcome.name for outcome in answer.possible_names])
        return f"「{answer.name}」待查明，可能的结论是{possible}，尚缺{listed([fact.label for fact in answer.missing])}"
    because = f"，因为{listed(answer.not_applicable_because)}" if answer.not_applicable_because else ""
    return f"「{answer.name}」的结论是「{answer.outcome_name}」{because}"


def known_outcome(answer: PolicyAnswer, name: str, case: Case) -> str:
    """Return an outcome's name for its name or code; the step fails if the policy does not have it."""
    policy = case.book.plan.policy(answer.code)
    outcomes = {**policy.outcomes, **{outcome.code: outcome.name for outcome in answer.possible_names}}
    common = {word: outcomes[code] for code, word in COMMON_OUTCOMES.items()}
    formerly = {entry.name for version in policy.versions for entry in version.entries}
    if name not in outcomes and name not in {*outcomes.values(), *common, *formerly}:
        fail(f"政策「{answer.name}」没有结论「{name}」；有{listed(list(outcomes.values()))}")
    return common.get(name) or outcomes.get(name, name)


@then(step("{key}的结论是{name}"))
def outcome_is(key: str, name: str, case: Case) -> None:
    """Assert the outcome, by its name or code."""
    answer = case.policy(key)
    if answer.outcome_name != known_outcome(answer, name, case):
        fail(f"结论应为「{name}」，然而{standing(answer)}")


@then(step("{key}可能的结论是{names}"))
def outcomes_possible(key: str, names: str, case: Case) -> None:
    """Assert exactly which outcomes are still possible, in any order."""
    answer = case.policy(key)
    wanted = {known_outcome(answer, name, case) for name in quoted(names)}
    if {outcome.name for outcome in answer.possible_names} != wanted:
        fail(f"可能的结论应为{names}，然而{standing(answer)}")


def _known_class(answer: PolicyAnswer, name: str, case: Case) -> str:
    """Return the name of a class; the step fails if the policy does not have it."""
    classes = list(dict.fromkeys(case.book.plan.policy(answer.code).classes.values()))
    if name not in classes:
        fail(f"政策「{answer.name}」没有归类「{name}」；有{listed(classes)}")
    return name


@then(step("{key}的归类是{name}"))
def class_is(key: str, name: str, case: Case) -> None:
    """Assert the class of the outcome."""
    answer = case.policy(key)
    if answer.outcome_class != _known_class(answer, name, case):
        fail(f"归类应为「{name}」，然而{standing(answer)}")


@then(step("{key}可能的归类是{names}"))
def classes_possible(key: str, names: str, case: Case) -> None:
    """Assert exactly of which classes the outcome may still be, in any order."""
    answer = case.policy(key)
    if set(answer.possible_classes) != {_known_class(answer, name, case) for name in quoted(names)}:
        fail(f"可能的归类应为{names}，然而是{listed(answer.possible_classes)}；{standing(answer)}")


@then(step("{key}不适用，因为{reason}"))
def not_applicable(key: str, reason: str, case: Case) -> None:
    """Assert that the policy does not apply, with a part of the reason."""
    answer = case.policy(key)
    if answer.status != "not_applicable" or not any(reason in text for text in answer.not_applicable_because):
        fail(f"应当不适用，因为「{reason}」，然而{standing(answer)}")


@then(step("{key}不适用，只因为{reason}"))
def not_applicable_only(key: str, reason: str, case: Case) -> None:
    """Assert that the policy does not apply, with the whole of the one reason."""
    answer = case.policy(key)
    if answer.status != "not_applicable" or list(answer.not_applicable_because) != [reason]:
        fail(f"应当不适用，只因为「{reason}」，然而{standing(answer)}")


@then(step("{key}存疑，{label}记为{names}的适用"))
def in_doubt(key: str, label: str, names: str, case: Case) -> None:
    """Assert that the policy does not apply, but would with other options of a fact, and that these are all."""
    doubts = {doubt.label: doubt for doubt in case.policy(key).doubts}
    wanted = quoted(names)
    if label not in doubts or list(doubts[label].fitting) != wanted:
        told = "；".join(doubt.text for doubt in doubts.values()) or "没有存疑"
        fail(f"应当存疑，「{label}」记为{listed(wanted)}的适用，然而{told}")


@then(step("{key}没有存疑"))
def not_in_doubt(key: str, case: Case) -> None:
    """Assert that nothing is in doubt where the policy does not apply."""
    if doubts := case.policy(key).doubts:
        fail(f"应当没有存疑，然而{doubts[0].text}")


@then(step("{key}不在有效期内"))
def not_in_force(key: str, case: Case) -> None:
    """Assert that the policy is not in force on the day of the conduct."""
    answer = case.policy(key)
    if answer.status != "not_in_force":
        fail(f"应当不在有效期内，然而{standing(answer)}")


@then(step("{key}不是{name}，因为{reason}"))
def why_not(key: str, name: str, reason: str, case: Case) -> None:
    """Assert that an outcome is excluded, with a part of what it lacks."""
    answer = case.policy(key)
    reasons = answer.why_not(known_outcome(answer, name, case))
    if reasons.possible is not False:
        fail(f"「{name}」并未排除：{standing(answer)}")
    if not any(reason in text for text in (*reasons.lacking, reasons.summary)):
        fail(f"「{name}」不成立的理由里没有「{reason}」，有：\n" + "\n".join((reasons.summary, *reasons.lacking)))


def _sentences(reasons: Iterable[Reason]) -> Iterator[str]:
    for reason in reasons:
        yield reason.text
        yield from _sentences(reason.parts)


@then(step("{key}的理由包括{reason}"))
def reasons_include(key: str, reason: str, case: Case) -> None:
    """Assert a part of a sentence for which the outcome follows, or for which a ground holds or fails."""
    sentences = list(_sentences(case.answer(key).reasons))
    if not any(reason in sentence for sentence in sentences):
        fail(f"「{key}」的理由应当包括「{reason}」，然而有：\n" + "\n".join(sentences))


@then(step("认定{label}不算数，因为{reason}"))
def finding_does_not_count(label: str, reason: str, case: Case) -> None:
    """Assert that a recorded finding does not count, with a part of the reason."""
    findings = [finding for answer in case.determination for finding in answer.uncounted]
    notes = [finding.note for finding in findings if finding.label == label]
    if not notes:
        fail(f"认定「{label}」应当不算数，然而不算数的是{listed([finding.label for finding in findings])}")
    if not any(reason in note for note in notes):
        fail(f"认定「{label}」应当因为「{reason}」不算数，然而是因为{listed(notes)}")


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
        actual = next(word for word, truth in _PROCEDURES.items() if truth is ground.complete)
        fail(f"情形「{name}」应当{procedure}，然而{actual}")


@then(parsers.re("「(?P<key>[^」]+)」(?P<state>成立|不成立|待查明|未援引)"))
def cited_ground_is(key: str, state: str, case: Case) -> None:
    """Assert whether a ground, named by its citation, holds; or that a policy's outcome is undetermined."""
    answer = case.answer(key)
    if isinstance(answer, GroundAnswer):
        _ground_is(answer, state)
    elif state != "待查明":
        fail(f"「{key}」是一个政策，不是一个情形；政策有结论，情形才成立或者不成立")
    elif answer.status != "undetermined":
        fail(f"应当待查明，然而{standing(answer)}")


# ── 那么：尚缺的事实 ────────────────────────────────────────────────────


def _missing(answer: PolicyAnswer | GroundAnswer) -> str:
    return listed([fact.label for fact in answer.missing])


@then(step("{key}尚缺{label}"))
def lacks(key: str, label: str, case: Case) -> None:
    """Assert that a fact, or a part of it, is among those missing."""
    answer = case.answer(key)
    if not any(label in (fact.label, fact.whole) for fact in answer.missing):
        fail(f"应当尚缺「{label}」，然而尚缺的是{_missing(answer)}")


@then(step("{label}只影响{key}的理由"))
def only_for_the_reason(label: str, key: str, case: Case) -> None:
    """Assert that a fact is open and can change nothing but which outcome of the decided class it is."""
    answer = case.policy(key)
    known = [fact.label for fact in answer.missing_for_reason]
    if label not in known:
        fail(f"「{label}」应当只影响理由，然而只影响理由的是{listed(known)}；{standing(answer)}")


@then(step("{key}最先要问{label}"))
def asks_first(key: str, label: str, case: Case) -> None:
    """Assert which fact to ask for first."""
    answer = case.answer(key)
    if not any(label in (fact.label, fact.whole) for fact in answer.missing[:1]):
        fail(f"最先要问的应当是「{label}」，然而依次是{_missing(answer)}")


@then(step("{key}问{label}：{question}"))
def asks_in_words(key: str, label: str, question: str, case: Case) -> None:
    """Assert with which words a missing fact is asked for."""
    asked = {fact.label: fact.question for fact in case.answer(key).missing}
    if label not in asked:
        fail(f"应当尚缺「{label}」，然而尚缺的是{listed(list(asked))}")
    if asked[label] != question:
        fail(f"问「{label}」的话应当是「{question}」，然而是「{asked[label]}」")


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
    notes = [fact.note for fact in missing if label in (fact.label, fact.whole)]
    if not notes:
        fail(f"并不缺少「{label}」；尚缺{listed(list(dict.fromkeys(fact.label for fact in missing)))}")
    if not any(note in text for text in notes):
        fail(f"缺少「{label}」应当是因为「{note}」，然而是因为{listed(list(dict.fromkeys(notes)))}")
