"""ZZ250 to ZZ299: what the words of policies mean: names, kinds, a policy as a whole, policies together; advice."""

from __future__ import annotations

from zzrules.base.diagnostics import Diagnostic

# ── names ───────────────────────────────────────────────────────────────

NAME_TAKEN = Diagnostic("ZZ250", "「{name}」既是{first}，又是{second}", "给其中一个换一个名字")
OPTION_NAME_TAKEN = Diagnostic("ZZ250", "「{option}」既是选项，又是别的名字", "给其中一个换一个名字")
NO_FACT = Diagnostic("ZZ251", "没有事实「{name}」", "{hint}")
NO_FINDING = Diagnostic("ZZ251", "没有认定事实「{name}」", "{hint}")
NOT_A_FINDING = Diagnostic("ZZ251", "「{name}」不是认定", "{hint}")
NO_LIST = Diagnostic("ZZ251", "没有列表事实「{name}」", "{hint}")
NO_LEVEL = Diagnostic("ZZ251", "没有选项事实「{name}」", "{hint}")
NO_DATE_FOR_CONDUCT = Diagnostic("ZZ251", "行为日期要取案卷记载的日期，没有日期事实「{name}」", "{hint}")
NO_DERIVED_DAY = Diagnostic("ZZ251", "「未记载则」要写推算的名字，本政策没有推算「{name}」", "{hint}")
NOT_DATING = Diagnostic("ZZ251", "「未记载则」的「{name}」不是本政策行为日期所取的事实", "{hint}")
NO_OUTCOME = Diagnostic("ZZ251", "本政策没有结论「{name}」", "{hint}")
OUTCOME_NAMED_OTHERWISE = Diagnostic(
    "ZZ251", "结论「{outcome}」没有别处提到，别处写的是「{name}」", "{name}；要用「{outcome}」的，改那些处"
)
NO_CLASS = Diagnostic("ZZ251", "本政策没有归类「{name}」", "{hint}")
NO_PARAMETER_IN_TEXT = Diagnostic("ZZ251", "花括号里的「{name}」不是本政策的参数", "{hint}；不是参数的，不用花括号")
NO_FIELD = Diagnostic("ZZ251", "「{source}」没有字段「{field}」", "{hint}")
FIELD_OUTSIDE_LIST = Diagnostic(
    "ZZ251",
    "「{field}」是列表「{source}」的字段，不是单独的事实",
    "{source}: {{有一次: {{{field}: …}}}}；义务可以写「逐项: {source}」",
)
UNKNOWN_NAME = Diagnostic("ZZ251", "不认识「{name}」：它不是事实、推算或者情形", "{hint}")
PARAMETER_ALONE = Diagnostic("ZZ251", "「{name}」是参数，不是事实，不能单独作条件", "某事实或者推算: {{以上: {name}}}")
READING_ALONE = Diagnostic("ZZ251", "「{name}」是口径，不是事实", "口径: {{{name}: {option}}}")
OBLIGATION_WITHOUT_STATE = Diagnostic("ZZ251", "「{name}」是义务，条件里要写它的状态", "义务: {{{name}: 已履行}}")
NOT_A_DUE_DAY = Diagnostic("ZZ251", "「{word}」不是日期的名字，{citation}的条文里也没有这个词", "{hint}")
EVENT_WITHOUT_FACT = Diagnostic("ZZ251", "{part}：没有事实「{name}」", "{hint}")
EVENT_WITHOUT_FIELD = Diagnostic("ZZ251", "{part}：没有字段「{name}」", "{hint}")
CONTINUES_NO_EVENT = Diagnostic("ZZ251", "{part}不能接续：没有事件「{name}」", "{hint}")
CONTINUES_NO_ELEMENT = Diagnostic("ZZ251", "{part}不能接续：事件「{name}」不给列表添一项", "{hint}")

# ── kinds ───────────────────────────────────────────────────────────────

LIST_COMPARED = Diagnostic("ZZ252", "「{name}」是列表，不能这样比较", "{name}: {{有一次: {{…}}}} 或 {name}: 有")
OTHER_WORDS_ONLY = Diagnostic("ZZ252", "「{name}」是{kind}，只能写{words}", "{instead}")
OTHER_OPERATORS_ONLY = Diagnostic("ZZ252", "「{name}」是{kind}，不能{written}，可用{operators}", "{instead}")
ELAPSED_COMPARED = Diagnostic("ZZ252", "「{name}」是一段历时，只能用{operators}与时长比较", "{instead}")
AGE_COMPARED = Diagnostic("ZZ252", "「{name}」是周岁，只能用{operators}与周岁比较", "{instead}")
UNLIKE_KINDS = Diagnostic("ZZ252", "「{word}」是{kind}，前面的是{first}", "都用{first}")
NOT_RENAMED = Diagnostic("ZZ252", "「{word}」是{kind}，不能另起名字", "直接用「{word}」")
UNLIKE_OPTIONS = Diagnostic("ZZ252", "「{word}」与前面的选项不同", "用可选项相同的事实")
WORKDAYS_BACK = Diagnostic("ZZ252", "「减」不能用工作日", "用日、个月或者年")
SUSPENDED_BACK = Diagnostic("ZZ252", "「减」不能与「扣除」同用", "删去「扣除」")
CONDITION_FOR_VALUE = Diagnostic("ZZ252", "「{name}」是条件，不是一个值", "用「条件: {{…}}」给条件起名")
LIST_WITHOUT_INTERVAL = Diagnostic("ZZ252", "列表「{source}」不是期间，不能扣除", "在词汇里给它加上「期间: [起, 止]」")
OF_ANOTHER_KIND = Diagnostic("ZZ252", "「{word}」不是{kind}", "这里要写一个{kind}")
SEVERAL_UNITS = Diagnostic(
    "ZZ252", "可以用几种单位的时长不能比较", "在词汇里只留一种单位，或者用「期限」推算出日期再比较"
)
PARAMETER_OF_ANOTHER_KIND = Diagnostic(
    "ZZ252",
    "参数「{name}」的取值「{value}」是{kind}，这里用不上",
    "写成这里用的日期、整数、金额，或者以日、工作日、月、年计的时长",
)
HOURS_FOR_DAYS = Diagnostic(
    "ZZ252", "「{text}」以小时、分钟计，这里的时长以日、工作日、月、年计，单位不同", "用同一种单位；不折算"
)
UNLIKE_UNITS = Diagnostic("ZZ252", "不同单位的时长（{units}）不能直接比较", "两边用同一单位")
LIST_IN_LIST = Diagnostic(
    "ZZ252",
    "列表里不能再套列表",
    "分成两项条件，或者在「推算」里用「条件: {{…}}」给它起名，这里写那个名字",
)
NO_ORDER_NUMBERS = Diagnostic("ZZ252", "列表「{source}」没有顺序，不能用序号", "在词汇里给它加上「顺序: 日期字段」")
NO_ORDER_FOR_EACH = Diagnostic(
    "ZZ252",
    "列表「{source}」没有顺序，不能「逐项」",
    "在词汇里给它加上「顺序: 日期字段」，各项以那一天定适用哪一版",
)
DAY_IS_NO_DATE = Diagnostic(
    "ZZ252",
    "义务「{obligation}」的「{key}」推算出来的不是日期",
    "写日期的名字，或者期限、最早、最晚、按序取这样的推算",
)
NO_OPTION = Diagnostic("ZZ253", "没有「{option}」这一选项", "{hint}")
NO_STATE = Diagnostic("ZZ253", "义务没有「{state}」这一状态", "{hint}")
PRESUMED_YES_OR_NO = Diagnostic("ZZ254", "「{word}」不是「是」或「否」", "「是」或「否」")
NOT_PRESUMABLE = Diagnostic("ZZ254", "不能这样推定「{fact}」", "推定只及于是否、选项和认定")
PARAMETER_UNREADABLE = Diagnostic("ZZ254", "{part}「{text}」不是日期、时刻、时长、周岁、金额、整数或者比例", "{hint}")
NOT_A_LITERAL = Diagnostic("ZZ254", "「{text}」不是{kind}，也不是认识的名字", "{hint}")

# ── what a policy means as a whole ──────────────────────────────────────

DERIVATIONS_IN_CIRCLE = Diagnostic("ZZ255", "推算绕成了圈：{cycle}", "改写其中一项，使它不依赖自己")
DERIVATIONS_TOO_DEEP = Diagnostic("ZZ255", "推算一个靠一个，超过 {most} 层", "合并其中几项")
DERIVATIONS_NESTED = Diagnostic("ZZ255", "推算连同其中的「全部」「任一」一层套一层，超过 {most} 层", "把条件写得平一些")
NO_AUTHORITY = Diagnostic(
    "ZZ256", "没有写明哪些机构有权认定「{fact}」", "有权认定: {{{fact}: {{机构: [ … ], 依据: … }}}}"
)
NO_AUTHORITY_THEN = Diagnostic(
    "ZZ256",
    "「{fact}」的有权认定在{days}没有效力，而这里要认定它",
    "改正有权认定的「施行」「有效期至」，或者给用到它的这一部分写上「施行」「有效期至」",
)
PARAMETER_WITHOUT_VALUE = Diagnostic(
    "ZZ257",
    "参数「{parameter}」在 {days} 没有取值，而 {use} 用到它",
    "在「取值」里加上「{first}: …」，或者给用到它的那一部分写上「施行」「有效期至」",
    "用到它的一处",
)
PARAMETER_ALWAYS_NEEDED = Diagnostic(
    "ZZ257",
    "参数「{parameter}」在 {days} 没有取值，而 {use} 用到它，那里和政策一样长久",
    "在「取值」里加上「{first}: …」，或者分作两份文件，前一份写「有效期至」，后一份写「施行」",
    "用到它的一处",
)
NO_READING = Diagnostic("ZZ258", "没有口径「{reading}」", "{hint}")
NO_SUCH_READING = Diagnostic("ZZ258", "口径「{reading}」没有「{option}」这一说", "{hint}")
READING_WITHOUT_DERIVATION = Diagnostic("ZZ258", "口径「{reading}」的「{options}」没有写怎样推算", "加上「{first}: …」")
READING_WITHOUT_BODIES = Diagnostic(
    "ZZ258", "口径「{reading}」的「{options}」没有写哪些机构有权认定", "加上「{first}: [ … ]」"
)
NOT_A_READING_OF_KEY = Diagnostic("ZZ258", "「{key}」没有「{word}」这一说", "{words}，或者只在这几说之间选择的口径")
OWN_OUTCOME_HERE = Diagnostic("ZZ259", "「{word}」只能写在后果、义务的条件里", "写成所依据的事实或者情形")
GROUND_NAMED_HERE = Diagnostic(
    "ZZ259",
    "「{word}」是情形，不是事实；情形只能写在结论、后果、义务的条件里",
    "说的是事实的，写事实的名字{meant}；说的是情形的，移到结论、后果、义务里",
)
GROUND_HERE = Diagnostic("ZZ259", "「{word}」只能写在结论、后果、义务的条件里", "把这一条件移到结论、后果、义务里")
PERIOD_HERE = Diagnostic(
    "ZZ259", "「{word}」只能写在逐期的义务里", "义务写明「逐期」，在它的「条件」「时限」「履行」里说；「推算」里不能说"
)
OBLIGATION_HERE = Diagnostic("ZZ259", "「义务」只能写在义务的条件里", "写成所依据的事实或者情形")
OBLIGATION_NAMED_HERE = Diagnostic(
    "ZZ259", "「{name}」是义务，义务的状态只能写在义务的条件里", "写成所依据的事实或者情形"
)
POLICYS_OWN_NAME = Diagnostic(
    "ZZ259",
    "「{name}」是政策自己的，词汇里的推算各政策共用，不能用政策的参数、口径、推算",
    "把这一推算移到用它的政策里，或者改用词汇里的名字、写明的数",
)
PARAMETER_IN_QUESTION = Diagnostic(
    "ZZ259",
    "{part}的问在词汇里，各政策共用，不能用花括号写参数「{name}」",
    "在用这个参数的政策的「问」里写，词汇里的问不说这个数",
)
OBLIGATION_IN_LIST = Diagnostic(
    "ZZ259", "「义务」不能写在列表各项的条件里", "移到列表的条件外面，用「全部」「任一」与它并列"
)

# ── what policies say of one another ────────────────────────────────────

POLICY_NAME_TAKEN = Diagnostic(
    "ZZ260", "政策的名字「{name}」已用于 {first}", "换一个名字，或者用同一个代码作为它的另一个版本"
)
POLICIES_OVERLAP = Diagnostic(
    "ZZ260",
    "与 {other} 的政策「{name}」在 {days} 重叠：{common}",
    "给前一份写「有效期至」，给后一份写「施行」；或者改其中一份的依据、代码",
)
AUTHORITY_TWICE = Diagnostic("ZZ261", "「{fact}」的有权认定已写在 {first}", "只写一处")
POLICIES_IN_CIRCLE = Diagnostic("ZZ262", "政策互相参见，绕成了圈：{cycle}", "删去其中一处「参见」")
NO_POLICY = Diagnostic("ZZ263", "没有政策「{policy}」", "{hint}")
NOT_IN_EVERY_VERSION = Diagnostic(
    "ZZ263", "政策「{policy}」{days}没有{part}", "{hint}只在有它的日子提到它的，给这一部分写上「施行」「有效期至」"
)
POLICY_NOT_LAW_THEN = Diagnostic(
    "ZZ263", "政策「{policy}」{days}不施行", "参见它的政策写上「施行」「有效期至」，只管它施行的日子"
)
NOT_IN_POLICY = Diagnostic("ZZ263", "政策「{policy}」没有{section}「{entry}」", "{hint}")
NO_PRIORITY = Diagnostic(
    "ZZ264",
    "{citation}（{policy}）的「{entry}」同时受{exceptions}的例外，没有说明谁优先",
    "各写一个不同的「优先: 数字」，数字大的优先",
)
LAST_OUTCOME_EXCEPTED = Diagnostic(
    "ZZ265", "结论「{outcome}」是其余情况，不能有例外", "对写有条件的结论作例外，或者另加一项结论"
)
CONDUCT_NEVER_NONE = Diagnostic(
    "ZZ266",
    "「{fact}」不能是「无」，「尚无则」永远用不上",
    "删去「尚无则」，或者在词汇里给它加上「可无: 是」",
)
OBLIGATIONS_IN_CIRCLE = Diagnostic("ZZ267", "义务互相依赖，绕成了圈：{cycle}", "删去其中一处「义务」条件")
OTHER_LIST_BEFORE = Diagnostic("ZZ268", "义务「{obligation}」先后两版「逐项」的列表不同", "换一个名字，作为另一个义务")
DAY_IN_CIRCLE = Diagnostic(
    "ZZ269",
    "推算行为日期的「{name}」又以行为日期、情形或者别的政策为依据，绕成了圈",
    "写成所依据的事实：适用哪一版，要先定行为日期",
)

# ── what one policy says for all ────────────────────────────────────────

NOT_ONE_GOVERNED = Diagnostic("ZZ270", "统辖的一项，要写明别的政策怎样：或者另有结论，或者不适用，只写一样", "{hint}")
GOVERNS_TWICE_BY = Diagnostic("ZZ270", "统辖里，结论「{outcome}」写了两次", "只留一处")
GOVERNED_TWICE = Diagnostic(
    "ZZ271",
    "政策「{name}」与 {first} 的政策「{other}」都统辖全部政策，有同时有效的日子",
    "只留一处「统辖」，或者写「施行」「有效期至」把两段时间分开",
)
OUTCOME_GOVERNED = Diagnostic(
    "ZZ272", "结论「{outcome}」已经由政策「{name}」统辖全部政策，不必再写", "删去它；所指不同的，换一个名字和代码"
)
GOVERNS_BY_ANSWERS = Diagnostic(
    "ZZ273",
    "政策「{name}」统辖全部政策，它的结论和适用（连同所用的情形、推算）都不能写「参见」",
    "写成所依据的事实：别的政策的结论，要等它先有结论",
)

# ── what cannot be true together ────────────────────────────────────────

ORDER_OF_ONE = Diagnostic("ZZ274", "先后「{order}」只有一个日期", "至少写两个日期，先发生的写在前面")
ORDER_OF_NO_DATE = Diagnostic(
    "ZZ274",
    "先后「{order}」里的「{word}」不是日期事实",
    "{hint}；认定的日期写「（认定的名字）的日期」；列表各项的日期写在「矛盾」里",
)
ORDERS_IN_CIRCLE = Diagnostic(
    "ZZ275", "先后绕成了圈：{cycle}；另一处「{other}」在 {first}", "改正其中一处的顺序，或者删去一处"
)
NOT_ONE_CONCLUSION = Diagnostic(
    "ZZ276", "推出「{implication}」的「则」要写一项事实为是或者否", "则: {{（事实）: 是}}；几项分作几条写"
)
NO_CONCLUSION = Diagnostic("ZZ276", "推出的「{fact}」不是是否事实，也不是认定", "{hint}")
IMPLICATIONS_IN_CIRCLE = Diagnostic("ZZ277", "推出绕成了圈：{cycle}", "删去其中一处「推出」")
IMPLICATIONS_CLASH = Diagnostic(
    "ZZ278",
    "推出「{implication}」与 {first} 的「{other}」相反：条件成立时「{fact}」既是「是」又是「否」",
    "改正其中一处的「则」，或者在条件里写明各在什么情形下成立",
)
RESTS_ON_ANSWERS = Diagnostic(
    "ZZ279", "{part}「{name}」的条件里不能写「参见」", "写成所依据的事实：记载有没有矛盾，在评价各个政策之前就要看"
)
DAY_DERIVED_TWICE = Diagnostic(
    "ZZ280",
    "政策「{policy}」和「{other}」（{first}）都推算「{fact}」",
    "只在一个政策里写「未记载则」：案卷的「{fact}」只有一个，推算出来的对各个政策都作数",
)
NOT_A_MEMBER = Diagnostic("ZZ281", "「{body}」不在「{collective}」所统称的机构里", "{hint}")
DIVIDED_TWICE = Diagnostic("ZZ281", "「{body}」的分工已写在 {first}", "只写一处")

# ── times of day, days of a month ────────────────────────────────────────

NOT_AN_OPENING = Diagnostic("ZZ282", "「{text}」不是一段办公时间", "{hint}")
OPENING_REVERSED = Diagnostic("ZZ282", "办公时间「{text}」没有开始就结束了", "先写开始，后写结束，如 14:30-17:30")
OPENINGS_OVERLAP = Diagnostic("ZZ282", "办公时间「{first}」和「{second}」重叠", "改正其中一段")
OFFICE_TWICE = Diagnostic("ZZ282", "办公时间已写在 {first}", "只写一处；各政策不同的，写在各政策里")
NO_OFFICE_HOURS = Diagnostic(
    "ZZ282",
    "「{word}」要知道办公时间，政策和词汇里都没有写",
    "加上「办公时间: {{依据: …, 取值: {{{day}: [8:30-12:00, 14:30-17:30]}}}}」",
)
HOURS_FOR_DATE = Diagnostic(
    "ZZ283", "「{word}」以小时计，「{start}」没有时刻", "起止都用日期时间；只有日期的，用日或者工作日"
)
DAYS_FOR_MOMENT = Diagnostic(
    "ZZ283", "「{start}」是日期时间，「{word}」不以小时计", "用小时；按日计的，先用「取日期: {start}」取那一天"
)
ELAPSED_IN_DAYS = Diagnostic(
    "ZZ283", "「{name}」从时刻到时刻，不能与「{word}」比较", "用小时，如 24小时；按日计的，起止先用「取日期」取那一天"
)
WORKING_HOURS_BACK = Diagnostic("ZZ283", "「减」不能用工作小时", "用小时")
HOURS_WITH = Diagnostic("ZZ283", "以小时计的，不能写「{key}」", "删去它")
MOMENT_FOR_DATE = Diagnostic(
    "ZZ283", "「{word}」是日期时间，这里要写日期", "在「推算」里用「取日期: {word}」取那一天，写推算的名字"
)
DATE_FOR_MOMENT = Diagnostic(
    "ZZ283", "「{word}」没有时刻，这里要写日期时间", "写日期时间的名字，或者写明时刻，如 2026-01-01 08:30"
)
MOMENT_WITH_ZONE = Diagnostic("ZZ283", "「{word}」带有时区，这里写当地时间", "{hint}")
NO_SUCH_MOMENT = Diagnostic("ZZ283", "「{word}」不是历法和钟表上有的时刻", "{hint}")
DUE_AND_DONE_DIFFER = Diagnostic(
    "ZZ283", "义务「{obligation}」的「时限」和「履行」，一个有时刻，一个没有", "都用日期时间，或者都用日期"
)
NO_SUCH_MONTH = Diagnostic("ZZ284", "「月」没有「{text}」这一说", "{hint}")
NO_SUCH_MONTH_DAY = Diagnostic("ZZ284", "「{text}」不是一个月里的一日", "{hint}")
NOT_IN_EVERY_MONTH = Diagnostic(
    "ZZ284",
    "不是每个月都有{number}日，没有写明那时是哪一天",
    "加上「没有这一日: 末日」；每个月最后一天的，写「日: 末日」",
)
NOT_THE_LAST_DAY = Diagnostic("ZZ284", "「没有这一日」没有「{text}」这一说", "末日")

# ── money ───────────────────────────────────────────────────────────────

AMOUNT_UNIT = Diagnostic("ZZ285", "金额「{text}」没有写明单位，或者不止一个单位", "{hint}")
AMOUNT_FRACTION = Diagnostic(
    "ZZ285", "金额「{text}」不到一分，金额记到分为止", "以元计的，最多两位小数；以万元计的，最多六位小数"
)
AMOUNT_SIZE = Diagnostic("ZZ285", "金额「{text}」太大", "不超过{most}的金额")
NOT_A_NUMBER = Diagnostic(
    "ZZ286", "{what}是{kind}，不能加减乘、取大取小", "写金额或者整数；日期用最早、最晚，时长用期限"
)
UNLIKE_NUMBERS = Diagnostic("ZZ286", "「{word}」的各项有的是金额，有的是整数", "都用金额，或者都用整数")
ONE_OPERAND = Diagnostic("ZZ286", "「{word}」只有一项", "写两项以上，如 {word}: [甲, 乙]")
AMOUNTS_MULTIPLIED = Diagnostic("ZZ286", "金额不能乘金额", "金额乘整数，或者乘比例，如 百分之八十、80%")
SHARE_NOT_MULTIPLIED = Diagnostic(
    "ZZ286", "「{text}」是比例，不能用在「{word}」里", "比例写在「乘」里，如 乘: [甲, {text}]"
)
SHARE_OF_NO_AMOUNT = Diagnostic("ZZ286", "比例要乘金额", "写明是哪个金额的比例，如 乘: [甲, 百分之八十]")
ROUNDING_MISSING = Diagnostic("ZZ287", "乘{share}可能除不尽，没有写明怎样取整", "加上「四舍五入: 到分」（到角、到元）")
NO_ROUNDING = Diagnostic("ZZ287", "不能这样取整：「{text}」", "{hint}")
RESULT_TOO_LARGE = Diagnostic(
    "ZZ288", "这样算出来的数可能太大，算不准", "少乘几项；有整数的，在词汇里写明它的「最小」「最大」"
)
MISBRACED = Diagnostic(
    "ZZ289",
    "文字里的「{written}」，花括号没有成对，或者是全角的",
    "{instead}，用半角的花括号；不是参数的，不用花括号",
)

# ── advice ──────────────────────────────────────────────────────────────

NEVER_HOLDS = Diagnostic(
    "ZZ290",
    "{part}「{name}」不可能成立：{because}",
    "改正条件；本来就不该有的，删去它",
)
NOT_TOGETHER = Diagnostic("ZZ290", "不能同时成立：{parts}")
BEFORE_IT = Diagnostic("ZZ290", "它成立，{parts}就成立")
STATE_BEFORE = Diagnostic("ZZ290", "它的条件成立时，已经是{parts}")
TOGETHER_CONTRADICTORY = Diagnostic("ZZ290", "同时成立，案卷就自相矛盾（{named}）：{parts}")
UNUSED_NAME = Diagnostic("ZZ291", "{part}「{name}」没有用到", "删去它，或者检查用它的地方有没有写错名字")
NONE_COMPARED = Diagnostic(
    "ZZ292",
    "「{name}」可能是「无」，那时「{operator}」和它的反面都不成立",
    "另写明「{name}: 有」或「{name}: 无」时怎样",
)
PART_OF_A_CLASS = Diagnostic(
    "ZZ293",
    "这一条件只说了归类「{name}」里的「{outcomes}」，没有说「{others}」：归类定了，它还要等理由",
    "说整个一类，写「归类: {name}」；或者把下一步不同的结论分成两类",
)
SAME_GROUNDS = Diagnostic(
    "ZZ294",
    "情形「{name}」和「{other}」（第 {there.line} 行）说的是一回事：一个成立，另一个就成立",
    "重复的，删去一个；不重复的，改正其中一处条件",
    "另一个情形",
)
GROUND_WITHIN = Diagnostic(
    "ZZ294",
    "情形「{name}」成立的，「{other}」（第 {there.line} 行）都成立",
    "条文就是这样写的，不用改；不是的，改正其中一处条件",
    "另一个情形",
)
ONE_GROUND = Diagnostic("ZZ294", "如{facts}，{on}评价：「{other}」成立，「{name}」不成立")
BOTH_GROUNDS = Diagnostic("ZZ294", "如{facts}，{on}评价：两个都成立")
CONTRADICTION_WITHIN = Diagnostic(
    "ZZ294",
    "矛盾「{name}」从不单独出现：合它的记载，别的「先后」「推出」「矛盾」已经说是矛盾",
    "只要那一处的，删去它；它另说的事实也不算数的，不用改；不是的，改正其中一处条件",
)
NOBODY_CLAIMS = Diagnostic(
    "ZZ295",
    "{part}只由认定「{facts}」援引，有人主张而尚未认定的，会当作没有援引",
    "在「援引」里加上记载谁主张的事实",
)
UNREACHED_OUTCOME = Diagnostic(
    "ZZ296",
    "结论「{outcome}」的这一项轮不到：它的条件成立时，排在前面的{firsts}也成立",
    "删去它，或者把它移到前面，或者改正其中一处条件",
    there="排在前面的结论",
)
TAKEN_BEFORE = Diagnostic("ZZ296", "如{facts}，{on}评价：它的条件成立，结论是「{outcome}」")
ITEM_WITHOUT_GROUND = Diagnostic(
    "ZZ297",
    "{items}没有写成情形，同一款别的项都写了：只合这几项的案卷，会当作没有所列情形",
    "补上情形；不写的，在法规文件的「不评价」里说明；条文已经删去的，按指南“废止一项”办理",
)
OUTSIDE_VALIDITY = Diagnostic(
    "ZZ298",
    "{day} 不在{whole}的有效期（{days}）内，这个日期从来不起作用",
    "改正日期；和{whole}同时施行、同时失效的，删去它",
)
NEVER_LAW = Diagnostic(
    "ZZ298", "{part}的有效期里，没有一天在政策的有效期（{days}）内，从来用不上", "改正日期，或者删去它"
)
VALUE_NEVER_USED = Diagnostic(
    "ZZ298",
    "参数「{parameter}」的取值「{value}」，没有一天在政策的有效期（{days}）内，从来用不上",
    "改正起用的日期，或者删去它",
)
UNCONFIRMED = Diagnostic(
    "ZZ299",
    "「{name}」还没有人确认是依据哪些文字写的：{places}",
    "对照条文看过以后，运行 zzrules check 文件夹 --confirm 全部",
)
NONE_CONFIRMED = Diagnostic(
    "ZZ299",
    "还没有人确认过规则是依据哪些文字写的，共 {count} 份文件：{names}",
    "对照条文看过以后，运行 zzrules check 文件夹 --confirm 全部；看过一条的，--confirm 那一条",
)
