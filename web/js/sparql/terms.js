// Terms of an answer: how they read, what they lead to, and in which order they stand.

import { askSparql } from "../api.js";
import { link } from "../address.js";
import { h, name } from "../dom.js";
import { shortened } from "../words.js";
import { written } from "./completion.js";

/** IRIs whose names are asked for at once. */
const MOST_NAMED = 400;
const NUMBER = /#(?:integer|decimal|double|float|(?:unsigned|non|positive|negative)?\w*(?:[Ii]nt|[Ll]ong|[Ss]hort|[Bb]yte)\w*)$/;

/** Names of IRIs, as far as they were asked for; an empty one where there is none. @type {Map<string, string>} */
const names = new Map();

/** Forgets the names, for the graph has changed. */
export function forgetNames() {
  names.clear();
}

/**
 * The IRIs of terms, those inside of triples, too.
 * @param {(Api.Term | undefined)[]} terms
 * @returns {string[]}
 */
function irisOf(terms) {
  return terms.flatMap((term) => {
    if (term?.type === "uri") return [term.value];
    return term?.type === "triple" ? irisOf([term.value.subject, term.value.predicate, term.value.object]) : [];
  });
}

/**
 * Asks for the names of what stands in some terms.
 * @param {(Api.Term | undefined)[]} terms
 */
export async function learnNames(terms) {
  const missing = [...new Set(irisOf(terms))].filter((iri) => !names.has(iri) && !/[<>"{}|^`\\\s]/.test(iri)).slice(0, MOST_NAMED);
  if (missing.length === 0) return;
  const query = `SELECT ?iri (MIN(STR(?text)) AS ?label) { VALUES ?iri { ${missing.map((iri) => `<${iri}>`).join(" ")} } ?iri rdfs:label ?text } GROUP BY ?iri`;
  const { table } = await askSparql(query, new AbortController().signal).catch(() => ({ table: null }));
  if (!table) return;
  for (const iri of missing) names.set(iri, "");
  for (const row of table.results?.bindings ?? []) if (row.label) names.set(row.iri.value, row.label.value);
}

/**
 * What a term reads as.
 * @param {Api.Term | undefined} term
 * @returns {string}
 */
export function textOf(term) {
  if (!term) return "";
  if (term.type === "uri") return names.get(term.value) || (written(term.value).startsWith("<") ? shortened(term.value) : written(term.value));
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type === "triple") return `<< ${textOf(term.value.subject)} ${textOf(term.value.predicate)} ${textOf(term.value.object)} >>`;
  return String(term.value);
}

/**
 * Where an IRI leads on the page; terms of vocabularies have no view, but an address.
 * @param {string} iri
 */
export function addressOf(iri) {
  if (!written(iri).startsWith("<")) return `resource?iri=${encodeURIComponent(iri)}`;
  if (iri.includes("/claim/")) return link("claim", { iri });
  if (iri.includes("/document/")) return link("document", { iri });
  return iri.includes("/event/") ? link("graph", { about: iri }) : link("entity", { iri });
}

/**
 * A term on the page.
 * @param {Api.Term | undefined} term
 * @returns {import("../dom.js").Children}
 */
export function cell(term) {
  if (!term) return "";
  if (term.type === "uri") return h("a", { href: addressOf(term.value), title: term.value }, name(textOf(term)));
  if (term.type === "triple") return ["<< ", ...["subject", "predicate", "object"].flatMap((part) => [cell(term.value[part]), " "]).flat(), ">>"];
  return h("span", { dir: "auto", lang: term["xml:lang"] ?? null, title: term.datatype ?? null }, textOf(term));
}

const collator = new Intl.Collator("en", { numeric: true });

/**
 * Compares terms as they read, numbers as numbers; what is not there comes last.
 * @param {Api.Term | undefined} a
 * @param {Api.Term | undefined} b
 */
export function compare(a, b) {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  if (NUMBER.test(a.datatype ?? "") && NUMBER.test(b.datatype ?? "")) return Number(a.value) - Number(b.value);
  return collator.compare(textOf(a), textOf(b));
}
