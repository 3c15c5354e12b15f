"""Whether a policy that does not apply was meant all the same: the option on which that hangs may be the wrong one."""

from __future__ import annotations

from zzrules.answer.inquiry import Inquiry
from zzrules.answer.parts import Doubt
from zzrules.engines.judgement import FALSE
from zzrules.plan import model
from zzrules.plan.build import COMMON_OUTCOMES
from zzrules.plan.reads import facts_of
from zzrules.policy.vocabulary import Fact


def doubts(inquiry: Inquiry, code: str) -> tuple[Doubt, ...]:
    """Return the options that keep a policy from applying, though the record gives facts that only it asks for.

    Each names the answers with which the policy would apply: the record is judged again with every one.
    """
    own = inquiry.own(code)
    if not own:
        return ()
    facts = inquiry.catalogue.plan.vocabulary.by_name
    labels = tuple(facts[name].label for name in own)
    found = []
    policy, versions = inquiry.catalogue.plan.policy(code), inquiry.raws[inquiry.catalogue.index[code]][0]
    for fact in inquiry.catalogue.reads.barring(code):
        if fact.name in inquiry.record.values and _bars(inquiry, code, fact):
            certain, possible = _fitting(inquiry, code, fact)
            if possible:
                asked = policy.question(fact, versions)
                found.append(Doubt(fact.name, fact.label, asked, certain or possible, bool(certain), labels))
    return tuple(found)


def _bars(inquiry: Inquiry, code: str, fact: Fact) -> bool:
    """Return whether a requirement that reads the fact is what keeps the policy from applying."""
    return all(
        any(
            view.cells[slot] == FALSE and fact in facts_of(requirement.stated, sheet.version)
            for (slot, _), requirement in zip(sheet.required, sheet.version.requirements, strict=True)
        )
        for sheet, view in inquiry.views(code)
    )


def _fitting(inquiry: Inquiry, code: str, fact: Fact) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the options with which a policy would apply, and those with which it might."""
    record, catalogue = inquiry.record, inquiry.catalogue
    compiled, index = catalogue.compiled, catalogue.index[code]
    values, raws = dict(record.values), [*inquiry.raws]
    otherwise, positions = record._replace(values=values), catalogue.affected(code, fact.name)
    certain, possible = list[str](), list[str]()
    elsewhere = model.given_to(catalogue.plan.policies[index]) | COMMON_OUTCOMES.keys()
    for option in fact.options.values():
        values[fact.name] = option
        compiled.rerun(otherwise, positions, raws)
        outcomes = compiled.possible(index, raws[index])
        if elsewhere.isdisjoint(outcomes):
            certain.append(fact.option_label(option))
        if not elsewhere >= {*outcomes}:
            possible.append(fact.option_label(option))
    return tuple(certain), tuple(possible)
