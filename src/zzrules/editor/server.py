"""The language server: which question of the protocol is answered by what; the other modules work the answers out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from zzrules.base.errors import Fix, Place, UsageError
from zzrules.base.version import __version__
from zzrules.editor import completion, mappings, outline, scenarios
from zzrules.editor.diagnostics import span_of
from zzrules.editor.half_typed import kind_of
from zzrules.editor.hover import hover
from zzrules.editor.layout import laid_out
from zzrules.editor.navigation import Index, Mention, Site, cited_at, mention_at
from zzrules.editor.positions import Position, Span, Text
from zzrules.editor.renaming import beside, replacements
from zzrules.editor.session import NAME, Seat, Session, path_of
from zzrules.editor.symbols import Symbol
from zzrules.editor.trying import concluded, draft
from zzrules.editor.workspace import Desk
from zzrules.policy.whereabouts import features_of, is_feature

TRY = "zzrules.try"
"""The command 「试一个案卷」: the URI of a policy file, and the policy's code."""
_SWITCH = 0.001
"""How long, in seconds, a check may keep an answer waiting before they take turns."""
_TRIGGERS = [":", " ", "{", "[", ",", "「", "|", "第", "条", "款", "."]
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


class Answers(Session):
    """A session that answers what an editor asks."""

    def complete(self, params: lsp.CompletionParams) -> lsp.CompletionList | None:
        """Return what may stand at a position."""
        seat = self.seat(params.text_document.uri)
        if seat is None:
            return None
        at, study = self.offset(seat.text, params.position), seat.desk.last
        if seat.name is None:
            offer = scenarios.offer(study, seat.text.text, at)
        elif kind_of(seat.text.text) == mappings.KIND:
            offer = mappings.offer(study, seat.text.text, at)
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
            found = index.at_feature(seat.text, at)
            return (seat, *found) if found is not None else None
        mention = mention_at(seat.desk.last, seat.name, seat.text, at)
        symbol = index.resolve(seat.name, mention)
        return (seat, mention, symbol) if symbol is not None else None

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
        for path in self._beside(seat.desk, features_alone=True):
            text = self.text(path)
            locations += [
                lsp.Location(self.uri(path), self.range(text, span)) for span in index.sites_in_feature(text, symbol)
            ]
        return locations

    def _at(self, desk: Desk, site: Site) -> lsp.Location:
        text = desk.last.text(site.file)
        return lsp.Location(self.uri(desk.last.paths[site.file]), self.range(text, site.span))

    def _beside(self, desk: Desk, *, features_alone: bool) -> list[Path]:
        """Return the features of the policies, and the features and records in the editor's folders that hold them."""
        folders = [path for uri in self.server.workspace.folders if (path := path_of(uri)) is not None]
        holding = [folder for folder in folders if desk.root.is_relative_to(folder)]
        return [*dict.fromkeys(beside([*holding, features_of(desk.root)], desk, features_alone=features_alone))]

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
            others = self._beside(seat.desk, features_alone=False)
            places = replacements(seat.desk, symbol, params.new_name, texts, others)
        except UsageError as error:
            raise JsonRpcInvalidParams(message=error.problems[0].text()) from None
        changes = {
            self.uri(path): [lsp.TextEdit(self.range(self.text(path), span), params.new_name) for span in spans]
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
                changes.setdefault(self.uri(path), []).append(
                    lsp.TextEdit(self.range(text, span_of(edit.place, text)), edit.text)
                )
        return lsp.WorkspaceEdit(changes=changes)

    # ── lenses ──────────────────────────────────────────────────────

    def lenses(self, params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        """Return what stands above lines: what scenarios show of a ground, the result of a scenario, a case to try."""
        path = path_of(params.text_document.uri)
        if path in self._tried:
            desk, code = self._tried[path]
            book = self._background.book(desk)
            text = self.text(path)
            said = concluded(book, code, text.text, date.today()) if book is not None else "政策还有错"  # noqa: DTZ011
            return [self._lens(text, Span(0, 0), said)]
        seat = self.seat(params.text_document.uri)
        if seat is None:
            return []
        shown = self._background.shown(seat.desk)
        if seat.name is None:
            runs = shown.scenarios.get(str(seat.path), {}) if shown is not None else {}
            places = ((Place("", line, 1), why) for line, why in runs.items())
            results = ((seat.text.offset_of(place), why) for place, why in places)
            return [
                self._lens(seat.text, Span(at, at), f"没有通过：{why.splitlines()[0]}" if why else "通过")
                for at, why in results
                if "场景" in seat.text[seat.text.line_at(at)]
            ]
        policy = seat.desk.last.known.policies.get(seat.name)
        if policy is None:
            return []
        lenses = [self._lens(seat.text, Span(0, 0), "试一个案卷", TRY, [params.text_document.uri, policy.code])]
        grounds = (part for part in outline.outline(seat.text, feature=False) if part.name == "情形")
        if shown is not None:
            lenses += [
                self._lens(seat.text, ground.named, shown.of_ground(policy.code, ground.name))
                for part in grounds
                for ground in part.parts
            ]
        return lenses

    def _drafted(self, code: str, text: str) -> Path:
        """Write a record to fill in where it is gone with the session; return its file."""
        self._drafts = self._drafts or TemporaryDirectory(prefix="zzrules-")
        file = Path(self._drafts.name).resolve() / f"试-{code}.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    def _lens(
        self, text: Text, span: Span, title: str, command: str = "", arguments: list[Any] | None = None
    ) -> lsp.CodeLens:
        return lsp.CodeLens(self.range(text, span), lsp.Command(title, command, None, arguments))

    async def attempt(self, uri: str, code: str) -> str | None:
        """Open a record to fill in, for a policy of a document's folder; return its URI."""
        path = path_of(uri)
        desk = self.workspace.desk_of(path) if path is not None else None
        book = self._background.book(desk) if desk is not None else None
        if desk is None or book is None:
            return None
        file = self._drafted(code, draft(book, code))
        self._tried[file] = desk, code
        capability = self.server.client_capabilities.window
        if capability is not None and capability.show_document is not None and capability.show_document.support:
            await self.server.window_show_document_async(lsp.ShowDocumentParams(self.uri(file)))
        return self.uri(file)


def make_server() -> LanguageServer:
    """Return the server, with nobody connected."""
    server = LanguageServer(NAME, __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
    session = Answers(server)
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
        (lsp.TEXT_DOCUMENT_CODE_LENS, session.lenses, None),
        (lsp.SHUTDOWN, session.end, None),
        (lsp.TEXT_DOCUMENT_CODE_ACTION, session.fixes, lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix])),
    )
    for method, answer, options in answers:
        server.feature(method, options)(partial(answer))  # pygls marks what it is given; methods take no marks
    server.command(TRY)(partial(session.attempt))
    return server


def serve() -> None:
    """Serve one editor over standard input and output, until it ends the session."""
    sys.setswitchinterval(_SWITCH)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever else is printed is no part of the protocol
    make_server().start_io(sys.stdin.buffer, out)
