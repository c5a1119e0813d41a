// Reviewing and adjudicating in a real browser: one key is one row on the disk.

import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";
import { end, open, serving } from "./support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
after(end);

const TEXT = "Norland rejected a proposal of Estmark.\n";
const row = (n) => `x${n},Norland,rejected,Estmark,t,positive,actual,Norland rejected a proposal of Estmark,0,38,0,7,0.${n % 9},relata-rules-1\n`;
const FILES = {
  "relata.toml": "[project]\nname = \"war\"\n",
  "t.txt": TEXT,
  "claims-extracted.csv": `id,subject,predicate,object,document,polarity,modality,quote,start,end,subject_start,subject_end,confidence,annotator\n${Array.from({ length: 20 }, (_, n) => row(n + 1)).join("")}`,
  "claims.csv": "id,document,subject,predicate,object,polarity,quote,annotator\na1,t,Norland,rejected,Estmark,positive,Norland rejected,ada\nb1,t,Norland,rejected,Estmark,negative,Norland rejected,ben\n",
};

/** Finds what keeps people out: axe's findings that are serious or worse. */
async function barriers(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.filter((one) => ["serious", "critical"].includes(one.impact)).map((one) => `${one.id}: ${one.nodes[0].target}`);
}

const read = (served, name) => readFileSync(join(served.folder, name), "utf8");

test("twenty claims are reviewed by twenty keys", async () => {
  const served = await serving(FILES, ["--write"]);
  const { page, faults, close } = await open(served.address);
  await page.locator("#views a", { hasText: "Review" }).click();
  await page.locator(".reading .lit-subject", { hasText: "Norland" }).waitFor();
  assert.deepEqual(await barriers(page), []);
  for (let n = 1; n <= 20; n++) await page.keyboard.press(n % 5 === 0 ? "r" : "a");
  await page.locator(".left", { hasText: "0 claims of 20 left to review · 16 accepted · 4 rejected" }).waitFor();
  const reviews = read(served, "reviews.csv").trim().split("\n").slice(1);
  assert.equal(reviews.length, 20);
  assert.equal(reviews.filter((line) => line.includes(",accepted,")).length, 16);
  assert.match(reviews[4], /^x5,rejected,/);
  await page.keyboard.press("u");
  await page.locator(".left", { hasText: "1 claim of 20 left" }).waitFor();
  assert.equal(read(served, "reviews.csv").trim().split("\n").length, 20);
  assert.deepEqual(faults, []);
  await close();
});

test("what the terminal decided meanwhile is told and stays; edits are taken by Enter", async () => {
  const served = await serving(FILES, ["--write"]);
  const { page, close } = await open(`${served.address}#/review`);
  await page.locator(".decisions").waitFor();
  writeFileSync(join(served.folder, "reviews.csv"), "claim,verdict,who,when,note\nx1,accepted,ada,2026-01-02,\n");
  await page.keyboard.press("r");
  await page.locator(".left", { hasText: "19 claims of 20 left" }).waitFor();
  assert.ok(!read(served, "reviews.csv").includes("x1,rejected"));
  await page.keyboard.press("e");
  await page.locator("input[name=subject]").fill("Estmark");
  await page.keyboard.press("Enter");
  await page.locator(".left", { hasText: "18 claims of 20 left" }).waitFor();
  assert.match(read(served, "reviews.csv"), /edited/);
  assert.match(read(served, "claims.csv"), /,Estmark,/);
  await close();
});

test("a disagreement is decided by one key, and rows of coders stay", async () => {
  const served = await serving(FILES, ["--write"]);
  const { page, faults, close } = await open(`${served.address}#/agreement`);
  await page.locator(".decisions").waitFor();
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press("2");
  await page.locator(".left", { hasText: "0 of 1 disagreement" }).waitFor();
  assert.match(read(served, "reviews.csv"), /a1,rejected,.*\nb1,accepted,/);
  assert.equal(read(served, "claims.csv"), FILES["claims.csv"]);
  await page.keyboard.press("u");
  await page.locator(".left", { hasText: "1 of 1 disagreement" }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("what cannot be taken back while a spreadsheet has the table open is taken back afterwards", async () => {
  const served = await serving(FILES, ["--write"]);
  const { page, faults, close } = await open(`${served.address}#/review`);
  await page.locator(".decisions").waitFor();
  await page.keyboard.press("a");
  await page.locator(".left", { hasText: "19 claims of 20 left" }).waitFor();
  const lock = join(served.folder, ".~lock.reviews.csv#");
  writeFileSync(lock, "");
  await page.keyboard.press("u");
  await page.locator(".message", { hasText: "nothing is written" }).waitFor();
  assert.match(read(served, "reviews.csv"), /\nx1,accepted,/);
  rmSync(lock);
  await page.keyboard.press("u");
  await page.locator(".left", { hasText: "20 claims of 20 left" }).waitFor();
  assert.ok(!existsSync(join(served.folder, "reviews.csv")), "the table that the decision made goes with it");
  assert.deepEqual(faults, []);
  await close();
});

test("two names that look alike are judged by one key, and the judgement is taken back", async () => {
  const names = "subject,predicate,object,source\nEstmark Government,accused,Norland Defence Ministry,Courier\nEstmark Goverment,accused,Norland,Herald\n";
  const served = await serving({ "relata.toml": "[project]\nname = \"war\"\n", "claims.csv": names }, ["--write"]);
  const { page, faults, close } = await open(`${served.address}#/review?of=names`);
  await page.locator(".sentence", { hasText: "Estmark Goverment" }).waitFor();
  assert.deepEqual(await barriers(page), []);
  const before = await page.locator(".left").textContent();
  await page.keyboard.press("r");
  await page.locator(".message", { hasText: ": two" }).waitFor();
  assert.match(read(served, "judgements.csv"), /different/);
  await page.keyboard.press("u");
  await page.locator(".message", { hasText: "taken back" }).waitFor();
  assert.doesNotMatch(read(served, "judgements.csv"), /different/);
  await page.reload();
  await page.locator(".left", { hasText: before ?? "" }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});
