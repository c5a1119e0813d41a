// Starts `relata serve` over a sample and a browser for it. The address of a page that asks anybody else fails its test.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const root = new URL("../..", import.meta.url).pathname;
/** The program that is tested. */
export const program = process.env.RELATA ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/relata");

/** The places where Debian and others keep the browser. */
export const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** What is to be done at the end. @type {(() => unknown)[]} */
const last = [];

/** Ends what was started, and removes what was written. */
export async function end() {
  for (const one of last.reverse()) await one();
}

/**
 * Serves a folder on a free port; answers its address, with the token where tables may be changed.
 * @param {string} folder
 * @param {string[]} flags
 */
function serve(folder, flags) {
  const server = spawn(program, ["serve", "-p", "0", ...flags], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  last.push(() => server.kill());
  return new Promise((resolve, reject) => {
    let told = "";
    const read = (chunk) => {
      told += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S*(?= )/.exec(told);
      if (found) resolve(found[0]);
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.on("exit", () => reject(new Error(`relata serve ended: ${told}`)));
    server.on("error", reject);
  });
}

/**
 * Serves a copy of a shipped sample, or the files that are given.
 * @param {string | Record<string, string>} sample
 * @param {string[]} [flags]
 */
export async function serving(sample, flags = []) {
  const folder = mkdtempSync(join(tmpdir(), "relata-page-"));
  last.push(() => rmSync(folder, { recursive: true, force: true }));
  if (typeof sample === "string") {
    cpSync(join(root, "data", sample), folder, { recursive: true });
  } else {
    for (const [name, text] of Object.entries(sample)) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  }
  return { address: await serve(folder, flags), folder };
}

/** @type {Promise<import("playwright-core").Browser> | null} */
let started = null;

/**
 * A page that fails when it asks another machine, throws, or breaks its policy.
 * @param {string} address
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function open(address, options = {}) {
  if (!started) {
    started = chromium.launch({ executablePath: browserPath });
    last.push(async () => (await started)?.close());
  }
  const context = await (await started).newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  /** @type {string[]} */
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) faults.push(message.text());
  });
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address.split("#")[0] && !/^(blob:|data:)/.test(request.url()) && (address.startsWith("file:") || new URL(request.url()).origin !== new URL(address).origin)) faults.push(`asked ${request.url()}`);
  });
  await page.goto(address);
  await page.waitForSelector("main h1");
  return { page, faults, close: () => context.close() };
}
