"""ZZ1: how a file is written. Encoding, YAML, colons, brackets, indentation."""

from __future__ import annotations

from zzrules.base.diagnostics import Diagnostic

NOT_YAML = Diagnostic("ZZ100", "不是能读懂的 YAML", "{hint}")
YAML_NOT_UTF_8 = Diagnostic("ZZ101", "文件不是 UTF-8 编码", "用 UTF-8 编码另存")
REPEATED_KEY = Diagnostic("ZZ102", "键「{key}」重复，第 {line} 行已经有了", "删去其中一处")
ALIAS = Diagnostic("ZZ103", "不能用引用「*{name}」", "把内容照写一遍")
ANCHOR = Diagnostic("ZZ103", "不能用锚点「&{name}」", "删去锚点")
ANCHOR_OR_ALIAS = Diagnostic("ZZ103", "不能用锚点和引用", "删去「&」「*」起头的词，把内容照写一遍")
TAG = Diagnostic("ZZ104", "不能用类型标记「{tag}」", "删去类型标记")
SECOND_DOCUMENT = Diagnostic("ZZ105", "一个文件里有第二份文档（---）", "分成两个文件")
TAB = Diagnostic("ZZ106", "有制表符", "用空格缩进、隔开")
WIDE_SPACE_IN_INDENT = Diagnostic("ZZ107", "缩进里有全角空格", "用半角空格缩进")
WIDE_SPACE_AFTER_COLON = Diagnostic("ZZ107", "冒号后面是全角空格", "用半角空格")
WIDE_SPACE_IN_TEXT = Diagnostic("ZZ107", "「{text}」里有全角空格", "用半角空格；确要全角空格的，加双引号")
WIDE_MARK_BETWEEN_ITEMS = Diagnostic(
    "ZZ108", "方括号里的「{text}」用「{mark}」隔开，会被当成一项", "[{items}]；确是一句话的，加双引号"
)
WIDE_COMMA_IN_BRACKETS = Diagnostic("ZZ108", "括号里用了全角的逗号或者顿号", "用半角逗号；确是一句话的，加双引号")
BLOCK_TEXT = Diagnostic("ZZ109", "「{style}」起头的多行文字不能用", "写在一行里；文字里有「>」「|」的，加双引号")
BLOCK_MARK = Diagnostic("ZZ109", "「>」「|」在这里另有用处", "用「超过」「以上」这样的词；确是文字的，加双引号")
NO_FOLDER = Diagnostic("ZZ110", "没有这个文件夹", "检查路径")
YAML_FILE_UNREADABLE = Diagnostic("ZZ110", "读不了文件（{reason}）", "检查路径和权限")
YAML_FILE_UNWRITABLE = Diagnostic("ZZ110", "写不进这个文件", "检查文件和文件夹的权限")
YAML_FILE_TOO_LARGE = Diagnostic("ZZ111", "文件有 {size} 字节，超过 {most} 字节", "把文件拆开")
YAML_FILE_EMPTY = Diagnostic("ZZ112", "文件是空的", "写上内容，或者删去文件")
TOO_DEEP = Diagnostic("ZZ113", "嵌套超过 {most} 层", "拆成几段，用推算给中间结果起名")
SWALLOWED_LINES = Diagnostic(
    "ZZ114",
    "「{text}」把下面的行也当成了自己的内容",
    "下面的行是另一项的，检查它的缩进和冒号后的空格；确是一段文字的，写在一行里并加引号",
)
EMPTY_ITEM = Diagnostic("ZZ115", "列表里有空的一项", "补上内容，或者删去多余的逗号、短横")
EMPTY_KEY = Diagnostic(
    "ZZ115",
    "键「{key}」后面没有内容",
    "补上内容；下一行是它的内容的，检查缩进；没有内容的，删去这一行；逗号、问号要在引号里",
)
KEY_NOT_A_WORD = Diagnostic("ZZ116", "键必须是一个词", "把括号里的内容写到冒号后面")
WIDE_COLON = Diagnostic("ZZ117", "「{text}」的冒号是全角的", "{name}: {rest}")
WIDE_COLON_BEFORE_BRACKET = Diagnostic("ZZ117", "「{key}」后面的冒号是全角的", "{name}: {bracket}…")
WIDE_COLON_IN_LINE = Diagnostic("ZZ117", "冒号是全角的", "半角冒号「: 」，后面加一个空格")
NO_SPACE_AFTER_COLON = Diagnostic("ZZ118", "「{text}」的冒号后面没有空格", "{name}: {rest}")
NO_SPACE_AFTER_COLON_IN_LINE = Diagnostic("ZZ118", "冒号后面没有空格", "冒号后面加一个空格")
WIDE_BRACKET = Diagnostic("ZZ119", "括号是全角的", "半角的「{{ }}」「[ ]」")
QUESTION_MARK_IN_BRACKETS = Diagnostic("ZZ120", "问号在括号里另有用处", "给这段文字加双引号")
RESERVED_MARK = Diagnostic("ZZ121", "「@」「`」「%」不能起头", "给这段文字加双引号")
CONTROL_CHARACTER = Diagnostic("ZZ122", "有看不见的控制字符", "删去这个字符")
