"""What answers are made of, as data: with the words of the source as they are, or all replaced.

``python -m tests.reworded`` prints kinds, names, truths, exit codes and colours of answers as JSON, and a digest of
their words; with ``--reword``, every Chinese word in the modules that say something is another one first. Words that
records and policies use are data and stay.
"""

import ast
import contextlib
import hashlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[1] / "examples"
SPEAKING = re.compile(r"zzrules\.(answer\.\w+|cli\.\w+|batch\.(summary|reminders))")
CHINESE = re.compile("[一-鿿]")


class _Rewording(ast.NodeTransformer):
    """Replaces Chinese string constants; docstrings, and what stands in patterns, stay."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str) and CHINESE.search(node.value):
            return ast.copy_location(ast.Constant(CHINESE.sub(_other, node.value)), node)
        return node


def _other(word: re.Match[str]) -> str:
    """Return another character for each, so that what was different stays different."""
    return chr(ord(word[0]) + 1)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the modules that say something, and rewords their source as it is loaded."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if SPEAKING.fullmatch(name) is None:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> Any:  # noqa: ARG002 - the signature of loaders
        tree = _Rewording().visit(ast.parse(self.get_data(self.path)))
        return compile(ast.fix_missing_locations(tree), self.path, "exec")


def shape(step: Any) -> list[Any]:
    return [step.kind, step.name, step.truth, bool(step.shown), [shape(part) for part in step.parts]]


def structure() -> Iterator[tuple[str, Any]]:
    """Yield what answers are made of, and then a digest of their words."""
    from benchmarks.logs import different_logs
    from benchmarks.records import REALISTIC

    import zzrules
    from zzrules.answer import chronicle
    from zzrules.answer.rendering import Page

    book, words = zzrules.load(), hashlib.sha256()
    for kind, (record, on) in list(REALISTIC.items())[::2]:
        determination = book.evaluate(record, on)
        words.update(determination.explain().encode())
        for markdown in (False, True):
            lines = Page(markdown=markdown).lines(determination.report())
            yield f"lines of {kind}", [line.kind for line in lines]
        for answer in determination:
            yield f"{answer.code} of {kind}", [answer.outcome, answer.status, answer.concerned, answer.aside]
            for outcome in book.plan.policy(answer.code).outcomes:
                reasons = answer.why(outcome)
                yield outcome, [reasons.possible, len(reasons.lacking), *map(shape, reasons.steps)]
            yield "missing", [[fact.name, fact.why, len(fact.would_decide)] for fact in answer.missing]
            yield "obligations", [[one.status, one.due, one.left, bool(one.waits_for)] for one in answer.obligations]
    for log in different_logs(0, 6):
        case = book.casefile(log.events, facts=log.facts).on(log.on)
        yield "chronicle", [line.kind for line in chronicle.lines(case.chronicle(), markdown=False)]
        yield "pressing", [[reminder.name, reminder.status] for reminder in case.reminders()]
    yield from commands()
    sys.stderr.write(words.hexdigest())


def commands() -> Iterator[tuple[str, Any]]:
    """Yield the exit code of commands, and the colours in which they print, line by line."""
    from zzrules.cli import main

    record, logs = str(EXAMPLES / "rotation-request.yaml"), str(EXAMPLES / "logs")
    for words in (
        ["evaluate", record, "--on", "2026-05-06"],
        ["explain", record, "--on", "2026-05-06", "--readings"],
        ["why", record, "--on", "2026-05-06", "--policy", "rotation"],
        ["why", record, "--on", "2026-05-06", "--policy", "第二十一条第（五）项"],
        ["due", logs, "--on", "2026-03-10"],
        ["check"],
        ["facts", "--about", "rotation"],
    ):
        printed = io.StringIO()
        printed.isatty = lambda: True  # type: ignore[method-assign]
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            code = main(words)
        colours = [re.findall(r"\x1b\[[0-9;]*m", line) for line in printed.getvalue().splitlines()]
        yield " ".join(words[:1]), [code, colours]


if __name__ == "__main__":
    if "--reword" in sys.argv:
        sys.meta_path.insert(0, _Finder())
    sys.stdout.write(json.dumps(list(structure()), ensure_ascii=False))
