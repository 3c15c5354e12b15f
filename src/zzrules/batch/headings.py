"""What the columns of answers are called in tables that people read, in Chinese, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from zzrules.base.citation import Citation
from zzrules.plan import model


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that the answers of a policy may have.

    ``parts`` are its name in Chinese, from the policy on: 容错, 结论. In it stand a code or several, each of which
    ``words`` has in Chinese, a truth, or days.
    """

    column: str
    parts: tuple[str, ...]
    holds: Literal["code", "codes", "truth", "day", "days"]
    words: Mapping[str, str] = field(default_factory=dict)
    citation: Citation | None = None


def headings(policy: model.Policy, plan: model.Plan, names: Iterable[str]) -> Iterator[Heading]:
    """Yield the columns that the answers of a policy may have; of the days that it derives, those among the names.

    >>> import zzrules
    >>> plan = zzrules.load().plan
    >>> [one.parts for one in headings(plan.policy("tolerance"), plan, [])][:3]
    [('容错', '结论'), ('容错', '可能的结论'), ('容错', '尚缺的事实')]
    """
    code, head = policy.code, policy.name
    labels = {fact.name: fact.label for fact in plan.vocabulary.facts}
    yield Heading(f"{code}.outcome", (head, "结论"), "code", policy.outcomes, policy.citation)
    yield Heading(f"{code}.possible", (head, "可能的结论"), "codes", policy.outcomes)
    yield Heading(f"{code}.missing", (head, "尚缺的事实"), "codes", labels)
    yield Heading(f"{code}.versions", (head, "可能适用的版本（施行日）"), "days")
    for name, ground in {one.name: one for version in policy.versions for one in version.grounds}.items():
        proper = ground.procedure_citation or ground.citation
        yield Heading(f"{code}.{name}", (head, name), "truth", citation=ground.citation)
        yield Heading(f"{code}.complete.{name}", (head, f"{name}（连同手续）"), "truth", citation=proper)
    for name, effect in {one.name: one for version in policy.versions for one in version.consequences}.items():
        said = f"后果：{name}"
        yield Heading(f"{code}.consequence.{name}", (head, said), "truth", citation=effect.citation)
        yield Heading(f"{code}.deadline.{name}", (head, said, "期限"), "day")
    derived = f"{code}.day."
    for column in names:
        if column.startswith(derived):
            yield Heading(column, (head, column.removeprefix(derived)), "day")
