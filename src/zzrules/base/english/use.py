"""ZZ6 in English."""

from __future__ import annotations

_NAME_COLUMNS = "Chinese labels or codes of facts in the first row; zzrules facts lists them"
_OTHER_FILE = "write to another file"
_SAVE_AS_XLSX = "open it in Excel or WPS and save it as an Excel workbook (*.xlsx)"
_WRITE_RECORDS = "write a header and records"
_KEEP_ONE = "keep one column"
_ONE_AT_A_TIME = "book.evaluate(…), one by one"
_NOT_INSTALLED = "needs the package {package}, which is not installed"

MESSAGES = {
    "UNFIT_ARGUMENT": ("{name} of {function} is not of the kind asked for, or cannot be read", "see help({function})"),
    "NOT_AN_EVALUATION_DAY": (
        "the day of evaluation (on) is not a date",
        'on="2026-05-06" or datetime.date(2026, 5, 6)',
    ),
    "COLUMN_WITHOUT_DAY": (
        "“{column}”, the day of evaluation, is empty or not a date",
        "YYYY-MM-DD, such as 2026-01-01",
    ),
    "NO_POLICY": ("there is no policy “{key}”", "{known}"),
    "NO_POLICY_NAMED": ("a policy is asked about by text", "a code, a name or a place, such as “rotation”"),
    "PLACE_NOT_ASSESSED": ("no policy states {place}: {reason}", "{near}"),
    "NO_POLICY_OF_PLACE": ("no policy states {place}", "{near}"),
    "ONLY_CITED": ("{regulation} is only cited; no policy states it", "those that cite it: {near}"),
    "NO_OUTCOME": ("the policy “{policy}” has no outcome “{key}”", "{known}"),
    "NO_GROUND": ("“{key}” is not a ground", "name the 项, or ask for the whole policy with policy()"),
    "NO_OBLIGATION": ("there is no obligation “{key}”", "{known}"),
    "NOT_ASKED": ("“{key}” was not asked about", 'about=["{key}"], or no about'),
    "ABOUT_NO_LIST": ("about is a list of policies or places", "about=[…]"),
    "NOT_THEN": (
        "on the day of the conduct no policy states “{key}”; on other days it is {part}",
        "the place as the text of that day has it",
    ),
    "SEVERAL_POLICIES": ("several policies state “{key}”", "{places}"),
    "NO_NUMBER_OF_DAYS": ("within is not a whole number of working days from 0", "within=3"),
    "NO_ICALENDAR": (f"a calendar file {_NOT_INSTALLED}", 'pip install "zzrules[ics]"'),
    "UNFIT_COLUMN": ("the type {dtype} of the column “{column}” is none for {kind}", "{types}"),
    "UNFIT_STATE": (
        "the type {dtype} of the column “{column}” is not text",
        "String, with nothing but “{absent}”, “{unclear}” or null",
    ),
    "FACT_IN_TWO_COLUMNS": ("the columns “{first}” and “{second}” are the same fact", _KEEP_ONE),
    "FACT_IN_TWO_FORMS": ("the columns “{column}” and “{part}” are the same fact", "keep one of the two forms"),
    "REPEATED_SPARK_COLUMN": ("two columns are called “{column}”", _KEEP_ONE),
    "UNSUPPORTED": ("frames cannot be judged yet (columnar): {subject}", _ONE_AT_A_TIME),
    "COLUMNS_NO_LIST": ("columns are several kinds of columns of the result", 'columns=["outcome"]'),
    "UNKNOWN_RESULT_COLUMN": ("there is no result column “{kind}”", "{known}"),
    "NO_POLARS": (f"a frame {_NOT_INSTALLED}", 'pip install "zzrules[columns]"'),
    "NO_POLARS_FOR_FILES": (f"a data set {_NOT_INSTALLED}", 'pip install "zzrules[files]"'),
    "NOT_A_FRAME": (
        "this is not a frame",
        "a frame of Polars, pandas, pyarrow or DuckDB, or another with __arrow_c_stream__; collect a lazy one first",
    ),
    "UNREADABLE_FRAME": (
        "this frame cannot be read as Arrow columns",
        "give its columns names of their own, and one type each; try pyarrow.table(…) first",
    ),
    "NO_PART": ("an answer has no part “{part}”", "{known}"),
    "NO_FORMAT": ("explanations have no format “{format}”", "{known}"),
    "NO_GHERKIN": (f"reading scenarios {_NOT_INSTALLED}", 'pip install "zzrules[bdd]"'),
    "NO_PYTEST_BDD": (f"running scenarios {_NOT_INSTALLED}", 'pip install "zzrules[bdd]"'),
    "NO_PYGLS": (f"the language server {_NOT_INSTALLED}", 'pip install "zzrules[editor]"'),
    "NO_JINJA2": (f"making pages {_NOT_INSTALLED}", 'pip install "zzrules[site]"'),
    "NOT_WRITTEN": (
        "this determination was read from data, which do not have this part",
        "with the policies and the record of that time: book.replay(determination, record)",
    ),
    "NOT_A_DETERMINATION": (
        "this is not the data of a determination, or of another version",
        "what to_dict() or to_json() wrote, with schema_version {version}",
    ),
    "ANOTHER_RECORD": (
        "this is not the record that was evaluated",
        "the record of that time; book.evaluate for any other",
    ),
    "NO_SCHEMA": ("there is no such JSON Schema", "{known}"),
    "CLOSE_COLUMN": (
        "the column “{column}” is almost called as a fact, but is none, and is not judged",
        "call it {close}",
    ),
    "SAME_FLAT_NAME": (
        "the columns “{first}” and “{second}” have one name in SQL: “{name}”",
        "choose another separator, or rename one of them first",
    ),
    "UNKNOWN_FORM": ("there is no kind of file “{form}”", "{known}"),
    "UNKNOWN_EXTENSION": (
        "the extension does not tell the kind of file",
        "one of the extensions {extensions}; where it cannot be changed, --input csv or the like",
    ),
    "UNKNOWN_RESULT_EXTENSION": (
        "the extension does not tell the kind of the result",
        "one of the extensions {extensions} or {last}",
    ),
    "MIXED_FORMS": (
        "the files are not of one kind: {files}",
        "one kind at a time; --input csv or the like to read one kind of a folder",
    ),
    "NO_FILES_NAMED": ("no files are named", "files or a folder"),
    "NO_FILES_IN_FOLDER": ("the folder has no files to evaluate", "{extensions} files, or another path"),
    "TYPES_DIFFER": (
        "the column “{column}” has several types: {expected} in {first}, here {dtype}",
        "one type, or evaluate them apart",
    ),
    "RESERVED_COLUMN": ("the library uses the name “{column}” itself", "another name"),
    "UNNAMED_COLUMN": (
        "column {number} has no name",
        "a name for each column in the first row; remove titles above it and empty columns",
    ),
    "REPEATED_COLUMN": ("two columns are called “{column}”", "keep one, or rename one"),
    "UNMATCHED_QUOTES": (
        "quotation marks in this line are not in pairs, or a cell is too long",
        "a cell with quotation marks, commas or line breaks goes in quotation marks, those inside it written twice",
    ),
    "UNEVEN_ROW": (
        "this line has {cells} cells, the header {width}",
        "add or remove commas; put a cell that has commas in quotation marks",
    ),
    "BROKEN_FILE": (
        "the file is damaged or incomplete",
        "export or copy it again; the extension must fit its content",
    ),
    "BROKEN_FILE_OF_FORM": (
        "the file is damaged, incomplete, or no {form} file",
        "export or copy it again; the extension must fit its content",
    ),
    "BAD_JSON_CELL": ("the JSON in the cell is wrong", '[{{"field": "value"}}, …], with half-width marks'),
    "RESULT_OVER_SOURCE": ("the result would replace a file to be evaluated", _OTHER_FILE),
    "RESULT_AMONG_SOURCES": (
        "the result cannot lie in the folder to be evaluated: the next time it would count as records",
        "write outside of that folder",
    ),
    "RESULT_OVER_MAPPING": (
        "this file is there already, and a draft of a mapping does not overwrite it",
        "write to another file",
    ),
    "REFUSED_ROWS_OVER_RESULT": ("bad rows and result would be written to the same file", _OTHER_FILE),
    "NO_DAY_COLUMN": ("there is no column “{column}” for the day of evaluation", "{known}"),
    "NO_COLUMN": ("there is no column", _NAME_COLUMNS),
    "NO_FACT_COLUMN": ("no column is a fact", _NAME_COLUMNS),
    "NO_FACT_COLUMN_BUT_CLOSE": ("no column is a fact", "{close}"),
    "UNSEPARATED_COLUMNS": ("no column is a fact", "half-width commas between columns"),
    "BATCH_WITHOUT_OUTPUT": (
        "tables and folders are evaluated into a file, which has to be named",
        "-o answers.parquet (or .csv, .xlsx, .jsonl)",
    ),
    "FORMAT_WITH_OUTPUT": ("with -o there is no --format {format}", "text or json"),
    "TO_WITHOUT_STDOUT": ("--to goes with -o - only", "a file's extension says its form; leave out --to"),
    "LOG_WITH_OUTPUT": (
        "--decision-log does not go with -o: a batch writes no answers one by one",
        "leave out -o and use --format jsonl, or leave out --decision-log",
    ),
    "OPTION_WITHOUT_OUTPUT": ("--{option} goes with -o only", "-o FILE, or no --{option}"),
    "COLUMNS_WITHOUT_LINES": (
        "--columns goes with -o or --format jsonl only",
        "-o FILE or --format jsonl, or no --columns",
    ),
    "UNWRITABLE_COLUMN": (
        "the type {dtype} of the column “{column}” cannot be written as {form}",
        "Parquet, or leave the column out",
    ),
    "LIST_IN_PART": (
        "the list “{fact}” is known in part only, which columns cannot hold",
        "the whole list; leave it out if it is not known; or evaluate this record by itself",
    ),
    "NO_EXCEL_PACKAGE": (f"Excel {_NOT_INSTALLED}", 'pip install "zzrules[excel]"'),
    "OLD_WORKBOOK": ("the file is an old .xls, not .xlsx", _SAVE_AS_XLSX),
    "TEXT_FOR_WORKBOOK": (
        "the file is not .xlsx but looks like text (CSV, a web page) with another extension",
        f"{_SAVE_AS_XLSX}; CSV has the extension .csv",
    ),
    "OTHER_ARCHIVE": ("the file is not .xlsx but another archive (.xlsb, .ods, .docx …)", _SAVE_AS_XLSX),
    "ENCRYPTED_WORKBOOK": ("the file has a password", "open it in Excel and remove the password, then save it"),
    "BROKEN_WORKBOOK": (
        "the file is damaged or incomplete",
        "download or copy it again; if it opens, save it once more",
    ),
    "NO_SHEET": ("there is no sheet “{sheet}”", "{known}"),
    "EMPTY_SHEETS": ("there are no data in the sheets", _WRITE_RECORDS),
    "EMPTY_VISIBLE_SHEETS": (
        "there are no data in the sheets",
        "unhide the sheet that has them, or name it (--sheet)",
    ),
    "HEADER_ONLY": ("there is a header and no record", "one record a row below the header"),
    "SEVERAL_SHEETS": (
        "several sheets have data: {sheets}",
        "name the one to read (--sheet NAME), or remove the others",
    ),
    "MERGED_CELLS": ("there are merged cells: {cells}", "unmerge them, and fill in each cell"),
    "UNCALCULATED_FORMULAS": (
        "the formulas of {cells} have not been calculated",
        "open it in Excel or WPS and save it once",
    ),
    "HEADER_BELOW": (
        "row {row} is no header; row {header} looks like one",
        "remove titles and notes above row {header}, or draft a mapping by zzrules map, with 「表头行: {header}」",
    ),
    "NO_HEADING": ("{cells} of the header is empty, with data below", "a name, or clear the column"),
    "REPEATED_HEADING": (
        "“{cell}” of the header ({word}) is the same column as “{first}”",
        "remove one, or rename one",
    ),
    "RESERVED_HEADING": (
        "“{cell}” of the header ({word}) is a name that the library uses itself",
        "remove one, or rename one",
    ),
    "HEADING_NOT_TEXT": (
        "{cells} of the header is not text",
        "Chinese labels or codes of facts; add a header if the first row is a record",
    ),
    "NO_FACT_IN_HEADER": (
        "the header in row {row} has no fact",
        "Chinese labels or codes of facts, such as {known}",
    ),
    "SHEET_TOO_LARGE": (
        "the sheet reaches to “{cell}”, which is too much (at most {most} × 10,000 cells)",
        "delete rows and columns outside of the table (clearing them is not enough); CSV or Parquet for more",
    ),
    "RESULT_TOO_LARGE_FOR_EXCEL": (
        "the result has {rows} rows, {columns} columns; a sheet holds {most_rows} records, {most_columns} columns",
        "CSV or Parquet, or evaluate in parts",
    ),
    "UNBOUNDED_WORKBOOK": (
        "“{part}” of the file unpacks to more than makes sense; it was not opened",
        "open it in Excel or WPS and save it anew; if somebody sent it, ask where it comes from",
    ),
    "NO_SPARK_PACKAGE": (f"Spark {_NOT_INSTALLED}", 'pip install "zzrules[spark]"'),
    "NOT_A_SPARK_FRAME": (
        "this is not a Spark frame",
        "pyspark.sql.DataFrame (not one of Spark Connect); book.frame for Polars",
    ),
    "NOT_A_SPARK_SESSION": ("this is not a Spark session", "pyspark.sql.SparkSession (not one of Spark Connect)"),
    "VERSIONS_DIFFER": ("workers have zzrules {worker}, the driver has {driver}", "install one version everywhere"),
    "OTHER_PYTHON": (
        "workers would use {python}, which has no zzrules",
        "say which Python: the environment variable PYSPARK_PYTHON, or spark.pyspark.python, such as {own}",
    ),
    "COLUMNS_DIFFER": (
        "the files have other columns: {first} and {second}",
        "write them with the same, or judge them apart",
    ),
    "RESULT_FOLDER_IN_USE": ("the folder of results is not empty", "choose another, or delete it first"),
    "NOT_PARQUET": ("a cluster judges Parquet files only", "write Parquet first, or use book.evaluate_files"),
    "NO_DURABLE_RULES": (
        "chaining obligations forwards needs durable-rules: {why}",
        (
            'pip install "zzrules[durable]" (it takes a C compiler, and Python before 3.13); or use the '
            "default engine, with the same answers"
        ),
    ),
    "NO_HOLIDAYS": (
        "checking the calendar needs the package {package}, which is not installed",
        'pip install "zzrules[calendar-check]"',
    ),
    "NOTHING_TO_ASK": ("there is nothing left to ask", "to add something, name the fact: answer(value, fact)"),
    "NOT_ANSWERED": ("“{fact}” was not answered, and cannot be taken back", "{known}"),
    "NO_REVISION": (
        "git has no folder “{folder}” at the revision “{revision}”",
        "the folder has to be in a git repository that has it then; name a commit, a branch or a tag, such as HEAD~1",
    ),
    "NOT_A_RULEBOOK": (
        "the older policies to compare with are not a rulebook",
        'read them first: zzrules.load("the older folder or bundle")',
    ),
    "OTHER_REGULATION": (
        "these are policies of two regulations: older, of 《{older}》; newer, of 《{newer}》; no codes are the same",
        "compare two folders of one regulation; where a regulation is renamed, the policies keep their codes",
    ),
    "NO_SUCH_READING": (
        "the policies asked about have no reading (or side of one) “{reading}”",
        "{hint}; zzrules check --readings lists them all; name one side as “reading：side”",
    ),
    "NOT_WHILE_WRONG": (
        "something is wrong in the folder, so that nobody knows all that has this name",
        "repair the mistakes, then rename",
    ),
    "TOO_MUCH_BESIDE": (
        "the {count} features and records beside the policies are too much to look for this name",
        "open no more than the folder of the policies, their features and records",
    ),
    "UNREADABLE_BESIDE": (
        "“{file}” cannot be read, so that nobody knows where it has this name",
        "repair the file, or move it to another folder, then rename",
    ),
    "NAME_UNFIT": ("“{name}” cannot be a name", "a name without blanks, quotation marks, colons, brackets and commas"),
    "NAME_BREAKS": ("{kind} “{name}” as “{new}” would be wrong: {problem}", "another name"),
    "NO_TEMPLATE": ("the template cannot be read", "the path of a .docx file"),
    "NOT_A_DOCX": ("the template is no .docx file, or is damaged", "open it in Word or WPS and save it as a .docx"),
    "TEMPLATE_TOO_LARGE": (
        "the template unpacks to more than {most} MB",
        "remove large pictures, or begin with a template that comes with the program",
    ),
    "TEMPLATE_REFUSED": ("the template may not be used: {what}. {why}", "remove that and save it as a .docx"),
    "UNKNOWN_FIELD_OF_TEMPLATE": ("template, {where} (“{around}”): there is no field “{name}”", "{hint}"),
    "LIST_AS_A_FIELD": (
        "template, {where} (“{around}”): “{name}” has several elements and cannot stand in one place",
        "{{{{逐个：{name}}}}} in the paragraph before, {{{{完：{name}}}}} in the one after, one element between",
    ),
    "TEXT_AS_A_LIST": (
        "template, {where} (“{around}”): “{name}” is one text, and needs no “逐个”",
        "{{{{{name}}}}}",
    ),
    "SECTION_NOT_ENDED": (
        "template, {where} (“{around}”): “{kind}：{name}” does not end",
        "{{{{完：{name}}}}} in a later paragraph on the same level",
    ),
    "SECTION_NOT_BEGUN": (
        "template, {where} (“{around}”): no “逐个”, “如有” or “如无” stands before “{kind}：{name}”",
        "{{{{逐个：{name}}}}} in an earlier paragraph on the same level, or remove it",
    ),
    "SECTION_IN_A_PARAGRAPH": (
        "template, {where} (“{around}”): “{kind}：{name}” shares its paragraph with other words",
        "a paragraph of its own; to repeat a row of a table, both ends in cells of that row",
    ),
    "BROKEN_TAG": (
        "template, {where} (“{around}”): the brackets “{mark}” of a field are not a pair, or are full-width",
        "two half-width braces on either side: {{{{结论}}}}",
    ),
    "TEMPLATE_WITHOUT_DRAFT": (
        "the template has no field “草稿”: papers have to say that they are drafts to be checked and signed",
        "{{{{草稿}}}} in the text, the header or the footer",
    ),
    "UNKNOWN_IN_PAPERS": ("paper “{paper}”: {part} has no “{name}”", "{hint}"),
    "PAPER_FOR_NOTHING": (
        "paper “{paper}”: one entry of “用于” does not say when it is needed",
        "a policy with “结论”, “义务” and “状态”, “后果” or “待查明: 是”",
    ),
    "SAME_PAPER": ("two papers are called “{paper}”", "a name for each"),
    "NO_PAPERS": (
        "there is no {file} in “{folder}”",
        "the folder with {file} and templates; zzrules papers FOLDER writes those of the program",
    ),
    "PAPERS_OVER_SOMETHING": ("there is something in “{folder}”, which is not overwritten", "a new or empty folder"),
    "NO_NAMING_COLUMN": ("the table has no column “{column}” by which papers could be named", "{known}"),
    "ONE_CASE_ONLY": (
        "{form} takes one record at a time, and there are more",
        "one record; for many, zzrules evaluate … --papers FOLDER",
    ),
    "PAPER_TO_TERMINAL": ("a docx is no text for the screen", "name a file with -o"),
}
