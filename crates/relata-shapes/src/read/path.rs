//! Property paths, as shapes write them.

use oxigraph::model::{NamedNodeRef, Term};

use super::facts::Node;
use super::{Reader, word};
use crate::PropertyPath;
use crate::vocab::{self, rdf};
use crate::words::named;

/// How deep paths may lie in each other: each is followed by a function that calls itself.
const DEEPEST: usize = 32;

/// How many parts a path may have: parts can be shared, so that a short text makes a long path.
const MOST_PARTS: usize = 1000;

/// A path that is not as it should be, at a node.
struct Wrong(Node, String);

/// Makes a path of the one inside.
type Around = fn(Box<PropertyPath>) -> PropertyPath;

/// The words for paths around another.
const AROUND: [(NamedNodeRef<'_>, Around); 4] = [
    (vocab::INVERSE_PATH, PropertyPath::Inverse),
    (vocab::ZERO_OR_MORE_PATH, PropertyPath::ZeroOrMore),
    (vocab::ONE_OR_MORE_PATH, PropertyPath::OneOrMore),
    (vocab::ZERO_OR_ONE_PATH, PropertyPath::ZeroOrOne),
];

impl Reader<'_> {
    /// The path at a node.
    pub(super) fn path(&mut self, node: Node) -> Option<PropertyPath> {
        let (mut n_parts, mut above) = (0, Vec::new());
        match self.part(node, &mut n_parts, &mut above) {
            Ok(path) => {
                self.note(&path);
                Some(path)
            }
            Err(Wrong(at, message)) => {
                let (subject, object) = if at == node { (self.current, Some(node)) } else { (at, None) };
                self.fault(subject, vocab::PATH, object, message);
                None
            }
        }
    }

    fn note(&mut self, path: &PropertyPath) {
        match path {
            PropertyPath::Predicate(predicate) => {
                self.predicates.insert(predicate.clone());
            }
            PropertyPath::Sequence(parts) | PropertyPath::Alternative(parts) => {
                for part in parts {
                    self.note(part);
                }
            }
            PropertyPath::Inverse(path)
            | PropertyPath::ZeroOrMore(path)
            | PropertyPath::OneOrMore(path)
            | PropertyPath::ZeroOrOne(path) => self.note(path),
        }
    }

    /// `above` are the nodes of the paths around this one.
    fn part(&self, node: Node, n_parts: &mut usize, above: &mut Vec<Node>) -> Result<PropertyPath, Wrong> {
        let wrong = |message: &str| Err(Wrong(node, message.to_owned()));
        *n_parts += 1;
        if above.contains(&node) {
            return wrong("the path contains itself");
        }
        if *n_parts > MOST_PARTS {
            return wrong("the path has more than 1000 parts");
        }
        if above.len() >= DEEPEST {
            return wrong("the path is nested more than 32 deep");
        }
        match self.facts.term(node) {
            Term::NamedNode(predicate) if predicate.as_ref() != rdf::NIL => {
                return Ok(PropertyPath::Predicate(predicate.clone()));
            }
            Term::BlankNode(_) => {}
            other => {
                return wrong(&format!("the path is {}, where a property or a path is wanted", named(other)));
            }
        }
        above.push(node);
        let path = self.complex(node, n_parts, above);
        above.pop();
        path
    }

    /// The path at a blank node.
    fn complex(&self, node: Node, n_parts: &mut usize, above: &mut Vec<Node>) -> Result<PropertyPath, Wrong> {
        // A list is a sequence, whatever else is said of its first node; the tests of SHACL want it so.
        if self.facts.objects(node, rdf::FIRST).next().is_some() {
            return Ok(PropertyPath::Sequence(self.parts(node, node, n_parts, above)?));
        }
        let mut ways = AROUND.iter().flat_map(|(name, around)| {
            let objects = self.facts.objects(node, *name);
            objects.map(move |inner| (Some(around), inner))
        });
        let mut alternatives = self.facts.objects(node, vocab::ALTERNATIVE_PATH).map(|list| (None, list));
        let (way, other) = (ways.next(), alternatives.next());
        if way.is_some() && other.is_some() || ways.next().is_some() || alternatives.next().is_some() {
            return Err(Wrong(node, "the path is several paths at once".to_owned()));
        }
        match way.or(other) {
            Some((Some(around), inner)) => Ok(around(Box::new(self.part(inner, n_parts, above)?))),
            Some((None, list)) => Ok(PropertyPath::Alternative(self.parts(node, list, n_parts, above)?)),
            None => {
                let misspelled = self.facts.about(node).find_map(|(predicate, _)| word(self.facts.term(predicate)));
                let told = misspelled.map_or(String::new(), |word| format!("; `sh:{word}` makes no path"));
                Err(Wrong(node, format!("the node of the path says no path{told}")))
            }
        }
    }

    /// The paths of a list, two at least.
    fn parts(
        &self,
        node: Node,
        list: Node,
        n_parts: &mut usize,
        above: &mut Vec<Node>,
    ) -> Result<Vec<PropertyPath>, Wrong> {
        let elements = self.elements(list);
        let elements = elements.map_err(|_| Wrong(node, "the list of paths is not well-formed".to_owned()))?;
        if elements.len() < 2 {
            return Err(Wrong(node, "a list of paths has at least two".to_owned()));
        }
        elements.into_iter().map(|element| self.part(element, n_parts, above)).collect()
    }
}
