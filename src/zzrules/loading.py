"""Loading: from a folder of policies, or a bundle of them, to a rulebook, or to every mistake in its files."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zzrules import snapshot
from zzrules.base.doors import door
from zzrules.base.errors import PolicyError
from zzrules.rulebook import Rulebook

if TYPE_CHECKING:
    from zzrules.base.errors import Problem
    from zzrules.plan.bound import Bound
    from zzrules.policy.bundle import Bundle
    from zzrules.policy.folder import Folder, Source
    from zzrules.policy.remembering import Remembered
    from zzrules.policy.shapes import Shapes
    from zzrules.policy.yamltree import Problems


def shipped_policies() -> Path:
    """Return the folder of the policies that come with the package."""
    installed = Path(__file__).parent / "policies"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "policies"


@door
def load(
    folder: str | Path | None = None,
    *,
    over: str | Path | None = None,
    assume: Sequence[str | Path] = (),
    signed_by: str | Path | None = None,
) -> Rulebook:
    """Return the rulebook of a folder of policies, or of a bundle; by default of those that come with the package.

    ``over`` lays a folder of one's own over it: a file with the same path replaces the shipped one, another one is
    added. A folder needs no calendar of its own: the years that it doesn't bring are those that come with the package,
    without any city's closures. ``assume`` are files of assumed calendars; see `Rulebook.assuming`. Raises
    `PolicyError` with every mistake in the files, each with file, line and column.

    A bundle (`zzrules.bundle`) brings its own calendar. ``signed_by`` is the public key of whoever has to have signed
    it, a PEM file. Raises `BundleError` if it was changed, or is not signed so (ZZ870–ZZ874).

    What was read of the shipped policies alone is kept beside the bytecode of the package, and serves the next process
    as long as policies and code are the same (`zzrules.snapshot`). Folders that you name are read every time: what is
    kept is unpickled, which is safe only where nobody else may write.

    >>> book = load()
    >>> book.evaluate({"主体": "派驻窗口工作人员"}, on="2026-05-06", about=["第八条第二款"])["第八条第二款"].status
    'undetermined'
    """
    snapshot.note_code()
    shipped = folder is None and over is None and signed_by is None
    if shipped and (kept := snapshot.read(shipped_policies())) is not None:
        return Rulebook(kept).assuming(*assume) if assume else Rulebook(kept)
    path = Path(folder) if folder is not None else shipped_policies()
    base: Source = path if signed_by is None else _verified(path, Path(signed_by))
    bound = bound_of([base, Path(over)] if over is not None else [base])[1]
    if shipped:
        snapshot.write(bound)
    return Rulebook(bound).assuming(*assume) if assume else Rulebook(bound)


def _verified(path: Path, key: Path) -> Bundle:
    """Return the bundle in a file, if it was signed with the private key to a public one."""
    from zzrules.base.diagnostics.folders import NOT_SIGNED
    from zzrules.base.errors import BundleError, Place
    from zzrules.policy.bundle import read_bundle

    if path.is_dir():  # a folder has no signature
        raise BundleError(NOT_SIGNED(Place(str(path))))
    bundle = read_bundle(path)
    bundle.verify(key, Place(str(path)))
    return bundle


def bound_of(sources: Sequence[Source], shapes: Shapes | None = None) -> tuple[Folder, Bound]:
    """Return what folders and bundles say together, as it was read and bound.

    ``shapes`` takes down what the parts of the files turned out to be, also where they have mistakes. Raises
    `PolicyError` with every mistake in them.

    What is read stays: the cyclic collector would look through all of it again and again, and find nothing.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _bound_of(sources, shapes)
    finally:
        if collecting:
            gc.enable()


def _bound_of(sources: Sequence[Source], shapes: Shapes | None) -> tuple[Folder, Bound]:
    from zzrules.plan.bound import Bound
    from zzrules.plan.build import build_plan
    from zzrules.policy.yamltree import Problems

    problems = Problems()
    shipped = shipped_policies()
    whole = shipped in sources or not isinstance(sources[0], Path) or sources[0].is_file()
    read = read_sources(sources, problems, shapes, inherits=not whole)
    plan = build_plan(read.policies, read.vocabulary, read.calendar, problems)
    note_mappings(read, problems)
    if problems or plan is None or read.regulations is None:
        raise PolicyError(problems.in_order())
    return read, Bound.of(read, plan)


def read_sources(
    sources: Sequence[Source],
    problems: Problems,
    shapes: Shapes | None = None,
    remembered: Remembered | None = None,
    *,
    inherits: bool,
) -> Folder:
    """Return what folders and bundles say together; ``inherits``: with the shipped calendar below their own."""
    from zzrules.policy.folder import read_folder

    return read_folder(sources, problems, shipped_policies() / "calendar" if inherits else None, shapes, remembered)


def note_mappings(read: Folder, problems: Problems) -> None:
    """Note what is wrong with the mapping files of a folder."""
    if read.mappings and "词汇" not in problems.unread:
        from zzrules.batch.mapping.files import read_mapping

        for node in read.mappings:
            read_mapping(node, read.vocabulary, problems)


@door
def check(folder: str | Path | None = None, *, over: str | Path | None = None) -> tuple[Problem, ...]:
    """Return every mistake in a folder of policies, in the order of the files; empty if it can be used."""
    try:
        load(folder, over=over)
    except PolicyError as error:
        return error.problems
    return ()
