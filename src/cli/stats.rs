use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use super::Session;
use super::known::KnownArgs;
use super::terminal::{grouped, write_table, write_vertical};
use crate::claims::Claims;
use crate::graph::{Edges, State, View};
use crate::query::results::TextTable;
use crate::query::summary::{Role, counts, top};

/// Show the graph in numbers: claims, events, actors, speakers, states of what is said to have happened
#[derive(Debug, clap::Args)]
pub(crate) struct StatsArgs {
    /// A table or project folder [default: the project here]
    source: Option<PathBuf>,
    /// How the numbers are written
    #[arg(long, value_enum, default_value_t = StatsFormat::Table)]
    format: StatsFormat,
    /// How many names to show in each list
    #[arg(long, value_name = "N", default_value_t = 5)]
    top: usize,
    #[command(flatten)]
    known: KnownArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum StatsFormat {
    /// For people
    Table,
    /// A line for each cell, for wide rows
    Vertical,
    /// `list,name,n,n_affirm`
    Csv,
    /// One object
    Json,
}

pub(crate) fn run(args: &StatsArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let graph = args.known.open(session, args.source.as_deref())?;
    let number = |name: &str, n: u64| Number { name: name.to_owned(), n, n_affirm: None };
    let mut counted: Vec<Number> = counts(graph.store()).into_iter().map(|count| number(count.what, count.n)).collect();
    let n_unreviewed = graph.built().tally.n_unreviewed;
    counted.extend((n_unreviewed > 0).then(|| number("unreviewed claims", n_unreviewed)));
    let states = states(&graph.claims()?).into_iter().map(|(state, n)| number(state.word(), n)).collect();
    let mut lists: Vec<(&str, Vec<Number>)> = vec![("graph", counted), ("occurrences", states)];
    let roles = [
        ("actors", Role::Actor),
        ("predicates", Role::Predicate),
        ("speakers", Role::Speaker),
        ("publishers", Role::Publisher),
    ];
    for (name, role) in roles {
        let used = top(graph.store(), role, args.top).into_iter();
        lists.push((
            name,
            used.map(|one| Number { name: one.name, n: one.n_claims, n_affirm: Some(one.n_affirm) }).collect(),
        ));
    }
    let inferred = &graph.built().tally.inferred;
    if !inferred.is_empty() {
        lists.push(("inferred", inferred.iter().map(|(rule, n)| number(rule.word(), *n)).collect()));
    }
    match args.format {
        StatsFormat::Json => {
            let entry = |one: &Number| match one.n_affirm {
                Some(n_affirm) => json!({ "name": one.name, "n": one.n, "n_affirm": n_affirm }),
                None => json!({ "name": one.name, "n": one.n }),
            };
            let list = |list: &[Number]| serde_json::Value::from(list.iter().map(entry).collect::<Vec<_>>());
            let object: serde_json::Map<String, serde_json::Value> =
                lists.iter().map(|(name, numbers)| ((*name).to_owned(), list(numbers))).collect();
            serde_json::to_writer_pretty(&mut *session.out, &object)?;
            writeln!(session.out)?;
        }
        StatsFormat::Csv => {
            let mut writer = csv::Writer::from_writer(session.csv());
            writer.write_record(["list", "name", "n", "n_affirm"])?;
            for (list, one) in lists.iter().flat_map(|(list, rows)| rows.iter().map(move |row| (list, row))) {
                let n_affirm = one.n_affirm.map(|n| n.to_string()).unwrap_or_default();
                writer.write_record([*list, one.name.as_str(), &one.n.to_string(), &n_affirm])?;
            }
            writer.flush()?;
        }
        StatsFormat::Table | StatsFormat::Vertical => {
            let write = if args.format == StatsFormat::Vertical { write_vertical } else { write_table };
            for (name, list) in lists.iter().filter(|(_, list)| !list.is_empty()) {
                let is_used = list.iter().any(|one| one.n_affirm.is_some());
                let headings: &[&str] = if is_used { &[name, "claims", "say so"] } else { &[name, "n"] };
                let row = |one: &Number| {
                    [one.name.clone(), grouped(one.n)].into_iter().chain(one.n_affirm.map(grouped)).collect()
                };
                let headings = headings.iter().map(|&heading| heading.to_owned()).collect();
                let table = TextTable { headings, rows: list.iter().map(row).collect() };
                write(&table, session.terminal.room(), session.out)?;
                writeln!(session.out)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A line of a list: so many, and so many claims that say so where it is claims that are counted.
struct Number {
    name: String,
    n: u64,
    n_affirm: Option<u64>,
}

/// How many occurrences of statements are in each state.
fn states(claims: &Claims<'_>) -> Vec<(State, u64)> {
    let view = View::new(claims, Edges::Bundle);
    let all: Vec<State> =
        view.graph.edge_weights().flat_map(|edge| view.occurrences(edge)).map(|occurrence| occurrence.state).collect();
    let count = |state: State| all.iter().filter(|one| **one == state).count() as u64;
    State::ALL.into_iter().map(|state| (state, count(state))).collect()
}
