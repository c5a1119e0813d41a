// Filters of an exported page: which edges are shown, each with all that is known of it.

import { changed, filtersOf, go } from "../address.js";
import { byId, h, name } from "../dom.js";
import { ALL_STATES, STATES } from "../words.js";
import { claimsOf, told } from "./told.js";

const TITLES = /** @type {const} */ ({ predicate: "predicate", state: "state", speaker: "said by", outlet: "published by", min_sources: "sources, at least", since: "since", until: "until" });

const sorted = (/** @type {Iterable<string>} */ labels) => [...new Set(labels)].sort((a, b) => a.localeCompare(b, "en"));

/** Names that can be chosen; those behind claims once somebody looks. */
function offers() {
  const claims = told.edges.flatMap(claimsOf);
  return {
    predicate: sorted(told.edges.map((edge) => edge.predicate.label)),
    speaker: sorted(claims.flatMap((claim) => claim.speakers.map((one) => one.label))),
    outlet: sorted(claims.flatMap((claim) => claim.outlet?.label ?? [])),
  };
}

/**
 * The form, in the state of the address.
 * @param {URLSearchParams} params
 */
function formOf(params) {
  const known = offers();
  const text = (/** @type {"predicate" | "speaker" | "outlet"} */ key) => h("label", null, `${TITLES[key][0].toUpperCase()}${TITLES[key].slice(1)} `,
    h("input", { name: key, value: params.get(key) ?? "", list: `known-${key}`, dir: "auto" }), h("datalist", { id: `known-${key}` }, known[key].map((value) => h("option", { value }))));
  const date = (/** @type {"since" | "until"} */ key) => h("label", null, `${TITLES[key][0].toUpperCase()}${TITLES[key].slice(1)} `,
    h("input", { name: key, value: params.get(key) ?? "", placeholder: "2024-03-09", pattern: "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", title: "A day, month or year: 2024-03-09, 2024-03 or 2024" }));
  const states = h("fieldset", null, h("legend", null, "With something in the state"), ALL_STATES.map((state) => h("label", { title: STATES[state].words },
    h("input", { type: "checkbox", name: "state", value: state, checked: params.getAll("state").includes(state) }), ` ${state}`)));
  const form = h("form", { class: "fields" }, text("predicate"), text("speaker"), text("outlet"), date("since"), date("until"),
    h("label", null, "Sources, at least ", h("input", { name: "min_sources", type: "number", min: 1, value: params.get("min_sources") ?? "" })),
    states, h("p", { class: "buttons" }, h("button", null, "Apply")),
    h("p", { class: "faint" }, "An edge is shown when one of its claims passes, and then with all of them: who says so and who does not."));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    const data = new FormData(form);
    go(changed(Object.fromEntries(Object.keys(TITLES).map((key) => [key, data.getAll(key).map(String).map((value) => value.trim()).filter(Boolean)]))));
  });
  return form;
}

/**
 * Shows the filters that hold, each with a link that takes it away, and the form behind a button.
 * @param {URLSearchParams} params
 */
export function showFilters(params) {
  const filters = filtersOf(params);
  const chips = [...filters].map(([key, value]) => {
    const title = TITLES[/** @type {keyof typeof TITLES} */ (key)] ?? key;
    const shown = key === "predicate" ? told.edges.find((edge) => edge.predicate.iri === value)?.predicate.label ?? value : value;
    const rest = filters.getAll(key).filter((one) => one !== value);
    return h("li", null, h("a", { class: "chip", href: changed({ [key]: rest }), "aria-label": `Take away: ${title} ${shown}` }, `${title} `, name(shown), " ✕"));
  });
  const box = h("details", null, h("summary", null, "Filters"));
  box.addEventListener("toggle", () => {
    if (box.open && box.children.length === 1) box.append(formOf(filters));
  });
  const place = byId("filters");
  const wasOpen = place.querySelector("details")?.open ?? false;
  place.replaceChildren(box, ...(chips.length > 0 ? [h("ul", { class: "chips", "aria-label": "Filters that hold" }, chips)] : []));
  box.open = wasOpen;
}
