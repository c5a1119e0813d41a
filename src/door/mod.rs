//! How does one come in?
//!
//! A [`Graph`] is a project with its graph, open: built when a source has changed, then asked, read as claims, drawn and
//! exported. What it hands out are the types of the other folders, so that nothing is out of reach behind it.

mod answer;
mod error;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::built::{
    BuildError, Built, Fresh, Inputs, Opened, Problems, Progress, Sources, build_in_memory_known,
    build_in_memory_watched, nothing_read, open_built,
};
use crate::claims::Claims;
use crate::diagnostic::Report;
use crate::export::picture::svg;
use crate::export::rdf::{self, write_rdf};
use crate::export::scene::Scene;
use crate::export::{ExportFormat, ExportOptions, FORMATS, FormatWriter, MOST_PLACED};
use crate::graph::{Filter, View};
use crate::project::Project;
use crate::query::Engine;
use crate::store::{Store, StoreError};
pub use answer::{Answer, AnswerRow};
pub use error::GraphError;

/// Where a graph came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It was built before, and no source has changed since.
    Kept,
    /// It was built just now and is kept.
    Built,
    /// It was made in memory, as that of a single table always is.
    InMemory,
    /// It was made in memory because the folder of what is built cannot be written.
    Unwritable,
}

/// The graph of a project, open.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # std::fs::write(folder.path().join("claims.csv"), "subject,predicate,object\nIran,retaliated against,Israel\n")?;
/// let graph = relata::Graph::open(folder.path())?;
/// for row in graph.query("SELECT ?who { ?who rel:retaliated_against kg:Israel }")? {
///     assert_eq!(row?.text("who"), "https://w3id.org/relata/kg/Iran");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Graph {
    project: Project,
    store: Store,
    built: Built,
    origin: Origin,
    /// The files it depends on, where its manifest told them.
    files: Option<Vec<PathBuf>>,
    /// The same as they were, where somebody wants to know whether they have changed.
    sources: Option<Mutex<Sources>>,
    /// What it takes to keep it, where it was built just now.
    fresh: Mutex<Option<Fresh>>,
}

impl Graph {
    /// Opens the graph of a folder, a `relata.toml`, or a single table or RDF file.
    ///
    /// A project's graph is kept in `.relata/` beside its sources and built anew when one of these has changed. That of a
    /// single file is made in memory, and so is every graph where nothing may be written. Where `.relata` is a link, no folder,
    /// or another user's, it may be a trap, and the graph is not opened.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// let table = folder.path().join("claims.csv");
    /// std::fs::write(&table, "subject,predicate,object\nIran,met,Oman\nIran,met,\n")?;
    /// let graph = relata::Graph::open(&table)?;
    /// assert_eq!((graph.built().tally.n_claims, graph.problems().errors), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When there is no project, its settings are wrong, or its sources cannot be compiled.
    pub fn open(path: impl AsRef<Path>) -> Result<Graph, GraphError> {
        let project = Project::at(path.as_ref())?;
        let mut report = Report::new(project.policy.clone());
        Graph::of_project(project, &mut report)
    }

    /// Opens the graph of a project whose settings somebody may have changed. When sources are read for it, `report` holds
    /// what is wrong with them; it has to follow the policy of the project.
    ///
    /// ```
    /// use relata::{Graph, diagnostic::Report, project::Project};
    /// # let folder = tempfile::tempdir()?;
    /// # std::fs::write(folder.path().join("claims.csv"), "subject,predicate,object\nIran,met,Oman\n")?;
    /// let mut project = Project::at(folder.path())?;
    /// project.policy.strict = true;
    /// let mut report = Report::new(project.policy.clone());
    /// let graph = Graph::of_project(project, &mut report)?;
    /// assert_eq!(graph.built().tally.n_claims, 0, "nobody declares Iran and Oman, which strict rules want");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Graph::open`].
    pub fn of_project(project: Project, report: &mut Report) -> Result<Graph, GraphError> {
        Graph::watched(project, report, &mut |_| ())
    }

    /// As [`Graph::of_project`], and calls `progress` now and then with how far the build is, and when it waits for another.
    ///
    /// # Errors
    /// As [`Graph::open`].
    pub fn watched(
        project: Project,
        report: &mut Report,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Graph, GraphError> {
        let graph = Graph::made(project, report, progress, false)?;
        match graph.keep() {
            Ok(()) => Ok(graph),
            Err(GraphError::Build(error)) if is_unwritable(&error) => {
                let built = Built { rejects: None, ..graph.built };
                Ok(Graph { origin: Origin::Unwritable, built, ..graph })
            }
            Err(error) => Err(error),
        }
    }

    /// As [`Graph::of_project`], for who wants to answer from it at once and follows its sources: where it was built just now,
    /// it is kept only by [`Graph::keep`], and [`Graph::is_current`] tells whether sources have changed since.
    ///
    /// ```
    /// use relata::{Graph, diagnostic::Report, project::Project};
    /// # let folder = tempfile::tempdir()?;
    /// let table = folder.path().join("claims.csv");
    /// std::fs::write(&table, "subject,predicate,object\nIran,met,Oman\n")?;
    /// let graph = Graph::at_once(Project::at(folder.path())?, &mut Report::default())?;
    /// graph.keep()?;
    /// assert!(graph.is_current());
    /// std::fs::write(&table, "subject,predicate,object\nIran,met,Oman\nIran,met,Qatar\n")?;
    /// assert!(!graph.is_current());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Graph::open`].
    pub fn at_once(project: Project, report: &mut Report) -> Result<Graph, GraphError> {
        Graph::made(project, report, &mut |_| (), true)
    }

    /// The graph, which is not kept yet where it was built just now.
    fn made(
        project: Project,
        report: &mut Report,
        progress: &mut dyn FnMut(Progress),
        is_followed: bool,
    ) -> Result<Graph, GraphError> {
        // What was known by some day is asked now and then, and is not what the folder keeps.
        if project.is_part || project.known_by.is_some() {
            return Ok(Graph::in_memory(project, report, Origin::InMemory, progress, is_followed)?);
        }
        match open_built(&project, report, progress) {
            Ok(Opened { built, store, sources, fresh }) => {
                let origin = if fresh.is_some() { Origin::Built } else { Origin::Kept };
                let (files, sources) = (Some(sources.paths()), is_followed.then(|| Mutex::new(sources)));
                Ok(Graph { project, store, built, origin, files, sources, fresh: Mutex::new(fresh) })
            }
            Err(error) if is_unwritable(&error) => {
                // What the build found until it failed is found again.
                *report = Report::new(project.policy.clone());
                let folder = project.built_folder();
                Graph::in_memory(project, report, Origin::Unwritable, progress, is_followed)
                    .map_err(|source| GraphError::Unwritable { folder, source })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Compiles a project whose graph is kept nowhere.
    fn in_memory(
        project: Project,
        report: &mut Report,
        origin: Origin,
        progress: &mut dyn FnMut(Progress),
        is_followed: bool,
    ) -> Result<Graph, BuildError> {
        let (store, tally, sources) = if is_followed {
            let (store, tally, sources) = build_in_memory_known(&project, report)?;
            (store, tally, Some(Mutex::new(sources)))
        } else {
            let (store, tally) = build_in_memory_watched(&project, report, progress)?;
            (store, tally, None)
        };
        if nothing_read(&project, &tally, report) {
            return Err(BuildError::NothingRead { kept: false });
        }
        let n_quads = store.n_quads() as u64;
        let problems = Problems::of(report);
        let built = Built { tally, n_quads, problems, rejects: None, n_unread: 0, doubt: None };
        Ok(Graph { project, store, built, origin, files: None, sources, fresh: Mutex::default() })
    }

    /// Keeps the graph in the folder of what is built, where [`Graph::at_once`] has built it; else it does nothing. That it
    /// cannot be kept changes nothing about the graph.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn keep(&self) -> Result<(), GraphError> {
        let fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner).take();
        fresh.map_or(Ok(()), |fresh| fresh.keep(&self.project)).map_err(GraphError::Build)
    }

    /// True when [`Graph::at_once`] opened it, and neither a file of the project nor the list of its files has changed since.
    pub fn is_current(&self) -> bool {
        let sources = self.sources.as_ref().map(|sources| sources.lock().unwrap_or_else(PoisonError::into_inner));
        sources.is_some_and(|mut sources| sources.are_current(&self.project))
    }

    /// Answers a query, with the prefixes of the project declared. Rows of a SELECT query have its columns, those of a graph
    /// that is constructed or described `subject`, `predicate` and `object`; ASK has one row with the column `answer`.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// # let table = folder.path().join("claims.csv");
    /// # std::fs::write(&table, "subject,predicate,object,said_by\nIran,met,Oman,a spokesman\n")?;
    /// let graph = relata::Graph::open(&table)?;
    /// let mut answer = graph.query("SELECT ?who ?when { ?c ra:saidBy/rdfs:label ?who OPTIONAL { ?c ra:date ?when } }")?;
    /// assert_eq!(answer.columns(), ["who", "when"]);
    /// let row = answer.next().ok_or("there is a claim")??;
    /// assert_eq!((row.text("who"), row.get("when")), ("a spokesman", None));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When it is no SPARQL query, or its evaluation fails.
    pub fn query(&self, text: &str) -> Result<Answer<'_>, GraphError> {
        Ok(Answer::new(self.engine().run(text)?))
    }

    /// Reads every claim, to count, compare and draw.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// # let table = folder.path().join("claims.csv");
    /// # std::fs::write(&table, "subject,predicate,object\nIran,met,Oman\n")?;
    /// let graph = relata::Graph::open(&table)?;
    /// let claims = graph.claims()?;
    /// let subjects: Vec<String> = claims.rows().iter().map(|claim| claims.label(claim.subject)).collect();
    /// assert_eq!(subjects, ["Iran"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the graph file is damaged.
    pub fn claims(&self) -> Result<Claims<'_>, GraphError> {
        let claims = Claims::read(&self.store).map_err(GraphError::Damaged)?;
        Ok(claims.corroborated_by(self.project.independence))
    }

    /// Writes the whole graph in a format of one file; [`FORMATS`] has their names.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// # let table = folder.path().join("claims.csv");
    /// # std::fs::write(&table, "subject,predicate,object\nIran,met,Oman\n")?;
    /// let mut picture = Vec::new();
    /// relata::Graph::open(&table)?.export("dot", &mut picture)?;
    /// assert!(picture.starts_with(b"digraph"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When no format of one file has this name, the graph is more than the format can show, or `out` fails.
    pub fn export(&self, format: &str, out: &mut dyn Write) -> Result<(), GraphError> {
        let ExportFormat { name, writer, .. } = format_of(format)?;
        match writer {
            FormatWriter::Scene(_) | FormatWriter::Telling(_) | FormatWriter::Placed(_) => {
                self.export_view(name, &self.claims()?.view(&Filter::default())?, out)
            }
            FormatWriter::Claims(write) => {
                Ok(write(&self.claims()?, &self.project.namespace, &ExportOptions::default(), out)?)
            }
            FormatWriter::Rdf(format) => {
                let options =
                    rdf::RdfOptions { version: rdf::RdfVersion::highest(*format), ..rdf::RdfOptions::default() };
                write_rdf(&self.store, *format, options, &self.project.prefixes(), out)?;
                Ok(())
            }
            FormatWriter::Folder { .. } | FormatWriter::Tables { .. } => Err(GraphError::SeveralFiles(name)),
        }
    }

    /// Writes a part of the graph in a format of pictures or of graph tools.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// # let table = folder.path().join("claims.csv");
    /// # std::fs::write(&table, "subject,predicate,object\nIran,met,Oman\nIsrael,attacked,Iran\n")?;
    /// let graph = relata::Graph::open(&table)?;
    /// let claims = graph.claims()?;
    /// let filter = relata::graph::Filter { predicates: vec!["met".to_owned()], ..Default::default() };
    /// let mut picture = Vec::new();
    /// graph.export_view("svg", &claims.view(&filter)?, &mut picture)?;
    /// assert!(!String::from_utf8(picture)?.contains("Israel"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Graph::export`], and when the format has no parts, because it is the whole graph.
    pub fn export_view(&self, format: &str, view: &View<'_>, out: &mut dyn Write) -> Result<(), GraphError> {
        let ExportFormat { name, writer, .. } = format_of(format)?;
        let prefixes = self.project.prefixes();
        let title = self.project.name.clone();
        let mut scene = Scene { view, title, prefixes: &prefixes, positions: None, measures: Vec::new() };
        if matches!(writer, FormatWriter::Placed(_)) && view.graph.edge_count() <= MOST_PLACED {
            scene.positions = Some(svg::places(&scene));
        }
        let options = ExportOptions::default();
        match writer {
            FormatWriter::Scene(write) | FormatWriter::Placed(write) => Ok(write(&scene, &options, out)?),
            FormatWriter::Telling(write) => Ok(write(&scene, &self.project.namespace, &options, out)?),
            _ => Err(GraphError::NoParts(name)),
        }
    }

    /// The project it is of.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The quads, for everything that is not said here.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The quads alone, without the project.
    pub fn into_store(self) -> Store {
        self.store
    }

    /// The same graph, whose queries find what is inferred beside what is said. The project asks for it under `[infer]`;
    /// without that, nothing is inferred.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// # std::fs::write(folder.path().join("claims.csv"), "subject,predicate,object\nIran,attacked,Israel\n")?;
    /// std::fs::write(folder.path().join("relata.toml"), "[project]\nname = \"war\"\n[infer]\n")?;
    /// let graph = relata::Graph::open(folder.path())?;
    /// let back = "SELECT ?who { ?who rel:was_attacked_by ?by }";
    /// assert_eq!(graph.query(back)?.count(), 0, "nobody says so in these words");
    /// assert_eq!(graph.with_inferred().query(back)?.count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_inferred(self) -> Graph {
        Graph { store: self.store.with_inferred(), ..self }
    }

    /// The engine that answers queries, to be given limits or to explain its steps.
    pub fn engine(&self) -> Engine<'_> {
        Engine::new(&self.store, self.project.prefixes())
    }

    /// What the build read and wrote, now or when it was.
    pub fn built(&self) -> &Built {
        &self.built
    }

    /// How many faults the sources have.
    pub fn problems(&self) -> Problems {
        self.built.problems
    }

    /// Where the graph came from.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The files the graph depends on, so that nothing is written over them.
    pub fn inputs(&self) -> Inputs<'_> {
        match &self.files {
            Some(files) => Inputs::of_files(&self.project, files),
            None => Inputs::of(&self.project),
        }
    }
}

/// True when a graph can be had in memory, although nothing can be written.
fn is_unwritable(error: &BuildError) -> bool {
    matches!(error, BuildError::Folder { .. } | BuildError::Store(StoreError::File { .. }))
}

/// The format of a name.
fn format_of(name: &str) -> Result<&'static ExportFormat, GraphError> {
    FORMATS.iter().find(|format| format.name == name).ok_or_else(|| GraphError::UnknownFormat(name.to_owned()))
}
