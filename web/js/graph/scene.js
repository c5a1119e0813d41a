// What is on the picture: nodes with places and sizes, edges, and what was hidden or pinned.

import { place } from "./force.js";
import { widthOfText, wrapped } from "./letters.js";
import { lookOf, nameSize } from "./looks.js";
import { pack } from "./packing.js";

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
const MOST_STRETCHED = 300;

/**
 * A node with the size of its label; it has no place yet.
 * @param {Api.Node} node
 * @returns {Drawn}
 */
export function drawn(node) {
  const lines = wrapped(node.caption || node.label);
  const shape = lookOf(node.kind).shape;
  const room = shape === "ellipse" ? 1.3 : 1;
  const font = nameSize(node.n_edges, HUB);
  const width = Math.max(44, Math.max(...lines.map((line) => widthOfText(line, font))) * room + 18);
  return { node, x: 0, y: 0, width, height: (lines.length * LINE * font + 12) * (shape === "ellipse" ? 1.2 : 1), lines, font, pinned: false };
}

/**
 * Moves nodes apart that lie on one another; what is fixed stays. Always the same for the same places.
 * @param {Drawn[]} nodes
 * @param {(node: Drawn) => boolean} isFixed
 * @param {number} [rounds]
 */
export function spread(nodes, isFixed, rounds = 80) {
  const [right, below] = [26, 22];
  for (let round = 0; round < rounds; round += 1) {
    let moved = false;
    for (let i = 0; i < nodes.length; i += 1) {
      for (let j = i + 1; j < nodes.length; j += 1) {
        const [a, b] = [nodes[i], nodes[j]];
        const [fixedA, fixedB] = [isFixed(a), isFixed(b)];
        if (fixedA && fixedB) continue;
        const overX = (a.width + b.width) / 2 + right - Math.abs(a.x - b.x);
        const overY = (a.height + b.height) / 2 + below - Math.abs(a.y - b.y);
        if (overX <= 0 || overY <= 0) continue;
        moved = true;
        const share = fixedA || fixedB ? 1 : 0.5;
        if (overX < overY * 1.5) {
          const push = (a.x <= b.x ? 1 : -1) * (overX * share + 0.5);
          if (!fixedA) a.x -= push;
          if (!fixedB) b.x += push;
        } else {
          const push = (a.y <= b.y ? 1 : -1) * (overY * share + 0.5);
          if (!fixedA) a.y -= push;
          if (!fixedB) b.y += push;
        }
      }
    }
    if (!moved) return;
  }
}

/**
 * Draws the ends of edges apart that are too close for a label between them, and others a little closer.
 * @param {Map<string, Drawn>} nodes
 * @param {Api.Edge[]} edges
 */
function stretch(nodes, edges) {
  /** @type {Map<string, number>} */
  const beside = new Map();
  // The more edges there are, the fewer of their labels are seen at once.
  const room = Math.max(0.3, Math.min(1, 1.3 - edges.length / 80));
  const pair = (/** @type {Api.Edge} */ edge) => [edge.from, edge.to].sort().join(" ");
  for (const edge of edges) beside.set(pair(edge), (beside.get(pair(edge)) ?? 0) + 1);
  for (let round = 0; round < 30; round += 1) {
    for (const edge of edges) {
      const [a, b] = [nodes.get(edge.from), nodes.get(edge.to)];
      if (!a || !b || a === b) continue;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const length = Math.hypot(dx, dy) || 1;
      // What the boxes themselves take of the line, in its direction.
      const taken = Math.min(a.width / 2 / Math.abs(dx / length || 1e-6), a.height / 2 / Math.abs(dy / length || 1e-6)) + Math.min(b.width / 2 / Math.abs(dx / length || 1e-6), b.height / 2 / Math.abs(dy / length || 1e-6));
      const lack = taken + room * (50 + 84 * Math.abs(dx / length)) + 20 * Math.min(5, (beside.get(pair(edge)) ?? 1) - 1) - length;
      // What is too close is drawn apart quickly, what is far comes closer slowly.
      const share = lack > 0 ? lack / 3 : Math.max(-60, lack) * 0.06;
      const [px, py] = [(dx / length) * share, (dy / length) * share];
      a.x -= px;
      a.y -= py;
      b.x += px;
      b.y += py;
    }
    spread([...nodes.values()], () => false, 6);
  }
  spread([...nodes.values()], () => false);
}

/**
 * Makes a scene of the server's nodes and edges, at the places the server gives.
 * @param {Api.Node[]} nodes
 * @param {Api.Edge[]} edges
 * @param {boolean} [isArranged] Whether somebody has said how they are arranged, so that no place is changed.
 * @returns {Scene}
 */
export function sceneOf(nodes, edges, isArranged = false) {
  const all = nodes.map(drawn);
  const known = all.filter((one) => one.node.place);
  const isSmall = edges.length <= MOST_STRETCHED && all.length <= MOST_STRETCHED * 1.4;
  // Where names are given their room afterwards, they begin close to each other.
  const near = isSmall ? 0.68 : 1;
  for (const one of known) {
    // The page is wider than it is high, and so are names.
    const [x, y] = one.node.place ?? [0, 0];
    [one.x, one.y] = isArranged ? [x, y] : [x * 1.7 * near, y * 1.15 * near];
  }
  if (known.length < all.length && !isArranged) place(all, edges);
  const byIri = new Map(all.map((one) => [one.node.iri, one]));
  const scene = { nodes: byIri, edges: new Map(edges.map((edge) => [edge.id, edge])) };
  if (isSmall && !isArranged) {
    stretch(byIri, edges);
    pack(scene);
  }
  return scene;
}

/**
 * Adds what an expansion found: new nodes stand around the one they belong to, and nothing else moves.
 * @param {Scene} scene
 * @param {string} around
 * @param {Api.Node[]} nodes
 * @param {Api.Edge[]} edges
 */
export function extend(scene, around, nodes, edges) {
  for (const edge of edges) if (!scene.edges.has(edge.id)) scene.edges.set(edge.id, edge);
  const fresh = nodes.filter((node) => !scene.nodes.has(node.iri)).map(drawn);
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
    [one.x, one.y] = [center.x + Math.cos(angle) * radius * 1.25, center.y + Math.sin(angle) * radius];
    scene.nodes.set(one.node.iri, one);
  }
  const fixed = new Set(before);
  spread([...scene.nodes.values()], (one) => fixed.has(one));
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
