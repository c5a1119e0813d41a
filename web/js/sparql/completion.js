// Words for a query, as somebody types: properties and classes that the graph has, with how often it has them, names of
// things, and the words of the language. They come from this server alone.

import { ask, askSparql } from "../api.js";
import { count } from "../words.js";

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

const KEYWORDS = "ASK BIND CONSTRUCT COUNT DESCRIBE DISTINCT EXISTS FILTER GRAPH GROUP_CONCAT HAVING LIMIT MINUS NOT OFFSET OPTIONAL REGEX SELECT UNION VALUES WHERE".split(" ");
const PHRASES = ["GROUP BY", "ORDER BY", "ORDER BY DESC(", "FILTER NOT EXISTS {", "CONTAINS(", "STRSTARTS("];

/** Words that are offered at once: as many as are seen without scrolling. */
const MOST = 12;

/** @typedef {{text: string, note: string, name?: string}} Offer What is written, what it is, and a name that reads better. */

/**
 * An IRI as a query has it.
 * @param {string} iri
 */
export function written(iri) {
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
  terms ??= askSparql(query, new AbortController().signal).then(({ table }) => (table?.results?.bindings ?? []).map((row) => ({
    text: written(row.term.value), note: `${row.kind.value}, ${count(Number(row.n.value), "time")}`,
  })), () => []);
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
  if (word.includes(":")) return found.slice(0, MOST);
  const keywords = [...KEYWORDS, ...PHRASES].filter((one) => word !== "" && one.toLowerCase().startsWith(wanted)).map((text) => ({ text, note: "word of the language" }));
  if (word.length < 3) return [...keywords, ...found].slice(0, MOST);
  const { names } = await ask("search", { q: word, most: 5 }, new URLSearchParams());
  const things = names.filter((one) => one.iri && one.kind !== "predicate").map((one) => ({ text: written(one.iri ?? ""), name: one.label, note: one.type ?? one.kind }));
  return [...keywords, ...found.slice(0, MOST - things.length), ...things];
}

/**
 * The variables that a query has already, other than the one that is being typed.
 * @param {string} query
 * @param {string} typed
 */
function variables(query, typed) {
  const all = new Set(query.match(/[?$][\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  return [...all].filter((one) => one !== typed || query.split(one).length > 2).slice(0, MOST);
}

/**
 * Words for the place where somebody types, as CodeMirror takes them.
 * @param {import("../../vendor/codemirror.js").CompletionContext} context
 * @returns {Promise<import("../../vendor/codemirror.js").CompletionResult | null>}
 */
export async function offer(context) {
  const query = context.state.doc.toString();
  const variable = context.matchBefore(/[?$][\p{L}\p{N}_]*/u);
  if (variable) return { from: variable.from, options: variables(query, variable.text).filter((one) => one.startsWith(variable.text)).map((label) => ({ label, type: "variable" })) };
  const word = context.matchBefore(/(?:[A-Za-z][\w-]*:)?[\p{L}\p{N}_-]*/u);
  const typed = word?.text ?? "";
  const from = word?.from ?? context.pos;
  // Texts and IRIs are somebody's own.
  if ((typed.length < 2 && !context.explicit) || /["'<]$/.test(query.slice(0, from))) return null;
  const offers = (await offersFor(typed)).filter((one) => one.text !== typed);
  // What was found anywhere in a word, or by another name, is no beginning that CodeMirror could compare.
  return { from, filter: false, options: offers.map((one) => ({ label: one.name ?? one.text, apply: one.text, detail: one.note })) };
}
