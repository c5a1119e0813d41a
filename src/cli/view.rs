//! Which part of the graph is meant: flags that every command with a view has.

use anyhow::Context as _;

use super::hinted;
use super::words::words_of;
use crate::claims::Claims;
use crate::door::Graph;
use crate::graph::{Edges, Filter, FilterError, GroupBy, State, View, Weight};
use crate::model::{Credibility, EventDate, Grade, Reliability};

#[derive(Debug, Clone, Default, PartialEq, clap::Args)]
#[command(next_help_heading = "Which part of the graph")]
pub(super) struct ViewArgs {
    /// Only what is near this entity, given by label, alias, id or IRI; may be repeated
    #[arg(long, value_name = "ENTITY")]
    about: Vec<String>,
    /// How far from --about, in edges [default: 1]
    #[arg(long, value_name = "N", requires = "about")]
    hops: Option<usize>,
    /// Only what these two have to do with each other
    #[arg(long, num_args = 2, value_names = ["ENTITY", "ENTITY"])]
    between: Option<Vec<String>>,
    /// Only this predicate; may be repeated
    #[arg(long, value_name = "PREDICATE")]
    predicate: Vec<String>,
    /// Only what this speaker says; may be repeated
    #[arg(long, value_name = "SPEAKER")]
    speaker: Vec<String>,
    /// Only events that end on or after this date
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    since: Option<EventDate>,
    /// Only events that begin on or before this date
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    until: Option<EventDate>,
    /// Only occurrences with at least N independent sources
    #[arg(long, value_name = "N")]
    min_sources: Option<u32>,
    /// Only occurrences with at least N independent outlets
    #[arg(long, value_name = "N")]
    min_outlets: Option<u32>,
    /// Only claims whose source has this reliability or a better one, from A to F
    #[arg(long, value_name = "GRADE", value_parser = parse_grade::<Reliability>)]
    min_reliability: Option<Reliability>,
    /// Only claims with this credibility or a better one, from 1 to 6
    #[arg(long, value_name = "GRADE", value_parser = parse_grade::<Credibility>)]
    min_credibility: Option<Credibility>,
    /// Only occurrences in this state; may be repeated
    #[arg(long, value_name = "STATE", value_parser = parse_state)]
    state: Vec<State>,
    /// Only the N heaviest edges
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// What an edge stands for: all claims of one statement, or one claim
    #[arg(long, value_name = "WHAT", value_parser = words_of!(Edges), default_value = "bundle")]
    edges: Edges,
    /// What makes an edge heavy
    #[arg(long, value_name = "WHAT", value_parser = words_of!(Weight), default_value = "claims")]
    weight: Weight,
    /// Put nodes that belong together into a box
    #[arg(long, value_name = "BY", value_parser = words_of!(GroupBy))]
    group_by: Option<GroupBy>,
    /// Make one node of each group, and one edge of all statements between two groups
    #[arg(long, requires = "group_by")]
    collapse: bool,
    /// Labels in this language where there are any: a tag such as `en`
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
}

/// Reads a date of the command line.
pub(super) fn parse_date(text: &str) -> Result<EventDate, String> {
    EventDate::parse(text).map_err(|error| {
        error.suggestion.as_ref().map_or_else(|| error.message.clone(), |near| format!("{error}; did you mean {near}?"))
    })
}

fn parse_grade<G: Grade>(text: &str) -> Result<G, String> {
    let signs: Vec<&str> = G::GRADES.iter().map(|grade| grade.sign()).collect();
    G::of_sign(text).ok_or_else(|| format!("one of {}", signs.join(", ")))
}

fn parse_state(text: &str) -> Result<State, String> {
    let found = State::ALL.into_iter().find(|state| state.word() == text.replace(['_', ' '], "-").to_lowercase());
    found.ok_or_else(|| format!("one of {}", State::ALL.map(State::word).join(", ")))
}

/// A name that fits nothing, with one that does.
pub(super) fn unknown(error: &FilterError) -> anyhow::Error {
    let hint = error.near.as_ref().map_or_else(
        || "`relata stats` lists the names used most".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    hinted(error.to_string(), hint)
}

impl ViewArgs {
    /// The claims of a graph, with labels in the language asked for.
    pub(super) fn claims<'g>(&self, graph: &'g Graph) -> anyhow::Result<Claims<'g>> {
        Ok(graph.claims().context("the graph cannot be read")?.in_language(self.lang.clone()))
    }

    /// What to keep.
    pub(super) fn filter(&self) -> anyhow::Result<Filter> {
        let since = self.since.as_ref().and_then(EventDate::begin);
        let until = self.until.as_ref().and_then(EventDate::end);
        for (flag, date, day) in [("since", &self.since, since), ("until", &self.until, until)] {
            if date.is_some() && day.is_none() {
                return Err(hinted(
                    format!("--{flag} has no such day: the interval is open there"),
                    "name a day, month or year",
                ));
            }
        }
        if self.collapse && self.edges == Edges::Claims {
            return Err(hinted(
                "groups are joined by statements, not by claims",
                "leave --edges claims or --collapse away",
            ));
        }
        if since.zip(until).is_some_and(|(since, until)| since > until) {
            return Err(hinted("--since is later than --until", "exchange the two"));
        }
        let between = self.between.as_deref().map(|names| (names[0].clone(), names[1].clone()));
        Ok(Filter {
            edges: self.edges,
            weight: self.weight,
            about: self.about.clone(),
            hops: self.hops,
            between,
            predicates: self.predicate.clone(),
            speakers: self.speaker.clone(),
            outlets: Vec::new(),
            since,
            until,
            min_sources: self.min_sources,
            min_outlets: self.min_outlets,
            min_reliability: self.min_reliability,
            min_credibility: self.min_credibility,
            states: self.state.clone(),
            top: self.top,
        })
    }

    /// The part of the graph that `filter` keeps, grouped as asked for.
    pub(super) fn view<'c>(&self, filter: &Filter, claims: &'c Claims<'c>) -> anyhow::Result<View<'c>> {
        let view = filter.view(claims).map_err(|error| unknown(&error))?;
        let Some(by) = self.group_by else { return Ok(view) };
        let view = view.grouped(by);
        Ok(if self.collapse { view.collapsed() } else { view })
    }

    /// The project's name and what was filtered.
    pub(super) fn title(&self, name: &str) -> String {
        let mut parts = vec![name.to_owned()];
        parts.extend(self.about.iter().map(|about| format!("about {about}")));
        parts.extend(self.between.iter().map(|names| format!("between {}", names.join(" and "))));
        parts.extend(self.predicate.iter().cloned());
        parts.extend(self.speaker.iter().map(|speaker| format!("said by {speaker}")));
        parts.extend(self.since.iter().map(|date| format!("since {}", date.text())));
        parts.extend(self.until.iter().map(|date| format!("until {}", date.text())));
        parts.extend(self.min_sources.map(|n| format!("at least {n} sources")));
        parts.extend(self.min_outlets.map(|n| format!("at least {n} outlets")));
        parts.extend(self.min_reliability.map(|grade| format!("reliability {} or better", grade.sign())));
        parts.extend(self.min_credibility.map(|grade| format!("credibility {} or better", grade.sign())));
        parts.extend(self.state.iter().map(|state| state.word().to_owned()));
        parts.extend(self.top.map(|n| format!("the {n} heaviest edges")));
        parts.join(", ")
    }
}
