//! What sources tell of an event, and where that is told otherwise of another one that is the same.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::NamedNode;

use super::same_events::point;
use crate::model::{CellType, EventDate, OwnColumn, Period};
use crate::ontology::local_name;
use crate::rdf::claim::{PredicateUse, ResolvedClaim};
use crate::rdf::qualifier::is_degree;
use crate::resolution::{Apart, distance_km};

/// What claims tell of one event; sets, so that the order of rows makes no difference.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// True when a claim tells of it that is known by the day that is asked for.
    pub(super) is_known: bool,
    pub(super) labels: BTreeSet<String>,
    /// Dates as written.
    dates: BTreeMap<String, Period>,
    /// Degrees north and east, as hundred-thousandths: a metre is near enough.
    points: BTreeSet<(i64, i64)>,
    /// The types of PLOVER that its predicates have.
    types: BTreeSet<String>,
    /// Numbers of the event by their columns.
    numbers: BTreeMap<String, BTreeSet<String>>,
    /// The numbers that each claim tells of it, degrees among them.
    pub(super) by_claim: BTreeMap<NamedNode, Vec<(OwnColumn, String)>>,
}

impl Told {
    /// Adds what a claim tells; `place` is where its place is.
    pub(super) fn add(&mut self, iri: &NamedNode, claim: &ResolvedClaim<'_>, place: Option<(f64, f64)>) {
        self.labels.insert(claim.event_label());
        if let Some(date) = &claim.claim.date {
            self.dates.insert(date.text().to_owned(), period_of(date));
        }
        if let PredicateUse::Known(predicate) = &claim.predicate {
            self.types.extend(predicate.plover_type.iter().map(|one| local_name(one.as_str()).to_owned()));
        }
        let cell = |name: &str| claim.claim.qualifier(name);
        let own = cell("latitude").zip(cell("longitude")).and_then(|(north, east)| point(north, east));
        #[allow(clippy::cast_possible_truncation, reason = "degrees are small numbers")]
        let fine = |degrees: f64| (degrees * 1e5).round() as i64;
        self.points.extend(own.or(place).map(|(north, east)| (fine(north), fine(east))));
        for (column, cell) in claim.claim.qualifiers.iter().filter(|(column, _)| is_number(column)) {
            if !is_degree(column) {
                self.numbers.entry(column.name().to_string()).or_default().insert(cell.clone());
            }
            self.by_claim.entry(iri.clone()).or_default().push((column.clone(), cell.clone()));
        }
    }

    /// The degrees that one of its claims tells, the least of them, so that the order of rows makes no difference.
    pub(super) fn degrees(&self) -> Option<Vec<(OwnColumn, String)>> {
        let of_claim = |cells: &Vec<(OwnColumn, String)>| {
            let degrees: Vec<_> = cells.iter().filter(|(column, _)| is_degree(column)).cloned().collect();
            (!degrees.is_empty()).then_some(degrees)
        };
        self.by_claim.values().filter_map(of_claim).min()
    }
}

fn is_number(column: &OwnColumn) -> bool {
    column.of_event && matches!(column.holds, CellType::Integer | CellType::Decimal)
}

/// The numbers of events that are one in which their claims differ: claim, column and number.
pub(super) fn differing_numbers<'t>(all: &[&'t Told]) -> Vec<(&'t NamedNode, &'t OwnColumn, &'t str)> {
    let mut by_column: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let cells = || {
        let claims = all.iter().flat_map(|told| &told.by_claim);
        claims.flat_map(|(claim, cells)| cells.iter().map(move |(column, cell)| (claim, column, cell.as_str())))
    };
    for (_, column, cell) in cells() {
        by_column.entry(column.name()).or_default().insert(cell);
    }
    cells().filter(|(_, column, _)| by_column.get(&**column.name()).is_some_and(|all| all.len() > 1)).collect()
}

/// The days that a date can mean.
fn period_of(date: &EventDate) -> Period {
    let (first, last) = (jiff::civil::Date::MIN, jiff::civil::Date::MAX);
    Period { begin: date.begin().unwrap_or(first), end: date.end().unwrap_or(last) }
}

/// What is told of `other` in a way that does not go together with what is told of `kept`: days that neither of them can
/// mean, places further apart than events that are proposed, other types, other numbers.
pub(super) fn differences(kept: &Told, other: &Told) -> Vec<String> {
    let mut found = Vec::new();
    let list = |all: &mut dyn Iterator<Item = &String>| all.cloned().collect::<Vec<String>>().join(", ");
    let have_both = !kept.dates.is_empty() && !other.dates.is_empty();
    if have_both && !other.dates.values().any(|one| kept.dates.values().any(|there| one.meets(*there))) {
        found.push(format!("date {}, there {}", list(&mut other.dates.keys()), list(&mut kept.dates.keys())));
    }
    #[allow(clippy::cast_precision_loss, reason = "degrees are small numbers")]
    let degrees = |(north, east): &(i64, i64)| (*north as f64 / 1e5, *east as f64 / 1e5);
    let pairs = other.points.iter().flat_map(|one| kept.points.iter().map(move |there| (one, there)));
    let apart = pairs.map(|(one, there)| distance_km(degrees(one), degrees(there))).reduce(f64::min);
    if let Some(km) = apart.filter(|km| *km > Apart::default().km) {
        found.push(format!("{km:.0} km away"));
    }
    if !kept.types.is_empty() && !other.types.is_empty() && kept.types.is_disjoint(&other.types) {
        found.push(format!("type {}, there {}", list(&mut other.types.iter()), list(&mut kept.types.iter())));
    }
    for (column, numbers) in &other.numbers {
        let Some(there) = kept.numbers.get(column) else { continue };
        let is_same = |one: &String, two: &String| {
            one == two
                || one
                    .parse::<f64>()
                    .ok()
                    .zip(two.parse::<f64>().ok())
                    .is_some_and(|(one, two)| one.total_cmp(&two).is_eq())
        };
        let agree = numbers.iter().all(|one| there.iter().any(|two| is_same(one, two)));
        if !agree {
            found.push(format!("`{column}` {}, there {}", list(&mut numbers.iter()), list(&mut there.iter())));
        }
    }
    found
}
