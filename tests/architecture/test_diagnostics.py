"""The table of diagnostics: each mistake is defined once, in its family's module, and used with the words it needs.

The rules read the source, so that a message that no test provokes is held as well.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

from zzrules.base.diagnostics import MODULES, Diagnostic

SOURCE = Path(__file__).parents[2] / "src" / "zzrules"
TABLE = SOURCE / "base" / "diagnostics"
FAMILIES = {module: digit for digit, modules in MODULES.items() for module in modules}
CODE = re.compile("ZZ[0-9]{3}")
ENTRIES = re.findall(
    "^### (ZZ[0-9]{3})$", (SOURCE.parents[1] / "docs" / "错误代码.md").read_text(encoding="utf-8"), re.MULTILINE
)

NOTING = {"add", "note"}
"""The methods that make a problem of a diagnostic and the words given with it."""

ADDED = frozenset({"event", "there"})
"""The words that no sentence needs: what notes the mistakes of an event adds the one, the other is a related place."""

Table = dict[str, dict[str, Diagnostic]]
"""The constants of each family's module, by name."""


@dataclass(frozen=True)
class Use:
    """A diagnostic as the source uses it, with the words given to it there.

    ``whole``: its sentence is made there. Otherwise it is only named, or handed on to what adds more words.
    """

    name: str
    where: str
    words: frozenset[str]
    whole: bool


def defined() -> Table:
    """Return the whole table, in the order of its text."""
    return {
        path.stem: {
            name: value
            for name, value in vars(import_module(f"zzrules.base.diagnostics.{path.stem}")).items()
            if isinstance(value, Diagnostic)
        }
        for path in sorted(TABLE.glob("*.py"))
        if path.stem != "__init__"
    }


def words_of(diagnostic: Diagnostic) -> frozenset[str]:
    """Return the words that a diagnostic's sentence and hint need."""
    parsed = (*Formatter().parse(diagnostic.message), *Formatter().parse(diagnostic.hint))
    return frozenset(field.partition(".")[0] for _, field, _, _ in parsed if field is not None)


def imported(tree: ast.Module) -> tuple[dict[str, str], dict[str, str]]:
    """Return the family modules that a source imports, by the names they have there, and the constants."""
    modules: dict[str, str] = {}
    constants: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "zzrules.base.diagnostics":
            modules |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in FAMILIES}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("zzrules.base.diagnostics."):
            family = str(node.module).rpartition(".")[2]
            constants |= {alias.asname or alias.name: f"{family}.{alias.name}" for alias in node.names}
    return modules, constants


def uses_in(source: str, where: str = "") -> Iterator[Use]:
    """Yield every use of a diagnostic in a source."""
    tree = ast.parse(source)
    modules, constants = imported(tree)

    def named(node: ast.expr) -> list[str]:
        match node:
            case ast.Name(id=name) if name in constants:
                return [constants[name]]
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in modules:
                return [f"{modules[module]}.{name}"]
            case ast.IfExp(body=body, orelse=orelse):
                return [*named(body), *named(orelse)]
            case _:
                return []

    called: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "code":
            called |= {id(inner) for inner in ast.walk(node)}  # asked for its code, not for its sentence
        if isinstance(node, ast.Call):
            noted = isinstance(node.func, ast.Attribute) and node.func.attr in NOTING
            for part in (node.func, *node.args[:1]):
                words = frozenset(keyword.arg or "**" for keyword in node.keywords)
                for name in named(part):
                    called |= {id(inner) for inner in ast.walk(part)}
                    whole = (noted or part is node.func) and "**" not in words
                    yield Use(name, f"{where}:{node.lineno}", words - {"**"}, whole)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and id(node) not in called:
            yield from (Use(name, f"{where}:{node.lineno}", frozenset(), whole=False) for name in named(node))


def codes_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield the codes that stand in a source's strings, with their lines; docstrings may name them."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield from ((node.lineno, code) for code in CODE.findall(node.value))


def sources() -> Iterator[tuple[str, str]]:
    """Yield the path, below the package, and the text of every source that is not the table."""
    for path in sorted(SOURCE.rglob("*.py")):
        if path.parent != TABLE:
            yield path.relative_to(SOURCE).as_posix(), path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def table() -> Table:
    return defined()


@pytest.fixture(scope="module")
def uses() -> list[Use]:
    return [use for path, source in sources() for use in uses_in(source, path)]


def test_a_code_stands_in_the_module_of_its_family_in_order(table: Table) -> None:
    for family, diagnostics in table.items():
        codes = [diagnostic.code for diagnostic in diagnostics.values()]
        assert {code[2] for code in codes} <= {FAMILIES[family]}
        assert codes == sorted(codes)


def test_the_page_has_the_codes_of_the_table_and_no_other(table: Table) -> None:
    codes = {diagnostic.code for diagnostics in table.values() for diagnostic in diagnostics.values()}
    mentioned = {code for _, source in sources() for code in CODE.findall(source)}
    assert sorted((codes | mentioned) - {*ENTRIES}) == []
    assert sorted({*ENTRIES} - codes) == []


def test_no_two_constants_say_the_same(table: Table) -> None:
    for diagnostics in table.values():
        assert len(set(diagnostics.values())) == len(diagnostics)


def test_every_constant_is_used(table: Table, uses: list[Use]) -> None:
    names = {f"{family}.{name}" for family, diagnostics in table.items() for name in diagnostics}
    assert sorted(names - {use.name for use in uses}) == []


def test_every_use_gives_the_words_of_its_sentence(table: Table, uses: list[Use]) -> None:
    """A rare message must not fail for want of a word when somebody needs it."""
    for use in uses:
        family, _, name = use.name.partition(".")
        needed = words_of(table[family][name])
        assert (use.where, use.words - needed - ADDED) == (use.where, frozenset())
        if use.whole:
            assert (use.where, use.words | ADDED) == (use.where, needed | ADDED)


def test_no_code_stands_outside_the_table() -> None:
    assert [f"{path}:{line} {code}" for path, source in sources() for line, code in codes_in(source)] == []


SAMPLE = """
from zzrules.base.diagnostics import meanings as wrong
from zzrules.base.diagnostics.text import TAB, ALIAS
def check(problems, place, last):
    problems.add(wrong.NO_FACT, place, name="a", hint="b")
    problems.add(TAB if last else ALIAS, place, name="c")
    raise Error(wrong.NO_FIELD(place, field="d"))
TABLE = (("x", TAB),)
SAME = error.code == ALIAS.code
"""


def test_every_way_to_use_a_diagnostic_is_seen() -> None:
    assert {(use.name, use.where, use.words, use.whole) for use in uses_in(SAMPLE)} == {
        ("meanings.NO_FACT", ":5", frozenset({"name", "hint"}), True),
        ("text.TAB", ":6", frozenset({"name"}), True),
        ("text.ALIAS", ":6", frozenset({"name"}), True),
        ("meanings.NO_FIELD", ":7", frozenset({"field"}), True),
        ("text.TAB", ":8", frozenset(), False),
    }


def test_a_code_in_a_string_is_seen_and_one_in_a_docstring_is_not() -> None:
    assert list(codes_in('"""Raises ZZ301."""\nadd("ZZ302")')) == [(2, "ZZ302")]


# ── in English ──────────────────────────────────────────────────────────

CHINESE = re.compile("[一-鿿]")


def fields_of(template: str) -> frozenset[str]:
    """Return the words that a sentence needs."""
    return frozenset(field for _, field, _, _ in Formatter().parse(template) if field is not None)


def test_every_diagnostic_has_its_english_with_the_same_words(table: Table) -> None:
    for family, diagnostics in table.items():
        english = import_module(f"zzrules.base.english.{family}").MESSAGES
        assert sorted(english) == sorted(diagnostics), family
        for name, diagnostic in diagnostics.items():
            message, hint = diagnostic.english()
            own = fields_of(diagnostic.message) - {"message"}  # what is quoted of YAML's own, in Chinese
            assert (name, fields_of(message)) == (name, own)
            assert (name, fields_of(hint)) == (name, fields_of(diagnostic.hint))
            assert (name, bool(hint)) == (name, bool(diagnostic.hint))


def test_english_has_nothing_chinese_but_the_words_of_policies(table: Table) -> None:
    """Those stand in 「」, or are to be written as they are; a sentence itself has none outside of quotation marks."""
    for diagnostics in table.values():
        for name, diagnostic in diagnostics.items():
            message = re.sub("「[^」]*」|“[^”]*”", "", diagnostic.english()[0])
            written = re.sub("\\b(条|款|项|适用|可以|应当|有权|日|个月|年)\\b|[是否]", "", message)
            assert (name, CHINESE.findall(written)) == (name, [])


def test_english_stands_in_the_order_of_the_table(table: Table) -> None:
    for family, diagnostics in table.items():
        assert list(import_module(f"zzrules.base.english.{family}").MESSAGES) == list(diagnostics)
