"""A rulebook as one file: what was read of its folders, byte for byte, the digest, the library's version, a signature.

The file is JSON that people can read, a line of text for a line of a policy. It has one form alone: whoever reads it
writes it again and compares, so that a bundle with one byte changed is none.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from zzrules.base.diagnostics import folders as wrong
from zzrules.base.diagnostics.text import UNREADABLE_FILE
from zzrules.base.doors import door
from zzrules.base.errors import BundleError, Place, PolicyError, UsageError
from zzrules.base.frozen import frozen, replaced
from zzrules.base.signing import Signature, belongs, public_key, sign
from zzrules.policy.digest import digest_of

EXTENSION: Final = ".zzrules"
_FORM: Final = 1
_MOST: Final = 64 * 2**20
_BEGINNING: Final = re.compile(rb'\{\n "zzrules_bundle": ([0-9]{1,9}),\n')


@frozen
class Bundle:
    """The files of a rulebook with their names, in the order in which they make the digest; see `zzrules.bundle`.

    ``regulation`` is its title and number, ``library_version`` that of the library that made the bundle.
    """

    files: tuple[tuple[str, bytes], ...]
    regulation: str
    library_version: str
    signature: Signature | None = None

    def __repr__(self) -> str:
        """Return how many files there are, and the digest in short."""
        return f"<Bundle of {len(self.files)} files, {self.digest[:12]}>"

    @property
    def digest(self) -> str:
        """The digest of the rulebook: `Rulebook.digest` of what is loaded from it."""
        return digest_of(self.files)

    def to_bytes(self) -> bytes:
        """Return the file; the same bundle is always the same bytes."""
        data = self._data()
        signature = self.signature and {"key": self.signature.key, "value": self.signature.value}
        unsigned = {**data, "signature": signature}
        return _written({**unsigned, "checksum": sha256(_written(unsigned)).hexdigest()})

    @door
    def signed(self, key: Path) -> Bundle:
        """Return the bundle with the signature of a private key (an Ed25519 key in a PEM file).

        Raises `UsageError` if the key cannot be used (ZZ875), or the package for it is missing (ZZ876).
        """
        return replaced(self, signature=sign(_written(self._data()), _key(key), Place(str(key))))

    @door
    def verify(self, key: Path, place: Place) -> None:
        """Return if the bundle has a signature of the private key to a public key (a PEM file).

        Raises `BundleError` at ``place`` if it has none (ZZ873), one of another key, or of other content (ZZ874);
        `UsageError` as `signed` does.
        """
        if self.signature is None:
            raise BundleError(wrong.NOT_SIGNED(place))
        if self.signature.key != public_key(_key(key), Place(str(key))):
            raise BundleError(wrong.SIGNED_BY_ANOTHER(place, key=str(key)))
        if not belongs(self.signature, _written(self._data())):
            raise BundleError(wrong.SIGNATURE_OF_ANOTHER(place))

    def _data(self) -> dict[str, Any]:
        """Return what is signed."""
        return {
            "zzrules_bundle": _FORM,
            "library_version": self.library_version,
            "regulation": self.regulation,
            "digest": self.digest,
            "files": {name: raw.decode().split("\n") for name, raw in self.files},
        }


def read_bundle(path: Path) -> Bundle:
    """Return the bundle in a file, checked.

    Raises `BundleError` for a file that is none (ZZ870), one that was changed (ZZ871), or is of a later library
    (ZZ872), `PolicyError` (ZZ110) for one that cannot be read. Whose it is, only `Bundle.verify` knows.
    """
    place = Place(str(path))
    try:
        if path.stat().st_size > _MOST:
            raise BundleError(wrong.NOT_A_BUNDLE(place))
        raw = path.read_bytes()
    except OSError:
        raise PolicyError(UNREADABLE_FILE(place)) from None
    beginning = _BEGINNING.match(raw)
    if beginning is None:
        raise BundleError(wrong.NOT_A_BUNDLE(place))
    if int(beginning[1]) > _FORM:
        raise BundleError(wrong.LATER_BUNDLE(place))
    try:
        bundle = _bundle(json.loads(raw))
        if bundle.to_bytes() == raw:
            return bundle
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    raise BundleError(wrong.BUNDLE_CHANGED(place))


def _bundle(data: dict[str, Any]) -> Bundle:
    files = tuple((name, "\n".join(lines).encode()) for name, lines in data["files"].items())
    signature = data["signature"] and Signature(data["signature"]["key"], data["signature"]["value"])
    return Bundle(files, data["regulation"], data["library_version"], signature)


def _written(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _key(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise UsageError(UNREADABLE_FILE(Place(str(path)))) from None
