// The ways people take through the page, in a real browser.

import assert from "node:assert/strict";
import { appendFileSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { end, open, serving } from "./support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let harbour;
after(end);
before(async () => {
  harbour = await serving("harbour-crisis");
});

/** Finds what keeps people out: axe's findings that are serious or worse. */
async function barriers(page) {
  // Through the debugger, since the policy of the page lets no script in.
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const serious = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
  return serious.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
}

const title = (page) => page.locator("main h1").first();

test("three clicks lead from a name to the words", async () => {
  const { page, faults, close } = await open(harbour.address);
  await page.fill("#words", "ostr");
  await page.locator("#found li", { hasText: "Ostrélie" }).first().click();
  await page.waitForSelector("main h1:has-text('Around Ostrélie')");
  const edge = page.locator("[data-edge][aria-label^='Ostrélie bombed grain terminal: 10 claims, 1 source, 2 outlets, denied by 5. disputed']");
  await edge.dispatchEvent("click");
  const panel = page.locator("#panel");
  await panel.locator("h2", { hasText: "Ostrélie bombed grain terminal" }).waitFor();
  // Who says so and who denies it stands first, before what they say.
  assert.match((await panel.locator(".who-says").innerText()).replaceAll("\n", " "), /^Say so Odrick Vellamoor Deny it Séverine d’Aubrelac, Ostrelian diplomat \(Dépêche\), .* Leave it open .* Only speak of it /);
  assert.match(await panel.innerText(), /disputed 1 source, 2 outlets\. 2 say so · 5 deny it · 2 leave it open · 1 only speaks of it/);
  assert.match(await panel.locator(".side-for").innerText(), /Odrick Vellamoor says so/);
  assert.match(await panel.locator(".side-against").innerText(), /Séverine d’Aubrelac denies it/);
  assert.ok(!(await panel.locator(".side-against").innerText()).includes("says so"));
  // The words stand in their text at once; the text itself is one more click away.
  await panel.locator(".side-for mark", { hasText: "Ostrélie bombed the grain terminal" }).waitFor();
  await panel.locator(".side-for a", { hasText: "In its text" }).first().click();
  await page.waitForSelector("mark.lit");
  assert.match(await page.locator(".text mark.lit").first().innerText(), /Ostrélie bombed the grain terminal/);
  assert.match(await page.locator(".claim.lit").innerText(), /Odrick Vellamoor says: Ostrélie bombed grain terminal/);
  // Back leads to the edge again.
  await page.goBack();
  await panel.locator("h2", { hasText: "Ostrélie bombed grain terminal" }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("who did what to whom, as it is typed, leads to who says so", async () => {
  const { page, faults, close } = await open(harbour.address);
  await page.fill("#words", "ostrelie bombed");
  const found = page.locator("#found li", { hasText: "Ostrélie bombed grain terminal" }).first();
  await found.waitFor();
  assert.match(await found.innerText(), /disputed\s+statement · 2 say so · 5 deny it/);
  await found.click();
  await page.locator("#panel .who-says", { hasText: "Odrick Vellamoor" }).waitFor();
  await page.waitForSelector("[data-edge].marked", { state: "attached" });
  await page.goto(`${harbour.address}#/search?q=ostrelie bombed`);
  await page.locator("main .found a", { hasText: "Ostrélie bombed grain terminal" }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("what nobody says is so is never drawn as if it were", async () => {
  const { page, close } = await open(`${harbour.address}#/graph`);
  await page.waitForSelector("[data-edge]");
  const planned = page.locator(".state-not-actual > [data-edge]").first();
  assert.match(await planned.getAttribute("aria-label"), /not-actual: \d+ only speaks? of it/);
  assert.notEqual(await planned.locator(".line").getAttribute("stroke-dasharray"), "");
  const denied = page.locator(".state-denied > [data-edge]").first();
  assert.match(await denied.getAttribute("aria-label"), /denied by 1/);
  assert.notEqual(await denied.locator(".line").getAttribute("stroke-dasharray"), "");
  await page.locator(".legend summary").waitFor();
  assert.match(await page.locator(".legend").textContent(), /denied: some deny it, nobody says so/);
  // The list beside the picture has the same edges.
  assert.equal(await page.locator("[data-edge]").count(), await page.locator(".twin table").first().locator("tbody tr").count());
  await close();
});

test("expanding tells numbers first, and going back undoes it", async () => {
  const { page, faults, close } = await open(`${harbour.address}#/graph?about=https://w3id.org/relata/example/harbour-crisis/dockers-union`);
  await page.waitForSelector("[data-node]");
  const n_before = await page.locator("[data-node]").count();
  const places = () => page.$$eval("[data-node]", (all) => Object.fromEntries(all.map((one) => [one.getAttribute("data-node"), one.parentElement.getAttribute("transform")])));
  const before_places = await places();
  await page.locator("[data-node][aria-label^='Merrowmark, state']").dispatchEvent("click");
  await page.locator("#panel .groups li").first().waitFor();
  assert.match(await page.locator("#panel").innerText(), /7 edges/);
  await page.locator("#panel .groups a.button", { hasText: "Show" }).first().click();
  await page.waitForFunction((n) => document.querySelectorAll("[data-node]").length > n, n_before);
  const after_places = await places();
  for (const [iri, place] of Object.entries(before_places)) assert.equal(after_places[iri], place, "what was there does not move");
  // The address alone gives the same picture.
  await page.reload();
  await page.waitForFunction((n) => document.querySelectorAll("[data-node]").length > n, n_before);
  assert.deepEqual(await places(), after_places);
  await page.goBack();
  await page.waitForFunction((n) => document.querySelectorAll("[data-node]").length === n, n_before);
  await page.locator("[data-node][aria-label^='Merrowmark, state']").focus();
  await page.keyboard.press("h");
  await page.waitForFunction(() => !document.querySelector("[data-node][aria-label^='Merrowmark, state']"));
  await page.locator("a", { hasText: "hidden node" }).click();
  await page.waitForSelector("[data-node][aria-label^='Merrowmark, state']");
  assert.deepEqual(faults, []);
  await close();
});

test("the keyboard alone leads from the search to the words", async () => {
  const { page, faults, close } = await open(harbour.address);
  await page.keyboard.press("/");
  await page.keyboard.type("ostr");
  await page.waitForSelector("#found li");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-node][tabindex='0']");
  for (let n = 0; n < 60; n += 1) {
    if (await page.evaluate(() => document.activeElement?.hasAttribute("data-node"))) break;
    await page.keyboard.press("Tab");
  }
  assert.match(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), /^Ostrélie, state/);
  for (let n = 0; n < 20; n += 1) {
    await page.keyboard.press("e");
    if ((await page.evaluate(() => document.activeElement?.getAttribute("aria-label")))?.startsWith("Ostrélie bombed")) break;
  }
  await page.keyboard.press("Enter");
  await page.locator("#panel h2", { hasText: "Ostrélie bombed grain terminal" }).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === "panel");
  assert.deepEqual(faults, []);
  await close();
});

/** Writes a query into its field, as hands do: what stood there goes first. */
async function write(page, query) {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(query);
}

test("a mistake in a query is marked at its place before it is asked, with a way out", async () => {
  const { page, faults, close } = await open(`${harbour.address}#/sparql`);
  await write(page, "SELECT * {\n ?s foaf:x ?o\n}");
  await page.locator("#query .cm-lintRange-error", { hasText: "foaf:x" }).waitFor();
  assert.match(await page.locator("#fault").innerText(), /line 2, column 5: the prefix `foaf:` is not declared/);
  await page.locator("#fault button", { hasText: "add PREFIX foaf:" }).click();
  await page.locator("#query .cm-line", { hasText: "PREFIX foaf: <http://xmlns.com/foaf/0.1/>" }).waitFor();
  // Declared it may be; the graph does not have it.
  await page.locator("#query .cm-lintRange-warning", { hasText: "foaf:x" }).waitFor();
  await write(page, "SELECT ?who { ?c ra:saidby ?who }");
  await page.locator("#fault button", { hasText: "write `ra:saidBy`" }).click();
  await page.locator("#query .cm-line", { hasText: "?c ra:saidBy ?who" }).waitFor();
  await page.waitForFunction(() => document.querySelector("#fault")?.childElementCount === 0);
  await write(page, "SELECT * { SERVICE <https://elsewhere.example/sparql> { ?s ?p ?o } }");
  await page.locator("#query .cm-lintRange-error", { hasText: "<https://elsewhere.example/sparql>" }).waitFor();
  assert.match(await page.locator("#fault").innerText(), /no query may ask <https:\/\/elsewhere.example\/sparql>.*--allow-service/s);
  // One that is asked nevertheless says the same, and leads to the place.
  await write(page, "SELECT * {\n ?s ?p\n}");
  await page.keyboard.press("Control+Enter");
  await page.locator("#fault", { hasText: "line 3, column 1: unexpected `}`" }).waitFor();
  assert.ok(await page.evaluate(() => document.activeElement?.id === "query"));
  assert.deepEqual(faults, []);
  await close();
});

test("words for a query come from the graph, and the answer stays in the address", async () => {
  const { page, faults, close } = await open(`${harbour.address}#/sparql`);
  await write(page, "SELECT * { ?claim ra:saidb");
  await page.keyboard.press("Control+Space");
  await page.locator(".cm-tooltip-autocomplete li", { hasText: "ra:saidBy" }).waitFor();
  // A list that has just opened takes no key for some milliseconds, so that nothing is taken by accident.
  await page.waitForTimeout(150);
  await page.keyboard.press("Tab");
  assert.equal(await page.locator(".cm-content").innerText(), "SELECT * { ?claim ra:saidBy");
  await page.keyboard.type(" ostr");
  await page.locator(".cm-tooltip-autocomplete li", { hasText: "Ostrélie" }).first().click();
  assert.equal(await page.locator(".cm-content").innerText(), "SELECT * { ?claim ra:saidBy <https://w3id.org/relata/example/harbour-crisis/Ostrelie>");
  await page.keyboard.type(" /");
  assert.ok(await page.evaluate(() => document.activeElement?.id === "query"), "a slash is a letter here");
  // Without a list to choose from, Tab leads on: nobody is caught in the field.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement?.id !== "query"));
  await write(page, "SELECT ?who (COUNT(*) AS ?n) { ?claim ra:saidBy ?who } GROUP BY ?who ORDER BY DESC(?n) ?who");
  await page.keyboard.press("Control+Enter");
  // Rows come with their names, which are asked for after the answer is there.
  await page.locator(".answer tbody tr").first().waitFor();
  assert.ok((await page.locator(".answer tbody tr").count()) > 3);
  // What is an IRI in the answer has its name, and leads on.
  await page.locator(".answer tbody a", { hasText: "Odrick Vellamoor" }).waitFor();
  await page.locator(".answer .sort", { hasText: "n" }).click();
  assert.equal(await page.locator(".answer tbody tr").first().locator("td").innerText(), "1");
  await page.reload();
  await page.locator(".answer table").waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("an answer is shown as a graph and as a timeline where it is one", async () => {
  const { page, faults, close } = await open(`${harbour.address}#/sparql`);
  const asked = async (query) => {
    await write(page, query);
    await page.keyboard.press("Control+Enter");
    await page.locator(".answer .shapes").waitFor();
  };
  const shapes = () => page.locator(".shapes button").allInnerTexts();
  await asked("CONSTRUCT { ?s ?p ?o } { ?claim rdf:reifies <<( ?s ?p ?o )>> . ?s ?p ?o }");
  assert.deepEqual(await shapes(), ["Table", "Graph", "Turtle"]);
  await page.locator(".answer tbody tr").first().waitFor();
  const n_rows = await page.locator(".answer tbody tr").count();
  await page.locator(".shapes button", { hasText: "Graph" }).click();
  await page.locator(".answer .node").first().waitFor();
  assert.equal(await page.locator(".answer .edge").count(), n_rows);
  assert.match(await page.locator(".answer .node").first().innerHTML(), /<a href="#\/(entity|graph)/);
  assert.match(page.url(), /as=graph/);
  assert.deepEqual(await barriers(page), []);
  const node = page.locator(".answer .node").first();
  const place = await node.getAttribute("transform");
  await node.scrollIntoViewIfNeeded();
  const box = await node.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 40, box.y + 50, { steps: 3 });
  await page.mouse.up();
  assert.notEqual(await page.locator(".answer .node").first().getAttribute("transform"), place);
  assert.match(page.url(), /sparql/, "a node that is moved is not opened");
  await page.locator(".shapes button", { hasText: "Turtle" }).click();
  await page.locator(".answer pre", { hasText: "kg:" }).waitFor();
  await asked("SELECT ?date ?event { ?c ra:about ?event . ?event ra:date ?date }");
  assert.deepEqual(await shapes(), ["Table", "Timeline"]);
  await page.locator(".shapes button", { hasText: "Timeline" }).click();
  await page.locator(".answer .when").first().waitFor();
  const days = await page.locator(".answer tbody th").allInnerTexts();
  assert.deepEqual(days, [...days].sort());
  assert.deepEqual(faults, []);
  await close();
});

test("a query that nobody waits for any more is stopped, and one of many rows is paged", async () => {
  const { page, faults, close } = await open(`${harbour.address}#/sparql`);
  await write(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) > STR(?i)) }");
  await page.keyboard.press("Control+Enter");
  await page.locator("button", { hasText: "Stop" }).click();
  await page.locator("#fault", { hasText: "Stopped." }).waitFor();
  // That the query is looked at once more, and nothing is wrong with its words, does not take that back.
  await page.locator("#query .cm-content").press("End");
  await page.keyboard.type(" ");
  await page.keyboard.press("Backspace");
  await page.waitForTimeout(900);
  assert.equal(await page.locator("#fault").innerText(), "Stopped.");
  await write(page, "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 250");
  await page.keyboard.press("Control+Enter");
  await page.locator(".answer .pager", { hasText: "1 to 100 of 250" }).waitFor();
  await page.locator(".answer .pager button", { hasText: "Next" }).click();
  await page.locator(".answer .pager", { hasText: "101 to 200 of 250" }).waitFor();
  await page.selectOption("select[aria-label='Queries of before']", { index: 2 });
  await page.locator(".cm-line", { hasText: "COUNT(*)" }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("figures lead to what they count", async () => {
  const { page, close } = await open(harbour.address);
  const figure = async (words) => Number(await page.locator(".doubts li", { hasText: words }).locator("strong").innerText());
  const [disputed, undated, single] = [await figure("disputed"), await figure("undated"), await figure("one source")];
  await page.locator(".doubts a", { hasText: "disputed" }).click();
  await page.waitForSelector(`h1:has-text('Conflicts (${disputed})')`);
  assert.equal(await page.locator(".occurrence").count(), disputed);
  await page.goBack();
  await page.locator(".doubts a", { hasText: "undated" }).click();
  await page.locator(".answer tbody tr").first().waitFor();
  assert.equal(await page.locator(".answer tbody tr").count(), undated);
  await page.goBack();
  await page.locator(".doubts a", { hasText: "one source" }).click();
  await page.waitForSelector(".occurrences");
  assert.equal(await page.locator(".occurrences tbody tr").count(), single);
  await close();
});

test("filters go with every link and are taken away one by one", async () => {
  const { page, close } = await open(`${harbour.address}#/?state=disputed&since=2024`);
  await page.locator(".chips li").first().waitFor();
  await page.locator("#views a", { hasText: "Timeline" }).click();
  await page.waitForSelector(".occurrences");
  const states = await page.locator(".occurrences tbody .badge").allInnerTexts();
  assert.ok(states.length > 0 && states.every((one) => one.includes("disputed")));
  await page.locator(".chip", { hasText: "state" }).click();
  await page.waitForFunction((n) => document.querySelectorAll(".occurrences tbody tr").length > n, states.length);
  await page.locator("#filters summary").click();
  await page.fill("#filters input[name=speaker]", "Nobody At All");
  await page.locator("#filters button").click();
  await page.locator(".fault").waitFor();
  await close();
});

test("nothing serious keeps anybody out, in light and dark, wide and narrow", async () => {
  const base = "https://w3id.org/relata/example/harbour-crisis";
  const views = ["#/", "#/graph", `#/graph?about=${base}/Ostrelie&node=${base}/Ostrelie`, "#/timeline", "#/conflicts", "#/documents", "#/predicates", "#/sparql", "#/alike", "#/list?of=speakers", "#/search?q=har", `#/entity?iri=${base}/Ostrelie`, `#/document?iri=${base}/document/courier-0305&claim=${base}/claim/co3`, `#/claim?iri=${base}/claim/co3`];
  for (const [colorScheme, width] of [["light", 1280], ["dark", 390]]) {
    const { page, faults, close } = await open(harbour.address, { colorScheme, viewport: { width, height: 800 } });
    for (const view of views) {
      await page.goto(harbour.address + view);
      await page.waitForFunction(() => document.querySelector("main h1") && !document.querySelector("main").hasAttribute("aria-busy"));
      await page.waitForTimeout(150);
      assert.deepEqual(await barriers(page), [], `${view} ${colorScheme}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${view} is ${over} too wide at ${width}`);
    }
    // What opens: names found, filters, words for a query, nodes as a list.
    await page.fill("#words", "har");
    await page.locator("#found li").first().waitFor();
    assert.deepEqual(await barriers(page), [], "names found");
    await page.keyboard.press("Escape");
    await page.locator("#filters summary").click();
    await page.locator("#filters fieldset").waitFor();
    assert.deepEqual(await barriers(page), [], "filters");
    await page.goto(`${harbour.address}#/sparql`);
    await write(page, "SELECT * { ?s foaf:name ?o ");
    await page.locator("#fault button").waitFor();
    await page.keyboard.press("Control+Space");
    await page.locator(".cm-tooltip-autocomplete li").first().waitFor();
    assert.deepEqual(await barriers(page), [], "words for a query");
    assert.deepEqual(faults, []);
    await close();
  }
});

test("at twice the size everything is still there", async () => {
  const { page, close } = await open(`${harbour.address}#/graph`, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
  await page.waitForSelector("[data-edge]");
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0);
  assert.ok(await title(page).isVisible());
  await close();
});

test("names that run from right to left keep their order, and no markup of a source is taken as such", async () => {
  const rtl = await serving({
    "relata.toml": "[project]\nname = \"خبر\"\n",
    "claims.csv": "id,subject,predicate,object,date,document,said_by,quote,start,end,lang\nc1,إيران,attacked,Norland <b>x</b>,2024-05-01,d1,وزير الدفاع,هاجمت إيران المدينة 😀,0,21,ar\n",
    "documents.csv": "id,title,publisher,published,path,language\nd1,<i>خبر عاجل</i>,الجريدة,2024-05-02,texts/d1.txt,ar\n",
    "texts/d1.txt": "هاجمت إيران المدينة 😀 ثم انسحبت.\n",
  });
  const { page, faults, close } = await open(`${rtl.address}#/graph`);
  await page.locator("[data-edge]").dispatchEvent("click");
  await page.locator("#panel mark").waitFor();
  assert.equal(await page.locator("#panel b").count(), 0);
  assert.match(await page.locator("#panel h2").first().innerText(), /Norland <b>x<\/b>/);
  assert.equal(await page.locator("#panel blockquote").evaluate((one) => getComputedStyle(one).direction), "rtl");
  await page.locator("#panel a", { hasText: "In its text" }).click();
  await page.waitForSelector("mark.lit");
  assert.equal(await page.locator("mark.lit").innerText(), "هاجمت إيران المدينة 😀");
  assert.equal(await page.locator(".text").evaluate((one) => getComputedStyle(one).direction), "rtl");
  assert.deepEqual(faults, []);
  await close();
});

test("a table that is changed is shown anew without a press", async () => {
  const own = await serving({ "relata.toml": "[project]\nname = \"war\"\n", "claims.csv": "subject,predicate,object\nNorland,met,Vesk\n" });
  const { page, faults, close } = await open(own.address);
  assert.equal(await page.locator(".numbers strong").first().innerText(), "1");
  appendFileSync(join(own.folder, "claims.csv"), "Norland,accused,Vesk\n");
  await page.waitForFunction(() => document.querySelector(".numbers strong")?.textContent === "2");
  assert.deepEqual(faults, []);
  await close();
});

test("ten thousand claims are shown, and a frame costs little while they move", async () => {
  const rows = ["id,subject,predicate,object,date"];
  for (let n = 0; n < 10_000; n += 1) rows.push(`c${n},Actor ${(n * 7919) % 997},met,Actor ${(n * 104_729 + 31) % 1009},2024-0${1 + (n % 9)}`);
  const large = await serving({ "relata.toml": "[project]\nname = \"large\"\n", "claims.csv": `${rows.join("\n")}\n` });
  const { page, faults, close } = await open(`${large.address}#/graph?top=10000`);
  await page.locator("canvas.graph").waitFor();
  await page.waitForTimeout(500);
  const box = await page.locator("canvas.graph").boundingBox();
  await page.mouse.move(box.x + 200, box.y + 200);
  await page.mouse.down();
  const median = await page.evaluate(async () => {
    const canvas = document.querySelector("canvas.graph");
    const times = [];
    for (let n = 0; n < 40; n += 1) {
      const begun = performance.now();
      canvas.dispatchEvent(new PointerEvent("pointermove", { clientX: 400 + n * 4, clientY: 400 + n, pointerId: 1 }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      times.push(performance.now() - begun);
    }
    return times.sort((a, b) => a - b)[20];
  });
  await page.mouse.up();
  // 20 ms is the goal. How busy the machine is decides, so that it is held to that only where somebody asks for it.
  const most = process.env.FRAME_MS;
  assert.ok(!most || median < Number(most), `a frame takes ${median} ms`);
  console.log(`a frame of ${await page.locator(".twin .faint").first().innerText()} takes ${median.toFixed(1)} ms`);
  assert.deepEqual(faults, []);
  await close();
});

/** Moves the pointer over a canvas until it tells this; answers the place. */
async function findOnCanvas(page, words) {
  const box = await page.locator("canvas.graph").boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  for (let ring = 0; ring < 40; ring += 1) {
    for (let step = 0; step < Math.max(1, ring * 6); step += 1) {
      const angle = (step / Math.max(1, ring * 6)) * 2 * Math.PI;
      const place = [x + Math.cos(angle) * ring * 7, y + Math.sin(angle) * ring * 7];
      await page.mouse.move(...place);
      const told = (await page.locator(".tip").textContent()) ?? "";
      if ((words instanceof RegExp ? words.test(told) : told === words) && (await page.locator(".tip").isVisible())) return place;
    }
  }
  throw new Error(`nothing on the canvas is called ${words}`);
}

test("a node of a large graph is moved and stays, undoing takes it back, and what is not shown is counted", async () => {
  const rows = ["subject,predicate,object"];
  for (let n = 0; n < 420; n += 1) rows.push(`Hub,met,Leaf ${n}`);
  const star = await serving({ "relata.toml": "[project]\nname = \"star\"\n", "claims.csv": `${rows.join("\n")}\n` });
  const { page, faults, close } = await open(`${star.address}#/graph?top=400`);
  await page.locator("canvas.graph").waitFor();
  await page.waitForTimeout(300);
  assert.match(await page.locator("#graph-note").innerText(), /400 edges of 420, the heaviest\. 20 lighter edges are not shown: show more of them/);
  const [x, y] = await findOnCanvas(page, "Hub");
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 40, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(() => /pin=/.test(location.hash));
  const { pin } = Object.fromEntries(new URLSearchParams(new URL(page.url()).hash.split("?")[1]));
  assert.match(pin, /^-?\d+,-?\d+ .*Hub$/);
  await page.waitForTimeout(200);
  await page.mouse.move(x + 60, y + 40);
  await page.mouse.move(x + 61, y + 40);
  assert.equal(await page.locator(".tip").textContent(), "Hub", "it stands where it was let go");
  assert.ok(!/node=/.test(page.url()), "a node that is moved is not opened");
  await page.locator(".tools button", { hasText: "Undo" }).click();
  await page.waitForFunction(() => !/pin=/.test(location.hash));
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(faults, []);
  await close();
});

test("a loop on a canvas stands clear of its node's name, and a press on it leads to its claims", async () => {
  const rows = ["subject,predicate,object"];
  for (let n = 0; n < 320; n += 1) rows.push(`Hub,met,Leaf ${n}`);
  rows.push("Hub,contradicted,Hub", "Hub,praised,Hub");
  const own = await serving({ "relata.toml": "[project]\nname = \"star\"\n", "claims.csv": `${rows.join("\n")}\n` });
  const { page, faults, close } = await open(`${own.address}#/graph?top=1000`);
  await page.locator("canvas.graph").waitFor();
  await page.waitForTimeout(300);
  const tips = [/^Hub contradicted Hub/, /^Hub praised Hub/];
  for (const tip of tips) {
    const [, y] = await findOnCanvas(page, tip);
    const [, middle] = await findOnCanvas(page, "Hub");
    assert.ok(y < middle, "the loop lies above, the name below");
  }
  const place = await findOnCanvas(page, tips[1]);
  await page.mouse.click(...place);
  await page.locator("#panel h2", { hasText: "Hub praised Hub" }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("names can be read in a picture of a hundred edges, and none is cut on a phone", async () => {
  const rows = ["subject,predicate,object"];
  for (let n = 0; n < 100; n += 1) rows.push(`Ministry of Part ${(n * 7) % 31},met,Agency for Matter ${(n * 13) % 47}`);
  const own = await serving({ "relata.toml": "[project]\nname = \"names\"\n", "claims.csv": `${rows.join("\n")}\n` });
  for (const width of [1440, 390]) {
    const { page, faults, close } = await open(`${own.address}#/graph?top=100`, { viewport: { width, height: 800 } });
    await page.locator("[data-node]").first().waitFor();
    await page.waitForTimeout(300);
    const told = await page.evaluate(() => {
      const frame = document.querySelector("svg.graph").getBoundingClientRect();
      const names = [...document.querySelectorAll(".node:not(.away) > text")].map((text) => ({ box: text.getBoundingClientRect(), size: Number(text.getAttribute("font-size")) * text.getScreenCTM().a }));
      const isOver = (a, b) => a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 4 && b.top < a.bottom - 4;
      return {
        n: names.length,
        least: Math.min(...names.map(({ size }) => size)),
        cut: names.filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 1).length,
        over: names.filter(({ box }, index) => names.slice(0, index).some((other) => isOver(box, other.box))).length,
      };
    });
    assert.ok(told.least > 9.5, `a name of ${told.least} pixels at ${width}`);
    assert.ok(told.n > (width > 1000 ? 24 : 8), `${told.n} names at ${width}`);
    assert.equal(told.cut, 0);
    assert.equal(told.over, 0);
    assert.deepEqual(faults, []);
    await close();
  }
});

test("many edges are put together by country, the list says the same, and a group is opened and closed by keys", async () => {
  const entities = ["label,type,country"];
  for (let n = 0; n < 300; n += 1) entities.push(`Actor ${n},person,${["NL", "FR", "SE"][n % 3]}`);
  const rows = ["subject,predicate,object,polarity"];
  for (let n = 0; n < 10_400; n += 1) rows.push(`Actor ${n % 300},accused,Actor ${(n + 1 + Math.floor(n / 300)) % 300},${n % 5 === 0 ? "negative" : ""}`);
  const many = await serving({ "relata.toml": "[project]\nname = \"many\"\n", "claims.csv": `${rows.join("\n")}\n`, "entities.csv": `${entities.join("\n")}\n` });
  const { page, faults, close } = await open(`${many.address}#/graph`);
  await page.waitForSelector("main h1:has-text('Put together by country')");
  const note = await page.locator("#graph-note").innerText();
  const told = await page.evaluate(() => fetch("api/graph?group=auto").then((answer) => answer.json()));
  const { grouping } = told;
  assert.match(note, /300 nodes are put together by country: 3 clusters/);
  assert.ok(note.includes(`${grouping.n_claims.toLocaleString("en")} claims`));
  // Picture and list tell the same edges, and what is denied is told as such.
  assert.equal(await page.locator("[data-edge]").count(), told.edges.length);
  const names = await page.$$eval("[data-edge]", (all) => all.map((one) => one.getAttribute("aria-label")));
  for (const edge of told.edges) {
    const words = `${edge.n_statements.toLocaleString("en")} statements of ${edge.n_claims.toLocaleString("en")} claims`;
    assert.ok(names.some((one) => one.startsWith(edge.sentence) && one.includes(words) && one.includes(`${edge.states.denied} denied`)), edge.sentence);
    assert.equal(await page.locator(".twin tbody tr", { hasText: edge.sentence }).filter({ hasText: words }).count(), 1);
  }
  assert.deepEqual(await barriers(page), []);
  // An edge leads to its statements.
  await page.locator("[data-edge]").first().dispatchEvent("click");
  await page.locator("#panel li").first().waitFor();
  assert.match(await page.locator("#panel").innerText(), /statements of [\d,]+ claims: .*denied/);
  // The panel says what a press does here, and the legend what the shape of a cluster means.
  await page.locator("#panel .close").click();
  await page.locator("#panel", { hasText: "Press a cluster to open it" }).waitFor();
  assert.match(await page.locator(".legend").innerText(), /of a cluster, what most in it are/);
  const middles = () => page.$$eval("[data-node]", (all) => Object.fromEntries(all.map((one) => [one.getAttribute("data-node"), one.parentElement.getAttribute("transform").match(/-?[\d.]+/g).map(Number)])));
  const closed = await middles();
  const group = page.locator("[data-node][aria-label*='cluster, mostly person']").first();
  const name = await group.getAttribute("data-node");
  await group.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /inside=/.test(location.hash) && document.querySelector("[data-node]:not([data-node^='group:'])"));
  assert.equal(await page.locator("[data-node^='group:']").count(), 2);
  // What was there stands in the same direction as before, and its nodes where the cluster stood.
  const opened = await middles();
  for (const [iri, [x, y]] of Object.entries(closed).filter(([iri]) => iri !== name)) {
    const [before, after] = [Math.atan2(y - closed[name][1], x - closed[name][0]), Math.atan2(opened[iri][1] - closed[name][1], opened[iri][0] - closed[name][0])];
    assert.ok(Math.abs(before - after) < 0.01, `${iri} has moved around`);
  }
  const own = Object.entries(opened).filter(([iri]) => !iri.startsWith("group:")).map(([, [x, y]]) => Math.hypot(x - closed[name][0], y - closed[name][1]));
  const others = Object.entries(opened).filter(([iri]) => iri.startsWith("group:")).map(([, [x, y]]) => Math.hypot(x - closed[name][0], y - closed[name][1]));
  assert.ok(Math.min(...own) < Math.min(...others));
  await page.reload();
  await page.waitForFunction(() => document.querySelector("[data-node]:not([data-node^='group:'])"));
  assert.deepEqual(await middles(), opened, "the address alone gives the same picture");
  await page.locator(".group-list a", { hasText: "Close" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("[data-node]").length === 3);
  assert.deepEqual(await middles(), closed);
  assert.deepEqual(faults, []);
  await close();
});

test("a view is saved in the project with its places, listed, and restored", async () => {
  const own = await serving("harbour-crisis", ["--write"]);
  const { page, faults, close } = await open(own.address);
  const base = "https://w3id.org/relata/example/harbour-crisis";
  const start = new URL(own.address).origin;
  await page.goto(`${start}/#/graph?about=${base}/Ostrelie&pin=40,-20 ${base}/Ostrelie&state=disputed`);
  await page.waitForSelector("[data-node]");
  await page.locator(".menu summary").click();
  await page.fill(".menu input[required]", "Ostrélie, disputed");
  await page.check(".menu input[type=checkbox]");
  assert.deepEqual(await barriers(page), []);
  await page.locator(".menu button", { hasText: "Save in the project" }).click();
  await page.locator(".menu", { hasText: "Saved as views/Ostrélie, disputed.json" }).waitFor();
  const kept = JSON.parse(readFileSync(join(own.folder, "views/Ostrélie, disputed.json"), "utf8"));
  assert.deepEqual(Object.keys(kept.parameters), ["about", "frame", "pin", "state"]);
  assert.ok(kept.parameters.pin.includes(`40,-20 ${base}/Ostrelie`));
  const places = () => page.$$eval("[data-node]", (all) => all.map((one) => `${one.getAttribute("data-node")} ${one.parentElement.getAttribute("transform")}`).sort());
  await page.waitForFunction((n) => document.querySelectorAll(".node .pin").length === n, kept.parameters.pin.length);
  const before = await places();
  // From elsewhere, without filters, the list leads back to the same places.
  await page.goto(`${start}/#/graph`);
  await page.waitForFunction(() => document.querySelector("main h1")?.textContent === "The heaviest edges");
  await page.locator(".menu summary").click();
  await page.locator(".menu .saved a", { hasText: "Ostrélie, disputed" }).click();
  await page.waitForSelector("main h1:has-text('Around Ostrélie')");
  assert.deepEqual(await places(), before);
  // It gets another name, and goes when that is asked for twice.
  await page.locator(".menu summary").click();
  await page.locator(".saved button", { hasText: "Rename" }).click();
  await page.locator(".saved input").fill("Both sides");
  await page.keyboard.press("Enter");
  await page.locator(".menu [role=status]", { hasText: "Renamed: Both sides." }).waitFor();
  assert.equal(JSON.parse(readFileSync(join(own.folder, "views/Both sides.json"), "utf8")).name, "Both sides");
  assert.deepEqual(readdirSync(join(own.folder, "views")), ["Both sides.json"]);
  await page.locator(".saved button", { hasText: "Remove" }).click();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".saved a").count(), 1);
  await page.locator(".saved button", { hasText: "Remove" }).click();
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press("Enter");
  await page.locator(".menu .saved", { hasText: "None yet." }).waitFor();
  assert.deepEqual(readdirSync(join(own.folder, "views")), []);
  assert.deepEqual(faults, []);
  await close();
  // Who may not write takes the same file along.
  const reading = await open(`${harbour.address}#/graph`);
  await reading.page.locator(".menu summary").click();
  await reading.page.fill(".menu input[required]", "Mine");
  const waiting = reading.page.waitForEvent("download");
  await reading.page.locator(".menu button", { hasText: "Download" }).click();
  const file = await (await waiting).path();
  assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), { name: "Mine", view: "graph", parameters: {} });
  await reading.close();
});
