// Places for graphs for which the server has none: springs along edges, and nodes that push each other away. Always the
// same for the same graph: nothing is drawn by lot.

/** Rounds of the layout, and the most pushes that are counted in all of them. */
const ROUNDS = 120;
const MOST_PUSHES = 30_000_000;
/** The length that springs want to have. */
const LENGTH = 120;

/**
 * Places nodes: those with most edges begin in the middle.
 * @param {import("./scene.js").Drawn[]} nodes
 * @param {Iterable<Api.Edge>} edges
 */
export function place(nodes, edges) {
  const order = [...nodes].sort((a, b) => b.node.n_edges - a.node.n_edges || (a.node.iri < b.node.iri ? -1 : 1));
  const index = new Map(order.map((one, at) => [one.node.iri, at]));
  const n = order.length;
  const [x, y] = [new Float64Array(n), new Float64Array(n)];
  const [dx, dy] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i += 1) {
    // The seeds of a sunflower: evenly spread, and no two in one place.
    const [radius, angle] = [LENGTH * 0.6 * Math.sqrt(i + 0.5), i * 2.399963];
    [x[i], y[i]] = [Math.cos(angle) * radius, Math.sin(angle) * radius];
  }
  /** @type {Map<number, number>} */
  const springs = new Map();
  const degree = new Float64Array(n);
  for (const edge of edges) {
    const [a, b] = [index.get(edge.from), index.get(edge.to)];
    if (a === undefined || b === undefined || a === b) continue;
    const key = Math.min(a, b) * n + Math.max(a, b);
    if (!springs.has(key)) {
      degree[a] += 1;
      degree[b] += 1;
    }
    springs.set(key, (springs.get(key) ?? 0) + 1);
  }
  const pairs = [...springs.keys()];
  const rounds = Math.max(12, Math.min(ROUNDS, Math.floor(MOST_PUSHES / Math.max(1, n * Math.min(n, 250)))));
  for (let round = 0; round < rounds; round += 1) {
    const heat = LENGTH * (1 - round / rounds) ** 1.5 + 2;
    dx.fill(0);
    dy.fill(0);
    push(x, y, dx, dy);
    for (const key of pairs) {
      const [a, b] = [Math.floor(key / n), key % n];
      const [sx, sy] = [x[b] - x[a], y[b] - y[a]];
      // A hub that all of its many springs pulled at would swallow its neighbours.
      const force = (Math.hypot(sx, sy) / LENGTH) * 0.9 / Math.sqrt(Math.max(1, Math.min(degree[a], degree[b])));
      dx[a] += sx * force;
      dy[a] += sy * force;
      dx[b] -= sx * force;
      dy[b] -= sy * force;
    }
    for (let i = 0; i < n; i += 1) {
      dx[i] -= x[i] * 0.02;
      dy[i] -= y[i] * 0.03;
      const length = Math.hypot(dx[i], dy[i]) || 1;
      const step = Math.min(length, heat) / length;
      x[i] += dx[i] * step;
      y[i] += dy[i] * step;
    }
  }
  for (let i = 0; i < n; i += 1) [order[i].x, order[i].y] = [x[i] * 1.35, y[i]];
}

/**
 * Nodes push those away that are near; what is far is left to the springs.
 * @param {Float64Array} x
 * @param {Float64Array} y
 * @param {Float64Array} dx
 * @param {Float64Array} dy
 */
function push(x, y, dx, dy) {
  const n = x.length;
  const cell = n <= 400 ? Infinity : LENGTH * 3;
  /** @type {Map<string, number[]>} */
  const cells = new Map();
  const keyOf = (/** @type {number} */ a, /** @type {number} */ b) => `${a} ${b}`;
  const at = (/** @type {number} */ value) => (cell === Infinity ? 0 : Math.floor(value / cell));
  for (let i = 0; i < n; i += 1) {
    const key = keyOf(at(x[i]), at(y[i]));
    const own = cells.get(key);
    if (own) own.push(i);
    else cells.set(key, [i]);
  }
  const reach = cell === Infinity ? [0] : [-1, 0, 1];
  for (let i = 0; i < n; i += 1) {
    for (const across of reach) {
      for (const down of reach) {
        for (const j of cells.get(keyOf(at(x[i]) + across, at(y[i]) + down)) ?? []) {
          if (i === j) continue;
          const [sx, sy] = [x[i] - x[j], y[i] - y[j]];
          const square = Math.max(25, sx * sx + sy * sy);
          const force = (LENGTH * LENGTH) / square;
          dx[i] += sx * force;
          dy[i] += sy * force;
        }
      }
    }
  }
}
