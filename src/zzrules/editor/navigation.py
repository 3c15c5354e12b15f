"""What a word names, where that is defined, and where else it is named: in policies, vocabularies and features."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from zzrules.base.citation import to_chinese
from zzrules.base.errors import CitationError, Place
from zzrules.editor.diagnostics import span_of
from zzrules.editor.half_typed import word_at
from zzrules.editor.positions import Span, Text
from zzrules.editor.symbols import EVENT, FIELDS, VALUES, Sort, Symbol, holder_at, named_in, values_in_feature
from zzrules.editor.words import Path, Word, Words
from zzrules.editor.workspace import Study
from zzrules.policy import syntax
from zzrules.policy.vocabulary import OF_DAY, Vocabulary
from zzrules.policy.yamltree import Scalar

_NUMERAL: Final = "[一二三四五六七八九十百千零〇0-9]+"
CITATION: Final = re.compile(rf"(?:《[^》\n]+》)?第{_NUMERAL}条(?:第{_NUMERAL}款)?(?:第?[（(]?{_NUMERAL}[）)]?项)?")
"""A citation in a line."""
_ENOUGH: Final = 20
"""How many characters tell the words of one place from those of another."""
_QUOTED: Final = re.compile("「([^「」\n]*)」")
_CELL: Final = re.compile(r"(?<=\|)([^|\n]*)(?=\|)")
# Before what a policy alone names, in a step.
_OF_POLICY: Final = re.compile("(?:情形|后果|义务|金额|不是|(?:结论|归类)是(?:「[^「」]*」)*)「$")
# The keys under which the outcomes, grounds and classes of a policy are named.
_OF_OUTCOMES: Final = ("结论", "得出", "归类")


@dataclass(frozen=True)
class Site:
    """A part of a file, by its name in the folder, or by its path outside."""

    file: str
    span: Span


@dataclass(frozen=True)
class Mention:
    """A word at an offset: its text, where it is, and the keys that lead to it, if that is known."""

    text: str
    span: Span
    path: Path | None = None
    is_key: bool = False


class Index:
    """The names of a folder as it was studied."""

    def __init__(self, study: Study) -> None:
        """Take the study."""
        self.study = study
        self.known = study.known

    # ── names ───────────────────────────────────────────────────────

    @cached_property
    def _own(self) -> Mapping[str, Mapping[str, list[tuple[Sort, Scalar]]]]:
        """What each policy names, by file and name."""
        return {file: _names_of(policy) for file, policy in self.known.policies.items()}

    @cached_property
    def _file_of(self) -> Mapping[str, str]:
        """The newest file of each policy, by the policy's name and code."""
        found: dict[str, str] = {}
        for file, policy in sorted(self.known.policies.items(), key=lambda pair: pair[1].in_force):
            found |= dict.fromkeys((policy.name, policy.code), file)
        return found

    def owners(self, words: list[str]) -> list[str]:
        """Return the files of the policies that some words name or cite, in that order."""
        files = {id(policy): file for file, policy in self.known.policies.items()}
        found = (self.known.by_word.get(word) for word in words)
        return [files[id(policy)] for policy in found if policy is not None]

    def resolve(self, file: str, mention: Mention) -> Symbol | None:
        """Return what a word of a file names; None where it names nothing."""
        text, path = mention.text, mention.path
        words = self.study.words_of(file)
        if path is not None and words.kind == "对照":
            return self._in_mapping(words, mention)
        if path is not None:
            if (found := self._by_place(words, mention, path)) is not None:
                return found
            last = [step for step in path if isinstance(step, str)]
            above = last[:-1] if mention.is_key else last
            if above[-1:] == ["政策"] and not mention.is_key:
                owner = file if above == ["政策"] else self._file_of.get(text, "")
                policy = self.known.policies.get(owner)
                return Symbol("policy", policy.name, owner) if policy is not None else None
            if (others := self._referred(file, path, above)) is not None:
                return self._named(others, text, _sorts(above))
            of_outcomes = above[-1:] and above[-1] in _OF_OUTCOMES
            if of_outcomes and (found := self._named(file, text, _sorts(above))) is not None:
                return found
        return self._named(file, text, None) or self._shared(text)

    def _in_mapping(self, words: Words, mention: Mention) -> Symbol | None:
        named = named_in(words, self.known.vocabulary)
        return next((one for word, one, _ in named if (word.path, word.is_key) == (mention.path, mention.is_key)), None)

    def _by_place(self, words: Words, mention: Mention, path: Path) -> Symbol | None:
        """Return what a word names that is told by where it stands: an option, a body, a kind of event."""
        text, vocabulary = mention.text, self.known.vocabulary
        match path, mention.is_key:
            case ((str(section), _), True) | ((str(section), _, "续"), False) if section == EVENT:
                return Symbol("event", text)
            case (("机构", _), True) | (("统称", *_), _) | (("分工", _), True) if text in vocabulary.bodies:
                return Symbol("body", text)
            case ("有权认定", _, "机构", *_), False if text in vocabulary.bodies:
                return Symbol("body", text)
            case ("事实", *inner, "选项", _), True:
                return Symbol("option", text, ".".join(str(step) for step in inner if step != FIELDS))
            case _, False:
                holder = holder_at(words, path, vocabulary)
                return holder.symbol(text, vocabulary) if holder is not None else None
        return None

    def _referred(self, file: str, path: Path, above: list[str]) -> str | None:
        """Return the file of the policy that a reference (参见, 例外于) speaks of; None outside of any."""
        if "参见" not in above and "例外于" not in above:
            return None
        step = max(number for number, key in enumerate(path) if key in ("参见", "例外于"))
        front = path[: step + 1 + (path[step] == "例外于")]
        for word in self.study.words_of(file).all:
            if not word.is_key and word.path == (*front, "政策"):
                return self._file_of.get(word.text)
        return None

    def _named(self, file: str, text: str, sorts: tuple[Sort, ...] | None) -> Symbol | None:
        for sort, _ in self._own.get(file, {}).get(text, ()):
            if sorts is None or sort in sorts:
                return Symbol(sort, text, file)
        return None

    def _shared(self, text: str) -> Symbol | None:
        """Return what the vocabulary, or any policy, calls so."""
        vocabulary = self.known.vocabulary
        if text in vocabulary.by_label:
            return Symbol("fact", text)
        if text.endswith(OF_DAY) and text.removesuffix(OF_DAY) in vocabulary.by_label:
            return Symbol("fact", text.removesuffix(OF_DAY))
        if any(name.text == text for name, _ in vocabulary.derived):
            return Symbol("derived", text)
        if text in vocabulary.bodies:
            return Symbol("body", text)
        if (owner := self._file_of.get(text)) is not None:
            return Symbol("policy", self.known.policies[owner].name, owner)
        return None

    def at_feature(self, text: Text, offset: int) -> tuple[Mention, Symbol] | None:
        """Return the word at an offset of a feature, and what it names; None for what names nothing."""
        for span, value in values_in_feature(text.text, self.known.vocabulary):
            if value is not None and span.start <= offset <= span.end:
                return Mention(text[span], span), value
        mention, line = mention_in_feature(text, offset), text.line_at(offset)
        symbol = self._in_feature(text[line], mention, line.start) if mention is not None else None
        return (mention, symbol) if mention is not None and symbol is not None else None

    def _in_feature(self, line: str, mention: Mention, start: int) -> Symbol | None:
        """Return what a word in a line of a feature names: of a policy that the line names, or of the vocabulary."""
        owners = self.owners(_QUOTED.findall(line))
        for owner in owners:
            if (found := self._named(owner, mention.text, None)) is not None:
                return found
        of_policy = _OF_POLICY.search(line[: mention.span.start - start]) is not None
        if not of_policy and (shared := self._shared(mention.text)) is not None:
            return shared
        having = [file for file in self._own if mention.text in self._own[file]]
        return self._named(having[0], mention.text, None) if len(having) == 1 and not owners else None

    # ── where ───────────────────────────────────────────────────────

    def definition(self, symbol: Symbol) -> Site | None:
        """Return where a name is defined."""
        place = self._place(symbol)
        if place is None or place.source not in self.study.texts:
            return None
        text = self.study.text(place.source)
        return Site(place.source, _exactly(symbol.name, text, place))

    def _place(self, symbol: Symbol) -> Place | None:
        vocabulary = self.known.vocabulary
        match symbol.sort:
            case "fact":
                return vocabulary.by_label[symbol.name].place
            case "event":
                return next(event.place for event in vocabulary.events if event.label == symbol.name)
            case "body":
                return vocabulary.body_places.get(symbol.name)
            case "option":
                keys = (f"{symbol.owner}.选项.{symbol.name}").replace(".", f".{FIELDS}.", symbol.owner.count("."))
                having = (word for words in self.study.words.values() for word in words.named.get(symbol.name, ()))
                path = ("事实", *keys.split("."))
                return next((word.scalar.place for word in having if word.is_key and word.path == path), None)
            case "policy":
                words = self.study.words_of(symbol.owner).named.get(symbol.name, ())
                return next((word.scalar.place for word in words if word.path == ("政策",)), None)
            case "derived" if not symbol.owner:
                return next(name.place for name, _ in vocabulary.derived if name.text == symbol.name)
            case _:
                named = self._own[symbol.owner][symbol.name]
                return next(name.place for sort, name in named if sort == symbol.sort)

    def sites(self, symbol: Symbol) -> Iterator[Site]:
        """Yield everything in the files of the folder that names something, in the order of the files."""
        names = (symbol.name, symbol.name + OF_DAY) if symbol.sort == "fact" else (symbol.name,)
        for file, words in self.study.words.items():
            if words.kind == "对照":
                spans = named_spans(words, self.study.text(file), symbol, self.known.vocabulary)
                yield from (Site(file, span) for span in spans)
                continue
            found = [word for name in names for word in words.named.get(name, ()) if self._is(symbol, file, word)]
            text = self.study.text(file) if found or file == symbol.owner else None
            if text is None:
                continue
            yield from (Site(file, _exactly(symbol.name, text, word.scalar.place)) for word in found)
            if file == symbol.owner and symbol.sort in ("parameter", "derived"):
                braced = re.compile(rf"(?<=\{{){re.escape(symbol.name)}(?=\}})")
                yield from (Site(file, Span(*one.span())) for one in braced.finditer(text.text))

    def _is(self, symbol: Symbol, file: str, word: Word) -> bool:
        mention = Mention(word.text, Span(0, 0), word.path, word.is_key)
        return self.resolve(file, mention) == symbol

    def sites_in_feature(self, text: Text, symbol: Symbol) -> Iterator[Span]:
        """Yield the parts of a feature that name something."""
        if symbol.name not in text.text:
            return
        start, values = 0, dict(values_in_feature(text.text, self.known.vocabulary))
        yield from (span for span, value in values.items() if value == symbol)
        if symbol.sort in VALUES:
            return
        for line in text.text.splitlines(keepends=True):
            for found in (*_QUOTED.finditer(line), *(_CELL.finditer(line) if line.lstrip().startswith("|") else ())):
                said = found.group(1)
                word = said.strip()
                if word.removesuffix(OF_DAY) != symbol.name and word != symbol.name:
                    continue
                at = start + found.start(1) + said.index(word)
                mention = Mention(word, Span(at, at + len(word)))
                if mention.span not in values and self._in_feature(line, mention, start) == symbol:
                    yield Span(at, at + len(symbol.name))
            start += len(line)


def named_spans(words: Words, text: Text, symbol: Symbol, vocabulary: Vocabulary) -> Iterator[Span]:
    """Yield the parts of a mapping, a record or a file of a case that name something."""
    for word, named, part in named_in(words, vocabulary):
        if named == symbol:
            begin = _exactly(word.text, text, word.scalar.place)
            exact = text[begin] == word.text
            yield Span(begin.start + part.start, begin.start + part.end) if exact else _unquoted(begin, text)


def cited_at(study: Study, text: Text, offset: int) -> Site | None:
    """Return where the words of the citation at an offset stand in the file of the regulation; None for none."""
    line, law = text.line_at(offset), study.known.regulations
    for found in CITATION.finditer(text.text, line.start, line.end):
        if law is None or not found.start() <= offset <= found.end():
            continue
        try:
            place = law.resolve(found.group())
            words = law.of(place).newest.text(place)
        except CitationError:
            return None
        article = re.compile(rf"^ *第{to_chinese(place.article)}条\s*:", re.MULTILINE)
        start = words.splitlines()[0][:_ENOUGH]
        for file in study.texts:
            held = study.text(file)
            if (begins := article.search(held.text)) and (at := held.text.find(start, begins.start())) >= 0:
                return Site(file, Span(at, at + len(start)))
    return None


def mention_at(study: Study, file: str, text: Text, offset: int) -> Mention:
    """Return the word at an offset of a policy file as it is now; with its path, where the file could be read so."""
    for word in study.words_of(file).all:
        place = word.scalar.place
        if "\n" in word.text or not word.text:
            continue
        span = _exactly(word.text, text, place)
        if span.start <= offset <= span.end and text[span] == word.text:
            return Mention(word.text, span, word.path, word.is_key)
    span = word_at(text.text, offset)
    return Mention(text[span], span)


def mention_in_feature(text: Text, offset: int) -> Mention | None:
    """Return the word at an offset of a feature: what 「」 hold, or a cell of a table; None between them."""
    line = text.line_at(offset)
    written = text[line]
    for pattern in (_QUOTED, *([_CELL] if written.lstrip().startswith("|") else [])):
        for found in pattern.finditer(written):
            word = found.group(1).strip()
            start = line.start + found.start(1) + (found.group(1).index(word) if word else 0)
            if word and start <= offset <= start + len(word):
                return Mention(word, Span(start, start + len(word)))
    return None


def _exactly(name: str, text: Text, place: Place) -> Span:
    """Return the part of a text at a place that has a name, inside of quotation marks."""
    start = text.offset_of(place)
    quoted = text.text[start : start + 1] in ('"', "'")
    start += quoted
    if text.text.startswith(name, start):
        return Span(start, start + len(name))
    return span_of(place, text)


def _unquoted(span: Span, text: Text) -> Span:
    """Return a part of a text, whose characters are written as escapes, inside of its quotation marks."""
    marks = text.text[span.start : span.start + 1] in ('"', "'")
    return Span(span.start + marks, span.end - marks)


def _sorts(above: list[str]) -> tuple[Sort, ...]:
    """Return what is named under a key."""
    key = next((step for step in reversed(above) if step in ("结论", "得出", "归类", "情形", "后果")), "")
    sorts: dict[str, tuple[Sort, ...]] = {"情形": ("ground",), "后果": ("consequence",)}
    if key == "归类":
        return ("outcome",) if above[:1] == ["归类"] else ("class",)
    return sorts.get(key, ("outcome",))


def _names_of(policy: syntax.Policy) -> dict[str, list[tuple[Sort, Scalar]]]:
    found: dict[str, list[tuple[Sort, Scalar]]] = {}
    parts: tuple[tuple[Sort, Iterator[Scalar]], ...] = (
        ("parameter", (one.name for one in policy.parameters)),
        ("reading", (one.name for one in policy.readings)),
        ("derived", (name for name, _ in policy.derived)),
        ("ground", (one.name for one in policy.grounds)),
        ("obligation", (one.name for one in policy.obligations)),
        ("outcome", (one.name for one in policy.outcomes)),
        ("class", (one.name for one in policy.classes)),
        ("consequence", (one.name for one in policy.consequences)),
    )
    for sort, names in parts:
        for name in names:
            found.setdefault(name.text, []).append((sort, name))
    return found
