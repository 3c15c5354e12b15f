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
        "the scenario “{scenario}” has the name of the one in line {line}",
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
}
