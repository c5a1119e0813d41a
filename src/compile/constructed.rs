//! Tables that a query makes RDF of.

use std::io::Read;
use std::path::{Path, PathBuf};

use oxigraph::model::GraphNameRef;

use super::output::CompileError;
use super::paths::{display_path, shown_path};
use super::quads::admits;
use super::{Compilation, GraphWriter, Judge};
use crate::diagnostic::{Diagnostic, Finding, Place, Verdict, codes};
use crate::files::read_text;
use crate::project::{Description, Project, Source, SourceKind};
use crate::table::RawRow;
use crate::tabular::TableOptions;
use crate::tabular::construct::{DriveError, Form, Generated, Listener, Stopped, TableQueries, TableSource};

/// The query of a source.
fn mapping(project: &Project, query: &Path) -> Result<TableQueries, Box<Diagnostic>> {
    let shown = display_path(project, query);
    let unreadable = |why: String| {
        let fault =
            Diagnostic::new(&codes::UNREADABLE_FILE, Place::file(&shown), format!("the query cannot be read: {why}"));
        Box::new(fault.hint("mend the path under `query`; it is relative to `relata.toml`"))
    };
    let text = project.open_named(query).and_then(read_text).map_err(|error| unreadable(error.to_string()))?;
    TableQueries::read(&shown, &text, &project.prefixes(), Some(project.namespace.base()))
}

/// The tables of a source that is a query without files: those behind FROM.
pub(super) fn tables(project: &Project, source: &Source) -> Vec<(PathBuf, TableOptions)> {
    let query = match &source.description {
        Some(description) if source.kind == SourceKind::Construct && description.file == source.path => &source.path,
        _ => return Vec::new(),
    };
    let named = mapping(project, query).map(|mapping| mapping.tables()).unwrap_or_default();
    let folder = query.parent().unwrap_or(Path::new(""));
    named.into_iter().map(|(name, options)| (TableOptions::path_of(folder, &name), options)).collect()
}

/// Reads the tables of a source and writes what its query makes of them.
pub(super) fn read(compilation: &mut Compilation<'_>, source: &Source) -> Result<(), CompileError> {
    let project = compilation.project;
    let Some(description) = &source.description else { return Ok(()) };
    let mapping = match mapping(project, &description.file) {
        Ok(mapping) => mapping,
        Err(fault) => return compilation.judge.tell(*fault),
    };
    let fault = |message: &str, hint: &str| {
        let place = Place::file(&display_path(project, &description.file));
        Diagnostic::new(&codes::BAD_MAPPING, place, message).hint(hint)
    };
    if mapping.form() != Form::Construct {
        let fault =
            fault("the query makes no triples", "write CONSTRUCT; `relata construct` shows what a SELECT finds");
        return compilation.judge.tell(fault);
    }
    let tables = if description.file == source.path {
        tables(project, source)
    } else {
        vec![(source.path.clone(), description.options.clone())]
    };
    if tables.is_empty() {
        return compilation
            .judge
            .tell(fault("the query names no table", "list tables under `files`, or write `FROM <table.csv>`"));
    }
    for (path, options) in tables {
        construct(compilation, &mapping, (source, description), &path, &options)?;
    }
    Ok(())
}

fn construct(
    compilation: &mut Compilation<'_>,
    mapping: &TableQueries,
    (source, description): (&Source, &Description),
    path: &Path,
    options: &TableOptions,
) -> Result<(), CompileError> {
    let (project, query) = (compilation.project, &description.file);
    let shown = display_path(project, path);
    // What the query names behind FROM is no word of the settings.
    let open_file = || if path == source.path { project.open(source) } else { project.open_beside(source, path) };
    if let Err(error) = open_file().and_then(|mut file| file.read(&mut [0])) {
        compilation.judge.note_unopened(&shown, &error);
        return compilation.judge.check_aborted();
    }
    let stem = format!("{} {}", shown_path(project, path), shown_path(project, query));
    let open = || Ok(Box::new(open_file()?) as Box<dyn Read + Send>);
    let table = TableSource { file: &shown, stem: &stem, options, open: &open };
    let mut taker = Taker::new(compilation, shown.clone());
    let asked = mapping.ask(&table, &mut taker);
    taker.finish()?;
    match asked {
        Ok(_) => compilation.judge.check_aborted(),
        Err(DriveError::Stopped) => Err(CompileError::Aborted),
        Err(DriveError::Read(source)) => Err(CompileError::Read { path: project.root.join(path), source }),
        Err(DriveError::Query(error)) => {
            let place = Place::file(&display_path(project, query));
            let fault = Diagnostic::new(&codes::BAD_MAPPING, place, format!("the query failed: {error}"));
            compilation.judge.tell(fault.hint("a query of a table reads nothing but its rows"))
        }
    }
}

/// Takes what a table gives into the graph.
pub(super) struct Taker<'c, 'a> {
    project: &'a Project,
    /// The file as it is shown.
    file: String,
    judge: &'c mut Judge<'a>,
    writer: &'c mut GraphWriter<'a>,
    /// Why the run ends; a listener can only say that it does.
    failed: Option<CompileError>,
}

impl<'c, 'a> Taker<'c, 'a> {
    pub(super) fn new(compilation: &'c mut Compilation<'a>, file: String) -> Taker<'c, 'a> {
        Taker {
            project: compilation.project,
            file,
            judge: &mut compilation.judge,
            writer: &mut compilation.writer,
            failed: None,
        }
    }

    /// Fails when the run ends.
    pub(super) fn finish(self) -> Result<(), CompileError> {
        self.failed.map_or(Ok(()), Err)
    }
}

impl Listener for Taker<'_, '_> {
    fn fault(&mut self, fault: Diagnostic) {
        self.judge.note(fault);
    }

    fn judge(&mut self, row: &RawRow, findings: Vec<Finding>) -> Result<bool, Stopped> {
        match self.judge.judge(row, findings) {
            Ok(verdict) => Ok(verdict == Verdict::Keep),
            Err(error) => {
                self.failed = Some(error);
                Err(Stopped)
            }
        }
    }

    fn found(&mut self, found: Generated<'_>) {
        if let Generated::Triple(triple) = found {
            let quad = triple.in_graph(GraphNameRef::DefaultGraph);
            if admits(self.project, &self.file, quad, &mut |fault| self.judge.note(fault)) {
                self.writer.write_foreign(quad);
            }
        }
    }
}
