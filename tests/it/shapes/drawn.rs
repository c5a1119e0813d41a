//! Random shapes and graphs: few terms, so that shapes are kept and broken alike.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::{rdf, rdfs, xsd};
use oxigraph::model::{BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use proptest::prelude::*;
use proptest::sample::select;

/// A path.
#[derive(Debug, Clone)]
pub(super) enum Way {
    Forth(NamedNode),
    Back(Box<Way>),
    Sequence(Vec<Way>),
    Alternative(Vec<Way>),
    Star(Box<Way>),
    Plus(Box<Way>),
    Maybe(Box<Way>),
}

/// A shape; one with a path is a property shape.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    pub(super) way: Option<Way>,
    pub(super) wants: Vec<Want>,
}

/// A constraint.
#[derive(Debug, Clone)]
pub(super) enum Want {
    Class(NamedNode),
    Datatype(NamedNode),
    NodeKind(&'static str),
    MinCount(usize),
    MaxCount(usize),
    /// `minExclusive` and its like.
    Bound(&'static str, Literal),
    MinLength(usize),
    MaxLength(usize),
    Pattern(&'static str),
    LanguageIn(Vec<&'static str>),
    UniqueLang,
    /// `equals`, `disjoint`, `lessThan`, `lessThanOrEquals`.
    Pair(&'static str, NamedNode),
    Not(Box<Drawn>),
    /// `and`, `or`, `xone`.
    Shapes(&'static str, Vec<Drawn>),
    Node(Box<Drawn>),
    Property(Box<Drawn>),
    Qualified(Box<Drawn>, Option<usize>, Option<usize>, bool),
    Closed(Vec<NamedNode>),
    HasValue(Term),
    In(Vec<Term>),
}

/// What a shape is about.
#[derive(Debug, Clone)]
pub(super) enum Target {
    Node(Term),
    Class(NamedNode),
    SubjectsOf(NamedNode),
    ObjectsOf(NamedNode),
}

pub(super) fn iri(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("https://example.org/{name}"))
}

fn predicate() -> impl Strategy<Value = NamedNode> {
    select(vec!["p", "q", "r"]).prop_map(iri)
}

fn class() -> impl Strategy<Value = NamedNode> {
    select(vec!["C", "D", "E"]).prop_map(iri)
}

fn node() -> impl Strategy<Value = Term> {
    select(vec!["a", "b", "c", "d"]).prop_map(|name| iri(name).into())
}

fn literal() -> impl Strategy<Value = Literal> {
    let typed = |text: &str, kind: oxigraph::model::NamedNodeRef<'static>| Literal::new_typed_literal(text, kind);
    let tagged = |text: &str, tag: &str| Literal::new_language_tagged_literal_unchecked(text, tag);
    select(vec![
        Literal::from(1),
        Literal::from(2),
        Literal::from(3),
        typed("2.0", xsd::DECIMAL),
        typed("2.5", xsd::DECIMAL),
        typed("1e0", xsd::DOUBLE),
        typed("2", xsd::UNSIGNED_BYTE),
        typed("300", xsd::UNSIGNED_BYTE),
        typed("two", xsd::INTEGER),
        typed("true", xsd::BOOLEAN),
        typed("2020-01-01", xsd::DATE),
        typed("2021-05-05", xsd::DATE),
        typed("2020-01-01T10:00:00Z", xsd::DATE_TIME),
        typed("2020-01-01T12:00:00+01:00", xsd::DATE_TIME),
        Literal::from(""),
        Literal::from("x"),
        Literal::from("xyz"),
        Literal::from("Größe"),
        tagged("hello", "en"),
        tagged("hi", "en-gb"),
        tagged("good day", "en"),
        tagged("hallo", "de"),
    ])
}

fn value() -> impl Strategy<Value = Term> {
    prop_oneof![node(), literal().prop_map(Term::from)]
}

fn way() -> impl Strategy<Value = Way> {
    let leaf = predicate().prop_map(Way::Forth).boxed();
    leaf.prop_recursive(2, 6, 2, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        let two = || prop::collection::vec(inner.clone(), 2);
        prop_oneof![
            boxed.clone().prop_map(Way::Back),
            two().prop_map(Way::Sequence),
            two().prop_map(Way::Alternative),
            boxed.clone().prop_map(Way::Star),
            boxed.clone().prop_map(Way::Plus),
            boxed.prop_map(Way::Maybe),
        ]
    })
}

fn plain_want() -> impl Strategy<Value = Want> {
    let bounds = vec!["minExclusive", "minInclusive", "maxExclusive", "maxInclusive"];
    let kinds = vec!["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"];
    let datatypes = vec![xsd::INTEGER, xsd::STRING, xsd::DATE, xsd::UNSIGNED_BYTE, rdf::LANG_STRING];
    prop_oneof![
        class().prop_map(Want::Class),
        select(datatypes).prop_map(|kind| Want::Datatype(kind.into_owned())),
        select(kinds).prop_map(Want::NodeKind),
        (select(bounds), literal().prop_filter("strings compare", |literal| literal.language().is_none()))
            .prop_map(|(bound, limit)| Want::Bound(bound, limit)),
        (0..4_usize).prop_map(Want::MinLength),
        (0..6_usize).prop_map(Want::MaxLength),
        select(vec!["^x", "[0-9]+", "l{2}", "ö"]).prop_map(Want::Pattern),
        prop::collection::vec(select(vec!["en", "de", "en-gb", "*"]), 1..3).prop_map(Want::LanguageIn),
        (select(vec!["equals", "disjoint"]), predicate()).prop_map(|(word, other)| Want::Pair(word, other)),
        prop::collection::vec(predicate(), 0..2).prop_map(Want::Closed),
        value().prop_map(Want::HasValue),
        prop::collection::vec(value(), 0..4).prop_map(Want::In),
    ]
}

/// What only a property shape can want.
fn counted_want(shape: impl Strategy<Value = Drawn>) -> impl Strategy<Value = Want> {
    let count = || prop::option::of(0..3_usize);
    prop_oneof![
        (0..3_usize).prop_map(Want::MinCount),
        (0..3_usize).prop_map(Want::MaxCount),
        Just(Want::UniqueLang),
        (select(vec!["lessThan", "lessThanOrEquals"]), predicate()).prop_map(|(word, other)| Want::Pair(word, other)),
        (shape, count(), count(), any::<bool>()).prop_map(|(shape, least, most, disjoint)| Want::Qualified(
            Box::new(shape),
            least,
            most,
            disjoint
        )),
    ]
}

/// The word of a constraint, which a shape says once unless it may say it again.
pub(super) fn word(want: &Want) -> &'static str {
    match want {
        Want::Class(_) => "class",
        Want::Datatype(_) => "datatype",
        Want::NodeKind(_) => "nodeKind",
        Want::MinCount(_) => "minCount",
        Want::MaxCount(_) => "maxCount",
        Want::Bound(word, _) | Want::Pair(word, _) | Want::Shapes(word, _) => word,
        Want::MinLength(_) => "minLength",
        Want::MaxLength(_) => "maxLength",
        Want::Pattern(_) => "pattern",
        Want::LanguageIn(_) => "languageIn",
        Want::UniqueLang => "uniqueLang",
        Want::Not(_) => "not",
        Want::Node(_) => "node",
        Want::Property(_) => "property",
        Want::Qualified(..) => "qualifiedValueShape",
        Want::Closed(_) => "closed",
        Want::HasValue(_) => "hasValue",
        Want::In(_) => "in",
    }
}

fn made(way: Option<Way>, wants: Vec<Want>) -> Drawn {
    let mut kept: Vec<Want> = Vec::new();
    for want in wants {
        let may_repeat = ["not", "node", "property"].contains(&word(&want));
        if may_repeat || kept.iter().all(|other| word(other) != word(&want)) {
            kept.push(want);
        }
    }
    Drawn { way, wants: kept }
}

fn wants(depth: u32, counted: bool) -> BoxedStrategy<Vec<Want>> {
    let plain = plain_want().boxed();
    let want = if depth == 0 {
        plain
    } else {
        let node = || node_shape(depth - 1);
        let shapes = prop::collection::vec(prop_oneof![node_shape(depth - 1), property_shape(depth - 1)], 0..3);
        let nested = prop_oneof![
            prop_oneof![node(), property_shape(depth - 1)].prop_map(|shape| Want::Not(Box::new(shape))),
            (select(vec!["and", "or", "xone"]), shapes).prop_map(|(word, shapes)| Want::Shapes(word, shapes)),
            node().prop_map(|shape| Want::Node(Box::new(shape))),
            property_shape(depth - 1).prop_map(|shape| Want::Property(Box::new(shape))),
        ];
        prop_oneof![2 => plain, 3 => nested].boxed()
    };
    let want = if counted {
        let counted = counted_want(node_shape(depth.saturating_sub(1)));
        prop_oneof![1 => want, 1 => counted].boxed()
    } else {
        want
    };
    prop::collection::vec(want, 1..4).boxed()
}

fn node_shape(depth: u32) -> BoxedStrategy<Drawn> {
    if depth == 0 {
        return prop::collection::vec(plain_want(), 1..3).prop_map(|wants| made(None, wants)).boxed();
    }
    wants(depth, false).prop_map(|wants| made(None, wants)).boxed()
}

fn property_shape(depth: u32) -> BoxedStrategy<Drawn> {
    (way(), wants(depth, true)).prop_map(|(way, wants)| made(Some(way), wants)).boxed()
}

/// Shapes of both sorts.
pub(super) fn shape() -> impl Strategy<Value = Drawn> {
    prop_oneof![node_shape(2), property_shape(2)]
}

/// What a shape is about.
pub(super) fn targets() -> impl Strategy<Value = Vec<Target>> {
    let target = prop_oneof![
        value().prop_map(Target::Node),
        class().prop_map(Target::Class),
        predicate().prop_map(Target::SubjectsOf),
        predicate().prop_map(Target::ObjectsOf),
    ];
    prop::collection::vec(target, 1..3)
}

/// Graphs, with types and classes that lie below each other, in circles, too.
pub(super) fn graph() -> impl Strategy<Value = Vec<Quad>> {
    let blank = select(vec!["x", "y"]).prop_map(BlankNode::new_unchecked);
    let subject =
        prop_oneof![5 => node(), 1 => blank.clone().prop_map(Term::from)].prop_map(|term| -> NamedOrBlankNode {
            match term {
                Term::NamedNode(node) => node.into(),
                Term::BlankNode(node) => node.into(),
                _ => iri("a").into(),
            }
        });
    let object = prop_oneof![3 => node(), 1 => blank.prop_map(Term::from), 4 => literal().prop_map(Term::from)];
    let quad = |s: NamedOrBlankNode, p: NamedNode, o: Term| Quad::new(s, p, o, GraphName::DefaultGraph);
    let plain = (subject.clone(), predicate(), object).prop_map(move |(s, p, o)| quad(s, p, o));
    let typed = (subject, class()).prop_map(move |(s, class)| quad(s, rdf::TYPE.into_owned(), class.into()));
    let below = (class(), class())
        .prop_map(move |(class, above)| quad(class.into(), rdfs::SUB_CLASS_OF.into_owned(), above.into()));
    prop::collection::vec(prop_oneof![6 => plain, 2 => typed, 1 => below], 0..24)
}

fn list<T>(elements: &[T], text: impl Fn(&T) -> String) -> String {
    format!("( {} )", elements.iter().map(text).collect::<Vec<_>>().join(" "))
}

impl Way {
    fn text(&self) -> String {
        match self {
            Way::Forth(predicate) => predicate.to_string(),
            Way::Back(way) => format!("[ sh:inversePath {} ]", way.text()),
            Way::Sequence(ways) => list(ways, Way::text),
            Way::Alternative(ways) => format!("[ sh:alternativePath {} ]", list(ways, Way::text)),
            Way::Star(way) => format!("[ sh:zeroOrMorePath {} ]", way.text()),
            Way::Plus(way) => format!("[ sh:oneOrMorePath {} ]", way.text()),
            Way::Maybe(way) => format!("[ sh:zeroOrOnePath {} ]", way.text()),
        }
    }
}

impl Drawn {
    /// What Turtle says of the shape's node.
    fn text(&self) -> String {
        let path = self.way.iter().map(|way| format!("sh:path {} ;", way.text()));
        path.chain(self.wants.iter().map(Want::text)).collect::<Vec<_>>().join(" ")
    }

    fn nested(&self) -> String {
        format!("[ {} ]", self.text())
    }
}

impl Want {
    fn text(&self) -> String {
        let word = word(self);
        let value = match self {
            Want::Class(iri) | Want::Datatype(iri) | Want::Pair(_, iri) => iri.to_string(),
            Want::NodeKind(kind) => format!("sh:{kind}"),
            Want::MinCount(n) | Want::MaxCount(n) | Want::MinLength(n) | Want::MaxLength(n) => n.to_string(),
            Want::Bound(_, limit) => limit.to_string(),
            Want::Pattern(pattern) => format!("\"{pattern}\""),
            Want::LanguageIn(languages) => list(languages, |language| format!("\"{language}\"")),
            Want::UniqueLang => "true".to_owned(),
            Want::Shapes(_, shapes) => list(shapes, Drawn::nested),
            Want::Not(shape) | Want::Node(shape) | Want::Property(shape) => shape.nested(),
            Want::Qualified(shape, least, most, disjoint) => {
                let mut text = shape.nested();
                let counts = [("qualifiedMinCount", least), ("qualifiedMaxCount", most)];
                text.extend(counts.iter().filter_map(|(word, n)| n.map(|n| format!(" ; sh:{word} {n}"))));
                if *disjoint {
                    text.push_str(" ; sh:qualifiedValueShapesDisjoint true");
                }
                text
            }
            Want::Closed(ignored) => format!("true ; sh:ignoredProperties {}", list(ignored, ToString::to_string)),
            Want::HasValue(term) => term.to_string(),
            Want::In(terms) => list(terms, ToString::to_string),
        };
        format!("sh:{word} {value} ;")
    }
}

/// The shapes graph of a shape with targets, in Turtle.
pub(super) fn turtle(shape: &Drawn, targets: &[Target]) -> String {
    let targets = targets.iter().map(|target| match target {
        Target::Node(term) => format!("sh:targetNode {term} ;"),
        Target::Class(class) => format!("sh:targetClass {class} ;"),
        Target::SubjectsOf(predicate) => format!("sh:targetSubjectsOf {predicate} ;"),
        Target::ObjectsOf(predicate) => format!("sh:targetObjectsOf {predicate} ;"),
    });
    let targets: Vec<String> = targets.collect();
    let kind = if shape.way.is_some() { "PropertyShape" } else { "NodeShape" };
    format!(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<https://example.org/S> a sh:{kind} ; {} {} .\n",
        targets.join(" "),
        shape.text()
    )
}

/// The quads of a text in Turtle.
pub(super) fn quads(text: &str) -> Vec<Quad> {
    RdfParser::from_format(RdfFormat::Turtle).for_slice(text).map(|quad| quad.unwrap()).collect()
}
