//! Quads by pattern: what evaluators ask of a graph file.

use std::cmp::Ordering;
use std::ops::Range;

use oxigraph::model::{NamedNodeRef, Term};

use super::file::{Counts, GraphFile, Section};
use super::packed::{Row, Rows};
use super::value;

/// The predicate of a search in texts: no quad has it.
pub const MATCHES: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/relata/ns#matches");

/// The graph of a vocabulary that comes with the program: it is no part of the others, and is reached by its name only.
pub const VOCABULARY: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/relata/ns#vocabulary");

/// The graph of what follows from the others and nobody says: it is no part of them, and is reached by its name only.
pub const INFERRED: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/relata/ns#inferred");

/// The graphs that stand apart: their quads are kept by graph only, so that nothing that counts or lists the others can see
/// them.
pub(super) const APART: [NamedNodeRef<'static>; 2] = [VOCABULARY, INFERRED];

/// Which graphs a pattern looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Graphs {
    /// All, the default graph included, but for [`VOCABULARY`] and [`INFERRED`]; a triple comes as often as there are graphs in which it lies.
    All,
    /// All as the one graph that they are together, but for those two; a triple comes once.
    Union,
    /// All that have a name, but for those two.
    Named,
    /// The one with this number; 0 is the default graph.
    One(u32),
}

impl Graphs {
    pub(super) fn has(self, graph: u32) -> bool {
        match self {
            Graphs::All | Graphs::Union => true,
            Graphs::Named => graph != 0,
            Graphs::One(one) => graph == one,
        }
    }
}

/// Where scans began last, for each order of quads.
pub(crate) type Near = [usize; 4];

/// Numbers of subject, predicate and object, where they are known.
pub(crate) type Pattern = [Option<u32>; 3];

/// How the numbers of a section's rows stand for subject, predicate, object and graph.
pub(super) type Order = fn(Row) -> Row;

pub(super) const SPOG: Order = |row| row;
pub(super) const POSG: Order = |[p, o, s, g]| [s, p, o, g];
pub(super) const OSPG: Order = |[o, s, p, g]| [s, p, o, g];
pub(super) const GSPO: Order = |[g, s, p, o]| [s, p, o, g];

/// A graph file by pattern and number.
#[derive(Clone, Copy)]
pub struct Index<'a> {
    pub(super) file: &'a GraphFile,
}

impl<'a> Index<'a> {
    pub(super) fn new(file: &'a GraphFile) -> Index<'a> {
        Index { file }
    }

    /// The section whose order has the known parts in front, and these parts.
    pub(super) fn place([subject, predicate, object]: Pattern, graphs: Graphs) -> (Section, Order, [u32; 3], usize) {
        match (subject, predicate, object) {
            (Some(s), Some(p), Some(o)) => (Section::Spog, SPOG, [s, p, o], 3),
            (Some(s), Some(p), None) => (Section::Spog, SPOG, [s, p, 0], 2),
            (Some(s), None, None) => (Section::Spog, SPOG, [s, 0, 0], 1),
            (Some(s), None, Some(o)) => (Section::Ospg, OSPG, [o, s, 0], 2),
            (None, None, Some(o)) => (Section::Ospg, OSPG, [o, 0, 0], 1),
            (None, Some(p), Some(o)) => (Section::Posg, POSG, [p, o, 0], 2),
            (None, Some(p), None) => (Section::Posg, POSG, [p, 0, 0], 1),
            (None, None, None) => match graphs {
                Graphs::One(0) | Graphs::All | Graphs::Union => (Section::Spog, SPOG, [0; 3], 0),
                Graphs::Named => (Section::Gspo, GSPO, [0; 3], 0),
                Graphs::One(graph) => (Section::Gspo, GSPO, [graph, 0, 0], 1),
            },
        }
    }

    /// The quads that fit, as subject, predicate, object, graph. O(log n) to begin.
    pub fn scan(self, pattern: Pattern, graphs: Graphs) -> Scan<'a> {
        if let Some(graph) = self.apart(graphs) {
            return self.scan_apart(graph, pattern);
        }
        if pattern == [None; 3] {
            return self.scan_everything(graphs);
        }
        let (section, order, prefix, n_known) = Index::place(pattern, graphs);
        let rows = self.file.rows(section);
        let start = rows.start(&prefix[..n_known]);
        Scan::of(Stretch { prefix, n_known, order, graphs, ..Stretch::of(rows.rows(start, rows.len())) })
    }

    /// The same; `near` is where the scan before began, and where this one is likely to begin a little behind it.
    pub(crate) fn scan_near(self, pattern: Pattern, graphs: Graphs, near: &mut Near) -> Scan<'a> {
        if pattern == [None; 3] || self.is_apart(graphs) {
            return self.scan(pattern, graphs);
        }
        let (section, order, prefix, n_known) = Index::place(pattern, graphs);
        let rows = self.file.rows(section);
        let start = rows.start_near(&prefix[..n_known], near[section as usize % 4]);
        near[section as usize % 4] = start;
        Scan::of(Stretch { prefix, n_known, order, graphs, ..Stretch::of(rows.rows(start, rows.len())) })
    }

    /// Every quad of some graphs. What the default graph says comes first, and there things before the properties that they
    /// have, so that the first rows of a list show what the graph is about.
    fn scan_everything(self, graphs: Graphs) -> Scan<'a> {
        let stretch = |section: Section, order: Order, known: &[u32], graphs: Graphs| {
            let rows = self.file.rows(section);
            let mut prefix = [0; 3];
            prefix[..known.len()].copy_from_slice(known);
            let rows = rows.rows(rows.start(known), rows.len());
            Stretch { prefix, n_known: known.len(), order, graphs, ..Stretch::of(rows) }
        };
        let by_graph = || stretch(Section::Gspo, GSPO, &[], Graphs::Named);
        if let Graphs::One(graph @ 1..) = graphs {
            return Scan::of(stretch(Section::Gspo, GSPO, &[graph], graphs));
        }
        if graphs == Graphs::Named {
            return Scan {
                sieve: Some(Sieve { not_in: self.file.apart(), wanted: [None; 3] }),
                ..Scan::of(by_graph())
            };
        }
        let rows = self.file.rows(Section::Spog);
        let first_thing = rows.start(&[u32::try_from(self.n_names()).unwrap_or(u32::MAX).saturating_add(1)]);
        let part = |from: usize, to: usize, of_default: bool| Stretch {
            graphs,
            of_default: Some(of_default),
            ..Stretch::of(rows.rows(from, to))
        };
        let named = (graphs != Graphs::One(0)).then(|| part(0, rows.len(), false));
        let rest = [Some(part(0, first_thing, true)), named];
        Scan { rest, ..Scan::of(part(first_thing, rows.len(), true)) }
    }

    /// Quads of a graph that stands apart: they are sorted by subject only, and there are not so many that the others could
    /// not be passed over.
    fn scan_apart(self, graph: u32, [subject, predicate, object]: Pattern) -> Scan<'a> {
        let mut known = vec![graph];
        known.extend(subject);
        known.extend(predicate.filter(|_| subject.is_some()));
        let rows = self.file.rows(Section::Gspo);
        let mut prefix = [0; 3];
        prefix[..known.len()].copy_from_slice(&known);
        let start = rows.start(&known);
        let graphs = Graphs::One(known[0]);
        let rows = rows.rows(start, rows.len());
        let whole = Stretch { prefix, n_known: known.len(), order: GSPO, graphs, ..Stretch::of(rows) };
        Scan { sieve: Some(Sieve { not_in: [0; 2], wanted: [subject, predicate, object] }), ..Scan::of(whole) }
    }

    /// The graph that stands apart, where only that is looked at.
    fn apart(self, graphs: Graphs) -> Option<u32> {
        let Graphs::One(graph @ 1..) = graphs else { return None };
        self.file.apart().contains(&graph).then_some(graph)
    }

    /// True when only a graph that stands apart is looked at.
    pub(crate) fn is_apart(self, graphs: Graphs) -> bool {
        self.apart(graphs).is_some()
    }

    /// The subjects with a string in which every word of `query` occurs, in order, each once.
    pub fn search(self, query: &str, graphs: Graphs) -> Vec<u32> {
        let texts = self.file.words().map(|words| words.search(query)).unwrap_or_default();
        let of_text = |text: u32| self.scan([None, None, Some(text)], graphs).map(|[subject, ..]| subject);
        let mut things: Vec<u32> = texts.into_iter().flat_map(of_text).collect();
        things.sort_unstable();
        things.dedup();
        things
    }

    /// The named graphs, but for those that stand apart.
    pub fn graphs(self) -> impl Iterator<Item = u32> + use<'a> {
        // Rows stand by graph: behind one graph's rows the next graph begins.
        let (rows, apart) = (self.file.rows(Section::Gspo), self.file.apart());
        let mut at = 0;
        let graphs = std::iter::from_fn(move || {
            let [graph, ..] = rows.rows(at, rows.len()).next()?;
            at = rows.end(&[graph], at);
            Some(graph)
        });
        graphs.filter(move |graph| !apart.contains(graph))
    }

    /// Counts of a predicate by its number, or of all predicates together by 0.
    pub fn counts(self, predicate: u32) -> Counts {
        self.file.counts(predicate)
    }

    /// How many terms can be a predicate; they have the lowest numbers.
    pub fn n_names(self) -> usize {
        self.file.names().len()
    }

    /// The quads of all graphs whose subjects lie between two numbers, both included, in order.
    pub fn between(self, first: u32, last: u32) -> impl Iterator<Item = Row> + use<'a> {
        let rows = self.file.rows(Section::Spog);
        rows.rows(rows.start(&[first]), rows.len()).take_while(move |row| row[0] <= last)
    }

    /// The number of an IRI. O(log n) in the number of terms.
    pub fn iri(self, iri: NamedNodeRef<'_>) -> Option<u32> {
        self.file.number(iri.into())
    }

    /// The term with a number; none when the file is damaged there.
    pub fn term(self, number: u32) -> Option<Term> {
        self.file.term(number)
    }

    /// Year, month and day of a date.
    pub fn day(self, number: u32) -> Option<(i16, i8, i8)> {
        self.file.value(number).and_then(value::day)
    }

    /// True when this is the literal `true`.
    pub fn truth(self, number: u32) -> bool {
        self.file.value(number).is_some_and(value::truth)
    }

    /// An integer.
    pub fn integer(self, number: u32) -> Option<i64> {
        self.file.value(number).and_then(value::integer)
    }

    /// The parts of a triple term.
    pub fn triple(self, number: u32) -> Option<[u32; 3]> {
        self.file.triple(number)
    }

    /// The triple term with these parts.
    pub fn triple_of(self, parts: [u32; 3]) -> Option<u32> {
        self.file.triple_of(parts)
    }

    /// True when this is a number, a date or a truth value that is kept as such.
    pub(crate) fn is_value(self, number: u32) -> bool {
        self.file.value(number).is_some()
    }

    /// How two numbers or two dates compare in SPARQL; none when that takes more than their bits.
    pub(crate) fn compare(self, a: u32, b: u32) -> Option<Ordering> {
        value::compare(self.file.value(a)?, self.file.value(b)?)
    }

    /// How two values of one kind stand in a sorted answer.
    pub(crate) fn order(self, a: u32, b: u32) -> Option<Ordering> {
        value::order(self.file.value(a)?, self.file.value(b)?)
    }

    /// A decimal as the number without its point, and how many digits stand behind it.
    pub(crate) fn decimal(self, number: u32) -> Option<(i64, u32)> {
        self.file.value(number).and_then(value::decimal)
    }

    /// Days to an `xsd:date` from a day that all dates have in common.
    pub(crate) fn date(self, number: u32) -> Option<i64> {
        self.file.value(number).and_then(value::date)
    }

    /// Seconds to an `xsd:dateTime` from a moment that all have in common.
    pub(crate) fn moment(self, number: u32) -> Option<i64> {
        self.file.value(number).and_then(value::moment)
    }

    /// Year, month and day of an `xsd:date` or `xsd:dateTime`.
    pub(crate) fn calendar(self, number: u32) -> Option<[i64; 3]> {
        self.file.value(number).and_then(value::calendar)
    }

    /// True when this is a number that is kept as such.
    pub(crate) fn is_number(self, number: u32) -> bool {
        self.file.value(number).is_some_and(value::is_number)
    }

    /// True when a value comes out of a computation as it is written here.
    pub(crate) fn is_canonical(self, number: u32) -> bool {
        self.file.value(number).is_some_and(value::is_canonical)
    }

    /// Whether this is a literal of the type `xsd:boolean`, and which.
    pub(crate) fn boolean(self, number: u32) -> Option<bool> {
        self.file.value(number).and_then(value::boolean)
    }

    /// The numbers of terms of each kind. Looks terms up: ask once.
    pub(crate) fn kinds(self) -> Kinds {
        self.file.kinds()
    }
}

/// Numbers of terms that compare like their texts, but for names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kinds {
    pub(crate) iris: Range<u32>,
    pub(crate) blank_nodes: Range<u32>,
    pub(crate) strings: Range<u32>,
    /// One for each language.
    pub(crate) languages: Vec<Range<u32>>,
}

impl Kinds {
    /// True when both are of one kind.
    pub(crate) fn alike(&self, a: u32, b: u32) -> bool {
        let Kinds { iris, blank_nodes, strings, languages } = self;
        let mut kinds = [iris, blank_nodes, strings].into_iter().chain(languages);
        kinds.any(|kind| kind.contains(&a) && kind.contains(&b))
    }
}

/// Quads that fit a pattern.
#[derive(Clone)]
pub struct Scan<'a> {
    stretch: Stretch<'a>,
    /// Where it goes on.
    rest: [Option<Stretch<'a>>; 2],
    /// What is looked at in each row, where the order does not tell that it fits.
    sieve: Option<Sieve>,
}

/// What the rows of a scan must be beyond what their order tells.
#[derive(Clone, Copy)]
struct Sieve {
    /// The graphs that are passed over where rows of all graphs stand; 0 is none.
    not_in: [u32; 2],
    /// What is known.
    wanted: Pattern,
}

impl Sieve {
    fn passes(self, row: Row) -> bool {
        let fits = |at: usize| self.wanted[at].is_none_or(|number| number == row[at]);
        (row[3] == 0 || !self.not_in.contains(&row[3])) && (0..3).all(fits)
    }
}

/// Rows of one order, one after another, that begin alike.
#[derive(Clone)]
struct Stretch<'a> {
    rows: Rows<'a>,
    prefix: [u32; 3],
    n_known: usize,
    order: Order,
    graphs: Graphs,
    /// Subject, predicate and object given last, in the order of the rows.
    last: [u32; 3],
    /// Whether it is the quads of the default graph that are wanted, or those of the others; all where nothing is said.
    of_default: Option<bool>,
}

impl<'a> Scan<'a> {
    fn of(stretch: Stretch<'a>) -> Scan<'a> {
        Scan { stretch, rest: [None, None], sieve: None }
    }
}

impl<'a> Stretch<'a> {
    /// All of these rows, as they stand.
    fn of(rows: Rows<'a>) -> Stretch<'a> {
        Stretch { rows, prefix: [0; 3], n_known: 0, order: SPOG, graphs: Graphs::All, last: [0; 3], of_default: None }
    }

    #[inline]
    fn next(&mut self) -> Option<Row> {
        loop {
            let row = self.rows.next()?;
            if row[..self.n_known] != self.prefix[..self.n_known] {
                return None;
            }
            // The same triple in another graph comes right behind it: every order but that by graph ends in the graph.
            if self.graphs == Graphs::Union {
                let [a, b, c, _] = row;
                if self.last == [a, b, c] {
                    continue;
                }
                self.last = [a, b, c];
            }
            let row = (self.order)(row);
            if self.graphs.has(row[3]) && self.of_default.is_none_or(|wanted| wanted == (row[3] == 0)) {
                return Some(row);
            }
        }
    }
}

impl Iterator for Scan<'_> {
    type Item = Row;

    #[inline]
    fn next(&mut self) -> Option<Row> {
        loop {
            match self.stretch.next() {
                Some(row) if self.sieve.is_none_or(|sieve| sieve.passes(row)) => return Some(row),
                Some(_) => {}
                None => {
                    let [next, after] = &mut self.rest;
                    self.stretch = next.take().or_else(|| after.take())?;
                }
            }
        }
    }
}
