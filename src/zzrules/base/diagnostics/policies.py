"""ZZ2: what policies, vocabularies and their folder say."""

from __future__ import annotations

from zzrules.base.diagnostics import Diagnostic

# ── any part of a file ──────────────────────────────────────────────────

UNKNOWN_KEY = Diagnostic("ZZ201", "{part}没有「{key}」这一键", "{hint}")
MISSING_KEY = Diagnostic("ZZ202", "{part}缺「{key}」", "加上一行「{key}: …」")
NO_YEAR_OR_NOTICES = Diagnostic("ZZ202", "日历文件要写「日历: 年份」和「通知」", "日历: 2027")
NO_NOTICES = Diagnostic("ZZ202", "「通知」没有内容", "写上该年的通知；通知还没有印发的，不放这个文件")
NO_ARTICLES = Diagnostic("ZZ202", "条文没有内容", "加上「{article}: …」")
CORRECTED_OR_KEPT = Diagnostic("ZZ202", "更正要写「更正为」或者「保留: 是」，只写一个", "更正为: …")
NO_OPTIONS = Diagnostic("ZZ202", "{part}缺「选项」", "加上「选项: {{中文名: code, …}}」")
NO_NUMBER_IN_NAME = Diagnostic("ZZ202", "{part}的「每项称」要有一个「几」，代这一项的序号", "每项称: 第几次")
NO_UNITS = Diagnostic("ZZ202", "{part}缺「单位」", "加上「单位: [工作日]」")
ADD_OR_SUBTRACT = Diagnostic("ZZ202", "期限要写「加」或「减」多长时间，只写一个", "加: 5工作日")
NOTHING_INVOKES = Diagnostic("ZZ202", "{part}的「援引」没有内容", "援引: 记载谁主张这一项的事实")
EMPTY_QUESTION = Diagnostic("ZZ202", "{part}没有内容", "写上怎样问，或者删去这一行，用词汇里的问")
NO_CONDITION = Diagnostic("ZZ202", "{part}没有写条件", "加上「条件」「分支」或者「兜底」")
TEXT_FOR_MAPPING = Diagnostic(
    "ZZ203", "{part}应当是若干「键: 内容」，这里是「{text}」", "写成「键: 内容」，冒号用半角，后面加空格"
)
VALUE_WITHOUT_DAY = Diagnostic("ZZ203", "{part}的取值要写明从哪一天起，这里只有「{text}」", "取值: {{{day}: {value}}}")
OFFICE_HOURS_ALONE = Diagnostic("ZZ203", "{part}只写了几点到几点，没有写{lacking}", "{instead}")
LIST_FOR_MAPPING = Diagnostic("ZZ203", "{part}应当是若干「键: 内容」，这里是列表", "删去短横或方括号")
TEXT_FOR_LIST = Diagnostic("ZZ204", "{part}应当是列表，这里是「{text}」", "[{item}]")
MAPPING_FOR_LIST = Diagnostic("ZZ204", "{part}应当是列表，这里是若干「键: 内容」", "每项前面加「- 」")
EMPTY_LIST = Diagnostic("ZZ204", "{part}：列表是空的", "至少写一项；可以不写的，删去这一键")
NO_BODIES = Diagnostic("ZZ204", "{part}：列表是空的，照此谁都无权认定", "[有权认定的机构的名字]")
NOT_A_TEXT = Diagnostic("ZZ205", "{part}应当是一个词或一句话", "写在冒号后面，不另起层次")
ONE_BASIS = Diagnostic(
    "ZZ205", "{part}的依据只能是一处条文", "写最主要的一处；其余各处，写在参数、情形、结论、后果、义务自己的「依据」里"
)
CASE_TAKES_NEITHER = Diagnostic(
    "ZZ205", "按情形的「取」不能写这一种推算", "另起一个推算，这里写它的名字；加、减、乘、取小、取大可以就写在这里"
)
BAD_CODE = Diagnostic(
    "ZZ206", "{part}「{text}」不合写法", "小写字母起头，只用小写字母、数字和下划线，如 window_start_date"
)
NO_SUCH_DAY = Diagnostic(
    "ZZ207", "{part}「{text}」：历法上没有这一天", "{last}（那个月的最后一天），或者别的实有的日期"
)
DAY_IN_NO_MONTH = Diagnostic("ZZ207", "{part}「{text}」：历法上没有这一天，月份只有一至十二", "改正月份")
NO_SUCH_TIME = Diagnostic("ZZ207", "「{text}」不是一天里的时刻", "{hint}")
NOT_A_DATE = Diagnostic("ZZ207", "{part}「{text}」不是日期", "{hint}")
NOT_YES_OR_NO = Diagnostic("ZZ208", "{part}只能写「是」或「否」，这里是「{text}」", "「是」或「否」")
NOT_AN_INTEGER = Diagnostic("ZZ209", "{part}「{text}」不是整数", "{hint}")
YEAR_OUT_OF_RANGE = Diagnostic("ZZ209", "日历的年份不在 {first} 至 {last} 之间", "日历: 2027")
NOT_A_CHOICE = Diagnostic("ZZ210", "{part}没有「{text}」", "{hint}")
UNKNOWN_UNIT = Diagnostic("ZZ210", "没有「{unit}」这一单位", "{hint}")
NO_DATE_FIELD = Diagnostic("ZZ210", "{part}没有日期字段「{field}」", "{hint}")
NOT_AN_INTERVAL = Diagnostic("ZZ210", "{part}的期间要写起、止两个日期字段", "期间: [起, 止]")

# ── the vocabulary ──────────────────────────────────────────────────────

REPEATED_FACT = Diagnostic("ZZ211", "事实「{name}」已在 {first} 定义", "换一个名字，或者删去其中一处")
REPEATED_CODE = Diagnostic("ZZ211", "{part}的代码「{code}」重复", "换一个代码")
REPEATED_EVENT = Diagnostic(
    "ZZ211", "事件「{event}」的名字或者代码已用于 {first}", "换一个名字和代码，或者删去其中一处"
)
NOT_IN_A_LIST = Diagnostic("ZZ212", "{part}在列表里，不能是{kind}", "改用是否、选项、日期等类型")
KEY_OF_ANOTHER_KIND = Diagnostic("ZZ213", "{part}是{kind}，没有「{key}」", "删去这一键")
RESERVED_NAME = Diagnostic("ZZ214", "{part}不能叫「{name}」，它另有意思", "换一个名字")
STATE_AS_OPTION = Diagnostic("ZZ214", "{part}不能叫「{name}」，它是事实的一种状态", "换一个名字")
LIST_BROUGHT_AND_GROWN = Diagnostic(
    "ZZ216",
    "事件「{event}」不能带列表「{source}」：它由事件「{grower}」逐项添入",
    "逐项添入，或者整个带来，只用一种",
)
ELEMENT_BRINGS_ALL = Diagnostic("ZZ216", "{part}说的是列表的一项，不能带全部事实", "写明带哪些字段")
BEGINS_AND_CONTINUES = Diagnostic("ZZ216", "{part}的「列表」和「续」只能写一个", "起头的写「列表」，接续的写「续」")
NOT_FIXED = Diagnostic("ZZ216", "{part}不能把「{fact}」记为「{word}」", "{hint}")
SETTLED_TWICE = Diagnostic("ZZ216", "{part}写了两次「{fact}」", "只留一处")
BRINGS_LOG_KEY = Diagnostic(
    "ZZ216", "「{fact}」{named}与流水自己的键同名，事件不能带它", "在词汇里给它换一个名字、代码"
)
SILENCE_SETTLES_NOTHING = Diagnostic(
    "ZZ216",
    "{part}没有记下发生日期，也不带认定，「未登记则」用不上",
    "记: {{某日期: 发生日期}}，或者删去「未登记则」",
)
SILENCE_CANNOT_BE_NONE = Diagnostic(
    "ZZ216",
    "{part}的「未登记则: 无」用不上：「{fact}」不能是「无」",
    "在词汇里给它加上「可无: 是」，或者删去「未登记则」",
)

# ── decision tables ─────────────────────────────────────────────────────

ROW_LENGTH = Diagnostic(
    "ZZ217", "对照表第{row}行有{cells}格，应有{wanted}格：{columns}", "一列一格；哪一种都可以的，写「任意」"
)
COLUMN_TWICE = Diagnostic("ZZ217", "对照表的「{name}」写了两次", "只写一处；同一列有几个条件的，写在一格里")
NOT_ANY = Diagnostic("ZZ217", "「{text}」不能写在格子里", "哪一种都可以的，写「任意」")
LIST_IN_TABLE = Diagnostic(
    "ZZ217", "「{name}」的各项不能写在格子里", "在「推算」里用计数、合计等起个名，再用这个名字作列"
)
NOT_A_COLUMN = Diagnostic(
    "ZZ217",
    "「{name}」是{kind}，不能作对照表的列",
    "写是否、选项、机构、认定、整数、金额、时长、日期的事实或者推算；别的，先在「推算」里写成条件、计数等",
)
CELL_NOT_FIXED = Diagnostic(
    "ZZ217", "对照表的格子里不能写「{word}」：看不出各行有没有重叠、遗漏", "和写明的数、日期或者参数比"
)
RESULTS_HERE = Diagnostic(
    "ZZ217", "「得」只能写在「推算」下面的对照表里", "各个得数分成几张对照表，或者把对照表移到推算里"
)
NOT_A_RESULT = Diagnostic(
    "ZZ217",
    "对照表不能得出「{text}」",
    "写数、金额、时长、日期、别的词，或者算式，如 {{乘: [损失金额, 百分之八十], 四舍五入: 到分}}",
)
GIVES_NOTHING = Diagnostic("ZZ217", "对照表不能得出{kind}", "写数、金额、时长、日期、选项，或者一个词")
UNLIKE_RESULTS = Diagnostic(
    "ZZ217", "对照表这一行得出的是{kind}，第1行得出的是{first}", "各行得出的，写成同一类型、同样的选项"
)
TABLE_TOO_LARGE = Diagnostic(
    "ZZ217", "对照表太大，查不完各行有没有重叠、遗漏", "分成几张：先用一张得出几类，再按类列表"
)
TABLE_WITH_HOLE = Diagnostic(
    "ZZ218", "对照表有遗漏：没有一行管这样的情况：{example}", "补上一行；取「首个」的，可以在最后写一行各格都是「任意」"
)
ROWS_OVERLAP = Diagnostic(
    "ZZ219",
    "对照表第{row}行和第{first}行重叠，都管这样的情况：{example}",
    "改正其中一行的格子；应当以前面一行为准的，写「取: 首个」",
)
ROW_TWICE = Diagnostic("ZZ219", "对照表第{row}行和第{first}行的条件相同", "删去其中一行，或者改正它的格子")
ROW_NEVER_REACHED = Diagnostic(
    "ZZ219",
    "对照表第{row}行轮不到：它管的情况，前面各行都管了，例如第{first}行管了：{example}",
    "删去它，或者把它移到前面",
)
ROW_OF_NOTHING = Diagnostic(
    "ZZ219", "对照表第{row}行永远用不上：「{column}」不会有这样的值", "改正这一格，或者删去这一行"
)

# ── conditions and derived facts as written ─────────────────────────────

LIST_FOR_CONDITION = Diagnostic("ZZ220", "条件写成了列表，没有说要全部成立还是任一成立", "全部: [ … ] 或 任一: [ … ]")
SEVERAL_KEYS = Diagnostic("ZZ221", "一个条件只能有一个键，这里有{keys}", "全部: [{parts}]")
NOT_ONE_READING = Diagnostic("ZZ221", "「口径」下面写一个口径的名字和所采的说法", "口径: {{名字: 说法}}")
NOT_ONE_OBLIGATION = Diagnostic(
    "ZZ221",
    "「义务」下面写一个义务的名字和它的状态",
    "义务: {{义务的名字: 状态}}，别的政策的义务加上「政策: 名字」",
)
NOT_ONE_COMPARISON = Diagnostic("ZZ221", "「{name}」后面只能有一个比较", "全部: [{name}: {{…}}, {name}: {{…}}]")
NOT_ONE_COUNT = Diagnostic("ZZ221", "「次数」下面写一个比较", "次数: {{以上: 2}}")
NOT_ONE_DERIVATION = Diagnostic("ZZ221", "一项推算只能有一种算法", "{hint}")
EMPTY_JUNCTION = Diagnostic("ZZ222", "「{key}」下面没有条件", "补上条件")
NOT_A_GROUND_SET = Diagnostic("ZZ223", "「情形」没有「{word}」这一说法", "{hint}")
NO_GROUNDS = Diagnostic("ZZ223", "本政策没有情形", "写上「情形」一节，或者用事实作条件")
OUTCOME_OR_GROUND = Diagnostic(
    "ZZ224", "「参见」要写明参见的是「得出」「归类」还是「情形」，只写一个", "得出: 结论的名字"
)
NOT_A_JUNCTION = Diagnostic("ZZ225", "没有「{key}」这种连接几个条件的词", "「全部」或「任一」")
NOT_A_NEGATION = Diagnostic("ZZ225", "没有「{key}」这种否定一个条件的词", "「非」")
LIST_WITHOUT_COMPARISON = Diagnostic("ZZ225", "「{name}」后面是列表，没有说怎样比较", "{{属于: [{items}]}}")
NOT_A_COMPARISON = Diagnostic("ZZ226", "没有「{operator}」这种比较", "{hint}")
SYMBOL_FOR_COMPARISON = Diagnostic("ZZ226", "不能用「{symbol}」比较", "{hint}")
NOT_A_DERIVATION = Diagnostic("ZZ227", "没有「{key}」这种推算", "{hint}")
LAST_CASE_HAS_CONDITION = Diagnostic("ZZ228", "按情形的最后一项不写条件，作为其余情况", "{{取: …}}")
CASE_WITHOUT_CONDITION = Diagnostic("ZZ228", "按情形的这一项缺条件，后面的各项读不到", "{{条件: …, 取: …}}")
TO_FILL_IN = Diagnostic("ZZ229", "{part}待补", "{hint}")

# ── a policy's parts as written ─────────────────────────────────────────

VALIDITY_REVERSED = Diagnostic("ZZ230", "有效期的末日 {last} 早于施行日 {first}", "改正其中一个日期")
POLICY_NEVER_LAW = Diagnostic("ZZ230", "政策的有效期里，没有一天在法规的有效期（{days}）内", "改正日期")
TAKEN_AMONG_OTHERS = Diagnostic("ZZ231", "{part}的「另说」里又写了所采的「{taken}」", "从「另说」里删去它")
CONDITION_BESIDE_CATCH_ALL = Diagnostic("ZZ232", "{part}是兜底项，条件写在「兜底」里", "把条件移到「兜底」下面")
OUTCOME_WITHOUT_CONDITION = Diagnostic("ZZ233", "这一项没有条件，下面的各项读不到", "{{得出: …, 代码: …, 条件: …}}")
LAST_OUTCOME_HAS_CONDITION = Diagnostic("ZZ233", "结论的最后一项不写条件，作为其余情况", "{{得出: …, 代码: …}}")
LAST_OUTCOME_ENDS = Diagnostic(
    "ZZ233",
    "结论「{outcome}」是最后一项，作为其余情况，要和政策一样长久",
    "删去它的「施行」「有效期至」；其余情况先后不同的，分作两份文件",
)
NO_OUTCOMES = Diagnostic("ZZ233", "没有结论", "- {{得出: …, 代码: …}}")
COMMON_OUTCOME = Diagnostic("ZZ234", "代码「{code}」是通用的结论，不能自己定义", "换一个代码")
OUTCOME_CODE_TAKEN = Diagnostic("ZZ234", "代码「{code}」已用于结论「{outcome}」", "换一个代码，或者用同一个名字")
FORMS_WITHOUT_CHOICE = Diagnostic("ZZ235", "{part}列了形式，情态应为可以、应当或者有权", "情态: 可以")
NOT_ONE_EXCEPTED = Diagnostic("ZZ236", "「例外于」要写明是哪一个情形、结论或者后果，只写一个", "情形: 名字")
EMPTY_CLASS = Diagnostic("ZZ237", "归类「{name}」下面没有结论", "{name}: [结论的名字]；没有结论的一类，删去它")
OUTCOME_WITHOUT_CLASS = Diagnostic(
    "ZZ238", "结论「{outcome}」没有列入 {stated} 的「归类」", "列入其中一类，或者给它另起一类"
)
OUTCOME_IN_TWO_CLASSES = Diagnostic(
    "ZZ239", "结论「{outcome}」列入了两处：归类「{name}」，又在 {first} 的归类「{other}」", "只留一处"
)

# ── a folder ────────────────────────────────────────────────────────────

FILES_ABSENT = Diagnostic(
    "ZZ240",
    "文件夹里没有{kinds}文件",
    "放入以「{first}: …」起头的文件；只放自己改的文件的，叠在原来的文件夹上（over）",
)
SECOND_REGULATION = Diagnostic(
    "ZZ241", "有两份法规文件", "文件夹自己的法规只留一份；引用的别的法规，起头写「其他法规」"
)
OTHER_EXTENSION = Diagnostic("ZZ242", "政策文件的扩展名应为 .yaml，这个文件没有读", "改名为 {stem}.yaml")
HIDDEN_EXTENSION = Diagnostic(
    "ZZ242",
    "文件名的末尾是 .txt（Windows 会把它藏起来），这个文件没有读",
    "改名为 {stem}.yaml；另存时，“保存类型”选“所有文件”",
)
UNKNOWN_FILE = Diagnostic("ZZ243", "看不出文件是什么：第一个键是「{key}」", "{hint}起头")
CASE_AMONG_POLICIES = Diagnostic(
    "ZZ243", "这是案卷或者流水：第一个键是「{key}」", "移到别的文件夹：政策的文件夹里只放政策、词汇、法规、日历、对照"
)

# ── recurring duties ────────────────────────────────────────────────────

RECURS_FOREVER = Diagnostic(
    "ZZ244",
    "义务「{obligation}」一期接一期，没有写到哪一天为止",
    "至: 日期事实、参数或者日期；一直要做的，写法规有效期的末日，如 至: 2030-12-31",
)
RECURS_BACKWARDS = Diagnostic(
    "ZZ245", "义务「{obligation}」没有开始就结束了：至 {until}，自 {since}", "先开始，后结束：改正其中一个日期"
)
NO_SUCH_PERIOD = Diagnostic("ZZ246", "「每」没有「{text}」这一说", "{hint}")
RECURS_BY_DERIVED = Diagnostic(
    "ZZ247",
    "「{key}」要写记载的或者写明的日期，「{word}」不是",
    "写日期事实、「（认定的名字）的日期」、参数或者日期；还要看别的，写在「条件」里",
)
EACH_AND_RECURRING = Diagnostic(
    "ZZ248", "义务「{obligation}」又是「逐项」，又是「逐期」", "只写一样；一项有几期的，条件里写那一项"
)
OTHER_PERIOD_BEFORE = Diagnostic(
    "ZZ248", "义务「{obligation}」先后两版「逐期」的「每」不同", "换一个名字，作为另一个义务"
)
SAME_IN_EVERY_PERIOD = Diagnostic(
    "ZZ249", "义务「{obligation}」是逐期的，「{key}」没有说到期初、期末，各期就都是同一天、同一次", "{hint}"
)

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
NOT_IN_EVERY_VERSION = Diagnostic("ZZ263", "政策「{policy}」在 {days} 没有{part}", "{hint}")
POLICY_NOT_LAW_THEN = Diagnostic(
    "ZZ263", "政策「{policy}」{days}不施行", "参见它的政策写上「施行」「有效期至」，只管它施行的日子"
)
NOTHING_TO_EXCEPT = Diagnostic("ZZ263", "政策「{policy}」没有{section}「{entry}」", "{hint}")
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
