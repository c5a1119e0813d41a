// Places for nodes that have names: no two on one another, no line behind a node it does not lead to as far as that can be
// had, and the whole in the shape of the frame in which it is seen. Always the same for the same graph and frame.

import { pack, partsOf } from "./packing.js";
import { boundsOf } from "./moving.js";

/** @typedef {import("./scene.js").Drawn} Drawn */
/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./room.js").Frame} Frame */

/** Pixels to the unit at which all names are read where they stand. */
const READABLE = 0.82;
/** The shares of its usual length that a line has: the longest at which all names can be read is taken. */
const ROOMS = [1, 0.7, 0.45, 0.25, 0.1];
/** Nodes up to which all shares are tried; of more, the names are not all seen at once anyway. */
const MOST_TRIED = 80;
/** Room between two nodes, across and down, where there is enough of it. */
const APART = [26, 22];
/** The same where there is none. */
const CLOSE = [8, 8];
/** The least length of a line, between the nodes: its arrow, and some of itself. */
const SHORTEST = 20;
/** The length of a line between middles of nodes at which a layout begins. */
const USUAL = 150;
/** Room between a line and a node it does not lead to. */
const BESIDE = 9;

/**
 * Moves nodes apart that lie on one another; what is fixed stays. Always the same for the same places.
 * @param {Drawn[]} nodes
 * @param {(node: Drawn) => boolean} isFixed
 * @param {number} [rounds]
 * @param {number} [room] The share of the usual room between two.
 */
export function spread(nodes, isFixed, rounds = 80, room = 1) {
  const [right, below] = [0, 1].map((axis) => CLOSE[axis] + (APART[axis] - CLOSE[axis]) * room);
  for (let round = 0; round < rounds; round += 1) {
    let moved = false;
    for (let i = 0; i < nodes.length; i += 1) {
      for (let j = i + 1; j < nodes.length; j += 1) {
        const [a, b] = [nodes[i], nodes[j]];
        const overX = (a.width + b.width) / 2 + right - Math.abs(a.x - b.x);
        if (overX <= 0) continue;
        const overY = (a.height + b.height) / 2 + below - Math.abs(a.y - b.y);
        if (overY <= 0) continue;
        const [fixedA, fixedB] = [isFixed(a), isFixed(b)];
        if (fixedA && fixedB) continue;
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

/** @typedef {{a: Drawn, b: Drawn, n: number}} Tie Two nodes, and how many edges join them. */

/**
 * @param {Map<string, Drawn>} nodes
 * @param {Iterable<Api.Edge>} edges
 * @returns {Tie[]}
 */
function tiesOf(nodes, edges) {
  /** @type {Map<string, Tie>} */
  const ties = new Map();
  for (const { from, to } of edges) {
    const [a, b] = [nodes.get(from), nodes.get(to)];
    if (!a || !b || a === b) continue;
    const key = from < to ? `${from} ${to}` : `${to} ${from}`;
    const known = ties.get(key);
    if (known) known.n += 1;
    else ties.set(key, { a, b, n: 1 });
  }
  return [...ties.values()];
}

/**
 * Draws the ends of lines apart that are too close for a label between them, and others a little closer.
 * @param {Tie[]} ties
 * @param {number} room The share of the usual length.
 */
function stretch(ties, room) {
  for (const { a, b, n } of ties) {
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = Math.hypot(dx, dy) || 1;
    const [ux, uy] = [Math.abs(dx / length) || 1e-6, Math.abs(dy / length) || 1e-6];
    // What the boxes themselves take of the line, in its direction.
    const taken = Math.min(a.width / 2 / ux, a.height / 2 / uy) + Math.min(b.width / 2 / ux, b.height / 2 / uy);
    const lack = taken + SHORTEST + room * (40 + 84 * ux) + 20 * room * Math.min(5, n - 1) - length;
    // What is too close is drawn apart quickly, what is far comes closer slowly.
    const share = lack > 0 ? lack / 3 : Math.max(-60, lack) * 0.06;
    const [px, py] = [(dx / length) * share, (dy / length) * share];
    a.x -= px;
    a.y -= py;
    b.x += px;
    b.y += py;
  }
}

/**
 * Moves nodes off the straight lines that do not lead to them, and those lines a little; answers how many were in the way.
 * @param {Drawn[]} nodes
 * @param {Tie[]} ties
 */
function clear(nodes, ties) {
  let n = 0;
  for (const { a, b } of ties) {
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = Math.hypot(dx, dy) || 1;
    const [nx, ny] = [-dy / length, dx / length];
    for (const one of nodes) {
      if (one === a || one === b) continue;
      const aside = (one.x - a.x) * nx + (one.y - a.y) * ny;
      const reach = (Math.abs(nx) * one.width + Math.abs(ny) * one.height) / 2 + BESIDE;
      if (Math.abs(aside) >= reach) continue;
      const along = ((one.x - a.x) * dx + (one.y - a.y) * dy) / length;
      const half = (Math.abs(dx / length) * one.width + Math.abs(dy / length) * one.height) / 2;
      if (along < -half || along > length + half) continue;
      // A node beside an end has nothing to fear from the line but at its corner.
      if (along < 0 || along > length) continue;
      n += 1;
      const push = (reach - Math.abs(aside)) * (aside < 0 ? -1 : 1) * 0.4;
      const t = along / length;
      one.x += nx * push * 0.7;
      one.y += ny * push * 0.7;
      a.x -= nx * push * 0.3 * (1 - t);
      a.y -= ny * push * 0.3 * (1 - t);
      b.x -= nx * push * 0.3 * t;
      b.y -= ny * push * 0.3 * t;
    }
  }
  return n;
}

/**
 * How many nodes stand in the way of lines.
 * @param {Drawn[]} nodes
 * @param {Tie[]} ties
 */
function metBy(nodes, ties) {
  const copies = new Map(nodes.map((one) => [one, { ...one }]));
  const copyOf = (/** @type {Drawn} */ one) => copies.get(one) ?? one;
  return clear([...copies.values()], ties.map(({ a, b, n }) => ({ a: copyOf(a), b: copyOf(b), n })));
}

/**
 * Lays out what hangs together.
 * @param {Drawn[]} nodes
 * @param {Tie[]} ties
 * @param {number} room
 * @param {number} aspect Width by height that the whole should have; 0 for any.
 */
function settle(nodes, ties, room, aspect) {
  const free = () => false;
  for (let round = 0; round < 60; round += 1) {
    stretch(ties, room);
    if (round >= 20) clear(nodes, ties);
    spread(nodes, free, 4, room);
    if (aspect > 0 && round % 10 === 5) reshape(nodes, aspect);
  }
  spread(nodes, free, 80, room);
  for (let round = 0; round < 60; round += 1) {
    if (clear(nodes, ties) === 0) break;
    spread(nodes, free, 3, room);
  }
  spread(nodes, free, 80, room);
}

/**
 * Draws places together until lines have about their usual length, wherever the places come from.
 * @param {Drawn[]} nodes
 * @param {Tie[]} ties
 */
function scaleTo(nodes, ties) {
  const mean = ties.reduce((sum, { a, b }) => sum + Math.hypot(b.x - a.x, b.y - a.y), 0) / Math.max(1, ties.length);
  const by = mean > USUAL ? USUAL / mean : 1;
  for (const one of nodes) [one.x, one.y] = [one.x * by, one.y * by];
}

/**
 * Draws places wider or higher, a part of the way to the wanted width by height.
 * @param {Drawn[]} nodes
 * @param {number} aspect
 */
function reshape(nodes, aspect) {
  const box = boundsOf(nodes);
  const by = Math.max(0.8, Math.min(1.25, Math.sqrt(Math.sqrt(aspect / (box.width / box.height)))));
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  for (const one of nodes) [one.x, one.y] = [middle.x + (one.x - middle.x) * by, middle.y + (one.y - middle.y) / by];
}

/**
 * Arranges the nodes of a scene, from the places they have, for a frame.
 * @param {Scene} scene
 * @param {Frame} frame
 */
export function arrange(scene, frame) {
  const aspect = frame.width / frame.height;
  const nodes = [...scene.nodes.values()];
  const start = nodes.map(({ x, y }) => ({ x, y }));
  const all = tiesOf(scene.nodes, scene.edges.values());
  const parts = partsOf(scene).map((own) => {
    const held = new Set(own);
    return { nodes: own, ties: all.filter(({ a }) => held.has(a)) };
  });
  let best = start;
  let most = -Infinity;
  for (const room of nodes.length > MOST_TRIED ? [0.3] : ROOMS) {
    for (const [index, one] of nodes.entries()) Object.assign(one, start[index]);
    for (const part of parts) {
      scaleTo(part.nodes, part.ties);
      const box = boundsOf(part.nodes);
      // What is long lies along the long side of the frame.
      if (box.width > box.height !== aspect > 1 && part.nodes.length > 2) for (const one of part.nodes) [one.x, one.y] = [one.y, one.x];
      settle(part.nodes, part.ties, room, part.nodes.length * 2 > nodes.length ? aspect : 0);
    }
    pack(parts, aspect);
    const [scale, met] = [scaleOf(nodes, frame), metBy(nodes, all)];
    // Names come first, then lines that pass nodes by, of which some can be bent, and room for labels.
    const worth = 3 * Math.min(scale, READABLE) - met * 0.01 + room * 0.05;
    if (worth > most) [most, best] = [worth, nodes.map(({ x, y }) => ({ x, y }))];
    if (scale >= READABLE && met === 0) break;
  }
  for (const [index, one] of nodes.entries()) Object.assign(one, best[index]);
  if (scaleOf(nodes, frame) < READABLE && nodes.length <= MOST_TRIED) tighten(nodes, all, frame);
}

/**
 * Pixels to the unit at which all nodes are seen.
 * @param {Drawn[]} nodes
 * @param {Frame} frame
 */
function scaleOf(nodes, frame) {
  const box = boundsOf(nodes);
  return Math.min(frame.width / box.width, frame.height / box.height);
}

/**
 * Draws nodes together along the side of the frame that they fill, into the room that is left between them.
 * @param {Drawn[]} nodes
 * @param {Tie[]} ties
 * @param {Frame} frame
 */
function tighten(nodes, ties, frame) {
  const free = () => false;
  let most = scaleOf(nodes, frame);
  let n_met = metBy(nodes, ties);
  let best = nodes.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < 60 && most < READABLE; round += 1) {
    const box = boundsOf(nodes);
    const [across, down] = frame.width / box.width < frame.height / box.height ? [0.96, 1] : [1, 0.96];
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    for (const one of nodes) [one.x, one.y] = [middle.x + (one.x - middle.x) * across, middle.y + (one.y - middle.y) * down];
    for (let turn = 0; turn < 6; turn += 1) {
      // A line that is too short to be seen would join nothing.
      stretch(ties, 0);
      clear(nodes, ties);
      spread(nodes, free, 12, 0.2);
    }
    spread(nodes, free, 80, 0.2);
    const met = metBy(nodes, ties);
    const scale = scaleOf(nodes, frame);
    if (scale <= most || met > n_met) continue;
    [most, n_met] = [scale, met];
    best = nodes.map(({ x, y }) => ({ x, y }));
  }
  for (const [index, one] of nodes.entries()) Object.assign(one, best[index]);
}
