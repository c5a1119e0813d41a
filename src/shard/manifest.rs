//! What a part has made: published last, so that a part without it does not count.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::ShardError;
use super::plan::Part;
use crate::columns::stored::VERSION;
use crate::diagnostic::codes;
use crate::disk::NewFile;
use crate::files::Reach;

/// The folder of the lists of what parts have made.
pub(super) const FOLDER: &str = "parts";

/// A table in a file, as it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StoredFile {
    /// The table.
    pub table: String,
    /// The bucket its rows belong to.
    pub bucket: u32,
    /// Path, relative to the folder of the parts.
    pub path: String,
    /// Rows.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, in hexadecimal digits.
    pub sha256: String,
}

/// A range of a file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadPiece {
    /// The file, relative to the project.
    pub file: String,
    /// The first byte.
    pub from: u64,
    /// The byte behind the last.
    pub end: u64,
    /// Lines that begin in the range; 0 where the file was read whole.
    pub lines: u64,
}

/// What a part has made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the tables.
    pub tables: String,
    /// The version of relata that made them.
    pub relata: String,
    /// The number of the part, counted from 1.
    pub part: u32,
    /// How many parts there are.
    pub of: u32,
    /// How many buckets there are.
    pub buckets: u32,
    /// Hash of what the parts are parts of.
    pub sources: String,
    /// What was read.
    pub pieces: Vec<ReadPiece>,
    /// Rows of sources read.
    pub rows: u64,
    /// Rows left out.
    pub rejected: u64,
    /// How many faults there were, by code.
    pub faults: BTreeMap<String, u64>,
    /// The tables.
    pub files: Vec<StoredFile>,
}

impl Manifest {
    /// The part that it is of.
    pub fn part(&self) -> Part {
        Part { number: self.part, of: self.of }
    }

    /// Where the list of a part lies.
    pub(super) fn path(folder: &Path, part: Part) -> PathBuf {
        folder.join(FOLDER).join(format!("{}.json", part.name()))
    }

    /// Puts the list in its place: from now on the part counts.
    pub(super) fn publish(&self, folder: &Path, mode: u32) -> Result<(), ShardError> {
        let path = Manifest::path(folder, self.part());
        let failed = ShardError::write(&path);
        let mut text = serde_json::to_string_pretty(self).map_err(|error| failed(error.into()))?;
        text.push('\n');
        let mut out = BufWriter::new(NewFile::create(&path, mode).map_err(&failed)?);
        out.write_all(text.as_bytes()).map_err(&failed)?;
        let file = out.into_inner().map_err(|error| failed(error.into_error()))?;
        file.commit().map_err(&failed)
    }

    /// The list of a part; none when there is none yet.
    pub(super) fn read(path: &Path, reach: &Reach) -> Result<Option<Manifest>, ShardError> {
        let text = match bytes_of(path, reach) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(ShardError::read(path)(error)),
        };
        serde_json::from_slice(&text).map(Some).map_err(|error| {
            let message = format!("the list of what a part has made cannot be read: {error}");
            ShardError::refused(&codes::DAMAGED_PART, path, message, "map the part once more")
        })
    }

    /// Reads a file of the part, if it is the one that was written.
    pub(super) fn open(&self, folder: &Path, file: &StoredFile, reach: &Reach) -> Result<Vec<u8>, ShardError> {
        let path = folder.join(&file.path);
        let hint = format!("make {}/{} once more; `--resume` makes only what is missing", self.part, self.of);
        let refused = |message: String| ShardError::refused(&codes::DAMAGED_PART, &path, message, &hint);
        let bytes = match bytes_of(&path, reach) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(refused("a table of the part is not there".to_owned()));
            }
            Err(error) => return Err(ShardError::read(&path)(error)),
        };
        if bytes.len() as u64 != file.bytes {
            return Err(refused(format!("the table has {} bytes and was written with {}", bytes.len(), file.bytes)));
        }
        if digest(&bytes) != file.sha256 {
            return Err(refused("the table is not the one that the part has written".to_owned()));
        }
        Ok(bytes)
    }

    /// True when all that the part has made is there as it was written.
    pub(super) fn is_whole(&self, folder: &Path, reach: &Reach) -> bool {
        self.files.iter().all(|file| self.open(folder, file, reach).is_ok())
    }
}

/// What is in a file, if it may be read.
pub(super) fn bytes_of(path: &Path, reach: &Reach) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reach.open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// SHA-256 in hexadecimal digits.
pub(super) fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // A string takes whatever is written.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The lists of all parts, in order, when all are there and of one run.
pub(super) fn all_parts(folder: &Path, reach: &Reach) -> Result<Vec<Manifest>, ShardError> {
    let of_parts = folder.join(FOLDER);
    let mut found: Vec<(PathBuf, Manifest)> = Vec::new();
    let mut paths: Vec<PathBuf> = match std::fs::read_dir(&of_parts) {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        // A folder of something else: no part is there.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(ShardError::read(&of_parts)(error)),
    };
    paths.sort();
    for path in paths.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")) {
        if let Some(manifest) = Manifest::read(&path, reach)? {
            found.push((path, manifest));
        }
    }
    let Some((_, first)) = found.first().cloned() else {
        let message = "no part has been mapped to its end".to_owned();
        let hint = "`relata shard map --part 1/1 --out DIR` maps all sources";
        return Err(ShardError::refused(&codes::MISSING_PART, &of_parts, message, hint));
    };
    for (path, manifest) in &found {
        check_same(path, &first, manifest)?;
    }
    let mut parts: Vec<Option<Manifest>> = vec![None; first.of as usize];
    for (path, manifest) in found {
        let Some(place) = (manifest.part as usize).checked_sub(1).and_then(|at| parts.get_mut(at)) else {
            let message = format!("there is no part {} of {}", manifest.part, manifest.of);
            return Err(ShardError::refused(&codes::OTHER_PART, &path, message, "take the file out"));
        };
        // The list of a part may be there under a second name: the same content counts once.
        if place.as_ref().is_some_and(|other| *other != manifest) {
            let message = format!("part {} is there twice, and the two differ", manifest.part);
            let hint = "take one of the two out, or map the part once more";
            return Err(ShardError::refused(&codes::OTHER_PART, &path, message, hint));
        }
        *place = Some(manifest);
    }
    let missing: Vec<String> =
        (1_u32..).zip(&parts).filter(|(_, part)| part.is_none()).map(|(n, _)| n.to_string()).collect();
    if !missing.is_empty() {
        let message = format!("of {} parts, these are not mapped to their end: {}", first.of, missing.join(", "));
        let hint = "map them with the same `--out`; what is there already stays";
        return Err(ShardError::refused(&codes::MISSING_PART, &of_parts, message, hint));
    }
    Ok(parts.into_iter().flatten().collect())
}

/// A fault when a part is none of the run that another one is of.
fn check_same(path: &Path, first: &Manifest, manifest: &Manifest) -> Result<(), ShardError> {
    let refused = |message: String, hint: &str| Err(ShardError::refused(&codes::OTHER_PART, path, message, hint));
    let anew = "map all parts into an empty folder";
    if manifest.tables != VERSION || manifest.relata != env!("CARGO_PKG_VERSION") {
        let (theirs, ours) = (&manifest.relata, env!("CARGO_PKG_VERSION"));
        return refused(
            format!(
                "the part is of relata {theirs} with tables of version {}, this is relata {ours} with version {VERSION}",
                manifest.tables
            ),
            anew,
        );
    }
    if (manifest.of, manifest.buckets) != (first.of, first.buckets) {
        let message = format!(
            "the part is one of {} with {} buckets, others are of {} with {}",
            manifest.of, manifest.buckets, first.of, first.buckets
        );
        return refused(message, anew);
    }
    if manifest.sources != first.sources {
        return refused("the part is of other sources or settings than the others".to_owned(), anew);
    }
    Ok(())
}
