"""ZZ1 in English."""

from __future__ import annotations

_SAVE_AS_UTF_8 = "save it as UTF-8"
_SAVE_AS_CSV = "save it as “CSV UTF-8 (comma delimited)”"
_USE_LINES = "use JSON Lines: one record a line, with the extension .jsonl"
_FREE_ROOM = "make room, or write to another disk"
_LEVELS = "a record has facts with values, lists, and fields in lists: no more levels"
_QUOTE = "put it in double quotation marks if it is text"
_QUOTE_TEXT = "put this text in double quotation marks"

MESSAGES = {
    "NOT_YAML": ("this is not YAML", "{hint}"),
    "NOT_UTF_8": ("this is not UTF-8", _SAVE_AS_UTF_8),
    "NAME_NOT_UTF_8": (
        "the name of the file is not UTF-8; it probably comes from an archive of another system",
        "give it a name that can be read, or unpack the archive as GBK",
    ),
    "UTF_16": ("the file is UTF-16, not UTF-8", _SAVE_AS_UTF_8),
    "CSV_NOT_UTF_8": ("this is not UTF-8", _SAVE_AS_CSV),
    "CSV_UTF_16": ("the file is UTF-16, not UTF-8", _SAVE_AS_CSV),
    "CSV_UNKNOWN_ENCODING": ("this is neither UTF-8 nor GB18030 (GBK)", _SAVE_AS_CSV),
    "YAML_OFFICE_FILE": ("the file is a document of an office program, not plain text", _SAVE_AS_UTF_8),
    "YAML_NOT_UTF_8": ("the file is not UTF-8", _SAVE_AS_UTF_8),
    "REPEATED_JSON_KEY": ("the key “{key}” is repeated", "remove one of them"),
    "REPEATED_KEY": ("the key “{key}” is repeated; it is in line {first.line} already", "remove one of them"),
    "RECORD_ANCHOR": ("anchors (&) and aliases (*) cannot be used", f"write the content again; {_QUOTE}"),
    "ALIAS": ("the alias “*{name}” cannot be used", "write the content again"),
    "ANCHOR": ("the anchor “&{name}” cannot be used", "remove the anchor"),
    "ANCHOR_OR_ALIAS": (
        "anchors and aliases cannot be used",
        "remove the words that begin with & or *, and write the content again",
    ),
    "RECORD_TAG": ("tags (!) cannot be used", f"remove the tag; {_QUOTE}"),
    "TAG": ("the tag “{tag}” cannot be used", "remove the tag"),
    "RECORD_SECOND_DOCUMENT": (
        "there is a second document (---) in the file",
        "put several records in a list, “- ” before each",
    ),
    "SECOND_DOCUMENT": ("there is a second document (---) in the file", "make two files of it"),
    "TAB": ("there is a tab", "indent and separate with spaces"),
    "RECORD_WIDE_SPACE": ("there is a full-width space", "a half-width space; quotation marks if it is meant"),
    "WIDE_SPACE_IN_INDENT": ("there is a full-width space in the indentation", "indent with half-width spaces"),
    "WIDE_SPACE_AFTER_COLON": ("a full-width space follows the colon", "a half-width space"),
    "WIDE_SPACE_IN_TEXT": ("“{text}” has a full-width space", "a half-width space; quotation marks if it is meant"),
    "RECORD_WIDE_COMMA": (
        "full-width punctuation in brackets does not separate: all of it counts as one item",
        f"half-width commas; {_QUOTE}",
    ),
    "WIDE_MARK_BETWEEN_ITEMS": (
        "“{mark}” in “{text}” does not separate: all of it counts as one item",
        "[{items}]; quotation marks if it is one sentence",
    ),
    "WIDE_MARK_IN_ITEM": (
        "“{mark}” in “{text}” does not separate two items",
        '"{text}"; if “{mark}” should not be there, remove it',
    ),
    "SEVERAL_AS_ONE": ("“{mark}” in “{text}” does not separate: all of it counts as one item", "{instead}"),
    "WIDE_COMMA_IN_BRACKETS": (
        "the “{mark}” in brackets is no half-width comma and parts no items",
        "half-width commas “, ”; quotation marks if it is a sentence",
    ),
    "RECORD_BLOCK_TEXT": (
        "text over several lines cannot be used",
        "put text with > or | in quotation marks, in one line",
    ),
    "BLOCK_TEXT": (
        "text over several lines that begins with “{style}” cannot be used",
        "write it in one line; put text with > or | in quotation marks",
    ),
    "BLOCK_MARK": ("> and | mean something else here", f"words such as 超过 or 以上; {_QUOTE}"),
    "NO_FILE": ("there is no such file", "check the path; put one with spaces in quotation marks"),
    "FOLDER_FOR_FILE": ("this is a folder, not a file of records", "name the file, such as {example}"),
    "NO_PERMISSION": ("this file may not be read", "check its permissions"),
    "NO_PERMISSION_OR_OPEN": ("this file may not be read", "check its permissions; close it if it is open in Excel"),
    "UNREADABLE_FILE": ("this file cannot be read", "check the path and the disk"),
    "DISK_FULL": ("there is no room left: the disk is full", _FREE_ROOM),
    "QUOTA_EXCEEDED": ("there is no room left: the quota is used up", _FREE_ROOM),
    "RESULT_TOO_LARGE": ("the file is larger than is allowed", "write to another disk, or evaluate in parts"),
    "NOT_WRITABLE": (
        "this file cannot be written",
        "check that the folder exists, its permissions, and room on the disk",
    ),
    "NO_FILE_AT_LINK": ("the link leads to a file that is not there", "mend the link, or remove it"),
    "NOT_A_FILE": ("this is no file but a pipe or a device, which has no end", "put a file there, or move it away"),
    "FOLDER_UNREADABLE": (
        "the folder cannot be read",
        "check the permissions of the folder; if it is not to be read, move it elsewhere",
    ),
    "NO_FOLDER": ("there is no such folder", "check the path"),
    "YAML_FILE_UNREADABLE": ("the file cannot be read ({reason})", "check the path and its permissions"),
    "YAML_FILE_UNWRITABLE": ("this file cannot be written", "check the permissions of file and folder"),
    "FILE_TOO_LARGE": ("the file has more than {megabytes} MB", _USE_LINES),
    "RECORD_FILE_TOO_LARGE": ("the file is too large", _USE_LINES),
    "YAML_FILE_TOO_LARGE": ("the file has {size} bytes, more than {most}", "split it"),
    "EMPTY_FILE": ("the file is empty", "write records into it, or leave it out"),
    "EMPTY_CSV": ("the file is empty", "names of columns in the first line, one record a line below"),
    "EMPTY_LIST": ("there are no records in the list", "write records into it, or leave the file out"),
    "YAML_FILE_EMPTY": ("the file is empty", "write something into it, or remove it"),
    "JSON_TOO_DEEP": ("this is nested more than {most} levels deep", _LEVELS),
    "RECORD_TOO_DEEP": ("this is nested too deep", _LEVELS),
    "TOO_DEEP": ("this is nested more than {most} levels deep", "split it, with names for what lies between (推算)"),
    "RECORD_SWALLOWED_LINE": (
        "a value takes the lines below for a part of itself",
        "check the next line: its indentation, the space after its colon; put text in one line, in quotation marks",
    ),
    "SWALLOWED_LINES": (
        "“{text}” takes the lines below for a part of itself",
        "check their indentation and the space after their colons; put text in one line, in quotation marks",
    ),
    "RECORD_NO_VALUE": (
        "something is missing here",
        "add it; remove the line of what is not known; quotation marks for text with commas or question marks",
    ),
    "EMPTY_ITEM": ("the list has an empty item", "fill it in, or remove the comma or hyphen too many"),
    "EMPTY_KEY": (
        "nothing follows the key “{key}”",
        "add it; indent the next line if that is it; remove a line without content; quote commas and question marks",
    ),
    "KEY_NOT_A_WORD": ("a key must be one word", "write what is in brackets after the colon"),
    "WIDE_COLON": ("the colon in “{text}” is full-width", "{name}: {rest}"),
    "WIDE_COLON_BEFORE_BRACKET": ("the colon after “{key}” is full-width", "{name}: {bracket}…"),
    "WIDE_COLON_IN_LINE": ("the colon is full-width", "a half-width colon and a space"),
    "RECORD_NO_SPACE": ("there is no space after the colon", "a half-width colon and a space"),
    "NO_SPACE_AFTER_COLON": ("there is no space after the colon in “{text}”", "{name}: {rest}"),
    "NO_SPACE_AFTER_COLON_IN_LINE": ("there is no space after the colon", "a space after the colon"),
    "WIDE_BRACKET": ("a bracket is full-width", "half-width {{ }} or [ ]"),
    "WIDE_BRACKETS_OF_LIST": ("the brackets of “{text}” are full-width", "[{items}]"),
    "QUESTION_MARK_IN_BRACKETS": ("a question mark means something else in brackets", _QUOTE_TEXT),
    "BRACES_IN_TEXT": ("braces mean something else in a text", _QUOTE_TEXT),
    "NO_SPACE_BEFORE_HASH": (
        "there is no space before #: what follows is no comment but part of the text before it",
        "a space before it; quotation marks if it is text",
    ),
    "WIDE_HASH": (
        "the “＃” is full-width, and begins no comment",
        "a half-width # with a space before it; quotation marks if it is text",
    ),
    "RESERVED_MARK": ("nothing may begin with @, ` or %", _QUOTE_TEXT),
    "CONTROL_CHARACTER": ("there is an invisible control character", "remove it"),
    "ODD_SPACE": ("there is a no-break space, most likely pasted", "a half-width space"),
    "UNSEEN_CHARACTER": ("there is a character that cannot be seen, most likely pasted", "remove it"),
    "NO_SPACE_AFTER_DASH": ("no space follows the dash of the item", "a space between the dash and the item: “- ”"),
    "WIDE_DASH": ("the dash of the item is not half-width", "a half-width dash with a space after it: “- ”"),
    "NOT_A_DASH": ("no half-width dash begins the item", "a half-width dash with a space after it: “- ”"),
    "MORE_MISTAKES": (
        "there are {count} more mistakes that are not listed",
        "correct those that are listed, and check again",
    ),
    "UNCLOSED_QUOTE": ("the quotation mark here is not closed", "the same mark at the end of the text"),
    "TEXT_AFTER_QUOTE": (
        "there is more text in the line after the quotation mark is closed",
        "the whole text in quotation marks, with “” inside it; or no quotation marks",
    ),
    "WIDE_QUOTES": ("full-width quotation marks hold no text together: a mark inside parts it", "half-width ones"),
    "WIDE_QUOTES_OF_TEXT": ("the quotation marks of “{text}” are not half-width, or not in pairs", '"{meant}"'),
    "UNCLOSED_BRACKET": ("the “{bracket}” here is not closed", "“{closing}” after what it holds"),
    "UNOPENED_BRACKET": ("there is one “{bracket}” too many", "remove it, or open the bracket that it closes"),
    "MARK_AFTER_BRACKET": ("there is a “{mark}” too many after the brackets are closed", "remove it"),
    "TEXT_AFTER_BRACKET": (
        "the line goes on with “{text}” after the brackets are closed",
        "move it into the brackets, or remove it; “ # ” before a comment",
    ),
    "MISSING_COMMA": ("there is no comma between two items", "a half-width comma here: “, ”"),
    "COLON_IN_TEXT": (
        "a colon follows another",
        "quotation marks around a text; brackets around what is below: 全部: [甲: 是, 乙: 否]",
    ),
    "MISSING_COLON": ("there is no colon in the line", "a half-width colon with a space after the key: “: ”"),
    "UNEVEN_INDENT": (
        "the line is indented by {indent} spaces, as none above it",
        "{expected} spaces, as in line {level.line}",
    ),
    "UNEVEN_WITH_NEXT": (
        "the line is indented by {indent} spaces, otherwise than those of its level below it",
        "{expected} spaces, as in line {level.line}",
    ),
    "SECTION_WITHIN": (
        "“{section}” is a section of a policy file; indented by {indent} spaces it stands under “{within}”",
        "no spaces before it, as in line {level.line}",
    ),
    "NOT_INDENTED": (
        "indented by {indent} spaces, the line does not stand under “{section}” (line {level.line})",
        "{expected} spaces",
    ),
}
