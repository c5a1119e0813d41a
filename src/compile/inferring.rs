//! What follows from what the sources say, handed on behind it in a graph of its own.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::output::{CompileError, Output, Part, Tally};
use super::paths::display_path;
use super::{compile_said, ontology_of};
use crate::diagnostic::{Diagnostic, Place, Report, codes, nearest};
use crate::inference::{Facts, Inferred, Rules, TooMuch, infer, predicates_named};
use crate::project::{self, Project};
use crate::rdf::vocab;

/// Compiles `project`, and hands on what follows from it by `rules`.
pub(super) fn compile_inferring(
    project: &Project,
    rules: &Rules<String>,
    report: &mut Report,
    output: &mut Output<'_>,
) -> Result<Tally, CompileError> {
    let columns = project.namespace.qualifiers();
    let facts = Mutex::new(Facts::new(&columns));
    let Output { parts, rejects, progress, begin_again } = output;
    let watched_part = || -> Part<'_> {
        let (facts, mut part) = (&facts, parts());
        Box::new(move |quad| {
            lock(facts).take(quad);
            part(quad);
        })
    };
    let mut watched = Output {
        parts: &watched_part,
        rejects: &mut **rejects,
        progress: &mut **progress,
        begin_again: &mut || {
            *lock(&facts) = Facts::new(&columns);
            begin_again()
        },
    };
    let mut tally = compile_said(project, report, &mut watched)?;
    let facts = facts.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut part = parts();
    match infer(facts, &rules_of(project, rules)) {
        Ok(inferred) => {
            inferred.triples().for_each(|triple| part(triple.in_graph(vocab::INFERRED)));
            tally.inferred = inferred.counts().into_iter().filter(|(_, n)| *n > 0).collect();
            tell_unused(project, rules, &inferred, report);
        }
        Err(fault) => report.add(too_much(project, fault)),
    }
    report.sort();
    if report.aborted() { Err(CompileError::Aborted) } else { Ok(tally) }
}

/// The facts, for one thread at a time. Those that a panic left half taken are not believed: the sources are read again.
fn lock(facts: &Mutex<Facts>) -> MutexGuard<'_, Facts> {
    facts.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The rules of a project, with predicates by IRI.
pub fn rules_of(project: &Project, rules: &Rules<String>) -> Rules<oxigraph::model::NamedNode> {
    // What is wrong with the words of the project is told where its sources are read.
    let ontology = ontology_of(project, &mut Report::default());
    let prefixes = project.prefixes();
    rules.map(|word| predicates_named(word, &ontology, &project.namespace, &prefixes))
}

fn too_much(project: &Project, fault: TooMuch) -> Diagnostic {
    let place = Place::file(&display_path(project, Path::new(project::FILE)));
    let hint = match fault {
        TooMuch::Inferred(rule) => {
            format!("leave `{0}` out under `[infer]`, or list the predicates: `{0} = [\"member_of\"]`", rule.word())
        }
        _ => "leave `[infer]` out".to_owned(),
    };
    Diagnostic::new(&codes::TOO_MUCH_INFERRED, place, format!("nothing is inferred: {fault}")).hint(hint)
}

/// Tells which words under `[infer]` are no predicate of anything.
fn tell_unused(project: &Project, rules: &Rules<String>, inferred: &Inferred, report: &mut Report) {
    if inferred.unused().is_empty() {
        return;
    }
    let ontology = ontology_of(project, &mut Report::default());
    let prefixes = project.prefixes();
    let mut told = Vec::new();
    for word in rules.listed() {
        let meant = predicates_named(word, &ontology, &project.namespace, &prefixes);
        if told.contains(&word) || !meant.iter().all(|predicate| inferred.unused().contains(predicate)) {
            continue;
        }
        told.push(word);
        let place = Place::file(&display_path(project, Path::new(project::FILE)));
        let message = format!("`{word}` under `[infer]` is the predicate of nothing that is accepted");
        let near = nearest(&crate::ontology::normal_name(word), ontology.names().chain(["member of"]));
        let hint = match near.filter(|near| *near != crate::ontology::normal_name(word)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`relata stats` lists the predicates that the project uses".to_owned(),
        };
        report.add(Diagnostic::new(&codes::UNUSED_INFERENCE, place, message).hint(hint));
    }
}
