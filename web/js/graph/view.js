// A graph on the page, as long as it shows the same neighbourhood: the picture, the same as a list, and what is behind
// what is chosen.

import { ask } from "../api.js";
import { changed, go, link } from "../address.js";
import { announce, coded, h } from "../dom.js";
import { count, figure } from "../words.js";
import { groupEdgePanel, groupingWords, hintOf, toggled } from "./groups.js";
import { drawScene, followNode, legendRows, markIn } from "./draw.js";
import { Keys } from "./keys.js";
import { Stage, isAll } from "./moving.js";
import { goOn } from "./opening.js";
import { edgePanel, nodePanel } from "./panel.js";
import { frameOfPage, frameText, readFrame } from "./room.js";
import { pictureText } from "./save.js";
import { extend, sceneOf, seen } from "./scene.js";
import { twin } from "./twin.js";

/** Edges that are drawn as they are; more are drawn as dots and lines. */
export const MOST_DRAWN = 300;
/** Edges of the whole graph that are shown when nobody asks for a number, by the least room (in square pixels) in which so many names can mostly be read. */
const USUAL_WHOLE = [{ room: 480_000, edges: 60 }, { room: 250_000, edges: 40 }, { room: 0, edges: 24 }];
/** Edges that the server gives for one picture at most. */
const MOST_SHOWN = 10_000;
/** Neighbours that one expansion shows at most. */
const MOST_EXPANDED = 50;

/** @typedef {{base: string, about: string[], hops: string | null, top: string | null, group: string | null, inside: string[], open: string[], hide: string[], pin: string[], edge: string | null, node: string | null, frame: import("./room.js").Frame | null}} Wanted */

/**
 * @param {import("../address.js").Address} address
 * @returns {Wanted}
 */
export function wantedOf({ params }) {
  const [about, hops, top] = [params.getAll("about"), params.get("hops"), params.get("top")];
  const [group, inside] = [params.get("group"), params.getAll("inside")];
  // Where nodes were put by hand, the others stand as they did then, on whatever screen.
  const frame = readFrame(params.get("frame"));
  const base = JSON.stringify([about, hops, top, group]);
  return { base, frame, about, hops, top, group, inside, open: params.getAll("open"), hide: params.getAll("hide"), pin: params.getAll("pin"), edge: params.get("edge"), node: params.get("node") };
}

/** The view, as long as it shows the same neighbourhood. */
export class GraphView {
  /** @param {Wanted} wanted */
  constructor(wanted) {
    this.wanted = wanted;
    /** The frame for which places are made. */
    this.room = wanted.frame ?? frameOfPage();
    this.stage = new Stage((iri, x, y) => this.pin(iri, x, y), (iri, x, y) => this.carry(iri, x, y));
    /** @type {import("../graph/scene.js").Scene} */
    this.scene = { nodes: new Map(), edges: new Map() };
    /** @type {import("../graph/scene.js").Scene} */
    this.shown = this.scene;
    /** @type {string[]} */
    this.opened = [];
    this.n_edges = 0;
    /** What was put together. @type {Api.Grouping | null} */
    this.grouping = null;
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
    this.keys = new Keys(this);
    window.addEventListener("hashchange", this.#moved);
  }

  async load() {
    const { inside } = this.wanted;
    // Clusters are opened one after the other, as they were, so that the same address always gives the same places.
    for (let n = 0; n <= inside.length; n += 1) await this.#take(inside.slice(0, n), n > 0);
    await this.#expand();
  }

  /**
   * Takes what the server tells where these clusters are open; what is on the picture already may stay where it is.
   * @param {string[]} inside
   * @param {boolean} goesOn
   */
  async #take(inside, goesOn) {
    const { about, hops, top, group } = this.wanted;
    const told = await ask("graph", { about, hops: about.length > 0 ? hops : null, top: top ?? this.usual(), group: group === "none" ? null : (group ?? "auto"), inside });
    const scene = sceneOf(told.nodes, told.edges, this.room, told.is_arranged);
    if (goesOn) goOn(scene, this.scene);
    [this.grouping, this.scene, this.opened, this.n_edges] = [told.grouping, scene, [], told.n_edges];
  }

  /** Adds what the address wants expanded, in its order, so that the places are always the same. */
  async #expand() {
    for (const key of this.wanted.open.slice(this.opened.length)) {
      const [iri, direction, predicate] = key.split(" ");
      const told = await ask("expand", { iri, most: MOST_EXPANDED, direction: direction === "all" ? null : direction, ...(predicate ? { predicate } : {}) });
      const before = this.scene.edges.size;
      extend(this.scene, iri, told.nodes, told.edges, this.room);
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
    if (wanted.base !== this.wanted.base || (wanted.frame && frameText(wanted.frame) !== frameText(this.room))) return false;
    const before = this.wanted;
    this.wanted = wanted;
    const isInside = JSON.stringify(before.inside) === JSON.stringify(wanted.inside);
    // Whoever has seen everything sees everything, with more in it.
    this.wasWhole = !isInside && isAll(this.shown.nodes.values(), (this.large ?? this.stage).seen());
    if (isInside && this.opened.every((key, index) => wanted.open[index] === key)) await this.#expand();
    else await this.load();
    const isSame = ["inside", "open", "hide", "pin"].every((key) => JSON.stringify(before[/** @type {"open"} */ (key)]) === JSON.stringify(wanted[/** @type {"open"} */ (key)]));
    if (isSame) this.mark();
    else this.draw();
    await this.showPanel();
    return true;
  }

  /** The number of edges that is shown when nobody asks for one. */
  usual() {
    const { width, height } = this.room;
    return this.wanted.about.length > 0 ? MOST_DRAWN : (USUAL_WHOLE.find(({ room }) => width * height >= room)?.edges ?? MOST_DRAWN);
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
    // What is pinned no more goes back to where it stood.
    for (const one of this.scene.nodes.values()) Object.assign(one, one.home, { pinned: false, home: null });
    for (const pin of this.wanted.pin) {
      const [place, iri] = pin.split(" ");
      const one = this.scene.nodes.get(iri);
      const [x, y] = place.split(",").map(Number);
      if (one && Number.isFinite(x) && Number.isFinite(y)) Object.assign(one, { x, y, pinned: true, home: { x: one.x, y: one.y } });
    }
    this.shown = seen(this.scene, new Set(this.wanted.hide), new Set(this.wanted.about));
    this.stage.nodes = this.shown.nodes;
    const isLarge = this.isLarge();
    if (isLarge) this.#drawLarge();
    else this.drawSmall();
    const n = this.shown.edges.size;
    const summary = `${count(this.shown.nodes.size, "node")}, ${count(n, "edge")}`;
    this.stage.picture.setAttribute("aria-label", `Graph: ${summary}. Arrow keys go from node to node, E to the edges of a node, N to the other end, Enter opens.`);
    const aside = this.wanted.about.some((iri) => !this.shown.nodes.has(iri) && !this.wanted.hide.includes(iri)) ? "It is no end of these edges: their claims name it otherwise, as who speaks or as a place. " : "";
    const hidden = this.wanted.hide.length;
    const n_left = this.n_edges - this.scene.edges.size;
    const isCut = n_left > 0 && (this.opened.length === 0 || this.wanted.about.length === 0);
    const more = isCut ? ` of ${figure(this.n_edges)}, the heaviest. ${count(n_left, "lighter edge is", "lighter edges are")} not shown: ${this.#wayToMore(n)}` : "";
    if (n === 0 && this.shown.nodes.size === 0) this.frame.replaceChildren(h("p", { class: "nothing" }, coded("No claim is left to be drawn: take a filter away, or look at what `relata check` says.")));
    const together = this.grouping ? `${groupingWords(this.grouping)} On the picture: ` : "";
    const gone = this.grouping && this.grouping.missing.length > 0 ? `${count(this.grouping.missing.length, "cluster")} of the address ${this.grouping.missing.length === 1 ? "is" : "are"} not here. ` : "";
    this.note.replaceChildren(...coded(`${gone}${together}${count(this.shown.nodes.size, "node")}, ${count(n, "edge")}${more || "."} ${aside}`),
      ...(hidden > 0 ? [h("a", { href: changed({ hide: null }) }, `Show ${count(hidden, "hidden node")} again`)] : []));
    this.#drawLegend();
    const list = () => this.twin.replaceChildren(twin(this.shown, this.grouping, this.wanted.inside));
    // Of many edges, the picture is seen before the list is made.
    if (isLarge) requestAnimationFrame(() => setTimeout(list));
    else list();
    if (key) this.elements().find((one) => one.getAttribute("data-node") === key || one.getAttribute("data-edge") === key)?.focus();
  }

  /**
   * How to see what is not shown.
   * @param {number} n
   */
  #wayToMore(n) {
    if (n < MOST_SHOWN) return `show more of them with “up to …”, or fewer at all by a filter. ${this.n_edges > MOST_SHOWN ? `No picture has more than ${figure(MOST_SHOWN)}; \`relata export gexf\` has all.` : ""}`;
    return "search for a name and expand it, filter, or take all of them to other programs with `relata export gexf`.";
  }

  /** Whether there are too many edges for an element each. */
  isLarge() {
    return this.shown.edges.size > MOST_DRAWN;
  }

  /** Draws each node and edge as an element. An exported page has them already. */
  drawSmall() {
    const { large } = this;
    this.large = null;
    if (!this.frame.contains(this.stage.picture)) this.frame.replaceChildren(this.stage.picture);
    if (large?.isFitted) this.stage.look(large.seen());
    large?.close();
    const chosen = this.chosenEdge();
    this.wasDrawn = true;
    this.content = drawScene(this.shown, { edge: chosen?.edge ?? null, node: this.wanted.node });
    this.stage.show(this.content);
    if (this.wasWhole) this.stage.fit();
    const [first] = this.elements("[data-node]");
    const start = this.wanted.about[0] ? this.content.querySelector(`[data-node="${CSS.escape(this.wanted.about[0])}"]`) : null;
    (start ?? first)?.setAttribute("tabindex", "0");
  }

  #drawLarge() {
    this.content = null;
    import("../graph/canvas.js").then(({ CanvasStage }) => {
      if (!this.isLarge()) return;
      const isNew = !this.large;
      this.large ??= new CanvasStage({ onEdge: (edge) => this.choose(edge), onNode: (iri) => this.openGroup(iri) || go(changed({ node: iri, edge: null })), onMoved: (iri, x, y) => this.pin(iri, x, y) });
      const room = this.frame.contains(this.stage.picture) ? this.stage.seen() : null;
      if (!this.frame.contains(this.large.element)) this.frame.replaceChildren(this.large.element);
      // Whoever has looked at the same in small looks at the same part of it.
      if (isNew && room && this.wasDrawn) this.large.lookAt(room);
      this.large.show(this.shown);
      if (this.wasWhole) this.large.fit();
      this.mark();
    });
  }

  #drawLegend() {
    const { lines, weights, kinds } = legendRows(this.shown);
    const hasClusters = [...this.shown.nodes.values()].some(({ node }) => node.is_group);
    const rows = (/** @type {{sample: Element, words: string}[]} */ list) => h("ul", { class: "key" }, list.map(({ sample, words }) => h("li", null, sample, " ", words)));
    const wasOpen = this.legend.open || (!this.legend.firstChild && window.innerWidth > 928);
    this.legend.replaceChildren(h("summary", null, h("h2", null, "Legend")), h("h3", null, "Lines: who says so"), rows(lines), h("h3", null, "Width: claims that say so; where none does, those that deny or speak of it"), rows(weights), h("h3", null, hasClusters ? "Shapes: what it is; of a cluster, what most in it are" : "Shapes: what it is"), rows(kinds));
    this.legend.open = wasOpen;
  }

  async showPanel() {
    const chosen = this.chosenEdge();
    const { node } = this.wanted;
    this.panel.classList.toggle("empty", !chosen && !node);
    if (!chosen && !node) {
      this.panel.replaceChildren(h("p", { class: "faint" }, hintOf(this.grouping, this.wanted.inside)));
      return;
    }
    const key = this.wanted.edge ?? node;
    const hadFocus = this.panel.contains(document.activeElement);
    let content;
    try {
      content = chosen && this.isBetween(chosen.edge) && this.grouping ? await groupEdgePanel(chosen, this.wanted, this.grouping, (iri) => this.scene.nodes.get(iri)?.node.label ?? iri) : chosen ? await edgePanel(chosen) : await this.#nodePanel(node ?? "");
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
    const moved = pinned || !place ? rest : [...rest, `${Math.round(place.x)},${Math.round(place.y)} ${iri}`];
    return nodePanel(iri, { opened: open, hidden: hide, pinned, pins: this.canMove ? this.pinned(moved) : null, edges: this.shown.edges.values(), isGrouped: this.grouping !== null });
  }

  /** Whether an edge stands for more than one statement, or for one of nodes that are not shown. @param {string} id */
  isBetween(id) {
    const edge = this.scene.edges.get(id);
    return edge ? [edge.from, edge.to].some((end) => this.scene.nodes.get(end)?.node.is_group) : false;
  }

  /**
   * Opens a cluster into its nodes; answers whether it is one.
   * @param {string} iri
   */
  openGroup(iri) {
    if (!this.grouping || !this.scene.nodes.get(iri)?.node.is_group) return false;
    go(toggled(iri, this.wanted.inside));
    return true;
  }

  /** @param {Api.Edge} edge */
  choose(edge) {
    this.wantsPanel = true;
    go(changed({ edge: `${edge.id} ${edge.from} ${edge.to}`, node: null }));
  }

  /**
   * @param {string} iri
   * @param {number} x
   * @param {number} y
   */
  pin(iri, x, y) {
    if (!this.canMove) return;
    const rest = this.wanted.pin.filter((pin) => !pin.endsWith(` ${iri}`));
    go(changed(this.pinned([...rest, `${Math.round(x)},${Math.round(y)} ${iri}`])));
  }

  /**
   * Shows a node on its way, with the lines that lead to it. Where it is put, lines are led around nodes again.
   * @param {string} iri
   * @param {number} x
   * @param {number} y
   */
  carry(iri, x, y) {
    const one = this.shown.nodes.get(iri);
    if (!one || !this.content) return;
    one.home ??= { x: one.x, y: one.y };
    Object.assign(one, { x, y });
    followNode(this.content, this.shown, iri);
  }

  /**
   * What the address says when these are pinned: also for which frame the others have their places.
   * @param {string[]} pin
   */
  pinned(pin) {
    return { pin, frame: pin.length > 0 ? frameText(this.room) : null };
  }

  /** The picture as a file of its own. */
  pictureText() {
    return this.large ? this.large.pictureText() : this.stage.plain(() => pictureText(this.stage.picture, this.shown));
  }

  #undo() {
    this.isGoingBack = true;
    history.back();
  }

  /**
   * @param {string} [selector]
   * @returns {SVGGElement[]}
   */
  elements(selector = "[data-node], [data-edge]") {
    return /** @type {SVGGElement[]} */ ([...this.stage.picture.querySelectorAll(selector)]);
  }

  /** Counts how far it is back to where the view began, so that undoing does not leave it. */
  #moved = () => {
    this.steps = Math.max(0, this.steps + (this.isGoingBack ? -1 : 1));
    this.isGoingBack = false;
    this.undo.disabled = this.steps === 0;
  };

  /** Whether the picture has been drawn small, and looked at. */
  wasDrawn = false;
  wasWhole = false;
  wantsPanel = false;
  /** Whether nodes can be put elsewhere. */
  canMove = true;
  isGoingBack = false;

  close() {
    window.removeEventListener("hashchange", this.#moved);
    this.large?.close();
  }

  fit() {
    if (this.large) this.large.fit();
    else this.stage.fit();
  }

  /** @param {number} factor */
  zoom(factor) {
    if (this.large) this.large.zoom(factor);
    else this.stage.zoom(factor);
  }
}
