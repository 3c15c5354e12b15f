"""``zzrules why``: the conditions behind an outcome or a ground, level by level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from zzrules.batch.formats import RecordForm
from zzrules.cli import options
from zzrules.cli.command import Command, required, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import TRUTHS, Output

if TYPE_CHECKING:
    from zzrules.answer.determination import Determination, PolicyAnswer
    from zzrules.answer.ground import GroundAnswer
    from zzrules.answer.parts import Reasons, Step
    from zzrules.rulebook import Rulebook


@dataclass(frozen=True, kw_only=True)
class Why(Command):
    """Show why an outcome holds, may hold or does not."""

    name = "why"
    summary = "为什么是（或者不是）某个结论：逐层列出条件，各写明成立、不成立还是待查明。"
    usage = "文件 … --on 日期 --policy 条款 [--outcome 结论]\n      [--known-on 日期] [--format text|json]"
    notes = (
        legend(
            (ExitCode.DECIDED, "该政策有了结论"),
            (ExitCode.UNDETERMINED, "待查明"),
            (ExitCode.MISTAKE, "有错"),
            (ExitCode.WRONG_USE, "命令行不对"),
        ),
    )

    files: tuple[str, ...] = options.record_files()
    on: date = options.evaluated_on()
    policy: str = required(
        "--policy", metavar="条款", description="哪一个政策（或者情形）：条款、名字或者代码", read=options.place
    )
    outcome: str | None = text(
        "--outcome", metavar="结论", description="哪一个结论：名字或者代码；不写，是已有的结论，未定的逐一说"
    )
    policies: str | None = options.policies()
    over: str | None = options.over()
    known_on: date | None = options.known_on()
    assume: tuple[str, ...] | None = options.assume()
    format: options.Plain = options.plain()
    input: RecordForm | None = options.record_form()

    def run(self, output: Output) -> ExitCode:
        """Print, for each record, a tree of conditions."""
        from zzrules.cli.books import known_data, known_line, rulebook
        from zzrules.cli.records import Judging, print_json

        book = rulebook(self)
        code, ground = book.find(self.policy)
        if ground:
            self.refuse_idle(f"--policy 问的是情形「{ground}」", "outcome")
        outcome = book.outcome(code, self.outcome) if self.outcome else None
        judging = Judging(book, self.on, [self.policy], output, head=known_data(self))
        if self.format == "json":

            def reasons(determination: Determination) -> dict[str, Any]:
                answer, asked = _asked(determination)
                told = _plain_ground(asked, answer) if asked is not None else _plain_policy(answer, outcome)
                return told | _positions(book, answer, asked, told)

            print_json((judged.to_dict(reasons) for judged in judging.each(self.files, self.input)), output)
            return judging.exit_code
        if known := known_line(self):
            output.say(f"{known}\n")
        for case, determination in judging.determinations(self.files, self.input):
            if not case.alone or len(self.files) > 1:
                output.say(output.paint(f"【{case.name}】", "bold"))
            answer, asked = _asked(determination)
            if asked is not None:
                _print_ground(asked, answer, output)
            else:
                _print_policy(answer, outcome, output)
        return judging.exit_code


def _asked(determination: Determination) -> tuple[PolicyAnswer, GroundAnswer | None]:
    """Return the policy asked about, and the ground: what the citation means on the day of the conduct."""
    code, grounds = next(iter(determination.scope.items()))
    answer = determination.policy(code)
    return answer, answer.grounds[grounds[0]] if grounds else None


# ── as data ─────────────────────────────────────────────────────────────


def _plain_policy(answer: PolicyAnswer, outcome: str | None) -> dict[str, Any]:
    """Return why an outcome, by default every one that is possible, as plain data for JSON."""
    return _head(answer) | {
        "outcome": answer.outcome,
        "class": answer.outcome_class,
        "reasons": [asdict(answer.why(code)) for code in ([outcome] if outcome else answer.possible)],
        "uncounted": [finding.to_dict() for finding in answer.uncounted],
    }


def _plain_ground(ground: GroundAnswer, answer: PolicyAnswer) -> dict[str, Any]:
    """Return why a ground holds, fails or is open, as plain data for JSON."""
    return _head(answer) | {
        "not_applicable_because": answer.not_applicable_because,
        "ground": {"name": ground.name, "citation": ground.citation, "text": ground.text},
        "truth": ground.truth,
        "state": ground.state,
        "steps": [asdict(step) for step in ground.why()],
        "missing": [fact.to_dict() for fact in ground.missing],
    }


def _positions(
    book: Rulebook, answer: PolicyAnswer, ground: GroundAnswer | None, told: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what is told with where it is written: the ground, or each outcome, as on the day of the conduct."""
    on = answer.conduct_day or None

    def position(section: str, name: str) -> dict[str, Any] | None:
        place = book.place_of(answer.code, section, name, on=on)
        return place.to_dict() if place is not None else None

    if ground is not None:
        return {"ground": told["ground"] | {"position": position("情形", ground.name)}}
    reasons = ((reason, position("结论", reason["outcome"]["name"])) for reason in told["reasons"])
    return {"reasons": [reason | {"position": where} for reason, where in reasons]}


def _head(answer: PolicyAnswer) -> dict[str, Any]:
    return {
        "policy": answer.code,
        "name": answer.name,
        "citation": answer.citation,
        "doubts": [doubt.to_dict() for doubt in answer.doubts],
        "assumptions": list(answer.assumptions),
    }


# ── as text ─────────────────────────────────────────────────────────────


def _print_policy(answer: PolicyAnswer, outcome: str | None, output: Output) -> None:
    """Print why an outcome, by default every one that is possible."""
    from zzrules.answer.account import reasons_open

    output.say(f"{answer.citation}　{answer.name}")
    if not outcome and answer.outcome is None and answer.decided:
        output.say(output.paint(f"归类：{answer.outcome_class}，{reasons_open(answer)}。", TRUTHS[True][1]))
    for number, code in enumerate([outcome] if outcome else answer.possible):
        if number:
            output.say()
        reasons = answer.why(code)
        output.say(output.paint(reasons.summary, TRUTHS[reasons.possible][1]))
        _print_lacking(reasons, output)
        for step in reasons.steps:
            _print_step(step, output, 1)
    if answer.uncounted:
        output.say("不算数的认定：")
        for finding in answer.uncounted:
            output.say(f"  - {finding.text}")
    _print_doubts(answer, output)


def _print_doubts(answer: PolicyAnswer, output: Output) -> None:
    for doubt in answer.doubts:
        output.say(f"  存疑：{doubt.text}")
    for assumption in answer.assumptions:
        output.say(f"  以{assumption}为准")


def _print_lacking(reasons: Reasons, output: Output) -> None:
    if reasons.possible is not True and reasons.lacking:
        output.say("所缺的：")
        for condition in reasons.lacking:
            output.say(f"  - {condition}")
        output.say("各项条件：")


def _print_ground(ground: GroundAnswer, answer: PolicyAnswer, output: Output) -> None:
    output.say(f"{ground.citation}　{ground.name}：" + output.paint(ground.state, TRUTHS[ground.truth][1]))
    output.say(f"「{ground.text}」")
    for reason in answer.not_applicable_because:
        output.say(f"  {answer.name}不适用：{reason}")
    _print_doubts(answer, output)
    for step in ground.why():
        _print_step(step, output, 1)
    for fact in ground.missing:
        output.say(f"  尚缺：{fact.said}")


def _print_step(step: Step, output: Output, depth: int) -> None:
    word, colour = TRUTHS[step.truth]
    shown = f"（{step.shown}）" if step.shown else ""
    output.say(f"{'  ' * depth}{output.paint(f'[{word}]', colour)} {step.text}{shown}")
    for part in step.parts:
        _print_step(part, output, depth + 1)
