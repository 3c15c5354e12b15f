"""Whole policies in sentences, part by part, as an office would write them.

`say` returns the sections of a policy as it is written; each `Part` has its name, the places it cites and its
sentences, whose spans mention facts, parameters, readings, places of the law and other parts. `say_shared` returns what
the vocabulary derives, and orders, for all policies. Lay it out with `sentence.lines` or `sentence.text`:

    for section in say(policy, vocabulary, policies):
        for part in section.parts:
            print(text(part.sentences))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from zzrules.base.citation import Citation
from zzrules.base.clock import time_of
from zzrules.base.errors import NOWHERE, Place
from zzrules.base.frozen import frozen, hidden
from zzrules.base.regulation import NO_END
from zzrules.policy import syntax
from zzrules.policy.expressions import Condition, Definition, Derivation, Word
from zzrules.policy.phrasing.duties import Duties
from zzrules.policy.phrasing.naming import Names, cited, values_of
from zzrules.policy.phrasing.sentence import Mention, MentionKind, Said, Sentence, Span, either, joined, listed
from zzrules.policy.texts import said
from zzrules.policy.validity import WHENEVER, Span as Days
from zzrules.policy.vocabulary import Vocabulary


@frozen
class Part:
    """A part of a policy in sentences: a ground, an outcome, a duty, a reading and so on.

    ``means`` is what links to it lead to; ``citations`` are the places on which it rests; ``place`` is where it stands
    in its file.
    """

    means: Mention
    citations: tuple[Citation, ...]
    sentences: tuple[Sentence, ...]
    place: Place = hidden(default=NOWHERE)


@frozen
class Section:
    """The parts of a policy of one kind, under the key by which the file has them; ``note`` says how they are read."""

    key: str
    note: str
    parts: tuple[Part, ...]


def say(policy: syntax.Policy, vocabulary: Vocabulary, policies: Sequence[syntax.Policy] = ()) -> tuple[Section, ...]:
    """Return the sections that a policy has, in the order in which they are read; ``policies``: all of the folder."""
    return tuple(_Saying(Names.of(policy, vocabulary, policies)).sections(policy))


def say_shared(vocabulary: Vocabulary) -> tuple[Section, ...]:
    """Return what the vocabulary derives for all policies, and the orders of dates that it states."""
    saying = _Saying(Names.of(None, vocabulary))
    derived = tuple(saying.derived(name.text, value, name.place) for name, value in vocabulary.derived)
    orders = tuple(map(saying.order, vocabulary.orders))
    sections = Section("推算", _NOTES["推算"], derived), Section("先后", _NOTES["先后"], orders)
    return tuple(section for section in sections if section.parts)


_NOTES: Final = {
    "适用": "下列各项都具备的，才适用；有一项不具备的，不适用，理由写在该项之后。",
    "情形": "每一情形各自判断；有事实还不清楚的，待查明，不当作不成立。",
    "结论": "自上而下，先成立的一项就是结论；前面有一项还不清楚的，后面的不能当然作为结论。",
    "归类": "归入同一类的结论，下一步相同，不同的只是理由。",
    "统辖": "本政策的结论属于下列各项的，其他政策的结论照此确定。",
    "后果": "各项后果各看各的条件，可以并存。",
    "义务": "每项义务各有产生、期限、履行；到评价之日处于什么状态，依下列各项确定。",
    "推算": "由案卷记载的事实算出，不必另行填报。",
    "办公时间": "工作小时只数下列时间。",
    "参数": "条文里的数；行为日期在哪一日，就用那一日的数。",
    "口径": "条文没有写明、读法有争议的；采一说，另一说也列出来。",
    "有权认定": "只有下列机构的认定算数。",
    "分工": "只有口径采所写的一说时，才这样分工。",
    "推定": "只在查过而查不清时适用；没有记载的，先去查。",
    "推出": "有下列事实的，不待认定；作了相反认定的，是矛盾。",
    "先后": "排在前面的日期不会晚于后面的；颠倒了的，是记载有误，所涉各日期都不作数。",
    "矛盾": "有下列情况的，记载互相矛盾，所涉各事实都不作数，查清以后再定。",
    "例外于": "本政策有效期间，其他政策的下列部分照此改变。",
    "问": "本政策这样问。",
}


class _Saying(Duties):
    """Says the sections of a policy."""

    def sections(self, policy: syntax.Policy) -> Iterator[Section]:
        said_by: tuple[tuple[str, Iterable[Part]], ...] = (
            ("适用", self._requirements(policy)),
            ("情形", map(self._ground, policy.grounds)),
            ("结论", self._outcomes(policy)),
            ("归类", map(self._class, policy.classes)),
            ("统辖", map(self._governance, policy.governs)),
            ("后果", map(self._consequence, policy.consequences)),
            ("义务", map(self._obligation, policy.obligations)),
            ("推算", (self.derived(name.text, value, name.place) for name, value in policy.derived)),
            ("办公时间", self._office(policy)),
            ("参数", self._parameters(policy)),
            ("口径", map(self._reading, policy.readings)),
            ("有权认定", map(self._authority, policy.authorities)),
            ("分工", map(self._division, policy.divisions)),
            ("推定", map(self._presumption, policy.presumptions)),
            ("推出", map(self._implication, policy.implications)),
            ("先后", map(self.order, policy.orders)),
            ("矛盾", map(self._contradiction, policy.contradictions)),
            ("例外于", map(self._override, policy.exceptions)),
            ("问", map(self._question, policy.questions)),
        )
        for key, parts in said_by:
            if made := tuple(parts):
                yield Section(key, _NOTES[key], made)

    # ── what it is about, and what comes out ─────────────────────────

    def _requirements(self, policy: syntax.Policy) -> Iterator[Part]:
        unit = policy.citation.unit
        for number, one in enumerate(policy.requirements, 1):
            why = joined(f"，才适用本{unit}；否则不适用，理由是“{self.names.read(one.otherwise.text)}”")
            means = Mention("requirement", str(number), policy.code)
            yield Part(means, (policy.citation,), (self.framed("", one.condition, why),), one.otherwise.place)

    def _ground(self, ground: syntax.Ground) -> Part:
        named = self.names.own_part("ground", ground.name.text)
        holds = joined("，情形", named, "成立")
        conditions = () if ground.condition is None else self._parts(ground.condition)
        branches = tuple(self._branch(label, condition) for label, condition in ground.alternatives)
        begins = joined(_citing(ground.citation), _lasting(ground.span))
        if ground.catch_all is not None:
            invoked = either(self.names.name(word) for word in ground.catch_all.invoked)
            begins = joined(begins, "有", invoked, "的，就是援引了本项；没有援引的，本项不成立。援引了，并且")
        if branches and not conditions:
            stated = Sentence(joined(begins, "具备下列各支之一的", holds), branches)
        elif branches:
            branch = Sentence(joined("具备下列各支之一"), branches)
            stated = Sentence(joined(begins, "同时具备下列条件的", holds), (*conditions, branch))
        elif ground.condition is not None:
            stated = self.framed(begins, ground.condition, holds)
        else:
            stated = Sentence(joined(begins, "不再问别的，情形", named, "成立"))
        more = []
        if ground.catch_all is not None and ground.catch_all.basis is not None:
            inner = self.framed("援引本项，须有依据，即", ground.catch_all.basis, "；援引了而没有依据的，待查明")
            more.append(inner)
        if ground.procedure is not None:
            before = joined("情形成立以外，还须办理手续（", *cited(ground.procedure_citation), "）：")
            more.append(self.framed(before, ground.procedure, "，手续齐备；手续不影响情形成立与否"))
        places = [place for place in (ground.citation, ground.procedure_citation) if place is not None]
        return self._part("ground", ground.name.text, places, (stated, *more), ground.name.place)

    def _branch(self, label: str, condition: Condition) -> Sentence:
        inner = self.clause(condition)
        return Sentence(joined(f"{label}：", inner.said), inner.below)

    def _outcomes(self, policy: syntax.Policy) -> Iterator[Part]:
        classes = {word.text: one.name.text for one in policy.classes for word in one.outcomes}
        for number, one in enumerate(policy.outcomes):
            name = one.name.text
            modal = f"（条文用“{one.modality}”）" if one.modality else ""
            then = joined("结论是", self.names.own_part("outcome", name), modal)
            if (group := classes.get(name, name)) != name:
                then = joined(then, "，归入", self.names.own_part("class", group), "一类")
            places = () if one.citation is None else (one.citation,)
            head = joined("" if number == 0 else "前项不成立，" if number == 1 else "前面各项都不成立，")
            lasting = _lasting(one.span)
            if one.condition is None:
                before = {0: "各种情况，", 1: "前项不成立的，"}.get(number, "前面各项都不成立的，")
                sentence = Sentence(joined(lasting, before, then))
            else:
                link = joined(lasting, head, "而" if number else "")
                sentence = self.framed(link, one.condition, joined("，", then))
            yield self._part("outcome", name, places, (sentence,), one.name.place)

    def _class(self, one: syntax.OutcomeClass) -> Part:
        outcomes = listed(self.names.own_part("outcome", word.text) for word in one.outcomes)
        name = self.names.own_part("class", one.name.text)
        said = joined("结论是", outcomes, "之一的" if len(one.outcomes) > 1 else "的", "，归入", name, "一类")
        return self._part("class", one.name.text, (), (Sentence(said),), one.name.place)

    def _governance(self, one: syntax.Governance) -> Part:
        here = either(self.names.own_part("outcome", word.text) for word in one.outcomes)
        before = joined("本政策的结论是", here, "的，其他政策")
        if one.outcome is None:
            reason = one.otherwise.text if one.otherwise is not None else ""
            told = joined(before, f"都不适用，理由是“{self.names.read(reason)}”")
        else:
            group = f"，归入「{one.group.text}」一类" if one.group is not None else ""
            modal = f"（条文用“{one.outcome.modality}”）" if one.outcome.modality else ""
            told = joined(before, f"的结论都是「{self.names.read(one.outcome.name.text)}」", modal, group)
            told = joined(told, "；各自的适用条件不再问，情形仍按案卷的事实判断，后果、义务不当作直接适用")
        places = () if one.outcome is None or one.outcome.citation is None else (one.outcome.citation,)
        name = "、".join(word.text for word in one.outcomes)
        return self._part("governance", name, places, (Sentence(told),), one.place)

    def _consequence(self, one: syntax.Consequence) -> Part:
        policy = self.names.policy
        duty = joined(_who(one.subject, one.modality, one.content.text), self.names.text(one.content.text))
        if one.deadline is not None:
            duty = joined(duty, self.by_when(Word(one.deadline), self.names.mention(one.deadline.text) is None))
        if one.forms:
            duty = joined(duty, f"，可以采取的形式是{'、'.join(one.forms)}")
        begins = joined(_citing(one.citation), _lasting(one.span))
        if one.condition is None:
            unit = policy.citation.unit if policy is not None else "条"
            stated = Sentence(joined(begins, f"凡适用本{unit}的，", duty))
        else:
            stated = self.framed(begins, one.condition, joined("，", duty))
        return self._part("consequence", one.name.text, one.citation, (stated,), one.name.place)

    def _obligation(self, one: syntax.Obligation) -> Part:
        begins = joined(_citing(one.citation), _lasting(one.span))
        return self._part("obligation", one.name.text, one.citation, self.duty(one, begins), one.name.place)

    # ── on what it rests ──────────────────────────────────────────────

    def derived(self, name: str, value: Derivation, place: Place) -> Part:
        """Return how a derived value comes about."""
        means = self.names.mention(name) or Mention("derived", name)
        named = Span(f"「{name}」", means)
        if isinstance(value, Definition):
            sentence = self.framed("", value.condition, joined("，", named, "成立"))
        else:
            inner = self.value(value)
            sentence = Sentence(joined(named, "：", inner.said), inner.below)
        return Part(means, (), (sentence,), place)

    def _office(self, policy: syntax.Policy) -> Iterator[Part]:
        for since, openings in policy.office.periods if policy.office is not None else ():
            hours = "、".join("至".join(map(time_of, opening)) for opening in openings)
            first = said(date.fromordinal(since).isoformat())
            told = Sentence(joined(f"自{first}起，工作日的{hours}办公"))
            yield self._part("office", first, (), (told,), policy.place)
        if policy.office is not None:
            told = Sentence(joined(f"办公时间的依据：{policy.office.basis}"))
            yield self._part("office", "依据", (), (told,), policy.place)

    def _parameters(self, policy: syntax.Policy) -> Iterator[Part]:
        for one in policy.parameters:
            (first, _), *_ = one.history
            since = f"自{said(first.isoformat())}起" if first > policy.in_force or len(one.history) > 1 else ""
            named = self.names.own_part("parameter", one.name.text)
            sentences = [Sentence(joined(_citing(one.citation), named, "：", since, values_of(one), _until(one.ended)))]
            if one.note:
                sentences.append(Sentence(joined(f"说明：{one.note}")))
            yield self._part("parameter", one.name.text, one.citation, sentences, one.name.place)

    def _reading(self, one: syntax.Reading) -> Part:
        named = self.names.own_part("reading", one.name.text)
        others = listed(f"“{other.text}”" for other in one.others)
        sentences = [
            Sentence(
                joined(named, f"：采“{one.taken.text}”一说；另有", others, f"{'各' if len(one.others) > 1 else '一'}说")
            ),
            Sentence(joined(f"采这一说的理由：{one.basis}")),
        ]
        if one.note.text:
            sentences.append(
                Sentence(joined("两说之别：" if len(one.others) == 1 else "各说之别：", self.names.read(one.note.text)))
            )
        return self._part("reading", one.name.text, (), sentences, one.name.place)

    def _authority(self, one: syntax.Authority) -> Part:
        finding = self.names.name(one.name)
        level = joined("，并且须与", self.names.name(one.same_level), "同级") if one.same_level is not None else ()
        silence = "确未作出认定的，就是没有" if one.constitutive else "确未作出认定的，不等于否，仍待查明"
        begins = joined(_citing(one.citation), _lasting(one.span), finding)
        if isinstance(one.bodies, syntax.BodiesByReading):
            head = joined(
                begins, level, "，按口径", self.names.own_part("reading", one.bodies.reading.text), "所采的一说认定"
            )
            sides = tuple(
                Sentence(joined(f"采“{option.text}”的，由{self._bodies(several)}认定"))
                for option, several in one.bodies.options
            )
            sentences = [Sentence(head, sides), Sentence(joined(silence))]
        else:
            sentences = [Sentence(joined(begins, f"由{self._bodies(one.bodies)}认定", level, f"；{silence}"))]
        means = Mention("fact", one.name.text)
        return Part(means, () if one.citation is None else (one.citation,), tuple(sentences), one.name.place)

    def _bodies(self, codes: Iterable[str]) -> str:
        vocabulary = self.names.vocabulary
        labels = [vocabulary.body_label(code) if vocabulary is not None else code for code in codes]
        *first, last = labels
        return f"{'、'.join(first)}或者{last}" if first else last

    def _division(self, one: syntax.Division) -> Part:
        reading = self.clause(one.reading)
        told = tuple(
            Sentence(joined(f"{self._bodies((code,))}认定", listed(map(self.names.name, findings))))
            for code, findings in one.parts
        )
        head = joined(reading.said, f"的，{one.name.text}所统称的机构这样分工；没有列出的认定，各机构都可以作出")
        return self._part("division", one.name.text, (), (Sentence(head, told),), one.name.place)

    def _presumption(self, one: syntax.Presumption) -> Part:
        said_ = joined(self.names.name(one.name), f"查不清的，推定为“{one.value.text}”；依据是{one.basis}")
        return Part(Mention("fact", one.name.text), (), (Sentence(said_),), one.name.place)

    # ── what cannot stand together, and what follows ─────────────────

    def _implication(self, one: syntax.Implication) -> Part:
        is_so = self.test_of(one.fact, one.sign.text)
        stated = self.framed(
            joined(_citing(*one.citations), _lasting(one.span)), one.condition, joined("，视同", is_so)
        )
        against = Sentence(joined(f"与此相反的，记载互相矛盾（{one.note}）"))
        return self._part("implication", one.name.text, one.citations, (stated, against), one.name.place)

    def order(self, one: syntax.Order) -> Part:
        """Return an order of dates."""
        days = listed((self.names.day(day) for day in one.days), "不晚于")
        sentence = Sentence(joined(_citing(*one.citations), _lasting(one.span), days, f"：{one.note}"))
        return self._part("order", one.name, one.citations, (sentence,), one.place)

    def _contradiction(self, one: syntax.Contradiction) -> Part:
        begins = joined(_citing(*one.citations), _lasting(one.span))
        stated = self.framed(begins, one.condition, f"，记载互相矛盾（{one.note}）")
        return self._part("contradiction", one.name.text, one.citations, (stated,), one.name.place)

    def _override(self, one: syntax.Override) -> Part:
        entry = self.names.part_of(one.policy, _OVERRIDDEN[one.section], one.entry.text)
        whose = Span(f"「{one.policy.text}」", Mention("policy", one.policy.text, self.names.code_of(one.policy.text)))
        of = joined("政策", whose, f"的{one.section}", entry)
        what = joined(of, "的条件另定" if one.replacement is not None else _GONE[one.section])
        told = Sentence(what) if one.condition is None else self.framed("", one.condition, joined("，", what))
        sentences = [told]
        if one.replacement is not None:
            inner = self.clause(one.replacement)
            sentences.append(Sentence(joined("另定的条件：", inner.said), inner.below))
        if one.priority is not None:
            rank = f"几个政策对同一处都是例外的，写的数大的优先；本政策写的是{one.priority}"
            sentences.append(Sentence(joined(rank)))
        name = f"{one.policy.text}/{one.section}/{one.entry.text}"
        return self._part("override", name, (), sentences, one.place)

    def _question(self, one: syntax.Question) -> Part:
        asked = Sentence(joined(self.names.name(one.name), f"：{self.names.read(one.text.text)}"))
        return Part(Mention("fact", one.name.text), (), (asked,), one.name.place)

    def _part(
        self,
        kind: MentionKind,
        name: str,
        citations: Citation | Sequence[Citation] | None,
        sentences: Sequence[Sentence],
        place: Place,
    ) -> Part:
        places = () if citations is None else (citations,) if isinstance(citations, Citation) else tuple(citations)
        return Part(Mention(kind, name, self.names.code), places, tuple(sentences), place)

    def _parts(self, condition: Condition) -> tuple[Sentence, ...]:
        """Return what all has to hold for a condition, one by one."""
        inner = self.clause(condition)
        return inner.below if inner.text == _EVERY else (inner,)


_EVERY: Final = "同时具备下列条件"
_GONE: Final = {"情形": "不成立", "结论": "不再得出", "后果": "不再有"}
_OVERRIDDEN: Final[dict[str, MentionKind]] = {"情形": "ground", "结论": "outcome", "后果": "consequence"}


def _who(subject: str, modality: str, content: str) -> str:
    """Return who shall, may or must not do it, before what is to be done."""
    if modality == "由":
        return f"由{subject}"
    return subject if content.startswith(modality) else f"{subject}{modality}"


def _citing(*places: Citation | None) -> Said:
    """Return for a sentence's beginning on which places it rests."""
    given = [cited(place) for place in places if place is not None]
    return joined("依", listed(given), "，") if given else ()


def _lasting(span: Days) -> str:
    """Return for a sentence's beginning from when to when a part is law, where it says so itself."""
    if span == WHENEVER:
        return ""
    begins = f"自{said(span.first.isoformat())}起" if span.first is not None else ""
    ends = f"至{said(span.last.isoformat())}止" if span.last is not None and span.last != NO_END else ""
    return f"{begins}{ends}，" if begins or ends else ""


def _until(span: Days) -> str:
    return f"，至{said(span.last.isoformat())}止" if span.last is not None and span.last != NO_END else ""
