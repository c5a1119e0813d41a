// What an exported page was given: nodes and edges, and the claims of each edge, which are read when somebody asks.

import { byId } from "../dom.js";

/** @type {{title: string, subject: string, nodes: Api.Node[], edges: Api.Edge[]}} */
export const told = JSON.parse(byId("told").textContent ?? "");

export const nodes = new Map(told.nodes.map((node) => [node.iri, node]));

/** Where the claims of each edge stand. */
const places = new Map(told.edges.map((edge, place) => [edge.id, place]));
const lines = (byId("claims").textContent ?? "").trim().split("\n");
/** @type {Map<string, Api.Occurrence[]>} */
const read = new Map();

/**
 * The occurrences of an edge, with their claims.
 * @param {Api.Edge} edge
 * @returns {Api.Occurrence[]}
 */
export function occurrencesOf(edge) {
  const known = read.get(edge.id);
  if (known) return known;
  const occurrences = /** @type {Api.Occurrence[]} */ (JSON.parse(lines[places.get(edge.id) ?? -1] ?? "[]"));
  for (const claim of occurrences.flatMap((one) => one.claims)) {
    // The text of a document does not come with the page.
    if (claim.document) claim.document.has_text = false;
  }
  read.set(edge.id, occurrences);
  return occurrences;
}

/**
 * The claims of an edge, each once.
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
