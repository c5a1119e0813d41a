//! A graph in numbers.

use super::{Engine, QueryError, Value};

/// One number with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// What is counted.
    pub what: &'static str,
    /// How many there are.
    pub n: u64,
}

const COUNTS: &[(&str, &str)] = &[
    ("claims", "SELECT (COUNT(*) AS ?n) { ?c a ra:Claim }"),
    ("accepted claims", "SELECT (COUNT(*) AS ?n) { ?c ra:accepted true }"),
    ("events", "SELECT (COUNT(*) AS ?n) { ?e a ra:Event }"),
    (
        "statements",
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }",
    ),
    (
        "actors",
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a { { ?c rdf:subject ?a } UNION { ?e ra:recipient ?a } FILTER NOT EXISTS { ?a a ra:Event } } }",
    ),
    ("speakers", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?c ra:saidBy ?s }"),
    ("documents", "SELECT (COUNT(*) AS ?n) { ?d a ra:Document }"),
    ("predicates", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?c rdf:predicate ?p }"),
    ("quotes", "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m ra:quote ?q }"),
    ("undated claims", "SELECT (COUNT(*) AS ?n) { ?c ra:about ?e FILTER NOT EXISTS { ?e ra:date ?d } }"),
    (
        "unsourced claims",
        "SELECT (COUNT(*) AS ?n) { ?c a ra:Claim FILTER NOT EXISTS { ?c ra:saidBy ?s } FILTER NOT EXISTS { ?c ra:inDocument ?d } }",
    ),
];

/// Counts what is in the graph.
///
/// # Errors
/// When the graph cannot be asked.
pub fn counts(engine: &Engine<'_>) -> Result<Vec<Count>, QueryError> {
    COUNTS.iter().map(|(what, query)| Ok(Count { what, n: number(engine, query)? })).collect()
}

fn number(engine: &Engine<'_>, query: &str) -> Result<u64, QueryError> {
    let rows = engine.select(query)?;
    let value = rows.first().and_then(|row| row.first()).and_then(Option::as_ref).map(Value::text);
    Ok(value.and_then(|text| text.parse().ok()).unwrap_or(0))
}

/// The labels used most in one role, with how often.
///
/// # Errors
/// When the graph cannot be asked.
pub fn top(engine: &Engine<'_>, role: Role, most: usize) -> Result<Vec<(String, u64)>, QueryError> {
    let query = format!(
        "SELECT (MIN(?label) AS ?name) (COUNT(DISTINCT ?c) AS ?n) {{ ?c {} ?thing . ?thing rdfs:label ?label }}
         GROUP BY ?thing ORDER BY DESC(?n) ?name LIMIT {most}",
        role.path()
    );
    let text = |value: Option<Value>| value.map(Value::into_text).unwrap_or_default();
    let rows = engine.select(&query)?.into_iter();
    Ok(rows.map(|mut row| (text(row.swap_remove(0)), text(row.pop().flatten()).parse().unwrap_or(0))).collect())
}

/// In what role a thing takes part in claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// As subject or object.
    Actor,
    /// As predicate.
    Predicate,
    /// As speaker.
    Speaker,
    /// As publisher.
    Publisher,
}

impl Role {
    fn path(self) -> &'static str {
        match self {
            Role::Actor => "(rdf:subject|ra:about/ra:recipient)",
            Role::Predicate => "rdf:predicate",
            Role::Speaker => "ra:saidBy",
            Role::Publisher => "ra:inDocument/schema:publisher",
        }
    }
}
