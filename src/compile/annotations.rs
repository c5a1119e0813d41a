//! Files of annotation tools: what is said in them, and the texts that stand beside them.

use std::cell::RefCell;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::Compilation;
use super::foreign::{Last, take_said};
use super::output::CompileError;
use super::paths::{display_path, shown_path};
use super::resolve::Ends;
use crate::diagnostic::{Code, Diagnostic, Place, codes};
use crate::files::{read_whole, shown_name, unpacked};
use crate::input::annotation::{AnnotationFormat, AnnotationReader, Siblings, Unfit, choose};
use crate::input::foreign::{Reader, Said};
use crate::project::{Project, Source, SourceKind};

/// Why a file of annotations is not read.
enum Refusal {
    /// It cannot be opened or unpacked.
    Unreadable(io::Error),
    /// It is not what it is said to be.
    Unfit(Unfit),
}

/// Reads a file of annotations whole.
fn open(project: &Project, source: &Source, siblings: &Siblings<'_>) -> Result<AnnotationReader, Refusal> {
    let SourceKind::Annotations(said) = source.kind else { return Err(Refusal::Unfit(Unfit::Empty)) };
    let bytes = whole(project.open(source)).map_err(Refusal::Unreadable)?;
    let shown = display_path(project, &source.path);
    let format = choose(said, &bytes, &shown).map_err(Refusal::Unfit)?;
    Ok(AnnotationReader::open(format, &shown, bytes, source.offsets, siblings))
}

/// Bytes of a file of annotations, or of a text beside it, unpacked.
const MOST_BYTES: u64 = 512 << 20;

fn whole(file: io::Result<File>) -> io::Result<Vec<u8>> {
    read_whole(unpacked(file?)?, MOST_BYTES)
}

/// Reads a file in the folder of a source or below it.
fn read_beside(project: &Project, source: &Source, name: &str) -> io::Result<Vec<u8>> {
    if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it lies outside the folder of the annotations"));
    }
    whole(project.open_beside(source, &beside(source, name)))
}

/// The path of a file beside a source, relative to the project.
///
/// A name that is made from that of the source begins as messages show it; where that is not UTF-8, the file beside it
/// begins as the source does.
fn beside(source: &Source, name: &str) -> PathBuf {
    let stem = source.path.file_stem().unwrap_or_default();
    let rest = name.strip_prefix(&*shown_name(stem)).filter(|_| stem.to_str().is_none());
    let name = rest.map_or_else(|| OsString::from(name), |rest| [stem, OsStr::new(rest)].into_iter().collect());
    source.path.with_file_name("").join(name)
}

/// The files with annotated texts that a source has beside it, relative to the project, whether they are there or not.
pub(super) fn texts(project: &Project, source: &Source) -> Vec<PathBuf> {
    let SourceKind::Annotations(None | Some(AnnotationFormat::Brat | AnnotationFormat::W3c)) = source.kind else {
        return Vec::new();
    };
    let asked = RefCell::new(Vec::new());
    // Nothing is given, for the names are all that is wanted.
    let note = |name: &str| {
        asked.borrow_mut().push(beside(source, name));
        Err(io::Error::from(io::ErrorKind::NotFound))
    };
    // What keeps the file from being read is told when it is compiled.
    let _ = open(project, source, &note);
    asked.into_inner()
}

/// Notes which claims the claims of a file speak of, what kinds of things its names are, and the texts of its documents:
/// all of it holds for the claims of files before it as well. What is wrong with it is told when it is read.
pub(super) fn collect_annotated(compilation: &mut Compilation<'_>, source: &Source) {
    let Ok(mut reader) = open_with_texts(compilation.project, source) else { return };
    compilation.ledger.refer(reader.references().map(str::to_owned));
    let mut said = Said::default();
    while let Ok(true) = reader.read(&mut said) {
        // What will be left out tells nothing.
        if said.findings.iter().any(|finding| compilation.project.policy.rejects(finding.code)) {
            continue;
        }
        for entity in &said.entities {
            // A name that a table declares keeps the kind it has there.
            compilation.resolver.told_entity(&entity.label, entity.kind);
        }
        for (id, text) in said.texts.drain(..) {
            if let Some(document) = said.documents.iter().find(|document| document.id == id) {
                compilation.resolver.tell_text(document, text);
            }
        }
    }
}

/// Writes the texts that files of annotations have, once all are known.
pub(super) fn write_texts(compilation: &mut Compilation<'_>) {
    let Compilation { resolver, writer, provenance, .. } = compilation;
    for known in resolver.documents_with_told_texts() {
        if let Some(text) = known.text.as_ref().filter(|_| provenance.knows(known.published.as_ref())) {
            writer.write_text(&known.iri, text, known.language.as_deref());
        }
    }
}

fn open_with_texts(project: &Project, source: &Source) -> Result<AnnotationReader, Refusal> {
    open(project, source, &|name| read_beside(project, source, name))
}

/// A fault of a file as a whole.
fn fault(code: &'static Code, shown: &str, message: &str, hint: &str) -> Diagnostic {
    Diagnostic::new(code, Place { line: 1, column: 1, ..Place::file(shown) }, message).hint(hint)
}

/// What can be done about a file that says nothing.
const SILENT: &str = "export it again, or take it out of the project";

/// Reads a file of annotations.
pub(super) fn read(compilation: &mut Compilation<'_>, source: &Source) -> Result<(), CompileError> {
    let project = compilation.project;
    let shown = display_path(project, &source.path);
    let kept: Arc<str> = shown_path(project, &source.path).into();
    let judge = &mut compilation.judge;
    let mut reader = match open_with_texts(project, source) {
        Ok(reader) if reader.is_silent() => {
            return judge.tell(fault(&codes::NO_ANNOTATIONS, &shown, "nothing is annotated in the file", SILENT));
        }
        Ok(reader) => reader,
        Err(Refusal::Unreadable(error)) => {
            judge.note_unopened(&shown, &error);
            return judge.check_aborted();
        }
        Err(Refusal::Unfit(Unfit::Empty)) => {
            return judge.tell(fault(&codes::NO_ANNOTATIONS, &shown, "the file is empty", SILENT));
        }
        Err(Refusal::Unfit(Unfit::Other(message, hint))) => {
            judge.count_refused_file();
            return judge.tell(fault(&codes::OTHER_DATA_SET, &shown, &message, &hint));
        }
    };
    compilation.ledger.begin_file(kept.clone(), shown.clone());
    judge.count_annotations(&shown, reader.n_annotations());
    let folder = kept.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut said = Said::default();
    let failed = |error| CompileError::Read { path: project.root.join(&source.path), source: error };
    while reader.read(&mut said).map_err(failed)? {
        compilation.judge.count_row();
        for claim in &mut said.claims {
            claim.origin.file = kept.clone();
        }
        let paths = said.documents.iter_mut().filter_map(|document| document.path.as_mut());
        for path in paths.filter(|_| !folder.is_empty()) {
            *path = format!("{folder}/{path}");
        }
        take_said(compilation, &Last::of(&reader), &mut said, Ends::Told)?;
        said.clear();
    }
    Ok(())
}
