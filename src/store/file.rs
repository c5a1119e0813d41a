//! The layout of a graph file: a header, a table of sections, and the sections.
//!
//! All numbers are little-endian. `docs/graph-file.md` describes the bytes.

use std::io::{self, Write};
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::map::Bytes;

#[cfg(target_endian = "big")]
compile_error!("graph files are little-endian and are read as they lie in memory");

/// First bytes of every graph file.
pub(super) const MAGIC: [u8; 8] = *b"relata\r\n";
/// Counts up whenever the bytes change their meaning.
pub(super) const VERSION: u32 = 1;
/// Bytes before the first section: magic, version, number of sections, and the table.
const HEADER: usize = 16 + N_SECTIONS * SECTION_ENTRY;
const SECTION_ENTRY: usize = 24;
const N_SECTIONS: usize = 6;
/// The same as the header keeps it.
const N_SECTIONS_KEPT: u32 = 6;

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Where each term ends in [`Section::Terms`], as `u64`.
    TermEnds = 0,
    /// The bytes of all terms, in order.
    Terms = 1,
    /// Quads by subject, predicate, object, graph.
    Spog = 2,
    /// Quads by predicate, object, subject, graph.
    Posg = 3,
    /// Quads by object, subject, predicate, graph.
    Ospg = 4,
    /// Quads of named graphs by graph, subject, predicate, object.
    Gspo = 5,
}

/// Four numbers of terms; the graph 0 is the default graph.
pub(super) type Row = [u32; 4];

/// Why bytes are no graph file.
#[derive(Debug, thiserror::Error, Clone, Copy, PartialEq, Eq)]
pub enum FormatError {
    /// They do not begin as one.
    #[error("it is no graph file")]
    Magic,
    /// They are of another version.
    #[error("it is of version {0}, this program reads version {VERSION}")]
    Version(u32),
    /// They end too early or point outside themselves.
    #[error("it is damaged: {0}")]
    Damaged(&'static str),
}

/// A graph file whose header has been checked.
pub(super) struct GraphFile {
    bytes: Bytes,
    sections: [Range<usize>; N_SECTIONS],
}

impl GraphFile {
    /// Checks header and bounds of `bytes`; what the sections hold is checked by [`GraphFile::verify`].
    pub(super) fn new(bytes: Bytes) -> Result<GraphFile, FormatError> {
        let all = bytes.as_slice();
        if all.get(..8) != Some(&MAGIC[..]) {
            return Err(FormatError::Magic);
        }
        let number = |at: usize| all.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
        let version = number(8).ok_or(FormatError::Damaged("the header is cut off"))?;
        if version != VERSION {
            return Err(FormatError::Version(version));
        }
        if number(12) != Some(N_SECTIONS_KEPT) {
            return Err(FormatError::Damaged("the number of sections is wrong"));
        }
        let mut sections: [Range<usize>; N_SECTIONS] = Default::default();
        for (index, section) in sections.iter_mut().enumerate() {
            let [offset, length, _] = entry(all, index).ok_or(FormatError::Damaged("the header is cut off"))?;
            let range = usize::try_from(offset).ok().zip(usize::try_from(length).ok());
            let range = range.and_then(|(offset, length)| Some(offset..offset.checked_add(length)?));
            *section = range
                .filter(|range| range.start % 16 == 0 && range.end <= all.len())
                .ok_or(FormatError::Damaged("a section lies outside the file"))?;
        }
        let file = GraphFile { bytes, sections };
        file.check_shapes()?;
        Ok(file)
    }

    /// Lengths of sections fit each other, and the last term ends where the terms end.
    fn check_shapes(&self) -> Result<(), FormatError> {
        let wrong = FormatError::Damaged("the sections do not fit each other");
        let ends: &[u64] = bytemuck::try_cast_slice(self.section(Section::TermEnds)).map_err(|_| wrong)?;
        let terms = self.section(Section::Terms).len() as u64;
        let rows = [Section::Spog, Section::Posg, Section::Ospg, Section::Gspo];
        let whole = rows.iter().all(|section| self.section(*section).len().is_multiple_of(size_of::<Row>()));
        let equal = self.rows(Section::Spog).len() == self.rows(Section::Posg).len()
            && self.rows(Section::Spog).len() == self.rows(Section::Ospg).len();
        let fits = whole && equal && ends.last().copied().unwrap_or(0) == terms && u32::try_from(ends.len()).is_ok();
        if fits { Ok(()) } else { Err(wrong) }
    }

    fn section(&self, section: Section) -> &[u8] {
        // Bounds were checked when the file was opened.
        self.bytes.as_slice().get(self.sections[section as usize].clone()).unwrap_or_default()
    }

    /// The quads in the order of a section.
    pub(super) fn rows(&self, section: Section) -> &[Row] {
        bytemuck::try_cast_slice(self.section(section)).unwrap_or_default()
    }

    /// How many terms there are.
    pub(super) fn n_terms(&self) -> usize {
        self.section(Section::TermEnds).len() / 8
    }

    /// The bytes of the term with this number, from 1 on.
    pub(super) fn term(&self, number: u32) -> Option<&[u8]> {
        let ends: &[u64] = bytemuck::try_cast_slice(self.section(Section::TermEnds)).ok()?;
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        let end = usize::try_from(*ends.get(index)?).ok()?;
        let start = if index == 0 { 0 } else { usize::try_from(*ends.get(index - 1)?).ok()? };
        self.section(Section::Terms).get(start..end)
    }

    /// The number of the term with these bytes. O(log n) in the number of terms.
    pub(super) fn find(&self, term: &[u8]) -> Option<u32> {
        let (mut low, mut high) = (1, u32::try_from(self.n_terms()).ok()? + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.term(middle)?.cmp(term) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Reads every byte: checksums, the order of terms and quads, and that every number names a term.
    pub(super) fn verify(&self) -> Result<(), FormatError> {
        let all = self.bytes.as_slice();
        for (index, range) in self.sections.iter().enumerate() {
            let [_, _, sum] = entry(all, index).ok_or(FormatError::Damaged("the header is cut off"))?;
            if xxh3_64(all.get(range.clone()).unwrap_or_default()) != sum {
                return Err(FormatError::Damaged("a checksum is wrong"));
            }
        }
        let n_terms = u32::try_from(self.n_terms()).unwrap_or(u32::MAX);
        for number in 1..=n_terms {
            let term = self.term(number).ok_or(FormatError::Damaged("a term lies outside its section"))?;
            if super::term::decode(term).is_none() {
                return Err(FormatError::Damaged("a term cannot be read"));
            }
            if number > 1 && self.term(number - 1) >= Some(term) {
                return Err(FormatError::Damaged("the terms are not in order"));
            }
        }
        for section in [Section::Spog, Section::Posg, Section::Ospg, Section::Gspo] {
            let rows = self.rows(section);
            if rows.windows(2).any(|pair| pair[0] >= pair[1]) {
                return Err(FormatError::Damaged("the quads are not in order"));
            }
            if rows.iter().flatten().any(|number| *number > n_terms) {
                return Err(FormatError::Damaged("a quad names a term that is not there"));
            }
        }
        Ok(())
    }
}

/// Offset, length and checksum of a section.
fn entry(all: &[u8], index: usize) -> Option<[u64; 3]> {
    let at = 16 + index * SECTION_ENTRY;
    let number = |at: usize| all.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes);
    Some([number(at)?, number(at + 8)?, number(at + 16)?])
}

/// Writes a graph file with these sections, in the order of [`Section`].
pub(super) fn write(sections: [&[u8]; N_SECTIONS], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&MAGIC)?;
    out.write_all(&VERSION.to_le_bytes())?;
    out.write_all(&N_SECTIONS_KEPT.to_le_bytes())?;
    let aligned = |length: usize| length.div_ceil(16) * 16;
    let mut offset = aligned(HEADER);
    for section in sections {
        for number in [offset as u64, section.len() as u64, xxh3_64(section)] {
            out.write_all(&number.to_le_bytes())?;
        }
        offset += aligned(section.len());
    }
    out.write_all(&vec![0; aligned(HEADER) - HEADER])?;
    for section in sections {
        out.write_all(section)?;
        out.write_all(&vec![0; aligned(section.len()) - section.len()])?;
    }
    Ok(())
}
