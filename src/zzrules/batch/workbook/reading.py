"""A sheet of case records as a frame of text.

Nothing is guessed: a sheet that is not a plain table (a title, merged cells, two headers of one name) is refused with
all that is wrong with it, cell by cell, and no message quotes what a record says.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn
from xml.parsers.expat import ExpatError

from zzrules.base.errors import Place, Problem, RecordError
from zzrules.base.packages import need
from zzrules.batch.workbook.cells import column_of_text
from zzrules.batch.workbook.header import (
    LOOKED_AT,
    ROW_COLUMN,
    Cells,
    Header,
    Words,
    cell_name,
    filled,
    find_header,
    listed,
)
from zzrules.batch.workbook.marks import BOOK, MOST_COLUMNS, MOST_ROWS, Marks, read_marks
from zzrules.case.values import printable
from zzrules.policy.forms import suggest
from zzrules.policy.vocabulary import Vocabulary

if TYPE_CHECKING:
    import polars as pl
    from python_calamine import CalamineSheet

_ZIP: Final = b"PK"
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MOST_CELLS: Final = 50_000_000
_BLOCK: Final = 10_000
_AS_XLSX: Final = "用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”"


def read_sheet(path: str | Path, vocabulary: Vocabulary, sheet: str | None = None) -> pl.DataFrame:
    """Return the case records of a sheet as a frame of text, with the sheet's row numbers as ``__row__``.

    The first row is the header: facts by name or label, their companions (``<fact>.state``), parts of a finding
    (``<fact>.结论``), and any other columns. A cell becomes the text that a record would hold: 2026-01-01, 是, 3; a
    blank one is null. What no record holds (a time of day, #N/A) stays a text that its fact refuses. Rows without
    anything in them are left out.

    ``sheet`` may be left out if one visible sheet alone has data. Raises `RecordError` with all that is wrong with the
    file (ZZ110, ZZ112, ZZ641–ZZ654), `UsageError` (ZZ640) if a package is missing.

    >>> import tempfile, xlsxwriter, zzrules
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with xlsxwriter.Workbook(f"{folder}/案卷.xlsx") as book:
    ...         _ = book.add_worksheet().write_column("A1", ["主体", "政务服务机构"])
    ...     read_sheet(f"{folder}/案卷.xlsx", zzrules.load().vocabulary).to_dicts()
    [{'__row__': 2, '主体': '政务服务机构'}]
    """
    need("ZZ640", "读写 Excel ", "excel", "polars", "python_calamine")
    source = str(path).encode("utf-8", "backslashreplace").decode()
    _look_at_bytes(Path(path), source)
    with _whole(source), zipfile.ZipFile(path) as archive:
        name, marks, others = _chosen(archive, Path(path), source, sheet)
        found = _loaded(Path(path), name)
    return _of_sheet(found, marks, f"{source}「{name}」" if others else source, vocabulary)


def _refuse(code: str, message: str, source: str, hint: str) -> NoReturn:
    raise RecordError(Problem(code, message, Place(source), hint)) from None


def _look_at_bytes(path: Path, source: str) -> None:
    """Refuse what is no workbook of this kind, by what it is."""
    try:
        with path.open("rb") as stream:
            head = stream.read(len(_OLD))
            encrypted = head == _OLD and _ENCRYPTED in stream.read()
    except FileNotFoundError:
        _refuse("ZZ110", "没有这个文件", source, "检查路径；路径里有空格的，加引号")
    except IsADirectoryError:
        _refuse("ZZ110", "这是文件夹，不是案卷文件", source, f"写出文件名，如 {path / '案卷.xlsx'}")
    except PermissionError:
        _refuse("ZZ110", "没有读取这个文件的权限", source, "检查文件的权限；正在 Excel 里打开的，先关闭")
    except (OSError, ValueError):
        _refuse("ZZ110", "读不了这个文件", source, "检查路径和磁盘")
    if not head:
        _refuse("ZZ112", "文件是空的", source, "写上案卷，或者不列这个文件")
    if encrypted:
        _refuse("ZZ642", "文件加了密码", source, "用 Excel 打开，在“文件—信息—保护工作簿”里去掉密码再保存")
    if head == _OLD:
        _refuse("ZZ641", "文件不是 .xlsx，是旧版的 .xls", source, _AS_XLSX)
    if not head.startswith(_ZIP):
        _refuse("ZZ641", "文件不是 .xlsx，像是文字（CSV、网页）改了扩展名", source, f"{_AS_XLSX}；CSV 用扩展名 .csv")


@contextmanager
def _whole(source: str) -> Iterator[None]:
    """Refuse a file in which a part is missing or cannot be read."""
    from python_calamine import CalamineError

    try:
        yield
    except (
        CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        ExpatError,
        EOFError,
        LookupError,
        OSError,
        RuntimeError,
        ValueError,
    ):
        _refuse("ZZ643", "文件损坏，或者没有传完整", source, "重新下载或者拷贝；能打开的，打开后另存一份")


def _chosen(archive: zipfile.ZipFile, path: Path, source: str, wanted: str | None) -> tuple[str, Marks, bool]:
    """Return which sheet to read, with its marks, and whether there are others."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if BOOK not in archive.namelist():
        _refuse("ZZ641", "文件不是 .xlsx，是别的压缩文件（.xlsb、.ods、.docx……）", source, _AS_XLSX)
    with CalamineWorkbook.from_path(path) as book:
        sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    names = [one.name for one in sheets]
    if wanted is not None:
        if wanted not in names:
            _refuse("ZZ644", f"没有工作表「{printable(wanted)}」", source, suggest(wanted, names))
        visible = [wanted]
    else:
        visible = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible]
    found = {name: marks for name in visible if (marks := read_marks(archive, name)).rows}
    if not found:
        hidden = len(names) > len(visible) and wanted is None
        hint = "数据在隐藏的工作表里的，取消隐藏，或者写明读哪一张（--sheet）" if hidden else "写上表头和案卷"
        _refuse("ZZ645", "工作表里没有数据", source, hint)
    if len(found) > 1:
        shown = "、".join(f"「{name}」" for name in found)
        _refuse("ZZ646", f"有数据的工作表不止一张：{shown}", source, "写明读哪一张（--sheet 名称），或者删去其余的")
    [(name, marks)] = found.items()
    if marks.rows * marks.columns > _MOST_CELLS or marks.rows > MOST_ROWS or marks.columns > MOST_COLUMNS:
        last = cell_name(marks.rows - 1, marks.columns - 1)
        message = f"内容一直铺到「{last}」，表格装不下（至多 {_MOST_CELLS // 10_000} 万格）"
        _refuse("ZZ654", message, source, "删去表格以外的行和列（不只是清除内容）；确有这么多的，改用 CSV 或者 Parquet")
    return name, marks, len(names) > 1


def _loaded(path: Path, name: str) -> CalamineSheet:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        return book.get_sheet_by_name(name)


def _of_sheet(sheet: CalamineSheet, marks: Marks, source: str, vocabulary: Vocabulary) -> pl.DataFrame:
    import polars as pl

    words = Words(vocabulary)
    first = list(islice(((at, cells) for at, cells in enumerate(_rows(sheet)) if filled(cells)), LOOKED_AT))
    if not first:
        _refuse("ZZ645", "工作表里没有数据", source, "写上表头和案卷")
    header, problems = find_header(first, words, source)
    columns = _columns(islice(_rows(sheet), header.row + 1, None))
    problems += _below(header, columns, sheet, marks, source)
    if problems:
        raise RecordError(sorted(problems, key=lambda one: one.place))
    texts = {word: columns[at].alias(word) for at, word in header.names.items()}
    for (row, column), word in marks.errors.items():
        if row > header.row and column in header.names:
            name = header.names[column]
            # a text that is blank is refused, where any other word would be one
            texts[name] = texts[name].scatter(row - header.row - 1, " " if words.is_text(name) else word)
    top = header.row + 2
    numbers = pl.int_range(top, top + len(columns[0]), eager=True)
    frame = pl.DataFrame({ROW_COLUMN: numbers, **texts})
    return frame.filter(pl.any_horizontal(pl.exclude(ROW_COLUMN).is_not_null()))


def _columns(rows: Iterator[Cells]) -> list[pl.Series]:
    """Return the columns of rows as text, a block of rows at a time."""
    import polars as pl

    parts: list[list[pl.Series]] = []
    while block := list(islice(rows, _BLOCK)):
        parts.append([column_of_text(cells) for cells in zip(*block, strict=True)])
    return [pl.concat(column) for column in zip(*parts, strict=True)]


def _rows(sheet: CalamineSheet) -> Iterator[Cells]:
    """Yield the rows of a sheet from its first one on, each from its first column on."""
    before = [""] * (sheet.start[1] if sheet.start is not None else 0)
    return (before + cells for cells in sheet.iter_rows()) if before else sheet.iter_rows()


def _below(header: Header, columns: list[pl.Series], sheet: CalamineSheet, marks: Marks, source: str) -> list[Problem]:
    """Return all that is wrong below the header."""
    problems: list[Problem] = []
    errors = {column for row, column in marks.errors if row > header.row}
    full = {at for at, column in enumerate(columns) if column.null_count() < len(column)} | errors
    if not full:
        message, hint = "只有表头，没有案卷", "在表头下面一行写一份案卷"
        problems.append(Problem("ZZ645", message, Place(source, header.row + 1, 1), hint))
    bare = sorted(full - header.taken)
    if bare:
        shown = listed([cell_name(header.row, at) for at in bare])
        message = f"表头{shown}空着，下面却有内容"
        place = Place(source, header.row + 1, bare[0] + 1)
        problems.append(Problem("ZZ650", message, place, "写上列名，或者清空这一列"))
    merged = [
        (top, left, f"{cell_name(top, left)}:{cell_name(bottom, right)}")
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if bottom >= header.row and left < len(columns)
    ]
    if merged:
        message = f"有合并的单元格：{listed([name for _, _, name in merged])}"
        place = Place(source, merged[0][0] + 1, merged[0][1] + 1)
        problems.append(Problem("ZZ647", message, place, "取消合并，每一格都写上内容"))
    raw = [(row, column) for row, column in marks.uncalculated if row >= header.row]
    if raw:
        message = f"{listed([cell_name(*one) for one in raw])}的公式还没有计算过"
        place = Place(source, raw[0][0] + 1, raw[0][1] + 1)
        problems.append(Problem("ZZ648", message, place, "用 Excel 或 WPS 打开，保存一次"))
    return problems
