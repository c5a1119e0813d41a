// Makes the pictures of the page that the README shows, from a sample: `npm --prefix web run pictures`.

import { join } from "node:path";
import { end, open, serving } from "./support.mjs";

const docs = new URL("../../docs", import.meta.url).pathname;
const base = "https://w3id.org/relata/example/harbour-crisis";
const harbour = await serving("harbour-crisis");

/**
 * @param {string} file
 * @param {string} address
 * @param {(page: import("playwright-core").Page) => Promise<void>} show
 * @param {{width: number, height: number}} [viewport]
 */
async function picture(file, address, show, viewport = { width: 1280, height: 800 }) {
  const { page, close } = await open(`${harbour.address}${address}`, { viewport, reducedMotion: "reduce" });
  await show(page);
  await page.screenshot({ path: join(docs, file) });
  await close();
}

await picture("page.png", `#/graph?about=${base}/Ostrelie`, async (page) => {
  await page.locator("[data-edge][aria-label^='Ostrélie bombed grain terminal']").dispatchEvent("click");
  await page.locator("#panel h2", { hasText: "Ostrélie bombed grain terminal" }).waitFor();
  await page.locator("#panel mark").first().waitFor();
});
await picture("page-document.png", `#/document?iri=${base}/document/courier-0305&claim=${base}/claim/co3`, async (page) => {
  await page.locator("mark.lit").first().waitFor();
  await page.waitForTimeout(300);
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
}, { width: 1100, height: 640 });
await end();
