//! The layout of a graph file: a header, a table of sections, and the sections.
//!
//! All numbers are little-endian. `docs/graph-file.md` describes the bytes.

use std::ops::Range;
use std::sync::OnceLock;

use oxigraph::model::{NamedNode, NamedOrBlankNode, Term, TermRef, Triple};

use super::dictionary::Dictionary;
use super::index::{APART, Kinds};
use super::map::Bytes;
use super::packed::{Packed, Row};
use super::words::Words;
use super::{term, value};

#[cfg(target_endian = "big")]
compile_error!("graph files are little-endian and are read as they lie in memory");

/// First bytes of every graph file.
pub(super) const MAGIC: [u8; 8] = *b"relata\r\n";
/// Counts up whenever the bytes change their meaning.
pub(super) const VERSION: u32 = 3;
/// Sections of a file.
pub(super) const N_SECTIONS: usize = 12;
/// Every section begins at a multiple of so many bytes.
pub(super) const ALIGNMENT: usize = 16;
/// Bytes of a section's place in the table: offset, length, checksum.
const ENTRY: usize = 24;
/// Bytes before the first section: magic, version, number of sections, and the table.
pub(super) const HEADER: usize = (16 + N_SECTIONS * ENTRY).next_multiple_of(ALIGNMENT);

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Terms that are the predicate or the graph of some quad.
    Names = 0,
    /// All other terms that are text.
    Terms = 1,
    /// Numbers, dates and truth values.
    Values = 2,
    /// Triple terms.
    Triples = 3,
    /// Quads by subject, predicate, object, graph.
    Spog = 4,
    /// Quads by predicate, object, subject, graph.
    Posg = 5,
    /// Quads by object, subject, predicate, graph.
    Ospg = 6,
    /// Quads of named graphs by graph, subject, predicate, object; those that stand apart are here only.
    Gspo = 7,
    /// Counts: quads, subjects, objects of all names together, then of each.
    Counts = 8,
    /// The files the graph was made from, as JSON.
    Sources = 9,
    /// Words of strings.
    Words = 10,
    /// For each word the strings it occurs in.
    Places = 11,
}

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

/// A number stands for a term that the file does not have.
pub(super) const NO_TERM: FormatError = FormatError::Damaged("a term is not there");

/// How often a predicate, or all of them, are used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Quads.
    pub n_quads: u64,
    /// Different subjects.
    pub n_subjects: u64,
    /// Different objects.
    pub n_objects: u64,
}

/// A graph file whose header has been checked.
pub(super) struct GraphFile {
    bytes: Bytes,
    sections: [Range<usize>; N_SECTIONS],
    /// The numbers of the graphs that stand apart; 0 where there is none.
    apart: [u32; 2],
    repeated: OnceLock<Vec<Row>>,
    /// Terms that are text. Values are looked at for each row of an answer, so this is not counted again each time.
    n_texts: usize,
}

impl GraphFile {
    /// Checks header and bounds of `bytes`; what the sections hold is checked by [`super::verify`].
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
        if number(12).and_then(|n| usize::try_from(n).ok()) != Some(N_SECTIONS) {
            return Err(FormatError::Damaged("the number of sections is wrong"));
        }
        let mut sections: [Range<usize>; N_SECTIONS] = Default::default();
        for (index, section) in sections.iter_mut().enumerate() {
            let [offset, length, _] = entry(all, index).ok_or(FormatError::Damaged("the header is cut off"))?;
            let range = usize::try_from(offset).ok().zip(usize::try_from(length).ok());
            let range = range.and_then(|(offset, length)| Some(offset..offset.checked_add(length)?));
            *section = range
                .filter(|range| {
                    range.start % ALIGNMENT == 0
                        && range.end <= all.len()
                        && range.end.next_multiple_of(ALIGNMENT) <= all.len()
                })
                .ok_or(FormatError::Damaged("a section lies outside the file"))?;
        }
        let mut file = GraphFile { bytes, sections, apart: [0; 2], n_texts: 0, repeated: OnceLock::new() };
        file.n_texts = file.names().len() + file.terms().len();
        if !file.fits() {
            return Err(FormatError::Damaged("the sections do not fit each other"));
        }
        file.apart = APART.map(|graph| file.number(graph.into()).unwrap_or(0));
        Ok(file)
    }

    /// The numbers of the graphs whose quads stand by graph only; 0 where there is none.
    pub(super) fn apart(&self) -> [u32; 2] {
        self.apart
    }

    /// True when the lengths of sections fit each other.
    fn fits(&self) -> bool {
        let parts = || {
            Dictionary::new(self.section(Section::Names))?;
            Dictionary::new(self.section(Section::Terms))?;
            bytemuck::try_cast_slice::<u8, u64>(self.section(Section::Values)).ok()?;
            TripleTerms::new(self.section(Section::Triples))?;
            Packed::new(self.section(Section::Gspo))?;
            Words::new(self.section(Section::Words), self.section(Section::Places))?;
            let counts = bytemuck::try_cast_slice::<u8, [u64; 3]>(self.section(Section::Counts)).ok()?;
            let [spog, posg, ospg] = [Section::Spog, Section::Posg, Section::Ospg].map(|s| self.section(s));
            let n_quads = Packed::new(spog)?.len();
            let equal = Packed::new(posg)?.len() == n_quads && Packed::new(ospg)?.len() == n_quads;
            let few = u32::try_from(self.n_terms()).is_ok_and(|n| n < super::terms::COMPUTED);
            (equal && few && counts.len() == self.names().len() + 1).then_some(())
        };
        parts().is_some()
    }

    /// The bytes of a section.
    pub(super) fn section(&self, section: Section) -> &[u8] {
        // Bounds were checked when the file was opened.
        self.bytes.as_slice().get(self.sections[section as usize].clone()).unwrap_or_default()
    }

    /// The bytes of a section, and the checksum they should have.
    pub(super) fn checked_section(&self, index: usize) -> Option<(&[u8], u64)> {
        let all = self.bytes.as_slice();
        let [_, _, sum] = entry(all, index)?;
        Some((all.get(self.sections.get(index)?.clone())?, sum))
    }

    /// The checksums that the sections of terms and quads should have.
    pub(super) fn sums_of_quads(&self) -> impl Iterator<Item = u64> {
        let of_quads =
            [Section::Names, Section::Terms, Section::Values, Section::Triples, Section::Spog, Section::Gspo];
        of_quads.into_iter().filter_map(|section| entry(self.bytes.as_slice(), section as usize)).map(|[_, _, sum]| sum)
    }

    /// The quads in the order of a section.
    pub(super) fn rows(&self, section: Section) -> Packed<'_> {
        Packed::new(self.section(section)).unwrap_or_default()
    }

    /// The quads whose triple lies in another graph, too, all but the first of each triple: predicate, object, subject,
    /// graph. They are looked for once, where quads stand by predicate: there most blocks hold one graph only.
    pub(super) fn repeated(&self) -> &[Row] {
        let has_named = self.rows(Section::Gspo).len() > 0;
        self.repeated.get_or_init(|| if has_named { self.rows(Section::Posg).repeated() } else { Vec::new() })
    }

    /// Numbers 1 and up.
    pub(super) fn names(&self) -> Dictionary<'_> {
        Dictionary::new(self.section(Section::Names)).unwrap_or_default()
    }

    /// Numbers behind those of the names.
    pub(super) fn terms(&self) -> Dictionary<'_> {
        Dictionary::new(self.section(Section::Terms)).unwrap_or_default()
    }

    /// Numbers behind those of the terms.
    pub(super) fn values(&self) -> &[u64] {
        bytemuck::try_cast_slice(self.section(Section::Values)).unwrap_or_default()
    }

    /// Numbers behind those of the values.
    pub(super) fn triples(&self) -> TripleTerms<'_> {
        TripleTerms::new(self.section(Section::Triples)).unwrap_or_default()
    }

    /// Words of strings; none when the file has been damaged.
    pub(super) fn words(&self) -> Option<Words<'_>> {
        Words::new(self.section(Section::Words), self.section(Section::Places))
    }

    /// How many terms there are, of all kinds.
    pub(super) fn n_terms(&self) -> usize {
        self.n_texts + self.values().len() + self.triples().rows.len()
    }

    /// Counts of a predicate by its number, or of all predicates together by 0.
    pub(super) fn counts(&self, predicate: u32) -> Counts {
        let all: &[[u64; 3]] = bytemuck::try_cast_slice(self.section(Section::Counts)).unwrap_or_default();
        let [n_quads, n_subjects, n_objects] = all.get(predicate as usize).copied().unwrap_or_default();
        Counts { n_quads, n_subjects, n_objects }
    }

    /// The value with this number, when it is one.
    #[inline]
    pub(super) fn value(&self, number: u32) -> Option<u64> {
        let at = (number as usize).checked_sub(1 + self.n_texts)?.checked_mul(size_of::<u64>())?;
        Some(u64::from_le_bytes(*self.section(Section::Values).get(at..)?.first_chunk()?))
    }

    /// The three numbers of the triple term with this number, when it is one.
    pub(super) fn triple(&self, number: u32) -> Option<[u32; 3]> {
        let before = 1 + self.n_texts + self.values().len();
        self.triples().rows.get((number as usize).checked_sub(before)?).copied()
    }

    /// The term with this number, from 1 on.
    pub(super) fn term(&self, number: u32) -> Option<Term> {
        let index = (number as usize).checked_sub(1)?;
        let names = self.names();
        let text = &mut Vec::new();
        if index < names.len() {
            return term::decode(names.read(index, text)?);
        }
        let index = index - names.len();
        let terms = self.terms();
        if index < terms.len() {
            return term::decode(terms.read(index, text)?);
        }
        if let Some(value) = self.values().get(index - terms.len()) {
            return Some(value::literal(*value)?.into());
        }
        let parts = self.triple(number)?;
        // Parts have smaller numbers, else damage could lead round in a circle.
        if parts.iter().any(|part| *part >= number) {
            return None;
        }
        let Term::NamedNode(predicate) = self.term(parts[1])? else { return None };
        Some(Triple::new(self.node(parts[0])?, predicate, self.term(parts[2])?).into())
    }

    /// The term with this number, when it can be a subject.
    pub(super) fn node(&self, number: u32) -> Option<NamedOrBlankNode> {
        match self.term(number)? {
            Term::NamedNode(node) => Some(node.into()),
            Term::BlankNode(node) => Some(node.into()),
            _ => None,
        }
    }

    /// The number of a term. O(log n) in the number of terms.
    pub(super) fn number(&self, term: TermRef<'_>) -> Option<u32> {
        let mut bytes = Vec::new();
        term::encode(term, &mut bytes);
        self.number_of(&bytes)
    }

    fn number_of(&self, bytes: &[u8]) -> Option<u32> {
        let (names, terms, values) = (self.names(), self.terms(), self.values());
        let index = if let Some(parts) = term::parts(bytes) {
            let [subject, predicate, object] = parts.map(|part| self.number_of(part));
            return self.triple_of([subject?, predicate?, object?]);
        } else if let Some(value) = term::value_of(bytes) {
            names.len() + terms.len() + values.binary_search(&value).ok()?
        } else {
            names.find(bytes).or_else(|| Some(names.len() + terms.find(bytes)?))?
        };
        u32::try_from(index + 1).ok()
    }

    /// The number of the triple term with these parts. O(log n) in the number of triple terms.
    pub(super) fn triple_of(&self, parts: [u32; 3]) -> Option<u32> {
        let (first, triples) = (self.n_texts + self.values().len(), self.triples());
        let level = (parts[2] as usize).checked_sub(first + 1).map_or(0, |inner| triples.level_of(inner) + 1);
        u32::try_from(first + triples.find(parts, level)? + 1).ok()
    }

    /// The numbers of terms of each kind, but for names.
    pub(super) fn kinds(&self) -> Kinds {
        let (names, terms) = (self.names().len(), self.terms());
        let number = |place: usize| u32::try_from(names + place + 1).unwrap_or(u32::MAX);
        let kind = |start: &[u8], end: &[u8]| number(terms.position(start))..number(terms.position(end));
        let tagged = |tag: u8| kind(&[tag], &[tag + 1]);
        let mut languages = Vec::new();
        let (mut at, end) = (terms.position(&[term::LANGUAGE]), terms.position(&[term::LANGUAGE + 1]));
        let mut text = Vec::new();
        while at < end
            && let Some(length) = terms.read(at, &mut text).and_then(|text| text.iter().position(|byte| *byte == 0))
        {
            // Behind the last text of this language.
            text.truncate(length);
            text.push(1);
            let next = terms.position(&text).max(at + 1);
            languages.push(number(at)..number(next));
            at = next;
        }
        Kinds {
            iris: tagged(term::IRI),
            blank_nodes: tagged(term::BLANK_NODE),
            strings: tagged(term::STRING),
            languages,
        }
    }

    /// The number of an IRI. O(log n) in the number of terms.
    pub(super) fn iri(&self, iri: &NamedNode) -> Option<u32> {
        self.number(iri.as_ref().into())
    }
}

/// Triple terms by the numbers of their parts.
///
/// Those whose object is no triple term make the first level, those whose object is of the first level the second, and
/// so on; in a level they stand in order.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TripleTerms<'a> {
    pub(super) rows: &'a [[u32; 3]],
    /// Where each level ends.
    pub(super) ends: &'a [u32],
}

impl<'a> TripleTerms<'a> {
    fn new(section: &'a [u8]) -> Option<TripleTerms<'a>> {
        let (rest, n_levels) = section.split_last_chunk::<4>()?;
        let ends = usize::try_from(u32::from_le_bytes(*n_levels)).ok()?.checked_mul(4)?;
        let (rows, ends) = rest.split_at_checked(rest.len().checked_sub(ends)?)?;
        Some(TripleTerms { rows: bytemuck::try_cast_slice(rows).ok()?, ends: bytemuck::try_cast_slice(ends).ok()? })
    }

    fn level_of(&self, index: usize) -> usize {
        self.ends.partition_point(|end| *end as usize <= index)
    }

    fn find(&self, parts: [u32; 3], level: usize) -> Option<usize> {
        let end = *self.ends.get(level)? as usize;
        let start = level.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).map(|end| *end as usize))?;
        self.rows.get(start..end)?.binary_search(&parts).ok().map(|index| start + index)
    }
}

/// Offset, length and checksum of a section.
fn entry(all: &[u8], index: usize) -> Option<[u64; 3]> {
    let at = 16 + index * ENTRY;
    let number = |at: usize| all.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes);
    Some([number(at)?, number(at + 8)?, number(at + 16)?])
}

/// The quad of four numbers in the order subject, predicate, object, graph.
pub(super) fn quad(file: &GraphFile, [subject, predicate, object, graph]: Row) -> Option<oxigraph::model::Quad> {
    let Term::NamedNode(predicate) = file.term(predicate)? else { return None };
    let graph_name = if graph == 0 { oxigraph::model::GraphName::DefaultGraph } else { file.node(graph)?.into() };
    Some(oxigraph::model::Quad { subject: file.node(subject)?, predicate, object: file.term(object)?, graph_name })
}
