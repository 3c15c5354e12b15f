"""Where the parts of policies are written: what answers, cases and holes name leads to a line of a file."""

import json
import pickle
import shutil
from datetime import date

import pytest
from tests.conformance_update import SHIPPED, base

import zzrules
from zzrules.cli import main
from zzrules.plan.model import COMMON_OUTCOMES

OLD = """
政策: 甲
代码: own
依据: 第八条
有效期至: 2026-06-30
行为日期: {取: 行为发生日期}
情形:
  旧的: {依据: 第八条第二款第（一）项, 条件: {主体: 中介服务机构}}
结论:
  - {得出: 成立, 代码: yes, 条件: {情形: 有其一}}
  - {得出: 不成立, 代码: no}
"""


def written(book, place):
    """Return what stands at a place of the shipped policies."""
    line = (SHIPPED / place.source).read_text("utf-8").split("\n")[place.line - 1]
    assert place.end_line == place.line
    return line[place.column - 1 : place.end_column - 1].strip('"')


@pytest.fixture(scope="module")
def book():
    return zzrules.load(SHIPPED)


def parts_of(policy):
    """Yield every part of a policy that an answer may name."""
    for version in policy.versions:
        yield from (("情形", one.name) for one in version.grounds)
        yield from (
            ("结论", one.name) for one in version.entries if one.stated is None and one.code not in COMMON_OUTCOMES
        )
        yield from (("后果", one.name) for one in version.consequences)
        yield from (("义务", one.name) for one in version.obligations)
        yield from (("参数", one.name) for one in version.parameters)
        yield from (("口径", one.name) for one in version.readings)
        yield from (("适用", one.otherwise) for one in version.requirements if one.stated == one.condition)


def test_whatever_an_answer_names_has_its_line(book):
    own = {(policy.code, *part) for policy in book.plan.policies for part in parts_of(policy)}
    assert len(own) > 200
    for code, section, name in own:
        place = book.place_of(code, section, name)
        assert place is not None, (code, section, name)
        assert written(book, place) == name or "{" in written(book, place)  # the values of parameters are filled in


def test_what_is_not_written_has_no_place(book):
    assert book.place_of("rotation", "情形", "没有这个") is None
    assert book.place_of("rotation", "没有这一节", "离开机构") is None
    assert book.place_of("rotation").line == book.place_of("第八条第二款", on="2026-05-06").line
    for key, on, code in (("没有", None, "ZZ602"), ("rotation", "五月", "ZZ601")):
        with pytest.raises(zzrules.UsageError) as caught:
            book.place_of(key, on=on)
        assert caught.value.problems[0].code == code


def test_the_version_in_force_is_meant(tmp_path):
    (tmp_path / "旧.yaml").write_text(OLD, "utf-8")
    new = OLD.replace("有效期至: 2026-06-30", "施行: 2026-07-01").replace("旧的", "新的")
    (tmp_path / "新.yaml").write_text(f"# 修正\n{new}", "utf-8")
    book = zzrules.load(base(), over=tmp_path)
    assert str(book.place_of("own", "结论", "成立")) == "新.yaml:11:10"
    assert str(book.place_of("own", "结论", "成立", on="2026-03-02")) == "旧.yaml:10:10"
    assert str(book.place_of("own", "情形", "旧的", on=date(2026, 8, 1))) == "旧.yaml:8:3"
    assert str(book.place_of("第八条第二款第（一）项")) == "新.yaml:9:3"
    assert str(book.place_of("第八条第二款第（一）项", on="2026-03-02")) == "旧.yaml:8:3"
    assert book.find("8.2(1)", on="2026-06-30") == ("own", "旧的")
    assert book.find("8.2(1)", on=date(2026, 7, 1)) == ("own", "新的")
    again = pickle.loads(pickle.dumps(book))  # noqa: S301 - what was pickled here
    place = again.place_of("own", "结论", "成立")
    assert (place.end_line, place.end_column) == (11, 12)


def test_a_case_that_is_answered_otherwise_rests_on_lines_of_either_side(book, tmp_path, capsys):
    folder = shutil.copytree(SHIPPED, tmp_path / "新")
    path = folder / "article-20-bad-review.yaml"
    text = path.read_text("utf-8").replace("{2026-01-01: 2工作日}", "{2026-01-01: 3工作日}")
    path.write_text("# 改了时限\n" + text, "utf-8")
    assert main(["diff", str(SHIPPED), str(folder), "--about", "20.2", "--format", "json", "--seconds", "1"]) == 5
    [told] = json.loads(capsys.readouterr().out)["policies"]
    cases = [case for stretch in told["stretches"] for case in stretch["cases"]]
    assert cases
    for case in cases:
        sides = case["rests_on"]["before"], case["rests_on"]["after"]
        assert {place["source"] for side in sides for place in side} == {"article-20-bad-review.yaml"}
    whole = [case for case in cases if case["before"] == ["in_time"] or case["after"] == ["in_time"]]
    for case in whole:
        [name] = [key for key in ("before", "after") if case[key] == ["in_time"]]
        place = book.place_of("20.2", "结论", "按期联系核实")
        lines = [one["line"] for one in case["rests_on"][name]]
        assert place.line + (name == "after") in lines


def test_reasons_as_data_say_where_they_are_written(book, tmp_path, capsys):
    record = tmp_path / "案卷.yaml"
    record.write_text("主体: 政务服务机构\n行为发生日期: 2026-03-02\n", "utf-8")
    command = ["why", str(record), "--on", "2026-05-06", "--format", "json", "--policy"]
    main([*command, "第二十四条"])
    [told] = json.loads(capsys.readouterr().out)
    for reason in told["reasons"]:
        place = book.place_of("第二十四条", "结论", reason["outcome"]["name"])
        assert reason["position"] == (place.to_dict() if place is not None else None)
    main([*command, "8.2(1)"])
    [told] = json.loads(capsys.readouterr().out)
    assert told["ground"]["position"] == book.place_of("8.2(1)").to_dict()
