// Parts of a graph that nothing joins, set side by side: springs would let them drift apart without end.

import { boundsOf } from "./moving.js";

/** Room between two parts. */
const GAP = 30;

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

/**
 * Sets the parts of a scene in rows, about twice as wide as high. Within a part, nothing changes.
 * @param {import("./scene.js").Scene} scene
 */
export function pack(scene) {
  const parts = partsOf(scene).map((nodes) => ({ nodes, box: boundsOf(nodes) }));
  if (parts.length < 2) return;
  const area = parts.reduce((sum, { box }) => sum + (box.width + GAP) * (box.height + GAP), 0);
  const width = Math.max(Math.sqrt(area * 2), ...parts.map(({ box }) => box.width));
  let [x, y, high] = [0, 0, 0];
  for (const { nodes, box } of parts) {
    if (x > 0 && x + box.width > width) [x, y, high] = [0, y + high + GAP, 0];
    for (const one of nodes) [one.x, one.y] = [one.x - box.x + x, one.y - box.y + y];
    x += box.width + GAP;
    high = Math.max(high, box.height);
  }
}
