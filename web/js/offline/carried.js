// Nodes of the picture that are put elsewhere: their edges follow, with arrows and labels, and what was drawn comes back
// when a node is let go.

import { at, curvesOf, pathOf } from "../graph/curves.js";
import { headPath } from "../graph/draw.js";
import { widthOf } from "../graph/looks.js";
import { edgeOf, nodes } from "./told.js";

/** @typedef {import("../graph/scene.js").Drawn} Drawn */
/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/** @param {Element} element */
function boxOf(element) {
  const { x, y, width, height } = /** @type {SVGGraphicsElement} */ (element).getBBox();
  return { x: x + width / 2, y: y + height / 2, width, height };
}

/** The nodes of a picture, with their places. */
export class Carried {
  /** @param {SVGSVGElement} svg The picture, whose parts have their names. */
  constructor(svg) {
    /** @type {Map<string, {element: Element, name: Element | null, home: Box}>} */
    this.held = new Map();
    /** Nodes as they stand now. @type {Map<string, Drawn>} */
    this.nodes = new Map();
    for (const element of svg.querySelectorAll(".node[data-node]")) {
      const iri = element.getAttribute("data-node") ?? "";
      const [node, shape] = [nodes.get(iri), element.querySelector(".shape")];
      if (!node || !shape) continue;
      const home = boxOf(shape);
      this.held.set(iri, { element, name: svg.querySelector(`[data-name="${CSS.escape(element.id)}"]`), home });
      this.nodes.set(iri, { node, ...home, lines: [], font: 0, pinned: false, home: null });
    }
    /** @type {Map<string, {line: Element, reach: Element | null, head: Element | null, label: Element | null, before: (string | null)[], at: Box | null}>} */
    this.edges = new Map();
    for (const element of svg.querySelectorAll(".edge[data-edge]")) {
      const id = element.getAttribute("data-edge") ?? "";
      const line = element.querySelector(".line");
      if (!line) continue;
      const [reach, head, label] = [element.querySelector(".reach"), element.querySelector(".head, .bar"), svg.querySelector(`[data-label="${CSS.escape(id)}"]`)];
      const before = [line, reach, head].map((part) => part?.getAttribute("d") ?? null);
      this.edges.set(id, { line, reach, head, label, before, at: label ? boxOf(label) : null });
    }
  }

  /**
   * Puts a node somewhere; its edges follow.
   * @param {string} iri
   * @param {number} x
   * @param {number} y
   */
  put(iri, x, y) {
    const [one, held] = [this.nodes.get(iri), this.held.get(iri)];
    if (!one || !held) return;
    Object.assign(one, { x, y });
    const [dx, dy] = [x - held.home.x, y - held.home.y];
    for (const part of [held.element, held.name]) {
      if (dx === 0 && dy === 0) part?.removeAttribute("transform");
      else part?.setAttribute("transform", `translate(${dx.toFixed(1)} ${dy.toFixed(1)})`);
    }
    this.#follow(iri);
  }

  /**
   * Puts all nodes where they were drawn, but for those that are pinned.
   * @param {Map<string, {x: number, y: number}>} pinned
   */
  settle(pinned) {
    for (const [iri, one] of this.nodes) {
      const place = pinned.get(iri) ?? this.held.get(iri)?.home;
      one.pinned = pinned.has(iri);
      if (place && (place.x !== one.x || place.y !== one.y)) this.put(iri, place.x, place.y);
    }
  }

  /** Whether a node stands where it was drawn. @param {string} iri */
  #isHome(iri) {
    const [one, home] = [this.nodes.get(iri), this.held.get(iri)?.home];
    return !one || !home || (one.x === home.x && one.y === home.y);
  }

  /** Leads the edges of a node to where it is now. @param {string} iri */
  #follow(iri) {
    const own = [...this.edges.keys()].flatMap((id) => edgeOf(id) ?? []).filter((edge) => edge.from === iri || edge.to === iri);
    const others = new Set(own.flatMap(({ from, to }) => [from, to]));
    // Several that join the same two run beside each other, so all of them are asked for.
    const curves = curvesOf({ nodes: new Map([...this.nodes].filter(([other]) => others.has(other))), edges: new Map(own.map((edge) => [edge.id, edge])) }, () => [0, 0]);
    for (const edge of own) {
      const [parts, curve] = [this.edges.get(edge.id), curves.get(edge.id)];
      if (!parts || !curve) continue;
      const isHome = this.#isHome(edge.from) && this.#isHome(edge.to);
      const [line, reach, head] = isHome ? parts.before : [pathOf(curve), pathOf(curve), headPath(curve, edge.state, widthOf(edge.weight))];
      for (const [part, d] of /** @type {[Element | null, string | null][]} */ ([[parts.line, line], [parts.reach, reach], [parts.head, head]])) if (d !== null) part?.setAttribute("d", d);
      if (!parts.label || !parts.at) continue;
      const middle = at(curve, 0.5);
      const loop = curve.loop ? { x: curve.loop.x, y: curve.loop.top - curve.loop.rise - parts.at.height / 2 - 5 } : middle;
      if (isHome) parts.label.removeAttribute("transform");
      else parts.label.setAttribute("transform", `translate(${(loop.x - parts.at.x).toFixed(1)} ${(loop.y - parts.at.y).toFixed(1)})`);
    }
  }
}
