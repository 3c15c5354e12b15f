"""What a session of the language server answers, over real pipes."""

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from tests.editor.session import Message, Session, place_of, session_in

import zzrules

WHOLE = {"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}}
FIRST = "    依据: 第八条第二款第（一）项\n"
NEW = "# language: zh-CN\n功能: 甲\n  场景: 乙\n    "


def written(text: str, edits: list[Message]) -> str:
    """Return a text with edits, as an editor makes them."""
    lines = [line.encode("utf-16-le") for line in text.split("\n")]
    for edit in sorted(edits, key=lambda edit: (edit["range"]["start"]["line"], edit["range"]["start"]["character"]))[
        ::-1
    ]:
        start, end = edit["range"]["start"], edit["range"]["end"]
        before, after = lines[start["line"]][: start["character"] * 2], lines[end["line"]][end["character"] * 2 :]
        new = (before + edit["newText"].encode("utf-16-le") + after).split("\n".encode("utf-16-le"))
        lines[start["line"] : end["line"] + 1] = new
    return "\n".join(line.decode("utf-16-le") for line in lines)


def said(answer: Message | None) -> str:
    """Return what a hover says."""
    value: str = answer["contents"]["value"] if answer is not None else ""
    return value


# ── what is wrong ───────────────────────────────────────────────────────


def test_what_is_wrong_is_told_as_one_types_and_taken_back_when_it_is_mended(editor: Session, rotation: Path):
    text = rotation.read_text(encoding="utf-8")
    told = editor.type(rotation, text.replace("离开原因: 有", "离开缘由: 有", 1))
    assert [(one["code"], one["source"], one["severity"]) for one in told] == [("ZZ251", "zzrules", 1)]
    assert "离开原因" in told[0]["message"]
    line = text.split("\n")[told[0]["range"]["start"]["line"]]
    assert line[told[0]["range"]["start"]["character"] :].startswith("离开原因")
    assert editor.type(rotation, text) == []


def test_a_mistake_in_one_file_is_told_in_the_others_that_suffer_from_it(editor: Session, folder: Path, rotation: Path):
    vocabulary = folder / "policies" / "vocabulary.yaml"
    text = vocabulary.read_text(encoding="utf-8")
    assert editor.open(vocabulary) == []
    editor.type(vocabulary, text.replace("  到窗口工作日期:", "  到岗日期:", 1))
    of_rotation = editor.told[rotation.as_uri()][1]
    assert of_rotation
    assert all("到窗口工作日期" in one["message"] for one in of_rotation)
    not_open = folder / "policies" / "vocabulary" / "article-07.yaml"
    assert not editor.told.get(not_open.as_uri(), (None, []))[1]
    editor.type(vocabulary, text)
    editor.close(vocabulary)
    assert editor.told[rotation.as_uri()][1] == []


def test_places_count_as_editors_do_behind_a_character_of_two_units(editor: Session, rotation: Path):
    text = rotation.read_text(encoding="utf-8").replace(
        "{依据: 第八条第二款, 取值: {2026-01-01: 2年}}", "{说明: 𠮷𠮷, 依据: 第八条第二款, 取值: {2026-01-01: 二年}}"
    )
    [told] = editor.type(rotation, text)
    assert told["range"]["start"] == dict(zip(("line", "character"), place_of(text, "二年"), strict=True))
    line = text.split("\n")[told["range"]["start"]["line"]]
    assert told["range"]["start"]["character"] == line.index("二年") + 2


def test_an_editor_that_counts_code_points_is_told_code_points(folder: Path):
    editor = Session(folder, encodings=("utf-32",))
    path = folder / "policies" / "article-08-rotation.yaml"
    text = path.read_text(encoding="utf-8").replace("取值: {2026-01-01: 2年}", "说明: 𠮷, 取值: {2026-01-01: 二年}")
    [told] = editor.open(path, text)
    line = text.split("\n")[told["range"]["start"]["line"]]
    assert told["range"]["start"]["character"] == line.index("二年")
    assert editor.end() == 0


@pytest.mark.parametrize(
    "junk", ["\x00\x01\x02", "{" * 5000, "\t\t: :\n- -", "\ud7ff\ue000: [", "政策: &a *a", "𠮷" * 300, ""]
)
def test_nothing_that_a_file_holds_ends_the_session(editor: Session, rotation: Path, junk: str):
    text = rotation.read_text(encoding="utf-8")
    assert editor.type(rotation, junk)
    for method in ("completion", "hover", "definition", "prepareRename"):
        editor.at(rotation, f"textDocument/{method}", (0, 1))
    for method in ("documentSymbol", "foldingRange", "semanticTokens/full"):
        editor.ask(f"textDocument/{method}", textDocument={"uri": rotation.as_uri()})
    assert editor.type(rotation, text) == []


def test_files_that_come_and_go_on_the_disk_are_noticed(editor: Session, folder: Path, rotation: Path):
    other = folder / "policies" / "坏.yaml"
    other.write_bytes(b"\xff\xfe\x00junk")
    editor.say("workspace/didChangeWatchedFiles", changes=[{"uri": other.as_uri(), "type": 1}])
    editor.until(lambda: bool(editor.told.get(other.as_uri(), (None, []))[1]))
    assert editor.told[other.as_uri()][1][0]["code"] == "ZZ101"
    other.unlink()
    editor.say("workspace/didChangeWatchedFiles", changes=[{"uri": other.as_uri(), "type": 3}])
    editor.until(lambda: not editor.told[other.as_uri()][1])
    assert editor.told[rotation.as_uri()][1] == []


def test_a_folder_that_is_gone_does_not_end_the_session(editor: Session, folder: Path, tmp_path: Path):
    shutil.copytree(folder / "policies", tmp_path / "policies")
    path = tmp_path.resolve() / "policies" / "article-08-swap.yaml"
    text = path.read_text(encoding="utf-8")
    assert editor.open(path) == []
    shutil.rmtree(tmp_path / "policies")
    editor.say("workspace/didChangeWatchedFiles", changes=[])
    assert editor.type(path, text + "\n")
    assert editor.at(path, "textDocument/hover", place_of(text, "第八条第一款", 2)) is not None
    editor.close(path)


def test_a_feature_is_told_of_with_its_line(editor: Session, folder: Path):
    path = folder / "features" / "第八条-轮换.feature"
    text = path.read_text(encoding="utf-8")
    assert editor.open(path) == []
    [told] = editor.type(path, text.replace("就「第八条第二款」评价", "就「第八条第二款」评介", 1))
    assert told["code"] == "ZZ809"
    assert "当 于「2026-05-06」就「第八条第二款」评价" in told["message"]
    assert editor.type(path, text) == []
    editor.close(path)


def test_a_file_without_a_regulation_is_laid_over_the_shipped_policies(editor: Session, tmp_path: Path):
    path = tmp_path.resolve() / "我市.yaml"
    path.write_text("词汇: 我市\n事实: {加班天数: {代码: extra_days, 类型: 整数, 问: 加班几天？}}\n", encoding="utf-8")
    assert editor.open(path) == []
    [told] = editor.type(path, path.read_text(encoding="utf-8").replace("整数", "证数"))
    assert "整数" in told["message"]
    editor.close(path)


def test_a_folder_that_is_laid_over_another_is_checked_with_it(folder: Path, tmp_path: Path):
    own = tmp_path.resolve() / "我市"
    own.mkdir()
    shutil.copy(folder / "policies" / "article-08-swap.yaml", own)
    editor = Session(folder, options={"folder": "policies", "over": str(own)})
    path = own / "article-08-swap.yaml"
    text = path.read_text(encoding="utf-8")
    assert editor.open(path) == []
    wrong = text.replace("第八条第一款", "第八条第九款")
    told = editor.type(path, wrong)
    path.write_text(wrong, encoding="utf-8")
    found = zzrules.check(folder / "policies", over=own)
    assert [one["code"] for one in told] == [one.code for one in found] != []
    assert editor.end() == 0


def test_a_document_is_told_of_by_the_name_that_the_editor_gives_it(folder: Path, tmp_path: Path):
    link = tmp_path / "链接"
    link.symlink_to(folder / "policies")
    editor = Session(folder)
    path = link / "article-08-swap.yaml"
    text = path.read_text(encoding="utf-8").replace("第八条第一款", "第八条第九款")
    uri = f"file://{path}"
    document = {"uri": uri, "languageId": "yaml", "version": 3, "text": text}
    editor.say("textDocument/didOpen", textDocument=document)
    editor.until(lambda: uri in editor.told)
    assert editor.told[uri][0] == 3
    assert editor.told[uri][1]
    assert editor.end() == 0


# ── completion ──────────────────────────────────────────────────────────


def proposed(editor: Session, path: Path, text: str) -> tuple[str, list[Message]]:
    """Return a text without its mark ｜, and what is proposed there."""
    place = place_of(text, "｜")
    text = text.replace("｜", "", 1)
    editor.change(path, text)
    found: list[Message] = editor.at(path, "textDocument/completion", place)["items"]
    return text, found


@pytest.mark.parametrize(
    ("instead_of", "typed", "first", "none_of"),
    [
        (FIRST, FIRST + "    ｜\n", ["原文", "分支", "手续"], ["依据", "条件"]),
        (FIRST, "    依据: 第八条第二｜\n", ["第八条第二款"], ["第八条"]),
        (FIRST, "    依据: 8.2｜\n", ["第八条第二款", "第八条第二款第（一）项"], ["第九条"]),
        (FIRST, "    依据: ｜\n", ["第一条", "第二条"], ["第八条第二款"]),
        ("离开原因: 有]}", "离开原因: ｜]}", ["辞职", "辞退", "工作调动", "其他原因", "有", "无"], []),
        ("{属于: [辞职, 辞退]}", "{属于: [辞职, ｜]}", ["辞职", "辞退"], ["有"]),
        ("{不早于: 报请日期}", "{｜}", ["早于", "晚于", "不早于", "不晚于"], ["以上"]),
        ("{不早于: 报请日期}", "{不早于: ｜}", ["行为发生日期"], ["主体"]),
        ("{未满: 轮换年限}", "{未满: 轮｜}", [], []),
        ("情形: 有其一且手续齐备", "情形: ｜", ["有其一", "有其一且手续齐备", "均无"], []),
        ("情态: 予以", "情态: ｜", ["应当", "不得", "可以"], []),
        ("核对:\n", "｜\n核对:\n", ["原文", "有效期至", "说明"], ["结论", "核对"]),
        ("{结论: 予以轮换调整}", "{结论: ｜}", ["予以轮换调整", "审核不同意，不予轮换调整"], []),
        ("    按口径: 任期计法\n", "    按口径: ｜\n", ["届满之日", "任期算至"], []),
        ("    连续计算: 到窗口", "    ｜: 到窗口", ["连续计算", "累计计算"], []),
        ("满{轮换年限}之日", "满{轮｜}之日", ["轮换年限"], []),
        ("{本人申请的性质: 手续}", "{本人申请的性质: ｜}", ["手续", "要件"], []),
        ("机构: [政务服务中心管理机构], 同级", "机构: [｜], 同级", ["政务服务中心管理机构"], []),
        ("  - 得出: 予以轮换调整\n", "  - ｜\n", ["得出"], ["代码"]),
    ],
)  # fmt: skip
def test_what_may_stand_in_a_place_is_proposed(
    editor: Session, rotation: Path, instead_of: str, typed: str, first: list[str], none_of: list[str]
):
    original = rotation.read_text(encoding="utf-8")
    assert instead_of in original
    _, found = proposed(editor, rotation, original.replace(instead_of, typed, 1))
    labels = [one["label"] for one in found]
    assert labels[: len(first)] == first
    assert labels
    assert not {*none_of} & {*labels}


def test_a_fact_is_proposed_with_its_type_and_question_also_where_the_file_is_half_typed(
    editor: Session, rotation: Path
):
    original = rotation.read_text(encoding="utf-8")
    typed = "\n情形:\n  离开机构:\n    依据: 第八条第二款第（一）项\n    条件: {全部: [离｜"
    cut = original[: original.index("\n情形:\n")] + typed
    text, found = proposed(editor, rotation, cut)
    fact = next(one for one in found if one["label"] == "离开原因")
    assert fact["detail"].startswith("选项　")
    assert "？" in fact["detail"]
    assert written(text, [fact["textEdit"]]).endswith("条件: {全部: [{离开原因: $1}")


def test_a_citation_is_proposed_with_its_words(editor: Session, rotation: Path):
    original = rotation.read_text(encoding="utf-8")
    _, found = proposed(editor, rotation, original.replace("依据: 第八条第三款\n", "依据: 第八条｜\n", 1))
    third = next(one for one in found if one["label"] == "第八条第三款")
    assert third["detail"].startswith("符合前款第二项情形的")
    assert "由派驻窗口工作人员本人向政务服务机构提出申请" in third["documentation"]["value"]


def test_parts_of_a_vocabulary_are_proposed(editor: Session, folder: Path):
    path = folder / "policies" / "vocabulary.yaml"
    original = path.read_text(encoding="utf-8")
    editor.open(path)
    _, found = proposed(editor, path, original.replace("    类型: 日期\n", "    类型: ｜\n", 1))
    assert {"日期", "选项", "认定", "列表"} <= {one["label"] for one in found}
    _, found = proposed(editor, path, original.replace("    类型: 日期\n", "    类型: 日期\n    ｜\n", 1))
    labels = {one["label"] for one in found}
    assert "可为将来" in labels
    assert not labels & {"类型", "代码"}
    editor.close(path)


@pytest.mark.parametrize(
    ("typed", "first", "inserted"),
    [
        ("那么 「第八条第二款」的｜", "「政策」的结论是「结论」", "「第八条第二款」的结论是「${1:结论}」"),
        ("那么 「第八条第二款」的结论是「｜", "予以轮换调整", "予以轮换调整」"),
        ("假如 「离开原因」为「｜", "辞职", "辞职」"),
        ("假如 「离｜", None, "离开原因」"),
        ("当 于「2026-05-06」就「｜", None, "窗口工作人员轮换」"),
        ("那么 情形「｜", None, "离开机构」"),
        ("假如 案卷如下\n      | 事实 | 值 |\n      | ｜", None, "离开原因"),
        ("假如 案卷如下\n      | 事实 | 值 |\n      | 离开原因 | ｜", "辞职", "辞职"),
        ("｜", "假如", "假如 "),
    ],
)
def test_steps_and_what_belongs_into_them_are_proposed(
    editor: Session, folder: Path, typed: str, first: str | None, inserted: str
):
    path = folder / "features" / "第八条-轮换.feature"
    editor.open(path)
    _, found = proposed(editor, path, NEW + typed + "\n")
    assert first is None or found[0]["label"] == first
    assert inserted in [one["textEdit"]["newText"] for one in found]
    editor.close(path)


# ── what a word is ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "behind", "says"),
    [
        ("第八条第二款第（四）项", 3, "政务服务中心管理机构研究认定可以轮换调整的其他情形。"),
        ("审核同意: {机构", 1, "有权认定：政务服务中心管理机构"),
        ("审核同意: {机构", 1, "读它的政策：窗口工作人员轮换"),
        ("离开原因: {属于", 1, "选项：辞职、辞退、工作调动、其他原因"),
        ("{未满: 轮换年限}", 6, "2026-01-01 起：2年"),
        ("2026-01-01: 2年", 2, "星期四　休息日\n\n元旦"),
        ("按口径: 任期计法", 6, "另说：累计计算"),
        ("{结论: 予以轮换调整}", 6, "归类：予以轮换"),
        ("{起: 任期起算日,", 5, "按口径: 任期计法"),
        ("  离开机构:", 3, "因辞职、辞退、工作调动等原因离开所属政务服务机构"),
        ("未记载则:", 2, "案卷没有记载那个日期时，由哪个推算得出"),
    ],
)
def test_a_word_under_the_mouse_is_explained(editor: Session, rotation: Path, words: str, behind: int, says: str):
    place = place_of(rotation.read_text(encoding="utf-8"), words, behind)
    assert says in said(editor.at(rotation, "textDocument/hover", place))


def test_words_of_features_are_explained(editor: Session, folder: Path):
    path = folder / "features" / "第八条-轮换.feature"
    text = path.read_text(encoding="utf-8")
    editor.open(path)
    assert "在窗口工作未满两年" in said(
        editor.at(path, "textDocument/hover", place_of(text, "那么 「第八条第二款」", 5))
    )
    assert "是否" in said(editor.at(path, "textDocument/hover", place_of(text, "| 离开所属政务服务机构", 4)))
    assert editor.at(path, "textDocument/hover", place_of(text, "功能", 1)) is None
    editor.close(path)


# ── where it is ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "behind", "file", "line"),
    [
        ("审核同意: {机构", 1, "vocabulary.yaml", "  审核同意:"),
        ("{未满: 轮换年限}", 6, "article-08-rotation.yaml", "  轮换年限:"),
        ("{结论: 予以轮换调整}", 6, "article-08-rotation.yaml", "  - 得出: 予以轮换调整"),
        ("第八条第二款第（四）项", 3, "regulation.yaml", "政务服务中心管理机构研究认定可以轮换调整的其他情形"),
    ],
)
def test_a_name_leads_to_its_definition(
    editor: Session, folder: Path, rotation: Path, words: str, behind: int, file: str, line: str
):
    place = place_of(rotation.read_text(encoding="utf-8"), words, behind)
    found = editor.at(rotation, "textDocument/definition", place)
    path = folder / "policies" / file
    assert found["uri"] == path.as_uri()
    assert line in path.read_text(encoding="utf-8").split("\n")[found["range"]["start"]["line"]]


def test_everything_that_names_a_fact_is_found(editor: Session, folder: Path, rotation: Path):
    place = place_of(rotation.read_text(encoding="utf-8"), "离开原因: 有", 1)
    found = editor.at(rotation, "textDocument/references", place, context={"includeDeclaration": True})
    for one in found:
        path = Path(unquote(one["uri"].removeprefix("file://")))
        line = path.read_text(encoding="utf-8").split("\n")[one["range"]["start"]["line"]]
        assert line[one["range"]["start"]["character"] : one["range"]["end"]["character"]] == "离开原因"
    files = {unquote(one["uri"]).rpartition("/")[2] for one in found}
    assert files == {"article-08-rotation.yaml", "vocabulary.yaml", "第八条-轮换.feature"}
    fewer = editor.at(rotation, "textDocument/references", place, context={"includeDeclaration": False})
    assert len(fewer) == len(found) - 1


def test_features_beside_the_policies_are_found_where_only_these_are_open(folder: Path):
    path = folder / "policies" / "article-08-rotation.yaml"
    with session_in(folder / "policies") as editor:
        editor.open(path)
        place = place_of(path.read_text(encoding="utf-8"), "离开原因: 有", 1)
        found = editor.at(path, "textDocument/references", place, context={"includeDeclaration": True})
        assert "第八条-轮换.feature" in {unquote(one["uri"]).rpartition("/")[2] for one in found}


@pytest.mark.parametrize(
    ("words", "behind", "new", "files"),
    [
        (
            "本人申请日期: {不晚于",
            1,
            "本人提出日期",
            {"vocabulary.yaml", "第八条-轮换.feature", "rotation-request.yaml"},
        ),
        ("{结论: 予以轮换调整}", 6, "同意轮换", {"第八条-轮换.feature"}),
        ("政策: 窗口工作人员轮换", 5, "窗口人员轮岗", set()),
        ("{未满: 轮换年限}", 6, "最短年限", set()),
        ("{属于: [辞职, 辞退]}", 7, "自愿辞职", {"vocabulary.yaml", "第八条-轮换.feature"}),
    ],
)
def test_a_name_is_changed_in_policies_vocabulary_features_and_records(
    editor: Session, rotation: Path, tmp_path: Path, words: str, behind: int, new: str, files: set[str]
):  # fmt: skip
    folder = editor.folder
    place = place_of(rotation.read_text(encoding="utf-8"), words, behind)
    old = editor.at(rotation, "textDocument/prepareRename", place)["placeholder"]
    assert old in words
    changes = editor.at(rotation, "textDocument/rename", place, newName=new)["changes"]
    paths = {uri: Path(unquote(uri.removeprefix("file://"))) for uri in changes}
    assert {path.name for path in paths.values()} == files | {rotation.name}
    shutil.copytree(folder, tmp_path / "新")
    for uri, path in paths.items():
        target = tmp_path / "新" / path.relative_to(folder)
        target.write_text(written(target.read_text(encoding="utf-8"), changes[uri]), encoding="utf-8")
    assert zzrules.check(tmp_path / "新" / "policies") == ()
    for path in paths.values():
        renamed = (tmp_path / "新" / path.relative_to(folder)).read_text(encoding="utf-8")
        assert new in renamed
        assert f"「{old}」" not in renamed


@pytest.mark.parametrize(("new", "why"), [("离开: 事由", "ZZ696"), ("报请日期", "ZZ696"), ("", "ZZ696")])
def test_a_name_that_cannot_be_one_is_refused_with_why(editor: Session, rotation: Path, new: str, why: str):
    place = place_of(rotation.read_text(encoding="utf-8"), "离开原因: 有", 1)
    with pytest.raises(AssertionError, match=why):
        editor.at(rotation, "textDocument/rename", place, newName=new)


def test_nothing_is_renamed_while_something_is_wrong(editor: Session, rotation: Path):
    text = rotation.read_text(encoding="utf-8").replace("情态: 予以", "情态: 给以", 1)
    editor.type(rotation, text)
    with pytest.raises(AssertionError, match="ZZ696"):
        editor.at(rotation, "textDocument/rename", place_of(text, "离开原因: 有", 1), newName="离开事由")


# ── the whole of a file ─────────────────────────────────────────────────


def ask(editor: Session, path: Path, method: str, **params: Any) -> Any:
    return editor.ask(f"textDocument/{method}", textDocument={"uri": path.as_uri()}, **params)


def test_the_outline_has_sections_with_their_entries(editor: Session, rotation: Path):
    parts = {
        part["name"]: [one["name"] for one in part["children"]] for part in ask(editor, rotation, "documentSymbol")
    }
    assert [*parts][:3] == ["政策", "代码", "依据"]
    assert parts["情形"] == ["离开机构", "不适合", "业务取消调整", "其他情形"]
    assert parts["结论"][0] == "予以轮换调整"
    assert parts["参数"] == ["轮换年限"]


def test_the_outline_of_a_feature_has_its_rules_and_scenarios(editor: Session, folder: Path):
    path = folder / "features" / "第八条-轮换.feature"
    editor.open(path)
    [feature] = ask(editor, path, "documentSymbol")
    assert [one["name"] for one in feature["children"]][:2] == ["背景", "第二款第（一）项，离开所属政务服务机构"]
    assert feature["children"][1]["children"][0]["name"].startswith("因<原因>离开所属政务服务机构")
    editor.close(path)


def test_sections_can_be_folded(editor: Session, rotation: Path):
    lines = rotation.read_text(encoding="utf-8").split("\n")
    folds = {lines[fold["startLine"]]: lines[fold["endLine"]] for fold in ask(editor, rotation, "foldingRange")}
    assert folds["  离开机构:"] == "    条件: {全部: [离开所属政务服务机构: 是, 离开原因: 有]}"
    assert folds["核对:"].startswith("  第八条第三款:")


def test_words_are_coloured_by_what_they_are(editor: Session, rotation: Path):
    lines = rotation.read_text(encoding="utf-8").split("\n")
    legend = editor.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"]
    coloured: dict[str, set[str]] = {}
    line = start = 0
    data = ask(editor, rotation, "semanticTokens/full")["data"]
    for down, right, length, colour, _ in zip(*[iter(data)] * 5, strict=True):
        line, start = line + down, right if down else start + right
        coloured.setdefault(lines[line][start : start + length], set()).add(legend[colour])
    assert coloured["离开原因"] == {"variable"}
    assert coloured["轮换年限"] == {"parameter"}
    assert coloured["任期起算日"] == {"function"}
    assert coloured["第八条第三款"] == {"macro"}
    assert coloured["2年"] == {"number"}
    assert coloured["条件"] == {"keyword"}
    assert coloured["窗口工作人员轮换"] == {"class"}


def test_citations_show_their_first_words(editor: Session, rotation: Path):
    hints = ask(editor, rotation, "inlayHint", range=WHOLE)
    lines = rotation.read_text(encoding="utf-8").split("\n")
    shown = {lines[hint["position"]["line"]][: hint["position"]["character"]]: hint["label"] for hint in hints}
    assert shown["依据: 第八条第二款"] == "在窗口工作未满两年，但有下…"


def test_a_file_is_laid_out_as_fmt_does_and_left_alone_while_it_has_mistakes(editor: Session, rotation: Path):
    original = rotation.read_text(encoding="utf-8")
    options = {"tabSize": 2, "insertSpaces": True}
    assert ask(editor, rotation, "formatting", options=options) == []
    untidy = original.replace("  轮换年限: {依据: 第八条第二款, 取值:", "  轮换年限:   {依据:  8.2,   取值:")
    assert untidy != original
    editor.type(rotation, untidy)
    assert written(untidy, ask(editor, rotation, "formatting", options=options)) == original
    editor.type(rotation, untidy.replace("情态: 予以", "情态: 给以", 1))
    assert ask(editor, rotation, "formatting", options=options) == []


def test_a_feature_is_laid_out(editor: Session, folder: Path):
    path = folder / "features" / "第八条-轮换.feature"
    original = path.read_text(encoding="utf-8")
    untidy = original.replace("      | 主体 ", "    |   主体 ", 1)
    assert editor.open(path, untidy) == []
    options = {"tabSize": 2, "insertSpaces": True}
    assert written(untidy, ask(editor, path, "formatting", options=options)) == original
    editor.close(path)


# ── repairs ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("情态: 予以", "情态: 给予"),
        ("    条件: {全部: [离开", "    条见: {全部: [离开"),
        ("依据: 第八条第三款\n", "依据：第八条第三款\n"),
        ("{未满: 轮换年限}", "{未满: 轮换年线}"),
    ],
)
def test_a_mistake_can_be_repaired_where_it_stands(editor: Session, rotation: Path, right: str, wrong: str):
    original = rotation.read_text(encoding="utf-8")
    assert right in original
    text = original.replace(right, wrong, 1)
    told = editor.type(rotation, text)
    actions = ask(editor, rotation, "codeAction", range=told[0]["range"], context={"diagnostics": told})
    repaired = [written(text, action["edit"]["changes"][rotation.as_uri()]) for action in actions]
    assert original in repaired
    assert actions[0]["kind"] == "quickfix"
    far = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    assert ask(editor, rotation, "codeAction", range=far, context={"diagnostics": []}) == []


def test_an_unknown_fact_can_be_written_into_the_vocabulary(editor: Session, folder: Path, rotation: Path):
    text = rotation.read_text(encoding="utf-8").replace("        - 不适合原因: 有\n", "        - 连续旷工三日: 是\n", 1)
    told = editor.type(rotation, text)
    actions = ask(editor, rotation, "codeAction", range=WHOLE, context={"diagnostics": told})
    changes = [action["edit"]["changes"] for action in actions if "词汇" in action["title"]]
    [(uri, edits)] = changes[0].items()
    assert uri.startswith((folder / "policies").as_uri())
    assert any("连续旷工三日" in edit["newText"] for edit in edits)
