// Readers' decisions: buttons on passages and cells, kept in the browser until they are saved as a file.
"use strict";
(() => {
  const { all, byId, lexicon, cells, speakIn } = page;
  const store = `oms-check ${lexicon.direction} ${lexicon.report}`;
  const documents = new Map(all("tr[data-document]").map((row) => [row.dataset.document, row.dataset]));
  const digests = new Map([...documents.values()].map((one) => [one.path, one.sha256 || ""]));
  const dialog = byId("deciding");
  const decided = new Map();
  let role = "";
  let pending = null;

  // Storage may be refused (a private window, a strict browser): then decisions last as long as the page.
  function remember() {
    try {
      localStorage.setItem(store, JSON.stringify([...decided.values()]));
      localStorage.setItem("oms-check role", role);
    } catch {
      addEventListener("beforeunload", (event) => decided.size && event.preventDefault());
    }
  }

  function recall() {
    try {
      role = localStorage.getItem("oms-check role") || "";
      return JSON.parse(localStorage.getItem(store) || "[]");
    } catch {
      return [];
    }
  }

  const keyOf = (entry) => [entry.of, entry.name, entry.area, entry.passage].join("\n");
  const cellOf = (node) => node.closest("details.cell");

  // What a passage or a cell is to the review file: document and fingerprint, or document or region alone.
  function about(node) {
    const cell = cellOf(node);
    const passage = node.matches(".passage") ? node : null;
    const place = passage ? documents.get(passage.dataset.document) : null;
    return {
      of: passage ? "document" : cell.dataset.of,
      name: passage ? place.path : cell.dataset.key,
      area: cell.dataset.area,
      passage: passage ? passage.dataset.fingerprint : "",
      quote: passage ? textOf(passage).slice(0, 300) : "",
      level: passage ? "" : cell.dataset.level,
    };
  }

  const textOf = (passage) => passage.querySelector("blockquote").textContent.replace(/\s+/g, " ").trim();
  const homes = () => [...cells, ...all("li.passage")];
  const standing = (node) => node.dataset.was || "";

  // Where a decision is told and where it is made: in a passage, or at the top and at the end of a cell.
  const toldIn = (node) => (node.matches(".passage") ? node : node.querySelector(".whole"));
  const madeIn = (node) => (node.matches(".passage") ? node : node.querySelector(".judge"));

  function show(node) {
    const entry = decided.get(keyOf(about(node)));
    const home = toldIn(node);
    for (const old of all(":scope > .decided.fresh", home)) old.remove();
    for (const old of all(":scope > .decided", home)) old.hidden = Boolean(entry);
    const ruling = entry ? entry.decision : standing(node);
    if (ruling) node.dataset.decision = ruling;
    else delete node.dataset.decision;
    if (entry) {
      const shown = byId("decided").content.cloneNode(true);
      for (const line of all(".decided", shown)) if (!line.matches(`.${entry.decision}`)) line.remove();
      shown.querySelector(".reason").textContent = entry.reason;
      shown.querySelector(".who").textContent = `${entry.role} ${entry.date}`;
      if (!entry.reason) shown.querySelector(".reason").remove();
      speakIn(shown);
      const source = home.querySelector(":scope > .source");
      if (source) source.before(shown);
      else home.append(shown);
    }
    for (const button of all(":scope > .decide button", madeIn(node))) {
      button.setAttribute("aria-pressed", String(button.dataset.ruling === ruling));
    }
  }

  // The same sentence may stand twice: every place of it shows the decision.
  function showAll(key) {
    for (const node of homes()) if (keyOf(about(node)) === key && node.dataset.ready) show(node);
    byId("tray").hidden = !decided.size;
    document.body.classList.toggle("with-tray", decided.size > 0);
    byId("tray-count").textContent = String(decided.size);
    byId("exported").hidden = true;
  }

  function ready(node) {
    if (node.dataset.ready) return;
    node.dataset.ready = "yes";
    node.dataset.was = node.dataset.decision || "";
    const home = madeIn(node);
    const part = byId("decide").content.cloneNode(true);
    if (node.matches("details")) {
      [part.firstElementChild.dataset.sv, part.firstElementChild.dataset.en] = lexicon.whole;
      const label = document.createElement("span");
      [label.dataset.sv, label.dataset.en, label.dataset.attr] = [...lexicon.whole, "text"];
      part.firstElementChild.prepend(label);
      // Whether a passage counts is a matter of its document; a strong cell has no gap to justify.
      const nothing = !node.querySelector("li.passage");
      if (node.dataset.of === "region" || nothing) part.querySelector("[data-ruling=reject]").remove();
      if (node.dataset.level === "strong") part.querySelector("[data-ruling=justify]").remove();
    }
    speakIn(part);
    const picture = home.querySelector(":scope > .crop");
    if (picture) picture.before(part);
    else home.append(part);
    for (const button of all(":scope > .decide button", home)) {
      button.addEventListener("click", () => choose(node, button.dataset.ruling));
    }
    show(node);
  }

  function choose(node, ruling) {
    const what = about(node);
    const before = decided.get(keyOf(what));
    if (before && before.decision === ruling) {
      decided.delete(keyOf(what));
      remember();
      showAll(keyOf(what));
      return;
    }
    pending = { ...what, decision: ruling, replaces: standing(node), node };
    if (ruling === "accept" && role) {
      keep("");
      return;
    }
    for (const title of all("#deciding-title [data-ruling]")) title.hidden = title.dataset.ruling !== ruling;
    byId("deciding-what").textContent = what.quote || cellOf(node).querySelector("summary .area").textContent;
    byId("ask-reason").hidden = ruling === "accept";
    byId("reason").required = ruling !== "accept";
    byId("reason").value = "";
    byId("role").value = role;
    dialog.showModal();
    (ruling === "accept" ? byId("role") : byId("reason")).focus();
  }

  function keep(reason) {
    const { node, ...entry } = pending;
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
    entry.reason = reason;
    entry.role = role;
    entry.date = day.join("-");
    decided.set(keyOf(entry), entry);
    remember();
    showAll(keyOf(entry));
    pending = null;
  }

  const oneLine = (text) => text.replace(/\s+/g, " ").trim();

  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = oneLine(byId("reason").value);
    const said = oneLine(byId("role").value);
    if (!said || (pending.decision !== "accept" && !reason)) return;
    role = said;
    dialog.close();
    keep(pending.decision === "accept" ? "" : reason);
  });
  byId("cancel").addEventListener("click", () => dialog.close());

  // The file has the shape of review.yaml, documents under the names the report gives them.
  function exported() {
    const found = { documents: new Map(), regions: new Map() };
    for (const entry of decided.values()) {
      const group = entry.of === "region" ? found.regions : found.documents;
      if (!group.has(entry.name)) group.set(entry.name, []);
      const line = { direction: lexicon.direction, focus_area: entry.area };
      for (const key of ["passage", "quote", "decision", "level", "reason", "role", "date", "replaces"]) {
        if (entry[key]) line[key] = entry[key];
      }
      group.get(entry.name).push(line);
    }
    const documents = [...found.documents].map(([path, decisions]) => {
      const sha256 = digests.get(path);
      return sha256 ? { path, sha256, decisions } : { path, decisions };
    });
    const regions = [...found.regions].map(([id, decisions]) => ({ id, decisions }));
    return { schema: "oms-check/review@1", documents, regions };
  }

  byId("export").addEventListener("click", () => {
    const text = JSON.stringify(exported(), null, 1) + "\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `oms-check-beslut-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    byId("exported").hidden = false;
  });
  byId("discard").addEventListener("click", () => {
    if (!confirm(lexicon.sure[document.documentElement.lang === "en" ? 1 : 0])) return;
    const keys = [...decided.keys()];
    decided.clear();
    remember();
    for (const key of keys) showAll(key);
  });

  function readyCell(cell) {
    if (cell.dataset.level !== "unknown") ready(cell);
    for (const passage of all("li.passage", cell)) ready(passage);
  }
  for (const cell of cells) {
    cell.addEventListener("toggle", () => cell.open && readyCell(cell));
    if (cell.open) readyCell(cell);
  }
  const recalled = recall();
  if (recalled.length) for (const cell of cells) readyCell(cell);
  for (const entry of recalled) {
    const key = keyOf(entry);
    // What stands in the report by now is no news.
    if (homes().some((node) => keyOf(about(node)) === key && standing(node) === entry.decision)) continue;
    decided.set(key, entry);
    showAll(key);
  }
  if (recalled.length !== decided.size) remember();
})();
