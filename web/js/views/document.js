// A document: its text with the words of claims marked, and the claims beside it. Each lights up the other.

import { ask } from "../api.js";
import { changed, go, link } from "../address.js";
import { claimCard } from "../claim.js";
import { announce, h, name } from "../dom.js";
import { segments } from "../spans.js";
import { count, thingLink } from "../words.js";

/** @param {import("../address.js").Address} address */
export async function show(address) {
  const iri = address.params.get("iri") ?? "";
  const told = await ask("document", { iri });
  const first = (/** @type {Api.Claim} */ claim) => claim.span?.start ?? Number.MAX_SAFE_INTEGER;
  const claims = [...told.claims].sort((a, b) => first(a) - first(b));
  const cards = claims.map((claim, index) => {
    const card = claimCard(claim, { withContext: false, inDocument: true });
    card.id = `claim-${index}`;
    card.tabIndex = -1;
    card.dataset.claim = String(index);
    return card;
  });
  const spans = claims.flatMap((claim, index) => (claim.span ? [{ ...claim.span, claim: index }] : []));
  /** @type {HTMLElement[]} */
  const marks = [];
  const text = told.text === null ? null : h("div", { class: "text", dir: "auto", lang: told.language }, segments(told.text, spans).map((piece) => {
    if (piece.claims.length === 0) return piece.text;
    const sentences = piece.claims.map((index) => claims[index].sentence).join("; ");
    const mark = h("mark", { tabindex: "0", role: "button", "data-claims": piece.claims.join(" "), "aria-label": `${piece.text} (${count(piece.claims.length, "claim")}: ${sentences})`, class: piece.claims.length > 1 ? "several" : null }, piece.text);
    marks.push(mark);
    return mark;
  }));
  const light = (/** @type {"lit" | "near"} */ how, /** @type {number[]} */ lit) => {
    for (const mark of marks) mark.classList.toggle(how, (mark.dataset.claims ?? "").split(" ").some((one) => lit.includes(Number(one))));
    for (const [index, card] of cards.entries()) card.classList.toggle(how, lit.includes(index));
  };
  const chosen = (/** @type {import("../address.js").Address} */ at) => claims.findIndex((claim) => claim.iri === at.params.get("claim"));
  const own = (/** @type {Element | null} */ element) => (element?.closest("mark")?.getAttribute("data-claims") ?? "").split(" ").filter(Boolean).map(Number);
  const showChosen = (/** @type {number} */ index, /** @type {boolean} */ isFirst) => {
    light("lit", index < 0 ? [] : [index]);
    if (index < 0) return;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches || isFirst ? "auto" : "smooth";
    const mark = marks.find((one) => (one.dataset.claims ?? "").split(" ").includes(String(index)));
    mark?.scrollIntoView({ block: "center", behavior });
    const list = cards[index].parentElement;
    if (list && list.scrollHeight > list.clientHeight) list.scrollTop = cards[index].offsetTop - 20;
    if (isFirst) mark?.focus({ preventScroll: true });
  };
  const choose = (/** @type {number} */ index) => {
    if (claims[index]) go(changed({ claim: claims[index].iri }));
  };
  text?.addEventListener("click", (event) => choose(own(/** @type {Element} */ (event.target))[0]));
  text?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    const lit = own(/** @type {Element} */ (event.target));
    if (lit.length === 0) return;
    event.preventDefault();
    // Pressing once more goes to the next of several claims that share the words.
    const at = lit.indexOf(cards.findIndex((card) => card.classList.contains("lit")));
    choose(lit[(at + 1) % lit.length]);
  });
  text?.addEventListener("pointerover", (event) => {
    light("near", own(/** @type {Element} */ (event.target)));
  });
  text?.addEventListener("pointerleave", () => light("near", []));
  let chosenNow = chosen(address);
  const list = h("div", { class: "claims" }, cards);
  list.addEventListener("pointerover", (event) => {
    const card = /** @type {Element} */ (event.target).closest("[data-claim]");
    if (card instanceof HTMLElement) light("near", [Number(card.dataset.claim)]);
  });
  list.addEventListener("pointerleave", () => light("near", []));
  list.addEventListener("focusin", (event) => {
    const card = /** @type {Element} */ (event.target).closest("[data-claim]");
    if (card instanceof HTMLElement) light("near", [Number(card.dataset.claim)]);
  });
  const facts = [
    told.publisher ? ["Published by ", thingLink(told.publisher, "entity")] : null,
    told.published, told.author, told.language,
    told.url && /^https?:/.test(told.url) ? h("a", { href: told.url, rel: "noreferrer" }, "where it appeared") : null,
    told.based_on.length > 0 ? ["based on ", told.based_on.map((one) => h("a", { href: link("document", { iri: one.iri }) }, name(one.label)))] : null,
  ].filter((one) => one !== null && one !== "").flatMap((one, index) => [index > 0 ? " · " : "", one].flat(2));
  const node = h("div", { class: "document" },
    h("h1", { dir: "auto" }, told.title), h("p", { class: "faint" }, facts),
    h("div", { class: "columns" },
      h("section", { class: "reading", "aria-label": "Text" }, text ?? h("p", { class: "faint" }, "The text of this document is not in the project.")),
      h("section", { "aria-label": "Claims" }, h("h2", null, count(claims.length, "claim")), list)));
  return {
    title: told.title,
    node,
    opened: () => showChosen(chosenNow, true),
    update: async (/** @type {import("../address.js").Address} */ next) => {
      if (next.params.get("iri") !== iri) return false;
      chosenNow = chosen(next);
      showChosen(chosenNow, false);
      if (chosenNow >= 0) announce(claims[chosenNow].sentence);
      return true;
    },
  };
}
