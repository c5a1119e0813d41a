//! Files of annotation tools: what is said in them, and the texts that stand beside them.

use std::cell::RefCell;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::claims::ClaimStage;
use super::context::{CompileError, display_path, shown_path};
use super::files::open_file;
use super::foreign::Last;
use super::{Project, Source, SourceKind};
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::input::annotation::{AnnotationReader, Format, Siblings, Unfit, choose};
use crate::input::foreign::{Reader, Said};

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
    let bytes = read_whole(&project.root.join(&source.path)).map_err(Refusal::Unreadable)?;
    let shown = display_path(project, &source.path);
    let format = choose(said, &bytes, &shown).map_err(Refusal::Unfit)?;
    Ok(AnnotationReader::open(format, &shown, bytes, source.offsets, siblings))
}

fn read_whole(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_file(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a file in the folder of a source or below it.
fn read_beside(folder: &Path, name: &str) -> io::Result<Vec<u8>> {
    if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it lies outside the folder of the annotations"));
    }
    read_whole(&folder.join(name))
}

/// The files with annotated texts that a source has beside it, relative to the project, whether they are there or not.
pub(super) fn texts(project: &Project, source: &Source) -> Vec<PathBuf> {
    let SourceKind::Annotations(None | Some(Format::Brat | Format::W3c)) = source.kind else { return Vec::new() };
    let folder = source.path.parent().unwrap_or(Path::new(""));
    let asked = RefCell::new(Vec::new());
    // Nothing is given, for the names are all that is wanted.
    let note = |name: &str| {
        asked.borrow_mut().push(folder.join(name));
        Err(io::Error::from(io::ErrorKind::NotFound))
    };
    // What keeps the file from being read is told when it is compiled.
    let _ = open(project, source, &note);
    asked.into_inner()
}

impl ClaimStage<'_, '_> {
    /// Notes which claims the claims of a file speak of, and what kinds of things its names are, which hold for the claims
    /// of files before it as well; what is wrong with it is told when it is read.
    pub(super) fn collect_annotated(&mut self, source: &Source) {
        let Ok(mut reader) = self.open_annotations(source) else { return };
        self.referenced.extend(reader.references().map(str::to_owned));
        let mut said = Said::default();
        while let Ok(true) = reader.read(&mut said) {
            for entity in said.entities.iter().filter(|entity| entity.kind.is_some()) {
                self.context.note_kind(&entity.label, entity.kind);
            }
        }
    }

    /// Reads files of annotations.
    pub(super) fn read_annotations(&mut self, sources: &[&Source]) -> Result<(), CompileError> {
        sources.iter().try_for_each(|source| self.read_annotation_file(source))
    }

    fn open_annotations(&self, source: &Source) -> Result<AnnotationReader, Refusal> {
        let project = self.context.project;
        let folder = project.root.join(source.path.parent().unwrap_or(Path::new("")));
        open(project, source, &|name| read_beside(&folder, name))
    }

    fn read_annotation_file(&mut self, source: &Source) -> Result<(), CompileError> {
        let shown = display_path(self.context.project, &source.path);
        let kept: Arc<str> = shown_path(self.context.project, &source.path).into();
        let tell = |stage: &mut Self, code, message: String, hint: String| {
            let place = Place { line: 1, column: 1, ..Place::file(&shown) };
            stage.context.report.add(Diagnostic::new(code, place, message).hint(hint));
            if stage.context.report.aborted() { Err(CompileError::Aborted) } else { Ok(()) }
        };
        let silent = "export it again, or take it out of the project".to_owned();
        let mut reader = match self.open_annotations(source) {
            Ok(reader) if reader.is_silent() => {
                return tell(self, &codes::NO_ANNOTATIONS, "nothing is annotated in the file".to_owned(), silent);
            }
            Ok(reader) => reader,
            Err(Refusal::Unreadable(error)) => {
                self.context.unreadable::<()>(&shown, &error.to_string());
                return if self.context.report.aborted() { Err(CompileError::Aborted) } else { Ok(()) };
            }
            Err(Refusal::Unfit(Unfit::Empty)) => {
                return tell(self, &codes::NO_ANNOTATIONS, "the file is empty".to_owned(), silent);
            }
            Err(Refusal::Unfit(Unfit::Other(message, hint))) => {
                return tell(self, &codes::OTHER_DATA_SET, message, hint);
            }
        };
        self.files.push((kept.clone(), shown.clone()));
        self.context.annotated.insert(shown.as_str().into());
        self.context.tally.n_annotations += reader.n_annotations();
        // A document answers for what is annotated in it.
        self.has_sources = false;
        let folder = kept.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut said = Said::default();
        let read = |source| CompileError::Read { path: shown.clone().into(), source };
        while reader.read(&mut said).map_err(read)? {
            self.count_row();
            for claim in &mut said.claims {
                claim.origin.file = kept.clone();
            }
            for path in
                said.documents.iter_mut().filter_map(|document| document.path.as_mut()).filter(|_| !folder.is_empty())
            {
                *path = format!("{folder}/{path}");
            }
            self.take_said(&Last(&reader), &mut said)?;
            said.clear();
        }
        Ok(())
    }
}
