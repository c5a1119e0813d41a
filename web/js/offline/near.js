// Names of small nodes. They are as large as they have to be where all of the picture is seen, and not all of them have
// room. Who looks closer gets names of a size that stays, of the nodes that are seen, the most joined first.

import { s } from "../dom.js";

/** How much closer than all of the picture. */
const NEAR = 2;
/** Names at once. */
const MOST = 200;

/** @typedef {{node: Element, label: string, x: number, y: number, reach: number}} Small */

/** Names for who looks closer. */
export class Near {
  /**
   * @param {SVGSVGElement} picture
   * @param {(node: Element) => string} labelOf
   */
  constructor(picture, labelOf) {
    this.picture = picture;
    this.layer = s("g", { "aria-hidden": "true" });
    picture.querySelector(".picture")?.append(this.layer);
    this.labelOf = labelOf;
    /** The nodes with their places, which are known once they are seen. @type {Small[] | null} */
    this.all = null;
    this.waiting = 0;
  }

  /**
   * Names what is seen, once the picture is drawn.
   * @param {number} closeness How much closer than all of the picture it is looked at.
   */
  soon(closeness) {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.#name(closeness));
  }

  /** @param {number} closeness */
  #name(closeness) {
    const isNear = closeness >= NEAR;
    this.picture.classList.toggle("near", isNear);
    this.layer.replaceChildren();
    const matrix = this.layer.getScreenCTM();
    const frame = this.picture.parentElement?.getBoundingClientRect();
    if (!isNear || !matrix || !frame) return;
    /** @type {{left: number, top: number, width: number, height: number}[]} */
    const taken = [];
    for (const one of this.#ranked()) {
      if (taken.length >= MOST) break;
      const place = new DOMPoint(one.x, one.y).matrixTransform(matrix);
      if (place.x < frame.left || place.x > frame.right || place.y < frame.top || place.y > frame.bottom) continue;
      const size = Math.min(17, 11 + one.reach / 3);
      const own = { left: place.x + one.reach * matrix.a + 3, top: place.y - size * 0.6, width: one.label.length * size * 0.58, height: size * 1.2 };
      const isFree = taken.every((other) => own.left > other.left + other.width || other.left > own.left + own.width || Math.abs(own.top - other.top) > (own.height + other.height) / 2);
      if (!isFree) continue;
      taken.push(own);
      this.layer.append(s("text", { class: "out halo", x: one.x + one.reach + 3 / matrix.a, y: one.y + (size * 0.36) / matrix.a, "font-size": size / matrix.a }, one.label));
    }
  }

  /** Those that are meant first, the most joined of them before the others; without those that are dimmed or gone. */
  #ranked() {
    const isSeen = (/** @type {Small} */ { node }) => !node.classList.contains("gone") && (!this.picture.classList.contains("some") || node.classList.contains("lit"));
    this.all ??= this.#measured();
    const seen = this.all.filter(isSeen);
    return [...seen.filter(({ node }) => node.classList.contains("hit")), ...seen.filter(({ node }) => !node.classList.contains("hit"))];
  }

  #measured() {
    const all = [...this.picture.querySelectorAll(".node")].flatMap((node) => {
      const shape = /** @type {SVGGraphicsElement | null} */ (node.querySelector(".shape"))?.getBBox();
      return shape ? [{ node, label: this.labelOf(node), x: shape.x + shape.width / 2, y: shape.y + shape.height / 2, reach: shape.width / 2 }] : [];
    });
    return all.sort((a, b) => b.reach - a.reach);
  }
}
