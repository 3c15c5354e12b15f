"""Install the other engines, singly if they cannot be installed together.

``python -m benchmarks.peers.install PYPROJECT``. Whatever cannot be installed on this Python is left out; the reason is
kept in the environment, and the page shows it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

LEFT_OUT = Path(sys.prefix) / "bench-not-installed.json"
_PIP = (sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check")


def main(pyproject: str) -> None:
    """Install every requirement of the extra `bench`; note those that fail, with pip's last error."""
    project = tomllib.loads(Path(pyproject).read_text(encoding="utf-8"))["project"]
    requirements: list[str] = project["optional-dependencies"]["bench"]
    left_out: dict[str, str] = {}
    if _tried(requirements):
        for requirement in requirements:
            why = _tried([requirement])
            if why:
                left_out[re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0]] = why
    LEFT_OUT.write_text(json.dumps(left_out, ensure_ascii=False, indent=1), encoding="utf-8")
    for package, why in left_out.items():
        print(f"not installed: {package}: {why}", file=sys.stderr)


def _tried(requirements: list[str]) -> str:
    """Return why requirements cannot be installed; empty if they are."""
    ran = subprocess.run(  # noqa: S603 - its own arguments
        [*_PIP, "--prefer-binary", *requirements], check=False, stderr=subprocess.PIPE, text=True
    )
    errors = [line.removeprefix("ERROR: ") for line in ran.stderr.splitlines() if line.startswith("ERROR")]
    return "" if ran.returncode == 0 else (errors[-1] if errors else f"pip ended with {ran.returncode}")


if __name__ == "__main__":
    main(sys.argv[1])
