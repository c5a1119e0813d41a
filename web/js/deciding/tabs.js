// What there is to decide.

import { link } from "../address.js";
import { h } from "../dom.js";

const ALL = /** @type {const} */ ([["claims", "Extracted claims"], ["names", "Names that look alike"], ["agreement", "Agreement of coders"]]);

/**
 * Links to what there is to decide.
 * @param {"claims" | "names" | "agreement"} here
 */
export function tabs(here) {
  const address = (/** @type {string} */ of) => (of === "agreement" ? link("agreement") : link("review", { of: of === "claims" ? null : of }));
  return h("nav", { class: "tabs", "aria-label": "What there is to decide" }, ALL.map(([of, words]) => h("a", { href: address(of), "aria-current": of === here ? "page" : null }, words)));
}
