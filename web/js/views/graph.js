// The graph: what is around a name, or the heaviest of all; and beside it what is behind an edge or a node.
//
// The address has everything: about whom, what was expanded, hidden and pinned, and what is chosen. So going back undoes.

import { Refused, ask } from "../api.js";
import { changed, filtersOf, go, link, read } from "../address.js";
import { announce, h, name } from "../dom.js";
import { drawScene, legendRows, markIn } from "../graph/draw.js";
import { Stage, nearest } from "../graph/moving.js";
import { edgePanel, nodePanel } from "../graph/panel.js";
import { edgesText, pictureText, save } from "../graph/save.js";
import { extend, sceneOf, seen } from "../graph/scene.js";
import { twin } from "../graph/twin.js";
import { histogram } from "../histogram.js";
import { count, figure, shortened } from "../words.js";

/** Edges that are drawn as they are; more are drawn as dots and lines. */
const MOST_DRAWN = 300;
/** Edges of the whole graph that are shown when nobody asks for a number. */
const USUAL_WHOLE = 60;
/** Neighbours that one expansion shows at most. */
const MOST_EXPANDED = 50;

/** @typedef {{base: string, about: string[], hops: string | null, top: string | null, open: string[], hide: string[], pin: string[], edge: string | null, node: string | null}} Wanted */

/**
 * @param {import("../address.js").Address} address
 * @returns {Wanted}
 */
function wantedOf({ params }) {
  const [about, hops, top] = [params.getAll("about"), params.get("hops"), params.get("top")];
  const base = JSON.stringify([about, hops, top]);
  return { base, about, hops, top, open: params.getAll("open"), hide: params.getAll("hide"), pin: params.getAll("pin"), edge: params.get("edge"), node: params.get("node") };
}

/** The view, as long as it shows the same neighbourhood. */
class GraphView {
  /** @param {Wanted} wanted */
  constructor(wanted) {
    this.wanted = wanted;
    this.stage = new Stage((iri, x, y) => this.#pin(iri, x, y));
    /** @type {import("../graph/scene.js").Scene} */
    this.scene = { nodes: new Map(), edges: new Map() };
    /** @type {import("../graph/scene.js").Scene} */
    this.shown = this.scene;
    /** @type {string[]} */
    this.opened = [];
    this.n_edges = 0;
    this.content = /** @type {Element | null} */ (null);
    /** @type {import("../graph/canvas.js").CanvasStage | null} */
    this.large = null;
    this.steps = 0;
    this.frame = h("div", { class: "frame" }, this.stage.picture);
    this.panel = h("aside", { class: "panel", id: "panel", "aria-label": "What is behind it", tabindex: "-1" });
    this.twin = h("section", { class: "twin", "aria-label": "The same as a list" });
    this.note = h("p", { class: "faint", id: "graph-note" });
    this.legend = h("details", { class: "legend" });
    this.undo = h("button", { type: "button", disabled: true, onclick: () => this.#undo() }, "Undo");
    this.#listen();
  }

  async load() {
    const { about, hops, top } = this.wanted;
    const usual = about.length > 0 ? MOST_DRAWN : USUAL_WHOLE;
    const told = await ask("graph", { about, hops: about.length > 0 ? hops : null, top: top ?? usual });
    this.scene = sceneOf(told.nodes, told.edges);
    this.opened = [];
    this.n_edges = told.n_edges;
    await this.#expand();
  }

  /** Adds what the address wants expanded, in its order, so that the places are always the same. */
  async #expand() {
    for (const key of this.wanted.open.slice(this.opened.length)) {
      const [iri, direction, predicate] = key.split(" ");
      const told = await ask("expand", { iri, most: MOST_EXPANDED, direction: direction === "all" ? null : direction, ...(predicate ? { predicate } : {}) });
      const before = this.scene.edges.size;
      extend(this.scene, iri, told.nodes, told.edges);
      this.opened.push(key);
      const added = this.scene.edges.size - before;
      const left = told.n_edges - told.edges.length;
      announce(`${count(added, "edge")} added${left > 0 ? `; ${left} more are not shown` : ""}`);
    }
  }

  /**
   * Shows another address, if only what is expanded, hidden, pinned or chosen is different.
   * @param {import("../address.js").Address} address
   */
  async update(address) {
    const wanted = wantedOf(address);
    if (wanted.base !== this.wanted.base) return false;
    const before = this.wanted;
    this.wanted = wanted;
    const goesOn = this.opened.every((key, index) => wanted.open[index] === key);
    if (goesOn) await this.#expand();
    else await this.load();
    const isSame = ["open", "hide", "pin"].every((key) => JSON.stringify(before[/** @type {"open"} */ (key)]) === JSON.stringify(wanted[/** @type {"open"} */ (key)]));
    if (isSame) this.mark();
    else this.draw();
    await this.showPanel();
    return true;
  }

  chosenEdge() {
    const [edge, from, to] = this.wanted.edge?.split(" ") ?? [];
    return edge && from && to ? { edge, from, to } : null;
  }

  mark() {
    const marked = { edge: this.chosenEdge()?.edge ?? null, node: this.wanted.node };
    if (this.content) markIn(this.content, marked);
    this.large?.mark(marked);
  }

  draw() {
    const focused = document.activeElement;
    const key = focused && this.stage.picture.contains(focused) ? focused.getAttribute("data-node") ?? focused.getAttribute("data-edge") : null;
    for (const one of this.scene.nodes.values()) one.pinned = false;
    for (const pin of this.wanted.pin) {
      const [place, iri] = pin.split(" ");
      const one = this.scene.nodes.get(iri);
      const [x, y] = place.split(",").map(Number);
      if (one && Number.isFinite(x) && Number.isFinite(y)) Object.assign(one, { x, y, pinned: true });
    }
    this.shown = seen(this.scene, new Set(this.wanted.hide), new Set(this.wanted.about));
    this.stage.nodes = this.shown.nodes;
    const isLarge = this.shown.edges.size > MOST_DRAWN;
    if (isLarge) this.#drawLarge();
    else this.#drawSmall();
    const n = this.shown.edges.size;
    const summary = `${count(this.shown.nodes.size, "node")}, ${count(n, "edge")}`;
    this.stage.picture.setAttribute("aria-label", `Graph: ${summary}. Arrow keys go from node to node, E to the edges of a node, N to the other end, Enter opens.`);
    const aside = this.wanted.about.some((iri) => !this.shown.nodes.has(iri) && !this.wanted.hide.includes(iri)) ? "It is no end of these edges: their claims name it otherwise, as who speaks or as a place. " : "";
    const hidden = this.wanted.hide.length;
    const more = this.n_edges > n && this.opened.length === 0 ? ` of ${figure(this.n_edges)}, the heaviest` : "";
    if (n === 0 && this.shown.nodes.size === 0) this.frame.replaceChildren(h("p", { class: "nothing" }, "No claim is left to be drawn: take a filter away, or look at what `relata check` says."));
    this.note.replaceChildren(`${count(this.shown.nodes.size, "node")}, ${count(n, "edge")}${more}. ${aside}`,
      ...(hidden > 0 ? [h("a", { href: changed({ hide: null }) }, `Show ${count(hidden, "hidden node")} again`)] : []));
    this.#drawLegend();
    this.twin.replaceChildren(twin(this.shown));
    if (key) this.#elements().find((one) => one.getAttribute("data-node") === key || one.getAttribute("data-edge") === key)?.focus();
  }

  #drawSmall() {
    this.large?.close();
    this.large = null;
    if (!this.frame.contains(this.stage.picture)) this.frame.replaceChildren(this.stage.picture);
    const chosen = this.chosenEdge();
    this.content = drawScene(this.shown, { edge: chosen?.edge ?? null, node: this.wanted.node });
    this.stage.picture.replaceChildren(this.content);
    const [first] = this.#elements("[data-node]");
    const start = this.wanted.about[0] ? this.content.querySelector(`[data-node="${CSS.escape(this.wanted.about[0])}"]`) : null;
    (start ?? first)?.setAttribute("tabindex", "0");
  }

  #drawLarge() {
    this.content = null;
    import("../graph/canvas.js").then(({ CanvasStage }) => {
      if (this.shown.edges.size <= MOST_DRAWN) return;
      this.large ??= new CanvasStage({ onEdge: (edge) => this.#choose(edge), onNode: (iri) => go(changed({ node: iri, edge: null })) });
      if (!this.frame.contains(this.large.element)) this.frame.replaceChildren(this.large.element);
      this.large.show(this.shown);
      this.mark();
    });
  }

  #drawLegend() {
    const { lines, weights, kinds } = legendRows(this.shown);
    const rows = (/** @type {{sample: Element, words: string}[]} */ list) => h("ul", { class: "key" }, list.map(({ sample, words }) => h("li", null, sample, " ", words)));
    const wasOpen = this.legend.open || (!this.legend.firstChild && window.innerWidth > 928);
    this.legend.replaceChildren(h("summary", null, "Legend"), h("h3", null, "Lines: what is known of it"), rows(lines), h("h3", null, "Width: claims"), rows(weights), h("h3", null, "Shapes: what it is"), rows(kinds));
    this.legend.open = wasOpen;
  }

  async showPanel() {
    const chosen = this.chosenEdge();
    const { node } = this.wanted;
    this.panel.classList.toggle("empty", !chosen && !node);
    if (!chosen && !node) {
      this.panel.replaceChildren(h("p", { class: "faint" }, "Press an edge for who says so, who denies it, and the words. Press a node to see its neighbours, by number first."));
      return;
    }
    const key = this.wanted.edge ?? node;
    const hadFocus = this.panel.contains(document.activeElement);
    let content;
    try {
      content = chosen ? await edgePanel(chosen) : await this.#nodePanel(node ?? "");
    } catch (error) {
      content = h("p", { role: "alert" }, error instanceof Error ? error.message : String(error));
    }
    if (key !== (this.wanted.edge ?? this.wanted.node)) return;
    const close = h("a", { class: "button close", href: changed({ edge: null, node: null }), "aria-label": "Close" }, "✕");
    this.panel.replaceChildren(close, content);
    this.panel.scrollTop = 0;
    const heading = content.querySelector("h2");
    if (heading) announce(heading.textContent ?? "");
    if (hadFocus || this.wantsPanel) this.panel.focus({ preventScroll: window.innerWidth > 900 });
    this.wantsPanel = false;
  }

  /** @param {string} iri */
  #nodePanel(iri) {
    const { open, hide, pin } = this.wanted;
    const rest = pin.filter((one) => !one.endsWith(` ${iri}`));
    const pinned = rest.length < pin.length;
    const place = this.scene.nodes.get(iri);
    const pins = pinned || !place ? rest : [...rest, `${Math.round(place.x)},${Math.round(place.y)} ${iri}`];
    return nodePanel(iri, { opened: open, hidden: hide, pinned, pins, edges: this.shown.edges.values() });
  }

  /** @param {Api.Edge} edge */
  #choose(edge) {
    this.wantsPanel = true;
    go(changed({ edge: `${edge.id} ${edge.from} ${edge.to}`, node: null }));
  }

  /**
   * @param {string} iri
   * @param {number} x
   * @param {number} y
   */
  #pin(iri, x, y) {
    const rest = this.wanted.pin.filter((pin) => !pin.endsWith(` ${iri}`));
    go(changed({ pin: [...rest, `${Math.round(x)},${Math.round(y)} ${iri}`] }));
  }

  #undo() {
    this.isGoingBack = true;
    history.back();
  }

  /**
   * @param {string} [selector]
   * @returns {SVGGElement[]}
   */
  #elements(selector = "[data-node], [data-edge]") {
    return /** @type {SVGGElement[]} */ ([...this.stage.picture.querySelectorAll(selector)]);
  }

  /** @param {Element | null | undefined} element */
  #focus(element) {
    if (!(element instanceof SVGElement)) return;
    for (const one of this.#elements("[tabindex='0']")) one.setAttribute("tabindex", "-1");
    element.setAttribute("tabindex", "0");
    this.stage.reveal(element);
    element.focus({ preventScroll: true });
  }

  /** @param {Element} element */
  #open(element) {
    const [edge, node] = [element.getAttribute("data-edge"), element.getAttribute("data-node")];
    const found = edge ? this.shown.edges.get(edge) : null;
    if (found) this.#choose(found);
    if (!node) return;
    this.wantsPanel = true;
    go(changed({ node, edge: null }));
  }

  #listen() {
    const { picture } = this.stage;
    picture.addEventListener("click", (event) => {
      const target = event.target instanceof Element ? event.target.closest("[data-node], [data-edge]") : null;
      if (target && !this.stage.hasDragged) this.#open(target);
    });
    picture.addEventListener("focusin", (event) => {
      if (event.target instanceof Element) this.stage.reveal(event.target);
    });
    picture.addEventListener("keydown", (event) => this.#key(event));
    window.addEventListener("hashchange", this.#moved);
  }

  /** Counts how far it is back to where the view began, so that undoing does not leave it. */
  #moved = () => {
    this.steps = Math.max(0, this.steps + (this.isGoingBack ? -1 : 1));
    this.isGoingBack = false;
    this.undo.disabled = this.steps === 0;
  };

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = event.target instanceof Element ? event.target.closest("[data-node], [data-edge]") : null;
    if (!target || event.ctrlKey || event.metaKey) return;
    const [node, edge] = [target.getAttribute("data-node"), target.getAttribute("data-edge")];
    const done = () => event.preventDefault();
    if (event.key === "Enter" || event.key === " ") {
      done();
      this.#open(target);
    } else if (event.key.startsWith("Arrow") && event.altKey && node) {
      done();
      const one = this.shown.nodes.get(node);
      const [dx, dy] = { ArrowRight: [20, 0], ArrowLeft: [-20, 0], ArrowDown: [0, 20], ArrowUp: [0, -20] }[event.key] ?? [0, 0];
      if (one) this.#pin(node, one.x + dx, one.y + dy);
    } else if (event.key.startsWith("Arrow")) {
      done();
      this.#focus(nearest(event.key, target, this.#elements(node ? "[data-node]" : "[data-edge]")));
    } else if (event.key.toLowerCase() === "e") {
      done();
      this.#nextEdge(node, edge, event.shiftKey ? -1 : 1);
    } else if (event.key.toLowerCase() === "n" && edge) {
      done();
      const found = this.shown.edges.get(edge);
      const other = found?.from === this.origin ? found?.to : found?.from;
      this.origin = other ?? null;
      this.#focus(this.#elements("[data-node]").find((one) => one.getAttribute("data-node") === other));
    } else if (event.key.toLowerCase() === "h" && node) {
      done();
      go(changed({ hide: [...this.wanted.hide, node], node: null }));
    } else if (event.key.toLowerCase() === "p" && node) {
      done();
      const one = this.shown.nodes.get(node);
      if (one) this.#pin(node, one.x, one.y);
    } else if (event.key === "+" || event.key === "-") {
      done();
      this.stage.zoom(event.key === "+" ? 1 / 1.2 : 1.2);
    }
  }

  /**
   * Goes to the next edge of the node where the walk along edges began.
   * @param {string | null} node
   * @param {string | null} edge
   * @param {number} step
   */
  #nextEdge(node, edge, step) {
    if (node) this.origin = node;
    this.origin ??= edge ? (this.shown.edges.get(edge)?.from ?? null) : null;
    const own = [...this.shown.edges.values()].filter((one) => one.from === this.origin || one.to === this.origin);
    const index = own.findIndex((one) => one.id === edge);
    const next = own[(index + step + own.length) % own.length];
    if (next) this.#focus(this.#elements("[data-edge]").find((one) => one.getAttribute("data-edge") === next.id));
  }

  /** @type {string | null} */
  origin = null;
  wantsPanel = false;
  isGoingBack = false;

  close() {
    window.removeEventListener("hashchange", this.#moved);
    this.large?.close();
  }

  fit() {
    const center = this.wanted.about[0] ?? [...this.shown.nodes.values()].sort((a, b) => b.node.n_edges - a.node.n_edges)[0]?.node.iri;
    if (this.large) this.large.fit();
    else this.stage.fit(center ? this.shown.nodes.get(center) : undefined);
  }

  /** @param {number} factor */
  zoom(factor) {
    if (this.large) this.large.zoom(factor);
    else this.stage.zoom(factor);
  }
}

/** Claims over time, to keep those of some time only: asked for when somebody looks. */
function timeBox() {
  const box = h("details", { class: "times" }, h("summary", null, "Time"));
  let isAsked = false;
  box.addEventListener("toggle", async () => {
    if (!box.open || isAsked) return;
    isAsked = true;
    const filters = filtersOf(read().params);
    filters.delete("since");
    filters.delete("until");
    const told = await ask("overview", { most: 10 }, filters);
    const all = h("p", null, h("a", { href: changed({ since: null, until: null }) }, "All times"));
    box.append(histogram(told.time, (since, until) => changed({ since, until })), all);
  });
  const { params } = read();
  box.open = params.has("since") || params.has("until");
  return box;
}

/**
 * A menu to keep what is seen: the picture, and the edges as a table.
 * @param {GraphView} view
 */
function saving(view) {
  const menu = h("select", { "aria-label": "Save what is seen" }, h("option", { value: "" }, "Save …"), h("option", { value: "svg" }, "Picture (SVG)"), h("option", { value: "csv" }, "Edges (CSV)"));
  menu.addEventListener("change", async () => {
    const wanted = menu.value;
    menu.value = "";
    if (wanted === "svg" && view.large) return announce("Up to 300 edges are saved as a picture; `relata export svg` draws more");
    if (wanted === "svg") save("graph.svg", "image/svg+xml", pictureText(view.stage.picture, view.shown));
    if (wanted === "csv") save("edges.csv", "text/csv", edgesText(view.shown));
  });
  return menu;
}

/** @param {GraphView} view */
function tools(view) {
  const { about, top } = view.wanted;
  const button = (/** @type {string} */ words, /** @type {() => void} */ onclick, /** @type {string} */ title) => h("button", { type: "button", onclick, "aria-label": words.length > 1 ? `${words}: ${title}` : title, title }, words);
  const sizes = [USUAL_WHOLE, 150, 300, 1_000, 3_000, 10_000];
  const now = Number(top ?? (about.length > 0 ? MOST_DRAWN : USUAL_WHOLE));
  const choice = h("select", { "aria-label": "Edges that are shown at most, the heaviest first", onchange: (/** @type {Event} */ event) => go(changed({ top: /** @type {HTMLSelectElement} */ (event.target).value })) },
    [...new Set([...sizes, now])].sort((a, b) => a - b).map((size) => h("option", { value: size, selected: size === now }, `up to ${figure(size)} edges`)));
  const hops = h("select", { "aria-label": "How far from the name", onchange: (/** @type {Event} */ event) => go(changed({ hops: /** @type {HTMLSelectElement} */ (event.target).value })) },
    [1, 2, 3].map((n) => h("option", { value: n, selected: String(n) === (view.wanted.hops ?? "1") }, count(n, "step"))));
  return h("div", { class: "tools", role: "toolbar", "aria-label": "Picture" }, view.undo,
    button("−", () => view.zoom(1.25), "Smaller"), button("+", () => view.zoom(0.8), "Larger"), button("Fit", () => view.fit(), "Show everything"),
    about.length > 0 ? hops : null, choice, saving(view));
}

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
  const heading = h("h1", null, labels.length > 0 ? ["Around ", name(labels.join(" and "))] : "The heaviest edges");
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
