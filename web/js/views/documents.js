// The documents, those with most claims first.

import { ask } from "../api.js";
import { link } from "../address.js";
import { h, name } from "../dom.js";
import { pager, skipOf } from "../pages.js";
import { table } from "../table.js";
import { figure } from "../words.js";

const SIZE = 100;

/** @param {import("../address.js").Address} address */
export async function show({ params }) {
  const told = await ask("documents", { most: SIZE, skip: skipOf(params) });
  const rows = told.documents.map((one) => [h("a", { href: link("document", { iri: one.iri }) }, name(one.title)), one.publisher ? h("a", { href: link("timeline", { outlet: one.publisher.label }) }, name(one.publisher.label)) : "", one.published ?? "", figure(one.n_claims), one.has_text ? "yes" : "no"]);
  return { title: "Documents", node: h("div", null, h("h1", null, `Documents (${figure(told.n_documents)})`), table(["Title", "Published by", "Published", "Claims", "With text"], rows, "Documents", { stacks: true, named: true }), pager(params, SIZE, told.n_documents)) };
}
