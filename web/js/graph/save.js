// What is seen, to keep: the picture with its legend, and the edges as a table.

import { s } from "../dom.js";
import { periodWords, statesWords } from "../words.js";
import { legendRows } from "./draw.js";
import { boundsOf } from "./moving.js";

/** What style sheets say of a picture, which is not there without them. */
const KEPT = ["fill", "stroke", "stroke-width", "stroke-linejoin", "font-size", "font-weight", "text-anchor", "visibility", "paint-order"];

/**
 * Writes into a copy what the style sheets say of each element.
 * @param {Element} from
 * @param {Element} to
 */
function settle(from, to) {
  const style = getComputedStyle(from);
  for (const name of KEPT) {
    const value = style.getPropertyValue(name);
    if (value) to.setAttribute(name, value.replace(/px$/, ""));
  }
  for (const [index, child] of [...from.children].entries()) settle(child, to.children[index]);
}

/**
 * The picture as a file of its own, whole, with what its lines mean.
 * @param {SVGSVGElement} picture
 * @param {import("./scene.js").Scene} scene
 */
export function pictureText(picture, scene) {
  const copy = /** @type {SVGSVGElement} */ (picture.cloneNode(true));
  for (const [index, child] of [...picture.children].entries()) settle(child, copy.children[index]);
  const box = boundsOf(scene.nodes.values());
  const { lines } = legendRows(scene);
  const height = box.height + lines.length * 20 + 20;
  const [ink, ground] = ["--ink", "--ground"].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  for (const [index, { sample, words }] of lines.entries()) {
    const y = box.y + box.height + index * 20;
    // The sample has its colours only while it is on the page.
    picture.append(sample);
    const line = sample.cloneNode(true);
    settle(sample, /** @type {Element} */ (line));
    sample.remove();
    copy.append(s("g", { transform: `translate(${box.x + 20} ${y})` }, line), s("text", { x: box.x + 80, y: y + 12, "font-size": 12, fill: ink }, words));
  }
  copy.prepend(s("rect", { x: box.x, y: box.y, width: box.width, height, fill: ground }));
  copy.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${height}`);
  copy.setAttribute("width", String(Math.round(box.width)));
  copy.setAttribute("height", String(Math.round(height)));
  copy.setAttribute("font-family", "system-ui, sans-serif");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(copy);
}

/** @param {string | number | null} cell */
function quoted(cell) {
  const text = String(cell ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The edges as a table; who says so and who does not stand in columns of their own.
 * @param {import("./scene.js").Scene} scene
 */
export function edgesText(scene) {
  const head = ["statement", "subject", "predicate", "object", "state", "say_so", "deny", "leave_open", "only_speak_of", "statements", "states", "claims", "sources", "outlets", "when"];
  const label = (/** @type {string} */ iri) => scene.nodes.get(iri)?.node.label ?? iri;
  const rows = [...scene.edges.values()].map((edge) => [
    edge.sentence, label(edge.from), edge.predicate.label, label(edge.to), edge.state, edge.tally.affirm, edge.tally.deny, edge.tally.leave_open, edge.tally.speak_of,
    edge.n_statements, statesWords(edge.states), edge.n_claims, edge.n_sources, edge.n_outlets, edge.period ? periodWords(edge.period) : "",
  ]);
  return `${[head, ...rows].map((row) => row.map(quoted).join(",")).join("\n")}\n`;
}

/**
 * Gives a file to whoever reads.
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
export function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
