// What is seen, to keep: the picture with its legend, and the edges as a table.

import { s } from "../dom.js";
import { edgeWords, periodWords, statesWords } from "../words.js";
import { legendRows } from "./draw.js";
import { boundsOf } from "./moving.js";

/** What style sheets say of a picture, which is not there without them. */
const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-linejoin", "font-size", "font-weight", "text-anchor", "visibility", "paint-order"];

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
 * A picture on its ground, with what its lines mean below.
 * @param {import("./moving.js").Box} box
 * @param {import("./scene.js").Scene} scene
 * @param {string} content
 */
export function framed(box, scene, content) {
  const { lines } = legendRows(scene);
  const height = box.height + lines.length * 20 + 20;
  const [ink, ground] = ["--ink", "--ground"].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  const legend = s("g", null, lines.map(({ sample, words }, index) => {
    const y = box.y + box.height + index * 20;
    return s("g", { transform: `translate(${box.x + 20} ${y})` }, settled(sample), s("text", { x: 60, y: 12, "font-size": 12, fill: ink }, words));
  }));
  const size = `viewBox="${box.x} ${box.y} ${box.width} ${height}" width="${Math.round(box.width)}" height="${Math.round(height)}"`;
  const under = `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${height}" fill="${ground}"/>`;
  const clip = `<svg x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" viewBox="${box.x} ${box.y} ${box.width} ${box.height}">${content}</svg>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="system-ui, sans-serif">${under}${clip}${new XMLSerializer().serializeToString(legend)}</svg>`;
}

/**
 * A sample of the legend with its colours, which it has only while it is on the page.
 * @param {Element} sample
 */
function settled(sample) {
  const holder = document.body.appendChild(s("svg", { class: "graph", width: 0, height: 0 }, sample));
  const copy = /** @type {Element} */ (sample.cloneNode(true));
  settle(sample, copy);
  holder.remove();
  return copy;
}

/**
 * The picture as a file of its own, whole, with what its lines mean.
 * @param {SVGSVGElement} picture
 * @param {import("./scene.js").Scene} scene
 */
export function pictureText(picture, scene) {
  const copy = /** @type {SVGSVGElement} */ (picture.cloneNode(true));
  for (const [index, child] of [...picture.children].entries()) settle(child, copy.children[index]);
  const content = [...copy.children].map((child) => new XMLSerializer().serializeToString(child)).join("");
  return framed(boundsOf(scene.nodes.values()), scene, content);
}

/** Twice the size of the screen, so that letters stay sharp. */
const SHARP = 2;

/**
 * A picture in pixels.
 * @param {string} picture SVG.
 * @returns {Promise<Blob>}
 */
export function pixelsOf(picture) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.width * SHARP, image.height * SHARP];
      canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large for this browser: save it as SVG."))), "image/png");
    };
    image.onerror = () => reject(new Error("This browser does not draw it: save it as SVG."));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture)}`;
  });
}

const dotText = (/** @type {string} */ text) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
const DOT_STYLE = { corroborated: "solid", "single-source": "dotted", unsourced: "dotted", disputed: "dashed", denied: "dashed", "left-open": "dashed", "not-actual": "dashed" };

/**
 * The graph for GraphViz: every edge with its words, its state and its weight.
 * @param {import("./scene.js").Scene} scene
 */
export function dotOf(scene) {
  const ids = new Map([...scene.nodes.keys()].map((iri, index) => [iri, `n${index}`]));
  const nodes = [...scene.nodes.values()].map(({ node }) => `  ${ids.get(node.iri)} [label=${dotText(node.label)}, tooltip=${dotText(node.iri)}];`);
  const edges = [...scene.edges.values()].map((edge) => {
    const look = edge.is_symmetric ? "none" : edge.state === "denied" ? "tee" : ["left-open", "not-actual"].includes(edge.state) ? "empty" : "normal";
    return `  ${ids.get(edge.from)} -> ${ids.get(edge.to)} [label=${dotText(edge.label.join("\n"))}, tooltip=${dotText(edgeWords(edge))}, style=${DOT_STYLE[edge.state]}, arrowhead=${look}, weight=${edge.weight}];`;
  });
  return `digraph {\n  node [shape=box];\n${[...nodes, ...edges].join("\n")}\n}\n`;
}

/**
 * A cell that no spreadsheet computes, as `export` writes it: what would be taken for a formula begins with an apostrophe.
 * @param {string} text
 */
function safe(text) {
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  return /^[=+\-@\t\r]./s.test(text) && !isNumber ? `'${text}` : text;
}

/** @param {string | number | null} cell */
function quoted(cell) {
  const text = safe(String(cell ?? ""));
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
 * @param {string | Blob} content
 */
export function save(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
