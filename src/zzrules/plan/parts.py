"""The parts of a policy as it stands on a day: 适用, 情形, 结论, 后果, 口径, 参数, bound to plan nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zzrules.base.diagnostics import meanings as wrong
from zzrules.plan import model, nodes
from zzrules.plan.bind import Binder
from zzrules.plan.division import findings_of
from zzrules.plan.names import Standing
from zzrules.policy import syntax
from zzrules.policy.forms import suggest_name
from zzrules.policy.yamltree import Scalar


def requirement_of(text: syntax.Requirement, binder: Binder) -> model.Requirement:
    """Return an item of 适用."""
    with binder.lasting():
        condition = binder.condition(text.condition)
        return model.Requirement(condition, binder.text(text.otherwise), condition)


def ground_of(text: syntax.Ground, binder: Binder) -> model.Ground:
    """Return a ground, with its alternatives, its own procedure, or what invokes a catch-all."""
    own = binder.condition(text.condition)
    alternatives = tuple((name, binder.condition(part)) for name, part in text.alternatives)
    condition = own
    if alternatives:
        either = nodes.Any(tuple(part for _, part in alternatives))
        condition = nodes.All((own, either)) if text.condition else either
    if text.catch_all is not None:
        known = binder.vocabulary.by_label
        for word in text.catch_all.invoked:
            if word.text not in known and word.text not in binder.problems.lost:
                hint = suggest_name(word.text, known)
                binder.problems.add(wrong.NO_FACT, word.place, name=word.text, hint=hint)
        invoked = tuple(known[word.text] for word in text.catch_all.invoked if word.text in known)
        condition = nodes.CatchAll(invoked, binder.condition(text.catch_all.basis), own)
    procedure = binder.condition(text.procedure)
    return model.Ground(text.name.text, text.citation, condition, alternatives, procedure, text.procedure_citation)


def entry_of(text: syntax.Outcome, binder: Binder) -> model.Entry:
    """Return an outcome."""
    condition = binder.condition(text.condition, Standing.ENTRY)
    return model.Entry(text.name.text, text.code, text.modality, text.citation, condition)


def consequence_of(text: syntax.Consequence, binder: Binder) -> model.Consequence:
    """Return a consequence."""
    return model.Consequence(
        text.name.text,
        text.citation,
        text.subject,
        text.modality,
        binder.text(text.content, of_amounts=True),
        binder.deadline(text.deadline),
        text.forms,
        binder.condition(text.condition, Standing.EFFECT),
    )


def reading_of(text: syntax.Reading, binder: Binder) -> model.Reading:
    """Return a reading as it is taken, with the findings for which it says who may make them."""
    taken, options = binder.readings[text.name.text]
    others = tuple(option for option in options if option != taken)
    divided = [findings_of(one) for one in binder.policy.divisions if one.reading.name.text == text.name.text]
    known = binder.vocabulary.by_label
    findings = frozenset(known[label].name for labels in divided for label in labels if label in known)
    findings |= frozenset(
        binder.vocabulary.by_label[authority.name.text].name
        for authority in binder.policy.authorities
        if isinstance(authority.bodies, syntax.BodiesByReading)
        and authority.bodies.reading.text == text.name.text
        and authority.name.text in binder.vocabulary.by_label
    )
    with binder.lasting():
        note = binder.text(text.note)
    return model.Reading(text.name.text, taken, others, text.basis, note, findings)


def parameters_of(text: syntax.Policy, values: Mapping[str, Scalar | None]) -> Iterator[model.Parameter]:
    """Yield the parameters that have a value on the day."""
    for parameter in text.parameters:
        name, value = parameter.name.text, values[parameter.name.text]
        if value is not None:
            since = next(day for day, given in parameter.history if given is value)
            yield model.Parameter(name, value.text, parameter.citation, since.toordinal())
