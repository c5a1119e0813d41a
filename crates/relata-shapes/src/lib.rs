//! Which shapes does a graph break?
//!
//! [`Shapes::read`] takes the quads of a shapes graph, written in SHACL Core, and makes shapes of them, or says which of
//! them are ill-formed. [`Shapes::validate`] asks a [`Store`] for the nodes that each shape is about
//! and hands on a [`Violation`] for everything that is not as the shape wants it; [`report`] turns violations into the
//! RDF of a validation report. Nobody here knows where the quads came from, what a claim is, or how a violation is shown.
//!
//! Where SHACL leaves a choice, or shapes may be a stranger's:
//!
//! - Shapes that refer to themselves are refused, because no two programs agree on what they mean; so are shapes nested more
//!   than 64 deep, paths nested more than 32 deep or with more than 1000 parts, more than 2000 patterns, and lists whose
//!   elements, counted for each shape that has the list, are more than 4,000,000.
//! - Patterns are those of `XPath`, without back-references and without the names of Unicode's blocks; `\w`, `\d` and `\s` are
//!   those of the `regex` crate. What is not supported is ill-formed. A pattern is matched in time linear in the text.
//! - An `owl:Class` that is a shape is about its instances, as an `rdfs:Class` is. What is below a class is looked up in the
//!   graph, and nothing else is concluded: `sh:entailment` is refused.
//! - Messages are taken as they stand: SHACL Core puts nothing into them.
//! - A triple term of RDF 1.2 is neither an IRI nor a blank node nor a literal, and has no text.
//! - Without [`Limits`], shapes that share shapes can make validation take as long as whoever wrote them wants.

mod check;
mod compare;
mod component;
mod datatype;
mod path;
mod read;
mod report;
mod shape;
mod violation;
pub mod vocab;
mod words;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use oxigraph::model::{NamedNode, Quad, Term};
use relata_store::{Graphs, Limits, Store};

pub use component::Component;
pub use path::PropertyPath;
pub use report::report;
use shape::{Constant, Shape};
pub use violation::{ResultSeverity, Validated, ValidationError, Violation};

/// What is wrong with a shape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Malformed {
    /// The subject of the triple that is wrong: a shape, or a list or path that belongs to one.
    pub node: Term,
    /// The predicate of that triple, where one can be named.
    pub predicate: Option<NamedNode>,
    /// The object of that triple, where one can be named.
    pub object: Option<Term>,
    /// The nearest shape, when `node` is none itself.
    pub shape: Term,
    /// What is wrong, in words: lower case, no full stop.
    pub message: String,
}

/// The shapes of a shapes graph, ready to be asked of any graph.
#[derive(Debug, Default)]
pub struct Shapes {
    list: Vec<Shape>,
    /// Terms that shapes name.
    constants: Vec<Term>,
    sets: Vec<Vec<Constant>>,
    predicates: BTreeSet<NamedNode>,
    classes: BTreeSet<NamedNode>,
    unheeded: Vec<Malformed>,
}

impl Shapes {
    /// Reads the shapes of a shapes graph; the graphs that the quads lie in do not matter.
    ///
    /// # Errors
    /// With everything that is ill-formed in shapes that have a target or that such a shape refers to.
    pub fn read(quads: impl IntoIterator<Item = Quad>) -> Result<Shapes, Vec<Malformed>> {
        read::read(quads)
    }

    /// True when no shape has a target, so that nothing is checked.
    pub fn is_empty(&self) -> bool {
        self.targeted().next().is_none()
    }

    /// The shapes that have targets, in the order in which they are first named.
    pub fn targeted(&self) -> impl Iterator<Item = &Term> {
        self.list.iter().filter(|shape| !shape.aims.is_empty()).map(|shape| &shape.node)
    }

    /// What is written in the shapes and changes nothing: words of SHACL that are no part of its core, misspelled words,
    /// shapes that no target leads to.
    pub fn unheeded(&self) -> &[Malformed] {
        &self.unheeded
    }

    /// The predicates that targets, paths and constraints name, each once, in the order of their IRIs.
    pub fn predicates(&self) -> impl Iterator<Item = &NamedNode> {
        self.predicates.iter()
    }

    /// The classes that targets and constraints name, each once, in the order of their IRIs.
    pub fn classes(&self) -> impl Iterator<Item = &NamedNode> {
        self.classes.iter()
    }

    /// Hands every violation to `found`, in the order of shapes, focus nodes and constraints, until `found` breaks off.
    ///
    /// # Errors
    /// When a limit is exceeded, or the graph file is damaged.
    pub fn validate(
        &self,
        data: &Store,
        graphs: Graphs,
        limits: Limits,
        found: &mut dyn FnMut(Violation) -> ControlFlow<()>,
    ) -> Result<Validated, ValidationError> {
        check::validate(self, data, graphs, limits, found)
    }
}
