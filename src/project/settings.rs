//! What stands in `relata.toml`, and the project that it describes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::accept::AcceptEntry;
use super::config::Project;
use super::fault::WordFault;
use super::infer::InferEntry;
use super::mapping::missing_words;
use super::overlap::{self, FoundSource};
use super::shapes::ShapesTable;
use super::sources::{Source, SourcesEntry};
use super::usual::{usual, usual_beside};
use crate::diagnostic::{Action, Code, Policy, codes, nearest};
use crate::files::Reach;
use crate::model::{EntityKind, Independence};
use crate::ontology::normal_name;
use crate::rdf::iri::{Namespace, Schemes, is_iri};
use crate::rdf::names::{IriFault, fault_of};
use crate::rdf::vocab;
use crate::resolution::NormalForm;
use crate::table::missing::MissingWords;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProjectFile {
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
    shapes: ShapesTable,
    #[serde(default)]
    resolve: ResolveTable,
    #[serde(default)]
    types: BTreeMap<String, Spanned<String>>,
    infer: Option<InferEntry>,
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
pub(super) type Remark = (&'static Code, WordFault);

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
    pub(super) fn into_project(self, root: &Path, reach: &Reach) -> Result<(Project, Vec<Remark>), WordFault> {
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
        let infer = self.infer.as_ref().map(InferEntry::check).transpose()?;
        let missing = self.project.missing.as_deref().map_or_else(MissingWords::default, missing_words);
        let lists_sources = !self.sources.entries.is_empty();
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
        let shapes = self.shapes.settings(root)?;
        // Neither a vocabulary nor a file of shapes is a source of claims.
        let is_shapes = |source: &Source| shapes.files.iter().any(|file| file.path == source.path);
        sources.retain(|source| !self.ontology.files.contains(&source.path) && !is_shapes(source));
        let project = Project {
            root: root.to_owned(),
            name: self.project.name,
            namespace,
            sources,
            accept,
            independence,
            policy: Policy { strict: false, actions },
            ontology_files: self.ontology.files,
            shapes,
            prefixes: self.prefixes,
            types,
            missing,
            automatic,
            infer,
            known_by: None,
            lists_sources,
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
