"""What stands above lines: what scenarios show, and a case to try a policy with."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from tests.editor.session import Session, session_in

from zzrules.cli import main


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new folder of policies, with its example and the scenarios of that."""
    folder = tmp_path_factory.mktemp("新").resolve() / "某市"
    assert main(["new", str(folder), "--name", "某市政务服务规定"]) == 0
    return folder


@pytest.fixture(scope="module")
def session(small: Path) -> Iterator[Session]:
    with session_in(small) as session:
        yield session


def lenses(session: Session, path: Path) -> dict[str, str]:
    """Return the titles of what stands above lines, by the lines."""
    lines = path.read_text(encoding="utf-8").split("\n")
    found = session.ask("textDocument/codeLens", textDocument={"uri": path.as_uri()})
    return {lines[one["range"]["start"]["line"]].strip(): one["command"]["title"] for one in found}


def test_scenarios_stand_above_the_grounds_that_they_show_and_above_themselves(session: Session, small: Path):
    policy, feature = small / "example.yaml", small / "features" / "示例.feature"
    before = len(session.refreshed)
    assert session.open(policy) == []
    session.until(lambda: len(session.refreshed) > before)
    shown = lenses(session, policy)
    first = next(line for line in shown if line.startswith("合于第一项"))
    assert shown[first] == "3 个场景：成立 1，不成立 1，待查明 1"
    assert session.open(feature) == []
    assert lenses(session, feature)["场景: 有其中一种情形"] == "通过"

    text = feature.read_text(encoding="utf-8")
    feature.write_text(text.replace("的结论是「有所列情形之一」", "的结论是「没有所列情形」"), encoding="utf-8")
    before = len(session.refreshed)
    session.say("textDocument/didSave", textDocument={"uri": feature.as_uri()})
    session.until(lambda: len(session.refreshed) > before)
    assert lenses(session, feature)["场景: 有其中一种情形"].startswith("没有通过：结论应为「没有所列情形」")
    shown = lenses(session, policy)
    assert shown[first] == "2 个场景：成立 0，不成立 1，待查明 1"
    feature.write_text(text, encoding="utf-8")
    session.close(policy)
    session.close(feature)


def test_a_case_to_try_is_opened_and_what_is_concluded_of_it_stands_above(session: Session, small: Path):
    policy = small / "example.yaml"
    session.open(policy)
    [first, *_] = session.ask("textDocument/codeLens", textDocument={"uri": policy.as_uri()})
    assert first["command"]["title"] == "试一个案卷"
    uri = session.ask(
        "workspace/executeCommand", command=first["command"]["command"], arguments=first["command"]["arguments"]
    )
    record = Path(unquote(uri.removeprefix("file://")))
    text = record.read_text(encoding="utf-8")
    assert "# 有第一项情形: " in text
    session.say("textDocument/didOpen", textDocument={"uri": uri, "languageId": "yaml", "version": 1, "text": text})
    assert lenses(session, record)["# 试一个案卷：示例（第二条第一款）"].startswith(
        "示例：待查明，可能是「有所列情形之一」"
    )
    session.versions[record] = 1
    for said, concluded in (
        ("行为发生日期: 2026-01-01\n有第一项情形: 是\n", "示例：有所列情形之一"),
        ("行为发生日期: 2026-13-01\n", "ZZ407"),
        ("行为发生日期: [", "1:9: ZZ126"),
        ("- 甲\n", "案卷要写成「事实: 值」"),
    ):
        session.change(record, said)
        [lens] = session.ask("textDocument/codeLens", textDocument={"uri": uri})
        assert lens["command"]["title"].startswith(concluded)
    session.close(policy)
