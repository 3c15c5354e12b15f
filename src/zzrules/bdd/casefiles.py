"""Steps in which time passes: events of a log, and how obligations stand as of a day."""

from __future__ import annotations

import re

from pytest_bdd import given, parsers, then, when

from zzrules.answer.obligation import LABELS, UNDETERMINED, UNTIMED, ObligationAnswer
from zzrules.bdd import (
    consequence_is,
    ground_is,
    lacks,
    other_reading_duties,
    outcome_is,
    outcomes_possible,
)
from zzrules.bdd.case import Case, fail, listed

_STATES = {label: code for code, label in LABELS.items()} | {UNTIMED: "breached"}
_UNTIL = "到「(?P<day>[^」]+)」为止，"
_DUTY = "(?:「(?P<key>[^」]+)」的)?义务「(?P<name>[^」]+)」(?:第「(?P<number>\\d+)」项)?"
_STATE = "(?P<state>" + "|".join(sorted(_STATES, key=len, reverse=True)) + ")"


# ── 假如、当 ────────────────────────────────────────────────────────────


@given("流水如下")
@when("流水如下")
def given_log(case: Case, datatable: list[list[str]]) -> None:
    """Enter events: a column for each of 日期, 事件, 编号, 更正, 撤回, 对 and whatever they bring."""
    header, *rows = datatable
    for row in rows:
        case.events.append({name: cell for name, cell in zip(header, row, strict=True) if cell})


@when(parsers.re("「(?P<day>[^」]+)」发生「(?P<kind>[^」]+)」(?P<rest>(?:，「[^」]+」为「[^」]*」)*)$"))
def happens(day: str, kind: str, rest: str, case: Case) -> None:
    """Enter one event, with what it brings: ，「实名」为「是」."""
    brought = dict(re.findall("「([^」]+)」为「([^」]*)」", rest))
    case.events.append({"日期": day, "事件": kind, **{name: value for name, value in brought.items() if value}})


# ── 那么：义务 ──────────────────────────────────────────────────────────


def _duties(case: Case, key: str | None, name: str, number: str | None) -> list[ObligationAnswer]:
    """Return the obligations of a name (of one policy, for one element), as of the day spoken of."""
    answers = [case.policy(key)] if key else list(case.determination)
    found = [one for answer in answers for one in answer.obligations if one.name == name]
    known = dict.fromkeys(one for answer in answers for one in answer.obligation_names)
    if name not in known:
        fail(f"没有义务「{name}」；有{listed(list(known))}")
    if number is not None:
        numbered = [one for one in found if one.number == int(number)]
        if not numbered:
            fail(f"义务「{name}」没有第{number}项；有{len(found)}项")
        return numbered
    if len({one.policy for one in found}) > 1:
        fail(f"几个政策都有义务「{name}」；写成：「第…条」的义务「{name}」…")
    return found


def _duty(case: Case, key: str | None, name: str, number: str | None) -> ObligationAnswer:
    found = _duties(case, key, name, number)
    if len(found) != 1:
        fail(
            f"义务「{name}」有{len(found)}项；写成：义务「{name}」第「1」项…" if found else f"义务「{name}」一项也没有"
        )
    return found[0]


def _how(one: ObligationAnswer) -> str:
    due = f"，期限「{one.due}」" if one.due else ""
    missing = f"，尚缺{listed([fact.label for fact in one.missing])}" if one.state is None else ""
    return f"义务「{one.title}」{one.label}{due}{missing}"


@then(parsers.re(f"(?:{_UNTIL})?{_DUTY}{_STATE}$"))
def duty_is(day: str | None, key: str | None, name: str, number: str | None, state: str, case: Case) -> None:
    """Assert how an obligation stands; 待履行 includes 临近届满."""
    if day:
        case.at(day)
    found = _duties(case, key, name, number)
    wanted = _STATES[state]
    if not found and wanted == "not_set_off":
        return
    one = _duty(case, key, name, number)
    if wanted not in (one.state or one.status, one.status):
        fail(f"义务「{one.title}」应当{state}，然而{_how(one)}")


@then(parsers.re(f"(?:{_UNTIL})?{_DUTY}的期限是「(?P<due>[^」]+)」$"))
def duty_due(day: str | None, key: str | None, name: str, number: str | None, due: str, case: Case) -> None:
    """Assert the last day of an obligation, or the open term for it."""
    if day:
        case.at(day)
    one = _duty(case, key, name, number)
    if one.due != due:
        fail(f"义务「{one.title}」的期限应当是「{due}」，然而{_how(one)}")


@then(parsers.re(f"(?:{_UNTIL})?{_DUTY}没有期限$"))
def duty_without_term(day: str | None, key: str | None, name: str, number: str | None, case: Case) -> None:
    """Assert that an obligation has no last day."""
    if day:
        case.at(day)
    one = _duty(case, key, name, number)
    if one.due or one.waits_for:
        fail(f"义务「{one.title}」应当没有期限，然而{_how(one)}")


@then(parsers.re(f"(?:{_UNTIL})?{_DUTY}的期限须待「(?P<notice>[^」]+)」$"))
def duty_waits(day: str | None, key: str | None, name: str, number: str | None, notice: str, case: Case) -> None:
    """Assert that the last day waits for a notice."""
    if day:
        case.at(day)
    one = _duty(case, key, name, number)
    if one.waits_for != notice:
        fail(f"义务「{one.title}」的期限应当须待「{notice}」，然而{_how(one)}，须待「{one.waits_for}」")


@then(parsers.re(f"(?:{_UNTIL})?{_DUTY}(?P<what>逾期|还有)「(?P<n>\\d+)」个工作日$"))
def duty_distance(
    day: str | None,
    key: str | None,
    name: str,
    number: str | None,
    what: str,
    n: str,
    case: Case,
) -> None:
    """Assert how many working days are left, or have passed since the last day."""
    if day:
        case.at(day)
    one = _duty(case, key, name, number)
    left = -int(n) if what == "逾期" else int(n)
    if one.left != left:
        fail(f"义务「{one.title}」应当{what}{n}个工作日，然而是{one.left}（负数是逾期）；{_how(one)}")


@then(parsers.re(f"(?:{_UNTIL})?{_DUTY}尚缺「(?P<label>.+)」$"))
def duty_lacks(day: str | None, key: str | None, name: str, number: str | None, label: str, case: Case) -> None:
    """Assert that a fact is among those that keep an obligation open."""
    if day:
        case.at(day)
    one = _duty(case, key, name, number)
    if label not in [fact.label for fact in one.missing]:
        fail(f"义务「{one.title}」应当尚缺「{label}」，然而{_how(one)}")


@then(parsers.re(f"(?:{_UNTIL})?没有待履行的{_DUTY}$"))
def nothing_to_do(day: str | None, key: str | None, name: str, number: str | None, case: Case) -> None:
    """Assert that an obligation leaves nothing to do: not set off, or done, or ended."""
    if day:
        case.at(day)
    for one in _duties(case, key, name, number):
        if one.open:
            fail(f"应当没有待履行的义务「{one.title}」，然而{_how(one)}")


@then(parsers.re(f"(?:{_UNTIL})?{_DUTY}的形式是(?P<names>(?:「[^」]+」)+)$"))
def duty_forms(day: str | None, key: str | None, name: str, number: str | None, names: str, case: Case) -> None:
    """Assert exactly in which forms an obligation may be fulfilled, in any order."""
    if day:
        case.at(day)
    one = _duty(case, key, name, number)
    if sorted(one.forms) != sorted(re.findall("「([^」]+)」", names)):
        fail(f"义务「{one.title}」的形式应当是{names}，然而是{listed(one.forms)}")


@then(parsers.re(f"(?:{_UNTIL})?{_DUTY}没有一项$"))
def no_duty(day: str | None, key: str | None, name: str, number: str | None, case: Case) -> None:
    """Assert that there is no element for which an obligation stands."""
    if day:
        case.at(day)
    if found := _duties(case, key, name, number):
        fail(f"义务「{name}」应当没有一项，然而有{len(found)}项")


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
    """Say until which day the log is complete: behind it, silence says nothing."""
    case.kept_until = day


@then(
    parsers.re(f"(?:{_UNTIL})?换一种口径「(?P<reading>[^」]+)」，{_DUTY}{_STATE}$"),
)
def duty_by_other_reading(
    day: str | None,
    reading: str,
    key: str | None,
    name: str,
    number: str | None,
    state: str,
    case: Case,
) -> None:
    """Assert how an obligation stands if a reading (口径：另说) is taken otherwise, others as they are."""
    if day:
        case.at(day)
    one = _duty(case, key, name, number)
    duties = other_reading_duties(case, reading)
    found = [duty for duty in duties[one.policy, name] if duty.number == one.number]
    states = [LABELS[code] for code in LABELS if found and code in found[0].possible]
    if (states if len(states) == 1 else [LABELS[UNDETERMINED]]) != [LABELS[_STATES[state]]]:
        fail(f"换一种口径「{reading}」，义务「{one.title}」应当{state}，然而{'或者'.join(states)}；现在{_how(one)}")


@then(parsers.re("流水有误：「(?P<part>.+)」$"))
def log_is_wrong(part: str, case: Case) -> None:
    """Assert that something is wrong with the log, by a part of the message."""
    case.log_errors_seen = True
    problems = [str(problem) for problem in case.log().problems]
    if not any(part in one for one in problems):
        fail(f"流水的差错里没有「{part}」，有：\n" + "\n".join(problems))
