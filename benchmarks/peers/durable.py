"""durable_rules: one fact for the record, and rules for all that is certain of it.

It has no unknown, and a comparison with what is not there does not match. So each rule says when something is
certain: that a ground holds, that it does not, that an outcome is excluded. What no rule has said is open. The rules
are written in its language and run by its engine alone, since its host starts threads that never end; the state that a
record opens is deleted behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from itertools import count
from operator import and_, or_
from typing import Any

from benchmarks.peers.task import OUTCOMES, Answer, PolicyAnswer, Record, only

_GROUNDS = {"liability": 8, "tolerance": 5}
_serial = count(1)
Certain = tuple[Any, Any]
"""When something certainly holds, and when it certainly does not; None: never."""
Said = tuple[str, str, int]
"""A policy, what is certain (a ground holds, it fails, an outcome is excluded), and of which one."""


def rules() -> tuple[Callable[[Record], Any], Callable[[Any], Answer]]:
    """Return the ruleset's run: it collects what rules say of a record."""
    from durable import engine, lang

    said: set[Said] = set()
    failed: list[BaseException] = []
    written = lang.ruleset(f"task{next(_serial)}")
    with written:
        for condition, what in _certain(lang.m, lang.item):
            lang.when_all(condition)(_saying(said, what))
        lang.when_all(lang.m.case == True)(lambda _: None)  # noqa: E712 - a fact that no rule matches is an error
    name, definition = written.define()
    ruleset = engine.Ruleset(name, None, definition)
    numbers = count(1)

    def done(error: BaseException | None, _state: Any) -> None:
        if error is not None:
            failed.append(error)

    def run(record: Record) -> set[Said]:
        said.clear()
        sid = str(next(numbers))
        fact = _known(record)
        ruleset.do_actions(ruleset.assert_fact(fact | {"sid": sid, "case": True}), done)
        ruleset.delete_state(sid)
        if failed:
            raise failed.pop()
        return said.copy()

    return run, _read


def _known(record: Record) -> Record:
    """Return what a record says, without null, which a test for presence finds, and with something in every list."""
    return {
        name: _known(value) if type(value) is dict else value if value != [] else ["none"]
        for name, value in record.items()
        if value is not None
    }


def _saying(said: set[Said], what: list[Said]) -> Callable[[Any], None]:
    """Return an action; the engine counts its arguments."""
    return lambda _: said.update(what)


def _read(said: set[Said]) -> Answer:
    answers = []
    for policy, codes in OUTCOMES.items():
        grounds = tuple(
            True if (policy, "holds", one) in said else False if (policy, "fails", one) in said else None
            for one in range(_GROUNDS[policy])
        )
        possible = [code for bit, code in enumerate(codes) if (policy, "excluded", bit) not in said]
        answers.append(PolicyAnswer(grounds, frozenset(possible), only(possible)))
    first, second = answers
    return first, second


def _certain(m: Any, item: Any) -> list[tuple[Any, list[Said]]]:
    """Return conditions, each with what is certain under it."""

    def flag(name: str) -> Certain:
        return getattr(m, name) == True, getattr(m, name) == False  # noqa: E712 - rules, not truths

    def among(name: str, *codes: str) -> Certain:
        fact = getattr(m, name)
        return _any(*(fact == code for code in codes)), _all(*(fact != code for code in codes))

    def kind(name: str) -> Certain:
        return m.error_kind.anyItem(item == name), m.error_kind.allItems(item != name)

    def finding(name: str, *bodies: str) -> Certain:
        found = getattr(m, name)
        known = _all(+found.date, +found.basis, _any(*(found.body == body for body in bodies)))
        return known & (found.conclusion == True), known & (found.conclusion == False)  # noqa: E712

    def negated(one: Certain) -> Certain:
        return one[1], one[0]

    def all_of(*parts: Certain) -> Certain:
        return _all(*(one[0] for one in parts)), _any(*(one[1] for one in parts))

    def any_of(*parts: Certain) -> Certain:
        return negated(all_of(*map(negated, parts)))

    unknown: Certain = (None, None)
    day = m.conduct_date
    force = (day >= "2026-01-01") & (day <= "2030-12-31"), (day < "2026-01-01") | (day > "2030-12-31")
    utilities = ("public_utility", "public_utility_staff", "intermediary", "intermediary_staff", "other")
    utility = among("subject", *utilities)
    elsewhere = negated(all_of(force, utility, negated(flag("related_to_service"))))

    liable = all_of(among("subject", *utilities, "agency", "window_staff"), elsewhere)
    service = negated(among("item_category", "ex_officio"))
    unsure, faulty = all_of(service, unknown), all_of(flag("in_service"), unknown)
    nowhere = [negated(flag(name)) for name in ("stationed", "in_convenience_centre", "on_negative_list")]
    away = all_of(
        service,
        negated(among("subject", "window_staff")),
        any_of(all_of(*nowhere), all_of(flag("stationed"), unknown)),
    )
    gains = [flag(name) for name in ("solicited_property", "accepted_property", "other_benefit")]
    gained = all_of(flag("in_service"), any_of(*gains))
    never: Certain = (None, m.case == True)  # noqa: E712
    ground = any_of(unsure, away, gained, faulty)

    person = all_of(
        negated(among("subject", "agency", "management_body", "development_zone", "public_utility", "intermediary")),
        elsewhere,
    )
    mistake = kind("mistake")
    excuses = (
        all_of(unknown, kind("negligence")),
        all_of(flag("pioneering"), flag("lack_of_experience"), any_of(mistake, kind("short_of_expectation"))),
        all_of(unknown, any_of(mistake, kind("deviation"))),
        all_of(unknown, mistake),
        all_of(unknown, any_of(mistake, kind("error"))),
    )
    accountability = ("efficiency_body", "personnel_department", "discipline_body")
    by_reference = among("subject", "public_utility_staff", "intermediary_staff", "other")
    intent = finding("subjective_intent", *accountability, "judicial_body")
    gain = finding("private_gain", *accountability, "judicial_body")
    duty = finding("in_duty_or_reform", *accountability)

    rules: list[tuple[Any, list[Said]]] = []
    for policy, applies, grounds, entries in (
        (
            "liability",
            liable,
            (unsure, unsure, away, unsure, unsure, gained, faulty, never),
            (utility, *(all_of(ground, unknown),) * 4, ground),
        ),
        ("tolerance", person, excuses, (by_reference, intent, gain, negated(duty), negated(any_of(*excuses)))),
    ):
        listed = range(len(entries) + 1)
        not_applicable, not_in_force = len(listed), len(listed) + 1
        none = [(policy, "fails", number) for number in range(len(grounds))]
        rules.append((force[0], [(policy, "excluded", not_in_force)]))
        rules.append((force[1], [*none, *((policy, "excluded", one) for one in (*listed, not_applicable))]))
        rules.append((applies[0], [(policy, "excluded", not_applicable)]))
        rules.append((applies[1], [*none, *((policy, "excluded", one) for one in listed)]))
        for number, one in enumerate(grounds):
            rules.append((_all(force[0], applies[0], one[0]), [(policy, "holds", number)]))
            rules.append((one[1], [(policy, "fails", number)]))
        for number, one in enumerate(entries):
            rules.append((one[0], [(policy, "excluded", later) for later in listed[number + 1 :]]))
            rules.append((one[1], [(policy, "excluded", number)]))
    return [(condition, what) for condition, what in rules if condition is not None]


def _all(*parts: Any) -> Any:
    return None if None in [one if one is None else 0 for one in parts] else reduce(and_, parts)


def _any(*parts: Any) -> Any:
    given = [one for one in parts if one is not None]
    return reduce(or_, given) if given else None
