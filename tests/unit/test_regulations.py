"""Several regulations in one folder: how they are found, quoted, answered with, confirmed and printed."""

import json
import shutil
from functools import cache
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator

import zzrules
from zzrules.answer.determination import Determination
from zzrules.answer.witnesses import Scenario
from zzrules.base.citation import Citation
from zzrules.base.errors import CitationError, PolicyError, UsageError
from zzrules.cli import main

ROOT = Path(__file__).parents[2]
SEVERAL = ROOT / "examples" / "several-regulations"
RECORD = {"收到申请日期": "2026-03-02", "决定受理日期": "无", "办结日期": "无", "重复要材料": "否"}
book = cache(lambda: zzrules.load(SEVERAL))


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SEVERAL, tmp_path / "政策")


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


# ── titles ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "written",
    [
        "《省规定》第二条第（一）项",
        "省规定第二条第一项",
        "《某省窗口办事规定》2(1)",
        "某省窗口办事规定 2.1(1)",
        "《 某省窗口办事规定 》第２条第①项",
    ],
)
def test_a_place_is_found_by_either_title_with_or_without_brackets(written):
    law = book().regulations
    assert str(law.resolve(written)) == "《省规定》第二条第（一）项"


@pytest.mark.parametrize(
    "written", ["第二条", "2条", "本细则第二条", "某市窗口办事细则第二条", "《某市窗口办事细则》第二条"]
)
def test_no_title_or_its_own_means_the_folders_own(written):
    assert book().regulations.resolve(written) == Citation(2)


def test_a_title_that_begins_like_another_is_not_that_one(folder):
    """A city's 条例 and the 细则 that carries it out are called alike, as are laws and their rules."""
    edit(folder / "regulation.yaml", ("法规: 某市窗口办事细则", "法规: 窗口办事法实施细则"))
    law = zzrules.load(folder).regulations
    assert law.resolve("窗口办事法实施细则第二条") == Citation(2)
    assert law.resolve("窗口办事法第九条") == Citation(9, of="窗口办事法")


def test_a_text_knows_its_own_places_alone():
    own, province = book().regulations.own.newest, book().regulations.others[0].newest
    assert str(province.resolve("第二条")) == str(province.resolve("《省规定》第二条")) == "《省规定》第二条"
    with pytest.raises(CitationError, match="引用的不是《某市窗口办事细则》"):
        own.resolve("《省规定》第二条")
    assert not own.has(Citation(2, of="省规定"))
    assert [str(place) for place in province.citations()][:2] == ["《省规定》第一条", "《省规定》第二条"]


def test_places_sort_by_regulation_and_cover_only_their_own():
    law = book().regulations
    places = [law.resolve(words) for words in ("《窗口办事法》第九条", "《省规定》第二条", "第四条")]
    assert min(places) == Citation(4)
    assert not Citation(2).covers(law.resolve("《省规定》第二条第（一）项"))


# ── answers ─────────────────────────────────────────────────────────────


def test_an_answer_quotes_another_regulation_with_title_and_number():
    answer = book().evaluate(RECORD, on="2026-03-16", about=["责令改正"])
    assert "  《某省窗口办事规定》（示例省府令第3号）第二条（至2026-06-30）：「窗口有下列情形之一的" in answer.explain()
    [cited, *_] = answer["责令改正"].citations
    assert (cited.citation, cited.source) == ("《省规定》第二条", "《某省窗口办事规定》（示例省府令第3号）")
    assert answer.source == "《某省窗口办事规定》（示例省府令第3号）"
    assert book().evaluate(RECORD, on="2026-03-16").source.count("、") == 2
    own = book().evaluate(RECORD, on="2026-03-16", about=["通报"])["通报"].citations[0]
    assert own.to_dict().keys() == {"citation", "text", "since", "until"}


def test_answers_are_kept_and_found_by_the_place_of_another_regulation():
    answer = book().evaluate(RECORD, on="2026-03-16")
    data = json.loads(json.dumps(answer.to_dict(), ensure_ascii=False))
    Draft202012Validator(book().schema("determination")).validate(data)
    kept = Determination.from_dict(data)
    assert kept["《省规定》第二条"].outcome == "ordered"
    assert kept["第二条"].name == "视为受理的办结"
    assert book().replay(kept, RECORD) == answer


def test_one_that_is_not_in_force_says_what_ended_it(folder):
    edit(folder / "regulations" / "省规定.yaml", ("施行: 2024-07-01}", "施行: 2024-07-01, 有效期至: 2026-12-31}"))
    edit(
        folder / "province-2026.yaml",
        ("依据: 《省规定》第二条\n施行", "依据: 《省规定》第二条\n有效期至: 2026-12-31\n施行"),
    )
    edit(folder / "notice.yaml", ("行为日期", "有效期至: 2026-12-31\n行为日期"))
    trial = zzrules.load(folder)
    late = {"收到申请日期": "2027-01-04"}
    answer = trial.evaluate(late, on="2027-02-01", about=["责令改正"])["责令改正"]
    assert answer.outcome == "not_in_force"
    assert [place.citation for place in answer.citations if "施行" in place.text] == ["《省规定》第三条"]
    excerpt = trial.evaluate({"收到申请日期": "2024-01-04"}, on="2027-02-01", about=["视为受理"])["视为受理"]
    assert [place.citation for place in excerpt.citations] == ["《窗口办事法》第九条"]


def test_what_is_only_cited_can_be_asked_for_no_answer(folder):
    (folder / "deemed.yaml").unlink()
    edit(folder / "province.yaml", ("{参见: {政策: 视为受理, 得出: 视为受理}}", "{决定受理日期: 无}"))
    edit(folder / "province-2026.yaml", ("{参见: {政策: 视为受理, 得出: 视为受理}}", "{决定受理日期: 无}"))
    edit(folder / "handling.yaml", ("{参见: {政策: 视为受理, 得出: 视为受理}}", "{决定受理日期: 无}"))
    edit(folder / "handling.yaml", ("代码: in_time,", "代码: in_time, 依据: 《窗口办事法》第九条,"))
    alone = zzrules.load(folder)
    with pytest.raises(UsageError, match="《窗口办事法》只供引用，没有依据它写的政策") as caught:
        alone.find("《窗口办事法》第九条")
    assert caught.value.problems[0].code == "ZZ602"
    with pytest.raises(UsageError, match="没有叫《县规定》的法规文件"):
        alone.find("《县规定》第九条")


def test_columns_have_ascii_names_of_their_own():
    import polars as pl

    from zzrules.sql import flat

    answers = book().frame(pl.DataFrame({"收到申请日期": ["2026-03-02"]}), "2026-03-16", ["责令改正"])
    names = flat(answers, book(), ascii_names=True).columns
    assert [name for name in names if name.endswith("_a2_i1")]


# ── the folder ──────────────────────────────────────────────────────────


def test_one_that_cannot_be_read_lets_nothing_be_said_of_what_cites_it(folder):
    (folder / "regulations" / "省规定.yaml").write_text("其他法规: [\n", encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        zzrules.load(folder)
    assert {problem.place.source for problem in caught.value.problems} == {"regulations/省规定.yaml"}


def test_words_of_another_regulation_are_filled_in(folder):
    assert main(["check", str(folder), "--fill"]) == 0
    assert '    原文: "要求申请人重复提交材料的。"\n' in (folder / "province.yaml").read_text(encoding="utf-8")
    assert '    原文: "要求申请人重复提交材料，或者提交没有依据的材料的。"\n' in (
        folder / "province-2026.yaml"
    ).read_text(encoding="utf-8")


def test_words_are_confirmed_across_regulations(folder, capsys):
    edit(folder / "regulations" / "窗口办事法.yaml", ("三个工作日", "四个工作日"))
    assert main(["check", str(folder)]) == 1
    told = capsys.readouterr().err
    assert "ZZ304 《窗口办事法》第九条与写规则时不同，现在是「窗口收到申请，应当在四个工作日内" in told
    assert main(["check", str(folder), "--confirm", "窗口办事法第九条"]) == 0
    assert main(["check", str(folder), "--confirm", "《窗口办事法》第三条"]) == 1
    assert "ZZ302 「《窗口办事法》第三条」没有收" in capsys.readouterr().err


def test_check_says_what_there_is(capsys):
    assert main(["check", str(SEVERAL)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert (
        "其他法规：《某省窗口办事规定》（示例省府令第3号），简称《省规定》，2024-07-01 起有效，3 条，政策 1 个" in lines
    )
    assert "其他法规：《窗口办事法》（示例令第1号），2019-10-01 起有效，节录 1 条，政策 1 个" in lines
    main(["check", str(SEVERAL), "--format", "json"])
    others = json.loads(capsys.readouterr().out)["other_regulations"]
    assert [(one["name"], one["excerpt"]) for one in others] == [("省规定", False), ("窗口办事法", True)]


def test_each_can_be_printed_and_compared(capsys):
    def printed(*words: str) -> str:
        assert main(["regulation", str(SEVERAL), *words]) == 0
        return capsys.readouterr().out

    assert printed().endswith("\n本文件夹还有：《省规定》、《窗口办事法》。写 --of 和名字，看它的条文。\n")
    assert printed("--of", "《窗口办事法》").splitlines()[1] == "节录：只有第九条，不是全文。"
    assert "（一）逾期不决定是否受理的；" in printed("--about", "省规定第二条")
    assert printed("--of", "省规定", "--about", "第二条", "--compare", "2026-01-01", "2026-08-01").splitlines()[
        2:3
    ] == ["《省规定》第二条第（二）项：改"]
    assert json.loads(printed("--of", "窗口办事法", "--format", "json"))["excerpt"] is True
    assert main(["regulation", str(SEVERAL), "--of", "县规定"]) == 1
    assert main(["regulation", str(SEVERAL), "--about", "第二条", "《省规定》第二条"]) == 2
    assert "一次只写一部法规的条款" in capsys.readouterr().err


def test_the_concordance_shows_what_is_cited_of_others():
    tagged = Scenario("多部法规.feature", ("《省规定》第二条",), "", "通报", (), ())
    page = book().concordance([tagged])
    assert "- 其他法规《某省窗口办事规定》（示例省府令第3号）（简称《省规定》）在后面，只列引用到的条。\n" in page
    assert "\n## 《省规定》第二条\n" in page
    assert "## 《省规定》第一条" not in page
    assert "（province.yaml）" not in page.partition("## 《省规定》第二条")[0]
    assert "没有交代" not in page


def test_the_basis_of_a_workbook_names_the_others():
    from zzrules.batch.workbook.basis import basis_tables

    tables = list(basis_tables(book().plan, book().regulations, "", ["order.outcome"], None, ""))
    assert ("其他法规：《窗口办事法》（示例令第1号），示例机关，2019-10-01 起",) in tables[0][2]
    assert any("要求申请人重复提交材料的。" in row for row in tables[3][2])


def test_a_folder_of_one_regulation_is_as_it_was():
    one = zzrules.load()
    law = one.regulations
    assert ([*law], law.others, law.amended) == ([one.regulation], (), False)
    with pytest.raises(CitationError, match="引用的不是《漳州市政务服务条例实施细则》"):
        law.resolve("《省规定》第二条")


def test_a_regulation_with_a_byte_order_mark_is_found(tmp_path):
    from zzrules.loading import shipped_policies
    from zzrules.policy.folder import find_regulations
    from zzrules.policy.yamltree import Problems

    text = (shipped_policies() / "regulation.yaml").read_text("utf-8")
    bare = "\n".join(line for line in text.splitlines() if not line.startswith("#")).lstrip()
    (tmp_path / "regulation.yaml").write_text(bare, encoding="utf-8-sig")
    assert find_regulations([tmp_path], Problems()) is not None
