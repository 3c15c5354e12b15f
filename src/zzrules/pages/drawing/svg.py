"""Pictures as SVG: text that can be selected, links that the keyboard reaches, classes and no style."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Final

from zzrules.base.quoting import seen
from zzrules.pages.drawing.model import Box, Drawing, Label, Link
from zzrules.policy.phrasing.sentence import Mention

Address = Callable[[Mention], str | None]
"""Gives the address of what is mentioned; None where it has none."""
_ARROW: Final = 7


def svg(drawing: Drawing, link: Address, key: str = "") -> str:
    """Return a picture as an ``svg`` element.

    ``key`` (ASCII) tells its anchors from those of other pictures on a page; without one, that is the name of the
    picture. It is an image (``role="img"``) if none of its boxes is a link; else its links are what readers of screens
    go through, so that it is a group with the same title and description.
    """
    addresses = [link(box.means) if box.means is not None else None for box in drawing.boxes]
    name = key or drawing.name
    role = "group" if any(addresses) else "img"
    size = f'width="{_number(drawing.width)}" height="{_number(drawing.height)}"'
    view = f'viewBox="0 0 {_number(drawing.width)} {_number(drawing.height)}"'
    described = f'aria-labelledby="{name}-title" aria-describedby="{name}-desc"'
    lines = [
        f'<svg class="drawing" xmlns="http://www.w3.org/2000/svg" role="{role}" {described} {size} {view}>',
        f'<title id="{name}-title">{_text(drawing.title)}</title>',
        f'<desc id="{name}-desc">{_text(drawing.described)}</desc>',
        *(part for one in drawing.links for part in _link(one)),
        *(_box(one, address) for one, address in zip(drawing.boxes, addresses, strict=True)),
        *(_lines(one) for one in drawing.labels),
        "</svg>",
    ]
    return "\n".join(lines)


def boxed(drawing: Drawing, link: Address, key: str = "") -> str:
    """Return a picture in a figure with its title, in a box of its own that scrolls and takes the focus."""
    title = _text(drawing.title)
    return (
        f'<figure class="picture">\n<figcaption>{title}</figcaption>\n'
        f'<div class="picture-box" role="region" tabindex="0" aria-label="{title}">\n{svg(drawing, link, key)}\n'
        "</div>\n</figure>"
    )


def _box(box: Box, address: str | None) -> str:
    at = box.at
    frame = (
        f'<rect x="{_number(at.left)}" y="{_number(at.top)}" width="{_number(at.width)}" '
        f'height="{_number(at.height)}" rx="{2 if box.role != "state" else 12}"/>'
    )
    inner = f"{frame}{_lines(box)}"
    if address is not None:
        inner = f'<a href="{escape(address)}">{inner}</a>'
    return f'<g class="box {box.role}">{inner}</g>'


def _lines(part: Box | Label) -> str:
    """Return the lines of a text; to a reader they are one."""
    placed = "".join(
        f'<tspan x="{_number(left)}" y="{_number(baseline)}">{_text(line)}</tspan>'
        for left, baseline, line in part.texts
    )
    return f"<text>{placed}</text>"


def _link(link: Link) -> Iterator[str]:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in link.points)
    yield f'<polyline class="line {link.stroke}" points="{points}"/>'
    (before_x, before_y), (x, y) = link.points[-2:]
    across, down = _sign(x - before_x), _sign(y - before_y)
    side = _ARROW / 2
    wings = [
        (x - _ARROW * across + side * down, y - _ARROW * down + side * across),
        (x - _ARROW * across - side * down, y - _ARROW * down - side * across),
    ]
    tip = " ".join(f"{_number(one)},{_number(other)}" for one, other in [(x, y), *wings])
    yield f'<polygon class="arrow {link.stroke}" points="{tip}"/>'


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _number(number: float) -> str:
    """Return a number in as few letters as a tenth of a pixel takes."""
    return f"{number:.1f}".removesuffix(".0")


def _text(text: str) -> str:
    return escape(seen(text), quote=True)
