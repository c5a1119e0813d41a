// Places when a cluster is opened: its nodes stand where it stood, close to each other, and what was on the picture makes
// room for them, each node in its own direction. Nothing else is laid out anew, so that nobody has to look for their place.

import { spread } from "./arrange.js";
import { boundsOf } from "./moving.js";

/** @typedef {import("./scene.js").Drawn} Drawn */
/** @typedef {{x: number, y: number}} Place */

/** Nodes for whose names room is made; more are dots. */
const MOST_NAMED = 60;
/** Room for a dot, and between the nodes of a cluster and what is around them. */
const DOT = 24;
const MARGIN = 40;

/**
 * The middle of nodes.
 * @param {Place[]} nodes
 * @returns {Place}
 */
function middleOf(nodes) {
  const mean = (/** @type {"x" | "y"} */ axis) => nodes.reduce((sum, one) => sum + one[axis], 0) / Math.max(1, nodes.length);
  return { x: mean("x"), y: mean("y") };
}

/**
 * Sets nodes around a place, as they stand to each other and as close as they have room; answers how far they reach.
 * @param {Drawn[]} nodes
 * @param {Place} origin
 */
function gather(nodes, origin) {
  const middle = middleOf(nodes);
  const reach = Math.max(1, ...nodes.map((one) => Math.hypot(one.x - middle.x, one.y - middle.y)));
  const closer = Math.min(1, (DOT * 2 * Math.sqrt(nodes.length)) / reach);
  for (const one of nodes) [one.x, one.y] = [(one.x - middle.x) * closer, (one.y - middle.y) * closer];
  if (nodes.length <= MOST_NAMED) spread(nodes, () => false);
  const box = boundsOf(nodes);
  for (const one of nodes) [one.x, one.y] = [origin.x + one.x - box.x - box.width / 2, origin.y + one.y - box.y - box.height / 2];
  const isNamed = nodes.length <= MOST_NAMED;
  return { x: (isNamed ? box.width : box.width - 60) / 2, y: (isNamed ? box.height : box.height - 60) / 2 };
}

/**
 * Moves nodes out of a box around a place, each in the direction in which it stands.
 * @param {Iterable<Drawn>} nodes
 * @param {Place} origin
 * @param {Place} reach Half of the box.
 */
function makeRoom(nodes, origin, reach) {
  for (const one of nodes) {
    const [dx, dy] = [one.x - origin.x, one.y - origin.y];
    const far = Math.max(Math.abs(dx) / (reach.x + MARGIN), Math.abs(dy) / (reach.y + MARGIN));
    if (far === 0) continue;
    // To the border of the box in its direction, and on by as much as it was away.
    [one.x, one.y] = [one.x + dx / far, one.y + dy / far];
  }
}

/**
 * Where a node comes to stand that was not on the picture and comes from no cluster that is open: beside what it is joined to.
 * @param {Drawn} one
 * @param {import("./scene.js").Scene} scene
 * @param {Set<Drawn>} known
 */
function besideOthers(one, scene, known) {
  const others = [...scene.edges.values()].flatMap(({ from, to }) => {
    const other = from === one.node.iri ? scene.nodes.get(to) : to === one.node.iri ? scene.nodes.get(from) : null;
    return other && known.has(other) ? [other] : [];
  });
  const [origin, middle] = [others[0] ?? middleOf([...known]), middleOf([...known])];
  const angle = Math.atan2(origin.y - middle.y, origin.x - middle.x);
  [one.x, one.y] = [origin.x + Math.cos(angle) * 160, origin.y + Math.sin(angle) * 110];
}

/**
 * Gives the nodes of a scene the places they had before a cluster was opened, as far as its nodes leave room. Always the same
 * for the same scenes.
 * @param {import("./scene.js").Scene} scene
 * @param {import("./scene.js").Scene} before
 */
export function goOn(scene, before) {
  /** @type {Set<Drawn>} */
  const known = new Set();
  /** @type {Map<string, Drawn[]>} */
  const opened = new Map();
  /** @type {Drawn[]} */
  const others = [];
  for (const [iri, one] of scene.nodes) {
    const [old, cluster] = [before.nodes.get(iri), one.node.group];
    if (old) {
      [one.x, one.y] = [old.x, old.y];
      known.add(one);
    } else if (cluster !== null && !one.node.is_group && before.nodes.has(cluster)) opened.set(cluster, [...(opened.get(cluster) ?? []), one]);
    else others.push(one);
  }
  if (known.size === 0) return;
  for (const [cluster, nodes] of opened) {
    const origin = before.nodes.get(cluster);
    if (!origin) continue;
    const place = { x: origin.x, y: origin.y };
    makeRoom(known, place, gather(nodes, place));
    for (const one of nodes) known.add(one);
  }
  for (const one of others) besideOthers(one, scene, known);
  if (others.length > 0 && scene.nodes.size <= 400) spread([...scene.nodes.values()], (one) => known.has(one), 200);
}
