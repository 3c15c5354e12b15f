"""A folder of one's own inherits the national calendar, but for the years that it brings."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import zzrules
from zzrules import rulebook

FOLDER = rulebook.shipped_policies() / "calendar"
HOLIDAY = "日历: 2026\n通知:\n  - {文号: 示例〔2025〕1号, 印发: 2025-11-04, 放假: {元旦: 2026-01-01}, 上班: []}\n"


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
    (own / "我市的日历.yaml").write_text(HOLIDAY, encoding="utf-8")
    calendar = zzrules.load(own).calendar
    assert [notice.number for notice in calendar.notices if notice.year == 2026] == ["示例〔2025〕1号"]
    assert calendar.first == zzrules.load().calendar.first
    assert calendar.is_working_day(date(2026, 1, 2))
    assert not calendar.is_working_day(date(2025, 1, 28))


def test_the_digest_covers_what_was_inherited(own, tmp_path, monkeypatch):
    before = zzrules.load(own).digest
    other = Path(shutil.copytree(FOLDER.parent, tmp_path / "shipped"))
    monkeypatch.setattr(rulebook, "shipped_policies", lambda: other)
    assert zzrules.load(own).digest == before
    with (other / "calendar" / "2026.yaml").open("a", encoding="utf-8") as file:
        file.write("# 改过\n")
    assert zzrules.load(own).digest != before
    shutil.copytree(FOLDER, own / "calendar")
    whole = zzrules.load(own).digest
    (other / "calendar" / "2025.yaml").unlink()
    assert zzrules.load(own).digest == whole  # nothing of it was used


def test_what_is_wrong_with_years_together_is_told_in_the_folders_own_file(own):
    (own / "2029.yaml").write_text(HOLIDAY.replace("2026", "2029").replace("2025", "2028"), encoding="utf-8")
    [problem] = zzrules.check(own)
    assert (problem.code, problem.place.source) == ("ZZ506", "2029.yaml")
