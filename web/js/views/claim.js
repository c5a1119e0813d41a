// One claim, what answers it, and the occurrence it is about.

import { ask } from "../api.js";
import { link } from "../address.js";
import { claimCard, occurrenceBox } from "../claim.js";
import { h, name } from "../dom.js";

const ANSWERS = /** @type {Record<string, string>} */ ({ confirms: "Confirmed by", denies: "Denied by", declines_to_comment: "Left without comment by" });

/** @param {import("../address.js").Address} address */
export async function show({ params }) {
  const told = await ask("claim", { iri: params.get("iri") });
  const { claim } = told;
  const answers = [...new Set(told.answers.map((answer) => answer.reply))].map((reply) => h("div", null, h("h3", null, ANSWERS[reply] ?? reply),
    told.answers.filter((answer) => answer.reply === reply).map((answer) => claimCard(answer.claim))));
  const replies = claim.replies.map((reply) => h("li", null, `It ${reply.reply.replaceAll("_", " ")} `, h("a", { href: link("claim", { iri: reply.claim }) }, "another claim")));
  const node = h("div", { class: "one-claim" }, h("h1", null, "A claim: “", name(claim.sentence), "”"),
    claimCard(claim, { about: claim.sentence }), replies.length > 0 ? h("ul", null, replies) : null,
    answers.length > 0 ? h("section", null, h("h2", null, "What answers it"), answers) : null,
    told.occurrence ? h("section", null, h("h2", null, "All that is said of this occurrence"), occurrenceBox(told.occurrence, claim.sentence)) : null,
    h("p", { class: "faint" }, h("code", null, claim.iri)));
  return { title: claim.sentence, node };
}
