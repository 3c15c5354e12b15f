"""What the server asks of its modules, asked of them directly: in a folder as it is saved, and as it is being typed."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from zzrules.cli import main
from zzrules.editor import completion, scenarios, showing
from zzrules.editor.background import Background
from zzrules.editor.explaining import key_says
from zzrules.editor.hover import hover
from zzrules.editor.showing import Shown
from zzrules.editor.trying import concluded, draft
from zzrules.editor.workspace import Desk, Study, Workspace
from zzrules.policy.whereabouts import features_below, features_of

ROOT = Path(__file__).parents[2]
DAY = date(2026, 5, 6)


@pytest.fixture
def small(tmp_path: Path) -> Desk:
    folder = tmp_path.resolve() / "某市"
    assert main(["new", str(folder), "--name=某市政务服务规定"]) == 0
    desk = Workspace().desk_of(folder / "example.yaml")
    assert desk is not None
    desk.study({})
    return desk


@pytest.fixture(scope="module")
def study() -> Study:
    desk = Workspace().desk_of(ROOT / "policies" / "vocabulary.yaml")
    assert desk is not None
    return desk.study({})


def test_a_rulebook_to_try_cases_with_is_of_the_files_as_they_are_saved(small: Desk):
    background, path = Background(lambda _: None), small.root / "example.yaml"
    first = background.book(small)
    assert first is not None
    text = path.read_text(encoding="utf-8")
    small.study({path: text.replace("有所列情形之一", "有一种情形")})
    assert background.book(small) is first  # what is being typed is not saved
    path.write_text(text.replace("有所列情形之一", "有一种情形"), encoding="utf-8")
    second = background.book(small)
    assert second is not None
    assert second is not first
    path.write_text(text.replace("政策: ", "政策： ", 1), encoding="utf-8")
    assert background.book(small) is second  # the last that could be read
    policy = second.plan.policies[0]
    record = draft(second, policy.code)
    assert concluded(second, policy.code, record, DAY).startswith(f"{policy.name}：待查明，可能是「")
    filled = record.replace("# 有第一项情形: ", "有第一项情形: 是")
    assert "有一种情形" in concluded(second, policy.code, filled, DAY)
    assert concluded(second, policy.code, "- 甲", DAY) == "案卷要写成「事实: 值」，一行一个"
    assert "ZZ126" in concluded(second, policy.code, "甲: [", DAY)
    assert "ZZ401" in concluded(second, policy.code, "没有的事实: 是", DAY)


def test_what_scenarios_show_is_printed_for_whoever_waits(small: Desk, capsys, monkeypatch):
    monkeypatch.setattr("os.nice", lambda _by: 0, raising=False)  # this process has others' tests to run
    layers, features = [str(small.root)], features_below(features_of(small.root))
    assert features
    showing.main([*layers, "--", *map(str, features)])
    shown = Shown.of(json.loads(capsys.readouterr().out))
    assert set(shown.scenarios) == {str(path) for path in features}
    assert not any(why for runs in shown.scenarios.values() for why in runs.values())
    [code] = shown.grounds
    ground = next(name for name in shown.grounds[code] if name.startswith("合于第一项"))
    assert shown.of_ground(code, ground) == "3 个场景：成立 1，不成立 1，待查明 1"
    assert all(problem.place.source and problem.code for problem in shown.advice)
    (small.root / "example.yaml").write_text("政策: [", encoding="utf-8")
    showing.main([*layers, "--"])
    assert capsys.readouterr().out == ""


def offered(study: Study, text: str) -> list[str]:
    offer = completion.offer(study, "甲.yaml", text.replace("｜", ""), text.index("｜"))
    return [item.label for item in offer.items]


@pytest.mark.parametrize(
    ("typed", "some", "none_of"),
    [
        ("情形:\n  甲: {条件: {责令改正: {有一次: {责令机构: {｜}}}}}\n", {"属于", "不属于"}, {"等于"}),
        ("情形:\n  甲: {条件: {责令改正: {｜}}}\n", {"有一次", "每一次", "次数"}, {"属于"}),
        ("情形:\n  甲: {条件: {审核同意的日期: {｜}}}\n", {"不早于", "晚于"}, {"以上"}),
        ("情形:\n  甲: {条件: {口径: {｜}}}\n", set(), {"主体"}),
        ("推算:\n  甲: {首次: {列表: 责令改正, 取: ｜}}\n", {"责令日期", "责令机构"}, {"主体"}),
        ("例外于: [{政策: 窗口工作人员轮换, 情形: ｜}]\n", {"离开机构", "不适合"}, {"主体"}),
        ("例外于: [{政策: ｜}]\n", {"窗口工作人员轮换"}, set()),
        (
            "后果:\n  甲: {依据: 第八条, 主体: 乙, 情态: 应当, 内容: 丙, 时限: ｜}\n",
            {"及时", "立即", "办结日期"},
            {"主体"},
        ),
        ("情形:\n  甲: {条件: {参见: {政策: 窗口工作人员轮换, 得出: ｜}}}\n", {"予以轮换调整"}, set()),
        ("情形:\n  甲: {条件: {参见: {政策: 窗口工作人员轮换, 归类: ｜}}}\n", {"予以轮换"}, set()),
        ("情形:\n  甲: {条件: {参见: {政策: 窗口工作人员轮换, 情形: ｜}}}\n", {"离开机构"}, set()),
        ("推定:\n  ｜: {查不清则: 是}\n", {"主体"}, set()),
        ("推定:\n  主体: {查不清则: ｜}\n", {"政务服务机构"}, set()),
        ("有权认定:\n  ｜\n", {"审核同意"}, {"主体"}),
        ("# ｜\n", set(), {"主体"}),
    ],
)
def test_places_in_a_policy_that_few_policies_use(study: Study, typed: str, some: set[str], none_of: set[str]):
    found = {*offered(study, f"政策: 甲\n代码: a\n依据: 第八条第二款\n行为日期: {{取: 行为发生日期}}\n{typed}")}
    assert some <= found
    assert not none_of & found


@pytest.mark.parametrize(
    ("typed", "some", "none_of"),
    [
        ("当 「2026-03-01」发生「｜", {"办结", "补正告知"}, {"主体"}),
        ("假如 「审核同意」为「｜", {"是", "否", "是，政务服务中心管理机构"}, {"属于"}),
        ("假如 「责令改正」有以下各次\n      | ｜", {"责令日期", "责令机构"}, {"主体"}),
        ("假如 「责令改正」有以下各次\n      | 责令机构 |\n      | ｜", set(), {"主体"}),
        ("当 流水如下\n      | 编号 | 事件 |\n      | 1 | ｜", {"办结"}, {"主体"}),
        ("那么 换一种口径「｜", {"任期计法：累计计算"}, set()),
        ("那么 义务「｜", {"联系核实"}, {"离开机构"}),
        ("那么 「窗口工作人员轮换」的归类是「｜", {"予以轮换"}, set()),
        ("那么 依据包括「｜", {"第八条"}, set()),
        ("那么 「第八条第二款」尚缺「｜", {"主体"}, set()),
        ("那么 「第八条第二款」待查明\n    而且 「第八条第二款」｜", {"「政策」待查明"}, {"「事实」为「值」"}),
    ],
)
def test_places_in_a_feature(study: Study, typed: str, some: set[str], none_of: set[str]):
    text = f"# language: zh-CN\n功能: 甲\n  场景: 乙\n    {typed}\n"
    found = {item.label for item in scenarios.offer(study, text.replace("｜", ""), text.index("｜")).items}
    assert some <= found
    assert not none_of & found


@pytest.mark.parametrize("kind", ["法规", "其他法规", "词汇", "日历", "对照", "政策"])
def test_the_keys_of_every_kind_of_file_are_explained(kind: str):
    assert key_says(kind, (kind,))
    assert key_says(kind, ("没有的键",)) == ""


def test_a_fact_that_a_policy_asks_for_in_its_own_words_is_a_name_and_the_words_are_none(tmp_path: Path):
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    desk = Workspace().desk_of(tmp_path.resolve() / "policies" / "vocabulary.yaml")
    assert desk is not None
    path = desk.root / "article-08-rotation.yaml"
    asked = path.read_text(encoding="utf-8").replace("\n问:\n", "\n问:\n  审核同意: 报请日期\n", 1)
    words = desk.study({path: asked}).words_of(path.name)
    named = [word.path for word in words.named["审核同意"] if word.path[0] == "问"]
    assert named == [("问", "审核同意")]
    assert not [word for word in words.named["报请日期"] if word.path[0] == "问"]
    assert [word for word in words.named["主体"] if "条件" in word.path]


@pytest.mark.parametrize(
    ("file", "words", "behind", "says"),
    [
        ("vocabulary.yaml", "  补正告知: {代码: correction_notified", 3, "事件　`correction_notified`"),
        ("vocabulary.yaml", "{辞职: ", 2, "选项　离开原因"),
        ("article-08-rotation.yaml", "{属于: [辞职", 7, "因什么原因离开所属政务服务机构"),
        (
            "article-08-rotation.yaml",
            "审核同意: {机构: [政务服务中心管理机构",
            13,
            "政务服务中心管理机构: management_body",
        ),
        ("article-08-rotation.yaml", "政策: 窗口工作人员轮换", 5, "结论：予以轮换调整"),
    ],
)
def test_names_of_the_vocabulary_are_explained(study: Study, file: str, words: str, behind: int, says: str):
    text = study.text(file)
    found = hover(study, file, text, text.text.index(words) + behind)
    assert found is not None
    assert says in found.words
