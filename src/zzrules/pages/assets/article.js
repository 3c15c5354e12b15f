// Lights up what belongs together: words of the law, parts of policies, facts. Without it, the same are links.
(function () {
  "use strict";
  var named = new Map(); // data-is → elements
  var told = new Map(); // data-of → elements that belong to it
  document.querySelectorAll("[data-is]").forEach(function (one) {
    add(named, one.dataset.is, one);
    (one.dataset.of || "").split(" ").filter(Boolean).forEach(function (key) { add(told, key, one); });
  });
  function add(map, key, one) {
    if (!map.has(key)) map.set(key, []);
    map.get(key).push(one);
  }
  var lit = [];
  function light(one) {
    lit.forEach(function (other) { other.classList.remove("lit"); });
    lit = [];
    if (!one) return;
    lit = (told.get(one.dataset.is) || []).slice();
    (one.dataset.of || "").split(" ").forEach(function (key) { lit = lit.concat(named.get(key) || []); });
    if (one.matches("a")) lit.push(one);
    lit.forEach(function (other) { other.classList.add("lit"); });
  }
  function of(event) { return event.target.closest ? event.target.closest("[data-is]") : null; }
  document.addEventListener("mouseover", function (event) { light(of(event)); });
  document.addEventListener("focusin", function (event) { light(of(event)); });
  document.addEventListener("click", function (event) { light(of(event)); });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") light(null); });

  // A link into what is folded opens it.
  function open() {
    var at = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var one = at && at.parentElement; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    if (!at) return;
    var own = at.querySelector(":scope > details");
    if (own) own.open = true;
    at.scrollIntoView();
  }
  window.addEventListener("hashchange", open);
  open();

  // What is there to be copied.
  document.querySelectorAll("pre.copied").forEach(function (text) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = "复制";
    button.addEventListener("click", function () {
      var done = function () { button.textContent = "已复制"; };
      if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text.textContent).then(done, select);
      else select();
      function select() {
        var range = document.createRange();
        range.selectNodeContents(text.querySelector("code"));
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        if (document.execCommand("copy")) done();
        else button.textContent = "已选中，按 Ctrl+C";
      }
    });
    text.before(button);
  });
})();
