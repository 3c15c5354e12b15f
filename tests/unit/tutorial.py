"""docs/第一次改政策.md: what it tells to do is done, in a copy of a folder, and what the screen shows is written down.

A fence ``yaml 添到 FILE`` (or ``gherkin``) is put at the end of a file, ``yaml 改 FILE`` in place of the line with its
key. A fence ``console`` holds commands and what they print; a line 「…」 stands for lines that are left out. A picture
``图/NAME.svg`` above such a fence is that screen. ``python -m tests.unit.tutorial`` writes page and pictures anew.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from zzrules.base.widths import width
from zzrules.cli import main

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "第一次改政策.md"
FOLDER: Final = ROOT / "examples" / "cities" / "hotline"
_PART: Final = re.compile(
    r"(?:^!\[[^\]\n]*\]\((?P<picture>图/[^)]+\.svg)\)\n\n(?:<details>.*\n\n)?)?"
    r"^```(?P<kind>console|yaml|gherkin)(?: (?P<how>添到|改) (?P<file>\S+))?\n(?P<text>(?:.*\n)*?)```$",
    re.MULTILINE,
)
_CELL, _LINE, _SIZE, _EDGE, _BAR = 8, 20, 15, 16, 28
"""Of a picture: the width of half a Chinese character, the distance of lines, the size of type, the edge, the frame."""
_LONGEST: Final = 112
_RUN: Final = re.compile(" +|[!-~]+|[^ -~]+")


def written_anew() -> tuple[str, dict[str, str]]:
    """Return the page with what is printed now, and its pictures by name."""
    page, pictures, done = PAGE.read_text(encoding="utf-8"), dict[str, str](), 0
    parts = []
    with tempfile.TemporaryDirectory() as desk, contextlib.chdir(desk):
        _begin()
        for found in _PART.finditer(page):
            parts.append(page[done : found.start("text")])
            done = found.end("text")
            text = found["text"]
            if found["how"]:
                _edit(Path(found["file"]), text, at_the_end=found["how"] == "添到")
            elif found["kind"] == "console":
                text = "".join(_screen(text))
                if found["picture"]:
                    pictures[found["picture"]] = picture(text)
            parts.append(text)
    return "".join([*parts, page[done:]]), pictures


def _begin() -> None:
    """Put the folder of the page into a repository, as somebody finds it."""
    shutil.copytree(FOLDER, "政策")
    for words in (
        "init -q -b main",
        "config user.name 张三",
        "config user.email zhangsan@example.invalid",
        "config core.quotepath false",
        "add -A",
        "commit -q -m 现行的政策",
    ):
        subprocess.run(["git", *words.split()], check=True, capture_output=True)  # noqa: S607 - whichever git there is


def _edit(path: Path, text: str, *, at_the_end: bool) -> None:
    was = path.read_text(encoding="utf-8")
    if at_the_end:
        path.write_text(f"{was.rstrip()}\n\n{text}", encoding="utf-8")
        return
    line = text.rstrip("\n")
    key = line.partition(":")[0]
    [before] = [one for one in was.splitlines() if one.partition(":")[0] == key]
    path.write_text(was.replace(before, line), encoding="utf-8")


def _screen(text: str) -> Iterator[str]:
    """Yield the lines of a fence with what its commands print now; of what is left out, as many lines as before."""
    for block in filter(None, re.split(r"^(?=\$ )", text, flags=re.MULTILINE)):
        command, _, shown = block.partition("\n")
        printed = _printed(command.removeprefix("$ ")).splitlines(keepends=True)
        lines = shown.splitlines()
        if "…" in lines:
            at = lines.index("…")
            after = len(lines) - at - 1
            printed = [*printed[:at], "…\n", *(printed[-after:] if after else [])]
        yield f"{command}\n"
        yield from printed


def _printed(command: str) -> str:
    words = shlex.split(command)
    if words[0] == "git":
        done = subprocess.run(words, check=True, capture_output=True, text=True, encoding="utf-8")
        return done.stdout
    assert words[0] == "zzrules"
    screen = io.StringIO()
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        main(words[1:])
    return screen.getvalue().replace(os.sep, "/")


# ── pictures ────────────────────────────────────────────────────────────


def picture(text: str) -> str:
    """Return a screen as a picture (SVG): its text can be selected, each character stands in its columns."""
    lines = [part for line in text.splitlines() for part in _folded(line)]
    wide = _LONGEST * _CELL + 2 * _EDGE
    high = len(lines) * _LINE + 2 * _EDGE + _BAR
    rows = []
    for number, line in enumerate(lines):
        down = _BAR + _EDGE + number * _LINE + _SIZE
        bold = ' font-weight="bold"' if line.startswith("$ ") else ""
        rows.append(f'<text y="{down}"{bold} xml:space="preserve">{"".join(_runs(line))}</text>')
    dots = "".join(f'<circle cx="{20 + 18 * number}" cy="14" r="5" fill="#9aa4b2"/>' for number in range(3))
    body = "\n".join(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">\n'
        f'<rect width="{wide}" height="{high}" rx="8" fill="#1f2530"/>\n{dots}\n'
        f'<g font-family="Sarasa Mono SC, Noto Sans Mono CJK SC, Consolas, Menlo, Microsoft YaHei, monospace"'
        f' font-size="{_SIZE}" fill="#e6e9ef">\n{body}\n</g>\n</svg>\n'
    )


def _folded(line: str) -> Iterator[str]:
    """Yield a line as a screen breaks it."""
    part = ""
    for character in line:
        if width(part + character) > _LONGEST:
            yield part
            part = ""
        part += character
    yield part


def _runs(line: str) -> Iterator[str]:
    """Yield the words of a line, each in its columns, whatever the type."""
    column = 0
    for run in _RUN.findall(line):
        size = width(run)
        at = f'x="{_EDGE + column * _CELL}"'
        long = f' textLength="{size * _CELL}"' if run.strip() else ""
        yield f"<tspan {at}{long}>{escape(run)}</tspan>"
        column += size


if __name__ == "__main__":
    text, pictures = written_anew()
    PAGE.write_text(text, encoding="utf-8")
    for name, drawn in pictures.items():
        (PAGE.parent / name).write_text(drawn, encoding="utf-8")
