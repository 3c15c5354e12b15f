"""A folder of one's own inherits the national calendar, but for the years that it brings."""

import shutil
from pathlib import Path

import pytest

import zzrules
from zzrules import loading

FOLDER = loading.shipped_policies() / "calendar"
YEAR = (FOLDER / "2026.yaml").read_text(encoding="utf-8").replace("国办发明电〔2025〕7号", "示例〔2025〕1号")


@pytest.fixture
def own(tmp_path):
    """A folder of policies without a calendar."""
    return Path(shutil.copytree(FOLDER.parent, tmp_path / "政策", ignore=shutil.ignore_patterns("calendar")))


def test_a_folder_without_a_calendar_inherits_the_national_one_and_no_closures(own):
    shipped, book = zzrules.load(), zzrules.load(own)
    assert book.calendar.ordinals == shipped.calendar.ordinals
    assert {notice.place.source.partition("/")[0] for notice in book.calendar.notices} == {"随程序发布的日历"}
    (own / "停工.yaml").write_text((FOLDER / "local.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert zzrules.load(own).calendar.ordinals == shipped.calendar.ordinals


def test_a_year_of_its_own_takes_the_place_of_that_year_alone(own):
    (own / "我市的日历.yaml").write_text(YEAR, encoding="utf-8")
    calendar = zzrules.load(own).calendar
    assert [notice.number for notice in calendar.notices if notice.year == 2026] == ["示例〔2025〕1号"]
    assert calendar.first == zzrules.load().calendar.first
    assert calendar.ordinals == zzrules.load().calendar.ordinals


def test_the_digest_covers_what_was_inherited(own, tmp_path, monkeypatch):
    before = zzrules.load(own).digest
    other = Path(shutil.copytree(FOLDER.parent, tmp_path / "shipped"))
    monkeypatch.setattr(loading, "shipped_policies", lambda: other)
    assert zzrules.load(own).digest == before
    with (other / "calendar" / "2026.yaml").open("a", encoding="utf-8") as file:
        file.write("# 改过\n")
    assert zzrules.load(own).digest != before
    shutil.copytree(FOLDER, own / "calendar")
    whole = zzrules.load(own).digest
    (other / "calendar" / "2025.yaml").unlink()
    assert zzrules.load(own).digest == whole  # nothing of it was used


def test_what_is_wrong_with_years_together_is_told_in_the_folders_own_file(own):
    notice = "{文号: 示例〔2028〕1号, 印发: 2028-11-04, 放假: {元旦: 2029-01-01}, 上班: []}"
    (own / "2029.yaml").write_text(f"日历: 2029\n通知: [{notice}]\n", encoding="utf-8")
    [problem] = zzrules.check(own)
    assert (problem.code, problem.place.source) == ("ZZ506", "2029.yaml")
