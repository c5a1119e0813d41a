// The text that is annotated: words are chosen in it by pointer and by keys, and lit by what is known and said of them.

import { announce, h } from "../dom.js";
import { segments } from "../spans.js";
import { Words } from "./words.js";

/** @typedef {import("./words.js").Stretch} Stretch */
/** @typedef {{start: number, end: number, kind: string, claims?: string, label?: string}} Light Places in code points. */

export class AnnotatedText {
  /**
   * @param {string} text
   * @param {string | null} language
   * @param {(claims: string[]) => void} pressed Called with the claims whose words are pressed.
   */
  constructor(text, language, pressed) {
    this.words = new Words(text, language);
    /** What is chosen. @type {Stretch | null} */
    this.chosen = null;
    /** Where a choice by keys began, as the number of a word. */
    this.anchor = 0;
    this.head = 0;
    /** @type {Light[]} */
    this.lights = [];
    this.pressed = pressed;
    this.node = h("div", {
      class: "text annotated", dir: "auto", lang: language, tabindex: "0", role: "textbox", "aria-multiline": "true", "aria-readonly": "true",
      "aria-label": "Text. Choose words with the arrow keys, more with Shift, letters with Alt", "aria-describedby": "annotate-keys",
    });
    this.node.addEventListener("pointerup", (event) => this.#released(event));
    this.node.addEventListener("keydown", (event) => this.#key(event));
    this.node.addEventListener("focus", () => this.#show());
    this.light([]);
  }

  /**
   * Draws the text anew with these lights; what is chosen stays.
   * @param {Light[]} lights
   */
  light(lights) {
    this.lights = lights;
    const spans = lights.map(({ start, end }, index) => ({ start, end, claim: index }));
    this.node.replaceChildren(...segments(this.words.text, spans).map((piece) => {
      if (piece.claims.length === 0) return document.createTextNode(piece.text);
      const here = piece.claims.map((index) => lights[index]);
      const claims = here.flatMap((one) => one.claims ?? []).join(" ");
      return h("span", { class: [...new Set(here.map((one) => `lit-${one.kind}`))].join(" "), "data-claims": claims || null, title: here.find((one) => one.label)?.label }, piece.text);
    }));
    this.#show();
  }

  /** The chosen words. */
  get surface() {
    return this.chosen ? this.words.text.slice(this.chosen.start, this.chosen.end) : "";
  }

  /**
   * A stretch as the server counts.
   * @param {Stretch} stretch
   */
  span({ start, end }) {
    return { start: this.words.points(start), end: this.words.points(end) };
  }

  /**
   * A span of the server as the browser counts.
   * @param {{start: number, end: number}} span
   * @returns {Stretch}
   */
  stretch({ start, end }) {
    return { start: this.words.units(start), end: this.words.units(end) };
  }

  /** @param {Stretch | null} stretch */
  choose(stretch) {
    this.chosen = stretch;
    if (stretch) {
      this.anchor = this.words.wordAt(stretch.start);
      this.head = this.words.wordAt(Math.max(stretch.start, stretch.end - 1));
    }
    this.#show();
  }

  /**
   * Brings a place into sight.
   * @param {{start: number, end: number}} span
   */
  reveal(span) {
    const range = this.#range(this.stretch(span));
    const box = range?.getBoundingClientRect();
    if (!box || (box.top > 60 && box.bottom < window.innerHeight - 60)) return;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    window.scrollBy({ top: box.top - window.innerHeight / 3, behavior });
  }

  /**
   * @param {Stretch} stretch
   * @returns {Range | null}
   */
  #range({ start, end }) {
    const range = document.createRange();
    const walker = document.createTreeWalker(this.node, NodeFilter.SHOW_TEXT);
    let counted = 0;
    let begun = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      if (!begun && start < counted + length) {
        range.setStart(node, start - counted);
        begun = true;
      }
      if (begun && end <= counted + length) {
        range.setEnd(node, end - counted);
        return range;
      }
      counted += length;
    }
    return null;
  }

  /** Shows what is chosen as the selection of the browser. */
  #show() {
    const selection = getSelection();
    const isOurs = document.activeElement === this.node;
    if (!selection || !this.chosen || !isOurs) return;
    const range = this.#range(this.chosen);
    if (!range) return;
    selection.removeAllRanges();
    selection.addRange(range);
  }

  /** @param {PointerEvent} event */
  #released(event) {
    // The selection is not settled before the event is over.
    setTimeout(() => {
      const selection = getSelection();
      if (!selection || selection.rangeCount === 0 || !this.node.contains(selection.anchorNode)) return;
      const range = selection.getRangeAt(0);
      const before = document.createRange();
      before.setStart(this.node, 0);
      before.setEnd(range.startContainer, range.startOffset);
      const start = before.toString().length;
      let stretch = { start, end: start + range.toString().length };
      const isPress = stretch.start === stretch.end;
      if (isPress) {
        const at = event.target instanceof Element ? event.target.closest("[data-claims]") : null;
        this.pressed((at?.getAttribute("data-claims") ?? "").split(" ").filter(Boolean));
        stretch = this.#thingAt(start);
      }
      // What is known there has its ends; what is drawn over is grown to whole words.
      this.choose(event.altKey || isPress ? this.words.trimmed(stretch) : this.words.snapped(stretch));
    });
  }

  /**
   * The name that is known at a place, else the word there.
   * @param {number} at
   */
  #thingAt(at) {
    const known = this.lights.filter((one) => one.kind === "known").map((one) => this.stretch(one));
    return known.find((one) => one.start <= at && one.end >= at) ?? this.words.all[this.words.wordAt(at)] ?? { start: at, end: at };
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || this.words.all.length === 0) return;
    const isRtl = getComputedStyle(this.node).direction === "rtl";
    const forward = event.key === (isRtl ? "ArrowLeft" : "ArrowRight");
    const backward = event.key === (isRtl ? "ArrowRight" : "ArrowLeft");
    if (event.altKey && (forward || backward) && this.chosen) {
      event.preventDefault();
      const { start, end } = this.chosen;
      const step = forward ? 1 : -1;
      // Letters are taken in or let go at the end; with Shift at the beginning.
      this.chosen = event.shiftKey ? { start: Math.min(end - 1, Math.max(0, start + step)), end } : { start, end: Math.max(start + 1, Math.min(this.words.text.length, end + step)) };
      this.#show();
      return announce(this.surface);
    }
    let to = this.chosen ? this.head : 0;
    if (!this.chosen && (forward || backward)) to = this.head;
    else if (forward) to += 1;
    else if (backward) to -= 1;
    else if (event.key === "ArrowDown") to = this.#line(1);
    else if (event.key === "ArrowUp") to = this.#line(-1);
    else if (event.key === "Home") to = this.#end(-1);
    else if (event.key === "End") to = this.#end(1);
    else return;
    event.preventDefault();
    this.head = Math.max(0, Math.min(this.words.all.length - 1, to));
    if (!event.shiftKey) this.anchor = this.head;
    const [first, last] = [Math.min(this.anchor, this.head), Math.max(this.anchor, this.head)];
    this.chosen = { start: this.words.all[first].start, end: this.words.all[last].end };
    this.#show();
    this.reveal(this.span(this.words.all[this.head]));
    announce(this.surface);
  }

  /**
   * The word above or below.
   * @param {1 | -1} step
   */
  #line(step) {
    const box = (/** @type {number} */ word) => this.#range(this.words.all[word])?.getBoundingClientRect();
    const here = box(this.head);
    if (!here) return this.head;
    let best = this.head;
    let line = null;
    for (let word = this.head + step; word >= 0 && word < this.words.all.length; word += step) {
      const there = box(word);
      if (!there || Math.abs(there.top - here.top) < here.height / 2) continue;
      line ??= there.top;
      if (Math.abs(there.top - line) > there.height / 2) break;
      const distance = (/** @type {DOMRect | undefined} */ one) => (one ? Math.abs(one.left - here.left) : Infinity);
      if (best === this.head || distance(there) < distance(box(best))) best = word;
    }
    return best;
  }

  /**
   * The first or the last word of the sentence.
   * @param {1 | -1} step
   */
  #end(step) {
    const sentence = this.words.sentence(this.words.all[this.head]);
    if (!sentence) return this.head;
    return step < 0 ? this.words.wordAt(sentence.start) : this.words.wordAt(sentence.end - 1);
  }
}
