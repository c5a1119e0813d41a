// Moving the picture: zoom, pan, drag of nodes, and keys.

import { s } from "../dom.js";
import { Names } from "./names.js";
import { followPinch } from "./pinch.js";

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/** Room around all nodes. */
const ROOM = 14;

/**
 * The box around all nodes.
 * @param {Iterable<import("./scene.js").Drawn>} nodes
 * @returns {Box}
 */
export function boundsOf(nodes) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of nodes) {
    left = Math.min(left, x - width / 2);
    right = Math.max(right, x + width / 2);
    top = Math.min(top, y - height / 2 - 10);
    bottom = Math.max(bottom, y + height / 2);
  }
  if (left > right) return { x: 0, y: 0, width: 100, height: 100 };
  return { x: left - ROOM, y: top - ROOM, width: right - left + 2 * ROOM, height: bottom - top + 2 * ROOM };
}

/**
 * A box that holds these areas, too.
 * @param {Box} box
 * @param {import("./names.js").Area[]} areas
 */
function around(box, areas) {
  let [left, top, right, foot] = [box.x, box.y, box.x + box.width, box.y + box.height];
  for (const area of areas) [left, top, right, foot] = [Math.min(left, area[0]), Math.min(top, area[1]), Math.max(right, area[2]), Math.max(foot, area[3])];
  return { x: left, y: top, width: right - left, height: foot - top };
}

/**
 * Whether all nodes lie in a part of the picture.
 * @param {Iterable<import("./scene.js").Drawn>} nodes
 * @param {Box} seen
 */
export function isAll(nodes, seen) {
  return [...nodes].every(({ x, y }) => x >= seen.x && y >= seen.y && x <= seen.x + seen.width && y <= seen.y + seen.height);
}

/** A picture that can be moved. */
export class Stage {
  /**
   * @param {(iri: string, x: number, y: number) => void} onMoved When a node was put somewhere.
   * @param {(iri: string, x: number, y: number) => void} onCarried While it is on its way.
   */
  constructor(onMoved, onCarried) {
    this.picture = s("svg", { class: "graph", role: "group" });
    /** @type {Box} */
    this.box = { x: 0, y: 0, width: 100, height: 100 };
    /** @type {Map<string, import("./scene.js").Drawn>} */
    this.nodes = new Map();
    this.onMoved = onMoved;
    this.onCarried = onCarried;
    this.hasDragged = false;
    this.names = new Names();
    this.waits = false;
    this.watch = new ResizeObserver(() => this.#settle());
    this.watch.observe(this.picture);
    this.#follow();
  }

  /**
   * Shows what was drawn of the nodes.
   * @param {Node[]} content
   */
  show(...content) {
    this.picture.replaceChildren(...content);
    this.names.take(this.picture, this.nodes);
    this.#settle();
  }

  /** Pixels to the unit of the picture. */
  scale() {
    const { width, height } = this.picture.getBoundingClientRect();
    return Math.min(width / this.box.width, height / this.box.height) || 1;
  }

  /**
   * Makes something of the picture while its names are as large as they are drawn.
   * @template T
   * @param {() => T} make
   */
  plain(make) {
    this.names.settle(this.box, 1);
    const made = make();
    this.#settle();
    return made;
  }

  /** The part that is seen, which is more than the box where the picture has another shape. @returns {Box} */
  seen() {
    const scale = this.scale();
    const room = this.picture.getBoundingClientRect();
    const [width, height] = [room.width / scale, room.height / scale];
    const { box } = this;
    return { x: box.x - (width - box.width) / 2, y: box.y - (height - box.height) / 2, width, height };
  }

  /** Sets the sizes of names, once for each frame. */
  #settle() {
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame(() => {
      this.waits = false;
      const scale = this.scale();
      this.names.settle(this.seen(), scale);
      this.picture.classList.toggle("small", scale < 0.6);
    });
  }

  /** @param {Box} box */
  look(box) {
    this.box = box;
    this.picture.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
    this.#settle();
  }

  /** Shows everything. */
  fit() {
    const all = around(boundsOf(this.nodes.values()), this.names.areas());
    const room = this.picture.getBoundingClientRect();
    const scale = Math.min(room.width / all.width, room.height / all.height);
    // A picture of three nodes need not fill the page.
    this.look(scale > 1.3 ? grown(all, scale / 1.3) : all);
  }

  /**
   * @param {number} factor
   * @param {{x: number, y: number}} [about]
   */
  zoom(factor, about = { x: this.box.x + this.box.width / 2, y: this.box.y + this.box.height / 2 }) {
    const { x, y, width, height } = this.box;
    if (width * factor < 60 || width * factor > 60_000) return;
    this.look({ x: about.x - (about.x - x) * factor, y: about.y - (about.y - y) * factor, width: width * factor, height: height * factor });
  }

  /**
   * The place in the picture under the pointer.
   * @param {{clientX: number, clientY: number}} event
   */
  at(event) {
    const matrix = this.picture.getScreenCTM();
    if (!matrix) return { x: 0, y: 0 };
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return { x, y };
  }

  /**
   * Moves the picture so that an element can be seen.
   * @param {Element} element
   */
  reveal(element) {
    const [room, own] = [this.picture.getBoundingClientRect(), element.getBoundingClientRect()];
    const [x, y] = [own.left + own.width / 2, own.top + own.height / 2];
    if (x > room.left && x < room.right && y > room.top && y < room.bottom) return;
    const scale = this.picture.getScreenCTM()?.a ?? 1;
    const { box } = this;
    this.look({ ...box, x: box.x + (x - room.left - room.width / 2) / scale, y: box.y + (y - room.top - room.height / 2) / scale });
  }

  #follow() {
    /** @type {{node: import("./scene.js").Drawn | null, home: {x: number, y: number}, from: {x: number, y: number}, x: number, y: number} | null} */
    let held = null;
    const back = () => {
      if (held?.node && this.hasDragged) this.onCarried(held.node.node.iri, held.home.x, held.home.y);
      held = null;
    };
    const { picture } = this;
    followPinch(picture, (factor, middle, dx, dy) => {
      back();
      const scale = this.scale();
      this.look({ ...this.box, x: this.box.x - dx / scale, y: this.box.y - dy / scale });
      this.zoom(factor, this.at(middle));
    });
    picture.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, this.at(event));
    }, { passive: false });
    picture.addEventListener("pointerdown", (event) => {
      this.hasDragged = false;
      if (event.button !== 0) return;
      const target = event.target instanceof Element ? event.target : null;
      const element = target?.closest("[data-node]") ?? null;
      const node = element ? (this.nodes.get(element.getAttribute("data-node") ?? "") ?? null) : null;
      held = { node, home: { x: node?.x ?? 0, y: node?.y ?? 0 }, from: this.at(event), x: event.clientX, y: event.clientY };
    });
    picture.addEventListener("pointermove", (event) => {
      if (!held) return;
      if (!this.hasDragged && Math.hypot(event.clientX - held.x, event.clientY - held.y) < 5) return;
      if (!this.hasDragged) picture.setPointerCapture(event.pointerId);
      this.hasDragged = true;
      const now = this.at(event);
      const [dx, dy] = [now.x - held.from.x, now.y - held.from.y];
      if (held.node) this.onCarried(held.node.node.iri, held.home.x + dx, held.home.y + dy);
      else this.look({ ...this.box, x: this.box.x - dx, y: this.box.y - dy });
    });
    picture.addEventListener("pointerup", (event) => {
      if (held?.node && this.hasDragged) {
        const now = this.at(event);
        this.onMoved(held.node.node.iri, held.home.x + now.x - held.from.x, held.home.y + now.y - held.from.y);
      }
      held = null;
    });
    picture.addEventListener("pointercancel", back);
    picture.addEventListener("pointerover", (event) => this.#near(event.target));
    picture.addEventListener("focusin", (event) => this.#near(event.target));
    picture.addEventListener("pointerleave", () => this.#near(null));
  }

  /**
   * Shows the label of the edge that is pointed at, however small the picture is.
   * @param {EventTarget | null} target
   */
  #near(target) {
    const edge = target instanceof Element ? target.closest("[data-edge]")?.getAttribute("data-edge") : null;
    for (const label of this.picture.querySelectorAll(".label.near")) label.classList.remove("near");
    if (edge) this.picture.querySelector(`[data-label="${CSS.escape(edge)}"]`)?.classList.add("near");
  }
}

/**
 * A box that is larger by a factor, about the same middle.
 * @param {Box} box
 * @param {number} factor
 */
function grown({ x, y, width, height }, factor) {
  return { x: x - (width * (factor - 1)) / 2, y: y - (height * (factor - 1)) / 2, width: width * factor, height: height * factor };
}

const DIRECTIONS = /** @type {Record<string, [number, number]>} */ ({ ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] });

/**
 * The nearest of some elements in the direction of an arrow key.
 * @param {string} key
 * @param {Element} from
 * @param {Element[]} elements
 */
export function nearest(key, from, elements) {
  const direction = DIRECTIONS[key];
  if (!direction) return null;
  const middle = (/** @type {Element} */ element) => {
    const box = element.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const [x, y] = middle(from);
  let best = null;
  let least = Infinity;
  for (const element of elements) {
    if (element === from) continue;
    const [ox, oy] = middle(element);
    const along = (ox - x) * direction[0] + (oy - y) * direction[1];
    const aside = Math.abs((ox - x) * direction[1]) + Math.abs((oy - y) * direction[0]);
    if (along <= 1) continue;
    const distance = along + aside * 2;
    if (distance < least) [best, least] = [element, distance];
  }
  return best;
}
