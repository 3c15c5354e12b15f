"""ZZ201 to ZZ249 in English."""

from __future__ import annotations

_OTHER_NAME = "give it another name"
_OTHER_CODE = "another code"
_CORRECT_ONE = "correct one of the two dates"
_KEEP_ONE = "keep one of them"

MESSAGES = {
    "UNKNOWN_KEY": ("{part} has no key “{key}”", "{hint}"),
    "MISSING_KEY": ("{part} lacks “{key}”", "add a line “{key}: …”"),
    "NO_YEAR_OR_NOTICES": ("a calendar file has 「日历: year」 and 「通知」", "日历: 2027"),
    "NO_NOTICES": ("「通知」 is empty", "the notices of that year; no such file until there is one"),
    "NO_ARTICLES": ("there are no articles", "add “{article}: …”"),
    "CORRECTED_OR_KEPT": ("a correction has either 「更正为」 or 「保留: 是」", "更正为: …"),
    "NO_OPTIONS": ("{part} lacks 「选项」", "add 选项: {{name: code, …}}"),
    "NO_NUMBER_IN_NAME": ("「每项称」 of {part} needs a 「几」 for the number of the item", "每项称: 第几次"),
    "NO_UNITS": ("{part} lacks 「单位」", "add 单位: [工作日]"),
    "ADD_OR_SUBTRACT": ("a term has either 「加」 or 「减」 with a length of time", "加: 5工作日"),
    "NOTHING_INVOKES": ("「援引」 of {part} is empty", "援引: the fact that records who claims it"),
    "EMPTY_QUESTION": ("{part} is empty", "how to ask; or remove the line, for the question of the vocabulary"),
    "NO_CONDITION": ("{part} has no condition", "add 「条件」, 「分支」 or 「兜底」"),
    "TEXT_FOR_MAPPING": (
        "{part} is “{text}” where keys with contents belong",
        "“key: content”, with a half-width colon and a space",
    ),
    "VALUE_WITHOUT_DAY": (
        "{part}: say from which day the value holds; here is only “{text}”",
        "取值: {{{day}: {value}}}",
    ),
    "OFFICE_HOURS_ALONE": ("{part} says from when to when on a day, not {lacking}", "{instead}"),
    "LIST_OF_ENTRIES": ("{part} is a list where keys with contents belong", "{instead}"),
    "LIST_FOR_MAPPING": ("{part} is a list where keys with contents belong", "remove the hyphens or brackets"),
    "TEXT_FOR_LIST": ("{part} is “{text}” where a list belongs", "[{item}]"),
    "MAPPING_FOR_LIST": ("{part} has keys where a list belongs", "“- ” before each item"),
    "EMPTY_LIST": ("{part}: the list is empty", "at least one item; if the key may be left out, remove it"),
    "NO_BODIES": (
        "{part}: the list is empty, so that nobody could make this finding",
        "[names of the bodies that may]",
    ),
    "NOT_A_TEXT": ("{part} is one word or one sentence", "write it after the colon, in no other level"),
    "ONE_BASIS": (
        "{part} has one 「依据」",
        "the main place here, and the others in the 依据 of its parameters, grounds, outcomes, consequences and duties",
    ),
    "CASE_TAKES_NEITHER": (
        "「按情形」 cannot take this kind of derivation in 「取」",
        "a name of its own for it, and that name here; 加, 减, 乘, 取小 and 取大 may stand here themselves",
    ),
    "BAD_CODE": (
        "{part} “{text}” is no code",
        "lower-case letters, digits and underscores, a letter first, such as window_start_date",
    ),
    "NO_SUCH_DAY": ("{part} “{text}” is no day of the calendar", "{last}, the last day of that month, or another day"),
    "DAY_IN_NO_MONTH": ("{part} “{text}” is no day of the calendar: there are twelve months", "a month that exists"),
    "NO_SUCH_TIME": ("“{text}” is no time of day", "{hint}"),
    "NOT_A_DATE": ("{part} “{text}” is not a date", "{hint}"),
    "NOT_YES_OR_NO": ("{part} is either 「是」 or 「否」, not “{text}”", "「是」 or 「否」"),
    "NOT_AN_INTEGER": ("{part} “{text}” is not an integer", "{hint}"),
    "YEAR_OUT_OF_RANGE": ("the year of the calendar is not between {first} and {last}", "日历: 2027"),
    "NOT_A_CHOICE": ("{part} cannot be “{text}”", "{hint}"),
    "UNKNOWN_UNIT": ("there is no unit “{unit}”", "{hint}"),
    "NO_DATE_FIELD": ("{part} has no date field “{field}”", "{hint}"),
    "NOT_AN_INTERVAL": ("an interval of {part} has two date fields, its first and its last day", "期间: [起, 止]"),
    "REPEATED_FACT": ("the fact “{name}” is already defined at {first}", "another name, or remove one of them"),
    "REPEATED_CODE": ("the code “{code}” of {part} is repeated", _OTHER_CODE),
    "REPEATED_EVENT": (
        "the name or the code of the event “{event}” is already used at {first}",
        "another name and code, or remove one of them",
    ),
    "NOT_IN_A_LIST": ("{part} stands in a list and cannot be {kind}", "yes or no (是否), options, a date and so on"),
    "KEY_OF_ANOTHER_KIND": ("{part} is {kind} and has no “{key}”", "remove this key"),
    "RESERVED_NAME": ("{part} cannot be called “{name}”, which means something else", _OTHER_NAME),
    "STATE_AS_OPTION": ("{part} cannot be called “{name}”, which is a state of facts", _OTHER_NAME),
    "LIST_BROUGHT_AND_GROWN": (
        "the event “{event}” cannot bring the list “{source}”: the event “{grower}” adds its items one by one",
        "item by item, or the whole, not both",
    ),
    "ELEMENT_BRINGS_ALL": ("{part} speaks of one item of a list and cannot bring all facts", "name the fields"),
    "BEGINS_AND_CONTINUES": (
        "{part} has either 「列表」 or 「续」",
        "「列表」 for what begins an item, 「续」 for what continues it",
    ),
    "NOT_FIXED": ("{part} cannot record “{fact}” as “{word}”", "{hint}"),
    "SETTLED_TWICE": ("{part} has “{fact}” twice", _KEEP_ONE),
    "BRINGS_LOG_KEY": (
        "“{fact}” {named} is a key of logs themselves, and no event can bring it",
        "another name and code in the vocabulary",
    ),
    "SILENCE_SETTLES_NOTHING": (
        "{part} records no day of the event and brings no finding, so that 「未登记则」 says nothing",
        "记: {{a date: 发生日期}}, or remove 「未登记则」",
    ),
    "SILENCE_CANNOT_BE_NONE": (
        "「未登记则: 无」 of {part} says nothing: “{fact}” cannot be 「无」",
        "add 可无: 是 to it in the vocabulary, or remove 「未登记则」",
    ),
    "ROW_LENGTH": (
        "row {row} of the table has {cells} cells instead of {wanted}: {columns}",
        "one cell for each column; 任意 where anything will do",
    ),
    "COLUMN_TWICE": ("the table has “{name}” twice", "name it once; several conditions on a column go into one cell"),
    "NOT_ANY": ("“{text}” cannot stand in a cell", "任意 where anything will do"),
    "LIST_IN_TABLE": (
        "the elements of “{name}” cannot stand in a cell",
        "give what is wanted of them a name under 推算 (计数, 合计), and make that the column",
    ),
    "NOT_A_COLUMN": (
        "“{name}” is {kind}, which cannot be the column of a table",
        "a fact or derived value of 是否, 选项, 机构, 认定, 整数, 金额, 时长 or 日期; else a condition of 推算",
    ),
    "CELL_NOT_FIXED": (
        "a cell cannot say “{word}”: whether rows overlap or leave a hole could not be told",
        "compare with a number or a date as written, or with a parameter",
    ),
    "RESULTS_HERE": (
        "“得” belongs into tables right under “推算”",
        "one table for each result, or move the table to 推算",
    ),
    "NOT_A_RESULT": (
        "a table cannot give “{text}”",
        "a number, an amount, a duration, a date, another word, or arithmetic",
    ),
    "GIVES_NOTHING": (
        "a table cannot give {kind}",
        "a number, an amount, a duration, a date, an option, or a word",
    ),
    "UNLIKE_RESULTS": (
        "this row of the table gives {kind}, the first gives {first}",
        "rows that give the same kind, with the same options",
    ),
    "TABLE_TOO_LARGE": (
        "the table is too large to be searched for overlaps and holes",
        "several tables: one that gives a class, others by class",
    ),
    "TABLE_WITH_HOLE": (
        "the table has a hole: no row takes {example}",
        "one more row; under 首个 it may be a last row of nothing but 任意",
    ),
    "ROWS_OVERLAP": (
        "rows {row} and {first} of the table overlap: both take {example}",
        "mend the cells of one of them; if the earlier row is to prevail, say 取: 首个",
    ),
    "ROW_TWICE": ("rows {row} and {first} of the table take the same", "remove one of them, or mend its cells"),
    "ROW_NEVER_REACHED": (
        "row {row} of the table is never reached: rows before it take what it takes; row {first} takes {example}",
        "remove it, or move it up",
    ),
    "ROW_OF_NOTHING": (
        "row {row} of the table is never used: “{column}” is never so",
        "mend the cell, or remove the row",
    ),
    "LIST_FOR_CONDITION": (
        "the condition is a list, which does not say whether all or any of it must hold",
        "全部: [ … ] or 任一: [ … ]",
    ),
    "SEVERAL_KEYS": ("a condition has one key; here are {keys}", "全部: [{parts}]"),
    "NOT_ONE_READING": ("below 「口径」 belongs the name of one reading with the side taken", "口径: {{name: side}}"),
    "NOT_ONE_OBLIGATION": (
        "below 「义务」 belongs the name of one obligation with its state",
        "义务: {{name: state}}; add 「政策: name」 for that of another policy",
    ),
    "NOT_ONE_COMPARISON": ("“{name}” has one comparison", "全部: [{name}: {{…}}, {name}: {{…}}]"),
    "NOT_ONE_COUNT": ("below 「次数」 belongs one comparison", "次数: {{以上: 2}}"),
    "NOT_ONE_DERIVATION": ("a derived value has one way to be derived", "{hint}"),
    "EMPTY_JUNCTION": ("there are no conditions below “{key}”", "add conditions"),
    "NOT_A_GROUND_SET": ("「情形」 cannot be “{word}”", "{hint}"),
    "NO_GROUNDS": ("this policy has no grounds", "a section 「情形」, or facts as conditions"),
    "OUTCOME_OR_GROUND": (
        "「参见」 refers to one of 「得出」, 「归类」 and 「情形」",
        "得出: the name of an outcome",
    ),
    "NOT_A_JUNCTION": ("“{key}” does not join conditions", "「全部」 or 「任一」"),
    "NOT_A_NEGATION": ("“{key}” does not deny a condition", "「非」"),
    "LIST_WITHOUT_COMPARISON": ("“{name}” has a list that does not say how to compare", "{{属于: [{items}]}}"),
    "NOT_A_COMPARISON": ("there is no comparison “{operator}”", "{hint}"),
    "SYMBOL_FOR_COMPARISON": ("“{symbol}” is no comparison", "{hint}"),
    "NOT_A_DERIVATION": ("nothing is derived by “{key}”", "{hint}"),
    "LAST_CASE_HAS_CONDITION": ("the last of the cases has no condition: it is for all others", "{{取: …}}"),
    "CASE_WITHOUT_CONDITION": (
        "this case has no condition, so that those after it are never reached",
        "{{条件: …, 取: …}}",
    ),
    "TO_FILL_IN": ("{part} is still to be filled in", "{hint}"),
    "VALIDITY_REVERSED": ("the last day {last} is before the first day {first}", _CORRECT_ONE),
    "POLICY_NEVER_LAW": ("the policy is law on no day of the regulation's validity ({days})", "correct its days"),
    "TAKEN_AMONG_OTHERS": ("「另说」 of {part} has the side taken, “{taken}”", "remove it from 「另说」"),
    "CONDITION_BESIDE_CATCH_ALL": (
        "{part} is a catch-all item; its condition stands in 「兜底」",
        "move the condition below 「兜底」",
    ),
    "OUTCOME_WITHOUT_CONDITION": (
        "this outcome has no condition, so that those below it are never reached",
        "{{得出: …, 代码: …, 条件: …}}",
    ),
    "LAST_OUTCOME_HAS_CONDITION": (
        "the last of the outcomes has no condition: it is for all other cases",
        "{{得出: …, 代码: …}}",
    ),
    "LAST_OUTCOME_ENDS": (
        "the outcome “{outcome}” is the last one, for all other cases: it has to last as long as the policy",
        "remove its 「施行」, 「有效期至」; or write two files, each with its own last outcome",
    ),
    "NO_OUTCOMES": ("there are no outcomes", "- {{得出: …, 代码: …}}"),
    "COMMON_OUTCOME": ("“{code}” is an outcome of every policy and cannot be defined", _OTHER_CODE),
    "OUTCOME_CODE_TAKEN": (
        "the code “{code}” is that of the outcome “{outcome}”",
        "another code, or the same name",
    ),
    "FORMS_WITHOUT_CHOICE": ("{part} lists forms, so that its modality is 可以, 应当 or 有权", "情态: 可以"),
    "NOT_ONE_EXCEPTED": ("「例外于」 names one ground, outcome or consequence", "情形: name"),
    "EMPTY_CLASS": (
        "there are no outcomes in the class “{name}”",
        "{name}: [names of outcomes]; remove an empty class",
    ),
    "OUTCOME_WITHOUT_CLASS": (
        "the outcome “{outcome}” is in none of the classes at {stated}",
        "put it in one of them, or in one of its own",
    ),
    "OUTCOME_IN_TWO_CLASSES": (
        "the outcome “{outcome}” is in the class “{name}” and, at {first}, in the class “{other}”",
        _KEEP_ONE,
    ),
    "FILES_ABSENT": (
        "the folder has no {kinds} file",
        "a file that begins with “{first}: …”; a folder with changed files alone is laid over another (over)",
    ),
    "SECOND_REGULATION": (
        "there are two files of the regulation",
        "keep the folder's own; others that are cited begin with 「其他法规」",
    ),
    "OTHER_EXTENSION": ("policies have the extension .yaml; this file was not read", "rename it {stem}.yaml"),
    "HIDDEN_EXTENSION": (
        "the name ends in .txt, which Windows may hide: the file was not read",
        "call it {stem}.yaml; save it as “all files”",
    ),
    "UNKNOWN_FILE": ("it cannot be told what the file is: its first key is “{key}”", "begin with {hint}"),
    "CASE_AMONG_POLICIES": (
        "this is a case or a log: its first key is “{key}”",
        "another folder: that of the policies has policies, vocabularies, regulations, calendars and mappings only",
    ),
    "RECURS_FOREVER": (
        "the obligation “{obligation}” recurs, and nothing says until when",
        "至: a fact that is a date, a parameter or a date; the last day of the regulation for what has no other end",
    ),
    "RECURS_BACKWARDS": (
        "the obligation “{obligation}” ends on {until}, before it begins on {since}",
        "another date for one of them",
    ),
    "NO_SUCH_PERIOD": ("「每」 cannot be “{text}”", "{hint}"),
    "RECURS_BY_DERIVED": (
        "「{key}」 takes a date that is recorded or written down, and “{word}” is neither",
        "a fact that is a date, 「（finding）的日期」, a parameter or a date; whatever else matters goes into 「条件」",
    ),
    "EACH_AND_RECURRING": (
        "the obligation “{obligation}” stands both for elements (「逐项」) and for periods (「逐期」)",
        "keep one of them; what an element has to do with it goes into the condition",
    ),
    "OTHER_PERIOD_BEFORE": (
        "two versions of the obligation “{obligation}” recur in different periods (「每」)",
        "another name, as another obligation",
    ),
    "SAME_IN_EVERY_PERIOD": (
        "the obligation “{obligation}” recurs, and its 「{key}」 says nothing of the period: the same for all of them",
        "{hint}",
    ),
}
