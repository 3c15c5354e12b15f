"""The benchmark of how cost grows: that it tells a line from a square, and runs what it names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from benchmarks import hardening
from benchmarks.hardening import Fit, Grown, fit, measured, report


@pytest.fixture
def worked(monkeypatch) -> Callable[[int], Callable[[int], None]]:
    """Work that takes as many seconds as a power of its size says, by a clock that nothing else moves."""
    clock = [0.0]
    monkeypatch.setattr(hardening, "process_time", lambda: clock[0])

    def work(power: int) -> Callable[[int], None]:
        def done(size: int) -> None:
            clock[0] += float(size) ** power

        return done

    return work


def test_a_square_is_told_from_a_line(worked):
    line, square = (measured(Grown(lambda size: size, 30, worked(power))) for power in (1, 2))
    assert (line.exponent, line.off, line.passes) == (1, 0, True)
    assert (square.exponent, square.off, square.passes) == (2, 0, False)


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


def test_the_command_ends_as_the_figures_say(worked, monkeypatch, capsys):
    monkeypatch.setattr(hardening, "kinds", lambda _home: {"甲": Grown(lambda size: size, 30, worked(2))})
    assert hardening.main([]) == 1
    assert "Too fast: 甲" in capsys.readouterr().out
    assert hardening.main(["--only", "没有"]) == 0
