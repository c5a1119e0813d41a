//! The files of shapes of a project.

use std::cell::Cell;
use std::io::{self, BufReader, Read};

use oxigraph::model::{NamedNode, Quad, Term};
use rustc_hash::FxHashMap;

use super::statements::{self, RdfFile, Sought};
use crate::compile::{display_path, shown_path, unopened};
use crate::diagnostic::{Diagnostic, Place, Report, codes};
use crate::input::rdf;
use crate::project::Project;
use crate::shapes::{Malformed, Shapes};

/// Bytes of files of shapes that are read: the largest ones that are published have a tenth.
const LONGEST: u64 = 32 << 20;

/// What the files of a project say.
pub(super) struct OwnShapes {
    /// The files, those that could not be read among them.
    pub(super) files: Vec<RdfFile>,
    /// A node that each node stands under.
    outer: FxHashMap<Term, Term>,
    /// None when there are no shapes, or they cannot be understood.
    pub(super) shapes: Option<Shapes>,
}

impl OwnShapes {
    /// The nearest shape with a name that a node belongs to, itself among them.
    pub(super) fn named(&self, node: &Term) -> Option<NamedNode> {
        let mut node = node.clone();
        // Shapes may refer to each other in a circle.
        for _ in 0..64 {
            if let Term::NamedNode(named) = node {
                return Some(named);
            }
            node = self.outer.get(&node)?.clone();
        }
        None
    }
}

/// Reads the files of shapes; what is wrong with them goes to `report`.
pub(super) fn read(project: &Project, report: &mut Report) -> OwnShapes {
    let files: Vec<RdfFile> = project
        .shapes
        .files
        .iter()
        .map(|file| RdfFile {
            shown: display_path(project, &file.path),
            stem: shown_path(project, &file.path),
            path: file.path.clone(),
            found_in: file.found_in.clone(),
        })
        .collect();
    let mut quads = Vec::new();
    for file in &files {
        read_file(project, file, report, &mut quads);
    }
    let mut outer = FxHashMap::default();
    for Quad { subject, object, .. } in quads.iter().rev().filter(|quad| quad.object.is_blank_node()) {
        outer.insert(object.clone(), Term::from(subject.clone()));
    }
    let mut own = OwnShapes { files, outer, shapes: None };
    match Shapes::read(quads) {
        Ok(shapes) => {
            tell_malformed(project, &own, shapes.unheeded(), false, report);
            own.shapes = Some(shapes).filter(|shapes| !shapes.is_empty());
        }
        Err(malformed) => tell_malformed(project, &own, &malformed, true, report),
    }
    own
}

/// A reader that gives no more than so many bytes, and notes whether there were more.
struct Limited<'l, R> {
    reader: io::Take<R>,
    is_over: &'l Cell<bool>,
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buffer)?;
        self.is_over.set(self.reader.limit() == 0);
        Ok(n)
    }
}

fn read_file(project: &Project, file: &RdfFile, report: &mut Report, quads: &mut Vec<Quad>) {
    let Some(format) = rdf::format_of(&file.path) else {
        let message = format!("`{}` is no RDF file by its name", file.shown);
        let fault = Diagnostic::new(&codes::UNREADABLE_FILE, Place::file(&file.shown), message);
        report.add(fault.hint("shapes are Turtle: name the file .ttl"));
        return;
    };
    let is_over = Cell::new(false);
    let read = file.open(project).and_then(|opened| {
        let reader = Limited { reader: BufReader::new(opened).take(LONGEST + 1), is_over: &is_over };
        let mut tell = |fault| report.add(fault);
        let mut sink = |quad: oxigraph::model::QuadRef<'_>| quads.push(quad.into_owned());
        rdf::read(&file.shown, &file.stem, reader, format, &mut tell, &mut sink)
    });
    if let Err(error) = read {
        report.add(unopened(&file.shown, &error));
    }
    if is_over.get() {
        let message = format!("the file has more than {} MB, and what stands behind them is not read", LONGEST >> 20);
        let fault = Diagnostic::new(&codes::BEYOND_LIMIT, Place::file(&file.shown), message);
        report.add(fault.hint("divide the shapes into several files, or list those that are needed"));
    }
}

/// Tells of what is wrong with shapes, or of what is written in them for nothing.
fn tell_malformed(project: &Project, own: &OwnShapes, malformed: &[Malformed], is_fault: bool, report: &mut Report) {
    let sought: Vec<Sought> = malformed
        .iter()
        .map(|malformed| Sought {
            subject: malformed.node.clone(),
            predicate: malformed.predicate.clone(),
            object: malformed.object.clone(),
        })
        .collect();
    let places = statements::find(project, &own.files, &sought);
    let files = || own.files.first().map_or("", |file| &file.shown);
    for (malformed, place) in malformed.iter().zip(places) {
        let place = place.unwrap_or_else(|| Place::file(files()));
        let (code, hint) = if is_fault {
            (&codes::BAD_SHAPE, "mend it: until then none of the project's shapes is asked")
        } else {
            (&codes::UNHEEDED_SHAPE, "mend it, or take it out: nothing is checked by it")
        };
        let message = super::told::in_backticks(project, &malformed.message);
        report.add(Diagnostic::new(code, place, message).hint(hint));
    }
}

/// The places of shapes, as far as they stand in the files.
pub(super) fn places(project: &Project, own: &OwnShapes, mut shapes: Vec<&Term>) -> FxHashMap<Term, Place> {
    shapes.sort_by_cached_key(ToString::to_string);
    shapes.dedup();
    let sought: Vec<Sought> = shapes.iter().map(|shape| Sought::mention((*shape).clone())).collect();
    let found = statements::find(project, &own.files, &sought);
    shapes.into_iter().cloned().zip(found).filter_map(|(shape, place)| Some((shape, place?))).collect()
}
