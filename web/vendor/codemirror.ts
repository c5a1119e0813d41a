// What the page takes of CodeMirror. `build.mjs` makes `codemirror.js` of it; `tsc` reads the types from here.

export { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
export type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from "@codemirror/language";
export { sparql } from "@codemirror/legacy-modes/mode/sparql";
export { forceLinting, lintKeymap, linter, setDiagnostics } from "@codemirror/lint";
export type { Diagnostic } from "@codemirror/lint";
export { EditorState } from "@codemirror/state";
export { EditorView, drawSelection, keymap, lineNumbers, placeholder } from "@codemirror/view";
export { tags } from "@lezer/highlight";
