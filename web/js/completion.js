// Words for a query, as somebody types: properties and classes that the graph has, with how often it has them, and names
// of things. They come from this server alone.

import { ask, askSparql } from "./api.js";
import { announce, h, name } from "./dom.js";
import { count } from "./words.js";

/** Prefixes that every query has. The first that fits is taken. */
const PREFIXES = /** @type {[string, string][]} */ ([
  ["ra", "https://w3id.org/relata/ns#"],
  ["rel", "https://w3id.org/relata/rel/"],
  ["rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"],
  ["rdfs", "http://www.w3.org/2000/01/rdf-schema#"],
  ["sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"],
  ["oa", "http://www.w3.org/ns/oa#"],
  ["skos", "http://www.w3.org/2004/02/skos/core#"],
  ["schema", "https://schema.org/"],
  ["prov", "http://www.w3.org/ns/prov#"],
  ["dct", "http://purl.org/dc/terms/"],
  ["owl", "http://www.w3.org/2002/07/owl#"],
]);

/** Words that are offered at once. */
const MOST = 8;

/** @typedef {{text: string, label: string, note: string}} Offer */

/**
 * An IRI as a query has it.
 * @param {string} iri
 */
function written(iri) {
  for (const [prefix, namespace] of PREFIXES) {
    const local = iri.startsWith(namespace) ? iri.slice(namespace.length) : "";
    if (/^[A-Za-z_][\w-]*$/.test(local)) return `${prefix}:${local}`;
  }
  return `<${iri}>`;
}

/** @type {Promise<Offer[]> | null} */
let terms = null;

/** The properties and classes of the graph, the most used first. */
function termsOfGraph() {
  const query = `SELECT ?term ?n ?kind {
    { SELECT ?term (COUNT(*) AS ?n) ("property" AS ?kind) { ?s ?term ?o } GROUP BY ?term }
    UNION { SELECT ?term (COUNT(*) AS ?n) ("class" AS ?kind) { ?s a ?term } GROUP BY ?term }
  } ORDER BY DESC(?n) LIMIT 2000`;
  terms ??= askSparql(query, new AbortController().signal).then(({ table }) => (table?.results?.bindings ?? []).map((row) => {
    const text = written(row.term.value);
    return { text, label: text, note: `${row.kind.value}, ${count(Number(row.n.value), "time")}` };
  }), () => []);
  return terms;
}

/**
 * What may be meant by the beginning of a word.
 * @param {string} word
 * @returns {Promise<Offer[]>}
 */
async function offersFor(word) {
  const wanted = word.toLowerCase();
  const all = await termsOfGraph();
  const local = (/** @type {Offer} */ offer) => offer.text.toLowerCase().replace(/^[\w-]*:/, "");
  const first = all.filter((offer) => offer.text.toLowerCase().startsWith(wanted) || local(offer).startsWith(wanted));
  const found = [...first, ...all.filter((offer) => !first.includes(offer) && local(offer).includes(wanted))];
  if (word.includes(":") || word.length < 3) return found.slice(0, MOST);
  const { names } = await ask("search", { q: word, most: 4 }, new URLSearchParams());
  const things = names.filter((one) => one.iri && one.kind !== "predicate").map((one) => ({ text: written(one.iri ?? ""), label: one.label, note: one.type ?? one.kind }));
  return [...found.slice(0, MOST - things.length), ...things];
}

/**
 * Offers words below a field. The list is a node of its own.
 * @param {HTMLTextAreaElement} editor
 */
export function complete(editor) {
  const list = h("ul", { id: "offers", class: "offers", role: "listbox", "aria-label": "Words for the query", hidden: true });
  editor.setAttribute("aria-autocomplete", "list");
  editor.setAttribute("aria-controls", "offers");
  /** @type {{offer: Offer, element: HTMLElement}[]} */
  let options = [];
  let active = -1;
  let turn = 0;

  const close = () => {
    turn += 1;
    list.hidden = true;
    active = -1;
    editor.removeAttribute("aria-activedescendant");
  };
  const begun = () => /(?:[A-Za-z][\w-]*:)?[\p{L}\w-]*$/u.exec(editor.value.slice(0, editor.selectionStart))?.[0] ?? "";
  const take = (/** @type {Offer} */ offer) => {
    const at = editor.selectionStart;
    editor.setRangeText(offer.text, at - begun().length, at, "end");
    close();
    editor.focus();
  };
  const mark = (/** @type {number} */ index) => {
    options[active]?.element.setAttribute("aria-selected", "false");
    active = (index + options.length) % options.length;
    const { element } = options[active];
    element.setAttribute("aria-selected", "true");
    editor.setAttribute("aria-activedescendant", element.id);
  };
  const look = async (/** @type {boolean} */ isAsked) => {
    const word = begun();
    const before = editor.value.slice(0, editor.selectionStart - word.length);
    turn += 1;
    const mine = turn;
    // Variables, texts and IRIs are somebody's own.
    if ((word.length < 2 && !isAsked) || /[?$"'<]$/.test(before)) return close();
    const offers = (await offersFor(word)).filter((offer) => offer.text !== word);
    if (mine !== turn || offers.length === 0) return mine === turn ? close() : undefined;
    active = -1;
    options = offers.map((offer, index) => {
      const element = h("li", { id: `offer-${index}`, role: "option", "aria-selected": "false" }, h("code", null, name(offer.label)), h("small", null, ` ${offer.note}`));
      element.addEventListener("pointerdown", (event) => event.preventDefault());
      element.addEventListener("click", () => take(offer));
      return { offer, element };
    });
    list.replaceChildren(...options.map((option) => option.element));
    list.hidden = false;
    if (isAsked) announce(`${count(offers.length, "word")} offered`);
  };
  editor.addEventListener("input", () => void look(false));
  editor.addEventListener("blur", close);
  editor.addEventListener("keydown", (event) => {
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      look(true);
    }
    if (list.hidden) return;
    const chosen = options[active];
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(active < 0 && event.key === "ArrowUp" ? -1 : active + (event.key === "ArrowDown" ? 1 : -1));
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey && chosen) || (event.key === "Tab" && !event.shiftKey)) take((chosen ?? options[0]).offer);
    else return;
    event.preventDefault();
  });
  return list;
}
