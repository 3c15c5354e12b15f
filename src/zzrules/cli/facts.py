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
    from zzrules.answer.facts import Authority
    from zzrules.policy.vocabulary import EventKind, Fact, Vocabulary

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
        from zzrules.answer.facts import authorities, recorded
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
                if asked is None or kind.brings_all or asked.keys() & recorded(kind)
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
            finders = authorities(book.plan)
            if self.format == "json":
                output.json([_plain(fact, finders) for fact in facts])
            else:
                rows = [row for fact in facts for row in _rows(fact, finders)]
                self._print_rows(_HEAD, rows, _LIMITS, output)
        return ExitCode.DECIDED

    def _print_rows(self, head: Sequence[str], rows: Sequence[Sequence[str]], limits: Limits, output: Output) -> None:
        output.say("\n".join(markdown(head, rows) if self.format == "markdown" else table(head, rows, limits)))


# ── facts ───────────────────────────────────────────────────────────────


def _rows(fact: Fact, finders: Mapping[str, Sequence[Authority]], owner: str = "") -> Iterator[tuple[str, ...]]:
    """Yield a fact's row, and below it those of a list's fields."""
    from zzrules.answer.facts import choices

    may_be_none = "可" if fact.may_be_none else ""
    label = f"└ {fact.label}" if owner else fact.label
    told = choices(fact) or _who(finders.get(fact.name, ()))
    yield owner + fact.name, label, fact.kind.value, told, may_be_none, fact.question
    for field in fact.fields:
        yield from _rows(field, {}, f"{fact.name}.")


def _who(finders: Sequence[Authority]) -> str:
    """Return who may make a finding; by policy where they differ."""
    if len(finders) > 1:
        return "；".join(f"{'、'.join(_names(authority))}：{authority.text}" for authority in finders)
    return "".join(authority.text for authority in finders)


def _names(authority: Authority) -> list[str]:
    return [policy.name for policy in authority.policies]


def _plain(fact: Fact, finders: Mapping[str, Sequence[Authority]]) -> dict[str, Any]:
    from zzrules.answer.facts import units
    from zzrules.policy.vocabulary import Kind

    plain = {
        "name": fact.name,
        "label": fact.label,
        "type": fact.kind.value,
        "options": dict(fact.options),
        "units": units(fact),
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
                "policies": _names(authority),
            }
            for authority in finders.get(fact.name, ())
        ]
    return plain


# ── kinds of events ─────────────────────────────────────────────────────


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
