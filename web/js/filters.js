// Filters: whose word, which outlet, which state, when, known by when. They are in the address, and go with every link.

import { FILTERS, changed, filtersOf, go } from "./address.js";
import { ask } from "./api.js";
import { byId, h, name } from "./dom.js";
import { ALL_STATES, STATES, shortened } from "./words.js";

/** @type {Record<string, string>} */
const TITLES = {
  speaker: "said by",
  outlet: "published by",
  predicate: "predicate",
  state: "state",
  since: "since",
  until: "until",
  min_sources: "sources, at least",
  min_outlets: "outlets, at least",
  known_by: "known by",
};

/** @type {HTMLDetailsElement | null} */
let box = null;

/**
 * @param {string} key
 * @param {string} value
 */
function shownValue(key, value) {
  return /^https?:/.test(value) && key !== "outlet" ? shortened(value) : value;
}

/**
 * Sets the filters to what the form has.
 * @param {HTMLFormElement} form
 */
function apply(form) {
  const data = new FormData(form);
  /** @type {Record<string, string[]>} */
  const wanted = {};
  for (const key of FILTERS) wanted[key] = data.getAll(key).map(String).map((value) => value.trim()).filter(Boolean);
  go(changed(wanted));
}

/**
 * Fills in the names that can be chosen, once somebody looks.
 * @param {HTMLFormElement} form
 */
async function offerNames(form) {
  if (form.dataset.offered) return;
  form.dataset.offered = "yes";
  const answer = await ask("overview", { most: 100 }, new URLSearchParams());
  const lists = /** @type {const} */ ([["speaker", answer.speakers], ["outlet", answer.outlets], ["predicate", answer.predicates]]);
  for (const [key, uses] of lists) {
    const list = h("datalist", { id: `known-${key}` }, uses.map((use) => h("option", { value: use.thing.label })));
    form.append(list);
  }
}

/** @param {URLSearchParams} params */
function formOf(params) {
  const field = (/** @type {string} */ key, /** @type {Record<string, any>} */ more) =>
    h("label", null, `${TITLES[key][0].toUpperCase()}${TITLES[key].slice(1)} `, h("input", { name: key, value: params.get(key) ?? "", ...more }));
  const text = (/** @type {string} */ key) => {
    const values = params.getAll(key);
    const first = field(key, { list: `known-${key}`, dir: "auto" });
    // Several values are written by links only; the others are kept.
    return [first, values.slice(1).map((value) => h("input", { type: "hidden", name: key, value }))];
  };
  const date = { placeholder: "2024-03-09", pattern: "-?[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", title: "A day, month or year: 2024-03-09, 2024-03 or 2024" };
  const states = h("fieldset", null, h("legend", null, "State: who says so, who does not"),
    ALL_STATES.map((state) => h("label", { title: STATES[state].words },
      h("input", { type: "checkbox", name: "state", value: state, checked: params.getAll("state").includes(state) }), ` ${state}`)));
  const form = h("form", { class: "fields" },
    text("speaker"), text("outlet"), text("predicate"),
    field("since", date), field("until", date), field("known_by", date),
    field("min_sources", { type: "number", min: 1 }), field("min_outlets", { type: "number", min: 1 }),
    states, h("p", { class: "buttons" }, h("button", null, "Apply")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.reportValidity()) apply(form);
  });
  return form;
}

/**
 * Shows the filters of an address: one chip each, which takes it away, and the form behind a button.
 * @param {import("./address.js").Address} address
 */
export function showFilters(address) {
  const filters = filtersOf(address.params);
  const wasOpen = box?.open ?? false;
  const chips = [...filters].map(([key, value]) => {
    const rest = filters.getAll(key).filter((one) => one !== value);
    const title = `Take away: ${TITLES[key]} ${shownValue(key, value)}`;
    return h("li", null, h("a", { class: "chip", href: changed({ [key]: rest }), "aria-label": title, title }, `${TITLES[key]} `, name(shownValue(key, value)), " ✕"));
  });
  const form = formOf(filters);
  box = h("details", { open: wasOpen }, h("summary", null, "Filters"), form);
  box.addEventListener("toggle", () => box?.open && offerNames(form));
  if (wasOpen) offerNames(form);
  const none = Object.fromEntries(FILTERS.map((key) => [key, null]));
  const clear = chips.length > 1 ? h("li", null, h("a", { class: "chip", href: changed(none) }, "All claims")) : null;
  const list = chips.length > 0 ? h("ul", { class: "chips", "aria-label": "Filters that hold" }, chips, clear) : null;
  const place = byId("filters");
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(box, ...(list ? [list] : []));
  if (hadFocus) box.querySelector("summary")?.focus();
}
