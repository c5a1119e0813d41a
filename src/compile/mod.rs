//! From sources to quads, checked on the way.
//!
//! Entities and documents are read first, because claims name them; then claims
//! flow row by row. Only claims that speak of other claims wait until all rows
//! are read. Memory: entities, documents with the texts that quotes are checked
//! against, waiting claims, and 16 bytes for each claim.

mod annotations;
mod claims;
mod constructed;
mod context;
pub mod csvw;
mod events;
mod foreign;
mod inputs;
mod resolve;
mod waiting;

use std::borrow::Cow;
use std::fs::File;
use std::path::Path;

use oxigraph::model::{Literal, NamedNode, Term};

use crate::diagnostic::{Diagnostic, Finding, Place, Report, Verdict, clip, codes};
use crate::input::{documents, entities, rdf as rdf_file};
use crate::model::{Document, Entity, Text};
use crate::ontology::Ontology;
use crate::project::{self, Project, Source, SourceKind};
use crate::rdf::iri::is_iri;
use crate::rdf::names::{Named, is_broken_iri};
use crate::rdf::{Sink, document as rdf_document, entity as rdf_entity};
use crate::table::{RawRow, Row};
use claims::ClaimStage;
pub(crate) use context::shown_from;
pub use context::{CompileError, Output, Rejected, Tally};
use context::{Context, KnownDocument, display_path, shown_path};
pub(crate) use inputs::further_files;

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
    let ontology = read_ontology(project, report, output.sink);
    if project.sources.is_empty() {
        let place = Place::file(&display_path(project, Path::new(project::FILE)));
        let hint = "put a `claims.csv` beside it, or list tables under `[[sources]]`";
        report.add(Diagnostic::new(&codes::NO_SOURCES, place, "the project has no source").hint(hint));
    }
    let output = Output { sink: &mut *output.sink, rejects: &mut *output.rejects, progress: &mut *output.progress };
    let mut context = Context::new(project, &ontology, report, output);
    let of = |kind: SourceKind| project.sources.iter().filter(move |source| source.kind == kind);
    let mut declared = Vec::new();
    for source in of(SourceKind::Entities) {
        context.read_entities(source, &mut declared)?;
    }
    context.write_entities(&declared);
    for source in of(SourceKind::Documents) {
        context.read_documents(source)?;
    }
    let claim_sources: Vec<&Source> = of(SourceKind::Claims).collect();
    let event_sources: Vec<&Source> = project.sources.iter().filter(|source| source.kind.events().is_some()).collect();
    let annotated: Vec<&Source> = project.sources.iter().filter(|source| source.kind.is_annotations()).collect();
    ClaimStage::run(&mut context, &event_sources, &annotated, &claim_sources)?;
    for source in of(SourceKind::Rdf) {
        context.read_rdf(source)?;
    }
    for source in of(SourceKind::Construct) {
        context.read_constructed(source)?;
    }
    for source in &project.sources {
        if let SourceKind::Csvw(mode) = source.kind {
            context.read_csvw(source, mode)?;
        }
    }
    let tally = context.tally;
    if report.aborted() { Err(CompileError::Aborted) } else { Ok(tally) }
}

/// The shipped vocabulary and the project's own; what the project adds goes to the graph as well.
fn read_ontology(project: &Project, report: &mut Report, sink: &mut Sink<'_>) -> Cow<'static, Ontology> {
    let mut ontology = Cow::Borrowed(Ontology::shipped());
    for path in &project.ontology_files {
        let mut quads = Vec::new();
        read_quads(project, path, report, &mut |quad| quads.push(quad.into_owned()));
        ontology.to_mut().extend(&quads);
        for quad in &quads {
            sink(quad.as_ref());
        }
    }
    ontology
}

/// Reads an RDF file of the project; what is wrong with it goes to `report`.
fn read_quads(project: &Project, path: &Path, report: &mut Report, sink: &mut Sink<'_>) {
    let full = project.root.join(path);
    let shown = display_path(project, path);
    let unreadable = |message: String| Diagnostic::new(&codes::UNREADABLE_FILE, Place::file(&shown), message);
    let Some(format) = rdf_file::format_of(path) else {
        let hint = "name the file .ttl, .trig, .nt, .nq, .jsonld or .rdf";
        report.push(unreadable(format!("`{shown}` is no RDF file by its name")).hint(hint));
        return;
    };
    let read = File::open(&full).and_then(|file| {
        rdf_file::read(
            &shown,
            &shown_path(project, path),
            std::io::BufReader::new(file),
            format,
            &mut |fault| report.add(fault),
            sink,
        )
    });
    if let Err(error) = read {
        report.push(
            unreadable(format!("the file cannot be read: {error}"))
                .hint("mend the path, or take the file out of the project"),
        );
    }
}

impl Context<'_> {
    /// Reads every row of a table: `read` turns it into a value, `keep` takes the value of a row that stays.
    fn rows<T>(
        &mut self,
        source: &Source,
        mut read: impl FnMut(&mut Self, &Row<'_>, &mut Vec<Finding>) -> Option<T>,
        mut keep: impl FnMut(&mut Self, Option<T>, Verdict, RawRow),
    ) -> Result<(), CompileError> {
        let Some(mut table) = self.open(source)? else {
            return Ok(());
        };
        let path = self.project.root.join(&source.path);
        loop {
            let mut findings = Vec::new();
            let value = match table.read().map_err(|source| CompileError::Read { path: path.clone(), source })? {
                None => return self.close(&table),
                Some(Ok(row)) => read(self, &row, &mut findings),
                Some(Err(finding)) => {
                    findings.push(finding);
                    None
                }
            };
            findings.extend(table.suspicions());
            let origin = table.raw();
            let verdict = self.judge(&origin, findings)?;
            keep(self, value, verdict, origin);
        }
    }

    fn read_entities(&mut self, source: &Source, declared: &mut Vec<(Entity, Named)>) -> Result<(), CompileError> {
        let read = |context: &mut Self, row: &Row<'_>, findings: &mut Vec<Finding>| {
            let entity = entities::entity_from_row(row, findings)?;
            findings.extend(entity.member_of.iter().filter_map(|name| broken_iri("member_of", name)));
            if context.names.is_declared(&entity) {
                let field = if entity.id.is_some() { "id" } else { "label" };
                let name = entity.id.as_ref().unwrap_or(&entity.label);
                let finding =
                    Finding::new(&codes::DUPLICATE_ID, field, format!("the entity `{name}` is declared twice"));
                findings.push(finding.hint("merge the two rows, or give one another id"));
            } else {
                findings.extend(context.names.taken(&entity).into_iter().map(|taken| {
                    let message = format!("the name `{}` belongs to `{}` already", taken.name, taken.owner);
                    Finding::new(&codes::AMBIGUOUS_ALIAS, taken.field, message)
                        .hint("give one of the two a longer name, or merge the rows")
                }));
            }
            Some(entity)
        };
        self.rows(source, read, |context, entity, verdict, _| {
            if let (Some(entity), Verdict::Keep) = (entity, verdict) {
                let named = context.names.declare(&entity);
                declared.push((entity, named));
            }
        })
    }

    fn write_entities(&mut self, declared: &[(Entity, Named)]) {
        for (entity, named) in declared {
            let member_of: Vec<NamedNode> = entity.member_of.iter().filter_map(|name| self.mention(name)).collect();
            let country = entity.country.as_ref().map(|name| match self.names.find(name) {
                Some(country) => Term::from(country.iri.clone()),
                None => Literal::new_simple_literal(name).into(),
            });
            rdf_entity::write_entity(
                entity,
                named,
                &member_of,
                country.as_ref(),
                &mut self.qualifiers,
                self.output.sink,
            );
        }
    }

    fn read_documents(&mut self, source: &Source) -> Result<(), CompileError> {
        let folder = self.project.root.join(&source.path).parent().map(Path::to_owned).unwrap_or_default();
        let read = |context: &mut Self, row: &Row<'_>, findings: &mut Vec<Finding>| {
            let document = documents::document_from_row(row, is_iri, findings)?;
            findings.extend(document.publisher.as_ref().and_then(|name| broken_iri("publisher", name)));
            if context.documents.contains_key(&document.id) {
                let finding = Finding::new(
                    &codes::DUPLICATE_ID,
                    "id",
                    format!("the document `{}` is declared twice", document.id),
                );
                findings.push(finding.hint("give one of the two another id"));
            }
            let text = document.path.as_ref().and_then(|path| read_text(&folder, path, findings));
            Some((document, text))
        };
        self.rows(source, read, |context, value, verdict, origin| match (value, verdict) {
            (Some((document, text)), Verdict::Keep) => context.keep_document(document, text),
            (Some((document, _)), Verdict::Reject) if !context.documents.contains_key(&document.id) => {
                context.lost_documents.insert(document.id, origin.line());
            }
            _ => {}
        })
    }

    /// Writes a document, and remembers it for the claims that cite it.
    pub(super) fn keep_document(&mut self, document: Document, text: Option<Text>) {
        let iri = self.write_document(&document);
        if let Some(text) = &text {
            rdf_document::write_text(&iri, text, document.language.as_deref(), self.output.sink);
        }
        let Document { id, published, language, .. } = document;
        self.documents.insert(id, KnownDocument { iri, published, language, text });
    }

    /// Writes what is said of a document.
    pub(super) fn write_document(&mut self, document: &Document) -> NamedNode {
        let iri = self.project.namespace.document(&document.id);
        let publisher = document.publisher.as_ref().and_then(|name| self.mention(name));
        rdf_document::write_document(document, &iri, publisher.as_ref(), &mut self.qualifiers, self.output.sink);
        iri
    }

    fn read_rdf(&mut self, source: &Source) -> Result<(), CompileError> {
        read_quads(self.project, &source.path, self.report, self.output.sink);
        if self.report.aborted() { Err(CompileError::Aborted) } else { Ok(()) }
    }
}

/// A fault when a name looks like an IRI, and is none.
fn broken_iri(field: &'static str, name: &str) -> Option<Finding> {
    let hint = "write a name, or an absolute IRI without spaces";
    is_broken_iri(name).then(|| Finding::new(&codes::BAD_IRI, field, format!("`{}` is no IRI", clip(name))).hint(hint))
}

fn read_text(folder: &Path, path: &str, findings: &mut Vec<Finding>) -> Option<Text> {
    let unreadable = |why: String| {
        let finding = Finding::new(&codes::UNREADABLE_TEXT, "path", format!("cannot read `{path}`: {why}"));
        finding.hint("the path leads from the table's folder to a file below it; the text is UTF-8")
    };
    if Path::new(path).is_absolute() || Path::new(path).components().any(|part| part == std::path::Component::ParentDir)
    {
        findings.push(unreadable("it lies outside the folder of the table".into()));
        return None;
    }
    match std::fs::read(folder.join(path)).map_err(|error| error.to_string()) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => return Some(Text::new(&text)),
            Err(_) => findings.push(unreadable("it is not UTF-8".into())),
        },
        Err(error) => findings.push(unreadable(error)),
    }
    None
}
