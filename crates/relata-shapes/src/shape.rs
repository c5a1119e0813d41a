//! Shapes, as they are once they are read.

use oxigraph::model::{Literal, NamedNode, Term};
use regex::Regex;

use crate::compare::Comparable;
use crate::{Component, PropertyPath, ResultSeverity};

/// The place of a shape among all.
pub(crate) type ShapeId = usize;

/// The place of a term among those that shapes name.
pub(crate) type Constant = usize;

/// The place of a set among those that shapes name.
pub(crate) type SetId = usize;

/// What a shape is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// This node, whether the graph has it or not.
    Node(Constant),
    /// All instances of a class and of the classes below it.
    Class(Constant),
    /// Everything that has this property.
    SubjectsOf(Constant),
    /// Everything that is a value of this property.
    ObjectsOf(Constant),
}

/// A shape: a node shape, or with a path a property shape.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) node: Term,
    pub(crate) path: Option<PropertyPath>,
    pub(crate) aims: Vec<Aim>,
    pub(crate) severity: ResultSeverity,
    pub(crate) messages: Vec<Literal>,
    pub(crate) is_deactivated: bool,
    /// In the order of their components.
    pub(crate) constraints: Vec<Constraint>,
}

/// What a constraint compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    MinExclusive,
    MinInclusive,
    MaxExclusive,
    MaxInclusive,
}

/// Kinds of nodes that are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeKinds {
    pub(crate) iri: bool,
    pub(crate) blank: bool,
    pub(crate) literal: bool,
}

/// A count of values that conform to a shape.
#[derive(Debug)]
pub(crate) struct Qualified {
    pub(crate) shape: ShapeId,
    pub(crate) least: Option<i64>,
    pub(crate) most: Option<i64>,
    /// Shapes that a value must not conform to, so that it counts.
    pub(crate) siblings: Vec<ShapeId>,
}

/// What a shape wants.
#[derive(Debug)]
pub(crate) enum Constraint {
    Class(Constant),
    Datatype(NamedNode),
    NodeKind(NodeKinds),
    MinCount(i64),
    MaxCount(i64),
    Bound(Bound, Literal, Option<Comparable>),
    MinLength(i64),
    MaxLength(i64),
    Pattern(Regex, String),
    LanguageIn(Vec<String>),
    UniqueLang,
    Equals(Constant),
    Disjoint(Constant),
    LessThan(Constant),
    LessThanOrEquals(Constant),
    Not(ShapeId),
    And(Vec<ShapeId>),
    Or(Vec<ShapeId>),
    Xone(Vec<ShapeId>),
    Node(ShapeId),
    /// The shape's values conform to a property shape, whose own results are told.
    Property(ShapeId),
    Qualified(Qualified),
    Closed(SetId),
    HasValue(Constant),
    In(SetId),
}

impl Constraint {
    /// The component; none of `sh:property`, which only hands on what other components find.
    pub(crate) fn component(&self) -> Option<Component> {
        Some(match self {
            Constraint::Class(_) => Component::Class,
            Constraint::Datatype(_) => Component::Datatype,
            Constraint::NodeKind(_) => Component::NodeKind,
            Constraint::MinCount(_) => Component::MinCount,
            Constraint::MaxCount(_) => Component::MaxCount,
            Constraint::Bound(Bound::MinExclusive, ..) => Component::MinExclusive,
            Constraint::Bound(Bound::MinInclusive, ..) => Component::MinInclusive,
            Constraint::Bound(Bound::MaxExclusive, ..) => Component::MaxExclusive,
            Constraint::Bound(Bound::MaxInclusive, ..) => Component::MaxInclusive,
            Constraint::MinLength(_) => Component::MinLength,
            Constraint::MaxLength(_) => Component::MaxLength,
            Constraint::Pattern(..) => Component::Pattern,
            Constraint::LanguageIn(_) => Component::LanguageIn,
            Constraint::UniqueLang => Component::UniqueLang,
            Constraint::Equals(_) => Component::Equals,
            Constraint::Disjoint(_) => Component::Disjoint,
            Constraint::LessThan(_) => Component::LessThan,
            Constraint::LessThanOrEquals(_) => Component::LessThanOrEquals,
            Constraint::Not(_) => Component::Not,
            Constraint::And(_) => Component::And,
            Constraint::Or(_) => Component::Or,
            Constraint::Xone(_) => Component::Xone,
            Constraint::Node(_) => Component::Node,
            Constraint::Property(_) => return None,
            Constraint::Qualified(Qualified { least: Some(_), .. }) => Component::QualifiedMinCount,
            Constraint::Qualified(_) => Component::QualifiedMaxCount,
            Constraint::Closed(_) => Component::Closed,
            Constraint::HasValue(_) => Component::HasValue,
            Constraint::In(_) => Component::In,
        })
    }

    /// The shapes that it refers to.
    pub(crate) fn shapes(&self) -> Vec<ShapeId> {
        match self {
            Constraint::Not(shape) | Constraint::Node(shape) | Constraint::Property(shape) => vec![*shape],
            Constraint::And(shapes) | Constraint::Or(shapes) | Constraint::Xone(shapes) => shapes.clone(),
            Constraint::Qualified(Qualified { shape, siblings, .. }) => {
                siblings.iter().copied().chain([*shape]).collect()
            }
            _ => Vec::new(),
        }
    }
}
