//! From sources to quads, checked on the way.
//!
//! Entities and documents are read first, because claims name them; then claims
//! flow row by row. Only claims that speak of other claims wait until all rows
//! are read. Which names are one actor depends on all of them: as soon as some are met that
//! are, the sources are read for their names alone, and then once more. Memory: entities, documents with the texts that quotes are checked
//! against, waiting claims, and 24 bytes for each claim.

mod ahead;
mod annotations;
mod claims;
mod constructed;
mod contested;
pub mod csvw;
mod denials;
mod draft;
mod event_differences;
pub(crate) mod events;
mod foreign;
mod inferring;
mod inputs;
mod joining;
mod judge;
mod known;
mod ledger;
mod looking;
mod noted;
mod output;
mod own_words;
mod paths;
mod predicates;
mod provenance;
mod quads;
mod resolve;
mod reviewed;
mod same_events;
mod tables;
mod told_documents;
mod types;
mod unopened;
mod waiting;
mod writer;
mod writing;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::path::Path;
use std::thread;

use oxigraph::model::NamedNode;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Diagnostic, Place, Report, caught, codes};
use crate::model::Stance;
use crate::ontology::Ontology;
use crate::project::{self, Project, Source, SourceKind};
use crate::rdf::names::Joins;
use contested::{Address, Contested, Rival};
use draft::Draft;
pub use inferring::rules_of;
pub(crate) use inputs::further_files;
use judge::{Judge, SharedRow};
use ledger::{Ledger, RowPlace};
pub use output::{CompileError, Output, Part, Rejected, Tally};
#[cfg(feature = "terminal")]
pub(crate) use own_words::parse_type;
pub(crate) use paths::{display_path, shown_from, shown_path};
use provenance::Provenance;
use resolve::Resolver;
use reviewed::Reviews;
use same_events::SameEvents;
use told_documents::ToldDocuments;
pub(crate) use unopened::unopened;
use writer::GraphWriter;
use writing::Pens;

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
    /// Who published what when, where that is asked for.
    provenance: Provenance,
    /// What people decided about extracted claims.
    reviews: Reviews,
    /// What goes to the graph.
    writer: GraphWriter<'a>,
    /// What the sources are read for.
    aim: Aim,
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
    /// Documents that rows of claims tell of.
    told_documents: ToldDocuments,
    /// Sources that are left out.
    broken: &'a Broken,
    /// Sources that could not be read to their end in this reading.
    found_broken: Broken,
}

/// Sources that could not be read to their end, by their place among those of the project, with their faults.
type Broken = BTreeMap<usize, Diagnostic>;

/// Columns of replies, each with the claim it names.
type Replies = Vec<(&'static str, String)>;

impl<'a> Compilation<'a> {
    /// Nothing is read yet but the ontology.
    fn new(
        project: &'a Project,
        ontology: &'a Ontology,
        report: &'a mut Report,
        output: Output<'a>,
        learnt: &'a Learnt,
    ) -> Compilation<'a> {
        let Learnt { contested, broken, .. } = learnt;
        let Output { parts, rejects, progress, .. } = output;
        Compilation {
            project,
            resolver: Resolver::new(project, ontology),
            judge: Judge::new(report, rejects, progress),
            ledger: Ledger::new(&contested.claims, paths::repeated(project)),
            provenance: Provenance::new(project),
            reviews: Reviews::new(project),
            writer: GraphWriter::new(project.namespace.clone(), project.known_by.is_some(), parts()),
            aim: Aim::Graph,
            contested,
            found: Contested::default(),
            rivals: Vec::new(),
            undecided: Vec::new(),
            shared_rows: FxHashMap::default(),
            yielding: FxHashSet::default(),
            unnamed_rivals: Vec::new(),
            told_documents: ToldDocuments::default(),
            broken,
            found_broken: Broken::new(),
        }
    }

    /// The sources that are read and of which something holds.
    fn sources(&self, fits: impl Fn(&Source) -> bool) -> Vec<&'a Source> {
        let sound = self.project.sources.iter().enumerate().filter(|(at, _)| !self.broken.contains_key(at));
        sound.map(|(_, source)| source).filter(|source| fits(source)).collect()
    }

    /// Reads something of a source. A panic, or a file that is damaged further on, costs that source alone: it is noted,
    /// and the sources are read once more without it, so that nothing of what was taken until then is believed.
    fn guarded(
        &mut self,
        source: &Source,
        read: impl FnOnce(&mut Self) -> Result<(), CompileError>,
    ) -> Result<(), CompileError> {
        let project = self.project;
        let shown = || display_path(project, &source.path);
        let at = project.sources.iter().position(|other| std::ptr::eq(other, source));
        self.writer.begin_source(at);
        let done = caught(|| read(self));
        self.writer.begin_source(None);
        let fault = match done {
            Err(words) => own_fault(&shown(), &words),
            Ok(Err(CompileError::Read { source: error, .. })) => unopened(&shown(), &error),
            Ok(done) => return done,
        };
        self.found_broken.extend(at.map(|at| (at, fault)));
        Ok(())
    }

    /// Waits until all claims are written. A panic meanwhile costs the source whose claim it was.
    fn finish_claims(&mut self) {
        let project = self.project;
        for (at, words) in self.writer.finish_claims() {
            if let Some(source) = project.sources.get(at) {
                self.found_broken.insert(at, own_fault(&display_path(project, &source.path), &words));
            }
        }
    }

    /// True when claims are not written any more, because names were met that will be joined.
    fn wants_names_only(&mut self) -> bool {
        if self.resolver.has_joins_ahead() {
            self.aim = Aim::Names;
        }
        self.aim == Aim::Names
    }

    /// True as long as nothing was found because of which the sources are read once more.
    fn is_conclusive(&self) -> bool {
        self.found.is_empty() && self.found_broken.is_empty()
    }

    /// True when this reading found something contested that earlier ones did not know of.
    fn found_contested(&mut self) -> bool {
        self.found.claims.clone_from(self.ledger.found());
        !self.found.is_empty()
    }

    /// What is to be known when the sources are read once more.
    fn again(&mut self) -> Reading {
        Reading::Again(std::mem::take(&mut self.found), std::mem::take(&mut self.found_broken))
    }
}

/// The fault of a source that set off a panic.
fn own_fault(shown: &str, words: &str) -> Diagnostic {
    let message = format!("relata met a fault of its own in this file: {words}");
    let hint = "please report it with the file; until it is mended, save the file in another format or take it out";
    Diagnostic::new(&codes::OWN_FAULT, Place::file(shown), message).hint(hint)
}

/// Compiles `project`: quads go to `output`, faults to `report`. What is inferred comes last.
///
/// # Errors
/// When a file stops being readable, rejected rows cannot be written, or a fault says `abort`.
pub fn compile(project: &Project, report: &mut Report, output: &mut Output<'_>) -> Result<Tally, CompileError> {
    match &project.infer {
        None => compile_said(project, report, output),
        Some(rules) => inferring::compile_inferring(project, rules, report, output),
    }
}

/// Compiles what the sources of `project` say.
fn compile_said(project: &Project, report: &mut Report, output: &mut Output<'_>) -> Result<Tally, CompileError> {
    let looked_at = caught(|| looking::looked_at(project)).ok().flatten();
    let (project, said) = looked_at.as_ref().map_or((project, &[][..]), |(project, said)| (project, said.as_slice()));
    for remark in said {
        report.add(remark.clone());
    }
    let before = report.clone();
    let mut learnt = Learnt::default();
    let tally = loop {
        match read_sources(project, report, output, &learnt) {
            Ok(Reading::Done(tally)) => break Ok(tally),
            Ok(Reading::Names(found)) => learnt.joins = Some(found),
            Ok(Reading::Missing(found)) => learnt.missing = found,
            Ok(Reading::Again(found, found_broken)) => {
                learnt.contested.extend(found);
                // Names that only a source had which is left out join nothing.
                if !found_broken.is_empty() {
                    learnt.joins = None;
                }
                learnt.broken.extend(found_broken);
            }
            Err(error) => break Err(error),
        }
        report.clone_from(&before);
        (output.begin_again)().map_err(CompileError::BeginAgain)?;
    };
    report.sort();
    tally
}

/// The project as its sources are read: with what a look at the tables tells that nobody says anything about.
pub(crate) fn as_read(project: &Project) -> Cow<'_, Project> {
    let looked_at = caught(|| looking::looked_at(project)).ok().flatten();
    looked_at.map_or(Cow::Borrowed(project), |(project, _)| Cow::Owned(project))
}

/// The predicates that a project knows: the shipped ones, its own, and its words for both. What is wrong with them goes to
/// `report`.
pub fn ontology_of(project: &Project, report: &mut Report) -> Cow<'static, Ontology> {
    quads::read_ontology(project, report, &mut |_| ())
}

/// What the sources are read for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// All that they say.
    Graph,
    /// Which names there are: some of them are one actor, so that what is written does not count anyway.
    Names,
}

/// What came of reading the sources.
enum Reading {
    /// All of it counts.
    Done(Tally),
    /// Nothing of it counts, for these names are one actor, and no others.
    Names(Joins),
    /// Nothing of it counts, for it depends on which of two rows came first, or a source was left half read.
    Again(Contested, Broken),
    /// Nothing of it counts, for these of the events that are judged to be one do not exist, and no others.
    Missing(BTreeSet<NamedNode>),
}

/// What earlier readings found.
#[derive(Default)]
struct Learnt {
    contested: Contested,
    broken: Broken,
    /// Names that are one actor; none as long as nobody knows.
    joins: Option<Joins>,
    /// Events that judgements name and no source tells of.
    missing: BTreeSet<NamedNode>,
}

fn read_sources(
    project: &Project,
    report: &mut Report,
    output: &mut Output<'_>,
    learnt: &Learnt,
) -> Result<Reading, CompileError> {
    let parts = || (output.parts)();
    let ontology = quads::read_ontology(project, report, &mut *parts());
    let output = Output {
        parts: &parts,
        rejects: &mut *output.rejects,
        progress: &mut *output.progress,
        begin_again: &mut *output.begin_again,
    };
    thread::scope(|scope| {
        let n_pens = thread::available_parallelism().map_or(1, NonZero::get);
        let parts: Vec<Part<'_>> = (0..n_pens).map(|_| parts()).collect();
        let mut compilation = Compilation::new(project, &ontology, report, output, learnt);
        compilation.writer.claims = Some(Pens::begin(scope, parts, &project.namespace, &compilation.writer.spent));
        read_with(&mut compilation, learnt)
    })
}

fn read_with(compilation: &mut Compilation<'_>, learnt: &Learnt) -> Result<Reading, CompileError> {
    let project = compilation.project;
    project.remarks.iter().for_each(|remark| compilation.judge.note(remark.clone()));
    // A table that was left out, because it has no header, is a source all the same.
    if project.sources.is_empty() && compilation.judge.count_of(&codes::NO_HEADER) == 0 {
        let place = Place::file(&display_path(project, Path::new(project::FILE)));
        let hint = "put a `claims.csv` beside it, or list tables under `[[sources]]`";
        let fault = Diagnostic::new(&codes::NO_SOURCES, place, "the project has no source");
        compilation.judge.note(fault.hint(hint));
    }
    for fault in learnt.broken.values() {
        compilation.judge.refuse_file(fault.clone());
    }
    if let Some(joins) = &learnt.joins {
        compilation.resolver.names().join(joins.clone());
    }
    let judgements = compilation.sources(|source| source.kind == SourceKind::Judgements);
    let judged = tables::read_judgements(compilation, &judgements)?;
    if learnt.joins.is_none() && judged.iter().any(|judged| !same_events::is_about_events(&judged.judgement)) {
        compilation.aim = Aim::Names;
    }
    compilation.writer.events = SameEvents::plan(&judged, &project.namespace, &learnt.missing);
    let entities = compilation.sources(|source| source.kind == SourceKind::Entities);
    tables::read_entities(compilation, &entities)?;
    let documents = compilation.sources(|source| source.kind == SourceKind::Documents);
    tables::read_documents(compilation, &documents)?;
    let reviews = compilation.sources(|source| source.kind == SourceKind::Reviews);
    reviewed::read(compilation, &reviews)?;
    if learnt.joins.is_none() {
        compilation.resolver.look_out_for_joins();
    }
    if compilation.is_conclusive() {
        read_claims(compilation)?;
    }
    if compilation.found_contested() {
        return Ok(compilation.again());
    }
    if compilation.is_conclusive() {
        let found = joining::settle(compilation, &judged)?;
        if compilation.aim == Aim::Names || (learnt.joins.is_none() && !found.is_empty()) {
            return Ok(Reading::Names(found));
        }
    }
    if compilation.aim == Aim::Names {
        return Ok(compilation.again());
    }
    read_rdf(compilation)?;
    compilation.finish_claims();
    if !compilation.found_broken.is_empty() {
        return Ok(compilation.again());
    }
    if let Some(missing) = same_events::settle(compilation, &judged)? {
        return Ok(Reading::Missing(missing));
    }
    let foreign = compilation.writer.take_foreign();
    for quad in known::known_quads(&compilation.provenance, &compilation.project.namespace, foreign) {
        compilation.writer.write_quad(quad.as_ref());
    }
    let hints = compilation.resolver.suggestions();
    compilation.judge.amend(&codes::UNKNOWN_ENTITY, &hints);
    compilation.judge.amend(&codes::UNKNOWN_DOCUMENT, &hints);
    compilation.judge.finish().map(Reading::Done)
}

/// Reads what is RDF already, or is made RDF by a query or by metadata.
fn read_rdf(compilation: &mut Compilation<'_>) -> Result<(), CompileError> {
    for source in compilation.sources(|source| source.kind == SourceKind::Rdf) {
        compilation.guarded(source, |compilation| quads::read(compilation, source))?;
    }
    for source in compilation.sources(|source| source.kind == SourceKind::Construct) {
        compilation.guarded(source, |compilation| constructed::read(compilation, source))?;
    }
    for source in compilation.sources(|source| matches!(source.kind, SourceKind::Csvw(_))) {
        if let SourceKind::Csvw(mode) = source.kind {
            compilation.guarded(source, |compilation| csvw::read(compilation, source, mode))?;
        }
    }
    Ok(())
}

/// Reads the claims of data sets and annotations, which declare what they speak of, then those of tables; last come the
/// claims that waited for others.
fn read_claims(compilation: &mut Compilation<'_>) -> Result<(), CompileError> {
    let events = compilation.sources(|source| source.kind.events().is_some());
    let annotated = compilation.sources(|source| source.kind.is_annotations());
    // What somebody took over from an extracted claim is known before that is read.
    let mut claim_tables = compilation.sources(|source| source.kind.is_claim_table());
    claim_tables.sort_by_key(|source| source.kind);
    for source in &annotated {
        compilation.guarded(source, |compilation| {
            annotations::collect_annotated(compilation, source);
            Ok(())
        })?;
    }
    annotations::write_texts(compilation);
    noted::collect_references(compilation, &claim_tables, !annotated.is_empty())?;
    let Compilation { ledger, reviews, .. } = &mut *compilation;
    reviews.rejected().for_each(|id| ledger.note_discarded(id));
    events::read_events(compilation, &events)?;
    for source in &annotated {
        compilation.guarded(source, |compilation| annotations::read(compilation, source))?;
    }
    compilation.writer.close_told();
    for source in &claim_tables {
        compilation.guarded(source, |compilation| told_documents::collect(compilation, source))?;
    }
    for source in &claim_tables {
        compilation.guarded(source, |compilation| claims::read(compilation, source))?;
    }
    // What claims speak of may be in a source that was left half read.
    if !compilation.is_conclusive() {
        return Ok(());
    }
    claims::settle_ids(compilation)?;
    waiting::write_waiting(compilation)?;
    claims::settle_contents(compilation)?;
    told_documents::write(compilation);
    reviewed::settle(compilation)
}
