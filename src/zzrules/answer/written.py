"""A policy as it is written, in Markdown: section by section, each element of a condition in a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from zzrules.answer.witnesses import Witnesses
from zzrules.base.citation import Citation
from zzrules.base.clock import time_of
from zzrules.base.office import OfficeHours
from zzrules.base.regulation import NO_END
from zzrules.plan import model
from zzrules.policy import expressions, syntax
from zzrules.policy.phrasing import Outline, derived, outline
from zzrules.policy.phrasing.naming import Names
from zzrules.policy.validity import Span
from zzrules.policy.vocabulary import Vocabulary
from zzrules.policy.yamltree import Scalar


def sections(
    policy: syntax.Policy, bound: model.Policy, vocabulary: Vocabulary, shown: Witnesses
) -> Iterator[tuple[str, list[str]]]:
    """Yield the sections of a policy that it has, each with its heading and its lines; ``bound``: what it came to."""
    names = Names.of(policy, vocabulary)
    for head, lines in (
        (f"适用（缺一不可，否则“{bound.outcomes[model.NOT_APPLICABLE]}”）", _requirements(policy, names)),
        ("问", [f"- 「{one.name.text}」：{one.text.text}" for one in policy.questions]),
        ("情形", _grounds(policy, shown, names)),
        ("结论（依次看，先成立的为准）", _outcomes(policy, bound, shown, names)),
        ("统辖（别的政策都照此）", _governs(policy)),
        ("后果", _consequences(policy, bound, shown, names)),
        ("义务", _obligations(policy, bound, shown, names)),
        ("推算", derived_lines(policy.derived, names)),
        ("办公时间", _office(policy.office)),
        ("参数", _parameters(policy)),
        ("口径", _readings(policy, shown)),
        ("有权认定", _authorities(policy, vocabulary)),
        ("分工", _divisions(policy, vocabulary)),
        ("推定", _presumptions(policy)),
        ("推出", _implications(policy, names)),
        ("先后、矛盾", _contradictions(policy, shown, names)),
        ("例外于", _overrides(policy, names)),
    ):
        if listed := list(lines):
            yield head, listed


def _office(office: OfficeHours | None) -> Iterator[str]:
    for since, openings in office.periods if office is not None else ():
        hours = "、".join("-".join(map(time_of, opening)) for opening in openings)
        yield f"- {date.fromordinal(since)}起：{hours}"
    if office is not None:
        yield f"- 依据{office.basis}"


def _grounds(policy: syntax.Policy, shown: Witnesses, names: Names) -> Iterator[str]:
    for ground in policy.grounds:
        told = [str(ground.citation), *filter(None, [_lasting(ground.span)])]
        yield f"- **{ground.name.text}**{_in_brackets(told)}{shown.ground(ground)}"
        if ground.catch_all is not None:
            invoked = "或者".join(f"「{word.text}」" for word in ground.catch_all.invoked)
            yield f"  - 兜底：以{invoked}援引才看"
            yield from _headed("须有（没有的，待查明）", ground.catch_all.basis, 1, names)
        if ground.condition is not None:
            yield from _elements(ground.condition, 1, names)
        if ground.alternatives:
            yield f"  - {'并且' if ground.condition is not None else ''}有其一："
            for label, condition in ground.alternatives:
                yield from _headed(label, condition, 2, names)
        yield from _headed(f"手续（{ground.procedure_citation}）", ground.procedure, 1, names)


def _obligations(policy: syntax.Policy, bound: model.Policy, shown: Witnesses, names: Names) -> Iterator[str]:
    terms = {(one.name, one.due) for version in bound.versions for one in version.obligations}
    for one in policy.obligations:
        own = names if one.each is None else names.within(one.each)
        told = [str(one.citation), *filter(None, [_lasting(one.span)])]
        yield f"- **{one.name.text}**{_in_brackets(told)}：{one.subject}应当{one.content.text}{shown.obligation(one)}"
        if one.each is not None:
            yield f"  - 逐项：「{one.each.text}」每一项各有一项"
        if one.recurs is not None:
            days = (derived(expressions.Word(word), own) for word in (one.recurs.since, one.recurs.until))
            since, until = (said for ((_, said),) in days)
            yield f"  - 逐期：每{one.recurs.every.text}一期，自{since}，至{until}"
        if one.conduct is not None:
            yield f"  - 行为日期：「{one.conduct.text}」"
        if one.forms:
            yield f"  - 形式：{'、'.join(one.forms)}"
        yield from _headed("条件", one.condition, 1, own)
        for head, value in (("起", one.since), ("时限", one.due), ("履行", one.fulfilment)):
            if isinstance(value, expressions.Definition):
                yield from _headed(head, value.condition, 1, own)
            elif value is not None:
                (_, first), *rest = derived(value, own)
                if head == "时限" and isinstance(value, expressions.Word):
                    first = _deadline(value.word, own, is_term=(one.name.text, value.word.text) in terms)
                yield f"  - {head}：{first}"
                yield from _bullets(rest, 1)
        yield from _headed("免除", one.discharge, 1, own)
        yield from _headed("违反", one.breach, 1, own)


def _deadline(word: Scalar, names: Names, *, is_term: bool) -> str:
    """Return a deadline in a word: one of the article, which no calendar judges, or what names a date."""
    return f"“{word.text}”，条文用语，没有天数" if is_term else derived(expressions.Word(word), names)[0][1]


def _authorities(policy: syntax.Policy, vocabulary: Vocabulary) -> Iterator[str]:
    for one in policy.authorities:
        bodies = _bodies(one.bodies, vocabulary)
        level = f"，与「{one.same_level.text}」同级" if one.same_level is not None else ""
        silence = "没有人认定的，就是没有" if one.constitutive else "没有人认定的，仍是不明"
        told = "；".join(filter(None, (silence, f"依据{one.citation}", _lasting(one.span))))
        yield f"- 「{one.name.text}」：{bodies}{level}（{told}）"


def _bodies(bodies: tuple[str, ...] | syntax.BodiesByReading, vocabulary: Vocabulary) -> str:
    if isinstance(bodies, syntax.BodiesByReading):
        sides = (f"采「{option.text}」的，{_bodies(several, vocabulary)}" for option, several in bodies.options)
        return f"按口径「{bodies.reading.text}」，{'；'.join(sides)}"
    return "、".join(vocabulary.body_label(code) for code in bodies)


def _divisions(policy: syntax.Policy, vocabulary: Vocabulary) -> Iterator[str]:
    for one in policy.divisions:
        yield f"- {one.name.text}：只有口径「{one.reading.name.text}」采「{one.reading.option.text}」时才分"
        for code, findings in one.parts:
            yield f"  - {vocabulary.body_label(code)}：{'、'.join(f'「{word.text}」' for word in findings)}"


def _presumptions(policy: syntax.Policy) -> Iterator[str]:
    for one in policy.presumptions:
        yield f"- 「{one.name.text}」查不清的，算{one.value.text}：{one.basis}"


def _requirements(policy: syntax.Policy, names: Names) -> Iterator[str]:
    for one in policy.requirements:
        (_, first), *rest = outline(one.condition, names)
        colon = "：" if rest and first.endswith("：") else ""
        yield f"- {first.removesuffix(colon)}（否则：{one.otherwise.text}）{colon}"
        yield from _bullets(rest, 0)


def _outcomes(policy: syntax.Policy, bound: model.Policy, shown: Witnesses, names: Names) -> Iterator[str]:
    classes = {word.text: one.name.text for one in policy.classes for word in one.outcomes}
    for number, one in enumerate(policy.outcomes, 1):
        name = one.name.text
        told = [word for word in (one.modality, str(one.citation or ""), _lasting(one.span)) if word]
        if classes.get(name, name) != name:
            told.append(f"归类：{classes[name]}")
        yield f"{number}. **{name}**{_in_brackets(told)}{shown.outcome(bound.outcomes[one.code])}"
        if one.condition is None:
            yield "   - 其余"
        else:
            yield from (f" {line}" for line in _elements(one.condition, 1, names))


def _governs(policy: syntax.Policy) -> Iterator[str]:
    for one in policy.governs:
        here = "或者".join(f"「{word.text}」" for word in one.outcomes)
        if one.outcome is None:
            yield f"- {here}的：不适用（{one.otherwise.text if one.otherwise is not None else ''}）"
            continue
        told = [word for word in (one.outcome.modality, str(one.outcome.citation or "")) if word]
        yield f"- {here}的：**{one.outcome.name.text}**{_in_brackets(told)}；情形照看，义务和后果不当作直接适用"


def _consequences(policy: syntax.Policy, bound: model.Policy, shown: Witnesses, names: Names) -> Iterator[str]:
    terms = {(one.name, one.deadline) for version in bound.versions for one in version.consequences}
    for one in policy.consequences:
        duty = f"{one.subject}〔{one.modality}〕{one.content.text}"
        told = [str(one.citation), *filter(None, [_lasting(one.span)])]
        yield f"- **{one.name.text}**{_in_brackets(told)}：{duty}{shown.consequence(one)}"
        if one.forms:
            yield f"  - 形式：{'、'.join(one.forms)}"
        if one.deadline is not None:
            yield f"  - 时限：{_deadline(one.deadline, names, is_term=(one.name.text, one.deadline.text) in terms)}"
        yield from _headed("条件", one.condition, 1, names)


def _parameters(policy: syntax.Policy) -> Iterator[str]:
    for one in policy.parameters:
        values = [*(f"自{day}起{value.text}" for day, value in one.history), *filter(None, [_lasting(one.ended)])]
        yield f"- 「{one.name.text}」：{'；'.join(values)}（{one.citation}{f'；{one.note}' if one.note else ''}）"


def _readings(policy: syntax.Policy, shown: Witnesses) -> Iterator[str]:
    for one in policy.readings:
        others = "、".join(f"「{other.text}」" for other in one.others)
        yield f"- **{one.name.text}**：采「{one.taken.text}」；另说{others}"
        yield f"  - 依据：{one.basis}"
        if one.note.text:
            yield f"  - 说明：{one.note.text}"
        for other in one.others:
            numbers = shown.reading(one.name.text, other.text)
            yield f"  - 换成「{other.text}」的场景：{numbers or '**没有**'}"


def _implications(policy: syntax.Policy, names: Names) -> Iterator[str]:
    for one in policy.implications:
        yield f"- **{one.name.text}**（{_cited(one.citations, one.span)}）：{one.note}"
        yield from _headed("如果", one.condition, 1, names)
        yield f"  - 则：「{one.fact.text}」为{one.sign.text}"


def _contradictions(policy: syntax.Policy, shown: Witnesses, names: Names) -> Iterator[str]:
    for order in policy.orders:
        yield order_line(order) + shown.contradiction(order.name)
    for one in policy.contradictions:
        cited = _cited(one.citations, one.span)
        yield f"- **{one.name.text}**（{cited}）：{one.note}{shown.contradiction(one.name.text)}"
        yield from _elements(one.condition, 1, names)


def _overrides(policy: syntax.Policy, names: Names) -> Iterator[str]:
    for one in policy.exceptions:
        yield f"- 政策「{one.policy.text}」的{one.section}「{one.entry.text}」{'' if one.replacement else '不再成立'}"
        yield from _headed("条件", one.condition, 1, names)
        yield from _headed("改为", one.replacement, 1, names)


# ── lines ───────────────────────────────────────────────────────────────


def _elements(condition: expressions.Condition, depth: int, names: Names) -> Iterator[str]:
    """Yield a condition in bullets; of one whose parts all have to hold, only the parts."""
    lines = outline(condition, names)
    if isinstance(condition, expressions.Junction) and condition.every and len(condition.parts) > 1:
        lines = [(level - 1, line) for level, line in lines[1:]]
    return _bullets(lines, depth)


def _headed(head: str, condition: expressions.Condition | None, depth: int, names: Names) -> Iterator[str]:
    """Yield a condition behind a head, if there is one; of several elements, below it."""
    if condition is None:
        return
    lines = list(_elements(condition, depth + 1, names))
    first, *rest = outline(condition, names)
    if rest and isinstance(condition, expressions.Junction) and condition.every:
        yield f"{'  ' * depth}- {head}："
        yield from lines
    else:
        yield f"{'  ' * depth}- {head}：{plain(first[1])}"
        yield from _bullets(rest, depth)


def _bullets(lines: Outline, depth: int) -> Iterator[str]:
    return (f"{'  ' * (depth + level)}- {plain(line)}" for level, line in lines)


def derived_lines(named: Iterable[tuple[Scalar, expressions.Derivation]], names: Names) -> Iterator[str]:
    """Yield how each of some derived values comes about, as a list."""
    for name, value in named:
        (_, first), *rest = derived(value, names)
        yield f"- 「{name.text}」：{plain(first)}"
        yield from _bullets(rest, 0)


def order_line(order: syntax.Order) -> str:
    """Return an order of dates, as a line of a list."""
    days = "不晚于".join(f"「{day}」" for day in order.days)
    return f"- **{order.name}**（{_cited(order.citations, order.span)}）：{order.note}：{days}"


def _cited(citations: Iterable[Citation], span: Span) -> str:
    return "；".join(filter(None, ("、".join(map(str, citations)), _lasting(span))))


def _lasting(span: Span) -> str:
    """Return from when to when a part is law, where it says so itself."""
    begins = f"自{span.first}起" if span.first is not None else ""
    return begins + (f"至{span.last}止" if span.last not in (None, NO_END) else "")


def _in_brackets(told: Sequence[str]) -> str:
    return f"（{'；'.join(told)}）" if told else ""


def plain(text: str) -> str:
    """Return a text in which Markdown finds nothing."""
    return re.sub(r"([<|*])", r"\\\1", text)
