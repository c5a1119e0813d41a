//! Which shapes are written?
//!
//! Shapes that have targets are read first, then those that they refer to; nothing calls itself here, however deep shapes
//! are nested. What no target leads to is not read, so that it may be ill-formed.

mod constraints;
mod facts;
mod nesting;
mod path;
mod pattern;
mod unheeded;

use std::cell::Cell;
use std::collections::BTreeSet;

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::shape::{Aim, Constant, SetId, Shape, ShapeId};
use crate::vocab::{self, rdf, rdfs, xsd};
use crate::words::named;
use crate::{Malformed, ResultSeverity, Shapes};
use facts::{Facts, NoList, Node};

/// The name of a term of SHACL, without what all of them begin with.
fn word(term: &Term) -> Option<&str> {
    if let Term::NamedNode(node) = term { node.as_str().strip_prefix(vocab::SHACL) } else { None }
}

/// Reads the shapes of a shapes graph.
pub(crate) fn read(quads: impl IntoIterator<Item = Quad>) -> Result<Shapes, Vec<Malformed>> {
    let facts = Facts::of(quads);
    let mut reader = Reader::new(&facts);
    reader.entailments();
    let rooted = reader.roots();
    for (node, _) in &rooted {
        reader.shape_at(*node);
    }
    let mut aims: FxHashMap<Node, Vec<Aim>> = rooted.into_iter().collect();
    // Shapes that are referred to come behind those that were there already.
    while let Some(node) = reader.nodes.get(reader.shapes.len()).copied() {
        let aims = aims.remove(&node).unwrap_or_default();
        let shape = reader.shape(node, aims);
        reader.shapes.push(shape);
    }
    reader.unheeded();
    let too_deep = nesting::faults(&reader.shapes);
    let Reader { shapes, constants, sets, predicates, classes, mut faults, unheeded, .. } = reader;
    faults.extend(too_deep);
    if faults.is_empty() {
        Ok(Shapes { list: shapes, constants, sets, predicates, classes, unheeded })
    } else {
        Err(faults)
    }
}

/// Elements of lists, and shapes beside a shape, that are looked at, and perhaps kept, for all shapes together: shapes can
/// share a list, so that a short text asks for much.
const MOST_ELEMENTS: usize = 4_000_000;

/// Reads shapes.
struct Reader<'f> {
    facts: &'f Facts,
    /// Nodes of shapes, by the place of the shape.
    nodes: Vec<Node>,
    places: FxHashMap<Node, ShapeId>,
    shapes: Vec<Shape>,
    constants: Vec<Term>,
    constant_places: FxHashMap<Node, Constant>,
    sets: Vec<Vec<Constant>>,
    predicates: BTreeSet<NamedNode>,
    classes: BTreeSet<NamedNode>,
    /// Shapes that have a certain property shape, by that.
    parents: FxHashMap<Node, Vec<Node>>,
    faults: Vec<Malformed>,
    unheeded: Vec<Malformed>,
    /// The shape that is being read.
    current: Node,
    /// How many more elements may be looked at.
    patience: Cell<usize>,
    n_patterns: usize,
}

/// What a shape is about, by the value of a target.
type AimOf = fn(Constant) -> Aim;

/// The predicates of targets, and what their values are.
const TARGETS: [(NamedNodeRef<'_>, AimOf); 4] = [
    (vocab::TARGET_NODE, Aim::Node),
    (vocab::TARGET_CLASS, Aim::Class),
    (vocab::TARGET_SUBJECTS_OF, Aim::SubjectsOf),
    (vocab::TARGET_OBJECTS_OF, Aim::ObjectsOf),
];

impl<'f> Reader<'f> {
    fn new(facts: &'f Facts) -> Reader<'f> {
        let mut parents: FxHashMap<Node, Vec<Node>> = FxHashMap::default();
        for (parent, child) in facts.pairs(vocab::PROPERTY) {
            parents.entry(child).or_default().push(parent);
        }
        Reader {
            facts,
            nodes: Vec::new(),
            places: FxHashMap::default(),
            shapes: Vec::new(),
            constants: Vec::new(),
            constant_places: FxHashMap::default(),
            sets: Vec::new(),
            predicates: BTreeSet::new(),
            classes: BTreeSet::new(),
            parents,
            faults: Vec::new(),
            unheeded: Vec::new(),
            current: 0,
            patience: Cell::new(MOST_ELEMENTS),
            n_patterns: 0,
        }
    }

    /// Finds fault with every wish for conclusions, as SHACL says: nothing is concluded here.
    fn entailments(&mut self) {
        for (graph, regime) in self.facts.pairs(vocab::ENTAILMENT) {
            self.current = graph;
            let message = format!("{} asks for conclusions, and none are drawn", named(self.facts.term(regime)));
            self.fault(graph, vocab::ENTAILMENT, Some(regime), message);
        }
    }

    /// The nodes of shapes that have targets, with these, in the order in which they are named.
    fn roots(&mut self) -> Vec<(Node, Vec<Aim>)> {
        let facts = self.facts;
        let mut aims: FxHashMap<Node, Vec<Aim>> = FxHashMap::default();
        for (predicate, aim) in TARGETS {
            for (shape, value) in facts.pairs(predicate) {
                self.current = shape;
                if let Some(constant) = self.target(predicate, value) {
                    aims.entry(shape).or_default().push(aim(constant));
                }
            }
        }
        // OWL says of its classes that they are classes; few shapes graphs repeat it.
        let classes = facts.instances(&[rdfs::CLASS, vocab::OWL_CLASS, vocab::SHAPE_CLASS]);
        for class in classes {
            if !self.is_shape(class) {
                continue;
            }
            if let Term::NamedNode(iri) = facts.term(class) {
                self.classes.insert(iri.clone());
                let constant = self.constant(class);
                aims.entry(class).or_default().push(Aim::Class(constant));
            }
        }
        let mut roots: Vec<(Node, Vec<Aim>)> = aims.into_iter().collect();
        roots.sort_unstable_by_key(|(node, _)| *node);
        roots
    }

    /// The value of a target, when it can be one.
    fn target(&mut self, predicate: NamedNodeRef<'_>, value: Node) -> Option<Constant> {
        let is_node = predicate == vocab::TARGET_NODE;
        match self.facts.term(value) {
            Term::NamedNode(iri) if predicate == vocab::TARGET_CLASS => {
                self.classes.insert(iri.clone());
            }
            Term::NamedNode(iri) if !is_node => {
                self.predicates.insert(iri.clone());
            }
            Term::NamedNode(_) => {}
            Term::Literal(_) if is_node => {}
            other => {
                let wanted = if is_node { "an IRI or a literal" } else { "an IRI" };
                let message = format!("the target is {}, where {wanted} is wanted", named(other));
                self.fault(self.current, predicate, Some(value), message);
                return None;
            }
        }
        Some(self.constant(value))
    }

    /// True when the graph calls a node a shape, or states a constraint of it.
    fn is_shape(&self, node: Node) -> bool {
        let types = [vocab::NODE_SHAPE, vocab::PROPERTY_SHAPE, vocab::SHAPE_CLASS];
        let is_called = |class: Node| types.iter().any(|name| iri(self.facts.term(class)) == Some(name.as_str()));
        let is_parameter = |(predicate, _)| word(self.facts.term(predicate)).is_some_and(constraints::is_parameter);
        self.facts.objects(node, rdf::TYPE).any(is_called) || self.facts.about(node).any(is_parameter)
    }

    /// The place of the shape at a node, which is read in its turn.
    fn shape_at(&mut self, node: Node) -> ShapeId {
        let next = self.nodes.len();
        let place = *self.places.entry(node).or_insert(next);
        if place == next {
            self.nodes.push(node);
        }
        place
    }

    fn shape(&mut self, node: Node, aims: Vec<Aim>) -> Shape {
        self.current = node;
        let term = self.facts.term(node).clone();
        if let Term::Literal(_) | Term::Triple(_) = term {
            self.faults.push(Malformed {
                message: format!("{} stands where a shape is wanted", named(&term)),
                shape: term.clone(),
                node: term.clone(),
                predicate: None,
                object: None,
            });
        }
        self.check_once(node);
        let path = self.facts.objects(node, vocab::PATH).next();
        let path = path.and_then(|path| self.path(path));
        let has_path = self.facts.objects(node, vocab::PATH).next().is_some();
        let mut constraints = self.constraints(node, has_path);
        // What other shapes find comes behind what this one finds.
        constraints.sort_by_key(|constraint| (constraint.component().is_none(), constraint.component()));
        Shape {
            node: term,
            path,
            aims,
            severity: self.severity(node),
            messages: self.messages(node),
            is_deactivated: self.flag(node, vocab::DEACTIVATED),
            constraints,
        }
    }

    fn severity(&mut self, node: Node) -> ResultSeverity {
        let Some(severity) = self.facts.objects(node, vocab::SEVERITY).next() else {
            return ResultSeverity::default();
        };
        let iri = self.iri(node, vocab::SEVERITY, severity);
        iri.map_or_else(ResultSeverity::default, |iri| ResultSeverity::of(&iri))
    }

    fn messages(&mut self, node: Node) -> Vec<Literal> {
        let mut messages = Vec::new();
        let facts = self.facts;
        for message in facts.objects(node, vocab::MESSAGE) {
            match facts.term(message) {
                Term::Literal(literal) if literal.language().is_some() || literal.datatype() == xsd::STRING => {
                    messages.push(literal.clone());
                }
                other => {
                    let told = format!("the message is {}, where a string is wanted", named(other));
                    self.fault(node, vocab::MESSAGE, Some(message), told);
                }
            }
        }
        messages.sort_by(|a, b| (a.language(), a.value()).cmp(&(b.language(), b.value())));
        messages
    }

    /// The one value of a property that is `true` or `false`; only `true` itself is true, `1` is not.
    fn flag(&mut self, node: Node, predicate: NamedNodeRef<'_>) -> bool {
        let Some(value) = self.facts.objects(node, predicate).next() else { return false };
        match self.facts.term(value) {
            Term::Literal(literal) if literal.datatype() == xsd::BOOLEAN => literal.value() == "true",
            other => {
                let message = format!("the value is {}, where `true` or `false` is wanted", named(other));
                self.fault(node, predicate, Some(value), message);
                false
            }
        }
    }

    /// The IRI that a node is.
    fn iri(&mut self, node: Node, predicate: NamedNodeRef<'_>, value: Node) -> Option<NamedNode> {
        if let Term::NamedNode(iri) = self.facts.term(value) {
            return Some(iri.clone());
        }
        let message = format!("the value is {}, where an IRI is wanted", named(self.facts.term(value)));
        self.fault(node, predicate, Some(value), message);
        None
    }

    /// The elements of the list that a property has as its value.
    fn list(&mut self, node: Node, predicate: NamedNodeRef<'_>, head: Node) -> Option<Vec<Node>> {
        let wrong = match self.elements(head) {
            Ok(elements) => return Some(elements),
            Err(wrong) => wrong,
        };
        match wrong {
            NoList::Broken(at) if at == head && self.facts.about(head).next().is_none() => {
                let message = format!("the value is {}, where a list is wanted", named(self.facts.term(head)));
                self.fault(node, predicate, Some(head), message);
            }
            NoList::Broken(at) => {
                let message = "a node of the list does not have one `rdf:first` and one `rdf:rest`";
                self.fault(at, rdf::REST, None, message.to_owned());
            }
            NoList::TooMuch => {
                let message = format!("all lists of all shapes have more than {MOST_ELEMENTS} elements together");
                self.fault(node, predicate, Some(head), message);
            }
            NoList::Endless(at) => {
                self.fault(at, rdf::REST, None, "the list leads back to a node of its own".to_owned());
            }
        }
        None
    }

    /// The elements of a list, which are counted.
    fn elements(&self, head: Node) -> Result<Vec<Node>, NoList> {
        if self.patience.get() == 0 {
            return Err(NoList::TooMuch);
        }
        let elements = self.facts.list(head)?;
        self.count(elements.len());
        Ok(elements)
    }

    /// Counts elements that are looked at.
    fn count(&self, n: usize) {
        self.patience.set(self.patience.get().saturating_sub(n));
    }

    /// The place of a term among the constants.
    fn constant(&mut self, node: Node) -> Constant {
        let next = self.constants.len();
        let place = *self.constant_places.entry(node).or_insert(next);
        if place == next {
            self.constants.push(self.facts.term(node).clone());
        }
        place
    }

    /// The place of a new set.
    fn set(&mut self, nodes: impl IntoIterator<Item = Node>) -> SetId {
        let mut seen = FxHashSet::default();
        let constants = nodes.into_iter().filter(|node| seen.insert(*node)).map(|node| self.constant(node)).collect();
        self.sets.push(constants);
        self.sets.len() - 1
    }

    fn fault(&mut self, node: Node, predicate: NamedNodeRef<'_>, object: Option<Node>, message: String) {
        let fault = self.malformed(node, Some(predicate), object, message);
        self.faults.push(fault);
    }

    fn malformed(
        &self,
        node: Node,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<Node>,
        message: String,
    ) -> Malformed {
        Malformed {
            node: self.facts.term(node).clone(),
            predicate: predicate.map(NamedNodeRef::into_owned),
            object: object.map(|object| self.facts.term(object).clone()),
            shape: self.facts.term(self.current).clone(),
            message,
        }
    }
}

fn iri(term: &Term) -> Option<&str> {
    if let Term::NamedNode(node) = term { Some(node.as_str()) } else { None }
}
