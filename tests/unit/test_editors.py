"""editors/ and docs/编辑器.md: the extension says what the library says; its own tests run in Node.

Node and npm are asked for with `needs`: without them the tests of the extension are skipped, except under CI=true.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests import needs
from tests.unit.test_file_schemas import every_keys

from zzrules.batch.mapping.keys import MAPPING
from zzrules.cli.schema import SchemaOf
from zzrules.policy.folder import KINDS
from zzrules.policy.keys.clauses import CONDITIONS, DERIVATIONS, OPERATORS
from zzrules.policy.keys.schema import FILES
from zzrules.policy.keys.shape import Keys, Marked, Shape

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "editors" / "vscode"
PAGE = (ROOT / "docs" / "编辑器.md").read_text(encoding="utf-8")
NODE = 20
PATIENCE = 600


def words_of(name: str) -> set[str]:
    """Return the words that a rule of the grammar of policies tells."""
    grammar = json.loads((EXTENSION / "syntaxes" / "policy.tmLanguage.json").read_text(encoding="utf-8"))
    found = re.search("\\(\\?:((?:[一-鿿]+[|)])+)", grammar["repository"][name]["match"])
    assert found is not None
    return {*found[1].rstrip("|)").split("|")}


def sections(shape: Shape) -> set[str]:
    """Return the keys that files of a shape have at their root."""
    match shape:
        case Keys(of):
            return {*of}
        case Marked(marks, otherwise):
            return set().union(*map(sections, (*marks.values(), otherwise)))
    return set()


def test_the_grammar_tells_the_words_that_readers_know():
    keys = {key for known in every_keys().values() for key in known.of}
    assert words_of("sections") == set().union(KINDS, *map(sections, (*FILES.values(), MAPPING)))
    assert words_of("conditions") == {*CONDITIONS}
    assert words_of("comparisons") - {"第"} == {*OPERATORS}
    told = words_of("conditions") | words_of("comparisons") | words_of("derivations") | words_of("keys")
    assert told == keys | {*CONDITIONS} | {*OPERATORS} | {*DERIVATIONS}


def test_the_extension_knows_files_by_the_keys_that_readers_know():
    source = (EXTENSION / "src" / "concerns.ts").read_text(encoding="utf-8")
    [listed] = re.findall(r"KINDS = \[(.+)\];", source)
    assert set(re.findall('"([^"]+)"', listed)) == {*KINDS}


def test_the_extension_has_the_version_of_the_library():
    declared = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert declared["version"] == project["project"]["version"]
    shipped = project["tool"]["hatch"]["build"]["targets"]
    assert shipped["wheel"]["only-include"] == ["src/zzrules", "policies"]
    assert "/editors" in shipped["sdist"]["include"]


def lacking() -> str:
    """Return why the extension cannot be tested here; empty if it can."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return "the extension takes Node and npm, which are not installed"
    version = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=60, check=False).stdout
    number = int(version.strip("v").partition(".")[0] or 0)
    return "" if number >= NODE else f"the extension takes Node {NODE}, not {version}"


def ran(*words: str) -> subprocess.CompletedProcess[str]:
    """Run npm in the folder of the extension."""
    npm = shutil.which("npm")
    assert npm is not None
    environment = {**os.environ, "ZZRULES_PYTHON": sys.executable, "PYTHONUTF8": "1"}
    return subprocess.run(
        [npm, *words],
        cwd=EXTENSION,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_the_extension_passes_its_own_tests():
    needs.lacking(lacking())
    installed = EXTENSION / "node_modules" / ".package-lock.json"
    lock = EXTENSION / "package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < lock.stat().st_mtime:
        done = ran("ci", "--prefer-offline")
        needs.lacking(f"npm cannot install what the extension is built of: {done.stderr}" if done.returncode else "")
    done = ran("test")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^# pass (?!0$)\d+$", done.stdout, re.MULTILINE)
    assert re.search(r"^# skipped 0$", done.stdout, re.MULTILINE)


# ── the page ────────────────────────────────────────────────────────────


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_settings_on_the_page_are_settings():
    declared = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    known = {*declared["contributes"]["configuration"]["properties"]} | {"yaml.schemas", "yaml.schemaStore.enable"}
    settings = [json.loads(block) for block in blocks("json settings.json")]
    assert len(settings) == 2
    assert {name for one in settings for name in one} <= known
    titles = {f"{one['category']}: {one['title']}" for one in declared["contributes"]["commands"]}
    assert set(re.findall("「(政策: [^」]+)」", PAGE)) <= titles


def test_every_editor_on_the_page_starts_the_same_server():
    [helix] = [tomllib.loads(block) for block in blocks("toml languages.toml")]
    server = helix["language-server"]["zzrules"]
    started = [" ".join([server["command"], *server["args"]])]
    for block in blocks("lua"):
        [words] = re.findall(r"cmd = \{ (.+?) \}", block)
        started.append(" ".join(re.findall('"([^"]+)"', words)))
    started += re.findall("命令写 `([^`]+)`", PAGE)
    assert started == ["python3 -m zzrules lsp"] * 4
    assert {one["name"] for one in helix["language"]} == {"yaml", "gherkin"}


def test_the_commands_on_the_page_are_commands():
    scripts = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))["scripts"]
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    for line in lines:
        match line.split():
            case ["npm", "run", name]:
                assert name in scripts
            case ["zzrules", "schema", *words]:
                assert SchemaOf.parsed(words).output == "zzrules.schema.json"
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert {extra for named in re.findall(r"zzrules\[([\w,]+)\]", PAGE) for extra in named.split(",")} <= {*extras}
