//! The shipped rules: shapes that the RDF of every project should fit.

use std::sync::OnceLock;

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedOrBlankNode, Quad, Term};

use super::parse_turtle;

/// The name of the file.
pub const FILE: &str = "rules.ttl";

/// The rules as they are shipped, in Turtle.
pub const TURTLE: &str = include_str!("../../ontology/rules.ttl");

/// What the IRI of a rule begins with.
const NAMESPACE: &str = "https://w3id.org/relata/rules#";

const NODE_SHAPE: &str = "http://www.w3.org/ns/shacl#NodeShape";

/// The triples of the rules, parsed once. A test parses the file, so that no error is passed over here.
pub fn quads() -> &'static [Quad] {
    static PARSED: OnceLock<Vec<Quad>> = OnceLock::new();
    PARSED.get_or_init(|| parse_turtle(TURTLE).filter_map(Result::ok).collect())
}

/// The names of the rules, in the order of the file.
pub fn names() -> &'static [&'static str] {
    static NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    NAMES.get_or_init(|| quads().iter().filter_map(rule_declared).collect())
}

/// The name of the rule that a triple declares.
fn rule_declared(quad: &'static Quad) -> Option<&'static str> {
    let is_rule =
        quad.predicate == rdf::TYPE && matches!(&quad.object, Term::NamedNode(class) if class.as_str() == NODE_SHAPE);
    is_rule.then(|| name_of(&quad.subject)).flatten()
}

/// The name of the rule with an IRI.
fn name_of(node: &NamedOrBlankNode) -> Option<&str> {
    match node {
        NamedOrBlankNode::NamedNode(node) => node.as_str().strip_prefix(NAMESPACE),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}

/// The nodes of the rules that a shape belongs to, from itself outwards.
fn within(shape: &Term) -> impl Iterator<Item = Term> {
    // Shapes of the file stand in one another, and in nothing twice.
    let outer =
        |node: &Term| quads().iter().find(|quad| quad.object == *node).map(|quad| Term::from(quad.subject.clone()));
    std::iter::successors(Some(shape.clone()), outer).take(64)
}

/// The name of the rule that a shape belongs to.
pub fn name_of_shape(shape: &Term) -> Option<String> {
    within(shape).find_map(|node| match node {
        Term::NamedNode(node) => node.as_str().strip_prefix(NAMESPACE).map(str::to_owned),
        _ => None,
    })
}

/// The code of the check that tells of the same fault where a row of a table has it; none for other shapes.
pub fn code_of_rows(shape: &Term) -> Option<&'static str> {
    within(shape).find_map(|node| {
        let is_said = |quad: &&Quad| quad.predicate == rdfs::SEE_ALSO && Term::from(quad.subject.clone()) == node;
        match &quads().iter().find(is_said)?.object {
            Term::Literal(code) => Some(code.value()),
            _ => None,
        }
    })
}

/// The triples of the rules with these names, and of what belongs to none: the others choose no nodes.
pub fn quads_of(names: &[String]) -> Vec<Quad> {
    let is_left_out = |quad: &Quad| {
        let is_target = quad.predicate.as_str().starts_with("http://www.w3.org/ns/shacl#target");
        is_target && !name_of(&quad.subject).is_some_and(|name| names.iter().any(|wanted| wanted == name))
    };
    quads().iter().filter(|quad| !is_left_out(quad)).cloned().collect()
}
