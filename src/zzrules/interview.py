"""The interview: one question after another, the one that settles most first, until nothing is open that was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from zzrules.answer.determination import Determination
from zzrules.answer.evaluator import Evaluator
from zzrules.answer.findings import bodies_of
from zzrules.answer.inquiry import Inquiry
from zzrules.answer.settling import Asked, Settling, Target
from zzrules.base.diagnostics.cases import UNKNOWN_FACT
from zzrules.base.diagnostics.use import NOT_ANSWERED, NOTHING_TO_ASK
from zzrules.base.doors import door
from zzrules.base.errors import RecordError, UsageError
from zzrules.batch.recordtext import scalar
from zzrules.case.values import ABSENT, printable
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.vocabulary import Fact

NOT_KNOWN: Final = "不知道"
"""The answer that leaves a fact open: it was asked for, and is not asked for again."""
NOT_APPLICABLE: Final = "不适用"
"""The answer that there is no such thing: the record says 无."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the fact, how it is asked for, what it may be, and for which policies.

    ``kind`` is the word of the vocabulary (是否, 选项, 日期 …), ``options`` are the words of options, ``units`` those
    of durations; ``bodies`` may make the finding, ``fields`` has an element of a list. ``note``: what of it can matter,
    if not all.
    """

    name: str
    label: str
    question: str
    kind: str
    options: tuple[str, ...]
    units: tuple[str, ...]
    bodies: tuple[str, ...]
    fields: tuple[str, ...]
    may_be_none: bool
    policies: tuple[str, ...]
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return asdict(self)


class Interview:
    """An interview about some policies, as far as it has come; a value, so that any step may be kept and returned to.

    `question` is what to ask next. `answer` and `without` return the interview after an answer was given, or taken
    back; the other answers stay.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        on: date | str,
        about: tuple[str, ...] | None,
        record: Mapping[str, Any],
        given: Mapping[str, Any],
        *,
        thorough: bool = False,
    ) -> None:
        """Take what was known before, and the answers ``given``. Use `Rulebook.interview`."""
        self._evaluator, self._on, self._about, self._thorough = evaluator, on, about, thorough
        self._before, self._given = record, given

    def __repr__(self) -> str:
        """Return how far the interview has come, without a value of the record."""
        return f"<Interview after {len(self._given)} answers: {'settled' if self.question is None else 'open'}>"

    # ── what is asked ───────────────────────────────────────────────────

    @cached_property
    def question(self) -> Question | None:
        """The question that settles most; None if all is settled, or no question that was not asked can change it.

        With the same answers it is always the same one. It is never one that cannot matter, and never one of the facts
        that were answered, be it with 不知道.
        """
        determination = self.determination
        targets: list[Target] = []
        for code, grounds in determination.scope.items():
            targets += [Target(code)] if grounds is None else [Target(code, ground) for ground in grounds]
        inquiry = self._inquiry(determination)
        asked = Settling(inquiry, frozenset(self._given)).next(targets)
        if asked is None and self._thorough:
            reasons = [Target(target.code, reason=True) for target in targets if not target.ground]
            asked = Settling(inquiry, frozenset(self._given)).next(reasons)
        return self._worded(asked) if asked is not None else None

    def _inquiry(self, determination: Determination) -> Inquiry:
        catalogue = self._evaluator.catalogue
        scope = determination.scope
        return Inquiry.of(catalogue, determination.record, dict(scope), catalogue.needed(list(scope)))

    def _worded(self, asked: Asked) -> Question:
        plan, fact = self._evaluator.plan, asked.fact
        policies = [plan.policy(code) for code in asked.codes]
        worded = {policy.question(fact) for policy in policies}
        found = asked.gap.found
        return Question(
            name=fact.name,
            label=fact.label,
            question=worded.pop() if len(worded) == 1 else fact.question,
            kind=fact.kind.value,
            options=tuple(fact.options),
            units=tuple(UNIT_NAMES[unit] for unit in fact.units),
            bodies=bodies_of(found, plan.vocabulary) if found is not None else (),
            fields=tuple(field.label for field in fact.fields),
            may_be_none=fact.may_be_none,
            policies=tuple(f"{policy.citation} {policy.name}" for policy in policies),
            note="、".join(asked.gap.asks),
        )

    # ── what is answered ────────────────────────────────────────────────

    @door
    def answer(self, value: Any, fact: str | None = None) -> Interview:
        """Return the interview after an answer to the question, or to any ``fact`` (by code or label).

        The value is as in a record: what is known in part (``{"不晚于": "2026-03-02"}``) and 查不清 (asked for, and
        not to be established) among them. 不知道 leaves the fact open; 不适用 says that there is no such thing, as 无
        does. An earlier answer to the same fact is replaced.

        Raises `RecordError` for what the fact cannot be, or for a fact that there is not, `UsageError` (ZZ680) if
        nothing is asked.
        """
        asked = self._fact(fact)
        said = ABSENT if value == NOT_APPLICABLE else value
        if said != NOT_KNOWN:
            self._evaluator.reader.read({asked.label: said}, self._day)
        given = {name: one for name, one in self._given.items() if name != asked.name}
        return self._with({**given, asked.name: said})

    @door
    def without(self, fact: str) -> Interview:
        """Return the interview without the answer to a fact (by code or label); all other answers stay.

        Raises `RecordError` for a fact that there is not, `UsageError` (ZZ681) for one that was not answered.
        """
        asked = self._fact(fact)
        if asked.name not in self._given:
            known = "、".join(f"「{label}」" for label in self.answered) or "还没有回答过什么"
            raise UsageError(NOT_ANSWERED(fact=asked.label, known=known))
        return self._with({name: value for name, value in self._given.items() if name != asked.name})

    def _with(self, given: Mapping[str, Any]) -> Interview:
        return Interview(self._evaluator, self._on, self._about, self._before, given, thorough=self._thorough)

    def _fact(self, key: str | None) -> Fact:
        if key is None:
            if self.question is None:
                raise UsageError(NOTHING_TO_ASK())
            key = self.question.name
        vocabulary = self._evaluator.plan.vocabulary
        fact = vocabulary.by_name.get(key) or vocabulary.by_label.get(key)
        if fact is None:
            raise RecordError(UNKNOWN_FACT(fact=printable(key), known="zzrules facts"))
        return fact

    @property
    def _day(self) -> int:
        return self.determination.record.on

    @property
    def answered(self) -> dict[str, Any]:
        """The answers, by the label of the fact, in the order in which they were given."""
        facts = self._evaluator.plan.vocabulary.by_name
        return {facts[name].label: value for name, value in self._given.items()}

    @property
    def left_open(self) -> tuple[str, ...]:
        """The labels of the facts that were asked for and are not known."""
        return tuple(label for label, value in self.answered.items() if value == NOT_KNOWN)

    # ── what comes of it ────────────────────────────────────────────────

    @property
    def record(self) -> dict[str, Any]:
        """The record: what was known before, and the answers, by label; what is not known is not in it."""
        labels = self._evaluator.plan.vocabulary
        given = {name: value for name, value in self._given.items() if value != NOT_KNOWN}
        before = {
            key: value
            for key, value in self._before.items()
            if (fact := labels.by_name.get(key) or labels.by_label.get(key)) is None or fact.name not in self._given
        }
        return {**before, **{labels.by_name[name].label: value for name, value in given.items()}}

    @cached_property
    def determination(self) -> Determination:
        """What the rulebook says of the record as far as it is known."""
        return self._evaluator.evaluate(self.record, self._on, self._about, None)

    def to_yaml(self) -> str:
        """Return the record as the text of a file, as `zzrules evaluate` and others read it; what is open as remarks.

        A record without facts is ``{}``.
        """
        lines = [f"{scalar(key)}: {scalar(value)}\n" for key, value in self.record.items()] or ["{}\n"]
        return "".join([*lines, *(f"# 问过，不知道：{label}\n" for label in self.left_open)])
