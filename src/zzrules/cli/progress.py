"""A long run on a terminal: how far it is, and that it ends cleanly when it is told to."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int | None], None]


@contextmanager
def progress_bar(*, seen: bool) -> Iterator[Progress | None]:
    """Give who shows on the standard error how many rows are done, how fast, and how long it will take.

    Nobody, if that is not ``seen`` or the package rich is not installed.
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
            """Return the text behind the bar."""
            return Text(pace(task))

    bar = Bar(BarColumn(bar_width=30), TaskProgressColumn(), Pace(), console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=None)

    def told(done: int, total: int | None) -> None:
        bar.update(task, completed=done, total=max(done, total) if total is not None else None)

    with bar:
        yield told


def pace(task: object) -> str:
    """Return what a bar says behind itself.

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
    """Let a signal to end the process interrupt what runs, as Ctrl-C does, so that nothing half-written stays.

    While Polars runs, Python handles no signal, and Polars heeds SIGINT alone: a thread sends it that one. In another
    thread than the main one, signals are whoever's that is.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked = [one for name in ("SIGTERM", "SIGHUP") if (one := getattr(signal, name, None)) is not None]
    reading, writing = os.pipe()
    os.set_blocking(writing, False)

    def watch() -> None:
        while told := os.read(reading, 1):
            if told[0] in asked:
                os.kill(os.getpid(), signal.SIGINT)
            elif not told[0]:
                return

    earlier = {one: signal.signal(one, lambda *_: None) for one in asked}
    wakeup = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    watcher = threading.Thread(target=watch, name="zzrules-signals", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup)
        for one, handler in earlier.items():
            with contextlib.suppress(TypeError):
                signal.signal(one, handler)
        os.write(writing, b"\0")
        watcher.join()
        os.close(reading)
        os.close(writing)
