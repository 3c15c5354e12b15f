"""Templates of papers: a .docx with fields in Chinese, checked whole before any paper is made of it.

``{{结论}}`` is a field. Sections stand between two paragraphs (or rows of a table) that hold nothing else:
``{{逐个：理由}}`` … ``{{完：理由}}`` is there once for each reason, ``{{如有：尚缺}}`` … ``{{完：尚缺}}`` if there is
any, and ``{{如无：尚缺}}`` … ``{{完：尚缺}}`` if there is none. In a table, a row with both in its cells is repeated.
Nothing in a template is run: a field is looked up by its name, and that is all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, TypeAlias, Union
from xml.dom.minidom import Document, Element, Node

from zzrules.base.diagnostics import Diagnostic, use as wrong
from zzrules.base.errors import Place, Problem, UsageError
from zzrules.base.frozen import frozen
from zzrules.papers.package import Package, W
from zzrules.papers.words import Words, copied, created, is_word, own_words
from zzrules.policy.forms import suggest

Schema: TypeAlias = Mapping[str, Union["Schema", None]]
"""The fields that there are, by name: None for a text, the fields of each element for a list."""
Values: TypeAlias = Mapping[str, str | Sequence["Values"]]
"""What the fields hold: texts, and lists of elements."""
Kind = Literal["逐个", "如有", "如无", "完", ""]

_TAG: Final = re.compile(r"\{\{([^{}]*)\}\}")
_MEANT: Final = re.compile(r"\{\{|\}\}|｛｛|｝｝|«|»")
_SECTION: Final = re.compile(r"(逐个|如有|如无|完)\s*[：:]\s*(.*)")
_AROUND: Final = 12
DRAFT: Final = "草稿"
"""The field that every template has to have: what comes of it is a draft."""


@frozen
class Tag:
    """A field, or where a section begins or ends."""

    kind: Kind
    name: str

    @classmethod
    def of(cls, words: str) -> Tag:
        """Return what the words between the braces mean.

        >>> Tag.of("结论"), Tag.of("逐个：理由").kind
        (Tag(kind='', name='结论'), '逐个')
        """
        found = _SECTION.fullmatch(words.strip())
        if found is None:
            return cls("", words.strip())
        kind: Kind = found[1]  # type: ignore[assignment]  # one of those in the pattern
        return cls(kind, found[2].strip())


class Section:
    """What stands between the beginning and the end of a section: nodes, and sections in it."""

    def __init__(self, tag: Tag, marks: tuple[Element, ...], nodes: Sequence[Element]) -> None:
        """Take the tag, the nodes that only mark its beginning and end, and those between."""
        self.tag, self.marks, self.nodes = tag, marks, tuple(nodes)


class Template:
    """A checked template, from which papers are made."""

    def __init__(self, package: Package, schema: Schema) -> None:
        """Take a package and the fields that there are. Raises `UsageError` with every mistake (ZZ697, ZZ698)."""
        self._package = package
        checked = _Checked(package, schema)
        if checked.problems:
            raise UsageError(checked.problems)
        self._names = tuple(dict.fromkeys(checked.names))

    @classmethod
    def read(cls, path: str | Path, schema: Schema) -> Template:
        """Return the template in a file. Raises `UsageError` (ZZ697, ZZ698)."""
        try:
            with Path(path).open("rb") as stream:
                data = stream.read(_MOST + 1)
        except (OSError, ValueError):
            raise UsageError(wrong.NO_TEMPLATE(Place(str(path)))) from None
        return cls(Package.read(data, str(path)), schema)

    def fields(self) -> tuple[str, ...]:
        """Return the fields that it uses, in the order of the text."""
        return self._names

    def filled(self, values: Values) -> bytes:
        """Return a .docx in which the fields are filled in; the same values always make the same bytes."""
        texts: dict[str, Document] = {}
        for name, tree in self._package.texts.items():
            texts[name] = copy = copied(tree)
            _fill_in(copy.documentElement, (values,))
        return self._package.written(texts)


# ── where what stands ───────────────────────────────────────────────────


def _children(parent: Element) -> list[Element]:
    return [node for node in parent.childNodes if node.nodeType == Node.ELEMENT_NODE]


def _tags(words: Words) -> list[Tag]:
    return [Tag.of(found[1]) for found in _TAG.finditer(words.text)]


def _only_mark(element: Element) -> Tag | None:
    """Return the section that a paragraph, or a row of a table, begins or ends by holding nothing else."""
    if not (is_word(element, "p") or is_word(element, "tr")):
        return None
    text = "".join(words.text for words in own_words(element)).strip()
    found = _TAG.fullmatch(text)
    tag = Tag.of(found[1]) if found is not None else None
    return tag if tag is not None and tag.kind else None


def _row_section(row: Element) -> tuple[Tag, list[tuple[Words, Tag]]] | None:
    """Return the section that one row of a table is, with where it begins and ends in its cells."""
    if not is_word(row, "tr"):
        return None
    marks = [(words, tag) for words in own_words(row) for tag in _tags(words) if tag.kind]
    if len(marks) == 2 and marks[0][1].kind == "逐个" and marks[1][1] == Tag("完", marks[0][1].name):  # noqa: PLR2004
        return marks[0][1], marks
    return None


def _grouped(nodes: Sequence[Element]) -> Iterator[Element | Section | Tag]:
    """Yield nodes with the sections among them put together; a tag alone has no other end."""
    at = 0
    while at < len(nodes):
        tag = _only_mark(nodes[at])
        if tag is None:
            yield nodes[at]
        elif tag.kind == "完" or (end := _end_of(nodes, at, tag)) is None:
            yield tag
        else:
            yield Section(tag, (nodes[at], nodes[end]), nodes[at + 1 : end])
            at = end
        at += 1


def _end_of(nodes: Sequence[Element], at: int, tag: Tag) -> int | None:
    """Return where a section ends that begins at a node."""
    depth = 0
    for place in range(at, len(nodes)):
        other = _only_mark(nodes[place])
        if other is not None and other.name == tag.name:
            depth += -1 if other.kind == "完" else 1
            if not depth:
                return place
    return None


# ── checking ────────────────────────────────────────────────────────────


class _Checked:
    """Looks at every paragraph of a template, and notes what is wrong with the place where it stands."""

    def __init__(self, package: Package, schema: Schema) -> None:
        self.problems: list[Problem] = []
        self.names: list[str] = []
        self._source = package.source
        self._where = ""
        for name, tree in sorted(package.texts.items(), key=lambda part: (_PARTS.index(_part(part[0])), part[0])):
            self._part = "" if _part(name) == "正文" else _part(name)
            self._counts: dict[str, int] = {}
            self._walk(_children_of(tree.documentElement), (schema,), "")
        if DRAFT not in self.names and not self.problems:
            self.problems.append(wrong.TEMPLATE_WITHOUT_DRAFT(Place(self._source)))

    def _walk(self, nodes: Sequence[Element], scopes: tuple[Schema, ...], where: str) -> None:
        for one in _grouped(nodes):
            match one:
                case Section():
                    self._count(one.marks[0], where)
                    inner = self._scopes(one.tag, scopes, one.marks[0])
                    self._walk(one.nodes, inner, where)
                    self._count(one.marks[1], where)
                case Tag():
                    node = next(node for node in nodes if _only_mark(node) == one)
                    self._count(node, where)
                    said = wrong.SECTION_NOT_BEGUN if one.kind == "完" else wrong.SECTION_NOT_ENDED
                    self._note(said, own_words(node), kind=one.kind, name=one.name)
                case _:
                    self._node(one, scopes, where)

    def _node(self, node: Element, scopes: tuple[Schema, ...], where: str) -> None:
        if is_word(node, "p"):
            self._count(node, where)
            self._paragraph(node, scopes)
        elif is_word(node, "tbl"):
            self._counts[f"{where}表"] = self._counts.get(f"{where}表", 0) + 1
            self._table(node, scopes, f"{where}第{self._counts[f'{where}表']}张表")
        else:
            self._walk(_children(node), scopes, where)

    def _table(self, table: Element, scopes: tuple[Schema, ...], where: str) -> None:
        rows = [row for row in _children(table) if is_word(row, "tr")]
        numbers = {id(row): number for number, row in enumerate(rows, 1)}

        def walk(nodes: Sequence[Element], scopes: tuple[Schema, ...]) -> None:
            for one in _grouped(nodes):
                match one:
                    case Section():
                        self._where = f"{where}第{numbers[id(one.marks[0])]}行"
                        walk(one.nodes, self._scopes(one.tag, scopes, one.marks[0]))
                    case Tag():
                        node = next(node for node in nodes if _only_mark(node) == one)
                        self._where = f"{where}第{numbers[id(node)]}行"
                        said = wrong.SECTION_NOT_BEGUN if one.kind == "完" else wrong.SECTION_NOT_ENDED
                        self._note(said, own_words(node), kind=one.kind, name=one.name)
                    case _:
                        self._row(one, scopes, f"{where}第{numbers[id(one)]}行")

        walk(rows, scopes)

    def _row(self, row: Element, scopes: tuple[Schema, ...], where: str) -> None:
        self._where = where
        section = _row_section(row)
        inner = self._scopes(section[0], scopes, row) if section is not None else scopes
        for number, cell in enumerate((cell for cell in _children(row) if is_word(cell, "tc")), 1):
            before, self._counts = self._counts, {}
            self._in_row = section is not None
            self._walk(_children(cell), inner, f"{where}第{number}格")
            self._counts = before
        self._in_row = False

    _in_row = False

    def _count(self, node: Element, where: str) -> None:
        """Note where a paragraph stands: which of the part it is."""
        if is_word(node, "p"):
            self._counts[where] = self._counts.get(where, 0) + 1
            self._where = f"{where}第{self._counts[where]}段" if not where.endswith("格") else where

    def _paragraph(self, node: Element, scopes: tuple[Schema, ...]) -> None:
        for words in own_words(node):
            rest = _TAG.sub("", words.text)
            if (broken := _MEANT.search(rest)) is not None:
                self._note(wrong.BROKEN_TAG, [words], mark=broken[0])
            for tag in _tags(words):
                if tag.kind and self._in_row:
                    continue
                if tag.kind:
                    self._note(wrong.SECTION_IN_A_PARAGRAPH, [words], kind=tag.kind, name=tag.name)
                else:
                    self._field(tag.name, scopes, [words])

    def _field(self, name: str, scopes: tuple[Schema, ...], words: Sequence[Words]) -> None:
        scope = next((scope for scope in reversed(scopes) if name in scope), None)
        if scope is None:
            texts = [known for one in reversed(scopes) for known, inner in one.items() if inner is None]
            inside = next(_lists_with(name, scopes[-1]), "")
            hint = f"先写 {{{{逐个：{inside}}}}}，在它里面用" if inside else suggest(name, texts)
            self._note(wrong.UNKNOWN_FIELD_OF_TEMPLATE, words, name=name, hint=hint)
        elif scope[name] is not None:
            self._note(wrong.LIST_AS_A_FIELD, words, name=name)
        else:
            self.names.append(name)

    def _scopes(self, tag: Tag, scopes: tuple[Schema, ...], node: Element) -> tuple[Schema, ...]:
        """Return the fields that there are inside a section."""
        scope = next((scope for scope in reversed(scopes) if tag.name in scope), None)
        if scope is None:
            lists = [
                known
                for one in reversed(scopes)
                for known, inner in one.items()
                if tag.kind != "逐个" or inner is not None
            ]
            self._note(wrong.UNKNOWN_FIELD_OF_TEMPLATE, own_words(node), name=tag.name, hint=suggest(tag.name, lists))
            return (*scopes, _Anything())
        self.names.append(tag.name)
        inner = scope[tag.name]
        if tag.kind == "逐个" and inner is None:
            self._note(wrong.TEXT_AS_A_LIST, own_words(node), name=tag.name)
        return (*scopes, inner) if tag.kind == "逐个" and inner is not None else scopes

    def _note(self, said: Diagnostic, words: Sequence[Words], **more: str) -> None:
        text = "".join(one.text for one in words).strip()
        around = text if len(text) <= 2 * _AROUND else f"{text[: 2 * _AROUND]}…"
        where = f"{self._part}{self._where}"
        self.problems.append(said(Place(self._source), where=where, around=around, **more))


class _Anything(dict[str, None]):
    """The fields of a section that there is not: nothing in it is told as well."""

    def __contains__(self, _name: object) -> bool:
        return True

    def __missing__(self, _name: str) -> None:
        return None


def _lists_with(name: str, schema: Schema) -> Iterator[str]:
    """Yield the lists whose elements have a field of a name."""
    for known, inner in schema.items():
        if inner is not None:
            if name in inner:
                yield known
            yield from _lists_with(name, inner)


_PARTS: Final = ("正文", "页眉", "页脚", "脚注", "尾注", "批注")
_CALLED: Final = dict(zip(("document", "header", "footer", "footnotes", "endnotes", "comments"), _PARTS, strict=True))
_MOST: Final = 16 * 2**20


def _part(name: str) -> str:
    """Return what a part is called."""
    return next(said for word, said in _CALLED.items() if name.startswith(f"word/{word}"))


def _children_of(root: Element | None) -> list[Element]:
    return _children(root) if root is not None else []


# ── filling in ──────────────────────────────────────────────────────────


def _fill_in(parent: Element | None, scopes: tuple[Values, ...]) -> None:
    """Fill in all that stands under a node of a checked template."""
    if parent is None:
        return
    for one in [*_grouped(_children(parent))]:
        if isinstance(one, Section):
            _expand(one, parent, scopes)
        elif not isinstance(one, Tag):
            _fill_node(one, scopes)
    if is_word(parent, "tc") and not any(is_word(child, "p") for child in _children(parent)):
        parent.appendChild(created(parent, "p"))


def _expand(section: Section, parent: Element, scopes: tuple[Values, ...]) -> None:
    """Put in place of a section what it comes to."""
    begin, end = section.marks
    for scope in _each(section.tag, scopes):
        holder = created(parent, "body")
        for node in section.nodes:
            holder.appendChild(_copy(node))
        _fill_in(holder, scope)
        for filled in [*holder.childNodes]:
            parent.insertBefore(filled, end)
    for node in (begin, *section.nodes, end):
        parent.removeChild(node)


def _fill_node(node: Element, scopes: tuple[Values, ...]) -> None:
    if is_word(node, "p"):
        for words in own_words(node):
            words.replace(_TAG, lambda found: _text(Tag.of(found[1]).name, scopes))
        return
    section = _row_section(node)
    if section is None:
        _fill_in(node, scopes)
        return
    tag, _ = section
    parent = node.parentNode
    assert parent is not None
    for words in own_words(node):
        words.replace(_TAG, lambda found: "" if Tag.of(found[1]).kind else found[0])
    for scope in _each(tag, scopes):
        row = _copy(node)
        _fill_in(row, scope)
        parent.insertBefore(row, node)
    parent.removeChild(node)


def _each(tag: Tag, scopes: tuple[Values, ...]) -> list[tuple[Values, ...]]:
    """Return for each time that a section is there what its fields hold."""
    value = next(scope[tag.name] for scope in reversed(scopes) if tag.name in scope)
    if tag.kind == "逐个":
        return [(*scopes, one) for one in value if not isinstance(one, str)]
    return [scopes] if bool(value) is (tag.kind == "如有") else []


def _text(name: str, scopes: tuple[Values, ...]) -> str:
    value = next(scope[name] for scope in reversed(scopes) if name in scope)
    assert isinstance(value, str)
    return value


def _copy(node: Element) -> Element:
    """Return a copy of a node without what is to be there only once: the numbers of paragraphs, bookmarks."""
    copy = copied(node)
    for element in (copy, *copy.getElementsByTagName("*")):
        for name in ("w14:paraId", "w14:textId"):
            if element.hasAttribute(name):
                element.removeAttribute(name)
    for name in ("bookmarkStart", "bookmarkEnd"):
        for mark in [*copy.getElementsByTagNameNS(W, name)]:
            if mark.parentNode is not None:
                mark.parentNode.removeChild(mark)
    return copy
