// Lists of which the server tells a part at a time.

import { changed } from "./address.js";
import { h } from "./dom.js";
import { figure } from "./words.js";

/**
 * Links to the part before and the part behind.
 * @param {URLSearchParams} params
 * @param {number} size
 * @param {number} n_all
 */
export function pager(params, size, n_all) {
  const skip = Math.max(0, Number(params.get("skip") ?? 0) || 0);
  if (n_all <= size && skip === 0) return null;
  const before = skip > 0 ? h("a", { class: "button", href: changed({ skip: skip > size ? skip - size : null }) }, "Before") : null;
  const behind = skip + size < n_all ? h("a", { class: "button", href: changed({ skip: skip + size }) }, "Next") : null;
  return h("nav", { class: "pager", "aria-label": "Parts of the list" }, before, ` ${figure(Math.min(n_all, skip + 1))} to ${figure(Math.min(n_all, skip + size))} of ${figure(n_all)} `, behind);
}

/** @param {URLSearchParams} params */
export function skipOf(params) {
  return Math.max(0, Number(params.get("skip") ?? 0) || 0);
}
