// Two fingers: what they hold gets larger, smaller, and goes with them. One finger is left to the page, which scrolls by it.

/**
 * @param {Element} element
 * @param {(factor: number, middle: {clientX: number, clientY: number}, dx: number, dy: number) => void} pinch By how much more is seen than
 * before, around which place, and how far the fingers went.
 */
export function followPinch(element, pinch) {
  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  const measured = () => {
    const [a, b] = [...fingers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, far: Math.max(10, Math.hypot(a.x - b.x, a.y - b.y)) };
  };
  const isPinch = (/** @type {Event} */ event) => {
    if (fingers.size !== 2) return false;
    // A drag of one finger has nothing to do with it.
    event.stopImmediatePropagation();
    return true;
  };
  element.addEventListener("pointerdown", (event) => {
    if (!(event instanceof PointerEvent) || event.pointerType !== "touch") return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    isPinch(event);
  }, { capture: true });
  element.addEventListener("pointermove", (event) => {
    if (!(event instanceof PointerEvent) || !fingers.has(event.pointerId) || !isPinch(event)) return;
    const before = measured();
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const now = measured();
    pinch(before.far / now.far, { clientX: now.x, clientY: now.y }, now.x - before.x, now.y - before.y);
  }, { capture: true });
  for (const end of ["pointerup", "pointercancel"]) {
    element.addEventListener(end, (event) => event instanceof PointerEvent && fingers.delete(event.pointerId), { capture: true });
  }
}
