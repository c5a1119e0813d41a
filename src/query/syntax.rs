//! What is wrong with a query, in words a reader can use.

use std::collections::BTreeMap;

use super::QueryError;
use crate::diagnostic::nearest;

/// Makes the parser's words fit for a message, and finds a prefix nobody declared.
pub(crate) fn syntax_error(text: &str, error: &str, prefixes: &BTreeMap<String, String>) -> QueryError {
    let (line, column, message) = place_of(error).unwrap_or((1, 1, error));
    if let Some((prefix, line, column)) = undeclared_prefix(text, prefixes) {
        let known = COMMON_PREFIXES.iter().find(|(known, _)| *known == prefix);
        let near = nearest(&prefix, prefixes.keys().map(String::as_str));
        let hint = match (known, near) {
            (Some((prefix, iri)), _) => {
                format!("put `PREFIX {prefix}: <{iri}>` in front of the query")
            }
            (None, Some(near)) => {
                format!("did you mean `{near}:`? else declare it: `PREFIX {prefix}: <…>`")
            }
            (None, None) => {
                let declared: Vec<&str> = prefixes.keys().map(String::as_str).collect();
                format!("declare it: `PREFIX {prefix}: <…>`; already declared: {}", declared.join(" "))
            }
        };
        return QueryError::Syntax {
            message: format!("the prefix `{prefix}:` is not declared"),
            line,
            column,
            hint: Some(hint),
        };
    }
    if let Some((word, line, column)) = wrong_first_word(text) {
        let hint = "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after any PREFIX".to_owned();
        return QueryError::Syntax { message: format!("unexpected `{word}`"), line, column, hint: Some(hint) };
    }
    let found = match word_at(text, line, column) {
        Some(word) => format!("unexpected `{word}`"),
        None if line >= text.lines().count() => "the query ends too early".to_owned(),
        None => "unexpected end of line".to_owned(),
    };
    if let Some(sentence) = message.strip_prefix("expected ").filter(|rest| rest.starts_with("The ")) {
        return QueryError::Syntax { message: sentence.to_owned(), line, column, hint: None };
    }
    let expected = message.strip_prefix("expected ").map(shorten_expected);
    QueryError::Syntax {
        message: found,
        line,
        column,
        hint: expected.filter(|words| !words.is_empty()).map(|words| format!("expected {words}")),
    }
}

/// Line, column and rest of `error at 1:23: expected …`.
fn place_of(error: &str) -> Option<(usize, usize, &str)> {
    let (place, message) = error.strip_prefix("error at ")?.split_once(": ")?;
    let (line, column) = place.split_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?, message))
}

/// How many expected tokens a hint lists.
const MOST: usize = 8;

/// The parser lists every token it knows; a reader wants the few that tell something.
fn shorten_expected(expected: &str) -> String {
    let words = expected.trim_start_matches("one of ");
    let telling: Vec<&str> = words
        .split(", ")
        .map(|word| word.trim_matches('"'))
        .filter(|word| {
            !word.is_empty()
                && !word.starts_with('[')
                && !word.contains("\\u")
                && *word != "#"
                && !word.starts_with('\\')
        })
        .collect();
    let quoted: Vec<String> = telling.iter().take(MOST).map(|word| format!("`{word}`")).collect();
    let more = if telling.len() > MOST { " …" } else { "" };
    quoted.join(", ") + more
}

/// The first prefix that is used and neither declared in the query nor for every query.
fn undeclared_prefix(text: &str, prefixes: &BTreeMap<String, String>) -> Option<(String, usize, usize)> {
    let mut own: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if word.eq_ignore_ascii_case("prefix")
            && let Some(name) = words.peek()
        {
            own.push(name.split(':').next().unwrap_or_default().to_owned());
        }
    }
    let mut at_line = 1;
    let mut at_column = 0;
    let mut word = (String::new(), 0, 0);
    let mut inside: Option<char> = None;
    for c in text.chars() {
        at_column += 1;
        match (inside, c) {
            (Some(end), _) if c == end => inside = None,
            (None, '<') => inside = Some('>'),
            (None, '"' | '\'') => inside = Some(c),
            (None, '#') => inside = Some('\n'),
            (None, ':')
                if !word.0.is_empty()
                    && !word.0.starts_with(['?', '$', '_'])
                    && !prefixes.contains_key(&word.0)
                    && !own.contains(&word.0) =>
            {
                return Some(word);
            }
            _ => {}
        }
        if inside.is_none() && (c.is_alphanumeric() || matches!(c, '-' | '_' | '?' | '$' | ':' | '%')) {
            if word.0.is_empty() {
                word = (String::new(), at_line, at_column);
            }
            word.0.push(c);
        } else {
            word.0.clear();
        }
        if c == '\n' {
            at_line += 1;
            at_column = 0;
            if inside == Some('>') {
                inside = None;
            }
        }
    }
    None
}

/// Prefixes people use without declaring them; for hints only.
const COMMON_PREFIXES: &[(&str, &str)] = &[
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("dbo", "http://dbpedia.org/ontology/"),
    ("dbr", "http://dbpedia.org/resource/"),
    ("wdt", "http://www.wikidata.org/prop/direct/"),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("void", "http://rdfs.org/ns/void#"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("lode", "http://linkedevents.org/ontology/"),
    ("nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"),
    ("np", "http://www.nanopub.org/nschema#"),
];

/// The word at a place, whole even when the parser stopped inside it.
fn word_at(text: &str, line: usize, column: usize) -> Option<String> {
    let line: Vec<char> = text.lines().nth(line.saturating_sub(1))?.chars().collect();
    let at = column.saturating_sub(1);
    let is_word = |c: &char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '?' | '$');
    let first = line.get(at).filter(|c| !c.is_whitespace())?;
    if !is_word(first) {
        return Some(first.to_string());
    }
    let start = line[..at].iter().rposition(|c| !is_word(c)).map_or(0, |before| before + 1);
    Some(line[start..].iter().take_while(|c| is_word(c)).collect())
}

/// The first word behind prologue and comments, with its place, when no query begins with it.
fn wrong_first_word(text: &str) -> Option<(String, usize, usize)> {
    let mut skip = 0;
    for (index, line) in text.lines().enumerate() {
        let mut rest = line.split('#').next().unwrap_or_default();
        // An IRI may hold a `#`; only the prologue has IRIs before the first word.
        if line.to_lowercase().trim_start().starts_with("prefix")
            || line.to_lowercase().trim_start().starts_with("base")
        {
            rest = line;
        }
        for word in rest.split_whitespace() {
            match word.to_lowercase().as_str() {
                _ if skip > 0 => skip -= 1,
                "prefix" => skip = 2,
                "base" => skip = 1,
                lower => {
                    let is_form = ["select", "ask", "construct", "describe"].iter().any(|form| lower.starts_with(form));
                    let column = line.find(word).map_or(0, |at| line[..at].chars().count()) + 1;
                    return (!is_form).then(|| (word.to_owned(), index + 1, column));
                }
            }
        }
    }
    None
}
