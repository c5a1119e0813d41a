// What an exported page was given: nodes and edges, and the claims behind each edge. Everything stands in it once, as a list
// of terms that name each other by number, and is put together where it is asked for (`export/picture/html/packed.rs`).

import { read } from "../address.js";
import { byId } from "../dom.js";
import { frameOfPage, isNarrow, readFrame } from "../graph/room.js";

/** @type {{about: {title: string, subject: "graph" | "timeline" | "matrix", is_drawn: boolean, is_arranged: boolean}, namespace: string, nodes: number[], edges: number[], occurrences: number[], shapes: string[][], terms: any[]}} */
const packed = JSON.parse(byId("told").textContent ?? "");
/** In place of the number of a shape: a list. */
const LIST = -1;

/** Terms that were put together. @type {any[]} */
const known = new Array(packed.terms.length);

/**
 * The value that a number stands for. Whoever asks twice gets the same object, so nobody may change it.
 * @param {number} number
 * @returns {any}
 */
function valueOf(number) {
  const term = packed.terms[number];
  if (!Array.isArray(term)) return term;
  known[number] ??= made(term);
  return known[number];
}

/** @param {any[]} term */
function made(term) {
  const [first] = term;
  if (typeof first === "string") return packed.namespace + first;
  if (first === LIST) return term.slice(1).map(valueOf);
  /** @type {Record<string, any>} */
  const object = {};
  const names = packed.shapes[first];
  for (let index = 0; index < names.length; index += 1) object[names[index]] = valueOf(term[index + 1]);
  return object;
}

/** @type {{nodes: Api.Node[], edges: Api.Edge[]} & typeof packed.about} */
export const told = { ...packed.about, nodes: packed.nodes.map(valueOf), edges: packed.edges.map(valueOf) };

export const nodes = new Map(told.nodes.map((node) => [node.iri, node]));

/** The place of each edge among all. */
const places = new Map(told.edges.map((edge, place) => [edge.id, place]));

/** @param {string} id */
export function edgeOf(id) {
  return told.edges[places.get(id) ?? -1];
}

/**
 * The occurrences of an edge, with their claims.
 * @param {Api.Edge} edge
 * @returns {Api.Occurrence[]}
 */
export function occurrencesOf(edge) {
  const place = places.get(edge.id);
  return place === undefined ? [] : valueOf(packed.occurrences[place]);
}

/**
 * The claims of an edge.
 * @param {Api.Edge} edge
 * @returns {Api.Claim[]}
 */
export function claimsOf(edge) {
  return occurrencesOf(edge).flatMap((one) => one.claims);
}

/**
 * A text as it is compared: in any case and without accents.
 * @param {string} text
 */
export function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** What is said in and of each edge, as it is compared: made once, when somebody searches. @type {Map<string, string> | null} */
let words = null;

/**
 * The edges that have a text in their sentence, or in the names or quotes of a claim behind them.
 * @param {string} text
 */
export function edgesWith(text) {
  words ??= new Map(told.edges.map((edge) => [edge.id, plain([
    edge.sentence, ...claimsOf(edge).flatMap((claim) => [...claim.speakers.map((one) => one.label), claim.outlet?.label ?? "", claim.quote?.text ?? ""]),
  ].join("\n"))]));
  return [...words].filter(([, one]) => one.includes(text)).map(([id]) => id);
}

/**
 * Whether the picture that was exported is shown. On a phone a graph is drawn anew for its frame, in which names of that
 * picture would be too small, unless somebody has said how it is arranged.
 */
export function keepsPicture() {
  return told.is_drawn && (told.subject !== "graph" || told.is_arranged || !isNarrow(readFrame(read().params.get("frame")) ?? frameOfPage()));
}
