//! What validation finds.

use std::fmt;
use std::time::Duration;

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};
use relata_store::{Exceeded, FormatError};

use crate::{Component, PropertyPath, vocab};

/// How bad a shape says it is when it is broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ResultSeverity {
    /// `sh:Violation`, which is what a shape means that says nothing.
    #[default]
    Violation,
    /// `sh:Warning`.
    Warning,
    /// `sh:Info`.
    Info,
    /// One that the shapes graph made up.
    Other(NamedNode),
}

impl ResultSeverity {
    /// The IRI, as `sh:resultSeverity` has it.
    pub fn iri(&self) -> NamedNodeRef<'_> {
        match self {
            ResultSeverity::Violation => vocab::VIOLATION,
            ResultSeverity::Warning => vocab::WARNING,
            ResultSeverity::Info => vocab::INFO,
            ResultSeverity::Other(iri) => iri.as_ref(),
        }
    }

    /// The severity with an IRI.
    pub fn of(iri: &NamedNode) -> ResultSeverity {
        match iri.as_ref() {
            vocab::VIOLATION => ResultSeverity::Violation,
            vocab::WARNING => ResultSeverity::Warning,
            vocab::INFO => ResultSeverity::Info,
            _ => ResultSeverity::Other(iri.clone()),
        }
    }
}

/// A node that is not as a shape wants it: a validation result of SHACL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The node that the shape is about.
    pub focus: Term,
    /// How to get from the focus node to the values, when it is about values.
    pub path: Option<PropertyPath>,
    /// The value that is wrong, where it is one value that is.
    pub value: Option<Term>,
    /// The kind of constraint that is broken.
    pub component: Component,
    /// The shape that has the constraint.
    pub shape: Term,
    /// How bad that is.
    pub severity: ResultSeverity,
    /// The words of the shape for it (`sh:message`), in the order of their languages; often none.
    pub messages: Vec<Literal>,
    /// What is wrong in plain words, whether the shape has words of its own or not: lower case, no full stop, IRIs in
    /// angle brackets.
    pub detail: String,
}

impl Violation {
    /// The message to show: the shape's own in English, in no language or in any; else [`Violation::detail`].
    pub fn message(&self) -> &str {
        let is_english = |message: &&Literal| {
            message.language().is_some_and(|language| language == "en" || language.starts_with("en-"))
        };
        let messages = &self.messages;
        let english = messages.iter().find(is_english);
        let own = english.or_else(|| messages.iter().find(|message| message.language().is_none()));
        own.or_else(|| messages.first()).map_or(&self.detail, |message| message.value())
    }
}

/// What a validation looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validated {
    /// How many times a shape was held against a node that its targets chose.
    pub n_checked: u64,
    /// How many violations were handed on.
    pub n_found: u64,
    /// True when whoever takes the violations broke off.
    pub is_broken_off: bool,
    /// Shapes that are not deactivated and whose targets chose no node of the graph.
    pub without_focus: Vec<Term>,
}

impl Validated {
    /// True when everything was looked at and nothing found.
    pub fn conforms(&self) -> bool {
        self.n_found == 0 && !self.is_broken_off
    }
}

/// Why a validation ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValidationError {
    /// The time is over.
    Time(Duration),
    /// The memory is full.
    Memory(usize),
    /// Somebody cancelled it.
    Cancelled,
    /// The graph file is damaged.
    Damaged(FormatError),
}

impl fmt::Display for ValidationError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ValidationError::Time(most) => write!(out, "the shapes took longer than {most:?}"),
            ValidationError::Memory(most) => write!(out, "the shapes took more than {} MB of memory", most >> 20),
            ValidationError::Cancelled => out.write_str("the validation was cancelled"),
            ValidationError::Damaged(error) => write!(out, "the graph cannot be read: {error}"),
        }
    }
}

impl std::error::Error for ValidationError {}

impl From<Exceeded> for ValidationError {
    fn from(exceeded: Exceeded) -> ValidationError {
        match exceeded {
            Exceeded::Time(most) => ValidationError::Time(most),
            Exceeded::Memory(most) => ValidationError::Memory(most),
            Exceeded::Cancelled => ValidationError::Cancelled,
        }
    }
}

impl From<FormatError> for ValidationError {
    fn from(error: FormatError) -> ValidationError {
        ValidationError::Damaged(error)
    }
}
