"""``zzrules new``: a folder of policies for another regulation, to go on from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zzrules.cli.begin import FORMS
from zzrules.cli.command import Command, required, required_argument, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.parser import Option
from zzrules.cli.terminal import Output


def _title(word: str) -> str:
    return word.strip().removeprefix("《").removesuffix("》").strip()


@dataclass(frozen=True, kw_only=True)
class New(Command):
    """Make a folder of policies for another regulation."""

    name = "new"
    summary = (
        "给另一部法规起一个政策文件夹：法规全文、词汇、一个示例政策和它的场景、给维护者看的说明。"
        "也照条文起草一个政策，添一个事实，写现成的场景。"
    )
    usage = (
        "文件夹 --name 名称 [--text 法规.txt]\n"
        "      zzrules new 政策 --依据 条款 [--policies 文件夹] [--name 名称]\n"
        "      zzrules new 事实 名字 [--类型 类型] [--依据 条款] [--policies 文件夹]\n"
        "      zzrules new 场景 --依据 条款 [--policies 文件夹] [-o 文件.feature]"
    )
    notes = (
        legend((ExitCode.DECIDED, "建好了"), (ExitCode.MISTAKE, "文本读不了"), (ExitCode.WRONG_USE, "命令行不对")),
        "法规的文本是纯文本，照公布的样子：章、条、款、项各起一行。读不准的，写明是第几行，请核对。",
        "已经有东西的文件夹不动，文件一概不盖掉。建好的文件夹，check 和 test 都能通过。",
        "政策、事实、场景：在已有的文件夹里添，各有自己的选项，见 zzrules new 政策 --help 等。",
    )

    folder: str = required_argument("文件夹", "新文件夹，原来没有的")
    title: str = required("--name", metavar="名称", description="法规的名称，如 某市政务服务规定", read=_title)
    text: str | None = text("--text", metavar="文件", description="法规的纯文本；不写，放一份示例条文")

    @classmethod
    def completed(cls) -> list[Option]:
        """Return the options that a shell completes, those of what is begun in a folder among them."""
        own, names = super().completed(), {"--name"}
        for form in FORMS.values():
            own += [option for option in form.completed() if option.names and names.isdisjoint(option.names)]
            names |= {name for option in own for name in option.names}
        return own

    @classmethod
    def parsed(cls, words: Sequence[str]) -> Command:  # type: ignore[override]  # another command is a form of this one
        """Return the command, or the one that begins something in a folder that there is."""
        form = FORMS.get(words[0]) if words else None
        options = {word.partition("=")[0] for word in words}
        in_a_folder = "--依据" in options or "--name" not in options
        return form.parsed(words[1:]) if form is not None and in_a_folder else super().parsed(words)

    def run(self, output: Output) -> ExitCode:
        """Write the files of the folder, and say what could not be read for certain."""
        from zzrules.base.diagnostics.folders import FOLDER_IN_USE
        from zzrules.base.errors import Place, PolicyError, UsageError
        from zzrules.policy.scaffold import folder_of
        from zzrules.policy.yamltree import Problems

        if not self.title:
            raise self.wrong("--name 后面要写法规的名称")
        folder, problems = Path(self.folder), Problems()
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(FOLDER_IN_USE(Place(self.folder)))
        raw = None if self.text is None else _read(self.text)
        files = folder_of(raw, self.title, folder.resolve().name, self.text or "", problems)
        if files is None:
            raise PolicyError(problems.in_order())
        _write(folder, files)
        output.say(f"建好了 {self.folder}：{'、'.join(files)}")
        doubts = problems.in_order()
        if doubts:
            output.say(f"文本里有 {len(doubts)} 处要核对：")
            for problem in doubts:
                output.say(f"  {problem}")
        output.say(f"接下来：zzrules check {self.folder}，zzrules test {self.folder}；说明见 {folder / 'README.md'}")
        return ExitCode.DECIDED


def _read(name: str) -> bytes:
    """Return the bytes of the text. Raises `PolicyError` (ZZ110) if it cannot be read."""
    from zzrules.base.diagnostics.text import NO_FILE, UNREADABLE_FILE
    from zzrules.base.errors import Place, PolicyError

    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise PolicyError(NO_FILE(Place(name))) from None
    except OSError:
        raise PolicyError(UNREADABLE_FILE(Place(name))) from None


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """Write a folder that appears only when it is complete. Raises `OutputError` (ZZ110)."""
    from zzrules.base.diagnostics.text import NOT_WRITABLE
    from zzrules.base.errors import OutputError, Place
    from zzrules.base.unfinished import unfinished_folder

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with unfinished_folder(folder.parent) as scratch:
            made = scratch / "made"
            made.mkdir()
            for name, content in files.items():
                (made / name).parent.mkdir(exist_ok=True)
                (made / name).write_text(content, encoding="utf-8", newline="\n")
            if folder.is_dir():
                folder.rmdir()  # empty, else this fails
            made.rename(folder)
    except OSError:
        raise OutputError(NOT_WRITABLE(Place(str(folder)))) from None
