// Nodes that are put together in clusters: what is told of them, how one is opened, and what is behind an edge between
// two. The server calls a cluster a group; people would take that for the kind of actor.

import { ask } from "../api.js";
import { changed, go, link } from "../address.js";
import { h, name } from "../dom.js";
import { table } from "../table.js";
import { count, figure, stateBadge, statesWords, tallyWords } from "../words.js";

/** By what nodes are put together. @type {Record<Api.Grouping["by"], string>} */
export const BY = { type: "kind", country: "country", community: "community" };

/** Clusters that are listed at once; a longer list is opened by who wants it. */
const FEW = 12;
/** Statements behind an edge that are shown at once. */
const MOST_BEHIND = 20;

/**
 * `312 nodes, 14 of them events`.
 * @param {{n_nodes: number, n_events: number}} of
 */
function sizeWords({ n_nodes, n_events }) {
  return `${count(n_nodes, "node")}${n_events > 0 ? `, ${figure(n_events)} of them events` : ""}`;
}

/**
 * What was put together.
 * @param {Api.Grouping} grouping
 */
export function groupingWords(grouping) {
  return `${sizeWords(grouping)}${grouping.n_events > 0 ? "," : ""} are put together by ${BY[grouping.by]}: ${count(grouping.n_groups, "cluster")}. Behind them are ${count(grouping.n_statements, "statement")} of ${count(grouping.n_claims, "claim")}.`;
}

/**
 * What can be pressed, told while nothing is chosen.
 * @param {Api.Grouping | null} grouping
 * @param {string[]} inside Clusters that are open.
 */
export function hintOf(grouping, inside) {
  const edge = "Press an edge for who says so, who denies it, and the words.";
  if (!grouping) return `${edge} Press a node to see its neighbours, by number first.`;
  const cluster = "Press a cluster to open it into its nodes; the table of clusters closes it again. Press an edge of a cluster for the statements behind it, and from there for the words.";
  return inside.length > 0 ? `${cluster} Press an edge between two nodes for who says so.` : cluster;
}

/**
 * Opens a cluster, or closes it. What is pinned stays where it is.
 * @param {string} group
 * @param {string[]} inside
 */
export function toggled(group, inside) {
  const rest = inside.filter((one) => one !== group);
  return changed({ inside: rest.length < inside.length ? rest : [...inside, group], node: null, edge: null });
}

/** The choice of how nodes are put together. @param {string | null} now */
export function groupChoice(now) {
  const words = [["", "Clusters: where there is too much"], ["none", "Clusters: none"], ["type", "Clusters: by kind"], ["country", "Clusters: by country"], ["community", "Clusters: by community"]];
  return h("select", { "aria-label": "How nodes are put together", onchange: (/** @type {Event} */ event) => go(changed({ group: /** @type {HTMLSelectElement} */ (event.target).value || null, inside: null, open: null, pin: null, node: null, edge: null })) },
    words.map(([value, title]) => h("option", { value, selected: value === (now ?? "") }, title)));
}

/**
 * All clusters as a table, with what lies inside each; a press opens one or closes it.
 * @param {Api.Grouping} grouping
 * @param {string[]} inside
 */
export function groupTable(grouping, inside) {
  const rows = grouping.groups.map((group) => [
    name(group.label), sizeWords(group), figure(group.n_statements), group.n_claims > 0 ? `${statesWords(group.states)}. ${tallyWords(group.tally)}` : "nothing",
    h("a", { class: "button", href: toggled(group.name, inside), "aria-label": `${group.is_open ? "Close" : "Open"} ${group.label}` }, group.is_open ? "Close" : "Open"),
  ]);
  const cut = grouping.n_groups > grouping.groups.length ? h("p", { class: "faint" }, `The ${figure(grouping.groups.length)} largest of ${figure(grouping.n_groups)}.`) : null;
  return h("details", { class: "group-list", open: grouping.n_groups <= FEW || inside.length > 0 }, h("summary", null, `Clusters (${figure(grouping.n_groups)})`), cut,
    table(["Cluster", "Nodes", "Statements inside", "What they are", "Open or close"], rows, "Clusters", { stacks: true }));
}

/**
 * The panel of an edge between clusters: the statements that it stands for, each with the way to its words.
 * @param {{from: string, to: string}} chosen
 * @param {import("./view.js").Wanted} wanted
 * @param {Api.Grouping} grouping
 * @param {(iri: string) => string} labelOf What a node of the picture is called.
 */
export async function groupEdgePanel({ from, to }, wanted, grouping, labelOf) {
  const { about, hops, inside } = wanted;
  const told = await ask("between", { from, to, about, hops: about.length > 0 ? hops : null, group: grouping.by, inside, most: MOST_BEHIND });
  if (!told.edge) return h("div", null, h("h2", null, "Nothing is left of it"), h("p", null, "No claim between these passes the filters."));
  const rows = told.edges.map((edge) => h("li", null,
    h("a", { href: link("graph", { about: [edge.from ?? "", edge.to ?? ""], group: "none", edge: `${edge.id} ${edge.from} ${edge.to}` }) }, name(edge.sentence)), " ", stateBadge(edge.state), " ", h("small", null, tallyWords(edge.tally))));
  const left = told.n_edges - told.edges.length;
  return h("div", null,
    h("h2", null, name(labelOf(from)), " → ", name(labelOf(to))),
    h("p", null, name(told.edge.predicate.label), told.edge.n_predicates > 1 ? ` and ${count(told.edge.n_predicates - 1, "more predicate")}` : ""),
    h("p", null, `${count(told.n_edges, "statement")} of ${count(told.edge.n_claims, "claim")}: ${statesWords(told.edge.states)}. ${tallyWords(told.edge.tally)}.`),
    h("ul", { class: "plain" }, rows),
    left > 0 ? h("p", { class: "faint" }, `${figure(left)} lighter ones are not listed: open a cluster to see its own.`) : null);
}
