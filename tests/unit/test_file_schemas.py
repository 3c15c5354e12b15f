"""JSON Schemas of files against the readers: both take the same files, know the same keys, and refuse any other."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft7Validator

from zzrules.base.diagnostics.policies import UNKNOWN_KEY
from zzrules.base.errors import Place
from zzrules.base.frozen import replaced
from zzrules.base.regulations import Regulations
from zzrules.batch.mapping.files import read_mapping
from zzrules.batch.mapping.keys import MAPPING
from zzrules.policy.calendar_files import read_calendar
from zzrules.policy.clauses import _DERIVATIONS as READ, _SPECIAL
from zzrules.policy.folder import KINDS
from zzrules.policy.forms import Reader
from zzrules.policy.keys.clauses import CONDITIONS, DEFINITIONS, DERIVATIONS
from zzrules.policy.keys.schema import FILES, any_file, schema_of
from zzrules.policy.keys.shape import Defined, Either, Keys, Many, Marked, Named, OneKey, Shape, Word, Words
from zzrules.policy.keys.vocabularies import DEFINITIONS as OF_FACTS
from zzrules.policy.policies import read_policy
from zzrules.policy.regulation_files import load_regulation, read_other, read_regulation
from zzrules.policy.shapes import Shapes
from zzrules.policy.vocabulary import Vocabulary
from zzrules.policy.vocabulary_files import read_vocabulary
from zzrules.policy.yamlreading import read_file, read_text
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar, Sequence

ROOT = Path(__file__).parents[2]
SHAPES = {**FILES, "对照": MAPPING}
DEFINED = DEFINITIONS | OF_FACTS
OF_OTHER_REGULATIONS = {  # whose citations are of none here, so that nothing below them is read
    *(f"examples/several-regulations/{name}.yaml" for name in ("deemed", "province", "province-2026")),
    *(
        f"tests/conformance/regulations/good/three-of-them/policies/{name}.yaml"
        for name in ("of-the-province", "of-the-province-amended")
    ),
}
RARE = [  # what none of the files states
    ("日历", "假定日历: 2027\n依据: 测算\n放假: {元旦: 2027-01-01}\n上班: []\n"),
    ("日历", "本地停工: {采用: 是, 依据: 甲, 停工: [{日期: 2026-07-20, 文号: 乙, 印发: 2026-07-19, 说明: 丙}]}\n"),
    ("对照", "对照: 甲\n列: {乙: 主体}\n不计的行: [合计, {列: 状态, 是: [作废], 空: 是}]\n"),
]


@cache
def files() -> dict[str, tuple[str, Mapping]]:
    """Return the files that are read without a mistake, shipped or of good cases, each with its kind and its tree."""
    paths = [*ROOT.glob("policies/**/*.yaml"), *ROOT.glob("examples/**/*.yaml")]
    paths += [*ROOT.glob("tests/conformance/*/good/*/policies/**/*.yaml"), ROOT / "tests/conformance/vocabulary.yaml"]
    found = {}
    for path in sorted(paths):
        problems = Problems()
        node, _ = read_file(path, path.name, problems)
        if problems or not isinstance(node, Mapping):
            continue
        kind = next((KINDS[key.text] for key, _ in node.entries if key.text in KINDS), None)
        if kind is not None:
            found[path.relative_to(ROOT).as_posix()] = kind, node
    for number, (kind, text) in enumerate(RARE):
        node = read_text(text, "", Problems())
        assert isinstance(node, Mapping)
        found[f"rare/{number}"] = kind, node
    return found


@cache
def bodies() -> dict[str, str]:
    trees = [tree for kind, tree in files().values() if kind == "词汇"]
    return {name: code for tree in trees for name, code in read_vocabulary([tree], Reader(Problems())).bodies.items()}


@cache
def law() -> Regulations:
    """Return a regulation, without which policies are not read on: most of them cite another."""
    return Regulations(load_regulation(ROOT / "policies" / "regulation.yaml"))


def read(kind: str, tree: Node) -> tuple[dict[Place, tuple[str, ...]], Problems]:
    """Return the keys that a reader knows at the places of a tree, and what it finds wrong."""
    problems, shapes = Problems(), Shapes()
    reader = Reader(problems, law() if kind == "政策" else None, shapes=shapes)
    match kind:
        case "政策":
            read_policy(tree, bodies(), reader)
        case "词汇":
            read_vocabulary([tree], reader)
        case "日历":
            read_calendar([tree], reader)
        case "法规":
            read_regulation(tree, reader)
        case "其他法规":
            read_other(tree, reader)
        case _:
            read_mapping(tree, Vocabulary("", (), {}, {}, {}, {}), problems)
    return dict(shapes.forms), problems


# ── where shapes say that keys stand ────────────────────────────────────


def stands(shape: Shape, node: Node) -> Iterator[tuple[Mapping, Keys]]:
    """Yield each mapping of a tree that a shape says has known keys, with these."""
    match shape, node:
        case Defined(name), _:
            yield from stands(DEFINED[name], node)
        case Either(shapes), _:
            yield from stands(next(one for one in shapes if fits(one, node)), node)
        case Marked(marks, otherwise), Mapping(entries):
            names = {key.text for key, _ in entries}
            yield from stands(next((one for mark, one in marks.items() if mark in names), otherwise), node)
        case Marked(_, otherwise), _:
            yield from stands(otherwise, node)
        case Many(item), Sequence(items):
            for one in items:
                yield from stands(item, one)
        case Named(value), Mapping(entries):
            for _, one in entries:
                yield from stands(value, one)
        case Keys(of, others), Mapping(entries):
            yield node, shape
            for key, one in entries:
                if (inside := of[key.text].shape if key.text in of else others) is not None:
                    yield from stands(inside, one)
        case OneKey(of, forms, others), Mapping(entries):
            for key, one in entries:
                inside = of[key.text].shape if key.text in of else others or next(iter(forms.values())).shape
                yield from stands(inside, one)


def fits(shape: Shape, node: Node) -> bool:
    match shape:
        case Word():
            return isinstance(node, Scalar)
        case Words():
            return isinstance(node, Scalar | Sequence)
        case Many():
            return isinstance(node, Sequence)
        case Defined(name):
            return fits(DEFINED[name], node)
        case Either(shapes):
            return any(fits(one, node) for one in shapes)
        case Marked(marks, otherwise):
            marked = isinstance(node, Mapping) and any(key.text in marks for key, _ in node.entries)
            return marked or fits(otherwise, node)
        case Named(_, form):
            return isinstance(node, Mapping) and all(not form or key.text in form.split("|") for key, _ in node.entries)
        case OneKey(of, forms, others):
            return isinstance(node, Mapping) and all(key.text in of or forms or others for key, _ in node.entries)
    return isinstance(node, Mapping)


def shape_of(kind: str) -> Shape:
    return SHAPES["条文" if kind in ("法规", "其他法规") else kind]


def every_keys() -> dict[int, Keys]:
    """Return all that have known keys."""
    found: dict[int, Keys] = {}
    waiting: list[Shape] = [*SHAPES.values(), *DEFINED.values()]
    while waiting:
        match waiting.pop():
            case Keys(of, others) as keys if id(keys) not in found:
                found[id(keys)] = keys
                waiting += [*(key.shape for key in of.values()), *([others] if others is not None else [])]
            case OneKey(of, forms, others):
                waiting += [*(key.shape for key in (*of.values(), *forms.values())), *([others] if others else [])]
            case Many(one) | Named(one):
                waiting.append(one)
            case Either(shapes):
                waiting += shapes
            case Marked(marks, otherwise):
                waiting += [*marks.values(), otherwise]
    return found


@cache
def samples() -> dict[int, tuple[str, Mapping, Mapping, Keys]]:
    """Return one mapping for all that have known keys, with the kind and the tree of its file."""
    found: dict[int, tuple[str, Mapping, Mapping, Keys]] = {}
    for kind, tree in files().values():
        for node, keys in stands(shape_of(kind), tree):
            found.setdefault(id(keys), (kind, tree, node, keys))
    return found


# ── the same keys at the same places ────────────────────────────────────


def test_readers_know_the_keys_of_the_schemas_at_every_place():
    for name, (kind, tree) in files().items():
        noted, _ = read(kind, tree)
        told = {node.place: keys for node, keys in stands(shape_of(kind), tree)}
        for place, keys in noted.items():
            assert told[place].allowed == keys[: len(told[place].of)], (name, place)
            assert told[place].others is not None or len(keys) == len(told[place].of)
        if kind != "对照":
            unread = {place: keys.allowed for place, keys in told.items() if keys.others is None and place not in noted}
            assert unread == {} or name in OF_OTHER_REGULATIONS, name


def test_all_keys_stand_somewhere_in_these_files():
    missing = [keys.allowed for number, keys in every_keys().items() if number not in samples()]
    assert missing == []


def test_the_words_of_conditions_and_derivations_are_those_that_are_read():
    assert CONDITIONS.keys() == _SPECIAL.keys()
    assert DERIVATIONS.keys() == READ.keys()


# ── what schemas say, to a validator that has them alone ────────────────

INTEGER = re.compile("[-+]?[0-9]+")
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def plain(node: Node) -> Any:
    """Return a tree as editors read it: by YAML 1.2, in which days and 是 are texts, but 12 and true are none."""
    match node:
        case Mapping(entries):
            return {key.text: plain(value) for key, value in entries}
        case Sequence(items):
            return [plain(item) for item in items]
        case Scalar(text, True) if INTEGER.fullmatch(text):
            return int(text)
        case Scalar(text, True) if NUMBER.fullmatch(text):
            return float(text)
        case Scalar(text, is_plain):
            return text == "true" if is_plain and text in ("true", "false") else text


@cache
def validator(kind: str) -> Draft7Validator:
    if kind == "全部":
        shape, defined = any_file(KINDS, SHAPES)
        return Draft7Validator(schema_of("", shape, (), defined))
    return Draft7Validator(schema_of("", shape_of(kind)))


def changed(tree: Node, place: Place, mapping: Mapping) -> Node:
    """Return a tree with another mapping at a place."""
    match tree:
        case Mapping(entries) as node if node.place == place:
            return mapping
        case Mapping(entries) as node:
            return replaced(node, entries=tuple((key, changed(value, place, mapping)) for key, value in entries))
        case Sequence(items) as node:
            return replaced(node, items=tuple(changed(item, place, mapping) for item in items))
    return tree


def test_schemas_take_what_readers_take():
    for name, (kind, tree) in files().items():
        for asked in (kind, "全部"):
            assert [error.message for error in validator(asked).iter_errors(plain(tree))] == [], (name, asked)


def test_an_unknown_key_is_refused_by_both_wherever_keys_are_known():
    added = (Scalar("未知的键"), Scalar("甲"))
    for kind, tree, node, keys in samples().values():
        if keys.others is not None:
            continue  # any name may stand there
        wrong = changed(tree, node.place, replaced(node, entries=(*node.entries, added)))
        for asked in (kind, "全部"):
            assert not validator(asked).is_valid(plain(wrong)), keys.allowed
        _, problems = read(kind, wrong)
        assert UNKNOWN_KEY.code in {problem.code for problem in problems.in_order()}, keys.allowed


def test_what_has_to_be_there_is_asked_for_by_both():
    for kind, tree, node, keys in samples().values():
        for key in keys.required:
            left = tuple(pair for pair in node.entries if pair[0].text != key)
            lacking = changed(tree, node.place, replaced(node, entries=left))
            assert not validator(kind).is_valid(plain(lacking)), (keys.allowed, key)
            _, problems = read(kind, lacking)
            assert problems, (keys.allowed, key)
