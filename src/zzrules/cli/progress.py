"""A long run on a terminal: its progress, a clean end when it is interrupted, and no words but ours."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_STDERR: Final = 2  # the descriptor, whatever Python holds of it
Progress = Callable[[int, int | None], None]


@contextmanager
def progress_bar(*, seen: bool) -> Iterator[Progress | None]:
    """Show a progress bar on the standard error, and give the function that moves it: rows done, rows in all.

    Gives None where the standard error is not ``seen`` by a person, or the package rich is not installed.
    """
    if not seen:
        yield None
        return
    try:
        from rich.console import Console
        from rich.progress import BarColumn, Progress as Bar, ProgressColumn, TaskProgressColumn
        from rich.text import Text
    except ImportError:
        yield None
        return

    class Pace(ProgressColumn):
        """Rows done, rows per second and the time left."""

        def render(self, task: object) -> Text:
            """Return the text after the bar."""
            return Text(pace(task))

    bar = Bar(BarColumn(bar_width=30), TaskProgressColumn(), Pace(), console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=None)

    def move(done: int, total: int | None) -> None:
        bar.update(task, completed=done, total=max(done, total) if total is not None else None)

    with bar:
        yield move


def pace(task: object) -> str:
    """Return the text after a bar.

    >>> from types import SimpleNamespace
    >>> pace(SimpleNamespace(completed=1_200_000, speed=240_000.0, time_remaining=75))
    '120.0 万行，每秒 24.0 万行，还要 1 分 15 秒'
    """
    done, speed, left = (getattr(task, name) for name in ("completed", "speed", "time_remaining"))
    parts = [f"{_rows(done)}行", *([f"每秒 {_rows(speed)}行"] if speed else [])]
    if left:
        minutes, seconds = divmod(round(left), 60)
        parts.append(f"还要 {minutes} 分 {seconds} 秒" if minutes else f"还要 {seconds} 秒")
    return "，".join(parts)


def _rows(number: float) -> str:
    return f"{number / 10_000:.1f} 万" if number >= 10_000 else f"{number:.0f} "  # noqa: PLR2004 - 万


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGTERM and SIGHUP interrupt what runs, as Ctrl-C does, so that nothing half-written stays.

    While Polars runs, Python handles no signal, and Polars heeds only SIGINT: a thread sends it. Outside the main
    thread this does nothing, because Python sets no signal handlers there; nor on Windows, which ends a process without
    a signal, and where `os.kill` does just that.
    """
    on_posix = hasattr(signal, "SIGHUP")
    if not on_posix or threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = [signal.SIGTERM, signal.SIGHUP]
    reading, writing = os.pipe()
    os.set_blocking(writing, False)

    def watch() -> None:
        while byte := os.read(reading, 1):
            if byte[0] in signals:
                os.kill(os.getpid(), signal.SIGINT)
            elif not byte[0]:
                return

    handlers = {number: signal.signal(number, lambda *_: None) for number in signals}
    wakeup = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    watcher = threading.Thread(target=watch, name="zzrules-signals", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup)
        for number, handler in handlers.items():
            with contextlib.suppress(TypeError):  # None: the handler was not set from Python
                signal.signal(number, handler)
        os.write(writing, b"\0")
        watcher.join()
        os.close(reading)
        os.close(writing)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep off the standard error of the process what is not written by Python.

    Polars' readers report a damaged file as an error, but its threads print a Rust backtrace for some, which means
    nothing to a clerk and may quote a record. That can be told apart only by who writes to the descriptor: Python goes
    on in a copy of it. Where Python's standard error is not that of the process, this does nothing.
    """
    ours = sys.__stderr__
    if ours is None or sys.stderr is not ours or ours.fileno() != _STDERR:
        yield
        return
    ours.flush()
    kept = os.dup(_STDERR)
    try:
        with (
            open(kept, "w", encoding=ours.encoding, errors=ours.errors, buffering=1, closefd=False) as copy,
            Path(os.devnull).open("wb") as nothing,
        ):
            os.dup2(nothing.fileno(), _STDERR)
            sys.stderr = copy
            try:
                yield
            finally:
                sys.stderr = ours
                copy.flush()
                os.dup2(kept, _STDERR)
    finally:
        os.close(kept)
