// What is held of a page, read into it by tests: each returns a line for each fault, which says where it is.
globalThis.checks = (() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const native = "a[href], area[href], button, input, select, textarea, summary";
  const composite = "[role=listbox], [role=tablist], [role=radiogroup], [role=menu], [role=grid]";

  function named(one) {
    const words = (one.getAttribute("aria-label") ?? one.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    const id = one.id ? `#${one.id}` : "";
    const classes = [...one.classList].map((name) => `.${name}`).join("");
    return one.localName + id + classes + (words ? `「${words}」` : "");
  }

  // ── axe ─────────────────────────────────────────────────────────────

  /** Return what axe finds; rows of a table after the first two dozen are like those before, and left out. */
  async function violations(only) {
    const options = { preload: false, resultTypes: ["violations"], rules: { "target-size": { enabled: true } } };
    if (only.length) options.runOnly = { type: "rule", values: only };
    const found = await axe.run({ include: [["html"]], exclude: [["tbody > tr:nth-child(n + 25)"]] }, options);
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => {
        const why = [...node.any, ...node.all, ...node.none].map((one) => one.message).join("; ");
        return `${id}: ${node.target.join(" ")}: ${node.html.slice(0, 120)} (${why.slice(0, 200)})`;
      }),
    );
  }

  // ── the keyboard ────────────────────────────────────────────────────

  let stops = [];
  let ends = [];
  const reached = new Map();

  /**
   * Begin to note which links and controls the Tab key reaches, of a long page the first and the last so many. Return
   * how often it has to be pressed for the first, and for the last. A field for a day has several stops of its own.
   */
  function await_keys(most) {
    const group = (one) => all(`input[type=radio][name="${CSS.escape(one.name)}"]`);
    const beside = (one) =>
      one.type === "radio" && one.name && one !== (group(one).find((other) => other.checked) ?? group(one)[0]);
    const offered = (one) => seen(one) && !one.matches(":disabled") && !one.closest("[inert]");
    const stop = (one) => one.tabIndex >= 0 || (one.matches(native) && !one.closest(composite));
    stops = all(`${native}, [tabindex], [contenteditable]`).filter((one) => offered(one) && !beside(one) && stop(one));
    if (stops.length > 2 * most) [ends, stops] = [stops.slice(-most), stops.slice(0, most)];
    document.addEventListener("focusin", ({ target }) => reached.set(target, [outlined(target), covered(target)]), true);
    document.activeElement?.blur();
    scrollTo(0, 0);
    return [presses(stops), presses(ends)];
  }

  const presses = (some) => some.length && some.length + 2 + 4 * some.filter((one) => /date|time|month|week/.test(one.type)).length;

  /** Put the focus on the first of the last links and controls. */
  function skip_to_the_end() {
    ends[0].focus();
    stops = [...stops, ...ends];
  }

  function outlined(one) {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 && !/^rgba\(.*, 0\)$/.test(outlineColor);
  }

  /** Whether something else is on top of the middle of every box of an element. */
  function covered(one) {
    const within = (place, most) => Math.min(Math.max(place, 0), most - 1);
    const boxes = [...one.getClientRects()].filter((box) => box.width && box.height);
    const hidden = (box) => {
      const x = within(box.x + box.width / 2, innerWidth);
      const top = document.elementFromPoint(x, within(box.y + box.height / 2, innerHeight));
      return top !== null && !one.contains(top) && !top.contains(one);
    };
    return boxes.length > 0 && boxes.every(hidden);
  }

  function unreached() {
    const missed = stops.filter((one) => !reached.has(one)).map((one) => `not reached by keyboard: ${named(one)}`);
    const met = [...reached].flatMap(([one, [visible, under]]) => [
      ...(visible ? [] : [`focus is not visible: ${named(one)}`]),
      ...(under ? [`focus is covered: ${named(one)}`] : []),
    ]);
    return [...missed, ...met];
  }

  // ── room ────────────────────────────────────────────────────────────

  /** Return what makes the page scroll sideways, and text that is cut off. */
  function overflowing() {
    const { scrollWidth, clientWidth } = document.documentElement;
    const shown = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility());
    const faults = shown.filter(cut).map((one) => `cut off: ${named(one)}`);
    if (scrollWidth <= clientWidth) return faults;
    const out = shown.filter((one) => one.getBoundingClientRect().right > clientWidth + 1 && !in_a_box(one));
    const inmost = out.filter((one) => !out.some((other) => other !== one && one.contains(other)));
    const which = inmost.slice(0, 3).map(named).join(", ");
    return [`the page scrolls sideways: ${scrollWidth} px in ${clientWidth} px: ${which}`, ...faults];
  }

  function in_a_box(one) {
    for (let box = one.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible") return true;
    }
    return false;
  }

  function cut(one) {
    const { overflowX, overflowY } = getComputedStyle(one);
    if (!/hidden|clip/.test(overflowX + overflowY) || one.closest("svg, input, select, textarea")) return false;
    const room = one.clientWidth > 1; // what only screen readers are to read is one pixel wide
    return room && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
  }

  // ── what is there ───────────────────────────────────────────────────

  const controls = () => all("button, input:not([type=hidden]), select, textarea").filter(seen).map(named);

  /** Return the lines of text on the page, but for those of forms and of what only scripts fill in. */
  function words() {
    const aside = all("form, label, select, button, output, .counter, [role=status], [aria-live]");
    for (const one of aside) one.style.setProperty("display", "none", "important");
    const lines = document.body.innerText.split(/\s*\n\s*/).filter(Boolean);
    for (const one of aside) one.style.removeProperty("display");
    return [...new Set(lines)];
  }

  function ties() {
    const address = ({ href }) => (typeof href === "string" ? href : new URL(href.baseVal, location.href).href);
    return { links: all("a[href]").map(address), ids: all("[id]").map((one) => one.id) };
  }

  return { violations, await_keys, skip_to_the_end, unreached, overflowing, controls, words, ties };
})();
