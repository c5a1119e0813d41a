// Buttons of a graph that need nobody to ask: how large it is seen, and what is kept of it.

import { h } from "../dom.js";
import { dotOf, edgesText, pixelsOf, save } from "./save.js";

/** @typedef {import("./view.js").GraphView} GraphView */

/**
 * Buttons that make the picture smaller and larger.
 * @param {GraphView} view
 */
export function moving(view) {
  const button = (/** @type {string} */ words, /** @type {() => void} */ onclick, /** @type {string} */ title) => h("button", { type: "button", onclick, "aria-label": words.length > 1 ? `${words}: ${title}` : title, title: words.length > 1 ? title : null }, words);
  return [button("−", () => view.zoom(1.25), "Smaller"), button("+", () => view.zoom(0.8), "Larger"), button("Fit", () => view.fit(), "Show everything")];
}

/**
 * A menu to keep what is seen: the picture, and the edges as a table.
 * @param {GraphView} view
 */
export function saving(view) {
  const told = h("span", { role: "status" });
  const kinds = { svg: "Picture (SVG)", png: "Picture (PNG)", dot: "GraphViz (DOT)", csv: "Edges (CSV)" };
  const menu = h("select", { "aria-label": "Save what is seen" }, h("option", { value: "" }, "Save …"), Object.entries(kinds).map(([value, words]) => h("option", { value }, words)));
  menu.addEventListener("change", async () => {
    const wanted = menu.value;
    menu.value = "";
    told.replaceChildren();
    try {
      if (wanted === "svg") save("graph.svg", "image/svg+xml", view.pictureText());
      if (wanted === "png") save("graph.png", "image/png", await pixelsOf(view.pictureText()));
      if (wanted === "dot") save("graph.dot", "text/vnd.graphviz", dotOf(view.shown));
      if (wanted === "csv") save("edges.csv", "text/csv", edgesText(view.shown));
    } catch (error) {
      told.replaceChildren(error instanceof Error ? error.message : String(error));
    }
  });
  return [menu, told];
}
