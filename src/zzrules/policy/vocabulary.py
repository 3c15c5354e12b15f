"""The vocabulary: which facts a case record may hold, and which kinds of events a case's log may."""

from __future__ import annotations

from collections.abc import Collection, Mapping as AbstractMapping
from enum import Enum

from zzrules.base.errors import NOWHERE, Place
from zzrules.base.frozen import frozen, hidden
from zzrules.base.money import CEILING
from zzrules.base.office import OfficeHours
from zzrules.policy.cited import CitingFile, Noted
from zzrules.policy.expressions import Derivation
from zzrules.policy.syntax import Order
from zzrules.policy.yamltree import Scalar

# Words that conditions give a meaning of their own.
RESERVED = ("评价日", "行为日期", "序号", "期初", "期末", "全部", "任一", "非", "情形", "口径", "结论", "参见", "义务")
NO_OPTIONS: AbstractMapping[str, str] = {}
NO_PLACES: AbstractMapping[str, Place] = {}
NO_MEMBERS: AbstractMapping[str, tuple[str, ...]] = {}

OF_DAY = "的日期"
"""What follows the name of a finding where its day is meant."""


class Kind(Enum):
    """The kinds of facts and values, by the word that policies use for them."""

    FLAG = "是否"
    OPTION = "选项"
    OPTIONS = "多选"
    INTEGER = "整数"
    MONEY = "金额"
    DATE = "日期"
    MOMENT = "日期时间"
    DURATION = "时长"
    TEXT = "文本"
    BODY = "机构"
    FINDING = "认定"
    LIST = "列表"


NUMBERS = frozenset((Kind.INTEGER, Kind.MONEY))
"""The kinds whose values are whole numbers: money counts 分."""
DATED = frozenset((Kind.DATE, Kind.MOMENT))
"""The kinds whose values may lie after the evaluation."""


@frozen
class Fact:
    """A fact, or a field of a list: its names, its kind, what it may be, and the question that asks for it.

    ``item`` is what one item of a list is called, with 几 for its number; empty where the vocabulary does not say.
    ``other_names`` are those by which elements of records may give a field, too.
    ``personal``: whether the vocabulary takes it for personal data; None where it does not say.
    """

    name: str
    label: str
    kind: Kind
    question: str
    options: AbstractMapping[str, str] = NO_OPTIONS
    units: tuple[str, ...] = ()
    may_be_none: bool = False
    may_be_future: bool = False
    minimum: int | None = None
    maximum: int | None = None
    fields: tuple[Fact, ...] = ()
    order_by: str = ""
    interval: tuple[int, int] | None = None
    item: str = ""
    personal: bool | None = None
    other_names: tuple[str, ...] = ()
    place: Place = hidden(default=NOWHERE)

    def __hash__(self) -> int:
        """Hash by the names: options are a mapping."""
        return hash((self.name, self.label, self.kind))

    @property
    def is_personal(self) -> bool:
        """Whether what is recorded may be personal data, so that no message quotes it: of texts, unless said."""
        return self.personal if self.personal is not None else self.kind is Kind.TEXT

    @property
    def limits(self) -> tuple[int | None, int | None]:
        """The least and the greatest number that a value of `NUMBERS` may be; None without such a limit."""
        return (0, CEILING) if self.kind is Kind.MONEY else (self.minimum, self.maximum)

    def option_label(self, code: str) -> str:
        """Return the Chinese name of an option's code."""
        return next((label for label, known in self.options.items() if known == code), code)

    def field_by_label(self, label: str) -> Fact | None:
        """Return a list's field by its Chinese name."""
        return next((field for field in self.fields if field.label == label), None)


@frozen
class EventKind:
    """A kind of event: its names, and which facts of the record such an event settles.

    ``source`` is the list that an event adds an element to, or continues an element of (``continues`` names the kind
    that began it); the facts are then fields of that list. ``dated`` facts become the day or the time of the event,
    ``fixed`` facts a word of the vocabulary, ``brought`` facts what the event says (``brings_all``: any fact of a
    record).
    ``silent``: while no such event is on file, the dated facts and the findings brought (or the list) are 无.
    ``last``: of several days the last counts, not the first.
    """

    name: str
    label: str
    note: str
    source: Fact | None
    continues: str
    dated: tuple[Fact, ...]
    fixed: tuple[tuple[Fact, str], ...]
    brought: tuple[Fact, ...]
    brings_all: bool
    silent: bool
    last: bool
    place: Place = hidden(default=NOWHERE)

    @property
    def settled(self) -> tuple[Fact, ...]:
        """The facts (or fields) that an event of the kind settles or may bring by name."""
        return (*self.dated, *(fact for fact, _ in self.fixed), *self.brought)

    @property
    def silenced(self) -> tuple[Fact, ...]:
        """The facts that are 无 while no such event is on file."""
        if not self.silent:
            return ()
        return (*self.dated, *(fact for fact in self.brought if fact.kind is Kind.FINDING))

    def __hash__(self) -> int:
        """Hash by the names."""
        return hash((self.name, self.label))


@frozen
class Vocabulary:
    """The facts of a rulebook, the kinds of events, the bodies that may find or decide, and their levels.

    ``members`` has the bodies for which a collective one stands (统称), by their codes. ``orders`` are those of dates
    that hold whatever policy reads them; ``derived`` is what several policies derive alike; ``files`` what cites the
    regulation, by file; ``body_places`` where each body is named, by its Chinese name, ``noted`` what 留意 says.
    """

    title: str
    facts: tuple[Fact, ...]
    bodies: AbstractMapping[str, str]
    levels: AbstractMapping[str, str]
    by_label: AbstractMapping[str, Fact]
    by_name: AbstractMapping[str, Fact]
    events: tuple[EventKind, ...] = ()
    orders: tuple[Order, ...] = ()
    derived: tuple[tuple[Scalar, Derivation], ...] = hidden(default=())
    members: AbstractMapping[str, tuple[str, ...]] = NO_MEMBERS
    office: OfficeHours | None = None
    files: tuple[CitingFile, ...] = hidden(default=())
    body_places: AbstractMapping[str, Place] = hidden(default=NO_PLACES)
    noted: tuple[Noted, ...] = hidden(default=())

    def event(self, key: str) -> EventKind | None:
        """Return a kind of event by its code or its Chinese name."""
        return next((kind for kind in self.events if key in (kind.name, kind.label)), None)

    def body_label(self, code: str) -> str:
        """Return the Chinese name of a body's code."""
        return next((label for label, known in self.bodies.items() if known == code), code)

    def body_labels(self, codes: Collection[str]) -> tuple[str, ...]:
        """Return the Chinese names of bodies in order; a collective one stands for its members, if all are there."""
        meant = {
            member
            for collective, members in self.members.items()
            if collective in codes and all(member in codes for member in members)
            for member in members
        }
        return tuple(label for label, code in self.bodies.items() if code in codes and code not in meant)
