// The same as the picture, as tables: for those who read, hear or copy.

import { changed } from "../address.js";
import { h, name } from "../dom.js";
import { table } from "../table.js";
import { count, figure, periodWords, stateBadge, statesWords, tallyWords } from "../words.js";
import { groupTable } from "./groups.js";

/** Rows that are shown at once. */
const MOST_ROWS = 200;

/**
 * @param {import("./scene.js").Scene} scene
 * @param {Api.Grouping | null} grouping
 * @param {string[]} inside Groups that are open.
 */
export function twin(scene, grouping, inside) {
  const edges = [...scene.edges.values()].sort((a, b) => b.weight - a.weight || (a.sentence < b.sentence ? -1 : 1));
  const rowOf = (/** @type {Api.Edge} */ edge) => [
    h("a", { href: changed({ edge: `${edge.id} ${edge.from} ${edge.to}`, node: null }) }, name(edge.sentence)),
    edge.n_statements > 1 ? `${count(edge.n_statements, "statement")} of ${count(edge.n_claims, "claim")}: ${statesWords(edge.states)}` : [stateBadge(edge.state), edge.has_dispute && edge.state !== "disputed" ? [" ", stateBadge("disputed")] : null].flat(),
    tallyWords(edge.tally),
    `${count(edge.n_sources, "source")}, ${count(edge.n_outlets, "outlet")}`,
    periodWords(edge.period),
  ];
  const nodes = [...scene.nodes.values()].sort((a, b) => b.node.n_edges - a.node.n_edges || (a.node.label < b.node.label ? -1 : 1));
  const names = nodes.slice(0, MOST_ROWS).map(({ node }) => [
    node.is_group && grouping ? name(node.label) : h("a", { href: changed({ node: node.iri, edge: null }) }, name(node.label)),
    node.type ?? node.kind,
    figure(node.n_edges),
  ]);
  const cut = (/** @type {number} */ n) => (n > MOST_ROWS ? h("p", { class: "faint" }, `The first ${MOST_ROWS} of ${figure(n)}. `) : null);
  const listed = (/** @type {Api.Edge[]} */ some) => table(["Statement", "State", "Who says so", "Sources", "When"], some.map(rowOf), "Edges on the picture", { stacks: true });
  const list = listed(edges.slice(0, MOST_ROWS));
  const more = cut(edges.length);
  more?.append(h("button", {
    type: "button",
    onclick: () => {
      const whole = listed(edges);
      list.replaceWith(whole);
      more.remove();
      whole.focus();
    },
  }, `List all ${figure(edges.length)}`));
  return h("div", null,
    h("h2", null, "The same as a list"), more,
    grouping ? groupTable(grouping, inside) : null,
    list,
    h("details", null, h("summary", null, `Nodes (${figure(nodes.length)})`), cut(nodes.length), table(["Name", "Type", "Edges"], names, "Nodes on the picture")));
}
