"""examples/service over real HTTP, with two workers: answers, mistakes, batches, new policies, the decision log."""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests import needs

import zzrules

ROOT = Path(__file__).parents[2]
ON = "2026-05-06"
RECORD = {"主体": "派驻窗口工作人员", "行为发生日期": "2026-04-16", "主观故意": "查不清"}
ABOUT = ["第二十三条"]
ASKED = {"record": RECORD, "on": ON, "about": ABOUT}


@dataclass
class Service:
    http: Any
    policies: Path
    log: Path

    def until(self, holds: Callable[[dict[str, Any]], bool]) -> None:
        """Wait until both workers say what is expected."""
        said: dict[int, bool] = {}
        for _ in range(600):
            health = self.http.get("/health").json()
            said[health["worker"]] = holds(health)
            if len(said) > 1 and all(said.values()):
                return
            time.sleep(0.02)
        raise AssertionError(said)


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[Service]:
    for package in ("fastapi", "uvicorn", "python_multipart"):
        needs.package(package)
    httpx: Any = needs.package("httpx")
    home = tmp_path_factory.mktemp("service")
    policies = home / "policies"
    shutil.copytree(ROOT / "policies", policies)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "ZZRULES_POLICIES": str(policies),
        "ZZRULES_DECISION_LOG": str(home / "decisions.jsonl"),
        "ZZRULES_BATCHES": str(home / "batches"),
        "ZZRULES_LOOK_EVERY": "0.1",
        "ZZRULES_LARGEST_UPLOAD": "100000",
    }
    command = [sys.executable, "-m", "uvicorn", "--app-dir", str(ROOT / "examples" / "service"), "app:app"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--log-level", "warning"]
    paths = os.pathsep.join(path for path in sys.path if path)
    with (home / "output").open("wb") as output:
        running = subprocess.Popen(
            command, env={**os.environ, **settings, "PYTHONPATH": paths}, stdout=output, stderr=output
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as http:
            for _ in range(600):
                assert running.poll() is None, (home / "output").read_text(encoding="utf-8")
                try:
                    http.get("/health")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            # a connection stays with its worker: each question has its own
            http.headers["connection"] = "close"
            yield Service(http, policies, home / "decisions.jsonl")
    finally:
        running.terminate()
        running.wait(30)


def told(response: Any) -> list[tuple[list[Any], str]]:
    assert response.status_code == 422, response.text
    return [(one["loc"], one["type"]) for one in response.json()["detail"]]


def test_it_says_what_the_library_says(service):
    book = zzrules.load(service.policies)
    determination = book.evaluate(RECORD, ON, ABOUT)
    response = service.http.post("/evaluate", json=ASKED)
    assert response.json() == json.loads(determination.to_json())
    assert service.http.post("/explain", json=ASKED).text == determination.explain()
    assert service.http.get("/schema").json() == json.loads(json.dumps(book.record_schema()))
    everything = service.http.post("/evaluate", json={"record": RECORD, "on": ON}).json()
    assert everything == json.loads(book.evaluate(RECORD, ON).to_json())


def test_mistakes_say_where_they_are_in_the_request(service):
    wrong = {"record": {"主体": "机构", "行为发生日期": "四月", "主体类型": "x"}, "on": ON}
    element = {"补正告知": [{"告知日期": "2026-04-13"}, {"告知日期": "四月"}], "主观故意": {"结论": "是", "机构": "某"}}
    assert told(service.http.post("/evaluate", json=wrong)) == [
        (["body", "record", "主体"], "ZZ404"),
        (["body", "record", "行为发生日期"], "ZZ402"),
        (["body", "record", "主体类型"], "ZZ401"),
    ]
    assert told(service.http.post("/evaluate", json={"record": element, "on": ON})) == [
        (["body", "record", "补正告知", 1, "告知日期"], "ZZ402"),
        (["body", "record", "主观故意", "机构"], "ZZ404"),
    ]
    assert told(service.http.post("/evaluate", json={**ASKED, "on": "today"})) == [(["body", "on"], "ZZ601")]
    assert told(service.http.post("/explain", json={**ASKED, "about": ["第九十九条"]})) == [
        (["body", "about"], "ZZ602")
    ]
    assert told(service.http.post("/evaluate", json={"record": [], "on": ON}))[0][0] == ["body", "record"]
    assert told(service.http.post("/evaluate", json={**ASKED, "at": 1}))[0][0] == ["body", "at"]


def test_a_batch_is_judged_from_file_to_file(service):
    frame = pl.DataFrame({"主体": ["政务服务机构", "机构"], "行为发生日期": ["2026-04-16"] * 2})
    sent = {"file": ("台账.csv", frame.write_csv().encode())}
    asked = {"on": ON, "about": "第二十三条", "result": "parquet"}
    response = service.http.post("/batch", files=sent, data=asked)
    assert response.status_code == 201, response.text
    made = response.json()
    assert (made["summary"]["judged"], made["summary"]["bad"]) == (1, 1)
    answers = pl.read_parquet(io.BytesIO(service.http.get(made["links"]["answers"]).content))
    assert answers["tolerance.outcome"].to_list() == ["not_applicable"]
    assert "ZZ404" in service.http.get(made["links"]["bad"]).text
    assert service.http.get(f"/batch/{made['batch']}/records.csv").status_code == 404
    assert service.http.get("/batch/..%2f..%2fpolicies/regulation.yaml").status_code == 404
    assert service.http.post("/batch", files={"file": ("a.csv", b"x" * 100_001)}, data=asked).status_code == 413
    assert service.http.post("/batch", files={"file": ("a.exe", b"")}, data=asked).status_code == 422
    nothing = {"file": ("a.csv", "列\n1\n".encode())}
    assert told(service.http.post("/batch", files=nothing, data=asked)) == [(["body", "file"], "ZZ630")]


def test_policies_are_exchanged_without_an_instant_without_rules(service):
    """While others ask: wrong ones are not taken over, new ones are, and every question has its answer."""
    scope = service.policies / "article-24-scope.yaml"
    written = scope.read_text(encoding="utf-8")
    before = service.http.get("/health").json()["rulebook"]
    done = False

    def ask() -> set[str]:
        seen = set()
        while not done:
            response = service.http.post("/evaluate", json=ASKED)
            assert response.status_code == 200, response.text
            seen.add(response.json()["rulebook"])
        return seen

    with ThreadPoolExecutor(1) as others:
        asking = others.submit(ask)
        try:
            scope.write_text(written + "错: [", encoding="utf-8")
            service.until(lambda health: health["refused"] and health["rulebook"] == before)
            scope.write_text(written + "# 新的\n", encoding="utf-8")
            service.until(lambda health: not health["refused"] and health["rulebook"] != before)
        finally:
            done = True
    after = service.http.get("/health").json()["rulebook"]
    assert asking.result() <= {before, after}


def test_every_determination_is_in_the_log_of_both_workers(service):
    assert service.http.post("/evaluate", json=ASKED).status_code == 200
    before = len(service.log.read_text(encoding="utf-8").splitlines())
    with ThreadPoolExecutor(8) as many:
        responses = list(many.map(lambda _: service.http.post("/evaluate", json=ASKED), range(60)))
    assert service.http.post("/evaluate", json={**ASKED, "on": "x"}).status_code == 422
    lines = service.log.read_text(encoding="utf-8").splitlines()[before:]
    noted = [json.loads(line) for line in lines]
    assert sorted(line["decision"] for line in noted) == sorted(one.headers["X-Decision"] for one in responses)
    assert {line["record"] for line in noted} == {responses[0].json()["record"]}
    assert not any(value in line for line in lines for value in ("派驻", "2026-04-16"))
