"use strict";
const stage = document.getElementById("stage");
const svg = stage.querySelector("svg");
const panel = document.getElementById("panel");
const search = document.getElementById("search");
const found = document.getElementById("found");
const edges = new Map(JSON.parse(document.getElementById("data").textContent).map((edge) => [edge.id, edge]));
const empty = panel.innerHTML;
const all = svg.viewBox.baseVal;
const whole = { x: all.x, y: all.y, width: all.width, height: all.height };
let box = { ...whole };
let kept = null;

// A thin or dashed line is hard to point at: an unseen one beside it is not.
for (const line of svg.querySelectorAll(".edge .line")) {
  const reach = line.cloneNode();
  reach.setAttribute("class", "reach");
  reach.removeAttribute("stroke-dasharray");
  reach.removeAttribute("stroke-width");
  line.before(reach);
}

// Names beside small nodes are as large as they have to be where all of the picture is seen, and not all of them have room.
// Who looks closer gets names of a size that stays, of the nodes that are seen, the most joined first.
const NEAR = 2;
const MOST_NEAR = 200;
let naming = 0;
const layer = document.createElementNS(svg.namespaceURI, "g");
const small = svg.querySelector(".name") ? [...svg.querySelectorAll(".node")].map((node) => {
  const shape = node.querySelector(".shape").getBBox();
  const label = node.querySelector("title").textContent.replace(/ \([^()]*\)$/, "");
  return { node, label, x: shape.x + shape.width / 2, y: shape.y + shape.height / 2, reach: shape.width / 2 };
}).sort((a, b) => b.reach - a.reach) : [];
svg.querySelector(".picture").append(layer);

function nameSoon() {
  cancelAnimationFrame(naming);
  naming = requestAnimationFrame(nameNear);
}
function nameNear() {
  const isNear = small.length > 0 && whole.width / box.width >= NEAR;
  svg.classList.toggle("near", isNear);
  layer.replaceChildren();
  if (!isNear) return;
  const scale = svg.getScreenCTM().a;
  const [frame, to] = [stage.getBoundingClientRect(), layer.getScreenCTM()];
  const taken = [];
  const isLit = ({ node }) => !svg.classList.contains("some") || node.classList.contains("lit");
  // What was searched for has its name before all others.
  for (const one of new Set([...small.filter(({ node }) => node.classList.contains("hit")), ...small.filter(isLit)])) {
    if (taken.length >= MOST_NEAR) break;
    const place = new DOMPoint(one.x, one.y).matrixTransform(to);
    if (place.x < frame.left || place.x > frame.right || place.y < frame.top || place.y > frame.bottom) continue;
    const size = Math.min(17, 11 + one.reach / 3);
    const own = { left: place.x + one.reach * scale + 3, top: place.y - size * 0.6, width: one.label.length * size * 0.58, height: size * 1.2 };
    const isFree = taken.every((other) => own.left > other.left + other.width || other.left > own.left + own.width || Math.abs(own.top - other.top) > (own.height + other.height) / 2);
    if (!isFree) continue;
    taken.push(own);
    const text = document.createElementNS(svg.namespaceURI, "text");
    text.textContent = one.label;
    for (const [name, value] of Object.entries({ class: "out halo", x: one.x + one.reach + 3 / scale, y: one.y + (size * 0.36) / scale, "font-size": size / scale })) text.setAttribute(name, value);
    layer.append(text);
  }
}

// Moving and zooming change the part of the picture that is seen.
function show() {
  svg.setAttribute("viewBox", [box.x, box.y, box.width, box.height].join(" "));
  nameSoon();
}
function zoom(factor, atX = 0.5, atY = 0.5) {
  const width = Math.min(Math.max(box.width * factor, whole.width / 60), whole.width * 3);
  const height = width * (box.height / box.width);
  box = { x: box.x + (box.width - width) * atX, y: box.y + (box.height - height) * atY, width, height };
  show();
}
function pan(right, down) {
  box.x += right * box.width;
  box.y += down * box.height;
  show();
}
function fit() {
  box = { ...whole };
  show();
}
// Shows some elements, and what is around them.
function showAll(elements) {
  const matrix = svg.getScreenCTM().inverse();
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const one of elements) {
    const frame = one.getBoundingClientRect();
    const [a, b] = [new DOMPoint(frame.left, frame.top), new DOMPoint(frame.right, frame.bottom)].map((point) => point.matrixTransform(matrix));
    [left, top, right, bottom] = [Math.min(left, a.x), Math.min(top, a.y), Math.max(right, b.x), Math.max(bottom, b.y)];
  }
  if (left > right) return fit();
  const least = Math.min(whole.width, 700);
  const width = Math.min(whole.width, Math.max((right - left) * 1.3, (bottom - top) * 1.3 * (whole.width / whole.height), least));
  const height = width * (whole.height / whole.width);
  box = { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height };
  show();
}
function place(event) {
  const frame = stage.getBoundingClientRect();
  return [(event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height];
}
stage.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoom(Math.exp(Math.sign(event.deltaY) * 0.18), ...place(event));
}, { passive: false });
let drag = null;
let dragged = false;
stage.addEventListener("pointerdown", (event) => {
  drag = { x: event.clientX, y: event.clientY };
  dragged = false;
});
window.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const scale = svg.getScreenCTM().a;
  const [right, down] = [event.clientX - drag.x, event.clientY - drag.y];
  if (!dragged && Math.hypot(right, down) < 4) return;
  dragged = true;
  stage.classList.add("moving");
  box.x -= right / scale;
  box.y -= down / scale;
  drag = { x: event.clientX, y: event.clientY };
  show();
});
window.addEventListener("pointerup", () => {
  drag = null;
  stage.classList.remove("moving");
});

// What is lit stands out; the rest is dimmed.
function light(edgeIds, nodeIds) {
  const some = edgeIds.size + nodeIds.size > 0;
  svg.classList.toggle("some", some);
  for (const edge of svg.querySelectorAll(".edge")) {
    const lit = edgeIds.has(edge.id);
    edge.classList.toggle("lit", lit);
    if (lit) nodeIds.add(edge.dataset.from).add(edge.dataset.to);
  }
  for (const label of svg.querySelectorAll(".label")) label.classList.toggle("lit", edgeIds.has(label.dataset.edge));
  for (const node of svg.querySelectorAll(".node")) node.classList.toggle("lit", nodeIds.has(node.id));
  for (const name of svg.querySelectorAll(".name")) name.classList.toggle("lit", nodeIds.has(name.dataset.node));
  nameSoon();
}
function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
function tell(edge) {
  panel.replaceChildren(
    element("h2", edge.sentence, { dir: "auto" }),
    element("p", `${edge.state} · ${edge.tally}`, { class: "faint" }),
  );
  const list = element("ul");
  for (const claim of edge.claims) {
    const item = element("li");
    item.append(element("strong", claim.who, { dir: "auto" }));
    if (claim.stance) item.append(` ${claim.stance}`);
    if (claim.outlet && claim.outlet !== claim.who) item.append(` in ${claim.outlet}`);
    if (claim.doubt) item.append(` [${claim.doubt.join(", ")}]`);
    if (claim.date) item.append(` · ${claim.date}`);
    if (claim.quote) item.append(element("blockquote", claim.quote, { dir: "auto" }));
    else item.append(element("br"));
    item.append(element("small", claim.place));
    list.append(item);
  }
  if (edge.claims.length < edge.n) list.append(element("li", `and ${edge.n - edge.claims.length} more`));
  panel.append(list);
}
// What is said in the statements that a search found.
function tellFound(ids) {
  const list = element("ul");
  for (const id of ids.slice(0, 60)) {
    const edge = edges.get(id);
    const item = element("li");
    const button = element("button", edge.sentence, { type: "button", dir: "auto" });
    button.addEventListener("click", () => keep(id));
    item.append(button, element("br"), element("small", `${edge.state} · ${edge.tally}`));
    list.append(item);
  }
  if (ids.length > 60) list.append(element("li", `and ${ids.length - 60} more`));
  panel.replaceChildren(list);
}
function tellNode(node) {
  const own = [...svg.querySelectorAll(".edge")].filter((edge) => edge.dataset.from === node.id || edge.dataset.to === node.id);
  panel.replaceChildren(element("h2", node.querySelector("title").textContent, { dir: "auto" }));
  const link = node.closest("a");
  if (link) panel.append(element("p", link.getAttribute("href"), { class: "faint" }));
  const list = element("ul");
  for (const shape of own) {
    const edge = edges.get(shape.id);
    const item = element("li");
    const button = element("button", edge.sentence, { type: "button", dir: "auto" });
    button.addEventListener("click", () => keep(shape.id));
    item.append(button, element("br"), element("small", `${edge.state} · ${edge.tally}`));
    list.append(item);
  }
  panel.append(list);
  light(new Set(own.map((edge) => edge.id)), new Set([node.id]));
}
function keep(id) {
  kept = id;
  const edge = edges.get(id);
  if (edge) {
    tell(edge);
    light(new Set([id]), new Set());
  }
}
function clear() {
  kept = null;
  panel.innerHTML = empty;
  light(new Set(), new Set());
  for (const node of svg.querySelectorAll(".hit")) node.classList.remove("hit");
  found.textContent = "";
}
function edgeAt(target) {
  const shape = target.closest(".edge, .label");
  return shape ? shape.dataset.edge || shape.id : null;
}
svg.addEventListener("pointerover", (event) => {
  const id = edgeAt(event.target);
  if (id && !kept && edges.has(id)) tell(edges.get(id));
});
svg.addEventListener("click", (event) => {
  if (dragged) {
    event.preventDefault();
    return;
  }
  const node = event.target.closest(".node");
  if (node) {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    kept = node.id;
    tellNode(node);
    return;
  }
  const id = edgeAt(event.target);
  if (id) keep(id);
  else clear();
});
for (const row of document.querySelectorAll("tr[data-edge]")) row.addEventListener("click", () => keep(row.dataset.edge));

// Searching marks every name that holds the words, and every statement whose predicate, speakers, outlets or quotes do, in
// any case and without accents; so whoever only speaks is found as well.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const inWords = new Map([...edges].map(([id, edge]) => [id, plain([
  edge.sentence, ...edge.claims.flatMap((claim) => [claim.who, claim.outlet ?? "", claim.quote ?? ""]),
].join("\n"))]));
search.addEventListener("input", () => {
  const words = plain(search.value.trim());
  const holds = (text) => words !== "" && text.includes(words);
  const names = [];
  for (const node of svg.querySelectorAll(".node")) {
    const hit = holds(plain(node.querySelector("title").textContent));
    node.classList.toggle("hit", hit);
    if (hit) names.push(node.id);
  }
  const statements = [...inWords].filter(([, text]) => holds(text)).map(([id]) => id);
  light(new Set(statements), new Set(names));
  if (statements.length > 0 && !kept) tellFound(statements);
  showAll(svg.querySelectorAll(names.length > 0 ? ".node.hit" : ".edge.lit"));
  found.textContent = words === "" ? "" : `${names.length} names, ${statements.length} statements`;
});
search.addEventListener("keydown", (event) => {
  const hit = svg.querySelector(".node.hit");
  const statement = svg.querySelector(".edge.lit");
  if (event.key === "Enter" && !hit && statement) keep(statement.id);
  if (event.key === "Enter" && hit) {
    kept = hit.id;
    tellNode(hit);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    search.value = "";
    clear();
    fit();
  }
  if (event.target === search || event.ctrlKey || event.metaKey || event.altKey) return;
  const keys = {
    "/": () => search.focus(), "+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25), "0": fit,
    ArrowLeft: () => pan(-0.1, 0), ArrowRight: () => pan(0.1, 0), ArrowUp: () => pan(0, -0.1), ArrowDown: () => pan(0, 0.1),
  };
  const act = event.key.startsWith("Arrow") && document.activeElement !== stage ? null : keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});
document.getElementById("fit").addEventListener("click", fit);
document.getElementById("in").addEventListener("click", () => zoom(0.8));
document.getElementById("out").addEventListener("click", () => zoom(1.25));
