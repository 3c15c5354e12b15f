"""A new name for a fact, an outcome, a policy: in all files of a folder, its features and records, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from zzrules.base.diagnostics.use import NAME_BREAKS, NAME_UNFIT, NOT_NAMED, NOT_WHILE_WRONG
from zzrules.base.errors import UsageError
from zzrules.editor.navigation import CALLED, Index, Symbol
from zzrules.editor.positions import Span, Text
from zzrules.editor.workspace import Desk, is_feature

_NOT_RENAMED: Final = ("body", "event")
_UNFIT: Final = re.compile("[\\s:#\\[\\]{},\"'「」|&*!%@`>\\\\]|^[-?]|^$")
_OF_RECORDS: Final = frozenset((".yaml", ".yml", ".json", ".jsonl"))
_MOST_FILES, _MOST_BYTES = 2_000, 2_000_000


def replacements(
    desk: Desk, symbol: Symbol, new: str, texts: Mapping[Path, Text], others: Iterable[Path]
) -> dict[Path, list[Span]]:
    """Return the parts of files in which a new name is to stand.

    ``texts`` are the documents as they are edited, ``others`` features and records beside the policies. Raises
    `UsageError` (ZZ696) where the name cannot be one or would be a mistake, and while something is wrong with the
    folder, so that nobody knows all that has it.
    """
    study = desk.last
    if not study.is_sound:
        raise UsageError(NOT_WHILE_WRONG())
    if symbol.sort in _NOT_RENAMED:
        raise UsageError(NOT_NAMED(name=symbol.name))
    if _UNFIT.search(new):
        raise UsageError(NAME_UNFIT(name=new))
    index = Index(study)
    found: dict[Path, list[Span]] = {}
    for site in index.sites(symbol):
        found.setdefault(study.paths[site.file], []).append(site.span)
    changed = {path: _with(study.text(study.names[path]), spans, new) for path, spans in found.items()}
    if (problem := next(iter(desk.tried(changed)), None)) is not None:
        raise UsageError(NAME_BREAKS(kind=CALLED[symbol.sort], name=symbol.name, new=new, problem=str(problem)))
    for path in others:
        text = texts.get(path) or _read(path)
        spans = [*(_in_record(text, symbol) if not is_feature(path) else index.sites_in_feature(text, symbol))]
        if spans:
            found[path] = spans
    return {path: sorted({*spans}) for path, spans in found.items()}


def beside(folders: Iterable[Path], desk: Desk) -> Iterator[Path]:
    """Yield the features and the records in some folders, which are no files of the desk's own policies."""
    seen = 0
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if any(part.startswith(".") or part == "node_modules" for part in path.relative_to(folder).parts):
                continue
            if not (is_feature(path) or path.suffix in _OF_RECORDS) or path in desk.last.names:
                continue
            seen += 1
            if seen > _MOST_FILES:
                return
            yield path


def _with(text: Text, spans: Iterable[Span], new: str) -> str:
    written, rest = "", 0
    for span in sorted(spans):
        written += text.text[rest : span.start] + new
        rest = span.end
    return written + text.text[rest:]


def _in_record(text: Text, symbol: Symbol) -> Iterator[Span]:
    """Yield where a record states a fact: as a key."""
    if symbol.sort == "fact":
        stated = re.compile(rf"(?:^|(?<=[\s{{,\"'])){re.escape(symbol.name)}(?=[\"']?\s*:)", re.MULTILINE)
        yield from (Span(*found.span()) for found in stated.finditer(text.text))


def _read(path: Path) -> Text:
    try:
        small = path.stat().st_size <= _MOST_BYTES
        return Text(path.read_bytes().decode("utf-8-sig") if small else "")
    except (OSError, UnicodeDecodeError):
        return Text("")
