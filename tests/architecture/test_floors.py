"""The shape of the house, read from the source: who imports whom, what stays lazy, and that the law is not in Python.

Every import counts: inside functions, under ``TYPE_CHECKING``, and ``import_module`` of a literal name. The rules are
functions over source text, so each is shown failing on a bad sample before it is held against the real tree.
"""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = "zzrules"
SOURCE = Path(__file__).parents[2] / "src" / PACKAGE

# From the bottom up. A module that is not named here belongs to the face.
FLOORS = ["base", "policy", "case", "plan", "engines", "answer", "analysis", "batch"]
FACE = len(FLOORS)
ROOMS = {"analysis": ["proving", "searching", "changes", "advice", "coverage"]}
"""The rooms of a floor, each of which knows those before it."""

ONLY_ON = {"yaml": {"policy"}}
SHARED_BY_ENGINES = {"__init__", "judgement", "columns"}
NEVER_ON = {"pydantic": {"base", "plan", "engines", "answer"}}
HEAVY = {
    "polars",
    "durable",
    "holidays",
    "icalendar",
    "z3",
    "pyspark",
    "pyarrow",
    "python_calamine",
    "xlsxwriter",
    "rich",
    "cryptography",
    "lsprotocol",
    "pygls",
    "jinja2",
    "markupsafe",
}
LAZY = {f"{PACKAGE}.editor.{module}" for module in ("server", "session")}
"""The modules that only functions import, so that they may load a heavy package together with themselves."""
FOR_TESTS = {"pytest", "pytest_bdd", "hypothesis"}

ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇\d]+条")

Tree = Mapping[str, str]
"""Source text by dotted module name; a package has the key ``name.__init__``."""

Rule = Callable[[Tree], list[str]]


@dataclass(frozen=True)
class Import:
    """One imported name, as written in a module: absolute, with what happens when the module is loaded."""

    name: str
    line: int
    on_load: bool = True


# --- reading ---------------------------------------------------------------------------------------------------------


def tree_of(folder: Path) -> dict[str, str]:
    """Return the source of every module under ``folder``, a package."""
    return {
        ".".join((folder.name, *path.relative_to(folder).with_suffix("").parts)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.py"))
    }


def imports_of(source: str, module: str) -> list[Import]:
    """Return every import of ``module``; ``from a import b`` gives ``a.b``, which may be a name in ``a``."""
    return list(_imports(ast.parse(source), module, on_load=True))


def _imports(node: ast.AST, module: str, *, on_load: bool) -> Iterator[Import]:
    match node:
        case ast.Import(names=names):
            yield from (Import(alias.name, node.lineno, on_load) for alias in names)
        case ast.ImportFrom(module=origin, names=names, level=level):
            parents = module.split(".")[:-level] if level else []
            base = ".".join([*parents, *([origin] if origin else [])])
            yield from (Import(f"{base}.{alias.name}", node.lineno, on_load) for alias in names)
        case ast.Call(
            func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            yield Import(name, node.lineno, on_load)
        case _:
            pass
    for field, value in ast.iter_fields(node):
        later = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)) and field == "body"
        never = isinstance(node, ast.If) and field == "body" and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _imports(child, module, on_load=on_load and not later and not never)


def edges_of(tree: Tree) -> dict[str, dict[str, int]]:
    """Return, for each module, the modules of the tree that it imports, each with the first line that does."""
    edges: dict[str, dict[str, int]] = {module: {} for module in tree}
    for module, source in tree.items():
        for found in imports_of(source, module):
            target = _resolve(found.name, tree)
            if target and target != module:
                edges[module].setdefault(target, found.line)
    return edges


def _resolve(name: str, tree: Tree) -> str | None:
    """Return the module that an imported name loads: itself, or the longest prefix of it that is a module."""
    while name:
        for module in (name, f"{name}.__init__"):
            if module in tree:
                return module
        name = name.rpartition(".")[0]
    return None


def floor_of(module: str) -> int:
    """Return the floor of a module of the package, counted from the bottom."""
    part = module.split(".")[1]
    return FLOORS.index(part) if part in FLOORS else FACE


def room_of(module: str) -> tuple[str, int]:
    """Return the floor of a module that has rooms, and which it lies in, from the bottom; ("", 0) for any other."""
    _, floor, room, *_ = (*module.split("."), "", "")
    return (floor, ROOMS[floor].index(room)) if room in ROOMS.get(floor, ()) else ("", 0)


def above(target: str, module: str) -> bool:
    """Return whether one module lies in a room above that of another, on the same floor."""
    (floor, one), (own, other) = room_of(target), room_of(module)
    return floor == own and one > other


def engine_of(module: str) -> str | None:
    """Return which engine a module belongs to, if it belongs to one."""
    match module.split("."):
        case [_, "engines", name, *_] if name not in SHARED_BY_ENGINES:
            return name
        case _:
            return None


# --- the rules: each returns what breaks it --------------------------------------------------------------------------


def upward(tree: Tree) -> list[str]:
    """Return the imports that go up the floors, or the rooms of one, or from one engine to another."""
    broken = []
    for module, targets in edges_of(tree).items():
        for target, line in targets.items():
            engines = {engine_of(module), engine_of(target)} - {None}
            if floor_of(target) > floor_of(module) or len(engines) > 1 or above(target, module):
                broken.append(f"{module}:{line} imports {target}")
    return broken


def misplaced(tree: Tree) -> list[str]:
    """Return the imports of packages that the module's floor must not know."""
    broken = []
    for module, source in tree.items():
        floor = floor_of(module)
        floor_name = FLOORS[floor] if floor < FACE else "face"
        for found in imports_of(source, module):
            package = found.name.split(".")[0]
            allowed = floor_name in ONLY_ON.get(package, {floor_name})
            if not allowed or floor_name in NEVER_ON.get(package, set()):
                broken.append(f"{module}:{found.line} imports {package}")
    return broken


def eager(tree: Tree) -> list[str]:
    """Return the heavy packages, and the modules that load them, that are loaded together with a module."""
    return [
        f"{module}:{found.line} imports {heavy}"
        for module, source in tree.items()
        if module not in LAZY
        for found in imports_of(source, module)
        if found.on_load
        if (heavy := found.name.split(".")[0]) in HEAVY or (heavy := _resolve(found.name, tree) or "") in LAZY
    ]


def cycle(tree: Tree) -> list[str]:
    """Return one cycle of imports, from a module back to itself; empty if there is none."""
    edges = edges_of(tree)
    done: set[str] = set()

    def visit(module: str, path: list[str]) -> list[str]:
        if module in path:
            return [*path[path.index(module) :], module]
        if module in done:
            return []
        for target in edges[module]:
            if found := visit(target, [*path, module]):
                return found
        done.add(module)
        return []

    for module in tree:
        if found := visit(module, []):
            return found
    return []


def law_in_python(tree: Tree) -> list[str]:
    """Return the string constants that name an article; docstrings and comments may."""
    broken = []
    for module, source in tree.items():
        parsed = ast.parse(source)
        prose = {id(node.value) for node in ast.walk(parsed) if isinstance(node, ast.Expr)}
        broken += [
            f"{module}:{node.lineno} says {found[0]}"
            for node in ast.walk(parsed)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
            if (found := ARTICLE.search(node.value))
        ]
    return broken


def patterns(tree: Tree) -> list[str]:
    """Return the columns asked of Polars by a name that may come from outside and be one of its patterns.

    A name that the source spells out is none, and `engines.columnar.exact` takes every other name.
    """
    return [
        f"{module}:{node.lineno} asks for {ast.unparse(node)}"
        for module, source in tree.items()
        if not module.endswith(".exact")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("pl.col", "pl.exclude", "pl.field")
        and not all(map(_spelled_out, node.args))
    ]


def _spelled_out(name: ast.expr) -> bool:
    """Return whether the source spells out a name: as a literal or a constant; types of columns are no names."""
    match name:
        case ast.Constant(value=str(text)) | ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return text[:1] not in ("^", "*")
        case ast.Name(id=constant):
            return constant.isupper()
        case ast.Attribute(value=ast.Name(id="pl")):
            return True
        case _:
            return False


# --- the real tree ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tree() -> dict[str, str]:
    found = tree_of(SOURCE)
    assert {f"{PACKAGE}.{floor}.__init__" for floor in FLOORS if floor != "batch"} <= set(found)
    return found


def test_imports_go_down_the_floors_and_engines_do_not_know_one_another(tree: Tree) -> None:
    assert upward(tree) == []


def test_only_policy_knows_yaml_and_pydantic_stays_at_the_edges(tree: Tree) -> None:
    assert misplaced(tree) == []


def test_no_module_loads_a_heavy_package_with_itself(tree: Tree) -> None:
    assert eager(tree) == []


def test_modules_have_no_cycles(tree: Tree) -> None:
    assert cycle(tree) == []


def test_no_article_is_named_in_python(tree: Tree) -> None:
    assert law_in_python(tree) == []


def test_names_of_columns_reach_polars_as_names(tree: Tree) -> None:
    assert patterns(tree) == []


def test_import_zzrules_loads_nothing_heavy(tmp_path: Path) -> None:
    script = f"import json, sys, {PACKAGE}; print(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert PACKAGE in loaded
    assert loaded & (HEAVY | FOR_TESTS) == set()


# --- each rule can fail ----------------------------------------------------------------------------------------------


def test_every_way_to_import_is_seen() -> None:
    source = """
import a.b as c, d
from e import f
from . import sibling
from .plan import nodes
from .. import up
if TYPE_CHECKING:
    import g
else:
    import h
class Body:
    import i
def later(x=__import__("j")):
    import k
    importlib.import_module("l.m")
try:
    import n
except ImportError:
    pass
"""
    found = imports_of(source, "zzrules.engines.reference")
    on_load = "a.b d e.f zzrules.engines.sibling zzrules.engines.plan.nodes zzrules.up h i j n"
    assert [one.name for one in found if one.on_load] == on_load.split()
    assert [one.name for one in found if not one.on_load] == ["g", "k", "l.m"]


def test_relative_imports_of_a_package_start_at_the_package() -> None:
    assert imports_of("from .errors import Problem", "zzrules.base.__init__") == [
        Import("zzrules.base.errors.Problem", 1)
    ]


HOUSE = {
    "zzrules.__init__": "from zzrules.rulebook import load",
    "zzrules.rulebook": "from zzrules.engines import reference, compiled",
    "zzrules.engines.__init__": "",
    "zzrules.engines.reference": "from zzrules.plan.nodes import Node",
    "zzrules.engines.compiled": "def run():\n    import polars",
    "zzrules.engines.columnar.exact": "pl.col(name)",
    "zzrules.editor.server": "from pygls import uris",
    "zzrules.cli.lsp": "def run():\n    from zzrules.editor.server import serve",
    "zzrules.analysis.changes.__init__": "from zzrules.analysis.proving import a",
    "zzrules.analysis.proving.a": "",
    "zzrules.plan.__init__": "",
    "zzrules.plan.nodes": "from zzrules.base import truth",
    "zzrules.policy.__init__": "import yaml, pydantic",
    "zzrules.base.__init__": "",
    "zzrules.base.truth": '"""第八条."""\nNAME = "条"  # 第八条',
}


@pytest.mark.parametrize("rule", [upward, misplaced, eager, cycle, law_in_python, patterns])
def test_a_good_house_breaks_no_rule(rule: Rule) -> None:
    assert rule(HOUSE) == []


@pytest.mark.parametrize(
    ("rule", "module", "source", "broken"),
    [
        (upward, "base.a", "import zzrules", "base.a:1 imports zzrules.__init__"),
        (upward, "base.a", "from ..plan import nodes", "base.a:1 imports zzrules.plan.nodes"),
        (upward, "plan.a", "def f():\n    from zzrules import rulebook", "plan.a:2 imports zzrules.rulebook"),
        (upward, "policy.a", "if TYPE_CHECKING:\n    import zzrules.plan", "policy.a:2 imports zzrules.plan.__init__"),
        (upward, "engines.a.b", "from ..reference import c", "engines.a.b:1 imports zzrules.engines.reference"),
        (
            upward,
            "analysis.proving.a",
            "from zzrules.analysis.changes import b",
            "analysis.proving.a:1 imports zzrules.analysis.changes.__init__",
        ),
        (misplaced, "cli", "from yaml import safe_load", "cli:1 imports yaml"),
        (misplaced, "base.truth", "import yaml.nodes", "base.truth:1 imports yaml"),
        (misplaced, "plan.nodes", "def f():\n    import pydantic", "plan.nodes:2 imports pydantic"),
        (misplaced, "engines.compiled", "from pydantic import BaseModel", "engines.compiled:1 imports pydantic"),
        (eager, "engines.columnar", "import polars as pl", "engines.columnar:1 imports polars"),
        (eager, "cli", "try:\n    from durable import engine\nexcept ImportError: ...", "cli:2 imports durable"),
        (eager, "cli.lsp", "from zzrules.editor.server import serve", "cli.lsp:1 imports zzrules.editor.server"),
        (eager, "editor.hover", "import lsprotocol", "editor.hover:1 imports lsprotocol"),
        (law_in_python, "cli", "x = f'依据{y}第二十一条'", "cli:1 says 第二十一条"),
        (law_in_python, "cli", "def f(x='第8条'): ...", "cli:1 says 第8条"),
        (
            patterns,
            "batch",
            "pl.col('a', pl.String, ON), pl.col(f'v{k}'), pl.col(name)",
            "batch:1 asks for pl.col(name)",
        ),
        (patterns, "batch", "pl.exclude(f'{code}.class')", "batch:1 asks for pl.exclude(f'{code}.class')"),
        (patterns, "batch", "pl.col('*')", "batch:1 asks for pl.col('*')"),
    ],
)
def test_a_bad_house_is_told_apart(rule: Rule, module: str, source: str, broken: str) -> None:
    assert rule({**HOUSE, f"zzrules.{module}": source}) == [f"zzrules.{broken}"]


@pytest.mark.parametrize("back", ["import zzrules.cli", "def f():\n    from . import cli", "__import__('zzrules.cli')"])
def test_a_cycle_is_found_however_it_is_hidden(back: str) -> None:
    house = {**HOUSE, "zzrules.cli": "from zzrules.a import b", "zzrules.a": back}
    assert cycle(house) == ["zzrules.cli", "zzrules.a", "zzrules.cli"]
