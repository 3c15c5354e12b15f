"""`zzrules bundle` as its users meet it."""

import stat
import sys
from pathlib import Path

import pytest
from tests.unit.cli.samples import DAY, shipped


@pytest.fixture
def made(run):
    assert run("bundle", "-o", "2026.zzrules")[0] == 0
    return Path("2026.zzrules")


def test_a_bundle_stands_in_for_a_folder(run, made):
    code, out, _ = run("bundle", made)
    assert code == 0
    assert shipped().digest in out
    assert run("check", made)[1].startswith("没有发现错误")
    assert run("evaluate", "rotated.yaml", "--on", DAY, "--about", "8.2", "--policies", made) == run(
        "evaluate", "rotated.yaml", "--on", DAY, "--about", "8.2"
    )
    assert run("regulation", made, "--about", "第二十二条")[0] == 0


def test_the_name_is_that_of_the_folder(run, policies):
    code, out, _ = run("bundle", "政策")
    assert (code, out.splitlines()[-1]) == (0, "写在 政策.zzrules")


@pytest.mark.parametrize("command", [("bundle",), ("check",), ("facts", "--policies"), ("regulation",)])
def test_a_bundle_that_was_changed_is_used_by_no_command(run, made, command):
    made.write_bytes(made.read_bytes().replace("两年".encode(), "三年".encode(), 1))
    code, out, err = run(*command, made)
    assert (code, out) == (6, "")
    assert err.startswith("2026.zzrules: ZZ871 ")


def test_keys_are_written_once_and_sign(run, made):
    assert run("bundle", "--new-key", "法制科")[0] == 0
    if sys.platform != "win32":
        assert stat.S_IMODE(Path("法制科.私钥.pem").stat().st_mode) == 0o600
    assert run("bundle", "--new-key", "法制科")[0] == 2
    assert run("bundle", made, "-o", "签.zzrules", "--sign", "法制科.私钥.pem")[0] == 0
    assert run("bundle", "签.zzrules", "--signed-by", "法制科.公钥.pem")[0] == 0
    assert run("bundle", made, "--signed-by", "法制科.公钥.pem")[0] == 6
    assert run("bundle", "--new-key", "别人")[0] == 0
    assert run("bundle", "签.zzrules", "--signed-by", "别人.公钥.pem")[0] == 6
    assert run("bundle", "签.zzrules", "--signed-by", "别人.私钥.pem")[0] == 2
    assert run("bundle", "--new-key", "没有/钥匙")[0] == 74


def test_what_does_not_go_together_is_wrong_use(run, made):
    assert run("bundle", "--signed-by", "公钥.pem")[0] == 2
    assert run("bundle", made, "--sign", "私钥.pem")[0] == 2
