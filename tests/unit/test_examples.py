"""examples/: every record comes out as its header and the table say, the integration runs, the overlay overrides."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.documents import OVERLAY, ROOT, broken_links, overlay

import zzrules
from zzrules.batch.files import read_cases

FOLDER = ROOT / "examples"
RECORDS = sorted(FOLDER.glob("*.yaml"))
TABLE = (FOLDER / "README.md").read_text(encoding="utf-8")

# By hand from the regulation's text: the outcome of each policy that the record speaks of, with the ground it rests on.
# A tuple is what is still possible, and the facts that are missing.
OUTCOMES: dict[str, dict[str, str | tuple[set[str], list[str]]]] = {
    "rotation-request": {"rotation": "rotate", "replacement": "no_ground", "scope": "direct"},
    "rotation-before-filing": {"rotation": "pending_application"},
    "replacement-without-reason": {"replacement": "incomplete_demand"},
    "second-correction-notice": {"liability": "order_correction", "tolerance": "not_applicable", "scope": "direct"},
    "overdue-licence-spring-festival": {"liability": "order_correction", "tolerance": "not_applicable"},
    "deadline-beyond-the-calendar": {
        "liability": ({"order_correction", "no_ground"}, ["国务院办公厅关于2027年部分节假日安排的通知"]),
    },
    "ladder-transfer": {"liability": "transfer", "tolerance": "not_applicable"},
    "catch-all-without-basis": {"liability": ({"order_correction", "no_ground"}, ["援引的追责规定"])},
    "bribe-dressed-as-reform": {"tolerance": "private_gain", "liability": "order_correction"},
    "contradictory-findings": {"tolerance": "may_tolerate", "liability": "order_correction"},
    "tolerance-intent-not-established": {"tolerance": ({"intent", "may_tolerate"}, ["主观故意"])},
    "agency-claims-tolerance": {"tolerance": "not_applicable", "liability": "order_correction"},
    "bad-review": {"bad_review": "late", "tolerance": "not_applicable"},
    "utility-by-reference": {"scope": "by_reference", "liability": "by_reference", "tolerance": "not_applicable"},
    "before-the-rules": {"liability": "not_in_force", "tolerance": "not_in_force", "scope": "not_in_force"},
}

# The grounds that hold, each with the day or the words that decide it.
GROUNDS = {
    "rotation-request": ["第八条第二款第（二）项"],
    "rotation-before-filing": ["第八条第二款第（二）项"],
    "replacement-without-reason": ["第七条第二款"],
    "second-correction-notice": ["第二十一条第（一）项"],
    "overdue-licence-spring-festival": ["第二十一条第（五）项"],
    "deadline-beyond-the-calendar": [],
    "ladder-transfer": ["第二十一条第（三）项"],
    "catch-all-without-basis": [],
    "bribe-dressed-as-reform": ["第二十一条第（六）项", "第二十三条第一款第（二）项", "第二十三条第一款第（三）项"],
    "contradictory-findings": ["第二十一条第（六）项", "第二十三条第一款第（二）项"],
    "tolerance-intent-not-established": ["第二十三条第一款第（二）项"],
    "agency-claims-tolerance": ["第二十一条第（四）项"],
    "bad-review": [],
    "utility-by-reference": ["第二十一条第（五）项"],
    "before-the-rules": [],
}


@pytest.fixture(scope="module")
def book() -> zzrules.Rulebook:
    return zzrules.load()


def record_of(name: str) -> dict:
    [case] = read_cases([FOLDER / f"{name}.yaml"])
    return dict(case.facts())


def day_of(name: str) -> str:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return re.search(r"^# 评价日：(\d{4}-\d{2}-\d{2})", text, re.MULTILINE)[1]


def evaluate(book: zzrules.Rulebook, name: str, on: str = "", about: list[str] | None = None) -> zzrules.Determination:
    return book.evaluate(record_of(name), on or day_of(name), about)


def test_every_record_has_its_outcomes_here_and_its_row_in_the_table():
    assert {path.stem for path in RECORDS} == {*OUTCOMES} == {*GROUNDS}
    assert len(RECORDS) >= 8
    for path in RECORDS:
        [row] = [line for line in TABLE.splitlines() if line.startswith(f"| [{path.name}]({path.name}) |")]
        assert f"| {day_of(path.stem)} |" in row


@pytest.mark.parametrize("name", OUTCOMES)
def test_the_record_comes_out_as_the_regulation_says(book, name):
    d = evaluate(book, name)
    for code, expected in OUTCOMES[name].items():
        if isinstance(expected, str):
            assert d[code].possible == (expected,), code
        else:
            assert ({*d[code].possible}, [fact.label for fact in d[code].missing]) == expected, code


@pytest.mark.parametrize("name", GROUNDS)
def test_the_grounds_that_hold_are_those_of_the_text(book, name):
    holding = {ground.citation for answer in evaluate(book, name) for ground in answer.grounds.values() if ground.truth}
    assert sorted(holding) == sorted(GROUNDS[name])


@pytest.mark.parametrize("name", OUTCOMES)
def test_the_table_tells_the_outcome(book, name):
    [row] = [line for line in TABLE.splitlines() if line.startswith(f"| [{name}.yaml]")]
    d = evaluate(book, name)
    said = row.split(" | ")[3]
    outcomes = [d[code].outcome_name or "待查明" for code in OUTCOMES[name]]
    assert outcomes[0] in said


@pytest.mark.parametrize("name", OUTCOMES)
def test_the_record_is_explained_with_its_articles(book, name):
    text = evaluate(book, name).explain()
    for citation in GROUNDS[name]:
        assert f"{citation}：「" in text


def test_the_make_up_saturday_is_the_last_day(book):
    d = evaluate(book, "overdue-licence-spring-festival")
    shown = str(d["liability"].why("order_correction"))
    assert "2026-02-28" in shown
    in_time = record_of("overdue-licence-spring-festival") | {"办结日期": "2026-02-28"}
    answer = book.evaluate(in_time, day_of("overdue-licence-spring-festival"))["第二十一条第（五）项"]
    assert answer.truth is False


def test_the_new_notice_decides_what_waits_for_it(book, tmp_path):
    notice = "{文号: 示例〔2026〕9号, 印发: 2026-11-03, 放假: {元旦: 2027-01-01至2027-01-03}, 上班: [2026-12-27]}"
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "2027.yaml").write_text(f"日历: 2027\n通知: [{notice}]\n", encoding="utf-8")
    later = zzrules.load(over=tmp_path)
    assert evaluate(later, "deadline-beyond-the-calendar")["liability"].outcome == "order_correction"
    assert evaluate(later, "deadline-beyond-the-calendar", about=["第二十一条第（五）项"]).decided


def test_the_last_day_on_which_the_rotation_may_still_be_filed(book):
    answers = [evaluate(book, "rotation-before-filing", on)["rotation"].outcome for on in ("2026-06-02", "2026-06-03")]
    assert answers == ["pending_application", "not_applicable"]
    assert "还差28天" in evaluate(book, "rotation-before-filing").explain()


def test_the_crime_is_handed_over_beside_the_order(book):
    d = evaluate(book, "bribe-dressed-as-reform")
    following = {one.name for one in d["liability"].consequences if one.truth}
    assert {"责令限期改正", "移送有权机关"} <= following
    assert not any(one.truth for one in d["tolerance"].consequences)


def test_contradictory_findings_are_reported_and_no_others(book):
    told = {name: [one.name for one in evaluate(book, name).contradictions] for name in OUTCOMES}
    assert {name: names for name, names in told.items() if names} == {"contradictory-findings": ["受贿与无私利"]}


def test_the_other_reading_of_contact_and_verify_is_told(book):
    [effect] = [one for one in evaluate(book, "bad-review").readings() if one.policy == "bad_review"]
    assert (effect.reading, effect.other, effect.other_outcome) == ("联系核实的完成", "联系即可", ("按期联系核实",))


def test_no_record_holds_a_finding_without_its_document():
    for path in RECORDS:
        for label, value in record_of(path.stem).items():
            if isinstance(value, dict):
                assert {"结论", "机构", "层级", "日期", "依据"} == {*value}, (path.name, label)


# ── the folder that is laid over, and the program ───────────────────────


def test_the_overlay_changes_the_outcome_from_its_day_only(book):
    own = zzrules.load(over=FOLDER / "own-policies")
    days = ("2026-06-30", "2026-07-01", "2027-06-02", "2027-06-03")
    name = "rotation-before-filing"
    assert [evaluate(book, name, on)["rotation"].outcome for on in days] == ["not_applicable"] * 4
    assert [evaluate(own, name, on)["rotation"].outcome for on in days] == [
        "not_applicable",
        "pending_application",
        "pending_application",
        "not_applicable",
    ]
    assert own.digest != book.digest


def test_the_overlay_is_the_shipped_policy_with_one_line_changed():
    """After a change to the shipped policy: ``python -m tests.unit.documents`` copies it anew."""
    assert OVERLAY.read_text(encoding="utf-8") == overlay()


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=60
    )


def test_the_integration_runs_and_prints_what_it_promises():
    done = run("-W", "error", FOLDER / "integrate.py")
    assert (done.returncode, done.stderr) == (0, "")
    *lines, version = done.stdout.splitlines()
    assert version == f"政策版本 {zzrules.load().digest[:12]}"
    assert "  第八条第二款　予以轮换调整（rotate）" in lines
    assert [line.split()[1] for line in lines if line.startswith("  请更正")] == ["ZZ404", "ZZ407", "ZZ401"]
    assert "  结论：情形和手续具备，待报请，问了 6 项" in lines
    assert lines[-4:] == [
        "受理日期,on,liability.超过承诺时限",
        "2026-02-06,2026-05-06,True",
        "2026-02-09,2026-05-06,True",
        "2026-02-10,2026-05-06,False",
    ]


def test_the_command_of_the_readme_explains_the_first_example():
    command = "from zzrules.cli import main; raise SystemExit(main())"
    done = run("-c", command, "explain", "examples/rotation-request.yaml", "--on", "2026-05-06")
    assert (done.returncode, done.stderr) == (0, "")
    assert "予以轮换调整" in done.stdout


def test_its_links_lead_somewhere():
    assert broken_links(FOLDER / "README.md") == set()
