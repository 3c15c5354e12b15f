"""Steps about consequences, amounts, contradictions, citations, readings, and mistakes in the record."""

from __future__ import annotations

from decimal import Decimal

from pytest_bdd import parsers

from zzrules.answer.determination import PolicyAnswer
from zzrules.answer.readings import effects
from zzrules.base import money
from zzrules.base.truth import Truth
from zzrules.bdd.case import Case, fail, listed, quoted, step
from zzrules.bdd.outcomes import known_outcome, standing
from zzrules.bdd.steps import then
from zzrules.engines.judgement import ObligationJudgements
from zzrules.policy.meant import amount_instead

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
    known = case.book.plan.policy(answer.code).consequence_names()
    if name not in known:
        fail(f"政策「{answer.name}」没有写后果「{name}」；写有{listed(known)}")
    truth = next((consequence.truth for consequence in answer.consequences if consequence.name == name), False)
    if truth is not wanted:
        words = {True: "有此后果", False: "没有此后果", None: "此后果待查明"}
        fail(f"后果「{name}」：应当{words[wanted]}，然而{words[truth]}；{standing(answer)}")


@then(step("后果{name}的期限是{by}"))
def consequence_due(name: str, by: str, case: Case) -> None:
    """Assert a consequence's last day (or open term)."""
    consequence = case.consequence(name)
    if consequence.by != by:
        fail(f"后果「{name}」的期限应当是「{by}」，然而是「{consequence.by}」")


@then(step("后果{name}没有规定期限"))
def consequence_without_term(name: str, case: Case) -> None:
    """Assert that nothing says by when."""
    consequence = case.consequence(name)
    if consequence.by:
        fail(f"后果「{name}」应当没有规定期限，然而期限是「{consequence.by}」")


@then(step("后果{name}的形式是{names}"))
def consequence_forms(name: str, names: str, case: Case) -> None:
    """Assert exactly which forms a consequence may take, in any order."""
    consequence = case.consequence(name)
    if sorted(consequence.forms) != sorted(quoted(names)):
        fail(f"后果「{name}」的形式应当是{names}，然而是{listed(consequence.forms)}")


@then(step("{key}的金额{name}是{amount}"))
def amount_is(key: str, name: str, amount: str, case: Case) -> None:
    """Assert an amount that a policy derives."""
    wanted = money.read(amount)
    if not isinstance(wanted, int):
        fail(f"「{amount}」不是金额；写数和单位，如 {amount_instead(amount) or '1,000.50元、5万元'}")
    known = _amount(key, name, case)
    if known is None:
        fail(f"金额「{name}」应当是{money.written(wanted)}，然而没有算出：有所据的事实没有查明，或者是「无」")
    if known * money.FEN != wanted:
        fail(f"金额「{name}」应当是{money.written(wanted)}，然而是{money.in_words(known)}")


@then(step("{key}没有算出金额{name}"))
def no_amount(key: str, name: str, case: Case) -> None:
    """Assert that an amount is not known, or 无."""
    known = _amount(key, name, case)
    if known is not None:
        fail(f"应当没有算出金额「{name}」，然而是{money.in_words(known)}")


def _amount(key: str, name: str, case: Case) -> Decimal | None:
    answer = case.policy(key)
    amounts = {title.removeprefix("amount."): amount for title, amount in answer.amounts.items()}
    if name not in amounts:
        fail(f"政策「{answer.name}」没有推算金额「{name}」；推算的金额有{listed(list(amounts))}")
    return amounts[name]


@then(step("记载相互矛盾：{name}"))
def contradicts(name: str, case: Case) -> None:
    """Assert that a contradiction is reported."""
    reported = [contradiction.name for contradiction in case.determination.contradictions]
    if name not in reported:
        fail(f"应当指出矛盾「{name}」，然而指出的是{listed(reported)}")


@then("记载没有矛盾")
def contradicts_nothing(case: Case) -> None:
    """Assert that no contradiction is reported."""
    shown = [f"{contradiction.name}：{contradiction.note}" for contradiction in case.determination.contradictions]
    if shown:
        fail(f"应当没有矛盾，然而有{listed(shown)}")


@then(step("依据包括{citation}"))
def cites(citation: str, case: Case) -> None:
    """Assert that some answer cites a place of the regulation, however the citation is written."""
    cited = list(dict.fromkeys(place.citation for answer in case.determination for place in answer.citations))
    wanted = case.canonical(citation)
    if not wanted.intersection(cited):
        fail(f"依据应当包括「{'」或「'.join(sorted(wanted))}」，然而是{listed(cited)}")


@then(step("{citation}的条文是{quote}"))
def quotes(citation: str, quote: str, case: Case) -> None:
    """Assert that answers quote these words as those of a place, on the day of the conduct."""
    cited = [place for answer in case.determination for place in answer.citations]
    quoted = [place.text for place in cited if place.citation in case.canonical(citation)]
    if not quoted:
        fail(f"没有引用「{citation}」；引用的是{listed([place.citation for place in cited])}")
    if quote not in quoted:
        fail(f"「{citation}」的条文应当是「{quote}」，然而是{listed(quoted)}")


def other_reading(case: Case, reading: str, asked: str) -> tuple[str, str, str]:
    """Return the policy, the reading and the option that 「口径：另说」 means; the step fails if there is none.

    Of readings with one name it is that of the policy ``asked`` about.
    """
    known = {
        f"{taken.name}：{option}": (answer.code, taken.name, option)
        for answer in sorted(case.determination, key=lambda one: one.code == asked)
        for version in case.book.plan.policy(answer.code).versions
        for taken in version.readings
        for option in taken.others
    }
    if reading not in known:
        fail(f"没有口径「{reading}」；有{listed(sorted(known))}")
    return known[reading]


def obligations_by_other_reading(case: Case, reading: str, asked: str) -> ObligationJudgements:
    """Return every obligation of the case if one reading is taken otherwise, and the others as they are."""
    return case.book.obligations_otherwise(case.determination.record, *other_reading(case, reading, asked))


def _outcomes_by_other_reading(case: Case, reading: str, answer: PolicyAnswer) -> tuple[str, ...]:
    """Return the names of the outcomes possible if one reading is taken otherwise, and the others as they are."""
    otherwise = other_reading(case, reading, answer.code)
    for effect in effects(case.determination.inquiry, [answer.code], otherwise):
        case.read_otherwise(*otherwise)
        return effect.other_outcome
    return tuple(outcome.name for outcome in answer.possible_names)


@then(step("换一种口径{reading}，{key}(?P<many>的|可能的)结论是{names}"))
def outcome_by_other_reading(reading: str, key: str, many: str, names: str, case: Case) -> None:
    """Assert the outcome (or the possible ones) if a reading is taken otherwise, and the others as they are."""
    answer = case.policy(key)
    wanted = {known_outcome(answer, name, case) for name in quoted(names)}
    if many == "的" and len(wanted) != 1:
        fail(f"几个结论，写成：「{key}」可能的结论是{names}")
    outcomes = _outcomes_by_other_reading(case, reading, answer)
    if set(outcomes) != wanted:
        fail(f"换一种口径「{reading}」，结论应为{names}，然而是{listed(outcomes)}；照现在的口径，{standing(answer)}")


@then("没有口径会改变结论")
def no_reading_matters(case: Case) -> None:
    """Assert that no other reading would change an outcome."""
    effects = case.determination.readings()
    if effects:
        shown = [f"{effect.reading}：{effect.other} → {'、'.join(effect.other_outcome)}" for effect in effects]
        fail(f"应当没有口径会改变结论，然而有{listed(shown)}")


@then(step("案卷有误：{part}"))
def record_is_wrong(part: str, case: Case) -> None:
    """Assert that the record was refused, with a part of the message."""
    if case.error is None:
        fail(f"案卷应当有误（{part}），然而照常评价了")
    case.error_seen = True
    if part not in str(case.error):
        fail(f"案卷的差错里没有「{part}」，有：\n{case.told(case.error.problems)}")
