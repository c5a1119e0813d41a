// An answer as a timeline, where one of its columns has dates.

import { h } from "../dom.js";
import { spanOf, whenMark } from "../when.js";
import { dateWords, figure } from "../words.js";
import { cell, learnNames, textOf } from "./terms.js";

/** Rows that are drawn. */
const MOST = 500;
const PART = /^(-?\d{4,})(?:-(\d{2})(?:-(\d{2}))?)?(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?(?:Z|[+-]\d{2}:\d{2})?[~?%]*$/;

/**
 * First and last day of what a text says; none where it is no date. A year alone is one only if it is meant as one.
 * @param {Api.Term | undefined} term
 * @returns {Api.Period | null}
 */
export function periodOf(term) {
  if (term?.type !== "literal") return null;
  const isDate = /#(?:date|dateTime|gYear|gYearMonth)$|edtf/i.test(term.datatype ?? "");
  const text = String(term.value);
  if (!isDate && (term.datatype !== undefined || !/^-?\d{4}-\d{2}/.test(text))) return null;
  const ends = text.split("/");
  const [from, to] = [endOf(ends[0], false), endOf(ends[ends.length - 1], true)];
  return from === undefined || to === undefined || (!from && !to) ? null : { begin: from, end: to };
}

/**
 * The first or the last day of a day, month or year; null where it is open.
 * @param {string} text
 * @param {boolean} isEnd
 * @returns {string | null | undefined}
 */
function endOf(text, isEnd) {
  if (text === "" || text === "..") return null;
  const found = PART.exec(text);
  if (!found) return undefined;
  const [, year, month, day] = found;
  if (day) return `${year}-${month}-${day}`;
  if (!isEnd) return `${year}-${month ?? "01"}-01`;
  const last = new Date(Date.UTC(Number(year), month ? Number(month) : 12, 0)).getUTCDate();
  return `${year}-${month ?? "12"}-${last}`;
}

/**
 * The column with dates: the first in which most rows have one.
 * @param {string[]} columns
 * @param {import("./rows.js").Row[]} rows
 */
export function dateColumn(columns, rows) {
  const some = rows.slice(0, 200);
  return columns.find((column) => {
    const bound = some.filter((row) => row[column]);
    return bound.length > 0 && bound.filter((row) => periodOf(row[column])).length * 2 > bound.length;
  });
}

/**
 * @param {string} column
 * @param {string[]} columns
 * @param {import("./rows.js").Row[]} rows
 */
export async function timesOf(column, columns, rows) {
  const others = columns.filter((one) => one !== column);
  const dated = rows.flatMap((row) => {
    const period = periodOf(row[column]);
    return period ? [{ row, period }] : [];
  });
  dated.sort((a, b) => (a.period.begin ?? "").localeCompare(b.period.begin ?? "") || (a.period.end ?? "9").localeCompare(b.period.end ?? "9"));
  const shown = dated.slice(0, MOST);
  await learnNames(shown.flatMap(({ row }) => others.map((one) => row[one])));
  const all = spanOf(shown.map(({ period }) => period));
  const lines = shown.map(({ row, period }) => h("tr", null,
    h("th", { scope: "row", class: "date" }, dateWords(textOf(row[column]))), h("td", { class: "wide-only" }, whenMark(period, all)), others.map((one) => h("td", null, cell(row[one])))));
  const n_undated = rows.length - dated.length;
  const notes = [
    dated.length > MOST ? `The first ${MOST} of ${figure(dated.length)} are shown.` : "",
    n_undated > 0 ? `${figure(n_undated)} of ${figure(rows.length)} rows have no date in ?${column}, and are not here.` : "",
  ].filter(Boolean).join(" ");
  const heads = [h("th", { scope: "col" }, column), h("th", { scope: "col", class: "wide-only" }, "In time"), ...others.map((one) => h("th", { scope: "col" }, one))];
  return h("div", null, notes ? h("p", { class: "faint" }, notes) : null,
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Answer as a timeline" }, h("table", { class: "occurrences stacks" }, h("thead", null, h("tr", null, heads)), h("tbody", null, lines))));
}
