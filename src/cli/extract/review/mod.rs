//! Extracted claims are accepted, edited and rejected, on a screen or by flags.

mod terminal;

use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

use super::super::open::say_waiting;
use super::super::resolve::{today, user_name};
use super::super::terminal::plural;
use super::super::{Session, hinted, open};
use crate::built::Progress;
use crate::deciding::{DecidingError, Drafts, Texts};
use crate::disk::OwnFolder;
use crate::edits::Uneditable;
use crate::model::ReviewVerdict;
use crate::project::Project;
use crate::review::{ClaimDecision, Keeper as _, Ledger, ReviewError, ReviewStamp, Screen};

/// What is done with extracted claims of the project.
#[derive(Debug, clap::Args)]
pub(super) struct ReviewArgs {
    /// Go through the extracted claims of the project on a screen: accept, edit or reject each by a key
    #[arg(long, help_heading = HEADING, conflicts_with_all = ["files", "accept", "reject"])]
    review: bool,
    /// Accept these extracted claims: their rows go into the table of claims
    #[arg(long, value_name = "ID", num_args = 1.., help_heading = HEADING, conflicts_with = "files")]
    accept: Vec<String>,
    /// Reject these extracted claims
    #[arg(long, value_name = "ID", num_args = 1.., help_heading = HEADING, conflicts_with = "files")]
    reject: Vec<String>,
    /// With --review, also show claims that were reviewed before
    #[arg(long, requires = "review", help_heading = HEADING)]
    all: bool,
    /// With --review, which claims come first
    #[arg(long, value_enum, default_value_t = ReviewOrder::Document, requires = "review", value_name = "ORDER", help_heading = HEADING)]
    order: ReviewOrder,
    /// Who reviews [default: the user]
    #[arg(long, value_name = "NAME", help_heading = HEADING)]
    who: Option<String>,
    /// The day of the review [default: today]
    #[arg(long, value_name = "DAY", help_heading = HEADING)]
    when: Option<String>,
    /// Why, in the rows of `reviews.csv` of this run
    #[arg(long, value_name = "TEXT", help_heading = HEADING)]
    why_text: Option<String>,
}

/// The order of claims that are reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ReviewOrder {
    /// Those of a document together, as they stand in the table
    Document,
    /// Those that are least likely right first; those without a confidence last
    Confidence,
}

/// The heading of the flags.
const HEADING: &str = "Review";

impl ReviewArgs {
    /// True when claims are reviewed, and no text is read.
    pub(super) fn is_asked(&self) -> bool {
        self.review || !self.accept.is_empty() || !self.reject.is_empty()
    }
}

pub(super) fn run(args: &ReviewArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let project = open::project(session, None)?;
    let drafts = Drafts::of(&project).map_err(told)?;
    if drafts.claims.is_empty() {
        let hint = "`relata extract FILE…` in the project writes what it finds into `claims-extracted.csv`";
        return Err(hinted("the project has no extracted claims", hint));
    }
    let stamp = ReviewStamp {
        who: args.who.clone().or_else(user_name).filter(|who| !who.is_empty()),
        when: args.when.clone().or_else(today),
        note: args.why_text.clone(),
    };
    let own = OwnFolder::open_or_make(&project.built_folder()).context("cannot write into `.relata`")?;
    let mut ledger = Ledger::new(drafts.tables(&project, own).map_err(told)?, stamp, || say_waiting(Progress::Waiting));
    if !args.review {
        return by_flags(args, &drafts, &mut ledger, &project);
    }
    let is_terminal = session.terminal.draws && std::io::stdin().is_terminal();
    if !is_terminal || !terminal::CAN_DRAW || std::env::var("TERM").is_ok_and(|kind| kind == "dumb") {
        let hint = "without one, `relata extract --accept ID… --reject ID…` writes what you decide; the claims and their \
                    identifiers are in `claims-extracted.csv`";
        return Err(hinted("`--review` draws a screen and reads keys, which needs a terminal on both ends", hint));
    }
    let order = drafts.order(args.all, args.order == ReviewOrder::Confidence);
    if order.is_empty() {
        let all = if args.all { "" } else { "; `--all` shows them again" };
        say!("every one of {} is reviewed{all}", plural(drafts.claims.len() as u64, "extracted claim"));
        return Ok(ExitCode::SUCCESS);
    }
    let texts = Texts::of(project.clone());
    let texts = Box::new(move |document: &str| texts.read(document));
    let choices = drafts.choices(&project);
    let mut screen = Screen::new(drafts.claims, order, choices, session.terminal.color, texts);
    terminal::go_through(&mut screen, &mut ledger, session)?;
    say_counts(&screen.counts(), screen.n_left(), &project, &drafts.target);
    Ok(ExitCode::SUCCESS)
}

/// Writes the verdicts that flags give.
fn by_flags(args: &ReviewArgs, drafts: &Drafts, ledger: &mut Ledger, project: &Project) -> anyhow::Result<ExitCode> {
    let both = [(&args.accept, ReviewVerdict::Accepted), (&args.reject, ReviewVerdict::Rejected)];
    let mut decisions: Vec<ClaimDecision> = Vec::new();
    for (id, verdict) in both.into_iter().flat_map(|(ids, verdict)| ids.iter().map(move |id| (id, verdict))) {
        let id = id.trim().trim_start_matches('#');
        let Some(claim) = drafts.claims.iter().find(|claim| claim.id() == id) else {
            let hint = format!("the column `id` of `{}` has the identifiers", drafts.shown());
            return Err(hinted(format!("no extracted claim is called `{id}`"), hint));
        };
        if let Some(known) = decisions.iter().find(|known| known.claim.id() == id) {
            if known.verdict == verdict {
                continue;
            }
            return Err(hinted(
                format!("`{id}` is accepted and rejected at once"),
                "name it behind one of the two flags",
            ));
        }
        match claim.verdict {
            Some(known) if known == verdict || (known, verdict) == (ReviewVerdict::Edited, ReviewVerdict::Accepted) => {
                say!("`{id}` is {} already", known.word());
            }
            _ => decisions.push(ClaimDecision { claim: claim.clone(), verdict }),
        }
    }
    if !decisions.is_empty() {
        ledger.decide(&decisions).map_err(way_out)?;
    }
    for decision in &decisions {
        say_around(decision, &decisions, drafts);
    }
    let count = |verdict| (verdict, decisions.iter().filter(|decision| decision.verdict == verdict).count());
    let n_decided = |id: &str| decisions.iter().any(|decision| decision.claim.id() == id);
    let n_left = drafts.claims.iter().filter(|claim| claim.verdict.is_none() && !n_decided(claim.id())).count();
    say_counts(&ReviewVerdict::ALL.map(count), n_left, project, &drafts.target);
    Ok(ExitCode::SUCCESS)
}

/// Says what else a decision touches.
fn say_around(decision: &ClaimDecision, decisions: &[ClaimDecision], drafts: &Drafts) {
    let verdict_of = |id: &str| {
        let now = decisions.iter().find(|decision| decision.claim.id() == id).map(|decision| decision.verdict);
        now.or_else(|| drafts.claims.iter().find(|claim| claim.id() == id)?.verdict)
    };
    let id = decision.claim.id();
    if decision.verdict == ReviewVerdict::Rejected {
        // Those that are accepted in the same run tell it themselves.
        let is_decided = |id: &str| decisions.iter().any(|decision| decision.claim.id() == id);
        let speaks = |claim: &&crate::review::ReviewClaim| {
            !is_decided(claim.id())
                && verdict_of(claim.id()) != Some(ReviewVerdict::Rejected)
                && (claim.speaks_of().any(|of| of == id) || claim.replies().any(|(_, of)| of == id))
        };
        for above in drafts.claims.iter().filter(speaks) {
            say!("`{}` speaks of `{id}`, and is left out as long as it does", above.id());
        }
        return;
    }
    for inner in decision.claim.speaks_of() {
        match verdict_of(inner) {
            None if drafts.claims.iter().any(|claim| claim.id() == inner) => {
                say!("`{id}` speaks of `{inner}`, which nobody has reviewed yet");
            }
            Some(ReviewVerdict::Rejected) => {
                say!("`{id}` speaks of `{inner}`, which is rejected: so it is left out as long as it does");
            }
            _ => {}
        }
    }
}

/// Says what was decided, and what to do next.
fn say_counts(counts: &[(ReviewVerdict, usize)], n_left: usize, project: &Project, target: &Path) {
    let told: Vec<String> =
        counts.iter().filter(|(_, n)| *n > 0).map(|(verdict, n)| format!("{n} {}", verdict.word())).collect();
    let told = if told.is_empty() { "nothing decided".to_owned() } else { told.join(", ") };
    say!("{told}; {} left to review", plural(n_left as u64, "claim"));
    let has_rows = counts.iter().any(|(verdict, n)| *n > 0 && *verdict != ReviewVerdict::Rejected);
    let is_read = || {
        let now = Project::load_within(&project.root, &project.reach);
        now.is_ok_and(|now| now.sources.iter().any(|source| now.root.join(&source.path) == target))
    };
    if has_rows && !is_read() {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        say!("`relata.toml` does not name it: add `[[sources]]` with `format = \"claims\"` and `files = [\"{name}\"]`");
    }
}

/// Why what waits cannot be read, with a way out.
fn told(error: DecidingError) -> anyhow::Error {
    match error {
        DecidingError::Review(error) => way_out(error),
        error @ (DecidingError::NoCsv(_) | DecidingError::NotEditable(_)) => {
            hinted(error.to_string(), "save it as CSV")
        }
        error => error.into(),
    }
}

/// The error with a way out.
fn way_out(error: ReviewError) -> anyhow::Error {
    let hint = match &error {
        ReviewError::Table(Uneditable::Disk(_)) => return error.into(),
        ReviewError::Table(Uneditable::Table { .. }) => "mend the row: nothing is written below a row that may not end",
        ReviewError::Open(_) => "close it there, and try again",
        ReviewError::OwnRow { .. } => "a row that people answer for needs no review",
        ReviewError::Decided { .. } => "look at it once more: `--review --all` shows what is decided",
        ReviewError::Changed(_) => "change it by hand",
    };
    hinted(error.to_string(), hint)
}
