"use strict";
// Search, filters, the language switch and the findings that the markup leaves out. Every text goes in as text.
(() => {
  const assessment = JSON.parse(document.getElementById("assessment").textContent);
  const words = JSON.parse(document.getElementById("words").textContent);
  const byId = (id) => document.getElementById(id);
  const findings = new Map(assessment.findings.map((finding) => [finding.id, finding]));
  const evidence = new Map(assessment.evidence.map((one) => [one.id, one]));
  const results = new Map(assessment.requirements.map((requirement) => [requirement.id, requirement]));
  const rows = [...document.querySelectorAll("details.requirement")].map((node) => ({
    node, id: node.dataset.id, status: node.dataset.status, result: results.get(node.dataset.id), hay: null, shown: 0, fit: "",
  }));
  const sections = [...document.querySelectorAll("section.chapter")];
  const search = byId("search"), resource = byId("resource"), chapter = byId("chapter"), count = byId("count");
  const boxes = [...document.querySelectorAll("input[name=status]")];
  const worst = ["fail", "unknown", "pass", "not_applicable"];
  const STEP = 100;
  const UNSAFE = /[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]/gu;
  const ID = /^(a[123]|\d{1,2})(\.\d+)+$/;

  document.documentElement.classList.add("js");

  function plain(text) {
    return text.replace(UNSAFE, (found) => {
      const code = found.codePointAt(0), hex = code.toString(16);
      return code <= 0xff ? "\\x" + hex.padStart(2, "0") : code <= 0xffff ? "\\u" + hex.padStart(4, "0") : "\\U" + hex.padStart(8, "0");
    });
  }
  function fold(text) {
    return text.normalize("NFKC").toLowerCase();
  }
  function both(text) {
    return ["en", "ja"].map((language) => {
      const span = document.createElement("span");
      span.lang = language;
      span.textContent = text[language];
      return span;
    });
  }
  function say(key, values) {
    const fill = (text) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    return both({ en: fill(words.say[key].en), ja: fill(words.say[key].ja) });
  }
  function found(row) {
    row.findings ??= row.result.findings.map((id) => findings.get(id))
      .sort((one, other) => worst.indexOf(one.verdict) - worst.indexOf(other.verdict));
    return row.findings;
  }
  function place(finding) {
    return fold(finding.resource + " " + finding.target);
  }
  function hay(row) {
    if (row.hay === null) {
      const own = row.result, pieces = [own.id, own.title.en, own.title.ja, own.reason.en, own.reason.ja, ...own.exceptions];
      for (const finding of found(row)) pieces.push(finding.resource, finding.target, finding.check, finding.reason, ...finding.evidence);
      for (const procedure of own.testing_procedures) pieces.push(procedure.id, procedure.kinds.join(" "));
      row.hay = fold(pieces.join("\n"));
    }
    return row.hay;
  }
  function fits(row, terms, statuses, place_) {
    if (statuses.length && !statuses.includes(row.status)) return false;
    if (chapter.value && row.result.chapter !== chapter.value) return false;
    if (place_ && !found(row).some((finding) => place(finding).includes(place_))) return false;
    return terms.every((term) => {
      const id = row.id.toLowerCase();
      return ID.test(term) ? id === term || id.startsWith(term + ".") : hay(row).includes(term);
    });
  }
  function apply() {
    const terms = fold(search.value).split(/\s+/).filter(Boolean);
    const place_ = fold(resource.value.trim());
    const statuses = boxes.filter((box) => box.checked).map((box) => box.value);
    let shown = 0;
    for (const row of rows) {
      const fit = fits(row, terms, statuses, place_);
      row.node.classList.toggle("out", !fit);
      if (fit) shown += 1;
      if (fit && row.node.open) fill(row, STEP);
    }
    for (const section of sections) section.classList.toggle("out", !section.querySelector("details:not(.out)"));
    byId("nothing").hidden = shown > 0;
    count.replaceChildren(...say("shown", { count: shown, total: rows.length }));
  }
  function proof(finding) {
    const pieces = finding.evidence.filter((id) => evidence.has(id)).flatMap((id) => dated(evidence.get(id)));
    return pieces.length ? pieces : [...byId("no-evidence").content.cloneNode(true).childNodes];
  }
  function dated(one) {
    const link = document.createElement("a");
    link.href = "#e-" + one.id;
    link.textContent = one.id.slice(0, 8);
    const age = byId("e-" + one.id).querySelector(".age > span:not(.narrow)").cloneNode(true);
    age.classList.add("more");
    return [link, age];
  }
  function line(finding) {
    const row = byId("finding").content.cloneNode(true).firstElementChild;
    const put = (selector, text) => { row.querySelector(selector).textContent = text; };
    row.querySelector(".sign").classList.add("v-" + finding.verdict);
    put(".symbol", words.verdicts[finding.verdict].symbol);
    row.querySelector(".slot-verdict").replaceChildren(...both(words.verdicts[finding.verdict].word));
    put(".name", plain(finding.resource));
    put(".slot-target", finding.target === finding.resource ? "" : plain(finding.target));
    put(".slot-reason", plain(finding.reason));
    put("code", plain(finding.check));
    put(".slot-params", plain(Object.keys(finding.params).sort().map((name) => name + "=" + value(finding.params[name])).join(", ")));
    row.querySelector(".proof").replaceChildren(...proof(finding));
    return row;
  }
  function value(raw) {
    return Array.isArray(raw) ? "[" + raw.join(", ") + "]" : String(raw);
  }
  // Fills an opened requirement with the findings that fit the resource field, `most` of them at first.
  function fill(row, most) {
    const table = row.node.querySelector("table.findings");
    const fit = fold(resource.value.trim());
    if (!table || (row.shown >= most && row.fit === fit)) return;
    const fitting = fit ? found(row).filter((finding) => place(finding).includes(fit)) : found(row);
    table.tBodies[0].replaceChildren(...fitting.slice(0, most).map(line));
    row.shown = most;
    row.fit = fit;
    row.node.querySelectorAll(".inside > .rest").forEach((node) => node.remove());
    const rest = document.createElement("p");
    rest.className = "rest";
    if (fit) rest.append(...say("findings_fit", { count: fitting.length }), " ");
    if (fitting.length > most) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...say("show_more", { count: Math.min(STEP * 5, fitting.length - most) }));
      button.addEventListener("click", () => fill(row, most + STEP * 5));
      rest.append(button);
    }
    if (rest.hasChildNodes()) table.after(rest);
  }
  function reset() {
    search.value = resource.value = chapter.value = "";
    for (const box of boxes) box.checked = false;
    apply();
  }
  function setAll(open) {
    for (const row of rows) if (!row.node.classList.contains("out")) row.node.open = open;
  }
  function speak(language) {
    document.documentElement.lang = language;
    for (const node of document.querySelectorAll("option[data-en]")) node.textContent = node.dataset[language];
    for (const node of document.querySelectorAll("input[data-en]")) node.placeholder = node.dataset[language];
  }
  // A link to a requirement opens it, also when the filters had put it out of sight.
  function follow() {
    const node = location.hash.length > 1 ? byId(decodeURIComponent(location.hash.slice(1))) : null;
    if (!node) return;
    if (node.matches(".out, .out *")) reset();
    if (node.matches("details")) {
      node.open = true;
      node.querySelector("summary").focus({ preventScroll: true });
    }
    node.scrollIntoView();
  }

  let waiting = 0;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(apply, 80); };
  search.addEventListener("input", soon);
  resource.addEventListener("input", soon);
  chapter.addEventListener("change", apply);
  for (const box of boxes) box.addEventListener("change", apply);
  for (const row of rows) row.node.addEventListener("toggle", () => { if (row.node.open) fill(row, STEP); });
  for (const radio of document.querySelectorAll("input[name=language]")) radio.addEventListener("change", () => speak(radio.value));
  for (const button of document.querySelectorAll("button[data-search]")) {
    button.addEventListener("click", () => {
      reset();
      search.value = button.dataset.search;
      apply();
      byId("filters").scrollIntoView();
      search.focus({ preventScroll: true });
    });
  }
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("reset").addEventListener("click", reset);
  byId("open-all").addEventListener("click", () => setAll(true));
  byId("close-all").addEventListener("click", () => setAll(false));
  byId("print").addEventListener("click", () => window.print());
  addEventListener("hashchange", follow);
  addEventListener("keydown", (event) => {
    const typing = event.target.matches("input[type=search], select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); search.focus(); }
    if (event.key === "Escape" && typing) { event.target.value = ""; apply(); }
  });
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = rows.filter((row) => !row.node.open && ["not_met", "unknown", "excepted"].includes(row.status));
    for (const row of opened) row.node.open = true;
  });
  addEventListener("afterprint", () => { for (const row of opened) row.node.open = false; });
  const chosen = document.querySelector("input[name=language]:checked");
  if (chosen) speak(chosen.value);
  apply();
  follow();
})();
