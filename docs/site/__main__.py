"""The site of the documentation: `python -m docs.site FOLDER [--without-regulation]`, or `make docs`.

The site of the shipped regulation (`zzrules site`) is made within it, for which all scenarios are run, unless that was
done before and nothing has changed since.

A page that Sphinx warns of, a link that leads nowhere or a page that asks for something from elsewhere is an error.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.site.checking import wrong
from docs.site.staging import ROOT, stage
from sphinx.cmd.build import build_main

from zzrules.cli import main as zzrules

_MADE = ".buildinfo"
"""What Sphinx leaves in a folder that it has made."""
_REGULATION = "regulation"


def main(out: Path, *, regulation: bool) -> int:
    """Make the site in a folder, which is made anew, and say what is wrong; the exit status."""
    if out.exists() and any(out.iterdir()) and not (out / _MADE).exists():
        print(f"{out} holds something else: it stays as it is", file=sys.stderr)
        return 2
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "pages").mkdir()
        stage(folder / "pages")
        options = ["-c", str(Path(__file__).parent), "-d", str(folder / "doctrees")]
        if regulation:
            options += ["-A", f"regulation={_REGULATION}/index.html"]
            results = out.parent / f"{out.name}-results.json"
            asked = ["--features", str(ROOT / "features"), "--results", str(results)]
            if failed := zzrules(["site", str(folder / _REGULATION), *asked]):
                return failed
        failed = build_main(["-q", "-W", "--keep-going", "-j", "auto", *options, str(folder / "pages"), str(out)])
        if failed:
            return failed
        if regulation:
            shutil.copytree(folder / _REGULATION, out / _REGULATION)
    problems = [*wrong(out)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m docs.site", description=__doc__)
    parser.add_argument("out", type=Path, metavar="FOLDER")
    parser.add_argument("--without-regulation", action="store_true", help="leave out the site of the regulation")
    return parser.parse_args()


if __name__ == "__main__":
    chosen = _chosen()
    sys.exit(main(chosen.out, regulation=not chosen.without_regulation))
