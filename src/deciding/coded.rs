//! The claims of a project by who coded them, as their rows have them, whatever was decided about these since.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use super::{Texts, verdicts};
use crate::agreement::{CodedText, Coder, RowPlace};
use crate::claims::Claims;
use crate::compile::ontology_of;
use crate::diagnostic::{Finding, Report, Verdict};
use crate::input::claims::claim_from_row;
use crate::model::{Claim, Referent, ReviewVerdict, is_program};
use crate::ontology::{Meaning, Ontology};
use crate::project::{Project, Source};
use crate::scoring::ScoredClaim;
use crate::table::Table;

/// What coders made of the texts of a project.
#[derive(Debug, Default)]
pub struct Coded {
    /// The coders, by name.
    pub coders: Vec<Coder>,
    /// Rows that nobody signed.
    pub n_unsigned: usize,
    /// The programs that found claims, which are no coders unless somebody asks for them.
    pub programs: Vec<String>,
}

impl Coded {
    /// Reads the tables of claims of a project. `wanted` are the coders, programs among them; all people where it is empty. `names`
    /// says which name of the project a name means. Rows that cannot be read go to `report`.
    ///
    /// # Errors
    /// When a table cannot be opened or read.
    pub fn of(
        project: &Project,
        wanted: &[String],
        names: &BTreeMap<String, String>,
        report: &mut Report,
    ) -> io::Result<Coded> {
        let ontology = ontology_of(project, &mut Report::new(project.policy.clone()));
        let mut coders: BTreeMap<String, Coder> = BTreeMap::new();
        let mut found = Coded::default();
        let verdicts = verdicts(project);
        // What somebody wrote in the place of others is nobody's coding.
        let is_edited =
            |claim: &Claim| claim.id.as_ref().is_some_and(|id| verdicts.get(id) == Some(&ReviewVerdict::Edited));
        for source in project.sources.iter().filter(|source| source.kind.is_claim_table()) {
            each_claim(project, source, report, &mut |mut claim| {
                if is_edited(&claim) {
                    return;
                }
                let Some(name) = claim.annotator.clone() else {
                    found.n_unsigned += 1;
                    return;
                };
                let is_wanted = wanted.contains(&name);
                if is_program(&name) && !is_wanted {
                    if !found.programs.contains(&name) {
                        found.programs.push(name);
                    }
                    return;
                }
                if !is_wanted && !wanted.is_empty() {
                    return;
                }
                settle(&mut claim, &ontology, names);
                let place = RowPlace { file: claim.origin.file.to_string(), line: claim.origin.line };
                let coder = coders.entry(name.clone()).or_insert_with(|| Coder::new(name));
                coder.push(ScoredClaim::of(&claim), place);
            })?;
        }
        found.coders = coders.into_values().collect();
        Ok(found)
    }

    /// The texts of the documents that have claims, as far as they are at hand.
    #[must_use]
    pub fn texts(&self, texts: &Texts) -> BTreeMap<String, CodedText> {
        let claims = self.coders.iter().flat_map(|coder| &coder.side.claims);
        let documents: std::collections::BTreeSet<&str> = claims.map(|claim| claim.document.as_str()).collect();
        let text = |document: &str| Some((document.to_owned(), CodedText::of(&texts.read(document).ok()?)));
        documents.into_iter().filter(|document| !document.is_empty()).filter_map(text).collect()
    }
}

/// Every name of an actor that the graph has, with the one that it shows. Names that two actors have are left out.
#[must_use]
pub fn known_names(claims: &Claims<'_>) -> BTreeMap<String, String> {
    let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
    for id in claims.entities() {
        let label = claims.label(id);
        for name in claims.aliases(id).into_iter().chain([label.clone()]) {
            let known = names.entry(name).or_insert_with(|| Some(label.clone()));
            if known.as_ref() != Some(&label) {
                *known = None;
            }
        }
    }
    names.into_iter().filter_map(|(name, label)| Some((name, label?))).collect()
}

/// Reads a claim as the project means it: by the names and predicates that it knows.
fn settle(claim: &mut Claim, ontology: &Ontology, names: &BTreeMap<String, String>) {
    if let Some(meaning) = ontology.resolve(&claim.predicate) {
        claim.predicate.clone_from(&meaning.predicate().label);
        if matches!(meaning, Meaning::Inverse(_)) {
            claim.turn();
        }
    }
    let means = |name: &mut String| {
        if let Some(label) = names.get(name) {
            name.clone_from(label);
        }
    };
    for end in [&mut claim.subject, &mut claim.object] {
        if let Referent::Name(name) = end {
            means(name);
        }
    }
    claim.said_by.iter_mut().for_each(means);
}

/// Calls `take` for each claim of a table; a row that has none is told.
fn each_claim(project: &Project, source: &Source, report: &mut Report, take: &mut dyn FnMut(Claim)) -> io::Result<()> {
    let shown = source.path.display().to_string();
    let (Some(layout), origin): (_, Arc<str>) = (source.kind.layout(), shown.as_str().into()) else { return Ok(()) };
    let file = project.open_table(source)?;
    let table = Table::open(&shown, file, layout, &source.mapping, &mut |fault| report.add(fault))?;
    let Some(mut table) = table else { return Ok(()) };
    loop {
        let mut findings: Vec<Finding> = Vec::new();
        let claim = match table.read()? {
            None => return Ok(()),
            Some(Ok(row)) => claim_from_row(&row, &source.own, &origin, &mut findings),
            Some(Err(finding)) => {
                findings.push(finding);
                None
            }
        };
        let verdicts: Vec<Verdict> =
            findings.into_iter().map(|finding| report.push(table.raw().diagnose(finding))).collect();
        claim.filter(|_| !verdicts.contains(&Verdict::Reject)).into_iter().for_each(&mut *take);
    }
}
