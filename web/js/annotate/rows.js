// The claims of a document as its tables have them: listed, saved, taken out, and taken back.

import { announce, h, name } from "../dom.js";
import { link } from "../address.js";
import { count, stateBadge } from "../words.js";
import { Unwritten, send } from "../writing.js";

/** @typedef {import("./form.js").Row} Row */
/** @typedef {{method: "POST" | "PUT" | "DELETE", body: Record<string, any>, words: string}} Undo */

/**
 * What a row says, in its own words.
 * @param {Record<string, string>} cells
 */
export function sentence(cells) {
  return [cells.subject, cells.predicate, cells.object].filter(Boolean).join(" ");
}

/**
 * What keeps a row from saying that it is so.
 * @param {Record<string, string>} cells
 */
function manner(cells) {
  const words = [["negative", "no", "-", "negated"].includes((cells.polarity ?? "").toLowerCase()) && "negated", cells.modality !== "actual" && cells.modality, cells.certainty !== "certain" && cells.certainty !== "underspecified" && cells.certainty];
  const replies = ["confirms", "denies", "declines_to_comment"].filter((column) => cells[column]).map((column) => `${column.replaceAll("_", " ")} ${cells[column]}`);
  return [...words, ...replies].filter(Boolean).join(", ");
}

/** The rows of a document, and what was done with them. */
export class Rows {
  /**
   * @param {string} document Its identifier.
   * @param {(row: Row) => void} pressed
   */
  constructor(document, pressed) {
    this.document = document;
    this.pressed = pressed;
    /** @type {Row[]} */
    this.rows = [];
    /** @type {Undo[]} */
    this.undone = [];
    this.list = h("ol", { class: "rows", "aria-label": "Claims of this document" });
    this.heading = h("h2", null, "Claims");
    this.problems = h("p", { class: "told wrong" });
    this.node = h("section", { "aria-label": "Claims of this document" }, this.heading, this.problems, this.list);
  }

  /**
   * Reads the rows as they are on the disk, and shows them with what the graph makes of them.
   * @param {Api.Claim[]} claims
   */
  async read(claims) {
    const response = await fetch(`api/rows?${new URLSearchParams({ document: this.document })}`, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Unwritten(response.status, await response.text(), {});
    const { rows, tables } = await response.json();
    this.rows = rows;
    const problems = tables.filter((/** @type {any} */ table) => table.why_not).map((/** @type {any} */ table) => table.why_not);
    this.problems.textContent = problems.join(" ");
    this.show(claims);
  }

  /** @param {Api.Claim[]} claims */
  show(claims) {
    const graphed = (/** @type {Row} */ row) => claims.find((claim) => claim.file === row.file && claim.line === row.line);
    this.heading.textContent = count(this.rows.length, "claim");
    this.list.replaceChildren(...this.rows.map((row) => {
      const { cells } = row;
      const claim = graphed(row);
      const notes = manner(cells);
      const button = h("button", { type: "button", class: "open", "aria-label": `Change: ${sentence(cells)}${notes ? `, ${notes}` : ""}`, onclick: () => this.pressed(row) }, name(sentence(cells)));
      return h("li", { "data-row": row.version, "data-id": row.id ?? "" }, button, notes ? h("span", { class: "manner" }, ` ${notes}`) : null,
        h("div", { class: "faint" }, cells.said_by ? [name(cells.said_by), ": "] : null, cells.quote ? h("q", { dir: "auto" }, cells.quote) : null),
        h("div", { class: "faint" }, [cells.date, cells.annotator, `${row.file}:${row.line}`].filter(Boolean).join(" · "), " ",
          claim?.state ? [stateBadge(claim.state), " "] : null,
          claim ? h("a", { href: link("claim", { iri: claim.iri }), "aria-label": `In the graph: ${sentence(cells)}` }, "in the graph") : h("span", { class: "waiting" }, "not in the graph yet")));
    }));
  }

  /**
   * Lights rows up.
   * @param {"lit" | "near"} how
   * @param {string[]} versions
   */
  light(how, versions) {
    for (const item of this.list.children) item.classList.toggle(how, versions.includes(/** @type {HTMLElement} */ (item).dataset.row ?? ""));
  }

  /** @param {string} version */
  reveal(version) {
    const item = [...this.list.children].find((one) => /** @type {HTMLElement} */ (one).dataset.row === version);
    item?.scrollIntoView({ block: "nearest" });
  }

  /**
   * Saves a claim: a new row, or the cells of one that differ.
   * @param {Row | null} row
   * @param {Record<string, string>} cells
   */
  async save(row, cells) {
    if (!row) {
      const told = await send("POST", "rows", { cells });
      this.undone.push({ method: "DELETE", body: named(told.row), words: `taken back: ${sentence(told.row.cells)}` });
      return told;
    }
    const differing = Object.fromEntries(Object.entries(cells).filter(([column, cell]) => (row.cells[column] ?? "") !== cell));
    const told = await send("PUT", "rows", { ...named(row), cells: differing });
    const before = Object.fromEntries(Object.keys(differing).map((column) => [column, row.cells[column] ?? ""]));
    this.undone.push({ method: "PUT", body: { ...named(told.row), cells: before }, words: `changed back: ${sentence(row.cells)}` });
    return told;
  }

  /**
   * @param {Row} row
   * @param {boolean} [anyway] Also when other claims speak of it.
   */
  async remove(row, anyway = false) {
    await send("DELETE", "rows", { ...named(row), anyway });
    this.undone.push({ method: "POST", body: { file: row.file, cells: row.cells }, words: `put back: ${sentence(row.cells)}` });
  }

  /** Takes back what was done last; answers what that was. */
  async undo() {
    const last = this.undone[this.undone.length - 1];
    if (!last) return "there is nothing to take back";
    await send(last.method, "rows", last.body);
    this.undone.pop();
    announce(last.words);
    return last.words;
  }
}

/** @param {Row} row */
function named({ file, id, version }) {
  return id === null ? { file, version } : { file, id, version };
}
