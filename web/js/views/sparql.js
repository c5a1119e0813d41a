// SPARQL: a query, the place of a mistake, the answer as a table.

import { Refused, askSparql } from "../api.js";
import { link } from "../address.js";
import { complete } from "../completion.js";
import { announce, h } from "../dom.js";
import { table } from "../table.js";
import { count, shortened } from "../words.js";

const EXAMPLES = /** @type {[string, string][]} */ ([
  ["Who says what", "SELECT ?who ?statement ?date WHERE {\n  ?claim a ra:Claim ; ra:saidBy ?speaker ; ra:about ?event .\n  ?speaker rdfs:label ?who .\n  ?event rdfs:label ?statement .\n  OPTIONAL { ?event ra:date ?date }\n}\nORDER BY ?who\nLIMIT 100"],
  ["What is denied, and by whom", "SELECT ?statement ?who WHERE {\n  ?claim ra:deniedBy ?speaker ; ra:about ?event .\n  ?speaker rdfs:label ?who .\n  ?event rdfs:label ?statement .\n}\nORDER BY ?statement"],
  ["Planned, proposed, threatened", "SELECT ?modality ?statement WHERE {\n  VALUES ?modality { ra:planned ra:proposed ra:requested ra:promised ra:threatened }\n  ?claim a ra:Claim ; ra:modality ?modality ; ra:about ?event .\n  ?event rdfs:label ?statement .\n}\nORDER BY ?modality"],
  ["Predicates by claims", "SELECT ?predicate (COUNT(?claim) AS ?claims) WHERE {\n  ?claim a ra:Claim ; rdf:predicate/rdfs:label ?predicate .\n}\nGROUP BY ?predicate\nORDER BY DESC(?claims)"],
  ["Accepted statements, as a graph", "CONSTRUCT { ?s ?p ?o } WHERE {\n  ?claim rdf:reifies <<( ?s ?p ?o )>> .\n  ?s ?p ?o .\n}\nLIMIT 100"],
]);

const KEY = "relata.queries";
/** Queries that are remembered. */
const MOST_KEPT = 30;
/** Rows that are drawn at once. */
const MOST_ROWS = 500;

/** @returns {string[]} */
function past() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

/** @param {string} query */
function remember(query) {
  try {
    localStorage.setItem(KEY, JSON.stringify([query, ...past().filter((one) => one !== query)].slice(0, MOST_KEPT)));
  } catch {
    // A browser that keeps nothing still answers queries.
  }
}

/**
 * @param {Api.Term | undefined} term
 * @returns {import("../dom.js").Children}
 */
function cell(term) {
  if (!term) return "";
  if (term.type === "uri") {
    const view = term.value.includes("/claim/") ? "claim" : term.value.includes("/document/") ? "document" : "entity";
    return h("a", { href: link(view, { iri: term.value }), title: term.value }, shortened(term.value));
  }
  if (term.type === "triple") return ["<< ", ...["subject", "predicate", "object"].flatMap((part) => [cell(term.value[part]), " "]).flat(), ">>"];
  return h("span", { dir: "auto", lang: term["xml:lang"] ?? null, title: term.datatype ?? null }, String(term.value));
}

/** @param {Api.Table} told */
function tableOf(told) {
  if (told.boolean !== undefined) return h("p", null, h("strong", null, told.boolean ? "Yes" : "No"));
  const vars = told.head.vars ?? [];
  const rows = told.results?.bindings ?? [];
  if (rows.length === 0) return h("p", null, "No rows.");
  const cut = rows.length > MOST_ROWS ? h("p", { class: "faint" }, `The first ${MOST_ROWS} of ${count(rows.length, "row")} are shown; a download has all.`) : null;
  return h("div", null, cut, table(vars, rows.slice(0, MOST_ROWS).map((row) => vars.map((one) => cell(row[one]))), "Answer"));
}

/**
 * The lines around a mistake, with a mark under its place.
 * @param {string} query
 * @param {number} line
 * @param {number} column
 */
function place(query, line, column) {
  const text = query.split("\n")[line - 1] ?? "";
  return h("pre", { class: "place", "aria-hidden": "true" }, `${line} | ${text}\n${" ".repeat(String(line).length + 3 + Math.max(0, column - 1))}▲`);
}

/** Where a query is written, asked and answered. */
class Desk {
  constructor() {
    this.editor = h("textarea", { id: "query", spellcheck: "false", autocapitalize: "off", autocomplete: "off", rows: 12, "aria-describedby": "fault", dir: "ltr" });
    this.fault = h("div", { id: "fault", role: "alert" });
    this.answer = h("section", { "aria-label": "Answer", class: "answer" });
    this.stop = h("button", { type: "button", disabled: true, onclick: () => this.controller.abort() }, "Stop");
    this.before = h("select", { "aria-label": "Queries of before" });
    this.controller = new AbortController();
    this.#showPast();
    this.editor.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.ask();
    });
  }

  #showPast() {
    const options = past().map((query) => h("option", { value: query }, query.replace(/\s+/g, " ").slice(0, 80)));
    this.before.replaceChildren(h("option", { value: "" }, "Queries of before …"), ...options);
  }

  /**
   * Fills the query in that is chosen from a list.
   * @param {HTMLSelectElement} list
   * @param {(value: string) => string | undefined} queryOf
   */
  #fillFrom(list, queryOf) {
    list.addEventListener("change", () => {
      const query = list.value === "" ? undefined : queryOf(list.value);
      if (query !== undefined) this.editor.value = query;
      list.value = "";
      this.editor.focus();
    });
    return list;
  }

  form() {
    const examples = h("select", { "aria-label": "Examples" }, h("option", { value: "" }, "Examples …"), EXAMPLES.map(([title], index) => h("option", { value: index }, title)));
    const form = h("form", { class: "sparql" },
      h("label", { for: "query" }, "Query. Every prefix of the project is declared; Ctrl+Enter runs it, Ctrl+Space offers words."),
      h("div", { class: "editor" }, this.editor, complete(this.editor)),
      h("p", { class: "buttons" }, h("button", { type: "submit" }, "Run"), this.stop,
        this.#fillFrom(examples, (index) => EXAMPLES[Number(index)]?.[1]), this.#fillFrom(this.before, (query) => query)),
      this.fault);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    return form;
  }

  /**
   * Tells what is wrong with a query, and goes to its place.
   * @param {string} message
   */
  #tell(message) {
    const { editor } = this;
    const [first, ...hints] = message.split("\n");
    const [, line, column] = (/^line (\d+), column (\d+)/.exec(first) ?? []).map(Number);
    editor.setAttribute("aria-invalid", "true");
    this.fault.replaceChildren(h("p", null, h("strong", null, first)), ...(line ? [place(editor.value, line, column)] : []), ...hints.map((hint) => h("p", null, hint)));
    if (!line) return;
    const start = editor.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0) + column - 1;
    editor.focus();
    editor.setSelectionRange(start, Math.min(editor.value.length, start + 1));
  }

  async ask() {
    this.controller.abort();
    const controller = new AbortController();
    this.controller = controller;
    const query = this.editor.value;
    remember(query);
    this.#showPast();
    history.replaceState(null, "", link("sparql", { query }));
    this.fault.replaceChildren();
    this.editor.removeAttribute("aria-invalid");
    this.answer.replaceChildren(h("p", { class: "faint" }, "Asking …"));
    this.stop.disabled = false;
    const begun = performance.now();
    try {
      const result = await askSparql(query, controller.signal);
      const seconds = `${((performance.now() - begun) / 1000).toFixed(2)} s`;
      const rows = result.table?.results?.bindings.length;
      const summary = rows === undefined ? seconds : `${count(rows, "row")} in ${seconds}`;
      const content = result.table ? tableOf(result.table) : h("pre", { class: "scroll", tabindex: "0", dir: "ltr" }, result.text.slice(0, 200_000));
      this.answer.replaceChildren(h("p", { class: "faint" }, summary, " ", downloads(query, Boolean(result.table))), content);
      announce(summary);
    } catch (error) {
      // Another query has taken the place of this one.
      if (controller !== this.controller) return;
      this.answer.replaceChildren();
      if (error instanceof DOMException && error.name === "AbortError") this.fault.replaceChildren(h("p", null, "Stopped."));
      else this.#tell(error instanceof Refused ? error.message : `The server does not answer: ${error instanceof Error ? error.message : error}`);
    } finally {
      if (controller === this.controller) this.stop.disabled = true;
    }
  }
}

/** @param {import("../address.js").Address} address */
export async function show({ params }) {
  const desk = new Desk();
  desk.editor.value = params.get("query") ?? past()[0] ?? EXAMPLES[0][1];
  const endpoint = new URL("sparql", location.href).href.replace(/#.*/, "");
  const node = h("div", null, h("h1", null, "SPARQL"),
    h("p", { class: "faint" }, "Other programs ask at ", h("code", null, endpoint), ". Filters of the page do not hold here. ", h("code", null, "ra:saidBy"), " names only those who say so, ", h("code", null, "ra:deniedBy"), " those who deny."),
    desk.form(), desk.answer);
  return { title: "SPARQL", node, opened: () => (params.has("query") ? void desk.ask() : undefined), close: () => desk.controller.abort() };
}

/**
 * Links to the answer in other formats.
 * @param {string} query
 * @param {boolean} isTable
 */
function downloads(query, isTable) {
  const formats = isTable ? [["CSV", "text/csv", "csv"], ["TSV", "text/tab-separated-values", "tsv"], ["JSON", "application/sparql-results+json", "json"]] : [["Turtle", "text/turtle", "ttl"], ["JSON-LD", "application/ld+json", "jsonld"]];
  return formats.map(([title, type, ending]) => h("button", {
    type: "button", class: "quiet",
    onclick: async () => {
      const response = await fetch("sparql", { method: "POST", headers: { Accept: type, "Content-Type": "application/sparql-query" }, body: query });
      const address = URL.createObjectURL(await response.blob());
      h("a", { href: address, download: `answer.${ending}` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    },
  }, title));
}
