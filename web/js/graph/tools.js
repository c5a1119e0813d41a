// What stands around a graph: its size, its place in time, and what can be kept of it.

import { ask } from "../api.js";
import { changed, filtersOf, go, read } from "../address.js";
import { coded, h } from "../dom.js";
import { histogram } from "../histogram.js";
import { count, figure } from "../words.js";
import { groupChoice } from "./groups.js";
import { savedMenu } from "./saved.js";
import { edgesText, pictureText, save } from "./save.js";
import { MOST_DRAWN, USUAL_WHOLE } from "./view.js";

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

/**
 * A menu to keep what is seen: the picture, and the edges as a table.
 * @param {GraphView} view
 */
function saving(view) {
  const told = h("span", { role: "status" });
  const menu = h("select", { "aria-label": "Save what is seen" }, h("option", { value: "" }, "Save …"), h("option", { value: "svg" }, "Picture (SVG)"), h("option", { value: "csv" }, "Edges (CSV)"));
  menu.addEventListener("change", async () => {
    const wanted = menu.value;
    menu.value = "";
    told.replaceChildren();
    if (wanted === "svg" && view.large) return told.replaceChildren(...coded("Up to 300 edges are saved as a picture; `relata export svg` draws more."));
    if (wanted === "svg") save("graph.svg", "image/svg+xml", view.stage.plain(() => pictureText(view.stage.picture, view.shown)));
    if (wanted === "csv") save("edges.csv", "text/csv", edgesText(view.shown));
  });
  return [menu, told];
}

/** @param {GraphView} view */
export function tools(view) {
  const { about, top } = view.wanted;
  const button = (/** @type {string} */ words, /** @type {() => void} */ onclick, /** @type {string} */ title) => h("button", { type: "button", onclick, "aria-label": words.length > 1 ? `${words}: ${title}` : title, title }, words);
  const sizes = [USUAL_WHOLE, 150, 300, 1_000, 3_000, 10_000];
  const now = Number(top ?? (about.length > 0 ? MOST_DRAWN : USUAL_WHOLE));
  const choice = h("select", { "aria-label": "Edges that are shown at most, the heaviest first", onchange: (/** @type {Event} */ event) => go(changed({ top: /** @type {HTMLSelectElement} */ (event.target).value })) },
    [...new Set([...sizes, now])].sort((a, b) => a - b).map((size) => h("option", { value: size, selected: size === now }, `up to ${figure(size)} edges`)));
  const hops = h("select", { "aria-label": "How far from the name", onchange: (/** @type {Event} */ event) => go(changed({ hops: /** @type {HTMLSelectElement} */ (event.target).value })) },
    [1, 2, 3].map((n) => h("option", { value: n, selected: String(n) === (view.wanted.hops ?? "1") }, count(n, "step"))));
  return h("div", { class: "tools", role: "toolbar", "aria-label": "Picture" }, view.undo,
    button("−", () => view.zoom(1.25), "Smaller"), button("+", () => view.zoom(0.8), "Larger"), button("Fit", () => view.fit(), "Show everything"),
    about.length > 0 ? hops : null, choice, groupChoice(view.wanted.group), saving(view), savedMenu(view));
}
