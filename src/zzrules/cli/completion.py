"""What makes a shell complete command lines, written from the table of commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Literal, assert_never

from zzrules.cli.command import Command
from zzrules.cli.parser import Option

Shell = Literal["bash", "zsh", "fish"]
_Takes = Literal["nothing", "words", "file", "folder", "text"]
_HELP: Final = Option(("-h", "--help"), "显示这一页", {"action": "store_true"})
_GENERAL: Final = ("--help", "--version")
_FULL_STOPS: Final = re.compile("[；。（]")


def script(shell: Shell, commands: Mapping[str, type[Command]]) -> str:
    """Return the script that makes a shell complete the options and values of commands."""
    return "\n".join(_WRITERS[shell](commands)) + "\n"


def _options(command: type[Command]) -> list[Option]:
    return [*command.completed(), _HELP]


def _takes(option: Option) -> _Takes:
    """Return what is written after an option, or as an argument."""
    if "action" in option.settings and option.settings["action"] == "store_true":
        return "nothing"
    if "choices" in option.settings:
        return "words"
    match option.settings["metavar"]:
        case "文件":
            return "file"
        case "文件夹":
            return "folder"
        case _:
            return "text"


def _summary(text: str) -> str:
    """Return the beginning of a description."""
    return _FULL_STOPS.split(text, maxsplit=1)[0]


# ── bash ────────────────────────────────────────────────────────────────

_BASH: Final = """\
_zzrules() {
    local IFS=$'\\n' word=${COMP_WORDS[COMP_CWORD]} option= at
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W $'%(commands)s' -- "$word"))
        return
    fi
    for ((at = COMP_CWORD - 1; at > 1; at--)); do
        case ${COMP_WORDS[at]} in -?*) option=${COMP_WORDS[at]}; break ;; esac
    done
    case $word in
    -?*) option=options ;;
    esac
    case "${COMP_WORDS[1]} $option $((COMP_CWORD - at))" in
%(cases)s
    esac
}
complete -F _zzrules zzrules"""


def _bash(commands: Mapping[str, type[Command]]) -> Iterator[str]:
    cases = [line for name, command in commands.items() for line in _bash_cases(name, command)]
    yield _BASH % {"commands": "\\n".join([*commands, *_GENERAL]), "cases": "\n".join(cases)}


def _bash_cases(name: str, command: type[Command]) -> Iterator[str]:
    """Yield the branches of a command: its options, what stands after each, and its arguments."""
    options = _options(command)
    words = [word for option in options for word in option.names if word.startswith("--")]
    yield f'    "{name} options "*) {_bash_words(words)} ;;'
    for option in options:
        if not option.names or (takes := _takes(option)) == "nothing":
            continue
        many = "nargs" in option.settings
        patterns = [f'"{name} {word} "*' if many else f'"{name} {word} 1"' for word in option.names]
        yield f"    {' | '.join(patterns)}) {_bash_values(takes, option.settings.get('choices', ()))} ;;"
    arguments = [option for option in options if not option.names]
    values = arguments[0].settings.get("choices", ()) if arguments else words
    yield f'    "{name} "*) {_bash_words(values) if values else _bash_values("file", ())} ;;'


def _bash_words(words: Sequence[str]) -> str:
    joined = "\\n".join(words)
    return f"""COMPREPLY=($(compgen -W $'{joined}' -- "$word"))"""


def _bash_values(takes: _Takes, words: Sequence[str]) -> str:
    match takes:
        case "words":
            return _bash_words(words)
        case "file":
            return 'compopt -o filenames; COMPREPLY=($(compgen -f -- "$word"))'
        case "folder":
            return 'compopt -o filenames; COMPREPLY=($(compgen -d -- "$word"))'
        case "text" | "nothing":
            return ":"
        case _:
            assert_never(takes)


# ── zsh ─────────────────────────────────────────────────────────────────

_ZSH: Final = """\
#compdef zzrules
_zzrules() {
    local -a commands
    if ((CURRENT == 2)); then
        commands=(
%(commands)s
        )
        _describe 命令 commands
        return
    fi
    local command=$words[2]
    shift words
    ((CURRENT--))
    case $command in
%(cases)s
    esac
}
if [[ $funcstack[1] == _zzrules ]]; then _zzrules "$@"; else compdef _zzrules zzrules; fi"""


def _zsh(commands: Mapping[str, type[Command]]) -> Iterator[str]:
    named = [f"            {_quoted(f'{name}:{_zsh_text(command.summary)}')}" for name, command in commands.items()]
    cases = [f"    {name}) _arguments {' '.join(_zsh_options(command))} ;;" for name, command in commands.items()]
    yield _ZSH % {"commands": "\n".join(named), "cases": "\n".join(cases)}


def _zsh_options(command: type[Command]) -> Iterator[str]:
    for option in _options(command):
        takes = _takes(option)
        choices = " ".join(option.settings.get("choices", ()))
        match takes:
            case "nothing":
                value = ""
            case "words":
                value = f":值:({choices})"
            case "file":
                value = ":文件:_files"
            case "folder":
                value = ":文件夹:_files -/" if option.names else ":文件:_files"
            case "text":
                value = f":{option.settings['metavar']}:"
            case _:
                assert_never(takes)
        many = "*" if option.settings.get("nargs") == "+" else ""
        if not option.names:
            yield _quoted(f"{many or '1'}{value}")
        for name in option.names:
            yield _quoted(f"{many}{name}[{_zsh_text(option.description)}]{value}")


def _zsh_text(text: str) -> str:
    return re.sub(r"([\[\]:\\])", r"\\\1", _summary(text))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


# ── fish ────────────────────────────────────────────────────────────────


def _fish(commands: Mapping[str, type[Command]]) -> Iterator[str]:
    yield "complete -c zzrules -f"
    for name, command in commands.items():
        yield f"complete -c zzrules -n __fish_use_subcommand -a {name} -d {_fish_text(command.summary)}"
    for name, command in commands.items():
        here = f"complete -c zzrules -n '__fish_seen_subcommand_from {name}'"
        for option in _options(command):
            names = [f"-l {word[2:]}" if word.startswith("--") else f"-s {word[1:]}" for word in option.names]
            takes = _takes(option)
            match takes:
                case "nothing":
                    values = []
                case "words":
                    values = [f"{'-x ' if names else ''}-a '{' '.join(option.settings['choices'])}'"]
                case "file":
                    values = ["-r -F" if names else "-F"]
                case "folder":
                    values = ["-x -a '(__fish_complete_directories)'" if names else "-F"]
                case "text":
                    values = ["-x"]
                case _:
                    assert_never(takes)
            yield " ".join([here, *names, *values, "-d", _fish_text(option.description)])


def _fish_text(text: str) -> str:
    return "'" + _summary(text).replace("\\", "\\\\").replace("'", "\\'") + "'"


_WRITERS: Final[Mapping[Shell, Callable[[Mapping[str, type[Command]]], Iterator[str]]]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
}
