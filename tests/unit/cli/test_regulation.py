"""`zzrules regulation`: the text of a day, and how two days differ; and `check --confirm` for what was amended."""

import json
import shutil

import pytest
from tests.unit.cli.samples import ROOT

AMENDED = ROOT / "examples" / "amended-policies"


@pytest.fixture
def amended(here):
    return shutil.copytree(AMENDED, here / "政策")


def test_the_text_of_a_day(run, amended):
    code, out, err = run("regulation", amended, "--on", "2026-06-30")
    assert (code, err) == (0, "")
    assert out.startswith(
        "《某市窗口服务规定》（某政〔2025〕9号），某市人民政府\n2026-01-01起施行的条文，至2026-06-30\n"
    )
    assert "\n第二条　对实名差评，应当在两个工作日内联系核实。\n" in out
    _, out, _ = run("regulation", amended)
    assert "2026-07-01起施行的条文（某政〔2026〕20号修正）\n" in out
    assert "\n第一条　窗口有下列情形之一的，责令限期改正：\n　　（一）不一次性告知申请人需补正的全部内容；\n" in out
    _, out, _ = run("regulation", amended, "--on", "2025-06-30", "--about", "1(2)")
    assert out.splitlines()[2:] == [
        "注意：2025-06-30不在有效期（2026-01-01至2030-12-31）内。",
        "",
        "第一条第（二）项：超过承诺时限未办结；",
    ]
    assert "\n第一章　总则\n\n第一条　为进一步规范政务服务，" in run("regulation")[1]


def test_two_days_side_by_side(run, amended):
    code, out, _ = run("regulation", amended, "--compare", "2026-08-01", "2026-01-01", "--about", "第二条")
    assert code == 0
    assert out.splitlines()[1:] == [
        "",
        "第二条：增加",
        "  + 窗口应当公开承诺时限。",
        "",
        "第二条（移到第三条）：改",
        "  - 对实名差评，应当在两个工作日内联系核实。",
        "  + 对实名差评，应当在三个工作日内联系核实。",
    ]
    _, out, _ = run("regulation", amended, "--compare", "2026-08-01", "2026-09-01")
    assert out.splitlines()[1:] == ["没有不同。"]
    _, out, _ = run("regulation", amended, "--compare", "2026-01-01", "2026-08-01")
    assert "\n第三条（移到第四条）：文字没有改\n" in out
    assert out.endswith("\n第一条第（三）项：删去\n  - 着装不整洁；\n")


def test_as_data(run, amended):
    told = json.loads(run("regulation", amended, "--about", "第三条", "--format", "json")[1])
    assert (told["number"], told["amended_by"], told["first"]) == ("某政〔2025〕9号", "某政〔2026〕20号", "2026-07-01")
    assert [one["citation"] for one in told["texts"]] == ["第三条"]
    told = json.loads(run("regulation", amended, "--compare", "2026-01-01", "2026-08-01", "--format", "json")[1])
    assert [one["kind"] for one in told] == ["added", "moved", "added", "changed", "moved", "repealed"]
    assert told[0] == {
        "kind": "added",
        "was": None,
        "now": "第一条第（二）项",
        "old": "",
        "new": "违反规定增加申请材料；",
    }


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--compare", "2026-01-01"], 2, "--compare 后面写两个日期"),
        (["--compare", "2026-01-01", "七月"], 2, "「七月」不是日期"),
        (["--compare", "2026-01-01", "2026-08-01", "--on", "2026-01-01"], 2, "不和 --on 一起用"),
        (["--about", "第九条"], 1, "ZZ302 「第九条」不存在"),
    ],
)
def test_what_is_asked_wrongly(run, amended, words, code, said):
    found, out, err = run("regulation", amended, *words)
    assert (found, out) == (code, "")
    assert said in err


def test_a_folder_without_a_regulation_or_with_a_broken_one(run, amended):
    path = amended / "regulation.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("删去: [第一条第（三）项]", "删去: [第九条]"), encoding="utf-8")
    assert run("regulation", amended)[2].startswith("regulation.yaml:")
    path.write_text(text.replace("法规: 某市", "法规: 某市\n  法规: "), encoding="utf-8")
    assert run("regulation", amended)[0] == 1
    path.unlink()
    assert run("regulation", amended)[2].startswith("ZZ240 文件夹里没有法规文件")


@pytest.mark.parametrize("words", [(), ("--on", "2026-03-02"), ("--compare", "2026-03-02", "2026-08-01")])
def test_nothing_is_answered_from_a_file_that_has_mistakes(run, amended, words):
    path = amended / "regulation.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text[text.index("发布机关:") :].partition("\n")[0] + "\n", encoding="utf-8")
    code, out, err = run("regulation", amended, *words)
    assert (code, out) == (1, "")
    assert "ZZ102 键「发布机关」重复" in err
    path.write_text(text, encoding="utf-8")
    shutil.copy(path, amended / "second.yaml")
    code, out, err = run("regulation", amended, *words)
    assert (code, out, err) == (
        1,
        "",
        "second.yaml:2:1: ZZ241 有两份法规文件。应改为：文件夹自己的法规只留一份；引用的别的法规，起头写「其他法规」\n",
    )
    (amended / "second.yaml").rename(amended / "second.yml")
    assert run("regulation", amended, *words)[0] == 1


@pytest.mark.parametrize("words", [("--over", "没有"), ("政策", "--over", "没有"), ("没有",)])
def test_a_folder_that_is_not_there_is_told(run, amended, words):
    assert run("regulation", *words) == (1, "", "没有: ZZ110 没有这个文件夹。应改为：检查路径\n")


def test_a_regulation_without_an_end_lasts(run, amended):
    path = amended / "regulation.yaml"
    text = path.read_text(encoding="utf-8")
    assert "有效期至: 2030-12-31" in text
    path.write_text(text.replace(", 有效期至: 2030-12-31", ""), encoding="utf-8")
    out = run("regulation", amended)[1]
    assert out.splitlines()[1] == "2026-07-01起施行的条文（某政〔2026〕20号修正），长期有效"
    assert "注意：2025-06-30不在有效期（2026-01-01起）内。" in run("regulation", amended, "--on", "2025-06-30")[1]
    assert json.loads(run("regulation", amended, "--format", "json")[1])["last"] is None
    assert "9999" not in out


def test_other_files_may_be_wrong(run, amended):
    (amended / "liability.yaml").write_text("政策: [\n", encoding="utf-8")
    assert run("regulation", amended)[0] == 0


# ── confirming ──────────────────────────────────────────────────────────


CONFIRMED = "  第二条: [b4240620, 7a776a64]\n"


@pytest.mark.parametrize("left", ["  第二条: b4240620\n", ""])
def test_what_was_amended_is_named_until_it_is_confirmed(run, amended, left):
    """The text before was confirmed, or none was."""
    path = amended / "bad-review.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.endswith(CONFIRMED)
    unconfirmed = text.removesuffix(CONFIRMED) + left if left else text.partition("\n# 规则")[0] + "\n"
    path.write_text(unconfirmed, encoding="utf-8")
    features = amended / "场景"
    features.mkdir()
    (features / "一.feature").write_text("# language: zh-CN\n@第二条\n功能: 一\n", encoding="utf-8")
    (features / "二.feature").write_text("# language: zh-CN\n功能: 二\n  那么 「第二条」待查明\n", encoding="utf-8")
    code, _, err = run("check", amended, "--features", features)
    assert code == 1
    first, second, _ = [line for line in err.splitlines() if not line.startswith("    ")]
    assert "ZZ304 第二条自2026-07-01起改了" in first
    assert second == "写到第二条的场景：政策/场景/一.feature、政策/场景/二.feature（第3行）"
    told = json.loads(run("check", amended, "--features", features, "--format", "json")[1])
    assert told["concerned"] == {"第二条": ["政策/场景/一.feature", "政策/场景/二.feature（第3行）"]}
    code, out, _ = run("check", amended, "--confirm", "第二条")
    assert (code, out.splitlines()[:2]) == (0, ["已确认：政策/bad-review.yaml（1 处）", "没有发现错误。"])
    assert path.read_text(encoding="utf-8") == text
    assert run("check", amended, "--confirm", "第三条")[1].startswith("没有要确认的：")


def test_confirming_what_there_is_not_or_nowhere(run, amended):
    code, _, err = run("check", amended, "--confirm", "第九条")
    assert code == 1
    assert "ZZ302 「第九条」不存在" in err
    assert run("check", "--confirm", "第二条")[0] == 2
    assert run("check", amended, "--features", "没有")[0] == 2


def test_filling_writes_no_words_for_which_a_rule_was_not_written(run, amended):
    path = amended / "liability.yaml"
    block = "情形:\n  超过时限:\n    依据: 第一条第（二）项\n    条件: {超过承诺时限: 是}\n"
    text = (
        path.read_text(encoding="utf-8")
        .replace("情形:\n", block)
        .replace("  超过时限: {依据: 第一条第（二）项, 条件: {超过承诺时限: 是}}\n", "")
    )
    path.write_text(text, encoding="utf-8")
    law = amended / "regulation.yaml"
    law.write_text(
        law.read_text(encoding="utf-8").replace('        - "超过承诺', '        - "新的一项；"\n        - "超过承诺'),
        encoding="utf-8",
    )
    run("check", amended, "--fill")
    assert "新的一项" not in path.read_text(encoding="utf-8")
