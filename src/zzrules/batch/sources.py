"""Which files a data set consists of: those that are named, and those of the folders that are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import get_args

from zzrules.base.diagnostics import text, use
from zzrules.base.errors import Place, RecordError, UsageError
from zzrules.base.frozen import replaced
from zzrules.base.listing import files_below, is_regular, shown_path
from zzrules.batch.files import STDIN, STDIN_NAME
from zzrules.batch.formats import WRITTEN_EXTENSIONS, Form, form_of
from zzrules.policy.forms import suggest

_OFFERED = "、".join(WRITTEN_EXTENSIONS)
_HIDDEN = (".", "_", "~$")  # "~$" is what a spreadsheet program keeps beside an open file


@dataclass(frozen=True, slots=True)
class FilePart(PathLike[str]):
    """Some rows of a Parquet file: the first (from 0), and how many; everywhere else it stands for its file."""

    path: str
    first: int
    rows: int

    def __fspath__(self) -> str:
        """Return the path of the file."""
        return self.path


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a data set, all of one form; ``names`` are what messages call them.

    ``parts``: of which of them only some rows are meant; empty if all are.
    """

    form: Form
    paths: tuple[Path, ...]
    names: tuple[str, ...]
    parts: tuple[FilePart, ...] = ()

    @property
    def whole(self) -> Place:
        """The place of a mistake that is not known to be in one of the files."""
        return Place(self.names[0] if len(self.names) == 1 else "、".join(self.names[:3]))


def sources_of(given: Iterable[str | PathLike[str]], form: Form | None = None) -> Sources:
    """Return the files that are meant, in order; a folder stands for the files in it and below it, but hidden ones.

    Raises `RecordError` for what is not there (ZZ110), forms that are not known (ZZ620) or differ (ZZ621), and a folder
    without files (ZZ622); `UsageError` for a ``form`` that does not exist (ZZ620), and if no file is named (ZZ622).
    """
    if form is not None and form not in get_args(Form):
        raise UsageError(use.UNKNOWN_FORM(form=form, known=suggest(form, get_args(Form))))
    paths: list[Path] = []
    given = tuple(given)
    for source in given:
        path = Path(source)
        try:
            if path.is_dir():
                paths += _inside(path, form)
            else:
                if str(source) != STDIN:
                    need_file(path)
                paths.append(path)
        except (OSError, ValueError):
            raise RecordError(text.UNREADABLE_FILE(Place(shown_path(path)))) from None
    forms: dict[Form, Path] = {}
    for path in paths:
        forms.setdefault(form or _form(path), path)
    if len(forms) > 1:
        files = "、".join(f"{shown_path(path)}（{known}）" for known, path in forms.items())
        raise RecordError(use.MIXED_FORMS(files=files))
    if not forms:
        raise UsageError(use.NO_FILES_NAMED())
    names = tuple(STDIN_NAME if str(path) == STDIN else shown_path(path) for path in paths)
    parts = tuple(source for source in given if isinstance(source, FilePart))
    assert not parts or (len(parts) == len(given) and [*forms] == ["parquet"])
    return Sources(next(iter(forms)), tuple(paths), names, parts)


def need_file(path: Path) -> None:
    """Raise `RecordError` (ZZ110) for what is not there, and for a pipe or a device, which cannot be read in turns.

    Raises `OSError` if the system doesn't tell, and `ValueError` for what names no file.
    """
    if not path.exists():
        raise RecordError(text.NO_FILE(Place(shown_path(path))))
    if not is_regular(path):
        raise RecordError(text.NOT_A_FILE(Place(shown_path(path))))


def _inside(folder: Path, form: Form | None) -> list[Path]:
    found = files_below(folder, lambda name: form is None or form_of(Path(name)) == form, hidden=_HIDDEN)
    if found.problems:
        raise RecordError([replaced(one, place=Place(shown_path(folder / one.place.source))) for one in found.problems])
    files = [path for _, path in found.files]
    if not files:
        raise RecordError(use.NO_FILES_IN_FOLDER(Place(shown_path(folder)), extensions=_OFFERED))
    return files


def _form(path: Path) -> Form:
    form = "jsonl" if str(path) == STDIN else form_of(path)
    if form is None:
        raise RecordError(use.UNKNOWN_EXTENSION(Place(shown_path(path)), extensions=_OFFERED))
    return form
