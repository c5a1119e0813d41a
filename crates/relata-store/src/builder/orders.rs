//! Quads in every order, and the counts that fall out on the way.

use std::io::{self, Write};

use super::merge::{Merged, Numbers, merge};
use super::run::Code;
use super::sort::{Key, Sorter, sorted, sorted_by_column};
use super::spool::{Checked, Spool, read_numbers};
use super::terms::{TermSections, TermWriter};
use super::{Collected, Resources};
use crate::file::N_SECTIONS;
use crate::packed::{PackedWriter, Row};

/// The sections of the file, and how many quads it holds.
pub(super) fn sections(
    collected: Collected,
    resources: &Resources,
    sources: &[u8],
) -> io::Result<([Checked; N_SECTIONS], u64)> {
    let Collected { runs, quads, apart } = collected;
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
    let place = |row: [u32; 4]| [row[0], row[1], row[2], place_of(row[3], &named)];
    let of_run = |(quads, numbers): (&Vec<[Code; 4]>, &Numbers)| -> Vec<Row> {
        quads.iter().map(|quad| place(quad.map(|code| numbers.of(code)))).collect()
    };
    let apart = apart.iter().zip(&numbers).flat_map(of_run).collect();
    let source = Quads { spool: quads, lengths, numbers, graphs: named, apart };
    let terms = NumberedTerms { writer, triples, n_names };
    if widths.iter().sum::<u32>() <= u64::BITS {
        source.orders::<u64>(widths, terms, resources, sources)
    } else {
        source.orders::<u128>(widths, terms, resources, sources)
    }
}

/// What becomes of the terms meanwhile.
struct NumberedTerms {
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
    /// Quads that stand by graph only.
    apart: Vec<Row>,
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
                    row[3] = place_of(row[3], &self.graphs);
                    take(row)?;
                }
            }
        }
        Ok(self.graphs)
    }

    fn orders<K: Key>(
        self,
        widths: [u32; 4],
        terms: NumberedTerms,
        resources: &Resources,
        sources: &[u8],
    ) -> io::Result<([Checked; N_SECTIONS], u64)> {
        let expected = usize::try_from(self.lengths.iter().sum::<u64>()).unwrap_or(usize::MAX);
        let mut counts = KeyCounts::new(terms.n_names);
        // Three orders are held at once; sections, words and the compiler take the rest.
        let most = resources.memory / 6 / size_of::<K>();
        let sections = if expected <= most {
            self.in_memory::<K>(widths, expected, resources, &mut counts)?
        } else {
            self.spilled::<K>(widths, most, resources, &mut counts)?
        };
        let [spog, posg, ospg, gspo] = sections;
        let (by_subject, n_quads) = counts.finish();
        let mut counts = resources.section();
        counts.write_all(bytemuck::cast_slice(&by_subject))?;
        let mut files = resources.section();
        files.write_all(sources)?;
        let NumberedTerms { writer, triples, .. } = terms;
        let TermSections { names, terms, values, words, places } = writer.finish()?;
        Ok(([names, terms, values, triples, spog, posg, ospg, gspo, counts, files, words, places], n_quads))
    }

    /// Each order is made from another by one column: SPOG by O is OSPG, that by P is POSG, SPOG by G is GSPO.
    fn in_memory<K: Key>(
        self,
        widths: [u32; 4],
        expected: usize,
        resources: &Resources,
        counts: &mut KeyCounts,
    ) -> io::Result<[Checked; 4]> {
        let mut keys: Vec<K> = Vec::with_capacity(expected);
        let apart: Vec<K> = self.apart.iter().map(|row| K::join(*row, widths)).collect();
        let graphs = self.for_each(|row| {
            keys.push(K::join(row, widths));
            Ok(())
        })?;
        let by = |keys: &[K], column: usize, spare: Vec<K>| {
            sorted_by_column(keys, widths[column + 1..].iter().sum(), widths[column], spare)
        };
        let (mut keys, spare) = sorted(keys, widths.iter().sum());
        keys.dedup();
        let KeyCounts { subjects, predicates, objects, .. } = counts;
        let write = |keys: &[K], arrange: fn(Row) -> Row, see: &mut dyn FnMut(Row)| {
            let mut writer = PackedWriter::new(resources.section());
            for key in keys {
                let [s, p, o, g] = key.split(widths);
                let row = arrange([s, p, o, graph(&graphs, g)]);
                see(row);
                writer.push(row)?;
            }
            writer.finish()
        };
        let ((spog, gspo), (ospg, posg)) = rayon::join(
            || {
                let spog = write(&keys, SPOG, &mut |row| subjects.see(row));
                let named = keys.iter().copied().filter(|key| key.split(widths)[3] != 0);
                let mut named: Vec<K> = named.chain(apart).collect();
                named.sort_unstable();
                named.dedup();
                (spog, write(&by(&named, 3, Vec::new()), GSPO, &mut |_| ()))
            },
            || {
                let by_object = by(&keys, 2, spare);
                rayon::join(
                    || write(&by_object, OSPG, &mut |row| objects.see(row)),
                    || write(&by(&by_object, 1, Vec::new()), POSG, &mut |row| predicates.see(row)),
                )
            },
        );
        Ok([spog?, posg?, ospg?, gspo?])
    }

    /// Each order is sorted for itself, and what does not fit waits in files.
    fn spilled<K: Key>(
        self,
        widths: [u32; 4],
        most: usize,
        resources: &Resources,
        counts: &mut KeyCounts,
    ) -> io::Result<[Checked; 4]> {
        let order =
            |arrange, expected| KeyOrder::<K>::new(arrange, widths, Sorter::new(most, expected, &resources.folder));
        let mut spog = order(SPOG, most);
        let mut posg = order(POSG, most);
        let mut ospg = order(OSPG, most);
        let mut gspo = order(GSPO, 0);
        self.apart.iter().try_for_each(|row| gspo.push(*row))?;
        let graphs = self.for_each(|row| {
            spog.push(row)?;
            posg.push(row)?;
            ospg.push(row)?;
            if row[3] != 0 { gspo.push(row) } else { Ok(()) }
        })?;
        let KeyCounts { subjects, predicates, objects, .. } = counts;
        let ((spog, gspo), (posg, ospg)) = rayon::join(
            || {
                let spog = spog.write(&graphs, resources, |row| subjects.see(row));
                (spog, gspo.write(&graphs, resources, |_| ()))
            },
            || {
                let posg = posg.write(&graphs, resources, |row| predicates.see(row));
                (posg, ospg.write(&graphs, resources, |row| objects.see(row)))
            },
        );
        Ok([spog?, posg?, ospg?, gspo?])
    }
}

const SPOG: fn(Row) -> Row = |row| row;
const POSG: fn(Row) -> Row = |[s, p, o, g]| [p, o, s, g];
const OSPG: fn(Row) -> Row = |[s, p, o, g]| [o, s, p, g];
const GSPO: fn(Row) -> Row = |[s, p, o, g]| [g, s, p, o];

/// The place of a graph among those with a name, from 1 on; that of the default graph is 0.
fn place_of(graph: u32, graphs: &[u32]) -> u32 {
    if graph == 0 {
        return 0;
    }
    u32::try_from(graphs.partition_point(|other| *other <= graph)).unwrap_or(u32::MAX)
}

/// The number of a graph by its place among the graphs with a name, from 1 on.
fn graph(graphs: &[u32], place: u32) -> u32 {
    place.checked_sub(1).map_or(0, |index| graphs[index as usize])
}

/// What is counted while rows are written in order.
struct KeyCounts {
    subjects: Subjects,
    predicates: Predicates,
    objects: Objects,
}

/// For each predicate, and at 0 for all: quads, and different subjects. From rows by subject.
struct Subjects {
    counts: Vec<[u64; 3]>,
    last: Row,
}

/// For each predicate different objects. From rows by predicate.
struct Predicates {
    counts: Vec<u64>,
    last: Row,
}

/// Different objects. From rows by object.
#[derive(Default)]
struct Objects {
    count: u64,
    last: u32,
}

impl KeyCounts {
    fn new(n_names: u32) -> KeyCounts {
        let n = n_names as usize + 1;
        KeyCounts {
            subjects: Subjects { counts: vec![[0; 3]; n], last: [0; 4] },
            predicates: Predicates { counts: vec![0; n], last: [0; 4] },
            objects: Objects::default(),
        }
    }

    /// Quads, subjects and objects for each predicate and, at 0, for all; and how many quads there are.
    fn finish(self) -> (Vec<[u64; 3]>, u64) {
        let KeyCounts { subjects, mut predicates, objects } = self;
        predicates.counts[0] = objects.count;
        let mut counts = subjects.counts;
        for (counts, n_objects) in counts.iter_mut().zip(predicates.counts) {
            counts[2] = n_objects;
        }
        let n_quads = counts[0][0];
        (counts, n_quads)
    }
}

impl Subjects {
    fn see(&mut self, row @ [s, p, ..]: Row) {
        self.counts[0][0] += 1;
        self.counts[0][1] += u64::from(s != self.last[0]);
        self.counts[p as usize][0] += 1;
        self.counts[p as usize][1] += u64::from([s, p] != self.last[..2]);
        self.last = row;
    }
}

impl Predicates {
    fn see(&mut self, row: Row) {
        self.counts[row[0] as usize] += u64::from(row[..2] != self.last[..2]);
        self.last = row;
    }
}

impl Objects {
    fn see(&mut self, [o, ..]: Row) {
        self.count += u64::from(o != self.last);
        self.last = o;
    }
}

/// Quads on their way into one order, too many for memory.
struct KeyOrder<K> {
    sorter: Sorter<K>,
    arrange: fn(Row) -> Row,
    /// Bits of each column, as arranged.
    widths: [u32; 4],
    /// Column of the graph, as arranged.
    graph_at: usize,
}

impl<K: Key> KeyOrder<K> {
    fn new(arrange: fn(Row) -> Row, widths: [u32; 4], sorter: Sorter<K>) -> KeyOrder<K> {
        let graph_at = arrange([0, 1, 2, 3]).iter().position(|at| *at == 3).unwrap_or(3);
        KeyOrder { sorter, arrange, widths: arrange(widths), graph_at }
    }

    fn push(&mut self, row: Row) -> io::Result<()> {
        self.sorter.push(K::join((self.arrange)(row), self.widths))
    }

    /// Writes the quads in order, each once, and shows them to `see`.
    fn write(self, graphs: &[u32], resources: &Resources, mut see: impl FnMut(Row)) -> io::Result<Checked> {
        let mut writer = PackedWriter::new(resources.section());
        self.sorter.drain(|key| {
            let mut row = key.split(self.widths);
            row[self.graph_at] = graph(graphs, row[self.graph_at]);
            see(row);
            writer.push(row)
        })?;
        writer.finish()
    }
}
