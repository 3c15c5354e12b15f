"""What two rulebooks answer otherwise, as one page: first what was written, then what it means."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from json import dumps
from typing import Any, Final

from zzrules.analysis.changes import blocks, written
from zzrules.analysis.changes.blocks import Block, Copied, Heading, Item, Said
from zzrules.analysis.changes.difference import Comparison, Found, PolicyDifference, Stretch
from zzrules.analysis.searching.court import WEEKENDS_ONLY, Answer
from zzrules.analysis.searching.scenario import scenario, which_one, writable
from zzrules.analysis.searching.witness import Case
from zzrules.answer.obligation import LABELS, UNDETERMINED, UNTIMED, title_of
from zzrules.answer.wording import Names, say
from zzrules.base import money
from zzrules.base.errors import Place
from zzrules.base.regulation import term
from zzrules.base.truth import Truth
from zzrules.plan import model
from zzrules.plan.bound import Bound
from zzrules.plan.sources import Sources
from zzrules.policy import syntax

_FOUND: Final[Mapping[Found, str]] = {
    "same": "结论处处相同（已证明）",
    "otherwise": "结论有不同",
    "open": "没有找到结论不同的案卷，也没有证明处处相同",
}
_NOT: Final[tuple[Truth, Any]] = (False, None)
"""A consequence that does not follow."""
_TRUTHS: Final[Mapping[Truth, str]] = {True: "成立", None: "待查明"}


@dataclass(frozen=True, repr=False)
class Difference:
    """What a rulebook says otherwise than an older one.

    ``policies`` are those asked about, in the order of the newer rulebook, those that are gone last.
    """

    before: Bound
    after: Bound
    policies: tuple[PolicyDifference, ...]

    @classmethod
    def of(cls, before: Bound, after: Bound, codes: Collection[str] | None = None, seconds: float = 2.0) -> Difference:
        """Compare two rulebooks, or some policies (codes) of them; cases are looked for so long on each stretch."""
        compared = Comparison(before.plan, after.plan, seconds)
        return cls(before, after, tuple(compared.policies(codes)))

    def __repr__(self) -> str:
        """Return both digests in short, and what was found."""
        return f"<Difference of {self.after.digest[:12]} from {self.before.digest[:12]}: {self.found}>"

    @property
    def found(self) -> Found:
        """What was found of all policies together."""
        found = {one.found for one in self.policies}
        return "otherwise" if "otherwise" in found else "open" if "open" in found else "same"

    @cached_property
    def written(self) -> Mapping[str, tuple[str, ...]]:
        """What was written otherwise, in Chinese: of each policy by its code, and of all of them under an empty one."""
        old, new = (_files(side.policies.value) for side in (self.before, self.after))
        of_all = (
            *written.of_regulations(self.before.regulations, self.after.regulations),
            *(one.line for one in written.of_vocabulary(self.before.plan.vocabulary, self.after.plan.vocabulary)),
            *written.of_calendar(self.before.plan, self.after.plan),
        )
        found = {"": tuple(of_all)} if of_all else {}
        for one in self.policies:
            if one.before is not None and one.after is not None:
                lines = tuple(change.line for change in written.of_policy(old[one.code], new[one.code]))
                if lines:
                    found[one.code] = lines
            else:
                found[one.code] = ("增加了这项政策" if one.before is None else "删去了这项政策",)
        return found

    # ── as a page ───────────────────────────────────────────────────

    def lines(self, *, markdown: bool = False) -> Iterator[str]:
        """Yield the page in lines, as plain text or as Markdown."""
        for line in blocks.markdown(self.blocks()):
            if markdown:
                yield line
            elif not line.startswith("```"):
                yield line.lstrip("#").lstrip() if line.startswith("#") else line

    def blocks(self) -> Iterator[Block]:
        """Yield what the page is made of, for whoever renders it."""
        yield Heading(1, f"政策改动：{self.before.digest[:12]} → {self.after.digest[:12]}")
        yield from self._written_blocks()
        yield Heading(2, "结论上的不同")
        alike = 0
        for one in self.policies:
            if one.found == "same":
                alike += 1
            else:
                yield from self._policy_blocks(one)
        if alike:
            others = "其余 " if alike < len(self.policies) else "全部 "
            yield Said((f"{others}{alike} 项政策：{_FOUND['same']}。",))

    def _written_blocks(self) -> Iterator[Block]:
        if not self.written:
            yield Said(("文件上没有改动。",))
            return
        yield Heading(2, "写法上的改动")
        for code, lines in self.written.items():
            yield Heading(3, self._title(code) if code else "法规、词汇和日历")
            yield from (Item(0, line) for line in lines)

    def _title(self, code: str) -> str:
        policy = next(one.after or one.before for one in self.policies if one.code == code)
        assert policy is not None
        return f"{policy.name}（{policy.citation}）"

    def _policy_blocks(self, one: PolicyDifference) -> Iterator[Block]:
        yield Heading(3, self._title(one.code))
        if one.before is None or one.after is None:
            yield Item(0, "增加了这项政策" if one.before is None else "删去了这项政策")
            return
        for stretch in one.stretches:
            yield Item(0, f"行为在{_days(stretch)}的：{self._told(stretch)}")
            if stretch.found == "open":
                yield from self._region_items(stretch)
            for side, codes in ((one.before, stretch.gone), (one.after, stretch.come)):
                said = "不会再有" if side is one.before else "新有"
                yield from (Item(1, f"{said}结论「{side.outcomes.get(code, code)}」（已证明）") for code in codes)
        for stretch in one.stretches:
            for case in stretch.cases:
                yield from self._case_blocks(one, case)

    @staticmethod
    def _told(stretch: Stretch) -> str:
        if stretch.before is None or stretch.after is None:
            return f"{'原来' if stretch.before is None else '现在'}不在有效期内"
        if stretch.found != "open":
            return _FOUND[stretch.found]
        whole = "事实齐备的案卷结论都相同（已证明）；事实未齐的，" if stretch.whole else ""
        return f"{whole}未穷尽：试了 {stretch.tried} 份案卷，{_FOUND['open']}"

    def _region_items(self, stretch: Stretch) -> Iterator[Item]:
        """Yield where cases are left that were not exhausted."""
        names = Names.of(self.after.plan)
        if not stretch.region:
            yield Item(1, "没有穷尽的：这段时间的全部案卷")
        elif stretch.whole:
            yield Item(1, "没有穷尽的：事实未齐、至多只知道以下这些的案卷（举例）")
        else:
            yield Item(1, "没有穷尽的：以下这样的案卷（举例）；其余事实齐备的案卷，结论都相同（已证明）")
        yield from (Item(2, say(way, names)) for way in stretch.region)

    def _case_blocks(self, one: PolicyDifference, case: Case) -> Iterator[Block]:
        assert one.before is not None
        assert one.after is not None
        was, now = self._said(one.before, case.before, case.after), self._said(one.after, case.after, case.before)
        assumed = (f"（还没有放假安排的年份，按{WEEKENDS_ONLY}推算）",) if case.assumed else ()
        yield Said((f"原来：{'；'.join(was)}", f"现在：{'；'.join(now)}", *assumed))
        vocabulary = self.after.plan.vocabulary
        if not writable(case.facts, vocabulary):
            labelled = {vocabulary.by_name[name].label: value for name, value in case.facts.items()}
            note = f"（所知不全的事实，场景写不出；下面是案卷，于{case.on}评价）"
            yield Copied("json", (dumps(labelled, ensure_ascii=False),), note)
            return
        named = f"{one.after.name}，原来{was[0]}，现在{now[0]}"
        asserted = [f"「{one.after.citation}」{line}" for line in _asserted(one.after, case.after)]
        if case.before.possible == case.after.possible:  # then grounds, consequences or obligations differ
            asserted += [
                f"情形「{name}」{_TRUTHS.get(truth, '不成立')}"
                for name, truth in case.after.grounds.items()
                if truth is not case.before.grounds.get(name, False)
            ]
            asserted += _asserted_beside(one.after, case.before, case.after)
        lines = scenario(named, case.facts, case.on, str(one.after.citation), asserted, vocabulary)
        yield Copied("gherkin", tuple(lines))

    @staticmethod
    def _said(policy: model.Policy, answer: Answer, other: Answer) -> list[str]:
        """Return what an answer says that another does not, in words."""
        said = [_outcomes(policy, answer)] if answer.possible != other.possible else []
        for name in dict.fromkeys((*answer.grounds, *other.grounds)):
            truths = answer.grounds.get(name, False), other.grounds.get(name, False)
            if truths[0] is not truths[1]:
                said.append(f"情形「{name}」{_TRUTHS.get(truths[0], '不成立')}")
        said += [
            f"{'有' if name in answer.follows else '没有'}后果「{name}」"
            for name in dict.fromkeys((*answer.follows, *other.follows))
            if answer.follows.get(name) != other.follows.get(name)
        ]
        for name, amount in answer.amounts.items():
            if name not in other.amounts or amount != other.amounts[name]:
                said.append(f"金额「{name}」{'没有算出' if amount is None else money.written(amount)}")
        for name, number in dict.fromkeys((*answer.obligations, *other.obligations)):
            if answer.obligations.get((name, number)) != other.obligations.get((name, number)):
                said.append(_duty(_titled(policy, name, number), answer.obligations.get((name, number))))
        return said or [_outcomes(policy, answer)]

    # ── as data ─────────────────────────────────────────────────────

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        names = Names.of(self.after.plan)
        return {
            "before": self.before.digest,
            "after": self.after.digest,
            "found": self.found,
            "written": {code: list(lines) for code, lines in self.written.items()},
            "policies": [
                {
                    "code": one.code,
                    "found": one.found,
                    "added": one.before is None,
                    "removed": one.after is None,
                    "stretches": [self._stretch(one, stretch, names) for stretch in one.stretches],
                }
                for one in self.policies
            ],
        }

    def _stretch(self, one: PolicyDifference, stretch: Stretch, names: Names) -> dict[str, Any]:
        return {
            "first": str(stretch.first),
            "last": str(stretch.last),
            "found": stretch.found,
            "whole_cases_proven": stretch.whole or stretch.found == "same",
            "tried": stretch.tried,
            "region": [say(way, names) for way in stretch.region],
            "gone": list(stretch.gone),
            "come": list(stretch.come),
            "cases": [
                {
                    "record": dict(case.facts),
                    "on": str(case.on),
                    "before": sorted(case.before.possible),
                    "after": sorted(case.after.possible),
                    "assumed_calendar": case.assumed,
                    "rests_on": {
                        side: [place.to_dict() for place in places]
                        for side, places in zip(("before", "after"), self.rests_on(one, stretch, case), strict=True)
                    },
                }
                for case in stretch.cases
            ],
        }

    def rests_on(
        self, one: PolicyDifference, stretch: Stretch, case: Case
    ) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
        """Return where either side states what a case is answered otherwise by: outcomes, grounds, duties and the like.

        A side that states none of it, such as one that does not apply, rests on its policy.
        """
        was, now = case.before, case.after
        if one.before is None or one.after is None:
            return (), ()
        return (
            tuple(self._places(self._old, one.before, stretch, was, now)),
            tuple(self._places(self._new, one.after, stretch, now, was)),
        )

    @cached_property
    def _old(self) -> Sources:
        return Sources(self.before.policies)

    @cached_property
    def _new(self) -> Sources:
        return Sources(self.after.policies)

    @staticmethod
    def _places(
        sources: Sources, policy: model.Policy, stretch: Stretch, answer: Answer, other: Answer
    ) -> Iterator[Place]:
        """Yield where a side states what its answer has and the other has not, or has otherwise."""
        named = [
            ("结论", policy.outcomes[code])
            for code in sorted(answer.possible - other.possible)
            if code in policy.outcomes
        ]
        for section, own, theirs in (
            ("情形", answer.grounds, other.grounds),
            ("后果", answer.follows, other.follows),
            ("推算", answer.amounts, other.amounts),
        ):
            named += [(section, name) for name, said in own.items() if name not in theirs or said != theirs[name]]
        named += [("义务", key[0]) for key, said in answer.obligations.items() if said != other.obligations.get(key)]
        places = (sources.place(policy.code, section, name, stretch.first) for section, name in dict.fromkeys(named))
        found = [place for place in places if place is not None]
        whole = sources.place(policy.code, on=stretch.first)
        yield from found or ([whole] if whole is not None else [])


def _files(policies: Sequence[syntax.Policy]) -> dict[str, list[syntax.Policy]]:
    found: dict[str, list[syntax.Policy]] = {}
    for policy in policies:
        found.setdefault(policy.code, []).append(policy)
    return found


def _days(stretch: Stretch) -> str:
    return term(stretch.first, stretch.last)


def _titled(policy: model.Policy, name: str, number: int) -> str:
    """Return what an obligation is called, with its period if it recurs."""
    recurs = bool(model.recurrences_of(policy, name))
    return title_of(policy.obligation(name), number) if recurs else name


def _outcomes(policy: model.Policy, answer: Answer) -> str:
    names = [name for code, name in policy.outcomes.items() if code in answer.possible]
    names += [model.COMMON_OUTCOMES[code] for code in sorted(answer.possible) if code not in policy.outcomes]
    return names[0] if len(names) == 1 else f"待查明（{'、'.join(names)}）"


def _asserted(policy: model.Policy, answer: Answer) -> Iterator[str]:
    """Yield what a scenario asserts of an answer, without the policy's name."""
    names = [policy.outcomes.get(code, model.COMMON_OUTCOMES.get(code, code)) for code in sorted(answer.possible)]
    if len(names) == 1:
        yield f"的结论是「{names[0]}」"
    else:
        yield f"可能的结论是{''.join(f'「{name}」' for name in names)}"


def _asserted_beside(policy: model.Policy, was: Answer, now: Answer) -> Iterator[str]:
    """Yield what a scenario asserts of consequences and obligations that an answer does not share with an older one.

    Of those that the policy no longer has no step can speak.
    """
    citation = policy.citation
    for name, amount in now.amounts.items():
        if amount is not None and amount != was.amounts.get(name):
            yield f"「{citation}」的金额「{name}」是「{money.written(amount)}」"
    known = {one.name for version in policy.versions for one in version.consequences}
    known |= {one.name for version in policy.versions for one in version.obligations}
    for name in (one for one in dict.fromkeys((*now.follows, *was.follows)) if one in known):
        (truth, by), (before, until) = now.follows.get(name, _NOT), was.follows.get(name, _NOT)
        if truth is not before:
            said = {True: f"有后果「{name}」", None: f"的后果「{name}」待查明", False: f"没有后果「{name}」"}
            yield f"「{citation}」{said[truth]}"
        elif by != until and by is not None:
            yield f"后果「{name}」的期限是「{_day(by)}」"
    for name, number in dict.fromkeys((*now.obligations, *was.obligations)):
        told, before_told = (side.obligations.get((name, number)) for side in (now, was))
        if told == before_told or name not in known:
            continue
        if told is None:
            yield f"没有待履行的义务「{name}」"
            continue
        states, due = told
        which = which_one(policy, name, number, several=bool(number))
        if due is not None and not number and (before_told is None or due != before_told[1]):
            yield f"义务「{name}」{which}的期限是「{_day(due)}」"
            continue
        [state] = states if len(states) == 1 else [UNDETERMINED]
        label = UNTIMED if state == "breached" and due is None else LABELS[state]
        yield f"「{citation}」的义务「{name}」{which}{label}"


def _day(due: Any) -> str:
    """Return a last day (an ordinal), or the open term that stands for one."""
    return str(date.fromordinal(due)) if type(due) is int else str(due)


def _duty(name: str, told: tuple[frozenset[str], Any] | None) -> str:
    if told is None:
        return f"没有义务「{name}」"
    states, due = told
    until = f"，最迟{date.fromordinal(due)}" if type(due) is int else f"，{due}" if due else ""
    return f"义务「{name}」{'或者'.join(LABELS.get(state, state) for state in sorted(states))}{until}"
