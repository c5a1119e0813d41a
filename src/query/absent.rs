//! What does a query name that the graph does not have?
//!
//! An answer without rows may be true, or a slip of the pen. So whoever shows one asks which IRIs of the query, if any, the
//! graph lacks, and which it has instead. Only those count without which nothing is found: what stands behind OPTIONAL,
//! MINUS or NOT takes no row away by being absent.

use oxigraph::model::NamedNode;
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression as Path};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern};

use super::{Engine, QueryError, shorten_iri};
use crate::diagnostic::nearest;
use crate::store::{Index, MATCHES};

/// IRIs of one namespace that are compared with one that is not there.
const MOST_COMPARED: usize = 5_000;
/// IRIs of a query that are named.
const MOST_NAMED: usize = 8;

/// An IRI of a query that the graph does not have, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentIri {
    /// The IRI itself.
    pub iri: String,
    /// The IRI, shortened where a prefix fits.
    pub shown: String,
    /// The nearest that the graph has: the same name in another namespace, or a name of the same one that may be meant.
    pub near: Option<String>,
    /// True when it is the same name, so that only the namespace differs.
    pub is_same_name: bool,
}

impl Engine<'_> {
    /// The IRIs that a query cannot do without and the graph does not have, in the order of the query. With `counted`, only
    /// when the query makes one row of everything it finds.
    ///
    /// # Errors
    /// When it is no SPARQL query.
    pub fn absent(&self, text: &str, counted: bool) -> Result<Vec<AbsentIri>, QueryError> {
        let query = self.parse(text)?;
        let (Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. }) = &query;
        if query.dataset().is_some() || (counted && !makes_one_row(pattern)) {
            return Ok(Vec::new());
        }
        let mut needed: Vec<&NamedNode> = Vec::new();
        of_pattern(pattern, &mut |node| {
            if !needed.contains(&node) {
                needed.push(node);
            }
        });
        let index = self.store.index();
        needed.retain(|node| **node != MATCHES && index.iri(node.as_ref()).is_none());
        let show = |iri: &str| shorten_iri(iri, &self.prefixes).unwrap_or_else(|| format!("<{iri}>"));
        let absent = |node: &NamedNode| {
            let near = self.near(node.as_str(), index);
            let is_same_name = near.as_ref().is_some_and(|near| split(near).1 == split(node.as_str()).1);
            AbsentIri {
                iri: node.as_str().to_owned(),
                shown: show(node.as_str()),
                near: near.map(|iri| show(&iri)),
                is_same_name,
            }
        };
        Ok(needed.into_iter().take(MOST_NAMED).map(absent).collect())
    }

    /// The IRI of the graph that may be meant.
    fn near(&self, iri: &str, index: Index<'_>) -> Option<String> {
        let is_there = |iri: &String| NamedNode::new(iri).is_ok_and(|node| index.iri(node.as_ref()).is_some());
        let (namespace, local) = split(iri);
        if local.is_empty() {
            return None;
        }
        let names = names_like(namespace, local, index);
        let locals = || names.iter().filter_map(|iri| iri.get(namespace.len()..));
        let same = locals().find(|name| name.to_lowercase() == local.to_lowercase());
        let found = same.or_else(|| nearest(local, locals())).map(|name| format!("{namespace}{name}"));
        if same.is_some() {
            return found;
        }
        let schemes = [("http://", "https://"), ("https://", "http://")];
        let other_scheme = schemes.iter().filter_map(|(from, to)| Some(format!("{to}{}", iri.strip_prefix(from)?)));
        let elsewhere = self.prefixes.values().map(|namespace| format!("{namespace}{local}"));
        other_scheme.chain(elsewhere).find(is_there).or(found)
    }
}

/// Namespace and name.
fn split(iri: &str) -> (&str, &str) {
    iri.split_at(iri.rfind(['/', '#', ':']).map_or(0, |at| at + 1))
}

/// The IRIs of a namespace that `local` may be meant for. Where there are too many to compare, those that begin alike.
fn names_like(namespace: &str, local: &str, index: Index<'_>) -> Vec<String> {
    let ends = local.char_indices().map(|(at, _)| at).take(4);
    ends.map(|end| format!("{namespace}{}", &local[..end]))
        .find_map(|start| index.iris(&start, MOST_COMPARED))
        .unwrap_or_default()
}

/// True when the pattern counts, sums or the like without GROUP BY.
fn makes_one_row(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Group { variables, .. } => variables.is_empty(),
        GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. } => makes_one_row(inner),
        _ => false,
    }
}

/// Hands the IRIs without which a pattern finds nothing to `take`.
fn of_pattern<'q>(pattern: &'q GraphPattern, take: &mut dyn FnMut(&'q NamedNode)) {
    match pattern {
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                of_term(&triple.subject, take);
                of_name(&triple.predicate, take);
                of_term(&triple.object, take);
            }
        }
        GraphPattern::Path { subject, path, object } => {
            of_term(subject, take);
            of_path(path, take);
            of_term(object, take);
        }
        GraphPattern::Join { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Lateral { left, right } => {
            of_pattern(left, take);
            of_pattern(right, take);
        }
        GraphPattern::Filter { expr, inner } => {
            of_pattern(inner, take);
            of_condition(expr, take);
        }
        GraphPattern::Graph { name, inner } => {
            of_name(name, take);
            of_pattern(inner, take);
        }
        GraphPattern::Values { bindings, .. } => {
            for cell in bindings.iter().flatten().flatten() {
                if let GroundTerm::NamedNode(node) = cell {
                    take(node);
                }
            }
        }
        GraphPattern::LeftJoin { left: inner, .. }
        | GraphPattern::Minus { left: inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. } => of_pattern(inner, take),
        GraphPattern::Service { .. } => {}
    }
}

fn of_name<'q>(name: &'q NamedNodePattern, take: &mut dyn FnMut(&'q NamedNode)) {
    if let NamedNodePattern::NamedNode(node) = name {
        take(node);
    }
}

fn of_term<'q>(term: &'q TermPattern, take: &mut dyn FnMut(&'q NamedNode)) {
    match term {
        TermPattern::NamedNode(node) => take(node),
        TermPattern::Triple(triple) => {
            of_term(&triple.subject, take);
            of_name(&triple.predicate, take);
            of_term(&triple.object, take);
        }
        TermPattern::BlankNode(_) | TermPattern::Literal(_) | TermPattern::Variable(_) => {}
    }
}

fn of_path<'q>(path: &'q Path, take: &mut dyn FnMut(&'q NamedNode)) {
    match path {
        Path::NamedNode(node) => take(node),
        Path::Reverse(inner) | Path::OneOrMore(inner) => of_path(inner, take),
        Path::Sequence(first, second) | Path::Alternative(first, second) => {
            of_path(first, take);
            of_path(second, take);
        }
        // These lead somewhere without any of their predicates.
        Path::ZeroOrMore(_) | Path::ZeroOrOne(_) | Path::NegatedPropertySet(_) => {}
    }
}

/// The IRIs that something has to be equal to, for a condition to hold.
fn of_condition<'q>(condition: &'q Expression, take: &mut dyn FnMut(&'q NamedNode)) {
    let mut of_value = |value: &'q Expression| {
        if let Expression::NamedNode(node) = value {
            take(node);
        }
    };
    match condition {
        Expression::Equal(a, b) | Expression::SameTerm(a, b) => [a, b].into_iter().for_each(|value| of_value(value)),
        Expression::In(_, list) => list.iter().for_each(of_value),
        Expression::And(a, b) | Expression::Or(a, b) => {
            of_condition(a, take);
            of_condition(b, take);
        }
        Expression::Exists(pattern) => of_pattern(pattern, take),
        _ => {}
    }
}
