// Parts of a graph that nothing joins, set side by side: springs would let them drift apart without end.

import { boundsOf } from "./moving.js";

/** Room between two parts. */
const GAP = 4;

/**
 * The parts of a scene, the largest first.
 * @param {import("./scene.js").Scene} scene
 * @returns {import("./scene.js").Drawn[][]}
 */
function partsOf({ nodes, edges }) {
  /** @type {Map<string, string>} */
  const above = new Map([...nodes.keys()].map((iri) => [iri, iri]));
  const top = (/** @type {string} */ iri) => {
    let at = iri;
    for (let next = above.get(at); next !== undefined && next !== at; next = above.get(at)) at = next;
    above.set(iri, at);
    return at;
  };
  for (const { from, to } of edges.values()) if (nodes.has(from) && nodes.has(to)) above.set(top(from), top(to));
  /** @type {Map<string, import("./scene.js").Drawn[]>} */
  const parts = new Map();
  for (const [iri, one] of nodes) {
    const own = parts.get(top(iri));
    if (own) own.push(one);
    else parts.set(top(iri), [one]);
  }
  return [...parts.values()].sort((a, b) => b.length - a.length || (a[0].node.iri < b[0].node.iri ? -1 : 1));
}

/** Width of the whole by its height. */
const SHAPE = 1.6;
/** Parts for which every place is tried; more are set in rows. */
const MOST_TRIED = 120;

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/**
 * The place for a box beside those that have theirs, at which the whole stays smallest.
 * @param {Box} box
 * @param {Box[]} placed
 */
function placeFor({ width, height }, placed) {
  const isFree = (/** @type {number} */ x, /** @type {number} */ y) => placed.every((other) => x + width + GAP <= other.x || other.x + other.width + GAP <= x || y + height + GAP <= other.y || other.y + other.height + GAP <= y);
  let best = { x: 0, y: 0 };
  let least = Infinity;
  for (const x of [0, ...placed.map((one) => one.x + one.width + GAP)]) {
    for (const y of [0, ...placed.map((one) => one.y + one.height + GAP)]) {
      const size = Math.max((x + width) / SHAPE, y + height) + (x / SHAPE + y) * 1e-3;
      if (size < least && isFree(x, y)) [best, least] = [{ x, y }, size];
    }
  }
  return best;
}

/**
 * Sets boxes in rows.
 * @param {Box[]} boxes
 * @returns {{x: number, y: number}[]}
 */
function rowsOf(boxes) {
  const area = boxes.reduce((sum, box) => sum + (box.width + GAP) * (box.height + GAP), 0);
  const width = Math.max(Math.sqrt(area * SHAPE * 1.2), ...boxes.map((box) => box.width));
  let [x, y, high] = [0, 0, 0];
  return boxes.map((box) => {
    if (x > 0 && x + box.width > width) [x, y, high] = [0, y + high + GAP, 0];
    const place = { x, y };
    x += box.width + GAP;
    high = Math.max(high, box.height);
    return place;
  });
}

/**
 * Sets the parts of a scene beside each other, as close as they go. Within a part, nothing changes.
 * @param {import("./scene.js").Scene} scene
 */
export function pack(scene) {
  const parts = partsOf(scene).map((nodes) => ({ nodes, box: boundsOf(nodes) }));
  if (parts.length < 2) return;
  /** @type {Box[]} */
  const placed = [];
  const places = parts.length > MOST_TRIED ? rowsOf(parts.map(({ box }) => box)) : parts.map(({ box }) => {
    const place = placeFor(box, placed);
    placed.push({ ...box, ...place });
    return place;
  });
  for (const [index, { nodes, box }] of parts.entries()) {
    for (const one of nodes) [one.x, one.y] = [one.x - box.x + places[index].x, one.y - box.y + places[index].y];
  }
}
