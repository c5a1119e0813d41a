//! From sources to quads, checked on the way.
//!
//! Entities and documents are read first, because claims name them; then claims
//! flow row by row. Only claims that speak of other claims wait until all rows
//! are read. Memory: entities, documents with the texts that quotes are checked
//! against, waiting claims, and 16 bytes for each claim.

use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use oxigraph::model::{Literal, NamedNode, Term};
use rustc_hash::{FxHashMap, FxHashSet};

use super::claims::ClaimStage;
use super::{Project, Source, SourceKind, config};
use crate::diagnostic::{Diagnostic, Finding, Place, Report, Verdict, codes};
use crate::input::{self, Row, Table, documents, entities, rdf as rdf_file, table};
use crate::model::{Document, Entity, EventDate, Text};
use crate::ontology::Ontology;
use crate::rdf::iri::is_iri;
use crate::rdf::names::{Named, Names, Resolution};
use crate::rdf::{Sink, document as rdf_document, entity as rdf_entity, vocab};

/// What a compilation did.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Rows of claims read.
    pub n_rows: u64,
    /// Claims in the graph; rows that are the same claim count once.
    pub n_claims: u64,
    /// Rows that said again what another row says.
    pub n_duplicates: u64,
    /// Rows left out, of whatever table.
    pub n_rejected: u64,
    /// Rows of entities that were declared.
    pub n_entities: u64,
    /// Documents that were declared.
    pub n_documents: u64,
}

/// A row that was left out.
#[derive(Debug)]
pub struct Rejected<'a> {
    /// Its bytes and place.
    pub source: &'a table::Source,
    /// The first fault that cost it its place.
    pub finding: &'a Finding,
}

/// Where the results of a compilation go.
pub struct Output<'a> {
    /// The graph.
    pub sink: &'a mut Sink<'a>,
    /// Rows that were left out.
    pub rejects: &'a mut dyn FnMut(&Rejected<'_>) -> std::io::Result<()>,
    /// Called now and then with the number of rows read so far.
    pub progress: &'a mut dyn FnMut(u64),
}

/// Why a compilation could not go on.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// A source that was readable stopped being so.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Rejected rows cannot be written.
    #[error("cannot write the rejected rows")]
    Rejects(#[source] std::io::Error),
    /// A fault whose action is `abort` was found.
    #[error("stopped at the first fault whose severity is `abort`")]
    Aborted,
}

/// A document claims can cite.
#[derive(Debug)]
pub(super) struct KnownDocument {
    pub(super) iri: NamedNode,
    pub(super) published: Option<EventDate>,
    pub(super) language: Option<String>,
    pub(super) text: Option<Text>,
}

/// What is known while rows are read.
pub(super) struct Context<'a> {
    pub(super) project: &'a Project,
    pub(super) ontology: &'a Ontology,
    pub(super) names: Names,
    pub(super) documents: FxHashMap<String, KnownDocument>,
    pub(super) lost_documents: FxHashMap<String, u64>,
    pub(super) report: &'a mut Report,
    pub(super) output: Output<'a>,
    pub(super) tally: Tally,
    written: FxHashSet<NamedNode>,
}

/// Compiles `project`: quads go to `output`, faults to `report`.
///
/// # Errors
/// When a file stops being readable, rejected rows cannot be written, or a fault says `abort`.
pub fn compile(project: &Project, report: &mut Report, output: &mut Output<'_>) -> Result<Tally, CompileError> {
    let ontology = read_ontology(project, report, output.sink);
    if project.sources.is_empty() {
        let place = Place::file(&display_path(project, Path::new(config::FILE)));
        let hint = "put a `claims.csv` beside it, or list tables under `[[sources]]`";
        report.add(Diagnostic::new(&codes::NO_SOURCES, place, "the project has no source").hint(hint));
    }
    let mut context = Context {
        project,
        ontology: &ontology,
        names: Names::new(project.namespace.clone()),
        documents: FxHashMap::default(),
        lost_documents: FxHashMap::default(),
        report,
        output: Output { sink: &mut *output.sink, rejects: &mut *output.rejects, progress: &mut *output.progress },
        tally: Tally::default(),
        written: FxHashSet::default(),
    };
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
    ClaimStage::run(&mut context, &claim_sources)?;
    for source in of(SourceKind::Rdf) {
        context.read_rdf(source)?;
    }
    let tally = context.tally;
    report.sort();
    Ok(tally)
}

/// The shipped vocabulary and the project's own; what the project adds goes to the graph as well.
fn read_ontology(project: &Project, report: &mut Report, sink: &mut Sink<'_>) -> Cow<'static, Ontology> {
    let mut ontology = Cow::Borrowed(Ontology::shipped());
    for path in &project.ontology_files {
        let mut quads = Vec::new();
        read_quads(project, path, report, &mut |quad| quads.push(quad));
        ontology.to_mut().extend(&quads);
        quads.into_iter().for_each(&mut *sink);
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

/// A path as the user would write it from where the program runs.
pub(super) fn display_path(project: &Project, path: &Path) -> String {
    let full = project.root.join(path);
    let here = std::env::current_dir().unwrap_or_default();
    let relative = full.strip_prefix(&here).unwrap_or(&full);
    let parts = relative.components().filter(|part| *part != std::path::Component::CurDir);
    parts.collect::<PathBuf>().to_string_lossy().replace('\\', "/")
}

/// A path as `ra:sourceFile` keeps it: relative to the project, with `/`.
pub(super) fn shown_path(project: &Project, path: &Path) -> String {
    let root = std::path::absolute(&project.root).unwrap_or_else(|_| project.root.clone());
    let relative = path.strip_prefix(&root).unwrap_or(path);
    relative
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
        .replace("//", "/")
}

impl Context<'_> {
    /// Opens a table and reads its header; none when it cannot be used.
    pub(super) fn open(&mut self, source: &Source) -> Result<Option<Table<'static>>, CompileError> {
        let shown = display_path(self.project, &source.path);
        let path = self.project.root.join(&source.path);
        let file = match File::open(&path) {
            Ok(file) if path.is_file() => file,
            Ok(_) => return Ok(self.unreadable(&shown, "it is no file")),
            Err(error) => return Ok(self.unreadable(&shown, &error.to_string())),
        };
        let Some(layout) = source.kind.layout() else {
            return Ok(None);
        };
        let report = &mut *self.report;
        let table = Table::open(&shown, Box::new(file), layout, &source.columns, &mut |fault| report.add(fault))
            .map_err(|source| CompileError::Read { path, source })?;
        if self.report.aborted() { Err(CompileError::Aborted) } else { Ok(table) }
    }

    fn unreadable<T>(&mut self, shown: &str, why: &str) -> Option<T> {
        let diagnostic =
            Diagnostic::new(&codes::UNREADABLE_FILE, Place::file(shown), format!("the file cannot be read: {why}"));
        self.report.push(diagnostic.hint("mend the path, or take the file out of the project"));
        None
    }

    /// Reports the findings of one row; a rejected row is handed on.
    pub(super) fn judge(&mut self, source: &table::Source, findings: Vec<Finding>) -> Result<Verdict, CompileError> {
        let mut fatal = None;
        for finding in findings {
            if self.report.push(source.diagnose(finding.clone())) == Verdict::Reject {
                fatal.get_or_insert(finding);
            }
        }
        let Some(finding) = fatal else {
            return Ok(Verdict::Keep);
        };
        self.reject(source, &finding)?;
        Ok(Verdict::Reject)
    }

    /// Hands on a rejected row.
    pub(super) fn reject(&mut self, source: &table::Source, finding: &Finding) -> Result<(), CompileError> {
        self.tally.n_rejected += 1;
        (self.output.rejects)(&Rejected { source, finding }).map_err(CompileError::Rejects)?;
        if self.report.aborted() { Err(CompileError::Aborted) } else { Ok(()) }
    }

    /// Reads every row of a table: `read` turns it into a value, `keep` takes the value of a row that stays.
    fn rows<T>(
        &mut self,
        source: &Source,
        mut read: impl FnMut(&mut Self, &Row<'_>, &mut Vec<Finding>) -> Option<T>,
        mut keep: impl FnMut(&mut Self, Option<T>, Verdict, table::Source),
    ) -> Result<(), CompileError> {
        let Some(mut table) = self.open(source)? else {
            return Ok(());
        };
        let path = self.project.root.join(&source.path);
        loop {
            let mut findings = Vec::new();
            let value = match table.read().map_err(|source| CompileError::Read { path: path.clone(), source })? {
                None => return Ok(()),
                Some(Ok(row)) => read(self, &row, &mut findings),
                Some(Err(finding)) => {
                    findings.push(finding);
                    None
                }
            };
            findings.extend(table.suspicion());
            let origin = table.source();
            let verdict = self.judge(&origin, findings)?;
            keep(self, value, verdict, origin);
        }
    }

    fn read_entities(&mut self, source: &Source, declared: &mut Vec<(Entity, Named)>) -> Result<(), CompileError> {
        let read = |context: &mut Self, row: &Row<'_>, findings: &mut Vec<Finding>| {
            let entity = entities::entity_from_row(row, findings)?;
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
                &self.project.namespace,
                self.output.sink,
            );
        }
        self.tally.n_entities = declared.len() as u64;
    }

    /// The entity of this name, written when nobody has declared it.
    fn mention(&mut self, name: &str) -> Option<NamedNode> {
        let named = match self.names.resolve(name) {
            Resolution::Declared(named) => return Some(named.iri),
            Resolution::BadIri => return None,
            Resolution::Iri(named) | Resolution::Minted(named) | Resolution::New { named, .. } => named,
        };
        self.write_minted(&named);
        Some(named.iri)
    }

    /// Writes an entity that no table declares, once.
    pub(super) fn write_minted(&mut self, named: &Named) {
        if self.written.insert(named.iri.clone()) {
            rdf_entity::write_minted(named, vocab::ENTITY, self.output.sink);
        }
    }

    fn read_documents(&mut self, source: &Source) -> Result<(), CompileError> {
        let folder = self.project.root.join(&source.path).parent().map(Path::to_owned).unwrap_or_default();
        let read = |context: &mut Self, row: &Row<'_>, findings: &mut Vec<Finding>| {
            let document = documents::document_from_row(row, is_iri, findings)?;
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

    fn keep_document(&mut self, document: Document, text: Option<Text>) {
        let iri = self.project.namespace.document(&document.id);
        let publisher = document.publisher.as_ref().and_then(|name| self.mention(name));
        rdf_document::write_document(&document, &iri, publisher.as_ref(), &self.project.namespace, self.output.sink);
        self.tally.n_documents += 1;
        let Document { id, published, language, .. } = document;
        self.documents.insert(id, KnownDocument { iri, published, language, text });
    }

    fn read_rdf(&mut self, source: &Source) -> Result<(), CompileError> {
        read_quads(self.project, &source.path, self.report, self.output.sink);
        if self.report.aborted() { Err(CompileError::Aborted) } else { Ok(()) }
    }
}

fn read_text(folder: &Path, path: &str, findings: &mut Vec<Finding>) -> Option<Text> {
    let unreadable = |why: String| {
        let finding = Finding::new(&codes::UNREADABLE_TEXT, "path", format!("cannot read `{path}`: {why}"));
        finding.hint("the path is relative to the table; the text is UTF-8")
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

pub(super) use input::claims as claim_rows;
pub(super) type FileName = Arc<str>;
