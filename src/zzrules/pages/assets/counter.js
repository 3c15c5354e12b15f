"use strict";

/* The counter beside the calendar: asks `zzWorkdays` and says what it answers. */

(() => {
  const panel = document.getElementById("counter");
  const calendar = new zzWorkdays.Calendar(window.zzCalendar);
  const UNITS = { workday: "个工作日", day: "日", month: "个月", year: "年" };

  const WRITTEN = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/;

  const field = (form, name) => form.elements.namedItem(name);

  /** Return the day that somebody wrote in one of several ways. */
  function day(text) {
    const written = text.normalize("NFKC").trim();
    const parts = WRITTEN.exec(written);
    return calendar.read(parts ? parts.slice(1).map((part) => part.padStart(2, "0")).join("-") : written);
  }
  const said = (one) => {
    const kind = calendar.kind(one);
    return `${zzWorkdays.text(one)}（星期${zzWorkdays.weekday(one)}${kind ? `，${kind}` : ""}）`;
  };

  /** Return the days that do not count, as the form says them: one interval, or none. */
  function suspended(form) {
    const [first, last] = ["from", "to"].map((name) => field(form, name).value.trim());
    if (!first && !last) return [];
    return [[day(first || last), day(last || first)]];
  }

  function after(form) {
    const start = day(field(form, "start").value);
    const number = field(form, "number").value === "" ? NaN : Number(field(form, "number").value);
    const unit = field(form, "unit").value;
    const spans = suspended(form);
    if (unit === "workday") {
      const end = calendar.add(start, number, spans);
      return [`第${number}个工作日是${said(end)}。`, start, end];
    }
    const end = calendar.moved(start, number, unit, spans);
    const head = `${number}${UNITS[unit]}，末日是${said(end)}。`;
    if (!field(form, "roll").checked || calendar.isWorkingDay(end)) return [head, start, end];
    const rolled = calendar.rolled(end);
    return [`${head}不是工作日，顺延至${said(rolled)}。`, start, rolled];
  }

  function between(form) {
    const start = day(field(form, "start").value);
    const end = day(field(form, "end").value);
    const spans = suspended(form);
    const days = calendar.daysBetween(start, end, spans);
    const counted = calendar.between(start, end, spans);
    const low = Math.min(start, end);
    const sign = start <= end ? "" : "（倒数）";
    const from = low < Math.max(start, end) ? `${zzWorkdays.text(low + 1)}至${zzWorkdays.text(Math.max(start, end))}` : "同一日";
    return [`${from}：${Math.abs(counted)}个工作日，${Math.abs(days)}日${sign}。`, low, Math.max(start, end)];
  }

  /** Show an answer, and below it what is named of the days that it passes. */
  function show(form, answer) {
    const output = form.querySelector("output");
    const passed = form.querySelector("ul");
    passed.replaceChildren();
    output.classList.remove("refused");
    const [text, first, last] = answer;
    output.textContent = text;
    for (const span of last - first <= 400 ? calendar.named(first + 1, last) : []) {
      const item = document.createElement("li");
      const until = span.first === span.last ? "" : `至${zzWorkdays.text(span.last)}`;
      item.textContent = `${zzWorkdays.text(span.first)}${until}：${span.name}，${span.document}`;
      passed.append(item);
    }
  }

  function refuse(form, text) {
    const output = form.querySelector("output");
    form.querySelector("ul").replaceChildren();
    output.classList.toggle("refused", text !== "");
    output.textContent = text;
  }

  for (const [id, count] of [["count-after", after], ["count-between", between]]) {
    const form = document.getElementById(id);
    const answer = () => {
      const needed = ["start", "end", "number"].map((name) => field(form, name)).filter((one) => one !== null);
      if (needed.some((one) => one.value.trim() === "")) return refuse(form, "");
      try {
        return show(form, count(form));
      } catch (refusal) {
        if (!(refusal instanceof zzWorkdays.Refusal)) throw refusal;
        return refuse(form, refusal.message);
      }
    };
    form.addEventListener("input", answer);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer();
    });
    answer();
  }
  panel.hidden = false;
})();
