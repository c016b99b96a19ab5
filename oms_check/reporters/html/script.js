// Opens cells, filters passages and switches language; without it the page still reads in one language.
"use strict";
const page = (() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const lexicon = JSON.parse(byId("lexicon").textContent);
  const languages = ["sv", "en"];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const cells = all("details.cell");
  const buttons = new Map(all("button.cell").map((button) => [button.dataset.cell, button]));
  const openedByFilter = new Set();

  function sayWords(root, lang) {
    const which = languages.indexOf(lang);
    for (const node of all("[data-w]", root)) node.textContent = lexicon.said[node.dataset.w][which];
  }

  function sayAttributes(root, lang) {
    for (const node of all("[data-attr]", root)) {
      let text = node.dataset[lang];
      if ("quote" in node.dataset) text += " " + node.closest(".passage").querySelector("blockquote").textContent;
      if (node.dataset.attr === "text") node.textContent = text;
      else node.setAttribute(node.dataset.attr, text);
    }
  }

  function speak(lang) {
    const which = languages.indexOf(lang);
    // The page arrives in one language. Setting `lang` styles all of it anew, even to what it is.
    if (document.documentElement.lang !== lang) {
      document.documentElement.lang = lang;
      sayWords(document, lang);
    }
    sayAttributes(document, lang);
    for (const mark of all("mark[data-term]")) {
      mark.title = `${lexicon.match[mark.className][which]}: ${mark.dataset.term}`;
    }
    for (const button of all("[data-lang]")) {
      button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
    }
  }

  // An image that is shown in several cells stands in the page once.
  function lend(root) {
    for (const image of all("img[data-same]:not([src])", root)) image.src = byId(image.dataset.same).src;
  }

  function show(target) {
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    lend(target.closest("details.cell") || target);
    const focus = target.matches("details") ? target.querySelector("summary") : target;
    if (!focus.matches("summary, a, button")) focus.tabIndex = -1;
    focus.focus({ preventScroll: true });
    target.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start" });
  }

  function toHash() {
    const target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("#passages") && target.closest("[hidden]")) clear();
    show(target);
  }

  const fold = (text) => text.toLowerCase().normalize("NFC").replace(/\s+/g, " ").trim();
  const texts = new Map();
  function textOf(passage) {
    if (!texts.has(passage)) {
      const parts = all("blockquote, .heading q, .doc", passage).map((node) => node.textContent);
      texts.set(passage, fold(parts.join(" ")));
    }
    return texts.get(passage);
  }

  function filter() {
    const query = fold(byId("search").value);
    const fields = ["row", "area", "level", "stance", "decision"].map((name) => byId("by-" + name).value);
    const [row, area, level, stance, decision] = fields;
    const within = Boolean(query || stance || decision);
    let shown = 0;
    for (const cell of cells) {
      const fits =
        (!row || cell.closest("section.row").dataset.row === row) &&
        (!area || cell.dataset.area === area) &&
        (!level || cell.dataset.level === level);
      let count = 0;
      for (const passage of all("li.passage", cell)) {
        const hit =
          fits &&
          (!stance || passage.dataset.stance === stance) &&
          (!decision || (passage.dataset.decision || "none") === decision) &&
          (!query || textOf(passage).includes(query));
        passage.hidden = !hit;
        if (hit) count += 1;
      }
      shown += count;
      const decided = Boolean(decision) && !query && !stance && cell.dataset.decision === decision;
      cell.hidden = !fits || (within && !count && !decided);
      buttons.get(cell.id).classList.toggle("off", cell.hidden);
      for (const part of all(".best, details.more", cell)) {
        part.hidden = within && !all("li.passage:not([hidden])", part).length;
        if (within && !part.hidden) part.open = true;
      }
      // A search shows what it found; when it is over, the cells are as they were.
      if (query && !cell.hidden && !cell.open) {
        openedByFilter.add(cell);
        cell.open = true;
      } else if ((!query || cell.hidden) && openedByFilter.delete(cell)) {
        cell.open = false;
      }
    }
    for (const section of all("section.row")) {
      section.hidden = !all("details.cell:not([hidden])", section).length;
    }
    byId("nothing").hidden = cells.some((cell) => !cell.hidden);
    byId("count").textContent = String(shown);
  }

  function clear() {
    for (const field of all(".filter input, .filter select")) field.value = "";
    filter();
  }

  function openAll(open) {
    for (const cell of cells) if (!cell.hidden) cell.open = open;
  }

  for (const cell of cells) {
    const button = buttons.get(cell.id);
    cell.addEventListener("toggle", () => {
      button.setAttribute("aria-expanded", String(cell.open));
      if (cell.open) lend(cell);
    });
    button.addEventListener("click", () => {
      if (cell.hidden) clear();
      show(cell);
    });
  }

  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  document.querySelector("table.matrix").addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const cell = event.target.closest("td");
    if (!step || !cell) return;
    const rows = all("tbody tr", event.currentTarget);
    const row = rows[rows.indexOf(cell.parentElement) + step[0]];
    const next = row && row.cells[cell.cellIndex + step[1]];
    const button = next && next.querySelector("button");
    if (button) {
      event.preventDefault();
      button.focus();
    }
  });

  for (const button of all("[data-lang]")) button.addEventListener("click", () => speak(button.dataset.lang));
  document.querySelector(".filter").addEventListener("submit", (event) => event.preventDefault());
  byId("search").addEventListener("input", filter);
  for (const select of all(".filter select")) select.addEventListener("change", filter);
  byId("clear").addEventListener("click", () => {
    clear();
    byId("search").focus();
  });
  byId("open-all").addEventListener("click", () => openAll(true));
  byId("close-all").addEventListener("click", () => openAll(false));
  byId("print").addEventListener("click", () => print());
  addEventListener("hashchange", toHash);
  addEventListener("beforeprint", () => lend(document));
  speak(document.documentElement.lang);
  filter();
  toHash();
  // Parts that are added later come as they were in the template.
  function speakIn(root) {
    sayWords(root, document.documentElement.lang);
    sayAttributes(root, document.documentElement.lang);
  }

  return { all, byId, lexicon, cells, speakIn };
})();
