// Asks the server. Answers are kept until the graph changes.

import { filtersOf, read } from "./address.js";

/** Paths can be asked for. */
export const findsPaths = true;

/** Why a request has no answer, in the words of the server. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message.trim());
    this.status = status;
  }
}

/** Answers that are kept at most. */
const MOST_KEPT = 60;
/** @type {Map<string, Promise<any>>} */
const kept = new Map();

/** Forgets all answers, for the graph has changed. */
export function forget() {
  kept.clear();
}

/** @param {string} path */
async function load(path) {
  let response;
  try {
    response = await fetch(path, { headers: { Accept: "application/json" } });
  } catch {
    throw new Refused(0, "The server does not answer. Is `relata serve` still running?");
  }
  if (!response.ok) throw new Refused(response.status, await response.text());
  return response.json();
}

/**
 * Asks an address of the API with the filters of the page.
 * @template {keyof Api.Answers} P
 * @param {P} path
 * @param {import("./address.js").Params} [params]
 * @param {URLSearchParams} [filters]
 * @returns {Promise<Api.Answers[P]>}
 */
export function ask(path, params = {}, filters = filtersOf(read().params)) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "") query.append(key, String(one));
    }
  }
  for (const [key, value] of filters) if (!(key in params)) query.append(key, value);
  const address = `api/${path}${query.size ? `?${query}` : ""}`;
  const known = kept.get(address);
  if (known) return known;
  const asked = load(address);
  kept.set(address, asked);
  asked.catch(() => kept.delete(address));
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return asked;
}

/**
 * Asks a query of SPARQL: what it selects as a table, what it constructs in N-Triples.
 * @param {string} query
 * @param {AbortSignal} signal
 */
export async function askSparql(query, signal) {
  const accept = "application/sparql-results+json, application/n-triples;q=0.9";
  const headers = { Accept: accept, "Content-Type": "application/sparql-query" };
  const response = await fetch("sparql", { method: "POST", headers, body: query, signal });
  const text = await response.text();
  if (!response.ok) throw new Refused(response.status, text);
  const isTable = (response.headers.get("Content-Type") ?? "").includes("json");
  return { table: isTable ? /** @type {Api.Table} */ (JSON.parse(text)) : null, text };
}

/**
 * Asks an address for what is so now, which is not kept: tables change without the graph.
 * @param {string} path
 * @param {import("./address.js").Params} [params]
 * @returns {Promise<any>}
 */
export function askNow(path, params = {}) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value !== null && value !== undefined && value !== "") query.append(key, String(value));
  return load(`api/${path}${query.size ? `?${query}` : ""}`);
}
