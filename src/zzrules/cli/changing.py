"""What ``zzrules check`` writes into folders: 核对, 原文, and the digests under 留意."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zzrules.base.errors import CitationError, Problem
from zzrules.cli.mending import nearby

if TYPE_CHECKING:
    from zzrules.base.regulations import Regulations
    from zzrules.policy.editing import Edited

EVERYTHING: Final = "全部"
NOTED: Final = "留意"
Changed = dict[str, "list[Edited]"]
"""The files that were changed, by the option that asked for it, or `NOTED`."""
_SAID: Final[Mapping[str, tuple[str, str]]] = {
    "--fill": ("已补写原文", "没有要补写的原文。"),
    "--confirm": ("已确认", "没有要确认的：没有政策依据这些条款，或者已经确认过了。"),
    NOTED: ("已记下留意的摘要", "没有要记下摘要的留意。"),
}


def confirm(
    own: Sequence[Path], folders: Sequence[Path], places: Sequence[str], changed: Changed
) -> tuple[Problem, ...]:
    """Write into folders that their rules fit the words of some places; return what cannot be written.

    Without a regulation nothing is: the check says that it is missing, or what is wrong with it.
    """
    from zzrules.policy.confirming import confirm_folder
    from zzrules.policy.folder import read_folder
    from zzrules.policy.yamltree import Problems

    places = [place for place in places if place != NOTED]
    read = read_folder(folders, Problems())
    law = read.regulations
    if law is None or not places:
        return ()
    problems = Problems()
    for place in places:
        if place != EVERYTHING and (problem := _unknown(place, law)) is not None:
            problems.note(problem)
    bodies = dict(read.vocabulary.bodies)
    changed["--confirm"] = [file for folder in own for file in confirm_folder(folder, places, law, bodies, problems)]
    return problems.in_order()


def fill(own: Sequence[Path], folders: Sequence[Path], changed: Changed) -> tuple[Problem, ...]:
    """Write the regulation's words into folders; return what cannot be written. Without a regulation nothing is."""
    from zzrules.policy.filling import fill_folder
    from zzrules.policy.folder import read_folder
    from zzrules.policy.yamltree import Problems

    law = read_folder(folders, Problems()).regulations
    if law is None:
        return ()
    problems = Problems()
    changed["--fill"] = [file for folder in own for file in fill_folder(folder, law, problems)]
    return problems.in_order()


def note(own: Sequence[Path], advice: Sequence[Problem], changed: Changed) -> tuple[Problem, ...]:
    """Write into folders for which words advice was looked at, where 留意 does not say so; return what cannot be."""
    from zzrules.base.diagnostics import Told
    from zzrules.base.diagnostics.advice import NOT_LOOKED_AT
    from zzrules.policy.heeding import note_digests
    from zzrules.policy.yamltree import Problems

    asking = [one for one in advice if one.code == NOT_LOOKED_AT.code]
    wanted = {one.place: str(one.said.words["digest"]) for one in asking if isinstance(one.said, Told)}
    problems = Problems()
    changed[NOTED] = [file for folder in own for file in note_digests(folder, wanted, problems)] if wanted else []
    return problems.in_order()


def told(changed: Changed) -> Iterator[str]:
    """Yield for people which files were changed."""
    for name, files in changed.items():
        done, nothing = _SAID[name]
        yield from (f"{done}：{nearby(file.path)}（{file.count} 处）" for file in files)
        if not files:
            yield nothing


def _unknown(place: str, law: Regulations) -> Problem | None:
    """Return what is wrong with a place that no text of the regulations has."""
    try:
        asked = law.parse(place)
    except CitationError as error:
        return error.problems[0]
    problem: Problem | None = None
    for wording in law.of(asked).texts:
        try:
            wording.resolve(asked)
        except CitationError as error:
            problem = error.problems[0]
        else:
            return None
    return problem
