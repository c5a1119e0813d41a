//! What was known by some day: a flag of every command that reads the graph.

use std::path::Path;

use super::terminal::plural;
use super::view::parse_date;
use super::{Session, hinted, open};
use crate::door::Graph;
use crate::model::EventDate;

#[derive(Debug, Clone, Default, PartialEq, clap::Args)]
pub(super) struct KnownArgs {
    /// The graph as it could be known from documents published by this date
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    known_by: Option<EventDate>,
}

impl KnownArgs {
    /// Opens the graph, of all claims or of those that were known, and says what is left out.
    pub(super) fn open(&self, session: &Session<'_>, named: Option<&Path>) -> anyhow::Result<Graph> {
        let mut project = open::project(session, named)?;
        let Some(date) = &self.known_by else { return open::open_project(project, named, session) };
        let Some(day) = date.end() else {
            let message = "--known-by has no such day: the interval is open there";
            return Err(hinted(message, "name a day, month or year"));
        };
        project.known_by = Some(day);
        let graph = open::open_project(project, named, session)?;
        let tally = &graph.built().tally;
        let total = tally.n_claims + tally.n_later + tally.n_undated;
        say!(
            "known by {day}: {} of {total}; {} published later, {} in documents without a date",
            plural(tally.n_claims, "claim"),
            tally.n_later,
            tally.n_undated
        );
        Ok(graph)
    }

    /// The title of a picture, with the day.
    pub(super) fn title(&self, title: String) -> String {
        match &self.known_by {
            Some(date) => format!("{title}, known by {}", date.text()),
            None => title,
        }
    }
}
