"""What there is to say of a fact, a place of a regulation, a parameter, a day, a policy: in Markdown, for a hover."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zzrules.base.errors import CalendarError, CitationError
from zzrules.base.regulations import Regulations
from zzrules.base.workdays import Calendar
from zzrules.editor.workspace import Known, Study
from zzrules.policy import syntax
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.validity import Parameter
from zzrules.policy.vocabulary import Fact, Kind

_FIRST_WORDS = 14
_WEEKDAYS = "一二三四五六日"


def of_fact(fact: Fact, study: Study) -> str:
    """Return what a fact is: its kind, how it is asked, what it may be, who may find it, which policies read it."""
    known = study.known
    lines = [f"**{fact.label}**　{fact.kind.value}　`{fact.name}`", "", fact.question]
    lines += ["", *(f"- {line}" for line in _limits(fact))]
    if fact.kind is Kind.FINDING:
        lines += [f"- 有权认定：{who}" for who in _finders(fact, known)]
    readers = [policy for name, policy in known.policies.items() if study.words_of(name).mention(fact.label)]
    if readers:
        lines += ["", f"读它的政策：{'、'.join(f'{one.name}（{one.citation}）' for one in readers)}"]
    return "\n".join(lines).strip()


def kind_of(fact: Fact) -> str:
    """Return the kind of a fact with its question, in one line."""
    return f"{fact.kind.value}　{fact.question}"


def _limits(fact: Fact) -> Iterator[str]:
    if fact.options and fact.kind is not Kind.BODY:
        yield f"选项：{'、'.join(fact.options)}"
    if fact.units:
        yield f"单位：{'、'.join(UNIT_NAMES[unit] for unit in fact.units)}"
    if fact.fields:
        yield f"字段：{'、'.join(f'{field.label}（{field.kind.value}）' for field in fact.fields)}"
    if fact.may_be_none:
        yield "可以是「无」"
    if fact.may_be_future:
        yield "可以是将来的"
    for word, limit in (("最小", fact.minimum), ("最大", fact.maximum)):
        if limit is not None:
            yield f"{word} {limit}"


def _finders(fact: Fact, known: Known) -> Iterator[str]:
    for policy in known.policies.values():
        for authority in policy.authorities:
            if authority.name.text != fact.label:
                continue
            bodies = authority.bodies
            if isinstance(bodies, syntax.BodiesByReading):
                for option, codes in bodies.options:
                    yield f"{'、'.join(known.vocabulary.body_labels(codes))}（{bodies.reading.text}：{option.text}）"
            else:
                yield f"{'、'.join(known.vocabulary.body_labels(bodies))}（{policy.name}）"


def of_place(text: str, law: Regulations) -> str:
    """Return the words of a place that a citation cites, as the newest text has it; empty for what is none."""
    try:
        place = law.resolve(text)
        words = law.text(place)
    except CitationError:
        return ""
    regulation = law.of(place)
    return f"**{place}**　{regulation.called}\n\n" + "\n\n".join(words.splitlines())


def first_words(text: str, law: Regulations) -> str:
    """Return the first words of a place; empty for what is no citation."""
    try:
        place = law.resolve(text)
        words = law.of(place).newest.text(place)
    except CitationError:
        return ""
    line = words.replace("\n", "")
    return line if len(line) <= _FIRST_WORDS else f"{line[: _FIRST_WORDS - 1]}…"


def of_parameter(parameter: Parameter) -> str:
    """Return the values of a parameter, each with the day from which it applies."""
    lines = [f"**{parameter.name.text}**　参数　{parameter.citation or ''}", ""]
    lines += [f"- {day} 起：{value.text}" for day, value in parameter.history]
    if parameter.ended.last is not None:
        lines.append(f"- 有效期至 {parameter.ended.last}")
    return "\n".join([*lines, *(["", parameter.note] if parameter.note else [])])


def of_reading(reading: syntax.Reading) -> str:
    """Return the side taken of a reading, the others, and why."""
    others = "、".join(other.text for other in reading.others)
    lines = [f"**{reading.name.text}**　口径", "", f"- 采：{reading.taken.text}", f"- 另说：{others}"]
    lines += [f"- 依据：{reading.basis}", *([f"- 说明：{reading.note.text}"] if reading.note.text else [])]
    return "\n".join(lines)


def of_policy(policy: syntax.Policy, law: Regulations | None) -> str:
    """Return what a policy rests on, and what it can conclude."""
    outcomes = "、".join(dict.fromkeys(outcome.name.text for outcome in policy.outcomes))
    words = of_place(str(policy.citation), law) if law is not None else ""
    return f"**{policy.name}**　政策　`{policy.code}`\n\n结论：{outcomes}\n\n{words}"


def of_outcome(policy: syntax.Policy, outcome: syntax.Outcome, law: Regulations | None) -> str:
    """Return what an outcome is, and of which policy."""
    place = outcome.citation or policy.citation
    classes = [one.name.text for one in policy.classes if outcome.name.text in {word.text for word in one.outcomes}]
    lines = [f"**{outcome.name.text}**　结论　`{outcome.code}`", "", f"{policy.name}的结论"]
    lines += [f"归类：{'、'.join(classes)}"] if classes else []
    return "\n\n".join([*lines, of_place(str(place), law) if law is not None else ""]).strip()


def of_ground(policy: syntax.Policy, ground: syntax.Ground, law: Regulations | None) -> str:
    """Return what a ground is, with the words that it rests on."""
    words = of_place(str(ground.citation), law) if law is not None and ground.citation is not None else ""
    return f"**{ground.name.text}**　情形　{policy.name}\n\n{words}".strip()


def of_day(day: date, calendar: Calendar | None) -> str:
    """Return the weekday of a day, and whether it is worked, on what basis."""
    said = f"**{day}**　星期{_WEEKDAYS[day.weekday()]}"
    if calendar is None:
        return said
    try:
        basis = calendar.basis(day)
    except CalendarError as error:
        return f"{said}\n\n{error.problems[0].message}"
    works = "工作日" if basis.working else "休息日"
    document = f"（{basis.document}）" if basis.document else ""
    return f"{said}　{works}\n\n{basis.name}{document}"
