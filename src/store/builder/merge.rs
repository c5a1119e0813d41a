//! From runs to the terms of the file: one number for each term, whatever run it came in.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, BufReader, Read, Write};

use tempfile::SpooledTempFile;

use super::run::{ClosedRun, Code, DEFAULT_GRAPH};
use super::spool::{Checked, read_numbers};
use super::words::WordCollector;
use crate::store::dictionary::DictionaryWriter;
use crate::store::term;

/// The sections of terms.
pub(super) struct TermSections {
    pub(super) names: Checked,
    pub(super) terms: Checked,
    pub(super) values: Checked,
    pub(super) triples: Checked,
    pub(super) words: WordCollector,
    pub(super) n_names: u32,
    pub(super) n_terms: u32,
}

/// The numbers of a run's terms in the file.
pub(super) struct Numbers {
    texts: Vec<u32>,
    triples: Vec<u32>,
}

impl Numbers {
    pub(super) fn of(&self, code: Code) -> u32 {
        if code == DEFAULT_GRAPH {
            return 0;
        }
        let table = if code & 1 == 0 { &self.texts } else { &self.triples };
        table[(code >> 1) as usize]
    }
}

/// Texts of a run, one after another.
struct Texts {
    reader: BufReader<SpooledTempFile>,
    text: Vec<u8>,
    left: usize,
}

impl Texts {
    /// Reads the next text into `text`; false at the end.
    fn advance(&mut self) -> io::Result<bool> {
        if self.left == 0 {
            return Ok(false);
        }
        self.left -= 1;
        let shared = self.length()?;
        let rest = self.length()?;
        self.text.resize(shared + rest, 0);
        self.reader.read_exact(&mut self.text[shared..])?;
        Ok(true)
    }

    fn length(&mut self) -> io::Result<usize> {
        let (mut length, mut shift) = (0, 0);
        loop {
            let mut byte = [0];
            self.reader.read_exact(&mut byte)?;
            length |= usize::from(byte[0] & 127) << shift;
            if byte[0] & 128 == 0 {
                return Ok(length);
            }
            shift += 7;
        }
    }
}

/// Writes the sections of terms; `section` makes an empty one. Takes 4 bytes a term of each run, 12 bytes a triple term.
pub(super) fn merge(runs: Vec<ClosedRun>, section: &dyn Fn() -> Checked) -> io::Result<(TermSections, Vec<Numbers>)> {
    let mut places = Vec::new();
    let mut texts = Vec::new();
    let mut numbers = Vec::new();
    let mut run_triples = Vec::new();
    let mut n_names = Vec::new();
    for run in runs {
        places.push(run.places.read()?);
        texts.push(Texts { reader: run.sorted.read()?, text: Vec::new(), left: run.n_names });
        numbers.push(Numbers { texts: vec![0; run.n_texts], triples: Vec::new() });
        n_names.push((run.n_names, run.n_texts));
        run_triples.push(run.triples);
    }
    let mut give = |run: usize, number: u32| -> io::Result<()> {
        let mut place = [0_u32];
        read_numbers(&mut places[run], &mut place)?;
        numbers[run].texts[place[0] as usize] = number;
        Ok(())
    };
    let mut names = Vec::new();
    let mut writer = DictionaryWriter::new(section());
    each(&mut texts, |text, runs| {
        writer.push(text)?;
        names.push(text.to_vec());
        let number = number_of(names.len())?;
        runs.iter().try_for_each(|run| give(*run, number))
    })?;
    let names_section = writer.finish()?;
    for (texts, (n_names, n_texts)) in texts.iter_mut().zip(&n_names) {
        texts.left = n_texts - n_names;
        texts.text.clear();
    }
    let mut writer = DictionaryWriter::new(section());
    let mut values = section();
    let mut words = WordCollector::new();
    let (mut n_terms, mut known) = (names.len(), names.iter().zip(1..).peekable());
    each(&mut texts, |text, runs| {
        while known.next_if(|(name, _)| name.as_slice() < text).is_some() {}
        let number = match known.peek() {
            // One run has it as a name, another does not.
            Some((name, number)) if name.as_slice() == text => *number,
            _ => {
                match term::value_of(text) {
                    Some(value) => values.write_all(&value.to_le_bytes())?,
                    None => writer.push(text)?,
                }
                n_terms += 1;
                let number = number_of(n_terms)?;
                words.take(number, text);
                number
            }
        };
        runs.iter().try_for_each(|run| give(*run, number))
    })?;
    let terms = writer.finish()?;
    let (triples, n_triples) = merge_triples(&run_triples, &mut numbers, n_terms, section())?;
    let sections = TermSections {
        names: names_section,
        terms,
        values,
        triples,
        words,
        n_names: number_of(names.len())?,
        n_terms: number_of(n_terms + n_triples)?,
    };
    Ok((sections, numbers))
}

fn number_of(n: usize) -> io::Result<u32> {
    let number = u32::try_from(n).ok().filter(|number| *number < crate::store::index::COMPUTED);
    number.ok_or_else(|| io::Error::other("the graph has more terms than a graph file can hold"))
}

/// Hands on the texts of all runs in order, each once, with the runs that have it.
fn each(texts: &mut [Texts], mut take: impl FnMut(&[u8], &[usize]) -> io::Result<()>) -> io::Result<()> {
    let mut heap = BinaryHeap::new();
    for (run, texts) in texts.iter_mut().enumerate() {
        texts.text.clear();
        if texts.advance()? {
            heap.push(Reverse((texts.text.clone(), run)));
        }
    }
    let mut runs = Vec::new();
    while let Some(Reverse((text, run))) = heap.pop() {
        runs.clear();
        runs.push(run);
        while let Some(Reverse((_, run))) = heap.peek().filter(|Reverse((other, _))| *other == text) {
            runs.push(*run);
            heap.pop();
        }
        take(&text, &runs)?;
        let mut spare = Some(text);
        for run in &runs {
            if texts[*run].advance()? {
                // The buffer of the text that was handed on serves the next.
                let mut next = spare.take().unwrap_or_default();
                next.clone_from(&texts[*run].text);
                heap.push(Reverse((next, *run)));
            }
        }
    }
    Ok(())
}

/// Numbers triple terms level by level: see [`crate::store::file::TripleTerms`].
fn merge_triples(
    runs: &[Vec<[Code; 3]>],
    numbers: &mut [Numbers],
    n_before: usize,
    mut section: Checked,
) -> io::Result<(Checked, usize)> {
    // A triple term whose object is none is of level 0; others are one above their object.
    let levels: Vec<Vec<u32>> = runs
        .iter()
        .map(|triples| {
            let mut levels: Vec<u32> = Vec::with_capacity(triples.len());
            for [_, _, object] in triples {
                levels.push(if object & 1 == 0 { 0 } else { levels[(object >> 1) as usize] + 1 });
            }
            levels
        })
        .collect();
    for (numbers, triples) in numbers.iter_mut().zip(runs) {
        numbers.triples = vec![0; triples.len()];
    }
    let n_levels = levels.iter().flatten().max().map_or(0, |deepest| deepest + 1);
    let (mut n_triples, mut ends) = (0, Vec::new());
    for level in 0..n_levels {
        let of_run = |(run, levels): (usize, &Vec<u32>)| -> Vec<(usize, usize)> {
            (0..levels.len()).filter(|index| levels[*index] == level).map(|index| (run, index)).collect()
        };
        let of_level: Vec<(usize, usize)> = levels.iter().enumerate().flat_map(of_run).collect();
        let row =
            |numbers: &[Numbers], (run, index): (usize, usize)| runs[run][index].map(|code| numbers[run].of(code));
        let mut rows: Vec<[u32; 3]> = of_level.iter().map(|at| row(numbers, *at)).collect();
        rows.sort_unstable();
        rows.dedup();
        for at in of_level {
            let place = rows.binary_search(&row(numbers, at)).unwrap_or_else(|place| place);
            numbers[at.0].triples[at.1] = number_of(n_before + n_triples + place + 1)?;
        }
        section.write_all(bytemuck::cast_slice(&rows))?;
        n_triples += rows.len();
        ends.push(number_of(n_triples)?);
    }
    section.write_all(bytemuck::cast_slice(&ends))?;
    section.write_all(&n_levels.to_le_bytes())?;
    Ok((section, n_triples))
}
