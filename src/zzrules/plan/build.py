"""From policies to the plan: versions by date, exceptions resolved, references ordered.

What depends on a date is settled here: a version is an interval of days of conduct on which no parameter, part, file
or exception changes, bound once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from zzrules.base.diagnostics import meanings as wrong, policies
from zzrules.base.errors import Place
from zzrules.base.frozen import replaced
from zzrules.base.workdays import Calendar
from zzrules.plan import model
from zzrules.plan.between import note_derived_days, note_names, note_overlaps
from zzrules.plan.bind import Binder
from zzrules.plan.classes import classes_of
from zzrules.plan.constraints import note_circles, note_circular_day, of_policy, of_vocabulary
from zzrules.plan.division import note_divisions, with_members
from zzrules.plan.exceptions import excepted
from zzrules.plan.files import Files
from zzrules.plan.governing import (
    NOTHING,
    Governed,
    deciding,
    governed,
    governing,
    note_rests,
    spread,
    worded_for_others,
)
from zzrules.plan.model import COMMON_OUTCOMES, NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.names import Taken
from zzrules.plan.obligations import ObligationBinder
from zzrules.plan.parts import consequence_of, entry_of, ground_of, parameters_of, reading_of, requirement_of
from zzrules.plan.references import References
from zzrules.plan.shadows import shadowed
from zzrules.plan.slices import slices
from zzrules.plan.worded import named, newest_names, questions
from zzrules.policy import expressions, syntax
from zzrules.policy.forms import suggest
from zzrules.policy.vocabulary import Fact, Vocabulary
from zzrules.policy.yamltree import Problems

__all__ = ["COMMON_OUTCOMES", "NOT_APPLICABLE", "NOT_IN_FORCE", "bound_alone", "build_plan", "in_order", "rebind"]


def build_plan(
    policies: Sequence[syntax.Policy],
    vocabulary: Vocabulary,
    calendar: Calendar | None,
    problems: Problems,
    readings: Mapping[tuple[str, str], str] | None = None,
) -> model.Plan | None:
    """Return the plan of the policies; None, with the problems noted, if they contain mistakes.

    A missing calendar is noted elsewhere; the policies are then still searched for mistakes. ``readings`` takes other
    readings than the policies do: (policy's code, reading's name) → option.
    """
    if "词汇" in problems.unread and not problems.lost:
        return None  # nobody knows which names there are
    builder = _Builder(policies, vocabulary, problems, readings or {})
    bound, obligations, contradictions = builder.whole()
    if problems or calendar is None:
        return None
    by_code = {policy.code: policy for policy in bound}
    bound = tuple(shadowed(policy, by_code, contradictions) for policy in bound)
    return model.Plan(bound, vocabulary, calendar, obligations, contradictions)


def note_mistakes(policies: Sequence[syntax.Policy], vocabulary: Vocabulary, problems: Problems) -> None:
    """Note what `build_plan` does, without working out a plan."""
    if "词汇" not in problems.unread or problems.lost:
        _Builder(policies, vocabulary, problems, {}).whole()


def rebind(
    policies: Sequence[syntax.Policy], plan: model.Plan, code: str, readings: Mapping[tuple[str, str], str]
) -> model.Policy:
    """Return one policy with other readings; ``policies`` are those of the plan, which was built without mistakes."""
    # what another reading leaves in vain is no mistake
    policy = _Builder(policies, plan.vocabulary, Problems(), readings).policy(code)
    assert policy is not None
    return shadowed(policy, {other.code: other for other in plan.policies}, plan.contradictions)


def bound_alone(
    policies: Sequence[syntax.Policy], plan: model.Plan, code: str, readings: Mapping[tuple[str, str], str]
) -> model.Policy | None:
    """Return one policy of some files, with the vocabulary of a plan; None if that takes what it does not have.

    It does not say what keeps its entries from being the first that holds (`zzrules.plan.shadows`).
    """
    problems = Problems()
    policy = _Builder(policies, plan.vocabulary, problems, readings).policy(code)
    return None if problems else policy


def in_order(plan: model.Plan, policy: model.Policy, references: Mapping[str, Collection[str]]) -> bool:
    """Return whether a policy may take the place of the one with its code, and all others stay as they are.

    What it refers to stands before it, and no other has been read through it (`zzrules.plan.shadows`). ``references``
    has the codes of the policies to which each policy of the plan refers.
    """
    if any(policy.code in referred for referred in references.values()):
        return False
    before: set[str] = set()
    for known in plan.policies:
        if known.code == policy.code:
            break
        before.add(known.code)
    positions = {key: number for number, key in enumerate(plan.obligations)}
    return model.referred(policy) <= before and all(
        positions[other] < positions[policy.code, obligation.name]
        for version in policy.versions
        for obligation in version.obligations
        for other in model.rests_on(obligation)
    )


class _Builder:
    """Binds all policies, with what they say of one another."""

    def __init__(
        self,
        policies: Sequence[syntax.Policy],
        vocabulary: Vocabulary,
        problems: Problems,
        readings: Mapping[tuple[str, str], str],
    ) -> None:
        self.given = policies
        self.files = Files(spread(policies, problems))
        self.vocabulary = vocabulary
        self.problems = problems
        self.readings = readings
        self.by_code: dict[str, list[syntax.Policy]] = {}
        self._may_find: dict[date, Mapping[str, syntax.Authority]] = {}
        self._ruled: dict[tuple[Place, date, date], Governed] = {}
        self._shared_on: set[date] = set()

    def whole(
        self,
    ) -> tuple[tuple[model.Policy, ...], tuple[tuple[str, str], ...], tuple[model.Contradiction, ...]]:
        """Return the policies, the obligations and the contradictions of the vocabulary, in order."""
        bound = self.policies_in_order()
        obligations = self.obligations_in_order(bound)
        contradictions = of_vocabulary(self.vocabulary, self.problems)
        note_circles(self.given, self.vocabulary, self.problems)
        return bound, obligations, contradictions

    def policies_in_order(self) -> tuple[model.Policy, ...]:
        for policy in sorted(self.files.texts, key=lambda policy: (policy.citation, policy.in_force)):
            self.by_code.setdefault(policy.code, []).append(policy)
        note_overlaps(self.files.texts, self.problems)
        note_names(self.files, self.vocabulary, self.problems)
        note_divisions(self.files.texts, self.vocabulary, self.problems)
        note_derived_days(self.files.texts, self.problems)
        bound: dict[str, model.Policy] = {}
        for code, texts in self.by_code.items():
            policy_bound = self._policy(code, texts)
            if policy_bound is not None:
                bound[code] = policy_bound
        return self._ordered(bound)

    @cached_property
    def classes(self) -> Mapping[str, Mapping[str, str]]:
        """The class of each outcome of each policy, by their codes."""
        texts: dict[str, list[syntax.Policy]] = {}
        for text in sorted(self.files.texts, key=lambda text: text.in_force):
            texts.setdefault(text.code, []).append(text)
        return {
            code: classes_of(ones, model.common_outcomes(ones[-1].citation), self.problems)
            for code, ones in texts.items()
        }

    # ── who may find what, and which readings are taken ────────────

    def _authorities(self, day: date) -> Mapping[str, syntax.Authority]:
        """Return who may find what on a day; the authority for a fact stands in one policy only."""
        if day not in self._may_find:
            self._may_find[day] = self._authorities_of(day)
        return self._may_find[day]

    def _authorities_of(self, day: date) -> Mapping[str, syntax.Authority]:
        authorities: dict[str, syntax.Authority] = {}
        divisions: list[syntax.Division] = []
        for policy in self.files.texts:
            if policy.in_force <= day <= policy.last_day:
                readings = self._readings(policy)
                divisions += [one for one in policy.divisions if _taken(one.reading, readings)]
                for authority in policy.authorities:
                    name = authority.name
                    if not authority.span.has(day):
                        continue
                    if name.text in authorities:
                        first = authorities[name.text].name.place
                        self.problems.add(wrong.AUTHORITY_TWICE, name.place, fact=name.text, first=first)
                    else:
                        bodies = self._bodies(authority.bodies, readings)
                        authorities[name.text] = replaced(authority, bodies=bodies)
        if not self.vocabulary.members:
            return authorities
        return {
            name: replaced(one, bodies=with_members(one.bodies, name, self.vocabulary, divisions))
            for name, one in authorities.items()
            if isinstance(one.bodies, tuple)
        }

    def _bodies(
        self, bodies: tuple[str, ...] | syntax.BodiesByReading, readings: Mapping[str, tuple[str, tuple[str, ...]]]
    ) -> tuple[str, ...]:
        """Return the bodies with authority under the readings taken."""
        if not isinstance(bodies, syntax.BodiesByReading):
            return bodies
        reading, options = bodies.reading, {option.text: codes for option, codes in bodies.options}
        if reading.text not in readings:
            if reading.text not in self.problems.lost:
                hint = suggest(reading.text, readings)
                self.problems.add(wrong.NO_READING, reading.place, reading=reading.text, hint=hint)
            return ()
        taken, known = readings[reading.text]
        for option, _ in bodies.options:
            if option.text not in known:
                words = {"reading": reading.text, "option": option.text, "hint": suggest(option.text, known)}
                self.problems.add(wrong.NO_SUCH_READING, option.place, **words)
        missing = [option for option in known if option not in options]
        if missing:
            words = {"reading": reading.text, "options": "」「".join(missing), "first": missing[0]}
            self.problems.add(wrong.READING_WITHOUT_BODIES, reading.place, **words)
        return options.get(taken, ())

    def _readings(self, text: syntax.Policy) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Return each reading of a file, with its options."""
        readings = {}
        for reading in text.readings:
            options = (reading.taken.text, *(other.text for other in reading.others))
            taken = self.readings.get((text.code, reading.name.text), reading.taken.text)
            readings[reading.name.text] = (taken, options)
        return readings

    def _ordered(self, bound: dict[str, model.Policy]) -> tuple[model.Policy, ...]:
        """Return the policies so that each stands after those that it refers to."""
        graph = {code: sorted(model.referred(policy) & bound.keys()) for code, policy in bound.items()}
        try:
            return tuple(bound[code] for code in TopologicalSorter(graph).static_order())
        except CycleError as error:
            cycle = " → ".join(f"「{bound[code].name}」" for code in reversed(error.args[1]))
            place = self.by_code[error.args[1][0]][0].place
            self.problems.add(wrong.POLICIES_IN_CIRCLE, place, cycle=cycle)
            return ()

    def obligations_in_order(self, policies: tuple[model.Policy, ...]) -> tuple[tuple[str, str], ...]:
        """Return every obligation (policy's code, name), each after those on which it depends."""
        graph: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for policy in policies:
            for version in policy.versions:
                for obligation in version.obligations:
                    self._stands_alike(policy, obligation)
                    graph.setdefault((policy.code, obligation.name), set()).update(model.rests_on(obligation))
        known = {key: sorted(others & graph.keys()) for key, others in graph.items()}
        try:
            return tuple(TopologicalSorter(known).static_order())
        except CycleError as error:
            cycle = " → ".join(f"「{name}」" for _, name in reversed(error.args[1]))
            code, name = error.args[1][0]
            self.problems.add(wrong.OBLIGATIONS_IN_CIRCLE, self._place_of_obligation(code, name), cycle=cycle)
            return ()

    def _stands_alike(self, policy: model.Policy, obligation: model.Obligation) -> None:
        """Note an obligation that stands for other elements, or for other periods, in an earlier version."""
        newest = policy.obligation(obligation.name)
        months = (one.recurs and one.recurs.months for one in (newest, obligation))
        before = wrong.OTHER_LIST_BEFORE if newest.source != obligation.source else None
        if before is None and len(set(months)) > 1:
            before = policies.OTHER_PERIOD_BEFORE
        if before is not None:
            place = self._place_of_obligation(policy.code, obligation.name)
            self.problems.add(before, place, obligation=obligation.name)

    def _place_of_obligation(self, code: str, name: str) -> Place:
        """Return where the first file that states an obligation names it."""
        words = (obligation.name for text in self.by_code[code] for obligation in text.obligations)
        return next(word.place for word in words if word.text == name)

    # ── one policy ──────────────────────────────────────────────────

    def policy(self, code: str) -> model.Policy | None:
        """Bind one policy."""
        return self._policy(code, sorted(self.files.by_code[code], key=lambda text: text.in_force))

    def _policy(self, code: str, texts: list[syntax.Policy]) -> model.Policy | None:
        conduct: Fact | None = None
        versions: list[model.Version] = []
        outcomes: dict[str, str] = {}
        for text in texts:
            for first, last in slices(text, self.files):
                binder = self._binder(text, first, last)
                conduct = binder.conduct()
                versions.append(self._version(binder, conduct, first, last))
            for outcome in text.outcomes:
                known = outcomes.setdefault(outcome.code, outcome.name.text)
                here = any(other.code == outcome.code and other.name != outcome.name for other in text.outcomes)
                if here and known != outcome.name.text:
                    self.problems.add(policies.OUTCOME_CODE_TAKEN, outcome.name.place, code=outcome.code, outcome=known)
        if conduct is None or not versions:
            return None
        newest, names = texts[-1], newest_names(versions)
        classes = {own: names.get(own, of) if of == outcomes.get(own) else of for own, of in self.classes[code].items()}
        return model.Policy(
            code,
            newest.name,
            newest.citation,
            conduct,
            newest.conduct_falls_back,
            tuple(versions),
            {own: names.get(own, name) for own, name in outcomes.items()} | model.common_outcomes(newest.citation),
            classes,
            {name: text for version in versions for name, text in version.questions.items()},
            any(text.governs for text in texts),
        )

    def _binder(
        self, text: syntax.Policy, first: date, last: date, problems: Problems | None = None
    ) -> ObligationBinder:
        problems = self.problems if problems is None else problems
        parameters = {parameter.name.text: parameter.value_on(first) for parameter in text.parameters}
        taken_then = Taken(first, parameters, self._readings(text), self._authorities(first))
        references = References(text, first, last, self.files, problems, self.classes)
        return ObligationBinder(text, self.vocabulary, taken_then, references, problems)

    def _governed(self, text: syntax.Policy, first: date, last: date) -> Governed:
        """Return what another policy says of a file on the days of a version."""
        for one in governing(text, self.files.governing):
            if not one.in_force <= first <= one.last_day:
                continue
            if (key := (one.place, first, last)) not in self._ruled:
                binder = self._binder(one, first, last, Problems())  # its mistakes are noted where it is bound itself
                requirements = [requirement_of(requirement, binder) for requirement in one.requirements]
                entries = deciding(requirements, *self._decided(one, binder, first), binder.derived)
                self._ruled[key] = governed(one, entries, binder.text)
            return self._ruled[key]
        return NOTHING

    def _decided(self, text: syntax.Policy, binder: Binder, day: date) -> tuple[list[model.Ground], list[model.Entry]]:
        """Return the grounds of a file and its own outcomes, with the exceptions to them."""
        grounds = [ground_of(ground, binder) for ground in text.grounds if ground.span.has(day)]
        grounds = excepted("情形", grounds, binder, self.files.excepting, day)
        given = {rule.outcome for one in governing(text, self.files.governing) for rule in one.governs}
        own = (outcome for outcome in text.outcomes if outcome not in given and outcome.span.has(day))
        entries = [entry_of(outcome, binder) for outcome in own]
        return grounds, excepted("结论", entries, binder, self.files.excepting, day)

    def _version(self, binder: ObligationBinder, conduct: Fact | None, first: date, last: date) -> model.Version:
        text = binder.policy
        requirements = [requirement_of(requirement, binder) for requirement in text.requirements]
        rule = self._governed(text, first, last).beside(requirements)
        grounds, entries = self._decided(text, binder, first)
        consequences = [consequence_of(one, binder) for one in text.consequences if one.span.has(first)]
        derived_day = binder.derived_day(conduct)
        if derived_day is not None:
            note_circular_day(binder, *derived_day)
        contradictions = of_policy(binder, conduct, derived_day)
        consequences = excepted("后果", consequences, binder, self.files.excepting, first)
        obligations = [binder.obligation(obligation) for obligation in text.obligations if obligation.span.has(first)]
        with binder.lasting():
            for word in worded_for_others(text):
                binder.text(word)
        if text.governs:
            note_rests(text, deciding(requirements, grounds, entries, binder.derived), self.problems)
        refused = model.common_outcomes(text.citation)[NOT_APPLICABLE]
        gate = [model.Entry(refused, NOT_APPLICABLE, "", None, one) for one in rule.refused]
        binder.everything()
        if first not in self._shared_on:  # it means the same in every policy
            self._shared_on.add(first)
            binder.everything_shared()
        return model.Version(
            first=first.toordinal(),
            last=last.toordinal(),
            parameters=tuple(parameters_of(text, binder.parameters)),
            readings=tuple(reading_of(reading, binder) for reading in text.readings),
            presumptions=tuple((presumption.name.text, presumption.basis) for presumption in text.presumptions),
            derived=binder.used,
            requirements=rule.requirements(requirements),
            grounds=tuple(grounds),
            entries=(*rule.entries(), *gate, *named(entries, binder)),
            consequences=tuple(rule.consequence(consequence) for consequence in consequences),
            obligations=tuple(rule.obligation(one, text.code) for one in obligations if one is not None),
            contradictions=contradictions,
            derived_day=derived_day[1] if derived_day is not None else None,
            questions=questions(binder),
            citation=text.citation,
        )


def _taken(reading: expressions.ReadingIs, readings: Mapping[str, tuple[str, tuple[str, ...]]]) -> bool:
    taken, _ = readings.get(reading.name.text, ("", ()))
    return taken == reading.option.text
