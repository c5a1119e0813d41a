use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::Session;
use super::known::KnownArgs;
use super::terminal::{plural, write_folded};
use crate::claims::Claims;
use crate::export::clip;
use crate::graph::{Edges, Occurrence, State, View};
use crate::model::Period;

/// Show what some affirm and others deny, side by side
///
/// Claims about one time say nothing for or against another: sides are compared for each occurrence of a statement. Nothing
/// is resolved: both sides are shown, with whose word it is, in which words and in which line.
#[derive(Debug, clap::Args)]
pub(crate) struct ConflictsArgs {
    /// A table or project folder [default: the project here]
    source: Option<PathBuf>,
    /// Show what is only denied instead, with nobody who affirms it
    #[arg(long)]
    denied: bool,
    /// How the conflicts are written
    #[arg(long, value_enum, default_value_t = ConflictsFormat::Text)]
    format: ConflictsFormat,
    #[command(flatten)]
    known: KnownArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ConflictsFormat {
    /// For people
    Text,
    /// `statement,date,state,side,whose_word,quote,file,line`
    Csv,
    /// An array of occurrences with their claims
    Json,
}

/// An occurrence in conflict, and the claims on its sides.
struct ConflictingOccurrence {
    statement: String,
    period: Option<Period>,
    state: State,
    /// The side, and where the claim stands.
    claims: Vec<(&'static str, usize)>,
}

pub(crate) fn run(args: &ConflictsArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let graph = args.known.open(session, args.source.as_deref())?;
    let claims = graph.claims()?;
    let state = if args.denied { State::Denied } else { State::Disputed };
    let conflicts = find(&View::new(&claims, Edges::Bundle), state);
    match args.format {
        ConflictsFormat::Text => {
            let room = session.terminal.room();
            write_text(&claims, &conflicts, room, &mut session.people())?;
            session.out.flush()?;
            let what = if args.denied { "only denied" } else { "in conflict" };
            say!("{} {what}", plural(conflicts.len() as u64, "occurrence"));
        }
        ConflictsFormat::Csv => write_csv(&claims, &conflicts, &mut session.csv())?,
        ConflictsFormat::Json => write_json(&claims, &conflicts, session.out)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn find(view: &View<'_>, state: State) -> Vec<ConflictingOccurrence> {
    let claims = view.claims();
    let conflict = |occurrence: &Occurrence| {
        let first = view.members_of(occurrence).first().and_then(|index| claims.rows().get(*index as usize));
        let statement = first.map_or_else(String::new, |claim| claims.sentence(claim));
        let claims = view.sides_of(occurrence).into_iter().map(|(side, index)| (side.word(), index)).collect();
        ConflictingOccurrence { statement, period: occurrence.period, state: occurrence.state, claims }
    };
    let all = view.graph.edge_weights().flat_map(|edge| view.occurrences(edge));
    all.filter(|occurrence| occurrence.state == state).map(conflict).collect()
}

fn write_text(
    claims: &Claims<'_>,
    conflicts: &[ConflictingOccurrence],
    room: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    for conflict in conflicts {
        let when = conflict.period.map_or_else(String::new, |period| format!(", {period}"));
        write_folded(&format!("{}{when} ({})", conflict.statement, conflict.state.word()), 2, room, out)?;
        for (side, index) in &conflict.claims {
            let claim = &claims.rows()[*index];
            let quote = claims.quote(claim).map_or_else(String::new, |quote| format!(": “{}”", clip(&quote, 90)));
            let (who, place) = (claims.attribution(*index), claims.place_in_file(claim));
            write_folded(&format!("  {side:<12} {who}{quote}  [{place}]"), 15, room, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_csv(claims: &Claims<'_>, conflicts: &[ConflictingOccurrence], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["statement", "date", "state", "side", "whose_word", "quote", "file", "line"])?;
    for (conflict, (side, index)) in conflicts.iter().flat_map(|one| one.claims.iter().map(move |claim| (one, claim))) {
        let claim = &claims.rows()[*index];
        let line = claim.line.map(|line| line.to_string()).unwrap_or_default();
        let (whose_word, quote) =
            (claims.named_origins(*index).unwrap_or_default(), claims.quote(claim).unwrap_or_default());
        let file = claim.file.map(|file| claims.text(file)).unwrap_or_default();
        let date = conflict.period.map(|period| period.to_string()).unwrap_or_default();
        writer.write_record([
            &conflict.statement,
            &date,
            conflict.state.word(),
            side,
            &whose_word,
            &quote,
            &file,
            &line,
        ])?;
    }
    writer.flush()
}

fn write_json(claims: &Claims<'_>, conflicts: &[ConflictingOccurrence], out: &mut dyn Write) -> anyhow::Result<()> {
    let claim = |(side, index): &(&'static str, usize)| {
        let claim = &claims.rows()[*index];
        json!({
            "side": side, "claim": claims.text(claim.id), "whose_word": claims.named_origins(*index),
            "quote": claims.quote(claim), "file": claim.file.map(|file| claims.text(file)), "line": claim.line,
        })
    };
    let conflict = |one: &ConflictingOccurrence| {
        let claims: Vec<Value> = one.claims.iter().map(claim).collect();
        json!({ "statement": one.statement, "date": one.period.map(|period| period.to_string()), "state": one.state.word(), "claims": claims })
    };
    let array: Vec<Value> = conflicts.iter().map(conflict).collect();
    serde_json::to_writer_pretty(&mut *out, &array)?;
    Ok(writeln!(out)?)
}
