"""The language server: the protocol, and nothing else; what there is to say, the other modules work out.

Documents are synchronized whole: they are small, and editors and Python end lines at different characters. A folder is
checked in a thread of its own as soon as something in it changes; while it is, further changes are gathered.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls import uris
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from zzrules.base.errors import Fix, Place, Problem, UsageError
from zzrules.base.version import __version__
from zzrules.editor import completion, outline, scenarios
from zzrules.editor.diagnostics import feature_problems, span_of
from zzrules.editor.hover import hover
from zzrules.editor.layout import laid_out
from zzrules.editor.navigation import Index, Mention, Site, Symbol, cited_at, mention_at, mention_in_feature
from zzrules.editor.positions import UNITS, Position, Span, Text, Units
from zzrules.editor.renaming import beside, replacements
from zzrules.editor.workspace import Desk, Study, Workspace, is_feature

NAME = "zzrules"
_FIRST = 0.004
"""How many seconds a check waits: what an editor asks at once after a keystroke is answered before it."""
_SWITCH = 0.001
"""How long, in seconds, a check may keep an answer waiting before they take turns."""
_TRIGGERS = [":", " ", "{", "[", ",", "「", "|", "第", "条", "款", "."]
_WATCHED = ("**/*.yaml", "**/*.yml", "**/*.feature")


_SORTS: Mapping[completion.Sort, lsp.CompletionItemKind] = {
    "key": lsp.CompletionItemKind.Keyword,
    "fact": lsp.CompletionItemKind.Variable,
    "value": lsp.CompletionItemKind.EnumMember,
    "name": lsp.CompletionItemKind.Field,
    "citation": lsp.CompletionItemKind.Reference,
    "policy": lsp.CompletionItemKind.Class,
    "outcome": lsp.CompletionItemKind.Value,
    "step": lsp.CompletionItemKind.Snippet,
    "text": lsp.CompletionItemKind.Text,
}


@dataclass(frozen=True)
class Seat:
    """A document that something is asked of: its text, its desk, and its name there; None for a feature."""

    path: Path
    text: Text
    desk: Desk
    name: str | None


class Session:
    """One editor's session: its documents, and what it was told of them."""

    def __init__(self, server: LanguageServer) -> None:
        """Begin before the editor has said anything."""
        self.server = server
        self.workspace = Workspace()
        self.versions: dict[Path, int] = {}
        self._texts: dict[Path, Text] = {}
        self._told: dict[str, list[lsp.Diagnostic]] = {}
        self._problems: dict[str, list[Problem]] = {}
        self._of_desk: dict[Path, set[str]] = {}
        self._changed: set[Path] = set()
        self._running: asyncio.Task[None] | None = None
        self._worker = ThreadPoolExecutor(1, "check")

    def begin(self, params: lsp.InitializeParams) -> None:
        """Take the settings: ``folder`` and ``over``, folders as `zzrules check` takes them."""
        given = params.initialization_options
        options: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
        first = next((folder.uri for folder in params.workspace_folders or ()), params.root_uri)
        here = Path(uris.to_fs_path(first) or ".") if first else Path.cwd()
        base, over = ((here / str(options[name])) if options.get(name) else None for name in ("folder", "over"))
        self.workspace = Workspace(base, over)

    # ── documents ───────────────────────────────────────────────────

    async def watch(self, _params: lsp.InitializedParams) -> None:
        """Ask the editor to tell of files that change on the disk, if it can."""
        capability = self.server.client_capabilities.workspace
        watching = capability.did_change_watched_files if capability is not None else None
        if watching is not None and watching.dynamic_registration:
            watchers = [lsp.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
            registration = lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            await self.server.client_register_capability_async(lsp.RegistrationParams([registration]))

    def change(self, params: lsp.DidOpenTextDocumentParams | lsp.DidChangeTextDocumentParams) -> None:
        """Take the text of a document as it is now, and check what it belongs to."""
        document = params.text_document
        path = path_of(document.uri)
        if path is None:
            return
        self.workspace.documents[path] = self.server.workspace.get_text_document(document.uri).source
        self._texts.pop(path, None)
        self.versions[path] = document.version or 0
        self.touch(path)

    def close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        """Forget a document: what lies on disk counts again."""
        path = path_of(params.text_document.uri)
        if path is None:
            return
        desk = self.workspace.desk_of(path)
        for held in (self.workspace.documents, self.versions, self._texts):
            held.pop(path, None)
        if desk is not None:
            desk.refresh()
        self.touch(path)

    def refresh(self, _params: object) -> None:
        """Look at the disk again, and check all that is open."""
        self.workspace.refresh()
        for path in [*self.workspace.documents]:
            self.touch(path)

    def text(self, path: Path) -> Text:
        """Return the text of a document as it is now; that of a file that is not open, as it was last read."""
        if path not in self._texts and path in self.workspace.documents:
            self._texts[path] = Text(self.workspace.documents[path])
        if path in self._texts:
            return self._texts[path]
        desk = self.workspace.desk_of(path)
        if desk is not None and (name := desk.last.names.get(path)) is not None:
            return desk.last.text(name)
        try:
            return Text(path.read_bytes().decode("utf-8-sig", "replace"))
        except OSError:
            return Text("")

    # ── checking ────────────────────────────────────────────────────

    def touch(self, path: Path) -> None:
        """Check what a document belongs to, soon."""
        self._changed.add(path)
        if self._running is None:
            self._running = asyncio.ensure_future(self._check())

    async def _check(self) -> None:
        """Check what has changed until nothing is left that has."""
        loop = asyncio.get_running_loop()
        try:
            while self._changed:
                await asyncio.sleep(_FIRST)
                changed, self._changed = self._changed, set()
                documents, versions = dict(self.workspace.documents), dict(self.versions)
                for path in [path for path in changed if is_feature(path)]:
                    found = await loop.run_in_executor(self._worker, feature_problems, path, documents.get(path))
                    self._tell({uris.from_fs_path(str(path)) or "": (found, self.text(path))}, versions)
                for desk in {id(desk): desk for path in changed if (desk := self._desk(path)) is not None}.values():
                    study = await loop.run_in_executor(self._worker, desk.study, documents)
                    self._tell_of(desk, study, documents, versions)
        except Exception as error:  # noqa: BLE001 - nothing that a file holds may end the session
            self.server.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, f"检查时出错：{error!r}"))
        finally:
            self._running = None
            if self._changed:
                self.touch(next(iter(self._changed)))

    def _desk(self, path: Path) -> Desk | None:
        return self.workspace.desk_of(path)

    def _tell_of(self, desk: Desk, study: Study, documents: Mapping[Path, str], versions: Mapping[Path, int]) -> None:
        """Tell what is wrong in all files of a folder, and that nothing is any more in others."""
        found: dict[str, tuple[list[Problem], Text]] = {}
        opened = [path for path in documents if desk.holds(path)]
        for path in opened:
            if (name := study.names.get(path)) is not None:
                found[_uri(path)] = [], study.text(name)
        for name, problems in study.problems.items():
            path = study.paths.get(name) or next(iter(opened), desk.root)
            uri = _uri(path)
            known = found.setdefault(uri, ([], study.text(study.names.get(path, ""))))
            known[0].extend(problems)
        gone = self._of_desk.get(desk.root, set()) - found.keys()
        self._of_desk[desk.root] = {*found}
        self._tell({uri: ([], Text("")) for uri in gone}, versions)
        self._tell(found, versions)

    def _tell(self, found: Mapping[str, tuple[Iterable[Problem], Text]], versions: Mapping[Path, int]) -> None:
        for uri, (problems, text) in found.items():
            path = path_of(uri)
            version = versions.get(path) if path is not None else None
            self._problems[uri] = known = [*problems]
            told = [self.diagnostic(problem, text, uri) for problem in known]
            if version is None and self._told.get(uri, []) == told:
                continue
            self._told[uri] = told
            if not told:
                del self._told[uri], self._problems[uri]
            self.server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, told, version))

    def diagnostic(self, problem: Problem, text: Text, uri: str) -> lsp.Diagnostic:
        """Return a problem as the protocol has it."""
        hint = f"。应改为：{problem.hint}" if problem.hint else ""
        here = problem.place.source
        related = [
            lsp.DiagnosticRelatedInformation(self._location(other.place, here, text, uri), other.message)
            for other in problem.related
            if other.place.line
        ]
        return lsp.Diagnostic(
            self.range(text, span_of(problem.place, text)),
            f"{problem.message}{hint}",
            lsp.DiagnosticSeverity.Error,
            problem.code,
            source=NAME,
            related_information=related or None,
        )

    def _location(self, place: Place, here: str, text: Text, uri: str) -> lsp.Location:
        if place.source == here:
            return lsp.Location(uri, self.range(text, span_of(place, text)))
        for desk in self.workspace.desks.values():
            if (path := desk.last.paths.get(place.source)) is not None:
                other = desk.last.text(place.source)
                return lsp.Location(_uri(path), self.range(other, span_of(place, other)))
        return lsp.Location(uri, self.range(text, Span(0, 0)))

    # ── answers ─────────────────────────────────────────────────────

    def seat(self, uri: str) -> Seat | None:
        """Return a document with what was found of its folder; None for what belongs to none."""
        path = path_of(uri)
        desk = self.workspace.desk_of(path) if path is not None else None
        if path is None or desk is None:
            return None
        if not desk.last.texts and not desk.last.problems:
            desk.study(self.workspace.documents)
        return Seat(path, self.text(path), desk, None if is_feature(path) else desk.name_of(path))

    def complete(self, params: lsp.CompletionParams) -> lsp.CompletionList | None:
        """Return what may stand at a position."""
        seat = self.seat(params.text_document.uri)
        if seat is None:
            return None
        at, study = self.offset(seat.text, params.position), seat.desk.last
        if seat.name is None:
            offer = scenarios.offer(study, seat.text.text, at)
        else:
            offer = completion.offer(study, seat.name, seat.text.text, at)
        span = self.range(seat.text, offer.span)
        items = [self._item(item, span, number) for number, item in enumerate(offer.items)]
        return lsp.CompletionList(is_incomplete=any(item.typed for item in offer.items), items=items)

    @staticmethod
    def _item(item: completion.Item, span: lsp.Range, number: int) -> lsp.CompletionItem:
        form = lsp.InsertTextFormat.Snippet if item.snippet else lsp.InsertTextFormat.PlainText
        return lsp.CompletionItem(
            item.label,
            kind=_SORTS[item.sort],
            detail=item.detail or None,
            documentation=lsp.MarkupContent(lsp.MarkupKind.Markdown, item.words) if item.words else None,
            sort_text=f"{number:05}",
            filter_text=item.typed or None,
            insert_text_format=form,
            text_edit=lsp.TextEdit(span, item.insert or item.label),
        )

    def hover(self, params: lsp.HoverParams) -> lsp.Hover | None:
        """Return what there is to say of the word at a position."""
        seat = self.seat(params.text_document.uri)
        found = hover(seat.desk.last, seat.name, seat.text, self.offset(seat.text, params.position)) if seat else None
        if seat is None or found is None:
            return None
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, found.words), self.range(seat.text, found.span))

    def _symbol(self, uri: str, position: lsp.Position) -> tuple[Seat, Mention, Symbol] | None:
        """Return what the word at a position names."""
        seat = self.seat(uri)
        if seat is None:
            return None
        at, index = self.offset(seat.text, position), Index(seat.desk.last)
        if seat.name is None:
            mention = mention_in_feature(seat.text, at)
            line = seat.text[seat.text.line_at(at)]
            symbol = index.in_feature(line, mention) if mention is not None else None
        else:
            mention = mention_at(seat.desk.last, seat.name, seat.text, at)
            symbol = index.resolve(seat.name, mention)
        return (seat, mention, symbol) if mention is not None and symbol is not None else None

    def definition(self, params: lsp.DefinitionParams) -> lsp.Location | None:
        """Return where the name at a position is defined, or where the words of a citation stand."""
        seat = self.seat(params.text_document.uri)
        if seat is None:
            return None
        found = self._symbol(params.text_document.uri, params.position)
        site = Index(seat.desk.last).definition(found[2]) if found is not None else None
        site = site or cited_at(seat.desk.last, seat.text, self.offset(seat.text, params.position))
        return self._at(seat.desk, site) if site is not None else None

    def references(self, params: lsp.ReferenceParams) -> list[lsp.Location]:
        """Return everything that names what the word at a position does, features included."""
        found = self._symbol(params.text_document.uri, params.position)
        if found is None:
            return []
        seat, _, symbol = found
        index = Index(seat.desk.last)
        defined = index.definition(symbol)
        sites = [site for site in index.sites(symbol) if params.context.include_declaration or site != defined]
        locations = [self._at(seat.desk, site) for site in sites]
        for path in self._beside(seat.desk):
            if is_feature(path):
                text = self.text(path)
                locations += [
                    lsp.Location(_uri(path), self.range(text, span)) for span in index.sites_in_feature(text, symbol)
                ]
        return locations

    def _at(self, desk: Desk, site: Site) -> lsp.Location:
        text = desk.last.text(site.file)
        return lsp.Location(_uri(desk.last.paths[site.file]), self.range(text, site.span))

    def _beside(self, desk: Desk) -> list[Path]:
        """Return the features and records in the editor's folders that hold the policies."""
        folders = [path for uri in self.server.workspace.folders if (path := path_of(uri)) is not None]
        return [*beside((folder for folder in folders if desk.root.is_relative_to(folder)), desk)]

    def prepare_rename(self, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
        """Return the part of the text that is the name at a position; None for what has no name of its own."""
        found = self._symbol(params.text_document.uri, params.position)
        if found is None:
            return None
        seat, mention, symbol = found
        span = Span(mention.span.start, mention.span.start + len(symbol.name))
        return lsp.PrepareRenamePlaceholder(self.range(seat.text, span), symbol.name)

    def rename(self, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        """Return the edits that give what the word at a position names another name. Raises why that cannot be."""
        found = self._symbol(params.text_document.uri, params.position)
        if found is None:
            return None
        seat, _, symbol = found
        seat.desk.study(self.workspace.documents)
        texts = {path: self.text(path) for path in self.workspace.documents}
        try:
            places = replacements(seat.desk, symbol, params.new_name, texts, self._beside(seat.desk))
        except UsageError as error:
            raise JsonRpcInvalidParams(message=error.problems[0].text()) from None
        changes = {
            _uri(path): [lsp.TextEdit(self.range(self.text(path), span), params.new_name) for span in spans]
            for path, spans in places.items()
        }
        return lsp.WorkspaceEdit(changes=changes)

    def parts(self, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        """Return the parts of a document."""
        path = path_of(params.text_document.uri)
        if path is None:
            return []
        text = self.text(path)
        return [self._part(part, text) for part in outline.outline(text, feature=is_feature(path))]

    def _part(self, part: outline.Part, text: Text) -> lsp.DocumentSymbol:
        kinds = (lsp.SymbolKind.Namespace, lsp.SymbolKind.Class, lsp.SymbolKind.Method, lsp.SymbolKind.Array)
        inner = [self._part(one, text) for one in part.parts]
        spans = self.range(text, part.span), self.range(text, part.named)
        return lsp.DocumentSymbol(part.name, kinds[min(part.level, 3)], *spans, children=inner)

    def folds(self, params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange]:
        """Return what can be folded."""
        path = path_of(params.text_document.uri)
        return [lsp.FoldingRange(*lines) for lines in outline.folds(self.text(path))] if path is not None else []

    def colours(self, params: lsp.SemanticTokensParams) -> lsp.SemanticTokens | None:
        """Return the colours of a document, each relative to the one before it, as the protocol has them."""
        seat = self.seat(params.text_document.uri)
        if seat is None:
            return None
        data: list[int] = []
        before = Position(0, 0)
        for token in outline.tokens(seat.desk.last, seat.name, seat.text):
            start, end = (seat.text.position(offset, self._units) for offset in token.span)
            if start.line != end.line:
                continue
            lines = start.line - before.line
            data += [lines, start.unit - (0 if lines else before.unit), end.unit - start.unit]
            data += [outline.COLOURS.index(token.colour), 0]
            before = start
        return lsp.SemanticTokens(data)

    def hints(self, params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
        """Return the first words of what is cited."""
        seat = self.seat(params.text_document.uri)
        if seat is None:
            return []
        span = Span(self.offset(seat.text, params.range.start), self.offset(seat.text, params.range.end))
        found = outline.hints(seat.desk.last, seat.text, span) if seat.name is not None else ()
        return [
            lsp.InlayHint(lsp.Position(*seat.text.position(hint.offset, self._units)), hint.words, padding_left=True)
            for hint in found
        ]

    def format(self, params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit] | None:
        """Return the layout of a document, as `zzrules fmt` has it; nothing while it has mistakes."""
        seat = self.seat(params.text_document.uri)
        if seat is None:
            return None
        should_be = laid_out(seat.desk, seat.name, seat.path, self.workspace.documents)
        if should_be is None or should_be == seat.text.text:
            return []
        return [lsp.TextEdit(self.range(seat.text, Span(0, len(seat.text.text))), should_be)]

    def fixes(self, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        """Return what repairs the problems in a part of a document."""
        seat = self.seat(params.text_document.uri)
        if seat is None:
            return []
        uri = params.text_document.uri
        actions = []
        for problem in self._problems.get(uri, ()):
            told = self.diagnostic(problem, seat.text, uri)
            if told.range.end < params.range.start or params.range.end < told.range.start:
                continue
            for number, fix in enumerate(problem.fixes):
                action = lsp.CodeAction(fix.title, lsp.CodeActionKind.QuickFix, [told], is_preferred=number == 0)
                action.edit = self._edit(fix, seat, problem.place.source)
                actions.append(action)
        return actions

    def _edit(self, fix: Fix, seat: Seat, here: str) -> lsp.WorkspaceEdit:
        changes: dict[str, list[lsp.TextEdit]] = {}
        for edit in fix.edits:
            path = seat.path if edit.place.source in ("", here) else seat.desk.last.paths.get(edit.place.source)
            if path is not None:
                text = self.text(path)
                changes.setdefault(_uri(path), []).append(
                    lsp.TextEdit(self.range(text, span_of(edit.place, text)), edit.text)
                )
        return lsp.WorkspaceEdit(changes=changes)

    # ── positions ───────────────────────────────────────────────────

    def range(self, text: Text, span: Span) -> lsp.Range:
        """Return a part of a text as the protocol has it."""
        start, end = (lsp.Position(*text.position(offset, self._units)) for offset in span)
        return lsp.Range(start, end)

    def offset(self, text: Text, position: lsp.Position) -> int:
        """Return the offset that a position of the protocol means."""
        return text.offset_at(Position(position.line, position.character), self._units)

    @property
    def _units(self) -> Units:
        return UNITS[lsp.PositionEncodingKind(self.server.workspace.position_encoding).value]


def path_of(uri: str) -> Path | None:
    """Return the file of a URI; None for what is no file."""
    path = uris.to_fs_path(uri) if uri.startswith("file:") else None
    return Path(path).resolve() if path else None


def _uri(path: Path) -> str:
    return uris.from_fs_path(str(path)) or ""


def make_server() -> LanguageServer:
    """Return the server, with nobody connected."""
    server = LanguageServer(NAME, __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
    session = Session(server)
    legend = lsp.SemanticTokensLegend([*outline.COLOURS], [])
    answers: tuple[tuple[str, Callable[[Any], Any], Any], ...] = (
        (lsp.INITIALIZE, session.begin, None),
        (lsp.INITIALIZED, session.watch, None),
        (lsp.TEXT_DOCUMENT_DID_OPEN, session.change, None),
        (lsp.TEXT_DOCUMENT_DID_CHANGE, session.change, None),
        (lsp.TEXT_DOCUMENT_DID_CLOSE, session.close, None),
        (lsp.TEXT_DOCUMENT_DID_SAVE, session.refresh, None),
        (lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, session.refresh, None),
        (lsp.TEXT_DOCUMENT_COMPLETION, session.complete, lsp.CompletionOptions(_TRIGGERS)),
        (lsp.TEXT_DOCUMENT_HOVER, session.hover, None),
        (lsp.TEXT_DOCUMENT_DEFINITION, session.definition, None),
        (lsp.TEXT_DOCUMENT_REFERENCES, session.references, None),
        (lsp.TEXT_DOCUMENT_PREPARE_RENAME, session.prepare_rename, None),
        (lsp.TEXT_DOCUMENT_RENAME, session.rename, lsp.RenameOptions(prepare_provider=True)),
        (lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, session.parts, None),
        (lsp.TEXT_DOCUMENT_FOLDING_RANGE, session.folds, None),
        (lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, session.colours, legend),
        (lsp.TEXT_DOCUMENT_INLAY_HINT, session.hints, None),
        (lsp.TEXT_DOCUMENT_FORMATTING, session.format, None),
        (lsp.TEXT_DOCUMENT_CODE_ACTION, session.fixes, lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix])),
    )
    for method, answer, options in answers:
        server.feature(method, options)(partial(answer))  # pygls marks what it is given; methods take no marks
    return server


def serve() -> None:
    """Serve one editor over standard input and output, until it ends the session."""
    sys.setswitchinterval(_SWITCH)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever else is printed is no part of the protocol
    make_server().start_io(sys.stdin.buffer, out)
