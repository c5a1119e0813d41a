//! One part of the sources, row by row, into tables.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::carried;
use super::error::ShardError;
use super::filed::Tables;
use super::manifest::{FOLDER, Manifest, ReadPiece};
use super::piece::Lines;
use super::plan::{Part, Piece, Plan, PlannedFile};
use super::{bucket_of, tables};
use crate::columns::stored::{
    STORED_CLAIMS, STORED_DOCUMENTS, STORED_ENTITIES, VERSION, row_of_claim, row_of_document, row_of_entity,
};
use crate::compile::events::lists;
use crate::compile::unopened;
use crate::diagnostic::{Finding, Report, Verdict, caught, codes};
use crate::disk::{make_folders, mode_of};
use crate::files::unpacked;
use crate::input::events::gdelt::{self, Mentioned};
use crate::input::events::quads::QuadNumbers;
use crate::input::events::{self, EventFormat, FileName};
use crate::input::foreign::Said;
use crate::model::Claim;
use crate::project::{Project, Source};
use crate::table::RawRow;

/// What is mapped, and how.
#[derive(Debug, Clone, Copy)]
pub struct MapOptions {
    /// The part.
    pub part: Part,
    /// Buckets that rows are put into by their events.
    pub buckets: u32,
    /// True when a part that is there and whole is not made again.
    pub resume: bool,
}

/// Maps a part of the event data of `project` into `folder`, and tells faults to `report`: their lines count from the first
/// line of the part. What the part has made comes back, and whether it was there already.
///
/// Memory: some 100 MB of rows that wait to be written, and 8 bytes for each fact about an entity or a document.
///
/// # Errors
/// When a file cannot be read or written, or a fault says `abort`. Then nothing of the part counts.
pub fn map(
    project: &Project,
    options: MapOptions,
    folder: &Path,
    report: &mut Report,
) -> Result<(Manifest, bool), ShardError> {
    let MapOptions { part, buckets, resume } = options;
    if !project.root.join(crate::project::FILE).is_file() {
        let message = format!("`{}` has no `{}`", project.root.display(), crate::project::FILE);
        let hint = "`relata init` makes one; list the event data under `[[sources]]`";
        return Err(ShardError::refused(&codes::BAD_PROJECT_FILE, &project.root, message, hint));
    }
    let plan = Plan::of(project);
    if let Some(twice) = plan.listed_twice() {
        let message = format!("`{twice}` is listed by two entries of `[[sources]]`");
        let hint = "list it once: parts cannot tell its rows apart";
        return Err(ShardError::refused(&codes::BAD_PROJECT_FILE, &project.root.join(twice), message, hint));
    }
    let path = Manifest::path(folder, part);
    if resume && let Ok(Some(there)) = Manifest::read(&path, &project.reach) {
        let is_same = there.sources == plan.fingerprint && there.buckets == buckets && there.tables == VERSION;
        if is_same && there.relata == env!("CARGO_PKG_VERSION") && there.is_whole(folder, &project.reach) {
            return Ok((there, true));
        }
    }
    make_folders(&folder.join(FOLDER)).map_err(ShardError::write(folder))?;
    let sources: Vec<PathBuf> = project.sources.iter().map(|source| project.root.join(&source.path)).collect();
    let mode = mode_of(sources.iter().map(PathBuf::as_path));
    let mut mapping = Mapping {
        project,
        report,
        tables: Tables::new(folder, part.name(), mode),
        buckets,
        told: HashSet::new(),
        rows: 0,
        rejected: 0,
        faults: BTreeMap::new(),
    };
    let mut pieces = Vec::new();
    for piece in plan.pieces(part) {
        let file = &plan.files[piece.file];
        let lines = mapping.read(file, piece)?;
        pieces.push(ReadPiece { file: file.name.clone(), from: piece.from, end: piece.end, lines });
    }
    let Mapping { tables, rows, rejected, faults, .. } = mapping;
    let mut files = tables.commit()?;
    if part.number == 1 {
        files.extend(carried::carry(project, folder, mode)?);
    }
    let manifest = Manifest {
        tables: VERSION.to_owned(),
        relata: env!("CARGO_PKG_VERSION").to_owned(),
        part: part.number,
        of: part.of,
        buckets,
        sources: plan.fingerprint.clone(),
        pieces,
        rows,
        rejected,
        faults,
        files,
    };
    manifest.publish(folder, mode)?;
    Ok((manifest, false))
}

/// A part on its way into tables.
struct Mapping<'m> {
    project: &'m Project,
    report: &'m mut Report,
    tables: Tables,
    buckets: u32,
    /// Hashes of what was told of entities and documents.
    told: HashSet<u64>,
    rows: u64,
    rejected: u64,
    faults: BTreeMap<String, u64>,
}

impl Mapping<'_> {
    /// Maps a piece of a file, and tells how many lines it has.
    fn read(&mut self, file: &PlannedFile<'_>, piece: Piece) -> Result<u64, ShardError> {
        let path = self.project.root.join(&file.source.path);
        let n_lines = Arc::new(AtomicU64::new(0));
        let reader = match self.open(file, piece, &n_lines) {
            Ok(reader) => reader,
            Err(error) => {
                self.report.add(unopened(&file.name, &error));
                return if self.report.aborted() { Err(ShardError::Aborted) } else { Ok(0) };
            }
        };
        let has_head = file.first_line.is_some() && piece.from > 0;
        let read = caught(|| self.read_rows(file, reader, has_head));
        read.map_err(|words| ShardError::OwnFault { path, words })??;
        Ok(n_lines.load(Ordering::Relaxed))
    }

    /// The bytes of a piece. In front of lines from the middle of a file stands its first one, which tells what they are.
    fn open(&self, file: &PlannedFile<'_>, piece: Piece, n_lines: &Arc<AtomicU64>) -> io::Result<Box<dyn Read + Send>> {
        let opened = self.project.open(file.source)?;
        let Some(first_line) = &file.first_line else { return unpacked(opened) };
        let lines = Lines::new(opened, piece.from, piece.end, Arc::clone(n_lines))?;
        let head = if piece.from > 0 { first_line.clone() } else { Vec::new() };
        Ok(Box::new(Cursor::new(head).chain(lines)))
    }

    fn read_rows(
        &mut self,
        file: &PlannedFile<'_>,
        mut reader: Box<dyn Read + Send>,
        has_head: bool,
    ) -> Result<(), ShardError> {
        let source: &Source = file.source;
        let path = self.project.root.join(&source.path);
        let failed = ShardError::read(&path);
        let Some(format) = source.kind.events() else { return Ok(()) };
        let name = FileName { shown: &file.name, kept: file.name.as_str().into() };
        if format == EventFormat::Gdelt {
            let head = super::head_of(&mut reader).map_err(&failed)?;
            let whole: Box<dyn Read + Send> = Box::new(Cursor::new(head.clone()).chain(reader));
            let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
            if gdelt::is_mentions(line) {
                return self.read_mentions(&name, whole, line, has_head);
            }
            reader = whole;
        }
        let mut mentioned = Mentioned::default();
        let numbers = QuadNumbers { lists: lists(self.project, source), steps: source.steps };
        let mut faults = Vec::new();
        let opened = events::open(format, &name, reader, &mut mentioned, numbers, &mut |fault| faults.push(fault));
        for fault in faults {
            *self.faults.entry(fault.code.name.to_owned()).or_default() += 1;
            self.report.add(fault);
        }
        let Some(mut rows) = opened.map_err(&failed)? else { return Ok(()) };
        let (mut said, mut raw) = (Said::default(), RawRow::default());
        loop {
            said.clear();
            if !rows.read(&mut said).map_err(&failed)? {
                return Ok(());
            }
            rows.hand_over(&mut raw);
            // The first line of the file is a row of the part that begins with it.
            if !(has_head && raw.line() == 1) {
                self.take(&mut said, &raw, u64::from(has_head), format)?;
            }
        }
    }

    /// Puts mentions aside, with the numbers of the events that they are of.
    fn read_mentions(
        &mut self,
        name: &FileName<'_>,
        reader: Box<dyn Read + Send>,
        head: &[u8],
        has_head: bool,
    ) -> Result<(), ShardError> {
        let Mapping { tables, buckets, rows, .. } = self;
        let mut fault = None;
        let read = gdelt::each_mention(name, reader, &mut |number, raw| {
            if has_head && raw.line() == 1 {
                return Ok(());
            }
            *rows += 1;
            let key = number.map(gdelt::event_id).unwrap_or_default();
            let row = tables::mention(&name.kept, raw.line() - u64::from(has_head), number, head, raw.bytes());
            let written = tables.write(("mentions", bucket_of(key.as_bytes(), *buckets)), tables::MENTIONS, row);
            written.map_err(|error| {
                fault = Some(error);
                io::ErrorKind::Other.into()
            })
        });
        if let Some(fault) = fault {
            return Err(fault);
        }
        read.map_err(ShardError::read(Path::new(name.shown)))
    }

    /// Takes what a row says: the rules are those by which a build takes it, up to where names get a meaning.
    fn take(&mut self, said: &mut Said, raw: &RawRow, n_before: u64, format: EventFormat) -> Result<(), ShardError> {
        self.rows += 1;
        let line = raw.line() - n_before;
        let given_up = said.findings.first().filter(|_| said.claims.is_empty()).cloned();
        let mut fatal = None;
        for finding in said.findings.drain(..) {
            *self.faults.entry(finding.code.name.to_owned()).or_default() += 1;
            if self.report.push(raw.diagnose(finding.clone())) == Verdict::Reject {
                fatal.get_or_insert(finding);
            }
        }
        if self.report.aborted() {
            return Err(ShardError::Aborted);
        }
        let rank = raw.record().rank();
        if let Some(finding) = fatal {
            // A mention has the statement of its event, whatever became of the row of that.
            if format == EventFormat::Gdelt {
                for claim in said.claims.drain(..) {
                    self.write_claim("left_out", claim, line, rank)?;
                }
            }
            return self.reject(raw, line, &finding);
        }
        for entity in &said.entities {
            if self.told.insert(hash_of(entity)) {
                let key = ("entities", bucket_of(entity.label.as_bytes(), self.buckets));
                self.tables.write(key, *STORED_ENTITIES, row_of_entity(entity))?;
            }
        }
        for document in &said.documents {
            let row = row_of_document(document);
            if self.told.insert(hash_of(&row)) {
                let key = ("documents", bucket_of(document.id.as_bytes(), self.buckets));
                self.tables.write(key, *STORED_DOCUMENTS, row)?;
            }
        }
        if let Some(finding) = given_up {
            return self.reject(raw, line, &finding);
        }
        for claim in said.claims.drain(..) {
            self.write_claim("claims", claim, line, rank)?;
        }
        Ok(())
    }

    fn write_claim(&mut self, table: &'static str, mut claim: Claim, line: u64, rank: u64) -> Result<(), ShardError> {
        claim.origin.line = line;
        let bucket = bucket_of(tables::key_of(&claim).as_bytes(), self.buckets);
        self.tables.write((table, bucket), *STORED_CLAIMS, row_of_claim(&claim, rank))
    }

    fn reject(&mut self, raw: &RawRow, line: u64, finding: &Finding) -> Result<(), ShardError> {
        self.rejected += 1;
        let bucket = bucket_of(raw.bytes(), self.buckets);
        self.tables.write(("rejects", bucket), tables::REJECTS, tables::reject(raw, line, finding))
    }
}

fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
