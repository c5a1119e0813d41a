// Keys that decide, one after the other: a key that is pressed before the server has answered waits for its turn.

import { h } from "../dom.js";

/**
 * @typedef {Object} Key
 * @property {string[]} keys As `KeyboardEvent.key` has them; the first one is shown.
 * @property {string} words
 * @property {() => unknown} does
 * @property {() => boolean} [may]
 */

/** True while somebody writes into a field. @param {EventTarget | null} target */
function isWriting(target) {
  return target instanceof Element && target.closest("input, select, textarea, [contenteditable]") !== null;
}

/**
 * Buttons that do what keys do; where nothing can be written, the words that say so.
 * @param {Keys} keys
 * @param {Key[]} all
 * @param {boolean} may
 */
export function keyButtons(keys, all, may) {
  if (!may) return h("p", { class: "faint" }, "This server only reads: ", h("code", null, "relata serve --write"), " lets the page decide.");
  const button = (/** @type {Key} */ key) => h("button", { type: "button", disabled: !(key.may?.() ?? true), onclick: () => keys.press(key.keys[0]) }, h("kbd", null, key.keys[0]), ` ${key.words}`);
  return h("p", { class: "buttons decisions" }, all.map(button));
}

export class Keys {
  /** @param {() => Key[]} keys Those that count now. */
  constructor(keys) {
    this.keys = keys;
    /** @type {Promise<unknown>} */
    this.last = Promise.resolve();
    this.listen = (/** @type {KeyboardEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      // A button that has the focus is pressed by Enter and space, whatever these mean elsewhere.
      if ((event.key === "Enter" || event.key === " ") && event.target instanceof Element && event.target.closest("a, button, summary")) return;
      if (!this.keys().some((one) => one.keys.includes(event.key))) return;
      event.preventDefault();
      this.press(event.key);
    };
    document.addEventListener("keydown", this.listen);
  }

  /** @param {string} key */
  press(key) {
    return this.after(async () => {
      const found = this.keys().find((one) => one.keys.includes(key) && (one.may?.() ?? true));
      await found?.does();
    });
  }

  /**
   * Does something when all that was pressed before is done: what is read anew must not be older than a decision.
   * @param {() => unknown} what
   */
  after(what) {
    this.last = this.last.then(what).catch((error) => console.error(error));
    return this.last;
  }

  close() {
    document.removeEventListener("keydown", this.listen);
  }
}
