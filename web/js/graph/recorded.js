// What is drawn on a canvas, as a file of lines and letters: the same calls, written down.

import { widthOfText } from "./letters.js";

const n = (/** @type {number} */ value) => String(Math.round(value * 100) / 100);
const marked = (/** @type {string} */ text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Stands for a canvas where a scene is drawn; it knows what `CanvasStage` uses of one. */
export class Recorder {
  constructor() {
    /** @type {string[]} */
    this.parts = [];
    this.transform = "";
    this.path = "";
    /** @type {number[]} */
    this.dashes = [];
    this.strokeStyle = "#000";
    this.fillStyle = "#000";
    this.lineWidth = 1;
    this.globalAlpha = 1;
    this.lineCap = "butt";
    this.lineJoin = "miter";
    this.textAlign = "start";
    this.font = "10px sans-serif";
  }

  /** @param {number[]} matrix */
  setTransform(...matrix) {
    this.transform = matrix.map(n).join(" ");
  }

  clearRect() {
    this.parts = [];
  }

  beginPath() {
    this.path = "";
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.path += `M${n(x)} ${n(y)}`;
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.path += `L${n(x)} ${n(y)}`;
  }

  /** @param {number} bx @param {number} by @param {number} x @param {number} y */
  quadraticCurveTo(bx, by, x, y) {
    this.path += `Q${n(bx)} ${n(by)} ${n(x)} ${n(y)}`;
  }

  /** A whole circle, as all that are drawn are. @param {number} x @param {number} y @param {number} radius */
  arc(x, y, radius) {
    const r = n(radius);
    this.path += `M${n(x - radius)} ${n(y)}A${r} ${r} 0 1 1 ${n(x + radius)} ${n(y)}A${r} ${r} 0 1 1 ${n(x - radius)} ${n(y)}`;
  }

  closePath() {
    this.path += "Z";
  }

  /** @param {number[]} dashes */
  setLineDash(dashes) {
    this.dashes = dashes;
  }

  #stroked() {
    const dashes = this.dashes.length > 0 ? ` stroke-dasharray="${this.dashes.map(n).join(" ")}"` : "";
    return `stroke="${this.strokeStyle}" stroke-width="${n(this.lineWidth)}" stroke-linecap="${this.lineCap}" stroke-linejoin="${this.lineJoin}" stroke-opacity="${n(this.globalAlpha)}"${dashes}`;
  }

  stroke() {
    if (this.path) this.parts.push(`<path transform="matrix(${this.transform})" d="${this.path}" fill="none" ${this.#stroked()}/>`);
  }

  fill() {
    if (this.path) this.parts.push(`<path transform="matrix(${this.transform})" d="${this.path}" fill="${this.fillStyle}" fill-opacity="${n(this.globalAlpha)}"/>`);
  }

  /** @param {string} text */
  measureText(text) {
    return { width: widthOfText(text, Number.parseFloat(this.font)) };
  }

  /** @param {string} text @param {number} x @param {number} y @param {string} look */
  #text(text, x, y, look) {
    this.parts.push(`<text transform="matrix(${this.transform})" x="${n(x)}" y="${n(y)}" font-size="${n(Number.parseFloat(this.font))}" text-anchor="${this.textAlign === "center" ? "middle" : "start"}" ${look}>${marked(text)}</text>`);
  }

  /** @param {string} text @param {number} x @param {number} y */
  strokeText(text, x, y) {
    this.#text(text, x, y, `fill="none" ${this.#stroked()}`);
  }

  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    this.#text(text, x, y, `fill="${this.fillStyle}"`);
  }
}
