// The picture that stands in an exported page. It was drawn when the page was made and is seen without scripts, too; here
// each of its nodes and edges, or marks of a timeline, or cells of a matrix, gets a name and can be pressed.

import { changed, go } from "../address.js";
import { s } from "../dom.js";
import { edgePanel } from "../graph/panel.js";
import { count, edgeWords } from "../words.js";
import { Carried } from "./carried.js";
import { Near } from "./near.js";
import { edgeOf, nodes, told } from "./told.js";
import { PageView } from "./view.js";

/** Parts of it that stand for a node or an edge. */
const PARTS = "[data-node], [data-edge]";
/** A timeline or matrix in which letters would be smaller is seen in part at first, from its beginning. */
const READABLE = 0.5;
/** How large letters are in that part. */
const NEAR = 0.8;
/** The least height of a picture on the page. */
const LEAST = 240;
/** Height of the title of a picture, in its points. */
const TITLE = 36;

/** The picture, if there is one. */
const picture = /** @type {SVGSVGElement | null} */ (document.querySelector("#main > svg"));
/** The same as a file, before anything is changed. */
const source = picture ? new XMLSerializer().serializeToString(picture) : "";
/** @type {Near | null} */
let near = null;
/** Its nodes, which can be put elsewhere where it is a graph. @type {Carried | null} */
let carried = null;

/**
 * Makes a part something that can be pressed.
 * @param {Element} part
 * @param {string} words
 */
function asButton(part, words) {
  for (const [name, value] of Object.entries({ role: "button", tabindex: "-1", "aria-label": words })) part.setAttribute(name, value);
}

/** @param {Element} node */
function prepareNode(node) {
  const one = told.nodes[Number(node.id.replace(/^n/, ""))];
  if (!one) return;
  node.setAttribute("data-node", one.iri);
  asButton(node, `${one.label}, ${one.type ?? one.kind}, ${count(one.n_edges, "edge")}`);
  // What leads to its address would stand around the button.
  const link = node.closest("a");
  link?.replaceWith(node);
}

/** @param {Element} part */
function prepareEdge(part) {
  const edge = edgeOf(part.getAttribute("data-edge") ?? part.id);
  if (!edge) return;
  part.setAttribute("data-edge", edge.id);
  // A mark or a cell stands for less or more than the edge, and has words of its own.
  asButton(part, part.classList.contains("edge") ? edgeWords(edge) : (part.querySelector("title")?.textContent ?? edge.sentence));
  // Words that are cut are no part of the button: they would stand against its name, which has all of them.
  const words = part.classList.contains("item") ? part.querySelector("text") : null;
  if (words) part.after(s("g", { class: `label ${part.classList.item(1)}`, "data-label": edge.id, "aria-hidden": "true" }, words));
  const line = part.querySelector(".line");
  if (!line) return;
  // A thin or dashed line is hard to point at: an unseen one below it is not.
  line.before(s("path", { class: "reach", d: line.getAttribute("d") }));
}

/**
 * Names all parts, once.
 * @param {SVGSVGElement} svg
 */
function prepare(svg) {
  if (near) return;
  svg.querySelector("title")?.remove();
  for (const name of ["role", "aria-labelledby"]) svg.removeAttribute(name);
  for (const words of svg.querySelectorAll(".labels, .ties, .lane > text")) words.setAttribute("aria-hidden", "true");
  for (const [from, to] of [["data-edge", "data-label"], ["data-node", "data-name"]]) {
    for (const label of svg.querySelectorAll(`.labels [${from}]`)) {
      label.setAttribute(to, label.getAttribute(from) ?? "");
      label.removeAttribute(from);
    }
  }
  for (const node of svg.querySelectorAll(".node")) prepareNode(node);
  for (const part of svg.querySelectorAll(".edge, .item, .cell")) prepareEdge(part);
  near = new Near(svg, (node) => nodes.get(node.getAttribute("data-node") ?? "")?.label ?? "");
}

/** A view whose picture stands in the page. */
export class DrawnView extends PageView {
  /** @param {import("../graph/view.js").Wanted} wanted */
  constructor(wanted) {
    super(wanted);
    this.canMove = told.subject === "graph";
    /** The part whose words are told while it is pointed at. @type {string | null} */
    this.peeked = null;
    const { picture: frame } = this.stage;
    frame.addEventListener("pointerover", (event) => this.#peek(event));
    frame.addEventListener("click", (event) => this.#openAddress(event), true);
    this.looking = new MutationObserver(() => this.#named());
    this.looking.observe(frame, { attributeFilter: ["viewBox"] });
  }

  isLarge() {
    return false;
  }

  drawSmall() {
    if (!picture) return;
    const { stage } = this;
    if (picture.parentNode !== stage.picture) stage.picture.replaceChildren(picture);
    prepare(picture);
    this.#settle();
    const isAll = !this.isPart();
    picture.classList.toggle("part", !isAll);
    for (const part of picture.querySelectorAll(".edge, .item, [data-label]")) {
      const id = part.getAttribute("data-edge") ?? part.getAttribute("data-label") ?? "";
      part.classList.toggle("gone", !isAll && !this.shown.edges.has(id));
    }
    const names = [...picture.querySelectorAll(".node")];
    for (const node of names) node.classList.toggle("gone", !isAll && !this.shown.nodes.has(node.getAttribute("data-node") ?? ""));
    for (const name of picture.querySelectorAll("[data-name]")) {
      name.classList.toggle("gone", names.some((node) => node.id === name.getAttribute("data-name") && node.classList.contains("gone")));
    }
    const [first] = [...this.elements("[data-node]"), ...this.elements()];
    for (const one of this.elements("[tabindex='0']")) one.setAttribute("tabindex", "-1");
    first?.setAttribute("tabindex", "0");
    this.mark();
  }

  /** Sets nodes where the address has them, once the picture is on the page and has its measures. */
  #settle() {
    const { stage } = this;
    // Without places, nothing is moved by the pointer but the picture.
    stage.nodes = new Map();
    if (!this.canMove || !picture || !stage.picture.isConnected) return;
    carried ??= new Carried(picture);
    carried.settle(new Map([...this.shown.nodes].filter(([, one]) => one.pinned).map(([iri, { x, y }]) => [iri, { x, y }])));
    stage.nodes = carried.nodes;
    // Whoever moves a node by keys begins where it stands.
    for (const [iri, one] of carried.nodes) Object.assign(this.shown.nodes.get(iri) ?? {}, { x: one.x, y: one.y });
  }

  /**
   * @param {string} iri
   * @param {number} x
   * @param {number} y
   */
  carry(iri, x, y) {
    carried?.put(iri, x, y);
  }

  /** @param {string} [selector] */
  elements(selector = PARTS) {
    return super.elements(selector).filter((one) => !one.classList.contains("gone"));
  }

  mark() {
    const edge = this.chosenEdge()?.edge;
    const { node } = this.wanted;
    const own = node ? [...this.shown.edges.values()].filter((one) => one.from === node || one.to === node).map((one) => one.id) : [];
    this.#light(new Set(edge ? [edge] : own), new Set(node ? [node] : []));
    for (const part of this.elements()) {
      const isChosen = edge ? part.getAttribute("data-edge") === edge : node !== null && part.getAttribute("data-node") === node;
      part.classList.toggle("marked", isChosen);
      if (isChosen) part.setAttribute("aria-pressed", "true");
      else part.removeAttribute("aria-pressed");
    }
  }

  /**
   * What is lit stands out, the rest is dimmed.
   * @param {Set<string>} edges
   * @param {Set<string>} names
   */
  #light(edges, names) {
    if (!picture) return;
    const lit = new Set(names);
    for (const id of edges) {
      const edge = edgeOf(id);
      if (edge) lit.add(edge.from).add(edge.to);
    }
    picture.classList.toggle("some", edges.size + names.size > 0);
    for (const part of picture.querySelectorAll(".edge, .item, .cell, [data-label]")) part.classList.toggle("lit", edges.has(part.getAttribute("data-edge") ?? part.getAttribute("data-label") ?? ""));
    /** @type {Set<string>} */
    const ids = new Set();
    for (const node of picture.querySelectorAll(".node")) {
      const isLit = lit.has(node.getAttribute("data-node") ?? "");
      node.classList.toggle("lit", isLit);
      if (isLit) ids.add(node.id);
    }
    for (const name of picture.querySelectorAll("[data-name]")) name.classList.toggle("lit", ids.has(name.getAttribute("data-name") ?? ""));
    this.#named();
  }

  /** @param {string} text */
  find(text) {
    const found = super.find(text);
    for (const node of this.elements("[data-node]")) node.classList.toggle("hit", found.names.has(node.getAttribute("data-node") ?? ""));
    if (found.isAsked) {
      this.#light(found.edges, found.names);
      this.#showAll(this.elements(found.names.size > 0 ? ".node.hit" : ".lit[data-edge]"));
    } else this.mark();
    return found;
  }

  /**
   * Shows some parts, and what is around them.
   * @param {Element[]} parts
   */
  #showAll(parts) {
    const matrix = this.stage.picture.getScreenCTM()?.inverse();
    if (parts.length === 0 || !matrix) return;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const part of parts) {
      const frame = part.getBoundingClientRect();
      for (const [x, y] of [[frame.left, frame.top], [frame.right, frame.bottom]]) {
        const point = new DOMPoint(x, y).matrixTransform(matrix);
        [left, top, right, bottom] = [Math.min(left, point.x), Math.min(top, point.y), Math.max(right, point.x), Math.max(bottom, point.y)];
      }
    }
    const [width, height] = [Math.max((right - left) * 1.3, 500), Math.max((bottom - top) * 1.3, 340)];
    this.stage.look({ x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height });
  }

  /** All of the picture, but for its title, which stands above it. */
  #whole() {
    const [width, height] = ["width", "height"].map((name) => Number(picture?.getAttribute(name)) || 100);
    const y = picture?.querySelector(".title") ? TITLE * this.#zoom() : 0;
    return { x: 0, y, width, height: height - y };
  }

  /** How much larger the letters of a wide picture are, so that they can be read when all of it is seen. */
  #zoom() {
    return Number(/[\d.]+/.exec(picture?.querySelector(".frame")?.getAttribute("transform") ?? "")?.[0] ?? 1);
  }

  fit() {
    this.stage.look(this.#whole());
    if (this.isPart() && told.subject !== "matrix") this.#showAll(this.elements());
  }

  /** Gives the picture as much room as it needs, and shows all of it: of a long timeline or matrix, as much as can be read. */
  start() {
    const { y, width, height } = this.#whole();
    const room = this.stage.picture.getBoundingClientRect();
    if (room.width === 0) return;
    this.#settle();
    const high = Math.min(room.height, Math.max(LEAST, (room.width * height) / width));
    this.frame.style.height = `${high}px`;
    this.fit();
    const scale = Math.min(room.width / width, high / height);
    if (told.subject === "graph" || this.stage.box.width !== width || scale * this.#zoom() > READABLE) return;
    this.stage.look({ x: 0, y, width: (room.width * this.#zoom()) / NEAR, height: (high * this.#zoom()) / NEAR });
  }

  #named() {
    if (this.shown.nodes.size > 0) near?.soon(picture?.querySelector(".name") ? this.#whole().width / this.stage.box.width : 0);
  }

  /** Tells the words of an edge while it is pointed at and nothing is chosen. @param {Event} event */
  async #peek(event) {
    const part = event.target instanceof Element ? event.target.closest("[data-edge], [data-label]") : null;
    const id = part?.getAttribute("data-edge") ?? part?.getAttribute("data-label") ?? null;
    const edge = id ? this.shown.edges.get(id) : null;
    if (!edge || id === this.peeked || this.wanted.edge || this.wanted.node) return;
    this.peeked = id;
    const content = await edgePanel({ edge: edge.id, from: edge.from, to: edge.to });
    if (this.peeked !== id || this.wanted.edge || this.wanted.node) return;
    this.panel.replaceChildren(content);
  }

  async showPanel() {
    this.peeked = null;
    await super.showPanel();
  }

  /** A press with Ctrl opens the address of a name; on a label, it is one on what has the label. @param {MouseEvent} event */
  #openAddress(event) {
    const part = event.target instanceof Element ? event.target.closest("[data-node], [data-name], [data-label]") : null;
    const iri = part?.getAttribute("data-node") ?? told.nodes[Number(part?.getAttribute("data-name")?.replace(/^n/, ""))]?.iri;
    const edge = this.shown.edges.get(part?.getAttribute("data-label") ?? "");
    if (!part || this.stage.hasDragged) return;
    if (iri && (event.ctrlKey || event.metaKey) && /^https?:/.test(iri)) {
      event.stopPropagation();
      window.open(iri, "_blank", "noopener,noreferrer");
    } else if (edge) this.choose(edge);
    else if (iri && part.hasAttribute("data-name")) go(changed({ node: iri, edge: null }));
  }

  pictureText() {
    if (!picture || this.wanted.pin.length === 0) return source;
    const copy = /** @type {SVGSVGElement} */ (picture.cloneNode(true));
    for (const unseen of copy.querySelectorAll(".reach")) unseen.remove();
    return new XMLSerializer().serializeToString(copy);
  }

  close() {
    this.looking.disconnect();
    super.close();
  }
}
