"""From the tree to a policy: the sections of a policy file, each checked against what it may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping as AbstractMapping
from datetime import date
from typing import TypeVar

from zzrules.base.diagnostics import meanings, policies as wrong
from zzrules.base.errors import Fix, Place
from zzrules.base.frozen import replaced
from zzrules.policy.citing import Citer, read_anchors, regulation_stated
from zzrules.policy.clauses import note_misnamed_reading, read_condition, read_derivation, read_fulfilment, read_reading
from zzrules.policy.expressions import Condition, Derivation, Word
from zzrules.policy.forms import NOTHING_ELSE, Form, Reader, is_literal, parse_day
from zzrules.policy.keys import policies as keys
from zzrules.policy.keys.policies import SECTIONS
from zzrules.policy.keys.shape import Keys
from zzrules.policy.meant import duration_instead, literal_instead, proposed
from zzrules.policy.noting import read_noted
from zzrules.policy.office_files import read_office
from zzrules.policy.orders import read_order
from zzrules.policy.recurring import read_recurrence
from zzrules.policy.spans import INSTEAD, INSTEAD_OF_VALUE, read_own_span, validity
from zzrules.policy.syntax import (
    Authority,
    BodiesByReading,
    CatchAll,
    Consequence,
    Contradiction,
    DerivedDay,
    Division,
    Governance,
    Ground,
    Implication,
    Obligation,
    Outcome,
    OutcomeClass,
    Override,
    Policy,
    Presumption,
    Question,
    Reading,
    Requirement,
)
from zzrules.policy.tables import named_results
from zzrules.policy.validity import WHENEVER, Parameter
from zzrules.policy.yamltree import Mapping, Node, Scalar, Sequence, short

_T = TypeVar("_T")

_MODALITIES = {word: word for word in keys.MODALITIES}
RESERVED_CODES = ("not_in_force", "not_applicable")
_EITHER = "另有结论的，写「得出」和「代码」；不适用的，写「否则」和理由"
_OR_REFUSED = "另有结论的，留下{}，删去「否则」；不适用的，留下「否则」，删去{}；两样都有的，分作两项"
# What to write instead in an entry of 统辖, by what it has: 得出, 代码, 否则.
_GOVERNED = {
    (False, False, False): _EITHER,
    (True, False, False): "加上「代码: …」",
    (False, True, False): "加上「得出: …」",
    (True, True, True): _OR_REFUSED.format("「得出」和「代码」", "「得出」和「代码」"),
    (True, False, True): _OR_REFUSED.format("「得出」并加上「代码」", "「得出」"),
    (False, True, True): _OR_REFUSED.format("「代码」并加上「得出」", "「代码」"),
}


def read_policy(node: Node, bodies: dict[str, str], reader: Reader) -> Policy | None:
    """Return the policy that a file states, as far as it can be read; None if it lacks what every policy needs."""
    form = reader.form(node, "政策文件", SECTIONS, keys.POLICY.required)
    if not {"政策", "代码", "依据", "行为日期"} <= form.keys():
        return None
    stated = regulation_stated(form, reader)
    span, first, last = validity(form, reader, stated)
    if stated is not None and reader.written_on is None and first is not None:
        reader = replaced(reader, written_on=first)
    titled = stated.called if stated is not None and stated.name else ""
    parts = _Parts(reader, bodies, Citer(reader, read_anchors(form, reader), titled))
    code = reader.code(form["代码"][1], "政策的代码")
    citation = parts.cite.one(form, "政策")
    conduct = reader.form(form["行为日期"][1], "行为日期", keys.CONDUCT.allowed, keys.CONDUCT.required)
    fact = reader.word(conduct["取"][1], "行为日期") if "取" in conduct else None
    if not code or citation is None or fact is None or first is None or last is None:
        return None
    return Policy(
        name=reader.text(form["政策"][1], "政策"),
        code=code,
        citation=citation,
        in_force=first,
        last_day=last,
        conduct=fact,
        conduct_derived=parts.derived_days(conduct["未记载则"][1]) if "未记载则" in conduct else (),
        conduct_falls_back="尚无则" in conduct
        and reader.choice(conduct["尚无则"][1], "尚无则", {"评价日": "evaluation"}) is not None,
        note=parts.text(form, "说明"),
        parameters=_named(parts.parameter, form, "参数", reader),
        readings=_named(parts.reading, form, "口径", reader),
        questions=_named(parts.question, form, "问", reader),
        authorities=_named(parts.authority, form, "有权认定", reader),
        divisions=_named(parts.division, form, "分工", reader),
        presumptions=_named(parts.presumption, form, "推定", reader),
        derived=named_results(_named(parts.derived, form, "推算", reader)),
        requirements=_listed(parts.requirement, form, "适用", reader),
        grounds=_named(parts.ground, form, "情形", reader),
        outcomes=parts.outcomes(form),
        classes=_named(parts.outcome_class, form, "归类", reader),
        governs=_listed(parts.governance, form, "统辖", reader),
        consequences=_named(parts.consequence, form, "后果", reader),
        obligations=_named(parts.obligation, form, "义务", reader),
        orders=_named(lambda key, value: read_order(key, value, parts.cite), form, "先后", reader),
        implications=_named(parts.implication, form, "推出", reader),
        contradictions=_named(parts.contradiction, form, "矛盾", reader),
        exceptions=_listed(parts.override, form, "例外于", reader),
        office=read_office(form, reader),
        span=span,
        anchors=parts.cite.anchors,
        cited=parts.cite.cited,
        noted=read_noted(form, reader),
        place=form["政策"][0].place,
    )


def _named(read: Callable[[Scalar, Node], _T | None], form: Form, section: str, reader: Reader) -> tuple[_T, ...]:
    if section not in form:
        return ()
    parts = []
    for key, value in reader.entries(form[section][1], section) or ():
        part = read(key, value)
        if part is None:
            reader.problems.lost.add(key.text)
        else:
            parts.append(part)
    return tuple(parts)


def _listed(read: Callable[[Node], _T | None], form: Form, section: str, reader: Reader) -> tuple[_T, ...]:
    if section not in form:
        return ()
    parts = (read(item) for item in reader.items(form[section][1], section))
    return tuple(part for part in parts if part is not None)


class _Parts:
    """Reads the parts of a policy."""

    def __init__(self, reader: Reader, bodies: dict[str, str], cite: Citer) -> None:
        self.reader = reader
        self.bodies = bodies
        self.cite = cite

    # what many parts share

    def _form(self, node: Node, part: str, of: Keys, instead: AbstractMapping[str, str] = NOTHING_ELSE) -> Form:
        return self.reader.form(node, part, of.allowed, of.required, instead)

    def text(self, form: Form, name: str) -> str:
        return self.reader.text(form[name][1], name) if name in form else ""

    def word(self, form: Form, name: str) -> Scalar | None:
        return self.reader.word(form[name][1], name) if name in form else None

    def condition(self, form: Form, name: str = "条件") -> Condition | None:
        return read_condition(form[name][1], self.reader) if name in form else None

    # the parts

    def parameter(self, key: Scalar, node: Node) -> Parameter | None:
        part = f"参数「{key.text}」"
        form = self._form(node, part, keys.PARAMETER, INSTEAD_OF_VALUE)
        values = form["取值"][1] if "取值" in form else None
        alone = values.items[0] if isinstance(values, Sequence) and len(values.items) == 1 else values
        if values is not None and isinstance(alone, Scalar) and not set(":：") & set(alone.text):
            self._without_day(alone, values.place, part)
            return None
        history: dict[date, Scalar] = {}
        readable = True
        for day, value in self.reader.entries(values, "取值") or ():
            start = self.reader.date(day, f"{part}的起用日期")
            word = self.reader.word(value, f"{part}的取值")
            if word is not None and not is_literal(word.text):
                hint = proposed(literal_instead(word.text)) or "2026-01-01、5工作日、5万元、12、80% 这样的写法"
                words = {"part": f"{part}的取值", "text": short(word.text), "hint": hint}
                self.reader.note(meanings.PARAMETER_UNREADABLE, word.place, **words)
                readable = False
            elif start and word:
                history[start] = word
        if not history or not readable:
            return None
        ended = read_own_span(form, self.reader, max(history))
        citation = self.cite.within(ended).one(form, part)
        return Parameter(key, citation, tuple(sorted(history.items())), self.text(form, "说明"), ended)

    def _without_day(self, word: Scalar, place: Place, part: str) -> None:
        """Note a value without the day from which it holds, or with nothing between that tells them apart."""
        day, _, value = word.text.partition(" ")
        if parse_day(day) is None or not value:
            law, value = self.reader.regulations, word.text
            day = law.own.in_force.isoformat() if law is not None else "年-月-日"
        value = duration_instead(value) or value.strip()
        fixes = (Fix.instead(place, f"{{{day}: {value}}}"),)
        self.reader.note(
            wrong.VALUE_WITHOUT_DAY, word.place, fixes, part=part, text=short(word.text), day=day, value=short(value)
        )

    def reading(self, key: Scalar, node: Node) -> Reading | None:
        part = f"口径「{key.text}」"
        form = self._form(node, part, keys.READING)
        taken = self.reader.word(form["采"][1], f"{part}的采") if "采" in form else None
        others = self.reader.words(form["另说"][1], f"{part}的另说") if "另说" in form else ()
        if taken is None:
            return None
        if taken.text in {other.text for other in others}:
            self.reader.note(wrong.TAKEN_AMONG_OTHERS, taken.place, part=part, taken=taken.text)
        return Reading(key, taken, others, self.text(form, "依据"), self.word(form, "说明") or Scalar(""))

    def question(self, key: Scalar, node: Node) -> Question | None:
        part = f"「{key.text}」的问"
        text = self.reader.word(node, part)
        if text is not None and not text.text.strip():
            self.reader.note(wrong.EMPTY_QUESTION, text.place, part=part)
            return None
        return Question(key, replaced(text, text=text.text.strip())) if text is not None else None

    def authority(self, key: Scalar, node: Node) -> Authority | None:
        part = f"「{key.text}」的有权认定"
        form = self._form(node, part, keys.AUTHORITY, INSTEAD)
        if "词汇" in self.reader.problems.unread:
            return None  # its bodies are not known, which is noted already
        bodies = self._bodies(form["机构"][1], f"{part}的机构") if "机构" in form else ()
        kinds = keys.KINDS_OF_FINDING
        kind = self.reader.choice(form["性质"][1], f"{part}的性质", kinds) if "性质" in form else None
        level = self.reader.word(form["同级"][1], "同级") if "同级" in form else None
        span = read_own_span(form, self.reader)
        return Authority(key, bodies, level, kind == "constitutive", self.cite.within(span).one(form, part), span)

    def _bodies(self, node: Node, part: str) -> tuple[str, ...] | BodiesByReading:
        """Return the codes of bodies: those listed, or those listed for each option of a reading."""
        if not (isinstance(node, Mapping) and any(key.text in ("按口径", "口径") for key, _ in node.entries)):
            return self._listed_bodies(node, part)
        if note_misnamed_reading(node, part, self.reader):
            return ()
        reading: Scalar | None = None
        options: list[tuple[Scalar, tuple[str, ...]]] = []
        for key, value in node.entries:
            if key.text == "按口径":
                reading = self.reader.word(value, "按口径")
            else:
                options.append((key, self._listed_bodies(value, part)))
        return BodiesByReading(reading, tuple(options)) if reading is not None else ()

    def _listed_bodies(self, node: Node, part: str) -> tuple[str, ...]:
        if isinstance(node, Sequence) and not node.items:
            self.reader.note(wrong.NO_BODIES, node.place, part=part)
        words = self.reader.words(node, part, may_be_empty=True, known=self.bodies)
        return tuple(code for word in words if (code := self.reader.choice(word, part, self.bodies)) is not None)

    def division(self, key: Scalar, node: Node) -> Division | None:
        part = f"「{key.text}」的分工"
        if "词汇" in self.reader.problems.unread:
            return None  # its bodies are not known, which is noted already
        collective = self.reader.choice(key, "分工", self.bodies)
        form = self.reader.form(node, part, (*keys.DIVISION.of, *self.bodies), keys.DIVISION.required)
        reading = read_reading(form["口径"][1], self.reader) if "口径" in form else None
        if collective is None or reading is None:
            return None
        parts = ((label, self.reader.words(form[label][1], part)) for label in self.bodies if label in form)
        return Division(key, collective, reading, tuple((self.bodies[label], words) for label, words in parts))

    def presumption(self, key: Scalar, node: Node) -> Presumption | None:
        form = self._form(node, f"推定「{key.text}」", keys.PRESUMPTION)
        value = self.reader.word(form["查不清则"][1], "查不清则") if "查不清则" in form else None
        return Presumption(key, value, self.text(form, "依据")) if value else None

    def derived_days(self, node: Node) -> tuple[DerivedDay, ...]:
        """Return what derives the day of conduct: one name, or one for each fact that a reading may date it by."""
        if not isinstance(node, Mapping):
            word = self.reader.word(node, "未记载则")
            return (DerivedDay(None, word),) if word is not None else ()
        words = ((key, self.reader.word(value, "未记载则")) for key, value in node.entries)
        return tuple(DerivedDay(key, word) for key, word in words if word is not None)

    def derived(self, key: Scalar, node: Node) -> tuple[Scalar, Derivation] | None:
        derivation = read_derivation(node, self.reader)
        return (key, derivation) if derivation else None

    def requirement(self, node: Node) -> Requirement | None:
        form = self._form(node, "适用的一项", keys.REQUIREMENT)
        condition, otherwise = self.condition(form), self.word(form, "否则")
        return Requirement(condition, otherwise or Scalar("")) if condition else None

    def ground(self, key: Scalar, node: Node) -> Ground | None:
        part = f"情形「{key.text}」"
        form = self._form(node, part, keys.GROUND, INSTEAD)
        alternatives = []
        for name, value in self.reader.entries(form["分支"][1], "分支") or () if "分支" in form else ():
            branch = self.condition(self._form(value, f"分支「{name.text}」", keys.BRANCH))
            if branch:
                alternatives.append((name.text, branch))
        procedure: Form = {}
        if "手续" in form:
            procedure = self._form(form["手续"][1], "手续", keys.PROCEDURE)
        condition = self.condition(form)
        catch_all: CatchAll | None = None
        if "兜底" in form:
            inner = self._form(form["兜底"][1], "兜底", keys.CATCH_ALL)
            invoked = self.reader.words(inner["援引"][1], "援引", may_be_empty=True) if "援引" in inner else ()
            if "援引" in inner and not invoked:
                self.reader.note(wrong.NOTHING_INVOKES, inner["援引"][0].place, part=part)
            catch_all = CatchAll(invoked, self.condition(inner, "须有")) if invoked else None
            if "条件" in form or "分支" in form:
                self.reader.note(wrong.CONDITION_BESIDE_CATCH_ALL, key.place, part=part)
            condition = self.condition(inner)
        mistyped = isinstance(node, Mapping) and (not node.whole or len(node.entries) > len(form))
        if not form.keys() & {"条件", "分支", "兜底"} and not mistyped:
            self.reader.note(wrong.NO_CONDITION, key.place, part=part)
        if condition is None and not alternatives:
            return None
        span = read_own_span(form, self.reader)
        cite = self.cite.within(span)
        return Ground(
            name=key,
            citation=cite.one(form, part),
            condition=condition,
            alternatives=tuple(alternatives),
            procedure=self.condition(procedure),
            procedure_citation=cite.one(procedure, f"{part}的手续"),
            catch_all=catch_all,
            span=span,
        )

    def outcomes(self, form: Form) -> tuple[Outcome, ...]:
        items = self.reader.items(form["结论"][1], "结论", may_be_empty=True) if "结论" in form else ()
        outcomes: list[Outcome] = []
        for number, item in enumerate(items):
            outcome = self._outcome(item)
            if outcome is None:
                named = item.entries if isinstance(item, Mapping) else ()
                self.reader.problems.lost |= {value.text for _, value in named if isinstance(value, Scalar)}
                continue
            bare, last = outcome.condition is None, number == len(items) - 1
            if bare != last:
                self.reader.note(
                    wrong.OUTCOME_WITHOUT_CONDITION if bare else wrong.LAST_OUTCOME_HAS_CONDITION, item.place
                )
            if bare and last and outcome.span != WHENEVER:
                self.reader.note(wrong.LAST_OUTCOME_ENDS, outcome.name.place, outcome=outcome.name.text)
            outcomes.append(outcome)
        if "结论" in form and not items:
            self.reader.note(wrong.NO_OUTCOMES, form["结论"][0].place)
        return tuple(outcomes)

    def _outcome(self, node: Node) -> Outcome | None:
        return self._outcome_of(self._form(node, "结论的一项", keys.OUTCOME, INSTEAD))

    def _outcome_of(self, form: Form) -> Outcome | None:
        name = self.reader.word(form["得出"][1], "得出") if "得出" in form else None
        code = self.reader.code(form["代码"][1], "结论的代码") if "代码" in form else ""
        if name is None or not code:
            return None
        if code in RESERVED_CODES:
            self.reader.note(wrong.COMMON_OUTCOME, form["代码"][1].place, code=code)
            return None
        modality = self.reader.choice(form["情态"][1], "情态", _MODALITIES) if "情态" in form else None
        condition = self.condition(form)
        if "条件" in form and condition is None:
            return None
        span = read_own_span(form, self.reader)
        citation = self.cite.within(span).one(form, f"结论「{name.text}」")
        return Outcome(name, code, modality or "", citation, condition, span)

    def outcome_class(self, key: Scalar, node: Node) -> OutcomeClass:
        words = self.reader.words(node, f"归类「{key.text}」", may_be_empty=True)
        if isinstance(node, Sequence) and not node.items:
            self.reader.note(wrong.EMPTY_CLASS, key.place, name=key.text)
        return OutcomeClass(key, words)

    def governance(self, node: Node) -> Governance | None:
        form = self._form(node, "统辖的一项", keys.GOVERNANCE)
        words = self.reader.words(form["结论"][1], "结论") if "结论" in form else ()
        place = node.place if not isinstance(node, Scalar) else Place()
        given = "得出" in form, "代码" in form, "否则" in form
        if not words or given not in ((True, True, False), (False, False, True)):
            if words and isinstance(node, Mapping) and node.whole and len(node.entries) == len(form):
                self.reader.note(meanings.NOT_ONE_GOVERNED, place, hint=_GOVERNED[given])
            return None
        if "否则" in form:
            return Governance(words, None, None, self.word(form, "否则"), place)
        outcome = self._outcome_of(form)
        group = self.reader.word(form["归类"][1], "归类") if "归类" in form else None
        return Governance(words, outcome, group, None, place) if outcome is not None else None

    def consequence(self, key: Scalar, node: Node) -> Consequence | None:
        part = f"后果「{key.text}」"
        form = self._form(node, part, keys.CONSEQUENCE, INSTEAD)
        modality = self.reader.choice(form["情态"][1], "情态", _MODALITIES) if "情态" in form else None
        condition = self.condition(form)
        if "条件" in form and condition is None:
            return None
        forms = self.reader.words(form["形式"][1], "形式") if "形式" in form else ()
        if forms and modality not in ("可以", "应当", "有权"):
            self.reader.note(wrong.FORMS_WITHOUT_CHOICE, form["形式"][0].place, part=part)
        span = read_own_span(form, self.reader)
        return Consequence(
            name=key,
            citation=self.cite.within(span).one(form, part),
            subject=self.text(form, "主体"),
            modality=modality or "",
            content=self.word(form, "内容") or Scalar(""),
            deadline=self.reader.word(form["时限"][1], "时限") if "时限" in form else None,
            forms=tuple(word.text for word in forms),
            condition=condition,
            span=span,
        )

    def obligation(self, key: Scalar, node: Node) -> Obligation | None:
        part = f"义务「{key.text}」"
        instead = INSTEAD | {"情态": "删去它：义务都是「应当」；可以、有权、不得的，写在「后果」里"}
        form = self._form(node, part, keys.OBLIGATION, instead)
        span = read_own_span(form, self.reader)
        cite = self.cite.within(span)
        citation = cite.one(form, part)
        conditions = {name: self.condition(form, name) for name in ("条件", "免除", "违反")}
        dates = {name: read_derivation(form[name][1], self.reader) for name in ("起", "时限") if name in form}
        done = read_fulfilment(form["履行"][1], self.reader) if "履行" in form else None
        recurs = read_recurrence(form, key, self.reader) if "逐期" in form else None
        if any(name in form and conditions[name] is None for name in conditions) or None in dates.values():
            return None
        if ("履行" in form and done is None) or ("逐期" in form and recurs is None):
            return None
        due, law = dates.get("时限"), self.reader.regulations
        word = due.word.text if isinstance(due, Word) else ""
        known = law.text(citation) if law is not None and citation is not None else word
        return Obligation(
            name=key,
            citation=citation,
            each=self.reader.word(form["逐项"][1], "逐项") if "逐项" in form else None,
            conduct=self.reader.word(form["行为日期"][1], "行为日期") if "行为日期" in form else None,
            subject=self.text(form, "主体"),
            content=self.word(form, "内容") or Scalar(""),
            forms=tuple(word.text for word in self.reader.words(form["形式"][1], "形式")) if "形式" in form else (),
            condition=conditions["条件"],
            since=dates.get("起"),
            due=due,
            quoted=bool(word) and word in known,
            fulfilment=done,
            discharge=conditions["免除"],
            breach=conditions["违反"],
            span=span,
            recurs=recurs,
        )

    def implication(self, key: Scalar, node: Node) -> Implication | None:
        part = f"推出「{key.text}」"
        form = self._form(node, part, keys.IMPLICATION, INSTEAD)
        condition = self.condition(form)
        concluded = self.reader.entries(form["则"][1], f"{part}的则") if "则" in form else None
        if condition is None or concluded is None:
            return None
        match concluded:
            case [(fact, Scalar() as sign)]:
                span = read_own_span(form, self.reader)
                citations = self.cite.within(span).several(form, part)
                return Implication(key, condition, fact, sign, self.text(form, "说明"), citations, span)
        self.reader.note(meanings.NOT_ONE_CONCLUSION, form["则"][0].place, implication=key.text)
        return None

    def contradiction(self, key: Scalar, node: Node) -> Contradiction | None:
        part = f"矛盾「{key.text}」"
        form = self._form(node, part, keys.CONTRADICTION, INSTEAD)
        condition = self.condition(form)
        span = read_own_span(form, self.reader)
        citations = self.cite.within(span).several(form, part)
        return Contradiction(key, condition, self.text(form, "说明"), citations, span) if condition else None

    def override(self, node: Node) -> Override | None:
        form = self._form(node, "例外于的一项", keys.OVERRIDE)
        policy = self.reader.word(form["政策"][1], "政策") if "政策" in form else None
        sections = [name for name in ("情形", "结论", "后果") if name in form]
        place = node.place if not isinstance(node, Scalar) else Place()
        if policy is None:
            return None
        if len(sections) != 1:
            self.reader.note(wrong.NOT_ONE_EXCEPTED, node.place)
            return None
        entry = self.reader.word(form[sections[0]][1], sections[0])
        priority = self.reader.integer(form["优先"][1], "优先") if "优先" in form else None
        if entry is None or ("条件" in form and self.condition(form) is None):
            return None
        return Override(policy, sections[0], entry, self.condition(form), self.condition(form, "改为"), priority, place)
