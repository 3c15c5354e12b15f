"""What stands beside the words of an article: each part of its policies at the place that it cites.

A part of a policy that cites a place of the article on whose page its policy is shown stands beside that place; every
other part stands where the policy does. An article of which a policy of another one states something links there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from zzrules.base.citation import Citation, to_chinese
from zzrules.base.frozen import replaced
from zzrules.base.regulation import Text, term
from zzrules.blanks import asked_by, blank_json, blank_row, blank_yaml
from zzrules.pages.addresses import key_of, part_anchor, place_anchor, policy_anchor
from zzrules.pages.drawing.duty import duty
from zzrules.pages.drawing.ladder import ladder
from zzrules.pages.drawing.svg import boxed
from zzrules.pages.linking import Links
from zzrules.pages.phrases import Phrase, Target, phrases
from zzrules.pages.results import KINDS, Told, Way
from zzrules.pages.source import Source
from zzrules.policy import syntax
from zzrules.policy.phrasing.policies import Part, Section, say, say_shared
from zzrules.policy.phrasing.sentence import Line, Mention, lines
from zzrules.policy.vocabulary import OF_DAY, Fact

_GIVEN: Final = frozenset(("问", "有权认定"))
"""The sections that are told with the facts."""
_FOLDED: Final = frozenset(("归类", "推算", "办公时间", "分工", "推定", "推出", "先后", "矛盾", "例外于"))
"""The sections that open when somebody asks."""


@dataclass(frozen=True)
class FactRow:
    """A fact of a policy: how it is asked for, what may be answered, and who may find it.

    ``own`` is the anchor of who may find it, where the policy itself says so.
    """

    anchor: str
    fact: Fact
    question: str
    may_be: str
    found_by: tuple[Line, ...]
    own: str = ""


@dataclass(frozen=True)
class PartView:
    """A part of a policy: where it stands on the page and in its file, its sentences, its facts, and what shows it.

    ``keys`` are the places and facts with which it lights up.
    """

    anchor: str
    section: str
    name: str
    citations: tuple[Citation, ...]
    said: tuple[Line, ...]
    history: tuple[tuple[str, str], ...]
    facts: tuple[FactRow, ...]
    keys: tuple[str, ...]
    ways: tuple[Way, ...]
    yaml: str
    file: str
    line: int
    picture: str = ""


@dataclass(frozen=True)
class SectionView:
    """A section of a policy: its parts that stand here, and those that stand beside other words of the article."""

    key: str
    note: str
    parts: tuple[PartView, ...]
    beside: tuple[PartView, ...]
    folded: bool
    picture: str = ""


@dataclass(frozen=True)
class PolicyView:
    """A policy as the page of its article shows it."""

    anchor: str
    policy: syntax.Policy
    term: str
    conduct: str
    sections: tuple[SectionView, ...]
    parts: tuple[PartView, ...]
    facts: tuple[FactRow, ...]
    blanks: tuple[tuple[str, str], ...]
    told: tuple[Told, ...]
    left: tuple[str, ...]
    newest: bool


@dataclass(frozen=True)
class Elsewhere:
    """A policy of another article that states something of a place, with the parts that do."""

    policy: syntax.Policy
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """A place of the article, a 款 or a 项, with its words, and what was made of it."""

    place: Citation
    anchor: str
    marker: str
    words: tuple[Phrase, ...]
    policies: tuple[PolicyView, ...]
    parts: tuple[tuple[PolicyView, PartView], ...]
    elsewhere: tuple[Elsewhere, ...]
    amended: str
    reason: str
    excluded: tuple[tuple[str, str], ...]
    unaccounted: bool


class Beside:
    """Makes what stands beside the words, from all policies of a source."""

    def __init__(self, source: Source) -> None:
        """Take what the pages are made from."""
        self.source = source
        self.law = source.regulations
        self.links = Links(source)
        self._newest = {id(policy) for policy in source.newest}

    @cached_property
    def _last(self) -> Mapping[tuple[str, str, str], int]:
        """The last policy of a code that has a part: the one to which links to the part lead."""
        return {
            (policy.code, section.key, part.means.name): id(policy)
            for policy in sorted(self.source.policies, key=lambda policy: policy.in_force)
            for section in self._said[id(policy)]
            for part in section.parts
        }

    @cached_property
    def _said(self) -> Mapping[int, tuple[Section, ...]]:
        """The sections of every policy, in sentences."""
        source = self.source
        return {id(one): say(one, source.vocabulary, source.policies) for one in source.policies}

    @cached_property
    def _authorities(self) -> Mapping[str, Part]:
        """Who may find a fact, by its name, as any policy says."""
        parts = (
            (part.means.name, part)
            for policy in self.source.policies
            for section in self._said[id(policy)]
            if section.key == "有权认定"
            for part in section.parts
        )
        return dict(parts)

    def home(self, policy: syntax.Policy) -> Citation:
        """Return where a policy is shown: at the first 款 that it states, as the newest text has it."""
        place = self.law.standing(policy.citation)
        return self.law.wording(place).resolve(Citation(place.article, place.paragraph or 1, of=place.of)).undated

    @cached_property
    def _cited(self) -> Mapping[Citation, list[tuple[syntax.Policy, str, str]]]:
        """Which parts cite which places, as they stand in the newest texts; the policies themselves among them."""
        found: dict[Citation, list[tuple[syntax.Policy, str, str]]] = {}
        for policy in self.source.policies:
            found.setdefault(self._standing(policy.citation), []).append((policy, "", policy.name))
            for section in self._said[id(policy)]:
                for part in section.parts:
                    for place in part.citations:
                        said = (policy, section.key, part.means.name)
                        found.setdefault(self._standing(place), []).append(said)
        return found

    def _standing(self, place: Citation) -> Citation:
        return self.law.standing(place).undated

    def cites(self, article: Citation) -> bool:
        """Return whether anything cites a place of an article."""
        return any(article.covers(place) for place in self._cited)

    # ── an article ──────────────────────────────────────────────────

    def rows(self, article: Citation) -> Iterator[Row]:
        """Yield the places of an article, each 款 and below it each 项, with what was made of them."""
        text = self.law.of(article).newest
        own = [policy for policy in self.source.policies if article.covers(self.home(policy))]
        views = {id(policy): self._policy(policy) for policy in own}
        for number, paragraph in enumerate(text.articles[article.article], 1):
            place = text.resolve(Citation(article.article, number, of=article.of)).undated
            yield self._row(place, f"p{number}", paragraph.text, text, views)
            for item, words in enumerate(paragraph.items, 1):
                yield self._row(replaced(place, item=item), f"p{number}-i{item}", words, text, views)

    def _row(self, place: Citation, anchor: str, words: str, text: Text, views: Mapping[int, PolicyView]) -> Row:
        at_home = [view for view in views.values() if self.home(view.policy) == place]
        at_home.sort(key=lambda view: not view.newest)
        beside = [
            (view, part)
            for view in views.values()
            for part in view.parts
            if self._place_of(part, self.home(view.policy)) == place
        ]
        here = [part for view in at_home for part in view.parts] + [part for _, part in beside]
        reason = next((one.reason for one in text.unassessed if not one.words and one.citation.covers(place)), "")
        stated = any(place.covers(at) or at.covers(place) for at in self._cited)
        return Row(
            place,
            anchor,
            f"（{to_chinese(place.item)}）" if place.item is not None else "",
            phrases(words, self._targets(here, views)),
            tuple(at_home),
            tuple(beside),
            tuple(self._elsewhere(place, views)),
            self._amended(place),
            reason if place.item is None else "",
            tuple((one.words, one.reason) for one in text.unassessed if one.words and one.citation.covers(place)),
            not (reason or stated or place.of or place.item is not None),
        )

    def _amended(self, place: Citation) -> str:
        """Return since when a place reads as it does, and by what document, if it has not always."""
        regulation = self.law.of(place)
        text = regulation.of(regulation.newest.resolve(place))
        return f"{text.first}起，经{text.document}修正" if text.number else ""

    def _place_of(self, part: PartView, home: Citation) -> Citation | None:
        """Return the place beside which a part stands; None for where its policy does."""
        article = Citation(home.article, of=home.of)
        for cited in part.citations:
            regulation, place = self.law.of(cited), self._standing(cited)
            if regulation.carried(cited, regulation.newest) is None:
                continue  # it was repealed: beside other words now
            if article.covers(place) and place != home and (place.paragraph or place.item):
                return place
        return None

    def _elsewhere(self, place: Citation, views: Mapping[int, PolicyView]) -> Iterator[Elsewhere]:
        found: dict[int, tuple[syntax.Policy, list[tuple[str, str]]]] = {}
        for cited, parts in self._cited.items():
            if cited == place or (place.item is None and cited == Citation(place.article, of=place.of)):
                for policy, section, name in parts:
                    if id(policy) not in views:
                        found.setdefault(id(policy), (policy, []))[1].append((section, name))
        yield from (Elsewhere(policy, tuple(dict.fromkeys(said))) for policy, said in found.values())

    def _targets(self, parts: Sequence[PartView], views: Mapping[int, PolicyView]) -> Iterator[Target]:
        for part in parts:
            if part.section in ("情形", "义务", "后果", "结论"):
                yield Target(part.anchor, [part.name, *self._contents.get(part.anchor, ())])
        for row in {row.anchor: row for view in views.values() for row in view.facts}.values():
            yield Target(row.anchor, [row.fact.label, *row.fact.options])

    @cached_property
    def _contents(self) -> Mapping[str, Sequence[str]]:
        """What duties and consequences say is to be done, by the anchors of their parts."""
        return {
            part_anchor(policy.code, section, one.name.text): [one.content.text]
            for policy in self.source.policies
            for section, stated in (("义务", policy.obligations), ("后果", policy.consequences))
            for one in stated
        }

    # ── a policy ────────────────────────────────────────────────────

    def _policy(self, policy: syntax.Policy) -> PolicyView:
        source, code, newest = self.source, policy.code, id(policy) in self._newest
        key = code if newest else f"{code}/{policy.in_force}"
        facts = {row.fact.label: row for row in self._facts(policy, key)}
        uses = self._uses(policy)
        home, sections, every = self.home(policy), [], []
        taken: dict[str, int] = {}
        for section in self._said[id(policy)]:
            if section.key in _GIVEN:
                continue
            views = [self._part(policy, key, section, part, facts, uses, taken) for part in section.parts]
            every += views
            here = tuple(one for one in views if self._place_of(one, home) is None)
            beside = tuple(one for one in views if self._place_of(one, home) is not None)
            picture = self._ladder(policy, key) if section.key == "结论" else ""
            sections.append(SectionView(section.key, section.note, here, beside, section.key in _FOLDED, picture))
        results = source.results
        falls_back = "，尚无则评价日" if policy.conduct_falls_back else ""
        return PolicyView(
            policy_anchor(key),
            policy,
            term(policy.in_force, policy.last_day),
            f"「{policy.conduct.text}」{falls_back}",
            tuple(sections),
            tuple(every),
            tuple(facts.values()),
            self._blanks(code) if newest else (),
            results.of(code) if results is not None and newest else (),
            tuple(map(str, results.left(code))) if results is not None and newest else (),
            newest,
        )

    def _blanks(self, code: str) -> tuple[tuple[str, str], ...]:
        book = self.source.book
        return ("YAML", blank_yaml(book, code)), ("JSON", blank_json(book, code)), ("Excel", blank_row(book, code))

    def _facts(self, policy: syntax.Policy, key: str) -> Iterator[FactRow]:
        authorities = {one.name.text for one in policy.authorities}
        for fact, question in asked_by(self.source.book, policy.code).items():
            words = [*fact.options] or [fact.kind.value, *(f"（{'、'.join(fact.units)}）" if fact.units else "")]
            may_be = "、".join(words) + ("；或者无" if fact.may_be_none else "")
            finding = self._authorities.get(fact.label)
            found_by = tuple(lines(finding.sentences)) if finding is not None else ()
            own = part_anchor(key, "有权认定", fact.label) if fact.label in authorities else ""
            yield FactRow(f"fact-{key_of(key)}-{fact.name}", fact, question, may_be, found_by, own)

    def _uses(self, policy: syntax.Policy) -> Mapping[tuple[str, str], tuple[Mention, ...]]:
        """Return what the parts of a policy that others name mention themselves: derived values, grounds, duties."""
        said = (*self._said[id(policy)], *say_shared(self.source.vocabulary))
        return {
            (part.means.kind, part.means.name): tuple(mention for one in part.sentences for mention in one.mentions())
            for section in said
            for part in section.parts
            if section.key in ("推算", "情形")
        }

    def _read(self, part: Part, uses: Mapping[tuple[str, str], tuple[Mention, ...]]) -> list[str]:
        """Return the facts (labels) that a part mentions, itself or through what it names, in their order."""
        read: dict[str, None] = {}
        seen: set[tuple[str, str]] = set()

        def follow(mentions: Sequence[Mention]) -> None:
            for one in mentions:
                if one.kind in ("fact", "field"):
                    read.setdefault((one.source or one.name).removesuffix(OF_DAY))
                elif (key := (one.kind, one.name)) in uses and key not in seen:
                    seen.add(key)
                    follow(uses[key])

        seen.add((part.means.kind, part.means.name))
        follow([mention for one in part.sentences for mention in one.mentions()])
        return [*read]

    def _part(
        self,
        policy: syntax.Policy,
        key: str,
        section: Section,
        part: Part,
        facts: Mapping[str, FactRow],
        uses: Mapping[tuple[str, str], tuple[Mention, ...]],
        taken: dict[str, int],
    ) -> PartView:
        source, name = self.source, part.means.name
        last = self._last[policy.code, section.key, name]
        anchor = part_anchor(policy.code if last == id(policy) else key, section.key, name)
        taken[anchor] = taken.get(anchor, 0) + 1
        anchor += f"-{taken[anchor]}" if taken[anchor] > 1 else ""
        read = tuple(facts[label] for label in self._read(part, uses) if label in facts)
        places = tuple(place_anchor(self._standing(cited)) or "p1" for cited in part.citations or (policy.citation,))
        kind = KINDS.get(section.key)
        title = self._outcome(policy, name) if section.key == "结论" else name
        ways = source.results.ways(policy.code, kind, title) if source.results is not None and kind else ()
        return PartView(
            anchor,
            section.key,
            title,
            part.citations,
            tuple(lines(part.sentences)),
            self._history(policy, name) if section.key == "参数" else (),
            read,
            (*places, *(row.anchor for row in read)),
            ways,
            source.written(part.place),
            part.place.source,
            part.place.line,
            self._duty(policy, name, key) if section.key == "义务" else "",
        )

    def _outcome(self, policy: syntax.Policy, name: str) -> str:
        """Return what an outcome is called in answers: with the values of the parameters that it names."""
        code = next((one.code for one in policy.outcomes if one.name.text == name), "")
        return self.source.plan.policy(policy.code).outcomes.get(code, name)

    @staticmethod
    def _history(policy: syntax.Policy, name: str) -> tuple[tuple[str, str], ...]:
        return next(
            (
                tuple((str(day), value.text) for day, value in one.history)
                for one in policy.parameters
                if one.name.text == name
            ),
            (),
        )

    # ── pictures ────────────────────────────────────────────────────

    def _ladder(self, policy: syntax.Policy, key: str) -> str:
        drawing = ladder(policy, self.source.vocabulary, self.source.policies)
        return boxed(drawing, self.links, f"ladder-{key_of(key)}")

    def _duty(self, policy: syntax.Policy, name: str, key: str) -> str:
        [stated, *_] = (one for one in policy.obligations if one.name.text == name)
        drawing = duty(policy, stated, self.source.vocabulary, self.source.policies)
        return boxed(drawing, self.links, f"duty-{key_of(f'{key}/{name}')}")
