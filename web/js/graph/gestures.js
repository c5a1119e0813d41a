// What the pointer, the wheel and keys do on a canvas: move it, move a node, press, and tell what lies under the pointer.

import { edgeWords } from "../words.js";
import { followPinch } from "./pinch.js";

/** Pixels from which a press is a movement. */
const LEAST = 4;

/**
 * @param {import("./canvas.js").CanvasStage} stage
 * @param {{x: number, y: number}} place
 */
function tell(stage, place) {
  const { node, edge } = stage.hit(place.x, place.y);
  stage.tip.hidden = !node && !edge;
  stage.canvas.classList.toggle("over", Boolean(node || edge));
  if (node) stage.tip.textContent = node.node.label;
  else if (edge) stage.tip.textContent = edgeWords(edge);
  stage.tip.style.left = `${Math.min(place.x + 12, stage.element.clientWidth - 220)}px`;
  stage.tip.style.top = `${place.y + 16}px`;
}

/** @param {import("./canvas.js").CanvasStage} stage */
export function followGestures(stage) {
  const { canvas } = stage;
  /** @type {{x: number, y: number, look: import("./canvas.js").Look, node: import("./scene.js").Drawn | null, moved: boolean} | null} */
  let held = null;
  const place = (/** @type {{clientX: number, clientY: number}} */ event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  followPinch(canvas, (factor, middle, dx, dy) => {
    [held, stage.held] = [null, null];
    stage.move({ ...stage.look, x: stage.look.x + dx, y: stage.look.y + dy });
    stage.zoom(factor, place(middle));
  });
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    stage.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, place(event));
  }, { passive: false });
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const now = place(event);
    held = { ...now, look: stage.look, node: stage.hit(now.x, now.y).node, moved: false };
    try {
      canvas.setPointerCapture(event.pointerId);
    } catch {
      // A pointer that is gone already is held by nobody.
    }
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = place(event);
    if (!held) return tell(stage, now);
    const [dx, dy] = [now.x - held.x, now.y - held.y];
    if (!held.moved && Math.hypot(dx, dy) < LEAST) return;
    held.moved = true;
    stage.tip.hidden = true;
    const { scale } = stage.look;
    if (held.node) stage.hold(held.node, held.node.x + dx / scale, held.node.y + dy / scale);
    else stage.move({ ...stage.look, x: held.look.x + dx, y: held.look.y + dy });
  });
  canvas.addEventListener("pointerup", (event) => {
    if (held?.moved) stage.drop();
    else if (held) {
      const now = place(event);
      const { node, edge } = stage.hit(now.x, now.y);
      if (node) stage.on.onNode(node.node.iri);
      else if (edge) stage.on.onEdge(edge);
    }
    held = null;
  });
  canvas.addEventListener("pointercancel", () => {
    [held, stage.held] = [null, null];
    stage.copy();
  });
  canvas.addEventListener("pointerleave", () => {
    stage.tip.hidden = true;
  });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowRight: [-60, 0], ArrowLeft: [60, 0], ArrowDown: [0, -60], ArrowUp: [0, 60] }[event.key];
    if (step) stage.move({ ...stage.look, x: stage.look.x + step[0], y: stage.look.y + step[1] });
    else if (event.key === "+" || event.key === "-") stage.zoom(event.key === "+" ? 0.8 : 1.25);
    else return;
    event.preventDefault();
  });
}
