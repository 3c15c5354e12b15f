"""``zzrules fmt``: the files of a folder in one layout, without a change of what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from zzrules.cli.command import Command, any_arguments, flag
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.mending import nearby, openable
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from zzrules.base.errors import Problem


@dataclass(frozen=True)
class _Formatted:
    """A file with its text, and the text as it should be laid out; or what is wrong with it."""

    path: Path
    text: str = ""
    should_be: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether the layout is another."""
        return self.text != self.should_be


@dataclass(frozen=True, kw_only=True)
class Format(Command):
    """Lay out the policies and features of a folder in one way."""

    name = "fmt"
    summary = "把政策、词汇、法规、日历和场景的文件排成一个样子：缩进、键的先后、表格对齐、引用的写法；意思一点不变。"
    usage = "[文件夹或者文件 …] [--check] [--diff]"
    notes = (
        legend(
            (ExitCode.DECIDED, "都排好了"),
            (ExitCode.DIFFERENT, "--check 或者 --diff：有没有排好的"),
            (ExitCode.MISTAKE, "有错的文件，没有动它"),
            (ExitCode.WRONG_USE, "命令行不对"),
        ),
        "注释留在原来的那一项上面、旁边或者下面。排过的再排一次，不会再变。",
    )

    paths: tuple[str, ...] = any_arguments(
        "文件", "文件夹（连同下一级的），或者 .yaml、.feature 文件；不写，是当前文件夹"
    )
    check: bool = flag("--check", description="不改文件，只列出没有排好的")
    diff: bool = flag("--diff", description="不改文件，打印会怎样改")

    def run(self, output: Output) -> ExitCode:
        """Write the files that are laid out in another way, or say which."""
        files = [
            *_policies(self._files(".yaml")),
            *_features(self._files(".feature")),
        ]
        problems = [problem for file in files for problem in file.problems]
        changed = [file for file in files if file.changes]
        for file in changed:
            if self.diff:
                output.data("".join(_difference(file)))
            elif self.check:
                output.say(f"{nearby(file.path)}：没有排好")
            else:
                problems += _write(file)
        for problem in problems:
            output.complain(str(problem))
        bad = sum(1 for file in files if file.problems)
        if not self.diff:
            output.say(self._summary(len(files), len(changed), bad))
        if problems:
            return ExitCode.MISTAKE
        return ExitCode.DIFFERENT if changed and (self.check or self.diff) else ExitCode.DECIDED

    def _summary(self, number: int, changed: int, bad: int) -> str:
        done = f"{changed} 个没有排好" if self.check else f"重排了 {changed} 个"
        return f"共 {number} 个文件，{done}{f'；有错的 {bad} 个没有动' if bad else ''}。"

    def _files(self, ending: str) -> list[Path]:
        """Return the files with an ending that were named, or lie in a folder that was."""
        from zzrules.base.diagnostics.text import NO_FOLDER
        from zzrules.base.errors import Place, PolicyError
        from zzrules.policy.whereabouts import listed

        found: dict[Path, None] = {}
        for name in self.paths or (".",):
            path = Path(name)
            if path.is_dir():
                listing = listed(path, ending)
                if listing.problems:
                    raise PolicyError(openable(problem, [path]) for problem in listing.problems)
                found |= {file: None for _, file in listing.files}
            elif not path.is_file():
                raise PolicyError(NO_FOLDER(Place(name)))
            elif path.suffix == ending:
                found[path] = None
        return list(found)


def _policies(files: Sequence[Path]) -> Iterator[_Formatted]:
    """Yield the files of policies among others, each folder read once: that of the regulation, or the file's own."""
    from zzrules.policy.folder import may_be_policy_file
    from zzrules.policy.whereabouts import nearest

    folders: dict[tuple[Path, bool], list[Path]] = {}
    for file in files:
        if may_be_policy_file(file):
            folder = nearest(file)
            folders.setdefault((folder or file.resolve().parent, folder is not None), []).append(file)
    for (folder, whole), own in folders.items():
        yield from _of_folder(folder, own, whole=whole)


def _of_folder(root: Path, files: Sequence[Path], *, whole: bool) -> Iterator[_Formatted]:
    """Yield the files of one folder as its readers understand them; one that is not whole is laid over the shipped."""
    from zzrules.base.errors import PolicyError
    from zzrules.loading import bound_of, shipped_policies
    from zzrules.policy.formatting import formatted
    from zzrules.policy.shapes import Shapes

    shapes = Shapes()
    wrong: dict[str, list[Problem]] = {}
    try:
        bound_of([root] if whole else [shipped_policies(), root], shapes)
    except PolicyError as error:
        for problem in error.problems:
            wrong.setdefault(problem.place.source, []).append(openable(problem, [root]))
    for file in files:
        name = file.resolve().relative_to(root).as_posix()
        if name in wrong:
            yield _Formatted(file, problems=tuple(wrong[name]))
        else:
            text = file.read_bytes().decode("utf-8")
            yield _Formatted(file, text, formatted(text, name, shapes))


def _features(files: Sequence[Path]) -> Iterator[_Formatted]:
    if not files:
        return
    from zzrules.base.diagnostics.use import NO_GHERKIN
    from zzrules.base.packages import need

    need(NO_GHERKIN, "gherkin", "pytest_bdd")
    from zzrules.bdd.features import problems_of
    from zzrules.bdd.formatting import formatted_feature

    for file in files:
        if problems := problems_of(file, nearby(file), all_steps_known=False):
            yield _Formatted(file, problems=problems)
        else:
            text = file.read_bytes().decode("utf-8")
            yield _Formatted(file, text, formatted_feature(text))


def _write(file: _Formatted) -> list[Problem]:
    from zzrules.base.diagnostics.text import YAML_FILE_UNWRITABLE
    from zzrules.base.errors import Place
    from zzrules.policy.editing import replace_file

    try:
        replace_file(file.path, file.should_be)
    except OSError:
        return [YAML_FILE_UNWRITABLE(Place(nearby(file.path)))]
    return []


def _difference(file: _Formatted) -> Iterator[str]:
    name = nearby(file.path)
    before, after = (text.splitlines(keepends=True) for text in (file.text, file.should_be))
    for line in unified_diff(before, after, name, name):
        yield line if line.endswith("\n") else f"{line}\n"
