use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use rustc_hash::FxHashSet;
use serde_json::{Value, json};

use super::terminal::plural;
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

/// A statement in conflict, and the claims on its sides.
struct Conflict<'v> {
    statement: String,
    state: State,
    claims: Vec<(&'static str, &'v ClaimRow)>,
}

pub(crate) fn run(args: &ConflictsArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let opened = open::open(session, args.source.as_deref())?;
    let view = View::new(Claims::read(&Engine::new(&opened.store, opened.project.prefixes()))?);
    let conflicts = find(&view);
    match args.format {
        ConflictsFormat::Text => {
            write_text(&view.claims, &conflicts, session.out)?;
            session.out.flush()?;
            say!("{} in conflict", plural(conflicts.len() as u64, "statement"));
        }
        ConflictsFormat::Csv => write_csv(&view.claims, &conflicts, session.out)?,
        ConflictsFormat::Json => write_json(&view.claims, &conflicts, session.out)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn find(view: &View) -> Vec<Conflict<'_>> {
    let rows = &view.claims.rows;
    let denied: FxHashSet<&str> = rows.iter().flat_map(|row| &row.denies).map(String::as_str).collect();
    let edges = view.graph.edge_weights().filter(|edge| matches!(edge.state, State::Disputed | State::Denied));
    let conflict = |edge: &Edge| {
        let own: Vec<&ClaimRow> = edge.claims.iter().map(|index| &rows[*index]).collect();
        let is_own = |iri: &String| own.iter().any(|row| row.iri == *iri);
        // Who denies a claim of the statement may have said so in a claim about something else.
        let replies = rows.iter().filter(|row| row.denies.iter().any(is_own) && !is_own(&row.iri));
        let side = |row: &'_ ClaimRow| match () {
            () if row.negates() || !row.denies.is_empty() => "against",
            () if row.affirms() && denied.contains(row.iri.as_str()) => "for, denied",
            () if row.affirms() => "for",
            () => "open",
        };
        let mut claims: Vec<(&'static str, &ClaimRow)> =
            own.iter().copied().chain(replies).map(|row| (side(row), row)).collect();
        claims.sort_by_key(|(side, row)| (*side == "open", !side.starts_with("for"), row.file.as_str(), row.line));
        let statement = own.first().map_or_else(String::new, |row| view.claims.sentence(row));
        Conflict { statement, state: edge.state, claims }
    };
    edges.map(conflict).collect()
}

fn write_text(claims: &Claims, conflicts: &[Conflict<'_>], out: &mut dyn Write) -> io::Result<()> {
    for conflict in conflicts {
        writeln!(out, "{} ({})", conflict.statement, conflict.state.word())?;
        for (side, row) in &conflict.claims {
            let quote = row.quote.as_ref().map_or_else(String::new, |quote| format!(": “{}”", clip(quote, 90)));
            let line = row.line.map_or_else(String::new, |line| format!(":{line}"));
            writeln!(out, "  {side:<12} {}{quote}  [{}{line}]", claims.attribution(row), row.file)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_csv(claims: &Claims, conflicts: &[Conflict<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["statement", "state", "side", "said_by", "quote", "file", "line"])?;
    for (conflict, (side, row)) in conflicts.iter().flat_map(|one| one.claims.iter().map(move |claim| (one, claim))) {
        let line = row.line.map(|line| line.to_string()).unwrap_or_default();
        let (said_by, quote) = (claims.attribution(row), row.quote.as_deref().unwrap_or_default());
        writer.write_record([&conflict.statement, conflict.state.word(), side, &said_by, quote, &row.file, &line])?;
    }
    writer.flush()
}

fn write_json(claims: &Claims, conflicts: &[Conflict<'_>], out: &mut dyn Write) -> anyhow::Result<()> {
    let claim = |(side, row): &(&'static str, &ClaimRow)| {
        json!({
            "side": side, "claim": row.iri, "said_by": claims.attribution(row),
            "quote": row.quote, "file": row.file, "line": row.line,
        })
    };
    let conflict = |one: &Conflict<'_>| {
        let claims: Vec<Value> = one.claims.iter().map(claim).collect();
        json!({ "statement": one.statement, "state": one.state.word(), "claims": claims })
    };
    let array: Vec<Value> = conflicts.iter().map(conflict).collect();
    serde_json::to_writer_pretty(&mut *out, &array)?;
    Ok(writeln!(out)?)
}
