"""`zzrules replay` as its users meet it."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.unit.cli.samples import DAY, ROOT

ABOUT = ("--about", "第八条第二款", "第二十一条第（五）项")
OWN = ROOT / "examples" / "own-policies"


@pytest.fixture
def decided(run):
    """A decision log, and the same as JSON Lines, JSON and what explains it."""
    judged = ("rotated.yaml", "open.yaml", "--on", DAY, *ABOUT)
    out = run("evaluate", *judged, "--format", "jsonl", "--decision-log", "决定.jsonl")[1]
    Path("结论.jsonl").write_text(out, encoding="utf-8")
    Path("结论.json").write_text(run("evaluate", *judged, "--format", "json")[1], encoding="utf-8")
    Path("理由.json").write_text(run("explain", *judged, "--readings", "--format", "json")[1], encoding="utf-8")
    return Path("决定.jsonl")


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_was_stored_comes_out_again(run, decided):
    code, out, err = run("replay", "决定.jsonl", "结论.jsonl", "结论.json", "理由.json")
    assert (code, out, err) == (0, "共 8 份：一致 8 份，不一致 0 份，不能复算 0 份。\n", "")


def test_what_differs_is_listed(run, decided):
    change(decided, '"outcome": "rotate"', '"outcome": "refused"')
    code, out, _ = run("replay", "决定.jsonl")
    assert code == 5
    first, second, last = out.splitlines()
    assert first.startswith("决定.jsonl:1：rotated.yaml 第1份，政策 ")
    assert second == "  rotation 结论：当时 refused，现在 rotate"
    assert last == "共 2 份：一致 1 份，不一致 1 份，不能复算 0 份。"
    code, out, _ = run("replay", "决定.jsonl", "--format", "json")
    data = json.loads(out)
    assert (code, data["equal"], data["different"]) == (5, 1, 1)
    assert data["otherwise"][0]["differences"] == [
        {"path": ["policies", "rotation", "outcome"], "was": "refused", "now": "rotate"}
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"decided": ', '"decided": 1, "was": ', "是否都有了结论：当时 1，现在 "),
        ('"name": "窗口工作人员轮换", "citation"', '"citation"', "rotation name：当时 没有，现在 窗口工作人员轮换"),
        ('"first": "2026-01-01", "last"', '"last"', "rotation 适用的版本：当时 "),
        (
            '"code": "rotation", "name": "窗口工作人员轮换"',
            '"name": "窗口工作人员轮换", "code": "rotation"',
            "rotation：当时",
        ),
    ],
    ids=["a head", "a part left out", "an element", "the order alone"],
)
def test_the_least_difference_is_one(run, decided, old, new, said):
    change(decided, old, new)
    code, out, _ = run("replay", "决定.jsonl")
    assert code == 5
    assert said in out


def test_the_library_that_answered_is_told_apart(run, decided):
    change(decided, '"library_version": "', '"library_version": "0.0.')
    code, out, _ = run("replay", "决定.jsonl")
    assert code == 0
    assert "当时的程序 0.0.0.1.0 compiled " in out


def test_an_archive_has_the_rulebook_of_that_time(run, decided):
    Path("归档").mkdir()
    run("evaluate", "rotated.yaml", "--on", DAY, *ABOUT, "--over", OWN, "--decision-log", "决定.jsonl")
    code, _, err = run("replay", "决定.jsonl")
    assert (code, err.split()[:2]) == (1, ["决定.jsonl:3:1:", "ZZ880"])
    run("bundle", "--over", OWN, "-o", "归档/修正.zzrules")
    assert run("replay", "决定.jsonl", "--archive", "归档")[0] == 0
    change(Path("归档/修正.zzrules"), '"library_version": "0', '"library_version": "1')
    code, out, err = run("replay", "决定.jsonl", "--archive", "归档")
    assert (code, out, err.split()[1]) == (6, "", "ZZ871")


def test_records_are_found_by_their_digest(run, decided):
    Path("rotated.yaml").rename("别处.yaml")
    Path("open.yaml").rename("另一处.yaml")
    assert run("replay", "决定.jsonl")[0] == 0
    code, _, err = run("replay", "结论.jsonl")
    assert (code, err.count("ZZ881")) == (1, 2)
    assert run("replay", "结论.jsonl", "--records", "bad.yaml", "另一处.yaml", "别处.yaml")[0] == 0
    code, _, err = run("replay", "结论.jsonl", "--records", "bad.yaml", "别处.yaml")
    assert (code, err.split()[:2]) == (1, ["结论.jsonl:2:1:", "ZZ881"])


def test_records_of_one_file_are_found_by_their_numbers(run, here):
    records = [{"主体": "派驻窗口工作人员", "案号": str(number)} for number in range(6)]
    Path("案卷.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    lines = run("evaluate", "案卷.jsonl", "--on", DAY, "--about", "8.2", "--format", "jsonl")[1].splitlines()
    Path("结论.jsonl").write_text("\n".join(lines[at] for at in (1, 4, 2, 5)), encoding="utf-8")
    assert run("replay", "结论.jsonl")[0] == 0
    Path("案卷.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records[::-1]), encoding="utf-8")
    code, _, err = run("replay", "结论.jsonl")
    assert (code, err.count("ZZ616")) == (1, 4)


def test_the_answer_of_a_log_is_told_from_a_determination(run, logs):
    Path("答案.json").write_text(
        run("casefile", "流水/licence.jsonl", "--on", DAY, "--format", "json")[1], encoding="utf-8"
    )
    code, _, err = run("replay", "答案.json")
    assert (code, err.split()[1]) == (1, "ZZ882")


def test_what_is_no_determination_is_told_and_the_rest_goes_on(run, decided):
    text = decided.read_text(encoding="utf-8")
    decided.write_text(
        '{"schema_version": 1}\n{坏\n{"source": "a", "number": "一", "error": []}\n' + text, encoding="utf-8"
    )
    code, out, err = run("replay", "决定.jsonl")
    assert (code, out) == (1, "共 4 份：一致 2 份，不一致 0 份，不能复算 2 份。\n")
    assert [line.split()[0] for line in err.splitlines()] == ["决定.jsonl:1:1:", "决定.jsonl:2:2:"]
    assert run("replay", "决定.jsonl", "--signed-by", "公钥.pem")[0] == 2
    assert json.loads(run("replay", "决定.jsonl", "--format", "json")[1])["not_replayed"] == 2


# ── under a draft ───────────────────────────────────────────────────────

LATE = {"主体": "政务服务机构", "评价等次": "差评", "实名": "是", "机构收到评价日期": "2026-10-27"}
LATE |= {"联系日期": "2026-10-30", "核实日期": "2026-10-30"}
LONGER = "参数「联系核实时限」2026-10-01起的取值：增加3工作日"


@pytest.fixture
def draft(run, here):
    """A draft with a longer time limit, and two decision logs: by the shipped policies, and by others."""
    shutil.copytree(ROOT / "policies", "草案")
    file = Path("草案/article-20-bad-review.yaml")
    change(file, "{2026-01-01: 2工作日}", "{2026-01-01: 2工作日, 2026-10-01: 3工作日}")
    lines = [json.dumps(one, ensure_ascii=False) for one in (LATE, {**LATE, "机构收到评价日期": "2026-10-28"})]
    Path("案卷.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run("evaluate", "案卷.jsonl", "--on", "2026-11-18", "--about", "20.2", "--decision-log", "决定.jsonl")
    Path("归档").mkdir()
    run("bundle", "--over", str(OWN), "-o", "归档/自己的.zzrules")
    own = ("--over", str(OWN), "--decision-log", "自己的.jsonl")
    run("evaluate", "案卷.jsonl", "--on", "2026-11-19", "--about", "20.2", "8.2", *own)
    return "草案"


def test_a_draft_is_tried_on_what_was_decided(run, draft):
    """Determinations of two rulebooks and two days, together; each place is that of the determination."""
    asked = ("replay", "决定.jsonl", "自己的.jsonl", "--archive", "归档", "--under", draft)
    code, out, err = run(*asked, "-o", "变化.csv")
    assert (code, err) == (5, "")
    assert out.splitlines()[0] == "共 4 份：一致 4 份，不一致 0 份，不能复算 0 份。"
    assert "案卷 4 份，不能复算的 0 份。" in out
    assert "- 实名差评联系核实（第二十条第二款）：不变 2，改变 2\n  不变的：按期联系核实 2\n" in out
    assert "\n  逾期才联系核实 → 按期联系核实：2\n" in out
    assert f"    因{LONGER}，2 份\n" in out
    with Path("变化.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["文件"], row["行"], row["改动"]) for row in rows] == [
        ("决定.jsonl", "1", LONGER),
        ("自己的.jsonl", "1", LONGER),
    ]
    code, out, _ = run(*asked, "--format", "json", "-o", "变化.xlsx")
    told = json.loads(out)["under"]
    assert (code, told["rows"], [one["counts"]["改变"] for one in told["policies"]]) == (5, 4, [2, 0])
    assert CalamineWorkbook.from_path("变化.xlsx").sheet_names == ["汇总", "有变化的案卷", "依据"]


def test_what_cannot_be_tried_is_told(run, draft):
    assert run("replay", "决定.jsonl", "-o", "变化.csv")[0] == 2
    code, _, err = run("replay", "决定.jsonl", "自己的.jsonl", "--under", draft)
    assert (code, err.count("ZZ880")) == (1, 2)
    other = str(ROOT / "examples" / "amount-policies")
    code, _, err = run("replay", "决定.jsonl", "--under", other, "-o", "变化.csv")
    assert (code, err.split()[0]) == (8, "ZZ692")
    assert not Path("变化.csv").exists()
    run("bundle", "--new-key", "法制科")
    keyed = ("--archive", "归档", "--signed-by", "法制科.公钥.pem", "--under", draft, "-o", "变化.csv")
    code, out, err = run("replay", "自己的.jsonl", *keyed)
    assert (code, out, err.split()[1]) == (6, "", "ZZ873")
    assert not Path("变化.csv").exists()
    file = Path("草案/vocabulary.yaml")
    change(file, "好评: good, 中评: fair, 差评: bad", "好评: good, 中评: fair, 差评: poor")
    change(Path("草案/article-20-bad-review.yaml"), "3工作日}", "4工作日}")
    Path("决定.jsonl").unlink()
    Path("案卷.jsonl").write_text(json.dumps({**LATE, "评价等次": "bad"}, ensure_ascii=False), encoding="utf-8")
    run("evaluate", "案卷.jsonl", "--on", "2026-11-18", "--about", "20.2", "--decision-log", "决定.jsonl")
    code, out, _ = run("replay", "决定.jsonl", "--under", draft)
    assert (code, "不能复算的 1 份" in out) == (1, True)
