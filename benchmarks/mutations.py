"""Whether a change is seen: `python -m benchmarks.mutations [--number N] [--seconds S] [--survivors FILE]`.

The shipped policies are changed in one place each (`benchmarks.mutants`). Two questions are asked of each change:

- Does ``zzrules diff`` see it: does it show a case that is answered otherwise, or prove that there is none? What it
  does neither for, within so many seconds of processor time, is open. Each case that is shown is read and judged anew,
  by the reference engine, under both plans.
- Do the features see it: does a scenario fail under the changed policies? Of the scenarios that ask of the policy, or
  of one that refers to it, those are run, with their own steps, in which a policy answers otherwise. Changes that are
  proven to change nothing are not counted.

``--survivors`` writes a page of the changes that no scenario sees, each with its smallest case.
"""

from __future__ import annotations

import argparse
import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import process_time

from benchmarks import scenarios
from benchmarks.measure import table
from benchmarks.mutants import Mutant, mutants

import zzrules
from zzrules.analysis.changes.difference import Comparison, Found, Stretch
from zzrules.analysis.searching.court import Asked, Court
from zzrules.analysis.searching.scenario import scenario
from zzrules.analysis.searching.witness import Case
from zzrules.engines import reference
from zzrules.plan import model
from zzrules.rulebook import Rulebook

NUMBER, SECONDS = 500, 2.0
PAGE = Path(__file__).parents[1] / "docs" / "mutations.md"


@dataclass(frozen=True)
class Seen:
    """What was seen of a change: by ``zzrules diff``, in how many seconds, and by the features."""

    kind: str
    policy: str
    place: str
    said: str
    found: Found
    stretches: tuple[Stretch, ...]
    spent: float
    replayed: bool
    failed: str

    @property
    def cases(self) -> list[Case]:
        return [case for stretch in self.stretches for case in stretch.cases]

    @property
    def survives(self) -> bool:
        return self.found != "same" and not self.failed


class Features:
    """The scenarios there are, with what each asks."""

    def __init__(self, book: Rulebook) -> None:
        """Run each once, unchanged: it has to pass, and tells what it asks and how long that takes."""
        self._book, self._court = book, Court(book.plan)
        noted = []
        for run in scenarios.read():
            start, asked = process_time(), scenarios.Noted()
            if not run.passes(book, asked):
                raise RuntimeError(f"{run.file}: {run.name} fails as it is")
            noted.append((process_time() - start, run, asked))
        self._noted = [(run, asked) for _, run, asked in sorted(noted, key=lambda one: one[0])]
        self._referring = {policy.code: _referring(book.plan, policy.code) for policy in book.plan.policies}

    def failed(self, mutant: Mutant) -> str:
        """Return a scenario that fails under a change; empty if none does of those in which a policy says otherwise.

        Where it says the same, a scenario could fail by no more than the words of an explanation: none of these is run,
        unless records may contradict themselves otherwise, or lie on other days.
        """
        book = Rulebook(self._book._bound._replace(plan=mutant.plan))  # noqa: SLF001 - none is made otherwise
        court, code = Court(mutant.plan, self._court), mutant.policy
        duties = tuple(name for policy, name in mutant.plan.obligations if policy == code)
        asking, asked = self._referring[code], Asked(consequences=True, obligations=duties, amounts=True)
        settling = not court.settles_as(self._court)
        for run, noted in self._noted:
            if not noted.asked & asking:
                continue
            if (settling or self._turned(noted, court, code, asked)) and not run.passes(book):
                return f"{run.file}: {run.name}"
        return ""

    def _turned(self, noted: scenarios.Noted, court: Court, code: str, asked: Asked) -> bool:
        """Return whether a policy says otherwise of a record that a scenario asks about."""
        return any(
            court.answer(record, code, asked).said != self._court.answer(record, code, asked).said
            for record in noted.records
        )


def _referring(plan: model.Plan, code: str) -> frozenset[str]:
    """Return a policy (code) and those that refer to it, however indirectly."""
    found, before = {code}, set[str]()
    while found != before:
        before = {*found}
        found |= {policy.code for policy in plan.policies if found & {*model.referred(policy)}}
    return frozenset(found)


def _replayed(before: model.Plan, after: model.Plan, code: str, case: Case) -> bool:
    """Return whether a case, read anew, is answered by the reference of either plan as is shown."""
    for plan, shown in ((before, case.before), (after, case.after)):
        court = Court(plan)
        court = court.until(case.on.toordinal() + 800) if case.assumed else court
        record = court.settled(case.facts, case.on.toordinal())
        if record is None or reference.judge(court.plan, record)[code].possible != shown.possible:
            return False
    return True


def seen(number: int, seconds: float, job: int = 0, jobs: int = 1, *, verbose: bool = False) -> list[Seen]:
    """Return what is seen of so many changes, or of every ``jobs``-th of them; if ``verbose``, print each."""
    book = zzrules.load()
    plan, features = book.plan, Features(book)
    found = []
    for mutant in islice(mutants(plan, number), job, None, jobs):
        start, code = process_time(), mutant.policy
        compared = Comparison(plan, mutant.plan, seconds, enough=1)
        told = compared.policy(code, plan.policy(code), mutant.plan.policy(code))
        spent = process_time() - start
        cases = [case for stretch in told.stretches for case in stretch.cases]
        replayed = all(_replayed(plan, mutant.plan, code, case) for case in cases)
        failed = features.failed(mutant) if told.found != "same" else ""
        said = mutant.kind, code, mutant.place, mutant.said
        one = Seen(*said, told.found, told.stretches, spent, replayed, failed)
        if verbose:
            note = "" if replayed else "NOT REPLAYED "
            print(_left(one), f"{note}{one.failed or ('' if told.found == 'same' else 'NOT SEEN')}", flush=True)
        found.append(one)
    return found


# ── as a page ───────────────────────────────────────────────────────────


def figures(every: Sequence[Seen], seconds: float) -> str:
    """Return the figures as a section in Markdown."""
    rows = []
    for kind in [*sorted({one.kind for one in every}), "all"]:
        of_kind = [one for one in every if kind in ("all", one.kind)]
        found = Counter(one.found for one in of_kind)
        late = sum(one.spent > seconds for one in of_kind if one.found != "open")
        killed = sum(bool(one.failed) for one in of_kind)
        counts = (len(of_kind), found["otherwise"], found["same"], found["open"], late, killed)
        rows.append([kind, *map(str, counts)])
    spent = sorted(one.spent for one in every)
    settled = sum(one.found != "open" and one.spent <= seconds for one in every)
    shown = [one for one in every if one.found == "otherwise"]
    counted = [one for one in every if one.found != "same"]
    killed = sum(bool(one.failed) for one in counted)
    head = ("change", "number", "shown by a case", "proven to change nothing", "open", "late", "seen by the features")
    left = [one for one in every if one.found == "open" or one.spent > seconds]
    return "\n".join(
        [
            table(head, rows),
            "",
            (
                f"Settled within {seconds:g} s: {100 * settled / len(every):.1f} %. Processor time of one: "
                f"median {spent[len(spent) // 2]:.2f} s, 95 % within {spent[int(len(spent) * 0.95)]:.2f} s, "
                f"the longest {spent[-1]:.2f} s."
            ),
            f"Cases that are answered as shown when read anew: {sum(one.replayed for one in shown)} of {len(shown)}.",
            f"Seen by the features: {killed} of {len(counted)} not the same, {100 * killed / len(counted):.1f} %.",
            *(["", "Open or late:", "", *map(_left, left)] if left else []),
            "",
        ]
    )


def page(every: Sequence[Seen], seconds: float) -> str:
    """Return the page: how the figures came about, and the figures."""
    day = datetime.now(tz=UTC).date().isoformat()
    return f"""\
# Changes that are seen

Measured by `python -m benchmarks.mutations --number {len(every)}` on {day}, Python {platform.python_version()}, on a
machine that had other work to do: processor time of one core, not time on the clock.

The shipped policies are changed in one place each, by chance, the same in every run: an operator, a bound, a date, a
fact, an option, a body, a condition turned round or dropped, all for any, the order of two entries. `zzrules diff`
shows a case that is answered otherwise, which is then read anew and judged by the reference engine, or proves that
there is none; the time is that from two plans to the answer. The features see a change if a scenario fails under it:
only those are run in which a policy answers otherwise, so that their figure is no more than can be shown. A change
that is left open counts as not the same.

{figures(every, seconds)}"""


def _left(one: Seen) -> str:
    stretches = [stretch for stretch in one.stretches if stretch.found == "open"]
    whole = bool(stretches) and all(stretch.whole for stretch in stretches)
    tried = sum(stretch.tried for stretch in stretches)
    note = f"{one.found}, {'complete cases proven the same, ' if whole else ''}{tried} tried, {one.spent:.2f} s"
    return f"- {one.kind}: {one.policy}, {one.place}: {one.said} ({note})"


def survivors(every: Iterable[Seen]) -> str:
    """Return a page of the changes that are none the features see, by policy, each with its smallest case."""
    plan = zzrules.load().plan
    lines = ["# Changes that no scenario sees", ""]
    left = [one for one in every if one.survives]
    for policy in plan.policies:
        of_policy = [one for one in left if one.policy == policy.code]
        if of_policy:
            lines += [f"## {policy.citation} {policy.name} ({policy.code}): {len(of_policy)}", ""]
        for one in of_policy:
            lines += [f"- {one.kind}: {one.place}: {one.said}", ""]
            for case in one.cases[:1]:
                was, now = (
                    "、".join(sorted(policy.outcomes.get(code, code) for code in side.possible))
                    for side in (case.before, case.after)
                )
                told = [f"「{policy.citation}」的结论是「{was}」", f"# 改动以后：{now}"]
                lines += ["```gherkin"]
                lines += scenario(one.place, case.facts, case.on, str(policy.citation), told, plan.vocabulary)
                lines += ["```", ""]
    return "\n".join(lines)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__)
    parser.add_argument("--number", type=int, default=NUMBER)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--jobs", type=int, default=1, help="processes that share the work")
    parser.add_argument("--verbose", action="store_true", help="print what is seen of each")
    parser.add_argument("--write", action="store_true", help=f"also write {PAGE.relative_to(PAGE.parents[1])}")
    parser.add_argument("--survivors", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    number, seconds, jobs = chosen.number, chosen.seconds, chosen.jobs
    with ProcessPoolExecutor(jobs) as pool:
        asked = [pool.submit(seen, number, seconds, job, jobs, verbose=chosen.verbose) for job in range(jobs)]
        every = [one for told in asked for one in told.result()]
    print(figures(every, chosen.seconds))
    if chosen.write:
        PAGE.write_text(page(every, chosen.seconds), encoding="utf-8")
    if chosen.survivors is not None:
        chosen.survivors.write_text(survivors(every), encoding="utf-8")


if __name__ == "__main__":
    main()
