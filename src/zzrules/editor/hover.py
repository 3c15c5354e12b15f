"""What there is to say of the word under the mouse: of a place of the law, a day, a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

from zzrules.editor import describing
from zzrules.editor.explaining import key_says
from zzrules.editor.half_typed import kind_of
from zzrules.editor.navigation import CITATION, Index, Mention, mention_at
from zzrules.editor.positions import Span, Text
from zzrules.editor.symbols import CALLED, Symbol
from zzrules.editor.workspace import Study

_DAY: Final = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


@dataclass(frozen=True)
class Hover:
    """What is said, in Markdown, of a part of the text."""

    span: Span
    words: str


def hover(study: Study, file: str | None, text: Text, offset: int) -> Hover | None:
    """Return what there is to say at an offset of a file of policies, or (without a name) of a feature."""
    if (found := _of_form(study, text, offset)) is not None:
        return found
    index = Index(study)
    if file is None:
        if (named := index.at_feature(text, offset)) is None:
            return None
        return _of_symbol(named[1], study, named[0])
    mention = mention_at(study, file, text, offset)
    if mention.is_key and mention.path and (says := key_says(kind_of(text.text), mention.path)):
        return Hover(mention.span, f"**{mention.text}**\n\n{says}")
    symbol = index.resolve(file, mention)
    return _of_symbol(symbol, study, mention) if symbol is not None else None


def _of_symbol(symbol: Symbol, study: Study, mention: Mention) -> Hover | None:
    words = said_of(symbol, study, mention)
    return Hover(mention.span, words) if words else None


def _of_form(study: Study, text: Text, offset: int) -> Hover | None:
    """Return what there is to say of a citation or a day, which are known by their form."""
    line, law = text.line_at(offset), study.known.regulations
    for found in CITATION.finditer(text.text, line.start, line.end):
        if found.start() <= offset <= found.end() and law is not None:
            words = describing.of_place(found.group(), law)
            return Hover(Span(*found.span()), words) if words else None
    for found in _DAY.finditer(text.text, line.start, line.end):
        if found.start() <= offset <= found.end():
            try:
                day = date.fromisoformat(found.group())
            except ValueError:
                return None
            return Hover(Span(*found.span()), describing.of_day(day, study.known.calendar))
    return None


def said_of(symbol: Symbol, study: Study, mention: Mention) -> str:
    """Return what there is to say of something that has a name."""
    known, name = study.known, symbol.name
    policy = known.policies.get(symbol.owner)
    match symbol.sort:
        case "fact":
            return describing.of_fact(known.vocabulary.by_label[name], study)
        case "option":
            fact = known.vocabulary.by_label[symbol.owner.partition(".")[0]]
            return f"**{name}**　选项　{symbol.owner}\n\n{fact.question}"
        case "parameter" if policy is not None:
            return next(describing.of_parameter(one) for one in policy.parameters if one.name.text == name)
        case "reading" if policy is not None:
            return next(describing.of_reading(one) for one in policy.readings if one.name.text == name)
        case "outcome" if policy is not None:
            outcome = next(one for one in policy.outcomes if one.name.text == name)
            return describing.of_outcome(policy, outcome, known.regulations)
        case "ground" if policy is not None:
            ground = next(one for one in policy.grounds if one.name.text == name)
            return describing.of_ground(policy, ground, known.regulations)
        case "policy" if policy is not None:
            return describing.of_policy(policy, known.regulations)
        case "event":
            event = next(one for one in known.vocabulary.events if one.label == name)
            return f"**{name}**　事件　`{event.name}`\n\n{event.note}".strip()
        case "derived" | "obligation" | "consequence" | "class" | "body" | "parameter" | "reading":
            return _as_written(symbol, study, mention)
        case "outcome" | "ground" | "policy":
            return ""
        case _:
            assert_never(symbol.sort)


def _as_written(symbol: Symbol, study: Study, mention: Mention) -> str:
    """Return the lines that define a name, unless they are those under the mouse."""
    of = study.known.policies.get(symbol.owner)
    head = f"**{symbol.name}**　{CALLED[symbol.sort]}　{of.name if of is not None else ''}".rstrip("　")
    site = Index(study).definition(symbol)
    if site is None or site.span == mention.span:
        return head
    text = study.text(site.file).text
    start = text.rfind("\n", 0, site.span.start) + 1
    indent = site.span.start - start
    lines = text[start:].split("\n")
    body = [lines[0]]
    for line in lines[1:]:
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        body.append(line)
    written = "\n".join(line[indent:] for line in body).rstrip()
    return f"{head}\n\n```yaml\n{written}\n```"
