"""A data set's answers on the standard output, once all of them are there, and what is wrong on the standard error."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zzrules.batch.formats import Form
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from zzrules.batch.summary import Summary

_PIECE: Final = 2**20
_STDOUT: Final = "标准输出"
_STDERR: Final = "标准错误输出"


def piped(judge: Callable[[str], Summary], form: Form, bad: str | None, output: Output) -> Summary:
    """Have a data set judged into a file of a form, and print it; return the summary, which says so.

    ``judge`` takes the name of the file. The bad rows are listed in the file ``bad``, else on the standard error.
    """
    from zzrules.batch.refused import SUFFIX

    with tempfile.TemporaryDirectory(prefix="zzrules-", ignore_cleanup_errors=True) as folder:
        result = Path(folder, f"{_STDOUT}.{form}")
        summary = replace(judge(str(result)), output=_STDOUT)
        with result.open("rb") as stream:
            while piece := stream.read(_PIECE):
                output.raw(piece)
        if not summary.bad or bad is not None:
            return summary
        with Path(f"{result}{SUFFIX}").open(encoding="utf-8-sig", newline="") as stream:
            _head, *rows = csv.reader(stream)
        for file, row, column, code, reason, hint in rows:
            place = ":".join(part for part in (file, row) if part)
            said = reason if reason.startswith(f"「{column}") else f"「{column}」{reason}"
            output.complain(f"{place}: {code} {said}" + (f"。应改为：{hint}" if hint else ""))
    return replace(summary, bad_file=_STDERR)
