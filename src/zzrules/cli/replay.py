"""``zzrules replay``: stored determinations, judged again under the rulebooks that they name."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.errors import UsageError
from zzrules.batch.formats import RecordForm
from zzrules.cli import options
from zzrules.cli.command import Command, arguments, choice, several, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zzrules.batch.replaying import Difference, Replayed
    from zzrules.batch.turns import CaseChanges
    from zzrules.batch.underdraft import UnderDraft
    from zzrules.bundles import Archive
    from zzrules.rulebook import Rulebook

_FORMS: Final[tuple[RecordForm, ...]] = ("jsonl", "json")
_LONGEST: Final = 60
_PARTS: Final = {
    "status": "状态",
    "outcome": "结论",
    "outcome_name": "结论的名称",
    "class": "归类",
    "possible": "可能的结论",
    "conduct_day": "行为发生之日",
    "conduct_day_from": "行为发生之日的来源",
    "not_applicable_because": "不适用的理由",
    "doubts": "存疑",
    "reasons": "理由",
    "grounds": "情形",
    "uncounted": "不算数的认定",
    "missing": "尚缺的事实",
    "missing_for_reason": "只影响理由的事实",
    "consequences": "后果",
    "obligations": "义务",
    "versions": "适用的版本",
    "assumptions": "假定",
    "citations": "条文",
}
_HEADS: Final = {
    "regulation": "法规",
    "scope": "所问",
    "decided": "是否都有了结论",
    "record": "案卷摘要",
    "rulebook": "政策摘要",
    "contradictions": "记载的矛盾",
    "policies": "政策",
}


@dataclass(frozen=True, kw_only=True)
class Replay(Command):
    """Judge stored determinations again, and list those that come out otherwise."""

    name = "replay"
    summary = (
        "存下的评价（决定日志、evaluate 写的 JSON Lines、JSON）照当时的政策重新评价：逐字节相同，或者列出哪里不同。"
    )
    usage = (
        "文件 … [--archive 文件夹 [--signed-by 公钥]] [--records 文件 …]\n"
        "      [--under 草案 [-o 文件]] [--format text|json]"
    )
    notes = (
        legend(
            (ExitCode.DECIDED, "全部一致"),
            (ExitCode.DIFFERENT, "有不一致的；有照草案结论不同的"),
            (ExitCode.MISTAKE, "有不能复算的"),
            (ExitCode.WRONG_USE, "命令行不对"),
            (ExitCode.REFUSED, "归档里的规则包改动过，或者签名不合"),
            (ExitCode.INCOMPARABLE, "草案不是同一部法规的"),
        ),
        "每份评价写明了政策的摘要：先在归档（放规则包的文件夹）里找，再看 --policies 的是不是。都不是的，不能复算。",
        "案卷：决定日志里有的，用日志里的；写了 --records 的，按案卷摘要找；都没有的，看评价写明的文件和份数。",
        "作出评价的程序版本不算不同，另列一行。",
        "--under 把和当时一致的那些，再照草案评价：多少份的结论变了，怎样变，因哪一处改动，和 diff --records 一样。",
    )

    files: tuple[str, ...] = arguments("文件", "决定日志、evaluate --format jsonl 或者 json 写的；- 是标准输入")
    archive: str | None = text("--archive", metavar="文件夹", description="放规则包的文件夹：按摘要找当时的政策")
    signed_by: str | None = options.signed_by()
    records: tuple[str, ...] | None = several("--records", metavar="文件", description="当时的案卷文件")
    under: str | None = text(
        "--under", metavar="草案", description="再照这个政策文件夹（或者规则包）评价，数一数谁的结论变"
    )
    output: str | None = options.result_file("照草案结论不同的写到这个文件（csv、xlsx、parquet、arrow、jsonl）")
    policies: str | None = options.policies()
    over: str | None = options.over()
    known_on: date | None = options.known_on()
    assume: tuple[str, ...] | None = options.assume()
    format: options.Plain = options.plain()
    input: RecordForm | None = choice(
        "--input", options=_FORMS, description="文件的格式；不写，看扩展名，标准输入看开头", default=None
    )

    def run(self, output: Output) -> ExitCode:
        """Print how many determinations come out as they were, and what differs in the others."""
        from zzrules.batch.replaying import replayed

        if self.signed_by is not None and self.archive is None:
            raise self.wrong("--signed-by 只和 --archive 一起用")
        if self.output is not None and self.under is None:
            raise self.wrong("-o 写的是照草案结论不同的，和 --under 一起写")
        tally, archive = _Tally(), self._archived()

        def book(digest: str) -> Rulebook:
            if archive is not None and digest in archive:
                return archive[digest]
            if digest != self._present.digest:
                from zzrules.base.diagnostics.folders import NO_RULEBOOK

                raise UsageError(NO_RULEBOOK(digest=digest[:12]))
            return self._present

        with self._draft(book) as draft:
            for one in replayed(self.files, book, self.records, self.input):
                tally.note(one)
                for problem in one.problems:
                    output.complain(str(problem))
                if self.format == "json" and (one.problems or one.differences):
                    tally.otherwise.append(one.to_dict())
                elif one.differences:
                    for line in _told(one):
                        output.say(line)
                elif draft is not None and not one.problems:
                    draft.take(one)
            if draft is not None:
                tally.under = draft.count(self.output or "")
        if self.format == "json":
            output.json(tally.to_dict())
        else:
            for line in tally.lines():
                output.say(line)
        return tally.exit_code

    @contextmanager
    def _draft(self, book: Callable[[str], Rulebook]) -> Iterator[UnderDraft | None]:
        """Yield what counts how determinations fare under the draft, if there is one."""
        if self.under is None:
            yield None
            return
        import tempfile
        from pathlib import Path

        from zzrules.batch.underdraft import UnderDraft
        from zzrules.cli.books import rulebook

        newer = rulebook(self, self.under)
        with tempfile.TemporaryDirectory(prefix="zzrules-", ignore_cleanup_errors=True) as scratch:
            draft = UnderDraft(Path(scratch), lambda digest: newer.changes_from(book(digest)))
            try:
                yield draft
            finally:
                draft.close()

    def _archived(self) -> Archive | None:
        from zzrules.bundles import Archive

        return Archive(self.archive, signed_by=self.signed_by) if self.archive is not None else None

    @cached_property
    def _present(self) -> Rulebook:
        from zzrules.cli.books import rulebook

        return rulebook(self)


@dataclass(slots=True)
class _Tally:
    """How many determinations came out how."""

    equal: int = 0
    different: int = 0
    not_replayed: int = 0
    answered_by: Counter[tuple[str, str]] = field(default_factory=Counter)
    otherwise: list[dict[str, Any]] = field(default_factory=list)
    under: CaseChanges | None = None

    def note(self, one: Replayed) -> None:
        if one.problems:
            self.not_replayed += 1
            return
        if one.differences:
            self.different += 1
        else:
            self.equal += 1
        if one.answered_by[0] != one.answered_by[1]:
            self.answered_by[one.answered_by] += 1

    @property
    def exit_code(self) -> ExitCode:
        if self.not_replayed or (self.under is not None and self.under.unread):
            return ExitCode.MISTAKE
        otherwise = self.different or (self.under is not None and self.under.changed)
        return ExitCode.DIFFERENT if otherwise else ExitCode.DECIDED

    def lines(self) -> Iterator[str]:
        read = self.equal + self.different + self.not_replayed
        yield f"共 {read} 份：一致 {self.equal} 份，不一致 {self.different} 份，不能复算 {self.not_replayed} 份。"
        for (was, now), count in self.answered_by.items():
            yield f"当时的程序 {was}，现在 {now}：{count} 份。"
        if self.under is not None:
            yield ""
            yield "照草案"
            yield ""
            yield from self.under.lines()

    def to_dict(self) -> dict[str, Any]:
        versions = [{"was": was, "now": now, "count": count} for (was, now), count in self.answered_by.items()]
        counts = {"equal": self.equal, "different": self.different, "not_replayed": self.not_replayed}
        data = {**counts, "answered_by": versions, "otherwise": self.otherwise}
        return data if self.under is None else {**data, "under": self.under.to_dict()}


def _told(one: Replayed) -> Iterator[str]:
    """Yield what differs in a determination, a line for each place in it."""
    whose = f"{one.source} 第{one.number}份" if one.source else one.case.name
    yield f"{one.case.source}:{one.case.place.line}：{whose}，政策 {one.rulebook[:12]}"
    yield from (f"  {_where(difference.path)}：{_shown(difference)}" for difference in one.differences)


def _where(path: Sequence[str]) -> str:
    match path:
        case ("policies", code, part, *rest):
            words = [code, _PARTS.get(part, part), *rest]
        case (head, *rest):
            words = [_HEADS.get(head, head), *rest]
        case _:
            words = ["整份"]
    return " ".join(words)


def _shown(difference: Difference) -> str:
    return f"当时 {_brief(difference.was)}，现在 {_brief(difference.now)}"


def _brief(value: Any) -> str:
    if value is None:
        return "没有"
    import json

    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
