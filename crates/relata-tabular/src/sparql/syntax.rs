//! What is wrong with a query, in words a reader can use.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use oxigraph::model::NamedNode;
use spargebra::SparqlParser;

use super::grouping::{Ungrouped, ungrouped};
use super::slips::way_out;
use super::words::{Word, WordKind, words};
use relata_table::diagnostic::{clip, nearest};

/// A part of a query that the parser does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxFault {
    /// Where it stands.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// A way out.
    pub hint: Option<String>,
}

const FORMS: [&str; 4] = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
const UPDATES: [&str; 10] = ["INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"];
const BEGINNING: &str = "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after any PREFIX";

/// A parser that knows `prefixes` and resolves relative IRIs by `base`; what is no IRI is left out.
pub fn parser(prefixes: &BTreeMap<String, String>, base: Option<&str>) -> SparqlParser {
    // The parser is lost when it refuses an IRI, so each is looked at before.
    let is_iri = |iri: &str| NamedNode::new(iri).is_ok();
    let base = base.filter(|base| is_iri(base));
    let parser = base.map_or_else(|| Ok(SparqlParser::new()), |base| SparqlParser::new().with_base_iri(base));
    let mut known = prefixes.iter().filter(|(_, iri)| is_iri(iri));
    let parser =
        parser.and_then(|parser| known.try_fold(parser, |parser, (prefix, iri)| parser.with_prefix(prefix, iri)));
    parser.unwrap_or_default()
}

/// True when `text` begins as SPARQL Update does.
pub fn is_update(text: &str) -> bool {
    let all = words(text);
    let first = prologue(text, &all).1.and_then(|first| all.get(first));
    first.is_some_and(|word| is_one_of(&text[word.range.clone()], &UPDATES))
}

/// The first word behind the prologue, such as `SELECT`; none where the prologue is broken.
pub fn form(text: &str) -> Option<&str> {
    let all = words(text);
    prologue(text, &all).1.and_then(|first| all.get(first)).map(|word| &text[word.range.clone()])
}

/// The prefixes that names of `text` have and its prologue does not declare.
pub fn foreign_prefixes(text: &str) -> BTreeSet<&str> {
    let all = words(text);
    let (declared, _) = prologue(text, &all);
    all.iter().filter_map(|word| word.prefix(text)).filter(|prefix| !declared.contains(prefix)).collect()
}

/// The first fault of `text`, which `parser`, knowing `prefixes`, does not take as a query.
pub fn syntax_fault(text: &str, parser: &SparqlParser, prefixes: &BTreeMap<String, String>) -> SyntaxFault {
    let all = words(text);
    let (declared, first) = prologue(text, &all);
    let stop = stop(text, &all, parser);
    // The parser looks ahead, but it never goes on behind a name it does not know or a string that is open: what is
    // wrong there shows no later than where it stopped.
    let read = all.iter().filter(|word| word.range.start <= stop.range.start);
    let mut has_base = parser.clone().parse_query("ASK { <a> ?p ?o }").is_ok();
    let of_word = |word: &Word, message: String, hint: &str| SyntaxFault {
        range: word.range.clone(),
        message,
        hint: Some(hint.to_owned()).filter(|hint| !hint.is_empty()),
    };
    for (index, word) in read.enumerate() {
        let shown = || clip(&text[word.range.clone()]);
        match (word.kind, word.prefix(text)) {
            (WordKind::OpenText, _) => {
                let hint = "end it with the quote it begins with; a string of several lines has three on either side";
                return of_word(word, format!("the string {} does not end", shown()), hint);
            }
            (WordKind::NoIri, _) => {
                return of_word(word, format!("`{}` is no IRI", shown()), WHOLE_IRI);
            }
            (WordKind::Iri, _) if !has_base && is_relative(&text[word.range.clone()]) => return relative(word, text),
            (WordKind::Iri, _) => {
                let before = index.checked_sub(1).and_then(|before| all.get(before));
                has_base |= before.is_some_and(|word| is_one_of(&text[word.range.clone()], &["BASE"]));
            }
            // What stands behind PREFIX is declared there, however badly.
            (_, Some(_)) if index > 0 && is_one_of(&text[all[index - 1].range.clone()], &["PREFIX"]) => {}
            (_, Some(prefix))
                if first.is_none_or(|first| index >= first)
                    && !prefixes.contains_key(prefix)
                    && !declared.contains(prefix) =>
            {
                let hint = undeclared(prefix, prefixes);
                return of_word(word, format!("the prefix `{prefix}:` is not declared"), &hint);
            }
            _ => {}
        }
    }
    match first.map(|first| all.get(first)) {
        Some(Some(word)) if !is_one_of(&text[word.range.clone()], &FORMS) => {
            return of_word(word, format!("unexpected `{}`", clip(&text[word.range.clone()])), BEGINNING);
        }
        Some(None) => {
            let message = "the query ends too early".to_owned();
            return SyntaxFault { range: stop.range, message, hint: Some(BEGINNING.to_owned()) };
        }
        _ => {}
    }
    // Behind BY something is missing, whatever is grouped.
    let is_open = stop.range.is_empty() && all.last().is_some_and(|word| is_one_of(&text[word.range.clone()], &["BY"]));
    if let Some(Ungrouped { range, message, hint }) = ungrouped(text, &all, stop.range.start).filter(|_| !is_open) {
        return SyntaxFault { range, message, hint: Some(hint) };
    }
    let slip = way_out(text, &all, all.partition_point(|word| word.range.start < stop.range.start));
    let told = told(text, stop);
    SyntaxFault { hint: slip.or(told.hint), ..told }
}

/// The variables of `SELECT *` in the order in which they first stand in the text, without their signs; none when the query
/// names what it selects. The parser sorts them by name.
pub fn star_order(text: &str) -> Option<Vec<&str>> {
    let all = words(text);
    let shown = |at: usize| all.get(at).map_or("", |word| &text[word.range.clone()]);
    let select = prologue(text, &all).1.filter(|first| is_one_of(shown(*first), &["SELECT"]))?;
    let star = select + 1 + usize::from(is_one_of(shown(select + 1), &["DISTINCT", "REDUCED"]));
    if shown(star) != "*" {
        return None;
    }
    let mut names: Vec<&str> = Vec::new();
    for word in all.iter().filter(|word| word.kind == WordKind::Variable) {
        let name = &text[word.range.start + 1..word.range.end];
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Some(names)
}

/// The fault where the parser stopped, in its own words.
fn told(text: &str, stop: Stop) -> SyntaxFault {
    let Stop { range, expected, is_exact } = stop;
    let words: Vec<&str> = expected.trim_start_matches("expected ").trim_start_matches("one of ").split(", ").collect();
    let word = clip(&text[range.clone()]);
    if word.starts_with('<') && words.contains(&NO_IRI) {
        return SyntaxFault { range, message: format!("`{word}` is no IRI"), hint: Some(WHOLE_IRI.to_owned()) };
    }
    // Some rules say in a sentence why they refuse what they have read.
    let is_sentence = |word: &&&str| word.starts_with(|c: char| c.is_ascii_uppercase()) && word.split(' ').count() > 3;
    if let Some(sentence) = words.iter().find(is_sentence) {
        return SyntaxFault { range, message: (*sentence).to_owned(), hint: None };
    }
    let message = match word.chars().next() {
        None => "the query ends too early".to_owned(),
        Some(c) if c.is_whitespace() || c.is_control() => {
            let message = format!("unexpected character U+{:04X}, which looks like a space", u32::from(c));
            return SyntaxFault { range, message, hint: Some("write an ordinary space".to_owned()) };
        }
        Some(_) => format!("unexpected `{word}`"),
    };
    // Where the parser looked ahead, it names the longest keyword only, and not what fits.
    let hint = Some(shorten_expected(&words)).filter(|words| is_exact && !words.is_empty());
    SyntaxFault { range, message, hint: hint.map(|words| format!("expected {words}")) }
}

/// What the parser says of an IRI it cannot read.
const NO_IRI: &str = "IRI parsing failed";
const WHOLE_IRI: &str = "an IRI ends in `>` and holds no spaces, quotes or braces: write them as `%20` and the like";

/// True when an IRI in its brackets has no scheme.
fn is_relative(word: &str) -> bool {
    let iri = word.trim_start_matches('<').trim_end_matches('>');
    let scheme = iri.split_once(':').map_or("", |(scheme, _)| scheme);
    !scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        || scheme.contains(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c))
}

fn relative(word: &Word, text: &str) -> SyntaxFault {
    let shown = clip(text[word.range.clone()].trim_start_matches('<').trim_end_matches('>'));
    let hint = match shown.as_str() {
        // The sign of other languages.
        "" => "unequal is `!=`; else write the IRI whole",
        _ => "write it whole, or with a prefix, or put `BASE <…>` in front of the query",
    };
    let hint = hint.to_owned();
    let message = format!("relative IRI `{shown}` in a query without BASE");
    SyntaxFault { range: word.range.clone(), message, hint: Some(hint) }
}

fn is_one_of(word: &str, keywords: &[&str]) -> bool {
    keywords.iter().any(|keyword| word.eq_ignore_ascii_case(keyword))
}

/// The prefixes a query declares, and which word stands behind the declarations; none when they are not whole.
fn prologue<'t>(text: &'t str, words: &[Word]) -> (BTreeSet<&'t str>, Option<usize>) {
    let (mut declared, mut at) = (BTreeSet::new(), 0);
    let word = |at: usize| words.get(at).map_or("", |word| &text[word.range.clone()]);
    let is = |at: usize, kind| words.get(at).is_some_and(|word| word.kind == kind);
    loop {
        at += match word(at).to_ascii_uppercase().as_str() {
            "PREFIX" => match word(at + 1).strip_suffix(':') {
                Some(prefix) if is(at + 2, WordKind::Iri) => {
                    declared.insert(prefix);
                    3
                }
                _ => return (declared, None),
            },
            "BASE" if is(at + 1, WordKind::Iri) => 2,
            "VERSION" if is(at + 1, WordKind::Text) => 2,
            "BASE" | "VERSION" => return (declared, None),
            _ => return (declared, Some(at)),
        };
    }
}

/// Where a parser stopped, and what it says.
struct Stop {
    range: Range<usize>,
    expected: String,
    /// True when what is expected is expected right there.
    is_exact: bool,
}

/// Reads the query once more to find the word where the parser stops. The parser tells where its longest look ahead
/// ended; so every word gets more room behind it than a keyword takes, and no operator looks like the beginning of an IRI.
fn stop(text: &str, words: &[Word], parser: &SparqlParser) -> Stop {
    let end = text.trim_end().len();
    let (roomy, places) = spaced(text, words);
    let found = parser.clone().parse_query(&roomy).err().and_then(|error| {
        let (at, expected) = place_of(&roomy, &error.to_string())?;
        let Some((begin, range)) = places.into_iter().rev().find(|(begin, _)| *begin <= at && at < roomy.len()) else {
            return Some(Stop { range: end..end, expected, is_exact: true });
        };
        Some(Stop { range, expected, is_exact: at == begin })
    });
    found.unwrap_or_else(|| {
        let error = parser.clone().parse_query(text).err().map_or_else(String::new, |error| error.to_string());
        let (at, expected) = place_of(text, &error).unwrap_or((end, error));
        let word = words.iter().map(|word| word.range.clone()).find(|range| range.contains(&at));
        Stop { range: word.unwrap_or(end..end), expected, is_exact: false }
    })
}

/// The words of a text with room behind each, and where each stands there and in the text.
fn spaced(text: &str, words: &[Word]) -> (String, Vec<(usize, Range<usize>)>) {
    const ROOM: &str = "                    ";
    let (mut spaced, mut places) = (String::new(), Vec::new());
    let is = |word: Option<&Word>, mark: char| word.is_some_and(|word| text[word.range.clone()].starts_with(mark));
    for (index, word) in words.iter().enumerate() {
        let (shown, next) = (&text[word.range.clone()], words.get(index + 1));
        let is_glued = |next: &&Word| next.range.start == word.range.end;
        places.push((spaced.len(), word.range.clone()));
        // Behind `<` the parser would look for the end of an IRI. Other comparisons stand at the same places.
        let is_less = shown == "<" && !is(index.checked_sub(1).and_then(|before| words.get(before)), '<');
        let is_less = is_less && word.kind == WordKind::Mark && !is(next.filter(is_glued), '<');
        spaced.push_str(match is_less {
            true if is(next.filter(is_glued), '=') => ">",
            true => "=",
            false => shown,
        });
        let stands_alone = |word: &Word| ["{", "}", "(", ")", "[", "]", ";", ","].contains(&&text[word.range.clone()]);
        let is_apart = next.is_none_or(|next| {
            !is_glued(&next) || (!is(Some(next), '|') && (stands_alone(word) || stands_alone(next)))
        });
        if is_apart {
            spaced.push_str(ROOM);
        }
    }
    (spaced, places)
}

/// Where in `text` the parser's message `error at 1:23: expected …` points, and the rest of it. The parser tells it in
/// no other way.
fn place_of(text: &str, error: &str) -> Option<(usize, String)> {
    let (place, rest) = error.strip_prefix("error at ")?.split_once(": ")?;
    let (line, column) = place.split_once(':')?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let at = text[start..].char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| start + at);
    Some((at, rest.to_owned()))
}

/// Line and column of a byte, from 1, the column in characters.
pub fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    (text[..at].matches('\n').count() + 1, text[start..at].chars().count() + 1)
}

/// The tokens that a reader knows by a word, and the word.
const TOLD: [(&[&str], &str); 5] = [
    (&["?", "$"], "a variable"),
    (&["<", ":"], "an IRI"),
    (&["\"", "'"], "a text in quotes"),
    (&["0", "+", "-"], "a number"),
    (&["&&", "||", "*", "="], "a sign such as `=` or `&&`"),
];
/// The marks that are told as they are.
const MARKS: [&str; 7] = ["{", "}", "(", ")", ".", ";", ","];
/// How many expected tokens a hint lists.
const MOST: usize = 4;

/// The parser lists every token it knows; a reader wants the few that tell something.
fn shorten_expected(words: &[&str]) -> String {
    let has = |token: &str| words.iter().any(|word| word.trim_matches('"') == token);
    let told =
        TOLD.iter().filter(|(tokens, _)| tokens.iter().any(|token| has(token))).map(|(_, word)| (*word).to_owned());
    let marks = MARKS.iter().filter(|mark| has(mark)).map(|mark| format!("`{mark}`"));
    let all: Vec<String> = told.chain(marks).take(MOST).collect();
    match all.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// What a prefix mostly stands for that people use without declaring it.
pub fn common_prefix(prefix: &str) -> Option<&'static str> {
    COMMON_PREFIXES.iter().find(|(known, _)| *known == prefix).map(|(_, iri)| *iri)
}

/// A way out for a prefix nobody declared.
fn undeclared(prefix: &str, prefixes: &BTreeMap<String, String>) -> String {
    if ["http", "https", "urn", "mailto"].contains(&prefix) {
        return "an IRI stands in angle brackets: `<http://…>`".to_owned();
    }
    if let Some(iri) = common_prefix(prefix) {
        return format!("put `PREFIX {prefix}: <{iri}>` in front of the query");
    }
    if let Some(near) = nearest(prefix, prefixes.keys().map(String::as_str)) {
        return format!("did you mean `{near}:`? else declare it: `PREFIX {prefix}: <…>`");
    }
    let declared: Vec<&str> = prefixes.keys().map(String::as_str).collect();
    format!("declare it: `PREFIX {prefix}: <…>`; already declared: {}", declared.join(" "))
}

/// Prefixes people use without declaring them; for hints, and for what an editor offers to add.
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
