//! The places of violations: in a row, or in a file of RDF.

use oxigraph::model::Term;
use rustc_hash::FxHashSet;

use super::Breach;
use super::owners::{Owners, RowRef};
use super::rows;
use super::statements::{self, Fit, RdfFile, Sought};
use crate::compile::{display_path, shown_path};
use crate::diagnostic::Place;
use crate::project::{Project, SourceKind};
use crate::store::Store;

/// Where something is wrong.
pub(super) struct FoundPlace {
    pub(super) place: Place,
    /// True when it is a row of a table or of another source of claims.
    pub(super) is_row: bool,
}

/// The files of RDF whose statements are in the graph.
fn rdf_files(project: &Project) -> Vec<RdfFile> {
    let sources = project.sources.iter().filter(|source| source.kind == SourceKind::Rdf);
    let sources = sources.map(|source| (&source.path, source.found_in.clone()));
    let vocabularies = project.ontology_files.iter().map(|path| (path, None));
    let file = |(path, found_in): (&std::path::PathBuf, _)| RdfFile {
        shown: display_path(project, path),
        stem: shown_path(project, path),
        path: path.clone(),
        found_in,
    };
    sources.chain(vocabularies).map(file).collect()
}

/// The place of each violation, as far as it can be told.
///
/// A statement that stands in a file of RDF is meant there. Else a node that a row is about, or that is a part of its
/// claim, leads to that row; then one that a file of RDF speaks of to that file, and one that a claim only names to the
/// cell that names it.
pub(super) fn find(project: &Project, store: &Store, breaches: &[Breach]) -> Vec<Option<FoundPlace>> {
    let mut owners = Owners::of(store);
    let sought: Vec<Sought> = breaches.iter().map(|breach| owners.sought(&breach.violation)).collect();
    let stated = statements::find_fitting(project, &rdf_files(project), &sought);
    let is_stated = |at: usize| stated[at].as_ref().is_some_and(|(fit, _)| *fit == Fit::Whole);
    let mut others: FxHashSet<&Term> = FxHashSet::default();
    for (at, sought) in sought.iter().enumerate() {
        if !is_stated(at) && !owners.is_of_claim(&sought.subject) {
            others.insert(&sought.subject);
        }
    }
    let declared = rows::declared(project, &others);
    let row = |(at, sought): (usize, &Sought)| -> Option<RowRef> {
        if is_stated(at) {
            return None;
        }
        if let Some(row) = declared.get(&sought.subject) {
            return Some(RowRef { properties: sought.predicate.iter().cloned().collect(), ..row.clone() });
        }
        let is_known = stated[at].as_ref().is_some_and(|(fit, _)| *fit < Fit::Mention);
        if owners.is_of_claim(&sought.subject) {
            return owners.claim_row(sought);
        }
        // What nobody declares is mended where the focus node names it, when that is a claim.
        let first = Owners::first_step(&breaches[at].violation).filter(|first| owners.is_of_claim(&first.subject));
        let first_row = first.and_then(|first| owners.claim_row(&first));
        first_row.or_else(|| if is_known { None } else { owners.claim_row(sought) })
    };
    let mut row = row;
    let rows_meant: Vec<Option<RowRef>> = sought.iter().enumerate().map(&mut row).collect();
    let in_rows = rows::find(project, &rows_meant);
    let place = |(stated, in_row): (Option<(Fit, Place)>, Option<Place>)| match (in_row, stated) {
        (Some(place), _) => Some(FoundPlace { place, is_row: true }),
        (None, Some((_, place))) => Some(FoundPlace { place, is_row: false }),
        (None, None) => None,
    };
    stated.into_iter().zip(in_rows).map(place).collect()
}
