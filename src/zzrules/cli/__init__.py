"""The command line: ``zzrules evaluate``, ``explain``, ``casefile``, ``due``, ``check`` and others, in Chinese.

What heavy modules a command needs is imported when the command runs.
"""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from zzrules.base.errors import OutputError, UsageError, ZzrulesError
from zzrules.cli.arguments import CommandLineError, HelpAskedError, parsed
from zzrules.cli.terminal import Output

MISTAKE, WRONG_USE, OUR_FAULT, NO_OUTPUT, INTERRUPTED, BROKEN_PIPE = 1, 2, 70, 74, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; ``argv`` are the words behind the program's name.

    0: everything asked about is decided, or nothing is wrong; 1: mistakes in records or policies; 2: wrong use of the
    command line; 3: something asked about is undetermined; 70: a fault of the program; 74: the answers cannot be
    written; 130: interrupted; 141: whoever read the answers went away. Nothing is raised.

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
        return BROKEN_PIPE
    except OSError:
        _forget_output()
        output.complain("写不出结果：检查磁盘空间")
        return NO_OUTPUT
    return code


def _guarded(argv: Sequence[str], output: Output) -> int:
    try:
        return _run(argv, output)
    except HelpAskedError as asked:
        output.say(str(asked))
        return 0
    except CommandLineError as error:
        output.complain(f"{error.usage}\n错误：{error}（看帮助：{error.program} --help）")
        return WRONG_USE
    except UsageError as error:
        _complain(error, output)
        return WRONG_USE
    except OutputError as error:
        _complain(error, output)
        return NO_OUTPUT
    except ZzrulesError as error:
        _complain(error, output)
        return MISTAKE
    except KeyboardInterrupt:
        output.complain("已中断")
        return INTERRUPTED
    except OSError:  # files are read and written under guard: this is the output
        raise
    except Exception as error:  # noqa: BLE001 - a traceback would tell a clerk nothing, and may quote a record
        output.complain(f"程序出错了（{_where(error)}）。这是 zzrules 的缺陷，请把这一行报告给维护者。")
        return OUR_FAULT


def _run(argv: Sequence[str], output: Output) -> int:
    if list(argv) == ["--version"]:
        from zzrules import __version__

        output.say(f"zzrules {__version__}")
        return 0
    return _commanded(parsed(argv), output)


def _commanded(arguments: Namespace, output: Output) -> int:
    from zzrules.cli import checking, facts, following, judging

    match arguments.command:
        case "evaluate":
            return judging.evaluate(arguments, output)
        case "explain":
            return judging.explain(arguments, output)
        case "why":
            return judging.why(arguments, output)
        case "casefile":
            return following.casefile(arguments, output)
        case "due":
            return following.due(arguments, output)
        case "doctor":
            return checking.doctor(arguments, output)
        case "check":
            return checking.check(arguments, output)
        case _:
            return facts.facts(arguments, output)


def _complain(error: ZzrulesError, output: Output) -> None:
    for problem in error.problems:
        output.complain(str(problem))


def _where(error: Exception) -> str:
    """Return the kind of a fault and where it happened: no message, which might quote a record."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"


def _forget_output() -> None:
    """Let what was not written go: whoever read it has left."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
