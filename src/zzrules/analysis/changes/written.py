"""What was written otherwise in two plans: parameters by their days, parts, readings, facts; not lines of files."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from zzrules.base.frozen import replaced
from zzrules.base.regulation import Regulation, term
from zzrules.base.regulations import Regulations
from zzrules.plan import model
from zzrules.policy import syntax
from zzrules.policy.vocabulary import Fact, Vocabulary
from zzrules.policy.yamltree import Scalar

Files = Sequence[syntax.Policy] | Sequence[Vocabulary]
"""The files of one policy, the editions of one file, or a vocabulary."""


class Written(NamedTuple):
    """What was written otherwise: in words, and where: a section, and the key of the part in it.

    ``section`` is the name of the field that holds the parts, or the word for what stands at the head of a file.
    """

    line: str
    section: str
    key: Hashable = ""


def of_policy(before: Sequence[syntax.Policy], after: Sequence[syntax.Policy]) -> Iterator[Written]:
    """Yield what was written otherwise in a policy, one by one."""
    for word, read in _HEADS.items():
        was, now = (list(dict.fromkeys(map(read, files))) for files in (before, after))
        if was != now:
            yield Written(f"{word}：{_joined(was)}改为{_joined(now)}", word)
    offices = [list(dict.fromkeys(one.office for one in files)) for files in (before, after)]
    if offices[0] != offices[1]:
        yield Written(_OFFICE, "办公时间")
    yield from _parameters(before, after)
    for word, section in SECTION_WORDS.items():
        yield from _section(word, section, before, after)


def _joined(words: Sequence[str]) -> str:
    return "、".join(word or "（没有）" for word in words)


_HEADS: Final[Mapping[str, Callable[[syntax.Policy], str]]] = {
    "名称": lambda policy: f"「{policy.name}」",
    "依据": lambda policy: str(policy.citation),
    "有效期": lambda policy: term(policy.in_force, policy.last_day),
    "行为日期": lambda policy: f"「{policy.conduct.text}」{'，没有的取评价日' if policy.conduct_falls_back else ''}",
    "未记载则": lambda policy: "、".join(
        f"「{one.name.text}」{f'（{one.fact.text}）' if one.fact is not None else ''}" for one in policy.conduct_derived
    ),
}
_OFFICE: Final = "办公时间：改写"
HEAD_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "名称": ("name",),
    "依据": ("citation",),
    "有效期": ("in_force", "last_day", "span"),
    "行为日期": ("conduct", "conduct_falls_back"),
    "未记载则": ("conduct_derived",),
    "办公时间": ("office",),
}
"""The fields that stand at the head of a file, by the words for them."""
SECTION_WORDS: Final[Mapping[str, str]] = {
    "口径": "readings",
    "问": "questions",
    "有权认定": "authorities",
    "分工": "divisions",
    "推定": "presumptions",
    "推算": "derived",
    "适用": "requirements",
    "情形": "grounds",
    "结论": "outcomes",
    "归类": "classes",
    "统辖": "governs",
    "后果": "consequences",
    "义务": "obligations",
    "先后": "orders",
    "推出": "implications",
    "矛盾": "contradictions",
    "例外于": "exceptions",
}
SECTIONS: Final = tuple(SECTION_WORDS.values())
ORDER: Final = ("the order of the parts",)
"""The key of the order in which the parts of a section stand."""
END: Final = ("the end",)
"""Stands for the day in the key of a parameter's end."""


def _parameters(before: Sequence[syntax.Policy], after: Sequence[syntax.Policy]) -> Iterator[Written]:
    old, new = (
        {
            (one.name.text, since): text.text
            for policy in files
            for one in policy.parameters
            for since, text in one.history
        }
        for files in (before, after)
    )
    for name, since in sorted({*old, *new}):
        was, now = old.get((name, since)), new.get((name, since))
        if was != now:
            said = f"增加{now}" if was is None else f"删去{was}" if now is None else f"{was}改为{now}"
            yield Written(f"参数「{name}」{since}起的取值：{said}", "parameters", (name, since))
    ends = [
        {one.name.text: one.ended.last for policy in files for one in policy.parameters} for files in (before, after)
    ]
    for name in sorted(ends[0].keys() & ends[1].keys()):
        was_last, last = ends[0][name], ends[1][name]
        if was_last != last:
            said = f"改为{last}" if last else "删去"
            yield Written(f"参数「{name}」的最后一天：{said}", "parameters", (name, END))


def _section(word: str, section: str, before: Files, after: Files) -> Iterator[Written]:
    old, new = (_named(files, section) for files in (before, after))
    for name in dict.fromkeys((*new, *old)):
        if old.get(name) != new.get(name):
            said = "改写" if name in old and name in new else "增加" if name in new else "删去"
            if word == "口径" and said == "改写":
                said = _readings(old[name], new[name])
            yield Written(f"{word}「{name}」：{said}", section, name)
    kept = [[name for name in part if name in old and name in new] for part in (old, new)]
    if kept[0] != kept[1] and section == "outcomes":
        yield Written(f"{word}：先后次序改了", section, ORDER)


def _readings(was: Sequence[Any], now: Sequence[Any]) -> str:
    taken, others = now[-1].taken.text, was[-1].taken.text
    return f"改采「{taken}」（原采「{others}」）" if taken != others else "改写（所采的没有变）"


def _named(files: Files, section: str) -> dict[str, tuple[Any, ...]]:
    """Return the parts of a section by name, in the order of the files: of some there are several."""
    found: dict[str, dict[Any, None]] = {}
    for policy in files:
        for part in getattr(policy, section):
            found.setdefault(name_of(part), {})[part] = None
    return {name: tuple(parts) for name, parts in found.items()}


def name_of(part: Any) -> str:
    """Return by what a part of a section is told from the others."""
    match part:
        case (Scalar(text), _):
            return text
        case syntax.Requirement(_, otherwise):
            return otherwise.text
        case syntax.Division(_, collective):
            return collective
        case syntax.Override(policy, _, entry):
            return f"{policy.text}的{entry.text}"
        case syntax.Governance(outcomes):
            return "、".join(one.text for one in outcomes)
        case _:
            return part.name if isinstance(part.name, str) else str(part.name.text)


def of_vocabulary(before: Vocabulary, after: Vocabulary) -> Iterator[Written]:
    """Yield what was written otherwise in two vocabularies: facts, bodies, and what holds whatever policy reads it."""
    old, new = before.by_name, after.by_name
    for name in dict.fromkeys((*new, *old)):
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            fact = now or was
            assert fact is not None
            yield Written(f"事实「{fact.label}」：{'增加' if now else '删去'}", "facts", name)
        elif was != now:
            yield from (Written(f"事实「{now.label}」：{said}", "facts", name) for said in _of_fact(was, now))
    for word, section in (("机构", "bodies"), ("层级", "levels"), ("统称", "members")):
        ones: tuple[Mapping[str, Any], ...] = getattr(before, section), getattr(after, section)
        for label in dict.fromkeys((*ones[1], *ones[0])):
            if ones[0].get(label) != ones[1].get(label):
                there = label in ones[0], label in ones[1]
                said = "改写" if all(there) else "增加" if there[1] else "删去"
                shown = after.body_label(label) if section == "members" else label
                yield Written(f"{word}「{shown}」：{said}", section, label)
    for word, section in (("词汇的推算", "derived"), ("词汇的先后", "orders")):
        yield from _section(word, section, (before,), (after,))
    if before.office != after.office:
        yield Written(_OFFICE, "office")


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


def of_regulations(before: Regulations, after: Regulations) -> Iterator[str]:
    """Yield what was written otherwise in the regulations: which there are, their titles and days, words of places."""
    yield from _of_regulation(before.own, after.own)
    kept = []
    for now in after.others:
        was = next((one for one in before.others if one.title == now.title or one.name == now.name), None)
        if was is None:
            yield f"其他法规{now.source}：增加"
            continue
        kept.append(was)
        yield from _of_regulation(was, now)
    yield from (f"其他法规{was.source}：删去" for was in before.others if was not in kept)


def _of_regulation(before: Regulation, after: Regulation) -> Iterator[str]:
    if before.title != after.title:
        yield f"《{before.title}》改为《{after.title}》"
    if before.name != after.name:
        yield f"{after.source}引作{after.called}（原为{before.called}）"
    days = [(one.in_force, one.last_day) for one in (before, after)]
    if days[0] != days[1]:
        yield f"{after.called if after.name else ''}有效期：{term(*days[1])}（原为{term(*days[0])}）"
    old, new = ({place.bare: one.newest.text(place) for place in one.newest.citations()} for one in (before, after))
    for place in dict.fromkeys((*new, *old)):
        if old.get(place) != new.get(place):
            said = "增加" if place not in old else "删去" if place not in new else "文字改了"
            yield f"{replaced(place, of=after.name)}：{said}"


def of_calendar(before: model.Plan, after: model.Plan) -> Iterator[str]:
    """Yield the notices that only one of two calendars has."""
    old, new = ({notice.number for notice in plan.calendar.notices} for plan in (before, after))
    yield from (f"工作日历：增加{number}" for number in sorted(new - old))
    yield from (f"工作日历：删去{number}" for number in sorted(old - new))
