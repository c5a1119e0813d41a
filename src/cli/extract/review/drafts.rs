//! The extracted claims of a project, with their texts and what fields can be completed with.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::super::super::hinted;
use super::super::table::COLUMNS;
use crate::columns::CLAIMS;
use crate::compile::ontology_of;
use crate::deciding::each_row;
use crate::diagnostic::Report;
use crate::disk::OwnFolder;
use crate::files::unpacked;
use crate::model::ReviewVerdict;
use crate::project::{Project, Source, SourceKind};
use crate::review::{Choices, ReviewClaim, ReviewTables, read_claims};
use crate::table::Mapping;

/// The table of claims where a project has none yet.
const CLAIMS_FILE: &str = "claims.csv";
/// The table of reviews where a project has none yet.
const REVIEWS_FILE: &str = "reviews.csv";

/// The extracted claims of a project, in the order of documents and of their rows.
pub(super) struct Drafts {
    pub(super) claims: Vec<ReviewClaim>,
    /// The table that accepted claims go to.
    pub(super) target: PathBuf,
    mapping: Mapping,
    tables: Vec<PathBuf>,
    /// Identifiers of claims in other tables of claims.
    elsewhere: BTreeMap<String, PathBuf>,
    /// Names of actors and predicates that rows have.
    used: Choices,
}

impl Drafts {
    pub(super) fn of(project: &Project) -> anyhow::Result<Drafts> {
        let of_kind = |kind: SourceKind| project.sources.iter().filter(move |source| source.kind == kind);
        let (target, mapping) = target_of(project);
        let mut drafts = Drafts {
            claims: Vec::new(),
            target,
            mapping,
            tables: Vec::new(),
            elsewhere: BTreeMap::new(),
            used: Choices::default(),
        };
        for source in of_kind(SourceKind::Extracted) {
            drafts.tables.push(source.path.clone());
            let read =
                read_claims(&text_of(project, source)?, &CLAIMS, &source.mapping, &source.path.to_string_lossy());
            drafts.claims.extend(read.map_err(super::way_out)?.into_iter().filter(|claim| !claim.id().is_empty()));
        }
        if drafts.claims.is_empty() {
            let hint = "`relata extract FILE…` in the project writes what it finds into `claims-extracted.csv`";
            return Err(hinted("the project has no extracted claims", hint));
        }
        let mut verdicts: BTreeMap<String, ReviewVerdict> = BTreeMap::new();
        for source in of_kind(SourceKind::Reviews) {
            each_row(project, source, |row| {
                let verdict = row.get("verdict").and_then(ReviewVerdict::parse);
                let id = row.get("claim").map(|id| id.trim().trim_start_matches('#').to_owned());
                verdicts.extend(id.zip(verdict));
            });
        }
        let mut taken_over: BTreeMap<String, ReviewClaim> = BTreeMap::new();
        for source in of_kind(SourceKind::Claims) {
            let is_target = project.root.join(&source.path) == drafts.target;
            // What cannot be read is told when something is to be written into it, or when the project is checked.
            let Ok(text) = text_of(project, source) else { continue };
            let rows = read_claims(&text, &CLAIMS, &source.mapping, &source.path.to_string_lossy()).unwrap_or_default();
            for row in rows {
                drafts.used.take(&row);
                if is_target {
                    taken_over.insert(row.id().to_owned(), row);
                } else {
                    drafts.elsewhere.insert(row.id().to_owned(), source.path.clone());
                }
            }
        }
        for claim in &mut drafts.claims {
            drafts.used.take(claim);
            claim.verdict = verdicts.get(claim.id()).copied();
            if claim.verdict != Some(ReviewVerdict::Rejected)
                && let Some(row) = taken_over.remove(claim.id())
            {
                // What somebody made of it is what is looked at again, in the same place of the text.
                let is_place = |column: &str| column == "quote" || column.ends_with("start") || column.ends_with("end");
                claim.cells.retain(|column, _| is_place(column));
                claim.cells.extend(row.cells);
            }
        }
        drafts.sort();
        Ok(drafts)
    }

    /// Puts the claims of a document together; documents stand in the order of their first row.
    fn sort(&mut self) {
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (at, claim) in self.claims.iter().enumerate() {
            places.entry(claim.cell("document").to_owned()).or_insert(at);
        }
        self.claims.sort_by_key(|claim| places.get(claim.cell("document")).copied());
        // Of two rows with one identifier the first counts.
        let mut known = BTreeSet::new();
        self.claims.retain(|claim| known.insert(claim.id().to_owned()));
    }

    /// The claims that are shown: those that nobody has reviewed, or all of them.
    pub(super) fn order(&self, all: bool) -> Vec<usize> {
        (0..self.claims.len()).filter(|at| all || self.claims[*at].verdict.is_none()).collect()
    }

    /// The first table, as messages name it.
    pub(super) fn shown(&self) -> String {
        self.tables.first().map_or_else(String::new, |path| path.display().to_string())
    }

    pub(super) fn tables(&self, project: &Project, own: OwnFolder) -> anyhow::Result<ReviewTables> {
        let known = project.sources.iter().find(|source| source.kind == SourceKind::Reviews);
        let reviews = project.root.join(known.map_or(Path::new(REVIEWS_FILE), |source| &source.path));
        for path in [&self.target, &reviews] {
            if !is_csv(path) {
                let message = format!("relata writes decisions into CSV, and `{}` is none", path.display());
                return Err(hinted(message, "save it as CSV"));
            }
        }
        Ok(ReviewTables {
            own,
            claims: self.target.clone(),
            mapping: self.mapping.clone(),
            columns: &COLUMNS,
            reviews,
            reviews_mapping: known.map(|source| source.mapping.clone()).unwrap_or_default(),
            elsewhere: self.elsewhere.clone(),
        })
    }

    /// What fields can be completed with: entities of the project, names and predicates that its claims have, and the
    /// vocabulary.
    pub(super) fn choices(&self, project: &Project) -> Choices {
        let mut names: BTreeSet<String> = self.used.names.iter().cloned().collect();
        for source in project.sources.iter().filter(|source| source.kind == SourceKind::Entities) {
            each_row(project, source, |row| {
                names.extend(row.get("label").map(str::to_owned));
                names.extend(row.list("aliases"));
            });
        }
        let ontology = ontology_of(project, &mut Report::new(project.policy.clone()));
        let mut predicates: BTreeSet<String> = self.used.predicates.iter().cloned().collect();
        predicates.extend(ontology.predicates().iter().map(|predicate| predicate.label.clone()));
        let listed = |names: BTreeSet<String>| names.into_iter().filter(|name| !name.is_empty()).collect();
        Choices { names: listed(names), predicates: listed(predicates) }
    }
}

impl Choices {
    fn take(&mut self, claim: &ReviewClaim) {
        let names = ["subject", "object", "place"].into_iter().map(|column| claim.cell(column));
        let names = names.chain(claim.cell("said_by").split([';', '|']).map(str::trim));
        self.names.extend(names.filter(|name| !name.is_empty() && !name.starts_with('#')).map(str::to_owned));
        self.predicates.push(claim.cell("predicate").to_owned());
    }
}

/// The table that accepted claims go to: `claims.csv`, unless the project names other tables of claims only.
fn target_of(project: &Project) -> (PathBuf, Mapping) {
    let mut claims = project.sources.iter().filter(|source| source.kind == SourceKind::Claims && is_csv(&source.path));
    let usual = claims.clone().find(|source| source.path == Path::new(CLAIMS_FILE));
    // A table that was found by its name is one of many; one that is listed is meant.
    let chosen = usual.or_else(|| claims.find(|source| source.found_in.is_none()));
    let path = chosen.map_or(Path::new(CLAIMS_FILE), |source| &source.path);
    (project.root.join(path), chosen.map(|source| source.mapping.clone()).unwrap_or_default())
}

fn is_csv(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "csv" || ending == "tsv")
}

fn text_of(project: &Project, source: &Source) -> anyhow::Result<String> {
    use anyhow::Context as _;
    let failed = || format!("cannot read `{}`", source.path.display());
    if !is_csv(&source.path) {
        return Err(hinted(failed() + ": only CSV can be reviewed", "save it as CSV"));
    }
    let mut text = String::new();
    project.open(source).and_then(unpacked).and_then(|mut file| file.read_to_string(&mut text)).with_context(failed)?;
    Ok(text)
}
