//! What is said of shapes and graphs, in words.

use std::ops::ControlFlow;

use insta::assert_snapshot;
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::Quad;
use relata::shapes::{Malformed, Shapes, report};
use relata::store::{Graphs, Limits, Store};

use super::drawn::quads;
use super::violations;

const PREFIXES: &str = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n";

pub(super) fn turtle(text: &str) -> Vec<Quad> {
    quads(&format!("{PREFIXES}{text}"))
}

/// What shapes find in a graph: component, focus node and words of each violation.
pub(super) fn found(shapes: &str, data: &str) -> String {
    let shapes = Shapes::read(turtle(shapes)).unwrap();
    let found = violations(&shapes, &turtle(data)).unwrap();
    let line = |violation: &relata::shapes::Violation| {
        format!("{:?} {}: {}", violation.component, violation.focus, violation.message())
    };
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn listed(malformed: &[Malformed]) -> String {
    let line = |malformed: &Malformed| {
        let predicate = malformed.predicate.as_ref().map_or("-", |iri| iri.as_str().rsplit(['#', '/']).next().unwrap());
        let node = if malformed.node.is_blank_node() { "_".to_owned() } else { malformed.node.to_string() };
        let shape = if malformed.shape.is_blank_node() { "_".to_owned() } else { malformed.shape.to_string() };
        format!("{node} ({shape}) {predicate}: {malformed}")
    };
    malformed.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What is wrong with shapes.
pub(super) fn faults(shapes: &str) -> String {
    listed(&Shapes::read(turtle(shapes)).unwrap_err())
}

/// What is said in vain in shapes.
fn unheeded(shapes: &str) -> String {
    listed(Shapes::read(turtle(shapes)).unwrap().unheeded())
}

#[test]
fn each_constraint_has_plain_words() {
    let shapes = "ex:S sh:targetNode ex:a ;
        sh:property [ sh:path ex:n ; sh:minCount 3 ; sh:maxCount 1 ; sh:minInclusive 5 ; sh:maxExclusive 4 ; sh:datatype xsd:integer ],
            [ sh:path ex:t ; sh:minLength 4 ; sh:maxLength 2 ; sh:pattern \"^a\" ; sh:languageIn ( \"en\" \"fr\" ) ; sh:uniqueLang true ],
            [ sh:path ex:o ; sh:class ex:C ; sh:nodeKind sh:Literal ; sh:in ( 1 2 3 4 5 6 7 8 ) ; sh:hasValue ex:z ],
            [ sh:path ex:n ; sh:lessThan ex:m ; sh:lessThanOrEquals ex:m ; sh:equals ex:m ; sh:disjoint ex:n ],
            [ sh:path ex:o ; sh:qualifiedValueShape ex:Q ; sh:qualifiedMinCount 2 ; sh:qualifiedMaxCount 0 ],
            [ sh:path [ sh:inversePath ex:o ] ; sh:minCount 1 ] ;
        sh:not ex:Q ; sh:node ex:R ; sh:and ( ex:R ) ; sh:or ( ex:R ex:R ) ; sh:xone ( ex:Q ex:Q ) ;
        sh:closed true ; sh:ignoredProperties ( ex:n ex:m ex:t ) .
        ex:Q sh:nodeKind sh:IRI . ex:R sh:nodeKind sh:BlankNode .";
    let data = "ex:a ex:n 1, \"x\"^^xsd:integer, 2.5 ; ex:m 2 ; ex:t \"bcd\", \"hat\"@de, \"hut\"@de ; ex:o ex:b ; ex:more 1 .";
    assert_snapshot!(found(shapes, data), @r#"
    Not <urn:a>: <urn:a> conforms to the shape <urn:Q>, which it must not
    And <urn:a>: <urn:a> does not conform to all shapes of `sh:and`
    Or <urn:a>: <urn:a> conforms to no shape of `sh:or`
    Xone <urn:a>: <urn:a> does not conform to exactly one shape of `sh:xone`
    Node <urn:a>: <urn:a> does not conform to the shape <urn:R>
    Closed <urn:a>: has the value 1 of <urn:more>, a property that the shape does not allow
    Datatype <urn:a>: the value "x"^^<http://www.w3.org/2001/XMLSchema#integer> of <urn:n> is written in a way that <http://www.w3.org/2001/XMLSchema#integer> does not allow
    Datatype <urn:a>: the value 2.5 of <urn:n> is of the datatype <http://www.w3.org/2001/XMLSchema#decimal> where <http://www.w3.org/2001/XMLSchema#integer> is wanted
    MaxCount <urn:a>: has 3 values of <urn:n> where at most 1 is wanted
    MinInclusive <urn:a>: the value "x"^^<http://www.w3.org/2001/XMLSchema#integer> of <urn:n> does not compare with 5
    MinInclusive <urn:a>: the value 1 of <urn:n> is less than 5
    MinInclusive <urn:a>: the value 2.5 of <urn:n> is less than 5
    MaxExclusive <urn:a>: the value "x"^^<http://www.w3.org/2001/XMLSchema#integer> of <urn:n> does not compare with 4
    MinLength <urn:a>: the value "bcd" of <urn:t> has 3 characters where at least 4 are wanted
    MinLength <urn:a>: the value "hat"@de of <urn:t> has 3 characters where at least 4 are wanted
    MinLength <urn:a>: the value "hut"@de of <urn:t> has 3 characters where at least 4 are wanted
    MaxLength <urn:a>: the value "bcd" of <urn:t> has 3 characters where at most 2 are wanted
    MaxLength <urn:a>: the value "hat"@de of <urn:t> has 3 characters where at most 2 are wanted
    MaxLength <urn:a>: the value "hut"@de of <urn:t> has 3 characters where at most 2 are wanted
    Pattern <urn:a>: the value "bcd" of <urn:t> does not match the pattern "^a"
    Pattern <urn:a>: the value "hat"@de of <urn:t> does not match the pattern "^a"
    Pattern <urn:a>: the value "hut"@de of <urn:t> does not match the pattern "^a"
    LanguageIn <urn:a>: the value "bcd" of <urn:t> is no text in one of the languages en, fr
    LanguageIn <urn:a>: the value "hat"@de of <urn:t> is no text in one of the languages en, fr
    LanguageIn <urn:a>: the value "hut"@de of <urn:t> is no text in one of the languages en, fr
    UniqueLang <urn:a>: has 2 values of <urn:t> in the language de where one is allowed
    Class <urn:a>: the value <urn:b> of <urn:o> is no instance of <urn:C>
    NodeKind <urn:a>: the value <urn:b> of <urn:o> is an IRI where a literal is wanted
    HasValue <urn:a>: does not have the value <urn:z> of <urn:o>
    In <urn:a>: the value <urn:b> of <urn:o> is none of the wanted values: 1, 2, 3, 4, 5, 6, 2 more
    Equals <urn:a>: the value "x"^^<http://www.w3.org/2001/XMLSchema#integer> of <urn:n> is no value of <urn:m>
    Equals <urn:a>: the value 1 of <urn:n> is no value of <urn:m>
    Equals <urn:a>: the value 2.5 of <urn:n> is no value of <urn:m>
    Equals <urn:a>: the value 2 of <urn:m> is no value of <urn:n>
    Disjoint <urn:a>: the value "x"^^<http://www.w3.org/2001/XMLSchema#integer> of <urn:n> is also a value of <urn:n>
    Disjoint <urn:a>: the value 1 of <urn:n> is also a value of <urn:n>
    Disjoint <urn:a>: the value 2.5 of <urn:n> is also a value of <urn:n>
    LessThan <urn:a>: the value "x"^^<http://www.w3.org/2001/XMLSchema#integer> of <urn:n> does not compare with 2, a value of <urn:m>
    LessThan <urn:a>: the value 2.5 of <urn:n> is not less than 2, a value of <urn:m>
    LessThanOrEquals <urn:a>: the value "x"^^<http://www.w3.org/2001/XMLSchema#integer> of <urn:n> does not compare with 2, a value of <urn:m>
    LessThanOrEquals <urn:a>: the value 2.5 of <urn:n> is greater than 2, a value of <urn:m>
    QualifiedMinCount <urn:a>: has 1 value of <urn:o> that conforms to the shape <urn:Q> where at least 2 are wanted
    QualifiedMaxCount <urn:a>: has 1 value of <urn:o> that conforms to the shape <urn:Q> where at most 0 are wanted
    MinCount <urn:a>: has 0 values of ^<urn:o> where at least 1 is wanted
    "#);
}

#[test]
fn a_shape_has_words_of_its_own() {
    let shapes = "ex:S sh:targetNode ex:a ; sh:class ex:C ; sh:message \"keine Klasse\"@de, \"no class\"@en .
        ex:T sh:targetNode ex:a ; sh:class ex:C ; sh:message \"kein C\"@de .";
    assert_snapshot!(found(shapes, ""), @"
    Class <urn:a>: no class
    Class <urn:a>: kein C
    ");
}

#[test]
fn classes_of_owl_are_classes() {
    let shapes = "ex:C a owl:Class ; sh:property [ sh:path ex:p ; sh:minCount 1 ] . ex:D a rdfs:Class, sh:NodeShape ; sh:nodeKind sh:Literal .";
    assert_snapshot!(found(shapes, "ex:a a ex:C . ex:b a ex:E . ex:E rdfs:subClassOf ex:D ."), @"
    MinCount <urn:a>: has 0 values of <urn:p> where at least 1 is wanted
    NodeKind <urn:b>: <urn:b> is an IRI where a literal is wanted
    ");
}

#[test]
fn what_is_deactivated_is_not_asked_for() {
    let shapes = "ex:S sh:targetNode ex:a ; sh:property ex:P ; sh:not [ sh:class ex:C ; sh:deactivated true ] .
        ex:P sh:path ex:p ; sh:minCount 1 ; sh:deactivated true . ex:T sh:targetNode ex:a ; sh:class ex:C ; sh:deactivated true .";
    assert_snapshot!(found(shapes, ""), @"Not <urn:a>: <urn:a> conforms to a shape without a name, which it must not");
}

#[test]
fn ill_formed_shapes_are_named_with_the_reason() {
    let shapes = "ex:S sh:targetNode ex:a, [] ; sh:targetClass \"C\" ; sh:minCount 1 ; sh:datatype xsd:date, xsd:time ; sh:nodeKind ex:IRI ;
        sh:severity \"bad\" ; sh:message 5 ; sh:deactivated \"yes\" ; sh:closed 1 ; sh:ignoredProperties ( \"p\" ) ;
        sh:class \"C\" ; sh:minLength 1.5 ; sh:minInclusive ex:a ; sh:in ex:list ; sh:languageIn ( en:us ) ; sh:pattern 5 ;
        sh:equals \"p\" ; sh:property [ sh:minCount 1 ] ; sh:node [ sh:path ex:p ] ; sh:not \"S\" .
        ex:T sh:targetNode ex:a ; sh:path ex:p, ex:q .";
    assert_snapshot!(faults(&format!("@prefix en: <urn:en:> . {shapes}")), @r#"
    <urn:S> (<urn:S>) targetNode: the target is a blank node, where an IRI or a literal is wanted
    <urn:S> (<urn:S>) targetClass: the target is "C", where an IRI is wanted
    <urn:S> (<urn:S>) datatype: the shape has several values of `sh:datatype`, where one is allowed
    <urn:S> (<urn:S>) minCount: `sh:minCount` is about the values of a path, and the shape has no `sh:path`
    <urn:S> (<urn:S>) nodeKind: <urn:IRI> is no kind of nodes; `sh:IRI`, `sh:BlankNode`, `sh:Literal`, `sh:BlankNodeOrIRI`, `sh:BlankNodeOrLiteral` and `sh:IRIOrLiteral` are
    <urn:S> (<urn:S>) closed: the value is 1, where `true` or `false` is wanted
    <urn:S> (<urn:S>) ignoredProperties: the value is "p", where an IRI is wanted
    <urn:S> (<urn:S>) class: the value is "C", where an IRI is wanted
    <urn:S> (<urn:S>) minLength: the value is 1.5, where an integer is wanted
    <urn:S> (<urn:S>) minInclusive: the value is <urn:a>, where a literal is wanted
    <urn:S> (<urn:S>) in: the value is <urn:list>, where a list is wanted
    <urn:S> (<urn:S>) languageIn: the value is <urn:en:us>, where a string is wanted
    <urn:S> (<urn:S>) pattern: the value is 5, where a string is wanted
    <urn:S> (<urn:S>) equals: the value is "p", where an IRI is wanted
    <urn:S> (<urn:S>) property: a blank node has no `sh:path`, which a property shape needs
    <urn:S> (<urn:S>) node: a blank node has a path, so that `sh:property` is the word for it
    <urn:S> (<urn:S>) severity: the value is "bad", where an IRI is wanted
    <urn:S> (<urn:S>) message: the message is 5, where a string is wanted
    <urn:S> (<urn:S>) deactivated: the value is "yes", where `true` or `false` is wanted
    <urn:T> (<urn:T>) path: the shape has several values of `sh:path`, where one is allowed
    "S" ("S") -: "S" stands where a shape is wanted
    "#);
}

#[test]
fn ill_formed_paths_and_lists_are_named() {
    let shapes = "ex:S sh:targetNode ex:a ; sh:property
        [ sh:path [ sh:inversePath ex:p ; sh:zeroOrMorePath ex:p ] ], [ sh:path ( ex:p ) ], [ sh:path [ sh:alternativePath ex:p ] ],
        [ sh:path \"p\" ], [ sh:path [ sh:oneOrMore ex:p ] ], [ sh:path _:round ], [ sh:path () ] ;
        sh:in _:circle ; sh:and _:broken .
        _:round sh:inversePath [ sh:zeroOrMorePath _:round ] .
        _:circle rdf:first 1 ; rdf:rest _:circle .
        _:broken rdf:first 1, 2 ; rdf:rest () .";
    assert_snapshot!(faults(shapes), @r#"
    _ (<urn:S>) rest: the list leads back to a node of its own
    _ (<urn:S>) rest: a node of the list does not have one `rdf:first` and one `rdf:rest`
    _ (_) path: the path is several paths at once
    _ (_) path: a list of paths has at least two
    _ (_) path: the list of paths is not well-formed
    _ (_) path: the path is "p", where a property or a path is wanted
    _ (_) path: the node of the path says no path; `sh:oneOrMore` makes no path
    _ (_) path: the path contains itself
    _ (_) path: the path is <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>, where a property or a path is wanted
    "#);
}

#[test]
fn shapes_that_lead_back_to_themselves_are_refused() {
    let shapes =
        "ex:Person sh:targetClass ex:Person ; sh:property ex:knows . ex:knows sh:path ex:knows ; sh:node ex:Person .";
    assert_snapshot!(faults(shapes), @"<urn:Person> (<urn:Person>) -: the shape refers to itself (<urn:Person> → <urn:knows> → <urn:Person>), which has no meaning that all agree on");
}

#[test]
fn what_is_said_in_vain_is_told() {
    let shapes = "ex:S sh:targetNode ex:a ; sh:minCout 1 ; sh:sparql [ sh:select \"\" ] ; sh:targetClas ex:C ; sh:flags \"i\" ; sh:name \"s\" ;
        sh:property [ sh:path ex:p ; sh:qualifiedMinCount 1 ], [ sh:path ex:p ; sh:qualifiedValueShape ex:S2 ; sh:minInclusive \"a\"@en ] .
        ex:S2 sh:nodeKind sh:IRI . ex:S3 a sh:NodeShape ; sh:nodeKind sh:IRI .";
    assert_snapshot!(unheeded(shapes), @r#"
    _ (_) minInclusive: nothing compares with "a"@en, so that every value breaks this
    <urn:S> (<urn:S>) minCout: SHACL Core has no `sh:minCout`, which is not checked
    <urn:S> (<urn:S>) sparql: `sh:sparql` is no part of SHACL Core and is not checked
    <urn:S> (<urn:S>) targetClas: SHACL Core has no `sh:targetClas`, which is not checked
    <urn:S> (<urn:S>) flags: `sh:flags` says nothing without `sh:pattern`
    _ (_) qualifiedMinCount: `sh:qualifiedMinCount` says nothing without `sh:qualifiedValueShape`
    _ (_) qualifiedValueShape: `sh:qualifiedValueShape` says nothing without a count
    <urn:S3> (<urn:S3>) -: no target leads to this shape, so that it checks nothing
    "#);
}

#[test]
fn terms_that_shapes_name_are_told() {
    let shapes = "ex:S sh:targetClass ex:C ; sh:targetObjectsOf ex:o ; sh:property [ sh:path ( ex:p [ sh:inversePath ex:q ] ) ; sh:class ex:D ; sh:equals ex:r ] .";
    let shapes = Shapes::read(turtle(shapes)).unwrap();
    let join = |names: Vec<String>| names.join(" ");
    assert_snapshot!(join(shapes.predicates().map(ToString::to_string).collect()), @"<urn:o> <urn:p> <urn:q> <urn:r>");
    assert_snapshot!(join(shapes.classes().map(ToString::to_string).collect()), @"<urn:C> <urn:D>");
    assert_snapshot!(join(shapes.targeted().map(ToString::to_string).collect()), @"<urn:S>");
    assert!(!shapes.is_empty());
    assert!(Shapes::read(turtle("ex:S sh:class ex:C .")).unwrap().is_empty());
}

fn matches(pattern: &str, flags: &str, text: &str) -> Result<bool, String> {
    let literal = |text: &str| oxigraph::model::Literal::from(text).to_string();
    let shapes = format!(
        "ex:S sh:targetNode {} ; sh:pattern {} ; sh:flags {} .",
        literal(text),
        literal(pattern),
        literal(flags)
    );
    match Shapes::read(turtle(&shapes)) {
        Ok(shapes) => Ok(violations(&shapes, &[]).unwrap().is_empty()),
        Err(faults) => Err(faults[0].message.clone()),
    }
}

#[test]
fn patterns_are_those_of_xpath() {
    let cases = [
        ("^a.c$", "", "abc", true),
        ("a.c", "", "a\rc", false),
        ("a.c", "s", "a\nc", true),
        ("^b", "", "a\nb", false),
        ("^b", "m", "a\nb", true),
        ("A B", "xi", "ab", true),
        ("a.b", "q", "a.b", true),
        ("a.b", "q", "axb", false),
        ("^[a-z-[aeiou]]+$", "", "xyz", true),
        ("^[a-z-[aeiou]]+$", "", "aye", false),
        ("^[a&&b]+$", "", "&b", true),
        ("^\\i\\c*$", "", "name-1", true),
        ("^\\i\\c*$", "", "1name", false),
        ("^[\\i-]+$", "", "a-b", true),
        ("^\\p{Lu}\\P{Lu}$", "", "Äa", true),
        ("^(?:ab)+$", "", "abab", true),
        ("\\$", "", "5$", true),
    ];
    for (pattern, flags, text, expected) in cases {
        assert_eq!(matches(pattern, flags, text), Ok(expected), "{pattern} {flags} {text:?}");
    }
    let refused =
        ["(a)\\1", "(?i)a", "(?=a)", "\\p{IsGreek}", "[a", "[[a]]", "[]", "a\\", "\\y", "(a", "a{1000}{1000}", "*"];
    let told: Vec<String> =
        refused.iter().map(|pattern| format!("{pattern}: {}", matches(pattern, "", "").unwrap_err())).collect();
    assert_snapshot!(told.join("\n"), @r#"
    (a)\1: the pattern cannot be used: back-references such as `\1` are not supported
    (?i)a: the pattern cannot be used: of groups with `(?`, only `(?:…)` is supported
    (?=a): the pattern cannot be used: of groups with `(?`, only `(?:…)` is supported
    \p{IsGreek}: the pattern cannot be used: Unicode blocks such as `\p{IsGreek}` are not supported
    [a: the pattern cannot be used: a `[` has no `]`
    [[a]]: the pattern cannot be used: a `[` inside of `[…]` is written `\[`
    []: the pattern cannot be used: a `[]` is empty
    a\: the pattern cannot be used: it ends in a backslash
    \y: the pattern cannot be used: `\y` has no meaning
    (a: the pattern cannot be used: unclosed group
    a{1000}{1000}: the pattern cannot be used: it takes more than 1024 kB of memory
    *: the pattern cannot be used: repetition operator missing expression
    "#);
    assert_snapshot!(matches("a", "g", "").unwrap_err(), @"the pattern cannot be used: there is no flag `g`; `s`, `m`, `i`, `x` and `q` are the flags");
}

#[test]
fn a_pattern_takes_no_longer_than_the_text() {
    let text = "a".repeat(5000);
    assert_eq!(matches("^(a+)+$", "", &format!("{text}b")), Ok(false));
}

#[test]
fn datatypes_allow_what_xml_schema_allows() {
    let right = [
        ("integer", "+007"),
        ("integer", "123456789012345678901234567890123456789012345678"),
        ("decimal", ".5"),
        ("decimal", "5."),
        ("double", "1e5"),
        ("double", "-INF"),
        ("float", "NaN"),
        ("boolean", "1"),
        ("date", "2024-02-29"),
        ("dateTime", "2024-01-01T24:00:00"),
        ("gYear", "-0044"),
        ("time", "12:00:00Z"),
        ("duration", "P1Y"),
        ("hexBinary", "0Fa9"),
        ("base64Binary", "YQ=="),
        ("language", "en-US"),
        ("NCName", "a-b"),
        ("token", "a b"),
        ("byte", "-128"),
        ("dateTimeStamp", "2024-01-01T00:00:00Z"),
        ("anyURI", "a b"),
    ];
    let wrong = [
        ("integer", ""),
        ("integer", "1.0"),
        ("integer", " 1"),
        ("decimal", "."),
        ("decimal", "1e1"),
        ("double", "inf"),
        ("double", "e5"),
        ("boolean", "True"),
        ("date", "2023-02-29"),
        ("date", "2023-2-1"),
        ("dateTime", "2024-01-01"),
        ("gYear", "44"),
        ("duration", "1Y"),
        ("hexBinary", "abc"),
        ("base64Binary", "YQ="),
        ("base64Binary", "YR=="),
        ("language", "en_US"),
        ("NCName", "a:b"),
        ("token", " a"),
        ("byte", "128"),
        ("positiveInteger", "0"),
        ("dateTimeStamp", "2024-01-01T00:00:00"),
        ("unsignedLong", "123456789012345678901234567890123456789012345678"),
    ];
    for (cases, expected) in [(&right[..], true), (&wrong[..], false)] {
        for (datatype, text) in cases {
            let shapes = format!("ex:S sh:targetNode \"{text}\"^^xsd:{datatype} ; sh:datatype xsd:{datatype} .");
            assert_eq!(found(&shapes, "").is_empty(), expected, "{text} as {datatype}");
        }
    }
}

#[test]
fn numbers_compare_whatever_their_types() {
    let holds = |shape: &str, value: &str| found(&format!("ex:S sh:targetNode {value} ; {shape} ."), "").is_empty();
    assert!(
        holds("sh:minInclusive 2", "2.0") && holds("sh:minExclusive 1.5", "2e0") && !holds("sh:maxExclusive 2", "2.0")
    );
    assert!(holds("sh:minExclusive 99999999999999999999", "100000000000000000000"));
    assert!(!holds("sh:minInclusive \"NaN\"^^xsd:double", "\"NaN\"^^xsd:double"));
    assert!(
        !holds("sh:minInclusive 1", "\"2\"")
            && !holds("sh:minInclusive 1", "ex:a")
            && !holds("sh:maxInclusive 1", "\"x\"^^xsd:integer")
    );
    // Without a time zone a moment lies within fourteen hours of what it says.
    assert!(!holds("sh:maxInclusive \"2020-01-01T12:00:00\"^^xsd:dateTime", "\"2020-01-01T12:00:00Z\"^^xsd:dateTime"));
    assert!(holds("sh:maxInclusive \"2020-01-03T12:00:00\"^^xsd:dateTime", "\"2020-01-01T12:00:00Z\"^^xsd:dateTime"));
}

#[test]
fn triple_terms_stand_in_data() {
    let shapes = "ex:S sh:targetSubjectsOf rdf:reifies ; sh:property [ sh:path rdf:reifies ; sh:nodeKind sh:IRI ; sh:minLength 0 ; sh:class ex:C ;
        sh:datatype xsd:string ; sh:pattern \"a\" ; sh:minInclusive 1 ; sh:in ( <<( ex:a ex:b ex:d )>> ) ; sh:maxCount 1 ] .";
    assert_snapshot!(found(shapes, "ex:r rdf:reifies <<( ex:a ex:b \"c\" )>>, <<( ex:a ex:b ex:d )>> ."), @r#"
    Class <urn:r>: the value <<( <urn:a> <urn:b> "c" )>> of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> is no instance of <urn:C>
    Class <urn:r>: the value <<( <urn:a> <urn:b> <urn:d> )>> of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> is no instance of <urn:C>
    Datatype <urn:r>: the value <<( <urn:a> <urn:b> "c" )>> of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> is no literal of the datatype <http://www.w3.org/2001/XMLSchema#string>
    Datatype <urn:r>: the value <<( <urn:a> <urn:b> <urn:d> )>> of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> is no literal of the datatype <http://www.w3.org/2001/XMLSchema#string>
    NodeKind <urn:r>: the value <<( <urn:a> <urn:b> "c" )>> of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> is a triple term where an IRI is wanted
    NodeKind <urn:r>: the value <<( <urn:a> <urn:b> <urn:d> )>> of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> is a triple term where an IRI is wanted
    MaxCount <urn:r>: has 2 values of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> where at most 1 is wanted
    MinInclusive <urn:r>: the value <<( <urn:a> <urn:b> "c" )>> of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> does not compare with 1
    MinInclusive <urn:r>: the value <<( <urn:a> <urn:b> <urn:d> )>> of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> does not compare with 1
    MinLength <urn:r>: the value <<( <urn:a> <urn:b> "c" )>> of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> has no length, which only IRIs and literals have
    MinLength <urn:r>: the value <<( <urn:a> <urn:b> <urn:d> )>> of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> has no length, which only IRIs and literals have
    Pattern <urn:r>: the value <<( <urn:a> <urn:b> "c" )>> of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> does not match the pattern "a"
    Pattern <urn:r>: the value <<( <urn:a> <urn:b> <urn:d> )>> of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> does not match the pattern "a"
    In <urn:r>: the value <<( <urn:a> <urn:b> "c" )>> of <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> is none of the wanted values: <<( <urn:a> <urn:b> <urn:d> )>>
    "#);
}

#[test]
fn reports_are_those_of_the_standard() {
    let shapes = "ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ( [ sh:inversePath ex:p ] [ sh:zeroOrMorePath ex:q ] ) ; sh:minCount 1 ; sh:severity sh:Warning .";
    let found = violations(&Shapes::read(turtle(shapes)).unwrap(), &[]).unwrap();
    let mut writer = RdfSerializer::from_format(RdfFormat::Turtle)
        .with_prefix("sh", "http://www.w3.org/ns/shacl#")
        .unwrap()
        .for_writer(Vec::new());
    for quad in report(&found) {
        writer.serialize_quad(&quad).unwrap();
    }
    assert_snapshot!(String::from_utf8(writer.finish().unwrap()).unwrap(), @r#"
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    _:r1 a sh:ValidationReport .
    _:r2 a sh:ValidationResult ;
    	sh:focusNode <urn:a> ;
    	sh:resultSeverity sh:Warning ;
    	sh:sourceConstraintComponent sh:MinCountConstraintComponent ;
    	sh:sourceShape <urn:P> .
    _:r3 sh:zeroOrMorePath <urn:q> .
    _:r4 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> _:r3 ;
    	<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .
    _:r5 sh:inversePath <urn:p> .
    _:r6 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> _:r5 ;
    	<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:r4 .
    _:r2 sh:resultPath _:r6 ;
    	sh:resultMessage "has 0 values of (^<urn:p>)/(<urn:q>*) where at least 1 is wanted"@en .
    _:r1 sh:result _:r2 ;
    	sh:conforms false .
    "#);
    let none = report(&[]);
    assert_eq!(none.len(), 2);
}

#[test]
fn conclusions_are_refused_and_other_shapes_not_fetched() {
    assert_snapshot!(faults("ex:shapes sh:entailment <http://www.w3.org/ns/entailment/RDFS> ."), @"<urn:shapes> (<urn:shapes>) entailment: <http://www.w3.org/ns/entailment/RDFS> asks for conclusions, and none are drawn");
    assert_snapshot!(unheeded("ex:shapes owl:imports ex:others ."), @"<urn:shapes> (<urn:shapes>) imports: other shapes are not fetched");
}

#[test]
fn whoever_is_told_can_break_off() {
    let shapes = Shapes::read(turtle(
        "ex:S sh:targetSubjectsOf ex:p ; sh:class ex:C . ex:T sh:targetClass ex:D ; sh:class ex:C .",
    ))
    .unwrap();
    let store = Store::of_quads(&turtle("ex:a ex:p 1 . ex:b ex:p 1 . ex:c ex:p 1 .")).unwrap();
    let mut n = 0;
    let all = |found: &mut dyn FnMut(relata::shapes::Violation) -> ControlFlow<()>| {
        shapes.validate(&store, Graphs::Union, Limits::default(), found).unwrap()
    };
    let whole = all(&mut |_| ControlFlow::Continue(()));
    assert_eq!((whole.n_checked, whole.n_found, whole.is_broken_off, whole.conforms()), (3, 3, false, false));
    assert_eq!(whole.without_focus.iter().map(ToString::to_string).collect::<Vec<_>>(), ["<urn:T>"]);
    let part = all(&mut |_| {
        n += 1;
        if n == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((part.n_found, part.is_broken_off), (2, true));
}
