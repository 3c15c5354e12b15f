"""ZZ1: files that cannot be read or written, and mistakes in the form of a text.

Those that begin with RECORD say of a record in YAML what its text has wrong, without a word of what it says.
"""

from __future__ import annotations

from typing import Final

from zzrules.base.diagnostics import Diagnostic

_SAVE_AS_UTF_8: Final = "用 UTF-8 编码另存"
_SAVE_AS_CSV: Final = "另存为“CSV UTF-8（逗号分隔）”"
_USE_LINES: Final = "改用 JSON Lines：一行一份案卷，扩展名 .jsonl"
_FREE_ROOM: Final = "腾出空间，或者写到别的磁盘"
_LEVELS_OF_A_RECORD: Final = "案卷只有「事实: 值」、列表、列表中的字段这几层"
NOT_YAML = Diagnostic("ZZ100", "不是能读懂的 YAML", "{hint}")
NOT_UTF_8 = Diagnostic("ZZ101", "不是 UTF-8 编码", _SAVE_AS_UTF_8)
NAME_NOT_UTF_8 = Diagnostic(
    "ZZ101", "文件名不是 UTF-8 编码，多半是别的系统打的压缩包", "改成能看懂的文件名，或者按 GBK 编码重新解压"
)
UTF_16 = Diagnostic("ZZ101", "文件不是 UTF-8 编码（是 UTF-16）", _SAVE_AS_UTF_8)
CSV_NOT_UTF_8 = Diagnostic("ZZ101", "不是 UTF-8 编码", _SAVE_AS_CSV)
CSV_UTF_16 = Diagnostic("ZZ101", "文件不是 UTF-8 编码（是 UTF-16）", _SAVE_AS_CSV)
CSV_UNKNOWN_ENCODING = Diagnostic("ZZ101", "不是 UTF-8 编码，也不是 GB18030（GBK）", _SAVE_AS_CSV)
YAML_OFFICE_FILE = Diagnostic(
    "ZZ101",
    "这是 Word、WPS 一类的文件，不是纯文本",
    "在 Word、WPS 里另存为纯文本（.txt，UTF-8 编码），文件名改回 .yaml",
)
YAML_NOT_UTF_8 = Diagnostic("ZZ101", "文件不是 UTF-8 编码", "用 UTF-8 编码另存")
REPEATED_JSON_KEY = Diagnostic("ZZ102", "键「{key}」重复", "删去其中一处")
REPEATED_KEY = Diagnostic("ZZ102", "键「{key}」重复，第 {first.line} 行已经有了", "删去其中一处")
RECORD_ANCHOR = Diagnostic("ZZ103", "不能用锚点（&）和引用（*）", "把内容照写一遍；确是文字的，加双引号")
ALIAS = Diagnostic("ZZ103", "不能用引用「*{name}」", "把内容照写一遍")
ANCHOR = Diagnostic("ZZ103", "不能用锚点「&{name}」", "删去锚点")
ANCHOR_OR_ALIAS = Diagnostic("ZZ103", "不能用锚点和引用", "删去「&」「*」起头的词，把内容照写一遍")
RECORD_TAG = Diagnostic("ZZ104", "不能用类型标记（!）", "删去类型标记；确是文字的，加双引号")
TAG = Diagnostic("ZZ104", "不能用类型标记「{tag}」", "删去类型标记")
RECORD_SECOND_DOCUMENT = Diagnostic("ZZ105", "{message}", "几份案卷写成一个列表，每份前面加「- 」")
SECOND_DOCUMENT = Diagnostic("ZZ105", "一个文件里有第二份文档（---）", "分成两个文件")
TAB = Diagnostic("ZZ106", "有制表符", "用空格缩进、隔开")
RECORD_WIDE_SPACE = Diagnostic("ZZ107", "有全角空格", "用半角空格；确要全角空格的，加双引号")
WIDE_SPACE_IN_INDENT = Diagnostic("ZZ107", "缩进里有全角空格", "用半角空格缩进")
WIDE_SPACE_AFTER_COLON = Diagnostic("ZZ107", "冒号后面是全角空格", "用半角空格")
WIDE_SPACE_IN_TEXT = Diagnostic("ZZ107", "「{text}」里有全角空格", "用半角空格；确要全角空格的，加双引号")
RECORD_WIDE_COMMA = Diagnostic(
    "ZZ108", "方括号里用全角标点隔开，会被当成一项", "用半角逗号「, 」隔开；确是一句话的，加双引号"
)
WIDE_MARK_BETWEEN_ITEMS = Diagnostic(
    "ZZ108", "方括号里的「{text}」用「{mark}」隔开，会被当成一项", "[{items}]；确是一句话的，加双引号"
)
WIDE_MARK_IN_ITEM = Diagnostic(
    "ZZ108", "方括号里的「{text}」有「{mark}」，隔不开两项", '"{text}"；「{mark}」是写多了的，删去'
)
SEVERAL_AS_ONE = Diagnostic("ZZ108", "「{text}」用「{mark}」隔开，会被当成一项", "{instead}")
WIDE_COMMA_IN_BRACKETS = Diagnostic(
    "ZZ108", "括号里的「{mark}」不是半角逗号，隔不开两项", "用半角逗号「, 」；确是一句话的，加双引号"
)
RECORD_BLOCK_TEXT = Diagnostic("ZZ109", "{message}", "有「>」「|」的文字加双引号，写在一行里")
BLOCK_TEXT = Diagnostic("ZZ109", "「{style}」起头的多行文字不能用", "写在一行里；文字里有「>」「|」的，加双引号")
BLOCK_MARK = Diagnostic(
    "ZZ109", "「>」「|」在这里另有用处", "用「超过」「以上」（日期用「晚于」「不早于」）这样的词；确是文字的，加双引号"
)
NO_FILE = Diagnostic("ZZ110", "没有这个文件", "检查路径；路径里有空格的，加引号")
FOLDER_FOR_FILE = Diagnostic("ZZ110", "这是文件夹，不是案卷文件", "写出文件名，如 {example}")
NO_PERMISSION = Diagnostic("ZZ110", "没有读取这个文件的权限", "检查文件的权限")
NO_PERMISSION_OR_OPEN = Diagnostic("ZZ110", "没有读取这个文件的权限", "检查文件的权限；正在 Excel 里打开的，先关闭")
UNREADABLE_FILE = Diagnostic("ZZ110", "读不了这个文件", "检查路径和磁盘")
DISK_FULL = Diagnostic("ZZ110", "写不下了：磁盘满了", _FREE_ROOM)
QUOTA_EXCEEDED = Diagnostic("ZZ110", "写不下了：超过了磁盘配额", _FREE_ROOM)
RESULT_TOO_LARGE = Diagnostic("ZZ110", "写不下了：文件超过了允许的大小", "写到别的磁盘，或者分批评价")
NOT_WRITABLE = Diagnostic("ZZ110", "写不进这个文件", "检查文件夹在不在、有没有权限、磁盘满了没有")
NO_FILE_AT_LINK = Diagnostic("ZZ110", "链接指向的文件不在了", "改正链接，或者删去它")
NOT_A_FILE = Diagnostic("ZZ110", "这不是文件，是管道或者设备，读不到头", "换成文件，或者移走")
FOLDER_UNREADABLE = Diagnostic("ZZ110", "读不了这个文件夹", "检查文件夹的权限；不该读的，移到别处")
NO_FOLDER = Diagnostic("ZZ110", "没有这个文件夹", "检查路径")
YAML_FILE_UNREADABLE = Diagnostic("ZZ110", "读不了文件（{reason}）", "检查路径和权限")
YAML_FILE_UNWRITABLE = Diagnostic("ZZ110", "写不进这个文件", "检查文件和文件夹的权限")
FILE_TOO_LARGE = Diagnostic("ZZ111", "文件超过 {megabytes} MB", _USE_LINES)
RECORD_FILE_TOO_LARGE = Diagnostic("ZZ111", "{message}", _USE_LINES)
YAML_FILE_TOO_LARGE = Diagnostic("ZZ111", "文件有 {size} 字节，超过 {most} 字节", "把文件拆开")
EMPTY_FILE = Diagnostic("ZZ112", "文件是空的", "写上案卷，或者不列这个文件")
EMPTY_CSV = Diagnostic("ZZ112", "文件是空的", "第一行写各列的名称，下面一行一份案卷")
EMPTY_LIST = Diagnostic("ZZ112", "列表里没有案卷", "写上案卷，或者不列这个文件")
YAML_FILE_EMPTY = Diagnostic("ZZ112", "文件是空的", "写上内容，或者删去文件")
JSON_TOO_DEEP = Diagnostic("ZZ113", "嵌套超过 {most} 层", _LEVELS_OF_A_RECORD)
RECORD_TOO_DEEP = Diagnostic("ZZ113", "{message}", _LEVELS_OF_A_RECORD)
TOO_DEEP = Diagnostic("ZZ113", "嵌套超过 {most} 层", "拆成几段，用推算给中间结果起名")
RECORD_SWALLOWED_LINE = Diagnostic(
    "ZZ114",
    "一个值把下面的行也当成了自己的内容",
    "检查下面一行的缩进和冒号后的空格；确是一段文字的，写在一行里并加引号",
)
SWALLOWED_LINES = Diagnostic(
    "ZZ114",
    "「{text}」把下面的行也当成了自己的内容",
    "下面的行是另一项的，检查它的缩进和冒号后的空格；确是一段文字的，写在一行里并加引号",
)
RECORD_NO_VALUE = Diagnostic("ZZ115", "这里缺内容", "补上内容；不知道的，删去这一行；文字里有逗号、问号的，加引号")
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
RECORD_NO_SPACE = Diagnostic("ZZ118", "冒号后面没有空格", "半角冒号「: 」，后面加一个空格")
NO_SPACE_AFTER_COLON = Diagnostic("ZZ118", "「{text}」的冒号后面没有空格", "{name}: {rest}")
NO_SPACE_AFTER_COLON_IN_LINE = Diagnostic("ZZ118", "冒号后面没有空格", "冒号后面加一个空格")
WIDE_BRACKET = Diagnostic("ZZ119", "括号是全角的", "半角的「{{ }}」「[ ]」")
WIDE_BRACKETS_OF_LIST = Diagnostic("ZZ119", "「{text}」的括号是全角的", "[{items}]")
QUESTION_MARK_IN_BRACKETS = Diagnostic("ZZ120", "问号在括号里另有用处", "给这段文字加双引号")
BRACES_IN_TEXT = Diagnostic("ZZ120", "花括号在文字里另有用处", "给这段文字加双引号")
NO_SPACE_BEFORE_HASH = Diagnostic(
    "ZZ120", "「#」前面没有空格，从它起的不是注释，是前面文字的一部分", "前面空一格；确是文字的，加双引号"
)
WIDE_HASH = Diagnostic("ZZ120", "「＃」是全角的，从它起的不是注释", "半角的「#」，前面空一格；确是文字的，加双引号")
RESERVED_MARK = Diagnostic("ZZ121", "「@」「`」「%」不能起头", "给这段文字加双引号")
CONTROL_CHARACTER = Diagnostic("ZZ122", "有看不见的控制字符", "删去这个字符")
ODD_SPACE = Diagnostic("ZZ122", "有不间断的空格，多半是从 Word、网页粘贴来的", "用半角空格")
UNSEEN_CHARACTER = Diagnostic("ZZ122", "有看不见的字符，多半是从 Word、网页粘贴来的", "删去这个字符")
NO_SPACE_AFTER_DASH = Diagnostic("ZZ123", "列表项的短横后面没有空格", "短横和内容之间加一个空格：「- 」")
WIDE_DASH = Diagnostic("ZZ123", "列表项的短横不是半角的", "半角短横，后面加一个空格：「- 」")
NOT_A_DASH = Diagnostic("ZZ123", "列表项不以半角短横起头", "半角短横，后面加一个空格：「- 」")
MORE_MISTAKES = Diagnostic("ZZ124", "另有 {count} 处错误，没有逐一列出", "先改正列出的各处，再检查一次")
UNCLOSED_QUOTE = Diagnostic("ZZ125", "这里的引号没有合上", "在这段文字的末尾补上同样的引号")
TEXT_AFTER_QUOTE = Diagnostic(
    "ZZ125", "引号合上以后，这一行还有文字", "整段文字加双引号，里面的引号用“”；引号是写错的，删去"
)
WIDE_QUOTES = Diagnostic("ZZ125", "全角的引号括不住文字：里面的标点把它断开了", "用半角的双引号")
WIDE_QUOTES_OF_TEXT = Diagnostic("ZZ125", "「{text}」的引号不是半角的，或者不成对", '"{meant}"')
UNCLOSED_BRACKET = Diagnostic("ZZ126", "这里的「{bracket}」没有合上", "在它的内容后面补上「{closing}」")
UNOPENED_BRACKET = Diagnostic("ZZ126", "这里多了一个「{bracket}」", "删去它，或者在前面补上和它成对的括号")
MARK_AFTER_BRACKET = Diagnostic("ZZ126", "括号合上以后，多了一个「{mark}」", "删去它")
TEXT_AFTER_BRACKET = Diagnostic(
    "ZZ126", "括号合上以后，这一行还有「{text}」", "移到括号里面，或者删去；是注释的，前面写「 # 」"
)
MISSING_COMMA = Diagnostic("ZZ127", "两项之间没有逗号", "在这里加半角逗号「, 」")
COLON_IN_TEXT = Diagnostic(
    "ZZ128", "冒号后面又有冒号", "是一句话的，加双引号；下面还有一层的，用括号括起来，如「全部: [甲: 是, 乙: 否]」"
)
MISSING_COLON = Diagnostic("ZZ128", "这一行没有冒号", "键后面写半角冒号和一个空格「: 」")
UNEVEN_INDENT = Diagnostic(
    "ZZ129",
    "这一行缩进 {indent} 格，和上面哪一层都不对齐",
    "缩进 {expected} 格，和第 {level.line} 行左边对齐",
    "同一层的一行",
)
UNEVEN_WITH_NEXT = Diagnostic(
    "ZZ129",
    "这一行缩进 {indent} 格，和下面同一层的不对齐",
    "缩进 {expected} 格，和第 {level.line} 行左边对齐",
    "同一层的一行",
)
SECTION_WITHIN = Diagnostic(
    "ZZ129",
    "「{section}」是政策文件的一节，缩进了 {indent} 格，就成了「{within}」下面的一项",
    "不缩进，和第 {level.line} 行左边对齐",
    "同一层的一行",
)
NOT_INDENTED = Diagnostic(
    "ZZ129",
    "这一行缩进 {indent} 格，就不是「{section}」下面的一项了（第 {level.line} 行）",
    "缩进 {expected} 格",
    "它所在的一节",
)
