// The text around a claim, with its quote and its parts lit.

import { h } from "../dom.js";
import { cutter, segments } from "../spans.js";

/** Letters of the text that are shown before the quote and behind it. */
const AROUND = 1_500;

/**
 * @typedef {Object} Lit A place in a text.
 * @property {string} part
 * @property {number} start
 * @property {number} end
 */

/** What a part is called for those who hear the page. @type {Record<string, string>} */
const NAMES = { subject: "subject", predicate: "act", object: "object", speaker: "who says it" };

/**
 * The places of a row: `start` and `end` of its quote, and of each part.
 * @param {Record<string, string>} cells
 * @returns {Lit[]}
 */
export function placesOf(cells) {
  const columns = /** @type {const} */ ([["quote", ""], ["subject", "subject_"], ["predicate", "trigger_"], ["object", "object_"], ["speaker", "said_by_"]]);
  return columns.flatMap(([part, prefix]) => {
    const [starts, ends] = ["start", "end"].map((end) => (cells[`${prefix}${end}`] ?? "").split(";").map((cell) => Number.parseInt(cell, 10)));
    return starts.map((start, index) => ({ part, start, end: ends[index] })).filter(({ start, end }) => start < end);
  });
}

/**
 * Where a quote stands whose row does not tell it, when it stands there once.
 * @param {string | null} text
 * @param {string} quote
 * @returns {Lit | undefined}
 */
function found(text, quote) {
  const at = text === null || quote === "" ? -1 : text.indexOf(quote);
  if (text === null || at < 0 || text.indexOf(quote, at + 1) >= 0) return undefined;
  const start = [...text.slice(0, at)].length;
  return { part: "quote", start, end: start + [...quote].length };
}

/**
 * The text around places in it; the quote alone, with the reason, where the text cannot be had or has changed.
 * @param {string | null} text
 * @param {string | null} whyNot
 * @param {string} quote
 * @param {Lit[]} places
 */
export function passage(text, whyNot, quote, places) {
  const quoted = places.find((place) => place.part === "quote") ?? found(text, quote);
  if (quoted && !places.includes(quoted)) places = [...places, quoted];
  const cut = text === null ? null : cutter(text);
  const trouble = cut === null ? (whyNot ?? "The text of this document is not in the project.")
    : !quoted ? "The row does not tell where its quote stands."
      : cut(quoted.start, quoted.end) !== quote ? "The text has changed since it was read." : null;
  if (cut === null || trouble !== null || !quoted) {
    return [h("p", { class: "faint" }, trouble, quote ? " This is the quote alone." : ""), quote ? h("blockquote", { dir: "auto" }, quote) : null];
  }
  const from = Math.max(0, quoted.start - AROUND);
  const piece = cut(from, quoted.end + AROUND);
  const kinds = places.map((place) => place.part);
  const spans = places.map((place, claim) => ({ start: place.start - from, end: place.end - from, claim }));
  const marks = segments(piece, spans).map(({ text: words, claims }) => {
    if (claims.length === 0) return words;
    // Of parts within parts the inner one is seen.
    const inner = claims.filter((at) => kinds[at] !== "quote").sort((a, b) => spans[a].end - spans[a].start - (spans[b].end - spans[b].start))[0];
    const part = inner === undefined ? null : kinds[inner] === "speaker" ? "said_by" : kinds[inner];
    return h("mark", { class: ["lit-quote", part && `lit-${part}`].filter(Boolean).join(" "), title: part ? NAMES[kinds[inner]] : null }, words);
  });
  return [h("div", { class: "text", dir: "auto" }, from > 0 ? "… " : null, marks)];
}
