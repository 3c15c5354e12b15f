"""The benchmark of how cost grows: that it tells a line from a square, and runs what it names."""

from __future__ import annotations

import pytest
from benchmarks import hardening
from benchmarks.hardening import Fit, Grown, fit, measured, report


def lines(size: int) -> int:
    return sum(range(size))


def squares(size: int) -> int:
    return sum(one * other for one in range(size) for other in range(size))


@pytest.mark.no_cover
def test_a_square_is_told_from_a_line():
    line, square = (measured(Grown(lambda size: size, *kind)) for kind in ((20_000, lines), (30, squares)))
    assert 0.8 < line.exponent < 1.2
    assert line.passes
    assert 1.8 < square.exponent < 2.2
    assert not square.passes


def test_a_time_that_lies_off_the_line_is_no_growth():
    assert not fit({10: 1, 20: 3, 40: 9, 80: 27}).passes
    assert fit({10: 1, 20: 2, 40: 4, 80: 14}).passes


def test_what_grows_too_fast_is_named():
    page = report({"甲": Fit(1.02, 0.01, 80, 0.5), "乙": Fit(1.9, 0.1, 80, 0.5)})
    assert "| 甲 | 80 | 500.0 | 1.02 | 0.01 |" in page
    assert page.endswith("Too fast: 乙")
    assert report({"甲": Fit(1.2, 0.3, 80, 0.5)}).endswith("None grows faster than 1.2.")


def test_every_kind_runs_at_its_smallest(tmp_path):
    """With how many kinds there are: one that is taken away is missed."""
    kinds = hardening.kinds(tmp_path)
    assert len(kinds) >= 80
    for name, kind in kinds.items():
        if "not closed" not in name:  # these are run, larger, by test_hostile.py
            kind.work(kind.made(min(kind.small, 6)))


def test_the_command_ends_as_the_figures_say(monkeypatch, capsys):
    monkeypatch.setattr(hardening, "kinds", lambda _home: {"甲": Grown(lambda size: size, 30, squares)})
    assert hardening.main([]) == 1
    assert "Too fast: 甲" in capsys.readouterr().out
    assert hardening.main(["--only", "没有"]) == 0
