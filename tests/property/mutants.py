"""The kinds of mutants: of what each is one, and what has to hold of it.

A mutant of a file is refused with problems that are in Chinese and stand in the file, or is taken: then every engine
gives the judgement of the reference. Files are read beside few others, from memory, so that many can be tried.
"""

from __future__ import annotations

import io
import re
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any, Final

from benchmarks.records import random_case
from tests.chains import chained
from tests.columns import days_by_reference, judged_rows
from tests.property.mutators import (
    BASE,
    JUNK,
    KEYS,
    MARKER,
    POLICIES,
    SHIPPED,
    any_mutation,
    mutated_entry,
    mutated_record,
    noisy,
    seeded,
    shipped,
)

import zzrules
from zzrules.batch.files import read_cases
from zzrules.batch.mapping.files import read_mapping
from zzrules.bdd.features import problems_of
from zzrules.case.record import Record, RecordReader
from zzrules.engines import reference
from zzrules.engines.chaining import available
from zzrules.engines.columns import KINDS as COLUMNS
from zzrules.engines.compiled import CompiledPlan
from zzrules.loading import note_mappings, read_sources
from zzrules.plan import model
from zzrules.plan.build import build_plan
from zzrules.policy.folder import Held
from zzrules.policy.notices.adding import addition
from zzrules.policy.remembering import Remembered
from zzrules.policy.yamlreading import read_bytes
from zzrules.policy.yamltree import Problems

ROOT: Final = SHIPPED.parent
LINE_ENDS: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
CHINESE: Final = re.compile("[\u4e00-\u9fff]")
DAY: Final = "2026-05-06"
ASKED: Final = tuple(kind for kind in COLUMNS if kind not in ("missing", "gaps"))
BESIDE: Final = ("article-08-rotation.yaml", "article-20-bad-review.yaml")
"""The policies beside which files are mutated that are no policies."""
OTHERS: Final = ("vocabulary.yaml", "regulation.yaml", *(f"calendar/{name}.yaml" for name in ("2026", "2025", "local")))


def refusal(kind: type[zzrules.ZzrulesError], call: Callable[[], object]) -> zzrules.ZzrulesError | None:
    """Return the error of the kind that a call raises; None if it answers. Any other error is the test's failure."""
    try:
        call()
    except kind as error:
        return error
    return None


def check_problems(
    problems: Iterable[zzrules.Problem],
    name: str,
    raw: bytes,
    beside: Mapping[str, bytes] | None = None,
    *,
    codes: str = "ZZ([1-6][0-9][0-9]|91[0-2])",
    ends: re.Pattern[str] = LINE_ENDS,
) -> None:
    """Hold that each problem has a code (``codes`` says which it may), is in Chinese, and stands inside a file."""
    for problem in problems:
        assert re.fullmatch(codes, problem.code)
        assert CHINESE.search(problem.message)
        assert "\n" not in str(problem)
        content = raw if problem.place.source == name else (beside or shipped())[problem.place.source]
        lines = ends.split(content.decode("utf-8-sig", "replace"))
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1


def check_words(error: zzrules.ZzrulesError, codes: str) -> None:
    """Hold that each problem of an error has a code of the family, and is in Chinese."""
    for problem in error.problems:
        assert re.fullmatch(f"{codes}[0-9]+", problem.code)
        assert CHINESE.search(problem.message)


@cache
def book() -> zzrules.Rulebook:
    """Return the shipped rulebook."""
    return zzrules.load()


class Kind(ABC):
    """A kind of mutants; ``share`` is how many of a thousand are of it.

    Which share of them is refused lies between ``least`` and ``most``; the tests try ``more`` than the first thousand.
    """

    share: int
    least: float = 0.25
    most: float = 1.0
    more: int = 0

    @abstractmethod
    def drawn(self, random: Random) -> Any:
        """Return a mutant."""

    @abstractmethod
    def refused(self, mutant: Any) -> bool:
        """Hold what has to hold of a mutant, and return whether it was refused."""

    def shown(self, mutant: Any) -> bytes:
        """Return a mutant as somebody can look at it who has to find out what is wrong."""
        name, raw = mutant if isinstance(mutant, tuple) else ("", mutant)
        return f"{name}\n".encode() + (raw if isinstance(raw, bytes) else ascii(raw).encode())


# ── files of a folder ───────────────────────────────────────────────────


class InFolder(Kind):
    """A file of a folder of policies, beside those that it needs."""

    def __init__(self) -> None:
        """Begin without having read anything."""
        self._remembered: dict[frozenset[str], Remembered] = {}

    def refused(self, mutant: tuple[str, bytes]) -> bool:
        """Read and bind the folder as `zzrules.load` does, and judge records if nothing is wrong with it."""
        name, raw = mutant
        files = beside(name) | {name: raw}
        remembered = self._remembered.setdefault(frozenset(files), Remembered())
        problems, plan = read(files, remembered)
        remembered.turn()
        if problems:
            check_problems(problems, name, raw, files)
        else:
            assert plan is not None
            agree(plan, seeded(raw.hex()[:64]))
        return bool(problems)


def read(
    files: Mapping[str, bytes], remembered: Remembered | None = None
) -> tuple[tuple[zzrules.Problem, ...], model.Plan | None]:
    """Return what is wrong with files, and the plan that they make, as `zzrules.load` reads and binds them."""
    problems = Problems()
    sources = [Held(tuple(sorted(files.items())))]
    folder = read_sources(sources, problems, remembered=remembered, inherits=False)
    plan = build_plan(folder.policies, folder.vocabulary, folder.calendar, problems)
    note_mappings(folder, problems)
    return problems.in_order(), plan


@cache
def beside(name: str) -> dict[str, bytes]:
    """Return the fewest files of the shipped folder that may stand alone with one of them, that one included."""
    common = {other: raw for other, raw in shipped().items() if other not in POLICIES}
    files = common | {other: shipped()[other] for other in ((name,) if name in POLICIES else BESIDE)}
    while problems := read(files)[0]:
        wanted = set(re.findall("「([^」]+)」", " ".join(str(problem) for problem in problems)))
        more = {other for other in POLICIES if other not in files and _may_find(other, wanted)}
        assert more, problems
        files |= {other: shipped()[other] for other in more}
    return files


def _may_find(name: str, wanted: Iterable[str]) -> bool:
    """Return whether a policy says who may find one of some facts, or is itself what is wanted."""
    text = shipped()[name].decode()
    stated = text.partition("\n有权认定:")[2]
    return any(f"  {word}:" in stated or f"政策: {word}\n" in text or f"代码: {word}\n" in text for word in wanted)


def agree(plan: model.Plan, random: Random) -> None:
    """Hold that every engine gives the judgement of the reference on a few records; columns are asked now and then."""
    reader, compiled = RecordReader(plan.vocabulary), CompiledPlan(plan)
    drawn = [random_case(random, plan.vocabulary) for _ in range(2)]
    records = [record for case in drawn if (record := _read_record(reader, *case)) is not None]
    for record in records:
        judged = reference.judge(plan, record)
        assert compiled.judge(record) == judged
        duties = reference.judge_obligations(plan, record, judged)
        assert compiled.judge_obligations(record) == duties
        if available() and random.random() < 0.1:
            assert chained(plan, record) == duties
    if random.random() < 0.01:
        expected = [(reference.judge(plan, record), days_by_reference(plan, record)) for record in records]
        assert judged_rows(plan, records, ASKED, text=random.random() < 0.5) == expected


def _read_record(reader: RecordReader, record: Mapping[str, Any], on: str) -> Record | None:
    """Return a record as a vocabulary reads it; None if it has lost an option that the record has."""
    try:
        return reader.read(record, date.fromisoformat(on).toordinal())
    except zzrules.RecordError:
        return None


class Policies(InFolder):
    """A policy."""

    share = 180

    def __init__(self) -> None:
        """Weigh the policies by what has to be read beside them."""
        super().__init__()
        sizes = [sum(len(raw) for other, raw in beside(name).items() if other in POLICIES) for name in POLICIES]
        self._often = [1 / size for size in sizes]

    def drawn(self, random: Random) -> tuple[str, bytes]:
        """Return a policy's name with what became of it; those that need few others are drawn more often."""
        name = random.choices(POLICIES, self._often)[0]
        return name, any_mutation(shipped()[name], random)


class Others(InFolder):
    """The vocabulary, the regulation or a calendar."""

    share = 8

    def drawn(self, random: Random) -> tuple[str, bytes]:
        """Return a file's name with what became of it."""
        name = random.choice((*OTHERS, *(other for other in shipped() if other.startswith("vocabulary/"))))
        return name, any_mutation(shipped()[name], random)


# ── files beside the policies ───────────────────────────────────────────


class Notices(Kind):
    """A notice of the State Council as it is published."""

    share = 90
    more = 210

    def __init__(self) -> None:
        """Leave out the last year's notice: it may be added again."""
        whole = book().calendar
        self._calendar = zzrules.Calendar(whole.notices[:-1], (), whole.festivals)
        self._raws = [path.read_bytes() for path in sorted((ROOT / "tests" / "unit" / "notices").glob("*.txt"))]

    def drawn(self, random: Random) -> bytes:
        """Return what became of a notice."""
        return any_mutation(random.choice(self._raws), random)

    def refused(self, mutant: bytes) -> bool:
        """Read it, and hold that what is wrong stands in it."""
        problems = Problems()
        addition(mutant.decode("utf-8", "replace"), "通知.txt", self._calendar, problems)
        check_problems(problems.in_order(), "通知.txt", mutant)
        return bool(problems)


class Mappings(Kind):
    """A mapping file."""

    share = 100

    def __init__(self) -> None:
        """Read the example."""
        self._raw = (ROOT / "examples" / "ledger" / "对照.yaml").read_bytes()

    def drawn(self, random: Random) -> bytes:
        """Return what became of it."""
        return any_mutation(self._raw, random)

    def refused(self, mutant: bytes) -> bool:
        """Read it, and hold that what is wrong stands in it."""
        problems = Problems()
        node = read_bytes(mutant, "对照.yaml", problems)
        if node is not None:
            read_mapping(node, book().vocabulary, problems)
        check_problems(problems.in_order(), "对照.yaml", mutant, codes="ZZ[127][0-9][0-9]")
        return bool(problems)


class Features(Kind):
    """A feature file."""

    share = 20

    def __init__(self) -> None:
        """Read those that are not large."""
        raws = [path.read_bytes() for path in sorted((ROOT / "features").rglob("*.feature"))]
        self._raws = sorted(raws, key=len)[: len(raws) // 3]

    def drawn(self, random: Random) -> bytes:
        """Return what became of one."""
        return any_mutation(random.choice(self._raws), random)

    def refused(self, mutant: bytes) -> bool:
        """Read it, and hold that what is wrong stands in it."""
        problems = problems_of(Path("场景.feature"), "场景.feature", raw=mutant)
        as_gherkin_counts = re.compile("\r?\n")
        check_problems(problems, "场景.feature", mutant, codes="ZZ[18][0-9][0-9]", ends=as_gherkin_counts)
        return bool(problems)


class Texts(Kind):
    """A file of records: YAML, JSON, JSON Lines."""

    share = 200
    _FORMS: Final = ("yaml", "json", "jsonl")

    def __init__(self) -> None:
        """Write the record in each form."""
        import json

        import yaml

        self._raws = {
            "yaml": yaml.safe_dump(BASE, allow_unicode=True, sort_keys=False).encode(),
            "json": json.dumps([BASE, BASE], ensure_ascii=False, indent=1).encode(),
            "jsonl": "".join(f"{json.dumps(BASE, ensure_ascii=False)}\n" for _ in range(3)).encode(),
        }

    def drawn(self, random: Random) -> tuple[str, bytes]:
        """Return a form with what became of its text."""
        form = random.choice(self._FORMS)
        return form, any_mutation(self._raws[form], random)

    def refused(self, mutant: tuple[Any, bytes]) -> bool:
        """Read and evaluate its records; what is wrong with the text is a problem of one of them."""
        form, raw = mutant
        refused = False
        for case in read_cases(["-"], form, stdin=io.BytesIO(raw)):
            assert all(CHINESE.search(problem.message) and "\n" not in str(problem) for problem in case.problems)
            ask = None if case.record is None else partial(book().evaluate, case.record, DAY)
            refused |= ask is None or refusal(zzrules.RecordError, ask) is not None
        return refused


class Tables(Kind):
    """A register: CSV, a workbook, Parquet; noise in its bytes."""

    share = 3
    least = 0.1

    def __init__(self) -> None:
        """Write the rows in each form."""
        import polars as pl

        rows = pl.read_csv(ROOT / "examples" / "register.csv", infer_schema=False)
        excel, parquet = io.BytesIO(), io.BytesIO()
        rows.write_excel(excel)
        rows.write_parquet(parquet)
        self._raws = {".csv": rows.write_csv().encode(), ".xlsx": excel.getvalue(), ".parquet": parquet.getvalue()}

    def drawn(self, random: Random) -> tuple[str, bytes]:
        """Return an extension with what became of the file."""
        extension = random.choice(tuple(self._raws))
        raw = self._raws[extension]
        return extension, noisy(raw, random) if random.random() < 0.9 else raw[: random.randrange(len(raw))]

    def refused(self, mutant: tuple[str, bytes]) -> bool:
        """Evaluate it as a file; what cannot be read of it is refused, whole or by row."""
        extension, raw = mutant
        with tempfile.TemporaryDirectory() as home:
            source = Path(home, f"登记{extension}")
            source.write_bytes(raw)
            error = refusal(
                zzrules.ZzrulesError, lambda: book().evaluate_files(source, Path(home, "结果.csv"), DAY, ["rotation"])
            )
            if error is not None:
                check_words(error, "ZZ[1-8]")
            return error is not None or Path(home, "结果.bad.csv").exists()


# ── what a program hands in ─────────────────────────────────────────────


class Records(Kind):
    """A record."""

    share = 250
    least = 0.5
    most = 0.95
    more = 2_750

    def drawn(self, random: Random) -> Any:
        """Return one with some of its values changed to anything."""
        return mutated_record(random, book().vocabulary), random.random() < 0.01

    def refused(self, mutant: tuple[Any, bool]) -> bool:
        """Evaluate it: refused by fact and in Chinese, without a word of what the record says."""
        record, thoroughly = mutant
        error = refusal(zzrules.RecordError, lambda: answered(record, thoroughly=thoroughly))
        if error is not None:
            check_words(error, "ZZ4")
            assert MARKER not in str(error)
            assert len(str(error).encode()) < 50_000
        return error is not None

    def shown(self, mutant: Any) -> bytes:
        """Return nothing but the type: what is in it may fail when it is looked at."""
        return type(mutant[0]).__name__.encode()


def answered(record: Any, *, thoroughly: bool) -> None:
    """Evaluate a record, and ask of the answer whatever can be asked."""
    determination = book().evaluate(record, on=DAY)
    assert len(determination) == len(book().plan.policies)
    if thoroughly:
        assert determination.row()["rulebook"] == book().digest
        determination.explain("markdown").encode()
        determination.to_json().encode()
        determination.readings()


class Questions(Kind):
    """A day, and what is asked about."""

    share = 69
    more = 1_431
    _DAYS: Final = (*JUNK, *KEYS, DAY, date(2026, 5, 6))
    _ASKED: Final = (*KEYS, *JUNK, "第八条", "8", "第二十一条第（五）项", "rotation", "第九十条", "第八条第九款")

    def drawn(self, random: Random) -> tuple[Any, Any]:
        """Return both."""
        asked = self._ASKED
        about = random.choice((None, [random.choice(asked)], random.choice(asked), list(random.choices(asked, k=3))))
        return random.choice(self._DAYS) if random.random() < 0.5 else DAY, about

    def refused(self, mutant: tuple[Any, Any]) -> bool:
        """Ask: refused in Chinese."""
        on, about = mutant
        error = refusal(zzrules.UsageError, lambda: book().evaluate({}, on=on, about=about))
        if error is not None:
            check_words(error, "ZZ")
        return error is not None

    def shown(self, mutant: Any) -> bytes:
        """Return the types: what is asked may fail when it is looked at."""
        return " ".join(type(one).__name__ for one in mutant).encode()


class Logs(Kind):
    """The log of a case."""

    share = 80
    _LOG: Final[Sequence[dict[str, Any]]] = (
        {"编号": 1, "日期": "2026-02-12", "事件": "收到差评", "实名": "是"},
        {"编号": 2, "日期": "2026-02-13", "事件": "联系", "联系结果": "联系上"},
        {"编号": 3, "日期": "2026-02-14", "更正": 1, "实名": "否"},
    )

    def drawn(self, random: Random) -> list[Any]:
        """Return a log with one entry or more changed to anything."""
        return [mutated_entry(dict(entry), random) if random.random() < 0.5 else dict(entry) for entry in self._LOG]

    def refused(self, mutant: list[Any]) -> bool:
        """Ask how the case stands: mistakes in a log are told and raise nothing."""
        case = book().casefile(mutant, facts={"主体": "政务服务机构"})
        answer = case.on(DAY, ["bad_review"])
        for problem in answer.problems:  # what is no kind of events is named, as a key is
            assert CHINESE.search(problem.message)
            said = str(problem).replace(f"编号{MARKER}", "")  # an event is called by its number
            assert MARKER not in said or problem.code == "ZZ431"
        return bool(answer.problems)

    def shown(self, mutant: Any) -> bytes:
        """Return the types of the entries: what is in them may fail when it is looked at."""
        return " ".join(type(one).__name__ for one in mutant).encode()


KINDS: Final[dict[str, type[Kind]]] = {
    kind.__name__.lower(): kind
    for kind in (Policies, Others, Notices, Mappings, Features, Texts, Tables, Records, Questions, Logs)
}
