"""Runs the scripts of pages in Node, outside any browser. Without Node, tests are skipped, except under CI=true."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from tests import needs

from zzrules.pages.page import HERE

PATIENCE = 120
DRIVER = """
const fs = require("fs"), vm = require("vm");
const given = JSON.parse(fs.readFileSync(0, "utf8"));
globalThis.window = globalThis;
for (const file of given.scripts) vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
for (const [name, value] of Object.entries(given.globals)) globalThis[name] = value;
const asked = vm.runInThisContext(`(${given.asked})`);
process.stdout.write(JSON.stringify(asked(given.questions)));
"""


def answers(scripts: Sequence[str], asked: str, questions: object, **globals_: Any) -> Any:
    """Return what a function in JavaScript (``asked``) answers to questions, after some of the assets have run."""
    node = shutil.which("node")
    needs.lacking("" if node else "the scripts of pages run in Node, which is not installed")
    assert node is not None
    given: Mapping[str, Any] = {
        "scripts": [str(HERE / "assets" / name) for name in scripts],
        "asked": asked,
        "questions": questions,
        "globals": globals_,
    }
    done = subprocess.run(
        [node, "-e", DRIVER],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
