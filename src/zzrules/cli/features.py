"""``zzrules test``: whether the policies of a folder do what its features say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zzrules.base.errors import Problem
from zzrules.cli import options
from zzrules.cli.command import Command, argument, flag
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from zzrules.bdd.running import Outcome
    from zzrules.rulebook import Rulebook


@dataclass(frozen=True, kw_only=True)
class RunFeatures(Command):
    """Run the features of a folder."""

    name = "test"
    summary = "运行场景（.feature），不必写程序：没有通过的，说出哪个场景、第几行、应当怎样、实际怎样。"
    usage = "[文件夹] [--policies 文件夹] [--over 文件夹] [--format text|json] | --steps"
    notes = (
        legend(
            (ExitCode.DECIDED, "全部通过"),
            (ExitCode.FAILED, "有没有通过的"),
            (ExitCode.MISTAKE, "场景文件或者政策有错"),
            (ExitCode.WRONG_USE, "命令行不对"),
        ),
        "场景用的政策，是从场景文件往上找，最近的一个放着法规文件的文件夹；没有的，用随程序发布的。",
        "文件夹里的 Python 不运行；有自己的步骤的，用 pytest -p zzrules.bdd。",
    )

    folder: str | None = argument("文件夹", "场景的文件夹（连同下一级的），或者一个场景文件；不写，是当前文件夹")
    steps: bool = flag("--steps", description="不运行，列出场景里可以写的全部步骤")
    policies: str | None = options.policies()
    over: str | None = options.over()
    format: options.Plain = options.plain()

    def run(self, output: Output) -> ExitCode:
        """Print what came of each feature, and where a scenario failed."""
        from zzrules.base.diagnostics.use import NO_PYTEST_BDD
        from zzrules.base.packages import need

        need(NO_PYTEST_BDD, "pytest_bdd")
        if self.steps:
            self.refuse_idle("写了 --steps", "folder", "policies", "over", "format")
            from zzrules.bdd.manual import page

            output.data(page())
            return ExitCode.DECIDED
        from zzrules.bdd.features import problems_of
        from zzrules.bdd.running import run
        from zzrules.policy.whereabouts import shown

        files = features_in(Path(self.folder or "."))
        problems = [(file, problem) for file in files for problem in problems_of(file, shown(file))]
        for _, problem in problems:
            output.complain(str(problem))
        bad = {file for file, _ in problems}
        good = [file for file in files if file not in bad]
        books, mistakes = self._books(good)
        for problem in mistakes:
            output.complain(str(problem))
        told = [problem for _, problem in problems] + mistakes
        report = _Report(output, said=self.format == "text")
        if good and not mistakes:
            report.policies({file: folder for file, (folder, _) in books.items()})
            uncollected = run(good, lambda file: books[file][1], report.note)
            told += uncollected
            for problem in uncollected:
                output.complain(str(problem))
        report.finish(len(bad), mistaken=bool(mistakes))
        if self.format == "json":
            output.json(report.plain(told))
        return ExitCode.MISTAKE if told else ExitCode.FAILED if report.failed else ExitCode.DECIDED

    def _books(self, files: Sequence[Path]) -> tuple[dict[Path, tuple[str, Rulebook]], list[Problem]]:
        """Return for each feature the rulebook by which it is judged, with its name; and what is wrong with them."""
        from zzrules.base.errors import PolicyError
        from zzrules.cli.mending import openable
        from zzrules.loading import load, shipped_policies

        loaded: dict[str | None, Rulebook] = {}
        mistakes: dict[Problem, None] = {}
        books: dict[Path, tuple[str, Rulebook]] = {}
        for file in files:
            folder = self._policies_of(file)
            try:
                book = loaded[folder] = loaded[folder] if folder in loaded else load(folder, over=self.over)
            except PolicyError as error:
                folders = [Path(folder or shipped_policies()), *([Path(self.over)] if self.over else [])]
                mistakes |= dict.fromkeys(openable(problem, folders) for problem in error.problems)
            else:
                name = folder or "随程序发布的"
                books[file] = (f"{name}，叠上 {self.over}" if self.over else name), book
        return books, list(mistakes)

    def _policies_of(self, file: Path) -> str | None:
        """Return the folder of the policies that a feature is about; None for the shipped ones."""
        from zzrules.policy.whereabouts import nearest, regulations_below, shown

        if self.policies is not None or self.over is not None:
            return self.policies
        folder = Path(self.folder or ".")
        found = nearest(file)
        if found is None and folder.is_dir() and len(regulations_below(folder)) == 1:
            found = folder
        return None if found is None else shown(found)


def features_in(place: Path) -> list[Path]:
    """Return the feature files of a folder and of those below it that are not hidden, or the one file."""
    from zzrules.base.diagnostics.folders import NO_FEATURES
    from zzrules.base.diagnostics.text import NO_FOLDER
    from zzrules.base.errors import Place, PolicyError, UsageError
    from zzrules.cli.mending import openable
    from zzrules.policy.whereabouts import FEATURE, listed

    if place.is_file():
        return [place.resolve()]
    if not place.is_dir():
        raise PolicyError(NO_FOLDER(Place(str(place))))
    listing = listed(place, FEATURE)
    if listing.problems:
        raise PolicyError(openable(problem, [place]) for problem in listing.problems)
    found = [path.resolve() for _, path in listing.files]
    if not found:
        raise UsageError(NO_FEATURES(Place(str(place))))
    return found


@dataclass
class _Report:
    """What is said of the outcomes, file by file."""

    output: Output
    said: bool
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether a scenario failed."""
        return not all(outcome.passed for outcome in self.outcomes)

    def policies(self, folders: dict[Path, str]) -> None:
        """Say by which policies the features are judged."""
        counts = Counter(folders.values())
        for folder, count in counts.items():
            self._say(f"政策：{folder}" + (f"（{count} 个场景文件）" if len(counts) > 1 else ""))

    def note(self, outcome: Outcome) -> None:
        """Take an outcome: say where a scenario failed, and sum up the file before it."""
        if self.outcomes and self.outcomes[-1].file != outcome.file:
            self._sum_up(self.outcomes[-1].file)
        self.outcomes.append(outcome)
        if not outcome.passed:
            for line in failure(outcome):
                self._say(line)

    def finish(self, bad: int, *, mistaken: bool) -> None:
        """Sum up the last file, and all of them."""
        if self.outcomes:
            self._sum_up(self.outcomes[-1].file)
            self._say(f"共 {_counted(self.outcomes)}。")
        if bad:
            self.output.complain(f"有错的 {bad} 个场景文件没有运行。")
        if mistaken:
            self.output.complain("政策有错，场景没有运行。")

    def plain(self, problems: Sequence[Problem]) -> dict[str, Any]:
        """Return all of it as plain data for JSON."""
        from zzrules.cli.records import plain
        from zzrules.policy.whereabouts import shown

        return {
            "problems": [{"source": problem.place.source} | plain(problem, problem.place) for problem in problems],
            "scenarios": [
                {
                    "source": shown(outcome.file),
                    "line": outcome.line,
                    "scenario": outcome.scenario,
                    "example": dict(outcome.row) or None,
                    "passed": outcome.passed,
                    "step": outcome.step or None,
                    "step_line": outcome.step_line or None,
                    "message": outcome.why or None,
                }
                for outcome in self.outcomes
            ],
        }

    def _sum_up(self, file: Path) -> None:
        from zzrules.policy.whereabouts import shown

        self._say(f"{shown(file)}：{_counted([outcome for outcome in self.outcomes if outcome.file == file])}")

    def _say(self, text: str) -> None:
        if self.said:
            self.output.say(text)


def failure(outcome: Outcome) -> Iterator[str]:
    """Yield where a scenario failed, at which step, and what is so instead."""
    from zzrules.policy.whereabouts import shown

    yield f"{shown(outcome.file)}:{outcome.step_line or outcome.line}: 场景「{outcome.scenario}」没有通过"
    if outcome.step:
        yield f"  步骤：{outcome.step}"
    if outcome.row:
        yield "  例子：" + "，".join(f"{name}＝{value}" for name, value in outcome.row)
    yield from (f"  {line}" for line in outcome.why.splitlines())


def _counted(outcomes: Sequence[Outcome]) -> str:
    """Return how many scenarios there are, how often they ran, and how many failed."""
    scenarios = len({(outcome.file, outcome.line) for outcome in outcomes})
    failed = len({(outcome.file, outcome.line) for outcome in outcomes if not outcome.passed})
    runs = f"（连例子各行运行 {len(outcomes)} 次）" if len(outcomes) > scenarios else ""
    return f"{scenarios} 个场景{runs}，" + (f"{failed} 个没有通过" if failed else "全部通过")
