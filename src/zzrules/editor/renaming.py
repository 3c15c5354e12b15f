"""A new name for a fact, an outcome, a policy: in all files of a folder, its features and records, or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from zzrules.base.diagnostics.use import NAME_BREAKS, NAME_UNFIT, NOT_WHILE_WRONG, TOO_MUCH_BESIDE, UNREADABLE_BESIDE
from zzrules.base.errors import UsageError
from zzrules.editor.navigation import Index, named_spans
from zzrules.editor.positions import Span, Text
from zzrules.editor.symbols import CALLED, Symbol
from zzrules.editor.words import Words
from zzrules.editor.workspace import Desk, homes_of
from zzrules.policy.vocabulary import Vocabulary
from zzrules.policy.whereabouts import FEATURE, is_feature, listed
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Problems

_UNFIT: Final = re.compile("[\\s:#\\[\\]{},\"'「」|&*!%@`>\\\\]|^[-?]|^$")
_LINES: Final = ".jsonl"
_OF_RECORDS: Final = (".yaml", ".yml", ".json", _LINES)
MOST_BYTES: Final = 64_000_000
"""How much features and records together may be, to be looked through while somebody waits."""


def replacements(
    desk: Desk, symbol: Symbol, new: str, texts: Mapping[Path, Text], others: Iterable[Path]
) -> dict[Path, list[Span]]:
    """Return the parts of files in which a new name is to stand.

    ``texts`` are the documents as they are edited, ``others`` features and records beside the policies. Raises
    `UsageError` (ZZ696) where the name cannot be one or would be a mistake, and where nobody knows all that has it:
    while something is wrong with the folder, or where ``others`` cannot be looked through.
    """
    study = desk.last
    if not study.is_sound:
        raise UsageError(NOT_WHILE_WRONG())
    if _UNFIT.search(new):
        raise UsageError(NAME_UNFIT(name=new))
    index = Index(study)
    found: dict[Path, list[Span]] = {}
    defined = index.definition(symbol)
    for site in (*index.sites(symbol), *([defined] if defined is not None else ())):
        found.setdefault(study.paths[site.file], []).append(site.span)
    changed = {path: _with(study.text(study.names[path]), {*spans}, new) for path, spans in found.items()}
    if (problem := next(iter(desk.tried(changed)), None)) is not None:
        raise UsageError(NAME_BREAKS(kind=CALLED[symbol.sort], name=symbol.name, new=new, problem=str(problem)))
    for path, text in _read([*others], texts).items():
        if is_feature(path):
            spans = [*index.sites_in_feature(text, symbol)]
        else:
            spans = [*_in_record(text, path, symbol, study.known.vocabulary)]
        if spans:
            found[path] = spans
    return {path: sorted({*spans}) for path, spans in found.items()}


def beside(folders: Iterable[Path], desk: Desk, *, features_alone: bool = False) -> Iterator[Path]:
    """Yield the features and the records in some folders that are beside a desk's policies and none of their files.

    What lies in or beside the policies of another folder is about those. Raises `UsageError` (ZZ696) if there may be
    more that cannot be read; whoever asks for ``features_alone`` is given those that can.
    """

    @cache
    def belongs(folder: Path) -> bool:
        for homes in homes_of(folder / "_", desk.layers):
            own = not {*homes}.isdisjoint(desk.layers)
            if own or len(homes) == 1:
                return own
        return True  # nothing says which it is about

    for folder in folders:
        found = listed(folder, FEATURE, *(() if features_alone else _OF_RECORDS))
        if found.problems and not features_alone and folder.is_dir():
            raise UsageError(UNREADABLE_BESIDE(file=found.problems[0].place.source))
        yield from (path for _, path in found.files if path not in desk.last.names and belongs(path.parent))


def _with(text: Text, spans: Iterable[Span], new: str) -> str:
    written, rest = "", 0
    for span in sorted(spans):
        written += text.text[rest : span.start] + new
        rest = span.end
    return written + text.text[rest:]


def _in_record(text: Text, path: Path, symbol: Symbol, vocabulary: Vocabulary) -> Iterator[Span]:
    """Yield where a record, a file of a case or a mapping names something."""
    names = (symbol.name, json.dumps(symbol.name)[1:-1])
    if not any(name in text.text for name in names):
        return
    parts = text.text.splitlines(keepends=True) if path.suffix == _LINES else [text.text]
    start = 0
    for part in parts:
        if any(name in part for name in names):
            tree = read_text(part, "", Problems())
            if tree is None:
                raise UsageError(UNREADABLE_BESIDE(file=path.name))
            spans = named_spans(Words(tree), Text(part), symbol, vocabulary)
            yield from (Span(start + span.start, start + span.end) for span in spans)
        start += len(part)


def _read(paths: Sequence[Path], texts: Mapping[Path, Text]) -> dict[Path, Text]:
    """Return the texts of files; those that are not UTF-8 are nobody's features or records. Raises `UsageError`."""
    found: dict[Path, Text] = {}
    size = 0
    for path in paths:
        try:
            size += 0 if path in texts else path.stat().st_size
            if size > MOST_BYTES:
                raise UsageError(TOO_MUCH_BESIDE(count=len(paths)))
            found[path] = texts[path] if path in texts else Text(path.read_bytes().decode("utf-8-sig"))
        except UnicodeDecodeError:
            continue
        except OSError:
            raise UsageError(UNREADABLE_BESIDE(file=path.name)) from None
    return found
