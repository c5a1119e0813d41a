//! Which claims of a statement speak of the same happening?
//!
//! A statement has no date; what happened, did so at some time. Claims of 2024 say nothing for or against claims of
//! 2025, so what claims leave a statement in is decided for each occurrence of it.

use jiff::civil::Date;
use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

use super::state::State;
use crate::claims::{Claims, Id, Reply};
use crate::model::Period;

/// One happening of a statement, and what its claims leave it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The places of its claims in the list of the view: those that a filter keeps.
    pub(super) members: std::ops::Range<u32>,
    /// The state that all its claims leave it in, also those that a filter leaves out.
    pub state: State,
    /// Origins that the state rests on, independent of each other.
    pub n_sources: u32,
    /// Outlets of those claims, independent of each other.
    pub n_outlets: u32,
    /// The time from the first day to the last that one of its claims speaks of.
    pub period: Option<Period>,
}

/// An event of a statement, or several that replies join.
struct Happening {
    /// Its claims, by place.
    claims: Vec<u32>,
    period: Option<Period>,
    place: Option<Id>,
    /// An identifier that keeps it apart from events with another one.
    name: Option<Id>,
}

/// Puts the claims at `members` of [`Claims::rows`], which are of one statement, into occurrences: by date, the undated
/// last, each with its claims in order.
///
/// Events can be the same when they share a day, their places are equal, nested or missing, and their identifiers equal
/// or missing. All events of an occurrence share a day: the first day on which one of them must have ended. An event
/// without place or identifier that could belong to either of two is an occurrence of its own, and so are events
/// without date, unless there is only one occurrence that they can belong to. A claim that replies to another one of the
/// statement speaks of the same occurrence. Events with different identifiers never are the same.
///
/// Complexity: O(n log n) in the number of claims, where few events overlap in time.
pub(super) fn occurrences(claims: &Claims<'_>, members: &[u32]) -> Vec<Vec<u32>> {
    let event = |index: &u32| claims.rows().get(*index as usize).and_then(|claim| claim.event);
    let Some((first, rest)) = members.split_first() else { return Vec::new() };
    if rest.iter().all(|index| event(index) == event(first)) {
        return vec![members.to_vec()];
    }
    let happenings = happenings(claims, members);
    if happenings.len() == 1 || happenings.iter().all(|one| one.name.is_some()) {
        let groups = (0..happenings.len()).map(|index| vec![index]).collect();
        return in_order(&happenings, groups);
    }
    let mut sweep = Sweep::new(claims, happenings);
    let groups = sweep.occurrences();
    in_order(&sweep.all, groups)
}

/// The claims of each group, the groups by date.
fn in_order(happenings: &[Happening], groups: Vec<Vec<usize>>) -> Vec<Vec<u32>> {
    let group = |group: Vec<usize>| {
        let period = group.iter().filter_map(|index| happenings[*index].period).reduce(Period::and);
        let mut claims: Vec<u32> = group.iter().flat_map(|index| happenings[*index].claims.iter().copied()).collect();
        claims.sort_unstable();
        (period.is_none(), period, claims)
    };
    let mut found: Vec<(bool, Option<Period>, Vec<u32>)> = groups.into_iter().map(group).collect();
    found.sort_unstable();
    found.into_iter().map(|(.., claims)| claims).collect()
}

/// The events of these claims, joined where a claim of one replies to a claim of another.
fn happenings(claims: &Claims<'_>, members: &[u32]) -> Vec<Happening> {
    let mut by_event: FxHashMap<Option<Id>, usize> = FxHashMap::default();
    let mut found: Vec<Happening> = Vec::new();
    let mut of_claim: FxHashMap<Id, usize> = FxHashMap::default();
    for (index, claim) in members.iter().filter_map(|index| Some((*index, claims.rows().get(*index as usize)?))) {
        let place = *by_event.entry(claim.event).or_insert_with(|| {
            let event = claim.event.and_then(|event| claims.event(event));
            let name = claim.event.filter(|event| claims.has_identifier(*event));
            let place = event.and_then(|event| event.place);
            found.push(Happening { claims: Vec::new(), period: claim.period, place, name });
            found.len() - 1
        });
        found[place].claims.push(index);
        of_claim.insert(claim.id, place);
    }
    let mut joined = UnionFind::new(found.len());
    let mut is_joined = false;
    for (place, index) in found.iter().enumerate().flat_map(|(place, one)| one.claims.iter().map(move |c| (place, *c)))
    {
        for answered in claims.replies(index as usize).iter().filter_map(|(_, claim)| of_claim.get(claim)) {
            // An identifier of the source weighs more than a reply.
            if found[place].name.is_none() || found[*answered].name.is_none() {
                is_joined |= joined.union(place, *answered);
            }
        }
    }
    if is_joined { join(found, &joined) } else { found }
}

/// Makes one of all that are joined.
fn join(all: Vec<Happening>, joined: &UnionFind<usize>) -> Vec<Happening> {
    let mut by_root: FxHashMap<usize, usize> = FxHashMap::default();
    let mut found: Vec<Happening> = Vec::new();
    for (place, one) in all.into_iter().enumerate() {
        match by_root.entry(joined.find(place)) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(found.len());
                found.push(one);
            }
            std::collections::hash_map::Entry::Occupied(entry) => {
                let first = &mut found[*entry.get()];
                first.claims.extend(one.claims);
                first.period = match (first.period, one.period) {
                    (Some(a), Some(b)) if a.meets(b) => {
                        Some(Period { begin: a.begin.max(b.begin), end: a.end.min(b.end) })
                    }
                    (Some(a), Some(b)) => Some(a.and(b)),
                    (a, b) => a.or(b),
                };
                first.place = first.place.or(one.place);
                first.name = first.name.or(one.name);
            }
        }
    }
    found
}

/// Happenings of a statement on their way into occurrences.
struct Sweep {
    all: Vec<Happening>,
    /// True for those that have an occurrence.
    is_taken: Vec<bool>,
    /// What each place lies in.
    within: FxHashMap<Id, Vec<Id>>,
}

impl Sweep {
    fn new(claims: &Claims<'_>, all: Vec<Happening>) -> Sweep {
        let places = all.iter().filter_map(|one| one.place);
        let within = places.map(|place| (place, claims.surroundings(place))).collect();
        Sweep { is_taken: vec![false; all.len()], all, within }
    }

    /// Groups of happenings, by their places among all.
    fn occurrences(&mut self) -> Vec<Vec<usize>> {
        let (dated, undated): (Vec<usize>, Vec<usize>) =
            (0..self.all.len()).partition(|index| self.all[*index].period.is_some());
        let mut groups = self.sweep(&dated, |one| one.period.unwrap_or(ALWAYS));
        if let [only] = groups.as_mut_slice() {
            let fits = |index: &&usize| only.iter().all(|other| self.can_be(**index, *other));
            let fitting: Vec<usize> = undated.iter().filter(fits).copied().collect();
            // Of those that exclude each other none belongs to it for certain.
            let distinct = self.distinct(&fitting);
            let is_certain = |index: &usize| distinct.iter().all(|other| self.can_be(*index, *other));
            let joining: Vec<usize> = fitting.iter().copied().filter(is_certain).collect();
            for index in &joining {
                self.is_taken[*index] = true;
            }
            only.extend(joining);
        }
        let left: Vec<usize> = undated.into_iter().filter(|index| !self.is_taken[*index]).collect();
        groups.extend(self.sweep(&left, |_| ALWAYS));
        groups
    }

    /// Groups these by the days they share, from the first day on which one of them must have ended.
    fn sweep(&mut self, indexes: &[usize], period: impl Fn(&Happening) -> Period) -> Vec<Vec<usize>> {
        let key = |index: &usize| {
            let one = &self.all[*index];
            let Period { begin, end } = period(one);
            // Of those that end on one day, the more definite goes first, so that the vaguer one finds it.
            let depth = one.place.map_or(0, |place| 1 + self.within.get(&place).map_or(0, Vec::len));
            (end, one.name.is_none(), std::cmp::Reverse(depth), begin, one.claims.first().copied())
        };
        let mut by_end = indexes.to_vec();
        by_end.sort_by_cached_key(key);
        let mut by_begin: Vec<(Date, usize)> =
            indexes.iter().map(|index| (period(&self.all[*index]).begin, *index)).collect();
        by_begin.sort_unstable();
        let (mut begun, mut active): (usize, Vec<usize>) = (0, Vec::new());
        let mut groups = Vec::new();
        for pivot in by_end {
            if self.is_taken[pivot] {
                continue;
            }
            let day = period(&self.all[pivot]).end;
            while let Some((_, index)) = by_begin.get(begun).filter(|(begin, _)| *begin <= day) {
                active.push(*index);
                begun += 1;
            }
            active.retain(|index| period(&self.all[*index]).end >= day);
            let group = self.group(pivot, &active);
            for index in &group {
                self.is_taken[*index] = true;
            }
            groups.push(group);
        }
        groups
    }

    /// The happenings among `active`, which all share a day, that are the same as `pivot`. Those that are taken already
    /// still tell what a vaguer one could be as well.
    fn group(&self, pivot: usize, active: &[usize]) -> Vec<usize> {
        let (fitting, strangers): (Vec<usize>, Vec<usize>) =
            active.iter().partition(|index| **index == pivot || self.can_be(pivot, **index));
        let (distinct, strangers) = (self.distinct(&fitting), self.distinct(&strangers));
        let is_torn = distinct.iter().enumerate().any(|(n, a)| distinct[..n].iter().any(|b| !self.can_be(*a, *b)));
        let key = |index: usize| (self.all[index].place, self.all[index].name);
        let belongs = |index: &usize| {
            let is_alike = key(*index) == key(pivot);
            // What could be the same as two that cannot be the same is neither.
            let is_certain = || !is_torn && !strangers.iter().any(|other| self.can_be(*index, *other));
            !self.is_taken[*index] && (is_alike || is_certain())
        };
        fitting.into_iter().filter(belongs).collect()
    }

    /// True when nothing but their days keeps two apart.
    fn can_be(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.all[a], &self.all[b]);
        let lies_in = |a: Id, b: Id| self.within.get(&a).is_some_and(|around| around.contains(&b));
        let places = match (a.place, b.place) {
            (Some(a), Some(b)) => a == b || lies_in(a, b) || lies_in(b, a),
            _ => true,
        };
        places && (a.name.is_none() || b.name.is_none() || a.name == b.name)
    }

    /// One of each that have the same place and identifier.
    fn distinct(&self, indexes: &[usize]) -> Vec<usize> {
        let mut seen = std::collections::BTreeSet::new();
        let is_new = |index: &usize| seen.insert((self.all[*index].place, self.all[*index].name));
        indexes.iter().copied().filter(is_new).collect()
    }
}

/// The period of what has no date.
const ALWAYS: Period = Period { begin: Date::MIN, end: Date::MAX };

/// The claims elsewhere in the graph that deny one of these, by place.
pub(super) fn deniers(claims: &Claims<'_>, members: &[u32]) -> Vec<u32> {
    answers(claims, members, Reply::Denies)
}

/// The claims that reply so to one of these, by place.
pub(super) fn answers(claims: &Claims<'_>, members: &[u32], reply: Reply) -> Vec<u32> {
    let rows = members.iter().filter_map(|index| claims.rows().get(*index as usize));
    let mut found: Vec<u32> = rows.flat_map(|claim| claims.answers(claim.id, reply)).collect();
    found.sort_unstable();
    found.dedup();
    found
}
