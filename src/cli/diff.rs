use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;

use super::{Session, open};
use crate::claims::Claims;
use crate::ontology::local_name;
use crate::query::{Engine, Value};
use crate::store::Store;

/// Show which claims one graph has and the other does not
///
/// OLD and NEW are projects, tables, graph files (`.relata`) or N-Quads, in any combination. Exits 1 when they differ.
#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// What there was before
    old: PathBuf,
    /// What there is now
    new: PathBuf,
    /// How the difference is written
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    format: DiffFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DiffFormat {
    /// One line for each claim: `+` new, `-` gone, `~` changed
    Text,
    /// An array of objects
    Json,
}

/// What became of a claim.
///
/// Claims are named by where they stand in their graph.
enum Change {
    Added(usize),
    Removed(usize),
    Changed(usize, Vec<String>),
}

pub(crate) fn run(args: &DiffArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let (old, new) = (Graph::open(session, &args.old)?, Graph::open(session, &args.new)?);
    let (old, new) = (Side::read(&old)?, Side::read(&new)?);
    let changes = compare(&old, &new);
    match args.format {
        DiffFormat::Text => {
            for change in &changes {
                let (sign, claims, index, details) = match change {
                    Change::Added(index) => ("+", &new.claims, *index, &[][..]),
                    Change::Removed(index) => ("-", &old.claims, *index, &[][..]),
                    Change::Changed(index, details) => ("~", &new.claims, *index, details.as_slice()),
                };
                let claim = &claims.rows()[index];
                let (said_by, place) = (claims.attribution(index), claims.place_in_file(claim));
                writeln!(session.out, "{sign} {} — {said_by}  [{place}]", claims.sentence(claim))?;
                for detail in details {
                    writeln!(session.out, "    {detail}")?;
                }
            }
            session.out.flush()?;
            let count = |test: fn(&Change) -> bool| changes.iter().filter(|change| test(change)).count();
            say!(
                "{} added, {} removed, {} changed; {} claims before, {} now",
                count(|change| matches!(change, Change::Added(_))),
                count(|change| matches!(change, Change::Removed(_))),
                count(|change| matches!(change, Change::Changed(..))),
                old.claims.rows().len(),
                new.claims.rows().len()
            );
        }
        DiffFormat::Json => {
            let as_json = |what: &str, claims: &Claims<'_>, index: usize, details: &[String]| {
                let claim = &claims.rows()[index];
                json!({
                    "change": what, "claim": claims.text(claim.id), "statement": claims.sentence(claim),
                    "said_by": claims.attribution(index), "file": claim.file.map(|file| claims.text(file)),
                    "line": claim.line, "details": details,
                })
            };
            let array: Vec<serde_json::Value> = changes
                .iter()
                .map(|change| match change {
                    Change::Added(index) => as_json("added", &new.claims, *index, &[]),
                    Change::Removed(index) => as_json("removed", &old.claims, *index, &[]),
                    Change::Changed(index, details) => as_json("changed", &new.claims, *index, details),
                })
                .collect();
            serde_json::to_writer_pretty(&mut *session.out, &array)?;
            writeln!(session.out)?;
        }
    }
    Ok(if changes.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// A graph to compare, and how to ask it.
struct Graph {
    store: Store,
    prefixes: BTreeMap<String, String>,
}

/// One side of the comparison.
struct Side<'s> {
    claims: Claims<'s>,
    facts: BTreeMap<String, Facts>,
}

/// What is said of one claim: property, value, and the value as shown.
type Facts = BTreeMap<(String, String), String>;

impl Graph {
    fn open(session: &Session<'_>, path: &Path) -> anyhow::Result<Graph> {
        let is_named = |extension: &str| path.is_file() && path.extension().is_some_and(|found| found == extension);
        if is_named("nq") || is_named("relata") {
            let store = if is_named("nq") { Store::of_nquads(path)? } else { Store::open(path)? };
            let prefixes = crate::rdf::vocab::PREFIXES.iter();
            return Ok(Graph {
                store,
                prefixes: prefixes.map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned())).collect(),
            });
        }
        let graph = open::open(session, Some(path))?;
        Ok(Graph { prefixes: graph.project().prefixes(), store: graph.into_store() })
    }
}

impl<'s> Side<'s> {
    fn read(graph: &'s Graph) -> anyhow::Result<Side<'s>> {
        let claims = Claims::read(&graph.store)?;
        let engine = Engine::new(&graph.store, graph.prefixes.clone());
        let labels: BTreeMap<String, String> = engine
            .select("SELECT ?thing (MIN(?label) AS ?name) { ?thing rdfs:label ?label } GROUP BY ?thing")?
            .into_iter()
            .filter_map(|mut row| Some((row.swap_remove(0)?.into_text(), row.pop()??.into_text())))
            .collect();
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
            let name = labels.get(&value).cloned();
            let shown = name
                .unwrap_or_else(|| if value.contains("://") { local_name(&value).to_owned() } else { value.clone() });
            facts.entry(claim).or_default().insert((local_name(&property).to_owned(), value), shown);
        }
        Ok(Side { claims, facts })
    }
}

fn compare(old: &Side<'_>, new: &Side<'_>) -> Vec<Change> {
    let rows = |side: &Side<'_>| -> BTreeMap<String, usize> {
        side.claims.rows().iter().enumerate().map(|(index, claim)| (side.claims.text(claim.id), index)).collect()
    };
    let (before, after) = (rows(old), rows(new));
    let removed = before.iter().filter(|(iri, _)| !after.contains_key(*iri)).map(|(_, index)| Change::Removed(*index));
    let mut changes: Vec<Change> = removed.collect();
    for (iri, index) in &after {
        if !before.contains_key(iri) {
            changes.push(Change::Added(*index));
            continue;
        }
        let details = match (old.facts.get(iri), new.facts.get(iri)) {
            (Some(then), Some(now)) => differences(then, now),
            _ => Vec::new(),
        };
        if !details.is_empty() {
            changes.push(Change::Changed(*index, details));
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
