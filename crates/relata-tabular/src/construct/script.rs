//! The queries of a mapping file, one after the other.
//!
//! A prologue holds for all queries behind it. The rows of a table are to be the first
//! thing in the outer group of WHERE, so that all that follows there sees them: the
//! place is found in the text, and a `VALUES` block without rows is put there before
//! the text is parsed. Line and column of what comes behind are counted without it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use spargebra::{Query, SparqlParser};

use crate::sparql::depth::too_deep;
use crate::sparql::{SyntaxFault, line_and_column, parser, syntax_fault};
use crate::sparql::{Word, WordKind, words};
use relata_table::diagnostic::{Diagnostic, Excerpt, Place, codes};

/// The form of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Gives triples.
    Construct,
    /// Gives a table.
    Select,
    /// Gives yes or no.
    Ask,
}

/// A text with queries, not parsed yet.
#[derive(Debug)]
pub(super) struct Script {
    file: String,
    text: String,
    pub(super) statements: Vec<Statement>,
    /// Prefixes and their IRIs, as the text declares them.
    pub(super) prefixes: BTreeMap<String, String>,
    /// Prefixed names, each once.
    names: BTreeSet<String>,
}

/// One query of a text.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) form: Form,
    /// The text with all other queries made blank.
    text: String,
    /// The braces of the outer group of WHERE.
    group: (usize, usize),
    /// True when the group is a query of its own.
    is_subquery: bool,
    /// True when it is a SELECT of everything.
    pub(super) is_star: bool,
    /// What stands behind FROM.
    pub(super) from: Vec<String>,
    /// Its variables, with the place each stands at first.
    pub(super) variables: BTreeMap<String, Range<usize>>,
}

impl Script {
    pub(super) fn read(file: &str, text: &str, prefixes: &BTreeMap<String, String>) -> Result<Script, Box<Diagnostic>> {
        // Some editors of text put a mark in front that is no part of it.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut script = Script {
            file: file.to_owned(),
            text: text.to_owned(),
            statements: Vec::new(),
            prefixes: BTreeMap::new(),
            names: BTreeSet::new(),
        };
        if let Some(SyntaxFault { range, message, hint }) = too_deep(text) {
            return Err(script.fault(range, message, hint.unwrap_or_default()));
        }
        let words = words(text);
        let names = words.iter().filter(|word| word.kind == WordKind::Name).map(|word| &text[word.range.clone()]);
        // A declaration ends in the colon.
        script.names = names.filter(|name| name.contains(':') && !name.ends_with(':')).map(str::to_owned).collect();
        let mut prologue: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let (name, length) = match text[word.range.clone()].to_ascii_uppercase().as_str() {
                "PREFIX" => (words.get(at + 1), 3),
                "BASE" => (None, 2),
                _ => {
                    at = script.statement(&words, at, &prologue, prefixes)?;
                    continue;
                }
            };
            let behind = words.get(at + length - 1).filter(|word| word.kind == WordKind::Iri);
            let Some(iri) = behind else {
                return Err(script.fault(word.range.clone(), "the declaration is not whole", "write `PREFIX ex: <…>`"));
            };
            if let Some(name) = name {
                let name = text[name.range.clone()].trim_end_matches(':').to_owned();
                script.prefixes.insert(name, text[iri.range.start + 1..iri.range.end - 1].to_owned());
            }
            prologue.push(word.range.start..iri.range.end);
            at += length;
        }
        if script.statements.is_empty() {
            return Err(script.fault(0..0, "there is no query", "write `CONSTRUCT { … } WHERE { … }`"));
        }
        Ok(script)
    }

    /// True when a name with this prefix stands in a query.
    pub(super) fn mentions(&self, prefix: &str) -> bool {
        self.names.iter().any(|name| name.strip_prefix(prefix).is_some_and(|local| local.starts_with(':')))
    }

    /// Takes the query that begins at `start`; gives the word behind it.
    fn statement(
        &mut self,
        words: &[Word],
        start: usize,
        prologue: &[Range<usize>],
        prefixes: &BTreeMap<String, String>,
    ) -> Result<usize, Box<Diagnostic>> {
        let text = self.text.clone();
        let is = |index: usize, what: &str| {
            words.get(index).is_some_and(|word| text[word.range.clone()].eq_ignore_ascii_case(what))
        };
        let first = words[start].range.clone();
        let form = match text[first.clone()].to_ascii_uppercase().as_str() {
            "CONSTRUCT" => Form::Construct,
            "SELECT" => Form::Select,
            "ASK" => Form::Ask,
            _ => {
                let hint = "a mapping is CONSTRUCT queries, or one SELECT or ASK, after any PREFIX";
                return Err(self.fault(first.clone(), format!("unexpected `{}`", &text[first]), hint));
            }
        };
        if !self.statements.is_empty() && (form != Form::Construct || self.statements[0].form != Form::Construct) {
            let hint = "keep SELECT and ASK in files of their own";
            return Err(self.fault(first, "only CONSTRUCT queries may follow each other in one file", hint));
        }
        let (groups, end) = groups(&text, words, start);
        let skip = usize::from(form == Form::Construct);
        if form == Form::Construct && groups.len() == 1 && !is(start + 1, "{") {
            let hint = "a table has no triples to match: write `CONSTRUCT { … } WHERE { … }`";
            return Err(self.fault(first, "`CONSTRUCT WHERE` has no template", hint));
        }
        let Some((open, close)) = groups.get(skip).copied() else {
            // The parser knows best what is missing.
            let blank = self.blanked(prologue, first.start..text.len());
            return Err(self.syntax(&blank, &parser(prefixes, None), prefixes));
        };
        let from = (start..open).filter(|index| is(*index, "FROM") && !is(index + 1, "NAMED"));
        let from = from.filter_map(|index| words.get(index + 1)).filter(|word| word.kind != WordKind::Mark);
        let from = from.map(|word| text[word.range.clone()].trim_matches(['<', '>']).to_owned()).collect();
        let mut variables = BTreeMap::new();
        for word in words[start..end].iter().filter(|word| word.kind == WordKind::Variable) {
            variables.entry(text[word.range.start + 1..word.range.end].to_owned()).or_insert(word.range.clone());
        }
        let last = words.get(end).map_or(text.len(), |word| word.range.start);
        self.statements.push(Statement {
            form,
            text: self.blanked(prologue, first.start..last),
            group: (words[open].range.start, words[close].range.start),
            is_subquery: is(open + 1, "SELECT"),
            is_star: form == Form::Select
                && (start..open).any(|index| is(index, "*"))
                && !has_parenthesis(&text, &words[start..open]),
            from,
            variables,
        });
        Ok(end)
    }

    /// The text with everything made blank but `prologue` and `range`.
    fn blanked(&self, prologue: &[Range<usize>], range: Range<usize>) -> String {
        let stays = |at: usize| range.contains(&at) || prologue.iter().any(|part| part.contains(&at));
        let mut blanked = String::with_capacity(self.text.len());
        for (at, c) in self.text.char_indices() {
            if stays(at) || c == '\n' {
                blanked.push(c);
            } else {
                // Every byte stays where it was.
                blanked.extend(std::iter::repeat_n(' ', c.len_utf8()));
            }
        }
        blanked
    }

    /// Parses a query over a table with these columns.
    pub(super) fn parse(
        &self,
        statement: &Statement,
        columns: &[&str],
        prefixes: &BTreeMap<String, String>,
        base: Option<&str>,
    ) -> Result<Query, Box<Diagnostic>> {
        let (open, close) = statement.group;
        let names: Vec<String> = columns.iter().map(|name| format!("?{name}")).collect();
        let rows = if names.is_empty() { String::new() } else { format!(" VALUES ({}) {{}} ", names.join(" ")) };
        let (before, after) = if statement.is_subquery { (rows + "{ ", " }") } else { (rows, "") };
        let text = &statement.text;
        let whole = format!("{}{before}{}{after}{}", &text[..=open], &text[open + 1..close], &text[close..]);
        let parser = parser(prefixes, base);
        parser.clone().parse_query(&whole).map_err(|_| {
            // What fails with the columns only has one of them bound again.
            self.bound_again(statement, columns).unwrap_or_else(|| self.syntax(text, &parser, prefixes))
        })
    }

    /// The fault of a query that binds what is a column.
    fn bound_again(&self, statement: &Statement, columns: &[&str]) -> Option<Box<Diagnostic>> {
        let words = words(&statement.text);
        let word = |at: usize| words.get(at).map_or("", |word| &statement.text[word.range.clone()]);
        let binds = |at: &usize| {
            word(at - 1).eq_ignore_ascii_case("AS") && columns.contains(&word(*at).trim_start_matches(['?', '$']))
        };
        let at = (1..words.len()).find(binds)?;
        let message = format!("`{}` has the cells of a column and cannot be bound again", word(at));
        Some(self.fault(words[at].range.clone(), message, "choose another name"))
    }

    /// A diagnostic from the words of a parser that does not take `text`.
    fn syntax(&self, text: &str, parser: &SparqlParser, prefixes: &BTreeMap<String, String>) -> Box<Diagnostic> {
        let SyntaxFault { range, message, hint } = syntax_fault(text, parser, prefixes);
        self.fault(range, message, hint.unwrap_or_else(|| "mend the query".to_owned()))
    }

    /// A fault of the text at `range`.
    pub(super) fn fault(
        &self,
        range: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Box<Diagnostic> {
        let place = place(&self.file, &self.text, range);
        Box::new(Diagnostic::new(&codes::BAD_MAPPING, place, message).hint(hint))
    }

    /// A warning about a variable.
    pub(super) fn unbound(&self, statement: &Statement, name: &str, hint: String) -> Diagnostic {
        let range = statement.variables.get(name).cloned().unwrap_or_default();
        let message = format!("nothing gives `?{name}` a value");
        Diagnostic::new(&codes::UNBOUND_VARIABLE, place(&self.file, &self.text, range), message).hint(hint)
    }
}

/// The outer groups in braces of the query that begins at `start`, by their words, and the word behind the query.
fn groups(text: &str, words: &[Word], start: usize) -> (Vec<(usize, usize)>, usize) {
    let (mut found, mut open, mut parentheses, mut at) = (Vec::new(), Vec::new(), 0_usize, start + 1);
    while let Some(word) = words.get(at) {
        let part = &text[word.range.clone()];
        match part {
            "{" => open.push(at),
            "}" => {
                if let (Some(begin), true, 0) = (open.pop(), open.is_empty(), parentheses) {
                    found.push((begin, at));
                }
            }
            "(" => parentheses += 1,
            ")" => parentheses = parentheses.saturating_sub(1),
            _ if open.is_empty() && parentheses == 0 && word.kind == WordKind::Name => {
                let begins = ["PREFIX", "BASE", "CONSTRUCT", "SELECT", "ASK", "DESCRIBE"];
                if begins.iter().any(|begin| part.eq_ignore_ascii_case(begin)) {
                    break;
                }
            }
            _ => {}
        }
        at += 1;
    }
    (found, at)
}

fn has_parenthesis(text: &str, words: &[Word]) -> bool {
    words.iter().any(|word| &text[word.range.clone()] == "(")
}

/// The place of a part of a text.
fn place(file: &str, text: &str, range: Range<usize>) -> Place {
    let start = range.start.min(text.len());
    let (line, column) = line_and_column(text, start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = range.end.clamp(start, line_end.max(start));
    Place {
        line: line as u64,
        column: column as u64,
        excerpt: Some(Excerpt {
            text: text[line_start..line_end].trim_end_matches('\r').to_owned(),
            range: start - line_start..end - line_start,
        }),
        value: (end > start).then(|| text[start..end].to_owned()),
        ..Place::file(file)
    }
}
