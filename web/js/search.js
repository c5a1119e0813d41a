// Search as somebody types: a combobox over names and quotes.

import { ask } from "./api.js";
import { go, link } from "./address.js";
import { announce, byId, h, name } from "./dom.js";
import { LEADS, count } from "./words.js";

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

/** Sets the search up in the top bar. */
export function setUpSearch() {
  const list = h("ul", { id: "found", role: "listbox", "aria-label": "Found", hidden: true });
  const input = h("input", {
    id: "words", type: "search", name: "q", role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto",
    placeholder: "Search names, predicates, quotes", "aria-label": "Search names, predicates, quotes",
    "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list",
  });
  /** @type {{element: HTMLElement, address: string}[]} */
  let options = [];
  let active = -1;
  let turn = 0;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  };
  const follow = (/** @type {string} */ address) => {
    turn += 1;
    close();
    input.value = "";
    go(address);
  };
  const mark = (/** @type {number} */ index) => {
    options[active]?.element.setAttribute("aria-selected", "false");
    active = index;
    const option = options[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.element.setAttribute("aria-selected", "true");
    option.element.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.element.id);
  };
  const offer = (/** @type {string} */ address, /** @type {(Node | string)[]} */ ...content) => {
    const element = h("li", { role: "option", id: `found-${options.length}`, "aria-selected": "false" }, content);
    // Before the field loses the focus, which closes the list.
    element.addEventListener("pointerdown", (event) => event.preventDefault());
    element.addEventListener("click", () => follow(address));
    options.push({ element, address });
  };
  const search = async () => {
    const words = input.value;
    turn += 1;
    const mine = turn;
    if (!words.trim()) return close();
    let answer;
    try {
      answer = await ask("search", { q: words, most: 8 });
    } catch (error) {
      if (mine === turn) announce(error instanceof Error ? error.message : String(error));
      return;
    }
    if (mine !== turn) return;
    options = [];
    active = -1;
    for (const found of answer.names) {
      const alias = found.name === found.label ? "" : h("small", null, " also ", name(found.name));
      offer(addressOfName(found), h("span", null, name(found.label), alias), h("small", null, `${kindOf(found)} · ${usesOf(found)}`));
    }
    for (const found of answer.quotes.slice(0, 5)) {
      const who = found.whose_word ?? "somebody";
      offer(addressOfQuote(found), h("q", { dir: "auto" }, found.quote), h("small", null, name(who), ` ${LEADS[found.stance]} `, name(found.sentence)));
    }
    offer(link("search", { q: words.trim() }), `All results for “${words.trim()}”`);
    list.replaceChildren(...options.map((option) => option.element));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    const quotes = answer.quotes.length > 0 ? ` and ${count(answer.quotes.length, "quote")}` : "";
    announce(answer.names.length + answer.quotes.length > 0 ? `${count(answer.names.length, "name")}${quotes} found` : "Nothing has these words");
  };
  input.addEventListener("input", search);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !list.hidden) {
      event.preventDefault();
      const n = options.length;
      mark(active < 0 ? (step > 0 ? 0 : n - 1) : (active + step + n) % n);
    } else if (event.key === "Escape") {
      close();
    }
  });
  const form = byId("search");
  form.append(input, list);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const option = options[active];
    if (option && !list.hidden) follow(option.address);
    else if (input.value.trim()) follow(link("search", { q: input.value.trim() }));
  });
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.key !== "/" || target?.closest("input, textarea, select")) return;
    event.preventDefault();
    input.focus();
  });
}
