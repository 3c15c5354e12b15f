"use strict";

/* Filters above the tables that ask for them: by words, and by what stands in columns that are marked. */

(() => {
  function labelled(text, control) {
    const label = document.createElement("label");
    label.append(`${text} `, control);
    return label;
  }

  /** Return a list to choose from of what stands in a column. */
  function chooser(name, values) {
    const select = document.createElement("select");
    for (const value of ["", ...values]) {
      const option = document.createElement("option");
      option.value = value;
      option.textContent = value || "全部";
      select.append(option);
    }
    return labelled(name, select);
  }

  function filtered(table) {
    const rows = [...table.tBodies[0].rows].map((row) => ({
      row,
      text: zzWords.fold(row.textContent.replace(/\s+/g, " ")),
      cells: [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " ")),
    }));
    const input = document.createElement("input");
    input.type = "search";
    const count = document.createElement("output");
    const bar = document.createElement("form");
    bar.className = "filter no-print";
    bar.setAttribute("role", "search");
    bar.setAttribute("aria-label", "筛选");
    bar.append(labelled("筛选", input));
    const choosers = [];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (!head.hasAttribute("data-choose")) return;
      const label = chooser(head.textContent, new Set(rows.map((one) => one.cells[column])));
      choosers.push([label.querySelector("select"), column]);
      bar.append(label);
    });
    bar.append(count);
    const apply = () => {
      const words = zzWords.asked(input.value);
      let shown = 0;
      for (const { row, text, cells } of rows) {
        const chosen = choosers.every(([select, column]) => !select.value || cells[column] === select.value);
        row.hidden = !(chosen && words.every((ways) => zzWords.first(text, ways) !== null));
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = shown < rows.length ? `${shown} / ${rows.length} 行` : "";
    };
    bar.addEventListener("input", apply);
    bar.addEventListener("submit", (event) => event.preventDefault());
    (table.closest(".scroll") || table).before(bar);
  }

  document.querySelectorAll("table[data-filter]").forEach(filtered);
  // A row that an address leads to may have moved when the bars came in.
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target) target.scrollIntoView({ behavior: "instant" });
})();
