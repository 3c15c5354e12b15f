"""Determinations as Chinese prose: plain text and Markdown, with every citation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from zzrules.answer.clashes import in_words
from zzrules.answer.ground import GroundAnswer
from zzrules.answer.obligation import DUE_SOON, UNDETERMINED, ObligationAnswer
from zzrules.answer.parts import CitedText, ConsequenceAnswer, ContradictionAnswer, MissingFact, Reason
from zzrules.answer.policy import PolicyAnswer
from zzrules.answer.sentences import denied, holding
from zzrules.answer.wording import either
from zzrules.base import money
from zzrules.base.truth import Truth

TRUTHS: dict[Truth, str] = {True: "成立", False: "不成立", None: "待查明"}
REASON_OPEN = "理由待查明"
FIRST_QUESTIONS = 3
_ANSWERS = 4
_NUMERALS = "零一两三四五六七八九"
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


def assumed(assumption: str) -> str:
    """Return an item of a list that says on which assumption an answer rests."""
    return f"- 以{assumption}为准，通知公布后应当重新评价"


def reasons_open(answer: PolicyAnswer) -> str:
    """Return how many outcomes of a decided class are still possible, which only changes the reason."""
    number = len(answer.possible)
    return f"理由尚有{_NUMERALS[number] if number < len(_NUMERALS) else number}种可能"


@dataclass(frozen=True, slots=True)
class Report:
    """What is rendered: the answers of a determination, with what stands over and under them.

    ``grounds`` names for each policy the grounds asked about; None for the whole policy.
    """

    source: str
    evaluated_on: str
    policies: tuple[PolicyAnswer, ...]
    grounds: Mapping[str, Sequence[str] | None]
    contradictions: tuple[ContradictionAnswer, ...]
    rulebook_digest: str
    record_digest: str


def render(report: Report, form: Literal["text", "markdown"]) -> str:
    """Return a report as plain text or Markdown."""
    return "\n".join(map(str, Page(markdown=form == "markdown").lines(report)))


def listed(reasons: Iterable[Reason], depth: int = 0) -> Iterator[str]:
    """Yield reasons as a nested list."""
    for reason in reasons:
        yield f"{'  ' * depth}- {reason.text}"
        yield from listed(reason.parts, depth + 1)


class Page:
    """Writes a determination, with headings and lists as plain text or as Markdown."""

    def __init__(self, *, markdown: bool) -> None:
        """Choose between Markdown and plain text."""
        self.markdown = markdown
        self._before: list[CitedText] = []  # what was quoted so far
        self._told = frozenset[tuple[str, ...]]()

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
        self._before = []
        yield from self.heading("评价结论", 1)[1:]
        yield f"依据 {self._basis(report)}，评价日 {report.evaluated_on}。"
        silent = []
        for answer in report.policies:
            if report.grounds[answer.code] is not None:
                yield from self.grounds(answer)
            elif answer.aside:
                silent.append(answer)
            else:
                yield from self.policy(answer)
        if silent and len(silent) < len(report.policies):
            yield from self.heading("案卷没有涉及的政策", 2)
            yield from (self.silent(answer) for answer in silent)
        elif silent:
            for answer in silent:
                yield from self.policy(answer)
        if report.contradictions:
            yield from self.heading("记载相互矛盾", 2)
            for contradiction in report.contradictions:
                yield f"- {in_words(contradiction)}。"
        yield ""
        yield f"政策版本 {report.rulebook_digest[:12]}　案卷摘要 {report.record_digest[:12]}"

    def _basis(self, report: Report) -> str:
        """Return on which text of each regulation the answers rest, or that each says it."""
        answers = [one for one in report.policies if not one.aside] or report.policies
        texts: dict[str, dict[str, None]] = {}
        for one in answers:
            texts.setdefault(one.edition.places[0].source, {}).update(dict.fromkeys(one.edition.sources))
        if any(len(sources) > 1 for sources in texts.values()):
            return f"{report.source}及其修正（各依行为之日的文本）"
        self._told = frozenset(map(tuple, texts.values()))
        return "、".join(source for sources in texts.values() for source in sources)

    @staticmethod
    def silent(answer: PolicyAnswer) -> Line | str:
        """Return one line on a policy with which the record has nothing to do."""
        head = f"- {answer.name}（{answer.citation}）："
        rests = [f"以{one}为准" for one in answer.assumptions]
        because = "；".join((*answer.not_applicable_because, *rests))
        if answer.decided:
            return f"{head}{answer.outcome_name or answer.outcome_class}（{because}）"
        if answer.excluded and answer.not_applicable_because:
            return Line("undetermined", "不会适用", head, f"（{because}；在不在有效期内待查明，都是如此）")
        asked = "、".join(f"「{fact.label}」" for fact in answer.missing[:FIRST_QUESTIONS])
        noted = f"（{'；'.join(rests)}）" if rests else ""
        return Line("undetermined", TRUTHS[None], head, f"{noted}，缺 {len(answer.missing)} 项事实，可先查明{asked}")

    def policy(self, answer: PolicyAnswer) -> Iterator[Line | str]:
        """Yield what one policy says in lines."""
        yield from self._head(answer)
        kind: LineKind = "outcome" if answer.decided else "open outcome"
        yield Line(kind, self._outcome(answer), f"{self.bold('结论')}：")
        if answer.conduct_day_from:
            yield f"- 行为日期没有记载，由其他记载推算为{answer.conduct_day}（{answer.conduct_day_from}）"
        for reason in answer.not_applicable_because:
            yield f"- 理由：{reason}"
            yield from (f"  - {text}" for text in answer.reckoned(reason))
        for doubt in answer.doubts:
            yield f"- 存疑：{doubt.text}"
        yield from map(assumed, answer.assumptions)
        if answer.status in ("not_applicable", "not_in_force"):
            yield from self._texts(answer)
            return
        yield from listed(answer.reasons)
        yield from self._grounds(answer)
        yield from self._uncounted(answer)
        for truth, head in ((True, "后果"), (None, "尚不能确定的后果")):
            consequences = [consequence for consequence in answer.consequences if consequence.truth is truth]
            if consequences and not (truth is None and not answer.decided):
                yield ""
                yield f"{self.bold(head)}："
                yield from (f"- {self._consequence(consequence)}" for consequence in consequences)
        yield from self._obligations(answer)
        yield from self._amounts(answer)
        yield from self._missing(answer)
        yield from self._texts(answer)

    def _amounts(self, answer: PolicyAnswer) -> Iterator[str]:
        known = [(name, amount) for name, amount in answer.amounts.items() if amount is not None]
        if known:
            yield ""
            yield f"{self.bold('金额')}："
            ways = answer.arithmetic()
            for name, amount in known:
                how = f"＝{ways[name]}" if ways.get(name) else ""
                yield f"- {name.removeprefix('amount.')}：{money.in_words(amount)}{how}"

    def _head(self, answer: PolicyAnswer) -> Iterator[str]:
        """Yield the heading of what a policy says, with the text on which it rests where it is not that of all."""
        yield from self.heading(f"{answer.edition.heading}　{answer.name}", 2)
        sources = answer.edition.sources
        if sources not in self._told:
            may = "适用的文本" if len(sources) == 1 else "行为日期没有查明，可能适用的文本"
            yield f"（{may}：{'；'.join(sources)}）"

    def _missing(self, answer: PolicyAnswer) -> Iterator[str]:
        if answer.missing:
            order = "，先问排在前面的" if len(answer.missing) > 1 else ""
            yield ""
            yield f"{self.bold('尚缺的事实')}（{len(answer.missing)} 项{order}）："
            yield from (f"{number}. {self._question(fact)}" for number, fact in enumerate(answer.missing, 1))
        if answer.missing_for_reason:
            labels = "、".join(f"「{fact.label}」" for fact in answer.missing_for_reason)
            yield ""
            yield f"{self.bold('只影响理由的事实')}（查明与否，归类都是「{answer.outcome_class}」）：{labels}"

    def _outcome(self, answer: PolicyAnswer) -> str:
        if answer.outcome_name:
            return self.bold(answer.outcome_name)
        if answer.outcome_class:
            reasons = "；".join(outcome.name for outcome in answer.possible_names)
            return f"{self.bold(answer.outcome_class)}（{reasons_open(answer)}：{reasons}）"
        names = "」「".join(outcome.name for outcome in answer.possible_names)
        clash = "；".join(contradiction.note for contradiction in answer.contradicted)
        because = f"：记载互相矛盾——{clash}" if clash else ""
        return f"{self.bold('待查明')}{because}。尚有可能的结论：「{names}」"

    def _grounds(self, answer: PolicyAnswer) -> Iterator[Line | str]:
        told = _failed(answer).union(ground.name for ground in answer.repealed)
        shown = [
            ground
            for name, ground in answer.grounds.items()
            if ground.truth is not False or ground.not_invoked or name in told
        ]
        if not any(ground.truth is not False or ground.name in told for ground in shown):
            return
        yield ""
        yield f"{self.bold('情形')}："
        for ground in shown:
            kind: LineKind = "undetermined" if ground.truth is None else "text"
            yield Line(kind, ground.state, f"- {_place(answer, ground)}「{ground.name}」：", self._awaiting(ground))

    def grounds(self, answer: PolicyAnswer) -> Iterator[Line | str]:
        """Yield what is said of the grounds asked about in lines, and nothing of the rest of their policy."""
        yield from self._head(answer)
        for number, ground in enumerate(answer.grounds.values()):
            if number:
                yield ""
            kind: LineKind = "outcome" if ground.truth is not None else "open outcome"
            yield Line(kind, self.bold(ground.state), f"{self.bold(f'{_place(answer, ground)}「{ground.name}」')}：")
            for reason in answer.not_applicable_because:
                yield f"- {answer.name}不适用：{reason}"
                yield from (f"  - {text}" for text in answer.reckoned(reason))
            yield from map(assumed, answer.assumptions)
            yield from listed(ground.reasons)
        yield from self._missing(answer)
        yield from self._quoted(ground.cited for ground in answer.grounds.values())

    def _uncounted(self, answer: PolicyAnswer) -> Iterator[str]:
        asked = {fact.name for fact in answer.missing}  # the questions say why these do not count
        uncounted = [finding for finding in answer.uncounted if finding.name not in asked]
        if uncounted:
            yield ""
            yield f"{self.bold('不算数的认定')}："
            yield from (f"- {finding.text}" for finding in uncounted)

    @staticmethod
    def _awaiting(ground: GroundAnswer) -> str:
        """Return what an invoked catch-all item still waits for; of other grounds, nothing."""
        based = any(fact.why == "no_basis" for fact in ground.missing)
        awaited = "附上本项所要求的依据" if based else "、".join(f"「{label}」" for label in ground.awaited)
        return f"，已经援引（{'、'.join(ground.invoked_by)}），尚待{awaited}" if awaited else ""

    def _obligations(self, answer: PolicyAnswer) -> Iterator[Line | str]:
        shown = [obligation for obligation in answer.obligations if not obligation.silent]
        owed = [obligation for obligation in shown if obligation.owed]
        if owed:
            yield ""
            yield f"{self.bold('义务')}："
            for obligation in owed:
                within = obligation.due_within()
                when = f"，{obligation.when}" if obligation.when else f"，期限{within}" if within else ""
                lacking = f"，{asked}" if (asked := _asked(obligation)) and not obligation.waits_for else ""
                clause = obligation.clause_in(marked=answer.edition.mixed)
                yield obligation_line(obligation, f"{when}{lacking}。{clause}")
                yield from (f"  {assumed(one)}" for one in obligation.assumptions)
                if not obligation.dated:
                    for step in obligation.missed_by():
                        yield from listed(holding(step), 1)
                yield from (f"  - {text}，不算履行" for text in obligation.passed_over())
        perhaps = [obligation for obligation in shown if not obligation.owed]
        if perhaps:
            yield ""
            yield f"{self.bold('有没有尚待查明的义务')}："
            for obligation in perhaps:
                lacking = f"{asked}。" if (asked := _asked(obligation)) else ""
                yield f"- {obligation.title}：{lacking}{obligation.clause_in(marked=answer.edition.mixed)}"
                yield from (f"  {assumed(one)}" for one in obligation.assumptions)

    def _consequence(self, consequence: ConsequenceAnswer) -> str:
        by = consequence.by and f"，{'不晚于 ' if consequence.dated else ''}{consequence.by}"
        forms = f"（{'、'.join(consequence.forms)}）" if consequence.forms else ""
        subject, modality = consequence.subject, consequence.modality
        said = "" if consequence.content.startswith(modality) else modality  # 参照 … 参照本实施细则执行
        who = f"由{subject}" if modality == "由" else f"{subject}{said}"
        return f"{who}{consequence.content}{forms}{by}（{consequence.citation}）"

    def _question(self, fact: MissingFact) -> str:
        if_it_is = "若" if fact.bodies else "若为"
        told: dict[str, list[str]] = {}
        for answer, outcome in fact.would_decide:
            if answer not in fact.samples:
                told.setdefault(outcome, []).append(answer)
        deciding = "；".join(f"{if_it_is}{_any_of(answers)}，则{outcome}" for outcome, answers in [*told.items()][:2])
        if fact.bodies and told and fact.why in ("absent", "unclear"):
            deciding = f"有权认定的是{either(fact.bodies)}；{deciding}"
        if fact.samples and not told:
            deciding = "单凭这一项就可能有结论"
        return fact.said + (f"　〔{deciding}〕" if deciding else "")

    def _texts(self, answer: PolicyAnswer) -> Iterator[str]:
        yield from self._quoted((*answer.citations, *(ground.cited for ground in answer.repealed)))

    def _quoted(self, places: Iterable[CitedText]) -> Iterator[str]:
        """Yield the text of places, each once: not what is quoted above, nor what another of them contains."""
        listed = tuple(places)
        above = [place for place in listed if any(_contained(place, other) for other in self._before)]
        new = [place for place in listed if place not in above]
        new = [place for place in new if not any(_contained(place, other) for other in new if other.text != place.text)]
        self._before += new
        yield ""
        if not new:
            yield f"{self.bold('条文')}：{'、'.join(place.headed for place in above)}，见前。"
            return
        yield f"{self.bold('条文')}："
        for place in new:
            text = place.text.replace("\n", "　")
            yield f"> {place.headed}：{text}" if self.markdown else f"  {place.headed}：「{text}」"
            if self.markdown:
                yield ""


def _place(answer: PolicyAnswer, ground: GroundAnswer) -> str:
    """Return the place of a ground, with the days of its text where another text is spoken of beside it."""
    return ground.cited.marked if ground.lapsed or answer.edition.mixed else ground.citation


def _contained(place: CitedText, other: CitedText) -> bool:
    """Return whether what another place quotes has the words of a place where they are cited."""
    return place.source == other.source and place.text in other.text and place.throughout(other)


def _failed(answer: PolicyAnswer) -> frozenset[str]:
    """Return the names of the grounds that the outcome, or a missed obligation, rests on for want of: standards."""
    outcomes = answer.possible if answer.status == "decided" else ()
    steps = [step for outcome in outcomes for step in answer.why(outcome).steps]
    steps += [step for obligation in answer.obligations for step in obligation.missed_by()]
    return frozenset(ground.name for step in steps for ground in denied(step))


def _any_of(answers: Sequence[str]) -> str:
    """Return answers as alternatives; of many, the first and their number."""
    if len(answers) <= _ANSWERS:
        return either(answers)
    return f"{'、'.join(answers[: _ANSWERS - 1])}等{len(answers)}项之一"


def _asked(obligation: ObligationAnswer) -> str:
    """Return what has to be found out before it is known how an obligation stands; empty where that is known."""
    asked = obligation.asks_for
    first = "、".join(f"「{label}」" for label in asked[:FIRST_QUESTIONS])
    return f"尚缺{first}{f'等{len(asked)}项' if len(asked) > FIRST_QUESTIONS else ''}" if asked else ""
