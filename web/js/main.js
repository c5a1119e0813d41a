// The shell: reads the address, shows the view it names, and shows it anew when the graph changes.

import { FILTERS, link, read } from "./address.js";
import { Refused, ask, forget } from "./api.js";
import { announce, byId, coded, h, name } from "./dom.js";
import { showFilters } from "./filters.js";
import { setUpSearch } from "./search.js";
import { mayWrite, takeToken } from "./writing.js";

/**
 * @typedef {Object} Shown A view on the page.
 * @property {string} title
 * @property {Node} node
 * @property {(address: import("./address.js").Address) => Promise<boolean>} [update] Shows another address in its place, if it can.
 * @property {() => Promise<boolean>} [renewed] Takes the graph that has changed into what is on the page, if it can.
 * @property {() => void} [close]
 * @property {() => void} [opened] Called once it is on the page.
 */

/** @type {Record<string, () => Promise<{show: (address: import("./address.js").Address) => Promise<Shown>}>>} */
const VIEWS = {
  overview: () => import("./views/overview.js"),
  search: () => import("./views/search.js"),
  graph: () => import("./views/graph.js"),
  entity: () => import("./views/entity.js"),
  document: () => import("./views/document.js"),
  documents: () => import("./views/documents.js"),
  timeline: () => import("./views/timeline.js"),
  conflicts: () => import("./views/conflicts.js"),
  predicates: () => import("./views/predicates.js"),
  alike: () => import("./views/alike.js"),
  list: () => import("./views/list.js"),
  claim: () => import("./views/claim.js"),
  paths: () => import("./views/paths.js"),
  sparql: () => import("./views/sparql.js"),
  annotate: () => import("./views/annotate.js"),
  review: () => import("./views/review.js"),
  agreement: () => import("./views/agreement.js"),
};

/** The views that the top bar leads to. */
const NAMED = [
  ["overview", "Overview"],
  ["graph", "Graph"],
  ["timeline", "Timeline"],
  ["conflicts", "Conflicts"],
  ["documents", "Documents"],
  ["predicates", "Predicates"],
  ["sparql", "SPARQL"],
];

/** @type {{view: string, shown: Shown, filters: string} | null} */
let current = null;
let project = "relata";
let turn = 0;
let isWriting = false;

function showNames() {
  const { view } = read();
  const named = isWriting ? [...NAMED, ["annotate", "Annotate"], ["review", "Review"]] : NAMED;
  const links = named.map(([of, title]) => h("a", { href: link(of), "aria-current": of === view ? "page" : null }, title));
  const bar = byId("views");
  bar.replaceChildren(...links);
  // Where the bar is narrower than its names, the present one is among those that are seen.
  const present = links.find((one) => one.hasAttribute("aria-current"));
  if (present) bar.scrollLeft = present.offsetLeft - bar.offsetLeft - 40;
  byId("name").setAttribute("href", link("overview"));
}

/** @param {URLSearchParams} params */
function filterKey(params) {
  return JSON.stringify(FILTERS.map((one) => params.getAll(one)));
}

/** @param {unknown} error */
function failure(error) {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof Refused)) console.error(error);
  const [first, ...hints] = message.split("\n");
  const back = h("p", null, h("a", { href: "#/" }, "Back to the overview, without filters"));
  return h("section", { class: "fault", role: "alert" }, h("h1", null, "This cannot be shown"), h("p", null, coded(first)), hints.map((hint) => h("p", null, coded(hint))), back);
}

/**
 * Shows what the address asks for.
 * @param {boolean} [isAnew] The graph has changed, and the view has to be made anew.
 */
async function render(isAnew = false) {
  const address = read();
  const filters = filterKey(address.params);
  turn += 1;
  const mine = turn;
  showNames();
  showFilters(address);
  const main = byId("main");
  const before = current;
  /** @type {Shown} */
  let shown;
  try {
    if (isAnew && before?.view === address.view && (await before.shown.renewed?.())) return;
    if (!isAnew && before?.view === address.view && before.filters === filters && (await before.shown.update?.(address))) return;
    if (mine !== turn) return;
    main.setAttribute("aria-busy", "true");
    const module = await (VIEWS[address.view] ?? VIEWS.overview)();
    shown = await module.show(address);
  } catch (error) {
    shown = { title: "Fault", node: failure(error) };
  }
  if (mine !== turn) return shown.close?.();
  before?.shown.close?.();
  current = { view: address.view, shown, filters };
  main.removeAttribute("aria-busy");
  const height = window.scrollY;
  main.replaceChildren(shown.node);
  shown.opened?.();
  document.title = `${shown.title} · ${project}`;
  if (isAnew) return window.scrollTo(0, height);
  announce(shown.title);
  // A reader of the screen goes on at the heading of the new view, unless the keys are still in use above.
  if (before && !byId("top").contains(document.activeElement) && !byId("filters").contains(document.activeElement)) {
    const heading = main.querySelector("h1") ?? main;
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  }
  if (before && before.view !== address.view) window.scrollTo(0, 0);
}

/** Shows the page anew when the server says that the graph has changed. */
function followChanges() {
  const source = new EventSource("changes");
  let version = "";
  const trouble = byId("trouble");
  source.addEventListener("graph", (event) => {
    trouble.hidden = true;
    if (version && event.data !== version) {
      forget();
      render(true);
      announce("The tables have changed; the page shows the new graph");
    }
    version = event.data;
  });
  source.addEventListener("trouble", (event) => {
    trouble.textContent = `The graph is older than its tables: ${event.data}`;
    trouble.hidden = false;
  });
}

async function start() {
  takeToken();
  setUpSearch();
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("main").focus();
  });
  window.addEventListener("hashchange", () => render());
  followChanges();
  try {
    const overview = await ask("overview", { most: 10 }, new URLSearchParams());
    project = overview.name;
    byId("name").replaceChildren(name(project));
    isWriting = await mayWrite();
  } catch {
    // The view says what is wrong.
  }
  await render();
}

start();
