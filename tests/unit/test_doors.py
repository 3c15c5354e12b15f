"""Every public callable, each of its parameters in turn given what it is not made for: only the library's errors come.

The callables are found by what the package exports: one that is added is tried, too. If it needs an argument that is
not among `GOOD`, say there what a fit one is.
"""

from __future__ import annotations

import inspect
from atexit import register
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.conformance_update import base
from tests.unit.test_hostile import Listed, Nothing, OwnError, Text, fails

import zzrules
from zzrules.answer.sheets import GroundSheet
from zzrules.base.doors import door
from zzrules.base.errors import UsageError, ZzrulesError

DAY = date(2026, 5, 6)
RECORD = {"主体": "政务服务机构", "行为发生日期": "2026-03-02"}
EVENT = {"日期": "2026-03-02", "事件": "收到差评", "实名": "是"}
REGISTER = "主体,行为发生日期\n政务服务机构,2026-03-02\n"


POLICY = """
政策: 试验
代码: rotation
依据: 第八条
行为日期: {取: 行为发生日期}
口径:
  所问: {采: 甲说, 另说: [乙说], 依据: 试验, 说明: 试验}
结论:
  - 得出: 有
    代码: yes
    条件:
      任一:
        - 全部: [{口径: {所问: 甲说}}, {补正次数: {超过: 3}}]
        - 全部: [{口径: {所问: 乙说}}, {补正次数: {超过: 4}}]
  - {得出: 没有, 代码: no}
"""


class Pathlike:
    """A path that fails to say which."""

    __fspath__ = fails


STRANGE: dict[str, Any] = {
    "object that fails": Nothing(),
    "text that fails": Text("rotation"),
    "list that fails": Listed([1]),
    "path that fails": Pathlike(),
    "array": np.array(["甲", "乙"]),
    "array of no dimension": np.array(1),
    "frame": pl.DataFrame({"甲": [1]}),
    "nothing": None,
    "bytes": b"a",
    "number": 7,
    "no number": float("nan"),
    "huge number": 10**5000,
    "half a letter": "\udc80",
    "NUL": "a\0b",
    "long text": "长" * 5000,
    "no text": "",
    "date": date.max,
    "class": int,
    "objects in a list": [Nothing()],
    "objects in a dictionary": {"甲": Nothing()},
    "key that is no text": {1: 2},
}
"""What is handed in; beside these a generator that fails, made anew each time."""


def fails_later() -> Iterator[Any]:
    yield "rotation"
    raise OwnError


@cache
def book() -> zzrules.Rulebook:
    return zzrules.load()


@cache
def folder_of_one() -> Path:
    """Return a folder with one small policy, which takes a reading."""
    folder = Path(mkdtemp(prefix="doors-"))
    register(rmtree, folder, ignore_errors=True)
    copytree(base(), folder, dirs_exist_ok=True)
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    return folder


@cache
def small() -> zzrules.Rulebook:
    return zzrules.load(folder_of_one())


def on_case() -> zzrules.CaseAnswer:
    return book().casefile([EVENT]).on("2026-03-20")


PROBLEM = zzrules.Problem("ZZ102", "键「依据」重复", zzrules.Place("a.yaml", 3, 1))
RECEIVERS: dict[str, Callable[[], Any]] = {
    "Bundle": lambda: zzrules.bundle(folder_of_one()),
    "Calendar": lambda: book().calendar,
    "CaseAnswer": on_case,
    "CaseFile": lambda: book().casefile([EVENT]),
    "Citation": lambda: zzrules.Citation(8, 2),
    "Determination": lambda: book().evaluate(RECORD, DAY),
    "Interview": lambda: book().interview(on=DAY),
    "ObligationAnswer": lambda: on_case()["联系核实"][0],
    "PolicyAnswer": lambda: book().evaluate(RECORD, DAY).policy("rotation"),
    "Rulebook": book,
}
"""Whom to ask, by class; functions are asked themselves."""
OF_SMALL = {
    *("Rulebook.changes", "Rulebook.changes_from", "Rulebook.concordance", "Rulebook.difference"),
    *("Rulebook.evaluate_files", "Rulebook.flips", "Rulebook.impact", "Rulebook.scenarios"),
}
"""What takes long with many policies."""
GOOD: dict[str, Any] = {
    "about": lambda: "第二十三条",
    "answers": lambda: book().frame(pl.DataFrame([RECORD]), DAY, ["第二十三条"]),
    "book": book,
    "code": lambda: "rotation",
    "data": lambda: book().evaluate(RECORD, DAY).to_dict(),
    "day": lambda: DAY,
    "determination": lambda: book().evaluate(RECORD, DAY, ["第二十三条"]),
    "digest": lambda: "0" * 64,
    "end": lambda: DAY,
    "event": lambda: EVENT,
    "events": lambda: [EVENT],
    "fact": lambda: "主体",
    "folder": folder_of_one,
    "frame": lambda: pl.DataFrame([RECORD]),
    "ground": lambda: GroundSheet,
    "impact": lambda: small().impact("rotation", "所问", "乙说", seconds=0.01),
    "key": lambda: Path("没有的钥匙.pem"),
    "marked": lambda: True,
    "n": lambda: 3,
    "name": lambda: "联系核实",
    "notices": lambda: book().calendar.notices,
    "older": small,
    "on": lambda: DAY,
    "option": lambda: "乙说",
    "other": lambda: zzrules.Citation(8),
    "outcome": lambda: "不予",
    "path": lambda: "没有的对照.yaml",
    "place": lambda: PROBLEM.place,
    "policy": lambda: "rotation",
    "reading": lambda: "所问",
    "reason": lambda: "甲",
    "record": lambda: RECORD,
    "seconds": lambda: 0.01,
    "start": lambda: DAY,
    "table": lambda: pl.DataFrame({"rotation__outcome": ["rotate"]}),
    "text": lambda: "第八条",
    "value": lambda: "是",
}
"""A fit argument by the name of the parameter."""
OWN: dict[str, dict[str, Any]] = {"Rulebook.find": {"key": "rotation"}, "Rulebook.outcome": {"key": "予以轮换调整"}}
"""A fit argument by the callable, where the name means something else."""
NOT_FOR_CALLERS = {
    "Calendar.add_ordinal",  # in ordinals: what engines count with, of what was checked before
    "Calendar.count_ordinal",
    "Calendar.working_ordinal",
    *("Fix.applied", "Fix.instead", "Place.until"),  # errors and what they hold stand below the doors
    *("Problem.text", "Problem.to_dict", "Shown.text", "Shown.to_dict"),
    "PolicyAnswer.ground_steps",  # a generator for the rendering
    "Rulebook.obligations_otherwise",  # of a record that was checked
}
MODULES = ("blanks", "papers", "sql")
MADE_BY_CALLERS = ("Archive", "Calendar")
"""Classes that callers make; the library makes the others, or they hold what they are given."""


def callables() -> Iterator[str]:
    for name in zzrules.__all__:
        value = getattr(zzrules, name)
        if not inspect.isclass(value):
            yield from [name] if callable(value) else []
            continue
        yield from [name] if name in MADE_BY_CALLERS else []
        ours = (vars(one) for one in value.__mro__ if one.__module__.startswith("zzrules."))
        methods = {key: made for one in ours for key, made in one.items()}
        for key, made in methods.items():
            method = getattr(made, "__func__", made)
            public = key in ("__getitem__", "__contains__") or not key.startswith("_")
            if public and inspect.isfunction(method) and len(inspect.signature(method).parameters) > 1:
                yield f"{name}.{key}"
    for module in MODULES:
        for key, value in vars(import_module(f"zzrules.{module}")).items():
            if inspect.isfunction(value) and value.__module__ == f"zzrules.{module}" and not key.startswith("_"):
                yield f"{module}.{key}"


NAMES = [name for name in callables() if name not in NOT_FOR_CALLERS and not name.endswith("Error.to_dict")]


def asked(name: str, folder: Path) -> Any:
    """Return a callable by its name: bound to whom it is asked of."""
    home, _, method = name.partition(".")
    if home in MODULES:
        return getattr(import_module(f"zzrules.{home}"), method)
    owner = getattr(zzrules, home)
    if not method:
        return owner
    if isinstance(vars(owner).get(method), classmethod):
        return getattr(owner, method)
    if home == "Archive":
        (folder / "archive").mkdir()
        zzrules.bundle(folder_of_one(), folder / "archive" / "a.zzrules")
        return getattr(zzrules.Archive(folder / "archive"), method)
    return getattr(small() if name in OF_SMALL else RECEIVERS[home](), method)


def fit(name: str, parameter: inspect.Parameter, folder: Path) -> Any:
    """Return a fit argument."""
    if parameter.name in OWN.get(name, ()):
        return OWN[name][parameter.name]
    if parameter.name == "sources":
        (folder / "register.csv").write_text(REGISTER, "utf-8")
        return folder / "register.csv"
    if parameter.name == "output":
        return folder / "answers.csv"
    assert parameter.name in GOOD, f"say in GOOD what a fit {parameter.name} of {name} is"
    return GOOD[parameter.name]()


def needed(name: str, parameter: inspect.Parameter) -> bool:
    """Return whether an argument is given beside the strange one: a must, or what keeps the work short."""
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
        return False
    short = name in ("load", "check", "bundle") and parameter.name == "folder"
    return parameter.default is parameter.empty or parameter.name == "seconds" or short


@pytest.mark.no_cover
@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_made_for_a_parameter_raises_only_our_errors(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    function = asked(name, tmp_path)
    parameters = inspect.signature(function).parameters
    beside = {key: fit(name, one, tmp_path) for key, one in parameters.items() if needed(name, one)}
    for key, parameter in parameters.items():
        for strange, value in [*STRANGE.items(), ("generator that fails", None)]:
            given = fails_later() if strange == "generator that fails" else value
            several = parameter.kind is parameter.VAR_POSITIONAL
            arguments = dict(beside) if several else {**beside, key: given}
            positional = parameter.kind is parameter.POSITIONAL_ONLY
            first = [arguments.pop(key)] if positional else [given] if several else []
            try:
                function(*first, **arguments)
            except ZzrulesError:
                pass
            except Exception as error:  # noqa: BLE001 - whatever comes out
                pytest.fail(f"{name}({key}=…), {strange}: {type(error).__name__}")


@door
def halved(number: int, then: Callable[[], None] | None = None) -> int:
    """Show what a door lets through."""
    if then is not None:
        then()
    assert number % 2 == 0
    return number // 2


def test_a_door_blames_the_caller_only_for_what_does_not_fit():
    assert halved(4) == 2
    with pytest.raises(UsageError, match="ZZ600 halved 的 number ") as raised:
        halved(STRANGE["object that fails"])
    assert isinstance(raised.value.__cause__, (OwnError, TypeError))
    with pytest.raises(AssertionError):  # a bug of ours
        halved(3)
    with pytest.raises(OwnError):  # the caller's own function
        halved(4, fails)
    with pytest.raises(TypeError, match="missing 1 required"):
        halved()  # type: ignore[call-arg]


@pytest.mark.parametrize("asked", ["html", ["text"], None])
def test_an_explanation_in_a_format_that_there_is_not_is_refused(asked):
    for explain in (book().evaluate(RECORD, DAY, ["rotation"]).explain, on_case().explain):
        with pytest.raises(UsageError, match=r"ZZ612 解释没有.*应改为：text、markdown、json"):
            explain(asked)


def test_what_there_is_not_is_told_so():
    with pytest.raises(UsageError, match="ZZ602 没有政策「没有」"):
        book().outcome("没有", "rotate")
    with pytest.raises(UsageError, match="ZZ602 「没有」不是一个情形"):
        book().evaluate(RECORD, DAY).policy("rotation").ground_missing("没有")
