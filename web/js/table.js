// Tables that scroll by themselves when the page is narrow, and sort by a press on their heads.

import { h } from "./dom.js";

/** @typedef {import("./dom.js").Children} Cell */

/**
 * @param {string[]} head
 * @param {Cell[][]} rows
 * @param {string} label
 * @param {{stacks?: boolean, named?: boolean}} [options] `stacks` sets cells one below the other where the page is narrow,
 * `named` with the names of their columns.
 */
export function table(head, rows, label, { stacks = false, named = false } = {}) {
  const body = h("tbody", null, rows.map((row) => h("tr", null, row.map((cell, index) => (index === 0 ? h("th", { scope: "row" }, cell) : h("td", { "data-head": named ? head[index] : null }, cell))))));
  const heads = head.map((title, index) => h("th", { scope: "col" }, h("button", { type: "button", class: "sort", onclick: () => sort(index) }, title)));
  const sort = (/** @type {number} */ index) => {
    const isUp = heads[index].getAttribute("aria-sort") !== "ascending";
    for (const one of heads) one.removeAttribute("aria-sort");
    heads[index].setAttribute("aria-sort", isUp ? "ascending" : "descending");
    const key = (/** @type {Element} */ row) => row.children[index]?.textContent ?? "";
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    const sorted = [...body.children].sort((a, b) => compare(key(a).replaceAll(",", ""), key(b).replaceAll(",", "")) * (isUp ? 1 : -1));
    body.replaceChildren(...sorted);
  };
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label },
    h("table", { class: stacks ? "stacks" : null }, h("caption", { class: "unseen" }, label), h("thead", null, h("tr", null, heads)), body));
}
