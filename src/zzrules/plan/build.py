"""From policies to the plan: versions by date, exceptions resolved, references ordered.

Whatever depends on a date is settled here: a version is an interval of days of conduct on which no
parameter, file or exception changes, bound once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from zzrules.base.frozen import replaced
from zzrules.base.workdays import Calendar
from zzrules.plan import model, nodes
from zzrules.plan.bind import Binder
from zzrules.plan.names import References, Standing, Taken
from zzrules.plan.obligations import ObligationBinder
from zzrules.policy import syntax
from zzrules.policy.forms import suggest
from zzrules.policy.vocabulary import RESERVED, Fact, Kind, Vocabulary
from zzrules.policy.yamltree import Problems, Scalar

NOT_IN_FORCE, NOT_APPLICABLE = "not_in_force", "not_applicable"
COMMON_OUTCOMES = {NOT_APPLICABLE: "本条不适用", NOT_IN_FORCE: "不在有效期内"}
_ONE_DAY = timedelta(days=1)
_STANDINGS = {"情形": Standing.ELEMENT, "结论": Standing.ENTRY, "后果": Standing.EFFECT}
_Part = TypeVar("_Part", model.Ground, model.Entry, model.Consequence)


def build_plan(
    policies: Sequence[syntax.Policy],
    vocabulary: Vocabulary,
    calendar: Calendar | None,
    problems: Problems,
    readings: Mapping[tuple[str, str], str] | None = None,
) -> model.Plan | None:
    """Return the plan of the policies; None, with the mistakes in their meaning noted, if there is none.

    Without a calendar, which somebody has noted, the policies are still searched for mistakes.

    ``readings`` takes other readings than the policies do: (policy's code, reading's name) → option.
    """
    if "词汇" in problems.unread:
        return None
    builder = _Builder(policies, vocabulary, problems, readings or {})
    bound = builder.policies_in_order()
    obligations = builder.obligations_in_order(bound)
    return None if problems or calendar is None else model.Plan(bound, vocabulary, calendar, obligations)


def rebind(
    policies: Sequence[syntax.Policy], vocabulary: Vocabulary, code: str, readings: Mapping[tuple[str, str], str]
) -> model.Policy:
    """Return one policy with other readings; ``policies`` are those of a plan that was built without mistakes."""
    policy = _Builder(policies, vocabulary, Problems(), readings).policy(code)
    assert policy is not None
    return policy


def in_order(plan: model.Plan, policy: model.Policy) -> bool:
    """Return whether a policy may take the place of the one with its code: what it refers to stands before it."""
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
        self.policies = policies
        self.vocabulary = vocabulary
        self.problems = problems
        self.readings = readings
        self.by_code: dict[str, list[syntax.Policy]] = {}

    def policies_in_order(self) -> tuple[model.Policy, ...]:
        for policy in sorted(self.policies, key=lambda one: (one.citation, one.in_force)):
            self.by_code.setdefault(policy.code, []).append(policy)
        self._overlaps()
        self._names()
        bound: dict[str, model.Policy] = {}
        for code, texts in self.by_code.items():
            made = self._policy(code, texts)
            if made is not None:
                bound[code] = made
        return self._ordered(bound)

    # ── what must hold between files ────────────────────────────────

    def _overlaps(self) -> None:
        """Note two policies that claim the same article on the same day."""
        for number, one in enumerate(self.policies):
            for other in self.policies[number + 1 :]:
                first, last = max(one.in_force, other.in_force), min(one.last_day, other.last_day)
                if one.name == other.name and one.code != other.code:
                    message = f"政策的名字「{one.name}」已用于 {one.place}"
                    self.problems.add("ZZ260", message, other.place, "换一个名字，或者用同一个代码作为它的另一个版本")
                claims = one.citation.covers(other.citation) or other.citation.covers(one.citation)
                if first > last or not (claims or one.code == other.code):
                    continue
                what = f"代码都是「{one.code}」" if one.code == other.code else f"都以{other.citation}为依据"
                message = f"与 {one.place} 的政策「{one.name}」在 {first} 至 {last} 重叠：{what}"
                hint = "给前一份写「有效期至」，给后一份写「施行」；或者改其中一份的依据、代码"
                self.problems.add("ZZ260", message, other.place, hint)

    def _names(self) -> None:
        """Note a name that stands for two things, and an authority given twice."""
        for policy in self.policies:
            seen: dict[str, str] = dict.fromkeys(self.vocabulary.by_label, "事实")
            named: list[tuple[Scalar, str]] = [(one.name, "参数") for one in policy.parameters]
            named += [(one.name, "口径") for one in policy.readings]
            named += [(name, "推算") for name, _ in policy.derived]
            named += [(one.name, "情形") for one in policy.grounds]
            named += [(one.name, "义务") for one in policy.obligations]
            for name, what in named:
                if name.text in seen:
                    message = f"「{name.text}」既是{seen[name.text]}，又是{what}"
                    self.problems.add("ZZ250", message, name.place, "给其中一个换一个名字")
                if name.text in RESERVED:
                    self.problems.add("ZZ214", f"{what}不能叫「{name.text}」，它另有意思", name.place, "换一个名字")
                seen[name.text] = what
            for authority in policy.authorities:
                found = self.vocabulary.by_label.get(authority.name.text)
                if (found is None or found.kind is not Kind.FINDING) and authority.name.text not in self.problems.lost:
                    findings = [one.label for one in self.vocabulary.facts if one.kind is Kind.FINDING]
                    message = (
                        f"没有认定事实「{authority.name.text}」" if found is None else f"「{found.label}」不是认定"
                    )
                    self.problems.add("ZZ251", message, authority.name.place, suggest(authority.name.text, findings))
            for override in policy.exceptions:
                self._texts(override.policy)
            for presumption in policy.presumptions:
                if presumption.name.text not in self.vocabulary.by_label:
                    hint = suggest(presumption.name.text, self.vocabulary.by_label)
                    self.problems.add("ZZ251", f"没有事实「{presumption.name.text}」", presumption.name.place, hint)

    def _authorities(self, day: date) -> dict[str, syntax.Authority]:
        """Return who may find what on a day; one fact's authority stands in one policy only."""
        found: dict[str, syntax.Authority] = {}
        for policy in self.policies:
            if policy.in_force <= day <= policy.last_day:
                for authority in policy.authorities:
                    other = found.setdefault(authority.name.text, authority)
                    if other is not authority:
                        message = f"「{authority.name.text}」的有权认定已写在 {other.name.place}"
                        self.problems.add("ZZ261", message, authority.name.place, "只写一处")
        return found

    def _ordered(self, bound: dict[str, model.Policy]) -> tuple[model.Policy, ...]:
        """Return the policies so that each stands after those that it refers to."""
        graph = {code: sorted(model.referred(policy) & bound.keys()) for code, policy in bound.items()}
        try:
            return tuple(bound[code] for code in TopologicalSorter(graph).static_order())
        except CycleError as error:
            cycle = " → ".join(f"「{bound[code].name}」" for code in reversed(error.args[1]))
            place = self.by_code[error.args[1][0]][0].place
            self.problems.add("ZZ262", f"政策互相参见，绕成了圈：{cycle}", place, "删去其中一处「参见」")
            return ()

    def obligations_in_order(self, policies: tuple[model.Policy, ...]) -> tuple[tuple[str, str], ...]:
        """Return every obligation (policy's code, name), each after those on which it depends."""
        graph: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for policy in policies:
            for version in policy.versions:
                for one in version.obligations:
                    self._same_list(policy, one)
                    graph.setdefault((policy.code, one.name), set()).update(model.rests_on(one))
        known = {key: sorted(others & graph.keys()) for key, others in graph.items()}
        try:
            return tuple(TopologicalSorter(known).static_order())
        except CycleError as error:
            cycle = " → ".join(f"「{name}」" for _, name in reversed(error.args[1]))
            code, name = error.args[1][0]
            word = next(one.name for text in self.by_code[code] for one in text.obligations if one.name.text == name)
            self.problems.add("ZZ267", f"义务互相依赖，绕成了圈：{cycle}", word.place, "删去其中一处「义务」条件")
            return ()

    def _same_list(self, policy: model.Policy, obligation: model.Obligation) -> None:
        """Note an obligation that stands for the elements of another list in an earlier version."""
        newest = policy.obligation(obligation.name)
        if newest.source != obligation.source:
            texts = self.by_code[policy.code]
            word = next(one.name for text in texts for one in text.obligations if one.name.text == obligation.name)
            message = f"义务「{obligation.name}」先后两版「逐项」的列表不同"
            self.problems.add("ZZ268", message, word.place, "换一个名字，作为另一个义务")

    # ── one policy ──────────────────────────────────────────────────

    def policy(self, code: str) -> model.Policy | None:
        """Bind one policy."""
        texts = [text for text in self.policies if text.code == code]
        return self._policy(code, sorted(texts, key=lambda text: text.in_force))

    def _policy(self, code: str, texts: list[syntax.Policy]) -> model.Policy | None:
        conduct: Fact | None = None
        versions: list[model.Version] = []
        outcomes: dict[str, str] = {}
        for text in texts:
            slices = self._slices(text)
            for first, following in zip(slices, [*slices[1:], text.last_day + _ONE_DAY], strict=True):
                binder = self._binder(text, first, following - _ONE_DAY)
                conduct = binder.conduct()
                versions.append(self._version(binder, first, following - _ONE_DAY))
            for outcome in text.outcomes:
                if outcomes.setdefault(outcome.code, outcome.name.text) != outcome.name.text:
                    message = f"代码「{outcome.code}」已用于结论「{outcomes[outcome.code]}」"
                    if any(
                        one.code == outcome.code and one is not outcome and one.name != outcome.name
                        for one in text.outcomes
                    ):
                        self.problems.add("ZZ234", message, outcome.name.place, "换一个代码，或者用同一个名字")
        if conduct is None or not versions:
            return None
        newest = texts[-1]
        return model.Policy(
            code,
            newest.name,
            newest.citation,
            conduct,
            newest.conduct_falls_back,
            tuple(versions),
            outcomes | COMMON_OUTCOMES,
        )

    def _slices(self, text: syntax.Policy) -> list[date]:
        """Return the first days of the versions of one file."""
        days = {text.in_force}
        days |= {day for parameter in text.parameters for day, _ in parameter.history}
        for policy in self.policies:
            if policy is not text and (policy.authorities or any(self._meant(one, text) for one in policy.exceptions)):
                days |= {policy.in_force, policy.last_day + _ONE_DAY}
        return sorted(day for day in days if text.in_force <= day <= text.last_day)

    def _binder(self, text: syntax.Policy, first: date, last: date) -> ObligationBinder:
        parameters: dict[str, Scalar] = {}
        for parameter in text.parameters:
            since = [value for day, value in parameter.history if day <= first]
            if since:
                parameters[parameter.name.text] = since[-1]
            else:
                message = f"参数「{parameter.name.text}」在 {first} 至 {last} 没有取值"
                self.problems.add("ZZ257", message, parameter.name.place, f"在「取值」里加上「{first}: …」")
                parameters[parameter.name.text] = parameter.history[0][1]
        readings = {}
        for reading in text.readings:
            options = (reading.taken.text, *(other.text for other in reading.others))
            taken = self.readings.get((text.code, reading.name.text), reading.taken.text)
            readings[reading.name.text] = (taken, options)
        authorities = self._authorities(first)
        references = References(
            lambda policy, outcomes: self._outcome(policy, outcomes, first, last),
            lambda policy, ground: self._ground(policy, ground, first, last),
            lambda policy, name: self._obligation(text, policy, name, first, last),
        )
        return ObligationBinder(
            text, self.vocabulary, Taken(parameters, readings, authorities), references, self.problems
        )

    def _version(self, binder: ObligationBinder, first: date, last: date) -> model.Version:
        text = binder.policy
        requirements = tuple(
            model.Requirement(binder.condition(one.condition), one.otherwise) for one in text.requirements
        )
        grounds = self._overridden(text, "情形", [_ground(one, binder) for one in text.grounds], binder, first)
        entries = [
            model.Entry(
                one.name.text, one.code, one.modality, one.citation, binder.condition(one.condition, Standing.ENTRY)
            )
            for one in text.outcomes
        ]
        consequences = [
            model.Consequence(
                one.name.text,
                one.citation,
                one.subject,
                one.modality,
                one.content,
                binder.deadline(one.deadline),
                one.forms,
                binder.condition(one.condition, Standing.EFFECT),
            )
            for one in text.consequences
        ]
        contradictions = tuple(
            model.Contradiction(
                one.name.text, binder.condition(one.condition, Standing.EFFECT), one.note, one.citations
            )
            for one in text.contradictions
        )
        entries = self._overridden(text, "结论", entries, binder, first)
        consequences = self._overridden(text, "后果", consequences, binder, first)
        obligations = tuple(made for one in text.obligations if (made := binder.obligation(one)) is not None)
        binder.everything()
        return model.Version(
            first=first.toordinal(),
            last=last.toordinal(),
            parameters=tuple(_parameter(one, binder.parameters) for one in text.parameters),
            readings=tuple(
                model.Reading(
                    one.name.text,
                    binder.readings[one.name.text][0],
                    tuple(o for o in binder.readings[one.name.text][1] if o != binder.readings[one.name.text][0]),
                    one.basis,
                    one.note,
                )
                for one in text.readings
            ),
            presumptions=tuple((one.name.text, one.basis) for one in text.presumptions),
            derived=dict(binder.derived),
            requirements=requirements,
            grounds=tuple(grounds),
            entries=tuple(entries),
            consequences=tuple(consequences),
            obligations=obligations,
            contradictions=contradictions,
        )

    # ── references ──────────────────────────────────────────────────

    def _texts(self, word: Scalar) -> list[syntax.Policy]:
        found = [one for one in self.policies if word.text in (one.name, one.code)]
        if not found and "政策" not in self.problems.unread:
            names = dict.fromkeys(one.name for one in self.policies)
            self.problems.add("ZZ263", f"没有政策「{word.text}」", word.place, suggest(word.text, names))
        return found

    def _outcome(
        self, word: Scalar, outcomes: tuple[Scalar, ...], first: date, last: date
    ) -> tuple[str, frozenset[str]] | None:
        texts = self._texts(word)
        if not texts:
            return None
        codes: set[str] = set()
        for outcome in outcomes:
            holding = [text for text in texts if any(one.name.text == outcome.text for one in text.outcomes)]
            names = [one.name.text for text in texts for one in text.outcomes]
            self._dangling(f"结论「{outcome.text}」", outcome, holding, texts, (first, last), names)
            codes |= {one.code for text in texts for one in text.outcomes if one.name.text == outcome.text}
        return texts[0].code, frozenset(codes)

    def _ground(self, word: Scalar, ground: Scalar, first: date, last: date) -> tuple[str, str] | None:
        texts = self._texts(word)
        if not texts:
            return None
        holding = [text for text in texts if any(one.name.text == ground.text for one in text.grounds)]
        names = [one.name.text for text in texts for one in text.grounds]
        self._dangling(f"情形「{ground.text}」", ground, holding, texts, (first, last), names)
        return texts[0].code, ground.text

    def _obligation(
        self, text: syntax.Policy, word: Scalar | None, name: Scalar, first: date, last: date
    ) -> tuple[str, str] | None:
        """Return the obligation of another policy (or of the policy itself) that a name means."""
        texts = self._texts(word) if word is not None else [one for one in self.policies if one.code == text.code]
        if not texts:
            return None
        holding = [one for one in texts if any(duty.name.text == name.text for duty in one.obligations)]
        names = [duty.name.text for one in texts for duty in one.obligations]
        self._dangling(f"义务「{name.text}」", name, holding, texts, (first, last), names)
        return texts[0].code, name.text

    def _dangling(
        self,
        what: str,
        word: Scalar,
        holding: list[syntax.Policy],
        texts: list[syntax.Policy],
        days: tuple[date, date],
        names: list[str],
    ) -> None:
        """Note the interval of ``days`` on which no version of the other policy has what is referred to."""
        day, last = days
        for text in sorted(holding, key=lambda one: one.in_force):
            if day > last or text.in_force > day:
                break
            day = max(day, text.last_day + _ONE_DAY)
        if day <= last and word.text not in self.problems.lost and "政策" not in self.problems.unread:
            until = min([one.in_force - _ONE_DAY for one in holding if one.in_force > day] + [last])
            message = f"政策「{texts[0].name}」在 {day} 至 {until} 没有{what}"
            self.problems.add("ZZ263", message, word.place, suggest(word.text, dict.fromkeys(names)))

    # ── exceptions ──────────────────────────────────────────────────

    def _meant(self, override: syntax.Override, text: syntax.Policy) -> bool:
        return override.policy.text in (text.name, text.code)

    def _overridden(
        self, text: syntax.Policy, section: str, parts: list[_Part], binder: Binder, day: date
    ) -> list[_Part]:
        """Return the parts with the exceptions that other policies make on a day."""
        live = [
            (policy, one)
            for policy in self.policies
            if policy.in_force <= day <= policy.last_day
            for one in policy.exceptions
            if one.section == section and self._meant(one, text)
        ]
        names = [part.name for part in parts]
        for _, one in live:
            if one.entry.text not in names and one.entry.text not in self.problems.lost:
                message = f"政策「{text.name}」没有{section}「{one.entry.text}」"
                self.problems.add("ZZ263", message, one.entry.place, suggest(one.entry.text, names))
        made = []
        for part in parts:
            mine = [(policy, one) for policy, one in live if one.entry.text == part.name]
            self._priorities(text, part.name, mine)
            if mine and section == "结论" and part is parts[-1]:
                message = f"结论「{part.name}」是其余情况，不能有例外"
                self.problems.add("ZZ265", message, mine[0][1].entry.place, "对写有条件的结论作例外，或者另加一项结论")
            for _, one in sorted(mine, key=lambda pair: pair[1].priority or 0):
                when = binder.condition(one.condition, _STANDINGS[section])
                instead = binder.condition(one.replacement, _STANDINGS[section]) if one.replacement else None
                part = _excepted(part, when, instead)  # noqa: PLW2901 - each exception stands on the one before
            made.append(part)
        return made

    def _priorities(self, text: syntax.Policy, name: str, live: list[tuple[syntax.Policy, syntax.Override]]) -> None:
        priorities = [one.priority for _, one in live]
        if len(live) > 1 and (None in priorities or len(set(priorities)) < len(priorities)):
            cited = "、".join(f"{policy.citation}（{policy.name}）" for policy, _ in live)
            message = f"{text.citation}（{text.name}）的「{name}」同时受{cited}的例外，没有说明谁优先"
            for _, one in live[1:]:
                self.problems.add("ZZ264", message, one.place, "各写一个不同的「优先: 数字」，数字大的优先")


def _ground(text: syntax.Ground, binder: Binder) -> model.Ground:
    own = binder.condition(text.condition)
    alternatives = tuple((name, binder.condition(part)) for name, part in text.alternatives)
    condition = own
    if alternatives:
        either = nodes.Any(tuple(part for _, part in alternatives))
        condition = nodes.All((own, either)) if text.condition else either
    if text.catch_all is not None:
        invoked = binder.vocabulary.by_label.get(text.catch_all.invoked.text)
        if invoked is None:
            word = text.catch_all.invoked
            hint = suggest(word.text, binder.vocabulary.by_label)
            if word.text not in binder.problems.lost:
                binder.problems.add("ZZ251", f"没有事实「{word.text}」", word.place, hint)
        else:
            condition = nodes.CatchAll(invoked, binder.condition(text.catch_all.basis), own)
    procedure = binder.condition(text.procedure)
    return model.Ground(text.name.text, text.citation, condition, alternatives, procedure, text.procedure_citation)


def _parameter(text: syntax.Parameter, values: Mapping[str, Scalar]) -> model.Parameter:
    value = values[text.name.text]
    since = next(day for day, one in text.history if one is value)
    return model.Parameter(text.name.text, value.text, text.citation, since.toordinal())


def _excepted(part: _Part, when: nodes.Condition, instead: nodes.Condition | None) -> _Part:
    condition: nodes.Condition = nodes.All((part.condition, nodes.Not(when)))
    if instead is not None:
        condition = nodes.Any((condition, nodes.All((when, instead))))
    return replaced(part, condition=condition)
