"""Signatures with a key of an office's own: Ed25519 (RFC 8032), keys as PEM files, by the package `cryptography`.

A signature of the same bytes with the same key is always the same one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zzrules.base.diagnostics import Diagnostic
from zzrules.base.diagnostics.folders import NO_CRYPTOGRAPHY, NOT_A_PRIVATE_KEY, NOT_A_PUBLIC_KEY
from zzrules.base.errors import Place, UsageError
from zzrules.base.frozen import frozen
from zzrules.base.packages import need

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


@frozen
class Signature:
    """A signature, and the public key to which it belongs, both as hexadecimal digits."""

    key: str
    value: str


def sign(data: bytes, pem: bytes, place: Place) -> Signature:
    """Return the signature of some bytes with a private key.

    Raises `UsageError` if the key is none (ZZ875; ``place`` is where it was read), or the package is missing (ZZ876).

    >>> private, public = new_keys()
    >>> signature = sign(b"policies", private, Place("office.pem"))
    >>> belongs(signature, b"policies"), belongs(signature, b"Policies")
    (True, False)
    >>> signature.key == public_key(public, Place("office.pub.pem"))
    True
    """
    key = _private(pem, place)
    return Signature(key.public_key().public_bytes_raw().hex(), key.sign(data).hex())


def belongs(signature: Signature, data: bytes) -> bool:
    """Return whether a signature is one of some bytes, with the key that it names; whose key that is, it can't say."""
    need(NO_CRYPTOGRAPHY, "cryptography")
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.key)).verify(bytes.fromhex(signature.value), data)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def public_key(pem: bytes, place: Place) -> str:
    """Return a public key as hexadecimal digits. Raises `UsageError` if it is none (ZZ875), as `sign` does."""
    return _public(pem, place).public_bytes_raw().hex()


def new_keys() -> tuple[bytes, bytes]:
    """Return a new private key and its public key, as PEM files have them (PKCS #8, without a password)."""
    need(NO_CRYPTOGRAPHY, "cryptography")
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    public = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    return private, public


def _private(pem: bytes, place: Place) -> Ed25519PrivateKey:
    need(NO_CRYPTOGRAPHY, "cryptography")
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):  # TypeError: it has a password
        raise _unusable(NOT_A_PRIVATE_KEY, place) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise _unusable(NOT_A_PRIVATE_KEY, place)
    return key


def _public(pem: bytes, place: Place) -> Ed25519PublicKey:
    need(NO_CRYPTOGRAPHY, "cryptography")
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _unusable(NOT_A_PUBLIC_KEY, place) from None
    if not isinstance(key, Ed25519PublicKey):
        raise _unusable(NOT_A_PUBLIC_KEY, place)
    return key


def _unusable(diagnostic: Diagnostic, place: Place) -> UsageError:
    return UsageError(diagnostic(place))
