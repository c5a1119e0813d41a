use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::terminal::plural;
use super::{Session, open};
use crate::claims::Claims;
use crate::export::clip;
use crate::graph::Sides;
use crate::graph::{Edge, Edges, State, View};

/// Show statements that some affirm and others deny, side by side
///
/// Nothing is resolved: both sides are shown, with who says so, in which words and in which line.
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
struct ConflictingStatement {
    statement: String,
    state: State,
    /// The side, and where the claim stands.
    claims: Vec<(&'static str, usize)>,
}

pub(crate) fn run(args: &ConflictsArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let graph = open::open(session, args.source.as_deref())?;
    let claims = Claims::read(graph.store())?;
    let conflicts = find(&View::new(&claims, Edges::Bundle));
    match args.format {
        ConflictsFormat::Text => {
            write_text(&claims, &conflicts, session.out)?;
            session.out.flush()?;
            say!("{} in conflict", plural(conflicts.len() as u64, "statement"));
        }
        ConflictsFormat::Csv => write_csv(&claims, &conflicts, session.out)?,
        ConflictsFormat::Json => write_json(&claims, &conflicts, session.out)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn find(view: &View<'_>) -> Vec<ConflictingStatement> {
    let claims = view.claims();
    let sides = Sides::new(view);
    let conflict = |edge: &Edge| {
        let statement = view.claims_of(edge).next().map_or_else(String::new, |(_, claim)| claims.sentence(claim));
        let claims = sides.of(edge).into_iter().map(|(side, index)| (side.word(), index)).collect();
        ConflictingStatement { statement, state: edge.state, claims }
    };
    let edges = view.graph.edge_weights().filter(|edge| matches!(edge.state, State::Disputed | State::Denied));
    edges.map(conflict).collect()
}

fn write_text(claims: &Claims<'_>, conflicts: &[ConflictingStatement], out: &mut dyn Write) -> io::Result<()> {
    for conflict in conflicts {
        writeln!(out, "{} ({})", conflict.statement, conflict.state.word())?;
        for (side, index) in &conflict.claims {
            let claim = &claims.rows()[*index];
            let quote = claims.quote(claim).map_or_else(String::new, |quote| format!(": “{}”", clip(&quote, 90)));
            writeln!(out, "  {side:<12} {}{quote}  [{}]", claims.attribution(*index), claims.place_in_file(claim))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_csv(claims: &Claims<'_>, conflicts: &[ConflictingStatement], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["statement", "state", "side", "said_by", "quote", "file", "line"])?;
    for (conflict, (side, index)) in conflicts.iter().flat_map(|one| one.claims.iter().map(move |claim| (one, claim))) {
        let claim = &claims.rows()[*index];
        let line = claim.line.map(|line| line.to_string()).unwrap_or_default();
        let (said_by, quote) = (claims.attribution(*index), claims.quote(claim).unwrap_or_default());
        let file = claim.file.map(|file| claims.text(file)).unwrap_or_default();
        writer.write_record([&conflict.statement, conflict.state.word(), side, &said_by, &quote, &file, &line])?;
    }
    writer.flush()
}

fn write_json(claims: &Claims<'_>, conflicts: &[ConflictingStatement], out: &mut dyn Write) -> anyhow::Result<()> {
    let claim = |(side, index): &(&'static str, usize)| {
        let claim = &claims.rows()[*index];
        json!({
            "side": side, "claim": claims.text(claim.id), "said_by": claims.attribution(*index),
            "quote": claims.quote(claim), "file": claim.file.map(|file| claims.text(file)), "line": claim.line,
        })
    };
    let conflict = |one: &ConflictingStatement| {
        let claims: Vec<Value> = one.claims.iter().map(claim).collect();
        json!({ "statement": one.statement, "state": one.state.word(), "claims": claims })
    };
    let array: Vec<Value> = conflicts.iter().map(conflict).collect();
    serde_json::to_writer_pretty(&mut *out, &array)?;
    Ok(writeln!(out)?)
}
