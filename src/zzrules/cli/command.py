"""Commands: each a dataclass that declares its options as fields, and runs.

A field is declared by one of the functions below. It returns the type that the option has once it is read, so that
mypy holds the field's annotation to it; what it makes is a dataclass field that says how the option is written.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Self, TypeVar

from zzrules.cli.exits import ExitCode
from zzrules.cli.parser import Option, Parser, WrongUseError
from zzrules.cli.terminal import Output

T = TypeVar("T")
_OPTIONS = "options"


@dataclass(frozen=True, kw_only=True)
class Command(ABC):
    """A command with the options that it was given.

    To add one, subclass this in a module of its own, declare ``name``, ``summary``, ``usage``, ``notes`` and the
    options in the order of the help, and name the class in `zzrules.cli.commands`. Import heavy modules inside `run`:
    every command's class is loaded for the help.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    usage: ClassVar[str]
    notes: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def options(cls) -> list[tuple[Option, str]]:
        """Return the options in the order of the help, each with the name of the field that it fills."""
        return [(option, declared.name) for declared in fields(cls) for option in declared.metadata[_OPTIONS]]

    @classmethod
    def completed(cls) -> list[Option]:
        """Return the options that a shell completes: those of the forms that the command has, too."""
        return [option for option, _ in cls.options()]

    @classmethod
    def parsed(cls, words: Sequence[str]) -> Self:
        """Return the command with the options in ``words``. Raises `WrongUseError`, or `HelpAskedError`."""
        parser = Parser(cls.name, cls.summary, cls.usage, cls.notes, cls.options())
        given = vars(parser.parse_args(words))
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})

    @abstractmethod
    def run(self, output: Output) -> ExitCode:
        """Do what was asked, print it, and return the exit code."""

    def wrong(self, message: str, usage: str = "") -> WrongUseError:
        """Return the error for options that don't go together; ``usage`` is shown instead of the command's own."""
        return WrongUseError(message, f"用法：zzrules {self.name} {usage or self.usage}", f"zzrules {self.name}")

    def refuse_idle(self, when: str, *fields_of_options: str) -> None:
        """Raise `WrongUseError` if an option was given that does nothing ``when`` the command is used as it is."""
        declared = {field: option for option, field in self.options()}
        given = [
            (option.names or (str(option.settings["metavar"]),))[-1]
            for option, value in ((declared[field], getattr(self, field)) for field in fields_of_options)
            if value not in (option.settings.get("default"), False, ())
        ]
        if given:
            raise self.wrong(f"{when}，{'、'.join(given)} 不起作用；去掉它")


# ── how options are declared ────────────────────────────────────────────

# mypy: disable-error-code="no-any-return"
# Each function returns a field, and is typed as the value that the field is to have.


def arguments(metavar: str, description: str) -> tuple[str, ...]:
    """Declare words without an option before them, at least one."""
    return _declared(Option((), description, {"metavar": metavar, "nargs": "+"}))


def any_arguments(metavar: str, description: str) -> tuple[str, ...]:
    """Declare words without an option before them, of which there may be none."""
    return _declared(Option((), description, {"metavar": metavar, "nargs": "*"}))


def required_argument(metavar: str, description: str) -> str:
    """Declare a word without an option before it, which has to be given."""
    return _declared(Option((), description, {"metavar": metavar}))


def argument(metavar: str, description: str) -> str | None:
    """Declare a word without an option before it, or None."""
    return _declared(Option((), description, {"metavar": metavar, "nargs": "?"}))


def text(*names: str, metavar: str, description: str) -> str | None:
    """Declare an option with a text, or None."""
    return _declared(Option(names, description, {"metavar": metavar}))


def required(*names: str, metavar: str, description: str, read: Callable[[str], T]) -> T:
    """Declare an option that has to be given; ``read`` takes its text, and raises `argparse.ArgumentTypeError`."""
    return _declared(Option(names, description, {"metavar": metavar, "type": read, "required": True}))


def optional(*names: str, metavar: str, description: str, read: Callable[[str], T], default: T) -> T:
    """Declare an option with a value that is read, and the value where it is not given."""
    return _declared(Option(names, description, {"metavar": metavar, "type": read, "default": default}))


def several(*names: str, metavar: str, description: str, read: Callable[[str], str] = str) -> tuple[str, ...] | None:
    """Declare an option with one text or more, which may be repeated, or None; ``read`` takes each."""
    return _declared(Option(names, description, {"metavar": metavar, "nargs": "+", "action": "extend", "type": read}))


def choice(*names: str, options: Iterable[T], description: str, default: T) -> T:
    """Declare an option whose value is one of some words, and the value where it is not given."""
    return _declared(Option(names, description, {"choices": tuple(options), "default": default}))


def choices(*names: str, options: Iterable[T], description: str) -> tuple[T, ...] | None:
    """Declare an option whose values are among some words, or None."""
    return _declared(Option(names, description, {"choices": tuple(options), "nargs": "+"}))


def flag(*names: str, description: str) -> bool:
    """Declare an option without a value: whether it is given."""
    return _declared(Option(names, description, {"action": "store_true"}))


def _declared(*options: Option) -> Any:
    return field(metadata={_OPTIONS: options})
