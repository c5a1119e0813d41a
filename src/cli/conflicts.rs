use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::{Session, open};
use crate::export::clip;
use crate::graph::{Edge, State, View};
use crate::query::Engine;
use crate::query::claims::{ClaimRow, Claims};

/// Show statements that some affirm and others deny, side by side
///
/// Nothing is resolved: both sides stand, each with who says so, in which words, in which line.
#[derive(Debug, clap::Args)]
pub(crate) struct ConflictsArgs {
    /// A table or project folder [default: the project here]
    source: Option<PathBuf>,
    /// How the conflicts are written
    #[arg(long, value_enum, default_value_t = ConflictsFormat::Text)]
    format: ConflictsFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ConflictsFormat {
    /// For people
    Text,
    /// `statement,state,side,said_by,quote,file,line`
    Csv,
    /// An array of statements with their claims
    Json,
}

/// On which side of a statement a claim stands.
fn side(view: &View, row: &ClaimRow) -> &'static str {
    let is_denied = view.claims.rows.iter().any(|other| other.denies.contains(&row.iri));
    match () {
        () if row.negates() || !row.denies.is_empty() => "against",
        () if row.affirms() && is_denied => "for, denied",
        () if row.affirms() => "for",
        () => "open",
    }
}

pub(crate) fn run(args: &ConflictsArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let opened = open::open(session, args.source.as_deref())?;
    let view = View::new(Claims::read(&Engine::new(&opened.store, opened.project.prefixes()))?);
    let conflicts: Vec<&Edge> =
        view.graph.edge_weights().filter(|edge| matches!(edge.state, State::Disputed | State::Denied)).collect();
    let rows_of = |edge: &Edge| -> Vec<&ClaimRow> {
        let mut rows: Vec<&ClaimRow> = edge.claims.iter().map(|index| &view.claims.rows[*index]).collect();
        // Who denies a claim of the statement may have said so about another event.
        let replies = view
            .claims
            .rows
            .iter()
            .filter(|row| row.denies.iter().any(|denied| rows.iter().any(|own| own.iri == *denied)));
        let replies: Vec<&ClaimRow> = replies.filter(|reply| !rows.iter().any(|own| own.iri == reply.iri)).collect();
        rows.extend(replies);
        rows.sort_by_key(|row| (side(&view, row), row.file.as_str(), row.line));
        rows
    };
    match args.format {
        ConflictsFormat::Text => {
            for edge in &conflicts {
                let rows = rows_of(edge);
                let Some(first) = edge.claims.first().map(|index| &view.claims.rows[*index]) else {
                    continue;
                };
                writeln!(session.out, "{} ({})", view.claims.sentence(first), edge.state.word())?;
                for row in rows {
                    let quote = row.quote.as_ref().map_or_else(String::new, |quote| format!(": “{}”", clip(quote, 90)));
                    let line = row.line.map_or_else(String::new, |line| format!(":{line}"));
                    writeln!(
                        session.out,
                        "  {:<12} {}{quote}  [{}{line}]",
                        side(&view, row),
                        view.claims.attribution(row),
                        row.file
                    )?;
                }
                writeln!(session.out)?;
            }
            session.out.flush()?;
            let n = conflicts.len();
            eprintln!("{n} statement{} in conflict", if n == 1 { "" } else { "s" });
        }
        ConflictsFormat::Csv => {
            let mut writer = csv::Writer::from_writer(&mut *session.out);
            writer.write_record(["statement", "state", "side", "said_by", "quote", "file", "line"])?;
            for edge in &conflicts {
                for row in rows_of(edge) {
                    let line = row.line.map(|line| line.to_string()).unwrap_or_default();
                    let said_by = view.claims.attribution(row);
                    let quote = row.quote.as_deref().unwrap_or_default();
                    writer.write_record([
                        view.claims.sentence(row).as_str(),
                        edge.state.word(),
                        side(&view, row),
                        &said_by,
                        quote,
                        &row.file,
                        &line,
                    ])?;
                }
            }
            writer.flush()?;
        }
        ConflictsFormat::Json => {
            let array: Vec<Value> = conflicts
                .iter()
                .map(|edge| {
                    let rows = rows_of(edge);
                    let statement = edge.claims.first().map(|index| view.claims.sentence(&view.claims.rows[*index]));
                    let claims: Vec<Value> = rows
                        .iter()
                        .map(|row| json!({ "side": side(&view, row), "claim": row.iri, "said_by": view.claims.attribution(row), "quote": row.quote, "file": row.file, "line": row.line }))
                        .collect();
                    json!({ "statement": statement, "state": edge.state.word(), "claims": claims })
                })
                .collect();
            serde_json::to_writer_pretty(&mut *session.out, &array)?;
            writeln!(session.out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
