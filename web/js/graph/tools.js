// What stands around a graph: its size, its place in time, and what can be kept of it.

import { ask } from "../api.js";
import { changed, filtersOf, go, read } from "../address.js";
import { h } from "../dom.js";
import { histogram } from "../histogram.js";
import { count, figure } from "../words.js";
import { moving, saving } from "./buttons.js";
import { groupChoice } from "./groups.js";
import { savedMenu } from "./saved.js";

/** @typedef {import("./view.js").GraphView} GraphView */

/** Claims over time, to keep those of some time only: asked for when somebody looks. */
export function timeBox() {
  const box = h("details", { class: "times" }, h("summary", null, "Time"));
  let isAsked = false;
  box.addEventListener("toggle", async () => {
    if (!box.open || isAsked) return;
    isAsked = true;
    const filters = filtersOf(read().params);
    filters.delete("since");
    filters.delete("until");
    const told = await ask("overview", { most: 10 }, filters);
    const all = h("p", null, h("a", { href: changed({ since: null, until: null }) }, "All times"));
    box.append(histogram(told.time, (since, until) => changed({ since, until })), all);
  });
  const { params } = read();
  box.open = params.has("since") || params.has("until");
  return box;
}

/** @param {GraphView} view */
export function tools(view) {
  const { about, top } = view.wanted;
  const sizes = [24, 40, 60, 150, 300, 1_000, 3_000, 10_000];
  const now = Number(top ?? view.usual());
  const choice = h("select", { "aria-label": "Edges that are shown at most, the heaviest first", onchange: (/** @type {Event} */ event) => go(changed({ top: /** @type {HTMLSelectElement} */ (event.target).value })) },
    [...new Set([...sizes, now])].sort((a, b) => a - b).map((size) => h("option", { value: size, selected: size === now }, `up to ${figure(size)} edges`)));
  const hops = h("select", { "aria-label": "How far from the name", onchange: (/** @type {Event} */ event) => go(changed({ hops: /** @type {HTMLSelectElement} */ (event.target).value })) },
    [1, 2, 3].map((n) => h("option", { value: n, selected: String(n) === (view.wanted.hops ?? "1") }, count(n, "step"))));
  return h("div", { class: "tools", role: "toolbar", "aria-label": "Picture" }, view.undo,
    moving(view), about.length > 0 ? hops : null, choice, groupChoice(view.wanted.group), saving(view), savedMenu(view));
}
