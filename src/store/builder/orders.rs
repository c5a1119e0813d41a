//! Quads in every order, and the counts that fall out on the way.

use std::io::{self, Write};

use super::merge::{Merged, Numbers, merge};
use super::run::Code;
use super::sort::{Key, Sorter};
use super::spool::{Checked, Spool, read_numbers};
use super::terms::{TermSections, TermWriter};
use super::{Collected, Resources};
use crate::store::file::N_SECTIONS;
use crate::store::packed::{PackedWriter, Row};

/// The sections of the file, and how many quads it holds.
pub(super) fn sections(
    collected: Collected,
    resources: &Resources,
    sources: &[u8],
) -> io::Result<([Checked; N_SECTIONS], u64)> {
    let Collected { runs, quads } = collected;
    let lengths = runs.iter().map(|(_, n_quads)| *n_quads).collect();
    let graphs: Vec<Vec<Code>> = runs.iter().map(|(run, _)| run.graphs.clone()).collect();
    let runs = runs.into_iter().map(|(run, _)| run).collect();
    let merged = merge(runs, &|| resources.section())?;
    let mut named: Vec<u32> = graphs
        .iter()
        .zip(&merged.numbers)
        .flat_map(|(run, numbers)| run.iter().map(|code| numbers.of(*code)))
        .collect();
    named.sort_unstable();
    named.dedup();
    let bits = |most: u32| 32 - most.leading_zeros();
    let all = bits(merged.n_terms);
    let widths = [all, bits(merged.n_names), all, bits(u32::try_from(named.len()).unwrap_or(u32::MAX))];
    let Merged { writer, triples, numbers, n_names, .. } = merged;
    let source = Quads { spool: quads, lengths, numbers, graphs: named };
    let terms = Terms { writer, triples, n_names };
    if widths.iter().sum::<u32>() <= u64::BITS {
        source.orders::<u64>(widths, terms, resources, sources)
    } else {
        source.orders::<u128>(widths, terms, resources, sources)
    }
}

/// What becomes of the terms meanwhile.
struct Terms {
    writer: TermWriter,
    triples: Checked,
    n_names: u32,
}

/// Quads read at once.
const CHUNK: usize = 1 << 12;

/// Quads by codes, with the numbers of each run's terms.
struct Quads {
    spool: Spool,
    /// How many quads each run has.
    lengths: Vec<u64>,
    numbers: Vec<Numbers>,
    /// The graphs with a name, in order. While quads are sorted, a graph is its place here from 1 on, so that keys are short.
    graphs: Vec<u32>,
}

impl Quads {
    /// Hands on every quad by numbers of the file, but for the graph; returns the graphs.
    fn for_each(self, mut take: impl FnMut(Row) -> io::Result<()>) -> io::Result<Vec<u32>> {
        let mut reader = self.spool.read()?;
        let mut codes: Vec<[Code; 4]> = vec![[0; 4]; CHUNK];
        for (n_quads, numbers) in self.lengths.into_iter().zip(self.numbers) {
            let mut left = usize::try_from(n_quads).unwrap_or(usize::MAX);
            while left > 0 {
                let codes = &mut codes[..left.min(CHUNK)];
                read_numbers(&mut reader, codes)?;
                left -= codes.len();
                for codes in codes {
                    let mut row = codes.map(|code| numbers.of(code));
                    if row[3] != 0 {
                        row[3] =
                            u32::try_from(self.graphs.partition_point(|graph| *graph <= row[3])).unwrap_or(u32::MAX);
                    }
                    take(row)?;
                }
            }
        }
        Ok(self.graphs)
    }

    fn orders<K: Key>(
        self,
        widths: [u32; 4],
        terms: Terms,
        resources: &Resources,
        sources: &[u8],
    ) -> io::Result<([Checked; N_SECTIONS], u64)> {
        let expected = usize::try_from(self.lengths.iter().sum::<u64>()).unwrap_or(usize::MAX);
        let order = |arrange, expected| Order::<K>::new(arrange, widths, expected, resources);
        let mut spog = order(|row| row, expected);
        let mut posg = order(|[s, p, o, g]| [p, o, s, g], expected);
        let mut ospg = order(|[s, p, o, g]| [o, s, p, g], expected);
        let mut gspo = order(|[s, p, o, g]| [g, s, p, o], 0);
        let graphs = self.for_each(|row| {
            spog.push(row)?;
            posg.push(row)?;
            ospg.push(row)?;
            if row[3] != 0 { gspo.push(row) } else { Ok(()) }
        })?;
        let n_names = terms.n_names as usize + 1;
        let (mut by_subject, mut by_predicate, mut by_object) = (vec![[0_u64; 3]; n_names], vec![0; n_names], 0);
        let (mut last_spog, mut last_posg, mut last_ospg) = ([0; 4], [0; 4], 0);
        let ((spog, gspo), (posg, ospg)) = rayon::join(
            || {
                let spog = spog.write(&graphs, resources, |row @ [s, p, ..]| {
                    by_subject[0][0] += 1;
                    by_subject[0][1] += u64::from(s != last_spog[0]);
                    by_subject[p as usize][0] += 1;
                    by_subject[p as usize][1] += u64::from([s, p] != last_spog[..2]);
                    last_spog = row;
                });
                (spog, gspo.write(&graphs, resources, |_| ()))
            },
            || {
                let posg = posg.write(&graphs, resources, |row| {
                    by_predicate[row[0] as usize] += u64::from(row[..2] != last_posg[..2]);
                    last_posg = row;
                });
                let ospg = ospg.write(&graphs, resources, |[o, ..]| {
                    by_object += u64::from(o != last_ospg);
                    last_ospg = o;
                });
                (posg, ospg)
            },
        );
        by_predicate[0] = by_object;
        for (counts, n_objects) in by_subject.iter_mut().zip(by_predicate) {
            counts[2] = n_objects;
        }
        let mut counts = resources.section();
        counts.write_all(bytemuck::cast_slice(&by_subject))?;
        let mut files = resources.section();
        files.write_all(sources)?;
        let n_quads = by_subject[0][0];
        let Terms { writer, triples, .. } = terms;
        let TermSections { names, terms, values, words, places } = writer.finish()?;
        let (spog, posg, ospg, gspo) = (spog?, posg?, ospg?, gspo?);
        Ok(([names, terms, values, triples, spog, posg, ospg, gspo, counts, files, words, places], n_quads))
    }
}

/// Quads on their way into one order.
struct Order<K> {
    sorter: Sorter<K>,
    arrange: fn(Row) -> Row,
    /// Bits of each column, as arranged.
    widths: [u32; 4],
    /// Column of the graph, as arranged.
    graph_at: usize,
}

impl<K: Key> Order<K> {
    fn new(arrange: fn(Row) -> Row, widths: [u32; 4], expected: usize, resources: &Resources) -> Order<K> {
        // Three orders hold all quads at once, the fourth some; sections, words and the compiler take the rest.
        let most = resources.memory / 6 / size_of::<K>();
        let graph_at = arrange([0, 1, 2, 3]).iter().position(|at| *at == 3).unwrap_or(3);
        Order { sorter: Sorter::new(most, expected, &resources.folder), arrange, widths: arrange(widths), graph_at }
    }

    fn push(&mut self, row: Row) -> io::Result<()> {
        self.sorter.push(K::join((self.arrange)(row), self.widths))
    }

    /// Writes the quads in order, each once, and shows them to `see`.
    fn write(self, graphs: &[u32], resources: &Resources, mut see: impl FnMut(Row)) -> io::Result<Checked> {
        let mut writer = PackedWriter::new(resources.section());
        self.sorter.drain(|key| {
            let mut row = key.split(self.widths);
            let place = row[self.graph_at].checked_sub(1);
            row[self.graph_at] = place.map_or(0, |index| graphs[index as usize]);
            see(row);
            writer.push(row)
        })?;
        writer.finish()
    }
}
