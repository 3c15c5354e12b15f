"use strict";

/* Words as search and filters compare them: full width and half width alike, capitals and small letters alike, and
   numbers and dates in each way in which they are written. */

const zzWords = (() => {
  const NINE = "一二三四五六七八九";
  const NUMERAL = "零〇一二两三四五六七八九十百千";
  const UNITS = [[1000, "千"], [100, "百"], [10, "十"], [1, ""]];
  const NUMERIC = new RegExp(`[0-9${NUMERAL}]`);

  /** Return a text of the same length in which what is alike is written alike. */
  function fold(text) {
    return text.replace(/[\uff01-\uff5e\u3000A-Z〇「」“”‘’]/g, (one) => {
      if (one === "\u3000") return " ";
      if (one === "〇") return "零";
      if ("「」“”‘’".includes(one)) return '"';
      return (one < "\u0080" ? one : String.fromCharCode(one.charCodeAt(0) - 0xfee0)).toLowerCase();
    });
  }

  /** Return the Chinese numeral of a number from 1 to 9999. */
  function toChinese(number) {
    let numeral = "";
    let skipped = false;
    for (const [power, unit] of UNITS) {
      const digit = Math.floor(number / power) % 10;
      if (digit) numeral += (numeral && skipped ? "零" : "") + NINE[digit - 1] + unit;
      skipped = !digit;
    }
    return numeral.startsWith("一十") ? numeral.slice(1) : numeral;
  }

  /** Return the number of a Chinese numeral; null for what is none. */
  function fromChinese(numeral) {
    let number = 0;
    let digit = 0;
    for (const one of numeral.replace(/两/g, "二")) {
      const unit = UNITS.find(([, name]) => name === one);
      if (unit) {
        number += (digit || 1) * unit[0];
        digit = 0;
      } else {
        digit = NINE.indexOf(one) + 1;
      }
    }
    number += digit;
    const known = number >= 1 && number <= 9999 && toChinese(number) === numeral.replace(/两/g, "二").replace(/〇/g, "零");
    return known ? number : null;
  }

  const two = (number) => String(number).padStart(2, "0");
  const FIGURES = /(?<![0-9.a-z-])[1-9][0-9]{0,3}(?![0-9.a-z-])/g;
  const CHINESE = new RegExp(`[${NUMERAL}]+`, "g");

  /** Return the ways in which a word may be written: as it is, first; each with whether it must stand by itself.
      One with another number in it is no part of a longer number. */
  function variants(word) {
    const found = new Map([[word, false]]);
    const also = (text) => {
      if (text && !found.has(text)) found.set(text, true);
    };
    const without = word.replace(/([0-9零一二两三四五六七八九十百])个(?=工作日|工作小时|月)/g, "$1");
    const having = word.replace(/([0-9零一二两三四五六七八九十百])(?=工作日|工作小时)/g, "$1个");
    const bare = word.replace(/第\(([^()]+)\)项/g, "第$1项");
    const bracketed = word.replace(/第([0-9零一二三四五六七八九十百]+)项/g, "第($1)项");
    for (const form of new Set([word, without, having, bare, bracketed])) {
      const chinese = form.replace(FIGURES, (figures) => toChinese(Number(figures)));
      also(form);
      also(chinese);
      also(chinese.replace(/二(?=[个年月日天次项人条名工])/g, "两"));
      also(form.replace(CHINESE, (numeral) => fromChinese(numeral) ?? numeral));
      also(form.replace(/两/g, "二"));
    }
    const cited = /^([0-9]+)(?:\.([0-9]+))?(?:\(([0-9]+)\)|\.([0-9]+))?$/.exec(word);
    if (cited && word.length > cited[1].length) {
      const [article, paragraph, item] = [cited[1], cited[2], cited[3] || cited[4]].map((one) => one && toChinese(Number(one)));
      also(`第${article}条${paragraph ? `第${paragraph}款` : ""}${item ? `第(${item})项` : ""}`);
    }
    const date = /^([0-9]{4})年([0-9]{1,2})月(?:([0-9]{1,2})日)?$/.exec(word);
    if (date) also(`${date[1]}-${two(date[2])}${date[3] ? `-${two(date[3])}` : ""}`);
    const iso = /^([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?$/.exec(word);
    if (iso) also(`${iso[1]}年${Number(iso[2])}月${iso[3] ? `${Number(iso[3])}日` : ""}`);
    return [...found].map(([text, whole]) => ({ text, whole }));
  }

  /** Return what a query asks: of each of its words, the ways in which it may be written. */
  function asked(query) {
    return fold(query).split(/\s+/).filter((word) => word !== "").map(variants);
  }

  const numeric = (text, at) => at >= 0 && at < text.length && NUMERIC.test(text[at]);

  /** Return where a variant stands in a folded text, from a position on; -1 if it does not. */
  function place(text, { text: word, whole }, from = 0) {
    for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
      const end = at + word.length;
      const longer = (numeric(word, 0) && numeric(text, at - 1)) || (numeric(word, word.length - 1) && numeric(text, end));
      if (!whole || !longer) return at;
    }
    return -1;
  }

  /** Return the first place of a word in a folded text, in whichever way it is written there; null if it is not. */
  function first(text, ways) {
    let best = null;
    for (const way of ways) {
      const at = place(text, way);
      if (at >= 0 && (best === null || at < best[0])) best = [at, at + way.text.length];
    }
    return best;
  }

  /** Return all places of some words in a folded text, in order, those that overlap put together. */
  function all(text, words) {
    const spans = [];
    for (const way of words.flat()) {
      for (let at = place(text, way); at >= 0; at = place(text, way, at + 1)) spans.push([at, at + way.text.length]);
    }
    spans.sort((one, other) => one[0] - other[0]);
    const merged = [];
    for (const [from, to] of spans) {
      const last = merged[merged.length - 1];
      if (last && from <= last[1]) last[1] = Math.max(last[1], to);
      else merged.push([from, to]);
    }
    return merged;
  }

  return { fold, asked, first, all, toChinese, fromChinese };
})();
