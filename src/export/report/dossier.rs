//! What is known of one entity, in the order it is told.

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Report;
use super::concern::Concern;
use super::conflict::{Conflict, conflicts};
use super::extent::shares;
use crate::claims::{Id, Kind};
use crate::graph::{Side, State};
use crate::model::Period;
use crate::rdf::vocab;

/// All that is said of an entity, and all it says.
pub struct Dossier<'r> {
    report: &'r Report<'r>,
    /// The entity.
    pub entity: Id,
    /// Claims of others in which it takes part, by predicate.
    pub by_others: Vec<Group>,
    /// Claims that are its word, by predicate.
    pub by_itself: Vec<Group>,
    /// What happened to it or by it, by date.
    pub timeline: Vec<Moment>,
    /// Occurrences among all these that are disputed or denied, in the order of the graph.
    pub conflicts: Vec<Conflict>,
    /// Names of claims inside the page.
    anchors: FxHashMap<usize, String>,
}

/// Claims with one predicate, by date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The predicate.
    pub predicate: Id,
    /// Where its claims stand in the list of all.
    pub claims: Vec<usize>,
    /// How many of them a page shows, the first ones.
    pub n_shown: usize,
}

impl Group {
    /// The claims that a page shows.
    pub fn shown(&self) -> &[usize] {
        self.claims.get(..self.n_shown).unwrap_or(&self.claims)
    }
}

/// An event with a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// From its first possible day to the last.
    pub period: Period,
    /// Where the claims about it stand in the list of all.
    pub claims: Vec<usize>,
}

/// How much there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// Claims about the entity.
    pub n_about: usize,
    /// Claims that are its word.
    pub n_says: usize,
    /// Occurrences in each state, in the order of [`State::ALL`].
    pub states: [usize; State::ALL.len()],
    /// Who speaks about it.
    pub n_speakers: usize,
    /// Where that was published.
    pub n_outlets: usize,
    /// From the first day to the last.
    pub period: Option<Period>,
}

impl<'r> Dossier<'r> {
    /// Puts the claims of an entity in order. A claim has its plain name in a page once, when `seen` does not have it yet;
    /// then `name`, which no other entity of the page has, follows.
    pub(super) fn new(
        report: &'r Report<'r>,
        entity: Id,
        concern: &Concern,
        name: &str,
        seen: &mut FxHashSet<usize>,
    ) -> Dossier<'r> {
        let places = |indexes: &[u32]| -> Vec<usize> { indexes.iter().map(|index| *index as usize).collect() };
        let others: Vec<usize> = concern.of_others().map(|index| index as usize).collect();
        let (own, about) = (places(&concern.says), places(&concern.about));
        let mut dossier = Dossier {
            report,
            entity,
            timeline: moments(report, &about),
            conflicts: conflicts(report, others.iter().chain(&own)),
            by_others: groups(report, others),
            by_itself: groups(report, own),
            anchors: FxHashMap::default(),
        };
        let lengths: Vec<usize> = dossier.conflicts.iter().map(|conflict| conflict.n_claims).collect();
        for (conflict, n) in dossier.conflicts.iter_mut().zip(shares(&lengths, report.most_rows)) {
            conflict.share = n;
        }
        let shown = |groups: &[Group]| groups.iter().flat_map(|group| group.shown().to_vec()).collect::<Vec<usize>>();
        for index in shown(&dossier.by_others).into_iter().chain(shown(&dossier.by_itself)) {
            let Some(row) = report.claims.rows().get(index) else { continue };
            let plain = report.anchor(row.id);
            let anchor = if seen.insert(index) { plain } else { format!("{plain}.of.{name}") };
            dossier.anchors.insert(index, anchor);
        }
        dossier
    }

    /// The contradiction about an occurrence.
    pub fn conflict(&self, occurrence: u32) -> Option<&Conflict> {
        let place = self.conflicts.binary_search_by_key(&occurrence, |conflict| conflict.occurrence).ok()?;
        self.conflicts.get(place)
    }

    /// What it was made from.
    pub fn report(&self) -> &'r Report<'r> {
        self.report
    }

    /// Every claim, each once, by its place in the list of all.
    pub fn claims(&self) -> impl Iterator<Item = usize> {
        self.by_others.iter().chain(&self.by_itself).flat_map(|group| group.claims.iter().copied())
    }

    /// The name of a claim inside the page.
    pub fn anchor(&self, index: usize) -> Option<&str> {
        self.anchors.get(&index).map(String::as_str)
    }

    /// What the entity is called.
    pub fn name(&self) -> String {
        self.report.claims.label(self.entity)
    }

    /// What the tables of entities say of it: heading, and values.
    pub fn facts(&self) -> Vec<(&'static str, Vec<Id>)> {
        let of = |property| self.report.claims.values(self.entity, property);
        vec![
            ("also called", of(vocab::SKOS_ALT_LABEL)),
            ("country", of(vocab::COUNTRY)),
            ("member of", of(vocab::MEMBER_OF)),
        ]
    }

    /// One sentence about it.
    pub fn descriptions(&self) -> Vec<Id> {
        self.report.claims.values(self.entity, vocab::DCT_DESCRIPTION)
    }

    /// The same thing elsewhere: Wikidata.
    pub fn matches(&self) -> Vec<String> {
        let matches = self.report.claims.values(self.entity, vocab::SKOS_EXACT_MATCH);
        matches.into_iter().map(|id| self.report.claims.text(id)).collect()
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.report.claims.kind(self.entity)
    }

    /// What it is, in words.
    pub fn type_name(&self) -> String {
        self.report.type_name(self.entity)
    }

    /// How much there is.
    pub fn numbers(&self) -> Numbers {
        let claims = self.report.claims;
        let mut places: Vec<u32> = self.claims().filter_map(|index| self.report.occurrence_of(index)).collect();
        places.sort_unstable();
        places.dedup();
        let mut states = [0; State::ALL.len()];
        for occurrence in places.into_iter().filter_map(|place| self.report.view.occurrence_at(place)) {
            states[occurrence.state as usize] += 1;
        }
        let (mut speakers, mut outlets) = (FxHashSet::default(), FxHashSet::default());
        for index in self.by_others.iter().flat_map(|group| group.claims.iter().copied()) {
            speakers.extend(claims.speakers(index).iter().copied());
            outlets.extend(claims.rows().get(index).and_then(|claim| claim.outlet));
        }
        let n = |groups: &[Group]| groups.iter().map(|group| group.claims.len()).sum();
        Numbers {
            n_about: n(&self.by_others),
            n_says: n(&self.by_itself),
            states,
            n_speakers: speakers.len(),
            n_outlets: outlets.len(),
            period: self.timeline.iter().map(|moment| moment.period.known()).reduce(Period::and),
        }
    }

    /// The claims for and against an occurrence, and those that leave it open.
    pub fn sides(&self, occurrence: u32) -> Vec<(Side, usize)> {
        self.report.view.occurrence_at(occurrence).map(|one| self.report.view.sides_of(one)).unwrap_or_default()
    }

    /// The contradictions that a page shows, each with those of its sides that it shows.
    pub(super) fn shown_conflicts(&self) -> impl Iterator<Item = (u32, Vec<(Side, usize)>)> {
        let shown = self.conflicts.iter().filter(|conflict| conflict.n_shown() > 0);
        shown.map(|conflict| {
            let sides = self.sides(conflict.occurrence);
            let alike = |(a, _): &(Side, usize), (b, _): &(Side, usize)| a == b || (a.is_for() && b.is_for());
            let lists: Vec<&[(Side, usize)]> = sides.chunk_by(alike).collect();
            let lengths: Vec<usize> = lists.iter().map(|list| list.len()).collect();
            let shares = shares(&lengths, conflict.n_shown());
            let shown = lists.iter().zip(shares).flat_map(|(list, n)| list.iter().take(n).copied());
            (conflict.occurrence, shown.collect())
        })
    }

    /// How many claims stand beside each other in contradictions, and how many of them a page shows.
    pub(super) fn n_voices(&self) -> (usize, usize) {
        (
            self.conflicts.iter().map(Conflict::n_shown).sum(),
            self.conflicts.iter().map(|conflict| conflict.n_claims).sum(),
        )
    }

    /// What happened, as far as a page shows it.
    pub(super) fn shown_timeline(&self) -> &[Moment] {
        self.timeline.get(..self.report.most_rows).unwrap_or(&self.timeline)
    }

    /// What the claims leave an occurrence in.
    pub fn state(&self, occurrence: u32) -> State {
        self.report.view.occurrence_at(occurrence).map_or(State::NotActual, |one| one.state)
    }

    /// An occurrence in words: its statement, and when.
    pub fn sentence(&self, occurrence: u32) -> String {
        let (view, claims) = (self.report.view, self.report.claims);
        let Some(occurrence) = view.occurrence_at(occurrence) else { return String::new() };
        let first = view.members_of(occurrence).first().and_then(|index| claims.rows().get(*index as usize));
        let sentence = first.map_or_else(String::new, |claim| claims.sentence(claim));
        occurrence.period.map_or(sentence.clone(), |period| format!("{sentence}, {period}"))
    }
}

/// Claims by predicate, in the order of names and dates; without date last, then as they stand in the files.
fn groups(report: &Report<'_>, members: Vec<usize>) -> Vec<Group> {
    let mut by_predicate: FxHashMap<Id, Vec<usize>> = FxHashMap::default();
    for index in members {
        if let Some(claim) = report.claims.rows().get(index) {
            by_predicate.entry(claim.predicate).or_default().push(index);
        }
    }
    let mut groups: Vec<Group> = by_predicate
        .into_iter()
        .map(|(predicate, mut claims)| {
            claims.sort_by_key(|index| {
                let claim = report.claims.rows().get(*index);
                (when(claim.and_then(|claim| claim.period)), claim.map(|claim| (claim.file, claim.line)), *index)
            });
            Group { predicate, n_shown: claims.len(), claims }
        })
        .collect();
    groups.sort_by_cached_key(|group| (report.claims.label(group.predicate), group.predicate));
    let lengths: Vec<usize> = groups.iter().map(|group| group.claims.len()).collect();
    for (group, n) in groups.iter_mut().zip(shares(&lengths, report.most_rows)) {
        group.n_shown = n;
    }
    groups
}

/// Sorts by date, what has none last.
fn when(period: Option<Period>) -> (bool, Option<(Date, Date)>) {
    (period.is_none(), period.map(|period| (period.begin, period.end)))
}

/// The events of claims, by date.
fn moments(report: &Report<'_>, members: &[usize]) -> Vec<Moment> {
    let mut by_event: FxHashMap<Id, Moment> = FxHashMap::default();
    for index in members {
        let Some(claim) = report.claims.rows().get(*index) else { continue };
        if let Some((event, period)) = claim.event.zip(claim.period) {
            by_event.entry(event).or_insert(Moment { period, claims: Vec::new() }).claims.push(*index);
        }
    }
    let mut moments: Vec<Moment> = by_event.into_values().collect();
    moments.sort_by_key(|moment| (moment.period.begin, moment.period.end, moment.claims.clone()));
    moments
}
