//! Which shapes does the graph break, and where in the sources?
//!
//! The shapes of a project (`shapes.ttl`) and the shipped rules are asked of the whole graph. What breaks them are nodes
//! and values; whoever has to mend them needs the cell of a row or the line of a file of RDF. So the graph is asked
//! which row a node is from (`owners`), and that row, or the statement, is looked for in the sources once more (`rows`,
//! `statements`): only where something is wrong, so that nothing is kept for the case that it might be. This module
//! knows no shape by itself, and decides about no row: what breaks a shape stays in the graph.

mod cells;
mod lines;
mod owners;
mod places;
mod rows;
mod shape_files;
mod statements;
mod told;

use std::ops::ControlFlow;

use oxigraph::model::Term;

use crate::compile::as_read;
use crate::diagnostic::{Diagnostic, MOST_HELD, Place, Report, caught, codes};
use crate::ontology::rules;
use crate::project::{Project, Rules, SourceKind};
use crate::shapes::{Shapes, ValidationError, Violation};
use crate::store::{Graphs, Limits, Store};
use shape_files::OwnShapes;
use told::Teller;

/// A violation, and whose shape it is.
struct Breach {
    violation: Violation,
    /// True when a shipped rule is broken.
    is_of_rule: bool,
}

/// True when a project has shapes that its graph is held against.
pub fn is_asked(project: &Project) -> bool {
    !project.shapes.files.is_empty() || has_rules(project)
}

/// True when shipped rules hold for a project.
fn has_rules(project: &Project) -> bool {
    match &project.shapes.rules {
        Rules::Off => false,
        Rules::All => true,
        Rules::Named(names) => !names.is_empty(),
        Rules::OfForeign => project.sources.iter().any(|source| source.kind == SourceKind::Rdf),
    }
}

/// Holds the graph of a project against its shapes; what breaks them goes to `report`, each at its place.
///
/// Complexity: that of the shapes, and where something is wrong one reading of the sources that it may be from.
pub fn check(project: &Project, store: &Store, report: &mut Report) {
    let own = shape_files::read(project, report);
    let limits = Limits { time: Some(project.shapes.patience), memory: None };
    let mut breaches = Vec::new();
    let mut idle = Vec::new();
    if let Some(shapes) = &own.shapes {
        idle = ask(shapes, &own, (store, limits), (false, report), &mut breaches);
    }
    let rules = match &project.shapes.rules {
        _ if !has_rules(project) => Vec::new(),
        Rules::Named(names) => rules::quads_of(names),
        _ => rules::quads().to_vec(),
    };
    // A test reads the shipped rules as shapes, so that there is no fault to pass over.
    if let Ok(shapes) = Shapes::read(rules) {
        ask(&shapes, &own, (store, limits), (true, report), &mut breaches);
    }
    let broken = breaches.iter().filter(|breach| !breach.is_of_rule).map(|breach| &breach.violation.shape);
    let shapes = shape_files::places(project, &own, broken.chain(&idle).collect());
    let teller = Teller::new(project, &own, &shapes);
    for shape in &idle {
        report.add(teller.idle(shape));
    }
    if !breaches.is_empty() {
        let places = places::find(&as_read(project), store, &breaches);
        for (breach, found) in breaches.iter().zip(places) {
            // What a check of rows tells of a table is not told again by the rule that says the same of all graphs.
            let is_told = || breach.is_of_rule && rules::code_of_rows(&breach.violation.shape).is_some();
            if !found.as_ref().is_some_and(|found| found.is_row && is_told()) {
                report.add(teller.diagnostic(breach, found.map(|found| found.place)));
            }
        }
    }
    report.sort();
}

/// Asks shapes of the graph, and returns those that are about nothing. Where they cannot all be asked, that is told, and what
/// was found counts.
fn ask(
    shapes: &Shapes,
    own: &OwnShapes,
    (store, limits): (&Store, Limits),
    (is_of_rule, report): (bool, &mut Report),
    breaches: &mut Vec<Breach>,
) -> Vec<Term> {
    let mut idle = Vec::new();
    let file = own.files.first().map_or(rules::FILE, |file| &file.shown);
    let mut found = |violation: Violation| {
        breaches.push(Breach { violation, is_of_rule });
        if breaches.len() < MOST_HELD { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let unasked = match caught(|| shapes.validate(store, Graphs::Union, limits, &mut found)) {
        Err(words) => Some(format!("relata met a fault of its own in the shapes: {words}")),
        Ok(Err(error @ ValidationError::Time(_))) => Some(format!("{error}, and were asked no further")),
        Ok(Err(error)) => Some(error.to_string()),
        Ok(Ok(validated)) => {
            idle = validated.without_focus;
            let most = || format!("more than {MOST_HELD} faults were found; the shapes were asked no further");
            validated.is_broken_off.then(most)
        }
    };
    if let Some(why) = unasked {
        let hint = "mend what is told, ask less of the graph, or give the shapes more time: `seconds` under `[shapes]`";
        report.add(Diagnostic::new(&codes::UNASKED_SHAPES, Place::file(file), why).hint(hint));
    }
    idle
}
