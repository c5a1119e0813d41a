// The shell of an exported page: shows what the address names, out of what the page was given.

import { changed, filtersOf, link, read } from "../address.js";
import { announce, byId, h, name } from "../dom.js";
import { moving, saving } from "../graph/buttons.js";
import { GraphView, wantedOf } from "../graph/view.js";
import { setUpSearch } from "../search.js";
import { show as showSearch } from "../views/search.js";
import { showFilters } from "./filters.js";
import { showList } from "./list.js";
import { nodes, told } from "./told.js";

/** A timeline or a matrix, which was drawn when the page was made. */
const picture = document.querySelector("#main > svg");

/** @type {{view: GraphView, filters: string} | null} */
let current = null;
let turn = 0;

/** @param {GraphView} view */
function graphPage(view) {
  const { about } = view.wanted;
  const frame = picture ? h("div", { class: "drawn", tabindex: "0", role: "region", "aria-label": "The picture; what is behind it opens from the list below" }, picture) : view.frame;
  const labels = about.map((iri) => nodes.get(iri)?.label ?? iri);
  const whole = about.length > 0 ? h("a", { class: "button", href: changed({ about: null, hops: null, edge: null, node: null }) }, "Show everything") : null;
  const keys = h("details", { class: "keys" }, h("summary", null, "Keys"),
    h("p", null, "Arrows: from node to node. E, Shift+E: the edges of a node. N: the other end. Enter: open. H: hide. P: pin. Alt and arrows: move. + and −: size. Ctrl and wheel: size. /: search."));
  return h("div", { class: "graph-view" },
    h("div", { class: "graph-head" }, h("h1", null, about.length > 0 ? ["Around ", name(labels.join(" and "))] : name(told.title || "Graph")), whole, view.note,
      picture ? null : h("div", { class: "tools", role: "toolbar", "aria-label": "Picture" }, view.undo, moving(view), saving(view))),
    h("div", { class: "graph-body" },
      h("div", { class: "graph-left" }, frame, view.twin),
      h("div", { class: "graph-side" }, view.panel, picture ? null : [view.legend, keys])));
}

/**
 * Shows a part of the page in place of the one before.
 * @param {Node} node
 */
function put(node) {
  const isFirst = byId("main").firstElementChild?.tagName === "NOSCRIPT" || picture?.parentElement?.id === "main";
  byId("main").replaceChildren(node);
  const heading = byId("main").querySelector("h1");
  if (isFirst || !heading) return;
  announce(heading.textContent ?? "");
  if (byId("top").contains(document.activeElement) && document.activeElement !== document.body) return;
  heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
}

async function render() {
  const address = read();
  const filters = filtersOf(address.params).toString();
  turn += 1;
  const mine = turn;
  showFilters(address.params);
  const isList = ["entity", "claim", "document"].includes(address.view);
  if (isList || address.view === "search") {
    const node = isList ? showList(address) : (await showSearch(address)).node;
    if (mine !== turn) return;
    current?.view.close();
    current = null;
    return put(h("div", null, h("p", null, h("a", { href: link("overview") }, "← The graph")), node));
  }
  if (current?.filters === filters && (await current.view.update(address))) return;
  const view = new GraphView(wantedOf(address));
  try {
    await view.load();
  } catch (error) {
    view.close();
    if (mine === turn) put(h("div", null, h("h1", null, "Nothing is drawn around it"), h("p", null, error instanceof Error ? error.message : String(error)), h("p", null, h("a", { href: "#/" }, "Show everything"))));
    return;
  }
  if (mine !== turn) return view.close();
  current?.view.close();
  current = { view, filters };
  put(graphPage(view));
  view.draw();
  view.fit();
  await view.showPanel();
}

byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});
setUpSearch();
window.addEventListener("hashchange", () => render());
render();
