// Queries to begin with, and those that were asked here before.

/** @type {{title: string, query: string, shape?: string}[]} */
export const EXAMPLES = [
  {
    title: "Who says what",
    query: "SELECT ?who ?statement ?date WHERE {\n  ?claim a ra:Claim ; ra:saidBy ?speaker ; ra:about ?event .\n  ?speaker rdfs:label ?who .\n  ?event rdfs:label ?statement .\n  OPTIONAL { ?event ra:date ?date }\n}\nORDER BY ?who\nLIMIT 100",
  },
  {
    title: "What is denied, and by whom",
    query: "SELECT ?statement ?who WHERE {\n  ?claim ra:deniedBy ?speaker ; ra:about ?event .\n  ?speaker rdfs:label ?who .\n  ?event rdfs:label ?statement .\n}\nORDER BY ?statement",
  },
  {
    title: "Planned, proposed, threatened",
    query: "SELECT ?modality ?statement WHERE {\n  VALUES ?modality { ra:planned ra:proposed ra:requested ra:promised ra:threatened }\n  ?claim a ra:Claim ; ra:modality ?modality ; ra:about ?event .\n  ?event rdfs:label ?statement .\n}\nORDER BY ?modality",
  },
  {
    title: "Predicates by claims",
    query: "SELECT ?predicate (COUNT(?claim) AS ?claims) WHERE {\n  ?claim a ra:Claim ; rdf:predicate/rdfs:label ?predicate .\n}\nGROUP BY ?predicate\nORDER BY DESC(?claims)",
  },
  {
    title: "What is claimed, as a timeline",
    query: "SELECT ?date ?event ?stance ?claim WHERE {\n  ?claim a ra:Claim ; ra:about ?event ; ra:stance ?stance .\n  ?event ra:date ?date .\n}\nORDER BY ?date\nLIMIT 200",
    shape: "timeline",
  },
  {
    title: "Accepted statements, as a graph",
    query: "CONSTRUCT { ?s ?p ?o } WHERE {\n  ?claim rdf:reifies <<( ?s ?p ?o )>> .\n  ?s ?p ?o .\n}\nLIMIT 100",
    shape: "graph",
  },
  {
    title: "Who answers whom, as a graph",
    query: "SELECT ?who ?reply ?whom WHERE {\n  VALUES ?reply { ra:denies ra:confirms }\n  ?answer ?reply ?claim ; ra:saidBy|ra:deniedBy ?who .\n  ?claim ra:saidBy ?whom .\n}\nLIMIT 200",
    shape: "graph",
  },
];

const KEY = "relata.queries";
/** Queries that are remembered. */
const MOST_KEPT = 30;

/** @returns {string[]} */
export function past() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

/** @param {string} query */
export function remember(query) {
  try {
    localStorage.setItem(KEY, JSON.stringify([query, ...past().filter((one) => one !== query)].slice(0, MOST_KEPT)));
  } catch {
    // A browser that keeps nothing still answers queries.
  }
}

/** Forgets the queries that were asked here. */
export function forgetPast() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
