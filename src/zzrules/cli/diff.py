"""``zzrules diff``: what a change of policies does, before it is law."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zzrules.base.errors import PolicyError, UsageError
from zzrules.cli import options
from zzrules.cli.command import Command, arguments, several, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.progress import undisturbed
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from zzrules.batch.turns import CaseChanges
    from zzrules.rulebook import Rulebook

_TWO = 2


@dataclass(frozen=True, kw_only=True)
class Diff(Command):
    """Compare two folders of policies: what was written, and what it means for cases."""

    name = "diff"
    summary = (
        "两个政策文件夹有什么不同：先列写法上的改动，再逐项政策说结论：证明处处相同的，写明；不同的，"
        "给出最小的案卷，写成可以放进场景文件的场景。"
    )
    usage = (
        "旧文件夹 新文件夹 [--about 条款 …] [--seconds 秒数] [--format text|markdown|json]\n"
        "      [--records 文件 … --on 评价日 [-o 文件]]\n"
        "      --at 版本 文件夹 [其余同上]"
    )
    notes = (
        legend(
            (ExitCode.DECIDED, "结论处处相同，已证明"),
            (ExitCode.UNDETERMINED, "有未穷尽的"),
            (ExitCode.DIFFERENT, "结论有不同"),
            (ExitCode.MISTAKE, "政策有错，或者有不能复算的案卷"),
            (ExitCode.WRONG_USE, "命令行不对"),
            (ExitCode.REFUSED, "规则包改动过"),
            (ExitCode.INCOMPARABLE, "两边不是同一部法规的"),
        ),
        "--at 用 git 里某个版本（提交、分支、标签）的同一文件夹作旧的；不改动工作区。",
        "--records 另外数一数所给案卷里，多少份的结论不变、改变、由待查明变为确定、由确定变为待查明、不能复算。",
        "结论改变的案卷，写明因哪一处改动：在旧政策上只作这一处，案卷就是现在的结论。",
        "人作出的认定照案卷所载，不重新认定。",
        "找到的案卷都用参照引擎再评价过一遍。没有放假安排的年份，按只休周末推算，并写明。",
    )

    folders: tuple[str, ...] = arguments("文件夹", "旧的和新的政策文件夹；写了 --at 的，只写新的")
    at: str | None = text("--at", metavar="版本", description="旧的取自 git 的这个版本，如 main、HEAD~1")
    about: tuple[str, ...] | None = several("--about", metavar="条款", description="只比较这些政策")
    seconds: float = options.seconds("每项政策、每段期间")
    records: tuple[str, ...] | None = options.data_set()
    on: date | str | None = options.day_of_data_set()
    map: str | None = text("--map", metavar="对照", description="按这份对照读台账（--records）；见 zzrules map")
    output: str | None = options.result_file("结论有不同的案卷写到这个文件（csv、xlsx、parquet、arrow、jsonl）")
    format: options.Page = options.page()

    def run(self, output: Output) -> ExitCode:
        """Print how two folders differ."""
        expected = 1 if self.at is not None else _TWO
        if len(self.folders) != expected:
            raise self.wrong("写一个文件夹" if self.at is not None else "写旧的、新的两个文件夹")
        if (self.records is None) is not (self.on is None):
            raise self.wrong("--records 和 --on 一起写")
        if self.output is not None and self.records is None:
            raise self.wrong("-o 写的是 --records 里结论有不同的案卷，和 --records 一起写")
        if self.map is not None and self.records is None:
            raise self.wrong("--map 是读 --records 的对照，和 --records 一起写")
        with ExitStack() as stack:
            older, at = Path(self.folders[0]), ""
            if self.at is not None:
                import tempfile

                scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="zzrules-"))
                older, at = checked_out(older, self.at, Path(scratch)), f"{self.at} 的 "
            books = [
                _loaded(folder, f"{side}的政策（{said}）", output)
                for side, folder, said in (
                    ("旧", older, f"{at}{self.folders[0]}"),
                    ("新", Path(self.folders[-1]), self.folders[-1]),
                )
            ]
            return self._compare(books[0], books[1], output)

    def _compare(self, older: Rulebook, newer: Rulebook, output: Output) -> ExitCode:
        found = newer.difference(older, self.about, seconds=self.seconds)
        differing = [one.code for one in found.policies if one.found != "same" and one.before and one.after]
        counted: CaseChanges | None = None
        if self.records is not None and self.on is not None and differing:
            with undisturbed():
                counted = newer.changes(older, self.records, self.on, differing, output=self.output, mapping=self.map)
        if self.format == "json":
            output.json(found.to_dict() | {"records": counted.to_dict() if counted is not None else None})
        else:
            for line in found.lines(markdown=self.format == "markdown"):
                output.say(line)
            self._say_records(counted, output)
        if counted is not None and counted.unread:
            return ExitCode.MISTAKE
        match found.found:
            case "same":
                return ExitCode.DECIDED
            case "open":
                return ExitCode.UNDETERMINED
            case "otherwise":
                return ExitCode.DIFFERENT

    def _say_records(self, counted: CaseChanges | None, output: Output) -> None:
        if self.records is None:
            return
        output.say()
        output.say("## 所给案卷的变化" if self.format == "markdown" else "所给案卷的变化")
        output.say()
        for line in counted.lines() if counted is not None else ():
            output.say(line)
        if counted is None:
            unwritten = f"，没有写 {self.output}" if self.output is not None else ""
            output.say(f"没有数案卷{unwritten}：两个文件夹都有的政策，结论处处相同。")


def _loaded(folder: Path, side: str, output: Output) -> Rulebook:
    """Return the rulebook of a folder or a bundle; what is wrong with it follows a line that says which side it is."""
    from zzrules.loading import load

    try:
        return load(folder)
    except PolicyError:
        output.complain(f"{side}有错，没有比较：")
        raise


def checked_out(folder: Path, revision: str, scratch: Path) -> Path:
    """Return a folder as a revision of its git repository has it, copied. Raises `UsageError` (ZZ690)."""
    import io
    import subprocess
    import zipfile

    from zzrules.base.diagnostics.use import NO_REVISION

    try:
        command = ["git", "-C", str(folder), "archive", "--format=zip", "--end-of-options", revision]
        packed = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - git, on a folder
    except (OSError, subprocess.CalledProcessError):
        raise UsageError(NO_REVISION(revision=revision, folder=str(folder))) from None
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(scratch)
    return scratch
