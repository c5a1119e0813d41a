// What programs found and nobody has reviewed, and names that look alike: decided one by one, a key each.

import { askNow } from "../api.js";
import { changed, go } from "../address.js";
import { Keys, keyButtons } from "../deciding/keys.js";
import { tabs } from "../deciding/tabs.js";
import { who, whoField } from "../deciding/who.js";
import { passage, placesOf } from "../deciding/words.js";
import { announce, h, name } from "../dom.js";
import { count, figure } from "../words.js";
import { Unwritten, mayTryAgain, mayWrite, send } from "../writing.js";
import { Alike } from "../deciding/alike.js";

/** Decisions that can be taken back, the last one at the end: they stay when the graph changes. @type {{undo: number, id: string, words: string}[]} */
const decided = [];

/** The fields that are written, with the words that some of them have. @type {[string, string, string[] | null][]} */
const FIELDS = [
  ["subject", "subject", null], ["predicate", "predicate", null], ["object", "object", null], ["said_by", "who says it", null],
  ["polarity", "yes or no", ["positive", "negative", "underspecified"]],
  ["modality", "modality", ["actual", "planned", "proposed", "requested", "promised", "threatened", "hypothetical", "opinion"]],
  ["certainty", "certainty", ["certain", "probable", "possible", "underspecified"]],
  ["date", "date", null], ["place", "place", null],
];

/** @param {Record<string, string>} cells */
function sentence(cells) {
  const not = { negative: " NOT", underspecified: " perhaps" }[cells.polarity] ?? "";
  const manner = cells.modality && cells.modality !== "actual" ? [h("strong", null, `${cells.modality}:`), " "] : null;
  return [
    manner, h("span", { class: "lit-subject" }, name(cells.subject)), h("strong", null, not), " ",
    h("span", { class: "lit-predicate" }, cells.predicate), cells.object ? [" ", h("span", { class: "lit-object" }, name(cells.object))] : null,
    cells.place ? [", in ", name(cells.place)] : null, cells.date ? `, on ${cells.date}` : null,
    cells.said_by ? [", said by ", h("span", { class: "lit-said_by" }, name(cells.said_by))] : null,
  ];
}

/** @param {Record<string, string>} cells */
function plain(cells) {
  const not = { negative: " NOT", underspecified: " perhaps" }[cells.polarity] ?? "";
  const manner = cells.modality && cells.modality !== "actual" ? `${cells.modality}: ` : "";
  return `${manner}${cells.subject}${not} ${cells.predicate} ${cells.object ?? ""}`.trim();
}

/** The claims one by one. */
class Review {
  /**
   * @param {Api.Review} told
   * @param {URLSearchParams} params
   * @param {boolean} may
   */
  constructor(told, params, may) {
    this.params = params;
    this.may = may;
    this.told = told;
    this.at = 0;
    /** What the keys are for. @type {"reading" | "asking" | "editing"} */
    this.mode = "reading";
    this.message = "";
    /** @type {Map<string, Promise<{text: string | null, why_not: string | null}>>} */
    this.texts = new Map();
    this.node = h("div", { class: "review" });
    this.keys = new Keys(() => this.#keys());
    this.goTo(params.get("id"));
    this.draw();
  }

  get claim() {
    return this.told.claims[this.at] ?? null;
  }

  /** @param {string | null} id */
  goTo(id) {
    const found = this.told.claims.findIndex((claim) => claim.id === id);
    if (found >= 0) this.at = found;
  }

  /** @returns {import("../deciding/keys.js").Key[]} */
  #keys() {
    const move = [
      { keys: ["j", "ArrowRight", "s", " "], words: "next", does: () => this.move(1), may: () => this.at < this.told.claims.length - 1 },
      { keys: ["k", "ArrowLeft"], words: "back", does: () => this.move(-1), may: () => this.at > 0 },
    ];
    if (!this.may || this.mode === "editing") return this.mode === "editing" ? [] : move;
    if (this.mode === "asking") {
      return [
        { keys: ["a", "Enter"], words: "accept both", does: () => this.decide("accepted", {}, true) },
        { keys: ["n", "o"], words: "only this one", does: () => this.decide("accepted", {}, false) },
        { keys: ["Escape"], words: "neither", does: () => this.to("reading") },
      ];
    }
    const isThere = () => this.claim !== null;
    return [
      { keys: ["a"], words: "accept", does: () => (this.claim && this.claim.undecided.length > 0 ? this.to("asking") : this.decide("accepted")), may: isThere },
      { keys: ["r"], words: "reject", does: () => this.decide("rejected"), may: isThere },
      { keys: ["e"], words: "edit", does: () => this.to("editing"), may: isThere },
      { keys: ["u", "z"], words: "undo", does: () => this.undo(), may: () => decided.length > 0 },
      ...move,
    ];
  }

  /** @param {"reading" | "asking" | "editing"} mode */
  to(mode) {
    this.mode = mode;
    this.message = "";
    this.draw();
  }

  /** @param {number} by */
  move(by) {
    this.at = Math.min(Math.max(this.at + by, 0), Math.max(this.told.claims.length - 1, 0));
    this.message = "";
    this.draw();
    if (this.claim) announce(plain(this.claim.cells));
  }

  /**
   * @param {"accepted" | "edited" | "rejected"} verdict
   * @param {Record<string, string>} [cells]
   * @param {boolean} [withInner]
   */
  async decide(verdict, cells = {}, withInner = false) {
    const { claim } = this;
    if (!claim) return;
    const inner = withInner ? claim.undecided.map(({ id, seen }) => ({ id, seen })) : [];
    const with_cells = verdict === "edited" ? { cells } : {};
    try {
      const done = await send("POST", "review", { id: claim.id, seen: claim.seen, verdict, ...with_cells, with: inner, who: who() });
      decided.push({ undo: done.undo, id: claim.id, words: plain(claim.cells) });
      const gone = new Set([claim.id, ...inner.map((one) => one.id)]);
      const counted = /** @type {const} */ (`n_${verdict}`);
      this.told.n_left = done.n_left;
      this.told[counted] += 1;
      this.told.n_accepted += inner.length;
      const before = this.told.claims.slice(0, this.at).filter((one) => gone.has(one.id)).length;
      this.told.claims = this.told.claims.filter((one) => !gone.has(one.id));
      for (const one of this.told.claims) one.undecided = one.undecided.filter(({ id }) => !gone.has(id));
      this.told.n_asked -= gone.size;
      this.at = Math.min(this.at - before, Math.max(this.told.claims.length - 1, 0));
      this.mode = "reading";
      const out = done.left_out.length > 0 ? ` ${count(done.left_out.length, "claim")} that speak of it are left out as long as they do: ${done.left_out.join(", ")}.` : "";
      this.message = `${verdict}: ${plain({ ...claim.cells, ...cells })}.${out}`;
      announce(`${this.message} ${count(this.told.n_left, "claim")} left.`);
    } catch (error) {
      this.#failed(error);
    }
    this.draw();
  }

  /** @param {unknown} error */
  #failed(error) {
    if (!(error instanceof Unwritten)) throw error;
    const now = error.told.claim;
    if (now) {
      const at = this.told.claims.findIndex((one) => one.id === now.id);
      if (now.verdict && at >= 0) {
        this.told.claims.splice(at, 1);
        this.told.n_left -= 1;
        this.told.n_asked -= 1;
        this.at = Math.min(this.at, Math.max(this.told.claims.length - 1, 0));
        this.mode = "reading";
      } else if (at >= 0) {
        this.told.claims[at] = now;
      }
    }
    this.message = [error.message, ...(error.told.findings ?? []).map((/** @type {any} */ one) => `${one.field}: ${one.message}`)].join(" · ");
    announce(this.message);
  }

  async undo() {
    const last = decided.pop();
    if (!last) return;
    try {
      await send("DELETE", "review", { undo: last.undo });
      this.message = `taken back: ${last.words}`;
      await this.renew();
      this.goTo(last.id);
    } catch (error) {
      if (mayTryAgain(error)) decided.push(last);
      this.#failed(error);
    }
    announce(this.message);
    this.draw();
  }

  /** Takes in what was decided or extracted meanwhile. */
  async renew() {
    const id = this.claim?.id ?? null;
    this.texts.clear();
    this.told = await askNow("review", asked(this.params));
    this.at = Math.min(this.at, Math.max(this.told.claims.length - 1, 0));
    this.goTo(id);
  }

  draw() {
    const { told, claim } = this;
    const done = [told.n_accepted && `${figure(told.n_accepted)} accepted`, told.n_edited && `${figure(told.n_edited)} edited`, told.n_rejected && `${figure(told.n_rejected)} rejected`].filter(Boolean).join(" · ");
    const state = h("p", { class: "left" }, h("strong", null, count(told.n_left, "claim")), ` of ${figure(told.n_claims)} left to review`, done ? ` · ${done}` : "",
      told.n_asked < told.n_left ? ` · ${figure(told.n_asked)} in this selection` : "");
    const message = h("p", { class: "message" }, this.message);
    if (!claim) {
      const words = told.n_claims === 0 ? "No program has found claims in this project." : told.n_left === 0 ? "Every extracted claim is reviewed." : "No claim that waits is in this selection.";
      this.node.replaceChildren(state, message, h("p", null, words), keyButtons(this.keys, this.#keys(), this.may));
      return;
    }
    const text = h("section", { class: "reading", "aria-label": "Text" }, h("p", { class: "faint" }, "…"));
    this.#text(claim.cells.document ?? "").then(({ text: words, why_not: why }) => {
      text.replaceChildren(...passage(words, why, claim.cells.quote ?? "", placesOf(claim.cells)).filter((node) => node !== null));
      text.querySelector(".lit-quote")?.scrollIntoView({ block: "center" });
    });
    const side = h("section", { class: "deciding", "aria-label": "Claim" }, h("h2", null, `${figure(this.at + 1)} of ${figure(told.claims.length)}`, h("small", null, ` ${claim.cells.document ?? ""}`)),
      this.mode === "editing" ? this.#form(claim) : this.#card(claim), message, keyButtons(this.keys, this.#keys(), this.may));
    this.node.replaceChildren(state, h("div", { class: "columns" }, text, side));
    if (this.mode === "editing") /** @type {HTMLElement | null} */ (side.querySelector("input"))?.focus();
  }

  /** @param {Api.Waiting} claim */
  #card(claim) {
    const { cells } = claim;
    const facts = [cells.certainty || "certain", cells.polarity || "positive", cells.modality || "actual", cells.event_codes || "no type", cells.date ? null : "no date", cells.said_by ? null : "the text says so itself"];
    const origin = [cells.note && `rule ${cells.note}`, claim.confidence === null ? "no confidence" : `confidence ${claim.confidence}`, cells.annotator && `by ${cells.annotator}`, `#${claim.id}`];
    const inner = claim.speaks_of.map((one) => h("li", null, `#${one.id}: `, one.sentence ? name(one.sentence) : h("strong", null, "no claim is called so"), ` (${one.verdict ?? "not reviewed"})`));
    const replies = claim.replies.map((one) => h("li", null, `${one.word} #${one.claim.id}: `, name(one.claim.sentence ?? ""), ` (${one.claim.verdict ?? "not reviewed"})`));
    const asks = this.mode === "asking" ? h("p", { class: "ask", role: "status" }, `It speaks of ${count(claim.undecided.length, "claim")} that nobody has reviewed: ${claim.undecided.map((one) => one.sentence).join("; ")}. Are they accepted, too?`) : null;
    return h("article", { class: "draft" }, h("p", { class: "sentence" }, sentence(cells)), h("p", null, facts.filter(Boolean).join(" · ")),
      inner.length + replies.length > 0 ? h("ul", { class: "plain" }, inner, replies) : null, h("p", { class: "faint" }, origin.filter(Boolean).join(" · ")), asks);
  }

  /** @param {Api.Waiting} claim */
  #form(claim) {
    const fields = FIELDS.map(([column, words, choices]) => {
      const now = claim.cells[column] ?? "";
      const input = choices
        ? h("select", { name: column }, h("option", { value: "" }, ""), choices.map((one) => h("option", { value: one, selected: one === now }, one)))
        : h("input", { type: "text", name: column, value: now, list: column === "predicate" ? "known-predicates" : column === "date" ? null : "known-names", autocomplete: "off" });
      return h("label", null, h("span", null, words), input);
    });
    const form = h("form", { class: "editing" }, fields, h("datalist", { id: "known-names" }), h("datalist", { id: "known-predicates" }),
      h("p", { class: "buttons" }, h("button", { type: "submit" }, "accept as written"), h("button", { type: "button", onclick: () => this.to("reading") }, "give up")));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.to("reading");
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const cells = /** @type {Record<string, string>} */ (Object.fromEntries([...new FormData(form)].filter(([column, cell]) => cell !== (claim.cells[String(column)] ?? ""))));
      this.keys.after(() => (Object.keys(cells).length === 0 ? this.decide("accepted") : this.decide("edited", cells)));
    });
    askNow("review/choices").then((choices) => {
      for (const [id, all] of [["known-names", choices.names], ["known-predicates", choices.predicates]]) {
        form.querySelector(`#${id}`)?.replaceChildren(.../** @type {string[]} */ (all).map((one) => h("option", { value: one })));
      }
    }, () => undefined);
    return form;
  }

  /** @param {string} document */
  #text(document) {
    const known = this.texts.get(document);
    if (known) return known;
    const asked = askNow("review/text", { document });
    this.texts.set(document, asked);
    return asked;
  }

  close() {
    this.keys.close();
  }
}

/** @param {URLSearchParams} params */
function asked(params) {
  return { by: params.get("by"), from: params.get("from"), to: params.get("to") };
}

/**
 * How the claims are chosen and put in order.
 * @param {URLSearchParams} params
 */
function selection(params) {
  const order = h("select", { "aria-label": "Order" }, [["document", "by document"], ["confidence", "least likely right first"]].map(([value, words]) => h("option", { value, selected: value === (params.get("by") ?? "document") }, words)));
  order.addEventListener("change", () => go(changed({ by: order.value === "document" ? null : order.value, id: null })));
  const bound = (/** @type {"from" | "to"} */ end, /** @type {string} */ words) => {
    const input = h("input", { type: "number", min: 0, max: 1, step: 0.05, value: params.get(end) ?? "" });
    input.addEventListener("change", () => go(changed({ [end]: input.value || null, id: null })));
    return h("label", null, words, " ", input);
  };
  return h("div", { class: "line selection" }, order, bound("from", "confidence from"), bound("to", "to"), whoField());
}

/** @param {import("../address.js").Address} address */
export async function show({ params }) {
  const of = params.get("of") === "names" ? "names" : "claims";
  const [may, told] = await Promise.all([mayWrite(), of === "claims" ? askNow("review", asked(params)) : askNow("alike", { most: 200 })]);
  const part = of === "claims" ? new Review(told, params, may) : new Alike(told, may);
  const node = h("div", null, h("h1", null, "Review"), tabs(of), of === "claims" ? selection(params) : h("div", { class: "line selection" }, whoField()), part.node);
  return {
    title: "Review",
    node,
    renewed: async () => {
      // What somebody writes stays; it is held against the row when it is sent.
      if (part instanceof Review && part.mode === "editing") return true;
      await part.keys.after(async () => {
        await part.renew();
        part.draw();
      });
      return true;
    },
    close: () => part.close(),
  };
}
