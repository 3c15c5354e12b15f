"""One mistake of form in a policy hides no other, and is followed by none."""

import random
from pathlib import Path

import pytest

from zzrules.base.errors import LINE_ENDS
from zzrules.editor.workspace import Desk, Workspace

POLICIES = Path(__file__).parents[2] / "policies"
ROTATION = POLICIES / "article-08-rotation.yaml"
SLIPS = (("]", ""), ("}", ""), ("[", ""), ("{", ""), ('"', ""), ("    ", "   "), (": ", ":"), ("- ", "-"), (", ", "，"))


@pytest.fixture(scope="module")
def desk() -> Desk:
    desk = Workspace().desk_of(ROTATION)
    assert desk is not None
    desk.study({})
    return desk


def told(desk: Desk, path: Path, text: str) -> list[tuple[str, int]]:
    """Return what is wrong when a policy says something else: the codes, with their lines."""
    return [(problem.code, problem.place.line) for problem in desk.tried({path: text})]


@pytest.mark.parametrize("form", ["离开原因: 有]}", "依据: 第八条第二款第（一）项"])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("依据: 第八条第三款\n", "依据: 第八条第九款\n"),
        ("情态: 予以", "情态: 给以"),
        ("{未满: 轮换年限}", "{未满: 轮换年线}"),
        ("    按口径: 任期计法\n", "    按口径: 任期记法\n"),
    ],
)
def test_a_mistake_is_told_beside_one_of_form_in_another_section(desk: Desk, form: str, right: str, wrong: str):
    text = ROTATION.read_text(encoding="utf-8")
    alone = told(desk, ROTATION, text.replace(right, wrong, 1))
    assert len(alone) == 1
    broken = {"离开原因: 有]}": "离开原因: 有}", "依据: 第八条第二款第（一）项": "依据: [第八条第二款第（一）项"}[form]
    assert text.count(form) >= 1
    of_form = told(desk, ROTATION, text.replace(form, broken, 1))
    assert len(of_form) == 1
    assert told(desk, ROTATION, text.replace(form, broken, 1).replace(right, wrong, 1)) == sorted(
        [*of_form, *alone], key=lambda one: one[1]
    )


def test_a_mistake_of_form_is_one_message_wherever_it_is_made(desk: Desk):
    drawn = random.Random(8)  # noqa: S311 - made anew
    files = sorted(POLICIES.glob("article*.yaml"))
    for _ in range(16):
        path, (right, wrong) = drawn.choice(files), drawn.choice(SLIPS)
        text = path.read_text(encoding="utf-8")
        places = [at for at in range(len(text)) if text.startswith(right, at)]
        if not places:
            continue
        at = drawn.choice(places)
        assert len(told(desk, path, text[:at] + wrong + text[at + len(right) :])) <= 1, (path.name, at, right)


def test_names_that_are_lost_with_a_section_are_not_missed(desk: Desk):
    path = POLICIES / "article-19-spot-checks.yaml"
    text = path.read_text(encoding="utf-8")
    for section in ("归类:\n  ", "结论:\n  ", "情形:\n  ", "义务:\n  ", "推算:\n  ", "参数:\n  "):
        if f"\n{section}" in text:
            assert len(told(desk, path, text.replace(section, f"{section}甲: [\n  ", 1))) == 1, section


@pytest.mark.parametrize("end", ["\r\n", "\u2028", "\x0b", "\x1c"])
def test_lines_are_counted_as_the_reader_counts_them(desk: Desk, end: str):
    """What ends a line for Python need not end one in YAML: no place lies below the line that it names."""
    text = ROTATION.read_text(encoding="utf-8").replace("情态: 予以", "情态: 给以", 1)
    broken = text.replace("离开原因: 有]}", f"离开原因: 有}}  # 注{end}    # 注", 1)
    lines = LINE_ENDS.split(broken)
    problems = desk.tried({ROTATION: broken})
    assert problems
    assert all(0 < one.place.column <= len(lines[one.place.line - 1]) + 1 for one in problems)
