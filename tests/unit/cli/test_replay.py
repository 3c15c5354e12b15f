"""`zzrules replay` as its users meet it."""

import json
from pathlib import Path

import pytest
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
