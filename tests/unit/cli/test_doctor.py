"""`zzrules doctor` as its users meet it."""

import re
import sys

from tests.unit.cli.samples import shipped

import zzrules
from zzrules.cli.terminal import width


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


def test_doctor_says_why_the_reference_engine_serves(run, monkeypatch):
    monkeypatch.setattr("zzrules.engines.chaining.unavailable", lambda: "没有安装 durable-rules")
    out = run("doctor")[1]
    assert re.search("^流水的引擎 +compiled（缺省引擎），因为没有安装 durable-rules；两者答案相同$", out, re.MULTILINE)


def test_doctor_says_what_is_not_installed(run, monkeypatch):
    from importlib import metadata

    def missing(package):
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr("importlib.metadata.version", missing)
    code, out, _ = run("doctor")
    assert code == 0
    assert re.search(r"^icalendar +没有安装（用于 due --format ics）$", out, re.MULTILINE)


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
