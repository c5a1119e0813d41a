use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;

use super::{Session, open};
use crate::ontology::local_name;
use crate::query::claims::{ClaimRow, Claims};
use crate::query::{Engine, Value};
use crate::store::Store;

/// Show which claims one graph has and the other has not
///
/// OLD and NEW are projects, tables, graph files (`.relata`) or N-Quads, in any mixture. Exits 1 when they differ.
#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// What was
    old: PathBuf,
    /// What is
    new: PathBuf,
    /// How the difference is written
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    format: DiffFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DiffFormat {
    /// A line a claim: `+` new, `-` gone, `~` changed
    Text,
    /// An array of objects
    Json,
}

/// What became of a claim.
enum Change<'a> {
    Added(&'a ClaimRow),
    Removed(&'a ClaimRow),
    Changed(&'a ClaimRow, Vec<String>),
}

pub(crate) fn run(args: &DiffArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let old = read(session, &args.old)?;
    let new = read(session, &args.new)?;
    let changes = compare(&old, &new);
    match args.format {
        DiffFormat::Text => {
            for change in &changes {
                let (sign, claims, row, details) = match change {
                    Change::Added(row) => ("+", &new.claims, row, &[][..]),
                    Change::Removed(row) => ("-", &old.claims, row, &[][..]),
                    Change::Changed(row, details) => ("~", &new.claims, row, details.as_slice()),
                };
                let line = row.line.map_or_else(String::new, |line| format!(":{line}"));
                writeln!(
                    session.out,
                    "{sign} {} — {}  [{}{line}]",
                    claims.sentence(row),
                    claims.attribution(row),
                    row.file
                )?;
                for detail in details {
                    writeln!(session.out, "    {detail}")?;
                }
            }
            session.out.flush()?;
            let count = |test: fn(&Change<'_>) -> bool| changes.iter().filter(|change| test(change)).count();
            say!(
                "{} added, {} removed, {} changed; {} claims before, {} now",
                count(|change| matches!(change, Change::Added(_))),
                count(|change| matches!(change, Change::Removed(_))),
                count(|change| matches!(change, Change::Changed(..))),
                old.claims.rows.len(),
                new.claims.rows.len()
            );
        }
        DiffFormat::Json => {
            let as_json = |what: &str, claims: &Claims, row: &ClaimRow, details: &[String]| json!({ "change": what, "claim": row.iri, "statement": claims.sentence(row), "said_by": claims.attribution(row), "file": row.file, "line": row.line, "details": details });
            let array: Vec<serde_json::Value> = changes
                .iter()
                .map(|change| match change {
                    Change::Added(row) => as_json("added", &new.claims, row, &[]),
                    Change::Removed(row) => as_json("removed", &old.claims, row, &[]),
                    Change::Changed(row, details) => as_json("changed", &new.claims, row, details),
                })
                .collect();
            serde_json::to_writer_pretty(&mut *session.out, &array)?;
            writeln!(session.out)?;
        }
    }
    Ok(if changes.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// One side of the comparison.
struct Side {
    claims: Claims,
    facts: BTreeMap<String, Facts>,
}

/// What is said of one claim: property, value, and the value as shown.
type Facts = BTreeMap<(String, String), String>;

fn read(session: &Session<'_>, path: &Path) -> anyhow::Result<Side> {
    let is_file_named = |extension: &str| path.is_file() && path.extension().is_some_and(|found| found == extension);
    if is_file_named("nq") || is_file_named("relata") {
        let store = if is_file_named("nq") { Store::of_nquads(path)? } else { Store::open(path)? };
        let prefixes =
            crate::rdf::vocab::PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned())).collect();
        return Side::read(&Engine::new(&store, prefixes));
    }
    let opened = open::open(session, Some(path))?;
    Side::read(&Engine::new(&opened.store, opened.project.prefixes()))
}

impl Side {
    fn read(engine: &Engine<'_>) -> anyhow::Result<Side> {
        let claims = Claims::read(engine)?;
        let mut facts: BTreeMap<String, Facts> = BTreeMap::new();
        // Statement, date and place say what the event is; its IRI would only say that they changed.
        let queries = [
            "SELECT ?c ?p ?o { ?c a ra:Claim ; ?p ?o
                FILTER(?p NOT IN (rdf:type, rdf:reifies, ra:sourceLine, ra:about, ra:evidence)) }",
            "SELECT ?c ?p ?o { ?c a ra:Claim ; ra:about ?e . ?e ?p ?o FILTER(?p IN (ra:date, sem:hasPlace)) }",
            "SELECT ?c ?p ?o { ?c a ra:Claim ; ra:evidence ?e . ?e ?p ?o FILTER(?p = ra:quote) }",
        ];
        for solution in queries.iter().map(|query| engine.select(query)).collect::<Result<Vec<_>, _>>()?.concat() {
            let mut texts = solution.into_iter().map(|value| value.map(Value::into_text).unwrap_or_default());
            let mut next = || texts.next().unwrap_or_default();
            let (claim, property, value) = (next(), next(), next());
            let shown = if value.contains("://") { claims.label(&value).to_owned() } else { value.clone() };
            facts.entry(claim).or_default().insert((local_name(&property).to_owned(), value), shown);
        }
        Ok(Side { claims, facts })
    }
}

fn compare<'a>(old: &'a Side, new: &'a Side) -> Vec<Change<'a>> {
    let rows = |side: &'a Side| -> BTreeMap<&'a str, &'a ClaimRow> {
        side.claims.rows.iter().map(|row| (row.iri.as_str(), row)).collect()
    };
    let (before, after) = (rows(old), rows(new));
    let removed = before.iter().filter(|(iri, _)| !after.contains_key(*iri)).map(|(_, row)| Change::Removed(row));
    let mut changes: Vec<Change<'a>> = removed.collect();
    for (iri, row) in &after {
        if !before.contains_key(iri) {
            changes.push(Change::Added(row));
            continue;
        }
        let details = match (old.facts.get(*iri), new.facts.get(*iri)) {
            (Some(then), Some(now)) => differences(then, now),
            _ => Vec::new(),
        };
        if !details.is_empty() {
            changes.push(Change::Changed(row, details));
        }
    }
    changes
}

/// What differs between two states of one claim.
fn differences(then: &Facts, now: &Facts) -> Vec<String> {
    let mut properties: Vec<&str> = then.keys().chain(now.keys()).map(|(property, _)| property.as_str()).collect();
    properties.sort_unstable();
    properties.dedup();
    let values = |facts: &Facts, other: &Facts, property: &str| -> String {
        let own = facts.iter().filter(|(key, _)| key.0 == property && !other.contains_key(*key));
        own.map(|(_, shown)| shown.as_str()).collect::<Vec<_>>().join("; ")
    };
    let changed =
        properties.into_iter().map(|property| (property, values(then, now, property), values(now, then, property)));
    changed
        .filter(|(_, gone, come)| !gone.is_empty() || !come.is_empty())
        .map(|(property, gone, come)| format!("{property}: `{gone}` → `{come}`"))
        .collect()
}
