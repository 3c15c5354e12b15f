"""The commands that judge records: evaluate, explain and why."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from zzrules.answer.determination import Determination, PolicyAnswer
from zzrules.answer.parts import Reasons, Step
from zzrules.answer.policy import GroundAnswer
from zzrules.base.errors import Place, Problem, RecordError, UsageError
from zzrules.base.truth import Truth
from zzrules.batch.files import Case, read_cases
from zzrules.batch.formats import EXTENSIONS
from zzrules.cli.progress import interruptible, progress_bar
from zzrules.cli.terminal import Colour, Output, pad, table, width
from zzrules.rulebook import Rulebook, load

DECIDED, MISTAKE, UNDETERMINED = 0, 1, 3
_TRUTHS: dict[Truth, tuple[str, Colour]] = {
    True: ("成立", "green"),
    False: ("不成立", "red"),
    None: ("待查明", "yellow"),
}


@dataclass(slots=True)
class Tally:
    """What the exit code depends on."""

    mistakes: bool = False
    undetermined: bool = False

    @property
    def exit_code(self) -> int:
        """1 if a record was bad, else 3 if something asked about is undetermined, else 0."""
        return MISTAKE if self.mistakes else UNDETERMINED if self.undetermined else DECIDED


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in one line: what was asked, by citation and name, the outcome, and how many facts are missing."""

    citation: str
    name: str
    outcome: str
    colour: Colour
    missing: int
    note: str = ""

    @property
    def shown(self) -> str:
        """The outcome with what stands behind it in brackets."""
        behind = "；".join(one for one in (f"缺 {self.missing} 项" if self.missing else "", self.note) if one)
        return f"{self.outcome}（{behind}）" if behind else self.outcome


def rulebook(arguments: Namespace, about: Sequence[str] | None) -> Rulebook:
    """Return the rulebook that the command line asks for, once it is known to have what is asked about.

    Raises `PolicyError` for mistakes in its files, `UsageError` for an article, policy or ground that it does not have.
    """
    book = load(arguments.policies, over=arguments.over)
    book.evaluate({}, book.regulation.in_force, about)
    return book


def _cases(
    book: Rulebook, arguments: Namespace, about: list[str] | None, output: Output, tally: Tally
) -> Iterator[tuple[Case, Determination | tuple[Problem, ...]]]:
    """Yield each case with its determination, or with what is wrong with it, which is also printed."""
    for case in read_cases(arguments.files, arguments.input):
        try:
            determination = book.evaluate(case.facts(), arguments.on, about, places=case.places)
        except RecordError as error:
            tally.mistakes = True
            problems = case.problems or error.problems
            for problem in problems:
                output.complain(str(problem) if str(problem.place) else f"{case.name}: {problem}")
            yield case, problems
        else:
            tally.undetermined = tally.undetermined or _leaves_open(determination, everything=about is None)
            yield case, determination


def _leaves_open(determination: Determination, *, everything: bool) -> bool:
    """Whether something asked about is undetermined; if nothing was named, whether what the record concerns is."""
    if not everything:
        return not determination.decided
    waiting = [answer for answer in determination if answer.status == "undetermined"]
    return len(waiting) == len(determination) or any(answer.concerned for answer in waiting)


# ── evaluate ────────────────────────────────────────────────────────────


def evaluate(arguments: Namespace, output: Output) -> int:
    """Print a short answer for each record; or judge them all by columns, from file to file."""
    if arguments.output is not None:
        return _evaluate_files(arguments, output)
    _look_for_output(arguments)
    book, tally = rulebook(arguments, arguments.about), Tally()
    cases = _cases(book, arguments, arguments.about, output, tally)
    match arguments.format:
        case "json" | "jsonl":
            _print_data((_data(case, answer) for case, answer in cases), output, lines=arguments.format == "jsonl")
        case "table":
            rows = [
                (case.name, line.citation, line.name, line.outcome, str(line.missing or ""))
                for case, answer in cases
                if isinstance(answer, Determination)
                for line in _lines(answer, book)
            ]
            if rows:
                output.say("\n".join(table(("案卷", "依据", "政策", "结论", "尚缺"), rows)))
        case _:
            for case, answer in cases:
                if isinstance(answer, Determination):
                    _print_short(case, answer, book, output)
    return tally.exit_code


def _evaluate_files(arguments: Namespace, output: Output) -> int:
    """Judge a data set, write the answers, and print the summary."""
    if arguments.format not in ("text", "json"):
        raise UsageError(Problem("ZZ631", f"写了 -o，就没有 --format {arguments.format}", hint="text 或者 json"))
    book = rulebook(arguments, arguments.about)
    with interruptible(), progress_bar(seen=output.seen) as progress:
        summary = book.evaluate_files(
            arguments.files,
            arguments.output,
            arguments.on,
            arguments.about,
            columns=arguments.columns,
            bad=arguments.bad,
            form=arguments.input,
            sheet=arguments.sheet,
            progress=progress,
        )
    if arguments.format == "json":
        output.data(json.dumps(summary.to_dict(), ensure_ascii=False, indent=2) + "\n")
    else:
        for line in summary.lines():
            shown = output.paint(line.marked, "yellow") if line.kind == "undetermined" else line.marked
            output.say(f"{line.text}{shown}{line.rest}")
    return MISTAKE if summary.bad else UNDETERMINED if summary.undetermined else DECIDED


def _look_for_output(arguments: Namespace) -> None:
    """Raise `UsageError` (ZZ631) for what goes with -o only."""
    batch = ("parquet", "csv", "xlsx", "arrow")
    for one in arguments.files:
        path = Path(one)
        folder = len(arguments.files) == 1 and path.is_dir()
        if folder or EXTENSIONS.get(path.suffix.lower()) in batch or arguments.input in batch:
            message = "表格和文件夹成批评价，要写明结果写到哪个文件"
            raise UsageError(Problem("ZZ631", message, Place(one), "加上 -o 结论.parquet（或者 .csv、.xlsx、.jsonl）"))
    for option in ("columns", "bad", "sheet"):
        if getattr(arguments, option) is not None:
            raise UsageError(Problem("ZZ631", f"--{option} 只和 -o 一起用", hint=f"加上 -o 文件，或者去掉 --{option}"))


def _print_short(case: Case, determination: Determination, book: Rulebook, output: Output) -> None:
    lines = _lines(determination, book)
    cited, named = max(width(line.citation) for line in lines), max(width(line.name) for line in lines)
    output.say(output.paint(case.name, "bold"))
    for line in lines:
        shown = output.paint(line.shown, line.colour)
        output.say(f"  {pad(line.citation, cited)}  {pad(line.name, named)}  {shown}")
    for one in determination.contradictions:
        output.say("  " + output.paint(f"记载相互矛盾：{one.note}（{'、'.join(one.citations)}）", "red"))


def _lines(determination: Determination, book: Rulebook) -> list[Line]:
    return [line for answer in determination for line in _answer_lines(answer, book)]


def _answer_lines(answer: PolicyAnswer, book: Rulebook) -> Iterator[Line]:
    """Yield a policy's line, or those of the grounds to which the question was narrowed."""
    grounds = answer.grounds
    if set(grounds) != set(book.plan.policy(answer.code).ground_names()):
        for ground in grounds.values():
            word, colour = _TRUTHS[ground.truth]
            note = "未援引" if ground.not_invoked else "、".join(name for name, truth in ground.alternatives if truth)
            yield Line(ground.citation, ground.name, word, colour, len(ground.missing), note)
    elif answer.outcome_name is None:
        note = "" if answer.concerned else "案卷未涉及"
        yield Line(answer.citation, answer.name, *_TRUTHS[None], len(answer.missing), note)
    else:
        reached: Colour = "green" if answer.status == "decided" else ""
        because = "；".join(answer.not_applicable_because)
        yield Line(answer.citation, answer.name, answer.outcome_name, reached, 0, because)


def _data(case: Case, answer: Determination | tuple[Problem, ...]) -> dict[str, Any]:
    head = {"source": case.source, "number": case.number}
    if isinstance(answer, Determination):
        return head | answer.to_dict()
    return head | {"error": [_problem_data(problem, case) for problem in answer]}


def _problem_data(problem: Problem, case: Case) -> dict[str, Any]:
    place = problem.place if str(problem.place) else case.place
    return {
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "line": place.line or None,
        "column": place.column or None,
    }


def _print_data(made: Iterator[dict[str, Any]], output: Output, *, lines: bool) -> None:
    """Print JSON Lines, or a JSON array, one record at a time."""
    if lines:
        for one in made:
            output.data(json.dumps(one, ensure_ascii=False) + "\n")
        return
    opening = "[\n"
    for one in made:
        output.data(opening + json.dumps(one, ensure_ascii=False, indent=2))
        opening = ",\n"
    output.data("[]\n" if opening == "[\n" else "\n]\n")


# ── explain ─────────────────────────────────────────────────────────────


def explain(arguments: Namespace, output: Output) -> int:
    """Print a determination with its reasons for each record."""
    book, tally = rulebook(arguments, arguments.about), Tally()
    cases = _cases(book, arguments, arguments.about, output, tally)
    if arguments.format == "json":
        _print_data((_explained(case, answer, arguments) for case, answer in cases), output, lines=False)
        return tally.exit_code
    first = True
    for case, answer in cases:
        if not isinstance(answer, Determination):
            continue
        if not first:
            output.say()
        first = False
        if not case.alone or len(arguments.files) > 1:
            output.say(f"<!-- {case.name} -->\n" if arguments.format else output.paint(f"【{case.name}】", "bold"))
        for line in answer.explain(arguments.format or "text").split("\n"):
            output.say(_coloured(line, output))
        if arguments.readings:
            for line in _readings(answer, book, markdown=bool(arguments.format)):
                output.say(line)
    return tally.exit_code


def _coloured(line: str, output: Output) -> str:
    if not line.startswith("结论："):
        return line
    colour: Colour = "yellow" if line.startswith("结论：待查明") else "green"
    return "结论：" + output.paint(line.removeprefix("结论："), colour)


def _explained(case: Case, answer: Determination | tuple[Problem, ...], arguments: Namespace) -> dict[str, Any]:
    data = _data(case, answer)
    if arguments.readings and isinstance(answer, Determination):
        data["readings"] = [asdict(effect) for effect in answer.readings()]
    return data


def _readings(determination: Determination, book: Rulebook, *, markdown: bool) -> Iterator[str]:
    """Yield the readings that, taken otherwise, would change an outcome."""
    yield from ("", "## 影响结论的口径", "") if markdown else ("", "影响结论的口径", "──────────────")
    effects = determination.readings()
    if not effects:
        yield "没有：所采的口径换成另一种说法，结论都不变。"
    for effect in effects:
        name = book.plan.policy(effect.policy).name
        yield (
            f"- {name}的口径「{effect.reading}」采「{effect.taken}」；采「{effect.other}」的，"
            f"结论由{_either(effect.outcome)}变为{_either(effect.other_outcome)}。所采的依据：{effect.basis}"
        )


def _either(outcomes: tuple[str, ...]) -> str:
    names = "或者".join(f"「{outcome}」" for outcome in outcomes)
    return names if len(outcomes) == 1 else f"待查明（{names}）"


# ── why ─────────────────────────────────────────────────────────────────


def why(arguments: Namespace, output: Output) -> int:
    """Print why an outcome holds, may hold or does not, as a tree of conditions."""
    book, tally = rulebook(arguments, [arguments.policy]), Tally()
    cases = _cases(book, arguments, [arguments.policy], output, tally)
    nobody = book.evaluate({}, arguments.on, [arguments.policy])
    if arguments.outcome and not isinstance(nobody[arguments.policy], GroundAnswer):
        nobody[arguments.policy].why_not(arguments.outcome)
    for case, answer in cases:
        if isinstance(answer, Determination):
            if not case.alone or len(arguments.files) > 1:
                output.say(output.paint(f"【{case.name}】", "bold"))
            _print_reasons(answer, arguments, output)
    return tally.exit_code


def _print_reasons(determination: Determination, arguments: Namespace, output: Output) -> None:
    asked = determination[arguments.policy]
    answer = next(iter(determination))
    if isinstance(asked, GroundAnswer):
        _print_ground(asked, answer, output)
        return
    output.say(f"{answer.citation}　{answer.name}")
    chosen = [arguments.outcome] if arguments.outcome else [answer.outcome] if answer.outcome else answer.possible
    for number, outcome in enumerate(chosen):
        if number:
            output.say()
        reasons = answer.why(outcome)
        output.say(output.paint(reasons.summary, _TRUTHS[reasons.possible][1]))
        _print_lacking(reasons, output)
        for step in reasons.steps:
            _print_step(step, output, 1)


def _print_lacking(reasons: Reasons, output: Output) -> None:
    if reasons.possible is not True and reasons.lacking:
        output.say("所缺的：")
        for one in reasons.lacking:
            output.say(f"  - {one}")
        output.say("各项条件：")


def _print_ground(ground: GroundAnswer, answer: PolicyAnswer, output: Output) -> None:
    word, colour = _TRUTHS[ground.truth]
    output.say(f"{ground.citation}　{ground.name}：" + output.paint(word, colour))
    output.say(f"「{ground.text}」")
    for reason in answer.not_applicable_because:
        output.say(f"  {answer.name}不适用：{reason}")
    for step in _steps(answer):
        if step.text.startswith(f"情形「{ground.name}」"):
            for part in step.parts:
                _print_step(part, output, 1)
            break
    for fact in ground.missing:
        output.say(f"  尚缺：{fact.label}：{fact.question or fact.note}")


def _steps(answer: PolicyAnswer) -> Iterator[Step]:
    """Yield every step of the reasons for any outcome."""
    waiting = [step for outcome in answer.possible for step in answer.why(outcome).steps]
    while waiting:
        step = waiting.pop(0)
        yield step
        waiting += step.parts


def _print_step(step: Step, output: Output, depth: int) -> None:
    word, colour = _TRUTHS[step.truth]
    shown = f"（{step.shown}）" if step.shown else ""
    output.say(f"{'  ' * depth}{output.paint(f'[{word}]', colour)} {step.text}{shown}")
    for part in step.parts:
        _print_step(part, output, depth + 1)
