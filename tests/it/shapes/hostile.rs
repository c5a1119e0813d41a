//! Shapes that a stranger wrote to take time or memory.

use std::ops::ControlFlow;
use std::time::Duration;

use insta::assert_snapshot;
use relata::shapes::{Shapes, ValidationError};
use relata::store::{Graphs, Limits, Store};

use super::own::{faults, found, turtle};

/// So many texts, one behind the other.
fn times(n: usize, text: impl Fn(usize) -> String) -> String {
    (0..n).map(text).collect::<Vec<_>>().concat()
}

/// A shape that is counted in a chain of `sh:node`.
fn chain(n: usize) -> String {
    let link = |i: usize| format!("ex:s{i} sh:node ex:s{} .", i + 1);
    format!("ex:s0 sh:targetNode ex:a . {} ex:s{n} sh:class ex:C .", times(n, link))
}

#[test]
fn strangers_shapes_end() {
    assert_snapshot!(found(&chain(60), ""), @"Node <urn:a>: <urn:a> does not conform to the shape <urn:s1>");
    assert_snapshot!(faults(&chain(100_000)), @"<urn:s99936> (<urn:s99936>) -: shapes are nested more than 64 deep from here on");
    // Paths that share their parts, and double with each level.
    let shared = times(40, |i| format!("_:p{i} rdf:first _:p{} ; rdf:rest ( _:p{} ) .", i + 1, i + 1));
    assert_snapshot!(faults(&format!("ex:S sh:targetNode ex:a ; sh:path _:p0 . {shared} _:p40 sh:inversePath ex:p .")), @"_ (<urn:S>) path: the path is nested more than 32 deep");
    let shared = times(15, |i| format!("_:p{i} rdf:first _:p{} ; rdf:rest ( _:p{} ) .", i + 1, i + 1));
    assert_snapshot!(faults(&format!("ex:S sh:targetNode ex:a ; sh:path _:p0 . {shared} _:p15 sh:inversePath ex:p .")), @"_ (<urn:S>) path: the path has more than 1000 parts");
    let deep = format!("{}ex:p{}", "[ sh:inversePath ".repeat(50), "]".repeat(50));
    assert_snapshot!(faults(&format!("ex:S sh:targetNode ex:a ; sh:path {deep} .")), @"_ (<urn:S>) path: the path is nested more than 32 deep");
    // Shapes that share shapes: what is known of a node is not asked again.
    let doubled = times(50, |i| format!("ex:s{i} sh:and ( ex:s{} ex:s{} ) .", i + 1, i + 1));
    assert_snapshot!(found(&format!("ex:s0 sh:targetNode ex:a . {doubled} ex:s50 sh:class ex:C ."), ""), @"And <urn:a>: <urn:a> does not conform to all shapes of `sh:and`");
    let doubled = times(25, |i| {
        format!("ex:s{i} sh:path ex:p ; sh:property [ sh:path ex:p ; sh:property ex:s{} ], ex:s{} .", i + 1, i + 1)
    });
    let shapes = format!(
        "ex:S sh:targetNode ex:a ; sh:node ex:T . ex:T sh:property ex:s0 . {doubled} ex:s25 sh:path ex:p ; sh:class ex:C ."
    );
    assert_snapshot!(found(&shapes, "ex:a ex:p ex:a ."), @"Node <urn:a>: <urn:a> does not conform to the shape <urn:T>");
    let many = times(50_000, |i| format!("{i} "));
    assert_snapshot!(found(&format!("ex:S sh:targetNode 7, ex:a ; sh:in ( {many} ) ."), ""), @"In <urn:a>: <urn:a> is none of the wanted values: 0, 1, 2, 3, 4, 5, 49994 more");
}

#[test]
fn strangers_shapes_share_no_end_of_lists() {
    let list = times(3000, |i| format!("{i} "));
    let shapes = times(2000, |i| format!("ex:s{i} sh:targetNode ex:a ; sh:in ex:list ."));
    let shapes = format!("{shapes} ex:list rdf:first 1 ; rdf:rest ( {list} ) .");
    let told = Shapes::read(turtle(&shapes)).unwrap_err();
    assert_snapshot!(told[0], @"all lists of all shapes have more than 4000000 elements together");
    let beside = times(2100, |i| {
        format!(
            "[ sh:path ex:p ; sh:qualifiedValueShape ex:s{i} ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true ],"
        )
    });
    let told = Shapes::read(turtle(&format!("ex:S sh:targetNode ex:a ; sh:property {beside} [ sh:path ex:p ] .")))
        .unwrap_err();
    assert_snapshot!(told[0], @"too many property shapes stand beside each other");
    let patterns = times(2001, |i| format!("ex:s{i} sh:targetNode ex:a ; sh:pattern \"{i}\" ."));
    assert_snapshot!(faults(&patterns), @"<urn:s2000> (<urn:s2000>) pattern: the pattern cannot be used: the shapes have more than 2000 patterns");
}

#[test]
fn limits_end_a_validation() {
    // A path over a graph in which everything leads to everything, asked for again and again.
    let ring = times(2000, |i| format!("ex:n{i} ex:p ex:n{} .", (i + 1) % 2000));
    let store = Store::of_quads(&turtle(&ring)).unwrap();
    let shapes = "ex:S sh:targetSubjectsOf ex:p ; sh:path [ sh:zeroOrMorePath ex:p ] ; sh:maxCount 3000 .";
    let shapes = Shapes::read(turtle(shapes)).unwrap();
    let time = Duration::from_millis(20);
    let limits = Limits { time: Some(time), memory: None };
    let ended = shapes.validate(&store, Graphs::Union, limits, &mut |_| ControlFlow::Continue(()));
    assert_eq!(ended, Err(ValidationError::Time(time)));
    let limits = Limits { time: None, memory: Some(1) };
    let ended = shapes.validate(&store, Graphs::Union, limits, &mut |_| ControlFlow::Continue(()));
    if cfg!(target_os = "linux") {
        assert_eq!(ended, Err(ValidationError::Memory(1)));
    }
}
