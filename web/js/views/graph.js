// The graph: what is around a name, or the heaviest of all; and beside it what is behind an edge or a node.
//
// The address has everything: about whom, what was expanded, hidden and pinned, and what is chosen. So going back undoes.

import { Refused, ask } from "../api.js";
import { link } from "../address.js";
import { h, name } from "../dom.js";
import { BY } from "../graph/groups.js";
import { timeBox, tools } from "../graph/tools.js";
import { GraphView, wantedOf } from "../graph/view.js";
import { shortened } from "../words.js";

/**
 * The name of what the picture is about, which is not on it when it only speaks.
 * @param {GraphView} view
 * @param {string} iri
 */
async function labelOf(view, iri) {
  const label = view.scene.nodes.get(iri)?.node.label;
  return label ?? ask("neighbours", { iri }).then((told) => told.thing.label, () => shortened(iri));
}

/**
 * What is told where nothing can be drawn around a name.
 * @param {unknown} error
 * @param {string[]} about
 */
function nothingAround(error, about) {
  if (!(error instanceof Refused) || error.status !== 400 || about.length !== 1) throw error;
  const node = h("section", null, h("h1", null, "Nothing is drawn around it"), h("p", null, error.message),
    h("p", null, h("a", { href: link("entity", { iri: about[0] }) }, "What is said of it, and what it says")));
  return { title: "Nothing is drawn around it", node };
}

/** @param {import("../address.js").Address} address */
export async function show(address) {
  const view = new GraphView(wantedOf(address));
  try {
    await view.load();
  } catch (error) {
    view.close();
    return nothingAround(error, view.wanted.about);
  }
  const labels = await Promise.all(view.wanted.about.map((iri) => labelOf(view, iri)));
  const title = labels.length > 0 ? `Around ${labels.join(" and ")}` : "Graph";
  const dossiers = view.wanted.about.filter((iri) => view.scene.nodes.get(iri)?.node.kind !== "event").map((iri) => h("a", { href: link("entity", { iri }) }, "Dossier"));
  const whole = view.grouping ? `Put together by ${BY[view.grouping.by]}` : "The heaviest edges";
  const heading = h("h1", null, labels.length > 0 ? ["Around ", name(labels.join(" and "))] : whole);
  const keys = h("details", { class: "keys" }, h("summary", null, "Keys"),
    h("p", null, "Arrows: from node to node. E, Shift+E: the edges of a node. N: the other end. Enter: open. H: hide. P: pin. Alt and arrows: move. + and −: size. Ctrl and wheel: size. /: search."));
  const node = h("div", { class: "graph-view" },
    h("div", { class: "graph-head" }, heading, dossiers, view.note, tools(view)),
    h("div", { class: "graph-body" },
      h("div", { class: "graph-left" }, view.frame, timeBox(), view.twin),
      h("div", { class: "graph-side" }, view.panel, view.legend, keys)));
  return {
    title,
    node,
    update: (/** @type {import("../address.js").Address} */ next) => view.update(next),
    close: () => view.close(),
    opened: () => {
      view.draw();
      view.fit();
      view.showPanel();
    },
  };
}
