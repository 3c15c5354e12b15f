"""What runs in the pages: the counter beside the calendar, the filters above tables, the search by keyboard.

What they answer is held in Node (`tests/pages`); here, that the pages ask them and say it.
"""

YEAR = "calendar-2026.html"
LATE = (
    "ZZ501 工作日历未覆盖2026-12-29，须待《国务院办公厅关于2027年部分节假日安排的通知》。"
    "应改为：把这份通知补入工作日历后再计算"
)


def counted(page, form, **fields):
    """Fill in one of the forms beside the calendar, and return what it says, with the days that it names."""
    for name, value in fields.items():
        field = page.locator(f"#count-{form} [name={name}]")
        if name in ("from", "to"):
            page.locator(f"#count-{form} details").evaluate("(one) => { one.open = true; }")
        if name == "unit":
            field.select_option(value)
        else:
            field.fill(value)
    return page.locator(f"#count-{form} output").inner_text(), page.locator(f"#count-{form} li").all_inner_texts()


def test_the_counter_counts_from_a_day_however_it_is_written_and_says_what_it_passed(page_of, site):
    page = page_of(site, YEAR)
    told, passed = counted(page, "after", start="2026年2月9日", number="10")
    assert told == "第10个工作日是2026-02-28（星期六，调休上班）。"
    assert "2026-02-16至2026-02-19：春节（法定节假日），国办发明电〔2025〕7号" in passed
    told, _ = counted(page, "after", start="２０２６-1-20", number="1", unit="month")
    assert told == ("1个月，末日是2026-02-20（星期五，调休放假）。不是工作日，顺延至2026-02-24（星期二，工作日）。")


def test_the_counter_refuses_in_the_words_of_the_library_and_says_nothing_of_nothing(page_of, site):
    page = page_of(site, YEAR)
    assert counted(page, "after", start="2026-12-20", number="10") == (LATE, [])
    assert counted(page, "after", start="2026-02-30")[0].startswith("ZZ505 「2026-02-30」不是日期")
    assert counted(page, "after", start="2026-02-09", number="-1")[0].startswith("ZZ504 ")
    assert counted(page, "after", number="") == ("", [])


def test_the_counter_counts_between_days_without_those_taken_out(page_of, site):
    page = page_of(site, YEAR)
    assert (
        counted(page, "between", start="2026-02-09", end="2026-02-28")[0]
        == "2026-02-10至2026-02-28：10个工作日，19日。"
    )
    assert "8个工作日，17日" in counted(page, "between", **{"from": "2026-02-10", "to": "2026-02-11"})[0]
    assert "8个工作日，17日（倒数）" in counted(page, "between", start="2026-02-28", end="2026-02-09")[0]


def test_a_table_is_filtered_by_words_and_by_what_stands_in_a_column(page_of, site):
    page = page_of(site, "facts.html")
    rows = page.locator("tbody tr").count()
    page.get_by_label("筛选").last.fill("实名 差评")
    shown = page.locator("tbody tr:visible").count()
    assert 0 < shown < rows
    assert page.locator(".filter output").inner_text() == f"{shown} / {rows} 行"
    page.get_by_label("类型").select_option("日期")
    kinds = page.locator("tbody tr:visible td[data-label=类型]").all_inner_texts()
    assert {*kinds} == {"日期"}
    page.get_by_label("筛选").last.fill("")
    page.get_by_label("类型").select_option("")
    assert page.locator("tbody tr:visible").count() == rows
    assert page.locator(".filter output").inner_text() == ""


def test_the_search_is_used_by_keyboard_alone_and_says_how_much_it_finds(page_of, site):
    page = page_of(site, "search.html")
    page.keyboard.type("第8条")
    status = page.get_by_role("status")
    assert status.inner_text().startswith("找到 ")
    assert status.get_attribute("aria-live") == "polite"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent").startswith("第八条")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "asked"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/article-8.html*")
    page.go_back()
    assert page.locator("#asked").input_value() == "第8条"  # the address keeps what was asked


def test_more_is_listed_when_asked_for_and_what_was_asked_is_only_text(page_of, site):
    page = page_of(site, "search.html")
    page.locator("#asked").fill("机构")
    more = page.get_by_role("button").first
    number = int("".join(filter(str.isdecimal, more.inner_text())))
    section = page.locator("#found section").filter(has=more).first
    before = section.locator("li").count()
    more.click()
    assert page.locator("#found section").filter(has_text="（").locator("li").count() >= before + number
    page.locator("#asked").fill("<img src=x onerror=alert(1)>")
    assert page.get_by_role("status").inner_text() == "没有找到。"
    assert page.locator("#found *").count() == 0
