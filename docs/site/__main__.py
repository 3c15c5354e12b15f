"""The site of the documentation: `python -m docs.site FOLDER`, or `make docs`.

A page that Sphinx warns of, a link that leads nowhere or a page that asks for something from elsewhere is an error.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.site.checking import wrong
from docs.site.staging import ROOT, stage
from sphinx.cmd.build import build_main

from zzrules.cli import main as zzrules
from zzrules.cli.commands import COMMANDS

_MADE = ".buildinfo"
"""What Sphinx leaves in a folder that it has made."""
_REGULATION = "regulation"


def main(out: Path) -> int:
    """Make the site in a folder, which is made anew, and say what is wrong; the exit status."""
    if out.exists() and any(out.iterdir()) and not (out / _MADE).exists():
        print(f"{out} holds something else: it stays as it is", file=sys.stderr)
        return 2
    shutil.rmtree(out, ignore_errors=True)
    with TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "pages").mkdir()
        stage(folder / "pages")
        regulation = _regulation(folder / _REGULATION)
        options = ["-c", str(Path(__file__).parent), "-d", str(folder / "doctrees"), "-A", f"regulation={regulation}"]
        failed = build_main(["-q", "-W", "--keep-going", "-j", "auto", *options, str(folder / "pages"), str(out)])
        if failed:
            return failed
        if regulation:
            shutil.copytree(folder / _REGULATION, out / _REGULATION)
    problems = [*wrong(out)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _regulation(folder: Path) -> str:
    """Make the site of the shipped policies; where its first page lies, or nothing if there is no such command yet."""
    if "site" not in COMMANDS:
        return ""
    status = zzrules(["site", str(folder), "--features", str(ROOT / "features")])
    return f"{_REGULATION}/index.html" if status == 0 else ""


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
