// The predicates that are used, with what the ontology says of them.

import { ask } from "../api.js";
import { link } from "../address.js";
import { h, name } from "../dom.js";
import { table } from "../table.js";
import { figure } from "../words.js";

export async function show() {
  const { predicates } = await ask("predicates");
  const rows = predicates.map((one) => [
    [h("a", { href: link("graph", { predicate: one.predicate.iri }) }, name(one.predicate.label)), one.is_symmetric ? h("small", null, " both ways") : null],
    figure(one.n_claims), figure(one.n_statements), figure(one.tally.affirm), figure(one.tally.deny), figure(one.tally.leave_open), figure(one.tally.speak_of),
    one.event_type ?? "", one.goldstein === null ? "" : String(one.goldstein),
    one.aliases.length === 0 ? "" : h("details", null, h("summary", null, figure(one.aliases.length)), h("span", { dir: "auto" }, one.aliases.join(", "))),
  ]);
  const heads = ["Predicate", "Claims", "Statements", "Say so", "Deny it", "Leave it open", "Only speak of it", "Event type", "Goldstein", "Also written"];
  return { title: "Predicates", node: h("div", null, h("h1", null, `Predicates (${figure(predicates.length)})`), h("p", { class: "faint" }, "Who says so and who does not counts claims that confirm or deny another one, too. Event type: the kind of event in PLOVER. Goldstein: from −10, conflict, to 10, cooperation, as event data sets score such events; it says nothing of the very event."), table(heads, rows, "Predicates")) };
}
