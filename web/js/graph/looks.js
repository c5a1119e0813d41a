// How things look: the same colours, shapes and lines as in exported pictures (`src/export/look.rs`).

/** @typedef {"rounded" | "box" | "ellipse" | "octagon" | "house" | "tab" | "note"} Shape */

/** @type {Record<string, {fill: string, shape: Shape, dashed?: boolean}>} */
const KINDS = {
  state: { fill: "#b2df8a", shape: "rounded" },
  person: { fill: "#a6cee3", shape: "ellipse" },
  organization: { fill: "#fdbf6f", shape: "box" },
  group: { fill: "#cab2d6", shape: "octagon" },
  role: { fill: "#ffff99", shape: "ellipse", dashed: true },
  actor: { fill: "#d9f0d3", shape: "rounded" },
  place: { fill: "#fb9a99", shape: "house" },
  proposal: { fill: "#e5d8bd", shape: "tab" },
  thing: { fill: "#d9d9d9", shape: "box" },
  event: { fill: "#fffbe6", shape: "note" },
};

/** @param {string} kind */
export function lookOf(kind) {
  return KINDS[kind] ?? { fill: "#f4f4f4", shape: "rounded", dashed: true };
}

/** @param {string} kind */
export function kindWords(kind) {
  return kind in KINDS ? kind : "type not given";
}

/** @type {Record<Api.State, {dashes: number[], head: "full" | "open" | "bar"}>} */
const LINES = {
  corroborated: { dashes: [], head: "full" },
  "single-source": { dashes: [1, 2], head: "full" },
  unsourced: { dashes: [1, 4], head: "full" },
  disputed: { dashes: [7, 3], head: "full" },
  denied: { dashes: [5, 3], head: "bar" },
  "left-open": { dashes: [4, 4], head: "open" },
  "not-actual": { dashes: [4, 4], head: "open" },
};

/** @param {Api.State} state */
export function lineOf(state) {
  return LINES[state];
}

/**
 * The class whose colour an edge has: that of a dispute where any of its occurrences is disputed.
 * @param {Api.Edge} edge
 */
export function toneOf(edge) {
  return edge.has_dispute ? "disputed" : edge.state;
}

/**
 * Width of a line: one, and 0.7 more each time the weight doubles, up to six.
 * @param {number} weight
 */
export function widthOf(weight) {
  return Math.min(6, 1 + 0.7 * Math.log2(Math.max(1, weight)));
}

/** The least weight whose line is as wide as any. */
export const WIDEST = 142;

/**
 * The weights whose lines a legend shows: 1, 4, 16 and 64 as far as they are clearly less than the heaviest, and that one.
 * @param {number} most
 */
export function sampleWeights(most) {
  const last = Math.min(WIDEST, Math.max(1, most));
  return [...[1, 4, 16, 64].filter((weight) => weight * 2 <= last), last];
}

/**
 * The size of a name, where what is joined most has `most` edges: 12.5, and up to 5 more for a hub.
 * @param {number} n_edges
 * @param {number} most
 */
export function nameSize(n_edges, most) {
  return 12.5 + 5 * Math.sqrt(Math.min(1, n_edges / Math.max(12, most)));
}

/**
 * The dashes of a line, in units of the picture. Dots are strokes without length that have round ends, so that they stay
 * dots however wide the line is, and close enough to be seen as a line.
 * @param {Api.State} state
 * @param {number} width
 */
export function dashesOf(state, width) {
  const { dashes } = LINES[state];
  const [stroke, gap] = dashes;
  if (stroke > 1 || dashes.length === 0) return { dashes: dashes.map((part) => part * (0.75 + 0.45 * width)), isRound: false };
  return { dashes: [0, 1.2 * gap + 0.2 + (1.05 + 0.22 * gap) * width], isRound: true };
}

/**
 * How a line in some state is stroked.
 * @param {Api.State} state
 * @param {number} width
 */
export function strokeOf(state, width) {
  const { dashes, isRound } = dashesOf(state, width);
  return { "stroke-width": width, "stroke-dasharray": dashes.length > 0 ? dashes.map((part) => part.toFixed(1)).join(" ") : null, "stroke-linecap": isRound ? "round" : null };
}

/**
 * The outline of a node around (0, 0).
 * @param {Shape} shape
 * @param {number} width
 * @param {number} height
 */
export function outline(shape, width, height) {
  const [x, y] = [width / 2, height / 2];
  if (shape === "ellipse") return `M${-x} 0A${x} ${y} 0 1 1 ${x} 0A${x} ${y} 0 1 1 ${-x} 0Z`;
  if (shape === "octagon") return `M${-x + 8} ${-y}H${x - 8}L${x} ${-y + 8}V${y - 8}L${x - 8} ${y}H${-x + 8}L${-x} ${y - 8}V${-y + 8}Z`;
  if (shape === "house") return `M${-x} ${-y + 3}L0 ${-y - 7}L${x} ${-y + 3}V${y}H${-x}Z`;
  if (shape === "note") return `M${-x} ${-y}H${x - 8}L${x} ${-y + 8}V${y}H${-x}Z`;
  if (shape === "tab") return `M${-x} ${-y - 5}H${-x + 18}V${-y}H${x}V${y}H${-x}Z`;
  const r = shape === "rounded" ? 8 : 1;
  return `M${-x + r} ${-y}H${x - r}Q${x} ${-y} ${x} ${-y + r}V${y - r}Q${x} ${y} ${x - r} ${y}H${-x + r}Q${-x} ${y} ${-x} ${y - r}V${-y + r}Q${-x} ${-y} ${-x + r} ${-y}Z`;
}
