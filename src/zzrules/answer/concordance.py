"""The concordance: the regulation's text, paragraph by paragraph, beside what the policies make of it.

It shows policies as they are written, both sides of every reading among it, for whoever checks them against the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from zzrules.answer.witnesses import Scenario, Witnesses, touch, witnesses
from zzrules.answer.written import derived_lines, order_line, plain, sections
from zzrules.base.citation import Citation
from zzrules.base.frozen import frozen, replaced
from zzrules.base.regulation import term
from zzrules.base.regulations import Regulations
from zzrules.plan import model
from zzrules.policy import syntax
from zzrules.policy.phrasing.naming import Names
from zzrules.policy.validity import Span

_STATING = ("情形", "手续", "结论", "后果", "义务")
"""The sections whose parts state what the place that they cite says; what others cite is their basis."""
_NUMBERS = "参数"
"""That of what a place gives for others: it states a place that nothing else states."""


def concordance(
    policies: Sequence[syntax.Policy],
    plan: model.Plan,
    regulations: Regulations,
    scenarios: Sequence[Scenario] = (),
    links: tuple[str, str] = ("policies", "features"),
) -> str:
    """Return the page as Markdown, of policies as they are written; ``plan``: what they came to.

    ``links`` lead from the page to the folders of the policies and of the features.
    """
    return "\n".join(_Page(policies, plan, regulations, scenarios, links).lines()) + "\n"


@frozen
class _Part:
    """A part of a policy that cites a place: its section, and its name."""

    policy: syntax.Policy
    section: str
    name: str
    citation: Citation

    @property
    def said(self) -> str:
        return f"{self.section}「{self.name}」" if self.section else ""

    @property
    def states(self) -> bool:
        return not self.section or self.section in _STATING


class _Page:
    """The page, made once."""

    def __init__(
        self,
        policies: Sequence[syntax.Policy],
        plan: model.Plan,
        regulations: Regulations,
        scenarios: Sequence[Scenario],
        links: tuple[str, str],
    ) -> None:
        self.text = regulations.own.newest
        dated = [(policy, regulations.wording(policy.citation).first) for policy in policies]
        current = (_from(first, policy) for policy, first in dated if policy.last_day >= first)
        self.policies = sorted(current, key=lambda policy: (policy.citation, policy.code, policy.in_force))
        self.plan = plan
        self.regulations = regulations
        self.vocabulary = plan.vocabulary
        self.links = links
        self.parts = [part for policy in self.policies for part in _parts(policy)]
        self.authorities = {one.name.text: policy for policy in self.policies for one in policy.authorities}
        self.shown = witnesses(self.policies, scenarios, regulations)
        self.features = {one.file: one.tags for one in scenarios}

    # ── the page ────────────────────────────────────────────────────

    def lines(self) -> Iterator[str]:
        """Yield the page's lines."""
        yield f"# 《{self.regulations.own.title}》条文与政策对照"
        yield ""
        if self.text.number:
            yield f"本页是{self.text.document}修正、{self.text.first}起施行的文本，和那一天以后的政策。"
            yield ""
        yield "条文逐款照录；每款下面是依据它写的政策，或者不评价的理由。怎样读："
        yield ""
        for other in self.regulations.others:
            called = f"（简称{other.called}）" if other.name != other.title else ""
            yield f"- 其他法规{other.source}{called}在后面，只列引用到的条。"
        yield "- 条件一行一个。同一层的各行都要具备；写明“具备下列条件之一”“有其一”的，下一层有一行即可。"
        yield "- “确无”是已经知道没有，不是没有记载；没有记载的，不知道有没有。"
        common = "，那里没有的，见末尾的“各政策共用的推算”" if self.vocabulary.derived else ""
        yield f"- 「」里是事实、推算、口径的名字；推算是怎样来的，见该政策的“推算”{common}。"
        yield "- 要改的，改所列政策文件里同名的一节（适用、情形、结论、口径……）里同名的一项。"
        yield "- 〔场景：…〕是号码，见该政策末尾的清单；“可能”是尚不能确定、有此可能。没有号码的，没有场景。"
        yield ""
        yield "## 一览"
        yield ""
        yield "| 条款 | 政策，或者不评价的理由 | 情形 | 结论 | 义务 | 口径 | 场景 |"
        yield "|---|---|---|---|---|---|---|"
        for place in self._places():
            yield from self._rows(place)
        article: Citation | None = None
        for place in self._places():
            if article is None or not article.covers(place):
                article = Citation(place.article, of=place.of)
                yield from ("", f"## {article}")
            yield from self._section(place)
        yield from self._common()

    def _places(self) -> Iterator[Citation]:
        """Yield the paragraphs of the folder's own regulation, and those of others in articles that are cited."""
        for regulation in self.regulations:
            text = regulation.newest
            for article, paragraphs in text.articles_in_order():
                whole = Citation(article, of=text.name)
                if not text.name or any(whole.covers(part.citation) for part in self.parts):
                    yield from (text.resolve(Citation(article, number)) for number in range(1, len(paragraphs) + 1))

    def _home(self, place: Citation) -> list[syntax.Policy]:
        """Return the policies that are shown at a paragraph: at the first of those that they state."""
        return [policy for policy in self.policies if self._shown_at(policy) == place]

    def _shown_at(self, policy: syntax.Policy) -> Citation:
        return next(place for place in self._places() if touch(policy.citation, place))

    def _elsewhere(self, place: Citation, *, stating: bool) -> list[tuple[syntax.Policy, list[str]]]:
        """Return the parts that cite (or state) a paragraph, of policies that are shown at another one."""
        home = {policy.code for policy in self._home(place)}
        found: dict[str, tuple[syntax.Policy, list[str]]] = {}
        numbers = not (home or self._reason(place)[1])
        for part in self.parts:
            if (
                part.policy.code not in home
                and touch(part.citation, place)
                and (not stating or part.states or (numbers and part.section == _NUMBERS))
            ):
                said = found.setdefault(part.policy.code, (part.policy, []))[1]
                if part.said and part.said not in said:
                    said.append(part.said)
        return list(found.values())

    def _reason(self, place: Citation) -> tuple[Citation, str]:
        """Return why a paragraph is not assessed, with the place for which the reason is given."""
        covering = (one for one in self.text.unassessed if not one.words and one.citation.covers(place))
        return next(((one.citation, one.reason) for one in covering), (place, ""))

    def _rows(self, place: Citation) -> Iterator[str]:
        home, others = self._home(place), self._elsewhere(place, stating=True)
        for policy in home:
            shown = self.shown[policy.code].scenarios
            counts = (policy.grounds, policy.outcomes, policy.obligations, policy.readings, shown)
            yield f"| {_link(place)} | {policy.name} | " + " | ".join(str(len(one) or "") for one in counts) + " |"
        stated = [f"见{policy.citation}{'：' if said else ''}{'、'.join(said)}" for policy, said in others]
        cited, reason = self._reason(place)
        if reason and (cited == place or place.paragraph == 1):
            yield f"| {_link(cited)} | 不评价：{reason} | | | | | |"
        if stated and not home:
            yield f"| {_link(place)} | {'；'.join(stated)} | | | | | |"
        if not (home or stated or reason or place.of):
            yield f"| {_link(place)} | **没有交代** | | | | | |"

    def _section(self, place: Citation) -> Iterator[str]:
        cited, reason = self._reason(place)
        told = f"**不评价**：{reason}。"
        if reason and cited != place and place.paragraph == 1:
            yield from ("", told)
        if place.paragraph is not None:
            yield from ("", f"### {place}")
        yield ""
        yield from (f"> {line}  " for line in self.regulations.text(place).splitlines())
        for one in self.text.unassessed:
            if one.words and one.citation.covers(place):
                yield from ("", f"**其中不评价**：“{one.words}”：{one.reason}。")
        home = self._home(place)
        if reason and cited == place:
            yield from ("", told)
        elif not (reason or home or place.of or self._elsewhere(place, stating=True)):
            yield from ("", "**没有交代**：没有政策，也没有写明不评价的理由。")
        article = str(Citation(place.article, of=place.of))
        files = [file for file, tags in self.features.items() if not home and article in tags]
        if files and not self._elsewhere(place, stating=True):
            listed = "、".join(f"[{file}]({self.links[1]}/{file})" for file in files)
            yield from ("", f"场景：{listed}。")
        for policy, said in self._elsewhere(place, stating=False):
            where = f"[{policy.citation}](#{self._shown_at(policy)})"
            yield from ("", f"另见{where}「{policy.name}」：{'、'.join(said) or '政策的依据'}。")
        for policy in home:
            yield ""
            yield from self._policy(policy)

    def _common(self) -> Iterator[str]:
        """Yield what the vocabulary states for all policies: what they derive alike, and its orders of dates."""
        if self.vocabulary.derived:
            yield from (
                "",
                "## 各政策共用的推算",
                "",
                *derived_lines(self.vocabulary.derived, Names.of(None, self.vocabulary)),
            )
        orders = [one for one in self.vocabulary.orders if _lasts(one.span, self.text.first)]
        if orders:
            yield from ("", "## 各政策共用的先后", "")
        for order in orders:
            places = tuple(map(self.regulations.standing, order.citations))
            yield order_line(replaced(order, citations=places))

    # ── a policy ────────────────────────────────────────────────────

    def _policy(self, policy: syntax.Policy) -> Iterator[str]:
        source = policy.place.source
        falls_back = "，尚无则评价日" if policy.conduct_falls_back else ""
        yield f"**政策「{policy.name}」**　[{source}]({self.links[0]}/{source})"
        yield ""
        derived = "".join(
            f"，{f'「{one.fact.text}」' if one.fact is not None else ''}未记载则「{one.name.text}」"
            for one in policy.conduct_derived
        )
        conduct = f"行为日期取「{policy.conduct.text}」{derived}{falls_back}"
        yield f"依据{policy.citation}；{conduct}；{term(policy.in_force, policy.last_day)}。"
        if policy.note:
            yield from ("", policy.note)
        shown = self.shown[policy.code]
        told = dict(sections(policy, self.plan.policy(policy.code), self.vocabulary, shown))
        told["有权认定（写在别的政策里的）"] = list(self._borrowed(policy, "".join(map("".join, told.values()))))
        for head, lines in told.items():
            if lines:
                yield from ("", f"**{head}**", "", *lines)
        yield from self._list(shown)

    def _borrowed(self, policy: syntax.Policy, text: str) -> Iterator[str]:
        """Yield where it is stated who may make the findings that a policy names, if not in the policy itself."""
        own = {one.name.text for one in policy.authorities}
        for name, other in self.authorities.items():
            if name not in own and f"「{name}」" in text:
                yield f"- 「{name}」：见[{other.citation}](#{self._shown_at(other)})「{other.name}」"

    def _list(self, shown: Witnesses) -> Iterator[str]:
        """Yield the numbered list of scenarios, by file and rule."""
        if not shown.scenarios:
            return
        yield from ("", "<details>", f"<summary>场景 {len(shown.scenarios)} 个</summary>")
        file, rule = "", ""
        for number, one in enumerate(shown.scenarios, 1):
            if one.file != file:
                file, rule = one.file, ""
                yield from ("", f"[{file}]({self.links[1]}/{file})", "")
            if one.rule != rule:
                rule = one.rule
                yield from ("", f"*{plain(rule)}*", "")
            yield f"{number}. {plain(one.name)}"
        yield from ("", "</details>")


def _from(first: date, policy: syntax.Policy) -> syntax.Policy:
    """Return a policy without the parts that ended before a day."""
    return replaced(
        policy,
        parameters=tuple(one for one in policy.parameters if _lasts(one.ended, first)),
        authorities=tuple(one for one in policy.authorities if _lasts(one.span, first)),
        grounds=tuple(one for one in policy.grounds if _lasts(one.span, first)),
        outcomes=tuple(one for one in policy.outcomes if _lasts(one.span, first)),
        consequences=tuple(one for one in policy.consequences if _lasts(one.span, first)),
        obligations=tuple(one for one in policy.obligations if _lasts(one.span, first)),
        orders=tuple(one for one in policy.orders if _lasts(one.span, first)),
        implications=tuple(one for one in policy.implications if _lasts(one.span, first)),
        contradictions=tuple(one for one in policy.contradictions if _lasts(one.span, first)),
    )


def _lasts(span: Span, first: date) -> bool:
    """Return whether a part is law on a day or on one after it."""
    return span.last is None or span.last >= first


def _parts(policy: syntax.Policy) -> Iterator[_Part]:
    """Yield what of a policy cites a place, the policy itself first."""
    yield _Part(policy, "", policy.name, policy.citation)
    cited: list[tuple[str, str, Citation | None]] = [
        *(("参数", one.name.text, one.citation) for one in policy.parameters),
        *(("有权认定", one.name.text, one.citation) for one in policy.authorities),
        *(("情形", one.name.text, one.citation) for one in policy.grounds),
        *(("手续", one.name.text, one.procedure_citation) for one in policy.grounds),
        *(("结论", one.name.text, one.citation) for one in policy.outcomes),
        *(("后果", one.name.text, one.citation) for one in policy.consequences),
        *(("义务", one.name.text, one.citation) for one in policy.obligations),
        *(("先后", one.name, place) for one in policy.orders for place in one.citations),
        *(("推出", one.name.text, place) for one in policy.implications for place in one.citations),
        *(("矛盾", one.name.text, place) for one in policy.contradictions for place in one.citations),
    ]
    yield from (_Part(policy, section, name, place) for section, name, place in cited if place is not None)


def _link(place: Citation) -> str:
    return f"[{place}](#{place})"
