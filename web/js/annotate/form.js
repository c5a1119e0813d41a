// The claim that is being made: its fields, what is wrong with them, and the keys that fill them.

import { ask } from "../api.js";
import { announce, coded, h, name } from "../dom.js";
import { count } from "../words.js";
import { send } from "../writing.js";
import { Picker } from "./picker.js";

/** @typedef {{key: string, column: string, label: string, spans: string | null, kind: "entity" | "predicate"}} Part */

/** The parts of a claim that words of the text fill. @type {Part[]} */
export const PARTS = [
  { key: "s", column: "subject", label: "Subject", spans: "subject", kind: "entity" },
  { key: "p", column: "predicate", label: "Predicate", spans: "trigger", kind: "predicate" },
  { key: "o", column: "object", label: "Object", spans: "object", kind: "entity" },
  { key: "a", column: "said_by", label: "Speaker", spans: "said_by", kind: "entity" },
  { key: "t", column: "place", label: "Place", spans: "place", kind: "entity" },
];

const MODALITIES = ["actual", "planned", "proposed", "requested", "promised", "threatened", "hypothetical", "opinion"];
const CERTAINTIES = ["underspecified", "certain", "probable", "possible"];
const REPLIES = { confirms: "confirms", denies: "denies", declines_to_comment: "declines to comment on" };
const TYPES = ["person", "state", "organization", "group", "place", "thing"];

/** @typedef {{code: string | null, severity: string, field: string | null, message: string, hint: string | null}} Finding */
/** @typedef {{file: string, line: number, id: string | null, version: string, cells: Record<string, string>}} Row */

/**
 * @param {string} label
 * @param {string[]} words
 */
function select(label, words) {
  return h("select", { "aria-label": label }, words.map((word) => h("option", { value: word }, word)));
}

export class ClaimForm {
  /**
   * @param {object} given
   * @param {import("./memory.js").Memory} given.memory
   * @param {() => void} given.changed Called when something of the claim is another.
   * @param {() => void} given.left Called when a field was filled and the text is to be read on.
   * @param {() => string} given.published The day of the document.
   * @param {(key: string) => void} given.pressed Called when a caption is pressed, which does what its key does.
   */
  constructor({ memory, changed, left, published, pressed }) {
    this.memory = memory;
    this.changed = changed;
    this.left = left;
    this.published = published;
    this.pressed = pressed;
    /** The row that is changed; none when a claim is new. @type {Row | null} */
    this.row = null;
    /** @type {Record<string, string>} */
    this.cells = {};
    /** Where parts stand, in code points. @type {Record<string, {start: number, end: number}>} */
    this.spans = {};
    /** What the words of a part are. @type {Record<string, string>} */
    this.surfaces = {};
    this.isQuoteChosen = false;
    /** Ends when it is known what all words that were taken mean. @type {Promise<any>} */
    this.taking = Promise.resolve();
    /** @type {{label: string, n_fitting: number}[]} */
    this.palette = [];
    this.pickers = Object.fromEntries(PARTS.map((part) => [part.column, this.#picker(part)]));
    this.quote = h("q", { dir: "auto", class: "faint" });
    this.date = h("input", { type: "text", "aria-label": "Date", placeholder: "2025-06-17, last Tuesday", autocomplete: "off" });
    this.negated = h("input", { type: "checkbox", "aria-label": "Negated: it did not happen" });
    this.modality = select("Modality", MODALITIES);
    this.certainty = select("Certainty", CERTAINTIES);
    this.reply = h("select", { "aria-label": "It answers another claim" }, h("option", { value: "" }, "no reply"), Object.entries(REPLIES).map(([value, words]) => h("option", { value }, words)));
    this.target = h("select", { "aria-label": "The claim that it answers" });
    this.choices = h("ol", { class: "palette", "aria-label": "Predicates by key" });
    this.told = h("p", { class: "told", role: "status" });
    this.heading = h("h2", null, "New claim");
    this.buttons = h("p", { class: "buttons" });
    this.notes = /** @type {Record<string, HTMLElement>} */ ({});
    this.node = this.#draw();
    this.#listen();
  }

  /** @param {Part} part */
  #picker(part) {
    const find = (/** @type {string} */ words) => (part.kind === "predicate" ? this.#predicates(words) : this.#entities(words));
    return new Picker(part.label, find, (text, isDone) => {
      this.#put(part.column, text);
      if (!isDone) return;
      if (text && this.surfaces[part.column]) this.memory.learn(part.kind, this.surfaces[part.column], text);
      this.left();
    });
  }

  /** @param {string} words */
  async #entities(words) {
    if (!words || words.startsWith("#")) return [];
    const { names } = await ask("search", { q: words, most: 8 }, new URLSearchParams());
    const known = names.filter((one) => one.kind === "entity").map((one) => ({
      text: one.label, label: one.label,
      note: [one.name !== one.label && `also ${one.name}`, one.type, count(one.n_claims + one.n_says, "claim")].filter(Boolean).join(" · "),
    }));
    const isKnown = names.some((one) => one.kind === "entity" && one.name.toLowerCase() === words.toLowerCase());
    const fresh = isKnown ? [] : TYPES.map((type) => ({ text: words, label: `New ${type}: ${words}`, note: "a row in the table of entities", take: () => this.#make(words, type) }));
    return [...known, ...fresh];
  }

  /**
   * Adds an entity to its table.
   * @param {string} label
   * @param {string} type
   */
  async #make(label, type) {
    try {
      await send("POST", "entities", { cells: { label, type } });
      announce(`${label} is a new ${type}`);
      return label;
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error), true);
      return null;
    }
  }

  /** @param {string} words */
  async #predicates(words) {
    const { subject, object } = this.cells;
    const told = await ask("palette", { subject, object, q: words, most: 12 }, new URLSearchParams());
    return told.predicates.map((one) => ({ text: one.label, label: one.label, note: one.n_claims ? count(one.n_claims, "claim") : "not used yet" }));
  }

  #listen() {
    this.date.addEventListener("change", () => this.setDate(this.date.value));
    this.date.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
      this.setDate(this.date.value).then(() => this.left());
    });
    this.negated.addEventListener("change", () => this.#put("polarity", this.negated.checked ? "negative" : ""));
    for (const which of /** @type {("modality" | "certainty")[]} */ (["modality", "certainty"])) {
      this[which].addEventListener("change", () => this.#put(which, this[which].selectedIndex === 0 ? "" : this[which].value));
    }
    for (const one of [this.reply, this.target]) one.addEventListener("change", () => this.#reply());
  }

  /**
   * What a field is called; who has no keys presses it to take the chosen words.
   * @param {string} key
   * @param {string} label
   */
  #caption(key, label) {
    const press = () => this.pressed(key);
    const button = h("button", { type: "button", class: "caption", tabindex: "-1", title: "Takes the chosen words", onclick: press }, h("kbd", null, key), ` ${label}`);
    // What is chosen in the text stays chosen.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    return button;
  }

  #draw() {
    const field = (/** @type {string} */ column, /** @type {string} */ key, /** @type {string} */ label, /** @type {Node} */ control) => {
      this.notes[column] = h("span", { class: "findings", id: `wrong-${column}` });
      return h("div", { class: `field part-${column}` }, this.#caption(key, label), control, this.notes[column]);
    };
    const parts = PARTS.map((part) => field(part.column, part.key, part.label, this.pickers[part.column].node));
    for (const column of ["polarity", ""]) this.notes[column] = h("span", { class: "findings" });
    return h("form", { class: "claiming", "aria-label": "Claim", novalidate: true }, this.heading, parts.slice(0, 2), this.choices, parts.slice(2),
      field("date", "d", "Date", this.date), field("quote", "q", "Quote", this.quote),
      h("div", { class: "field manners" },
        h("label", null, h("kbd", null, "n"), " ", this.negated, " negated"), h("label", null, h("kbd", null, "m"), " ", this.modality), h("label", null, h("kbd", null, "c"), " ", this.certainty)),
      this.notes.polarity, field("reply", "r", "Reply", h("span", { class: "reply" }, this.reply, " ", this.target)),
      this.notes[""], this.told, this.buttons);
  }

  /**
   * @param {string} column
   * @param {string} cell
   */
  #put(column, cell) {
    if ((this.cells[column] ?? "") === cell) return;
    this.cells[column] = cell;
    if (!cell) delete this.spans[column];
    this.changed();
    if (column === "subject" || column === "object") this.showPalette();
  }

  #reply() {
    for (const column of Object.keys(REPLIES)) if (this.cells[column]) this.#put(column, "");
    if (this.reply.value && this.target.value) this.#put(this.reply.value, this.target.value);
  }

  /**
   * Offers the claims that can be answered: those with an identifier.
   * @param {{id: string, words: string}[]} claims
   */
  offer(claims) {
    const chosen = this.target.value;
    this.target.replaceChildren(h("option", { value: "" }, claims.length ? "which claim" : "no claim has an id"), ...claims.map(({ id, words }) => h("option", { value: id }, `${words} (${id})`)));
    this.target.value = claims.some(({ id }) => id === chosen) ? chosen : "";
  }

  /** Shows the predicates that keys choose. */
  async showPalette() {
    const { subject, object } = this.cells;
    try {
      const { predicates } = await ask("palette", { subject, object, most: 9 }, new URLSearchParams());
      this.palette = predicates;
    } catch {
      this.palette = [];
    }
    this.choices.replaceChildren(...this.palette.map(({ label }, index) => h("li", null,
      h("button", { type: "button", tabindex: "-1", onclick: () => { this.pick(index + 1); this.left(); } }, h("kbd", null, index + 1), " ", name(label)))));
  }

  /** @param {number} number */
  pick(number) {
    const one = this.palette[number - 1];
    if (!one) return;
    this.fill("predicate", one.label);
    announce(`predicate: ${one.label}`);
  }

  /**
   * Puts something into a part.
   * @param {string} column
   * @param {string} text
   */
  fill(column, text) {
    this.pickers[column].set(text);
    this.#put(column, text);
  }

  /**
   * Fills a part with words of the text; where it is not sure what they mean, somebody is asked.
   * @param {Part} part
   * @param {string} surface
   * @param {{start: number, end: number}} span
   * @param {string | null} known What the words are known to name.
   */
  take(part, surface, span, known) {
    this.taking = Promise.all([this.taking, this.#take(part, surface, span, known)]);
    return this.taking;
  }

  /**
   * @param {Part} part
   * @param {string} surface
   * @param {{start: number, end: number}} span
   * @param {string | null} known
   */
  async #take(part, surface, span, known) {
    this.surfaces[part.column] = surface;
    this.spans[part.column] = span;
    const meant = this.memory.meaning(part.kind, surface) ?? known ?? (await this.#exact(part, surface));
    if (meant) {
      this.fill(part.column, meant);
      this.changed();
      announce(`${part.label}: ${meant}`);
    } else {
      this.#put(part.column, surface);
      this.changed();
      this.pickers[part.column].open(surface);
    }
  }

  /**
   * The name that is just so.
   * @param {Part} part
   * @param {string} surface
   */
  async #exact(part, surface) {
    const is = (/** @type {string} */ one) => one.toLowerCase() === surface.toLowerCase();
    if (part.kind === "predicate") {
      const { predicates } = await ask("palette", { q: surface, most: 5 }, new URLSearchParams());
      return predicates.find((one) => is(one.label))?.label ?? null;
    }
    const { names } = await ask("search", { q: surface, most: 5 }, new URLSearchParams());
    const fitting = names.filter((one) => one.kind === "entity" && is(one.name));
    return fitting.length === 1 ? fitting[0].label : null;
  }

  /** @param {string} text */
  async setDate(text) {
    if (!text.trim()) return this.#dated("", "");
    try {
      const { date, why_not: why } = await ask("date", { text, published: this.published() }, new URLSearchParams());
      if (!date) {
        this.date.value = text;
        this.#note("date", [{ code: null, severity: "error", field: "date", message: why ?? "no date", hint: null }]);
        return announce(`no date: ${why}`);
      }
      this.#dated(date, text);
      announce(`date: ${date}`);
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error), true);
    }
  }

  /**
   * @param {string} date
   * @param {string} text
   */
  #dated(date, text) {
    this.date.value = date;
    this.date.title = text;
    this.notes.date.replaceChildren(text && text !== date ? `“${text}” is ${date}` : "");
    this.#put("date", date);
  }

  /**
   * @param {string} text
   * @param {{start: number, end: number} | null} span
   * @param {boolean} isChosen
   */
  setQuote(text, span, isChosen) {
    this.isQuoteChosen = isChosen;
    this.cells.quote = text;
    if (span) this.spans.quote = span;
    else delete this.spans.quote;
    this.quote.replaceChildren(text);
    this.changed();
  }

  toggleNegated() {
    this.negated.checked = !this.negated.checked;
    this.#put("polarity", this.negated.checked ? "negative" : "");
    announce(this.negated.checked ? "negated" : "not negated");
  }

  /**
   * The next of a few words.
   * @param {"modality" | "certainty"} which
   * @param {boolean} isBackward
   */
  cycle(which, isBackward) {
    const select = this[which];
    const n = select.options.length;
    select.selectedIndex = (select.selectedIndex + (isBackward ? n - 1 : 1)) % n;
    this.#put(which, select.selectedIndex === 0 ? "" : select.value);
    announce(`${which}: ${select.value}`);
  }

  /** The cells as they are to be written: empty ones empty their columns. */
  written() {
    /** @type {Record<string, string>} */
    const cells = {};
    for (const column of ["subject", "predicate", "object", "said_by", "place", "date", "polarity", "modality", "certainty", "quote", ...Object.keys(REPLIES)]) {
      cells[column] = this.cells[column] ?? "";
    }
    const { quote } = this.spans;
    cells.start = quote ? String(quote.start) : "";
    cells.end = quote ? String(quote.end) : "";
    for (const part of PARTS) {
      const span = this.spans[part.column];
      cells[`${part.spans}_start`] = span ? String(span.start) : "";
      cells[`${part.spans}_end`] = span ? String(span.end) : "";
    }
    return cells;
  }

  get isEmpty() {
    return !PARTS.some((part) => this.cells[part.column]) && !this.row;
  }

  get isReady() {
    return Boolean(this.cells.subject && this.cells.predicate);
  }

  /**
   * Begins anew: with a row that is to be changed, or with nothing.
   * @param {Row | null} row
   */
  load(row) {
    this.row = row;
    const cells = row?.cells ?? {};
    this.cells = { ...cells };
    this.surfaces = {};
    this.spans = {};
    const span = (/** @type {string} */ prefix) => {
      const [start, end] = [Number(cells[`${prefix}start`] || NaN), Number(cells[`${prefix}end`] || NaN)];
      return Number.isInteger(start) && Number.isInteger(end) ? { start, end } : null;
    };
    for (const part of PARTS) {
      this.pickers[part.column].set(cells[part.column] ?? "");
      const found = span(`${part.spans}_`);
      if (found) this.spans[part.column] = found;
    }
    const quoted = span("");
    if (quoted) this.spans.quote = quoted;
    this.isQuoteChosen = Boolean(cells.quote);
    this.quote.replaceChildren(cells.quote ?? "");
    this.date.value = cells.date ?? "";
    this.notes.date.replaceChildren();
    this.negated.checked = ["negative", "no", "-", "negated"].includes((cells.polarity ?? "").toLowerCase());
    this.modality.value = MODALITIES.includes(cells.modality) ? cells.modality : MODALITIES[0];
    this.certainty.value = CERTAINTIES.includes(cells.certainty) ? cells.certainty : CERTAINTIES[0];
    const kind = Object.keys(REPLIES).find((column) => cells[column]) ?? "";
    this.reply.value = kind;
    this.target.value = kind ? cells[kind].replace(/^#/, "") : "";
    this.heading.textContent = row ? `Claim ${row.id ?? `in line ${row.line}`}` : "New claim";
    this.tell([]);
    this.say("");
    this.showPalette();
    this.changed();
  }

  /**
   * Shows what is wrong beside the fields.
   * @param {Finding[]} findings
   */
  tell(findings) {
    for (const column of Object.keys(this.notes)) {
      if (column === "date" && !findings.some((one) => one.field === "date")) continue;
      this.#note(column, findings.filter((one) => this.#placeOf(one) === column));
    }
  }

  /** @param {Finding} finding */
  #placeOf({ field }) {
    const of = field ?? "";
    if (of in REPLIES) return "reply";
    if (of === "start" || of === "end") return "quote";
    return of in this.notes ? of : "";
  }

  /**
   * @param {string} column
   * @param {Finding[]} findings
   */
  #note(column, findings) {
    const note = this.notes[column];
    note.replaceChildren(...findings.map((one) => h("span", { class: `finding ${one.severity}` },
      h("b", null, one.severity, one.code ? ` ${one.code}` : ""), " ", coded(one.message), one.hint ? h("small", null, " ", coded(one.hint)) : null)));
    this.pickers[column]?.input.setAttribute("aria-invalid", String(findings.some((one) => one.severity === "error")));
    if (findings.length) this.pickers[column]?.input.setAttribute("aria-describedby", `wrong-${column}`);
  }

  /**
   * @param {string} text
   * @param {boolean} [isWrong]
   */
  say(text, isWrong = false) {
    this.told.textContent = text;
    this.told.classList.toggle("wrong", isWrong);
  }
}
