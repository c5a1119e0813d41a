mod accept;
mod shown;
mod unknown;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{Session, hinted, open};
use crate::compile::ontology_of;
use crate::diagnostic::Report;
use crate::project::{OWN_PREDICATES, Project};
use accept::OwnRow;

/// Find predicates by words, and say what the project's own words mean
///
/// WORDS are looked for in names, meanings, types and codes. Without them the project's own words are listed, each with the
/// known predicates that come nearest. What you accept becomes a row of `predicates.csv`; deleting the row takes it back.
#[derive(Debug, clap::Args)]
pub(crate) struct PredicatesArgs {
    /// A table or project folder, unless it is the project here; then words to look for
    #[arg(value_name = "[SOURCE] WORDS")]
    words: Vec<String>,
    /// Let WORD mean the known predicate TERM; may be given several times
    #[arg(long, num_args = 2, value_names = ["WORD", "TERM"], action = clap::ArgAction::Append)]
    accept: Vec<String>,
    /// Make WORD a predicate of the project
    #[arg(long, value_name = "WORD", conflicts_with = "accept")]
    new: Option<String>,
    /// Type of the new predicate: REJECT, plover:PROTEST-demo or cameo:120
    #[arg(long = "type", value_name = "CODE", requires = "new")]
    code: Option<String>,
    /// How the new predicate is read from its other end
    #[arg(long, value_name = "WORD", requires = "new")]
    inverse: Option<String>,
    /// The new predicate says the same both ways
    #[arg(long, requires = "new", conflicts_with = "inverse")]
    symmetric: bool,
    /// Ask about each word: the number of a proposal, `n` for a new predicate, `q` to stop, anything else for the next word
    #[arg(long, conflicts_with_all = ["accept", "new"])]
    ask: bool,
    /// How the predicates are written
    #[arg(long, value_enum, default_value_t = PredicatesFormat::Table)]
    format: PredicatesFormat,
    /// Number of rows to show; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 10)]
    rows: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum PredicatesFormat {
    /// For people
    Table,
    /// A line for each cell, for wide rows
    Vertical,
    /// One row for each predicate
    Csv,
    /// An array of objects
    Json,
}

pub(crate) fn run(args: &PredicatesArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let (source, words) = match args.words.split_first() {
        Some((first, rest)) if open::is_source(first) => (Some(Path::new(first)), rest.join(" ")),
        _ => (None, args.words.join(" ")),
    };
    // Words are looked for everywhere; only what is listed or written needs a project.
    let project = match open::project(session, source) {
        Err(_) if source.is_none() && !words.is_empty() => None,
        project => Some(project?),
    };
    let ontology = match &project {
        Some(project) => ontology_of(project, &mut Report::new(project.policy.clone())),
        None => std::borrow::Cow::Borrowed(crate::ontology::Ontology::shipped()),
    };
    let rows = own_rows(args);
    let most = if args.rows == 0 { usize::MAX } else { args.rows };
    match (project, words.is_empty()) {
        (Some(project), _) if !rows.is_empty() => accept::write(&project, &ontology, &rows, session),
        (_, false) if !rows.is_empty() => Err(hinted("no project is here", "name the table in front: `claims.csv`")),
        (_, false) => shown::write_found(&ontology, &words, (args.format, most), session),
        (Some(project), true) => {
            let named = source.map(Path::to_owned);
            let unknown = unknown::unknown(project.clone(), &ontology, named.as_deref(), session)?;
            if args.ask {
                return unknown::ask(&project, &ontology, &unknown, session);
            }
            unknown::write(&unknown, (args.format, most), named.as_deref(), session)
        }
        (None, true) => Err(hinted("no project is here", "name a table such as claims.csv")),
    }
}

/// The rows that flags ask for.
fn own_rows(args: &PredicatesArgs) -> Vec<OwnRow> {
    let accepted = args.accept.chunks_exact(2).map(|pair| OwnRow {
        label: pair[0].clone(),
        term: Some(pair[1].clone()),
        ..OwnRow::default()
    });
    let new = args.new.iter().map(|label| OwnRow {
        label: label.clone(),
        term: None,
        code: args.code.clone(),
        inverse: args.inverse.clone(),
        is_symmetric: args.symmetric,
    });
    accepted.chain(new).collect()
}

/// Where the rows are kept.
fn table_of(project: &Project) -> PathBuf {
    project.root.join(OWN_PREDICATES)
}
