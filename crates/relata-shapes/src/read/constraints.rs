//! Constraints, as shapes write them.

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};

use super::facts::Node;
use super::{Reader, pattern, word};
use crate::compare::Comparable;
use crate::shape::{Bound, Constraint, NodeKinds, Qualified};
use crate::vocab::{self, SHACL, xsd};
use crate::words::named;

/// The words that state a constraint or a part of one.
const PARAMETERS: [&str; 33] = [
    "class",
    "datatype",
    "nodeKind",
    "minCount",
    "maxCount",
    "minExclusive",
    "minInclusive",
    "maxExclusive",
    "maxInclusive",
    "minLength",
    "maxLength",
    "pattern",
    "flags",
    "languageIn",
    "uniqueLang",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
    "not",
    "and",
    "or",
    "xone",
    "node",
    "property",
    "qualifiedValueShape",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
    "closed",
    "ignoredProperties",
    "hasValue",
    "in",
];

/// The words that say something about a shape and no constraint of it.
const ABOUT: [&str; 3] = ["path", "severity", "deactivated"];

/// The words that a shape may say several times; of all others it has one value at most.
const REPEATED: [&str; 12] = [
    "class",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
    "not",
    "and",
    "or",
    "xone",
    "node",
    "property",
    "hasValue",
];

/// The words that only a shape with a path may say.
const OF_PROPERTIES: [&str; 6] =
    ["minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape"];

/// True when a word states a constraint, so that whatever says it is a shape.
pub(super) fn is_parameter(word: &str) -> bool {
    PARAMETERS.contains(&word)
}

/// True when a shape can say a word and something comes of it.
pub(super) fn is_heeded(word: &str) -> bool {
    PARAMETERS.contains(&word) || ABOUT.contains(&word)
}

/// The word of SHACL with a name.
fn sh(word: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{SHACL}{word}"))
}

impl Reader<'_> {
    /// Finds fault with what is said several times and may be said once.
    pub(super) fn check_once(&mut self, node: Node) {
        let facts = self.facts;
        let mut before = None;
        for (predicate, object) in facts.about(node) {
            let again = before.replace(predicate) == Some(predicate);
            if let Some(word) =
                word(facts.term(predicate)).filter(|word| again && is_heeded(word) && !REPEATED.contains(word))
            {
                let message = format!("the shape has several values of `sh:{word}`, where one is allowed");
                self.fault(node, sh(word).as_ref(), Some(object), message);
            }
        }
    }

    /// The constraints that a shape states.
    pub(super) fn constraints(&mut self, node: Node, has_path: bool) -> Vec<Constraint> {
        let facts = self.facts;
        let mut constraints = Vec::new();
        for (predicate, value) in facts.about(node) {
            let Some(word) = word(facts.term(predicate)) else { continue };
            if !has_path && OF_PROPERTIES.contains(&word) {
                let message = format!("`sh:{word}` is about the values of a path, and the shape has no `sh:path`");
                self.fault(node, sh(word).as_ref(), Some(value), message);
                continue;
            }
            match word {
                "pattern" => constraints.extend(self.pattern(node, value)),
                "closed" => constraints.extend(self.closed(node)),
                "qualifiedValueShape" => constraints.extend(self.qualified(node, value)),
                _ => constraints.extend(self.constraint(node, sh(word).as_ref(), word, value)),
            }
        }
        constraints
    }

    /// The constraint that one value of one property states.
    fn constraint(&mut self, node: Node, predicate: NamedNodeRef<'_>, word: &str, value: Node) -> Option<Constraint> {
        Some(match word {
            "class" => {
                let class = self.iri(node, predicate, value)?;
                self.classes.insert(class);
                Constraint::Class(self.constant(value))
            }
            "datatype" => Constraint::Datatype(self.iri(node, predicate, value)?),
            "nodeKind" => Constraint::NodeKind(self.node_kinds(node, predicate, value)?),
            "minCount" => Constraint::MinCount(self.integer(node, predicate, value)?),
            "maxCount" => Constraint::MaxCount(self.integer(node, predicate, value)?),
            "minLength" => Constraint::MinLength(self.integer(node, predicate, value)?),
            "maxLength" => Constraint::MaxLength(self.integer(node, predicate, value)?),
            "minExclusive" => self.bound(Bound::MinExclusive, node, predicate, value)?,
            "minInclusive" => self.bound(Bound::MinInclusive, node, predicate, value)?,
            "maxExclusive" => self.bound(Bound::MaxExclusive, node, predicate, value)?,
            "maxInclusive" => self.bound(Bound::MaxInclusive, node, predicate, value)?,
            "languageIn" => Constraint::LanguageIn(self.languages(node, predicate, value)?),
            "uniqueLang" => self.flag(node, predicate).then_some(Constraint::UniqueLang)?,
            "equals" => Constraint::Equals(self.property(node, predicate, value)?),
            "disjoint" => Constraint::Disjoint(self.property(node, predicate, value)?),
            "lessThan" => Constraint::LessThan(self.property(node, predicate, value)?),
            "lessThanOrEquals" => Constraint::LessThanOrEquals(self.property(node, predicate, value)?),
            "not" => Constraint::Not(self.shape_at(value)),
            "and" => Constraint::And(self.shapes(node, predicate, value)?),
            "or" => Constraint::Or(self.shapes(node, predicate, value)?),
            "xone" => Constraint::Xone(self.shapes(node, predicate, value)?),
            "node" => self.node(node, predicate, value)?,
            "property" => self.property_shape(node, predicate, value)?,
            "hasValue" => Constraint::HasValue(self.constant(value)),
            "in" => {
                let elements = self.list(node, predicate, value)?;
                Constraint::In(self.set(elements))
            }
            _ => return None,
        })
    }

    fn literal(&mut self, node: Node, predicate: NamedNodeRef<'_>, value: Node) -> Option<Literal> {
        if let Term::Literal(literal) = self.facts.term(value) {
            return Some(literal.clone());
        }
        let message = format!("the value is {}, where a literal is wanted", named(self.facts.term(value)));
        self.fault(node, predicate, Some(value), message);
        None
    }

    fn integer(&mut self, node: Node, predicate: NamedNodeRef<'_>, value: Node) -> Option<i64> {
        let literal = match self.facts.term(value) {
            Term::Literal(literal) if literal.datatype() == xsd::INTEGER => literal.value().parse().ok(),
            _ => None,
        };
        if literal.is_none() {
            let message = format!("the value is {}, where an integer is wanted", named(self.facts.term(value)));
            self.fault(node, predicate, Some(value), message);
        }
        literal
    }

    fn text(&mut self, node: Node, predicate: NamedNodeRef<'_>, value: Node) -> Option<String> {
        match self.facts.term(value) {
            Term::Literal(literal) if literal.datatype() == xsd::STRING => Some(literal.value().to_owned()),
            other => {
                let message = format!("the value is {}, where a string is wanted", named(other));
                self.fault(node, predicate, Some(value), message);
                None
            }
        }
    }

    fn bound(&mut self, bound: Bound, node: Node, predicate: NamedNodeRef<'_>, value: Node) -> Option<Constraint> {
        let literal = self.literal(node, predicate, value)?;
        let comparable = Comparable::of(literal.as_ref());
        if comparable.is_none() {
            let message =
                format!("nothing compares with {}, so that every value breaks this", named(&literal.clone().into()));
            let unheeded = self.malformed(node, Some(predicate), Some(value), message);
            self.unheeded.push(unheeded);
        }
        Some(Constraint::Bound(bound, literal, comparable))
    }

    fn node_kinds(&mut self, node: Node, predicate: NamedNodeRef<'_>, value: Node) -> Option<NodeKinds> {
        let kinds = |iri, blank, literal| Some(NodeKinds { iri, blank, literal });
        let found = match word(self.facts.term(value)) {
            Some("IRI") => kinds(true, false, false),
            Some("BlankNode") => kinds(false, true, false),
            Some("Literal") => kinds(false, false, true),
            Some("BlankNodeOrIRI") => kinds(true, true, false),
            Some("BlankNodeOrLiteral") => kinds(false, true, true),
            Some("IRIOrLiteral") => kinds(true, false, true),
            _ => None,
        };
        if found.is_none() {
            let message = format!(
                "{} is no kind of nodes; `sh:IRI`, `sh:BlankNode`, `sh:Literal`, `sh:BlankNodeOrIRI`, `sh:BlankNodeOrLiteral` and `sh:IRIOrLiteral` are",
                named(self.facts.term(value))
            );
            self.fault(node, predicate, Some(value), message);
        }
        found
    }

    fn languages(&mut self, node: Node, predicate: NamedNodeRef<'_>, head: Node) -> Option<Vec<String>> {
        let elements = self.list(node, predicate, head)?;
        elements.into_iter().map(|element| self.text(node, predicate, element)).collect()
    }

    /// The place of a property among the constants.
    fn property(&mut self, node: Node, predicate: NamedNodeRef<'_>, value: Node) -> Option<usize> {
        let iri = self.iri(node, predicate, value)?;
        self.predicates.insert(iri);
        Some(self.constant(value))
    }

    fn shapes(&mut self, node: Node, predicate: NamedNodeRef<'_>, head: Node) -> Option<Vec<usize>> {
        let elements = self.list(node, predicate, head)?;
        Some(elements.into_iter().map(|element| self.shape_at(element)).collect())
    }

    fn node(&mut self, node: Node, predicate: NamedNodeRef<'_>, value: Node) -> Option<Constraint> {
        if self.facts.objects(value, vocab::PATH).next().is_some() {
            let message =
                format!("{} has a path, so that `sh:property` is the word for it", named(self.facts.term(value)));
            self.fault(node, predicate, Some(value), message);
            return None;
        }
        Some(Constraint::Node(self.shape_at(value)))
    }

    fn property_shape(&mut self, node: Node, predicate: NamedNodeRef<'_>, value: Node) -> Option<Constraint> {
        if self.facts.objects(value, vocab::PATH).next().is_none() {
            let message = format!("{} has no `sh:path`, which a property shape needs", named(self.facts.term(value)));
            self.fault(node, predicate, Some(value), message);
            return None;
        }
        Some(Constraint::Property(self.shape_at(value)))
    }

    fn pattern(&mut self, node: Node, value: Node) -> Option<Constraint> {
        let text = self.text(node, sh("pattern").as_ref(), value)?;
        let flags = self.facts.objects(node, vocab::FLAGS).next();
        let flags = match flags {
            Some(flags) => self.text(node, vocab::FLAGS, flags)?,
            None => String::new(),
        };
        self.n_patterns += 1;
        match pattern::regex(&text, &flags, self.n_patterns) {
            Ok(regex) => Some(Constraint::Pattern(regex, text)),
            Err(reason) => {
                self.fault(node, sh("pattern").as_ref(), Some(value), format!("the pattern cannot be used: {reason}"));
                None
            }
        }
    }

    fn closed(&mut self, node: Node) -> Option<Constraint> {
        let facts = self.facts;
        let is_closed = self.flag(node, vocab::CLOSED);
        let mut allowed: Vec<Node> = facts
            .objects(node, vocab::PROPERTY)
            .flat_map(|property| facts.objects(property, vocab::PATH))
            .filter(|path| matches!(facts.term(*path), Term::NamedNode(_)))
            .collect();
        if let Some(ignored) = facts.objects(node, vocab::IGNORED_PROPERTIES).next() {
            for property in self.list(node, vocab::IGNORED_PROPERTIES, ignored)? {
                self.iri(node, vocab::IGNORED_PROPERTIES, property)?;
                allowed.push(property);
            }
        }
        is_closed.then(|| Constraint::Closed(self.set(allowed)))
    }

    /// Both counts, which are two components: one result each.
    fn qualified(&mut self, node: Node, value: Node) -> Vec<Constraint> {
        let facts = self.facts;
        let shape = self.shape_at(value);
        let mut siblings: Vec<usize> = Vec::new();
        if self.flag(node, vocab::QUALIFIED_VALUE_SHAPES_DISJOINT) {
            siblings = self.siblings(node, value);
        }
        let mut n = |predicate: NamedNodeRef<'_>| {
            let value = facts.objects(node, predicate).next()?;
            self.integer(node, predicate, value)
        };
        let (least, most) = (n(vocab::QUALIFIED_MIN_COUNT), n(vocab::QUALIFIED_MAX_COUNT));
        let of_least = least.map(|_| Qualified { shape, least, most: None, siblings: siblings.clone() });
        let of_most = most.map(|_| Qualified { shape, least: None, most, siblings });
        of_least.into_iter().chain(of_most).map(Constraint::Qualified).collect()
    }

    /// The shapes that are counted beside this one, by other property shapes of a shape that has this one.
    fn siblings(&mut self, node: Node, value: Node) -> Vec<usize> {
        let facts = self.facts;
        let mut siblings = Vec::new();
        for parent in self.parents.get(&node).cloned().unwrap_or_default() {
            for property in facts.objects(parent, vocab::PROPERTY) {
                self.count(1);
                let others = facts.objects(property, vocab::QUALIFIED_VALUE_SHAPE);
                siblings.extend(others.filter(|other| *other != value).map(|other| self.shape_at(other)));
            }
            if self.patience.get() == 0 {
                let message = "too many property shapes stand beside each other".to_owned();
                self.fault(node, vocab::QUALIFIED_VALUE_SHAPES_DISJOINT, None, message);
                break;
            }
        }
        siblings.sort_unstable();
        siblings.dedup();
        siblings
    }
}
