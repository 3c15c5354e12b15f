"""What ``zzrules new`` begins in a folder that there is: a policy from its article, a fact, scenarios."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from zzrules.cli import options
from zzrules.cli.command import Command, required, required_argument, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from zzrules.analysis.coverage.showing import ScenarioCoverage
    from zzrules.base.errors import Problem
    from zzrules.base.regulations import Regulations
    from zzrules.policy.folder import Folder
    from zzrules.policy.scaffold.articles import Standing
    from zzrules.policy.scaffold.stated import Stated

_EXITS = legend(
    (ExitCode.DECIDED, "写好了"),
    (ExitCode.MISTAKE, "政策文件夹有错，用不了"),
    (ExitCode.WRONG_USE, "命令行不对，或者已经有了"),
    (ExitCode.NO_OUTPUT, "写不进文件夹"),
)


def _policies() -> str | None:
    description = "写进哪个政策文件夹；不写，是当前文件夹。没有法规文件的，当作叠在随程序发布的政策上面"
    return text("--policies", metavar="文件夹", description=description)


@dataclass(frozen=True)
class _Root:
    """The folder that is written to, what is read with it, and what they say together."""

    path: Path
    sources: tuple[Path, ...]
    read: Folder
    law: Regulations

    @classmethod
    def of(cls, command: Command, folder: str | None) -> _Root:
        """Return the folder that a command names. Raises `PolicyError` if no regulation can be read."""
        from zzrules.base.diagnostics.text import NO_FOLDER
        from zzrules.base.errors import Place, PolicyError
        from zzrules.loading import read_sources, shipped_policies
        from zzrules.policy.whereabouts import regulations_below
        from zzrules.policy.yamltree import Problems

        path, shipped = Path(folder or "."), shipped_policies()
        if not path.is_dir():
            raise PolicyError(NO_FOLDER(Place(str(path))))
        whole = bool(regulations_below(path))
        if not whole and folder is None:
            raise command.wrong("当前文件夹里没有法规文件，用 --policies 写明政策文件夹")
        sources = (path,) if whole else (shipped, path)
        problems = Problems()
        read = read_sources(sources, problems, inherits=whole)
        if read.regulations is None:
            raise PolicyError(problems.in_order())
        return cls(path, sources, read, read.regulations)

    def problems(self, files: Sequence[str]) -> tuple[Problem, ...]:
        """Return what is wrong with some files, by their names in the folder, as they can be opened."""
        from zzrules.base.errors import PolicyError
        from zzrules.cli.mending import openable
        from zzrules.loading import bound_of

        try:
            bound_of(self.sources)
        except PolicyError as error:
            found = [problem for problem in error.problems if problem.place.source in files]
            return tuple(openable(problem, [self.path]) for problem in found)
        return ()

    def features(self) -> Path:
        """Return where features lie: in the folder, or else beside it."""
        from zzrules.policy.whereabouts import features_of

        found = features_of(self.path)
        return found if found != self.path and found.is_dir() else self.path / "features"


@dataclass(frozen=True, kw_only=True)
class NewPolicy(Command):
    """Begin the policy of an article."""

    name = "new 政策"
    summary = (
        "照一条（款、项）的条文起草政策：条文照录在注释里，各项写成情形，要由人填写的写「待补」；词汇、场景各一份。"
    )
    usage = "--依据 条款 [--policies 文件夹] [--name 名称]"
    notes = (
        _EXITS,
        "文件一概不盖掉；那一条已经有政策的，写明是哪一份，什么也不写。写「待补」的，check 逐处列出。",
        "条文修正过的，照最近的文字起草，「施行」是改成这样的那一天；已经废止的，照废止以前的文字，写「有效期至」。",
    )

    place: str = required(
        "--依据", metavar="条款", description="哪一条、哪一款：第…条、第…条第…款、8.2 都可以", read=options.place
    )
    policies: str | None = _policies()
    title: str | None = text("--name", metavar="名称", description="政策的名称；不写，是条款")

    def run(self, output: Output) -> ExitCode:
        """Write the policy, its vocabulary and its feature, and name what is to be filled in."""
        from zzrules.policy.scaffold.articles import skeleton_of, standing
        from zzrules.policy.scaffold.stated import stated_in, words_in

        root = _Root.of(self, self.policies)
        at = standing(root.law, self.place)
        known = stated_in(root.read, root.law)
        _refuse_stated(root, at, known)
        name = self.title or str(at.place)
        code = _code(at, {one.code for one in known})
        skeleton = skeleton_of(at, root.law, words_in(root.read), name, code)
        stem = _stem(at)
        folder = _usual_folder(known)
        policy, words = str(folder / f"{stem}.yaml"), f"vocabulary/{stem}.yaml"
        files = {
            root.path / policy: skeleton.policy,
            root.path / words: skeleton.vocabulary,
            root.features() / f"{stem}.feature": skeleton.feature,
        }
        _write({path: content for path, content in files.items() if content})
        for line in _told(at, [path for path, content in files.items() if content]):
            output.say(line)
        left = root.problems((policy, words))
        output.say(f"要由人填写的 {len(left)} 处：")
        for problem in left:
            output.say(f"  {problem}")
        output.say(f"填好以后：zzrules check {root.path}，zzrules new 场景 --依据 {at.place} --policies {root.path}")
        return ExitCode.DECIDED


def _refuse_stated(root: _Root, at: Standing, known: tuple[Stated, ...]) -> None:
    """Raise `UsageError` (ZZ864) if policies state the place already; it names those parts that none states."""
    from zzrules.base.diagnostics.folders import STATED_ALREADY
    from zzrules.base.errors import UsageError
    from zzrules.base.frozen import replaced
    from zzrules.cli.mending import openable
    from zzrules.policy.scaffold.stated import overlapping

    found = [*overlapping(known, at)]
    if not found:
        return
    count = len(at.text.articles[at.place.article])
    parts = [replaced(at.place, paragraph=number) for number in range(1, count + 1)] if count > 1 else []
    free = [part for part in parts if not any(one.citation.covers(part) for one in found if one.citation)]
    partly = {part for part in parts for one in found if one.citation and part.covers(one.citation)}
    free = [part for part in free if part not in partly] if at.place.paragraph is None else []
    hint = (
        f"还没有政策的，分开写：{'、'.join(f'--依据 {part}' for part in free)}"
        if free
        else "改那一份；从某一天起另写一份的，先给它写「有效期至」"
    )
    told = [STATED_ALREADY(one.place, place=one.citation, policy=one.name, hint=hint) for one in found]
    raise UsageError(openable(problem, root.sources) for problem in told)


def _code(at: Standing, taken: set[str]) -> str:
    """Return a code for a policy, of numbers alone, that none has."""
    place = at.place
    numbers = (place.article, place.paragraph, place.item)
    code = "_".join(["other_article" if place.of else "article", *(str(one) for one in numbers if one is not None)])
    dated = f"{code}_since_{at.first:%Y%m%d}" if at.first else f"{code}_again"
    return next(one for one in (code, dated, *(f"{dated}_{number}" for number in range(2, 999))) if one not in taken)


def _stem(at: Standing) -> str:
    name = str(at.place).translate({ord(mark): None for mark in "《》"})
    return f"{name}-{at.first}起" if at.first else name


def _usual_folder(known: Sequence[Stated]) -> PurePosixPath:
    """Return the folder below the policies' own in which most policy files lie."""
    folders = Counter(PurePosixPath(one.place.source).parent for one in known)
    return folders.most_common(1)[0][0] if folders else PurePosixPath()


def _told(at: Standing, files: Sequence[Path]) -> Iterator[str]:
    from zzrules.cli.mending import nearby

    yield f"起草了 {at.place}：{'、'.join(nearby(path) for path in files)}"
    if at.last is not None:
        now = at.regulation.carried(at.place, at.regulation.newest)
        became = "废止了" if now is None else f"改了，现在是{now}"
        yield f"{at.place}{became}：照 {at.last} 为止的文字起草，写了「有效期至」。"
    if at.first is not None:
        yield f"{at.place}自 {at.first} 起才是这样的文字，写了「施行」；以前的文字另写一份。"
    for one in at.text.unassessed:
        if (one.citation.covers(at.place) or at.place.covers(one.citation)) and not one.words:
            yield f"{one.citation}列在法规文件的「不评价」里（{one.reason}）：写了政策，就从那里删去。"


def _write(files: Mapping[Path, str]) -> None:
    """Write new files. Raises `UsageError` (ZZ863) if there is one already, and then writes none."""
    from zzrules.base.diagnostics.folders import FILE_IN_USE
    from zzrules.base.errors import Place, UsageError
    from zzrules.batch.delivery import not_written, write_whole
    from zzrules.cli.mending import nearby

    there = [FILE_IN_USE(Place(nearby(path))) for path in files if path.exists()]
    if there:
        raise UsageError(there)
    for path, content in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_written(path, error.errno) from None
        write_whole(path, content.encode())


@dataclass(frozen=True, kw_only=True)
class NewFact(Command):
    """Add a fact to a vocabulary."""

    name = "new 事实"
    summary = "给词汇添一个事实：没有写明的写「待补」，check 逐处列出。"
    usage = "名字 [--类型 类型] [--代码 代码] [--问 问话] [--依据 条款] [--policies 文件夹]"
    notes = (
        _EXITS,
        "写进文件夹里唯一的词汇文件；写了 --依据 的，写进那一条自己的词汇文件，没有就新建。只添一行，别的不动。",
    )

    label: str = required_argument("名字", "事实的中文名，政策、案卷、场景都用它")
    kind: str | None = text("--类型", metavar="类型", description="是否、选项、日期、认定等；不写，待补")
    code: str | None = text("--代码", metavar="代码", description="小写字母起头，如 report_date；不写，待补")
    question: str | None = text("--问", metavar="问话", description="缺这个事实时拿来问人的话；不写，待补")
    place: str | None = text("--依据", metavar="条款", description="写进哪一条自己的词汇文件")
    policies: str | None = _policies()

    def run(self, output: Output) -> ExitCode:
        """Write the line, and name what is to be filled in."""
        from zzrules.base.diagnostics.folders import CODE_KNOWN, FACT_KNOWN, FACTS_NOT_IN_LINES
        from zzrules.base.errors import PolicyError, UsageError
        from zzrules.cli.mending import nearby, openable
        from zzrules.policy.forms import CODE
        from zzrules.policy.scaffold.facts import fact_line, new_vocabulary, with_fact
        from zzrules.policy.scaffold.stated import words_in
        from zzrules.policy.vocabulary import Kind

        if self.kind is not None and self.kind not in {kind.value for kind in Kind}:
            raise self.wrong(f"--类型 没有「{self.kind}」，只能是 {'、'.join(kind.value for kind in Kind)}")
        if self.code is not None and not CODE.fullmatch(self.code):
            raise self.wrong(f"--代码「{self.code}」写得不对：小写字母起头，小写字母、数字、下划线")
        root = _Root.of(self, self.policies)
        words = words_in(root.read)
        if self.label in words.labels:
            raise UsageError(openable(FACT_KNOWN(words.labels[self.label], fact=self.label), root.sources))
        if self.code is not None and self.code in words.codes:
            fact = words.codes[self.code]
            raise UsageError(openable(CODE_KNOWN(words.labels[fact], code=self.code, fact=fact), root.sources))
        entry = fact_line(self.label, self.code, self.kind, self.question)
        name, title = self._file(root)
        path = root.path / name
        if path.exists():
            edited = with_fact(path.read_bytes().decode(), entry)
            if edited is None:
                from zzrules.base.errors import Place

                raise PolicyError(FACTS_NOT_IN_LINES(Place(nearby(path)), entry=entry))
            _replace(path, edited)
        else:
            _write({path: new_vocabulary(title, entry)})
        output.say(f"添进 {nearby(path)}：{entry}")
        left = [problem for problem in root.problems((name,)) if f"「{self.label}」" in problem.message]
        if left:
            output.say(f"要由人填写的 {len(left)} 处：")
        for problem in left:
            output.say(f"  {problem}")
        return ExitCode.DECIDED

    def _file(self, root: _Root) -> tuple[str, str]:
        """Return the vocabulary file to write to, by its name in the folder, and the title that a new one has."""
        from zzrules.base.diagnostics.folders import NO_VOCABULARY, SEVERAL_VOCABULARIES
        from zzrules.base.errors import Place, UsageError
        from zzrules.policy.scaffold.articles import standing
        from zzrules.policy.scaffold.stated import vocabularies_in

        if self.place is not None:
            at = standing(root.law, options.place(self.place))
            return f"vocabulary/{_stem(at)}.yaml", f"{at.place}案卷"
        files = [name for name in vocabularies_in(root.read) if (root.path / name).is_file()]
        if len(files) == 1:
            return files[0], ""
        if not files:
            raise UsageError(NO_VOCABULARY(Place(str(root.path))))
        raise UsageError(SEVERAL_VOCABULARIES(Place(str(root.path)), files="、".join(files)))


def _replace(path: Path, content: str) -> None:
    from zzrules.batch.delivery import not_written
    from zzrules.policy.editing import replace_file

    try:
        replace_file(path, content)
    except OSError as error:
        raise not_written(path, error.errno) from None


@dataclass(frozen=True, kw_only=True)
class NewScenarios(Command):
    """Write scenarios that show a policy or a ground."""

    name = "new 场景"
    summary = (
        "给一个政策写现成的场景：每种结论、义务的每种状态各一个最小的案卷；给一种情形写成立、不成立、待查明的。"
        "到不了的，说证明到不了。"
    )
    usage = "--依据 条款 [--policies 文件夹] [-o 文件.feature] [--seconds 秒数]"
    notes = (
        _EXITS,
        "案卷是找出来的，由两个引擎评价过：结论是不是条文的意思，由人看；不是的，错的是政策。不写 -o 的，写在屏幕上。",
    )

    place: str = required("--依据", metavar="条款", description="条款，或者政策、情形的名字", read=options.place)
    policies: str | None = text("--policies", metavar="文件夹", description="哪个政策文件夹；不写，是随程序发布的")
    output: str | None = options.result_file("写成一个新的场景文件；不写，写在屏幕上")
    seconds: float = options.seconds("每一个场景")

    def run(self, output: Output) -> ExitCode:
        """Print the scenarios, or write them to a new file."""
        from zzrules.cli.mending import nearby
        from zzrules.loading import load

        book = load(self.policies)
        found = book.scenarios(self.place, seconds=self.seconds)
        lines = [*_feature(found, book.plan.policy(book.find(self.place)[0]).name)]
        if self.output is None:
            for line in lines:
                output.say(line)
            return ExitCode.DECIDED
        path = Path(self.output)
        _write({path: "".join(f"{line}\n" for line in lines)})
        shown = sum(hole.found == "shown" for hole in found.holes)
        output.say(f"写好了 {nearby(path)}：{shown} 个场景。想一想各个结论是不是条文的意思，再各起一个名字。")
        return ExitCode.DECIDED


def _feature(found: ScenarioCoverage, name: str) -> Iterator[str]:
    yield "# language: zh-CN"
    yield f"功能: {name}"
    for hole in found.holes:
        yield ""
        if lines := found.scenario(hole):
            yield from lines
        elif hole.found == "unreachable":
            yield f"  # {hole.point}：已证明，没有一份案卷能到"
        else:
            yield f"  # {hole.point}：没有找到这样的案卷，也没有证明到不了（试了 {hole.tried} 份）"


FORMS: Mapping[str, type[Command]] = {one.name.removeprefix("new "): one for one in (NewPolicy, NewFact, NewScenarios)}
"""What can be begun in a folder that there is, by its word."""
