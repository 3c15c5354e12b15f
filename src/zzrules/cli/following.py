"""The commands that follow cases over time: casefile and due."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict

from zzrules.answer.obligation import UNDETERMINED
from zzrules.base.errors import Problem, RecordError
from zzrules.batch.delivery import write_whole
from zzrules.batch.logs import LogFile, log_files, read_logs
from zzrules.batch.reminders import HEAD, Reminder, csv_text, ics_bytes, in_order
from zzrules.casefile import CaseAnswer, open_case
from zzrules.cli.judging import rulebook
from zzrules.cli.terminal import Colour, Output, table
from zzrules.rulebook import Rulebook

FINE, MISTAKE, OPEN = 0, 1, 3
_COLOURS: dict[str, Colour] = {"逾期未履行": "red", "临近届满": "yellow", "待查明": "yellow", "待履行": "bold"}
_LIMITS = {3: (28, ""), 5: (20, ""), 6: (30, "")}


def _answers(
    book: Rulebook, arguments: Namespace, output: Output
) -> Iterator[tuple[LogFile, CaseAnswer | None, tuple[Problem, ...]]]:
    """Yield each log with how its case stands, and what is wrong with it, which is also printed."""
    for log in read_logs(log_files(arguments.files)):
        answer: CaseAnswer | None = None
        problems: tuple[Problem, ...]
        try:
            answer = open_case(book.follower, log, None, None).on(
                arguments.on, arguments.about, within=arguments.within
            )
            problems = answer.problems
        except RecordError as error:
            problems = error.problems
        if log.unreadable:
            answer = None
        for problem in problems:
            output.complain(str(problem) if str(problem.place) else f"{log.source}: {problem}")
        yield log, answer, problems


def casefile(arguments: Namespace, output: Output) -> int:
    """Print how each case stands."""
    book = rulebook(arguments, arguments.about)
    mistakes = waiting = False
    made = []
    for number, (log, answer, problems) in enumerate(_answers(book, arguments, output)):
        mistakes = mistakes or bool(problems)
        if answer is None:
            continue
        waiting = waiting or any(one.status == UNDETERMINED for one in answer.open)
        if arguments.format == "json":
            made.append({"source": log.source} | answer.to_dict())
            continue
        if number:
            output.say()
        for line in answer.explain(arguments.format or "text").split("\n"):
            output.say(_coloured(line, output))
    if arguments.format == "json":
        output.data(json.dumps(made, ensure_ascii=False, indent=2) + "\n")
    return MISTAKE if mistakes else OPEN if waiting else FINE


def _coloured(line: str, output: Output) -> str:
    for word, colour in _COLOURS.items():
        if line.startswith("- ") and f"：{word}" in line:
            return line.replace(f"：{word}", "：" + output.paint(word, colour), 1)
    return line


def due(arguments: Namespace, output: Output) -> int:
    """Print what is overdue and what falls due, over all logs."""
    book = rulebook(arguments, arguments.about)
    mistakes = False
    found: list[Reminder] = []
    cases = 0
    for _, answer, problems in _answers(book, arguments, output):
        mistakes = mistakes or bool(problems)
        cases += answer is not None
        found += answer.reminders() if answer is not None else ()
    reminders = in_order(found)
    _write(arguments, output, reminders, cases)
    return MISTAKE if mistakes else FINE


def _write(arguments: Namespace, output: Output, reminders: tuple[Reminder, ...], cases: int) -> None:
    match arguments.format:
        case "csv":
            _deliver(arguments.output, csv_text(reminders).encode(), output)
        case "ics":
            title = f"到期的义务（{arguments.on}起{arguments.within}个工作日以内）"
            _deliver(arguments.output, ics_bytes(reminders, arguments.on, title), output)
        case "json":
            text = json.dumps([asdict(one) for one in reminders], ensure_ascii=False, indent=2) + "\n"
            _deliver(arguments.output, text.encode(), output)
        case _:
            lines = _table(reminders, cases, arguments, output)
            if arguments.output:
                _deliver(arguments.output, ("\n".join(lines) + "\n").encode(), output)
            else:
                for line in lines:
                    output.say(line)


def _table(reminders: tuple[Reminder, ...], cases: int, arguments: Namespace, output: Output) -> list[str]:
    until = f"到{arguments.on}为止，{cases}份流水"
    if not reminders:
        return [f"{until}，没有逾期的，{arguments.within}个工作日以内也没有届满的义务。"]
    late = sum(one.status == "breached" for one in reminders)
    head = HEAD if any(one.waits_for for one in reminders) else HEAD[:-1]
    rows = [one.cells()[: len(head)] for one in reminders]
    lines = table(head, rows, _LIMITS)
    made = [f"{until}，逾期{late}项，{arguments.within}个工作日以内届满或者期限待定{len(reminders) - late}项：", ""]
    for line in lines:
        word = next((word for word in _COLOURS if line.startswith(word)), "")
        painted = output.paint(word, _COLOURS[word]) if word and not arguments.output else word
        made.append(painted + line.removeprefix(word))
    return made


def _deliver(name: str | None, data: bytes, output: Output) -> None:
    """Write a result: to the standard output, or to a file that appears only when it is complete."""
    if name is None:
        output.data(data.decode())
    else:
        write_whole(name, data)
