"""Which scenarios of the features show what of a policy, by the steps in which they assert it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from zzrules.answer.obligation import LABELS, UNTIMED
from zzrules.base.citation import Citation
from zzrules.base.errors import CitationError
from zzrules.base.frozen import frozen
from zzrules.base.regulations import Regulations
from zzrules.policy import syntax

_KEYED = re.compile("「([^」]+)」")
_STATED = re.compile("(情形|义务|后果|记载相互矛盾：)「([^」]+)」")
_OUTCOME = re.compile("(?:到「[^」]+」为止，)?(?P<key>「[^」]+」)(?P<many>可能)?的结论是(?P<names>.+)")
_TRUTHS = ("成立", "不成立", "未援引", "待查明")
_STATES = (*LABELS.values(), UNTIMED)


@frozen
class Scenario:
    """A scenario of a feature: its file, the feature's tags and its rule; its name, and its line (0: not known).

    ``asked`` are the steps by which it asks, ``asserted`` those by which it asserts, the rows of examples filled in.
    """

    file: str
    tags: tuple[str, ...]
    rule: str
    name: str
    asked: tuple[str, ...]
    asserted: tuple[str, ...]
    line: int = 0


def witnesses(
    policies: Iterable[syntax.Policy], scenarios: Sequence[Scenario], regulations: Regulations
) -> dict[str, Witnesses]:
    """Return the scenarios that show each policy, by its code: those whose assertions name it or a part of it.

    One whose assertions name none shows those about which it asks; one that asks about all, those of its tags.
    """
    keyed = [(policy, _Keys(policy, regulations)) for policy in policies]
    shown: dict[str, list[Scenario]] = {policy.code: [] for policy, _ in keyed}
    for scenario in scenarios:
        for steps in (scenario.asserted, scenario.asked, tuple(f"「{tag}」" for tag in scenario.tags)):
            named = dict.fromkeys(policy.code for policy, keys in keyed if any(map(keys.named, steps)))
            if named:
                for code in named:
                    shown[code].append(scenario)
                break
    return {policy.code: Witnesses(shown[policy.code], keys.meant) for policy, keys in keyed}


class _Keys:
    """What a policy is called in steps."""

    def __init__(self, policy: syntax.Policy, regulations: Regulations) -> None:
        self._policy = policy
        self._regulations = regulations
        self._parts = {
            *(("情形", ground.name.text) for ground in policy.grounds),
            *(("义务", obligation.name.text) for obligation in policy.obligations),
            *(("后果", consequence.name.text) for consequence in policy.consequences),
            *(("记载相互矛盾：", one.name.text) for one in policy.contradictions),
            *(("记载相互矛盾：", one.name) for one in policy.orders),
        }

    def meant(self, step: str) -> bool:
        """Return whether a step names the policy: by its name, its code or its place."""
        return any(
            key in (self._policy.name, self._policy.code) or touch(self._policy.citation, self._place(key))
            for said in _KEYED.findall(step)
            for key in said.split("、")
        )

    def named(self, step: str) -> bool:
        """Return whether a step names the policy or a part of it."""
        return self.meant(step) or not self._parts.isdisjoint(_STATED.findall(step))

    def _place(self, key: str) -> Citation | None:
        try:
            return self._regulations.resolve(key)
        except CitationError:
            return None


class Witnesses:
    """The scenarios that show a policy, in their order; each is named by its number in it, from 1.

    What a method returns is the end of a line: 「　〔场景：1–3、7〕」, or nothing where no scenario shows it.
    """

    def __init__(self, scenarios: Sequence[Scenario], meant: Callable[[str], bool]) -> None:
        """Take the scenarios, and what says whether a step names the policy."""
        self.scenarios = tuple(scenarios)
        self._meant = meant

    def ground(self, ground: syntax.Ground) -> str:
        """Return which scenarios show a ground, for each truth."""
        either = f"(?:情形「{re.escape(ground.name.text)}」|「{re.escape(str(ground.citation))}」)"
        return self._states((state, f"{either}{state}") for state in _TRUTHS)

    def obligation(self, obligation: syntax.Obligation) -> str:
        """Return which scenarios show an obligation, by state; what has no time limit is breached, not overdue."""
        named = f"义务「{re.escape(obligation.name.text)}」(?:第「\\d+」项|「[^」]+」期)?"
        words = {state: state for state in _STATES}
        if obligation.due is None:
            words[UNTIMED] = f"(?:{words.pop(LABELS['breached'])}|{UNTIMED})"
        return self._states((state, f"{named}{word}") for state, word in words.items())

    def consequence(self, consequence: syntax.Consequence) -> str:
        """Return which scenarios say of a consequence that it follows, that it does not, or that this is open."""
        named = f"后果「{re.escape(consequence.name.text)}」"
        return self._states((("有", f"(?<!没)有{named}"), ("没有", f"没有{named}"), ("待查明", f"{named}待查明")))

    def contradiction(self, name: str) -> str:
        """Return which scenarios show a contradiction, by its name or by that of an order."""
        return _shown_as(self._numbers(f"记载相互矛盾：「{re.escape(name)}」"))

    def reading(self, name: str, other: str) -> str:
        """Return the numbers of the scenarios that take a reading otherwise; empty if there are none."""
        return self._numbers(f"换一种口径「{re.escape(f'{name}：{other}')}」")

    def outcome(self, name: str) -> str:
        """Return which scenarios come to an outcome, and in which it is one of several possible."""
        reached, possible = [], []
        for number, one in enumerate(self.scenarios, 1):
            said = [found for step in one.asserted if (found := _OUTCOME.fullmatch(step)) and self._meant(found["key"])]
            if any(not found["many"] and found["names"] == f"「{name}」" for found in said):
                reached.append(number)
            elif any(found["many"] and f"「{name}」" in found["names"] for found in said):
                possible.append(number)
        listed = [_ranges(reached), f"可能 {_ranges(possible)}" if possible else ""]
        return _shown_as("；".join(one for one in listed if one))

    def _states(self, stated: Iterable[tuple[str, str]]) -> str:
        """Return which scenarios show each state, by the pattern of a step that asserts it with the readings taken."""
        shown = ((state, self._numbers(f"^(?!.*换一种口径).*{pattern}")) for state, pattern in stated)
        return _shown_as("；".join(f"{state} {numbers}" for state, numbers in shown if numbers))

    def _numbers(self, pattern: str) -> str:
        search = re.compile(pattern).search
        return _ranges([number for number, one in enumerate(self.scenarios, 1) if any(map(search, one.asserted))])


def touch(cited: Citation, place: Citation | None) -> bool:
    """Return whether one of two places lies in the other."""
    return place is not None and (cited.covers(place) or place.covers(cited))


def _shown_as(numbers: str) -> str:
    return f"　〔场景：{numbers}〕" if numbers else ""


def _ranges(numbers: Sequence[int]) -> str:
    """Return ascending numbers in short: 「1–3、7」."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
