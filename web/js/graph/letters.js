// How much room words take, and where they are broken.

const FONT = 13;
/** Letters in a line of a label, and lines. */
const LETTERS = 22;
const LINES = 3;

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
 */
export function wrapped(label) {
  const lines = [""];
  for (const word of label.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last === "" || last.length + word.length < LETTERS) lines[lines.length - 1] = last ? `${last} ${word}` : word;
    else lines.push(word);
  }
  const shown = lines.slice(0, LINES).map((line) => (line.length > LETTERS + 8 ? `${line.slice(0, LETTERS + 6)}…` : line));
  if (lines.length > LINES) shown[LINES - 1] += " …";
  return shown;
}
