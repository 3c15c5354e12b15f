"""The plain text of a law, as it was published: its chapters, articles, paragraphs, items, and what it says of itself.

A line begins an article, an item or a paragraph; a line that goes on with the one before it, as at the end of a page,
is joined to it. What is changed is kept as a correction; what cannot be read for certain is noted with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import MAXYEAR, date, timedelta
from itertools import pairwise
from typing import Final

from zzrules.base.citation import DIGITS, LARGEST_ORDINAL, Citation, from_chinese, to_chinese
from zzrules.base.diagnostics import Diagnostic, folders as wrong
from zzrules.base.errors import LINE_ENDS, CitationError, Place
from zzrules.base.frozen import frozen
from zzrules.base.regulation import Chapter, Correction, Paragraph
from zzrules.policy.plaintext import decoded
from zzrules.policy.yamltree import Problems, short

_NUMBER = "[〇零一二三四五六七八九十百千两0-9]+"
_HEADING = re.compile(rf"第\s*({_NUMBER})\s*([编章节])(?:\s+(.*)|([^\s，。；：、]{{0,20}}))")
# What follows the number of an article that a sentence speaks of.
_GOES_ON = rf"第{_NUMBER}[款项]|规定|所|的|之|至|到|、|和|或|与|及|以|中|，"
_ARTICLE = re.compile(rf"第\s*({_NUMBER})\s*条(之{_NUMBER})?(?:[:：]?\s+|[:：]|(?!{_GOES_ON})|$)(.*)")
# Not of four digits: （2026） is a year.
_ITEM = re.compile(r"[（(]\s*([〇零一二三四五六七八九十百千两]+|[0-9]{1,3})\s*[）)]\s*(.*)")
_POINT = re.compile(r"(?:\d{1,2}[.．、](?!\d)|[①-⑳])\s*\S.*")
_PAGE_NUMBER = re.compile(r"[-—–－]*\s*\d{1,4}\s*[-—–－]*")
_AFTER_THE_LAW = re.compile(
    r"(?:附件|附表|附录|附图|抄送|主送|主题词)(?:[\s:：\d一二三四五六七八九十].*)?|（此件.*）|.*\d日印发"
)
_ENDS = re.compile("[。：；！？…][”’」』）》]*$")
_ITEM_MARKS: Final = {0x3220 + step: f"（{to_chinese(step + 1)}）" for step in range(10)} | {
    0x2474 + step: f"（{step + 1}）" for step in range(20)
}
"""㈠ and ⑴, which are one character."""
_WIDE: Final = str.maketrans(",;:()?!", "，；：（）？！")
_HAN = "[\u3007\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”‘’]"
_HALF = re.compile(rf"(?<={_HAN})[,;:()?!]|[,;:()?!](?={_HAN})|(?<=[（(])[^()（）]*\)")
_SPACE = re.compile(rf"(?<={_HAN})\s+|\s+(?={_HAN})|(?<={_HAN}[,;:()?!])\s+")
_FOREIGN = re.compile(r"[\u4e00-\u9fff]\s+([A-Za-z]{2,})\s+[\u4e00-\u9fff]")
_DATE = r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_DATE_LINE = re.compile(rf"[（(]?{_DATE}[）)]?")
_DATE_IN_BRACKETS = re.compile(rf"[（(]{_DATE}.*")
_BODY = r"[^\s，。：；《》〔〕（）()第]{2,28}?"
_ISSUED_IN_BRACKETS = re.compile(
    rf"[（(](?:.*\s)??({_BODY})?\s*{_DATE}\s*({_BODY})?"
    r"(?:令第.{1,6}号)?(?:印发|公布|发布)[）)]"
)
"""Below the title: （2026年3月18日示例市人民政府令第3号公布）."""
_DIGIT: Final = "".join(DIGITS)
_CHINESE_DATE = re.compile(f"([{_DIGIT}]{{4}})年([十{_DIGIT}]{{1,2}})月([十{_DIGIT}]{{1,3}})日")
_ARABIC = re.compile("0?[1-9][0-9]{0,3}")
_LONGEST_NAME: Final = 30
"""How long the name of a body may be that signs a law."""
_DOCUMENT = re.compile(r"[^\s《》（）()，。：:]{1,20}[〔\[［【][0-9]{4}[〕\]］】]\s*第?\s*[0-9]+\s*号")
_IN_FORCE = re.compile(rf"自{_DATE}起(?:施行|实施|执行|试行)")
_FROM_ISSUE = re.compile("自(?:发布|公布|印发)之日起(?:施行|实施|执行|试行)")
_YEARS = re.compile(rf"(?:有效期|试行期|试行)(?:限)?(?:为|自.{{0,12}}?起)?({_NUMBER})年(?!半)")
_TO = "(?:截至|截止到|截止|至|到)"
_UNTIL = re.compile(rf"(?:有效期(?:限)?(?:自.{{0,20}}?)?{_TO}|(?:施行|实施|执行|试行)，(?:有效|施行)?至){_DATE}")
# Also what settles no last day: whether it is the day on which a law lapses, the words don't say.
_ENDS_SOMEHOW = re.compile("[^，。；]*(?:有效期|试行期|试行.{1,4}[年月]|失效)[^，。；]*")
_OWN_VALIDITY = re.compile("本[^，。；]{1,10}有效期")


@frozen
class LawText:
    """What a text says: the law in its parts, what was changed in it, and what it says of itself, as far as it does.

    ``left_out`` are the lines of articles whose numbers a regulation file doesn't have: 第五条之一.
    """

    articles: dict[int, tuple[Paragraph, ...]]
    chapters: tuple[Chapter, ...]
    corrections: tuple[Correction, ...]
    number: str = ""
    issuer: str = ""
    issued: date | None = None
    in_force: date | None = None
    last_day: date | None = None
    validity: Citation | None = None
    validity_words: str = ""
    left_out: tuple[str, ...] = ()


def read_law(raw: bytes, source: str, problems: Problems) -> LawText | None:
    r"""Return what the bytes of a text (UTF-8 or GBK) say; None if they hold no article. All doubts are noted.

    >>> problems = Problems()
    >>> law = read_law("第一条 有下列情形之一的：\n（一）甲；\n（二）乙。\n另一款。\n".encode(), "", problems)
    >>> law.articles[1][0].items, law.articles[1][1].text, problems.in_order()
    (('甲；', '乙。'), '另一款。', ())
    """
    text = decoded(raw)
    if text is None:
        problems.add(wrong.NOT_A_TEXT, Place(source))
        return None
    lines = [(number, line.strip()) for number, line in enumerate(LINE_ENDS.split(text.translate(_ITEM_MARKS)), 1)]
    lines = [(number, line) for number, line in lines if line and not _PAGE_NUMBER.fullmatch(line)]
    start = _beginning(lines)
    reader = _Reader(source, problems)
    for number, line in lines[start:] if start is not None else ():
        if not reader.take(line, number):
            break
    reader.drop_empty()
    if not reader.articles:
        problems.add(wrong.NO_ARTICLE_IN_TEXT, Place(source, 1, 1))
        return None
    return _described(reader, [line for _, line in lines[:start]])


def _beginning(lines: list[tuple[int, str]]) -> int | None:
    """Return where the law begins: at its first article, or at the headings right before it."""
    numbered = (index for index, (_, line) in enumerate(lines) if (found := _article(line)) and _ordinal(found[0]) == 1)
    first = next(numbered, next((index for index, (_, line) in enumerate(lines) if _article(line)), None))
    while first and _heading(lines[first - 1][1]):
        first -= 1
    return first


# ── line by line ────────────────────────────────────────────────────────


class _Part:
    """A paragraph or an item as it grows: its words, and where it begins."""

    def __init__(self, text: str, line: int) -> None:
        self.text, self.line = text, line
        self.items: list[_Part] = []
        self.joined: list[tuple[str, str]] = []


class _Reader:
    """Takes the lines of a law one after another."""

    def __init__(self, source: str, problems: Problems) -> None:
        self._source, self._problems = source, problems
        self.articles: dict[int, list[_Part]] = {}
        self._chapters: list[tuple[str, str, str, int]] = []
        self._article = 0
        self._lines: dict[int, int] = {}
        self._skipped = False
        self._pointed: set[str] = set()
        self._left_out: set[tuple[str, str]] = set()
        self.unplaced: list[str] = []

    def take(self, line: str, number: int) -> bool:
        """Take a line; return whether the law may go on after it."""
        if heading := _heading(line):
            self._head(*heading, number)
        elif (found := _article(line)) and self._begins(*found, number):
            self._begin(*found, number)
        elif self.articles and _AFTER_THE_LAW.fullmatch(line):
            self._note(wrong.REST_LEFT_OUT, number, line=short(line))
            return False
        elif self._skipped:
            self.unplaced.append(line)
        else:
            for piece in _pieces(line):
                self._go_on(piece, number)
        return True

    def drop_empty(self) -> None:
        """Leave out the articles that have no words."""
        for number in [number for number, parts in self.articles.items() if not parts]:
            del self.articles[number]
            self._note(wrong.EMPTY_ARTICLE, self._lines[number], article=Citation(number))

    def chapters(self) -> Iterator[Chapter]:
        """Yield the chapters that have articles."""
        begun = [one for one in self._chapters if one[3]]
        for (label, name, _, first), (*_, after) in pairwise([*begun, ("", "", "", max(self.articles) + 1)]):
            if first < after:
                yield Chapter(label, name, first, after - 1)

    def corrections(self) -> Iterator[Correction]:
        """Yield what was changed, in the order of the text, and note what may be wrong with it."""
        for label, name, published, first in self._chapters:
            if name != published and first:
                yield Correction(label, published, name, "标题中为排版加的空格")
        for article, parts in self.articles.items():
            for position, part in enumerate(parts, 1):
                place = Citation(article, position if len(parts) > 1 else None)
                for item, one in enumerate((part, *part.items)):
                    where = Citation(article, place.paragraph, item) if item else place
                    yield from self._changed(one, where)
                if not part.items and not _ENDS.search(part.text):
                    self._note(wrong.NO_FULL_STOP, part.line)

    def paragraphs(self) -> dict[int, tuple[Paragraph, ...]]:
        """Return the articles with their words as they are kept."""
        return {
            number: tuple(Paragraph(_kept(part.text), tuple(_kept(item.text) for item in part.items)) for part in parts)
            for number, parts in self.articles.items()
        }

    def _note(self, diagnostic: Diagnostic, line: int, /, **words: object) -> None:
        self._problems.note(diagnostic(Place(self._source, line, 1), **words))

    def _head(self, label: str, kind: str, name: str, number: int) -> None:
        kept = "".join(name.split())
        if kind != "章":
            if (label, kept) not in self._left_out:  # a table of contents has them, too
                self._note(wrong.HEADING_LEFT_OUT, number, heading=short(f"{label} {kept}"))
            self._left_out.add((label, kept))
            return
        if self._chapters and not self._chapters[-1][3]:  # of a table of contents: no article stands under it
            self._chapters.pop()
        self._chapters.append((label, kept, name, 0))

    def _begins(self, numeral: str, between: str, _text: str, number: int) -> bool:
        """Return whether a line that could begin an article does: not if it goes on with a sentence."""
        article = _ordinal(numeral)
        open_part = self._open()
        if article == self._article + 1 or between:
            return True
        if open_part is not None and not _finished(open_part[0], open_part[1]):
            return False
        if article is not None and article in self.articles:
            self._note(wrong.ARTICLE_BEFORE, number, article=Citation(article))
            return False
        return True

    def _begin(self, numeral: str, between: str, text: str, number: int) -> None:
        article = _ordinal(numeral)
        self._skipped = article is None or bool(between)
        if article is None or between:
            label = f"第{numeral}条{between}"
            self._note(wrong.NO_SUCH_NUMBER, number, label=label)
            self.unplaced.append(f"{label}　{text}".rstrip())
            return
        if article != self._article + 1 and self.articles:
            self._note(wrong.ARTICLE_SKIPPED, number, article=Citation(article), before=Citation(self._article))
        self._article = article
        self.articles[article] = []
        self._lines[article] = number
        if self._chapters and not self._chapters[-1][3]:
            self._chapters[-1] = (*self._chapters[-1][:3], article)
        for piece in _pieces(text) if text else ():
            self._go_on(piece, number)

    def _open(self) -> tuple[_Part, list[_Part]] | None:
        """Return the part that was read last, and those of its kind before it."""
        parts = self.articles.get(self._article) or []
        if not parts:
            return None
        items = parts[-1].items
        return (items[-1], items[:-1]) if items else (parts[-1], [])

    def _go_on(self, line: str, number: int) -> None:
        """Take what stands in an article."""
        if found := _FOREIGN.search(line):
            self._note(wrong.FOREIGN_WORD, number, word=found[1])
        parts, item = self.articles[self._article], _ITEM.fullmatch(line)
        last = self._open()
        if item is not None and (found_number := _ordinal(item[1])) is not None:
            if not parts:
                self._note(wrong.ITEM_WITHOUT_PARAGRAPH, number)
                parts.append(_Part("", number))
            expected = len(parts[-1].items) + 1
            if found_number != expected:
                self._note(
                    wrong.ITEM_OUT_OF_ORDER, number, expected=to_chinese(expected), number=to_chinese(found_number)
                )
            parts[-1].items.append(_Part(item[2], number))
        elif last is not None and _POINT.fullmatch(line):
            last[0].text += line
            items = len(parts[-1].items)
            place = str(Citation(self._article, len(parts), items or None))
            if place not in self._pointed:
                self._note(wrong.POINTS_JOINED, number, place=place)
            self._pointed.add(place)
        elif last is not None and not _finished(*last):
            self._note(wrong.LINES_JOINED, number)
            last[0].joined.append((last[0].text[-6:], line[:6]))
            last[0].text += line
        else:
            parts.append(_Part(line, number))

    def _changed(self, part: _Part, where: Citation) -> Iterator[Correction]:
        for before, after in part.joined:
            reason = "版面换行将一句断为两行，接回原句；换行不是分款"
            yield Correction(str(where), f"{before}\n{after}", _kept(before + after), reason)
        marks = sorted(set("".join(_HALF.findall(part.text))) & set(",;:()?!"))
        if marks:
            shown = " ".join(marks)
            yield Correction(str(where), shown, shown.translate(_WIDE), "半角标点改为全角，删去其后的空格；文字未动")
        gaps = [gap for gap in _SPACE.finditer(part.text) if part.text[gap.start() - 1] not in ",;:()?!"]
        if gaps:
            excerpt = part.text[max(gaps[0].start() - 4, 0) : gaps[-1].end() + 4]
            yield Correction(str(where), excerpt, _kept(excerpt), "多余的空格；文字未动")


def _heading(line: str) -> tuple[str, str, str] | None:
    """Return the label, the kind and the name of a heading; None if a line is none."""
    found = _HEADING.fullmatch(line)
    if found is None or _ordinal(found[1]) is None:
        return None
    return f"第{found[1]}{found[2]}", found[2], (found[3] or found[4] or "").strip()


def _article(line: str) -> tuple[str, str, str] | None:
    """Return the numeral with which a line begins an article, 之一 after it, and the rest; None if it begins none."""
    found = _ARTICLE.fullmatch(line)
    if found is None:
        return None
    return found[1], found[2] or "", found[3].strip()


def _ordinal(numeral: str) -> int | None:
    try:
        return int(numeral) if _ARABIC.fullmatch(numeral) else from_chinese(numeral)
    except CitationError:
        return None


def _pieces(line: str) -> list[str]:
    """Return the words of a paragraph and its items, where they stand in one line; else the line."""
    starts, number = [0], 1
    while number < LARGEST_ORDINAL:
        mark = re.compile(rf"(?<=[：:；;。，,])\s*(?=[（(]{to_chinese(number)}[）)])").search(line, starts[-1] + 1)
        if mark is None:
            break
        starts.append(mark.end())
        number += 1
    if starts[2:] == []:  # one in brackets alone is no list
        return [line]
    return [line[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)]


def _finished(part: _Part, others: list[_Part]) -> bool:
    """Return whether a part ends as sentences do; of items that never do, each is one."""
    return bool(_ENDS.search(part.text)) or any(not _ENDS.search(other.text) for other in others)


def _kept(text: str) -> str:
    """Return words without spaces between Chinese characters, and with full-width punctuation there."""
    text = _SPACE.sub("", text)
    return _HALF.sub(lambda found: found[0].translate(_WIDE) if len(found[0]) == 1 else found[0][:-1] + "）", text)


# ── what the text says of itself ────────────────────────────────────────


def _described(reader: _Reader, before: list[str]) -> LawText:
    """Return the law with its document, its dates and its validity, as far as the text says them."""
    articles = reader.paragraphs()
    issued, issuer = _issue(before)
    document = next((found[0] for line in before if (found := _DOCUMENT.search(line))), "")
    in_force, last_day, words, validity = _validity(articles, issued)
    return LawText(
        articles,
        tuple(reader.chapters()),
        tuple(reader.corrections()),
        "".join(document.split()),
        issuer,
        issued,
        in_force,
        last_day,
        validity,
        words,
        tuple(reader.unplaced),
    )


def _issue(before: list[str]) -> tuple[date | None, str]:
    """Return when the law was issued, and by whom: the last date that stands alone, and the line above it."""
    for index in range(len(before) - 1, -1, -1):
        day = _day_line(before[index])
        if day is not None:
            signed = "".join(before[index - 1].split()) if index else ""
            if re.search("[，。：；《》〔（]", signed) or len(signed) > _LONGEST_NAME:
                signed = ""
            return day, signed or _heads(before)
    for line in before:
        if found := _ISSUED_IN_BRACKETS.fullmatch(line):
            return _day(*found.groups()[1:4]), found[1] or found[5] or _heads(before)
    bracketed = (_day(*found.groups()[:3]) for line in before if (found := _DATE_IN_BRACKETS.fullmatch(line)))
    return next((day for day in bracketed if day is not None), None), _heads(before)


def _heads(before: list[str]) -> str:
    """Return the body whose letterhead the text has: 「…文件」."""
    heads = ("".join(line.split()) for line in before)
    return next((found[1] for line in heads if (found := re.fullmatch("(.+)文件", line))), "")


def _day_line(line: str) -> date | None:
    if found := _DATE_LINE.fullmatch(line):
        return _day(*found.groups())
    if found := _CHINESE_DATE.fullmatch("".join(line.split())):
        year = "".join(str(DIGITS[digit]) for digit in found[1])
        month, day = _ordinal(found[2]), _ordinal(found[3])
        return _day(year, str(month), str(day))
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _validity(
    articles: dict[int, tuple[Paragraph, ...]], issued: date | None
) -> tuple[date | None, date | None, str, Citation | None]:
    """Return from when through when a law is in force, and how and where it says so."""
    for number, paragraphs in reversed(articles.items()):
        for position, paragraph in enumerate(paragraphs, 1):
            stated = _IN_FORCE.search(paragraph.text)
            begins = _day(*stated.groups()) if stated else None
            if begins is None and _FROM_ISSUE.search(paragraph.text):
                begins = issued
            if stated is None and not _FROM_ISSUE.search(paragraph.text):
                continue
            place = Citation(number, position if len(paragraphs) > 1 else None)
            return begins, *_ending("".join(one.text for one in paragraphs), articles, begins), place
    return None, *_ending("", articles, None), None


def _ending(beside: str, articles: dict[int, tuple[Paragraph, ...]], begins: date | None) -> tuple[date | None, str]:
    """Return the last day of validity, and the words that say it: those beside the first day, or others.

    Wherever else they stand, they have to say it of the law itself: a licence has a validity, too.
    """
    paragraphs = (paragraph.text for one in articles.values() for paragraph in one)
    own = (text[found.start() :] for text in paragraphs if (found := _OWN_VALIDITY.search(text)))
    ends = (_end(text, begins) for text in (beside, *own))
    return next((end for end in ends if end[1]), (None, ""))


def _end(text: str, begins: date | None) -> tuple[date | None, str]:
    """Return the last day of validity, None if it does not follow from the words, and the words that say it."""
    if found := _UNTIL.search(text):
        return _day(*found.groups()[-3:]), found[0]
    found = _YEARS.search(text)
    years = _ordinal(found[1].replace("两", "二")) if found else None
    if found is None or years is None or begins is None or begins.year + years > MAXYEAR:
        somehow = found or _ENDS_SOMEHOW.search(text)
        return None, somehow[0] if somehow else ""
    try:
        after = begins.replace(year=begins.year + years)
    except ValueError:  # 29 February
        after = date(begins.year + years, 3, 1)
    return after - timedelta(days=1), found[0]
