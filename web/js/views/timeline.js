// What is said to have happened, in order of time: vague dates are drawn as bars as long as they are vague.

import { ask } from "../api.js";
import { link } from "../address.js";
import { h, name, s } from "../dom.js";
import { histogram } from "../histogram.js";
import { pager, skipOf } from "../pages.js";
import { STATES, figure, periodWords, stateBadge, tallyWords } from "../words.js";

const SIZE = 200;

/** @param {string} day */
function dayNumber(day) {
  return Date.parse(`${day.replace(/^-.*/, "0000-01-01")}T00:00:00Z`) / 86_400_000;
}

/**
 * Where in the time of all it lies: a point for a day, else a bar.
 * @param {Api.Period | null} period
 * @param {{first: number, last: number}} all
 */
function place(period, { first, last }) {
  if (!period || (!period.begin && !period.end)) return "";
  const span = Math.max(1, last - first + 1);
  const from = period.begin ? dayNumber(period.begin) - first : 0;
  const to = period.end ? dayNumber(period.end) - first + 1 : span;
  const [x, width] = [(from / span) * 200, ((to - from) / span) * 200];
  const isDay = period.begin !== null && period.begin === period.end;
  return s("svg", { class: "when", width: 200, height: 14, viewBox: "0 0 200 14", "aria-hidden": "true" },
    s("path", { class: "axis", d: "M0 12H200" }),
    isDay ? s("circle", { cx: Math.min(196, Math.max(4, x + width / 2)), cy: 7, r: 4 }) : s("rect", { class: "vague", x: Math.min(x, 197), y: 4, width: Math.max(3, width), height: 6, rx: 2 }));
}

/** @param {import("../address.js").Address} address */
export async function show({ params }) {
  const told = await ask("timeline", { most: SIZE, skip: skipOf(params), by: params.get("by") });
  const days = told.occurrences.flatMap(({ period }) => [period?.begin, period?.end]).filter((day) => typeof day === "string").map((day) => dayNumber(String(day)));
  const all = { first: Math.min(...days), last: Math.max(...days) };
  const rows = told.occurrences.map((one) => h("tr", { class: `state-${one.state}` },
    h("th", { scope: "row", class: "date" }, periodWords(one.period)), h("td", { class: "wide-only" }, days.length > 0 ? place(one.period, all) : ""),
    h("td", null, one.from && one.to ? h("a", { href: link("graph", { about: one.from, edge: `${one.edge} ${one.from} ${one.to}` }) }, name(one.sentence)) : name(one.sentence)),
    h("td", null, stateBadge(one.state)), h("td", null, tallyWords(one.tally)), h("td", { class: "wide-only" }, one.sources)));
  const state = params.getAll("state");
  const meaning = state.length === 1 && state[0] in STATES ? h("p", null, stateBadge(/** @type {Api.State} */ (state[0])), " ", STATES[/** @type {Api.State} */ (state[0])].words) : null;
  const heads = h("tr", null, h("th", { scope: "col" }, "When"), h("th", { scope: "col", class: "wide-only" }, "In time"), h("th", { scope: "col" }, "What is said"), h("th", { scope: "col" }, "State"), h("th", { scope: "col" }, "Who says so"), h("th", { scope: "col", class: "wide-only" }, "Sources"));
  const node = h("div", null,
    h("h1", null, "Timeline"), h("p", { class: "faint" }, `${figure(told.n_occurrences)} occurrences, the undated last. A statement is what claims speak of; its state says what is known of it.`), meaning,
    histogram(told.time),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Occurrences" }, h("table", { class: "occurrences stacks" }, h("thead", null, heads), h("tbody", null, rows))),
    pager(params, SIZE, told.n_occurrences));
  return { title: "Timeline", node };
}
