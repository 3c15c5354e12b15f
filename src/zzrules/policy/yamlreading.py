"""Strict YAML with positions: text in, a tree of scalars, sequences and mappings out.

Nothing is guessed: a scalar stays text until the vocabulary gives it a kind, and what YAML would silently bend
(anchors, tags, duplicate keys, swallowed lines, full-width punctuation) is a problem with its place and what to write
instead.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from zzrules.base.diagnostics import Diagnostic, text as wrong
from zzrules.base.errors import LINE_ENDS, Place, Problem
from zzrules.base.frozen import replaced
from zzrules.base.listing import is_regular
from zzrules.policy.fixing import without_entry
from zzrules.policy.ranges import ranged, without_texts
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar, Sequence, short

PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 4_000_000
MAX_DEPTH = 40

_REASONS = {
    errno.EACCES: "没有读的权限",
    errno.EISDIR: "是文件夹",
    errno.ENOENT: "没有这个文件",
    errno.ELOOP: "链接绕成了圈",
}
IDEOGRAPHIC_SPACE = "\u3000"
_OF_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .docx and .doc begin
_POLICY = "政策"
# A colon that is full-width, or has no space, before a bracket: YAML takes both, and the key inside it, for one key.
_COLON_BEFORE_BRACKET = re.compile(r"([^：:{}\[\]]{1,40})([：:])\s*([{\[])")


class _StopReadingError(Exception):
    """The rest of the file cannot be read; why has been noted."""


def read_file(path: Path, source: str, problems: Problems) -> tuple[Node | None, bytes]:
    """Return the tree of a file (None, with problems noted, if it cannot be read) and the file's bytes."""
    try:
        if not is_regular(path):
            problems.add(wrong.NOT_A_FILE, Place(source))
            return None, b""
        size = path.stat().st_size
        if size > MAX_BYTES:
            problems.add(wrong.YAML_FILE_TOO_LARGE, Place(source), size=size, most=MAX_BYTES)
            return None, b""
        raw = path.read_bytes()
    except OSError as error:
        problems.add(wrong.YAML_FILE_UNREADABLE, Place(source), reason=_REASONS.get(error.errno or 0, "系统不让读"))
        return None, b""
    return read_bytes(raw, source, problems), raw


def read_bytes(raw: bytes, source: str, problems: Problems) -> Node | None:
    """Return the tree of UTF-8 bytes; None, with problems noted, if there is none."""
    if raw.startswith(_OF_OFFICE):
        problems.add(wrong.YAML_OFFICE_FILE, Place(source, 1, 1))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = LINE_ENDS.split(raw[: error.start].decode("utf-8-sig", "replace"))
        line, column = len(before), len(before[-1]) + 1
        problems.add(wrong.YAML_NOT_UTF_8, Place(source, line, column))
        return None
    return read_text(text, source, problems)


def read_text(text: str, source: str, problems: Problems) -> Node | None:
    """Return the tree of a YAML document; None, with problems noted, if it cannot be read."""
    return _Builder(text, source, problems).read()


class _Builder:
    """Builds the tree from libyaml's events, refusing what the policy language does not have."""

    def __init__(self, text: str, source: str, problems: Problems) -> None:
        self.lines = LINE_ENDS.split(text)
        self.source = source
        self.noted = problems
        self.problems = Problems()  # what is wrong between brackets, marks and indents; a slip may account for it
        self.problems.lost = problems.lost
        self.text = text
        self._quotes_nothing = _OUR_OWN.search(text) is not None  # laws and notices may quote a word

    def read(self) -> Node | None:
        """Return the tree; None, with problems noted, if there is none."""
        node = None
        with suppress(_StopReadingError):
            self._surface()
            node = self._document()
        for problem in self.problems.in_order():
            self.noted.note(self._whole(problem))
        return node

    def _document(self) -> Node | None:
        events = self._events()
        next(events)  # the stream's start
        event = next(events)
        if isinstance(event, yaml.StreamEndEvent):
            self.problems.add(wrong.YAML_FILE_EMPTY, Place(self.source, 1, 1))
            return None
        node = self._node(next(events), events, 0)
        next(events)  # the document's end
        event = next(events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._stop(wrong.SECOND_DOCUMENT, self._place(event))
        if isinstance(node, Mapping):
            self._stop_at_sections({key.text: (key, value) for key, value in node.entries})
        return node

    def _events(self) -> Iterator[Any]:
        seen = 0
        parser = PARSER(self.text)
        try:
            while (event := parser.get_event()) is not None:
                seen += 1
                yield event
        except yaml.YAMLError as error:
            if "nesting depth" in str(error):  # libyaml runs ahead: the events before it show where it gets too deep
                with suppress(yaml.YAMLError):
                    yield from islice(yaml.parse(self._before(error), Loader=PARSER), seen, None)
            self._syntax(error)
            raise _StopReadingError from None
        except (ValueError, RecursionError):
            from zzrules.policy.misread import syntax_hint

            self._stop(wrong.NOT_YAML, Place(self.source, 1, 1), hint=syntax_hint(""))
        finally:
            parser.dispose()

    def _before(self, error: Any) -> str:
        """Return the text before the place of an error."""
        mark = error.problem_mark
        return "\n".join([*self.lines[: mark.line], self.lines[mark.line][: mark.column]])

    def _surface(self) -> None:
        """Note what a parser has no word for: tabs, and ideographic spaces in the indentation."""
        broken = False
        for number, line in enumerate(self.lines, 1):
            if not _SUSPECT.search(line):
                continue
            indent = line[: len(line) - len(line.lstrip())]
            bare = without_texts(line)
            if line.strip() and (tab := (indent if "\t" in indent else bare).find("\t")) >= 0:
                self._at_once(wrong.TAB, number, tab + 1)
            if mark := re.search(r"\?(?=\s*[,}\]])", bare):
                self._at_once(wrong.QUESTION_MARK_IN_BRACKETS, number, mark.start() + 1)
            if bare.lstrip().startswith("＃"):
                self._at_once(wrong.WIDE_HASH, number, len(indent) + 1)
                broken = True
            if IDEOGRAPHIC_SPACE in indent and line.strip():
                self._at_once(wrong.WIDE_SPACE_IN_INDENT, number, indent.index(IDEOGRAPHIC_SPACE) + 1)
                broken = True
            for form, diagnostic in ((_ODD_SPACE, wrong.ODD_SPACE), (_UNSEEN, wrong.UNSEEN_CHARACTER)):
                if not bare.isascii() and (odd := form.search(bare)):
                    self._at_once(diagnostic, number, odd.end())
                    broken = True
        if broken:  # what the rest means depends on the indentation
            raise _StopReadingError

    def _at_once(self, diagnostic: Diagnostic, number: int, column: int) -> None:
        """Note what is wrong whatever else is."""
        self.noted.note(self._whole(diagnostic(Place(self.source, number, column))))

    def _whole(self, problem: Problem) -> Problem:
        """Return a problem with what its line says of it: where it ends, and how it is repaired."""
        from zzrules.policy.repairs import repaired

        return repaired(ranged(problem, self.lines), self.lines)

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        if depth > MAX_DEPTH:
            self._stop(wrong.TOO_DEEP, self._place(event), most=MAX_DEPTH)
        if isinstance(event, yaml.AliasEvent):
            self._stop(wrong.ALIAS, self._place(event), name=event.anchor)
        if event.anchor is not None:
            self._stop(wrong.ANCHOR, self._place(event), name=event.anchor)
        if event.tag is not None:
            self._stop(wrong.TAG, self._place(event), tag=event.tag.replace("tag:yaml.org,2002:", "!!"))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, self._place(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, events, depth)
        return self._mapping(event, events, depth)

    def _scalar(self, event: Any, place: Place) -> Scalar:
        text: str = event.value
        plain = event.style is None or event.style == ""
        if event.style in ("|", ">"):
            self._stop(wrong.BLOCK_TEXT, place, style=event.style)
        if plain and (dash := _DASH.match(text)) and self._begins(place):
            self._stop(wrong.NO_SPACE_AFTER_DASH if dash.group() == "-" else wrong.WIDE_DASH, place)
        if plain and event.start_mark.line != event.end_mark.line and event.end_mark.column:
            first = text.split(maxsplit=1)[0] if text.split() else text
            from zzrules.policy.indents import swallowed
            from zzrules.policy.slips import first_slip

            slip = first_slip(self.lines, self.source)
            if slip is None and (self._begins(place) or not re.search(r"[{\[]", self._in_front(place))):
                slip = swallowed(self.lines, place.line, self.source)
            if slip is not None:
                self.problems.note(slip)
                raise _StopReadingError
            if first.endswith("："):
                self.problems.add(wrong.WIDE_COLON_IN_LINE, _one_column(place, len(first) - 1))
            elif not (self._begins(place) and self._miscoloned(first, place)):
                self.problems.add(wrong.SWALLOWED_LINES, place, text=short(first))
        if plain and (mark := _HASH.search(text)):
            at = _one_column(place, mark.start())
            self.problems.add(wrong.WIDE_HASH if mark.group() == "＃" else wrong.NO_SPACE_BEFORE_HASH, at)
            return Scalar(text[: mark.start()].rstrip() or text, plain, place)
        if plain and self._quotes_nothing and _WHOLLY_QUOTED.fullmatch(text):
            self.problems.add(wrong.WIDE_QUOTES_OF_TEXT, place, text=short(text), meant=text[1:-1])
            return Scalar(text[1:-1], plain=False, place=place)
        if plain and IDEOGRAPHIC_SPACE in text:
            self.problems.add(wrong.WIDE_SPACE_IN_TEXT, place, text=short(text))
            self.problems.lost.add(text)
        return Scalar(text, plain, place)

    def _begins(self, place: Place) -> bool:
        """Return whether a text stands where a key would."""
        return self._in_front(place).strip() in ("", "-")

    def _in_front(self, place: Place) -> str:
        """Return what stands before a text in its line; nothing at the end of the file."""
        return "".join(self.lines[place.line - 1 : place.line])[: place.column - 1]

    def _sequence(self, start: Any, events: Iterator[Any], depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            item = self._node(event, events, depth + 1)
            if isinstance(item, Scalar) and item.plain:
                items += self._listed(item) if start.flow_style else self._dashed(item)
            else:
                items.append(item)
        if start.flow_style or not items:
            return Sequence(tuple(items), self._place(start, event.end_mark))
        place, first = self._place(start), items[0].place
        return Sequence(tuple(items), place.until(first.end_line, first.end_column))

    def _dashed(self, item: Scalar) -> tuple[Scalar, ...]:
        """Return an item after a dash; one that is empty is noted."""
        if not item.text:
            self.problems.add(wrong.EMPTY_ITEM, item.place)
        return (item,)

    def _listed(self, item: Scalar) -> tuple[Scalar, ...]:
        """Return the items that are meant by one in brackets; what keeps it from being one, or several, is noted."""
        text = item.text
        if _MISQUOTED.fullmatch(text):
            meant = re.sub('[“”"＂]', "", text)
            self.problems.add(wrong.WIDE_QUOTES_OF_TEXT, item.place, text=short(text), meant=meant)
            return (replaced(item, text=meant),)
        mark = _BETWEEN_ITEMS.search(text)
        if mark is None or _COLON_FIRST.match(text):
            return self._dashed(item)
        parts = [part.strip() for part in _BETWEEN_ITEMS.split(text) if part.strip()]
        if len(parts) > 1:
            words = {"mark": mark.group(), "items": ", ".join(parts)}
            self.problems.add(wrong.WIDE_MARK_BETWEEN_ITEMS, item.place, text=short(text), **words)
        else:
            self.problems.add(wrong.WIDE_MARK_IN_ITEM, item.place, text=short(text), mark=mark.group())
        self.problems.lost.add(text)
        return tuple(replaced(item, text=part) for part in parts)

    def _mapping(self, start: Any, events: Iterator[Any], depth: int) -> Mapping:
        first: Place | None = None
        entries: dict[str, tuple[Scalar, Node]] = {}
        whole = True
        in_brackets: list[Scalar] | None = None  # the keys that may be items of a list in full-width brackets
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            first = key.place if first is None else first
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self.problems.add(wrong.KEY_NOT_A_WORD, key.place)
                whole = False
                continue
            if isinstance(value, Scalar) and value.plain and not value.text:
                if in_brackets is not None and key.text[-1:] in _WIDE_CLOSING:
                    self._close(entries, [*in_brackets, key])
                    in_brackets = None
                elif in_brackets is not None:
                    in_brackets.append(key)
                elif (meant := self._empty(key)) is not None:
                    entries.setdefault(meant[0].text, meant)
                else:
                    whole = False
                continue
            if key.plain and (colon := _COLON_BEFORE_BRACKET.match(key.text)):
                name, mark, bracket = colon.groups()
                if mark == "：":
                    words = {"key": short(name), "name": name, "bracket": bracket}
                    self.problems.add(wrong.WIDE_COLON_BEFORE_BRACKET, key.place, **words)
                else:
                    at = _one_column(key.place, len(name))
                    self.problems.add(wrong.NO_SPACE_AFTER_COLON_IN_LINE, at)
                self.problems.lost.add(name)
                whole = False
                continue
            if key.text in entries:
                earlier = entries[key.text][0].place
                fixes = without_entry(
                    self.lines, key, value, in_braces=bool(start.flow_style), same=value == entries[key.text][1]
                )
                self.problems.add(wrong.REPEATED_KEY, key.place, fixes, key=short(key.text), first=earlier)
                continue
            entries[key.text] = (key, value)
            if in_brackets:
                whole = False
                self._empties(in_brackets)
            opens = isinstance(value, Scalar) and value.plain and _WIDE_OPENED.fullmatch(value.text) is not None
            in_brackets = [] if opens else None
        if in_brackets:
            whole = False
            self._empties(in_brackets)
        if start.flow_style or first is None:
            first = self._place(start, event.end_mark)
        return Mapping(tuple(entries.values()), whole, first)

    def _close(self, entries: dict[str, tuple[Scalar, Node]], rest: list[Scalar]) -> None:
        """Take the last value, with the keys behind it, for the list in full-width brackets that they are."""
        name, (key, first) = entries.popitem()
        assert isinstance(first, Scalar)
        self.problems.add(wrong.WIDE_BRACKET, first.place)
        texts = first.text[1:], *(item.text for item in rest[:-1]), rest[-1].text[:-1]
        items = (Scalar(text, plain=True, place=first.place) for text in texts)
        entries[name] = key, Sequence(tuple(items), first.place)

    def _empties(self, keys: list[Scalar]) -> None:
        for key in keys:
            self._empty(key)

    def _empty(self, key: Scalar) -> tuple[Scalar, Scalar] | None:
        """Note a key with nothing under it, with the likeliest cause; return what is meant if it holds its value."""
        if key.text.endswith("："):
            self.problems.add(wrong.WIDE_COLON_IN_LINE, _one_column(key.place, len(key.text) - 1))
        elif key.text.endswith(("”", "’")):
            self.problems.add(wrong.WIDE_QUOTES, key.place)
        elif (meant := self._miscoloned(key.text, key.place)) is not None:
            return meant
        else:
            if self._begins(key.place):
                self._stop_astray(key.place.line)
            self.problems.add(wrong.EMPTY_KEY, key.place, key=short(key.text))
        return None

    def _stop_astray(self, number: int) -> None:
        """Stop at a key with nothing under it if it, or the line after it, is indented amiss."""
        from zzrules.policy.indents import after, less_deep, not_indented, section_within

        following = after(self.lines, number)
        self._stop_for(
            section_within(self.lines, number, self.source)
            or not_indented(self.lines, following, self.source)
            or less_deep(self.lines, following, self.source)
        )

    def _stop_for(self, problem: Problem | None) -> None:
        """Stop at a problem, if there is one, after which the rest of the file means something else."""
        if problem is not None:
            self.problems.note(problem)
            raise _StopReadingError

    def _stop_at_sections(self, entries: dict[str, tuple[Scalar, Node]]) -> None:
        """Stop at a section of a policy that stands within another, and at an item of one that stands beside it."""
        from zzrules.policy.indents import not_indented, section_within
        from zzrules.policy.keys.known import sections, sections_of_names

        for name, (key, value) in entries.items() if _POLICY in entries else ():
            astray = None
            if not isinstance(value, Mapping) or value.place.line == key.place.line:
                continue
            if name in sections_of_names():
                within = [one for one, _ in value.entries if one.text in sections() and one.text not in entries]
                astray = section_within(self.lines, within[0].place.line, self.source) if within else None
            elif name not in sections():
                astray = not_indented(self.lines, key.place.line, self.source)
            self._stop_for(astray)

    def _miscoloned(self, text: str, place: Place) -> tuple[Scalar, Scalar] | None:
        """Note a text that was meant for a key with its value, and return them; None for another."""
        name, mark, rest = _split_colon(text)
        if not (mark and rest):
            return None
        wide = wrong.WIDE_COLON if mark == "：" else wrong.NO_SPACE_AFTER_COLON
        self.problems.add(wide, place, text=short(text), name=name, rest=rest)
        return Scalar(name, plain=True, place=place), Scalar(rest, plain=True, place=place)

    def _syntax(self, error: yaml.YAMLError) -> None:
        """Note what a parser's error most likely comes from, unless it follows from what was noted already."""
        if self.noted.touch(self.source) or (self.problems and not self._accounted()):
            return
        if isinstance(error, yaml.reader.ReaderError):
            odd = yaml.reader.Reader.NON_PRINTABLE.search(self.text)
            before = LINE_ENDS.split(self.text[: odd.start() if odd else 0])
            place = Place(self.source, len(before), len(before[-1]) + 1)
            self.problems.add(wrong.CONTROL_CHARACTER, place)
            return
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        while line > 1 and (line > len(self.lines) or not self.lines[line - 1].strip()):  # a file that breaks off
            line -= 1
            column = len(self.lines[line - 1].rstrip()) + 1
        place = Place(self.source, line, min(column, len(self.lines[line - 1]) + 1))
        from zzrules.policy.misread import likeliest, syntax_hint

        context = getattr(error, "context_mark", None)
        problem = str(getattr(error, "problem", ""))
        opened = (context.line + 1, context.column + 1) if context else None
        likely = likeliest(self.lines, self.source, line, opened, problem)
        self.problems.note(likely or wrong.NOT_YAML(place, hint=syntax_hint(problem)))

    def _accounted(self) -> bool:
        """Return whether a slip that comes before all that is noted accounts for it, which is then forgotten."""
        from zzrules.policy.slips import first_slip

        slip = first_slip(self.lines, self.source)
        if slip is None or slip.place.line > self.problems.in_order()[0].place.line:
            return False
        self.problems.clear()
        return True

    def _place(self, event: Any, end: Any = None) -> Place:
        """Return the place of what an event begins, up to a mark or the end of the event.

        What stands in lines of its own is where its first part is: it ends somewhere among comments and empty lines.
        """
        mark, end = event.start_mark, end or event.end_mark
        return Place(self.source, mark.line + 1, mark.column + 1, end.line + 1, end.column + 1)

    def _stop(self, diagnostic: Diagnostic, place: Place, /, **words: object) -> None:
        self.problems.add(diagnostic, place, **words)
        raise _StopReadingError


_BETWEEN_ITEMS = re.compile("[、，；]")
# A key with its value, and a colon that doesn't tell them apart.
_COLON_FIRST = re.compile("[\u4e00-\u9fff]{1,20}[:：]")
# An item in quotation marks that are none for YAML: full-width with a mark inside, or only one that is.
_MISQUOTED = re.compile('[“”＂][^“”＂"]*[、，；][^“”＂"]*[“”＂]|[“”＂]?[^“”＂"]+"')
# A text in quotation marks that are none for YAML.
_WHOLLY_QUOTED = re.compile("“[^“”]*”|‘[^‘’]*’|＂[^＂]*＂|「[^「」]*」|『[^『』]*』")
_HASH = re.compile("[#＃]")
# What begins a file in which nothing is quoted from elsewhere.
_OUR_OWN = re.compile(r"^(?:政策|词汇)\s*[:：]", re.MULTILINE)
# The first item of a list in full-width brackets: within braces, the commas end it.
_WIDE_OPENED = re.compile("[［【〔（][^］】〕）]*")
_WIDE_CLOSING = ("］", "】", "〕", "）")
# A dash that was meant to begin an item of a list: not a number, not a dash of two characters.
_DASH = re.compile(r"-(?=[^\s\d-])|[－–—](?![－–—\d])")
# Spaces that only look like one, where they count; and characters that cannot be seen.
_ODD = "[\u00a0\u2000-\u200a\u202f\u205f]"
_ODD_SPACE = re.compile(rf"(?:^|[-:,{{\[]) *{_ODD}|{_ODD}(?= *$)")
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SUSPECT = re.compile(rf"[\t?＃{IDEOGRAPHIC_SPACE}]|{_ODD}|{_UNSEEN.pattern}")


def _one_column(place: Place, after: int) -> Place:
    """Return the place of a mark in a text, so many columns after it begins."""
    return Place(place.source, place.line, place.column + after, place.line, place.column + after + 1)


def _split_colon(text: str) -> tuple[str, str, str]:
    parts = re.match(r"([^:：]+)([:：])(.*)", text)
    return (parts.group(1).strip(), parts.group(2), parts.group(3).strip()) if parts else (text, "", "")
