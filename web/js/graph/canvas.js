// Large graphs as lines and dots on a canvas. While it is moved, a picture of it moves, not each line: a frame then costs
// the same for a hundred and for ten thousand edges. The list beside it has names for everything that is drawn.

import { h } from "../dom.js";
import { dashesOf, lineOf, lookOf, toneOf, widthOf } from "./looks.js";
import { followGestures } from "./gestures.js";
import { distanceTo, linesOf, tipOf, trace } from "./lines.js";
import { boundsOf } from "./moving.js";
import { aside } from "./names.js";
import { Recorder } from "./recorded.js";
import { framed } from "./save.js";

/** Labels that are drawn at most. */
const MOST_LABELS = 150;
/** Edges from which on lines are thin and pale. */
const MANY = 1_000;
/** Pixels of a line from which on its head is drawn. */
const LEAST_WITH_HEAD = 26;
/** Milliseconds without a gesture after which everything is drawn sharply again. */
const REST = 140;

/** @typedef {{x: number, y: number, scale: number}} Look */

/** A canvas that shows a scene. */
export class CanvasStage {
  /** @param {{onEdge: (edge: Api.Edge) => void, onNode: (iri: string) => void, onMoved: (iri: string, x: number, y: number) => void}} on */
  constructor(on) {
    this.on = on;
    this.canvas = h("canvas", { class: "graph", tabindex: "0", role: "img" });
    this.tip = h("p", { class: "tip", hidden: true });
    this.element = h("div", { class: "large" }, this.canvas, this.tip);
    /** @type {import("./scene.js").Scene} */
    this.scene = { nodes: new Map(), edges: new Map() };
    /** @type {Map<string, import("./lines.js").Line>} */
    this.lines = new Map();
    /** @type {Look} */
    this.look = { x: 0, y: 0, scale: 1 };
    /** @type {Look} */
    this.drawnLook = this.look;
    /** @type {HTMLCanvasElement} */
    this.sharp = h("canvas");
    /** @type {import("./draw.js").Marked} */
    this.marked = { edge: null, node: null };
    /** A node that is being moved, with the edges that go with it. @type {{one: import("./scene.js").Drawn, edges: Api.Edge[], x: number, y: number} | null} */
    this.held = null;
    this.timer = 0;
    this.frames = 0;
    this.isFitted = false;
    this.watch = new ResizeObserver(() => this.#resize());
    this.watch.observe(this.element);
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.dark.addEventListener("change", this.#redraw);
    followGestures(this);
  }

  close() {
    this.watch.disconnect();
    this.dark.removeEventListener("change", this.#redraw);
    clearTimeout(this.timer);
  }

  #redraw = () => this.#draw();

  /** @param {import("./scene.js").Scene} scene */
  show(scene) {
    this.scene = scene;
    this.lines = linesOf(scene);
    this.canvas.setAttribute("aria-label", `Graph of ${scene.nodes.size} nodes and ${scene.edges.size} edges. The list below has the same.`);
    if (!this.isFitted) this.fit();
    else this.#draw();
  }

  /** @param {import("./draw.js").Marked} marked */
  mark(marked) {
    this.marked = marked;
    this.#draw();
  }

  fit() {
    this.lookAt(boundsOf(this.scene.nodes.values()));
  }

  /** The part of the picture that is seen. @returns {import("./moving.js").Box} */
  seen() {
    const { width, height } = this.element.getBoundingClientRect();
    const { x, y, scale } = this.look;
    return { x: -x / scale, y: -y / scale, width: width / scale, height: height / scale };
  }

  /** @param {import("./moving.js").Box} box */
  lookAt(box) {
    const { width, height } = this.element.getBoundingClientRect();
    const scale = Math.min(width / box.width, height / box.height) || 1;
    this.look = { scale, x: width / 2 - (box.x + box.width / 2) * scale, y: height / 2 - (box.y + box.height / 2) * scale };
    this.isFitted = width > 0;
    this.#draw();
  }

  /**
   * @param {number} factor
   * @param {{x: number, y: number}} [about]
   */
  zoom(factor, about) {
    const { width, height } = this.element.getBoundingClientRect();
    const { x, y } = about ?? { x: width / 2, y: height / 2 };
    const scale = Math.min(8, Math.max(0.005, this.look.scale / factor));
    const by = scale / this.look.scale;
    this.move({ scale, x: x - (x - this.look.x) * by, y: y - (y - this.look.y) * by });
  }

  #resize() {
    const { width, height } = this.element.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    for (const canvas of [this.canvas, this.sharp]) {
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
    }
    if (this.isFitted) this.#draw();
    else this.fit();
  }

  /** @param {Look} look */
  move(look) {
    this.look = look;
    requestAnimationFrame(() => this.copy());
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.#draw(), REST);
  }

  /** Shows what was drawn last, moved and stretched. */
  copy() {
    const context = this.canvas.getContext("2d");
    if (!context) return;
    const ratio = window.devicePixelRatio || 1;
    const by = this.look.scale / this.drawnLook.scale;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.setTransform(by, 0, 0, by, (this.look.x - this.drawnLook.x * by) * ratio, (this.look.y - this.drawnLook.y * by) * ratio);
    context.drawImage(this.sharp, 0, 0);
    if (this.held) this.#drawHeld(context, ratio);
    this.frames += 1;
  }

  /**
   * Takes hold of a node, which is drawn where the pointer is until it is let go.
   * @param {import("./scene.js").Drawn} one
   * @param {number} x
   * @param {number} y
   */
  hold(one, x, y) {
    const { iri } = one.node;
    const edges = this.held?.one === one ? this.held.edges : [...this.scene.edges.values()].filter((edge) => edge.from === iri || edge.to === iri);
    this.held = { one, edges, x, y };
    requestAnimationFrame(() => this.copy());
  }

  /** Lets go of a node, at its new place. */
  drop() {
    const { held } = this;
    this.held = null;
    if (held) this.on.onMoved(held.one.node.iri, held.x, held.y);
  }

  /**
   * Draws the node that is being moved with its edges over what was drawn last.
   * @param {CanvasRenderingContext2D} context
   * @param {number} ratio
   */
  #drawHeld(context, ratio) {
    if (!this.held) return;
    const { one, edges, x, y } = this.held;
    const { scale } = this.look;
    context.setTransform(ratio * scale, 0, 0, ratio * scale, this.look.x * ratio, this.look.y * ratio);
    const color = getComputedStyle(document.documentElement).getPropertyValue("--focus").trim();
    [context.strokeStyle, context.lineWidth] = [color, 1.2 / scale];
    context.beginPath();
    for (const edge of edges) {
      const other = this.scene.nodes.get(edge.from === one.node.iri ? edge.to : edge.from);
      if (!other || other === one) continue;
      context.moveTo(x, y);
      context.lineTo(other.x, other.y);
    }
    context.stroke();
    context.beginPath();
    context.arc(x, y, this.radius(one), 0, 2 * Math.PI);
    context.fillStyle = lookOf(one.node.kind).fill;
    context.fill();
    context.stroke();
  }

  #draw() {
    const context = this.sharp.getContext("2d");
    if (!context || this.sharp.width <= 1) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.sharp.width, this.sharp.height);
    this.#paint(context, window.devicePixelRatio || 1);
    this.drawnLook = this.look;
    this.copy();
  }

  /**
   * Draws what is seen.
   * @param {CanvasRenderingContext2D} context
   * @param {number} ratio
   */
  #paint(context, ratio) {
    const style = getComputedStyle(document.documentElement);
    const color = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
    const { x, y, scale } = this.look;
    context.setTransform(ratio * scale, 0, 0, ratio * scale, x * ratio, y * ratio);
    this.#drawEdges(context, color);
    this.#drawNodes(context, color);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#drawLabels(context, color);
  }

  /** What is seen, as a file of lines and letters, with what its lines mean. */
  pictureText() {
    const recorder = new Recorder();
    // It has what is used of a canvas, and no more.
    this.#paint(/** @type {any} */ (recorder), 1);
    const { width, height } = this.element.getBoundingClientRect();
    return framed({ x: 0, y: 0, width, height }, this.scene, recorder.parts.join(""));
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {(name: string) => string} color
   */
  #drawEdges(context, color) {
    const n = this.scene.edges.size;
    // Widths keep their order on a small picture, and leave something to be seen between them.
    const thin = ((n > MANY ? 0.8 : 1.1) * Math.max(0.5, Math.min(1, Math.sqrt(this.look.scale)))) / this.look.scale;
    /** @type {Map<string, import("./lines.js").Line[]>} */
    const alike = new Map();
    for (const line of this.lines.values()) {
      const key = `${toneOf(line.edge)} ${line.edge.state} ${Math.round(widthOf(line.edge.weight))}`;
      const known = alike.get(key);
      if (known) known.push(line);
      else alike.set(key, [line]);
    }
    for (const [key, lines] of alike) {
      const [tone, state, width] = key.split(" ");
      context.strokeStyle = context.fillStyle = color(tone);
      context.globalAlpha = n > 2_000 ? 0.35 : n > MANY ? 0.6 : 0.8;
      context.lineWidth = thin * Number(width);
      const { dashes, isRound } = dashesOf(/** @type {Api.State} */ (state), Number(width));
      // Round dots take long where there are very many.
      const isDotted = isRound && n <= MANY;
      context.lineCap = isDotted ? "round" : "butt";
      context.setLineDash(dashes.map((part) => ((isRound && !isDotted ? Math.max(part, 3) / 2 : part) / this.look.scale)));
      context.beginPath();
      for (const line of lines) trace(context, line, this.radius(line.from));
      context.stroke();
      context.setLineDash([]);
      context.lineCap = "butt";
      this.#heads(context, lines, lineOf(/** @type {Api.State} */ (state)).head, color("ground"));
    }
    context.globalAlpha = 1;
    const marked = this.marked.edge ? this.lines.get(this.marked.edge) : null;
    if (!marked) return;
    context.strokeStyle = color("focus");
    context.lineWidth = thin * 5;
    context.beginPath();
    trace(context, marked, this.radius(marked.from));
    context.stroke();
  }

  /**
   * Which way the lines lead, where they are long enough on the screen to tell.
   * @param {CanvasRenderingContext2D} context
   * @param {import("./lines.js").Line[]} lines
   * @param {"full" | "open" | "bar"} head
   * @param {string} ground
   */
  #heads(context, lines, head, ground) {
    const { scale } = this.look;
    const size = Math.min(7, 3 + 4 * scale) / scale;
    context.beginPath();
    for (const line of lines) {
      if (line.edge.is_symmetric) continue;
      const radius = this.radius(line.to);
      const length = line.turn < 0 ? Math.hypot(line.to.x - line.from.x, line.to.y - line.from.y) - radius - this.radius(line.from) : Infinity;
      if (length * scale < LEAST_WITH_HEAD) continue;
      const { x, y, dx, dy } = tipOf(line, radius);
      if (head === "bar") {
        context.moveTo(x - dy * size * 0.6, y + dx * size * 0.6);
        context.lineTo(x + dy * size * 0.6, y - dx * size * 0.6);
        continue;
      }
      context.moveTo(x, y);
      context.lineTo(x - dx * size - dy * size * 0.45, y - dy * size + dx * size * 0.45);
      context.lineTo(x - dx * size + dy * size * 0.45, y - dy * size - dx * size * 0.45);
      context.closePath();
    }
    context.lineWidth = 1.2 / scale;
    if (head === "open") context.fillStyle = ground;
    if (head !== "bar") context.fill();
    if (head !== "full") context.stroke();
  }

  /** @param {import("./scene.js").Drawn} one */
  radius(one) {
    return Math.min(22, 3 + Math.sqrt(one.node.n_edges) * 1.6) / Math.max(0.35, Math.min(1, this.look.scale * 2));
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {(name: string) => string} color
   */
  #drawNodes(context, color) {
    for (const one of this.scene.nodes.values()) {
      const isMarked = this.marked.node === one.node.iri;
      context.beginPath();
      context.arc(one.x, one.y, this.radius(one), 0, 2 * Math.PI);
      context.fillStyle = lookOf(one.node.kind).fill;
      context.strokeStyle = isMarked ? color("focus") : "#33373d";
      context.lineWidth = (isMarked ? 4 : 1) / this.look.scale;
      context.fill();
      context.stroke();
    }
  }

  /**
   * Names, those with most edges first, as long as they do not stand on one another.
   * @param {CanvasRenderingContext2D} context
   * @param {(name: string) => string} color
   */
  #drawLabels(context, color) {
    const { x, y, scale } = this.look;
    const { width, height } = this.element.getBoundingClientRect();
    const ranked = [...this.scene.nodes.values()].sort((a, b) => b.node.n_edges - a.node.n_edges);
    const most = ranked[0]?.node.n_edges ?? 1;
    /** @type {number[][]} */
    const taken = [];
    context.textAlign = "center";
    context.lineJoin = "round";
    for (const one of ranked) {
      if (taken.length >= MOST_LABELS) break;
      const [middle, top] = [one.x * scale + x, one.y * scale + y + this.radius(one) * scale + 13];
      if (middle < 0 || top < 0 || middle > width || top > height) continue;
      const size = 11 + 6 * Math.sqrt(one.node.n_edges / most);
      context.font = `${size}px system-ui, sans-serif`;
      const text = one.lines[0] + (one.lines.length > 1 ? " …" : "");
      const half = context.measureText(text).width / 2 + 3;
      const left = middle + aside(middle, half, 0, width);
      const box = [left - half, top - size, left + half, top + 4];
      if (taken.some((other) => box[2] > other[0] && box[0] < other[2] && box[3] > other[1] && box[1] < other[3])) continue;
      taken.push(box);
      context.strokeStyle = color("ground");
      context.lineWidth = 4;
      context.strokeText(text, left, top);
      context.fillStyle = color("ink");
      context.fillText(text, left, top);
    }
  }

  /**
   * What lies under a place of the canvas: a node, else an edge.
   * @param {number} left
   * @param {number} top
   */
  hit(left, top) {
    const { x, y, scale } = this.look;
    const [px, py] = [(left - x) / scale, (top - y) / scale];
    for (const one of this.scene.nodes.values()) {
      if (Math.hypot(px - one.x, py - one.y) <= this.radius(one) + 3 / scale) return { node: one, edge: null };
    }
    let best = null;
    let least = 6 / scale;
    for (const line of this.lines.values()) {
      const distance = distanceTo(line, px, py, this.radius(line.from));
      if (distance < least) [best, least] = [line.edge, distance];
    }
    return { node: null, edge: best };
  }
}
