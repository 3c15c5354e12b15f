"""``zzrules papers``: the templates of papers, to begin one's own with, and to check them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zzrules.cli import options
from zzrules.cli.command import Command, argument, flag
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from zzrules.papers.template import Schema


@dataclass(frozen=True, kw_only=True)
class PaperTemplates(Command):
    """Write out the templates, check a folder of them, or list the fields."""

    name = "papers"
    summary = "文书的模板：抄出一套来改，检查改好的一套，列出能用的字段。"
    usage = "[文件夹] [--check] [--policies 文件夹]"
    notes = (
        "不写文件夹，列出能用的字段；写了，把随程序的一套（文书.yaml 和模板）抄到这个新的文件夹。",
        "写了 --check，检查那里的一套：文书.yaml 里的政策、结论、义务、后果，模板里的字段。",
        legend(
            (ExitCode.DECIDED, "列出了，抄好了，或者没有错"),
            (ExitCode.MISTAKE, "文书.yaml 或者模板有错"),
            (ExitCode.WRONG_USE, "命令行不对"),
        ),
    )

    folder: str | None = argument("文件夹", "放文书.yaml 和模板的文件夹")
    check: bool = flag("--check", description="检查这个文件夹里的一套，不写什么")
    policies: str | None = options.policies()
    over: str | None = options.over()

    def run(self, output: Output) -> ExitCode:
        """Write, check or list."""
        from zzrules.loading import load
        from zzrules.papers.kinds import read_kinds

        if self.folder is None:
            self.refuse_idle("没有写文件夹", "check", "policies", "over")
            self._list(output)
        elif self.check:
            kinds = read_kinds(load(self.policies, over=self.over), self.folder)
            for kind in kinds:
                output.say(f"{kind.name}：模板没有错，用了 {len(kind.template.fields())} 个字段")
        else:
            from zzrules.papers.writing import copy_templates

            self.refuse_idle("抄出模板", "policies", "over")
            names = copy_templates(self.folder)
            output.say(f"抄到了 {self.folder}：{'、'.join(names)}")
        return ExitCode.DECIDED

    @staticmethod
    def _list(output: Output) -> None:
        from zzrules.papers.fields import ACT, COLUMN, FACT, OPINION

        output.say("评价意见（zzrules explain --format docx）和各种文书都有的字段：")
        output.say("\n".join(_listed(OPINION)))
        output.say("\n各种文书（zzrules evaluate --papers）另有的字段，说的是要这份文书的那个政策：")
        output.say("\n".join(_listed({name: inner for name, inner in ACT.items() if name not in OPINION})))
        output.say(f"\n案卷的每个事实：{{{{{FACT}报请日期}}}}；台账里不是事实的每一列：{{{{{COLUMN}编号}}}}")


def _listed(schema: Schema | Mapping[str, Schema | None], depth: int = 0) -> Iterator[str]:
    for name, inner in schema.items():
        yield f"{'  ' * (depth + 1)}{{{{{'逐个：' if inner is not None else ''}{name}}}}}"
        if inner is not None:
            yield from _listed(inner, depth + 1)
