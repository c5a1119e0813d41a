//! Which nodes break a shape?
//!
//! Shapes get the numbers of the graph for the terms they name; then each is held against its focus nodes, by number. Text
//! is looked up for a constraint about text, and for what is told.

mod aims;
mod constraints;
mod pairs;
mod walk;

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;
use std::rc::Rc;

use oxigraph::model::{NamedNode, Term};
use relata_store::evaluation::CancellationToken;
use relata_store::{FormatError, Graphs, Guard, Index, Limits, Store, Terms};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::shape::{Constant, Shape, ShapeId};
use crate::vocab::{rdf, rdfs};
use crate::{Component, PropertyPath, Shapes, Validated, ValidationError, Violation};
use walk::Way;

/// Answers that are kept, of whether a node conforms to a shape.
const MOST_REMEMBERED: usize = 1 << 20;

/// Why a check goes no further.
enum Stopped {
    /// Whoever is told wants no more.
    Enough,
    /// It cannot go on.
    Failed(ValidationError),
}

impl<E: Into<ValidationError>> From<E> for Stopped {
    fn from(error: E) -> Stopped {
        Stopped::Failed(error.into())
    }
}

type Checked = Result<(), Stopped>;

/// Where broken constraints are told.
enum Sink<'f> {
    /// To nobody: the first one is enough.
    First,
    /// To a function.
    All(&'f mut dyn FnMut(Violation) -> ControlFlow<()>),
}

/// Something that is not as a constraint wants it.
struct Broken<'b> {
    shape: &'b Shape,
    focus: u32,
    value: Option<u32>,
    component: Component,
    /// The path, where it is not that of the shape.
    path: Option<PropertyPath>,
}

/// Holds shapes against nodes.
struct Checker<'a> {
    shapes: &'a Shapes,
    index: Index<'a>,
    terms: Terms<'a>,
    graphs: Graphs,
    guard: Guard,
    /// Numbers of the constants.
    numbers: Vec<u32>,
    sets: Vec<FxHashSet<u32>>,
    /// Ways of property shapes.
    ways: Vec<Option<Way>>,
    rdf_type: u32,
    sub_class_of: u32,
    /// A class, and all below it.
    classes: RefCell<FxHashMap<u32, Rc<FxHashSet<u32>>>>,
    /// Shapes and nodes, and whether these conform to those.
    remembered: RefCell<FxHashMap<(ShapeId, u32), bool>>,
    n_found: Cell<u64>,
}

/// Holds every shape against its focus nodes.
pub(crate) fn validate(
    shapes: &Shapes,
    data: &Store,
    graphs: Graphs,
    limits: Limits,
    found: &mut dyn FnMut(Violation) -> ControlFlow<()>,
) -> Result<Validated, ValidationError> {
    let checker = Checker::new(shapes, data, graphs, limits)?;
    // However little there is to do: what is over before it begins is told.
    checker.guard.look()?;
    let mut validated = Validated::default();
    let mut sink = Sink::All(found);
    let stopped = checker.all(&mut validated, &mut sink).err();
    validated.n_found = checker.n_found.get();
    match stopped {
        None => Ok(validated),
        Some(Stopped::Enough) => Ok(Validated { is_broken_off: true, ..validated }),
        Some(Stopped::Failed(error)) => Err(error),
    }
}

impl<'a> Checker<'a> {
    fn new(
        shapes: &'a Shapes,
        data: &'a Store,
        graphs: Graphs,
        limits: Limits,
    ) -> Result<Checker<'a>, ValidationError> {
        let terms = data.terms();
        let numbers = shapes.constants.iter().map(|term| terms.number(term)).collect::<Result<Vec<_>, _>>()?;
        let numbered = |set: &Vec<Constant>| set.iter().map(|constant| numbers[*constant]).collect();
        let sets = shapes.sets.iter().map(numbered).collect();
        let number = |iri: &NamedNode| -> Result<u32, FormatError> { terms.number(&Term::from(iri.clone())) };
        let way = |shape: &Shape| shape.path.as_ref().map(|path| Way::of(path, false, &number)).transpose();
        let ways = shapes.list.iter().map(way).collect::<Result<Vec<_>, _>>()?;
        let (rdf_type, sub_class_of) = (number(&rdf::TYPE.into_owned())?, number(&rdfs::SUB_CLASS_OF.into_owned())?);
        Ok(Checker {
            shapes,
            index: data.index(),
            graphs,
            guard: Guard::new(limits, CancellationToken::new()),
            numbers,
            sets,
            ways,
            rdf_type,
            sub_class_of,
            terms,
            classes: RefCell::default(),
            remembered: RefCell::default(),
            n_found: Cell::new(0),
        })
    }

    fn all(&self, validated: &mut Validated, sink: &mut Sink<'_>) -> Checked {
        for (id, shape) in self.shapes.list.iter().enumerate() {
            if shape.aims.is_empty() || shape.is_deactivated {
                continue;
            }
            let nodes = self.focus_nodes(&shape.aims)?;
            if nodes.is_empty() {
                validated.without_focus.push(shape.node.clone());
            }
            for node in nodes {
                validated.n_checked += 1;
                self.check(id, node, sink)?;
            }
        }
        Ok(())
    }

    /// Holds a shape against a node.
    fn check(&self, id: ShapeId, focus: u32, sink: &mut Sink<'_>) -> Checked {
        self.guard.work()?;
        let shape = &self.shapes.list[id];
        if shape.is_deactivated {
            return Ok(());
        }
        let values = match &self.ways[id] {
            Some(way) => self.values(way, focus)?,
            None => vec![focus],
        };
        shape.constraints.iter().try_for_each(|constraint| self.constraint(constraint, shape, focus, &values, sink))
    }

    /// True when a node conforms to a shape.
    fn conforms(&self, id: ShapeId, node: u32) -> Result<bool, Stopped> {
        if let Some(conforms) = self.remembered.borrow().get(&(id, node)) {
            return Ok(*conforms);
        }
        let conforms = match self.check(id, node, &mut Sink::First) {
            Ok(()) => true,
            Err(Stopped::Enough) => false,
            Err(failed) => return Err(failed),
        };
        let mut remembered = self.remembered.borrow_mut();
        if remembered.len() >= MOST_REMEMBERED {
            remembered.clear();
        }
        remembered.insert((id, node), conforms);
        Ok(conforms)
    }

    /// Tells that something is broken; `detail` says it in words.
    fn tell(
        &self,
        broken: Broken<'_>,
        sink: &mut Sink<'_>,
        detail: impl FnOnce(&Term, Option<&Term>) -> Result<String, Stopped>,
    ) -> Checked {
        let Sink::All(found) = sink else { return Err(Stopped::Enough) };
        let Broken { shape, focus, value, component, path } = broken;
        self.guard.work()?;
        let focus = self.terms.term(focus)?;
        let value = value.map(|value| self.terms.term(value)).transpose()?;
        let detail = detail(&focus, value.as_ref())?;
        let violation = Violation {
            focus,
            path: path.or_else(|| shape.path.clone()),
            value,
            component,
            shape: shape.node.clone(),
            severity: shape.severity.clone(),
            messages: shape.messages.clone(),
            detail,
        };
        self.n_found.set(self.n_found.get() + 1);
        match found(violation) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stopped::Enough),
        }
    }
}
