//! The project's own words, each with the known predicates that come nearest.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::super::keys::{ESCAPE, Keys};
use super::super::terminal::{grouped, plural, write_table, write_vertical};
use super::super::{Session, open};
use super::PredicatesFormat;
use super::accept::{OwnRow, write as write_rows};
use super::shown::write_csv;
use crate::ontology::{Ontology, PredicateSearch};
use crate::project::Project;
use crate::query::results::TextTable;

/// How many predicates are proposed for a word.
const PROPOSALS: usize = 3;

/// A word of the project's own.
pub(super) struct UnknownWord {
    word: String,
    n_claims: u64,
    proposals: Vec<String>,
}

/// The words of the project that no vocabulary has, the commonest first.
pub(super) fn unknown(
    project: Project,
    ontology: &Ontology,
    named: Option<&Path>,
    session: &Session<'_>,
) -> anyhow::Result<Vec<UnknownWord>> {
    let own = project.namespace.prefixes().into_iter().find(|(prefix, _)| *prefix == "own");
    let own = own.map(|(_, iri)| iri).unwrap_or_default();
    let graph = open::open_project(project, named, session)?;
    let query = "SELECT ?p (COUNT(?c) AS ?n) (MIN(?l) AS ?label) { ?c a ra:Claim ; rdf:predicate ?p . \
                 OPTIONAL { ?p rdfs:label ?l } } GROUP BY ?p";
    let mut search = PredicateSearch::new(ontology);
    let mut words = Vec::new();
    for row in graph.query(query)? {
        let row = row?;
        let iri = row.text("p");
        if iri.starts_with(&own) && ontology.predicate(iri).is_none() {
            let word = row.text("label").to_owned();
            let found = search.find(&word, PROPOSALS).into_iter().filter(|found| found.predicate.iri.as_str() != iri);
            let proposals = found.map(|found| found.predicate.label.clone()).collect();
            words.push(UnknownWord { word, n_claims: row.text("n").parse().unwrap_or(0), proposals });
        }
    }
    words.sort_by(|a, b| b.n_claims.cmp(&a.n_claims).then_with(|| a.word.cmp(&b.word)));
    Ok(words)
}

/// Lists them.
pub(super) fn write(
    words: &[UnknownWord],
    (format, most): (PredicatesFormat, usize),
    named: Option<&Path>,
    session: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    let is_for_people = matches!(format, PredicatesFormat::Table | PredicatesFormat::Vertical);
    let shown = if is_for_people { &words[..words.len().min(most)] } else { words };
    let row = |word: &UnknownWord| vec![word.word.clone(), grouped(word.n_claims), word.proposals.join("; ")];
    let headings = ["word", "claims", "known predicates that come near"].map(str::to_owned).to_vec();
    let table = TextTable { headings, rows: shown.iter().map(row).collect() };
    match format {
        PredicatesFormat::Json => {
            let entry =
                |word: &UnknownWord| json!({ "word": word.word, "claims": word.n_claims, "proposals": word.proposals });
            serde_json::to_writer_pretty(&mut *session.out, &words.iter().map(entry).collect::<Vec<_>>())?;
            writeln!(session.out)?;
        }
        PredicatesFormat::Csv => write_csv(&table, session)?,
        _ if words.is_empty() => {}
        PredicatesFormat::Table => write_table(&table, session.terminal.room(), session.out)?,
        PredicatesFormat::Vertical => write_vertical(&table, session.terminal.room(), session.out)?,
    }
    session.out.flush()?;
    if words.is_empty() {
        say!("every predicate is known");
        return Ok(ExitCode::SUCCESS);
    }
    if words.len() > shown.len() {
        say!("{} not shown; --rows 0 shows all", plural((words.len() - shown.len()) as u64, "word"));
    }
    let target = named.map_or_else(String::new, |path| format!(" {}", path.display()));
    let example = words.iter().find_map(|word| Some((&word.word, word.proposals.first()?)));
    if let Some((word, term)) = example {
        say!(
            "`relata predicates{target} --accept \"{word}\" \"{term}\"` lets one mean the other; `--ask` goes through them all"
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks what each word means, and writes each answer at once.
pub(super) fn ask(
    project: &Project,
    ontology: &Ontology,
    words: &[UnknownWord],
    session: &Session<'_>,
) -> anyhow::Result<ExitCode> {
    let mut keys = Keys::open("")?;
    for word in words {
        say!("`{}`, {}", word.word, plural(word.n_claims, "claim"));
        for (proposal, number) in word.proposals.iter().zip(1..) {
            say!("  {number}  {proposal}");
        }
        say!("  n  a new predicate; space or Enter for the next word, q to stop");
        let term = match keys.read() {
            // Ctrl-C, Ctrl-D and Escape end it like `q`: what was answered is written already.
            None | Some(b'q' | b'Q' | 3 | 4 | ESCAPE) => break,
            Some(b'n' | b'N') => None,
            Some(digit) => match usize::from(digit.wrapping_sub(b'1')) {
                number if number < word.proposals.len() => word.proposals.get(number).cloned(),
                _ => continue,
            },
        };
        write_rows(project, ontology, &[OwnRow { label: word.word.clone(), term, ..OwnRow::default() }], session)?;
    }
    Ok(ExitCode::SUCCESS)
}
