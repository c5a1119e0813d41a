// A field with a list below it: names as somebody types, and a way to make a new one.

import { announce, h, name } from "../dom.js";
import { count } from "../words.js";

/** @typedef {{text: string, label: string, note: string, take?: () => Promise<string | null>}} Choice `take` makes it first. */

/** A combobox. What is typed counts as it is, unless something of the list is taken. */
export class Picker {
  static made = 0;

  /**
   * @param {string} label
   * @param {(words: string) => Promise<Choice[]>} find
   * @param {(text: string, isDone: boolean) => void} changed Called with what stands in the field; done when it was taken.
   */
  constructor(label, find, changed) {
    Picker.made += 1;
    this.id = `picked-${Picker.made}`;
    this.find = find;
    this.changed = changed;
    this.list = h("ul", { id: this.id, class: "offers", role: "listbox", "aria-label": label, hidden: true });
    this.input = h("input", {
      type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto", "aria-label": label,
      "aria-expanded": "false", "aria-controls": this.id, "aria-autocomplete": "list",
    });
    this.node = h("span", { class: "picker" }, this.input, this.list);
    /** @type {{choice: Choice, element: HTMLElement}[]} */
    this.options = [];
    this.active = -1;
    this.turn = 0;
    /** Ends when the list is that of what stands in the field. */
    this.looking = Promise.resolve();
    this.input.addEventListener("input", () => {
      this.changed(this.input.value.trim(), false);
      this.#look();
    });
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {string} text */
  set(text) {
    this.input.value = text;
  }

  /**
   * Begins to look with these words, which are to be chosen from or made new.
   * @param {string} words
   */
  open(words) {
    this.input.value = words;
    this.input.focus();
    this.#look();
  }

  close() {
    this.turn += 1;
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #look() {
    this.looking = this.#search();
  }

  async #search() {
    this.turn += 1;
    const mine = this.turn;
    /** @type {Choice[]} */
    let found = [];
    try {
      found = await this.find(this.input.value.trim());
    } catch (error) {
      announce(error instanceof Error ? error.message : String(error));
    }
    if (mine !== this.turn) return;
    if (found.length === 0) return this.close();
    this.active = -1;
    this.options = found.map((choice, index) => {
      const element = h("li", { id: `${this.id}-${index}`, role: "option", "aria-selected": "false" }, h("span", null, name(choice.label)), " ", h("small", null, choice.note));
      // Before the field loses the focus, which closes the list.
      element.addEventListener("pointerdown", (event) => event.preventDefault());
      element.addEventListener("click", () => this.#take(choice));
      return { choice, element };
    });
    this.list.replaceChildren(...this.options.map((option) => option.element));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    // What is there already is taken by Enter at once; to make something new is a choice.
    if (!found[0].take) this.#mark(0);
    announce(`${count(found.length, "choice")} for ${this.input.value}`);
  }

  /** @param {number} index */
  #mark(index) {
    this.options[this.active]?.element.setAttribute("aria-selected", "false");
    this.active = (index + this.options.length) % this.options.length;
    const { element } = this.options[this.active];
    element.setAttribute("aria-selected", "true");
    element.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", element.id);
  }

  /** @param {Choice} choice */
  async #take(choice) {
    const text = choice.take ? await choice.take() : choice.text;
    if (text === null) return;
    this.input.value = text;
    this.close();
    this.changed(text, true);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.#look();
      else this.#mark(this.active < 0 ? (step > 0 ? 0 : -1) : this.active + step);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      this.#enter();
    }
  }

  /** Takes what is marked, or what is typed. Who types faster than the list comes means the list that comes. */
  async #enter() {
    await this.looking;
    const option = this.list.hidden ? null : this.options[this.active];
    if (option) return this.#take(option.choice);
    this.close();
    this.changed(this.input.value.trim(), true);
  }
}
