//! The extracted claims of a project, with what was decided about them and what fields can be completed with.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::{DecidingError, each_row};
use crate::columns::CLAIMS;
use crate::compile::ontology_of;
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

/// The columns of extracted claims. Those of the places are in code points, as everywhere.
pub const EXTRACTED_COLUMNS: [&str; 29] = [
    "id",
    "subject",
    "predicate",
    "object",
    "date",
    "place",
    "document",
    "said_by",
    "certainty",
    "polarity",
    "modality",
    "event_codes",
    "confirms",
    "denies",
    "declines_to_comment",
    "quote",
    "start",
    "end",
    "confidence",
    "annotator",
    "note",
    "subject_start",
    "subject_end",
    "trigger_start",
    "trigger_end",
    "object_start",
    "object_end",
    "said_by_start",
    "said_by_end",
];

/// The extracted claims of a project, in the order of documents and of their rows.
#[derive(Debug)]
pub struct Drafts {
    /// The claims, each with the last verdict about it.
    pub claims: Vec<ReviewClaim>,
    /// The table that accepted claims go to.
    pub target: PathBuf,
    mapping: Mapping,
    tables: Vec<PathBuf>,
    /// Identifiers of claims in other tables of claims.
    elsewhere: BTreeMap<String, PathBuf>,
    /// Names of actors and predicates that rows have.
    used: Choices,
}

impl Drafts {
    /// Reads them as they are now.
    ///
    /// # Errors
    /// When a table of extracted claims cannot be read.
    pub fn of(project: &Project) -> Result<Drafts, DecidingError> {
        let mut drafts = Drafts::empty(project);
        for source in of_kind(project, SourceKind::Extracted) {
            drafts.tables.push(source.path.clone());
            let text = text_of(project, source)?;
            let read = read_claims(&text, &CLAIMS, &source.mapping, &source.path.to_string_lossy());
            drafts.claims.extend(read?.into_iter().filter(|claim| !claim.id().is_empty()));
        }
        let verdicts = verdicts(project);
        let mut taken_over = drafts.read_others(project);
        for claim in &mut drafts.claims {
            take(&mut drafts.used, claim);
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

    /// The tables of a project, without a claim.
    fn empty(project: &Project) -> Drafts {
        let (target, mapping) = target_of(project);
        Drafts {
            claims: Vec::new(),
            target,
            mapping,
            tables: Vec::new(),
            elsewhere: BTreeMap::new(),
            used: Choices::default(),
        }
    }

    /// Reads the tables of claims that people answer for; gives the rows of the one that accepted claims go to.
    fn read_others(&mut self, project: &Project) -> BTreeMap<String, ReviewClaim> {
        let mut taken_over = BTreeMap::new();
        for source in of_kind(project, SourceKind::Claims) {
            let is_target = project.root.join(&source.path) == self.target;
            // What cannot be read is told when something is to be written into it, or when the project is checked.
            let Ok(text) = text_of(project, source) else { continue };
            let rows = read_claims(&text, &CLAIMS, &source.mapping, &source.path.to_string_lossy()).unwrap_or_default();
            for row in rows {
                take(&mut self.used, &row);
                if is_target {
                    taken_over.insert(row.id().to_owned(), row);
                } else {
                    self.elsewhere.insert(row.id().to_owned(), source.path.clone());
                }
            }
        }
        taken_over
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

    /// The claims that are shown: those that nobody has reviewed, or all of them; those that are least likely right first, where
    /// that is asked for. What has no confidence then comes last.
    #[must_use]
    pub fn order(&self, all: bool, by_confidence: bool) -> Vec<usize> {
        let mut order: Vec<usize> =
            (0..self.claims.len()).filter(|at| all || self.claims[*at].verdict.is_none()).collect();
        if by_confidence {
            let confidence = |at: &usize| self.claims[*at].confidence().unwrap_or(f64::INFINITY);
            order.sort_by(|one, other| confidence(one).total_cmp(&confidence(other)));
        }
        order
    }

    /// The first table, as messages name it.
    #[must_use]
    pub fn shown(&self) -> String {
        self.tables.first().map_or_else(String::new, |path| path.display().to_string())
    }

    /// The tables that decisions go to.
    ///
    /// # Errors
    /// When one of them is no CSV.
    pub fn tables(&self, project: &Project, own: OwnFolder) -> Result<ReviewTables, DecidingError> {
        let known = project.sources.iter().find(|source| source.kind == SourceKind::Reviews);
        let reviews = project.root.join(known.map_or(Path::new(REVIEWS_FILE), |source| &source.path));
        for path in [&self.target, &reviews] {
            if !is_csv(path) {
                return Err(DecidingError::NoCsv(path.clone()));
            }
        }
        Ok(ReviewTables {
            own,
            claims: self.target.clone(),
            mapping: self.mapping.clone(),
            columns: &EXTRACTED_COLUMNS,
            reviews,
            reviews_mapping: known.map(|source| source.mapping.clone()).unwrap_or_default(),
            elsewhere: self.elsewhere.clone(),
        })
    }

    /// What fields can be completed with: entities of the project, names and predicates that its claims have, and the
    /// vocabulary.
    #[must_use]
    pub fn choices(&self, project: &Project) -> Choices {
        let mut names: BTreeSet<String> = self.used.names.iter().cloned().collect();
        for source in of_kind(project, SourceKind::Entities) {
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

/// The last verdict about each claim.
#[must_use]
pub fn verdicts(project: &Project) -> BTreeMap<String, ReviewVerdict> {
    let mut verdicts = BTreeMap::new();
    for source in of_kind(project, SourceKind::Reviews) {
        each_row(project, source, |row| {
            let verdict = row.get("verdict").and_then(ReviewVerdict::parse);
            let id = row.get("claim").map(|id| id.trim().trim_start_matches('#').to_owned());
            verdicts.extend(id.zip(verdict));
        });
    }
    verdicts
}

fn of_kind(project: &Project, kind: SourceKind) -> impl Iterator<Item = &Source> {
    project.sources.iter().filter(move |source| source.kind == kind)
}

/// Takes the names and the predicate of a claim.
fn take(choices: &mut Choices, claim: &ReviewClaim) {
    let names = ["subject", "object", "place"].into_iter().map(|column| claim.cell(column));
    let names = names.chain(claim.cell("said_by").split([';', '|']).map(str::trim));
    choices.names.extend(names.filter(|name| !name.is_empty() && !name.starts_with('#')).map(str::to_owned));
    choices.predicates.push(claim.cell("predicate").to_owned());
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

fn text_of(project: &Project, source: &Source) -> Result<String, DecidingError> {
    if !is_csv(&source.path) {
        return Err(DecidingError::NotEditable(source.path.clone()));
    }
    let mut text = String::new();
    let read = project.open(source).and_then(unpacked).and_then(|mut file| file.read_to_string(&mut text));
    read.map_err(|error| DecidingError::Unread(source.path.clone(), error))?;
    Ok(text)
}

/// The claims that people coded, by their identifiers, with the last verdict about each. Tables that are no CSV are left out, for
/// nothing can be decided about their rows.
#[must_use]
pub fn coded_rows(project: &Project) -> BTreeMap<String, ReviewClaim> {
    let verdicts = verdicts(project);
    let mut claims = BTreeMap::new();
    for source in of_kind(project, SourceKind::Claims) {
        let Ok(text) = text_of(project, source) else { continue };
        let rows = read_claims(&text, &CLAIMS, &source.mapping, &source.path.to_string_lossy()).unwrap_or_default();
        for mut row in rows.into_iter().filter(|row| !row.id().is_empty()) {
            row.verdict = verdicts.get(row.id()).copied();
            claims.entry(row.id().to_owned()).or_insert(row);
        }
    }
    claims
}
