//! Clusters of names that are one actor by judgements and normal forms.
//!
//! The result depends on what the names and judgements are, never on their order.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rustc_hash::FxHashMap;

use super::normal::{NormalForm, country, difference, normal_key};
use super::role::is_anonymous;
use crate::model::{EntityKind, Judgement, Sameness};
use crate::ontology::{CountryId, CountryNames, CountryReading};

/// What has a name of its own before anything is joined.
#[derive(Debug, Clone)]
pub struct NameNode {
    /// The name that is shown.
    pub label: String,
    /// Other names that a table declares for it.
    pub aliases: Vec<String>,
    /// True when a table declares it: its row is a decision of the user's already.
    pub is_declared: bool,
    /// The kind of thing it is, when that is known.
    pub kind: Option<EntityKind>,
    /// How often it is named.
    pub n: u32,
    /// True when it can stand for others: not an IRI that only a judgement names.
    pub can_lead: bool,
}

/// A reason why two names are one actor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// They are equal in a normal form; tells how.
    Form(String),
    /// A judgement says so; its place among those that were given.
    Judgement(usize),
}

/// A name that was joined to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedName {
    /// Its place among the names.
    pub name: usize,
    /// The reasons, from this name to the one that stands for it.
    pub reasons: Vec<Reason>,
}

/// Names that are one actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The one that stands for all.
    pub target: usize,
    /// The others, in order.
    pub others: Vec<JoinedName>,
}

/// A judgement that two names are different, against others by which they are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The place of the judgement `different`.
    pub different: usize,
    /// The places of the judgements `same`, from one end to the other.
    pub same: Vec<usize>,
}

/// A judgement about two names by their places.
type Placed = (usize, usize);

/// The clusters of `nodes`, and the judgements that contradict each other. `placed` has for each judgement the nodes that it
/// names; one without is left out.
pub fn join(
    nodes: &[NameNode],
    judgements: &[Judgement],
    placed: &[Option<Placed>],
    forms: &[NormalForm],
) -> (Vec<Joined>, Vec<Contradiction>) {
    let mut clusters = Clusters::new(nodes);
    let contradictions = clusters.judge(judgements, placed);
    clusters.join_equal(forms);
    (clusters.finish(), contradictions)
}

struct Clusters<'n> {
    nodes: &'n [NameNode],
    /// The parent of each node in its cluster.
    parents: Vec<usize>,
    /// Clusters that must stay apart, by their roots.
    apart: FxHashMap<usize, BTreeSet<usize>>,
    /// Reasons by which nodes hang together.
    ties: BTreeMap<usize, Vec<(usize, Reason)>>,
    /// Roots of clusters in which a table declares something, and of how many things.
    declared: FxHashMap<usize, usize>,
}

impl<'n> Clusters<'n> {
    fn new(nodes: &'n [NameNode]) -> Clusters<'n> {
        let declared = nodes.iter().enumerate().filter(|(_, node)| node.is_declared).map(|(at, _)| (at, 1)).collect();
        Clusters {
            nodes,
            parents: (0..nodes.len()).collect(),
            apart: FxHashMap::default(),
            ties: BTreeMap::new(),
            declared,
        }
    }

    fn root(&mut self, node: usize) -> usize {
        let mut root = node;
        while self.parents[root] != root {
            self.parents[root] = self.parents[self.parents[root]];
            root = self.parents[root];
        }
        root
    }

    fn unite(&mut self, left: usize, right: usize, reason: Reason) {
        let (a, b) = (self.root(left), self.root(right));
        if a == b {
            return;
        }
        self.ties.entry(left).or_default().push((right, reason.clone()));
        self.ties.entry(right).or_default().push((left, reason));
        let (root, gone) = (a.min(b), a.max(b));
        self.parents[gone] = root;
        if let Some(n) = self.declared.remove(&gone) {
            *self.declared.entry(root).or_default() += n;
        }
        for other in self.apart.remove(&gone).unwrap_or_default() {
            if let Some(enemies) = self.apart.get_mut(&other) {
                enemies.remove(&gone);
                enemies.insert(root);
            }
            self.apart.entry(root).or_default().insert(other);
        }
    }

    fn are_apart(&mut self, left: usize, right: usize) -> bool {
        let (left, right) = (self.root(left), self.root(right));
        self.apart.get(&left).is_some_and(|enemies| enemies.contains(&right))
    }

    /// Joins what is judged the same, and keeps apart what is judged different. Where that contradicts itself, the names
    /// stay apart.
    fn judge(&mut self, judgements: &[Judgement], placed: &[Option<Placed>]) -> Vec<Contradiction> {
        let of = |sameness: Sameness| {
            let all = judgements.iter().zip(placed).enumerate();
            let meant = all.filter(move |(_, (judgement, _))| judgement.sameness == sameness);
            let mut found: Vec<(usize, Placed)> =
                meant.filter_map(|(at, (_, placed))| Some((at, (*placed)?))).collect();
            found.sort_by(|a, b| judgements[a.0].cmp(&judgements[b.0]).then_with(|| a.0.cmp(&b.0)));
            found
        };
        let same = of(Sameness::Same);
        let different = of(Sameness::Different);
        let mut ways = Ways::new(&same);
        let mut contradictions = Vec::new();
        for (at, (left, right)) in different.iter().filter(|(_, (left, right))| left != right) {
            let mut against = Vec::new();
            // Each way from one end to the other is one too many.
            while let Some(way) = ways.between(*left, *right) {
                ways.closed.extend(&way);
                against.extend(way);
            }
            if !against.is_empty() {
                contradictions.push(Contradiction { different: *at, same: against });
            }
        }
        let closed = ways.closed;
        for (at, (left, right)) in same.into_iter().filter(|(at, _)| !closed.contains(at)) {
            self.unite(left, right, Reason::Judgement(at));
        }
        for (_, (left, right)) in different {
            self.keep_apart(left, right);
        }
        contradictions
    }

    fn keep_apart(&mut self, left: usize, right: usize) {
        let (left, right) = (self.root(left), self.root(right));
        if left != right {
            self.apart.entry(left).or_default().insert(right);
            self.apart.entry(right).or_default().insert(left);
        }
    }

    /// Joins what is equal in these forms.
    fn join_equal(&mut self, forms: &[NormalForm]) {
        let letters: Vec<NormalForm> = forms.iter().copied().filter(|form| *form != NormalForm::Countries).collect();
        // Judgements about names alone are enough where no form joins anything.
        if forms.is_empty() {
            return;
        }
        // Most names are equal to no other: they have no list.
        let mut equal: FxHashMap<String, (usize, Vec<usize>)> = FxHashMap::default();
        let mut countries: BTreeMap<CountryId, Vec<(usize, CountryReading)>> = BTreeMap::new();
        for (at, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.can_lead) {
            for name in std::iter::once(&node.label).chain(&node.aliases) {
                if node.kind == Some(EntityKind::Role) {
                    continue;
                }
                if !letters.is_empty() {
                    let class = equal.entry(normal_key(name, &letters));
                    class.and_modify(|(_, others)| others.push(at)).or_insert((at, Vec::new()));
                }
                if let Some(reading) = country(name, forms).filter(|_| may_be_country(node)) {
                    countries.entry(reading.country).or_default().push((at, reading));
                }
            }
        }
        // Nobody can tell that officials here are the Officials there.
        let equal = equal.into_iter().filter(|(key, (_, others))| !others.is_empty() && !is_anonymous(key));
        let mut equal: Vec<(String, (usize, Vec<usize>))> = equal.collect();
        equal.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for (_, (first, others)) in equal {
            let members: Vec<usize> = std::iter::once(first).chain(others).collect();
            let nodes = self.nodes;
            self.join_class(&members, |left, right| {
                let (left, right) = (&nodes[left].label, &nodes[right].label);
                let how = difference(left, right).unwrap_or_else(|| "have a name in common".to_owned());
                Reason::Form(format!("`{left}` and `{right}` {how}"))
            });
        }
        for members in countries.into_values() {
            let nodes = self.nodes;
            let places: Vec<usize> = members.iter().map(|(at, _)| *at).collect();
            let reading = |at: usize| members.iter().find(|(member, _)| *member == at).map(|(_, reading)| *reading);
            self.join_class(&places, |left, right| {
                let told = |at: usize| {
                    let reading = reading(at);
                    reading.map_or_else(String::new, |reading| tell_reading(&nodes[at].label, reading))
                };
                Reason::Form(format!("{}, {}", told(left), told(right)))
            });
        }
    }

    /// Joins names that are equal, but for those that must stay apart. What a table declares twice is two things; a name
    /// that could be either is joined to neither.
    fn join_class(&mut self, members: &[usize], reason: impl Fn(usize, usize) -> Reason) {
        let mut members = members.to_vec();
        members.sort_unstable();
        members.dedup();
        if members.len() < 2 {
            return;
        }
        let mut declared: Vec<usize> = members.iter().map(|at| self.root(*at)).collect();
        declared.retain(|root| self.declared.contains_key(root));
        declared.sort_unstable();
        declared.dedup();
        if declared.len() > 1 {
            return;
        }
        members.sort_by(|a, b| self.rank(*b).cmp(&self.rank(*a)));
        let mut leaders: Vec<usize> = Vec::new();
        for member in members {
            let nodes = self.nodes;
            let leader = leaders
                .iter()
                .copied()
                .find(|leader| !self.are_apart(*leader, member) && agree(nodes[*leader].kind, nodes[member].kind));
            match leader {
                Some(leader) if self.may_unite(leader, member) => self.unite(leader, member, reason(leader, member)),
                Some(_) => {}
                None => leaders.push(member),
            }
        }
    }

    /// False when the clusters of two names have different things that a table declares.
    fn may_unite(&mut self, left: usize, right: usize) -> bool {
        let (left, right) = (self.root(left), self.root(right));
        left == right || !(self.declared.contains_key(&left) && self.declared.contains_key(&right))
    }

    /// The order in which names stand for others: what a table declares, what is named most, the name of a country, a name
    /// in mixed letters, one with more signs on its letters, and the first in the order of texts.
    fn rank(&self, at: usize) -> impl Ord + use<> {
        let node = &self.nodes[at];
        let country = CountryNames::shipped().certain(&node.label);
        let is_name = country.is_some_and(|reading| CountryNames::shipped().name(reading.country) == node.label);
        let has = |test: fn(&char) -> bool| node.label.chars().any(|c| test(&c));
        let is_mixed = has(|c| c.is_uppercase()) && has(|c| c.is_lowercase());
        let n_signs = node.label.chars().filter(|c| !c.is_ascii()).count();
        let text = std::cmp::Reverse(node.label.clone());
        (node.can_lead, node.is_declared, node.n, is_name, is_mixed, n_signs, text)
    }

    fn finish(mut self) -> Vec<Joined> {
        let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let tied: Vec<usize> = self.ties.keys().copied().collect();
        for at in tied {
            let root = self.root(at);
            clusters.entry(root).or_default().push(at);
        }
        let mut joined = Vec::new();
        for members in clusters.into_values().filter(|members| members.len() > 1) {
            let leader = members.iter().copied().max_by(|a, b| self.rank(*a).cmp(&self.rank(*b)));
            let Some(target) = leader else { continue };
            let ways = self.ways_from(target);
            let others = members.into_iter().filter(|at| *at != target);
            let other = |name: usize| JoinedName { name, reasons: reasons(&ways, name, target) };
            joined.push(Joined { target, others: others.map(other).collect() });
        }
        joined
    }

    /// For each name of a cluster the next one on the way to `target`, and why.
    fn ways_from(&self, target: usize) -> BTreeMap<usize, (usize, Reason)> {
        let mut ways = BTreeMap::new();
        let mut waiting = VecDeque::from([target]);
        while let Some(at) = waiting.pop_front() {
            for (next, reason) in self.ties.get(&at).map_or(&[][..], Vec::as_slice) {
                if *next != target && !ways.contains_key(next) {
                    ways.insert(*next, (at, reason.clone()));
                    waiting.push_back(*next);
                }
            }
        }
        ways
    }
}

fn reasons(ways: &BTreeMap<usize, (usize, Reason)>, from: usize, target: usize) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut at = from;
    while let Some((next, reason)) = ways.get(&at).filter(|_| at != target) {
        reasons.push(reason.clone());
        at = *next;
    }
    reasons
}

/// Names that hang together by judgements `same`.
struct Ways {
    next: FxHashMap<usize, Vec<(usize, usize)>>,
    /// Judgements that do not count.
    closed: BTreeSet<usize>,
}

impl Ways {
    fn new(same: &[(usize, Placed)]) -> Ways {
        let mut next: FxHashMap<usize, Vec<(usize, usize)>> = FxHashMap::default();
        for (judgement, (left, right)) in same {
            next.entry(*left).or_default().push((*right, *judgement));
            next.entry(*right).or_default().push((*left, *judgement));
        }
        Ways { next, closed: BTreeSet::new() }
    }

    /// The places of the judgements on a shortest way between two names.
    fn between(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut before: FxHashMap<usize, (usize, usize)> = FxHashMap::default();
        let mut waiting = VecDeque::from([from]);
        while let Some(at) = waiting.pop_front() {
            let all = self.next.get(&at).map_or(&[][..], Vec::as_slice);
            for (next, judgement) in all.iter().filter(|(_, judgement)| !self.closed.contains(judgement)) {
                if *next != from && !before.contains_key(next) {
                    before.insert(*next, (at, *judgement));
                    waiting.push_back(*next);
                }
            }
        }
        let mut way = Vec::new();
        let mut at = to;
        while at != from {
            let (next, judgement) = before.get(&at)?;
            way.push(*judgement);
            at = *next;
        }
        way.reverse();
        Some(way)
    }
}

/// Tells what a name means in the table of countries.
fn tell_reading(name: &str, reading: CountryReading) -> String {
    let told = reading.word.told();
    format!("`{name}` is {told} {}", CountryNames::shipped().name(reading.country))
}

/// A person, a proposal or a thing is no country, however it is called.
fn may_be_country(node: &NameNode) -> bool {
    use EntityKind::{Actor, Group, Organization, Place, State};
    node.kind.is_none_or(|kind| matches!(kind, State | Place | Actor | Organization | Group))
}

/// True unless two things of these kinds cannot be one.
fn agree(left: Option<EntityKind>, right: Option<EntityKind>) -> bool {
    let (Some(left), Some(right)) = (left, right) else { return true };
    let is_vague = |kind: EntityKind| kind == EntityKind::Actor;
    let is_land = |kind: EntityKind| matches!(kind, EntityKind::State | EntityKind::Place);
    left == right || is_vague(left) || is_vague(right) || (is_land(left) && is_land(right))
}
