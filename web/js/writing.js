// Changes something on the server, for who has the token. It comes in the address that people open, and leaves it at once:
// whoever sends the address on does not send the token.

import { Refused } from "./api.js";

const KEY = "relata-token";

/** @type {string | null} */
let kept = null;

/** Takes the token out of the address, and keeps it for as long as the tab is open. */
export function takeToken() {
  const address = new URL(location.href);
  const token = address.searchParams.get("token");
  if (token === null) return;
  try {
    sessionStorage.setItem(KEY, token);
  } catch {
    // Without storage the token holds until the page is loaded anew.
  }
  kept = token;
  address.searchParams.delete("token");
  history.replaceState(history.state, "", address);
}

function token() {
  try {
    kept ??= sessionStorage.getItem(KEY);
  } catch {
    // There is none.
  }
  return kept ?? "";
}

/** Why a change was not made, with what the server says beside the sentence. */
export class Unwritten extends Refused {
  /**
   * @param {number} status
   * @param {string} message
   * @param {Record<string, any>} told
   */
  constructor(status, message, told) {
    super(status, message);
    this.told = told;
  }
}

/**
 * True when what was refused can be tried once more: the server was away, a spreadsheet has the table open, the disk is full.
 * @param {unknown} error
 */
export function mayTryAgain(error) {
  return error instanceof Unwritten && (error.status === 0 || error.status >= 500 || ["open", "disk", "table"].includes(error.told.reason));
}

/** True when the server takes changes, and this page has a token. Whether it is the right one, the server says. */
export async function mayWrite() {
  const { may_write: may } = await (await fetch("api/writing", { headers: { Accept: "application/json" } })).json();
  return Boolean(may) && token() !== "";
}

/**
 * Asks for a change.
 * @param {"POST" | "PUT" | "DELETE"} method
 * @param {string} path Behind `api/`.
 * @param {Record<string, any>} body
 * @returns {Promise<any>}
 */
export async function send(method, path, body) {
  let response;
  try {
    const headers = { Accept: "application/json", "Content-Type": "application/json", "Relata-Token": token() };
    response = await fetch(`api/${path}`, { method, headers, body: JSON.stringify(body) });
  } catch {
    throw new Unwritten(0, "The server does not answer, and nothing was written. Is `relata serve --write` still running?", {});
  }
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  if (response.ok) return response.json();
  const told = isJson ? await response.json() : { message: await response.text() };
  throw new Unwritten(response.status, told.message, told);
}
