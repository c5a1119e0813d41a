//! Which bytes of which files are which part?

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::manifest::hexadecimal;
use super::piece::first_line;
use crate::compile::events::is_list;
use crate::compile::shown_path;
use crate::input::events::is_row_a_line;
use crate::project::{self, Project, Source};

/// A part of several, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Its number.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

impl Part {
    /// The part that `2/4` means; none when that is no part of several.
    pub fn parse(text: &str) -> Option<Part> {
        let (number, of) = text.split_once('/')?;
        let part = Part { number: number.trim().parse().ok()?, of: of.trim().parse().ok()? };
        (1..=part.of).contains(&part.number).then_some(part)
    }

    /// A name that sorts as the parts do.
    pub fn name(self) -> String {
        format!("part-{:05}-of-{:05}", self.number, self.of)
    }
}

/// A file of event data that is mapped.
pub(super) struct PlannedFile<'p> {
    pub(super) source: &'p Source,
    /// Its name in claims.
    pub(super) name: String,
    /// Bytes.
    pub(super) size: u64,
    /// The first line with its end, where the file is cut at the ends of lines; none where one part reads it whole.
    pub(super) first_line: Option<Vec<u8>>,
}

/// A range of a file. A line belongs to the range that it begins in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// The place of the file in the plan.
    pub(super) file: usize,
    pub(super) from: u64,
    pub(super) end: u64,
}

/// The event data of a project, in the order in which it is cut.
pub struct Plan<'p> {
    pub(super) files: Vec<PlannedFile<'p>>,
    /// Hash of names, lengths and ends of the files, and of the settings they are read by.
    pub(super) fingerprint: String,
}

/// Bytes at either end of a file that tell it from others.
const ENDS: u64 = 1 << 12;

impl<'p> Plan<'p> {
    /// Looks at the files of event data of a project. A file that cannot be opened is planned as empty; whoever maps it
    /// tells why.
    pub fn of(project: &'p Project) -> Plan<'p> {
        let mut hasher = Sha256::new();
        hasher.update(settings_of(project));
        let mut files = Vec::new();
        for source in project.sources.iter().filter(|source| source.kind.events().is_some() && !is_list(source)) {
            let name = shown_path(project, &source.path);
            let opened = project.open(source).ok();
            let size = opened.as_ref().and_then(|file| file.metadata().ok()).map_or(0, |metadata| metadata.len());
            let (first_line, ends) = opened.map_or((None, Vec::new()), |file| looked_at(source, file, size));
            hasher.update(name.as_bytes());
            hasher.update([0]);
            hasher.update(source.kind.word());
            hasher.update(size.to_le_bytes());
            hasher.update(ends);
            files.push(PlannedFile { source, name, size, first_line });
        }
        let fingerprint = hexadecimal(&hasher.finalize());
        Plan { files, fingerprint }
    }

    /// A file that is there twice.
    pub(super) fn listed_twice(&self) -> Option<&str> {
        let mut names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        names.sort_unstable();
        names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
    }

    /// What a part reads: its share of the bytes. A file that is not cut belongs to the part that its first byte is in.
    pub(super) fn pieces(&self, part: Part) -> Vec<Piece> {
        let total: u128 = self.files.iter().map(|file| u128::from(file.size.max(1))).sum();
        let border = |number: u32| total * u128::from(number) / u128::from(part.of);
        let (from, end) = (border(part.number - 1), border(part.number));
        let mut start: u128 = 0;
        let mut pieces = Vec::new();
        for (at, file) in self.files.iter().enumerate() {
            let size = u128::from(file.size.max(1));
            let inside = |border: u128| u64::try_from(border.clamp(start, start + size) - start).unwrap_or(file.size);
            let (first, last) = if file.first_line.is_some() {
                (inside(from), inside(end))
            } else if (from..end).contains(&start) {
                (0, file.size.max(1))
            } else {
                (0, 0)
            };
            if first < last {
                pieces.push(Piece { file: at, from: first, end: last });
            }
            start += size;
        }
        pieces
    }
}

/// The first line of a file that can be cut, and the bytes at its ends.
fn looked_at(source: &Source, mut file: File, size: u64) -> (Option<Vec<u8>>, Vec<u8>) {
    let mut ends = Vec::new();
    for start in [0, size.saturating_sub(ENDS)] {
        if file.seek(SeekFrom::Start(start)).is_ok() {
            // What cannot be read is told by whoever maps it.
            let _ = file.by_ref().take(ENDS).read_to_end(&mut ends);
        }
    }
    let is_packed = ends.starts_with(&[0x1F, 0x8B]) || ends.starts_with(b"PK");
    let line = file.rewind().and_then(|()| first_line(&mut file)).unwrap_or_default();
    let format = source.kind.events();
    let bare = line.strip_suffix(b"\n").unwrap_or_default();
    let is_cut = !is_packed && !bare.is_empty() && format.is_some_and(|format| is_row_a_line(format, bare));
    (is_cut.then_some(line), ends)
}

/// What decides how rows are read, beside the rows. Settings that cannot be read any more are as good as none here.
fn settings_of(project: &Project) -> Vec<u8> {
    let mut text = Vec::new();
    let read = project.open_named(Path::new(project::FILE)).and_then(|mut file| file.read_to_end(&mut text));
    read.map_or_else(|_| Vec::new(), |_| text)
}
