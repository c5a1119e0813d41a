// Names and labels that can be read however small the picture is: they stay as large on the screen as letters have to be,
// the heaviest first, as long as they do not stand on one another. The others come back when the picture is larger, or
// under the pointer.

import { s } from "../dom.js";
import { widthOfText } from "./letters.js";

/** Pixels that a name and the label of an edge have at least; hubs have more. */
const NAME = 10;
const LABEL = 10;
/** Size of labels in the picture. */
const LABEL_SIZE = 11;
/** Pixels of a label in the picture below which most of them would only be in the way. */
const LEAST_LABEL = 4.5;
/** Height of a line as a multiple of its size. */
const LINE = 1.25;
/** Nodes that have a name wherever it has room among names. */
const GREAT = 12;
/** How far a name may reach beyond its box before it stands beside it. */
const OVER = 3;

/** @typedef {[number, number, number, number]} Area Left, top, right, foot. */

/**
 * @param {Area} one
 * @param {Area[]} taken
 */
function isFree([left, top, right, foot], taken) {
  return taken.every((other) => right < other[0] || left > other[2] || foot < other[1] || top > other[3]);
}

/**
 * How far a name has to move aside to be seen whole, when its node is seen.
 * @param {number} middle
 * @param {number} half
 * @param {number} least
 * @param {number} most
 */
export function aside(middle, half, least, most) {
  if (middle < least || middle > most || most - least < half * 2) return 0;
  return Math.max(least + half - middle, Math.min(0, most - half - middle));
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} half
 * @param {number} high Half of the height.
 * @returns {Area}
 */
function areaAt(x, y, half, high) {
  return [x - half, y - high, x + half, y + high];
}

/**
 * The place beside a node where its name has room: below, above, right or left of it; none where it has none.
 * @param {import("./scene.js").Drawn} one
 * @param {number} half
 * @param {number} high
 * @param {import("./moving.js").Box} box
 * @param {Area[]} taken
 */
function beside(one, half, high, box, taken) {
  const shift = aside(one.x, half, box.x, box.x + box.width);
  const [below, right] = [one.height / 2 + high, one.width / 2 + half];
  const places = [{ x: shift, y: below }, { x: shift, y: -below }, { x: right, y: 0 }, { x: -right, y: 0 }];
  // Letters have some room of their own above and below.
  const isSeen = one.x > box.x && one.x < box.x + box.width && one.y > box.y && one.y < box.y + box.height;
  const isWhole = (/** @type {{x: number, y: number}} */ { x, y }) => !isSeen || (one.x + x - half >= box.x && one.x + x + half <= box.x + box.width && one.y + y - high >= box.y && one.y + y + high <= box.y + box.height);
  return places.find(({ x, y }) => isWhole({ x, y }) && isFree(areaAt(one.x + x, one.y + y, half, high * 0.8), taken)) ?? null;
}

/**
 * The place upon a node where its name stands on no other name.
 * @param {import("./scene.js").Drawn} one
 * @param {number} half
 * @param {number} high
 * @param {import("./moving.js").Box} box
 * @param {Area[]} named
 */
function upon(one, half, high, box, named) {
  const x = aside(one.x, half, box.x, box.x + box.width);
  return isFree(areaAt(one.x + x, one.y, half, high), named) ? { x, y: 0 } : null;
}

/** The names and labels of a picture. */
export class Names {
  constructor() {
    /** Nodes with the width of their names, those with most edges first. @type {{element: Element, text: Element, one: import("./scene.js").Drawn, wide: number}[]} */
    this.names = [];
    /** Nodes that lie above all others. @type {Set<Element>} */
    this.raised = new Set();
    /** @type {Element[]} */
    this.labels = [];
  }

  /**
   * Takes what was drawn.
   * @param {Element} picture
   * @param {Map<string, import("./scene.js").Drawn>} nodes
   */
  take(picture, nodes) {
    const found = [...picture.querySelectorAll(".node")].flatMap((element) => {
      const one = nodes.get(element.querySelector("[data-node]")?.getAttribute("data-node") ?? "");
      const text = element.querySelector(":scope > text");
      return one && text ? [{ element, text, one, wide: Math.max(...one.lines.map((line) => widthOfText(line, one.font))) }] : [];
    });
    this.names = found.sort((a, b) => b.one.node.n_edges - a.one.node.n_edges || (a.one.node.iri < b.one.node.iri ? -1 : 1));
    this.raised.clear();
    this.labels = [...picture.querySelectorAll(".label[data-at]")];
  }

  /** Where labels stand that may be seen: those of loops lie above all nodes, maybe. */
  areas() {
    return this.labels.filter((label) => !label.classList.contains("crowded")).map((label) => {
      const [x, y, width, height] = (label.getAttribute("data-at") ?? "").split(" ").map(Number);
      return areaAt(x, y, width / 2 + 4, height / 2 + 4);
    });
  }

  /**
   * Sets sizes for a part of the picture that is seen so many pixels to the unit.
   * @param {import("./moving.js").Box} box
   * @param {number} scale
   */
  settle(box, scale) {
    const taken = this.names.map(({ one }) => areaAt(one.x, one.y, one.width / 2, one.height / 2));
    this.#settleNames(box, scale, taken);
    this.#settleLabels(scale, taken);
  }

  /**
   * @param {import("./moving.js").Box} box
   * @param {number} scale
   * @param {Area[]} taken
   */
  #settleNames(box, scale, taken) {
    /** @type {Area[]} */
    const named = [];
    for (const [rank, { element, text, one, wide }] of this.names.entries()) {
      const larger = Math.max(1, (NAME + (one.font - 12.5) * 0.5) / (one.font * scale));
      const half = (wide * larger) / 2 + 2 / scale;
      const high = (one.lines.length * LINE * one.font * larger) / 2;
      const isOver = larger > 1 && (wide * larger > one.width + OVER || high * 2 > one.height + OVER);
      const free = isOver ? beside(one, half, high, box, taken) : { x: 0, y: 0 };
      // The greatest have a name even where it covers what is smaller.
      const place = free ?? (rank < GREAT ? upon(one, half, high, box, named) : null);
      if (place && !free) this.#raise(element);
      if (place && !free) this.#plate(element, text, areaAt(place.x, place.y, half, high));
      if (place && isOver) {
        const area = areaAt(one.x + place.x, one.y + place.y, half, high);
        taken.push(area);
        named.push(area);
      }
      element.classList.toggle("away", !place);
      element.classList.toggle("over", isOver);
      element.classList.toggle("upon", place !== null && !free);
      const { x, y } = place ?? { x: 0, y: one.height / 2 + high };
      if (larger > 1) text.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${larger.toFixed(3)})`);
      else text.removeAttribute("transform");
    }
  }

  /**
   * Sets a node above the others, once. One that is in use stays where it is: moving it would take the focus from it.
   * @param {Element} element
   */
  #raise(element) {
    if (this.raised.has(element) || element.contains(document.activeElement)) return;
    element.parentNode?.append(element);
    this.raised.add(element);
  }

  /**
   * Sets a ground behind a name that stands upon shapes, so that none of their lines runs through its words.
   * @param {Element} element
   * @param {Element} text
   * @param {Area} area
   */
  #plate(element, text, [left, top, right, foot]) {
    let plate = element.querySelector(":scope > .plate");
    if (!plate) {
      plate = s("rect", { class: "plate", rx: 4 });
      text.before(plate);
    }
    for (const [key, value] of Object.entries({ x: left, y: top, width: right - left, height: foot - top })) plate.setAttribute(key, value.toFixed(1));
  }

  /**
   * @param {number} scale
   * @param {Area[]} taken
   */
  #settleLabels(scale, taken) {
    const larger = Math.max(1, LABEL / (LABEL_SIZE * scale));
    for (const label of this.labels) {
      const [x, y, width, height] = (label.getAttribute("data-at") ?? "").split(" ").map(Number);
      if (larger > 1) label.setAttribute("transform", `translate(${x} ${y}) scale(${larger.toFixed(3)}) translate(${-x} ${-y})`);
      else label.removeAttribute("transform");
      if (label.classList.contains("crowded")) continue;
      const area = areaAt(x, y, (width * larger) / 2, (height * larger) / 2);
      const isSeen = larger === 1 || (LABEL_SIZE * scale >= LEAST_LABEL && isFree(area, taken));
      if (isSeen && larger > 1) taken.push(area);
      label.classList.toggle("away", !isSeen);
    }
  }
}
