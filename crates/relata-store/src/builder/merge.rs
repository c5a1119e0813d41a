//! From runs to the terms of the file: one number for each term, whatever run it came in.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, Write};

use super::run::{ClosedRun, Code, DEFAULT_GRAPH, SortedTexts};
use super::spool::Checked;
use super::terms::{TermSections, TermWriter};

/// The terms of the file, on their way.
pub(super) struct Merged {
    /// Texts and values are still being written.
    pub(super) writer: TermWriter,
    pub(super) triples: Checked,
    /// The numbers of each run's terms.
    pub(super) numbers: Vec<Numbers>,
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

/// Numbers the terms of all runs; `section` makes an empty section. Takes 4 bytes a term of each run, 12 bytes a triple
/// term.
pub(super) fn merge(runs: Vec<ClosedRun>, section: &dyn Fn() -> Checked) -> io::Result<Merged> {
    let (mut texts, mut numbers, mut triples) = (Vec::new(), Vec::new(), Vec::new());
    for run in runs {
        numbers.push(Numbers { texts: vec![0; run.n_texts], triples: Vec::new() });
        triples.push(run.triples);
        texts.push(run.sorted.read()?);
    }
    let sections =
        TermSections { names: section(), terms: section(), values: section(), words: section(), places: section() };
    let mut writer = TermWriter::new(sections);
    let mut give = |texts: &[SortedTexts], runs: &[usize], number: u32| {
        for run in runs {
            numbers[*run].texts[texts[*run].place() as usize] = number;
        }
    };
    let mut names = Vec::new();
    each(&mut texts, |texts, text, runs| {
        writer.name(text);
        names.push(text.to_vec());
        give(texts, runs, number_of(names.len())?);
        Ok(())
    })?;
    texts.iter_mut().for_each(SortedTexts::begin_others);
    // Where there is but one run, no text is a name as well.
    let also_named = if texts.len() > 1 { names.as_slice() } else { &[] };
    let (mut n_terms, mut known) = (names.len(), also_named.iter().zip(1..).peekable());
    each(&mut texts, |texts, text, runs| {
        while known.next_if(|(name, _)| name.as_slice() < text).is_some() {}
        let number = match known.peek() {
            // One run has it as a name, another does not.
            Some((name, number)) if name.as_slice() == text => *number,
            _ => {
                writer.other(text);
                n_terms += 1;
                number_of(n_terms)?
            }
        };
        give(texts, runs, number);
        Ok(())
    })?;
    let (triples, n_triples) = merge_triples(&triples, &mut numbers, n_terms, section())?;
    let (n_names, n_terms) = (number_of(names.len())?, number_of(n_terms + n_triples)?);
    Ok(Merged { writer, triples, numbers, n_names, n_terms })
}

fn number_of(n: usize) -> io::Result<u32> {
    let number = u32::try_from(n).ok().filter(|number| *number < crate::terms::COMPUTED);
    number.ok_or_else(|| io::Error::other("the graph has more terms than a graph file can hold"))
}

/// Hands on the texts of all runs in order, each once, with the runs that have it.
fn each(
    texts: &mut [SortedTexts],
    mut take: impl FnMut(&[SortedTexts], &[u8], &[usize]) -> io::Result<()>,
) -> io::Result<()> {
    if let [only] = texts {
        while only.advance()? {
            take(std::slice::from_ref(only), only.text(), &[0])?;
        }
        return Ok(());
    }
    let mut heap = BinaryHeap::new();
    for (run, texts) in texts.iter_mut().enumerate() {
        if texts.advance()? {
            heap.push(Reverse((texts.text().to_vec(), run)));
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
        take(texts, &text, &runs)?;
        let mut spare = Some(text);
        for run in &runs {
            if texts[*run].advance()? {
                // The buffer of the text that was handed on serves the next.
                let mut next = spare.take().unwrap_or_default();
                next.clear();
                next.extend_from_slice(texts[*run].text());
                heap.push(Reverse((next, *run)));
            }
        }
    }
    Ok(())
}

/// Numbers triple terms level by level: see [`crate::file::TripleTerms`].
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
