"""From answers to what is told of them: the outcome, what it rests on, what follows, what is missing, the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zzrules.answer.blocks import Account, Block, Item, Items, Kind, Paragraph, Quotes, Section, Span, Spans, plainly
from zzrules.answer.clashes import in_words
from zzrules.answer.ground import GroundAnswer
from zzrules.answer.obligation import DUE_SOON, UNDETERMINED, ObligationAnswer
from zzrules.answer.parts import CitedText, ConsequenceAnswer, ContradictionAnswer, MissingFact, Reason
from zzrules.answer.policy import PolicyAnswer
from zzrules.answer.sentences import denied, holding
from zzrules.answer.wording import either
from zzrules.base import money
from zzrules.base.truth import Truth

TRUTHS: Final[dict[Truth, str]] = {True: "成立", False: "不成立", None: "待查明"}
REASON_OPEN: Final = "理由待查明"
FIRST_QUESTIONS: Final = 3
_ANSWERS: Final = 4
_NUMERALS: Final = "零一两三四五六七八九"

_PRESSING: Final[Mapping[str, Kind]] = {
    "breached": "breached",
    DUE_SOON: "due_soon",
    "pending": "pending",
    UNDETERMINED: "undetermined",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What is told of: the answers of a determination, with what stands over and under them.

    ``grounds`` names for each policy the grounds asked about; None for the whole policy.
    """

    source: str
    evaluated_on: str
    policies: tuple[PolicyAnswer, ...]
    grounds: Mapping[str, Sequence[str] | None]
    contradictions: tuple[ContradictionAnswer, ...]
    rulebook_digest: str
    record_digest: str


def account(report: Report) -> Account:
    """Return what is told of a determination."""
    return Teller().account(report)


def listed(reasons: Iterable[Reason]) -> tuple[Item, ...]:
    """Return reasons as items, each with what it is made of."""
    return tuple(Item((Span(reason.text),), listed(reason.parts)) for reason in reasons)


def pressing(status: str, due: str) -> Kind:
    """Return the kind of what says how an obligation stands; one missed without a last day is not overdue: a text."""
    return "text" if status == "breached" and not due else _PRESSING.get(status, "text")


def standing(answer: ObligationAnswer, after: str) -> Spans:
    """Return how an obligation stands."""
    return Span(f"{answer.title}："), Span(answer.label, pressing(answer.status, answer.due)), Span(after)


def assumed(assumption: str) -> str:
    """Return on which assumption an answer rests."""
    return f"以{assumption}为准，通知公布后应当重新评价"


def reasons_open(answer: PolicyAnswer) -> str:
    """Return how many outcomes of a decided class are still possible, which only changes the reason."""
    number = len(answer.possible)
    return f"理由尚有{_NUMERALS[number] if number < len(_NUMERALS) else number}种可能"


def silent(answer: PolicyAnswer) -> Item:
    """Return one item on a policy with which the record has nothing to do."""
    head = f"{answer.name}（{answer.citation}）："
    rests = [f"以{one}为准" for one in answer.assumptions]
    because = "；".join((*answer.not_applicable_because, *rests))
    if answer.decided:
        return plainly(f"{head}{answer.outcome_name or answer.outcome_class}（{because}）")
    if answer.excluded and answer.not_applicable_because:
        after = f"（{because}；在不在有效期内待查明，都是如此）"
        return Item((Span(head), Span("不会适用", "undetermined"), Span(after)))
    asked = "、".join(f"「{fact.label}」" for fact in answer.missing[:FIRST_QUESTIONS])
    noted = f"（{'；'.join(rests)}）" if rests else ""
    after = f"{noted}，缺 {len(answer.missing)} 项事实，可先查明{asked}"
    return Item((Span(head), Span(TRUTHS[None], "undetermined"), Span(after)))


class Teller:
    """Tells of a determination; remembers what was quoted, and on which texts all rests."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self._before: list[CitedText] = []
        self._told = frozenset[tuple[str, ...]]()

    def account(self, report: Report) -> Account:
        """Return what is told of a report."""
        self._before = []
        lead = f"依据 {self._basis(report)}，评价日 {report.evaluated_on}。"
        foot = f"政策版本 {report.rulebook_digest[:12]}　案卷摘要 {report.record_digest[:12]}"
        return Account("评价结论", lead, tuple(self._sections(report)), foot)

    def _sections(self, report: Report) -> Iterator[Section]:
        aside = []
        for answer in report.policies:
            if report.grounds[answer.code] is not None:
                yield self._section(answer, self._asked_grounds(answer))
            elif answer.aside:
                aside.append(answer)
            else:
                yield self.policy(answer)
        if aside and len(aside) < len(report.policies):
            yield Section("案卷没有涉及的政策", (Items("aside", tuple(map(silent, aside))),))
        elif aside:
            yield from map(self.policy, aside)
        if report.contradictions:
            items = tuple(plainly(f"{in_words(contradiction)}。") for contradiction in report.contradictions)
            yield Section("记载相互矛盾", (Items("contradictions", items),))

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

    def _section(self, answer: PolicyAnswer, blocks: Iterable[Block]) -> Section:
        """Return a section, with the text on which it rests where it is not that of all."""
        note, sources = "", answer.edition.sources
        if sources not in self._told:
            may = "适用的文本" if len(sources) == 1 else "行为日期没有查明，可能适用的文本"
            note = f"（{may}：{'；'.join(sources)}）"
        return Section(f"{answer.edition.heading}　{answer.name}", tuple(blocks), note, answer.code)

    def policy(self, answer: PolicyAnswer) -> Section:
        """Return what one policy says."""
        return self._section(answer, self._blocks(answer))

    def _blocks(self, answer: PolicyAnswer) -> Iterator[Block]:
        yield Paragraph("outcome", (Span("结论", strong=True), Span("："), *_outcome(answer)))
        if items := tuple(_grounded(answer)):
            yield Items("reasons", items)
        if answer.status not in ("not_applicable", "not_in_force"):
            yield from _grounds(answer)
            yield from _uncounted(answer)
            yield from _consequences(answer)
            yield from _obligations(answer)
            yield from _amounts(answer)
            yield from _missing(answer)
        yield self._quoted((*answer.citations, *(ground.cited for ground in answer.repealed)))

    def _asked_grounds(self, answer: PolicyAnswer) -> Iterator[Block]:
        """Yield what is said of the grounds asked about, and nothing of the rest of their policy."""
        for number, ground in enumerate(answer.grounds.values()):
            kind: Kind = "outcome" if ground.truth is not None else "open outcome"
            place = Span(f"{_place(answer, ground)}「{ground.name}」", strong=True)
            spans = place, Span("："), Span(ground.state, kind, strong=True)
            yield Paragraph("outcome", spans, apart=number > 0)
            items = (*_excluded(answer, f"{answer.name}不适用："), *map(plainly, map(assumed, answer.assumptions)))
            if items := (*items, *listed(ground.reasons)):
                yield Items("reasons", items)
        yield from _missing(answer)
        yield self._quoted(ground.cited for ground in answer.grounds.values())

    def _quoted(self, places: Iterable[CitedText]) -> Quotes:
        """Return the text of places, each once: not what is quoted above, nor what another of them contains."""
        cited = tuple(places)
        above = [place for place in cited if any(_contained(place, other) for other in self._before)]
        new = [place for place in cited if place not in above]
        new = [place for place in new if not any(_contained(place, other) for other in new if other.text != place.text)]
        self._before += new
        return Quotes("条文", tuple(new), tuple(above))


# ── what one policy says ────────────────────────────────────────────────


def _outcome(answer: PolicyAnswer) -> Iterator[Span]:
    kind: Kind = "outcome" if answer.decided else "open outcome"
    if answer.outcome_name:
        yield Span(answer.outcome_name, kind, strong=True)
    elif answer.outcome_class:
        reasons = "；".join(outcome.name for outcome in answer.possible_names)
        yield Span(answer.outcome_class, kind, strong=True)
        yield Span(f"（{reasons_open(answer)}：{reasons}）", kind)
    else:
        names = "」「".join(outcome.name for outcome in answer.possible_names)
        clash = "；".join(contradiction.note for contradiction in answer.contradicted)
        because = f"：记载互相矛盾——{clash}" if clash else ""
        yield Span(TRUTHS[None], kind, strong=True)
        yield Span(f"{because}。尚有可能的结论：「{names}」", kind)


def _excluded(answer: PolicyAnswer, head: str) -> Iterator[Item]:
    """Yield why a policy does not apply, with the days and lengths of time for which it does not."""
    for reason in answer.not_applicable_because:
        yield Item((Span(f"{head}{reason}"),), tuple(map(plainly, answer.reckoned(reason))))


def _grounded(answer: PolicyAnswer) -> Iterator[Item]:
    """Yield what the outcome rests on."""
    if answer.conduct_day_from:
        yield plainly(f"行为日期没有记载，由其他记载推算为{answer.conduct_day}（{answer.conduct_day_from}）")
    yield from _excluded(answer, "理由：")
    yield from (plainly(f"存疑：{doubt.text}") for doubt in answer.doubts)
    yield from map(plainly, map(assumed, answer.assumptions))
    if answer.status not in ("not_applicable", "not_in_force"):
        yield from listed(answer.reasons)


def _grounds(answer: PolicyAnswer) -> Iterator[Items]:
    told = _failed(answer).union(ground.name for ground in answer.repealed)
    shown = [
        ground
        for name, ground in answer.grounds.items()
        if ground.truth is not False or ground.not_invoked or name in told
    ]
    if any(ground.truth is not False or ground.name in told for ground in shown):
        yield Items("grounds", tuple(_ground(answer, ground) for ground in shown), "情形")


def _ground(answer: PolicyAnswer, ground: GroundAnswer) -> Item:
    kind: Kind = "undetermined" if ground.truth is None else "text"
    head = f"{_place(answer, ground)}「{ground.name}」："
    return Item((Span(head), Span(ground.state, kind), Span(_awaiting(ground))), (), (ground.cited,))


def _awaiting(ground: GroundAnswer) -> str:
    """Return what an invoked catch-all item still waits for; of other grounds, nothing."""
    based = any(fact.why == "no_basis" for fact in ground.missing)
    awaited = "附上本项所要求的依据" if based else "、".join(f"「{label}」" for label in ground.awaited)
    return f"，已经援引（{'、'.join(ground.invoked_by)}），尚待{awaited}" if awaited else ""


def _uncounted(answer: PolicyAnswer) -> Iterator[Items]:
    asked = {fact.name for fact in answer.missing}  # the questions say why these do not count
    if items := tuple(plainly(finding.text) for finding in answer.uncounted if finding.name not in asked):
        yield Items("uncounted", items, "不算数的认定")


def _consequences(answer: PolicyAnswer) -> Iterator[Items]:
    follow, may = (
        tuple(plainly(in_a_clause(one), _cited(answer, one)) for one in answer.consequences if one.truth is truth)
        for truth in (True, None)
    )
    if follow:
        yield Items("consequences", follow, "后果")
    if may and answer.decided:
        yield Items("open consequences", may, "尚不能确定的后果")


def _cited(answer: PolicyAnswer, one: ConsequenceAnswer | ObligationAnswer) -> tuple[CitedText, ...]:
    """Return the words of the place that states what follows, of each text that may apply."""
    return tuple(place for place in answer.citations if place.citation == one.citation)


def in_a_clause(consequence: ConsequenceAnswer) -> str:
    """Return who shall, may or must not do what, by when, with the article."""
    by = consequence.by and f"，{'不晚于 ' if consequence.dated else ''}{consequence.by}"
    forms = f"（{'、'.join(consequence.forms)}）" if consequence.forms else ""
    subject, modality = consequence.subject, consequence.modality
    stated = "" if consequence.content.startswith(modality) else modality  # 参照 … 参照本实施细则执行
    who = f"由{subject}" if modality == "由" else f"{subject}{stated}"
    return f"{who}{consequence.content}{forms}{by}（{consequence.citation}）"


def _obligations(answer: PolicyAnswer) -> Iterator[Items]:
    shown = [obligation for obligation in answer.obligations if not obligation.silent]
    if owed := tuple(_owed(obligation, answer) for obligation in shown if obligation.owed):
        yield Items("obligations", owed, "义务")
    if perhaps := tuple(_perhaps(obligation, answer) for obligation in shown if not obligation.owed):
        yield Items("open obligations", perhaps, "有没有尚待查明的义务")


def _owed(obligation: ObligationAnswer, answer: PolicyAnswer) -> Item:
    within = obligation.due_within()
    when = f"，{obligation.when}" if obligation.when else f"，期限{within}" if within else ""
    lacking = f"，{asked}" if (asked := _asked(obligation)) and not obligation.waits_for else ""
    parts = [plainly(assumed(one)) for one in obligation.assumptions]
    if not obligation.dated:
        for step in obligation.missed_by():
            parts += listed(holding(step))
    parts += (plainly(f"{text}，不算履行") for text in obligation.passed_over())
    spans = standing(obligation, f"{when}{lacking}。{obligation.clause_in(marked=answer.edition.mixed)}")
    return Item(spans, tuple(parts), _cited(answer, obligation))


def _perhaps(obligation: ObligationAnswer, answer: PolicyAnswer) -> Item:
    lacking = f"{asked}。" if (asked := _asked(obligation)) else ""
    parts = tuple(plainly(assumed(one)) for one in obligation.assumptions)
    text = f"{obligation.title}：{lacking}{obligation.clause_in(marked=answer.edition.mixed)}"
    return Item((Span(text),), parts, _cited(answer, obligation))


def _asked(obligation: ObligationAnswer) -> str:
    """Return what has to be found out before it is known how an obligation stands; empty where that is known."""
    asked = obligation.asks_for
    first = "、".join(f"「{label}」" for label in asked[:FIRST_QUESTIONS])
    return f"尚缺{first}{f'等{len(asked)}项' if len(asked) > FIRST_QUESTIONS else ''}" if asked else ""


def _amounts(answer: PolicyAnswer) -> Iterator[Items]:
    known = [(name, amount) for name, amount in answer.amounts.items() if amount is not None]
    if known:
        ways = answer.arithmetic()
        how = {name: f"＝{ways[name]}" if ways.get(name) else "" for name, _ in known}
        amounts = (f"{name.removeprefix('amount.')}：{money.in_words(amount)}{how[name]}" for name, amount in known)
        yield Items("amounts", tuple(map(plainly, amounts)), "金额")


def _missing(answer: PolicyAnswer) -> Iterator[Block]:
    if answer.missing:
        order = "，先问排在前面的" if len(answer.missing) > 1 else ""
        items = tuple(plainly(_question(fact)) for fact in answer.missing)
        yield Items("missing", items, "尚缺的事实", f"（{len(answer.missing)} 项{order}）", numbered=True)
    if answer.missing_for_reason:
        labels = "、".join(f"「{fact.label}」" for fact in answer.missing_for_reason)
        rest = f"（查明与否，归类都是「{answer.outcome_class}」）：{labels}"
        spans = Span("只影响理由的事实", strong=True), Span(rest)
        yield Paragraph("missing for the reason", spans, apart=True)


def _question(fact: MissingFact) -> str:
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


def _any_of(answers: Sequence[str]) -> str:
    """Return answers as alternatives; of many, the first and their number."""
    if len(answers) <= _ANSWERS:
        return either(answers)
    return f"{'、'.join(answers[: _ANSWERS - 1])}等{len(answers)}项之一"


def _failed(answer: PolicyAnswer) -> frozenset[str]:
    """Return the names of the grounds that the outcome, or a missed obligation, rests on for want of: standards."""
    outcomes = answer.possible if answer.status == "decided" else ()
    steps = [step for outcome in outcomes for step in answer.why(outcome).steps]
    steps += [step for obligation in answer.obligations for step in obligation.missed_by()]
    return frozenset(ground.name for step in steps for ground in denied(step))


def _place(answer: PolicyAnswer, ground: GroundAnswer) -> str:
    """Return the place of a ground, with the days of its text where another text is spoken of beside it."""
    return ground.cited.marked if ground.lapsed or answer.edition.mixed else ground.citation


def _contained(place: CitedText, other: CitedText) -> bool:
    """Return whether what another place quotes has the words of a place where they are cited."""
    return place.source == other.source and place.text in other.text and place.throughout(other)
