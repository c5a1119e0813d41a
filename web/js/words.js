// Words for what the server tells, for eyes and ears alike. What nobody says is so must never read as if it were.

import { h, name } from "./dom.js";
import { link } from "./address.js";

/** @type {Record<Api.State, {mark: string, words: string}>} */
export const STATES = {
  corroborated: { mark: "●●", words: "two or more sources say so, independent as far as the tables tell; nobody denies it" },
  "single-source": { mark: "●", words: "one source says so; nobody denies it" },
  unsourced: { mark: "○", words: "said, but no source is named" },
  disputed: { mark: "⇄", words: "some say so, some deny it" },
  denied: { mark: "✕", words: "some deny it, nobody says so" },
  "left-open": { mark: "…", words: "left open: neither affirmed nor denied" },
  "not-actual": { mark: "◇", words: "planned, threatened, possible and so on: nobody says that it happened" },
};

export const ALL_STATES = /** @type {Api.State[]} */ (Object.keys(STATES));

/** @type {Record<Api.Stance, string>} */
export const STANCES = {
  affirms: "says so",
  denies: "denies it",
  "leaves open": "leaves it open",
  "speaks of": "speaks of it, without saying that it is so",
};

/** How a sentence is led in by what a claim does with it. @type {Record<Api.Stance, string>} */
export const LEADS = {
  affirms: "says:",
  denies: "denies:",
  "leaves open": "leaves open:",
  "speaks of": "only speaks of:",
};

const number = new Intl.NumberFormat("en");

/** @param {number} n */
export function figure(n) {
  return number.format(n);
}

/**
 * `1 claim`, `2 claims`.
 * @param {number} n
 * @param {string} one
 * @param {string} [many]
 */
export function count(n, one, many = `${one}s`) {
  return `${figure(n)} ${n === 1 ? one : many}`;
}

/**
 * Those who say so and those who do not, in one line.
 * @param {Api.Tally} tally
 */
export function tallyWords(tally) {
  const told = [
    tally.affirm > 0 && (tally.affirm === 1 ? "1 says so" : `${figure(tally.affirm)} say so`),
    tally.deny > 0 && (tally.deny === 1 ? "1 denies it" : `${figure(tally.deny)} deny it`),
    tally.leave_open > 0 && (tally.leave_open === 1 ? "1 leaves it open" : `${figure(tally.leave_open)} leave it open`),
    tally.speak_of > 0 && (tally.speak_of === 1 ? "1 only speaks of it" : `${figure(tally.speak_of)} only speak of it`),
  ];
  return told.filter(Boolean).join(" · ");
}

/**
 * How many are in which state: `12 single-source, 3 denied`.
 * @param {Partial<Record<Api.State, number>>} states
 */
export function statesWords(states) {
  return ALL_STATES.filter((state) => states[state]).map((state) => `${figure(states[state] ?? 0)} ${state}`).join(", ");
}

/**
 * The name of an edge for those who hear it: first what is said, and at once in which state.
 * @param {Api.Edge} edge
 */
export function edgeWords(edge) {
  if (edge.n_statements > 1) return `${edge.sentence}: ${count(edge.n_statements, "statement")} of ${count(edge.n_claims, "claim")}. ${statesWords(edge.states)}: ${tallyWords(edge.tally)}`;
  const sources = `${count(edge.n_sources, "source")}, ${count(edge.n_outlets, "outlet")}`;
  const denied = edge.tally.deny > 0 ? `, denied by ${figure(edge.tally.deny)}` : "";
  const mixed = edge.is_mixed ? `, ${count(edge.n_occurrences, "time")} in different states` : "";
  const told = `${edge.sentence}: ${count(edge.n_claims, "claim")}, ${sources}${denied}`;
  const state = edge.has_dispute && edge.state !== "disputed" ? `${edge.state}, disputed in part` : edge.state;
  return `${told}. ${state}${mixed}: ${tallyWords(edge.tally)}`;
}

/**
 * A date as EDTF has it, in words.
 * @param {string | null} date
 */
export function dateWords(date) {
  if (!date) return "undated";
  const one = (/** @type {string} */ text) => {
    if (text === "" || text === "..") return "?";
    const plain = text.replace(/[~?%]/g, "");
    if (/[%]/.test(text) || (text.includes("~") && text.includes("?"))) return `perhaps about ${plain}`;
    if (text.includes("~")) return `about ${plain}`;
    return text.includes("?") ? `${plain} (uncertain)` : plain;
  };
  const [from, to] = date.split("/");
  if (to === undefined) return one(from);
  if (from === "" || from === "..") return `until ${one(to)}`;
  return to === "" || to === ".." ? `since ${one(from)}` : `${one(from)} to ${one(to)}`;
}

/**
 * First and last day, as short as they can be told.
 * @param {Api.Period | null} period
 */
export function periodWords(period) {
  if (!period || (!period.begin && !period.end)) return "undated";
  const { begin, end } = period;
  if (!begin) return `until ${end}`;
  if (!end) return `since ${begin}`;
  if (begin === end) return begin;
  const [year, month, day] = begin.split("-");
  if (end === `${year}-12-31` && month === "01" && day === "01") return year;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (day === "01" && end === `${year}-${month}-${String(last).padStart(2, "0")}`) return `${year}-${month}`;
  return `${begin} to ${end}`;
}

/**
 * The state as a badge: a mark, and the word itself.
 * @param {Api.State} state
 */
export function stateBadge(state) {
  const { mark, words } = STATES[state];
  return h("span", { class: `badge state-${state}`, title: words }, h("span", { "aria-hidden": "true" }, mark), ` ${state}`);
}

/**
 * A thing with a link to its surroundings; what has no address is only told.
 * @param {Api.Thing} thing
 * @param {string} [view]
 */
export function thingLink(thing, view = "graph") {
  if (!thing.iri) return name(thing.label);
  // An event has no dossier, but stands in the graph.
  if (thing.type === "event") view = "graph";
  const params = view === "graph" ? { about: thing.iri } : { iri: thing.iri };
  return h("a", { href: link(view, params) }, name(thing.label));
}

/**
 * The last part of an IRI, for what has no name.
 * @param {string} iri
 */
export function shortened(iri) {
  return decodeURIComponentSafely(iri.replace(/[/#]$/, "").replace(/^.*[/#]/, "")) || iri;
}

/** @param {string} text */
function decodeURIComponentSafely(text) {
  try {
    return decodeURIComponent(text).replaceAll("_", " ");
  } catch {
    return text;
  }
}
