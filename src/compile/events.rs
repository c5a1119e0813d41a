//! The rows of foreign event files: what they tell of entities and documents first, then their claims.

use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::Compilation;
use super::ahead::read_ahead;
use super::contested::address;
use super::foreign::take_said;
use super::output::CompileError;
use super::paths::{display_path, shown_path};
use super::resolve::Ends;
use super::writer::fingerprint;
use crate::diagnostic::caught;
use crate::files::{is_plain, unpacked};
use crate::input::events::quads::{self, NameLists, NamesByNumber, QuadNumbers};
use crate::input::events::{self, EventFormat, FileName, gdelt};
use crate::input::foreign::Said;
use crate::project::{Project, Source};
use crate::table::RawRow;

/// The list of one of these names beside a file of quads, relative to the project.
fn list_beside(project: &Project, source: &Source, names: &[&str]) -> Option<PathBuf> {
    let paths = names.iter().map(|name| source.path.with_file_name(name));
    paths.into_iter().find(|path| is_plain(&project.root.join(path)))
}

/// The lists that may lie beside a file of quads, relative to the project, whether they are there or not.
pub(super) fn list_files(source: &Source) -> Vec<PathBuf> {
    if source.kind.events() != Some(EventFormat::Quads) {
        return Vec::new();
    }
    quads::ENTITIES.iter().chain(quads::RELATIONS).map(|name| source.path.with_file_name(name)).collect()
}

/// What those lists say; one that cannot be read says nothing, which the file that needs it tells.
pub(crate) fn lists(project: &Project, source: &Source) -> NameLists {
    if source.kind.events() != Some(EventFormat::Quads) {
        return NameLists::default();
    }
    let read = |names: &[&str]| -> Option<NamesByNumber> {
        let path = list_beside(project, source, names)?;
        let file = project.open_beside(source, &path).and_then(unpacked);
        quads::read_names(file.ok()?).ok()
    };
    NameLists {
        entities: read(quads::ENTITIES).unwrap_or_default(),
        relations: read(quads::RELATIONS).unwrap_or_default(),
    }
}

/// True when a file is such a list, which a pattern for the files beside it fits as well.
pub(crate) fn is_list(source: &Source) -> bool {
    let name = source.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    source.kind.events() == Some(EventFormat::Quads)
        && quads::ENTITIES.iter().chain(quads::RELATIONS).any(|list| *list == name)
}

/// A row as it was read.
#[derive(Default)]
struct ReadRow {
    said: Said,
    raw: RawRow,
}

/// What rows told of entities lately. Most of it has been told before, and the thread that takes rows would leave it out.
struct Lately {
    /// Fingerprints of facts, each at the one place that it tells; others take that place later.
    told: Vec<u64>,
}

/// Facts that are remembered.
const REMEMBERED: usize = 1 << 13;

impl Lately {
    fn new() -> Lately {
        Lately { told: vec![0; REMEMBERED] }
    }

    /// Leaves out facts that an earlier row told. A row with findings may be rejected with all it tells, so that its
    /// facts do not count as told.
    fn leave_out_told(&mut self, said: &mut Said) {
        if !said.findings.is_empty() || !said.texts.is_empty() {
            return;
        }
        said.entities.retain(|entity| {
            let told = fingerprint(entity);
            let place = (told >> 32) as usize % REMEMBERED;
            std::mem::replace(&mut self.told[place], told) != told
        });
    }
}

/// Reads event files. Mentions of GDELT come last, because they need the events they are about.
pub(super) fn read_events(compilation: &mut Compilation<'_>, sources: &[&Source]) -> Result<(), CompileError> {
    let project = compilation.project;
    let mut mentioned = gdelt::Mentioned::default();
    let (mut first, mut later) = (Vec::new(), Vec::new());
    for source in sources {
        // What is wrong with a file is so again when it is read, where that is told.
        let mut has_mentions = || matches!(caught(|| collect_mentions(project, source, &mut mentioned)), Ok(Ok(true)));
        if source.kind.events() == Some(EventFormat::Gdelt) && has_mentions() {
            later.push(*source);
        } else if !is_list(source) {
            first.push(*source);
        }
    }
    for source in first.into_iter().chain(later) {
        compilation.guarded(source, |compilation| read_event_file(compilation, source, &mut mentioned))?;
    }
    Ok(())
}

/// Notes what the mentions of a file are of; false when it has none, or cannot be read, which is told later.
fn collect_mentions(
    project: &Project,
    source: &Source,
    mentioned: &mut gdelt::Mentioned,
) -> Result<bool, CompileError> {
    let path = project.root.join(&source.path);
    let Ok(mut reader) = project.open(source).and_then(unpacked) else { return Ok(false) };
    let read = |source| CompileError::Read { path: path.clone(), source };
    let mut start = Vec::new();
    if reader.by_ref().take(1 << 14).read_to_end(&mut start).is_err() {
        return Ok(false);
    }
    let first_line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if !gdelt::is_mentions(first_line) {
        return Ok(false);
    }
    let whole = io::Cursor::new(start).chain(reader);
    mentioned.collect(Box::new(whole)).map_err(read)?;
    Ok(true)
}

fn read_event_file(
    compilation: &mut Compilation<'_>,
    source: &Source,
    mentioned: &mut gdelt::Mentioned,
) -> Result<(), CompileError> {
    let project = compilation.project;
    let Some(format) = source.kind.events() else { return Ok(()) };
    let path = project.root.join(&source.path);
    let shown = display_path(project, &source.path);
    let kept: Arc<str> = shown_path(project, &source.path).into();
    let file = match project.open(source).and_then(unpacked) {
        Ok(file) => file,
        Err(error) => {
            compilation.judge.note_unopened(&shown, &error);
            return Ok(());
        }
    };
    compilation.ledger.begin_file(kept.clone(), shown.clone());
    let (is_mapped, mut from) = (format == EventFormat::Shards, kept.clone());
    let judge = &mut compilation.judge;
    let name = FileName { shown: &shown, kept };
    let numbers = QuadNumbers { lists: lists(project, source), steps: source.steps };
    let opened = events::open(format, &name, file, mentioned, numbers, &mut |fault| judge.note(fault));
    let read = |source| CompileError::Read { path: path.clone(), source };
    let Some(mut reader) = opened.map_err(read)? else {
        judge.count_refused_file();
        return Ok(());
    };
    let (spent, mut lately) = (compilation.writer.spent.clone(), Lately::new());
    let mut claims = Vec::new();
    let read_row = |row: &mut ReadRow| {
        if claims.is_empty() {
            claims = spent.take();
        }
        row.said.spent.extend(claims.pop());
        row.said.clear();
        let is_row = reader.read(&mut row.said)?;
        if is_row {
            reader.hand_over(&mut row.raw);
            lately.leave_out_told(&mut row.said);
        }
        Ok(is_row)
    };
    read_ahead(read_row, read, |row| {
        // Rows of relata's own tables name the file that they were read from before.
        if is_mapped && row.raw.file != from {
            from = row.raw.file.clone();
            compilation.ledger.begin_file(from.clone(), from.to_string());
        }
        take_row(compilation, row)
    })
}

fn take_row(compilation: &mut Compilation<'_>, row: &mut ReadRow) -> Result<(), CompileError> {
    if row.said.claims.is_empty() && row.said.findings.is_empty() {
        // A row of relata's own tables that tells of a thing is no event.
        return take_said(compilation, &row.raw, &mut row.said, Ends::Act);
    }
    compilation.judge.count_row();
    let before = compilation.judge.n_rejected();
    let n_rivals = compilation.rivals.len() + compilation.unnamed_rivals.len();
    // A row of which nothing could be made is left out whatever the policy says of its fault.
    let given_up = row.said.findings.first().filter(|_| row.said.claims.is_empty()).cloned();
    take_said(compilation, &row.raw, &mut row.said, Ends::Act)?;
    let judge = &mut compilation.judge;
    if let Some(finding) = given_up.filter(|_| judge.n_rejected() == before) {
        judge.reject(&row.raw, &finding)?;
    }
    let is_whole = judge.n_rejected() == before;
    if compilation.rivals.len() + compilation.unnamed_rivals.len() == n_rivals {
        judge.count_event_row(is_whole);
    } else {
        compilation.undecided.push((address(&row.raw), is_whole));
    }
    Ok(())
}
