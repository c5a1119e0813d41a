// Where nodes and lines are: names in their boxes, lines beside the nodes they do not lead to, on screens and on phones; and
// nodes that are put elsewhere.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { end, open, program, serving } from "./support.mjs";

after(end);

const strike = await serving("strike-veto");
const SCREEN = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Lines that run behind a node that they do not lead to, and that does not let them be seen. @param {import("playwright-core").Page} page */
function hidden(page) {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll(".node:not(.crossed) [data-node]")].map((node) => ({ iri: node.getAttribute("data-node"), box: node.querySelector(".box").getBoundingClientRect() }));
    const found = [];
    for (const edge of document.querySelectorAll("[data-edge]")) {
      const line = edge.querySelector(".line");
      const matrix = line.getScreenCTM();
      const length = line.getTotalLength();
      const ends = [line.getPointAtLength(0), line.getPointAtLength(length)].map((point) => new DOMPoint(point.x, point.y).matrixTransform(matrix));
      for (const { iri, box } of boxes) {
        const holds = (point, margin) => point.x > box.left - margin && point.x < box.right + margin && point.y > box.top - margin && point.y < box.bottom + margin;
        if (ends.some((point) => holds(point, 8))) continue;
        for (let at = 0; at <= length; at += 3) {
          const point = line.getPointAtLength(at);
          if (!holds(new DOMPoint(point.x, point.y).matrixTransform(matrix), -2)) continue;
          found.push(`${edge.getAttribute("aria-label")} behind ${iri}`);
          break;
        }
      }
    }
    return found;
  });
}

/** Names that are not read, or reach out of their boxes. @param {import("playwright-core").Page} page */
function unread(page) {
  return page.$$eval(".node", (nodes) => nodes.flatMap((node) => {
    const text = node.querySelector(":scope > text");
    const [own, box] = [text.getBoundingClientRect(), node.querySelector(".box").getBoundingClientRect()];
    const isOut = own.left < box.left - 4 || own.right > box.right + 4 || own.top < box.top - 6 || own.bottom > box.bottom + 6;
    const size = Number(text.getAttribute("font-size")) * text.getScreenCTM().a;
    return getComputedStyle(text).visibility === "hidden" || isOut || size < 9.8 ? [`${text.textContent} ${size.toFixed(1)}`] : [];
  }));
}

/** How much of the frame the nodes fill, across and down. @param {import("playwright-core").Page} page */
function filled(page) {
  return page.evaluate(() => {
    const room = document.querySelector("svg.graph").getBoundingClientRect();
    const boxes = [...document.querySelectorAll(".node .box")].map((box) => box.getBoundingClientRect());
    const span = (low, high) => Math.max(...boxes.map((box) => box[high])) - Math.min(...boxes.map((box) => box[low]));
    return [span("left", "right") / room.width, span("top", "bottom") / room.height];
  });
}

for (const [where, viewport] of Object.entries({ "a screen": SCREEN, "a laptop": { width: 1024, height: 768 }, "a phone": PHONE })) {
  test(`on ${where} every name is read in its box, no line runs behind another node unseen, and the frame is used`, async () => {
    const { page, faults, close } = await open(`${strike.address}#/graph`, { viewport });
    await page.waitForTimeout(300);
    assert.equal(await page.locator("[data-node]").count(), 20);
    assert.deepEqual(await hidden(page), []);
    assert.deepEqual(await unread(page), []);
    const [across, down] = await filled(page);
    assert.ok(Math.max(across, down) > 0.85 && Math.min(across, down) > 0.6, `${across} ${down}`);
    assert.deepEqual(faults, []);
    await close();
  });
}

/**
 * Drags a node, and answers how its first edge ran before, on the way, and behind.
 * @param {import("playwright-core").Page} page
 * @param {string} name
 */
async function drag(page, name) {
  const node = page.locator(`[data-node][aria-label^='${name},']`);
  const iri = await node.getAttribute("data-node");
  const own = () => page.$$eval("[data-edge]", (edges, end) => edges.filter((edge) => edge.getAttribute("aria-label").includes(end)).map((edge) => edge.querySelector(".line").getAttribute("d")).sort(), name);
  const before = await own();
  const box = await node.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2 + 30, { steps: 4 });
  const carried = await own();
  await page.mouse.up();
  await page.waitForFunction((end) => decodeURIComponent(location.hash).includes(end) && location.hash.includes("pin="), iri);
  return { iri, own, before, carried };
}

test("edges follow a node that is dragged, on the page and in an exported file, and undo takes it back", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "relata-carry-"));
  after(() => rmSync(cwd, { recursive: true, force: true }));
  cpSync(new URL("../../data/strike-veto", import.meta.url).pathname, cwd, { recursive: true });
  execFileSync(program, ["export", "html", "-o", "page.html"], { cwd, stdio: "ignore" });
  for (const address of [`${strike.address}#/graph`, `file://${join(cwd, "page.html")}`]) {
    const { page, faults, close } = await open(address, { viewport: SCREEN });
    await page.waitForTimeout(300);
    const { iri, own, before, carried } = await drag(page, "Canada");
    assert.notDeepEqual(carried, before, `${address}: the edges follow on the way`);
    assert.notDeepEqual(await own(), before);
    const placed = () => page.$eval(`[data-node='${iri}']`, (one) => { const { x, y } = one.getBoundingClientRect(); return [Math.round(x), Math.round(y)]; });
    const there = await placed();
    await page.locator(`[data-node='${iri}']`).focus();
    await page.keyboard.press("Alt+ArrowRight");
    await page.waitForFunction(([key, x]) => document.querySelector(`[data-node='${key}']`).getBoundingClientRect().x > x + 2, [iri, there[0]]);
    await page.locator("button", { hasText: "Undo" }).click();
    await page.locator("button", { hasText: "Undo" }).click();
    await page.waitForFunction(() => !location.hash.includes("pin="));
    await page.waitForTimeout(200);
    assert.deepEqual(await own(), before, `${address}: undo takes it back`);
    assert.deepEqual(faults, []);
    await close();
  }
});

test("more edges than are drawn one by one are saved as they are seen", async () => {
  const rows = Array.from({ length: 400 }, (_, n) => `Party ${n % 37},accused,Party ${40 + n},"=cmd ${n}",2024-03-09`);
  const many = await serving({ "claims.csv": `subject,predicate,object,said_by,date\n${rows.join("\n")}\n`, "relata.toml": '[project]\nname = "many"\n' });
  const { page, faults, close } = await open(`${many.address}#/graph?top=1000`, { viewport: SCREEN });
  await page.locator("canvas.graph").waitFor();
  await page.waitForTimeout(500);
  const kept = async (kind) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.selectOption("select[aria-label='Save what is seen']", kind)]);
    return readFileSync(await download.path());
  };
  const picture = String(await kept("svg"));
  assert.match(picture, /^<svg /);
  assert.equal((picture.match(/fill="#d9d9d9"|fill="#f4f4f4"/g) ?? []).length > 100, true, "a dot for each node");
  assert.match(picture, /single-source: one source says so/);
  assert.equal((String(await kept("dot")).match(/ -> /g) ?? []).length, 400);
  assert.equal(String(await kept("csv")).trim().split("\n").length, 401);
  assert.deepEqual([...(await kept("png")).subarray(1, 4)], [...Buffer.from("PNG")]);
  assert.deepEqual(faults, []);
  await close();
});

test("who hears the picture hears the words of each edge once, in landmarks and headings that have an order", async () => {
  const { page, faults, close } = await open(`${strike.address}#/graph`, { viewport: SCREEN });
  await page.waitForTimeout(300);
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const told = nodes.filter((node) => !node.ignored).map((node) => ({ role: node.role?.value, name: node.name?.value ?? "", more: node.description?.value ?? "" }));
  const edge = told.find(({ name }) => name.startsWith("Israel proposed: Israel targeted Ali Khamenei (proposed): 3 claims, 2 sources"));
  assert.equal(edge?.role, "button");
  assert.match(edge.name, /corroborated: 2 say so · 1 leaves it open/);
  assert.deepEqual(told.filter(({ role, name, more }) => role === "button" && more !== "" && more === name), []);
  for (const role of ["banner", "navigation", "search", "main", "complementary", "contentinfo"]) assert.ok(told.some((one) => one.role === role), role);
  assert.deepEqual(told.filter(({ role, name }) => ["button", "link", "combobox", "textbox"].includes(role) && name === ""), []);
  assert.deepEqual(faults, []);
  await close();
});

test("an exported file is seen whole on a phone, with names that can be read", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "relata-phone-"));
  after(() => rmSync(cwd, { recursive: true, force: true }));
  cpSync(new URL("../../data/strike-veto", import.meta.url).pathname, cwd, { recursive: true });
  execFileSync(program, ["export", "html", "-o", "page.html"], { cwd, stdio: "ignore" });
  const { page, faults, close } = await open(`file://${join(cwd, "page.html")}`, { viewport: PHONE });
  await page.waitForTimeout(300);
  const room = await page.locator("svg.graph").boundingBox();
  const outside = await page.$$eval(".node .box", (all, { x, y, width, height }) => all.filter((one) => {
    const box = one.getBoundingClientRect();
    return box.left < x || box.right > x + width || box.top < y || box.bottom > y + height;
  }).length, room);
  assert.equal(outside, 0);
  assert.deepEqual(await unread(page), []);
  assert.deepEqual(await hidden(page), []);
  assert.deepEqual(faults, []);
  await close();
});
