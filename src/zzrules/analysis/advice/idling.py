"""Advice on the parts of policies: what of them cannot come about, always holds, or says nothing beside the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Final

from zzrules.analysis.advice import excluding
from zzrules.analysis.advice.cores import Cores, Part, named, place_of, placed, requirements_apart
from zzrules.analysis.advice.idle import Cases, Claim, Kind, Region, written
from zzrules.analysis.advice.sites import Site, derived_sites, entries_of, said, sites_of
from zzrules.analysis.proving.diagrams import FALSE, TRUE
from zzrules.analysis.proving.openly import Openly
from zzrules.base.diagnostics.advice import ALWAYS_HOLDS, SAYS_NOTHING
from zzrules.base.diagnostics.meanings import BEFORE_IT, NEVER_HOLDS, NOT_TOGETHER, STATE_BEFORE
from zzrules.base.errors import Place, Problem, Shown
from zzrules.base.frozen import inside, replaced
from zzrules.plan import model, nodes
from zzrules.plan.bound import Bound
from zzrules.plan.formulas import TooLargeError
from zzrules.plan.states import NOT_SET_OFF, PENDING, STATES
from zzrules.policy import expressions, syntax
from zzrules.policy.yamltree import Scalar

_NEVER: Final[Mapping[Kind, str]] = {
    "never": "它的条件自相矛盾",
    "excluded": "它和适用条件、和同时要成立的别的条件互相排斥",
    "contradicted": "它成立的案卷都自相矛盾，见「矛盾」「先后」「推出」",
}
_ALWAYS: Final = {"applies": "凡是适用的案卷都合它", "anywhere": "不论案卷怎样都合它"}
_BESIDE: Final[Mapping[Kind, str]] = {
    "beside": "同时要成立的别的条件成立时，它都成立",
    "covered": "它成立时，列在一起的别的条件也成立",
}
_APART: Final = "它的各项互相排斥，政策从不适用"
_STATE: Final = "轮到它以前，别的状态已经成立"


def advice(bound: Bound, meaning: Openly) -> Iterator[Problem]:
    """Yield what is proven of the parts of policies, under whichever readings, in every version that has them.

    ZZ290: a branch, a consequence, a duty or a state of it, what a derivation tells apart, an implication or a
    contradiction that cannot come about. ZZ901: a condition, or a part of one, that always holds. ZZ902: a part of a
    condition that says nothing beside its other parts.
    """
    for policy in bound.plan.policies:
        files = [text for text in bound.policies.value if text.code == policy.code]
        for text in files:
            days = text.in_force.toordinal(), text.last_day.toordinal()
            versions = [at for at, one in enumerate(policy.versions) if days[0] <= one.first <= days[1]]
            if versions:
                yield from _of_file(meaning, policy, text, versions, files)
    yield from _of_vocabulary(bound, meaning)


def _of_vocabulary(bound: Bound, meaning: Openly) -> Iterator[Problem]:
    """Yield what is proven of what the vocabulary states: of its derived values as some policy has them."""
    policies = bound.plan.policies
    for name, derivation in bound.plan.vocabulary.derived:
        using = (
            (one, at) for one in policies for at, version in enumerate(one.versions) if name.text in version.derived
        )
        for policy, at in islice(using, 1):
            version, plain = policy.versions[at], meaning.policies[policy.code]
            cases, versions = Cases(plain, plain.versions[at], meaning.others), (version, plain.versions[at])
            text = bound.policies.value[0]  # nothing of it matters: no policy has to apply
            for site in derived_sites(((name, derivation),), version):
                conditions = [meaning.plain(one, version) for one in (site.node, *site.beside)]
                yield from _of_condition(site, versions, text, cases, conditions, contradicted=False)
            yield from _of_cases(name, derivation, version, cases, meaning)
    if policies:
        yield from excluding.of_vocabulary(meaning.policies[policies[0].code], meaning)


def _of_file(
    meaning: Openly,
    policy: model.Policy,
    text: syntax.Policy,
    versions: Sequence[int],
    files: Sequence[syntax.Policy],
) -> Iterator[Problem]:
    """Yield what is said of each part of a file in every version that has it."""
    found: dict[object, list[list[Problem]]] = {}
    for at in versions:
        entries = entries_of(policy.versions[at], files)
        for key, problems in _of_version(meaning, policy, text, at, entries):
            found.setdefault(key, []).append(problems)
    for first, *others in found.values():
        yield from (one for one in dict.fromkeys(first) if all(one in other for other in others))


def _of_version(
    meaning: Openly, policy: model.Policy, text: syntax.Policy, at: int, entries: Sequence[syntax.Outcome | None]
) -> Iterator[tuple[object, list[Problem]]]:
    """Yield what is said of each part of a file in a version (index), with what tells the part from others."""
    version = policy.versions[at]
    plain = meaning.policies[policy.code]
    cases = Cases(plain, plain.versions[at], meaning.others)
    asked = [
        (site, [meaning.plain(one, version) for one in (site.node, *site.beside)])
        for site in sites_of(text, version, entries)
        # Whether there is such an outcome, the list of them tells.
        if not (isinstance(site.surface, expressions.OutcomeIs | expressions.ClassIs) and site.surface.policy is None)
    ]
    owed = [meaning.obligations[policy.code, one.name][at] for one in version.obligations]
    cases.read(one for _, conditions in asked for one in conditions)
    cases.read(entry.condition for one in owed if one is not None for entry in one.entries)
    numbers: dict[object, int] = {}
    for site, conditions in asked:
        same = site.section, site.name, site.key
        numbers[same] = numbers.get(same, 0) + 1
        yield (*same, numbers[same]), _of_condition(site, (version, plain.versions[at]), text, cases, conditions)
    for name, derivation in text.derived:
        yield ("推算", name.text), [*_of_cases(name, derivation, version, cases, meaning)]
    for obligation in owed:
        if obligation is not None:
            yield ("状态", obligation.name), [*_of_states(text, obligation, cases)]
    yield "适用", [*_of_requirements(text, version, plain.versions[at], cases)]
    yield from _of_contradictions(text, plain.versions[at], cases)
    yield from excluding.of_policy(text, policy, at, meaning)


def _of_requirements(
    text: syntax.Policy, version: model.Version, plain: model.Version, cases: Cases
) -> Iterator[Problem]:
    """Yield that the requirements of a version, each of which can hold, never hold together."""
    try:
        several = len(text.requirements) > 1  # one is looked at by itself
        if not several or cases.samples.show(*cases.required) or cases.applying.there != FALSE:
            return
        core = requirements_apart(text, (version, plain), cases)
    except TooLargeError:
        return
    if len(core) > 1:
        place = text.requirements[0].otherwise.place
        told = NEVER_HOLDS(place, part=f"政策「{text.name}」的", name="适用", because=_APART)
        yield replaced(told, shown=Shown(NOT_TOGETHER(parts=named(core)), placed(core)))


def _of_condition(
    site: Site,
    versions: tuple[model.Version, model.Version],
    text: syntax.Policy,
    cases: Cases,
    conditions: Sequence[nodes.Condition],
    *,
    contradicted: bool = True,
) -> list[Problem]:
    """Return what is said of a condition in a version, given as it is and in its plain form.

    ``conditions`` are its own and those beside it, in their plain form.
    """
    applying = site.within == "applies"
    try:
        if cases.seen(site.surface, *conditions, applying=applying):
            return []
        region = Region(cases, *conditions, applying=applying, contradicted=contradicted)
        return [*_of_site(site, region, Cores(text, versions, site, region, conditions[1:]))]
    except TooLargeError:
        return []


def _of_site(site: Site, region: Region, cores: Cores) -> Iterator[Problem]:
    whole = region.whole()
    if whole is None:
        for claim in region.parts(site.surface):
            yield replaced(_told(site, claim), shown=cores.shown(claim))
        return
    part, name = site.called
    shown = cores.shown(Claim(whole, ()))
    if whole == "always":
        yield replaced(ALWAYS_HOLDS(site.place, part=part, name=name, because=_ALWAYS[site.within]), shown=shown)
    elif site.section not in ("情形", "结论") or site.key != "条件" or whole == "contradicted":
        yield replaced(NEVER_HOLDS(site.place, part=part, name=name, because=_NEVER[whole]), shown=shown)


def _told(site: Site, claim: Claim) -> Problem:
    surface = written(site.surface, claim.path)
    place, words = _place(surface, site.place), {"part": site.inside, "name": said(surface)}
    if claim.kind in _NEVER:
        return NEVER_HOLDS(place, because=_NEVER[claim.kind], **words)
    if claim.kind == "always":
        return ALWAYS_HOLDS(place, because=_ALWAYS[site.within], **words)
    return SAYS_NOTHING(place, because=_BESIDE[claim.kind], **words)


def _place(surface: object, otherwise: Place) -> Place:
    """Return where a condition begins."""
    place = place_of(surface)
    return place if place.line else otherwise


# ── what is told apart ──────────────────────────────────────────────────


def _of_cases(
    name: Scalar,
    derivation: expressions.Derivation,
    version: model.Version,
    cases: Cases,
    meaning: Openly,
) -> Iterator[Problem]:
    """Yield the cases of a derived value that are never taken, as a version has them."""
    node = version.derived.get(name.text)
    if not (isinstance(derivation, expressions.Cases) and isinstance(node, nodes.Choice)):
        return
    conditions = [meaning.plain(condition, version) for condition, _ in node.cases]
    try:
        left = cases.never_first(conditions)
    except TooLargeError:
        return
    for number, before in left.items():
        surface = derivation.cases[number][0]
        part = f"推算「{name.text}」里的"
        if surface is None:
            yield NEVER_HOLDS(name.place, part=part, name="其余情形", because="前面各项已经穷尽")
        else:
            because = "前面各项成立时才成立，轮不到" if before else _NEVER["never"]
            told = NEVER_HOLDS(_place(surface, name.place), part=part, name=said(surface), because=because)
            passed = (derivation.cases[at][0] for at in before)
            earlier = [Part(said(one), place_of(one), TRUE) for one in passed if one is not None]
            shown = Shown(BEFORE_IT(parts=named(earlier, "或")), placed(earlier)) if earlier else None
            yield replaced(told, shown=shown)


def _of_states(text: syntax.Policy, obligation: model.Obligation, cases: Cases) -> Iterator[Problem]:
    """Yield the states of an obligation that it is never in, but for those of which its conditions say it."""
    written_as = next((one for one in text.obligations if one.name.text == obligation.name), None)
    if written_as is None:
        return
    try:
        states = cases.unreached(obligation)
    except TooLargeError:
        return
    if states.get(PENDING) == (NOT_SET_OFF,):
        return  # it never comes to it: what is said of its condition, or of the outcome, says so
    for code, before in states.items():
        if code not in (NOT_SET_OFF, PENDING):  # what is left where nothing is written of it
            part = f"义务「{obligation.name}」的状态"
            told = NEVER_HOLDS(written_as.name.place, part=part, name=STATES[code], because=_STATE)
            yield replaced(told, shown=Shown(STATE_BEFORE(parts="或".join(f"「{STATES[one]}」" for one in before))))


def _of_contradictions(
    text: syntax.Policy, version: model.Version, cases: Cases
) -> Iterator[tuple[object, list[Problem]]]:
    """Yield the contradictions and implications that no case meets."""
    for section, stated in (("推出", text.implications), ("矛盾", text.contradictions)):
        for one in stated:
            by_reading = any(isinstance(part, expressions.ReadingIs) for part in inside(one.condition))
            ways = [known.condition for known in version.contradictions if known.name == one.name.text]
            if by_reading or not one.span.meets(*_days(version)):
                continue
            met = False
            for way in ways:
                try:
                    met = met or cases.can_hold(way)
                    met = met or Region(cases, way, applying=False, contradicted=False).whole() != "never"
                except TooLargeError:
                    met = True
            told = NEVER_HOLDS(one.name.place, part=section, name=one.name.text, because=_NEVER["never"])
            yield (section, one.name.text), [] if met else [told]


def _days(version: model.Version) -> tuple[date, date]:
    return date.fromordinal(version.first), date.fromordinal(version.last)
