// Views that were saved: chosen from a list, renamed and removed there, and kept in the folder of the project, in a file or
// in the address.

import { Refused } from "../api.js";
import { changed, go, read } from "../address.js";
import { announce, coded, h, name } from "../dom.js";
import { mayWrite, send } from "../writing.js";
import { save } from "./save.js";

/** @typedef {{name: string, view: string, parameters: Record<string, string[]>}} SavedView */

/** What is chosen for a moment does not belong to what is kept. */
const PASSING = ["edge", "node", "skip"];

/** @returns {Promise<{views: SavedView[], faults: {file: string, message: string}[]}>} */
export async function savedViews() {
  const response = await fetch("api/views", { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Refused(response.status, await response.text());
  return response.json();
}

/**
 * The address of a saved view. Filters that hold now do not belong to it.
 * @param {SavedView} view
 */
export function addressOfView({ view, parameters }) {
  const written = new URLSearchParams();
  for (const [key, values] of Object.entries(parameters)) for (const value of values) written.append(key, value);
  const query = written.toString();
  return `#/${view === "overview" ? "" : view}${query ? `?${query}` : ""}`;
}

/**
 * What is seen now, under a name; its parts in the order in which the server writes them.
 * @param {string} called
 * @param {{pin: string[], frame: string | null} | null} pins Where nodes stand, where all of them are to stay.
 * @returns {SavedView}
 */
export function viewOf(called, pins) {
  const { view, params } = read();
  /** @type {Record<string, string[]>} */
  const parameters = {};
  for (const key of [...new Set(params.keys())].sort()) if (!PASSING.includes(key)) parameters[key] = params.getAll(key);
  if (pins) {
    parameters.pin = pins.pin;
    if (pins.frame) parameters.frame = [pins.frame];
  }
  const sorted = Object.fromEntries(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { name: called, view, parameters: sorted };
}

/**
 * A saved view in the list: its link, and where that may be written, how it is renamed and removed.
 * @param {SavedView} view
 * @param {boolean} isWriting
 * @param {(told: string) => Promise<void>} done Shows the list anew, and tells what was done.
 */
function savedRow(view, isWriting, done) {
  const link = h("a", { href: addressOfView(view) }, name(view.name));
  const row = h("li", null, link);
  if (!isWriting) return row;
  const told = h("small", { role: "alert" });
  const asks = async (/** @type {"PUT" | "DELETE"} */ method, /** @type {Record<string, any>} */ body, /** @type {string} */ words) => {
    try {
      await send(method, "views", { seen: view, ...body });
      await done(words);
    } catch (error) {
      told.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  const back = () => {
    row.replaceChildren(link, buttons, told);
    buttons.querySelector("button")?.focus();
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    back();
  };
  const rename = () => {
    const field = h("input", { required: true, maxlength: 80, dir: "auto", value: view.name, "aria-label": `New name of ${view.name}` });
    const form = h("form", { class: "line", onkeydown: keys }, field, h("button", null, "Rename"), h("button", { type: "button", onclick: back }, "Cancel"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void asks("PUT", { name: field.value.trim() }, `Renamed: ${field.value.trim()}.`);
    });
    row.replaceChildren(form, told);
    field.select();
  };
  const remove = () => {
    const sure = h("button", { type: "button", onclick: () => void asks("DELETE", {}, `Removed: ${view.name}.`) }, "Remove it");
    row.replaceChildren(h("span", { class: "line", onkeydown: keys }, name(view.name), sure, h("button", { type: "button", onclick: back }, "Keep it")), told);
    sure.focus();
  };
  const quiet = (/** @type {string} */ words, /** @type {() => void} */ onclick) => h("button", { type: "button", class: "quiet", onclick, "aria-label": `${words} ${view.name}` }, words);
  const buttons = h("span", { class: "own" }, quiet("Rename", rename), quiet("Remove", remove));
  row.append(buttons, told);
  return row;
}

/**
 * A menu of saved views, and a form to save another one.
 * @param {import("./view.js").GraphView} view
 */
export function savedMenu(view) {
  const list = h("ul", { class: "plain saved" });
  const field = h("input", { required: true, maxlength: 80, dir: "auto", "aria-label": "Name of the view", placeholder: "Name" });
  const all = h("input", { type: "checkbox" });
  const told = h("p", { role: "status" });
  const buttons = h("p", { class: "buttons" });
  const pins = () => (all.checked ? view.pinned([...view.shown.nodes.values()].map(({ node, x, y }) => `${Math.round(x)},${Math.round(y)} ${node.iri}`)) : null);
  const showList = async () => {
    const { views, faults } = await savedViews();
    const rows = views.map((one) => savedRow(one, isWriting, async (words) => {
      await showList();
      told.replaceChildren(words);
    }));
    const wrong = faults.map(({ file, message }) => h("li", null, h("small", null, `views/${file}: ${message}`)));
    list.replaceChildren(...(rows.length + wrong.length > 0 ? [...rows, ...wrong] : [h("li", null, h("small", null, "None yet."))]));
  };
  const put = async (/** @type {boolean} */ replace) => {
    const wanted = viewOf(field.value.trim(), pins());
    try {
      const { file } = await send("POST", "views", { view: wanted, replace });
      told.replaceChildren(`Saved as ${file}.`);
      if (all.checked) go(changed({ pin: wanted.parameters.pin, frame: wanted.parameters.frame ?? null }));
      await showList();
    } catch (error) {
      const again = error instanceof Refused && error.status === 409 && !replace ? h("button", { type: "button", onclick: () => void put(true) }, "Replace it") : "";
      told.replaceChildren(error instanceof Error ? error.message : String(error), " ", again);
    }
  };
  const form = h("form", null, h("p", { class: "line" }, field), h("label", null, all, " Every node stays where it is now"), buttons, told);
  const download = () => {
    const wanted = viewOf(field.value.trim(), pins());
    save(`${wanted.name}.json`, "application/json", `${JSON.stringify(wanted, null, 2)}\n`);
    told.textContent = `Put ${wanted.name}.json into the folder views/ of the project; then it is in this list.`;
  };
  let isWriting = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isWriting) void put(false);
    else download();
  });
  const copy = h("button", { type: "button", onclick: async () => {
    await navigator.clipboard.writeText(location.href).then(() => announce("The address is copied"), () => announce("The browser does not allow it; the address is above"));
  } }, "Copy the address");
  const box = h("details", { class: "menu" }, h("summary", { class: "button" }, "Views"), h("div", { class: "sheet" }, h("h2", null, "Saved views"), list, h("h2", null, "Save what is seen"), form));
  box.addEventListener("toggle", async () => {
    if (!box.open) return;
    try {
      isWriting = await mayWrite();
      await showList();
    } catch (error) {
      told.textContent = error instanceof Error ? error.message : String(error);
    }
    buttons.replaceChildren(h("button", { type: "submit", class: "primary" }, isWriting ? "Save in the project" : "Download"), copy,
      ...(isWriting ? [] : [h("small", null, coded("This server only reads: `relata serve --write` saves views itself."))]));
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    box.open = false;
    box.querySelector("summary")?.focus();
  });
  return box;
}
