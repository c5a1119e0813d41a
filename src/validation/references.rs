//! Claims that speak of claims: in which order they can be understood, and which never can.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::Finding;
use crate::diagnostic::codes;

/// What a reference points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A claim that needs no other and is in the graph.
    Loaded,
    /// The waiting claim at this index.
    Waiting(usize),
    /// A claim whose row was rejected, by line.
    Rejected(u64),
    /// Two rows that have the same identifier.
    Ambiguous,
    /// A claim that somebody rejected in a review.
    Discarded,
    /// No claim at all.
    Missing,
}

/// One reference of a waiting claim.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The column it stands in.
    pub field: &'static str,
    /// The identifier it names.
    pub id: String,
    /// True when the statement itself speaks of the claim (`#c3`); otherwise it is a reply.
    pub in_statement: bool,
    /// What it points to.
    pub target: Target,
}

/// Indexes of `waiting` in an order in which each claim comes after those its statement speaks of, with the
/// claims on a circle apart.
pub fn order(waiting: &[Vec<Reference>]) -> (Vec<usize>, Vec<(usize, Finding)>) {
    let speaks_of = |index: usize| {
        let in_statement = waiting[index].iter().filter(|reference| reference.in_statement);
        in_statement.filter_map(move |reference| match reference.target {
            Target::Waiting(other) => Some((index, other)),
            _ => None,
        })
    };
    let mut graph: DiGraph<(), (), usize> = DiGraph::with_capacity(waiting.len(), waiting.len());
    for _ in waiting {
        graph.add_node(());
    }
    for (index, other) in (0..waiting.len()).flat_map(speaks_of) {
        graph.add_edge(NodeIndex::new(index), NodeIndex::new(other), ());
    }
    let mut ordered = Vec::with_capacity(waiting.len());
    let mut circular = Vec::new();
    // Components come in reverse topological order: what is spoken of first. Kosaraju's way to them keeps its own stack, so
    // that a chain of claims may have any length.
    let components = kosaraju_scc(&graph);
    let mut component_of = vec![0; waiting.len()];
    for (number, component) in components.iter().enumerate() {
        for member in component {
            component_of[member.index()] = number;
        }
    }
    for component in components {
        match component.as_slice() {
            [only] if !speaks_of(only.index()).any(|(_, other)| other == only.index()) => ordered.push(only.index()),
            [only] => circular.push((only.index(), speaks_of_itself(&waiting[only.index()], only.index()))),
            members => circular.extend(members.iter().map(|member| {
                let index = member.index();
                let is_member = |other: usize| component_of[other] == component_of[index];
                (index, circle(&waiting[index], &is_member))
            })),
        }
    }
    (ordered, circular)
}

fn speaks_of_itself(references: &[Reference], index: usize) -> Finding {
    let (field, _) = within(references, &|other| other == index);
    break_circle(field, "the claim speaks of itself".to_owned())
}

fn circle(references: &[Reference], is_member: &dyn Fn(usize) -> bool) -> Finding {
    let (field, id) = within(references, is_member);
    break_circle(field, format!("`#{id}` speaks of this claim in turn"))
}

/// The column and the identifier by which a statement speaks of another claim of its circle.
fn within<'r>(references: &'r [Reference], is_member: &dyn Fn(usize) -> bool) -> (&'static str, &'r str) {
    let speaks_of = |reference: &&Reference| {
        reference.in_statement && matches!(reference.target, Target::Waiting(other) if is_member(other))
    };
    references.iter().find(speaks_of).map_or(("object", ""), |reference| (reference.field, &reference.id))
}

fn break_circle(field: &'static str, message: String) -> Finding {
    Finding::new(&codes::CLAIM_CYCLE, field, message).hint("break the circle: one of the claims has to name an entity")
}

/// What is wrong with a reference, given which waiting claims have been given up.
pub fn check_reference(
    reference: &Reference,
    own_index: usize,
    given_up: &dyn Fn(usize) -> Option<u64>,
) -> Option<Finding> {
    let Reference { field, id, .. } = reference;
    let lost = |line: u64| {
        let message = format!("the claim `{id}` was left out (line {line})");
        Finding::new(&codes::UNKNOWN_CLAIM, *field, message).hint("mend that row first")
    };
    match reference.target {
        Target::Loaded => None,
        Target::Waiting(index) if index == own_index => {
            let message = "the claim replies to itself";
            Some(Finding::new(&codes::CLAIM_CYCLE, *field, message).hint("name the claim it answers"))
        }
        Target::Waiting(index) => given_up(index).map(lost),
        Target::Rejected(line) => Some(lost(line)),
        Target::Ambiguous => {
            let message = format!("two rows have the id `{id}`");
            Some(Finding::new(&codes::UNKNOWN_CLAIM, *field, message).hint("give one of them another id"))
        }
        Target::Discarded => {
            let message = format!("the claim `{id}` was rejected in a review");
            let hint = "name another one, or accept it in a further row of `reviews.csv`: the last one counts";
            Some(Finding::new(&codes::REJECTED_CLAIM, *field, message).hint(hint))
        }
        Target::Missing => {
            let message = format!("there is no claim `{id}`");
            Some(Finding::new(&codes::UNKNOWN_CLAIM, *field, message).hint("a reference names the `id` of another row"))
        }
    }
}
