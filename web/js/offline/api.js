// Answers in place of the server, out of what the page was given. The modules ask as they do there.

import { filtersOf, read } from "../address.js";
import { claimsOf, keepsPicture, nodes, occurrencesOf, plain, told } from "./told.js";
import { passing } from "./passing.js";

/** Paths are asked of the server only. */
export const findsPaths = false;

/** Why there is no answer. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** @typedef {{params: Record<string, any>, edges: Api.Edge[]}} Asked */

/**
 * The edge is from, to or at both ends of a thing.
 * @param {Api.Edge} edge
 * @param {string} iri
 */
function directionOf(edge, iri) {
  if (edge.is_symmetric) return "both";
  return edge.from === iri ? "out" : "in";
}

/**
 * Edges with their ends.
 * @param {Api.Edge[]} edges
 * @param {string[]} [alone] Nodes that are told besides.
 */
function graphOf(edges, alone = []) {
  const ends = new Set([...edges.flatMap((edge) => [edge.from, edge.to]), ...alone]);
  return { nodes: [...ends].flatMap((iri) => nodes.get(iri) ?? []), edges };
}

/** @param {Api.Edge[]} edges */
function heaviest(edges) {
  return [...edges].sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
}

/**
 * The edges around some names, up to so many steps away.
 * @param {Api.Edge[]} edges
 * @param {string[]} about
 * @param {number} hops
 */
function around(edges, about, hops) {
  const reached = new Set(about);
  let found = edges;
  for (let hop = 0; hop < hops; hop += 1) {
    found = edges.filter((edge) => reached.has(edge.from) || reached.has(edge.to));
    for (const edge of found) reached.add(edge.from).add(edge.to);
  }
  return found;
}

/** @param {string} iri @returns {Api.Thing} */
function thingOf(iri) {
  const node = nodes.get(iri);
  if (!node) throw new Refused(404, "It is no end of an edge of this page.");
  return { iri, label: node.label, type: node.type ?? (node.kind === "event" ? "event" : null) };
}

/** @type {Record<string, (asked: Asked) => any>} */
const ANSWERS = {
  graph({ params, edges }) {
    const about = [params.about ?? []].flat();
    const found = about.length > 0 ? around(edges, about, Number(params.hops ?? 1)) : edges;
    if (about.length > 0 && found.length === 0) throw new Refused(400, "No edge of this page that passes the filters leads to it.");
    // All that was exported is shown, unless the address wants less.
    const most = Number(read().params.get("top") ?? found.length);
    const shown = most < found.length ? heaviest(found).slice(0, most) : found;
    return { ...graphOf(shown), n_edges: found.length, heading: told.title, grouping: null, is_arranged: told.is_arranged || keepsPicture() };
  },
  edge({ params, edges }) {
    const between = edges.filter((edge) => (edge.from === params.subject && edge.to === params.object)
      || (edge.is_symmetric && edge.from === params.object && edge.to === params.subject));
    return {
      subject: thingOf(params.subject), object: thingOf(params.object),
      edges: between.map((edge) => ({ ...edge, occurrences: occurrencesOf(edge) })),
    };
  },
  neighbours({ params: { iri }, edges }) {
    const own = edges.filter((edge) => edge.from === iri || edge.to === iri);
    const other = (/** @type {Api.Edge} */ edge) => (edge.from === iri ? edge.to : edge.from);
    const n_others = (/** @type {Api.Edge[]} */ some) => new Set(some.map(other)).size;
    /** @type {Map<string, Api.Edge[]>} */
    const groups = new Map();
    for (const edge of own) {
      const key = `${directionOf(edge, iri)} ${edge.predicate.iri}`;
      groups.set(key, [...(groups.get(key) ?? []), edge]);
    }
    const toldGroups = [...groups.values()].map((some) => {
      /** @type {Record<string, number>} */
      const states = {};
      for (const edge of some) for (const [state, n] of Object.entries(edge.states)) states[state] = (states[state] ?? 0) + n;
      const n_claims = some.reduce((sum, edge) => sum + edge.n_claims, 0);
      return { predicate: some[0].predicate, direction: directionOf(some[0], iri), n_neighbours: n_others(some), n_edges: some.length, n_claims, states };
    });
    toldGroups.sort((a, b) => b.n_claims - a.n_claims);
    return { thing: thingOf(iri), n_neighbours: n_others(own), n_edges: own.length, groups: toldGroups };
  },
  expand({ params: { iri, direction, predicate, most }, edges }) {
    const own = edges.filter((edge) => (edge.from === iri || edge.to === iri)
      && (!direction || directionOf(edge, iri) === direction) && (!predicate || edge.predicate.iri === predicate));
    return { ...graphOf(heaviest(own).slice(0, Number(most)), [iri]), n_edges: own.length };
  },
  search({ params, edges }) {
    return search(plain(String(params.q)).split(/\s+/).filter(Boolean), Number(params.most), edges);
  },
};

/** What stands on the page in words: made once, when somebody searches. @type {Map<string, Api.FoundName & {plain: string}> | null} */
let names = null;

/** Collects every name with how often it is used. */
function allNames() {
  if (names) return names;
  /** @type {Map<string, Api.FoundName & {plain: string}>} */
  const found = new Map();
  const add = (/** @type {"entity" | "predicate" | "document" | "outlet"} */ kind, /** @type {Api.Thing} */ thing, /** @type {"n_claims" | "n_says" | "n_publishes"} */ use, n = 1) => {
    const key = `${kind === "predicate" ? kind : ""} ${thing.iri ?? thing.label}`;
    const one = found.get(key) ?? { kind, iri: thing.iri ?? null, label: thing.label, name: thing.label, type: thing.type ?? null, n_claims: 0, n_says: 0, n_publishes: 0, plain: plain(thing.label) };
    one[use] += n;
    found.set(key, one);
  };
  for (const edge of told.edges) {
    for (const iri of new Set([edge.from, edge.to])) {
      const node = nodes.get(iri);
      if (node) add("entity", { iri, label: node.label, type: node.type ?? node.kind }, "n_claims", edge.n_claims);
    }
    add("predicate", { ...edge.predicate, type: null }, "n_claims", edge.n_claims);
    for (const claim of claimsOf(edge)) {
      for (const speaker of claim.speakers) add("entity", speaker, "n_says");
      if (claim.outlet) add(claim.outlet.iri ? "entity" : "outlet", claim.outlet, "n_publishes");
    }
  }
  names = found;
  return found;
}

/**
 * Names and quotes with all of some words, those that begin so first.
 * @param {string[]} words
 * @param {number} most
 * @param {Api.Edge[]} edges
 */
function search(words, most, edges) {
  const has = (/** @type {string} */ text) => words.length > 0 && words.every((word) => text.includes(word));
  const rank = (/** @type {{plain: string, n_claims: number}} */ one) => (one.plain.startsWith(words[0]) ? 1 : 0);
  const hits = [...allNames().values()].filter((one) => has(one.plain));
  hits.sort((a, b) => rank(b) - rank(a) || b.n_claims + b.n_says - a.n_claims - a.n_says || (a.label < b.label ? -1 : 1));
  /** @type {Map<string, any>} */
  const quotes = new Map();
  for (const edge of edges) {
    for (const claim of claimsOf(edge)) {
      if (quotes.size > most || !claim.quote || !has(plain(claim.quote.text))) continue;
      quotes.set(claim.iri, { claim: claim.iri, sentence: claim.sentence, quote: claim.quote.text, whose_word: claim.whose_word, stance: claim.stance, state: claim.state, document: null });
    }
  }
  // Who asks whether somebody did something types just that.
  const begins = (/** @type {string} */ sentence) => words.every((word) => plain(sentence).split(/\s+/).some((one) => one.startsWith(word)));
  const statements = words.length > 1 ? heaviest(edges.filter((edge) => begins(edge.sentence))) : [];
  return { names: hits.slice(0, most), statements: statements.slice(0, most), quotes: [...quotes.values()].slice(0, most), has_more_quotes: quotes.size > most };
}

/**
 * Answers what a module asks, with the filters of the page.
 * @template {keyof Api.Answers} P
 * @param {P} path
 * @param {Record<string, any>} [params]
 * @param {URLSearchParams} [filters]
 * @returns {Promise<Api.Answers[P]>}
 */
export async function ask(path, params = {}, filters = filtersOf(read().params)) {
  const answer = ANSWERS[path];
  if (!answer) throw new Refused(404, "A page that was exported does not know this.");
  return answer({ params, edges: passing(filters) });
}
