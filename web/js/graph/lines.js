// Where the lines of a large graph run: straight, bent apart where several join the same two nodes, and round where both
// ends are one node.

/**
 * @typedef {Object} Line
 * @property {Api.Edge} edge
 * @property {import("./scene.js").Drawn} from
 * @property {import("./scene.js").Drawn} to
 * @property {number} shift How far its middle lies beside the straight line.
 * @property {number} turn Which loop of its node it is, from 0; -1 when it is none.
 */

/** Room between two lines that join the same nodes, and the most that all of them have. */
const APART = 26;
const MOST_APART = 150;
/** Pieces in which a bent line is measured. */
const PIECES = 10;

/**
 * The lines of all edges, in their order.
 * @param {import("./scene.js").Scene} scene
 * @returns {Map<string, Line>}
 */
export function linesOf(scene) {
  /** @type {Map<string, Api.Edge[]>} */
  const bundles = new Map();
  for (const edge of scene.edges.values()) {
    const key = edge.from < edge.to ? `${edge.from} ${edge.to}` : `${edge.to} ${edge.from}`;
    const bundle = bundles.get(key);
    if (bundle) bundle.push(edge);
    else bundles.set(key, [edge]);
  }
  /** @type {Map<string, Line>} */
  const lines = new Map();
  for (const bundle of bundles.values()) {
    bundle.sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const [index, edge] of bundle.entries()) {
      const [from, to] = [scene.nodes.get(edge.from), scene.nodes.get(edge.to)];
      if (!from || !to) continue;
      const shift = (index - (bundle.length - 1) / 2) * Math.min(APART, MOST_APART / bundle.length);
      lines.set(edge.id, from === to ? { edge, from, to, shift: 0, turn: index } : { edge, from, to, shift: edge.from < edge.to ? shift : -shift, turn: -1 });
    }
  }
  return lines;
}

/**
 * The circle of a loop: above its node, the next one around the one before.
 * @param {Line} line
 * @param {number} radius That of the node.
 */
function circleOf({ from, turn }, radius) {
  const size = radius * (0.8 + 0.45 * turn) + 3;
  return { x: from.x, y: from.y - radius * 0.5 - size, size };
}

/** @param {Line} line */
function bendOf({ from, to, shift }) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  return { x: (from.x + to.x) / 2 - (dy / length) * shift * 2, y: (from.y + to.y) / 2 + (dx / length) * shift * 2 };
}

/**
 * Draws a line as a part of the path.
 * @param {CanvasRenderingContext2D} context
 * @param {Line} line
 * @param {number} radius That of the node where it begins.
 */
export function trace(context, line, radius) {
  const { from, to } = line;
  if (line.turn >= 0) {
    const { x, y, size } = circleOf(line, radius);
    context.moveTo(x + size, y);
    context.arc(x, y, size, 0, 2 * Math.PI);
    return;
  }
  context.moveTo(from.x, from.y);
  if (line.shift === 0) return context.lineTo(to.x, to.y);
  const bend = bendOf(line);
  context.quadraticCurveTo(bend.x, bend.y, to.x, to.y);
}

/**
 * The tip of a line, at the border of the node that it leads to, and its direction there.
 * @param {Line} line
 * @param {number} radius That of this node.
 */
export function tipOf(line, radius) {
  if (line.turn >= 0) {
    const { x, y, size } = circleOf(line, radius);
    // Where the circle of the loop meets that of the node, seen from the middle of the loop.
    const far = Math.hypot(line.from.x - x, line.from.y - y);
    const angle = Math.PI / 2 - Math.acos(Math.max(-1, Math.min(1, (size * size + far * far - radius * radius) / (2 * size * far))));
    return { x: x + Math.cos(angle) * size, y: y + Math.sin(angle) * size, dx: -Math.sin(angle), dy: Math.cos(angle) };
  }
  const begin = line.shift === 0 ? line.from : bendOf(line);
  const [dx, dy] = [line.to.x - begin.x, line.to.y - begin.y];
  const length = Math.hypot(dx, dy) || 1;
  return { x: line.to.x - (dx / length) * radius, y: line.to.y - (dy / length) * radius, dx: dx / length, dy: dy / length };
}

/**
 * How far a place is from a straight piece.
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 * @param {number} x
 * @param {number} y
 */
function toPiece(from, to, x, y) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const t = Math.max(0, Math.min(1, ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - from.x - t * dx, y - from.y - t * dy);
}

/**
 * How far a place is from a line.
 * @param {Line} line
 * @param {number} x
 * @param {number} y
 * @param {number} radius That of the node where it begins.
 */
export function distanceTo(line, x, y, radius) {
  const { from, to } = line;
  if (line.turn >= 0) {
    const circle = circleOf(line, radius);
    return Math.abs(Math.hypot(x - circle.x, y - circle.y) - circle.size);
  }
  if (line.shift === 0) return toPiece(from, to, x, y);
  const bend = bendOf(line);
  let least = Infinity;
  let before = /** @type {{x: number, y: number}} */ (from);
  for (let piece = 1; piece <= PIECES; piece += 1) {
    const t = piece / PIECES;
    const u = 1 - t;
    const next = { x: u * u * from.x + 2 * u * t * bend.x + t * t * to.x, y: u * u * from.y + 2 * u * t * bend.y + t * t * to.y };
    least = Math.min(least, toPiece(before, next, x, y));
    before = next;
  }
  return least;
}
