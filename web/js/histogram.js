// Claims over time as bars: who says so at the bottom, who denies it, who leaves it open, who only speaks of it; and
// above them, only outlined, the claims whose date is too vague for one bar.

import { changed, go, link } from "./address.js";
import { h, s } from "./dom.js";
import { count, figure, tallyWords } from "./words.js";

const PARTS = /** @type {const} */ (["affirm", "deny", "leave_open", "speak_of"]);
const HEIGHT = 120;
const STEP = 10;
/** Places for bars at least. */
const LEAST = 12;

/** @param {Api.Slice} slice */
function sliceWords(slice) {
  const told = slice.n_claims > 0 ? `${count(slice.n_claims, "claim")}: ${tallyWords(slice.tally)}` : "no claim of its own";
  return `${slice.name}: ${told}${slice.n_vague > 0 ? `; ${figure(slice.n_vague)} more may lie in it, their dates are vaguer` : ""}`;
}

/** Places for bars, so that one of few is not as wide as the page. @param {Api.Slice[]} slices */
function placesOf(slices) {
  return Math.max(LEAST, slices.length);
}

/**
 * The names of some bars under them: the first, the last, and a few between.
 * @param {Api.Slice[]} slices
 */
function namesOf(slices) {
  const last = slices.length - 1;
  // A few bars are narrower than their names.
  if (last > 0 && last / placesOf(slices) < 0.3) return h("p", { class: "ends", "aria-hidden": "true" }, `${slices[0].name} to ${slices[last].name}`);
  const n = Math.min(last, 4);
  const shown = [...new Set(Array.from({ length: n + 1 }, (_, index) => Math.round((index / Math.max(1, n)) * last)))];
  return h("p", { class: "ends", "aria-hidden": "true" }, shown.map((index) => {
    const word = h("span", null, slices[index].name);
    const place = (index + 0.5) / placesOf(slices);
    word.style.insetInlineStart = `${place * 100}%`;
    // At the ends of the page it stays on it.
    word.style.transform = `translateX(${place < 0.06 ? 0 : place > 0.94 ? -100 : -50}%)`;
    return word;
  }));
}

/**
 * Sets the filter of time to what is drawn over with the pointer.
 * @param {SVGSVGElement} picture
 * @param {Api.Slice[]} slices
 */
function brush(picture, slices) {
  const shade = s("rect", { class: "brush", y: 0, height: HEIGHT, visibility: "hidden" });
  picture.append(shade);
  let from = -1;
  const at = (/** @type {PointerEvent} */ event) => {
    const box = picture.getBoundingClientRect();
    return Math.min(slices.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * placesOf(slices))));
  };
  let to = -1;
  picture.addEventListener("pointerdown", (event) => {
    if (event.button === 0) from = at(event);
  });
  picture.addEventListener("pointermove", (event) => {
    if (from < 0) return;
    to = at(event);
    if (to === from) return;
    if (!picture.hasPointerCapture(event.pointerId)) picture.setPointerCapture(event.pointerId);
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    shade.setAttribute("x", String(first * STEP));
    shade.setAttribute("width", String((last - first + 1) * STEP));
    shade.setAttribute("visibility", "visible");
  });
  const end = () => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    from = -1;
    shade.setAttribute("visibility", "hidden");
    if (first >= 0 && last > first) go(changed({ since: slices[first].begin, until: slices[last].end }));
    to = -1;
  };
  picture.addEventListener("pointerup", end);
  picture.addEventListener("pointercancel", () => {
    from = -1;
    to = -1;
    shade.setAttribute("visibility", "hidden");
  });
}

/**
 * Where a bar leads when nobody says otherwise: to what lies in its time.
 * @param {string} since
 * @param {string} until
 */
function inTimeline(since, until) {
  return link("timeline", { since, until });
}

/**
 * The bars, with the same figures as a table.
 * @param {Api.Time} time
 * @param {(since: string, until: string) => string} [addressOf] Where a bar leads.
 */
export function histogram(time, addressOf = inTimeline) {
  const slices = time.slices;
  if (slices.length === 0) return h("p", { class: "faint" }, time.n_undated > 0 ? `${count(time.n_undated, "claim")}, all undated.` : "No claim.");
  const most = Math.max(1, ...slices.map((slice) => slice.n_claims + slice.n_vague));
  const scale = HEIGHT / most;
  const links = slices.map((slice, index) => {
    let y = HEIGHT;
    const bars = PARTS.filter((part) => slice.tally[part] > 0).map((part) => {
      const height = Math.max(1, slice.tally[part] * scale);
      y -= height;
      return s("rect", { class: `bar-${part.replace("_", "-")}`, x: index * STEP + 1, y, width: STEP - 2, height });
    });
    if (slice.n_vague > 0) {
      const height = Math.max(1, slice.n_vague * scale);
      bars.push(s("rect", { class: "bar-vague", x: index * STEP + 1.5, y: Math.max(0.5, y - height), width: STEP - 3, height }));
    }
    if (bars.length === 0) return null;
    const address = addressOf(slice.begin, slice.end);
    const target = s("rect", { class: "target", x: index * STEP, y: 0, width: STEP, height: HEIGHT });
    const words = sliceWords(slice);
    return s("a", { href: address, "aria-label": words, tabindex: "-1" }, target, bars, s("title", null, words));
  }).filter((one) => one !== null);
  links[0]?.setAttribute("tabindex", "0");
  const picture = s("svg", { class: "histogram", viewBox: `0 0 ${placesOf(slices) * STEP} ${HEIGHT}`, preserveAspectRatio: "none", role: "group", "aria-label": `Claims by ${time.by}. Arrow keys go from bar to bar.` }, links);
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const index = links.findIndex((one) => one === document.activeElement);
    const next = step && index >= 0 ? links[index + step] : null;
    if (!next) return;
    event.preventDefault();
    links[index].setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
  // A drag over a bar would otherwise carry its link away.
  picture.addEventListener("dragstart", (event) => event.preventDefault());
  brush(picture, slices);
  const rows = slices.filter((slice) => slice.n_claims + slice.n_vague > 0).map((slice) => h("tr", null,
    h("th", { scope: "row" }, h("a", { href: addressOf(slice.begin, slice.end) }, slice.name)),
    PARTS.map((part) => h("td", null, figure(slice.tally[part]))), h("td", null, figure(slice.n_vague))));
  const head = [time.by ?? "", "say so", "deny it", "leave it open", "only speak of it", "vaguer date"];
  const table = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Claims over time, as a table" },
    h("table", null, h("thead", null, h("tr", null, head.map((one) => h("th", { scope: "col" }, one)))), h("tbody", null, rows)));
  const key = [["affirm", "say so"], ["deny", "deny it"], ["leave-open", "leave it open"], ["speak-of", "only speak of it"], ["vague", "date is vaguer than a bar"]]
    .map(([part, words]) => h("li", null, s("svg", { width: 12, height: 12, "aria-hidden": "true" }, s("rect", { class: `bar-${part}`, x: 1, y: 1, width: 10, height: 10 })), ` ${words}`));
  return h("figure", { class: "time" }, picture,
    namesOf(slices),
    h("figcaption", null, h("ul", { class: "key" }, key),
      h("p", { class: "faint" }, `Tallest bar: ${count(most, "claim")}. ${time.n_undated > 0 ? `${count(time.n_undated, "claim")} undated. ` : ""}Draw over bars to keep a time only.`),
      h("details", null, h("summary", null, "The same as a table"), table)));
}
