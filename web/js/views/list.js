// All actors, speakers, outlets or predicates, by claims.

import { ask } from "../api.js";
import { link } from "../address.js";
import { h, name } from "../dom.js";
import { table } from "../table.js";
import { figure } from "../words.js";

const TITLES = /** @type {const} */ ({ actors: "Who and what", speakers: "Who speaks", outlets: "Where it appeared", predicates: "What they do" });

/** @param {import("../address.js").Address} address */
export async function show(address) {
  const wanted = address.params.get("of") ?? "actors";
  const of = /** @type {keyof typeof TITLES} */ (wanted in TITLES ? wanted : "actors");
  const told = await ask("overview", { most: 100 });
  const rows = told[of].map(({ thing, n_claims, n_affirm }) => {
    const filter = of === "actors" ? { about: thing.iri } : { [of.slice(0, -1)]: of === "outlets" ? thing.label : thing.iri };
    const claims = h("a", { href: link(of === "actors" || of === "predicates" ? "graph" : "timeline", filter) }, figure(n_claims));
    const label = of === "predicates" || !thing.iri ? name(thing.label) : h("a", { href: link("entity", { iri: thing.iri }) }, name(thing.label));
    return [label, thing.type ?? "", claims, figure(n_affirm)];
  });
  const note = rows.length < 100 ? null : h("p", { class: "faint" }, "The hundred with most claims.");
  return { title: TITLES[of], node: h("div", null, h("h1", null, TITLES[of]), note, table(["Name", "Type", "Claims", "Of them say so"], rows, TITLES[of])) };
}
