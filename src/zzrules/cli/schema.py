"""``zzrules schema``: JSON Schemas of the files that people write, for editors without the language server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from zzrules.cli import options
from zzrules.cli.command import Command, choice, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output

Written = Literal["政策", "词汇", "日历", "条文", "对照", "全部"]


@dataclass(frozen=True, kw_only=True)
class SchemaOf(Command):
    """Print the JSON Schema of a kind of file."""

    name = "schema"
    summary = "写出政策、词汇、日历、条文、对照文件的 JSON Schema：别的编辑器照它补全、解释各个键，指出不认识的键。"
    usage = "政策|词汇|日历|条文|对照|全部 [--policies 文件夹] [-o 文件]"
    notes = (
        legend((ExitCode.DECIDED, "写好了"), (ExitCode.MISTAKE, "政策有错"), (ExitCode.WRONG_USE, "命令行不对")),
        "全部：一个文件夹里的哪一种都认，看它起头的键；编辑器只配一次。",
        "Schema 只说哪里可以写什么；名字、条文对不对，合在一起通不通，还要运行 zzrules check。",
    )

    kind: Written = choice(options=get_args(Written), description="哪一种文件", default="全部")
    policies: str | None = text(
        "--policies", metavar="文件夹", description="条件里一并补全这个文件夹的事实和选项；词汇改了，要重新写"
    )
    output: str | None = options.result_file("写到这个文件，原来有的换掉；不写，或者写 -，打印出来")

    def run(self, output: Output) -> ExitCode:
        """Print the schema, or write it into a file."""
        import json

        from zzrules.batch.mapping.keys import MAPPING
        from zzrules.loading import load
        from zzrules.policy.folder import KINDS
        from zzrules.policy.keys.schema import FILES, any_file, schema_of

        shapes = {**FILES, "对照": MAPPING}
        facts = load(self.policies).vocabulary.facts if self.policies is not None else ()
        if self.kind == "全部":
            shape, defined = any_file(KINDS, shapes)
            schema = schema_of("zzrules 的政策文件夹里的文件", shape, facts, defined)
        else:
            schema = schema_of(f"zzrules 的{self.kind}文件", shapes[self.kind], facts)
        written = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        output.result(written.encode(), self.output, f"写在 {self.output}")
        return ExitCode.DECIDED
