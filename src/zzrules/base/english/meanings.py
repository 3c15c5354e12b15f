"""ZZ250 to ZZ299 in English."""

from __future__ import annotations

_RENAME_ONE = "give one of them another name"
_KEEP_ONE = "keep one of them"
_FACT_OR_GROUND = "state the fact or the ground on which it rests"

MESSAGES = {
    "NAME_TAKEN": ("“{name}” is both {first} and {second}", _RENAME_ONE),
    "OPTION_NAME_TAKEN": ("“{option}” is both an option and another name", _RENAME_ONE),
    "NO_FACT": ("there is no fact “{name}”", "{hint}"),
    "NO_FINDING": ("there is no finding “{name}”", "{hint}"),
    "NOT_A_FINDING": ("“{name}” is not a finding", "{hint}"),
    "NO_LIST": ("there is no list “{name}”", "{hint}"),
    "NO_LEVEL": ("there is no fact “{name}” with options", "{hint}"),
    "NO_DATE_FOR_CONDUCT": (
        "the day of the conduct is a date of the record; there is no date “{name}”",
        "{hint}",
    ),
    "NO_DERIVED_DAY": ("「未记载则」 names a derived value; this policy has no “{name}”", "{hint}"),
    "NOT_DATING": ("“{name}” of 「未记载则」 is no fact that dates the conduct in this policy", "{hint}"),
    "NO_OUTCOME": ("this policy has no outcome “{name}”", "{hint}"),
    "OUTCOME_NAMED_OTHERWISE": (
        "the outcome “{outcome}” is mentioned nowhere else; elsewhere it is “{name}”",
        "{name}; if “{outcome}” is right, change the other places",
    ),
    "NO_CLASS": ("this policy has no class “{name}”", "{hint}"),
    "NO_PARAMETER_IN_TEXT": (
        "“{name}” in braces is not a parameter of the policy",
        "{hint}; write no braces around anything else",
    ),
    "NO_FIELD": ("“{source}” has no field “{field}”", "{hint}"),
    "FIELD_OUTSIDE_LIST": (
        "“{field}” is a field of the list “{source}”, not a fact by itself",
        "{source}: {{有一次: {{{field}: …}}}}; an obligation may have “逐项: {source}”",
    ),
    "UNKNOWN_NAME": ("“{name}” is no fact, derived value or ground", "{hint}"),
    "PARAMETER_ALONE": (
        "“{name}” is a parameter and no fact: it is no condition by itself",
        "some fact or derived value: {{以上: {name}}}",
    ),
    "READING_ALONE": ("“{name}” is a reading and no fact", "口径: {{{name}: {option}}}"),
    "OBLIGATION_WITHOUT_STATE": (
        "“{name}” is an obligation; a condition needs its state",
        "义务: {{{name}: 已履行}}",
    ),
    "NOT_A_DUE_DAY": ("“{word}” is no name of a date, nor a word of {citation}", "{hint}"),
    "EVENT_WITHOUT_FACT": ("{part}: there is no fact “{name}”", "{hint}"),
    "EVENT_WITHOUT_FIELD": ("{part}: there is no field “{name}”", "{hint}"),
    "CONTINUES_NO_EVENT": ("{part} continues an event “{name}” that does not exist", "{hint}"),
    "CONTINUES_NO_ELEMENT": ("{part} continues “{name}”, which adds no item to a list", "{hint}"),
    "LIST_COMPARED": (
        "“{name}” is a list and cannot be compared like this",
        "{name}: {{有一次: {{…}}}} or {name}: 有",
    ),
    "OTHER_WORDS_ONLY": ("“{name}” is {kind} and can only be {words}", "{instead}"),
    "OTHER_OPERATORS_ONLY": (
        "“{name}” is {kind} and cannot be compared by {written}, but by {operators}",
        "{instead}",
    ),
    "ELAPSED_COMPARED": (
        "“{name}” is time that has passed, compared with durations by {operators} only",
        "{instead}",
    ),
    "AGE_COMPARED": ("“{name}” is an age, compared with ages by {operators} alone", "{instead}"),
    "UNLIKE_KINDS": ("“{word}” is {kind}; those before it are {first}", "{first} throughout"),
    "NOT_RENAMED": ("“{word}” is {kind} and cannot have another name", "“{word}” itself"),
    "UNLIKE_OPTIONS": ("“{word}” has other options than those before it", "facts with the same options"),
    "WORKDAYS_BACK": ("「减」 does not count working days", "日, 个月 or 年"),
    "SUSPENDED_BACK": ("「减」 does not go with 「扣除」", "remove 「扣除」"),
    "CONDITION_FOR_VALUE": ("“{name}” is a condition, not a value", "条件: {{…}} gives a condition a name"),
    "LIST_WITHOUT_INTERVAL": (
        "the list “{source}” has no intervals to leave out",
        "add 期间: [起, 止] to it in the vocabulary",
    ),
    "OF_ANOTHER_KIND": ("“{word}” is not {kind}", "{kind}"),
    "SEVERAL_UNITS": (
        "durations that may have several units cannot be compared",
        "one unit in the vocabulary, or dates derived by 「期限」",
    ),
    "PARAMETER_OF_ANOTHER_KIND": (
        "the value “{value}” of the parameter “{name}” is {kind}, which has no place here",
        "a date, an integer, an amount, or a length in days, working days, months or years, as is needed here",
    ),
    "HOURS_FOR_DAYS": (
        "“{text}” is in hours or minutes, the lengths here are in days, working days, months or years",
        "the same unit; they are not converted",
    ),
    "UNLIKE_UNITS": ("durations of different units ({units}) cannot be compared", "one unit on both sides"),
    "LIST_IN_LIST": (
        "a list cannot stand in another",
        "two conditions, or a name for one of them (推算, 条件: {{…}})",
    ),
    "NO_ORDER_NUMBERS": (
        "the list “{source}” has no order and so no numbers",
        "add 顺序 with a date field to it in the vocabulary",
    ),
    "NO_ORDER_FOR_EACH": (
        "the list “{source}” has no order and so cannot stand under 「逐项」",
        "add 顺序 with a date field to it in the vocabulary: that day settles the version of each item",
    ),
    "DAY_IS_NO_DATE": (
        "“{key}” of the obligation “{obligation}” does not come to a date",
        "the name of a date, or what derives one (期限, 最早, 最晚, 按序取)",
    ),
    "NO_OPTION": ("there is no option “{option}”", "{hint}"),
    "NO_STATE": ("obligations have no state “{state}”", "{hint}"),
    "PRESUMED_YES_OR_NO": ("“{word}” is neither 「是」 nor 「否」", "「是」 or 「否」"),
    "NOT_PRESUMABLE": ("“{fact}” cannot be presumed so", "presumptions are of yes or no, options and findings"),
    "PARAMETER_UNREADABLE": ("{part} “{text}” is no date, time, duration, age, amount, integer or share", "{hint}"),
    "NOT_A_LITERAL": ("“{text}” is neither {kind} nor a known name", "{hint}"),
    "DERIVATIONS_IN_CIRCLE": (
        "derived values go round in a circle: {cycle}",
        "change one of them so that it does not rest on itself",
    ),
    "DERIVATIONS_TOO_DEEP": ("derived values rest on one another more than {most} deep", "join some of them"),
    "DERIVATIONS_NESTED": (
        "derived values, with the conditions in them, are nested more than {most} deep",
        "write flatter conditions",
    ),
    "NO_AUTHORITY": (
        "nothing says who may find “{fact}”",
        "有权认定: {{{fact}: {{机构: [ … ], 依据: … }}}}",
    ),
    "NO_AUTHORITY_THEN": (
        "who may find “{fact}” ({days}) is not said, and it has to be found here",
        "put right 「施行」 and 「有效期至」 of 有权认定, or give the part that uses it days of its own",
    ),
    "PARAMETER_WITHOUT_VALUE": (
        "the parameter “{parameter}” has no value ({days}), and {use} uses it",
        "add “{first}: …” to 「取值」, or say 「施行」, 「有效期至」 of what uses it",
    ),
    "PARAMETER_ALWAYS_NEEDED": (
        "the parameter “{parameter}” has no value ({days}), and {use} uses it, which lasts as long as the policy",
        "add “{first}: …” to 「取值」, or make two files, with 「有效期至」 in the former and 「施行」 in the latter",
    ),
    "NO_READING": ("there is no reading “{reading}”", "{hint}"),
    "NO_SUCH_READING": ("the reading “{reading}” has no side “{option}”", "{hint}"),
    "READING_WITHOUT_DERIVATION": (
        "“{options}” of the reading “{reading}” does not say how to derive it",
        "add “{first}: …”",
    ),
    "READING_WITHOUT_BODIES": (
        "“{options}” of the reading “{reading}” does not say who may find it",
        "add “{first}: [ … ]”",
    ),
    "NOT_A_READING_OF_KEY": ("“{key}” has no side “{word}”", "{words}, or a reading of these sides alone"),
    "OWN_OUTCOME_HERE": (
        "“{word}” stands in conditions of consequences and obligations only",
        _FACT_OR_GROUND,
    ),
    "GROUND_NAMED_HERE": (
        "“{word}” is a ground, not a fact; grounds stand in conditions of outcomes, consequences and obligations only",
        "the name of a fact{meant}; if the ground is meant, move the condition to one of these",
    ),
    "GROUND_HERE": (
        "“{word}” stands in conditions of outcomes, consequences and obligations only",
        "move the condition to one of these",
    ),
    "PERIOD_HERE": (
        "“{word}” has a meaning in an obligation that recurs, and nowhere else",
        "「条件」, 「时限」 or 「履行」 of an obligation with 「逐期」, no derived value",
    ),
    "OBLIGATION_HERE": ("「义务」 stands in conditions of obligations only", _FACT_OR_GROUND),
    "OBLIGATION_NAMED_HERE": (
        "“{name}” is an obligation; the state of one stands in conditions of obligations only",
        _FACT_OR_GROUND,
    ),
    "POLICYS_OWN_NAME": (
        (
            "“{name}” belongs to a policy; what the vocabulary derives serves all policies and cannot use a "
            "policy's parameters, readings or derivations"
        ),
        "move this derivation into the policy that uses it, or use names of the vocabulary and numbers",
    ),
    "PARAMETER_IN_QUESTION": (
        "the question of {part} in the vocabulary serves all policies and cannot name the parameter “{name}” in braces",
        "write it under 「问」 of the policy with the parameter; the vocabulary's question does not say the number",
    ),
    "OBLIGATION_IN_LIST": (
        "「义务」 cannot stand in a condition of the items of a list",
        "move it outside, and join the two by 「全部」 or 「任一」",
    ),
    "POLICY_NAME_TAKEN": (
        "the policy at {first} has the name “{name}”",
        "another name, or the same code for another version of it",
    ),
    "POLICIES_OVERLAP": (
        "this and the policy “{name}” at {other} are both in force ({days}): {common}",
        "「有效期至」 for the earlier and 「施行」 for the later; or another basis or code for one of them",
    ),
    "AUTHORITY_TWICE": ("who may find “{fact}” is already said at {first}", "say it once"),
    "POLICIES_IN_CIRCLE": ("policies refer to one another in a circle: {cycle}", "remove one of the 「参见」"),
    "NO_POLICY": ("there is no policy “{policy}”", "{hint}"),
    "NOT_IN_EVERY_VERSION": ("the policy “{policy}” has no {part} ({days})", "{hint}"),
    "POLICY_NOT_LAW_THEN": (
        "the policy “{policy}” is not in force {days}",
        "give the policy that refers to it 「施行」 and 「有效期至」 of the days on which it is",
    ),
    "NOT_IN_POLICY": ("the policy “{policy}” has no {section} “{entry}”", "{hint}"),
    "NO_PRIORITY": (
        "“{entry}” of {citation} ({policy}) has the exceptions {exceptions}, and nothing says which goes first",
        "优先 with a different number for each; the greater goes first",
    ),
    "LAST_OUTCOME_EXCEPTED": (
        "the outcome “{outcome}” is for all other cases and can have no exception",
        "except an outcome with a condition, or add one",
    ),
    "CONDUCT_NEVER_NONE": (
        "“{fact}” cannot be 「无」, so that 「尚无则」 is never used",
        "remove 「尚无则」, or add 可无: 是 to the fact in the vocabulary",
    ),
    "OBLIGATIONS_IN_CIRCLE": (
        "obligations rest on one another in a circle: {cycle}",
        "remove one of the conditions on 「义务」",
    ),
    "OTHER_LIST_BEFORE": (
        "two versions of the obligation “{obligation}” stand for items of different lists",
        "another name, as another obligation",
    ),
    "DAY_IN_CIRCLE": (
        "“{name}”, which derives the day of the conduct, rests on that day, on a ground or on another policy",
        "state the facts on which it rests: the day settles which version applies",
    ),
    "NOT_ONE_GOVERNED": (
        "what governs says of other policies either another outcome or that they do not apply, one of the two",
        "{hint}",
    ),
    "GOVERNS_TWICE_BY": ("the outcome “{outcome}” is in 「统辖」 twice", _KEEP_ONE),
    "GOVERNED_TWICE": (
        "the policies “{name}” and “{other}” at {first} both govern all others on the same days",
        "keep one 「统辖」, or part them by 「施行」 and 「有效期至」",
    ),
    "OUTCOME_GOVERNED": (
        "the policy “{name}” gives all policies the outcome “{outcome}” already",
        "remove it; another name and code if it means something else",
    ),
    "GOVERNS_BY_ANSWERS": (
        "the policy “{name}” governs all others; neither its outcomes nor its 适用 can rest on 「参见」",
        "state the facts on which they rest: other policies wait for this one",
    ),
    "ORDER_OF_ONE": ("the order “{order}” has one date only", "two dates or more, the earliest first"),
    "ORDER_OF_NO_DATE": (
        "“{word}” in the order “{order}” is no date",
        "{hint}; the date of a finding is （its name）的日期; dates of items of a list stand under 「矛盾」",
    ),
    "ORDERS_IN_CIRCLE": (
        "orders go round in a circle: {cycle}; the other, “{other}”, is at {first}",
        "change the order of one, or remove one",
    ),
    "NOT_ONE_CONCLUSION": (
        "「则」 of the implication “{implication}” says of one fact that it is 是 or 否",
        "则: {{fact: 是}}; one implication for each fact",
    ),
    "NO_CONCLUSION": ("“{fact}”, which is implied, is neither a yes-or-no fact nor a finding", "{hint}"),
    "IMPLICATIONS_IN_CIRCLE": ("implications go round in a circle: {cycle}", "remove one 「推出」"),
    "IMPLICATIONS_CLASH": (
        "the implications “{implication}” and “{other}” at {first} say the opposite of “{fact}” under one condition",
        "correct one 「则」, or say in the conditions when each holds",
    ),
    "RESTS_ON_ANSWERS": (
        "{part} “{name}” cannot have 「参见」 in its condition",
        "state the facts on which it rests: contradictions are looked for before policies are judged",
    ),
    "DAY_DERIVED_TWICE": (
        "the policies “{policy}” and “{other}” ({first}) both derive “{fact}”",
        "「未记载则」 in one policy only: a record has one “{fact}”, and what is derived holds for every policy",
    ),
    "NOT_A_MEMBER": ("“{body}” is none of the bodies for which “{collective}” stands", "{hint}"),
    "DIVIDED_TWICE": ("what “{body}” may find is said already in {first}", "say it in one place"),
    "NOT_AN_OPENING": ("“{text}” is no span of office hours", "{hint}"),
    "OPENING_REVERSED": ("the office hours “{text}” end before they begin", "the opening first, such as 14:30-17:30"),
    "OPENINGS_OVERLAP": ("the office hours “{first}” and “{second}” overlap", "correct one of them"),
    "OFFICE_TWICE": ("office hours are already stated in {first}", "state them once, or in each policy its own"),
    "NO_OFFICE_HOURS": (
        "“{word}” needs office hours, which neither the policy nor the vocabulary states",
        "add 办公时间: {{依据: …, 取值: {{{day}: [8:30-12:00, 14:30-17:30]}}}}",
    ),
    "HOURS_FOR_DATE": (
        "“{word}” counts hours, but “{start}” has no time of day",
        "dates with times on both sides; where there are only dates, days or working days",
    ),
    "DAYS_FOR_MOMENT": (
        "“{start}” has a time of day, but “{word}” does not count hours",
        "hours; to count days, take the day first with 取日期: {start}",
    ),
    "ELAPSED_IN_DAYS": (
        "“{name}” goes from one time of day to another and cannot be compared with “{word}”",
        "hours, such as 24小时; to count days, take the days first with 取日期",
    ),
    "WORKING_HOURS_BACK": ("「减」 cannot count working hours", "hours"),
    "HOURS_WITH": ("what counts hours cannot have 「{key}」", "remove it"),
    "MOMENT_FOR_DATE": (
        "“{word}” has a time of day, but a date is needed here",
        "take its day under 推算 with 取日期: {word}, and write the name of that",
    ),
    "DATE_FOR_MOMENT": (
        "“{word}” has no time of day, which is needed here",
        "the name of a date with a time, or one such as 2026-01-01 08:30",
    ),
    "MOMENT_WITH_ZONE": (
        "“{word}” has a time zone; times are local",
        "{hint}",
    ),
    "NO_SUCH_MOMENT": (
        "“{word}” is a day or a time of day that does not exist",
        "{hint}",
    ),
    "DUE_AND_DONE_DIFFER": (
        "of 「时限」 and 「履行」 of the obligation “{obligation}”, one has a time of day and one has none",
        "times in both, or dates in both",
    ),
    "NO_SUCH_MONTH": ("「月」 cannot be “{text}”", "{hint}"),
    "NO_SUCH_MONTH_DAY": ("“{text}” is no day of a month", "{hint}"),
    "NOT_IN_EVERY_MONTH": (
        "not every month has a day {number}, and nothing says which day counts then",
        "add 没有这一日: 末日; for the last day of every month, 日: 末日",
    ),
    "NOT_THE_LAST_DAY": ("「没有这一日」 cannot be “{text}”", "末日"),
    "AMOUNT_UNIT": ("the amount “{text}” has no unit, or more than one", "{hint}"),
    "AMOUNT_FRACTION": (
        "the amount “{text}” is not a whole number of fen, with which amounts end",
        "at most two decimals of 元, or six of 万元",
    ),
    "AMOUNT_SIZE": ("the amount “{text}” is too large", "an amount of at most {most}"),
    "NOT_A_NUMBER": (
        "{what} is {kind}, and cannot be added, subtracted, multiplied or compared in size",
        "an amount of money or an integer; of dates 最早 or 最晚, of durations 期限",
    ),
    "UNLIKE_NUMBERS": (
        "of what stands under 「{word}」 some are amounts, some integers",
        "only the ones or the others",
    ),
    "ONE_OPERAND": ("under 「{word}」 stands only one thing", "two or more, like {word}: [甲, 乙]"),
    "AMOUNTS_MULTIPLIED": (
        "an amount cannot be multiplied by an amount",
        "an amount by an integer or by a share, such as 百分之八十 or 80%",
    ),
    "SHARE_NOT_MULTIPLIED": ("“{text}” is a share, and has no place under 「{word}」", "like 乘: [甲, {text}]"),
    "SHARE_OF_NO_AMOUNT": ("a share is one of an amount", "say of which amount, like 乘: [甲, 百分之八十]"),
    "ROUNDING_MISSING": (
        "the product with “{share}” may leave a remainder, and nothing says how it is rounded",
        "add “四舍五入: 到分” (or 到角, 到元)",
    ),
    "NO_ROUNDING": ("“{text}” is no way of rounding", "{hint}"),
    "RESULT_TOO_LARGE": (
        "what this comes to may be too large to be exact",
        "multiply less; give integers their 「最小」 and 「最大」 in the vocabulary",
    ),
    "MISBRACED": (
        "the braces of “{written}” in the text are not a pair, or full-width",
        "{instead}, in half-width braces; what is no parameter, without braces",
    ),
    "NEVER_HOLDS": ("{part} “{name}” can never hold: {because}", "correct the condition, or remove it"),
    "NOT_TOGETHER": ("these cannot hold together: {parts}", ""),
    "BEFORE_IT": ("where it holds, so does {parts}", ""),
    "STATE_BEFORE": ("where its condition holds, the state is {parts} already", ""),
    "TOGETHER_CONTRADICTORY": ("where these hold together, a record contradicts itself ({named}): {parts}", ""),
    "UNUSED_NAME": (
        "{part} “{name}” is not used",
        "remove it, or check whether its name is misspelt where it should be",
    ),
    "NONE_COMPARED": (
        "“{name}” may be 「无」; then neither “{operator}” nor its opposite holds",
        "say also what follows from “{name}: 有” or “{name}: 无”",
    ),
    "PART_OF_A_CLASS": (
        "this condition names “{outcomes}” of the class “{name}” but not “{others}”: it waits for the reason",
        "“归类: {name}” for the whole class; or two classes, if different things follow",
    ),
    "SAME_GROUNDS": (
        "the grounds “{name}” and “{other}” (line {there.line}) say the same: where one holds, so does the other",
        "remove one if it was written twice; else correct one of the conditions",
    ),
    "GROUND_WITHIN": (
        "where the ground “{name}” holds, so does “{other}” (line {there.line})",
        "nothing to do if the text says so; else correct one of the conditions",
    ),
    "ONE_GROUND": ("for example {facts}, on {on}: “{other}” holds, “{name}” does not", ""),
    "BOTH_GROUNDS": ("for example {facts}, on {on}: both hold", ""),
    "CONTRADICTION_WITHIN": (
        "the contradiction “{name}” never comes alone: others exclude each record that it excludes",
        "remove it if those do; nothing to do if its other facts are to count for nothing; else correct the condition",
    ),
    "NOBODY_CLAIMS": (
        "only the findings “{facts}” invoke {part}; what somebody claims before it is found counts as not invoked",
        "add the fact that records who claims it to 「援引」",
    ),
    "UNREACHED_OUTCOME": (
        ("this entry of “{outcome}” is never reached: where its condition holds, so does that of {firsts} before it"),
        "remove it, move it up, or correct one of the conditions",
    ),
    "TAKEN_BEFORE": ("for example {facts}, on {on}: its condition holds, and the outcome is “{outcome}”", ""),
    "ITEM_WITHOUT_GROUND": (
        (
            "{items}: no ground, though the other items of the paragraph have one; a record that meets only "
            "these would count as meeting none"
        ),
        (
            "add the ground; if it is left out on purpose, say so under 「不评价」 of the regulation; if the text "
            "is gone, see “废止一项” in the guide"
        ),
    ),
    "OUTSIDE_VALIDITY": (
        "{day} is outside the validity of the whole, 「{whole}」 ({days}): it never matters",
        "correct it; remove it from what is in force as long as 「{whole}」",
    ),
    "NEVER_LAW": ("{part} is law on no day of the policy's validity ({days})", "correct its days, or remove it"),
    "VALUE_NEVER_USED": (
        "the value “{value}” of the parameter “{parameter}” applies on no day of the policy's validity ({days})",
        "correct its first day, or remove it",
    ),
    "UNCONFIRMED": (
        "nobody has confirmed for which words “{name}” was written: {places}",
        "compare it with the text, then run zzrules check FOLDER --confirm 全部",
    ),
    "NONE_CONFIRMED": (
        "nobody has confirmed yet for which words the rules were written, in {count} files: {names}",
        "when you have compared them: zzrules check FOLDER --confirm 全部, or --confirm and one place",
    ),
}
