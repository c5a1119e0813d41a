// An answer as a graph: a node for what stands at either end of a row, a line for each row. The lines are all alike, for
// an answer does not tell what is known of a statement; that is what the graph view is for.

import { h, s } from "../dom.js";
import { at, curvesOf, pathOf } from "../graph/curves.js";
import { widthOfText } from "../graph/letters.js";
import { outline } from "../graph/looks.js";
import { Stage } from "../graph/moving.js";
import { frameOfPage } from "../graph/room.js";
import { sceneOf } from "../graph/scene.js";
import { count, figure } from "../words.js";
import { addressOf, learnNames, textOf } from "./terms.js";

/** Lines that are drawn. */
const MOST = 300;
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";

/** @typedef {import("./triples.js").Triple} Triple */

/** @param {Api.Term | undefined} term */
const isNode = (term) => term?.type === "uri" || term?.type === "bnode";

/**
 * The columns of a table that make a graph: those called ?s ?p ?o, else the first three in which only IRIs stand.
 * @param {string[]} columns
 * @param {import("./rows.js").Row[]} rows
 */
export function graphColumns(columns, rows) {
  if (rows.length === 0) return null;
  const isFull = (/** @type {string} */ column) => rows.slice(0, 500).every((row) => isNode(row[column]));
  if (["s", "p", "o"].every((one) => columns.includes(one))) return isFull("s") && isFull("p") ? ["s", "p", "o"] : null;
  const fitting = columns.filter(isFull).slice(0, 3);
  return fitting.length === 3 ? fitting : null;
}

/**
 * Rows as triples, each once.
 * @param {string[]} columns
 * @param {import("./rows.js").Row[]} rows
 * @returns {Triple[]}
 */
export function triplesOf([subject, predicate, object], rows) {
  return rows.flatMap((row) => (row[subject] && row[predicate] && row[object] ? [{ subject: row[subject], predicate: row[predicate], object: row[object] }] : []));
}

/** @param {Api.Term} term */
const keyOf = (term) => (term.type === "uri" ? term.value : `_:${term.value}`);

/**
 * What can be drawn: lines from node to node, each once, and how many rows have only a text at their end.
 * @param {Triple[]} triples
 */
function linesOf(triples) {
  const lines = new Map();
  let n_texts = 0;
  for (const { subject, predicate, object } of triples) {
    if (isNode(subject) && isNode(object)) lines.set(`${keyOf(subject)} ${predicate.value} ${keyOf(object)}`, { subject, predicate, object });
    else if (predicate.value !== LABEL) n_texts += 1;
  }
  return { lines: /** @type {Triple[]} */ ([...lines.values()]), n_texts };
}

/**
 * A scene of lines: places come from springs, as for all graphs without places of their own.
 * @param {Triple[]} lines
 */
function sceneOfLines(lines) {
  /** @type {Map<string, {term: Api.Term, n: number}>} */
  const ends = new Map();
  for (const { subject, object } of lines) {
    for (const term of [subject, object]) {
      const known = ends.get(keyOf(term));
      if (known) known.n += 1;
      else ends.set(keyOf(term), { term, n: 1 });
    }
  }
  const nodes = [...ends].map(([iri, { term, n }]) => ({ iri, label: textOf(term), caption: textOf(term), kind: "", type: null, modality: null, n_edges: n, place: null, is_group: false, group: null }));
  // An edge has a state and those who say so; a line of an answer has neither, and nothing that draws it asks for them.
  const edges = lines.map(({ subject, predicate, object }, index) => /** @type {Api.Edge} */ (/** @type {unknown} */ ({ id: String(index), from: keyOf(subject), to: keyOf(object), predicate: { iri: predicate.value, label: textOf(predicate) }, weight: 1, is_symmetric: false })));
  return sceneOf(nodes, edges, frameOfPage());
}

/**
 * What joins a node to others.
 * @param {import("../graph/scene.js").Scene} scene
 * @param {string} iri
 */
function linesAt(scene, iri) {
  const edges = [...scene.edges].filter(([, edge]) => edge.from === iri || edge.to === iri);
  const ends = new Set(edges.flatMap(([, { from, to }]) => [from, to]));
  return { nodes: new Map([...scene.nodes].filter(([other]) => ends.has(other))), edges: new Map(edges) };
}

/**
 * @param {import("../graph/curves.js").Curve} curve
 * @param {string} label
 * @param {string} id
 */
function lineElement(curve, label, id) {
  const { to, direction: { x, y } } = curve;
  const [bx, by, nx, ny] = [to.x - x * 8, to.y - y * 8, -y * 3.5, x * 3.5];
  const middle = at(curve, 0.5);
  const half = widthOfText(label, 11) / 2 + 2;
  return s("g", { class: "edge", "data-line": id }, s("title", null, label), s("path", { class: "line", d: pathOf(curve), "stroke-width": 1.4 }),
    s("path", { class: "head full", d: `M${to.x} ${to.y}L${bx + nx} ${by + ny}L${bx - nx} ${by - ny}Z` }),
    s("g", { class: "label", "data-at": `${middle.x} ${middle.y} ${half * 2} 14` },
      s("rect", { class: "under", x: middle.x - half, y: middle.y - 7, width: half * 2, height: 14, rx: 4 }),
      s("text", { "font-size": 11, x: middle.x, y: middle.y + 4 }, label)));
}

/** @param {import("../graph/scene.js").Drawn} one */
function nodeElement({ node, x, y, width, height, lines, font }) {
  const text = s("text", { "aria-hidden": "true", "font-size": font.toFixed(1) }, lines.map((line, index) => s("tspan", { x: 0, y: ((index - (lines.length - 1) / 2) * 1.25 + 0.35) * font }, line)));
  const box = s("path", { class: "box", d: outline("rounded", width, height), fill: "#f4f4f4" });
  const shape = [s("title", null, node.iri), box];
  const held = node.iri.startsWith("_:") ? s("g", null, shape) : s("a", { href: addressOf(node.iri), "aria-label": node.label }, shape);
  held.setAttribute("data-node", node.iri);
  // The label is no part of the link: broken into lines it would stand against the name.
  return s("g", { class: "node", transform: `translate(${x} ${y})` }, held, text);
}

/** @param {Triple[]} triples */
export async function pictureOf(triples) {
  const { lines, n_texts } = linesOf(triples);
  const shown = lines.slice(0, MOST);
  await learnNames(shown.flatMap(({ subject, predicate, object }) => [subject, predicate, object]));
  const drawn = sceneOfLines(shown);
  const move = (/** @type {string} */ iri, /** @type {number} */ x, /** @type {number} */ y) => {
    const one = drawn.nodes.get(iri);
    if (one) Object.assign(one, { x, y });
  };
  const stage = new Stage((iri, x, y) => {
    move(iri, x, y);
    draw();
  }, (iri, x, y) => {
    move(iri, x, y);
    stage.picture.querySelector(`[data-node="${CSS.escape(iri)}"]`)?.parentElement?.setAttribute("transform", `translate(${x} ${y})`);
    for (const [id, curve] of curvesOf(linesAt(drawn, iri), () => [0, 0])) for (const part of stage.picture.querySelectorAll(`[data-line="${id}"] .line`)) part.setAttribute("d", pathOf(curve));
  });
  stage.nodes = drawn.nodes;
  const draw = () => {
    const curves = curvesOf(drawn, (edge) => [widthOfText(edge.predicate.label, 11), 13]);
    const edges = [...drawn.edges.values()].flatMap((edge) => {
      const curve = curves.get(edge.id);
      return curve ? [lineElement(curve, edge.predicate.label, edge.id)] : [];
    });
    stage.show(s("g", { class: "edges" }, edges), s("g", { class: "nodes" }, [...drawn.nodes.values()].map(nodeElement)));
  };
  draw();
  stage.picture.setAttribute("aria-label", `The answer as a graph: ${count(drawn.nodes.size, "node")}, ${count(shown.length, "line")}. The table has the same.`);
  stage.picture.addEventListener("click", (event) => stage.hasDragged && event.preventDefault(), true);
  stage.picture.addEventListener("dragstart", (event) => event.preventDefault());
  const notes = [
    `${count(drawn.nodes.size, "node")}, ${count(shown.length, "line")}.`,
    lines.length > MOST ? `Only the first ${MOST} of ${figure(lines.length)} lines are drawn: LIMIT or a narrower question shows fewer, a download has all.` : "",
    n_texts > 0 ? `${count(n_texts, "row")} with a text or number at the end ${n_texts === 1 ? "is" : "are"} in the table only.` : "",
    "Lines are rows of the answer; what is known of a statement, and who says so, is in the graph view.",
  ].filter(Boolean).join(" ");
  const button = (/** @type {string} */ words, /** @type {string} */ title, /** @type {() => void} */ onclick) => h("button", { type: "button", onclick, "aria-label": words.length > 1 ? `${words}: ${title}` : title, title: words.length > 1 ? title : null }, words);
  const tools = h("div", { class: "tools", role: "toolbar", "aria-label": "Picture" }, button("−", "Smaller", () => stage.zoom(1.25)), button("+", "Larger", () => stage.zoom(0.8)), button("Fit", "Show everything", () => stage.fit()));
  const node = h("div", null, h("p", { class: "faint" }, notes), tools, h("div", { class: "frame" }, stage.picture));
  return { node, opened: () => stage.fit() };
}
