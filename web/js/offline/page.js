// The shell of an exported page: shows what the address names, out of what the page was given.

import { changed, filtersOf, go, link, read } from "../address.js";
import { announce, byId, h, name } from "../dom.js";
import { moving, saving } from "../graph/buttons.js";
import { wantedOf } from "../graph/view.js";
import { setUpSearch } from "../search.js";
import { show as showSearch } from "../views/search.js";
import { DrawnView } from "./drawn.js";
import { showFilters } from "./filters.js";
import { showList } from "./list.js";
import { keepsPicture, nodes, told } from "./told.js";
import { PageView } from "./view.js";

/** @type {{view: PageView, filters: string} | null} */
let current = null;
let turn = 0;

const KEYS = "Arrows: from name to name. E, Shift+E: the edges of a name. N: the other end. Enter: open. H: hide. +, − and 0: size. Ctrl and wheel: size. /: search. Esc: back.";

/** @param {PageView} view */
function graphPage(view) {
  const { about } = view.wanted;
  const labels = about.map((iri) => nodes.get(iri)?.label ?? iri);
  const whole = about.length > 0 ? h("a", { class: "button", href: changed({ about: null, hops: null, edge: null, node: null }) }, "Show everything") : null;
  const keys = h("details", { class: "keys" }, h("summary", null, "Keys"), h("p", null, KEYS, view.canMove ? " P: pin. Alt and arrows: move." : ""));
  const legend = view instanceof DrawnView ? null : view.legend;
  const unfiltered = told.subject === "matrix" && view.isPart() ? h("p", { class: "faint" }, "The matrix counts everything; the list below has what you asked for.") : null;
  return h("div", { class: "graph-view" },
    h("div", { class: "graph-head" }, h("h1", null, about.length > 0 ? ["Around ", name(labels.join(" and "))] : name(told.title || "Graph")), whole, view.note, unfiltered,
      h("div", { class: "tools", role: "toolbar", "aria-label": "Picture" }, view.undo, moving(view), saving(view))),
    h("div", { class: "graph-body" },
      h("div", { class: "graph-left" }, view.frame, view.twin),
      h("div", { class: "graph-side" }, view.panel, legend, keys)));
}

let isFirst = true;

/**
 * Shows a part of the page in place of the one before.
 * @param {Node} node
 */
function put(node) {
  byId("main").replaceChildren(node);
  const heading = byId("main").querySelector("h1");
  const wasFirst = isFirst;
  isFirst = false;
  if (wasFirst || !heading) return;
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
  const wanted = wantedOf(address);
  const view = keepsPicture() ? new DrawnView(wanted) : new PageView(wanted);
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
  view.draw();
  put(graphPage(view));
  view.start();
  await view.showPanel();
}

byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});
setUpSearch();
byId("search").addEventListener("input", (event) => {
  if (event.target instanceof HTMLInputElement) current?.view.find(event.target.value);
});

/** Takes back what was chosen, searched or moved: everything is seen again, but for what filters leave out. */
function goBack() {
  const field = byId("search").querySelector("input");
  if (field) field.value = "";
  const none = { about: null, hops: null, edge: null, node: null, open: null, hide: null };
  const back = current ? changed(none) : link("overview");
  current?.view.find("");
  if (back !== location.hash && location.hash.length > 2) go(back);
  current?.view.fit();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return goBack();
  const isTyping = event.target instanceof HTMLElement && event.target.closest("input, textarea, select");
  if (event.defaultPrevented || isTyping || event.ctrlKey || event.metaKey || event.altKey || !current) return;
  if (event.key === "0") current.view.fit();
  if (event.key === "+" || event.key === "=") current.view.zoom(0.8);
  if (event.key === "-") current.view.zoom(1.25);
});
window.addEventListener("hashchange", () => render());
render();
