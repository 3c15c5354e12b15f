"""Who may find what of a body that stands for several (统称): each of them, unless a policy divides the work (分工)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zzrules.base.diagnostics import meanings as wrong
from zzrules.policy import syntax
from zzrules.policy.forms import suggest, suggest_name
from zzrules.policy.vocabulary import Kind, Vocabulary
from zzrules.policy.yamltree import Problems


def with_members(
    bodies: tuple[str, ...], finding: str, vocabulary: Vocabulary, divisions: Sequence[syntax.Division]
) -> tuple[str, ...]:
    """Return bodies with those for which some of them stand, as far as these may make a finding (its label)."""

    def may(member: str, collective: str) -> bool:
        for division in divisions:
            if division.collective == collective and finding in findings_of(division):
                return any(finding == word.text for code, words in division.parts if code == member for word in words)
        return True

    members = (
        member
        for collective, several in vocabulary.members.items()
        if collective in bodies
        for member in several
        if may(member, collective)
    )
    return tuple(dict.fromkeys((*bodies, *members)))


def findings_of(division: syntax.Division) -> frozenset[str]:
    """Return the findings (labels) that a division gives to some of the bodies; all others every body may make."""
    return frozenset(word.text for _, words in division.parts for word in words)


def note_divisions(policies: Sequence[syntax.Policy], vocabulary: Vocabulary, problems: Problems) -> None:
    """Note divisions of no collective body, between other bodies, of no findings, by no reading, or a second time."""
    findings = [fact.label for fact in vocabulary.facts if fact.kind is Kind.FINDING]
    for policy, division in _written(policies):
        members = vocabulary.members.get(division.collective, ())
        labels = [vocabulary.body_label(code) for code in members]
        for number, (code, words) in enumerate(division.parts):
            if code not in members and (members or not number):  # of no collective body, once
                body, collective = vocabulary.body_label(code), division.name.text
                place, hint = division.name.place, suggest(body, labels) or "在词汇的「统称」里列入"
                problems.add(wrong.NOT_A_MEMBER, place, body=body, collective=collective, hint=hint)
            for word in words:
                if word.text not in findings and word.text not in problems.lost:
                    hint = suggest_name(word.text, findings)
                    problems.add(wrong.NO_FINDING, word.place, name=word.text, hint=hint)
        known: Mapping[str, syntax.Reading] = {reading.name.text: reading for reading in policy.readings}
        name, option = division.reading.name, division.reading.option
        if name.text not in known:
            if name.text not in problems.lost:
                hint = suggest(name.text, known)
                problems.add(wrong.NO_READING, name.place, reading=name.text, hint=hint)
            continue
        options = [word.text for word in (known[name.text].taken, *known[name.text].others)]
        if option.text not in options:
            words_of = {"reading": name.text, "option": option.text, "hint": suggest(option.text, options)}
            problems.add(wrong.NO_SUCH_READING, option.place, **words_of)
    for number, (policy, division) in enumerate(written := [*_written(policies)]):
        for other, earlier in written[:number]:
            together = policy.in_force <= other.last_day and other.in_force <= policy.last_day
            if together and earlier.collective == division.collective:
                first = earlier.name.place
                problems.add(wrong.DIVIDED_TWICE, division.name.place, body=division.name.text, first=first)


def _written(policies: Sequence[syntax.Policy]) -> Iterator[tuple[syntax.Policy, syntax.Division]]:
    for policy in policies:
        for division in policy.divisions:
            yield policy, division
