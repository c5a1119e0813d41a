// Where a query is written: CodeMirror, with words and the places of mistakes from our own server.
//
// It stands in a shadow of its own, for there its styles are sheets that a script makes. In the page itself they would be
// elements, which the policy of the page does not let in.

import {
  EditorState, EditorView, HighlightStyle, StreamLanguage, acceptCompletion, autocompletion, bracketMatching, closeBrackets,
  closeBracketsKeymap, completionKeymap, defaultKeymap, forceLinting, history, historyKeymap, keymap, lineNumbers, lintKeymap, linter, sparql,
  syntaxHighlighting, tags,
} from "../../vendor/codemirror.js";
import { ask } from "../api.js";
import { h } from "../dom.js";
import { offer } from "./completion.js";

/** Letters of a query that is looked at while it is typed: more do not fit into an address. */
const MOST_LETTERS = 12_000;
/** Milliseconds without a key after which it is looked at. */
const REST = 300;

/** @typedef {import("../../vendor/codemirror.js").Diagnostic} Diagnostic */

/** @param {string} of */
const color = (of) => `var(--${of})`;

const COLORS = HighlightStyle.define([
  { tag: [tags.keyword, tags.standard(tags.variableName)], color: color("code-word"), fontWeight: "600" },
  { tag: tags.atom, color: color("code-name") },
  { tag: tags.string, color: color("code-text") },
  { tag: tags.local(tags.variableName), color: color("code-variable") },
  { tag: tags.comment, color: color("faint"), fontStyle: "italic" },
]);

const box = { backgroundColor: color("ground"), color: color("ink"), border: `1px solid ${color("line")}`, borderRadius: "6px" };
const LOOK = EditorView.theme({
  "&": { color: color("ink"), backgroundColor: color("ground"), border: "1px solid #8a919c", borderRadius: "6px", fontSize: ".9375rem" },
  "&.cm-focused": { outline: `3px solid ${color("focus")}`, outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "ui-monospace, monospace", lineHeight: "1.5", maxHeight: "60vh", borderRadius: "6px" },
  ".cm-content, .cm-gutter": { minHeight: "12rem" },
  ".cm-content": { caretColor: color("ink") },
  ".cm-line": { paddingInline: ".5rem" },
  ".cm-gutters": { backgroundColor: color("paper"), color: color("faint"), borderInlineEnd: `1px solid ${color("line")}` },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: color("mark"), outline: `1px solid ${color("faint")}` },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", color: color("denied") },
  ".cm-tooltip": { ...box, boxShadow: "0 8px 24px #0004" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "ui-monospace, monospace", fontSize: ".875rem", maxWidth: "min(40rem, 85vw)", maxHeight: "none", overflow: "hidden" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".15rem .5rem", whiteSpace: "nowrap", overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: color("focus"), color: color("ground") },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected] .cm-completionDetail": { color: color("ground") },
  ".cm-completionDetail": { color: color("faint"), fontStyle: "normal", marginInlineStart: ".75rem" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-diagnosticAction": { ...box, backgroundColor: color("paper"), font: "inherit", padding: ".1rem .5rem" },
  ".cm-panels": { backgroundColor: color("paper"), color: color("ink"), borderColor: color("line") },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: color("mark"), color: color("ink") },
});

/**
 * Where a place of a text is in CodeMirror: the server counts lines and code points.
 * @param {import("../../vendor/codemirror.js").EditorState} state
 * @param {number} line
 * @param {number} column
 */
function at({ doc }, line, column) {
  const { from, to, text } = doc.line(Math.min(doc.lines, Math.max(1, line)));
  return Math.min(to, from + Array.from(text).slice(0, column - 1).join("").length);
}

/**
 * A flaw as CodeMirror marks it, at least one letter wide.
 * @param {import("../../vendor/codemirror.js").EditorState} state
 * @param {Api.Flaw} flaw
 * @returns {Diagnostic}
 */
function diagnosticOf(state, { message, hint, is_fatal, place, fix }) {
  const length = state.doc.length;
  let [from, to] = [at(state, place.line, place.column), at(state, place.end_line, place.end_column)];
  if (from === to) [from, to] = to < length ? [from, to + 1] : [Math.max(0, from - 1), to];
  const change = fix ? { from: at(state, fix.place.line, fix.place.column), to: at(state, fix.place.end_line, fix.place.end_column), insert: fix.text } : null;
  const actions = fix && change ? [{ name: fix.label, apply: (/** @type {EditorView} */ view) => view.dispatch({ changes: change, userEvent: "input.fix" }) }] : [];
  return { from, to, severity: is_fatal ? "error" : "warning", message: hint ? `${message}\n${hint}` : message, actions };
}

/**
 * Puts a letter in the place of what is selected. Firefox sets it before, where the selection ends in what is marked.
 * @param {InputEvent} event
 * @param {EditorView} view
 */
function replaced(event, view) {
  // A bracket or quote is set around what is selected, by the editor.
  if (event.inputType !== "insertText" || !event.data || /[()[\]{}"']/.test(event.data) || view.state.selection.main.empty) return false;
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  event.preventDefault();
  return true;
}

/** The field for a query. */
export class Editor {
  /**
   * @param {string} query
   * @param {{onRun: () => void, onFlaws: (found: Diagnostic[]) => void}} on
   */
  constructor(query, on) {
    this.on = on;
    this.element = h("div", { class: "editor", id: "query" });
    const root = this.element.attachShadow({ mode: "open" });
    const run = () => {
      on.onRun();
      return true;
    };
    const extensions = [
      keymap.of([{ key: "Mod-Enter", run }, { key: "Tab", run: acceptCompletion }]),
      lineNumbers(), history(), bracketMatching(), closeBrackets(), EditorView.lineWrapping,
      StreamLanguage.define(sparql), syntaxHighlighting(COLORS), LOOK,
      autocompletion({ override: [offer], icons: false }),
      linter((view) => this.#look(view.state), { delay: REST }),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
      EditorView.domEventHandlers({ beforeinput: replaced }),
      EditorView.contentAttributes.of({ "aria-label": "Query", spellcheck: "false", autocapitalize: "off", autocorrect: "off", dir: "ltr" }),
    ];
    this.view = new EditorView({ state: EditorState.create({ doc: query, extensions }), root, parent: root });
  }

  /** @param {import("../../vendor/codemirror.js").EditorState} state */
  async #look(state) {
    const query = state.doc.toString();
    /** @type {Diagnostic[]} */
    let found = [];
    if (query.length <= MOST_LETTERS && query.trim() !== "") {
      const told = await ask("check", { query }, new URLSearchParams()).catch(() => null);
      found = told?.flaws.map((flaw) => diagnosticOf(state, flaw)) ?? [];
    }
    if (state.doc.eq(this.view.state.doc)) this.on.onFlaws(found);
    return found;
  }

  /** Looks at the query at once. */
  look() {
    forceLinting(this.view);
  }

  get value() {
    return this.view.state.doc.toString();
  }

  /** @param {string} query */
  set value(query) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: query } });
  }

  focus() {
    this.view.focus();
  }

  /**
   * Goes to a place, as the server tells it.
   * @param {number} line
   * @param {number} column
   */
  goTo(line, column) {
    this.view.dispatch({ selection: { anchor: at(this.view.state, line, column) }, scrollIntoView: true });
    this.view.focus();
  }

  /**
   * In words where a flaw is.
   * @param {Diagnostic} flaw
   */
  placeOf({ from }) {
    const line = this.view.state.doc.lineAt(from);
    return `line ${line.number}, column ${Array.from(line.text.slice(0, from - line.from)).length + 1}`;
  }

  close() {
    this.view.destroy();
  }
}
