"""What the command line prints: colour where it is seen, columns that align in Chinese, no control characters."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, TextIO

from zzrules.base.truth import Truth
from zzrules.base.widths import PAINT, pad, width

if TYPE_CHECKING:
    from zzrules.answer.rendering import Line

Colour = Literal["green", "yellow", "red", "bold", ""]
Limits = Mapping[int, tuple[int, str]]
"""By the number of a column: how wide its cells may be, and the mark after which they are broken."""
TRUTHS: Final[Mapping[Truth, tuple[str, Colour]]] = {
    True: ("成立", "green"),
    False: ("不成立", "red"),
    None: ("待查明", "yellow"),
}
_CODES: Final[Mapping[Colour, str]] = {"green": "32", "yellow": "33", "red": "31", "bold": "1"}
# Anything that moves the cursor, changes the terminal or turns the direction of text; line feed and tab stay.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_GAP = "  "
# A word, a space, or a wide character with the marks that may not end a line, and those that may not begin one.
_PIECE = re.compile(r"[!-~]+|\s|[「『（《“‘]*[^\s!-~][，。；：、？！」』）》”’…]*")


def wrap(text: str, columns: int, mark: str = "") -> list[str]:
    """Return the text in lines of at most so many columns, broken at spaces and between Chinese characters.

    With a ``mark``, it is broken after its characters only, as long as what stands between fits a line.

    >>> wrap("政策的文件夹 zzrules", 12)
    ['政策的文件夹', 'zzrules']
    """
    lines, line = [], ""
    pieces: list[str] = []
    for part in re.split(f"(?<=[{re.escape(mark)}])", text) if mark else [text]:
        pieces += [part] if mark and width(part) <= columns else _PIECE.findall(part)
    for piece in pieces:
        if line and width(line + piece) > columns:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def columns(rows: Iterable[Sequence[str]], indent: str = "") -> list[str]:
    """Return the rows as lines whose columns begin below one another."""
    kept = [tuple(row) for row in rows]
    widths = _widths(kept)
    return [
        (indent + _GAP.join(pad(cell, size) for cell, size in zip(row, widths, strict=True))).rstrip() for row in kept
    ]


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(width, column)) for column in zip(*rows, strict=True)]


def table(head: Sequence[str], rows: Iterable[Sequence[str]], limits: Limits | None = None) -> list[str]:
    """Return the lines of a table with a rule under its head."""
    lines: list[tuple[str, ...]] = [tuple(head)]
    for row in rows:
        cells = [
            wrap(cell, *limits[number]) if limits and number in limits else [cell] for number, cell in enumerate(row)
        ]
        height = max(map(len, cells))
        lines += zip(*(cell + [""] * (height - len(cell)) for cell in cells), strict=True)
    first, *rest = columns(lines)
    return [first, _GAP.join("─" * size for size in _widths(lines)), *rest]


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a Markdown table."""
    cells = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in cells]


def json_text(data: Any) -> str:
    """Return data as JSON, as it is printed and written.

    >>> print(json_text({"条": 8}), end="")
    {
      "条": 8
    }
    """
    from zzrules.base.quoting import as_json

    return as_json(data, indent=2) + "\n"


class Output:
    """Prints answers to the standard output, and what is wrong to the standard error."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        """Take the two streams; each is coloured if it is a terminal and NO_COLOR is not set."""
        self._out, self._err, self._said = out, err, False
        self._coloured = {out: _coloured(out), err: _coloured(err)}

    @classmethod
    def standard(cls) -> Output:
        """Return the output of the process."""
        return cls(sys.stdout or io.StringIO(), sys.stderr or io.StringIO())  # None: it was closed

    @property
    def seen(self) -> bool:
        """Whether a person watches the standard error: it is a terminal."""
        return self._err.isatty() and os.environ.get("TERM") != "dumb"

    @property
    def together(self) -> bool:
        """Whether a person sees answers and what is wrong one under the other: both go to a terminal."""
        return self._out.isatty() and self._err.isatty()

    def say(self, text: str = "") -> None:
        """Print lines of an answer."""
        self._said = True
        self._write(self._out, text)

    def say_line(self, line: Line, colours: Mapping[str, Colour]) -> None:
        """Print a rendered line of an answer, coloured by its kind."""
        self.say(f"{line.before}{self.paint(line.text, colours.get(line.kind, ''))}{line.after}")

    def data(self, text: str) -> None:
        """Print data for another program, unchanged, without a line feed: UTF-8, whatever the terminal shows.

        Half a surrogate pair, which UTF-8 has no form for, is written as JSON escapes it.
        """
        self.raw(text.encode("utf-8", "backslashreplace"))

    def result(self, data: bytes, file: str | None, told: str = "") -> None:
        """Print a result, or write it to a file that appears only when it is complete, and say what is ``told`` then.

        Raises `OutputError` if it cannot be written.
        """
        from zzrules.batch.delivery import write_whole

        if file is None:
            self.raw(data)
            return
        write_whole(file, data)
        if told:
            self.say(told)

    def json(self, data: Any) -> None:
        """Print data as JSON."""
        self.data(json_text(data))

    def raw(self, data: bytes) -> None:
        """Print bytes for another program; where the output takes text alone, their text."""
        binary = getattr(self._out, "buffer", None)
        if binary is None:
            self._out.write(data.decode("utf-8", "backslashreplace"))
        else:
            if self._said:  # in the order in which it was printed; a flush for each line of data costs time
                self._out.flush()
                self._said = False
            binary.write(data)

    def complain(self, text: str) -> None:
        """Print what is wrong."""
        self._write(self._err, text)

    def paint(self, text: str, colour: Colour) -> str:
        """Return a text of an answer in a colour, if the standard output shows colours."""
        if not colour or not self._coloured[self._out]:
            return text
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m"

    def flush(self) -> None:
        """Write out what was printed."""
        self._out.flush()
        self._err.flush()

    def _write(self, stream: TextIO, text: str) -> None:
        parts = PAINT.split(text) if self._coloured[stream] else [text]
        clean = "".join(
            part if number % 2 else _CONTROL.sub(lambda match: match.group().encode("unicode_escape").decode(), part)
            for number, part in enumerate(parts)
        )
        stream.write(_encodable(clean, stream) + "\n")


def _coloured(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _encodable(text: str, stream: TextIO) -> str:
    """Return the text as far as the stream can write it."""
    encoding = stream.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode(encoding, "backslashreplace").decode(encoding)
    return text
