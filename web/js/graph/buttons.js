// Buttons of a graph that need nobody to ask: how large it is seen, and what is kept of it.

import { coded, h } from "../dom.js";
import { edgesText, save } from "./save.js";

/** @typedef {import("./view.js").GraphView} GraphView */

/**
 * Buttons that make the picture smaller and larger.
 * @param {GraphView} view
 */
export function moving(view) {
  const button = (/** @type {string} */ words, /** @type {() => void} */ onclick, /** @type {string} */ title) => h("button", { type: "button", onclick, "aria-label": words.length > 1 ? `${words}: ${title}` : title, title }, words);
  return [button("−", () => view.zoom(1.25), "Smaller"), button("+", () => view.zoom(0.8), "Larger"), button("Fit", () => view.fit(), "Show everything")];
}

/**
 * A menu to keep what is seen: the picture, and the edges as a table.
 * @param {GraphView} view
 */
export function saving(view) {
  const told = h("span", { role: "status" });
  const menu = h("select", { "aria-label": "Save what is seen" }, h("option", { value: "" }, "Save …"), h("option", { value: "svg" }, "Picture (SVG)"), h("option", { value: "csv" }, "Edges (CSV)"));
  menu.addEventListener("change", async () => {
    const wanted = menu.value;
    menu.value = "";
    told.replaceChildren();
    if (wanted === "svg" && view.large) return told.replaceChildren(...coded("Up to 300 edges are saved as a picture; `relata export svg` draws more."));
    if (wanted === "svg") save("graph.svg", "image/svg+xml", view.pictureText());
    if (wanted === "csv") save("edges.csv", "text/csv", edgesText(view.shown));
  });
  return [menu, told];
}
