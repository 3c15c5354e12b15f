"""ZZ8 in English."""

from __future__ import annotations

_ALL_STEPS = "zzrules test --steps lists the steps"
MESSAGES = {
    "NOT_UTF_8": ("the feature is not UTF-8, it looks like {encoding}", "save it as UTF-8 (without BOM)"),
    "BYTE_ORDER_MARK": (
        "the feature begins with an invisible BOM, so its first line cannot be read",
        "save it as UTF-8 without BOM",
    ),
    "NO_LANGUAGE": ("the first line does not say that the feature is in Chinese", "# language: zh-CN"),
    "WIDE_COLON": ("the colon after “{keyword}” is full-width", "{keyword}: {rest}"),
    "NO_COLON": ("there is no colon after “{keyword}”", "{keyword}: {rest}"),
    "NOT_GHERKIN": ("this line cannot be read: “{line}”", "here may stand: {expected}"),
    "BROKEN_OFF": ("the file breaks off", "here should follow: {expected}"),
    "UNEVEN_TABLE": (
        "this row has not as many cells as the head of the table",
        "as many cells in every row; a bar in a cell is written “\\|”",
    ),
    "NO_FEATURE": ("the file has no feature", "功能: name"),
    "NO_SCENARIO": ("the feature has no scenario", "场景: name"),
    "NO_STEP": ("the scenario “{scenario}” has no steps", "lines that begin with 假如, 当, 那么"),
    "REPEATED_SCENARIO": (
        "the scenario “{scenario}” has the name of the one in line {first.line}",
        "a name for each: of two with one name only the second runs",
    ),
    "UNNAMED_SCENARIO": ("the scenario has no name", "{keyword}: name"),
    "NO_SUCH_STEP": ("there is no such step: “{step}”", "{meant}"),
    "NO_STEP_NEAR": (
        "there is no such step, and none like it: “{step}”",
        f"{_ALL_STEPS}; a line of a description must not begin with 假如, 当 or 那么",
    ),
    "TABLE_MISSING": ("“{step}” needs a table below it", "| {columns} |"),
    "NEEDLESS_TABLE": ("“{step}” takes no table", f"remove it; {_ALL_STEPS}"),
    "NO_EXAMPLES": (
        "the scenario outline “{scenario}” has no examples and never runs",
        "例子: with a table below it; if there are none, make it a 场景",
    ),
    "NO_SUCH_COLUMN": ("“<{column}>” is no column of the examples", "{columns}"),
    "BEGINS_WITH_AND": ("the first step cannot begin with “{keyword}”", "假如, 当 or 那么"),
    "NO_FEATURES": ("the folder has no features (.feature)", "put features into it, or check the path"),
    "TAG_UNDERSCORED": ("the tag “@{tag}” begins with an underscore, and cannot be used", "@{name}"),
    "TAG_OF_PYTEST": (
        "the tag “@{tag}” would keep the scenario from running, or from counting",
        "remove it, or give it another name",
    ),
    "NOT_COLLECTED": (
        "nothing wrong was found in the feature, and yet it cannot be run ({reason})",
        "this is a defect of zzrules: report it to the maintainers, with the file",
    ),
    "STEP_IN_DESCRIPTION": ("no keyword begins “{line}”: it is taken for a description and never run", "{step}"),
    "STEP_WITHOUT_KEYWORD": ("no keyword begins “{line}”", "{step}"),
    "TABLE_IN_DESCRIPTION": (
        "no keyword begins the line above the table, “{above}”: the table is taken for a description and never run",
        "a step in the line above, such as 假如 案卷如下",
    ),
    "WIDE_BAR": ("the bars of the table are full-width", "half-width 「|」"),
    "TO_FILL_IN_CELL": (
        "this cell of a table is still to be filled in",
        "the name or the value of a fact, by the policy and the vocabulary; or delete the row",
    ),
    "NOT_A_TEXT": ("the text is neither UTF-8 nor GBK", "save it as plain text (.txt) in UTF-8"),
    "NO_ARTICLE_IN_TEXT": (
        "no article was found in the text",
        "a line for each article, beginning with its number",
    ),
    "ARTICLE_SKIPPED": ("before {article} stands {before}", "check whether an article is missing or misread"),
    "ARTICLE_BEFORE": ("{article} was read before; this line is taken for a paragraph", "check the number"),
    "NO_SUCH_NUMBER": (
        "“{label}” was left out: a regulation file has no such number",
        "check the number; if it is right, its words are in a comment at the end: make them paragraphs before",
    ),
    "EMPTY_ARTICLE": ("{article} has no words; it was left out", "check whether they are missing"),
    "ITEM_OUT_OF_ORDER": (
        "here item （{expected}） should stand, not （{number}）",
        "check whether an item is missing or misread",
    ),
    "ITEM_WITHOUT_PARAGRAPH": ("no words of a paragraph stand before the item", "check how the article begins"),
    "POINTS_JOINED": (
        "points (1. 2. 3.) have no place of their own; they were joined to the words of {place}",
        "cite {place}",
    ),
    "HEADING_LEFT_OUT": (
        "“{heading}” was left out: a regulation file has chapters and articles alone",
        "nothing to do; the articles are not touched",
    ),
    "LINES_JOINED": (
        "the line before was not finished; this one was joined to it",
        "check; if it is a paragraph of its own, divide them in the regulation file",
    ),
    "NO_FULL_STOP": (
        "this line does not end with a full stop; it was taken for a paragraph",
        "check; if it is none (a heading, a signature), delete it from the regulation file",
    ),
    "FOREIGN_WORD": ("“{word}” stands between Chinese characters", "check whether it is a slip of the transcript"),
    "REST_LEFT_OUT": ("from this line on nothing was taken: “{line}”", "check that no article follows"),
    "NOT_STATED": ("{what} was not found; “{value}” stands for it", "correct it in the regulation file"),
    "NO_LAST_DAY": (
        "no last day of validity follows from “{words}”, and none is written",
        "add 「有效期至」 with the last day under 「效力」 in the regulation file",
    ),
    "FOLDER_IN_USE": (
        "the folder exists and is not empty",
        "another name: a new folder overwrites nothing",
    ),
    "FILE_IN_USE": ("the file exists", "edit that file, or move it away: what is begun overwrites nothing"),
    "STATED_ALREADY": ("{place} has the policy “{policy}” already", "{hint}"),
    "CODE_KNOWN": ("“{fact}” in the vocabulary has the code “{code}” already", "choose another code"),
    "FACT_KNOWN": ("the vocabulary has the fact “{fact}” already", "use it, or choose another name"),
    "NO_VOCABULARY": ("the folder has no vocabulary file", "--依据 and a citation, for a vocabulary file of its own"),
    "SEVERAL_VOCABULARIES": (
        "there are several vocabulary files ({files}), and none is named",
        "--依据 and a citation, for the article's own vocabulary file",
    ),
    "FACTS_NOT_IN_LINES": (
        "the facts of this vocabulary file are not one to a line, so that none can be added",
        "add it by hand: {entry}",
    ),
    "FOREIGN_IN_SITE": (
        "the folder holds something else, or something that was changed: {file}",
        "another folder, or move it away: a site only replaces the files that it wrote",
    ),
    "NOT_A_BUNDLE": ("this file is no bundle", "a folder of policies, or a file written by zzrules bundle"),
    "BUNDLE_CHANGED": (
        "the bundle was changed, or did not arrive whole; it was not used",
        "another copy from whoever made it; do not save it from an editor",
    ),
    "LATER_BUNDLE": ("the bundle was written by a later zzrules", "upgrade zzrules"),
    "NOT_SIGNED": ("the bundle has no signature", "one that was signed with zzrules bundle --sign"),
    "SIGNED_BY_ANOTHER": (
        "the bundle was not signed with the private key to “{key}”, but with another one",
        "check where it came from; if the key was changed, name the new public key",
    ),
    "SIGNATURE_OF_ANOTHER": (
        "the signature is not one of this bundle",
        "check where it came from; ask for another copy",
    ),
    "NOT_A_PRIVATE_KEY": (
        "this is no private key that can be used",
        "an Ed25519 private key as PEM, without a password, as zzrules bundle --new-key writes it",
    ),
    "NOT_A_PUBLIC_KEY": (
        "this is no public key that can be used",
        "an Ed25519 public key as PEM, as zzrules bundle --new-key writes it",
    ),
    "NO_CRYPTOGRAPHY": (
        "signing and verifying needs the package {package}, which is not installed",
        'pip install "zzrules[sign]"',
    ),
    "NO_BUNDLES": ("the folder has no bundles (.zzrules)", "put bundles into it, or check the path"),
    "KEY_IN_USE": ("the file exists, and a key overwrites nothing", "another name"),
    "NO_RULEBOOK": (
        "the rulebook of that time (digest {digest}) is not there",
        "put its bundle into the archive, and name the folder: --archive",
    ),
    "NO_RECORD": ("the record of that time is not there", "name its file: --records"),
    "ANSWER_OF_A_LOG": (
        "this answers a log, and cannot be judged again from a record",
        "zzrules casefile LOG --on DAY --policies BUNDLE",
    ),
}
