// Where edges run: bent apart where several join the same two nodes, and cut where they reach a node.

import { lookOf } from "./looks.js";

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{x: number, top: number, foot: number, half: number, rise: number}} Loop */
/** @typedef {{from: Point, bend: Point, to: Point, direction: Point, loop: Loop | null, behind: string[]}} Curve `behind` are nodes in its way. */

/** Space between a line and a label, which holds half of the widest line. */
const GAP = 5;
/** Room between a line and a node in its way. */
const CLEAR = 5;
/** How far a line is bent, at most, by its length; steps in which this is tried; and places on it that are looked at. */
const MOST_BENT = 0.8;
const STEP = 28;
const PLACES = 14;
/** Lines for which a way around nodes is sought. */
const MOST_ROUTED = 300;

/**
 * @param {Curve} curve
 * @param {number} t
 * @returns {Point}
 */
export function at({ from, bend, to }, t) {
  const u = 1 - t;
  return { x: u * u * from.x + 2 * u * t * bend.x + t * t * to.x, y: u * u * from.y + 2 * u * t * bend.y + t * t * to.y };
}

/**
 * @param {import("./scene.js").Drawn} node
 * @param {Point} point
 * @param {number} margin
 */
function isInside(node, point, margin) {
  const [x, y] = [Math.abs(point.x - node.x), Math.abs(point.y - node.y)];
  const [w, h] = [node.width / 2 + margin, node.height / 2 + margin];
  if (lookOf(node.node.kind).shape === "ellipse") return (x / w) ** 2 + (y / h) ** 2 < 1;
  return x < w && y < h;
}

/**
 * The place on a curve where it leaves a node, seen from its end at `inner`.
 * @param {Curve} curve
 * @param {import("./scene.js").Drawn} node
 * @param {number} inner
 * @param {number} outer
 * @param {number} margin
 */
function border(curve, node, inner, outer, margin) {
  let [inside, outside] = [inner, outer];
  for (let step = 0; step < 14; step += 1) {
    const middle = (inside + outside) / 2;
    if (isInside(node, at(curve, middle), margin)) inside = middle;
    else outside = middle;
  }
  return outside;
}

/**
 * The piece of a curve between two places on it.
 * @param {Curve} curve
 * @param {number} first
 * @param {number} last
 * @returns {Curve}
 */
function piece(curve, first, last) {
  const [from, to] = [at(curve, first), at(curve, last)];
  const blend = (/** @type {"x" | "y"} */ axis) => (1 - first) * (1 - last) * curve.from[axis] + (first + last - 2 * first * last) * curve.bend[axis] + first * last * curve.to[axis];
  const bend = { x: blend("x"), y: blend("y") };
  const [dx, dy] = [to.x - bend.x, to.y - bend.y];
  const length = Math.hypot(dx, dy) || 1;
  return { from, bend, to, direction: { x: dx / length, y: dy / length }, loop: curve.loop, behind: [] };
}

/**
 * The curves of all edges, by their ids. The loops of a node lie one around the label of the other.
 * @param {import("./scene.js").Scene} scene
 * @param {(edge: Api.Edge) => readonly [number, number]} sizeOf Width and height of a label.
 * @returns {Map<string, Curve>}
 */
export function curvesOf(scene, sizeOf) {
  /** @type {Map<string, Api.Edge[]>} */
  const bundles = new Map();
  for (const edge of scene.edges.values()) {
    const key = edge.from < edge.to ? `${edge.from} ${edge.to}` : `${edge.to} ${edge.from}`;
    const bundle = bundles.get(key);
    if (bundle) bundle.push(edge);
    else bundles.set(key, [edge]);
  }
  const curves = new Map();
  const nodes = [...scene.nodes.values()];
  for (const bundle of bundles.values()) {
    bundle.sort((a, b) => (a.id < b.id ? -1 : 1));
    const taken = { half: 0, height: 0 };
    for (const [index, edge] of bundle.entries()) {
      const [from, to] = [scene.nodes.get(edge.from), scene.nodes.get(edge.to)];
      if (!from || !to) continue;
      // Many that run beside each other get less room each.
      const shift = (index - (bundle.length - 1) / 2) * Math.min(46, 240 / bundle.length);
      const side = edge.from < edge.to ? shift : -shift;
      curves.set(edge.id, from === to ? loop(from, taken, sizeOf(edge)) : scene.edges.size > MOST_ROUTED ? between(from, to, side) : around(from, to, side, nodes));
    }
  }
  return curves;
}

/**
 * @param {import("./scene.js").Drawn} from
 * @param {import("./scene.js").Drawn} to
 * @param {number} shift
 */
function between(from, to, shift) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const bend = { x: (from.x + to.x) / 2 - (dy / length) * shift, y: (from.y + to.y) / 2 + (dx / length) * shift };
  const whole = { from, bend, to, direction: { x: 0, y: 0 }, loop: null, behind: [] };
  return piece(whole, border(whole, from, 0, 0.5, 1), border(whole, to, 1, 0.5, 3));
}

/**
 * The nodes that a curve would run behind.
 * @param {Curve} curve
 * @param {import("./scene.js").Drawn[]} nodes
 */
function behind(curve, nodes) {
  const points = Array.from({ length: PLACES + 1 }, (_, place) => at(curve, place / PLACES));
  // Between two places, a node may be missed that is lower than they are apart.
  const margin = CLEAR + Math.min(8, Math.hypot(curve.to.x - curve.from.x, curve.to.y - curve.from.y) / PLACES / 3);
  return nodes.filter((node) => points.some((point) => isInside(node, point, margin)));
}

/**
 * The line between two nodes that runs behind the fewest others: as it would be, or bent as little as need be.
 * @param {import("./scene.js").Drawn} from
 * @param {import("./scene.js").Drawn} to
 * @param {number} shift
 * @param {import("./scene.js").Drawn[]} nodes
 */
function around(from, to, shift, nodes) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const reach = Math.abs(shift) + Math.min(400, length * MOST_BENT);
  // Only what lies near enough to be met by any of the ways.
  const near = nodes.filter((one) => one !== from && one !== to && one.x + one.width / 2 > Math.min(from.x, to.x) - reach && one.x - one.width / 2 < Math.max(from.x, to.x) + reach && one.y + one.height / 2 > Math.min(from.y, to.y) - reach && one.y - one.height / 2 < Math.max(from.y, to.y) + reach);
  let best = between(from, to, shift);
  let met = behind(best, near);
  for (let away = STEP; met.length > 0 && away <= reach - Math.abs(shift); away += STEP) {
    for (const bent of [shift + away, shift - away]) {
      const curve = between(from, to, bent);
      const found = behind(curve, near);
      if (found.length < met.length) [best, met] = [curve, found];
    }
  }
  best.behind = met.map((one) => one.node.iri);
  return best;
}

/**
 * A loop above a node: out of its border, up, across and back.
 * @param {import("./scene.js").Drawn} node
 * @param {{half: number, height: number}} taken What the loops of the node have of the room above it.
 * @param {readonly [number, number]} label
 * @returns {Curve}
 */
function loop(node, taken, [wide, high]) {
  const top = node.y - node.height / 2;
  const [half, rise] = taken.height > 0 ? [taken.half + GAP, taken.height + GAP] : [18, 27];
  [taken.half, taken.height] = [Math.max(half, wide / 2), rise + GAP + high];
  const foot = Math.min(half, node.width * 0.25);
  // The border of an ellipse recedes beside its middle.
  const dip = lookOf(node.node.kind).shape === "ellipse" ? (node.height / 2) * (1 - Math.sqrt(1 - ((2 * foot) / node.width) ** 2)) : 0;
  const [from, to] = [{ x: node.x - foot, y: top + dip }, { x: node.x + foot, y: top + dip - 2 }];
  return { from, bend: { x: node.x, y: top - rise }, to, direction: { x: 0, y: 1 }, behind: [], loop: { x: node.x, top, foot, half, rise } };
}

/**
 * The middle of the label above a loop.
 * @param {Loop} loop
 * @param {number} height
 */
export function aboveLoop({ x, top, rise }, height) {
  return { x, y: top - rise - GAP - height / 2 };
}

/** @param {Curve} curve */
export function pathOf({ from, bend, to, loop: round }) {
  const n = (/** @type {number} */ value) => Math.round(value * 10) / 10;
  if (!round) return `M${n(from.x)} ${n(from.y)}Q${n(bend.x)} ${n(bend.y)} ${n(to.x)} ${n(to.y)}`;
  const { x, top, half, rise } = round;
  const [left, right, shoulder, ridge] = [n(x - half), n(x + half), n(top - Math.min(12, rise * 0.45)), n(top - rise)];
  const corner = Math.min(half, rise * 0.5, 8);
  const lean = (from.y - shoulder) * 0.6;
  return `M${n(from.x)} ${n(from.y)}C${n(from.x)} ${n(from.y - lean)} ${left} ${n(shoulder + lean)} ${left} ${shoulder}V${n(ridge + corner)}`
    + `Q${left} ${ridge} ${n(left + corner)} ${ridge}H${n(right - corner)}Q${right} ${ridge} ${right} ${n(ridge + corner)}V${shoulder}`
    + `C${right} ${n(shoulder + lean)} ${n(to.x)} ${n(from.y - lean)} ${n(to.x)} ${n(to.y)}`;
}
