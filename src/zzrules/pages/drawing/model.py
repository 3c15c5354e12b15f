"""What a picture is made of: boxes with text, lines between them, labels beside the lines; all in pixels.

Widths of text are estimated, and never too narrow: whatever is not surely half as wide takes a whole em.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from zzrules.base.frozen import frozen
from zzrules.policy.phrasing.sentence import Mention

EM: Final = 14
"""The size of the letters."""
LINE: Final = 21
"""From one line of text to the next."""
PADDING: Final = 10
"""Between the edge of a box and its text."""
MARGIN: Final = 16
"""Around a picture."""
_NARROW: Final = 0.62

Role = Literal["start", "condition", "outcome", "exit", "state", "met", "breached", "step", "aside", "place"]
"""What a box stands for, by which it is drawn."""
Stroke = Literal["then", "else", "refers", "applies"]
"""What a line stands for, by which it is drawn."""


@frozen
class Rectangle:
    """A place in a picture: its left upper corner, its width and its height."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends on the right."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.top + self.height

    @property
    def middle(self) -> float:
        """Half-way from left to right."""
        return self.left + self.width / 2

    @property
    def centre(self) -> float:
        """Half-way from top to bottom."""
        return self.top + self.height / 2

    def overlaps(self, other: Rectangle) -> bool:
        """Return whether two rectangles share more than an edge."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)

    def within(self, other: Rectangle) -> bool:
        """Return whether it lies within another one."""
        wide = other.left <= self.left and self.right <= other.right
        return wide and other.top <= self.top and self.bottom <= other.bottom


@frozen
class Box:
    """Some lines of text in a frame, and what they are about."""

    at: Rectangle
    lines: tuple[str, ...]
    role: Role
    means: Mention | None = None

    @property
    def texts(self) -> Iterator[tuple[float, float, str]]:
        """The lines, each with where it begins and where its letters stand."""
        return _stacked(self.at.left + PADDING, self.at.top + PADDING, self.lines)


@frozen
class Label:
    """Some lines of text beside a line of the picture."""

    left: float
    top: float
    lines: tuple[str, ...]

    @property
    def at(self) -> Rectangle:
        """The place that the text takes."""
        return Rectangle(self.left, self.top, widest(self.lines), len(self.lines) * LINE)

    @property
    def texts(self) -> Iterator[tuple[float, float, str]]:
        """The lines, each with where it begins and where its letters stand."""
        return _stacked(self.left, self.top, self.lines)


@frozen
class Link:
    """A line through points, with an arrow at its end."""

    points: tuple[tuple[float, float], ...]
    stroke: Stroke = "then"


@frozen
class Drawing:
    """A picture: its name (ASCII, for its anchors), its title, what it shows in words, and what it is made of."""

    name: str
    title: str
    described: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    labels: tuple[Label, ...]

    def text_places(self) -> Iterator[Rectangle]:
        """Yield the place that each line of text takes, as wide as it is estimated to be."""
        parts: tuple[Box | Label, ...] = (*self.boxes, *self.labels)
        for part in parts:
            for left, baseline, line in part.texts:
                yield Rectangle(left, baseline - EM, width_of(line), LINE - 1)


def _stacked(left: float, top: float, lines: Iterable[str]) -> Iterator[tuple[float, float, str]]:
    for number, line in enumerate(lines):
        yield left, top + EM + number * LINE, line


def box(left: float, top: float, width: float, text: str, role: Role, means: Mention | None = None) -> Box:
    """Return a box so wide, as high as its text needs; a line of the text stays a line, if it is not too long."""
    lines = wrapped(text, width - 2 * PADDING)
    return Box(Rectangle(left, top, width, len(lines) * LINE + 2 * PADDING - (LINE - EM)), lines, role, means)


def moved(one: Box, left: float, top: float) -> Box:
    """Return a box in another place."""
    return Box(Rectangle(left, top, one.at.width, one.at.height), one.lines, one.role, one.means)


# ── text ────────────────────────────────────────────────────────────────

_WORDS: Final = re.compile(r"[0-9A-Za-z.:%-]+|.", re.DOTALL)
_NOT_FIRST: Final = frozenset("，。、；：？！）」』》〉〕”’…—")
_NOT_LAST: Final = frozenset("（「『《〈〔“‘")


def width_of(text: str) -> float:
    """Return how wide a text is, at most.

    >>> width_of("第八条"), width_of("")
    (42.0, 0)
    """
    return EM * sum(map(_ems, text))


def _ems(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(letter) in "WFA" else _NARROW


def widest(lines: Iterable[str]) -> float:
    """Return how wide the widest of some lines is."""
    return max(map(width_of, lines), default=0)


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """Return a text in lines no wider than that: words of letters and numbers stay whole, if they fit a line.

    No line begins with a mark that closes, or ends with one that opens.

    >>> wrapped("自收到之日起，2个工作日。", 6 * EM)
    ('自收到之日', '起，2个工作', '日。')
    """
    return tuple(line for part in text.split("\n") for line in _broken(part, width))


def _broken(text: str, width: float) -> Iterator[str]:
    line = ""
    for piece in _pieces(text, width):
        if line and width_of(line + piece) > width:
            yield line
            line = ""
        line += piece
    yield line


def _pieces(text: str, width: float) -> Iterator[str]:
    """Yield what may not be broken: words, and marks with what they belong to; only what is too wide is broken."""
    piece = ""
    for word in _WORDS.findall(text):
        if piece and (word in _NOT_FIRST or piece[-1] in _NOT_LAST):
            piece += word
        else:
            yield from _parts(piece, width)
            piece = word
    yield from _parts(piece, width)


def _parts(piece: str, width: float) -> Iterator[str]:
    while width_of(piece) > width and len(piece) > 1:
        taken = next((end for end in range(len(piece) - 1, 1, -1) if width_of(piece[:end]) <= width), 1)
        yield piece[:taken]
        piece = piece[taken:]
    if piece:
        yield piece


def extent(boxes: Iterable[Box], labels: Iterable[Label], links: Iterable[Link]) -> tuple[float, float]:
    """Return how wide and how high a picture of these has to be."""
    places = [*(part.at for part in boxes), *(part.at for part in labels)]
    points = [point for link in links for point in link.points]
    right = max([place.right for place in places] + [x for x, _ in points], default=0)
    bottom = max([place.bottom for place in places] + [y for _, y in points], default=0)
    return right + MARGIN, bottom + MARGIN
