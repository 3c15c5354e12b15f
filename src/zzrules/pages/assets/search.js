"use strict";

/* The search. `zzFind` finds, and is tried in Node; below it is what shows it in the page. */

const zzFind = (() => {
  const BEFORE = 16;
  const AFTER = 64;

  /** Return what a query finds, by kind: each entry with the words around it, the likeliest first. */
  function finder(data) {
    const entries = data.entries.map(([kind, page, anchor, title, text]) => ({
      kind,
      address: data.pages[page] + (anchor ? `#${anchor}` : ""),
      title,
      text,
      heading: zzWords.fold(title),
      body: zzWords.fold(text),
    }));
    return (query) => {
      const words = zzWords.asked(query);
      const groups = data.kinds.map((kind) => ({ kind, found: [] }));
      if (words.length === 0) return [];
      for (const entry of entries) {
        let rank = 0;
        for (const ways of words) {
          const at = zzWords.first(entry.heading, ways);
          if (at !== null) rank += entry.heading.length === at[1] - at[0] ? 0 : at[0] === 0 ? 1 : 2;
          else if (zzWords.first(entry.body, ways) !== null) rank += 8;
          else rank = Infinity;
          if (rank === Infinity) break;
        }
        if (rank < Infinity) groups[entry.kind].found.push({ entry, rank });
      }
      for (const group of groups) group.found.sort((one, other) => one.rank - other.rank); // stable: else as on the site
      return groups.filter((group) => group.found.length > 0).map((group) => ({ ...group, words }));
    };
  }

  /** Return a part of an entry's text with what was found in it: [words, whether they were found], one after another. */
  function around(entry, words) {
    const places = zzWords.all(entry.body, words);
    const first = places.length > 0 ? places[0] : [0, 0];
    const from = Math.max(0, first[0] - BEFORE);
    const to = Math.min(entry.text.length, first[1] + AFTER);
    const pieces = marked(entry.text, places.filter(([at, end]) => at >= from && end <= to), from, to);
    if (from > 0) pieces.unshift(["…", false]);
    if (to < entry.text.length) pieces.push(["…", false]);
    return pieces;
  }

  function marked(text, places, from, to) {
    const pieces = [];
    let at = from;
    for (const [start, end] of places) {
      if (start > at) pieces.push([text.slice(at, start), false]);
      pieces.push([text.slice(start, end), true]);
      at = end;
    }
    if (at < to) pieces.push([text.slice(at, to), false]);
    return pieces;
  }

  const titled = (entry, words) => marked(entry.title, zzWords.all(entry.heading, words), 0, entry.title.length);

  return { finder, around, titled };
})();

if (typeof document !== "undefined") {
  (() => {
    const MOST = 12;
    const input = document.getElementById("asked");
    const status = document.getElementById("told");
    const results = document.getElementById("found");
    const find = zzFind.finder(window.zzSearch);

    function written(name, pieces) {
      const element = document.createElement(name);
      for (const [text, found] of pieces) {
        if (found) {
          const mark = document.createElement("mark");
          mark.textContent = text;
          element.append(mark);
        } else {
          element.append(text);
        }
      }
      return element;
    }

    function item({ entry }, words) {
      const link = written("a", zzFind.titled(entry, words));
      link.href = entry.address;
      const line = document.createElement("li");
      line.append(link);
      if (entry.text) line.append(written("p", zzFind.around(entry, words)));
      return line;
    }

    function group({ kind, found, words }) {
      const section = document.createElement("section");
      const head = document.createElement("h2");
      head.textContent = `${kind}（${found.length}）`;
      const list = document.createElement("ul");
      list.append(...found.slice(0, MOST).map((one) => item(one, words)));
      section.append(head, list);
      if (found.length > MOST) {
        const more = document.createElement("button");
        more.type = "button";
        more.textContent = `再列出 ${found.length - MOST} 条`;
        more.addEventListener("click", () => {
          const rest = found.slice(MOST).map((one) => item(one, words));
          list.append(...rest);
          more.remove();
          rest[0].querySelector("a").focus();
        });
        section.append(more);
      }
      return section;
    }

    function show() {
      const query = input.value;
      const groups = find(query);
      results.replaceChildren(...groups.map(group));
      const number = groups.reduce((sum, one) => sum + one.found.length, 0);
      const kinds = groups.map((one) => `${one.kind} ${one.found.length}`).join("，");
      status.textContent = query.trim() === "" ? "" : number === 0 ? "没有找到。" : `找到 ${number} 处：${kinds}。`;
      history.replaceState(null, "", query.trim() === "" ? "#" : `#${encodeURIComponent(query)}`);
    }

    /** Move along the results with the arrows, and back to the words with Escape. */
    function move(event) {
      if (event.key === "Escape" && event.target !== input) {
        input.focus();
        return;
      }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const stops = [input, ...results.querySelectorAll("a, button")];
      const at = stops.indexOf(document.activeElement);
      if (at < 0) return;
      const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }

    input.addEventListener("input", show);
    document.getElementById("search").addEventListener("keydown", move);
    document.getElementById("search").addEventListener("submit", (event) => event.preventDefault());
    results.addEventListener("keydown", move);
    document.getElementById("search").hidden = false;
    if (location.hash.length > 1) {
      input.value = decodeURIComponent(location.hash.slice(1));
      show();
    }
    input.focus();
  })();
}
