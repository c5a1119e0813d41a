// Parts of a graph that nothing joins, set side by side: springs would let them drift apart without end.

/** Half of the room between two parts. */
const GAP = 7;

/**
 * The parts of a scene, the largest first.
 * @param {import("./scene.js").Scene} scene
 * @returns {import("./scene.js").Drawn[][]}
 */
export function partsOf({ nodes, edges }) {
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

/** Parts for which every place is tried; more are set in rows. */
const MOST_TRIED = 120;
/** How far apart the places are that are tried. */
const STEP = 24;

/** @typedef {[number, number, number, number]} Area Left, top, right, foot. */
/** @typedef {{nodes: import("./scene.js").Drawn[], ties: {a: import("./scene.js").Drawn, b: import("./scene.js").Drawn}[]}} Part */

/**
 * What a part takes: its nodes, and its lines in pieces.
 * @param {Part} part
 * @returns {Area[]}
 */
function areasOf({ nodes, ties }) {
  const boxes = nodes.map(({ x, y, width, height }) => /** @type {Area} */ ([x - width / 2 - GAP, y - height / 2 - GAP - 5, x + width / 2 + GAP, y + height / 2 + GAP]));
  const lines = ties.flatMap(({ a, b }) => {
    const n = Math.max(1, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / 40));
    return Array.from({ length: n }, (_, place) => {
      const [from, to] = [place / n, (place + 1) / n].map((t) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t }));
      return /** @type {Area} */ ([Math.min(from.x, to.x) - GAP, Math.min(from.y, to.y) - GAP, Math.max(from.x, to.x) + GAP, Math.max(from.y, to.y) + GAP]);
    });
  });
  return [...boxes, ...lines];
}

/**
 * How far a part is moved to stand where the whole stays smallest, beside and between those that have their places.
 * @param {Area[]} own
 * @param {Area[]} taken
 * @param {number} aspect
 */
function wayFor(own, taken, aspect) {
  const [box, all] = [around(own), around(taken)];
  let best = { x: all[2] - box[0], y: all[1] - box[1] };
  let least = Infinity;
  for (let x = all[0] - box[0]; x <= all[2] - box[0] + STEP; x += STEP) {
    for (let y = all[1] - box[1]; y <= all[3] - box[1] + STEP; y += STEP) {
      const [right, foot] = [Math.max(all[2], box[2] + x) - all[0], Math.max(all[3], box[3] + y) - all[1]];
      const size = Math.max(right / aspect, foot) + (x / aspect + y) * 1e-3;
      if (size < least && own.every(([l, t, r, f]) => taken.every((other) => r + x <= other[0] || l + x >= other[2] || f + y <= other[1] || t + y >= other[3]))) [best, least] = [{ x, y }, size];
    }
  }
  return best;
}

/**
 * The area around some.
 * @param {Area[]} areas
 * @returns {Area}
 */
function around(areas) {
  return areas.reduce(([l, t, r, f], one) => /** @type {Area} */ ([Math.min(l, one[0]), Math.min(t, one[1]), Math.max(r, one[2]), Math.max(f, one[3])]), /** @type {Area} */ ([Infinity, Infinity, -Infinity, -Infinity]));
}

/**
 * The ways of parts that are set in rows.
 * @param {Area[]} boxes
 * @param {number} aspect
 * @returns {{x: number, y: number}[]}
 */
function rowsOf(boxes, aspect) {
  const sizes = boxes.map(([left, top, right, foot]) => ({ left, top, width: right - left, height: foot - top }));
  const area = sizes.reduce((sum, { width, height }) => sum + width * height, 0);
  const most = Math.max(Math.sqrt(area * aspect * 1.2), ...sizes.map(({ width }) => width));
  let [x, y, high] = [0, 0, 0];
  return sizes.map(({ left, top, width, height }) => {
    if (x > 0 && x + width > most) [x, y, high] = [0, y + high, 0];
    const way = { x: x - left, y: y - top };
    x += width;
    high = Math.max(high, height);
    return way;
  });
}

/**
 * Sets parts beside each other, as close as they go; a small one may stand between the arms of a large one. Within a part,
 * nothing changes.
 * @param {Part[]} parts The largest first.
 * @param {number} aspect Width of the whole by its height.
 */
export function pack(parts, aspect) {
  if (parts.length < 2) return;
  const areas = parts.map(areasOf);
  /** @type {Area[]} */
  const taken = [];
  const rows = parts.length > MOST_TRIED ? rowsOf(areas.map(around), aspect) : null;
  for (const [index, { nodes }] of parts.entries()) {
    const way = rows ? rows[index] : index === 0 ? { x: 0, y: 0 } : wayFor(areas[index], taken, aspect);
    taken.push(...areas[index].map(([l, t, r, f]) => /** @type {Area} */ ([l + way.x, t + way.y, r + way.x, f + way.y])));
    for (const one of nodes) [one.x, one.y] = [one.x + way.x, one.y + way.y];
  }
}
