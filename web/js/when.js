// Where in time something lies, drawn in a line: a point for a day, else a bar as long as it is vague.

import { s } from "./dom.js";

const WIDTH = 200;

/** @param {string} day */
export function dayNumber(day) {
  return Date.parse(`${day.replace(/^-.*/, "0000-01-01")}T00:00:00Z`) / 86_400_000;
}

/**
 * The time of all of them; none where none has a date.
 * @param {(Api.Period | null)[]} periods
 */
export function spanOf(periods) {
  const days = periods.flatMap((period) => [period?.begin, period?.end]).filter((day) => typeof day === "string").map((day) => dayNumber(String(day))).filter(Number.isFinite);
  return days.length > 0 ? { first: Math.min(...days), last: Math.max(...days) } : null;
}

/**
 * Where in the time of all it lies.
 * @param {Api.Period | null} period
 * @param {{first: number, last: number} | null} all
 */
export function whenMark(period, all) {
  if (!all || !period || (!period.begin && !period.end)) return "";
  const { first, last } = all;
  const span = Math.max(1, last - first + 1);
  const from = period.begin ? dayNumber(period.begin) - first : 0;
  const to = period.end ? dayNumber(period.end) - first + 1 : span;
  const [x, width] = [(from / span) * WIDTH, ((to - from) / span) * WIDTH];
  const isDay = period.begin !== null && period.begin === period.end;
  return s("svg", { class: "when", width: WIDTH, height: 14, viewBox: `0 0 ${WIDTH} 14`, "aria-hidden": "true" },
    s("path", { class: "axis", d: `M0 12H${WIDTH}` }),
    isDay ? s("circle", { cx: Math.min(WIDTH - 4, Math.max(4, x + width / 2)), cy: 7, r: 4 }) : s("rect", { class: "vague", x: Math.min(x, WIDTH - 3), y: 4, width: Math.max(3, width), height: 6, rx: 2 }));
}
