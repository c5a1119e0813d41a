//! Statements in files of RDF.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::PathBuf;

use oxigraph::model::{NamedNode, QuadRef, Term, TermRef};
use rustc_hash::FxHashMap;

use super::lines::Excerpts;
use crate::diagnostic::Place;
use crate::files::unpacked;
use crate::input::rdf;
use crate::input::rdf_places::{Spot, StatementPlace, read_placed};
use crate::project::Project;

/// A file of RDF of the project.
pub(super) struct RdfFile {
    /// How messages call it.
    pub(super) shown: String,
    /// What its blank nodes are named after.
    pub(super) stem: String,
    /// Its path, relative to the project, and the folder it was found in.
    pub(super) path: PathBuf,
    pub(super) found_in: Option<PathBuf>,
}

impl RdfFile {
    /// Opens the file, where it may lie.
    pub(super) fn open(&self, project: &Project) -> io::Result<File> {
        match &self.found_in {
            None => project.open_named(&self.path),
            Some(folder) => project.open_within(&self.path, folder),
        }
    }
}

/// A statement that is looked for, or as much as there is of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sought {
    pub(super) subject: Term,
    pub(super) predicate: Option<NamedNode>,
    pub(super) object: Option<Term>,
}

impl Sought {
    /// The first mention of a node.
    pub(super) fn mention(node: Term) -> Sought {
        Sought { subject: node, predicate: None, object: None }
    }

    /// How well a statement fits, the least number best, when its subject is the right one.
    fn fit(&self, quad: QuadRef<'_>) -> Fit {
        let has_predicate = self.predicate.as_ref().is_some_and(|predicate| predicate.as_ref() == quad.predicate);
        let has_object = self.object.as_ref().is_some_and(|object| object.as_ref() == quad.object);
        match (has_predicate, has_object) {
            (true, true) => Fit::Whole,
            (true, false) if self.object.is_none() => Fit::Property,
            _ => Fit::Subject,
        }
    }
}

/// How much of a statement is what is looked for; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// The statement itself.
    Whole,
    /// Another value of its property, where none is looked for.
    Property,
    /// Something else about its subject.
    Subject,
    /// Its subject is named.
    Mention,
}

/// A place in one of the files.
#[derive(Clone, Copy)]
struct Hit {
    fit: Fit,
    file: usize,
    spot: Spot,
}

/// The places of statements in some files, each where it fits best, and there where it stands first.
pub(super) fn find(project: &Project, files: &[RdfFile], sought: &[Sought]) -> Vec<Option<Place>> {
    find_fitting(project, files, sought).into_iter().map(|found| found.map(|(_, place)| place)).collect()
}

/// The same, with how well each fits.
pub(super) fn find_fitting(project: &Project, files: &[RdfFile], sought: &[Sought]) -> Vec<Option<(Fit, Place)>> {
    let mut by_subject: FxHashMap<&Term, Vec<usize>> = FxHashMap::default();
    for (index, sought) in sought.iter().enumerate() {
        by_subject.entry(&sought.subject).or_default().push(index);
    }
    let mut hits: Vec<Option<Hit>> = vec![None; sought.len()];
    for (at, file) in files.iter().enumerate().filter(|_| !sought.is_empty()) {
        let Some(format) = rdf::format_of(&file.path) else { continue };
        let mut keep = |index: usize, fit: Fit, spot: Spot| {
            let hit = &mut hits[index];
            if hit.is_none_or(|hit| fit < hit.fit) {
                *hit = Some(Hit { fit, file: at, spot });
            }
        };
        let mut found = |quad: QuadRef<'_>, place: StatementPlace| {
            for &index in by_subject.get(&TermRef::from(quad.subject).into_owned()).into_iter().flatten() {
                let fit = sought[index].fit(quad);
                keep(index, fit, if fit < Fit::Subject { place.object } else { place.subject });
            }
            for &index in by_subject.get(&quad.object.into_owned()).into_iter().flatten() {
                keep(index, Fit::Mention, place.object);
            }
        };
        // What cannot be read any more has no place; that it could not be read was told before.
        let _ =
            file.open(project).and_then(|opened| read_placed(&file.stem, BufReader::new(opened), format, &mut found));
    }
    placed(project, files, &hits)
}

/// Places with the line to show.
fn placed(project: &Project, files: &[RdfFile], hits: &[Option<Hit>]) -> Vec<Option<(Fit, Place)>> {
    let excerpts: Vec<Excerpts> = files
        .iter()
        .enumerate()
        .map(|(at, file)| {
            let lines = hits.iter().flatten().filter(|hit| hit.file == at).map(|hit| hit.spot.line).collect();
            Excerpts::read(&lines, || file.open(project).and_then(unpacked))
        })
        .collect();
    let place = |hit: &Hit| {
        let place = Place { line: hit.spot.line, column: hit.spot.column, ..Place::file(&files[hit.file].shown) };
        (hit.fit, excerpts[hit.file].shown_at(place, hit.spot.length))
    };
    hits.iter().map(|hit| hit.as_ref().map(place)).collect()
}
