//! A claim in words.

use super::Dossier;
use crate::claims::{Claim, Id, Reply, Voice};
use crate::export::scene::{count_of_sources, doubts};
use crate::graph::State;
use crate::model::Stance;
use crate::rdf::vocab;

/// A text, with its language where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Its language tag.
    pub language: Option<String>,
}

/// Where a claim was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Who published it.
    pub outlet: Option<Voice>,
    /// The headline, or else the identifier.
    pub title: Option<Text>,
    /// A web address.
    pub url: Option<String>,
    /// When, as written.
    pub date: Option<String>,
}

/// A claim in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place in the list of all.
    pub index: usize,
    /// Subject, predicate and object of its statement.
    pub statement: [Id; 3],
    /// True when the object is an event that the claim speaks of.
    pub speaks_of_event: bool,
    /// True when the subject acts alone, so that there is no object to be named.
    pub acts_alone: bool,
    /// When, as written.
    pub date: Option<String>,
    /// Where.
    pub place: Option<Id>,
    /// Whose word it is.
    pub speakers: Vec<Id>,
    /// The outlet of a claim without speaker.
    pub unspoken: Option<String>,
    /// Where it was published.
    pub published: Published,
    /// The words it rests on.
    pub quote: Option<Text>,
    /// What makes it other than positive, actual and certain.
    pub doubts: Vec<&'static str>,
    /// What it does to which other claims.
    pub replies: Vec<(&'static str, Id)>,
    /// What it does with its statement.
    pub stance: Stance,
    /// What all claims of the occurrence leave it in.
    pub state: State,
    /// How many sources and outlets are behind that.
    pub sources: String,
    /// Where the occurrence is disputed or denied: who says so.
    pub pros: Vec<String>,
    /// Who denies it.
    pub contras: Vec<String>,
    /// What other claims call it, unless that is a hash.
    pub name: Option<String>,
    /// File and line.
    pub origin: String,
}

impl Row {
    /// Where to find it: its name where it has one, file and line.
    pub fn name_and_origin(&self) -> String {
        match &self.name {
            Some(name) => format!("{name} · {}", self.origin),
            None => self.origin.clone(),
        }
    }
}

impl Dossier<'_> {
    /// A claim in words.
    pub fn row(&self, index: usize) -> Option<Row> {
        let report = self.report();
        let claims = report.claims();
        let claim = claims.rows().get(index)?;
        let place = report.occurrence_of(index)?;
        let occurrence = report.view.occurrence_at(place)?;
        let speakers = claims.speakers(index).to_vec();
        let conflict = self.conflict(place);
        Some(Row {
            index,
            statement: [claim.subject, claim.predicate, claim.object],
            speaks_of_event: claims.event(claim.object).is_some() && !claim.acts_alone(),
            acts_alone: claim.acts_alone(),
            date: claims.date(claim),
            place: claim.event.and_then(|event| claims.event(event)?.place),
            unspoken: speakers.is_empty().then(|| claims.named_origins(index)).flatten(),
            speakers,
            published: self.published(claim),
            quote: claim.evidence.and_then(|evidence| self.text(&claims.values(evidence, vocab::QUOTE))),
            doubts: doubts(claim),
            replies: claims.replies(index).iter().map(|(reply, to)| (word(*reply), *to)).collect(),
            stance: claim.stance,
            state: occurrence.state,
            sources: count_of_sources(occurrence.n_sources, occurrence.n_outlets),
            pros: conflict.map(|conflict| conflict.pros.clone()).unwrap_or_default(),
            contras: conflict.map(|conflict| conflict.contras.clone()).unwrap_or_default(),
            name: report.claim_name(claim.id),
            origin: claims.place_in_file(claim),
        })
    }

    fn published(&self, claim: &Claim) -> Published {
        let claims = self.report().claims();
        let Some(document) = claim.document else {
            return Published { outlet: claim.outlet, title: None, url: None, date: None };
        };
        let first = |property| claims.values(document, property).first().map(|id| claims.text(*id));
        // A document of an unknown outlet is named once, as the document.
        let named = claim.outlet.filter(|outlet| !matches!(outlet, Voice::Document(_)));
        let unnamed = || Text { text: claims.label(document), language: None };
        Published {
            outlet: named,
            title: self.text(&claims.values(document, vocab::SCHEMA_HEADLINE)).or_else(|| Some(unnamed())),
            url: first(vocab::SCHEMA_URL),
            date: first(vocab::SCHEMA_DATE_PUBLISHED),
        }
    }

    /// The first of some texts.
    fn text(&self, texts: &[Id]) -> Option<Text> {
        let (claims, first) = (self.report().claims(), *texts.first()?);
        Some(Text { text: claims.text(first), language: claims.language(first) })
    }
}

fn word(reply: Reply) -> &'static str {
    match reply {
        Reply::Confirms => "confirms",
        Reply::Denies => "denies",
        Reply::DeclinesToComment => "declines to comment on",
    }
}
