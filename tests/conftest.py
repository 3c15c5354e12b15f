"""What all tests share: the steps of features, Hypothesis' profile, and what keeps a run short."""

import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path
from typing import Any

import polars as pl
import polars.io.plugins
import pytest
from hypothesis import settings

import zzrules
from zzrules import loading

pytest_plugins = ["zzrules.bdd"]

settings.register_profile("zzrules", deadline=None)  # no test depends on the machine's speed
settings.load_profile("zzrules")

PROPERTIES = Path(__file__).parent / "property"
BROWSER = Path(__file__).parent / "browser"


@pytest.hookimpl(trylast=True)  # after the order was drawn
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the cluster first, beside all others; trace no property: it runs thousands of times what others run once.

    Tests in the browser come next, together: one worker then starts it, and the others have no need to.
    """
    for item in items:
        if item.path.is_relative_to(PROPERTIES):
            item.add_marker(pytest.mark.no_cover)
    items.sort(key=lambda item: (item.get_closest_marker("cluster") is None, not item.path.is_relative_to(BROWSER)))


@pytest.fixture(scope="session", autouse=True)
def _commands_share_the_shipped_policies() -> Iterator[None]:
    """Commands load the shipped policies once in a process; any other folder, and `zzrules.load`, is read each time."""
    real = zzrules.load

    @cache
    def shipped() -> zzrules.Rulebook:
        return real()

    def load(folder: Any = None, *, over: Any = None) -> zzrules.Rulebook:
        return shipped() if folder is None and over is None else real(folder, over=over)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loading, "load", load)
        yield


def _traced(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that the coverage tool sees in whatever thread it runs; if it yields, at every step."""

    def trace() -> None:
        if sys.gettrace() is None:
            sys.settrace(threading.gettrace())

    def steps(frames: Iterator[Any]) -> Iterator[Any]:
        trace()
        for frame in frames:
            yield frame
            trace()

    @wraps(function)
    def called(*given: Any) -> Any:
        trace()
        result = function(*given)
        return steps(result) if isinstance(result, Iterator) else result

    return called


@pytest.fixture(scope="session", autouse=True)
def _threads_of_polars_are_traced() -> Iterator[None]:
    """Polars calls back in threads of its own, in which Python starts no tracer."""
    register, plugins = polars.io.plugins.register_io_source, polars.io.plugins
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(plugins, "register_io_source", lambda source, **more: register(_traced(source), **more))
        for frame in (pl.Expr, pl.LazyFrame):
            patched.setattr(frame, "map_batches", _batched(frame.map_batches))
        yield


def _batched(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def given(frame: Any, function: Callable[..., Any], *more: Any, **named: Any) -> Any:
        return method(frame, _traced(function), *more, **named)

    return given
