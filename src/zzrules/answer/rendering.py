"""Determinations as Chinese prose: plain text and Markdown, with every citation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, assert_never

from zzrules.answer.clashes import in_words
from zzrules.answer.obligation import DUE_SOON, SILENT, UNDETERMINED, ObligationAnswer
from zzrules.answer.parts import ConsequenceAnswer, ContradictionAnswer, MissingFact, Step
from zzrules.answer.policy import PolicyAnswer
from zzrules.base.truth import Truth

TRUTHS: dict[Truth, str] = {True: "成立", False: "不成立", None: "待查明"}
FIRST_QUESTIONS = 3
Format = Literal["text", "markdown", "json"]

LineKind = Literal["text", "outcome", "open outcome", "breached", "due_soon", "pending", "undetermined"]
_PRESSING: Mapping[str, LineKind] = {
    "breached": "breached",
    DUE_SOON: "due_soon",
    "pending": "pending",
    UNDETERMINED: "undetermined",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of prose and its kind: ``text`` is the part that the kind speaks of, ``str(line)`` the whole line.

    >>> str(Line("outcome", "予以轮换调整", before="结论："))
    '结论：予以轮换调整'
    """

    kind: LineKind
    text: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """Return the whole line."""
        return f"{self.before}{self.text}{self.after}"


def plain(line: Line | str) -> Line:
    """Return a line as it is, and a text as a line of no special kind."""
    return line if isinstance(line, Line) else Line("text", line)


def pressing(status: str, due: str) -> LineKind:
    """Return the kind of what says how an obligation stands; one missed without a last day is not overdue: a text."""
    return "text" if status == "breached" and not due else _PRESSING.get(status, "text")


def obligation_line(answer: ObligationAnswer, after: str) -> Line:
    """Return an item of a list that says how an obligation stands."""
    return Line(pressing(answer.status, answer.due), answer.label, f"- {answer.title}：", after)


@dataclass(frozen=True, slots=True)
class Report:
    """What is rendered: the answers of a determination, with what stands over and under them."""

    source: str
    evaluated_on: str
    policies: tuple[PolicyAnswer, ...]
    contradictions: tuple[ContradictionAnswer, ...]
    rulebook_digest: str
    record_digest: str


def render(report: Report, form: Literal["text", "markdown"]) -> str:
    """Return a report as plain text or Markdown."""
    return "\n".join(map(str, Page(markdown=form == "markdown").lines(report)))


def holding(step: Step, depth: int = 0) -> Iterator[str]:
    """Yield the conditions that hold as a nested list, down to single facts."""
    if step.truth is not True:
        return
    inner = depth
    match step.kind:
        case "reading":
            return
        case "any" if any(part.kind == "reading" and part.truth for part in step.parts):
            return
        case "all" | "any":
            pass
        case "not" | "ground" | "derived" | "catch_all" | "obligation" | "list" | "element" | "otherwise" | "condition":
            yield "  " * depth + "- " + step.text + (f"（{step.shown}）" if step.shown else "")
            inner += 1
        case _:
            assert_never(step.kind)
    for part in step.parts:
        yield from holding(part, inner)


class Page:
    """Writes a determination, with headings and lists as plain text or as Markdown."""

    def __init__(self, *, markdown: bool) -> None:
        """Choose between Markdown and plain text."""
        self.markdown = markdown

    def heading(self, text: str, level: int) -> list[str]:
        """Return a heading in its lines."""
        if self.markdown:
            return ["", f"{'#' * level} {text}", ""]
        return [
            "",
            text,
            ("═" if level == 1 else "─") * min(40, sum(1 if character.isascii() else 2 for character in text)),
        ]

    def bold(self, text: str) -> str:
        """Return a text in bold."""
        return f"**{text}**" if self.markdown else text

    def lines(self, report: Report) -> Iterator[Line]:
        """Yield a report in lines."""
        return map(plain, self._lines(report))

    def _lines(self, report: Report) -> Iterator[Line | str]:
        yield from self.heading("评价结论", 1)[1:]
        yield f"依据 {report.source}，评价日 {report.evaluated_on}。"
        silent = []
        for answer in report.policies:
            if answer.aside:
                silent.append(answer)
            else:
                yield from self.policy(answer)
        if silent and len(silent) < len(report.policies):
            yield from self.heading("案卷没有涉及的政策", 2)
            yield from (self._silent(answer) for answer in silent)
        elif silent:
            for answer in silent:
                yield from self.policy(answer)
        if report.contradictions:
            yield from self.heading("记载相互矛盾", 2)
            for contradiction in report.contradictions:
                yield f"- {in_words(contradiction)}。"
        yield ""
        yield f"政策版本 {report.rulebook_digest[:12]}　案卷摘要 {report.record_digest[:12]}"

    @staticmethod
    def _silent(answer: PolicyAnswer) -> Line | str:
        """Return one line on a policy with which the record has nothing to do."""
        head = f"- {answer.name}（{answer.citation}）："
        because = "；".join(answer.not_applicable_because)
        if answer.outcome:
            return f"{head}{answer.outcome_name}（{because}）"
        if because:
            return Line("undetermined", TRUTHS[None], head, f"；无论如何不会适用（{because}）")
        asked = "、".join(f"「{fact.label}」" for fact in answer.missing[:FIRST_QUESTIONS])
        return Line("undetermined", TRUTHS[None], head, f"，缺 {len(answer.missing)} 项事实，可先查明{asked}")

    def policy(self, answer: PolicyAnswer) -> Iterator[Line | str]:
        """Yield what one policy says in lines."""
        yield from self.heading(f"{answer.citation}　{answer.name}", 2)
        kind: LineKind = "outcome" if answer.outcome else "open outcome"
        yield Line(kind, self._outcome(answer), f"{self.bold('结论')}：")
        for reason in answer.not_applicable_because:
            yield f"- 理由：{reason}"
        if answer.status in ("not_applicable", "not_in_force"):
            yield from self._texts(answer)
            return
        if answer.outcome:
            yield from self._because(answer)
        yield from self._grounds(answer)
        for truth, head in ((True, "后果"), (None, "尚不能确定的后果")):
            consequences = [consequence for consequence in answer.consequences if consequence.truth is truth]
            if consequences and not (truth is None and answer.outcome is None):
                yield ""
                yield f"{self.bold(head)}："
                yield from (f"- {self._consequence(consequence)}" for consequence in consequences)
        yield from self._obligations(answer)
        if answer.missing:
            yield ""
            yield f"{self.bold('尚缺的事实')}（{len(answer.missing)} 项，先问排在前面的）："
            yield from (f"{number}. {self._question(fact)}" for number, fact in enumerate(answer.missing, 1))
        yield from self._texts(answer)

    def _outcome(self, answer: PolicyAnswer) -> str:
        if answer.outcome_name:
            return self.bold(answer.outcome_name)
        names = "」「".join(outcome.name for outcome in answer.possible_names)
        clash = "；".join(contradiction.note for contradiction in answer.contradicted)
        because = f"：记载互相矛盾——{clash}" if clash else ""
        return f"{self.bold('待查明')}{because}。尚有可能的结论：「{names}」"

    def _because(self, answer: PolicyAnswer) -> Iterator[str]:
        """Yield the conditions on which the outcome rests, alternatives only where they hold."""
        for step in answer.why().steps:
            yield from holding(step)

    def _grounds(self, answer: PolicyAnswer) -> Iterator[Line | str]:
        shown = [ground for ground in answer.grounds.values() if ground.truth is not False or ground.not_invoked]
        if not any(ground.truth is not False for ground in shown):
            return
        yield ""
        yield f"{self.bold('情形')}："
        for ground in shown:
            head = f"- {ground.citation}「{ground.name}」："
            if ground.not_invoked:
                yield f"{head}未援引"
                continue
            state = TRUTHS[ground.truth]
            if ground.truth is None:
                yield Line("undetermined", state, head)
                continue
            if ground.truth and ground.has_procedure:
                state += {True: "，手续齐备", False: "，手续未齐", None: "，手续待查明"}[ground.complete]
            branches = "、".join(name for name, truth in ground.alternatives if truth)
            yield f"{head}{state}" + (f"（{branches}）" if ground.truth and branches else "")

    def _obligations(self, answer: PolicyAnswer) -> Iterator[Line | str]:
        shown = [obligation for obligation in answer.obligations if obligation.state not in SILENT]
        known = [obligation for obligation in shown if obligation.state is not None]
        if known:
            yield ""
            yield f"{self.bold('义务')}："
            for obligation in known:
                when = f"，{obligation.when}" if obligation.when else ""
                yield obligation_line(obligation, f"{when}。{obligation.clause}")
        waiting = [obligation.title for obligation in shown if obligation.state is None]
        if waiting:
            yield ""
            yield f"{self.bold('尚不能确定的义务')}：{'、'.join(waiting)}"

    def _consequence(self, consequence: ConsequenceAnswer) -> str:
        by = consequence.by and f"，{'不晚于 ' if consequence.dated else ''}{consequence.by}"
        forms = f"（{'、'.join(consequence.forms)}）" if consequence.forms else ""
        subject, modality = consequence.subject, consequence.modality
        who = f"由{subject}" if modality == "由" else f"{subject}{modality}"
        return f"{who}{consequence.content}{forms}{by}（{consequence.citation}）"

    def _question(self, fact: MissingFact) -> str:
        text = f"{fact.label}：{fact.question or fact.note}"
        if fact.why != "absent":
            text += f"〔{fact.note}〕"
        deciding = "；".join(f"若为{answer}，则{outcome}" for answer, outcome in fact.would_decide[:2])
        return text + (f"　〔{deciding}〕" if deciding else "")

    def _texts(self, answer: PolicyAnswer) -> Iterator[str]:
        yield ""
        yield f"{self.bold('条文')}："
        for cited in answer.citations:
            text = cited.text.replace("\n", "　")
            yield f"> {cited.citation}：{text}" if self.markdown else f"  {cited.citation}：「{text}」"
            if self.markdown:
                yield ""
