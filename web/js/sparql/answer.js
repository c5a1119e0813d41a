// An answer, as whatever it can be shown as: a table, a graph, a timeline, a text, a truth.

import { save } from "../graph/save.js";
import { announce, h } from "../dom.js";
import { count } from "../words.js";
import { graphColumns, pictureOf, triplesOf } from "./picture.js";
import { rowsOf } from "./rows.js";
import { dateColumn, timesOf } from "./times.js";

/** Letters of a text that are shown. */
const MOST_LETTERS = 200_000;

/** @typedef {{table: Api.Table | null, triples: import("./triples.js").Triple[] | null, query: string, seconds: number}} Answer */
/** @typedef {{key: string, title: string, make: () => Promise<{node: Node, opened?: () => void}>}} Shape */

/**
 * Asks for the answer in another format.
 * @param {string} query
 * @param {string} type
 */
async function inFormat(query, type) {
  // Tables are saved for people, who open them in spreadsheets: those take cells that begin with `=` for formulas.
  const response = await fetch("sparql", { method: "POST", headers: { Accept: type, Prefer: "safe-cells", "Content-Type": "application/sparql-query" }, body: query });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

const OF_TABLES = [["CSV", "text/csv", "csv"], ["TSV", "text/tab-separated-values", "tsv"], ["JSON", "application/sparql-results+json", "json"], ["XML", "application/sparql-results+xml", "xml"]];
const OF_GRAPHS = [["Turtle", "text/turtle", "ttl"], ["N-Triples", "application/n-triples", "nt"], ["JSON-LD", "application/ld+json", "jsonld"]];

/** @param {Answer} answer */
function downloads({ query, table }) {
  return (table ? OF_TABLES : OF_GRAPHS).map(([title, type, ending]) => h("button", {
    type: "button", class: "quiet", "aria-label": `Download as ${title}`,
    onclick: async () => {
      const text = await inFormat(query, type).catch((error) => void announce(String(error.message)));
      if (text !== undefined) save(`answer.${ending}`, type, text);
    },
  }, title));
}

/**
 * The ways in which an answer can be shown, the plainest first.
 * @param {Answer} answer
 * @returns {Shape[]}
 */
function shapesOf({ table, triples, query }) {
  const columns = table ? (table.head.vars ?? []) : ["subject", "predicate", "object"];
  const rows = table ? (table.results?.bindings ?? []) : /** @type {import("./rows.js").Row[]} */ (triples ?? []);
  if (table?.boolean !== undefined) return [{ key: "table", title: "Answer", make: async () => ({ node: h("p", null, h("strong", null, table.boolean ? "Yes" : "No")) }) }];
  if (rows.length === 0) return [{ key: "table", title: "Table", make: async () => ({ node: h("p", null, "No rows. A wavy line under a name of the query says that the graph does not have it.") }) }];
  const shapes = [{ key: "table", title: "Table", make: async () => ({ node: rowsOf(columns, rows) }) }];
  const ends = triples ? columns : graphColumns(columns, rows);
  if (ends) shapes.push({ key: "graph", title: "Graph", make: () => pictureOf(triplesOf(ends, rows)) });
  const when = dateColumn(columns, rows);
  if (when) shapes.push({ key: "timeline", title: "Timeline", make: async () => ({ node: await timesOf(when, columns, rows) }) });
  if (triples) {
    shapes.push({ key: "text", title: "Turtle", make: async () => {
      const text = await inFormat(query, "text/turtle");
      const cut = text.length > MOST_LETTERS ? h("p", { class: "faint" }, `The first ${count(MOST_LETTERS, "letter")}; a download has all.`) : null;
      return { node: h("div", null, cut, h("pre", { class: "scroll", tabindex: "0", dir: "ltr" }, text.slice(0, MOST_LETTERS))) };
    } });
  }
  return shapes;
}

/**
 * Shows an answer in a place.
 * @param {HTMLElement} place
 * @param {Answer} answer
 * @param {{shape: string | null, onShape: (shape: string) => void}} options
 */
export async function showAnswer(place, answer, { shape, onShape }) {
  const shapes = shapesOf(answer);
  const n = answer.table ? answer.table.results?.bindings.length : answer.triples?.length;
  const seconds = `${answer.seconds.toFixed(2)} s`;
  const summary = n === undefined ? seconds : `${count(n, answer.table ? "row" : "triple")} in ${seconds}`;
  const content = h("div", { class: "shape" });
  const buttons = shapes.map((one) => h("button", { type: "button", "aria-pressed": "false", onclick: () => void choose(one, true) }, one.title));
  const choose = async (/** @type {Shape} */ wanted, /** @type {boolean} */ isPressed) => {
    for (const [index, button] of buttons.entries()) button.setAttribute("aria-pressed", String(shapes[index] === wanted));
    if (isPressed) onShape(wanted.key);
    const { node, opened } = await wanted.make();
    content.replaceChildren(node);
    opened?.();
  };
  const choice = shapes.length > 1 ? h("div", { class: "shapes", role: "group", "aria-label": "Show the answer as" }, buttons) : null;
  place.replaceChildren(h("div", { class: "answer-head" }, h("p", { class: "faint" }, summary, " · Download ", downloads(answer)), choice), content);
  announce(summary);
  await choose(shapes.find((one) => one.key === shape) ?? shapes[0], false);
}
