"""Steps in which time passes: events of a log, and how obligations stand as of a day."""

from __future__ import annotations

import re

from pytest_bdd import parsers

from zzrules.answer.obligation import LABELS, UNDETERMINED, UNTIMED, ObligationAnswer, whole_of
from zzrules.bdd.case import Case, day_of, fail, listed, quoted
from zzrules.bdd.consequences import consequence_is, obligations_by_other_reading, other_reading
from zzrules.bdd.outcomes import ground_is, lacks, outcome_is, outcomes_possible
from zzrules.bdd.steps import given, then, when

_STATES = {label: code for code, label in LABELS.items()} | {UNTIMED: "breached"}
_UNTIL = "到「(?P<day>[^」]+)」为止，"
_OBLIGATION = "(?:「(?P<key>[^」]+)」的)?义务「(?P<name>[^」]+)」(?:第?「(?P<number>[^」]+)」[项期])?"
_STATE = "(?P<state>" + "|".join(sorted(_STATES, key=len, reverse=True)) + ")"


# ── 假如、当 ────────────────────────────────────────────────────────────


@given("流水如下")
@when("流水如下")
def given_log(case: Case, datatable: list[list[str]]) -> None:
    """Enter events: a column for each of 日期, 事件, 编号, 更正, 撤回, 对 and each fact that they bring."""
    header, *rows = datatable
    for number, row in enumerate(rows):
        case.enter(dict(zip(header, row, strict=True)), number)


@when(parsers.re("「(?P<day>[^」]+)」发生「(?P<kind>[^」]+)」(?P<rest>(?:，「[^」]+」为「[^」]*」)*)$"))
def happens(day: str, kind: str, rest: str, case: Case) -> None:
    """Enter one event, with what it brings: ，「实名」为「是」."""
    brought = dict(re.findall("「([^」]+)」为「([^」]*)」", rest))
    case.enter({"日期": day, "事件": kind, **brought})


# ── 那么：义务 ──────────────────────────────────────────────────────────


def _obligations(case: Case, key: str | None, name: str, number: str | None) -> list[ObligationAnswer]:
    """Return the obligations of a name (of one policy, for one element), as of the day asked about."""
    answers = [case.policy(key)] if key else list(case.determination)
    known = dict.fromkeys(stated for answer in answers for stated in answer.obligation_names)
    if name not in known:
        fail(f"没有义务「{name}」；有{listed(list(known))}")
    case.look_at(*(answer.code for answer in answers if name in answer.obligation_names))
    named = [obligation for answer in answers for obligation in answer.obligations if obligation.name == name]
    if number is not None:
        numbered = [obligation for obligation in named if number == (obligation.period or str(obligation.number))]
        if not numbered and number.isdigit():
            fail(f"义务「{name}」没有第{number}项；有{len(named)}项")
        return numbered
    if len({obligation.policy for obligation in named}) > 1:
        fail(f"几个政策都有义务「{name}」；写成：「第…条」的义务「{name}」…")
    return named


def _obligation(case: Case, key: str | None, name: str, number: str | None) -> ObligationAnswer:
    obligations = _obligations(case, key, name, number)
    if not obligations:
        periods = [] if number is None else [one.period for one in _obligations(case, key, name, None) if one.period]
        fail(f"义务「{name}」没有「{number}」期；有{listed(periods)}" if periods else f"义务「{name}」一项也没有")
    if len(obligations) > 1:
        which = f"「{period}」期" if (period := obligations[0].period) else "第「1」项"
        fail(f"义务「{name}」有{len(obligations)}项；写成：义务「{name}」{which}…")
    return obligations[0]


def _standing(obligation: ObligationAnswer) -> str:
    due = f"，期限「{obligation.due_at}」" if obligation.due else ""
    missing = f"，尚缺{listed([fact.label for fact in obligation.missing])}" if obligation.state is None else ""
    return f"义务「{obligation.title}」{obligation.label}{due}{missing}"


@then(parsers.re(f"(?:{_UNTIL})?{_OBLIGATION}{_STATE}$"))
def obligation_is(day: str | None, key: str | None, name: str, number: str | None, state: str, case: Case) -> None:
    """Assert how an obligation stands; 待履行 includes 临近届满."""
    if day:
        case.at(day)
    wanted = _STATES[state]
    if wanted == "not_set_off" and not _obligations(case, key, name, number):
        return
    obligation = _obligation(case, key, name, number)
    if wanted not in (obligation.state, obligation.status):
        fail(f"义务「{obligation.title}」应当{state}，然而{_standing(obligation)}")


@then(parsers.re(f"(?:{_UNTIL})?(?:「(?P<key>[^」]+)」的)?义务「(?P<name>[^」]+)」总的{_STATE}$"))
def obligation_as_a_whole(day: str | None, key: str | None, name: str, state: str, case: Case) -> None:
    """Assert how the obligations of a name stand as a whole: as the one that presses most."""
    if day:
        case.at(day)
    obligations = _obligations(case, key, name, None)
    whole = whole_of(obligation.status for obligation in obligations)
    states = {obligation.state for obligation in obligations if obligation.status == whole}
    if _STATES[state] not in {whole, *states}:
        fail(f"义务「{name}」总的应当{state}，然而{LABELS[whole]}：{'；'.join(map(_standing, obligations))}")


@then(parsers.re(f"(?:{_UNTIL})?{_OBLIGATION}的期限是「(?P<due>[^」]+)」$"))
def obligation_due(day: str | None, key: str | None, name: str, number: str | None, due: str, case: Case) -> None:
    """Assert the last day of an obligation, or the open term for it."""
    if day:
        case.at(day)
    obligation = _obligation(case, key, name, number)
    if due not in (obligation.due, obligation.due_at):
        fail(f"义务「{obligation.title}」的期限应当是「{due}」，然而{_standing(obligation)}")


@then(parsers.re(f"(?:{_UNTIL})?{_OBLIGATION}没有期限$"))
def obligation_without_term(day: str | None, key: str | None, name: str, number: str | None, case: Case) -> None:
    """Assert that an obligation has no last day."""
    if day:
        case.at(day)
    obligation = _obligation(case, key, name, number)
    if obligation.due or obligation.waits_for:
        fail(f"义务「{obligation.title}」应当没有期限，然而{_standing(obligation)}")


@then(parsers.re(f"(?:{_UNTIL})?{_OBLIGATION}不算履行，因为「(?P<reason>.+)」$"))
def obligation_passed_over(
    day: str | None, key: str | None, name: str, number: str | None, reason: str, case: Case
) -> None:
    """Assert that what was done too early does not fulfil an obligation, with a part of what is said of it."""
    if day:
        case.at(day)
    obligation = _obligation(case, key, name, number)
    passed_over = obligation.passed_over()
    if not any(reason in text for text in passed_over):
        fail(
            f"义务「{obligation.title}」应当因为「{reason}」不算履行，然而{_standing(obligation)}，有{listed(passed_over)}"
        )


@then(parsers.re(f"(?:{_UNTIL})?{_OBLIGATION}的期限须待「(?P<notice>[^」]+)」$"))
def obligation_waits(day: str | None, key: str | None, name: str, number: str | None, notice: str, case: Case) -> None:
    """Assert that the last day waits for a notice."""
    if day:
        case.at(day)
    obligation = _obligation(case, key, name, number)
    if obligation.waits_for != notice:
        fail(
            f"义务「{obligation.title}」的期限应当须待「{notice}」，然而{_standing(obligation)}，须待「{obligation.waits_for}」"
        )


@then(parsers.re(f"(?:{_UNTIL})?{_OBLIGATION}(?P<direction>逾期|还有)「(?P<n>\\d+)」个工作日$"))
def obligation_distance(
    day: str | None,
    key: str | None,
    name: str,
    number: str | None,
    direction: str,
    n: str,
    case: Case,
) -> None:
    """Assert how many working days are left, or have passed since the last day."""
    if day:
        case.at(day)
    obligation = _obligation(case, key, name, number)
    left = -int(n) if direction == "逾期" else int(n)
    if obligation.left != left:
        fail(
            f"义务「{obligation.title}」应当{direction}{n}个工作日，然而是{obligation.left}（负数是逾期）；{_standing(obligation)}"
        )


@then(parsers.re(f"(?:{_UNTIL})?{_OBLIGATION}尚缺「(?P<label>.+)」$"))
def obligation_lacks(day: str | None, key: str | None, name: str, number: str | None, label: str, case: Case) -> None:
    """Assert that a fact is among those that keep an obligation open."""
    if day:
        case.at(day)
    obligation = _obligation(case, key, name, number)
    if not any(label in (fact.label, fact.whole) for fact in obligation.missing):
        fail(f"义务「{obligation.title}」应当尚缺「{label}」，然而{_standing(obligation)}")


@then(parsers.re(f"(?:{_UNTIL})?没有待履行的{_OBLIGATION}$"))
def nothing_to_do(day: str | None, key: str | None, name: str, number: str | None, case: Case) -> None:
    """Assert that an obligation leaves nothing to do: it is not set off, or is done, or has ended."""
    if day:
        case.at(day)
    for obligation in _obligations(case, key, name, number):
        if obligation.open:
            fail(f"应当没有待履行的义务「{obligation.title}」，然而{_standing(obligation)}")


@then(parsers.re(f"(?:{_UNTIL})?{_OBLIGATION}的形式是(?P<names>(?:「[^」]+」)+)$"))
def obligation_forms(day: str | None, key: str | None, name: str, number: str | None, names: str, case: Case) -> None:
    """Assert exactly in which forms an obligation may be fulfilled, in any order."""
    if day:
        case.at(day)
    obligation = _obligation(case, key, name, number)
    if sorted(obligation.forms) != sorted(quoted(names)):
        fail(f"义务「{obligation.title}」的形式应当是{names}，然而是{listed(obligation.forms)}")


@then(parsers.re(f"(?:{_UNTIL})?{_OBLIGATION}没有一项$"))
def no_obligation(day: str | None, key: str | None, name: str, number: str | None, case: Case) -> None:
    """Assert that there is no element for which an obligation stands."""
    if day:
        case.at(day)
    if obligations := _obligations(case, key, name, number):
        fail(f"义务「{name}」应当没有一项，然而有{len(obligations)}项")


# ── 那么：评价结论，到某日为止 ──────────────────────────────────────────


@then(parsers.re(f"{_UNTIL}「(?P<key>[^」]+)」的结论是「(?P<name>.+)」$"))
def outcome_until(day: str, key: str, name: str, case: Case) -> None:
    """Assert a policy's outcome as of a day."""
    case.at(day)
    outcome_is(key, name, case)


@then(parsers.re(f"{_UNTIL}「(?P<key>[^」]+)」可能的结论是(?P<names>(?:「[^」]+」)+)$"))
def outcomes_until(day: str, key: str, names: str, case: Case) -> None:
    """Assert exactly which outcomes are possible as of a day."""
    case.at(day)
    outcomes_possible(key, names, case)


@then(parsers.re(f"{_UNTIL}「(?P<key>[^」]+)」(?P<state>有|没有)后果「(?P<name>[^」]+)」$"))
def consequence_until(day: str, key: str, state: str, name: str, case: Case) -> None:
    """Assert that a consequence follows as of a day, or that it does not."""
    case.at(day)
    consequence_is(key, state, name, case)


@then(parsers.re(f"{_UNTIL}「(?P<key>[^」]+)」尚缺「(?P<label>.+)」$"))
def lacks_until(day: str, key: str, label: str, case: Case) -> None:
    """Assert that a fact is among those missing as of a day."""
    case.at(day)
    lacks(key, label, case)


@then(parsers.re(f"{_UNTIL}情形「(?P<name>[^」]+)」(?P<state>成立|不成立|待查明|未援引)$"))
def ground_until(day: str, name: str, state: str, case: Case) -> None:
    """Assert whether a ground holds as of a day."""
    case.at(day)
    ground_is(name, state, case)


@given(parsers.re("流水登记至「(?P<day>[^」]+)」$"))
@when(parsers.re("流水登记至「(?P<day>[^」]+)」$"))
def kept_until(day: str, case: Case) -> None:
    """Set the day through which the log is complete: after it, silence says nothing."""
    day_of(day)
    case.kept_until = day


@then(
    parsers.re(f"(?:{_UNTIL})?换一种口径「(?P<reading>[^」]+)」，{_OBLIGATION}{_STATE}$"),
)
def obligation_by_other_reading(
    day: str | None,
    reading: str,
    key: str | None,
    name: str,
    number: str | None,
    state: str,
    case: Case,
) -> None:
    """Assert how an obligation stands if a reading (口径：另说) is taken otherwise, and the others as they are."""
    if day:
        case.at(day)
    obligation = _obligation(case, key, name, number)
    judgements = obligations_by_other_reading(case, reading, obligation.policy)[obligation.policy, name]
    judgement = next((judgement for judgement in judgements if judgement.number == obligation.number), None)
    possible = [code for code in LABELS if judgement is not None and code in judgement.possible]
    if set(possible) != set(obligation.possible):
        case.read_otherwise(*other_reading(case, reading, obligation.policy))
    if (possible[0] if len(possible) == 1 else UNDETERMINED) != _STATES[state]:
        states = "或者".join(LABELS[code] for code in possible)
        fail(
            f"换一种口径「{reading}」，义务「{obligation.title}」应当{state}，然而{states}；现在{_standing(obligation)}"
        )


@then(parsers.re("流水有误：「(?P<part>.+)」$"))
def log_is_wrong(part: str, case: Case) -> None:
    """Assert that something is wrong with the log, with a part of the message."""
    problems = [str(problem) for problem in case.log_problems()]
    meant = [problem for problem in problems if part in problem]
    case.log_problems_seen.update(meant)
    if not meant:
        fail(f"流水的差错里没有「{part}」，有：\n{case.told(case.log_problems())}")
