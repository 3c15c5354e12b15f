"""The rulebook: policies, read and bound, ready to judge records."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from zzrules.base.doors import door
from zzrules.base.errors import UsageError
from zzrules.base.forks import told_of_forks
from zzrules.drafts import Drafts
from zzrules.tables import need_comparable

if TYPE_CHECKING:
    from pydantic import BaseModel

    from zzrules.analysis.changes.report import Difference
    from zzrules.answer.coverage import PlaceCoverage
    from zzrules.answer.determination import Determination
    from zzrules.answer.evaluator import Evaluator
    from zzrules.answer.follow import Follower
    from zzrules.answer.witnesses import Scenario
    from zzrules.base.errors import Place, Problem
    from zzrules.base.regulation import Regulation
    from zzrules.base.regulations import Regulations
    from zzrules.base.workdays import Calendar
    from zzrules.case.record import Record
    from zzrules.casefile import CaseFile
    from zzrules.engines.judgement import ObligationJudgements
    from zzrules.interview import Interview
    from zzrules.plan import model
    from zzrules.plan.bound import Bound
    from zzrules.policy.syntax import Policy
    from zzrules.policy.vocabulary import Vocabulary

SchemaOf = Literal["record", "log", "determination", "case", "problem"]
"""What there are JSON Schemas of."""


class Rulebook(Drafts):
    """Policies ready to judge records; immutable, so threads may share it."""

    def __init__(self, bound: Bound) -> None:
        """Take what was read and bound. Use `load`."""
        self._bound = bound
        self._made: Evaluator | None = None
        self._lock = threading.Lock()
        told_of_forks(self)

    def forked(self) -> None:
        """Have a lock of one's own in a child process."""
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle by what was read and bound: no file is needed."""
        return Rulebook, (self._bound,)

    def __repr__(self) -> str:
        """Return how many policies there are, and the digest in short."""
        return f"<Rulebook of {len(self.plan.policies)} policies, {self.digest[:12]}>"

    @property
    def plan(self) -> model.Plan:
        """The policies as engines see them."""
        return self._bound.plan

    @property
    def calendar(self) -> Calendar:
        """The working-day calendar."""
        return self._bound.plan.calendar

    @door
    def difference(self, older: Rulebook, about: Sequence[str] | None = None, *, seconds: float = 2.0) -> Difference:
        """Return what this rulebook says otherwise than an ``older`` one: what was written, and what it means.

        Of each policy it is proven that all cases are answered alike, or a case is shown that is not, or it is said how
        many cases were tried. ``about`` narrows it to some policies, named as `evaluate` does; cases are looked for
        ``seconds`` long for each policy and each stretch of days on which its versions stay the same. Raises
        `UsageError` for a policy that neither has (ZZ602), and for an ``older`` that is no rulebook (ZZ691),
        `IncomparableError` for one of another regulation (ZZ692).

        >>> from zzrules import load
        >>> book = load()
        >>> book.difference(book).found
        'same'
        """
        from zzrules.analysis.changes.report import Difference

        need_comparable(older, self)
        codes = None if about is None else {*self._codes(about, older), *older._codes(about, self)}
        return Difference.of(older._bound, self._bound, codes, seconds)

    def _codes(self, about: Sequence[str], other: Rulebook) -> set[str]:
        """Return the policies that keys name; one that only another rulebook knows names none."""
        found = set[str]()
        for key in about:
            try:
                found |= {*self.scope([key])}
            except UsageError:
                other.scope([key])
        return found

    @door
    def as_known_on(self, day: date | str) -> Rulebook:
        """Return this rulebook with the calendar as it was known on ``day``: of the notices issued by then.

        A case file of it says what a deadline was on the day on which it was computed; see `Calendar.as_known_on`. Its
        digest is another one, unless all notices were known. Raises `CalendarError` for a day before the first notice
        (ZZ520), and for what is no date (ZZ505).

        >>> from zzrules import load
        >>> log = [{"日期": "2026-02-13", "事件": "收到差评", "实名": "是"}]
        >>> for known in ("2025-11-03", "2025-11-04"):  # the notice for 2026 was issued on 4 November
        ...     case = load().as_known_on(known).casefile(log, facts={"主体": "政务服务机构"})
        ...     [obligation] = case.on("2026-02-24")["联系核实"]
        ...     print(known, obligation.due or obligation.waits_for)
        2025-11-03 国务院办公厅关于2026年部分节假日安排的通知
        2025-11-04 2026-02-24
        """
        from zzrules.base.frozen import replaced
        from zzrules.policy.digest import digest_of
        from zzrules.policy.forms import parse_day

        number = parse_day(day) if isinstance(day, str) else None
        known = self.calendar.as_known_on(date.fromordinal(number) if number else day)  # type: ignore[arg-type]
        if known is self.calendar:
            return self
        measures = known.festivals.measures if known.festivals else ()
        documents = [notice.number for notice in known.notices] + [one.number for one in measures]
        documents += [f"{closure.day} {closure.document}" for closure in known.closures]
        digest = digest_of([(self.digest, "\n".join(documents).encode())])
        return Rulebook(self._bound._replace(plan=replaced(self.plan, calendar=known), digest=digest))

    @door
    def assuming(self, *files: str | Path) -> Rulebook:
        r"""Return this rulebook with assumed calendars (假定日历), to try cases of years whose notice is yet to come.

        Each answer that rests on one says so (`PolicyAnswer.assumptions`, `ObligationAnswer.assumptions`, a column
        ``<policy>.assumptions``). Its digest is another one. Raises `PolicyError` for what is wrong with a file,
        `CalendarError` for a year that has a notice (ZZ530), or that leaves one out (ZZ506).

        >>> from zzrules import load
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder, "2027.yaml")
        ...     _ = file.write_text(
        ...         "假定日历: 2027\n依据: 测算\n放假: {元旦: 2027-01-01}\n上班: []\n", encoding="utf-8"
        ...     )
        ...     trial = load().assuming(file)
        >>> log = [{"日期": "2026-12-28", "事件": "收到差评", "实名": "是"}]
        >>> [duty] = trial.casefile(log, facts={"主体": "政务服务机构"}).on("2026-12-29")["联系核实"]
        >>> duty.due, duty.assumptions
        ('2026-12-30', ('假定的2027年日历（依据：测算）',))
        """
        from zzrules.base.frozen import replaced
        from zzrules.policy.calendar_files import load_assumption
        from zzrules.policy.digest import digest_of

        assumptions = [load_assumption(Path(file)) for file in files]
        calendar = self.calendar.assuming(*assumptions)
        said = "\n".join(f"{one} {one.days_off} {one.workdays}" for one in calendar.assumptions)
        digest = digest_of([(self.digest, said.encode())])
        return Rulebook(self._bound._replace(plan=replaced(self.plan, calendar=calendar), digest=digest))

    @property
    def regulation(self) -> Regulation:
        """The folder's own regulation."""
        return self._bound.regulations.own

    @property
    def regulations(self) -> Regulations:
        """The folder's own regulation, and the others that its policies cite by title.

        >>> from zzrules import load
        >>> law = load().regulations
        >>> [regulation.title for regulation in law], law.text("第二十五条")[:8]
        (['漳州市政务服务条例实施细则'], '本实施细则自20')
        """
        return self._bound.regulations

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts that a record may hold."""
        return self._bound.plan.vocabulary

    @property
    def written(self) -> tuple[Policy, ...]:
        """The policies as they are written, both sides of every reading and every version of each among them.

        >>> from zzrules import load
        >>> [policy.name for policy in load().written if policy.code == "rotation"]
        ['窗口工作人员轮换']
        """
        return self._bound.policies.value

    @property
    def digest(self) -> str:
        """SHA-256 over the names and bytes of all files that were read (64 hexadecimal digits)."""
        return self._bound.digest

    @cached_property
    def advice(self) -> tuple[Problem, ...]:
        """What is worth a second look in the policies, and is not accepted there (留意), in the order of the files.

        What nothing uses, cannot come about, always holds or says nothing, as is proven; `thorough_advice` has more.
        """
        from zzrules.analysis.advice.advising import advice

        return advice(self._bound)

    def thorough_advice(self) -> tuple[Problem, ...]:
        """Return `advice` with what changes nothing: readings, values of parameters, exceptions, implications (ZZ903).

        Each is taken away, and the policies are bound and compared anew: for twenty policies that takes some seconds.

        >>> from zzrules import load
        >>> load().thorough_advice()
        ()
        """
        from zzrules.analysis.advice.advising import advice

        return advice(self._bound, thorough=True)

    def coverage(self) -> tuple[PlaceCoverage, ...]:
        """Return for each 款 of the regulation which policies state it, or why no case can test it; in order.

        >>> from zzrules import load
        >>> [(place.citation, place.policies) for place in load().coverage() if place.citation == "第二十五条"]
        [('第二十五条', ())]
        """
        from zzrules.answer.coverage import coverage

        return coverage(self.plan, self.regulation)

    @door
    def concordance(self, scenarios: Sequence[Scenario] = (), links: tuple[str, str] = ("policies", "features")) -> str:
        r"""Return the regulation beside the policies, paragraph by paragraph, as a page in Markdown.

        ``scenarios`` are those that show the policies (`zzrules.bdd.scenarios` reads them from features); ``links``
        lead from the page to the folders of the policies and of the features.

        >>> from zzrules import load
        >>> print(load().concordance().partition("\n")[0])
        # 《漳州市政务服务条例实施细则》条文与政策对照
        """
        from zzrules.answer.concordance import concordance

        return concordance(self.written, self.plan, self.regulations, scenarios, links)

    @door
    def schema(
        self, of: SchemaOf = "record", about: Sequence[str] | None = None, *, refs: str = "#/$defs/{name}"
    ) -> dict[str, Any]:
        """Return the JSON Schema (draft 2020-12) of what goes in or comes out, with ASCII names.

        ``of`` is ``record``, ``log``, ``determination`` (what `Determination.to_dict` returns), ``case`` (the same of
        `CaseAnswer`) or ``problem``. ``about`` narrows that of a record to what some policies or grounds read. ``refs``
        says where definitions will be, if you take them out of ``$defs``: ``#/components/schemas/{name}`` in OpenAPI.
        Raises `UsageError` (ZZ602) for policies that do not exist, (ZZ617) for other schemas.

        >>> from zzrules import load
        >>> schema = load().schema("record", ["第二十条第二款"])
        >>> schema["properties"]["real_name"]["title"], list(schema["$defs"])[:2]
        ('实名', ['option_of_subject', 'option_of_subject_in_part'])
        """
        from zzrules.answer import schema as answers
        from zzrules.base.diagnostics.use import NO_SCHEMA
        from zzrules.case.schema import log_schema, record_schema

        match of:
            case "record":
                return record_schema(self.vocabulary, None if about is None else self.questions(about), refs)
            case "log":
                return log_schema(self.vocabulary, refs)
            case "determination":
                return answers.determination_schema(refs)
            case "case":
                return answers.case_schema(refs)
            case "problem":
                return answers.problem_schema(refs)
            case _:
                raise UsageError(NO_SCHEMA(known="record、log、determination、case、problem"))

    @door
    def questions(self, about: Sequence[str] | None = None) -> dict[str, str]:
        """Return the facts that policies (or grounds) read, directly or through others: by code, with their questions.

        A question is as the policies word it if they all word it alike, else as the vocabulary does.

        >>> from zzrules import load
        >>> load().questions(["第二十二条"])["complainant_revisited_on"]
        '何时回访投诉举报人（回访几次的，填最近一次；尚未回访，填无）？'
        """
        from zzrules.plan.reads import Reads

        reads, facts = Reads(self.plan), self.vocabulary.by_name
        worded: dict[str, set[str]] = {}
        for code, grounds in self.scope(about).items():
            policy = self.plan.policy(code)
            for name in reads.through(code, grounds):
                worded.setdefault(name, set()).add(policy.question(facts[name]))
        asked = ((name, fact, worded.get(name)) for name, fact in facts.items())
        return {name: words.pop() if len(words) == 1 else fact.question for name, fact, words in asked if words}

    def record_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of a record; see `schema`.

        >>> from zzrules import load
        >>> load().record_schema()["properties"]["real_name"]["title"]
        '实名'
        """
        return self.schema("record")

    @door
    def scope(self, about: Sequence[str] | None = None) -> Mapping[str, Sequence[str] | None]:
        """Return the policies asked about, by code in the order of the regulation; of each, the grounds asked about.

        None instead of grounds stands for the whole policy. Raises `UsageError` (ZZ602) for what there is not.

        >>> from zzrules import load
        >>> load().scope(["第八条第二款", "第二十一条第（五）项"])
        {'rotation': None, 'liability': ['超过承诺时限']}
        """
        return self._evaluator.scope(about)

    @door
    def find(self, key: str, *, on: date | str | None = None) -> tuple[str, str]:
        """Return the policy's code, and the ground's name or an empty text, that a code, name or citation means.

        ``on`` a day of conduct, a citation means what was written for it then; by default, what is newest. Raises
        `UsageError` if it means none (ZZ602; then, or ever) or several policies (ZZ603), and for a day that is none
        (ZZ601).

        >>> from zzrules import load
        >>> load().find("第二十一条第（五）项")
        ('liability', '超过承诺时限')
        """
        from zzrules.case.record import evaluation_day

        catalogue = self._evaluator.catalogue
        codes, ground = catalogue.find(key) if on is None else catalogue.find_then(key, evaluation_day(on))
        return catalogue.single(key, codes), ground

    @door
    def outcome(self, policy: str, key: str) -> str:
        """Return the code of the outcome that a code or a name means, of a policy by its code.

        Raises `UsageError` (ZZ602) if the policy has no such outcome.

        >>> from zzrules import load
        >>> load().outcome("rotation", "予以轮换调整")
        'rotate'
        """
        return self._evaluator.catalogue.outcome(policy, key).code

    def evaluate(
        self,
        record: Mapping[str, Any] | BaseModel,
        on: date | str,
        about: Sequence[str] | None = None,
        *,
        places: Mapping[str, Place] | None = None,
    ) -> Determination:
        """Return what the policies say of a record as of a day.

        ``record`` maps facts (by name or Chinese label) to values; ``about`` narrows the answer to some policies or
        grounds, by code, name or citation. Raises `RecordError` with every mistake in the record, `UsageError` for an
        ``on`` that is no date or an ``about`` that does not exist.

        >>> from zzrules import load
        >>> d = load().evaluate({"subject": "agency"}, on="2026-05-06", about=["第二十三条"])
        >>> d["第二十三条"].outcome, d["第二十三条"].possible
        (None, ('not_applicable', 'not_in_force'))
        """
        return (self._made or self._evaluator).evaluate(record, on, about, places)

    @property
    def _evaluator(self) -> Evaluator:
        """What answers questions, made with the first of them."""
        from zzrules.answer.evaluator import Evaluator

        with self._lock:
            if self._made is None:
                self._made = Evaluator(self._bound)
            return self._made

    @door
    def casefile(
        self,
        log: str | Path | Mapping[str, Any] | Iterable[Mapping[str, Any]] = (),
        *,
        facts: Mapping[str, Any] | BaseModel | None = None,
        kept_until: date | str | None = None,
    ) -> CaseFile:
        """Return a case to follow over time: its events, as one by one or as a log, and its undated facts.

        ``log`` is a file (YAML, JSON Lines), a mapping of 流水, 事实 and 登记至, or events. After ``kept_until`` what
        is not on file may have happened all the same. What is wrong with an event is among the case file's `problems`;
        a file that cannot be read at all, or facts that are none, raise `RecordError`.

        >>> from zzrules import load
        >>> book = load()
        >>> file = book.casefile(
        ...     [{"日期": "2026-03-02", "事件": "收到差评", "实名": "是"}], facts={"主体": "政务服务机构"}
        ... )
        >>> file.on("2026-03-04")["联系核实"][0].label
        '临近届满'
        """
        from zzrules.casefile import open_case

        return open_case(self.follower, log, facts, kept_until)

    @cached_property
    def follower(self) -> Follower:
        """Whoever follows the case files of this rulebook, made with the first of them."""
        from zzrules.answer.follow import Follower

        return Follower(self._evaluator.catalogue, self._evaluator.reader)

    @door
    def replay(
        self, determination: Determination, record: Mapping[str, Any] | BaseModel | None = None
    ) -> Determination:
        """Return what these policies say of the record of an earlier determination, on its day.

        With the same rulebook the two are equal; with a draft they show whom a change touches. A determination that was
        read from data (`Determination.from_dict`) has only the digest of its record: hand in the ``record``. Raises
        `UsageError` if it is not given (ZZ614), or is not the one that was evaluated (ZZ616), `RecordError` if it is
        none.

        >>> from zzrules import load
        >>> book = load()
        >>> d = book.evaluate({"subject": "agency"}, on="2026-05-06", about=["第八条第二款"])
        >>> book.replay(d) == d
        True
        """
        return self._evaluator.replay(determination, record)

    @door
    def interview(
        self,
        about: Sequence[str] | None = None,
        *,
        on: date | str,
        record: Mapping[str, Any] | None = None,
        thorough: bool = False,
    ) -> Interview:
        """Return an interview about policies or grounds: what to ask next, until their classes are decided.

        The next question is the one that settles most, never one that cannot matter. ``record`` is what is known
        already. ``thorough``: once the classes are decided, what only changes the reason is asked for, too. Raises as
        `evaluate` does.

        >>> from zzrules import load
        >>> answers = {"主体": "公用企事业单位", "行为发生日期": "2026-04-16", "与政务服务相关联": "是"}
        >>> talk = load().interview(["第二十四条"], on="2026-05-06")
        >>> while talk.question is not None:
        ...     print(talk.question.label)
        ...     talk = talk.answer(answers[talk.question.label])
        行为发生日期
        主体
        与政务服务相关联
        >>> talk.determination.policy("第二十四条").outcome_name
        '参照适用'
        """
        from zzrules.interview import Interview

        given = {key: value for key, value in (record or {}).items() if value is not None}
        asked = tuple(about) if about is not None else None
        return Interview(self._evaluator, on, asked, given, {}, thorough=thorough)

    @door
    def record_digest(self, record: Mapping[str, Any] | BaseModel, on: date | str) -> str:
        """Return the digest by which determinations know a record on a day (`Determination.record_digest`).

        Raises as `evaluate` does.

        >>> from zzrules import load
        >>> book = load()
        >>> d = book.evaluate({"subject": "agency"}, on="2026-05-06", about=["第八条第二款"])
        >>> book.record_digest({"主体": "政务服务机构"}, "2026-05-06") == d.record_digest
        True
        """
        return self._evaluator.record_digest(record, on)

    def obligations_otherwise(self, record: Record, policy: str, reading: str, option: str) -> ObligationJudgements:
        """Return every obligation of a checked record if one reading of a policy is taken otherwise."""
        return self._evaluator.variant(policy, reading, option).judge_obligations(record)
