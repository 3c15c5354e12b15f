"""``zzrules coverage``: which of the policies the scenarios show, and what is left."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zzrules.cli import options
from zzrules.cli.command import Command, argument, flag, optional, several
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from zzrules.bdd.running import Outcome
    from zzrules.rulebook import Rulebook


def _percent(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        number = -1
    if not 0 <= number <= 100:  # noqa: PLR2004 - percent
        raise ArgumentTypeError(f"「{word}」不是百分数，写 0 到 100，如 95")
    return number


@dataclass(frozen=True, kw_only=True)
class Coverage(Command):
    """Run the features, and say what of the policies they do not show."""

    name = "coverage"
    summary = (
        "场景显出了政策的多少：各个情形、结论、义务的状态成立、不成立、待查明，左右不左右结论，界限的两边，各说口径。"
        "没有显出的，给出可以放进场景文件的场景，或者证明到不了。"
    )
    usage = (
        "[政策文件夹] [场景] [--about 条款 …] [--floor 百分数] [--seconds 秒数]\n"
        "      [--unreachable] [--format text|json]"
    )
    notes = (
        legend(
            (ExitCode.DECIDED, "量好了"),
            (ExitCode.UNCOVERED, "低于 --floor"),
            (ExitCode.FAILED, "有没有通过的场景"),
            (ExitCode.MISTAKE, "场景文件或者政策有错"),
            (ExitCode.WRONG_USE, "命令行不对"),
        ),
        "没有通过的场景什么也不算显出；用别的政策的场景（采用「文件夹」中的政策）也不算。",
        "百分数是显出的点占到得了的点的份额；证明到不了的不算在内。怎样算显出，见 docs/场景覆盖.md。",
    )

    folder: str | None = argument("政策文件夹", "政策的文件夹；不写，是随程序发布的")
    features: str | None = argument("场景", "场景的文件夹或者文件；不写，是政策文件夹里的，没有的，是旁边的 features")
    about: tuple[str, ...] | None = several("--about", metavar="条款", description="只量这些政策", read=options.place)
    floor: float | None = optional(
        "--floor", metavar="百分数", description="低于它的，退出码是 7，如 95", read=_percent, default=None
    )
    seconds: float = options.seconds("每一点")
    unreachable: bool = flag("--unreachable", description="也列出证明到不了的")
    format: options.Plain = options.plain()

    def run(self, output: Output) -> ExitCode:
        """Print how much the features show."""
        from zzrules.base.diagnostics.use import NO_PYTEST_BDD
        from zzrules.base.packages import need
        from zzrules.loading import load

        need(NO_PYTEST_BDD, "pytest_bdd")
        from zzrules.bdd.features import problems_of
        from zzrules.cli.features import features_in
        from zzrules.policy.whereabouts import shown

        book = load(self.folder)
        codes = None if self.about is None else [*book.scope(self.about)]
        files = features_in(self._place())
        problems = [problem for file in files for problem in problems_of(file, shown(file))]
        for problem in problems:
            output.complain(str(problem))
        if problems:
            return ExitCode.MISTAKE
        return self._measure(book, files, codes, output)

    def _place(self) -> Path:
        if self.features is not None:
            return Path(self.features)
        from zzrules.loading import shipped_policies
        from zzrules.policy.whereabouts import features_of

        return features_of(Path(self.folder or shipped_policies()))

    def _measure(self, book: Rulebook, files: Sequence[Path], codes: Sequence[str] | None, output: Output) -> ExitCode:
        from zzrules.bdd.running import run
        from zzrules.cli.features import failure

        showing, failed = book.showing(), 0

        def note(outcome: Outcome) -> None:
            nonlocal failed
            if not outcome.passed:
                failed += 1
                for line in failure(outcome):
                    output.complain(line)
                return
            for one in outcome.shown:
                showing.note(one.determination, one.policies, one.readings)

        for problem in run(files, lambda _: book, note):
            output.complain(str(problem))
        coverage = showing.coverage(self.seconds, codes)
        if self.format == "json":
            output.json(coverage.to_dict())
        else:
            for line in coverage.lines(unreachable=self.unreachable):
                output.say(line)
        if failed:
            return ExitCode.FAILED
        percent = coverage.share().percent
        return ExitCode.UNCOVERED if self.floor is not None and percent < self.floor else ExitCode.DECIDED
