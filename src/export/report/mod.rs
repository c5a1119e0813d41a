//! Dossiers: what is said of an entity, and what it says itself.
//!
//! A [`Report`] knows all claims and which of them are wanted; a [`Dossier`] is
//! what it has on one entity: numbers of claims in order, no text. `html` and
//! `markdown` look up the words of a claim when they write it, so that a report on
//! everybody needs no more memory than the claims themselves.

mod concern;
mod conflict;
mod dossier;
mod extent;
mod figures;
mod html;
mod markdown;
mod names;
mod page;
mod row;

use std::collections::BTreeMap;
use std::io::{self, Write};

use rustc_hash::{FxHashMap, FxHashSet};

use super::MakeFile;
use crate::claims::{Claims, Id, Kind, Voice};
use crate::graph::View;
use concern::{Concern, speaking, taking_part};
pub use conflict::Conflict;
pub use dossier::{Dossier, Group, Moment, Numbers};
pub use figures::figures;
use page::Page;
pub use row::{Published, Row, Text};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One page that loads nothing.
    Html,
    /// As GitHub reads it.
    Markdown,
}

/// Pictures of one entity, as SVG. Markdown has no place for them.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// What it has to do with whom.
    pub picture: Option<String>,
    /// What happened when.
    pub timeline: Option<String>,
}

/// Draws the pictures of an entity.
pub type Draw<'a> = dyn Fn(&Dossier<'_>) -> Figures + 'a;

/// All that dossiers are made from.
pub struct Report<'a> {
    /// The project, and what was filtered.
    title: String,
    /// Every claim by statement, so that a state never depends on what is filtered.
    view: &'a View<'a>,
    claims: &'a Claims<'a>,
    prefixes: &'a BTreeMap<String, String>,
    /// The occurrence of each claim, by its place in the view.
    occurrences: Vec<Option<u32>>,
    /// Whether a claim passes the filters.
    is_wanted: Vec<bool>,
    /// Rows of a table in a page, at most.
    most_rows: usize,
    /// Where the dossiers of others are.
    links: FxHashMap<Id, String>,
}

impl<'a> Report<'a> {
    /// A report on the claims of `wanted`, with the states that all claims, in `view`, leave statements in.
    pub fn new(
        view: &'a View<'a>,
        wanted: &View<'_>,
        prefixes: &'a BTreeMap<String, String>,
        title: String,
    ) -> Report<'a> {
        let claims = view.claims();
        let mut is_wanted = vec![false; claims.rows().len()];
        for index in wanted.graph.edge_weights().flat_map(|edge| wanted.members(edge)) {
            if let Some(place) = is_wanted.get_mut(*index as usize) {
                *place = true;
            }
        }
        let (occurrences, links) = (view.occurrence_of(), FxHashMap::default());
        Report { title, view, claims, prefixes, occurrences, is_wanted, most_rows: usize::MAX, links }
    }

    /// The same, with at most so many rows in each table and list of a page, which says what it leaves out.
    #[must_use]
    pub fn with_rows(self, most_rows: usize) -> Report<'a> {
        Report { most_rows, ..self }
    }

    /// The same, in which the name of each entity leads to an address.
    #[must_use]
    pub fn linking_to(self, address: impl Fn(Id) -> String) -> Report<'a> {
        let links = Report::entities(self.claims).into_iter().map(|id| (id, address(id))).collect();
        Report { links, ..self }
    }

    /// The claims and their names.
    pub fn claims(&self) -> &'a Claims<'a> {
        self.claims
    }

    /// Everything a dossier can be on, in the order of IRIs: what is declared, spoken of, speaks or publishes.
    pub fn entities(claims: &Claims<'_>) -> Vec<Id> {
        let mut all = claims.entities();
        for (index, claim) in claims.rows().iter().enumerate() {
            all.extend(taking_part(claims, claim));
            all.extend(claims.speakers(index).iter().copied().chain(claim.outlet.and_then(Voice::thing)));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The dossier of an entity.
    pub fn dossier(&self, entity: Id) -> Dossier<'_> {
        let concern = self.concerns(|id| id == entity).remove(&entity).unwrap_or_default();
        Dossier::new(self, entity, &concern, "", &mut FxHashSet::default())
    }

    /// Writes a page on one entity.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write_one(&self, entity: Id, format: Format, draw: &Draw<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.write_page(&self.dossier(entity), format, draw, out)
    }

    /// Writes one page on everybody, with a list of contents; answers how many there are.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write_all(&mut self, format: Format, draw: &Draw<'_>, out: &mut dyn Write) -> io::Result<usize> {
        let actors = self.actors();
        let names = self.names_of(&actors);
        let links = |name: &String| format!("#entity-{name}");
        self.links = actors.iter().map(|(id, _)| *id).zip(names.iter().map(links)).collect();
        let mut page = Page { format, level: 2, out };
        page.begin(&format!("Dossiers: {}", self.title))?;
        page.contents(self, &actors)?;
        let mut seen = FxHashSet::default();
        for ((id, concern), name) in actors.iter().zip(&names) {
            let dossier = Dossier::new(self, *id, concern, name, &mut seen);
            page.dossier(&dossier, &format!("entity-{name}"), &draw(&dossier))?;
        }
        page.end()?;
        Ok(actors.len())
    }

    /// Writes a page on each, and one that lists them; answers how many there are.
    ///
    /// # Errors
    /// When a file cannot be made or written.
    pub fn write_folder(&mut self, format: Format, draw: &Draw<'_>, make: &mut MakeFile<'_>) -> io::Result<usize> {
        let actors = self.actors();
        let names = self.names_of(&actors);
        let file = |name: &String| format!("{name}.{}", format.ending());
        self.links = actors.iter().map(|(id, _)| *id).zip(names.iter().map(file)).collect();
        let mut out = make(&format!("index.{}", format.ending()))?;
        let mut page = Page { format, level: 1, out: &mut *out };
        page.begin(&format!("Dossiers: {}", self.title))?;
        page.contents(self, &actors)?;
        page.end()?;
        out.flush()?;
        for ((id, concern), name) in actors.iter().zip(&names) {
            let dossier = Dossier::new(self, *id, concern, name, &mut FxHashSet::default());
            let mut out = make(&file(name))?;
            self.write_page(&dossier, format, draw, &mut *out)?;
            out.flush()?;
        }
        Ok(actors.len())
    }

    fn write_page(
        &self,
        dossier: &Dossier<'_>,
        format: Format,
        draw: &Draw<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut page = Page { format, level: 1, out };
        page.begin(&format!("{}: {}", dossier.name(), self.title))?;
        page.dossier(dossier, "dossier", &draw(dossier))?;
        page.end()
    }

    /// Everybody who can act or whose type nobody declared, by name, with the claims that concern them.
    fn actors(&self) -> Vec<(Id, Concern)> {
        let can_act = |kind: Kind| match kind {
            Kind::Entity(kind) => kind.is_actor(),
            Kind::Untyped => true,
            Kind::Event => false,
        };
        let concerns = self.concerns(|_| true).into_iter();
        let mut actors: Vec<(Id, Concern)> = concerns.filter(|(id, _)| can_act(self.claims.kind(*id))).collect();
        actors.sort_by_cached_key(|(id, _)| (self.claims.label(*id).to_lowercase(), *id));
        actors
    }

    /// Whom the claims concern.
    fn concerns(&self, is_wanted: impl Fn(Id) -> bool) -> FxHashMap<Id, Concern> {
        let mut concerns: FxHashMap<Id, Concern> = FxHashMap::default();
        let wanted = self.claims.rows().iter().enumerate().zip(&self.is_wanted).filter(|(_, is_wanted)| **is_wanted);
        for ((index, claim), _) in wanted {
            let Ok(place) = u32::try_from(index) else { continue };
            for id in taking_part(self.claims, claim).into_iter().filter(|id| is_wanted(*id)) {
                concerns.entry(id).or_default().about.push(place);
            }
            for id in speaking(self.claims, index, claim).into_iter().filter(|id| is_wanted(*id)) {
                concerns.entry(id).or_default().says.push(place);
            }
        }
        concerns
    }

    fn occurrence_of(&self, index: usize) -> Option<u32> {
        self.occurrences.get(index).copied().flatten()
    }
}

impl Format {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Markdown => "md",
        }
    }
}
