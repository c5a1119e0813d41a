// A document: its text with the words of claims marked, and the claims beside it. Each lights up the other.

import { ask } from "../api.js";
import { changed, go, link } from "../address.js";
import { claimCard } from "../claim.js";
import { announce, h, name } from "../dom.js";
import { segments } from "../spans.js";
import { count, thingLink } from "../words.js";
import { mayWrite } from "../writing.js";

/**
 * The claims whose words an element has, or whose card it is in.
 * @param {EventTarget | null} target
 */
function claimsAt(target) {
  const element = target instanceof Element ? target.closest("[data-claims]") : null;
  return (element?.getAttribute("data-claims") ?? "").split(" ").filter(Boolean).map(Number);
}

/** The words in the text and the cards beside it, which light up together. */
class Pair {
  /** @param {Api.Answers["document"]} told */
  constructor(told) {
    const first = (/** @type {Api.Claim} */ claim) => claim.span?.start ?? Number.MAX_SAFE_INTEGER;
    this.claims = [...told.claims].sort((a, b) => first(a) - first(b));
    this.cards = this.claims.map((claim, index) => {
      const card = claimCard(claim, { withContext: false, inDocument: true });
      card.tabIndex = -1;
      card.dataset.claims = String(index);
      return card;
    });
    /** @type {HTMLElement[]} */
    this.marks = [];
    this.list = h("div", { class: "claims" }, this.cards);
    this.text = told.text === null ? null : h("div", { class: "text", dir: "auto", lang: told.language }, this.#pieces(told.text));
    this.#listen();
  }

  /** @param {string} text */
  #pieces(text) {
    const spans = this.claims.flatMap((claim, index) => (claim.span ? [{ ...claim.span, claim: index }] : []));
    return segments(text, spans).map((piece) => {
      if (piece.claims.length === 0) return piece.text;
      const sentences = piece.claims.map((index) => this.claims[index].sentence).join("; ");
      const label = `${piece.text} (${count(piece.claims.length, "claim")}: ${sentences})`;
      const mark = h("mark", { tabindex: "0", role: "button", "data-claims": piece.claims.join(" "), "aria-label": label, class: piece.claims.length > 1 ? "several" : null }, piece.text);
      this.marks.push(mark);
      return mark;
    });
  }

  /**
   * Lights claims up: those that are chosen, or those that are near the pointer.
   * @param {"lit" | "near"} how
   * @param {number[]} lit
   */
  light(how, lit) {
    for (const one of [...this.marks, ...this.cards]) one.classList.toggle(how, claimsAt(one).some((index) => lit.includes(index)));
  }

  /**
   * Shows the claim that the address names, in the text and in the list.
   * @param {string | null} iri
   * @param {boolean} isFirst
   */
  show(iri, isFirst) {
    const index = this.claims.findIndex((claim) => claim.iri === iri);
    this.light("lit", index < 0 ? [] : [index]);
    if (index < 0) return;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches || isFirst ? "auto" : "smooth";
    const mark = this.marks.find((one) => claimsAt(one).includes(index));
    mark?.scrollIntoView({ block: "center", behavior });
    if (this.list.scrollHeight > this.list.clientHeight) this.list.scrollTop = this.cards[index].offsetTop - 20;
    if (isFirst) mark?.focus({ preventScroll: true });
    else announce(this.claims[index].sentence);
  }

  /** @param {number} index */
  #choose(index) {
    if (this.claims[index]) go(changed({ claim: this.claims[index].iri }));
  }

  #listen() {
    const near = (/** @type {Event} */ event) => this.light("near", claimsAt(event.target));
    for (const side of [this.text, this.list]) {
      side?.addEventListener("pointerover", near);
      side?.addEventListener("focusin", near);
      side?.addEventListener("pointerleave", () => this.light("near", []));
    }
    this.text?.addEventListener("click", (event) => this.#choose(claimsAt(event.target)[0]));
    this.text?.addEventListener("keydown", (event) => {
      const lit = claimsAt(event.target);
      if ((event.key !== "Enter" && event.key !== " ") || lit.length === 0) return;
      event.preventDefault();
      // Pressing once more goes to the next of several claims that share the words.
      const at = lit.indexOf(this.cards.findIndex((card) => card.classList.contains("lit")));
      this.#choose(lit[(at + 1) % lit.length]);
    });
  }
}

/**
 * Where and when a document appeared, in one line.
 * @param {Api.Answers["document"]} told
 */
function appeared(told) {
  const facts = [
    told.publisher ? ["Published by ", thingLink(told.publisher, "entity")] : null,
    told.published, told.author, told.language,
    told.url && /^https?:/.test(told.url) ? h("a", { href: told.url, rel: "noreferrer" }, "where it appeared") : null,
    told.based_on.length > 0 ? ["based on ", told.based_on.map((one) => h("a", { href: link("document", { iri: one.iri }) }, name(one.label)))] : null,
  ];
  return facts.filter((one) => one !== null && one !== "").map((one, index) => [index > 0 ? " · " : "", one]);
}

/** @param {import("../address.js").Address} address */
export async function show(address) {
  const iri = address.params.get("iri") ?? "";
  const [told, isWriting] = await Promise.all([ask("document", { iri }), mayWrite()]);
  const annotate = isWriting && told.text !== null ? [" · ", h("a", { href: link("annotate", { iri }) }, "annotate")] : null;
  const pair = new Pair(told);
  const node = h("div", { class: "document" },
    h("h1", { dir: "auto" }, told.title), h("p", { class: "faint" }, appeared(told), annotate),
    h("div", { class: "columns" },
      h("section", { class: "reading", "aria-label": "Text" }, pair.text ?? h("p", { class: "faint" }, "The text of this document is not in the project.")),
      h("section", { "aria-label": "Claims" }, h("h2", null, count(pair.claims.length, "claim")), pair.list)));
  return {
    title: told.title,
    node,
    opened: () => pair.show(address.params.get("claim"), true),
    update: async (/** @type {import("../address.js").Address} */ next) => {
      if (next.params.get("iri") !== iri) return false;
      pair.show(next.params.get("claim"), false);
      return true;
    },
  };
}
