// An answer as a table: some rows at a time, in the order of any column.

import { h } from "../dom.js";
import { figure } from "../words.js";
import { cell, compare, learnNames } from "./terms.js";

/** Rows that are on the page at a time. */
const SIZE = 100;

/** @typedef {Record<string, Api.Term>} Row */

/**
 * @param {string[]} columns
 * @param {Row[]} rows
 */
export function rowsOf(columns, rows) {
  let sorted = rows;
  let skip = 0;
  const body = h("tbody");
  const place = h("span", { role: "status" });
  const step = (/** @type {number} */ by) => {
    skip = Math.max(0, skip + by);
    void show();
  };
  const before = h("button", { type: "button", onclick: () => step(-SIZE) }, "Before");
  const next = h("button", { type: "button", onclick: () => step(SIZE) }, "Next");
  let turn = 0;
  const show = async () => {
    turn += 1;
    const mine = turn;
    const part = sorted.slice(skip, skip + SIZE);
    await learnNames(part.flatMap((row) => columns.map((column) => row[column])));
    if (mine !== turn) return;
    body.replaceChildren(...part.map((row) => h("tr", null, columns.map((column, index) => (index === 0 ? h("th", { scope: "row" }, cell(row[column])) : h("td", null, cell(row[column])))))));
    before.disabled = skip === 0;
    next.disabled = skip + SIZE >= sorted.length;
    place.textContent = ` ${figure(Math.min(sorted.length, skip + 1))} to ${figure(Math.min(sorted.length, skip + SIZE))} of ${figure(sorted.length)} `;
  };
  const heads = columns.map((column) => h("th", { scope: "col" }, h("button", { type: "button", class: "sort", onclick: () => sort(column) }, column)));
  const sort = async (/** @type {string} */ column) => {
    const head = heads[columns.indexOf(column)];
    const isUp = head.getAttribute("aria-sort") !== "ascending";
    for (const one of heads) one.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
    // What is sorted by its name has to have one; of very many rows, the rest stands by its IRI.
    await learnNames(rows.map((row) => row[column]));
    sorted = [...rows].sort((a, b) => compare(a[column], b[column]) * (isUp ? 1 : -1));
    skip = 0;
    await show();
  };
  void show();
  const pager = rows.length > SIZE ? h("nav", { class: "pager", "aria-label": "Parts of the answer" }, before, place, next) : null;
  return h("div", null,
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Answer" }, h("table", null, h("caption", { class: "unseen" }, "Answer"), h("thead", null, h("tr", null, heads)), body)),
    pager);
}
