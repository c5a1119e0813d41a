//! brat standoff: `X.txt` and `X.ann` for each document, and `annotation.conf` with the labels.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Annotated, Corpus, End, Span, Statement, object};
use crate::claims::Claims;
use crate::export::{ExportError, ExportOptions, MakeFile};
use crate::model::Text;
use crate::rdf::iri::Namespace;

/// What is written into the folder besides the documents.
pub const FILES: &[&str] = &["annotation.conf"];

/// Writes every document that has a text.
///
/// # Errors
/// When a file cannot be written.
pub fn write(
    claims: &Claims<'_>,
    namespace: &Namespace,
    options: &ExportOptions,
    make: &mut MakeFile<'_>,
) -> Result<(), ExportError> {
    let mut corpus = Corpus::new(claims, namespace, true);
    let mut labels = Labels::default();
    corpus.each(|document| -> io::Result<()> {
        let mut text = make(&format!("{}.txt", document.name))?;
        text.write_all(document.text.as_ref().map(Text::as_str).unwrap_or_default().as_bytes())?;
        text.flush()?;
        let mut out = make(&format!("{}.ann", document.name))?;
        out.write_all(standoff(document, &mut labels).as_bytes())?;
        out.flush()
    })?;
    let mut out = make("annotation.conf")?;
    out.write_all(labels.configuration().as_bytes())?;
    out.flush()?;
    corpus.remark("brat", options);
    Ok(())
}

/// The labels that are used, by their kinds.
#[derive(Default)]
struct Labels {
    entities: BTreeSet<String>,
    relations: BTreeSet<String>,
    events: BTreeSet<String>,
}

impl Labels {
    fn configuration(&self) -> String {
        let mut text = "[entities]\n".to_owned();
        let each = |labels: &BTreeSet<String>, rest: &str, text: &mut String| {
            for label in labels {
                let _ = writeln!(text, "{label}{rest}");
            }
        };
        each(&self.entities, "", &mut text);
        text.push_str("\n[relations]\n");
        each(&self.relations, "\tArg1:<ENTITY>, Arg2:<ENTITY>", &mut text);
        text.push_str("\n[events]\n");
        each(
            &self.events,
            "\tSubject:<ANY>, Object:<ANY>, Speaker*:<ENTITY>, Place?:<ENTITY>, Time?:<ENTITY>",
            &mut text,
        );
        text.push_str("\n[attributes]\nNegation\tArg:<EVENT>\n");
        let signs = [
            ("Polarity", "underspecified"),
            ("Certainty", "certain|probable|possible"),
            ("Modality", "planned|proposed|requested|promised|threatened|hypothetical|opinion"),
        ];
        for (name, values) in signs {
            let _ = writeln!(text, "{name}\tArg:<EVENT>, Value:{values}");
        }
        text
    }
}

/// The lines of a document.
fn standoff(document: &Annotated, labels: &mut Labels) -> String {
    let mut lines = Lines { text: String::new(), n_attributes: 0, n_notes: 0 };
    let triggers: BTreeSet<usize> = document.statements.iter().filter_map(|statement| statement.trigger).collect();
    for (number, span) in document.spans.iter().enumerate() {
        let label = type_of(&span.label);
        let known = if triggers.contains(&number) { &mut labels.events } else { &mut labels.entities };
        known.insert(label.clone());
        lines.span(number + 1, &label, span);
    }
    let ids = ids(document);
    for (statement, id) in document.statements.iter().zip(&ids) {
        let label = type_of(&statement.predicate);
        if statement.trigger.is_none() {
            labels.relations.insert(label.clone());
        }
        lines.statement(document, statement, (id, &label), &ids);
    }
    lines.text
}

/// What each statement is called: what its claim is called, where that is of this form, else a number that is free.
fn ids(document: &Annotated) -> Vec<String> {
    let letter = |statement: &Statement| if statement.trigger.is_some() { 'E' } else { 'R' };
    let own = |statement: &Statement| {
        let id = statement.id.strip_prefix(document.document.id.as_str())?.strip_prefix('.')?;
        let number = id.strip_prefix(letter(statement))?;
        let is_number = !number.is_empty() && number.len() < 10 && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| id.to_owned())
    };
    let mut taken: BTreeSet<String> = document.statements.iter().filter_map(own).collect();
    let mut n = 0;
    let mut free = |letter: char| loop {
        n += 1;
        let id = format!("{letter}{n}");
        if taken.insert(id.clone()) {
            break id;
        }
    };
    document.statements.iter().map(|statement| own(statement).unwrap_or_else(|| free(letter(statement)))).collect()
}

/// A label as brat takes it: no spaces, and nothing that has a meaning in its lines.
fn type_of(label: &str) -> String {
    label.trim().chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect()
}

struct Lines {
    text: String,
    n_attributes: usize,
    n_notes: usize,
}

impl Lines {
    fn span(&mut self, number: usize, label: &str, span: &Span) {
        let pieces: Vec<String> = span.pieces.iter().map(|piece| format!("{} {}", piece.start, piece.end)).collect();
        let _ = writeln!(self.text, "T{number}\t{label} {}\t{}", pieces.join(";"), span.quote());
        let mut facts = span.facts.clone();
        if let Some(at) = facts.iter().position(|(name, _)| name == "wikidata") {
            let (_, item) = facts.remove(at);
            let _ = writeln!(self.text, "N{number}\tReference T{number} Wikidata:{item}\t{}", span.quote());
        }
        self.facts(&format!("T{number}"), &facts);
    }

    fn statement(&mut self, document: &Annotated, statement: &Statement, (id, label): (&str, &str), ids: &[String]) {
        let end = |end: End| match end {
            End::Span(span) => format!("T{}", span + 1),
            End::Statement(number) => ids.get(number).cloned().unwrap_or_default(),
        };
        let (subject, object) = (end(statement.subject), end(statement.object));
        let _ = match statement.trigger {
            Some(trigger) => write!(self.text, "{id}\t{label}:T{} Subject:{subject} Object:{object}", trigger + 1),
            None => write!(self.text, "{id}\t{label} Arg1:{subject} Arg2:{object}"),
        };
        for (role, span) in &statement.roles {
            let _ = write!(self.text, " {role}:T{}", span + 1);
        }
        self.text.push('\n');
        for (sign, word) in &statement.signs {
            self.n_attributes += 1;
            let _ = match (*sign, *word) {
                ("polarity", "negative") => writeln!(self.text, "A{}\tNegation {id}", self.n_attributes),
                ("polarity", word) => writeln!(self.text, "A{}\tPolarity {id} {word}", self.n_attributes),
                ("certainty", word) => writeln!(self.text, "A{}\tCertainty {id} {word}", self.n_attributes),
                (_, word) => writeln!(self.text, "A{}\tModality {id} {word}", self.n_attributes),
            };
        }
        let mut facts = statement.facts.clone();
        if statement.id != format!("{}.{id}", document.document.id) {
            facts.insert(0, ("id".to_owned(), statement.id.clone()));
        }
        if label.replace('_', " ") != statement.predicate.replace('_', " ") {
            facts.push(("predicate".to_owned(), statement.predicate.clone()));
        }
        match &statement.note {
            Some(note) if note.contains(['\n', '\r', '\t']) => facts.push(("note".to_owned(), note.clone())),
            Some(note) => self.note("AnnotatorNotes", id, note),
            None => {}
        }
        self.facts(id, &facts);
    }

    fn facts(&mut self, of: &str, facts: &[(String, String)]) {
        if !facts.is_empty() {
            self.note("Facts", of, &object(facts).to_string());
        }
    }

    fn note(&mut self, kind: &str, of: &str, words: &str) {
        self.n_notes += 1;
        let _ = writeln!(self.text, "#{}\t{kind} {of}\t{words}", self.n_notes);
    }
}
