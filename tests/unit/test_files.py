"""Record files: what each form may hold, what is wrong with the rest and where, and that nothing of a record leaks."""

import io
import json
import tracemalloc
from collections.abc import Iterable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import example, given, strategies as st

import zzrules
from zzrules.base.errors import Place, Problem, RecordError
from zzrules.batch import files
from zzrules.batch.files import Case, read_cases
from zzrules.batch.formats import RecordForm
from zzrules.batch.yamlrecords import discreet

DAY = "2026-05-06"
MEBIBYTE = 2**20


def cases(text: str | bytes, form: RecordForm | None = None) -> list[Case]:
    """Return the cases of a text on the standard input."""
    return list(read_cases(["-"], form, stdin=io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def told(found: Iterable[Case]) -> list[str]:
    """Return what is wrong with cases: code, line and column of each problem."""
    return [f"{one.code} {one.place.line}:{one.place.column}" for case in found for one in case.problems]


# ── what the forms hold ─────────────────────────────────────────────────


def test_a_yaml_file_holds_one_record_or_a_list(tmp_path):
    one, several = tmp_path / "甲.yaml", tmp_path / "乙.yml"
    one.write_text("主体: 政务服务机构\n", encoding="utf-8")
    several.write_text("- 主体: 政务服务机构\n- {主体: 其他}\n", encoding="utf-8")
    found = list(read_cases([one, several]))
    assert [case.record for case in found] == [{"主体": "政务服务机构"}, {"主体": "政务服务机构"}, {"主体": "其他"}]
    assert [(case.number, case.alone) for case in found] == [(1, True), (1, False), (2, False)]
    assert [case.name for case in found] == [str(one), f"{several} 第1份", f"{several} 第2份"]
    assert found[2].place == Place(str(several), 2, 3)


def test_yaml_guesses_nothing():
    text = """
整数: 12
负数: -3
前导零: 012
下划线: 1_000
全角: "１"
大数: 12345678901234567
引号: "12"
真: true
假: false
文字真: "true"
是否: no
日期: 2026-01-01
时刻: 12:30
空值: "null"
波浪: ~x
小数: 1.5
列表: [1, 是, 5工作日]
字段: {起: 2026-01-01, 次: 2}
"""
    [case] = cases(text)
    assert case.record == {
        "整数": 12,
        "负数": -3,
        "前导零": "012",
        "下划线": "1_000",
        "全角": "１",
        "大数": "12345678901234567",
        "引号": "12",
        "真": True,
        "假": False,
        "文字真": "true",
        "是否": "no",
        "日期": "2026-01-01",
        "时刻": "12:30",
        "空值": "null",
        "波浪": "~x",
        "小数": "1.5",
        "列表": [1, "是", "5工作日"],
        "字段": {"起": "2026-01-01", "次": 2},
    }
    assert {type(one) for one in (case.record["真"], case.record["假"])} == {bool}


def test_json_holds_an_object_or_an_array():
    assert [case.record for case in cases('{\n "a": null, "b": [1, true]\n}')] == [{"a": None, "b": [1, True]}]
    found = cases('[\n {"a": 1},\n {"b": "二"}\n]\n')
    assert [(case.number, case.record, case.alone) for case in found] == [(1, {"a": 1}, False), (2, {"b": "二"}, False)]
    assert [case.place for case in found] == [Place("标准输入", 2, 2), Place("标准输入", 3, 2)]


def test_json_lines_hold_one_object_a_line_and_skip_blank_ones():
    found = cases('\n{"a": 1}\r\n   \n{"a": 2}')
    assert [(case.number, case.record, case.place.line) for case in found] == [(1, {"a": 1}, 2), (2, {"a": 2}, 4)]


@pytest.mark.parametrize("name", ["a.json", "a.JSON", "a.jsonl", "a.ndjson", "a.yaml", "a.yml", "a.txt", "a"])
def test_the_extension_says_the_form_else_the_text_does(tmp_path, name):
    path = tmp_path / name
    path.write_text('{"a": 12}', encoding="utf-8")
    assert [case.record for case in read_cases([path])] == [{"a": 12}]


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ('{"a": 1}\n{"a": 2}\n', [{"a": 1}, {"a": 2}]),
        ('{"a": 1}', [{"a": 1}]),
        ('{\n"a": 1}', [{"a": 1}]),
        ('{"a":\n1}', [{"a": 1}]),
        ('\n\n  [{"a": 1},\n{"a": 2}]', [{"a": 1}, {"a": 2}]),
        ('[\n{"a": 1}]', [{"a": 1}]),
        ("{a: 1}", [{"a": 1}]),
        ("[{a: 1}, {a: 2}]", [{"a": 1}, {"a": 2}]),
        ("a: 1\nb: 2\n", [{"a": 1, "b": 2}]),
        ("- a: 1\n- a: 2\n", [{"a": 1}, {"a": 2}]),
        ("# 案卷\na: 1\n", [{"a": 1}]),
    ],
)
def test_the_standard_input_is_known_by_how_it_begins(text, records):
    assert [case.record for case in cases(text)] == records


def test_a_form_that_is_named_wins(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"a": 1}\n{"a": 2}\n', encoding="utf-8")
    assert [case.record for case in read_cases([path], "jsonl")] == [{"a": 1}, {"a": 2}]
    assert [case.code for one in read_cases([path]) for case in one.problems] == ["ZZ420"]
    assert cases('{"a": 012}', "yaml")[0].record == {"a": "012"}


def test_the_standard_input_of_the_process_is_read(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a: 1\n")))
    assert [case.record for case in read_cases(["-"])] == [{"a": 1}]
    monkeypatch.setattr("sys.stdin", None)
    assert told(read_cases(["-"])) == ["ZZ112 0:0"]


@pytest.mark.parametrize("text", ["a: 1\n", '{"a": 1}', '[{"a": 1}]', '{\n"a": 1}'])
def test_a_byte_order_mark_is_no_part_of_the_text(text):
    [case] = cases(b"\xef\xbb\xbf" + text.encode())
    assert case.record == {"a": 1}


# ── where keys stand ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "number", "line", "column"),
    [
        ("主体: 其他\n实名: 三\n", 0, 2, 1),
        ("- 主体: 其他\n- 主体: 其他\n  实名: 三\n", 1, 3, 3),
        ('{"主体": "其他",\n   "实名": "三"}', 0, 2, 4),
        ('[{"主体": "其他", "实名": [1, {"实名": 2}]},\n\n {"主体": "其他", "实名": "三"}]', 1, 3, 15),
        ('{"主体": "其他"}\n {"主体": "a\\"b,{", "实名": "三"}\n', 1, 2, 19),
    ],
)
def test_a_mistake_in_a_record_is_shown_where_its_key_stands(text, number, line, column):
    case = cases(text)[number]
    with pytest.raises(RecordError) as caught:
        zzrules.load().evaluate(case.facts(), DAY, places=case.places)
    assert Place("标准输入", line, column) in [problem.place for problem in caught.value.problems]


def test_places_name_every_key_and_no_inner_one():
    [case] = cases('{"a": {"b": 1},\n "c": [], "d": "e"}')
    assert {key: (place.line, place.column) for key, place in case.places.items()} == {
        "a": (1, 2),
        "c": (2, 2),
        "d": (2, 11),
    }
    assert len(case.places) == 3
    assert "b" not in case.places


# ── what is wrong with JSON ─────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1, "a": 2}', ["ZZ102 1:10"]),
        ('{"a": {"b": 1, "b": 2}}', ["ZZ102 1:16"]),
        ('{"a": 1, "\\u0061": 2}', ["ZZ102 1:10"]),
        ('{"a": NaN}', ["ZZ421 1:7"]),
        ('{"a": [Infinity,\n -Infinity]}', ["ZZ421 1:8", "ZZ421 2:2"]),
        ('{"a": 12345678901234567}', ["ZZ422 1:7"]),
        ('{"a": -12345678901234567}', ["ZZ422 1:7"]),
        (f'{{"a": {"9" * 5000}}}', ["ZZ422 1:7"]),
        ('{"a": 1e999}', ["ZZ422 1:7"]),
        ('{"a": NaN, "a": 1, "b": 1e999}', ["ZZ421 1:7", "ZZ102 1:12", "ZZ422 1:25"]),
        ('{"a" 1}', ["ZZ420 1:6"]),
        ('{"a": "b}', ["ZZ420 1:7"]),
        ('{"a": "\t"}', ["ZZ420 1:8"]),
        ('{"a": "\\x"}', ["ZZ420 1:8"]),
        ('{"a": }', ["ZZ420 1:7"]),
        ('{"a": 1', ["ZZ420 1:8"]),
        ("{'a': 1}", ["ZZ420 1:2"]),
        ('{"a": NaN, "b": [1}', ["ZZ421 1:7", "ZZ420 1:19"]),
        ('{"a": NaN, "b": -}', ["ZZ421 1:7", "ZZ420 1:17"]),
        (f'{{"a": NaN, "b": {"[" * 100_000}', ["ZZ421 1:7", "ZZ113 1:56"]),
        ("[1]", ["ZZ400 1:2"]),
        ('"a"', ["ZZ400 1:1"]),
        ("12", ["ZZ400 1:1"]),
        ("null", ["ZZ400 1:1"]),
        ('{"a": 1} {"a": 2}', ["ZZ420 1:10"]),
        ('[{"a": 1}] 2', ["ZZ420 1:12"]),
        ("[ ]", ["ZZ112 1:1"]),
        (f'{{"a": {"[" * 40}{"]" * 40}}}', ["ZZ113 1:46"]),
        (f'{{"a": {"[" * 100_000}{"]" * 100_000}}}', ["ZZ113 1:46"]),
        (f'{{"a": {"[" * 100_000}', ["ZZ113 1:46"]),
    ],
    ids=map(str, count()),
)
def test_bad_json_is_told_with_its_place(text, expected):
    assert told(cases(text, "json")) == expected
    assert told(cases(f"\n\n{text}", "json")) == [
        f"{code} {int(line) + 2}:{column}" for code, line, column in (one.replace(":", " ").split() for one in expected)
    ]


def test_a_comma_too_many_is_told():
    [problem] = cases('{"a": 1,\n}', "json")[0].problems
    assert problem.code == "ZZ420"
    assert "逗号" in problem.hint
    assert problem.place.line in (1, 2)  # where the comma is, or what stands behind it: Python versions differ


def test_numbers_of_sixteen_digits_and_forty_levels_are_read():
    deep: object = 1
    for _ in range(39):
        deep = [deep]
    [case] = cases(json.dumps({"a": 9999999999999999, "b": -9999999999999999, "c": deep, "d": 1.5}))
    assert case.record == {"a": 9999999999999999, "b": -9999999999999999, "c": deep, "d": 1.5}


def test_many_faults_of_one_record_are_cut_short():
    [case] = cases(f'{{"a": [{", ".join(["NaN"] * 1000)}]}}')
    assert [len(case.problems), case.problems[-1].message] == [51, "另有 950 处错误，没有逐一列出"]


def test_a_bad_record_of_an_array_does_not_stop_the_others():
    text = '[{"a": NaN, "b": "}"},\n{"a": 1},\n3,\n{"a": 1, "a": 2},\n{"a": 2}]'
    found = cases(text)
    assert [case.record for case in found] == [None, {"a": 1}, None, None, {"a": 2}]
    assert [case.number for case in found] == [1, 2, 3, 4, 5]
    assert told(found) == ["ZZ421 1:8", "ZZ400 3:1", "ZZ102 4:10"]


@pytest.mark.parametrize(
    "bad", ['{"a": }, {"a": 9}]', '{"a": 1} {"a": 9}]', '{"a": 1}', '{"a": NaN, "b": "x}, {"a": 9}]']
)
def test_where_an_array_breaks_off_it_says_that_the_rest_was_not_read(bad):
    found = cases('[{"a": 0}, ' + bad)
    assert found[0].record == {"a": 0}
    assert {"a": 9} not in [case.record for case in found]
    assert "这以后的案卷没有读" in found[-1].problems[-1].message


def test_json_lines_in_a_json_file_are_told_what_they_are():
    [case] = cases('{"a": 1}\n{"a": 2}\n', "json")
    assert "--input jsonl" in case.problems[0].hint


# ── JSON Lines ──────────────────────────────────────────────────────────


def test_a_bad_line_is_one_error_and_the_others_go_on():
    lines = ['{"a": 1}', '{"a": 1', "[1]", '{"a": NaN}', '{"a": 2},', "案卷", '{"a": 3}']
    found = cases("\n".join(lines))
    assert [case.record for case in found] == [{"a": 1}, None, None, None, None, None, {"a": 3}]
    assert [case.number for case in found] == [1, 2, 3, 4, 5, 6, 7]
    assert told(found) == ["ZZ420 2:8", "ZZ400 3:1", "ZZ421 4:7", "ZZ420 5:9", "ZZ420 6:1"]


def test_a_line_in_another_encoding_is_one_error():
    found = cases(b'{"a": 1}\n{"a": "' + "张三".encode("gbk") + b'"}\n{"a": 2}\n')
    assert [case.record for case in found] == [{"a": 1}, None, {"a": 2}]
    assert [case.number for case in found] == [1, 2, 3]
    assert told(found) == ["ZZ101 2:8"]


@pytest.mark.parametrize("where", [0, 1])
def test_a_line_that_is_too_long_is_one_error(where):
    lines = [b'{"a": 1}', b'{"a": "' + b"x" * (8 * MEBIBYTE) + b'"}', b'{"a": 2}']
    found = cases(b"\n".join(lines[1 - where :]), "jsonl")
    assert [case.record for case in found][where:] == [None, {"a": 2}]
    assert told(found) == [f"ZZ423 {where + 1}:1"]
    assert cases(b'{"a": "' + b"x" * (8 * MEBIBYTE - 10) + b'"}\n', "jsonl")[0].problems == ()


class Pipe(io.RawIOBase):
    """A stream that makes its lines as they are read, and cannot be sought."""

    def __init__(self, line: bytes, count: int) -> None:
        self.line, self.left, self.rest = line, count, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self.rest and self.left:
            self.rest, self.left = self.line, self.left - 1
        part = self.rest[: len(buffer)]
        self.rest = self.rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def test_200_megabytes_of_lines_take_the_memory_of_a_few():
    line = b'{"a": "' + b"x" * (MEBIBYTE - 10) + b'"}\n'
    tracemalloc.start()
    try:
        count = sum(case.record is not None for case in read_cases(["-"], stdin=io.BufferedReader(Pipe(line, 200))))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 200
    assert peak < 16 * MEBIBYTE


def test_a_line_without_end_takes_the_memory_of_the_longest_allowed():
    tracemalloc.start()
    try:
        found = list(read_cases(["-"], "jsonl", stdin=io.BufferedReader(Pipe(b"x" * MEBIBYTE, 100))))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert told(found) == ["ZZ423 1:1"]
    assert peak < 32 * MEBIBYTE


# ── files that cannot be read ───────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("", None, ["ZZ112 0:0"]),
        (" \n\t\n", "json", ["ZZ112 0:0"]),
        ("\n\n", "jsonl", ["ZZ112 0:0"]),
        ("# 只有注释\n", "yaml", ["ZZ112 1:1"]),
        ("[]", "yaml", ["ZZ112 1:1"]),
        ("案卷", "yaml", ["ZZ400 1:1"]),
        ("- 案卷\n- 主体: 其他\n", "yaml", ["ZZ400 1:3"]),
        ("主体：其他\n", "yaml", ["ZZ117 1:1"]),
        ("主体: 其他\n".encode("gbk"), None, ["ZZ101 1:1"]),
        (b'{\n"a": "' + "张三".encode("gbk") + b'"}', "json", ["ZZ101 2:7"]),
        ("主体: 其他\n".encode("utf-16"), None, ["ZZ101 1:1"]),
        ('{"a": 1}'.encode("utf-16"), "jsonl", ["ZZ101 1:1"]),
    ],
    ids=map(str, count()),
)
def test_files_without_records_say_so(text, form, expected):
    assert told(cases(text, form)) == expected


def test_files_that_are_none(tmp_path):
    sources = [tmp_path / "没有.yaml", tmp_path, tmp_path / "a\0b"]
    found = list(read_cases(sources))
    assert [case.source for case in found] == [str(source) for source in sources]
    assert [case.number for case in found] == [0, 0, 0]
    assert [case.problems[0].message for case in found] == [
        "没有这个文件",
        "这是文件夹，不是案卷文件",
        "读不了这个文件",
    ]


def test_files_that_may_not_be_read_or_break_off(tmp_path, monkeypatch):
    class Broken(io.BytesIO):
        def readline(self, size=-1, /):
            line = super().readline(size)
            if not line:
                raise OSError(5, "Input/output error")
            return line

    found = cases_of_stream = list(read_cases(["-"], stdin=Broken(b'{"a": 1}\n')))
    assert [case.record for case in cases_of_stream] == [{"a": 1}, None]
    assert found[1].problems[0].message == "读不了这个文件"

    def refuse(*_arguments):
        raise PermissionError

    (tmp_path / "a.yaml").touch()  # that it is a file is looked at first
    monkeypatch.setattr(Path, "open", refuse)
    [case] = read_cases([tmp_path / "a.yaml"])
    assert case.problems[0].message == "没有读取这个文件的权限"


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    good = tmp_path / "a.yaml"
    good.write_text("a: 1\n", encoding="utf-8")
    assert [case.record for case in read_cases([tmp_path / "b.yaml", good])] == [None, {"a": 1}]


def test_a_large_file_is_refused_with_the_advice_to_use_lines(monkeypatch):
    monkeypatch.setattr(files, "MAX_JSON", 100)
    monkeypatch.setattr("zzrules.policy.yamlreading.MAX_BYTES", 50)
    padding = " " * 80
    assert cases(f'{{\n"a":{padding}1}}')[0].record == {"a": 1}
    [json_case] = cases(f'{{\n"a":{padding}{padding}1}}')
    [yaml_case] = cases(f"a: 1 #{padding}\n")
    for case in (json_case, yaml_case):
        assert [problem.code for problem in case.problems] == ["ZZ111"]
        assert ".jsonl" in case.problems[0].hint


def test_the_limit_of_json_is_64_mebibytes():
    assert files.MAX_JSON == 64 * MEBIBYTE
    assert files.MAX_LINE == 8 * MEBIBYTE


# ── YAML with mistakes ──────────────────────────────────────────────────


def test_every_mistake_of_a_yaml_file_is_told_at_once():
    [case] = cases("甲: 1\n甲: 2\n乙: [一、二]\n丁: {戊:己}\n庚:\n")
    assert case.record is None
    assert told([case]) == ["ZZ102 2:1", "ZZ108 3:5", "ZZ118 4:5", "ZZ115 5:1"]
    assert {problem.place.source for problem in case.problems} == {"标准输入"}


def test_a_mistake_in_a_list_belongs_to_its_record():
    text = "- 甲: 1\n- 甲: 1\n  甲: 2\n- {甲: [一、二], 乙: 1}\n- 甲: 3\n"
    found = cases(text)
    assert [case.record for case in found] == [{"甲": 1}, None, None, {"甲": 3}]
    assert [told([case]) for case in found] == [[], ["ZZ102 3:3"], ["ZZ108 4:8"], []]


def test_records_in_one_line_keep_their_own_mistakes():
    found = cases("[{甲: 1}, {甲: 1, 甲: 2}, {甲: 3}]", "yaml")
    assert [case.record for case in found] == [{"甲": 1}, None, {"甲": 3}]


TRAPS = {
    "full-width colon": "案号: 1\n姓名：秘密人\n",
    "no space": "{姓名:秘密人}\n",
    "key alone": "姓名: {其一, 秘密人}\n",
    "anchor": "姓名: &secret 秘密人\n",
    "alias": "姓名: *secret\n",
    "tag": "姓名: !secret 秘密人\n",
    "ideographic space": "姓名: 秘密人\u3000某\n",
    "ideographic comma": "姓名: [秘密人、某]\n",
    "swallowed": "姓名: 秘密人\n  某: 1\n",
    "swallowed text": "姓名: 秘密人\n  某某\n案号: 1\n",
    "block text": "姓名: |\n  秘密人\n",
    "unquoted >": "姓名: > 秘密人\n",
    "unquoted @": "姓名: @秘密人\n",
    "question mark": "{姓名: 秘密人, ?秘密人}\n",
    "open quote": '姓名: "秘密人\n',
    "open bracket": "姓名: [秘密人\n",
    "tab": "姓名: 某\n\t秘密人: 1\n",
    "full-width brackets": "姓名: ｛秘密人: 某｝\n 某: 1\n",
    "second document": "姓名: 某\n---\n姓名: 秘密人\n",
    "control character": "姓名: 秘密人\x01\n",
    "list as key": "[秘密人]: 某\n",
    "mapping twice": "姓名: 秘密人: 某\n",
    "bare text": "秘密人\n",
    "full-width in text": "秘密人：某\n",
    "deep": "姓名: " + "[" * 60 + "秘密人" + "]" * 60,
    "json duplicate": '{"姓名": "秘密人", "姓名": "秘密人"}',
    "json broken": '{"姓名": "秘密人" "某"}',
    "json constant": '{"姓名": "秘密人", "某": NaN}',
    "json extra": '{"姓名": "秘密人"} 秘密人',
    "json array": '["秘密人"]',
    "json quotes": "{\n'秘密人': 1}",
    "json open": '{"姓名": "秘密人',
    "laughs": "a: &a [秘密人]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n",
}


@pytest.mark.parametrize("text", TRAPS.values(), ids=TRAPS)
def test_no_message_quotes_what_a_record_says(text):
    found = cases(text)
    assert [case.record for case in found] == [None]
    for problem in found[0].problems:
        assert "秘密人" not in str(problem)
        assert "secret" not in str(problem)
        assert problem.code.startswith(("ZZ1", "ZZ4"))
        assert problem.hint
        assert any("\u4e00" <= one <= "\u9fff" for one in problem.message)
    assert "秘密人" not in repr(found)


def test_a_problem_that_is_not_known_here_quotes_nothing_either():
    problem = discreet(Problem("ZZ199", "「秘密人」和「秘密」不对", Place("a", 1, 2), "「秘密人」"))
    assert str(problem) == "a:1:2: ZZ199 和不对。应改为：检查这一处的写法"


def test_the_record_itself_is_not_in_the_repr():
    [case] = cases("姓名: 秘密人\n")
    assert case.record == {"姓名": "秘密人"}
    assert "秘密人" not in repr(case)


def test_facts_are_the_record_or_the_error():
    good, bad = cases('{"a": 1}\n{"a": }\n')
    assert good.facts() == {"a": 1}
    with pytest.raises(RecordError) as caught:
        bad.facts()
    assert caught.value.problems == bad.problems


PARTS = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"',
    "'",
    " ",
    "\n",
    "- ",
    "a",
    "案",
    "：",
    "、",
    "1",
    "NaN",
    "\\",
    "&",
    "*",
    "#",
    "|",
]


@given(
    st.one_of(
        st.binary(max_size=60), st.lists(st.sampled_from(PARTS), max_size=30).map(lambda one: "".join(one).encode())
    ),
    st.sampled_from([None, "yaml", "json", "jsonl"]),
)
@example(b'{"a": NaN, "\\x": 1}', "json")
@example(b'{"a": NaN, "a": 1]', "json")
@example(b"NaN\x00", "json")
@example(b"12345678901234567e", "json")
def test_whatever_a_file_holds_is_a_case_or_a_problem(raw, form):
    found = cases(raw, form)
    assert found
    for case in found:
        assert (case.record is None) == bool(case.problems)
        assert case.record is None or set(case.places) == set(case.record)
