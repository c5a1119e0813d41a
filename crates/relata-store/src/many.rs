//! Quads by pattern without one look for each of them: handed on in parts, counted, and counted by what they have in
//! common.

use super::file::Section;
use super::index::{GSPO, Graphs, Index, OSPG, POSG, Pattern, SPOG};
use super::packed::Row;

impl<'a> Index<'a> {
    /// Hands on the quads that fit, in the same order as [`Index::scan`]: of `n` parts of the sorted rows, about equally
    /// long, the one at `part`. For patterns that many quads fit.
    #[inline]
    pub(crate) fn each<E>(
        self,
        pattern: Pattern,
        graphs: Graphs,
        (part, n): (usize, usize),
        mut take: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        if pattern == [None; 3] || self.is_apart(graphs) {
            // These stand in no order together, so that the first part has them all.
            return if part == 0 { self.scan(pattern, graphs).try_for_each(take) } else { Ok(()) };
        }
        let (section, _, prefix, n_known) = Index::place(pattern, graphs);
        let rows = self.file.rows(section);
        let (from, to) = rows.range(&prefix[..n_known]);
        let length = to.saturating_sub(from);
        let range = from + length * part / n..from + length * (part + 1) / n;
        let parts = |[a, b, c, _]: Row| [a, b, c];
        // The triple before may have been the same, in another graph.
        let before = range.start.checked_sub(1).filter(|_| part > 0).and_then(|at| rows.rows(at, at + 1).next());
        let mut last = before.map_or([0; 3], parts);
        let mut take = |found: Row, row: Row| {
            let is_new = graphs != Graphs::Union || std::mem::replace(&mut last, parts(found)) != parts(found);
            if is_new && graphs.has(row[3]) { take(row) } else { Ok(()) }
        };
        match section {
            Section::Posg => rows.each(range, |row| take(row, POSG(row))),
            Section::Ospg => rows.each(range, |row| take(row, OSPG(row))),
            Section::Gspo => rows.each(range, |row| take(row, GSPO(row))),
            _ => rows.each(range, |row| take(row, SPOG(row))),
        }
    }

    /// How many quads fit: exact, O(log n) when all graphs are looked at and hardly a triple lies in several, else it
    /// counts.
    pub fn count(self, pattern: Pattern, graphs: Graphs) -> u64 {
        if !matches!(graphs, Graphs::All | Graphs::Union) {
            return self.scan(pattern, graphs).count() as u64;
        }
        let (section, _, prefix, n_known) = Index::place(pattern, graphs);
        let (from, to) = self.file.rows(section).range(&prefix[..n_known]);
        let n_quads = (to - from) as u64;
        if graphs == Graphs::All || n_quads < 2 {
            return n_quads;
        }
        let repeated = self.file.repeated();
        if repeated.len() > to - from {
            // To look at the quads themselves takes less.
            return self.scan(pattern, graphs).count() as u64;
        }
        let fits = |row: &&Row| pattern.iter().zip(POSG(**row)).all(|(part, is)| part.is_none_or(|part| part == is));
        n_quads - repeated.iter().filter(fits).count() as u64
    }

    /// The numbers that stand at `position` in triples of all graphs that fit, each with how many triples it is in.
    ///
    /// None when no order has the known parts and then this position in front.
    pub(crate) fn groups(
        self,
        pattern: Pattern,
        position: usize,
    ) -> Option<impl Iterator<Item = (u32, u64)> + use<'a>> {
        let (section, prefix, n_known) = match (pattern, position) {
            ([None, None, None], 0) => (Section::Spog, [0; 3], 0),
            ([None, None, None], 1) => (Section::Posg, [0; 3], 0),
            ([None, None, None], 2) => (Section::Ospg, [0; 3], 0),
            ([Some(s), None, None], 1) => (Section::Spog, [s, 0, 0], 1),
            ([Some(s), Some(p), None], 2) => (Section::Spog, [s, p, 0], 2),
            ([None, Some(p), None], 2) => (Section::Posg, [p, 0, 0], 1),
            ([None, Some(p), Some(o)], 0) => (Section::Posg, [p, o, 0], 2),
            ([None, None, Some(o)], 0) => (Section::Ospg, [o, 0, 0], 1),
            ([Some(s), None, Some(o)], 1) => (Section::Ospg, [o, s, 0], 2),
            _ => return None,
        };
        let rows = self.file.rows(section);
        let (mut at, to) = rows.range(&prefix[..n_known]);
        let has_repeated = !self.file.repeated().is_empty();
        Some(std::iter::from_fn(move || {
            let row = (at < to).then(|| rows.rows(at, to).next())??;
            let from = at;
            at = rows.end(&row[..=n_known], at);
            let number = row[n_known];
            let n = if has_repeated {
                let mut pattern = pattern;
                pattern[position] = Some(number);
                self.count(pattern, Graphs::Union)
            } else {
                (at - from) as u64
            };
            Some((number, n))
        }))
    }
}
