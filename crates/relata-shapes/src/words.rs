//! Violations in plain words.

use std::fmt::Write;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Term};

use crate::compare::is_plain;
use crate::shape::{Bound, NodeKinds};
use crate::{PropertyPath, datatype};

/// Characters of a literal that a message shows.
const MOST_CHARACTERS: usize = 100;

/// Elements of a list that a message shows.
const MOST_ELEMENTS: usize = 6;

/// A term in a message: IRIs in angle brackets, texts in quotes, numbers and dates as they are.
pub(crate) fn shown(term: &Term) -> String {
    match term {
        Term::Literal(literal) => shown_literal(literal),
        Term::BlankNode(node) => format!("_:{}", node.as_str()),
        other => other.to_string(),
    }
}

fn shown_literal(literal: &Literal) -> String {
    let text = literal.value();
    let mut short: String = text.chars().take(MOST_CHARACTERS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    // Debug escapes what would break a line or a terminal.
    let quoted = if short.chars().any(char::is_control) { format!("{short:?}") } else { format!("\"{short}\"") };
    match (literal.language(), literal.datatype()) {
        (Some(language), _) => format!("{quoted}@{language}"),
        (None, xsd::STRING) => quoted,
        (None, kind) if is_plain(kind) && datatype::is_valid(text, kind) => short,
        (None, kind) => format!("{quoted}^^{kind}"),
    }
}

/// A term of a shapes graph in a message: blank nodes have names that nobody wrote.
pub(crate) fn named(term: &Term) -> String {
    if let Term::BlankNode(_) = term { "a blank node".to_owned() } else { shown(term) }
}

/// The first of some terms.
pub(crate) fn shown_list<'t>(terms: impl ExactSizeIterator<Item = &'t Term>) -> String {
    let n_more = terms.len().saturating_sub(MOST_ELEMENTS);
    let mut list: Vec<String> = terms.take(MOST_ELEMENTS).map(shown).collect();
    if n_more > 0 {
        list.push(format!("{n_more} more"));
    }
    list.join(", ")
}

/// A shape in a message: blank nodes have names that nobody knows.
pub(crate) fn shown_shape(shape: &Term) -> String {
    match shape {
        Term::BlankNode(_) => "a shape without a name".to_owned(),
        other => format!("the shape {}", shown(other)),
    }
}

/// What a message is about: a value of a path, or the focus node itself.
pub(crate) fn subject(path: Option<&PropertyPath>, value: &Term) -> String {
    match path {
        Some(path) => format!("the value {} of {path}", shown(value)),
        None => shown(value),
    }
}

/// So many values of a path that conform to something.
pub(crate) fn n_values(n: usize, path: Option<&PropertyPath>) -> String {
    let mut words = format!("has {n} {}", if n == 1 { "value" } else { "values" });
    if let Some(path) = path {
        let _ = write!(words, " of {path}");
    }
    words
}

/// How many are wanted.
pub(crate) fn wanted(bound: &str, n: i64) -> String {
    format!("where {bound} {n} {} wanted", if n == 1 { "is" } else { "are" })
}

/// What a value of a bound is not.
pub(crate) fn out_of_bound(bound: Bound, limit: &Literal, compares: bool) -> String {
    let limit = shown_literal(limit);
    if !compares {
        return format!("does not compare with {limit}");
    }
    match bound {
        Bound::MinExclusive => format!("is not greater than {limit}"),
        Bound::MinInclusive => format!("is less than {limit}"),
        Bound::MaxExclusive => format!("is not less than {limit}"),
        Bound::MaxInclusive => format!("is greater than {limit}"),
    }
}

/// What a value is whose kind is not wanted.
pub(crate) fn wrong_kind(kinds: NodeKinds, term: &Term) -> String {
    let is = match term {
        Term::NamedNode(_) => "an IRI",
        Term::BlankNode(_) => "a blank node",
        Term::Literal(_) => "a literal",
        Term::Triple(_) => "a triple term",
    };
    let mut wanted = Vec::new();
    wanted.extend(kinds.iri.then_some("an IRI"));
    wanted.extend(kinds.blank.then_some("a blank node"));
    wanted.extend(kinds.literal.then_some("a literal"));
    format!("is {is} where {} is wanted", wanted.join(" or "))
}

/// What a value is whose datatype is not wanted.
pub(crate) fn wrong_datatype(datatype: &NamedNode, term: &Term) -> String {
    match term {
        Term::Literal(literal) if literal.datatype() == datatype.as_ref() => {
            format!("is written in a way that {datatype} does not allow")
        }
        Term::Literal(literal) => format!("is of the datatype {} where {datatype} is wanted", literal.datatype()),
        _ => format!("is no literal of the datatype {datatype}"),
    }
}
