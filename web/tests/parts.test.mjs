// Parts of the page that need no browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { distanceTo, linesOf } from "../js/graph/lines.js";
import { readTriples } from "../js/sparql/triples.js";
import { Words } from "../js/annotate/words.js";
import { context, cutter, segments } from "../js/spans.js";
import { dateWords, periodWords, tallyWords } from "../js/words.js";

/** Numbers that look like chance and are the same each time. */
function numbers(seed) {
  let state = seed;
  return (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
}

test("pieces of a text are the text, and each is in the spans that cover it", () => {
  const letters = ["a", " ", "é", "😀", "م", "\n"];
  for (let seed = 1; seed < 200; seed += 1) {
    const next = numbers(seed);
    const points = Array.from({ length: next(40) }, () => letters[next(letters.length)]);
    const text = points.join("");
    const spans = Array.from({ length: next(6) }, (_, claim) => {
      const start = next(points.length + 2);
      return { start, end: start + next(8), claim };
    });
    const pieces = segments(text, spans);
    assert.equal(pieces.map((piece) => piece.text).join(""), text);
    let place = 0;
    for (const piece of pieces) {
      for (const point of Array.from(piece.text)) {
        const covering = spans.filter((span) => span.start <= place && place < span.end).map((span) => span.claim);
        assert.deepEqual(piece.claims, covering, `${JSON.stringify(text)} at ${place}`);
        assert.equal(point, points[place]);
        place += 1;
      }
    }
  }
});

test("offsets count code points, not halves of them", () => {
  assert.equal(cutter("a😀b")(1, 2), "😀");
  assert.deepEqual(context("One. 😀 said so.\n\nNext.", { start: 5, end: 6 }, 50), { before: "One. ", words: "😀", after: " said so." });
  assert.equal(context("short", { start: 9, end: 12 }, 5), null);
});

test("dates are told as vaguely as they are known", () => {
  assert.equal(dateWords("2024-03-04"), "2024-03-04");
  assert.equal(dateWords("2023-12~/2024-02"), "about 2023-12 to 2024-02");
  assert.equal(dateWords("2024?"), "2024 (uncertain)");
  assert.equal(dateWords("../2024"), "until 2024");
  assert.equal(dateWords(null), "undated");
  assert.equal(periodWords({ begin: "2024-02-01", end: "2024-02-29" }), "2024-02");
  assert.equal(periodWords({ begin: "2019-01-01", end: "2019-12-31" }), "2019");
  assert.equal(periodWords({ begin: "2024-03-12", end: "2024-03-14" }), "2024-03-12 to 2024-03-14");
  assert.equal(periodWords({ begin: null, end: "2024-03-14" }), "until 2024-03-14");
});

test("those who say so are never added to those who do not", () => {
  assert.equal(tallyWords({ affirm: 2, deny: 1, leave_open: 0, speak_of: 3 }), "2 say so · 1 denies it · 3 only speak of it");
  assert.equal(tallyWords({ affirm: 0, deny: 0, leave_open: 1, speak_of: 0 }), "1 leaves it open");
});

test("lines of N-Triples are read with all that they may hold", () => {
  const text = '<http://e/a> <http://e/p> "x \\"q\\" \\u00e9\\n"@en .\n_:b1 <http://e/q> <<( <http://e/a> <http://e/p> "3"^^<http://e/n> )>> .\n';
  const [first, second, ...rest] = readTriples(text);
  assert.deepEqual(first, { subject: { type: "uri", value: "http://e/a" }, predicate: { type: "uri", value: "http://e/p" }, object: { type: "literal", value: 'x "q" é\n', "xml:lang": "en" } });
  assert.deepEqual(second.object.value.object, { type: "literal", value: "3", datatype: "http://e/n" });
  assert.deepEqual(second.subject, { type: "bnode", value: "b1" });
  assert.deepEqual(rest, []);
  assert.deepEqual(readTriples(""), []);
});

test("a name in the genitive is the name, and words are otherwise whole", () => {
  const words = (text) => { const all = new Words(text, "en"); return all.all.map(({ start, end }) => text.slice(start, end)); };
  assert.deepEqual(words("Iran’s and Israel's sites"), ["Iran", "and", "Israel", "sites"]);
  assert.deepEqual(words("the envoys’ talks, d’Aubrelac"), ["the", "envoys", "talks", "d’Aubrelac"]);
});

test("a line of a large picture is as far as it looks, bent and round", () => {
  const node = (iri, x, y) => ({ node: { iri }, x, y });
  const nodes = new Map([node("a", 0, 0), node("b", 100, 0)].map((one) => [one.node.iri, one]));
  const edge = (id, from, to) => ({ id, from, to });
  const edges = new Map([edge("1", "a", "b"), edge("2", "b", "a"), edge("3", "a", "a"), edge("4", "a", "a")].map((one) => [one.id, one]));
  const lines = linesOf({ nodes, edges });
  // Two between the same nodes run on either side of the straight line.
  const middle = ["1", "2"].map((id) => [-1, 1].map((side) => distanceTo(lines.get(id), 50, side * 13, 5)));
  assert.ok(middle.every(([above, below]) => Math.min(above, below) < 1 && Math.max(above, below) > 20));
  assert.ok((middle[0][0] < 1) !== (middle[1][0] < 1));
  // The loops of a node lie above it, one around the other.
  const reach = ["3", "4"].map((id) => {
    let y = -6;
    while (distanceTo(lines.get(id), 0, y, 5) > 0.5) y -= 0.5;
    return y;
  });
  assert.ok(reach[1] < reach[0] && reach[0] < -5, String(reach));
});
