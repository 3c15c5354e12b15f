"""`zzrules doctor` as its users meet it."""

import json
import re
import sys
import tomllib
from importlib import metadata

import pytest
from tests.unit.cli.samples import shipped
from tests.unit.documents import ROOT

import zzrules
from zzrules.base.widths import width
from zzrules.cli import doctor


def test_doctor_says_what_serves(run):
    book = shipped()
    code, out, err = run("doctor")
    rows = dict(re.split(" {2,}", line, maxsplit=1) for line in out.splitlines())
    assert (code, err) == (0, "")
    assert rows["zzrules"] == zzrules.__version__
    assert rows["Python"] == ".".join(map(str, sys.version_info[:3]))
    assert rows["政策"] == (
        f"{len(book.plan.policies)} 个，义务 {len(book.plan.obligations)} 项，摘要 {book.digest[:12]}"
    )
    assert rows["工作日历"].endswith("；以后的要等《国务院办公厅关于2027年部分节假日安排的通知》")
    assert "holidays" in rows
    assert len({width(re.findall(r"^\S+(?: \S+)* {2,}", line)[0]) for line in out.splitlines()}) == 1


def test_doctor_names_a_package_of_every_extra(run):
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    [every] = extras["all"]
    named = {package.extra for package in doctor._PACKAGES}
    assert {*every.removeprefix("zzrules[").removesuffix("]").split(",")} <= named
    rows = json.loads(run("doctor", "--format", "json")[1])["packages"]
    assert next(row["version"] for row in rows if row["name"] == "pygls") == metadata.version("pygls")


def test_doctor_says_why_the_reference_engine_serves(run, monkeypatch):
    monkeypatch.setattr("zzrules.engines.chaining.unavailable", lambda: "没有安装 durable-rules")
    out = run("doctor")[1]
    assert re.search("^流水的引擎 +compiled（缺省引擎），因为没有安装 durable-rules；两者答案相同$", out, re.MULTILINE)


def test_doctor_says_what_is_not_installed(run, monkeypatch):
    def missing(package):
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr("importlib.metadata.version", missing)
    code, out, _ = run("doctor")
    assert code == 0
    assert re.search(r'^icalendar +没有安装：pip install "zzrules\[ics\]"（用于 due --format ics）$', out, re.MULTILINE)


@pytest.mark.parametrize(
    ("version", "compiler", "why"),
    [
        ((3, 11), "cc", '没有安装：pip install "zzrules[durable]"，要有 C 编译器'),
        ((3, 12), "", '没有安装：pip install "zzrules[durable]"，要有 C 编译器，这里没有找到'),
        ((3, 13), "cc", "没有安装：从 Python 3.13 起不能用"),
    ],
)
def test_doctor_says_why_durable_rules_is_not_there(run, monkeypatch, tmp_path, version, compiler, why):
    def missing(package):
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr("importlib.metadata.version", missing)
    monkeypatch.setattr("sys.version_info", version)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CC", "my-cc -O2")
    if compiler:
        (tmp_path / "my-cc").touch(mode=0o755)
    packages = json.loads(run("doctor", "--format", "json")[1])["packages"]
    [durable] = [package for package in packages if package["name"] == "durable-rules"]
    assert (durable["version"], durable["missing_because"]) == (None, why)


def test_doctor_says_the_same_as_data(run):
    code, out, _ = run("doctor", "--format", "json")
    told, shown = json.loads(out), run("doctor")[1]
    assert code == 0
    assert told["calendar"]["last"] == str(shipped().calendar.last)
    assert told["rulebook"] == shipped().digest
    for package in told["packages"]:
        assert re.search(f"^{package['name']} +{re.escape(package['version'] or '没有安装')}", shown, re.MULTILINE)


def test_doctor_says_whether_there_is_a_java_for_spark(run, monkeypatch, tmp_path):
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert re.search(r"^pyspark +.+（用于 集群，zzrules.spark；没有找到 Java）$", run("doctor")[1], re.MULTILINE)
    (tmp_path / "bin" / "java").touch(mode=0o755)
    assert re.search(r"^pyspark +.+（用于 集群，zzrules.spark；有 Java）$", run("doctor")[1], re.MULTILINE)


def test_doctor_of_policies_with_mistakes(run, policies):
    (policies / "article-24-scope.yaml").write_text("政策: 甲\n", encoding="utf-8")
    code, out, err = run("doctor", "--policies", "政策")
    assert (code, out) == (1, "")
    assert "article-24-scope.yaml:1:1: ZZ202 " in err
