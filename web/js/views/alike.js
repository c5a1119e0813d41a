// Names that look alike, and may be one actor.

import { ask } from "../api.js";
import { coded, h } from "../dom.js";
import { table } from "../table.js";
import { figure, thingLink } from "../words.js";

export async function show() {
  const told = await ask("alike", { most: 200 });
  const rows = told.pairs.map((pair) => [thingLink(pair.left, "entity"), thingLink(pair.right, "entity"), `${Math.round(pair.score * 100)} %`, coded(pair.evidence.join("; "))]);
  const note = h("p", { class: "faint" }, "They are two until somebody decides: ", h("code", null, "relata resolve"), " takes the judgements.");
  return { title: "Names that look alike", node: h("div", null, h("h1", null, `Names that look alike (${figure(told.n_pairs)})`), note, rows.length > 0 ? table(["One", "The other", "How alike", "Why"], rows, "Pairs of names", { stacks: true }) : h("p", null, "No two names look alike.")) };
}
