// All that has some words: names, predicates, documents, outlets, statements, and quotes.

import { ask } from "../api.js";
import { link } from "../address.js";
import { h, name } from "../dom.js";
import { addressOfName, addressOfQuote, addressOfStatement, kindOf, usesOf } from "../search.js";
import { LEADS, stateBadge, tallyWords } from "../words.js";

/** @param {import("../address.js").Address} address */
export async function show(address) {
  const words = address.params.get("q") ?? "";
  const found = words.trim() ? await ask("search", { q: words, most: 200 }) : { names: [], statements: [], quotes: [], has_more_quotes: false };
  const names = found.names.map((one) => h("li", null,
    h("a", { href: addressOfName(one) }, name(one.label)), one.name === one.label ? null : [" also ", name(one.name)],
    h("small", null, ` ${kindOf(one)} · ${usesOf(one)}`),
    one.kind === "entity" ? [" ", h("a", { class: "quiet", href: link("entity", { iri: one.iri }), "aria-label": `Dossier of ${one.label}` }, "dossier")] : null));
  const quotes = found.quotes.map((one) => h("li", null,
    h("blockquote", { dir: "auto" }, h("a", { href: addressOfQuote(one) }, one.quote)),
    h("p", null, h("strong", null, name(one.whose_word ?? "Somebody")), ` ${LEADS[one.stance]} `, name(one.sentence), " ", one.state ? stateBadge(one.state) : null)));
  const statements = found.statements.map((edge) => h("li", null, h("a", { href: addressOfStatement(edge) }, name(edge.sentence)), " ", stateBadge(edge.state), h("small", null, ` ${tallyWords(edge.tally)}`)));
  const nothing = words.trim() && names.length + statements.length + quotes.length === 0;
  const node = h("div", null,
    h("h1", null, words ? ["“", name(words), "”"] : "Search"),
    nothing ? h("p", null, "Nothing has these words. Names and statements are found by the beginnings of their words, quotes by whole words.") : null,
    names.length > 0 ? h("section", null, h("h2", null, `Names (${names.length})`), h("ul", { class: "found" }, names)) : null,
    statements.length > 0 ? h("section", null, h("h2", null, `Statements (${statements.length})`), h("ul", { class: "found" }, statements)) : null,
    quotes.length > 0 ? h("section", null, h("h2", null, `Quotes (${quotes.length}${found.has_more_quotes ? " of more" : ""})`), h("ul", { class: "found" }, quotes)) : null);
  return { title: `Search: ${words}`, node };
}
