// What some affirm and others deny, side by side.

import { ask } from "../api.js";
import { changed } from "../address.js";
import { occurrenceBox } from "../claim.js";
import { h, name } from "../dom.js";
import { pager, skipOf } from "../pages.js";
import { count, figure, periodWords } from "../words.js";

const SIZE = 20;

/** @param {import("../address.js").Address} address */
export async function show({ params }) {
  const denied = params.get("denied") === "true";
  const told = await ask("conflicts", { most: SIZE, skip: skipOf(params), denied });
  const title = denied ? "Only denied" : "Conflicts";
  const about = denied ? "What is denied, and nobody affirms." : "What some affirm and others deny, each occurrence by itself.";
  const other = denied ? h("a", { href: changed({ denied: null, skip: null }) }, "What is affirmed and denied") : h("a", { href: changed({ denied: true, skip: null }) }, "What is only denied");
  const boxes = told.conflicts.map((one) => {
    const box = occurrenceBox(one, one.sentence, { heading: "h2", title: h("span", null, name(one.sentence), h("small", null, ` ${periodWords(one.period)}`)) });
    box.classList.add("sides");
    return box;
  });
  const node = h("div", { class: "conflicts" }, h("h1", null, `${title} (${figure(told.n_conflicts)})`), h("p", { class: "faint" }, about, " ", other),
    boxes.length > 0 ? boxes : h("p", null, `${count(0, "occurrence")} in this state.`), pager(params, SIZE, told.n_conflicts));
  return { title, node };
}
