"""The determination: what the rulebook answers about one record, as a value that explains itself when asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from zzrules.answer import readings, rendering
from zzrules.answer.account import Report
from zzrules.answer.ground import GroundAnswer
from zzrules.answer.inquiry import Inquiry
from zzrules.answer.parts import ContradictionAnswer, MissingFact, Part, ReadingEffect, UncountedFinding, checked_parts
from zzrules.answer.policy import PolicyAnswer
from zzrules.answer.rendering import Format
from zzrules.base.diagnostics.use import (
    NO_GROUND,
    NOT_ASKED,
)
from zzrules.base.doors import door
from zzrules.base.errors import UsageError
from zzrules.base.frozen import Unchanging
from zzrules.base.quoting import as_json
from zzrules.case.record import Record

__all__ = ["Determination", "Format", "GroundAnswer", "PolicyAnswer"]


class Determination(Unchanging):
    """What the rulebook answers about one record on one day; a value, kept with its digests.

    ``d["第八条第二款"]``, ``d["rotation"]`` or ``d["窗口工作人员轮换"]`` is a `PolicyAnswer`;
    ``d["第二十一条第（五）项"]`` is the answer of that one ground. Type checkers can't tell one from the other: to them
    `policy` and `ground` do.
    """

    __slots__ = ("_answers", "_inquiry")
    _written = False
    """Whether it was read back from data: its record is known by the digest alone."""

    def __init__(self, inquiry: Inquiry) -> None:
        """Take whom to ask."""
        self._inquiry = inquiry
        self._answers: dict[str, PolicyAnswer] | None = None

    def __repr__(self) -> str:
        """Return the outcomes in short, without a value of the record."""
        shown = ", ".join(f"{answer.code}: {' | '.join(sorted(answer.possible))}" for answer in self)
        return f"<Determination on {self.evaluated_on}: {shown}>"

    @classmethod
    @door
    def from_dict(cls, data: Mapping[str, Any]) -> Determination:
        """Return a determination that was written as data (`to_dict`, or the JSON of `to_json`).

        It says what was written, needs no rulebook, and equals the one that was written. What was not written (why an
        outcome would not follow, other readings, the text of `explain`) raises `UsageError` (ZZ614);
        `Rulebook.replay` answers it from the record. Raises `UsageError` (ZZ615) for other data.

        >>> import json, zzrules
        >>> d = zzrules.load().evaluate({"subject": "agency"}, on="2026-05-06", about=["第二十三条"])
        >>> again = Determination.from_dict(json.loads(d.to_json()))
        >>> again == d, again["第二十三条"].status, again.to_dict() == d.to_dict()
        (True, 'not_applicable', True)
        """
        read: Any = _kept()
        answer: Determination = read(data)
        return answer

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as a question to the rulebook, which comes along."""
        return Determination, (self._inquiry,)

    def __eq__(self, other: object) -> bool:
        """Return whether both answer the same question about the same record with the same rulebook."""
        if not isinstance(other, Determination):
            return NotImplemented
        if self.rulebook_digest != other.rulebook_digest or self.scope != other.scope:
            return False
        if self._written or other._written:
            return self.record_digest == other.record_digest
        return self.record == other.record

    def __hash__(self) -> int:
        """Return a hash over the digests."""
        return hash((self.record_digest, tuple(self.scope), self.rulebook_digest))

    # ── answers ─────────────────────────────────────────────────────

    def __iter__(self) -> Iterator[PolicyAnswer]:
        """Yield the answer of each policy asked about, in the order of the regulation."""
        inquiry, answers = self._inquiry, self._answers
        if answers is None:
            answers = {}
            for code in inquiry.scope:
                answers[code] = PolicyAnswer(inquiry, code)
            self._answers = answers
        elif len(answers) < len(inquiry.scope):
            answers = self._answers = {code: answers.get(code) or PolicyAnswer(inquiry, code) for code in inquiry.scope}
        return iter(answers.values())

    def __len__(self) -> int:
        """Return how many policies were asked about."""
        return len(self.scope)

    @door
    def __getitem__(self, key: str) -> Any:
        """Return the answer of a policy (by code, name or article) or of a ground (by 项).

        Raises `UsageError` (ZZ602) if there is none, or if several policies state the article.
        """
        codes, ground = self._inquiry.find(key)
        answer = self._answer(key, codes)
        return answer.grounds[ground] if ground else answer

    def __contains__(self, key: object) -> bool:
        """Return whether indexing by a key answers, or whether an answer is one of these."""
        if not isinstance(key, str):
            return any(key is answer for answer in self)
        try:
            self[key]
        except UsageError:
            return False
        return True

    @door
    def policy(self, key: str) -> PolicyAnswer:
        """Return the answer of a policy by code, name or article; raises as indexing does."""
        return self._answer(key, self._inquiry.find(key)[0])

    @door
    def ground(self, key: str) -> GroundAnswer:
        """Return the answer of a ground by its 项. Raises `UsageError` (ZZ602) if there is none."""
        answer = self[key]
        if not isinstance(answer, GroundAnswer):
            raise UsageError(NO_GROUND(key=key))
        return answer

    def _answer(self, key: str, codes: Sequence[str]) -> PolicyAnswer:
        """Return the answer of the one policy that a key means, among those asked about."""
        inquiry, answers = self._inquiry, self._answers
        code = codes[0]
        if len(codes) > 1 or code not in inquiry.scope:
            asked = [code for code in codes if code in inquiry.scope]
            if not asked:
                raise UsageError(NOT_ASKED(key=key))
            code = inquiry.catalogue.single(key, asked)
        if answers is None:
            answers = self._answers = {}
        elif code in answers:
            return answers[code]
        answer = answers[code] = PolicyAnswer(inquiry, code)
        return answer

    # ── of all policies asked about ─────────────────────────────────

    @property
    def record(self) -> Record:
        """The checked record, as it is given."""
        return self._inquiry.given

    @property
    def scope(self) -> Mapping[str, Sequence[str] | None]:
        """The codes of the policies asked about, each with the grounds asked about (None for the whole policy)."""
        return self._inquiry.scope

    @property
    def decided(self) -> bool:
        """Whether every policy asked about is decided: one class of outcomes, or, narrowed to grounds, each known."""
        return all(
            answer.decided if grounds is None else None not in answer.truths.values()
            for answer, grounds in zip(self, self.scope.values(), strict=True)
        )

    @property
    def on(self) -> date:
        """The day as of which the record was evaluated."""
        return self.evaluated_on

    @property
    def evaluated_on(self) -> date:
        """The same as `on`."""
        return date.fromordinal(self.record.on)

    @property
    def obligation_names(self) -> tuple[str, ...]:
        """The names of the obligations that the policies asked about state, each once."""
        return tuple(dict.fromkeys(name for answer in self for name in answer.obligation_names))

    @property
    def contradictions(self) -> tuple[ContradictionAnswer, ...]:
        """What contradicts itself in the record and concerns a policy asked about, in the order of the rulebook."""
        if not self._inquiry.contradictions:
            return ()
        concerning = {contradiction for answer in self for contradiction in answer.contradictions}
        return tuple(one for one in self._inquiry.contradictions if one in concerning)

    @property
    def uncounted(self) -> tuple[UncountedFinding, ...]:
        """The recorded findings for which the policies asked about ask, and that do not count, each once."""
        return tuple({finding.text: finding for answer in self for finding in answer.uncounted}.values())

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that matter to any policy asked about, each once.

        What contradicts itself comes first, then what could decide alone.
        """
        missing: dict[str, MissingFact] = {}
        common = self._inquiry.catalogue.plan.vocabulary.by_name
        for answer in self:
            for fact in answer.missing:
                known = missing.get(fact.label, fact)
                chosen = fact if fact.decides_alone and not known.decides_alone else known
                if fact.question != known.question:  # asked by several, each in its own words
                    chosen = replace(chosen, question=common[fact.name].question)
                missing[fact.label] = chosen
        return tuple(sorted(missing.values(), key=lambda fact: (fact.why != "contradicted", not fact.decides_alone)))

    def readings(self) -> tuple[ReadingEffect, ...]:
        """Return the readings that, taken otherwise, would change an outcome or obligation of what was asked about."""
        return tuple(readings.effects(self._inquiry, list(self.scope)))

    @property
    def inquiry(self) -> Inquiry:
        """What it is made of: the record as it is judged, its raw judgements, and the rulebook's tables."""
        return self._inquiry

    # ── identity ────────────────────────────────────────────────────

    @property
    def rulebook_digest(self) -> str:
        """SHA-256 over the policy files (64 hexadecimal digits)."""
        return self._inquiry.catalogue.digest

    @property
    def record_digest(self) -> str:
        """SHA-256 over the record's facts and the day (64 hexadecimal digits)."""
        return self._inquiry.record_digest()

    @property
    def source(self) -> str:
        """The regulation's title and number; where the policies asked about state several, of each."""
        catalogue = self._inquiry.catalogue
        if not catalogue.regulations.others:
            return catalogue.regulations.own.source
        stated = {catalogue.plan.policy(code).citation.of for code in self.scope}
        named = [regulation.source for regulation in catalogue.regulations if regulation.name in stated]
        return "、".join(named) or catalogue.regulations.own.source

    # ── as text and data ────────────────────────────────────────────

    def report(self) -> Report:
        """Return what is rendered."""
        return Report(
            self.source,
            str(self.evaluated_on),
            tuple(self),
            self.scope,
            self.contradictions,
            self.rulebook_digest,
            self.record_digest,
        )

    @door
    def explain(self, format: Format = "text") -> str:  # noqa: A002 - the word that users expect
        """Return the determination in Chinese, with citations: text, Markdown or JSON.

        Raises `UsageError` (ZZ612) for another format.
        """
        chosen = rendering.checked_format(format)
        return self.to_json() if chosen == "json" else rendering.render(self.report(), chosen)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: a table of the policies that concern the record, on one screen."""
        from zzrules.answer import notebook

        return notebook.page(self.source, str(self.on), tuple(self), [answer for answer in self if self._shows(answer)])

    def _shows(self, answer: PolicyAnswer) -> bool:
        """Return whether a policy concerns the record."""
        return self.scope[answer.code] is not None or not answer.aside

    @property
    def _assumes(self) -> bool:
        return bool(self._inquiry.assumptions)

    def row(self) -> dict[str, str | bool | None]:
        """Return one flat row for a table.

        Per policy its outcome code (None while several are possible), the class of its outcome (None while
        undetermined) and the possible codes joined by ``|``; per ground its truth; the labels of the missing facts
        joined by ``；``, as are the names of the contradictions, and, of a rulebook that assumes something of the
        calendar, what each policy's answer rests on.
        """
        row: dict[str, str | bool | None] = {"on": str(self.evaluated_on)}
        for answer in self:
            row[f"{answer.code}.outcome"] = answer.outcome
            row[f"{answer.code}.class"] = answer.outcome_class
            row[f"{answer.code}.possible"] = "|".join(answer.possible)
            row |= {f"{answer.code}.{name}": truth for name, truth in answer.truths.items()}
            row[f"{answer.code}.missing"] = "；".join(fact.label for fact in answer.missing)
            if self._assumes:
                row[f"{answer.code}.assumptions"] = "；".join(answer.assumptions)
        row["contradictions"] = "；".join(one.name for one in self.contradictions)
        row["rulebook"] = self.rulebook_digest
        return row

    @door
    def to_dict(self, parts: Collection[Part] | None = None) -> dict[str, Any]:
        """Return plain data for JSON; ``parts`` chooses what is said of each policy (by default everything).

        ``schema_version`` is that of this form, ``library_version`` and ``engine_version`` say what answered; ``scope``
        is what was asked. `from_dict` reads it back.

        Raises `UsageError` (ZZ612) for parts that there are not: see `PolicyAnswer.to_dict`.
        """
        from zzrules.base.version import SCHEMA_VERSION, __version__, engine_digest

        chosen = checked_parts(parts) if parts is not None else None
        return {
            "schema_version": SCHEMA_VERSION,
            "library_version": __version__,
            "engine_version": f"compiled {engine_digest()[:12]}".rstrip(),
            "regulation": self.source,
            "on": str(self.evaluated_on),
            "scope": {code: None if grounds is None else [*grounds] for code, grounds in self.scope.items()},
            "decided": self.decided,
            "rulebook": self.rulebook_digest,
            "record": self.record_digest,
            "policies": [answer.to_dict(chosen) for answer in self],
            "contradictions": [contradiction.to_dict() for contradiction in self.contradictions],
        }

    def to_json(self) -> str:
        """Return the determination as JSON text."""
        return as_json(self.to_dict(), indent=2)


@cache
def _kept() -> type[Determination]:
    """Return the class of determinations that are read back from data; few programs read any."""
    from zzrules.answer.kept import KeptDetermination, policies_of

    class Written(KeptDetermination, Determination):
        __slots__ = ("_data", "_policies")
        _written = True

        def __init__(self, data: Mapping[str, Any]) -> None:
            self._policies = policies_of(data)
            self._data = data

        def __reduce__(self) -> tuple[Any, ...]:
            return Determination.from_dict, (self._data,)

    return Written
