// What is on the picture: nodes with places and sizes, edges, and what was hidden or pinned.

import { arrange, spread } from "./arrange.js";
import { place } from "./force.js";
import { widthOfText, wrapped } from "./letters.js";
import { lookOf, nameSize } from "./looks.js";
import { isNarrow } from "./room.js";

/**
 * @typedef {Object} Drawn A node on the picture.
 * @property {Api.Node} node
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {string[]} lines
 * @property {number} font Size of its name: that of a hub is larger.
 * @property {boolean} pinned
 * @property {{x: number, y: number} | null} home Where it stands when nobody puts it elsewhere, as long as somebody does.
 */

/**
 * @typedef {Object} Scene
 * @property {Map<string, Drawn>} nodes
 * @property {Map<string, Api.Edge>} edges
 */

/** Height of a line as a multiple of its size. */
const LINE = 1.25;
/** Edges from which on a node is a hub and no name is larger. */
const HUB = 24;
/** Edges up to which names and labels are given their room. */
const MOST_NAMED = 300;

/**
 * A node with the size of its label; it has no place yet.
 * @param {Api.Node} node
 * @param {boolean} [isNarrow] Whether its name has little room across.
 * @returns {Drawn}
 */
export function drawn(node, isNarrow = false) {
  const lines = wrapped(node.caption || node.label, isNarrow);
  const isRound = lookOf(node.kind).shape === "ellipse";
  const room = isRound ? 1.3 : 1;
  const font = nameSize(node.n_edges, HUB);
  const width = Math.max(44, Math.max(...lines.map((line) => widthOfText(line, font))) * room + 18);
  return { node, x: 0, y: 0, width, height: (lines.length * LINE * font + 12) * (isRound ? 1.2 : 1), lines, font, pinned: false, home: null };
}

/**
 * Makes a scene of the server's nodes and edges, at the places the server gives.
 * @param {Api.Node[]} nodes
 * @param {Api.Edge[]} edges
 * @param {import("./room.js").Frame} frame
 * @param {boolean} [isArranged] Whether somebody has said how they are arranged, so that no place is changed.
 * @returns {Scene}
 */
export function sceneOf(nodes, edges, frame, isArranged = false) {
  const all = nodes.map((node) => drawn(node, isNarrow(frame)));
  const isSmall = edges.length <= MOST_NAMED && all.length <= MOST_NAMED * 1.4;
  // Where names are given their room afterwards, they begin close to each other.
  const near = isSmall ? 0.68 : 1;
  for (const one of all) {
    // Names are wider than they are high, and so is the page.
    const [x, y] = one.node.place ?? [0, 0];
    [one.x, one.y] = isArranged ? [x, y] : [x * 1.7 * near, y * 1.15 * near];
  }
  if (all.some((one) => !one.node.place) && !isArranged) place(all, edges);
  const scene = { nodes: new Map(all.map((one) => [one.node.iri, one])), edges: new Map(edges.map((edge) => [edge.id, edge])) };
  if (isSmall && !isArranged) arrange(scene, frame);
  return scene;
}

/**
 * Adds what an expansion found: new nodes stand around the one they belong to, and nothing else moves.
 * @param {Scene} scene
 * @param {string} around
 * @param {Api.Node[]} nodes
 * @param {Api.Edge[]} edges
 * @param {import("./room.js").Frame} frame
 */
export function extend(scene, around, nodes, edges, frame) {
  const isTight = isNarrow(frame);
  for (const edge of edges) if (!scene.edges.has(edge.id)) scene.edges.set(edge.id, edge);
  const fresh = nodes.filter((node) => !scene.nodes.has(node.iri)).map((node) => drawn(node, isTight));
  if (fresh.length === 0) return;
  const before = [...scene.nodes.values()];
  const center = scene.nodes.get(around) ?? before[0] ?? { x: 0, y: 0 };
  const mean = (/** @type {"x" | "y"} */ axis) => before.reduce((sum, one) => sum + one[axis], 0) / Math.max(1, before.length);
  // New ones stand on the side that looks away from what is there.
  const away = Math.atan2(center.y - mean("y"), center.x - mean("x"));
  const ringSize = 9;
  for (const [index, one] of fresh.entries()) {
    const [ring, place] = [Math.floor(index / ringSize), index % ringSize];
    const n = Math.min(ringSize, fresh.length - ring * ringSize);
    const angle = away + (n === 1 ? 0 : (place / (n - 1) - 0.5) * Math.min(Math.PI * 1.3, n * 0.5));
    const radius = 190 + ring * 130;
    [one.x, one.y] = [center.x + Math.cos(angle) * radius * (isTight ? 0.8 : 1.25), center.y + Math.sin(angle) * radius];
    scene.nodes.set(one.node.iri, one);
  }
  const fixed = new Set(before);
  spread([...scene.nodes.values()], (one) => fixed.has(one), 80, isTight ? 0.3 : 1);
}

/**
 * The part of a scene that is seen: without what was hidden, and without nodes that hang on nothing then.
 * @param {Scene} scene
 * @param {Set<string>} hidden
 * @param {Set<string>} kept Nodes that stay even when nothing leads to them.
 * @returns {Scene}
 */
export function seen(scene, hidden, kept) {
  const isSeen = (/** @type {string} */ iri) => scene.nodes.has(iri) && !hidden.has(iri);
  const edges = new Map([...scene.edges].filter(([, edge]) => isSeen(edge.from) && isSeen(edge.to)));
  const ends = new Set([...edges.values()].flatMap((edge) => [edge.from, edge.to]));
  const nodes = new Map([...scene.nodes].filter(([iri]) => isSeen(iri) && (ends.has(iri) || kept.has(iri))));
  return { nodes, edges };
}
