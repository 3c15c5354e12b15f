"""``zzrules evaluate``: a short answer for each record, or a data set judged by columns, from file to file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from zzrules.base.errors import Place, UsageError
from zzrules.base.widths import pad, width
from zzrules.batch.formats import Form, RecordForm, form_of
from zzrules.cli import options
from zzrules.cli.command import Command, choice, choices, required, text
from zzrules.cli.exits import ExitCode
from zzrules.cli.progress import interruptible, progress_bar, undisturbed
from zzrules.cli.terminal import TRUTHS, Colour, Output, json_text, table

if TYPE_CHECKING:
    from zzrules.answer.determination import Determination, PolicyAnswer
    from zzrules.batch.files import Case
    from zzrules.batch.summary import Summary
    from zzrules.papers import Papers

Format = Literal["text", "table", "json", "jsonl"]
Columns = Literal[
    "outcome",
    "class",
    "possible",
    "grounds",
    "complete",
    "consequences",
    "deadlines",
    "amounts",
    "missing",
    "versions",
    "contradictions",
]

ResultForm = Literal["jsonl", "csv", "parquet", "xlsx", "arrow"]
_FORMS: tuple[Form, ...] = ("yaml", "json", "jsonl", "parquet", "csv", "xlsx", "arrow")
_BATCH_RULE = (
    "写了 -o 的，整批按列评价，答案和逐份评价相同：一列一个事实，列名用事实的中文名或者代码，空着的是未知；"
    "认定写成「事实.结论」「事实.机构」「事实.日期」「事实.依据」几列，列表写成 JSON。不是事实的列照样带过。"
    "有错的行不在结果里，另写一个文件，逐行写明文件、行号、列、原因，退出码是 1。屏幕上是汇总；"
    "不写 --about 时，有一列是某个政策才问的事实、或者某个政策有了适用的结论，才算涉及。"
)
_HEAD = ("案卷", "依据", "政策", "结论", "尚缺", "说明")
_ON = "评价日，如 2026-05-06；必须写明，不取电脑的时钟。写了 -o 的，可以是一列的名称：每行各有评价日"
_FORMAT = (
    "text：每份案卷几行（默认）；table：一张表；json：一个数组；jsonl：一行一份，读一份写一份，"
    "出错的案卷也占一行：{error: …}；写了 -o 的，只有 text 和 json，说的是汇总"
)
_OUTPUT = (
    "成批评价，结果写到这个文件：.parquet、.csv、.xlsx、.jsonl、.arrow；写好了才换上，写不成的不留半个文件；"
    "- 是标准输出，汇总和有错的行这时写在标准错误输出"
)
_INPUT = (
    "案卷的格式；不写，看扩展名，标准输入看开头；文件夹里有几种文件的，只读这一种；"
    "标准输入是表的（csv、xlsx、parquet、arrow），要写明"
)
_LOG = "评价一份，就在这个文件末尾加一行 JSON：何时、哪一份、全部答案；几个进程可以同时往里写；写不进的，不给出答案"
_COLUMNS = (
    "结果里要哪些列（和 -o 或者 --format jsonl 一起用）：结论、归类、可能的结论、情形、情形连同手续、后果、"
    "后果的期限、尚缺的事实、可能适用的版本、记载的矛盾；不写，-o 是前四种和矛盾，--format jsonl 是全部答案"
)


@dataclass(frozen=True, kw_only=True)
class Evaluate(Command):
    """Judge records, one line for each policy."""

    name = "evaluate"
    summary = "评价案卷，每个政策一行：结论，或者待查明、缺几项事实。"
    usage = (
        "文件 … --on 日期 [--known-on 日期] [--about 条款 …]\n"
        "      [--format text|table|json|jsonl] [-o 文件 | --papers 文件夹]"
    )
    notes = (options.JUDGED + options.OPEN_RULE, _BATCH_RULE)

    files: tuple[str, ...] = options.record_files(
        "。写了 -o 的，还可以是 .parquet、.csv、.xlsx、.arrow，或者放着同一种文件的文件夹"
    )
    on: date | str = required("--on", metavar="日期", description=_ON, read=options.day_or_column)
    about: tuple[str, ...] | None = options.about()
    policies: str | None = options.policies()
    over: str | None = options.over()
    known_on: date | None = options.known_on()
    assume: tuple[str, ...] | None = options.assume()
    format: Format = choice("--format", options=get_args(Format), description=_FORMAT, default="text")
    output: str | None = text("-o", "--output", metavar="文件", description=_OUTPUT)
    to: ResultForm | None = choice(
        "--to", options=get_args(ResultForm), description="-o - 的结果写成哪一种；不写是 jsonl", default=None
    )
    columns: tuple[Columns, ...] | None = choices("--columns", options=get_args(Columns), description=_COLUMNS)
    bad: str | None = text(
        "--bad",
        metavar="文件",
        description="有错的行写到哪里（和 -o 一起用）；不写，是结果的文件名后面加 .bad.csv",
    )
    sheet: str | None = text(
        "--sheet",
        metavar="工作表",
        description="读 .xlsx 里的这一张（和 -o 一起用）；不写，读唯一有数据的那一张",
    )
    map: str | None = text(
        "--map",
        metavar="文件",
        description="按这份对照读台账（和 -o 一起用）：哪一列是哪个事实、各种写法是什么意思；见 zzrules map",
    )
    input: Form | None = choice(
        "--input",
        options=_FORMS,
        description=_INPUT,
        default=None,
    )
    papers: str | None = text(
        "--papers",
        metavar="文件夹",
        description="给需要办的案卷各写一份文书的草稿，连同清单，写到这个新的文件夹；要哪一种文书，见 zzrules papers",
    )
    templates: str | None = text(
        "--templates", metavar="文件夹", description="文书用这个文件夹里的（文书.yaml 和模板）；不写，用随程序的"
    )
    paper_name: str | None = text(
        "--paper-name", metavar="列", description="文书里、文件名里用台账的这一列称呼案卷；不写，用行号，不带个人信息"
    )
    decision_log: str | None = text("--decision-log", metavar="文件", description=_LOG)

    def run(self, output: Output) -> ExitCode:
        """Print a short answer for each record, or the summary of a data set."""
        from zzrules.base.diagnostics import use

        if self.to is not None and self.output != options.STDOUT:
            raise UsageError(use.TO_WITHOUT_STDOUT())
        if self.decision_log is not None and self.output is not None:
            raise UsageError(use.LOG_WITH_OUTPUT())
        if self.decision_log == options.STDOUT:
            raise self.wrong("--decision-log 要写到文件，不能是标准输出")
        if self.papers is not None:
            return self._papers(self.papers, output)
        self.refuse_idle("没有写 --papers", "templates", "paper_name")
        return self._one_by_one(output) if self.output is None else self._from_file_to_file(self.output, output)

    # papers

    def _papers(self, folder: str, output: Output) -> ExitCode:
        """Write the papers that cases need, and say how many of which kind."""
        from zzrules.cli.books import known_data, known_line, rulebook
        from zzrules.papers import write_papers

        beside = ("about", "output", "to", "columns", "bad", "decision_log")
        self.refuse_idle("写了 --papers，只写文书", *beside)
        if self.format not in ("text", "json"):
            raise self.wrong("写了 --papers 的，--format 只有 text 和 json")
        with undisturbed():
            papers = write_papers(
                rulebook(self),
                self.files,
                folder,
                self.on,
                templates=self.templates,
                named_by=self.paper_name,
                form=self.input,
                sheet=self.sheet,
                mapping=self.map,
            )
        if self.format == "json":
            output.json(known_data(self) | papers.to_dict())
        else:
            if known := known_line(self):
                output.say(f"{known}\n")
            _print_papers(papers, output)
        return ExitCode.of(mistakes=bool(papers.bad), undetermined=bool(papers.undetermined))

    # one record after another

    def _one_by_one(self, output: Output) -> ExitCode:
        from zzrules.base.quoting import one_line
        from zzrules.batch.decisions import DecisionLog
        from zzrules.batch.lines import AnswerColumns
        from zzrules.cli.books import known_data, known_line, rulebook
        from zzrules.cli.records import Judging, print_json, print_json_lines

        if isinstance(self.on, str):
            raise self.wrong(f"--on：{options.no_day(self.on)}")
        form = self._form_of_records()
        book = rulebook(self)
        asked = book.scope(self.about)
        # columns are those of whole policies
        about = self.about if self.about is None or self.columns is None else tuple(asked)
        log = DecisionLog(self.decision_log) if self.decision_log is not None else None
        judging = Judging(book, self.on, about, output, log, known_data(self))
        known = known_line(self)
        match self.format:
            case "json":
                print_json((judged.to_dict() for judged in judging.each(self.files, form)), output)
            case "jsonl":
                judgings = judging.each(self.files, form)
                if self.columns is None:
                    print_json_lines((judged.to_dict() for judged in judgings), output)
                else:
                    columns = AnswerColumns(book.plan, tuple(asked), self.columns)
                    print_json_lines((judged.to_dict(columns.of) for judged in judgings), output)
            case "table":
                rows = [
                    (name, answer.citation, answer.name, answer.outcome, str(answer.missing or ""), answer.note)
                    for case, determination in judging.determinations(self.files, form)
                    for name in (one_line(case.name),)
                    for answer in _short_answers(determination)
                ]
                if known:
                    output.say(f"{known}\n")
                if rows:
                    cells = len(_HEAD) if any(row[-1] for row in rows) else len(_HEAD) - 1
                    output.say("\n".join(table(_HEAD[:cells], [row[:cells] for row in rows])))
            case "text":
                if known:
                    output.say(f"{known}\n")
                for case, determination in judging.determinations(self.files, form):
                    _print_short(case, determination, output)
        return judging.exit_code

    def _form_of_records(self) -> RecordForm | None:
        """Return the form of files that are read one record after another.

        Raises `UsageError` (ZZ631) for whatever goes with -o only.
        """
        from zzrules.base.diagnostics import use
        from zzrules.batch.files import record_form

        for file in self.files:
            path = Path(file)
            folder = len(self.files) == 1 and path.is_dir()
            form_of_file = form_of(path)
            if folder or (form_of_file is not None and record_form(form_of_file) is None):
                raise UsageError(use.BATCH_WITHOUT_OUTPUT(Place(file)))
        form = record_form(self.input)
        if self.input is not None and form is None:
            raise UsageError(use.BATCH_WITHOUT_OUTPUT(Place(self.files[0])))
        if self.columns is not None and self.format != "jsonl":
            raise UsageError(use.COLUMNS_WITHOUT_LINES())
        for option, value in (("bad", self.bad), ("sheet", self.sheet), ("map", self.map)):
            if value is not None:
                raise UsageError(use.OPTION_WITHOUT_OUTPUT(option=option))
        return form

    # a data set

    def _from_file_to_file(self, target: str, output: Output) -> ExitCode:
        """Judge a data set, write the answers, and print the summary."""
        from zzrules.base.diagnostics import use
        from zzrules.cli.books import known_data, known_line
        from zzrules.cli.piped import piped

        if self.format not in ("text", "json"):
            raise UsageError(use.FORMAT_WITH_OUTPUT(format=self.format))
        if not any(map(self._may_be_a_workbook, self.files)):
            self.refuse_idle("要评价的没有 .xlsx", "sheet")

        def judge(result: str) -> Summary:
            return self._judged(result, output)

        to_stdout = target == options.STDOUT
        summary = piped(judge, self.to or "jsonl", self.bad, output) if to_stdout else judge(target)
        if self.format == "json":
            data = known_data(self) | summary.to_dict()
            if to_stdout:
                output.complain(json_text(data).rstrip("\n"))
            else:
                output.json(data)
        else:
            say = output.complain if to_stdout else output.say
            if known := known_line(self):
                say(f"{known}\n")
            for line in summary.lines():
                colour: Colour = "yellow" if line.kind == "undetermined" and not to_stdout else ""
                text = line.text + output.paint(line.marked, colour) + line.rest
                say(text)
        return ExitCode.of(mistakes=bool(summary.bad), undetermined=summary.undetermined)

    def _may_be_a_workbook(self, file: str) -> bool:
        """Whether a file is a workbook, or a folder holds one; what is wrong with a file is told when it is read."""
        path = Path(file)
        if self.input is None and path.is_dir():
            from zzrules.base.listing import files_below

            return any(files_below(path, lambda name: form_of(Path(name)) == "xlsx").files)
        return (self.input or form_of(path)) in ("xlsx", None)

    def _judged(self, target: str, output: Output) -> Summary:
        """Judge a data set and write the answers."""
        from zzrules.cli.books import rulebook

        book = rulebook(self)
        book.scope(self.about)
        with interruptible(), undisturbed(), progress_bar(seen=output.seen) as progress:
            return book.evaluate_files(
                self.files,
                target,
                self.on,
                self.about,
                columns=self.columns,
                bad=self.bad,
                form=self.input,
                sheet=self.sheet,
                mapping=self.map,
                progress=progress,
            )


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """What is said in one line of a policy or a ground: its outcome, and how many facts are missing."""

    citation: str
    name: str
    outcome: str
    colour: Colour
    missing: int
    note: str = ""

    @property
    def shown(self) -> str:
        """The outcome, and in brackets how many facts are missing and the note."""
        more = "；".join(part for part in (f"缺 {self.missing} 项" if self.missing else "", self.note) if part)
        return f"{self.outcome}（{more}）" if more else self.outcome


def _print_papers(papers: Papers, output: Output) -> None:
    """Print how many papers of which kind were written, and what could not be judged."""
    from zzrules.papers.writing import BAD, LIST

    told = "，".join(f"{kind} {number} 份" for kind, number in papers.counts().items()) or "没有需要写文书的"
    output.say(f"案卷 {papers.cases:,} 份：{told}")
    output.say(f"写在 {papers.folder}，清单是其中的 {LIST}；都是草稿，供人审核、签署")
    if papers.bad:
        output.say(output.paint(f"有 {papers.bad:,} 份有错，没有评价，见其中的 {BAD}", "yellow"))


def _print_short(case: Case, determination: Determination, output: Output) -> None:
    from zzrules.base.quoting import one_line

    output.say(output.paint(one_line(case.name), "bold"))
    print_answers(determination, output)


def print_answers(determination: Determination, output: Output) -> None:
    """Print a line for each policy or ground asked about, and what in the record does not count."""
    from zzrules.answer.clashes import in_words
    from zzrules.base.quoting import one_line

    answers = list(_short_answers(determination))
    cited, named = max(width(answer.citation) for answer in answers), max(width(answer.name) for answer in answers)
    for answer in answers:
        shown = output.paint(answer.shown, answer.colour)
        output.say(f"  {pad(answer.citation, cited)}  {pad(answer.name, named)}  {shown}")
    for finding in determination.uncounted:
        output.say("  " + output.paint(one_line(finding.text), "yellow"))
    for contradiction in determination.contradictions:
        output.say("  " + output.paint(one_line(f"记载相互矛盾：{in_words(contradiction)}"), "red"))


def _short_answers(determination: Determination) -> Iterator[ShortAnswer]:
    """Yield the answer of each policy asked about, or of the grounds to which the question was narrowed."""
    for answer in determination:
        if determination.scope[answer.code] is None:
            yield _of_policy(answer)
        else:
            for ground in answer.grounds.values():
                colour, note = TRUTHS[ground.truth][1], "；".join((*answer.not_applicable_because, *_assumed(answer)))
                yield ShortAnswer(ground.citation, ground.name, ground.state, colour, len(ground.missing), note)


def _assumed(answer: PolicyAnswer) -> list[str]:
    return [f"以{one}为准" for one in answer.assumptions]


def _of_policy(answer: PolicyAnswer) -> ShortAnswer:
    from zzrules.answer.account import reasons_open

    colour: Colour = "green" if answer.status == "decided" else ""
    if not answer.decided:
        note = "记载互相矛盾" if answer.contradicted else "" if answer.concerned else "案卷未涉及"
        if answer.excluded and answer.not_applicable_because:
            note = f"不会适用：{'；'.join(answer.not_applicable_because)}"
        note = "；".join(part for part in (note, *_assumed(answer)) if part)
        return ShortAnswer(answer.citation, answer.name, *TRUTHS[None], len(answer.missing), note)
    doubts = [f"存疑，请核对「{doubt.label}」" for doubt in answer.doubts]
    because = "；".join((*answer.not_applicable_because, *doubts, *_assumed(answer)))
    if answer.outcome_name is None:
        because = because or reasons_open(answer)
    shown = answer.outcome_name or answer.outcome_class or ""
    return ShortAnswer(answer.citation, answer.name, shown, colour, 0, because)
