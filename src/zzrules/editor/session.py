"""An editor's session: its documents, what is wrong with them, and what it is told of that, as the protocol has it.

A folder is checked in a thread of its own as soon as something in it changes; while it is, further changes are
gathered. Documents are synchronized whole: they are small, and editors and Python end lines at different characters.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer

from zzrules.base.errors import Place, Problem
from zzrules.editor.background import Background
from zzrules.editor.diagnostics import feature_problems, is_advice, span_of
from zzrules.editor.positions import UNITS, Position, Span, Text, Units
from zzrules.editor.workspace import Desk, Study, Workspace
from zzrules.policy.whereabouts import is_feature

NAME = "zzrules"
_FIRST = 0.004
"""How many seconds a check waits: what an editor asks at once after a keystroke is answered before it."""
_WATCHED = ("**/*.yaml", "**/*.yml", "**/*.feature")


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
        self._uris: dict[Path, str] = {}  # as the editor writes them, who may write them in its own way
        self._texts: dict[Path, Text] = {}
        self._told: dict[str, list[lsp.Diagnostic]] = {}
        self._problems: dict[str, list[Problem]] = {}
        self._checked: dict[Path, tuple[Study, Mapping[Path, str], Mapping[Path, int]]] = {}
        self._of_desk: dict[Path, set[str]] = {}
        self._changed: set[Path] = set()
        self._closed: set[Path] = set()  # while a check ran: what it finds of them is of texts that are gone
        self._saved: set[Path] = set()
        self._running: asyncio.Task[None] | None = None
        self._worker = ThreadPoolExecutor(1, "check")
        self._background = Background(self._shown)
        self._scenarios = True
        self._drafts: TemporaryDirectory[str] | None = None
        self._tried: dict[Path, tuple[Desk, str]] = {}  # the records to try policies (codes) with, in that folder

    def begin(self, params: lsp.InitializeParams) -> None:
        """Take the settings: ``folder`` and ``over``, as `zzrules check` has them; whether ``scenarios`` run."""
        given = params.initialization_options
        options: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
        first = next((folder.uri for folder in params.workspace_folders or ()), params.root_uri)
        here = Path(uris.to_fs_path(first) or ".") if first else Path.cwd()
        base, over = ((here / str(options[name])) if options.get(name) else None for name in ("folder", "over"))
        self.workspace = Workspace(base, over)
        self._scenarios = bool(options.get("scenarios", True))

    def end(self, _params: object) -> None:
        """Give up what still runs."""
        self._background.end()
        if self._drafts is not None:
            self._drafts.cleanup()

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
        self._forget_told()
        document = params.text_document
        path = path_of(document.uri)
        if path is None:
            return
        self._uris[path] = document.uri
        self.workspace.documents[path] = self.server.workspace.get_text_document(document.uri).source
        self._texts.pop(path, None)
        self.versions[path] = document.version or 0
        self.touch(path)

    def _forget_told(self) -> None:
        """Drop what pygls keeps of every notification that it was told, for an answer that nobody waits for."""
        futures = getattr(self.server.protocol, "_request_futures", {})
        for number in [number for number, future in futures.items() if future.done()]:
            del futures[number]

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
        self._closed.add(path)
        self.touch(path)

    def refresh(self, _params: object) -> None:
        """Look at the disk again, and check all that is open."""
        self.workspace.refresh()
        self._saved |= {*self.workspace.desks}
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
                self._closed.clear()
                documents, versions = dict(self.workspace.documents), dict(self.versions)
                for path in [path for path in changed if is_feature(path)]:
                    found = await loop.run_in_executor(self._worker, feature_problems, path, documents.get(path))
                    text = Text(documents[path]) if path in documents else self.text(path)
                    self._tell({self.uri(path): (found, text)}, versions)
                for desk in {id(desk): desk for path in changed if (desk := self._desk(path)) is not None}.values():
                    saved = desk.root in self._saved
                    if desk.last.texts and not saved and not any(desk.holds(path) for path in changed):
                        continue  # features alone, which are no part of it
                    first = desk.root not in self._checked
                    study = await loop.run_in_executor(self._worker, desk.study, documents)
                    self._checked[desk.root] = study, documents, versions
                    self._tell_of(desk, study, documents, versions)
                    await loop.run_in_executor(self._worker, study.warm)
                    if first:
                        await loop.run_in_executor(self._worker, _set_apart)
                    self._saved.discard(desk.root)
                    if self._scenarios and (first or saved):
                        self._background.begin(desk)
        except Exception as error:  # noqa: BLE001 - nothing that a file holds may end the session
            self.server.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, f"检查时出错：{error!r}"))
        finally:
            self._running = None
            if self._changed:
                self.touch(next(iter(self._changed)))

    def _desk(self, path: Path) -> Desk | None:
        return self.workspace.desk_of(path) if path not in self._tried else None

    def _tell_of(self, desk: Desk, study: Study, documents: Mapping[Path, str], versions: Mapping[Path, int]) -> None:
        """Tell what is wrong in all files of a folder, and that nothing is any more in others."""
        found: dict[str, tuple[list[Problem], Text]] = {}
        opened = [path for path in documents if desk.holds(path)]
        for path in opened:
            if (name := study.names.get(path)) is not None:
                found[self.uri(path)] = [], study.text(name)
        for name, problems in study.problems.items():
            path = study.paths.get(name) or next(iter(opened), desk.root)
            uri = self.uri(path)
            known = found.setdefault(uri, ([], study.text(study.names.get(path, ""))))
            known[0].extend(problems)
        if (shown := self._background.shown(desk)) is not None and self._background.is_current(desk):
            for problem in shown.advice:
                if (advised := study.paths.get(problem.place.source)) is not None:
                    found.setdefault(self.uri(advised), ([], study.text(problem.place.source)))[0].append(problem)
        gone = self._of_desk.get(desk.root, set()) - found.keys()
        self._of_desk[desk.root] = {*found}
        self._tell({uri: ([], Text("")) for uri in gone}, versions)
        self._tell(found, versions)

    def _tell(self, found: Mapping[str, tuple[Iterable[Problem], Text]], versions: Mapping[Path, int]) -> None:
        for uri, (problems, text) in found.items():
            path = path_of(uri)
            if path in self._closed:
                continue
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
            lsp.DiagnosticSeverity.Information if is_advice(problem) else lsp.DiagnosticSeverity.Error,
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
                return lsp.Location(self.uri(path), self.range(other, span_of(place, other)))
        return lsp.Location(uri, self.range(text, Span(0, 0)))

    def seat(self, uri: str) -> Seat | None:
        """Return a document with what was found of its folder; None for what belongs to none."""
        path = path_of(uri)
        desk = self.workspace.desk_of(path) if path is not None and path not in self._tried else None
        if path is None or desk is None:
            return None
        if not desk.last.texts and not desk.last.problems:
            desk.study(self.workspace.documents)
        return Seat(path, self.text(path), desk, None if is_feature(path) else desk.name_of(path))

    def _shown(self, desk: Desk) -> None:
        """Tell the editor that there is something new to show of a folder."""
        study, documents, versions = self._checked.get(desk.root, (None, {}, {}))
        if study is not None and documents == self.workspace.documents:  # else a check is about to tell more
            self._tell_of(desk, study, documents, versions)
        capability = self.server.client_capabilities.workspace
        if capability is not None and capability.code_lens is not None and capability.code_lens.refresh_support:
            self.server.workspace_code_lens_refresh(None)

    # ── positions ───────────────────────────────────────────────────

    def range(self, text: Text, span: Span) -> lsp.Range:
        """Return a part of a text as the protocol has it."""
        start, end = (lsp.Position(*text.position(offset, self._units)) for offset in span)
        return lsp.Range(start, end)

    def offset(self, text: Text, position: lsp.Position) -> int:
        """Return the offset that a position of the protocol means."""
        return text.offset_at(Position(position.line, position.character), self._units)

    def uri(self, path: Path) -> str:
        """Return the URI of a file, as the editor writes it."""
        return self._uris.get(path) or uris.from_fs_path(str(path)) or ""

    @property
    def _units(self) -> Units:
        return UNITS[lsp.PositionEncodingKind(self.server.workspace.position_encoding).value]


def path_of(uri: str) -> Path | None:
    """Return the file of a URI; None for what is no file."""
    path = uris.to_fs_path(uri) if uri.startswith("file:") else None
    return Path(path).resolve() if path else None


def _set_apart() -> None:
    """Let the cyclic collector leave alone what stays, so that it looks through what doesn't often enough."""
    gc.collect()
    gc.freeze()
