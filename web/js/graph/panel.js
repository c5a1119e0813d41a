// What is behind an edge or a node: the way from a line to the words.

import { ask, findsPaths } from "../api.js";
import { changed, link } from "../address.js";
import { occurrenceBox } from "../claim.js";
import { h, name } from "../dom.js";
import { count, figure, stateBadge, tallyWords, thingLink } from "../words.js";

/**
 * The panel of an edge: occurrences, their claims, who says so, who does not, and the words.
 * @param {{edge: string, from: string, to: string}} chosen
 */
export async function edgePanel({ edge: id, from, to }) {
  const told = await ask("edge", { subject: from, object: to });
  const edge = told.edges.find((one) => one.id === id);
  const others = told.edges.filter((one) => one !== edge).map((one) => h("li", null,
    h("a", { href: changed({ edge: `${one.id} ${one.from} ${one.to}`, node: null }) }, name(one.sentence)), " ", stateBadge(one.state), " ", h("small", null, tallyWords(one.tally))));
  const beside = others.length > 0 ? h("section", null, h("h3", null, "Also between them"), h("ul", { class: "plain" }, others)) : null;
  if (!edge) return h("div", null, h("h2", null, "Nothing is left of it"), h("p", null, "No claim of this statement passes the filters."), beside);
  const n = edge.occurrences.length;
  const mixed = n > 1 ? h("p", null, `${count(n, "occurrence")}: ${Object.entries(edge.states).map(([state, times]) => `${times} ${state}`).join(", ")}. Each has its own sources and its own state.`) : null;
  return h("div", null,
    h("h2", null, name(edge.sentence)),
    // One occurrence tells the same of itself.
    n === 1 ? null : h("p", { class: "support" }, stateBadge(edge.state), edge.has_dispute && edge.state !== "disputed" ? [" ", stateBadge("disputed"), " in part"] : null, ` ${tallyWords(edge.tally)}`),
    mixed,
    edge.occurrences.map((one) => occurrenceBox(one, edge.sentence, { withNames: true })),
    beside,
    h("p", null, "From ", thingLink(told.subject, "entity"), " to ", thingLink(told.object, "entity")));
}

/**
 * The direction of a group, as it is read.
 * @param {Api.NeighbourGroup} group
 */
function groupWords(group) {
  if (group.direction === "in") return ["… ", name(group.predicate.label), " it"];
  return group.direction === "both" ? [name(group.predicate.label), " (both ways)"] : [name(group.predicate.label), " …"];
}

/**
 * Where an edge leads from a node, as the server tells it of groups.
 * @param {Api.Edge} edge
 * @param {string} iri
 */
function directionOf(edge, iri) {
  if (edge.is_symmetric) return "both";
  return edge.from === iri ? "out" : "in";
}

/**
 * The panel of a node: how many neighbours it has by predicate, before any of them is shown.
 * @param {string} iri
 * @param {{opened: string[], hidden: string[], pinned: boolean, pins: {pin: string[], frame: string | null} | null, edges: Iterable<Api.Edge>, isGrouped: boolean}} state `pins` is what pressing the button leaves pinned, nothing where nodes cannot be moved; `edges` what is on the picture.
 */
export async function nodePanel(iri, { opened, hidden, pinned, pins, edges, isGrouped }) {
  const told = await ask("neighbours", { iri });
  const own = [...edges].filter((edge) => edge.from === iri || edge.to === iri);
  const rows = told.groups.map((group) => {
    const key = `${iri} ${group.direction} ${group.predicate.iri}`;
    const isOpen = opened.includes(key);
    const states = Object.entries(group.states).map(([state, n]) => `${n} ${state}`).join(", ");
    const n_seen = own.filter((edge) => edge.predicate.iri === group.predicate.iri && directionOf(edge, iri) === group.direction).length;
    const n_more = group.n_edges - n_seen;
    const words = `${count(group.n_neighbours, "neighbour")}, ${count(group.n_claims, "claim")}`;
    // Where nodes are put together, a neighbour may be behind a group already, and would be shown twice.
    const button = isGrouped ? null : isOpen
      ? h("a", { class: "button", href: changed({ open: opened.filter((one) => one !== key) }), "aria-label": `Take back: ${group.predicate.label}` }, "Take back")
      : n_more <= 0 ? h("small", null, "all shown")
        : h("a", { class: "button", href: changed({ open: [...opened, key] }), "aria-label": `Show ${n_more} more: ${group.predicate.label}, ${group.direction}` }, `Show ${figure(n_more)} more`);
    return h("li", null, h("span", { class: "what" }, groupWords(group), h("small", null, ` ${words}: ${states}`)), button);
  });
  const all = `${iri} all`;
  const rest = changed({ hide: [...hidden, iri], node: null });
  return h("div", null,
    h("h2", null, name(told.thing.label)),
    h("p", { class: "faint" }, `${told.thing.type ?? "event"} · ${count(told.n_neighbours, "neighbour")}, ${count(told.n_edges, "edge")}`),
    h("p", { class: "buttons" },
      told.thing.type === "event" ? null : h("a", { class: "button", href: link("entity", { iri }) }, "Dossier"),
      h("a", { class: "button", href: link("graph", { about: iri }) }, "Only this and around"),
      pins && h("a", { class: "button", href: changed({ ...pins, node: iri }) }, pinned ? "Let go" : "Pin here"),
      h("a", { class: "button", href: rest }, "Hide")),
    h("h3", null, "Neighbours"),
    h("ul", { class: "groups" }, rows),
    !isGrouped && told.n_edges > own.length && !opened.includes(all) ? h("p", null, h("a", { class: "button", href: changed({ open: [...opened, all] }) }, `Show the ${Math.min(50, told.n_edges)} heaviest of ${figure(told.n_edges)}`)) : null,
    findsPaths ? pathForm(iri) : null);
}

/** @param {string} from */
function pathForm(from) {
  const input = h("input", { name: "to", required: true, dir: "auto", placeholder: "Name of the other", "aria-label": "How is it connected with" });
  const told = h("p", { role: "alert" });
  const form = h("form", { class: "line" }, h("label", null, "Path to ", input), h("button", null, "Find"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const found = await ask("search", { q: input.value, most: 20 }, new URLSearchParams());
    const other = found.names.find((one) => one.kind === "entity" && one.iri);
    if (other) location.hash = link("paths", { from, to: other.iri });
    else told.textContent = `Nobody is called “${input.value}”.`;
  });
  return h("section", null, h("h3", null, "Connected with?"), form, told);
}
