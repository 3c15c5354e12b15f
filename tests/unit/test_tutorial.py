"""docs/第一次改政策.md, step by step: the screens on it are what is printed, the pictures what is on the screens.

If what is printed changed on purpose: ``python -m tests.unit.tutorial``.
"""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from tests.unit.documents import broken_links
from tests.unit.tutorial import PAGE, picture, written_anew


def test_the_page_and_its_pictures_show_what_is_printed():
    page, pictures = written_anew()
    assert page == PAGE.read_text(encoding="utf-8")
    kept = {f"图/{path.name}": path.read_text(encoding="utf-8") for path in (PAGE.parent / "图").glob("第一次*.svg")}
    assert pictures == kept
    assert all(len(drawn.encode()) < 60_000 for drawn in pictures.values())


def test_the_text_of_a_picture_is_whole_and_in_its_columns():
    drawn = ET.fromstring(picture("$ zzrules check 政策\n政策/a.yaml:1:2: ZZ117 「甲 & 乙」\n"))  # noqa: S314 - ours
    texts = drawn.findall(".//{http://www.w3.org/2000/svg}text")
    assert ["".join(text.itertext()) for text in texts] == [
        "$ zzrules check 政策",
        "政策/a.yaml:1:2: ZZ117 「甲 & 乙」",
    ]
    spans = [(int(one.get("x", "0")), int(one.get("textLength", "0"))) for one in texts[1]]
    assert spans == [
        (16, 32),
        (48, 96),
        (144, 0),
        (152, 40),
        (192, 0),
        (200, 32),
        (232, 0),
        (240, 8),
        (248, 0),
        (256, 32),
    ]


def test_the_links_and_pictures_are_there():
    assert broken_links(PAGE) == set()
    for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", PAGE.read_text(encoding="utf-8")):
        assert Path(PAGE.parent, name).is_file()
