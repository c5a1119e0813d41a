//! From parts to tables that are a project.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::carried::{self, place};
use super::error::ShardError;
use super::filed::Tables;
use super::manifest::{FOLDER, Manifest, all_parts};
use super::plan::Part;
use super::tables;
use crate::columns::stored::{
    STORED_CLAIMS, STORED_DOCUMENTS, STORED_ENTITIES, StoredClaim, VERSION, claim_of_row, row_of_claim,
    row_of_document, row_of_entity,
};
use crate::diagnostic::{Finding, Report, Verdict, codes};
use crate::disk::{make_folders, mode_of};
use crate::files::Reach;
use crate::input::events::gdelt::Mentioned;
use crate::input::events::quads::QuadNumbers;
use crate::input::events::{self, EventFormat, FileName};
use crate::input::foreign::Said;
use crate::project;
use crate::table::RawRow;
use crate::table::stored::{StoredCell, StoredColumn, StoredTable};

/// The folder of the tables in a project that was reduced.
pub(super) const TABLES: &str = "tables";

/// What is reduced.
#[derive(Debug, Clone, Copy)]
pub struct ReduceOptions {
    /// The part of the buckets.
    pub part: Part,
    /// True when a part that is there and whole is not made again.
    pub resume: bool,
}

/// What came of a reduction.
#[derive(Debug, Clone)]
pub struct Reduced {
    /// What this part has made.
    pub manifest: Manifest,
    /// True when it was there already.
    pub was_there: bool,
    /// Parts of the reduction that are still to be made; when there is none, the folder is a project.
    pub missing: u32,
}

/// Puts the parts in `parts` together, as far as their buckets belong to this part of the reduction, and writes tables into
/// `folder`. Mentions of events that no part has are judged by the policy of the project.
///
/// Memory: the claims of one bucket.
///
/// # Errors
/// When a part is missing, damaged, or of another run, or a file cannot be read or written.
pub fn reduce(parts: &Path, options: ReduceOptions, folder: &Path, reach: &Reach) -> Result<Reduced, ShardError> {
    let mapped = all_parts(parts, reach)?;
    let Some(first) = mapped.first().cloned() else { return Err(ShardError::Aborted) };
    let sources = fingerprint(&mapped);
    let path = Manifest::path(folder, options.part);
    if options.resume
        && let Ok(Some(there)) = Manifest::read(&path, reach)
    {
        let is_same = there.sources == sources && there.tables == VERSION;
        if is_same && there.relata == env!("CARGO_PKG_VERSION") && there.is_whole(folder, reach) {
            let missing = finish((parts, reach), folder, &first, &there)?;
            return Ok(Reduced { manifest: there, was_there: true, missing });
        }
    }
    make_folders(&folder.join(FOLDER)).map_err(ShardError::write(folder))?;
    let read: Vec<PathBuf> = first.files.iter().map(|file| parts.join(&file.path)).collect();
    let mode = mode_of(read.iter().map(PathBuf::as_path));
    let bases = line_bases(&mapped)?;
    let mut reducing = Reducing {
        parts,
        reach,
        mapped: &mapped,
        bases,
        report: Report::new(carried::policy(&first, parts, reach)?),
        tables: Tables::new(&folder.join(TABLES), "rows".to_owned(), mode),
        rows: 0,
        rejected: 0,
        faults: BTreeMap::new(),
    };
    for bucket in (0..first.buckets).filter(|bucket| bucket % options.part.of == options.part.number - 1) {
        reducing.reduce_bucket(bucket)?;
        if reducing.report.aborted() {
            return Err(ShardError::Aborted);
        }
    }
    let Reducing { tables, rows, rejected, faults, .. } = reducing;
    let mut files = tables.commit()?;
    for file in &mut files {
        file.path = format!("{TABLES}/{}", file.path);
    }
    if options.part.number == 1 {
        files.extend(carried::hand_on(&first, (parts, reach), folder, mode)?);
    }
    let manifest = Manifest {
        tables: VERSION.to_owned(),
        relata: env!("CARGO_PKG_VERSION").to_owned(),
        part: options.part.number,
        of: options.part.of,
        buckets: first.buckets,
        sources,
        pieces: Vec::new(),
        rows,
        rejected,
        faults,
        files,
    };
    manifest.publish(folder, mode)?;
    let missing = finish((parts, reach), folder, &first, &manifest)?;
    Ok(Reduced { manifest, was_there: false, missing })
}

/// Hash of what all parts have made.
fn fingerprint(mapped: &[Manifest]) -> String {
    let all: Vec<String> =
        mapped.iter().flat_map(|part| part.files.iter().map(|file| format!("{} {}", file.path, file.sha256))).collect();
    super::manifest::digest(
        format!("{}\n{}", mapped.first().map_or("", |part| &part.sources), all.join("\n")).as_bytes(),
    )
}

/// True when a folder is what all parts of a reduction have made, each table as it was written.
///
/// # Errors
/// When a part is missing or damaged.
pub fn is_reduced(folder: &Path, reach: &Reach) -> Result<Vec<Manifest>, ShardError> {
    let parts = all_parts(folder, reach)?;
    for part in &parts {
        for file in &part.files {
            part.open(folder, file, reach)?;
        }
    }
    Ok(parts)
}

/// Makes the folder a project, when all parts of the reduction are there; else tells how many are missing.
fn finish(
    (parts, reach): (&Path, &Reach),
    folder: &Path,
    mapped: &Manifest,
    made: &Manifest,
) -> Result<u32, ShardError> {
    let mut missing = 0;
    let mut found: BTreeSet<String> = BTreeSet::new();
    for number in 1..=made.of {
        match Manifest::read(&Manifest::path(folder, Part { number, of: made.of }), reach)? {
            Some(part) if part.sources == made.sources => found.extend(part.files.into_iter().map(|file| file.table)),
            _ => missing += 1,
        }
    }
    if missing > 0 {
        return Ok(missing);
    }
    let mode = mode_of(std::iter::once(Manifest::path(folder, made.part()).as_path()));
    place_settings(&carried::settings_text(mapped, parts, reach)?, &found, folder, mode)?;
    Ok(0)
}

/// Writes the settings that make a folder of these tables a project.
pub(super) fn place_settings(text: &str, found: &BTreeSet<String>, folder: &Path, mode: u32) -> Result<(), ShardError> {
    // What is told of names is read before the claims that have them.
    let built: Vec<String> = ["entities", "documents", "claims"]
        .into_iter()
        .filter(|table| found.contains(*table))
        .map(|table| format!("{TABLES}/{table}"))
        .collect();
    let built: Vec<&str> = built.iter().map(String::as_str).collect();
    let text = carried::settings(text, &built)?;
    place(&folder.join(project::FILE), text.as_bytes(), mode)
}

/// Lines before each piece, by part and file.
type LineBases = BTreeMap<(u32, String), u64>;

/// Counts the lines that stand before each piece of a file, and looks whether the pieces are the whole of it.
fn line_bases(mapped: &[Manifest]) -> Result<LineBases, ShardError> {
    let mut pieces: BTreeMap<&str, Vec<(u64, u64, u32, u64)>> = BTreeMap::new();
    for part in mapped {
        for piece in &part.pieces {
            pieces.entry(&piece.file).or_default().push((piece.from, piece.end, part.part, piece.lines));
        }
    }
    let mut bases = BTreeMap::new();
    for (file, mut pieces) in pieces {
        pieces.sort_unstable();
        let (mut n_lines, mut last) = (0, 0);
        for (from, end, part, lines) in pieces {
            if from != last {
                let message = format!("nobody has read the bytes {last} to {from}");
                let hint = "map all parts into an empty folder";
                return Err(ShardError::refused(&codes::OTHER_PART, Path::new(file), message, hint));
            }
            bases.insert((part, file.to_owned()), n_lines);
            (n_lines, last) = (n_lines + lines, end);
        }
    }
    Ok(bases)
}

/// A row that was left out, by its place.
type Reject = (String, i64, Vec<StoredCell>);

struct Reducing<'r> {
    parts: &'r Path,
    reach: &'r Reach,
    mapped: &'r [Manifest],
    bases: LineBases,
    report: Report,
    tables: Tables,
    rows: u64,
    rejected: u64,
    faults: BTreeMap<String, u64>,
}

/// A row of mentions: its line and bytes.
struct MentionRow {
    line: u64,
    row: Vec<u8>,
}

impl Reducing<'_> {
    fn reduce_bucket(&mut self, bucket: u32) -> Result<(), ShardError> {
        let mut claims = self.claims("claims", bucket)?;
        let mut entities = self.facts("entities", bucket, *STORED_ENTITIES)?;
        let mut documents = self.facts("documents", bucket, *STORED_DOCUMENTS)?;
        let mut rejects = self.rejects(bucket)?;
        let mentions = self.mentions(bucket)?;
        if !mentions.is_empty() {
            let mut mentioned = Mentioned::default();
            let left_out = self.claims("left_out", bucket)?;
            for StoredClaim { claim, rank } in claims.iter().chain(&left_out) {
                mentioned.learn(claim, *rank);
            }
            let mut told = Told { claims: &mut claims, entities: &mut entities, documents: &mut documents };
            for ((file, head), rows) in mentions {
                self.tell_mentions((&file, &head), rows, &mut mentioned, &mut told, &mut rejects)?;
            }
        }
        claims.sort_by(|a, b| {
            let key = |one: &StoredClaim| (one.claim.origin.file.clone(), one.claim.origin.line, one.claim.id.clone());
            key(a).cmp(&key(b))
        });
        self.rows += claims.len() as u64;
        for StoredClaim { claim, rank } in &claims {
            self.tables.write(("claims", bucket), *STORED_CLAIMS, row_of_claim(claim, *rank))?;
        }
        for row in entities {
            self.tables.write(("entities", bucket), *STORED_ENTITIES, row)?;
        }
        for row in documents {
            self.tables.write(("documents", bucket), *STORED_DOCUMENTS, row)?;
        }
        rejects.sort();
        for (_, _, row) in rejects {
            self.rejected += 1;
            self.tables.write(("rejects", bucket), tables::REJECTS, row)?;
        }
        Ok(())
    }

    /// The rows of a table in a bucket, each with the number of its part.
    fn rows(
        &self,
        table: &str,
        bucket: u32,
        columns: &'static [StoredColumn],
        take: &mut dyn FnMut(u32, Vec<StoredCell>) -> Result<(), ShardError>,
    ) -> Result<(), ShardError> {
        for part in self.mapped {
            for file in part.files.iter().filter(|file| file.table == table && file.bucket == bucket) {
                let failed = ShardError::table(&self.parts.join(&file.path));
                let bytes = part.open(self.parts, file, self.reach)?;
                let mut rows = StoredTable::open(bytes).and_then(|table| table.rows(columns)).map_err(&failed)?;
                while let Some(row) = rows.read().map_err(&failed)? {
                    take(part.part, row)?;
                }
            }
        }
        Ok(())
    }

    /// The line in its file of a line in a part.
    fn line(&self, part: u32, file: &str, line: u64) -> u64 {
        line + self.bases.get(&(part, file.to_owned())).copied().unwrap_or_default()
    }

    fn claims(&self, table: &str, bucket: u32) -> Result<Vec<StoredClaim>, ShardError> {
        let mut claims = Vec::new();
        self.rows(table, bucket, *STORED_CLAIMS, &mut |part, row| {
            let Some(mut stored) = claim_of_row(row) else { return Err(damaged(self.parts, table)) };
            let origin = &mut stored.claim.origin;
            origin.line = self.line(part, &origin.file, origin.line);
            claims.push(stored);
            Ok(())
        })?;
        Ok(claims)
    }

    /// What is told of entities or documents, each once.
    fn facts(
        &self,
        table: &str,
        bucket: u32,
        columns: &'static [StoredColumn],
    ) -> Result<BTreeSet<Vec<StoredCell>>, ShardError> {
        let mut facts = BTreeSet::new();
        self.rows(table, bucket, columns, &mut |_, row| {
            facts.insert(row);
            Ok(())
        })?;
        Ok(facts)
    }

    fn rejects(&self, bucket: u32) -> Result<Vec<Reject>, ShardError> {
        let mut rejects = Vec::new();
        self.rows("rejects", bucket, tables::REJECTS, &mut |part, mut row| {
            let (Some(StoredCell::Text(file)), Some(line)) =
                (row.first().cloned(), row.get(1).and_then(StoredCell::integer))
            else {
                return Err(damaged(self.parts, "rejects"));
            };
            let line = self.line(part, &file, line.cast_unsigned()).cast_signed();
            row[1] = StoredCell::Integer(line);
            rejects.push((file, line, row));
            Ok(())
        })?;
        Ok(rejects)
    }

    /// The mentions of a bucket by file and first line of the file, in order.
    fn mentions(&self, bucket: u32) -> Result<BTreeMap<(String, Vec<u8>), Vec<MentionRow>>, ShardError> {
        let mut mentions: BTreeMap<(String, Vec<u8>), Vec<MentionRow>> = BTreeMap::new();
        self.rows("mentions", bucket, tables::MENTIONS, &mut |part, row| {
            let [StoredCell::Text(file), StoredCell::Integer(line), _, StoredCell::Bytes(head), StoredCell::Bytes(row)] =
                <[StoredCell; 5]>::try_from(row).map_err(|_| damaged(self.parts, "mentions"))?
            else {
                return Err(damaged(self.parts, "mentions"));
            };
            let line = self.line(part, &file, line.cast_unsigned());
            mentions.entry((file, head)).or_default().push(MentionRow { line, row });
            Ok(())
        })?;
        mentions.values_mut().for_each(|rows| rows.sort_by_key(|row| row.line));
        Ok(mentions)
    }

    /// Reads mentions, now that their events are known.
    fn tell_mentions(
        &mut self,
        (file, head): (&str, &[u8]),
        rows: Vec<MentionRow>,
        mentioned: &mut Mentioned,
        told: &mut Told<'_>,
        rejects: &mut Vec<Reject>,
    ) -> Result<(), ShardError> {
        // The first line tells what the file is; then come the rows, each at a line of its own among these.
        let mut text = [head, b"\n"].concat();
        let (mut next, mut lines) = (2, BTreeMap::new());
        for MentionRow { line, row, .. } in &rows {
            lines.insert(next, *line);
            next += 1 + row.iter().filter(|byte| **byte == b'\n').count() as u64;
            text.extend_from_slice(row);
            text.push(b'\n');
        }
        let name = FileName { shown: file, kept: file.into() };
        let failed = ShardError::read(Path::new(file));
        let reader: Box<dyn Read + Send> = Box::new(Cursor::new(text));
        let opened = events::open(EventFormat::Gdelt, &name, reader, mentioned, QuadNumbers::default(), &mut |_| ());
        let Some(mut reader) = opened.map_err(&failed)? else { return Ok(()) };
        let (mut said, kept): (Said, Arc<str>) = (Said::default(), file.into());
        loop {
            said.clear();
            if !reader.read(&mut said).map_err(&failed)? {
                return Ok(());
            }
            let raw = reader.raw();
            let Some(line) = lines.get(&raw.line()).copied() else { continue };
            self.take_mention(&mut said, &raw, (&kept, line), told, rejects);
        }
    }

    fn take_mention(
        &mut self,
        said: &mut Said,
        raw: &RawRow,
        (file, line): (&Arc<str>, u64),
        told: &mut Told<'_>,
        rejects: &mut Vec<Reject>,
    ) {
        let given_up = said.findings.first().filter(|_| said.claims.is_empty()).cloned();
        let mut fatal: Option<Finding> = None;
        for finding in said.findings.drain(..) {
            *self.faults.entry(finding.code.name.to_owned()).or_default() += 1;
            let mut fault = raw.diagnose(finding.clone());
            fault.place.line = line;
            if self.report.push(fault) == Verdict::Reject {
                fatal.get_or_insert(finding);
            }
        }
        if fatal.is_none() {
            told.entities.extend(said.entities.iter().map(row_of_entity));
            told.documents.extend(said.documents.iter().map(row_of_document));
        }
        if let Some(finding) = fatal.or(given_up) {
            rejects.push((file.to_string(), line.cast_signed(), tables::reject(raw, line, &finding)));
            return;
        }
        let rank = raw.record().rank();
        for mut claim in said.claims.drain(..) {
            claim.origin.line = line;
            told.claims.push(StoredClaim { claim, rank });
        }
    }
}

/// Where what mentions tell goes.
struct Told<'t> {
    claims: &'t mut Vec<StoredClaim>,
    entities: &'t mut BTreeSet<Vec<StoredCell>>,
    documents: &'t mut BTreeSet<Vec<StoredCell>>,
}

/// A table says what it cannot say, though its bytes are those that were written.
fn damaged(folder: &Path, table: &str) -> ShardError {
    let message = format!("a row of `{table}` says what none can");
    ShardError::refused(&codes::DAMAGED_PART, folder, message, "map all parts once more, with this version of relata")
}
