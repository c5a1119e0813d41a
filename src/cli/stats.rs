use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use super::terminal::{grouped, write_table};
use super::{Session, open};
use crate::claims::Claims;
use crate::query::results::TextTable;
use crate::query::summary::{Role, counts, top};

/// Show the graph in numbers: claims, events, actors, speakers, states of statements
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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum StatsFormat {
    /// For people
    Table,
    /// `list,name,n`
    Csv,
    /// One object
    Json,
}

pub(crate) fn run(args: &StatsArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let graph = open::open(session, args.source.as_deref())?;
    let mut lists: Vec<(&str, Vec<(String, u64)>)> = Vec::new();
    lists.push(("graph", counts(graph.store()).into_iter().map(|count| (count.what.to_owned(), count.n)).collect()));
    lists.push(("statements", states(&Claims::read(graph.store())?)));
    let roles = [
        ("actors", Role::Actor),
        ("predicates", Role::Predicate),
        ("speakers", Role::Speaker),
        ("publishers", Role::Publisher),
    ];
    for (name, role) in roles {
        lists.push((name, top(graph.store(), role, args.top)));
    }
    match args.format {
        StatsFormat::Json => {
            let object: serde_json::Map<String, serde_json::Value> = lists
                .iter()
                .map(|(name, list)| {
                    (
                        (*name).to_owned(),
                        list.iter().map(|(name, n)| json!({ "name": name, "n": n })).collect::<Vec<_>>().into(),
                    )
                })
                .collect();
            serde_json::to_writer_pretty(&mut *session.out, &object)?;
            writeln!(session.out)?;
        }
        StatsFormat::Csv => {
            let mut writer = csv::Writer::from_writer(&mut *session.out);
            writer.write_record(["list", "name", "n"])?;
            for (list, (name, n)) in lists.iter().flat_map(|(list, rows)| rows.iter().map(move |row| (list, row))) {
                writer.write_record([*list, name.as_str(), &n.to_string()])?;
            }
            writer.flush()?;
        }
        StatsFormat::Table => {
            for (name, list) in lists.iter().filter(|(_, list)| !list.is_empty()) {
                let rows = list.iter().map(|(name, n)| vec![name.clone(), grouped(*n)]).collect();
                let table = TextTable { headings: vec![(*name).to_owned(), "n".to_owned()], rows };
                write_table(&table, session.terminal.width, session.out)?;
                writeln!(session.out)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// How many statements are in each state.
fn states(claims: &Claims<'_>) -> Vec<(String, u64)> {
    use crate::graph::{Edges, State, View};
    let view = View::new(claims, Edges::Bundle);
    let count = |state: State| view.graph.edge_weights().filter(|edge| edge.state == state).count() as u64;
    State::ALL.into_iter().map(|state| (state.word().to_owned(), count(state))).collect()
}
