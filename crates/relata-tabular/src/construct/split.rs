//! `apf:strSplit`, which makes several solutions of one: `?part apf:strSplit (?cell ",")`.

use std::collections::HashMap;

use oxigraph::model::{BlankNode, NamedNode, Term, Variable, vocab::rdf};
use regex::Regex;
use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// Namespace of the property functions Tarql inherits.
pub(super) const NAMESPACE: &str = "http://jena.apache.org/ARQ/property#";

/// One use of the property.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StringSplit {
    /// The variable that takes the parts.
    pub(super) part: Variable,
    text: TermPattern,
    separator: TermPattern,
}

fn is_split(triple: &TriplePattern) -> bool {
    matches!(&triple.predicate, NamedNodePattern::NamedNode(iri)
        if iri.as_str().strip_prefix(NAMESPACE) == Some("strSplit"))
}

/// Takes the uses of the property out of a group of triples; none when one of them is not as it should be.
pub(super) fn take_splits(patterns: &mut Vec<TriplePattern>) -> Option<Vec<StringSplit>> {
    let mut splits = Vec::new();
    while let Some(index) = patterns.iter().position(is_split) {
        let triple = patterns.remove(index);
        let TermPattern::Variable(part) = triple.subject else { return None };
        let TermPattern::BlankNode(list) = triple.object else { return None };
        let mut arguments = take_list(patterns, list)?.into_iter();
        let (text, separator) = (arguments.next()?, arguments.next()?);
        splits.push(StringSplit { part, text, separator });
    }
    Some(splits)
}

/// Takes the triples of a list out of a group; its members.
fn take_list(patterns: &mut Vec<TriplePattern>, list: BlankNode) -> Option<Vec<TermPattern>> {
    let mut members = Vec::new();
    let mut node = TermPattern::BlankNode(list);
    while node != TermPattern::NamedNode(rdf::NIL.into_owned()) {
        let mut take = |property: NamedNode| {
            let property = NamedNodePattern::NamedNode(property);
            let fits = |triple: &TriplePattern| triple.subject == node && triple.predicate == property;
            let index = patterns.iter().position(fits)?;
            Some(patterns.remove(index).object)
        };
        members.push(take(rdf::FIRST.into_owned())?);
        node = take(rdf::REST.into_owned())?;
    }
    Some(members)
}

/// Counts the uses of the property anywhere in `pattern`.
pub(super) fn count(pattern: &GraphPattern) -> usize {
    // The text of the algebra has every pattern, wherever it is nested.
    pattern.to_string().matches(&format!("<{NAMESPACE}strSplit>")).count()
}

/// Separators that have been used, made ready.
#[derive(Debug, Default)]
pub(super) struct Separators {
    known: HashMap<String, Option<Regex>>,
}

impl Separators {
    /// The solutions that a solution becomes: one for each part of the text, without spaces around it. `variables` names
    /// what stands in the solution; the variable of the parts is the last one, unless it is there already.
    pub(super) fn split(
        &mut self,
        split: &StringSplit,
        variables: &[Variable],
        solution: &[Option<Term>],
        sink: &mut dyn FnMut(Vec<Option<Term>>),
    ) {
        let value = |pattern: &TermPattern| match pattern {
            TermPattern::Literal(literal) => Some(literal.value().to_owned()),
            TermPattern::Variable(variable) => {
                let index = variables.iter().position(|other| other == variable)?;
                match solution.get(index)?.as_ref()? {
                    Term::Literal(literal) => Some(literal.value().to_owned()),
                    _ => None,
                }
            }
            _ => None,
        };
        let (Some(text), Some(separator)) = (value(&split.text), value(&split.separator)) else { return };
        let known = self.known.entry(separator).or_insert_with_key(|separator| Regex::new(separator).ok());
        let Some(separator) = known else { return };
        let mut parts: Vec<&str> = separator.split(&text).collect();
        // As in Java, where this comes from, empty parts at the end do not count.
        while parts.len() > 1 && parts.last().is_some_and(|part| part.is_empty()) {
            parts.pop();
        }
        let place = variables.iter().position(|other| *other == split.part);
        for part in parts {
            let part = Some(Term::from(oxigraph::model::Literal::new_simple_literal(part.trim())));
            let mut solution = solution.to_vec();
            match place.and_then(|place| solution.get_mut(place)) {
                Some(old) if old.is_some() && *old != part => continue,
                Some(old) => *old = part,
                None => solution.push(part),
            }
            sink(solution);
        }
    }
}
