// A claim as a card: whose word, what they do with the statement, where and when, and the words themselves.

import { ask } from "./api.js";
import { link } from "./address.js";
import { h, name } from "./dom.js";
import { context } from "./spans.js";
import { LEADS, STANCES, count, dateWords, periodWords, stateBadge, tallyWords, thingLink } from "./words.js";

/** Letters of a text that are shown before and behind a quote. */
const AROUND = 160;

/**
 * Whose word a claim is: the speakers, else whoever published it.
 * @param {Api.Claim} claim
 */
export function whoseWord(claim) {
  if (claim.speakers.length > 0) {
    return claim.speakers.flatMap((speaker, index) => [index > 0 ? " and " : "", thingLink(speaker, "entity")]);
  }
  if (claim.whose_word) return [name(claim.whose_word)];
  return [h("em", null, "Somebody who is not named")];
}

/**
 * What is unusual about a claim, in words: nothing where it is plain.
 * @param {Api.Claim} claim
 */
function manner(claim) {
  const told = [];
  if (claim.certainty !== "underspecified" && claim.certainty !== "certain") told.push(claim.certainty);
  if (claim.certainty === "certain") told.push("certain");
  if (claim.modality !== "actual") told.push(claim.modality);
  if (claim.polarity === "negative") told.push("negated");
  if (claim.polarity === "underspecified") told.push("neither yes nor no");
  if (claim.rating) told.push(`reviewed: ${claim.rating}`);
  return told.map((word) => h("span", { class: "word" }, word));
}

/**
 * The quote, and once the text is there, the words around it.
 * @param {Api.Claim} claim
 * @param {boolean} withContext
 */
function quoted(claim, withContext) {
  const { quote, span, document } = claim;
  if (!quote && !(span && document?.has_text)) return h("p", { class: "faint" }, "No words are given.");
  const words = h("blockquote", { dir: "auto", lang: quote?.language ?? null }, quote ? h("mark", null, quote.text) : null);
  if (withContext && span && document?.has_text) {
    ask("document", { iri: document.iri }, new URLSearchParams()).then((told) => {
      const around = told.text === null ? null : context(told.text, span, AROUND);
      if (around) words.replaceChildren(around.before, h("mark", null, around.words), around.after);
    }, () => undefined);
  }
  return words;
}

/**
 * A claim as a card.
 * @param {Api.Claim} claim
 * @param {{about?: string, withContext?: boolean, inDocument?: boolean}} [options] `about` is the sentence that stands above
 * the card already; `inDocument` leaves out what the page of the document has.
 */
export function claimCard(claim, { about, withContext = true, inDocument = false } = {}) {
  const { document, outlet } = claim;
  // A claim that answers another one by denying it may be about something else: then its own sentence has to be read, and
  // never without what the claim does with it.
  const isAbove = claim.sentence === about;
  const stance = isAbove ? STANCES[claim.stance] : LEADS[claim.stance];
  const sentence = isAbove ? null : h("a", { href: link("claim", { iri: claim.iri }) }, name(claim.sentence));
  const denied = claim.side === "for, denied" ? h("span", { class: "word" }, "denied by another claim") : null;
  const where = [
    outlet ? ["in ", thingLink(outlet, "entity")] : null,
    document ? [outlet ? ", " : "in ", h("a", { href: link("document", { iri: document.iri, claim: claim.iri }) }, h("cite", null, name(document.title)))] : null,
    document?.published ? `, ${document.published}` : null,
  ].flat(2);
  const when = h("span", null, `When: ${dateWords(claim.date)}`);
  const place = claim.place ? h("span", null, "Where: ", thingLink(claim.place, "entity")) : null;
  const row = claim.file ? h("span", { class: "faint" }, `${claim.file}${claim.line ? `, line ${claim.line}` : ""}`) : null;
  const links = h("span", null, h("a", { href: link("claim", { iri: claim.iri }) }, "The claim"),
    document?.has_text && !inDocument ? [" · ", h("a", { href: link("document", { iri: document.iri, claim: claim.iri }) }, "In its text")] : null,
    document?.url && !inDocument && /^https?:/.test(document.url) ? [" · ", h("a", { href: document.url, rel: "noreferrer" }, "Where it appeared")] : null);
  return h("article", { class: `claim stance-${claim.stance.replace(" ", "-")}` },
    h("p", { class: "who" }, h("strong", null, whoseWord(claim)), " ", h("span", { class: "stance" }, stance), " ", sentence, " ", denied, manner(claim)),
    quoted(claim, withContext), inDocument ? null : h("p", { class: "where" }, where), h("p", { class: "meta" }, when, place, row, links));
}

/** Headings of the sides of an occurrence, in the order they are shown. */
const SIDES = /** @type {const} */ ([
  ["Say so", ["for", "for, denied"]],
  ["Deny it", ["against"]],
  ["Leave it open", ["open"]],
  ["Only speak of it", ["speaks of it"]],
]);

/** Claims of one side that are shown at once. */
const FEW = 12;

/**
 * Who stands on which side, each name once: what most people want to know before they read what was said.
 * @param {Api.Claim[]} claims
 */
function namesOf(claims) {
  /** @type {Map<string, import("./dom.js").Child[]>} */
  const names = new Map();
  for (const claim of claims) {
    const who = whoseWord(claim);
    names.set(who.map((part) => (part instanceof Node ? part.textContent : part)).join(""), who);
  }
  return [...names.values()].flatMap((who, index) => [index > 0 ? ", " : "", ...who]);
}

/**
 * An occurrence: when, in which state, and the claims side by side.
 * @param {Api.Occurrence} occurrence
 * @param {string} sentence
 * @param {{heading?: "h2" | "h3", title?: Node | string | null, withNames?: boolean}} [options] `withNames` tells first who is on which side.
 */
export function occurrenceBox(occurrence, sentence, { heading = "h3", title = null, withNames = false } = {}) {
  const of = (/** @type {readonly string[]} */ words) => occurrence.claims.filter((claim) => claim.side !== null && words.includes(claim.side));
  const names = !withNames || occurrence.claims.length < 2 ? null : h("dl", { class: "who-says" }, SIDES.filter(([, words]) => of(words).length > 0).map(([side, words]) => [h("dt", null, side), h("dd", null, namesOf(of(words)))]));
  const sides = SIDES.map(([side, words]) => {
    const claims = of(words);
    if (claims.length === 0) return null;
    const cards = claims.slice(0, FEW).map((claim) => claimCard(claim, { about: sentence }));
    const rest = claims.slice(FEW);
    const more = rest.length === 0 ? null : h("button", {
      type: "button",
      onclick: (/** @type {Event} */ event) => {
        const button = /** @type {HTMLElement} */ (event.currentTarget);
        button.replaceWith(...rest.map((claim) => claimCard(claim, { about: sentence, withContext: false })));
      },
    }, `Show ${count(rest.length, "more claim")}`);
    return h("section", { class: `side side-${words[0].replaceAll(" ", "-")}` }, h("h4", null, `${side} (${claims.length})`), cards, more);
  });
  return h("section", { class: "occurrence" },
    h(heading, null, title ?? periodWords(occurrence.period)),
    h("p", { class: "support" }, stateBadge(occurrence.state), ` ${occurrence.sources}. ${tallyWords(occurrence.tally)}.`),
    names, sides);
}
