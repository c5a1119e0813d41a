// Reads N-Triples, the lines in which the server gives a graph that a query makes.

/** @typedef {{subject: Api.Term, predicate: Api.Term, object: Api.Term}} Triple */

const WORD = /\s*(?:<([^<>\s]*)>|_:([^\s<>"]+)|"((?:[^"\\]|\\.)*)"(?:\^\^<([^<>\s]*)>|@([\w-]+))?|(<<\()|(\)>>)|(\.))/y;

const SIGNS = /** @type {Record<string, string>} */ ({ t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" });

/** @param {string} text */
function unescaped(text) {
  return text.replace(/\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|(.))/g, (_, short, long, sign) => (sign ? (SIGNS[sign] ?? sign) : String.fromCodePoint(parseInt(short ?? long, 16))));
}

/**
 * @param {string} text
 * @returns {Triple[]}
 */
export function readTriples(text) {
  WORD.lastIndex = 0;
  /** @returns {Api.Term | ")" | "." | null} */
  const next = () => {
    const found = WORD.exec(text);
    if (!found) return null;
    const [, iri, blank, literal, datatype, language, opens, closes] = found;
    if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
    if (blank !== undefined) return { type: "bnode", value: blank };
    if (literal !== undefined) return { type: "literal", value: unescaped(literal), ...(datatype ? { datatype } : {}), ...(language ? { "xml:lang": language } : {}) };
    if (!opens) return closes ? ")" : ".";
    const value = three();
    return value && next() === ")" ? { type: "triple", value } : null;
  };
  /** @returns {Triple | null} */
  const three = () => {
    const [subject, predicate, object] = [next(), next(), next()];
    const isTerm = (/** @type {unknown} */ one) => typeof one === "object" && one !== null;
    return isTerm(subject) && isTerm(predicate) && isTerm(object) ? /** @type {Triple} */ ({ subject, predicate, object }) : null;
  };
  const found = [];
  for (let triple = three(); triple && next() === "."; triple = three()) found.push(triple);
  return found;
}
