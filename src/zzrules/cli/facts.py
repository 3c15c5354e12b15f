"""``zzrules facts``: what records and logs may hold, as a table, as Markdown, as JSON, or as a JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from zzrules.base.frozen import replaced
from zzrules.cli import options
from zzrules.cli.command import Command, choice, flag
from zzrules.cli.exits import ExitCode
from zzrules.cli.terminal import Limits, Output, markdown, table

if TYPE_CHECKING:
    from zzrules.policy.vocabulary import EventKind, Fact, Vocabulary
    from zzrules.rulebook import Rulebook

Format = Literal["table", "markdown", "json"]
_HEAD: Final = ("代码", "中文名", "类型", "可选项、单位、谁来认定", "可无", "问")
_LIMITS: Final[Limits] = {3: (34, "、；，："), 5: (46, "")}
_EVENT_HEAD: Final = ("代码", "事件", "记下", "可以带", "没有登记时", "说明")
_EVENT_LIMITS: Final[Limits] = {2: (34, "、"), 3: (40, "、"), 5: (30, "")}


@dataclass(frozen=True, kw_only=True)
class Facts(Command):
    """List what records and logs may hold."""

    name = "facts"
    summary = "列出案卷里可以写的事实：代码、中文名、类型、可选项、单位或者有权认定的机构、能否写「无」、怎样问。"
    usage = "[--about 条款 …] [--format table|markdown|json] [--schema | --events]"

    events: bool = flag(
        "--events", description="改为列出流水里可以登记的事件；写了 --about 的，只列说明这些政策所问事实的"
    )
    schema: bool = flag("--schema", description="写成一份案卷的 JSON Schema（2020-12），用事实的代码作键")
    about: tuple[str, ...] | None = options.about()
    policies: str | None = options.policies()
    over: str | None = options.over()
    format: Format = choice(
        "--format",
        options=get_args(Format),
        description="table：一张表（默认）；markdown；json",
        default="table",
    )

    def run(self, output: Output) -> ExitCode:
        """Print the facts that a record may hold, or the events of a log; or those that some policies read."""
        from zzrules.loading import load

        if self.events and self.schema:
            raise self.wrong("--events 不能和 --schema 一起用：JSON Schema 说的是案卷，不是流水")
        if self.schema and self.format != "json":
            self.refuse_idle("写了 --schema，写出的总是 JSON", "format")
        book = load(self.policies, over=self.over)
        asked = book.questions(self.about) if self.about else None
        if self.schema:
            output.json(book.schema("record", self.about or None))
        elif self.events:
            kinds = [
                kind
                for kind in book.vocabulary.events
                if asked is None or kind.brings_all or asked.keys() & _recorded(kind)
            ]
            if self.format == "json":
                output.json([_plain_event(kind) for kind in kinds])
            else:
                self._print_rows(
                    _EVENT_HEAD, [_event_row(kind, book.vocabulary) for kind in kinds], _EVENT_LIMITS, output
                )
        else:
            facts = list(book.vocabulary.facts)
            if asked is not None:
                facts = [replaced(fact, question=asked[fact.name]) for fact in facts if fact.name in asked]
            authorities = _authorities(book)
            if self.format == "json":
                output.json([_plain(fact, authorities) for fact in facts])
            else:
                rows = [row for fact in facts for row in _rows(fact, authorities)]
                self._print_rows(_HEAD, rows, _LIMITS, output)
        return ExitCode.DECIDED

    def _print_rows(self, head: Sequence[str], rows: Sequence[Sequence[str]], limits: Limits, output: Output) -> None:
        output.say("\n".join(markdown(head, rows) if self.format == "markdown" else table(head, rows, limits)))


# ── facts ───────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Authority:
    """Who may make a finding, according to some policies: the bodies, the level, and what 无 means."""

    bodies: tuple[str, ...]
    level: str
    constitutive: bool
    policies: tuple[str, ...]

    @property
    def text(self) -> str:
        """Who may make it, and what it means that nobody did."""
        level = f"与「{self.level}」同级的" if self.level else ""
        return f"由{level}{'、'.join(self.bodies)}认定；记「无」，{'就是没有' if self.constitutive else '仍是不明'}"


def _authorities(book: Rulebook) -> dict[str, list[_Authority]]:
    """Return who may make each finding, by the name of the fact; several where policies differ."""
    from zzrules.plan.model import findings_of

    vocabulary = book.vocabulary
    policies: dict[str, dict[tuple[tuple[str, ...], str, bool], list[str]]] = {}
    for policy in book.plan.policies:
        for found in (found for version in policy.versions for found in findings_of(version)):
            bodies = vocabulary.body_labels(found.bodies)
            authority = bodies, found.same_level.label if found.same_level is not None else "", found.constitutive
            policies.setdefault(found.fact.name, {}).setdefault(authority, []).append(policy.name)
    return {
        name: [_Authority(*authority, tuple(dict.fromkeys(several))) for authority, several in by_authority.items()]
        for name, by_authority in policies.items()
    }


def _rows(fact: Fact, authorities: Mapping[str, Sequence[_Authority]], owner: str = "") -> Iterator[tuple[str, ...]]:
    """Yield a fact's row, and below it those of a list's fields."""
    may_be_none = "可" if fact.may_be_none else ""
    label = f"└ {fact.label}" if owner else fact.label
    choices = _choices(fact) or _who(authorities.get(fact.name, ()))
    yield owner + fact.name, label, fact.kind.value, choices, may_be_none, fact.question
    for field in fact.fields:
        yield from _rows(field, {}, f"{fact.name}.")


def _who(authorities: Sequence[_Authority]) -> str:
    """Return who may make a finding; by policy where they differ."""
    if len(authorities) > 1:
        return "；".join(f"{'、'.join(authority.policies)}：{authority.text}" for authority in authorities)
    return "".join(authority.text for authority in authorities)


def _choices(fact: Fact) -> str:
    from zzrules.policy.vocabulary import Kind

    if fact.kind is Kind.DURATION:
        return "、".join(_units(fact))
    if fact.kind is Kind.INTEGER and (fact.minimum is not None or fact.maximum is not None):
        return f"{'' if fact.minimum is None else fact.minimum} 至 {'' if fact.maximum is None else fact.maximum}"
    return "、".join(fact.options)


def _units(fact: Fact) -> list[str]:
    from zzrules.policy.forms import UNIT_NAMES

    return [UNIT_NAMES[unit] for unit in fact.units]


def _plain(fact: Fact, authorities: Mapping[str, Sequence[_Authority]]) -> dict[str, Any]:
    from zzrules.policy.vocabulary import Kind

    plain = {
        "name": fact.name,
        "label": fact.label,
        "type": fact.kind.value,
        "options": dict(fact.options),
        "units": _units(fact),
        "minimum": fact.minimum,
        "maximum": fact.maximum,
        "may_be_none": fact.may_be_none,
        "question": fact.question,
        "fields": [_plain(field, {}) for field in fact.fields],
    }
    if fact.kind is Kind.FINDING:
        plain["findings"] = [
            {
                "bodies": list(authority.bodies),
                "same_level": authority.level or None,
                "silence": "no" if authority.constitutive else "unknown",
                "policies": list(authority.policies),
            }
            for authority in authorities.get(fact.name, ())
        ]
    return plain


# ── kinds of events ─────────────────────────────────────────────────────


def _recorded(kind: EventKind) -> set[str]:
    """Return the names of the facts that a kind of event records; of the fields of a list's element: the list's."""
    if kind.source is not None:
        return {kind.source.name}
    return {fact.name for fact in (*kind.dated, *(fact for fact, _ in kind.fixed), *kind.brought)}


def _event_row(kind: EventKind, vocabulary: Vocabulary) -> tuple[str, ...]:
    begun = vocabulary.event(kind.continues)
    where = f"{begun.label}的" if begun is not None else f"{kind.source.label}一项，" if kind.source is not None else ""
    from zzrules.policy.vocabulary import Kind

    settled = [f"{fact.label}＝这一{'刻' if fact.kind is Kind.MOMENT else '天'}" for fact in kind.dated] + [
        f"{fact.label}＝{word}" for fact, word in kind.fixed
    ]
    brought = "任何事实" if kind.brings_all else "、".join(fact.label for fact in kind.brought)
    return kind.name, kind.label, where + "、".join(settled), brought, "无" if kind.silent else "", kind.note


def _plain_event(kind: EventKind) -> dict[str, Any]:
    return {
        "name": kind.name,
        "label": kind.label,
        "list": kind.source.name if kind.source is not None else None,
        "continues": kind.continues or None,
        "dated": [fact.name for fact in kind.dated],
        "fixed": {fact.name: word for fact, word in kind.fixed},
        "brings": None if kind.brings_all else [fact.name for fact in kind.brought],
        "silence_is_none": kind.silent,
        "note": kind.note,
    }
