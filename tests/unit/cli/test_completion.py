"""`zzrules completion`: the scripts run in their shells, where these are installed."""

import shutil
import subprocess

import pytest

from zzrules.cli.commands import COMMANDS
from zzrules.cli.completion import Shell, _options

BASH = """
eval "$SCRIPT"
compopt() { :; }
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_zzrules
printf '%s\\n' "${COMPREPLY[@]}"
"""


def needs(shell: str):
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not installed")


@pytest.fixture
def desk(here):
    (here / "案 卷").mkdir()
    (here / "案 卷.yaml").touch()
    return here


@pytest.fixture
def script(run):
    def script(shell: Shell) -> str:
        code, out, err = run("completion", shell)
        assert (code, err) == (0, "")
        return out

    return script


@pytest.fixture
def in_bash(desk, script):
    def completed(*words: str) -> set[str]:
        command = ["bash", "--norc", "-c", BASH, "bash", "zzrules", *words]
        environment = {"SCRIPT": script("bash"), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        assert done.stderr == ""
        return set(done.stdout.split("\n")) - {""}

    return completed


@pytest.fixture
def in_fish(desk, script):
    def completed(*words: str) -> set[str]:
        line = " ".join(("zzrules", *words))
        command = ["fish", "--no-config", "-c", f'source (printf %s "$SCRIPT" | psub); complete -C "{line}"']
        environment = {"SCRIPT": script("fish"), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(desk)}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        return {row.partition("\t")[0] for row in done.stdout.split("\n")} - {""}

    return completed


@needs("bash")
def test_bash_completes_commands_options_values_and_files(in_bash):
    assert in_bash("") == {*COMMANDS, "--help", "--version"}
    assert in_bash("ca") == {"casefile"}
    assert in_bash("evaluate", "a.yaml", "--fo") == {"--format"}
    assert in_bash("evaluate", "a.yaml", "--format", "") == {"text", "table", "json", "jsonl"}
    assert in_bash("evaluate", "--columns", "outcome", "cl") == {"class"}
    assert in_bash("evaluate", "案") == {"案 卷", "案 卷.yaml"}
    assert in_bash("evaluate", "a.yaml", "--format", "json", "案") == {"案 卷", "案 卷.yaml"}
    assert in_bash("explain", "a.yaml", "--policies", "案") == {"案 卷"}
    assert in_bash("evaluate", "a.yaml", "--on", "2") == set()
    assert in_bash("evaluate", "a.yaml", "--about", "8.2", "") == set()
    assert in_bash("due", "-o", "案") == {"案 卷", "案 卷.yaml"}
    assert in_bash("doctor", "") == {"--policies", "--over", "--format", "--help"}
    assert in_bash("completion", "") == {"bash", "zsh", "fish"}


@needs("bash")
@pytest.mark.parametrize("name", COMMANDS)
def test_bash_completes_every_option_of_a_command(in_bash, name):
    words = {word for option in _options(COMMANDS[name]) for word in option.names if word.startswith("--")}
    assert in_bash(name, "--") == words


@needs("fish")
def test_fish_completes_commands_options_values_and_files(in_fish):
    assert set(COMMANDS) <= in_fish("")
    assert in_fish("evaluate a.yaml --fo") == {"--format"}
    assert in_fish("evaluate a.yaml --format ") == {"text", "table", "json", "jsonl"}
    assert in_fish("explain a.yaml --policies 案") == {"案 卷/"}
    assert {"案 卷/", "案 卷.yaml"} <= in_fish("evaluate 案")
    assert in_fish("completion ") >= {"bash", "zsh", "fish"}


@needs("zsh")
def test_zsh_is_told_commands_options_and_values(desk, script):
    """What completes at a prompt is asked for what it is given."""
    ask = """
    compdef() { :; }
    _describe() { print -rl -- ${(P)2}; }
    _arguments() { print -rl -- "$@"; }
    eval "$SCRIPT"
    words=(zzrules "$@"); CURRENT=$#words
    _zzrules
    """

    def told(*words: str) -> list[str]:
        command = ["zsh", "-f", "-c", ask, "zsh", *words]
        environment = {"SCRIPT": script("zsh"), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        assert done.stderr == ""
        return done.stdout.splitlines()

    assert [line.partition(":")[0] for line in told("")] == list(COMMANDS)
    rows = told("evaluate", "a.yaml", "")
    assert "*:文件:_files" in rows
    assert "--to[-o - 的结果写成哪一种]:值:(jsonl csv parquet xlsx arrow)" in rows
    assert any(row.startswith("--policies[") and row.endswith("]:文件夹:_files -/") for row in rows)
    assert "-h[显示这一页]" in rows
    assert told("completion", "") == ["1:值:(bash zsh fish)", "-h[显示这一页]", "--help[显示这一页]"]
