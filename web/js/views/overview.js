// What is in the graph, and how good is it? Every figure leads to what it counts.

import { ask } from "../api.js";
import { filtersOf, link } from "../address.js";
import { h, name } from "../dom.js";
import { histogram } from "../histogram.js";
import { ALL_STATES, STATES, count, figure, periodWords, stateBadge } from "../words.js";

/** Queries whose rows are what some figures count. */
const QUERIES = {
  undated: "# Claims about what has no date\nSELECT ?claim ?statement WHERE {\n  ?claim a ra:Claim ; ra:about ?event .\n  ?event rdfs:label ?statement .\n  FILTER NOT EXISTS { ?event sem:hasBeginTimeStamp|sem:hasEndTimeStamp ?day }\n}\nORDER BY ?statement",
  unquoted: "# Claims without a quote\nSELECT ?claim ?statement WHERE {\n  ?claim a ra:Claim ; ra:about/rdfs:label ?statement .\n  FILTER NOT EXISTS { ?claim ra:evidence ?words }\n}\nORDER BY ?statement",
};

/**
 * @param {Api.Use[]} uses
 * @param {"actors" | "speakers" | "outlets" | "predicates"} of
 * @param {string} title
 */
function topList(uses, of, title) {
  const address = (/** @type {Api.Thing} */ thing) => {
    if (of === "actors") return link("graph", { about: thing.iri });
    if (of === "speakers") return link("timeline", { speaker: thing.iri });
    if (of === "predicates") return link("graph", { predicate: thing.iri });
    return link("timeline", { outlet: thing.label });
  };
  const most = Math.max(1, ...uses.map((use) => use.n_claims));
  const rows = uses.map(({ thing, n_claims, n_affirm }) => h("li", null,
    h("a", { href: address(thing) }, name(thing.label)),
    h("meter", { min: 0, max: most, value: n_claims, "aria-hidden": "true" }),
    h("span", { class: "n", title: `${figure(n_affirm)} of ${count(n_claims, "claim")} say so` }, figure(n_claims), h("span", { class: "unseen" }, " claims"))));
  const all = uses.length < 10 ? null : h("p", null, h("a", { href: link("list", { of }) }, `More ${of}`));
  return h("section", { class: "card" }, h("h2", null, title), h("ol", { class: "tops" }, rows), all);
}

/** @param {import("../address.js").Address} address */
export async function show(address) {
  const told = await ask("overview", { most: 10 });
  const isFiltered = filtersOf(address.params).size > 0;
  const { quality } = told;
  const number = (/** @type {number} */ n, /** @type {string} */ words, /** @type {string | null} */ href) =>
    h("li", null, h(href && n > 0 ? "a" : "span", { href: n > 0 ? href : null }, h("strong", null, figure(n)), " ", words));
  const numbers = h("ul", { class: "numbers" },
    number(told.n_claims, told.n_claims === 1 ? "claim" : "claims", link("documents")),
    number(told.n_statements, told.n_statements === 1 ? "statement" : "statements", link("graph")),
    number(told.n_occurrences, told.n_occurrences === 1 ? "occurrence" : "occurrences", link("timeline")),
    number(told.n_nodes, "actors, things and events", link("graph")),
    number(told.n_speakers, told.n_speakers === 1 ? "speaker" : "speakers", link("list", { of: "speakers" })),
    number(told.n_outlets, told.n_outlets === 1 ? "outlet" : "outlets", link("list", { of: "outlets" })),
    number(told.n_documents, told.n_documents === 1 ? "document" : "documents", link("documents")));
  const states = ALL_STATES.filter((state) => told.states[state]).map((state) => h("li", null,
    h("a", { href: link("timeline", { state }) }, stateBadge(state), " ", h("strong", null, figure(told.states[state] ?? 0))),
    h("small", null, STATES[state].words)));
  const sparql = (/** @type {keyof typeof QUERIES} */ of) => (isFiltered ? null : link("sparql", { query: QUERIES[of] }));
  const alike = quality.pairs_alike === null
    ? h("li", null, h("a", { href: link("alike") }, "Names that look alike"), " (looked for when you go there)")
    : number(quality.pairs_alike, quality.pairs_alike === 1 ? "pair of names looks alike" : "pairs of names look alike", link("alike"));
  const doubts = h("ul", { class: "doubts" },
    number(quality.disputed_occurrences, "disputed", link("conflicts")),
    number(quality.denied_occurrences, "denied, and nobody says so", link("conflicts", { denied: true })),
    number(quality.single_source_occurrences, "rest on one source", link("timeline", { state: "single-source" })),
    number(quality.unsourced_occurrences, "have no source", link("timeline", { state: "unsourced" })),
    number(quality.unsourced_claims, quality.unsourced_claims === 1 ? "claim without speaker and outlet" : "claims without speaker and outlet", link("timeline", { state: "unsourced" })),
    number(quality.undated_claims, quality.undated_claims === 1 ? "undated claim" : "undated claims", sparql("undated")),
    number(quality.unquoted_claims, quality.unquoted_claims === 1 ? "claim without a quote" : "claims without a quote", sparql("unquoted")),
    told.unreviewed_claims > 0 ? number(told.unreviewed_claims, "found by a program and reviewed by nobody", link("review")) : null,
    alike);
  const node = h("div", { class: "overview" },
    h("h1", null, name(told.name)),
    h("p", { class: "faint" }, told.period ? `${periodWords(told.period)}.` : "", isFiltered ? " Only what passes the filters is counted." : ""),
    numbers,
    h("section", { class: "card wide" }, h("h2", null, "Over time"), histogram(told.time)),
    h("div", { class: "cards" },
      h("section", { class: "card" }, h("h2", null, "Occurrences, by who says so"), h("ul", { class: "states" }, states)),
      h("section", { class: "card" }, h("h2", null, "What to look at"), doubts),
      topList(told.actors, "actors", "Who and what"),
      topList(told.speakers, "speakers", "Who speaks"),
      topList(told.predicates, "predicates", "What they do"),
      topList(told.outlets, "outlets", "Where it appeared")));
  return { title: "Overview", node };
}
