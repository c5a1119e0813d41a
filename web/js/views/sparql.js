// SPARQL: a query with words and places of mistakes as it is typed, and its answer.

import { Refused, askSparql } from "../api.js";
import { link } from "../address.js";
import { h } from "../dom.js";
import { showAnswer } from "../sparql/answer.js";
import { Editor } from "../sparql/editor.js";
import { EXAMPLES, forgetPast, past, remember } from "../sparql/examples.js";
import { forgetNames } from "../sparql/terms.js";
import { readTriples } from "../sparql/triples.js";

/** Where a query is written, asked and answered. */
class Desk {
  /**
   * @param {string} query
   * @param {string | null} shape
   */
  constructor(query, shape) {
    this.shape = shape;
    this.editor = new Editor(query, { onRun: () => void this.ask(), onFlaws: (found) => this.#showFlaws(found) });
    this.fault = h("div", { id: "fault", role: "status" });
    this.answer = h("section", { "aria-label": "Answer", class: "answer" });
    this.stop = h("button", { type: "button", disabled: true, onclick: () => this.controller.abort() }, "Stop");
    this.before = h("select", { "aria-label": "Queries of before" });
    this.controller = new AbortController();
    /** The query of which it was told why it has no answer, without a place in it. @type {string | null} */
    this.said = null;
    this.#showPast();
  }

  #showPast() {
    const options = past().map((query, index) => h("option", { value: index }, query.replace(/\s+/g, " ").slice(0, 80)));
    const forget = options.length > 0 ? h("option", { value: "forget" }, "Forget them") : null;
    this.before.replaceChildren(h("option", { value: "" }, "Queries of before …"), ...options, ...(forget ? [forget] : []));
  }

  form() {
    const examples = h("select", { "aria-label": "Examples" }, h("option", { value: "" }, "Examples …"), EXAMPLES.map(({ title }, index) => h("option", { value: index }, title)));
    examples.addEventListener("change", () => {
      const example = EXAMPLES[Number(examples.value)];
      examples.value = "";
      if (!example) return;
      this.shape = example.shape ?? null;
      this.editor.value = example.query;
      this.editor.focus();
    });
    this.before.addEventListener("change", () => {
      const { value } = this.before;
      this.before.value = "";
      if (value === "forget") {
        forgetPast();
        return this.#showPast();
      }
      this.editor.value = past()[Number(value)] ?? this.editor.value;
      this.editor.focus();
    });
    const form = h("form", { class: "sparql" },
      h("p", { class: "faint" }, "Every prefix of the project is declared. Ctrl+Enter runs the query, Ctrl+Space offers words, F8 goes to the next mistake."),
      this.editor.element, this.fault,
      h("p", { class: "buttons" }, h("button", { type: "submit", class: "primary" }, "Run"), this.stop, examples, this.before));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.ask();
    });
    return form;
  }

  /**
   * Tells below the field what is marked in it, with a way out where there is one.
   * @param {import("../sparql/editor.js").Diagnostic[]} found
   */
  #showFlaws(found) {
    // That nothing is wrong with its words does not take back why it has no answer.
    if (found.length === 0 && this.said === this.editor.value) return;
    this.fault.replaceChildren(...found.slice(0, 5).map((flaw) => {
      const [message, hint] = flaw.message.split("\n");
      const fixes = (flaw.actions ?? []).map((action) => h("button", { type: "button", class: "fix", onclick: () => {
        action.apply(this.editor.view, flaw.from, flaw.to);
        this.editor.focus();
        this.editor.look();
      } }, action.name));
      return h("p", { class: flaw.severity }, h("strong", null, `${this.editor.placeOf(flaw)}: ${message}`), hint && fixes.length === 0 ? ` — ${hint}` : null, " ", fixes);
    }));
  }

  /**
   * Tells why a query is not answered, and goes to its place.
   * @param {string} message
   */
  #tell(message) {
    const [first, ...hints] = message.split("\n");
    const [, line, column] = (/^line (\d+), column (\d+)/.exec(first) ?? []).map(Number);
    this.fault.replaceChildren(h("p", { class: "error" }, h("strong", null, first)), ...hints.map((hint) => h("p", null, hint)));
    this.said = line ? null : this.editor.value;
    if (!line) return;
    this.editor.goTo(line, column);
    this.editor.look();
  }

  #note() {
    history.replaceState(null, "", link("sparql", { query: this.editor.value, as: this.shape }));
  }

  async ask() {
    this.controller.abort();
    const controller = new AbortController();
    this.controller = controller;
    const query = this.editor.value;
    remember(query);
    this.#showPast();
    this.#note();
    this.said = null;
    this.fault.replaceChildren();
    this.answer.replaceChildren(h("p", { class: "faint" }, "Asking …"));
    this.stop.disabled = false;
    const begun = performance.now();
    try {
      const { table, text } = await askSparql(query, controller.signal);
      const seconds = (performance.now() - begun) / 1000;
      const triples = table ? null : readTriples(text);
      await showAnswer(this.answer, { table, triples, query, seconds }, { shape: this.shape, onShape: (shape) => {
        this.shape = shape;
        this.#note();
      } });
    } catch (error) {
      // Another query has taken the place of this one.
      if (controller !== this.controller) return;
      this.answer.replaceChildren();
      if (error instanceof DOMException && error.name === "AbortError") this.#tell("Stopped.");
      else this.#tell(error instanceof Refused ? error.message : `The server does not answer: ${error instanceof Error ? error.message : error}`);
    } finally {
      if (controller === this.controller) this.stop.disabled = true;
    }
  }

  close() {
    this.controller.abort();
    this.editor.close();
  }
}

/** @param {import("../address.js").Address} address */
export async function show({ params }) {
  forgetNames();
  const desk = new Desk(params.get("query") ?? past()[0] ?? EXAMPLES[0].query, params.get("as"));
  const endpoint = new URL("sparql", location.href).href.replace(/#.*/, "");
  const node = h("div", null, h("h1", null, "SPARQL"), desk.form(), desk.answer,
    h("p", { class: "faint" }, "Other programs ask at ", h("code", null, endpoint), ". Filters of the page do not hold here. ", h("code", null, "ra:saidBy"), " names only those who say so, ", h("code", null, "ra:deniedBy"), " those who deny."));
  return { title: "SPARQL", node, opened: () => (params.has("query") ? void desk.ask() : undefined), close: () => desk.close() };
}
