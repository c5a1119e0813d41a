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
    let section = || Checked::new(Spool::new(resources.memory / 16, &resources.folder));
    let Collected { runs, quads } = collected;
    let lengths = runs.iter().map(|(_, n_quads)| *n_quads).collect();
    let graphs: Vec<Vec<Code>> = runs.iter().map(|(run, _)| run.graphs.clone()).collect();
    let runs = runs.into_iter().map(|(run, _)| run).collect();
    let merged = merge(runs, &section)?;
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
        let Resources { memory, folder } = resources;
        let section = || Checked::new(Spool::new(memory / 16, folder));
        let most = memory / 3 / size_of::<K>();
        let expected = usize::try_from(self.lengths.iter().sum::<u64>()).unwrap_or(usize::MAX);
        let sorter = |expected: usize| Sorter::<K>::new(most, expected, folder);
        let mut spog = sorter(expected);
        let graphs = self.for_each(|row| spog.push(K::join(row, widths)))?;
        let graph = |place: u32| place.checked_sub(1).map_or(0, |index| graphs[index as usize]);
        let [ws, wp, wo, wg] = widths;
        let (posg_widths, ospg_widths, gspo_widths) = ([wp, wo, ws, wg], [wo, ws, wp, wg], [wg, ws, wp, wo]);
        let (mut posg, mut ospg, mut gspo) = (sorter(expected), sorter(expected), sorter(0));
        let mut writer = PackedWriter::new(section());
        let mut counts = vec![[0_u64; 3]; terms.n_names as usize + 1];
        let mut last = [0; 4];
        spog.drain(|key| {
            let row @ [s, p, o, g] = key.split(widths);
            counts[0][0] += 1;
            counts[0][1] += u64::from(s != last[0]);
            counts[p as usize][0] += 1;
            counts[p as usize][1] += u64::from([s, p] != last[..2]);
            last = row;
            posg.push(K::join([p, o, s, g], posg_widths))?;
            ospg.push(K::join([o, s, p, g], ospg_widths))?;
            if g != 0 {
                gspo.push(K::join([g, s, p, o], gspo_widths))?;
            }
            writer.push([s, p, o, graph(g)])
        })?;
        let spog = writer.finish()?;
        let order = |sorter: Sorter<K>, widths, graph_at: usize, see: &mut (dyn FnMut(Row) + Send)| {
            let mut writer = PackedWriter::new(section());
            sorter.drain(|key| {
                let mut row = key.split(widths);
                row[graph_at] = graph(row[graph_at]);
                see(row);
                writer.push(row)
            })?;
            writer.finish()
        };
        let (mut n_objects, mut n_objects_of) = (0, vec![0_u64; counts.len()]);
        let (posg, ospg) = rayon::join(
            || {
                let mut last = [0; 4];
                order(posg, posg_widths, 3, &mut |row| {
                    n_objects_of[row[0] as usize] += u64::from(row[..2] != last[..2]);
                    last = row;
                })
            },
            || {
                let mut last = 0;
                let ospg = order(ospg, ospg_widths, 3, &mut |[o, ..]| {
                    n_objects += u64::from(o != last);
                    last = o;
                })?;
                io::Result::Ok((ospg, order(gspo, gspo_widths, 0, &mut |_| ())?))
            },
        );
        let (posg, (ospg, gspo)) = (posg?, ospg?);
        for (counts, n_objects) in counts.iter_mut().zip(&n_objects_of) {
            counts[2] = *n_objects;
        }
        counts[0][2] = n_objects;
        let n_quads = counts[0][0];
        let mut counts_section = section();
        counts_section.write_all(bytemuck::cast_slice(&counts))?;
        let mut sources_section = section();
        sources_section.write_all(sources)?;
        let triples = terms.triples;
        let TermSections { names, terms, values, words, places } = terms.writer.finish()?;
        let all =
            [names, terms, values, triples, spog, posg, ospg, gspo, counts_section, sources_section, words, places];
        Ok((all, n_quads))
    }
}
