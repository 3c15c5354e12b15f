"""The site's files in a folder: whole or not at all, and over nothing but what was written here before.

A manifest in the folder lists what is ours, with the digest of each file. A folder that holds anything else, or one of
them as somebody changed it, is left as it is.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from zzrules.base.diagnostics.folders import FOREIGN_IN_SITE
from zzrules.base.errors import OutputError, Place
from zzrules.base.listing import is_regular
from zzrules.batch.delivery import not_written

MANIFEST: Final = "site.json"
_FORM: Final = "zzrules-site/1"


def write_site(out: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a site into a folder, which is made if it is not there; what it had of ours goes.

    They are written beside it and take its place together. Raises `OutputError`: ZZ868 for a folder with anything that
    is not ours, ZZ110 if nothing can be written there.
    """
    target = out.resolve()
    need_ours(target)
    beside = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}")
    fresh, old = beside.with_suffix(".part"), beside.with_suffix(".old")
    try:
        for name, content in {**files, MANIFEST: _manifest(files)}.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if target.exists():
            target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    except (OSError, ValueError) as error:
        raise not_written(out, getattr(error, "errno", None)) from None
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(fresh)
    with contextlib.suppress(OSError):
        shutil.rmtree(old)


def need_ours(target: Path) -> None:
    """Raise `OutputError` (ZZ868, ZZ110) for a folder in which a site must not be written."""
    if target.exists() and not target.is_dir():
        raise not_written(target)
    try:
        foreign = next(_foreign(target), None) if target.exists() else None
    except OSError as error:
        raise not_written(target, error.errno) from None
    if foreign is not None:
        raise OutputError(FOREIGN_IN_SITE(Place(str(target)), file=foreign))


def _manifest(files: Mapping[str, bytes]) -> bytes:
    listed = {name: sha256(content).hexdigest() for name, content in sorted(files.items())}
    return (json.dumps({"form": _FORM, "files": listed}, ensure_ascii=False, indent=1) + "\n").encode()


def _foreign(folder: Path) -> Iterator[str]:
    """Yield what in a folder is not ours, or was changed since."""
    ours = _listed(folder / MANIFEST)
    waiting = [folder]
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_dir() or (path.is_file() and _is_ours(path, name, ours))):
                yield name
            elif path.is_dir():
                waiting.append(path)


def _is_ours(path: Path, name: str, ours: Mapping[str, str]) -> bool:
    return bool(ours) if name == MANIFEST else ours.get(name) == sha256(path.read_bytes()).hexdigest()


def _listed(manifest: Path) -> dict[str, str]:
    """Return the digests of a manifest's files; nothing if it is not one of ours."""
    try:
        data = json.loads(manifest.read_bytes()) if is_regular(manifest) else None
    except (OSError, ValueError):
        return {}
    if not isinstance(data, dict) or data.get("form") != _FORM or not isinstance(data.get("files"), dict):
        return {}
    return {str(name): str(digest) for name, digest in data["files"].items()}
