"""What was written otherwise in two plans: parameters by their days, parts, readings, facts; not lines of files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from zzrules.base.regulation import Regulation, term
from zzrules.plan import model
from zzrules.policy.vocabulary import Fact


def of_policy(before: model.Policy, after: model.Policy) -> Iterator[str]:
    """Yield what was written otherwise in a policy, a line for each."""
    if before.name != after.name:
        yield f"名称：「{before.name}」改为「{after.name}」"
    yield from _parameters(before, after)
    yield from _readings(before, after)
    for word, read in _PARTS.items():
        yield from _parts(word, read, before, after)
    yield from _order(before, after)


def _parameters(before: model.Policy, after: model.Policy) -> Iterator[str]:
    old, new = (
        {
            name: {one.since: one.text for version in policy.versions for one in version.parameters if one.name == name}
            for name in dict.fromkeys(one.name for version in policy.versions for one in version.parameters)
        }
        for policy in (before, after)
    )
    for name in dict.fromkeys((*new, *old)):
        values, were = new.get(name, {}), old.get(name, {})
        for since in sorted({*values, *were}):
            value, was = values.get(since), were.get(since)
            if value != was:
                day = date.fromordinal(since)
                said = f"增加{value}" if was is None else f"删去{was}" if value is None else f"{was}改为{value}"
                yield f"参数「{name}」{day}起的取值：{said}"


def _readings(before: model.Policy, after: model.Policy) -> Iterator[str]:
    old, new = (
        {one.name: one.taken for one in policy.versions[-1].readings} for policy in (before, after)
    )
    for name in dict.fromkeys((*new, *old)):
        if old.get(name) != new.get(name):
            taken, was = new.get(name), old.get(name)
            said = f"增加，采「{taken}」" if was is None else "删去" if taken is None else f"改采「{taken}」（原采「{was}」）"
            yield f"口径「{name}」：{said}"


_PARTS: Mapping[str, Callable[[model.Version], Mapping[str, Any]]] = {
    "推算": lambda version: version.derived,
    "适用条件": lambda version: {one.otherwise: one.condition for one in version.requirements},
    "情形": lambda version: {one.name: one for one in version.grounds},
    "结论": lambda version: _entries(version),
    "后果": lambda version: {one.name: one for one in version.consequences},
    "义务": lambda version: {one.name: one for one in version.obligations},
    "矛盾": lambda version: {one.name: one for one in version.contradictions},
}


def _entries(version: model.Version) -> Mapping[str, Any]:
    """Return the entries by outcome, each with its name: an outcome may have several."""
    found: dict[str, list[Any]] = {}
    for entry in version.entries:
        if entry.stated is None:
            found.setdefault(entry.name, []).append((entry.code, entry.condition, entry.modality, entry.citation))
    return found


def _parts(
    word: str, read: Callable[[model.Version], Mapping[str, Any]], before: model.Policy, after: model.Policy
) -> Iterator[str]:
    old, new = (_timeline(policy, read) for policy in (before, after))
    for name in dict.fromkeys((*new, *old)):
        was, now = old.get(name, ()), new.get(name, ())
        if was == now:
            continue
        if not was or not now:
            yield f"{word}「{name}」：{'增加' if now else '删去'}"
        elif [part for _, part in was] == [part for _, part in now]:
            yield f"{word}「{name}」：施行的期间改为{_spans(now)}（原为{_spans(was)}）"
        else:
            yield f"{word}「{name}」：改写"


def _timeline(
    policy: model.Policy, read: Callable[[model.Version], Mapping[str, Any]]
) -> dict[str, list[tuple[tuple[int, int], Any]]]:
    """Return each part of a policy by its name, with the days on which it stands as it is."""
    found: dict[str, list[tuple[tuple[int, int], Any]]] = {}
    for version in policy.versions:
        for name, part in read(version).items():
            stretches = found.setdefault(name, [])
            if stretches and stretches[-1][1] == part and stretches[-1][0][1] + 1 == version.first:
                stretches[-1] = (stretches[-1][0][0], version.last), part
            else:
                stretches.append(((version.first, version.last), part))
    return found


def _spans(stretches: Sequence[tuple[tuple[int, int], Any]]) -> str:
    return "、".join(term(date.fromordinal(first), date.fromordinal(last)) for (first, last), _ in stretches)


def _order(before: model.Policy, after: model.Policy) -> Iterator[str]:
    old, new = ([entry.code for entry in policy.versions[-1].entries] for policy in (before, after))
    if sorted(old) == sorted(new) and old != new:
        yield "结论：先后次序改了"


def of_vocabulary(before: model.Plan, after: model.Plan) -> Iterator[str]:
    """Yield what was written otherwise in the vocabularies: facts that are gone, new, or of another kind."""
    old, new = before.vocabulary.by_name, after.vocabulary.by_name
    for name in dict.fromkeys((*new, *old)):
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            fact = now or was
            assert fact is not None
            yield f"事实「{fact.label}」：{'增加' if now else '删去'}"
        elif was != now:
            yield from (f"事实「{now.label}」：{said}" for said in _of_fact(was, now))
    bodies = before.vocabulary.bodies, after.vocabulary.bodies
    for label in dict.fromkeys((*bodies[1], *bodies[0])):
        if (label in bodies[0]) is not (label in bodies[1]):
            yield f"机构「{label}」：{'增加' if label in bodies[1] else '删去'}"


def _of_fact(was: Fact, now: Fact) -> Iterator[str]:
    if was.label != now.label:
        yield f"名称改了，原为「{was.label}」"
    if was.kind is not now.kind:
        yield f"类型由{was.kind.value}改为{now.kind.value}"
    for label in dict.fromkeys((*now.options, *was.options)):
        if was.options.get(label) != now.options.get(label):
            there = label in was.options, label in now.options
            yield f"选项「{label}」{'增加' if not there[0] else '删去' if not there[1] else '改了代码'}"
    others = ("question", "units", "may_be_none", "may_be_future", "minimum", "maximum", "fields")
    if any(getattr(was, name) != getattr(now, name) for name in others):
        yield "问法、范围或者字段改了"


def of_regulation(before: Regulation, after: Regulation) -> Iterator[str]:
    """Yield what was written otherwise in the regulations: their titles, their days, the words of places."""
    if before.title != after.title:
        yield f"《{before.title}》改为《{after.title}》"
    days = [(one.in_force, one.last_day) for one in (before, after)]
    if days[0] != days[1]:
        yield f"有效期：{term(*days[1])}（原为{term(*days[0])}）"
    old, new = ({str(place): one.newest.text(place) for place in one.newest.citations()} for one in (before, after))
    for place in dict.fromkeys((*new, *old)):
        if old.get(place) != new.get(place):
            said = "增加" if place not in old else "删去" if place not in new else "文字改了"
            yield f"{place}：{said}"


def of_calendar(before: model.Plan, after: model.Plan) -> Iterator[str]:
    """Yield the notices that only one of two calendars has."""
    old, new = ({notice.number for notice in plan.calendar.notices} for plan in (before, after))
    yield from (f"工作日历：增加{number}" for number in sorted(new - old))
    yield from (f"工作日历：删去{number}" for number in sorted(old - new))
