"""Which cases need which paper: a folder with 文书.yaml and the templates that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from zzrules.answer.determination import Determination
from zzrules.answer.obligation import DUE_SOON, LABELS, OWED_AND_OPEN, SILENT, UNTIMED
from zzrules.base.diagnostics import use as wrong
from zzrules.base.errors import PolicyError, UsageError
from zzrules.base.frozen import frozen
from zzrules.base.listing import shown_path
from zzrules.papers.fields import ACT, schema_with
from zzrules.papers.template import Template
from zzrules.plan import model
from zzrules.policy.forms import Form, Reader, suggest
from zzrules.policy.yamlreading import read_file
from zzrules.policy.yamltree import Node, Problems
from zzrules.rulebook import Rulebook

SHIPPED: Final = Path(__file__).parent / "templates"
"""The folder of the papers that come with the program."""
FILE: Final = "文书.yaml"
_KIND: Final = ("名称", "模板", "主送", "署名", "用于")
_USE: Final = ("政策", "结论", "义务", "状态", "后果", "待查明")
STATES: Final = (*(label for state, label in LABELS.items() if state not in SILENT), UNTIMED, OWED_AND_OPEN)
"""How obligations may stand for which papers are written."""
_OPEN: Final = frozenset((*(LABELS[state] for state in ("pending", DUE_SOON, "breached")), UNTIMED, OWED_AND_OPEN))
"""How they stand unless the file says otherwise: something is to be done."""


@frozen
class Need:
    """When a paper is needed: what a policy says of the case. Empty parts ask for nothing."""

    policy: str
    outcomes: frozenset[str] = frozenset()
    obligations: frozenset[str] = frozenset()
    states: frozenset[str] = _OPEN
    consequences: frozenset[str] = frozenset()
    open: bool = False

    def of(self, determination: Determination) -> bool:
        """Return whether a case needs it."""
        answer = determination.policy(self.policy)
        if self.open and answer.status == "undetermined" and answer.concerned:
            return True
        if self.outcomes and self.outcomes.issuperset(answer.possible):
            return True
        if any(one.truth is True and one.name in self.consequences for one in answer.consequences):
            return True
        duties = answer.obligations if self.obligations else ()
        return any(one.owed and one.name in self.obligations and one.label in self.states for one in duties)


@frozen
class PaperKind:
    """A kind of paper: its name, its template, to whom it goes and who signs it, and when it is needed."""

    name: str
    template: Template
    to: str
    signed: str
    needs: tuple[Need, ...]

    def policy_of(self, determination: Determination) -> str | None:
        """Return the code of the policy for which a case needs the paper; None if it needs none."""
        return next((need.policy for need in self.needs if need.of(determination)), None)

    @property
    def more(self) -> dict[str, str]:
        """What the fields hold that the kind itself says."""
        said = {"标题": self.name, "文书名称": self.name, "主送机关": self.to, "署名": self.signed}
        return {field: text for field, text in said.items() if text}


def read_kinds(book: Rulebook, folder: str | Path | None = None, columns: Iterable[str] = ()) -> tuple[PaperKind, ...]:
    """Return the kinds of papers of a folder, with their templates checked; by default those of the program.

    ``columns`` are those of the register that templates may name. Raises `PolicyError` with every mistake in 文书.yaml
    (ZZ699 for what the policies do not have), `UsageError` for a folder without it, and for templates (ZZ697, ZZ698).
    """
    home = Path(folder) if folder is not None else SHIPPED
    path, problems = home / FILE, Problems()
    if not path.is_file():
        raise UsageError(wrong.NO_PAPERS(folder=shown_path(home), file=FILE))
    node, _ = read_file(path, shown_path(path), problems)
    read = _File(book, Reader(problems)).kinds(node) if node is not None else []
    if problems:
        raise PolicyError(problems.in_order())
    schema = schema_with(ACT, book.vocabulary, columns)
    faults: list[UsageError] = []
    kinds = []
    for name, template, to, signed, needs in read:
        try:
            kinds.append(PaperKind(name, Template.read(home / template, schema), to, signed, needs))
        except UsageError as error:
            faults.append(error)
    if faults:
        raise UsageError([problem for fault in faults for problem in fault.problems])
    return tuple(kinds)


_Read = tuple[str, str, str, str, tuple[Need, ...]]


class _File:
    """文书.yaml as it is read."""

    def __init__(self, book: Rulebook, reader: Reader) -> None:
        self.book, self.reader = book, reader

    def kinds(self, node: Node) -> list[_Read]:
        form = self.reader.form(node, FILE, ("文书",), ("文书",))
        read = [self._kind(item) for item in self.reader.items(form["文书"][1], "文书")] if "文书" in form else []
        known: set[str] = set()
        for (name, *_), item in zip(read, self.reader.items(form["文书"][1], "文书") if form else (), strict=True):
            if name in known:
                self.reader.note(wrong.SAME_PAPER, item.place, paper=name)
            known.add(name)
        return read

    def _kind(self, node: Node) -> _Read:
        form = self.reader.form(node, "文书", _KIND, ("名称", "模板", "用于"))
        texts = {key: self.reader.text(form[key][1], key) if key in form else "" for key in _KIND[:-1]}
        name = texts["名称"]
        items = self.reader.items(form["用于"][1], f"文书「{name}」的用于") if "用于" in form else ()
        needs = [need for item in items if (need := self._need(item, name)) is not None]
        template = texts["模板"]
        if template and Path(template).name != template:
            hint = "写文件名，模板和 文书.yaml 放在一起"
            words = {"paper": name, "part": "模板", "name": template, "hint": hint}
            self.reader.note(wrong.UNKNOWN_IN_PAPERS, form["模板"][1].place, **words)
        return name, template, texts["主送"], texts["署名"], tuple(needs)

    def _need(self, node: Node, paper: str) -> Need | None:
        form = self.reader.form(node, f"文书「{paper}」的用于", _USE, ("政策",))
        if "政策" not in form:
            return None
        key = self.reader.text(form["政策"][1], "政策")
        plan = self.book.plan
        policies = {word: one for one in plan.policies for word in (one.name, one.code, str(one.citation))}
        policy = policies.get(key)
        if policy is None:
            self._unknown(form["政策"][1], paper, "这些政策里", key, [one.name for one in plan.policies])
            return None
        open_ = "待查明" in form and self.reader.flag(form["待查明"][1], "待查明")
        outcomes = self._words(form, "结论", paper, policy, {name: code for code, name in policy.outcomes.items()})
        duties = {one.name: one.name for version in policy.versions for one in version.obligations}
        consequences = {one.name: one.name for version in policy.versions for one in version.consequences}
        if not (open_ or {"结论", "义务", "后果"}.intersection(form)):
            self.reader.note(wrong.PAPER_FOR_NOTHING, node.place, paper=paper)
        states = self._words(form, "状态", paper, policy, {state: state for state in STATES})
        return Need(
            policy.code,
            outcomes,
            self._words(form, "义务", paper, policy, duties),
            states or _OPEN,
            self._words(form, "后果", paper, policy, consequences),
            bool(open_),
        )

    def _words(self, form: Form, key: str, paper: str, policy: model.Policy, known: dict[str, str]) -> frozenset[str]:
        """Return what the words under a key mean; those that the policy does not have are noted."""
        found = set()
        for word in self.reader.words(form[key][1], key) if key in form else ():
            meant = known.get(word.text) or (word.text if word.text in known.values() else None)
            if meant is None:
                self._unknown(word, paper, f"政策「{policy.name}」的{key}", word.text, [*known])
            else:
                found.add(meant)
        return frozenset(found)

    def _unknown(self, node: Node, paper: str, part: str, name: str, known: Sequence[str]) -> None:
        hint = suggest(name, known)
        self.reader.note(wrong.UNKNOWN_IN_PAPERS, node.place, paper=paper, part=part, name=name, hint=hint)


def policies_of(kinds: Iterable[PaperKind]) -> tuple[str, ...]:
    """Return the policies on which it depends whether papers are needed, by code."""
    return tuple(dict.fromkeys(need.policy for kind in kinds for need in kind.needs))


def needed(kinds: Iterable[PaperKind], determination: Determination) -> Iterator[tuple[PaperKind, str]]:
    """Yield the papers that a case needs, each with the policy that calls for it."""
    for kind in kinds:
        code = kind.policy_of(determination)
        if code is not None:
            yield kind, code
