// Who decides: the same name as on the page where texts are annotated.

import { annotator } from "../annotate/memory.js";
import { h } from "../dom.js";

/** A field for the name. */
export function whoField() {
  const field = h("input", { type: "text", value: annotator.get(), autocomplete: "name", placeholder: "your name" });
  field.addEventListener("change", () => annotator.set(field.value.trim()));
  return h("label", null, "who decides ", field);
}

/** The name; nothing where nobody gave one. */
export function who() {
  return annotator.get() || null;
}
