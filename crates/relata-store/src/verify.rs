//! Reads every byte of a graph file: what opening it does not look at.

use xxhash_rust::xxh3::xxh3_64;

use super::file::{Counts, FormatError, GraphFile, N_SECTIONS, NO_TERM, Section};
use super::packed::{Packed, Row};
use super::{term, value};

/// Checks checksums, order, that every number names a term, that the orders hold the same quads, and the counts.
///
/// # Errors
/// At the first thing that is wrong.
pub(super) fn verify(file: &GraphFile) -> Result<(), FormatError> {
    for index in 0..N_SECTIONS {
        let (bytes, sum) = file.checked_section(index).ok_or(FormatError::Damaged("the header is cut off"))?;
        if xxh3_64(bytes) != sum {
            return Err(FormatError::Damaged("a checksum is wrong"));
        }
    }
    verify_terms(file)?;
    let n_terms = u32::try_from(file.n_terms()).unwrap_or(u32::MAX);
    let spog = verify_rows(file, Section::Spog, |row| row, n_terms)?;
    let posg = verify_rows(file, Section::Posg, |[p, o, s, g]| [s, p, o, g], n_terms)?;
    let ospg = verify_rows(file, Section::Ospg, |[o, s, p, g]| [s, p, o, g], n_terms)?;
    let gspo = verify_rows(file, Section::Gspo, |[g, s, p, o]| [s, p, o, g], n_terms)?;
    if posg.all != spog.all || ospg.all != spog.all || gspo.named != spog.named {
        return Err(FormatError::Damaged("the orders hold different quads"));
    }
    verify_counts(file)?;
    verify_words(file)
}

fn verify_terms(file: &GraphFile) -> Result<(), FormatError> {
    for dictionary in [file.names(), file.terms()] {
        let mut last = Vec::new();
        let take = |text: &[u8]| {
            if term::decode(text).is_none() {
                return Err(FormatError::Damaged("a term cannot be read"));
            }
            if !last.is_empty() && last.as_slice() >= text {
                return Err(FormatError::Damaged("the terms are not in order"));
            }
            last.clear();
            last.extend_from_slice(text);
            Ok(())
        };
        dictionary.for_each(take, NO_TERM)?;
    }
    let values = file.values();
    if values.iter().any(|number| value::literal(*number).is_none()) || !values.is_sorted_by(|a, b| a < b) {
        return Err(FormatError::Damaged("a value cannot be read"));
    }
    let triples = file.triples();
    let before = u32::try_from(file.n_terms() - triples.rows.len()).unwrap_or(u32::MAX);
    let mut start = 0;
    for end in triples.ends {
        let level = triples.rows.get(start as usize..*end as usize);
        let level = level.ok_or(FormatError::Damaged("a triple term is not there"))?;
        let within = before.saturating_add(start);
        if level.iter().flatten().any(|part| *part == 0 || *part > within) || !level.is_sorted_by(|a, b| a < b) {
            return Err(FormatError::Damaged("a triple term is not in order"));
        }
        start = *end;
    }
    if start as usize == triples.rows.len() { Ok(()) } else { Err(FormatError::Damaged("a triple term is not there")) }
}

/// Sums over quads that do not depend on their order.
#[derive(Default)]
struct Sums {
    all: u64,
    named: u64,
}

fn verify_rows(file: &GraphFile, section: Section, quad: fn(Row) -> Row, n_terms: u32) -> Result<Sums, FormatError> {
    let rows: Packed<'_> = file.rows(section);
    let (mut last, mut n_rows, mut sums) = (None, 0, Sums::default());
    for row in rows.rows(0, rows.len()) {
        if last >= Some(row) {
            return Err(FormatError::Damaged("the quads are not in order"));
        }
        let [subject, predicate, object, graph] = quad(row);
        let names = [subject, predicate, object].iter().all(|number| (1..=n_terms).contains(number));
        if !names || graph > n_terms {
            return Err(FormatError::Damaged("a quad names a term that is not there"));
        }
        let hash = xxh3_64(bytemuck::cast_slice(&[subject, predicate, object, graph]));
        sums.all = sums.all.wrapping_add(hash);
        // Some stand by graph only.
        if graph != 0 && !file.apart().contains(&graph) {
            sums.named = sums.named.wrapping_add(hash);
        }
        last = Some(row);
        n_rows += 1;
    }
    if n_rows == rows.len() { Ok(sums) } else { Err(FormatError::Damaged("a block of quads cannot be read")) }
}

fn verify_counts(file: &GraphFile) -> Result<(), FormatError> {
    let mut counted = vec![Counts::default(); file.names().len() + 1];
    let wrong = FormatError::Damaged("the counts are wrong");
    let mut last = [0; 4];
    for row @ [s, p, ..] in file.rows(Section::Spog).rows(0, usize::MAX) {
        counted[0].n_quads += 1;
        counted[0].n_subjects += u64::from(s != last[0]);
        let of_predicate = counted.get_mut(p as usize).ok_or(wrong)?;
        of_predicate.n_quads += 1;
        of_predicate.n_subjects += u64::from([s, p] != last[..2]);
        last = row;
    }
    last = [0; 4];
    for row @ [p, o, ..] in file.rows(Section::Posg).rows(0, usize::MAX) {
        counted.get_mut(p as usize).ok_or(wrong)?.n_objects += u64::from([p, o] != last[..2]);
        last = row;
    }
    let mut last = 0;
    for [o, ..] in file.rows(Section::Ospg).rows(0, usize::MAX) {
        counted[0].n_objects += u64::from(o != last);
        last = o;
    }
    if (0_u32..).zip(&counted).all(|(predicate, counts)| file.counts(predicate) == *counts) {
        Ok(())
    } else {
        Err(wrong)
    }
}

/// Words are in order, and each occurs in some text.
fn verify_words(file: &GraphFile) -> Result<(), FormatError> {
    let wrong = FormatError::Damaged("the index of words is wrong");
    let index = file.words().ok_or(wrong)?;
    let mut last = Vec::new();
    let mut at = 0;
    let take = |word: &[u8]| {
        let in_order = last.is_empty() || last.as_slice() < word;
        last.clear();
        last.extend_from_slice(word);
        let texts = index.texts(at);
        at += 1;
        let is_term = |number: &u32| (1..=file.n_terms()).contains(&(*number as usize));
        if in_order && !texts.is_empty() && texts.iter().all(is_term) { Ok(()) } else { Err(wrong) }
    };
    index.dictionary.for_each(take, wrong)
}
