"""What a policy may say of others: their outcomes, grounds and obligations, looked up for the days of a version."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from zzrules.base.diagnostics import Proposal, meanings as wrong
from zzrules.base.frozen import frozen
from zzrules.base.regulation import term
from zzrules.plan.classes import stated
from zzrules.plan.files import Files
from zzrules.policy import syntax
from zzrules.policy.forms import suggest
from zzrules.policy.yamltree import Problems, Scalar

ONE_DAY = timedelta(days=1)


def texts_of(word: Scalar, files: Files, problems: Problems) -> Sequence[syntax.Policy]:
    """Return the files of the policy that a word means, by name or code; none, noted, if there is no such policy."""
    texts = files.by_word.get(word.text, ())
    if not texts and "政策" not in problems.unread:
        names = dict.fromkeys(text.name for text in files.texts)
        problems.add(wrong.NO_POLICY, word.place, policy=word.text, hint=suggest(word.text, names))
    return texts


def _instead(name: str, known: Sequence[str]) -> str:
    return suggest(name, known) or "写上「归类」一节，或者用「结论」"


@frozen
class References:
    """Looks up what a file says of policies, from the ``first`` to the ``last`` day of a version of it.

    What is not there on each of these days is noted; without the policy itself the answer is None. ``classes`` has, for
    each policy, the class of each outcome.
    """

    text: syntax.Policy
    first: date
    last: date
    files: Files
    problems: Problems
    classes: Mapping[str, Mapping[str, str]]

    def owned(self, name: str) -> bool:
        """Return whether a name is a parameter, a reading or a derived value of some policy, and so no other's."""
        return name in self.files.names

    def has_authority(self, finding: str) -> bool:
        """Return whether some policy says who may make a finding, on whatever days."""
        return finding in self.files.findings

    def outcome(self, policy: Scalar, outcomes: tuple[Scalar, ...]) -> tuple[str, frozenset[str]] | None:
        """Return the code of a policy and those of its outcomes."""
        texts = texts_of(policy, self.files, self.problems)
        if not texts:
            return None
        for outcome in outcomes:
            self._look_for("结论", outcome, texts, lambda text: [one.name.text for one in text.outcomes])
        names = {outcome.text for outcome in outcomes}
        codes = {outcome.code for text in texts for outcome in text.outcomes if outcome.name.text in names}
        return texts[0].code, frozenset(codes)

    def outcome_class(self, policy: Scalar | None, names: tuple[Scalar, ...]) -> tuple[str, frozenset[str]] | None:
        """Return the code of a policy (without one: the file's own) and the outcomes of some of its classes."""
        if policy is None:
            for name in names:
                if name.text not in {*(known := self._classes(self.text))} | self.problems.lost:
                    self.problems.add(wrong.NO_CLASS, name.place, name=name.text, hint=_instead(name.text, known))
            return self._in_classes(self.text.code, names)
        texts = texts_of(policy, self.files, self.problems)
        if not texts:
            return None
        for name in names:
            self._look_for("归类", name, texts, self._classes)
        return self._in_classes(texts[0].code, names)

    def _classes(self, text: syntax.Policy) -> tuple[str, ...]:
        return stated(text, self.classes[text.code])

    def _in_classes(self, code: str, names: tuple[Scalar, ...]) -> tuple[str, frozenset[str]]:
        wanted = {name.text for name in names}
        return code, frozenset(outcome for outcome, name in self.classes[code].items() if name in wanted)

    def ground(self, policy: Scalar, ground: Scalar) -> tuple[str, str] | None:
        """Return the code of a policy and the name of its ground."""
        texts = texts_of(policy, self.files, self.problems)
        if not texts:
            return None
        self._look_for("情形", ground, texts, lambda text: [one.name.text for one in text.grounds])
        return texts[0].code, ground.text

    def obligation(self, policy: Scalar | None, name: Scalar) -> tuple[str, str] | None:
        """Return the code of a policy (without one: the file's own) and the name of its obligation."""
        texts = self.files.by_code[self.text.code] if policy is None else texts_of(policy, self.files, self.problems)
        if not texts:
            return None
        self._look_for("义务", name, texts, lambda text: [one.name.text for one in text.obligations])
        return texts[0].code, name.text

    def ever_owed(self, code: str, name: str) -> bool:
        """Return whether an obligation of a policy (code) is law on any day on which one of its files is."""
        return any(
            one.span.meets(text.in_force, text.last_day)
            for text in self.files.by_code[code]
            for one in text.obligations
            if one.name.text == name
        )

    def _look_for(
        self,
        section: str,
        word: Scalar,
        texts: Sequence[syntax.Policy],
        names_in: Callable[[syntax.Policy], Sequence[str]],
    ) -> None:
        """Note the first days on which no file of a policy has the part that is referred to."""
        day = self.first
        holding = [text for text in texts if word.text in names_in(text)]
        for text in sorted(holding, key=lambda text: text.in_force):
            if day > self.last or text.in_force > day:
                break
            if text.last_day >= self.last:
                return
            day = max(day, text.last_day + ONE_DAY)
        if day <= self.last and word.text not in self.problems.lost and "政策" not in self.problems.unread:
            if holding and not any(text.in_force <= day <= text.last_day for text in texts):
                begins = [text.in_force - ONE_DAY for text in texts if text.in_force > day]
                days = term(day, min([*begins, self.last]))
                self.problems.add(wrong.POLICY_NOT_LAW_THEN, word.place, policy=texts[0].name, days=days)
                return
            names = dict.fromkeys(name for text in texts for name in names_in(text))
            hint = suggest(word.text, names)
            if not holding:
                words = {"policy": texts[0].name, "section": section, "entry": word.text, "hint": hint}
                self.problems.add(wrong.NOT_IN_POLICY, word.place, **words)
                return
            later = [text.in_force - ONE_DAY for text in holding if text.in_force > day]
            then = [text for text in texts if text.in_force <= day <= text.last_day]
            close = suggest(word.text, dict.fromkeys(name for text in then for name in names_in(text)))
            self.problems.add(
                wrong.NOT_IN_EVERY_VERSION,
                word.place,
                policy=texts[0].name,
                days=f"在{term(day, min(later))}" if later else f"自{day}起",
                part=f"{section}「{word.text}」",
                hint=Proposal(f"{close}；", close.words) if isinstance(close, Proposal) else "",
            )
