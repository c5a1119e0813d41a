// What claims speak of, in order of time: vague dates are drawn as bars as long as they are vague.

import { ask } from "../api.js";
import { link } from "../address.js";
import { h, name } from "../dom.js";
import { histogram } from "../histogram.js";
import { pager, skipOf } from "../pages.js";
import { spanOf, whenMark } from "../when.js";
import { STATES, figure, periodWords, stateBadge, tallyWords } from "../words.js";

const SIZE = 200;

/** @param {import("../address.js").Address} address */
export async function show({ params }) {
  const told = await ask("timeline", { most: SIZE, skip: skipOf(params), by: params.get("by") });
  const all = spanOf(told.occurrences.map(({ period }) => period));
  const rows = told.occurrences.map((one) => h("tr", { class: `state-${one.state}` },
    h("th", { scope: "row", class: "date" }, periodWords(one.period)), h("td", { class: "wide-only" }, whenMark(one.period, all)),
    h("td", null, one.from && one.to ? h("a", { href: link("graph", { about: one.from, edge: `${one.edge} ${one.from} ${one.to}` }) }, name(one.sentence)) : name(one.sentence)),
    h("td", null, stateBadge(one.state)), h("td", null, tallyWords(one.tally)), h("td", { class: "wide-only" }, one.sources)));
  const state = params.getAll("state");
  const meaning = state.length === 1 && state[0] in STATES ? h("p", null, stateBadge(/** @type {Api.State} */ (state[0])), " ", STATES[/** @type {Api.State} */ (state[0])].words) : null;
  const heads = h("tr", null, h("th", { scope: "col" }, "When"), h("th", { scope: "col", class: "wide-only" }, "In time"), h("th", { scope: "col" }, "What claims speak of"), h("th", { scope: "col" }, "State"), h("th", { scope: "col" }, "Who says so"), h("th", { scope: "col", class: "wide-only" }, "Sources"));
  const node = h("div", null,
    h("h1", null, "Timeline"), h("p", { class: "faint" }, `${figure(told.n_occurrences)} occurrences, the undated last. What claims speak of need not have happened: the state tells who says so, and who does not.`), meaning,
    histogram(told.time),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Occurrences" }, h("table", { class: "occurrences stacks" }, h("thead", null, heads), h("tbody", null, rows))),
    pager(params, SIZE, told.n_occurrences));
  return { title: "Timeline", node };
}
