// The dossier of an entity: what is said of it, what it says, when, and what is contradicted.

import { Refused, ask } from "../api.js";
import { link } from "../address.js";
import { claimCard } from "../claim.js";
import { h, name } from "../dom.js";
import { ALL_STATES, count, figure, periodWords, shortened, stateBadge, thingLink } from "../words.js";

/** Claims of a group that are shown at once. */
const FEW = 6;

/**
 * @param {Api.Group[]} groups
 * @param {string} title
 * @param {string} nothing
 */
function groupsOf(groups, title, nothing) {
  const told = groups.map((group) => {
    const cards = group.claims.map((claim) => claimCard(claim, { withContext: false }));
    const rest = cards.splice(FEW);
    const more = rest.length === 0 ? null : h("details", null, h("summary", null, `${count(rest.length, "more claim")}`), rest);
    const left = group.n_claims - group.claims.length;
    return h("section", { class: "group" },
      h("h3", null, name(group.predicate.label), h("small", null, ` ${count(group.n_claims, "claim")}`)), cards, more,
      left > 0 ? h("p", { class: "faint" }, `${figure(left)} more are not shown.`) : null);
  });
  return h("section", null, h("h2", null, title), told.length > 0 ? told : h("p", { class: "faint" }, nothing));
}

/**
 * What is told of a thing that no claim speaks of: a predicate, maybe, or an event.
 * @param {string} iri
 */
function nothingSaid(iri) {
  const title = shortened(iri);
  const node = h("section", null, h("h1", null, name(title)), h("p", null, "No claim speaks of it, and it says nothing."),
    h("p", null, h("a", { href: link("graph", { about: iri }) }, "Look for it in the graph"), " · ",
      h("a", { href: link("sparql", { query: `SELECT ?property ?value WHERE {\n  <${iri}> ?property ?value .\n}` }) }, "All that the graph has of it")));
  return { title, node };
}

/** @param {import("../address.js").Address} address */
export async function show(address) {
  const iri = address.params.get("iri") ?? "";
  let told;
  try {
    told = await ask("dossier", { iri });
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404) throw error;
    return nothingSaid(iri);
  }
  const { numbers } = told;
  const facts = told.facts.filter((fact) => fact.values.length > 0).map((fact) => [h("dt", null, fact.heading), h("dd", null, fact.values.flatMap((value, index) => [index > 0 ? ", " : "", thingLink(value, "entity")]))]);
  const states = ALL_STATES.filter((state) => numbers.states[state]).map((state) => h("li", null, h("a", { href: link("graph", { about: iri, state }) }, stateBadge(state), ` ${figure(numbers.states[state] ?? 0)}`)));
  const conflicts = told.conflicts.map((conflict) => h("li", null,
    h("a", { href: link("claim", { iri: conflict.claims[0]?.claim }) }, name(conflict.sentence)), " ", stateBadge(conflict.state),
    h("p", null, h("strong", null, "Say so: "), conflict.said_by.length > 0 ? name(conflict.said_by.join(", ")) : "nobody"),
    h("p", null, h("strong", null, "Deny it: "), conflict.denied_by.length > 0 ? name(conflict.denied_by.join(", ")) : "nobody")));
  const moments = told.timeline.map((moment) => h("tr", null, h("th", { scope: "row" }, periodWords(moment.period)),
    h("td", null, h("a", { href: link("claim", { iri: moment.claims[0] }) }, name(moment.sentence ?? "")), " ", moment.state ? stateBadge(moment.state) : null, h("small", null, ` ${count(moment.claims.length, "claim")}`))));
  const node = h("div", { class: "dossier" },
    h("h1", null, name(told.thing.label)),
    h("p", { class: "faint" }, [told.type ?? told.kind, ...told.descriptions].join(" · ")),
    h("p", { class: "buttons" }, h("a", { class: "button", href: link("graph", { about: iri }) }, "Graph around it"),
      numbers.n_says > 0 ? h("a", { class: "button", href: link("timeline", { speaker: iri }) }, "What it says, in time") : null,
      h("a", { class: "button", href: `dossier?${new URLSearchParams({ iri })}` }, "To print or keep")),
    facts.length > 0 ? h("dl", { class: "facts" }, facts) : null,
    h("p", null, `Claims speak of it ${figure(numbers.n_about)} times, by ${count(numbers.n_speakers, "speaker")} in ${count(numbers.n_outlets, "outlet")}; it speaks in ${count(numbers.n_says, "claim")}. ${periodWords(numbers.period)}.`),
    h("ul", { class: "inline" }, states),
    conflicts.length > 0 ? h("section", null, h("h2", null, "Contradicted"), h("ul", { class: "conflict-list" }, conflicts)) : null,
    groupsOf(told.by_others, "What is said of it", "No claim speaks of it."),
    groupsOf(told.by_itself, "What it says", "It is nobody’s speaker here."),
    moments.length > 0 ? h("section", null, h("h2", null, "In time"), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "In time" }, h("table", null, h("tbody", null, moments))), h("p", { class: "faint" }, "A line says what claims speak of, not that it happened: the claim says who says so and who denies it.")) : null);
  return { title: told.thing.label, node };
}
