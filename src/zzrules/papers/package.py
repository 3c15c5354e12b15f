"""A .docx as its parts: read with a ceiling on everything, refused if it runs or fetches something, written as given.

A template comes from outside. It is refused if it has a macro, an embedded object or a control, a link to anything
outside itself (a template attached to it, a picture by its address, data to merge), a field that fetches or runs, a
document type, or if it unpacks to more than a template can need.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Final
from xml.dom import minidom
from xml.dom.minidom import Document, Element
from xml.parsers import expat

from zzrules.base.diagnostics import use as wrong
from zzrules.base.errors import Place, UsageError

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN: Final = "word/document.xml"
TYPES: Final = "[Content_Types].xml"
MAX_FILE: Final = 16 * 2**20
MAX_UNPACKED: Final = 64 * 2**20
MAX_PART: Final = 32 * 2**20
MAX_PARTS: Final = 2_000
MAX_DEPTH: Final = 200
_DOCUMENT: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_TEXTS: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
"""The parts in which text stands."""
_RUNS: Final = re.compile(
    r"vbaproject|vbadata|activex|embeddings|customui|oleobject|attachedtoolbars|afchunk", re.IGNORECASE
)
"""In the names of parts, and in the kinds of relationships: what runs, or holds what does."""
_FETCHES: Final = frozenset(("attachedtemplate", "mailmergesource", "mailmergeheadersource", "subdocument", "frame"))
"""The kinds of relationships that fetch something."""
_FIELDS: Final = frozenset(("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"))
"""The fields of Word that a template may have: they only count pages."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class Package:
    """The parts of a .docx, by name: those with text as trees, the others as bytes."""

    def __init__(self, source: str, parts: Mapping[str, bytes]) -> None:
        """Take what the file is called, and its parts. Raises `UsageError` (ZZ697) for what a template may not have."""
        self.source = source
        self.parts = dict(parts)
        self._refuse_what_runs()
        self.texts: dict[str, Document] = {
            name: self._tree(name) for name in self.parts if _TEXTS.fullmatch(name) is not None
        }
        for name, tree in self.texts.items():
            self._refuse_fields(name, tree)

    @classmethod
    def read(cls, data: bytes, source: str) -> Package:
        """Return the package of a file. Raises `UsageError` (ZZ697) for what is no .docx, or may not be a template."""
        return cls(source, dict(_unpacked(data, source)))

    def written(self, texts: Mapping[str, Document]) -> bytes:
        """Return the file with other texts; the same parts always make the same bytes."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
            for name, content in self.parts.items():
                tree = texts.get(name)
                data = content if tree is None else tree.toxml("UTF-8", standalone=True)
                file.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
        return packed.getvalue()

    # ── what is refused ─────────────────────────────────────────────

    def _refused(self, what: str, why: str) -> UsageError:
        return UsageError(wrong.TEMPLATE_REFUSED(Place(self.source), what=what, why=why))

    def _refuse_what_runs(self) -> None:
        if TYPES not in self.parts or MAIN not in self.parts:
            raise UsageError(wrong.NOT_A_DOCX(Place(self.source)))
        for name in self.parts:
            if _RUNS.search(name):
                raise self._refused(f"「{name}」", "宏、控件和嵌入的对象能运行程序")
        types = self._tree(TYPES).documentElement
        for element in _elements(types):
            kind = element.getAttribute("ContentType")
            if "macroenabled" in kind.lower() or "vbaproject" in kind.lower():
                raise self._refused("宏", "宏能运行程序")
            if element.getAttribute("PartName") == f"/{MAIN}" and kind != _DOCUMENT:
                raise self._refused(".dotx 模板" if kind == _TEMPLATE else "不是 .docx 的正文", "只用普通的 Word 文档")
        for name in self.parts:
            if name.lower().endswith(".rels"):
                self._refuse_links(name)
            elif name.lower().endswith(".xml") and _TEXTS.fullmatch(name) is None and name != TYPES:
                self._tree(name)
        if "word/settings.xml" in self.parts:
            for element in _elements(self._tree("word/settings.xml").documentElement):
                if element.localName in ("attachedTemplate", "mailMerge"):
                    raise self._refused(f"设置里的 {element.localName}", "它要去取文件以外的东西")

    def _refuse_links(self, name: str) -> None:
        for relation in _elements(self._tree(name).documentElement):
            kind = relation.getAttribute("Type").rpartition("/")[2].lower()
            if relation.getAttribute("TargetMode").lower() == "external":
                raise self._refused(f"「{name}」里的外部链接（{kind}）", "打开文书时会去取文件以外的东西")
            if _RUNS.search(kind) or kind in _FETCHES or kind in ("package", "control"):
                raise self._refused(f"「{name}」里的 {kind}", "嵌入的对象能运行程序")

    def _refuse_fields(self, name: str, tree: Document) -> None:
        for element in _elements(tree.documentElement):
            if element.localName in ("object", "control", "altChunk", "subDoc"):
                raise self._refused(f"{name} 里的 {element.localName}", "嵌入的对象能运行程序")
            if element.localName == "imagedata" and element.getAttribute("src"):
                raise self._refused(f"{name} 里按地址取的图片", "打开文书时会去取文件以外的东西")
        for code in _codes(tree):
            word = code.split()[0].upper() if code.split() else ""
            if word and word not in _FIELDS:
                raise self._refused(f"域代码 {word[:20]}", f"只能用 {'、'.join(sorted(_FIELDS))}")

    def _tree(self, name: str) -> Document:
        data = self.parts[name]
        _refuse_entities(data, name, self)
        return minidom.parseString(data)  # noqa: S318 - no document type, so no entity

    def unreadable(self, name: str) -> UsageError:
        """Return the error of a part that is not as it should be."""
        return self._refused(f"「{name}」", "它不是完好的 XML，或者写有 DOCTYPE")


def _refuse_entities(data: bytes, name: str, package: Package) -> None:
    """Raise `UsageError` for a document type (only there entities are defined), for broken XML, for endless nesting."""
    depth = 0

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise package.unreadable(name)

    def closed(*_: object) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise package.unreadable(name)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise package.unreadable(name) from None


def _unpacked(data: bytes, source: str) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of a zip by name, as long as they stay within what a template can need."""
    no_docx = UsageError(wrong.NOT_A_DOCX(Place(source)))
    too_large = UsageError(wrong.TEMPLATE_TOO_LARGE(Place(source), most=MAX_UNPACKED // 2**20))
    if len(data) > MAX_FILE:
        raise too_large
    room, seen = MAX_UNPACKED, set[str]()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members = [member for member in file.infolist() if not member.is_dir()]
            if len(members) > MAX_PARTS:
                raise too_large
            for member in members:
                name = member.filename
                if member.flag_bits & 1 or name in seen or name.startswith("/") or ".." in name.split("/"):
                    raise no_docx
                seen.add(name)
                with file.open(member) as stream:
                    content = stream.read(min(MAX_PART, room) + 1)
                if len(content) > min(MAX_PART, room):
                    raise too_large
                room -= len(content)
                yield name, content
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise no_docx from None


def _elements(root: Element | None) -> Iterator[Element]:
    """Yield an element and all in it."""
    if root is not None:
        yield root
        yield from root.getElementsByTagName("*")


def _codes(tree: Document) -> Iterator[str]:
    """Yield the code of each of Word's fields, put together where it is split over runs."""
    depth, code, telling = 0, "", False
    for element in _elements(tree.documentElement):
        if element.namespaceURI != W:
            continue
        match element.localName:
            case "fldSimple":
                yield element.getAttributeNS(W, "instr")
            case "fldChar":
                kind = element.getAttributeNS(W, "fldCharType")
                if kind == "begin":
                    if telling and code:
                        yield code
                    depth, code, telling = depth + 1, "", True
                elif telling:
                    yield code
                    code, telling = "", False
            case "instrText" | "delInstrText":
                code += "".join(node.data for node in element.childNodes if isinstance(node, minidom.Text))
                if not telling:
                    yield code
                    code = ""
            case _:
                pass
    if code:
        yield code
