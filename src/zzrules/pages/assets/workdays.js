"use strict";

/* Working days, counted as zzrules.base.workdays and zzrules.base.durations do, and refused where they refuse.
   Days are ordinals: 1 is 1 January of the year 1, as in Python. What is wrong with a question is thrown as a Refusal,
   in the words of the library, which the calendar's data bring along. */

const zzWorkdays = (() => {
  const DAY = 86400000;
  const EPOCH = 719163; // the ordinal of 1970-01-01
  const LAST = 3652059; // of 9999-12-31
  const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

  class Refusal extends Error {}

  function utc(year, month, day) {
    const date = new Date(0);
    date.setUTCFullYear(year, month, day); // Date.UTC takes the year 26 for 1926
    return date;
  }

  const dateOf = (ordinal) => new Date((ordinal - EPOCH) * DAY);
  const text = (ordinal) => dateOf(ordinal).toISOString().slice(0, 10);

  /** Return the ordinal of a date written 2026-05-06; null for what is no date. */
  function ordinal(written) {
    const parts = SHAPE.exec(written);
    if (parts === null) return null;
    const date = utc(+parts[1], +parts[2] - 1, +parts[3]);
    const number = Math.round(date.getTime() / DAY) + EPOCH;
    return number >= 1 && text(number) === written ? number : null;
  }

  /** Return the corresponding day so many months later, or the month's last day where there is none. */
  function monthsLater(day, number) {
    const start = dateOf(day);
    const months = start.getUTCFullYear() * 12 + start.getUTCMonth() + number;
    const year = Math.floor(months / 12);
    if (year > 9999) return null;
    const last = utc(year, (months % 12) + 1, 0).getUTCDate();
    return Math.round(utc(year, months % 12, Math.min(start.getUTCDate(), last)).getTime() / DAY) + EPOCH;
  }

  class Calendar {
    /** Take what `zzrules.pages.calendar.data_of` writes. */
    constructor(data) {
      this.data = data;
      this.first = ordinal(data.first);
      this.last = this.first + data.days.length - 1;
      this.counts = [0]; // how many of the first so many days are working days
      this.working = [];
      for (let at = 0; at < data.days.length; at += 1) {
        if (data.working.includes(data.days[at])) this.working.push(this.first + at);
        this.counts.push(this.working.length);
      }
    }

    /** Return what kind of day a day is, in a word; an empty text where no notice tells. */
    kind(day) {
      return this.data.kinds[this.data.days[day - this.first]] || "";
    }

    /** Return what is named of the days from one through another: days off and make-up days, with their documents. */
    named(first, last) {
      return this.data.spans
        .map(([from, to, name, document]) => ({ first: ordinal(from), last: ordinal(to), name, document }))
        .filter((span) => span.first <= last && span.last >= first);
    }

    isWorkingDay(day) {
      const at = day - this.first;
      const known = at >= 0 && at < this.data.days.length;
      return this.known(known ? this.counts[at + 1] > this.counts[at] : null, day);
    }

    /** Return the n-th working day after a day, which is not counted; days of suspensions do not count either. */
    add(start, number, suspended) {
      const spans = this.disjoint(suspended);
      return this.known(this.added(start, this.count(number), spans), start + 1);
    }

    added(start, number, suspended) {
      if (number === 0) return start;
      const before = this.first - 1;
      const { counts, working } = this;
      if (start < before || start - before >= counts.length) return null;
      let index = counts[start - before] + number - 1;
      for (const [first, last] of suspended) {
        if (index >= working.length || first > working[index]) break;
        if (last - before >= counts.length) return null;
        if (last > start) index += counts[last - before] - counts[Math.max(first - 1, start) - before];
      }
      return index < working.length ? working[index] : null;
    }

    /** Return how many working days lie after one day through another; below zero if the other is the earlier. */
    between(start, end, suspended) {
      const spans = this.disjoint(suspended);
      const low = Math.min(start, end);
      const high = Math.max(start, end);
      const before = this.first - 1;
      const { counts } = this;
      if (low === high) return 0;
      if (low < before || high - before >= counts.length) return this.known(null, low + 1);
      let total = counts[high - before] - counts[low - before];
      for (const [first, last] of spans) {
        if (first <= high && last > low) {
          total -= counts[Math.min(last, high) - before] - counts[Math.max(first - 1, low) - before];
        }
      }
      return start < end ? total : -total;
    }

    /** Return how many days lie after one day through another, whatever days they are. */
    daysBetween(start, end, suspended) {
      const low = Math.min(start, end);
      const high = Math.max(start, end);
      let total = high - low;
      for (const [first, last] of this.disjoint(suspended)) {
        total -= Math.max(0, Math.min(last, high) - Math.max(first, low + 1) + 1);
      }
      return end >= start ? total : -total;
    }

    /** Return the day so many days, months or years after a day. */
    moved(start, number, unit, suspended) {
      const spans = this.disjoint(suspended);
      const count = this.count(number);
      let end = unit === "day" ? start + count : monthsLater(start, count * (unit === "year" ? 12 : 1));
      for (const [first, last] of end === null ? [] : spans) {
        if (first <= end && last > start) end += last - Math.max(first, start + 1) + 1;
      }
      if (end === null || end > LAST) throw new Refusal(this.data.refusals.beyond);
      return end;
    }

    /** Return a day if it is a working day, else the next. */
    rolled(day) {
      return this.isWorkingDay(day) ? day : this.add(day, 1, []);
    }

    /** Return the ordinal of a date as somebody wrote it. */
    read(written) {
      const day = ordinal(written);
      if (day === null) throw this.refusal("noDate", { day: written });
      return day;
    }

    count(number) {
      if (!Number.isSafeInteger(number) || number < 0) throw this.refusal("noCount", { number });
      return number;
    }

    /** Return suspensions in order; refuse those that end before they begin, or share a day. */
    disjoint(suspended) {
      const spans = [...suspended].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
      const said = ([first, last]) => `${text(first)}至${text(last)}`;
      const wrong = spans
        .filter(([first, last]) => last < first)
        .map((span) => this.told("reversed", { span: said(span) }));
      for (let at = 1; at < spans.length; at += 1) {
        const [span, later] = [spans[at - 1], spans[at]];
        if (later[0] <= Math.min(span[1], later[1])) {
          wrong.push(this.told("overlap", { first: said(span), second: said(later) }));
        }
      }
      if (wrong.length > 0) throw new Refusal(wrong.join("\n"));
      return spans;
    }

    /** Return an answer; if there is none, refuse by the first day from `needed` on that lacks its notice. */
    known(answer, needed) {
      if (answer !== null) return answer;
      let day = Math.min(needed, LAST);
      if (day >= this.first && day <= this.last) day = this.last + 1;
      const words = { day: text(day), first: this.data.first, notice: this.awaits(day) };
      throw this.refusal(day < this.first ? "beforeFirst" : "notCovered", words);
    }

    awaits(day) {
      const [year, ...rest] = text(day).split("-");
      const rewritten = day > this.last && rest.join("-") > this.data.lastSettled;
      return this.data.awaited.replace("{year}", Number(year) + (rewritten ? 1 : 0));
    }

    refusal(name, words) {
      return new Refusal(this.told(name, words));
    }

    told(name, words) {
      return this.data.refusals[name].replace(/\{(\w+)\}/g, (whole, word) => String(words[word]));
    }
  }

  return { Calendar, Refusal, ordinal, text, weekday: (day) => "日一二三四五六"[dateOf(day).getUTCDay()] };
})();
