"""What pages are made from: the rulebook, its files, its features, and the day of the build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from zzrules.answer.witnesses import Scenario
from zzrules.base.errors import Place
from zzrules.base.regulations import Regulations
from zzrules.plan import model
from zzrules.policy import syntax
from zzrules.policy.vocabulary import Vocabulary
from zzrules.rulebook import Rulebook

if TYPE_CHECKING:
    from zzrules.bdd.evidence import Run
    from zzrules.pages.addresses import Addresses
    from zzrules.pages.results import Results


@dataclass(frozen=True)
class Source:
    """What pages are made from; whatever takes time to find out is found out when it is first asked for.

    ``files`` are the texts of the files of policies, by the names that places give them. ``older`` is the version since
    which changes are listed, if there is one; ``run`` is what came of the features, and ``scenarios`` are what they
    say; none if there are no features.
    """

    book: Rulebook
    on: date
    files: Mapping[str, str]
    older: Rulebook | None = None
    run: Run | None = None
    scenarios: tuple[Scenario, ...] = ()

    @classmethod
    def read(cls, folders: Sequence[Path], on: date, older: Path | None = None) -> Source:
        """Return what folders of policies say, each laid over those before it. Raises `PolicyError`."""
        from zzrules.loading import bound_of, load

        read, bound = bound_of(folders)
        texts = {name: raw.decode("utf-8-sig") for name, raw in read.files}
        return cls(Rulebook(bound), on, texts, load(older) if older is not None else None)

    @property
    def regulations(self) -> Regulations:
        """The folder's own regulation, and the others that it cites."""
        return self.book.regulations

    @property
    def plan(self) -> model.Plan:
        """The policies as engines see them."""
        return self.book.plan

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts that a record may hold."""
        return self.book.vocabulary

    @cached_property
    def policies(self) -> tuple[syntax.Policy, ...]:
        """The policies as they are written, in the order of the regulation."""
        return tuple(sorted(self.book.written, key=lambda policy: (policy.citation, policy.code, policy.in_force)))

    @cached_property
    def newest(self) -> tuple[syntax.Policy, ...]:
        """The policies as they are written last: of several versions of one, that which came into force last."""
        last = {policy.code: policy for policy in self.policies}
        return tuple(policy for policy in self.policies if last[policy.code] is policy)

    @cached_property
    def results(self) -> Results | None:
        """What the run shows, policy by policy; None without a run."""
        from zzrules.pages.results import Results

        return Results(self.run, self.scenarios, self.book) if self.run is not None else None

    @cached_property
    def addresses(self) -> Addresses:
        """Where on the site everything is."""
        from zzrules.pages.addresses import Addresses

        return Addresses(self.policies, self.regulations)

    def written(self, place: Place) -> str:
        """Return the lines of a file in which a part of it stands, from the line of its name on, as they are written.

        They end before the next line that is not indented further. Empty where the file is none of the folder's own.
        """
        lines = self.files.get(place.source, "").splitlines()[max(place.line - 1, 0) :]
        if not lines:
            return ""
        taken = [lines[0]]
        for line in lines[1:]:
            if line.strip() and _indent(line) <= _indent(lines[0]):
                break
            taken.append(line)
        return "\n".join(taken).rstrip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
