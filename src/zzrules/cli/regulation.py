"""``zzrules regulation``: the regulation as it reads on a day, or how it differs between two days."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zzrules.base.errors import CitationError, PolicyError
from zzrules.cli import options
from zzrules.cli.command import Command, argument, optional, several, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from zzrules.base.citation import Citation
    from zzrules.base.comparing import Difference
    from zzrules.base.regulation import Regulation, Text
    from zzrules.base.regulations import Regulations


@dataclass(frozen=True, kw_only=True)
class RegulationText(Command):
    """Print the regulation as of a day, or compare two days."""

    name = "regulation"
    summary = "法规的条文：某一天施行的全文或者几条，或者两天之间改了、移了、增加了、删去了什么。"
    usage = (
        "[文件夹] [--over 文件夹] [--of 法规] [--on 日期 | --compare 日期 日期]\n"
        "      [--about 条款 …] [--format text|json]"
    )
    notes = (
        legend(
            (ExitCode.DECIDED, "写出了条文；比较两天的，没有不同也是"),
            (ExitCode.MISTAKE, "法规文件有错，或者没有所问的法规、条款"),
            (ExitCode.WRONG_USE, "命令行不对"),
        ),
    )

    folder: str | None = argument("文件夹", "政策的文件夹；不写，是随程序发布的政策")
    over: str | None = options.over()
    of: str | None = text(
        "--of", metavar="法规", description="写哪一部：简称或者名称；不写，是文件夹自己的，--about 写明法规的从它"
    )
    on: date | None = optional(
        "--on",
        metavar="日期",
        description="哪一天施行的条文；不写，是最近一次修正以后的",
        read=options.day,
        default=None,
    )
    compare: tuple[str, ...] | None = several(
        "--compare", metavar="日期", description="比较两天施行的条文：先写早的，再写晚的"
    )
    about: tuple[str, ...] | None = several(
        "--about", metavar="条款", description="只写这些条款；比较的，只比较它们", read=options.place
    )
    format: options.Plain = options.plain()

    def run(self, output: Output) -> ExitCode:
        """Print the text of a day, or how two differ."""
        days = [self._day(word) for word in self.compare or ()]
        if self.compare is not None and (len(days) != 2 or self.on is not None):  # noqa: PLR2004 - a day and a day
            raise self.wrong("--compare 后面写两个日期，如 2026-05-06 2027-08-01，不和 --on 一起用")
        regulations = self._regulations()
        regulation = self._one(regulations)
        if self.compare is None:
            wording = regulation.newest if self.on is None else regulation.on(self.on)
            places = self._places([wording], regulations)
            if self.format == "json":
                output.json(_plain(regulation, wording, places))
            else:
                others = regulations.others if self.of is None and not places else ()
                for line in (*_head(regulation, wording, self.on), *_lines(wording, places), *_beside(others)):
                    output.say(line)
            return ExitCode.DECIDED
        before, after = sorted((regulation.on(day) for day in days), key=lambda text: text.number)
        asked = self._places([before, after], regulations)
        found = list(_differences(regulation, before, after, asked))
        if self.format == "json":
            output.json([_plain_difference(one) for one in found])
            return ExitCode.DECIDED
        output.say(f"《{regulation.title}》：{_named(before)}，与{_named(after)}")
        for one in found:
            for line in _told(one):
                output.say(line)
        if not found:
            output.say("没有不同。")
        return ExitCode.DECIDED

    def _day(self, word: str) -> date:
        try:
            return options.day(word)
        except ArgumentTypeError as error:
            raise self.wrong(f"--compare：{error}") from None

    def _regulations(self) -> Regulations:
        from zzrules.loading import shipped_policies
        from zzrules.policy.folder import find_regulations
        from zzrules.policy.yamltree import Problems

        folders = [Path(self.folder) if self.folder else shipped_policies(), *([Path(self.over)] if self.over else [])]
        problems = Problems()
        regulations = find_regulations(folders, problems)
        if regulations is None or problems:
            raise PolicyError(problems.in_order())
        return regulations

    def _one(self, regulations: Regulations) -> Regulation:
        """Return the regulation that is asked for: by its title, or by the places of it."""
        if self.of is not None:
            return regulations.titled(self.of.strip().removeprefix("《").removesuffix("》"))
        asked = {regulations.of(regulations.parse(word)).title for word in self.about or ()}
        if len(asked) > 1:
            raise self.wrong("--about 一次只写一部法规的条款")
        return next((one for one in regulations if one.title in asked), regulations.own)

    def _places(self, texts: Sequence[Text], regulations: Regulations) -> list[Citation]:
        """Return the places asked about, each as the first of the texts that has it cites it."""
        places: list[Citation] = []
        for word in self.about or ():
            errors: list[CitationError] = []
            asked = word if self.of is not None else regulations.parse(word)
            for wording in texts:
                try:
                    places.append(wording.resolve(asked))
                except CitationError as error:
                    errors.append(error)
            if len(errors) == len(texts):
                raise errors[-1]
        return places


def _differences(regulation: Regulation, before: Text, after: Text, asked: Sequence[Citation]) -> Iterator[Difference]:
    """Yield how two texts differ; if places are asked about, only in them."""
    from zzrules.base.comparing import differences

    for one in differences(regulation, before, after):
        stood = [place for place in (one.was, one.now) if place is not None]
        if not asked or any(place.covers(stands) for place in asked for stands in stood):
            yield one


# ── as text ─────────────────────────────────────────────────────────────


def _named(text: Text) -> str:
    amended = f"（{text.document}修正）" if text.document else ""
    return f"{text.first}起施行的条文{amended}"


def _head(regulation: Regulation, text: Text, on: date | None) -> Iterator[str]:
    from zzrules.base.citation import Citation
    from zzrules.base.regulation import NO_END, term

    yield f"{regulation.source}，{regulation.issuer}"
    if regulation.excerpt:
        held = "、".join(str(Citation(number)) for number, _ in text.articles_in_order())
        yield f"节录：只有{held}，不是全文。"
    until = f"，至{text.last}" if text.last < regulation.last_day else "，长期有效" if text.last == NO_END else ""
    yield _named(text) + until
    if on is not None and not regulation.in_force <= on <= regulation.last_day:
        yield f"注意：{on}不在有效期（{term(regulation.in_force, regulation.last_day)}）内。"


def _lines(text: Text, places: Sequence[Citation]) -> Iterator[str]:
    if places:
        for place in places:
            yield ""
            yield f"{place}：{text.text(place)}"
        return
    from zzrules.base.citation import Citation

    chapters = {chapter.first: chapter for chapter in text.chapters}
    for number, paragraphs in text.articles_in_order():
        yield ""
        if number in chapters:
            yield f"{chapters[number].label}　{chapters[number].name}"
            yield ""
        lines = [line for paragraph in paragraphs for line in paragraph.lines()]
        yield f"{Citation(number)}　{lines[0]}"
        yield from (f"　　{line}" for line in lines[1:])


def _beside(others: Sequence[Regulation]) -> Iterator[str]:
    """Yield which other regulations the folder has."""
    if others:
        yield ""
        yield f"本文件夹还有：{'、'.join(other.called for other in others)}。写 --of 和名字，看它的条文。"


def _told(one: Difference) -> Iterator[str]:
    yield ""
    match one.was, one.now:
        case None, now:
            yield f"{now}：增加"
        case was, None:
            yield f"{was}：删去"
        case was, now:
            moved = f"（移到{now}）" if str(was) != str(now) else ""
            yield f"{was}{moved}" + ("：改" if one.kind == "改" else "：文字没有改")
    if one.kind != "移":
        yield from (f"  - {one.old}",) if one.old else ()
        yield from (f"  + {one.new}",) if one.new else ()


# ── as data ─────────────────────────────────────────────────────────────


def _plain(regulation: Regulation, text: Text, places: Sequence[Citation]) -> dict[str, Any]:
    from zzrules.base.regulation import NO_END

    return {
        "title": regulation.title,
        "number": regulation.number,
        "excerpt": regulation.excerpt,
        "amended_by": text.document,
        "first": str(text.first),
        "last": None if text.last == NO_END else str(text.last),
        "texts": [
            {"citation": str(place), "text": text.text(place), "digest": text.digest(place)}
            for place in (places or text.citations())
        ],
    }


def _plain_difference(one: Difference) -> dict[str, Any]:
    return {
        "kind": {"改": "changed", "移": "moved", "增": "added", "删": "repealed"}[one.kind],
        "was": str(one.was) if one.was is not None else None,
        "now": str(one.now) if one.now is not None else None,
        "old": one.old,
        "new": one.new,
    }
