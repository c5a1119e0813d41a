//! Files of RDF: sources that are taken as they are, and vocabularies.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io;
use std::path::Path;

use oxigraph::model::QuadRef;

use super::Compilation;
use super::output::CompileError;
use super::own_words;
use super::paths::{display_path, shown_path};
use super::unopened::unopened;
use crate::diagnostic::{Diagnostic, Place, Report, clip, codes};
use crate::input::rdf as rdf_file;
use crate::ontology::{Ontology, SharedName};
use crate::project::{Project, Source};
use crate::rdf::Sink;

/// The shipped vocabulary and the project's own; what the project adds goes to the graph as well.
pub(super) fn read_ontology(project: &Project, report: &mut Report, sink: &mut Sink<'_>) -> Cow<'static, Ontology> {
    let mut ontology = Cow::Borrowed(Ontology::shipped());
    for path in &project.ontology_files {
        let mut quads = Vec::new();
        let mut tell = |fault| report.add(fault);
        read_quads(project, path, project.open_named(path), &mut tell, &mut |quad| quads.push(quad.into_owned()));
        let shared = ontology.to_mut().extend(&quads);
        for shared in &shared {
            report.add(shared_name(&display_path(project, path), shared));
        }
        for quad in &quads {
            sink(quad.as_ref());
        }
    }
    own_words::read(project, report, &mut ontology, sink);
    ontology
}

/// Tells that a name of a predicate of the project belongs to another predicate as well.
pub(super) fn shared_name(file: &str, shared: &SharedName) -> Diagnostic {
    let SharedName { name, means, not } = shared;
    let message = format!("`{name}` means `{}` in this project, and not `{}`", means.as_str(), not.as_str());
    let hint = "give one of the two another label; a cell may also hold the whole IRI";
    Diagnostic::new(&codes::SHARED_PREDICATE_NAME, Place::file(file), message).hint(hint)
}

/// True when the graph takes a quad of `file`. One that holds an address that would run something is told of.
pub(super) fn admits(project: &Project, file: &str, quad: QuadRef<'_>, tell: &mut dyn FnMut(Diagnostic)) -> bool {
    let Some(runs) = project.namespace.schemes().running(quad) else { return true };
    let message = format!("`{}` is no address but a program or a document itself", clip(runs.as_str()));
    let fault = Diagnostic::new(&codes::UNSAFE_SCHEME, Place::file(file), message);
    tell(
        fault.hint("the statement is left out; `schemes` under `[project]` in relata.toml lists the schemes you trust"),
    );
    !project.policy.rejects(&codes::UNSAFE_SCHEME)
}

/// Reads an RDF file of the project; what is wrong with it goes to `tell`.
fn read_quads(
    project: &Project,
    path: &Path,
    file: io::Result<File>,
    tell: &mut dyn FnMut(Diagnostic),
    sink: &mut Sink<'_>,
) {
    let shown = display_path(project, path);
    let Some(format) = rdf_file::format_of(path) else {
        let hint = "name the file .ttl, .trig, .nt, .nq, .jsonld or .rdf";
        let message = format!("`{shown}` is no RDF file by its name");
        tell(Diagnostic::new(&codes::UNREADABLE_FILE, Place::file(&shown), message).hint(hint));
        return;
    };
    let read = file.and_then(|file| {
        let tell = RefCell::new(&mut *tell);
        let mut fault = |fault| tell.borrow_mut()(fault);
        let mut take = |quad: QuadRef<'_>| {
            if admits(project, &shown, quad, &mut |fault| tell.borrow_mut()(fault)) {
                sink(quad);
            }
        };
        rdf_file::read(&shown, &shown_path(project, path), std::io::BufReader::new(file), format, &mut fault, &mut take)
    });
    if let Err(error) = read {
        tell(unopened(&shown, &error));
    }
}

/// Reads a source of RDF into the graph.
pub(super) fn read(compilation: &mut Compilation<'_>, source: &Source) -> Result<(), CompileError> {
    let Compilation { project, judge, writer, .. } = compilation;
    let file = project.open(source);
    if file.is_err() {
        judge.count_refused_file();
    }
    let mut tell = |fault| judge.note(fault);
    read_quads(project, &source.path, file, &mut tell, &mut |quad| writer.write_foreign(quad));
    judge.check_aborted()
}
