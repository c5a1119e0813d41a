//! `relata.toml`: what a project is, by which rules it is read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::accept::{Accept, AcceptEntry};
use super::fault::{WordFault, place_in, toml_fault};
use super::mapping::missing_words;
use super::overlap::{self, FoundSource};
use super::sources::{Source, SourceKind, SourcesEntry};
use super::usual::{usual, usual_beside};
use crate::diagnostic::{Action, Code, Diagnostic, Policy, codes, nearest};
use crate::files::{Reach, read_text};
use crate::model::{EntityKind, Independence};
use crate::ontology::normal_name;
use crate::rdf::iri::{Namespace, Schemes, is_iri};
use crate::rdf::names::{IriFault, fault_of};
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
    /// Prefixes of its own.
    pub prefixes: BTreeMap<String, String>,
    /// What words for types of entities mean, in the form that names are compared in.
    pub types: BTreeMap<String, EntityKind>,
    /// Words that stand for a missing value in its tables.
    pub missing: MissingWords,
    /// The forms in which names that are equal are joined without anybody's judgement.
    pub automatic: Vec<NormalForm>,
    /// The day up to which documents had to be published for what they say to be in the graph; any day when there is none.
    pub known_by: Option<Date>,
    /// The part of the disk that is read.
    pub reach: Reach,
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

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectFile {
    project: ProjectTable,
    #[serde(default)]
    prefixes: BTreeMap<String, String>,
    #[serde(default)]
    sources: SourcesEntry,
    #[serde(default)]
    accept: AcceptEntry,
    #[serde(default)]
    severity: BTreeMap<String, Action>,
    #[serde(default)]
    ontology: OntologyTable,
    #[serde(default)]
    resolve: ResolveTable,
    #[serde(default)]
    types: BTreeMap<String, Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectTable {
    name: String,
    base: Option<String>,
    missing: Option<Vec<String>>,
    usual_files: Option<bool>,
    independent: Option<String>,
    #[serde(default)]
    schemes: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct OntologyTable {
    files: Vec<PathBuf>,
}

/// Something remarkable about the file, with its code.
type Remark = (&'static Code, WordFault);

/// Which names are one actor.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ResolveTable {
    automatic: Option<Vec<Spanned<String>>>,
}

impl ResolveTable {
    /// The forms in which equal names are joined, in order; all of them where nothing is said.
    fn automatic(&self) -> Result<Vec<NormalForm>, WordFault> {
        let Some(words) = &self.automatic else { return Ok(NormalForm::ALL.to_vec()) };
        let mut forms = Vec::new();
        for word in words {
            let Some(form) = NormalForm::parse(word.get_ref()) else {
                let known = || NormalForm::ALL.iter().map(|form| form.word());
                let hint = nearest(word.get_ref(), known()).map_or_else(
                    || format!("write some of {}", known().collect::<Vec<_>>().join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("names are not joined by `{}`", word.get_ref());
                return Err(WordFault { at: Some(word.span()), ..WordFault::new("", message, hint) });
            };
            forms.push(form);
        }
        forms.sort_unstable();
        forms.dedup();
        Ok(forms)
    }
}

impl ProjectFile {
    /// The project, and what is remarkable about its file.
    fn into_project(self, root: &Path, reach: &Reach) -> Result<(Project, Vec<Remark>), WordFault> {
        if self.project.name.trim().is_empty() {
            return Err(WordFault::new("name", "the project has no name", "its IRIs are made from it: write one"));
        }
        let schemes = self.schemes()?;
        let namespace = match &self.project.base {
            Some(base) => Namespace::new(base, schemes.clone()).ok_or_else(|| {
                let hint = "write `https://example.org/my-project/`";
                let why = if is_iri(base) { "has a scheme that is not known to be safe" } else { "is no absolute IRI" };
                WordFault::new(base, format!("`{base}` {why}"), hint)
            })?,
            None => Namespace::of_name(&self.project.name, schemes),
        };
        let accept = self.accept.check()?;
        let independence = independence(self.project.independent.as_deref(), self.sources.independent.as_deref())?;
        self.check_prefixes(&namespace)?;
        let actions = self.actions()?;
        let types = self.types()?;
        let automatic = self.resolve.automatic()?;
        let missing = self.project.missing.as_deref().map_or_else(MissingWords::default, missing_words);
        let (mut sources, remarks) = if self.sources.entries.is_empty() {
            let with_words = |source: Source| source.with_missing(&missing);
            (usual(root, reach).into_iter().map(with_words).collect(), Vec::new())
        } else {
            let resolved: Result<Vec<Vec<FoundSource>>, WordFault> =
                self.sources.entries.iter().map(|entry| entry.resolve(root, &missing)).collect();
            let (mut sources, overlapping) = overlap::settle(resolved?.concat(), root);
            let mut remarks: Vec<Remark> =
                overlapping.into_iter().map(|remark| (&codes::OVERLAPPING_PATTERNS, remark)).collect();
            let takes_usual = self.project.usual_files.unwrap_or(true);
            let with_words = |source: Source| source.with_missing(&missing);
            let (taken, left_out) = usual_beside(root, reach, &sources, takes_usual);
            sources.extend(taken.into_iter().map(with_words));
            remarks.extend(left_out.into_iter().map(|remark| (&codes::FILE_LEFT_OUT, remark)));
            (sources, remarks)
        };
        // A vocabulary is no source of claims.
        sources.retain(|source| !self.ontology.files.contains(&source.path));
        let project = Project {
            root: root.to_owned(),
            name: self.project.name,
            namespace,
            sources,
            accept,
            independence,
            policy: Policy { strict: false, actions },
            ontology_files: self.ontology.files,
            prefixes: self.prefixes,
            types,
            missing,
            automatic,
            known_by: None,
            reach: reach.clone(),
            is_part: false,
            remarks: Vec::new(),
        };
        Ok((project, remarks))
    }

    fn check_prefixes(&self, namespace: &Namespace) -> Result<(), WordFault> {
        let own = namespace.prefixes();
        let is_taken = |prefix: &String| {
            vocab::PREFIXES.iter().any(|(taken, _)| taken == prefix) || own.iter().any(|(taken, _)| taken == prefix)
        };
        for (prefix, iri) in &self.prefixes {
            if is_taken(prefix) {
                let hint = "choose another: queries rely on it";
                return Err(WordFault::new(prefix, format!("the prefix `{prefix}` is taken"), hint));
            }
            match fault_of(iri, namespace.schemes()) {
                None => {}
                Some(IriFault::Broken) => {
                    let message = format!("the prefix `{prefix}` stands for `{iri}`, which is no absolute IRI");
                    return Err(WordFault::new(iri, message, "write the whole IRI"));
                }
                Some(IriFault::Scheme) => {
                    let message =
                        format!("the prefix `{prefix}` stands for `{iri}`, whose scheme is not known to be safe");
                    return Err(WordFault::new(
                        iri,
                        message,
                        "add the scheme to `schemes` under `[project]` when you trust it",
                    ));
                }
            }
        }
        Ok(())
    }

    /// The schemes that foreign IRIs may have, from `[project]`.
    fn schemes(&self) -> Result<Schemes, WordFault> {
        let is_scheme = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_alphabetic())
                && word.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        };
        match self.project.schemes.iter().find(|word| !is_scheme(word)) {
            Some(word) => {
                let message = format!("`{word}` is no scheme of an IRI");
                Err(WordFault::new(word, message, "write the letters before the colon: `schemes = [\"doi\", \"tag\"]`"))
            }
            None => Ok(Schemes::with(&self.project.schemes)),
        }
    }

    /// Kinds by word, from `[types]`.
    fn types(&self) -> Result<BTreeMap<String, EntityKind>, WordFault> {
        let mut types = BTreeMap::new();
        for (word, kind) in &self.types {
            let Some(known) = EntityKind::parse(kind.get_ref()) else {
                let words = || EntityKind::ALL.iter().map(|kind| kind.word());
                let hint = nearest(kind.get_ref(), words()).map_or_else(
                    || format!("write one of {}", words().collect::<Vec<_>>().join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("`{}` is no type that relata knows", kind.get_ref());
                return Err(WordFault { at: Some(kind.span()), ..WordFault::new("", message, hint) });
            };
            if types.insert(normal_name(word), known).is_some_and(|earlier| earlier != known) {
                let message = format!("the type `{word}` is told twice");
                return Err(WordFault::new(
                    word,
                    message,
                    "case, `_`, `-` and spaces do not tell types apart: keep one line",
                ));
            }
        }
        Ok(types)
    }

    /// Actions by code, from `[severity]`.
    fn actions(&self) -> Result<BTreeMap<&'static str, Action>, WordFault> {
        let mut actions = BTreeMap::new();
        for (word, action) in &self.severity {
            let Some(code) = codes::find(word) else {
                let near = nearest(word, codes::ALL.iter().flat_map(|code| [code.name, code.id]));
                let hint = near.map_or_else(
                    || "`relata explain` lists the codes".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                return Err(WordFault::new(word, format!("there is no code `{word}`"), hint));
            };
            if codes::HARD.contains(&code) && !matches!(action, Action::Reject | Action::Abort) {
                let message = format!("`{}` cannot be softened: a row with this fault has no value to keep", code.name);
                return Err(WordFault::new(word, message, "write `reject` or `abort`, or leave it out"));
            }
            if actions.insert(code.id, *action).is_some() {
                let message = format!("`{}` and `{}` are one code, set twice", code.id, code.name);
                return Err(WordFault::new(word, message, "keep one of the two lines"));
            }
        }
        Ok(actions)
    }
}

/// The rule that `independent` names in `[project]` or in `[sources]`.
fn independence(project: Option<&str>, sources: Option<&str>) -> Result<Independence, WordFault> {
    let Some(word) = project.or(sources) else { return Ok(Independence::default()) };
    if let Some(other) = project.and(sources).filter(|other| *other != word) {
        let hint = "keep one of the two lines";
        return Err(WordFault::new(other, "`independent` is set twice, in `[project]` and in `[sources]`", hint));
    }
    let found = Independence::ALL.into_iter().find(|rule| rule.word() == word);
    found.ok_or_else(|| {
        let words = Independence::ALL.map(Independence::word).join(" or ");
        WordFault::new(word, format!("`{word}` is no rule for independent sources"), format!("write {words}"))
    })
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
        let absolute = std::path::absolute(start).unwrap_or_else(|_| start.to_owned());
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
        let has_claims = meant.iter().any(|source| source.kind == SourceKind::Claims);
        let is_needed = |kind: SourceKind| {
            has_claims && matches!(kind, SourceKind::Entities | SourceKind::Documents | SourceKind::Judgements)
        };
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
            known_by: None,
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

/// The folder a file lies in, as it can be opened.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
