// How two are connected, with who says so at each step.

import { ask } from "../api.js";
import { changed, link } from "../address.js";
import { h, name } from "../dom.js";
import { count, stateBadge, tallyWords, thingLink } from "../words.js";

/** @param {import("../address.js").Address} address */
export async function show({ params }) {
  const [from, to] = [params.get("from"), params.get("to")];
  const [undirected, inTime] = [params.get("undirected") === "true", params.get("in_time") === "true"];
  const told = await ask("paths", { from, to, undirected, in_time: inTime, most: 10 });
  const paths = told.paths.map((path) => h("ol", { class: "path" }, path.steps.map((step) => h("li", null,
    thingLink(step.from), " … ", thingLink(step.to), step.day ? ` (${step.day})` : "",
    step.statements.length === 0 ? h("p", { class: "faint" }, "The event speaks of it.") : null,
    step.statements.map(({ edge }) => h("p", null, h("a", { href: link("graph", { about: edge.from, edge: `${edge.id} ${edge.from} ${edge.to}` }) }, name(edge.sentence)), " ", stateBadge(edge.state), ` ${tallyWords(edge.tally)}`))))));
  const toggle = (/** @type {string} */ key, /** @type {boolean} */ isOn, /** @type {string} */ on, /** @type {string} */ off) => h("a", { class: "button", href: changed({ [key]: isOn ? null : true }) }, isOn ? off : on);
  const node = h("div", null, h("h1", null, "From ", name(told.from.label), " to ", name(told.to.label)),
    h("p", { class: "buttons" }, toggle("undirected", undirected, "Walk against the arrows as well", "Only along the arrows"), toggle("in_time", inTime, "Only forwards in time", "At any time")),
    h("p", { class: "faint" }, told.n_paths === 0 ? "No path joins them." : `${count(told.n_paths, "path")}${told.paths.length < told.n_paths ? `, ${told.paths.length} are shown` : ""}. A step may be denied or only planned: its state says so.`),
    paths);
  return { title: `Path from ${told.from.label} to ${told.to.label}`, node };
}
