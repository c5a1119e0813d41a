// Where edges run: bent apart where several join the same two nodes, and cut where they reach a node.

import { lookOf } from "./looks.js";

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{from: Point, bend: Point, to: Point, direction: Point, loop: boolean}} Curve */

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
  return { from, bend, to, direction: { x: dx / length, y: dy / length }, loop: curve.loop };
}

/**
 * The curves of all edges, by their ids.
 * @param {import("./scene.js").Scene} scene
 * @returns {Map<string, Curve>}
 */
export function curvesOf(scene) {
  /** @type {Map<string, Api.Edge[]>} */
  const bundles = new Map();
  for (const edge of scene.edges.values()) {
    const key = edge.from < edge.to ? `${edge.from} ${edge.to}` : `${edge.to} ${edge.from}`;
    const bundle = bundles.get(key);
    if (bundle) bundle.push(edge);
    else bundles.set(key, [edge]);
  }
  const curves = new Map();
  for (const bundle of bundles.values()) {
    bundle.sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const [index, edge] of bundle.entries()) {
      const [from, to] = [scene.nodes.get(edge.from), scene.nodes.get(edge.to)];
      if (!from || !to) continue;
      // Many that run beside each other get less room each.
      const shift = (index - (bundle.length - 1) / 2) * Math.min(46, 240 / bundle.length);
      curves.set(edge.id, from === to ? loop(from, index) : between(from, to, edge.from < edge.to ? shift : -shift));
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
  const whole = { from, bend, to, direction: { x: 0, y: 0 }, loop: false };
  return piece(whole, border(whole, from, 0, 0.5, 1), border(whole, to, 1, 0.5, 3));
}

/**
 * @param {import("./scene.js").Drawn} node
 * @param {number} index
 */
function loop(node, index) {
  const top = node.y - node.height / 2;
  const reach = 46 + index * 30;
  const [from, to] = [{ x: node.x - 18, y: top }, { x: node.x + 18, y: top - 3 }];
  const bend = { x: node.x, y: top - reach * 2 };
  const direction = { x: 0.3, y: 0.95 };
  return { from, bend, to, direction, loop: true };
}

/** @param {Curve} curve */
export function pathOf({ from, bend, to, loop: isLoop }) {
  const n = (/** @type {number} */ value) => Math.round(value * 10) / 10;
  if (isLoop) return `M${n(from.x)} ${n(from.y)}C${n(from.x - 40)} ${n(bend.y * 0.5 + from.y * 0.5)} ${n(to.x + 40)} ${n(bend.y * 0.5 + to.y * 0.5)} ${n(to.x)} ${n(to.y)}`;
  return `M${n(from.x)} ${n(from.y)}Q${n(bend.x)} ${n(bend.y)} ${n(to.x)} ${n(to.y)}`;
}
