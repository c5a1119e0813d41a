// The picture as SVG: every node and edge is an element that can be focused, named and pressed.

import { s } from "../dom.js";
import { STATES, count, edgeWords } from "../words.js";
import { aboveLoop, at, curvesOf, pathOf } from "./curves.js";
import { WIDEST, kindWords, lineOf, lookOf, outline, sampleWeights, strokeOf, toneOf, widthOf } from "./looks.js";
import { widthOfText } from "./letters.js";

/**
 * @typedef {Object} Marked What is chosen.
 * @property {string | null} edge
 * @property {string | null} node
 */

/** Edges up to which all labels are drawn that have room. */
const MOST_LABELS = 120;
/** Size of the labels of edges, and the height of a line of them. */
const LABEL = 11;
const LABEL_LINE = 13;
/** Half of the room of an arrow. */
const TIP = 5;

/**
 * The name of a node for those who hear it.
 * @param {Api.Node} node
 * @param {number} n_seen
 * @param {boolean} pinned
 */
function nodeWords(node, n_seen, pinned) {
  if (node.is_group) return `${node.label}, cluster, mostly ${kindWords(node.kind)}, ${count(node.n_edges, "edge")}, ${n_seen} shown. Enter opens it`;
  const type = node.kind === "event" ? "event, which is spoken of" : (node.type ?? kindWords(node.kind));
  return `${node.label}, ${type}, ${count(node.n_edges, "edge")}, ${n_seen} shown${pinned ? ", pinned" : ""}`;
}

/**
 * The end of a line, as a path.
 * @param {import("./curves.js").Curve} curve
 * @param {Api.State} state
 * @param {number} width
 */
export function headPath({ to, direction: { x, y } }, state, width) {
  const size = 6 + width * 1.4;
  const [bx, by] = [to.x - x * size, to.y - y * size];
  const [nx, ny] = [-y * size * 0.45, x * size * 0.45];
  if (lineOf(state).head === "bar") return `M${to.x - x * 2 + nx * 1.4} ${to.y - y * 2 + ny * 1.4}L${to.x - x * 2 - nx * 1.4} ${to.y - y * 2 - ny * 1.4}`;
  return `M${to.x} ${to.y}L${bx + nx} ${by + ny}L${bx - nx} ${by - ny}Z`;
}

/**
 * @param {import("./curves.js").Curve} curve
 * @param {Api.State} state
 * @param {number} width
 */
function headOf(curve, state, width) {
  const { head } = lineOf(state);
  const d = headPath(curve, state, width);
  return head === "bar" ? s("path", { class: "head", d, "stroke-width": 2.5 }) : s("path", { class: `head ${head}`, d });
}

/** A place for labels that remembers what is taken. */
class Room {
  /**
   * @param {Iterable<import("./scene.js").Drawn>} nodes
   * @param {Iterable<import("./curves.js").Curve>} curves
   */
  constructor(nodes, curves) {
    const boxes = [...nodes].map((one) => [one.x - one.width / 2, one.y - one.height / 2, one.x + one.width / 2, one.y + one.height / 2]);
    // Nothing may hide where a line leads.
    const tips = [...curves].map(({ to: { x, y }, direction }) => [x - direction.x * 6 - TIP, y - direction.y * 6 - TIP, x - direction.x * 6 + TIP, y - direction.y * 6 + TIP]);
    this.taken = [...boxes, ...tips];
  }

  /**
   * @param {import("./curves.js").Curve} curve
   * @param {number} width
   * @param {number} height
   */
  find(curve, width, height) {
    const places = curve.loop ? [aboveLoop(curve.loop, height)] : [0.5, 0.4, 0.6, 0.32, 0.68, 0.25, 0.75].map((t) => at(curve, t));
    for (const { x, y } of places) {
      const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
      const isFree = this.taken.every((other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);
      if (!isFree) continue;
      this.taken.push(box);
      return { x, y };
    }
    return null;
  }
}

/**
 * The lines of a label, as far as they are drawn.
 * @param {Api.Edge} edge
 */
function linesOf(edge) {
  return edge.label.slice(0, 3).map((line) => (line.length > 38 ? `${line.slice(0, 36)}…` : line));
}

/**
 * Width and height of a label.
 * @param {string[]} lines
 * @returns {readonly [number, number]}
 */
function sizeOf(lines) {
  return [Math.max(...lines.map((line) => widthOfText(line, LABEL))) + 6, lines.length * LABEL_LINE + 2];
}

/**
 * A label on a ground of its own, so that no line runs through its words.
 * @param {string[]} lines
 * @param {import("./curves.js").Point} middle
 * @param {string} kind
 */
function labelElement(lines, { x, y }, kind) {
  const [width, height] = sizeOf(lines);
  return s("g", { class: `label ${kind}`, "aria-hidden": "true", "data-at": `${x} ${y} ${width} ${height}` },
    s("rect", { class: "under", x: x - width / 2, y: y - height / 2, width, height, rx: 4 }),
    s("text", { "font-size": LABEL }, lines.map((line, index) => s("tspan", { x, y: y + (index - (lines.length - 1) / 2) * LABEL_LINE + 4 }, line))));
}

/**
 * An edge, and its label where it has room for one that is always seen.
 * @param {Api.Edge} edge
 * @param {import("./curves.js").Curve} curve
 * @param {Room} room
 * @param {boolean} isFull
 */
function edgeElements(edge, curve, room, isFull) {
  const width = widthOf(edge.weight);
  const d = pathOf(curve);
  const all = linesOf(edge);
  // Where the whole label has no room, its first lines may have: the predicate, and the state.
  const shorter = [all, all.slice(0, 2), all.slice(0, 1)].filter((lines, index) => index === 0 || lines.length < all.length);
  const fit = shorter.map((lines) => ({ lines, place: room.find(curve, ...sizeOf(lines)) })).find(({ place }) => place !== null);
  const tone = `state-${toneOf(edge)}`;
  const middle = curve.loop ? aboveLoop(curve.loop, sizeOf(all)[1]) : at(curve, 0.5);
  const isSeen = fit?.place && !isFull;
  const label = isSeen ? labelElement(fit.lines, fit.place ?? middle, `on ${tone}`) : labelElement(fit?.lines ?? all, fit?.place ?? middle, "crowded");
  if (isSeen) label.setAttribute("data-label", edge.id);
  const head = edge.is_symmetric ? null : headOf(curve, edge.state, width);
  const words = edgeWords(edge);
  // The label is no part of the button: its short words would stand against the name, which says more.
  const button = s("g", { role: "button", tabindex: "-1", "aria-label": words, "data-edge": edge.id },
    s("path", { class: "reach", d }), s("path", { class: "line", d, ...strokeOf(edge.state, width) }), head);
  // The words for the pointer stand outside of the button, or whoever hears it would hear them twice.
  const line = s("g", { class: `edge ${tone}`, role: "none" }, s("title", null, words), button, isSeen ? null : label);
  return { line, label: isSeen ? label : null };
}

/**
 * @param {import("./scene.js").Drawn} one
 * @param {number} n_seen
 * @param {boolean} isCrossed Whether a line runs behind it that does not lead to it.
 */
function nodeElement(one, n_seen, isCrossed) {
  const { node, x, y, width, height, lines, font, pinned } = one;
  const look = lookOf(node.kind);
  const isOpen = look.dashed || node.modality !== null;
  const text = s("text", { "aria-hidden": "true", "font-size": font.toFixed(1) },
    lines.map((line, index) => s("tspan", { x: 0, y: ((index - (lines.length - 1) / 2) * 1.25 + 0.35) * font }, line)));
  const rest = node.n_edges - n_seen;
  const more = rest > 0 ? s("g", { class: "more", transform: `translate(${width / 2 - 2} ${-height / 2})`, "aria-hidden": "true" }, s("rect", { x: -3, y: -9, width: widthOfText(`+${rest}`, 10) + 8, height: 15, rx: 7 }), s("text", { x: 1, y: 2 }, `+${rest}`)) : null;
  const pin = pinned ? s("circle", { class: "pin", cx: -width / 2 + 2, cy: -height / 2 + 2, r: 4 }) : null;
  const words = nodeWords(node, n_seen, pinned);
  const button = s("g", { role: "button", tabindex: "-1", "aria-label": words, "data-node": node.iri },
    s("path", { class: "box", d: outline(look.shape, width, height), fill: look.fill, "stroke-dasharray": isOpen ? "4 3" : null }));
  return s("g", { class: isCrossed ? "node crossed" : "node", transform: `translate(${x} ${y})`, role: "none" }, s("title", null, words), button, text, more, pin);
}

/**
 * Draws a scene; answers the content of the picture.
 * @param {import("./scene.js").Scene} scene
 * @param {Marked} marked
 */
export function drawScene(scene, marked) {
  const curves = curvesOf(scene, (edge) => sizeOf(linesOf(edge)));
  const room = new Room(scene.nodes.values(), curves.values());
  const isFull = scene.edges.size > MOST_LABELS;
  // The heaviest get the room for their labels first.
  const byWeight = [...scene.edges.values()].sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
  const edges = byWeight.flatMap((edge) => {
    const curve = curves.get(edge.id);
    return curve ? [edgeElements(edge, curve, room, isFull)] : [];
  });
  const labels = edges.flatMap(({ label }) => label ?? []);
  /** @type {Map<string, number>} */
  const n_seen = new Map();
  for (const edge of scene.edges.values()) for (const end of new Set([edge.from, edge.to])) n_seen.set(end, (n_seen.get(end) ?? 0) + 1);
  const crossed = new Set([...curves.values()].flatMap((curve) => curve.behind));
  const nodes = [...scene.nodes.values()].map((one) => nodeElement(one, n_seen.get(one.node.iri) ?? 0, crossed.has(one.node.iri)));
  const lines = s("g", { class: "edges" }, edges.map(({ line }) => line));
  const content = s("g", null, lines, s("g", { class: "labels" }, labels), s("g", { class: "nodes" }, nodes));
  markIn(content, marked);
  return content;
}

/**
 * Sets a node of what was drawn where it is now, and leads its edges there.
 * @param {Element} content
 * @param {import("./scene.js").Scene} scene
 * @param {string} iri
 */
export function followNode(content, scene, iri) {
  const one = scene.nodes.get(iri);
  if (!one) return;
  content.querySelector(`[data-node="${CSS.escape(iri)}"]`)?.parentElement?.setAttribute("transform", `translate(${one.x} ${one.y})`);
  const own = [...scene.edges.values()].filter((edge) => edge.from === iri || edge.to === iri);
  const ends = new Set(own.flatMap(({ from, to }) => [from, to]));
  const near = { nodes: new Map([...scene.nodes].filter(([other]) => ends.has(other))), edges: new Map(own.map((edge) => [edge.id, edge])) };
  const curves = curvesOf(near, (edge) => sizeOf(linesOf(edge)));
  for (const edge of own) {
    const curve = curves.get(edge.id);
    const line = content.querySelector(`[data-edge="${CSS.escape(edge.id)}"]`);
    if (!curve || !line) continue;
    for (const part of line.querySelectorAll(".reach, .line")) part.setAttribute("d", pathOf(curve));
    line.querySelector(".head")?.setAttribute("d", headPath(curve, edge.state, widthOf(edge.weight)));
    const label = content.querySelector(`[data-label="${CSS.escape(edge.id)}"]`);
    const [x, y, , height] = (label?.getAttribute("data-at") ?? "").split(" ").map(Number);
    const middle = curve.loop ? aboveLoop(curve.loop, height) : at(curve, 0.5);
    // The label has its place in the picture written in it, and is moved as a whole until all is drawn anew.
    if (label instanceof SVGElement) label.style.translate = `${middle.x - x}px ${middle.y - y}px`;
  }
}

/**
 * Marks what is chosen.
 * @param {Element} content
 * @param {Marked} marked
 */
export function markIn(content, { edge, node }) {
  for (const one of content.querySelectorAll(".marked")) {
    one.classList.remove("marked");
    one.removeAttribute("aria-pressed");
  }
  const label = edge ? content.querySelector(`[data-label="${CSS.escape(edge)}"]`) : null;
  label?.classList.add("marked");
  label?.parentElement?.append(label);
  const selector = edge ? `[data-edge="${CSS.escape(edge)}"]` : node ? `[data-node="${CSS.escape(node)}"]` : null;
  const found = selector ? content.querySelector(selector) : null;
  found?.classList.add("marked");
  found?.setAttribute("aria-pressed", "true");
  // What is chosen lies above the others.
  const holder = edge ? found?.parentElement : null;
  if (holder && holder.parentElement?.lastChild !== holder) holder.parentElement?.append(holder);
}

/**
 * What the lines, colours and widths of a scene mean.
 * @param {import("./scene.js").Scene} scene
 */
export function legendRows(scene) {
  const edges = [...scene.edges.values()];
  const states = [...new Set(edges.map((edge) => edge.state))];
  const lines = /** @type {Api.State[]} */ (Object.keys(STATES)).filter((state) => states.includes(state)).map((state) => {
    const curve = { from: { x: 2, y: 8 }, bend: { x: 24, y: 8 }, to: { x: 46, y: 8 }, direction: { x: 1, y: 0 }, loop: null, behind: [] };
    const sample = s("svg", { width: 50, height: 16, class: `edge state-${state}`, "aria-hidden": "true" },
      s("path", { class: "line", d: "M2 8H40", ...strokeOf(state, 2) }), headOf(curve, state, 1.5));
    return { sample, words: `${state}: ${STATES[state].words}` };
  });
  if (edges.some((edge) => edge.has_dispute && edge.state !== "disputed")) {
    const sample = s("svg", { width: 50, height: 16, class: "edge state-disputed", "aria-hidden": "true" }, s("path", { class: "line", d: "M2 8H46", "stroke-width": 2 }));
    lines.push({ sample, words: "in this colour with any line: disputed in part" });
  }
  if (edges.some((edge) => edge.n_statements > 1)) {
    const sample = s("svg", { width: 50, height: 16, class: "edge", "aria-hidden": "true" }, [4, 8, 12].map((y, index) => s("path", { class: "line", d: `M2 ${y}H48`, "stroke-width": 1.2, "stroke-dasharray": ["", "1 3", "5 3"][index] })));
    lines.push({ sample, words: "of a cluster: many statements, drawn as most of them are; the list has how many are otherwise" });
  }
  const most = Math.max(1, ...edges.map((edge) => edge.weight));
  const weights = sampleWeights(most).map((weight) => ({
    sample: s("svg", { width: 50, height: 16, class: "edge", "aria-hidden": "true" }, s("path", { class: "line", d: "M2 8H48", "stroke-width": widthOf(weight) })),
    words: weight === 1 ? "1 claim" : `${weight} claims${weight === WIDEST && most > WIDEST ? " or more" : ""}`,
  }));
  const kinds = [...new Set([...scene.nodes.values()].map((one) => one.node.kind))].sort().map((kind) => {
    const look = lookOf(kind);
    return {
      sample: s("svg", { width: 50, height: 26, viewBox: "-25 -14 50 26", "aria-hidden": "true" }, s("path", { class: "box", d: outline(look.shape, 40, 15), fill: look.fill, "stroke-dasharray": look.dashed ? "4 3" : null })),
      words: kind === "event" ? "event that is spoken of" : kindWords(kind),
    };
  });
  return { lines, weights, kinds };
}
