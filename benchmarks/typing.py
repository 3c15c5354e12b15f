"""What it takes to write policies with the language server: ``python -m benchmarks.typing``.

Seeded sessions over real pipes: a part of a shipped policy is typed anew, letter by letter, with slips that are mended.
After each keystroke it is waited for what is told of the text as it is then; in between, completions and hovers are
asked. At points drawn from the seed, and at the end, what is told has to be what `zzrules.check` finds in the same
files, at the same places. Two halves are as good as the whole: ``--sessions 10 --keep FILE``, then
``--sessions 10 --seed 11 --keep FILE``. Times are wall times; beside them the time that the server was computing, which
says more on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.editor.session import Session
from tests.editor.typist import passage, strokes

import zzrules
from zzrules.base.errors import Problem
from zzrules.editor.positions import Text
from zzrules.loading import shipped_policies

_POLICY = re.compile("^政策:", re.MULTILINE)


@dataclass
class Measured:
    """Times in milliseconds, and the memory of the server in MiB."""

    told: list[float] = field(default_factory=list)
    computing: list[float] = field(default_factory=list)
    completed: list[float] = field(default_factory=list)
    hovered: list[float] = field(default_factory=list)
    memory: list[tuple[int, float]] = field(default_factory=list)
    compared: int = 0
    sessions: int = 0


class TypingError(AssertionError):
    """What was told is not what a check finds."""


def run(root: Path, sessions: int, letters: int, seed: int, measured: Measured) -> None:
    """Type in a folder of policies; raise `TypingError` where what is told differs from a check."""
    editor = Session(root.parent, options={"scenarios": False})
    try:
        for number in range(sessions):
            _session(editor, root, letters, random.Random(seed + number), measured)  # noqa: S311 - typed anew
            measured.sessions += 1
        code = editor.end()
    finally:
        editor.quit()
    if code or editor.logged:
        raise TypingError(f"the server ended with {code}: {editor.logged}")


def _session(editor: Session, root: Path, letters: int, drawn: random.Random, measured: Measured) -> None:
    path = drawn.choice([path for path in sorted(root.glob("*.yaml")) if _POLICY.search(path.read_text("utf-8"))])
    original = path.read_text(encoding="utf-8")
    editor.open(path)
    of = passage(original, letters, drawn)
    try:
        for stroke in strokes(of, drawn):
            before = cpu(editor.process.pid)
            measured.told.append(_timed(lambda: editor.type(path, stroke.text)))  # noqa: B023 - called at once
            measured.computing.append((cpu(editor.process.pid) - before) * 1000)
            line = stroke.text.count("\n", 0, stroke.at)
            start = stroke.text.rfind("\n", 0, stroke.at) + 1
            place = line, len(stroke.text[start : stroke.at].encode("utf-16-le")) // 2
            if drawn.random() < 0.2:
                measured.completed.append(_timed(lambda: editor.at(path, "textDocument/completion", place)))  # noqa: B023
                measured.hovered.append(_timed(lambda: editor.at(path, "textDocument/hover", place)))  # noqa: B023
            if drawn.random() < 0.02:
                _compare(editor, root, path, stroke.text, measured)
            if len(measured.told) % 100 == 0:
                measured.memory.append((len(measured.told), memory(editor.process.pid)))
        _compare(editor, root, path, original, measured)
    finally:
        editor.close(path)


def hold_on(folder: Path, edits: int) -> None:
    """Change a policy so many times, and print the memory; it is waited for every tenth change only."""
    shutil.copytree(shipped_policies(), folder / "policies")
    editor = Session(folder, options={"scenarios": False})
    path = folder / "policies" / "article-08-rotation.yaml"
    text = path.read_text(encoding="utf-8")
    editor.open(path)
    try:
        for number in range(edits):
            at = number * 7 % len(text)
            editor.change(path, text[:at] + "改"[: number % 2] + text[at + number % 3 :])
            if number % 10 == 0:
                editor.problems(path)
            if number % (edits // 10) == 0:
                print(f"{number} edits: {memory(editor.process.pid):.0f} MiB", flush=True)
        editor.problems(path)
        print(f"{edits} edits: {memory(editor.process.pid):.0f} MiB", flush=True)
    finally:
        editor.quit()


def _compare(editor: Session, root: Path, path: Path, text: str, measured: Measured) -> None:
    """Hold what is told against what a check finds when the text is saved."""
    original = path.read_bytes()
    path.write_bytes(text.encode("utf-8"))
    try:
        found = {_told(one, root) for one in zzrules.check(root) if one.place.source}
    finally:
        path.write_bytes(original)
    told = {
        (uri, one["code"], one["range"]["start"]["line"], one["range"]["start"]["character"])
        for uri, (_, problems) in editor.told.items()
        for one in problems
    }
    if found != told:
        raise TypingError(f"told only: {sorted(told - found)}; found only: {sorted(found - told)}\n{text}")
    measured.compared += 1


def _told(problem: Problem, root: Path) -> tuple[str, str, int, int]:
    """Return what an editor is told of a problem: its file, its code, the line and the UTF-16 unit."""
    path = root / problem.place.source
    text = Text(path.read_bytes().decode("utf-8-sig", "replace"))
    return path.as_uri(), problem.code, *text.position(text.offset_of(problem.place))


def _timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1000


def cpu(pid: int) -> float:
    """Return how many seconds a process has been computing."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def memory(pid: int) -> float:
    """Return how many MiB of memory a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def at(values: list[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def main(words: Sequence[str] | None = None) -> int:
    """Type, and print what it took; return 1 if what was told was not what a check finds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--letters", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1, help="of the first session; each one more has the next")
    parser.add_argument("--keep", type=Path, help="keep what was measured in this file, with what it has already")
    parser.add_argument("--edits", type=int, default=0, help="only change a policy so often, and look at the memory")
    given = parser.parse_args(words)
    with TemporaryDirectory() as folder:
        if given.edits:
            hold_on(Path(folder).resolve(), given.edits)
            return 0
        root = Path(folder).resolve() / "policies"
        shutil.copytree(shipped_policies(), root)
        measured = Measured(**json.loads(given.keep.read_text())) if given.keep and given.keep.exists() else Measured()
        wrong = 0
        try:
            run(root, given.sessions, given.letters, given.seed, measured)
        except TypingError as error:
            print(error, file=sys.stderr)
            wrong = 1
        finally:
            _print(measured)
            if given.keep:
                given.keep.write_text(json.dumps(asdict(measured)))
    return wrong


def _print(measured: Measured) -> None:
    print(
        f"{measured.sessions} sessions, {len(measured.told)} keystrokes, {measured.compared} comparisons with a check"
    )
    for name, values in (
        ("told, wall", measured.told),
        ("told, computing", measured.computing),
        ("completion, wall", measured.completed),
        ("hover, wall", measured.hovered),
    ):
        if values:
            print(
                f"{name:18}  median {at(values, 0.5):6.1f}   p95 {at(values, 0.95):6.1f}   most {max(values):6.1f} ms"
            )
    if measured.memory:
        shown = measured.memory[:: max(len(measured.memory) // 8, 1)]
        print("memory  " + "  ".join(f"{edits}: {held:.0f} MiB" for edits, held in shown))


if __name__ == "__main__":
    sys.exit(main())
