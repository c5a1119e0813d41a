// Words of a text: where they begin and end, and how places of the server and of the browser turn into each other.

/** @typedef {{start: number, end: number}} Stretch Places in halves of letters, as the browser counts. */

/** The words, sentences and places of a text. */
export class Words {
  /**
   * @param {string} text
   * @param {string | null} language
   */
  constructor(text, language) {
    this.text = text;
    const of = (/** @type {"word" | "sentence"} */ granularity) => {
      try {
        return new Intl.Segmenter(language ?? undefined, { granularity });
      } catch {
        // A tag that the browser does not know says nothing about words.
        return new Intl.Segmenter(undefined, { granularity });
      }
    };
    this.words = of("word");
    this.sentences = of("sentence");
    /** Where each word stands. @type {Stretch[]} */
    this.all = [];
    for (const { segment, index, isWordLike } of this.words.segment(text)) {
      // A name in the genitive is the name: `Iran’s` means Iran.
      if (isWordLike) this.all.push({ start: index, end: index + segment.replace(/(?<=.)['’]s?$/u, "").length });
    }
    this.isPlain = !/[\ud800-\udbff]/.test(text);
  }

  /** @param {number} at */
  points(at) {
    return this.isPlain ? at : Array.from(this.text.slice(0, at)).length;
  }

  /** @param {number} points */
  units(points) {
    if (this.isPlain) return points;
    let at = 0;
    for (const letter of this.text) {
      if (points-- <= 0) break;
      at += letter.length;
    }
    return at;
  }

  /**
   * The number of the word at a place, or of the next one.
   * @param {number} at
   */
  wordAt(at) {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.all[middle].end <= at) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, this.all.length - 1);
  }

  /**
   * A stretch grown to whole words; one without a word shrinks to what is no blank.
   * @param {Stretch} stretch
   * @returns {Stretch | null}
   */
  snapped({ start, end }) {
    const touched = this.all.filter((word) => word.start < end && word.end > start);
    if (touched.length === 0) return this.trimmed({ start, end });
    return { start: touched[0].start, end: touched[touched.length - 1].end };
  }

  /**
   * @param {Stretch} stretch
   * @returns {Stretch | null}
   */
  trimmed({ start, end }) {
    const inside = this.text.slice(start, end);
    const begin = start + (inside.length - inside.trimStart().length);
    const last = end - (inside.length - inside.trimEnd().length);
    return begin < last ? { start: begin, end: last } : null;
  }

  /**
   * The sentences that a stretch stands in, without line breaks around them.
   * @param {Stretch} stretch
   * @returns {Stretch | null}
   */
  sentence({ start, end }) {
    // A paragraph ends every sentence; only this much has to be looked at.
    const above = this.text.lastIndexOf("\n\n", start - 1);
    const below = this.text.indexOf("\n\n", end);
    const [from, to] = [above < 0 ? 0 : above + 2, below < 0 ? this.text.length : below];
    /** @type {Stretch | null} */
    let found = null;
    for (const { segment, index } of this.sentences.segment(this.text.slice(from, to))) {
      const [begin, last] = [from + index, from + index + segment.length];
      if (begin < end && last > start) found = { start: found ? found.start : begin, end: last };
    }
    return found && this.trimmed(found);
  }
}
