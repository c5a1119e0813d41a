//! What is known while a project is compiled, and where results go.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use oxigraph::model::NamedNode;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::files::open_file;
use super::{Project, Source};
use crate::diagnostic::{Diagnostic, Finding, Place, Report, Verdict, codes};
use crate::input::{RawRow, Table};
use crate::model::{EntityKind, EventDate, Text};
use crate::ontology::Ontology;
use crate::rdf::names::{Named, Names, Resolution};
use crate::rdf::qualifier::Qualifiers;
use crate::rdf::{Sink, entity as rdf_entity, vocab};

/// What a compilation did.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Rows of claims read.
    pub n_rows: u64,
    /// Claims in the graph; rows that are the same claim count once.
    pub n_claims: u64,
    /// Rows that said again what another row says.
    pub n_duplicates: u64,
    /// Rows left out, of whatever table.
    pub n_rejected: u64,
    /// Rows of event files read.
    #[serde(default)]
    pub n_event_rows: u64,
    /// Rows of event files that became events or mentions of events, whole.
    #[serde(default)]
    pub n_events: u64,
    /// Rows of event files of which something was left out.
    #[serde(default)]
    pub n_events_rejected: u64,
    /// Annotations read.
    #[serde(default)]
    pub n_annotations: u64,
    /// Annotations of which something was left out.
    #[serde(default)]
    pub n_annotations_rejected: u64,
}

/// A row that was left out.
#[derive(Debug)]
pub struct Rejected<'a> {
    /// Its bytes and place.
    pub row: &'a RawRow,
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
    pub(super) qualifiers: Qualifiers,
    pub(super) documents: FxHashMap<String, KnownDocument>,
    pub(super) lost_documents: FxHashMap<String, u64>,
    pub(super) report: &'a mut Report,
    pub(super) output: Output<'a>,
    pub(super) tally: Tally,
    /// Fingerprints of what files of other programs told of entities and documents.
    pub(super) told: FxHashSet<u64>,
    /// The files of annotations, as messages name them.
    pub(super) annotated: FxHashSet<Arc<str>>,
    /// File, line and column of each annotation of which something was left out.
    rejected_annotations: FxHashSet<(Arc<str>, u64, u64)>,
    written: FxHashSet<NamedNode>,
    /// While the claims of one row are judged one by one: what was found so far, and what it did to the row.
    pub(super) same_row: Option<Vec<(Finding, Verdict)>>,
    /// What was found of values that are the same in all rows of a table: it is told once.
    of_constants: Vec<(Arc<str>, Finding, Verdict)>,
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

impl<'a> Context<'a> {
    /// Nothing known yet.
    pub(super) fn new(
        project: &'a Project,
        ontology: &'a Ontology,
        report: &'a mut Report,
        output: Output<'a>,
    ) -> Context<'a> {
        Context {
            names: Names::new(project.namespace.clone()),
            qualifiers: Qualifiers::new(project.namespace.clone()),
            project,
            ontology,
            documents: FxHashMap::default(),
            lost_documents: FxHashMap::default(),
            report,
            output,
            tally: Tally::default(),
            told: FxHashSet::default(),
            annotated: FxHashSet::default(),
            rejected_annotations: FxHashSet::default(),
            written: FxHashSet::default(),
            same_row: None,
            of_constants: Vec::new(),
        }
    }

    /// Opens a table and reads its header; none when it cannot be used.
    pub(super) fn open(&mut self, source: &Source) -> Result<Option<Table<'static>>, CompileError> {
        let shown = display_path(self.project, &source.path);
        let path = self.project.root.join(&source.path);
        let file = match open_file(&path) {
            Ok(file) => file,
            Err(error) => return Ok(self.unreadable(&shown, &error.to_string())),
        };
        let Some(layout) = source.kind.layout() else {
            return Ok(None);
        };
        let report = &mut *self.report;
        let table = Table::open(&shown, file, layout, &source.mapping, &mut |fault| report.add(fault))
            .map_err(|source| CompileError::Read { path, source })?;
        if self.report.aborted() { Err(CompileError::Aborted) } else { Ok(table) }
    }

    /// Tells what is to be told once all rows of a table are read.
    pub(super) fn close(&mut self, table: &Table<'_>) -> Result<(), CompileError> {
        table.remarks().into_iter().for_each(|remark| self.report.add(remark));
        if self.report.aborted() { Err(CompileError::Aborted) } else { Ok(()) }
    }

    pub(super) fn unreadable<T>(&mut self, shown: &str, why: &str) -> Option<T> {
        let diagnostic =
            Diagnostic::new(&codes::UNREADABLE_FILE, Place::file(shown), format!("the file cannot be read: {why}"));
        self.report.push(diagnostic.hint("mend the path, or take the file out of the project"));
        None
    }

    /// Reports the findings of one row; a rejected row is handed on.
    pub(super) fn judge(&mut self, row: &RawRow, findings: Vec<Finding>) -> Result<Verdict, CompileError> {
        let mut fatal = None;
        let is_first = self.same_row.iter().flatten().all(|(_, verdict)| *verdict == Verdict::Keep);
        for finding in findings {
            let is_constant = row.is_constant(&finding.field);
            let same_row = self.same_row.iter().flatten().find(|(told, _)| told.is_same(&finding)).map(|told| told.1);
            let same_table = || self.of_constants.iter().find(|told| told.0 == row.file && told.1.is_same(&finding));
            let told = same_row.or_else(|| same_table().filter(|_| is_constant).map(|told| told.2));
            let verdict = told.unwrap_or_else(|| self.report.push(row.diagnose(finding.clone())));
            if is_constant && told.is_none() {
                self.of_constants.push((row.file.clone(), finding.clone(), verdict));
            }
            if let Some(told) = &mut self.same_row {
                told.push((finding.clone(), verdict));
            }
            if verdict == Verdict::Reject {
                fatal.get_or_insert(finding);
            }
        }
        let Some(finding) = fatal else {
            return Ok(Verdict::Keep);
        };
        if is_first {
            self.reject(row, &finding)?;
        }
        Ok(Verdict::Reject)
    }

    /// Hands on a rejected row.
    pub(super) fn reject(&mut self, row: &RawRow, finding: &Finding) -> Result<(), CompileError> {
        self.tally.n_rejected += 1;
        if self.annotated.contains(&row.file)
            && self.rejected_annotations.insert((row.file.clone(), row.line(), row.column()))
        {
            self.tally.n_annotations_rejected += 1;
        }
        (self.output.rejects)(&Rejected { row, finding }).map_err(CompileError::Rejects)?;
        if self.report.aborted() { Err(CompileError::Aborted) } else { Ok(()) }
    }

    /// The entity of this name, written when nobody has declared it.
    pub(super) fn mention(&mut self, name: &str) -> Option<NamedNode> {
        let named = match self.names.resolve(name) {
            Resolution::Declared(named) => return Some(named.iri),
            Resolution::BadIri => return None,
            Resolution::Iri(named) | Resolution::Minted(named) | Resolution::New { named, .. } => named,
        };
        self.write_minted(&named);
        Some(named.iri)
    }

    /// The entity a file of another program tells of under this name; none when a table declares it, whose word counts.
    pub(super) fn tell_of(&mut self, name: &str, kind: Option<EntityKind>) -> Option<Named> {
        let named = match self.names.resolve(name) {
            Resolution::Declared(_) | Resolution::BadIri => return None,
            Resolution::Iri(named) | Resolution::Minted(named) | Resolution::New { named, .. } => named,
        };
        self.names.set_kind(name, kind);
        self.written.insert(named.iri.clone());
        Some(named)
    }

    /// Notes what kind of thing a name is before anything is written about it.
    pub(super) fn note_kind(&mut self, name: &str, kind: Option<EntityKind>) {
        if !matches!(self.names.resolve(name), Resolution::Declared(_) | Resolution::BadIri) {
            self.names.set_kind(name, kind);
        }
    }

    /// Whether an entity that no table declares is written already.
    pub(super) fn is_written(&self, iri: &NamedNode) -> bool {
        self.written.contains(iri)
    }

    /// Writes an entity that no table declares, once.
    pub(super) fn write_minted(&mut self, named: &Named) {
        if !self.is_written(&named.iri) {
            self.written.insert(named.iri.clone());
            rdf_entity::write_minted(named, vocab::ENTITY, self.output.sink);
        }
    }
}
