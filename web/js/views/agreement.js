// How far coders agree: figures with what they mean, then every disagreement with both readings, and a decision by one key.

import { askNow } from "../api.js";
import { Keys, keyButtons } from "../deciding/keys.js";
import { tabs } from "../deciding/tabs.js";
import { who, whoField } from "../deciding/who.js";
import { passage } from "../deciding/words.js";
import { announce, coded, h, name } from "../dom.js";
import { table } from "../table.js";
import { count, figure } from "../words.js";
import { Unwritten, mayTryAgain, mayWrite, send } from "../writing.js";

/** Decisions that can be taken back, the last one at the end. @type {{undo: number, unit: string, words: string}[]} */
const decided = [];

/** Fewer units than this tell little. */
const FEW = 30;

/**
 * What a coefficient means, in plain words.
 * @param {Api.Estimate | null} one
 * @param {number} n
 */
function meaning(one, n) {
  if (one === null) return "";
  if (n < FEW) return "too few to tell";
  const low = one.low ?? one.value;
  if (low >= 0.8) return "may be relied on";
  if (low >= 0.667) return "for tentative conclusions";
  if (one.value >= 0.667) return "not sure: the interval reaches below 0.667";
  return one.value <= 0 ? "no better than chance" : "too little to rely on";
}

/** @param {Api.Estimate | null} one */
function number(one) {
  if (one === null) return "–";
  const short = (/** @type {number} */ value) => value.toFixed(2);
  return one.low === null || one.high === null ? short(one.value) : `${short(one.value)} (${short(one.low)} to ${short(one.high)})`;
}

/** @param {Api.Agreement} told */
function figures(told) {
  const rows = told.figures.map((one) => [one.figure, figure(one.n), number(one.agreement), number(one.alpha), number(one.ac1), meaning(one.alpha ?? one.ac1, one.n), one.about]);
  const remarks = new Map();
  for (const one of told.figures) for (const remark of one.remarks) remarks.set(remark, [...(remarks.get(remark) ?? []), one.figure]);
  const drawn = told.drawn_from === "documents" ? "drawn from documents" : "drawn from single units, since there are few documents: rather too narrow";
  return h("section", null,
    h("p", null, `${count(told.n_documents, "document")} coded by ${new Intl.ListFormat("en").format(told.coders.map((one) => `${one.name} (${count(one.n_claims, "claim")})`))}.`,
      told.n_read_alone > 0 ? ` ${count(told.n_read_alone, "document")} coded by one alone and left out.` : ""),
    table(["Figure", "n", "Agreement", "Krippendorff’s α", "Gwet’s AC1", "What that means", "What is compared"], rows, "Agreement of coders", { stacks: true, named: true }),
    h("p", { class: "faint" }, `1 is always the same, 0 is what chance does. In brackets: the interval in which 95 of 100 samples lie, ${drawn}.`),
    h("ul", { class: "faint" }, [...remarks].map(([remark, of]) => h("li", null, coded(`${of.join(", ")}: ${remark}`)))));
}

/**
 * A unit is known by its claims: numbers change when rows come and go.
 * @param {Api.Unit} unit
 */
function keyOf(unit) {
  return unit.claims.map((one) => one?.id ?? "").join(" ");
}

/** True when somebody has decided about every claim of the unit. @param {Api.Unit} unit */
function isSettled(unit) {
  return unit.claims.every((one) => one === null || one.verdict !== null);
}

/** The disagreements one by one. */
class Adjudication {
  /**
   * @param {Api.Agreement} told
   * @param {boolean} may
   */
  constructor(told, may) {
    this.told = told;
    this.may = may;
    this.at = Math.max(told.units.findIndex((unit) => !isSettled(unit)), 0);
    /** @type {"reading" | "writing"} */
    this.mode = "reading";
    this.message = "";
    /** @type {Map<string, Promise<{text: string | null, why_not: string | null}>>} */
    this.texts = new Map();
    this.node = h("section", { class: "review", "aria-label": "Disagreements" });
    this.keys = new Keys(() => this.#keys());
    this.draw();
  }

  get unit() {
    return this.told.units[this.at] ?? null;
  }

  /** @returns {import("../deciding/keys.js").Key[]} */
  #keys() {
    const { unit } = this;
    const move = [
      { keys: ["j", "ArrowRight", " "], words: "next", does: () => this.move(1), may: () => this.at < this.told.units.length - 1 },
      { keys: ["k", "ArrowLeft"], words: "back", does: () => this.move(-1), may: () => this.at > 0 },
    ];
    if (this.mode === "writing") return [];
    if (!this.may || !unit) return move;
    const canDecide = () => unit.claims.every((one) => one === null || one.id !== null);
    const made = unit.claims.filter((one) => one !== null).length;
    const take = unit.claims.flatMap((one, index) => (one === null ? [] : [{ keys: [String(index + 1)], words: made === 1 ? `${this.told.coders[index].name}’s stands` : `take ${this.told.coders[index].name}’s`, does: () => this.decide([index]), may: canDecide }]));
    return [
      ...take,
      ...(made > 1 ? [{ keys: ["b"], words: made === 2 ? "both stand" : "all stand", does: () => this.decide(unit.claims.map((_, index) => index)), may: canDecide }] : []),
      { keys: ["n"], words: made === 1 ? "it does not stand" : "neither", does: () => this.decide([]), may: canDecide },
      { keys: ["e"], words: "write another", does: () => this.to("writing"), may: canDecide },
      { keys: ["u", "z"], words: "undo", does: () => this.undo(), may: () => decided.length > 0 },
      ...move,
    ];
  }

  /** @param {"reading" | "writing"} mode */
  to(mode) {
    this.mode = mode;
    this.message = "";
    this.draw();
  }

  /** @param {number} by */
  move(by) {
    this.at = Math.min(Math.max(this.at + by, 0), Math.max(this.told.units.length - 1, 0));
    this.message = "";
    this.draw();
    announce(this.unit?.quote ?? "");
  }

  /**
   * Decides that the claims of these coders stand, and the others not; with what is written besides.
   * @param {number[]} standing
   * @param {Record<string, string> | null} [written]
   */
  async decide(standing, written = null) {
    const { unit } = this;
    if (!unit) return;
    const claims = unit.claims.flatMap((one, index) => (one === null ? [] : [{ id: one.id, seen: one.seen, stands: standing.includes(index) }]));
    const names = standing.filter((index) => unit.claims[index]).map((index) => this.told.coders[index].name);
    const words = written ? "another is written" : names.length === 0 ? "none stands" : `${names.join(" and ")} ${names.length === 1 ? "stands" : "stand"}`;
    try {
      const done = await send("POST", "adjudication", { claims, written, who: who() });
      decided.push({ undo: done.undo, unit: keyOf(unit), words });
      for (const one of unit.claims) if (one) one.verdict = claims.find((claim) => claim.id === one.id)?.stands ? "accepted" : "rejected";
      const out = done.left_out.length > 0 ? `; left out as long as they speak of what does not stand: ${done.left_out.join(", ")}` : "";
      this.message = `${words}${out}`;
      this.mode = "reading";
      const next = this.told.units.findIndex((one, index) => index > this.at && !isSettled(one));
      if (next >= 0) this.at = next;
    } catch (error) {
      if (!(error instanceof Unwritten)) throw error;
      this.message = error.message;
      if (error.told.reason === "changed") await this.renew();
    }
    announce(this.message);
    this.draw();
  }

  async undo() {
    const last = decided.pop();
    if (!last) return;
    try {
      await send("DELETE", "review", { undo: last.undo });
      this.message = `taken back: ${last.words}`;
      await this.renew();
      const at = this.told.units.findIndex((unit) => keyOf(unit) === last.unit);
      if (at >= 0) this.at = at;
    } catch (error) {
      if (mayTryAgain(error)) decided.push(last);
      if (!(error instanceof Unwritten)) throw error;
      this.message = error.message;
    }
    announce(this.message);
    this.draw();
  }

  /** Takes in what was decided or coded meanwhile. */
  async renew() {
    const before = this.unit && keyOf(this.unit);
    this.told = await askNow("agreement");
    const at = this.told.units.findIndex((unit) => keyOf(unit) === before);
    this.at = at >= 0 ? at : Math.min(this.at, Math.max(this.told.units.length - 1, 0));
  }

  draw() {
    const { told, unit } = this;
    const n_left = told.units.filter((one) => !isSettled(one)).length;
    const left = h("p", { class: "left" }, h("strong", null, figure(n_left)), ` of ${count(told.units.length, "disagreement")} left to decide`);
    if (!unit) {
      this.node.replaceChildren(h("h2", null, "Disagreements"), h("p", null, "The coders agree about everything."));
      return;
    }
    const text = h("section", { class: "reading", "aria-label": "Text" }, h("p", { class: "faint" }, "…"));
    this.#text(unit.document).then(({ text: words, why_not: why }) => {
      const readings = unit.claims.flatMap((one, index) => (one === null ? [] : [h("div", { class: "reading-of" }, h("h3", null, told.coders[index].name), passage(words, why, one.cells?.quote ?? unit.quote, one.parts))]));
      text.replaceChildren(...readings);
      for (const one of text.querySelectorAll(".reading-of .text")) {
        const mark = one.querySelector("mark");
        if (mark instanceof HTMLElement) one.scrollTop = mark.offsetTop - one.clientHeight / 3;
      }
    });
    const verdicts = { accepted: "stands", edited: "stands", rejected: "does not stand" };
    const head = ["field", ...told.coders.map((one) => one.name)];
    const rows = unit.fields.map((field) => [field.field === "found" ? "claim" : field.field, ...field.values.map((value) => (value === null ? "–" : value === "" ? "no claim" : value))]);
    const claims = unit.claims.map((one) => (one === null ? "–" : h("span", null, name(one.sentence), " ", h("small", null, `${one.file}, line ${one.line}${one.id ? "" : ", without an id"}`), one.verdict ? h("span", { class: "word" }, verdicts[one.verdict]) : null)));
    const without = unit.claims.some((one) => one !== null && one.id === null);
    const side = h("section", { class: "deciding", "aria-label": "Readings" },
      h("h3", null, `${figure(this.at + 1)} of ${figure(told.units.length)}`, h("small", null, ` ${unit.document}`)),
      table(head, [["claim", ...claims], ...rows.filter((row) => row[0] !== "claim")], "What each coder says"),
      without ? h("p", { class: "faint" }, "A row without an ", h("code", null, "id"), " cannot be decided about: give it one in its table.") : null,
      this.mode === "writing" ? this.#form(unit) : null, h("p", { class: "message" }, this.message), keyButtons(this.keys, this.#keys(), this.may));
    this.node.replaceChildren(h("h2", null, "Disagreements"), left, h("div", { class: "columns" }, text, side));
    if (this.mode === "writing") /** @type {HTMLElement | null} */ (side.querySelector("form input"))?.focus();
  }

  /**
   * Another claim, which begins as that of the first coder.
   * @param {Api.Unit} unit
   */
  #form(unit) {
    const first = unit.claims.find((one) => one !== null)?.cells ?? {};
    const fields = ["subject", "predicate", "object", "said_by", "polarity", "modality", "certainty", "date", "place"];
    const form = h("form", { class: "editing" }, fields.map((column) => h("label", null, h("span", null, column.replace("_", " ")), h("input", { type: "text", name: column, value: first[column] ?? "", autocomplete: "off" }))),
      h("p", { class: "buttons" }, h("button", { type: "submit" }, "this one stands"), h("button", { type: "button", onclick: () => this.to("reading") }, "give up")));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.to("reading");
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const written = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
      this.keys.after(() => this.decide([], written));
    });
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

export async function show() {
  const [may, told] = await Promise.all([mayWrite(), askNow("agreement")]);
  if (told.coders.length < 2 || told.n_documents === 0) {
    const why = told.coders.length < 2 ? "Two people have to sign claims in the column annotator." : "No document has claims of two coders.";
    return { title: "Agreement", node: h("div", null, h("h1", null, "Agreement of coders"), tabs("agreement"), h("p", null, why)) };
  }
  const part = new Adjudication(told, may);
  const shown = h("div", null, figures(told));
  const node = h("div", null, h("h1", null, "Agreement of coders"), tabs("agreement"), shown, part.node, h("p", { class: "line" }, whoField()));
  return {
    title: "Agreement",
    node,
    renewed: async () => {
      if (part.mode === "writing") return true;
      await part.keys.after(async () => {
        await part.renew();
        shown.replaceChildren(figures(part.told));
        part.draw();
      });
      return true;
    },
    close: () => part.close(),
  };
}
