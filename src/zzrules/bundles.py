"""Rulebooks as files of their own, and folders of them: archives in which a digest finds its version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zzrules.base.diagnostics.folders import NO_BUNDLES, NO_RULEBOOK
from zzrules.base.diagnostics.text import NO_FOLDER
from zzrules.base.doors import door
from zzrules.base.errors import Place, PolicyError, UsageError
from zzrules.base.listing import files_below
from zzrules.base.version import __version__
from zzrules.loading import bound_of, shipped_policies
from zzrules.policy.bundle import EXTENSION, Bundle, read_bundle
from zzrules.rulebook import Rulebook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from zzrules.answer.determination import Determination


@door
def bundle(
    folder: str | Path | None = None,
    target: str | Path | None = None,
    *,
    over: str | Path | None = None,
    sign_with: str | Path | None = None,
) -> Bundle:
    """Return a folder of policies (by default the shipped one) as a bundle, and write it to ``target``, if given.

    It holds all files that are in the rulebook's digest, the inherited calendar among them, and the version of the
    library. The same folder gives the same bytes. ``over`` is as in `load`; ``sign_with`` is the office's private key,
    a PEM file (Ed25519; needs ``zzrules[sign]``). A bundle may stand in the folder's place, to be signed; it keeps the
    version that it has. The file appears whole or not at all.

    Raises `PolicyError` with every mistake in the files, `UsageError` for a key that cannot be used (ZZ875, ZZ876),
    `OutputError` if the file cannot be written.

    >>> import tempfile, zzrules
    >>> with tempfile.TemporaryDirectory() as archive:
    ...     made = bundle(target=Path(archive, "2026.zzrules"))
    ...     book = zzrules.load(Path(archive, "2026.zzrules"))
    >>> book.digest == made.digest == zzrules.load().digest
    True
    """
    base = Path(folder) if folder is not None else shipped_policies()
    given = read_bundle(base) if base.is_file() else None
    read, bound = bound_of([given or base, *([Path(over)] if over is not None else [])])
    version = given.library_version if given is not None and over is None else __version__
    made = Bundle(read.files, bound.regulations.own.source, version)
    if sign_with is not None:
        made = made.signed(Path(sign_with))
    elif given is not None and over is None:
        made = given
    if target is not None:
        from zzrules.batch.delivery import write_whole

        write_whole(target, made.to_bytes())
    return made


class Archive:
    """A folder of bundles (``*.zzrules``, also in folders below it): of each digest, its rulebook."""

    @door
    def __init__(self, folder: str | Path, *, signed_by: str | Path | None = None) -> None:
        """Read and check all bundles of a folder; ``signed_by`` is as in `load`.

        Raises `BundleError` for one that was changed, or is not signed so (ZZ870–ZZ874), `PolicyError` for a folder
        that does not exist (ZZ110), or has no bundles (ZZ877).
        """
        home = Path(folder)
        if not home.is_dir():
            raise PolicyError(NO_FOLDER(Place(str(home))))
        self._bundles: dict[str, Bundle] = {}
        self._books: dict[str, Rulebook] = {}
        listing = files_below(home, lambda name: name.endswith(EXTENSION))
        if listing.problems:
            raise PolicyError(listing.problems)
        for _, path in listing.files:
            found = read_bundle(path)
            if signed_by is not None:
                found.verify(Path(signed_by), Place(str(path)))
            self._bundles.setdefault(found.digest, found)
        if not self._bundles:
            raise PolicyError(NO_BUNDLES(Place(str(home))))

    def __len__(self) -> int:
        """Return how many versions there are."""
        return len(self._bundles)

    @door
    def __contains__(self, digest: str) -> bool:
        """Return whether the version of a digest is there."""
        return digest in self._bundles

    @door
    def __getitem__(self, digest: str) -> Rulebook:
        """Return the rulebook of a digest, loaded once. Raises `UsageError` (ZZ880) if it is not there."""
        if digest not in self._books:
            if digest not in self._bundles:
                raise UsageError(NO_RULEBOOK(digest=digest[:12]))
            self._books[digest] = Rulebook(bound_of([self._bundles[digest]])[1])
        return self._books[digest]

    @door
    def replay(
        self, determination: Determination, record: Mapping[str, Any] | BaseModel | None = None
    ) -> Determination:
        """Return what the rulebook that a determination names says of its record, on its day; see `Rulebook.replay`.

        Raises `UsageError` (ZZ880) if that rulebook is not there.

        >>> import tempfile, zzrules
        >>> record = {"主体": "派驻窗口工作人员"}
        >>> d = zzrules.load().evaluate(record, on="2026-05-06", about=["第八条第二款"])
        >>> kept = zzrules.Determination.from_dict(d.to_dict())
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = bundle(target=Path(folder, "2026.zzrules"))
        ...     archive = Archive(folder)
        >>> archive.replay(kept, record).to_json() == d.to_json()
        True
        """
        return self[determination.rulebook_digest].replay(determination, record)
