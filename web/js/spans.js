// Places in a text. The server counts code points, the browser halves of some of them.

/**
 * A text that can be cut by code points.
 * @param {string} text
 */
export function cutter(text) {
  // Most texts have no letter that takes two places, and then both count alike.
  if (!/[\ud800-\udbff]/.test(text)) return (/** @type {number} */ from, /** @type {number} */ to) => text.slice(from, to);
  const points = Array.from(text);
  return (/** @type {number} */ from, /** @type {number} */ to) => points.slice(from, to).join("");
}

/**
 * The words of a span with what stands around them, cut at spaces.
 * @param {string} text
 * @param {Api.Piece} span
 * @param {number} around
 */
export function context(text, span, around) {
  const cut = cutter(text);
  const words = cut(span.start, span.end);
  if (!words) return null;
  let before = cut(Math.max(0, span.start - around), span.start);
  let after = cut(span.end, span.end + around);
  // A paragraph is enough to understand a quote by.
  const [above, below] = [before.lastIndexOf("\n\n"), after.indexOf("\n\n")];
  if (below >= 0) after = after.slice(0, below);
  if (above >= 0) before = before.slice(above + 2);
  else if (span.start > around) before = `… ${before.replace(/^\S*\s+/, "")}`;
  if (below < 0 && after.length >= around) after = `${after.replace(/\s+\S*$/, "")} …`;
  return { before, words, after };
}

/**
 * Cuts a text at every place where a span begins or ends, so that spans that overlap can be told one behind the other.
 * @param {string} text
 * @param {{start: number, end: number, claim: number}[]} spans
 * @returns {{text: string, claims: number[]}[]}
 */
export function segments(text, spans) {
  const cut = cutter(text);
  const places = new Set([0, Number.MAX_SAFE_INTEGER]);
  for (const { start, end } of spans) places.add(start).add(end);
  const sorted = [...places].sort((a, b) => a - b);
  const found = [];
  for (const [index, from] of sorted.slice(0, -1).entries()) {
    const to = sorted[index + 1];
    const piece = cut(from, to);
    if (!piece) continue;
    const claims = spans.filter((span) => span.start <= from && span.end >= to).map((span) => span.claim);
    found.push({ text: piece, claims: [...new Set(claims)] });
  }
  return found;
}
