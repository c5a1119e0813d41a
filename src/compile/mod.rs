//! From sources to quads, checked on the way.
//!
//! Entities and documents are read first, because claims name them; then claims
//! flow row by row. Only claims that speak of other claims wait until all rows
//! are read. Memory: entities, documents with the texts that quotes are checked
//! against, waiting claims, and 16 bytes for each claim.

mod annotations;
mod claims;
mod constructed;
pub mod csvw;
mod denials;
mod events;
mod foreign;
mod inputs;
mod judge;
mod ledger;
mod output;
mod paths;
mod quads;
mod resolve;
mod tables;
mod waiting;
mod writer;

use std::path::Path;

use crate::diagnostic::{Diagnostic, Place, Report, codes};
use crate::ontology::Ontology;
use crate::project::{self, Project, Source, SourceKind};
pub(crate) use inputs::further_files;
use judge::{Judge, SharedRow};
use ledger::Ledger;
pub use output::{CompileError, Output, Rejected, Tally};
use paths::display_path;
pub(crate) use paths::shown_from;
use resolve::Resolver;
use writer::GraphWriter;

/// What a compilation works with. Each part keeps its own state to itself; what happens to a row is written down in the
/// functions that hand it from one to the next.
struct Compilation<'a> {
    project: &'a Project,
    /// What names mean.
    resolver: Resolver<'a>,
    /// What is done about faults.
    judge: Judge<'a>,
    /// Which rows were read.
    ledger: Ledger<'a>,
    /// What goes to the graph.
    writer: GraphWriter<'a>,
}

impl<'a> Compilation<'a> {
    /// Nothing is read yet but the ontology.
    fn new(
        project: &'a Project,
        ontology: &'a Ontology,
        report: &'a mut Report,
        output: Output<'a>,
    ) -> Compilation<'a> {
        let Output { sink, rejects, progress } = output;
        Compilation {
            project,
            resolver: Resolver::new(project, ontology),
            judge: Judge::new(report, rejects, progress),
            ledger: Ledger::default(),
            writer: GraphWriter::new(project.namespace.clone(), sink),
        }
    }
}

/// Compiles `project`: quads go to `output`, faults to `report`.
///
/// # Errors
/// When a file stops being readable, rejected rows cannot be written, or a fault says `abort`.
pub fn compile(project: &Project, report: &mut Report, output: &mut Output<'_>) -> Result<Tally, CompileError> {
    let tally = read_sources(project, report, output);
    report.sort();
    tally
}

fn read_sources(project: &Project, report: &mut Report, output: &mut Output<'_>) -> Result<Tally, CompileError> {
    let ontology = quads::read_ontology(project, report, output.sink);
    if project.sources.is_empty() {
        let place = Place::file(&display_path(project, Path::new(project::FILE)));
        let hint = "put a `claims.csv` beside it, or list tables under `[[sources]]`";
        report.add(Diagnostic::new(&codes::NO_SOURCES, place, "the project has no source").hint(hint));
    }
    let output = Output { sink: &mut *output.sink, rejects: &mut *output.rejects, progress: &mut *output.progress };
    let mut compilation = Compilation::new(project, &ontology, report, output);
    let of = |kind: SourceKind| project.sources.iter().filter(move |source| source.kind == kind);
    let mut declared = Vec::new();
    for source in of(SourceKind::Entities) {
        tables::read_entities(&mut compilation, source, &mut declared)?;
    }
    tables::write_entities(&mut compilation, &declared);
    let mut derived = Vec::new();
    for source in of(SourceKind::Documents) {
        tables::read_documents(&mut compilation, source, &mut derived)?;
    }
    tables::write_derived(&mut compilation, derived)?;
    read_claims(&mut compilation)?;
    for source in of(SourceKind::Rdf) {
        quads::read(&mut compilation, source)?;
    }
    for source in of(SourceKind::Construct) {
        constructed::read(&mut compilation, source)?;
    }
    for source in &project.sources {
        if let SourceKind::Csvw(mode) = source.kind {
            csvw::read(&mut compilation, source, mode)?;
        }
    }
    compilation.judge.finish()
}

/// Reads the claims of data sets and annotations, which declare what they speak of, then those of tables; last come the
/// claims that waited for others.
fn read_claims(compilation: &mut Compilation<'_>) -> Result<(), CompileError> {
    let of = |fits: fn(SourceKind) -> bool| -> Vec<&Source> {
        compilation.project.sources.iter().filter(|source| fits(source.kind)).collect()
    };
    let events = of(|kind| kind.events().is_some());
    let annotated = of(SourceKind::is_annotations);
    let claim_tables = of(|kind| kind == SourceKind::Claims);
    for source in &annotated {
        annotations::collect_annotated(compilation, source);
    }
    claims::collect_references(compilation, &claim_tables, !annotated.is_empty())?;
    events::read_events(compilation, &events)?;
    for source in &annotated {
        annotations::read(compilation, source)?;
    }
    for source in &claim_tables {
        claims::read(compilation, source)?;
    }
    waiting::write_waiting(compilation)
}
