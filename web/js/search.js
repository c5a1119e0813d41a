// Search as somebody types: a combobox over names, statements and quotes.

import { ask } from "./api.js";
import { go, link } from "./address.js";
import { announce, byId, h, name } from "./dom.js";
import { LEADS, count, stateBadge, tallyWords } from "./words.js";

/**
 * Where a name leads.
 * @param {Api.FoundName} found
 */
export function addressOfName(found) {
  if (found.kind === "outlet") return link("timeline", { outlet: found.label });
  if (found.kind === "predicate") return link("graph", { predicate: found.iri });
  if (found.kind === "document") return link("document", { iri: found.iri });
  // Who only speaks is no end of an edge.
  return found.n_claims > 0 ? link("graph", { about: found.iri }) : link("entity", { iri: found.iri });
}

/**
 * Where a quote leads: to its words in the document, else to its claim.
 * @param {Api.FoundQuote} found
 */
export function addressOfQuote(found) {
  return found.document ? link("document", { iri: found.document, claim: found.claim }) : link("claim", { iri: found.claim });
}

/**
 * Where a statement leads: to its edge, with who says so and who does not.
 * @param {Api.Edge} edge
 */
export function addressOfStatement(edge) {
  return link("graph", { about: edge.from, edge: `${edge.id} ${edge.from} ${edge.to}` });
}

/** @param {Api.FoundName} found */
export function usesOf(found) {
  const uses = [
    found.n_claims > 0 && `in ${count(found.n_claims, "claim")}`,
    found.n_says > 0 && `speaks in ${count(found.n_says, "claim")}`,
    found.n_publishes > 0 && `published ${count(found.n_publishes, "claim")}`,
  ];
  return uses.filter(Boolean).join(", ");
}

/**
 * What kind of name it is: its type, or what it is used as.
 * @param {Api.FoundName} found
 */
export function kindOf(found) {
  return found.kind === "entity" && found.type ? found.type : found.kind;
}

/** The field in the top bar, and the list below it. */
class SearchBox {
  constructor() {
    this.list = h("ul", { id: "found", role: "listbox", "aria-label": "Found", hidden: true });
    this.input = h("input", {
      id: "words", type: "search", name: "q", role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto",
      placeholder: "Search names, statements, quotes", "aria-label": "Search names, statements, quotes",
      "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list",
    });
    /** @type {{element: HTMLElement, address: string}[]} */
    this.options = [];
    this.active = -1;
    /** Counts what was asked, so that a late answer to few letters does not replace that to more. */
    this.turn = 0;
    this.input.addEventListener("input", () => this.#search());
    this.input.addEventListener("blur", () => this.#close());
    this.input.addEventListener("keydown", (event) => this.#key(event));
  }

  #close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.active = -1;
  }

  /** @param {string} address */
  #follow(address) {
    this.turn += 1;
    this.#close();
    this.input.value = "";
    go(address);
  }

  /** @param {number} index */
  #mark(index) {
    this.options[this.active]?.element.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.options[index];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.element.setAttribute("aria-selected", "true");
    option.element.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.element.id);
  }

  /**
   * @param {string} address
   * @param {(Node | string)[]} content
   */
  #offer(address, ...content) {
    const element = h("li", { role: "option", id: `found-${this.options.length}`, "aria-selected": "false" }, content);
    // Before the field loses the focus, which closes the list.
    element.addEventListener("pointerdown", (event) => event.preventDefault());
    element.addEventListener("click", () => this.#follow(address));
    this.options.push({ element, address });
  }

  async #search() {
    const words = this.input.value;
    this.turn += 1;
    const mine = this.turn;
    if (!words.trim()) return this.#close();
    try {
      const answer = await ask("search", { q: words, most: 8 });
      if (mine === this.turn) this.#show(answer, words.trim());
    } catch (error) {
      if (mine === this.turn) announce(error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * @param {Api.Answers["search"]} answer
   * @param {string} words
   */
  #show({ names, statements, quotes }, words) {
    this.options = [];
    this.active = -1;
    for (const found of names) {
      const alias = found.name === found.label ? "" : h("small", null, " also ", name(found.name));
      this.#offer(addressOfName(found), h("span", null, name(found.label), alias), h("small", null, `${kindOf(found)} · ${usesOf(found)}`));
    }
    for (const edge of statements.slice(0, 5)) {
      this.#offer(addressOfStatement(edge), h("span", null, name(edge.sentence), " ", stateBadge(edge.state)), h("small", null, `statement · ${tallyWords(edge.tally)}`));
    }
    for (const found of quotes.slice(0, 5)) {
      const who = name(found.whose_word ?? "somebody");
      this.#offer(addressOfQuote(found), h("q", { dir: "auto" }, found.quote), h("small", null, who, ` ${LEADS[found.stance]} `, name(found.sentence)));
    }
    this.#offer(link("search", { q: words }), `All results for “${words}”`);
    this.list.replaceChildren(...this.options.map((option) => option.element));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const told = [count(names.length, "name"), statements.length > 0 && count(statements.length, "statement"), quotes.length > 0 && count(quotes.length, "quote")];
    announce(names.length + statements.length + quotes.length > 0 ? `${told.filter(Boolean).join(", ")} found` : "Nothing has these words");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.#close();
    if (!step || this.list.hidden) return;
    event.preventDefault();
    const n = this.options.length;
    if (this.active < 0) this.#mark(step > 0 ? 0 : n - 1);
    else this.#mark((this.active + step + n) % n);
  }

  /** Goes where Enter leads: to what is marked, else to all that has the words. */
  enter() {
    const option = this.options[this.active];
    const words = this.input.value.trim();
    if (option && !this.list.hidden) this.#follow(option.address);
    else if (words) this.#follow(link("search", { q: words }));
  }
}

/** Sets the search up in the top bar. */
export function setUpSearch() {
  const box = new SearchBox();
  const form = byId("search");
  form.append(box.input, box.list);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    box.enter();
  });
  document.addEventListener("keydown", (event) => {
    // What is typed in a shadow, as into the field of a query, comes from its innermost element.
    const [target] = event.composedPath();
    const isTyping = target instanceof HTMLElement && (target.isContentEditable || target.closest("input, textarea, select"));
    if (event.key !== "/" || isTyping) return;
    event.preventDefault();
    box.input.focus();
  });
}
