//! From sources to quads, checked on the way.
//!
//! Entities and documents are read first, because claims name them; then claims
//! flow row by row. Only claims that speak of other claims wait until all rows
//! are read. Memory: entities, documents with the texts that quotes are checked
//! against, waiting claims, and 24 bytes for each claim.

mod annotations;
mod claims;
mod constructed;
mod contested;
pub mod csvw;
mod denials;
mod events;
mod foreign;
mod inputs;
mod judge;
mod ledger;
mod output;
mod paths;
mod predicates;
mod quads;
mod resolve;
mod tables;
mod types;
mod unopened;
mod waiting;
mod writer;

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Diagnostic, Place, Report, codes};
use crate::model::Stance;
use crate::ontology::Ontology;
use crate::project::{self, Project, Source, SourceKind};
use contested::{Address, Contested, Rival};
pub(crate) use inputs::further_files;
use judge::{Judge, SharedRow};
use ledger::{Ledger, RowPlace};
pub use output::{CompileError, Output, Rejected, Tally};
use paths::display_path;
pub(crate) use paths::shown_from;
use resolve::{Draft, Resolver};
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
    /// What earlier readings found to be contested.
    contested: &'a Contested,
    /// What this one finds.
    found: Contested,
    /// Claims with contested identifiers, each with its place.
    rivals: Vec<Rival<(RowPlace, Draft<'a>)>>,
    /// Rows of event files with such claims, and whether nothing else of them was left out.
    undecided: Vec<(Address, bool)>,
    /// Rows that stand for several claims, one of which waits for others with its identifier: what was found so far.
    shared_rows: FxHashMap<Address, SharedRow>,
    /// Rows of which a claim was left out when all were read.
    yielding: FxHashSet<Address>,
    /// Contested claims without identifier, with what they reply to and do with their statement.
    unnamed_rivals: Vec<Rival<(Draft<'a>, Replies, Stance)>>,
}

/// Columns of replies, each with the claim it names.
type Replies = Vec<(&'static str, String)>;

impl<'a> Compilation<'a> {
    /// Nothing is read yet but the ontology.
    fn new(
        project: &'a Project,
        ontology: &'a Ontology,
        report: &'a mut Report,
        output: Output<'a>,
        contested: &'a Contested,
    ) -> Compilation<'a> {
        let Output { sink, rejects, progress, .. } = output;
        Compilation {
            project,
            resolver: Resolver::new(project, ontology),
            judge: Judge::new(report, rejects, progress),
            ledger: Ledger::new(&contested.claims, paths::repeated(project)),
            writer: GraphWriter::new(project.namespace.clone(), sink),
            contested,
            found: Contested::default(),
            rivals: Vec::new(),
            undecided: Vec::new(),
            shared_rows: FxHashMap::default(),
            yielding: FxHashSet::default(),
            unnamed_rivals: Vec::new(),
        }
    }

    /// What this reading found to be contested that earlier ones did not know of.
    fn found_contested(&mut self) -> Contested {
        self.found.claims.clone_from(self.ledger.found());
        std::mem::take(&mut self.found)
    }
}

/// Compiles `project`: quads go to `output`, faults to `report`.
///
/// # Errors
/// When a file stops being readable, rejected rows cannot be written, or a fault says `abort`.
pub fn compile(project: &Project, report: &mut Report, output: &mut Output<'_>) -> Result<Tally, CompileError> {
    let before = report.clone();
    let mut contested = Contested::default();
    let tally = loop {
        match read_sources(project, report, output, &contested) {
            Ok(Reading::Done(tally)) => break Ok(tally),
            Ok(Reading::Contested(found)) => {
                contested.extend(found);
                report.clone_from(&before);
                (output.begin_again)().map_err(CompileError::BeginAgain)?;
            }
            Err(error) => break Err(error),
        }
    };
    report.sort();
    tally
}

/// What came of reading the sources.
enum Reading {
    /// All of it counts.
    Done(Tally),
    /// Nothing of it counts, for it depends on which of two rows came first.
    Contested(Contested),
}

fn read_sources(
    project: &Project,
    report: &mut Report,
    output: &mut Output<'_>,
    contested: &Contested,
) -> Result<Reading, CompileError> {
    let ontology = quads::read_ontology(project, report, output.sink);
    project.remarks.iter().for_each(|remark| report.add(remark.clone()));
    if project.sources.is_empty() {
        let place = Place::file(&display_path(project, Path::new(project::FILE)));
        let hint = "put a `claims.csv` beside it, or list tables under `[[sources]]`";
        report.add(Diagnostic::new(&codes::NO_SOURCES, place, "the project has no source").hint(hint));
    }
    let output = Output {
        sink: &mut *output.sink,
        rejects: &mut *output.rejects,
        progress: &mut *output.progress,
        begin_again: &mut *output.begin_again,
    };
    let mut compilation = Compilation::new(project, &ontology, report, output, contested);
    let of = |kind: SourceKind| project.sources.iter().filter(move |source| source.kind == kind);
    tables::read_entities(&mut compilation, of(SourceKind::Entities))?;
    tables::read_documents(&mut compilation, of(SourceKind::Documents))?;
    if compilation.found.is_empty() {
        read_claims(&mut compilation)?;
    }
    let found = compilation.found_contested();
    if !found.is_empty() {
        return Ok(Reading::Contested(found));
    }
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
    let hints = compilation.resolver.suggestions();
    compilation.judge.amend(&codes::UNKNOWN_ENTITY, &hints);
    compilation.judge.finish().map(Reading::Done)
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
    annotations::write_texts(compilation);
    claims::collect_references(compilation, &claim_tables, !annotated.is_empty())?;
    events::read_events(compilation, &events)?;
    for source in &annotated {
        annotations::read(compilation, source)?;
    }
    compilation.writer.close_told();
    for source in &claim_tables {
        claims::read(compilation, source)?;
    }
    claims::settle_ids(compilation)?;
    waiting::write_waiting(compilation)?;
    claims::settle_contents(compilation)
}
