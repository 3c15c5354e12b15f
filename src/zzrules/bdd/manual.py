"""The manual of the steps: how each is written, what it says, and which one a mistyped step may have been.

A form stands for a step: what is in 「」 is replaced by whoever writes a feature. Tests hold that every step has a
form, and that every form is one of its step.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from zzrules.bdd import calendar, casefiles, consequences, outcomes, record
from zzrules.bdd.steps import KEYWORDS, NOTED, Kind, Step

PAGE_COMMAND: Final = "zzrules test --steps"
_NEAR = 0.6
_QUOTED = re.compile("「([^」]*)」")
_MARKS = str.maketrans("“”『』‘’｢｣", "「」「」「」「」")
_BARE_DAY = re.compile(r"(?<![「\d-])(\d{4}-\d{1,2}-\d{1,2})(?![」\d-])")
_PAIRS = re.compile(r"\"([^\"]*)\"|'([^']*)'")


@dataclass(frozen=True)
class Form:
    """A step as it is written, under one keyword or several, and what it says."""

    kinds: tuple[Kind, ...]
    texts: tuple[str, ...]
    says: str

    @property
    def keywords(self) -> str:
        """The keywords under which it stands."""
        return "、".join(KEYWORDS[kind] for kind in self.kinds)


def _given(*texts: str, says: str) -> Form:
    return Form(("given",), texts, says)


def _when(*texts: str, says: str) -> Form:
    return Form(("when",), texts, says)


def _both(*texts: str, says: str) -> Form:
    return Form(("given", "when"), texts, says)


def _then(*texts: str, says: str) -> Form:
    return Form(("then",), texts, says)


SECTIONS: Final[Mapping[str, tuple[Form, ...]]] = {
    "案卷": (
        _given("案卷如下", says="下面一张表，表头是 事实、值，一行一个事实"),
        _both("「事实」为「值」", says="记载一个事实；先前记载过的，改成这个值"),
        _both("没有记载「事实」", says="删去一个事实，它就成了未知"),
        _given(
            "「列表」有以下各次",
            says="下面一张表，一列一个字段，一行一次；空着的格子没有记载。一次也没有的，写 「列表」为「无」",
        ),
        _given("采用「文件夹」中的政策", says="这个场景用另一个文件夹里的政策，从场景文件所在的文件夹起，逐级往上找"),
    ),
    "评价": (
        _when("于「日期」评价", says="就全部政策评价这份案卷"),
        _when(
            "于「日期」就「政策」评价",
            "于「日期」就「政策」「政策」评价",
            says="只就这些政策或者情形评价：条款、名字、代码都可以",
        ),
    ),
    "流水": (
        _both("流水如下", says="下面一张表，一行一个事件；列有 日期、事件，以及编号、更正、撤回、对、事件带的事实"),
        _when("「日期」发生「事件」", "「日期」发生「事件」，「事实」为「值」", says="登记一个事件，连同它带的事实"),
        _both("流水登记至「日期」", says="流水登记到这一天为止都是全的；以后没有登记的，不说明没有发生"),
        _then("流水有误：「提示」", says="流水里有差错，提示里有这些字"),
    ),
    "结论": (
        _then("「政策」的结论是「结论」", says="得出这个结论（名字或者代码）"),
        _then("「政策」可能的结论是「结论」「结论」", says="还可能得出的恰好是这些，次序不论"),
        _then("「政策」的归类是「归类」", says="结论属于这一类"),
        _then("「政策」可能的归类是「归类」「归类」", says="还可能的归类恰好是这些"),
        _then("「政策」待查明", says="还不能得出结论；也可以写情形的条款"),
        _then("「政策」不适用，因为「理由」", says="不适用，理由里有这些字"),
        _then("「政策」不适用，只因为「理由」", says="不适用，理由只有一个，一字不差"),
        _then("「政策」存疑，「事实」记为「选项」的适用", says="不适用，但这个事实记成别的选项（全部列出）就适用"),
        _then("「政策」没有存疑", says="不适用，也没有存疑"),
        _then("「政策」不在有效期内", says="行为之日，政策还没有施行或者已经失效"),
        _then("「政策」不是「结论」，因为「理由」", says="这个结论已经排除，缺的里面有这些字"),
        _then("「政策」的理由包括「文字」", says="理由里有这些字；也可以写情形的条款"),
    ),
    "情形": (
        _then("情形「名字」成立", says="还可以是 不成立、待查明、未援引"),
        _then("「条款」成立", says="同上，用条款指明哪个情形"),
        _then("情形「名字」成立，手续齐备", says="还可以是 手续未齐、手续待查明"),
    ),
    "尚缺的事实": (
        _then("「政策」尚缺「事实」", says="这个事实（或者它的一部分）在尚缺之列；也可以写情形的条款"),
        _then("「政策」最先要问「事实」", says="尚缺的里面，它排第一"),
        _then("「政策」问「事实」：「怎样问」", says="尚缺的事实是这样问的"),
        _then("「政策」不缺事实", says="没有尚缺的"),
        _then("缺少「事实」是因为「原因」", says="为什么算缺，原因里有这些字"),
        _then("「事实」只影响「政策」的理由", says="归类已定，这个事实只决定是哪一个结论"),
        _then("认定「事实」不算数，因为「原因」", says="记载的认定不算数，原因里有这些字"),
    ),
    "后果": (
        _then("「政策」有后果「名字」", says="有这个后果；也可以是 没有"),
        _then("后果「名字」待查明", "「政策」的后果「名字」待查明", says="有没有这个后果，还不知道"),
        _then("后果「名字」的期限是「日期」", says="期限是这一天，或者条文的原词（及时、立即）"),
        _then("后果「名字」没有规定期限", says="没有期限"),
        _then("后果「名字」的形式是「形式」「形式」", says="恰好可以采取这些形式"),
    ),
    "金额": (
        _then("「政策」的金额「名字」是「金额」", says="「推算」里的金额算出来正是这个数，准确到分"),
        _then("「政策」没有算出金额「名字」", says="所据的事实没有查明，或者是「无」"),
    ),
    "义务": (
        _then(
            "义务「名字」待履行",
            "「政策」的义务「名字」待履行",
            "义务「名字」第「2」项待履行",
            "到「日期」为止，义务「名字」待履行",
            "到「日期」为止，「政策」的义务「名字」待履行",
            "到「日期」为止，义务「名字」第「2」项待履行",
            "到「日期」为止，义务「名字」「2026年7月」期待履行",
            says="义务到这一天为止怎样：未发生、待履行、临近届满、已履行、逾期履行、逾期未履行、违反、中止、已免除、不适用、"
            "不在有效期内、待查明。几个政策有同名的义务，写明政策；列表的义务，写明第几项；逐期的，写明哪一期",
        ),
        _then(
            "义务「名字」总的待履行",
            "到「日期」为止，义务「名字」总的待履行",
            says="各项、各期合起来怎样：照其中最要紧的一项、一期",
        ),
        _then(
            "义务「名字」的期限是「日期」",
            "到「日期」为止，义务「名字」的期限是「日期」",
            says="期限是这一天，这一刻（2026-03-02 17:30），或者条文的原词",
        ),
        _then(
            "义务「名字」不算履行，因为「文字」",
            "到「日期」为止，义务「名字」不算履行，因为「文字」",
            says="做得早了，不算履行，说明里有这些字",
        ),
        _then("义务「名字」没有期限", "到「日期」为止，义务「名字」没有期限", says="没有期限"),
        _then(
            "义务「名字」的期限须待「通知」",
            "到「日期」为止，义务「名字」的期限须待「通知」",
            says="期限要等这份放假通知公布",
        ),
        _then(
            "义务「名字」还有「3」个工作日",
            "到「日期」为止，义务「名字」还有「3」个工作日",
            "到「日期」为止，义务「名字」逾期「3」个工作日",
            says="离期限还有（或者已经过了）几个工作日",
        ),
        _then(
            "义务「名字」尚缺「事实」",
            "到「日期」为止，义务「名字」尚缺「事实」",
            says="义务怎样还不能确定，缺这个事实",
        ),
        _then(
            "没有待履行的义务「名字」",
            "到「日期」为止，没有待履行的义务「名字」",
            says="没有发生、已经履行或者已经了结",
        ),
        _then(
            "义务「名字」的形式是「形式」「形式」",
            "到「日期」为止，义务「名字」的形式是「形式」「形式」",
            says="恰好可以用这些形式履行",
        ),
        _then("义务「名字」没有一项", "到「日期」为止，义务「名字」没有一项", says="列表里没有一项发生这个义务"),
    ),
    "到某一天为止": (
        _then("到「日期」为止，「政策」的结论是「结论」", says="照到这一天为止的流水得出的结论"),
        _then("到「日期」为止，「政策」可能的结论是「结论」「结论」", says="恰好可能是这些"),
        _then("到「日期」为止，「政策」有后果「名字」", says="也可以是 没有"),
        _then("到「日期」为止，「政策」尚缺「事实」", says="尚缺这个事实"),
        _then("到「日期」为止，情形「名字」成立", says="还可以是 不成立、待查明、未援引"),
    ),
    "依据、矛盾、口径、差错": (
        _then("依据包括「条款」", says="引用了这一处条文，怎样写条款都可以"),
        _then("「条款」的条文是「文字」", says="结论引用的这一处，是案卷那一天的文字"),
        _then("记载相互矛盾：「矛盾」", says="指出了这个矛盾，名字要写全：先后颠倒的，名字是「甲晚于乙」这样的"),
        _then("记载没有矛盾", says="没有指出矛盾"),
        _then(
            "换一种口径「口径：另说」，「政策」的结论是「结论」",
            "换一种口径「口径：另说」，「政策」可能的结论是「结论」「结论」",
            says="这个口径改采另说，其余不变，结论就是这样",
        ),
        _then(
            "换一种口径「口径：另说」，义务「名字」待履行",
            "到「日期」为止，换一种口径「口径：另说」，义务「名字」待履行",
            says="这个口径改采另说，义务就是这样",
        ),
        _then("没有口径会改变结论", says="哪个口径改采另说，结论都不变"),
        _then("案卷有误：「提示」", says="案卷没有评价，提示里有这些字"),
    ),
    "工作日历": (
        _then(
            "「日期」是工作日",
            "「日期」不是工作日",
            "「日期」不是工作日，依据「文号」",
            says="照工作日历，以及是哪份通知定的",
        ),
        _then(
            "「日期」起第「3」个工作日是「日期」",
            "「日期」起，扣除「日期」至「日期」，第「3」个工作日是「日期」",
            says="首日不计；扣除的期间写起止，几段用顿号隔开",
        ),
        _then("「日期」起第「3」个工作日尚不能确定，等待「通知」", says="要等这份放假通知"),
        _then("「日期」至「日期」有「3」个工作日", says="首日不计，末日计入"),
        _then("「日期」的日历尚未公布，等待「通知」", says="没有到这一天的日历"),
        _then("「日期」属于「种类」", says="法定节假日、调休放假、另行放假、休息日、调休上班、工作日、停工"),
        _both("只知道到「日期」为止印发的放假通知", says="后来的通知还不作数"),
    ),
}
"""Every step, by what it is about."""


assert all((calendar, casefiles, consequences, outcomes, record)), "imported, so that their steps are noted"


def known() -> tuple[Step, ...]:
    """Return every step of the library, in the order in which they are declared."""
    return tuple(NOTED)


def forms() -> tuple[Form, ...]:
    """Return every form, in the order of the page."""
    return tuple(form for section in SECTIONS.values() for form in section)


# ── the step that was meant ─────────────────────────────────────────────


def step_of(text: str, kind: Kind) -> Step | None:
    """Return the step that reads a text under a keyword; None if there is none."""
    return next((step for step in known() if step.kind == kind and step.reads(text)), None)


def meant(text: str, kind: Kind) -> str:
    """Return the step, with its keyword, that a text which is none may have been; empty if none is near.

    >>> meant("「第八条」结论是「同意」", "then")
    '那么 「第八条」的结论是「同意」'
    >>> meant("于“2026-05-06”评价", "when")
    '当 于「2026-05-06」评价'
    """
    marked = _BARE_DAY.sub(
        r"「\1」", _PAIRS.sub(lambda pair: f"「{pair[1] or pair[2] or ''}」", text.translate(_MARKS))
    )
    marked = marked.strip(" ：:。；;")
    others = [other for other in KEYWORDS if other != kind]
    for candidate in (kind, *others):
        if step_of(marked, candidate) is not None:
            return f"{KEYWORDS[candidate]} {marked}"
    bare, matcher = _QUOTED.sub("「」", marked), SequenceMatcher()
    matcher.set_seq2(bare)
    best, closest, found = _NEAR, "", kind
    for form in forms():
        for written in form.texts:
            matcher.set_seq1(_QUOTED.sub("「」", written))
            near = matcher.ratio() + (0.05 if kind in form.kinds else 0)
            if near > best:
                best, closest, found = near, written, kind if kind in form.kinds else form.kinds[0]
    return f"{KEYWORDS[found]} {_filled(closest, _QUOTED.findall(marked), found)}" if closest else ""


def _filled(form: str, words: Sequence[str], kind: Kind) -> str:
    """Return a form with somebody's own words in their places, if they are as many: those that may stand there."""
    kept = _QUOTED.findall(form)
    if len(words) != len(kept):
        return form
    for place, word in enumerate(words):
        tried = [*kept[:place], word, *kept[place + 1 :]]
        if step_of(_with(form, tried), kind) is not None:
            kept = tried
    return _with(form, kept)


def _with(form: str, words: Sequence[str]) -> str:
    left = iter(words)
    return _QUOTED.sub(lambda _: f"「{next(left)}」", form)


# ── the page ────────────────────────────────────────────────────────────


def page(examples: Mapping[str, str] | None = None) -> str:
    """Return the manual as a page in Markdown; ``examples`` are steps of features, by the first text of their forms."""
    lines = [Path(__file__).with_suffix(".md").read_text(encoding="utf-8")]
    for title, section in SECTIONS.items():
        columns = ("关键字", "步骤", "意思", *(("例",) if examples is not None else ()))
        lines += [f"## {title}", "", f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
        for form in section:
            cells = [form.keywords, "<br>".join(f"`{text}`" for text in form.texts), form.says]
            if examples is not None:
                example = examples.get(form.texts[0], "")
                cells.append(f"`{example}`" if example else "")
            lines.append(f"| {' | '.join(cell for cell in cells)} |")
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def examples_of(steps: Sequence[tuple[Kind, str]]) -> dict[str, str]:
    """Return for each form one of the steps of features that it stands for, the shortest, by its first text."""
    found: dict[str, str] = {}
    parsers = {form.texts[0]: {step_of(text, kind) for text in form.texts for kind in form.kinds} for form in forms()}
    for kind, text in sorted(set(steps), key=lambda one: (len(one[1]), one[1])):
        step = step_of(text, kind)
        for first, own in parsers.items():
            if step is not None and step in own:
                found.setdefault(first, text)
    return found
