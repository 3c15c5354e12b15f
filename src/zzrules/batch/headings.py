"""What tables that people read say of the answers: what each column is called in Chinese, and what stands in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from zzrules.base.citation import Citation
from zzrules.engines.columns import ASSUMPTIONS
from zzrules.plan import model

Table = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
"""A table of a sheet: its title, its header, its rows; without a header, each row is a line of prose."""


CONTRADICTIONS = "contradictions"
"""The column of what contradicts itself in a row; it belongs to no policy."""
CONTRADICTIONS_TITLE = "记载的矛盾"
PROBLEMS = "problems"
"""The column of what is wrong with a row."""
PROBLEMS_TITLE = "有错的列"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that the answers of a policy may have.

    ``parts`` are its name in Chinese, beginning with the policy: 容错, 结论. Its cells hold a code or several, which
    ``words`` has in Chinese, a truth, days, an amount of money, or a text. An empty cell means another thing where the
    column ``beside`` it is not empty: of an outcome, that only the reason is open.
    """

    column: str
    parts: tuple[str, ...]
    holds: Literal["code", "codes", "truth", "day", "days", "amount", "text"]
    words: Mapping[str, str] = field(default_factory=dict)
    citation: Citation | None = None
    beside: str = ""


def headings(policy: model.Policy, plan: model.Plan, columns: Collection[str]) -> Iterator[Heading]:
    """Yield the columns that the answers of a policy may have; those of derived days only if they are in ``columns``.

    >>> import zzrules
    >>> plan = zzrules.load().plan
    >>> [heading.parts for heading in headings(plan.policy("tolerance"), plan, [])][:3]
    [('容错', '结论'), ('容错', '归类'), ('容错', '可能的结论')]
    """
    code, head = policy.code, policy.name
    labels = {fact.name: fact.label for fact in plan.vocabulary.facts}
    class_ = f"{code}.class"
    beside = class_ if class_ in columns else ""
    yield Heading(f"{code}.outcome", (head, "结论"), "code", policy.outcomes, policy.citation, beside)
    yield Heading(class_, (head, "归类"), "code", {name: name for name in policy.classes.values()})
    yield Heading(f"{code}.possible", (head, "可能的结论"), "codes", policy.outcomes)
    yield Heading(f"{code}.missing", (head, "尚缺的事实"), "codes", labels)
    yield Heading(f"{code}.{ASSUMPTIONS}", (head, "所依的假定"), "text")
    yield Heading(f"{code}.versions", (head, "可能适用的版本（施行日）"), "days")
    for name, ground in {ground.name: ground for version in policy.versions for ground in version.grounds}.items():
        proper = ground.procedure_citation or ground.citation
        yield Heading(f"{code}.{name}", (head, name), "truth", citation=ground.citation)
        yield Heading(f"{code}.complete.{name}", (head, f"{name}（连同手续）"), "truth", citation=proper)
    consequences = (consequence for version in policy.versions for consequence in version.consequences)
    for name, consequence in {consequence.name: consequence for consequence in consequences}.items():
        said = f"后果：{name}"
        yield Heading(f"{code}.consequence.{name}", (head, said), "truth", citation=consequence.citation)
        yield Heading(f"{code}.deadline.{name}", (head, said, "期限"), "day")
    derived = f"{code}.day."
    for column in columns:
        if column.startswith(derived):
            yield Heading(column, (head, column.removeprefix(derived)), "day")
        elif column.startswith(f"{code}.amount."):
            yield Heading(column, (head, column.removeprefix(f"{code}.amount.")), "amount")
