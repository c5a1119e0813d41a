// Annotating: words of a text become rows of the project's table of claims, by a few keys each.

import { forget, ask } from "../api.js";
import { link } from "../address.js";
import { announce, h, name } from "../dom.js";
import { newDocument, wordsOfArrival } from "../annotate/arriving.js";
import { ClaimForm, PARTS } from "../annotate/form.js";
import { Memory, annotator } from "../annotate/memory.js";
import { Rows, sentence } from "../annotate/rows.js";
import { AnnotatedText } from "../annotate/text.js";
import { count } from "../words.js";
import { Unwritten, mayWrite, send } from "../writing.js";

/** How long nothing is typed before a row is checked, in milliseconds. */
const PAUSE = 250;

const KEYS = [["s", "subject"], ["p", "predicate"], ["o", "object"], ["a", "speaker"], ["q", "quote"], ["d", "date"], ["t", "place"], ["n", "negated"], ["m", "modality"], ["c", "certainty"], ["r", "reply"], ["1–9", "predicate"], ["Enter", "save"], ["Esc", "clear"], ["u", "undo"]];

/** The documents of the project, and a form for a new one. */
async function choosing() {
  const { documents, n_documents: n } = await ask("documents", { most: 1000 }, new URLSearchParams());
  const listed = documents.map((one) => h("li", null, h("a", { href: link("annotate", { iri: one.iri }) }, name(one.title)), h("small", { class: "faint" }, ` ${[one.published, count(one.n_claims, "claim"), one.has_text ? null : "without text"].filter(Boolean).join(" · ")}`)));
  return h("div", null, h("h1", null, "Annotate"),
    h("section", { "aria-label": "New document" }, h("h2", null, "A new text"), newDocument()),
    h("section", { "aria-label": "Documents" }, h("h2", null, count(n, "document")), h("ul", { class: "plain" }, listed)));
}

/** A text, the claim that is being made, and the claims that are there. */
class Desk {
  /**
   * @param {string} iri
   * @param {Api.Answers["document"]} told
   * @param {Memory} memory
   */
  constructor(iri, told, memory) {
    this.iri = iri;
    this.told = told;
    /** Where names stand that are known. @type {{start: number, end: number, label: string}[]} */
    this.mentions = [];
    this.text = new AnnotatedText(told.text ?? "", told.language, (versions) => this.#light(versions));
    this.form = new ClaimForm({
      memory, published: () => told.published ?? "", changed: () => this.#changed(), left: () => this.text.node.focus({ preventScroll: true }), pressed: (key) => void this.#letter(key, false),
    });
    this.rows = new Rows(told.id ?? "", (row) => this.#edit(row));
    this.timer = 0;
    this.turn = 0;
    this.isSaving = false;
    this.isDrawn = false;
    /** The row that is taken out although others speak of it. */
    this.isSure = "";
    this.conflict = h("div", { class: "conflict", role: "alert", hidden: true });
    this.who = h("input", { type: "text", "aria-label": "Annotator", value: annotator.get(), autocomplete: "name", placeholder: "your name" });
    this.who.addEventListener("change", () => annotator.set(this.who.value.trim()));
    this.who.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
      annotator.set(this.who.value.trim());
      if (!this.form.isEmpty) this.save();
      else this.text.node.focus();
    });
    this.node = this.#draw();
    this.isDrawn = true;
    this.keys = (/** @type {KeyboardEvent} */ event) => this.#key(event);
    document.addEventListener("keydown", this.keys);
    this.node.addEventListener("pointerover", (event) => this.#near(event));
    this.node.addEventListener("focusin", (event) => this.#near(event));
    this.#buttons();
  }

  #draw() {
    this.form.node.addEventListener("submit", (event) => event.preventDefault());
    const facts = [this.told.publisher?.label, this.told.published, this.told.author, this.told.language].filter(Boolean).join(" · ");
    return h("div", { class: "annotate" },
      h("h1", { dir: "auto" }, this.told.title),
      h("p", { class: "faint" }, facts, facts ? " · " : "", h("a", { href: link("document", { iri: this.iri }) }, "read"), " · ", h("a", { href: link("annotate") }, "all documents"), " · ", h("label", null, "annotator ", this.who)),
      h("div", { class: "columns" },
        h("section", { class: "reading", "aria-label": "Text" },
          h("p", { id: "annotate-keys", class: "keys" }, KEYS.map(([key, words]) => [h("span", null, h("kbd", null, key), ` ${words}`), " "])),
          this.text.node),
        h("div", { class: "beside" }, this.conflict, this.form.node), this.rows.node));
  }

  async opened() {
    if (!this.text.chosen && this.text.words.all.length) this.text.node.focus({ preventScroll: true });
    await Promise.all([this.refresh(), this.#findNames()]);
    this.form.showPalette();
    const words = wordsOfArrival(this.iri);
    if (words) this.form.say(words);
  }

  /** Reads rows and graph anew; what is being made stays. */
  async refresh() {
    try {
      this.told = await ask("document", { iri: this.iri }, new URLSearchParams());
      await this.rows.read(this.told.claims);
    } catch (error) {
      this.form.say(error instanceof Error ? error.message : String(error), true);
      return;
    }
    this.form.offer(this.rows.rows.filter((row) => row.id && row.id !== this.form.row?.id).map((row) => ({ id: row.id ?? "", words: sentence(row.cells) })));
    this.#lights();
    const { row } = this.form;
    if (!row || this.rows.rows.some((one) => one.version === row.version)) return;
    const now = this.rows.rows.find((one) => one.id !== null && one.id === row.id) ?? null;
    this.#differ(now, "Somebody has changed this row meanwhile.");
  }

  async #findNames() {
    try {
      const { mentions } = await ask("mentions", { iri: this.iri }, new URLSearchParams());
      this.mentions = mentions.map(({ start, end, thing }) => ({ start, end, label: thing.label }));
    } catch {
      // Without them the text is as it is.
    }
    this.#lights();
  }

  /** Lights the text: faintly what is known, then claims, then the parts of the one that is made. */
  #lights() {
    /** @type {import("../annotate/text.js").Light[]} */
    const lights = this.mentions.map(({ start, end, label }) => ({ start, end, label, kind: "known" }));
    for (const row of this.rows.rows) {
      const [start, end] = [Number(row.cells.start || NaN), Number(row.cells.end || NaN)];
      if (start < end && row.version !== this.form.row?.version) lights.push({ start, end, kind: "claim", claims: row.version });
    }
    const { spans } = this.form;
    if (spans.quote) lights.push({ ...spans.quote, kind: "quote" });
    for (const part of PARTS) if (spans[part.column]) lights.push({ ...spans[part.column], kind: part.column, label: part.label });
    this.text.light(lights);
  }

  #changed() {
    // The form tells of its first state before the desk is there.
    if (!this.isDrawn) return;
    if (!this.form.isQuoteChosen) this.#quoteParts();
    this.#lights();
    this.#buttons();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.#check(), PAUSE);
  }

  /** Takes the sentences of the parts as the quote, until somebody chooses one. */
  #quoteParts() {
    const parts = PARTS.map((part) => this.form.spans[part.column]).filter(Boolean);
    if (parts.length === 0) return;
    const around = { start: Math.min(...parts.map((one) => one.start)), end: Math.max(...parts.map((one) => one.end)) };
    const sentence = this.text.words.sentence(this.text.stretch(around));
    if (!sentence) return;
    const text = this.text.words.text.slice(sentence.start, sentence.end);
    if (text !== this.form.cells.quote) this.form.setQuote(text, this.text.span(sentence), false);
  }

  #cells() {
    const cells = this.form.written();
    const { row } = this.form;
    if (!row) return { ...Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell)), document: this.told.id ?? "", annotator: annotator.get() };
    // Who coded a row first stays named; a program makes way.
    const before = row.cells.annotator ?? "";
    return before && !/^(relata-|llm )/.test(before) ? cells : { ...cells, annotator: annotator.get() };
  }

  async #check() {
    this.turn += 1;
    const mine = this.turn;
    if (!this.form.isReady) return this.form.tell([]);
    const { row } = this.form;
    try {
      const told = await send("POST", "rows/check", row ? { file: row.file, version: row.version, ...(row.id ? { id: row.id } : {}), cells: this.#cells() } : { cells: this.#cells() });
      // What is not filled in yet is not wrong yet: that is told when somebody saves it so.
      const cells = this.#cells();
      if (mine === this.turn) this.form.tell(told.findings.filter((/** @type {any} */ one) => one.severity !== "error" || !one.field || cells[one.field]));
    } catch (error) {
      if (mine !== this.turn) return;
      if (error instanceof Unwritten && error.status === 409 && error.told.now !== undefined) this.#differ(error.told.now, error.message);
      else this.form.say(error instanceof Error ? error.message : String(error), true);
    }
  }

  async save() {
    await this.form.taking;
    // Words that nobody knows have to be chosen for first.
    const isAsking = Object.values(this.form.pickers).some((picker) => !picker.list.hidden);
    if (this.isSaving || isAsking) return;
    if (!this.form.isReady) return this.form.say("A claim needs a subject and a predicate.", true);
    if (!annotator.get()) {
      this.form.say("Who annotates? Your name goes into each row; it is asked once.", true);
      return this.who.focus();
    }
    this.isSaving = true;
    clearTimeout(this.timer);
    this.turn += 1;
    const { row } = this.form;
    try {
      const told = await this.rows.save(row, this.#cells());
      const added = told.new_columns.length ? ` ${told.row.file} has the new ${told.new_columns.length === 1 ? "column" : "columns"} ${told.new_columns.join(", ")}.` : "";
      const warned = told.findings.filter((/** @type {any} */ one) => one.severity === "warning");
      this.conflict.hidden = true;
      this.form.load(null);
      this.form.say(`Saved in ${told.row.file}, line ${told.row.line}.${added}${warned.length ? ` ${warned.map((/** @type {any} */ one) => `${one.code}: ${one.message}`).join("; ")}` : ""}`);
      announce(`Saved: ${sentence(told.row.cells)}`);
      await this.#afterwards(told.row.version);
      this.text.node.focus({ preventScroll: true });
    } catch (error) {
      this.#failed(error);
    } finally {
      this.isSaving = false;
    }
  }

  /** @param {string | null} version */
  async #afterwards(version) {
    await this.rows.read(this.told.claims);
    this.form.offer(this.rows.rows.filter((row) => row.id).map((row) => ({ id: row.id ?? "", words: sentence(row.cells) })));
    this.#lights();
    if (version) this.rows.reveal(version);
  }

  /** @param {unknown} error */
  #failed(error) {
    const told = error instanceof Unwritten ? error.told : {};
    if (told.findings) this.form.tell(told.findings);
    if (told.reason === "changed" || told.reason === "gone") return this.#differ(told.now, told.message);
    this.form.say(error instanceof Error ? error.message : String(error), true);
    announce(error instanceof Error ? error.message : String(error));
  }

  /**
   * Shows what is on the disk beside what is to be written, and lets somebody choose.
   * @param {import("../annotate/form.js").Row | null} now
   * @param {string} message
   */
  #differ(now, message) {
    const mine = this.form.written();
    const { row } = this.form;
    if (!row) return;
    const before = row.cells;
    const there = now?.cells ?? {};
    const columns = [...new Set([...Object.keys(mine), ...Object.keys(there)])].filter((column) => (there[column] ?? "") !== (mine[column] ?? before[column] ?? ""));
    const yours = (/** @type {string} */ column) => (column in mine ? mine[column] : h("em", null, "stays as on the disk"));
    const table = h("table", null, h("thead", null, h("tr", null, ["column", "on the disk", "yours"].map((one) => h("th", { scope: "col" }, one)))),
      h("tbody", null, columns.map((column) => h("tr", null, h("th", { scope: "row" }, column), h("td", { dir: "auto" }, there[column] ?? ""), h("td", { dir: "auto" }, yours(column))))));
    const theirs = () => {
      this.conflict.hidden = true;
      this.form.load(now);
    };
    const own = () => {
      this.conflict.hidden = true;
      // A row that is gone is written as a new one.
      this.form.row = now && { ...now };
      this.save();
    };
    this.conflict.replaceChildren(h("h2", null, "Two versions of this claim"), h("p", null, message), columns.length && now ? table : "",
      h("p", { class: "buttons" }, h("button", { type: "button", onclick: theirs }, now ? "Take what is on the disk" : "Let it go"), " ", h("button", { type: "button", onclick: own }, now ? "Write mine" : "Write mine as a new row")));
    this.conflict.hidden = false;
  }

  #buttons() {
    const { row } = this.form;
    const button = (/** @type {string} */ words, /** @type {() => void} */ press, /** @type {boolean} */ isOff = false) => h("button", { type: "button", onclick: press, disabled: isOff }, words);
    this.form.buttons.replaceChildren(button(row ? "Save the change" : "Save", () => this.save(), !this.form.isReady), " ", button("Clear", () => this.#clear()), " ",
      row ? button("Take it out", () => this.#remove()) : "", " ", button("Undo the last save", () => this.#undo(), this.rows.undone.length === 0));
  }

  #clear() {
    this.conflict.hidden = true;
    this.form.load(null);
    announce("cleared");
  }

  /** @param {import("../annotate/form.js").Row} row */
  #edit(row) {
    this.conflict.hidden = true;
    this.form.load(row);
    this.#light([row.version]);
    const at = this.form.spans.quote;
    if (at) this.text.reveal(at);
    announce(`Change: ${sentence(row.cells)}`);
    this.text.node.focus({ preventScroll: true });
  }

  async #remove() {
    const { row } = this.form;
    if (!row) return;
    try {
      await this.rows.remove(row, this.isSure === row.version);
    } catch (error) {
      if (error instanceof Unwritten && error.told.reason === "spoken-of" && !this.isSure) {
        this.isSure = row.version;
        return this.form.say(`${error.message}. Press “Take it out” once more to do it all the same; those claims will be left out.`, true);
      }
      return this.#failed(error);
    }
    this.#clear();
    this.form.say(`Taken out of ${row.file}.`);
    await this.#afterwards(null);
  }

  async #undo() {
    try {
      this.form.say(await this.rows.undo());
      await this.#afterwards(null);
    } catch (error) {
      this.form.say(`Not taken back: ${error instanceof Error ? error.message : error}`, true);
    }
    this.#buttons();
  }

  /** @param {string[]} versions */
  #light(versions) {
    this.rows.light("lit", versions);
    if (versions.length) this.rows.reveal(versions[0]);
  }

  /** @param {Event} event */
  #near(event) {
    const target = event.target instanceof Element ? event.target : null;
    const item = target?.closest("[data-row]")?.getAttribute("data-row");
    const versions = item ? [item] : (target?.closest("[data-claims]")?.getAttribute("data-claims") ?? "").split(" ").filter(Boolean);
    this.rows.light("near", versions);
    for (const piece of this.text.node.querySelectorAll("[data-claims]")) {
      piece.classList.toggle("near", (piece.getAttribute("data-claims") ?? "").split(" ").some((one) => versions.includes(one)));
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const isField = target?.closest("input, select, textarea");
    if (event.key === "Escape") {
      if (isField) this.text.node.focus({ preventScroll: true });
      else this.#clear();
      return event.preventDefault();
    }
    if (isField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      // A button or a link does what it says.
      if (target?.closest("button, a, summary")) return;
      event.preventDefault();
      return this.save();
    }
    const did = this.#letter(event.key, event.shiftKey);
    if (did) event.preventDefault();
  }

  /**
   * @param {string} key
   * @param {boolean} isShifted
   */
  #letter(key, isShifted) {
    const letter = key.toLowerCase();
    if (/^[1-9]$/.test(key)) this.form.pick(Number(key));
    else if (PARTS.some((part) => part.key === letter)) this.#take(/** @type {import("../annotate/form.js").Part} */ (PARTS.find((part) => part.key === letter)));
    else if (letter === "q") this.#quote();
    else if (letter === "n") this.form.toggleNegated();
    else if (letter === "m") this.form.cycle("modality", isShifted);
    else if (letter === "c") this.form.cycle("certainty", isShifted);
    else if (letter === "d") this.#date();
    else if (letter === "r") this.form.reply.focus();
    else if (letter === "u") this.#undo();
    else return false;
    return true;
  }

  /** @param {import("../annotate/form.js").Part} part */
  #take(part) {
    const { chosen } = this.text;
    if (!chosen) return this.form.pickers[part.column].input.focus();
    const span = this.text.span(chosen);
    const known = this.mentions.find((one) => one.start === span.start && one.end === span.end)?.label ?? null;
    this.form.take(part, this.text.surface.replace(/\s+/g, " "), span, part.kind === "entity" ? known : null);
  }

  #quote() {
    const { chosen } = this.text;
    if (!chosen) {
      this.form.isQuoteChosen = false;
      return this.#changed();
    }
    this.form.setQuote(this.text.surface, this.text.span(chosen), true);
    announce(`quote: ${this.text.surface}`);
  }

  #date() {
    if (!this.text.chosen) return this.form.date.focus();
    this.form.setDate(this.text.surface);
  }

  close() {
    document.removeEventListener("keydown", this.keys);
    clearTimeout(this.timer);
  }
}

/** @param {import("../address.js").Address} address */
export async function show(address) {
  if (!(await mayWrite())) {
    const how = h("p", null, "Start the server with ", h("code", null, "relata serve --write"), " and open the address that it prints: the address has the token that changes need.");
    return { title: "Annotate", node: h("div", null, h("h1", null, "Annotate"), h("p", null, "This page may read only."), how) };
  }
  const iri = address.params.get("iri");
  if (!iri) return { title: "Annotate", node: await choosing() };
  const [told, overview] = await Promise.all([ask("document", { iri }, new URLSearchParams()), ask("overview", { most: 10 }, new URLSearchParams())]);
  if (told.text === null) {
    return { title: told.title, node: h("div", null, h("h1", null, told.title), h("p", null, "The text of this document is not in the project: its row in the table of documents names no file with it.")) };
  }
  const desk = new Desk(iri, told, new Memory(overview.name));
  return {
    title: `Annotate ${told.title}`,
    node: desk.node,
    opened: () => void desk.opened(),
    close: () => desk.close(),
    // The graph was made anew: the claim that is being made stays.
    renewed: async () => {
      forget();
      await desk.refresh();
      return true;
    },
  };
}
