"""The hooks for pre-commit, and docs/持续检查.md: what they run exists, and stops what is wrong."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests import needs

from zzrules.cli.commands import COMMANDS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "持续检查.md").read_text(encoding="utf-8")
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
SNIPPETS = [yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)]
OWN = ROOT / "examples" / "amount-policies"
FEATURE = "# language: zh-CN\n功能: 甲\n\n  场景: 上班的星期六\n    那么 「2026-02-14」是工作日\n"


def test_every_command_of_the_page_is_one_of_ours_with_its_options():
    lines = re.findall(r"(?:run: |- |entry: |^ +)(zzrules [^,|>\n`]+)", PAGE, re.MULTILINE)
    commands = [re.sub(r"\$\{\{.*?\}\}", "main", line) for line in lines]
    assert {shlex.split(command)[1] for command in commands} == {"check", "fmt", "test", "coverage", "diff"}
    for command in commands:
        _, name, *words = shlex.split(command)
        COMMANDS[name].parsed(words)


def test_the_page_names_the_hooks_that_there_are():
    named = [hook["id"] for hook in SNIPPETS[0]["repos"][0]["hooks"]]
    assert sorted(named) == sorted(HOOKS)
    clientlib = needs.package("pre_commit.clientlib")
    assert [hook["id"] for hook in clientlib.load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))] == list(HOOKS)


@pytest.fixture
def repository(tmp_path):
    """A repository of policies with the hooks, as commands of this machine."""
    needs.package("pre_commit")
    folder = tmp_path / "库"
    shutil.copytree(OWN, folder / "政策")
    (folder / "政策" / "甲.feature").write_text(FEATURE, encoding="utf-8")
    hooks = []
    for hook in HOOKS.values():
        entry = f"{shlex.quote(sys.executable)} -m {hook['entry']}"
        local = {key: value for key, value in hook.items() if key != "additional_dependencies"}
        args = [] if hook.get("pass_filenames", True) else ["政策"]
        hooks.append({**local, "entry": entry, "language": "system", "args": args})
    config = yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}, allow_unicode=True)
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=folder, check=True)  # noqa: S607 - whichever git there is
    return folder


def hooked(folder, monkeypatch):
    """Run the hooks over all files; return which passed."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(folder.parent / "store"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"]
    printed = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False).stdout
    return dict(re.findall(r"zzrules (\w+)）\.*(?:\(no files to check\))?(Passed|Failed|Skipped)", printed)), printed


def test_the_hooks_let_good_policies_pass(repository, monkeypatch):
    passed, printed = hooked(repository, monkeypatch)
    assert passed == dict.fromkeys(("check", "fmt", "test"), "Passed"), printed


def test_the_hooks_stop_a_mistake_a_layout_and_a_failing_scenario(repository, monkeypatch):
    vocabulary = repository / "政策" / "vocabulary.yaml"
    vocabulary.write_text(vocabulary.read_text(encoding="utf-8") + "坏的键: 1\n", encoding="utf-8")
    feature = repository / "政策" / "甲.feature"
    feature.write_text(FEATURE.replace("  场景", "场景").replace("02-14", "02-15"), encoding="utf-8")
    passed, printed = hooked(repository, monkeypatch)
    assert passed == dict.fromkeys(("check", "fmt", "test"), "Failed"), printed
    assert "坏的键" in printed
    assert feature.read_text(encoding="utf-8") == FEATURE.replace("02-14", "02-15")
