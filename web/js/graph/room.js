// How large the frame of a graph is, before it stands on the page: places are made for it.

/** @typedef {{width: number, height: number}} Frame In pixels. */

/** A frame that is narrower has short lines in its names. */
const NARROW = 480;

/** The frame that the page has for a graph, as `style.css` gives it, in steps of ten pixels. @returns {Frame} */
export function frameOfPage() {
  const wide = document.documentElement.clientWidth - (window.innerWidth > 768 ? 40 : 24);
  const width = window.innerWidth > 928 ? wide - Math.max(352, wide * 0.3) - 16 : wide;
  const height = Math.max(256, window.innerWidth > 928 ? Math.min(window.innerHeight * 0.68, 736) : window.innerHeight * 0.62);
  return { width: Math.round(width / 10) * 10, height: Math.round(height / 10) * 10 };
}

/**
 * The frame that an address names, if it names one.
 * @param {string | null} text
 * @returns {Frame | null}
 */
export function readFrame(text) {
  const [, width, height] = /^(\d{2,4})x(\d{2,4})$/.exec(text ?? "") ?? [];
  return width && height ? { width: Number(width), height: Number(height) } : null;
}

/** @param {Frame} frame */
export function frameText({ width, height }) {
  return `${width}x${height}`;
}

/** @param {Frame} frame */
export function isNarrow({ width }) {
  return width < NARROW;
}
