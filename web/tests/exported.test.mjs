// An exported page, opened from the disk: the graph, the words behind it, and nothing that asks anybody.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { end, open, program } from "./support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
after(end);

const HOSTILE = "</script><!--<b>\u2028 \u05e9\u05dc\u05d5\u05dd " + "long".repeat(80);

/**
 * Exports a graph of so many edges, the first of which has a name that would like to be markup.
 * @param {number} n
 */
function exported(n) {
  const folder = mkdtempSync(join(tmpdir(), "relata-file-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const rows = [`Olm,met,"${HOSTILE}",Ada Quill,"they met, ${HOSTILE}"`];
  for (let i = 1; i < n; i += 1) rows.push(`Party ${i % 97},accused,Party ${97 + i},Speaker ${i % 7},accusation number ${i}`);
  writeFileSync(join(folder, "claims.csv"), `subject,predicate,object,said_by,quote\n${rows.join("\n")}\n`);
  const file = join(folder, "page.html");
  execFileSync(program, ["export", "html", "-o", "page.html"], { cwd: folder, stdio: "ignore" });
  return `file://${file}`;
}

for (const [n, drawn] of /** @type {const} */ ([[250, "svg.graph"], [3000, "canvas.graph"]])) {
  test(`a file of ${n} edges leads by keys from a search to the words`, async () => {
    const { page, faults, close } = await open(exported(n));
    await page.locator(drawn).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("olm");
    await page.locator("#found li", { hasText: "Olm" }).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForSelector("main h1:has-text('Around Olm')");
    await page.locator("[data-edge]").first().waitFor();
    await page.locator("[data-node]").first().focus();
    await page.keyboard.press("e");
    await page.keyboard.press("Enter");
    const panel = page.locator("#panel");
    await panel.locator("blockquote", { hasText: "they met, </script><!--<b>" }).waitFor();
    assert.match(await panel.innerText(), /Ada Quill says so/);
    // Through the debugger, since the policy of the page lets no script in.
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    assert.deepEqual(found.violations.filter((one) => ["serious", "critical"].includes(one.impact)).map((one) => `${one.id}: ${one.nodes[0].target}`), []);
    assert.equal(await page.locator("main b").count(), 0);
    assert.deepEqual(faults, []);
    await close();
  });
}
