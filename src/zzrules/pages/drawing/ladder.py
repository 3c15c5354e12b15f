"""How an outcome comes about, as a ladder: from step to step downwards, and out to the side where one holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from zzrules.base.frozen import frozen
from zzrules.pages.drawing.model import LINE, MARGIN, Box, Drawing, Label, Link, Role, box, extent, width_of
from zzrules.pages.drawing.summing import summary
from zzrules.policy import syntax
from zzrules.policy.phrasing.conditions import Clauses
from zzrules.policy.phrasing.naming import Names
from zzrules.policy.phrasing.sentence import Mention
from zzrules.policy.vocabulary import Vocabulary

_LEFT, _RIGHT, _BETWEEN, _BELOW = 380, 270, 86, 40
_THEN: Final = ("成立", "不成立")
_APPLIES: Final = ("不具备", "具备")


def ladder(policy: syntax.Policy, vocabulary: Vocabulary, policies: Sequence[syntax.Policy] = ()) -> Drawing:
    """Return the picture of a policy's decision list, its requirements before it; an outcome names its class."""
    names = Names.of(policy, vocabulary, policies)
    clauses = Clauses(names)
    classes = {word.text: one.name.text for one in policy.classes for word in one.outcomes}
    unit = policy.citation.unit
    steps: list[_Step] = []
    for number, required in enumerate(policy.requirements, 1):
        means = Mention("requirement", str(number), policy.code)
        reason = f"本{unit}不适用：{names.read(required.otherwise.text)}"
        steps.append(_Step(summary(clauses.clause(required.condition)), reason, means, applies=True))
    for outcome in policy.outcomes:
        name = outcome.name.text
        means = Mention("outcome", name, policy.code)
        group = classes.get(name, name)
        said = names.read(name) + (f"\n归入「{names.read(group)}」" if group != name else "")
        said += f"\n条文用“{outcome.modality}”" if outcome.modality else ""
        condition = None if outcome.condition is None else summary(clauses.clause(outcome.condition))
        steps.append(_Step(condition, said, means))
    return _drawn(policy, steps)


@frozen
class _Step:
    """A step of the ladder: what is asked (None: nothing, the rest), and where it leads to the side."""

    asked: str | None
    leads: str
    means: Mention
    applies: bool = False


def _drawn(policy: syntax.Policy, steps: Sequence[_Step]) -> Drawing:
    means = Mention("policy", policy.name, policy.code)
    above = box(MARGIN, MARGIN, _LEFT, f"{policy.citation}「{policy.name}」", "start", means)
    boxes: list[Box] = [above]
    links: list[Link] = []
    labels: list[Label] = []
    down, top = "", above.at.bottom + _BELOW
    for step in steps:
        here = box(MARGIN, top, _LEFT, "其余的" if step.asked is None else step.asked, "condition", step.means)
        role: Role = "exit" if step.applies else "outcome"
        there = box(here.at.right + _BETWEEN, top, _RIGHT, step.leads, role, step.means)
        boxes += (here, there)
        links.append(Link(((here.at.middle, above.at.bottom), (here.at.middle, top)), "else" if down else "then"))
        if down:
            labels.append(Label(here.at.middle + 8, top - (_BELOW + LINE) / 2, (down,)))
        middle = min(here.at.centre, there.at.centre)
        links.append(Link(((here.at.right, middle), (there.at.left, middle))))
        aside, down = _APPLIES if step.applies else _THEN
        if step.asked is not None:
            labels.append(Label(here.at.right + (_BETWEEN - width_of(aside)) / 2, middle - LINE, (aside,)))
        above, top = here, max(here.at.bottom, there.at.bottom) + _BELOW
    width, height = extent(boxes, labels, links)
    title = f"「{policy.name}」的结论怎样得出"
    described = "自上而下逐项看：成立的，得出右边的结论；不成立的，看下一项。还不清楚的一项，它的结论仍有可能。"
    return Drawing(f"ladder-{policy.code}", title, described, width, height, tuple(boxes), tuple(links), tuple(labels))
