"""A new name for what the vocabulary names: where it has to stand, in which files, and when nobody can say."""

import re
import shutil
from pathlib import Path

import pytest

import zzrules
from zzrules.base.errors import UsageError
from zzrules.editor.navigation import Index
from zzrules.editor.positions import Span, Text
from zzrules.editor.renaming import MOST_BYTES, beside, replacements
from zzrules.editor.symbols import Symbol
from zzrules.editor.workspace import Desk, Workspace

ROOT = Path(__file__).parents[2]
# Where names stand in files beside the policies: a body in 〔〕, an option of 主体 in 〖〗, a kind of event in ｟｠.
BESIDE = {
    "案卷/甲.yaml": """\
主体: 〖政务服务中心管理机构〗
审核同意: {结论: 是, 机构: 〔政务服务中心管理机构〕, 依据: 政务服务中心管理机构}
主张其他情形:
  - {主张人: 政务服务中心管理机构, 主张的理由: 政务服务中心管理机构}
责令改正: [{责令机构: {属于: [〔政务服务中心管理机构〕]}}]
补正告知: [{告知日期: 2026-03-01}]
""",
    "案卷/乙.jsonl": """\
{"案号": "补正告知", "事实": {"主体": {"不属于": ["〖政务服务中心管理机构〗"]}}}
{"编号": "1", "事件": "｟补正告知｠"}
{"主体": "〖\\u653f\\u52a1\\u670d\\u52a1\\u4e2d\\u5fc3\\u7ba1\\u7406\\u673a\\u6784〗"}
{"编号": "2", "事件": "责令限期改正", "责令机构": "〔政务服务中心管理机构〕"}
""",
    "台账/对照.yaml": """\
对照: 补正告知
列:
  政务服务中心管理机构: 补正告知.告知日期
  补正告知: 审核同意.机构
  谁: {事实: 主体, 值: {政务服务中心管理机构: 〖政务服务中心管理机构〗}}
  由谁: {事实: 审核同意.机构, 空: 〔政务服务中心管理机构〕}
各行相同: {责令改正.责令机构: 〔政务服务中心管理机构〕}
""",
    "features/甲.feature": """\
# language: zh-CN
功能: 补正告知
  场景大纲: 政务服务中心管理机构
    假如 案卷如下
      | 事实     | 值                                            |
      | 主体     | <谁>                                          |
      | 审核同意 | 是，〔政务服务中心管理机构〕（市级）         |
    而且 「主体」为「〖政务服务中心管理机构〗」
    而且 「责令改正」有以下各次
      | 责令日期   | 责令机构                   |
      | 2026-03-01 | 〔政务服务中心管理机构〕   |
    而且 「补正告知」有以下各次
      | 告知日期   |
      | 2026-03-01 |
    当 流水如下
      | 编号 | 日期       | 事件         | 责令机构                 |
      | 1    | 2026-03-09 | ｟补正告知｠ |                          |
      | 2    | 2026-03-09 | <何事>       |                          |
      | 3    | 2026-03-09 | 责令限期改正 | 〔政务服务中心管理机构〕 |
    而且 「2026-03-10」发生「｟补正告知｠」，「主体」为「〖政务服务中心管理机构〗」
    那么 情形「补正告知」成立
    而且 「第八条第二款」不适用，因为「政务服务中心管理机构」

    例子:
      | 谁                       | 何事         | 别的                 |
      | 〖政务服务中心管理机构〗 | ｟补正告知｠ | 政务服务中心管理机构 |
""",
}
MARKS = re.compile("[〔〕〖〗｟｠]")


def marked(text: str, marks: str) -> list[Span]:
    """Return where the parts between two marks are in a text without any marks."""
    found = re.finditer(f"{marks[0]}([^{marks[1]}]*){marks[1]}", text)
    starts = [(one.start() - len(MARKS.findall(text[: one.start()])), len(one.group(1))) for one in found]
    return [Span(start, start + length) for start, length in starts]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The shipped policies, with files beside them."""
    root = tmp_path.resolve()
    shutil.copytree(ROOT / "policies", root / "policies")
    for name, text in BESIDE.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(MARKS.sub("", text), encoding="utf-8")
    desk = Workspace().desk_of(root / "policies" / "vocabulary.yaml")
    assert desk is not None
    desk.study({})
    return desk


def renamed(desk: Desk, symbol: Symbol, new: str) -> dict[str, list[Span]]:
    """Give what a symbol names another name, in the files; return where, by their paths."""
    root = desk.root.parent
    found = replacements(desk, symbol, new, {}, beside([root], desk))
    for path, spans in found.items():
        text = path.read_text(encoding="utf-8")
        for span in spans[::-1]:
            text = text[: span.start] + new + text[span.end :]
        path.write_text(text, encoding="utf-8")
    desk.refresh()
    desk.study({})
    return {path.relative_to(root).as_posix(): spans for path, spans in found.items()}


@pytest.mark.parametrize(
    ("symbol", "marks"),
    [
        (Symbol("body", "政务服务中心管理机构"), "〔〕"),
        (Symbol("option", "政务服务中心管理机构", "主体"), "〖〗"),
        (Symbol("event", "补正告知"), "｟｠"),
    ],
    ids=["body", "option", "event"],
)
def test_what_the_vocabulary_names_is_renamed_wherever_it_is_meant_and_nowhere_else(
    desk: Desk, symbol: Symbol, marks: str
):
    before = {site.file for site in Index(desk.last).sites(symbol)}
    changed = renamed(desk, symbol, "新名字")
    assert {file: changed.get(file, []) for file in BESIDE} == {
        file: marked(text, marks) for file, text in BESIDE.items()
    }
    assert zzrules.check(desk.root) == ()
    index, new = Index(desk.last), Symbol(symbol.sort, "新名字", symbol.owner)
    defined = index.definition(new)
    assert defined is not None
    assert defined in [*index.sites(new)]
    assert {site.file for site in index.sites(new)} == before
    assert [*index.sites(symbol)] == []
    text = Text((desk.root.parent / "features" / "甲.feature").read_text(encoding="utf-8"))
    assert len([*index.sites_in_feature(text, new)]) == len(marked(BESIDE["features/甲.feature"], marks))
    assert (found := index.at_feature(text, text.text.index("新名字"))) is not None
    assert found[1] == new


def test_an_option_is_another_where_another_fact_has_one_of_that_name(desk: Desk):
    changed = renamed(desk, Symbol("option", "政务服务中心管理机构", "主张其他情形.主张人"), "管理机构自己")
    assert {*changed} == {"policies/vocabulary.yaml", "案卷/甲.yaml"}
    [span] = changed["案卷/甲.yaml"]
    assert MARKS.sub("", BESIDE["案卷/甲.yaml"])[: span.start].endswith("主张人: ")
    assert zzrules.check(desk.root) == ()


def test_a_fact_is_not_what_an_event_or_a_column_of_a_register_is_called(desk: Desk):
    changed = renamed(desk, Symbol("fact", "补正告知"), "补正的告知")
    text = MARKS.sub("", BESIDE["台账/对照.yaml"])
    assert [text[span.start - 4 : span.end] for span in changed["台账/对照.yaml"]] == ["机构: 补正告知"]
    text = MARKS.sub("", BESIDE["features/甲.feature"])
    assert [text[span.start - 4 : span.end] for span in changed["features/甲.feature"]] == ["而且 「补正告知"]
    assert "案卷/乙.jsonl" not in changed
    assert zzrules.check(desk.root) == ()
    assert desk.last.known.vocabulary.event("补正告知") is not None


def test_files_are_beside_the_policies_that_they_are_about(desk: Desk):
    root = desk.root.parent
    for folder in ("乙市/policies", "案卷/示例", "案卷/另一个示例"):
        (root / folder).mkdir(parents=True)
        shutil.copy(desk.root / "regulation.yaml", root / folder)
    for name in (
        "乙市/policies/场景.feature",  # below another city's policies
        "乙市/features/甲.feature",  # beside them
        "乙市/案卷/甲.yaml",
        "案卷/示例/甲.yaml",
        ".cache/甲.yaml",
        "案卷/.旧/甲.yaml",
        "editors/node_modules/包/package.json",
        "案卷/~说明.txt",
        "案卷/2026/三月/甲.json",
        "policies/features/甲.feature",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("{}", encoding="utf-8")
    found = {path.relative_to(root).as_posix() for path in beside([root], desk)}
    assert found == {*BESIDE, "案卷/2026/三月/甲.json", "policies/features/甲.feature"}


def test_what_cannot_be_seen_whole_is_not_renamed(desk: Desk):
    root, symbol = desk.root.parent, Symbol("fact", "补正告知")

    def refused() -> str:
        with pytest.raises(UsageError) as error:
            replacements(desk, symbol, "新名字", {}, beside([root], desk))
        assert error.value.problems[0].code == "ZZ696"
        return error.value.problems[0].message

    (root / "案卷" / "丙.yaml").write_text("补正告知: {甲: [", encoding="utf-8")
    assert "「丙.yaml」读不懂" in refused()
    (root / "案卷" / "丙.yaml").unlink()
    (root / "案卷" / "丙.json").symlink_to(root / "没有")
    assert "丙.json」读不懂" in refused()
    (root / "案卷" / "丙.json").unlink()
    with (root / "案卷" / "丙.jsonl").open("wb") as file:
        file.truncate(MOST_BYTES)
    assert "一共太大" in refused()
    (root / "案卷" / "丙.jsonl").unlink()
    (root / "案卷" / "丙.json").write_bytes("补正告知".encode("gbk"))  # no record, whatever it is
    (root / "案卷" / "丁.yaml").write_text("别的: [", encoding="utf-8")
    assert replacements(desk, symbol, "新名字", {}, beside([root], desk))
