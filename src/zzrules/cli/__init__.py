"""The command line, in Chinese: ``zzrules evaluate``, ``explain``, ``casefile``, ``due``, ``check`` and others.

A command is a class with its options (`command`), named in one table (`commands`). Heavy modules are imported when a
command runs.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from zzrules.base.errors import BundleError, IncomparableError, OutputError, UsageError, ZzrulesError
from zzrules.cli.exits import ExitCode
from zzrules.cli.parser import HelpAskedError, WrongUseError
from zzrules.cli.terminal import Output


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code, an `ExitCode`; ``argv`` are the words after the program's name.

    Nothing is raised.

    >>> main(["--version"])
    zzrules 0.1.0
    0
    """
    output = Output.standard()
    try:
        code = _guarded(sys.argv[1:] if argv is None else argv, output)
        output.flush()
    except BrokenPipeError:
        _forget_output()
        code = ExitCode.BROKEN_PIPE
    except OSError:
        _forget_output()
        output.complain("写不出结果：检查磁盘空间")
        code = ExitCode.NO_OUTPUT
    return int(code)


def _guarded(argv: Sequence[str], output: Output) -> ExitCode:
    try:
        return _run(argv, output)
    except HelpAskedError as asked:
        output.say(str(asked))
        return ExitCode.DECIDED
    except WrongUseError as error:
        output.complain(f"{error.usage}\n错误：{error}（看帮助：{error.program} --help）")
        return ExitCode.WRONG_USE
    except ZzrulesError as error:
        for problem in error.problems:
            output.complain(str(problem))
        if isinstance(error, UsageError):
            return ExitCode.INCOMPARABLE if isinstance(error, IncomparableError) else ExitCode.WRONG_USE
        if isinstance(error, BundleError):
            return ExitCode.REFUSED
        return ExitCode.NO_OUTPUT if isinstance(error, OutputError) else ExitCode.MISTAKE
    except KeyboardInterrupt:
        output.complain("已中断")
        return ExitCode.INTERRUPTED
    except OSError as error:
        if error.filename is None:  # this is the output
            raise
        return _unreadable(error.filename, output)
    except Exception as error:  # noqa: BLE001 - a traceback would mean nothing to a clerk, and may quote a record
        output.complain(f"程序出错了（{_where(error)}）。这是 zzrules 的缺陷，请把这一行报告给维护者。")
        return ExitCode.OUR_FAULT


def _run(argv: Sequence[str], output: Output) -> ExitCode:
    if list(argv) == ["--version"]:
        from zzrules import __version__

        output.say(f"zzrules {__version__}")
        return ExitCode.DECIDED
    from zzrules.cli.commands import parsed

    return parsed(argv).run(output)


def _unreadable(path: str | bytes | int, output: Output) -> ExitCode:
    """Say that the system takes a name that was given for no file that can be read: it is too long, for example."""
    from zzrules.base.diagnostics.text import UNREADABLE_FILE
    from zzrules.base.errors import Place
    from zzrules.base.listing import shown_path

    output.complain(str(UNREADABLE_FILE(Place(shown_path(os.fsdecode(path) if not isinstance(path, int) else "")))))
    return ExitCode.MISTAKE


def _where(error: Exception) -> str:
    """Return the kind of a fault and where it happened, without its message, which might quote a record."""
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"


def _forget_output() -> None:
    """Let what was not written go: its reader has left."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
