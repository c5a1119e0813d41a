//! A project: its sources, where they lie, and by which rules they are read.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;

use super::accept::Accept;
use super::fault::{WordFault, place_in, toml_fault};
use super::settings::ProjectFile;
use super::shapes::ShapeSettings;
use super::sources::{Source, SourceKind};
use super::usual::usual;
use crate::diagnostic::{Code, Diagnostic, Policy, codes};
use crate::files::{Reach, read_text};
use crate::inference::Rules;
use crate::model::{EntityKind, Independence};
use crate::rdf::iri::Namespace;
use crate::rdf::vocab;
use crate::resolution::NormalForm;
use crate::table::missing::MissingWords;

/// Name of the project file.
pub const FILE: &str = "relata.toml";

/// Sources that make one graph, and the rules they are read by.
#[derive(Debug, Clone)]
pub struct Project {
    /// The folder everything is relative to.
    pub root: PathBuf,
    /// Its name.
    pub name: String,
    /// Where its own IRIs live.
    pub namespace: Namespace,
    /// The files that make it.
    pub sources: Vec<Source>,
    /// Which claims are taken as fact.
    pub accept: Accept,
    /// What two claims have to differ in to corroborate each other.
    pub independence: Independence,
    /// What is done about faults.
    pub policy: Policy,
    /// Vocabulary files of its own, relative to the root.
    pub ontology_files: Vec<PathBuf>,
    /// The shapes its graph is held against.
    pub shapes: ShapeSettings,
    /// Prefixes of its own.
    pub prefixes: BTreeMap<String, String>,
    /// What words for types of entities mean, in the form that names are compared in.
    pub types: BTreeMap<String, EntityKind>,
    /// Words that stand for a missing value in its tables.
    pub missing: MissingWords,
    /// The forms in which names that are equal are joined without anybody's judgement.
    pub automatic: Vec<NormalForm>,
    /// The rules by which other triples follow from what is said; none are applied where the project does not ask.
    pub infer: Option<Rules<String>>,
    /// The day up to which documents had to be published for what they say to be in the graph; any day when there is none.
    pub known_by: Option<Date>,
    /// The part of the disk that is read.
    pub reach: Reach,
    /// True when its file lists its sources, so that no other table of claims is read.
    pub lists_sources: bool,
    /// True when it is a part of what lies in its folder, such as one table. The graph kept there is not that of a part.
    pub is_part: bool,
    /// What is remarkable about its file; it is told with the faults of the sources.
    pub remarks: Vec<Diagnostic>,
}

/// Why a project cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProjectError {
    /// The path leads nowhere.
    #[error("there is no file or folder `{}`", .0.display())]
    NoSuchPath(PathBuf),
    /// There is none.
    #[error("no `{FILE}` in `{}` or above, and no `claims.csv` there", .0.display())]
    NotFound(PathBuf),
    /// The project file, or a pattern in it, is wrong.
    #[error("{}", .0.message)]
    Invalid(Box<Diagnostic>),
    /// A file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Project {
    /// The project that a path means: the one a folder lies in, the one of a `relata.toml`, or a single table or RDF file.
    ///
    /// # Errors
    /// When there is nothing at the path, no project, or its file is wrong.
    pub fn at(path: &Path) -> Result<Project, ProjectError> {
        Project::at_within(path, &Reach::default())
    }

    /// The same, when not all of the disk may be read.
    ///
    /// # Errors
    /// As [`Project::at`], and when a file lies beyond `reach`.
    pub fn at_within(path: &Path, reach: &Reach) -> Result<Project, ProjectError> {
        let is_settings = path.file_name().is_some_and(|name| name == FILE);
        if path.is_dir() {
            Project::find_within(path, reach)
        } else if !path.exists() {
            Err(ProjectError::NoSuchPath(path.to_owned()))
        } else if is_settings {
            Project::load_within(folder_of(path), reach)
        } else {
            Project::of_file_within(path, reach)
        }
    }

    /// The project that `start` lies in: the nearest folder upwards with a `relata.toml`, or `start` itself when it
    /// has tables of the usual names.
    ///
    /// # Errors
    /// When there is no project, or its file is wrong.
    pub fn find(start: &Path) -> Result<Project, ProjectError> {
        Project::find_within(start, &Reach::default())
    }

    /// The same, when not all of the disk may be read: a project file that lies beyond `reach` is not there.
    ///
    /// # Errors
    /// As [`Project::find`].
    pub fn find_within(start: &Path, reach: &Reach) -> Result<Project, ProjectError> {
        let absolute = absolute(start);
        if let Some(root) = absolute.ancestors().find(|folder| folder.join(FILE).is_file() && reach.holds(folder)) {
            // Keep what the user wrote, so that messages name files the same way.
            let root = if root == absolute { start.to_owned() } else { root.to_owned() };
            return Project::load_within(&root, reach);
        }
        let sources = usual(start, reach);
        if !sources.iter().any(|source| source.kind.has_claims()) {
            return Err(ProjectError::NotFound(start.to_owned()));
        }
        let name = absolute.file_name().map_or_else(|| "project".into(), |name| name.to_string_lossy().into_owned());
        Ok(Project::bare(start.to_owned(), name, sources, reach))
    }

    /// The project of a single table or RDF file: the one it lies in, with this file as the only source of its kind.
    ///
    /// # Errors
    /// When a project file above it is wrong.
    pub fn of_file(path: &Path) -> Result<Project, ProjectError> {
        Project::of_file_within(path, &Reach::default())
    }

    fn of_file_within(path: &Path, reach: &Reach) -> Result<Project, ProjectError> {
        let folder = folder_of(path);
        let source = Source::detect(path, reach);
        let mut project = match Project::find_within(folder, reach) {
            Ok(project) => project,
            Err(ProjectError::NotFound(_)) => {
                let name = path.file_stem().map_or_else(|| "claims".into(), |stem| stem.to_string_lossy().into_owned());
                Project::bare(folder.to_owned(), name, usual(folder, reach), reach)
            }
            Err(error) => return Err(error),
        };
        let real = path.canonicalize().ok();
        let same = |other: &Source| project.root.join(&other.path).canonicalize().ok() == real;
        // The command line names it, wherever it leads.
        let named = |source: &Source| Source { found_in: None, ..source.clone() };
        let mut meant: Vec<Source> = project.sources.iter().filter(|other| same(other)).map(named).collect();
        if meant.is_empty() {
            let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            meant.push(Source { path, ..source }.with_missing(&project.missing));
        }
        // A table of entities or documents stands alone; claims need them for their names.
        let has_claims = meant.iter().any(|source| source.kind.is_claim_table());
        let is_needed = |kind: SourceKind| has_claims && kind.serves_claims();
        let others = project.sources.iter().filter(|other| is_needed(other.kind) && !same(other)).cloned();
        project.sources = others.chain(meant).collect();
        project.remarks.clear();
        project.is_part = true;
        Ok(project)
    }

    /// A project of these sources only, without a project file.
    pub fn of_sources(root: PathBuf, sources: Vec<Source>) -> Project {
        Project::bare(root, "import".to_owned(), Vec::new(), &Reach::default()).with_sources(sources)
    }

    /// The same rules for other sources, which lie where the program runs.
    #[must_use]
    pub fn with_sources(self, sources: Vec<Source>) -> Project {
        let whole = |source: Source| {
            let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
            let folder = |path: &PathBuf| if path.as_os_str().is_empty() { Path::new(".") } else { path }.to_owned();
            let found_in = source.found_in.as_ref().map(|path| absolute(&folder(path)));
            Source { path: absolute(&source.path), found_in, ..source }
        };
        Project { sources: sources.into_iter().map(whole).collect(), is_part: true, ..self }
    }

    fn bare(root: PathBuf, name: String, sources: Vec<Source>, reach: &Reach) -> Project {
        Project {
            namespace: Namespace::of_nothing(),
            shapes: ShapeSettings::usual(&root),
            root,
            name,
            sources,
            accept: Accept::default(),
            independence: Independence::default(),
            policy: Policy::default(),
            ontology_files: Vec::new(),
            prefixes: BTreeMap::new(),
            types: BTreeMap::new(),
            missing: MissingWords::default(),
            automatic: NormalForm::ALL.to_vec(),
            infer: None,
            known_by: None,
            lists_sources: false,
            reach: reach.clone(),
            is_part: false,
            remarks: Vec::new(),
        }
    }

    /// Reads `relata.toml` in `root`.
    ///
    /// # Errors
    /// When the file cannot be read or is wrong.
    pub fn load(root: &Path) -> Result<Project, ProjectError> {
        Project::load_within(root, &Reach::default())
    }

    /// The same, when not all of the disk may be read.
    ///
    /// # Errors
    /// As [`Project::load`], and when the file lies beyond `reach`.
    pub fn load_within(root: &Path, reach: &Reach) -> Result<Project, ProjectError> {
        let path = root.join(FILE);
        // It is found by its name, so a link may not have it show what lies elsewhere.
        let text = reach.open_in(&path, &[root]).and_then(read_text);
        let text = text.map_err(|source| ProjectError::Unreadable { path: path.clone(), source })?;
        Project::of_text(root, &text, reach)
    }

    /// The project that a `relata.toml` with this text in `root` means, whose files lie within `reach`.
    ///
    /// # Errors
    /// When the text is wrong.
    pub fn of_text(root: &Path, text: &str, reach: &Reach) -> Result<Project, ProjectError> {
        let path = root.join(FILE);
        let display = path.strip_prefix(".").unwrap_or(&path).display().to_string();
        let invalid = |diagnostic: Diagnostic| ProjectError::Invalid(Box::new(diagnostic));
        let file: ProjectFile = toml::from_str(text).map_err(|error| invalid(toml_fault(&display, text, &error)))?;
        let diagnose = |code: &'static Code, fault: WordFault| {
            let place = place_in(
                &display,
                text,
                fault.at.unwrap_or_else(|| {
                    let at = text.find(&fault.word).unwrap_or(0);
                    at..(at + fault.word.len()).min(text.len())
                }),
            );
            Diagnostic::new(code, place, fault.message).hint(fault.hint)
        };
        let (project, remarks) =
            file.into_project(root, reach).map_err(|fault| invalid(diagnose(&codes::BAD_PROJECT_FILE, fault)))?;
        let remarks = remarks.into_iter().map(|(code, remark)| diagnose(code, remark)).collect();
        Ok(Project { remarks, ..project })
    }

    /// Prefixes declared for every query: the shipped ones, the project's namespaces, and its own.
    pub fn prefixes(&self) -> BTreeMap<String, String> {
        let shipped = vocab::PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned()));
        let own = self.namespace.prefixes().into_iter().map(|(prefix, iri)| (prefix.to_owned(), iri));
        shipped.chain(own).chain(self.prefixes.clone()).collect()
    }

    /// The folder of what is built.
    pub fn built_folder(&self) -> PathBuf {
        self.root.join(".relata")
    }
}

/// The whole path. Where it goes up with `..`, it is the one that leads there: a project that the way passes is not above it.
fn absolute(path: &Path) -> PathBuf {
    let goes_up = path.components().any(|part| part == Component::ParentDir);
    let led = if goes_up { path.canonicalize().ok() } else { None };
    led.or_else(|| std::path::absolute(path).ok()).unwrap_or_else(|| path.to_owned())
}

/// The folder a file lies in, as it can be opened.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
