"""The command that lists the vocabulary: as a table, as Markdown, as JSON, or as a JSON Schema of a record."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from zzrules.cli.arguments import COMMANDS, CommandLineError
from zzrules.cli.judging import rulebook
from zzrules.cli.terminal import Output, markdown, table
from zzrules.plan.reads import Reads
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.vocabulary import EventKind, Fact, Kind
from zzrules.rulebook import Rulebook

HEAD = ("代码", "中文名", "类型", "可选项、单位", "可无", "问")
_LIMITS = {3: (34, "、"), 5: (46, "")}


def facts(arguments: Namespace, output: Output) -> int:
    """Print the facts that a record may hold, or those that some policies read."""
    if arguments.events and arguments.schema:
        message = "--events 不能和 --schema 一起用：JSON Schema 说的是案卷，不是流水"
        raise CommandLineError(message, f"用法：zzrules facts {COMMANDS['facts'].usage}", "zzrules facts")
    book = rulebook(arguments, arguments.about)
    wanted = _read_by(book, arguments.about) if arguments.about else None
    if arguments.events:
        return _events(book, wanted, arguments, output)
    chosen = [fact for fact in book.vocabulary.facts if wanted is None or fact.name in wanted]
    if arguments.schema:
        schema = book.record_schema()
        if wanted is not None:
            schema["properties"] = {name: one for name, one in schema["properties"].items() if name in wanted}
        output.data(json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
    elif arguments.format == "json":
        output.data(json.dumps([_plain(fact) for fact in chosen], ensure_ascii=False, indent=2) + "\n")
    else:
        rows = [row for fact in chosen for row in _rows(fact)]
        lines = markdown(HEAD, rows) if arguments.format == "markdown" else table(HEAD, rows, _LIMITS)
        output.say("\n".join(lines))
    return 0


EVENT_HEAD = ("代码", "事件", "记下", "可以带", "没有登记时", "说明")
_EVENT_LIMITS = {2: (34, "、"), 3: (40, "、"), 5: (30, "")}


def _events(book: Rulebook, wanted: set[str] | None, arguments: Namespace, output: Output) -> int:
    """Print the kinds of events that a log may hold, or those that may tell of some facts."""
    kinds = [kind for kind in book.vocabulary.events if wanted is None or kind.brings_all or wanted & _told_by(kind)]
    if arguments.format == "json":
        output.data(json.dumps([_plain_event(kind) for kind in kinds], ensure_ascii=False, indent=2) + "\n")
        return 0
    rows = [_event_row(kind, book) for kind in kinds]
    lines = markdown(EVENT_HEAD, rows) if arguments.format == "markdown" else table(EVENT_HEAD, rows, _EVENT_LIMITS)
    output.say("\n".join(lines))
    return 0


def _told_by(kind: EventKind) -> set[str]:
    """Return the names of the facts of which a kind of event tells; of a list's elements: the list's."""
    if kind.source is not None:
        return {kind.source.name}
    return {fact.name for fact in (*kind.dated, *(fact for fact, _ in kind.fixed), *kind.brought)}


def _event_row(kind: EventKind, book: Rulebook) -> tuple[str, ...]:
    begun = book.vocabulary.event(kind.continues)
    where = f"{begun.label}的" if begun is not None else f"{kind.source.label}一项，" if kind.source is not None else ""
    settled = [f"{fact.label}＝这一天" for fact in kind.dated] + [f"{fact.label}＝{word}" for fact, word in kind.fixed]
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


def _rows(fact: Fact, owner: str = "") -> Iterator[tuple[str, ...]]:
    """Yield a fact's row, and below it those of a list's fields."""
    may_be_none = "可" if fact.may_be_none else ""
    label = f"└ {fact.label}" if owner else fact.label
    yield owner + fact.name, label, fact.kind.value, _choices(fact), may_be_none, fact.question
    for field in fact.fields:
        yield from _rows(field, f"{fact.name}.")


def _choices(fact: Fact) -> str:
    if fact.kind is Kind.DURATION:
        return "、".join(UNIT_NAMES[unit] for unit in fact.units)
    if fact.kind is Kind.INTEGER and (fact.minimum is not None or fact.maximum is not None):
        return f"{'' if fact.minimum is None else fact.minimum} 至 {'' if fact.maximum is None else fact.maximum}"
    return "、".join(fact.options)


def _plain(fact: Fact) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": fact.name,
        "label": fact.label,
        "type": fact.kind.value,
        "options": dict(fact.options),
        "units": [UNIT_NAMES[unit] for unit in fact.units],
        "minimum": fact.minimum,
        "maximum": fact.maximum,
        "may_be_none": fact.may_be_none,
        "question": fact.question,
    }
    return made | {"fields": [_plain(field) for field in fact.fields]}


def _read_by(book: Rulebook, about: list[str]) -> set[str]:
    """Return the names of the facts that the policies (or grounds) asked about read, directly or through others."""
    names: set[str] = set()
    reads = Reads(book.plan)
    for answer in book.evaluate({}, book.regulation.in_force, about):
        grounds, every = set(answer.grounds), set(book.plan.policy(answer.code).ground_names())
        names |= reads.through(answer.code, None if grounds == every else grounds)
    return names
