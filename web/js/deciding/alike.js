// Names that look alike, pair by pair: the same rows as `relata resolve` writes.

import { askNow } from "../api.js";
import { announce, coded, h } from "../dom.js";
import { count, figure, thingLink } from "../words.js";
import { Unwritten, mayTryAgain, send } from "../writing.js";
import { Keys, keyButtons } from "./keys.js";
import { who } from "./who.js";

/** Decisions that can be taken back, the last one at the end. @type {{left: string, right: string}[]} */
const judged = [];

export class Alike {
  /**
   * @param {Api.Answers["alike"]} told
   * @param {boolean} may
   */
  constructor(told, may) {
    this.told = told;
    this.may = may;
    this.at = 0;
    this.message = "";
    this.node = h("div", { class: "review" });
    this.keys = new Keys(() => this.#keys());
    this.draw();
  }

  get pair() {
    return this.told.pairs[this.at] ?? null;
  }

  /** @returns {import("./keys.js").Key[]} */
  #keys() {
    const move = [
      { keys: ["j", "ArrowRight", " "], words: "next", does: () => this.move(1), may: () => this.at < this.told.pairs.length - 1 },
      { keys: ["k", "ArrowLeft"], words: "back", does: () => this.move(-1), may: () => this.at > 0 },
    ];
    if (!this.may) return move;
    const isThere = () => this.pair !== null;
    return [
      { keys: ["a", "s"], words: "the same", does: () => this.judge("same"), may: isThere },
      { keys: ["r", "d"], words: "two", does: () => this.judge("different"), may: isThere },
      { keys: ["e", "?"], words: "nobody can tell", does: () => this.judge("unsure"), may: isThere },
      { keys: ["u", "z"], words: "undo", does: () => this.undo(), may: () => judged.length > 0 },
      ...move,
    ];
  }

  /** @param {number} by */
  move(by) {
    this.at = Math.min(Math.max(this.at + by, 0), Math.max(this.told.pairs.length - 1, 0));
    this.message = "";
    this.draw();
    if (this.pair) announce(`${this.pair.left.label}, ${this.pair.right.label}`);
  }

  /** @param {"same" | "different" | "unsure"} judgement */
  async judge(judgement) {
    const { pair } = this;
    if (!pair) return;
    const names = { left: pair.left.label, right: pair.right.label };
    try {
      await send("POST", "judgements", { ...names, judgement, who: who() });
      judged.push(names);
      this.#take(names);
      this.message = `${names.left} and ${names.right}: ${{ same: "the same", different: "two", unsure: "nobody can tell" }[judgement]}`;
    } catch (error) {
      if (!(error instanceof Unwritten)) throw error;
      if (error.told.reason === "changed") this.#take(names);
      this.message = error.message;
    }
    announce(`${this.message}. ${count(this.told.n_pairs, "pair")} left.`);
    this.draw();
  }

  /** @param {{left: string, right: string}} names */
  #take(names) {
    this.told = { ...this.told, n_pairs: this.told.n_pairs - 1, pairs: this.told.pairs.filter((one) => one.left.label !== names.left || one.right.label !== names.right) };
    this.at = Math.min(this.at, Math.max(this.told.pairs.length - 1, 0));
  }

  async undo() {
    const last = judged.pop();
    if (!last) return;
    try {
      await send("DELETE", "judgements", last);
      this.message = `taken back: ${last.left} and ${last.right}`;
    } catch (error) {
      if (mayTryAgain(error)) judged.push(last);
      if (!(error instanceof Unwritten)) throw error;
      this.message = error.message;
    }
    announce(this.message);
    this.draw();
  }

  /** Takes in what was judged meanwhile. Who was just decided about is not shown once more before the graph is made anew. */
  async renew() {
    const before = this.pair;
    this.told = await askNow("alike", { most: 200 });
    const at = this.told.pairs.findIndex((one) => one.left.label === before?.left.label && one.right.label === before.right.label);
    this.at = at >= 0 ? at : Math.min(this.at, Math.max(this.told.pairs.length - 1, 0));
  }

  draw() {
    const { told, pair } = this;
    const left = h("p", { class: "left" }, h("strong", null, count(told.n_pairs, "pair")), " left to judge");
    const body = pair
      ? h("article", { class: "draft" },
          h("p", { class: "sentence" }, thingLink(pair.left, "entity"), " = ", thingLink(pair.right, "entity"), "?"),
          h("p", null, `${pair.left.type ?? "no type"} · ${pair.right.type ?? "no type"} · alike ${Math.round(pair.score * 100)} of 100`),
          h("ul", { class: "plain" }, pair.evidence.map((one) => h("li", null, coded(one)))))
      : h("p", null, "No two names look alike, or somebody has judged all of them.");
    const buttons = keyButtons(this.keys, this.#keys(), this.may);
    this.node.replaceChildren(left, h("section", { class: "deciding", "aria-label": "Pair" },
      pair ? h("h2", null, `${figure(this.at + 1)} of ${figure(told.pairs.length)}`) : null, body, h("p", { class: "message" }, this.message), buttons));
  }

  close() {
    this.keys.close();
  }
}
