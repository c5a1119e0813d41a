// How much room words take, and where they are broken.

const FONT = 13;
/** Letters in a line of a label, and lines: where there is little room across, lines are shorter. */
const USUAL = { letters: 22, lines: 3 };
const NARROW = { letters: 14, lines: 4 };

const ruler = document.createElement("canvas").getContext("2d");

/**
 * The width of a text in the picture.
 * @param {string} text
 * @param {number} [size]
 */
export function widthOfText(text, size = FONT) {
  if (!ruler) return text.length * size * 0.6;
  ruler.font = `${size}px system-ui, sans-serif`;
  return ruler.measureText(text).width;
}

/**
 * Breaks a label into lines.
 * @param {string} label
 * @param {boolean} [isNarrow]
 */
export function wrapped(label, isNarrow = false) {
  const { letters, lines: most } = isNarrow ? NARROW : USUAL;
  const lines = [""];
  for (const word of label.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last === "" || last.length + word.length < letters) lines[lines.length - 1] = last ? `${last} ${word}` : word;
    else lines.push(word);
  }
  const shown = lines.slice(0, most).map((line) => (line.length > letters + 8 ? `${line.slice(0, letters + 6)}…` : line));
  if (lines.length > most) shown[most - 1] += " …";
  return shown;
}
