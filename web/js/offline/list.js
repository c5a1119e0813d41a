// Claims in a list: those that somebody makes, those of a document, or one.

import { link } from "../address.js";
import { claimCard } from "../claim.js";
import { h, name } from "../dom.js";
import { count, shortened, stateBadge } from "../words.js";
import { claimsOf, nodes, told } from "./told.js";

/** Claims that are shown at once. */
const MOST = 200;

/**
 * Each claim once that is meant.
 * @param {(claim: Api.Claim) => boolean} isMeant
 */
function claimsThat(isMeant) {
  const found = new Map(told.edges.flatMap(claimsOf).filter(isMeant).map((claim) => [claim.iri, claim]));
  return [...found.values()];
}

/**
 * @param {string} title
 * @param {Api.Claim[]} claims
 * @param {import("../dom.js").Children} before
 */
function page(title, claims, before) {
  const more = claims.length > MOST ? h("p", { class: "faint" }, `The first ${MOST} of ${count(claims.length, "claim")}.`) : null;
  return h("div", { class: "one-claim" }, h("h1", null, name(title)), before, more, claims.slice(0, MOST).map((claim) => claimCard(claim)));
}

/**
 * The edges in whose claims something plays a part.
 * @param {string} heading
 * @param {Api.Edge[]} edges
 */
export function edgesList(heading, edges) {
  if (edges.length === 0) return null;
  const rows = edges.slice(0, MOST).map((edge) => h("li", null, h("a", { href: link("graph", { edge: `${edge.id} ${edge.from} ${edge.to}` }) }, name(edge.sentence)), " ", stateBadge(edge.state)));
  return h("section", null, h("h3", null, `${heading} (${edges.length})`), h("ul", { class: "found" }, rows), edges.length > MOST ? h("p", { class: "faint" }, `The first ${MOST}.`) : null);
}

/** @param {import("../address.js").Address} address */
export function showList({ view, params }) {
  const iri = params.get("iri") ?? "";
  const edges = told.edges.filter((edge) => edge.from === iri || edge.to === iri);
  if (view === "document") {
    const claims = claimsThat((claim) => claim.document?.iri === iri);
    return page(claims[0]?.document?.title ?? shortened(iri), claims, h("p", { class: "faint" }, "Its text does not come with this page; these claims of it do."));
  }
  if (view === "claim") {
    const behind = told.edges.filter((edge) => claimsOf(edge).some((claim) => claim.iri === iri));
    return page("A claim", claimsThat((claim) => claim.iri === iri), edgesList("Behind", behind));
  }
  const isIt = (/** @type {Api.Thing | null} */ thing) => thing?.iri === iri;
  const claims = claimsThat((claim) => claim.speakers.some(isIt) || isIt(claim.outlet));
  const things = claims.flatMap((claim) => [...claim.speakers, claim.outlet]);
  const label = nodes.get(iri)?.label ?? things.find(isIt)?.label ?? shortened(iri);
  const said = claims.length > 0 ? h("h2", null, `What it says or publishes (${claims.length})`) : null;
  return page(label, claims, [edgesList("What is said of it", edges), said]);
}
