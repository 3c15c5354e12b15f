"""What takes longer than a keystroke, of the policies as they are saved: scenarios, advice, a rulebook to try cases."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from zzrules.editor.showing import Shown, command
from zzrules.editor.workspace import Desk, Study
from zzrules.policy.whereabouts import features_below, features_of

if TYPE_CHECKING:
    from zzrules.rulebook import Rulebook

_PAUSE = 1.0
"""How many seconds nothing more is to be saved before scenarios run."""
_LONGEST = 2**24
"""How many bytes are read of what was found, at most."""


class Background:
    """Runs the scenarios of folders in processes of their own, one for each folder, and keeps what they show."""

    def __init__(self, told: Callable[[Desk], None]) -> None:
        """Begin with nothing; ``told`` is called with a desk of which something new is known."""
        self._told = told
        self._running: dict[Path, asyncio.Task[None]] = {}
        self._shown: dict[Path, tuple[Mapping[str, bytes], Shown]] = {}
        self._books: dict[Path, tuple[Mapping[str, bytes], Rulebook]] = {}

    def shown(self, desk: Desk) -> Shown | None:
        """Return what the scenarios showed last of a folder; None before they ran."""
        found = self._shown.get(desk.root)
        return found[1] if found is not None else None

    def is_current(self, desk: Desk) -> bool:
        """Return whether what was shown is of the texts as they are."""
        found = self._shown.get(desk.root)
        return found is not None and found[0] == desk.last.texts

    def begin(self, desk: Desk) -> None:
        """Run the scenarios of a folder as it is on the disk; what runs of it still is given up."""
        if find_spec("pytest_bdd") is None:
            return
        self._give_up(desk.root)
        self._running[desk.root] = asyncio.ensure_future(self._run(desk))

    def end(self) -> None:
        """Give up all that runs."""
        for root in [*self._running]:
            self._give_up(root)

    def _give_up(self, root: Path) -> None:
        if (task := self._running.pop(root, None)) is not None:
            task.cancel()

    async def _run(self, desk: Desk) -> None:
        await asyncio.sleep(_PAUSE)
        study = desk.last
        if not study.is_sound or _saved(study) != study.texts:
            return
        process = await asyncio.create_subprocess_exec(
            *command(desk.layers, features_below(features_of(desk.root))),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LONGEST,
        )
        try:
            out, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
        if out.strip():
            self._shown[desk.root] = study.texts, Shown.of(json.loads(out.splitlines()[-1]))
            self._told(desk)

    def book(self, desk: Desk) -> Rulebook | None:
        """Return the rulebook of a folder as it is saved; None while it has mistakes."""
        from zzrules.base.errors import ZzrulesError
        from zzrules.loading import load

        found, saved = self._books.get(desk.root), _saved(desk.last)
        if found is not None and found[0] == saved:
            return found[1]
        try:
            book = load(desk.layers[0], over=desk.layers[1] if len(desk.layers) > 1 else None)
        except ZzrulesError:
            return found[1] if found is not None else None
        self._books[desk.root] = saved, book
        return book


def _saved(study: Study) -> Mapping[str, bytes]:
    """Return the files of a folder as they are on the disk, those that can be read."""
    found: dict[str, bytes] = {}
    for name, path in study.paths.items():
        with suppress(OSError):
            found[name] = path.read_bytes()
    return found
