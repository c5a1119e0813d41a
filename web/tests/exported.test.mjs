// An exported page, opened from the disk: the picture, the words behind it, and nothing that asks anybody.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { end, open, program } from "./support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
after(end);

const HOSTILE = "</script><!--<b>\u2028 \u05e9\u05dc\u05d5\u05dd " + "long".repeat(80);

function folder() {
  const made = mkdtempSync(join(tmpdir(), "relata-file-"));
  after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/**
 * @param {string} cwd
 * @param {string[]} flags
 */
function exportIn(cwd, flags) {
  execFileSync(program, ["export", "html", "-o", "page.html", ...flags], { cwd, stdio: "ignore" });
  return `file://${join(cwd, "page.html")}`;
}

/**
 * Exports a graph of so many edges, the first of which has a name that would like to be markup.
 * @param {number} n
 * @param {string[]} flags
 */
function exported(n, flags = []) {
  const cwd = folder();
  const rows = [`Olm,met,"${HOSTILE}",Ada Quill,"they met, ${HOSTILE}",2024-03-09`];
  for (let i = 1; i < n; i += 1) rows.push(`Party ${i % 97},accused,Party ${97 + i},Speaker ${i % 7},accusation number ${i},2024-03-1${i % 10}`);
  writeFileSync(join(cwd, "claims.csv"), `subject,predicate,object,said_by,quote,date\n${rows.join("\n")}\n`);
  return exportIn(cwd, flags);
}

/** @param {string[]} flags */
function exportedSample(flags) {
  const cwd = folder();
  cpSync(new URL("../../data/strike-veto", import.meta.url).pathname, cwd, { recursive: true });
  return exportIn(cwd, flags);
}

/** Through the debugger, since the policy of the page lets no script in. @param {import("playwright-core").Page} page */
async function serious(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.filter((one) => ["serious", "critical"].includes(one.impact)).map((one) => `${one.id}: ${one.nodes[0].target}`);
}

for (const [n, drawn] of /** @type {const} */ ([[250, "svg.graph .relata-picture"], [3000, "canvas.graph"]])) {
  test(`a file of ${n} edges leads by keys from a search to the words`, async () => {
    const { page, faults, close } = await open(exported(n));
    await page.locator(drawn).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("olm");
    await page.locator("#found li", { hasText: "Olm" }).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForSelector("main h1:has-text('Around Olm')");
    await page.locator("[data-edge]:not(.gone)").first().waitFor();
    await page.locator("[data-node]:not(.gone)").first().focus();
    await page.keyboard.press("e");
    await page.keyboard.press("Enter");
    const panel = page.locator("#panel");
    await panel.locator("blockquote", { hasText: "they met, </script><!--<b>" }).waitFor();
    assert.match(await panel.innerText(), /Ada Quill says so/);
    assert.deepEqual(await serious(page), []);
    assert.equal(await page.locator("main b").count(), 0);
    // Esc goes back to all of it.
    await page.keyboard.press("Escape");
    await page.waitForSelector("main h1:not(:has-text('Around'))");
    assert.match(await page.locator("#graph-note").innerText(), n === 250 ? /250 edges/ : /3,000 edges/);
    assert.deepEqual(faults, []);
    await close();
  });
}

test("who looks closer sees the names that had no room, and all edges are listed for who asks", async () => {
  const { page, close } = await open(exported(250));
  const layer = page.locator(".relata-picture .picture > g").last();
  assert.equal(await layer.locator("text").count(), 0);
  for (let i = 0; i < 4; i += 1) await page.keyboard.press("+");
  await layer.locator("text", { hasText: "Party" }).first().waitFor();
  assert.equal(await page.locator(".twin .stacks tbody tr").first().locator("xpath=../tr").count(), 200);
  await page.getByRole("button", { name: "List all 250" }).click();
  assert.equal(await page.locator(".twin .stacks tbody tr").first().locator("xpath=../tr").count(), 250);
  await close();
});

test("what is said of a name stands out, and a filter takes edges off the picture", async () => {
  const { page, faults, close } = await open(exportedSample([]));
  const picture = page.locator(".relata-picture");
  const n = await picture.locator(".edge:not(.gone)").count();
  await picture.locator("[data-node]", { hasText: "Donald Trump" }).click();
  await page.locator("#panel h2", { hasText: "Donald Trump" }).waitFor();
  const lit = await picture.locator(".edge.lit").count();
  assert.ok(lit > 0 && lit < n);
  assert.equal(await page.locator("#panel", { hasText: "Pin here" }).count(), 1);
  await page.goto(`${page.url().split("#")[0]}#/?state=denied`);
  await page.locator("#graph-note", { hasText: "edges." }).waitFor();
  await page.waitForFunction((all) => document.querySelectorAll(".relata-picture .edge:not(.gone)").length < all, n);
  for (const edge of await picture.locator(".edge:not(.gone)").all()) assert.match((await edge.getAttribute("class")) ?? "", /s-denied|s-disputed/);
  assert.deepEqual(faults, []);
  await close();
});

for (const [subject, mark] of /** @type {const} */ ([["timeline", ".item"], ["matrix", ".cell"]])) {
  test(`a mark of a ${subject} opens the claims behind it, by pointer and by keys`, async () => {
    const { page, faults, close } = await open(exportedSample(["--picture", subject]));
    const first = page.locator(`.relata-picture ${mark}[data-edge]`).first();
    await first.locator("rect, path, circle").first().click({ force: true });
    await page.locator("#panel .claim").first().waitFor();
    const sentence = await page.locator("#panel h2").innerText();
    await page.keyboard.press("Escape");
    await page.locator("#panel.empty").waitFor();
    await first.focus();
    await page.keyboard.press("Enter");
    await page.locator("#panel .claim").first().waitFor();
    assert.equal(await page.locator("#panel h2").innerText(), sentence);
    assert.deepEqual(await serious(page), []);
    assert.deepEqual(faults, []);
    await close();
  });
}

test("names lie where the layout that was asked for puts them", async () => {
  const places = async (/** @type {string} */ layout) => {
    const { page, close } = await open(exportedSample(["--layout", layout]));
    const shapes = await page.locator(".relata-picture .node .shape").evaluateAll((all) => all.map((one) => one.getAttribute("d")));
    await close();
    return shapes;
  };
  const svg = (/** @type {string} */ layout) => {
    const cwd = folder();
    cpSync(new URL("../../data/strike-veto", import.meta.url).pathname, cwd, { recursive: true });
    execFileSync(program, ["export", "svg", "-o", "page.svg", "--layout", layout], { cwd, stdio: "ignore" });
    return [...readFileSync(join(cwd, "page.svg"), "utf8").matchAll(/class="node[^>]*>.*?class="shape" d="([^"]*)"/gs)].map(([, d]) => d);
  };
  for (const layout of ["layered", "force"]) assert.deepEqual(await places(layout), svg(layout));
  assert.notDeepEqual(svg("layered"), svg("force"));
});

test("without scripts, the picture and the statements are there", async () => {
  const { page, close } = await open(exportedSample([]), { javaScriptEnabled: false });
  assert.ok(await page.locator("#main > svg .node").first().isVisible());
  assert.ok(await page.locator("table tr", { hasText: "Donald Trump" }).first().isVisible());
  await close();
  const large = await open(exported(400), { javaScriptEnabled: false });
  assert.equal(await large.page.locator("tbody tr").count(), 400);
  assert.match(await large.page.locator("main p").first().innerText(), /Scripts are off/);
  await large.close();
});
