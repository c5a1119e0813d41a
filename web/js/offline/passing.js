// Which edges pass the filters of the address. An edge is taken or left as a whole: what is told of it is by all its
// claims, so a filter never changes in which state it is.

import { filtersOf } from "../address.js";
import { claimsOf, occurrencesOf, plain, told } from "./told.js";

/**
 * True when a thing is called so, or has this IRI.
 * @param {{iri: string | null, label: string}} thing
 * @param {Set<string>} wanted
 */
function isOne(thing, wanted) {
  return wanted.has(plain(thing.label)) || (Boolean(thing.iri) && wanted.has(plain(thing.iri ?? "")));
}

/**
 * The first and the last day that a date means: a year lasts until its end.
 * @param {string} date
 */
function daysOf(date) {
  return [`${date}-01-01`.slice(0, 10), `${date}-12-31`.slice(0, 10)];
}

/**
 * The edges that pass filters.
 * @param {URLSearchParams} params
 * @returns {Api.Edge[]}
 */
export function passing(params) {
  const filters = filtersOf(params);
  if (filters.size === 0) return told.edges;
  const wanted = (/** @type {string} */ key) => new Set(filters.getAll(key).map(plain));
  const [speakers, outlets, predicates, states] = [wanted("speaker"), wanted("outlet"), wanted("predicate"), wanted("state")];
  const least = (/** @type {string} */ key) => Number(filters.get(key) ?? 0) || 0;
  const [since, until] = [daysOf(filters.get("since") ?? "")[0], daysOf(filters.get("until") ?? "")[1]];
  return told.edges.filter((edge) => {
    if (predicates.size > 0 && !isOne(edge.predicate, predicates)) return false;
    if (edge.n_sources < least("min_sources") || edge.n_outlets < least("min_outlets")) return false;
    if (states.size > 0 && !Object.keys(edge.states).some((state) => states.has(state))) return false;
    if (filters.has("since") && !occurrencesOf(edge).some(({ period }) => period && (!period.end || period.end >= since))) return false;
    if (filters.has("until") && !occurrencesOf(edge).some(({ period }) => period && (!period.begin || period.begin <= until))) return false;
    if (speakers.size > 0 && !claimsOf(edge).some((claim) => claim.speakers.some((one) => isOne(one, speakers)))) return false;
    return outlets.size === 0 || claimsOf(edge).some((claim) => claim.outlet && isOne(claim.outlet, outlets));
  });
}
