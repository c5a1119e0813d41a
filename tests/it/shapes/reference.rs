//! SHACL read word for word, over sets of triples; slow, and knows only what random shapes are made of.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::{rdf, rdfs, xsd};
use oxigraph::model::{Literal, NamedNode, Quad, Term};

use super::drawn::{Drawn, Target, Want, Way, word};

/// A violation, as far as it is compared: focus node, path, value, component.
pub(super) type Found = (String, String, String, String);

/// A graph as a set.
pub(super) struct Reference {
    triples: BTreeSet<(String, String, String)>,
    terms: BTreeMap<String, Term>,
}

type Terms = BTreeSet<String>;

impl Reference {
    pub(super) fn new(quads: &[Quad]) -> Reference {
        let mut reference = Reference { triples: BTreeSet::new(), terms: BTreeMap::new() };
        for quad in quads {
            let parts = [quad.subject.clone().into(), quad.predicate.clone().into(), quad.object.clone()];
            let [s, p, o] = parts.map(|term: Term| {
                reference.terms.insert(term.to_string(), term.clone());
                term.to_string()
            });
            reference.triples.insert((s, p, o));
        }
        reference
    }

    fn know(&mut self, term: &Term) -> String {
        self.terms.insert(term.to_string(), term.clone());
        term.to_string()
    }

    fn objects(&self, node: &str, predicate: &str) -> Terms {
        let fits = |triple: &&(String, String, String)| triple.0 == node && triple.1 == predicate;
        self.triples.iter().filter(fits).map(|triple| triple.2.clone()).collect()
    }

    fn subjects(&self, predicate: &str, node: &str) -> Terms {
        let fits = |triple: &&(String, String, String)| triple.2 == node && triple.1 == predicate;
        self.triples.iter().filter(fits).map(|triple| triple.0.clone()).collect()
    }

    fn is_instance(&self, node: &str, class: &str) -> bool {
        let mut classes = self.objects(node, &rdf::TYPE.to_string());
        loop {
            let above: Terms =
                classes.iter().flat_map(|class| self.objects(class, &rdfs::SUB_CLASS_OF.to_string())).collect();
            let n = classes.len();
            classes.extend(above);
            if classes.len() == n {
                return classes.contains(class);
            }
        }
    }

    fn values(&self, way: &Way, node: &str) -> Terms {
        let all =
            |way: &Way, nodes: &Terms| -> Terms { nodes.iter().flat_map(|node| self.values(way, node)).collect() };
        let one = BTreeSet::from([node.to_owned()]);
        let closure = |mut nodes: Terms, way: &Way| loop {
            let next = all(way, &nodes);
            let n = nodes.len();
            nodes.extend(next);
            if nodes.len() == n {
                return nodes;
            }
        };
        match way {
            Way::Forth(predicate) => self.objects(node, &predicate.to_string()),
            // By the definition: every node from which the way leads here.
            Way::Back(way) => match &**way {
                Way::Forth(predicate) => self.subjects(&predicate.to_string(), node),
                way => self.terms.keys().filter(|from| self.values(way, from).contains(node)).cloned().collect(),
            },
            Way::Sequence(ways) => ways.iter().fold(one, |nodes, way| all(way, &nodes)),
            Way::Alternative(ways) => ways.iter().flat_map(|way| self.values(way, node)).collect(),
            Way::Star(way) => closure(one, way),
            Way::Plus(way) => closure(self.values(way, node), way),
            Way::Maybe(way) => self.values(way, node).into_iter().chain(one).collect(),
        }
    }

    /// What is wrong with the nodes that a shape is about.
    pub(super) fn validate(&mut self, shape: &Drawn, targets: &[Target]) -> Vec<Found> {
        let mut focus = Terms::new();
        for target in targets {
            match target {
                Target::Node(term) => focus.extend([self.know(term)]),
                Target::Class(class) => {
                    let class = class.to_string();
                    focus.extend(self.terms.keys().filter(|node| self.is_instance(node, &class)).cloned());
                }
                Target::SubjectsOf(predicate) => {
                    let fits = |triple: &&(String, String, String)| triple.1 == predicate.to_string();
                    focus.extend(self.triples.iter().filter(fits).map(|triple| triple.0.clone()));
                }
                Target::ObjectsOf(predicate) => {
                    let fits = |triple: &&(String, String, String)| triple.1 == predicate.to_string();
                    focus.extend(self.triples.iter().filter(fits).map(|triple| triple.2.clone()));
                }
            }
        }
        focus.iter().flat_map(|node| self.check(shape, node, &[])).collect()
    }

    fn conforms(&self, shape: &Drawn, node: &str) -> bool {
        self.check(shape, node, &[]).is_empty()
    }

    /// `siblings` are the shapes that are counted beside this one.
    fn check(&self, shape: &Drawn, focus: &str, siblings: &[&Drawn]) -> Vec<Found> {
        let values = match &shape.way {
            Some(way) => self.values(way, focus),
            None => BTreeSet::from([focus.to_owned()]),
        };
        let path = shape.way.as_ref().map(shown).unwrap_or_default();
        let mut found = Vec::new();
        for want in &shape.wants {
            if let Want::Property(property) = want {
                let others = shape.wants.iter().filter_map(|other| match other {
                    Want::Property(other) if !std::ptr::eq(other, property) => Some(other),
                    _ => None,
                });
                let counted = others.flat_map(|other| &other.wants).filter_map(|want| match want {
                    Want::Qualified(shape, ..) => Some(&**shape),
                    _ => None,
                });
                let siblings: Vec<&Drawn> = counted.collect();
                found.extend(values.iter().flat_map(|value| self.check(property, value, &siblings)));
                continue;
            }
            if let Want::Closed(ignored) = want {
                let wrong = self.closed(shape, ignored, &values).into_iter();
                let component = "ClosedConstraintComponent";
                found.extend(wrong.map(|(value, path)| (focus.to_owned(), path, value, component.to_owned())));
                continue;
            }
            for (value, component) in self.wrong(want, focus, &values, siblings) {
                found.push((focus.to_owned(), path.clone(), value.unwrap_or_default(), component));
            }
        }
        found
    }

    /// Values that are wrong, or none where it is all of them, and components.
    fn wrong(&self, want: &Want, focus: &str, values: &Terms, siblings: &[&Drawn]) -> Vec<(Option<String>, String)> {
        let component = {
            let mut name = word(want).to_owned();
            name[..1].make_ascii_uppercase();
            format!("{name}ConstraintComponent")
        };
        let each = |is_right: &dyn Fn(&str, &Term) -> bool| {
            let wrong = values.iter().filter(|value| !is_right(value, &self.terms[*value]));
            wrong.map(|value| (Some(value.clone()), component.clone())).collect::<Vec<_>>()
        };
        let once = |is_right: bool| if is_right { Vec::new() } else { vec![(None, component.clone())] };
        match want {
            Want::Class(class) => each(&|value, _| self.is_instance(value, &class.to_string())),
            Want::Datatype(wanted) => each(&|_, term| is_of_datatype(term, wanted)),
            Want::NodeKind(kind) => each(&|_, term| match term {
                Term::NamedNode(_) => kind.contains("IRI"),
                Term::BlankNode(_) => kind.contains("BlankNode"),
                _ => kind.contains("Literal"),
            }),
            Want::MinCount(n) => once(values.len() >= *n),
            Want::MaxCount(n) => once(values.len() <= *n),
            Want::Bound(word, limit) => each(&|_, term| {
                let order = compare(term, &limit.clone().into());
                order.is_some_and(|order| match *word {
                    "minExclusive" => order.is_gt(),
                    "minInclusive" => order.is_ge(),
                    "maxExclusive" => order.is_lt(),
                    _ => order.is_le(),
                })
            }),
            Want::MinLength(n) => each(&|_, term| text(term).is_some_and(|text| text.chars().count() >= *n)),
            Want::MaxLength(n) => each(&|_, term| text(term).is_some_and(|text| text.chars().count() <= *n)),
            Want::Pattern(pattern) => {
                let regex = regex::Regex::new(pattern).unwrap();
                each(&|_, term| text(term).is_some_and(|text| regex.is_match(&text)))
            }
            Want::LanguageIn(ranges) => each(&|_, term| {
                let Term::Literal(literal) = term else { return false };
                literal.language().is_some_and(|tag| {
                    let fits = |range: &&str| *range == "*" || tag == *range || tag.starts_with(&format!("{range}-"));
                    ranges.iter().any(fits)
                })
            }),
            Want::UniqueLang => {
                let tag = |value: &String| match &self.terms[value] {
                    Term::Literal(literal) => literal.language().map(str::to_owned),
                    _ => None,
                };
                let tags: Vec<String> = values.iter().filter_map(tag).collect();
                let several: BTreeSet<&String> =
                    tags.iter().filter(|tag| tags.iter().filter(|other| other == tag).count() > 1).collect();
                several.iter().map(|_| (None, component.clone())).collect()
            }
            Want::Pair(word, other) => {
                let others = self.objects(focus, &other.to_string());
                let told = |value: &String| (Some(value.clone()), component.clone());
                match *word {
                    "equals" => values.symmetric_difference(&others).map(told).collect(),
                    "disjoint" => values.intersection(&others).map(told).collect(),
                    word => {
                        let pairs = values.iter().flat_map(|value| others.iter().map(move |other| (value, other)));
                        let wrong = pairs.filter(|(value, other)| {
                            let order = compare(&self.terms[*value], &self.terms[*other]);
                            !order.is_some_and(|order| if word == "lessThan" { order.is_lt() } else { order.is_le() })
                        });
                        wrong.map(|(value, _)| told(value)).collect()
                    }
                }
            }
            Want::Not(shape) => each(&|value, _| !self.conforms(shape, value)),
            Want::Node(shape) => each(&|value, _| self.conforms(shape, value)),
            Want::Shapes(word, shapes) => each(&|value, _| {
                let n = shapes.iter().filter(|shape| self.conforms(shape, value)).count();
                match *word {
                    "and" => n == shapes.len(),
                    "or" => n > 0,
                    _ => n == 1,
                }
            }),
            Want::Qualified(shape, least, most, disjoint) => {
                let counts = |value: &&String| {
                    self.conforms(shape, value)
                        && !(*disjoint && siblings.iter().any(|sibling| self.conforms(sibling, value)))
                };
                let n = values.iter().filter(counts).count();
                let told = |name: &str| (None, format!("Qualified{name}CountConstraintComponent"));
                let too_few = least.is_some_and(|least| n < least).then(|| told("Min"));
                let too_many = most.is_some_and(|most| n > most).then(|| told("Max"));
                too_few.into_iter().chain(too_many).collect()
            }
            // These are not about values alone; see `check`.
            Want::Property(_) | Want::Closed(_) => Vec::new(),
            Want::HasValue(term) => once(values.contains(&term.to_string())),
            Want::In(terms) => each(&|_, term| terms.contains(term)),
        }
    }

    /// What is broken of `sh:closed`, with the properties that stand beside it.
    fn closed(&self, shape: &Drawn, ignored: &[NamedNode], values: &Terms) -> Vec<(String, String)> {
        let direct = shape.wants.iter().filter_map(|want| match want {
            Want::Property(property) => match &property.way {
                Some(Way::Forth(predicate)) => Some(predicate.to_string()),
                _ => None,
            },
            _ => None,
        });
        let allowed: BTreeSet<String> = ignored.iter().map(ToString::to_string).chain(direct).collect();
        let wrong = self.triples.iter().filter(|(s, p, _)| values.contains(s) && !allowed.contains(p));
        wrong.map(|(_, p, o)| (o.clone(), p.clone())).collect()
    }
}

fn is_of_datatype(term: &Term, wanted: &NamedNode) -> bool {
    let Term::Literal(literal) = term else { return false };
    let text = literal.value();
    literal.datatype() == wanted.as_ref()
        && match wanted.as_ref() {
            xsd::INTEGER => text.parse::<i64>().is_ok(),
            xsd::UNSIGNED_BYTE => text.parse::<u8>().is_ok(),
            _ => true,
        }
}

fn text(term: &Term) -> Option<String> {
    match term {
        Term::NamedNode(node) => Some(node.as_str().to_owned()),
        Term::Literal(literal) => Some(literal.value().to_owned()),
        _ => None,
    }
}

/// A literal by its sort, and as a number or text that stands in order.
fn rank(literal: &Literal) -> Option<(&'static str, f64, String)> {
    let text = literal.value();
    let number = |text: &str| text.parse::<f64>().ok().map(|number| ("number", number, String::new()));
    match literal.datatype() {
        xsd::STRING => Some(("string", 0.0, text.to_owned())),
        xsd::INTEGER | xsd::DECIMAL | xsd::DOUBLE => number(text),
        xsd::UNSIGNED_BYTE => text.parse::<u8>().ok().and_then(|_| number(text)),
        xsd::BOOLEAN => Some(("boolean", 0.0, text.to_owned())),
        xsd::DATE => Some(("date", 0.0, text.to_owned())),
        // Both moments of the random graphs, in UTC.
        xsd::DATE_TIME => Some(("moment", if text.contains('+') { 11.0 } else { 10.0 }, String::new())),
        _ => None,
    }
}

fn compare(a: &Term, b: &Term) -> Option<std::cmp::Ordering> {
    let (Term::Literal(a), Term::Literal(b)) = (a, b) else { return None };
    let (a, b) = (rank(a)?, rank(b)?);
    if a.0 == b.0 { a.partial_cmp(&b) } else { None }
}

/// A path as SPARQL has it.
fn shown(way: &Way) -> String {
    let inner = |way: &Way| if let Way::Forth(_) = way { shown(way) } else { format!("({})", shown(way)) };
    let joined = |ways: &[Way], sign: &str| ways.iter().map(inner).collect::<Vec<_>>().join(sign);
    match way {
        Way::Forth(predicate) => predicate.to_string(),
        Way::Back(way) => format!("^{}", inner(way)),
        Way::Sequence(ways) => joined(ways, "/"),
        Way::Alternative(ways) => joined(ways, "|"),
        Way::Star(way) => format!("{}*", inner(way)),
        Way::Plus(way) => format!("{}+", inner(way)),
        Way::Maybe(way) => format!("{}?", inner(way)),
    }
}
