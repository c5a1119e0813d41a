// Pressing what is drawn, with the pointer or by keys alone.

import { changed, go } from "../address.js";
import { nearest } from "./moving.js";

/** What keys and presses do in the picture of a view. */
export class Keys {
  /** @param {import("./view.js").GraphView} view */
  constructor(view) {
    this.view = view;
    /** The node where a walk along edges began. @type {string | null} */
    this.origin = null;
    this.#listen();
  }

  #listen() {
    const { stage } = this.view;
    const { picture } = stage;
    picture.addEventListener("click", (event) => {
      const target = event.target instanceof Element ? event.target.closest("[data-node], [data-edge]") : null;
      if (target && !stage.hasDragged) this.#open(target);
    });
    picture.addEventListener("focusin", (event) => {
      if (event.target instanceof Element) stage.reveal(event.target);
    });
    picture.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {Element} element */
  #open(element) {
    const [edge, node] = [element.getAttribute("data-edge"), element.getAttribute("data-node")];
    const found = edge ? this.view.shown.edges.get(edge) : null;
    if (found) this.view.choose(found);
    if (!node) return;
    if (this.view.openGroup(node)) return;
    this.view.wantsPanel = true;
    go(changed({ node, edge: null }));
  }

  /** @param {Element | null | undefined} element */
  #focus(element) {
    if (!(element instanceof SVGElement)) return;
    for (const one of this.view.elements("[tabindex='0']")) one.setAttribute("tabindex", "-1");
    element.setAttribute("tabindex", "0");
    this.view.stage.reveal(element);
    element.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = event.target instanceof Element ? event.target.closest("[data-node], [data-edge]") : null;
    if (!target || event.ctrlKey || event.metaKey) return;
    const [node, edge] = [target.getAttribute("data-node"), target.getAttribute("data-edge")];
    const done = () => event.preventDefault();
    if (event.key === "Enter" || event.key === " ") {
      done();
      this.#open(target);
    } else if (event.key.startsWith("Arrow") && event.altKey && node) {
      done();
      const one = this.view.shown.nodes.get(node);
      const [dx, dy] = { ArrowRight: [20, 0], ArrowLeft: [-20, 0], ArrowDown: [0, 20], ArrowUp: [0, -20] }[event.key] ?? [0, 0];
      if (one) this.view.pin(node, one.x + dx, one.y + dy);
    } else if (event.key.startsWith("Arrow")) {
      done();
      this.#focus(nearest(event.key, target, this.view.elements(node ? "[data-node]" : "[data-edge]")));
    } else if (event.key.toLowerCase() === "e") {
      done();
      this.#nextEdge(node, edge, event.shiftKey ? -1 : 1);
    } else if (event.key.toLowerCase() === "n" && edge) {
      done();
      const found = this.view.shown.edges.get(edge);
      const other = found?.from === this.origin ? found?.to : found?.from;
      this.origin = other ?? null;
      this.#focus(this.view.elements("[data-node]").find((one) => one.getAttribute("data-node") === other));
    } else if (event.key.toLowerCase() === "h" && node) {
      done();
      go(changed({ hide: [...this.view.wanted.hide, node], node: null }));
    } else if (event.key.toLowerCase() === "p" && node) {
      done();
      const one = this.view.shown.nodes.get(node);
      if (one) this.view.pin(node, one.x, one.y);
    } else if (event.key === "+" || event.key === "-") {
      done();
      this.view.stage.zoom(event.key === "+" ? 1 / 1.2 : 1.2);
    }
  }

  /**
   * Goes to the next edge of the node where the walk along edges began.
   * @param {string | null} node
   * @param {string | null} edge
   * @param {number} step
   */
  #nextEdge(node, edge, step) {
    if (node) this.origin = node;
    this.origin ??= edge ? (this.view.shown.edges.get(edge)?.from ?? null) : null;
    const own = [...this.view.shown.edges.values()].filter((one) => one.from === this.origin || one.to === this.origin);
    const index = own.findIndex((one) => one.id === edge);
    const next = own[(index + step + own.length) % own.length];
    if (next) this.#focus(this.view.elements("[data-edge]").find((one) => one.getAttribute("data-edge") === next.id));
  }
}
