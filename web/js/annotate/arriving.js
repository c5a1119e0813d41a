// A new document: a text that is pasted or a file that is opened, with what is known of where it appeared.

import { h } from "../dom.js";
import { go, link } from "../address.js";
import { Unwritten, send } from "../writing.js";

/** What is asked of a document, once. */
const FIELDS = [
  ["title", "Title", ""],
  ["publisher", "Published by", ""],
  ["url", "Address", "https://…"],
  ["published", "Day", "2025-06-17"],
  ["author", "Author", ""],
  ["language", "Language", "en"],
  ["id", "Identifier", "made from the name or the title"],
];

/** Bytes of a file that are sent. */
const MOST = 8 << 20;

/** What is told of a document that has just come, where it is opened. @type {{iri: string, words: string} | null} */
let arrived = null;

/**
 * What is to be told of a document that has just come, once.
 * @param {string} iri
 */
export function wordsOfArrival(iri) {
  const words = arrived?.iri === iri ? arrived.words : "";
  arrived = null;
  return words;
}

/** @param {File} file */
async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  // A call takes so many arguments only.
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}

/** The form for a new document. */
export function newDocument() {
  const text = h("textarea", { rows: "8", dir: "auto", "aria-label": "Text", placeholder: "Paste a text here, or open a file" });
  const file = h("input", { type: "file", accept: ".txt,.md,.markdown,.html,.htm,.pdf", "aria-label": "File" });
  const told = h("p", { class: "told", role: "status" });
  const inputs = FIELDS.map(([column, label, hint]) => ({ column, note: h("small", { class: "finding error" }), label, input: h("input", { name: column, placeholder: hint, autocomplete: "off", dir: "auto" }) }));
  const add = async () => {
    const chosen = file.files?.[0] ?? null;
    for (const { note } of inputs) note.textContent = "";
    told.classList.remove("wrong");
    const fault = (/** @type {string} */ words) => {
      told.textContent = words;
      told.classList.add("wrong");
    };
    if (!chosen && !text.value.trim()) return fault("Paste a text, or choose a file.");
    if (chosen && chosen.size > MOST) return fault(`The file has more than ${MOST >> 20} MB: divide it.`);
    const fields = Object.fromEntries(inputs.map(({ column, input }) => [column, input.value.trim()]));
    told.textContent = "The text comes into the project …";
    try {
      const sent = chosen ? { name: chosen.name, bytes: await base64(chosen) } : { text: text.value };
      const { iri, is_new: isNew, new_columns: columns } = await send("POST", "documents", { ...sent, fields });
      const added = columns.length ? ` The table of documents has the new ${columns.length === 1 ? "column" : "columns"} ${columns.join(", ")}.` : "";
      arrived = { iri, words: `${isNew ? "The text is in the project." : "The project has this text already."}${added}` };
      go(link("annotate", { iri }));
    } catch (error) {
      const findings = error instanceof Unwritten ? error.told.findings ?? [] : [];
      for (const { field, message } of findings) {
        const input = inputs.find((one) => one.column === field);
        if (input) input.note.textContent = message;
      }
      const others = findings.filter((/** @type {any} */ one) => !inputs.some(({ column }) => column === one.field));
      fault([error instanceof Error ? error.message : String(error), ...others.map((/** @type {any} */ one) => one.message)].join(": "));
    }
  };
  const form = h("form", { class: "arriving", "aria-label": "New document", novalidate: true },
    text, h("p", null, h("label", null, "or a file (text, Markdown, HTML, PDF): ", file)),
    h("div", { class: "grid" }, inputs.map(({ label, input, note }) => h("label", null, h("span", null, label), input, note))),
    h("p", null, h("button", { type: "submit" }, "Add to the project")), told);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add();
  });
  return form;
}
